"""练习所的咨询、代书与法律援助: a workstation's consultations, documents and cases of two years.

In proportion to a real workstation: some hundreds of consultations, a tenth as many documents, a
few dozen cases, most of them wages and settled outside a court.
"""

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from core import store
from core.field import RecordKind
from core.legal_aid.groups import groups_of
from core.legal_aid.ways import kind_of_case
from core.numbering import AID_DEFAULTS
from core.practice_cases import PREFIX
from core.practice_people import Person, World
from core.practice_rows import Row
from core.records import (
    ASSIGNMENT,
    CASE_EVENT,
    CASE_MATTER,
    CASE_RECIPIENT,
    CONSULTATION,
    DRAFTED_DOCUMENT,
    HARDSHIP_STATEMENT,
    LEGAL_AID_CASE,
    MATERIAL_ITEM,
)

#: Matter, what is asked, what is answered, weight.
_MATTERS = (
    (
        "labor_remuneration",
        "在工地干活,包工头拖欠工资,催要多次没有结果。",
        "收集记工单、转账记录;可向劳动监察投诉或申请仲裁,符合条件的可以申请法律援助。",
        30,
    ),
    (
        "marriage_family",
        "夫妻不和,问离婚手续和孩子抚养怎么办。",
        "先协商;协商不成可向法院起诉,有三十日离婚冷静期的规定。",
        16,
    ),
    ("support_parents", "几个子女不给生活费。", "子女有赡养义务,可以申请调解,也可以起诉。", 7),
    ("traffic_accident", "骑车被撞,保险公司赔得少。", "保存责任认定书和票据,可申请交通调解。", 9),
    ("work_injury", "干活时受伤,老板不认。", "先申请工伤认定,一年内提出。", 8),
    ("private_lending", "借出去的钱对方一直不还。", "注意三年诉讼时效,留好借条和转账记录。", 10),
    ("contract_dispute", "卖粮的货款没有结清。", "凭过磅单协商,不成可以起诉。", 6),
    ("social_assistance", "问低保怎么申请。", "向村委会提出,由乡镇审核。", 5),
    ("domestic_violence", "被丈夫打,问怎么办。", "报警并可申请人身安全保护令。", 2),
    ("other_personal_injury", "被邻居家的狗咬伤。", "饲养人应当赔偿医疗费等损失。", 5),
    ("criminal_other", "亲属被拘留,问能不能请律师。", "可以委托律师,符合条件的由机关通知辩护。", 2),
)
_CHANNELS = (
    ("visit", 58),
    ("phone", 22),
    ("phone_12348", 6),
    ("online", 5),
    ("home_visit", 5),
    ("video_terminal", 2),
    ("letter", 2),
)
_DOCS = {
    "labor_remuneration": ("arbitration_application", "劳动仲裁申请书"),
    "marriage_family": ("complaint", "离婚纠纷民事起诉状"),
    "support_parents": ("complaint", "赡养纠纷民事起诉状"),
    "private_lending": ("complaint", "民间借贷纠纷民事起诉状"),
    "traffic_accident": ("complaint", "机动车交通事故责任纠纷民事起诉状"),
}
_FOR_CASES = ("labor_remuneration", "support_parents", "traffic_accident", "work_injury")
_EVENTS = ("宪法宣传周", "农民工法律服务集市", "三八维权宣传", "赶集日普法")


@dataclass
class Aid:
    """What is to be written, in the order of its records."""

    consultations: list[Row] = field(default_factory=list)
    cases: list[Row] = field(default_factory=list)
    recipients: list[Row] = field(default_factory=list)
    matters: list[Row] = field(default_factory=list)
    means: list[Row] = field(default_factory=list)
    materials: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    handlers: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)

    def by_kind(self) -> dict[RecordKind, list[Row]]:
        """The rows to write, what is pointed at first."""
        return {
            CONSULTATION: self.consultations,
            LEGAL_AID_CASE: self.cases,
            CASE_RECIPIENT: self.recipients,
            CASE_MATTER: self.matters,
            HARDSHIP_STATEMENT: self.means,
            MATERIAL_ITEM: self.materials,
            CASE_EVENT: self.events,
            ASSIGNMENT: self.handlers,
            DRAFTED_DOCUMENT: self.documents,
        }


