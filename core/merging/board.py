"""交接一览: which village has handed in up to which month; what was merged and still stands."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from core import store
from core.merging.compare import Counts
from core.records import VILLAGE

ROUTINE = "routine"


@dataclass(frozen=True)
class Taken:
    """A package that was merged. `step` is None where there was nothing to do; `stands` unless the
    merge was taken back."""

    package: str
    kind: str
    village: str
    name: str
    sequence: int
    month: str
    is_zero: bool
    is_verified: bool
    file: str
    at: str
    by: str
    step: int | None
    counts: Counts
    stands: bool


@dataclass(frozen=True)
class HandIn:
    """A village and its last package; `month` is the latest one it covered, `days` since the
    package was merged."""

    village: str
    name: str
    is_enrolled: bool
    since: str  # ISO day it was enrolled on
    last: Taken | None
    month: str
    days: int | None


def taken_in(db: Database) -> list[Taken]:
    """Newest first."""
    sql = """
        select t.*, exists (select 1 from undone join history h on h.seq = undone.seq
            where h.step = t.step) as is_undone
        from taken_in t order by t.at desc, t.rowid desc
    """
    return [_taken(row) for row in db.query(sql)]


def board(db: Database, today: date) -> list[HandIn]:
    """Every village, those that wait longest first, those not enrolled last."""
    found: dict[str, list[Taken]] = {}
    for taken in taken_in(db):
        if taken.kind == ROUTINE and taken.stands:
            found.setdefault(taken.village, []).append(taken)
    enrolled = dict(db.execute("select village, at from enrolled"))
    rows = [
        _row(village, found.get(village["id"], []), enrolled.get(village["id"]), today)
        for village in store.find(db, VILLAGE, order="name")
    ]
    return sorted(rows, key=lambda r: (not r.is_enrolled, r.month, r.last.at if r.last else ""))


def expected_month(today: date) -> str:
    """The month every village should have handed in: the one before."""
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    return f"{year}-{month:02}"


def owing(rows: Sequence[HandIn], today: date) -> list[HandIn]:
    """Those enrolled that have not handed in last month; one enrolled since has nothing to hand
    in yet."""
    wanted = expected_month(today)
    return [r for r in rows if r.is_enrolled and r.month < wanted and r.since[:7] <= wanted]


def _row(
    village: dict[str, Any], taken: Sequence[Taken], enrolled: str | None, today: date
) -> HandIn:
    last = taken[0] if taken else None
    month = max((t.month for t in taken), default="")
    days = (today - _day(last.at)).days if last else None
    since = _day(enrolled).isoformat() if enrolled else ""
    name = village["name"] or ""
    return HandIn(village["id"], name, enrolled is not None, since, last, month, days)


def _day(at: str) -> date:
    """On this PC's calendar."""
    return datetime.fromisoformat(at).astimezone().date()


def _taken(row: dict[str, Any]) -> Taken:
    return Taken(
        row["package"],
        row["kind"],
        row["village"],
        row["name"],
        row["sequence"],
        row["month"],
        bool(row["is_zero"]),
        bool(row["is_verified"]),
        row["file"],
        row["at"],
        row["by"],
        row["step"],
        Counts(**json.loads(row["counts"])),
        not row["is_undone"],
    )
