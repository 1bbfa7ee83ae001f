"""练习所的一件纠纷 - how it went on, and the rows of all its records.

Days are whole numbers, 0 being the first day of the practice years; Calendar knows their dates.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from core.identity import age_on
from core.numbering import DEFAULTS, Number
from core.practice_people import REGION, Organisation, Person, Place, World, pick
from core.practice_story import Matter, Story, record, talk, tell, terms
from core.records.dispute import DISPUTE_TYPE

Row = dict[str, Any]

LABOUR = ("labor", "labor_migrant_wages", "labor_other")
_BEFORE = 60  # days of the calendar before the first day: when disputes arose
_AFTER = 400  # and after the last: when agreements are to be performed
#: Where people live close together; the other stories are about fields, yards and lanes.
TOWN_TYPES = frozenset(
    {
        *LABOUR,
        *("marriage_family", "property_service", "tourism", "consumer", "consumer_ecommerce"),
        *("consumer_other", "medical", "traffic_accident", "intellectual_property", "internet"),
    }
)
PREFIX = "斜"


def village_code(n: int) -> str:
    """The region code of the n-th place, 12 places."""
    return f"{REGION}204{n + 201}"


class Calendar:
    """Dates of the days, as stored and as written in Chinese, looked up instead of computed."""

    def __init__(self, first: date, last: date) -> None:
        self.last = (last - first).days
        days = [first + timedelta(days=n) for n in range(-_BEFORE, self.last + _AFTER)]
        self._iso = [day.isoformat() for day in days]
        self._words = [f"{day.year}年{day.month}月{day.day}日" for day in days]

    def iso(self, day: int) -> str:
        return self._iso[day + _BEFORE]

    def words(self, day: int) -> str:
        return self._words[day + _BEFORE]


@dataclass(frozen=True, slots=True)
class Mediator:
    """Who can be given a dispute."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Committee:
    """Who takes a dispute in; `village` is its place in World.places, -1 for the whole township."""

    id: str
    kind: str
    village: int
    prefix: str
    mediators: tuple[Mediator, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything that is there before the first dispute."""

    world: World
    calendar: Calendar
    matters: dict[tuple[str, int], list[Matter]]
    village_ids: tuple[str, ...]
    committees: tuple[Committee, ...]
    head: str
    serials: dict[tuple[str, str, int], int] = field(default_factory=dict)

    def number(self, which: str, prefix: str, on: str) -> Row:
        """The next number of a kind ("case", "file", "agreement"), as core.numbering makes it."""
        year = int(on[:4])
        serial = self.serials[which, prefix, year] = self.serials.get((which, prefix, year), 0) + 1
        words = DEFAULTS[which].format(prefix=prefix, year=year, serial=serial)
        return Number(prefix, year, serial, words).fields(which)


@dataclass(frozen=True, slots=True)
class Dealt:
    """What is dealt out beforehand, so that every kind of case occurs."""

    accepted: int
    dispute_type: str
    source: str
    body: str | None
    ends: str  # if it is closed by the last day: success, failure or withdrawn


@dataclass(frozen=True, slots=True)
class Course:
    """How a dispute went. ends: success, failure, withdrawn or open (then closed is None)."""

    ends: str
    meetings: tuple[int, ...]
    closed: int | None


@dataclass(frozen=True, slots=True)
class Settlement:
    """How the agreement was made and kept; days."""

    oral: bool
    signed: int
    effective: int
    deadline: int | None  # None: performed on the spot
    status: str
    performed: int | None
    confirmation: str


@dataclass(frozen=True, slots=True)
class Case:
    """One dispute as it happened, before it is written down."""

    id: str
    dealt: Dealt
    village: int
    committee: Committee
    mediators: tuple[Mediator, ...]
    story: Story
    arose: int
    course: Course
    settlement: Settlement | None


@dataclass(frozen=True, slots=True)
class Rows:
    """The records of one dispute."""

    dispute: Row
    parties: list[Row]
    meetings: list[Row]
    agreement: Row | None


def make_case(rng: random.Random, setting: Setting, dealt: Dealt, id: str) -> Case:
    calendar = setting.calendar
    village = _village(rng, setting.world.places, dealt.dispute_type)
    arose = dealt.accepted - int(rng.random() ** 2 * 20)
    place = setting.world.places[village]
    month = int(calendar.iso(dealt.accepted)[5:7])
    fitting = setting.matters[dealt.dispute_type, month]
    if place.community:
        fitting = [matter for matter in fitting if not matter.rural]
    matter = pick(rng, fitting)
    on, words = calendar.iso(arose), calendar.words(arose)
    story = tell(rng, setting.world, place, matter, on=on, words=words)
    committee = _committee(rng, setting, dealt.dispute_type, village, story)
    course = _course(rng, dealt, calendar.last)
    settlement = _settlement(rng, story, course, dealt, calendar.last)
    mediators = _mediators(rng, committee)
    return Case(id, dealt, village, committee, mediators, story, arose, course, settlement)


def rows_of(rng: random.Random, setting: Setting, case: Case) -> Rows:
    """The case as records, valid as they are."""
    calendar, agreed = setting.calendar, ""
    if case.settlement:
        deadline = case.settlement.deadline
        until = "" if deadline is None else f"于{calendar.words(deadline)}前"
        agreed = terms(rng, case.story, until or "当场", until or "当日")
    dispute = _dispute(rng, setting, case)
    return Rows(
        dispute,
        [*_parties(case, calendar.iso(case.dealt.accepted))],
        _meetings(rng, calendar, case, agreed, dispute["mediation_place"] or ""),
        _agreement(rng, setting, case, agreed, dispute["summary"]) if case.settlement else None,
    )


# --- how it went ---------------------------------------------------------------------------------


def _village(rng: random.Random, places: list[Place], dispute_type: str) -> int:
    """Communities stand last in the list of places."""
    towns = sum(place.community for place in places)
    inner = dispute_type == "property_service" or (
        dispute_type in TOWN_TYPES and rng.random() < 0.25
    )
    n = int(rng.random() * (towns if inner else len(places) - towns))
    return n + (len(places) - towns if inner else 0)


#: How often, of a hundred, a dispute goes to a committee beyond the village.
_TO_TOWNSHIP = {
    "land_expropriation": 50, "medical": 90, "intellectual_property": 80, "internet": 50,
    "environment_pollution": 40, "labor_migrant_wages": 60, "labor_other": 60, "labor": 60,
    "forest_land": 20, "traffic_accident": 25,
}  # fmt: skip
_TO_TRADE = {"consumer", "consumer_other", "tourism", "production_operation", "contract"}


def _committee(
    rng: random.Random, setting: Setting, dispute_type: str, village: int, story: Story
) -> Committee:
    chance = rng.random() * 100
    by_kind = {c.kind: c for c in setting.committees if c.village < 0}
    if dispute_type in LABOUR and _is_against_the_quarry(story):
        return by_kind["enterprise"]
    if dispute_type == "traffic_accident" and chance < 60:
        return by_kind["industry_professional"]
    if dispute_type in _TO_TRADE and story.matter.org and chance < 40:
        return by_kind["social_org_other"]
    if chance >= 100 - _TO_TOWNSHIP.get(dispute_type, 60 if story.matter.difficult else 10):
        return by_kind["township"]
    return next(c for c in setting.committees if c.village == village)


def _is_against_the_quarry(story: Story) -> bool:
    """The one enterprise with a committee of its own."""
    first = story.cast.respondents[0]
    return isinstance(first, Organisation) and first.kind == "quarry"


def _mediators(rng: random.Random, committee: Committee) -> tuple[Mediator, ...]:
    """Who leads, and now and then somebody beside."""
    first = pick(rng, committee.mediators)
    if rng.random() < 0.35:
        second = pick(rng, committee.mediators)
        return (first,) if second is first else (first, second)
    return (first,)


def _course(rng: random.Random, dealt: Dealt, last: int) -> Course:
    """What came in on the last day is only registered; of the newer ones some are overdue."""
    accepted, left = dealt.accepted, last - dealt.accepted
    length = _length(rng, dealt.dispute_type)
    stuck = left < 75 and rng.random() < 0.15
    if stuck or length >= left:
        first = accepted + 1 + int(rng.random() * 3)
        days = [d for d in (first, first + 6) if d < last and (d == first or rng.random() < 0.4)]
        return Course("open", tuple(days), None)
    if dealt.ends == "withdrawn":
        return Course("withdrawn", (), accepted + length)
    closed = accepted + length
    return Course(dealt.ends, _meeting_days(rng, accepted, closed), closed)


def _length(rng: random.Random, dispute_type: str) -> int:
    """Days until it is closed: often settled at once, seldom beyond the term."""
    chance = rng.random()
    if dispute_type in LABOUR:
        return int(chance * 15)
    if dispute_type == "medical":
        return 6 + int(chance * 34)
    if chance < 0.45:
        return int(rng.random() * 4)
    return 3 + int(rng.random() * (26 if chance < 0.98 else 50))


def _meeting_days(rng: random.Random, accepted: int, closed: int) -> tuple[int, ...]:
    """One to three, the last on the day it was closed."""
    length, chance = closed - accepted, rng.random()
    if length < 4 or chance < 0.5:
        return (closed,)
    if length < 9 or chance < 0.88:
        return (accepted + length // 2, closed)
    return (accepted + length // 3, accepted + 2 * length // 3, closed)


def _settlement(
    rng: random.Random, story: Story, course: Course, dealt: Dealt, last: int
) -> Settlement | None:
    if course.ends != "success" or course.closed is None:
        return None
    signed, agreed = course.closed, story.agreed or 0
    matter = story.matter
    plain = not (matter.written or matter.works or matter.difficult) and agreed <= 3000
    oral = plain and signed - dealt.accepted < 7 and rng.random() < 0.75
    if oral or (rng.random() < 0.3 and not matter.works):
        return Settlement(oral, signed, signed, None, "performed", signed, "not_applied")
    effective = min(signed + 1 + int(rng.random() * 3), last) if rng.random() < 0.1 else signed
    deadline = effective + 5 + int(rng.random() * (25 if agreed < 10_000 else 85))
    status, performed = _performance(rng, effective, deadline, last)
    confirmation = _confirmation(rng, dealt.dispute_type, agreed, effective, last)
    return Settlement(False, signed, effective, deadline, status, performed, confirmation)


def _performance(
    rng: random.Random, effective: int, deadline: int, last: int
) -> tuple[str, int | None]:
    """Nearly everything is performed in the end; of what fell due lately, some is not."""
    chance = rng.random()
    if chance < (0.12 if last - deadline < 60 else 0.008):
        late = "partly_performed" if chance % 0.006 < 0.002 else "not_performed"
        return (late if deadline < last else "not_due"), None
    performed = deadline - int(rng.random() * min(deadline - effective, 15))
    return ("performed", performed) if performed <= last else ("not_due", None)


def _confirmation(
    rng: random.Random, dispute_type: str, agreed: int, effective: int, last: int
) -> str:
    """Courts do not confirm what is about family status; rulings take about a month."""
    if dispute_type == "marriage_family" or agreed < 3000 or rng.random() > 0.2:
        return "not_applied"
    return "confirmed" if effective + 40 < last else "applied"


# --- written down --------------------------------------------------------------------------------


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
    return {**row, **_filing(rng, setting, case, level), **_visit(rng, calendar, case)}


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


def _visit(rng: random.Random, calendar: Calendar, case: Case) -> Row:
    visited = (case.course.closed or 0) + 7 + int(rng.random() * 40)
    if visited > calendar.last or rng.random() > (0.7 if case.settlement else 0.3):
        return {}
    satisfied = rng.random() < (0.97 if case.settlement else 0.5)
    method = rng.choices(("home", "phone", "message", "other"), (50, 38, 10, 2))[0]
    return {
        "visited_on": calendar.iso(visited),
        "visit_method": method,
        "satisfied": int(satisfied),
    }


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
        **setting.number("agreement", PREFIX, iso(settlement.signed)),
    }
