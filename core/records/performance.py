"""分期履行, 回访记录 - how what was agreed is kept, and what a visit found (law, article 31)."""

from core.field import (
    PLEASED_OR_NOT,
    THERE_OR_NOT,
    Field,
    Problem,
    RecordKind,
    Row,
    Section,
    Type,
)
from core.records import grounds
from core.records.agreement import CODES as AGREEMENT_CODES
from core.text import Text

_OF_DISPUTE = Field(
    "dispute_id", Text("所属纠纷", "Dispute"), Type.LINK, required=True, link="dispute"
)
#: Of which agreement, where a case has several; told by its number, as on the paper of a visit.
_AGREEMENT_NO = Field(
    "agreement_no",
    Text("调解协议编号", "Agreement number"),
    longest=60,
    hint=Text(
        "只有一份协议时可以不填。",
        "May stay empty where there is only one agreement.",
    ),
)
_URGE = Text(
    "调委会对履行情况进行监督,督促当事人履行。《人民调解法》第三十一条",
    "The committee supervises performance. People's Mediation Law, art. 31",
)


def _check_instalment(row: Row) -> list[Problem]:
    """What was paid fits what is said of it."""
    status, amount, paid = (row.get(n) for n in ("status", "amount", "amount_performed"))
    found = []
    if paid and status in ("not_due", "not_performed"):
        said = Text(
            "已经履行了一部分,履行情况不应为未到期或未履行。",
            "Part of it was performed: it is not “not due” or “not performed”.",
        )
        found.append(Problem("status", said))
    if isinstance(paid, int) and isinstance(amount, int):
        if status == "performed" and paid < amount:
            said = Text(
                "已履行金额少于本期金额,履行情况不应为已履行。",
                "Less was performed than agreed: it is not “performed”.",
            )
            found.append(Problem("status", said))
        if paid > amount:
            said = Text("已履行金额多于本期金额。", "More was performed than agreed.")
            found.append(Problem("amount_performed", said, warning=True))
    if status == "performed" and not row.get("performed_on"):
        said = Text("请填写履行日期。", "Enter the day of performance.")
        found.append(Problem("performed_on", said, warning=True))
    return found


INSTALMENT = RecordKind(
    table="instalment",
    title=Text("分期履行", "Instalments"),
    parent="dispute_id",
    dated_by="due_on",
    fields=(
        _OF_DISPUTE,
        _AGREEMENT_NO,
        Field("seq", Text("期次", "Instalment"), Type.INTEGER, least=1),
        Field(
            "due_on",
            Text("到期日期", "Due on"),
            Type.DATE,
            required=True,
            future=True,
            hint=_URGE,
        ),
        Field("amount", Text("本期金额(元)", "Amount (yuan)"), Type.MONEY, required=True, least=0),
        Field(
            "status",
            Text("履行情况", "Performance"),
            Type.CODE,
            codes="performance_status",
            hint=grounds.PERFORMED,
        ),
        Field("performed_on", Text("履行日期", "Performed on"), Type.DATE, hint=grounds.PERFORMED),
        Field(
            "amount_performed",
            Text("已履行金额(元)", "Amount performed (yuan)"),
            Type.MONEY,
            least=0,
            hint=grounds.PERFORMED,
        ),
        Field(
            "proof",
            Text("履行凭证", "Proof"),
            hint=Text("如收条、转账记录。", "Such as a receipt or a bank record."),
        ),
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
    ),
    form=(
        Section(
            Text("分期履行", "Instalment"),
            (
                "seq",
                "due_on",
                "amount",
                "status",
                "performed_on",
                "amount_performed",
                "proof",
                "agreement_no",
                "remark",
            ),
        ),
    ),
    columns=("seq", "due_on", "amount", "status", "performed_on", "amount_performed"),
    named_by=("due_on",),
    found_by=("agreement_no",),
    codes={"performance_status": AGREEMENT_CODES["performance_status"]},
    check=_check_instalment,
)


def _check_visit(row: Row) -> list[Problem]:
    """A visit is planned, or it has taken place."""
    if row.get("visited_on"):
        return []
    if not row.get("planned_on"):
        said = Text("请填写回访日期或计划回访日期。", "Enter the day of the visit or of the plan.")
        return [Problem("visited_on", said, warning=True)]
    told = ("visit_findings", "performance_found", "satisfied", "escalation_found")
    if any(row.get(name) not in (None, "") for name in told):
        said = Text(
            "已填写回访情况,请填写回访日期。", "Findings are on record: enter the day of the visit."
        )
        return [Problem("visited_on", said, warning=True)]
    return []


RETURN_VISIT = RecordKind(
    table="return_visit",
    title=Text("回访记录", "Return visits"),
    parent="dispute_id",
    dated_by="visited_on",
    fields=(
        _OF_DISPUTE,
        Field(
            "planned_on",
            Text("计划回访日期", "Planned for"),
            Type.DATE,
            future=True,
            hint=_URGE,
        ),
        Field("visited_party", Text("被回访当事人", "Party visited")),
        _AGREEMENT_NO,
        Field("visit_reason", Text("回访事由", "Reason for the visit")),
        Field("visited_on", Text("回访日期", "Visited on"), Type.DATE, hint=grounds.PERFORMED),
        Field("visit_method", Text("回访形式", "Visited how"), Type.CODE, codes="visit_method"),
        Field("visit_findings", Text("回访情况", "Findings"), Type.NOTE, longest=20_000),
        Field(
            "performance_found",
            Text("履行情况", "Performance found"),
            Type.CODE,
            codes="performance_status",
            hint=grounds.PERFORMED,
        ),
        Field("satisfied", Text("是否满意", "Satisfied"), Type.YES_NO, answers=PLEASED_OR_NOT),
        Field(
            "escalation_found",
            Text("有无激化苗头", "Signs of escalation"),
            Type.YES_NO,
            answers=THERE_OR_NOT,
            hint=Text(
                "有激化苗头的,采取针对性的预防措施。《人民调解法》第二十五条",
                "Signs of escalation call for prevention. People's Mediation Law, art. 25",
            ),
        ),
        Field("visited_by", Text("回访人", "Visited by"), longest=100),
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
    ),
    form=(
        Section(
            Text("回访记录", "Return visit"),
            (
                "planned_on",
                "visited_party",
                "agreement_no",
                "visit_reason",
                "visited_on",
                "visit_method",
                "visit_findings",
                "performance_found",
                "satisfied",
                "escalation_found",
                "visited_by",
                "remark",
            ),
        ),
    ),
    columns=("planned_on", "visited_on", "visited_party", "visit_method", "satisfied"),
    named_by=("visited_on", "planned_on"),
    codes={
        "visit_method": {
            "home": Text("上门", "At home"),
            "phone": Text("电话", "By phone"),
            "message": Text("短信、微信", "By message"),
            "other": Text("其他", "Other"),
        },
        "performance_status": AGREEMENT_CODES["performance_status"],
    },
    check=_check_visit,
)
