"""今日: what is due or overdue, which files lack papers, and the month beside others."""

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from core import store
from core.day import Day, read_day
from core.deadlines import Due
from core.field import Row
from core.figures import shortened
from core.papers import case_rows, missing, papers_held
from core.records import DISPUTE, PARTY, SCREENING_ITEM, load_book
from core.screening import parties_of
from core.show import LIST_COMMA
from core.text import Text
from db.connect import Opened
from ui.cards import Cards, Figure
from ui.changes import Changes
from ui.dispute_listing import (
    DASH,
    NONE,
    lacking_of,
    left_words,
    rate_words,
    short_day,
    sides,
    with_parties,
)
from ui.due_groups import DueGroups
from ui.election_strip import ElectionStrip
from ui.hand_in_strip import HandInStrip
from ui.measures import AMBER, BETWEEN, GREEN, INK, INSIDE, PAGE, RED, px
from ui.month_table import MonthTable
from ui.nothing_due import NothingDue
from ui.pieces import button, card, column, empty_page, label, scrolled, today
from ui.reading_behind import Behind
from ui.table import Column, RecordTable, TableView
from ui.top_line import TopLine

if TYPE_CHECKING:
    from ui.charts import CountChart

DUE = Text(
    "到期与超期 {n} 项:超期 {over} 项,7 日内到期 {soon} 项",
    "{n} things wait: {over} overdue, {soon} due within 7 days",
)
ONLY_OVER = Text("超期 {over} 项", "{over} things overdue")
ONLY_SOON = Text("7 日内到期 {soon} 项", "{soon} things due within 7 days")
LACK = Text("卷宗缺件 {n} 件(已结案、未归档)", "{n} files lack papers (closed, not filed yet)")
NONE_LACKS = Text("没有缺件的卷宗", "No file lacks papers")
NONE_LACKS_HINT = Text(
    "已结案、未归档的纠纷,按记录缺文书的会列在这里。",
    "Closed disputes, not filed yet, whose records show a paper missing will stand here.",
)
BY_KIND = Text("调解期限 {terms} · 协议履行 {rest}", "Terms {terms} · agreements {rest}")
AND_OTHERS = Text("{kinds} · 其他 {n}", "{kinds} · others {n}")
BY_MONTH = Text("近 12 个月受理纠纷(件)", "Disputes accepted in 12 months")
BY_TYPE = Text("{year} 年受理纠纷,按类型(件)", "Disputes accepted in {year}, by type")
REST = Text("其余", "All others")
NO_MONTHS = Text(
    "登记纠纷后,这里是近 12 个月每月受理的件数。",
    "Once disputes are entered, those accepted in each of 12 months stand here.",
)
NO_TYPES = Text(
    "登记纠纷后,这里是今年受理的件数,最多的类型在上。",
    "Once disputes are entered, those accepted this year stand here, the most frequent type first.",
)
MONTH = Text("{month}月", "{month}")
TYPES_SHOWN = 7
SIDE_BY_SIDE = 900  # pixels at 100 % from which two things stand side by side
LIST_HEIGHT = 300  # with the line of chips
READING = Text("正在整理今天的事项…", "Gathering what waits…")
CHARTS_AFTER = 120  # milliseconds after the figures: QtCharts takes a while to load


