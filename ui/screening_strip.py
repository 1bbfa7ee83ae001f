"""Above a form: what can be done with a screened dispute, or where a dispute came from."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from sqlite_utils import Database

from core import store
from core.field import RecordKind
from core.records import DISPUTE, SCREENING_ITEM
from core.screening import items_of
from core.text import Text
from ui.pieces import button, emptied, line
from ui.screening_listing import ItemWork, item_buttons, item_steps
from ui.steps_line import StepsLine

COMES_FROM = Text("来自排查 {number}", "From screening {number}")


class ScreeningStrip(QWidget):
    """Hidden where there is nothing to say."""

    open_record = Signal(str, str)  # table, id
    close_out = Signal(str)  # id of the item
    become_dispute = Signal(str)

    def __init__(self, db: Database, kind: RecordKind) -> None:
        super().__init__()
        self._db, self._kind = db, kind
        self._row = line(self, between=8)
        self._work = ItemWork(self.close_out.emit, self.become_dispute.emit, self.open_record.emit)
        self.hide()

    def show_record(self, id: str) -> None:
        """As it is stored; a record that is not stored yet has nothing here."""
        if self._kind not in (DISPUTE, SCREENING_ITEM):
            return
        emptied(self._row)
        self.hide()
        row = store.get(self._db, self._kind, id)
        if row is None:
            return
        pieces = self._of_item(row) if self._kind is SCREENING_ITEM else self._of_dispute(id)
        for piece in pieces:
            self._row.addWidget(piece, int(isinstance(piece, StepsLine)))
        self._row.addStretch()
        self.setVisible(bool(pieces))

    def _of_item(self, row: dict[str, object]) -> list[QWidget]:
        steps = StepsLine()
        steps.show_steps(item_steps(row))
        return [item_buttons(self._db, row, self._work), steps]

    def _of_dispute(self, id: str) -> list[QWidget]:
        return [
            button(
                COMES_FROM.format(number=item["screening_no"] or item["screened_on"]),
                partial(self.open_record.emit, SCREENING_ITEM.table, item["id"]),
                sign="search-check",
                role="tiny",
            )
            for item in items_of(self._db, id)
        ]
