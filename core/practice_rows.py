"""练习所一件纠纷的各项记录 - a case of practice_cases.py as rows of every kind.

Every row is valid as it is; see core.validate.
"""

import random
from dataclasses import dataclass
from typing import Any

from core.identity import age_on
from core.practice_cases import PREFIX, Calendar, Case, Setting, village_code
from core.practice_keeping import court_of, instalments_of, visits_of
from core.practice_people import Organisation, Person, Place, pick
from core.practice_story import Story, record, talk, terms
from core.practice_terms import circumstances
from core.records.dispute import DISPUTE_TYPE

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """The records of one dispute."""

    dispute: Row
    parties: list[Row]
    meetings: list[Row]
    agreement: Row | None
    instalments: list[Row]
    visits: list[Row]


def rows_of(rng: random.Random, setting: Setting, case: Case) -> Rows:
    """The case as records, valid as they are."""
    calendar, agreed = setting.calendar, ""
    if case.settlement:
        deadline = case.settlement.deadline
        until = "" if deadline is None else f"于{calendar.words(deadline)}前"
        agreed = terms(rng, case.story, until or "当场", until or "当日")
    dispute = _dispute(rng, setting, case)
    visits = visits_of(rng, calendar, case)
    parties = _parties(case, calendar.iso(case.dealt.accepted))
    meetings = _meetings(rng, calendar, case, agreed, dispute["mediation_place"] or "")
    agreement = _agreement(rng, setting, case, agreed, dispute["summary"])
    parts = instalments_of(calendar, case)
    if agreement:
        if parts:
            agreement["performance_method"] = f"分{len(parts)}期支付"
        if any(p["performed_on"] for p in parts) and not agreement["performed_on"]:
            agreement["performance_status"] = "partly_performed"
        for row in visits:
            row["agreement_no"] = agreement["agreement_no"]
    dispute |= circumstances(dispute)
    return Rows(dispute, parties, meetings, agreement, parts, visits)


def _dispute(rng: random.Random, setting: Setting, case: Case) -> Row:
    dealt, story, matter = case.dealt, case.story, case.story.matter
    iso = setting.calendar.iso
    accepted = iso(dealt.accepted)
    fen = None if story.asked is None else story.asked * 100
    applied = dealt.source != "on_initiative"
    sides = (*story.cast.applicants, *story.cast.respondents)
    people = len(sides) + int(rng.random() * (10 if matter.who == "workers" else 3))
    difficult = matter.difficult or people >= 10 or (story.asked or 0) > 100_000
    row: Row = {
        "id": case.id,
        "accepted_on": accepted,
        "committee_id": case.committee.id,
        "village_id": setting.village_ids[case.village],
        "mediation_type": "people",
        "dispute_type": dealt.dispute_type,
        "case_source": dealt.source,
        "entrusting_body": dealt.body,
        "mediator_id": case.mediators[0].id,
        "co_mediator_id": case.mediators[1].id if len(case.mediators) > 1 else None,
        "accepted_by": case.mediators[0].name,
        "registered_by": case.mediators[-1].name,
        "summary": story.words(matter.summary),
        "request_items": story.words(matter.ask) if applied else None,
        "occurred_on": iso(case.arose),
        "place": _place(rng, setting.world.places[case.village]),
        "region_code": village_code(case.village),
        "parties_relation": _relation(sides),
        "parties_count": len(sides),
        "people_count": people,
        "amount": fen,
        "amount_claimed": fen if applied else None,
        "is_difficult": int(difficult),
        "difficulty_level": _level(story, difficult, dealt.dispute_type),
        "has_death": int(matter.death),
        "special_group": matter.special or None,
        "migrant_worker_involved": int(matter.migrant),
        "recusal_requested": 0,
        **setting.number("case", PREFIX, accepted),
    }
    row.update(_progress(rng, setting, case, row["difficulty_level"]))
    return row


def _place(rng: random.Random, place: Place) -> str:
    return place.name + pick(rng, talk()["community_spots" if place.community else "spots"])


def _relation(sides: tuple[Person | Organisation, ...]) -> str:
    with_org = any(isinstance(someone, Organisation) for someone in sides)
    return "citizen_org" if with_org else "citizen_citizen"


def _level(story: Story, difficult: bool, dispute_type: str) -> str:
    if story.matter.death:
        return "major"
    if difficult:
        return "difficult"
    simple = dispute_type in ("marriage_family", "neighbor") or (story.asked or 0) <= 1000
    return "simple" if simple else "general"


def _progress(rng: random.Random, setting: Setting, case: Case, level: str) -> Row:
    """What was added after acceptance: meetings, result, file, return visit."""
    course, settlement, calendar = case.course, case.settlement, setting.calendar
    if course.ends == "withdrawn" and course.closed is not None:
        return {
            **setting.number("file", case.committee.prefix, calendar.iso(case.dealt.accepted)),
            "mediation_place": None,
            "case_status": "closed",
            "close_type": "acceptance_ended",
            "closed_on": calendar.iso(course.closed),
            "remark": pick(rng, talk()["withdrawn"]),
        }
    if not course.meetings:
        return {"case_status": "registered", "mediation_place": None}
    place = case.story.words(pick(rng, talk()["places"]))
    row: Row = {
        **setting.number("file", case.committee.prefix, calendar.iso(case.dealt.accepted)),
        "mediation_place": place,
        "mediated_on": calendar.iso(course.meetings[-1]),
        "mediated_from": calendar.iso(course.meetings[0]),
        "mediated_to": calendar.iso(course.meetings[-1]),
        "file_title": case.story.words("{a}与{b}") + DISPUTE_TYPE[case.dealt.dispute_type].zh,
    }
    if course.closed is None:
        overdue = calendar.last - case.dealt.accepted > 30
        note = "一方当事人外出务工，经双方同意延期调解。" if overdue else None
        return {**row, "case_status": "mediating", "mediation_result": "pending", "remark": note}
    row.update(
        mediation_result=course.ends,
        closed_on=calendar.iso(course.closed),
        close_type="completed" if settlement else "mediation_ended",
        case_status="closed",
        judicially_confirmed=int(bool(settlement and settlement.confirmation == "confirmed")),
        is_quick=int(course.closed - case.dealt.accepted <= 1),
    )
    return {**row, **_filing(rng, setting, case, level)}


