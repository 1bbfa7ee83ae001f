"""人民调解纠纷, 当事人, 调解记录 - one mediated dispute, its parties and its meetings."""

from core.field import THERE_OR_NOT, Field, Problem, RecordKind, Row, Section, Type
from core.records import grounds
from core.records.acceptance import (
    ACCEPTANCE_CODES,
    APPLIED_FIELDS,
    END_FIELDS,
    ENTRUSTED_FIELDS,
    ENTRUSTED_SECTION,
    GRAVITY_FIELDS,
    acceptance_problems,
)
from core.records.administrative import (
    ADMINISTRATIVE_CODES,
    ADMINISTRATIVE_FIELDS,
    ADMINISTRATIVE_SECTION,
    administrative_problems,
)
from core.records.lists import ETHNICITY, GENDER, ID_TYPE
from core.text import Text

#: 纠纷类型 in the finest split, so that every yearly list can be produced from it. `labor` and
#: `consumer` stand for records taken over from a list that did not split them.
DISPUTE_TYPE = {
    "marriage_family": Text("婚姻家庭纠纷", "Marriage and family"),
    "neighbor": Text("邻里纠纷", "Neighbours"),
    "housing_homestead": Text("房屋宅基地纠纷", "House and homestead"),
    "contract": Text("合同纠纷", "Contract"),
    "production_operation": Text("生产经营纠纷", "Production and business"),
    "damage_compensation": Text("损害赔偿纠纷", "Damages"),
    "forest_land": Text("山林土地纠纷", "Forest and land"),
    "land_expropriation": Text("征地拆迁纠纷", "Expropriation and demolition"),
    "environment_pollution": Text("环境污染纠纷", "Pollution"),
    "labor": Text("劳动争议纠纷", "Labour"),
    "labor_migrant_wages": Text("拖欠农民工工资纠纷", "Wages of migrant workers"),
    "labor_other": Text("其他劳动争议纠纷", "Other labour disputes"),
    "tourism": Text("旅游纠纷", "Tourism"),
    "consumer": Text("消费纠纷", "Consumers"),
    "consumer_ecommerce": Text("电子商务纠纷", "Online trade"),
    "consumer_other": Text("其他消费纠纷", "Other consumer disputes"),
    "medical": Text("医疗纠纷", "Medical"),
    "traffic_accident": Text("道路交通事故纠纷", "Road traffic"),
    "property_service": Text("物业纠纷", "Property management"),
    "intellectual_property": Text("知识产权纠纷", "Intellectual property"),
    "internet": Text("互联网纠纷", "Internet"),
    "other": Text("其他纠纷", "Other"),
}

#: Grade names in use for difficulty and for the case subsidy; which apply is a local choice.
GRADES = {
    "oral": Text("口头", "Oral"),
    "simple": Text("简单", "Simple"),
    "general": Text("一般", "General"),
    "difficult": Text("疑难复杂", "Difficult"),
    "major": Text("重大", "Major"),
    "special_major": Text("特别重大", "Exceptional"),
}

CODES = {
    "dispute_type": DISPUTE_TYPE,
    "mediation_type": {
        "people": Text("人民调解", "People's mediation"),
        "administrative": Text("行政调解", "Administrative mediation"),
        "judicial": Text("司法调解", "Judicial mediation"),
    },
    "case_source": {
        "on_initiative": Text("主动调解", "On the committee's initiative"),
        "on_application": Text("依申请调解", "On application"),
        "entrusted": Text("接受委托移送调解", "Entrusted or transferred"),
    },
    "entrusting_body": {
        "court": Text("法院", "Court"),
        "procuratorate": Text("检察院", "Procuratorate"),
        "police": Text("公安机关", "Police"),
        "petition_office": Text("信访部门", "Petition office"),
        "other_department": Text("其他部门", "Other department"),
    },
    "parties_relation": {
        "citizen_citizen": Text("公民与公民", "Citizen and citizen"),
        "citizen_org": Text("公民与法人及社会组织", "Citizen and organisation"),
    },
    "difficulty_level": GRADES,
    "subsidy_grade": GRADES,
    "mediation_result": {
        "success": Text("调解成功", "Settled"),
        "failure": Text("调解不成功", "Not settled"),
        "pending": Text("有待继续调解", "To be continued"),
    },
    "close_type": {
        "completed": Text("正常办结", "Completed"),
        "acceptance_ended": Text("终止受理", "Acceptance ended"),
        "mediation_ended": Text("终止调解", "Mediation ended"),
    },
    "case_status": {  # exchange values unverified
        "registered": Text("已登记", "Registered"),
        "mediating": Text("调解中", "In mediation"),
        "closed": Text("已结案", "Closed"),
        "filed": Text("已归档", "Filed"),
    },
    "retention_period": {
        "short_term": Text("短期", "Short"),
        "long_term": Text("长期", "Long"),
        "permanent": Text("永久", "Permanent"),
    },
    **ACCEPTANCE_CODES,
    **ADMINISTRATIVE_CODES,
}

