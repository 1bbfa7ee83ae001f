"""法律咨询: one person asking, or a count of people asked at an event. 人次 is one a record (the
headcount of an event), 件 one for each kind of matter (table 十一 of the half-year report)."""

import json

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.records.legal_aid_lists import (
    CHANNEL,
    HANDLING,
    MATTER_CODE,
    RECIPIENT_GROUP,
    REFERRAL_TARGET,
)
from core.records.lists import GENDER
from core.text import Text


def _check(row: Row) -> list[Problem]:
    handled = set(json.loads(row.get("handling") or "[]"))
    found = []
    if row.get("is_event_count") == 1:
        found += _event(row)
    elif not row.get("answer_summary"):
        waits = row.get("channel") in ANSWERED_LATER
        said = _NOT_ANSWERED if waits else Text("请填写答复要点。", "Enter: what was answered.")
        found.append(Problem("answer_summary", said, warning=waits))
    if row.get("identity_refused") == 1 and row.get("id_number"):
        said = Text("填写了身份证号,却记为不愿提供身份。", "The identity was given after all.")
        found.append(Problem("identity_refused", said, warning=True))
    if "referred" in handled and not row.get("referral_target"):
        said = Text("请选择引导去向。", "Choose where the person was sent.")
        found.append(Problem("referral_target", said, warning=True))
    if "appointment" in handled and not row.get("appointment_on"):
        said = Text("请填写约期日期。", "Enter the day of the appointment.")
        found.append(Problem("appointment_on", said, warning=True))
    asked, then = row.get("consulted_on"), row.get("appointment_on")
    if asked and then and then < asked:
        said = Text("约期早于咨询日期。", "The appointment is before the consultation.")
        found.append(Problem("appointment_on", said))
    return [*found, *_violence(row)]


#: Channels that are answered later than they come in.
ANSWERED_LATER = ("letter", "online")
_NOT_ANSWERED = Text(
    "还没有答复;到期列在今日。来信的答复期限在“期限”设置里改。",
    "Not answered yet; it stands under Today when it is due.",
)


def _event(row: Row) -> list[Problem]:
    """Short consultations counted together; the heads must be there."""
    found = []
    if not row.get("headcount"):
        said = Text("现场计数请填写咨询人次。", "Enter how many people asked.")
        found.append(Problem("headcount", said))
    heads, matters = row.get("headcount") or 0, row.get("matter_count")
    if isinstance(matters, int) and matters < heads:
        said = Text(
            "件数不应少于人次:一人问一类事项为 1 人次 1 件。",
            "Each person asks about one matter at least.",
        )
        found.append(Problem("matter_count", said))
    return found


def _violence(row: Row) -> list[Problem]:
    """The duty to report; a reminder, whatever else is wrong."""
    codes = set(json.loads(row.get("matter_codes") or "[]"))
    if "domestic_violence" in codes and row.get("reported_to_police") is None:
        return [Problem("reported_to_police", VIOLENCE, warning=True)]
    return []


VIOLENCE = Text(
    "无民事行为能力人、限制民事行为能力人遭受或者疑似遭受家庭暴力的,村(居)委会、社会工作服务等机构"
    "应当及时向公安机关报案。《反家庭暴力法》第十四条",
    "Where a person without full capacity suffers domestic violence, village committees and "
    "others must report it to the police at once. Anti-Domestic Violence Law, art. 14",
)

