"""What follows from an ID number being typed: sex, birth date, age, a warning beside it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from core.clean import clean_row
from core.field import Problem
from core.identity import fill_from_id, id_warnings
from ui.form import RecordForm
from ui.pieces import today

WHOLE = 18  # places of a number that is complete


class IdFilling(QObject):
    """`on` gives the day of the case, which the age counts for. What a number filled in follows
    when the number is corrected; what somebody typed himself stays."""

    def __init__(self, on: Callable[[], str | None], parent: QObject) -> None:
        super().__init__(parent)
        self._on = on
        self._ours: dict[RecordForm, dict[str, Any]] = {}

    def follow(self, form: RecordForm) -> None:
        """As soon as the number is whole, and when its field is left. For forms without one:
        nothing."""
        widget = form.editors["id_number"].widget if "id_number" in form.editors else None
        if isinstance(widget, QLineEdit):
            self._ours[form] = {}
            widget.editingFinished.connect(partial(self.fill, form))
            form.edited.connect(partial(self._on_edited, form, widget))
            form.destroyed.connect(lambda: self._ours.pop(form, None))

    def fill(self, form: RecordForm) -> None:
        row = clean_row(form.kind, form.row()[0])[0]
        ours = {n: v for n, v in self._ours.get(form, {}).items() if row.get(n) == v}
        asked = {n: None if n in ours else v for n, v in row.items()}
        filled = fill_from_id(form.kind, asked, self._on(), today())
        new = {n: v for n, v in filled.items() if asked.get(n) != v}
        self._ours[form] = new
        form.put({n: new.get(n) for n in {*ours, *new} if row.get(n) != new.get(n)})
        found = id_warnings(form.kind, {**asked, **new}, today())
        form.say_at("id_number", [Problem("id_number", p.message, warning=True) for p in found])

    def count_ages(self) -> None:
        """The day of the case is another one now."""
        for form, ours in list(self._ours.items()):
            if "age" in ours:
                self.fill(form)

    def _on_edited(self, form: RecordForm, widget: QLineEdit, name: str) -> None:
        if name == "id_number" and len(widget.text()) == WHOLE and widget.hasFocus():
            self.fill(form)
