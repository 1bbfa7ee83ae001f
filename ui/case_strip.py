"""On the page of a new dispute: earlier cases that may be the same one, each a click away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget
from sqlite_utils import Database

from core.codes import CodeBook
from core.field import Row
from core.lookalike_case import LikeCase, Same, like_cases
from core.records import DISPUTE
from core.show import LIST_COMMA, shown
from core.text import Text
from ui.pieces import Elided, button, column, emptied, label, line

WAIT = 300  # milliseconds without a key before it is looked
HEAD = Text(
    "十二个月内有相似的纠纷,请看是不是同一件:",
    "Cases like this within twelve months; is it the same one?",
)
REASONS = {
    Same.PARTIES: Text("双方当事人相同", "same parties"),
    Same.PHONE: Text("电话相同", "same phone"),
    Same.ADDRESS: Text("地址相同", "same address"),
}
LINE = Text(
    "{why} · {day} 受理 · {type} · {state} · {number}",
    "{why} · accepted {day} · {type} · {state} · {number}",
)
UNNUMBERED = Text("未编号", "no number")


@dataclass(frozen=True)
class Typed:
    """What the page knows of the case being typed."""

    dispute: str  # its id
    accepted_on: str | None
    parties: Sequence[Row]


class CaseStrip(QFrame):
    """Hidden while nothing is like it; never takes the focus."""

    open_record = Signal(str, str)

    def __init__(self, db: Database, book: CodeBook, typed: Callable[[], Typed]) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._db, self._book, self._typed = db, book, typed
        self.found: list[LikeCase] = []
        rows = column(self, 10, 4)
        rows.addWidget(label(HEAD, "small", wrap=True))
        self._lines = column(between=2)
        rows.addLayout(self._lines)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT)
        self._wait.timeout.connect(self.look)
        self.hide()

    def look_soon(self) -> None:
        """Once nobody types for a moment."""
        self._wait.start()

    def look(self) -> None:
        self._wait.stop()
        typed = self._typed()
        found = (
            like_cases(
                self._db,
                typed.parties,
                accepted_on=typed.accepted_on,
                dispute=typed.dispute,
            )
            if typed.accepted_on
            else []
        )
        if found != self.found:
            self.found = found
            emptied(self._lines)
            for case in found:
                self._lines.addWidget(self._line(case))
        self.setVisible(bool(found))

    def _line(self, case: LikeCase) -> QWidget:
        made = QWidget()
        row = line(made, between=4)
        words = self._words(case)
        row.addWidget(Elided(words), 1)
        opener = button(
            Text("打开", "Open"),
            partial(self.open_record.emit, DISPUTE.table, case.id),
            role="plain",
        )
        opener.setAccessibleName(str(Text("打开 {case}", "Open {case}").format(case=words)))
        row.addWidget(opener)
        return made

    def _words(self, case: LikeCase) -> str:
        why = str(LIST_COMMA).join(str(REASONS[same]) for same in sorted(case.same, reverse=True))
        state = Text("已结案", "closed") if case.closed else Text("正在调解", "open")
        said = LINE.format(
            day=case.accepted_on,
            type=shown(DISPUTE.field("dispute_type"), case.dispute_type or None, self._book),
            state=state,
            number=case.number or UNNUMBERED,
            why=why,
        )
        return str(said)
