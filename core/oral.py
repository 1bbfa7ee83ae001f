"""口头协议快速登记: one dispute with its parties and its oral agreement, written in one step.

Only what was typed is stored; dates that follow from another are shown to the user before.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from core import store
from core.field import RecordKind
from core.numbering import propose
from core.records import AGREEMENT, COMMITTEE, DISPUTE, PARTY
from core.text import Text

#: A row and the kind it is of.
OfKind = tuple[RecordKind, dict[str, Any]]

_BETWEEN = re.compile("[、,\uff0c;\uff1b\n]+")


@dataclass(frozen=True)
class OralCase:
    """What the small form holds. `dispute` are values of the dispute, `terms` the agreement."""

    dispute: dict[str, Any]
    applicants: tuple[str, ...]
    respondents: tuple[str, ...]
    terms: str | None


def names_in(typed: str) -> tuple[str, ...]:
    """Several names of one side: 张三、李四."""
    return tuple(name for part in _BETWEEN.split(typed) if (name := part.strip()))


def rows_of(db: Database, case: OralCase, is_organisation: Callable[[str], bool]) -> list[OfKind]:
    """Every record of the case with its kind, the dispute first, with numbers proposed.
    `is_organisation` tells the name of a firm from that of a person."""
    on = case.dispute["accepted_on"]
    numbers: dict[str, Any] = {}
    if on:
        for which in ("file", "case"):
            committee = case.dispute.get("committee_id")
            numbers |= propose(db, which, on, committee).fields(which)
    id = store.new_id()
    dispute = {"mediation_type": "people", **numbers, **case.dispute, "id": id}
    if committee_row := store.get(db, COMMITTEE, str(case.dispute.get("committee_id"))):
        dispute.setdefault("village_id", committee_row["village_id"])
    found: list[OfKind] = [(DISPUTE, dispute)]
    sides = (("applicant", case.applicants), ("respondent", case.respondents))
    for place, (side, name) in enumerate((s, n) for s, names in sides for n in names):
        kind = "organization" if is_organisation(name) else "person"
        row = {"party_role": side, "party_type": kind, "name": name, "position": place}
        found.append((PARTY, {"id": store.new_id(), "dispute_id": id, **row}))
    if case.terms or case.dispute.get("mediation_result") == "success":
        found.append((AGREEMENT, _agreement(db, case, id)))
    return found


def save_rows(db: Database, rows: list[OfKind]) -> frozenset[str]:
    """All in one step; gives the tables that changed."""
    with store.step(db, Text("快速登记口头协议", "Quick oral case")) as s:
        for kind, row in rows:
            store.save(s, kind, row)
    return frozenset(s.tables)


def _agreement(db: Database, case: OralCase, dispute: str) -> dict[str, Any]:
    """An oral agreement takes effect when it is reached (People's Mediation Law, art. 30)."""
    reached = case.dispute.get("closed_on")
    on = reached or case.dispute["accepted_on"]
    numbers = propose(db, "agreement", on, None).fields("agreement") if on else {}
    return {
        "id": store.new_id(),
        "dispute_id": dispute,
        "agreement_form": "oral",
        "signed_on": reached,
        "effective_on": reached,
        "agreement_terms": case.terms,
        **numbers,
    }
