"""The database key, its wrap under the recovery code, and where this computer keeps it.

The key is 32 random bytes as hex. Without a password it lies with the operating system's keeper of
secrets or in a file only this user can read, never in the data folder (data safety, section 10).
"""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import UserError
from core.paths import DataFolder, own_folder
from core.text import Text
from db import wraps
from db.driver import put_off
from db.wraps import Unlocked

SERVICE = "sifasuo-taizhang"
#: Without 0/O and 1/I, which are misread on paper; 26 of 32 characters are 130 bits.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 26


class NoKey(UserError):
    """This computer does not have the key; a password or the recovery code will do."""


class WrongPassword(UserError):
    """Nothing in keys.json opens with what was typed."""


@dataclass(frozen=True)
class NewKeys:
    """A key just made; the recovery code is shown once and never stored."""

    database: str
    key: str
    recovery_code: str


def make_keys(folder: DataFolder) -> NewKeys:
    """Draw a key and a recovery code, write keys.json, keep the key on this computer."""
    made = NewKeys(secrets.token_hex(16), secrets.token_hex(32), new_code())
    wrap = wraps.for_recovery(made.key, plain_code(made.recovery_code))
    write_key_file(folder, {"database": made.database, "wraps": [wrap]})
    keep_key(made.database, made.key)
    return made


def database_id(folder: DataFolder) -> str:
    """Which database the folder holds. Raises UserError if keys.json is missing or damaged."""
    return str(read_key_file(folder)["database"])


def has_users(folder: DataFolder) -> bool:
    """Whether a password is asked for. Raises UserError if keys.json is missing or damaged."""
    return any(wrap["for"] == "user" for wrap in read_key_file(folder)["wraps"])


def find_key(folder: DataFolder, password: str = "") -> str:
    """The key from this computer, or unwrapped with a password or the recovery code (1.5 s).

    Raises NoKey when there is neither, WrongPassword when nothing opens with what was typed.
    """
    return unlock(folder, password).key


def unlock(folder: DataFolder, password: str = "", user: str = "") -> Unlocked:
    """The key and whose it is. Without a name every user is tried, then the recovery code. A folder
    with users never opens with the key this computer kept. Raises as find_key does."""
    kept = read_key_file(folder)
    if not password:
        if has_users(folder):
            raise NoKey(_ASK_PASSWORD)
        if key := _kept_key(kept["database"]):
            return Unlocked(key)
        raise NoKey(_ASK_CODE)
    wrapped = kept["wraps"]
    if not user and len(plain_code(password)) == CODE_LENGTH:  # each try takes a second and a half
        wrapped = sorted(wrapped, key=lambda wrap: wrap["for"] != "recovery")
    for wrap in wrapped:
        if wrap["for"] == "user" and user in ("", wrap["name"]):
            if found := _of_user(kept, wrap, password):
                return found
        elif wrap["for"] == "recovery" and not user and (found := _by_code(kept, wrap, password)):
            return found
    raise WrongPassword(Text("密码或恢复码不对。", "Wrong password or recovery code."))


def _of_user(kept: dict[str, Any], wrap: wraps.Wrap, password: str) -> Unlocked | None:
    if (identity := wraps.identity_of(wrap, password)) is None:
        return None
    if (key := wraps.key_for(wrap, identity)) is None:
        return None
    role = wraps.role_of(wrap, key, kept["database"])
    before = (wraps.key_for(w, identity) for w in kept.get("before", ()) if w["for"] == "user")
    return Unlocked(key, wrap["name"], role, next((k for k in before if k), ""))


def _by_code(kept: dict[str, Any], wrap: wraps.Wrap, typed: str) -> Unlocked | None:
    code = plain_code(typed)
    for each in (wrap, *(w for w in kept.get("before", ()) if w["for"] == "recovery")):
        if key := wraps.key_from_code(each, code):
            return Unlocked(key, by_code=True)
    return None


def keep_key(database: str, key: str) -> None:
    """Let this computer open the database without asking. Kept in one place only: the file is there
    where no keeper of secrets took the key."""
    path = own_place(database) / "key"
    if _with_keyring("set_password", SERVICE, database, key) is _NO_KEEPER:
        write_whole(path, key, mode=0o600)
    else:
        path.unlink(missing_ok=True)


def forget_key(database: str) -> None:
    """This computer no longer opens the database without asking."""
    (own_place(database) / "key").unlink(missing_ok=True)
    _with_keyring("delete_password", SERVICE, database)


def own_place(database: str) -> Path:
    """The folder for what this computer knows of one database."""
    return own_folder() / database


def plain_code(code: str) -> str:
    """A recovery code as typed: blanks, hyphens and small letters do not matter."""
    return "".join(c for c in code.upper() if c in ALPHABET)


def write_whole(path: Path, text: str, mode: int = 0o644) -> None:
    """The old file or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    draft.unlink(missing_ok=True)  # one left by a power cut would keep its own mode
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


_NO_KEEPER = object()


def _kept_key(database: str) -> str | None:
    path = own_place(database) / "key"
    if path.is_file():  # then the keeper does not have it, and need not be loaded to say so
        return path.read_text()
    kept = _with_keyring("get_password", SERVICE, database)
    return str(kept) if kept is not _NO_KEEPER and kept else None


def _with_keyring(method: str, *values: str) -> object:
    """Ask the system's keeper of secrets; _NO_KEEPER where there is none that works."""
    for unused in ("urllib.request", "tarfile"):  # keyring imports them for what it never does here
        put_off(unused)
    import keyring
    from keyring.errors import KeyringError

    try:
        return getattr(keyring, method)(*values)
    except (KeyringError, RuntimeError):
        return _NO_KEEPER


def write_key_file(folder: DataFolder, kept: dict[str, Any]) -> None:
    write_whole(folder.keys, json.dumps(kept, ensure_ascii=False, indent=1))


def read_key_file(folder: DataFolder) -> dict[str, Any]:
    """`database` and `wraps`. Raises UserError if keys.json is missing or damaged."""
    try:
        keys = json.loads(folder.keys.read_text(encoding="utf-8"))
        if keys.keys() >= {"database", "wraps"}:
            return dict(keys)
    except (OSError, ValueError, AttributeError):
        pass
    raise UserError(
        Text(
            "钥匙文件 keys.json 缺失或损坏。数据没有改动,请从备份恢复。",
            "The key file keys.json is missing or damaged. Nothing was changed; restore a backup.",
        )
    )


def new_code() -> str:
    letters = [secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)]
    return "-".join("".join(letters[i : i + 5]) for i in range(0, CODE_LENGTH, 5))


_ASK_CODE = Text(
    "这台电脑上没有这份数据的钥匙。请输入密码或恢复码。",
    "This computer has no key to these data. Enter the password or recovery code.",
)
_ASK_PASSWORD = Text(
    "这份数据设有密码。请输入密码或恢复码。",
    "These data have a password. Enter the password or recovery code.",
)
