"""The search table: what each record is found by, one narrow row a record.

It is written with every record through the store, never carried to another computer, and made anew
from the records when the rules here have changed. What is typed is looked for in core.finding.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from core.field import RecordKind, Type
from core.progress import Progress, no_progress
from core.records import KINDS
from core.spelling import folded, spellings

#: Raised by one whenever words() or facts() write something else for the same record: every file
#: is then given its table anew at the next opening. Kept in the file as meta `search_rules`.
RULES = "3"
#: Fields whose pinyin and initials can be typed instead of the characters.
SPELT = frozenset({"name", "committee_name", "leader_name"})
#: Stands before the serial of a number, so that 12 can mean the twelfth and not every phone.
SERIAL = "#"
CHUNK = 1000  # records read at once
#: A table that nothing was written to yet follows the rules of today from the start; "0" says that
#: it is empty because it is still to be made anew.
_FROM_NOW_ON = """
    update meta set value = ?1 where key = 'search_rules' and value not in (?1, '0')
    and not exists (select 1 from search)
"""
_BRACKETS = re.compile(r"[()\[\]{}〔〕【】]|(?<=\d)-(?=\d)")


def refresh(db: Database, kind: RecordKind, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write anew what these rows are found by; a row in the recycle bin is found by nothing. Each
    gets a new `seq`, by which core.finding sees what has changed."""
    if not kind.found_by:
        return
    written = [
        (
            row["id"],
            kind.table,
            row[kind.parent] if kind.parent else row["id"],
            *(("", "") if row.get("state") else (words(kind, row), facts(kind, row))),
        )
        for row in rows
    ]
    db.execute(_FROM_NOW_ON, [RULES])
    sql = "insert or replace into search (id, tbl, root, words, facts) values (?, ?, ?, ?, ?)"
    db.conn.executemany(sql, written)


def rebuild(db: Database, progress: Progress = no_progress) -> None:
    """The whole table from the records; for after a restore or a change of the rules here."""
    kinds = [kind for kind in KINDS if kind.found_by]
    total = sum(_live(db, kind) for kind in kinds)
    done = 0
    with db.atomic():
        db.execute("delete from search")
        for kind in kinds:
            for rows in _chunks(db, kind):
                progress(done, total)
                refresh(db, kind, rows)
                done += len(rows)
        sql = "insert into meta values ('search_rules', ?) on conflict do update set value = ?1"
        db.execute(sql, [RULES])


def is_current(db: Database) -> bool:
    """Whether the table was written by the rules of this program."""
    row = db.execute("select value from meta where key = 'search_rules'").fetchone()
    return row is not None and row[0] == RULES


def words(kind: RecordKind, row: Mapping[str, Any]) -> str:
    """Names, numbers, addresses and the spellings of names, each on a line, as key() writes them.
    Of a number also its serial, marked."""
    lines = []
    for name in _named(kind, row, facts=False):
        value = str(row[name])
        lines.append(key(value))
        if name in SPELT:
            lines += spellings(value)
        if name.endswith("_no") and (numbers := re.findall(r"\d+", folded(value))):
            lines.append(SERIAL + numbers[-1].lstrip("0"))
    return "\n".join(lines)


def facts(kind: RecordKind, row: Mapping[str, Any]) -> str:
    """The long texts of a record, each on a line, as key() writes them."""
    values = (str(row[name]) for name in _named(kind, row, facts=True))
    return "\n".join(" ".join(key(value).split()) for value in values)


def key(text: str) -> str:
    """As words are compared: width, case, brackets and strokes between digits do not matter."""
    return _BRACKETS.sub("", folded(text))


def searched_types(kind: RecordKind) -> set[Type]:
    """Of the fields the search box looks through; a test keeps them to words."""
    return {kind.field(name).type for name in kind.found_by}


def _named(kind: RecordKind, row: Mapping[str, Any], *, facts: bool) -> list[str]:
    """The fields with a value that are found; the long texts or the others."""
    is_long = {name: kind.field(name).type is Type.NOTE for name in kind.found_by}
    return [name for name in kind.found_by if row.get(name) and is_long[name] == facts]


def _live(db: Database, kind: RecordKind) -> int:
    return int(db.execute(f"select count(*) from {kind.table} where state = 0").fetchone()[0])


def _chunks(db: Database, kind: RecordKind) -> Iterator[list[dict[str, Any]]]:
    """The live records in order of entry, with what the search table needs of them."""
    columns = ", ".join(dict.fromkeys(("id", *filter(None, [kind.parent]), *kind.found_by)))
    sql = f"select {columns} from {kind.table} where id > ? and +state = 0 order by id limit ?"
    last = ""
    while rows := list(db.query(sql, [last, CHUNK])):
        yield rows
        last = str(rows[-1]["id"])
