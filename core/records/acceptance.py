"""受理、委托移送、联动、回避与终止 - what a dispute says of how it came in and how it ended early.

Fields of the dispute. What the law does not let a committee accept is a warning with its ground: a
record of it can still be kept, and whether it applies is for people to judge.
"""

from core.field import Field, Problem, Row, Section, Type
from core.records import grounds
from core.text import Text

ACCEPTANCE_CODES = {
    "apply_method": {
        "written": Text("书面申请", "In writing"),
        "oral": Text("口头申请", "Orally"),
    },
    "not_acceptable_reason": {
        "special_organ": Text(
            "应由专门机关管辖或依法不得调解", "For a special organ, or not to be mediated"
        ),
        "already_handled": Text(
            "法院、公安或其他行政机关已受理或已处理", "Already with a court, the police or an organ"
        ),
        "party_refused": Text("一方当事人明确拒绝调解", "A party clearly refuses"),
    },
    "escalation_risk": {
        "none": Text("无激化可能", "None"),
        "group_petition": Text("可能群体性上访", "Group petition"),
        "group_fight": Text("可能群体性械斗", "Group fight"),
        "criminal": Text("可能转化为刑事案件", "Crime"),
        "suicide": Text("可能引起自杀", "Suicide"),
        "other": Text("其他激化可能", "Other"),
    },
    "linked_mediation": {
        "administrative": Text("与行政调解联动", "With administrative mediation"),
        "judicial": Text("与司法调解联动", "With judicial mediation"),
        "all_three": Text("三调联动", "All three together"),
    },
    "entrust_reply": {
        "accepted": Text("同意接受委托", "Taken on"),
        "refused": Text("不予调解", "Not taken on"),
    },
    "recusal_decision": {
        "replaced": Text("已更换调解员", "The mediator was replaced"),
        "withdrawn": Text("当事人撤回回避申请", "The party withdrew it"),
        "refused": Text("回避理由不成立,经说明后继续", "No ground; explained, and went on"),
    },
    "end_reason": {
        "party_refused": Text("当事人拒绝或撤回申请", "A party refused or withdrew"),
        "no_agreement": Text("不能达成协议", "No agreement possible"),
        "term_expired": Text("调解期限届满", "The term is over"),
        "false_facts_or_delay": Text("虚构事实或拖延", "False facts or delay"),
        "collusion_risk": Text("有恶意串通嫌疑", "Suspicion of collusion"),
        "cannot_continue": Text("调解无法继续进行", "It cannot go on"),
        "other": Text("其他原因", "Other"),
    },
}

#: How it was applied for; at the end of the section on acceptance.
APPLIED_FIELDS = (
    Field(
        "apply_method",
        Text("申请方式", "Applied how"),
        Type.CODE,
        codes="apply_method",
        hint=grounds.WAYS_TO_APPLY,
    ),
    Field(
        "parties_consent",
        Text("当事人同意调解", "The parties consent"),
        Type.YES_NO,
        hint=Text(
            "当事人一方明确拒绝调解的,不得调解。《人民调解法》第十七条",
            "No mediation where a party clearly refuses. People's Mediation Law, art. 17",
        ),
    ),
    Field(
        "not_acceptable_reason",
        Text("不予受理的情形", "Reason not to accept"),
        Type.CODE,
        codes="not_acceptable_reason",
        hint=grounds.NOT_ACCEPTED,
    ),
)

