"""今日: all that the page of the day shows, read in one go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from core.deadlines import SOON, Due, due
from core.figures import MonthFigures, accepted_by_month, accepted_by_type, month_figures
from core.papers import lacking
from core.records import DISPUTE
from core.store import count

#: Over table dispute: closed, not filed yet.
UNFILED = "closed_on is not null and filed_on is null"


@dataclass(frozen=True)
class Day:
    """What waits, whose files lack papers, and what the months brought, as on one day."""

    on: date
    due: tuple[Due, ...]  # overdue or due within SOON days, the most overdue first
    lacking: tuple[str, ...]  # ids of disputes, the earliest closed first
    unfiled: int
    months: tuple[MonthFigures, MonthFigures, MonthFigures]
    by_month: Mapping[str, int]  # 2026-11 -> accepted, of twelve months
    by_type: Mapping[str, int]  # accepted this year, most first

    @property
    def over(self) -> list[Due]:
        return [d for d in self.due if d.days_left < 0]

    @property
    def soon(self) -> list[Due]:
        return [d for d in self.due if d.days_left >= 0]


def read_day(db: Database, on: date) -> Day:
    """Everything anew. Each table is asked for what it must and nothing is asked twice: with
    100,000 disputes this takes some tenths of a second the first time."""
    sql = f"select id from dispute where state = 0 and {lacking(db)} order by closed_on, id"
    return Day(
        on,
        tuple(due(db, on, SOON)),
        tuple(id for (id,) in db.execute(sql)),  # thousands: not whole rows
        count(db, DISPUTE, UNFILED),
        month_figures(db, on),
        accepted_by_month(db, on),
        accepted_by_type(db, on.year),
    )
