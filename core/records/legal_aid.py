"""法律援助申请与案件: from the application at the workstation to the file and the revisit.

One record holds what happens once: application, decision, assignment, closing. What there can be
several of (recipients, matters, means, materials, events, handlers, papers) are records of their
own, see legal_aid_parts. Labels follow the application and review forms (field lists of 2013; the
order of 2023 is unverified).
"""

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.records import legal_aid_lists as lists
from core.text import Text

CODES = {
    "application_status": lists.APPLICATION_STATUS,
    "aid_case_status": lists.CASE_STATUS,
    "aid_type": lists.AID_TYPE,
    "case_kind": lists.CASE_KIND,
    "procedure_kind": lists.PROCEDURE_KIND,
    "service_form": lists.SERVICE_FORM,
    "aid_source": lists.AID_SOURCE,
    "aid_method": lists.AID_METHOD,
    "proceeding_stage": lists.PROCEEDING_STAGE,
    "urgent_reason": lists.URGENT_REASON,
    "refusal_reason": lists.REFUSAL_REASON,
    "termination_reason": lists.TERMINATION_REASON,
    "outcome": lists.OUTCOME,
    "close_date_basis": lists.CLOSE_DATE_BASIS,
    "must_report": lists.MUST_REPORT,
}

#: Application statuses after which no supplement, decision or forwarding follows.
ENDED = ("withdrawn", "deemed_withdrawn", "not_competent")
#: Case statuses of a case that is over, by closing or by termination.
OVER = (
    "closed",
    "terminated",
    "file_submitted",
    "file_returned",
    "file_accepted",
    "subsidy_paid",
    "archived",
    "revisited",
)


def check(row: Row) -> list[Problem]:
    """Dates in order, and what each stage brings with it; each with its ground."""
    found = [
        Problem(name, said)
        for early, name, said in _ORDER
        if row.get(early) and row.get(name) and row[name] < row[early]
    ]
    return [*found, *_decision(row), *_closing(row), *_money(row), *_kind(row)]


def _decision(row: Row) -> list[Problem]:
    found = []
    status = row.get("application_status")
    if status in ("granted", "refused") and not row.get("decided_on"):
        found.append(Problem("decided_on", _NO_DECISION_DAY))
    if status == "refused" and not row.get("refusal_reason"):
        found.append(Problem("refusal_reason", _NO_REFUSAL_REASON))
    if row.get("case_status") and status not in ("granted", "draft"):
        found.append(Problem("application_status", _CASE_WITHOUT_GRANT))
    if status in ENDED and not row.get("ended_on"):
        said = Text("请填写撤回或告知的日期。", "Enter the day it ended.")
        found.append(Problem("ended_on", said, warning=True))
    if status in ENDED and row.get("decided_on"):
        found.append(Problem("decided_on", _DECIDED_AFTER_END))
    if status == "forwarded" and not row.get("forwarded_on"):
        said = Text("请填写转交日期。", "Enter the day it was forwarded.")
        found.append(Problem("forwarded_on", said))
    return found


def _closing(row: Row) -> list[Problem]:
    found = []
    status = row.get("case_status")
    if status == "terminated" and not row.get("termination_reason"):
        found.append(Problem("termination_reason", _NO_TERMINATION_REASON))
    is_over = status in OVER and status != "terminated"
    if (is_over or row.get("closed_on")) and not row.get("outcome"):
        found.append(Problem("outcome", _NO_OUTCOME))
    if is_over and not row.get("closed_on") and not row.get("terminated_on"):
        said = Text("请填写结案日期。", "Enter the day it was closed.")
        found.append(Problem("closed_on", said))
    if row.get("closed_on") and not row.get("close_date_basis"):
        said = Text("请选择结案日期的依据。", "Choose what the closing date rests on.")
        found.append(Problem("close_date_basis", said, warning=True))
    return found


def _money(row: Row) -> list[Problem]:
    wages, all_of_it = row.get("wage_recovered_amount") or 0, row.get("recovered_amount") or 0
    if wages > all_of_it:
        return [Problem("wage_recovered_amount", _MORE_WAGES)]
    return []


