"""Writing a package: one file, every member encrypted by itself (data safety, section 8)."""

import gzip
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

import pyrage
from sqlite_utils import Database

from core.clean import file_name
from core.errors import UserError
from core.field import RecordKind
from core.files import whole_file
from core.merging.manifest import (
    MIN_READER,
    Manifest,
    Member,
    Table,
    as_text,
    fingerprint,
    signed,
)
from core.progress import Progress, no_progress
from core.records import KINDS
from core.store import OWN
from core.text import Text

#: Bytes a file may have: FAT32 ends at 4 GiB - 1.
LARGEST_PART = 3_500_000_000
MOST_FILES = 60_000  # attachments in one part: more would need a container that older programs miss
CHUNK = 2000  # rows between two reports of progress
_CLOCKS = re.compile(r'"([0-9a-f]{12})":(\d+)')


@dataclass(frozen=True)
class Order:
    """What to write: the manifest without its counts, who may read it, and which attachments.
    `fields` narrows a table to some of its fields; a table that is not in `tables` stays here."""

    manifest: Manifest
    recipients: Sequence[Any]
    secret: str  # to sign with; "" for none
    files: Sequence[str]  # SHA-256 of the attachments to bring along
    read: Callable[[str], bytes]  # what an attachment holds; raises UserError
    since: Mapping[str, int] = field(default_factory=dict)  # version vector handed out before
    tables: Sequence[str] | None = None
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    key_member: tuple[str, bytes] | None = None  # key.age or key.txt
    reader: Any = None  # the identity in it, to verify what was written
    largest: int = LARGEST_PART


@dataclass(frozen=True)
class Written:
    """The files of one package, its manifest as counted, the fingerprint of the last part, and the
    attachments in it."""

    paths: tuple[Path, ...]
    manifest: Manifest
    fingerprint: str
    files: tuple[str, ...]
    lacking: tuple[str, ...]  # attachments that are missing here themselves


def write_package(
    db: Database, order: Order, folder: Path, progress: Progress = no_progress
) -> Written:
    """Write the records of `temp.travelling` (see scope.choose) into `folder`, whole or not at all;
    more attachments than fit into one file make several packages, each complete with all records.
    Raises UserError for a full disk."""
    sealed, tables, seen, changed = _sealed_tables(db, order, progress)
    vv = {r: c for r, c in seen.items() if c}
    filled = replace(order.manifest, tables=tables, vv=vv, changed=changed)
    return write_sealed(order, filled, sealed, folder, progress)


