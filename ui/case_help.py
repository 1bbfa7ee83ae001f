"""What helps while a dispute is typed: its term by the day, cases like it, its end carried over.

It listens to the form and to the rows of parties and term events by itself.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject
from sqlite_utils import Database

from core.codes import CodeBook
from core.field import Row
from core.term import terms_of
from core.term_check import filled_from_end
from ui.case_strip import CaseStrip, Typed
from ui.child_rows import ChildRow, ChildRows
from ui.form import RecordForm
from ui.pieces import today
from ui.term_line import TermLine


class CaseHelp(QObject):
    """`alike` is for the page to place; the term stands under the day of acceptance. `new_id` gives
    the id of the dispute while it is new, and nothing once it was saved."""

    def __init__(
        self,
        db: Database,
        book: CodeBook,
        form: RecordForm,
        parties: ChildRows,
        events: ChildRows,
        new_id: Callable[[], str],
    ) -> None:
        super().__init__(form)
        self._form, self._parties, self._events = form, parties, events
        self._new_id, self._terms = new_id, terms_of(db)
        self.term = TermLine()
        self.alike = CaseStrip(db, book, self._typed)
        form.put_under("accepted_on", self.term)
        form.edited.connect(self._on_edited)
        parties.edited.connect(self._look)
        events.edited.connect(self._show_term)
        events.reordered.connect(self._show_term)
        events.made.connect(self._follow_end)
        self._show_term()

    def _on_edited(self, name: str) -> None:
        self._show_term()
        if name == "accepted_on":
            self._look()

    def _show_term(self) -> None:
        rows = [row.values() for row in self._events.filled()]
        self.term.show_term(self._form.row()[0], rows, self._terms, today())

    def _look(self) -> None:
        if self._new_id():
            self.alike.look_soon()
        else:
            self.alike.hide()

    def _typed(self) -> Typed:
        parties: list[Row] = [row.values() for row in self._parties.filled()]
        return Typed(self._new_id(), self._form.row()[0].get("accepted_on"), parties)

    def _follow_end(self, row: ChildRow) -> None:
        """An end that is entered says when and why also where the case is closed."""

        def fill(*_: object) -> None:
            if row.is_new:
                self._form.put(filled_from_end(self._form.row()[0], row.values()))

        row.form.editors["end_reason"].edited.connect(fill)