def _kind(row: Row) -> list[Problem]:
    """An outcome belongs to a kind of case: the columns of the half-year tables."""
    fitting = OUTCOMES.get(
        "criminal" if row.get("case_kind") == "criminal" else str(row.get("procedure_kind"))
    )
    outcome = row.get("outcome")
    if fitting and outcome and outcome in lists.OUTCOME and outcome not in fitting:
        said = Text(
            "这种结果在报表中没有对应的列,请核对案件类别和办理形式。",
            "The sheets have no column for this outcome of such a case.",
        )
        return [Problem("outcome", said, warning=True)]
    return []


#: Which outcomes the half-year tables know, by form; for criminal cases by the kind.
OUTCOMES = {
    "litigation": ("won", "partly_won", "lost", "mediated", "withdrawn", "terminated"),
    "non_litigation": ("mediated", "settled", "arbitrated", "terminated"),
    "criminal": ("opinion_adopted", "opinion_partly", "opinion_rejected", "terminated"),
}

_NO_DECISION_DAY = Text(
    "请填写决定日期。收到申请之日起七日内作出决定。《法律援助法》第四十三条",
    "Enter the day of the decision: within seven days. Legal Aid Law, art. 43",
)
_NO_REFUSAL_REASON = Text(
    "请选择不予援助的理由;决定不予的应当书面告知理由。《法律援助法》第四十三条",
    "Choose the reason: a refusal states it in writing. Legal Aid Law, art. 43",
)
_CASE_WITHOUT_GRANT = Text(
    "还没有给予法律援助的决定,不应有案件状态。《法律援助法》第四十三条",
    "There is no case without a decision to grant. Legal Aid Law, art. 43",
)
_DECIDED_AFTER_END = Text(
    "申请已撤回或不属本机构受理,不应再有决定。《法律援助法》第四十三条",
    "The application ended without a decision. Legal Aid Law, art. 43",
)
_NO_TERMINATION_REASON = Text(
    "请选择终止的情形。《法律援助法》第四十八条",
    "Choose why aid was terminated. Legal Aid Law, art. 48",
)
_NO_OUTCOME = Text(
    "已结案,请选择办理结果:结案报告表和统计报表都要用。",
    "The case is closed: choose its outcome, for the closing report and the sheets.",
)
_MORE_WAGES = Text(
    "为农民工讨薪的金额不应大于挽回损失或取得利益的金额(统计报表表六第45、46列)。",
    "Wages recovered are part of what was recovered (table six, columns 45 and 46).",
)
_ORDER = (
    (
        "applied_on",
        "decided_on",
        Text(
            "决定日期早于申请日期。收到申请后才作出决定。《法律援助法》第四十三条",
            "Decided before the application. Legal Aid Law, art. 43",
        ),
    ),
    (
        "applied_on",
        "screened_on",
        Text("初审日期早于申请日期。", "Screened before the application."),
    ),
    (
        "applied_on",
        "forwarded_on",
        Text("转交日期早于申请日期。", "Forwarded before the application."),
    ),
    (
        "applied_on",
        "ended_on",
        Text("撤回或告知日期早于申请日期。", "It ended before the application."),
    ),
    (
        "decided_on",
        "assigned_on",
        Text(
            "指派日期早于决定日期。作出决定之日起三日内指派。《法律援助法》第四十三条",
            "Assigned before the decision. Legal Aid Law, art. 43",
        ),
    ),
    (
        "decided_on",
        "decision_received_on",
        Text("收到决定日期早于决定日期。", "The decision was received before it was made."),
    ),
    (
        "assigned_on",
        "agreement_signed_on",
        Text("签订委托协议日期早于指派日期。", "The agreement is older than the assignment."),
    ),
    (
        "decided_on",
        "closed_on",
        Text("结案日期早于决定日期。", "Closed before the decision."),
    ),
    (
        "closed_on",
        "file_submitted_on",
        Text("提交立卷材料日期早于结案日期。", "The file was handed in before the closing."),
    ),
    (
        "file_submitted_on",
        "file_accepted_on",
        Text("立卷材料合格日期早于提交日期。", "The file was accepted before it was handed in."),
    ),
)

