"""操作日志: the audit trail, by day, person and action; and whether its chain is whole."""

from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget
from sqlite_utils import Database

from core import audit, trail
from core.errors import UserError
from core.progress import Progress
from core.purge import REASONS
from core.records import BY_TABLE
from core.text import Text
from core.trail import ACTIONS, Filter
from db.connect import Opened
from db.wraps import ROLES
from ui.editors import DateLine
from ui.jobs import run_job
from ui.measures import BETWEEN, MUTED
from ui.messages import tell
from ui.pieces import Flow, button, card, column, empty_page, label
from ui.steps_page import local_time
from ui.table import Column, RecordTable, TableView

EVERYBODY, EVERYTHING = Text("所有人", "Everybody"), Text("所有操作", "Everything")
CHECKING = Text("正在核对操作日志", "Checking the audit trail")
WHOLE = Text(
    "操作日志 {n} 条,前后衔接,没有被改动。\n末条校验值:{hash}",
    "All {n} entries fit together; none was changed.\nLast hash: {hash}",
)
BROKEN = Text(
    "操作日志从第 {n} 条起前后不衔接,可能被改动过。请告诉上级,并保留现在的数据和备份。",
    "The entries do not fit together from number {n} on and may have been altered. Tell the office"
    " above and keep data and backups as they are.",
)
#: Words of notes that are no names of fields.
SAID = {role.value: words for role, words in ROLES.items()} | {
    "masked": Text("打星号", "with stars"),
    "full": Text("完整号码", "in full"),
    "printer": Text("打印机", "printer"),
    "pdf": Text("PDF", "PDF"),
    "file": Text("整卷", "whole file"),
    **REASONS,
}
NOTHING = Text("没有符合条件的记录", "Nothing fits")
NOTHING_HINT = Text("换一个日期、姓名或操作。", "Choose other days, people or actions.")


class TrailPage(QWidget):
    """Read only: nothing of the trail can be changed here or elsewhere."""

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self._opened, self._wanted = opened, Filter()
        self.model = RecordTable(
            _columns(),
            lambda: trail.count(self._opened.db, self._wanted),
            lambda offset, limit: trail.entries(self._opened.db, self._wanted, offset, limit),
            self,
        )
        self.view = TableView(self.model, 3)
        rows = column(self, between=BETWEEN)
        rows.addLayout(self._tools())
        framed = card()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty_page("shield-check", NOTHING, NOTHING_HINT))
        column(framed, 1).addWidget(self._stack)
        rows.addWidget(framed, 1)

    def refresh(self) -> None:
        """What is chosen stays chosen."""
        chosen = self.people.currentData()
        self.people.blockSignals(True)
        self.people.clear()
        self.people.addItem(str(EVERYBODY), "")
        for name in trail.people(self._opened.db):
            self.people.addItem(name, name)
        self.people.setCurrentIndex(max(0, self.people.findData(chosen)))
        self.people.blockSignals(False)
        self._show()

    def check(self) -> None:
        """Every hash anew, as a job: the trail grows with the years."""

        def work(db: Database, progress: Progress) -> Any:
            return audit.first_break(db), trail.head(db)

        run_job(self, self._opened, CHECKING, work, self._say)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def _say(self, found: tuple[int | None, tuple[int, str]]) -> None:
        broken, (number, hash) = found
        if broken is None:
            tell(self, WHOLE.format(n=number, hash=hash[:16]))
        else:
            tell(self, BROKEN.format(n=broken))

    def _tools(self) -> Flow:
        flow = Flow()
        flow.setSpacing(8)
        self.since, self.until = DateLine(), DateLine()
        self.people, self.acts = QComboBox(), QComboBox()
        self.acts.addItem(str(EVERYTHING), "")
        for code, words in ACTIONS.items():
            self.acts.addItem(str(words), code)
        named = (
            (Text("开始日期", "From"), self.since),
            (Text("结束日期", "To"), self.until),
            (Text("谁", "By"), self.people),
            (Text("操作", "Action"), self.acts),
        )
        for words, widget in named:
            widget.setAccessibleName(str(words))
            widget.setToolTip(str(words))
        self.since.setPlaceholderText(str(Text("开始日期", "From")))
        self.until.setPlaceholderText(str(Text("结束日期", "To")))
        for day, beside in ((self.since, None), (self.until, Text("至", "to"))):
            if beside:
                flow.addWidget(label(beside))
            flow.addWidget(day)
            day.editingFinished.connect(self._show)
        for each in (self.people, self.acts):
            flow.addWidget(each)
            each.currentIndexChanged.connect(lambda _: self._show())
        flow.addWidget(button(Text("核对", "Check the chain"), self.check, sign="shield-check"))
        return flow

    def _show(self) -> None:
        """Days that are none show everything."""
        try:
            days = str(self.since.value() or ""), str(self.until.value() or "")
        except UserError:
            days = "", ""
        by, action = self.people.currentData() or "", self.acts.currentData() or ""
        self._wanted = Filter(*days, str(by), str(action))
        self.model.read_again()
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        self.view.choose(0)


def _columns() -> list[Column]:
    return [
        Column(Text("序号", "No."), lambda r: str(r["seq"]), 80, lambda r: MUTED),
        Column(Text("时间", "When"), lambda r: local_time(r["at"]), 150),
        Column(Text("谁", "By"), lambda r: r["by"], 120),
        Column(Text("操作", "Action"), lambda r: str(ACTIONS.get(r["action"], r["action"])), 160),
        Column(Text("对象", "Of"), _kind, 140),
        Column(Text("说明", "Note"), _note, 280, lambda r: MUTED),
    ]


def _kind(row: Any) -> str:
    kind = BY_TABLE.get(row["tbl"])
    return str(kind.title) if kind else ""


def _note(row: Any) -> str:
    """Names of fields by their labels, roles and what else is noted by their words."""
    kind, words = BY_TABLE.get(row["tbl"]), str(row["summary"])
    labels = {f.name: str(f.label) for f in kind.fields} if kind else {}
    return " ".join(labels.get(w) or str(SAID.get(w, w)) for w in words.split(" "))
