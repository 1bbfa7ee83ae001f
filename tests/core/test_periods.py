"""Periods as typed, named, and shifted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserError
from core.periods import (
    half_of,
    month_of,
    parse_period,
    period,
    previous,
    quarter_of,
    year_before,
    year_of,
)

DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("typed", "since", "until", "words"),
    [
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30), "2026年11月"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024年2月"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30), "2026年上半年"),
        ("2026-h2", date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        ("２０２６", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        (
            "2026-01-01..2026-03-15",
            date(2026, 1, 1),
            date(2026, 3, 15),
            "2026年1月1日至2026年3月15日",
        ),
        (
            "2019-12-01..2020-11-30",  # the statistical year
            date(2019, 12, 1),
            date(2020, 11, 30),
            "2019年12月1日至2020年11月30日",
        ),
    ],
)
def test_a_period_is_read_and_named(typed: str, since: date, until: date, words: str) -> None:
    found = parse_period(typed)
    assert (found.since, found.until, found.words.zh) == (since, until, words)


@pytest.mark.parametrize(
    "typed",
    ["", "2026-13", "2026-Q5", "2026-03-15..2026-01-01", "11", "0000", "9999", "2026-02-01..",
     "2026-02-30..2026-03-01", "今年"],
)  # fmt: skip
def test_what_is_no_period_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(UserError, match="2026-Q4"):
        parse_period(typed)


@given(DAYS)
def test_a_day_lies_in_its_month_quarter_half_and_year(day: date) -> None:
    periods = [of(day) for of in (month_of, quarter_of, half_of, year_of)]
    assert all(p.since <= day <= p.until for p in periods)
    assert [p.since for p in periods] == sorted((p.since for p in periods), reverse=True)


@pytest.mark.parametrize(
    ("typed", "before", "last_year"),
    [
        ("2026-01", "2025-12", "2025-01"),
        ("2024-03", "2024-02", "2023-03"),
        ("2024-02", "2024-01", "2023-02"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026-H2", "2026-H1", "2025-H2"),
        ("2026", "2025", "2025"),
        ("2020-12-01..2021-11-30", "2019-12-01..2020-11-30", "2019-12-01..2020-11-30"),
        ("2024-02-20..2024-02-29", "2024-02-10..2024-02-19", "2023-02-20..2023-02-28"),
    ],
)
def test_a_period_is_compared_with_the_one_before_and_with_last_year(
    typed: str, before: str, last_year: str
) -> None:
    assert previous(parse_period(typed)) == parse_period(before)
    assert year_before(parse_period(typed)) == parse_period(last_year)


@given(DAYS, DAYS)
def test_the_period_before_ends_the_day_before(a: date, b: date) -> None:
    one = period(min(a, b), max(a, b))
    assert (one.since - previous(one).until).days == 1
