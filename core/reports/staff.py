"""人民调解组织队伍经费保障情况统计表 - committees, mediators and money, by kind of committee.

The Ministry's own layout has not been seen: rows and columns are those for which there is evidence.
Committees and mediators are counted as they stand on the last day of the period, funds by year.
"""

from core.records.committee import CODES
from core.reports.definition import (
    Basis,
    Column,
    Facts,
    FixedRows,
    Layout,
    Relation,
    Report,
)
from core.reports.mediation import PEOPLE, TEN_THOUSAND_YUAN
from core.text import Text

_BODIES, _YUAN = Text("个", "bodies"), Text("元", "yuan")
#: In the order of the provincial statistics page.
ROWS = (
    "village",
    "community",
    "township",
    "subdistrict",
    "enterprise",
    "industry_professional",
    "social_org_other",
)
_NAMED = ", ".join(f"'{type}'" for type in ROWS)

#: A kind of committee that the office named itself stands in no row of the sheet.
COMMITTEES = f"""
    select id, case when committee_type in ({_NAMED}) then committee_type end as row_id,
        standardized
    from committee
    where state = 0 and coalesce(founded_on, '') <= :until
    order by id
"""
_OF_COMMITTEE = f"""
    case when c.state = 0 and c.committee_type in ({_NAMED}) then c.committee_type end as row_id
"""
MEDIATORS = f"""
    select m.id, {_OF_COMMITTEE}, m.gender, m.employment_kind, m.education,
        exists (
            select 1 from law_literate l where l.mediator_id = m.id and l.state = 0
            and coalesce(l.issued_on, '') <= :until
            and (l.removed_on is null or l.removed_on > :until)
        ) as law_literate
    from mediator m left join committee c on c.id = m.committee_id
    where m.state = 0 and coalesce(m.appointed_on, '') <= :until
        and (m.dismissed_on is null or m.dismissed_on > :until)
    order by m.id
"""
#: The year a period ends in; of a longer period every year that lies in it whole. A year from
#: 1 December to 30 November is the year it ends in.
FUNDS = f"""
    select f.id, {_OF_COMMITTEE}, f.guidance_funds, f.committee_subsidy_funds,
        f.mediator_allowance_funds
    from committee_funds f left join committee c on c.id = f.committee_id
    where f.state = 0 and f.year between
        min(
            cast(strftime('%Y', :until) as integer),
            cast(strftime('%Y', date(:since, '+1 year', '-1 day')) as integer)
        )
        and cast(strftime('%Y', :until) as integer)
    order by f.year, f.id
"""

_STAFF, _MONEY = Text("人民调解员", "Mediators"), Text("经费保障", "Funds")
_KINDS_OF_FUNDS = {
    "guidance_funds": Text("司法行政机关指导经费", "Guidance"),
    "committee_subsidy_funds": Text("调委会工作补助经费", "Committee subsidies"),
    "mediator_allowance_funds": Text("调解员补贴经费", "Mediators' allowances"),
}


def _people(id: str, label: Text, adds: str) -> Column:
    return Column(id, label, PEOPLE, adds, (_STAFF,), of="mediator")


_COUNTED = (
    Column("committees", Text("调委会数", "Committees"), _BODIES, "1"),
    Column(
        "committees_standardized",
        Text("其中规范化", "Of them standardised"),
        _BODIES,
        "standardized = 1",
    ),
    _people("mediators", Text("调解员总数", "All"), "1"),
    _people(
        "fulltime_count", CODES["employment_kind"]["full_time"], "employment_kind = 'full_time'"
    ),
    _people(
        "parttime_count", CODES["employment_kind"]["part_time"], "employment_kind = 'part_time'"
    ),
    _people("women", Text("女性", "Women"), "gender = 'female'"),
    _people("law_literate", Text("法律明白人", "Law-literate"), "law_literate"),
    _people(
        "education_senior",
        Text("高中及以上学历", "Senior high school or above"),
        "education in ('senior', 'college', 'bachelor', 'postgraduate')",
    ),
)


def _money(unit: Text, per: int) -> tuple[Column, ...]:
    return tuple(
        Column(id, label, unit, id, (_MONEY,), per=per, decimals=2, of="committee_funds")
        for id, label in _KINDS_OF_FUNDS.items()
    )


def _at_most(zh: str, en: str, part: str, whole: str) -> Relation:
    return Relation(Text(zh, en), (part,), (whole,), at_most=True)


_RELATIONS = (
    Relation(
        Text("专职 + 兼职 = 调解员总数", "Full time + part time = all"),
        ("fulltime_count", "parttime_count"),
        ("mediators",),
    ),
    _at_most("规范化 ≤ 调委会数", "Standardised ≤ all", "committees_standardized", "committees"),
    _at_most("女性 ≤ 调解员总数", "Women ≤ all", "women", "mediators"),
    _at_most("法律明白人 ≤ 调解员总数", "Law-literate ≤ all", "law_literate", "mediators"),
    _at_most(
        "高中及以上学历 ≤ 调解员总数",
        "Senior high school or above ≤ all",
        "education_senior",
        "mediators",
    ),
)

MEDIATION_STAFF = Report(
    name="mediation_staff",
    title=Text(
        "人民调解组织队伍经费保障情况统计表",
        "Committees, mediators and funds of people's mediation",
    ),
    stub=Text("调委会类型", "Kind of committee"),
    facts=COMMITTEES,
    rows=FixedRows(
        tuple((type, CODES["committee_type"][type]) for type in ROWS),
        Text("司法所及未分类型", "The office; no kind"),
    ),
    bases={
        "last_day": Basis(
            "",
            "",
            Text(
                "组织和人员按统计期最后一天,经费按年度统计",
                "on the last day of the period, funds by year",
            ),
        )
    },
    layouts=(
        Layout(
            "ten_thousand",
            Text("金额单位:万元", "Money in 10,000 yuan"),
            (*_COUNTED, *_money(TEN_THOUSAND_YUAN, 1_000_000)),
            _RELATIONS,
        ),
        Layout(
            "yuan",
            Text("金额单位:元", "Money in yuan"),
            (*_COUNTED, *_money(_YUAN, 100)),
            _RELATIONS,
        ),
    ),
    table="committee",
    others=(Facts("mediator", MEDIATORS), Facts("committee_funds", FUNDS)),
    layout_setting="",
)
