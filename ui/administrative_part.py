"""The part of a dispute's form for administrative mediation: there only where it is wanted."""

from PySide6.QtWidgets import QFrame

from core.records.administrative import ADMINISTRATIVE_FIELDS
from core.text import Text
from ui.form import RecordForm

ADMINISTRATIVE_BELOW = Text(
    "行政调解另有一段,在页面下方:事项、类型、阶段。",
    "Administrative mediation has a part of its own below: matter, type, stage.",
)


def show_administrative_part(form: RecordForm) -> bool:
    """Shown for administrative mediation, and where something was entered there before. True if
    that changed."""
    row = form.row()[0]
    names = [f.name for f in ADMINISTRATIVE_FIELDS]
    wanted = row.get("mediation_type") == "administrative" or any(row.get(n) for n in names)
    part = part_of(form)
    if part.isHidden() != wanted:
        return False
    part.setVisible(wanted)
    return True


def part_of(form: RecordForm) -> QFrame:
    """The section of the form."""
    editor = form.editors[ADMINISTRATIVE_FIELDS[0].name].widget
    return next(card for card in form.cards if card.isAncestorOf(editor))
