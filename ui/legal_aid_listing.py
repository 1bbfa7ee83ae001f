"""法律援助 as a list: applications and cases, what waits at the centre, reading and next steps."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget
from sqlite_utils import Database

from core import store
from core.codes import CodeBook
from core.field import RecordKind, Row
from core.legal_aid.stages import next_stages
from core.legal_aid.ways import linked
from core.records import LEGAL_AID_CASE
from core.show import masked, shown
from core.text import Text
from ui.cards import Figure
from ui.dispute_listing import DASH, short_day
from ui.legal_aid_help import SIGNS, Way, keep_low, open_ways, role_of
from ui.listing import Chip, Condition, Listing
from ui.measures import ACCENT, AMBER, GREEN, INK, MUTED, RED
from ui.pieces import Flow, button, column, label, today
from ui.steps_line import Reached, StepsLine
from ui.table import Column

#: Days after which a matter at the centre is flagged (Legal Aid Law, art. 43).
REVIEW_DAYS, ASSIGN_DAYS = 7, 3
#: Applications that are not decided and not at an end.
UNDECIDED = (
    "application_status in"
    " ('received', 'supplement_requested', 'screened', 'forwarded', 'under_review')"
)
OPEN_CASE = (
    "application_status = 'granted' and closed_on is null and terminated_on is null"
    " and coalesce(case_status, 'granted') not in ('archived', 'revisited')"
)
_COLOURS = {
    "draft": MUTED,
    "received": RED,
    "supplement_requested": AMBER,
    "screened": AMBER,
    "forwarded": ACCENT,
    "under_review": ACCENT,
    "granted": GREEN,
    "refused": MUTED,
}
NEXT = Text("下一步:{words}", "Next: {words}")


@dataclass(frozen=True)
class AidWork:
    """What can be done from a reading pane, as the window does it."""

    open_record: Callable[[str, str], None]  # table, id
    go: Callable[[RecordKind, str, Way], None]  # make another record of this one


def case_listing(work: AidWork) -> Listing:
    """Applications and cases."""
    return Listing(
        kind=LEGAL_AID_CASE,
        title=Text("法律援助", "Legal aid"),
        add=Text("登记申请", "New application"),
        columns=_columns,
        stretched=2,
        enrich=with_people,
        chips=_chips,
        figures=_figures,
        reading=lambda db, book, row: case_reading(db, book, row, work),
        by_month=True,
        by_village=lambda table, id: Condition(
            "village_id in (select village_id from committee where id = ?)"
            if table == "committee"
            else "village_id = ?",
            (id,),
        ),
        sign="scale",
        hint=Text("按 Ctrl+N 登记第一件法律援助申请。", "Press Ctrl+N for the first application."),
    )


def status_words(row: Row, book: CodeBook) -> str:
    """How far it is: of a granted application the case, else the application."""
    if row["application_status"] == "granted" and row["case_status"]:
        return book.words("aid_case_status", row["case_status"])
    return book.words("application_status", row["application_status"])


def with_people(db: Database, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the names of their recipients and their first matter."""
    ids = json.dumps([row["id"] for row in rows])
    among = "legal_aid_case_id in (select value from json_each(?)) and +state = 0"
    order = "order by legal_aid_case_id, position, id"
    people: dict[str, list[str]] = {}
    for case, name in db.execute(
        f"select legal_aid_case_id, name from case_recipient where {among} {order}", [ids]
    ):
        people.setdefault(case, []).append(name)
    matters: dict[str, str] = {}
    for case, code in db.execute(
        f"select legal_aid_case_id, matter_code from case_matter where {among} {order}", [ids]
    ):
        matters.setdefault(case, code)
    return [
        {**row, "people": people.get(row["id"], []), "matter": matters.get(row["id"])}
        for row in rows
    ]


def people_words(row: Row) -> str:
    names = row.get("people") or []
    if len(names) > 2:
        more = Text("{first} 等 {n} 人", "{first} and others, {n}")
        return str(more.format(first=names[0], n=len(names)))
    return "、".join(names) or DASH


def _columns(book: CodeBook) -> list[Column]:
    on = today()

    def matter(row: Row) -> str:
        code = row.get("matter")
        return book.words("matter_code", code) if code else row["cause_text"] or DASH

    return [
        Column(
            Text("申请编号", "Number"),
            lambda r: r["application_no"] or DASH,
            184,
            name="application_no",
            sort="application_no",
        ),
        Column(Text("受援人", "Recipients"), people_words, 110, name="people"),
        Column(Text("事项", "Matter"), matter, 150, name="cause_text", sort="cause_text"),
        Column(
            Text("申请日期", "Applied"),
            lambda r: short_day(r["applied_on"], on),
            82,
            name="applied_on",
            sort="applied_on",
        ),
        Column(
            Text("状态", "State"),
            lambda r: status_words(r, book),
            112,
            lambda r: _COLOURS.get(r["application_status"], INK),
            name="application_status",
            sort="application_status",
        ),
    ]


def at_centre(days: int) -> Condition:
    """Forwarded, and without a decision for more than so many days."""
    before = (today() - timedelta(days=days)).isoformat()
    return Condition(
        "application_status in ('forwarded', 'under_review') and forwarded_on < ?", (before,)
    )


def unassigned(days: int) -> Condition:
    """Granted, and without a handler for more than so many days."""
    before = (today() - timedelta(days=days)).isoformat()
    return Condition(
        "application_status = 'granted' and coalesce(case_status, 'granted') = 'granted'"
        " and assigned_on is null and decided_on < ?",
        (before,),
    )


