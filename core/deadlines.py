"""Dates that follow from dates, with their legal ground.

The rules are those of resources/deadlines.toml and, beside or in place of them, those the office
has set itself (records of the kind deadline_rule).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlite_utils import Database

from core.field import Row
from core.keeping import waiting
from core.legal_aid.terms import waiting as aid_waiting
from core.rounds import how_often, owed
from core.screening import OPEN as UNRESOLVED
from core.staffing import waiting_committees
from core.term import WANTED, Term, Terms, events_of, term_of, terms_of
from core.term_rules import shortest
from core.text import Text

SOON = 7  # days: what falls due within them is shown as waiting


@dataclass(frozen=True)
class Due:
    """One thing that waits; days_left below 0 is overdue. `dispute` is the id of its case; with
    another `table` it is the id of that record: of a screening_item, or for a screening_round that
    is owed that of its village (empty for the township's own), or of a committee."""

    what: Text
    dispute: str
    number: str
    on: str
    days_left: int
    ground: Text
    table: str = "dispute"
    sort: str = "term"  # or performance, visit, confirmation of core.keeping; screening


def due(db: Database, on: date, within: int | None = None) -> list[Due]:
    """What waits on a day, the most overdue first; `within` days leaves out what is further off."""
    until = on + timedelta(days=within) if within is not None else date.max
    found = [*_open_disputes(db, on, until), *_kept(db, on, until), *_screening(db, on)]
    found += [*_committees(db, on), *_legal_aid(db, on, until)]
    kept = [d for d in found if within is None or d.days_left <= within]
    return sorted(kept, key=lambda d: (d.on, d.number))


def over_by_table(db: Database, on: date) -> Counter[str]:
    """How many things are overdue on a day, by the table of Due."""
    return Counter(each.table for each in due(db, on, -1))


def _legal_aid(db: Database, on: date, until: date) -> list[Due]:
    """Applications, cases and consultations; `dispute` is the id of that record."""
    return [
        Due(
            w.what,
            w.id,
            w.number,
            w.on,
            (date.fromisoformat(w.on) - on).days,
            w.ground,
            w.table,
            "legal_aid",
        )
        for w in aid_waiting(db, on, until)
    ]


def _committees(db: Database, on: date) -> list[Due]:
    """Elections within 60 days or overdue, and changes to be reported."""
    return [
        Due(
            w.what,
            w.committee,
            w.name,
            w.on.isoformat(),
            (w.on - on).days,
            w.ground,
            "committee",
            "committee",
        )
        for w in waiting_committees(db, on)
    ]


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


def is_open(dispute_row: Mapping[str, object]) -> bool:
    """Not settled, not failed, not closed, not ended: its term runs."""
    is_over = dispute_row.get("closed_on") or dispute_row.get("ended_on")
    return not is_over and dispute_row.get("mediation_result") in (None, "pending")


#: SQL for the same as is_open, over table dispute.
OPEN = (
    "state = 0 and closed_on is null and ended_on is null"
    " and (mediation_result is null or mediation_result = 'pending')"
)


def _open_disputes(db: Database, on: date, until: date) -> list[Due]:
    """Terms that end by then; what is suspended waits for nothing."""
    events, by = events_of(db, f"select id from dispute where {OPEN}"), terms_of(db)
    # only disputes old enough to be due, and what follows from their day alone once a day
    before = (until - timedelta(days=shortest(by.rules))).isoformat()
    columns = ", ".join(("id", "file_no", "case_no", *WANTED))
    sql = f"select {columns} from dispute where {OPEN} and +accepted_on <= ?"
    told_apart = {name for rule in by.rules for name in rule.types | rule.bodies}
    ending = cache(lambda *values: _end_of(_term(values, (), by)))
    found = []
    for id, file_no, case_no, *about, accepted in db.execute(sql, [before]):
        mediation, *narrow = about
        values = (mediation, *(n if n in told_apart else None for n in narrow), accepted)
        own = events.get(id)
        end = ending(*values) if own is None else _end_of(_term(values, own, by))
        if end and end.on <= until:
            left, number = (end.on - on).days, file_no or case_no or ""
            found.append(Due(end.what, id, number, end.iso, left, end.ground))
    return found


@dataclass(frozen=True)
class _End:
    on: date
    iso: str
    what: Text
    ground: Text


def _term(values: Sequence[Any], events: Sequence[Row], by: Terms) -> Term | None:
    return term_of(dict(zip(WANTED, values, strict=True)), events, by)


def _end_of(term: Term | None) -> _End | None:
    """None where no rule applies or the term is suspended."""
    if term is None or term.ends_on is None:
        return None
    return _End(term.ends_on, term.ends_on.isoformat(), term.rule.what, term.ground)


def term_ends(db: Database) -> dict[str, str]:
    """Id -> the day its term ends, of every dispute whose term runs."""
    return {d.dispute: d.on for d in _open_disputes(db, date.min, date.max)}


def _kept(db: Database, on: date, until: date) -> list[Due]:
    """Agreements and instalments to be performed, visits, the time a court can be asked."""
    days = cache(lambda iso: (date.fromisoformat(iso) - on).days)
    return [
        Due(w.what, w.dispute, w.number, w.on, days(w.on), w.ground, sort=w.sort)
        for w in waiting(db, on, until)
    ]
