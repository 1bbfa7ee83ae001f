"""人员与村居 as lists: villages, committees, mediators, law-literate villagers, funds."""

import json
from typing import Any

from sqlite_utils import Database

from core.codes import CodeBook
from core.field import Row
from core.records import COMMITTEE, COMMITTEE_FUNDS, LAW_LITERATE, MEDIATOR, VILLAGE
from core.staffing import (
    AHEAD,
    IN_OFFICE,
    Hours,
    Staff,
    committee_ids_with_remarks,
    hours_of,
    law_literate_in,
    plain,
    remarks_on,
    rules_of,
    staff_of,
)
from core.text import Text
from ui.listing import Chip, Condition, Listing
from ui.measures import AMBER, INK, MUTED
from ui.pieces import today
from ui.table import Column, columns_of

DASH = "—"
OF = Text("{n} / {least}", "{n} / {least}")
ALL = Text("全部", "All")


def _usual(kind: Any, book: CodeBook, widths: dict[str, int]) -> list[Column]:
    """The columns of the definition with the room they need here."""
    return [
        Column(
            c.title, c.words, widths.get(c.name, c.width), c.colour, c.to_the_right, c.name, c.sort
        )
        for c in columns_of(kind, book)
    ]


def _of_target(row: Row, name: str, least: str) -> str:
    return str(OF.format(n=plain(row[name]), least=row[least]))


def _colour(row: Row, name: str, least: str) -> str:
    return AMBER if row[name] < row[least] else INK


# --- villages ------------------------------------------------------------------------------------


def village_listing() -> Listing:
    """With how many law-literate persons each has."""
    return Listing(
        VILLAGE,
        VILLAGE.title,
        Text("新增村(居)", "New village"),
        _village_columns,
        enrich=_with_law_literate,
        order="name, id",
        sign="users",
    )


