"""下一步: what can happen next to an application or a case, and what it fills in.

The states are those of the workflow: an application runs from received to a decision, a case from
the decision to the revisit. A workstation records what the centre decides, assigns and pays; the
words of a stage say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.field import Row
from core.text import Text


@dataclass(frozen=True)
class NextStage:
    """One thing that can be noted next. `fills` are the fields that get a code or None, `dates`
    those that get the day; `focus` is where something is to be typed; `event` begins a row of the
    events."""

    name: str
    words: Text
    centre: Text | None = None  # what a centre calls it, where it does itself
    fills: Mapping[str, Any] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    focus: str = ""
    event: str = ""

    def said(self, role: str) -> Text:
        return self.centre if role == "centre" and self.centre else self.words

    def values(self, row: Row, on: str) -> dict[str, Any]:
        """Fields to put into the form; a day that is there already stays."""
        days = {n: on for n in self.dates if not row.get(n)}
        return {**self.fills, **days}


def _application(code: str) -> dict[str, Any]:
    return {"application_status": code}


def _case(code: str) -> dict[str, Any]:
    return {"case_status": code}


SCREEN = NextStage(
    "screen",
    Text("初审通过", "Screened"),
    fills=_application("screened"),
    dates=("screened_on",),
    focus="screening_opinion",
)
SUPPLEMENT = NextStage(
    "supplement",
    Text("通知补充材料", "Ask for papers"),
    fills=_application("supplement_requested"),
    event="supplement_notice",
)
SUPPLIED = NextStage("supplied", Text("材料已补齐", "Supplied"), fills=_application("received"))
DEEMED = NextStage(
    "deemed",
    Text("视为撤回", "Deemed withdrawn"),
    fills=_application("deemed_withdrawn"),
    dates=("ended_on",),
    focus="ended_note",
)
WITHDRAW = NextStage(
    "withdraw",
    Text("申请人撤回", "Withdrawn"),
    fills=_application("withdrawn"),
    dates=("ended_on",),
    focus="ended_note",
)
NOT_COMPETENT = NextStage(
    "not_competent",
    Text("不属受理", "Not for us"),
    fills=_application("not_competent"),
    dates=("ended_on",),
    focus="ended_note",
)
FORWARD = NextStage(
    "forward",
    Text("转交中心", "Forward"),
    fills=_application("forwarded"),
    dates=("forwarded_on",),
)
REVIEW = NextStage("review", Text("开始审查", "Review"), fills=_application("under_review"))
GRANT = NextStage(
    "grant",
    Text("收到给予决定", "Granted by the centre"),
    Text("决定给予", "Grant"),
    {**_application("granted"), **_case("granted")},
    ("decided_on", "decision_received_on"),
    "decision_no",
)
REFUSE = NextStage(
    "refuse",
    Text("收到不予决定", "Refused by the centre"),
    Text("决定不予", "Refuse"),
    _application("refused"),
    ("decided_on", "decision_received_on"),
    "refusal_reason",
)
OBJECT = NextStage("object", Text("登记异议", "Objection"), event="objection")
ASSIGN = NextStage(
    "assign",
    Text("登记指派", "Assigned by the centre"),
    Text("指派", "Assign"),
    _case("assigned"),
    ("assigned_on",),
)
SIGN = NextStage(
    "sign",
    Text("签订委托协议", "Agreement signed"),
    fills=_case("agreement_signed"),
    dates=("agreement_signed_on",),
)
BEGIN = NextStage("begin", Text("开始承办", "In progress"), fills=_case("in_progress"))
CHANGE = NextStage(
    "change",
    Text("申请更换承办人", "Change of handler"),
    fills=_case("handler_change_requested"),
    event="handler_change",
)
CHANGED = NextStage("changed", Text("已更换", "Changed"), fills=_case("handler_changed"))
CLOSE = NextStage(
    "close",
    Text("结案", "Close"),
    fills=_case("closed"),
    dates=("closed_on",),
    focus="outcome",
)
TERMINATE = NextStage(
    "terminate",
    Text("登记终止", "Terminated by the centre"),
    Text("终止", "Terminate"),
    _case("terminated"),
    ("terminated_on",),
    "termination_reason",
)
HAND_IN = NextStage(
    "hand_in",
    Text("提交立卷材料", "Hand in the file"),
    fills=_case("file_submitted"),
    dates=("file_submitted_on",),
)
RETURNED = NextStage(
    "returned",
    Text("材料退补", "Sent back"),
    fills=_case("file_returned"),
    event="file_return",
)
ACCEPTED = NextStage(
    "accepted",
    Text("材料合格", "File accepted"),
    fills=_case("file_accepted"),
    dates=("file_accepted_on",),
)
PAID = NextStage(
    "paid",
    Text("登记补贴发放", "Subsidy paid by the centre"),
    Text("发放补贴", "Pay the subsidy"),
    _case("subsidy_paid"),
    ("subsidy_paid_on",),
    "subsidy_amount",
)
ARCHIVE = NextStage(
    "archive", Text("归档", "Archive"), fills=_case("archived"), dates=("archived_on",)
)
REVISIT = NextStage("revisit", Text("回访", "Revisit"), fills=_case("revisited"), event="revisit")

_AFTER_APPLICATION = {
    "draft": (NextStage("receive", Text("收到申请", "Received"), fills=_application("received")),),
    "received": (SCREEN, SUPPLEMENT, NOT_COMPETENT, WITHDRAW),
    "supplement_requested": (SUPPLIED, DEEMED, WITHDRAW),
    "screened": (FORWARD, SUPPLEMENT, WITHDRAW),
    "forwarded": (GRANT, REFUSE, SUPPLEMENT, WITHDRAW),
    "under_review": (GRANT, REFUSE, SUPPLEMENT, WITHDRAW),
    "refused": (OBJECT,),
}
_AFTER_CASE = {
    "granted": (ASSIGN, TERMINATE),
    "assigned": (SIGN, CHANGE, TERMINATE),
    "agreement_signed": (BEGIN, CLOSE, CHANGE, TERMINATE),
    "in_progress": (CLOSE, CHANGE, TERMINATE),
    "handler_change_requested": (CHANGED, CLOSE, TERMINATE),
    "handler_changed": (SIGN, CLOSE, TERMINATE),
    "closed": (HAND_IN, REVISIT),
    "terminated": (HAND_IN, OBJECT),
    "file_submitted": (ACCEPTED, RETURNED),
    "file_returned": (HAND_IN, ACCEPTED),
    "file_accepted": (PAID, ARCHIVE, REVISIT),
    "subsidy_paid": (ARCHIVE, REVISIT),
    "archived": (REVISIT,),
}
#: What a centre does between screening and decision; a station forwards.
_CENTRE = {"screened": (REVIEW, SUPPLEMENT, WITHDRAW), "received": (SCREEN, REVIEW, SUPPLEMENT)}


def next_stages(row: Row, role: str = "station") -> tuple[NextStage, ...]:
    """What can be noted next, the usual first; nothing where the matter is at an end."""
    application, case = row.get("application_status"), row.get("case_status")
    if application == "granted":
        return _AFTER_CASE.get(str(case or "granted"), ())
    if role == "centre" and application in _CENTRE:
        return _CENTRE[application]
    return _AFTER_APPLICATION.get(str(application), ())
