"""人民调解委员会, 人民调解员 - who mediates (People's Mediation Law, articles 8 to 16)."""

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.records import grounds
from core.records.lists import EDUCATION, ETHNICITY, GENDER, POLITICAL_STATUS
from core.text import Text

CODES = {
    "committee_type": {
        "village": Text("村调委会", "Village committee"),
        "community": Text("居(社区)调委会", "Community committee"),
        "township": Text("乡镇调委会", "Township committee"),
        "subdistrict": Text("街道调委会", "Subdistrict committee"),
        "enterprise": Text("企事业单位调委会", "Enterprise committee"),
        "industry_professional": Text("行业性专业性调委会", "Industry committee"),
        "social_org_other": Text("社会团体和其他组织调委会", "Social organisation or other"),
    },
    "industry_kind": {  # further values unverified: an office adds its own
        "traffic": Text("道路交通事故", "Road traffic"),
        "medical": Text("医疗", "Medical"),
        "labor": Text("劳动争议", "Labour"),
        "property": Text("物业", "Property management"),
        "consumer": Text("消费", "Consumers"),
        "marriage": Text("婚姻家庭", "Marriage and family"),
        "other": Text("其他", "Other"),
    },
    "gender": GENDER,
    "ethnicity": ETHNICITY,
    "education": EDUCATION,
    "political_status": POLITICAL_STATUS,
    "employment_kind": {
        "full_time": Text("专职", "Full time"),
        "part_time": Text("兼职", "Part time"),
    },
    "selection_method": {  # People's Mediation Law, art. 13
        "elected": Text("推选", "Elected"),
        "appointed": Text("聘任", "Appointed"),
    },
    "committee_post": {
        "director": Text("主任", "Director"),
        "deputy": Text("副主任", "Deputy director"),
        "member": Text("委员", "Member"),
        "mediator": Text("调解员", "Mediator"),
    },
    "mediator_grade": {
        "chief": Text("首席调解员", "Chief"),
        "grade_1": Text("一级调解员", "Grade 1"),
        "grade_2": Text("二级调解员", "Grade 2"),
        "grade_3": Text("三级调解员", "Grade 3"),
    },
    "marital_status": {
        "single": Text("未婚", "Single"),
        "married": Text("已婚", "Married"),
        "divorced": Text("离异", "Divorced"),
        "widowed": Text("丧偶", "Widowed"),
    },
}


def _check_committee(row: Row) -> list[Problem]:
    found = []
    start, end = row.get("term_start"), row.get("term_end")
    if start and end and end < start:
        said = Text("届满日期早于任期开始日期。", "The term ends before it starts.")
        found.append(Problem("term_end", said))
    changed, filed = row.get("changed_on"), row.get("change_filed_on")
    if changed and filed and filed < changed:
        said = Text("备案日期早于变更日期。", "Reported before it changed.")
        found.append(Problem("change_filed_on", said))
    for name, most in (("latitude", 90), ("longitude", 180)):
        if abs(row.get(name) or 0) > most:
            said = Text("应在 -{most} 到 {most} 之间。", "Must lie between -{most} and {most}.")
            found.append(Problem(name, said.format(most=most)))
    return found


def _check_mediator(row: Row) -> list[Problem]:
    start, end = row.get("appointed_on"), row.get("dismissed_on")
    if start and end and end < start:
        said = Text("解聘日期早于任职日期。", "Dismissed before being appointed.")
        return [Problem("dismissed_on", said)]
    return []


