"""Committees and mediators: what the law and the office ask of them, and what waits."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import store
from core.deadlines import due
from core.records import COMMITTEE, LAW_LITERATE, MEDIATOR, OFFICE, TRAINING
from core.staffing import (
    AHEAD,
    Hours,
    Staff,
    committee_ids_with_remarks,
    hours_of,
    law_literate_in,
    remarks_on,
    report_until,
    rules_of,
    staff_of,
    training_remarks,
    waiting_committees,
)
from tests import samples
from tests.conftest import TODAY

WHOLE = Staff(members=3, directors=1, women=1, full_time=3)


def member(db: Database, committee: str, post: str = "member", **values: Any) -> str:
    given = {"name": "王芳", "committee_id": committee, "committee_post": post, **values}
    return samples.put(db, MEDIATOR, **given)


def said(db: Database, staff: Staff = WHOLE, **committee: Any) -> list[str]:
    row = {"committee_type": "village", **committee}
    return [r.what.zh for r in remarks_on(row, staff, rules_of(db), TODAY)]


# --- committees ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("staff", "remarks"),
    [
        (WHOLE, []),
        (Staff(9, 1, 2), []),
        (Staff(2, 1, 1), ["委员应为 3 至 9 人,现登记 2 人(主任、副主任、委员)。"]),
        (Staff(10, 1, 1), ["委员应为 3 至 9 人,现登记 10 人(主任、副主任、委员)。"]),
        (Staff(3, 0, 1), ["应设主任一人,现登记 0 人。"]),
        (Staff(4, 2, 1), ["应设主任一人,现登记 2 人。"]),
        (Staff(3, 1, 0), ["应当有妇女成员,现登记中没有。"]),
    ],
)
def test_a_committee_has_three_to_nine_members_one_director_and_a_woman(
    db: Database, staff: Staff, remarks: list[str]
) -> None:
    found = remarks_on({"committee_type": "village"}, staff, rules_of(db), TODAY)
    assert [r.what.zh for r in found] == remarks
    assert {r.ground.zh for r in found} <= {"《人民调解法》第八条"}


def test_appointed_mediators_are_no_members_and_the_dismissed_are_not_there(db: Database) -> None:
    id = samples.committee(db)
    member(db, id, "director", gender="female", employment_kind="full_time")
    member(db, id, "deputy", employment_kind="part_time")
    member(db, id, "mediator", gender="female", employment_kind="full_time")
    member(db, id, dismissed_on=TODAY.isoformat())
    member(db, id, appointed_on=(TODAY + timedelta(days=1)).isoformat())
    gone = member(db, id)
    with store.step(db, samples.WORDS) as s:
        store.delete(s, MEDIATOR, gone)
    there = Staff(members=2, directors=1, women=1, full_time=2, part_time=1)
    assert staff_of(db, TODAY) == {id: there}
    assert committee_ids_with_remarks(db, TODAY) == [id]
    member(db, id)
    assert committee_ids_with_remarks(db, TODAY) == []


@given(st.integers(-400, 400))
def test_a_term_is_spoken_of_from_sixty_days_before_its_end(db: Database, days: int) -> None:
    end = (TODAY + timedelta(days=days)).isoformat()
    db.execute("delete from committee")
    id = samples.committee(db, term_end=end)
    remarks = said(db, term_end=end)
    waiting = [(w.committee, w.on.isoformat()) for w in waiting_committees(db, TODAY)]
    assert waiting == ([(id, end)] if days <= AHEAD else [])
    assert len(remarks) == (days <= AHEAD)
    assert all(("已于" in words) == (days < 0) for words in remarks)


def test_a_term_is_three_years_and_no_longer(db: Database) -> None:
    start = "2026-01-01"
    assert said(db, term_start=start, term_end="2029-01-01") == []
    assert said(db, term_start=start, term_end="2029-01-02") == ["任期超过三年。"]


def test_full_time_mediators_are_asked_for_by_kind_and_as_the_office_says(db: Database) -> None:
    two = Staff(3, 1, 1, full_time=2)
    assert said(db, two, committee_type="township") == []
    assert said(db, two, committee_type="industry_professional") == [
        "专职调解员应有 3 人,现登记 2 人。"
    ]
    samples.office(db, fulltime_industry=2, fulltime_township=0)
    assert said(db, two, committee_type="industry_professional") == []
    assert said(db, Staff(3, 1, 1), committee_type="subdistrict") == []


def test_a_change_is_reported_within_thirty_working_days(db: Database) -> None:
    """From Friday 2026-03-06 on; 30 working days around Qingming (6 April, a Monday, is off)."""
    rules = rules_of(db)
    row = {"changed_on": "2026-03-06", "change_filed_on": None}
    assert report_until(row, rules) == date(2026, 4, 20)
    assert report_until({**row, "change_filed_on": "2026-03-20"}, rules) is None
    samples.put(db, OFFICE, name="所", township="乡", change_workdays=5)
    assert report_until(row, rules_of(db)) == date(2026, 3, 13)


def test_what_waits_for_a_committee_is_among_the_things_due(db: Database) -> None:
    id = samples.committee(
        db, "甲调委会", term_end="2026-12-20", changed_on="2026-11-16", change_filed_on=None
    )
    samples.committee(db, "乙调委会", term_end="2027-06-01")
    found = [(d.table, d.dispute, d.number, d.what.zh, d.on) for d in due(db, TODAY)]
    assert ("committee", id, "甲调委会", "调委会换届", "2026-12-20") in found
    assert {each[3] for each in found} == {"调委会换届", "调委会变更备案"}
    assert {d.dispute for d in due(db, TODAY)} == {id}
    within = [d.what.zh for d in due(db, date(2026, 12, 15), 7)]
    assert within == ["调委会换届"]


# --- training ------------------------------------------------------------------------------------


def test_hours_are_those_of_the_year_but_before_work_of_ever(db: Database) -> None:
    mediator = member(db, samples.committee(db))
    for day, kind, hours in (
        ("2024-02-01", "before_work", 10),
        ("2025-05-01", "yearly", 20),
        ("2026-05-01", "yearly", 12.5),
        ("2026-06-01", "yearly", 4),
        ("2026-06-02", "special", 14),
    ):
        values = {"trained_on": day, "training_kind": kind, "hours": hours}
        samples.put(db, TRAINING, mediator_id=mediator, **values)
    assert hours_of(db, 2026) == {mediator: Hours(10, 14, 16.5)}
    remarks = training_remarks(hours_of(db, 2026)[mediator], rules_of(db).figures, 2026)
    assert [r.what.zh for r in remarks] == ["2026年年度培训 16.5 学时,应达到 20 学时。"]
    samples.office(db, hours_yearly=16)
    assert training_remarks(Hours(10, 14, 16.5), rules_of(db).figures, 2026) == []


def test_training_goes_into_the_recycle_bin_with_its_mediator(db: Database) -> None:
    mediator = member(db, samples.committee(db))
    samples.put(
        db,
        TRAINING,
        mediator_id=mediator,
        trained_on="2026-05-01",
        training_kind="yearly",
        hours=20,
    )
    with store.step(db, samples.WORDS) as s:
        store.delete(s, MEDIATOR, mediator)
    assert hours_of(db, 2026) == {}
    with store.step(db, samples.WORDS) as s:
        store.put_back(s, MEDIATOR, mediator)
    assert hours_of(db, 2026) == {mediator: Hours(yearly=20)}


# --- law-literate villagers ----------------------------------------------------------------------


def test_the_law_literate_of_a_village_are_those_listed_and_not_removed(db: Database) -> None:
    village, other = samples.village(db), samples.village(db, "下村")
    for values in (
        {},
        {"issued_on": TODAY.isoformat()},
        {"issued_on": "2026-12-01"},
        {"removed_on": TODAY.isoformat(), "removal_reason": "迁出"},
        {"removed_on": "2026-12-01"},
    ):
        samples.put(db, LAW_LITERATE, name="王芳", village_id=village, **values)
    assert law_literate_in(db, TODAY) == {village: 3, other: 0}


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"trained_on": "2026-02-01", "assessed_on": "2026-01-31"}, ["assessed_on"]),
        ({"assessed_on": "2026-02-01", "issued_on": "2026-01-31"}, ["issued_on"]),
        ({"removed_on": "2026-02-01"}, ["removal_reason"]),
        ({"mediator_id": "m", "is_mediator": 0}, ["is_mediator"]),
        ({"mediator_id": "m", "is_mediator": 1, "trained_on": "2026-01-01"}, []),
    ],
)
def test_a_law_literate_person_has_dates_in_order_and_a_reason_for_leaving(
    row: dict[str, Any], wrong: list[str]
) -> None:
    assert [p.name for p in LAW_LITERATE.check(row)] == wrong


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"latitude": 36.9, "longitude": 101.7}, []),
        ({"latitude": 101.7, "longitude": 36.9}, ["latitude"]),
        ({"longitude": -180.5}, ["longitude"]),
        ({"changed_on": "2026-03-02", "change_filed_on": "2026-03-01"}, ["change_filed_on"]),
    ],
)
def test_a_committee_lies_on_the_earth_and_reports_after_it_changed(
    row: dict[str, Any], wrong: list[str]
) -> None:
    assert [p.name for p in COMMITTEE.check(row)] == wrong
