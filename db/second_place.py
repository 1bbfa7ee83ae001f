"""第二处备份: the newest backup once more on another disk or a stick (data safety, section 9).

There lies one folder for each database: its backups in the same shape as at home, so that one of
them can be carried back as it is, and one copy of the attachments that serves them all.
"""

import hashlib
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.errors import UserError
from core.files import said_plainly
from core.paths import DataFolder
from core.progress import Progress, no_progress
from core.text import Text
from db import attached, keys
from db.backup import backups, thin_out

REMIND = timedelta(days=30)


def folder_at(folder: DataFolder, place: Path) -> DataFolder:
    """Where the copies of this database lie in the second place."""
    return DataFolder(place / f"台账备份-{keys.database_id(folder)[:8]}")


def copy_newest(folder: DataFolder, place: Path, progress: Progress = no_progress) -> str:
    """The newest backup and new attachments, each file read back. Gives the name of the backup,
    empty if there is none or it is there already.

    Raises UserError if the place is away, full or cannot be written to: then nothing half is there
    under a finished name.
    """
    if not place.is_dir():
        raise UserError(_AWAY.format(path=place))
    there, newest = folder_at(folder, place), next(iter(backups(folder)), None)
    with said_plainly(place):
        attached.copy_new(folder.attachments, there.backups / "attachments", progress)
        if newest is None or (there.backups / newest.name).exists():
            return ""
        _copy(folder.backups / newest.name, there.backups / newest.name)
        thin_out(there)
    return newest.name


def reminder(folder: DataFolder, place: Path | None, now: datetime | None = None) -> Text | None:
    """What is to be said at start: nothing was copied elsewhere for 30 days although there was
    something to copy."""
    now = now or datetime.now(UTC)
    home = backups(folder)
    if not home or now - datetime.fromisoformat(home[-1].at) < REMIND:
        return None
    if place is None:
        return _NONE_NAMED
    elsewhere = backups(folder_at(folder, place))
    if not elsewhere:
        return _NONE_THERE.format(path=place)
    age = now - datetime.fromisoformat(elsewhere[0].at)
    return _OLD.format(n=age.days, path=place) if age >= REMIND else None


def _copy(source: Path, target: Path) -> None:
    """The folder under a name ending in .part, compared with its info.json, then renamed."""
    draft = target.with_name(target.name + ".part")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        shutil.copytree(source, draft)
        info = json.loads((draft / "info.json").read_text(encoding="utf-8"))
        with (draft / "data.db").open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != info["sha256"]:
                raise UserError(_DIFFERENT.format(path=target.parent))
        if (draft / "keys.json").read_bytes() != (source / "keys.json").read_bytes():
            raise UserError(_DIFFERENT.format(path=target.parent))
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


_AWAY = Text(
    "第二处备份的文件夹 {path} 不在(U 盘没有插上?)。数据和本机的备份没有受影响。",
    "The second place for backups, {path}, is away. Data and backups here are not affected.",
)
_DIFFERENT = Text(
    "复制到 {path} 的备份读出来和写入的不一样,可能是 U 盘坏了,已删除这份复制件。请换一个。",
    "The copy in {path} reads differently from what was written and was removed; use another disk.",
)
_NONE_NAMED = Text(
    "备份都在同一个盘上。请在“设置与备份”里指定第二处备份。",
    "All backups lie on one disk. Name a second place in the settings.",
)
_NONE_THERE = Text(
    "第二处备份 {path} 里还没有备份。请插上 U 盘后按 Ctrl+B。",
    "There is no backup yet in {path}. Plug it in and press Ctrl+B.",
)
_OLD = Text(
    "第二处备份已有 {n} 天没有更新。请插上 U 盘后按 Ctrl+B({path})。",
    "The second place was not written to for {n} days: plug it in, press Ctrl+B ({path}).",
)
