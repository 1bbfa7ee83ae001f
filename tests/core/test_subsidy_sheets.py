"""补贴表: exact heads, columns and foot; totals; nothing signed; PDF and workbook hold the same."""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.paper import subsidy_sheets as sheets
from core.paper.fonts import bundled_fonts
from core.periods import parse_period
from core.records import AGREEMENT, MEDIATOR, SUBSIDY_CLAIM
from core.subsidy import chain, claims
from core.subsidy.chain import Stage
from tests import samples

Q4 = parse_period("2026-Q4")


@pytest.fixture
def claimed(db: Database) -> list[str]:
    """Two mediators, three claims: one paid, one reviewed by the county, one refused."""
    samples.office(db, subsidy_scheme="gaotai_2018")
    committee = samples.committee(db)
    people = [
        samples.put(db, MEDIATOR, name="马建国", bank_account="6217000000000000001"),
        samples.put(db, MEDIATOR, name="李桂兰"),
    ]
    cases = []
    for n, kind in enumerate(("neighbor", "contract", "neighbor")):
        case = samples.dispute(
            db,
            committee,
            file_no=f"（2026）斜人调字第{n + 1}号",
            mediator_id=people[n % 2],
            mediation_result="success",
            mediated_on="2026-11-04",
            closed_on="2026-11-05",
            dispute_type=kind,
        )
        samples.party(db, case, f"甲方{n}")
        samples.party(db, case, f"乙方{n}", party_role="respondent")
        samples.put(
            db,
            AGREEMENT,
            dispute_id=case,
            agreement_form="written",
            performance_status="performed",
        )
        cases.append(case)
    ids = chain.apply_for(db, claims.candidates(db, cases, "2026-Q4"), "2026-11-10")
    for status in ("office_reviewed", "county_reviewed"):
        chain.advance(db, ids[:2], Stage(status, "2026-11-12"))
    chain.advance(db, ids[:1], Stage("paid", "2026-11-15"))
    chain.refuse(db, ids[2:], "file_not_standard", Stage("rejected", "2026-11-12"))
    return ids


def test_the_claim_sheet_has_the_head_the_columns_and_the_foot_asked_for(
    db: Database, claimed: list[str]
) -> None:
    table = sheets.claim_sheet(db, claimed, Q4.words)
    assert table.title == "人民调解案件补贴申报(发放)表"
    assert table.above == ("填报单位:斜沟乡司法所", "所属季度:2026年第四季度", "单位:元")
    assert " ".join(c.label for c in table.columns) == (
        "序号 调委会 调解员 卷号 纠纷类型 当事人 调解日期 协议形式 履行情况 申报等级 申报金额"
        " 审核等级 审核金额 领款人签名 备注"
    )
    assert table.foot == ("制表人:", "司法所审核:", "县(区)局审核:")


def test_a_line_holds_the_case_and_a_refused_one_says_why_and_adds_nothing(
    db: Database, claimed: list[str]
) -> None:
    table = sheets.claim_sheet(db, claimed, Q4.words)
    labels = [c.label for c in table.columns]
    lines = [dict(zip(labels, row, strict=True)) for row in table.rows]
    by_no = {line["卷号"]: line for line in lines}
    first, refused = by_no["（2026）斜人调字第1号"], by_no["（2026）斜人调字第3号"]
    assert first == {
        "序号": first["序号"],
        "调委会": "上斜沟村人民调解委员会",
        "调解员": "马建国",
        "卷号": "（2026）斜人调字第1号",
        "纠纷类型": "邻里纠纷",
        "当事人": "甲方0、乙方0",
        "调解日期": "2026-11-04",
        "协议形式": "书面协议",
        "履行情况": "已履行",
        "申报等级": "简单",
        "申报金额": Decimal("100.00"),
        "审核等级": "简单",
        "审核金额": Decimal("100.00"),
        "领款人签名": None,
        "备注": None,
    }
    assert (refused["审核金额"], refused["备注"]) == (None, "不予补贴:卷宗不规范")
    total = dict(zip(labels, table.total, strict=True))
    assert (total["序号"], total["申报金额"], total["审核金额"]) == (
        "合计",
        Decimal("400.00"),
        Decimal("300.00"),
    )


def test_the_signature_column_is_empty_on_every_sheet(db: Database, claimed: list[str]) -> None:
    for make in (sheets.claim_sheet, sheets.payment_list):
        table = make(db, claimed, Q4.words)
        place = [c.label for c in table.columns].index("领款人签名")
        assert {row[place] for row in table.rows} == {None}


