"""What an import would do, worked out without writing anything."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from core import numbering, store
from core.case_check import Between
from core.field import Problem, RecordKind, Row
from core.identity import fill_from_id
from core.importing.between import problems_of_cases, visit_to_write
from core.importing.doubles import Doubles
from core.importing.heads import BESIDE, Column, Head, Target, Told, find_head, goes_to
from core.importing.match import Matcher, Matches
from core.importing.rows import (
    ADDED,
    Links,
    Read,
    Refusal,
    RowReader,
    committee_type_of,
    looks_like_organisation,
)
from core.importing.tables import MOST_ROWS, read_table, too_many
from core.importing.told import told
from core.progress import Progress, no_progress
from core.records import (
    AGREEMENT,
    BY_TABLE,
    COMMITTEE,
    DISPUTE,
    PARTY,
    RETURN_VISIT,
    SCREENING_ITEM,
    load_book,
)
from core.text import Text
from core.validate import blocking, problems


@dataclass(frozen=True)
class Writing:
    """What one row of the sheet becomes: the record's values, and those of what belongs to it."""

    values: dict[str, Any]
    parties: tuple[dict[str, Any], ...] = ()
    agreements: tuple[dict[str, Any], ...] = ()
    visits: tuple[dict[str, Any], ...] = ()

    def by_table(self, kind: RecordKind) -> dict[str, list[dict[str, Any]]]:
        """What the rules between the records of a case look at."""
        below = {AGREEMENT.table: self.agreements, RETURN_VISIT.table: self.visits}
        return {kind.table: [self.values], **{t: list(rows) for t, rows in below.items() if rows}}


@dataclass(frozen=True)
class Plan:
    """Everything an import found. in_ = new + changed + same + held + refused, in rows."""

    kind: RecordKind
    file: str
    sheet: str
    in_: int
    new: int
    changed: int
    same: int
    held: int
    refused: int
    added: tuple[tuple[str, str], ...]  # (table, name) of records the sheet names and we lack
    refusals: tuple[Refusal, ...]
    held_rows: tuple[Refusal, ...]
    warnings: tuple[Refusal, ...]
    placed: tuple[str, ...]  # headers understood
    unplaced: tuple[str, ...]  # headers nobody understands: named, not imported
    writings: tuple[Writing, ...]
    additions: tuple[tuple[str, dict[str, Any]], ...]  # (table, row) behind `added`
    profile: str = ""  # the known layout it was read as
    goes_to: tuple[tuple[str, Target | None], ...] = ()  # every header of the sheet
    fixed: tuple[
        tuple[str, str], ...
    ] = ()  # (label, words) filled in where the sheet has no column


def plan(
    db: Database,
    kind: RecordKind,
    path: Path,
    profile: str | None = None,
    progress: Progress = no_progress,
    today: date | None = None,
    fixed: Mapping[str, str] | None = None,
) -> Plan:
    """Read a file and work out what importing it would do; writes nothing.

    A record is told again by the column `id`, then by its case number, then by what makes it up
    (for a dispute: day, committee, summary and parties). An empty cell leaves what is stored alone.
    `fixed` has words for fields the sheet has no column for, by field name; they go into new
    records only. Raises UserError for a file or sheet that cannot be used at all.
    """
    today = today or date.today()  # noqa: DTZ011 - the day on the wall of the office
    head = find_head(kind, read_table(path, progress), profile, _told(db, kind, fixed))
    if len(head.rows) > MOST_ROWS:
        raise too_many(path)
    book = load_book(db)
    links = Links({t: book.offered_names(t) for t in book.names}, book.far)
    reader = RowReader(head.columns, book, links, today, _fixed_columns(kind, head), kind.by_name)
    rows = []
    for n, (number, values) in enumerate(head.rows):
        if n % 500 == 0:
            progress(n, 2 * len(head.rows))
        rows.append(reader.read(number, values))
    planner = _Planner(db, kind, head, links, today)
    return planner.plan(path.name, rows, progress)


def _told(db: Database, kind: RecordKind, fixed: Mapping[str, str] | None) -> Told:
    """What the office remembers, and what was said this time."""
    known = told(db, kind)
    if not fixed:
        return known
    said = {layout: {**known.fixed.get(layout, {}), **fixed} for layout in ("", *known.fixed)}
    return replace(known, fixed=said)


def _fixed_columns(kind: RecordKind, head: Head) -> list[tuple[Column, str]]:
    return [
        (Column(-1 - i, kind.field(name).label.zh, Target("", kind.field(name))), said)
        for i, (name, said) in enumerate(head.fixed.items())
        if said and name in kind.by_name
    ]


