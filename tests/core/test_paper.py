"""Official forms on paper: titles, labels, order, pages, and nothing printed wrongly."""

import re
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlite_utils import Database

from core import paper, store
from core.errors import UserError
from core.paper import mediation_file
from core.paper.case import BELOW, load_case
from core.paper.fonts import Fonts, bundled_fonts
from core.paper.page import BOTTOM, LEFT, RIGHT, TOP, Tick, Words
from core.progress import Cancelled
from core.records import (
    AGREEMENT,
    ATTORNEY,
    COMMITTEE,
    DISPUTE,
    EVIDENCE,
    INSTALMENT,
    INVESTIGATION,
    KINDS,
    MEDIATOR,
    MEETING,
    OFFICE,
    RETURN_VISIT,
    TERM_EVENT,
    load_book,
)
from core.text import Text, use_language
from tests import samples

PERSON = ("姓名", "性别", "民族", "年龄", "职业或职务", "联系方式", "单位或住址")
REGISTER = paper.form_named("acceptance_register")
#: Of everybody in the case.
NAMES = ("李明朗", "王德贵", "马占林", "张秀英", "李建军", "赵文秀")
SIGN = "（签名、盖章或按指印）"
SEAL = "（人民调解委员会印章）"
#: Labels of each form in the order of the official one.
LABELS = {
    "acceptance_register": (
        "人民调解受理登记表",
        *("受理方式", "依当事人申请", "经当事人同意，主动调解", "纠纷类型"),
        *("案件来源", "当事人申请", "人民调解委员会主动调解", "纠纷简要情况", "备注"),
        *("当事人签名", "登记人签名", SEAL, "年", "月", "日"),
    ),
    "mediation_record": (
        "人民调解记录",
        *("时间", "地点", "事由", "当事人", "参加人", "告知", "记录", "调解结果"),
        *("当事人", SIGN, "人民调解员", "记录人"),
    ),
    "written_agreement": (
        "人民调解协议书",
        *("编号", "甲方", *PERSON, "乙方", *PERSON),
        *("纠纷主要事实、争议事项", "经调解，自愿达成如下协议", "履行方式、时限", "一式", "份"),
        *("当事人", SIGN, "人民调解员", "记录人", SEAL, "年", "月", "日"),
    ),
    "oral_agreement_register": (
        "人民调解口头协议登记表",
        *("编号", "甲方", *PERSON, "乙方", *PERSON, "调解地点", "调解结果", "涉案金额"),
        *("纠纷主要事实、争议事项", "协议内容", "履行方式、时限", "履行状态", SIGN),
        *("人民调解员", "记录人", SEAL),
    ),
    "application": (
        *("人民调解申请书", "申请人", *PERSON, "被申请人", *PERSON, "纠纷简要情况"),
        *("当事人申请事项", "1．", "2．", "3．", "自愿申请", "申请人", SIGN, "年", "月", "日"),
    ),
    "referral_reply": (
        *("委托调解复函", "委托调解函", "同意接受委托", "不予调解", "不予调解的理由", SEAL),
    ),
    "mediation_notice": ("调解通知书", "时间", "地点", SEAL, "年", "月", "日"),
    "rights_notice": (
        *("人民调解当事人权利义务告知书", "第二条", "不收取任何费用", "第二十三条", "选择或者接受"),
        *("接受调解、拒绝调解", "公开", "自主表达意愿", "第二十四条", "如实", "秩序", "尊重对方"),
        *("第三十一条", "法律约束力", "起诉", "三十日内", "第二十六条", "仲裁、行政、司法"),
        *("当事人签名", "年", "月", "日"),
    ),
    "power_of_attorney": (
        *("授权委托书", "委托人", "受托人", "姓名", "证件号码", "与委托人关系", "终止调解", "证据"),
        *("人民调解员", "放弃请求", "签署文书", "领取文书", "其他", "委托期限", "委托人", "受托人"),
    ),
    "investigation_record": (
        *("人民调解调查记录", "时间", "地点", "参加人", "被调查人", "记录"),
        *("被调查人（签名", "调查人（签名", "记录人（签名"),
    ),
    "evidence": (
        *("人民调解证据材料", "序号", "证据名称", "来源", "原件或复印", "份数", "页数", "备注"),
    ),
    "termination_notice": (
        *("终止调解通知书", "受理", "终止调解", "拒绝", "不能达成协议", "期限届满", "其他原因"),
        *("说明", "第二十六条", "仲裁、行政、司法", SEAL),
    ),
    "return_visit": (
        *("人民调解回访记录", "当事人", "调解协议编号", "回访事由", "回访时间", "回访情况"),
        *("回访人", "年", "月", "日"),
    ),
    "confirmation_persons": (
        *("司法确认申请书", "申请人", "性别", "身份证件号码", "住址", "申请人", "请求事项"),
        *("编号", "事实和理由", "相关协议内容", "此致", "申请人", SIGN, "附：", "一式"),
    ),
    "confirmation_organisation": (
        *("司法确认申请书", "统一社会信用代码", "法定代表人", "请求事项", "相关协议内容"),
        *("此致", SIGN, "附："),
    ),
    "closing_report": (
        *("人民调解结案报告表", "卷号", "填表时间", "承办单位", "承办人", "受案时间", "结案时间"),
        *("申请人", "联系电话", "地址", "案件来源", "申请", "主动", "公安移交", "法院委托"),
        *("政府指定", "纠纷简要事实"),
    ),
    "file_note": ("卷宗情况说明", "说明", "立卷人", "检查人", "立卷时间", "检查时间"),
    "back_cover": ("封底", "本卷共", "附件", "立卷人", "立卷日期"),
    "extension_request": ("调解延期申请书", "当事人", "延期理由", "一致同意", "此致", SIGN),
    "recusal_request": ("回避申请书", "申请人", "申请回避的人民调解员", "理由", "此致", SIGN),
    "withdrawal_request": ("撤回调解申请书", "当事人", "撤回理由", "自愿撤回", "此致", SIGN),
    "cover": (
        *("人民调解委员会", "调解卷宗", "卷名", "卷号", "人民调解员", "调解日期", "至"),
        *("立卷人", "立卷日期", "保管期限", "备注"),
    ),
    "cover_with_category": (
        *("人民调解委员会", "调解卷宗", "卷类", "卷名", "年度", "卷号", "人民调解员", "调解日期"),
        *("立卷人", "立卷日期", "保管期限", "备注"),
    ),
    "index": ("卷内目录", "序号", "文书名称", "页号", "备注"),
}


