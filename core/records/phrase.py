"""常用语 - words an office writes again and again, offered in the notes of its forms."""

from core.field import Field, RecordKind, Section, Type
from core.records.dispute import DISPUTE_TYPE
from core.text import Text

#: The notes a phrase can stand in: table.field.
PHRASE_FIELD = {
    "dispute.summary": Text("纠纷简要情况", "Summary of a dispute"),
    "dispute.request_items": Text("当事人申请事项", "Requests of the parties"),
    "meeting.record_text": Text("调解记录", "Record of a meeting"),
    "agreement.facts_and_issues": Text("纠纷主要事实、争议事项", "Facts and issues"),
    "agreement.agreement_terms": Text("协议内容", "Terms of an agreement"),
    "dispute.file_note_text": Text("卷宗情况说明", "Note on the file"),
    "dispute.remark": Text("备注", "Remark"),
}

PHRASE = RecordKind(
    table="phrase",
    title=Text("常用语", "Phrases"),
    fields=(
        Field(
            "field",
            Text("用在", "Used in"),
            Type.CODE,
            required=True,
            codes="phrase_field",
        ),
        Field(
            "dispute_type",
            Text("纠纷类型", "Type of dispute"),
            Type.CODE,
            codes="dispute_type",
            hint=Text("空着时各类纠纷都可选用。", "Left empty, it is offered for every type."),
        ),
        Field("title", Text("名称", "Title"), required=True, longest=60),
        Field(
            "text",
            Text("内容", "Words"),
            Type.NOTE,
            required=True,
            longest=4000,
            hint=Text("待填的地方写 ____。", "Write ____ where something is to be filled in."),
        ),
        Field("position", Text("顺序", "Order"), Type.INTEGER),
    ),
    form=(
        Section(Text("常用语", "Phrase"), ("field", "dispute_type", "title", "text", "position")),
    ),
    columns=("title", "field", "dispute_type", "text"),
    named_by=("title",),
    codes={"phrase_field": PHRASE_FIELD, "dispute_type": DISPUTE_TYPE},
)
