"""What stands in a form, made ready to be saved: cleaned, filled from the ID number, checked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlite_utils import Database

from core import store
from core.case_check import LOOKED_AT, problems_between
from core.clean import clean_row
from core.codes import CodeBook
from core.field import Problem, RecordKind, Row
from core.identity import fill_from_id
from core.records import DISPUTE
from core.text import Text
from core.validate import blocking, problems


@dataclass(frozen=True)
class Draft:
    """One record as it would be saved, and what is wrong with it."""

    kind: RecordKind
    row: dict[str, Any]
    problems: tuple[Problem, ...]
    unread: frozenset[str] = frozenset()  # fields whose words mean nothing

    @property
    def is_blocked(self) -> bool:
        return bool(blocking(list(self.problems)))


def draft(
    kind: RecordKind,
    row: Row,
    unread: list[Problem],
    book: CodeBook,
    accepted_on: str | None,
    today: date,
) -> Draft:
    """`unread` are the fields whose words meant nothing: they take the place of other complaints
    about the same field."""
    clean, dirty = clean_row(kind, row)
    filled = fill_from_id(kind, clean, accepted_on, today)
    known = [*unread, *dirty]
    said = {p.name for p in known}
    found = [*known, *(p for p in problems(kind, filled, book, today) if p.name not in said)]
    return Draft(kind, filled, tuple(found), frozenset(p.name for p in known))


def said_once(drafts: Iterable[Draft]) -> list[Draft]:
    """One message for one cause. Words that mean nothing leave a field empty: what is then missed
    in it is not said too; and what is wrong at a field goes before warnings about it."""
    return [replace(each, problems=_once(each)) for each in drafts]


def _once(each: Draft) -> tuple[Problem, ...]:
    found: dict[tuple[str, str], Problem] = {}
    at = {p.name for p in blocking(list(each.problems))}
    spoken = set[str]()
    for p in each.problems:
        if (p.warning and p.name in at) or (p.name in each.unread and p.name in spoken):
            continue
        spoken.add(p.name)
        found.setdefault((p.name, str(p.message)), p)
    return tuple(found.values())


def checked_together(drafts: Sequence[Draft]) -> list[Draft]:
    """A dispute and the rows that belong to it, with what is wrong between them."""
    own = next((each.row for each in drafts if each.kind is DISPUTE), None)
    if own is None:
        return list(drafts)
    rows = {k.table: [each.row for each in drafts if each.kind is k] for k in LOOKED_AT}
    found: dict[tuple[str, str], list[Problem]] = {}
    for each in problems_between(own, rows):
        found.setdefault((each.table, each.id), []).append(each.problem)
    return [
        replace(each, problems=(*each.problems, *found.get((each.kind.table, each.row["id"]), ())))
        for each in drafts
    ]


def save_drafts(
    db: Database, drafts: Iterable[Draft], gone: Mapping[RecordKind, list[str]], words: Text
) -> frozenset[str]:
    """All of it in one step, all or nothing. `gone` are rows taken out, by kind. Gives the tables
    that changed."""
    with store.step(db, words) as s:
        for each in drafts:
            store.save(s, each.kind, each.row)
        for kind, ids in gone.items():
            for id in ids:
                store.delete(s, kind, id)
    return frozenset(s.tables)
