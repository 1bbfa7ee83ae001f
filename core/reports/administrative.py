"""行政调解案件统计表 - the quarterly sheet of administrative mediation, 27 numbered columns.

Labels and printed relations are those of the sheet in use in Beijing, which townships and streets
fill in for their own administrative mediation.
"""

from collections.abc import Iterable

from core.records.administrative import ADMINISTRATIVE_CODES
from core.records.agreement import CODES as AGREEMENT_CODES
from core.reports.definition import Basis, Column, Layout, Rate, Relation, Report, RowList
from core.reports.mediation import CASES, PEOPLE, TEN_THOUSAND_YUAN
from core.text import Text

#: One row per dispute of administrative mediation. What is not filled in stays NULL.
FACTS = """
    select d.id, case when c.state = 0 then c.id end as row_id, d.admin_matter as matter,
        d.admin_civil_type as civil_type, d.admin_dispute_type as dispute_kind,
        d.admin_stage as stage, d.mediation_result = 'success' as success,
        coalesce(d.people_count, d.parties_count, (
            select count(*) from party where dispute_id = d.id and party.state = 0
        )) as people,
        coalesce(sum(a.agreement_amount), d.amount) as amount,
        max(a.agreement_form = 'written') as written,
        max(a.agreement_form = 'oral') as oral,
        count(a.id) > 0 and count(a.id) = sum(a.performance_status is 'performed') as performed,
        d.judicially_confirmed = 1 or max(a.confirmation_status = 'confirmed') as confirmed
    from dispute d
    left join committee c on c.id = d.committee_id
    left join agreement a on a.dispute_id = d.id and +a.state = 0
    where d.state = 0 and d.{date} between :since and :until
        and d.mediation_type = 'administrative'
    group by {key}
"""

_CIVIL, _STATE = ADMINISTRATIVE_CODES["admin_matter"].values()
_FORMS = Text("协议形式", "Agreement")
_CARRIED_OUT = Text("履行情况", "Performance")


def _types(name: str, list_name: str, matter: str, *, rest: str = "") -> Iterable[tuple[Text, str]]:
    """Label and condition of every code; one the office named itself is counted with `rest`."""
    codes = ADMINISTRATIVE_CODES[list_name]
    named = ", ".join(f"'{code}'" for code in codes if code != rest)
    for code, label in codes.items():
        one = f"{name} not in ({named})" if code == rest else f"{name} = '{code}'"
        yield label, f"matter = '{matter}' and {one}"


def _columns() -> tuple[Column, ...]:
    types, kinds = Text("纠纷类型", "Type"), Text("争议类型", "Type")
    forms = AGREEMENT_CODES["agreement_form"]
    cells: list[tuple[Text, str, tuple[Text, ...]]] = [
        (Text("案件总数", "Cases"), "1", ()),
        (Text("调解成功数", "Settled"), "success", ()),
        (Text("涉案人数", "People"), "people", ()),
        (Text("调解成功金额", "Amount settled"), "case when success then amount end", ()),
        (Text("民事纠纷总数", "Civil disputes"), "matter = 'civil'", (_CIVIL,)),
        (Text("调解成功总数", "Settled"), "matter = 'civil' and success", (_CIVIL,)),
        *(
            (label, adds, (_CIVIL, types))
            for label, adds in _types("civil_type", "admin_civil_type", "civil", rest="other_civil")
        ),
        (Text("行政争议总数", "Administrative disputes"), "matter = 'administrative'", (_STATE,)),
        (Text("调解成功总数", "Settled"), "matter = 'administrative' and success", (_STATE,)),
        *(
            (label, adds, (_STATE, kinds))
            for label, adds in _types("dispute_kind", "admin_dispute_type", "administrative")
        ),
        *(
            (label, adds, (_STATE, Text("调解阶段", "Stage")))
            for label, adds in _types("stage", "admin_stage", "administrative")
        ),
        (forms["written"], "success and written", (_FORMS,)),
        (forms["oral"], "success and oral and not coalesce(written, 0)", (_FORMS,)),
        (Text("司法确认", "Confirmed by a court"), "confirmed", (_CARRIED_OUT,)),
        (Text("已履行", "Performed"), "success and performed", (_CARRIED_OUT,)),
    ]
    return tuple(_column(n, *cell) for n, cell in enumerate(cells, 1))


def _column(n: int, label: Text, adds: str, heads: tuple[Text, ...]) -> Column:
    if n == 4:
        return Column("c04", label, TEN_THOUSAND_YUAN, adds, heads, per=1_000_000, decimals=2)
    return Column(f"c{n:02}", label, PEOPLE if n == 3 else CASES, adds, heads)


def _equal(words: Text, whole: int, parts: Iterable[int]) -> Relation:
    return Relation(words, (f"c{whole:02}",), tuple(f"c{n:02}" for n in parts))


#: As printed on the sheet, by the numbers of its columns.
_RELATIONS = (
    _equal(Text("1 = 5 + 17", "1 = 5 + 17"), 1, (5, 17)),
    _equal(Text("2 = 6 + 18", "2 = 6 + 18"), 2, (6, 18)),
    _equal(Text("2 = 24 + 25", "2 = 24 + 25"), 2, (24, 25)),
    _equal(Text("5 = 7 至 16 之和", "5 = 7 to 16 together"), 5, range(7, 17)),
    _equal(Text("17 = 19 + 20 + 21", "17 = 19 + 20 + 21"), 17, (19, 20, 21)),
    _equal(Text("17 = 22 + 23", "17 = 22 + 23"), 17, (22, 23)),
)

ADMINISTRATIVE_MEDIATION = Report(
    name="administrative_mediation",
    title=Text("行政调解案件统计表", "Cases of administrative mediation"),
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
    layouts=(Layout("quarterly", Text("季度表", "Quarterly sheet"), _columns(), _RELATIONS),),
    rates=(Rate(Text("调解成功率", "Success rate"), "c02", {"accepted": "c01"}),),
    heading=Text(
        "{office}行政调解案件{year}年度{part}统计表",
        "Administrative mediation, {office}, {year} {part}",
    ),
    layout_setting="",
)
