"""Under the figures of 今日: villages that have not handed in last month; for a village itself that
it has not."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from sqlite_utils import Database

from core import store
from core.merging.board import board, expected_month, owing
from core.merging.enrol import is_village
from core.merging.outgoing import handed_out
from core.text import Text
from ui.pieces import Flow, button, emptied, label, today

OWED = Text("{month} 还没有报送的村(居) {n} 个:", "{n} villages have not handed in {month}:")
OWN = Text("本村 {month} 还没有报送司法所。", "{month} was not handed in yet.")
MORE = Text("等", "and others")
GO = Text("去看", "Look")
HAND_IN = Text("去报送", "Hand in")
SHOWN = 6
LONGEST = 12  # characters of a name


class HandInStrip(QWidget):
    """Hidden where nothing is owed or nobody is enrolled."""

    wanted = Signal()  # the page 交接合并

    def __init__(self, db: Database) -> None:
        super().__init__()
        self._db = db
        self._flow = Flow(self, between=8)
        self.hide()

    def refresh(self) -> None:
        emptied(self._flow)
        on, month = today(), expected_month(today())
        if is_village(self._db):
            has_key = bool(store.meta(self._db, "office_key"))
            done = max((h.month for h in handed_out(self._db)), default="")
            is_owed = has_key and done < month
            words = [str(OWN.format(month=month))] if is_owed else []
        else:
            owed = owing(board(self._db, on), on)
            words = [str(OWED.format(month=month, n=len(owed))), *_names([r.name for r in owed])]
            words = words if owed else []
        self.setVisible(bool(words))
        for each in words:
            self._flow.addWidget(label(each, "small"))
        if words:
            action = HAND_IN if is_village(self._db) else GO
            self._flow.addWidget(button(action, self.wanted.emit, role="tiny"))


def _names(names: list[str]) -> list[str]:
    """The first few, each cut where it is very long."""
    shown = [n if len(n) <= LONGEST else f"{n[:LONGEST]}…" for n in names[:SHOWN]]
    return [*shown, str(MORE)] if len(names) > SHOWN else shown
