"""期限规则: terms the office sets itself, beside or in place of those of deadlines.toml."""

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.text import Text

CODES = {
    "shipped_rule": {  # the ids of resources/deadlines.toml
        "mediation_general": Text("调解期限(一般)", "Term of mediation (general)"),
        "mediation_medical": Text("调解期限(医疗纠纷)", "Term of mediation (medical)"),
        "mediation_labor": Text("调解期限(劳动争议)", "Term of mediation (labour)"),
        "mediation_court": Text("调解期限(法院委派委托)", "Term of mediation (sent by a court)"),
        "performance": Text("协议履行", "Performance of the agreement"),
        "return_visit": Text("回访", "Return visit"),
        "aid_review": Text("法律援助审查决定", "Legal aid: decision"),
        "aid_assign": Text("指派承办人员", "Legal aid: assignment"),
        "aid_assign_notice": Text("按通知指派律师", "Legal aid: assignment on notice"),
        "aid_transfer_detained": Text("转交申请(羁押)", "Legal aid: forwarding from custody"),
        "aid_agreement": Text("签订委托协议", "Legal aid: agreement"),
        "aid_handler_change": Text("决定是否更换承办人", "Legal aid: change of handler"),
        "aid_termination_service": Text("送达终止决定", "Legal aid: serving a termination"),
        "aid_objection_filing": Text("可提出异议的最后一天", "Legal aid: last day to object"),
        "aid_objection_review": Text("异议审查", "Legal aid: review of an objection"),
        "aid_reconsideration": Text(
            "可申请行政复议的最后一天", "Legal aid: last day for reconsideration"
        ),
        "aid_lawsuit": Text("可提起行政诉讼的最后一天", "Legal aid: last day for a lawsuit"),
        "aid_file_submission": Text("提交立卷材料", "Legal aid: handing in the file"),
        "aid_file_review": Text("审查立卷材料", "Legal aid: check of the file"),
        "aid_file_completion": Text("补齐立卷材料", "Legal aid: completing the file"),
        "aid_subsidy": Text("支付办案补贴", "Legal aid: payment of the subsidy"),
        "aid_urgent": Text("时效、期限将满", "Legal aid: limitation ends"),
        "aid_letter": Text("答复来信咨询", "Answer to a letter"),
        "aid_online": Text("答复网络咨询", "Answer to an online question"),
    },
    "term_unit": {
        "month": Text("个月", "months"),
        "day": Text("日(日历日)", "days"),
        "workday": Text("个工作日", "working days"),
    },
}


def _check(row: Row) -> list[Problem]:
    if row.get("replaces") and row.get("dispute_types"):
        said = Text(
            "代替程序自带规则时,纠纷类型沿用原规则,这里填写的不起作用。",
            "A rule in place of one of the program keeps its dispute types; these do not count.",
        )
        return [Problem("dispute_types", said, warning=True)]
    if row.get("off") and not row.get("replaces"):
        said = Text(
            "“不再适用”只用于程序自带的规则;自己添加的规则请直接删除。",
            "Only a rule of the program can be switched off; delete a rule of your own.",
        )
        return [Problem("off", said)]
    return []


DEADLINE_RULE = RecordKind(
    table="deadline_rule",
    title=Text("期限规则", "Terms"),
    fields=(
        Field("what", Text("事项", "What"), required=True, longest=50),
        Field(
            "replaces",
            Text("代替程序自带的规则", "In place of the rule"),
            Type.CODE,
            codes="shipped_rule",
            hint=Text(
                "空着就是另加一条;选了,就从生效日期起代替那一条。",
                "Left empty it is added; else it replaces that rule from its first day on.",
            ),
        ),
        Field(
            "dispute_types",
            Text("纠纷类型", "Dispute types"),
            Type.CODES,
            codes="dispute_type",
            hint=Text("空着就是全部类型。", "Left empty: every type."),
        ),
        Field("length", Text("期限", "Length"), Type.INTEGER, required=True, least=0),
        Field("unit", Text("单位", "Unit"), Type.CODE, required=True, codes="term_unit"),
        Field("valid_from", Text("生效日期", "Valid from"), Type.DATE, required=True, future=True),
        Field("ground", Text("依据", "Ground"), required=True),
        Field(
            "off",
            Text("不再适用", "No longer applies"),
            Type.YES_NO,
            hint=Text(
                "选“是”,从生效日期起不再按那一条提醒。",
                "With yes, that rule says nothing any more from that day on.",
            ),
        ),
    ),
    form=(
        Section(
            Text("期限规则", "Term"),
            (
                "what",
                "replaces",
                "dispute_types",
                "length",
                "unit",
                "valid_from",
                "ground",
                "off",
            ),
        ),
    ),
    columns=("what", "length", "unit", "valid_from", "ground"),
    named_by=("what",),
    codes=CODES,
    check=_check,
)
