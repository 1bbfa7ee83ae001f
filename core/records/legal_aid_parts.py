"""What a legal-aid case has several of: recipients, matters, means, materials, events, handlers
and the papers issued in it."""

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.records import legal_aid_lists as lists
from core.records.lists import ETHNICITY, GENDER, ID_TYPE
from core.text import Text

_OF_CASE = Field(
    "legal_aid_case_id",
    Text("所属法律援助案件", "Legal-aid case"),
    Type.LINK,
    required=True,
    link="legal_aid_case",
)
_POSITION = Field("position", Text("顺序", "Order"), Type.INTEGER)

CASE_RECIPIENT = RecordKind(
    table="case_recipient",
    title=Text("申请人(受援人)", "Recipients"),
    parent="legal_aid_case_id",
    fields=(
        _OF_CASE,
        Field("name", Text("姓名", "Name"), required=True, longest=100),
        Field("id_type", Text("证件类型", "Document"), Type.CODE, codes="id_type"),
        Field("id_number", Text("身份证号", "ID number"), longest=40),
        Field("gender", Text("性别", "Sex"), Type.CODE, codes="gender"),
        Field("birth_date", Text("出生日期", "Born on"), Type.DATE),
        Field("ethnicity", Text("民族", "Ethnic group"), Type.CODE, codes="ethnicity"),
        Field("nationality", Text("国籍", "Nationality"), longest=50),
        Field(
            "recipient_groups",
            Text("人群类别", "Groups"),
            Type.CODES,
            codes="recipient_group",
            hint=Text(
                "妇女、老年人、未成年人、少数民族按申请当日自动带出;有几种身份的都选。",
                "Women, elderly, minors, ethnic minorities follow from the day of application; "
                "choose every one that fits.",
            ),
        ),
        Field(
            "groups_by_hand",
            Text("人群类别人工核定", "Groups decided by hand"),
            Type.YES_NO,
            hint=Text(
                "选“是”,不再按出生日期、性别、民族自动带出。",
                "With yes nothing follows from birth date, sex and ethnic group any more.",
            ),
        ),
        Field("education", Text("文化程度", "Education"), Type.CODE, codes="aid_education"),
        Field("household_address", Text("户籍所在地", "Registered address")),
        Field("residence_address", Text("住所地(经常居住地)", "Residence")),
        Field("mailing_address", Text("通讯地址", "Postal address")),
        Field("postal_code", Text("邮政编码", "Postal code"), longest=12),
        Field("phone", Text("联系电话", "Phone"), longest=60),
        Field("employer", Text("工作单位", "Employer")),
        Field(
            "applicant_relation",
            Text("由谁申请", "Applied for by"),
            Type.CODE,
            codes="applicant_relation",
        ),
        Field("agent_name", Text("代理人姓名", "Agent"), longest=100),
        Field("agent_id_number", Text("代理人身份证号", "ID number of the agent"), longest=40),
        Field("agent_phone", Text("代理人电话", "Phone of the agent"), longest=60),
        Field("agent_unit", Text("代理人单位", "Employer of the agent")),
        Field(
            "authority_scope",
            Text("代理权限", "Authority"),
            Type.CODE,
            codes="authority_scope",
        ),
        _POSITION,
    ),
    form=(
        Section(
            Text("申请人(受援人)", "Recipient"),
            (
                "name",
                "id_type",
                "id_number",
                "gender",
                "birth_date",
                "ethnicity",
                "recipient_groups",
                "phone",
                "household_address",
                "residence_address",
                "postal_code",
                "mailing_address",
                "employer",
                "education",
                "nationality",
                "groups_by_hand",
                "applicant_relation",
                "agent_name",
                "agent_id_number",
                "agent_phone",
                "agent_unit",
                "authority_scope",
                "position",
            ),
        ),
    ),
    columns=("name", "gender", "id_number", "phone", "recipient_groups", "applicant_relation"),
    named_by=("name",),
    found_by=("name", "id_number", "phone", "agent_name"),
    codes={
        "id_type": ID_TYPE,
        "gender": GENDER,
        "ethnicity": ETHNICITY,
        "recipient_group": lists.RECIPIENT_GROUP,
        "aid_education": lists.AID_EDUCATION,
        "applicant_relation": lists.APPLICANT_RELATION,
        "authority_scope": lists.AUTHORITY_SCOPE,
    },
)

