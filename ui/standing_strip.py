"""Above the form of a committee, mediator or village: who is there, and what is still wanting."""

from PySide6.QtWidgets import QFrame, QWidget
from sqlite_utils import Database

from core import store
from core.field import RecordKind
from core.records import COMMITTEE, MEDIATOR, VILLAGE
from core.staffing import (
    Hours,
    Remark,
    Staff,
    hours_of,
    law_literate_in,
    plain,
    remarks_on,
    rules_of,
    staff_of,
    training_remarks,
)
from core.text import Text
from ui.measures import AMBER, INSIDE, painted
from ui.pieces import column, emptied, label, today

THERE = Text(
    "委员 {members} 人(主任 {directors}、女 {women}) · 专职调解员 {full} 人 · 兼职 {part} 人",
    "{members} members ({directors} director, {women} women) · {full} full time · {part} part time",
)
HOURS = Text(
    "{year}年学时:年度 {yearly}、专项 {special};岗前 {before}",
    "Hours of {year}: yearly {yearly}, special {special}; before work {before}",
)
LISTED = Text("在册法律明白人 {n} 人", "{n} law-literate persons listed")
FEW = Text("每村应有法律明白人 {least} 人。", "A village should have {least} law-literate persons.")
SIX = Text("六部门《乡村“法律明白人”培养工作规范(试行)》", "Working rules of six ministries, 2021")
SAID = Text("▲ {what}{ground}", "▲ {what} {ground}")


class StandingStrip(QFrame):
    """Hidden where the kind has nothing of this, and for a record that is not stored yet."""

    def __init__(self, db: Database, kind: RecordKind) -> None:
        super().__init__()
        self.setObjectName("card")
        self._db, self._kind = db, kind
        self._rows = column(self, INSIDE, 6)
        self.hide()

    def show_record(self, id: str) -> None:
        """As it is stored."""
        emptied(self._rows)
        self.hide()
        row = store.get(self._db, self._kind, id)
        say = {COMMITTEE: self._committee, MEDIATOR: self._mediator, VILLAGE: self._village}
        if row is None or self._kind not in say:
            return
        for piece in say[self._kind](row):
            self._rows.addWidget(piece)
        self.show()

    def _committee(self, row: dict[str, object]) -> list[QWidget]:
        on = today()
        staff = staff_of(self._db, on).get(str(row["id"]), Staff())
        there = THERE.format(
            members=staff.members,
            directors=staff.directors,
            women=staff.women,
            full=staff.full_time,
            part=staff.part_time,
        )
        return [label(there), *map(_warning, remarks_on(row, staff, rules_of(self._db), on))]

    def _mediator(self, row: dict[str, object]) -> list[QWidget]:
        year = today().year
        hours = hours_of(self._db, year).get(str(row["id"]), Hours())
        said = HOURS.format(
            year=year,
            yearly=plain(hours.yearly),
            special=plain(hours.special),
            before=plain(hours.before_work),
        )
        gone = row["dismissed_on"] and str(row["dismissed_on"]) <= today().isoformat()
        wanting = [] if gone else training_remarks(hours, rules_of(self._db).figures, year)
        return [label(said), *map(_warning, wanting)]

    def _village(self, row: dict[str, object]) -> list[QWidget]:
        n = law_literate_in(self._db, today()).get(str(row["id"]), 0)
        least = rules_of(self._db).figures["law_literate_least"]
        said: list[QWidget] = [label(LISTED.format(n=n))]
        if n < least and row["kind"] == "village":
            said.append(_warning(Remark(FEW.format(least=least), SIX)))
        return said


def _warning(remark: Remark) -> QWidget:
    made = label(SAID.format(what=remark.what, ground=remark.ground), "small", wrap=True)
    made.setStyleSheet(f"color: {painted(AMBER)}")
    return made
