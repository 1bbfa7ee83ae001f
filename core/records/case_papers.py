"""调查记录, 证据材料, 授权委托书, 纸质件 - papers of a case beside those of the mediation."""

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.records.attachment import CODES as ATTACHMENT_CODES
from core.records.lists import GENDER, ID_TYPE
from core.text import Text

_OF_DISPUTE = Field(
    "dispute_id", Text("所属纠纷", "Dispute"), Type.LINK, required=True, link="dispute"
)

INVESTIGATION = RecordKind(
    table="investigation",
    title=Text("调查记录", "Investigations"),
    parent="dispute_id",
    dated_by="investigated_on",
    fields=(
        _OF_DISPUTE,
        Field("investigated_on", Text("调查日期", "Date"), Type.DATE, required=True),
        Field(
            "investigated_at",
            Text("时间", "Time"),
            longest=60,
            hint=Text("如 上午9时至11时。", "Such as 9 to 11 in the morning."),
        ),
        Field("place", Text("地点", "Place")),
        Field("attendees", Text("参加人", "Present")),
        Field("interviewee", Text("被调查人", "Person heard")),
        Field("investigators", Text("调查人", "Investigators")),
        Field("recorder", Text("记录人", "Recorder"), longest=50),
        Field("record_text", Text("记录", "Record"), Type.NOTE, longest=20_000),
    ),
    form=(
        Section(
            Text("调查记录", "Investigation"),
            (
                "investigated_on",
                "investigated_at",
                "place",
                "attendees",
                "interviewee",
                "investigators",
                "recorder",
                "record_text",
            ),
        ),
    ),
    columns=("investigated_on", "place", "interviewee", "investigators", "record_text"),
    named_by=("investigated_on",),
    found_by=("interviewee", "record_text"),
)

EVIDENCE = RecordKind(
    table="evidence",
    title=Text("证据材料", "Evidence"),
    parent="dispute_id",
    fields=(
        _OF_DISPUTE,
        Field("evidence_name", Text("证据名称", "Evidence"), required=True),
        Field(
            "evidence_source",
            Text("来源", "Source"),
            hint=Text("谁提供的,或从哪里取得。", "Who gave it, or where it was obtained."),
        ),
        Field(
            "evidence_form",
            Text("原件或复印件", "Original or copy"),
            Type.CODE,
            codes="evidence_form",
        ),
        Field("copies", Text("份数", "Copies"), Type.INTEGER, least=1),
        Field("pages", Text("页数", "Pages"), Type.INTEGER, least=1),
        Field("remark", Text("备注", "Remark")),
        Field("position", Text("顺序", "Order"), Type.INTEGER),
    ),
    form=(
        Section(
            Text("证据材料", "Evidence"),
            (
                "evidence_name",
                "evidence_source",
                "evidence_form",
                "copies",
                "pages",
                "remark",
                "position",
            ),
        ),
    ),
    columns=("evidence_name", "evidence_source", "evidence_form", "copies", "pages"),
    named_by=("evidence_name",),
    found_by=("evidence_name",),
    codes={
        "evidence_form": {
            "original": Text("原件", "Original"),
            "copy": Text("复印件", "Copy"),
        }
    },
)

#: What an agent may do for the party, as the form offers it to be ticked.
POWERS = {  # no 、 in the words: it stands between two of them
    "apply_or_end": Text("申请调解或者要求终止调解", "Apply for mediation, ask to end it"),
    "evidence": Text("收集并提供证据", "Collect and give evidence"),
    "mediators": Text("选择或者接受人民调解员", "Choose or accept mediators"),
    "claims": Text("承认或者变更或者放弃请求", "Admit, change or waive claims"),
    "sign": Text("参加调解并签署文书", "Attend and sign papers"),
    "receive": Text("领取文书", "Receive papers"),
    "other": Text("其他", "Other"),
}


