"""法律咨询: the quarterly sheet (季报, 54 columns) and table 十一 of the half-year report (28).

In the quarterly sheet everything is 人次: somebody who asks about two kinds counts under the first.
Table 十一 counts kinds in 件: somebody who asks about two kinds is 1 人次 and 2 件.
"""

from core.legal_aid.matters import of_branch, of_column
from core.reports.aid_facts import (
    AREA,
    BY_CONSULTATION,
    CASES,
    CONSULTATIONS,
    TIMES,
    VERSION,
    VERSION_WORDS,
    VILLAGES,
    adds_up,
    at_most,
    id_of,
    named_at_most,
    numbered,
)
from core.reports.aid_periods import aid_period
from core.reports.definition import Column, Layout, Report
from core.text import Text

Cell = tuple[Text, str, tuple[Text, ...], Text]

_CHANNELS = Text("咨询方式", "Channel")
_PEOPLE = Text("咨询人员类别", "Groups")
_TOTAL = Text("合计", "Total")
_OF_PHONE = Text("其中“12348”来电", "Of them 12348")


def _if(condition: str) -> str:
    """SQL: the 人次 of those that fit."""
    return f"case when {condition} then n end"


# --- quarter -------------------------------------------------------------------------------------

_BRANCHES = (
    (
        "criminal",
        Text("刑事类", "Criminal"),
        (
            Text("故意杀人", "Homicide"),
            Text("故意伤害", "Injury"),
            Text("抢劫抢夺", "Robbery"),
            Text("强奸", "Rape"),
            Text("毒品", "Drugs"),
            Text("盗窃", "Theft"),
            Text("诈骗", "Fraud"),
            Text("受贿行贿", "Bribery"),
            Text("交通肇事", "Traffic offence"),
        ),
    ),
    (
        "civil",
        Text("民事类", "Civil"),
        (
            Text("赡养费", "Parents"),
            Text("扶养费", "Spouses"),
            Text("抚养费", "Children"),
            Text("劳动报酬", "Wages"),
            Text("见义勇为", "Bravery"),
            Text("工伤", "Work injury"),
            Text("交通事故", "Traffic accident"),
            Text("医疗事故", "Medical accident"),
            Text("婚姻家庭", "Family"),
        ),
    ),
    (
        "administrative",
        Text("行政类", "Administrative"),
        (
            Text("国家赔偿", "State compensation"),
            Text("社会保险待遇", "Social insurance"),
            Text("最低生活保障", "Minimum allowance"),
            Text("抚恤金救济金", "Pension, relief"),
        ),
    ),
    (
        "economic",
        Text("经济类", "Economic"),
        (
            Text("民间借贷", "Lending"),
            Text("合同纠纷", "Contract"),
            Text("消费者权益", "Consumers"),
        ),
    ),
)
_LOCAL = Text("本地典型咨询类型", "Typical here")
_ONE_AND_TWO = (Text("类型一", "Kind 1"), Text("类型二", "Kind 2"))
#: Column of the total of each branch; its kinds follow, and its two local ones.
BRANCH_TOTALS = {"criminal": 18, "civil": 28, "administrative": 38, "economic": 43}
LOCAL_SINCE = 47


def _channels() -> list[Cell]:
    phone, own = "channel in ('phone', 'phone_12348')", "channel = 'phone_12348'"
    return [
        (Text("咨询总计", "Consultations"), "n", (), TIMES),
        (Text("来电", "Calls"), _if(phone), (_CHANNELS,), TIMES),
        (_OF_PHONE, _if(own), (_CHANNELS,), TIMES),
        (Text("来访", "Visits"), _if("channel = 'visit'"), (_CHANNELS,), TIMES),
        (Text("来信", "Letters"), _if("channel = 'letter'"), (_CHANNELS,), TIMES),
        (Text("网络", "Online"), _if("channel = 'online'"), (_CHANNELS,), TIMES),
        (Text("其他", "Other"), _if("channel = 'other'"), (_CHANNELS,), TIMES),
    ]


_QUARTER_GROUPS = {
    "female": Text("女性", "Women"),
    "disabled": Text("残疾人", "Disabled"),
    "farmer": Text("农民", "Farmers"),
    "migrant_worker": Text("农民工", "Migrant workers"),
    "military_family": Text("军人军属", "Soldiers, families"),
    "minor": Text("未成年人", "Minors"),
    "elderly": Text("老年人", "Elderly"),
    "foreign_stateless": Text("外国籍人", "Foreign"),
    "general_poor": Text("一般贫困者", "Poor"),
    "other_group": Text("其他人群", "Others"),
}


def _kinds() -> list[Cell]:
    cells: list[Cell] = []
    for branch, head, kinds in _BRANCHES:
        cells.append((_TOTAL, _if(of_branch("matter", branch)), (head,), TIMES))
        first = BRANCH_TOTALS[branch] + 1
        for number, label in enumerate(kinds, first):
            cells.append((label, _if(of_column("matter", "quarter", number)), (head,), TIMES))
    return cells


def _local() -> list[Column]:
    """What is typical is for each place to say: nothing is counted, the figures are typed."""
    pairs = [(head, label) for _, head, _ in _BRANCHES for label in _ONE_AND_TWO]
    return [
        Column(id_of("q", n), label, TIMES, "0", (_LOCAL, head), typed=True)
        for n, (head, label) in enumerate(pairs, LOCAL_SINCE)
    ]


_QUARTER_COLUMNS = (
    *numbered(
        "q",
        [
            *_channels(),
            *((label, group, (_PEOPLE,), TIMES) for group, label in _QUARTER_GROUPS.items()),
            *_kinds(),
        ],
    ),
    *_local(),
)


