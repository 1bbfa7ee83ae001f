"""Records of other computers: written whole, with the versions they came with; and taken out again
exactly as if they had never come. With core.store the only writer of records.

Taking a merge back is no write of ours: rows get the values and versions back that they had, so
that importing the package again brings everything again (data safety, section 7).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from core import audit, search, store
from core.field import RecordKind
from core.records import KINDS
from core.store import CHUNK, OWN, Step

#: What a history row of a merge remembers of a record beside its fields.
WAS = ("vv", "stamps", "edited_at", "edited_by")


def insert_staged(s: Step, kind: RecordKind, wanted: str, params: Sequence[object] = ()) -> int:
    """Copy rows of the attached schema `staged` that are not here yet, chosen by an SQL condition
    on `x`. History gets a row each; the search table is filled. Gives how many."""
    columns = ", ".join([*OWN, *(f.name for f in kind.fields)])
    chosen = f"from staged.{kind.table} x where {wanted}"
    made = s.db.execute(
        f"insert into main.{kind.table} ({columns}) select {columns} {chosen}", list(params)
    ).rowcount
    if not made:
        return 0
    s.db.execute(
        'insert into main.history (step, tbl, "row", action, before, after, vv, was)'
        f" select ?, ?, x.id, 'create', null, null, x.vv, null {chosen}",
        [s.id, kind.table, *params],
    )
    s.tables.add(kind.table)
    if kind.found_by:
        _make_findable(s.db, kind, chosen, params)
    return int(made)


def _make_findable(db: Database, kind: RecordKind, chosen: str, params: Sequence[object]) -> None:
    columns = dict.fromkeys(("id", "state", *filter(None, [kind.parent]), *kind.found_by))
    found = db.execute(f"select {', '.join(columns)} {chosen}", list(params))
    while rows := found.fetchmany(CHUNK):
        search.refresh(db, kind, [dict(zip(columns, row, strict=True)) for row in rows])


def write_joined(s: Step, kind: RecordKind, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows that are here already get what a merge made of them: `id`, `vv`, `stamps`, `edited_at`,
    `edited_by` and the fields that change (`state` among them). No clock of ours is used."""
    known = store.get_many(s.db, kind, [r["id"] for r in rows])
    past, found = [], []
    for row in rows:
        old = known[row["id"]]
        values = {k: v for k, v in row.items() if k != "id"}
        sets = ", ".join(f"{name} = ?" for name in values)
        sql = f"update {kind.table} set {sets} where id = ?"
        s.db.conn.execute(sql, [*values.values(), row["id"]])
        after = {k: v for k, v in values.items() if k not in WAS}
        before = {k: old[k] for k in after}
        was = {k: old[k] for k in WAS}
        packed = (_packed(before), _packed(after), row["vv"], _packed(was))
        past.append((s.id, kind.table, row["id"], _action(before, after), *packed))
        found.append({**old, **values})
    _note(s.db, past)
    s.tables.add(kind.table)
    search.refresh(s.db, kind, found)


def decide(s: Step, kind: RecordKind, id: str, name: str, value: Any) -> None:
    """Write one field as a value of ours, also when it stands there already: so the decision
    travels and is not asked again elsewhere. The value must be valid."""
    old = store.get_many(s.db, kind, [id])[id]
    stamp = f"{s.next_clock()}:{s.replica}"
    row = {
        "id": id,
        name: value,
        "vv": _packed({**json.loads(old["vv"]), s.replica: s.clock}),
        "stamps": _packed({**json.loads(old["stamps"]), name: stamp}),
        "edited_at": s.at,
        "edited_by": s.by,
    }
    write_joined(s, kind, [row])


def forget(db: Database, ids: Sequence[str]) -> None:
    """No earlier value of these records stays: for what is gone for good. Their rows in the audit
    trail name no values and stay."""
    guards = db.execute(
        "select name, sql from main.sqlite_master where type = 'trigger' and tbl_name = 'history'"
    ).fetchall()
    for name, _ in guards:
        db.execute(f"drop trigger {name}")
    for part in store._chunks(ids):
        marks = store._marks(part)
        rows = f'select seq from history where "row" in ({marks})'
        db.execute(f"delete from undone where seq in ({rows})", part)
        db.execute(f'delete from history where "row" in ({marks})', part)
        db.execute(f'delete from conflict where "row" in ({marks})', part)
        db.execute(f"delete from search where id in ({marks})", part)
    for _, sql in guards:
        db.execute(sql)


# --- taking out ----------------------------------------------------------------------------------


