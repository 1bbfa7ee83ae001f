"""人民调解协议 - what the parties agreed (People's Mediation Law, articles 28 to 33)."""

from itertools import pairwise

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.records import grounds
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


def takes_effect_on(row: Row) -> str | None:
    """The day an agreement takes effect by articles 29 and 30: a written one when all have signed
    and the seal is on, an oral one when it was agreed; whenever it was typed."""
    signed: str | None = row.get("signed_on")
    complete: str | None = row.get("all_signed_on")
    if row.get("agreement_form") == "oral" or not complete:
        return signed
    return max(signed or complete, complete)


def _check_agreement(row: Row) -> list[Problem]:
    """Dates in order; when it binds; what the court's steps bring with them."""
    return [*_effect(row), *_performance(row), *_court_steps(row), *_unclear_terms(row)]


def _effect(row: Row) -> list[Problem]:
    """A written agreement binds only once all have signed (articles 29, 30)."""
    signed, effective = row.get("signed_on"), row.get("effective_on")
    complete = row.get("all_signed_on")
    if complete and signed and complete < signed:
        said = Text("签名盖章齐备日期早于协议日期。", "Signed and sealed before its date.")
        return [Problem("all_signed_on", said)]
    if signed and effective and effective < signed:
        said = Text("生效日期早于协议日期。", "It took effect before it was signed.")
        return [Problem("effective_on", said)]
    by_law = takes_effect_on(row)
    if effective and by_law and complete and effective != by_law:
        said = Text(
            "书面协议自签名盖章齐备之日起生效,应为 {day}。《人民调解法》第二十九条",
            "It takes effect when all have signed and the seal is on: {day}. People's Mediation"
            " Law, art. 29",
        )
        return [Problem("effective_on", said.format(day=by_law), warning=effective > by_law)]
    return []


def _performance(row: Row) -> list[Problem]:
    found = []
    signed, performed = row.get("signed_on"), row.get("performed_on")
    if performed and signed and performed < signed:
        said = Text("履行日期早于协议日期。", "Performed before the date of the agreement.")
        found.append(Problem("performed_on", said))
    elif performed and row.get("effective_on") and performed < row["effective_on"]:
        said = Text("履行日期早于生效日期。", "Performed before it took effect.")
        found.append(Problem("performed_on", said, warning=True))
    if performed and row.get("performance_status") in ("not_due", "not_performed"):
        said = Text(
            "已填写履行日期,履行情况不应为未到期或未履行。",
            "A day of performance is entered: it is not “not due” or “not performed”.",
        )
        found.append(Problem("performance_status", said, warning=True))
    return found


#: The steps at the court in their order: the date each leaves behind, and the states it is over in.
_COURT_DATES = ("effective_on", "confirmation_applied_on", "confirmation_accepted_on",
                "confirmation_decided_on")  # fmt: skip
_REACHED = {
    "confirmation_applied_on": ("applied", "accepted", "confirmed", "rejected", "withdrawn"),
    "confirmation_accepted_on": ("accepted", "confirmed", "rejected", "withdrawn"),
    "confirmation_decided_on": ("confirmed", "rejected", "withdrawn"),
}
#: What each state needs to have happened.
_NEEDS = {
    "applied": "confirmation_applied_on",
    "accepted": "confirmation_accepted_on",
    "confirmed": "confirmation_decided_on",
    "rejected": "confirmation_decided_on",
}


def _court_steps(row: Row) -> list[Problem]:
    """Applied for, accepted, decided: one after the other, and the state says the same."""
    found = []
    status = row.get("confirmation_status")
    known = [(name, row[name]) for name in _COURT_DATES if row.get(name)]
    for (early, before), (name, day) in pairwise(known):
        if day < before:
            said = Text("{later}早于{earlier}。", "{later}: before {earlier}.")
            labels = {"later": _label(name), "earlier": _label(early)}
            found.append(Problem(name, said.format(**labels)))
    for name, states in _REACHED.items():
        if row.get(name) and status not in states:
            said = Text(
                "已填写{date},司法确认不应为“{state}”。",
                "{date} is entered: the confirmation is not “{state}”.",
            )
            state = CODES["confirmation_status"].get(str(status), Text("空", "empty"))
            words = said.format(date=_label(name), state=state)
            found.append(Problem("confirmation_status", words, warning=status is None))
            break
    needed = _NEEDS.get(str(status))
    if needed and not row.get(needed):
        said = Text("请填写{date}。", "Enter: {date}.").format(date=_label(needed))
        found.append(Problem(needed, said, warning=True))
    return found


def _unclear_terms(row: Row) -> list[Problem]:
    """What makes a court dismiss an application: said while it can still be mended."""
    if row.get("confirmation_status") not in ("applied", "accepted"):
        return []
    said = Text(
        "申请了司法确认,协议却没有写明{what};内容不明确的,法院裁定驳回申请。《民事诉讼法》解释"
        "第三百五十八条",
        "A court is asked to confirm, yet the agreement lacks: {what}. It dismisses what is"
        " unclear. Interpretation of the Civil Procedure Law, art. 358",
    )
    names = ("agreement_amount", "performance_deadline", "performance_method")
    return [
        Problem(name, said.format(what=_label(name)), warning=True)
        for name in names
        if row.get(name) in (None, "")
    ]


def _label(name: str) -> Text:
    return AGREEMENT.field(name).label


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
            hint=grounds.SIGNED,
        ),
        Field(
            "facts_and_issues",
            Text("纠纷主要事实、争议事项", "Facts and issues"),
            Type.NOTE,
            longest=20_000,
            hint=grounds.CONTENT,
        ),
        Field(
            "agreement_terms",
            Text("协议内容", "Terms"),
            Type.NOTE,
            longest=20_000,
            hint=grounds.CONTENT,
        ),
        Field("agreement_amount", Text("协议金额(元)", "Amount (yuan)"), Type.MONEY, least=0),
        Field(
            "performance_method", Text("履行方式", "Manner of performance"), hint=grounds.CONTENT
        ),
        Field(
            "performance_place",
            Text("履行地点", "Place of performance"),
            hint=grounds.WHERE_PERFORMED,
        ),
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
            hint=grounds.PERFORMED,
        ),
        Field("performed_on", Text("履行日期", "Performed on"), Type.DATE, hint=grounds.PERFORMED),
        Field(
            "copies_count", Text("协议份数", "Copies"), Type.INTEGER, least=0, hint=grounds.COPIES
        ),
        Field("recorder", Text("记录人", "Recorder"), longest=50),
        Field(
            "is_partial",
            Text("部分协议", "Part of the dispute only"),
            Type.YES_NO,
            hint=grounds.PARTIAL,
        ),
        Field(
            "confirmation_status",
            Text("司法确认", "Judicial confirmation"),
            Type.CODE,
            codes="confirmation_status",
            hint=grounds.APPLIED,
        ),
        Field("court_name", Text("管辖法院", "Court"), longest=100, hint=grounds.COURT),
        Field(
            "confirmation_applied_on",
            Text("申请确认日期", "Applied for on"),
            Type.DATE,
            hint=grounds.APPLIED,
        ),
        Field(
            "confirmation_accepted_on",
            Text("法院受理日期", "Accepted by court on"),
            Type.DATE,
            hint=grounds.COURT_ACCEPTS,
        ),
        Field(
            "confirmation_decided_on",
            Text("法院裁定日期", "Decided by court on"),
            Type.DATE,
            hint=grounds.COURT_DECIDES,
        ),
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
    found_by=("agreement_no", "court_case_no", "agreement_terms"),
    codes=CODES,
    check=_check_agreement,
)
