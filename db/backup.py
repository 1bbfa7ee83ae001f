"""Whole copies of the data, checked after writing; and going back to one.

A copy is made under a name ending in .part, reopened with the key, checked page by page, counted
and only then renamed: what has no .part has been opened and counted (data safety, section 9).
Attachments are not in data.db: the new ones are copied once into backups/attachments, which serves
every backup and from which a restore brings back what is missing (decision 0006).
"""

import hashlib
import json
import logging
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from core.errors import UserError
from core.paths import DataFolder
from core.progress import Progress, no_progress
from core.text import Text
from db import attached, driver, keys
from db import connect as opening
from db.migrations import version

log = logging.getLogger(__name__)

REASONS = {
    "exit": Text("退出时", "At exit"),
    "daily": Text("每日", "Daily"),
    "by_hand": Text("手动", "By hand"),
    "import": Text("导入前", "Before an import"),
    "migration": Text("升级前", "Before an update"),
    "restore": Text("恢复前", "Before a restore"),
    "purge": Text("清除前", "Before a purge"),
}
STALE = timedelta(minutes=30)
PAGES_AT_ONCE = 2000  # pages copied between two reports of progress


@dataclass(frozen=True)
class Backup:
    """One finished backup. `counts` are live and deleted rows by table."""

    name: str
    at: str
    reason: str
    counts: dict[str, int]
    size: int  # bytes


def make_backup(
    folder: DataFolder,
    key: str,
    db: Database,
    reason: str,
    progress: Progress = no_progress,
) -> Backup:
    """Copy, reopen, check, count, rename. Raises UserError (and leaves no backup) if any fails."""
    at = datetime.now(UTC)
    name = _free_name(folder.backups, at.astimezone().strftime("%Y%m%d-%H%M%S"))
    draft = folder.backups / f"{name}.part"
    try:
        draft.mkdir(parents=True)
        backup = _copy(folder, key, db, draft, progress, name=name, at=at, reason=reason)
        attached.copy_new(folder.attachments, folder.backups / "attachments", progress)
        draft.rename(folder.backups / name)
    except (OSError, driver.DatabaseError) as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise UserError(_FAILED.format(why=why(error))) from error
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    thin_out(folder)
    return backup


def backups(folder: DataFolder) -> list[Backup]:
    """Finished backups, newest first. A folder whose info.json cannot be read is left out."""
    found = []
    for path in folder.backups.glob("*/info.json"):
        if path.parent.suffix == ".part":
            continue
        try:
            info = json.loads(path.read_text(encoding="utf-8"))
            found.append(
                Backup(path.parent.name, info["at"], info["reason"], info["counts"], info["size"])
            )
        except (OSError, ValueError, KeyError, TypeError):
            log.warning("Unreadable backup %s", path.parent.name)
    return sorted(found, key=lambda b: b.name, reverse=True)


def due(folder: DataFolder, db: Database) -> str:
    """The reason for a backup now, "" if none: changed since the last one and that is old."""
    newest = next(iter(backups(folder)), None)
    clock = int(db.execute("select value from meta where key = 'clock'").fetchone()[0])
    if newest is None:
        return "exit" if clock else ""
    if clock == newest.counts.get("clock"):
        return ""
    age = datetime.now(UTC) - datetime.fromisoformat(newest.at)
    return "daily" if age > timedelta(days=1) else "exit" if age > STALE else ""


def check_backup(folder: DataFolder, key: str, name: str) -> Backup:
    """Open a backup and count it. Raises UserError if it is unknown, damaged or incomplete."""
    backup = next((b for b in backups(folder) if b.name == name), None)
    if backup is None:
        raise UserError(
            Text("没有名为 {name} 的备份。", "There is no backup called {name}.").format(name=name)
        )
    db = opening.gate(folder.backups / name / "data.db", key)
    try:
        if counts(db) != backup.counts:
            raise UserError(_INCOMPLETE.format(name=name))
    finally:
        db.close()
    return backup


def restore(folder: DataFolder, key: str, name: str, progress: Progress = no_progress) -> Path:
    """Put a backup in the place of the present data, which are moved aside, never deleted.

    The data file must not be open in this process; the lock must be held (db.connect.holding).
    Returns where the present data went. Raises UserError if the backup is not whole; then nothing
    is changed. The next open makes the restored file a new replica (replica.json is removed).
    """
    check_backup(folder, key, name)
    now = datetime.now(UTC).astimezone().strftime("%Y%m%d-%H%M%S")
    aside = folder.set_aside / _free_name(folder.set_aside, now)
    draft = folder.root / "restored.part"
    database = keys.database_id(DataFolder(folder.backups / name))
    try:
        shutil.copyfile(folder.backups / name / "data.db", draft)
        flush(draft)
        opening.gate(draft, key).close()
        aside.mkdir(parents=True)
        for path in (folder.data, folder.root / "data.db-journal", folder.keys):
            if path.exists():
                shutil.copyfile(path, aside / path.name)
                flush(aside / path.name)
        attached.copy_new(folder.backups / "attachments", folder.attachments)
        progress(1, 2)
        # a journal of the old file would be rolled into the new one: it goes first, after its copy
        (folder.root / "data.db-journal").unlink(missing_ok=True)
        if not _opens(folder, database):  # whoever left since the backup does not come back with it
            shutil.copyfile(folder.backups / name / "keys.json", folder.keys)
        draft.replace(folder.data)
    except (OSError, driver.DatabaseError) as error:
        raise UserError(_NOT_RESTORED.format(why=why(error))) from error
    finally:
        draft.unlink(missing_ok=True)
    (keys.own_place(database) / "replica.json").unlink(missing_ok=True)
    progress(2, 2)
    return aside


