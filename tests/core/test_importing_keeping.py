"""Visits in a sheet of disputes become records; rows of one case come in together or not at all."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from core import history, store
from core.field import RecordKind
from core.importing import Plan, carry_out, plan
from core.records import AGREEMENT, DISPUTE, INSTALMENT, RETURN_VISIT, load_book
from core.register import register
from core.workbook import write_workbook
from tests import samples
from tests.conftest import TODAY
from tests.core.test_importing import HEADS, ROW, counts, sheet

VISIT = ("回访日期", "回访形式", "是否满意", "跟踪反馈情况")
CLOSED = ("调解结果", "结案日期")


def planned(db: Database, kind: RecordKind, path: Path) -> Plan:
    return plan(db, kind, path, today=TODAY)


def visits(db: Database) -> list[dict[str, Any]]:
    return store.find(db, RETURN_VISIT)


def ledger(path: Path, *visit: Any, closed: str = "2026-03-10") -> Path:
    return sheet(path, (*HEADS, *CLOSED, *VISIT), (*ROW, "调解成功", closed, *visit))


def test_the_visit_of_a_ledger_becomes_a_record_of_its_own(db: Database, tmp_path: Path) -> None:
    path = ledger(tmp_path / "a.xlsx", "2026-04-02", "电话回访", "满意", "协议已履行,双方无争议")
    step = carry_out(db, planned(db, DISPUTE, path))
    (visit,) = visits(db)
    (dispute,) = store.find(db, DISPUTE)
    assert visit["dispute_id"] == dispute["id"]
    assert (visit["visited_on"], visit["visit_method"]) == ("2026-04-02", "phone")
    assert (visit["satisfied"], visit["visit_findings"]) == (1, "协议已履行,双方无争议")
    assert counts(planned(db, DISPUTE, path)) == (0, 0, 1, 0, 0)
    assert step is not None
    history.undo(db, step)
    assert visits(db) == []


def test_a_later_sheet_completes_the_visit_and_adds_another_day(
    db: Database, tmp_path: Path
) -> None:
    carry_out(db, planned(db, DISPUTE, ledger(tmp_path / "a.xlsx", "2026-04-02")))
    carry_out(db, planned(db, DISPUTE, ledger(tmp_path / "b.xlsx", "2026-04-02", "上门", "否")))
    (visit,) = visits(db)
    assert (visit["visit_method"], visit["satisfied"]) == ("home", 0)
    carry_out(db, planned(db, DISPUTE, ledger(tmp_path / "c.xlsx", "2026-05-02")))
    assert sorted(v["visited_on"] for v in visits(db)) == ["2026-04-02", "2026-05-02"]


def test_a_day_in_a_sheet_fills_in_the_visit_that_was_planned(db: Database, tmp_path: Path) -> None:
    carry_out(db, planned(db, DISPUTE, ledger(tmp_path / "a.xlsx")))
    (dispute,) = store.find(db, DISPUTE)
    id = samples.put(db, RETURN_VISIT, dispute_id=dispute["id"], planned_on="2026-04-01")
    carry_out(db, planned(db, DISPUTE, ledger(tmp_path / "b.xlsx", "2026-04-02")))
    assert [(v["id"], v["visited_on"]) for v in visits(db)] == [(id, "2026-04-02")]


def test_a_visit_before_closing_refuses_the_row_and_names_the_reason(
    db: Database, tmp_path: Path
) -> None:
    p = planned(db, DISPUTE, ledger(tmp_path / "a.xlsx", "2026-03-09"))
    assert counts(p) == (0, 0, 0, 0, 1)
    (refusal,) = p.refusals
    assert (refusal.column, "早于结案日期" in refusal.reason.zh) == ("回访日期", True)
    assert carry_out(db, p) is None


def test_an_agreement_before_acceptance_refuses_the_row(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", (*HEADS, "协议日期"), (*ROW, "2026-03-04"))
    p = planned(db, DISPUTE, path)
    assert counts(p) == (0, 0, 0, 0, 1)
    assert "早于受理日期" in p.refusals[0].reason.zh


@pytest.fixture
def case(db: Database) -> str:
    """A case with an agreement of 300 yuan."""
    id = samples.dispute(db, samples.committee(db), case_no="A1", closed_on="2026-03-10")
    samples.agreement(db, id, signed_on="2026-03-10", agreement_amount=300_00)
    return id


PARTS = ("所属纠纷", "期次", "到期日期", "本期金额(元)")


def parts(path: Path, *amounts: Any) -> Path:
    rows: list[Sequence[Any]] = [PARTS]
    rows += [("A1", n, f"2026-0{3 + n}-10", amount) for n, amount in enumerate(amounts, 1)]
    return sheet(path, *rows)


def test_instalments_of_a_sheet_add_up_together(db: Database, case: str, tmp_path: Path) -> None:
    p = planned(db, INSTALMENT, parts(tmp_path / "a.xlsx", 100, 200))
    assert counts(p) == (2, 0, 0, 0, 0)
    carry_out(db, p)
    rows = store.children(db, INSTALMENT, case)
    assert [(r["seq"], r["amount"]) for r in rows] == [(1, 100_00), (2, 200_00)]


def test_instalments_that_do_not_add_up_stay_out_together(
    db: Database, case: str, tmp_path: Path
) -> None:
    p = planned(db, INSTALMENT, parts(tmp_path / "a.xlsx", 100, 150))
    assert counts(p) == (0, 0, 0, 0, 2)
    assert {"250.00" in r.reason.zh and "300.00" in r.reason.zh for r in p.refusals} == {True}
    assert carry_out(db, p) is None


def test_what_was_wrong_before_does_not_keep_a_sheet_out(
    db: Database, case: str, tmp_path: Path
) -> None:
    """A case that does not add up can still be corrected elsewhere."""
    samples.put(db, INSTALMENT, dispute_id=case, seq=1, due_on="2026-05-10", amount=100_00)
    path = sheet(tmp_path / "a.xlsx", (*PARTS, "备注"), ("A1", 1, "2026-05-10", 100, "已催"))
    p = planned(db, INSTALMENT, path)
    assert counts(p) == (0, 1, 0, 0, 0)
    carry_out(db, p)
    (row,) = store.children(db, INSTALMENT, case)
    assert row["remark"] == "已催"


def test_a_warning_is_said_once_at_the_row_that_brings_it(
    db: Database, case: str, tmp_path: Path
) -> None:
    (agreement,) = store.children(db, AGREEMENT, case)
    samples.put(db, AGREEMENT, id=agreement["id"], performed_on="2026-05-01")
    path = sheet(tmp_path / "a.xlsx", ("所属纠纷", "回访日期"), ("A1", "2026-04-20"))
    p = planned(db, RETURN_VISIT, path)
    assert counts(p) == (1, 0, 0, 0, 0)
    assert ["早于履行日期" in w.reason.zh for w in p.warnings] == [True]


def test_a_register_of_visits_comes_back_in_unchanged(
    db: Database, case: str, tmp_path: Path
) -> None:
    for day in ("2026-04-01", "2026-05-01"):
        values: dict[str, Any] = {"visited_on": day, "visit_method": "home", "satisfied": 0}
        samples.put(db, RETURN_VISIT, dispute_id=case, **values)
    made = register(db, RETURN_VISIT, load_book(db), all_columns=True)
    write_workbook([made], tmp_path / "a.xlsx")
    assert counts(planned(db, RETURN_VISIT, tmp_path / "a.xlsx")) == (0, 0, 2, 0, 0)
