"""What is wrong between the records of one case is said at a field of one of them."""

from typing import Any

import pytest
from sqlite_utils import Database

from core import store
from core.case_check import agreement_of, problems_between, rows_below
from core.check import faults
from core.records import AGREEMENT, DISPUTE, INSTALMENT, RETURN_VISIT
from tests import samples
from tests.conftest import TODAY

DISPUTE_ROW: dict[str, Any] = {
    "id": "d",
    "accepted_on": "2026-03-05",
    "closed_on": "2026-03-10",
    "dispute_type": "neighbor",
}
AGREED: dict[str, Any] = {"id": "a", "signed_on": "2026-03-10", "agreement_amount": 300_00}


def said(dispute: dict[str, Any] | None = None, **rows: Any) -> list[tuple[str, str, str, bool]]:
    found = problems_between({**DISPUTE_ROW, **(dispute or {})}, rows)
    return [(b.table, b.id, b.problem.name, b.problem.warning) for b in found]


def part(id: str, amount: int, **values: Any) -> dict[str, Any]:
    return {"id": id, "due_on": "2026-05-01", "amount": amount, **values}


def visit(**values: Any) -> dict[str, Any]:
    return {"id": "v", "visited_on": "2026-04-20", **values}


def test_a_case_in_order_has_nothing_said_of_it() -> None:
    parts = [part("1", 100_00), part("2", 200_00)]
    assert said(agreement=[AGREED], instalment=parts, return_visit=[visit()]) == []


@pytest.mark.parametrize(("day", "wrong"), [("2026-03-04", 1), ("2026-03-05", 0), (None, 0)])
def test_an_agreement_is_not_dated_before_acceptance(day: str | None, wrong: int) -> None:
    expected = [("agreement", "a", "signed_on", False)]
    assert said(agreement=[{"id": "a", "signed_on": day}]) == expected * wrong


def test_an_instalment_is_not_performed_before_its_agreement() -> None:
    early = part("1", 300_00, performed_on="2026-03-09", status="performed")
    assert said(agreement=[AGREED], instalment=[early]) == [
        ("instalment", "1", "performed_on", False)
    ]


def test_an_instalment_due_before_its_agreement_is_a_warning() -> None:
    early = part("1", 300_00) | {"due_on": "2026-03-09"}
    assert said(agreement=[AGREED], instalment=[early]) == [("instalment", "1", "due_on", True)]


@pytest.mark.parametrize(
    ("amount", "parts", "expected"),
    [
        (0, [100_00], [("agreement", "a", "agreement_amount", False)]),
        (None, [100_00], [("agreement", "a", "agreement_amount", True)]),
        (300_00, [100_00, 100_00], [("instalment", "1", "amount", False)]),
        (300_00, [100_00, 200_01], [("instalment", "1", "amount", False)]),
        (0, [], []),
        (300_00, [], []),
    ],
)
def test_instalments_add_up_to_the_agreement(
    amount: int | None, parts: list[int], expected: list[Any]
) -> None:
    agreement = {**AGREED, "agreement_amount": amount}
    rows = [part(str(n), fen) for n, fen in enumerate(parts)]
    assert said(agreement=[agreement], instalment=rows) == expected


def test_the_sentence_names_both_sums() -> None:
    (found,) = problems_between(DISPUTE_ROW, {"agreement": [AGREED], "instalment": [part("1", 5)]})
    assert "0.05" in found.problem.message.zh
    assert "300.00" in found.problem.message.zh
    assert "300.00" in found.problem.message.en


def test_of_several_agreements_each_adds_up_its_own_instalments() -> None:
    both = [
        {**AGREED, "agreement_no": "一"},
        {**AGREED, "id": "b", "agreement_no": "二", "agreement_amount": 500_00},
    ]
    parts = [part("1", 300_00, agreement_no="一"), part("2", 500_00, agreement_no="二")]
    assert said(agreement=both, instalment=parts) == []
    parts[1]["amount"] = 400_00
    assert said(agreement=both, instalment=parts) == [("instalment", "2", "amount", False)]


@pytest.mark.parametrize(
    ("agreements", "number", "words"),
    [
        (2, None, "有 2 份协议"),
        (2, "三", "没有编号为“三”"),
        (0, None, "还没有登记协议"),
    ],
)
def test_an_instalment_without_its_agreement_is_said_to_be_so(
    agreements: int, number: str | None, words: str
) -> None:
    rows = [{**AGREED, "id": str(n), "agreement_no": str(n)} for n in range(agreements)]
    found = problems_between(
        DISPUTE_ROW, {"agreement": rows, "instalment": [part("1", 5, agreement_no=number)]}
    )
    assert [(b.problem.name, b.problem.warning) for b in found] == [("agreement_no", True)]
    assert words in found[0].problem.message.zh


