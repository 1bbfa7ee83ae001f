"""可能重复: cases that may be one and the same, and making one of two.

Two offices may give the same number, two villages may enter the same dispute: nothing keeps them
from it, so they are found and shown. Whether it is one case is for a person to say.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.field import RecordKind, Row
from core.records import DISPUTE, KINDS
from core.text import Text

NEAR = 31  # days between two cases of the same parties that may be one


class Why(Enum):
    FILE_NO = Text("卷号相同", "Same file number")
    CASE_NO = Text("案件编码相同", "Same case number")
    PERSON = Text("同一证件号、同日受理", "Same ID number, accepted the same day")
    PARTIES = Text("双方当事人相同,受理相隔不到一个月", "Same parties within a month")


@dataclass(frozen=True)
class Double:
    """Two cases that may be one; `one` is the earlier entry. In a preview, `other` may still be in
    the package only."""

    one: str
    other: str
    why: tuple[Why, ...]


def doubles(db: Database) -> list[Double]:
    """Live cases of ours, those judged already left out."""
    return _found(db, _CASES, _PEOPLE, only_new=False)


def doubles_of_package(db: Database) -> list[Double]:
    """Pairs that the new cases of the staged package would make, with ours or with each other."""
    # cross join: in this order, as the staged tables have no indices but that of the id
    new = """cross join staged.difference d on d.tbl = 'dispute' and d."row" = {}
        and d.sort = 'new' and d.is_new"""
    cases = f"{_CASES} union all {_cases('staged', new.format('x.id'), 1)}"
    people = f"{_PEOPLE} union all {_people('staged', new.format('x.id'))}"
    return _found(db, cases, people, only_new=True)


def judged(db: Database) -> set[tuple[str, str]]:
    """Pairs somebody has said to be different, or made one of; taken back, they count no more."""
    sql = """
        select one, other from double_pair p where not exists (
            select 1 from undone join history h on h.seq = undone.seq where h.step = p.step)
    """
    return {(one, other) for one, other in db.execute(sql)}


def say_different(db: Database, one: str, other: str) -> None:
    """These two are not the same case: never shown again."""
    first, second = sorted((one, other))
    with db.atomic():
        _note(db, first, second, "different", None, store.now(), store.person(db))


def make_one(db: Database, keep: str, other: str, values: Mapping[str, Any] | None = None) -> int:
    """One case of two: what belongs to the other or points at it moves to the one kept, except what
    that has just so itself; the other goes into the recycle bin with it. `values` are the fields of
    the one kept that are to be as in the other. Gives the step, which can be taken back. Raises
    UserError if one of them is gone."""
    rows = store.get_many(db, DISPUTE, [keep, other])
    if keep == other or len(rows) < 2 or any(r["state"] != store.LIVE for r in rows.values()):
        raise UserError(_GONE)
    name = rows[other]["file_no"] or rows[other]["case_no"] or ""
    with store.step(db, _MADE_ONE.format(name=name)) as s:
        for kind in KINDS:
            for field in (f.name for f in kind.fields if f.link == DISPUTE.table):
                _move(s, kind, field, keep, other)
        if values:
            store.save(s, DISPUTE, {**values, "id": keep})
        store.delete(s, DISPUTE, other)
        one, two = sorted((keep, other))
        _note(db, one, two, "same", s.id, s.at, s.by)
    return s.id


def merged_into(db: Database, id: str) -> str:
    """The case a record was made one with, "" if it was not."""
    sql = """
        select p.one, p.other from double_pair p where p.verdict = 'same' and ? in (p.one, p.other)
    """
    standing = judged(db)
    for one, other in db.execute(sql, [id]):
        kept = other if one == id else one
        row = store.get(db, DISPUTE, id)
        if (one, other) in standing and row is not None and row["state"] != store.LIVE:
            return str(kept)
    return ""


# --- finding -------------------------------------------------------------------------------------


def _cases(schema: str, join: str, is_new: int) -> str:
    return (
        f"select x.id, x.accepted_on, x.file_no, x.case_no, {is_new} as is_new"
        f" from {schema}.dispute x {join} where +x.state = 0"
    )


def _people(schema: str, join: str) -> str:
    return (
        "select p.dispute_id, p.party_role, p.name, p.id_number"
        f" from {schema}.party p cross join {schema}.dispute x on x.id = p.dispute_id {join}"
        " where +p.state = 0 and +x.state = 0"
    )


_CASES = _cases("main", "", 0)
_PEOPLE = _people("main", "")
#: Each gives (key, id, day, is_new): cases with one key may be the same.
_KEYS = {
    Why.FILE_NO: "select file_no, id, accepted_on, is_new from cases where file_no is not null",
    Why.CASE_NO: "select case_no, id, accepted_on, is_new from cases where case_no is not null",
    Why.PERSON: """select distinct upper(p.id_number) || ' ' || c.accepted_on, c.id, c.accepted_on,
        c.is_new from people p join cases c on c.id = p.dispute_id
        where length(p.id_number) >= 15""",
    Why.PARTIES: """select distinct min(a.name, b.name) || ' ' || max(a.name, b.name), c.id,
        c.accepted_on, c.is_new from people a join people b on b.dispute_id = a.dispute_id
        and b.party_role != 'applicant' join cases c on c.id = a.dispute_id
        where a.party_role = 'applicant' and a.name is not null and b.name is not null""",
}


def _found(db: Database, cases: str, people: str, *, only_new: bool) -> list[Double]:
    known, found = judged(db), dict[tuple[str, str], list[Why]]()
    with _laid_out(db, cases, people):
        for why, keys in _KEYS.items():
            sql = f"""
                with keyed(key, id, day, is_new) as ({keys}),
                paired as (select id, day, is_new, lag(id) over w as other, lag(day) over w as
                    before, lag(is_new) over w as other_new
                    from keyed window w as (partition by key order by day, id))
                select id, other from paired where other is not null and other != id
                and (is_new or other_new or not ?)
                and (not ? or julianday(day) - julianday(before) <= ?)
            """
            for id, other in db.execute(sql, [only_new, why is Why.PARTIES, NEAR]):
                pair = (min(id, other), max(id, other))
                if pair not in known:
                    found.setdefault(pair, []).append(why)
    return [Double(one, other, tuple(whys)) for (one, other), whys in sorted(found.items())]


@contextmanager
def _laid_out(db: Database, cases: str, people: str) -> Iterator[None]:
    """What is compared, in memory and with an index: a case is joined with its parties often."""
    try:
        db.execute(f"create temp table cases as {cases}")
        db.execute("create unique index temp.cases_id on cases (id)")
        db.execute(f"create temp table people as {people}")
        db.execute("create index temp.people_of on people (dispute_id)")
        yield
    finally:
        for table in ("people", "cases"):
            db.execute(f"drop table if exists temp.{table}")


# --- making one ----------------------------------------------------------------------------------


def _move(s: store.Step, kind: RecordKind, field: str, keep: str, other: str) -> None:
    theirs = store.find(s.db, kind, f"{field} = ?", [other], order="id")
    ours = {_content(kind, r) for r in store.find(s.db, kind, f"{field} = ?", [keep], order="id")}
    is_child = kind.parent == field
    last = _last_position(s.db, kind, field, keep)
    moved: list[Row] = []
    for row in theirs:
        if is_child and _content(kind, row) in ours:
            continue  # goes into the recycle bin with its case
        last += 1
        place = {"position": last} if is_child and "position" in kind.by_name else {}
        moved.append({"id": row["id"], field: keep, **place})
    store.save_many(s, kind, moved)


def _content(kind: RecordKind, row: Row) -> Sequence[Any]:
    return tuple(row[n] for n in kind.by_name if n not in (kind.parent, "position"))


def _last_position(db: Database, kind: RecordKind, field: str, keep: str) -> int:
    if "position" not in kind.by_name:
        return 0
    sql = f"select max(position) from {kind.table} where {field} = ? and +state = 0"
    return int(db.execute(sql, [keep]).fetchone()[0] or 0)


def _note(
    db: Database, one: str, other: str, verdict: str, step: int | None, at: str, by: str
) -> None:
    sql = "insert or replace into double_pair values (?, ?, ?, ?, ?, ?)"
    db.execute(sql, [one, other, verdict, step, at, by])


_MADE_ONE = Text("两件合为一件:{name}", "Make one case of two: {name}")
_GONE = Text("两件纠纷都要在列表中,才能合为一件。", "Both cases must be there to be made one.")
