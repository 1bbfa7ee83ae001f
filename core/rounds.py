"""排查轮次: how often villages and township look for disputes, which rounds are owed, zero reports.

How often is local: the office sets it (no national rule); a round counts for every period of the
cadence that one of its days lies in.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.field import Problem, Row
from core.numbering import propose
from core.records import OFFICE, SCREENING_ITEM, SCREENING_ROUND, VILLAGE
from core.records.screening import CADENCE
from core.risk import shipped
from core.text import Text

REMIND = 2  # days before a period ends from which its round is asked for
LEVELS = ("village", "township")


@dataclass(frozen=True)
class Period:
    """Whole days, both ends in it."""

    first: date
    last: date


@dataclass(frozen=True)
class Owed:
    """A round nobody entered. `village_id` is empty for the township's own; `name` says whose."""

    level: str
    village_id: str
    name: str
    period: Period
    cadence: str


def period_of(cadence: str, day: date) -> Period | None:
    """The period of a cadence a day lies in; a week begins on Monday. None for no cadence."""
    match cadence:
        case "week":
            first = day - timedelta(days=day.weekday())
            return Period(first, first + timedelta(days=6))
        case "half_month":
            half = 1 if day.day <= 15 else 16
            return Period(day.replace(day=half), day.replace(day=15) if half == 1 else _end(day))
        case "month":
            return Period(day.replace(day=1), _end(day))
        case "quarter":
            first_month = day.month - (day.month - 1) % 3
            first = date(day.year, first_month, 1)
            return Period(first, _end(first.replace(month=first_month + 2)))
        case _:
            return None


def _end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def cadence_of(db: Database, level: str) -> str:
    """How often a level screens: what the office set, else what we ship."""
    office = next(iter(store.find(db, OFFICE, limit=1)), {})
    return str(office.get(f"{level}_cadence") or shipped()["cadence"][level])


def owed(db: Database, on: date, *, whole: bool = False) -> list[Owed]:
    """The rounds that are missing on a day: of the period before, and of the running one in its
    last days. A level owes nothing before the office entered its first round of that level; with
    `whole` the running period counts from its first day, and from before the first round on."""
    found = []
    for level in LEVELS:
        cadence = cadence_of(db, level)
        began = _began(db, level)
        if (now := period_of(cadence, on)) is None or (began is None and not whole):
            continue
        before = period_of(cadence, now.first - timedelta(days=1))
        asked = [before] if before and began and before.last >= began else []
        asked += [now] if whole or (now.last - on).days <= REMIND else []
        for period in asked:
            there = _places_screened(db, level, period)
            found += [
                Owed(level, id, name, period, cadence)
                for id, name in _places(db, level)
                if id not in there
            ]
    return found


def _began(db: Database, level: str) -> date | None:
    sql = "select min(screened_from) from screening_round where state = 0 and level = ?"
    first = db.execute(sql, [level]).fetchone()[0]
    return date.fromisoformat(first) if first else None


def _places(db: Database, level: str) -> Iterator[tuple[str, str]]:
    """(village id, name) of all villages, or the one township (with no id)."""
    if level == "village":
        yield from ((v["id"], v["name"]) for v in store.find(db, VILLAGE, order="name, id"))
    else:
        office = next(iter(store.find(db, OFFICE, limit=1)), {})
        yield "", str(office.get("township") or "")


def _places_screened(db: Database, level: str, period: Period) -> set[str]:
    """Village ids ("" for the township) with a round in the period."""
    sql = (
        "select distinct village_id from screening_round where state = 0 and level = ?"
        " and screened_from <= ? and coalesce(screened_to, screened_from) >= ?"
    )
    days = [period.last.isoformat(), period.first.isoformat()]
    rows = db.execute(sql, [level, *days]).fetchall()
    return {str(id or "") for (id,) in rows} if level == "village" else ({""} if rows else set())


def found_in(db: Database, level: str, village_id: str, period: Period) -> int:
    """How many disputes were found by a village, or by the township, in a period."""
    where = "finder_level = ? and screened_on >= ? and screened_on <= ?"
    params: list[object] = [level, period.first.isoformat(), period.last.isoformat()]
    if level == "village":
        where, params = f"{where} and village_id = ?", [*params, village_id]
    return store.count(db, SCREENING_ITEM, where, params)


def round_of(db: Database, item: Row) -> dict[str, Any] | None:
    """The round in which an item was found: that of its place and day; None where there is none or
    more than one."""
    day, level = item.get("screened_on"), item.get("finder_level")
    where = "level = ? and screened_from <= ? and coalesce(screened_to, screened_from) >= ?"
    params: list[object] = [level, day, day]
    if level == "village":
        where, params = f"{where} and village_id = ?", [*params, item.get("village_id")]
    found = store.find(db, SCREENING_ROUND, where, params, limit=2) if day and level else []
    return found[0] if len(found) == 1 else None


def zero_problem(round_: Row) -> Problem | None:
    """A finding and a zero report of the same place and days cannot both be true."""
    if round_.get("zero_report") != 1:
        return None
    said = Text(
        "{first} 至 {last} 已经报了零报告,与这件纠纷不符,请更正那一轮排查。",
        "A zero report was made for {first} to {last}: correct that round.",
    )
    last = round_.get("screened_to") or round_["screened_from"]
    return Problem("screened_on", said.format(first=round_["screened_from"], last=last), True)


def zero_report(db: Database, level: str, village_id: str, period: Period, on: date) -> str:
    """零报告: a round of this place and period that found nothing, as one step; gives its id back.

    Raises UserError where a round is there already, where disputes were found in the period, or
    where it has not begun.
    """
    if period.first > on:
        raise UserError(Text("这个时段还没有开始。", "The period has not begun."))
    if village_id in _places_screened(db, level, period):
        said = Text(
            "{first} 至 {last} 已经登记了排查,不需要零报告。",
            "A round of {first} to {last} is there already.",
        )
        raise UserError(said.format(first=period.first, last=period.last))
    if n := found_in(db, level, village_id, period):
        said = Text(
            "{first} 至 {last} 登记了 {n} 件排查纠纷,不能报零报告,请登记排查轮次。",
            "{n} disputes were found from {first} to {last}: enter a round, not a zero report.",
        )
        raise UserError(said.format(first=period.first, last=period.last, n=n))
    row = {
        "level": level,
        "village_id": village_id or None,
        "cadence": cadence_of(db, level),
        "screened_from": period.first.isoformat(),
        "screened_to": min(period.last, on).isoformat(),
        "zero_report": 1,
        **propose(db, "round", period.first.isoformat()).fields("round"),
    }
    name = next((name for id, name in _places(db, level) if id == village_id), "")
    words = Text("零报告:{name} {first} 至 {last}", "Zero report: {name}, {first} to {last}")
    with store.step(db, words.format(name=name, first=period.first, last=period.last)) as s:
        return store.save(s, SCREENING_ROUND, row)


def how_often(level: str, cadence: str) -> Text:
    """Why a round is owed, as it stands beside the date."""
    said = {
        "village": Text(
            "村(居)排查频次:{often}(本所设置)", "Rounds of villages: {often} (setting)"
        ),
        "township": Text(
            "乡镇排查频次:{often}(本所设置)", "Rounds of the township: {often} (setting)"
        ),
    }[level]
    often = CADENCE[cadence]
    return Text(said.zh.format(often=often.zh), said.en.format(often=often.en))
