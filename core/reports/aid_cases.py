"""法律援助统计表五 (刑事, 46 columns), 六 (民事, 47) and 七 (行政, 34) of the half-year report.

Column numbers, labels and relations are those of the provincial system of about 2017; groups of
recipients are never added up, for somebody with several identities stands in each.
"""

from collections.abc import Iterable

from core.legal_aid.matters import of_column
from core.reports.aid_facts import (
    AID,
    AREA,
    BY_APPLICATION,
    CASES,
    MONEY,
    VERSION,
    VERSION_WORDS,
    VILLAGES,
    adds_up,
    at_most,
    cases_of,
    each,
    money,
    numbered,
)
from core.reports.aid_periods import aid_period
from core.reports.definition import Layout, Relation, Report
from core.text import Text

Cell = tuple[Text, str, tuple[Text, ...], Text]

_TOTAL, _OTHER = Text("合计", "Total"), Text("其他", "Other")
_APPLIED, _APPROVED = Text("申请", "Applications"), Text("批准", "Approved")
_REFUSED, _CLOSED = Text("未批准", "Refused"), Text("已结案", "Closed")
_RECIPIENTS = Text("受援人", "Recipients")
_OPEN = Text("未结案件", "Open")
_RECOVERED = Text("挽回损失或取得利益", "Recovered")
_TERMINATED = Text("终止", "Terminated")
_LAWSUITS, _OUTSIDE = Text("诉讼", "Lawsuits"), Text("非诉讼", "Outside lawsuits")
#: In the order of tables 五 to 九; 盲聋哑 and 外国人 stand only in some.
GROUP_LABELS = {
    "woman": Text("妇女", "Women"),
    "disabled": Text("残疾人", "Disabled"),
    "farmer": Text("农民", "Farmers"),
    "migrant_worker": Text("农民工", "Migrant workers"),
    "elderly": Text("老年人", "Elderly"),
    "minor": Text("未成年人", "Minors"),
    "military_family": Text("军人军属", "Soldiers, families"),
    "ethnic_minority": Text("少数民族", "Ethnic minorities"),
}
FOREIGN = Text("外国人", "Foreign")


def _report(name: str, title: Text, cells: Iterable[Cell], relations: Iterable[Relation]) -> Report:
    columns = tuple(numbered(name, list(cells)))
    return Report(
        name=f"legal_aid_{name}",
        title=title,
        stub=AREA,
        facts=AID,
        rows=VILLAGES,
        bases=BY_APPLICATION,
        layouts=(Layout(VERSION, VERSION_WORDS, columns, tuple(relations)),),
        table="legal_aid_case",
        layout_setting="",
        days=aid_period,
    )


def _groups(kind: str) -> list[Cell]:
    return [
        (label, cases_of(group, kind), (_RECIPIENTS,), CASES)
        for group, label in GROUP_LABELS.items()
    ]


# --- table 五 ------------------------------------------------------------------------------------

CRIMINAL = "kind = 'criminal'"
_NOTIFIED = f"{CRIMINAL} and aid_type in ('notified', 'requested')"
_ON_APPLICATION = f"{CRIMINAL} and aid_type = 'applied'"
_BY_ORGAN = """aid_source in ('police_transferred', 'procuratorate_transferred', 'court_designated',
        'social_org_transferred', 'law_firm_transferred', 'other')"""
_STAGES = {
    "investigation": Text("侦查", "Investigation"),
    "prosecution_review": Text("审查起诉", "Prosecution"),
    "first_instance": Text("一审", "First instance"),
    "second_instance": Text("二审", "Second instance"),
}
_STAGE_CODES = ", ".join(f"'{code}'" for code in _STAGES)
#: Whom a notice is about, each case once: the first that fits.
_WHOM = """case
    when c_minor then 'minor' when c_blind_deaf_mute then 'blind'
    when notice like '%精神%' then 'mental'
    when c_possible_death_penalty or notice like '%死刑%' or notice like '%无期%' then 'death'
    else 'other' end"""