CASE_MATTER = RecordKind(
    table="case_matter",
    title=Text("申请事项", "Matters"),
    parent="legal_aid_case_id",
    fields=(
        _OF_CASE,
        Field("matter_code", Text("事项", "Matter"), Type.CODE, required=True, codes="matter_code"),
        Field(
            "claim_division",
            Text("计件方式", "Counted as"),
            Type.CODE,
            codes="claim_division",
            hint=Text(
                "数人提出同一种类、可以分开的请求(如各自讨薪),按申请人数计件;不可分的(如同一死者的"
                "继承人)计 1 件。一人申请空着即可。",
                "Several with divisible claims of one kind count each; one indivisible claim "
                "counts 1. Left empty for one applicant.",
            ),
        ),
        Field("claim_text", Text("请求内容", "What is asked for")),
        Field("claimed_amount", Text("请求金额(元)", "Amount (yuan)"), Type.MONEY, least=0),
        _POSITION,
    ),
    form=(
        Section(
            Text("申请事项", "Matter"),
            ("matter_code", "claim_division", "claim_text", "claimed_amount", "position"),
        ),
    ),
    columns=("matter_code", "claim_division", "claim_text", "claimed_amount"),
    named_by=("matter_code",),
    counted_by=("matter_code",),
    codes={"matter_code": lists.MATTER_CODE, "claim_division": lists.CLAIM_DIVISION},
)


def _check_means(row: Row) -> list[Problem]:
    found = []
    basis = row.get("means_basis")
    is_signed = bool(row.get("sign_kind")) and bool(row.get("signed_on"))
    if row.get("is_complete") == 1 and basis == "declared_promise" and not is_signed:
        found.append(Problem("sign_kind", _UNSIGNED))
    if basis == "exempt_check" and not row.get("exemption_code"):
        said = Text(
            "请选择免予核查的情形。《法律援助法》第四十二条",
            "Choose why the check is not needed. Legal Aid Law, art. 42",
        )
        found.append(Problem("exemption_code", said))
    if basis == "not_required" and not row.get("no_means_limit_code"):
        said = Text(
            "请选择不受经济困难限制的情形。《法律援助法》第三十二条",
            "Choose why means do not matter. Legal Aid Law, art. 32",
        )
        found.append(Problem("no_means_limit_code", said))
    if row.get("sign_kind") == "fingerprint" and not row.get("written_by"):
        said = Text(
            "他人代书的,请填写代书人,并附其身份证复印件。",
            "Enter who wrote it, and attach a copy of that person's ID.",
        )
        found.append(Problem("written_by", said, warning=True))
    return found


_UNSIGNED = Text(
    "承诺书没有签名或指印及日期,不能作为已完成;可以先不选“已完成”,存为草稿。"
    "《法律援助法》第四十一条",
    "The promise has no signature or fingerprint with its day: it is not complete. Leave it "
    "unmarked to keep a draft. Legal Aid Law, art. 41",
)