def _opens(folder: DataFolder, database: str) -> bool:
    """Whether the present keys.json is whole and of this database."""
    try:
        return keys.database_id(folder) == database
    except UserError:
        return False


def counts(db: Database) -> dict[str, int]:
    """Rows of every table that travels, in any state, and the clock."""
    tables = [
        name
        for (name,) in db.execute("select name from sqlite_master where type = 'table'")
        if "stamps" in db[name].columns_dict
    ]
    found = {t: int(db.execute(f"select count(*) from {t}").fetchone()[0]) for t in sorted(tables)}
    found["clock"] = int(db.execute("select value from meta where key = 'clock'").fetchone()[0])
    return found


def thin_out(folder: DataFolder, now: datetime | None = None) -> list[str]:
    """Delete what the ladder does not keep: all of 2 days, then 12 daily, 10 weekly, 9 monthly, the
    last 10 made before an import; at most a fifth of the free space, never fewer than 3."""
    now = now or datetime.now(UTC)
    every = backups(folder)
    keep = _kept(every, now)
    room = shutil.disk_usage(folder.root).free / 5
    used, gone = 0, []
    for place, backup in enumerate(every):
        used += backup.size
        if place >= 3 and (backup.name not in keep or used > room):
            shutil.rmtree(folder.backups / backup.name, ignore_errors=True)
            used -= backup.size
            gone.append(backup.name)
    return gone


def _kept(every: list[Backup], now: datetime) -> set[str]:
    """Names the ladder keeps; of each day, week and month the newest one."""
    at = {b.name: datetime.fromisoformat(b.at).astimezone() for b in every}
    keep = {b.name for b in every if now - at[b.name] <= timedelta(days=2)}
    keep |= {b.name for b in [b for b in every if b.reason == "import"][:10]}
    for pattern, most in (("%Y-%m-%d", 12), ("%G-%V", 10), ("%Y-%m", 9)):
        newest = {at[b.name].strftime(pattern): b.name for b in reversed(every)}
        keep |= {newest[period] for period in sorted(newest, reverse=True)[:most]}
    return keep


def _copy(
    folder: DataFolder,
    key: str,
    db: Database,
    draft: Path,
    progress: Progress,
    *,
    name: str,
    at: datetime,
    reason: str,
) -> Backup:
    target = draft / "data.db"
    found = copy_checked(db, target, key, progress)
    shutil.copyfile(folder.keys, draft / "keys.json")
    flush(draft / "keys.json")
    made = Backup(name, at.isoformat(timespec="seconds"), reason, found, target.stat().st_size)
    info = {**vars(made), "sha256": sha256_of(target), "user_version": version()}
    keys.write_whole(draft / "info.json", json.dumps(info, ensure_ascii=False, indent=1))
    return made


def copy_checked(
    db: Database, target: Path, key: str, progress: Progress = no_progress
) -> dict[str, int]:
    """The open data as a new file under a key, flushed, opened again, looked through and counted;
    gives the counts. Raises OSError or a database error."""
    copy = opening.connect(target, key)
    try:
        db.conn.backup(
            copy.conn,
            pages=PAGES_AT_ONCE,
            progress=lambda _, left, total: progress(total - left, total),
        )
    finally:
        copy.close()
    flush(target)
    again = opening.gate(target, key)
    try:
        found = counts(again)
    finally:
        again.close()
    if found != counts(db):
        raise OSError("counts differ")
    return found


def _free_name(place: Path, name: str) -> str:
    """The time of day; with a number behind it when two are made in one second."""
    names = [name, *(f"{name}-{i}" for i in range(2, 1000))]
    return next(n for n in names if not (place / n).exists())


def flush(path: Path) -> None:
    """To the disk, before anything relies on it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def why(error: Exception) -> object:
    match error:
        case driver.OperationalError() if "disk is full" in str(error):
            return _DISK_FULL
        case OSError(errno=28):
            return _DISK_FULL
        case PermissionError():
            return Text("文件夹不能写入", "the folder cannot be written to")
        case _:
            return str(error)


_DISK_FULL = Text("磁盘已满", "the disk is full")
_FAILED = Text(
    "备份没有做成:{why}。现有数据没有改动。",
    "No backup was made: {why}. The present data were not changed.",
)
_NOT_RESTORED = Text(
    "没有恢复:{why}。现有数据没有改动。",
    "Nothing was restored: {why}. The present data were not changed.",
)
_INCOMPLETE = Text(
    "备份 {name} 不完整,不能用来恢复。", "The backup {name} is incomplete and cannot be used."
)
