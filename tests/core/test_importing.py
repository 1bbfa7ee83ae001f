"""Sheets of other programs become records, or say row by row why not."""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlite_utils import Database

from core import history, store
from core.errors import UserError
from core.importing import PROFILES, Plan, carry_out, plan
from core.importing.heads import words
from core.importing.rows import party_names
from core.records import AGREEMENT, COMMITTEE, DISPUTE, MEDIATOR, PARTY, VILLAGE
from tests import samples
from tests.conftest import TODAY

HEADS = ("案件编码", "调委会", "受理时间", "案件来源", "纠纷类别", "当事人", "纠纷简要情况")
ROW = (
    "A1",
    "上斜沟村人民调解委员会",
    "2026-03-05",
    "依申请",
    "邻里纠纷",
    "李明朗、王德贵",
    "院墙越界",
)


def sheet(path: Path, *rows: Sequence[Any]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    for row in rows:
        page.append(list(row))
    for cells in page.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # text stays text, as people type it
    book.save(path)
    return path


def planned(db: Database, path: Path, **given: Any) -> Plan:
    return plan(db, DISPUTE, path, today=TODAY, **given)


def counts(p: Plan) -> tuple[int, int, int, int, int]:
    assert p.in_ == p.new + p.changed + p.same + p.held + p.refused
    return p.new, p.changed, p.same, p.held, p.refused


def test_a_row_becomes_a_dispute_with_its_parties_and_an_unknown_committee_is_added(
    db: Database, tmp_path: Path
) -> None:
    p = planned(db, sheet(tmp_path / "a.xlsx", HEADS, ROW))
    assert counts(p) == (1, 0, 0, 0, 0)
    assert p.added == (("committee", "上斜沟村人民调解委员会"),)
    assert store.count(db, DISPUTE) == 0  # a plan writes nothing
    carry_out(db, p)
    (dispute,) = store.find(db, DISPUTE)
    assert (dispute["case_no"], dispute["accepted_on"]) == ("A1", "2026-03-05")
    assert (dispute["dispute_type"], dispute["case_source"]) == ("neighbor", "on_application")
    parties = store.children(db, PARTY, dispute["id"])
    assert [(r["name"], r["party_role"]) for r in parties] == [
        ("李明朗", "applicant"),
        ("王德贵", "respondent"),
    ]
    (committee,) = store.find(db, COMMITTEE)
    assert committee["committee_type"] == "village"


def test_importing_the_same_sheet_twice_changes_nothing_more(db: Database, tmp_path: Path) -> None:
    without_number = ("", *ROW[1:])
    path = sheet(tmp_path / "a.xlsx", HEADS, ROW, without_number)
    carry_out(db, planned(db, path))
    again = planned(db, path)
    assert counts(again) == (0, 0, 2, 0, 0)
    assert carry_out(db, again) is None


def test_an_import_is_one_step_and_can_be_taken_back_whole(db: Database, tmp_path: Path) -> None:
    step = carry_out(db, planned(db, sheet(tmp_path / "a.xlsx", HEADS, ROW)))
    assert step is not None
    history.undo(db, step)
    assert [store.count(db, k) for k in (DISPUTE, PARTY, COMMITTEE)] == [0, 0, 0]


def test_a_known_case_number_updates_and_an_empty_cell_leaves_what_is_stored(
    db: Database, tmp_path: Path
) -> None:
    carry_out(db, planned(db, sheet(tmp_path / "a.xlsx", HEADS, ROW)))
    path = sheet(tmp_path / "b.xlsx", HEADS, (*ROW[:4], "合同纠纷", "李明朗、王德贵、赵国强", ""))
    p = planned(db, path)
    assert counts(p) == (0, 1, 0, 0, 0)
    carry_out(db, p)
    (dispute,) = store.find(db, DISPUTE)
    assert (dispute["dispute_type"], dispute["summary"]) == ("contract", "院墙越界")
    assert len(store.children(db, PARTY, dispute["id"])) == 3


def test_the_column_id_updates_that_record_and_an_unknown_id_is_held(
    db: Database, tmp_path: Path
) -> None:
    id = samples.dispute(db, samples.committee(db))
    path = sheet(tmp_path / "a.xlsx", ("id", "纠纷发生地点"), (id, "村口"), ("nobody", "村口"))
    p = planned(db, path)
    assert counts(p) == (0, 1, 0, 1, 0)
    carry_out(db, p)
    found = store.get(db, DISPUTE, id)
    assert found is not None and found["place"] == "村口"


def test_a_number_twice_in_one_sheet_is_held_with_the_row_it_repeats(
    db: Database, tmp_path: Path
) -> None:
    p = planned(db, sheet(tmp_path / "a.xlsx", HEADS, ROW, (*ROW[:6], "别的事")))
    assert counts(p) == (1, 0, 0, 1, 0)
    assert "第 2 行" in p.held_rows[0].reason.zh


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("受理时间", "2026-02-30", "不是有效日期"),
        ("受理时间", "1899-12-31", "早于1900年"),
        ("受理时间", "2026-11-25", "晚于今天"),
        ("受理时间", "0001-01-01", "早于1900年"),
        ("纠纷类别", "外星人纠纷", "不在代码表内"),
        ("案件来源", "托梦", "不在代码表内"),
        ("当事人", "李明朗,男,52岁,身份证632121197401011234", "无法从中分出"),
    ],
)
def test_a_bad_value_is_refused_with_row_column_and_reason(
    db: Database, tmp_path: Path, column: str, value: str, reason: str
) -> None:
    row = [value if h == column else v for h, v in zip(HEADS, ROW, strict=True)]
    path = sheet(tmp_path / "a.xlsx", HEADS, row, ("B1", *ROW[1:]))
    p = planned(db, path)
    assert counts(p) == (1, 0, 0, 0, 1)
    (refusal,) = p.refusals
    assert (refusal.row, refusal.column) == (2, column)
    assert reason in refusal.reason.zh


