"""Users, passwords, recovery code and key, each change with its line in the audit trail. No Qt."""

from pathlib import Path

from core import store, trail
from core.audit import Entry
from core.errors import UserError
from core.paths import DataFolder
from core.progress import Progress, no_progress
from core.text import Text
from db import keys, users
from db.connect import Opened, holding, open_database
from db.rekey import change_key, change_key_of_backups
from db.second_place import folder_at
from db.users import NewKey
from db.wraps import Role, Unlocked
from ui.rights import require


def add_user(opened: Opened, name: str, role: Role, password: str) -> None:
    """Raises UserError; then nothing was changed."""
    require(opened.role, "add_user")
    users.add(opened.folder, opened.key, name, role, password)
    _note(opened, "user_add", f"{name.strip()} {role.value}")


def remove_user(opened: Opened, name: str) -> bool:
    """His password opens nothing any more. True if that was the last user: then nobody is asked for
    a password on this computer."""
    require(opened.role, "remove_user")
    if name == opened.user and len(users.names(opened.folder)) > 1:
        raise UserError(_NOT_ONESELF)
    was_last = users.remove(opened.folder, opened.key, name)
    _note(opened, "user_remove", name)
    if was_last:
        with opened.db.atomic():
            store.set_meta(opened.db, "person", "")
    return was_last


def change_role(opened: Opened, name: str, role: Role) -> None:
    require(opened.role, "change_role")
    users.set_role(opened.folder, opened.key, name, role)
    _note(opened, "user_role", f"{name} {role.value}")


def change_password(opened: Opened, name: str, password: str, old: str = "") -> None:
    """One's own with the old one; somebody else's as an administrator (or after the recovery code).
    Raises UserError, WrongPassword among them."""
    if name == opened.user:
        keys.unlock(opened.folder, old or " ", name)
    else:
        require(opened.role, "reset_password")
    users.set_password(opened.folder, opened.key, name, password)
    _note(opened, "user_password", name)


def new_recovery_code(opened: Opened) -> str:
    """In place of the old one."""
    require(opened.role, "new_code")
    code = users.new_recovery_code(opened.folder, opened.key)
    _note(opened, "recovery_code", "")
    return code


def rekey(
    folder: DataFolder,
    signed: Unlocked,
    place: Path | None = None,
    progress: Progress = no_progress,
) -> tuple[NewKey, list[str]]:
    """Another key for the data, the backups and, if it is there, the second place; and the names of
    the backups that keep the old one. The data file must not be open in this process."""
    require(signed.role, "change_key")
    with holding(folder):
        made = change_key(folder, signed.key, progress)
        left = change_key_of_backups(folder, signed.key, made.key, progress)
        if place is not None and place.is_dir():
            there = folder_at(folder, place)
            keys.write_whole(there.keys, folder.keys.read_text(encoding="utf-8"))
            left += change_key_of_backups(there, signed.key, made.key, progress)
    again = Unlocked(made.key, signed.user, signed.role)
    with open_database(folder, signed=again) as opened:
        _note(opened, "rekey", "")
    return made, left


def _note(opened: Opened, action: str, summary: str) -> None:
    trail.note(opened.db, Entry(action, summary=summary))


REKEYING = Text("正在更换钥匙", "Changing the key")
LEFT = Text("这些备份仍用旧钥匙,没有改:{names}", "These backups keep the old key: {names}")
_NOT_ONESELF = Text(
    "不能删除正在使用的用户。请由另一位管理员删除。",
    "Nobody removes himself; another administrator does it.",
)
