"""How often is screened, what is owed, and the zero report."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import history, store
from core.deadlines import due
from core.errors import UserError
from core.records import OFFICE, SCREENING_ROUND
from core.rounds import (
    Period,
    cadence_of,
    owed,
    period_of,
    round_of,
    zero_problem,
    zero_report,
)
from tests import samples

CADENCES = ("week", "half_month", "month", "quarter")
WEDNESDAY = date(2026, 3, 11)
THIS_WEEK = Period(date(2026, 3, 9), date(2026, 3, 15))
LAST_WEEK = Period(date(2026, 3, 2), date(2026, 3, 8))


@given(st.sampled_from(CADENCES), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_periods_follow_each_other_without_a_gap_and_hold_their_days(
    cadence: str, day: date
) -> None:
    period = period_of(cadence, day)
    assert period is not None
    assert period.first <= day <= period.last
    assert period_of(cadence, period.first) == period == period_of(cadence, period.last)
    after = period_of(cadence, period.last + timedelta(days=1))
    assert after is not None
    assert after.first == period.last + timedelta(days=1)


def test_a_half_month_ends_on_the_fifteenth_and_on_the_last_day() -> None:
    assert period_of("half_month", date(2026, 2, 15)) == Period(date(2026, 2, 1), date(2026, 2, 15))
    assert period_of("half_month", date(2028, 2, 16)) == Period(
        date(2028, 2, 16), date(2028, 2, 29)
    )


def test_villages_screen_weekly_and_the_township_twice_a_month_until_the_office_says_otherwise(
    db: Database,
) -> None:
    id = samples.office(db)
    assert (cadence_of(db, "village"), cadence_of(db, "township")) == ("week", "half_month")
    with store.step(db, samples.WORDS) as s:
        store.save(s, OFFICE, {"id": id, "village_cadence": "month", "township_cadence": "none"})
    assert (cadence_of(db, "village"), cadence_of(db, "township")) == ("month", "none")


def test_an_office_that_never_entered_a_round_is_not_reminded(db: Database) -> None:
    samples.office(db)
    samples.village(db)
    assert owed(db, WEDNESDAY) == []
    assert [(o.level, o.period) for o in owed(db, WEDNESDAY, whole=True)] == [
        ("village", THIS_WEEK),
        ("township", Period(date(2026, 3, 1), date(2026, 3, 15))),
    ]


def test_only_the_village_without_a_round_owes_the_week_before(db: Database) -> None:
    samples.office(db)
    done, late = samples.village(db, "甲村"), samples.village(db, "乙村")
    samples.screening_round(db, village_id=done, screened_from="2026-03-02")
    assert [(o.village_id, o.period) for o in owed(db, WEDNESDAY)] == [(late, LAST_WEEK)]
    samples.screening_round(
        db, village_id=late, screened_from="2026-02-27", screened_to="2026-03-02"
    )
    assert owed(db, WEDNESDAY) == []


def test_the_running_week_is_asked_for_in_its_last_days(db: Database) -> None:
    samples.office(db)
    village = samples.village(db)
    samples.screening_round(db, village_id=village, screened_from="2026-03-02")
    assert owed(db, date(2026, 3, 12)) == []
    assert [o.period for o in owed(db, date(2026, 3, 13))] == [THIS_WEEK]


def test_a_deleted_round_is_owed_again(db: Database) -> None:
    samples.office(db)
    village = samples.village(db)
    samples.screening_round(db, village_id=village, screened_from="2026-02-23")
    id = samples.screening_round(db, village_id=village, screened_from="2026-03-02")
    assert owed(db, WEDNESDAY) == []
    with store.step(db, samples.WORDS) as s:
        store.delete(s, SCREENING_ROUND, id)
    assert [o.period for o in owed(db, WEDNESDAY)] == [LAST_WEEK]


def test_the_townships_round_does_not_count_for_a_village(db: Database) -> None:
    samples.office(db)
    village = samples.village(db)
    samples.screening_round(db, village_id=village, screened_from="2026-02-23")
    samples.screening_round(db, level="township", village_id=village, screened_from="2026-03-03")
    assert [o.level for o in owed(db, WEDNESDAY)] == ["village"]


def test_rounds_owed_are_due_with_the_cadence_as_their_ground(db: Database) -> None:
    samples.office(db)
    late = samples.village(db)
    samples.screening_round(db, village_id=late, screened_from="2026-02-23")
    (found,) = [d for d in due(db, WEDNESDAY) if d.table == "screening_round"]
    assert (found.dispute, found.number, found.on) == (late, "上斜沟村", "2026-03-08")
    assert found.days_left == -3
    assert "每周一次" in found.ground.zh


def test_a_zero_report_is_a_numbered_round_and_one_step_that_can_be_undone(db: Database) -> None:
    samples.office(db, round_prefix="斜")
    village = samples.village(db)
    id = zero_report(db, "village", village, THIS_WEEK, WEDNESDAY)
    row = store.get(db, SCREENING_ROUND, id)
    assert row is not None
    assert (row["zero_report"], row["round_no"]) == (1, "斜排查轮次2026001")
    assert (row["screened_from"], row["screened_to"]) == ("2026-03-09", "2026-03-11")
    assert row["screened_by"] is None
    assert [o.level for o in owed(db, WEDNESDAY, whole=True)] == ["township"]
    step = history.last_undoable(db)
    assert step is not None
    history.undo(db, step.id)
    assert store.count(db, SCREENING_ROUND) == 0


def test_a_zero_report_is_refused_where_something_was_found_or_reported(db: Database) -> None:
    samples.office(db)
    village, other = samples.village(db), samples.village(db, "乙村")
    samples.screening_item(db, village_id=village, screened_on="2026-03-10")
    with pytest.raises(UserError, match="1 件"):
        zero_report(db, "village", village, THIS_WEEK, WEDNESDAY)
    zero_report(db, "village", other, THIS_WEEK, WEDNESDAY)
    with pytest.raises(UserError, match="已经登记"):
        zero_report(db, "village", other, THIS_WEEK, WEDNESDAY)
    with pytest.raises(UserError, match="还没有开始"):
        later = Period(date(2026, 3, 16), date(2026, 3, 22))
        zero_report(db, "village", other, later, WEDNESDAY)


def test_an_item_belongs_to_the_round_of_its_village_and_day(db: Database) -> None:
    samples.office(db)
    here, there = samples.village(db), samples.village(db, "下斜沟村")
    id = zero_report(db, "village", here, LAST_WEEK, WEDNESDAY)
    item = {"finder_level": "village", "village_id": here, "screened_on": "2026-03-08"}

    found = round_of(db, item)
    assert found is not None
    assert found["id"] == id
    problem = zero_problem(found)
    assert problem is not None
    assert (problem.name, problem.warning) == ("screened_on", True)
    assert "零报告" in problem.message.zh
    assert round_of(db, {**item, "village_id": there}) is None
    assert round_of(db, {**item, "screened_on": "2026-03-09"}) is None
    assert round_of(db, {**item, "finder_level": "township"}) is None
    assert zero_problem({**found, "zero_report": None}) is None