def test_an_amount_in_words_and_a_closing_before_acceptance_are_refused(
    db: Database, tmp_path: Path
) -> None:
    heads = (*HEADS, "涉及金额", "结案日期")
    p = planned(
        db,
        sheet(
            tmp_path / "a.xlsx",
            heads,
            (*ROW, "三千", ""),
            ("A2", *ROW[1:], "3000", "2026-03-01"),
            ("A3", *ROW[1:], 3000.5, date(2026, 3, 9)),
        ),
    )
    assert counts(p) == (1, 0, 0, 0, 2)
    assert [(r.row, r.column) for r in p.refusals] == [(2, "涉及金额"), (3, "结案日期")]
    assert p.writings[0].values["amount"] == 300_050


def test_an_id_number_of_17_places_is_kept_with_a_warning(db: Database, tmp_path: Path) -> None:
    heads = (*HEADS, "申请人", "申请人身份证号")
    row = (*ROW[:5], "", ROW[6], "李明朗", "63212119740101123")
    p = planned(db, sheet(tmp_path / "a.xlsx", heads, row))
    assert counts(p) == (1, 0, 0, 0, 0)
    assert "17位" in p.warnings[0].reason.zh
    carry_out(db, p)
    assert store.find(db, PARTY)[0]["id_number"] == "63212119740101123"


def test_sex_birth_date_and_age_follow_from_the_id_number(db: Database, tmp_path: Path) -> None:
    heads = (*HEADS[:5], "申请人", "申请人身份证号")
    carry_out(
        db,
        planned(db, sheet(tmp_path / "a.xlsx", heads, (*ROW[:5], "李明朗", "632121197405011235"))),
    )
    (party,) = store.find(db, PARTY)
    assert (party["gender"], party["birth_date"], party["age"]) == ("male", "1974-05-01", 51)


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+86", "-3", '<img src="x">', "<b>&amp;]]>"])
def test_formula_and_markup_text_is_stored_as_typed(
    db: Database, tmp_path: Path, text: str
) -> None:
    carry_out(db, planned(db, sheet(tmp_path / "a.xlsx", HEADS, (*ROW[:6], text))))
    assert store.find(db, DISPUTE)[0]["summary"] == text


