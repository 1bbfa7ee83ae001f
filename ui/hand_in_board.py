"""交接一览 beside the merge desk: each village, the month it has handed in, days since."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.field import Row
from core.merging.board import HandIn, board, expected_month, owing
from core.text import Text
from db.connect import Opened
from ui.changes import Changes
from ui.measures import GREEN, INK, INSIDE, MUTED, RED
from ui.pieces import card, column, empty_page, label, today
from ui.table import Column, RecordTable, TableView

HEAD = Text("各村(居)交接", "Villages")
OWED = Text("{month} 还没有交的 {n} 个", "{n} have not handed in {month}")
ALL_IN = Text("{month} 没有应交未交的", "Nobody owes {month}")
NOT_USED = Text("还没有给村(居)做入网文件", "No village is enrolled yet")
NO_VILLAGES = Text("还没有村(居)", "No villages yet")
NO_VILLAGES_HINT = Text("在“人员与村居”里登记。", "Enter them under People and villages.")
ZERO = Text("{month} 零报告", "{month}, nothing to report")
NEVER = Text("没有交过", "never")
NOT_ENROLLED = Text("没有入网", "not enrolled")
DAYS = Text("{n} 天", "{n} d")
TODAY = Text("今天", "today")
LAST = Text("{name}:第{n}次,{at} 合并,文件 {file}", "{name}: number {n}, merged {at}, file {file}")


class HandInBoard(QWidget):
    """Read anew whenever it comes up or something was merged. `chosen` is the id of a village."""

    chosen = Signal(str)

    def __init__(self, opened: Opened, changes: Changes) -> None:
        super().__init__()
        self._opened = opened
        self.rows: list[HandIn] = []
        outer = column(self, between=0)
        framed = card()
        inner = column(framed, 1, 0)
        self.model = RecordTable(_columns(), lambda: len(self.rows), self._fetch, self)
        self.view = TableView(self.model, 0)
        self.view.opened.connect(self._open)
        head = QWidget()
        words = column(head, between=2)
        words.setContentsMargins(INSIDE, 12, INSIDE, 10)
        words.addWidget(label(HEAD, "section"))
        self.said = label(role="small", wrap=True)
        words.addWidget(self.said)
        inner.addWidget(head)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty_page("users", NO_VILLAGES, NO_VILLAGES_HINT))
        inner.addWidget(self._stack, 1)
        outer.addWidget(framed)
        changes.happened.connect(self._on_change)

    def refresh(self) -> None:
        day = today()
        self.rows = board(self._opened.db, day)
        owed = owing(self.rows, day)
        month = expected_month(day)
        if not any(r.is_enrolled for r in self.rows):
            said = NOT_USED
        else:
            said = (OWED if owed else ALL_IN).format(month=month, n=len(owed))
        self.said.setText(str(said))
        self.model.read_again()
        self._stack.setCurrentIndex(0 if self.rows else 1)

    def _on_change(self, tables: frozenset[str]) -> None:
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def _open(self, _: int) -> None:
        if 0 <= self.view.line() < len(self.rows):
            self.chosen.emit(self.rows[self.view.line()].village)

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return [{"id": r.village, "row": r} for r in self.rows[offset : offset + limit]]


def month_words(r: HandIn) -> str:
    """The month covered, or why there is none."""
    if not r.is_enrolled and r.last is None:
        return str(NOT_ENROLLED)
    if r.last is None:
        return str(NEVER)
    return str(ZERO.format(month=r.month)) if r.last.is_zero else r.month or "—"


def days_words(r: HandIn) -> str:
    if r.days is None:
        return ""
    return str(DAYS.format(n=r.days)) if r.days > 0 else str(TODAY)


def _columns() -> list[Column]:
    return [
        Column(Text("村(居)", "Village"), lambda r: r["row"].name, 110, hint=_hint),
        Column(Text("所报月份", "Month"), lambda r: month_words(r["row"]), 96, _colour),
        Column(
            Text("距今", "Since"),
            lambda r: days_words(r["row"]),
            62,
            lambda r: MUTED,
            to_the_right=True,
        ),
    ]


def _colour(r: Row) -> str:
    row = r["row"]
    if not row.is_enrolled:
        return MUTED
    if owing([row], today()):
        return RED
    return GREEN if row.last else INK


def _hint(r: Row) -> str:
    row = r["row"]
    if row.last is None:
        return str(row.name)
    at = row.last.at[:10]
    return str(LAST.format(name=row.name, n=row.last.sequence, at=at, file=row.last.file))
