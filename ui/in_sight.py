"""What somebody is led to on a scrolled page stands there whole, with a little above and below."""

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.child_rows import ChildRow
from ui.form import FieldBox

ABOVE, BELOW = 90, 24  # pixels that stay in sight besides


def whole_of(field: QWidget) -> QWidget:
    """What belongs together: a field with its label and what is said at it; a new row from its
    first field on."""
    box = field
    for part in _around(field):
        if isinstance(part, FieldBox):
            box = part
        if isinstance(part, ChildRow):
            return part if part.is_new and field is part.form.order[0] else box
    return box


def keep_in_sight(area: QScrollArea, field: QWidget) -> None:
    """Now, and once more when the page is laid out: of a row that has just been added, and of a
    complaint, the place is known only then."""
    _scroll(area, whole_of(field))
    QTimer.singleShot(0, field, lambda: _scroll(area, whole_of(field)))


def _around(field: QWidget) -> list[QWidget]:
    found, part = [], field.parentWidget()
    while part is not None:
        found.append(part)
        part = part.parentWidget()
    return found


def _scroll(area: QScrollArea, piece: QWidget) -> None:
    """No further than needed. Of a piece higher than the page its beginning is shown."""
    content, bar = area.widget(), area.verticalScrollBar()
    if content is None or not content.isAncestorOf(piece):
        return
    top = piece.mapTo(content, QPoint(0, 0)).y()
    room, at = area.viewport().height(), bar.value()
    above = min(ABOVE, max(0, room - piece.height() - BELOW))
    at = max(at, top + piece.height() + BELOW - room)
    bar.setValue(min(at, top - above))
