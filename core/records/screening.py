"""纠纷排查: the rounds in which villages and township look for disputes, and what they find.

Facts: 突出矛盾纠纷台账, 矛盾纠纷排查化解 and ledgers of village programs. Nothing here is set
by a national rule: cadence, colours of risk and the 19 categories are local and may be changed.
"""

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.text import Text

#: 类别 of the sheet 矛盾纠纷排查情况表, in its order. Two spellings of some are in use.
SCREEN_CATEGORY = {
    "ethnic_religious": Text("民族宗教矛盾纠纷", "Ethnic or religious"),
    "veteran_resettlement": Text(
        "军转干部、复原退伍军人安置引发的矛盾纠纷", "Resettlement of veterans"
    ),
    "land_expropriation": Text("征地拆迁安置引发的矛盾纠纷", "Expropriation and resettlement"),
    "construction_property": Text(
        "建筑工程质量、物业管理等问题引发的矛盾纠纷", "Building quality, property management"
    ),
    "land_boundary": Text("土地矿产山林水利界限权属纠纷", "Boundaries of land, forest, water"),
    "economic_activity": Text("经济活动引发的矛盾纠纷", "Economic activity"),
    "labor": Text("劳资纠纷", "Labour and pay"),
    "enterprise_restructuring": Text("企业改制引发的矛盾纠纷", "Restructuring of enterprises"),
    "environment_pollution": Text(
        "环境污染、生态破坏引发的矛盾纠纷", "Pollution, damage to nature"
    ),
    "judicial_activity": Text("司法活动引发的矛盾纠纷", "Acts of justice"),
    "administrative_enforcement": Text("行政执法活动引发的矛盾纠纷", "Acts of administration"),
    "school": Text("大中专院校、中小学校引发的矛盾纠纷", "Schools and colleges"),
    "maritime_fishery": Text("海事渔事纠纷", "Sea and fishery"),
    "cadre_conduct": Text("干部作风等问题引发的矛盾纠纷", "Conduct of cadres"),
    "village_affairs": Text("村务管理引发的矛盾纠纷", "Village affairs"),
    "rural_contract_assets": Text(
        "农村土地承包、农村集体“三资”及农民负担等问题引发的矛盾纠纷",
        "Contracted land, collective assets, burdens of farmers",
    ),
    "family_neighbor": Text("婚姻家庭邻里等各类民间纠纷", "Family, neighbours and the like"),
    "medical": Text("医患纠纷", "Doctor and patient"),
    "other": Text("其他", "Other"),
}

#: Every level that is in use somewhere; which of them an office offers is its risk scheme.
RISK_LEVEL = {
    "red": Text("红色", "Red"),
    "orange": Text("橙色", "Orange"),
    "yellow": Text("黄色", "Yellow"),
    "blue": Text("蓝色", "Blue"),
    "green": Text("绿色", "Green"),
    "larger": Text("较大", "Larger"),
    "general": Text("一般", "General"),
}

RISK_SCHEME = {  # resources/screening.toml says what each level means
    "xiushui": Text("四色(修水)", "Four colours (Xiushui)"),
    "yunhe": Text("三色(云和)", "Three colours (Yunhe)"),
    "linhai": Text("三色(临海)", "Three colours (Linhai)"),
    "two_levels": Text("两级:较大、一般", "Two levels: larger, general"),
}

CADENCE = {
    "week": Text("每周一次", "Every week"),
    "half_month": Text("每半月一次", "Twice a month"),
    "month": Text("每月一次", "Every month"),
    "quarter": Text("每季度一次", "Every quarter"),
    "none": Text("不提醒", "No reminder"),
}

SCREEN_LEVEL = {
    "village": Text("村(居)", "Village"),
    "township": Text("乡镇(街道)", "Township"),
}

