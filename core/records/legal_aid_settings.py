"""法律援助口径: what an office is in legal aid, how it numbers and counts. Fields of the office,
and the local standards of hardship and of pay, each with the days between which it holds."""

import string

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.text import Text

AID_SETTING_CODES = {
    "aid_role": {
        "station": Text("法律援助工作站", "Workstation"),
        "centre": Text("法律援助中心", "Legal aid centre"),
    },
    "aid_period": {
        "calendar": Text("自然月、季、年", "Calendar months and years"),
        "dec_nov": Text("上年12月至本年11月", "December to November"),
        "day_21": Text("上月21日至本月20日", "From the 21st to the 20th"),
    },
    "video_counted": {
        "online": Text("计入网络", "As online"),
        "other": Text("计入其他", "As other"),
    },
    "event_counted": {
        "visit": Text("计入来访", "As visits"),
        "other": Text("计入其他", "As other"),
    },
    "partly_won_counted": {
        "won": Text("计入胜诉", "As won"),
        "lost": Text("计入败诉", "As lost"),
    },
}

_PATTERN = Text(
    "可用 {prefix} 字头、{year} 年度、{serial} 序号({serial:03} 为三位),年度和序号必须有。",
    "May use {prefix}, {year}, {serial} ({serial:03}: three places); the last two are needed.",
)
#: Patterns of numbers the office may set; each must name the year and the serial.
AID_PATTERNS = ("application_pattern", "consultation_pattern", "drafting_pattern")
_UNVERIFIED = Text(
    "现行统计口径没有查到,按县法律援助中心的要求选择。",
    "No present rule is known: as the county centre asks.",
)

AID_FIELDS = (
    Field(
        "aid_role",
        Text("法律援助身份", "Role in legal aid"),
        Type.CODE,
        codes="aid_role",
        hint=Text(
            "工作站只登记中心的决定、指派和补贴;中心自己办理。空着就是工作站。",
            "A station records what a centre decides, assigns and pays. Left empty: a station.",
        ),
    ),
    Field("aid_centre", Text("县法律援助中心名称", "Name of the centre")),
    Field("aid_centre_phone", Text("中心联系电话", "Phone of the centre"), longest=60),
    Field(
        "aid_prefix",
        Text("法律援助文号字头", "Prefix of legal-aid numbers"),
        longest=20,
        hint=Text("地名简称,如 斜。", "Short name of the place."),
    ),
    Field("application_pattern", Text("申请编号格式", "Application number"), hint=_PATTERN),
    Field("consultation_pattern", Text("咨询编号格式", "Consultation number"), hint=_PATTERN),
    Field("drafting_pattern", Text("代书编号格式", "Drafting number"), hint=_PATTERN),
    Field(
        "issued_pattern",
        Text("法律援助文书文号格式", "Number of legal-aid papers"),
        hint=Text(
            "另可用 {doc}:审、决、指、函、终等,按文书种类各自编号。",
            "May use {doc} too, the sign of the paper; each kind is counted apart.",
        ),
    ),
    Field(
        "aid_rolls_over",
        Text("法律援助期限遇节假日顺延", "Legal-aid terms on days off go on"),
        Type.YES_NO,
        hint=Text(
            "选“是”,期限最后一天放假的,顺延到其后第一个工作日;空着不顺延。是否适用于行政期限"
            "没有查到明文。《民法典》第二百零三条",
            "With yes a term that ends on a day off ends on the next working day. Whether this "
            "applies to administrative terms is not known. Civil Code, art. 203",
        ),
    ),
    Field(
        "aid_period",
        Text("法律援助报表起止", "Periods of legal-aid sheets"),
        Type.CODE,
        codes="aid_period",
        hint=Text("空着就是自然月、季、年。", "Left empty: calendar periods."),
    ),
    Field(
        "video_counted",
        Text("视频终端咨询", "Consultations by video"),
        Type.CODE,
        codes="video_counted",
        hint=_UNVERIFIED,
    ),
    Field(
        "event_counted",
        Text("现场活动咨询", "Consultations at events"),
        Type.CODE,
        codes="event_counted",
        hint=_UNVERIFIED,
    ),
    Field(
        "partly_won_counted",
        Text("部分胜诉", "Partly won cases"),
        Type.CODE,
        codes="partly_won_counted",
        hint=_UNVERIFIED,
    ),
)

