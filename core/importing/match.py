"""Which stored record a row of a sheet speaks of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from core import store
from core.field import RecordKind, Row
from core.importing.heads import Head
from core.importing.rows import Read
from core.records import AGREEMENT, DISPUTE, PARTY, RETURN_VISIT
from core.text import Text

#: What makes up a record of a kind where it has neither an id nor a number; of other kinds it is
#: what they are named by.
NATURAL = {
    "office": (),
    "village": ("name",),
    "committee": ("committee_name",),
    "mediator": ("name", "committee_id"),
    "dispute": ("accepted_on", "committee_id", "summary"),
    "party": ("dispute_id", "name"),
    "meeting": ("dispute_id", "mediated_on", "mediated_at"),
    "agreement": ("dispute_id", "agreement_form", "agreement_no"),
    "instalment": ("dispute_id", "agreement_no", "due_on"),
    "return_visit": ("dispute_id", "visited_on", "planned_on"),
    "code": ("list", "code"),
    "committee_funds": ("year", "committee_id"),
    "training": ("mediator_id", "trained_on", "subject"),
    "law_literate": ("name", "village_id"),
    "prevention": ("happened_on", "prevention_kind", "committee_id", "village_id", "summary"),
    "screening_round": ("screened_from", "level", "village_id", "committee_id"),
    "screening_item": ("screened_on", "village_id", "summary"),
    "subsidy_claim": ("dispute_id", "mediator_id", "claim_period"),
    "term_event": ("dispute_id", "event_kind", "event_on"),
    "import_rule": ("sheet_kind", "layout", "header", "target"),
}

#: The number by which a sheet tells a record again.
NUMBER = {"dispute": "case_no", "screening_item": "screening_no"}

_TWICE = Text(
    "与第 {row} 行的编码相同,表中有重复,请核对。",
    "It has the same number as row {row} of this sheet.",
)
_SEVERAL = Text(
    "已有 {n} 条记录与这一行相符,不能确定是哪一条。",
    "{n} stored records fit this row; which is meant is not certain.",
)
_NO_ID = Text("没有这个 id 的记录。", "There is no record of this id.")
_DELETED = Text(
    "这个 id 的记录在回收站中,请先恢复它。",
    "The record of this id is in the recycle bin; put it back first.",
)
_IS_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Matches:
    """Per row of the sheet: the stored record, or why it is not certain."""

    records: dict[int, Row] = field(default_factory=dict)
    doubts: dict[int, Text] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)  # of rows new here that bring one along
    parties: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    agreements: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    visits: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def of(self, row: Read) -> tuple[Row | None, Text | None]:
        return self.records.get(row.row), self.doubts.get(row.row)


class Matcher:
    """Looks rows up by id, then by case number, then by what makes them up."""

    def __init__(self, db: Database, kind: RecordKind, head: Head) -> None:
        self._db, self._kind = db, kind
        self._ids = _id_cells(head)

    def match(self, rows: Sequence[Read]) -> Matches:
        found = Matches()
        rows = [r for r in rows if not r.refusals]
        self._by_id(rows, found)
        rest = [r for r in rows if r.row not in self._ids]
        if number := NUMBER.get(self._kind.table):
            self._by_number([r for r in rest if r.own.get(number)], number, found)
            rest = [r for r in rest if not r.own.get(number)]
        self._by_nature(rest, found)
        self._say_doubles(rows, found)
        if self._kind is DISPUTE:
            ids = [r["id"] for r in found.records.values()]
            found.parties |= store.children_by_parent(self._db, PARTY, ids)
            found.agreements |= store.children_by_parent(self._db, AGREEMENT, ids)
            found.visits |= store.children_by_parent(self._db, RETURN_VISIT, ids)
        return found

    def _by_id(self, rows: Sequence[Read], found: Matches) -> None:
        """A record of that id; one carried here from another computer keeps its id."""
        known = store.get_many(self._db, self._kind, list(self._ids.values()))
        for row in rows:
            if id := self._ids.get(row.row):
                record = known.get(id)
                if record and record["state"] == store.LIVE:
                    found.records[row.row] = record
                elif record:
                    found.doubts[row.row] = _DELETED
                elif _IS_ID.fullmatch(id):
                    found.ids[row.row] = id
                else:
                    found.doubts[row.row] = _NO_ID

    def _by_number(self, rows: Sequence[Read], name: str, found: Matches) -> None:
        known = self._stored(name, [r.own[name] for r in rows])
        first: dict[str, int] = {}
        for row in rows:
            number = row.own[name]
            if number in first:
                found.doubts[row.row] = _TWICE.format(row=first[number])
                continue
            first[number] = row.row
            self._take(row, known.get(number, []), found)

    def _by_nature(self, rows: Sequence[Read], found: Matches) -> None:
        names = NATURAL.get(self._kind.table, self._kind.named_by)
        if not rows or (names and not any(r.own.get(names[0]) for r in rows)):
            return
        known: dict[tuple[Any, ...], list[Row]] = {}
        for record in self._candidates(rows, names):
            known.setdefault(tuple(record[n] for n in names), []).append(record)
        parties = self._party_names(rows, known, names)
        groups: dict[tuple[Any, ...], list[Read]] = {}
        for row in rows:
            said = frozenset(name for _, name in row.names)
            groups.setdefault((*(row.own.get(n) for n in names), said), []).append(row)
        for (*values, said), group in groups.items():
            there = known.get(tuple(values), [])
            there = [r for r in there if parties.get(r["id"], frozenset()) == said]
            self._pair(group, there, found)

    def _pair(self, rows: Sequence[Read], there: list[Row], found: Matches) -> None:
        """Rows and records of the same day, summary and parties: a row that says just what is
        stored is that record; of the others one is told only where one is left."""
        twins = _Twins(there, self._agreements_of(there))
        rest = []
        for row in rows:
            if twin := twins.take(row):
                found.records[row.row] = twin
            else:
                rest.append(row)
        free = twins.left()
        for row in rest:
            if not free or not _is_telling(self._kind, row):
                continue
            if len(free) == len(rest) == 1:
                found.records[row.row] = free[0]
            else:
                found.doubts[row.row] = _SEVERAL.format(n=len(free))

    def _agreements_of(self, there: Sequence[Row]) -> dict[str, list[dict[str, Any]]]:
        if self._kind is not DISPUTE:
            return {}
        return store.children_by_parent(self._db, AGREEMENT, [r["id"] for r in there])

    def _candidates(self, rows: Sequence[Read], names: Sequence[str]) -> list[dict[str, Any]]:
        if not names:
            return store.find(self._db, self._kind)
        values = sorted({r.own[names[0]] for r in rows if r.own.get(names[0])})
        return [r for hits in self._stored(names[0], values).values() for r in hits]

    def _party_names(
        self, rows: Sequence[Read], known: dict[tuple[Any, ...], list[Row]], names: Sequence[str]
    ) -> dict[str, frozenset[str]]:
        if self._kind is not DISPUTE:
            return {}
        keys = {tuple(row.own.get(n) for n in names) for row in rows}
        ids = [r["id"] for key in keys for r in known.get(key, [])]
        found = store.children_by_parent(self._db, PARTY, ids)
        return {id: frozenset(p["name"] for p in parties) for id, parties in found.items()}

    def _stored(self, name: str, values: Sequence[Any]) -> dict[Any, list[dict[str, Any]]]:
        found: dict[Any, list[dict[str, Any]]] = {}
        for part in _chunks(list(dict.fromkeys(values))):
            marks = ", ".join("?" * len(part))
            for record in store.find(self._db, self._kind, f"{name} in ({marks})", part):
                found.setdefault(record[name], []).append(record)
        return found

    def _take(self, row: Read, hits: Sequence[Row], found: Matches) -> None:
        if len(hits) > 1:
            found.doubts[row.row] = _SEVERAL.format(n=len(hits))
        elif hits:
            found.records[row.row] = hits[0]

    def _say_doubles(self, rows: Sequence[Read], found: Matches) -> None:
        """Two rows of the sheet that speak of one stored record."""
        first: dict[str, int] = {}
        for row in rows:
            record = found.records.get(row.row)
            if record is None:
                continue
            if record["id"] in first:
                found.doubts[row.row] = _TWICE.format(row=first[record["id"]])
            first.setdefault(record["id"], row.row)


class _Twins:
    """Hands out, once each, the stored records that say all that a row says."""

    def __init__(self, there: Sequence[Row], agreements: dict[str, list[dict[str, Any]]]) -> None:
        self._there, self._agreements = there, agreements
        self._taken: set[str] = set()
        self._by_shape: dict[_Shape, dict[_Shape, list[Row]]] = {}

    def take(self, row: Read) -> Row | None:
        said = row.parts.get("agreement", {})
        names = (tuple(sorted(row.own)), tuple(sorted(said)))
        if names not in self._by_shape:
            self._by_shape[names] = self._sorted_by(*names)
        values = (tuple(row.own[n] for n in names[0]), tuple(said[n] for n in names[1]))
        twins = self._by_shape[names].get(values, [])
        while twins:
            twin = twins.pop()
            if twin["id"] not in self._taken:
                self._taken.add(twin["id"])
                return twin
        return None

    def left(self) -> list[Row]:
        return [r for r in self._there if r["id"] not in self._taken]

    def _sorted_by(self, own: tuple[str, ...], said: tuple[str, ...]) -> "dict[_Shape, list[Row]]":
        found: dict[_Shape, list[Row]] = {}
        for record in reversed(self._there):
            values = tuple(record.get(n) for n in own)
            there = self._agreements.get(record["id"], []) if said else [{}]
            for agreement in there:
                key = (values, tuple(agreement.get(n) for n in said))
                found.setdefault(key, []).append(record)
        return found


#: Names, or values, of a row's own fields and of its agreement's.
_Shape = tuple[tuple[Any, ...], tuple[Any, ...]]


def _is_telling(kind: RecordKind, row: Read) -> bool:
    """Enough is said to know the record again though something differs: a day and a committee
    alone are shared by many cases."""
    return kind is not DISPUTE or bool(row.names or row.own.get("summary"))


def _id_cells(head: Head) -> dict[int, str]:
    """Row number -> what stands in the column `id`."""
    place = head.id_place
    if place is None:
        return {}
    return {
        number: str(values[place]).strip()
        for number, values in head.rows
        if place < len(values) and values[place]
    }


def _chunks(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), store.CHUNK):
        yield values[start : start + store.CHUNK]