_T43 = Text(
    "收到申请之日起七日内审查并作出决定。《法律援助法》第四十三条",
    "Decided within seven days of the application. Legal Aid Law, art. 43",
)

LEGAL_AID_CASE = RecordKind(
    table="legal_aid_case",
    title=Text("法律援助", "Legal aid"),
    dated_by="applied_on",
    fields=(
        Field("application_no", Text("申请编号", "Application number"), longest=60),
        Field("applied_on", Text("申请日期", "Applied on"), Type.DATE, required=True, hint=_T43),
        Field(
            "application_status",
            Text("申请状态", "Application"),
            Type.CODE,
            required=True,
            codes="application_status",
        ),
        Field("case_status", Text("案件状态", "Case"), Type.CODE, codes="aid_case_status"),
        Field("aid_type", Text("援助类型", "Type of aid"), Type.CODE, codes="aid_type"),
        Field("aid_source", Text("案件来源", "Source"), Type.CODE, codes="aid_source"),
        Field("source_note", Text("来源说明", "Source in words")),
        Field("case_kind", Text("案件类别", "Kind of case"), Type.CODE, codes="case_kind"),
        Field(
            "procedure_kind",
            Text("办理形式", "Lawsuit or not"),
            Type.CODE,
            codes="procedure_kind",
            hint=Text(
                "劳动仲裁计入民事非诉讼。",
                "Labour arbitration counts as civil, outside a lawsuit.",
            ),
        ),
        Field("service_form", Text("服务形式", "Service"), Type.CODE, codes="service_form"),
        Field("cause_text", Text("案由", "Cause"), longest=200),
        Field("village_id", Text("村(居)", "Village"), Type.LINK, link="village"),
        Field("opponent", Text("对方当事人", "Opponent")),
        Field("legal_position", Text("受援人诉讼地位", "Standing in the case"), longest=100),
        Field("aid_method", Text("援助方式", "Way of aid"), Type.CODE, codes="aid_method"),
        Field(
            "proceeding_stage",
            Text("所处阶段", "Stage"),
            Type.CODE,
            codes="proceeding_stage",
        ),
        Field(
            "is_custody",
            Text("被羁押或经值班律师提出", "In custody or by a duty lawyer"),
            Type.YES_NO,
            hint=Text(
                "办案机关、监管场所、值班律师应在二十四小时内转交。《法律援助法》第三十九条",
                "Passed on within 24 hours. Legal Aid Law, art. 39",
            ),
        ),
        Field(
            "case_summary",
            Text("案情及申请理由概述", "Facts and reasons"),
            Type.NOTE,
            longest=20_000,
        ),
        Field(
            "applied_orally",
            Text("口头申请,工作人员记录", "Applied orally, written down"),
            Type.YES_NO,
        ),
        Field("truth_stated", Text("申请人声明内容真实", "Truth stated"), Type.YES_NO),
        Field(
            "earlier_application",
            Text("以前的申请(时间、地点、编号)", "Earlier application"),
        ),
        Field(
            "limitation_ends_on",
            Text("时效或期限届满日", "Limitation ends on"),
            Type.DATE,
            future=True,
            hint=Text(
                "不足七日的可以先行提供法律援助。《法律援助法》第四十四条",
                "With less than 7 days left aid may come first. Legal Aid Law, art. 44",
            ),
        ),
        Field(
            "urgent_reason",
            Text("先行提供的情形", "Aid first because"),
            Type.CODE,
            codes="urgent_reason",
            hint=Text(
                "情况紧急的先行提供,事后补办手续。《法律援助法》第四十四条",
                "In urgent matters; papers are made good afterwards. Legal Aid Law, art. 44",
            ),
        ),
        Field("urgent_on", Text("先行提供日期", "Aid first since"), Type.DATE),
        Field(
            "must_report",
            Text("应报告的情形", "To be reported"),
            Type.CODE,
            codes="must_report",
        ),
        Field("received_by", Text("接收人", "Received by"), longest=50),
        Field("notice_organ", Text("通知、商请机关", "Organ giving notice")),
        Field("notice_no", Text("函号", "Number of its letter"), longest=60),
        Field("notice_reason", Text("通知、商请原因", "Its reason")),
        Field("notice_officer", Text("办案人员及电话", "Its officer and phone")),
        Field("noticed_on", Text("收到通知日期", "Notice received on"), Type.DATE),
        Field(
            "screening_opinion",
            Text("初审(审查)意见", "Opinion of the first review"),
            Type.NOTE,
            longest=20_000,
        ),
        Field("screened_by", Text("初审人", "Screened by"), longest=50),
        Field("screened_on", Text("初审日期", "Screened on"), Type.DATE),
        Field("forwarded_on", Text("转交中心日期", "Forwarded on"), Type.DATE),
        Field(
            "ended_on",
            Text("撤回或告知日期", "Withdrawn or told on"),
            Type.DATE,
            hint=Text(
                "未按期补充材料的视为撤回。《法律援助法》第四十三条",
                "Not supplied in time: deemed withdrawn. Legal Aid Law, art. 43",
            ),
        ),
        Field("ended_note", Text("撤回原因或告知去向", "Why, or where sent")),
        Field(
            "approval_opinion",
            Text("审批意见", "Opinion of the approval"),
            Type.NOTE,
            longest=20_000,
        ),
        Field("approved_by", Text("审批人", "Approved by"), longest=50),
        Field("decided_on", Text("决定日期", "Decided on"), Type.DATE, hint=_T43),
        Field("decision_no", Text("决定书文号", "Number of the decision"), longest=60),
        Field("decision_received_on", Text("收到决定日期", "Decision received on"), Type.DATE),
        Field("decision_served_on", Text("送达申请人日期", "Served on"), Type.DATE),
        Field(
            "refusal_reason",
            Text("不予援助的理由", "Reason of the refusal"),
            Type.CODE,
            codes="refusal_reason",
        ),
        Field("reason_text", Text("理由说明", "Reason in words"), Type.NOTE, longest=20_000),
        Field("legal_article", Text("法律依据条款", "Article relied on")),
        Field("case_no", Text("案件编号", "Case number"), longest=60),
        Field("assigned_on", Text("指派日期", "Assigned on"), Type.DATE),
        Field("agreement_signed_on", Text("签订委托协议日期", "Agreement signed on"), Type.DATE),
        Field("court", Text("办案机关", "Court or organ handling it")),
        Field("court_case_no", Text("办案机关案号", "Its case number"), longest=100),
        Field("closed_on", Text("结案日期", "Closed on"), Type.DATE),
        Field(
            "close_date_basis",
            Text("结案日期依据", "What the date rests on"),
            Type.CODE,
            codes="close_date_basis",
        ),
        Field("outcome", Text("办理结果", "Outcome"), Type.CODE, codes="outcome"),
        Field("process_text", Text("承办过程", "How it was handled"), Type.NOTE, longest=20_000),
        Field("outcome_text", Text("结果说明", "Outcome in words"), Type.NOTE, longest=20_000),
        Field(
            "recovered_amount",
            Text("挽回损失或取得利益(元)", "Recovered (yuan)"),
            Type.MONEY,
            least=0,
        ),
        Field(
            "wage_recovered_amount",
            Text("其中为农民工讨薪(元)", "Wages of migrant workers in it (yuan)"),
            Type.MONEY,
            least=0,
        ),
        Field("terminated_on", Text("终止日期", "Terminated on"), Type.DATE),
        Field(
            "termination_reason",
            Text("终止情形", "Why terminated"),
            Type.CODE,
            codes="termination_reason",
        ),
        Field("termination_received_on", Text("收到终止决定日期", "Received on"), Type.DATE),
        Field("file_submitted_on", Text("提交立卷材料日期", "File handed in on"), Type.DATE),
        Field("file_accepted_on", Text("立卷材料合格日期", "File accepted on"), Type.DATE),
        Field("archived_on", Text("归档日期", "Archived on"), Type.DATE),
        Field("aid_rate_id", Text("补贴标准", "Rate"), Type.LINK, link="aid_rate"),
        Field("subsidy_amount", Text("补贴金额(元)", "Subsidy (yuan)"), Type.MONEY, least=0),
        Field("subsidy_paid_on", Text("补贴发放日期", "Subsidy paid on"), Type.DATE),
        Field("payee_unit", Text("收款单位", "Paid to")),
        Field("subsidy_approved_by", Text("补贴审批人", "Subsidy approved by"), longest=50),
        Field("dispute_id", Text("对应的调解案件", "The dispute"), Type.LINK, link="dispute"),
        Field(
            "consultation_id",
            Text("来自咨询", "From the consultation"),
            Type.LINK,
            link="consultation",
        ),
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
        Field("application_prefix", Text("申请编号字头", "Number prefix"), longest=20),
        Field("application_year", Text("申请编号年度", "Number year"), Type.INTEGER, least=1900),
        Field("application_serial", Text("申请编号序号", "Number serial"), Type.INTEGER, least=1),
    ),
    form=(
        Section(
            Text("申请", "Application"),
            (
                "applied_on",
                "application_status",
                "application_no",
                "cause_text",
                "case_kind",
                "procedure_kind",
                "aid_method",
                "proceeding_stage",
                "opponent",
                "legal_position",
                "village_id",
                "case_summary",
                "applied_orally",
                "truth_stated",
                "received_by",
            ),
        ),
        Section(
            Text("来源与紧急情况", "Source and urgency"),
            (
                "aid_source",
                "source_note",
                "aid_type",
                "service_form",
                "earlier_application",
                "limitation_ends_on",
                "urgent_reason",
                "urgent_on",
                "must_report",
                "is_custody",
                "notice_organ",
                "notice_no",
                "notice_reason",
                "notice_officer",
                "noticed_on",
            ),
        ),
        Section(
            Text("初审与转交", "Screening and forwarding"),
            (
                "screening_opinion",
                "screened_by",
                "screened_on",
                "forwarded_on",
                "ended_on",
                "ended_note",
            ),
        ),
        Section(
            Text("中心的决定与指派", "Decision and assignment of the centre"),
            (
                "approval_opinion",
                "approved_by",
                "decided_on",
                "decision_no",
                "decision_received_on",
                "decision_served_on",
                "refusal_reason",
                "reason_text",
                "legal_article",
                "case_status",
                "case_no",
                "assigned_on",
                "agreement_signed_on",
                "court",
                "court_case_no",
            ),
        ),
        Section(
            Text("结案", "Closing"),
            (
                "closed_on",
                "close_date_basis",
                "outcome",
                "recovered_amount",
                "wage_recovered_amount",
                "process_text",
                "outcome_text",
                "terminated_on",
                "termination_reason",
                "termination_received_on",
                "file_submitted_on",
                "file_accepted_on",
                "archived_on",
            ),
        ),
        Section(
            Text("补贴", "Subsidy"),
            (
                "aid_rate_id",
                "subsidy_amount",
                "subsidy_paid_on",
                "payee_unit",
                "subsidy_approved_by",
            ),
        ),
        Section(
            Text("关联与编号", "Links and number"),
            (
                "dispute_id",
                "consultation_id",
                "remark",
                "application_prefix",
                "application_year",
                "application_serial",
            ),
        ),
    ),
    columns=(
        "application_no",
        "applied_on",
        "cause_text",
        "case_kind",
        "application_status",
        "case_status",
        "forwarded_on",
        "decided_on",
        "closed_on",
        "outcome",
        "recovered_amount",
    ),
    named_by=("application_no", "cause_text"),
    found_by=(
        "application_no",
        "case_no",
        "decision_no",
        "cause_text",
        "opponent",
        "case_summary",
    ),
    counted_by=("case_kind", "application_status", "case_status", "outcome", "village_id"),
    codes=CODES,
    check=check,
)
