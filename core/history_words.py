"""修改记录: the history of a record in words, field by field, with what belongs to it."""

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from core import store
from core.codes import CodeBook
from core.field import RecordKind
from core.history import Change, StepInfo, of_case
from core.records import BY_TABLE, DISPUTE, children_of
from core.show import masked, name_of, shown
from core.text import Text

LONGEST = 60  # characters of a value; of a longer one the part around the first difference
BEFORE_IT = 12  # characters shown before the difference
NOTHING = Text("(空)", "(empty)")
#: Fields nobody reads: the order of rows, and the parts that numbers are made of.
SILENT = ("position", "_prefix", "_year", "_serial", "sha256")
ACTIONS = {
    "create": Text("添加{what}", "Added: {what}"),
    "delete": Text("{what}放入回收站", "Into the recycle bin: {what}"),
    "put_back": Text("{what}从回收站恢复", "Back from the recycle bin: {what}"),
}
REGISTERED = Text("登记{what}", "Registered: {what}")


@dataclass(frozen=True)
class Line:
    """One thing that changed. `what` is the record, empty for the one looked at; with a field its
    words before and after, else `said` is the whole."""

    what: str = ""
    field: str = ""
    before: str = ""
    after: str = ""
    said: str = ""


@dataclass(frozen=True)
class Told:
    """A step and what it did to the record."""

    step: StepInfo
    lines: tuple[Line, ...]


def told(
    db: Database, id: str, book: CodeBook, kind: RecordKind = DISPUTE, *, mask: bool = False
) -> list[Told]:
    """Newest first. Records are called what they were called at the time. With mask, ID and phone
    numbers have stars."""
    now = _as_it_is(db, id, kind)
    found = []
    for step, changes in of_case(db, id, kind):
        lines = [line for c in changes for line in _lines(c, id, now.get(c.row, {}), book, mask)]
        found.append(Told(step, tuple(lines)))
        for change in reversed(changes):  # one step further back
            before = {name: pair[0] for name, pair in change.fields.items()}
            now[change.row] = {**now.get(change.row, {}), **before}
    return found


def excerpt(before: str, after: str) -> tuple[str, str]:
    """Two long texts cut to where they begin to differ."""
    if max(len(before), len(after)) <= LONGEST:
        return before, after
    start = max(0, _same(before, after) - BEFORE_IT)
    return _cut(before, start), _cut(after, start)


def _same(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _cut(text: str, start: int) -> str:
    if len(text) <= LONGEST:
        return text
    part = text[start : start + LONGEST]
    return f"{'…' if start else ''}{part}{'…' if start + LONGEST < len(text) else ''}"


def _as_it_is(db: Database, id: str, kind: RecordKind) -> dict[str, dict[str, Any]]:
    """The record and what belongs to it, in whatever state, by id."""
    rows = {id: store.get(db, kind, id) or {}}
    for child in children_of(kind):
        sql = f"select * from {child.table} where {child.parent} = ?"
        rows |= {row["id"]: row for row in db.query(sql, [id])}
    return rows


def _lines(
    change: Change, root: str, row: dict[str, Any], book: CodeBook, mask: bool
) -> list[Line]:
    kind = BY_TABLE[change.table]
    what = "" if change.row == root else _called(kind, row, book)
    found = []
    if said := ACTIONS.get(change.action):
        whole = what or _called(kind, row, book)
        said = REGISTERED if change.action == "create" and not what else said
        found.append(Line(what, said=str(said.format(what=whole))))
    for name, (old, new) in change.fields.items():
        field = kind.by_name.get(name)
        if field is None or name.endswith(SILENT):
            continue
        before, after = shown(field, old, book), shown(field, new, book)
        if mask:
            before, after = masked(name, before), masked(name, after)
        before, after = excerpt(before, after)
        nothing = str(NOTHING)
        found.append(Line(what, str(field.label), before or nothing, after or nothing))
    return found


def _called(kind: RecordKind, row: dict[str, Any], book: CodeBook) -> str:
    name = name_of(kind, row, book)
    if name == str(kind.title):
        return name
    return str(Text("{kind} {name}", "{kind} {name}").format(kind=kind.title, name=name))
