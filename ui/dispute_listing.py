"""人民调解 as a list: columns, figures, filters and the reading of one dispute."""

import json
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget
from sqlite_utils import Database

from core import store
from core.codes import CodeBook
from core.day import UNFILED
from core.deadlines import OPEN, SOON, due, is_open, term_ends
from core.field import Row
from core.figures import MonthFigures, month_figures
from core.keeping import waiting
from core.papers import Held, State, case_rows, lacking, missing, papers_held, to_look_up
from core.records import DISPUTE, PARTY, RECEIPT
from core.records.receipt import QUERIED, REFUSED
from core.show import LIST_COMMA, masked, name_of, shown, yuan
from core.term import Term, events_of, left_until, term_of, terms_of
from core.text import Text
from ui.cards import Figure
from ui.listing import Chip, Condition, Listing
from ui.measures import ACCENT, AMBER, GREEN, INK, MUTED, RED
from ui.paper_meter import marks_line
from ui.pieces import column, label, today
from ui.steps_line import StepsLine, steps_in
from ui.table import Column

DASH = "—"
OTHER_MEDIATION = Text("行政、司法调解", "Other mediation")
OTHERS = "mediation_type in ('administrative', 'judicial')"
SUSPENDED = Text("中止中", "Suspended")
END_WAS = Text("{what}已于 {end} 届满。\n依据:{ground}", "{what}: ended on {end}.\n{ground}")
END_IS = Text("{what}将于 {end} 届满。\n依据:{ground}", "{what}: ends on {end}.\n{ground}")
END_STOPPED = Text("{what}已停算。\n依据:{ground}", "{what}: it does not run.\n{ground}")


def dispute_listing() -> Listing:
    """The list page of disputes."""
    return Listing(
        kind=DISPUTE,
        title=Text("人民调解", "Disputes"),
        add=Text("登记纠纷", "New dispute"),
        columns=_columns,
        stretched=1,
        enrich=with_parties,
        chips=chips,
        figures=figures,
        reading=reading,
        by_month=True,
        by_village=_by_village,
        can_print_many=True,
        sign="handshake",
        hint=Text(
            "按 Ctrl+N 登记第一件纠纷,或从“数据”菜单导入 Excel。",
            "Press Ctrl+N to enter the first, or import a sheet from the menu.",
        ),
    )


