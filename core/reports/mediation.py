"""人民调解案件情况统计表 - disputes by committee: bodies, sources, types, agreements.

Blocks and order of the sheet used by the justice system; performance and confirmation stand behind
the agreements, as on the sister form for administrative mediation; then screening and prevention.
"""

from collections.abc import Iterable

from core.records.agreement import CODES as AGREEMENT_CODES
from core.records.committee import CODES as COMMITTEE_CODES
from core.records.dispute import CODES as DISPUTE_CODES
from core.reports.definition import Basis, Column, Layout, Rate, Relation, Report, RowList
from core.reports.prevention import (
    PREVENTION_COLUMNS,
    PREVENTION_FACTS,
    PREVENTION_RELATIONS,
)
from core.reports.profile import TypeProfile, type_profiles
from core.text import Text

CASES, PEOPLE = Text("件", "cases"), Text("人", "people")
TEN_THOUSAND_YUAN = Text("万元", "10,000 yuan")

_ALL = Text("调解情况", "Mediation")
_BODIES = Text("不同主体调解情况", "By committee")
_SOURCES = Text("案件来源", "Source")
_TYPES = Text("案件分类情况", "By type")
_FORMS = Text("协议形式", "Agreement")

#: One row per dispute of people's mediation. What is not counted stays NULL or 0.
FACTS = """
    select d.id, case when c.state = 0 then c.id end as row_id, c.committee_type,
        coalesce(d.dispute_type, '') as dispute_type, d.case_source, d.entrusting_body,
        d.mediation_result = 'success' as success,
        d.mediation_result in ('success', 'failure') or d.closed_on is not null as concluded,
        coalesce(d.parties_count, (
            select count(*) from party where dispute_id = d.id and party.state = 0
        )) as parties,
        d.is_difficult = 1
            or d.difficulty_level in ('difficult', 'major', 'special_major') as difficult,
        coalesce(
            sum(a.agreement_amount), case when d.mediation_result = 'success' then d.amount end
        ) as amount,
        max(a.agreement_form = 'written') as written,
        max(a.agreement_form = 'oral') as oral,
        count(a.id) > 0 and count(a.id) = sum(a.performance_status is 'performed') as performed,
        d.judicially_confirmed = 1 or max(a.confirmation_status = 'confirmed') as confirmed
    from dispute d
    left join committee c on c.id = d.committee_id
    left join agreement a on a.dispute_id = d.id and +a.state = 0
    where d.state = 0 and d.{date} between :since and :until
        and (d.mediation_type is null or d.mediation_type = 'people')
    group by {key}
"""


def _block(prefix: str, adds: dict[str, str], labels: dict[str, Text], head: Text) -> list[Column]:
    """Columns that split the cases: code -> condition."""
    return [
        Column(f"{prefix}.{code}", labels[code], CASES, condition, (_ALL, head))
        for code, condition in adds.items()
    ]


def _single(id: str, label: Text, adds: str, unit: Text = CASES) -> Column:
    return Column(id, label, unit, adds, (_ALL,))


def _one_each(name: str, codes: Iterable[str]) -> dict[str, str]:
    return {code: f"{name} = '{code}'" for code in codes}


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


_FIVE_BODIES = ("village", "community", "township", "subdistrict", "enterprise")


def _bodies(profile: TypeProfile) -> list[Column]:
    """行业性专业性 became a column of its own with the list of 2021; before, those bodies and any
    the office named itself stand under 社会团体和其他组织."""
    own = ("industry_professional",) if profile.id == "p3" else ()
    named = _listed((*_FIVE_BODIES, *own))
    adds = {
        **_one_each("committee_type", _FIVE_BODIES),
        "social_org_other": f"committee_type not in ({named})",
        **_one_each("committee_type", own),
    }
    labels = {
        code: Text(f"{words.zh.replace('居(社区)', '居')}数", words.en)
        for code, words in COMMITTEE_CODES["committee_type"].items()
    }
    return _block("by_committee_type", adds, labels, _BODIES)


def _sources() -> list[Column]:
    """The three ways a case comes in, then the five bodies that entrust; a body an office named
    itself is another department."""
    bodies = DISPUTE_CODES["entrusting_body"]
    named = _listed(code for code in bodies if code != "other_department")
    adds = {code: f"case_source = 'entrusted' and entrusting_body = '{code}'" for code in bodies}
    adds["other_department"] = f"case_source = 'entrusted' and entrusting_body not in ({named})"
    labels = {
        code: Text(f"{words.zh}委托移送", f"By: {words.en}") for code, words in bodies.items()
    }
    sources = DISPUTE_CODES["case_source"]
    return [
        *_block("by_source", _one_each("case_source", sources), dict(sources), _SOURCES),
        *_block("by_entrusting_body", adds, labels, _SOURCES),
    ]


def _types(profile: TypeProfile) -> list[Column]:
    taken = {name: codes for name, codes in profile.columns.items() if name != "other"}
    adds = {name: f"dispute_type in ({_listed(codes)})" for name, codes in taken.items()}
    every = _listed(code for codes in taken.values() for code in codes)
    adds["other"] = f"dispute_type not in ({every})"
    return _block("by_dispute_type", adds, dict(DISPUTE_CODES["dispute_type"]), _TYPES)


