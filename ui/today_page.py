"""今日: what is due or overdue, each with its ground and one key to the record."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from core import store
from core.deadlines import SOON, Due, due
from core.field import Row
from core.records import PARTY, load_book
from core.text import Text
from db.connect import Opened
from ui.cards import Cards
from ui.changes import Changes
from ui.dispute_listing import figures, left_words, short_day, sides
from ui.measures import BETWEEN, INSIDE, PAGE
from ui.pieces import button, card, column, empty_page, label, today
from ui.table import Column, RecordTable, TableView
from ui.top_line import TopLine

DUE = Text("到期与超期 {n} 项", "{n} things due or overdue")
NOTHING = Text("今天没有到期的事项", "Nothing is due")
NOTHING_HINT = Text(
    "7 日内到期和已经超期的纠纷、协议会列在这里。",
    "Disputes and agreements due within 7 days or overdue will stand here.",
)


class TodayPage(QWidget):
    """Figures of the month, and what waits."""

    open_record = Signal(str, str)
    add_record = Signal(str)
    filter_wanted = Signal(str)  # of the list of disputes

    def __init__(self, opened: Opened, changes: Changes) -> None:
        super().__init__()
        self.setObjectName("page")
        self.opened = opened
        self._waiting: list[Due] = []
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
        self.cards = Cards()
        self.cards.pressed.connect(self.filter_wanted)
        rows.addWidget(self.cards)
        rows.addWidget(self._list(), 1)
        changes.happened.connect(self._on_change)

    @property
    def waiting(self) -> list[Due]:
        return self._waiting

    def refresh(self) -> None:
        self._waiting = due(self.opened.db, today(), SOON)
        self.cards.show_figures(figures(self.opened.db, load_book(self.opened.db)))
        self._title.setText(str(DUE.format(n=len(self._waiting))))
        self.model.read_again()
        self._stack.setCurrentIndex(0 if self._waiting else 1)
        self.view.choose(0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()
            self.view.setFocus()

    def open_selected(self) -> None:
        if row := self.model.row(self.view.line()) if self.view.line() >= 0 else None:
            self.open_record.emit("dispute", row["dispute"])

    def _list(self) -> QWidget:
        self.model = RecordTable(_columns(), lambda: len(self._waiting), self._fetch, self)
        self.view = TableView(self.model, 2)
        self.view.opened.connect(lambda _: self.open_selected())
        framed = card()
        rows = column(framed, 1, 0)
        self._title = label(role="section")
        self._title.setContentsMargins(INSIDE, 10, INSIDE, 8)
        rows.addWidget(self._title)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty_page("calendar", NOTHING, NOTHING_HINT))
        self._stack.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rows.addWidget(self._stack, 1)
        return framed

    def _on_change(self, tables: frozenset[str]) -> None:
        if self.isVisible():
            self.refresh()

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        part = self._waiting[offset : offset + limit]
        parties = store.children_by_parent(self.opened.db, PARTY, [d.dispute for d in part])
        return [{"id": d.dispute, **vars(d), "parties": parties[d.dispute]} for d in part]


def _columns() -> list[Column]:
    on = today()

    def left(row: Row) -> tuple[str, str]:
        return left_words(row["days_left"])

    return [
        Column(Text("期限", "Term"), lambda r: left(r)[0], 104, lambda r: left(r)[1]),
        Column(Text("截止日期", "Until"), lambda r: short_day(r["on"], on), 100),
        Column(Text("当事人", "Parties"), sides, 150),
        Column(Text("事项", "What"), lambda r: str(r["what"]), 130),
        Column(Text("卷号", "Number"), lambda r: r["number"], 184),
        Column(Text("依据", "Ground"), lambda r: str(r["ground"]), 420),
    ]
