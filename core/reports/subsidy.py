"""案件补贴统计表 - claims by mediator or committee: claimed, approved, refused, paid, by grade."""

from core.records.dispute import GRADES
from core.reports.definition import Basis, Column, Layout, Relation, Report, RowList
from core.subsidy.claims import PERIOD_END
from core.text import Text

CASES, YUAN = Text("件", "cases"), Text("元", "yuan")
_CLAIMED = Text("申报", "Claimed")
_APPROVED = Text("审核通过", "Approved")
_REFUSED = Text("不予补贴", "Refused")
_PAID = Text("发放", "Paid")
_BY_GRADE = Text("审核通过分等级", "Approved, by grade")
_COUNT, _SUM = Text("件数", "Cases"), Text("金额", "Amount")

#: One row per claim that left the draft; {row} is the link its row follows from.
_FACTS = """
    select c.id, case when r.state = 0 then r.id end as row_id,
        c.claim_status in ('county_reviewed', 'paid') as approved,
        c.claim_status = 'rejected' as refused, c.claim_status = 'paid' as paid,
        coalesce(c.amount_claimed, 0) as claimed_fen,
        coalesce(c.amount_approved, 0) as approved_fen,
        coalesce(c.grade_approved, '') as grade
    from subsidy_claim c left join {table} r on r.id = c.{row}
    where c.state = 0 and c.claim_status != 'draft' and {{date}} between :since and :until
    order by {{key}}
"""


def _count(id: str, adds: str, head: Text, label: Text = _COUNT, *heads: Text) -> Column:
    return Column(id, label, CASES, adds, (head, *heads))


def _sum(id: str, adds: str, head: Text, *heads: Text) -> Column:
    return Column(id, _SUM, YUAN, adds, (head, *heads), per=100, decimals=2)


def _grades() -> list[Column]:
    """Each grade with cases and amount; grades an office added itself together."""
    named = ", ".join(f"'{code}'" for code in GRADES)
    kinds = {code: (words, f"grade = '{code}'") for code, words in GRADES.items()}
    kinds["other"] = (Text("其他等级", "Other grades"), f"grade not in ({named})")
    made = []
    for code, (words, fits) in kinds.items():
        made.append(_count(f"cases.{code}", f"approved and {fits}", _BY_GRADE, _COUNT, words))
        amount = f"case when approved and {fits} then approved_fen end"
        made.append(_sum(f"amount.{code}", amount, _BY_GRADE, words))
    return made


_GRADES = _grades()
_COLUMNS = (
    _count("cases_claimed", "1", _CLAIMED),
    _sum("amount_claimed", "claimed_fen", _CLAIMED),
    _count("cases_approved", "approved", _APPROVED),
    _sum("amount_approved", "case when approved then approved_fen end", _APPROVED),
    *_GRADES,
    _count("cases_refused", "refused", _REFUSED),
    _count("cases_paid", "paid", _PAID),
    _sum("amount_paid", "case when paid then approved_fen end", _PAID),
)

_RELATIONS = (
    Relation(
        Text("各等级件数之和 = 审核通过件数", "All grades together = approved"),
        tuple(c.id for c in _GRADES if c.id.startswith("cases.")),
        ("cases_approved",),
    ),
    Relation(
        Text("各等级金额之和 = 审核通过金额", "Amounts of all grades together = approved"),
        tuple(c.id for c in _GRADES if c.id.startswith("amount.")),
        ("amount_approved",),
    ),
    Relation(
        Text("审核通过 + 不予补贴 ≤ 申报件数", "Approved + refused ≤ claimed"),
        ("cases_approved", "cases_refused"),
        ("cases_claimed",),
        at_most=True,
    ),
    Relation(
        Text("审核通过金额 ≤ 申报金额", "Amount approved ≤ amount claimed"),
        ("amount_approved",),
        ("amount_claimed",),
        at_most=True,
    ),
    Relation(
        Text("发放件数 ≤ 审核通过件数", "Paid ≤ approved"),
        ("cases_paid",),
        ("cases_approved",),
        at_most=True,
    ),
)


def _report(name: str, title: Text, stub: Text, link: str, rows: RowList) -> Report:
    return Report(
        name=name,
        title=title,
        stub=stub,
        facts=_FACTS.format(table=rows.table, row=link),
        rows=rows,
        bases={
            "period": Basis(
                PERIOD_END,
                "c.applied_on, c.id",
                Text(
                    "按申报所属期间统计(计入期间最后一日所在的月份)",
                    "by period claimed for (counted on its last day)",
                ),
            ),
            "applied": Basis(
                "c.applied_on", "c.applied_on, c.id", Text("按申报日期统计", "by day of claiming")
            ),
            "paid": Basis(
                "c.paid_on", "c.paid_on, c.id", Text("按发放日期统计", "by day of payment")
            ),
        },
        layouts=(Layout("grades", Text("各等级", "by grade"), _COLUMNS, _RELATIONS),),
        table="subsidy_claim",
        layout_setting="",
    )


MEDIATION_SUBSIDY = _report(
    "mediation_subsidy",
    Text("案件补贴统计表(按调解员)", "Case subsidies by mediator"),
    Text("调解员", "Mediator"),
    "mediator_id",
    RowList("mediator", "name", Text("未填调解员", "No mediator")),
)
MEDIATION_SUBSIDY_COMMITTEES = _report(
    "mediation_subsidy_committees",
    Text("案件补贴统计表(按调委会)", "Case subsidies by committee"),
    Text("调委会", "Committee"),
    "committee_id",
    RowList("committee", "committee_name", Text("未填调委会", "No committee")),
)
