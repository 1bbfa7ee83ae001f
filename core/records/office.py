"""司法所, 村(居), 代码 - the office with its settings, its villages, its own codes."""

import string

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.records.legal_aid_settings import (
    AID_FIELDS,
    AID_PATTERNS,
    AID_SECTION,
    AID_SETTING_CODES,
    issued_pattern_problems,
)
from core.records.targets import TARGET_FIELDS, TARGET_SECTION
from core.records.term_settings import TERM_FIELDS, TERM_SECTION
from core.text import Text

CODES = {
    "type_profile": {
        "by_date": Text("按统计期选择", "By the period"),
        "p1": Text("① 2016年15类", "(1) 15 kinds of 2016"),
        "p2": Text("② 2017年18类", "(2) 18 kinds of 2017"),
        "p3": Text("③ 2021年18类", "(3) 18 kinds of 2021"),
    },
    "date_basis": {
        "accepted": Text("按受理日期", "By date of acceptance"),
        "closed": Text("按结案日期", "By date of closing"),
    },
    "rate_denominator": {
        "mediated": Text("调解成功数÷调结数", "Settled / concluded"),
        "accepted": Text("调解成功数÷受理数", "Settled / accepted"),
    },
    "screening_denominator": {
        "handled": Text("成功数÷调处数", "Settled / handled"),
        "found": Text("成功数÷排查数", "Settled / found"),
    },
    "unreported_villages": {
        "warn": Text("提醒,仍可上报", "Say so"),
        "block": Text("不得上报", "Do not hand in"),
    },
    "source_box": {
        "on_application": Text("当事人申请", "Applied for by the parties"),
        "on_initiative": Text("人民调解委员会主动调解", "Started by the committee"),
    },
    "paper_profile": {  # the ids of resources/papers.toml
        "standard": Text("人民调解卷宗(十三项)", "Case file of people's mediation (13 items)"),
        "county_2010": Text("县级补贴细则卷宗(十二项)", "County subsidy rule (12 items)"),
    },
    "cover_variant": {
        "by_record": Text("填写了卷类的用乙式", "The second where a category is entered"),
        "plain": Text("甲式:不印卷类、年度", "Without category and year"),
        "with_category": Text("乙式:印卷类、年度", "With category and year"),
    },
    "village_kind": {
        "village": Text("行政村", "Village"),
        "community": Text("社区(居)", "Community"),
    },
}

PATTERN_HINT = Text(
    "可用 {prefix} 字头、{year} 年度、{serial} 序号({serial:03} 为三位),年度和序号必须有。",
    "May use {prefix}, {year}, {serial} ({serial:03}: three places); the last two are needed.",
)
PATTERNS = (
    "case_pattern",
    "file_pattern",
    "agreement_pattern",
    "screening_pattern",
    "round_pattern",
    *AID_PATTERNS,
)


def _check_office(row: Row) -> list[Problem]:
    """A number pattern must name the year and the serial, or numbers would repeat."""
    return [
        Problem(
            name,
            Text(
                "编号格式须含 {year} 和 {serial},只能另用 {prefix}。",
                "A number pattern needs {year} and {serial} and may only add {prefix}.",
            ),
        )
        for name in PATTERNS
        if row.get(name) and not _is_pattern(row[name])
    ] + issued_pattern_problems(row)


def _is_pattern(pattern: str) -> bool:
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}
        pattern.format(prefix="甲", year=2026, serial=1)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError):
        return False
    return {"year", "serial"} <= names <= {"prefix", "year", "serial"}


