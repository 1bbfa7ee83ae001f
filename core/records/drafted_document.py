"""代书 (代拟法律文书): a legal document drafted for a person; it counts once, whatever the
number of its copies."""

from core.field import Field, RecordKind, Section, Type
from core.records.legal_aid_lists import DOC_TYPE, MATTER_CODE
from core.text import Text

DRAFTED_DOCUMENT = RecordKind(
    table="drafted_document",
    title=Text("代书", "Drafted documents"),
    dated_by="drafted_on",
    fields=(
        Field("drafting_no", Text("代书编号", "Drafting number"), longest=60),
        Field("drafted_on", Text("代书日期", "Date"), Type.DATE, required=True),
        Field(
            "doc_type",
            Text("文书种类", "Kind"),
            Type.CODE,
            required=True,
            codes="drafted_doc_type",
        ),
        Field("title", Text("文书名称", "Title")),
        Field("for_person", Text("委托人", "For"), required=True, longest=100),
        Field("phone", Text("联系电话", "Phone"), longest=60),
        Field("opponent", Text("对方当事人", "Opponent"), longest=100),
        Field("matter_code", Text("事项", "Matter"), Type.CODE, codes="matter_code"),
        Field(
            "copies",
            Text("份数", "Copies"),
            Type.INTEGER,
            least=1,
            hint=Text(
                "打印给当事人几份;统计时一件文书只计 1 份。",
                "Printed for the person; the document counts once.",
            ),
        ),
        Field("drafter", Text("代书人", "Drafted by"), longest=50),
        Field(
            "free_of_charge",
            Text("免费", "Free of charge"),
            Type.YES_NO,
            hint=Text(
                "法律援助人员不得向受援人收取财物。《法律援助法》第二十条",
                "Nothing may be taken from recipients. Legal Aid Law, art. 20",
            ),
        ),
        Field("summary", Text("主要内容", "Content"), Type.NOTE, longest=20_000),
        Field("village_id", Text("村(居)", "Village"), Type.LINK, link="village"),
        Field(
            "consultation_id",
            Text("来自咨询", "From the consultation"),
            Type.LINK,
            link="consultation",
        ),
        Field(
            "legal_aid_case_id",
            Text("所属法律援助案件", "Of the legal-aid case"),
            Type.LINK,
            link="legal_aid_case",
        ),
        Field("dispute_id", Text("所属纠纷", "Of the dispute"), Type.LINK, link="dispute"),
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
        Field("drafting_prefix", Text("代书编号字头", "Number prefix"), longest=20),
        Field("drafting_year", Text("代书编号年度", "Number year"), Type.INTEGER, least=1900),
        Field("drafting_serial", Text("代书编号序号", "Number serial"), Type.INTEGER, least=1),
    ),
    form=(
        Section(
            Text("代书", "Document"),
            (
                "drafted_on",
                "doc_type",
                "title",
                "for_person",
                "phone",
                "opponent",
                "matter_code",
                "copies",
                "drafter",
                "free_of_charge",
                "summary",
                "village_id",
            ),
        ),
        Section(
            Text("关联与编号", "Links and number"),
            (
                "consultation_id",
                "legal_aid_case_id",
                "dispute_id",
                "remark",
                "drafting_no",
                "drafting_prefix",
                "drafting_year",
                "drafting_serial",
            ),
        ),
    ),
    columns=(
        "drafting_no",
        "drafted_on",
        "doc_type",
        "title",
        "for_person",
        "copies",
        "drafter",
    ),
    named_by=("drafting_no", "for_person"),
    found_by=("drafting_no", "title", "for_person", "phone", "opponent", "summary"),
    counted_by=("doc_type", "drafter"),
    codes={"drafted_doc_type": DOC_TYPE, "matter_code": MATTER_CODE},
)
