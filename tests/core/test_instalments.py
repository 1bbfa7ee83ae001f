"""Equal parts add up, days are months apart, and the parts say how far the whole is performed."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.instalments import Performed, due_days, equal_parts, performed_by, rows_of, status_of

ON = date(2026, 6, 1)


@given(st.integers(0, 10**12), st.integers(1, 120))
def test_parts_add_up_and_all_but_the_last_are_equal(fen: int, n: int) -> None:
    parts = equal_parts(fen, n)
    assert sum(parts) == fen
    assert len(parts) == n
    assert len(set(parts[:-1])) <= 1
    assert min(parts) >= 0
    if fen >= 100 * n:
        assert all(part % 100 == 0 for part in parts[:-1])
        assert min(parts) >= 100


def test_ten_thousand_in_three() -> None:
    assert equal_parts(10_000_00, 3) == [3_333_00, 3_333_00, 3_334_00]


@pytest.mark.parametrize(("fen", "n"), [(100, 0), (-1, 2)])
def test_there_are_no_parts_of_nothing(fen: int, n: int) -> None:
    with pytest.raises(ValueError, match=str(n)):
        equal_parts(fen, n)


def test_a_month_without_such_a_day_ends_on_its_last() -> None:
    days = due_days(date(2026, 1, 31), 4, 1)
    assert [d.isoformat() for d in days] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    assert due_days(date(2026, 11, 5), 2, 3)[1] == date(2027, 2, 5)


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ({"amount": 100, "amount_performed": 40, "performed_on": "2026-05-01"}, "partly_performed"),
        ({"amount": 100, "amount_performed": 100}, "performed"),
        ({"amount": 100, "performed_on": "2026-05-01"}, "performed"),
        ({"amount": 100, "due_on": "2026-06-01"}, "not_due"),
        ({"amount": 100, "due_on": "2026-05-31"}, "not_performed"),
        ({"amount": 100}, None),
    ],
)
def test_an_instalment_is_performed_by_what_was_paid(
    row: dict[str, Any], status: str | None
) -> None:
    assert status_of(row, ON) == status


DONE = {"status": "performed", "performed_on": "2026-05-01"}
LATER = {"status": "performed", "performed_on": "2026-05-20"}


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], None),
        ([LATER, DONE], Performed("performed", "2026-05-20")),
        ([DONE, {"status": "performed"}], Performed("performed")),
        ([DONE, {"status": "not_due"}], Performed("partly_performed")),
        ([{"status": "partly_performed"}], Performed("partly_performed")),
        ([{"status": "not_due"}, {"status": "not_performed"}], Performed("not_performed")),
        ([{"due_on": "2026-07-01"}], Performed("not_due")),
    ],
)
def test_the_agreement_is_performed_as_far_as_its_instalments(
    parts: list[dict[str, Any]], expected: Performed | None
) -> None:
    assert performed_by(parts, ON) == expected


def test_rows_are_numbered_and_ready_to_save() -> None:
    rows = rows_of(1000_00, 2, date(2026, 7, 1), 6, agreement_no="一")
    assert [(r["seq"], r["due_on"], r["amount"], r["agreement_no"]) for r in rows] == [
        (1, "2026-07-01", 500_00, "一"),
        (2, "2027-01-01", 500_00, "一"),
    ]
