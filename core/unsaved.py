"""Drafts of forms that are not saved yet, so that a crash costs nobody his typing.

Kept in table `draft` of the same encrypted file. The table is local: it holds the words as they
stand in the fields, right or wrong, and therefore lies outside steps, history, search and the
records; it is never carried to another computer. A draft goes when its form is saved or given up.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlite_utils import Database

from core.store import now

#: Field -> the words as they stand in it.
Words = Mapping[str, str]


@dataclass(frozen=True)
class RowWords:
    """A row below the record, such as a party."""

    id: str
    is_new: bool
    words: Words


@dataclass(frozen=True)
class FormWords:
    """Everything typed on one page. `rows` and `gone` (ids of rows taken out) go by child table."""

    words: Words
    rows: Mapping[str, tuple[RowWords, ...]] = field(default_factory=dict)
    gone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Unsaved:
    """A draft of one record; `at` is when it was kept, UTC with offset."""

    table: str
    id: str
    is_new: bool
    form: FormWords
    at: str


def keep(db: Database, table: str, id: str, form: FormWords, *, is_new: bool) -> None:
    """In place of what was kept of the same record before."""
    words = json.dumps(_packed(form), ensure_ascii=False, separators=(",", ":"))
    with db.atomic():
        db.execute(
            'insert or replace into draft ("row", tbl, is_new, words, at) values (?, ?, ?, ?, ?)',
            [id, table, int(is_new), words, now()],
        )


def drop(db: Database, id: str) -> None:
    with db.atomic():
        db.execute('delete from draft where "row" = ?', [id])


def kept(db: Database, id: str = "") -> list[Unsaved]:
    """All drafts, the latest first; or that of one record."""
    where = 'where "row" = ?' if id else ""
    sql = f'select tbl, "row", is_new, words, at from draft {where} order by at desc, "row" desc'
    return [
        Unsaved(table, row, bool(is_new), _unpacked(words), at)
        for table, row, is_new, words, at in db.execute(sql, [id] if id else [])
    ]


def _packed(form: FormWords) -> dict[str, object]:
    rows = {t: [[r.id, r.is_new, dict(r.words)] for r in rs] for t, rs in form.rows.items()}
    return {
        "words": dict(form.words),
        "rows": rows,
        "gone": {t: [*g] for t, g in form.gone.items()},
    }


def _unpacked(words: str) -> FormWords:
    read = json.loads(words)
    rows = {t: tuple(RowWords(*r) for r in rs) for t, rs in read["rows"].items()}
    return FormWords(read["words"], rows, {t: tuple(g) for t, g in read["gone"].items()})