TERM_GROUND = Text(
    "一般自受理之日起一个月内调结。《人民调解工作若干规定》第三十三条",
    "Normally within one month of acceptance. Provisions on People's Mediation Work, art. 33",
)


def _check_dispute(row: Row) -> list[Problem]:
    """Order of the dates, and what a result or a source brings with it."""
    found = [
        Problem(name, said)
        for early, name, said in _DATE_ORDER
        if row.get(early) and row.get(name) and row[name] < row[early]
    ]
    if row.get("mediation_result") in ("success", "failure") and not row.get("closed_on"):
        said = Text("请填写结案日期。", "Enter the closing date.")
        found.append(Problem("closed_on", said, warning=True))
    if row.get("case_source") == "entrusted" and not row.get("entrusting_body"):
        said = Text("请填写委托移送单位。", "Enter the entrusting body.")
        found.append(Problem("entrusting_body", said, warning=True))
    if row.get("entrusting_body") and row.get("case_source") not in (None, "", "entrusted"):
        said = Text(
            "案件来源不是接受委托移送,不应有委托移送单位。",
            "Only an entrusted case has an entrusting body.",
        )
        found.append(Problem("entrusting_body", said))
    return [*found, *acceptance_problems(row), *administrative_problems(row)]


_DATE_ORDER = (
    (
        "occurred_on",
        "accepted_on",
        Text("受理日期早于纠纷发生日期。", "Accepted before the dispute arose."),
    ),
    (
        "accepted_on",
        "closed_on",
        Text("结案日期早于受理日期。", "It was closed before it was accepted."),
    ),
    (
        "mediated_from",
        "mediated_to",
        Text("调解结束日期早于开始日期。", "Mediation ends before it starts."),
    ),
)

