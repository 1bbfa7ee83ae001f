"""Practice disputes come in, are extended and end in ways that agree with their rows."""

from typing import Any

import pytest

from core.practice_terms import circumstances, term_events
from core.records import DISPUTE, TERM_EVENT

ROW: dict[str, Any] = {
    "id": "d",
    "accepted_on": "2026-03-02",
    "case_source": "on_application",
    "case_serial": 4,
    "dispute_type": "neighbor",
    "people_count": 3,
    "is_difficult": 0,
    "registered_by": "王",
}


def kinds(**values: Any) -> list[str]:
    row = {**ROW, **values}
    row |= circumstances(row)
    events = term_events(row)
    assert DISPUTE.check(row) == []
    assert [p for event in events for p in TERM_EVENT.check(event)] == []
    return [event["event_kind"] for event in events]


@pytest.mark.parametrize(
    ("values", "events"),
    [
        ({}, []),
        ({"remark": "经双方同意延期调解。"}, ["extension"]),
        ({"remark": "经双方同意延期调解。", "case_serial": 5}, []),
        ({"dispute_type": "medical", "closed_on": "2026-04-10"}, ["suspension"]),
        ({"dispute_type": "medical", "closed_on": "2026-03-10"}, []),
        ({"close_type": "mediation_ended", "closed_on": "2026-03-20"}, ["end"]),
        ({"close_type": "acceptance_ended", "closed_on": "2026-03-20"}, []),
        ({"case_source": "entrusted", "entrusting_body": "court"}, []),
    ],
)
def test_events_agree_with_their_case(values: dict[str, Any], events: list[str]) -> None:
    assert kinds(**values) == events
