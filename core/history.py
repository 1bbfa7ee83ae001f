"""Named steps, what changed in each, and taking a step back.

Taking back writes: each record the step touched gets its earlier values again, as a new step that
can itself be taken back. A record somebody edited since is left alone and listed.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.records import BY_TABLE, children_of
from core.text import Text


@dataclass(frozen=True)
class StepInfo:
    """One step as shown in the list of what was done."""

    id: int
    kind: str
    words: Text
    at: str
    by: str
    undone: bool


@dataclass(frozen=True)
class Change:
    """What one step did to one record: action, and per field (before, after)."""

    step: int
    table: str
    row: str
    action: str
    fields: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Undone:
    """The step that took another back (None if nothing could be), and the records left alone."""

    step: int | None
    kept: tuple[tuple[str, str], ...]  # (table, id)


def steps(db: Database, newest: int | None = None) -> list[StepInfo]:
    """Oldest first; only the newest so many if asked."""
    sql = """
        select id, kind, zh, en, at, by, (
            exists (select 1 from undone join history on history.seq = undone.seq
                    where history.step = s.id)
        ) as undone from step s order by id desc limit ?
    """
    rows = db.query(sql, [-1 if newest is None else newest])
    found = [
        StepInfo(r["id"], r["kind"], Text(r["zh"], r["en"]), r["at"], r["by"], bool(r["undone"]))
        for r in rows
    ]
    return found[::-1]


def changes(db: Database, step: int) -> Iterator[Change]:
    """What a step changed, in the order it was written."""
    for r in db.query("select * from history where step = ? order by seq", [step]):
        yield _change(r)


def of_record(db: Database, id: str) -> list[tuple[StepInfo, Change]]:
    """The history of one record, oldest first."""
    sql = 'select * from history where "row" = ? order by seq'
    found = [_change(r) for r in db.query(sql, [id])]
    known = {s.id: s for s in steps(db)} if found else {}
    return [(known[c.step], c) for c in found]


def last_undoable(db: Database) -> StepInfo | None:
    """What Ctrl+Z takes back: the newest step that still stands and is not itself a taking back."""
    row = db.execute(
        """
        select id from step s where kind != 'undo' and not exists (
            select 1 from undone join history on history.seq = undone.seq where history.step = s.id
        ) order by id desc limit 1
        """
    ).fetchone()
    return None if row is None else _info(db, int(row[0]))


def undo(db: Database, step: int) -> Undone:
    """Take a step back. Raises UserError if it is unknown, taken back already, or if every record
    of it was edited since; then nothing is changed."""
    info = _info(db, step)
    if info.undone:
        raise UserError(Text("这一步已经撤销过了。", "This step has been taken back already."))
    words = Text("撤销:{words}", "Undo: {words}").format(words=info.words)
    kept: list[tuple[str, str]] = []
    with store.step(db, words, "undo", undoes=step) as s:
        past = list(db.query("select * from history where step = ? order by seq desc", [step]))
        for h in past:
            if _edited_since(db, h):
                kept.append((h["tbl"], h["row"]))
            else:
                _take_back(s, h)
        if not s.tables:
            raise UserError(
                Text(
                    "没有撤销:这一步的 {n} 条记录后来都改过了。",
                    "Not taken back: all {n} records of this step were edited since.",
                ).format(n=len(kept))
            )
    return Undone(s.id, tuple(kept))


def _take_back(s: store.Step, h: dict[str, Any]) -> None:
    kind = BY_TABLE[h["tbl"]]
    earlier = json.loads(h["before"]) if h["before"] else {"state": store.DELETED}
    store.write_back(s, kind, h["row"], earlier)
    s.db.execute("insert into undone (seq, step) values (?, ?)", [h["seq"], s.id])
    # taking back an undo makes the step it had undone stand again
    s.db.execute(
        'delete from undone where step = ? and seq in (select seq from history where "row" = ?)',
        [h["step"], h["row"]],
    )


def _edited_since(db: Database, h: dict[str, Any]) -> bool:
    """A later write to the same record that still stands (takings back do not count), or, for a
    record about to be removed, something that was added to it since."""
    return _written_since(db, h) or (h["action"] == "create" and _has_gained(db, h))


def _has_gained(db: Database, h: dict[str, Any]) -> bool:
    return any(store.children(db, child, h["row"]) for child in children_of(BY_TABLE[h["tbl"]]))


def _written_since(db: Database, h: dict[str, Any]) -> bool:
    sql = """
        select 1 from history later join step on step.id = later.step
        where later."row" = ? and later.seq > ? and later.step != ? and step.kind != 'undo'
        and not exists (select 1 from undone where undone.seq = later.seq)
    """
    return db.execute(sql, [h["row"], h["seq"], h["step"]]).fetchone() is not None


def _info(db: Database, step: int) -> StepInfo:
    row = db.execute("select id, kind, zh, en, at, by from step where id = ?", [step]).fetchone()
    if row is None:
        raise UserError(Text("没有第 {n} 步。", "There is no step {n}.").format(n=step))
    gone = db.execute(
        "select 1 from undone join history on history.seq = undone.seq where history.step = ?",
        [step],
    ).fetchone()
    return StepInfo(row[0], row[1], Text(row[2], row[3]), row[4], row[5], gone is not None)


def _change(r: dict[str, Any]) -> Change:
    before, after = json.loads(r["before"] or "{}"), json.loads(r["after"] or "{}")
    fields = {name: (before.get(name), value) for name, value in after.items()}
    return Change(r["step"], r["tbl"], r["row"], r["action"], fields)
