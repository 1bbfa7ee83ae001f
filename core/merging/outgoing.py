"""报送: what a village has handed in, and what the next package would hold."""

import json
from dataclasses import dataclass
from datetime import date, timedelta

from sqlite_utils import Database

from core import store
from core.merging.enrol import TO_OFFICE, nothing_happened
from core.records import DISPUTE, KINDS, SCREENING_ITEM

MONTHS = 12  # offered


@dataclass(frozen=True)
class Handed:
    """A package that was made here for the office; `files` are names."""

    package: str
    sequence: int
    at: str
    by: str
    month: str
    is_zero: bool
    files: tuple[str, ...]
    rows: int
    changed: int


@dataclass(frozen=True)
class Outlook:
    """What the next package would hold: all live records, those written since the last one,
    attachments that were in none yet; and what the month has."""

    records: int
    changed: int
    files: int
    disputes: int
    items: int
    is_zero: bool


def handed_out(db: Database, receiver: str = TO_OFFICE) -> list[Handed]:
    """Newest first."""
    sql = "select * from handed_out where receiver = ? order by sequence desc"
    return [
        Handed(
            r["package"],
            r["sequence"],
            r["at"],
            r["by"],
            r["month"],
            bool(r["is_zero"]),
            tuple(json.loads(r["files"])),
            r["rows"],
            r["changed"],
        )
        for r in db.query(sql, [receiver])
    ]


def outlook(db: Database, month: str) -> Outlook:
    """For a month such as 2026-11. Reads only."""
    last = next(iter(handed_out(db)), None)
    records = sum(store.count(db, kind) for kind in KINDS)
    files = int(db.execute(_FILES, [TO_OFFICE]).fetchone()[0])
    return Outlook(
        records,
        records if last is None else _written_since(db, last.at),
        files,
        _dated(db, DISPUTE.table, "accepted_on", month),
        _dated(db, SCREENING_ITEM.table, "screened_on", month),
        nothing_happened(db, month),
    )


def months(today: date) -> list[str]:
    """Those one may hand in, the latest first."""
    found, day = [], today.replace(day=1)
    for _ in range(MONTHS):
        found.append(day.isoformat()[:7])
        day = (day - timedelta(days=1)).replace(day=1)
    return found


def next_month(db: Database, today: date) -> str:
    """The month one most likely hands in now: the last one until it was, then this one."""
    offered = months(today)
    done = {h.month for h in handed_out(db)}
    return offered[0] if offered[1] in done else offered[1]


#: Attachments of live records that were in no package yet.
_FILES = """
    select count(distinct sha256) from attachment a where state = 0 and sha256 is not null
    and not exists (select 1 from handed_file h where h.sha256 = a.sha256 and h.receiver = ?)
"""


def _written_since(db: Database, at: str) -> int:
    return sum(store.count(db, kind, "edited_at > ?", [at]) for kind in KINDS)


def _dated(db: Database, table: str, name: str, month: str) -> int:
    sql = f"select count(*) from {table} where state = 0 and {name} between ? and ?"
    return int(db.execute(sql, [f"{month}-01", f"{month}-31"]).fetchone()[0])