@pytest.fixture
def fonts() -> Fonts:
    """The same on every computer."""
    return bundled_fonts()


@pytest.fixture
def case(db: Database) -> str:
    """A case with two parties, two meetings and both kinds of agreement."""
    samples.office(db)
    committee = samples.committee(db)
    mediator = samples.put(db, MEDIATOR, name="马占林", committee_id=committee)
    other = samples.put(db, MEDIATOR, name="张秀英", committee_id=committee)
    made = samples.dispute(
        db,
        committee,
        mediator_id=mediator,
        co_mediator_id=other,
        summary="因围墙越界发生争执。",
        file_no="（2026）斜人调字第12号",
        retention_period="long_term",
        filed_by="张秀英",
    )
    samples.party(db, made, "李明朗", gender="male", ethnicity="01", age=45, phone="13897651234")
    samples.party(db, made, "王德贵", party_role="respondent", id_number="632121198103020013")
    samples.meeting(db, made, mediated_on="2026-03-12", meeting_result="success")
    samples.meeting(db, made, mediated_on="2026-03-08", informed=1, record_text="双方陈述。")
    samples.agreement(
        db,
        made,
        signed_on="2026-03-12",
        agreement_no="斜人调协字〔2026〕第1号",
        agreement_terms="一、围墙退让四十厘米；\n二、排水沟共同修整。",
        performance_deadline="2026-03-31",
        copies_count=3,
    )
    samples.agreement(db, made, agreement_form="oral", agreement_terms="当场赔礼道歉。")
    add_papers(db, made)
    return made


def add_papers(db: Database, case: str) -> None:
    """One row of everything that a form is made of, and what the notices tell of."""
    change(
        db,
        case,
        apply_method="oral",  # else the application would be in the file too
        request_items="1、退让四十厘米。\n2、赔偿树苗",
        is_group=1,
    )
    names = {"principal_name": "李明朗", "agent_name": "李建军", "id_number": "632122197001010013"}
    powers = {"powers": '["evidence", "other"]', "powers_other": "代收款项"}
    samples.put(db, ATTORNEY, dispute_id=case, **names, **powers, valid_from="2026-03-06")
    samples.put(
        db,
        INVESTIGATION,
        dispute_id=case,
        investigated_on="2026-03-07",
        interviewee="赵文秀",
        record_text="问：何时砌墙？\n答：去年秋天。",
    )
    samples.put(db, EVIDENCE, dispute_id=case, evidence_name="宅基地使用证", copies=1, pages=2)
    samples.put(
        db,
        RETURN_VISIT,
        dispute_id=case,
        visited_on="2026-04-10",
        visited_party="李明朗",
        visit_findings="围墙已退让。",
    )
    samples.put(
        db, TERM_EVENT, dispute_id=case, event_kind="end", event_on="2026-03-30",
        end_reason="no_agreement",
    )  # fmt: skip


