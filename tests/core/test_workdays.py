"""Which days are worked: the holiday table of the program and the days of the office."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core.records import HOLIDAY
from core.workdays import (
    confirmation_until,
    holidays_of,
    is_workday,
    next_workday,
    shipped_holidays,
    shipped_years,
)
from tests import samples


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-10-01", False),  # a Thursday of the National Day
        ("2026-10-10", True),  # a Saturday worked instead
        ("2026-10-11", False),  # a Sunday like any other
        ("2026-10-12", True),
        ("2026-02-23", False),  # the last Monday of the Spring Festival
        ("2025-01-26", True),
        ("2020-01-31", False),  # the Spring Festival was made longer
        ("2020-02-01", False),  # so that this Saturday was not worked after all
    ],
)
def test_holidays_and_moved_working_days_are_those_of_the_notices(day: str, worked: bool) -> None:
    assert is_workday(date.fromisoformat(day), shipped_holidays()) == worked


def test_every_year_has_its_notice_and_days_of_its_own() -> None:
    years = [year.year for year in shipped_years()]
    assert years == list(range(2016, 2027))
    for year in shipped_years():
        assert "〔" in year.notice
        spans = sorted(year.off, key=lambda span: span.first)
        for one, after in pairwise(spans):
            assert one.first <= one.last < after.first
        every = [d for span in year.off for d in (span.first, span.last)]
        assert {d.year for d in [*every, *year.work]} == {year.year}
        assert all(day.weekday() >= 5 for day in year.work)
        assert all(day not in shipped_holidays().off for day in year.work)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_the_next_working_day_is_worked_and_none_lies_between(day: date) -> None:
    known = shipped_holidays()
    found = next_workday(day, known)
    assert is_workday(found, known)
    between = [day + timedelta(days=n) for n in range((found - day).days)]
    assert not any(is_workday(each, known) for each in between)


def test_the_office_adds_days_and_its_word_goes_before(db: Database) -> None:
    assert holidays_of(db) is shipped_holidays()
    samples.put(db, HOLIDAY, day="2027-02-08", name="春节")
    samples.put(db, HOLIDAY, day="2027-02-06", name="春节", is_workday=0)
    samples.put(db, HOLIDAY, day="2027-02-20", name="春节调休", is_workday=1)
    samples.put(db, HOLIDAY, day="2026-10-01", name="照常上班", is_workday=1)
    known = holidays_of(db)
    days = ("2027-02-08", "2027-02-20", "2026-10-01", "2026-10-02")
    worked = [is_workday(date.fromisoformat(day), known) for day in days]
    assert worked == [False, True, True, False]
    assert known.lacking(date(2026, 12, 1), date(2028, 1, 2)) == (2028,)


def test_a_year_without_a_table_is_named() -> None:
    assert shipped_holidays().lacking(date(2026, 12, 1), date(2027, 1, 3)) == (2027,)
    assert shipped_holidays().lacking(date(2026, 1, 1), date(2026, 12, 31)) == ()


def test_a_day_taken_back_leaves_the_table_of_the_program(db: Database) -> None:
    from core import store

    id = samples.put(db, HOLIDAY, day="2026-10-01", name="照常上班", is_workday=1)
    with store.step(db, samples.WORDS) as s:
        store.delete(s, HOLIDAY, id)
    assert holidays_of(db) == shipped_holidays()


@pytest.mark.parametrize(
    ("effective", "last"),
    [
        ("2026-03-05", "2026-04-07"),  # 4 to 6 April is Qingming
        ("2026-09-04", "2026-10-08"),  # within the National Day
        ("2026-03-10", "2026-04-09"),  # a Thursday
        ("2026-08-21", "2026-09-20"),  # a Sunday that is worked
        ("2026-01-31", "2026-03-02"),
    ],
)
def test_confirmation_can_be_asked_for_30_days_and_to_the_next_working_day(
    effective: str, last: str
) -> None:
    assert confirmation_until(effective, shipped_holidays()).isoformat() == last


@given(st.dates(date(2016, 1, 1), date(2026, 11, 1)))
def test_the_window_for_confirmation_is_never_shorter_than_30_days(day: date) -> None:
    found = confirmation_until(day.isoformat(), shipped_holidays())
    assert day + timedelta(days=30) <= found <= day + timedelta(days=42)
    assert is_workday(found, shipped_holidays())
