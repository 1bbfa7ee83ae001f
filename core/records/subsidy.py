"""案件补贴(以案定补) - what a settled case is worth, by which facts it is graded, and the claims.

Legal base: People's Mediation Law, article 16. Amounts, grades and conditions are set by each
county with its finance office, so all of them are data.
"""

from itertools import pairwise

from core.errors import UserError
from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.periods import parse_period
from core.records import grounds
from core.records.committee import CODES as COMMITTEE_CODES
from core.records.dispute import DISPUTE_TYPE, GRADES
from core.text import Text

CODES = {
    "subsidy_condition": {
        "confirmed": Text("协议经司法确认", "Confirmed by a court"),
        "assigned": Text("上级指派调解", "Assigned by a superior"),
        "prevented": Text("未调成,但防止了激化", "Not settled, but kept from escalating"),
    },
    "subsidy_fact": {  # names of fields of the dispute, and of what its agreements show
        "is_oral": Text("口头协议", "Oral agreement"),
        "has_death": Text("有死亡", "Death"),
        "is_group": Text("群体性纠纷", "Group dispute"),
        "is_cross_area": Text("跨区域", "Across areas"),
        "is_assigned_by_superior": Text("上级交办", "Assigned by a superior"),
        "escalation_risk": Text("有激化可能", "May escalate"),
        "migrant_worker_involved": Text("涉及农民工", "Migrant workers involved"),
    },
    "claim_status": {
        "draft": Text("草稿", "Draft"),
        "applied": Text("已申报", "Claimed"),
        "office_reviewed": Text("司法所已初审", "Reviewed by the office"),
        "county_reviewed": Text("县(区)局已审核", "Reviewed by the county"),
        "paid": Text("已发放", "Paid"),
        "rejected": Text("不予补贴", "Refused"),
    },
    "claim_refusal": {
        "not_settled": Text("未调解成功", "Not settled"),
        "not_performed": Text("协议未履行", "Agreement not performed"),
        "file_not_standard": Text("卷宗不规范", "File not up to standard"),
        "not_screened": Text("未列入排查台账", "Not in the screening register"),
        "duplicate": Text("重复申报", "Claimed twice"),
        "wrong_grade": Text("等级不符", "Wrong grade"),
        "barred": Text("调解员不得领取补贴", "The mediator may not be paid"),
        "not_people_mediation": Text("不属于人民调解", "Not people's mediation"),
        "not_true": Text("与事实不符", "Not true"),
        "other": Text("其他", "Other"),
    },
}

PERIOD_HINT = Text(
    "月写 2026-11,季度写 2026-Q4,半年写 2026-H2,全年写 2026。",
    "2026-11 a month, 2026-Q4 a quarter, 2026-H2 a half-year, 2026 a year.",
)


def _in_order(row: Row, early: str, late: str, said: Text) -> list[Problem]:
    first, then = row.get(early), row.get(late)
    return [Problem(late, said)] if first and then and then < first else []


def _check_rule(row: Row) -> list[Problem]:
    """Amounts and days in order; a share is a percentage."""
    ends = Text("失效日期早于生效日期。", "It ends before it begins.")
    found = _in_order(row, "valid_from", "valid_until", ends)
    least, most = row.get("amount_least"), row.get("amount_most")
    if least and most and most < least:
        said = Text("最高金额小于最低金额。", "The most is less than the least.")
        found.append(Problem("amount_most", said))
    if (row.get("oral_share") or 0) > 100:
        said = Text("比例不超过100%。", "At most 100 %.")
        found.append(Problem("oral_share", said))
    return found


SUBSIDY_RULE = RecordKind(
    table="subsidy_rule",
    title=Text("补贴标准", "Subsidy rates"),
    fields=(
        Field(
            "scheme",
            Text("标准名称", "Scheme"),
            required=True,
            longest=100,
            hint=Text("同一份文件的各档用同一个名称。", "The same for all rates of one paper."),
        ),
        Field("grade", Text("等级", "Grade"), Type.CODE, required=True, codes="subsidy_grade"),
        Field(
            "committee_types",
            Text("适用的调委会", "Committees"),
            Type.CODES,
            codes="committee_type",
            hint=Text("空着就是全部调委会。", "Left empty: every committee."),
        ),
        Field(
            "subsidy_condition",
            Text("条件", "Condition"),
            Type.CODE,
            codes="subsidy_condition",
            hint=Text("空着就是一般情形。", "Left empty: the usual case."),
        ),
        Field(
            "amount_least", Text("金额(元)", "Amount (yuan)"), Type.MONEY, required=True, least=0
        ),
        Field(
            "amount_most",
            Text("最高金额(元)", "At most (yuan)"),
            Type.MONEY,
            least=0,
            hint=Text("有幅度的(如300至500元)填写;固定金额空着。", "For a range; empty if fixed."),
        ),
        Field(
            "oral_share",
            Text("口头协议按比例(%)", "Share for oral agreements (%)"),
            Type.INTEGER,
            least=0,
            hint=Text("空着就与书面协议相同。", "Left empty: the same as written ones."),
        ),
        Field("valid_from", Text("生效日期", "Valid from"), Type.DATE, required=True, future=True),
        Field("valid_until", Text("失效日期", "Valid until"), Type.DATE, future=True),
        Field("ground", Text("依据", "Ground")),
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
    ),
    form=(
        Section(
            Text("补贴标准", "Rate"),
            (
                "scheme",
                "grade",
                "committee_types",
                "subsidy_condition",
                "amount_least",
                "amount_most",
                "oral_share",
                "valid_from",
                "valid_until",
                "ground",
                "remark",
            ),
        ),
    ),
    columns=("scheme", "grade", "committee_types", "amount_least", "amount_most", "valid_from"),
    named_by=("scheme", "grade"),
    codes={
        "subsidy_grade": GRADES,
        "committee_type": COMMITTEE_CODES["committee_type"],
        "subsidy_condition": CODES["subsidy_condition"],
    },
    check=_check_rule,
)


