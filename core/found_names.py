"""The names that stand beside the number of a record found: a number alone says nothing."""

from sqlite_utils import Database

from core import store
from core.field import RecordKind, Row
from core.records import CASE_RECIPIENT, DISPUTE, LEGAL_AID_CASE, PARTY
from core.screening import parties_of

#: The field with the name of a person, of kinds that are called by a number.
_NAMED = {"consultation": "visitor_name", "drafted_document": "for_person"}


def names_beside(db: Database, top: RecordKind, row: Row) -> str:
    """Of a record that belongs to none: the parties of a case, the recipients of legal aid, the two
    sides of a screening item, a visitor; empty for kinds without people."""
    match top.table:
        case DISPUTE.table:
            return _children(db, PARTY, row)
        case LEGAL_AID_CASE.table:
            return _children(db, CASE_RECIPIENT, row)
        case "screening_item":
            return parties_of(row)
        case table:
            return str(row.get(_NAMED.get(table, "")) or "")


def _children(db: Database, kind: RecordKind, row: Row) -> str:
    names = [str(p["name"]) for p in store.children(db, kind, str(row["id"])) if p["name"]]
    return " / ".join(names)