CONSULTATION = RecordKind(
    table="consultation",
    title=Text("法律咨询", "Consultations"),
    dated_by="consulted_on",
    fields=(
        Field("consultation_no", Text("咨询编号", "Consultation number"), longest=60),
        Field("consulted_on", Text("咨询日期", "Date"), Type.DATE, required=True),
        Field("channel", Text("咨询方式", "Channel"), Type.CODE, required=True, codes="channel"),
        Field(
            "matter_codes",
            Text("咨询类型", "Matters"),
            Type.CODES,
            required=True,
            codes="matter_code",
            hint=Text(
                "一人同时问两类事项的,选两类:计 1 人次、2 件。",
                "Two kinds asked at once: 1 person, 2 matters.",
            ),
        ),
        Field("content", Text("咨询内容", "Question"), Type.NOTE, longest=20_000),
        Field(
            "answer_summary",
            Text("答复要点", "Answer"),
            Type.NOTE,
            longest=20_000,
            hint=Text(
                "属于法律援助事项的,应当提示申请的权利、条件和程序。《法律援助法》第二十三条",
                "Where the matter fits, tell of the right to apply. Legal Aid Law, art. 23",
            ),
        ),
        Field("visitor_name", Text("姓名", "Name"), longest=100),
        Field("gender", Text("性别", "Sex"), Type.CODE, codes="gender"),
        Field("id_number", Text("身份证号", "ID number"), longest=40),
        Field("phone", Text("联系电话", "Phone"), longest=60),
        Field("address", Text("住址", "Address")),
        Field("village_id", Text("村(居)", "Village"), Type.LINK, link="village"),
        Field(
            "identity_refused",
            Text("不愿提供身份", "Identity not given"),
            Type.YES_NO,
            hint=Text(
                "可以不提供身份;不愿提供的,在这里注明。",
                "Nobody need give it; a refusal is noted.",
            ),
        ),
        Field(
            "recipient_groups",
            Text("人群类别", "Groups"),
            Type.CODES,
            codes="recipient_group",
        ),
        Field("handling", Text("处理方式", "Handling"), Type.CODES, codes="handling"),
        Field(
            "referral_target",
            Text("引导去向", "Sent to"),
            Type.CODE,
            codes="referral_target",
        ),
        Field("referral_note", Text("去向说明", "Where exactly")),
        Field("appointment_on", Text("约期日期", "Appointment"), Type.DATE, future=True),
        Field(
            "told_of_right",
            Text("已提示申请法律援助的权利", "Told of the right to apply"),
            Type.YES_NO,
        ),
        Field(
            "reported_to_police",
            Text("已向公安机关报案", "Reported to the police"),
            Type.YES_NO,
            hint=Text(
                "涉及家庭暴力的咨询填写。《反家庭暴力法》第十四条",
                "For domestic violence. Anti-Domestic Violence Law, art. 14",
            ),
        ),
        Field("recorded_by", Text("记录人", "Recorded by"), longest=50),
        Field("answered_by", Text("解答人", "Answered by"), longest=50),
        Field("minutes", Text("用时(分钟)", "Minutes"), Type.INTEGER, least=0),
        Field("satisfaction", Text("满意度", "Satisfaction"), longest=50),
        Field("dispute_id", Text("转为人民调解", "Became the dispute"), Type.LINK, link="dispute"),
        Field(
            "is_event_count",
            Text("现场活动计数", "Count of an event"),
            Type.YES_NO,
            hint=Text(
                "集中宣传等活动中只记人次的,选“是”,与逐人登记分开统计。",
                "Yes for people counted at an event; kept apart from single records.",
            ),
        ),
        Field("event_name", Text("活动名称", "Event"), longest=200),
        Field("headcount", Text("咨询人次", "People"), Type.INTEGER, least=0),
        Field("matter_count", Text("咨询件数", "Matters in all"), Type.INTEGER, least=0),
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
        Field("consultation_prefix", Text("咨询编号字头", "Number prefix"), longest=20),
        Field("consultation_year", Text("咨询编号年度", "Number year"), Type.INTEGER, least=1900),
        Field("consultation_serial", Text("咨询编号序号", "Number serial"), Type.INTEGER, least=1),
    ),
    form=(
        Section(
            Text("咨询", "Consultation"),
            (
                "consulted_on",
                "channel",
                "matter_codes",
                "content",
                "answer_summary",
                "handling",
                "referral_target",
                "referral_note",
                "appointment_on",
                "told_of_right",
                "reported_to_police",
            ),
        ),
        Section(
            Text("咨询人", "The person"),
            (
                "visitor_name",
                "gender",
                "id_number",
                "phone",
                "address",
                "village_id",
                "identity_refused",
                "recipient_groups",
            ),
        ),
        Section(
            Text("现场活动计数", "Count of an event"),
            ("is_event_count", "event_name", "headcount", "matter_count"),
        ),
        Section(
            Text("经办与编号", "Staff and number"),
            (
                "answered_by",
                "recorded_by",
                "minutes",
                "satisfaction",
                "dispute_id",
                "remark",
                "consultation_no",
                "consultation_prefix",
                "consultation_year",
                "consultation_serial",
            ),
        ),
    ),
    columns=(
        "consultation_no",
        "consulted_on",
        "channel",
        "visitor_name",
        "phone",
        "matter_codes",
        "content",
        "answer_summary",
        "handling",
        "recorded_by",
    ),
    named_by=("consultation_no", "visitor_name"),
    found_by=(
        "consultation_no",
        "visitor_name",
        "phone",
        "id_number",
        "content",
        "answer_summary",
        "event_name",
    ),
    counted_by=("channel", "village_id"),
    codes={
        "channel": CHANNEL,
        "matter_code": MATTER_CODE,
        "recipient_group": RECIPIENT_GROUP,
        "handling": HANDLING,
        "referral_target": REFERRAL_TARGET,
        "gender": GENDER,
    },
    check=_check,
)