def _chips(db: Database) -> list[Chip]:
    return [
        Chip("all", Text("全部", "All")),
        Chip("undecided", Text("待决定", "Undecided"), Condition(UNDECIDED)),
        Chip("centre", Text("中心超过 7 日", "Over 7 days"), at_centre(REVIEW_DAYS)),
        Chip("unassigned", Text("超过 3 日未指派", "Unassigned"), unassigned(ASSIGN_DAYS)),
        Chip("open", Text("在办", "In hand"), Condition(OPEN_CASE)),
        Chip("closed", Text("已结案", "Closed"), Condition("closed_on is not null")),
        Chip("refused", Text("不予", "Refused"), Condition("application_status = 'refused'")),
        Chip("drafts", Text("草稿", "Drafts"), Condition("application_status = 'draft'")),
    ]


def _figures(db: Database, book: CodeBook) -> list[Figure]:
    year = f"{today().year}-01-01"
    applied = _counted(db, Condition("applied_on >= ? and application_status != 'draft'", (year,)))
    late, waits = _counted(db, at_centre(REVIEW_DAYS)), _counted(db, unassigned(ASSIGN_DAYS))
    of_year = Text("本年", "This year")
    return [
        Figure(Text("本年申请", "Applications"), str(applied), of_year),
        Figure(
            Text("待决定", "Undecided"),
            str(_counted(db, Condition(UNDECIDED))),
            Text("含补充、审查中", "Those waiting too"),
            filter="undecided",
        ),
        Figure(
            Text("中心超过 7 日", "Over 7 days"),
            str(late),
            Text("转交后未决定", "Forwarded, undecided"),
            RED if late else INK,
            "centre",
        ),
        Figure(
            Text("超过 3 日未指派", "Unassigned"),
            str(waits),
            Text("已决定未指派", "Granted, no handler"),
            AMBER if waits else INK,
            "unassigned",
        ),
        Figure(
            Text("在办案件", "Cases in hand"),
            str(_counted(db, Condition(OPEN_CASE))),
            Text("已给予未结案", "Granted, not closed"),
            filter="open",
        ),
    ]


def _counted(db: Database, condition: Condition) -> int:
    return store.count(db, LEGAL_AID_CASE, condition.where, condition.params)


def case_steps(row: Row) -> list[Reached]:
    """申请 → 转交 → 决定 → 指派 → 结案 → 归档, as marks."""
    taken = (
        (Text("申请", "Applied"), "applied_on"),
        (Text("初审", "Screened"), "screened_on"),
        (Text("转交", "Forwarded"), "forwarded_on"),
        (Text("决定", "Decided"), "decided_on"),
        (Text("指派", "Assigned"), "assigned_on"),
        (Text("结案", "Closed"), "closed_on"),
        (Text("归档", "Archived"), "archived_on"),
    )
    return [Reached(words, bool(row.get(name))) for words, name in taken]


def case_reading(db: Database, book: CodeBook, row: Row, work: AidWork) -> QWidget:
    """One case at a glance, what comes next and what it is tied to."""
    made = QWidget()
    rows = column(made, between=10)
    full = with_people(db, [dict(row)])[0]
    rows.addWidget(label(people_words(full), "section", wrap=True))
    facts = [row["application_no"], status_words(row, book)]
    rows.addWidget(label(" · ".join(f for f in facts if f), "small", wrap=True))
    steps = StepsLine()
    steps.show_steps(case_steps(row))
    rows.addWidget(steps)
    if stages := next_stages(row, role_of(db)):
        said = NEXT.format(words="、".join(str(s.said(role_of(db))) for s in stages[:2]))
        rows.addWidget(label(said, wrap=True))
    rows.addWidget(ties(db, LEGAL_AID_CASE, row["id"], work))
    if full["matter"]:
        rows.addWidget(label(book.words("matter_code", full["matter"]), wrap=True))
    rows.addWidget(facts_of(LEGAL_AID_CASE, _READ, row, book))
    rows.addStretch()
    return made


def ties(db: Database, kind: RecordKind, id: str, work: AidWork) -> QWidget:
    """What it is tied to, and what can still be made of it."""
    made = QWidget()
    keep_low(made)
    flow = Flow(made)
    for tie in linked(db, kind, id):
        flow.addWidget(
            button(
                Text(tie.words, tie.words),
                partial(work.open_record, tie.table, tie.id),
                sign=SIGNS[tie.table],
                role="tiny",
            )
        )
    for way in open_ways(db, kind, id):
        flow.addWidget(
            button(way.words, partial(work.go, kind, id, way), sign=way.sign, role="tiny")
        )
    return made


_READ = (
    "applied_on",
    "cause_text",
    "case_kind",
    "opponent",
    "case_summary",
    "screened_on",
    "forwarded_on",
    "decided_on",
    "decision_no",
    "refusal_reason",
    "assigned_on",
    "closed_on",
    "outcome",
    "recovered_amount",
    "remark",
)


def facts_of(kind: RecordKind, names: tuple[str, ...], row: Row, book: CodeBook) -> QWidget:
    """Labels and values, those that are filled in."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for name in names:
        if words := masked(name, shown(kind.field(name), row.get(name), book)):
            place = grid.rowCount()
            grid.addWidget(label(kind.field(name).label, "label", wrap=True), place, 0)
            grid.addWidget(label(words, wrap=True), place, 1)
    return made
