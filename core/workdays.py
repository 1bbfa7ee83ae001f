"""工作日: which days are worked, by the holiday table of the program and the days of the office."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlite_utils import Database

from core.paths import RESOURCES
from core.text import Text

CONFIRMATION_DAYS = 30  # People's Mediation Law, art. 33; Civil Procedure Law, art. 205


@dataclass(frozen=True)
class Span:
    """Days off that belong together."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class HolidayYear:
    """What one notice of the State Council said of a year; `work` are weekend days worked."""

    year: int
    notice: str
    off: tuple[Span, ...]
    work: tuple[date, ...]


@dataclass(frozen=True)
class Holidays:
    """Every day that is not what its weekday says, and the years for which that is known."""

    off: Mapping[date, str]  # with the name of the holiday
    work: frozenset[date]
    years: frozenset[int]

    def lacking(self, first: date, last: date) -> tuple[int, ...]:
        """The years between two days for which only weekends are known."""
        return tuple(y for y in range(first.year, last.year + 1) if y not in self.years)


@lru_cache(maxsize=1)
def shipped_years() -> tuple[HolidayYear, ...]:
    """Oldest first; see resources/holidays.toml."""
    with (RESOURCES / "holidays.toml").open("rb") as file:
        read = tomllib.load(file)["year"]
    return tuple(
        HolidayYear(
            y["year"], y["notice"], tuple(Span(**span) for span in y["off"]), tuple(y["work"])
        )
        for y in read
    )


@lru_cache(maxsize=1)
def shipped_holidays() -> Holidays:
    off = {
        span.first + timedelta(days=n): span.name
        for year in shipped_years()
        for span in year.off
        for n in range((span.last - span.first).days + 1)
    }
    work = frozenset(day for year in shipped_years() for day in year.work)
    return Holidays(off, work, frozenset(year.year for year in shipped_years()))


def holidays_of(db: Database) -> Holidays:
    """Those of the program, with what the office entered: its word on a day goes before, and a year
    of which it entered a day counts as known. One small query: ask once for many records."""
    shipped = shipped_holidays()
    sql = (
        "select day, name, is_workday from holiday where state = 0 and day is not null order by id"
    )
    own = [(date.fromisoformat(d), str(name or ""), bool(w)) for d, name, w in db.execute(sql)]
    if not own:
        return shipped
    off, work = dict(shipped.off), set(shipped.work)
    for day, name, is_worked in own:
        off.pop(day, None)
        work.discard(day)
        if is_worked:
            work.add(day)
        else:
            off[day] = name
    return Holidays(off, frozenset(work), shipped.years | {day.year for day, _, _ in own})


def is_workday(day: date, holidays: Holidays) -> bool:
    """Monday to Friday, but for holidays; a weekend day that is worked instead counts."""
    return day in holidays.work or (day.weekday() < 5 and day not in holidays.off)


def next_workday(day: date, holidays: Holidays) -> date:
    """The day itself if it is worked, else the first one after it that is."""
    while not is_workday(day, holidays):
        day += timedelta(days=1)
    return day


def confirmation_until(effective_on: str, holidays: Holidays) -> date:
    """The last day on which both sides can ask the court to confirm an agreement: 30 days, the day
    it took effect not counted; where that is a day off, the next working day (People's Mediation
    Law, art. 33; Civil Procedure Law, art. 85, 205). `effective_on` is an ISO date."""
    last = date.fromisoformat(effective_on) + timedelta(days=CONFIRMATION_DAYS)
    return next_workday(last, holidays)


def not_known(year: int) -> Text:
    """What is said of a date in a year whose holidays nobody has entered yet."""
    return Text(
        f"{year}年的节假日没有录入,只除去了周六、周日,请核对。",
        f"The holidays of {year} are not entered: only weekends were left out; check it.",
    )