AID_SECTION = Section(
    Text("法律援助口径", "Legal aid"),
    tuple(f.name for f in AID_FIELDS),
)


def issued_pattern_problems(row: Row) -> list[Problem]:
    """A pattern of papers names the year and the serial, and nothing that is not known."""
    pattern = row.get("issued_pattern")
    if not pattern:
        return []
    try:
        names = {n for _, n, _, _ in string.Formatter().parse(pattern) if n is not None}
        pattern.format(prefix="甲", doc="决", year=2026, serial=1)
    except (ValueError, KeyError, IndexError, AttributeError, TypeError):
        names = set()
    if {"year", "serial"} <= names <= {"prefix", "doc", "year", "serial"}:
        return []
    said = Text(
        "文号格式须含 {year} 和 {serial},只能另用 {prefix}、{doc}。",
        "The pattern needs {year} and {serial} and may only add {prefix} and {doc}.",
    )
    return [Problem("issued_pattern", said)]


def _check_dates(row: Row) -> list[Problem]:
    since, until = row.get("valid_from"), row.get("valid_until")
    if since and until and until < since:
        said = Text("失效日期早于生效日期。", "It ends before it begins.")
        return [Problem("valid_until", said)]
    return []


_VALID = (
    Field("valid_from", Text("生效日期", "Valid from"), Type.DATE, required=True, future=True),
    Field("valid_until", Text("失效日期", "Valid until"), Type.DATE, future=True),
    Field("ground", Text("依据", "Ground"), required=True),
    Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
)

HARDSHIP_STANDARD = RecordKind(
    table="hardship_standard",
    title=Text("经济困难标准", "Hardship standards"),
    fields=(
        Field(
            "standard_name",
            Text("标准名称", "Standard"),
            required=True,
            hint=Text(
                "由省级规定并调整;受理地与住所地不同的,按受理机构所在地标准。"
                "《法律援助法》第三十四条、《法律援助条例》第十三条",
                "Set by the province; that of the accepting centre applies. "
                "Legal Aid Law, art. 34; Regulation, art. 13",
            ),
        ),
        Field(
            "income_limit",
            Text("人均月收入上限(元)", "Most income a head and month (yuan)"),
            Type.MONEY,
            least=0,
        ),
        Field("limit_words", Text("标准说明", "In words"), Type.NOTE, longest=2000),
        *_VALID,
    ),
    form=(
        Section(
            Text("经济困难标准", "Hardship standard"),
            (
                "standard_name",
                "income_limit",
                "valid_from",
                "valid_until",
                "ground",
                "limit_words",
                "remark",
            ),
        ),
    ),
    columns=("standard_name", "income_limit", "valid_from", "valid_until", "ground"),
    named_by=("standard_name",),
    check=_check_dates,
)

AID_RATE = RecordKind(
    table="aid_rate",
    title=Text("法律援助补贴标准", "Legal-aid subsidy rates"),
    fields=(
        Field("rate_name", Text("补贴项目", "What is paid"), required=True),
        Field("unit", Text("计补单位", "Paid by"), Type.CODE, required=True, codes="rate_unit"),
        Field(
            "base_amount",
            Text("标准(元)", "Rate (yuan)"),
            Type.MONEY,
            required=True,
            least=0,
            hint=Text(
                "按直接费用和基本劳务费确定,由当地制定。司发通〔2019〕27号",
                "Direct cost and basic labour; set locally. Document 27 of 2019",
            ),
        ),
        Field("addons", Text("增补说明", "Additions"), Type.NOTE, longest=2000),
        Field("cap", Text("上限(元)", "Most (yuan)"), Type.MONEY, least=0),
        *_VALID,
    ),
    form=(
        Section(
            Text("补贴标准", "Rate"),
            (
                "rate_name",
                "unit",
                "base_amount",
                "cap",
                "valid_from",
                "valid_until",
                "ground",
                "addons",
                "remark",
            ),
        ),
    ),
    columns=("rate_name", "unit", "base_amount", "cap", "valid_from", "valid_until"),
    named_by=("rate_name",),
    codes={
        "rate_unit": {
            "case": Text("每件", "Case"),
            "day": Text("每工作日", "Working day"),
            "document": Text("每份", "Document"),
        }
    },
    check=_check_dates,
)