_WHOM_LABELS = {
    "minor": Text("未成年人", "Minors"),
    "blind": Text("盲聋哑人", "Blind, deaf, mute"),
    "mental": Text("精神病人", "Mentally ill"),
    "death": Text("可能判处无期徒刑或死刑", "Facing life or death"),
    "other": _OTHER,
}
_ORGANS = {
    "= 'police_transferred'": Text("公安机关", "Police"),
    "= 'procuratorate_transferred'": Text("检察机关", "Procuratorate"),
    "= 'court_designated'": Text("人民法院", "Court"),
    "in ('social_org_transferred', 'law_firm_transferred', 'other')": _OTHER,
}
#: As what somebody applies: by the way of aid, by the words of the standing, by the stage.
_AS = """case
    when aid_method in ('victim_agency', 'incidental_civil_agency') then 'victim'
    when aid_method = 'private_prosecution_agency' then 'prosecutor'
    when standing like '%被害%' then 'victim' when standing like '%自诉%' then 'prosecutor'
    when standing like '%嫌疑%' then 'suspect' when standing like '%被告%' then 'defendant'
    when stage in ('investigation', 'prosecution_review') then 'suspect'
    when stage in ('first_instance', 'second_instance', 'trial_supervision', 'death_review',
        'petition') then 'defendant' end"""
_AS_LABELS = {
    "suspect": Text("犯罪嫌疑人", "Suspects"),
    "defendant": Text("被告人", "Defendants"),
    "victim": Text("被害人", "Victims"),
    "prosecutor": Text("自诉人", "Private prosecutors"),
}
_OPINIONS = {
    "opinion_adopted": Text("意见全部采纳", "Opinion adopted"),
    "opinion_partly": Text("意见部分采纳", "Adopted in part"),
    "opinion_rejected": Text("意见未采纳", "Not adopted"),
    "terminated": _TERMINATED,
}
_NOTICE = Text("通知辩护", "Defence on notice")


def _notified() -> list[Cell]:
    stages, whom = (_NOTICE, Text("诉讼阶段", "Stage")), (_NOTICE, Text("人员类别", "Persons"))
    cells: list[Cell] = [
        (label, each("granted", f"{_NOTIFIED} and stage = '{code}'"), stages, CASES)
        for code, label in _STAGES.items()
    ]
    rest = f"{_NOTIFIED} and coalesce(stage, '') not in ({_STAGE_CODES})"
    cells.append((_OTHER, each("granted", rest), stages, CASES))
    cells += [
        (label, each("granted", f"{_NOTIFIED} and {_WHOM} = '{code}'"), whom, CASES)
        for code, label in _WHOM_LABELS.items()
    ]
    return [*cells, (_TOTAL, each("granted", _NOTIFIED), (_NOTICE,), CASES)]


def _applications() -> list[Cell]:
    passed_on = (_APPLIED, Text("转交申请", "Passed on"))
    direct = (_APPLIED, Text("直接申请", "Direct"))
    own = f"{_ON_APPLICATION} and not coalesce({_BY_ORGAN}, 0)"
    return [
        *(
            (label, each("applied", f"{_ON_APPLICATION} and aid_source {fits}"), passed_on, CASES)
            for fits, label in _ORGANS.items()
        ),
        (_TOTAL, each("applied", f"{_ON_APPLICATION} and {_BY_ORGAN}"), passed_on, CASES),
        *(
            (label, each("applied", f"{own} and {_AS} = '{code}'"), direct, CASES)
            for code, label in _AS_LABELS.items()
        ),
        (_TOTAL, each("applied", own), direct, CASES),
        *(
            (label, each("granted", f"{_ON_APPLICATION} and {_AS} = '{code}'"), (_APPROVED,), CASES)
            for code, label in _AS_LABELS.items()
        ),
        (_TOTAL, each("granted", _ON_APPLICATION), (_APPROVED,), CASES),
    ]


def _criminal() -> list[Cell]:
    groups = _groups(CRIMINAL)
    blind = Text("其中盲聋哑人", "Of them blind, deaf, mute")
    groups.insert(2, (blind, cases_of("blind_deaf_mute", CRIMINAL), (_RECIPIENTS,), CASES))
    groups.append((FOREIGN, cases_of("foreign_stateless", CRIMINAL), (_RECIPIENTS,), CASES))
    petition = f"{CRIMINAL} and matter = 'petition_retrial'"
    medical = f"{CRIMINAL} and aid_type = 'compulsory_medical'"
    closed: list[Cell] = [
        (label, each("closed", f"{CRIMINAL} and outcome = '{code}'"), (_CLOSED,), CASES)
        for code, label in _OPINIONS.items()
    ]
    return [
        (_TOTAL, each("granted", CRIMINAL), (), CASES),
        (Text("申诉", "Petitions"), each("granted", petition), (), CASES),
        *_notified(),
        (Text("强制医疗", "Compulsory treatment"), each("granted", medical), (), CASES),
        *_applications(),
        *groups,
        *closed,
        (_TOTAL, each("closed", CRIMINAL), (_CLOSED,), CASES),
        (_RECOVERED, money("recovered", CRIMINAL), (), MONEY),
        (_OPEN, each("is_open", CRIMINAL), (), CASES),
    ]


