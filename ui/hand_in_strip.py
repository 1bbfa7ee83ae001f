"""Under the figures of 今日: villages that have not handed in last month; for a village itself that
it has not."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from sqlite_utils import Database

from core import store
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
        is_village = store.meta(self._db, "role") == "village"
        words = _own(self._db) if is_village else _owed(self._db)
        self.setVisible(bool(words))
        for each in words:
            self._flow.addWidget(label(each, "small"))
        if words:
            action = HAND_IN if is_village else GO
            self._flow.addWidget(button(action, self.wanted.emit, role="tiny"))


def _own(db: Database) -> list[str]:
    """What a village itself owes; nothing where no office has enrolled it."""
    if not store.meta(db, "office_key"):
        return []
    from core.merging.board import expected_month  # not at the top: the window stands without
    from core.merging.outgoing import handed_out

    month = expected_month(today())
    done = max((h.month for h in handed_out(db)), default="")
    return [str(OWN.format(month=month))] if done < month else []


def _owed(db: Database) -> list[str]:
    """What the villages owe; nothing where none is enrolled."""
    if db.execute("select 1 from enrolled limit 1").fetchone() is None:
        return []
    from core.merging.board import board, expected_month, owing

    on, month = today(), expected_month(today())
    owed = [r.name for r in owing(board(db, on), on)]
    return [str(OWED.format(month=month, n=len(owed))), *_names(owed)] if owed else []


def _names(names: list[str]) -> list[str]:
    """The first few, each cut where it is very long."""
    shown = [n if len(n) <= LONGEST else f"{n[:LONGEST]}…" for n in names[:SHOWN]]
    return [*shown, str(MORE)] if len(names) > SHOWN else shown