def _with_law_literate(db: Database, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    listed, least = law_literate_in(db, today()), rules_of(db).figures["law_literate_least"]
    return [{**row, "listed": listed.get(row["id"], 0), "listed_least": least} for row in rows]


def _village_columns(book: CodeBook) -> list[Column]:
    return [
        *_usual(VILLAGE, book, {"name": 200}),
        Column(
            LAW_LITERATE.title,
            lambda r: _of_target(r, "listed", "listed_least"),
            110,
            lambda r: _colour(r, "listed", "listed_least"),
            to_the_right=True,
        ),
    ]


# --- committees ----------------------------------------------------------------------------------


def committee_listing() -> Listing:
    """With full-time and part-time mediators, the end of the term, and what is to be looked at."""
    return Listing(
        COMMITTEE,
        COMMITTEE.title,
        Text("新增调委会", "New committee"),
        _committee_columns,
        enrich=_with_staff,
        chips=_committee_chips,
        order="committee_name, id",
        sign="users",
    )


def _with_staff(db: Database, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    on, rules = today(), rules_of(db)
    staff = staff_of(db, on)
    return [
        {
            **row,
            "staff": (there := staff.get(row["id"], Staff())),
            "remarks": remarks_on(row, there, rules, on),
        }
        for row in rows
    ]


def _committee_columns(book: CodeBook) -> list[Column]:
    def remarks(row: Row) -> str:
        n = len(row["remarks"])
        return str(Text("{n} 项需留意", "{n} to look at").format(n=n)) if n else DASH

    widths = {"committee_name": 230, "committee_type": 120, "village_id": 90, "leader_name": 80}
    usual = _usual(COMMITTEE, book, widths)
    return [
        *usual[:-1],
        Column(
            Text("专职", "Full time"), lambda r: str(r["staff"].full_time), 60, to_the_right=True
        ),
        Column(
            Text("兼职", "Part time"), lambda r: str(r["staff"].part_time), 60, to_the_right=True
        ),
        Column(
            COMMITTEE.field("term_end").label,
            lambda r: r["term_end"] or DASH,
            110,
            name="term_end",
            sort="term_end",
        ),
        Column(
            Text("队伍建设", "Standing"),
            remarks,
            104,
            lambda r: AMBER if r["remarks"] else MUTED,
        ),
        *usual[-1:],
    ]


def _committee_chips(db: Database) -> list[Chip]:
    on = today().isoformat()
    ending = Condition("term_end is not null and julianday(term_end) - julianday(?) <= ?")
    return [
        Chip("all", ALL),
        Chip("remarks", Text("需留意", "To look at"), among=_with_remarks),
        Chip(
            "ending",
            Text("60 日内届满或已满", "Term ending in 60 days or over"),
            Condition(ending.where, (on, AHEAD)),
        ),
        Chip("standardized", Text("规范化", "Standardised"), Condition("standardized = 1")),
    ]


def _with_remarks(db: Database) -> Condition:
    ids = json.dumps(committee_ids_with_remarks(db, today()))
    return Condition("id in (select value from json_each(?))", (ids,))


# --- mediators -----------------------------------------------------------------------------------


def mediator_listing() -> Listing:
    """With the class hours of this year beside what they should reach."""
    return Listing(
        MEDIATOR,
        MEDIATOR.title,
        Text("新增调解员", "New mediator"),
        _mediator_columns,
        stretched=2,
        enrich=_with_hours,
        chips=_mediator_chips,
        order="name, id",
        sign="users",
    )


def _with_hours(db: Database, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    hours, figures = hours_of(db, today().year), rules_of(db).figures
    least = figures["hours_yearly"]
    return [
        {**row, "hours": hours.get(row["id"], Hours()).yearly, "hours_least": least} for row in rows
    ]


def _mediator_columns(book: CodeBook) -> list[Column]:
    return [
        *_usual(MEDIATOR, book, {"name": 90, "gender": 56, "committee_id": 230}),
        Column(
            Text("本年年度学时", "Hours this year"),
            lambda r: _of_target(r, "hours", "hours_least"),
            116,
            lambda r: _colour(r, "hours", "hours_least"),
            to_the_right=True,
        ),
    ]


def _mediator_chips(db: Database) -> list[Chip]:
    on = today().isoformat()
    here = Condition(IN_OFFICE.replace(":on", "?"), (on, on))
    listed = Condition("id in (select mediator_id from law_literate where state = 0)")
    return [
        Chip("all", ALL),
        Chip("here", Text("在任", "In office"), here),
        Chip("full", Text("专职", "Full time"), here.and_(_is("employment_kind", "full_time"))),
        Chip("part", Text("兼职", "Part time"), here.and_(_is("employment_kind", "part_time"))),
        Chip("women", Text("女性", "Women"), here.and_(_is("gender", "female"))),
        Chip("hours", Text("年度学时不足", "Hours wanting"), here, among=_short_of_hours),
        Chip("literate", LAW_LITERATE.title, listed),
        Chip("left", Text("已解聘", "Dismissed"), Condition("dismissed_on <= ?", (on,))),
    ]


def _short_of_hours(db: Database) -> Condition:
    on, least = today(), rules_of(db).figures["hours_yearly"]
    enough = [id for id, h in hours_of(db, on.year).items() if h.yearly >= least]
    here = Condition(IN_OFFICE.replace(":on", "?"), (on.isoformat(), on.isoformat()))
    some = Condition("id not in (select value from json_each(?))", (json.dumps(enough),))
    return here.and_(some)


def _is(name: str, code: str) -> Condition:
    return Condition(f"{name} = ?", (code,))


# --- law-literate villagers, funds ---------------------------------------------------------------


def law_literate_listing() -> Listing:
    return Listing(
        LAW_LITERATE,
        LAW_LITERATE.title,
        Text("新增法律明白人", "New law-literate person"),
        lambda book: _usual(
            LAW_LITERATE,
            book,
            {"name": 90, "gender": 56, "village_id": 130, "group_category": 150},
        ),
        stretched=3,
        chips=_literate_chips,
        by_village=lambda table, id: Condition(
            "village_id in (select village_id from committee where id = ?)"
            if table == "committee"
            else "village_id = ?",
            (id,),
        ),
        order="village_id, name, id",
        sign="users",
        hint=Text(
            "按 Ctrl+N 登记第一位;每个行政村应有的人数在“设置”的司法所资料中填写。",
            "Press Ctrl+N for the first; how many a village should have stands with the office.",
        ),
    )


def _literate_chips(db: Database) -> list[Chip]:
    on = today().isoformat()
    listed = Condition("removed_on is null or removed_on > ?", (on,))
    mediators = Condition("is_mediator = 1 or mediator_id is not null")
    return [
        Chip("all", ALL),
        Chip("listed", Text("在册", "Listed"), listed),
        Chip("mediators", MEDIATOR.title, listed.and_(mediators)),
        Chip("bare", Text("未发证", "No certificate yet"), listed.and_(_NO_CERTIFICATE)),
        Chip("removed", Text("已退出", "Removed"), Condition("removed_on <= ?", (on,))),
    ]


_NO_CERTIFICATE = Condition("certificate_no is null")


def funds_listing() -> Listing:
    return Listing(
        COMMITTEE_FUNDS,
        COMMITTEE_FUNDS.title,
        Text("登记经费", "New funds"),
        lambda book: _usual(
            COMMITTEE_FUNDS,
            book,
            {
                "year": 70,
                "committee_id": 230,
                "guidance_funds": 210,
                "committee_subsidy_funds": 200,
                "mediator_allowance_funds": 190,
            },
        ),
        stretched=1,
        order="year desc, committee_id, id",
        sign="users",
        hint=Text(
            "按 Ctrl+N 登记一个年度的经费;不选调委会就是全所的。",
            "Press Ctrl+N for the funds of a year; without a committee, of the whole office.",
        ),
    )
