"""The manifest: what a package says of itself, written last and read first."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from core.errors import UserError
from core.text import Text

FORMAT = 1
#: The oldest schema whose program reads what we write; raised when a field gets a new meaning.
MIN_READER = 20
KINDS = ("routine", "to_village", "enrolment", "handover")
LARGEST = 32 * 1024 * 1024  # bytes of the text


@dataclass(frozen=True)
class Table:
    """The rows of one kind. `fields` are those the sender's program has: one that is named here and
    not in a line is empty there; one that is not named, the sender has no opinion on."""

    fields: tuple[str, ...]
    rows: int
    size: int  # bytes of the lines before compression
    sha256: str  # of the same


@dataclass(frozen=True)
class Member:
    """One member of the file as it lies there, encrypted."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """Days and times are the sender's own and decide nothing. `village` is the id of the village's
    record, "" for the office's whole; `audit` are (number, hash) of rows of the sender's audit
    trail: those at its last hand-offs and the newest."""

    package: str
    kind: str
    schema: int
    min_reader: int
    sequence: int
    database: str
    replica: str
    village: str
    village_name: str
    office_name: str
    at: str
    by: str
    month: str  # covered, 2026-11; "" if it is about none
    is_zero: bool  # nothing happened in that month, said on purpose
    changed: int  # records written since the hand-off before
    sender_key: str  # public
    part: int
    parts: int
    clock: int
    tables: Mapping[str, Table]
    members: Mapping[str, Member]
    vv: Mapping[str, int]
    audit: tuple[tuple[int, str], ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)  # of an enrolment: key, secret, code

    @property
    def rows(self) -> int:
        return sum(t.rows for t in self.tables.values())


def as_text(manifest: Manifest) -> str:
    return json.dumps({"format": FORMAT, **asdict(manifest)}, ensure_ascii=False)


def signed(manifest: Manifest, secret: str) -> bytes:
    """The text with its signature under the village's secret; without one, unsigned."""
    text = as_text(manifest)
    signature = signature_of(text, secret) if secret else ""
    return json.dumps({"manifest": text, "hmac": signature}, ensure_ascii=False).encode()


def signature_of(text: str, secret: str) -> str:
    return hmac.new(bytes.fromhex(secret), text.encode(), hashlib.sha256).hexdigest()


def fingerprint(text: str) -> str:
    """Four groups of four, to be compared by phone: 8F3A 02C1 77DE 1B90."""
    digest = hashlib.sha256(text.encode()).hexdigest().upper()
    return " ".join(digest[i : i + 4] for i in range(0, 16, 4))


def read_signed(content: bytes) -> tuple[Manifest, str, str]:
    """Manifest, its text, its signature. Raises UserError for anything no program of ours writes,
    or that a newer one wrote for newer readers only."""
    if len(content) > LARGEST:
        raise UserError(NOT_WHOLE)
    try:
        outer = json.loads(content)
        text, signature = outer["manifest"], outer["hmac"]
        if not isinstance(text, str) or not isinstance(signature, str):
            raise UserError(NOT_WHOLE)
        return _manifest(json.loads(text)), text, signature
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(NOT_WHOLE) from error


def _manifest(given: Any) -> Manifest:
    if given["format"] != FORMAT:
        raise UserError(NEWER)
    text: dict[str, Any] = {n: _words(given[n]) for n in _TEXTS}
    numbers: dict[str, Any] = {n: _number(given[n]) for n in _NUMBERS}
    tables = {_name(t): _table(v) for t, v in given["tables"].items()}
    members = {_words(n): _member(v) for n, v in given["members"].items()}
    vv = {_replica(r): _number(c) for r, c in given["vv"].items()}
    audit = tuple((_number(seq), _hash(digest)) for seq, digest in given["audit"])
    extra = {_words(n): _words(v) for n, v in given["extra"].items()}
    if text["kind"] not in KINDS or not re.fullmatch("[0-9a-f-]{8,64}", text["package"]):
        raise ValueError(text["kind"])
    if not 1 <= numbers["part"] <= numbers["parts"] or not re.fullmatch(
        r"(\d{4}-\d\d)?", text["month"]
    ):
        raise ValueError(text["month"])
    _replica(text["replica"])
    return Manifest(
        **text,
        **numbers,
        is_zero=given["is_zero"] is True,
        tables=tables,
        members=members,
        vv=vv,
        audit=audit,
        extra=extra,
    )


_TEXTS = (
    "package",
    "kind",
    "database",
    "replica",
    "village",
    "village_name",
    "office_name",
    "at",
    "by",
    "month",
    "sender_key",
)
_NUMBERS = ("schema", "min_reader", "sequence", "changed", "part", "parts", "clock")


def _words(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 500 or not (value.isprintable() or not value):
        raise ValueError(value)
    return value


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise ValueError(value)
    return value


def _name(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch("[a-z][a-z0-9_]{0,59}", value):
        raise ValueError(value)
    return value


def _replica(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch("[0-9a-f]{12}", value):
        raise ValueError(value)
    return value


def _hash(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch("[0-9a-f]{64}", value):
        raise ValueError(value)
    return value


def _table(value: Any) -> Table:
    fields = tuple(_name(n) for n in value["fields"])
    if len(set(fields)) != len(fields) or len(fields) > 500:
        raise ValueError(fields)
    return Table(fields, _number(value["rows"]), _number(value["size"]), _hash(value["sha256"]))


def _member(value: Any) -> Member:
    return Member(_number(value["size"]), _hash(value["sha256"]))


NOT_WHOLE = Text(
    "数据包已损坏或不完整,没有读入任何内容。请重新拷贝一份,或请村里重新做一个。",
    "The package is damaged or cut off; nothing was read. Copy it again or ask for a new one.",
)
NEWER = Text(
    "这个数据包来自更新版本的程序,请先更新本机的程序。数据没有改动。",
    "This package comes from a newer program. Update the program here first; nothing was changed.",
)