HARDSHIP_STATEMENT = RecordKind(
    table="hardship_statement",
    title=Text("经济困难状况", "Means"),
    parent="legal_aid_case_id",
    fields=(
        _OF_CASE,
        Field("name", Text("申请人姓名", "Of"), longest=100),
        Field(
            "means_basis",
            Text("认定方式", "Recognised by"),
            Type.CODE,
            required=True,
            codes="means_basis",
            hint=Text(
                "个人诚信承诺或者信息共享查询;不再要求经济困难证明。《法律援助法》第四十一条",
                "By promise or by shared data; no certificate is asked for. Legal Aid Law, art. 41",
            ),
        ),
        Field(
            "exemption_code",
            Text("免予核查的情形", "Exempt because"),
            Type.CODE,
            codes="exemption_code",
        ),
        Field(
            "no_means_limit_code",
            Text("不受经济困难限制的情形", "Means do not matter because"),
            Type.CODE,
            codes="no_means_limit_code",
        ),
        Field("household_size", Text("家庭人口", "Household"), Type.INTEGER, least=1),
        Field("household_members", Text("家庭成员", "Members"), Type.NOTE, longest=2000),
        Field("employment_status", Text("就业状况", "Employment"), longest=100),
        Field(
            "wage_income_month",
            Text("职业收入(含退休金,元/月)", "Wages or pension (yuan a month)"),
            Type.MONEY,
            least=0,
        ),
        Field(
            "relief_income_month",
            Text("救济金(元/月)", "Relief (yuan a month)"),
            Type.MONEY,
            least=0,
        ),
        Field(
            "other_income_month",
            Text("其他收入(元/月)", "Other income (yuan a month)"),
            Type.MONEY,
            least=0,
        ),
        Field("no_income", Text("无收入", "No income"), Type.YES_NO),
        Field(
            "household_income_month",
            Text("家庭月平均收入(元)", "Income of the household (yuan a month)"),
            Type.MONEY,
            least=0,
        ),
        Field(
            "household_expense_month",
            Text("家庭月平均开支(元)", "Expenses of the household (yuan a month)"),
            Type.MONEY,
            least=0,
        ),
        Field(
            "income_per_capita",
            Text("人均月收入(元)", "Income a head (yuan a month)"),
            Type.MONEY,
            least=0,
        ),
        Field("property_note", Text("财产(房屋、车辆、存款)", "Property"), Type.NOTE, longest=2000),
        Field("debt_note", Text("债务", "Debts"), Type.NOTE, longest=2000),
        Field("certificates", Text("持有证件(低保证、残疾证等)", "Certificates held")),
        Field(
            "opponent_in_household",
            Text("对方是共同生活的家庭成员", "The opponent is of the household"),
            Type.YES_NO,
            hint=Text(
                "是的,只看申请人本人的经济状况。",
                "Then only the applicant's own means count.",
            ),
        ),
        Field("has_hardship_proof", Text("有经济困难证明", "Proof of hardship"), Type.YES_NO),
        Field(
            "meets_hardship_standard",
            Text("符合经济困难标准", "Meets the standard"),
            Type.YES_NO,
        ),
        Field("checked_by", Text("查询、核查情况", "How it was checked")),
        Field(
            "read_aloud",
            Text("已宣读", "Read aloud"),
            Type.YES_NO,
            hint=Text(
                "申请人不识字的,工作人员宣读并记录。",
                "To applicants who cannot read; it is put on record.",
            ),
        ),
        Field("sign_kind", Text("签名或指印", "Signature"), Type.CODE, codes="sign_kind"),
        Field("signed_on", Text("签名日期", "Signed on"), Type.DATE),
        Field("written_by", Text("代书人", "Written by"), longest=100),
        Field("writer_id_number", Text("代书人身份证号", "ID number of the writer"), longest=40),
        Field(
            "consents_to_check",
            Text("同意核查并知悉虚假的后果", "Consents to checks, knows the consequence"),
            Type.YES_NO,
            hint=Text(
                "虚假的应支付已实施法律援助的费用,并处三千元以下罚款。《法律援助法》第六十四条",
                "False statements: the cost, and a fine up to 3,000 yuan. Legal Aid Law, art. 64",
            ),
        ),
        Field("is_complete", Text("已完成", "Complete"), Type.YES_NO),
    ),
    form=(
        Section(
            Text("经济困难状况", "Means"),
            (
                "name",
                "means_basis",
                "exemption_code",
                "no_means_limit_code",
                "household_size",
                "household_members",
                "employment_status",
                "wage_income_month",
                "relief_income_month",
                "other_income_month",
                "no_income",
                "household_income_month",
                "household_expense_month",
                "income_per_capita",
                "property_note",
                "debt_note",
                "certificates",
                "opponent_in_household",
                "has_hardship_proof",
                "meets_hardship_standard",
                "checked_by",
                "read_aloud",
                "sign_kind",
                "signed_on",
                "written_by",
                "writer_id_number",
                "consents_to_check",
                "is_complete",
            ),
        ),
    ),
    columns=("name", "means_basis", "income_per_capita", "meets_hardship_standard", "is_complete"),
    named_by=("name", "means_basis"),
    counted_by=("means_basis",),
    codes={
        "means_basis": lists.MEANS_BASIS,
        "exemption_code": lists.EXEMPTION_CODE,
        "no_means_limit_code": lists.NO_MEANS_LIMIT_CODE,
        "sign_kind": lists.SIGN_KIND,
    },
    check=_check_means,
)

MATERIAL_ITEM = RecordKind(
    table="material_item",
    title=Text("申请材料", "Materials"),
    parent="legal_aid_case_id",
    fields=(
        _OF_CASE,
        Field("material_name", Text("材料名称", "Material"), required=True),
        Field("copies", Text("份数", "Copies"), Type.INTEGER, least=1),
        Field("pages", Text("页数", "Pages"), Type.INTEGER, least=1),
        Field(
            "original_or_copy",
            Text("原件/复印件", "Original or copy"),
            Type.CODE,
            codes="original_or_copy",
        ),
        Field("material_no", Text("材料编号", "Its number"), longest=60),
        Field("received_on", Text("接收日期", "Received on"), Type.DATE),
        Field("is_supplement", Text("补充的材料", "Supplied later"), Type.YES_NO),
        Field("returned_on", Text("退还日期", "Given back on"), Type.DATE),
        Field("remark", Text("备注", "Remark")),
        _POSITION,
    ),
    form=(
        Section(
            Text("申请材料", "Material"),
            (
                "material_name",
                "copies",
                "pages",
                "original_or_copy",
                "material_no",
                "received_on",
                "is_supplement",
                "returned_on",
                "remark",
                "position",
            ),
        ),
    ),
    columns=("material_name", "copies", "original_or_copy", "received_on"),
    named_by=("material_name",),
    codes={
        "original_or_copy": {
            "original": Text("原件", "Original"),
            "copy": Text("复印件", "Copy"),
        }
    },
)