LEGAL_AID_T05 = _report(
    "t05",
    Text("法律援助统计表五(刑事)", "Legal aid, table 5: criminal cases"),
    _criminal(),
    (
        adds_up("t05", 1, 13, 14, 29),
        at_most("t05", 2, 1),
        adds_up("t05", 13, *range(3, 8)),
        adds_up("t05", 13, *range(8, 13)),
        adds_up("t05", 19, *range(15, 19)),
        adds_up("t05", 24, *range(20, 24)),
        adds_up("t05", 29, *range(25, 29)),
        at_most("t05", 32, 31),
        *(at_most("t05", group, 1) for group in range(30, 40)),
        adds_up("t05", 44, *range(40, 44)),
    ),
)


# --- table 六 ------------------------------------------------------------------------------------

CIVIL = "kind = 'civil'"
_MIGRANTS = Text("其中农民工", "Of them migrant workers")
_CIVIL_MATTERS = {
    3: Text("社会保险待遇", "Social insurance"),
    4: Text("其中工伤保险", "Of it work injury"),
    5: _MIGRANTS,
    6: Text("婚姻家庭", "Family"),
    7: Text("其中赡养扶养抚养费", "Of it maintenance"),
    8: Text("其中家庭暴力", "Of it violence"),
    9: Text("劳动报酬", "Wages"),
    10: _MIGRANTS,
    11: Text("工伤(工伤保险之外)", "Work injury outside the insurance"),
    12: _MIGRANTS,
    13: Text("其他劳动纠纷", "Other labour"),
    14: Text("交通事故", "Traffic accident"),
    15: Text("医疗事故", "Medical accident"),
    16: Text("产品质量", "Product quality"),
    17: Text("其他人身伤害", "Other injury"),
    18: Text("见义勇为", "Bravery"),
    19: Text("申诉", "Petitions"),
    20: _OTHER,
}
_REASONS = {
    "refusal_reason = 'out_of_scope'": Text("不属范围", "Outside the scope"),
    "refusal_reason = 'means_not_met'": Text("不符合经济困难标准", "Not in hardship"),
    "refusal_reason not in ('out_of_scope', 'means_not_met')": _OTHER,
}


def _matters(
    kind: str, table: str, labels: dict[int, Text], migrants: dict[int, int]
) -> list[Cell]:
    """Approved cases by matter; `migrants` are the columns for those of migrant workers, each with
    the column it is part of."""
    cells: list[Cell] = []
    for number, label in labels.items():
        fits = f"{kind} and {of_column('matter', table, migrants.get(number, number))}"
        adds = cases_of("migrant_worker", fits) if number in migrants else each("granted", fits)
        cells.append((label, adds, (_APPROVED,), CASES))
    return cells


def _refused(kind: str) -> list[Cell]:
    return [
        (_TOTAL, each("refused", kind), (_REFUSED,), CASES),
        *(
            (label, each("refused", f"{kind} and {reason}"), (_REFUSED,), CASES)
            for reason, label in _REASONS.items()
        ),
    ]


def _closed(kind: str, procedure: str, outcomes: dict[str, Text], head: Text) -> list[Cell]:
    """By outcome; the column of all of them last."""
    fits = f"{kind} and procedure = '{procedure}'"
    return [
        *(
            (label, each("closed", f"{fits} and outcome = '{code}'"), (_CLOSED, head), CASES)
            for code, label in outcomes.items()
        ),
        (_TOTAL, each("closed", fits), (_CLOSED, head), CASES),
    ]


