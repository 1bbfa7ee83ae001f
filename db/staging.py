"""A package's rows in a scratch database of our own making: encrypted under a key that is never
written down, laid out by our own history of the schema, brought up to date by the same migrations
as a data file, and thrown away (data safety, section 7).
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from core.paths import DataFolder
from db.connect import bring_up_to_date, connect
from db.migrations import migrations, version

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Scratch:
    """A scratch file and its key, known to this process only."""

    path: Path
    key: str


def make_scratch(folder: DataFolder) -> Scratch:
    """A name beside the data, where there is room for it; a left-over of a power cut is removed."""
    for old in folder.root.glob("staged-*.part*"):
        with suppress(OSError):
            old.unlink()
    return Scratch(folder.root / f"staged-{secrets.token_hex(4)}.part", secrets.token_hex(32))


@contextmanager
def laying_out(scratch: Scratch, schema: int) -> Iterator[Database]:
    """The scratch database as a program of that schema would have made it, without indices when it
    is ours: rows are put into it, then it is brought up to date."""
    db = connect(scratch.path, scratch.key)
    try:
        for pragma in _CARELESS:
            db.execute(f"pragma {pragma}")
        db.execute("pragma foreign_keys = off")
        names = [m.name for m in migrations._migrations]
        if schema < len(names):
            migrations.apply(db, stop_before=names[schema])
        else:
            migrations.apply(db)
            _drop_indices(db)
        with db.atomic():
            yield db
        if schema < version():
            bring_up_to_date(db)
    except BaseException:
        db.close()
        throw_away(scratch)
        raise
    db.close()


@contextmanager
def attached(db: Database, scratch: Scratch) -> Iterator[None]:
    """The scratch database as schema `staged` of a connection to our own data."""
    db.execute(f"""attach ? as staged key "x'{scratch.key}'" """, [str(scratch.path)])
    try:
        for pragma in _CARELESS:
            db.execute(f"pragma staged.{pragma}")
        yield
    finally:
        db.execute("detach staged")


def throw_away(scratch: Scratch) -> None:
    """Nothing of it stays; what another program holds goes the next time."""
    for path in (scratch.path, scratch.path.with_name(scratch.path.name + "-journal")):
        try:
            path.unlink(missing_ok=True)
        except OSError:
            log.warning("Could not remove %s", path.name)


def _drop_indices(db: Database) -> None:
    found = db.execute("select name from sqlite_master where type = 'index' and sql is not null")
    for (name,) in found.fetchall():
        db.execute(f"drop index {name}")


#: What is thrown away anyway need not survive a power cut; a rollback must still work.
_CARELESS = ("journal_mode = memory", "synchronous = off", "secure_delete = off")
