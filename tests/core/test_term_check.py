"""What term events and parties of a case say together."""

from typing import Any

import pytest

from core.case_check import problems_between
from core.term_check import filled_from_end

CASE = {"id": "d", "accepted_on": "2026-03-02"}
END = {"id": "e", "event_kind": "end", "event_on": "2026-03-20", "end_reason": "no_agreement"}


def said(dispute: dict[str, Any], **rows: list[dict[str, Any]]) -> list[tuple[str, str, str, bool]]:
    found = problems_between({**CASE, **dispute}, rows)
    return [(b.table, b.id, b.problem.name, b.problem.warning) for b in found]


@pytest.mark.parametrize(
    ("dispute", "names"),
    [
        ({}, ["ended_on"]),
        ({"ended_on": "2026-03-20", "end_reason": "no_agreement"}, []),
        ({"ended_on": "2026-03-21", "end_reason": "no_agreement"}, ["ended_on"]),
        ({"ended_on": "2026-03-20", "end_reason": "other"}, ["end_reason"]),
        ({"ended_on": "2026-03-20"}, []),  # that is said by the dispute itself
    ],
)
def test_a_case_says_the_same_end_as_its_event(dispute: dict[str, Any], names: list[str]) -> None:
    assert said(dispute, term_event=[END]) == [("dispute", "d", n, True) for n in names]


def test_an_event_before_acceptance_is_refused() -> None:
    early = {"id": "x", "event_kind": "extension", "event_on": "2026-03-01"}
    assert said({}, term_event=[early]) == [("term_event", "x", "event_on", False)]
    assert said({}, term_event=[{**early, "event_on": "2026-03-02"}]) == []


@pytest.mark.parametrize(("n", "wrong"), [(5, []), (6, ["6"]), (7, ["7"])])
def test_a_side_of_more_than_five_representatives_is_asked_about(n: int, wrong: list[str]) -> None:
    side = {"party_role": "applicant", "is_representative": 1}
    parties = [{"id": str(i), **side} for i in range(1, n + 1)]
    others = [{"id": "r", "party_role": "respondent", "is_representative": 1}]
    found = said({}, party=[*parties, *others])
    assert found == [("party", id, "is_representative", True) for id in wrong]


def test_an_end_that_is_entered_fills_what_was_not_said_yet() -> None:
    assert filled_from_end(CASE, END) == {
        "ended_on": "2026-03-20",
        "end_reason": "no_agreement",
        "close_type": "mediation_ended",
        "closed_on": "2026-03-20",
    }
    known = {**CASE, "close_type": "acceptance_ended", "closed_on": "2026-03-22"}
    assert filled_from_end(known, END).keys() == {"ended_on", "end_reason"}
    assert filled_from_end(CASE, {**END, "event_kind": "extension"}) == {}
    assert filled_from_end(CASE, {**END, "end_reason": None}) == {}
