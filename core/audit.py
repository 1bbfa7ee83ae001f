"""The audit trail: who did what to which record, each row chained to the one before it.

Append only. `hash` is SHA-256 over the row and the hash before it, so a row that was changed,
dropped or moved later breaks the chain (data protection rules ask for logs of at least 6 months).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

START = "0" * 64


@dataclass(frozen=True)
class Entry:
    """One thing that was done. The summary is short and without personal data: it stays."""

    action: str
    table: str = ""
    row: str = ""
    summary: str = ""


def append(db: Database, entries: Sequence[Entry], *, at: str, replica: str, by: str) -> None:
    """Must run inside the transaction of what it records."""
    last = db.execute("select hash from audit order by seq desc limit 1").fetchone()
    before = START if last is None else last[0]
    rows = []
    for e in entries:
        values = (at, replica, by, e.action, e.table, e.row, e.summary[:500])
        digest = _hash(before, values)
        rows.append((*values, before, digest))
        before = digest
    db.conn.executemany(
        'insert into audit (at, replica, by, action, tbl, "row", summary, prev_hash, hash)'
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def first_break(db: Database) -> int | None:
    """The number of the first row that does not fit the chain; None when all fit."""
    before, expected = START, 1
    sql = 'select seq, at, replica, by, action, tbl, "row", summary, prev_hash, hash from audit'
    for seq, *values, prev, digest in db.execute(sql + " order by seq"):
        if seq != expected or prev != before or digest != _hash(before, values):
            return int(expected)
        before, expected = digest, seq + 1
    return None


def _hash(before: str, values: Sequence[object]) -> str:
    return hashlib.sha256("\x1f".join([before, *map(str, values)]).encode()).hexdigest()
