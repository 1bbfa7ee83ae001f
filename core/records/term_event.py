"""期限变动: what changes the term of a dispute - extension, suspension, end."""

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.records import grounds
from core.records.acceptance import ACCEPTANCE_CODES
from core.text import Text

CODES = {
    "event_kind": {
        "extension": Text("延期", "Extension"),
        "suspension": Text("中止", "Suspension"),
        "end": Text("终止", "End"),
    },
    "suspension_reason": {
        "appraisal": Text("鉴定", "Expert appraisal"),
        "other_reason": Text("其他事由", "Other"),
    },
    "end_reason": ACCEPTANCE_CODES["end_reason"],
}

#: Which fields each kind of event needs.
NEEDED = {
    "extension": ("extended_to", "both_consented"),
    "suspension": ("suspended_from", "suspension_reason"),
    "end": ("end_reason",),
}


def _check(row: Row) -> list[Problem]:
    """Each kind has its own fields; an extension needs both sides."""
    wanted = NEEDED.get(str(row.get("event_kind")), ())
    found = [
        Problem(name, _MISSING[name], warning=name == "both_consented")
        for name in wanted
        if row.get(name) is None
    ]
    if row.get("event_kind") == "extension":
        found += _extension(row)
    begins, ends = row.get("suspended_from"), row.get("suspended_to")
    if begins and ends and ends < begins:
        said = Text("中止结束日期早于开始日期。", "The suspension ends before it begins.")
        found.append(Problem("suspended_to", said))
    return found


def _extension(row: Row) -> list[Problem]:
    found = []
    if row.get("both_consented") == 0:
        said = Text(
            "延期须双方当事人同意;没有同意的,期限不变。",
            "Both sides must consent; without that the term stays as it was.",
        )
        found.append(Problem("both_consented", said, warning=True))
    if row.get("extended_to") and row.get("event_on") and row["extended_to"] <= row["event_on"]:
        said = Text(
            "延长后的期限应晚于办理日期。", "The new end must be later than the day itself."
        )
        found.append(Problem("extended_to", said, warning=True))
    return found


_MISSING = {
    "extended_to": Text("请填写延长至哪一天。", "Enter the new last day."),
    "both_consented": Text(
        "请填写双方是否同意;没有同意的,期限不变。",
        "Say whether both consent; without that the term stays as it was.",
    ),
    "suspended_from": Text("请填写中止开始日期。", "Enter the first day of the suspension."),
    "suspension_reason": Text("请选择中止事由。", "Choose the reason of the suspension."),
    "end_reason": Text("请选择终止原因。", "Choose why it ended."),
}

TERM_EVENT = RecordKind(
    table="term_event",
    title=Text("延期、中止、终止", "Extensions, suspensions, ends"),
    parent="dispute_id",
    dated_by="event_on",
    fields=(
        Field("dispute_id", Text("所属纠纷", "Dispute"), Type.LINK, required=True, link="dispute"),
        Field("event_kind", Text("事项", "What"), Type.CODE, required=True, codes="event_kind"),
        Field("event_on", Text("办理日期", "Date"), Type.DATE, required=True),
        Field("asked_by", Text("提出人", "Asked for by"), longest=100),
        Field(
            "extended_to",
            Text("延长至", "Extended to"),
            Type.DATE,
            future=True,
            hint=grounds.LONGER,
        ),
        Field(
            "both_consented",
            Text("双方当事人同意", "Both sides consent"),
            Type.YES_NO,
            hint=Text(
                "延期须双方同意。《宁波市人民调解条例》第二十七条、《最高人民法院关于人民法院特邀"
                "调解的规定》第二十七条",
                "An extension needs both sides. Ningbo Regulation, art. 27; "
                "Supreme People's Court, Provisions on Invited Mediation, art. 27",
            ),
        ),
        Field(
            "suspended_from",
            Text("中止开始", "Suspended from"),
            Type.DATE,
            hint=Text("当日起不计入期限。", "From this day on the term does not run."),
        ),
        Field(
            "suspended_to",
            Text("中止结束", "Suspended to"),
            Type.DATE,
            hint=Text(
                "当日仍不计入期限;还没有恢复的空着。",
                "This day does not count either; left empty while it lasts.",
            ),
        ),
        Field(
            "suspension_reason",
            Text("中止事由", "Reason of the suspension"),
            Type.CODE,
            codes="suspension_reason",
            hint=Text(
                "医疗纠纷的鉴定时间不计入期限。《医疗纠纷预防和处理条例》第三十八条",
                "In medical disputes the time of an appraisal does not count. "
                "Regulation on Medical Disputes, art. 38",
            ),
        ),
        Field(
            "end_reason",
            Text("终止原因", "Why it ended"),
            Type.CODE,
            codes="end_reason",
            hint=grounds.END_REASONS,
        ),
        Field(
            "told_other_ways",
            Text("已告知其他途径", "Told of other ways"),
            Type.YES_NO,
            hint=Text(
                "终止调解时,告知当事人可以依法通过仲裁、行政、司法等途径维护权利。"
                "《人民调解法》第二十六条",
                "At the end the parties are told of arbitration, administrative and court ways. "
                "People's Mediation Law, art. 26",
            ),
        ),
        Field("handled_by", Text("经办人", "Handled by"), longest=50),
        Field("note", Text("说明", "Note"), Type.NOTE, longest=2000),
    ),
    form=(
        Section(
            Text("期限变动", "Change of the term"),
            (
                "event_kind",
                "event_on",
                "asked_by",
                "extended_to",
                "both_consented",
                "suspended_from",
                "suspended_to",
                "suspension_reason",
                "end_reason",
                "told_other_ways",
                "handled_by",
                "note",
            ),
        ),
    ),
    columns=(
        "event_kind",
        "event_on",
        "extended_to",
        "suspended_from",
        "suspended_to",
        "end_reason",
    ),
    named_by=("event_kind", "event_on"),
    codes=CODES,
    check=_check,
)
