"""What must hold between a legal-aid case and the records that belong to it, each with its ground.

An application that is still a draft may be kept with anything in it: then all of this only warns.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from core.field import Problem, Row
from core.identity import age_on
from core.legal_aid.groups import groups_of
from core.records.legal_aid import ENDED
from core.text import Text

#: Children looked at, by table.
LOOKED_AT = ("case_recipient", "case_matter", "hardship_statement", "case_event")
_ADULT = 18
#: Matters for which the law sets no limit of means (art. 32).
NO_LIMIT = ("domestic_violence", "good_samaritan", "hero_honor", "retrial_acquittal_compensation")


@dataclass(frozen=True)
class Between:
    """A problem at a field of one of the records."""

    table: str
    id: str
    problem: Problem


Rows = Mapping[str, Sequence[Row]]


def problems_of(case: Row, rows: Rows) -> list[Between]:
    """Everything wrong between a case and its rows, which bear their ids; writes nothing."""
    found = [
        *_recipients(case, rows),
        *_events(case, rows),
        *_means(case, rows),
        *_matters(case, rows),
    ]
    if case.get("application_status") == "draft":
        return [replace(f, problem=replace(f.problem, warning=True)) for f in found]
    return found


def _recipients(case: Row, rows: Rows) -> Iterator[Between]:
    people, on = rows.get("case_recipient", ()), case.get("applied_on")
    if not people and case.get("application_status") not in (None, "draft"):
        yield _at("legal_aid_case", case, "applied_on", _NOBODY, warning=True)
    for person in people:
        born = person.get("birth_date")
        if born and on and born > on:
            yield _at("case_recipient", person, "birth_date", _UNBORN)
            continue
        age = age_on(born, on) if born and on else None
        by = person.get("applicant_relation")
        if age is not None and age < _ADULT and by in (None, "self", ""):
            yield _at("case_recipient", person, "applicant_relation", _MINOR, warning=True)
        if by not in (None, "", "self", "transferred_by_organ") and not person.get("agent_name"):
            yield _at("case_recipient", person, "agent_name", _NO_AGENT, warning=True)


def _events(case: Row, rows: Rows) -> Iterator[Between]:
    applied, ended = case.get("applied_on"), case.get("ended_on")
    is_ended = case.get("application_status") in ENDED
    for event in rows.get("case_event", ()):
        on, kind = event.get("event_on"), event.get("event_kind")
        if applied and on and on < applied:
            yield _at("case_event", event, "event_on", _EARLY)
        if is_ended and ended and on and on > ended and kind == "supplement_notice":
            yield _at("case_event", event, "event_on", _AFTER_END)
        decided = case.get("decided_on")
        if kind == "supplement_notice" and decided and on and on > decided:
            yield _at("case_event", event, "event_on", _AFTER_DECISION)
        if kind == "objection" and case.get("application_status") not in ("granted", "refused"):
            yield _at("case_event", event, "event_kind", _NOTHING_TO_OBJECT, warning=True)


def _means(case: Row, rows: Rows) -> Iterator[Between]:
    codes = {m.get("matter_code") for m in rows.get("case_matter", ())}
    free = codes & set(NO_LIMIT)
    for means in rows.get("hardship_statement", ()):
        if free and means.get("means_basis") == "declared_promise":
            yield _at("hardship_statement", means, "means_basis", _NOT_ASKED, warning=True)
        if means.get("exemption_code") == "migrant_wage_injury" and not _has_worker(case, rows):
            yield _at("hardship_statement", means, "exemption_code", _NO_WORKER, warning=True)


def _has_worker(case: Row, rows: Rows) -> bool:
    on = case.get("applied_on")
    return any("migrant_worker" in groups_of(p, on) for p in rows.get("case_recipient", ()))


def _matters(case: Row, rows: Rows) -> Iterator[Between]:
    several = len(rows.get("case_recipient", ())) > 1
    for matter in rows.get("case_matter", ()):
        if several and not matter.get("claim_division"):
            yield _at("case_matter", matter, "claim_division", _DIVIDE, warning=True)


def earlier_application(db: Database, case: Row, rows: Rows) -> Between | None:
    """A second application of a person for the same matter, while the first is not refused or at
    an end: said at the day of application, with the number of the first."""
    matters = [m["matter_code"] for m in rows.get("case_matter", ()) if m.get("matter_code")]
    numbers = [p["id_number"] for p in rows.get("case_recipient", ()) if p.get("id_number")]
    if not matters or not numbers:
        return None
    sql = """select c.application_no, c.applied_on from legal_aid_case c
        join case_recipient p on p.legal_aid_case_id = c.id and p.state = 0
        join case_matter m on m.legal_aid_case_id = c.id and m.state = 0
        where c.state = 0 and c.id != ? and c.closed_on is null and c.terminated_on is null
        and c.application_status not in
            ('refused', 'withdrawn', 'deemed_withdrawn', 'not_competent', 'draft')
        and p.id_number in (select value from json_each(?))
        and m.matter_code in (select value from json_each(?)) order by c.applied_on limit 1"""
    first = db.execute(
        sql, [case.get("id") or "", json.dumps(numbers), json.dumps(matters)]
    ).fetchone()
    if first is None:
        return None
    said = _TWICE.format(number=first[0] or "—", day=first[1])
    return _at("legal_aid_case", case, "applied_on", said, warning=True)


def _at(table: str, row: Row, name: str, said: Text, *, warning: bool = False) -> Between:
    return Between(table, str(row.get("id") or ""), Problem(name, said, warning))


_NOBODY = Text("请登记申请人(受援人)。", "Enter who applies.")
_UNBORN = Text(
    "出生日期晚于申请日期,请核对身份证号。《民法典》第十三条",
    "Born after the application: check the ID number. Civil Code, art. 13",
)
_MINOR = Text(
    "申请当日未满十八周岁,应由法定代理人代为申请;法定代理人侵害其权益的,由其他法定代理人或近亲属"
    "代为申请。《法律援助法》第四十条",
    "Under 18 on the day: a statutory agent applies, or another one or a close relative where "
    "that agent does harm. Legal Aid Law, art. 40",
)
_NO_AGENT = Text(
    "由他人代为申请的,请填写代理人姓名,并附代理权的证明。《法律援助条例》第十七条",
    "Enter the agent, with proof of authority. Legal Aid Regulation, art. 17",
)
_EARLY = Text("办理日期早于申请日期。", "Before the application.")
_AFTER_END = Text(
    "申请已撤回或视为撤回,不应再通知补充材料;需要的请重新登记申请。《法律援助法》第四十三条",
    "The application is withdrawn: nothing is supplied any more; enter a new one. "
    "Legal Aid Law, art. 43",
)
_AFTER_DECISION = Text(
    "已经作出决定,不应再通知补充材料。《法律援助法》第四十三条",
    "The decision is made: nothing is supplied any more. Legal Aid Law, art. 43",
)
_NOTHING_TO_OBJECT = Text(
    "还没有决定;对不予或终止法律援助的决定可以提出异议。《法律援助法》第四十九条",
    "There is no decision to object to. Legal Aid Law, art. 49",
)
_NOT_ASKED = Text(
    "这类事项申请法律援助不受经济困难条件限制,不必承诺。《法律援助法》第三十二条",
    "Means do not matter here: no promise is needed. Legal Aid Law, art. 32",
)
_NO_WORKER = Text(
    "免予核查的是进城务工人员,请在人群类别中选农民工。《法律援助法》第四十二条",
    "This exemption is for migrant workers: choose that group. Legal Aid Law, art. 42",
)
_DIVIDE = Text(
    "受援人不止一人,请选择计件方式:各自讨薪这类可分的按人数计件,同一死者的继承人这类不可分的"
    "计 1 件。",
    "Several recipients: say whether the claim is divisible, which counts each of them.",
)
_TWICE = Text(
    "同一申请人就同一事项已有申请 {number}({day}),还没有结束,请核对是否重复。",
    "There is an application of this person for the same matter already: {number} ({day}).",
)