COMMITTEE = RecordKind(
    table="committee",
    title=Text("调委会", "Committees"),
    fields=(
        Field("committee_name", Text("调委会名称", "Name"), required=True),
        Field(
            "committee_type",
            Text("调委会类型", "Kind"),
            Type.CODE,
            required=True,
            codes="committee_type",
        ),
        Field("committee_code", Text("调委会编码", "Code"), longest=40),
        Field(
            "industry_kind",
            Text("行专调委会类型", "Industry"),
            Type.CODE,
            codes="industry_kind",
        ),
        Field("village_id", Text("村(居)", "Village"), Type.LINK, link="village"),
        Field("leader_name", Text("负责人", "Head"), longest=50, hint=grounds.HEAD),
        Field("phone", Text("联系电话", "Phone"), longest=40),
        Field("fax", Text("传真号码", "Fax"), longest=40),
        Field("address", Text("联系地址", "Address")),
        Field("postcode", Text("邮政编码", "Postcode"), longest=10),
        Field("email", Text("电子邮箱", "E-mail"), longest=100),
        Field("region_code", Text("所属区域", "Region code"), longest=12),
        Field("latitude", Text("纬度", "Latitude"), Type.DECIMAL),
        Field("longitude", Text("经度", "Longitude"), Type.DECIMAL),
        Field("founded_on", Text("成立日期", "Founded on"), Type.DATE),
        Field("collected_on", Text("信息采集日期", "Collected on"), Type.DATE),
        Field("term_start", Text("本届任期开始", "Term from"), Type.DATE, hint=grounds.TERM),
        Field(
            "term_end", Text("本届任期届满", "Term to"), Type.DATE, future=True, hint=grounds.TERM
        ),
        Field(
            "changed_on",
            Text("组成人员变更日期", "Members changed on"),
            Type.DATE,
            hint=grounds.CHANGES,
        ),
        Field(
            "change_filed_on",
            Text("变更备案日期", "Change reported on"),
            Type.DATE,
            hint=grounds.CHANGES,
        ),
        Field("standardized", Text("规范化", "Standardised"), Type.YES_NO),
        Field("has_room", Text("有调解室", "Has a room"), Type.YES_NO),
        Field("seal_name", Text("印章名称", "Words of the seal")),
        Field(
            "file_prefix",
            Text("卷号字头", "File number prefix"),
            longest=20,
            hint=Text("空着就用司法所的字头。", "Left empty, the prefix of the office is used."),
        ),
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
    ),
    form=(
        Section(
            Text("基本情况", "The committee"),
            (
                "committee_name",
                "committee_type",
                "committee_code",
                "industry_kind",
                "village_id",
                "leader_name",
                "founded_on",
                "collected_on",
                "region_code",
                "latitude",
                "longitude",
            ),
        ),
        Section(Text("联系方式", "Contact"), ("phone", "fax", "address", "postcode", "email")),
        Section(
            Text("规范化建设", "Standing"),
            (
                "term_start",
                "term_end",
                "changed_on",
                "change_filed_on",
                "standardized",
                "has_room",
                "seal_name",
                "file_prefix",
                "remark",
            ),
        ),
    ),
    columns=("committee_name", "committee_type", "village_id", "leader_name", "phone"),
    named_by=("committee_name",),
    found_by=("committee_name", "leader_name", "phone"),
    counted_by=("committee_type", "standardized"),
    codes={name: CODES[name] for name in ("committee_type", "industry_kind")},
    check=_check_committee,
)

