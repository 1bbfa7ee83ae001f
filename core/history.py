"""Named steps, what changed in each, and taking a step back.

Taking back writes: each record the step touched gets its earlier values again, as a new step that
can itself be taken back. A record somebody edited since is left alone and listed, as is one that
would be live without the record it belongs to, or gone while others point at it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from core import joined, store
from core.errors import UserError
from core.field import Field, RecordKind, Row
from core.records import BY_TABLE, DISPUTE, KINDS, POINTED_AT, children_of
from core.text import Text

#: The kind of step that made the office itself; nothing would be left to work with without it.
SETUP = "setup"
#: The step that took in a package; its writes are those of other computers.
MERGE = "merge"
#: Content that went for good; see core/purge.py.
PURGE = "purge"
_NOT_PURGE = Text("清除不能撤销。", "A purge cannot be taken back.")
_NOT_SETUP = Text(
    "新建司法所这一步不能撤销。", "The step that made the office cannot be taken back."
)

_NOT_AGAIN = Text(
    "撤销合并这一步不能再撤销。要恢复,请把那个数据包再导入一次(副本在 inbox 文件夹)。",
    "Taking back a merge cannot itself be taken back. Import the package again (copy in inbox).",
)


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
    """The step that took another back, and the records left alone: edited since, in use, or
    belonging to a record in the recycle bin."""

    step: int
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
    known = {c.step: _info(db, c.step) for c in found}
    return [(known[c.step], c) for c in found]


def of_case(
    db: Database, id: str, kind: RecordKind = DISPUTE
) -> list[tuple[StepInfo, list[Change]]]:
    """The steps that touched a record or what belongs to it, now or in the recycle bin, newest
    first, each with what it changed there in the order it was written."""
    ids = [id]
    for child in children_of(kind):
        sql = f"select id from {child.table} where {child.parent} = ?"
        ids += [row[0] for row in db.execute(sql, [id])]
    found: dict[int, list[Change]] = {}
    sql = """select * from history where "row" in (select value from json_each(?)) order by seq"""
    for row in db.query(sql, [json.dumps(ids)]):
        found.setdefault(row["step"], []).append(_change(row))
    return [(_info(db, step), found[step]) for step in sorted(found, reverse=True)]


def touched(db: Database, step: int) -> set[str]:
    """The ids of the records a step wrote."""
    return {id for _, id in _touched(db, step)}


def last_undoable(db: Database) -> StepInfo | None:
    """What Ctrl+Z takes back: the newest step that still stands and is not itself a taking back."""
    row = db.execute(
        """
        select id from step s where kind not in ('undo', 'setup', 'purge') and not exists (
            select 1 from undone join history on history.seq = undone.seq where history.step = s.id
        ) order by id desc limit 1
        """
    ).fetchone()
    return None if row is None else _info(db, int(row[0]))


def undo(db: Database, step: int) -> Undone:
    """Take a step back. Raises UserError if it is unknown, taken back already, or if every record
    of it must be left alone; then nothing is changed."""
    info = _info(db, step)
    if info.kind == SETUP:
        raise UserError(_NOT_SETUP)
    if info.kind == PURGE:
        raise UserError(_NOT_PURGE)
    if info.undone:
        raise UserError(Text("这一步已经撤销过了。", "This step has been taken back already."))
    if info.kind == "undo" and _took_out(db, step):
        raise UserError(_NOT_AGAIN)
    words = Text("撤销:{words}", "Undo: {words}").format(words=info.words)
    with store.step(db, words, "undo", undoes=step) as s:
        kept = _take_out(s, step) if info.kind == MERGE else _take_back(s, step)
        if kept and not s.tables:
            raise UserError(
                Text(
                    "没有撤销:这一步的 {n} 条记录后来改过、正被使用,或所属的记录在回收站中。",
                    "Not taken back: all {n} records of this step were edited since, are in use or"
                    " belong to a record in the recycle bin.",
                ).format(n=len(kept))
            )
        s.tables.add("undone")  # also a step whose writes had cancelled each other out is marked
    return Undone(s.id, kept)


def _take_back(s: store.Step, step: int) -> tuple[tuple[str, str], ...]:
    """Everything that may be taken back; gives the records left alone. What comes back comes before
    what goes, parents first; what goes goes children first: so a record is never live without the
    one it belongs to."""
    since = _with_whole_cases(s.db, step, _edited_since(s.db, step))
    stay = {id for _, id in since}
    kept = dict.fromkeys(key for key in _touched(s.db, step) if key in since)
    earlier = _earlier(s.db, step, since)
    for kind in KINDS:
        rows = {id: v for id, v in earlier[kind.table].items() if v.get("state") != store.DELETED}
        kept |= dict.fromkeys(_write_back(s, kind, rows, _homeless(s.db, kind, rows)))
    for kind in reversed(KINDS):
        rows = {id: v for id, v in earlier[kind.table].items() if v.get("state") == store.DELETED}
        leave = store.pointed_at(s.db, kind, list(rows)) | _belongings(s.db, kind, rows, stay)
        kept |= dict.fromkeys(_write_back(s, kind, rows, leave))
    _mark(s, step, tuple(kept))
    return tuple(kept)


def _take_out(s: store.Step, step: int) -> tuple[tuple[str, str], ...]:
    """Of a merge: everything as if it had not come, so that importing it again brings it again."""
    kept = joined.take_out(s, step)
    _mark(s, step, kept)
    return kept


def _took_out(db: Database, step: int) -> bool:
    """Whether this step took a merge back: what it removed is in the package, not in here."""
    sql = "select 1 from step s join step m on m.id = s.undoes where s.id = ? and m.kind = ?"
    return db.execute(sql, [step, MERGE]).fetchone() is not None


def _belongings(
    db: Database, kind: RecordKind, rows: dict[str, dict[str, Any]], stay: set[str]
) -> set[str]:
    """Those that belong to a record which stays: a case is not left without its parties."""
    if not kind.parent:
        return set()
    there = store.get_many(db, kind, list(rows))
    return {id for id, row in there.items() if row[kind.parent] in stay}


def _write_back(
    s: store.Step, kind: RecordKind, rows: dict[str, dict[str, Any]], leave: set[str]
) -> list[tuple[str, str]]:
    """All rows but those to leave alone, which are given back."""
    store.write_back(s, kind, {id: values for id, values in rows.items() if id not in leave})
    return [(kind.table, id) for id in rows if id in leave]


def _touched(db: Database, step: int) -> list[tuple[str, str]]:
    """The records of a step: (table, id), each once, in the order they were first written."""
    sql = 'select tbl, "row" from history where step = ? group by 1, 2 order by min(seq)'
    return [(tbl, id) for tbl, id in db.execute(sql, [step])]


def _earlier(
    db: Database, step: int, leave: set[tuple[str, str]]
) -> dict[str, dict[str, dict[str, Any]]]:
    """table -> id -> the values its records had before the step; one the step made was not there,
    which is as good as in the recycle bin. A field that a later schema has moved elsewhere is left
    out: its migration carried the history along."""
    found: dict[str, dict[str, dict[str, Any]]] = {kind.table: {} for kind in KINDS}
    sql = 'select tbl, "row", before from history where step = ? order by seq desc'
    for tbl, id, before in db.execute(sql, [step]):
        if (tbl, id) not in leave:
            values = json.loads(before) if before else {"state": store.DELETED}
            known = {n: v for n, v in values.items() if n in BY_TABLE[tbl].by_name or n == "state"}
            found[tbl].setdefault(id, {}).update(known)
    return found


def _edited_since(db: Database, step: int) -> set[tuple[str, str]]:
    """Records of the step with a later write that still stands. A later write and the taking back
    of it cancel each other out."""
    # the + keeps the search to the few writes of one record, off the thousands of one step
    sql = """
        select distinct h.tbl, h."row" from history h
        join history later on later."row" = h."row" and later.seq > h.seq and later.step != h.step
        where h.step = ? and not exists (select 1 from undone where undone.seq = later.seq)
        and not exists (
            select 1 from step join history target on +target.step = step.undoes
            where step.id = later.step and target."row" = h."row" and target.seq > h.seq
        )
    """
    return {(tbl, id) for tbl, id in db.execute(sql, [step])}


def _with_whole_cases(db: Database, step: int, since: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """With what must stay beside them: a case is taken back whole or stays whole, and a link stays
    as long as the record it was made to."""
    touched = _touched(db, step)
    rows = {
        (kind.table, id): row
        for kind in KINDS
        for id, row in store.get_many(
            db, kind, [id for table, id in touched if table == kind.table]
        ).items()
    }
    stay, before = set(since), -1
    while len(stay) != before and stay:
        before = len(stay)
        cases = {_case_of(key, rows) for key in stay if key in rows}
        for key, row in rows.items():
            links = {str(row[f.name]) for f in BY_TABLE[key[0]].fields if _is_case_link(f)}
            if _case_of(key, rows) in cases or cases.intersection(links):
                stay.add(key)
    return stay


def _is_case_link(field: Field) -> bool:
    """To a case, not to a village, committee or mediator that many records name."""
    return bool(field.link) and field.link not in POINTED_AT


def _case_of(key: tuple[str, str], rows: Mapping[tuple[str, str], Row]) -> str:
    """The id of the record this one belongs to; its own for one that stands by itself."""
    kind = BY_TABLE[key[0]]
    return str(rows[key][kind.parent] if kind.parent else key[1])


def _homeless(db: Database, kind: RecordKind, rows: dict[str, dict[str, Any]]) -> set[str]:
    """Those that would be live while the record they belong to is not."""
    if not kind.parent:
        return set()
    after = {id: {**row, **rows[id]} for id, row in store.get_many(db, kind, list(rows)).items()}
    parents = BY_TABLE[kind.field(kind.parent).link]
    there = store.get_many(db, parents, list({row[kind.parent] for row in after.values()}))
    living = {id for id, row in there.items() if row["state"] == store.LIVE}
    return {
        id
        for id, row in after.items()
        if row["state"] == store.LIVE and row[kind.parent] not in living
    }


def _mark(s: store.Step, step: int, kept: tuple[tuple[str, str], ...]) -> None:
    """Note what was taken back; taking back an undo makes the step it had undone stand again."""
    left = json.dumps([id for _, id in kept])
    s.db.execute(
        """insert into undone (seq, step) select seq, ? from history
           where step = ? and "row" not in (select value from json_each(?))""",
        [s.id, step, left],
    )
    s.db.execute(
        """delete from undone where step = ? and (select "row" from history where seq = undone.seq)
           not in (select value from json_each(?))""",
        [step, left],
    )


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