def test_rare_characters_and_20000_characters_survive_and_invisible_ones_go(
    db: Database, tmp_path: Path
) -> None:
    facts = "事" * 20_000
    row = (*ROW[:5], "䶮某、王𬎆", facts)
    carry_out(db, planned(db, sheet(tmp_path / "a.xlsx", HEADS, row)))
    assert [p["name"] for p in store.find(db, PARTY, order="position")] == ["䶮某", "王𬎆"]
    assert store.find(db, DISPUTE)[0]["summary"] == facts
    long = planned(db, sheet(tmp_path / "b.xlsx", HEADS, ("A2", *ROW[1:6], facts + "多")))
    assert "20001字" in long.refusals[0].reason.zh
    odd = planned(db, sheet(tmp_path / "c.xlsx", HEADS, ("A3", *ROW[1:6], "a\u202eb\u200bc\ufeff")))
    assert odd.writings[0].values["summary"] == "abc"


def test_the_provincial_export_of_25_columns_is_understood_whole(
    db: Database, tmp_path: Path
) -> None:
    heads = words()["profiles"]["provincial-2021"]["columns"]
    values: dict[str, Any] = {
        "案件编码": "63210001",
        "调委会": "斜沟乡人民调解委员会",
        "受理员": "张秀英",
        "受理时间": datetime(2021, 4, 6, 10, 20),  # noqa: DTZ001 - a cell has no zone
        "案件来源": "公安机关委托移送",
        "案件难度级别": "疑难",
        "纠纷类别": "房产宅基地纠纷",
        "行政划分": "斜沟乡",
        "有无死亡": "无",
        "主办调解员": "马成林",
        "调解时间": 44300,
        "调解书编号": "协2021-1",
        "调解结果": "调解成功",
        "调解协议金(元)": 12000,
        "协议履行情况": "已履行",
        "当事人": "李明朗,大通砖瓦有限公司",
        "协议形式": "书面",
        "纠纷简要情况": "宅基地相邻",
        "涉及农民工纠纷情况": "否",
    }
    path = sheet(tmp_path / "a.xlsx", heads, [values.get(h) for h in heads])
    p = planned(db, path, profile="provincial-2021")
    assert counts(p) == (1, 0, 0, 0, 0)
    assert p.unplaced == ()
    assert set(p.added) == {("committee", "斜沟乡人民调解委员会"), ("mediator", "马成林")}
    carry_out(db, p)
    (d,) = store.find(db, DISPUTE)
    assert (d["case_source"], d["entrusting_body"]) == ("entrusted", "police")
    assert (d["dispute_type"], d["difficulty_level"]) == ("housing_homestead", "difficult")
    assert (d["accepted_on"], d["mediated_on"], d["closed_on"]) == (
        "2021-04-06",
        "2021-04-14",
        "2021-04-14",
    )
    assert (d["has_death"], d["migrant_worker_involved"]) == (0, 0)
    (a,) = store.children(db, AGREEMENT, d["id"])
    assert (a["agreement_form"], a["agreement_no"], a["agreement_amount"]) == (
        "written",
        "协2021-1",
        1_200_000,
    )
    assert a["performance_status"] == "performed"
    assert [q["party_type"] for q in store.children(db, PARTY, d["id"])] == [
        "person",
        "organization",
    ]
    (m,) = store.find(db, MEDIATOR)
    assert m["committee_id"] == d["committee_id"]
    assert counts(planned(db, path, profile="provincial-2021")) == (0, 0, 1, 0, 0)


def test_a_profile_reads_by_position_where_a_header_is_worded_otherwise(
    db: Database, tmp_path: Path
) -> None:
    heads = list(words()["profiles"]["provincial-18"]["columns"])
    heads[heads.index("受理时间")] = "受理的时间点"
    values = {"案件编码": "1", "调解组织": "斜沟村调委会", "受理的时间点": "2021-01-05",
              "案件来源": "主动", "纠纷类别": "邻里", "当事人": "甲某,乙某"}  # fmt: skip
    path = sheet(tmp_path / "a.xlsx", heads, [values.get(h) for h in heads])
    assert counts(planned(db, path)) == (0, 0, 0, 0, 1)
    assert counts(planned(db, path, profile="provincial-18")) == (1, 0, 0, 0, 0)


