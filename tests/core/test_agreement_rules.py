"""When an agreement binds, and the steps at the court in their order."""

from typing import Any

import pytest

from core.field import Problem
from core.records import AGREEMENT, INSTALMENT, RETURN_VISIT
from core.records.agreement import takes_effect_on


def said(row: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(p.name, p.warning) for p in AGREEMENT.check(row)]


@pytest.mark.parametrize(
    ("form", "signed", "complete", "effective"),
    [
        ("written", "2026-03-05", None, "2026-03-05"),
        ("written", "2026-03-05", "2026-03-08", "2026-03-08"),
        ("written", None, "2026-03-08", "2026-03-08"),
        ("oral", "2026-03-05", "2026-03-08", "2026-03-05"),
        (None, "2026-03-05", "2026-03-08", "2026-03-08"),
        ("written", None, None, None),
    ],
)
def test_an_agreement_takes_effect_by_articles_29_and_30(
    form: str | None, signed: str | None, complete: str | None, effective: str | None
) -> None:
    row = {"agreement_form": form, "signed_on": signed, "all_signed_on": complete}
    assert takes_effect_on(row) == effective


SEALED = {"agreement_form": "written", "signed_on": "2026-03-05", "all_signed_on": "2026-03-08"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({**SEALED, "effective_on": "2026-03-08"}, []),
        ({**SEALED, "effective_on": "2026-03-06"}, [("effective_on", False)]),
        ({**SEALED, "effective_on": "2026-03-09"}, [("effective_on", True)]),
        ({**SEALED, "all_signed_on": "2026-03-04"}, [("all_signed_on", False)]),
        ({"signed_on": "2026-03-05", "effective_on": "2026-03-04"}, [("effective_on", False)]),
        ({"signed_on": "2026-03-05", "performed_on": "2026-03-04"}, [("performed_on", False)]),
        (
            {"signed_on": "2026-03-05", "effective_on": "2026-03-08", "performed_on": "2026-03-06"},
            [("performed_on", True)],
        ),
        (
            {"performed_on": "2026-03-06", "performance_status": "not_performed"},
            [("performance_status", True)],
        ),
        ({"performed_on": "2026-03-06", "performance_status": "partly_performed"}, []),
    ],
)
def test_the_dates_of_an_agreement_are_in_order(
    row: dict[str, Any], expected: list[tuple[str, bool]]
) -> None:
    assert said(row) == expected


WHOLE = {
    "agreement_amount": 100,
    "performance_deadline": "2026-06-01",
    "performance_method": "转账",
}
APPLIED = {**WHOLE, "confirmation_status": "applied", "confirmation_applied_on": "2026-03-20"}
ACCEPTED = {**APPLIED, "confirmation_status": "accepted", "confirmation_accepted_on": "2026-03-22"}
DECIDED = {**ACCEPTED, "confirmation_decided_on": "2026-04-01"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (APPLIED, []),
        (ACCEPTED, []),
        ({**DECIDED, "confirmation_status": "confirmed"}, []),
        ({**DECIDED, "confirmation_status": "rejected"}, []),
        ({**APPLIED, "confirmation_status": "withdrawn"}, []),
        (DECIDED, [("confirmation_status", False)]),
        ({**APPLIED, "confirmation_status": "not_applied"}, [("confirmation_status", False)]),
        ({**APPLIED, "confirmation_status": None}, [("confirmation_status", True)]),
        ({**ACCEPTED, "confirmation_status": "applied"}, [("confirmation_status", False)]),
        ({**APPLIED, "effective_on": "2026-03-21"}, [("confirmation_applied_on", False)]),
        (
            {**ACCEPTED, "confirmation_accepted_on": "2026-03-19"},
            [("confirmation_accepted_on", False)],
        ),
        (
            {**DECIDED, "confirmation_status": "confirmed",
             "confirmation_decided_on": "2026-03-21"},
            [("confirmation_decided_on", False)],
        ),
        ({**WHOLE, "confirmation_status": "applied"}, [("confirmation_applied_on", True)]),
        ({"confirmation_status": "confirmed"}, [("confirmation_decided_on", True)]),
        ({"confirmation_status": "not_applied"}, []),
    ],
)  # fmt: skip
def test_the_steps_at_the_court_follow_one_another(
    row: dict[str, Any], expected: list[tuple[str, bool]]
) -> None:
    assert said(row) == expected


@pytest.mark.parametrize("name", WHOLE)
def test_unclear_terms_are_said_while_the_court_is_asked(name: str) -> None:
    assert said({**APPLIED, name: None}) == [(name, True)]
    decided = {**DECIDED, "confirmation_status": "confirmed", name: None}
    assert said(decided) == []


def test_a_sentence_names_the_date_that_is_wrong() -> None:
    (problem,) = AGREEMENT.check({**APPLIED, "effective_on": "2026-03-21"})
    assert problem == Problem("confirmation_applied_on", problem.message)
    assert problem.message.zh == "申请确认日期早于生效日期。"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"amount": 100, "status": "performed", "amount_performed": 100,
          "performed_on": "2026-03-05"}, []),
        ({"amount": 100, "status": "performed", "amount_performed": 99,
          "performed_on": "2026-03-05"}, [("status", False)]),
        ({"amount": 100, "status": "not_due", "amount_performed": 1}, [("status", False)]),
        ({"amount": 100, "status": "partly_performed", "amount_performed": 1}, []),
        ({"amount": 100, "status": "performed", "amount_performed": 101,
          "performed_on": "2026-03-05"}, [("amount_performed", True)]),
        ({"amount": 100, "status": "performed"}, [("performed_on", True)]),
        ({"amount": 100, "status": "not_performed", "amount_performed": 0}, []),
    ],
)  # fmt: skip
def test_an_instalment_says_of_itself_what_was_paid(
    row: dict[str, Any], expected: list[tuple[str, bool]]
) -> None:
    assert [(p.name, p.warning) for p in INSTALMENT.check(row)] == expected


@pytest.mark.parametrize(
    ("row", "warned"),
    [
        ({"planned_on": "2026-05-01"}, False),
        ({"visited_on": "2026-05-01", "satisfied": 1}, False),
        ({}, True),
        ({"planned_on": "2026-05-01", "satisfied": 0}, True),
    ],
)
def test_a_visit_has_a_plan_or_a_day(row: dict[str, Any], warned: bool) -> None:
    assert [(p.name, p.warning) for p in RETURN_VISIT.check(row)] == [("visited_on", True)] * warned