def _check_event(row: Row) -> list[Problem]:
    """An end after its beginning; what each kind of event needs."""
    found = []
    on = row.get("event_on")
    if on and row.get("finished_on") and row["finished_on"] < on:
        said = Text("完成日期早于办理日期。", "It was finished before it began.")
        found.append(Problem("finished_on", said))
    if on and row.get("due_on") and row["due_on"] < on:
        said = Text("期限早于办理日期。", "The term ends before the day itself.")
        found.append(Problem("due_on", said))
    kind = row.get("event_kind")
    if kind == "supplement_notice" and not row.get("due_on"):
        said = Text(
            "请填写补充的期限。应当一次性告知;未按期补充的视为撤回申请。《法律援助法》第四十三条",
            "Enter until when: told once, and deemed withdrawn after it. Legal Aid Law, art. 43",
        )
        found.append(Problem("due_on", said, warning=True))
    if kind == "handler_change" and not row.get("change_reason"):
        said = Text(
            "请选择更换理由。《法律援助法》第五十五条",
            "Choose the reason. Legal Aid Law, art. 55",
        )
        found.append(Problem("change_reason", said, warning=True))
    return found


CASE_EVENT = RecordKind(
    table="case_event",
    title=Text("办理经过", "Events"),
    parent="legal_aid_case_id",
    dated_by="event_on",
    fields=(
        _OF_CASE,
        Field("event_kind", Text("事项", "What"), Type.CODE, required=True, codes="aid_event"),
        Field("event_on", Text("办理日期", "Date"), Type.DATE, required=True),
        Field(
            "due_on",
            Text("期限", "Until"),
            Type.DATE,
            future=True,
            hint=Text(
                "补充材料的最后一天;补充期间审查期限停算。《法律援助法》第四十三条",
                "Last day to supplement; the review term stands still meanwhile. "
                "Legal Aid Law, art. 43",
            ),
        ),
        Field(
            "finished_on",
            Text("完成日期", "Finished on"),
            Type.DATE,
            hint=Text(
                "补齐、复函、作出处理的日期;还没有的空着。",
                "When it was supplied, answered or decided; empty while it lasts.",
            ),
        ),
        Field("asked_by", Text("提出人", "By"), longest=100),
        Field("content", Text("内容(事实与理由)", "Content"), Type.NOTE, longest=20_000),
        Field("evidence_pages", Text("证据页数", "Pages of evidence"), Type.INTEGER, least=0),
        Field(
            "change_reason",
            Text("更换理由", "Reason of the change"),
            Type.CODE,
            codes="handler_change_reason",
        ),
        Field(
            "review_result",
            Text("异议审查结果", "Result of the objection"),
            Type.CODE,
            codes="objection_result",
        ),
        Field(
            "staff_opinion",
            Text("工作人员意见", "Opinion of the staff"),
            Type.NOTE,
            longest=20_000,
        ),
        Field(
            "head_opinion",
            Text("负责人意见", "Opinion of the head"),
            Type.NOTE,
            longest=20_000,
        ),
        Field("to_organ", Text("发往单位", "Sent to")),
        Field("service_evaluation", Text("服务评价", "Evaluation"), longest=100),
        Field("suggestions", Text("意见建议", "Suggestions"), Type.NOTE, longest=2000),
        Field("handled_by", Text("经办人", "Handled by"), longest=50),
    ),
    form=(
        Section(
            Text("办理经过", "Event"),
            (
                "event_kind",
                "event_on",
                "due_on",
                "finished_on",
                "asked_by",
                "content",
                "evidence_pages",
                "change_reason",
                "review_result",
                "staff_opinion",
                "head_opinion",
                "to_organ",
                "service_evaluation",
                "suggestions",
                "handled_by",
            ),
        ),
    ),
    columns=("event_kind", "event_on", "due_on", "finished_on", "content"),
    named_by=("event_kind", "event_on"),
    codes={
        "aid_event": lists.AID_EVENT,
        "handler_change_reason": lists.HANDLER_CHANGE_REASON,
        "objection_result": lists.OBJECTION_RESULT,
    },
    check=_check_event,
)

