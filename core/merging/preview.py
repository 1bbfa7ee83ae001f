"""What is shown before a merge: counts, lists one can open, what to beware of. Writes nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from core import store
from core.field import RecordKind
from core.merging import stage
from core.merging.apply import missing_files
from core.merging.compare import Counts, compare
from core.merging.doubles import Double, doubles_of_package
from core.merging.stage import Staged
from core.progress import Progress, no_progress
from core.records import BY_TABLE, load_book
from core.show import name_of
from core.text import Text


@dataclass(frozen=True)
class Preview:
    """Counts, pairs that may be the same case, attachments that are neither here nor in the
    package, and sentences to read first."""

    counts: Counts
    doubles: tuple[Double, ...]
    missing: tuple[str, ...]
    warnings: tuple[Text, ...]

    @property
    def is_empty(self) -> bool:
        """Whether merging would change nothing."""
        return not self.counts.written and not self.counts.conflicts


@dataclass(frozen=True)
class Difference:
    """One record of a list; `fields`: name -> (ours, as it will be). Of a new one all it has."""

    table: str
    id: str
    sort: str
    name: str
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Asked:
    """One conflict: two values of a field, who wrote them and when by the clock of that PC.
    `standing` is the side whose value holds until somebody decides."""

    table: str
    row: str
    name: str
    field: str
    mine: Any
    theirs: Any
    mine_by: str
    mine_at: str
    theirs_by: str
    theirs_at: str
    standing: str  # mine or theirs


def preview(
    staged: Staged, progress: Progress = no_progress, *, with_outside: bool = False
) -> Preview:
    """Fill the lists and count. Raises Cancelled; nothing of ours is touched either way."""
    counts = compare(staged, progress, with_outside=with_outside)
    found = doubles_of_package(staged.db) if counts.new else []
    return Preview(counts, tuple(found), missing_files(staged), tuple(_warnings(staged)))


def differences(
    staged: Staged, sort: str, *, offset: int = 0, limit: int = 100
) -> list[Difference]:
    """A page of one list, in the order of the kinds."""
    sql = """select tbl, "row", is_new, changes from staged.difference where sort = ?
        order by seq limit ? offset ?"""
    book = load_book(staged.db)
    found = []
    for table, id, is_new, changes in staged.db.execute(sql, [sort, limit, offset]).fetchall():
        kind = BY_TABLE[table]
        row = staged_row(staged.db, kind, id)
        fields = {n: (before, after) for n, (before, after) in json.loads(changes or "{}").items()}
        if is_new:
            fields = {n: (None, row[n]) for n in kind.by_name if row[n] is not None}
        shown = row if is_new else store.get(staged.db, kind, id) or row
        found.append(Difference(table, id, sort, name_of(kind, shown, book), fields))
    return found


def questions(staged: Staged) -> list[Asked]:
    """Every conflict, in the order of the kinds."""
    book = load_book(staged.db)
    found = []
    for c in staged.db.query("select * from staged.clash order by seq"):
        kind = BY_TABLE[c["tbl"]]
        mine = store.get(staged.db, kind, c["row"]) or {}
        theirs = staged_row(staged.db, kind, c["row"])
        values = json.loads(c["mine"]), json.loads(c["theirs"])
        who = mine["edited_by"], mine["edited_at"], theirs["edited_by"], theirs["edited_at"]
        larger = _order(c["theirs_stamp"]) > _order(c["mine_stamp"])
        place = c["tbl"], c["row"], name_of(kind, mine, book), c["field"]
        found.append(Asked(*place, *values, *who, "theirs" if larger else "mine"))
    return found


def staged_row(db: Database, kind: RecordKind, id: str) -> dict[str, Any]:
    return dict(next(iter(db.query(f"select * from staged.{kind.table} where id = ?", [id]))))


def _order(stamp: str) -> tuple[int, str]:
    clock, _, replica = stamp.partition(":")
    return int(clock), replica


# --- what to beware of ---------------------------------------------------------------------------


def _warnings(staged: Staged) -> list[Text]:
    m, db = staged.manifest, staged.db
    said = []
    if not staged.package.is_verified:
        said.append(_UNVERIFIED)
    row = db.execute("select at, step from taken_in where package = ?", [m.package]).fetchone()
    if row is not None and (row[1] is None or _stands(db, row[1])):
        said.append(_REPEATED.format(at=str(row[0])[:10]))
    newest = db.execute(
        "select max(sequence) from taken_in where database = ? and kind = ?", [m.database, m.kind]
    ).fetchone()[0]
    if row is None and newest is not None and newest > m.sequence:
        said.append(_OLDER.format(n=m.sequence, newest=newest))
    if broken := _audit_break(staged):
        said.append(_AUDIT.format(n=broken))
    if names := stage.skipped(m):
        said.append(_SKIPPED.format(names="、".join(names)))
    return said


def _stands(db: Database, step: int) -> bool:
    sql = "select 1 from undone join history h on h.seq = undone.seq where h.step = ? limit 1"
    return db.execute(sql, [step]).fetchone() is None


def _audit_break(staged: Staged) -> int | None:
    """The number of an audit row that was seen before and is another one now."""
    told = dict(staged.manifest.audit)
    sql = "select audit_seq, audit_hash from taken_in where database = ? and replica = ?"
    for seq, digest in staged.db.execute(sql, [staged.manifest.database, staged.manifest.replica]):
        if seq in told and told[seq] != digest:
            return int(seq)
    return None


_UNVERIFIED = Text(
    "不能确认是谁做的这个数据包:没有本所登记的村的签章。要由管理员确认后才能合并。",
    "Who made this package is not certain: no enrolled village signed it. Merging it needs an"
    " administrator.",
)
_REPEATED = Text(
    "这个数据包 {at} 已经合并过;再合并一次不会有变化。",
    "This package was merged on {at} already; merging it again changes nothing.",
)
_OLDER = Text(
    "这个数据包(第{n}次)比已经合并的(第{newest}次)旧;合并没有害处,不会盖掉新的内容。",
    "This package (number {n}) is older than one merged before (number {newest}); merging it does"
    " no harm and overwrites nothing newer.",
)
_AUDIT = Text(
    "对方的操作日志第 {n} 行与以前见过的不一样,可能被改动过。请向对方核实。",
    "Row {n} of the sender's audit trail is not what it was before; it may have been altered. Ask.",
)
_SKIPPED = Text(
    "数据包里有新版本程序才有的内容({names}),这次不读入;更新程序后再合并一次即可补上。",
    "The package holds kinds of a newer program ({names}); they are left out. Update and merge it"
    " again to get them.",
)
