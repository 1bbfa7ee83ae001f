"""用户: who may open the data with a password, and changing the key for all of them.

Everything here needs the database key, which is to say: somebody has opened the data. Who of them
may do it, and the audit trail, are the business of ui/users.py.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from core.errors import UserError
from core.paths import DataFolder
from core.text import Text
from db import keys, wraps
from db.wraps import Role, Wrap

SHORTEST = 8  # characters of a password
OLD = 180  # days after which a new password is suggested
LONGEST_NAME = 30


@dataclass(frozen=True)
class User:
    """`since` is the ISO date the password is from."""

    name: str
    role: Role
    since: str


def users(folder: DataFolder, key: str) -> list[User]:
    """In the order in which they were added. Raises UserError if keys.json cannot be read."""
    kept = keys.read_key_file(folder)
    return [
        User(w["name"], wraps.role_of(w, key, kept["database"]), str(w.get("since", "")))
        for w in _of_users(kept)
    ]


def names(folder: DataFolder) -> list[str]:
    """Whose passwords open the folder; needs no key."""
    return [w["name"] for w in _of_users(keys.read_key_file(folder))]


def password_fault(password: str) -> Text | None:
    """Why a password will not do: too short, or all of one kind."""
    if len(password) < SHORTEST:
        return Text("密码至少 {n} 个字符。", "A password has at least {n} characters.").format(
            n=SHORTEST
        )
    kinds = ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]")
    if sum(bool(re.search(kind, password)) for kind in kinds) < 2:
        return Text(
            "密码要有两种以上的字符,如字母加数字。",
            "A password has two kinds of characters, such as letters and digits.",
        )
    return None


def add(folder: DataFolder, key: str, name: str, role: Role, password: str) -> None:
    """The first one must be an administrator; with him the folder begins to ask for a password, and
    this computer forgets the key it kept. Raises UserError (nothing changed)."""
    kept, name = keys.read_key_file(folder), name.strip()
    there = [w["name"] for w in _of_users(kept)]
    if not name or len(name) > LONGEST_NAME:
        raise UserError(_NAME.format(n=LONGEST_NAME))
    if name in there:
        raise UserError(Text("已有用户“{name}”。", "There is a user {name}.").format(name=name))
    if not there and role is not Role.ADMINISTRATOR:
        raise UserError(_FIRST)
    if fault := password_fault(password):
        raise UserError(fault)
    made = wraps.for_user(key, kept["database"], name, role, password, _today().isoformat())
    # before the recovery code, so that it is found sooner
    keys.write_key_file(folder, {**kept, "wraps": [*_of_users(kept), made, *_others(kept)]})
    keys.forget_key(kept["database"])


def set_password(folder: DataFolder, key: str, name: str, password: str) -> None:
    """Raises UserError for a password that will not do and for a user there is not."""
    if fault := password_fault(password):
        raise UserError(fault)

    def anew(wrap: Wrap, database: str) -> Wrap:
        role = wraps.role_of(wrap, key, database)
        return wraps.for_user(key, database, name, role, password, _today().isoformat())

    _change(folder, name, anew)


def set_role(folder: DataFolder, key: str, name: str, role: Role) -> None:
    """Raises UserError where no administrator would be left."""
    if role is not Role.ADMINISTRATOR and _is_last_administrator(folder, key, name):
        raise UserError(_LAST.format(name=name))
    _change(folder, name, lambda w, db: wraps.for_new_key({**w, "role": role.value}, key, db))


def remove(folder: DataFolder, key: str, name: str) -> bool:
    """The user's wrap is deleted. With the last user the folder opens without a password again, on
    this computer; True then. Raises UserError where users but no administrator would be left."""
    kept = keys.read_key_file(folder)
    if name not in names(folder):
        raise UserError(_UNKNOWN.format(name=name))
    is_last = len(names(folder)) == 1
    if not is_last and _is_last_administrator(folder, key, name):
        raise UserError(_LAST.format(name=name))
    if is_last:
        keys.keep_key(kept["database"], key)  # before the password goes: nobody is locked out
    left = [w for w in kept["wraps"] if w.get("name") != name]
    keys.write_key_file(folder, {**kept, "wraps": left})
    return is_last


def new_recovery_code(folder: DataFolder, key: str) -> str:
    """In place of the old one, which opens nothing any more. Shown once, never stored."""
    kept, code = keys.read_key_file(folder), keys.new_code()
    wrap = wraps.for_recovery(key, keys.plain_code(code))
    keys.write_key_file(folder, {**kept, "wraps": [*_of_users(kept), wrap]})
    return code


# --- another key ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewKey:
    """The recovery code is shown once and never stored."""

    key: str
    recovery_code: str


def prepare_new_key(folder: DataFolder) -> NewKey:
    """Draw a key and note it in keys.json for every user, beside the old one: whichever of the two
    the data file has, a password opens it. Raises UserError where nobody has a password."""
    kept = keys.read_key_file(folder)
    if not _of_users(kept):
        raise UserError(_NO_USERS)
    made = NewKey(secrets.token_hex(32), keys.new_code())
    new = [wraps.for_new_key(w, made.key, kept["database"]) for w in _of_users(kept)]
    new.append(wraps.for_recovery(made.key, keys.plain_code(made.recovery_code)))
    keys.write_key_file(folder, {**kept, "wraps": new, "before": kept["wraps"]})
    return made


def settle_key(folder: DataFolder, *, is_new: bool) -> None:
    """The data file has the new key, or still the old one: the other wraps go."""
    kept = keys.read_key_file(folder)
    if "before" in kept:
        before = kept.pop("before")
        keys.write_key_file(folder, kept if is_new else {**kept, "wraps": before})


# --- small ---------------------------------------------------------------------------------------


def password_age(user: User) -> int:
    """Days since the password was chosen; 0 where that is not known."""
    try:
        return (_today() - date.fromisoformat(user.since)).days
    except ValueError:
        return 0


def _of_users(kept: dict[str, Any]) -> list[Wrap]:
    return [w for w in kept["wraps"] if w["for"] == "user"]


def _others(kept: dict[str, Any]) -> list[Wrap]:
    return [w for w in kept["wraps"] if w["for"] != "user"]


def _change(folder: DataFolder, name: str, change: Callable[[Wrap, str], Wrap]) -> None:
    kept = keys.read_key_file(folder)
    if name not in [w["name"] for w in _of_users(kept)]:
        raise UserError(_UNKNOWN.format(name=name))
    changed = [change(w, kept["database"]) if w.get("name") == name else w for w in kept["wraps"]]
    keys.write_key_file(folder, {**kept, "wraps": changed})


def _is_last_administrator(folder: DataFolder, key: str, name: str) -> bool:
    found = [u.name for u in users(folder, key) if u.role is Role.ADMINISTRATOR]
    return found == [name]


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


_NAME = Text("请填写姓名(最多 {n} 个字)。", "Enter a name of at most {n} characters.")
_FIRST = Text("第一个用户必须是管理员。", "The first user must be an administrator.")
_UNKNOWN = Text("没有用户“{name}”。", "There is no user {name}.")
_LAST = Text(
    "“{name}”是唯一的管理员。请先让另一个用户当管理员。",
    "{name} is the only administrator. Make somebody else one first.",
)
_NO_USERS = Text(
    "这份数据没有设密码,不需要更换钥匙。",
    "These data have no password; there is no need to change the key.",
)
