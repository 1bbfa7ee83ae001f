"""Dates that follow from dates, with their legal ground; the rules: resources/deadlines.toml."""

import calendar
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlite_utils import Database

from core.paths import RESOURCES
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


@dataclass(frozen=True)
class Due:
    """One thing that waits. `dispute` is the id of its case; days_left below 0 is overdue."""

    what: Text
    dispute: str
    number: str
    on: str
    days_left: int
    ground: Text


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
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


def term_of(dispute_type: str, accepted_on: str) -> tuple[date, Rule] | None:
    """Until when a dispute should be settled, and by which rule; None before any rule."""
    fitting = [
        r
        for r in rules()
        if r.kind == "dispute"
        and r.valid_from <= accepted_on
        and (not r.types or dispute_type in r.types)
    ]
    if not fitting:
        return None
    rule = max(fitting, key=lambda r: (bool(r.types), r.valid_from))
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
    found = [*_open_disputes(db, on), *_unperformed(db, on, until)]
    kept = [d for d in found if within is None or d.days_left <= within]
    return sorted(kept, key=lambda d: (d.on, d.number))


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
    found = []
    for r in db.query(sql):
        if r["accepted_on"] and (term := term_of(r["dispute_type"], r["accepted_on"])):
            end, rule = term
            number = r["file_no"] or r["case_no"] or ""
            left = (end - on).days
            found.append(Due(rule.what, r["id"], number, end.isoformat(), left, rule.ground))
    return found


def _unperformed(db: Database, on: date, until: date) -> list[Due]:
    """Agreements to be performed by then: those of index agreement_waiting, then their disputes."""
    rule = next(r for r in rules() if r.id == "performance")
    sql = """
        select d.id, d.file_no, d.case_no, a.performance_deadline as until from agreement a
        cross join dispute d on d.id = a.dispute_id where a.state = 0 and +d.state = 0
        and a.performance_deadline is not null and a.performance_status is not 'performed'
        and a.performance_deadline <= ?
    """
    return [
        Due(
            rule.what,
            r["id"],
            r["file_no"] or r["case_no"] or "",
            r["until"],
            (date.fromisoformat(r["until"]) - on).days,
            rule.ground,
        )
        for r in db.query(sql, [until.isoformat()])
    ]
