"""练习所 - an invented office to learn and to try things on. Nothing in it is real.

The last day anything is dated is the 20th of November of `year`, or today if that is earlier. So a
practice office of a year made after that day is the same whenever it is made, and opened in late
November it has cases of the current month, cases about to fall due and overdue ones.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TypeVar

from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.field import RecordKind
from core.numbering import DEFAULTS
from core.practice_cases import (
    PREFIX,
    Calendar,
    Case,
    Committee,
    Dealt,
    Mediator,
    Setting,
    make_case,
    village_code,
)
from core.practice_legal_aid import make_legal_aid
from core.practice_papers import papers_of
from core.practice_people import COUNTY, REGION, TOWNSHIP, Person, World, landline, make_world
from core.practice_rows import Row, Rows, rows_of
from core.practice_screening import found_on_initiative, make_screening
from core.practice_standing import (
    funds,
    law_literates,
    make_administrative,
    preventions,
    to_be_looked_at,
    trainings,
)
from core.practice_story import matters
from core.practice_subsidy import SCHEME, Claims
from core.practice_terms import term_events
from core.progress import Progress, no_progress
from core.records import (
    AGREEMENT,
    COMMITTEE,
    COMMITTEE_FUNDS,
    DISPUTE,
    INSTALMENT,
    LAW_LITERATE,
    MEDIATOR,
    MEETING,
    OFFICE,
    PARTY,
    PREVENTION,
    RETURN_VISIT,
    SCREENING_ITEM,
    SCREENING_ROUND,
    SUBSIDY_CLAIM,
    TERM_EVENT,
    TRAINING,
    VILLAGE,
)
from core.text import Text

WORDS = Text("生成练习数据", "Make a practice office")
T = TypeVar("T")
BATCH = 500  # disputes written at once

#: Dispute types, how many of a thousand: family and neighbours most. The last two stand for records
#: from lists that did not split them.
_TYPES = {
    "marriage_family": 235, "neighbor": 225, "housing_homestead": 80, "forest_land": 90,
    "damage_compensation": 80, "contract": 55, "production_operation": 40, "traffic_accident": 40,
    "labor_migrant_wages": 38, "labor_other": 16, "land_expropriation": 20, "consumer_other": 15,
    "environment_pollution": 12, "property_service": 12, "medical": 10, "consumer_ecommerce": 10,
    "tourism": 6, "internet": 5, "intellectual_property": 3, "other": 18, "labor": 3, "consumer": 2,
}  # fmt: skip
#: Sources with the body that entrusts, how many of a thousand.
_SOURCES = {
    ("on_initiative", None): 500, ("on_application", None): 420, ("entrusted", "police"): 34,
    ("entrusted", "court"): 24, ("entrusted", "petition_office"): 12,
    ("entrusted", "other_department"): 8, ("entrusted", "procuratorate"): 2,
}  # fmt: skip


_ENDS = {"success": 945, "failure": 38, "withdrawn": 17}


def fill(
    db: Database,
    *,
    records: int = 400,
    seed: int = 1,
    year: int = 2026,
    today: date | None = None,
    progress: Progress = no_progress,
) -> dict[str, int]:
    """Fill a new, empty database with an office and `records` disputes of `year` and the year
    before, as one step. Gives the number of rows by table.

    The same records, seed, year and last day give the same rows, ids included; only the stamps
    differ. Raises UserError if the years lie ahead or are long gone, or if the
    database holds records already.
    """
    check_wanted(records, year, today)
    first, last = _span(year, today or date.today())  # noqa: DTZ011 - the day on the wall
    if store.count(db, OFFICE) or store.count(db, DISPUTE):
        raise UserError(_NOT_EMPTY)
    rng = random.Random(seed)
    with store.step(db, WORDS, "practice") as s:
        store.set_meta(db, "practice", "1")
        return _fill(s, rng, first, last, records, seed, progress)


def check_wanted(records: int, year: int, today: date | None = None) -> None:
    """Raises UserError for what `fill` cannot make, before a folder is made for it."""
    if not 0 <= records <= 10_000_000 or year < 2000:
        said = Text(
            "练习数据的件数和年份不对(2000 年以后)。",
            "Practice data: no such number or year (from 2000 on).",
        )
        raise UserError(said)
    _span(year, today or date.today())  # noqa: DTZ011 - the day on the wall


def _span(year: int, today: date) -> tuple[date, date]:
    """The first and the last day of the practice data."""
    first, last = date(year - 1, 1, 1), min(today, date(year, 11, 20))
    if last < first:
        said = Text("{year}年还没有到。", "The year {year} lies ahead.")
        raise UserError(said.format(year=year))
    return first, last


def _fill(
    s: store.Step,
    rng: random.Random,
    first: date,
    last: date,
    records: int,
    seed: int,
    progress: Progress,
) -> dict[str, int]:
    world = make_world(rng, first, families=2 * min(300, 13 + records // 80))
    calendar = Calendar(first, last)
    counts: dict[str, int] = {}
    ids = _Ids(seed, first)

    def write(kind: RecordKind, rows: list[Row]) -> None:
        store.save_many(s, kind, [ids.given(kind, row) for row in rows])
        counts[kind.table] = counts.get(kind.table, 0) + len(rows)

    head = world.officers[0].name
    write(OFFICE, [_office(rng, head)])
    villages = _villages(rng, world)
    write(VILLAGE, villages)
    committees, mediators = _bodies(rng, world, villages, first)
    to_be_looked_at(committees, last)
    write(COMMITTEE, committees)
    write(MEDIATOR, mediators)
    bodies = _who_takes_them(villages, committees, mediators)
    drafts = tuple(str(v["id"]) for v in villages)
    setting = Setting(world, calendar, matters(), drafts, bodies, head)
    dealt = _deal(rng, records, calendar.last)
    claims = Claims(random.Random(seed + 2), {str(m["id"]): m for m in mediators}, head, last)
    screened: list[Rows] = []
    for start in range(0, max(records, 1), BATCH):
        progress(start, records)
        batch = list(_batch(rng, setting, dealt[start : start + BATCH]))
        if start == 0 and records > BATCH // 5:
            make_administrative(batch)
        write(DISPUTE, [rows.dispute for rows in batch])
        if len(screened) < BATCH:
            screened += found_on_initiative(batch, date(last.year, 1, 1))
        write(PARTY, [row for rows in batch for row in rows.parties])
        write(TERM_EVENT, [row for rows in batch for row in term_events(rows.dispute)])
        for kind, made in papers_of(batch).items():
            write(kind, made)
        write(MEETING, [row for rows in batch for row in rows.meetings])
        write(AGREEMENT, [rows.agreement for rows in batch if rows.agreement])
        write(INSTALMENT, [row for rows in batch for row in rows.instalments])
        write(RETURN_VISIT, [row for rows in batch for row in rows.visits])
        write(SUBSIDY_CLAIM, claims.of(batch))
    if records:
        rounds, items = make_screening(random.Random(seed), world, villages, screened, last)
        write(SCREENING_ROUND, rounds)
        write(SCREENING_ITEM, items)
    apart = random.Random(seed + 1)  # what stands above stays as it is
    write(TRAINING, trainings(apart, mediators, first, last))
    write(LAW_LITERATE, law_literates(apart, world, villages, mediators, first))
    write(COMMITTEE_FUNDS, list(funds(apart, committees, first, last)))
    if records:
        write(PREVENTION, preventions(apart, committees, screened, first, last))
        aid = make_legal_aid(random.Random(seed + 3), world, villages, records, last)
        for kind, made in aid.by_kind().items():
            write(kind, made)
    progress(records, records)
    return counts


class _Ids:
    """Ids in the shape of UUIDv7 that are the same for the same seed: by the number of the record
    in place of the clock. Practice data are never merged, so nothing else can have them."""

    def __init__(self, seed: int, first: date) -> None:
        self._start = int(datetime(first.year, 1, 1, tzinfo=UTC).timestamp() * 1000)
        self._seed = seed % 4096
        self._numbers = count(1)
        self._of: dict[str, str] = {}  # an id of the draft -> the one written

    def given(self, kind: RecordKind, row: Row) -> Row:
        """The row with its own id, and with those of the records it points at."""
        links = {f.name: self._of[row[f.name]] for f in kind.fields if f.link and row.get(f.name)}
        id = self._next()
        if draft := row.get("id"):
            self._of[draft] = id
        return {**row, **links, "id": id}

    def _next(self) -> str:
        number = next(self._numbers)
        time = f"{self._start + number:012x}"
        return f"{time[:8]}-{time[8:]}-7{self._seed:03x}-8000-{number:012x}"


def _batch(rng: random.Random, setting: Setting, dealt: list[Dealt]) -> Iterator[Rows]:
    for each in dealt:
        case: Case = make_case(rng, setting, each, store.new_id())
        yield rows_of(rng, setting, case)


def _deal(rng: random.Random, records: int, last: int) -> list[Dealt]:
    """Day, type and source of every dispute, in order of acceptance. From a few hundred on every
    type and source occurs; there is work in the last days, and some falls due or is overdue."""
    days = [int(rng.random() * (last + 1)) for _ in range(records)]
    if records > 150:
        days[:4] = [last, last, last - 1, last - 2]
        days[4:16] = [max(last - n, 0) for n in (*range(22, 29), 32, 36, 40, 45, 50)]
    types = _dealt(rng, _TYPES, records)
    sources = _dealt(rng, _SOURCES, records)
    ends = _dealt(rng, _ENDS, records)
    return [
        Dealt(day, dispute_type, *source, end)
        for day, dispute_type, source, end in zip(sorted(days), types, sources, ends, strict=True)
    ]


def _dealt(rng: random.Random, weights: Mapping[T, int], records: int) -> list[T]:
    """So many, one of each at least if there are enough, in no order."""
    kinds = list(weights)
    sure = kinds if records >= 3 * len(kinds) else []
    drawn = sure + rng.choices(kinds, list(weights.values()), k=records - len(sure))
    rng.shuffle(drawn)
    return drawn


# --- the office and its bodies -------------------------------------------------------------------


def _office(rng: random.Random, head: str) -> Row:
    prefixes = {f"{which}_prefix": PREFIX for which in DEFAULTS}
    patterns = {f"{which}_pattern": pattern for which, pattern in DEFAULTS.items()}
    return {
        "name": f"{TOWNSHIP}司法所",
        "township": TOWNSHIP,
        "county": COUNTY,
        "region_code": f"{REGION}204",
        "head": head,
        "phone": landline(rng),
        "address": f"{COUNTY}{TOWNSHIP}人民政府院内",
        **prefixes,
        **patterns,
        "aid_role": "station",
        "aid_prefix": PREFIX,
        "aid_centre": f"{COUNTY}法律援助中心",
        "type_profile": "by_date",
        "date_basis": "accepted",
        "rate_denominator": "mediated",
        "rate_decimals": 2,
        "entrusted_box": "on_application",
        "subsidy_scheme": SCHEME,
        "remark": "练习数据,人名、单位、号码均为虚构。",
    }


def _villages(rng: random.Random, world: World) -> list[Row]:
    return [
        {
            "id": store.new_id(),
            "name": place.name,
            "kind": "community" if place.community else "village",
            "region_code": village_code(n),
            "leader_name": place.staff[0].name,
            "phone": landline(rng),
            "households": place.registered,
            "population": place.registered * 4 - rng.randrange(place.registered),
        }
        for n, place in enumerate(world.places)
    ]


def _bodies(
    rng: random.Random, world: World, villages: list[Row], first: date
) -> tuple[list[Row], list[Row]]:
    """Every committee and its mediators; the committees of the villages come first, in order."""
    committees, mediators = [], []
    for n, (place, village) in enumerate(zip(world.places, villages, strict=True)):
        committee = _committee(rng, place.name, village["kind"], first, place.staff[0].name)
        committee |= {"village_id": village["id"], "region_code": village_code(n)}
        committees.append(committee)
        mediators += _staff(rng, committee, place.staff, first)
    officers = iter(world.officers[1:])
    for name, kind, more in _TOWNSHIP_BODIES:
        staff = [next(officers) for _ in range(3)]
        committee = _committee(rng, name, kind, first, staff[0].name) | more
        committees.append(committee)
        mediators += _staff(rng, committee, staff, first)
    mediators.append(_former(rng, committees[-len(_TOWNSHIP_BODIES)], next(officers), first))
    return committees, mediators


#: Bodies beyond the villages: name, kind, what else is known of them. The first is the township's.
_TOWNSHIP_BODIES: tuple[tuple[str, str, Row], ...] = (
    (TOWNSHIP, "township", {}),
    (
        f"{TOWNSHIP}道路交通事故纠纷",
        "industry_professional",
        {"industry_kind": "traffic", "file_prefix": f"{PREFIX}交"},
    ),
    ("斜沟河砂石建材有限公司", "enterprise", {}),
    (f"{TOWNSHIP}商会", "social_org_other", {}),
)


def _committee(rng: random.Random, name: str, kind: str, first: date, leader: str) -> Row:
    """In its second year of three when the practice data begin."""
    start = date(first.year - 1, rng.randint(1, 6), rng.randint(1, 28))
    founded = date(rng.randint(1998, 2012), rng.randint(1, 12), rng.randint(1, 28))
    return {
        "id": store.new_id(),
        "committee_name": f"{name}人民调解委员会",
        "committee_type": kind,
        "leader_name": leader,
        "phone": landline(rng),
        "address": f"{TOWNSHIP}{name.removeprefix(TOWNSHIP)}",
        "region_code": f"{REGION}204",
        "founded_on": founded.isoformat(),
        "term_start": start.isoformat(),
        "term_end": (start.replace(year=start.year + 3) - timedelta(days=1)).isoformat(),
        "standardized": int(rng.random() < 0.7),
        "has_room": 1,
        "seal_name": f"{name}人民调解委员会",
    }


def _staff(rng: random.Random, committee: Row, people: Sequence[Person], first: date) -> list[Row]:
    """The director, a deputy, a member; all there since the term began."""
    posts = ("director", "deputy", "member")
    full_time = committee["committee_type"] in ("township", "industry_professional")
    return [
        _mediator(rng, committee, person, first)
        | {
            "committee_post": post,
            "selection_method": "elected",
            "employment_kind": "full_time" if full_time or post == "member" else "part_time",
        }
        for post, person in zip(posts, people, strict=True)
    ]


def _mediator(rng: random.Random, committee: Row, person: Person, first: date) -> Row:
    education = rng.choices(("junior", "senior", "college", "bachelor"), (15, 45, 28, 12))[0]
    grade = rng.choices(("chief", "grade_1", "grade_2", "grade_3"), (5, 20, 35, 40))[0]
    return {
        "id": store.new_id(),
        "name": person.name,
        "committee_id": committee["id"],
        "id_number": person.id_number,
        "gender": person.gender,
        "birth_date": person.born,
        "ethnicity": person.ethnicity,
        "education": education,
        "political_status": rng.choices(("party_member", "masses"), (65, 35))[0],
        "marital_status": "married",
        "occupation": "村(社区)干部" if committee.get("village_id") else "专职人民调解员",
        "years_in_mediation": first.year - int(committee["term_start"][:4]) + rng.randint(0, 9),
        "grade": grade,
        "gov_purchased": int(committee["committee_type"] == "township"),
        "has_relevant_background": int(education in ("college", "bachelor")),
        "appointed_on": committee["term_start"],
        "mobile": person.phone,
        "address": person.address,
    }


def _former(rng: random.Random, committee: Row, person: Person, first: date) -> Row:
    """One who had left before the first dispute of the practice years."""
    left = (first - timedelta(days=20)).isoformat()
    return _mediator(rng, committee, person, first) | {
        "committee_post": "mediator",
        "employment_kind": "part_time",
        "selection_method": "appointed",
        "dismissed_on": left,
    }


def _who_takes_them(
    villages: list[Row], committees: list[Row], mediators: list[Row]
) -> tuple[Committee, ...]:
    """The committees as those who make disputes see them; former mediators are left out."""
    order = {str(village["id"]): n for n, village in enumerate(villages)}
    return tuple(
        Committee(
            str(c["id"]),
            str(c["committee_type"]),
            order.get(str(c.get("village_id")), -1),
            str(c.get("file_prefix") or PREFIX),
            tuple(
                Mediator(str(m["id"]), str(m["name"]))
                for m in mediators
                if m["committee_id"] == c["id"] and not m.get("dismissed_on")
            ),
        )
        for c in committees
    )


_NOT_EMPTY = Text(
    "这里已有数据,没有生成练习数据。练习数据只能放在新的文件夹里。",
    "There are data here already; nothing was made. A practice office needs a folder of its own.",
)