DISPUTE = RecordKind(
    table="dispute",
    title=Text("人民调解", "Disputes"),
    dated_by="accepted_on",
    fields=(
        Field("file_no", Text("卷号", "File number"), longest=60),
        Field("case_no", Text("案件编码", "Case number"), longest=60),
        Field(
            "accepted_on",
            Text("受理日期", "Accepted on"),
            Type.DATE,
            required=True,
            hint=TERM_GROUND,
        ),
        Field(
            "committee_id",
            Text("调委会", "Committee"),
            Type.LINK,
            required=True,
            link="committee",
        ),
        Field("village_id", Text("村(居)", "Village"), Type.LINK, link="village"),
        Field("studio_code", Text("调解工作室", "Studio"), longest=60),
        Field(
            "mediation_type",
            Text("调解类型", "Kind of mediation"),
            Type.CODE,
            codes="mediation_type",
            hint=Text("只有人民调解计入统计。", "Only people's mediation is counted."),
        ),
        Field(
            "dispute_type",
            Text("纠纷类型", "Type"),
            Type.CODE,
            required=True,
            codes="dispute_type",
        ),
        Field(
            "case_source",
            Text("案件来源", "Source"),
            Type.CODE,
            required=True,
            codes="case_source",
            hint=Text(
                "可以申请调解,也可以主动调解。《人民调解法》第十七条",
                "On application or on initiative. People's Mediation Law, art. 17",
            ),
        ),
        Field(
            "entrusting_body",
            Text("委托移送单位", "Entrusted by"),
            Type.CODE,
            codes="entrusting_body",
            hint=grounds.ASKED_TO_APPLY,
        ),
        Field(
            "mediator_id",
            Text("人民调解员", "Mediator"),
            Type.LINK,
            link="mediator",
            hint=grounds.MEDIATORS,
        ),
        Field(
            "co_mediator_id",
            Text("协办调解员", "Co-mediator"),
            Type.LINK,
            link="mediator",
            hint=grounds.MEDIATORS,
        ),
        Field("accepted_by", Text("受理人", "Accepted by"), longest=50),
        Field(
            "registered_by", Text("登记人", "Registered by"), longest=50, hint=grounds.REGISTERED
        ),
        Field(
            "summary",
            Text("纠纷简要情况", "Summary"),
            Type.NOTE,
            longest=20_000,
            hint=grounds.SECRETS,
        ),
        Field("request_items", Text("当事人申请事项", "Requests"), Type.NOTE, longest=20_000),
        Field("occurred_on", Text("纠纷发生日期", "Arose on"), Type.DATE),
        Field("place", Text("纠纷发生地点", "Place")),
        Field("region_code", Text("行政区划", "Region"), longest=60),
        Field(
            "parties_relation",
            Text("当事人关系", "Relation of the parties"),
            Type.CODE,
            codes="parties_relation",
        ),
        Field(
            "parties_count",
            Text("涉及当事人数", "Parties"),
            Type.INTEGER,
            least=0,
            hint=Text(
                "空着时按登记的当事人数统计。", "Left empty, the parties entered are counted."
            ),
        ),
        Field("people_count", Text("涉及人数", "People"), Type.INTEGER, least=0),
        Field("amount", Text("涉案金额(元)", "Amount at stake (yuan)"), Type.MONEY, least=0),
        Field("amount_claimed", Text("申请金额(元)", "Amount claimed (yuan)"), Type.MONEY, least=0),
        Field("is_difficult", Text("疑难复杂", "Difficult"), Type.YES_NO),
        Field(
            "difficulty_level",
            Text("案件难度级别", "Difficulty"),
            Type.CODE,
            codes="difficulty_level",
        ),
        Field("is_quick", Text("快速办理", "Quick handling"), Type.YES_NO),
        Field("has_death", Text("有无死亡", "Death"), Type.YES_NO, answers=THERE_OR_NOT),
        Field("special_group", Text("涉及特殊群体情况", "Special group")),
        Field(
            "migrant_worker_involved",
            Text("涉及农民工纠纷情况", "Migrant workers involved"),
            Type.YES_NO,
        ),
        Field("case_nature", Text("案件属性", "Nature")),
        Field("escalation_kind", Text("纠纷转化情况", "Escalation")),
        Field("case_prediction", Text("案件预测", "Forecast")),
        Field(
            "recusal_requested",
            Text("申请回避", "Recusal requested"),
            Type.YES_NO,
            hint=grounds.RECUSAL,
        ),
        Field("mediated_on", Text("调解日期", "Mediated on"), Type.DATE),
        Field("mediation_place", Text("调解地点", "Mediated at"), hint=grounds.PLACE),
        Field(
            "mediation_result",
            Text("调解结果", "Result"),
            Type.CODE,
            codes="mediation_result",
        ),
        Field("closed_on", Text("结案日期", "Closed on"), Type.DATE, hint=TERM_GROUND),
        Field("close_type", Text("结案方式", "Closed by"), Type.CODE, codes="close_type"),
        Field("case_status", Text("案件状态", "Status"), Type.CODE, codes="case_status"),
        Field(
            "judicially_confirmed",
            Text("是否司法确认", "Confirmed by a court"),
            Type.YES_NO,
            hint=Text(
                "双方自协议生效之日起三十日内共同申请。《人民调解法》第三十三条",
                "Jointly within 30 days of taking effect. People's Mediation Law, art. 33",
            ),
        ),
        Field(
            "subsidy_grade", Text("以奖代补评定", "Subsidy grade"), Type.CODE, codes="subsidy_grade"
        ),
        Field("file_category", Text("卷类", "File category"), longest=60),
        Field("file_title", Text("卷名", "File title")),
        Field("mediated_from", Text("调解日期(起)", "Mediated from"), Type.DATE),
        Field("mediated_to", Text("调解日期(止)", "Mediated to"), Type.DATE),
        Field("filed_by", Text("立卷人", "Filed by"), longest=50, hint=grounds.FILED),
        Field("filed_on", Text("立卷日期", "Filed on"), Type.DATE, hint=grounds.FILED),
        Field(
            "retention_period",
            Text("保管期限", "Kept for"),
            Type.CODE,
            codes="retention_period",
        ),
        Field(
            "file_note_text", Text("卷宗情况说明", "Note on the file"), Type.NOTE, longest=20_000
        ),
        Field("checked_by", Text("检查人", "Checked by"), longest=50),
        Field("checked_on", Text("检查时间", "Checked on"), Type.DATE),
        *APPLIED_FIELDS,
        *GRAVITY_FIELDS,
        *END_FIELDS,
        *ENTRUSTED_FIELDS,
        *ADMINISTRATIVE_FIELDS,
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
        Field("case_prefix", Text("案件编码字头", "Case number prefix"), longest=20),
        Field("case_year", Text("案件编码年度", "Case number year"), Type.INTEGER, least=1900),
        Field("case_serial", Text("案件编码序号", "Case number serial"), Type.INTEGER, least=1),
        Field("file_prefix", Text("卷号字头", "File number prefix"), longest=20),
        Field("file_year", Text("年度", "Year"), Type.INTEGER, least=1900),
        Field("file_serial", Text("卷号序号", "File number serial"), Type.INTEGER, least=1),
    ),
    form=(
        Section(
            Text("受理登记", "Acceptance"),
            (
                "file_no",
                "accepted_on",
                "case_no",
                "committee_id",
                "village_id",
                "dispute_type",
                "case_source",
                "entrusting_body",
                "mediator_id",
                "co_mediator_id",
                "accepted_by",
                "registered_by",
                "mediation_type",
                "studio_code",
                *(f.name for f in APPLIED_FIELDS),
            ),
        ),
        Section(
            Text("纠纷情况", "The matter"),
            (
                "summary",
                "request_items",
                "occurred_on",
                "place",
                "region_code",
                "parties_relation",
                "parties_count",
                "people_count",
                "amount",
                "amount_claimed",
                "is_difficult",
                "difficulty_level",
                "is_quick",
                "has_death",
                "migrant_worker_involved",
                "recusal_requested",
                "special_group",
                "case_nature",
                "escalation_kind",
                "case_prediction",
                *(f.name for f in GRAVITY_FIELDS),
            ),
        ),
        Section(
            Text("调解与结案", "Mediation and closing"),
            (
                "mediated_on",
                "mediation_place",
                "mediation_result",
                "closed_on",
                "close_type",
                *(f.name for f in END_FIELDS),
                "case_status",
                "judicially_confirmed",
            ),
        ),
        Section(
            Text("评定", "Grading"),
            ("subsidy_grade",),
        ),
        Section(
            Text("立卷归档", "The file"),
            (
                "file_title",
                "file_category",
                "mediated_from",
                "mediated_to",
                "filed_by",
                "filed_on",
                "retention_period",
                "checked_by",
                "checked_on",
                "file_note_text",
                "remark",
                "file_prefix",
                "file_year",
                "file_serial",
                "case_prefix",
                "case_year",
                "case_serial",
            ),
        ),
        ENTRUSTED_SECTION,
        ADMINISTRATIVE_SECTION,
    ),
    columns=(
        "file_no",
        "dispute_type",
        "committee_id",
        "mediator_id",
        "accepted_on",
        "mediation_result",
        "closed_on",
        "amount",
    ),
    named_by=("file_no", "case_no"),
    found_by=("file_no", "case_no", "place", "summary"),
    counted_by=("dispute_type", "case_source", "mediation_result", "committee_id"),
    codes=CODES,
    check=_check_dispute,
)


