"""Every record kind of the program, parents before their children.

To add a kind: a module here, its name in KINDS, a migration in db/migrations.py, then run the
tests; those of tests/test_every_kind.py cover form, list, register and print by themselves.
"""

from dataclasses import replace

from sqlite_utils import Database

from core.codes import CodeBook, load_codes
from core.errors import UserError
from core.far import Far
from core.field import RecordKind
from core.records.agreement import AGREEMENT
from core.records.attachment import ATTACHMENT
from core.records.case_papers import ATTORNEY, EVIDENCE, INVESTIGATION, PAPER_COPY
from core.records.committee import COMMITTEE, MEDIATOR
from core.records.committee_funds import COMMITTEE_FUNDS
from core.records.consultation import CONSULTATION
from core.records.deadline_rule import DEADLINE_RULE
from core.records.dispute import DISPUTE, MEETING, PARTY
from core.records.drafted_document import DRAFTED_DOCUMENT
from core.records.holiday import HOLIDAY
from core.records.import_rule import IMPORT_RULE
from core.records.law_literate import LAW_LITERATE
from core.records.legal_aid import LEGAL_AID_CASE
from core.records.legal_aid_parts import (
    ASSIGNMENT,
    CASE_EVENT,
    CASE_MATTER,
    CASE_RECIPIENT,
    HARDSHIP_STATEMENT,
    ISSUED_DOCUMENT,
    MATERIAL_ITEM,
)
from core.records.legal_aid_settings import AID_RATE, HARDSHIP_STANDARD
from core.records.office import CODE, OFFICE, VILLAGE
from core.records.performance import INSTALMENT, RETURN_VISIT
from core.records.phrase import PHRASE
from core.records.prevention import PREVENTION
from core.records.receipt import RECEIPT
from core.records.report_cell import REPORT_CELL
from core.records.screening import RISK_GRADE, SCREENING_ITEM, SCREENING_MAP, SCREENING_ROUND
from core.records.subsidy import SUBSIDY_CLAIM, SUBSIDY_RULE, SUBSIDY_THRESHOLD
from core.records.term_event import TERM_EVENT
from core.records.training import TRAINING
from core.risk import levels_left_out
from core.text import Text

__all__ = [
    "AGREEMENT",
    "AID_RATE",
    "ASSIGNMENT",
    "ATTACHMENT",
    "ATTORNEY",
    "BY_TABLE",
    "CASE_EVENT",
    "CASE_MATTER",
    "CASE_RECIPIENT",
    "CODE",
    "COMMITTEE",
    "COMMITTEE_FUNDS",
    "CONSULTATION",
    "DEADLINE_RULE",
    "DISPUTE",
    "DRAFTED_DOCUMENT",
    "EVIDENCE",
    "HARDSHIP_STANDARD",
    "HARDSHIP_STATEMENT",
    "HOLIDAY",
    "IMPORT_RULE",
    "INSTALMENT",
    "INVESTIGATION",
    "ISSUED_DOCUMENT",
    "KINDS",
    "LAW_LITERATE",
    "LEGAL_AID_CASE",
    "MATERIAL_ITEM",
    "MEDIATOR",
    "MEETING",
    "OFFICE",
    "PAPER_COPY",
    "PARTY",
    "PHRASE",
    "PREVENTION",
    "RECEIPT",
    "REPORT_CELL",
    "RETURN_VISIT",
    "RISK_GRADE",
    "SCREENING_ITEM",
    "SCREENING_MAP",
    "SCREENING_ROUND",
    "SUBSIDY_CLAIM",
    "SUBSIDY_RULE",
    "SUBSIDY_THRESHOLD",
    "TERM_EVENT",
    "TRAINING",
    "VILLAGE",
    "children_of",
    "kind_named",
    "load_book",
]

KINDS: tuple[RecordKind, ...] = (
    OFFICE,
    VILLAGE,
    COMMITTEE,
    COMMITTEE_FUNDS,
    MEDIATOR,
    TRAINING,
    LAW_LITERATE,
    DISPUTE,
    PARTY,
    ATTORNEY,
    INVESTIGATION,
    EVIDENCE,
    MEETING,
    TERM_EVENT,
    AGREEMENT,
    INSTALMENT,
    RETURN_VISIT,
    PAPER_COPY,
    ATTACHMENT,
    RECEIPT,
    SCREENING_ROUND,
    SCREENING_ITEM,
    PREVENTION,
    SUBSIDY_CLAIM,
    AID_RATE,
    CONSULTATION,
    LEGAL_AID_CASE,
    CASE_RECIPIENT,
    CASE_MATTER,
    HARDSHIP_STATEMENT,
    MATERIAL_ITEM,
    CASE_EVENT,
    ASSIGNMENT,
    ISSUED_DOCUMENT,
    DRAFTED_DOCUMENT,
    CODE,
    PHRASE,
    DEADLINE_RULE,
    HOLIDAY,
    REPORT_CELL,
    IMPORT_RULE,
    SCREENING_MAP,
    RISK_GRADE,
    SUBSIDY_RULE,
    SUBSIDY_THRESHOLD,
    HARDSHIP_STANDARD,
)

BY_TABLE = {kind.table: kind for kind in KINDS}


def kind_named(table: str) -> RecordKind:
    """Raises UserError naming the kinds there are."""
    if kind := BY_TABLE.get(table):
        return kind
    said = Text(
        "没有名为“{table}”的记录种类。可用:{names}。",
        "There is no kind of record called {table}. There are: {names}.",
    )
    raise UserError(said.format(table=table, names=" ".join(BY_TABLE)))


def children_of(kind: RecordKind) -> tuple[RecordKind, ...]:
    """The kinds whose records belong to a record of this one."""
    return tuple(k for k in KINDS if k.parent and k.field(k.parent).link == kind.table)


def load_book(db: Database) -> CodeBook:
    """Every code list, shipped and own, and the names of what records point at."""
    names = {table: _names(db, table) for table in POINTED_AT}
    gone = " union all ".join(f"select id from {table} where state != 0" for table in POINTED_AT)
    ids = frozenset(id for (id,) in db.execute(gone))
    far = {table: Far(db, table, BY_TABLE[table].named_by) for table in _large()}
    book = load_codes(db, [kind.codes for kind in KINDS], names, ids, far)
    return replace(book, retired=book.retired | levels_left_out(db))


def _large() -> set[str]:
    """Tables that records point at by number."""
    return {f.link for kind in KINDS for f in kind.fields if f.link} - set(POINTED_AT)


#: Small tables that other records point at and that are chosen from a list.
POINTED_AT = ("village", "committee", "mediator")


def _names(db: Database, table: str) -> dict[str, str]:
    name = BY_TABLE[table].named_by[0]
    rows = db.execute(f"select id, {name} from {table} order by {name}")
    return {str(id): str(words or "") for id, words in rows}