def change(db: Database, case: str, **values: object) -> None:
    with store.step(db, samples.WORDS) as s:
        store.save(s, DISPUTE, {"id": case, **values})


def pages(path: Path) -> list[str]:
    """The text of each page without blanks, as a viewer would copy it."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(path).pages]


def words(path: Path) -> str:
    return "".join(pages(path))


def assert_in_order(text: str, labels: tuple[str, ...]) -> None:
    at = 0
    for label in labels:
        found = text.find(label, at)
        assert found >= 0, f"{label} is missing after {text[max(at - 30, 0) : at]}"
        at = found + len(label)


def marks(db: Database, case: str, fonts: Fonts) -> list[object]:
    found = load_case(db, case, load_book(db))
    form = mediation_file.BY_NAME["acceptance_register"]
    made = mediation_file.form(fonts, found, form, found.dispute)
    return [mark for page in made.pages for mark in page]


def test_every_form_of_a_case_is_looked_at_here() -> None:
    cases = {form.name for form in paper.FORMS if form.kind in ("dispute", *BELOW)}
    assert cases == LABELS.keys()
    assert len({form.title for form in paper.FORMS}) == len(paper.FORMS)


# --- titles, labels, values ----------------------------------------------------------------------


@pytest.mark.parametrize("name", LABELS)
def test_a_filled_form_has_its_labels_in_order(
    db: Database, case: str, fonts: Fonts, tmp_path: Path, name: str
) -> None:
    if name == "confirmation_organisation":
        firm = {"party_role": "respondent", "party_type": "organization"}
        samples.party(db, case, "绿源农牧开发有限责任公司", **firm)
    paper.write_form(db, paper.form_named(name), case, tmp_path / "form.pdf", fonts=fonts)
    assert_in_order(words(tmp_path / "form.pdf"), LABELS[name])


@pytest.mark.parametrize("name", LABELS)
def test_a_blank_form_has_the_same_labels_and_no_names(
    db: Database, case: str, fonts: Fonts, tmp_path: Path, name: str
) -> None:
    paper.write_form(db, paper.form_named(name), None, tmp_path / "form.pdf", fonts=fonts)
    assert_in_order(words(tmp_path / "form.pdf"), LABELS[name])
    text = words(tmp_path / "form.pdf")
    assert [each for each in (*NAMES, "2026", "上斜沟村", "6321") if each in text] == []


def test_the_register_says_who_quarrels_about_what(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    paper.write_form(db, REGISTER, case, tmp_path / "form.pdf", fonts=fonts)
    said = (
        "2026年3月5日",
        "上斜沟村人民调解委员会",
        "李明朗",
        "王德贵",
        "依当事人申请",
        "邻里纠纷",
    )
    assert_in_order(words(tmp_path / "form.pdf"), (*said, "因围墙越界发生争执。"))


def test_id_numbers_stand_only_where_a_court_or_a_principal_asks_for_them(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    paper.write_file(db, case, tmp_path / "file.pdf", fonts=fonts)
    text = words(tmp_path / "file.pdf")
    assert "632121198103020013" not in text  # of a party
    assert text.count("632122197001010013") == 1  # of an agent, on the power of attorney
    form = paper.form_named("confirmation_persons")
    paper.write_form(db, form, case, tmp_path / "court.pdf", fonts=fonts)
    assert_in_order(words(tmp_path / "court.pdf"), ("申请人：王德贵", "632121198103020013"))


def test_values_follow_their_labels(db: Database, case: str, fonts: Fonts, tmp_path: Path) -> None:
    form = paper.form_named("written_agreement")
    paper.write_form(db, form, case, tmp_path / "form.pdf", fonts=fonts)
    text = words(tmp_path / "form.pdf")
    person = "姓名李明朗性别男民族汉族年龄45职业或职务联系方式13897651234"
    assert_in_order(text, ("编号：斜人调协字〔2026〕第1号", person, "围墙退让四十厘米；", "二、"))
    assert_in_order(text, ("2026年3月31日前履行", "一式3份", SEAL, "2026年3月12日"))


def test_forms_stay_chinese_when_the_screen_is_english(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    paper.write_file(db, case, tmp_path / "zh.pdf", fonts=fonts)
    use_language("en")
    try:
        paper.write_file(db, case, tmp_path / "en.pdf", fonts=fonts)
    finally:
        use_language("zh")
    assert (tmp_path / "zh.pdf").read_bytes() == (tmp_path / "en.pdf").read_bytes()


@pytest.mark.parametrize(
    ("source", "chosen", "consent", "ticked"),
    [
        ("on_application", None, None, [True, False, True, False]),
        ("on_initiative", None, 1, [False, True, False, True]),
        ("on_initiative", None, None, [False, False, False, True]),
        ("on_initiative", None, 0, [False, False, False, True]),
        ("entrusted", None, 1, [False, False, False, False]),
        ("entrusted", "on_application", None, [True, False, True, False]),
        ("entrusted", "on_initiative", None, [False, False, False, True]),
    ],
)
def test_how_a_case_was_opened_is_ticked_only_as_recorded(
    db: Database,
    case: str,
    fonts: Fonts,
    source: str,
    chosen: str | None,
    consent: int | None,
    ticked: list[bool],
) -> None:
    change(db, case, case_source=source, parties_consent=consent)
    with store.step(db, samples.WORDS) as s:
        office = store.find(db, OFFICE)[0]
        store.save(s, OFFICE, {"id": office["id"], "entrusted_box": chosen})
    assert [m.ticked for m in marks(db, case, fonts) if isinstance(m, Tick)] == ticked


def test_an_organisation_has_name_representative_contact_and_address(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    firm = {"party_role": "respondent", "party_type": "organization", "phone": "0971-2722345"}
    more = {"representative": "李建军", "org_or_address": "人民路88号"}
    samples.party(db, case, "绿源农牧开发有限责任公司", **firm, **more)
    form = paper.form_named("written_agreement")
    paper.write_form(db, form, case, tmp_path / "form.pdf", fonts=fonts)
    said = ("乙方（二）", "绿源农牧开发有限责任公司", "李建军", "0971-2722345", "人民路88号")
    assert_in_order(words(tmp_path / "form.pdf"), said)


def test_twenty_parties_are_all_there_with_a_place_to_sign(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    for number in range(9):
        samples.party(db, case, f"申请人甲{number}")
        samples.party(db, case, f"对方乙{number}", party_role="respondent")
    form = paper.form_named("written_agreement")
    paper.write_form(db, form, case, tmp_path / "form.pdf", fonts=fonts)
    text = words(tmp_path / "form.pdf")
    expected = [f"姓名申请人甲{n}" for n in range(9)] + [f"姓名对方乙{n}" for n in range(9)]
    assert_in_order(text, tuple(expected))
    assert "乙方（十）" in text


def test_the_cover_names_the_file_by_its_parties_unless_it_has_a_title(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    cover = paper.form_named("cover")
    paper.write_form(db, cover, case, tmp_path / "a.pdf", fonts=fonts)
    said = ("李明朗与王德贵邻里纠纷", "（2026）斜人调字第12号", "马占林、张秀英")
    assert_in_order(words(tmp_path / "a.pdf"), (*said, "2026年3月8日至2026年3月12日", "长期"))
    change(db, case, file_title="围墙纠纷")
    paper.write_form(db, cover, case, tmp_path / "b.pdf", fonts=fonts)
    assert "卷名围墙纠纷" in words(tmp_path / "b.pdf")


def test_the_cover_has_category_and_year_where_the_record_has_a_category(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    cover = paper.form_named("cover")
    paper.write_form(db, cover, case, tmp_path / "a.pdf", fonts=fonts)
    assert "卷类" not in words(tmp_path / "a.pdf")
    change(db, case, file_category="民间纠纷", remark="含照片三张。" * 10)
    paper.write_form(db, cover, case, tmp_path / "b.pdf", fonts=fonts)
    assert_in_order(words(tmp_path / "b.pdf"), ("卷类民间纠纷", "卷名", "年度2026", "卷号"))
    assert len(pages(tmp_path / "b.pdf")) == 1


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "2026年3月8日至2026年3月12日"),
        ({"mediated_on": "2026-03-06"}, "2026年3月6日至2026年3月12日"),
        ({"mediated_on": "2026-03-20"}, "2026年3月8日至2026年3月20日"),
        ({"mediated_from": "2026-03-09"}, "2026年3月9日至2026年3月12日"),
        ({"mediated_from": "2026-03-09", "mediated_to": "2026-03-10"}, "3月9日至2026年3月10日"),
    ],
)
def test_the_cover_spans_every_day_of_mediating_unless_the_days_were_typed(
    db: Database, case: str, fonts: Fonts, tmp_path: Path, values: dict[str, str], said: str
) -> None:
    change(db, case, **values)
    paper.write_form(db, paper.form_named("cover"), case, tmp_path / "a.pdf", fonts=fonts)
    assert said in words(tmp_path / "a.pdf")


def test_the_day_of_a_later_agreement_ends_the_mediating(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    samples.agreement(db, case, signed_on="2026-03-19")
    paper.write_form(db, paper.form_named("cover"), case, tmp_path / "a.pdf", fonts=fonts)
    assert "2026年3月8日至2026年3月19日" in words(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("values", "signed", "said"),
    [
        ({"mediated_on": "2026-03-06"}, "2026-03-07", "2026年3月6日至2026年3月6日"),
        ({"closed_on": "2026-03-09"}, "2026-03-07", "2026年3月7日至2026年3月7日"),
        ({"closed_on": "2026-03-09"}, None, "2026年3月5日至2026年3月9日"),
        ({}, None, "调解日期年月日至年月日"),
    ],
)
def test_the_cover_of_an_oral_case_without_meetings_has_its_day(
    db: Database,
    fonts: Fonts,
    tmp_path: Path,
    values: dict[str, str],
    signed: str | None,
    said: str,
) -> None:
    oral = samples.dispute(db, samples.committee(db), **values)
    samples.agreement(db, oral, agreement_form="oral", signed_on=signed)
    paper.write_form(db, paper.form_named("cover"), oral, tmp_path / "a.pdf", fonts=fonts)
    assert said in words(tmp_path / "a.pdf")


# --- what the parties agreed ---------------------------------------------------------------------


def test_an_agreement_says_nothing_that_nobody_gave(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    for name in ("written_agreement", "oral_agreement_register"):
        path = tmp_path / f"{name}.pdf"
        paper.write_form(db, paper.form_named(name), case, path, fonts=fonts)
        for words_of_law in ("真实意愿", "三十日", "法律约束力", "申请人"):
            assert words_of_law not in words(path)


def test_each_instalment_stands_on_the_agreement_with_day_and_amount_in_capitals(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    written, oral = (
        next(a for a in store.children(db, AGREEMENT, case) if a["agreement_form"] == form)
        for form in ("written", "oral")
    )
    number = written["agreement_no"]
    of = {"dispute_id": case, "agreement_no": number}
    samples.put(db, INSTALMENT, **of, seq=2, due_on="2026-05-01", amount=80_050)
    samples.put(db, INSTALMENT, **of, seq=1, due_on="2026-04-01", amount=100_000)
    samples.put(db, INSTALMENT, dispute_id=case, agreement_no="别的协议", due_on="2026-06-01",
                amount=7)  # fmt: skip
    with store.step(db, samples.WORDS) as s:
        store.save(s, AGREEMENT, {"id": written["id"], "performance_method": "转账"})
    form = paper.form_named("written_agreement")
    paper.write_form(db, form, str(written["id"]), tmp_path / "a.pdf", fonts=fonts)
    text = words(tmp_path / "a.pdf")
    first = "第1期：2026年4月1日前履行人民币壹仟元整（￥1000.00）"
    second = "第2期：2026年5月1日前履行人民币捌佰元伍角（￥800.50）"
    assert_in_order(text, ("履行方式、时限：转账", first, second, "本协议书一式"))
    assert "2026年6月1日" not in text
    form = paper.form_named("oral_agreement_register")
    paper.write_form(db, form, str(oral["id"]), tmp_path / "b.pdf", fonts=fonts)
    assert "期：" not in words(tmp_path / "b.pdf")


def test_instalments_without_a_number_belong_to_the_only_agreement(
    db: Database, fonts: Fonts, tmp_path: Path
) -> None:
    made = samples.dispute(db, samples.committee(db))
    samples.agreement(db, made)
    samples.put(db, INSTALMENT, dispute_id=made, due_on="2026-04-01", amount=100_000)
    form = paper.form_named("written_agreement")
    paper.write_form(db, form, made, tmp_path / "a.pdf", fonts=fonts)
    assert "第1期：2026年4月1日前履行人民币壹仟元整" in words(tmp_path / "a.pdf")
    samples.agreement(db, made)
    paper.write_form(db, form, made, tmp_path / "b.pdf", fonts=fonts)
    assert "第1期" not in words(tmp_path / "b.pdf")


def test_an_oral_agreement_tells_place_result_amount_and_performance(
    db: Database, fonts: Fonts, tmp_path: Path
) -> None:
    values = {"mediation_result": "success", "amount": 120_000}
    made = samples.dispute(db, samples.committee(db), **values)
    samples.meeting(db, made, place="村委会调解室")
    samples.agreement(db, made, agreement_form="oral", performance_status="performed")
    form = paper.form_named("oral_agreement_register")
    paper.write_form(db, form, made, tmp_path / "a.pdf", fonts=fonts)
    said = (
        "调解地点：村委会调解室",
        "调解结果：调解成功",
        "涉案金额：1200.00元",
        "履行状态：已履行",
    )
    assert_in_order(words(tmp_path / "a.pdf"), said)


@pytest.mark.parametrize("number", ["（2026）斜人调字第1号", "（2026）大通斜沟人民调解字第1203号"])
def test_the_number_of_a_file_is_not_torn_in_the_closing_report(
    db: Database, case: str, fonts: Fonts, tmp_path: Path, number: str
) -> None:
    change(db, case, file_no=number)
    paper.write_form(db, paper.form_named("closing_report"), case, tmp_path / "a.pdf", fonts=fonts)
    lines = PdfReader(tmp_path / "a.pdf").pages[0].extract_text().splitlines()
    assert any(number[number.index("第") :] in line for line in lines)


# --- the whole file ------------------------------------------------------------------------------


def test_the_file_is_in_order_and_the_index_names_the_real_pages(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    change(db, case, summary="双方因宅基地边界发生争执。" * 300)
    paper.write_file(db, case, tmp_path / "file.pdf", fonts=fonts)
    made = pages(tmp_path / "file.pdf")
    assert "调解卷宗" in made[0]
    assert "页共" not in made[0] + made[1]
    titles = (
        *("人民调解受理登记表", "人民调解当事人权利义务告知书", "授权委托书", "人民调解调查记录"),
        *("人民调解证据材料", "人民调解记录", "人民调解记录", "人民调解协议书"),
        *("人民调解口头协议登记表", "终止调解通知书", "人民调解回访记录", "封底"),
    )
    index = PdfReader(tmp_path / "file.pdf").pages[1].extract_text()
    listed = re.findall(r"^\d+ (\S+) (\d+)(?:-(\d+))?", index, re.MULTILINE)
    assert tuple(title for title, *_ in listed) == titles
    assert "1 人民调解受理登记表 1-7\n" in index
    expected = 1
    for title, first, last in listed:
        assert int(first) == expected
        for number in range(int(first), int(last or first) + 1):
            assert title in made[1 + number]
            assert f"第{number}页共{len(made) - 2}页" in made[1 + number]
        expected = int(last or first) + 1
    assert expected == len(made) - 1


def test_meetings_are_bound_by_date(db: Database, case: str, fonts: Fonts, tmp_path: Path) -> None:
    paper.write_file(db, case, tmp_path / "file.pdf", fonts=fonts)
    text = "".join(pages(tmp_path / "file.pdf")[2:])
    assert_in_order(text, ("时间：2026年3月8日", "时间：2026年3月12日"))


def test_a_case_without_meetings_and_agreements_still_has_a_file(
    db: Database, fonts: Fonts, tmp_path: Path
) -> None:
    bare = samples.dispute(db, samples.committee(db))
    paper.write_file(db, bare, tmp_path / "file.pdf", fonts=fonts)
    begins = [page[:7] for page in pages(tmp_path / "file.pdf")][1:]
    assert [b[:4] for b in begins] == ["卷内目录", "人民调解", "人民调解", "封底卷号"]


def test_many_files_in_one_each_begin_with_page_one(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    paper.write_files(
        db, [case, case], tmp_path / "all.pdf", fonts=fonts, progress=lambda *n: told.append(n)
    )
    paper.write_file(db, case, tmp_path / "one.pdf", fonts=fonts)
    assert pages(tmp_path / "all.pdf") == pages(tmp_path / "one.pdf") * 2
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_giving_up_leaves_no_file(db: Database, case: str, fonts: Fonts, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        paper.write_files(db, [case] * 3, tmp_path / "all.pdf", fonts=fonts, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_dispute_prints_all_its_meetings_and_a_meeting_only_itself(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    form = paper.form_named("mediation_record")
    paper.write_form(db, form, case, tmp_path / "all.pdf", fonts=fonts)
    assert [page.endswith("第1页共1页") for page in pages(tmp_path / "all.pdf")] == [True, True]
    one = store.children(db, MEETING, case)[1]["id"]
    paper.write_form(db, form, one, tmp_path / "one.pdf", fonts=fonts)
    assert "2026年3月12日" in words(tmp_path / "one.pdf")
    assert len(pages(tmp_path / "one.pdf")) == 1


def test_a_dispute_without_a_meeting_says_so(db: Database, fonts: Fonts, tmp_path: Path) -> None:
    bare = samples.dispute(db, samples.committee(db))
    with pytest.raises(UserError, match="没有可填入《人民调解记录》"):
        paper.write_form(
            db, paper.form_named("mediation_record"), bare, tmp_path / "a.pdf", fonts=fonts
        )
    assert list(tmp_path.iterdir()) == []


def test_what_is_unknown_or_deleted_is_not_printed(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    with store.step(db, Text("删除", "Delete")) as s:
        store.delete(s, DISPUTE, case)
    for id in (case, "no-such-id"):
        with pytest.raises(UserError, match="没有这件纠纷"):
            paper.write_file(db, id, tmp_path / "a.pdf", fonts=fonts)
    with pytest.raises(UserError, match="acceptance_register"):
        paper.form_named("no-such-form")


# --- text that is long, hostile or rare ----------------------------------------------------------


def test_twenty_thousand_characters_flow_over_pages_that_all_bear_the_title(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    facts = "".join(f"第{n}句，双方对此各执一词。" for n in range(1, 1600))[:20_000]
    change(db, case, summary=facts)
    paper.write_form(db, REGISTER, case, tmp_path / "form.pdf", fonts=fonts)
    made = pages(tmp_path / "form.pdf")
    assert len(made) > 20
    for number, page in enumerate(made, start=1):
        assert page.startswith("人民调解受理登记表")
        assert page.endswith(f"第{number}页共{len(made)}页")
    body = "".join(page.replace("人民调解受理登记表（续）", "") for page in made)
    body = re.sub(r"第\d+页共\d+页", "", body)
    assert facts in body


@pytest.mark.parametrize("long", ["字" * 5000, "x" * 5000, "。" * 5000, "\n" * 300 + "完"])
def test_nothing_stands_outside_the_margins(
    db: Database, case: str, fonts: Fonts, tmp_path: Path, long: str
) -> None:
    change(db, case, summary=long, remark=long[:2000], file_title=long[:200].strip())
    agreement = store.children(db, AGREEMENT, case)[0]
    with store.step(db, samples.WORDS) as s:
        store.save(s, AGREEMENT, {**_own(agreement), "performance_method": long[:200].strip()})
    found = load_case(db, case, load_book(db))
    for document in mediation_file.whole_case(fonts, found):
        for page in document.pages:
            for mark in page:
                if isinstance(mark, Words):
                    assert mark.x >= LEFT - 0.1
                    assert mark.x + mark.line.width <= RIGHT + 0.1
                    assert BOTTOM - 1 <= mark.y <= TOP


def _own(row: dict[str, object]) -> dict[str, object]:
    return {name: row[name] for name in ("id", *AGREEMENT.by_name)}


@pytest.mark.parametrize(
    "typed", ["<b>粗</b>", '<img src="secret.png"/>', "甲&乙", "]]>", "<para>", "&lt;", "(a\\b)"]
)
def test_promise_23_markup_shows_as_typed(
    db: Database, case: str, fonts: Fonts, tmp_path: Path, typed: str
) -> None:
    change(db, case, summary=typed, remark=typed, file_title=typed)
    samples.party(db, case, typed)
    paper.write_file(db, case, tmp_path / "file.pdf", fonts=fonts)
    paper.write_form(db, paper.form_named("record"), case, tmp_path / "plain.pdf", fonts=fonts)
    for name in ("file.pdf", "plain.pdf"):
        assert words(tmp_path / name).count(re.sub(r"\s", "", typed)) >= 3


def test_a_name_no_font_has_is_named_before_anything_is_written(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    samples.party(db, case, "王𬎆")
    for write in (
        lambda to: paper.write_form(db, REGISTER, case, to, fonts=fonts),
        lambda to: paper.write_file(db, case, to, fonts=fonts),
        lambda to: paper.write_form(db, paper.form_named("record"), case, to, fonts=fonts),
    ):
        with pytest.raises(UserError, match=r"姓名.*“王𬎆”中的“𬎆”\(U\+2C386\)没有可用的字体"):
            write(tmp_path / "form.pdf")
        assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_overwritten_unasked(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    path = tmp_path / "form.pdf"
    path.write_text("mine")
    with pytest.raises(UserError, match="已存在"):
        paper.write_form(db, REGISTER, case, path, fonts=fonts)
    assert path.read_text() == "mine"
    paper.write_form(db, REGISTER, case, path, overwrite=True, fonts=fonts)
    assert len(pages(path)) == 1


def test_the_same_case_gives_the_same_bytes(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    for name in ("a.pdf", "b.pdf"):
        paper.write_file(db, case, tmp_path / name, fonts=fonts)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_pages_are_a4_and_every_font_is_embedded(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    paper.write_file(db, case, tmp_path / "file.pdf", fonts=fonts)
    for page in PdfReader(tmp_path / "file.pdf").pages:
        assert [round(float(n)) for n in page.mediabox[2:]] == [595, 842]
        for font in page["/Resources"]["/Font"].values():
            assert "/FontFile2" in font["/FontDescriptor"]


# --- the plain print -----------------------------------------------------------------------------


def test_the_plain_print_has_every_label_the_parties_and_no_full_id_number(
    db: Database, case: str, fonts: Fonts, tmp_path: Path
) -> None:
    paper.write_form(db, paper.form_named("record"), case, tmp_path / "plain.pdf", fonts=fonts)
    text = words(tmp_path / "plain.pdf")
    for field in DISPUTE.fields:
        assert field.label.zh in text
    assert_in_order(text, ("当事人1", "李明朗", "当事人2", "王德贵", "调解记录1", "调解协议1"))
    assert "632121198103020013" not in text
    assert "632121********0013" in text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.table)
def test_every_kind_prints_empty(
    db: Database, fonts: Fonts, tmp_path: Path, kind: store.RecordKind
) -> None:
    paper.write_form(db, paper.plain_form(kind), None, tmp_path / "plain.pdf", fonts=fonts)
    for section in kind.form:
        assert section.title.zh in words(tmp_path / "plain.pdf")


def test_the_plain_print_needs_a_record_or_is_that_of_an_empty_dispute(
    db: Database, fonts: Fonts, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="请指定要打印的记录"):
        paper.write_form(db, paper.form_named("record"), "nobody", tmp_path / "a.pdf", fonts=fonts)
    paper.write_form(db, paper.form_named("record"), None, tmp_path / "a.pdf", fonts=fonts)
    assert "受理登记" in words(tmp_path / "a.pdf")


def test_a_committee_prints_plainly_with_a_very_long_remark(
    db: Database, fonts: Fonts, tmp_path: Path
) -> None:
    id = samples.put(
        db,
        COMMITTEE,
        committee_name="上斜沟村人民调解委员会",
        committee_type="village",
        remark="备注文字。\n" * 330,
    )
    paper.write_form(db, paper.form_named("record"), id, tmp_path / "plain.pdf", fonts=fonts)
    assert words(tmp_path / "plain.pdf").count("备注文字。") == 330


def test_the_quick_guide_is_one_page_and_names_the_keys(db: Database, tmp_path: Path) -> None:
    path = tmp_path / "guide.pdf"
    paper.write_form(db, paper.form_named("quick_guide"), None, path)
    assert len(PdfReader(path).pages) == 1
    assert_in_order(words(path), ("司法所台账快速指南", "Ctrl+N", "恢复码", "F1"))


def test_every_word_of_the_quick_guide_has_a_font_on_every_computer() -> None:
    from core.paper.quick_guide import SECTIONS

    texts = [part for _, lines in SECTIONS for pair in lines for part in pair]
    assert paper.missing_characters(texts, bundled_fonts()) == {}


def test_the_amount_of_an_agreement_stands_in_capitals_beside_the_figures(
    db: Database, fonts: Fonts, tmp_path: Path
) -> None:
    id = samples.dispute(db, samples.committee(db))
    values: dict[str, int | str] = {"agreement_amount": 1_409_50, "performance_place": "村委会"}
    for form, name in (("written", "written_agreement"), ("oral", "oral_agreement_register")):
        agreement = samples.agreement(db, id, **values, agreement_form=form)
        path = tmp_path / f"{form}.pdf"
        paper.write_form(db, paper.form_named(name), agreement, path, fonts=fonts)
        text = "".join(pages(path))
        assert "协议金额（大写）：人民币壹仟肆佰零玖元伍角（￥1409.50）" in text
        assert "履行地点：村委会" in text
        paper.write_form(db, paper.form_named(name), None, path, overwrite=True, fonts=fonts)
        assert "协议金额" not in "".join(pages(path))
