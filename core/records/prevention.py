"""防止激化 - disputes prevented, and what was kept from growing out of one: cases and people."""

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.text import Text

#: What the monthly sheet counts in cases and in people; disputes prevented are counted in cases.
ESCALATIONS = {
    "prevented_suicide": Text("防止民间纠纷引起自杀", "Suicide prevented"),
    "prevented_criminal": Text("防止民间纠纷转化为刑事案件", "Criminal case prevented"),
    "prevented_group_petition": Text("防止群体性上访", "Group petition prevented"),
    "prevented_group_fight": Text("防止群体性械斗", "Group fight prevented"),
}
CODES = {
    "prevention_kind": {
        "disputes_prevented": Text("预防纠纷", "Dispute prevented"),
        **ESCALATIONS,
    }
}


def _check(row: Row) -> list[Problem]:
    """Each case prevented concerns at least one person."""
    cases, people = row.get("cases") or 0, row.get("people_count") or 0
    if row.get("prevention_kind") in ESCALATIONS and not people:
        said = Text("请填写人数,报表按件和人统计。", "Enter the people; both are counted.")
        return [Problem("people_count", said, warning=True)]
    if 0 < people < cases:
        said = Text(
            "人数 {people} 少于件数 {cases}。", "{people} people are fewer than {cases} cases."
        )
        return [Problem("people_count", said.format(people=people, cases=cases))]
    return []


PREVENTION = RecordKind(
    table="prevention",
    title=Text("防止激化", "Prevention"),
    dated_by="happened_on",
    fields=(
        Field("happened_on", Text("日期", "Date"), Type.DATE, required=True),
        Field(
            "prevention_kind",
            Text("种类", "Kind"),
            Type.CODE,
            required=True,
            codes="prevention_kind",
        ),
        Field("cases", Text("件数", "Cases"), Type.INTEGER, required=True, least=1),
        Field(
            "people_count",
            Text("人数", "People"),
            Type.INTEGER,
            least=1,
            hint=Text(
                "防止激化按件、人两项统计;预防纠纷只统计件数。",
                "Escalations prevented are counted in cases and people, disputes in cases only.",
            ),
        ),
        Field(
            "committee_id",
            Text("调委会", "Committee"),
            Type.LINK,
            link="committee",
            hint=Text(
                "有激化可能的,应当采取有针对性的预防措施。《人民调解法》第二十五条",
                "Where it may escalate, preventive steps are due. People's Mediation Law, art. 25",
            ),
        ),
        Field("village_id", Text("村(居)", "Village"), Type.LINK, link="village"),
        Field("mediator_id", Text("调解员", "Mediator"), Type.LINK, link="mediator"),
        Field("dispute_id", Text("所涉纠纷", "Dispute"), Type.LINK, link="dispute"),
        Field(
            "reported_to",
            Text("报告公安机关或有关部门", "Reported to"),
            longest=100,
            hint=Text(
                "可能引起治安案件、刑事案件的,及时向当地公安机关或者有关部门报告。"
                "《人民调解法》第二十五条",
                "A possible public-order or criminal case is reported at once to the police or "
                "the department. People's Mediation Law, art. 25",
            ),
        ),
        Field("summary", Text("简要情况", "Summary"), Type.NOTE, longest=20_000),
    ),
    form=(
        Section(
            Text("防止激化", "Prevention"),
            (
                "happened_on",
                "prevention_kind",
                "cases",
                "people_count",
                "committee_id",
                "village_id",
                "mediator_id",
                "dispute_id",
                "reported_to",
                "summary",
            ),
        ),
    ),
    columns=("happened_on", "prevention_kind", "cases", "people_count", "committee_id", "summary"),
    named_by=("happened_on", "prevention_kind"),
    found_by=("summary", "reported_to"),
    counted_by=("prevention_kind", "committee_id"),
    codes=CODES,
    check=_check,
)
