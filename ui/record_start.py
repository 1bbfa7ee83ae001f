"""What a new record and a new row of it begin with, and the numbers proposed for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlite_utils import Database

from core import store
from core.field import RecordKind
from core.numbering import propose
from core.records import AGREEMENT, COMMITTEE, DISPUTE, PREVENTION, SUBSIDY_CLAIM
from ui.child_rows import ChildRows
from ui.form import RecordForm
from ui.pieces import today
from ui.prevention_listing import beginning
from ui.subsidy_help import this_quarter


def first_values(db: Database, kind: RecordKind) -> dict[str, Any]:
    """Of a new record, what is known before anybody types."""
    if kind is DISPUTE:
        values = {"accepted_on": today().isoformat(), "mediation_type": "people"}
        committees = store.find(db, COMMITTEE, limit=2)
        if len(committees) == 1:
            values["committee_id"] = committees[0]["id"]
            values["village_id"] = committees[0]["village_id"]
        return values
    if kind is PREVENTION:
        return beginning(db)
    if kind is SUBSIDY_CLAIM:
        return {"claim_period": this_quarter(), "claim_status": "draft"}
    return {}


def first_of_party(there: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The applicant first, then respondents."""
    sides = [row["party_role"] for row in there]
    side = "respondent" if "applicant" in sides else "applicant"
    return {"party_role": side, "party_type": "person"}


def first_of_agreement(
    db: Database, dispute: str, form: RecordForm, section: ChildRows
) -> dict[str, Any]:
    """The next number: behind those stored and those that only stand on the page."""
    row = form.row()[0]
    on = row["closed_on"] or row["accepted_on"] or today().isoformat()
    stored = {r["id"] for r in store.children(db, AGREEMENT, dispute)}
    ahead = sum(r.id not in stored for r in section.rows)
    number = propose(db, "agreement", on, row["committee_id"], ahead=ahead)
    return {"agreement_form": "written", **number.fields("agreement")}


def propose_numbers(db: Database, form: RecordForm, proposed: dict[str, str]) -> None:
    """Of a dispute, until somebody types a number of his own. `proposed` remembers what was put
    there: which number -> its words."""
    row = form.row()[0]
    for which in ("file", "case") if row["accepted_on"] else ():
        if row[f"{which}_no"] in (None, proposed.get(which)):
            number = propose(db, which, row["accepted_on"], row["committee_id"])
            if number.words != row[f"{which}_no"]:
                proposed[which] = number.words
                form.put(number.fields(which))


def with_free_numbers(db: Database, words: Mapping[str, str]) -> dict[str, str]:
    """The words of a draft of a new dispute; a number given to another record since gives way to
    the one proposed now."""
    kept = dict(words)
    for which in ("file", "case"):
        if store.count(db, DISPUTE, f"{which}_no = ?", [kept.get(f"{which}_no")]):
            for part in ("no", "prefix", "year", "serial"):
                kept.pop(f"{which}_{part}", None)
    return kept


def follow_committee(db: Database, form: RecordForm) -> None:
    """A village committee's case is of that village, until another is chosen."""
    row = form.row()[0]
    if row["committee_id"] and not row["village_id"]:
        committee = store.get(db, COMMITTEE, row["committee_id"])
        if committee and committee["village_id"]:
            form.put({"village_id": committee["village_id"]})