def _filing(rng: random.Random, setting: Setting, case: Case, level: str) -> Row:
    """The file is made within a fortnight of closing, and checked by the head of the office."""
    closed, calendar = case.course.closed or 0, setting.calendar
    filed = closed + 1 + int(rng.random() * 14)
    if filed > calendar.last:
        return {}
    oral = bool(case.settlement and case.settlement.oral)
    checked = filed + 1 + int(rng.random() * 10)
    row: Row = {
        "case_status": "filed",
        "filed_by": case.mediators[-1].name,
        "filed_on": calendar.iso(filed),
        "retention_period": case.story.matter.retention or ("short_term" if oral else "long_term"),
        "subsidy_grade": ("oral" if oral else level) if case.settlement else None,
    }
    if checked <= calendar.last:
        row.update(checked_by=setting.head, checked_on=calendar.iso(checked))
    return row


def _parties(case: Case, accepted: str) -> list[Row]:
    applicants, respondents = case.story.cast.applicants, case.story.cast.respondents
    roles = ["applicant"] * len(applicants) + ["respondent"] * len(respondents)
    rows = []
    for position, (role, someone) in enumerate(
        zip(roles, (*applicants, *respondents), strict=True), start=1
    ):
        row: Row = {
            "dispute_id": case.id,
            "party_role": role,
            "name": someone.name,
            "phone": someone.phone,
            "org_or_address": someone.address,
            "position": position,
        }
        if isinstance(someone, Person):
            row.update(_person(someone, accepted))
            if case.story.matter.migrant and role == "applicant":
                row["occupation"] = "外出务工"
        else:
            row.update(
                party_type="organization",
                id_type="credit_code",
                id_number=someone.code,
                representative=someone.representative,
            )
        rows.append(row)
    return rows


def _person(someone: Person, accepted: str) -> Row:
    return {
        "party_type": "person",
        "id_type": "id_card",
        "id_number": someone.id_number,
        "gender": someone.gender,
        "ethnicity": someone.ethnicity,
        "birth_date": someone.born,
        "age": age_on(someone.born, accepted),
        "occupation": someone.occupation,
    }


def _meetings(
    rng: random.Random, calendar: Calendar, case: Case, agreed: str, place: str
) -> list[Row]:
    """One row a meeting; the last one holds what was agreed, or that it failed."""
    names = "、".join(m.name for m in case.mediators)
    subject = DISPUTE_TYPE[case.dealt.dispute_type].zh
    present = case.story.words("{a}、{b}")
    rows = []
    for n, day in enumerate(case.course.meetings, start=1):
        last = n == len(case.course.meetings)
        result = case.course.ends if last and case.course.closed is not None else "pending"
        ends = agreed if result == "success" else result
        guest = pick(rng, talk()["invited"]) if rng.random() < 0.5 else None
        text = record(rng, case.story, case.mediators[0].name, first=n == 1, ends=ends)
        rows.append(
            {
                "dispute_id": case.id,
                "mediated_on": calendar.iso(day),
                "mediated_at": pick(rng, talk()["times"]),
                "place": place,
                "subject": subject,
                "parties_present": present,
                "invited_participants": guest,
                "mediator_names": names,
                "recorder": case.mediators[-1].name,
                "informed": 1,
                "record_text": text,
                "meeting_result": result,
            }
        )
    return rows


def _agreement(
    rng: random.Random, setting: Setting, case: Case, agreed: str, summary: str
) -> Row | None:
    settlement, iso = case.settlement, setting.calendar.iso
    if settlement is None:
        return None
    story, deadline, performed = case.story, settlement.deadline, settlement.performed
    sides = len(story.cast.applicants) + len(story.cast.respondents)
    method = "自行履行约定义务"
    if story.agreed is not None:
        method = "银行转账一次性支付" if story.matter.migrant else pick(rng, talk()["methods"])
    return {
        "dispute_id": case.id,
        "agreement_form": "oral" if settlement.oral else "written",
        "signed_on": iso(settlement.signed),
        "effective_on": iso(settlement.effective),
        "facts_and_issues": summary,
        "agreement_terms": agreed,
        "agreement_amount": None if story.agreed is None else story.agreed * 100,
        "performance_method": method,
        "performance_deadline": iso(settlement.signed if deadline is None else deadline),
        "performance_status": settlement.status,
        "performed_on": None if performed is None else iso(performed),
        "copies_count": None if settlement.oral else sides + 1,
        "recorder": case.mediators[-1].name,
        "is_partial": 0,
        "confirmation_status": settlement.confirmation,
        **court_of(setting.calendar, settlement, story.agreed or 0),
        **setting.number("agreement", PREFIX, iso(settlement.signed)),
    }