class _Planner:
    """Matches the rows read with what is stored and checks what would come of it."""

    def __init__(self, db: Database, kind: RecordKind, head: Head, links: Links, today: date):
        self._db, self._kind, self._head, self._links, self._today = db, kind, head, links, today
        book = load_book(db)
        names = {t: dict(known) for t, known in book.names.items()}
        for id, (table, name) in links.new.items():
            names[table][id] = name
        self._book = replace(book, names=names)
        self._placed = {c.field.name for c in head.columns}
        self._only_committee = self._one_committee()
        self._of_village = _committees_of_villages(db)
        self._patterns = numbering.patterns(db)
        self._doubles = Doubles(db, kind)
        self._refusals: list[Refusal] = []
        self._held: list[Refusal] = []
        self._warnings: list[Refusal] = []
        self._counts: Counter[str] = Counter()

    def plan(self, file: str, rows: Sequence[Read], progress: Progress) -> Plan:
        for row in rows:
            self._complete(row)
        matches = Matcher(self._db, self._kind, self._head).match(rows)
        writings = []
        done: dict[int, tuple[Read, str, Writing | None]] = {}
        for n, row in enumerate(rows):
            if n % 500 == 0:
                progress(len(rows) + n, 2 * len(rows))
            done[row.row] = (row, *self._outcome(row, matches))
        for outcome, writing in self._whole_cases(done):
            self._counts[outcome] += 1
            if writing:
                writings.append(writing)
        additions = self._additions(writings)
        count = self._counts
        return Plan(
            self._kind,
            file,
            self._head.sheet,
            len(rows),
            count["new"],
            count["changed"],
            count["same"],
            count["held"],
            count["refused"],
            tuple((table, str(row[BY_TABLE[table].named_by[0]])) for table, row in additions),
            tuple(self._refusals),
            tuple(self._held),
            tuple(self._warnings),
            tuple(c.header for c in self._head.columns),
            self._head.unplaced,
            tuple(writings),
            tuple(additions),
            self._head.profile,
            goes_to(self._head),
            tuple((self._kind.field(n).label.zh, w) for n, w in self._head.fixed.items()),
        )

    def _complete(self, row: Read) -> None:
        """What follows from what the row says: see docs/decisions on importing."""
        if self._kind is SCREENING_ITEM:
            _name_sides(row)
        if self._kind is not DISPUTE:
            return
        own = row.own
        if "committee_id" not in own:
            committee = self._of_village.get(own.get("village_id", "")) or self._only_committee
            own |= {"committee_id": committee} if committee else {}
        settled = own.get("mediation_result") in ("success", "failure")
        if settled and "closed_on" not in own and own.get("mediated_on"):
            own["closed_on"] = own["mediated_on"]
            row.headers["", "closed_on"] = row.headers.get(("", "mediated_on"), "")
        for part in ("applicant", "respondent"):
            row.names = _with_side(row.names, row.parts.get(part, {}).pop("name", []))

    def _whole_cases(
        self, done: Mapping[int, tuple[Read, str, Writing | None]]
    ) -> Iterator[tuple[str, Writing | None]]:
        """The outcome of each row, now that all of its case are known."""
        written = {n: w.by_table(self._kind) for n, (_, _, w) in done.items() if w}
        between = problems_of_cases(self._db, self._kind, written)
        for n, (row, outcome, writing) in done.items():
            found = between.get(n, [])
            stop = [each for each in found if not each.problem.warning]
            said = [self._between(row, each) for each in stop or found]
            (self._refusals if stop else self._warnings).extend(said)
            yield ("refused", None) if stop else (outcome, writing)

    def _between(self, row: Read, each: Between) -> Refusal:
        label = BY_TABLE[each.table].field(each.problem.name).label.zh
        return Refusal(row.row, label, "", each.problem.message)

    def _outcome(self, row: Read, matches: Matches) -> tuple[str, Writing | None]:
        if row.refusals:
            self._refusals.extend(row.refusals)
            return "refused", None
        old, why = matches.of(row)
        if why:
            self._held.append(Refusal(row.row, "", "", why))
            return "held", None
        writing, found = self._writing(row, old, matches)
        if stop := blocking(found):
            self._refusals.extend(self._said(row, p) for p in stop)
            return "refused", None
        self._warnings += [*row.warnings, *(self._said(row, p) for p in found)]
        if old is None:
            return "new", writing
        changed = any(old[k] != v for k, v in writing.values.items())
        return (
            ("changed", writing)
            if changed or writing.parties or writing.agreements or writing.visits
            else (
                "same",
                None,
            )
        )

    def _writing(
        self, row: Read, old: Row | None, matches: Matches
    ) -> tuple[Writing, list[Problem]]:
        id = old["id"] if old else matches.ids.get(row.row) or store.new_id()
        own = {
            k: v
            for k, v in row.own.items()
            if not self._is_namesake(k, v, old) and not (old and k in row.fixed)
        }
        values = {"id": id, **self._numbered(own, old)}
        whole = {**(old or {}), **values}
        if old is None or old.get("id_number") != whole.get("id_number"):
            whole = fill_from_id(self._kind, whole, self._accepted_on(whole), self._today)
        values |= {
            k: v
            for k, v in whole.items()
            if v is not None and k in self._kind.by_name and (old is None or old.get(k) != v)
        }
        found = problems(self._kind, whole, self._book, self._today)
        if not blocking(found):
            found += self._doubles.problems(whole)
        if self._kind is not DISPUTE:
            return Writing(values), found
        parties = self._parties(row, id, whole, matches.parties.get(id, []))
        agreements = self._agreements(row, id, matches.agreements.get(id, []))
        if matches.parties.get(id):
            found += [_added_party(p) for p in parties if "name" in p]
        for party in parties:
            found += self._beside(PARTY, party, party.get("party_role", ""))
        for agreement in agreements:
            known = next(
                (a for a in matches.agreements.get(id, []) if a["id"] == agreement.get("id")), {}
            )
            found += self._beside(AGREEMENT, {**known, **agreement}, "agreement")
        visits = self._visits(row, id, matches.visits.get(id, []))
        for visit in visits:
            found += self._beside(RETURN_VISIT, visit, "visit")
        return Writing(values, parties, agreements, visits), found

    def _visits(self, row: Read, dispute: str, known: Sequence[Row]) -> tuple[dict[str, Any], ...]:
        visit = visit_to_write(row.parts.get("visit", {}), dispute, known)
        return ({**visit, "id": visit["id"] or store.new_id()},) if visit else ()

    def _accepted_on(self, row: Row) -> str | None:
        """The day the age of a party counts for."""
        if self._kind is not PARTY or not row.get("dispute_id"):
            return None
        dispute = store.get(self._db, DISPUTE, row["dispute_id"])
        return dispute["accepted_on"] if dispute else None

    def _is_namesake(self, name: str, value: Any, old: Row | None) -> bool:
        """Another record of the same name as the one the stored record points at: a sheet cannot
        tell the two apart, so the stored link stays."""
        table = self._kind.field(name).link
        if not table or old is None:
            return False
        return self._book.name_of(table, value) == self._book.name_of(table, old[name]) != ""

    def _numbered(self, own: dict[str, Any], old: Row | None) -> dict[str, Any]:
        """A number of the office's own make brings its prefix, year and serial along."""
        values = dict(own)
        for which in ("file", "case"):
            number = own.get(f"{which}_no")
            if self._kind is DISPUTE and number and not own.get(f"{which}_serial"):
                values |= numbering.read(which, self._patterns[which], number)
        return values

    def _parties(
        self, row: Read, dispute: str, whole: Row, known: Sequence[Row]
    ) -> tuple[dict[str, Any], ...]:
        """Party rows to write: names the dispute does not have yet, and facts that differ."""
        by_name = {p["name"]: p for p in known}
        rows: list[dict[str, Any]] = []
        facts = {part: dict(row.parts.get(part, {})) for part in ("applicant", "respondent")}
        for place, (said, name) in enumerate(row.names):
            role = said or ("applicant" if place == 0 and not known else "respondent")
            own = facts.pop(role, {})  # a column of facts speaks of the first of its side
            if old := by_name.get(name):
                changes = {k: v for k, v in own.items() if old.get(k) != v}
                if changes:
                    rows.append({"id": old["id"], "dispute_id": dispute, **changes})
                continue
            kind = "organization" if looks_like_organisation(name) else "person"
            party = {
                "dispute_id": dispute,
                "party_role": role,
                "party_type": kind,
                "name": name,
                "position": len(known) + len(rows) + 1,
                **own,
            }
            rows.append(fill_from_id(PARTY, party, whole.get("accepted_on"), self._today))
        return tuple(rows)

    def _agreements(
        self, row: Read, dispute: str, known: Sequence[Row]
    ) -> tuple[dict[str, Any], ...]:
        said = row.parts.get("agreement", {})
        if not said or any(all(a.get(k) == v for k, v in said.items()) for a in known):
            return ()
        if number := said.get("agreement_no"):
            said = {**said, **numbering.read("agreement", self._patterns["agreement"], number)}
        old = next((a for a in known if a["agreement_no"] == said.get("agreement_no")), None)
        if old is None and len(known) == 1 and not (number and known[0]["agreement_no"]):
            old = known[0]
        return ({"id": old["id"] if old else store.new_id(), "dispute_id": dispute, **said},)

    def _beside(self, kind: RecordKind, row: Row, part: str) -> list[Problem]:
        """Problems of a child, told by `part.field` so that the sheet's column can be named."""
        if "name" not in row and kind is PARTY:
            return []  # facts of a party that is stored already
        found = problems(kind, row, self._book, self._today)
        return [replace(p, name=f"{part}.{p.name}") for p in found]

    def _said(self, row: Read, problem: Problem) -> Refusal:
        part, _, name = problem.name.rpartition(".")
        kind = BESIDE.get(part, self._kind)
        header = row.headers.get((part, name)) or kind.field(name).label.zh
        value = row.parts.get(part, {}).get(name) if part else row.own.get(name)
        value = row.cells.get((part, name), value)  # as the sheet has it, not as it is stored
        said = problem.message
        if not part and value is None and not problem.warning and name not in self._placed:
            said = Text(f"{said.zh}{_NO_COLUMN.zh}", f"{said.en} {_NO_COLUMN.en}")
        return Refusal(row.row, header, "" if value is None else str(value)[:200], said)

    def _additions(self, writings: Sequence[Writing]) -> list[tuple[str, dict[str, Any]]]:
        """Villages, committees and mediators that the rows to be written name and nobody knows."""
        used = {v for w in writings for v in w.values.values() if isinstance(v, str)}
        of_committee = {
            w.values[name]: w.values.get("committee_id")
            for w in writings
            for name in ("mediator_id", "co_mediator_id")
            if w.values.get(name)
        }
        found = []
        for id, (table, name) in self._links.new.items():
            if id in used and table in ADDED:
                found.append((table, _added(table, id, name, of_committee.get(id))))
        return sorted(found, key=lambda a: ADDED.index(a[0]))

    def _one_committee(self) -> str | None:
        if any(c.target == ("", "committee_id") for c in self._head.columns):
            return None
        known = store.find(self._db, COMMITTEE, limit=2)
        return known[0]["id"] if len(known) == 1 else None


