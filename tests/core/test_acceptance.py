"""What may not be accepted, an end without a reason, a detail without cause: said at its field."""

from typing import Any

import pytest

from core.records import DISPUTE
from core.validate import blocking

OPEN = {"accepted_on": "2026-03-05", "case_source": "on_application", "dispute_type": "neighbor"}
ENDED = {**OPEN, "close_type": "mediation_ended", "closed_on": "2026-03-20"}
WHY = {"ended_on": "2026-03-20", "end_reason": "no_agreement"}


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({}, []),
        ({"not_acceptable_reason": "special_organ"}, ["not_acceptable_reason"]),
        ({"not_acceptable_reason": "already_handled"}, ["not_acceptable_reason"]),
        ({"not_acceptable_reason": "party_refused"}, ["not_acceptable_reason"]),
        ({"parties_consent": 0}, ["parties_consent"]),
        ({"parties_consent": 1}, []),
        ({"entrust_reply": "refused"}, ["entrust_reply_reason"]),
        ({"entrust_reply": "refused", "entrust_reply_reason": "不属受案范围"}, []),
        ({"entrusted_on": "2026-03-06"}, ["entrusted_on"]),
        ({"entrusted_on": "2026-03-05"}, []),
        ({"recusal_requested": 0, "recusal_by": "李明朗"}, ["recusal_requested"]),
        ({"recusal_requested": 1, "recusal_by": "李明朗"}, []),
        ({"linked_organ": "派出所"}, ["linked_mediation"]),
        ({"linked_organ": "派出所", "linked_mediation": "all_three"}, []),
    ],
)
def test_what_should_be_looked_at_is_a_warning_at_its_field(
    values: dict[str, Any], names: list[str]
) -> None:
    found = DISPUTE.check({**OPEN, **values})
    assert [p.name for p in found] == names
    assert blocking(found) == []


def test_what_may_not_be_accepted_names_its_ground() -> None:
    for reason in DISPUTE.codes["not_acceptable_reason"]:
        (said,) = DISPUTE.check({**OPEN, "not_acceptable_reason": reason})
        assert "《" in said.message.zh


@pytest.mark.parametrize(
    ("values", "names"),
    [
        (ENDED, ["end_reason", "ended_on"]),
        ({**ENDED, "close_type": "acceptance_ended"}, ["end_reason", "ended_on"]),
        ({**ENDED, **WHY}, []),
        ({**ENDED, "ended_on": "2026-03-20"}, ["end_reason"]),
        ({**OPEN, **WHY}, ["close_type"]),
        ({**ENDED, **WHY, "close_type": "completed"}, ["close_type"]),
    ],
)
def test_an_end_wants_its_day_its_reason_and_its_way_of_closing(
    values: dict[str, Any], names: list[str]
) -> None:
    found = DISPUTE.check(values)
    assert [p.name for p in found] == names
    assert all(p.warning for p in found)


def test_an_end_before_acceptance_is_refused() -> None:
    found = blocking(DISPUTE.check({**ENDED, **WHY, "ended_on": "2026-03-04"}))
    assert [p.name for p in found] == ["ended_on"]
