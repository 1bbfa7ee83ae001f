"""Rows of a package into the scratch database: every value is looked at, and what no correct
program could have written refuses the whole package, naming table, row and field."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from sqlite_utils import Database

from core.errors import UserError
from core.merging.manifest import NEWER, NOT_WHOLE, Manifest
from core.merging.reading import Package, opened_box, rows_of
from core.merging.scope import links_of
from core.progress import Progress, no_progress
from core.records import BY_TABLE, KINDS
from core.store import OWN
from core.text import Text

CHUNK = 2000
LONGEST = 40_000  # characters of any text; what a field allows is the form's affair
#: Clocks above this could not have been counted up; a wrong one would spoil everybody's.
HIGHEST = 2**48
_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_VV = re.compile(r'\{"[0-9a-f]{12}":\d{1,15}(,"[0-9a-f]{12}":\d{1,15})*\}')
_STAMPS = re.compile(
    r'\{"(\*|[a-z0-9_]{1,60})":"\d{1,15}:[0-9a-f]{12}"(,"(\*|[a-z0-9_]{1,60})":"\d{1,15}:[0-9a-f]{12}")*\}'
)
_DIGITS = re.compile(r"\d{12,}")
#: Control characters but tab and line feed, direction and zero-width characters, what Unicode
#: sets aside: stored text has none of these (core.clean).
_UNSTORED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


@dataclass(frozen=True)
class Staged:
    """Our database with a package attached as schema `staged`. `scope` is the village whose records
    may come in, "" for all; `attachments` the folder of ours."""

    db: Database
    package: Package
    attachments: Path
    scope: str = ""

    @property
    def manifest(self) -> Manifest:
        return self.package.manifest

    def absent(self, table: str) -> frozenset[str]:
        """Fields the sender has no opinion on: left out, or unknown to its program."""
        told = self.manifest.tables.get(table)
        every = BY_TABLE[table].by_name.keys()
        return frozenset(every - set(told.fields if told else ()))


def check_versions(manifest: Manifest, ours: int) -> None:
    """Raises UserError for a package this program cannot read."""
    if manifest.schema > ours and manifest.min_reader > ours:
        raise UserError(NEWER)
    if manifest.schema < 1:
        raise UserError(NOT_WHOLE)


def skipped(manifest: Manifest) -> list[str]:
    """Kinds of a newer program that this one does not know; they are left in the package."""
    return sorted(manifest.tables.keys() - BY_TABLE.keys())


def load(scratch: Database, package: Package, progress: Progress = no_progress) -> None:
    """Put every row into the scratch database, which has the schema of the package, or ours if that
    is newer. Raises UserError (nothing of ours was touched)."""
    manifest, done = package.manifest, 0
    ours = int(scratch.execute("select count(*) from _sqlite_migrations").fetchone()[0])
    columns = {t: set(scratch[t].columns_dict) for t in scratch.table_names()}
    with opened_box(package) as box:
        for table in manifest.tables:
            known = columns.get(table, set())
            fields, unknown = _fields(manifest, table, known, is_newer=manifest.schema > ours)
            if "stamps" not in known:
                continue  # of a newer program; see `skipped`
            for part in _parts(_checked(package, box, table, fields, unknown)):
                progress(done, manifest.rows)
                _insert(scratch, table, [*OWN, *fields], part)
                done += len(part)


def _fields(
    manifest: Manifest, table: str, columns: set[str], *, is_newer: bool
) -> tuple[list[str], set[str]]:
    """Those the schema has, and those only a newer program may write. Raises UserError."""
    told = manifest.tables[table].fields
    unknown = (set(told) - columns) | (set(told) & set(OWN))
    if not is_newer and (unknown or "stamps" not in columns):
        raise _misfit(table, {}, next(iter(sorted(unknown)), ""))
    return [f for f in told if f not in unknown], unknown


def _parts(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    part = []
    for row in rows:
        part.append(row)
        if len(part) == CHUNK:
            yield part
            part = []
    if part:
        yield part


def _checked(
    package: Package,
    box: ZipFile,
    table: str,
    fields: Sequence[str],
    unknown: set[str],
) -> Iterator[tuple[Any, ...]]:
    names = (*OWN, *fields)
    known = {*names, *unknown}
    blank: dict[str, Any] = dict.fromkeys(names)
    for row in rows_of(package, table, box):
        if not row.keys() <= known:
            raise _misfit(table, row, sorted(row.keys() - known)[0])
        if fault := _fault(row):
            raise _misfit(table, row, fault)
        kept = {n: v for n, v in row.items() if n in blank} if unknown else row
        yield tuple({**blank, **kept}.values())  # in the order of the names


def _fault(row: Mapping[str, Any]) -> str:
    """The first field no correct program could have written; "" if there is none."""
    texts = [row.get(n) for n in ("id", "vv", "stamps", "edited_at", "edited_by")]
    if not all(isinstance(t, str) for t in texts):
        return "id"
    id, vv, stamps, at, by = map(str, texts)
    if not _ID.fullmatch(id):
        return "id"
    if not _VV.fullmatch(vv) or any(int(n) > HIGHEST for n in _DIGITS.findall(vv)):
        return "vv"
    if not _STAMPS.fullmatch(stamps) or '"*":' not in stamps:
        return "stamps"
    if any(int(n) > HIGHEST for n in _DIGITS.findall(stamps)):
        return "stamps"
    if row.get("state") not in (0, 1, 2) or len(at) > 40 or len(by) > 200:
        return "state"
    for name, value in row.items():  # what is empty is left out of the line
        if value is None or type(value) is int:
            continue
        if type(value) is str:
            if len(value) > LONGEST or (not value.isprintable() and _UNSTORED.search(value)):
                return name
        elif type(value) is not float:
            return name
    return ""


def _insert(
    scratch: Database, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """The table's own rules (types, dates, yes or no) are the last check. Raises UserError naming
    the row that does not fit."""
    marks = ", ".join("?" * len(columns))
    sql = f"insert into main.{table} ({', '.join(columns)}) values ({marks})"
    wrong = (scratch.conn.DatabaseError, scratch.conn.Error, OverflowError)
    try:
        scratch.conn.executemany(sql, rows)
    except wrong as error:
        word = re.search(r"\b" + table + r"\.(\w+)", str(error)) or re.search(
            r"failed: (\w+)", str(error)
        )
        where = next((r[0] for r in rows if not _fits(scratch, sql, r)), rows[0][0])
        raise _misfit(table, {"id": where}, word.group(1) if word else "") from error


def _fits(scratch: Database, sql: str, row: tuple[Any, ...]) -> bool:
    """Tried again one by one, past those that went in before the failing one."""
    try:
        scratch.conn.execute(sql, row)
    except (scratch.conn.Error, OverflowError) as error:
        return "UNIQUE" in str(error)
    return True


def _misfit(table: str, row: Mapping[str, Any], field: str) -> UserError:
    kind = BY_TABLE.get(table)
    known = kind.by_name.get(field) if kind else None
    return UserError(
        _FIELD.format(
            table=kind.title if kind else table,
            row=str(row.get("id", ""))[:64],
            field=known.label if known else field[:60],
        )
    )


def prepare_lists(db: Database) -> None:
    """The tables the comparison fills, once the scratch database has today's schema."""
    db.execute(
        """create table staged.difference (seq integer primary key, tbl text not null,
        "row" text not null, sort text not null, is_new integer not null, joined text, changes text,
        unique (tbl, "row")) strict"""
    )
    db.execute(
        """create table staged.clash (seq integer primary key, tbl text not null,
        "row" text not null, field text not null, mine text not null, theirs text not null,
        mine_stamp text not null, theirs_stamp text not null, unique (tbl, "row", field)) strict"""
    )
    db.execute("create index staged.difference_sort on difference (sort, seq)")


def check_links(staged: Staged) -> None:
    """Raises UserError if a row points at a record that is neither in the package nor here."""
    for kind in KINDS:
        for name, target in links_of(kind):
            sql = f"""
                select x.id from staged.{kind.table} x where x.{name} is not null and
                not exists (select 1 from staged.{target} y where y.id = x.{name}) and
                not exists (select 1 from main.{target} z where z.id = x.{name}) limit 1
            """
            if found := staged.db.execute(sql).fetchone():
                raise _misfit(kind.table, {"id": found[0]}, name)


_FIELD = Text(
    "数据包里有不应出现的内容({table},记录 {row},{field}),整个包没有读入。请让村里更新程序后"
    "重做一个。",
    "The package holds what no program should have written ({table}, record {row}, {field}); none"
    " of it was read. Ask for a new one made with an updated program.",
)