_FIRST = (
    _single("cases_mediated", Text("调解案件总数", "Cases"), "1"),
    _single("parties_count", Text("涉及当事人数", "Parties"), "parties", PEOPLE),
    _single("cases_success", Text("调解成功", "Settled"), "success"),
    _single("cases_difficult", Text("疑难复杂案件", "Difficult"), "difficult"),
    Column(
        "amount_involved",
        Text("协议涉及金额", "Amount agreed"),
        TEN_THOUSAND_YUAN,
        "amount",
        (_ALL,),
        per=1_000_000,
        decimals=2,
    ),
)
_LAST = (
    Column(
        "agreements_oral",
        AGREEMENT_CODES["agreement_form"]["oral"],
        CASES,
        "success and oral and not coalesce(written, 0)",
        (_ALL, _FORMS),
    ),
    Column(
        "agreements_written",
        AGREEMENT_CODES["agreement_form"]["written"],
        CASES,
        "success and written",
        (_ALL, _FORMS),
    ),
    _single("cases_performed", Text("履行数", "Performed"), "success and performed"),
    _single("cases_confirmed", Text("司法确认数", "Confirmed by a court"), "confirmed"),
)
_CONCLUDED = _single("cases_concluded", Text("调结案件", "concluded"), "concluded")


def _relations(columns: tuple[Column, ...]) -> tuple[Relation, ...]:
    """What must hold in every row; proved on published monthly figures."""

    def block(name: str) -> tuple[str, ...]:
        return tuple(c.id for c in columns if c.id.startswith(f"{name}."))

    def equal(zh: str, en: str, left: tuple[str, ...], right: str) -> Relation:
        return Relation(Text(zh, en), left, (right,))

    def at_most(zh: str, en: str, left: str, right: str) -> Relation:
        return Relation(Text(zh, en), (left,), (right,), at_most=True)

    return (
        equal(
            "各类纠纷之和 = 调解案件总数",
            "All types together = cases",
            block("by_dispute_type"),
            "cases_mediated",
        ),
        equal(
            "各来源之和 = 调解案件总数",
            "All sources together = cases",
            block("by_source"),
            "cases_mediated",
        ),
        equal(
            "各主体之和 = 调解案件总数",
            "All committees together = cases",
            block("by_committee_type"),
            "cases_mediated",
        ),
        equal(
            "各部门委托移送之和 = 接受委托移送调解",
            "All entrusting bodies together = entrusted",
            block("by_entrusting_body"),
            "by_source.entrusted",
        ),
        equal(
            "口头协议 + 书面协议 = 调解成功",
            "Oral + written agreements = settled",
            ("agreements_oral", "agreements_written"),
            "cases_success",
        ),
        at_most("调解成功 ≤ 调解案件总数", "Settled ≤ cases", "cases_success", "cases_mediated"),
        at_most(
            "疑难复杂案件 ≤ 调解案件总数", "Difficult ≤ cases", "cases_difficult", "cases_mediated"
        ),
        at_most("履行数 ≤ 调解成功", "Performed ≤ settled", "cases_performed", "cases_success"),
        at_most(
            "司法确认数 ≤ 书面协议",
            "Confirmed ≤ written agreements",
            "cases_confirmed",
            "agreements_written",
        ),
        *PREVENTION_RELATIONS,
    )


def _layout(profile: TypeProfile, label: Text) -> Layout:
    counted = (*_FIRST, *_bodies(profile), *_sources(), *_types(profile), *_LAST)
    columns = (*counted, *PREVENTION_COLUMNS)
    return Layout(profile.id, label, columns, _relations(columns), profile.since, profile.until)


_LABELS = {
    "p1": Text("2016年15类", "15 kinds of 2016"),
    "p2": Text("2017年18类", "18 kinds of 2017"),
    "p3": Text("2021年18类", "18 kinds of 2021"),
}

MEDIATION_CASES = Report(
    name="mediation_cases",
    title=Text("人民调解案件情况统计表", "Cases of people's mediation"),
    stub=Text("项目", "Item"),
    facts=FACTS,
    rows=RowList("committee", "committee_name", Text("未填调委会", "No committee")),
    bases={
        "accepted": Basis(
            "accepted_on", "d.accepted_on, d.id", Text("按受理日期统计", "by date of acceptance")
        ),
        "closed": Basis(
            "closed_on", "d.closed_on, d.rowid", Text("按结案日期统计", "by date of closing")
        ),
    },
    layouts=tuple(_layout(profile, _LABELS[profile.id]) for profile in type_profiles()),
    hidden=(_CONCLUDED,),
    others=PREVENTION_FACTS,
    rates=(
        Rate(
            Text("调解成功率", "Success rate"),
            "cases_success",
            {"mediated": "cases_concluded", "accepted": "cases_mediated"},
        ),
    ),
)
