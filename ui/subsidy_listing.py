"""案件补贴 as a list: claims with their stage, figures that filter, and the reading of one."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget
from sqlite_utils import Database

from core.codes import CodeBook
from core.field import Row
from core.records import SUBSIDY_CLAIM
from core.show import name_of, shown, yuan
from core.subsidy.claims import claim_problems, period_words
from core.text import Text
from ui.cards import Figure
from ui.listing import Chip, Condition, Listing
from ui.measures import ACCENT, AMBER, GREEN, INK, MUTED, RED
from ui.pieces import column, label
from ui.table import Column

DASH = "—"
COLOURS = {
    "draft": MUTED,
    "applied": AMBER,
    "office_reviewed": ACCENT,
    "county_reviewed": ACCENT,
    "paid": GREEN,
    "rejected": RED,
}
NOTE = Text("{n} 件", "{n} claims")


def subsidy_listing() -> Listing:
    """The list page of claims."""
    return Listing(
        kind=SUBSIDY_CLAIM,
        title=Text("案件补贴", "Subsidies"),
        add=Text("登记一条", "New claim"),
        columns=_columns,
        stretched=2,
        chips=_chips,
        figures=_figures,
        reading=claim_reading,
        by_month=True,
        by_village=_by_place,
        order="claim_period desc, claim_no desc, id desc",
        sign="scale",
        hint=Text(
            "点“提出申报”,从已调解成功的纠纷中一次提出。",
            "Press “Claim…” to claim settled disputes, many at once.",
        ),
    )


def _columns(book: CodeBook) -> list[Column]:
    def money(name: str) -> Any:
        return lambda row: DASH if row[name] is None else yuan(row[name])

    def grade(row: Row) -> str:
        name = "grade_approved" if row["grade_approved"] else "grade_claimed"
        return shown(SUBSIDY_CLAIM.field(name), row[name], book) or DASH

    def case(row: Row) -> str:
        return book.name_of("dispute", row["dispute_id"])

    return [
        Column(
            Text("编号", "Number"),
            lambda r: r["claim_no"] or DASH,
            104,
            name="claim_no",
            sort="claim_no",
        ),
        Column(
            Text("调解员", "Mediator"),
            lambda r: book.name_of("mediator", r["mediator_id"]),
            68,
            name="mediator_id",
            sort="mediator_id",
        ),
        Column(Text("调解案件", "Dispute"), case, 150, name="dispute_id"),
        Column(Text("等级", "Grade"), grade, 64, name="grade_claimed", sort="grade_claimed"),
        Column(
            Text("申报(元)", "Claimed"),
            money("amount_claimed"),
            76,
            to_the_right=True,
            name="amount_claimed",
            sort="amount_claimed",
        ),
        Column(
            Text("审核(元)", "Approved"),
            money("amount_approved"),
            76,
            to_the_right=True,
            name="amount_approved",
            sort="amount_approved",
        ),
        Column(
            Text("状态", "State"),
            lambda r: str(_WAITING.get(r["claim_status"], r["claim_status"])),
            84,
            lambda r: COLOURS.get(r["claim_status"], INK),
            name="claim_status",
            sort="claim_status",
        ),
    ]


#: Short words for list and filters: what each state waits for.
_WAITING = {
    "draft": Text("草稿", "Draft"),
    "applied": Text("待初审", "For the office"),
    "office_reviewed": Text("待审核", "For the county"),
    "county_reviewed": Text("待发放", "To be paid"),
    "paid": Text("已发放", "Paid"),
    "rejected": Text("不予补贴", "Refused"),
}


def _chips(db: Database) -> list[Chip]:
    return [
        Chip("all", Text("全部", "All")),
        *(
            Chip(code, words, Condition("claim_status = ?", (code,)))
            for code, words in _WAITING.items()
        ),
    ]


def _figures(db: Database, book: CodeBook) -> list[Figure]:
    """What waits at each stage, and what is approved and paid; money of all claims there are."""
    sql = """
        select claim_status, count(*), sum(coalesce(amount_approved, amount_claimed, 0))
        from subsidy_claim where state = 0 group by claim_status
    """
    found = {status: (n, fen) for status, n, fen in db.execute(sql)}

    def card(status: str, title: Text, colour: str) -> Figure:
        n, fen = found.get(status, (0, 0))
        return Figure(title, str(n), _yuan(fen or 0), colour if n else INK, status)

    return [
        card("applied", Text("待司法所初审", "For the office"), AMBER),
        card("office_reviewed", Text("待县(区)局审核", "For the county"), ACCENT),
        card("county_reviewed", Text("待发放", "To be paid"), ACCENT),
        card("paid", Text("已发放", "Paid"), GREEN),
        card("rejected", Text("不予补贴", "Refused"), RED),
    ]


def _yuan(fen: int) -> Text:
    return Text("{n} 元", "{n} yuan").format(n=yuan(fen))


def _by_place(table: str, id: str) -> Condition:
    if table == "committee":
        return Condition("committee_id = ?", (id,))
    where = "committee_id in (select c.id from committee c where c.village_id = ?)"
    return Condition(where, (id,))


def claim_reading(db: Database, book: CodeBook, row: Row) -> QWidget:
    """One claim at a glance: the stages behind it and what speaks against it."""
    made = QWidget()
    rows = column(made, between=10)
    heading = Text("{who} · {period}", "{who} · {period}").format(
        who=book.name_of("mediator", row["mediator_id"]), period=period_words(row["claim_period"])
    )
    rows.addWidget(label(heading, "section", wrap=True))
    number = name_of(SUBSIDY_CLAIM, row, book)
    rows.addWidget(label(f"{number} · {book.name_of('committee', row['committee_id'])}", "small"))
    for problem in claim_problems(db, row) if row["claim_status"] != "rejected" else ():
        role = "warning" if problem.warning else "fault"
        rows.addWidget(label(problem.message, role, wrap=True))
    rows.addWidget(_facts(book, row))
    rows.addStretch()
    return made


_TOLD = (
    "dispute_id",
    "dispute_type",
    "grade_claimed",
    "amount_claimed",
    "applied_on",
    "office_review_by",
    "office_review_on",
    "office_review_opinion",
    "county_review_by",
    "county_review_on",
    "county_review_opinion",
    "grade_approved",
    "amount_approved",
    "reject_reason",
    "paid_on",
    "remark",
)


def _facts(book: CodeBook, row: Row) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for field in map(SUBSIDY_CLAIM.field, _TOLD):
        if words := shown(field, row[field.name], book):
            place = grid.rowCount()
            grid.addWidget(label(field.label, "label"), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(words, wrap=True), place, 1)
    return made