def _check_threshold(row: Row) -> list[Problem]:
    if any(row.get(n) for n in ("dispute_types", "subsidy_fact", "people_from", "amount_from")):
        return []
    said = Text(
        "至少填写一项条件:纠纷类型、情形、人数或金额。",
        "Enter at least one: types, a fact, people or an amount.",
    )
    return [Problem("dispute_types", said, warning=True)]


SUBSIDY_THRESHOLD = RecordKind(
    table="subsidy_threshold",
    title=Text("分级条件", "Grading"),
    fields=(
        Field("grade", Text("等级", "Grade"), Type.CODE, required=True, codes="subsidy_grade"),
        Field(
            "dispute_types",
            Text("纠纷类型", "Dispute types"),
            Type.CODES,
            codes="dispute_type",
            hint=Text("空着就是全部类型。", "Left empty: every type."),
        ),
        Field("subsidy_fact", Text("情形", "Fact"), Type.CODE, codes="subsidy_fact"),
        Field("people_from", Text("涉及人数达到", "People, from"), Type.INTEGER, least=0),
        Field("amount_from", Text("涉案金额达到(元)", "Amount, from (yuan)"), Type.MONEY, least=0),
        Field("ground", Text("依据", "Ground")),
    ),
    form=(
        Section(
            Text("分级条件(填写的各项都要符合)", "Grading (all that is filled in must hold)"),
            (
                "grade",
                "dispute_types",
                "subsidy_fact",
                "people_from",
                "amount_from",
                "ground",
            ),
        ),
    ),
    columns=("grade", "dispute_types", "subsidy_fact", "people_from", "amount_from"),
    named_by=("grade",),
    codes={
        "subsidy_grade": GRADES,
        "dispute_type": DISPUTE_TYPE,
        "subsidy_fact": CODES["subsidy_fact"],
    },
    check=_check_threshold,
)

#: The stages of a claim in order; a refused one left them.
STAGES = ("draft", "applied", "office_reviewed", "county_reviewed", "paid")
#: What each stage asks for beyond those before it.
STAGE_NEEDS = {
    "applied": ("applied_on", "grade_claimed", "amount_claimed"),
    "office_reviewed": ("office_review_on",),
    "county_reviewed": ("county_review_on", "grade_approved", "amount_approved"),
    "paid": ("paid_on",),
}


def _check_claim(row: Row) -> list[Problem]:
    """Dates in the order of the stages, and what the stage reached must have."""
    chain = [name for name in _DATES if row.get(name)]
    found = [
        Problem(late, Text("日期早于上一环节。", "Before the stage that comes first."))
        for early, late in pairwise(chain)
        if row[late] < row[early]
    ]
    try:
        if row.get("claim_period"):
            parse_period(str(row["claim_period"]))
    except UserError as error:
        found.append(Problem("claim_period", error.message))
    status = str(row.get("claim_status") or "")
    if status == "rejected" and not row.get("reject_reason"):
        said = Text("请填写不予补贴的理由。", "Enter why it was refused.")
        found.append(Problem("reject_reason", said))
    if status in STAGES:
        found += _lacking(row, status)
    asked, given = row.get("amount_claimed"), row.get("amount_approved")
    if given and asked not in (None, "") and given > asked:
        said = Text("审核金额大于申报金额。", "More was approved than was claimed.")
        found.append(Problem("amount_approved", said, warning=True))
    return found


_DATES = ("applied_on", "office_review_on", "county_review_on", "paid_on")