SCREEN_SOURCE = {
    "masses": Text("群众反映", "Told by people"),
    "home_visit": Text("入户排查", "Home visit"),
    "grid": Text("网格上报", "Told by the grid"),
    "cadre": Text("村组干部发现", "Found by village cadres"),
    "superior": Text("上级交办", "Assigned from above"),
    "other": Text("其他来源", "Other"),
}

RESOLUTION_METHOD = {
    "village_group": Text("村组协调", "Settled by the village"),
    "people_mediation": Text("人民调解", "People's mediation"),
    "own_settlement": Text("自行和解", "Settled between themselves"),
    "to_township": Text("上报乡镇", "Passed on to the township"),
    "other": Text("其他方式", "Other"),
}


def _check_round(row: Row) -> list[Problem]:
    found = []
    since, until = row.get("screened_from"), row.get("screened_to")
    if since and until and until < since:
        said = Text("排查结束日期早于开始日期。", "The round ends before it begins.")
        found.append(Problem("screened_to", said))
    if row.get("level") == "village" and not row.get("village_id"):
        said = Text("村级排查请选择村(居)。", "Choose the village of a village round.")
        found.append(Problem("village_id", said))
    return found


SCREENING_ROUND = RecordKind(
    table="screening_round",
    title=Text("排查轮次", "Screening rounds"),
    dated_by="screened_from",
    fields=(
        Field("round_no", Text("轮次编号", "Round number"), longest=60),
        Field("level", Text("排查层级", "Level"), Type.CODE, required=True, codes="screen_level"),
        Field("village_id", Text("村(居)", "Village"), Type.LINK, link="village"),
        Field("committee_id", Text("调委会", "Committee"), Type.LINK, link="committee"),
        Field(
            "cadence",
            Text("排查频次", "How often"),
            Type.CODE,
            codes="cadence",
            hint=Text(
                "这一轮按哪种频次开展;空着就是设置里的频次。",
                "The rhythm this round belongs to; left empty, the one of the settings.",
            ),
        ),
        Field("screened_from", Text("排查日期(起)", "From"), Type.DATE, required=True),
        Field("screened_to", Text("排查日期(止)", "To"), Type.DATE),
        Field("screened_by", Text("排查人", "By"), longest=100),
        Field(
            "is_concentrated",
            Text("开展集中排查", "Concentrated round"),
            Type.YES_NO,
            hint=Text(
                "计入矛盾纠纷排查情况表第52行。", "Counted in row 52 of the screening sheet."
            ),
        ),
        Field(
            "key_period",
            Text("重点时段", "Key period"),
            longest=100,
            hint=Text("如春节、国庆、两会期间。", "Such as Spring Festival or National Day."),
        ),
        Field("households_visited", Text("走访户数", "Households"), Type.INTEGER, least=0),
        Field("places_visited", Text("走访场所数", "Places"), Type.INTEGER, least=0),
        Field(
            "zero_report",
            Text("零报告", "Zero report"),
            Type.YES_NO,
            hint=Text("没有排查出纠纷,也要报告。", "Nothing was found, and that is reported too."),
        ),
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
        Field("round_prefix", Text("轮次编号字头", "Number prefix"), longest=20),
        Field("round_year", Text("轮次编号年度", "Number year"), Type.INTEGER, least=1900),
        Field("round_serial", Text("轮次编号序号", "Number serial"), Type.INTEGER, least=1),
    ),
    form=(
        Section(
            Text("排查", "Round"),
            (
                "level",
                "village_id",
                "screened_from",
                "screened_to",
                "screened_by",
                "committee_id",
                "cadence",
                "is_concentrated",
                "key_period",
                "households_visited",
                "places_visited",
                "zero_report",
                "remark",
            ),
        ),
        Section(Text("编号", "Number"), ("round_no", "round_prefix", "round_year", "round_serial")),
    ),
    columns=(
        "round_no",
        "level",
        "village_id",
        "screened_from",
        "screened_to",
        "screened_by",
        "is_concentrated",
        "key_period",
        "zero_report",
    ),
    named_by=("round_no",),
    found_by=("round_no", "screened_by", "key_period", "remark"),
    counted_by=("level", "village_id"),
    codes={"screen_level": SCREEN_LEVEL, "cadence": CADENCE},
    check=_check_round,
)