def _check_party(row: Row) -> list[Problem]:
    """An organisation has no sex, age or ethnic group."""
    if row.get("party_type") != "organization":
        return []
    said = Text("单位没有{name}。", "An organisation has no such entry: {name}.")
    return [
        Problem(name, said.format(name=PARTY.field(name).label))
        for name in ("gender", "ethnicity", "birth_date", "age")
        if row.get(name) is not None
    ]


PARTY = RecordKind(
    table="party",
    title=Text("当事人", "Parties"),
    parent="dispute_id",
    fields=(
        Field("dispute_id", Text("所属纠纷", "Dispute"), Type.LINK, required=True, link="dispute"),
        Field(
            "party_role",
            Text("当事人地位", "Side"),
            Type.CODE,
            required=True,
            codes="party_role",
        ),
        Field(
            "party_type",
            Text("当事人类型", "Person or organisation"),
            Type.CODE,
            required=True,
            codes="party_type",
        ),
        Field("name", Text("姓名(名称)", "Name"), required=True, longest=100),
        Field("id_type", Text("证件类型", "Document"), Type.CODE, codes="id_type"),
        Field("id_number", Text("证件号码", "Document number"), longest=40),
        Field("gender", Text("性别", "Sex"), Type.CODE, codes="gender"),
        Field("ethnicity", Text("民族", "Ethnic group"), Type.CODE, codes="ethnicity"),
        Field("birth_date", Text("出生日期", "Born on"), Type.DATE),
        Field(
            "age",
            Text("年龄", "Age"),
            Type.INTEGER,
            least=0,
            hint=Text("受理当日的周岁。", "Full years on the day of acceptance."),
        ),
        Field("occupation", Text("职业或职务", "Occupation or post"), longest=100),
        Field("phone", Text("联系方式", "Contact"), longest=60),
        Field("org_or_address", Text("单位或住址", "Employer or address")),
        Field("representative", Text("代表人或代理人", "Representative or agent"), longest=100),
        Field(
            "representative_kind",
            Text("代表或代理身份", "Acting as"),
            Type.CODE,
            codes="representative_kind",
        ),
        Field(
            "is_representative",
            Text("推选为代表人", "Elected to speak for the side"),
            Type.YES_NO,
            hint=Text(
                "一方人数众多的,可以推选代表人,每方不超过五人。《宁波市人民调解条例》第二十条"
                "(当地另有规定的从其规定)",
                "A side of many elects up to five. Ningbo Regulation, art. 20 "
                "(your county may differ)",
            ),
        ),
        Field("position", Text("顺序", "Order"), Type.INTEGER),
    ),
    form=(
        Section(
            Text("当事人", "Party"),
            (
                "party_role",
                "party_type",
                "name",
                "id_type",
                "id_number",
                "gender",
                "birth_date",
                "age",
                "ethnicity",
                "occupation",
                "phone",
                "org_or_address",
                "representative",
                "representative_kind",
                "is_representative",
                "position",
            ),
        ),
    ),
    columns=("party_role", "name", "id_number", "gender", "age", "phone", "org_or_address"),
    named_by=("name",),
    found_by=("name", "id_number", "phone", "org_or_address"),
    codes={
        "party_role": {
            "applicant": Text("申请人", "Applicant"),
            "respondent": Text("被申请人", "Respondent"),
        },
        "party_type": {
            "person": Text("自然人", "Person"),
            "organization": Text("单位", "Organisation"),
        },
        "representative_kind": {
            "legal_representative": Text("法定代表人(负责人)", "Head of the organisation"),
            "guardian": Text("法定代理人(监护人)", "Guardian"),
            "agent": Text("委托代理人", "Agent with a power of attorney"),
        },
        "gender": GENDER,
        "ethnicity": ETHNICITY,
        "id_type": ID_TYPE,
    },
    check=_check_party,
)