def test_an_agreement_is_not_performed_while_an_instalment_is_open() -> None:
    done = {**AGREED, "performance_status": "performed"}
    parts = [part("1", 100_00, status="performed"), part("2", 200_00, status="not_due")]
    assert said(agreement=[done], instalment=parts) == [
        ("agreement", "a", "performance_status", True)
    ]


@pytest.mark.parametrize(
    ("agreement", "values", "expected"),
    [
        ({}, {"visited_on": "2026-03-09"}, [False]),
        ({"performed_on": "2026-05-01"}, {"performance_found": "performed"}, [False]),
        ({"performed_on": "2026-05-01"}, {}, [True]),
        ({"performed_on": "2026-05-01"}, {"performance_found": "not_due"}, []),
        ({"performed_on": "2026-04-20"}, {"performance_found": "performed"}, []),
        ({"performed_on": "2026-05-01"}, {"visited_on": None}, []),
    ],
)
def test_a_visit_comes_after_what_it_looks_into(
    agreement: dict[str, Any], values: dict[str, Any], expected: list[bool]
) -> None:
    found = said(agreement=[{**AGREED, **agreement}], return_visit=[visit(**values)])
    assert found == [("return_visit", "v", "visited_on", warning) for warning in expected]


def test_without_an_agreement_a_visit_comes_after_closing() -> None:
    early = visit(visited_on="2026-03-09")
    assert said(return_visit=[early]) == [("return_visit", "v", "visited_on", False)]
    assert said({"closed_on": None}, return_visit=[early]) == []


@pytest.mark.parametrize(
    ("type", "terms", "status", "warned"),
    [
        ("marriage_family", "", "applied", True),
        ("neighbor", "双方同意解除收养关系。", "accepted", True),
        ("neighbor", "赔偿三百元。", "applied", False),
        ("marriage_family", "", "not_applied", False),
        ("marriage_family", "", None, False),
    ],
)
def test_what_courts_do_not_confirm_is_said_when_one_is_asked(
    type: str, terms: str, status: str | None, warned: bool
) -> None:
    agreement = {**AGREED, "agreement_terms": terms, "confirmation_status": status}
    expected = [("agreement", "a", "confirmation_status", True)] if warned else []
    assert said({"dispute_type": type}, agreement=[agreement]) == expected


def test_the_agreement_meant_is_told_by_its_number_else_it_is_the_only_one() -> None:
    one, other = {"agreement_no": "一"}, {"agreement_no": "二"}
    assert agreement_of({}, [one]) is one
    assert agreement_of({"agreement_no": "二"}, [one, other]) is other
    assert agreement_of({}, [one, other]) is None
    assert agreement_of({"agreement_no": "三"}, [one]) is None


def test_the_rows_of_many_cases_are_asked_at_once(db: Database) -> None:
    committee = samples.committee(db)
    ids = [samples.dispute(db, committee) for _ in range(2)]
    samples.agreement(db, ids[0])
    samples.put(db, INSTALMENT, dispute_id=ids[0], due_on="2026-05-01", amount=1)
    gone = samples.put(db, RETURN_VISIT, dispute_id=ids[1], visited_on="2026-05-01")
    with store.step(db, samples.WORDS) as s:
        store.delete(s, RETURN_VISIT, gone)
    found = rows_below(db, ids)
    counts = {t: len(rows) for t, rows in found[ids[0]].items() if rows}
    assert counts == {"agreement": 1, "instalment": 1}
    assert not any(found[ids[1]].values())


def test_the_command_check_lists_what_blocks_and_no_warnings(db: Database) -> None:
    id = samples.dispute(db, samples.committee(db), file_no="斜1号")
    bad = samples.agreement(db, id, signed_on="2026-03-01", agreement_amount=100)
    samples.put(db, INSTALMENT, dispute_id=id, due_on="2026-02-01", amount=100)
    found = [f for f in faults(db, TODAY) if f.id == bad]
    assert [(f.table, "早于受理日期" in f.words.zh, "斜1号" in f.words.zh) for f in found] == [
        ("agreement", True, True)
    ]
    assert {k.table for k in (DISPUTE, AGREEMENT)} >= {f.table for f in found}
