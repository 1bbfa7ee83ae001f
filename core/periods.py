"""统计期: the days a report counts - a month, quarter, half-year, year, or any two dates; also the
statistical year (统计年度) from 1 December to 30 November: 2026-S is the one that ends in 2026.
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from core.errors import UserError
from core.text import Text

#: Years a typed period may lie in; anything else is a slip of the keyboard.
FIRST_YEAR, LAST_YEAR = 1900, 2999


@dataclass(frozen=True)
class Period:
    """Both days are counted. `words` names it as a sheet's title does: 2026年第四季度."""

    since: date
    until: date
    words: Text

    @property
    def kind(self) -> str:
        """month, quarter, half, year (of twelve whole months) or days."""
        months, month = _whole_months(self), self.since.month
        match months:
            case 1:
                return "month"
            case 3 if month % 3 == 1:
                return "quarter"
            case 6 if month in (1, 7):
                return "half"
            case 12:
                return "year"
        return "days"

    @property
    def part(self) -> Text:
        """The same without the year: 11月, 第四季度, 上半年, 全年; other days in full."""
        month = self.since.month
        match self.kind:
            case "month":
                return Text(f"{month}月", f"month {month}")
            case "quarter":
                return Text(f"第{_QUARTERS[month // 3]}季度", f"Q{month // 3 + 1}")
            case "half":
                return Text("上半年", "first half") if month == 1 else Text("下半年", "second half")
            case "year":
                return Text("全年", "whole year")
        return self.words


def parse_period(typed: str) -> Period:
    """2026-11, 2026-Q4, 2026-H1, 2026, 2026-01-01..2026-03-15, or 2026-S for the statistical year.
    Raises UserError."""
    words = unicodedata.normalize("NFKC", typed).strip().upper()
    try:
        found = _parsed(words)
        if found.since.year >= FIRST_YEAR and found.until.year <= LAST_YEAR:
            return found
        raise ValueError(words)
    except ValueError as error:
        said = Text(
            "统计期“{typed}”无效。可用:2026-11、2026-Q4、2026-H1、2026、2026-01-01..2026-03-15、"
            "2026-S(统计年度,上年12月至当年11月)。",
            "{typed} is no period. Use 2026-11, 2026-Q4, 2026-H1, 2026, 2026-01-01..2026-03-15, or"
            " 2026-S (December 2025 to November 2026).",
        )
        raise UserError(said.format(typed=typed)) from error


def period(since: date, until: date) -> Period:
    """Any two days; whole months, quarters, half-years and years get their names.

    Raises ValueError if it ends before it starts.
    """
    if until < since:
        raise ValueError(f"{since}..{until}")
    return Period(since, until, _named(since, until))


def month_of(day: date) -> Period:
    """The month a day lies in."""
    return _months(day.year, day.month, 1)


def quarter_of(day: date) -> Period:
    """The quarter a day lies in, from January, April, July or October."""
    return _months(day.year, (day.month - 1) // 3 * 3 + 1, 3)


def half_of(day: date) -> Period:
    """The half-year a day lies in."""
    return _months(day.year, (day.month - 1) // 6 * 6 + 1, 6)


def year_of(day: date) -> Period:
    """The calendar year a day lies in."""
    return _months(day.year, 1, 12)


def statistical_year(year: int) -> Period:
    """统计年度: from 1 December of the year before to 30 November."""
    words = Text(f"{year}统计年度", f"statistical year {year}")
    return Period(date(year - 1, 12, 1), date(year, 11, 30), words)


def months_in(one: Period) -> list[date]:
    """The first days of every month a period touches."""
    first = one.since.replace(day=1)
    count = (one.until.year - first.year) * 12 + one.until.month - first.month + 1
    return [_month_later(first, n) for n in range(count)]


def previous(one: Period) -> Period:
    """The period of the same length right before, for 环比: whole months go back by months."""
    if months := _whole_months(one):
        first = _month_later(one.since, -months)
        return _months(first.year, first.month, months)
    length = one.until - one.since
    return period(one.since - length - timedelta(days=1), one.since - timedelta(days=1))


def year_before(one: Period) -> Period:
    """The same days of the year before, for 同比; 29 February becomes the 28th."""
    if months := _whole_months(one):
        return _months(one.since.year - 1, one.since.month, months)
    return period(_last_year(one.since), _last_year(one.until))


def _parsed(words: str) -> Period:
    """Raises ValueError for words that are no period."""
    if found := re.fullmatch(r"(\d{4})", words):
        return _months(int(words), 1, 12)
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})", words):
        return _months(int(found[1]), int(found[2]), 1)
    if found := re.fullmatch(r"(\d{4})-?Q([1-4])", words):
        return _months(int(found[1]), int(found[2]) * 3 - 2, 3)
    if found := re.fullmatch(r"(\d{4})-?H([12])", words):
        return _months(int(found[1]), int(found[2]) * 6 - 5, 6)
    if found := re.fullmatch(r"(\d{4})-?S", words):
        return statistical_year(int(found[1]))
    since, until = words.split("..")  # ValueError when there are not two
    return period(date.fromisoformat(since.strip()), date.fromisoformat(until.strip()))


def _months(year: int, month: int, count: int) -> Period:
    first = date(year, month, 1)
    last = _month_later(first, count - 1)
    days = calendar.monthrange(last.year, last.month)[1]
    return period(first, last.replace(day=days))


def _month_later(first: date, months: int) -> date:
    """The first of the month so many months later (or earlier)."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _whole_months(one: Period) -> int:
    """How many whole months a period is; 0 if it starts or ends within one."""
    last_day = calendar.monthrange(one.until.year, one.until.month)[1]
    if one.since.day != 1 or one.until.day != last_day:
        return 0
    return (one.until.year - one.since.year) * 12 + one.until.month - one.since.month + 1


def _last_year(day: date) -> date:
    last_day = calendar.monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, min(day.day, last_day))


_QUARTERS = "一二三四"


def _named(since: date, until: date) -> Text:
    months = _whole_months(Period(since, until, Text("", "")))
    year, month = since.year, since.month
    match months:
        case 1:
            return Text(f"{year}年{month}月", f"{year}-{month:02}")
        case 3 if month % 3 == 1:
            n = month // 3 + 1
            return Text(f"{year}年第{_QUARTERS[n - 1]}季度", f"{year} Q{n}")
        case 6 if month in (1, 7):
            half = Text("上", "first") if month == 1 else Text("下", "second")
            return Text(f"{year}年{half.zh}半年", f"{half.en} half of {year}")
        case 12 if month == 1:
            return Text(f"{year}年", f"{year}")
    return Text(
        f"{since.year}年{since.month}月{since.day}日至{until.year}年{until.month}月{until.day}日",
        f"{since.isoformat()} to {until.isoformat()}",
    )
