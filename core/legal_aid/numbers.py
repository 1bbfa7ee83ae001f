"""文号: numbers of the papers issued in legal-aid cases, counted per kind of paper and year; and
what is said of a number used twice or typed by hand."""

from collections.abc import Iterator, Sequence

from sqlite_utils import Database

from core.field import RecordKind, Row
from core.numbering import Number, propose
from core.records import CONSULTATION, DRAFTED_DOCUMENT, ISSUED_DOCUMENT, LEGAL_AID_CASE, OFFICE
from core.store import find

#: The sign of each kind of paper in its number (observed: 援决字, 援指字, 援函字, 援终字).
SIGNS = {
    "materials_receipt": "收",
    "supplement_notice": "补",
    "cooperation_letter": "协",
    "review_form": "审",
    "grant_decision": "决",
    "refusal_decision": "不",
    "assignment_notice": "指",
    "agency_agreement": "委",
    "official_letter": "函",
    "progress_record": "报",
    "introduction_letter": "介",
    "handler_change_notice": "更",
    "termination_decision": "终",
    "termination_letter": "终函",
    "objection_decision": "异",
    "organ_inquiry_letter": "询",
}
PATTERN = "{prefix}援{doc}字〔{year}〕第{serial}号"
#: Kind -> its number and the day the number counts by.
NUMBERED: dict[RecordKind, tuple[str, str]] = {
    LEGAL_AID_CASE: ("application", "applied_on"),
    CONSULTATION: ("consultation", "consulted_on"),
    DRAFTED_DOCUMENT: ("drafting", "drafted_on"),
}


def propose_issued(db: Database, doc_kind: str, on: str, *, ahead: int = 0) -> Number:
    """The next number of a kind of paper in the year of an ISO date; `ahead` skips so many. What
    lies in the recycle bin is counted: gaps are not filled."""
    office = next(iter(find(db, OFFICE, limit=1)), {})
    prefix, year = office.get("aid_prefix") or "", int(on[:4])
    last = db.execute(
        "select max(issued_serial) from issued_document"
        " where doc_kind = ? and issued_year = ? and issued_prefix is ?",
        [doc_kind, year, prefix or None],
    ).fetchone()[0]
    serial = int(last or 0) + 1 + ahead
    pattern = office.get("issued_pattern") or PATTERN
    sign = SIGNS.get(doc_kind, "文")
    return Number(
        prefix, year, serial, pattern.format(prefix=prefix, doc=sign, year=year, serial=serial)
    )


def used_twice(db: Database, kind: RecordKind, row: Row) -> str:
    """The number of a record that another live one of its kind bears already; empty if none."""
    name = "issued_no" if kind is ISSUED_DOCUMENT else f"{NUMBERED[kind][0]}_no"
    number = row.get(name)
    if not number:
        return ""
    where, params = f"{name} = ? and id != ?", [number, row.get("id") or ""]
    if kind is ISSUED_DOCUMENT:  # the same paper's number may stand in notices about it
        where, params = f"{where} and doc_kind = ?", [*params, row.get("doc_kind")]
    return str(number) if find(db, kind, where, params, limit=1) else ""


def typed_by_hand(
    db: Database, rows: Sequence[tuple[RecordKind, Row]]
) -> Iterator[tuple[str, str]]:
    """(table, id) of the rows about to be saved whose number is another than the program would
    give: they are put on record. A number that stood there before is left alone."""
    for kind, row in rows:
        if kind not in NUMBERED:
            continue
        which, dated = NUMBERED[kind]
        number, on = row.get(f"{which}_no"), row.get(dated)
        if not number or not on:
            continue
        stored = find(db, kind, "id = ?", [row["id"]], limit=1)
        if stored and stored[0][f"{which}_no"] == number:
            continue
        if propose(db, which, str(on)).words != number:
            yield kind.table, str(row["id"])