def test_what_stands_around_a_list_is_passed_over(db: Database, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        ("版本 1.2",),
        ("矛盾纠纷台账",),
        ("填报单位：省* 市* 县*",),
        ("案件\n编码", "*调委会 ", "受理时间*\t", "案 件\n来 源", "纠纷类别(18类)", "当事人",
         "简要情况", "涉及金额(万元)"),
        ("", "", "", "", "", "人", "", "万元"),
        (1, 2, 3, 4, 5, 6, 7, 8),
        (*ROW, 0.3),
        ("合计", "", "", "", "", "", "", 0.3),
        ("制表人：张秀英",),
    )  # fmt: skip
    p = planned(db, path)
    assert counts(p) == (1, 0, 0, 0, 0)
    assert p.unplaced == ()
    assert p.writings[0].values["amount"] == 300_000


def test_a_head_of_two_rows_under_merged_cells_is_read(db: Database, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        ("编号", "排查日期", "类型", "来源", "调委会", "甲方", "", "乙方", ""),
        ("", "", "", "", "", "姓名", "电话", "姓名", "电话"),
        ("9", "2026.3.5", "宅基地纠纷", "入户排查", "上斜沟村调委会",
         "李明朗", "13900000000", "王德贵", ""),
    )  # fmt: skip
    carry_out(db, planned(db, path))
    parties = store.find(db, PARTY, order="position")
    assert [(r["name"], r["phone"]) for r in parties] == [
        ("李明朗", "13900000000"),
        ("王德贵", None),
    ]
    assert store.find(db, DISPUTE)[0]["dispute_type"] == "housing_homestead"


def test_a_card_of_labels_and_values_is_one_record(db: Database, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        ("社区网格矛盾纠纷信息采集表",),
        ("编号", "K7", "矛盾纠纷类别", "邻里纠纷"),
        ("矛盾排查时间", "2026-03-05", "来源", "网格上报"),
        ("调委会", "上斜沟村调委会"),
        ("主要问题", "院墙越界"),
    )
    p = planned(db, path)
    assert counts(p) == (1, 0, 0, 0, 0)
    assert p.writings[0].values["summary"] == "院墙越界"