MEETING = RecordKind(
    table="meeting",
    title=Text("调解记录", "Mediation meetings"),
    parent="dispute_id",
    dated_by="mediated_on",
    fields=(
        Field("dispute_id", Text("所属纠纷", "Dispute"), Type.LINK, required=True, link="dispute"),
        Field("mediated_on", Text("调解日期", "Date"), Type.DATE, required=True),
        Field(
            "mediated_at",
            Text("时间", "Time"),
            longest=60,
            hint=Text("如 上午9时至11时。", "Such as 9 to 11 in the morning."),
        ),
        Field("place", Text("地点", "Place"), hint=grounds.PLACE),
        Field("subject", Text("事由", "Subject")),
        Field("parties_present", Text("到场当事人", "Parties present")),
        Field(
            "invited_participants",
            Text("参加人", "Invited persons"),
            hint=Text(
                "经当事人同意邀请的亲属、邻里、专家等。《人民调解法》第二十条",
                "Relatives, neighbours, experts, with consent. People's Mediation Law, art. 20",
            ),
        ),
        Field("mediator_names", Text("人民调解员", "Mediators"), hint=grounds.MEDIATORS),
        Field("recorder", Text("记录人", "Recorder"), longest=50, hint=grounds.RECORDED),
        Field(
            "informed",
            Text("已告知权利义务", "Told of rights and duties"),
            Type.YES_NO,
            hint=Text(
                "调解前应当告知。《人民调解工作若干规定》第三十条",
                "Before mediating. Provisions on People's Mediation Work, art. 30",
            ),
        ),
        Field(
            "record_text",
            Text("调解记录", "Record"),
            Type.NOTE,
            longest=20_000,
            hint=grounds.RECORDED,
        ),
        Field(
            "meeting_result",
            Text("调解结果", "Result"),
            Type.CODE,
            codes="mediation_result",
        ),
    ),
    form=(
        Section(
            Text("调解记录", "Meeting"),
            (
                "mediated_on",
                "mediated_at",
                "place",
                "subject",
                "parties_present",
                "invited_participants",
                "mediator_names",
                "recorder",
                "informed",
                "record_text",
                "meeting_result",
            ),
        ),
    ),
    columns=("mediated_on", "mediated_at", "place", "record_text", "meeting_result"),
    named_by=("mediated_on",),
    found_by=("record_text",),
    codes={"mediation_result": CODES["mediation_result"]},
)
