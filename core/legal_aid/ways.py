"""Consultation, document, application and dispute: one becomes the other without retyping, and each
knows the others. Each is counted once, in its own table: none is made twice from the same record.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.field import RecordKind, Row
from core.legal_aid.groups import groups_of
from core.numbering import propose
from core.records import (
    CASE_MATTER,
    CASE_RECIPIENT,
    CONSULTATION,
    DISPUTE,
    DRAFTED_DOCUMENT,
    LEGAL_AID_CASE,
    PARTY,
)
from core.screening import committee_for
from core.text import Text

#: The dispute type a matter stands for; others are "other" and may be changed.
_TYPE_OF = {
    "labor_remuneration": "labor_migrant_wages",
    "work_injury_insurance": "labor_other",
    "work_injury": "labor_other",
    "labor_relation": "labor_other",
    "other_labor": "labor_other",
    "support_maintenance": "marriage_family",
    "support_parents": "marriage_family",
    "support_child": "marriage_family",
    "support_spouse": "marriage_family",
    "marriage_family": "marriage_family",
    "domestic_violence": "marriage_family",
    "traffic_accident": "traffic_accident",
    "medical_accident": "medical",
    "product_quality": "consumer_other",
    "consumer_rights": "consumer_other",
    "contract_dispute": "contract",
    "private_lending": "contract",
    "environment_damage": "environment_pollution",
    "other_personal_injury": "damage_compensation",
    "food_drug_accident": "damage_compensation",
}
_MATTER_OF = {
    "labor_migrant_wages": "labor_remuneration",
    "labor": "other_labor",
    "labor_other": "other_labor",
    "marriage_family": "marriage_family",
    "traffic_accident": "traffic_accident",
    "medical": "medical_accident",
    "environment_pollution": "environment_damage",
    "damage_compensation": "other_personal_injury",
    "contract": "contract_dispute",
    "consumer": "consumer_rights",
    "consumer_other": "consumer_rights",
    "consumer_ecommerce": "consumer_rights",
}
#: Matters of criminal and of administrative cases; all others are civil.
ADMINISTRATIVE = (
    "state_compensation",
    "social_assistance",
    "pension_relief",
    "retrial_acquittal_compensation",
    "administrative_other",
)


@dataclass(frozen=True)
class Linked:
    """A record another one is tied to."""

    table: str
    id: str
    words: str


def begun(db: Database, kind: RecordKind, on: str) -> dict[str, Any]:
    """What a new record of each kind starts with on an ISO day; nothing for other kinds."""
    if kind is LEGAL_AID_CASE:
        return {
            "applied_on": on,
            "application_status": "received",
            "aid_type": "applied",
            "aid_source": "self_applied",
            **propose(db, "application", on).fields("application"),
        }
    if kind is CONSULTATION:
        number = propose(db, "consultation", on).fields("consultation")
        return {"consulted_on": on, "channel": "visit", **number}
    if kind is DRAFTED_DOCUMENT:
        number = propose(db, "drafting", on).fields("drafting")
        return {"drafted_on": on, "copies": 1, "free_of_charge": 1, **number}
    return {}


def kind_of_case(matter: str | None) -> str:
    """刑事, 民事 or 行政, by the matter."""
    if matter and matter.startswith("criminal_"):
        return "criminal"
    return "administrative" if matter in ADMINISTRATIVE else "civil"


# --- one becomes the other -----------------------------------------------------------------------


def application_from_consultation(db: Database, id: str, on: str) -> str:
    """An application of the person who asked, one step; gives its id. Raises UserError where one
    was made already or the person gave no name."""
    asked = _live(db, CONSULTATION, id)
    _only_once(db, LEGAL_AID_CASE, "consultation_id", id)
    name = asked["visitor_name"]
    if not name:
        raise UserError(
            Text(
                "这次咨询没有登记姓名;申请法律援助请先填写姓名。",
                "The consultation has no name; an application needs one.",
            )
        )
    matters = json.loads(asked["matter_codes"] or "[]")
    case = {
        "id": store.new_id(),
        **begun(db, LEGAL_AID_CASE, on),
        "case_summary": asked["content"],
        "village_id": asked["village_id"],
        "case_kind": kind_of_case(matters[0] if matters else None),
        "consultation_id": id,
        "dispute_id": asked["dispute_id"],
    }
    person = {
        "name": name,
        "gender": asked["gender"],
        "id_number": asked["id_number"],
        "id_type": "id_card" if asked["id_number"] else None,
        "phone": asked["phone"],
        "residence_address": asked["address"],
        "recipient_groups": asked["recipient_groups"],
        "applicant_relation": "self",
    }
    change = {"id": id, "handling": _with(asked["handling"], "aid_applied")}
    words = Text("由咨询申请法律援助:{name}", "Application from a consultation: {name}")
    with store.step(db, words.format(name=name)) as s:
        _save_case(s, case, [person], matters)
        store.save(s, CONSULTATION, change)
    return str(case["id"])


def application_from_dispute(db: Database, id: str, on: str) -> str:
    """An application of the applicants of a dispute, tied to it; one step; gives its id. Raises
    UserError where there is one already or no applicant is a person."""
    dispute = _live(db, DISPUTE, id)
    _only_once(db, LEGAL_AID_CASE, "dispute_id", id)
    parties = store.children(db, PARTY, id)
    applicants = [
        p for p in parties if p["party_role"] == "applicant" and p["party_type"] == "person"
    ]
    if not applicants:
        raise UserError(
            Text(
                "这件纠纷的申请人中没有自然人,不能申请法律援助。",
                "No applicant of the dispute is a person.",
            )
        )
    others = [p["name"] for p in parties if p["party_role"] == "respondent"]
    matter = _MATTER_OF.get(dispute["dispute_type"], "other")
    case = {
        "id": store.new_id(),
        **begun(db, LEGAL_AID_CASE, on),
        "case_summary": dispute["summary"],
        "village_id": dispute["village_id"],
        "opponent": "、".join(others)[:200] or None,
        "case_kind": kind_of_case(matter),
        "procedure_kind": "non_litigation",
        "proceeding_stage": "mediation",
        "dispute_id": id,
    }
    taken = ("name", "id_type", "id_number", "gender", "birth_date", "ethnicity", "phone")
    people = [
        {
            **{n: p[n] for n in taken},
            "residence_address": p["org_or_address"],
            "applicant_relation": "self",
        }
        for p in applicants
    ]
    words = Text("由纠纷申请法律援助:{name}", "Application from a dispute: {name}")
    with store.step(db, words.format(name=applicants[0]["name"])) as s:
        _save_case(s, case, people, [matter])
    return str(case["id"])


def document_from(db: Database, kind: RecordKind, id: str, on: str) -> str:
    """A drafted document for the person of a consultation or the first recipient of a case; one
    step; gives its id. There may be several for one person."""
    source = _live(db, kind, id)
    made = {"id": store.new_id(), **begun(db, DRAFTED_DOCUMENT, on), "doc_type": "other"}
    change: dict[str, Any] = {}
    if kind is CONSULTATION:
        matters = json.loads(source["matter_codes"] or "[]")
        made |= {
            "for_person": source["visitor_name"] or str(_UNNAMED),
            "phone": source["phone"],
            "matter_code": matters[0] if matters else None,
            "consultation_id": id,
            "dispute_id": source["dispute_id"],
            "drafter": source["answered_by"],
        }
        change = {"id": id, "handling": _with(source["handling"], "document_drafted")}
    else:
        people = store.children(db, CASE_RECIPIENT, id)
        matter_rows = store.children(db, CASE_MATTER, id)
        made |= {
            "for_person": people[0]["name"] if people else str(_UNNAMED),
            "phone": people[0]["phone"] if people else None,
            "opponent": (source["opponent"] or "")[:100] or None,
            "matter_code": matter_rows[0]["matter_code"] if matter_rows else None,
            "legal_aid_case_id": id,
            "dispute_id": source["dispute_id"],
        }
    made["village_id"] = source["village_id"]
    words = Text("登记代书:{name}", "Document drafted for {name}").format(name=made["for_person"])
    with store.step(db, words) as s:
        store.save(s, DRAFTED_DOCUMENT, made)
        if change:
            store.save(s, CONSULTATION, change)
    return str(made["id"])


def dispute_from(db: Database, kind: RecordKind, id: str, on: str) -> str:
    """A dispute to be mediated, of a consultation or a case; tied to it, one step; gives its id.
    Raises UserError where there is one already, or no committee to take it."""
    source = _live(db, kind, id)
    if source["dispute_id"] and (known := store.get(db, DISPUTE, source["dispute_id"])):
        said = Text("已经转为调解案件 {number}。", "It became the dispute {number} already.")
        raise UserError(said.format(number=known["file_no"] or known["case_no"] or ""))
    people, matter, opponent, summary = _matter_of(db, kind, source)
    committee = committee_for(db, source["village_id"])
    dispute = {
        "id": store.new_id(),
        "accepted_on": on,
        "committee_id": committee,
        "village_id": source["village_id"],
        "mediation_type": "people",
        "case_source": "on_application",
        "dispute_type": _TYPE_OF.get(matter or "", "other"),
        "summary": summary,
        **propose(db, "case", on).fields("case"),
        **propose(db, "file", on, committee).fields("file"),
    }
    words = Text("转为调解案件:{name}", "Make a dispute of {name}")
    name = people[0]["name"] if people else dispute["file_no"]
    with store.step(db, words.format(name=name)) as s:
        store.save(s, DISPUTE, dispute)
        store.save_many(s, PARTY, _parties(str(dispute["id"]), people, opponent))
        change = {"id": id, "dispute_id": dispute["id"]}
        if kind is CONSULTATION:
            change["handling"] = _with(source["handling"], "transferred_mediation")
        store.save(s, kind, change)
    return str(dispute["id"])


def _matter_of(
    db: Database, kind: RecordKind, source: Row
) -> tuple[list[dict[str, Any]], str | None, str | None, str | None]:
    """The people, the matter, the opponent and the facts of a consultation or a case."""
    if kind is CONSULTATION:
        matters = json.loads(source["matter_codes"] or "[]")
        person = {
            "name": source["visitor_name"],
            "phone": source["phone"],
            "id_number": source["id_number"],
            "gender": source["gender"],
            "address": source["address"],
        }
        people = [person] if source["visitor_name"] else []
        return people, next(iter(matters), None), None, source["content"]
    rows = store.children(db, CASE_RECIPIENT, source["id"])
    recipients = [{**row, "address": row["residence_address"]} for row in rows]
    matter = next((m["matter_code"] for m in store.children(db, CASE_MATTER, source["id"])), None)
    return recipients, matter, source["opponent"], source["case_summary"]


def _parties(dispute: str, people: Sequence[Row], opponent: str | None) -> list[dict[str, Any]]:
    """Each person as an applicant, the opponent as respondent."""
    made: list[dict[str, Any]] = [
        {
            "dispute_id": dispute,
            "party_role": "applicant",
            "party_type": "person",
            "name": p["name"],
            "phone": p["phone"],
            "id_number": p["id_number"],
            "id_type": "id_card" if p["id_number"] else None,
            "gender": p["gender"],
            "org_or_address": p["address"],
            "position": place,
        }
        for place, p in enumerate(people)
    ]
    if opponent:
        respondent = {"party_role": "respondent", "party_type": "person", "name": opponent[:100]}
        made.append({"dispute_id": dispute, **respondent, "position": len(made)})
    return made


def _save_case(
    s: store.Step, case: dict[str, Any], people: list[dict[str, Any]], matters: Sequence[str]
) -> None:
    store.save(s, LEGAL_AID_CASE, case)
    for place, person in enumerate(people):
        groups = groups_of(person, case["applied_on"])
        own = {"legal_aid_case_id": case["id"], "position": place}
        own["recipient_groups"] = json.dumps(groups) if groups else None
        store.save(s, CASE_RECIPIENT, {**person, **own})
    for place, code in enumerate(matters):
        row = {"legal_aid_case_id": case["id"], "matter_code": code, "position": place}
        store.save(s, CASE_MATTER, row)


def _live(db: Database, kind: RecordKind, id: str) -> dict[str, Any]:
    row = store.get(db, kind, id)
    if row is None or row["state"] != store.LIVE:
        raise UserError(Text("这条记录不在了。", "The record is not there any more."))
    return row


def _only_once(db: Database, kind: RecordKind, name: str, id: str) -> None:
    """The guard against counting one matter twice."""
    if there := store.find(db, kind, f"{name} = ?", [id], limit=1):
        said = Text(
            "已经登记了法律援助申请 {number};同一件事在法律援助报表里只计一次。",
            "The application {number} is there already; it counts once in the sheets.",
        )
        raise UserError(said.format(number=there[0]["application_no"] or ""))


def _with(handling: str | None, code: str) -> str:
    """One more way of handling, in the order they came."""
    return json.dumps(list(dict.fromkeys([*json.loads(handling or "[]"), code])))


_UNNAMED = Text("未提供姓名", "Name not given")


# --- both ways -----------------------------------------------------------------------------------


def linked(db: Database, kind: RecordKind, id: str) -> list[Linked]:
    """Every live record this one is tied to, whichever of them names the other."""
    own = store.get(db, kind, id) or {}
    found = []
    for other in (DISPUTE, CONSULTATION, LEGAL_AID_CASE):
        name = f"{other.table}_id"
        if other is not kind and name in kind.by_name and own.get(name):
            row = store.get(db, other, own[name])
            if row and row["state"] == store.LIVE:
                found.append(_linked(other, row))
    for other in (CONSULTATION, LEGAL_AID_CASE, DRAFTED_DOCUMENT):
        name = f"{kind.table}_id"
        if name in other.by_name:
            found += [_linked(other, row) for row in store.find(db, other, f"{name} = ?", [id])]
    return list(dict.fromkeys(found))


_TITLES = {
    "dispute": Text("调解案件 {number}", "Dispute {number}"),
    "consultation": Text("咨询 {number}", "Consultation {number}"),
    "legal_aid_case": Text("法律援助 {number}", "Legal aid {number}"),
    "drafted_document": Text("代书 {number}", "Document {number}"),
}
_NUMBERS = {
    "dispute": ("file_no", "case_no"),
    "consultation": ("consultation_no", "visitor_name"),
    "legal_aid_case": ("application_no", "cause_text"),
    "drafted_document": ("drafting_no", "for_person"),
}


def _linked(kind: RecordKind, row: Row) -> Linked:
    number = next((str(row[n]) for n in _NUMBERS[kind.table] if row[n]), "")
    return Linked(kind.table, str(row["id"]), str(_TITLES[kind.table].format(number=number)))