def test_a_column_nobody_understands_and_one_that_comes_twice_are_named(
    db: Database, tmp_path: Path
) -> None:
    path = sheet(tmp_path / "a.xlsx", (*HEADS, "星座", "受理日期"), (*ROW, "白羊", "2020-01-01"))
    p = planned(db, path)
    assert p.unplaced == ("星座", "受理日期")
    assert p.writings[0].values["accepted_on"] == "2026-03-05"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_every_encoding_in_use(db: Database, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([HEADS, ROW])
    assert counts(planned(db, path)) == (1, 0, 0, 0, 0)


def test_registers_of_other_bodies_are_recognised_and_declined(
    db: Database, tmp_path: Path
) -> None:
    path = sheet(tmp_path / "a.xlsx", ("信访人", "身份证号", "信访诉求", "联系电话"), ("甲",) * 4)
    with pytest.raises(UserError, match="信访"):
        planned(db, path)


def test_a_sheet_without_known_headers_says_so(db: Database, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有找到"):
        planned(db, sheet(tmp_path / "a.xlsx", ("甲", "乙"), (1, 2)))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "密码"),
        (b"PK\x03\x04" + bytes(600), "无法读取"),
        (b"\x00\x01\x02" * 300, "无法读取"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(
    db: Database, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(content)
    with pytest.raises(UserError, match=said):
        planned(db, path)


def test_a_missing_file_is_one_sentence(db: Database, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="找不到"):
        planned(db, tmp_path / "没有.xlsx")


def test_more_than_50000_rows_are_refused_before_anything_is_done(
    db: Database, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(HEADS) + "\n" + ",".join(ROW) * 1 + "\n")
        file.writelines(f"B{i},{','.join(ROW[1:])}\n" for i in range(50_100))
    with pytest.raises(UserError, match="50000"):
        planned(db, path)


def test_an_unknown_profile_names_those_there_are(db: Database, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=PROFILES[0]):
        planned(db, sheet(tmp_path / "a.xlsx", HEADS, ROW), profile="x")


def test_a_refused_row_adds_no_committee(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", HEADS, ("A1", "某村调委会", "坏日期", *ROW[3:]))
    assert planned(db, path).added == ()


def test_committees_mediators_and_villages_come_from_their_own_sheets(
    db: Database, tmp_path: Path
) -> None:
    path = sheet(tmp_path / "v.xlsx", ("村名", "类别", "人口"), ("上斜沟村", "行政村", "1,203人"))
    carry_out(db, plan(db, VILLAGE, path, today=TODAY))
    path = sheet(
        tmp_path / "c.xlsx",
        ("调委会名称", "调委会类型", "村(居)", "成立日期"),
        ("上斜沟村调委会", "村", "上斜沟村", date(2011, 5, 1)),
    )
    carry_out(db, plan(db, COMMITTEE, path, today=TODAY))
    path = sheet(
        tmp_path / "m.xlsx",
        ("姓名", "所属调委会", "身份证号码", "专兼职"),
        ("马成林", "上斜沟村调委会", "632121197405011235", "兼职"),
    )
    carry_out(db, plan(db, MEDIATOR, path, today=TODAY))
    (m,) = store.find(db, MEDIATOR)
    (c,) = store.find(db, COMMITTEE)
    assert (m["committee_id"], m["gender"], m["employment_kind"]) == (c["id"], "male", "part_time")
    assert c["village_id"] == store.find(db, VILLAGE)[0]["id"]


def test_party_names_may_name_their_side() -> None:
    assert party_names("申请人：李明朗；被申请人：王德贵") == [
        ("applicant", "李明朗"),
        ("respondent", "王德贵"),
    ]


def test_a_stored_number_lets_the_next_proposal_go_on_from_it(db: Database, tmp_path: Path) -> None:
    from core import numbering

    samples.office(db)
    heads, row = (*HEADS, "卷号"), (*ROW, "(2026)斜人调字第41号")
    carry_out(db, planned(db, sheet(tmp_path / "a.xlsx", heads, row)))
    assert numbering.propose(db, "file", "2026-11-22").words == "（2026）斜人调字第42号"


# --- found by trying the program as an outsider --------------------------------------------------


def test_cases_alike_but_for_their_types_are_not_mixed_up_by_a_second_import(
    db: Database, tmp_path: Path
) -> None:
    heads = ("调委会", "受理时间", "案件来源", "纠纷类别", "调解结果", "协议形式", "调解协议金")
    rows = [
        (ROW[1], "2021-04-01", "依申请", kind, "调解成功", form, amount)
        for kind, form, amount in (
            ("邻里", "书面", 100), ("合同", "口头", 200),
            ("邻里", "口头", 300), ("其他", "书面", 400),
        )
    ]  # fmt: skip
    path = sheet(tmp_path / "a.xlsx", heads, *rows)
    carry_out(db, planned(db, path))
    assert counts(planned(db, path)) == (0, 0, 4, 0, 0)
    other = sheet(tmp_path / "b.xlsx", heads, (ROW[1], "2021-04-01", "主动", "医疗", "", "", ""))
    assert counts(planned(db, other)) == (1, 0, 0, 0, 0)


def test_two_cases_that_fit_a_changed_row_are_held(db: Database, tmp_path: Path) -> None:
    row = ("", *ROW[1:])
    carry_out(db, planned(db, sheet(tmp_path / "a.xlsx", HEADS, row, row)))
    changed = ("", *ROW[1:3], "主动调解", *ROW[4:])
    assert counts(planned(db, sheet(tmp_path / "b.xlsx", HEADS, changed))) == (0, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        (1.23456, 1_234_560),
        ("1.2345万元", 1_234_500),
        ("12345.6元", 1_234_560),
        ("1.005", 1_005_000),
    ],
)
def test_a_column_of_ten_thousand_yuan_is_exact_to_the_fen(
    db: Database, tmp_path: Path, cell: object, fen: int
) -> None:
    p = planned(db, sheet(tmp_path / "a.xlsx", (*HEADS, "涉案金额（万元）"), (*ROW, cell)))
    assert p.writings[0].values["amount"] == fen


def test_a_formula_without_a_result_is_named_and_kept_only_as_words(
    db: Database, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in ((*HEADS, "涉及金额"), (*ROW[:6], "=1+1", None), ("A2", *ROW[1:], "=2+3")):
        page.append(row)
    book.save(tmp_path / "a.xlsx")
    p = planned(db, tmp_path / "a.xlsx")
    assert counts(p) == (1, 0, 0, 0, 1)
    assert p.writings[0].values["summary"] == "=1+1"
    assert [(w.row, w.column) for w in p.warnings] == [(2, "纠纷简要情况")]
    assert [(r.row, r.column, r.value) for r in p.refusals] == [(3, "涉及金额", "=2+3")]


def test_a_value_that_is_also_a_header_word_does_not_make_a_list_a_card(
    db: Database, tmp_path: Path
) -> None:
    heads = (*HEADS, "行政划分")
    rows = [(f"A{i}", *ROW[1:], "街道") for i in range(10)]
    assert counts(planned(db, sheet(tmp_path / "a.xlsx", heads, *rows))) == (10, 0, 0, 0, 0)


def test_a_settled_row_without_a_closing_date_comes_in_with_a_reminder(
    db: Database, tmp_path: Path
) -> None:
    p = planned(db, sheet(tmp_path / "a.xlsx", (*HEADS, "调解结果"), (*ROW, "调解成功")))
    assert counts(p) == (1, 0, 0, 0, 0)
    assert "结案日期" in p.warnings[0].reason.zh


def test_a_record_carried_from_another_computer_keeps_its_id(db: Database, tmp_path: Path) -> None:
    id = store.new_id()
    path = sheet(tmp_path / "a.xlsx", ("id", *HEADS), (id, *ROW))
    assert carry_out(db, planned(db, path)) is not None
    assert store.find(db, DISPUTE)[0]["id"] == id
    with store.step(db, samples.WORDS) as s:
        store.delete(s, DISPUTE, id)
    assert "回收站" in planned(db, path).held_rows[0].reason.zh


def test_the_committee_follows_from_the_village_where_it_has_just_one(
    db: Database, tmp_path: Path
) -> None:
    village = samples.village(db)
    own = samples.committee(db, village_id=village)
    samples.committee(db, "斜沟乡人民调解委员会", committee_type="township")
    heads = ("村组", "受理时间", "案件来源", "纠纷类别")
    p = planned(db, sheet(tmp_path / "a.xlsx", heads, ("上斜沟村", "2026-03-05", "主动", "邻里")))
    assert p.writings[0].values["committee_id"] == own


def test_names_with_digits_and_sides_in_brackets_are_names() -> None:
    assert party_names("张三1000、李四（被申请人）") == [(None, "张三1000"), ("respondent", "李四")]


def test_a_csv_date_may_be_the_number_a_workbook_counts(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    row = [*ROW[:2], "46086", *ROW[3:]]
    path.write_text(",".join(HEADS) + "\n" + ",".join(row) + "\n", encoding="utf-8")
    assert planned(db, path).writings[0].values["accepted_on"] == "2026-03-05"


def test_taking_back_an_import_leaves_an_edited_case_whole(db: Database, tmp_path: Path) -> None:
    step = carry_out(db, planned(db, sheet(tmp_path / "a.xlsx", HEADS, ROW, ("A2", *ROW[1:]))))
    edited = next(d for d in store.find(db, DISPUTE) if d["case_no"] == "A1")
    with store.step(db, samples.WORDS) as s:
        store.save(s, DISPUTE, {"id": edited["id"], "remark": "改过"})
    assert step is not None
    history.undo(db, step)
    assert [d["id"] for d in store.find(db, DISPUTE)] == [edited["id"]]
    assert len(store.children(db, PARTY, edited["id"])) == 2
    assert store.count(db, PARTY) == 2
