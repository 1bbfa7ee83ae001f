"""纠纷排查 as two lists: what was found, and the rounds; columns, figures, filters, reading."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget
from sqlite_utils import Database

from core import store
from core.codes import CodeBook
from core.deadlines import SOON
from core.field import RecordKind, Row
from core.records import DISPUTE, SCREENING_ITEM, SCREENING_ROUND
from core.risk import category_map, grades
from core.screening import OPEN, TO_CLOSE_OUT, State, can_close_out, parties_of, state_of
from core.show import masked, name_of, shown
from core.text import Text
from ui.cards import Figure
from ui.dispute_listing import DASH, left_words, short_day
from ui.listing import Chip, Condition, Listing
from ui.measures import ACCENT, AMBER, GREEN, INK, MUTED, RED, painted
from ui.pieces import button, column, label, line, today
from ui.steps_line import Reached, StepsLine
from ui.table import Column, columns_of

#: The mark and the colour of each level; the word always stands beside it.
MARKS = {
    "red": ("●", RED),
    "orange": ("◆", AMBER),
    "yellow": ("▲", AMBER),
    "blue": ("■", ACCENT),
    "green": ("○", GREEN),
    "larger": ("◆", AMBER),
    "general": ("○", MUTED),
}
STATE_COLOURS = {
    State.OPEN: RED,
    State.HANDLING: AMBER,
    State.RESOLVED: GREEN,
    State.PASSED_ON: ACCENT,
    State.DISPUTE: ACCENT,
    State.CLOSED_OUT: MUTED,
}
NONE = Text("没有", "None")
CLOSE_OUT = Text("销号", "Strike off")
BECOME = Text("转为调解案件", "Make a dispute")
OPEN_DISPUTE = Text("打开调解案件", "Open the dispute")


@dataclass(frozen=True)
class ItemWork:
    """What can be done with an item, as the window does it."""

    close_out: Callable[[str], None]  # id of the item
    become_dispute: Callable[[str], None]
    open_record: Callable[[str, str], None]  # table, id


def item_listing(work: ItemWork) -> Listing:
    """What was found by screening."""
    return Listing(
        kind=SCREENING_ITEM,
        title=SCREENING_ITEM.title,
        add=Text("登记排查纠纷", "New item"),
        columns=_item_columns,
        stretched=1,
        chips=_item_chips,
        figures=_item_figures,
        reading=lambda db, book, row: item_reading(db, book, row, work),
        by_month=True,
        by_village=_by_village,
        sign="search-check",
        hint=Text(
            "按 Ctrl+N 登记排查出的第一件纠纷。", "Press Ctrl+N to enter the first dispute found."
        ),
    )


def round_listing() -> Listing:
    """The rounds of villages and township."""
    return Listing(
        kind=SCREENING_ROUND,
        title=SCREENING_ROUND.title,
        add=Text("登记排查轮次", "New round"),
        columns=_round_columns,
        stretched=2,
        enrich=_with_found,
        chips=_round_chips,
        by_month=True,
        by_village=lambda table, id: Condition(
            "committee_id = ?" if table == "committee" else "village_id = ?", (id,)
        ),
        sign="search-check",
        hint=Text(
            "按 Ctrl+N 登记第一轮排查;没有发现纠纷的,按 Ctrl+Shift+R 报零报告。",
            "Press Ctrl+N for the first round, Ctrl+Shift+R for a zero report.",
        ),
    )


def risk_words(row: Row, book: CodeBook) -> str:
    """The mark of the level before its word; empty where none was chosen."""
    if not (level := row.get("risk_level")):
        return ""
    words = book.words("risk_level", level)
    return f"{MARKS[level][0]} {words}" if level in MARKS else words


def risk_colour(row: Row) -> str:
    return MARKS.get(str(row.get("risk_level")), ("", INK))[1]


# --- items ---------------------------------------------------------------------------------------


def term_words(row: Row, on: date) -> tuple[str, str]:
    """How long an unresolved item still has, and the colour of that."""
    if not row.get("resolve_by") or state_of(row) not in (State.OPEN, State.HANDLING):
        return DASH, MUTED
    return left_words((date.fromisoformat(row["resolve_by"]) - on).days)


def _item_columns(book: CodeBook) -> list[Column]:
    on = today()

    def type_words(row: Row) -> str:
        words = shown(SCREENING_ITEM.field("dispute_type"), row["dispute_type"], book)
        return words.removesuffix("纠纷")

    def place(row: Row) -> str:
        named = book.name_of("village", row["village_id"])
        return named or shown(SCREENING_ITEM.field("finder_level"), row["finder_level"], book)

    return [
        Column(
            Text("编号", "Number"),
            lambda r: r["screening_no"] or DASH,
            126,
            name="screening_no",
            sort="screening_no",
        ),
        Column(
            Text("当事人", "Parties"),
            lambda r: parties_of(r) or r["summary"] or DASH,
            108,
            name="party_a_name",
            sort="party_a_name",
        ),
        Column(Text("纠纷类型", "Type"), type_words, 88, name="dispute_type", sort="dispute_type"),
        Column(Text("村(居)", "Village"), place, 76, name="village_id", sort="village_id"),
        Column(
            Text("排查日期", "Screened"),
            lambda r: short_day(r["screened_on"], on),
            74,
            name="screened_on",
            sort="screened_on",
        ),
        Column(
            Text("风险", "Risk"),
            lambda r: risk_words(r, book),
            70,
            risk_colour,
            name="risk_level",
            sort="risk_level",
        ),
        Column(
            Text("化解时限", "Term"),
            lambda r: term_words(r, on)[0],
            78,
            lambda r: term_words(r, on)[1],
            name="resolve_by",
            sort="resolve_by",
        ),
        Column(
            Text("状态", "State"),
            lambda r: str(state_of(r).value),
            66,
            lambda r: STATE_COLOURS[state_of(r)],
            name="is_success",
        ),
    ]


def _item_chips(db: Database) -> list[Chip]:
    return [
        Chip("all", Text("全部", "All")),
        Chip("open", Text("未化解", "Unresolved"), Condition(OPEN)),
        Chip("soon", Text("7 日内到时限", "Due in 7 days"), _due(0, SOON), only_pressed=True),
        Chip("over", Text("已超时限", "Overdue"), _due(None, -1), only_pressed=True),
        Chip("to_close", Text("待销号", "To strike off"), Condition(TO_CLOSE_OUT)),
        Chip("dispute", Text("转调解", "Disputes"), Condition("dispute_id is not null")),
        Chip("major", Text("重大", "Major"), Condition("is_major = 1")),
        Chip("closed", Text("已销号", "Struck off"), Condition("closed_out_on is not null")),
    ]


def _due(first: int | None, last: int) -> Condition:
    """Unresolved, with a term so many days from today on (None: from ever) and up to so many."""
    until = (today() + timedelta(days=last)).isoformat()
    condition = Condition(f"({OPEN}) and resolve_by <= ?", (until,))
    if first is None:
        return condition
    since = (today() + timedelta(days=first)).isoformat()
    return condition.and_(Condition("resolve_by >= ?", (since,)))


def _item_figures(db: Database, book: CodeBook) -> list[Figure]:
    on = today()
    month, before = on.replace(day=1), (on.replace(day=1) - timedelta(days=1)).replace(day=1)
    found = Condition("screened_on >= ?", (month.isoformat(),))
    earlier = Condition(
        "screened_on >= ? and screened_on < ?", (before.isoformat(), month.isoformat())
    )
    soon, over = _counted(db, _due(0, SOON)), _counted(db, _due(None, -1))
    to_close = _counted(db, Condition(TO_CLOSE_OUT))
    return [
        Figure(
            Text("本月排查", "Found this month"),
            str(_counted(db, found)),
            Text("上月 {n}", "Last month {n}").format(n=_counted(db, earlier)),
        ),
        Figure(
            Text("未化解", "Unresolved"),
            str(_counted(db, Condition(OPEN))),
            Text("含化解中", "Those in hand too"),
            filter="open",
        ),
        Figure(
            Text("7 日内到时限", "Due in 7 days"),
            str(soon),
            NONE if not soon else Text("化解时限", "To be resolved by"),
            AMBER if soon else INK,
            "soon",
        ),
        Figure(
            Text("已超时限", "Overdue"),
            str(over),
            NONE if not over else Text("化解时限", "To be resolved by"),
            RED if over else INK,
            "over",
        ),
        Figure(
            Text("待销号", "To strike off"),
            str(to_close),
            Text("已化解、移交或结案", "Resolved, passed on, closed"),
            AMBER if to_close else INK,
            "to_close",
        ),
    ]


def _counted(db: Database, condition: Condition) -> int:
    return store.count(db, SCREENING_ITEM, condition.where, condition.params)


def _by_village(table: str, id: str) -> Condition:
    if table == "committee":
        return Condition("village_id in (select village_id from committee where id = ?)", (id,))
    return Condition("village_id = ?", (id,))


def item_steps(row: Row) -> list[Reached]:
    """排查 → 调处 → 化解 → 销号, as marks."""
    done = row.get("is_success") == 1 or bool(row.get("resolved_on"))
    handled = any(row.get(n) for n in ("handled_on", "action_taken", "dispute_id"))
    taken = (
        (Text("排查", "Found"), bool(row.get("screened_on"))),
        (Text("调处", "Handled"), handled or done),
        (Text("化解", "Resolved"), done),
        (Text("销号", "Struck off"), bool(row.get("closed_out_on"))),
    )
    return [Reached(words, was) for words, was in taken]


def item_reading(db: Database, book: CodeBook, row: Row, work: ItemWork) -> QWidget:
    """One item at a glance, and what is to be done with it next."""
    made = QWidget()
    rows = column(made, between=10)
    kind = shown(SCREENING_ITEM.field("dispute_type"), row["dispute_type"], book)
    heading = Text("{parties} {type}", "{parties}: {type}")
    heading = heading.format(parties=parties_of(row).replace(" / ", "、") or DASH, type=kind)
    rows.addWidget(label(heading, "section", wrap=True))
    village = book.name_of("village", row["village_id"])
    facts = [name_of(SCREENING_ITEM, row, book), village, str(state_of(row).value)]
    rows.addWidget(label(" · ".join(f for f in facts if f), "small", wrap=True))
    steps = StepsLine()
    steps.show_steps(item_steps(row))
    rows.addWidget(steps)
    if row["risk_level"]:
        rows.addWidget(_risk(db, book, row))
    rows.addWidget(item_buttons(db, row, work))
    rows.addWidget(_item_facts(db, book, row))
    rows.addStretch()
    return made


def _risk(db: Database, book: CodeBook, row: Row) -> QWidget:
    """The level with what it means here."""
    grade = next((g for g in grades(db) if g.level == row["risk_level"]), None)
    words = [risk_words(row, book)]
    if grade:
        words += [str(t) for t in (grade.meaning, grade.measure) if str(t)]
    made = label(" · ".join(words), wrap=True)
    made.setStyleSheet(f"color: {painted(risk_colour(row))}")
    return made


def item_buttons(db: Database, row: Row, work: ItemWork) -> QWidget:
    """Strike it off; make a dispute of it, or open the one it became."""
    made = QWidget()
    flow = line(made, between=8)
    id = str(row["id"])
    if not row.get("closed_out_on"):
        ready = can_close_out(db, row)
        strike = button(
            CLOSE_OUT, lambda: work.close_out(id), sign="check", role="primary" if ready else ""
        )
        strike.setToolTip("Ctrl+Shift+X")
        flow.addWidget(strike)
    if dispute := row.get("dispute_id"):
        flow.addWidget(
            button(
                OPEN_DISPUTE,
                lambda: work.open_record(DISPUTE.table, dispute),
                sign="arrow-right",
            )
        )
    elif state_of(row) in (State.OPEN, State.HANDLING):
        become = button(BECOME, lambda: work.become_dispute(id), sign="handshake")
        become.setToolTip("Ctrl+Shift+M")
        flow.addWidget(become)
    made.setVisible(flow.count() > 0)
    flow.addStretch()
    return made


def _item_facts(db: Database, book: CodeBook, row: Row) -> QWidget:
    row = dict(row)
    row["screen_category"] = row["screen_category"] or category_map(db).get(row["dispute_type"])
    names = (
        "screened_on",
        "screened_by",
        "source",
        "place",
        "party_a_phone",
        "party_b_phone",
        "summary",
        "screen_category",
        "people_count",
        "is_major",
        "lead_unit",
        "lead_leader",
        "lead_person",
        "resolve_by",
        "action_taken",
        "handled_on",
        "resolution_method",
        "resolved_on",
        "resolution",
        "transferred_to",
        "supervision_note",
        "dispute_id",
        "closed_out_on",
        "remark",
    )
    return _facts(SCREENING_ITEM, names, row, book)


def _facts(kind: RecordKind, names: tuple[str, ...], row: Row, book: CodeBook) -> QWidget:
    """Labels and values, those that are filled in."""
    from PySide6.QtCore import Qt

    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    for name in names:
        if words := masked(name, shown(kind.field(name), row.get(name), book)):
            place = grid.rowCount()
            grid.addWidget(
                label(kind.field(name).label, "label"), place, 0, Qt.AlignmentFlag.AlignTop
            )
            grid.addWidget(label(words, wrap=True), place, 1)
    return made


# --- rounds --------------------------------------------------------------------------------------


def _with_found(db: Database, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with how many items name them as their round."""
    ids = json.dumps([row["id"] for row in rows])
    sql = (
        "select round_id, count(*) from screening_item where state = 0"
        " and round_id in (select value from json_each(?)) group by round_id"
    )
    found = dict(db.execute(sql, [ids]).fetchall())
    return [{**row, "found": found.get(row["id"], 0)} for row in rows]