#: What makes a matter difficult or dangerous; in the section on the matter.
GRAVITY_FIELDS = (
    Field("is_group", Text("群体性纠纷", "Group dispute"), Type.YES_NO),
    Field("is_cross_area", Text("跨区域纠纷", "Beyond one area"), Type.YES_NO),
    Field("is_assigned_by_superior", Text("上级交办", "Assigned from above"), Type.YES_NO),
    Field(
        "escalation_risk",
        Text("激化风险", "Risk of escalation"),
        Type.CODE,
        codes="escalation_risk",
        hint=Text(
            "可能激化的,采取预防措施;可能引起治安、刑事案件的,及时报告公安机关或有关部门。"
            "《人民调解法》第二十五条",
            "Preventive steps; where a crime may follow, the police are told at once. "
            "People's Mediation Law, art. 25",
        ),
    ),
    Field(
        "invited_persons",
        Text("邀请参与调解的人", "Persons invited to help"),
        hint=Text(
            "经当事人同意,可以邀请亲属、邻里、同事、有专门知识的人等参与。《人民调解法》第二十条",
            "With the parties' consent: relatives, neighbours, experts. "
            "People's Mediation Law, art. 20",
        ),
    ),
)

#: How mediation ended before its time; beside the way of closing.
END_FIELDS = (
    Field(
        "ended_on",
        Text("终止日期", "Ended on"),
        Type.DATE,
        hint=Text(
            "调解不成的,应当终止调解,并告知可以仲裁、行政、司法途径维权。《人民调解法》第二十六条",
            "Without agreement mediation ends; the parties are told of other ways. "
            "People's Mediation Law, art. 26",
        ),
    ),
    Field(
        "end_reason",
        Text("终止原因", "Why it ended"),
        Type.CODE,
        codes="end_reason",
        hint=grounds.END_REASONS,
    ),
)

#: What only some disputes have; a section of its own at the end of the form.
ENTRUSTED_FIELDS = (
    Field("entrusting_name", Text("委托移送单位全称", "Full name of the entrusting body")),
    Field(
        "entrust_letter_no",
        Text("委托调解函文号", "Number of the letter"),
        longest=60,
        hint=grounds.ENTRUSTED,
    ),
    Field("entrusted_on", Text("委托移送日期", "Entrusted on"), Type.DATE, hint=grounds.ENTRUSTED),
    Field(
        "entrust_reply",
        Text("复函意见", "Reply"),
        Type.CODE,
        codes="entrust_reply",
        hint=Text(
            "委托须经当事人和调委会同意,并有委托调解函;不予调解的书面答复。《宁波市人民调解条例》"
            "第十九条(当地另有规定的从其规定)",
            "Needs the consent of parties and committee and a letter; a refusal is in writing. "
            "Ningbo Regulation, art. 19 (your county may differ)",
        ),
    ),
    Field("entrust_reply_reason", Text("不予调解的理由", "Reason for not taking it on")),
    Field("entrust_replied_on", Text("复函日期", "Replied on"), Type.DATE),
    Field(
        "entrust_result_on",
        Text("结果反馈日期", "Result reported on"),
        Type.DATE,
        hint=grounds.ENTRUSTED,
    ),
    Field(
        "linked_mediation",
        Text("联动调解", "Linked mediation"),
        Type.CODE,
        codes="linked_mediation",
        hint=Text(
            "人民调解与行政调解、司法调解联动的填写;调解类型仍填实际由谁主持。",
            "Where other mediation joined in; the kind of mediation says who presided.",
        ),
    ),
    Field("linked_organ", Text("联动单位", "Organ beside the committee")),
    Field(
        "recusal_by", Text("申请回避人", "Recusal requested by"), longest=100, hint=grounds.RECUSAL
    ),
    Field(
        "recusal_of",
        Text("被申请回避的调解员", "Mediator objected to"),
        longest=100,
        hint=grounds.RECUSAL,
    ),
    Field("recusal_reason", Text("回避理由", "Reason for the recusal")),
    Field(
        "recusal_decision",
        Text("回避处理结果", "Decision on the recusal"),
        Type.CODE,
        codes="recusal_decision",
        hint=grounds.RECUSAL,
    ),
)

ENTRUSTED_SECTION = Section(
    Text("委托移送、联动与回避", "Entrusted, linked, recusal"),
    tuple(f.name for f in ENTRUSTED_FIELDS),
)

