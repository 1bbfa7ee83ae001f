"""法律援助业务数据统计表(月报): 24 columns; consultations, approved cases, recipients.

A case stands in one column only: criminal ones by the kind of aid, all others as a petition, a
notarial or forensic matter, a lawsuit, or outside one.
"""

from core.reports.aid_facts import (
    AID,
    AREA,
    BY_DECISION,
    CASES,
    CONSULTED,
    MONEY,
    PEOPLE,
    TIMES,
    VERSION,
    VERSION_WORDS,
    VILLAGES,
    adds_up,
    at_most,
    each,
    id_of,
    money,
    numbered,
    people_of,
)
from core.reports.aid_periods import aid_period
from core.reports.definition import Column, Layout, Report
from core.text import Text

_CRIMINAL = Text("刑事法律援助案件", "Criminal")
_GROUPS = Text("受援人分类", "Recipients by group")
_OWN_COLUMN = "matter in ('petition_retrial', 'notary_aid', 'forensic_aid')"
_OTHERS = f"kind is not 'criminal' and not coalesce({_OWN_COLUMN}, 0)"


def _criminal(aid_type: str) -> str:
    return each("granted", f"kind = 'criminal' and aid_type = '{aid_type}'")


def _matter(code: str) -> str:
    return each("granted", f"kind is not 'criminal' and matter = '{code}'")


def _lawsuit(kind: str) -> str:
    return each("granted", f"{_OTHERS} and kind = '{kind}' and procedure = 'litigation'")


_GROUP_LABELS = {
    "female": Text("女性", "Women"),
    "disabled": Text("残疾人", "Disabled"),
    "farmer": Text("农民", "Farmers"),
    "migrant_worker": Text("农民工", "Migrant workers"),
    "minor": Text("未成年人", "Minors"),
    "elderly": Text("老年人", "Elderly"),
    "ethnic_minority": Text("少数民族", "Ethnic minorities"),
    "military_family": Text("军人军属", "Soldiers, families"),
    "foreign_stateless": Text("外国籍人或无国籍人", "Foreign or stateless"),
}


def _columns() -> tuple[Column, ...]:
    consulted = Column(
        id_of("m", 1),
        Text("解答法律咨询数", "Consultations"),
        TIMES,
        "n",
        of=CONSULTED.table,
    )
    cells = [
        (Text("解答法律咨询数", "Consultations"), "0", (), TIMES),  # its facts are others
        (Text("办理法律援助案件数", "Cases of legal aid"), each("granted"), (), CASES),
        (Text("申请类", "On application"), _criminal("applied"), (_CRIMINAL,), CASES),
        (Text("通知类", "On notice"), _criminal("notified"), (_CRIMINAL,), CASES),
        (Text("商请类", "On request"), _criminal("requested"), (_CRIMINAL,), CASES),
        (
            Text("强制医疗类", "Compulsory treatment"),
            _criminal("compulsory_medical"),
            (_CRIMINAL,),
            CASES,
        ),
        (Text("合计", "Total"), each("granted", "kind = 'criminal'"), (_CRIMINAL,), CASES),
        (Text("民事诉讼案件", "Civil lawsuits"), _lawsuit("civil"), (), CASES),
        (Text("行政诉讼案件", "Administrative lawsuits"), _lawsuit("administrative"), (), CASES),
        (Text("申诉案件", "Petitions"), _matter("petition_retrial"), (), CASES),
        (Text("公证援助案件", "Notarial aid"), _matter("notary_aid"), (), CASES),
        (Text("司法鉴定援助案件", "Forensic aid"), _matter("forensic_aid"), (), CASES),
        (
            Text("其他非诉讼类案件", "Other, outside a lawsuit"),
            each("granted", f"{_OTHERS} and procedure = 'non_litigation'"),
            (),
            CASES,
        ),
        (Text("挽回经济损失或取得利益", "Recovered"), money("recovered"), (), MONEY),
        (Text("受援人数", "Recipients"), "case when granted then people end", (), PEOPLE),
        *((label, people_of(g), (_GROUPS,), PEOPLE) for g, label in _GROUP_LABELS.items()),
    ]
    return (consulted, *numbered("m", cells)[1:])


_RELATIONS = (
    adds_up("m", 7, 3, 4, 5, 6),
    adds_up("m", 2, 7, 8, 9, 10, 11, 12, 13),
    *(at_most("m", group, 15) for group in range(16, 25)),
)

LEGAL_AID_MONTH = Report(
    name="legal_aid_month",
    title=Text("法律援助业务数据统计表(月报)", "Legal aid (monthly)"),
    stub=AREA,
    facts=AID,
    rows=VILLAGES,
    bases=BY_DECISION,
    layouts=(Layout(VERSION, VERSION_WORDS, _columns(), _RELATIONS),),
    table="legal_aid_case",
    others=(CONSULTED,),
    layout_setting="",
    days=aid_period,
)