def _round_columns(book: CodeBook) -> list[Column]:
    def found(row: Row) -> str:
        if row["zero_report"]:
            return str(SCREENING_ROUND.field("zero_report").label)
        return str(row["found"]) if row["found"] else DASH

    usual = {c.name: c for c in columns_of(SCREENING_ROUND, book)}
    widths = {
        "round_no": 160,
        "level": 88,
        "screened_from": 104,
        "screened_to": 104,
        "screened_by": 84,
        "is_concentrated": 108,
        "key_period": 84,
    }
    made = [
        Column(c.title, c.words, widths.get(n, c.width), c.colour, name=n, sort=c.sort)
        for n, c in usual.items()
        if n != "zero_report"
    ]
    return [*made, Column(Text("排查出", "Found"), found, 84, name="zero_report")]


def _round_chips(db: Database) -> list[Chip]:
    return [
        Chip("all", Text("全部", "All")),
        Chip("village", Text("村(居)", "Villages"), Condition("level = 'village'")),
        Chip("township", Text("乡镇(街道)", "Township"), Condition("level = 'township'")),
        Chip("together", Text("集中排查", "Concentrated"), Condition("is_concentrated = 1")),
        Chip("zero", Text("零报告", "Zero reports"), Condition("zero_report = 1")),
    ]
