"""Checks that follow from the field, and the rules of the kinds."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlite_utils import Database

from core.codes import CodeBook
from core.field import Field, RecordKind, Type
from core.records import AGREEMENT, CODE, COMMITTEE, DISPUTE, MEDIATOR, OFFICE, PARTY, load_book
from core.text import Text
from core.validate import blocking, problems, too_small
from tests import samples
from tests.conftest import TODAY

CASE = {
    "accepted_on": "2026-03-05",
    "committee_id": "c",
    "dispute_type": "neighbor",
    "case_source": "on_application",
}
PERSON = {"dispute_id": "d", "party_role": "applicant", "party_type": "person", "name": "李明朗"}


@pytest.fixture
def book() -> CodeBook:
    """The shipped lists; whatever a link points at is there."""
    lists = {
        n: c for k in (DISPUTE, PARTY, AGREEMENT, COMMITTEE, OFFICE) for n, c in k.codes.items()
    }
    return CodeBook(lists)


def said(kind: RecordKind, row: dict[str, Any], book: CodeBook) -> list[tuple[str, bool]]:
    return [(p.name, p.warning) for p in problems(kind, row, book, TODAY)]


def test_a_right_case_has_no_problems(book: CodeBook) -> None:
    assert said(DISPUTE, CASE, book) == []


@pytest.mark.parametrize(
    ("when", "fine"),
    [
        ("1900-01-01", True),
        ("1899-12-31", False),
        (TODAY.isoformat(), True),
        ((TODAY + timedelta(days=1)).isoformat(), True),  # a clock that is slow by a time zone
        ((TODAY + timedelta(days=2)).isoformat(), False),
        ("9999-12-31", False),
        ("0001-01-01", False),
        ("2025-02-29", False),
        ("20260305", False),
        ("2026-W10-4", False),
        ("2026-03-05 ", False),
        (20260305, False),
    ],
)
def test_promise_25_dates_lie_between_1900_and_tomorrow(
    when: Any, fine: bool, book: CodeBook
) -> None:
    found = problems(DISPUTE, {**CASE, "accepted_on": when}, book, TODAY)
    assert [p.name for p in found] == ([] if fine else ["accepted_on"])
    if not fine:
        assert DISPUTE.field("accepted_on").label.zh in found[0].message.zh


def test_a_time_limit_may_lie_ahead(book: CodeBook) -> None:
    row = {"dispute_id": "d", "performance_deadline": "2030-01-01"}
    assert said(AGREEMENT, row, book) == []


@pytest.mark.parametrize(("length", "fine"), [(60, True), (61, False)])
def test_length_is_counted_in_characters_and_said(length: int, fine: bool, book: CodeBook) -> None:
    found = problems(DISPUTE, {**CASE, "file_no": "\U00020000" * length}, book, TODAY)
    assert fine == (not found)
    if not fine:
        assert "61" in found[0].message.zh
        assert "60" in found[0].message.zh


def test_all_wrong_fields_are_told_at_once_in_form_order(book: CodeBook) -> None:
    row = {**CASE, "accepted_on": "", "dispute_type": "x", "amount": -1, "is_quick": 7}
    names = [name for name, _ in said(DISPUTE, row, book)]
    assert names == ["accepted_on", "dispute_type", "amount", "is_quick"]


def test_nothing_is_not_zero(book: CodeBook) -> None:
    assert said(DISPUTE, {**CASE, "amount": 0, "is_quick": 0, "people_count": 0}, book) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"occurred_on": "2026-03-06"}, [("accepted_on", False)]),
        ({"closed_on": "2026-03-04"}, [("closed_on", False)]),
        ({"closed_on": "2026-03-05"}, []),
        ({"mediation_result": "success"}, [("closed_on", True)]),
        ({"mediation_result": "failure"}, [("closed_on", True)]),
        ({"mediation_result": "pending"}, []),
        ({"mediated_from": "2026-03-09", "mediated_to": "2026-03-08"}, [("mediated_to", False)]),
        ({"case_source": "entrusted"}, [("entrusting_body", True)]),
        ({"entrusting_body": "court"}, [("entrusting_body", False)]),
    ],
)
def test_rules_across_the_fields_of_a_case(
    row: dict[str, Any], expected: list[tuple[str, bool]], book: CodeBook
) -> None:
    assert said(DISPUTE, {**CASE, **row}, book) == expected


@pytest.mark.parametrize("name", ["gender", "ethnicity", "birth_date", "age"])
def test_an_organisation_has_no_sex_or_age(name: str, book: CodeBook) -> None:
    values = {"gender": "male", "ethnicity": "01", "birth_date": "1990-01-01", "age": 0}
    row = {**PERSON, "party_type": "organization", name: values[name]}
    assert said(PARTY, row, book) == [(name, False)]


def test_a_wrong_id_number_never_keeps_a_record_from_being_saved(book: CodeBook) -> None:
    found = problems(PARTY, {**PERSON, "id_number": "123"}, book, TODAY)
    assert [p.name for p in found] == ["id_number"]
    assert blocking(found) == []


def test_dates_of_an_agreement_committee_and_mediator_stand_in_order(book: CodeBook) -> None:
    row = {"dispute_id": "d", "signed_on": "2026-03-05", "effective_on": "2026-03-04"}
    assert said(AGREEMENT, row, book) == [("effective_on", False)]
    row = {"dispute_id": "d", "effective_on": "2026-03-05", "performed_on": "2026-03-04"}
    assert said(AGREEMENT, row, book) == [("performed_on", True)]
    row = {"committee_name": "甲", "committee_type": "village", "term_start": "2026-03-05"}
    assert said(COMMITTEE, {**row, "term_end": "2026-03-04"}, book) == [("term_end", False)]
    row = {"name": "李", "appointed_on": "2026-03-05", "dismissed_on": "2026-03-04"}
    assert said(MEDIATOR, row, book) == [("dismissed_on", False)]


@pytest.mark.parametrize(
    ("pattern", "fine"),
    [
        ("{prefix}{year}{serial:04}", True),
        ("（{year}）第{serial}号", True),
        ("{year}", False),
        ("{serial}", False),
        ("{year}{serial}{month}", False),
        ("{year}{serial", False),
        ("{year}{serial:xx}", False),
        ("{}{year}{serial}", False),
        ("{year.real}{serial}", False),
        ("{year[0]}{serial}", False),
    ],
)
def test_a_number_pattern_needs_year_and_serial_and_nothing_else(
    pattern: str, fine: bool, book: CodeBook
) -> None:
    row = {"name": "所", "township": "乡", "file_pattern": pattern}
    assert said(OFFICE, row, book) == ([] if fine else [("file_pattern", False)])


def test_a_link_must_point_at_a_record(db: Database) -> None:
    committee = samples.committee(db)
    book = load_book(db)
    assert said(DISPUTE, {**CASE, "committee_id": committee}, book) == []
    assert said(DISPUTE, {**CASE, "committee_id": "nobody"}, book) == [("committee_id", False)]


def test_a_retired_code_stays_valid_but_is_no_longer_offered(db: Database) -> None:
    new = {"list": "dispute_type", "code": "local_1", "zh": "集市摊位", "retired": 0}
    samples.put(db, CODE, **new)
    old = {"list": "dispute_type", "code": "tourism", "zh": "旅游纠纷", "retired": 1}
    samples.put(db, CODE, **old)
    book = load_book(db)
    committee = samples.committee(db)
    book = load_book(db)
    for code in ("local_1", "tourism"):
        row = {**CASE, "committee_id": committee, "dispute_type": code}
        assert said(DISPUTE, row, book) == []
    assert "local_1" in book.offered("dispute_type")
    assert "tourism" not in book.offered("dispute_type")
    assert book.words("dispute_type", "tourism") == "旅游纠纷"
    assert book.words("dispute_type", "never_heard") == "never_heard"


def test_a_far_too_large_number_is_a_slip_of_the_keyboard(book: CodeBook) -> None:
    assert said(DISPUTE, {**CASE, "amount": 10**13 + 1}, book) == [("amount", False)]
    assert said(DISPUTE, {**CASE, "amount": 10**13}, book) == []


def test_problems_are_found_on_any_day(book: CodeBook) -> None:
    tomorrow_is_now = date(2030, 1, 1)
    assert problems(DISPUTE, {**CASE, "accepted_on": "2029-12-31"}, book, tomorrow_is_now) == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("amount", -1, "涉案金额(元)不能小于 0。"),
        ("people_count", -3, "涉及人数不能小于 0。"),
        ("case_year", 26, "案件编码年度不能小于 1900。"),
    ],
)
def test_too_small_a_number_is_told_the_least_there_may_be(
    book: CodeBook, name: str, value: int, words: str
) -> None:
    found = problems(DISPUTE, {**CASE, name: value}, book, TODAY)
    assert [str(p.message) for p in found] == [words]


def test_a_least_amount_is_said_in_yuan() -> None:
    field = Field("amount", Text("总金额(元)", "Amount (yuan)"), Type.MONEY)
    assert str(too_small(field, 100)) == "总金额(元)不能小于 1.00。"
