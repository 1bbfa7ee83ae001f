"""What is done with screening beyond its forms: striking off, making disputes, zero reports."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core import screening, store
from core.errors import UserError
from core.records import DISPUTE, PARTY, SCREENING_ITEM
from core.text import Text
from db.connect import Opened
from ui.changes import Changes
from ui.jobs import run_job
from ui.messages import confirm, show_error
from ui.pieces import today

if TYPE_CHECKING:
    from ui.missing_rounds import MissingRounds

NOT_ENDED = Text(
    "还没有填写化解结果。记为今天化解成功并销号?",
    "No outcome is entered yet. Note it as resolved today, and strike it off?",
)
STRIKE = Text("化解并销号", "Resolved, strike off")
STRUCK = Text("已销号 {n} 件", "Struck off: {n}")
BECAME = Text("已转为调解案件,请补充当事人和调解员", "It is a dispute now; add what is missing")
LEDGER = Text("突出矛盾纠纷台账{day}", "Ledger of prominent disputes {day}")


class ScreeningWork(QObject):
    """Asks what has to be asked over the window it was made for."""

    said = Signal(object)  # Text, for the status bar; it can be undone
    open_record = Signal(str, str)
    round_wanted = Signal(object)  # core.rounds.Owed
    changed = Signal()  # an item that may stand on the screen

    def __init__(self, window: QWidget, opened: Opened, changes: Changes) -> None:
        super().__init__(window)
        self._window, self._opened, self._changes = window, opened, changes
        self.dialog: MissingRounds | None = None

    def close_out(self, ids: Sequence[str]) -> None:
        """As one step; an item without an outcome is asked about first, several are refused."""
        db, resolved = self._opened.db, False
        rows = store.get_many(db, SCREENING_ITEM, ids)
        if len(rows) == 1:
            row = next(iter(rows.values()))
            if not row["closed_out_on"] and not screening.can_close_out(db, row):
                resolved = confirm(self._window, NOT_ENDED, STRIKE)
                if not resolved:
                    return
        try:
            screening.close_out(db, ids, today().isoformat(), resolved=resolved)
        except UserError as error:
            show_error(self._window, error)
            return
        self._tell(frozenset({SCREENING_ITEM.table}), STRUCK.format(n=len(rows)))

    def become_dispute(self, id: str) -> None:
        """Makes it and opens it."""
        try:
            dispute = screening.become_dispute(self._opened.db, id, today().isoformat())
        except UserError as error:
            show_error(self._window, error)
            return
        self._tell(frozenset({SCREENING_ITEM.table, DISPUTE.table, PARTY.table}), BECAME)
        self.open_record.emit(DISPUTE.table, dispute)

    def show_missing(self, level: str = "", village_id: str = "") -> None:
        """The rounds to be entered, that of a place chosen."""
        from ui.missing_rounds import MissingRounds  # with tables: not at the start

        self.dialog = MissingRounds(self._window, self._opened, self._changes)
        self.dialog.said.connect(self.said)
        self.dialog.round_wanted.connect(self.round_wanted)
        self.dialog.choose(level, village_id)
        self.dialog.open()

    def export_ledger(self, ids: Sequence[str], folder: Path, done: Callable[[Path], None]) -> None:
        from core.paper.screening_ledger import (
            write_ledger_file,  # with the paper: not at the start
        )
        from ui.exporting import EXCEL, EXPORTING, ask_where_to_save

        name = LEDGER.format(day=today().strftime("%Y%m%d"))
        if path := ask_where_to_save(self._window, folder, name, ".xlsx", EXCEL):
            work = partial(write_ledger_file, ids=ids, path=path, overwrite=True)
            run_job(self._window, self._opened, EXPORTING, work, lambda _: done(path))

    def _tell(self, tables: frozenset[str], words: Text) -> None:
        self._changes.happened.emit(tables)
        self.changed.emit()
        self.said.emit(words)