def _named_kinds(place: int) -> tuple[int, ...]:
    """Numbers of the kinds of a branch, its two local ones last."""
    branch, _, kinds = _BRANCHES[place]
    first, local = BRANCH_TOTALS[branch] + 1, LOCAL_SINCE + 2 * place
    return (*range(first, first + len(kinds)), local, local + 1)


_QUARTER_RELATIONS = (
    adds_up("q", 1, 2, 4, 5, 6, 7),
    at_most("q", 3, 2),
    adds_up("q", 1, *BRANCH_TOTALS.values()),
    *(
        named_at_most("q", whole, *_named_kinds(place))
        for place, whole in enumerate(BRANCH_TOTALS.values())
    ),
)

LEGAL_AID_QUARTER = Report(
    name="legal_aid_quarter",
    title=Text("法律咨询数据统计表(季报)", "Legal consultations (quarterly)"),
    stub=AREA,
    facts=CONSULTATIONS,
    rows=VILLAGES,
    bases=BY_CONSULTATION,
    layouts=(Layout(VERSION, VERSION_WORDS, _QUARTER_COLUMNS, _QUARTER_RELATIONS),),
    table="consultation",
    layout_setting="",
    days=aid_period,
)


# --- table 十一 ----------------------------------------------------------------------------------

_VISITORS = Text("来访人员类别", "Visitors")
_MATTERS = Text("咨询类型", "Matters")
_HANDLING = Text("处理情况", "Handling")
_VISIT_GROUPS = {
    "woman": Text("妇女", "Women"),
    "disabled": Text("残疾人", "Disabled"),
    "farmer": Text("农民", "Farmers"),
    "migrant_worker": Text("农民工", "Migrant workers"),
    "elderly": Text("老年人", "Elderly"),
    "minor": Text("未成年人", "Minors"),
    "military_family": Text("军人军属", "Soldiers, families"),
    "ethnic_minority": Text("少数民族", "Ethnic minorities"),
}
_T11_MATTERS = {
    16: Text("刑事", "Criminal"),
    17: Text("国家赔偿", "State compensation"),
    18: Text("社会保险待遇", "Social insurance"),
    19: Text("最低生活保障待遇", "Minimum allowance"),
    20: Text("抚恤金、救济金", "Pension, relief"),
    21: Text("劳动纠纷", "Labour"),
    22: Text("婚姻家庭", "Family"),
    23: Text("损害赔偿", "Damages"),
    24: Text("其他", "Other"),
}


def _asked(fits: str | None, first_fits: str | None) -> str:
    """SQL: how many kinds (件) fit; those counted at an event all stand under the first."""
    where = f" where {fits}" if fits else ""
    at_event = f"case when {first_fits} then counted_matters end" if first_fits else EVENT_MATTERS
    return f"""case when alone then (select count(*) from json_each(matter_codes){where})
        else {at_event} end"""


EVENT_MATTERS = "counted_matters"


def _t11_columns() -> tuple[Column, ...]:
    phone = "channel in ('phone', 'phone_12348')"
    groups = (
        (label, f"channel = 'visit' and {group}", (_CHANNELS, _VISITORS), TIMES)
        for group, label in _VISIT_GROUPS.items()
    )
    matters = (
        (
            label,
            _asked(of_column("value", "t11", number), of_column("matter", "t11", number)),
            (_MATTERS,),
            CASES,
        )
        for number, label in _T11_MATTERS.items()
    )
    cells: list[Cell] = [
        (Text("咨询总数", "Consultations"), "n", (), TIMES),
        (Text("来访", "Visits"), _if("channel = 'visit'"), (_CHANNELS,), TIMES),
        *groups,
        (Text("来信", "Letters"), _if("channel = 'letter'"), (_CHANNELS,), TIMES),
        (Text("来电", "Calls"), _if(phone), (_CHANNELS,), TIMES),
        (_OF_PHONE, _if("channel = 'phone_12348'"), (_CHANNELS,), TIMES),
        (Text("网络", "Online"), _if("channel = 'online'"), (_CHANNELS,), TIMES),
        (_TOTAL, _asked(None, None), (_MATTERS,), CASES),
        *matters,
        (Text("代书", "Documents drafted"), "drafted", (_HANDLING,), CASES),
        (Text("在咨询中申请法律援助", "Applied for aid"), "applied", (_HANDLING,), CASES),
        (Text("其中受理并批准", "Of them granted"), "approved", (_HANDLING,), CASES),
        (Text("引导向其他渠道求助", "Referred elsewhere"), "referred", (_HANDLING,), CASES),
    ]
    return tuple(numbered("t11", cells))


_T11_RELATIONS = (
    adds_up("t11", 1, 2, 11, 12, 14),
    *(at_most("t11", group, 2) for group in range(3, 11)),
    at_most("t11", 13, 12),
    adds_up("t11", 15, *range(16, 25)),
    at_most("t11", 1, 15),
    at_most("t11", 27, 26),
)

LEGAL_AID_T11 = Report(
    name="legal_aid_t11",
    title=Text("法律援助统计表十一(咨询)", "Legal aid, table 11: consultations"),
    stub=AREA,
    facts=CONSULTATIONS,
    rows=VILLAGES,
    bases=BY_CONSULTATION,
    layouts=(Layout(VERSION, VERSION_WORDS, _t11_columns(), _T11_RELATIONS),),
    table="consultation",
    layout_setting="",
    days=aid_period,
)