OFFICE = RecordKind(
    table="office",
    title=Text("司法所", "Office"),
    fields=(
        Field("name", Text("司法所名称", "Name of the office"), required=True),
        Field("township", Text("乡镇(街道)", "Township"), required=True),
        Field("county", Text("县(市、区)", "County")),
        Field("region_code", Text("行政区划代码", "Region code"), longest=12),
        Field("head", Text("负责人", "Head"), longest=50),
        Field("phone", Text("联系电话", "Phone"), longest=40),
        Field("address", Text("联系地址", "Address")),
        Field("case_prefix", Text("案件编码字头", "Case number prefix"), longest=20),
        Field("case_pattern", Text("案件编码格式", "Case number pattern"), hint=PATTERN_HINT),
        Field("file_prefix", Text("卷号字头", "File number prefix"), longest=20),
        Field("file_pattern", Text("卷号格式", "File number pattern"), hint=PATTERN_HINT),
        Field("agreement_prefix", Text("协议编号字头", "Agreement number prefix"), longest=20),
        Field(
            "agreement_pattern",
            Text("协议编号格式", "Agreement number pattern"),
            hint=PATTERN_HINT,
        ),
        Field("screening_prefix", Text("排查编号字头", "Screening number prefix"), longest=20),
        Field(
            "screening_pattern",
            Text("排查编号格式", "Screening number pattern"),
            hint=PATTERN_HINT,
        ),
        Field("round_prefix", Text("轮次编号字头", "Round number prefix"), longest=20),
        Field("round_pattern", Text("轮次编号格式", "Round number pattern"), hint=PATTERN_HINT),
        Field(
            "village_cadence",
            Text("村(居)排查频次", "Rounds of a village"),
            Type.CODE,
            codes="cadence",
            hint=Text("空着就是每周一次。", "Left empty: every week."),
        ),
        Field(
            "township_cadence",
            Text("乡镇排查频次", "Rounds of the township"),
            Type.CODE,
            codes="cadence",
            hint=Text("空着就是每半月一次。", "Left empty: twice a month."),
        ),
        Field(
            "risk_scheme",
            Text("风险等级方案", "Scheme of risk levels"),
            Type.CODE,
            codes="risk_scheme",
            hint=Text(
                "空着就是四色(修水)。各级含义在设置的“排查”里。",
                "Left empty: four colours (Xiushui). Meanings: settings, Screening.",
            ),
        ),
        Field(
            "type_profile",
            Text("纠纷类型口径", "List of dispute types"),
            Type.CODE,
            codes="type_profile",
        ),
        Field("date_basis", Text("统计日期口径", "Date basis"), Type.CODE, codes="date_basis"),
        Field(
            "rate_denominator",
            Text("成功率口径", "Success rate"),
            Type.CODE,
            codes="rate_denominator",
        ),
        Field("rate_decimals", Text("比率小数位数", "Decimals of rates"), Type.INTEGER, least=0),
        Field(
            "screening_denominator",
            Text("排查表成功率口径", "Rate of the screening sheet"),
            Type.CODE,
            codes="screening_denominator",
        ),
        Field(
            "unreported_villages",
            Text("有村(居)未上报排查时", "When villages have not reported"),
            Type.CODE,
            codes="unreported_villages",
        ),
        Field(
            "sheet_issuer",
            Text("排查表制表机关", "Issuer of the screening sheet"),
            longest=60,
            hint=Text(
                "印在矛盾纠纷排查情况表页脚;空着按原表。",
                "At the foot of the screening sheet; left empty, as on the original.",
            ),
        ),
        Field(
            "entrusted_box",
            Text("接受委托移送在登记表上勾选", "Box ticked for entrusted cases"),
            Type.CODE,
            codes="source_box",
            hint=Text(
                "受理登记表的案件来源只有两项;委托移送勾选哪一项请按当地要求选择。",
                "The register form has only two boxes for the source; choose as your county asks.",
            ),
        ),
        Field(
            "paper_profile",
            Text("卷宗文书清单", "List of papers of a file"),
            Type.CODE,
            codes="paper_profile",
            hint=Text(
                "决定一卷应有哪些文书和装订顺序。空着时用十三项。",
                "What belongs in a file and in which order. Left empty: the 13 items.",
            ),
        ),
        Field(
            "cover_variant",
            Text("卷宗封面式样", "Cover of a file"),
            Type.CODE,
            codes="cover_variant",
        ),
        Field(
            "short_term_years",
            Text("短期保管年数", "Years of short keeping"),
            Type.INTEGER,
            least=1,
            hint=Text(
                "法律没有规定年数,按当地档案部门的要求填写;空着时封面只写期限类别。",
                "No law gives years: as your archive asks. Left empty, the cover names the class.",
            ),
        ),
        Field(
            "long_term_years",
            Text("长期保管年数", "Years of long keeping"),
            Type.INTEGER,
            least=1,
        ),
        *TARGET_FIELDS,
        *TERM_FIELDS,
        *AID_FIELDS,
        Field(
            "subsidy_scheme",
            Text("案件补贴标准", "Scheme of case subsidies"),
            longest=100,
            hint=Text(
                "在设置的“案件补贴”里选择。空着时申报金额自己填写。",
                "Chosen in settings, Subsidies. Left empty, amounts are typed.",
            ),
        ),
        Field(
            "subsidy_unsettled",
            Text("未调解成功的也可申报补贴", "Unsettled cases may be claimed"),
            Type.YES_NO,
            hint=Text("多数地方只补贴调解成功的。", "Most places pay settled cases only."),
        ),
        Field(
            "subsidy_screened_only",
            Text("未列入排查台账的不予补贴", "Only cases of the screening register are paid"),
            Type.YES_NO,
        ),
        Field(
            "subsidy_yearly_cap",
            Text("每名调解员每年补贴上限(元)", "Most a year for one mediator (yuan)"),
            Type.MONEY,
            least=0,
            hint=Text("空着就是没有上限。", "Left empty: no limit."),
        ),
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
    ),
    form=(
        Section(
            Text("基本情况", "The office"),
            ("name", "township", "county", "region_code", "head", "phone", "address"),
        ),
        Section(
            Text("编号", "Numbers"),
            (
                "case_prefix",
                "case_pattern",
                "file_prefix",
                "file_pattern",
                "agreement_prefix",
                "agreement_pattern",
                "screening_prefix",
                "screening_pattern",
                "round_prefix",
                "round_pattern",
            ),
        ),
        Section(
            Text("纠纷排查", "Screening"),
            ("village_cadence", "township_cadence", "risk_scheme"),
        ),
        Section(
            Text("统计与文书口径", "Statistics and forms"),
            (
                "type_profile",
                "date_basis",
                "rate_denominator",
                "rate_decimals",
                "screening_denominator",
                "unreported_villages",
                "sheet_issuer",
                "entrusted_box",
                "paper_profile",
                "cover_variant",
                "short_term_years",
                "long_term_years",
                "remark",
            ),
        ),
        TARGET_SECTION,
        TERM_SECTION,
        AID_SECTION,
        Section(
            Text("案件补贴", "Case subsidies"),
            (
                "subsidy_scheme",
                "subsidy_unsettled",
                "subsidy_screened_only",
                "subsidy_yearly_cap",
            ),
        ),
    ),
    columns=("name", "township", "county", "head", "phone"),
    named_by=("name",),
    found_by=("name",),
    codes={**CODES, **AID_SETTING_CODES},
    check=_check_office,
)

