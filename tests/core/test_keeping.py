"""What waits once an agreement has been reached: performance, instalments, visits, the court."""

from datetime import date
from typing import Any

import pytest
from sqlite_utils import Database

from core.deadlines import due
from core.keeping import plan_of_visit
from core.records import DEADLINE_RULE, INSTALMENT, RETURN_VISIT
from core.term_rules import rules, shipped_rules
from tests import samples

ON = date(2026, 6, 1)


@pytest.fixture
def case(db: Database) -> str:
    """A closed case: no term of its own runs."""
    return samples.dispute(
        db,
        samples.committee(db),
        file_no="斜1号",
        closed_on="2026-03-10",
        mediation_result="success",
    )


def waits(db: Database, sort: str = "", on: date = ON) -> list[tuple[str, str, int]]:
    return [
        (d.what.zh, d.on, d.days_left)
        for d in due(db, on)
        if d.sort in ((sort,) if sort else ("performance", "visit", "confirmation"))
    ]


def test_instalments_wait_instead_of_the_agreement_they_are_of(db: Database, case: str) -> None:
    samples.agreement(db, case, performance_deadline="2026-08-01", agreement_amount=300)
    for seq, day, status in ((1, "2026-05-01", "performed"), (2, "2026-06-05", "not_due")):
        values: dict[str, Any] = {"due_on": day, "amount": 100, "status": status}
        samples.put(db, INSTALMENT, dispute_id=case, seq=seq, **values)
    assert waits(db) == [("协议履行(第2期)", "2026-06-05", 4)]


def test_once_the_instalments_are_performed_the_agreement_waits_again(
    db: Database, case: str
) -> None:
    samples.agreement(db, case, performance_deadline="2026-08-01")
    samples.put(db, INSTALMENT, dispute_id=case, due_on="2026-05-01", amount=1, status="performed")
    assert waits(db) == [("协议履行", "2026-08-01", 61)]


def test_of_two_agreements_the_one_without_instalments_keeps_waiting(
    db: Database, case: str
) -> None:
    samples.agreement(db, case, agreement_no="一", performance_deadline="2026-08-01")
    samples.agreement(db, case, agreement_no="二", performance_deadline="2026-09-01")
    values: dict[str, Any] = {"agreement_no": "一", "due_on": "2026-07-01", "amount": 1}
    samples.put(db, INSTALMENT, dispute_id=case, **values)
    assert [day for _, day, _ in waits(db)] == ["2026-07-01", "2026-09-01"]


def test_a_planned_visit_waits_until_it_has_taken_place(db: Database, case: str) -> None:
    id = samples.put(db, RETURN_VISIT, dispute_id=case, planned_on="2026-05-30")
    assert waits(db) == [("回访", "2026-05-30", -2)]
    samples.put(db, RETURN_VISIT, id=id, visited_on="2026-05-31")
    assert waits(db) == []


def test_a_performed_written_agreement_asks_for_a_visit(db: Database, case: str) -> None:
    done = {"performance_status": "performed", "performed_on": "2026-05-10"}
    samples.agreement(db, case, **done)
    assert waits(db, "visit") == [("回访", "2026-06-09", 8)]
    samples.put(db, RETURN_VISIT, dispute_id=case, visited_on="2026-05-31")
    assert waits(db, "visit") == []


@pytest.mark.parametrize(
    "values",
    [
        {"agreement_form": "oral"},
        {"performed_on": "2026-01-30"},  # more than 90 days after the visit was due
        {"performance_status": "partly_performed"},
    ],
)
def test_no_visit_is_asked_for_by_itself(db: Database, case: str, values: dict[str, Any]) -> None:
    done = {"performance_status": "performed", "performed_on": "2026-05-10"}
    samples.agreement(db, case, **{**done, **values})
    assert waits(db, "visit") == []


def test_the_office_sets_the_interval_of_visits_or_none(db: Database, case: str) -> None:
    samples.agreement(db, case, performance_status="performed", performed_on="2026-05-10")
    rule = {"replaces": "return_visit", "length": 2, "unit": "month", "valid_from": "2026-01-01"}
    id = samples.put(db, DEADLINE_RULE, what="两个月回访", ground="本所规定", **rule)
    assert waits(db) == [("两个月回访", "2026-07-10", 39)]
    samples.put(db, DEADLINE_RULE, id=id, off=1)
    assert waits(db) == []


def test_a_visit_is_proposed_after_the_performance_else_after_its_term() -> None:
    among = shipped_rules()
    both = [{"performed_on": "2026-05-10"}, {"performance_deadline": "2026-06-01"}]
    assert plan_of_visit(among, both[:1]) == "2026-06-09"
    assert plan_of_visit(among, both) == "2026-07-01"
    assert plan_of_visit(among, [{"signed_on": "2026-03-05"}]) == "2026-04-04"
    assert plan_of_visit(among, [{}]) is None
    assert plan_of_visit(among, []) is None


def test_the_court_can_be_asked_for_thirty_days_and_on_to_a_working_day(
    db: Database, case: str
) -> None:
    samples.agreement(db, case, effective_on="2026-05-14")  # the 30th day is a Saturday
    assert waits(db) == [("申请司法确认", "2026-06-15", 14)]
    assert waits(db, on=date(2026, 6, 16)) == []


@pytest.mark.parametrize(
    "values",
    [
        {"confirmation_status": "applied"},
        {"performance_status": "performed"},
        {"agreement_form": "oral"},
    ],
)
def test_nobody_is_reminded_of_a_court_without_need(
    db: Database, case: str, values: dict[str, Any]
) -> None:
    samples.agreement(db, case, **{"effective_on": "2026-05-14", **values})
    assert waits(db, "confirmation") == []


def test_family_status_is_not_for_the_court(db: Database) -> None:
    id = samples.dispute(
        db, samples.committee(db), dispute_type="marriage_family", closed_on="2026-05-14"
    )
    samples.agreement(db, id, effective_on="2026-05-14")
    assert waits(db, "confirmation") == []


def test_everything_that_waits_says_its_ground(db: Database, case: str) -> None:
    samples.agreement(db, case, effective_on="2026-05-14", performance_deadline="2026-06-14")
    samples.put(db, RETURN_VISIT, dispute_id=case, planned_on="2026-06-20")
    found = due(db, ON, within=30)
    assert {d.sort for d in found} == {"performance", "visit", "confirmation"}
    assert all("第三十" in d.ground.zh and d.ground.en and d.number == "斜1号" for d in found)
    assert rules(db) == shipped_rules()
