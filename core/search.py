"""The search box: words, numbers, pinyin and initials of names, in one narrow table.

The table is written with every record through the store, never carried to another computer, and
can be rebuilt from the records at any time.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

from core.field import RecordKind, Type
from core.records import KINDS

#: Fields whose pinyin and initials can be typed instead of the characters.
SPELT = frozenset({"name", "committee_name", "leader_name"})


@dataclass(frozen=True)
class Hit:
    """A record found: its own table and id, and the record it belongs to (itself if to none)."""

    table: str
    id: str
    root: str


def refresh(db: Database, kind: RecordKind, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write anew what the search box knows of these rows; rows in the recycle bin are left out."""
    if not kind.found_by:
        return
    live = [
        (row["id"], kind.table, row[kind.parent] if kind.parent else row["id"], words(kind, row))
        for row in rows
        if not row.get("state")
    ]
    gone = [(row["id"],) for row in rows if row.get("state")]
    db.conn.executemany("delete from search where id = ?", gone)
    sql = "insert or replace into search (id, tbl, root, words) values (?, ?, ?, ?)"
    db.conn.executemany(sql, live)


def rebuild(db: Database) -> None:
    """The whole table from the records; for after a restore or a change of the rules here."""
    with db.atomic():
        db.execute("delete from search")
        for kind in KINDS:
            if kind.found_by:
                refresh(db, kind, list(db.query(f"select * from {kind.table} where state = 0")))


def find_words(db: Database, typed: str, limit: int = 200) -> list[Hit]:
    """Records that hold every word typed, newest first. Full width and case do not matter."""
    parts = folded(typed).split()
    if not parts:
        return []
    where = " and ".join("instr(words, ?) > 0" for _ in parts)
    sql = f"select tbl, id, root from search where {where} order by id desc limit ?"
    return [Hit(*row) for row in db.execute(sql, [*parts, limit])]


def words(kind: RecordKind, row: Mapping[str, Any]) -> str:
    """Everything the search box can find a record by, folded, one value a line."""
    values = [(name, str(row[name])) for name in kind.found_by if row.get(name)]
    lines = [folded(value) for _, value in values]
    lines += [spelt for name, value in values if name in SPELT for spelt in spellings(value)]
    return "\n".join(lines)


def folded(text: str) -> str:
    """Lower case, full width made half width."""
    return unicodedata.normalize("NFKC", text).lower()


def spellings(name: str) -> tuple[str, ...]:
    """The pinyin of a name in one word and its initials; nothing for a name without characters."""
    syllables = [_syllable(c) for c in name]
    if not any(syllables):
        return ()
    return "".join(syllables), "".join(s[:1] for s in syllables)


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(character, errors="ignore"))


def searched_types(kind: RecordKind) -> set[Type]:
    """Of the fields the search box looks through; a test keeps them to words."""
    return {kind.field(name).type for name in kind.found_by}
