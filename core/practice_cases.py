"""练习所的一件纠纷 - who takes it, how it goes on and how it ends. Its records: practice_rows.py.

Days are whole numbers, 0 being the first day of the practice years; Calendar knows their dates.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from core.numbering import DEFAULTS, Number
from core.practice_people import REGION, Organisation, Place, World, pick
from core.practice_story import Matter, Story, tell

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