MEDIATOR = RecordKind(
    table="mediator",
    title=Text("人民调解员", "Mediators"),
    fields=(
        Field("name", Text("姓名", "Name"), required=True, longest=50),
        Field("committee_id", Text("所属调委会", "Committee"), Type.LINK, link="committee"),
        Field("mediator_code", Text("调解员编码", "Code"), longest=40),
        Field("id_number", Text("身份证号码", "ID number"), longest=40),
        Field("gender", Text("性别", "Sex"), Type.CODE, codes="gender", hint=grounds.WOMEN),
        Field("birth_date", Text("出生日期", "Born on"), Type.DATE),
        Field(
            "ethnicity",
            Text("民族", "Ethnic group"),
            Type.CODE,
            codes="ethnicity",
            hint=grounds.MINORITIES,
        ),
        Field(
            "education", Text("学历", "Education"), Type.CODE, codes="education", hint=grounds.ABLE
        ),
        Field("major", Text("所学专业", "Subject studied"), longest=100),
        Field(
            "political_status",
            Text("政治面貌", "Political status"),
            Type.CODE,
            codes="political_status",
        ),
        Field(
            "marital_status", Text("婚姻状况", "Marital status"), Type.CODE, codes="marital_status"
        ),
        Field("occupation", Text("身份职业", "Occupation"), longest=100),
        Field("employer", Text("所属单位", "Employer")),
        Field("studio_code", Text("调解工作室编码", "Studio code"), longest=40),
        Field(
            "committee_post",
            Text("调委会职位", "Post"),
            Type.CODE,
            codes="committee_post",
            hint=grounds.POST,
        ),
        Field(
            "employment_kind",
            Text("专兼职", "Full or part time"),
            Type.CODE,
            codes="employment_kind",
        ),
        Field(
            "selection_method",
            Text("产生方式", "Chosen by"),
            Type.CODE,
            codes="selection_method",
            hint=grounds.CHOSEN,
        ),
        Field(
            "years_in_mediation",
            Text("从事人民调解工作年限", "Years in mediation"),
            Type.INTEGER,
            least=0,
        ),
        Field("grade", Text("调解员等级", "Grade"), Type.CODE, codes="mediator_grade"),
        Field("qualification", Text("资格职称", "Qualification"), longest=100),
        Field("certificate_no", Text("证书编号", "Certificate"), longest=60),
        Field("other_identity", Text("兼备其他身份", "Other capacity"), longest=100),
        Field("gov_purchased", Text("政府购买服务", "Paid service"), Type.YES_NO),
        Field(
            "has_relevant_background",
            Text("从事过相关工作或具有相关知识储备", "Relevant background"),
            Type.YES_NO,
        ),
        Field("duty_casualty", Text("因公伤亡情况", "Casualty on duty")),
        Field("appointed_on", Text("任职日期", "Appointed on"), Type.DATE, hint=grounds.CHOSEN),
        Field("dismissed_on", Text("解聘日期", "Dismissed on"), Type.DATE),
        Field("phone", Text("联系电话", "Phone"), longest=40),
        Field("mobile", Text("手机", "Mobile"), longest=40),
        Field("email", Text("电子邮箱", "E-mail"), longest=100),
        Field("address", Text("联系地址", "Address")),
        Field("bank_account", Text("银行账号", "Bank account"), longest=60, hint=grounds.ALLOWANCE),
        Field(
            "subsidy_excluded",
            Text("不领取案件补贴", "Not paid for cases"),
            Type.YES_NO,
            hint=Text(
                "公职人员等按规定不得领取补贴的,选“是”。",
                "Yes for public officials and others who may not be paid for cases.",
            ),
        ),
        Field("profile", Text("个人简介", "Profile"), Type.NOTE, longest=2000),
    ),
    form=(
        Section(
            Text("个人情况", "The person"),
            (
                "name",
                "id_number",
                "gender",
                "birth_date",
                "ethnicity",
                "education",
                "major",
                "political_status",
                "marital_status",
                "occupation",
                "employer",
            ),
        ),
        Section(
            Text("调解工作", "Mediation work"),
            (
                "committee_id",
                "committee_post",
                "employment_kind",
                "selection_method",
                "years_in_mediation",
                "grade",
                "mediator_code",
                "studio_code",
                "qualification",
                "certificate_no",
                "other_identity",
                "gov_purchased",
                "has_relevant_background",
                "duty_casualty",
                "appointed_on",
                "dismissed_on",
            ),
        ),
        Section(
            Text("联系方式", "Contact"),
            ("phone", "mobile", "email", "address", "bank_account", "subsidy_excluded", "profile"),
        ),
    ),
    columns=("name", "gender", "committee_id", "committee_post", "employment_kind", "phone"),
    named_by=("name",),
    found_by=("name", "id_number", "phone", "mobile"),
    counted_by=("gender", "employment_kind", "education", "committee_post"),
    codes={
        name: codes
        for name, codes in CODES.items()
        if name not in ("committee_type", "industry_kind")
    },
    check=_check_mediator,
)
