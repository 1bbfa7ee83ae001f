"""Under the figures of 今日: committees whose term ends within 60 days, too early for the list."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from sqlite_utils import Database

from core.deadlines import SOON
from core.records import COMMITTEE
from core.staffing import ELECTION, Waiting, waiting_committees
from core.text import Text
from ui.pieces import Flow, button, emptied, label, today

ENDING = Text("任期快满,请准备换届:", "Terms about to end, prepare the election:")
ONE = Text("{name} 还有 {n} 天", "{name}: {n} days")
MORE = Text("还有 {n} 个,见人员与村居", "{n} more: see People and villages")
SHOWN = 4
LONGEST = 18  # characters of a name: the strip must not make the page wider than the window


class ElectionStrip(QWidget):
    """Hidden where no term is about to end; those due within a week stand in the list."""

    open_record = Signal(str, str)  # table, id

    def __init__(self, db: Database) -> None:
        super().__init__()
        self._db = db
        self._flow = Flow(self, between=8)
        self.hide()

    def refresh(self) -> None:
        emptied(self._flow)
        on = today()
        ending = [
            w
            for w in waiting_committees(self._db, on)
            if w.what is ELECTION and (w.on - on).days > SOON
        ]
        self.setVisible(bool(ending))
        if not ending:
            return
        self._flow.addWidget(label(ENDING, "small"))
        for each in sorted(ending, key=lambda w: w.on)[:SHOWN]:
            self._flow.addWidget(self._one(each))
        if more := len(ending) - SHOWN if len(ending) > SHOWN else 0:
            self._flow.addWidget(label(MORE.format(n=more), "small"))

    def _one(self, each: Waiting) -> QWidget:
        name = each.name if len(each.name) <= LONGEST else f"{each.name[:LONGEST]}…"
        words = ONE.format(name=name, n=(each.on - today()).days)
        made = button(
            words, partial(self.open_record.emit, COMMITTEE.table, each.committee), role="tiny"
        )
        made.setToolTip(f"{each.name}\n{each.ground}")
        return made
