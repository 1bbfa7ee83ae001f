"""人民调解协议 - what the parties agreed (People's Mediation Law, articles 28 to 33)."""

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.text import Text

CODES = {
    "agreement_form": {
        "written": Text("书面协议", "Written"),
        "oral": Text("口头协议", "Oral"),
    },
    "performance_status": {  # only 已履行 is an official counter
        "performed": Text("已履行", "Performed"),
        "partly_performed": Text("部分履行", "Partly performed"),
        "not_due": Text("未到期", "Not due"),
        "not_performed": Text("未履行", "Not performed"),
    },
    "confirmation_status": {
        "not_applied": Text("未申请", "Not applied for"),
        "applied": Text("已申请", "Applied for"),
        "accepted": Text("法院已受理", "Accepted by the court"),
        "confirmed": Text("已确认", "Confirmed"),
        "rejected": Text("不予确认", "Rejected"),
        "withdrawn": Text("已撤回", "Withdrawn"),
    },
}


def _check_agreement(row: Row) -> list[Problem]:
    """Dates in order; a written agreement binds only once all have signed (articles 29, 30)."""
    signed, effective = row.get("signed_on"), row.get("effective_on")
    found = []
    if signed and effective and effective < signed:
        said = Text("生效日期早于协议日期。", "It took effect before it was signed.")
        found.append(Problem("effective_on", said))
    if effective and row.get("performed_on") and row["performed_on"] < effective:
        said = Text("履行日期早于生效日期。", "Performed before it took effect.")
        found.append(Problem("performed_on", said, warning=True))
    return found


AGREEMENT = RecordKind(
    table="agreement",
    title=Text("调解协议", "Agreements"),
    parent="dispute_id",
    dated_by="signed_on",
    fields=(
        Field("dispute_id", Text("所属纠纷", "Dispute"), Type.LINK, required=True, link="dispute"),
        Field(
            "agreement_form",
            Text("协议形式", "Form"),
            Type.CODE,
            codes="agreement_form",
            hint=Text(
                "可以制作协议书;无需制作的,可以口头协议并记录。《人民调解法》第二十八条",
                "Written, or oral and put on record. People's Mediation Law, art. 28",
            ),
        ),
        Field("agreement_no", Text("编号", "Number"), longest=60),
        Field("signed_on", Text("协议日期", "Date"), Type.DATE),
        Field(
            "effective_on",
            Text("生效日期", "Took effect on"),
            Type.DATE,
            hint=Text(
                "书面协议自各方签名盖章、调解员签名并加盖印章之日起生效;口头协议自达成之日起"
                "生效。《人民调解法》第二十九条、第三十条",
                "Written: when all have signed and the seal is on; oral: when agreed. "
                "People's Mediation Law, art. 29, 30",
            ),
        ),
        Field(
            "all_signed_on",
            Text("签名盖章齐备日期", "All signed and sealed on"),
            Type.DATE,
            hint=Text(
                "各方当事人、调解员都已签名并加盖印章的那一天;就是协议日期时不用填。",
                "The day all parties and the mediator had signed and the seal was on; stays empty"
                " if that is the date of the agreement.",
            ),
        ),
        Field(
            "facts_and_issues",
            Text("纠纷主要事实、争议事项", "Facts and issues"),
            Type.NOTE,
            longest=20_000,
        ),
        Field("agreement_terms", Text("协议内容", "Terms"), Type.NOTE, longest=20_000),
        Field("agreement_amount", Text("协议金额(元)", "Amount (yuan)"), Type.MONEY, least=0),
        Field("performance_method", Text("履行方式", "Manner of performance")),
        Field("performance_place", Text("履行地点", "Place of performance")),
        Field(
            "performance_deadline",
            Text("履行时限", "To be performed by"),
            Type.DATE,
            future=True,
            hint=Text(
                "调委会对履行情况进行监督,督促当事人履行。《人民调解法》第三十一条",
                "The committee supervises performance. People's Mediation Law, art. 31",
            ),
        ),
        Field(
            "performance_status",
            Text("履行情况", "Performance"),
            Type.CODE,
            codes="performance_status",
        ),
        Field("performed_on", Text("履行日期", "Performed on"), Type.DATE),
        Field("copies_count", Text("协议份数", "Copies"), Type.INTEGER, least=0),
        Field("recorder", Text("记录人", "Recorder"), longest=50),
        Field("is_partial", Text("部分协议", "Part of the dispute only"), Type.YES_NO),
        Field(
            "confirmation_status",
            Text("司法确认", "Judicial confirmation"),
            Type.CODE,
            codes="confirmation_status",
            hint=Text(
                "自协议生效之日起三十日内由双方共同申请。《人民调解法》第三十三条",
                "Both parties together, within 30 days of its effect. People's Mediation Law,"
                " art. 33",
            ),
        ),
        Field("court_name", Text("管辖法院", "Court"), longest=100),
        Field("confirmation_applied_on", Text("申请确认日期", "Applied for on"), Type.DATE),
        Field("confirmation_accepted_on", Text("法院受理日期", "Accepted by court on"), Type.DATE),
        Field("confirmation_decided_on", Text("法院裁定日期", "Decided by court on"), Type.DATE),
        Field("court_case_no", Text("确认案号", "Court case number"), longest=100),
        Field("agreement_prefix", Text("编号字头", "Number prefix"), longest=20),
        Field("agreement_year", Text("编号年度", "Number year"), Type.INTEGER, least=1900),
        Field("agreement_serial", Text("编号序号", "Number serial"), Type.INTEGER, least=1),
    ),
    form=(
        Section(
            Text("调解协议", "Agreement"),
            (
                "agreement_form",
                "agreement_no",
                "signed_on",
                "all_signed_on",
                "effective_on",
                "facts_and_issues",
                "agreement_terms",
                "agreement_amount",
                "performance_method",
                "performance_place",
                "performance_deadline",
                "performance_status",
                "performed_on",
                "copies_count",
                "recorder",
                "is_partial",
                "confirmation_status",
                "court_name",
                "confirmation_applied_on",
                "confirmation_accepted_on",
                "confirmation_decided_on",
                "court_case_no",
                "agreement_prefix",
                "agreement_year",
                "agreement_serial",
            ),
        ),
    ),
    columns=(
        "agreement_no",
        "agreement_form",
        "signed_on",
        "agreement_amount",
        "performance_status",
    ),
    named_by=("agreement_no",),
    found_by=("agreement_no",),
    codes=CODES,
    check=_check_agreement,
)
