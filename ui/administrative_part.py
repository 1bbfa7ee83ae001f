"""The part of a dispute's form for administrative mediation: there only where it is wanted."""

from PySide6.QtWidgets import QFrame

from core.records.administrative import ADMINISTRATIVE_FIELDS
from ui.form import RecordForm


def show_administrative_part(form: RecordForm) -> bool:
    """Shown for administrative mediation, and where something was entered there before. True if
    that changed."""
    row = form.row()[0]
    names = [f.name for f in ADMINISTRATIVE_FIELDS]
    wanted = row.get("mediation_type") == "administrative" or any(row.get(n) for n in names)
    part = _part_of(form, names[0])
    if part.isHidden() != wanted:
        return False
    part.setVisible(wanted)
    return True


def _part_of(form: RecordForm, name: str) -> QFrame:
    editor = form.editors[name].widget
    return next(card for card in form.cards if card.isAncestorOf(editor))