class TodayPage(QWidget):
    """Cards choose what the list below shows: everything due, only overdue, missing papers.

    All of it is read behind the window each time the page comes up; meanwhile there stands what
    stood there before. After a change it is read at once."""

    open_record = Signal(str, str)
    add_record = Signal(str)
    filter_wanted = Signal(str)  # of the list of disputes
    counted = Signal(int)  # things overdue
    rounds_wanted = Signal(str, str)  # level, id of the village

    def __init__(self, opened: Opened, changes: Changes) -> None:
        super().__init__()
        self.setObjectName("page")
        self.opened = opened
        self._day: Day | None = None
        self._reading: Behind | None = None
        self._waiting: list[Due] = []  # of the card and the sort chosen
        self._showing = ""  # over, soon, lacking; empty for everything due
        self._charts: tuple[CountChart, CountChart] | None = None
        rows = column(self, between=BETWEEN)
        rows.setContentsMargins(PAGE, 14, PAGE, 10)
        add = button(
            Text("登记纠纷", "New dispute"),
            lambda: self.add_record.emit("dispute"),
            sign="plus",
            role="primary",
        )
        self.top = TopLine(opened.db, Text("今日", "Today"), add)
        self.top.open_record.connect(self.open_record)
        rows.addWidget(self.top)
        content = QWidget()
        inner = column(content, between=BETWEEN)
        self.cards = Cards()
        self.cards.pressed.connect(self._press_card)
        inner.addWidget(self.cards)
        self.elections = ElectionStrip(opened.db)
        self.elections.open_record.connect(self.open_record)
        inner.addWidget(self.elections)
        self.hand_ins = HandInStrip(opened.db)
        inner.addWidget(self.hand_ins)
        self._grid = QGridLayout()
        self._grid.setSpacing(BETWEEN)
        inner.addLayout(self._grid, 1)
        self._listed, self.months = self._list(), MonthTable()
        rows.addWidget(scrolled(content), 1)
        self._place()
        self._title.setText(str(READING))
        changes.happened.connect(self._on_change)

    @property
    def waiting(self) -> list[Due]:
        """What the list shows of the things due, the most overdue first."""
        return self._waiting

    def _of_card(self, day: Day) -> list[Due]:
        """What the card pressed stands for."""
        if self._showing == "over":
            return day.over
        return day.soon if self._showing == "soon" else list(day.due)

    def over_of(self, *tables: str) -> int:
        """How many of the things overdue are of these tables."""
        return sum(d.table in tables for d in self._day.over) if self._day else 0

    @property
    def screening_over(self) -> int:
        """How many of the things overdue are rounds or items of screening."""
        tables = ("screening_round", "screening_item")
        return sum(d.table in tables for d in self._day.over) if self._day else 0

    @property
    def is_filled(self) -> bool:
        """Whether the page shows what it was last asked to read."""
        return self._day is not None and self._reading is None

    @property
    def charts(self) -> "tuple[CountChart, CountChart] | None":
        """By month and by type, once they are made."""
        return self._charts

    def refresh(self) -> None:
        """Everything anew, now."""
        self._stop_reading()
        self._show_day(read_day(self.opened.db, today()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._read_behind()
            self._stack.currentWidget().setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous() and not self.window().isVisible():
            self._stop_reading()  # the window is being closed, the file is let go

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def open_selected(self) -> None:
        view = self.papers_view if self._showing == "lacking" else self.view
        model = self.papers_model if self._showing == "lacking" else self.model
        if row := model.row(view.line()) if view.line() >= 0 else None:
            self._open(row)

    def _open(self, row: Row) -> None:
        """A record; a round of screening that is owed has none yet."""
        if row.get("table") == "screening_round":
            self.rounds_wanted.emit("village" if row["id"] else "township", row["id"])
        else:
            self.open_record.emit(row.get("table", "dispute"), row["id"])

    # --- layout ----------------------------------------------------------------------------------

    def _list(self) -> QWidget:
        self.model = RecordTable(_columns(), lambda: len(self.waiting), self._fetch, self)
        self.view = TableView(self.model, 2)
        self.papers_model = RecordTable(
            _paper_columns(), lambda: len(self._lacking()), self._fetch_lacking, self
        )
        self.papers_view = TableView(self.papers_model, 3)
        framed = card()
        rows = column(framed, 1, 0)
        self._title = label(role="section", wrap=True)
        self._title.setContentsMargins(INSIDE, 10, INSIDE, 8)
        rows.addWidget(self._title)
        self.groups = DueGroups()
        self.groups.setContentsMargins(INSIDE, 0, INSIDE, 8)
        self.groups.hide()
        self.groups.chosen.connect(self._show_list)
        rows.addWidget(self.groups)
        self._stack = QStackedWidget()
        for view in (self.view, self.papers_view):
            view.opened.connect(lambda _: self.open_selected())
            self._stack.addWidget(view)
        self.nothing = NothingDue(self.opened.db)
        self.nothing.rounds_wanted.connect(self.rounds_wanted)
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(empty_page("file-text", NONE_LACKS, NONE_LACKS_HINT))
        rows.addWidget(self._stack, 1)
        self._ground = label(role="small", wrap=True)
        self._ground.setContentsMargins(INSIDE, 6, INSIDE, 8)
        self.view.chosen.connect(self._say_ground)
        rows.addWidget(self._ground)
        return framed

    def _place(self) -> None:
        """Two things side by side where there is room, else one below the other."""
        wide = self.width() >= px(SIDE_BY_SIDE)
        self._listed.setMinimumHeight(px(LIST_HEIGHT))
        pieces: list[QWidget] = [self._listed, self.months, *(self._charts or ())]
        for piece in pieces:
            self._grid.removeWidget(piece)
        for place, piece in enumerate(pieces):
            row, across = divmod(place, 2) if wide else (place, 0)
            self._grid.addWidget(piece, row, across)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2 if wide else 0)
        self._grid.setRowStretch(0, 1)

    def _make_charts(self) -> None:
        if self._charts is not None or not self.isVisible():
            return
        from ui.charts import CountChart

        self._charts = (CountChart(lying=False), CountChart(lying=True))
        self._show_counts()
        self._place()

    # --- showing ---------------------------------------------------------------------------------

    def _read_behind(self) -> None:
        self._stop_reading()
        on = today()
        self._reading = Behind(self.opened, lambda db: read_day(db, on), self._came, self)
        self._reading.start()

    def _came(self, day: Day) -> None:
        self._reading = None
        self._show_day(day)

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.stop()
            self._reading = None

    def _show_day(self, day: Day) -> None:
        self._day = day
        self.cards.show_figures(_figures(day))
        self.months.show_figures(day.months)
        self.elections.refresh()
        self.hand_ins.refresh()
        self.nothing.refresh(is_all=not day.due)
        had_focus = self._stack.currentWidget().hasFocus()
        self._show_list()
        if had_focus:  # the list may have given way to the page that says that nothing is due
            self._stack.currentWidget().setFocus()
        self._show_counts()
        self.counted.emit(len(day.over))
        if self._charts is None:
            QTimer.singleShot(CHARTS_AFTER, self, self._make_charts)

    def _press_card(self, filter: str) -> None:
        """The first three choose what the list shows; pressed again, everything due."""
        if filter in ("over", "soon", "lacking"):
            self._showing = "" if filter == self._showing else filter
            self._show_list()
            self._stack.currentWidget().setFocus()
        elif filter:
            self.filter_wanted.emit(filter)

    def _show_list(self) -> None:
        if self._day is None:
            return
        over, soon = len(self._day.over), len(self._day.soon)
        words = {"over": ONLY_OVER, "soon": ONLY_SOON}.get(self._showing, DUE)
        words = words.format(n=over + soon, over=over, soon=soon)
        if self._showing == "lacking":
            words = LACK.format(n=len(self._day.lacking))
        self._title.setText(str(words))
        is_papers = self._showing == "lacking"
        of_card = self._of_card(self._day)
        self.groups.show_counts(() if is_papers else of_card)
        self._waiting = self.groups.among(of_card)
        model, view = self.model, self.view
        if is_papers:
            model, view = self.papers_model, self.papers_view
        line = view.line()
        before = model.row(line) if line >= 0 else None  # as it was read before
        model.read_again()
        empty = self._stack.widget(3 if is_papers else 2)
        self._stack.setCurrentWidget(view if model.rowCount() else empty)
        view.choose(self._line_of(before, max(line, 0), is_papers=is_papers))
        self._say_ground(self.view.line())

    def _line_of(self, before: Row | None, near: int, *, is_papers: bool) -> int:
        """Where a thing shown before stands now; about there if it is done."""
        if before is None:
            return near
        if is_papers:
            ids = self._lacking()
            return ids.index(before["id"]) if before["id"] in ids else near
        same = attrgetter("table", "dispute", "sort", "number")
        thing = tuple(before[name] for name in ("table", "dispute", "sort", "number"))
        return next((n for n, d in enumerate(self.waiting) if same(d) == thing), near)

    def _say_ground(self, line: int) -> None:
        """The legal ground of the thing chosen, whole."""
        things = self.waiting
        said = Text("依据:{ground}", "Ground: {ground}")
        known = 0 <= line < len(things) and self._showing != "lacking"
        self._ground.setText(str(said.format(ground=things[line].ground)) if known else "")
        self._ground.setVisible(known)

    def _show_counts(self) -> None:
        if self._charts is None or self._day is None:
            return
        by_month, by_type = self._charts
        months, on = self._day.by_month, self._day.on
        by_month.show_counts(BY_MONTH, [(_month_words(m), n) for m, n in months.items()], NO_MONTHS)
        largest, rest = shortened(self._day.by_type, TYPES_SHOWN)
        book = load_book(self.opened.db)
        named = [
            (book.words("dispute_type", t).removesuffix("纠纷") or DASH, n) for t, n in largest
        ]
        by_type.show_counts(
            BY_TYPE.format(year=on.year),
            [*named, *([(str(REST), rest)] if rest else [])],
            NO_TYPES,
        )

    def _on_change(self, tables: frozenset[str]) -> None:
        if self.isVisible():
            self.refresh()

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        part = self.waiting[offset : offset + limit]
        parties = store.children_by_parent(self.opened.db, PARTY, [d.dispute for d in part])
        items = store.get_many(self.opened.db, SCREENING_ITEM, [d.dispute for d in part])
        return [
            {
                "id": d.dispute,
                **vars(d),
                "parties": parties[d.dispute],
                "item": items.get(d.dispute, {}),
            }
            for d in part
        ]

    def _lacking(self) -> tuple[str, ...]:
        return self._day.lacking if self._day else ()

    def _fetch_lacking(self, offset: int, limit: int) -> list[dict[str, Any]]:
        db, ids = self.opened.db, self._lacking()[offset : offset + limit]
        found = store.get_many(db, DISPUTE, ids)
        rows = with_parties(db, [found[id] for id in ids if id in found])
        cases = case_rows(db, rows)
        return [
            {**row, "lack": [h.paper.title for h in missing(papers_held(case))]}
            for row, case in zip(rows, cases, strict=True)
        ]


def _figures(day: Day) -> list[Figure]:
    this, last, _ = day.months
    over, soon = day.over, day.soon
    return [
        Figure(
            Text("已超期(项)", "Overdue"),
            str(len(over)),
            _by_kind(over),
            RED if over else INK,
            "over",
        ),
        Figure(
            Text("7 日内到期(项)", "Due in 7 days"),
            str(len(soon)),
            _by_kind(soon),
            AMBER if soon else INK,
            "soon",
        ),
        lacking_of(len(day.lacking), day.unfiled),
        Figure(
            Text("本月受理(件)", "Accepted this month"),
            str(this.accepted),
            Text("上月 {n}", "Last month {n}").format(n=last.accepted),
            filter="month",
        ),
        Figure(
            Text("本月调解成功(件)", "Settled this month"),
            str(this.settled),
            Text("成功率 {rate}", "Rate {rate}").format(rate=rate_words(this)),
            GREEN,
            "success",
        ),
    ]


def _by_kind(things: list[Due]) -> Text:
    """How many are terms of disputes, how many agreements to be performed; visits, courts and
    screening together."""
    terms = sum(d.sort == "term" and d.table == "dispute" for d in things)
    rest = sum(d.sort == "performance" for d in things)
    found = BY_KIND.format(terms=terms, rest=rest) if things else NONE
    others = len(things) - terms - rest
    return AND_OTHERS.format(kinds=found, n=others) if others else found


def _month_words(month: str) -> str:
    return str(MONTH.format(month=month[5:].lstrip("0")))


def _columns() -> list[Column]:
    on = today()

    def left(row: Row) -> tuple[str, str]:
        return left_words(row["days_left"])

    return [
        Column(
            Text("期限", "Term"), lambda r: left(r)[0], 96, lambda r: left(r)[1], hint=_ground_of
        ),
        Column(Text("截止", "Until"), lambda r: short_day(r["on"], on), 92, hint=_ground_of),
        Column(Text("当事人", "Parties"), lambda r: sides(r) or parties_of(r["item"]), 130),
        Column(Text("事项", "What"), lambda r: str(r["what"]), 96, hint=_ground_of),
        Column(Text("卷号", "Number"), lambda r: r["number"], 176),
    ]


def _ground_of(row: Row) -> str:
    """The day, and the legal ground of what is due then."""
    said = Text("{what}:{on}\n依据:{ground}", "{what}: {on}\n{ground}")
    return str(said.format(what=row["what"], on=row["on"], ground=row["ground"]))


def _paper_columns() -> list[Column]:
    on = today()

    def lack(row: Row) -> str:
        return str(LIST_COMMA).join(str(title) for title in row["lack"])

    return [
        Column(Text("卷号", "Number"), lambda r: r["file_no"] or r["case_no"] or DASH, 184),
        Column(Text("当事人", "Parties"), sides, 140),
        Column(Text("结案", "Closed"), lambda r: short_day(r["closed_on"], on), 64),
        Column(Text("缺", "Missing"), lack, 220, lambda r: RED),
    ]
