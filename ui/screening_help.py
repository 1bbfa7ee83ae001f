"""What helps to fill in a screening item or a round: its number, the category of its type."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject
from sqlite_utils import Database

from core.numbering import propose
from core.records import SCREENING_ITEM, SCREENING_ROUND
from core.risk import category_map
from core.rounds import round_of, zero_problem
from ui.drafts import Draft
from ui.form import RecordForm
from ui.pieces import today

#: Kind -> (its number, the day the number counts by).
NUMBERED = {
    SCREENING_ITEM: ("screening", "screened_on"),
    SCREENING_ROUND: ("round", "screened_from"),
}


class ScreeningHelp(QObject):
    """What it filled in follows what is typed; what somebody typed himself stays. For forms of
    other kinds: nothing."""

    def __init__(self, db: Database, form: RecordForm, parent: QObject, *, is_new: bool) -> None:
        super().__init__(parent)
        self._db, self._form, self._is_new = db, form, is_new
        self._number = ""
        self._category: str | None = None
        if form.kind in NUMBERED:
            form.edited.connect(self._on_edited)

    def begun(self) -> dict[str, Any]:
        """What a new record starts with; nothing for other kinds."""
        if self._form.kind not in NUMBERED:
            return {}
        which, dated = NUMBERED[self._form.kind]
        on = today().isoformat()
        level = "finder_level" if self._form.kind is SCREENING_ITEM else "level"
        number = propose(self._db, which, on)
        self._number = number.words
        return {dated: on, level: "village", **number.fields(which)}

    def _on_edited(self, name: str) -> None:
        which, dated = NUMBERED[self._form.kind]
        if name == dated and self._is_new:
            self._propose(which, dated)
        elif name == "dispute_type":
            self._follow_type()

    def _propose(self, which: str, dated: str) -> None:
        """The next number of the year of that day, unless somebody typed one."""
        row = self._form.row()[0]
        if not row[dated] or row[f"{which}_no"] not in (None, self._number):
            return
        number = propose(self._db, which, row[dated])
        if number.words != row[f"{which}_no"]:
            self._number = number.words
            self._form.put(number.fields(which))

    def _follow_type(self) -> None:
        row = self._form.row()[0]
        if row["screen_category"] not in (None, self._category):
            return
        self._category = category_map(self._db).get(str(row["dispute_type"]))
        if self._category != row["screen_category"]:
            self._form.put({"screen_category": self._category})


def with_round(db: Database, own: Draft) -> Draft:
    """An item belongs to the round of its place and day, unless another was chosen; a zero report
    of that round is said. Other records as they are."""
    if own.kind is not SCREENING_ITEM:
        return own
    found = round_of(db, own.row)
    if found is None:
        return own
    problem = zero_problem(found)
    row = {**own.row, "round_id": own.row.get("round_id") or found["id"]}
    return replace(own, row=row, problems=(*own.problems, *([problem] if problem else [])))
