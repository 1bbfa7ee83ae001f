"""Ledgers of other programs, each in the shape it is met in, with its traps."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlite_utils import Database

from core import store
from core.importing import Plan, carry_out, plan
from core.importing.told import Rules, remember, rules
from core.records import (
    AGREEMENT,
    COMMITTEE,
    DISPUTE,
    MEDIATOR,
    PARTY,
    SCREENING_ITEM,
    SUBSIDY_CLAIM,
    VILLAGE,
)
from tests import samples

TODAY = date(2026, 11, 22)
Rows = Sequence[Sequence[Any]]


@pytest.fixture(autouse=True)
def villages(db: Database) -> None:
    samples.office(db)
    for name in ("上斜沟村", "下斜沟村"):
        id = samples.village(db, name)
        samples.committee(db, f"{name}人民调解委员会", village_id=id)


def sheet(path: Path, rows: Rows) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def name_of_village(db: Database, id: str) -> str:
    row = store.get(db, VILLAGE, id)
    assert row is not None
    return str(row["name"])


def one(db: Database, done: Plan) -> dict[str, Any]:
    assert done.refusals == ()
    carry_out(db, done)
    (found,) = store.find(db, done.kind)
    return found


PROMINENT = [
    ["2026年3月突出矛盾纠纷台账"],
    ["填报单位:斜沟乡人民政府"],
    [
        "序号",
        "单位",
        "矛盾纠纷简要情况",
        "责任单位/\n责任人",
        "化解\n时限",
        "化解情况",
        "交办督办情况",
        "消号情况",
    ],
    [
        1,
        "上斜沟村",
        "两户争道",
        "综治办\n张建国",
        "2026-04-30",
        "正在做工作",
        "县委交办",
        "已于2026年3月28日销号",
    ],
    [2, "斜沟乡人民政府", "欠薪", "劳动所/李红", "四月底前", "已协商", None, "未销号"],
    ["合计", None, "2件"],
]


def test_prominent_disputes_come_in_as_screening_items(db: Database, tmp_path: Path) -> None:
    """I3: two lines in one cell, a struck-off day within words, a term in words, a unit that is no
    village, the misspelt 消号情况, no date of screening."""
    path = sheet(tmp_path / "台账.xlsx", PROMINENT)

    done = plan(
        db,
        SCREENING_ITEM,
        path,
        today=TODAY,
        fixed={"screened_on": "2026-03-01", "finder_level": "乡镇(街道)"},
    )

    assert (done.profile, done.in_, done.new, done.refused) == ("prominent-disputes", 2, 2, 0)
    carry_out(db, done)
    first, second = store.find(db, SCREENING_ITEM, order="id")
    assert name_of_village(db, first["village_id"]) == "上斜沟村"
    assert (first["lead_unit"], first["lead_person"]) == ("综治办", "张建国")
    assert (first["resolve_by"], first["closed_out_on"]) == ("2026-04-30", "2026-03-28")
    assert first["supervision_note"] == "县委交办"
    assert (second["lead_unit"], second["lead_person"]) == ("劳动所", "李红")
    assert (second["resolve_by"], second["village_id"], second["closed_out_on"]) == (None,) * 3
    assert "化解时限:四月底前" in second["remark"]
    assert "消号情况:未销号" in second["remark"]
    assert store.count(db, VILLAGE) == 2


def test_a_ledger_without_a_day_says_what_to_do(db: Database, tmp_path: Path) -> None:
    done = plan(db, SCREENING_ITEM, sheet(tmp_path / "a.xlsx", PROMINENT), today=TODAY)
    assert (done.new, done.refused) == (0, 2)
    assert {r.column for r in done.refusals} >= {"排查日期"}
    assert "统一填写" in str(done.refusals[0].reason)


def test_prominent_disputes_may_come_in_as_disputes(db: Database, tmp_path: Path) -> None:
    path = sheet(tmp_path / "台账.xlsx", PROMINENT[:4])
    done = plan(db, DISPUTE, path, today=TODAY, fixed={"accepted_on": "2026-03-31"})
    row = one(db, done)
    assert dict(done.fixed) == {
        "纠纷类型": "其他纠纷",
        "案件来源": "主动调解",
        "受理日期": "2026-03-31",
    }
    assert (row["dispute_type"], row["case_source"]) == ("other", "on_initiative")
    committee = store.get(db, COMMITTEE, row["committee_id"])
    assert committee is not None
    assert committee["committee_name"] == "上斜沟村人民调解委员会"


EVENTS = [
    [
        "创建人",
        "创建日期",
        "更新人",
        "更新日期",
        "所属部门",
        "事件名称",
        "发生日期\t",
        "发生地点",
        "事件规模",
        "事件类别",
        "涉及人数",
        "事件简述\t",
        "涉及单位",
        "主要当事人证件代码",
        "主要当事人证件号码",
        "主要当事人姓名",
        "主要当事人性别",
        "主要当事人民族",
        "主要当事人学历",
        "主要当事人人员类别",
        "主要当事人居住详址",
        "化解时限",
        "化解方式",
        "化解组织",
        "化解责任人姓名",
        "化解责任人联系方式",
        "化解是否成功",
        "化解情况",
        "考评日期",
        "考评意见",
        "经度",
        "纬度",
    ],
    [
        "赵敏",
        "2026-03-02",
        "赵敏",
        "2026-03-09",
        "上斜沟村",
        "争水",
        "2026-03-01",
        "村口",
        "一般",
        "邻里纠纷",
        "3",
        "浇地争水",
        "-",
        "居民身份证",
        "632121196903078519",
        "王德贵",
        "男",
        "汉族",
        "初中",
        "农民",
        "上斜沟村12号",
        "2026-03-20",
        "人民调解",
        "上斜沟村人民调解委员会",
        "张守业",
        "13897201234",
        "是",
        "已说和",
        "-",
        "-",
        "101.6",
        "36.9",
    ],
]


def test_governance_events_with_trailing_tabs_in_the_head(db: Database, tmp_path: Path) -> None:
    """I4: 发生日期 and 事件简述 carry a tab; the phone is that of the responsible person."""
    path = sheet(tmp_path / "event.xlsx", EVENTS)
    done = plan(db, SCREENING_ITEM, path, today=TODAY, fixed={"finder_level": "村(居)"})
    row = one(db, done)
    assert done.profile == "governance-events"
    assert (row["occurred_on"], row["summary"], row["people_count"]) == (
        "2026-03-01",
        "浇地争水",
        3,
    )
    assert (row["party_a_name"], row["party_a_phone"]) == ("王德贵", None)
    assert (row["is_success"], row["lead_person"]) == (1, "张守业")
    assert row["resolution_method"] == "people_mediation"


def test_governance_events_as_disputes_bring_the_party(db: Database, tmp_path: Path) -> None:
    row = one(db, plan(db, DISPUTE, sheet(tmp_path / "event.xlsx", EVENTS), today=TODAY))
    (party,) = store.children(db, PARTY, row["id"])
    assert (party["name"], party["gender"], party["birth_date"]) == ("王德贵", "male", "1969-03-07")
    assert (row["accepted_on"], row["mediation_result"]) == ("2026-03-02", "success")


def test_a_city_csv_in_gb2312_with_every_value_quoted(db: Database, tmp_path: Path) -> None:
    """I5: two classifications side by side; the telephone is not a party's."""
    path = tmp_path / "案件汇总(2026-03-01 — 2026-03-31).csv"
    head = [
        "案件标题",
        "原发单位",
        "调解类别",
        "综治委类别",
        "纠纷简要情况",
        "涉及金额",
        "涉及人数",
        "纠纷双方关系",
        "责任人",
        "责任人电话",
    ]
    row = [
        "王李争道案",
        "上斜沟村",
        "邻里纠纷",
        "婚姻家庭邻里等各类民间纠纷",
        "争道",
        "3000",
        "4",
        "公民与公民",
        "张守业",
        "13897201234",
    ]
    with path.open("w", encoding="gb2312", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([head, row])

    done = plan(
        db, DISPUTE, path, today=TODAY, fixed={"accepted_on": "20260331", "case_source": "主动"}
    )
    found = one(db, done)

    assert done.profile == "city-cases"
    assert (found["file_title"], found["amount"], found["people_count"]) == (
        "王李争道案",
        300_000,
        4,
    )
    assert found["parties_relation"] == "citizen_citizen"
    assert store.children(db, PARTY, found["id"]) == []


def test_linked_events_with_the_head_in_row_five(db: Database, tmp_path: Path) -> None:
    """I6: stars before the labels, day, hour and minute apart, a helper sheet that is hidden."""
    head = [
        "发生网格",
        "*事件类型（大类）",
        "*事件类型（子类）",
        "*事件名称",
        "*事件规模",
        "*涉及人数",
        "*事件简述",
        "*反馈时间",
        "*最后处理时间",
        "*承办人",
        "*承办人手机",
        "*处理意见",
        "*发生时间",
        "时",
        "分",
        "*主要当事人姓名",
        "主要当事人联系手机",
        "主要当事人固话",
        "发生地点",
        "是否重点场所",
    ]
    data = [
        "一网格",
        "矛盾劝解",
        "干部作风",
        "举报",
        "一般",
        2,
        "分红不公",
        "2026-03-05",
        "2026-03-06 00:00:00",
        "赵敏",
        "13800000000",
        "已解释",
        "2026-03-04",
        9,
        30,
        "王德贵",
        "13900000000",
        None,
        "村委会",
        "否",
    ]
    book = openpyxl.Workbook()
    front = book.active
    assert front is not None
    for row in (
        ["V2.1"],
        ["对接事件信息登记表"],
        ["填表说明:带*的必填"],
        ["填报单位：省* 市* 县*"],
        head,
        data,
    ):
        front.append(row)
    hidden = book.create_sheet("字典")
    hidden.append(["事件类型（大类）", "事件名称", "涉及人数", "事件简述"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "对接.xlsx")

    done = plan(
        db,
        SCREENING_ITEM,
        tmp_path / "对接.xlsx",
        today=TODAY,
        fixed={"finder_level": "村(居)", "village_id": "上斜沟村"},
    )
    row = one(db, done)

    assert done.profile == "linked-events"
    assert (row["occurred_on"], row["screened_on"]) == ("2026-03-04", "2026-03-05")
    assert row["handled_on"] == "2026-03-06"
    assert "承办人手机:13800000000" in row["remark"]
    assert (row["screen_category"], row["source"], row["grid"]) == (
        "cadre_conduct",
        "grid",
        "一网格",
    )
    assert (row["party_a_name"], row["party_a_phone"]) == ("王德贵", "13900000000")
    assert row["resolution"] == "已解释"
    assert "时" in done.unplaced


def test_petition_mediation_of_a_community(db: Database, tmp_path: Path) -> None:
    """I7: a result in words and a follow-up; no committee, no source."""
    rows = [
        ["信访调解记录"],
        [
            "序号",
            "纠纷类别",
            "受理时间",
            "调解人员",
            "有无调解协议",
            "当事人概况",
            "纠纷概况",
            "调处结果",
            "跟踪反馈情况",
        ],
        [
            1,
            "邻里纠纷",
            "2026.3.5",
            "张守业",
            "有",
            "李明朗、王德贵",
            "漏水",
            "双方握手言和",
            "回访满意",
        ],
    ]
    done = plan(
        db,
        DISPUTE,
        sheet(tmp_path / "信访.xlsx", rows),
        today=TODAY,
        fixed={"committee_id": "上斜沟村人民调解委员会"},
    )
    row = one(db, done)
    assert (row["case_source"], row["mediation_result"]) == ("on_application", None)
    assert "调处结果:双方握手言和" in row["remark"]
    assert [p["name"] for p in store.children(db, PARTY, row["id"])] == ["李明朗", "王德贵"]
    assert [a["agreement_form"] for a in store.children(db, AGREEMENT, row["id"])] == ["written"]


def test_a_card_of_the_grid_is_one_item(db: Database, tmp_path: Path) -> None:
    """I8: label beside value, with the grid above it."""
    rows = [
        ["社区网格矛盾纠纷信息采集表"],
        ["网格名称:第三网格", None, None, None],
        ["编号", "W-18", "矛盾纠纷类别", "邻里纠纷"],
        ["是否重大矛盾纠纷", "否", "纠纷当事人情况", "李明朗、王德贵"],
        ["涉及人数", "2人", "主要问题", "漏水"],
        ["矛盾排查时间", "2026年3月5日", "收集人", "赵敏"],
        ["稳控责任人", "王书记", "采取措施", "上门劝解"],
        ["责任部门", "物业办", "责任人", "张守业"],
        ["问题化解情况", "已化解", "完成时限", "2026年4月1日"],
        ["群众反馈意见", "满意", "督办单位", "街道办"],
    ]
    done = plan(
        db,
        SCREENING_ITEM,
        sheet(tmp_path / "采集表.xlsx", rows),
        today=TODAY,
        fixed={"finder_level": "村(居)", "village_id": "上斜沟村"},
    )
    row = one(db, done)
    assert done.profile == "grid-card"
    assert (row["screening_no"], row["screened_on"]) == ("W-18", "2026-03-05")
    assert (row["party_a_name"], row["party_b_name"]) == ("李明朗", "王德贵")
    assert (row["lead_unit"], row["lead_leader"], row["lead_person"]) == (
        "物业办",
        "王书记",
        "张守业",
    )
    assert (row["people_count"], row["is_major"], row["resolve_by"]) == (2, 0, "2026-04-01")


VILLAGE_LEDGER = [
    [
        "排查日期",
        "编号",
        "当事人",
        "村组",
        "类型",
        "纠纷简况",
        "风险",
        "状态",
        "责任人",
        "调解档案",
    ],
    [
        "2026-03-05",
        "P1",
        "李明朗、王德贵",
        "上斜沟村三组",
        "宅基地纠纷",
        "争界",
        "一般",
        "已销号",
        "赵敏",
        "斜1号",
    ],
    ["2026-03-06", "P2", "陈家宝", "下斜沟村", "赡养纠纷", "赡养", "较大", "待化解", "赵敏"],
]


def test_the_ledger_of_a_village_program(db: Database, tmp_path: Path) -> None:
    """I9: a group behind the village's name, a link to the mediation file, local values."""
    committee = store.find(db, COMMITTEE)[0]["id"]
    dispute = samples.dispute(db, committee, file_no="斜1号")
    path = sheet(tmp_path / "台账.xlsx", VILLAGE_LEDGER)

    done = plan(db, SCREENING_ITEM, path, today=TODAY, fixed={"finder_level": "村(居)"})
    assert (done.profile, done.new) == ("village-ledger", 2)
    carry_out(db, done)

    first, second = store.find(db, SCREENING_ITEM, order="screening_no")
    assert name_of_village(db, first["village_id"]) == "上斜沟村"
    assert (first["dispute_type"], first["risk_level"]) == ("housing_homestead", "general")
    assert (first["is_success"], first["dispute_id"]) == (1, dispute)
    assert (second["dispute_type"], second["risk_level"]) == ("marriage_family", "larger")
    assert "状态:待化解" in second["remark"]
    again = plan(db, SCREENING_ITEM, path, today=TODAY, fixed={"finder_level": "村(居)"})
    assert (again.new, again.changed, again.same) == (0, 0, 2)


def test_the_same_ledger_as_disputes(db: Database, tmp_path: Path) -> None:
    done = plan(db, DISPUTE, sheet(tmp_path / "台账.xlsx", VILLAGE_LEDGER), today=TODAY)
    assert (done.new, done.refused) == (2, 0)
    assert dict(done.fixed)["案件来源"] == "主动调解"


def test_what_the_office_says_about_a_column_is_kept_for_the_next_sheet(
    db: Database, tmp_path: Path
) -> None:
    path = sheet(
        tmp_path / "own.xlsx",
        [
            ["接案日", "摘要", "纠纷类型", "调委会", "经办"],
            ["2026-03-05", "争水", "邻里纠纷", "上斜沟村人民调解委员会", "张守业"],
        ],
    )
    assert plan(db, DISPUTE, path, today=TODAY).refused == 1

    said = Rules(
        {"接案日": "accepted_on", "摘要": "summary", "经办": ""}, {"case_source": "依申请"}
    )
    remember(db, DISPUTE, "", said)

    assert rules(db, DISPUTE, "") == said
    done = plan(db, DISPUTE, path, today=TODAY)
    row = one(db, done)
    assert (row["accepted_on"], row["summary"]) == ("2026-03-05", "争水")
    assert row["case_source"] == "on_application"
    assert done.unplaced == ()


def test_saying_it_anew_replaces_what_was_said(db: Database) -> None:
    remember(db, DISPUTE, "", Rules({"接案日": "accepted_on", "经办": ""}, {}))
    remember(db, DISPUTE, "", Rules({"接案日": "occurred_on"}, {}))
    assert rules(db, DISPUTE, "") == Rules({"接案日": "occurred_on"}, {})


def test_a_value_for_all_rows_never_changes_a_stored_record(db: Database, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        [
            ["案件编码", "受理日期", "纠纷类型", "调委会"],
            ["A-1", "2026-03-05", "邻里纠纷", "上斜沟村人民调解委员会"],
        ],
    )
    carry_out(db, plan(db, DISPUTE, path, today=TODAY, fixed={"case_source": "主动"}))

    again = plan(db, DISPUTE, path, today=TODAY, fixed={"case_source": "依申请"})

    assert (again.same, again.changed) == (1, 0)


# --- what an outside trial found -----------------------------------------------------------------

CASE = ["上斜沟村人民调解委员会", "2026-03-05", "依申请", "邻里纠纷", "争水"]
CASE_HEAD = ["调委会", "受理日期", "案件来源", "纠纷类型", "纠纷简要情况"]


def test_items_with_both_sides_in_one_cell_are_known_again(db: Database, tmp_path: Path) -> None:
    rows = [
        ["排查日期", "村组", "当事人", "类型", "纠纷简况"],
        ["2026-03-05", "上斜沟村", "李明朗、王德贵", "邻里纠纷", "争水"],
    ]
    path = sheet(tmp_path / "a.xlsx", rows)
    level = {"finder_level": "村(居)"}
    carry_out(db, plan(db, SCREENING_ITEM, path, today=TODAY, fixed=level))
    again = plan(db, SCREENING_ITEM, path, today=TODAY, fixed=level)
    assert (again.new, again.same) == (0, 1)


def test_a_name_in_two_columns_is_one_party_with_its_own_phone(
    db: Database, tmp_path: Path
) -> None:
    head = [*CASE_HEAD, "当事人", "甲方姓名", "甲方电话", "乙方姓名", "乙方电话"]
    row = [*CASE, "马安、马宝", "马安", "13900000001", "马宝", "13900000002"]
    path = sheet(tmp_path / "a.xlsx", [head, row])
    for _ in range(2):
        carry_out(db, plan(db, DISPUTE, path, today=TODAY))
    (dispute,) = store.find(db, DISPUTE)
    parties = [
        (p["party_role"], p["name"], p["phone"]) for p in store.children(db, PARTY, dispute["id"])
    ]
    assert parties == [("applicant", "马安", "13900000001"), ("respondent", "马宝", "13900000002")]


@pytest.mark.parametrize(
    "rows",
    [
        [[*CASE_HEAD, "涉案金额"], [None, None, None, None, None, "万元"], [*CASE, 1.5]],
        [["单位：万元"], [*CASE_HEAD, "涉案金额"], [*CASE, 1.5]],
        [["单位：元"], [*CASE_HEAD, "涉案金额(万元)"], [*CASE, 1.5]],
    ],
)
def test_money_counts_in_the_unit_the_sheet_names(db: Database, tmp_path: Path, rows: Rows) -> None:
    row = one(db, plan(db, DISPUTE, sheet(tmp_path / "a.xlsx", rows), today=TODAY))
    assert row["amount"] == 1_500_000


def test_a_group_of_a_village_is_kept_beside_it(db: Database, tmp_path: Path) -> None:
    head, row = [*CASE_HEAD, "村组"], [*CASE, "上斜沟村三组"]
    found = one(db, plan(db, DISPUTE, sheet(tmp_path / "a.xlsx", [head, row]), today=TODAY))
    assert name_of_village(db, found["village_id"]) == "上斜沟村"
    assert found["remark"] == "村组:上斜沟村三组"


def test_a_remark_and_words_that_become_one_stand_beside_each_other(
    db: Database, tmp_path: Path
) -> None:
    head = [*VILLAGE_LEDGER[0], "备注"]
    rows = [head, [*VILLAGE_LEDGER[2], None, "县里交办"]]
    done = plan(
        db, SCREENING_ITEM, sheet(tmp_path / "a.xlsx", rows), fixed={"finder_level": "村(居)"}
    )
    remark = one(db, done)["remark"]
    assert "状态:待化解" in remark
    assert remark.endswith("县里交办")


def test_parties_described_in_brackets_are_named_and_the_words_kept(
    db: Database, tmp_path: Path
) -> None:
    head, row = [*CASE_HEAD, "当事人概况"], [*CASE, "马安（男，45岁，上斜沟村）、马宝（女）"]
    found = one(db, plan(db, DISPUTE, sheet(tmp_path / "a.xlsx", [head, row]), today=TODAY))
    assert [p["name"] for p in store.children(db, PARTY, found["id"])] == ["马安", "马宝"]
    assert found["remark"] == "当事人概况:马安（男，45岁，上斜沟村）、马宝（女）"


def test_a_committee_is_known_by_its_short_name(db: Database, tmp_path: Path) -> None:
    row = ["上斜沟村调委会", *CASE[1:]]
    done = plan(db, DISPUTE, sheet(tmp_path / "a.xlsx", [CASE_HEAD, row]), today=TODAY)
    assert done.added == ()


def test_a_result_may_be_one_or_nought(db: Database, tmp_path: Path) -> None:
    rows = [[*CASE_HEAD, "化解是否成功"], [*CASE, 0]]
    row = one(db, plan(db, DISPUTE, sheet(tmp_path / "a.xlsx", rows), today=TODAY))
    assert row["mediation_result"] == "failure"


def test_a_refusal_shows_the_cell_as_it_is_typed(db: Database, tmp_path: Path) -> None:
    rows = [[*CASE_HEAD, "涉案金额"], [*CASE, "-5元"]]
    done = plan(db, DISPUTE, sheet(tmp_path / "a.xlsx", rows), today=TODAY)
    assert [(r.column, r.value) for r in done.refusals] == [("涉案金额", "-5元")]


def test_a_file_number_in_use_comes_in_with_a_warning(db: Database, tmp_path: Path) -> None:
    samples.dispute(db, store.find(db, COMMITTEE)[0]["id"], file_no="斜1号")
    rows = [[*CASE_HEAD, "卷号"], [*CASE, "斜1号"]]
    done = plan(db, DISPUTE, sheet(tmp_path / "a.xlsx", rows), today=TODAY)
    assert (done.new, [w.column for w in done.warnings]) == (1, ["卷号"])


def claim(db: Database, tmp_path: Path, *rows: Sequence[Any]) -> Plan:
    labels = {f.name: f.label.zh for f in SUBSIDY_CLAIM.fields}
    names = ("dispute_id", "committee_id", "mediator_id", "claim_period", "grade_claimed")
    head = [*(labels[n] for n in names), labels["amount_claimed"], labels["claim_status"]]
    head += [labels["applied_on"]]
    return plan(db, SUBSIDY_CLAIM, sheet(tmp_path / "claims.xlsx", [head, *rows]), today=TODAY)


def test_a_case_is_claimed_for_once_whatever_the_sheet_says(db: Database, tmp_path: Path) -> None:
    committee = store.find(db, COMMITTEE)[0]["id"]
    who = samples.put(db, MEDIATOR, name="张守业", committee_id=committee)
    case = {"mediator_id": who, "closed_on": "2026-03-20"}
    samples.dispute(db, committee, file_no="斜1号", mediation_result="success", **case)
    samples.dispute(db, committee, file_no="斜2号", mediation_result="failure", **case)
    rest = ["一般", 200, "已申报", "2026-04-02"]
    row = ["斜1号", "上斜沟村人民调解委员会", "张守业", "2026-Q1", *rest]

    twice = claim(db, tmp_path, row, [*row[:2], "李红", "2026-Q2", *rest])
    assert (twice.new, twice.refused) == (1, 1)
    carry_out(db, claim(db, tmp_path, row))
    later = claim(db, tmp_path, [*row[:2], "李红", "2026-Q2", *rest])
    assert (later.new, later.refused) == (0, 1)
    unsettled = claim(db, tmp_path, ["斜2号", *row[1:]])
    assert (unsettled.new, unsettled.refused) == (0, 1)
    nonsense = claim(db, tmp_path, [*row[:3], "二季度", *rest])
    assert [r.column for r in nonsense.refusals] == ["所属期间"]