def _check_attorney(row: Row) -> list[Problem]:
    """The dates in order; 其他 says what."""
    found = []
    if row.get("valid_from") and row.get("valid_to") and row["valid_to"] < row["valid_from"]:
        said = Text("委托终止日期早于开始日期。", "The power ends before it begins.")
        found.append(Problem("valid_to", said))
    if '"other"' in str(row.get("powers") or "") and not row.get("powers_other"):
        said = Text("请写明其他权限。", "Say what the other powers are.")
        found.append(Problem("powers_other", said, warning=True))
    return found


ATTORNEY = RecordKind(
    table="attorney",
    title=Text("授权委托书", "Powers of attorney"),
    parent="dispute_id",
    dated_by="signed_on",
    fields=(
        _OF_DISPUTE,
        Field("principal_name", Text("委托人", "Principal"), required=True, longest=100),
        Field("agent_name", Text("受托人", "Agent"), required=True, longest=100),
        Field("gender", Text("受托人性别", "Sex of the agent"), Type.CODE, codes="gender"),
        Field("id_type", Text("受托人证件类型", "Document"), Type.CODE, codes="id_type"),
        Field("id_number", Text("受托人证件号码", "Document number"), longest=40),
        Field("phone", Text("受托人联系方式", "Contact"), longest=60),
        Field("address", Text("受托人单位或住址", "Employer or address")),
        Field(
            "relation",
            Text("与委托人关系", "Relation to the principal"),
            longest=60,
            hint=Text("如 配偶、同事、律师。", "Such as spouse, colleague, lawyer."),
        ),
        Field("powers", Text("委托权限", "Powers"), Type.CODES, codes="attorney_power"),
        Field("powers_other", Text("其他权限", "Other powers")),
        Field("valid_from", Text("委托期限(起)", "Valid from"), Type.DATE, future=True),
        Field("valid_to", Text("委托期限(止)", "Valid until"), Type.DATE, future=True),
        Field("signed_on", Text("签署日期", "Signed on"), Type.DATE),
    ),
    form=(
        Section(
            Text("授权委托书", "Power of attorney"),
            (
                "principal_name",
                "agent_name",
                "relation",
                "gender",
                "id_type",
                "id_number",
                "phone",
                "address",
                "powers",
                "powers_other",
                "valid_from",
                "valid_to",
                "signed_on",
            ),
        ),
    ),
    columns=("principal_name", "agent_name", "relation", "phone", "powers"),
    named_by=("agent_name",),
    found_by=("agent_name", "id_number", "phone"),
    codes={"gender": GENDER, "id_type": ID_TYPE, "attorney_power": POWERS},
    check=_check_attorney,
)

PAPER_COPY = RecordKind(
    table="paper_copy",
    title=Text("纸质件", "Papers held on paper"),
    parent="dispute_id",
    fields=(
        _OF_DISPUTE,
        Field(
            "doc_type",
            Text("文书种类", "Kind of paper"),
            Type.CODE,
            required=True,
            codes="doc_type",
        ),
        Field(
            "title",
            Text("文书名称", "Title"),
            hint=Text("空着时目录里写文书种类。", "Left empty, the index says the kind of paper."),
        ),
        Field(
            "pages",
            Text("页数", "Pages"),
            Type.INTEGER,
            required=True,
            least=1,
            hint=Text(
                "装订进卷的纸面页数,目录的页号按它往后排。",
                "Pages bound into the file; the page numbers of the index count them.",
            ),
        ),
        Field("remark", Text("备注", "Remark")),
        Field("position", Text("顺序", "Order"), Type.INTEGER),
    ),
    form=(
        Section(
            Text("纸质件", "Held on paper"), ("doc_type", "title", "pages", "remark", "position")
        ),
    ),
    columns=("doc_type", "title", "pages", "remark"),
    named_by=("title", "doc_type"),
    found_by=("title",),
    codes={"doc_type": ATTACHMENT_CODES["doc_type"]},
)
