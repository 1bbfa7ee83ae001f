"""练习所 - an invented office to learn and to try things on. Nothing in it is real.

The last day anything is dated is the 20th of November of `year`, or today if that is earlier. So a
practice office of a year made after that day is the same whenever it is made, and opened in late
November it has cases of the current month, cases about to fall due and overdue ones.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.field import RecordKind, Row
from core.numbering import DEFAULTS
from core.practice_cases import (
    LABOUR,
    PREFIX,
    Calendar,
    Case,
    Committee,
    Dealt,
    Mediator,
    Rows,
    Setting,
    make_case,
    rows_of,
)
from core.practice_people import COUNTY, REGION, TOWNSHIP, Person, Place, World, landline, make_world
from core.practice_story import matters
from core.progress import Progress, no_progress
from core.records import AGREEMENT, COMMITTEE, DISPUTE, MEDIATOR, MEETING, OFFICE, PARTY, VILLAGE
from core.text import Text

WORDS = Text("生成练习数据", "Make a practice office")
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

    The same records, seed, year and last day give the same rows; only ids and stamps differ.
    Raises UserError if the years lie ahead or the database holds records already.
    """
    first, last = _span(year, today or date.today())  # noqa: DTZ011 - the day on the wall
    if store.count(db, OFFICE) or store.count(db, DISPUTE):
        raise UserError(_NOT_EMPTY)
    rng = random.Random(seed)
    with store.step(db, WORDS, "practice") as s:
        store.set_meta(db, "practice", "1")
        counts = _fill(s, rng, first, last, records, progress)
    return counts


def _span(year: int, today: date) -> tuple[date, date]:
    """The first and the last day of the practice data."""
    first, last = date(year - 1, 1, 1), min(today, date(year, 11, 20))
    if last < first:
        said = Text("{year}年还没有到。", "The year {year} lies ahead.")
        raise UserError(said.format(year=year))
    return first, last


def _fill(
    s: store.Step, rng: random.Random, first: date, last: date, records: int, progress: Progress
) -> dict[str, int]:
    world = make_world(rng, first, families=min(600, 25 + records // 40))
    calendar = Calendar(first, last)
    counts: dict[str, int] = {}

    def write(kind: RecordKind, rows: list[Row]) -> None:
        store.save_many(s, kind, rows)
        counts[kind.table] = counts.get(kind.table, 0) + len(rows)

    head = world.places[0].households[0].brother.name
    write(OFFICE, [_office(head)])
    villages = _villages(rng, world)
    write(VILLAGE, villages)
    committees, mediators = _bodies(rng, world, villages, first)
    write(COMMITTEE, committees)
    write(MEDIATOR, mediators)
    bodies = _who_takes_them(world, villages, committees, mediators)
    ids = tuple(str(v["id"]) for v in villages)
    setting = Setting(world, calendar, matters(), ids, bodies, head)
    dealt = _deal(rng, records, calendar.last)
    for start in range(0, records, BATCH):
        progress(start, records)
        batch = list(_batch(rng, setting, dealt[start : start + BATCH]))
        write(DISPUTE, [rows.dispute for rows in batch])
        write(PARTY, [row for rows in batch for row in rows.parties])
        write(MEETING, [row for rows in batch for row in rows.meetings])
        write(AGREEMENT, [rows.agreement for rows in batch if rows.agreement])
    progress(records, records)
    return counts


def _batch(rng: random.Random, setting: Setting, dealt: list[Dealt]) -> Iterator[Rows]:
    for each in dealt:
        case: Case = make_case(rng, setting, each, store.new_id())
        yield rows_of(rng, setting, case)


def _deal(rng: random.Random, records: int, last: int) -> list[Dealt]:
    """Day, type and source of every dispute, in order of acceptance. From a few hundred on every
    type and source occurs; the last days are never empty."""
    days = [int(rng.random() * (last + 1)) for _ in range(records)]
    if records > 40:
        days[:4] = [last, last, last - 1, last - 2]
        days[4:8] = [max(last - n, 0) for n in (24, 28, 36, 50)]  # soon due, overdue
    types = _dealt(rng, _TYPES, records)
    sources = _dealt(rng, _SOURCES, records)
    return [
        Dealt(day, dispute_type, *source)
        for day, dispute_type, source in zip(sorted(days), types, sources, strict=True)
    ]
