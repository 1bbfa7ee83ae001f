"""Dates that follow from dates, with their legal ground.

The rules are those of resources/deadlines.toml and, beside or in place of them, those the office
has set itself (records of the kind deadline_rule).
"""

import calendar
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

from core.paths import RESOURCES
from core.rounds import how_often, owed
from core.screening import OPEN as UNRESOLVED
from core.text import Text

SOON = 7  # days: what falls due within them is shown as waiting


@dataclass(frozen=True)
class Rule:
    """How long something may take. unit: month, day, workday (Monday to Friday)."""

    id: str
    kind: str
    types: frozenset[str]  # dispute types; empty for all
    starts: str
    length: int
    unit: str
    valid_from: str
    what: Text
    ground: Text
    valid_until: str = ""  # the first day it does not apply any more; empty for none
    own: bool = False  # set by the office

    def applies(self, on: str) -> bool:
        return self.valid_from <= on and (not self.valid_until or on < self.valid_until)


@dataclass(frozen=True)
class Due:
    """One thing that waits; days_left below 0 is overdue. `dispute` is the id of its case; with
    another `table` it is the id of that record: of a screening_item, or for a screening_round that
    is owed that of its village (empty for the township's own)."""

    what: Text
    dispute: str
    number: str
    on: str
    days_left: int
    ground: Text
    table: str = "dispute"


def rules(db: Database) -> tuple[Rule, ...]:
    """Those we ship and the office's own; an own rule in place of a shipped one ends that on the
    day it begins. One small query: ask once for many records."""
    shipped = {rule.id: rule for rule in shipped_rules()}
    ends, own = dict[str, str](), list[Rule]()
    for row in db.query("select * from deadline_rule where state = 0 order by valid_from, id"):
        base = shipped.get(row["replaces"])
        if base:
            ends.setdefault(base.id, row["valid_from"])  # the earliest of them
        if not row["off"]:
            own.append(_own(row, base))
    kept = [replace(rule, valid_until=ends.get(rule.id, "")) for rule in shipped.values()]
    return (*kept, *own)


def _own(row: dict[str, Any], base: Rule | None) -> Rule:
    """An office's rule; in place of a shipped one it keeps what that one is about."""
    return Rule(
        id=base.id if base else row["id"],
        kind=base.kind if base else "dispute",
        types=base.types if base else frozenset(json.loads(row["dispute_types"] or "[]")),
        starts=base.starts if base else "accepted_on",
        length=row["length"],
        unit=row["unit"],
        valid_from=row["valid_from"],
        what=Text(row["what"], row["what"]),
        ground=Text(row["ground"], row["ground"]),
        own=True,
    )


@lru_cache(maxsize=1)
def shipped_rules() -> tuple[Rule, ...]:
    with (RESOURCES / "deadlines.toml").open("rb") as file:
        read = tomllib.load(file)["rule"]
    return tuple(
        Rule(
            r["id"],
            r["kind"],
            frozenset(r.get("types", ())),
            r["starts"],
            r["length"],
            r["unit"],
            r["valid_from"],
            Text(**r["what"]),
            Text(**r["ground"]),
        )
        for r in read
    )


def term_of(
    dispute_type: str, accepted_on: str, among: Sequence[Rule] | None = None
) -> tuple[date, Rule] | None:
    """Until when a dispute should be settled, and by which rule; None if there is none. `among` are
    the rules of the office, those of the program if left out."""
    fitting = [
        r
        for r in (shipped_rules() if among is None else among)
        if r.kind == "dispute"
        and r.applies(accepted_on)
        and (not r.types or dispute_type in r.types)
    ]
    if not fitting:
        return None
    rule = max(fitting, key=lambda r: (bool(r.types), r.valid_from, r.own))
    return ends_on(date.fromisoformat(accepted_on), rule.length, rule.unit), rule


def ends_on(start: date, length: int, unit: str) -> date:
    """The last day of a term. The day it starts on is not counted (Civil Procedure Law, art. 85);
    a month ends on the same day of the next month, or on its last day."""
    if unit == "month":
        months = start.year * 12 + start.month - 1 + length
        year, month = divmod(months, 12)
        return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
    if unit == "day":
        return start + timedelta(days=length)
    day = start
    while length:
        day += timedelta(days=1)
        length -= day.weekday() < 5
    return day


def due(db: Database, on: date, within: int | None = None) -> list[Due]:
    """What waits on a day, the most overdue first; `within` days leaves out what is further off."""
    until = on + timedelta(days=within) if within is not None else date.max
    found = [*_open_disputes(db, on), *_unperformed(db, on, until), *_screening(db, on)]
    kept = [d for d in found if within is None or d.days_left <= within]
    return sorted(kept, key=lambda d: (d.on, d.number))


def _screening(db: Database, on: date) -> list[Due]:
    """Rounds that are owed, and what was found and should be resolved by a day."""
    found = [
        Due(
            _ROUND,
            owed_.village_id,
            owed_.name,
            owed_.period.last.isoformat(),
            (owed_.period.last - on).days,
            how_often(owed_.level, owed_.cadence),
            "screening_round",
        )
        for owed_ in owed(db, on)
    ]
    sql = (
        "select id, screening_no, resolve_by from screening_item"
        f" where state = 0 and resolve_by is not null and {UNRESOLVED}"
    )
    for id, number, until in db.execute(sql).fetchall():
        left = (date.fromisoformat(until) - on).days
        found.append(Due(_RESOLVE, id, number or "", until, left, _SET_BY_US, "screening_item"))
    return found


_ROUND = Text("纠纷排查", "Screening round")
_RESOLVE = Text("排查纠纷化解", "Screened dispute")
_SET_BY_US = Text("登记的化解时限", "The term entered with it")


def is_open(dispute_row: "dict[str, object]") -> bool:
    """Not settled, not failed, not closed: its term runs."""
    return not dispute_row.get("closed_on") and dispute_row.get("mediation_result") in (
        None,
        "pending",
    )


#: SQL for the same as is_open, over table dispute.
OPEN = (
    "state = 0 and closed_on is null and (mediation_result is null or mediation_result = 'pending')"
)


def _open_disputes(db: Database, on: date) -> list[Due]:
    sql = f"select id, file_no, case_no, dispute_type, accepted_on from dispute where {OPEN}"
    found, among = [], rules(db)
    for r in db.query(sql):
        if r["accepted_on"] and (term := term_of(r["dispute_type"], r["accepted_on"], among)):
            end, rule = term
            number = r["file_no"] or r["case_no"] or ""
            left = (end - on).days
            found.append(Due(rule.what, r["id"], number, end.isoformat(), left, rule.ground))
    return found


def _unperformed(db: Database, on: date, until: date) -> list[Due]:
    """Agreements to be performed by then: those of index agreement_waiting, then their disputes."""
    among = [r for r in rules(db) if r.id == "performance"]
    sql = """
        select d.id, d.file_no, d.case_no, a.performance_deadline as until from agreement a
        cross join dispute d on d.id = a.dispute_id where a.state = 0 and +d.state = 0
        and a.performance_deadline is not null and a.performance_status is not 'performed'
        and a.performance_deadline <= ?
    """
    found = []
    for r in db.query(sql, [until.isoformat()]):
        if fitting := [rule for rule in among if rule.applies(r["until"])]:
            rule = max(fitting, key=lambda each: (each.valid_from, each.own))
            end = ends_on(date.fromisoformat(r["until"]), rule.length, rule.unit)
            number, left = r["file_no"] or r["case_no"] or "", (end - on).days
            found.append(Due(rule.what, r["id"], number, end.isoformat(), left, rule.ground))
    return found
