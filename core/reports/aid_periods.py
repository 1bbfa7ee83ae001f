"""法律援助报表起止: the days a named month, quarter, half-year or year means in legal aid.

The quarter of the provincial program runs from December to February, its half-years and years from
December; the note on the quarterly sheet says from the 21st to the 20th. Which of them is a setting
of the office; any two days that are asked for stay as they are.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.periods import Period

CUT_OFF = 20  # last day of a month that ends on the 20th


def aid_period(office: Mapping[str, Any], asked: Period) -> Period:
    """The same name over the days the office counts. Asked again, it gives the same."""
    if asked.kind == "days" or (asked.kind == "year" and asked.since.month != 1):
        return asked
    match office.get("aid_period"):
        case "dec_nov" if asked.kind != "month":
            until = asked.until.replace(day=1) - timedelta(days=1)
            return Period(_month_before(asked.since), until, asked.words)
        case "day_21":
            since = _month_before(asked.since).replace(day=CUT_OFF + 1)
            return Period(since, asked.until.replace(day=CUT_OFF), asked.words)
    return asked


def _month_before(first: date) -> date:
    """The first day of the month before, of the first day of one."""
    return (first - timedelta(days=1)).replace(day=1)