def with_parties(db: Database, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with their `parties` and their `term` while they are open, asked for all at once."""
    ids = [row["id"] for row in rows]
    parties = store.children_by_parent(db, PARTY, ids)
    events = events_of(db, "select value from json_each(?)", [json.dumps(ids)])
    by = terms_of(db)
    return [
        {
            **row,
            "parties": parties[row["id"]],
            "term": term_of(row, events.get(row["id"], ()), by) if is_open(row) else None,
        }
        for row in rows
    ]


def state_of(row: Row) -> tuple[Text, str]:
    """The words of the state a dispute is in, and their colour."""
    match row.get("mediation_result"):
        case "success":
            return Text("调解成功", "Settled"), GREEN
        case "failure":
            return Text("调解不成", "Not settled"), MUTED
    if is_open(dict(row)):
        return Text("正在调解", "Open"), ACCENT
    return Text("已结案", "Closed"), MUTED


def term_words(row: Row, on: date) -> tuple[str, str]:
    """How long an open dispute still has, and the colour of that."""
    term: Term | None = row.get("term")
    if not term:
        return DASH, MUTED
    left = left_until(term, on)
    return (str(SUSPENDED), MUTED) if left is None else left_words(left)


def term_hint(row: Row, on: date) -> str:
    """The day an open dispute's term ends, and by which rule."""
    said = _term_warning(row, on)
    return str(said[0]) if said else ""


def left_words(days: int) -> tuple[str, str]:
    """Days left as words with their colour; below 0 is overdue."""
    if days < 0:
        return str(Text("超期 {n} 日", "{n} days over").format(n=-days)), RED
    if days == 0:
        return str(Text("今天到期", "due today")), AMBER
    said = Text("还有 {n} 日", "{n} days left").format(n=days)
    return str(said), AMBER if days <= SOON else MUTED


def place_of(row: Row, book: CodeBook) -> str:
    """The village, or the committee without its long ending."""
    village = book.name_of("village", row.get("village_id"))
    return village or book.name_of("committee", row.get("committee_id")).removesuffix(
        "人民调解委员会"
    )


def sides(row: Row) -> str:
    """Applicants / respondents, the first of each and how many more."""
    named = []
    for side in ("applicant", "respondent"):
        names = [p["name"] or "" for p in row["parties"] if p["party_role"] == side]
        if names:
            more = Text("等{n}人", " and others ({n})").format(n=len(names))
            named.append(f"{names[0]}{more if len(names) > 1 else ''}")
    return " / ".join(named)


def first_names(db: Database) -> dict[str, bytes]:
    """Id of a dispute -> the first of its applicants as sorted: the code of GB 18030 puts nearly
    all characters in the order of their pinyin, as WPS does."""
    sql = (
        "select dispute_id, position, name from party where +state = 0 and name is not null"
        " and +party_role = 'applicant'"
    )
    first: dict[str, tuple[int, str]] = {}
    for id, position, name in db.execute(sql):  # in one go: put in order by SQLite it takes double
        place = position or 0
        if id not in first or place < first[id][0]:
            first[id] = (place, name)
    return {id: name.encode("gb18030", "replace") for id, (_, name) in first.items()}


def short_day(iso: str | None, on: date) -> str:
    """10-20 in this year, 2025-10-20 in others."""
    if not iso:
        return ""
    return iso[5:] if iso[:4] == str(on.year) else iso


def _columns(book: CodeBook) -> list[Column]:
    on = today()

    def type_words(row: Row) -> str:
        return shown(DISPUTE.field("dispute_type"), row["dispute_type"], book).removesuffix("纠纷")

    def number(row: Row) -> str:
        return row["file_no"] or row["case_no"] or DASH

    return [
        Column(Text("卷号", "Number"), number, 184, name="file_no", sort="file_no"),
        Column(Text("当事人", "Parties"), sides, 112, name="parties", keys=first_names),
        Column(Text("纠纷类型", "Type"), type_words, 104, name="dispute_type", sort="dispute_type"),
        Column(
            Text("村(居)", "Village"),
            lambda r: place_of(r, book),
            76,
            name="village_id",
            sort="village_id",
        ),
        Column(
            Text("受理日期", "Accepted"),
            lambda r: short_day(r["accepted_on"], on),
            82,
            name="accepted_on",
            sort="accepted_on",
        ),
        Column(
            Text("期限", "Term"),
            lambda r: term_words(r, on)[0],
            84,
            lambda r: term_words(r, on)[1],
            name="term",
            keys=term_ends,
            hint=lambda r: term_hint(r, on),
        ),
        Column(
            Text("状态", "State"),
            lambda r: str(state_of(r)[0]),
            72,
            lambda r: state_of(r)[1],
            name="mediation_result",
            sort="mediation_result",
        ),
    ]


# --- filters and figures -------------------------------------------------------------------------


def chips(db: Database) -> list[Chip]:
    """The filters above the list; what is due and overdue is worked out when it is asked for."""
    return [
        Chip("all", Text("全部", "All")),
        Chip("open", Text("正在调解", "Open"), Condition(OPEN)),
        Chip(
            "soon",
            Text("7 日内到期", "Due in 7 days"),
            only_pressed=True,
            among=lambda db: _among(_due_ids(db)[0]),
        ),
        Chip(
            "over",
            Text("已超期", "Overdue"),
            only_pressed=True,
            among=lambda db: _among(_due_ids(db)[1]),
        ),
        Chip("success", Text("调解成功", "Settled"), _with_result("success")),
        Chip("failure", Text("调解不成", "Not settled"), _with_result("failure")),
        Chip("difficult", Text("疑难复杂", "Difficult"), Condition("is_difficult = 1")),
        Chip("other", OTHER_MEDIATION, Condition(OTHERS)),
        Chip(
            "unfiled",
            Text("未归档", "Not filed"),
            Condition(UNFILED),
        ),
        Chip(
            "lacking",
            Text("卷宗缺件", "Papers missing"),
            Condition(lacking(db)),
            only_pressed=True,
        ),
        *_answered(db),
    ]


def _answered(db: Database) -> list[Chip]:
    """What the office has said of cases handed in, where it has said anything."""
    if not store.count(db, RECEIPT):
        return []
    said = "id in (select dispute_id from receipt where state = 0 and verdict in ({}))"
    back, good = said.format("'queried', 'refused'"), said.format("'accepted', 'corrected'")
    return [
        Chip("returned", Text("被退回", "Returned"), Condition(back)),
        Chip("received", Text("已接收", "Received"), Condition(good)),
    ]


def figures(db: Database, book: CodeBook) -> list[Figure]:
    """The cards: this month beside the last, and what waits. All of them count disputes (件)."""
    on = today()
    this, last, _ = month_figures(db, on)
    soon, over = _due_ids(db)
    return [
        Figure(
            Text("本月受理", "Accepted this month"),
            str(this.accepted),
            Text("上月 {n}", "Last month {n}").format(n=last.accepted),
        ),
        Figure(
            Text("本月调解成功", "Settled this month"),
            str(this.settled),
            Text("成功率 {rate}", "Rate {rate}").format(rate=rate_words(this)),
            GREEN,
            "success",
        ),
        Figure(
            Text("7 日内到期", "Due in 7 days"),
            str(len(soon)),
            DISPUTES_DUE if soon else NONE,
            AMBER if soon else INK,
            "soon",
        ),
        Figure(
            Text("已超期", "Overdue"),
            str(len(over)),
            DISPUTES_DUE if over else NONE,
            RED if over else INK,
            "over",
        ),
        lacking_figure(db),
    ]


def lacking_figure(db: Database) -> Figure:
    """Closed cases, not filed yet, in whose file something is missing."""
    return lacking_of(store.count(db, DISPUTE, lacking(db)), store.count(db, DISPUTE, UNFILED))


def lacking_of(count: int, unfiled: int) -> Figure:
    """The same of two numbers known already."""
    note = Text("未归档 {n} 件中", "Of {n} not filed yet").format(n=unfiled)
    title = Text("卷宗缺件", "Papers missing")
    return Figure(title, str(count), note, AMBER if count else INK, "lacking")


def rate_words(figures: MonthFigures) -> str:
    return f"{figures.rate:.1f}%" if figures.rate is not None else DASH


NONE = Text("没有", "None")
DISPUTES_DUE = Text("纠纷件数,含协议履行", "Disputes, agreements too")


def _due_ids(db: Database) -> tuple[list[str], list[str]]:
    """Disputes with something due within a week, and those with something overdue: their own term
    or an agreement to be performed."""
    things = [d for d in due(db, today(), SOON) if d.table == DISPUTE.table]
    return (
        list(dict.fromkeys(d.dispute for d in things if d.days_left >= 0)),
        list(dict.fromkeys(d.dispute for d in things if d.days_left < 0)),
    )


def _among(ids: list[str]) -> Condition:
    return Condition("id in (select value from json_each(?))", (json.dumps(ids),))


def _with_result(result: str) -> Condition:
    return Condition("mediation_result = ?", (result,))


def _by_village(table: str, id: str) -> Condition:
    if table == "committee":
        return Condition("committee_id = ?", (id,))
    where = (
        "village_id = ? or (village_id is null and committee_id in"
        " (select c.id from committee c where c.village_id = ?))"
    )
    return Condition(where, (id, id))


# --- the reading pane ----------------------------------------------------------------------------


def reading(db: Database, book: CodeBook, row: Row) -> QWidget:
    """One dispute at a glance: who, what, how far, what is overdue and by which rule."""
    made = QWidget()
    rows = column(made, between=10)
    row = row if "parties" in row else with_parties(db, [dict(row)])[0]
    type_words = shown(DISPUTE.field("dispute_type"), row["dispute_type"], book)
    heading = Text("{sides} {type}", "{sides}: {type}")
    both = sides(row).replace(" / ", str(Text(" 与 ", " and ")))
    heading = heading.format(sides=both or DASH, type=type_words)
    rows.addWidget(label(heading, "section", wrap=True))
    mediator = book.name_of("mediator", row["mediator_id"])
    facts = [name_of(DISPUTE, row, book), place_of(row, book), mediator]
    rows.addWidget(label(" · ".join(f for f in facts if f), "small", wrap=True))
    steps = StepsLine()
    steps.show_steps(steps_in(db, row))
    rows.addWidget(steps)
    if warning := _term_warning(row, today()):
        rows.addWidget(label(*warning, wrap=True))
    for said in _receipt_words(db, book, row["id"]):
        rows.addWidget(label(*said, wrap=True))
    held = papers_held(case_rows(db, [row])[0])
    rows.addWidget(_facts(row, book, held, waiting_in(db, row["id"])))
    rows.addWidget(marks_line(held))
    rows.addStretch()
    return made


def _term_warning(row: Row, on: date) -> tuple[Text, str] | None:
    """What is to be said about the term of an open dispute, and how urgently."""
    term: Term | None = row.get("term")
    if term is None:
        return None
    left = left_until(term, on)
    said = END_STOPPED if left is None else END_WAS if left < 0 else END_IS
    words = said.format(what=term.rule.what, end=term.ends_on, ground=term.ground)
    return words, "small" if left is None or left > SOON else "fault" if left < 0 else "warning"


def _receipt_words(db: Database, book: CodeBook, id: str) -> list[tuple[str, str]]:
    """What the office says of the case, and how urgently."""
    found = []
    for each in store.children(db, RECEIPT, id):
        verdict = shown(RECEIPT.field("verdict"), each["verdict"], book)
        words = f"{verdict}:{each['words']}" if each["words"] else verdict
        is_back = each["verdict"] in (QUERIED, REFUSED)
        found.append((f"{each['answered_on']} {words}", "warning" if is_back else "small"))
    return found


@dataclass(frozen=True)
class Fact:
    """One line of the reading pane; the hint is shown on hover."""

    name: Text
    words: str
    hint: Text | None = None


def waiting_in(db: Database, dispute: str) -> list[Fact]:
    """What of one case is still to be performed, visited or confirmed, with its legal ground."""
    on, found = today(), []
    for each in sorted(waiting(db, on, date.max, dispute), key=lambda w: w.on):
        left = left_words((date.fromisoformat(each.on) - on).days)[0]
        said = Text("{on}({left})", "{on} ({left})").format(on=each.on, left=left)
        found.append(Fact(each.what, str(said), each.ground))
    return found


def _facts(row: Row, book: CodeBook, held: list[Held], waits: list[Fact]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    add = partial(_fact, grid)
    field = DISPUTE.field
    for party in row["parties"]:
        side = shown(PARTY.field("party_role"), party["party_role"], book)
        add(side, _party_words(party, book))
    add(str(field("accepted_on").label), row["accepted_on"], field("accepted_on").hint)
    add(str(field("summary").label), _shortened(row["summary"]))
    add(str(field("request_items").label), _shortened(row["request_items"]))
    if row["amount"] is not None:
        add(str(field("amount").label), yuan(row["amount"]))
    result = shown(field("mediation_result"), row["mediation_result"], book)
    add(str(field("mediation_result").label), result)
    add(str(field("closed_on").label), row["closed_on"], field("closed_on").hint)
    for each in waits:
        add(str(each.name), each.words, each.hint)
    for name, words in paper_words(held):
        add(str(name), words)
    return made


def paper_words(held: list[Held]) -> list[tuple[Text, str]]:
    """How many musts there are, what is missing, and what only the file of paper can tell."""
    musts = [h for h in held if h.paper.is_must and h.state is not State.LATER]
    there = sum(h.state is State.THERE for h in musts)
    said = Text("应有 {m} 件,已有 {n} 件", "{n} of {m} there").format(m=len(musts), n=there)
    lack, unknown = missing(held), to_look_up(held)
    found = [(Text("卷宗", "File"), str(said))]
    if lack:
        found.append((Text("缺", "Missing"), _titles(lack)))
    if unknown:
        found.append((Text("核对纸质件", "Look up"), _titles(unknown)))
    return found


def _titles(held: list[Held]) -> str:
    """Each missing paper with the reason."""
    noted = Text("{title}({note})", "{title} ({note})")
    words = []
    for each in held:
        note = each.note if each.note and each.state is State.MISSING else None
        title = each.paper.title
        words.append(str(noted.format(title=title, note=_bare(note)) if note else title))
    return str(LIST_COMMA).join(words)


def _bare(note: Text) -> Text:
    """Without the full stop."""
    return Text(note.zh.rstrip("。"), note.en.rstrip("."))


def _fact(grid: QGridLayout, name: str, words: str | None, hint: Text | None = None) -> None:
    if words:
        from PySide6.QtCore import Qt

        place = grid.rowCount()
        pair = (label(name, "label", wrap=False), label(words, wrap=True))
        grid.addWidget(pair[0], place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(pair[1], place, 1)
        for each in pair if hint else ():
            each.setToolTip(str(hint))


def _party_words(party: Row, book: CodeBook) -> str:
    age = party["age"]
    years = str(Text("{n} 岁", "{n} years").format(n=age)) if age is not None else ""
    sex = shown(PARTY.field("gender"), party["gender"], book)
    number = masked("id_number", party["id_number"] or "")
    return " · ".join(w for w in (party["name"], sex, years, number) if w)


def _shortened(words: str | None, most: int = 120) -> str:
    if not words or len(words) <= most:
        return words or ""
    return f"{words[:most]}…"