def make_legal_aid(
    rng: random.Random, world: World, villages: Sequence[Row], records: int, last: date
) -> Aid:
    """A consultation for every two disputes, at most some hundreds a year; of them documents and
    applications. Valid as they are, oldest first."""
    made, numbers = Aid(), Counter[tuple[str, int]]()
    first = date(last.year - 1, 1, 1)
    days = sorted(rng.randint(0, (last - first).days) for _ in range(min(records // 2, 600)))
    for n, day in enumerate(days):
        on = first + timedelta(days=day)
        person, place = _somebody(rng, world)
        asked = _consultation(rng, world, person, numbers, on)
        asked["village_id"] = next((v["id"] for v in villages if v["name"] == place), None)
        made.consultations.append(asked)
        matter = json.loads(asked["matter_codes"])[0]
        if n % 45 == 20:
            made.consultations.append(_event(rng, on, numbers))
        if not asked["visitor_name"]:
            continue
        if matter in _DOCS and rng.random() < 0.22:
            made.documents.append(_document(rng, asked, matter, numbers))
            _handled(asked, "document_drafted")
        if matter in _FOR_CASES and rng.random() < 0.32:
            _case(rng, made, asked, person, numbers, last)
            _handled(asked, "aid_applied")
    return made


def _consultation(
    rng: random.Random,
    world: World,
    person: Person,
    numbers: Counter[tuple[str, int]],
    on: date,
) -> Row:
    code, question, answer, _ = rng.choices(_MATTERS, [m[3] for m in _MATTERS])[0]
    named = rng.random() < 0.85
    codes = [code, "other"] if rng.random() < 0.06 else [code]
    row: Row = {
        "id": store.new_id(),
        **_number(numbers, "consultation", on),
        "consulted_on": on.isoformat(),
        "channel": rng.choices([c for c, _ in _CHANNELS], [w for _, w in _CHANNELS])[0],
        "matter_codes": json.dumps(codes),
        "content": question,
        "answer_summary": answer,
        "visitor_name": person.name if named else None,
        "gender": person.gender if named else None,
        "phone": person.phone if named else None,
        "address": person.address if named else None,
        "identity_refused": None if named else 1,
        "recipient_groups": json.dumps(["migrant_worker"]) if code in _WAGES else None,
        "handling": json.dumps(["answered"]),
        "answered_by": world.officers[0].name,
        "told_of_right": 1 if code in _FOR_CASES else None,
    }
    if code == "domestic_violence":
        row["reported_to_police"] = 1
    if code == "other_personal_injury":
        row["handling"] = json.dumps(["answered", "referred"])
        row["referral_target"] = "court"
    return row


_WAGES = ("labor_remuneration", "work_injury")


def _somebody(rng: random.Random, world: World) -> tuple[Person, str]:
    place = rng.choice(world.places)
    home = rng.choice(place.households)
    return rng.choice((home.man, home.woman, home.elder or home.brother)), place.name


def _event(rng: random.Random, on: date, numbers: Counter[tuple[str, int]]) -> Row:
    heads = rng.randint(20, 80)
    return {
        "id": store.new_id(),
        **_number(numbers, "consultation", on),
        "consulted_on": on.isoformat(),
        "channel": "event",
        "matter_codes": json.dumps(["other"]),
        "is_event_count": 1,
        "event_name": rng.choice(_EVENTS),
        "headcount": heads,
        "matter_count": heads + rng.randint(0, 6),
    }


def _handled(asked: Row, code: str) -> None:
    asked["handling"] = json.dumps([*json.loads(asked["handling"]), code])


def _document(
    rng: random.Random, asked: Row, matter: str, numbers: Counter[tuple[str, int]]
) -> Row:
    on = date.fromisoformat(asked["consulted_on"])
    doc_type, title = _DOCS[matter]
    return {
        "id": store.new_id(),
        **_number(numbers, "drafting", on),
        "drafted_on": on.isoformat(),
        "doc_type": doc_type,
        "title": title,
        "for_person": asked["visitor_name"],
        "phone": asked["phone"],
        "matter_code": matter,
        "copies": rng.randint(1, 3),
        "drafter": asked["answered_by"],
        "free_of_charge": 1,
        "village_id": asked["village_id"],
        "consultation_id": asked["id"],
    }


def _case(
    rng: random.Random,
    made: Aid,
    asked: Row,
    somebody: Person,
    numbers: Counter[tuple[str, int]],
    last: date,
) -> None:
    """As far as its date allows: the oldest are archived, the newest wait at the centre."""
    applied = date.fromisoformat(asked["consulted_on"])
    matter = json.loads(asked["matter_codes"])[0]
    case: Row = {
        "id": store.new_id(),
        **_number(numbers, "application", applied),
        "applied_on": applied.isoformat(),
        "application_status": "received",
        "aid_type": "applied",
        "aid_source": "self_applied",
        "case_kind": kind_of_case(matter),
        "procedure_kind": "non_litigation",
        "service_form": "non_litigation_agency",
        "aid_method": "other_non_litigation_agency",
        "proceeding_stage": "mediation",
        "cause_text": _CAUSES[matter],
        "case_summary": asked["content"],
        "village_id": asked["village_id"],
        "truth_stated": 1,
        "received_by": asked["answered_by"],
        "consultation_id": asked["id"],
    }
    person: Row = {
        "legal_aid_case_id": case["id"],
        "name": somebody.name,
        "id_type": "id_card",
        "id_number": somebody.id_number,
        "birth_date": somebody.born,
        "gender": somebody.gender,
        "ethnicity": somebody.ethnicity,
        "phone": somebody.phone,
        "residence_address": somebody.address,
        "recipient_groups": asked["recipient_groups"],
        "applicant_relation": "self",
        "position": 0,
    }
    groups = groups_of(person, case["applied_on"])
    person["recipient_groups"] = json.dumps(groups) if groups else None
    wages = matter in _WAGES
    made.cases.append(case)
    made.recipients.append(person)
    made.matters.append({"legal_aid_case_id": case["id"], "matter_code": matter, "position": 0})
    made.means.append(_means(case, asked, exempt=wages))
    made.materials += [
        {
            "legal_aid_case_id": case["id"],
            "material_name": name,
            "copies": 1,
            "original_or_copy": kind,
            "received_on": case["applied_on"],
            "position": place,
        }
        for place, (name, kind) in enumerate(
            (("法律援助申请表", "original"), ("居民身份证", "copy"), ("案件材料", "copy"))
        )
    ]
    _proceed(rng, made, case, matter, last)


_CAUSES = {
    "labor_remuneration": "追索劳动报酬",
    "support_parents": "赡养纠纷",
    "traffic_accident": "机动车交通事故责任纠纷",
    "work_injury": "提供劳务者受害责任纠纷",
}


def _means(case: Row, asked: Row, *, exempt: bool) -> Row:
    row: Row = {
        "legal_aid_case_id": case["id"],
        "name": asked["visitor_name"],
        "is_complete": 1,
        "sign_kind": "signature",
        "signed_on": case["applied_on"],
    }
    if exempt:
        return {**row, "means_basis": "exempt_check", "exemption_code": "migrant_wage_injury"}
    income = {"household_size": 3, "income_per_capita": 45_000, "consents_to_check": 1}
    return {**row, **income, "means_basis": "declared_promise", "meets_hardship_standard": 1}


def _proceed(rng: random.Random, made: Aid, case: Row, matter: str, last: date) -> None:
    day = date.fromisoformat(case["applied_on"])

    def later(least: int, most: int) -> date | None:
        nonlocal day
        day += timedelta(days=rng.randint(least, most))
        return day if day <= last else None

    if not (on := later(0, 1)):
        return
    case |= {"application_status": "screened", "screened_on": on.isoformat()}
    case["screening_opinion"] = "申请人身份明确,属于法律援助事项,材料齐全,建议转交中心审查。"
    case["screened_by"] = case["received_by"]
    if not (on := later(0, 1)):
        return
    case |= {"application_status": "forwarded", "forwarded_on": on.isoformat()}
    if not (on := later(2, 9)):
        return
    if rng.random() < 0.06:
        case |= {"application_status": "refused", "decided_on": on.isoformat()}
        case |= {"refusal_reason": "means_not_met", "decision_received_on": on.isoformat()}
        return
    case |= {"application_status": "granted", "case_status": "granted"}
    case |= {"decided_on": on.isoformat(), "decision_received_on": on.isoformat()}
    if not (on := later(1, 3)):
        return
    case |= {"case_status": "assigned", "assigned_on": on.isoformat()}
    made.handlers.append(
        {
            "legal_aid_case_id": case["id"],
            "handler_name": case["received_by"],
            "handler_kind": "grassroots_legal_worker",
            "handling_unit": "斜沟乡法律服务所",
            "handler_role": "agent",
            "assigned_on": on.isoformat(),
        }
    )
    if not (on := later(1, 5)):
        return
    case |= {"case_status": "in_progress", "agreement_signed_on": on.isoformat()}
    if not (on := later(12, 60)):
        return
    _close(rng, case, matter, on)
    if not (on := later(5, 28)):
        return
    case |= {"case_status": "file_submitted", "file_submitted_on": on.isoformat()}
    if not (on := later(3, 25)):
        return
    case |= {"case_status": "file_accepted", "file_accepted_on": on.isoformat()}
    if not (on := later(20, 60)):
        return
    case |= {"case_status": "archived", "archived_on": on.isoformat()}
    case |= {"subsidy_amount": 20_000, "subsidy_paid_on": on.isoformat()}
    made.events.append(
        {
            "legal_aid_case_id": case["id"],
            "event_kind": "revisit",
            "event_on": on.isoformat(),
            "finished_on": on.isoformat(),
            "service_evaluation": "满意",
        }
    )


def _close(rng: random.Random, case: Row, matter: str, on: date) -> None:
    amount = 100_000 * rng.randint(3, 60)
    case |= {
        "case_status": "closed",
        "closed_on": on.isoformat(),
        "close_date_basis": "settlement_date",
        "outcome": rng.choices(("mediated", "settled"), (9, 1))[0],
        "recovered_amount": amount,
        "wage_recovered_amount": amount if matter == "labor_remuneration" else None,
    }


def _number(numbers: Counter[tuple[str, int]], which: str, on: date) -> Row:
    numbers[which, on.year] += 1
    serial = numbers[which, on.year]
    words = AID_DEFAULTS[which].format(prefix=PREFIX, year=on.year, serial=serial)
    parts = {"no": words, "prefix": PREFIX, "year": on.year, "serial": serial}
    return {f"{which}_{part}": value for part, value in parts.items()}
