"""乡村“法律明白人” - recommended, trained, assessed, listed with certificate; may be removed.

Working rules of six ministries of 2021-11-08: at least 3 an administrative village by 2025; some
provinces ask for 5.
"""

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.records.lists import EDUCATION, GENDER, POLITICAL_STATUS
from core.text import Text

CODES = {
    "group_category": {  # the groups to choose from first
        "village_cadre": Text("村(社区)干部", "Village cadre"),
        "womens_federation": Text(
            "妇联执委、儿童主任", "Women's federation officer or child director"
        ),
        "mediator": Text("人民调解员", "Mediator"),
        "auxiliary_police": Text("辅警", "Auxiliary police"),
        "grid_worker": Text("网格员", "Grid worker"),
        "group_leader": Text("村(居)民小组长", "Group leader"),
        "party_member": Text("党员", "Party member"),
        "five_elders": Text("五老人员", "Veteran of the five groups"),
        "skilled": Text("致富能手、能工巧匠", "Skilled person"),
        "other": Text("其他热心村(居)民", "Other keen villager"),
    },
    "recommended_by": {
        "self": Text("个人自荐", "Himself"),
        "village_committee": Text("村(居)委会推荐", "Village committee"),
    },
    "gender": GENDER,
    "education": EDUCATION,
    "political_status": POLITICAL_STATUS,
}

_ORDER = (
    ("trained_on", "assessed_on", Text("考核早于培训。", "Assessed before being trained.")),
    ("assessed_on", "issued_on", Text("发证早于考核。", "Listed before being assessed.")),
    ("issued_on", "removed_on", Text("退出早于发证。", "Removed before being listed.")),
)


def _check(row: Row) -> list[Problem]:
    """Dates in their order; a removal has a reason; the link says what the box says."""
    found = [
        Problem(later, said)
        for early, later, said in _ORDER
        if row.get(early) and row.get(later) and row[later] < row[early]
    ]
    if row.get("removed_on") and not row.get("removal_reason"):
        said = Text("请填写退出原因。", "Enter why the person was removed.")
        found.append(Problem("removal_reason", said, warning=True))
    if row.get("mediator_id") and row.get("is_mediator") == 0:
        said = Text("已选对应的调解员,这里却填“否”。", "A mediator is chosen, yet this says no.")
        found.append(Problem("is_mediator", said))
    return found


LAW_LITERATE = RecordKind(
    table="law_literate",
    title=Text("法律明白人", "Law-literate villagers"),
    fields=(
        Field("name", Text("姓名", "Name"), required=True, longest=50),
        Field("village_id", Text("村(居)", "Village"), Type.LINK, required=True, link="village"),
        Field("id_number", Text("身份证号码", "ID number"), longest=40),
        Field("gender", Text("性别", "Sex"), Type.CODE, codes="gender"),
        Field("birth_date", Text("出生日期", "Born on"), Type.DATE),
        Field("education", Text("学历", "Education"), Type.CODE, codes="education"),
        Field(
            "political_status",
            Text("政治面貌", "Political status"),
            Type.CODE,
            codes="political_status",
        ),
        Field("phone", Text("联系电话", "Phone"), longest=40),
        Field("group_category", Text("人员类别", "Group"), Type.CODE, codes="group_category"),
        Field("recommended_by", Text("推荐方式", "Proposed by"), Type.CODE, codes="recommended_by"),
        Field("is_mediator", Text("是否人民调解员", "Is a mediator"), Type.YES_NO),
        Field("mediator_id", Text("对应的调解员", "The mediator"), Type.LINK, link="mediator"),
        Field("trained_on", Text("培训日期", "Trained on"), Type.DATE),
        Field("assessed_on", Text("考核日期", "Assessed on"), Type.DATE),
        Field("certificate_no", Text("证书编号", "Certificate"), longest=60),
        Field("issued_on", Text("发证日期", "Listed on"), Type.DATE),
        Field("removed_on", Text("退出日期", "Removed on"), Type.DATE),
        Field("removal_reason", Text("退出原因", "Why removed")),
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
    ),
    form=(
        Section(
            Text("个人情况", "The person"),
            (
                "name",
                "village_id",
                "id_number",
                "gender",
                "birth_date",
                "education",
                "political_status",
                "phone",
                "group_category",
            ),
        ),
        Section(
            Text("培养与管理", "Listing"),
            (
                "recommended_by",
                "trained_on",
                "assessed_on",
                "certificate_no",
                "issued_on",
                "removed_on",
                "removal_reason",
                "is_mediator",
                "mediator_id",
                "remark",
            ),
        ),
    ),
    columns=("name", "gender", "village_id", "group_category", "certificate_no", "phone"),
    named_by=("name",),
    found_by=("name", "id_number", "phone", "certificate_no"),
    counted_by=("group_category", "gender", "village_id"),
    codes=CODES,
    check=_check,
)
