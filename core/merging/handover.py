"""移交: everything of a data file for whoever takes over, in packages under a made passphrase.

Unlike a village's package it holds every table: records with their history, the audit trail, what
was taken in and handed out, settings of the office and its keys. The receiver makes a data file
of his own and fills it; a file that somebody else made is never opened as a database.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyrage
from sqlite_utils import Database

from core import attachments, store
from core.attachments.intake import LARGEST, Prepared, media_type_of
from core.errors import UserError
from core.merging.enrol import is_village, public_key
from core.merging.manifest import MIN_READER, NOT_WHOLE, Table
from core.merging.reading import Package, file_of, opened_box, plain_passphrase, rows_of
from core.merging.writing import (
    CHUNK,
    LARGEST_PART,
    Lines,
    Order,
    Written,
    blank_manifest,
    write_sealed,
)
from core.paths import DataFolder
from core.progress import Progress, no_progress
from core.records import KINDS, OFFICE, VILLAGE
from core.text import Text

KIND = "handover"
#: Made anew by the receiver, or his own affair.
LEFT_HERE = ("_sqlite_migrations", "search", "sqlite_sequence")
#: What a data file knows of itself alone; the receiver's has its own.
OWN_FACTS = ("database", "replica", "person")


@dataclass(frozen=True)
class Stock:
    """What a data file holds: live records by table, those in the recycle bin, steps that can be
    taken back, lines of the audit trail, attachments."""

    records: Mapping[str, int]
    deleted: int
    steps: int
    audit: int
    files: int

    @property
    def live(self) -> int:
        return sum(self.records.values())


def stock(db: Database) -> Stock:
    """Counted the same way by who hands over and who takes over."""
    live = {kind.table: store.count(db, kind) for kind in KINDS}
    return Stock(
        {table: n for table, n in live.items() if n},
        sum(store.count(db, kind, state=store.DELETED) for kind in KINDS),
        _count(db, "step"),
        # noted on both sides when it is done, which must not make the counts differ
        int(
            db.execute("select count(*) from audit where action not in (?, ?)", NOTED).fetchone()[0]
        ),
        len(file_names(db)),
    )


#: The lines of the audit trail about a hand-over itself: at the one side, at the other.
NOTED = ("handover", "takeover")


def file_names(db: Database) -> list[str]:
    """SHA-256 of every attachment that a record names, now or before a change of it."""
    sql = """
        select sha256 from attachment where sha256 is not null and state != 2 union
        select json_extract(before, '$.sha256') from history
        where tbl = 'attachment' and json_extract(before, '$.sha256') is not null
    """
    return sorted(str(sha) for (sha,) in db.execute(sql))


# --- out -----------------------------------------------------------------------------------------


def write_handover(
    db: Database,
    folder: DataFolder,
    place: Path,
    passphrase: str,
    schema: int,
    progress: Progress = no_progress,
    *,
    largest: int = LARGEST_PART,
) -> tuple[Written, Any]:
    """Every table and attachment into `place`; more than fits into one file makes several, each
    with all records. Gives what was written and the identity that opens it, to read it back with.
    Call it within one transaction. Raises UserError for a full disk."""
    key = pyrage.x25519.Identity.generate()
    sealed, tables, seen = _sealed(db, key.to_public(), progress)
    locked = pyrage.passphrase.encrypt(str(key).encode(), plain_passphrase(passphrase))
    manifest = blank_manifest(**_facts(db, schema))
    order = Order(
        manifest,
        [key.to_public()],
        "",
        file_names(db),
        lambda sha256: attachments.read(db, folder.attachments, sha256),
        key_member=("key.age", bytes(locked)),
        reader=key,
        largest=largest,
    )
    filled = replace(manifest, tables=tables, vv={r: c for r, c in seen.items() if c})
    return write_sealed(order, filled, sealed, place, progress), key


def _facts(db: Database, schema: int) -> dict[str, Any]:
    office = next(iter(store.find(db, OFFICE, order="id", limit=1)), None) or {}
    own = store.meta(db, "village") if is_village(db) else ""
    village = (store.get(db, VILLAGE, own) or {}) if own else {}
    last = db.execute("select seq, hash from audit order by seq desc limit 1").fetchall()
    return {
        "package": store.new_id(),
        "kind": KIND,
        "schema": schema,
        "min_reader": MIN_READER,
        "sequence": _count(db, "handed_out") + 1,
        "database": store.meta(db, "database"),
        "replica": store.meta(db, "replica"),
        "village": own,
        "village_name": village.get("name") or "",
        "office_name": office.get("name") or store.meta(db, "office_name"),
        "at": store.now(),
        "by": store.person(db),
        "month": "",
        "is_zero": False,
        "sender_key": public_key(db),
        "clock": int(store.meta(db, "clock", "0")),
        "audit": tuple((int(seq), str(digest)) for seq, digest in last),
    }


def _sealed(
    db: Database, recipient: Any, progress: Progress
) -> tuple[dict[str, bytes], dict[str, Table], dict[str, int]]:
    names = tables_of(db)
    total = sum(_count(db, name) for name in names)
    sealed, told, seen, done = {}, {}, dict[str, int](), 0
    for name in names:
        columns = tuple(db[name].columns_dict)
        lines = Lines(seen, {})
        for row in _rows(db, name, columns):
            lines.add(row)
            if lines.rows % CHUNK == 0:
                progress(done + lines.rows, total)
        sealed[f"records/{name}.jsonl.gz.age"] = pyrage.encrypt(lines.packed(), [recipient])
        told[name] = Table(columns, lines.rows, lines.size, lines.digest.hexdigest())
        done += lines.rows
    progress(total, total)
    return sealed, told, seen


def _rows(db: Database, name: str, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    quoted = ", ".join(f'"{c}"' for c in columns)
    sql, params = f"select {quoted} from main.{name}", list[str]()
    if name == "meta":
        sql, params = f"{sql} where key not in (?, ?, ?)", list(OWN_FACTS)
    for values in db.execute(sql, params):
        yield {c: v for c, v in zip(columns, values, strict=True) if v is not None}


def tables_of(db: Database) -> list[str]:
    """What a hand-over brings: every table but what is made anew."""
    sql = "select name from main.sqlite_master where type = 'table' order by name"
    return [
        name
        for (name,) in db.execute(sql)
        if name not in LEFT_HERE and not name.startswith(("sqlite_", "search"))
    ]


# --- in ------------------------------------------------------------------------------------------


def fill(db: Database, package: Package, progress: Progress = no_progress) -> None:
    """Put every row into an empty data file of the package's own schema. Raises UserError for a
    table or column such a file does not have; the caller throws away what was made by then."""
    done, total = 0, package.manifest.rows
    there = set(tables_of(db))
    with opened_box(package) as box:
        for name, told in package.manifest.tables.items():
            if name not in there or not set(told.fields) <= set(db[name].columns_dict):
                raise UserError(NOT_WHOLE)
            if name == "meta":
                db.execute("delete from meta")  # what migrations have drawn: keys of nobody
            for part in _parts(rows_of(package, name, box)):
                _insert(db, name, told.fields, part)
                done += len(part)
                progress(done, total)


def _insert(
    db: Database, name: str, fields: Sequence[str], rows: Sequence[Mapping[str, Any]]
) -> None:
    if any(not row.keys() <= set(fields) for row in rows):
        raise UserError(NOT_WHOLE)
    quoted = ", ".join(f'"{c}"' for c in fields)
    sql = f"insert into {name} ({quoted}) values ({', '.join('?' * len(fields))})"
    db.conn.executemany(sql, [[row.get(c) for c in fields] for row in rows])


def check_filled(db: Database, package: Package) -> None:
    """Just as many rows as the list says, and nothing that points nowhere. Raises UserError."""
    for name, told in package.manifest.tables.items():
        if _count(db, name) != told.rows:
            raise UserError(NOT_WHOLE)
    if db.execute("pragma foreign_key_check").fetchone() is not None:
        raise UserError(NOT_WHOLE)


def bring_files(
    db: Database, folder: DataFolder, package: Package, progress: Progress = no_progress
) -> int:
    """The attachments of this part that a record names; how many. Harmless if done twice."""
    wanted, brought = set(file_names(db)), 0
    with opened_box(package) as box:
        for done, sha256 in enumerate(package.files):
            progress(done, len(package.files))
            content = file_of(package, sha256, box)
            kind = media_type_of(content[:1024])
            if sha256 in wanted and kind and len(content) <= LARGEST:
                attachments.put(db, folder.attachments, Prepared(content, kind, "", ""))
                brought += 1
    return brought


def missing_files(db: Database, folder: DataFolder) -> list[str]:
    """SHA-256 of attachments that are named and whose files are not here."""
    return [
        sha for sha in file_names(db) if not (folder.attachments / sha[:2] / f"{sha}.age").is_file()
    ]


def _parts(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    part = []
    for row in rows:
        part.append(row)
        if len(part) == CHUNK:
            yield part
            part = []
    if part:
        yield part


def _count(db: Database, name: str) -> int:
    return int(db.execute(f"select count(*) from main.{name}").fetchone()[0])


NOT_HANDOVER = Text(
    "“{name}”不是移交包。",
    "{name} is not a hand-over package.",
)