VILLAGE = RecordKind(
    table="village",
    title=Text("村(居)", "Villages"),
    fields=(
        Field("name", Text("村(居)名称", "Name"), required=True, longest=100),
        Field("kind", Text("类别", "Kind"), Type.CODE, required=True, codes="village_kind"),
        Field("region_code", Text("行政区划代码", "Region code"), longest=12),
        Field("leader_name", Text("负责人", "Head"), longest=50),
        Field("phone", Text("联系电话", "Phone"), longest=40),
        Field("households", Text("户数", "Households"), Type.INTEGER, least=0),
        Field("population", Text("人口", "People"), Type.INTEGER, least=0),
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
    ),
    form=(
        Section(
            Text("村(居)", "Village"),
            (
                "name",
                "kind",
                "region_code",
                "leader_name",
                "phone",
                "households",
                "population",
                "remark",
            ),
        ),
    ),
    columns=("name", "kind", "leader_name", "phone", "households", "population"),
    named_by=("name",),
    found_by=("name", "leader_name", "phone"),
)

CODE = RecordKind(
    table="code",
    title=Text("自定义代码", "Own codes"),
    fields=(
        Field("list", Text("代码表", "List"), required=True, longest=60),
        Field("code", Text("代码", "Code"), required=True, longest=60),
        Field("zh", Text("名称", "Chinese"), required=True, longest=100),
        Field("en", Text("英文名称", "English"), longest=100),
        Field("position", Text("顺序", "Order"), Type.INTEGER),
        Field("retired", Text("停用", "Retired"), Type.YES_NO),
    ),
    form=(Section(Text("代码", "Code"), ("list", "code", "zh", "en", "position", "retired")),),
    columns=("list", "code", "zh", "position", "retired"),
    named_by=("list", "zh"),
)
