"""冲突: questions left for later, and answering them.

A question is open as long as the field still has one of the two values it is about: any later
writing of that field, here or elsewhere, has answered it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from core import joined, store
from core.clean import clean_value
from core.errors import UserError
from core.field import RecordKind
from core.records import BY_TABLE, children_of, load_book
from core.show import name_of
from core.text import Text
from core.validate import blocking, problems


@dataclass(frozen=True)
class Question:
    """An open question; `standing` is the value the record has until somebody decides."""

    id: int
    table: str
    row: str
    field: str
    mine: Any
    theirs: Any
    standing: Any
    package: str
    at: str


def open_questions(db: Database) -> Iterator[Question]:
    """Oldest first."""
    sql = "select * from conflict where choice is null order by id"
    for c in db.query(sql):
        row = store.get(db, BY_TABLE[c["tbl"]], c["row"])
        if row is None or row["state"] == store.PURGED:
            continue
        stamps = json.loads(row["stamps"])
        if (stamps.get(c["field"]) or stamps["*"]) in (c["mine_stamp"], c["theirs_stamp"]):
            values = json.loads(c["mine"]), json.loads(c["theirs"])
            place = c["id"], c["tbl"], c["row"], c["field"]
            yield Question(*place, *values, row[c["field"]], c["package"], c["at"])


def answer(db: Database, question: Question, choice: str, value: Any = None, *, today: date) -> int:
    """Decide one question by mine, theirs or typed; gives the step. Raises UserError."""
    kind = BY_TABLE[question.table]
    if choice not in ("mine", "theirs", "typed"):
        raise UserError(_NO_CHOICE.format(choice=choice))
    if choice == "typed":
        value = checked_value(db, kind, question.row, question.field, value, today)
    else:
        value = question.mine if choice == "mine" else question.theirs
    row = store.get(db, kind, question.row) or {}
    words = _DECIDED.format(name=name_of(kind, row, load_book(db)))
    with store.step(db, words) as s:
        settle(s, kind, question.row, question.field, value)
        db.execute(
            "update conflict set choice = ?, decided_at = ?, decided_by = ? where id = ?",
            [choice, s.at, s.by, question.id],
        )
    return s.id


def settle(s: store.Step, kind: RecordKind, id: str, name: str, value: Any) -> None:
    """Write the answer, as a value of ours that everybody else will take."""
    if name != "state":
        joined.decide(s, kind, id, name, value)
    elif value == store.LIVE:
        _bring_back(s, kind, id)
    else:
        joined.decide(s, kind, id, "state", store.DELETED)
        for child in children_of(kind):
            for row in store.children(s.db, child, id):
                store.delete(s, child, row["id"])


def _bring_back(s: store.Step, kind: RecordKind, id: str) -> None:
    row = store.get(s.db, kind, id)
    if row is not None and row["state"] == store.DELETED:
        store.put_back(s, kind, id)
    else:
        joined.decide(s, kind, id, "state", store.LIVE)


def checked_value(
    db: Database, kind: RecordKind, id: str, name: str, value: Any, today: date
) -> Any:
    """A value typed anew, as it may be stored. Raises UserError."""
    field = kind.by_name.get(name)
    if field is None:
        raise UserError(_NOT_TYPED)
    clean = clean_value(field, value)
    row = {**(store.get(db, kind, id) or {}), name: clean}
    found = [p for p in blocking(problems(kind, row, load_book(db), today)) if p.name == name]
    if found:
        raise UserError(found[0].message)
    return clean


def count(db: Database) -> int:
    return sum(1 for _ in open_questions(db))


def marked(db: Database) -> set[str]:
    """Ids of the records with an open question."""
    return {q.row for q in open_questions(db)}


_DECIDED = Text("处理冲突:{name}", "Decide a conflict: {name}")
_NO_CHOICE = Text(
    "不认识的选择“{choice}”。可用:mine、theirs、typed。",
    "Unknown choice {choice}. Use mine, theirs or typed.",
)
_NOT_TYPED = Text("这一项只能选一边。", "Here only one of both sides can be chosen.")
