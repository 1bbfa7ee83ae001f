"""附件 - scanned papers and photos of a dispute. The file itself: core/attachments."""

import re

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.text import Text

CODES = {
    "doc_type": {  # the papers of a case file in their order (调解卷宗, 卷内目录)
        "cover": Text("卷宗封面", "Cover"),
        "index": Text("卷内目录", "Index"),
        "application": Text("人民调解申请书", "Application"),
        "acceptance_register": Text("人民调解受理登记表", "Acceptance sheet"),
        "rights_notice": Text("人民调解当事人权利义务告知书", "Notice of rights and duties"),
        "identity_proof": Text("当事人身份证明", "Proof of identity"),
        "power_of_attorney": Text("授权委托书", "Power of attorney"),
        "investigation_record": Text("人民调解调查记录", "Record of inquiry"),
        "evidence": Text("人民调解证据材料", "Evidence"),
        "mediation_record": Text("人民调解记录", "Record of mediation"),
        "written_agreement": Text("人民调解协议书", "Written agreement"),
        "oral_agreement_register": Text("人民调解口头协议登记表", "Oral agreement sheet"),
        "performance_proof": Text("收条或汇款单等履行凭证", "Proof of performance"),
        "return_visit": Text("人民调解回访记录", "Record of return visit"),
        "judicial_confirmation_docs": Text("司法确认有关材料", "Papers of judicial confirmation"),
        "file_note": Text("卷宗情况说明", "Note on the file"),
        "back_cover": Text("封底", "Back cover"),
        "mediation_notice": Text("调解通知书", "Summons to the mediation"),
        "closing_report": Text("人民调解结案报告表", "Closing report"),
        "termination_notice": Text("终止调解通知书", "Notice of the end of mediation"),
        "referral_reply": Text("委托调解复函", "Reply to the entrusting body"),
        "grading_form": Text("调解案件认定表", "Grading sheet of the case"),
        "other_paper": Text("其他材料", "Other papers"),
    },
    "media_type": {
        "jpeg": Text("JPEG 图片", "JPEG picture"),
        "png": Text("PNG 图片", "PNG picture"),
        "pdf": Text("PDF 文件", "PDF file"),
    },
}


def _check_attachment(row: Row) -> list[Problem]:
    """The hash is the file's name on disk: nothing else may stand there."""
    if re.fullmatch("[0-9a-f]{64}", str(row.get("sha256"))):
        return []
    said = Text("内容校验值应为 64 位十六进制。", "The hash must be 64 hexadecimal digits.")
    return [Problem("sha256", said)]


ATTACHMENT = RecordKind(
    table="attachment",
    title=Text("附件", "Attachments"),
    parent="dispute_id",
    fields=(
        Field("dispute_id", Text("所属纠纷", "Dispute"), Type.LINK, required=True, link="dispute"),
        Field("doc_type", Text("文书种类", "Kind of paper"), Type.CODE, codes="doc_type"),
        Field("title", Text("标题", "Title"), required=True),
        Field("taken_on", Text("形成日期", "Made on"), Type.DATE),
        Field("pages", Text("页数", "Pages"), Type.INTEGER, least=1),
        Field("remark", Text("备注", "Remark")),
        Field("file_name", Text("原文件名", "File name"), longest=255),
        Field(
            "media_type",
            Text("文件类型", "File type"),
            Type.CODE,
            required=True,
            codes="media_type",
        ),
        Field("size", Text("大小(字节)", "Size (bytes)"), Type.INTEGER, required=True, least=1),
        Field("sha256", Text("内容校验值", "Hash of the content"), required=True, longest=64),
        Field("position", Text("顺序", "Order"), Type.INTEGER),
    ),
    form=(
        Section(Text("附件", "Attachment"), ("doc_type", "title", "taken_on", "pages", "remark")),
        Section(Text("文件", "File"), ("file_name", "media_type", "size", "sha256", "position")),
    ),
    columns=("doc_type", "title", "taken_on", "pages", "media_type"),
    named_by=("title", "file_name"),
    found_by=("title",),
    codes=CODES,
    check=_check_attachment,
)
