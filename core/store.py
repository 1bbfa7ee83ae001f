"""Save, get and find records of any kind; with history and merging the only writer.

Everything one user action writes is one step: `with step(db, words) as s: save(s, kind, row)`.
A step is all or nothing. Every write gives the record a new clock in its version vector `vv` and
stamps the fields it changed, so that a merge can later tell who knew of what.
"""

import getpass
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from core import audit, search
from core.errors import UserError
from core.field import RecordKind, Row
from core.progress import Progress, no_progress
from core.records import BY_TABLE, KINDS, children_of
from core.text import Text

LIVE, DELETED, PURGED = 0, 1, 2
#: Columns of every synced table that belong to the store; a RecordKind never names them.
OWN = ("id", "state", "vv", "stamps", "edited_at", "edited_by")
CHUNK = 500  # rows asked for in one query
READ_ONLY = Text(
    "您登录的身份是查看人员,不能登记和修改。内容没有改动。",
    "You are signed in as a reader and cannot change anything. Nothing was changed.",
)


def new_id() -> str:
    """UUIDv7: sorts by time of creation, never shown to people."""
    from uuid6 import uuid7  # not at the top: the window stands before anything is written

    return str(uuid7())


def now() -> str:
    """UTC with offset, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def meta(db: Database, key: str, default: str = "") -> str:
    """A value of the file itself, such as `replica`, `clock`, `database`."""
    row = db.execute("select value from meta where key = ?", [key]).fetchone()
    return default if row is None else str(row[0])


def set_meta(db: Database, key: str, value: str) -> None:
    db.execute("insert into meta values (?, ?) on conflict do update set value = ?2", [key, value])


def person(db: Database) -> str:
    """Who is at work: whoever signed in, else the user of this computer."""
    return meta(db, "person") or getpass.getuser()


@dataclass
class Step:
    """One user action being written."""

    db: Database
    id: int
    at: str
    by: str
    replica: str
    clock: int
    tables: set[str] = field(default_factory=set)  # that have changed so far

    def next_clock(self) -> int:
        self.clock += 1
        return self.clock


@dataclass(frozen=True)
class Saved:
    """How many of the rows handed over were new, changed or the same as before."""

    new: int = 0
    changed: int = 0
    same: int = 0


@contextmanager
def step(
    db: Database, words: Text, kind: str = "edit", undoes: int | None = None
) -> Iterator[Step]:
    """One named, undoable action; all or nothing. A step that changed nothing leaves no trace."""
    if db.execute("pragma query_only").fetchone()[0]:
        raise UserError(READ_ONLY)
    with db.atomic():
        at, by = now(), person(db)
        id = db.execute(
            "insert into step (zh, en, kind, at, by, undoes) values (?, ?, ?, ?, ?, ?)",
            [words.zh, words.en, kind, at, by, undoes],
        ).lastrowid
        assert id is not None  # an insert always has one
        opened = Step(db, id, at, by, meta(db, "replica"), int(meta(db, "clock", "0")))
        yield opened
        if opened.tables:
            set_meta(db, "clock", str(opened.clock))
        else:
            db.execute("delete from step where id = ?", [id])


def get(db: Database, kind: RecordKind, id: str) -> dict[str, Any] | None:
    """The record in whatever state it is, or None."""
    return next(iter(db.query(f"select * from {kind.table} where id = ?", [id])), None)


def find(
    db: Database,
    kind: RecordKind,
    where: str = "1",
    params: Sequence[object] = (),
    *,
    order: str = "",
    limit: int = -1,
    offset: int = 0,
    state: int = LIVE,
) -> list[dict[str, Any]]:
    """Records of one kind; newest first where the kind has a date, else in order of entry."""
    order = order or (f"{kind.dated_by} desc, id desc" if kind.dated_by else "id")
    # + keeps SQLite from looking children up by their state, which nearly all of them share
    live = "+state" if kind.parent else "state"
    sql = (
        f"select * from {kind.table} where {live} = ? and ({where})"
        f" order by {order} limit ? offset ?"
    )
    return list(db.query(sql, [state, *params, limit, offset]))


def count(
    db: Database,
    kind: RecordKind,
    where: str = "1",
    params: Sequence[object] = (),
    *,
    state: int = LIVE,
) -> int:
    sql = f"select count(*) from {kind.table} where state = ? and ({where})"
    return int(db.execute(sql, [state, *params]).fetchone()[0])


def children(db: Database, kind: RecordKind, parent_id: str) -> list[dict[str, Any]]:
    """The live records of a child kind that belong to one parent, in their order."""
    order = "position, id" if "position" in kind.by_name else f"{kind.dated_by or 'id'}, id"
    return find(db, kind, f"{kind.parent} = ?", [parent_id], order=order)


def children_by_parent(
    db: Database, kind: RecordKind, parent_ids: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    """The same for many parents at once: parent id -> its live children in order."""
    order = "position, id" if "position" in kind.by_name else f"{kind.dated_by or 'id'}, id"
    found: dict[str, list[dict[str, Any]]] = {id: [] for id in parent_ids}
    for part in _chunks(list(found)):
        where = f"{kind.parent} in ({_marks(part)})"
        for row in find(db, kind, where, part, order=order):
            found[row[kind.parent]].append(row)
    return found


def save(s: Step, kind: RecordKind, row: Row) -> str:
    """Write one record; see save_many. Gives its id back."""
    row = {"id": new_id(), **{k: v for k, v in row.items() if k != "id" or v}}
    save_many(s, kind, [row])
    return str(row["id"])


def save_many(
    s: Step, kind: RecordKind, rows: Iterable[Row], progress: Progress = no_progress
) -> Saved:
    """New records (no id, or one not known yet) are made; of known ones only the fields handed over
    that differ are written. Values must be valid (core.validate). Raises ValueError for a field the
    kind does not have."""
    todo = [{**r, "id": r.get("id") or new_id()} for r in rows]
    new = changed = 0
    for start in range(0, len(todo), CHUNK):
        progress(start, len(todo))
        part = todo[start : start + CHUNK]
        known = get_many(s.db, kind, [r["id"] for r in part])
        made, edits = _sorted_out(kind, part, known)
        _insert(s, kind, made)
        _update(s, kind, edits)
        new, changed = new + len(made), changed + len(edits)
    return Saved(new, changed, len(todo) - new - changed)


def delete(s: Step, kind: RecordKind, id: str) -> None:
    """Into the recycle bin, with everything that belongs to the record; all content is kept."""
    _set_state(s, kind, [id], DELETED)
    for child in children_of(kind):
        for row in children(s.db, child, id):
            delete(s, child, row["id"])


def put_back(s: Step, kind: RecordKind, id: str) -> None:
    """Out of the recycle bin, with the children that went there in the same step.

    Raises UserError when the record it belongs to is in the recycle bin itself.
    """
    row = get(s.db, kind, id)
    if row is None or row["state"] != DELETED:
        return
    if kind.parent and _parent_is_gone(s.db, kind, row):
        raise UserError(
            Text(
                "所属的记录在回收站中,请先恢复它。",
                "The record it belongs to is in the recycle bin; put that back first.",
            )
        )
    last = s.db.execute(
        """select step from history where "row" = ? and action = 'delete' order by seq desc""", [id]
    ).fetchone()
    _put_back(s, kind, id, last and last[0])


def in_use(db: Database, kind: RecordKind, id: str) -> int:
    """How many live records of other kinds point at this one without belonging to it."""
    return sum(count(db, k, f"{name} = ?", [id]) for k, name in _links_to(kind) if name != k.parent)


def pointed_at(db: Database, kind: RecordKind, ids: Sequence[str]) -> set[str]:
    """Those of some records that a live record belongs to or points at."""
    found: set[str] = set()
    for k, name in _links_to(kind):
        for part in _chunks(ids):
            sql = f"select {name} from {k.table} where state = 0 and {name} in ({_marks(part)})"
            found.update(id for (id,) in db.execute(sql, part))
    return found


def get_many(db: Database, kind: RecordKind, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Records in whatever state they are, by id; one that does not exist is left out."""
    sql = f"select * from {kind.table} where id in ({{}})"
    return {
        row["id"]: row for part in _chunks(ids) for row in db.query(sql.format(_marks(part)), part)
    }


