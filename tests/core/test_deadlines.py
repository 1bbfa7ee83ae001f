"""Dates that follow from dates."""

from datetime import date

import pytest
from sqlite_utils import Database

from core import deadlines
from core.deadlines import due
from core.records import DISPUTE, TERM_EVENT
from core.store import find
from tests import samples
from tests.core.test_term_rules import own_rule


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
        ({"ended_on": "2026-03-20"}, False),
        ({"mediation_type": "people"}, True),
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


def test_what_waits_follows_the_rules_of_the_office(db: Database) -> None:
    dispute = samples.dispute(db, samples.committee(db), accepted_on="2026-11-01")
    own_rule(db, replaces="mediation_general", length=10)
    own_rule(db, replaces="performance", length=3, what="履行宽限")
    samples.agreement(db, dispute, performance_deadline="2026-11-20")
    assert [(str(d.what), d.on) for d in due(db, date(2026, 11, 22))] == [
        ("县里规定的期限", "2026-11-11"),
        ("履行宽限", "2026-11-23"),
    ]


def test_an_extended_term_waits_until_its_new_end_with_the_calculation_beside_it(
    db: Database,
) -> None:
    dispute = samples.dispute(db, samples.committee(db), accepted_on="2026-10-20")
    extended = {"event_kind": "extension", "event_on": "2026-11-18", "both_consented": 1}
    samples.put(db, TERM_EVENT, dispute_id=dispute, extended_to="2026-12-05", **extended)
    (found,) = due(db, date(2026, 11, 22))
    assert (found.on, found.days_left) == ("2026-12-05", 13)
    assert "至2026-11-20" in found.ground.zh
    assert "经双方同意,延长至2026-12-05" in found.ground.zh
    assert due(db, date(2026, 11, 22), within=12) == []


def test_a_suspended_case_waits_for_nothing_until_it_goes_on(db: Database) -> None:
    dispute = samples.dispute(db, samples.committee(db), accepted_on="2026-10-20")
    stop = {"event_kind": "suspension", "event_on": "2026-11-01", "suspension_reason": "appraisal"}
    event = samples.put(db, TERM_EVENT, dispute_id=dispute, suspended_from="2026-11-01", **stop)
    assert due(db, date(2026, 11, 22)) == []
    samples.put(db, TERM_EVENT, id=event, suspended_to="2026-11-10")
    assert [d.on for d in due(db, date(2026, 11, 22))] == ["2026-11-30"]


def test_an_event_in_the_recycle_bin_changes_no_term(db: Database) -> None:
    from core import store

    dispute = samples.dispute(db, samples.committee(db), accepted_on="2026-10-20")
    stop = {"event_kind": "suspension", "event_on": "2026-11-01", "suspension_reason": "appraisal"}
    event = samples.put(db, TERM_EVENT, dispute_id=dispute, suspended_from="2026-11-01", **stop)
    with store.step(db, samples.WORDS) as s:
        store.delete(s, TERM_EVENT, event)
    assert [d.on for d in due(db, date(2026, 11, 22))] == ["2026-11-20"]


@pytest.mark.parametrize("type", ["administrative", "judicial"])
def test_the_terms_of_peoples_mediation_are_not_for_other_mediation(
    db: Database, type: str
) -> None:
    samples.dispute(db, samples.committee(db), mediation_type=type)
    assert due(db, date(2026, 11, 22)) == []