def _check_item(row: Row) -> list[Problem]:
    """Dates in order, and what an end of the matter brings with it."""
    found = [
        Problem(name, said)
        for early, name, said in _ITEM_ORDER
        if row.get(early) and row.get(name) and row[name] < row[early]
    ]
    if row.get("people_count") == 0:
        said = Text(
            "涉及人数至少为1人;不清楚的请空着。",
            "At least one person is involved; leave it empty if unknown.",
        )
        found.append(Problem("people_count", said))
    if row.get("finder_level") == "village" and not row.get("village_id"):
        said = Text("村级排查的纠纷请选择村(居)。", "Choose the village that found it.")
        found.append(Problem("village_id", said, warning=True))
    if not row.get("dispute_type") and not row.get("screen_category"):
        said = Text("请选择纠纷类型或排查类别。", "Choose a type or a category.")
        found.append(Problem("dispute_type", said))
    return [*found, *_warnings(row)]


def _warnings(row: Row) -> list[Problem]:
    found = []
    if row.get("is_success") == 1 and not row.get("resolved_on"):
        said = Text("已化解,请填写化解日期。", "It is resolved: enter the date.")
        found.append(Problem("resolved_on", said, warning=True))
    if row.get("resolved_on") and row.get("is_success") == 0:
        said = Text(
            "有化解日期,但“化解是否成功”为否。", "There is a date of resolving, but no success."
        )
        found.append(Problem("is_success", said, warning=True))
    ended = any(row.get(name) for name in ("resolved_on", "transferred_to", "dispute_id"))
    if row.get("closed_out_on") and not ended:
        said = Text(
            "还没有化解、移交或转为调解案件就销号了。",
            "Struck off before it was resolved, passed on or made a dispute.",
        )
        found.append(Problem("closed_out_on", said, warning=True))
    leads = ("lead_unit", "lead_leader", "lead_person")
    if row.get("is_major") == 1 and (empty := [name for name in leads if not row.get(name)]):
        said = Text(
            "重大矛盾纠纷应明确责任单位、责任领导和责任人。",
            "A major dispute has a responsible unit, leader and person.",
        )
        found.append(Problem(empty[0], said, warning=True))
    return found


_ITEM_ORDER = (
    (
        "occurred_on",
        "screened_on",
        Text("排查日期早于纠纷发生日期。", "Screened before the dispute arose."),
    ),
    (
        "screened_on",
        "resolve_by",
        Text("化解时限早于排查日期。", "To be resolved before it was found."),
    ),
    (
        "screened_on",
        "handled_on",
        Text("调处日期早于排查日期。", "Handled before it was found."),
    ),
    (
        "screened_on",
        "resolved_on",
        Text("化解日期早于排查日期。", "Resolved before it was found."),
    ),
    (
        "handled_on",
        "resolved_on",
        Text("化解日期早于调处日期。", "Resolved before it was handled."),
    ),
    (
        "resolved_on",
        "closed_out_on",
        Text("销号日期早于化解日期。", "Struck off before it was resolved."),
    ),
    (
        "screened_on",
        "closed_out_on",
        Text("销号日期早于排查日期。", "Struck off before it was found."),
    ),
)

