"""The way of the cursor over the page of a record: field by field, and from section to section."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from core.field import RecordKind
from ui.attachments import Attachments
from ui.child_rows import ChildRows
from ui.dropping import FileDrops
from ui.editors import EnterMoves
from ui.form import RecordForm

#: Child rows stand after the section of the form with this place, as on paper; others at the end.
AFTER = {
    "party": 0,
    "attorney": 0,
    "investigation": 1,
    "evidence": 1,
    "meeting": 1,
    "term_event": 1,
    "agreement": 2,
    "instalment": 2,
    "return_visit": 3,
    "case_recipient": 0,
    "case_matter": 0,
    "hardship_statement": 0,
    "material_item": 0,
    "case_event": 2,
    "assignment": 3,
    "issued_document": 3,
}


def as_on_paper(
    form: RecordForm, rows: Mapping[RecordKind, ChildRows]
) -> Iterator[QFrame | ChildRows]:
    """The sections of the form, and after each the child rows that stand there."""
    last = len(form.cards) - 1
    for place, part in enumerate(form.cards):
        yield part
        for child, section in rows.items():
            if AFTER.get(child.table, last) == place:
                yield section


class CursorWay(QObject):
    """Enter and Tab take the same way; Ctrl+PgDn and Ctrl+PgUp leap over what is left empty.

    A file may be dropped onto every field of the way: it becomes an attachment."""

    def __init__(
        self,
        page: QWidget,
        form: RecordForm,
        rows: Mapping[RecordKind, ChildRows],
        attachments: Attachments | None,
    ) -> None:
        super().__init__(page)
        self._form, self._rows, self._attachments = form, rows, attachments
        self._enter = EnterMoves(self.move_by, self)
        self._drops = FileDrops(page, attachments.add) if attachments else None

    def order(self) -> list[QWidget]:
        """Every field from top to bottom."""
        return [widget for section in self._sections() for widget in section]

    def chain(self) -> None:
        """Tab goes through the fields in the order of the page, as Enter does. Called again when
        rows have come, gone or changed places."""
        order = self.order()
        for one, next_one in pairwise(order):
            QWidget.setTabOrder(one, next_one)
        if self._attachments is not None and order:
            QWidget.setTabOrder(order[-1], self._attachments.keep)
            self._attachments.chain()
        for widget in order:
            widget.removeEventFilter(self._enter)
            if not hasattr(widget, "animateClick"):  # a button keeps its Enter
                widget.installEventFilter(self._enter)
        if self._drops is not None:
            self._drops.watch()

    def move_by(self, by: int) -> None:
        """So many fields on or back; stops at the ends."""
        order, at = self.order(), QApplication.focusWidget()
        if at in order:
            _go(order[min(max(order.index(at) + by, 0), len(order) - 1)])

    def leap(self, by: int) -> None:
        """Into the first field of the next section or of the one before; stops at the ends."""
        sections, at = self._sections(), QApplication.focusWidget()
        here = next((n for n, section in enumerate(sections) if at in section), -1 if by > 0 else 1)
        _go(sections[min(max(here + by, 0), len(sections) - 1)][0])

    def _sections(self) -> list[list[QWidget]]:
        """The fields of each section that is shown; of rows also the button that adds one."""
        found = []
        for part in as_on_paper(self._form, self._rows):
            if isinstance(part, ChildRows):
                found.append([*part.order(), part.adder])
            elif not part.isHidden():
                found.append([w for w in self._form.order if part.isAncestorOf(w)])
        return [section for section in found if section]


def _go(to: QWidget) -> None:
    to.setFocus(Qt.FocusReason.TabFocusReason)
