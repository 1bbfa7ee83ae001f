"""自定义代码: what an office may do with code lists.

A stored code is never taken out; it is renamed or retired, and what we ship can be brought back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.field import RecordKind
from core.records import CODE, KINDS, load_book
from core.text import Text

#: Lists the program itself reasons with: their words may change, nothing can be added or retired.
FIXED = frozenset(
    {
        "agreement_form",
        "aid_case_status",
        "aid_event",
        "aid_period",
        "aid_role",
        "aid_type",
        "application_status",
        "cadence",
        "case_kind",
        "claim_division",
        "date_basis",
        "event_counted",
        "means_basis",
        "mediation_result",
        "outcome",
        "partly_won_counted",
        "party_type",
        "procedure_kind",
        "rate_denominator",
        "rate_unit",
        "risk_level",
        "risk_scheme",
        "screen_category",
        "screen_level",
        "shipped_rule",
        "sign_kind",
        "source_box",
        "term_unit",
        "type_profile",
        "video_counted",
    }
)


@dataclass(frozen=True)
class CodeList:
    """A list, and the field people know it by."""

    name: str
    title: Text

    @property
    def is_fixed(self) -> bool:
        return self.name in FIXED


@dataclass(frozen=True)
class Entry:
    """One choice of a list as it stands now. `shipped` are our words, None for an own one."""

    code: str
    words: Text
    shipped: Text | None
    retired: bool


def code_lists() -> list[CodeList]:
    """Every list of every kind, by the first field that uses it; those one cannot add to last."""
    found: dict[str, CodeList] = {}
    for kind in KINDS:
        for field in kind.fields:
            if field.codes and field.codes not in found:
                title = Text("{kind} · {field}", "{kind} · {field}")
                named = title.format(kind=kind.title, field=field.label)
                found[field.codes] = CodeList(field.codes, named)
    return sorted(found.values(), key=lambda each: each.is_fixed)


def entries(db: Database, name: str) -> list[Entry]:
    """The choices in the order they are offered, retired ones included."""
    book, shipped = load_book(db), _shipped(name)
    return [
        Entry(code, words, shipped.get(code), (name, code) in book.retired)
        for code, words in book.lists[name].items()
    ]


def add(db: Database, name: str, words: str) -> None:
    """One more choice at the end. Raises UserError for words that are there or a fixed list."""
    if name in FIXED:
        raise UserError(_FIXED)
    taken = {each.code for each in entries(db, name)}
    code = next(c for n in range(1, 10_000) if (c := f"local_{n}") not in taken)
    _write(db, name, code, {"zh": _usable(db, name, words)}, _ADDED)


def rename(db: Database, name: str, code: str, words: str) -> None:
    """Other words for the same code, in old records too. Raises UserError as `add` does."""
    if words.strip() != _entry(db, name, code).words.zh:
        _write(db, name, code, {"zh": _usable(db, name, words), "en": None}, _RENAMED)


def retire(db: Database, name: str, code: str, *, retired: bool) -> None:
    """No longer offered to new records, or offered again."""
    if name in FIXED:
        raise UserError(_FIXED)
    _write(db, name, code, {"retired": int(retired)}, _RETIRED if retired else _BACK)


def _write(db: Database, name: str, code: str, changed: Mapping[str, Any], step: Text) -> None:
    """One step over the code's row, which is made if there is none."""
    rows = store.find(db, CODE, "list = ? and code = ?", [name, code], limit=1)
    row: dict[str, Any] = {"list": name, "code": code}
    if rows:
        row["id"] = rows[0]["id"]
    elif shipped := _shipped(name).get(code):
        row |= {"zh": shipped.zh, "en": shipped.en}
    words = step.format(words=changed.get("zh") or _named(db, name, code))
    with store.step(db, words) as s:
        store.save(s, CODE, {**row, **changed})


def _usable(db: Database, name: str, words: str) -> str:
    words = words.strip()
    if not words:
        raise UserError(Text("请填写名称。", "Enter the words."))
    if len(words) > CODE.field("zh").longest:
        raise UserError(Text("名称过长。", "The words are too long."))
    if any(words in (each.words.zh, each.words.en) for each in entries(db, name)):
        said = Text("“{words}”已在列表里。", "{words} is on the list already.")
        raise UserError(said.format(words=words))
    return words


def _entry(db: Database, name: str, code: str) -> Entry:
    return next(each for each in entries(db, name) if each.code == code)


def _named(db: Database, name: str, code: str) -> str:
    return str(_entry(db, name, code).words)


def _shipped(name: str) -> Mapping[str, Text]:
    kind: RecordKind = next(k for k in KINDS if name in k.codes)
    return kind.codes[name]


_ADDED = Text("添加选项 {words}", "Add the choice {words}")
_RENAMED = Text("选项改名为 {words}", "Rename a choice to {words}")
_RETIRED = Text("停用选项 {words}", "Retire the choice {words}")
_BACK = Text("恢复使用选项 {words}", "Offer the choice {words} again")
_FIXED = Text(
    "程序要按这张表计算,只能改名,不能添加或停用。",
    "The program reckons with this list: words may change, nothing can be added or retired.",
)
