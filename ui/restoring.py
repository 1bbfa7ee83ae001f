"""Going back to a backup, whole: lock, check, set aside, copy, new replica, audit. No Qt."""

from pathlib import Path

from core import audit, search, store
from core.paths import DataFolder
from core.progress import Progress, no_progress
from db import backup, keys
from db.connect import holding, open_database


def restore_backup(
    folder: DataFolder, name: str, password: str = "", progress: Progress = no_progress
) -> Path:
    """Put a backup in place of the present data; gives where those went. The data file must not be
    open in this process. Raises UserError (nothing changed) if the backup is not whole."""
    with holding(folder):
        key = keys.find_key(folder_with_keys(folder, name), password)
        aside = backup.restore(folder, key, name, progress)
    with open_database(folder, password) as opened, opened.db.atomic():
        entry = audit.Entry("restore", summary=name)
        replica = store.meta(opened.db, "replica")
        by = store.meta(opened.db, "person")
        audit.append(opened.db, [entry], at=store.now(), replica=replica, by=by)
        search.rebuild(opened.db)
    return aside


def folder_with_keys(folder: DataFolder, name: str) -> DataFolder:
    """The folder itself, or the backup where the folder's own key file is gone."""
    return folder if folder.keys.is_file() else DataFolder(folder.backups / name)
