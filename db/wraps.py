"""What keys.json holds: the database key, wrapped for each user and for the recovery code.

The recovery code wraps the key itself. A user has a key pair: the password wraps its secret half,
the database key is encrypted to its public half. So the key can be changed for everybody without
anybody's password. The role is sealed with the database key: an editor cannot change it.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from core.text import Text

Wrap = dict[str, Any]


class Role(Enum):
    """What somebody may do. Kept by the program: whoever has a password has the key."""

    ADMINISTRATOR = "administrator"
    RECORDER = "recorder"
    READER = "reader"


ROLES = {
    Role.ADMINISTRATOR: Text("管理员", "Administrator"),
    Role.RECORDER: Text("登记人员", "Recorder"),
    Role.READER: Text("查看人员", "Reader"),
}


@dataclass(frozen=True)
class Unlocked:
    """What a password opened. `earlier` is another key to try where a change of the key was cut
    off; `user` is empty where nobody was asked or the recovery code was used."""

    key: str
    user: str = ""
    role: Role = Role.ADMINISTRATOR
    earlier: str = ""
    by_code: bool = False


def for_recovery(key: str, code: str) -> Wrap:
    """`code` is without hyphens. Takes 1.5 s on purpose, as does every wrap under a password."""
    import pyrage  # not at the top: the window usually opens without it

    wrapped = pyrage.passphrase.encrypt(key.encode(), code)
    return {"for": "recovery", "age": _text(wrapped)}


def for_user(key: str, database: str, name: str, role: Role, password: str, since: str) -> Wrap:
    """With a new key pair; `since` is the ISO date the password is from."""
    import pyrage

    pair = pyrage.x25519.Identity.generate()
    made = {
        "for": "user",
        "name": name,
        "role": role.value,
        "since": since,
        "recipient": str(pair.to_public()),
        "identity": _text(pyrage.passphrase.encrypt(str(pair).encode(), password)),
    }
    return for_new_key(made, key, database)


def for_new_key(wrap: Mapping[str, Any], key: str, database: str) -> Wrap:
    """The wrap of the same user and password around another key, or with another role."""
    import pyrage

    to = pyrage.x25519.Recipient.from_str(str(wrap["recipient"]))
    made = {**wrap, "age": _text(pyrage.encrypt(key.encode(), [to]))}
    return {**made, "seal": _seal(made, key, database)}


def identity_of(wrap: Mapping[str, Any], password: str) -> str | None:
    """The secret half of a user's key pair; None for another password or a damaged wrap."""
    return _unwrapped(wrap.get("identity"), password)


def key_for(wrap: Mapping[str, Any], identity: str) -> str | None:
    """The database key, opened with the secret half of a key pair."""
    import pyrage

    try:
        pair = pyrage.x25519.Identity.from_str(identity)
        return bytes(pyrage.decrypt(base64.b64decode(wrap["age"]), [pair])).decode()
    except (pyrage.DecryptError, pyrage.IdentityError, ValueError, KeyError, TypeError):
        return None


def key_from_code(wrap: Mapping[str, Any], code: str) -> str | None:
    return _unwrapped(wrap.get("age"), code)


def role_of(wrap: Mapping[str, Any], key: str, database: str) -> Role:
    """The role that was sealed; one that was changed by hand counts as the least."""
    if hmac.compare_digest(str(wrap.get("seal")), _seal(wrap, key, database)):
        return Role(wrap["role"])
    return Role.READER


def _seal(wrap: Mapping[str, Any], key: str, database: str) -> str:
    said = "\n".join([database, *(str(wrap[n]) for n in ("name", "role", "recipient"))])
    return hmac.new(bytes.fromhex(key), said.encode(), hashlib.sha256).hexdigest()


def _unwrapped(wrapped: Any, secret: str) -> str | None:
    import pyrage

    try:
        return bytes(pyrage.passphrase.decrypt(base64.b64decode(wrapped), secret)).decode()
    except (pyrage.DecryptError, ValueError, TypeError):  # ValueError: a damaged wrap
        return None


def _text(secret: bytes) -> str:
    return base64.b64encode(secret).decode()
