"""期限规则: how long something may take - resources/deadlines.toml, and beside or in place of those
rules the office's own (records of the kind deadline_rule)."""

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
from core.text import Text
from core.workdays import Holidays, is_workday, shipped_holidays


@dataclass(frozen=True)
class Rule:
    """How long something may take. unit: month, day, workday."""

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
    bodies: frozenset[str] = frozenset()  # that entrusted the dispute; empty for all
    extendable: bool = True  # with the consent of both sides
    not_counted: frozenset[str] = frozenset()  # reasons of a suspension that never count

    def applies(self, on: str) -> bool:
        return self.valid_from <= on and (not self.valid_until or on < self.valid_until)


@dataclass(frozen=True)
class Pause:
    """Days on which a term does not run, both ends included; last is None while it lasts."""

    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


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
    written: dict[str, Any] = {
        "length": row["length"],
        "unit": row["unit"],
        "valid_from": row["valid_from"],
        "what": Text(row["what"], row["what"]),
        "ground": Text(row["ground"], row["ground"]),
        "own": True,
    }
    if base:
        return replace(base, **written)
    types = frozenset(json.loads(row["dispute_types"] or "[]"))
    return Rule(id=row["id"], kind="dispute", types=types, starts="accepted_on", **written)


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
            bodies=frozenset(r.get("bodies", ())),
            extendable=r.get("extendable", True),
            not_counted=frozenset(r.get("not_counted", ())),
        )
        for r in read
    )


def ends_on(start: date, length: int, unit: str, holidays: Holidays | None = None) -> date:
    """The last day of a term. The day it starts on is not counted (Civil Procedure Law, art. 85);
    a month ends on the same day of the next month, or on its last day. `holidays` are those of the
    program if left out."""
    if unit == "day":
        return start + timedelta(days=length)
    if unit == "month":
        months = start.year * 12 + start.month - 1 + length
        year, month = divmod(months, 12)
        return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
    known, day = holidays or shipped_holidays(), start
    while length:
        day += timedelta(days=1)
        length -= is_workday(day, known)
    return day


def shortest(among: Sequence[Rule]) -> int:
    """Days in which no dispute's term can end: of the shortest rule. Whatever happens since makes
    a term longer, never shorter."""
    return min((r.length * _LEAST[r.unit] for r in among if r.kind == "dispute"), default=0)


_LEAST = {"day": 1, "workday": 1, "month": 28}


def ends_around(
    start: date, length: int, unit: str, holidays: Holidays, pauses: Sequence[Pause]
) -> date | None:
    """The same with days left out; a month is as many days as it has without them. None if a pause
    that has not ended keeps the term from ending."""
    if not pauses:
        return ends_on(start, length, unit, holidays)
    if unit == "month":
        length, unit = (ends_on(start, length, unit) - start).days, "day"
    day = start
    while length:
        day += timedelta(days=1)
        if pause := next((p for p in pauses if p.covers(day)), None):
            if pause.last is None:
                return None
        elif unit == "day" or is_workday(day, holidays):
            length -= 1
    return day


def fitting_rule(
    dispute_type: str, entrusting_body: str | None, accepted_on: str, among: Sequence[Rule]
) -> Rule | None:
    """The rule a dispute's term follows: of those in force on the day of acceptance the one for its
    entrusting body, else for its type, else the general one; of equals the newest, then the
    office's own."""
    fitting = [
        r
        for r in among
        if r.kind == "dispute"
        and r.applies(accepted_on)
        and (not r.types or dispute_type in r.types)
        and (not r.bodies or entrusting_body in r.bodies)
    ]
    return max(
        fitting,
        key=lambda r: (bool(r.bodies), bool(r.types), r.valid_from, r.own),
        default=None,
    )
