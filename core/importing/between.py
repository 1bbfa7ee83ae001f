"""What an import would make of each case as a whole: the rules of core.case_check, said per row."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from core import store
from core.case_check import LOOKED_AT, Between, problems_between, rows_below
from core.field import RecordKind, Row
from core.records import DISPUTE

#: What one row of the sheet would write: rows by table, each with its id and `dispute_id`.
Written = Mapping[str, Sequence[Row]]


def problems_of_cases(
    db: Database, kind: RecordKind, written: Mapping[int, Written]
) -> dict[int, list[Between]]:
    """Number of a row of the sheet -> what would be wrong in its case and is not wrong already.

    Rows of one case come in together or not at all: what blocks one is said at each of them.
    """
    if kind is not DISPUTE and kind not in LOOKED_AT:
        return {}
    cases: dict[str, list[int]] = {}
    for n, tables in written.items():
        for id in _case_ids(db, kind, tables):
            cases.setdefault(id, []).append(n)
    found: dict[int, list[Between]] = {}
    ids = list(cases)
    for start in range(0, len(ids), store.CHUNK):
        part = ids[start : start + store.CHUNK]
        stored, below = store.get_many(db, DISPUTE, part), rows_below(db, part)
        for id in part:
            case = [written[n] for n in cases[id]]
            for each in _new_problems(stored.get(id, {"id": id}), below[id], case):
                for n in _told_at(each, cases[id], written):
                    found.setdefault(n, []).append(each)
    return found


def _case_ids(db: Database, kind: RecordKind, tables: Written) -> set[str]:
    """The case a row is about; one that moves a record to another case is about both."""
    if kind is DISPUTE:
        return {str(row["id"]) for row in tables[DISPUTE.table]}
    ids: set[str] = set()
    for row in tables[kind.table]:
        stored = store.get(db, kind, str(row["id"])) or {}
        ids |= {str(r["dispute_id"]) for r in (row, stored) if r.get("dispute_id")}
    return ids


def _new_problems(
    dispute: Row, below: Mapping[str, Sequence[Row]], written: Sequence[Written]
) -> list[Between]:
    before = set(problems_between(dispute, below))
    after: dict[str, dict[str, dict[str, Any]]] = {
        table: {str(row["id"]): dict(row) for row in rows} for table, rows in below.items()
    }
    whole = {DISPUTE.table: {str(dispute["id"]): dict(dispute)}, **after}
    for tables in written:
        for table, rows in tables.items():
            for row in rows:
                whole.setdefault(table, {}).setdefault(str(row["id"]), {}).update(row)
    now = whole[DISPUTE.table][str(dispute["id"])]
    own = {k.table: _in_order(k, whole.get(k.table, {}).values(), now["id"]) for k in LOOKED_AT}
    return [each for each in problems_between(now, own) if each not in before]


def _in_order(kind: RecordKind, rows: Any, dispute: str) -> list[Row]:
    """Those that belong to the case, as they would be read back."""
    own = [row for row in rows if row.get("dispute_id") == dispute]
    return sorted(own, key=lambda row: (row.get(kind.dated_by) or "", row["id"]))


def _told_at(each: Between, rows: Sequence[int], written: Mapping[int, Written]) -> list[int]:
    if not each.problem.warning:
        return list(rows)
    writes = [n for n in rows if any(r["id"] == each.id for r in written[n].get(each.table, ()))]
    return (writes or list(rows))[:1]


def visit_to_write(said: Row, dispute: str, known: Sequence[Row]) -> dict[str, Any] | None:
    """The return visit a row of a register of disputes speaks of: the stored one of that day or
    the only one without a day, else a new one; None where nothing would change."""
    if not said or any(all(v.get(k) == value for k, value in said.items()) for v in known):
        return None
    day = said.get("visited_on")
    fitting = [v for v in known if v.get("visited_on") in ((day, None) if day else (None,))]
    if not day and len(known) == 1:
        fitting = list(known)
    fitting.sort(key=lambda v: v.get("visited_on") != day)
    return {"id": fitting[0]["id"] if fitting else None, "dispute_id": dispute, **said}