def take_out(s: Step, step: int) -> tuple[tuple[str, str], ...]:
    """Put back, byte for byte, what a merge step changed, and remove what it made. Records written
    since stay as they are and are given back as (table, id), as are those that what stays belongs
    to or points at, and what belongs to a record that stays."""
    touched = _touched(s.db, step)
    stay = {key for key, t in touched.items() if not _is_as_left(s.db, key, t)}
    for kind in KINDS:
        rows = [
            {"id": id, **t["was"], **t["before"]}
            for (table, id), t in touched.items()
            if table == kind.table and not t["made"] and (table, id) not in stay
        ]
        for start in range(0, len(rows), CHUNK):
            write_joined(s, kind, rows[start : start + CHUNK])
    made = {key for key, t in touched.items() if t["made"] and key not in stay}
    stay |= _held(s.db, made, {key for key in stay if touched[key]["made"]})
    gone = [key for key in touched if key in made and key not in stay]
    for kind in reversed(KINDS):
        _remove(s, kind, [id for table, id in gone if table == kind.table])
    _forget_questions(s.db, step, stay)
    told = audit.Entry("undo_merge", summary=f"step={step} removed={len(gone)} kept={len(stay)}")
    audit.append(s.db, [told], at=s.at, replica=s.replica, by=s.by)
    return tuple(key for key in touched if key in stay)


def _touched(db: Database, step: int) -> dict[tuple[str, str], dict[str, Any]]:
    """(table, id) -> what it was before the step, whether the step made it, the vv it was left
    with; in the order they were first written."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    sql = 'select tbl, "row", action, before, was, vv from history where step = ? order by seq'
    for table, id, action, before, was, vv in db.execute(sql, [step]):
        known = found.setdefault(
            (table, id), {"before": {}, "was": {}, "made": action == "create" and before is None}
        )
        known["before"] = {**json.loads(before or "{}"), **known["before"]}
        known["was"] = {**json.loads(was or "{}"), **known["was"]}
        known["vv"] = vv
    return found


def _is_as_left(db: Database, key: tuple[str, str], touched: Mapping[str, Any]) -> bool:
    table, id = key
    row = db.execute(f"select vv from {table} where id = ?", [id]).fetchone()
    return row is not None and row[0] == touched["vv"]


def _held(
    db: Database, made: Iterable[tuple[str, str]], kept: set[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Of the records a step made, those that must stay because of others that stay."""
    going = set(made)
    held: set[tuple[str, str]] = set()
    while going:
        found = _pointed_at(db, going) | _belonging(db, going, kept | held)
        if not found:
            break
        held |= found
        going -= found
    return held


def _pointed_at(db: Database, going: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Records that would go while one that stays points at them."""
    found = set()
    for kind in KINDS:
        for f in kind.fields:
            ids = [id for table, id in going if table == f.link] if f.link else []
            for part in store._chunks(ids):
                sql = f"select id, {f.name} from {kind.table} where {f.name} in"
                for id, target in db.execute(f"{sql} ({store._marks(part)})", part):
                    if (kind.table, id) not in going:
                        found.add((f.link, target))
    return found


def _belonging(
    db: Database, going: set[tuple[str, str]], kept: set[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Records that belong to a record of the same merge that stays: a case keeps its parties."""
    found = set()
    for kind in (k for k in KINDS if k.parent):
        above = kind.field(kind.parent).link
        owners = [id for table, id in kept if table == above]
        for part in store._chunks(owners):
            sql = f"select id from {kind.table} where {kind.parent} in ({store._marks(part)})"
            found |= {(kind.table, id) for (id,) in db.execute(sql, part)} & going
    return found


def _remove(s: Step, kind: RecordKind, ids: Sequence[str]) -> None:
    for part in store._chunks(ids):
        marks = store._marks(part)
        rows = store.get_many(s.db, kind, part)
        s.db.execute(f"delete from {kind.table} where id in ({marks})", part)
        s.db.execute(f"delete from search where id in ({marks})", part)
        before, after = _packed({"state": store.LIVE}), _packed({"state": store.DELETED})
        past = [
            (s.id, kind.table, id, "delete", before, after, row["vv"], None)
            for id, row in rows.items()
        ]
        _note(s.db, past)
        s.tables.add(kind.table)


def _forget_questions(db: Database, step: int, stay: set[tuple[str, str]]) -> None:
    kept = _packed([id for _, id in stay])
    sql = 'delete from conflict where step = ? and "row" not in (select value from json_each(?))'
    db.execute(sql, [step, kept])


# --- small ---------------------------------------------------------------------------------------


def _note(db: Database, past: Sequence[tuple[Any, ...]]) -> None:
    db.conn.executemany(
        'insert into history (step, tbl, "row", action, before, after, vv, was)'
        " values (?, ?, ?, ?, ?, ?, ?, ?)",
        past,
    )


def _action(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    if before.get("state") == after.get("state"):
        return "change"
    return "put_back" if after["state"] == store.LIVE else "delete"


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