def test_the_payment_list_adds_up_what_was_approved_for_each_mediator(
    db: Database, claimed: list[str]
) -> None:
    table = sheets.payment_list(db, claimed, Q4.words)
    assert [row[1:6] for row in table.rows] == [
        ("李桂兰", "上斜沟村人民调解委员会", "", 1, Decimal("200.00")),
        ("马建国", "上斜沟村人民调解委员会", "6217000000000000001", 1, Decimal("100.00")),
    ]
    assert table.total[4:6] == (2, Decimal("300.00"))


def test_the_sum_by_mediator_shows_every_stage(db: Database, claimed: list[str]) -> None:
    table = sheets.mediator_sums(db, claimed, Q4.words)
    assert [row[1:2] + row[3:] for row in table.rows] == [
        ("李桂兰", 1, Decimal(200), 1, Decimal(200), 0, 0, Decimal(0)),
        ("马建国", 2, Decimal(200), 1, Decimal(100), 1, 1, Decimal(100)),
    ]
    assert table.total[3:] == (3, Decimal(400), 2, Decimal(300), 1, 1, Decimal(100))


@pytest.mark.parametrize("name", sheets.SHEETS)
def test_paper_and_workbook_hold_the_same_words(
    db: Database, claimed: list[str], name: str, tmp_path: Path
) -> None:
    pdf, xlsx = tmp_path / "a.pdf", tmp_path / "a.xlsx"
    for path in (pdf, xlsx):
        sheets.write_sheet(db, name, claimed, Q4.words, path, fonts=bundled_fonts())
    page = PdfReader(pdf).pages[0]
    assert page.mediabox.width > page.mediabox.height
    on_paper = "".join(page.extract_text().split())
    cells = load_workbook(xlsx).active
    assert cells is not None
    assert cells.page_setup.orientation == "landscape"
    for row in cells.iter_rows(values_only=True):
        for value in row:
            if isinstance(value, str):
                assert "".join(value.split()) in on_paper


def test_a_long_sheet_repeats_its_head_and_keeps_every_line(
    db: Database, claimed: list[str], tmp_path: Path
) -> None:
    rows = store.get_many(db, SUBSIDY_CLAIM, claimed[:1])
    with store.step(db, samples.WORDS) as s:
        kept = {n: v for n, v in rows[claimed[0]].items() if n in SUBSIDY_CLAIM.by_name}
        store.save_many(s, SUBSIDY_CLAIM, [kept for _ in range(60)])
    ids = sheets.claims_in(db, Q4)
    assert len(ids) == 63
    path = tmp_path / "a.pdf"
    sheets.write_sheet(db, "claims", ids, Q4.words, path, fonts=bundled_fonts())
    pages = ["".join(p.extract_text().split()) for p in PdfReader(path).pages]
    assert len(pages) > 3
    assert all("领款人签名" in page and "所属季度:2026年第四季度" in page for page in pages)
    assert "合计" in pages[-1]
    assert sum(page.count("斜人调字第") for page in pages) == 63


def test_only_claims_of_the_period_that_left_the_draft_are_listed(
    db: Database, claimed: list[str]
) -> None:
    with store.step(db, samples.WORDS) as s:
        store.save(s, SUBSIDY_CLAIM, {"id": claimed[0], "claim_status": "draft"})
    assert set(sheets.claims_in(db, Q4)) == set(claimed[1:])
    assert sheets.claims_in(db, parse_period("2026-Q3")) == []


def test_claims_of_several_periods_name_the_first_and_the_last(
    db: Database, claimed: list[str]
) -> None:
    with store.step(db, samples.WORDS) as s:
        store.save(s, SUBSIDY_CLAIM, {"id": claimed[0], "claim_period": "2026-Q3"})
    assert sheets.period_of(db, claimed).zh == "2026年第三季度至2026年第四季度"
    table = sheets.claim_sheet(db, claimed, parse_period("2026-11").words)
    assert table.above[1] == "所属期间:2026年11月"


def test_nothing_to_list_and_a_strange_ending_are_said(
    db: Database, claimed: list[str], tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="没有可以列入的申报"):
        sheets.write_sheet(db, "claims", [], Q4.words, tmp_path / "a.pdf")
    with pytest.raises(UserError, match=r"\.pdf"):
        sheets.write_sheet(db, "claims", claimed, Q4.words, tmp_path / "a.doc")