def _lacking(row: Row, status: str) -> list[Problem]:
    """The last stage's own facts must be there; those of earlier ones should."""
    reached = STAGES[1 : STAGES.index(status) + 1]
    said = Text("状态为“{status}”,请填写{field}。", "State: {status}. Enter: {field}.")
    return [
        Problem(
            name,
            said.format(
                status=CODES["claim_status"][status], field=SUBSIDY_CLAIM.field(name).label
            ),
            warning=stage != status,
        )
        for stage in reached
        for name in STAGE_NEEDS[stage]
        if row.get(name) in (None, "")
    ]


SUBSIDY_CLAIM = RecordKind(
    table="subsidy_claim",
    title=Text("补贴申报", "Subsidy claims"),
    dated_by="applied_on",
    fields=(
        Field("claim_no", Text("申报编号", "Claim number"), longest=60),
        Field(
            "claim_period",
            Text("所属期间", "Period"),
            required=True,
            longest=30,
            hint=PERIOD_HINT,
        ),
        Field(
            "committee_id", Text("调委会", "Committee"), Type.LINK, required=True, link="committee"
        ),
        Field(
            "mediator_id",
            Text("人民调解员", "Mediator"),
            Type.LINK,
            required=True,
            link="mediator",
            hint=Text(
                "谁调解补助谁;几人合办的,共领一份。",
                "Who mediated is paid; several share one amount.",
            ),
        ),
        Field(
            "dispute_id",
            Text("调解案件", "Dispute"),
            Type.LINK,
            required=True,
            link="dispute",
            hint=Text("一案一补:一件纠纷只申报一次。", "One dispute, one claim."),
        ),
        Field("dispute_type", Text("纠纷类型", "Type"), Type.CODE, codes="dispute_type"),
        Field("file_complete", Text("卷宗齐全", "File complete"), Type.YES_NO),
        Field("is_performed", Text("协议已履行", "Performed"), Type.YES_NO),
        Field("is_oral", Text("口头协议", "Oral agreement"), Type.YES_NO),
        Field("grade_claimed", Text("申报等级", "Grade claimed"), Type.CODE, codes="subsidy_grade"),
        Field(
            "amount_claimed",
            Text("申报金额(元)", "Claimed (yuan)"),
            Type.MONEY,
            least=0,
            hint=grounds.ALLOWANCE,
        ),
        Field(
            "grade_approved", Text("审核等级", "Grade approved"), Type.CODE, codes="subsidy_grade"
        ),
        Field(
            "amount_approved",
            Text("审核金额(元)", "Approved (yuan)"),
            Type.MONEY,
            least=0,
            hint=grounds.ALLOWANCE,
        ),
        Field(
            "claim_status", Text("状态", "State"), Type.CODE, required=True, codes="claim_status"
        ),
        Field("applied_on", Text("申报日期", "Claimed on"), Type.DATE),
        Field("office_review_by", Text("司法所审核人", "Office: by"), longest=50),
        Field("office_review_on", Text("司法所审核日期", "Office: on"), Type.DATE),
        Field("office_review_opinion", Text("司法所审核意见", "Office: opinion"), longest=500),
        Field("county_review_by", Text("县(区)局审核人", "County: by"), longest=50),
        Field("county_review_on", Text("县(区)局审核日期", "County: on"), Type.DATE),
        Field("county_review_opinion", Text("县(区)局审核意见", "County: opinion"), longest=500),
        Field(
            "reject_reason",
            Text("不予补贴理由", "Refused because"),
            Type.CODE,
            codes="claim_refusal",
        ),
        Field("paid_on", Text("发放日期", "Paid on"), Type.DATE),
        Field("payee_account", Text("收款账号", "Account"), longest=60),
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
    ),
    form=(
        Section(
            Text("申报", "Claim"),
            (
                "claim_no",
                "claim_period",
                "dispute_id",
                "dispute_type",
                "committee_id",
                "mediator_id",
                "file_complete",
                "is_performed",
                "is_oral",
                "grade_claimed",
                "amount_claimed",
                "applied_on",
                "claim_status",
            ),
        ),
        Section(
            Text("审核", "Review"),
            (
                "office_review_by",
                "office_review_on",
                "office_review_opinion",
                "county_review_by",
                "county_review_on",
                "county_review_opinion",
                "grade_approved",
                "amount_approved",
                "reject_reason",
            ),
        ),
        Section(Text("发放", "Payment"), ("paid_on", "payee_account", "remark")),
    ),
    columns=(
        "claim_no",
        "claim_period",
        "committee_id",
        "mediator_id",
        "dispute_id",
        "dispute_type",
        "grade_claimed",
        "amount_claimed",
        "grade_approved",
        "amount_approved",
        "claim_status",
    ),
    named_by=("claim_no",),
    found_by=("claim_no", "remark"),
    counted_by=("claim_status", "grade_approved", "committee_id", "mediator_id"),
    codes={
        "subsidy_grade": GRADES,
        "dispute_type": DISPUTE_TYPE,
        "claim_status": CODES["claim_status"],
        "claim_refusal": CODES["claim_refusal"],
    },
    check=_check_claim,
)
