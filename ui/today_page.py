"""今日: what is due or overdue, which files lack papers, and the month beside others."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from core import store
from core.deadlines import SOON, Due, due
from core.field import Row
from core.figures import MonthFigures, accepted_by_month, accepted_by_type, month_figures, shortened
from core.papers import case_rows, lacking, missing, papers_held
from core.records import DISPUTE, PARTY, load_book
from core.show import LIST_COMMA
from core.text import Text
from db.connect import Opened
from ui.cards import Cards, Figure
from ui.changes import Changes
from ui.dispute_listing import (
    DASH,
    NONE,
    lacking_figure,
    left_words,
    rate_words,
    short_day,
    sides,
    with_parties,
)
from ui.measures import AMBER, BETWEEN, GREEN, INK, INSIDE, PAGE, RED, px
from ui.month_table import MonthTable
from ui.pieces import button, card, column, empty_page, label, scrolled, today
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
NOTHING = Text("今天没有到期的事项", "Nothing is due")
NOTHING_HINT = Text(
    "7 日内到期和已经超期的纠纷、协议会列在这里。",
    "Disputes and agreements due within 7 days or overdue will stand here.",
)
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
MONTH = Text("{month}月", "{month}")
TYPES_SHOWN = 7
SIDE_BY_SIDE = 900  # pixels at 100 % from which two things stand side by side
LIST_HEIGHT = 256


class TodayPage(QWidget):
    """Cards choose what the list below shows: everything due, only overdue, missing papers."""

    open_record = Signal(str, str)
    add_record = Signal(str)
    filter_wanted = Signal(str)  # of the list of disputes

    def __init__(self, opened: Opened, changes: Changes) -> None:
        super().__init__()
        self.setObjectName("page")
        self.opened = opened
        self._due: list[Due] = []
        self._lacking: list[str] = []
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
        self._grid = QGridLayout()
        self._grid.setSpacing(BETWEEN)
        inner.addLayout(self._grid, 1)
        self._listed, self.months = self._list(), MonthTable()
        rows.addWidget(scrolled(content), 1)
        self._place()
        changes.happened.connect(self._on_change)

    @property
    def waiting(self) -> list[Due]:
        """What the list shows of the things due."""
        if self._showing == "over":
            return [d for d in self._due if d.days_left < 0]
        if self._showing == "soon":
            return [d for d in self._due if d.days_left >= 0]
        return self._due

    @property
    def charts(self) -> "tuple[CountChart, CountChart] | None":
        """By month and by type, once they are made."""
        return self._charts

    def refresh(self) -> None:
        """Everything anew."""
        db = self.opened.db
        self._due = due(db, today(), SOON)
        sql = f"select id from dispute where state = 0 and {lacking(db)} order by closed_on, id"
        self._lacking = [id for (id,) in db.execute(sql)]  # thousands: not whole rows
        months = month_figures(db, today())
        self.cards.show_figures(self._figures(months))
        self.months.show_figures(months)
        self._show_list()
        self._show_counts()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()
            self._stack.currentWidget().setFocus()
            if self._charts is None:  # the window stands first: QtCharts takes a while to load
                QTimer.singleShot(0, self, self._make_charts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def open_selected(self) -> None:
        view = self.papers_view if self._showing == "lacking" else self.view
        model = self.papers_model if self._showing == "lacking" else self.model
        if row := model.row(view.line()) if view.line() >= 0 else None:
            self.open_record.emit("dispute", row["id"])

    # --- layout ----------------------------------------------------------------------------------

    def _list(self) -> QWidget:
        self.model = RecordTable(_columns(), lambda: len(self.waiting), self._fetch, self)
        self.view = TableView(self.model, 2)
        self.papers_model = RecordTable(
            _paper_columns(), lambda: len(self._lacking), self._fetch_lacking, self
        )
        self.papers_view = TableView(self.papers_model, 3)
        framed = card()
        rows = column(framed, 1, 0)
        self._title = label(role="section", wrap=True)
        self._title.setContentsMargins(INSIDE, 10, INSIDE, 8)
        rows.addWidget(self._title)
        self._stack = QStackedWidget()
        for view in (self.view, self.papers_view):
            view.opened.connect(lambda _: self.open_selected())
            self._stack.addWidget(view)
        self._stack.addWidget(empty_page("calendar", NOTHING, NOTHING_HINT))
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
        from ui.charts import CountChart

        self._charts = (CountChart(lying=False), CountChart(lying=True))
        self._show_counts()
        self._place()

    # --- showing ---------------------------------------------------------------------------------

    def _figures(self, months: tuple[MonthFigures, MonthFigures, MonthFigures]) -> list[Figure]:
        this, last, _ = months
        over = [d for d in self._due if d.days_left < 0]
        soon = [d for d in self._due if d.days_left >= 0]
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
            lacking_figure(self.opened.db),
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

    def _press_card(self, filter: str) -> None:
        """The first three choose what the list shows; pressed again, everything due."""
        if filter in ("over", "soon", "lacking"):
            self._showing = "" if filter == self._showing else filter
            self._show_list()
            self._stack.currentWidget().setFocus()
        elif filter:
            self.filter_wanted.emit(filter)

    def _show_list(self) -> None:
        over = sum(d.days_left < 0 for d in self._due)
        soon = len(self._due) - over
        words = {"over": ONLY_OVER, "soon": ONLY_SOON}.get(self._showing, DUE)
        words = words.format(n=len(self._due), over=over, soon=soon)
        if self._showing == "lacking":
            words = LACK.format(n=len(self._lacking))
        self._title.setText(str(words))
        is_papers = self._showing == "lacking"
        model, view = self.model, self.view
        if is_papers:
            model, view = self.papers_model, self.papers_view
        line = view.line()
        model.read_again()
        empty = self._stack.widget(3 if is_papers else 2)
        self._stack.setCurrentWidget(view if model.rowCount() else empty)
        view.choose(max(line, 0))
        self._say_ground(self.view.line())

    def _say_ground(self, line: int) -> None:
        """The legal ground of the thing chosen, whole."""
        things = self.waiting
        said = Text("依据:{ground}", "Ground: {ground}")
        known = 0 <= line < len(things) and self._showing != "lacking"
        self._ground.setText(str(said.format(ground=things[line].ground)) if known else "")
        self._ground.setVisible(known)

    def _show_counts(self) -> None:
        if self._charts is None:
            return
        by_month, by_type = self._charts
        db, on = self.opened.db, today()
        months = accepted_by_month(db, on)
        by_month.show_counts(BY_MONTH, [(_month_words(m), n) for m, n in months.items()])
        largest, rest = shortened(accepted_by_type(db, on.year), TYPES_SHOWN)
        book = load_book(db)
        named = [
            (book.words("dispute_type", t).removesuffix("纠纷") or DASH, n) for t, n in largest
        ]
        by_type.show_counts(
            BY_TYPE.format(year=on.year), [*named, *([(str(REST), rest)] if rest else [])]
        )

    def _on_change(self, tables: frozenset[str]) -> None:
        if self.isVisible():
            self.refresh()

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        part = self.waiting[offset : offset + limit]
        parties = store.children_by_parent(self.opened.db, PARTY, [d.dispute for d in part])
        return [{"id": d.dispute, **vars(d), "parties": parties[d.dispute]} for d in part]

    def _fetch_lacking(self, offset: int, limit: int) -> list[dict[str, Any]]:
        db, ids = self.opened.db, self._lacking[offset : offset + limit]
        found = store.get_many(db, DISPUTE, ids)
        rows = with_parties(db, [found[id] for id in ids if id in found])
        cases = case_rows(db, rows)
        return [
            {**row, "lack": [h.paper.title for h in missing(papers_held(case))]}
            for row, case in zip(rows, cases, strict=True)
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
        Column(Text("期限", "Term"), lambda r: left(r)[0], 96, lambda r: left(r)[1]),
        Column(Text("截止", "Until"), lambda r: short_day(r["on"], on), 64),
        Column(Text("当事人", "Parties"), sides, 130),
        Column(Text("事项", "What"), lambda r: str(r["what"]), 96),
        Column(Text("卷号", "Number"), lambda r: r["number"], 176),
    ]


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
