"""Going back to a backup, whole: lock, check, set aside, copy, new replica, audit. No Qt."""

from pathlib import Path

from core import audit, search, store, trail
from core.errors import UserError
from core.paths import DataFolder
from core.progress import Progress, no_progress
from db import backup, keys
from db.connect import holding, open_database
from db.sign_in import sign_in
from db.wraps import Unlocked
from ui.rights import require


def restore_backup(
    folder: DataFolder,
    name: str,
    password: str = "",
    progress: Progress = no_progress,
    *,
    signed: Unlocked | None = None,
) -> Path:
    """Put a backup in place of the present data; gives where those went. The data file must not be
    open in this process. `signed` is what a password has opened already. Raises UserError (nothing
    changed) if the backup is not whole or somebody else than an administrator asks for it."""
    with holding(folder):
        signed = signed or _sign_in(folder_with_keys(folder, name), password)
        require(signed.role, "restore")
        aside = backup.restore(folder, signed.key, name, progress)
    with open_database(folder, signed=signed) as opened:
        if signed.user:
            with opened.db.atomic():
                store.set_meta(opened.db, "person", signed.user)
        trail.note(opened.db, audit.Entry("restore", summary=name))
        search.rebuild(opened.db)
    return aside


def folder_with_keys(folder: DataFolder, name: str) -> DataFolder:
    """The folder itself, or the backup where the folder's own key file is gone."""
    try:
        keys.database_id(folder)
    except UserError:
        return DataFolder(folder.backups / name)
    return folder


def _sign_in(folder: DataFolder, password: str) -> Unlocked:
    return sign_in(folder, password) if password else keys.unlock(folder)
