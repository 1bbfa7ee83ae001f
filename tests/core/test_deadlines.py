"""Dates that follow from dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import deadlines
from core.deadlines import due
from core.records import DISPUTE, TERM_EVENT
from core.store import find
from core.term import events_of, term_of, terms_of
from core.term_rules import ends_on, shipped_rules, shortest
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


@given(st.dates(date(2019, 1, 1), date(2030, 12, 31)))
def test_no_term_ends_before_the_days_left_out_of_the_query(start: date) -> None:
    least = shortest(shipped_rules())
    assert least > 0
    for rule in shipped_rules():
        if rule.kind == "dispute":
            assert (ends_on(start, rule.length, rule.unit) - start).days >= least


def test_a_case_due_on_the_last_day_asked_for_is_there_whatever_its_type(db: Database) -> None:
    """By type, by body, with an extension: as if each were asked for alone."""
    committee = samples.committee(db)
    values: tuple[dict[str, str], ...] = (
        {"dispute_type": "labor"},
        {"dispute_type": "medical"},
        {"dispute_type": "neighbor", "entrusting_body": "court"},
        {"dispute_type": "neighbor"},
    )
    for each in values:
        samples.dispute(db, committee, accepted_on="2026-01-30", **each)
    extended = samples.dispute(db, committee, accepted_on="2026-01-30", dispute_type="labor")
    event = {"event_kind": "extension", "event_on": "2026-02-10", "extended_to": "2026-04-01"}
    samples.put(db, TERM_EVENT, dispute_id=extended, both_consented=1, **event)
    by = terms_of(db)
    for row in find(db, DISPUTE):
        events = events_of(db, "select ?", [row["id"]]).get(row["id"], ())
        term = term_of(row, events, by)
        assert term is not None
        assert term.ends_on is not None
        last = {d.dispute for d in due(db, term.ends_on, within=0)}
        before = {d.dispute for d in due(db, term.ends_on - timedelta(days=1), within=0)}
        assert row["id"] in last - before


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
