"""更换钥匙: another database key, for when somebody who has left may hold the old one.

The data are copied under the new key, checked, and put in the place of the old file; until then
keys.json opens both (db/users.py), so that a power cut at any moment locks nobody out. The backups
follow one by one, so that an old keys.json opens none of them either.
"""

import json
import logging
import shutil
from pathlib import Path

from core.errors import UserError
from core.paths import DataFolder
from core.progress import Progress, no_progress
from core.text import Text
from db import connect as opening
from db import driver, keys, users
from db.backup import backups, copy_checked, sha256_of, why
from db.users import NewKey

log = logging.getLogger(__name__)


def change_key(folder: DataFolder, key: str, progress: Progress = no_progress) -> NewKey:
    """The new key and the new recovery code, which is shown once. The data file must not be open in
    this process; the lock must be held (db.connect.holding). Raises UserError; then the old key
    still is the key."""
    draft = folder.root / "rekeyed.part"
    draft.unlink(missing_ok=True)
    db = opening.gate(folder.data, key)
    try:
        made = users.prepare_new_key(folder)
        try:
            copy_checked(db, draft, made.key, progress)
        except BaseException:
            users.settle_key(folder, is_new=False)
            raise
    except (OSError, driver.DatabaseError) as error:
        draft.unlink(missing_ok=True)
        raise UserError(_FAILED.format(why=why(error))) from error
    finally:
        db.close()
    try:
        draft.replace(folder.data)
    except OSError as error:
        draft.unlink(missing_ok=True)
        users.settle_key(folder, is_new=False)
        raise UserError(_FAILED.format(why=why(error))) from error
    users.settle_key(folder, is_new=True)
    return made


def change_key_of_backups(
    folder: DataFolder, old: str, new: str, progress: Progress = no_progress
) -> list[str]:
    """Every backup under the new key; gives the names of those that could not be changed and stay
    as they are. May be repeated."""
    left, every = [], backups(folder)
    for done, backup in enumerate(every):
        progress(done, len(every))
        try:
            _change(folder, folder.backups / backup.name, old, new)
        except (UserError, OSError, driver.DatabaseError, ValueError):
            log.warning("Backup %s keeps its key", backup.name)
            left.append(backup.name)
    return left


def _change(folder: DataFolder, place: Path, old: str, new: str) -> None:
    """A copy beside it under the new key; only when that is whole does the old one go."""
    draft, target = place.with_name(f"{place.name}.part"), place.with_name(f"{place.name}k")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    try:
        db = opening.gate(place / "data.db", old)
        try:
            copy_checked(db, draft / "data.db", new)
        finally:
            db.close()
        info = json.loads((place / "info.json").read_text(encoding="utf-8"))
        info |= {"name": target.name, "sha256": sha256_of(draft / "data.db")}
        keys.write_whole(draft / "keys.json", folder.keys.read_text(encoding="utf-8"))
        keys.write_whole(draft / "info.json", json.dumps(info, ensure_ascii=False, indent=1))
        draft.rename(target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    shutil.rmtree(place, ignore_errors=True)


_FAILED = Text(
    "钥匙没有更换:{why}。数据没有改动,原来的密码照旧。",
    "The key was not changed: {why}. The data were not changed; passwords are as before.",
)