def write_sealed(
    order: Order,
    filled: Manifest,
    sealed: Mapping[str, bytes],
    folder: Path,
    progress: Progress = no_progress,
) -> Written:
    """The same with the tables encrypted already (member name -> content) and counted in the
    manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    base = sum(len(content) for content in sealed.values())
    parts, lacking = _shared_out(order, base)
    stem = f"{file_name(filled.village_name or filled.office_name)}_{_stamp()}_{token_hex(2)}"
    paths, text = list[Path](), ""
    try:
        for n, names in enumerate(parts, start=1):
            path = folder / f"{stem}{f'_{n}-{len(parts)}' if len(parts) > 1 else ''}.tjb"
            this = replace(filled, part=n, parts=len(parts))
            with whole_file(path, overwrite=False) as draft:
                text = _write_part(draft, order, this, sealed, names, progress)
            paths.append(path)
    except BaseException:
        for path in paths:
            path.unlink(missing_ok=True)
        raise
    every = tuple(name for names in parts for name in names)
    counted = replace(filled, parts=len(parts))
    return Written(tuple(paths), counted, fingerprint(text), every, lacking)


# --- records -------------------------------------------------------------------------------------


def _sealed_tables(
    db: Database, order: Order, progress: Progress
) -> tuple[dict[str, bytes], dict[str, Table], dict[str, int], int]:
    """Member name -> encrypted rows; what the manifest says of them; the version vector of it all;
    how many were written since."""
    total = db.execute("select count(*) from temp.travelling").fetchone()[0]
    sealed, tables, seen = {}, {}, dict[str, int]()
    done = changed = 0
    for kind in KINDS:
        if order.tables is not None and kind.table not in order.tables:
            continue
        names = [f.name for f in kind.fields]
        fields = tuple(n for n in names if n in order.fields.get(kind.table, names))
        lines = Lines(seen, order.since)
        for row in _rows(db, kind, fields):
            lines.add(row)
            if lines.rows % CHUNK == 0:
                progress(done + lines.rows, total)
        content = pyrage.encrypt(lines.packed(), list(order.recipients))
        sealed[f"records/{kind.table}.jsonl.gz.age"] = content
        tables[kind.table] = Table(fields, lines.rows, lines.size, lines.digest.hexdigest())
        done, changed = done + lines.rows, changed + lines.changed
    return sealed, tables, seen, changed


def _rows(db: Database, kind: RecordKind, fields: Sequence[str]) -> Iterator[dict[str, Any]]:
    columns = ", ".join(f"x.{name}" for name in (*OWN, *fields))
    sql = (
        f"select {columns} from main.{kind.table} x"
        ' join temp.travelling t on t.tbl = ? and t."row" = x.id order by x.id'
    )
    names = (*OWN, *fields)
    for row in db.execute(sql, [kind.table]):
        yield {n: v for n, v in zip(names, row, strict=True) if v is not None}


class Lines:
    """One record a line, compressed as it comes."""

    def __init__(self, seen: dict[str, int], since: Mapping[str, int]) -> None:
        self.rows = self.size = self.changed = 0
        self.digest = hashlib.sha256()
        self._seen, self._since = seen, since
        self._out = io.BytesIO()
        self._zip = gzip.GzipFile(fileobj=self._out, mode="wb", compresslevel=3, mtime=0)

    def add(self, row: Mapping[str, Any]) -> None:
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
        line = text.encode()
        self._zip.write(line)
        self.digest.update(line)
        self.rows, self.size = self.rows + 1, self.size + len(line)
        is_new = False
        for replica, digits in _CLOCKS.findall(row.get("vv", "")):
            clock = int(digits)
            if clock > self._seen.get(replica, 0):
                self._seen[replica] = clock
            is_new = is_new or clock > self._since.get(replica, 0)
        self.changed += is_new

    def packed(self) -> bytes:
        self._zip.close()
        return self._out.getvalue()


# --- the file ------------------------------------------------------------------------------------


def _shared_out(order: Order, base: int) -> tuple[list[list[str]], tuple[str, ...]]:
    """Attachments by part, each part with the records no larger than allowed; and those that cannot
    be read here. At least one part, also without any."""
    parts: list[list[str]] = [[]]
    size, lacking = base, []
    for name in order.files:
        try:
            length = len(order.read(name)) + 1000
        except UserError:
            lacking.append(name)
            continue
        if parts[-1] and (size + length > order.largest or len(parts[-1]) >= MOST_FILES):
            parts.append([])
            size = base
        parts[-1].append(name)
        size += length
    return parts, tuple(lacking)


def _write_part(
    path: Path,
    order: Order,
    manifest: Manifest,
    sealed: Mapping[str, bytes],
    files: Sequence[str],
    progress: Progress,
) -> str:
    """Gives the text of the manifest."""
    members: dict[str, Member] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, allowZip64=False) as box:

        def put(name: str, content: bytes) -> None:
            box.writestr(zipfile.ZipInfo(name), content)
            members[name] = Member(len(content), hashlib.sha256(content).hexdigest())

        put("readme.txt", str(_README).encode())
        if order.key_member:
            put(*order.key_member)
        for name, content in sealed.items():
            put(name, content)
        for done, sha256 in enumerate(files):
            progress(done, len(files))
            put(f"blobs/{sha256}.age", pyrage.encrypt(order.read(sha256), list(order.recipients)))
        listed = replace(manifest, members=members)
        secret = pyrage.encrypt(signed(listed, order.secret), list(order.recipients))
        box.writestr(zipfile.ZipInfo("manifest.age"), secret)
    return as_text(listed)


def files_of(db: Database, receiver: str, *, again: bool = False) -> list[str]:
    """SHA-256 of the attachments of travelling records that were not yet handed to this receiver,
    or of all with `again`, in order of entry."""
    sql = """
        select distinct x.sha256 from main.attachment x
        join temp.travelling t on t.tbl = 'attachment' and t."row" = x.id
        where x.state != 2 and x.sha256 is not null and (? or not exists (
            select 1 from handed_file h where h.sha256 = x.sha256 and h.receiver = ?))
        order by x.id
    """
    return [str(sha) for (sha,) in db.execute(sql, [again, receiver])]


def _stamp() -> str:
    return datetime.now().astimezone().strftime("%Y%m%d-%H%M")


def blank_manifest(**known: Any) -> Manifest:
    """A manifest with nothing counted yet."""
    counted: dict[str, Any] = {"tables": {}, "members": {}, "vv": {}, "changed": 0}
    return Manifest(**{"part": 1, "parts": 1, "min_reader": MIN_READER, **counted, **known})


#: In the clear, for whoever finds the stick.
_README = Text(
    "这是司法所台账的数据包,内容已加密。请在司法所台账程序里导入,不要解压或改名。"
    "拾到请交还司法所。\nThis is an encrypted package of the Judicial Office Ledger. Import it in"
    " the program; do not unpack it. If found, please return it to the judicial office.\n",
    "这是司法所台账的数据包,内容已加密。请在司法所台账程序里导入,不要解压或改名。"
    "拾到请交还司法所。\nThis is an encrypted package of the Judicial Office Ledger. Import it in"
    " the program; do not unpack it. If found, please return it to the judicial office.\n",
)