_GROUNDS = {
    "special_organ": Text(
        "依法应由专门机关管辖处理或者禁止调解的纠纷,不予受理。《人民调解工作若干规定》",
        "A matter for a special organ, or one where mediation is forbidden, is not accepted. "
        "Provisions on People's Mediation Work",
    ),
    "already_handled": Text(
        "法院、公安机关或其他行政机关已经受理或者解决的纠纷,不予受理。《人民调解工作若干规定》",
        "What a court, the police or another organ has accepted or settled is not accepted. "
        "Provisions on People's Mediation Work",
    ),
    "party_refused": Text(
        "当事人一方明确拒绝调解的,不得调解。《人民调解法》第十七条",
        "No mediation where a party clearly refuses. People's Mediation Law, art. 17",
    ),
}
_NO_REASON = Text(
    "请选择终止原因。终止调解应有原因并告知当事人其他途径。《人民调解法》第二十六条",
    "Choose why it ended: the parties are told, and of other ways. People's Mediation Law, art. 26",
)
_NO_DAY = Text("请填写终止日期。", "Enter the day it ended.")
_NOT_ENDED = Text(
    "填写了终止,结案方式却不是终止受理或终止调解。",
    "It has an end, but was not closed as ended.",
)
ENDED = ("acceptance_ended", "mediation_ended")


def acceptance_problems(row: Row) -> list[Problem]:
    """What should not have been accepted, an end without day or reason, words without a cause.
    Warnings, but for dates in the wrong order."""
    return [
        *_not_acceptable(row),
        *_ends(row),
        *_order(row),
        *_without_cause(row),
    ]


def _not_acceptable(row: Row) -> list[Problem]:
    found = []
    if ground := _GROUNDS.get(str(row.get("not_acceptable_reason"))):
        found.append(Problem("not_acceptable_reason", ground, warning=True))
    if row.get("parties_consent") == 0:
        found.append(Problem("parties_consent", _GROUNDS["party_refused"], warning=True))
    if row.get("entrust_reply") == "refused" and not row.get("entrust_reply_reason"):
        said = Text("请填写不予调解的理由,复函要用。", "The letter needs the reason.")
        found.append(Problem("entrust_reply_reason", said, warning=True))
    return found


def _ends(row: Row) -> list[Problem]:
    """Mediation that ended early says when and why, and is closed as such."""
    is_ended = row.get("close_type") in ENDED
    said_so = bool(row.get("ended_on") or row.get("end_reason"))
    found = []
    if (is_ended or said_so) and not row.get("end_reason"):
        found.append(Problem("end_reason", _NO_REASON, warning=True))
    if (is_ended or said_so) and not row.get("ended_on"):
        found.append(Problem("ended_on", _NO_DAY, warning=True))
    if said_so and not is_ended:
        found.append(Problem("close_type", _NOT_ENDED, warning=True))
    return found


def _order(row: Row) -> list[Problem]:
    accepted, ended = row.get("accepted_on"), row.get("ended_on")
    if accepted and ended and ended < accepted:
        said = Text("终止日期早于受理日期。", "It ended before it was accepted.")
        return [Problem("ended_on", said)]
    if row.get("entrusted_on") and accepted and accepted < row["entrusted_on"]:
        said = Text(
            "受理日期早于委托移送日期,请核对。", "Accepted before it was entrusted; look again."
        )
        return [Problem("entrusted_on", said, warning=True)]
    return []


def _without_cause(row: Row) -> list[Problem]:
    """Details of something that, by another field, never was."""
    recusal = any(row.get(n) for n in ("recusal_by", "recusal_reason", "recusal_decision"))
    found = []
    if recusal and row.get("recusal_requested") == 0:
        said = Text("申请回避填了“否”,这里不应有内容。", "No recusal was requested.")
        found.append(Problem("recusal_requested", said, warning=True))
    if row.get("linked_organ") and not row.get("linked_mediation"):
        said = Text("填写了联动单位,请选择联动方式。", "Choose how the organ joined in.")
        found.append(Problem("linked_mediation", said, warning=True))
    return found