_Names = list[tuple[str | None, str]]


def _with_side(names: _Names, said: Sequence[tuple[str | None, str]]) -> _Names:
    """The names of a column 当事人 with those of a column 甲方: a name in both is one party."""
    of_side = {name: side for side, name in said}
    there = [(of_side.pop(name, side), name) for side, name in names]
    return [*there, *((side, name) for name, side in of_side.items())]


def _name_sides(row: Read) -> None:
    """The first of several names in one cell is one side of a screening item, the others the
    other."""
    names = [name for _, name in row.names]
    if names and "party_a_name" not in row.own:
        row.own["party_a_name"] = names[0]
        if names[1:] and "party_b_name" not in row.own:
            row.own["party_b_name"] = "、".join(names[1:])
    row.names = []  # they are the item's own now


_NO_COLUMN = Text(
    "表中没有这一栏,可在导入时统一填写。",
    "The sheet has no such column; say on importing what it should be.",
)


def _added_party(party: Row) -> Problem:
    said = Text(
        "这件纠纷原来没有当事人“{name}”,将增加;原有当事人不会删除。",
        "The dispute had no party {name} so far; it will be added, and none is removed.",
    )
    return Problem(f"{party['party_role']}.name", said.format(name=party["name"]), warning=True)


def _added(table: str, id: str, name: str, committee: str | None) -> dict[str, Any]:
    match table:
        case "committee":
            return {"id": id, "committee_name": name, "committee_type": committee_type_of(name)}
        case "mediator":
            return {"id": id, "name": name, "committee_id": committee}
        case _:
            kind = "community" if "社区" in name else "village"
            return {"id": id, "name": name, "kind": kind}


def _committees_of_villages(db: Database) -> dict[str, str]:
    """Village -> its committee, where it has just one."""
    sql = """select village_id, min(id) from committee where state = 0 and village_id is not null
             group by village_id having count(*) = 1"""
    return dict(db.execute(sql).fetchall())


def counts_in_words(p: Plan) -> Text:
    """共 n 条 = 新增 + 更改 + 相同 + 待定 + 未接受, as a result is told."""
    return Text(
        "共 {n} 条 = 新增 {new} + 更改 {changed} + 相同 {same} + 待定 {held} + 未接受 {refused}",
        "{n} rows = {new} new + {changed} changed + {same} the same + {held} held + {refused}"
        " refused",
    ).format(n=p.in_, new=p.new, changed=p.changed, same=p.same, held=p.held, refused=p.refused)