def _civil() -> list[Cell]:
    lawsuits = {
        "won": Text("胜诉", "Won"),
        "lost": Text("败诉", "Lost"),
        "mediated": Text("调解", "Mediated"),
        "withdrawn": Text("撤诉", "Withdrawn"),
        "terminated": _TERMINATED,
    }
    outside = {
        "mediated": Text("调解", "Mediated"),
        "settled": Text("和解", "Settled"),
        "arbitrated": Text("劳动仲裁", "Arbitrated"),
        "terminated": _TERMINATED,
    }
    return [
        (_APPLIED, each("applied", CIVIL), (), CASES),
        (_TOTAL, each("granted", CIVIL), (_APPROVED,), CASES),
        *_matters(CIVIL, "t06", _CIVIL_MATTERS, {5: 4, 10: 9, 12: 11}),
        *_refused(CIVIL),
        *_groups(CIVIL),
        (Text("已结案总数", "All"), each("closed", CIVIL), (_CLOSED,), CASES),
        *_closed(CIVIL, "litigation", lawsuits, _LAWSUITS),
        *_closed(CIVIL, "non_litigation", outside, _OUTSIDE),
        (_RECOVERED, money("recovered", CIVIL), (), MONEY),
        (Text("其中为农民工讨薪", "Of it wages"), money("wages", CIVIL), (), MONEY),
        (_OPEN, each("is_open", CIVIL), (), CASES),
    ]


LEGAL_AID_T06 = _report(
    "t06",
    Text("法律援助统计表六(民事)", "Legal aid, table 6: civil cases"),
    _civil(),
    (
        adds_up("t06", 1, 2, 21),
        adds_up("t06", 2, 3, 6, 9, 11, *range(13, 21)),
        at_most("t06", 4, 3),
        at_most("t06", 5, 4),
        at_most("t06", 7, 6),
        at_most("t06", 8, 6),
        at_most("t06", 10, 9),
        at_most("t06", 12, 11),
        adds_up("t06", 21, 22, 23, 24),
        *(at_most("t06", group, 2) for group in range(25, 33)),
        adds_up("t06", 33, 39, 44),
        adds_up("t06", 39, *range(34, 39)),
        adds_up("t06", 44, *range(40, 44)),
        at_most("t06", 46, 45),
    ),
)


# --- table 七 ------------------------------------------------------------------------------------

ADMINISTRATIVE = "kind = 'administrative'"
_STATE_MATTERS = {
    3: Text("国家赔偿", "State compensation"),
    4: Text("社会保险待遇", "Social insurance"),
    5: Text("其中工伤保险", "Of it work injury"),
    6: _MIGRANTS,
    7: Text("工伤(工伤保险之外)", "Work injury outside the insurance"),
    8: _MIGRANTS,
    9: Text("最低社会保障", "Minimum allowance"),
    10: Text("抚恤金、救济金", "Pension, relief"),
    11: Text("申诉", "Petitions"),
    12: _OTHER,
}


def _administrative() -> list[Cell]:
    won = {
        "won": Text("胜诉", "Won"),
        "lost": Text("败诉", "Lost"),
        "withdrawn": Text("撤诉", "Withdrawn"),
        "terminated": _TERMINATED,
    }
    *outcomes, lawsuits = _closed(ADMINISTRATIVE, "litigation", won, _LAWSUITS)
    stopped, outside = _closed(
        ADMINISTRATIVE, "non_litigation", {"terminated": Text("其中终止", "Terminated")}, _OUTSIDE
    )
    return [
        (_APPLIED, each("applied", ADMINISTRATIVE), (), CASES),
        (_TOTAL, each("granted", ADMINISTRATIVE), (_APPROVED,), CASES),
        *_matters(ADMINISTRATIVE, "t07", _STATE_MATTERS, {6: 5, 8: 7}),
        *_refused(ADMINISTRATIVE),
        *_groups(ADMINISTRATIVE),
        lawsuits,
        *outcomes,
        outside,
        stopped,
        (_TOTAL, each("closed", ADMINISTRATIVE), (_CLOSED,), CASES),
        (_RECOVERED, money("recovered", ADMINISTRATIVE), (), MONEY),
        (_OPEN, each("is_open", ADMINISTRATIVE), (), CASES),
    ]


LEGAL_AID_T07 = _report(
    "t07",
    Text("法律援助统计表七(行政)", "Legal aid, table 7: administrative cases"),
    _administrative(),
    (
        adds_up("t07", 1, 2, 13),
        adds_up("t07", 2, 3, 4, 7, 9, 10, 11, 12),
        at_most("t07", 5, 4),
        at_most("t07", 6, 5),
        at_most("t07", 8, 7),
        adds_up("t07", 13, 14, 15, 16),
        *(at_most("t07", group, 2) for group in range(17, 25)),
        adds_up("t07", 25, 26, 27, 28, 29),
        at_most("t07", 31, 30),
        adds_up("t07", 32, 25, 30),
    ),
)
