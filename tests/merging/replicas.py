"""Several computers in one test: databases in memory that hand each other real packages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from core import store
from core.merging import enrol, stage
from core.merging.apply import Decisions, Merged, merge
from core.merging.manifest import Manifest
from core.merging.preview import Preview, preview
from core.merging.reading import check_members, open_package
from core.merging.scope import choose
from core.merging.stage import Staged
from core.merging.writing import Order, Written, blank_manifest, files_of, write_package
from core.paths import DataFolder
from core.records import DISPUTE, KINDS
from db import staging
from db.connect import bring_up_to_date, connect
from db.migrations import version

KEY = "00" * 32
SECRET = "5e" * 32


@dataclass
class Computer:
    """A database and the folder beside it."""

    db: Database
    folder: DataFolder
    sent: int = field(default=0)

    @property
    def name(self) -> str:
        return self.folder.root.name


def computer(root: Path, name: str, replica: str) -> Computer:
    db = connect(Path(":memory:"), KEY)
    bring_up_to_date(db)
    for key, value in (("replica", replica), ("clock", "0"), ("person", name), ("database", name)):
        store.set_meta(db, key, value)
    folder = DataFolder(root / name)
    folder.root.mkdir(parents=True)
    return Computer(db, folder)


def pack(
    sender: Computer,
    receiver: Computer,
    *,
    village: str | None = None,
    secret: str = SECRET,
    change: Callable[[Manifest], Manifest] = lambda m: m,
    **order: Any,
) -> Path:
    """A package of everything the sender has, or of one village's scope."""
    return pack_whole(
        sender, receiver, village=village, secret=secret, change=change, **order
    ).paths[0]


def pack_whole(
    sender: Computer,
    receiver: Computer,
    *,
    village: str | None = None,
    secret: str = SECRET,
    change: Callable[[Manifest], Manifest] = lambda m: m,
    files: bool = False,
    **more: Any,
) -> Written:
    sender.sent += 1
    manifest = blank_manifest(
        package=store.new_id(),
        kind="routine",
        schema=version(),
        sequence=sender.sent,
        database=store.meta(sender.db, "database"),
        replica=store.meta(sender.db, "replica"),
        village=village or "",
        village_name=sender.name,
        office_name="斜沟乡司法所",
        at=store.now(),
        by=sender.name,
        month="2026-11",
        is_zero=False,
        sender_key=enrol.public_key(sender.db),
        clock=int(store.meta(sender.db, "clock")),
    )
    choose(sender.db, None)
    from core.attachments import read

    order = Order(
        change(manifest),
        [enrol.identity(receiver.db).to_public(), enrol.identity(sender.db).to_public()],
        secret,
        files_of(sender.db, receiver.name, again=True) if files else [],
        lambda sha256: read(sender.db, sender.folder.attachments, sha256),
        **more,
    )
    return write_package(sender.db, order, sender.folder.outbox)


@contextmanager
def staged(
    receiver: Computer, path: Path, *, scope: str = "", secret: str = SECRET
) -> Iterator[Staged]:
    package = open_package(path, [enrol.identity(receiver.db)], lambda _: secret)
    stage.check_versions(package.manifest, version())
    check_members(package)
    scratch = staging.make_scratch(receiver.folder)
    with staging.laying_out(scratch, package.manifest.schema) as rows:
        stage.load(rows, package)
    try:
        with staging.attached(receiver.db, scratch):
            stage.prepare_lists(receiver.db)
            found = Staged(receiver.db, package, receiver.folder.attachments, scope)
            stage.check_links(found)
            yield found
    finally:
        staging.throw_away(scratch)


def take(
    receiver: Computer,
    path: Path,
    decisions: Decisions | None = None,
    *,
    scope: str = "",
    **more: Any,
) -> Merged:
    with staged(receiver, path, scope=scope) as s:
        shown = preview(s, with_outside=more.get("with_outside", False))
        return merge(s, shown.counts, decisions, **more)


def look(receiver: Computer, path: Path, *, scope: str = "") -> Preview:
    with staged(receiver, path, scope=scope) as s:
        return preview(s)


def content(db: Database) -> dict[str, dict[str, tuple[Any, ...]]]:
    """Everything that travels: table -> id -> state, version, values. Who and when is for show."""
    found = {}
    for kind in KINDS:
        names = ["id", "state", "vv", "stamps", *(f.name for f in kind.fields)]
        rows = db.execute(f"select {', '.join(names)} from {kind.table}").fetchall()
        found[kind.table] = {r[0]: (r[1], _same(r[2]), _same(r[3]), *r[4:]) for r in rows}
    return found


def exactly(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Byte for byte, with who and when, and what the search box finds by."""
    tables = [*(k.table for k in KINDS), "conflict"]
    found = {t: db.execute(f"select * from {t} order by id").fetchall() for t in tables}
    sql = "select id, tbl, root, words, facts from search order by id"
    return {**found, "search": db.execute(sql).fetchall()}


def _same(text: str) -> frozenset[tuple[str, Any]]:
    import json

    return frozenset(json.loads(text).items())


def dispute_of(computer: Computer, id: str) -> dict[str, Any]:
    row = store.get(computer.db, DISPUTE, id)
    assert row is not None
    return row
