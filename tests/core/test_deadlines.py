"""Dates that follow from dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import deadlines
from core.deadlines import due, ends_on, term_of
from core.records import DISPUTE
from core.records.dispute import DISPUTE_TYPE
from core.store import find
from tests import samples

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-01-31", "2026-02-28"),
        ("2024-01-31", "2024-02-29"),
        ("2026-01-15", "2026-02-15"),
        ("2026-12-31", "2027-01-31"),
        ("2026-02-28", "2026-03-28"),
        ("2026-11-30", "2026-12-30"),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_the_last_one(start: str, end: str) -> None:
    assert ends_on(date.fromisoformat(start), 1, "month").isoformat() == end


@given(DAYS, st.integers(0, 60))
def test_working_days_leave_out_weekends_and_the_first_day(start: date, length: int) -> None:
    end = ends_on(start, length, "workday")
    between = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == length
    assert length == 0 or end.weekday() < 5


@given(DAYS, st.integers(0, 36))
def test_a_longer_term_never_ends_earlier(start: date, length: int) -> None:
    for unit in ("month", "day", "workday"):
        assert start <= ends_on(start, length, unit) < ends_on(start, length + 1, unit)


@pytest.mark.parametrize(
    ("type", "accepted", "end", "rule"),
    [
        ("neighbor", "2026-01-31", "2026-02-28", "mediation_general"),
        ("medical", "2026-03-02", "2026-04-13", "mediation_medical"),  # a Monday, six weeks on
        ("medical", "2018-09-30", "2018-10-30", "mediation_general"),  # before that regulation
        ("labor", "2026-03-05", "2026-03-20", "mediation_labor"),
        ("labor_migrant_wages", "2026-03-05", "2026-03-20", "mediation_labor"),
        ("labor_other", "2026-02-20", "2026-03-07", "mediation_labor"),
        ("labor", "2008-04-30", "2008-05-30", "mediation_general"),
    ],
)
def test_the_term_follows_from_the_type_and_the_day(
    type: str, accepted: str, end: str, rule: str
) -> None:
    found = term_of(type, accepted)
    assert found is not None
    assert (found[0].isoformat(), found[1].id) == (end, rule)


def test_before_any_rule_there_is_no_term() -> None:
    assert term_of("neighbor", "2002-10-31") is None


def test_every_rule_names_known_types_units_and_its_ground() -> None:
    for rule in deadlines.shipped_rules():
        assert rule.types <= DISPUTE_TYPE.keys()
        assert rule.unit in ("month", "day", "workday")
        assert "《" in rule.ground.zh
        assert rule.ground.en
        assert rule.what.zh and rule.what.en
        date.fromisoformat(rule.valid_from)


def test_what_waits_is_listed_the_most_overdue_first(db: Database) -> None:
    committee = samples.committee(db)
    for type, accepted, number in (
        ("neighbor", "2026-10-25", "丙"),
        ("labor", "2026-10-25", "乙"),
        ("neighbor", "2026-01-05", "甲"),
    ):
        samples.dispute(db, committee, dispute_type=type, accepted_on=accepted, file_no=number)
    found = due(db, date(2026, 11, 22))
    assert [(d.number, d.on, d.days_left) for d in found] == [
        ("甲", "2026-02-05", -290),
        ("乙", "2026-11-09", -13),
        ("丙", "2026-11-25", 3),
    ]
    assert [d.number for d in due(db, date(2026, 11, 22), within=0)] == ["甲", "乙"]
    assert [d.number for d in due(db, date(2026, 11, 22), within=3)] == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("values", "waits"),
    [
        ({}, True),
        ({"mediation_result": "pending"}, True),
        ({"mediation_result": "success", "closed_on": "2026-03-20"}, False),
        ({"mediation_result": "failure", "closed_on": "2026-03-20"}, False),
        ({"closed_on": "2026-03-20"}, False),
        ({"mediation_result": "success"}, False),
    ],
)
def test_a_settled_or_closed_case_waits_for_nothing(
    db: Database, values: dict[str, str], waits: bool
) -> None:
    samples.dispute(db, samples.committee(db), **values)
    assert bool(due(db, date(2026, 11, 22))) == waits
    (row,) = find(db, DISPUTE)
    assert deadlines.is_open(row) == waits


@pytest.mark.parametrize(
    ("status", "waits"),
    [(None, True), ("not_due", True), ("partly_performed", True), ("performed", False)],
)
def test_an_agreement_waits_until_it_is_performed(
    db: Database, status: str | None, waits: bool
) -> None:
    closed = {"mediation_result": "success", "closed_on": "2026-03-20"}
    dispute = samples.dispute(db, samples.committee(db), case_no="1", **closed)
    until = {"performance_deadline": "2026-11-20", "performance_status": status}
    samples.agreement(db, dispute, **until)
    found = due(db, date(2026, 11, 22))
    assert [(d.dispute, d.number, d.days_left) for d in found] == ([(dispute, "1", -2)] * waits)


def test_what_lies_in_the_recycle_bin_does_not_wait(db: Database) -> None:
    from core import store

    dispute = samples.dispute(db, samples.committee(db))
    samples.agreement(db, dispute, performance_deadline="2026-11-20")
    with store.step(db, samples.WORDS) as s:
        store.delete(s, DISPUTE, dispute)
    assert due(db, date(2026, 11, 22)) == []