SCREENING_ITEM = RecordKind(
    table="screening_item",
    title=Text("排查纠纷", "Screened disputes"),
    dated_by="screened_on",
    fields=(
        Field("screening_no", Text("排查编号", "Screening number"), longest=60),
        Field("screened_on", Text("排查日期", "Screened on"), Type.DATE, required=True),
        Field(
            "finder_level",
            Text("排查层级", "Level of the finder"),
            Type.CODE,
            required=True,
            codes="screen_level",
            hint=Text("矛盾纠纷排查情况表按它分列。", "The screening sheet has a column for each."),
        ),
        Field("screened_by", Text("排查人", "Screened by"), longest=100),
        Field(
            "round_id",
            Text("所属排查轮次", "Round"),
            Type.LINK,
            link="screening_round",
        ),
        Field("source", Text("来源", "Source"), Type.CODE, codes="screen_source"),
        Field("village_id", Text("村(居)", "Village"), Type.LINK, link="village"),
        Field("grid", Text("网格", "Grid"), longest=100),
        Field("place", Text("发生地点", "Place")),
        Field("occurred_on", Text("发生日期", "Arose on"), Type.DATE),
        Field("party_a_name", Text("甲方姓名", "Party A"), longest=100),
        Field("party_a_phone", Text("甲方电话", "Phone of A"), longest=60),
        Field("party_b_name", Text("乙方姓名", "Party B"), longest=100),
        Field("party_b_phone", Text("乙方电话", "Phone of B"), longest=60),
        Field(
            "dispute_type",
            Text("纠纷类型", "Type"),
            Type.CODE,
            codes="dispute_type",
            hint=Text(
                "干部作风、企业改制等排查类别没有对应的纠纷类型,可以空着。",
                "Ten categories of screening are no type of mediation: leave it empty then.",
            ),
        ),
        Field(
            "screen_category",
            Text("排查类别", "Category of the sheet"),
            Type.CODE,
            codes="screen_category",
            hint=Text(
                "矛盾纠纷排查情况表的类别;按纠纷类型自动带出,可以改。",
                "Of the screening sheet; follows from the type and may be changed.",
            ),
        ),
        Field("summary", Text("矛盾纠纷简要情况", "Summary"), Type.NOTE, longest=20_000),
        Field(
            "people_count",
            Text("涉及人数", "People"),
            Type.INTEGER,
            least=0,
            hint=Text(
                "填写确切人数,报表的分段由程序计算。", "The exact number; sheets make bands of it."
            ),
        ),
        Field("risk_level", Text("风险等级", "Risk"), Type.CODE, codes="risk_level"),
        Field("is_major", Text("是否重大矛盾纠纷", "Major"), Type.YES_NO),
        Field("lead_unit", Text("责任单位", "Responsible unit"), longest=100),
        Field("lead_leader", Text("责任领导", "Responsible leader"), longest=50),
        Field("lead_person", Text("责任人", "Responsible person"), longest=50),
        Field("resolve_by", Text("化解时限", "To be resolved by"), Type.DATE, future=True),
        Field("action_taken", Text("采取措施", "Measures"), Type.NOTE, longest=20_000),
        Field("handled_on", Text("调处日期", "Handled on"), Type.DATE),
        Field(
            "resolution_method",
            Text("化解方式", "Resolved how"),
            Type.CODE,
            codes="resolution_method",
        ),
        Field("is_success", Text("化解是否成功", "Resolved"), Type.YES_NO),
        Field("resolved_on", Text("化解日期", "Resolved on"), Type.DATE),
        Field("resolution", Text("化解情况", "Outcome"), Type.NOTE, longest=20_000),
        Field("transferred_to", Text("移交单位", "Passed on to"), longest=100),
        Field("supervision_note", Text("交办督办情况", "Supervision"), Type.NOTE, longest=2000),
        Field("closed_out_on", Text("销号日期", "Struck off on"), Type.DATE),
        Field("dispute_id", Text("转为调解案件", "Became the dispute"), Type.LINK, link="dispute"),
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
        Field("screening_prefix", Text("排查编号字头", "Number prefix"), longest=20),
        Field("screening_year", Text("排查编号年度", "Number year"), Type.INTEGER, least=1900),
        Field("screening_serial", Text("排查编号序号", "Number serial"), Type.INTEGER, least=1),
    ),
    form=(
        Section(
            Text("排查登记", "Screening"),
            (
                "screened_on",
                "finder_level",
                "village_id",
                "grid",
                "screened_by",
                "source",
                "place",
                "occurred_on",
                "party_a_name",
                "party_a_phone",
                "party_b_name",
                "party_b_phone",
                "dispute_type",
                "screen_category",
                "people_count",
                "risk_level",
                "is_major",
                "summary",
            ),
        ),
        Section(
            Text("责任与时限", "Responsibility and term"),
            ("lead_unit", "lead_leader", "lead_person", "resolve_by", "supervision_note"),
        ),
        Section(
            Text("化解与销号", "Outcome"),
            (
                "action_taken",
                "handled_on",
                "resolution_method",
                "is_success",
                "resolved_on",
                "resolution",
                "transferred_to",
                "dispute_id",
                "closed_out_on",
                "remark",
            ),
        ),
        Section(
            Text("编号", "Number"),
            (
                "screening_no",
                "round_id",
                "screening_prefix",
                "screening_year",
                "screening_serial",
            ),
        ),
    ),
    columns=(
        "screening_no",
        "screened_on",
        "finder_level",
        "village_id",
        "party_a_name",
        "party_b_name",
        "dispute_type",
        "summary",
        "people_count",
        "risk_level",
        "lead_unit",
        "lead_person",
        "resolve_by",
        "is_success",
        "resolved_on",
        "closed_out_on",
    ),
    named_by=("screening_no",),
    found_by=(
        "screening_no",
        "party_a_name",
        "party_b_name",
        "party_a_phone",
        "party_b_phone",
        "place",
        "grid",
        "summary",
    ),
    counted_by=("dispute_type", "screen_category", "village_id", "finder_level", "risk_level"),
    codes={
        "screen_level": SCREEN_LEVEL,
        "screen_source": SCREEN_SOURCE,
        "screen_category": SCREEN_CATEGORY,
        "risk_level": RISK_LEVEL,
        "resolution_method": RESOLUTION_METHOD,
    },
    check=_check_item,
)