def write_back(s: Step, kind: RecordKind, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Put earlier values (fields and `state`, by id) in place again, as writes of their own. For
    undo."""
    for part in _chunks(list(rows)):
        known = get_many(s.db, kind, part)
        edits = _sorted_out(kind, [{**rows[id], "id": id} for id in part], known)[1]
        _update(s, kind, edits)


# --- writing -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Edit:
    old: Row
    after: dict[str, Any]  # changed fields only

    @property
    def before(self) -> dict[str, Any]:
        return {name: self.old[name] for name in self.after}


def _sorted_out(
    kind: RecordKind, rows: Sequence[Row], known: Mapping[str, Row]
) -> tuple[list[dict[str, Any]], list[_Edit]]:
    made: list[dict[str, Any]] = []
    edits = []
    allowed = {*kind.by_name, "state"}
    for row in rows:
        values = {k: (None if v == "" else v) for k, v in row.items() if k != "id"}
        if stray := values.keys() - allowed:
            raise ValueError(f"{kind.table}: no such field: {sorted(stray)}")
        if old := known.get(row["id"]):
            if after := {k: v for k, v in values.items() if old[k] != v}:
                edits.append(_Edit(old, after))
        else:
            made.append({"id": row["id"], **values})
    return made, edits


def _insert(s: Step, kind: RecordKind, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    names = [f.name for f in kind.fields]
    full, past = [], []
    for row in rows:
        clock = s.next_clock()
        vv = f'{{"{s.replica}":{clock}}}'
        stamps = f'{{"*":"{clock}:{s.replica}"}}'
        full.append((row["id"], LIVE, vv, stamps, s.at, s.by, *[row.get(name) for name in names]))
        past.append((s.id, kind.table, row["id"], "create", None, None, vv, None))
    columns = ", ".join([*OWN, *names])
    sql = f"insert into {kind.table} ({columns}) values ({_marks(full[0])})"
    s.db.conn.executemany(sql, full)
    _remember(s, kind, past, rows)


def _update(s: Step, kind: RecordKind, edits: Sequence[_Edit]) -> None:
    past, rows = [], []
    for edit in edits:
        stamp = f"{s.next_clock()}:{s.replica}"
        vv = _packed({**json.loads(edit.old["vv"]), s.replica: s.clock})
        stamps = {**json.loads(edit.old["stamps"]), **dict.fromkeys(edit.after, stamp)}
        own = {"vv": vv, "stamps": _packed(stamps), "edited_at": s.at, "edited_by": s.by}
        values = {**edit.after, **own}
        sets = ", ".join(f"{name} = ?" for name in values)
        sql = f"update {kind.table} set {sets} where id = ?"
        s.db.conn.execute(sql, [*values.values(), edit.old["id"]])
        was = _packed({"vv": edit.old["vv"], "stamps": edit.old["stamps"]})
        action = _action(edit)
        before, after = _packed(edit.before), _packed(edit.after)
        past.append((s.id, kind.table, edit.old["id"], action, before, after, vv, was))
        rows.append({**edit.old, **edit.after})
    if edits:
        _remember(s, kind, past, rows)


def _action(edit: _Edit) -> str:
    if "state" not in edit.after:
        return "change"
    return "delete" if edit.after["state"] == DELETED else "put_back"


def _remember(
    s: Step, kind: RecordKind, past: Sequence[tuple[Any, ...]], rows: Sequence[Mapping[str, Any]]
) -> None:
    """History, audit trail and search row of records just written."""
    s.tables.add(kind.table)
    s.db.conn.executemany(
        'insert into history (step, tbl, "row", action, before, after, vv, was)'
        " values (?, ?, ?, ?, ?, ?, ?, ?)",
        past,
    )
    # names of fields, no values: a purge must not have to break the chain
    changed = (" ".join(json.loads(p[5])) if p[5] else "" for p in past)
    entries = [audit.Entry(p[3], p[1], p[2], c) for p, c in zip(past, changed, strict=True)]
    audit.append(s.db, entries, at=s.at, replica=s.replica, by=s.by)
    search.refresh(s.db, kind, rows)


def _put_back(s: Step, kind: RecordKind, id: str, deleted_in: int | None) -> None:
    """The record, and what went into the recycle bin below it in that step."""
    _set_state(s, kind, [id], LIVE)
    together = """id in (select "row" from history where step = ? and action = 'delete')"""
    for child in children_of(kind):
        where = f"{child.parent} = ? and {together}"
        for row in find(s.db, child, where, [id, deleted_in], state=DELETED):
            _put_back(s, child, row["id"], deleted_in)


def _set_state(s: Step, kind: RecordKind, ids: Sequence[str], state: int) -> None:
    known = get_many(s.db, kind, ids)
    edits = [_Edit(row, {"state": state}) for row in known.values() if row["state"] != state]
    _update(s, kind, edits)


# --- reading -------------------------------------------------------------------------------------


def _links_to(kind: RecordKind) -> list[tuple[RecordKind, str]]:
    """The fields of any kind that hold ids of this one."""
    return [(k, f.name) for k in KINDS for f in k.fields if f.link == kind.table]


def _parent_is_gone(db: Database, kind: RecordKind, row: Row) -> bool:
    parent = get(db, BY_TABLE[kind.field(kind.parent).link], row[kind.parent])
    return parent is None or parent["state"] != LIVE


def _chunks(items: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), CHUNK):
        yield list(items[start : start + CHUNK])


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
