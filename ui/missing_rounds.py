"""待排查: rounds of this period and the last that are missing; a zero report in one click."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from core import rounds
from core.errors import UserError
from core.field import Row
from core.records import SCREENING_ROUND
from core.records.screening import CADENCE
from core.rounds import Owed
from core.text import Text
from db.connect import Opened
from ui.changes import Changes
from ui.dispute_listing import left_words
from ui.measures import BETWEEN, PAGE, px
from ui.messages import show_error
from ui.pieces import CANCEL, button, card, column, empty_page, label, line, today
from ui.table import Column, RecordTable, TableView

TITLE = Text("待排查(零报告)", "Rounds to be entered (zero reports)")
HINT = Text(
    "上一时段和这一时段还没有登记的排查。没有发现纠纷的,选中后按“零报告”。",
    "Rounds of the last and of this period not entered yet. Nothing found: press Zero report.",
)
NOTHING = Text("都已排查", "Nothing is missing")
NOTHING_HINT = Text(
    "这一时段的排查都已登记。频次在“设置与备份”的“本所信息”里。",
    "Every round is entered. How often they are due: settings, The office.",
)
ZERO = Text("零报告", "Zero report")
ENTER = Text("登记排查…", "Enter the round…")
SAID = Text("已报零报告:{name} {first} 至 {last}", "Zero report: {name}, {first} to {last}")


class MissingRounds(QDialog):
    """Enter or 零报告 reports the line chosen; the next one is chosen then."""

    said = Signal(object)  # Text, for the status bar
    round_wanted = Signal(object)  # Owed: to be entered in the form

    def __init__(self, parent: QWidget | None, opened: Opened, changes: Changes) -> None:
        super().__init__(parent)
        self._opened, self._changes = opened, changes
        self.owed: list[Owed] = []
        self.setWindowTitle(str(TITLE))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(px(640), px(460))
        rows = column(self, PAGE, BETWEEN)
        rows.addWidget(label(HINT, "small", wrap=True))
        self.model = RecordTable(_columns(), lambda: len(self.owed), self._fetch, self)
        self.view = TableView(self.model, 0)
        self.view.setAccessibleName(str(TITLE))
        self.view.opened.connect(lambda _: self.report())
        framed = card()
        column(framed, 1).addWidget(self.view)
        self._stack = QStackedWidget()
        self._stack.addWidget(framed)
        self._stack.addWidget(empty_page("check", NOTHING, NOTHING_HINT))
        rows.addWidget(self._stack, 1)
        foot = line(between=8)
        foot.addStretch()
        foot.addWidget(button(CANCEL, self.reject))
        self._enter = button(ENTER, self.enter_round)
        self._zero = button(ZERO, self.report, sign="check", role="primary")
        foot.addWidget(self._enter)
        foot.addWidget(self._zero)
        rows.addLayout(foot)
        self.refresh()

    def refresh(self) -> None:
        line_ = self.view.line()
        self.owed = rounds.owed(self._opened.db, today(), whole=True)
        self.model.read_again()
        self.view.choose(max(line_, 0))
        self._stack.setCurrentIndex(0 if self.owed else 1)
        for each in (self._enter, self._zero):
            each.setEnabled(bool(self.owed))

    def choose(self, level: str, village_id: str) -> None:
        """The first line of a place."""
        for place, each in enumerate(self.owed):
            if (each.level, each.village_id) == (level, village_id):
                self.view.choose(place)
                return

    def report(self) -> None:
        """零报告 of the line chosen, as one step."""
        if (each := self._chosen()) is None:
            return
        db, period = self._opened.db, each.period
        try:
            rounds.zero_report(db, each.level, each.village_id, period, today())
        except UserError as error:
            show_error(self, error)
            return
        self._changes.happened.emit(frozenset({SCREENING_ROUND.table}))
        self.said.emit(SAID.format(name=each.name, first=period.first, last=period.last))
        self.refresh()

    def enter_round(self) -> None:
        if each := self._chosen():
            self.accept()
            self.round_wanted.emit(each)

    def _chosen(self) -> Owed | None:
        at = self.view.line()
        return self.owed[at] if 0 <= at < len(self.owed) else None

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        part = self.owed[offset : offset + limit]
        return [{"id": f"{each.village_id} {each.period.first}", "owed": each} for each in part]


def _columns() -> list[Column]:
    on = today()

    def days(row: Row) -> str:
        period = row["owed"].period
        said = Text("{first} 至 {last}", "{first} to {last}")
        return str(said.format(first=period.first, last=period.last))

    def left(row: Row) -> tuple[str, str]:
        return left_words((row["owed"].period.last - on).days)

    return [
        Column(Text("村(居)、乡镇", "Place"), lambda r: str(r["owed"].name), 150),
        Column(Text("时段", "Period"), days, 220),
        Column(
            Text("频次", "How often"),
            lambda r: str(CADENCE[r["owed"].cadence]),
            110,
        ),
        Column(Text("期限", "Term"), lambda r: left(r)[0], 100, lambda r: left(r)[1]),
    ]
