"""Looking through every page while the window is already in use, and remembering that it was done.

The note that a file was looked through lies outside the data folder. It is taken away when a look
begins and written when it has ended: a look that was cut off is made up for before the next window
is shown, so that no two sittings go by without every page having been read.
"""

from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from core.progress import Progress, no_progress
from db import driver, keys


def is_noted(database: str) -> bool:
    """Whether the last look came to its end."""
    return _note(database).is_file()


def note_begin(database: str) -> None:
    _note(database).unlink(missing_ok=True)


def note_end(database: str) -> None:
    keys.write_whole(_note(database), datetime.now(UTC).isoformat(timespec="seconds"))


def first_fault_by_table(db: Database, progress: Progress = no_progress) -> str:
    """What the pages of a table and of its indexes complain of first; empty if nothing.

    Each page is decrypted and its signature compared on the way. One table at a time, so that
    whoever saves meanwhile waits for one table at most. Pages no table uses hold nothing; they are
    read when the file is copied (db/backup.py). Raises what `progress` raises.
    """
    try:
        sql = "select name from sqlite_master where type = 'table' order by name"
        tables = [str(name) for (name,) in db.execute(sql).fetchall()]
        for done, table in enumerate(tables):
            progress(done, len(tables))
            said = db.execute(f"pragma quick_check('{table}')").fetchone()[0]
            if said != "ok":
                return str(said)
    except driver.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_INTERRUPT")):
            raise  # nothing is known: neither damaged nor looked through
        return str(error)
    progress(len(tables), len(tables))
    return ""


def _note(database: str) -> Path:
    return keys.own_place(database) / "looked-through"