ASSIGNMENT = RecordKind(
    table="assignment",
    title=Text("承办人员", "Handlers"),
    parent="legal_aid_case_id",
    dated_by="assigned_on",
    fields=(
        _OF_CASE,
        Field("handler_name", Text("承办人", "Handler"), required=True, longest=100),
        Field(
            "handler_kind",
            Text("人员类别", "Kind"),
            Type.CODE,
            codes="handler_kind",
        ),
        Field("handling_unit", Text("承办单位", "Unit")),
        Field("unit_address", Text("单位地址", "Address of the unit")),
        Field("handler_role", Text("身份", "Role"), Type.CODE, codes="handler_role"),
        Field("phone", Text("联系电话", "Phone"), longest=60),
        Field("license_no", Text("执业证号", "Licence"), longest=60),
        Field("assigned_on", Text("指派日期", "Assigned on"), Type.DATE),
        Field("days_to_name", Text("确定承办人的天数", "Days to name one"), Type.INTEGER, least=0),
        Field("ended_on", Text("更换日期", "Replaced on"), Type.DATE),
        Field("remark", Text("备注", "Remark")),
    ),
    form=(
        Section(
            Text("承办人员", "Handler"),
            (
                "handler_name",
                "handler_kind",
                "handling_unit",
                "unit_address",
                "handler_role",
                "phone",
                "license_no",
                "assigned_on",
                "days_to_name",
                "ended_on",
                "remark",
            ),
        ),
    ),
    columns=("handler_name", "handler_kind", "handling_unit", "assigned_on", "ended_on"),
    named_by=("handler_name",),
    found_by=("handler_name", "handling_unit"),
    codes={
        "handler_kind": lists.HANDLER_KIND,
        "handler_role": {
            "agent": Text("代理人", "Agent"),
            "defender": Text("辩护人", "Defender"),
        },
    },
)


def _check_issued(row: Row) -> list[Problem]:
    issued, served = row.get("issued_on"), row.get("served_on")
    if issued and served and served < issued:
        said = Text("送达日期早于文书日期。", "Served before it was issued.")
        return [Problem("served_on", said)]
    return []


ISSUED_DOCUMENT = RecordKind(
    table="issued_document",
    title=Text("文书与送达", "Papers issued and served"),
    parent="legal_aid_case_id",
    dated_by="issued_on",
    fields=(
        _OF_CASE,
        Field(
            "doc_kind", Text("文书种类", "Paper"), Type.CODE, required=True, codes="aid_document"
        ),
        Field("issued_no", Text("文号", "Number"), longest=60),
        Field("issued_on", Text("文书日期", "Date"), Type.DATE),
        Field("addressee", Text("受文人(单位)", "Addressed to")),
        Field("content", Text("内容", "Content"), Type.NOTE, longest=20_000),
        Field(
            "service_method",
            Text("送达方式", "Served"),
            Type.CODE,
            codes="service_method",
        ),
        Field("served_at", Text("送达地点", "Where"), longest=200),
        Field("served_on", Text("送达日期", "Served on"), Type.DATE),
        Field("received_by", Text("签收人", "Received by"), longest=100),
        Field("received_reason", Text("代收关系及理由", "Why by another")),
        Field("served_by", Text("送达人", "Served by"), longest=50),
        Field("remark", Text("备注", "Remark")),
        Field("issued_prefix", Text("文号字头", "Number prefix"), longest=20),
        Field("issued_year", Text("文号年度", "Number year"), Type.INTEGER, least=1900),
        Field("issued_serial", Text("文号序号", "Number serial"), Type.INTEGER, least=1),
    ),
    form=(
        Section(
            Text("文书与送达", "Paper"),
            (
                "doc_kind",
                "issued_no",
                "issued_on",
                "addressee",
                "content",
                "service_method",
                "served_at",
                "served_on",
                "received_by",
                "received_reason",
                "served_by",
                "remark",
                "issued_prefix",
                "issued_year",
                "issued_serial",
            ),
        ),
    ),
    columns=("doc_kind", "issued_no", "issued_on", "addressee", "service_method", "served_on"),
    named_by=("doc_kind", "issued_no"),
    found_by=("issued_no", "addressee"),
    codes={"aid_document": lists.AID_DOCUMENT, "service_method": lists.SERVICE_METHOD},
    check=_check_issued,
)