SCREENING_MAP = RecordKind(
    table="screening_map",
    title=Text("纠纷类型对应的排查类别", "Category of each type"),
    fields=(
        Field(
            "dispute_type",
            Text("纠纷类型", "Type"),
            Type.CODE,
            required=True,
            codes="dispute_type",
        ),
        Field(
            "screen_category",
            Text("排查类别", "Category of the sheet"),
            Type.CODE,
            required=True,
            codes="screen_category",
        ),
    ),
    form=(Section(Text("对应", "Category"), ("dispute_type", "screen_category")),),
    columns=("dispute_type", "screen_category"),
    named_by=("dispute_type",),
    codes={"screen_category": SCREEN_CATEGORY},
)

RISK_GRADE = RecordKind(
    table="risk_grade",
    title=Text("风险等级含义", "Meaning of risk levels"),
    fields=(
        Field("scheme", Text("方案", "Scheme"), Type.CODE, required=True, codes="risk_scheme"),
        Field("risk_level", Text("风险等级", "Risk"), Type.CODE, required=True, codes="risk_level"),
        Field("meaning", Text("含义", "Meaning"), longest=200),
        Field("measure", Text("处置要求", "What is to be done"), longest=200),
        Field(
            "off",
            Text("不用这一级", "Not used"),
            Type.YES_NO,
            hint=Text("选“是”,登记时不再提供。", "With yes, it is no longer offered."),
        ),
    ),
    form=(
        Section(
            Text("风险等级", "Risk level"),
            ("scheme", "risk_level", "meaning", "measure", "off"),
        ),
    ),
    columns=("scheme", "risk_level", "meaning", "measure", "off"),
    named_by=("risk_level",),
    codes={"risk_scheme": RISK_SCHEME, "risk_level": RISK_LEVEL},
)
