"""合并记录: the packages that were merged, newest first; each can be taken back at any time."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.field import Row
from core.merging.board import Taken, taken_in
from core.merging.result import counts_words, disputes_in, result_sheet
from core.text import Text
from db.connect import Opened
from ui.changes import Changes
from ui.hand_in_board import ZERO
from ui.measures import BETWEEN, GREEN, MUTED
from ui.messages import confirm
from ui.pieces import button, card, column, empty_page, label, line
from ui.steps_page import local_time
from ui.table import Column, RecordTable, TableView

ENROLMENT = "enrolment"  # the package a village's data were made from: no merge
HEAD = Text("合并记录", "Merges")
NONE_YET = Text("还没有合并过数据包", "Nothing was merged yet")
NONE_HINT = Text("合并过的数据包列在这里,随时可以撤销。", "Each merge can be taken back here.")
UNDO_WORDS = Text(
    "撤销“{name}”第{n}次的合并?\n\n这次合并新增和更改的记录会退回合并前的样子;合并以后又改过的保持不动,"
    "并列出来。原来的数据包留在 inbox 文件夹,可以再合并一次。",
    "Take back the merge of {name}, number {n}?\n\nWhat it made and changed goes back to what it"
    " was; records edited since stay and are listed. The package stays in inbox.",
)
UNDO = Text("撤销合并…", "Take back…")
STANDS, GONE = Text("有效", "stands"), Text("已撤销", "taken back")


class MergesList(QWidget):
    """`undo_wanted` carries a step the user has confirmed."""

    undo_wanted = Signal(int)
    behind = Signal(list, str)  # ids, table
    print_wanted = Signal(object)  # a Sheet

    def __init__(self, opened: Opened, changes: Changes) -> None:
        super().__init__()
        self._opened = opened
        self.taken: list[Taken] = []
        rows = column(self, between=BETWEEN)
        head = line(between=8)
        head.addWidget(label(HEAD, "section"), 1)
        self.buttons = [
            button(Text("看这些纠纷", "Its disputes"), self.show_records, sign="filter"),
            button(Text("打印结果", "Print"), self.print_result, sign="printer"),
            button(UNDO, self.undo_selected, sign="undo-2"),
        ]
        for each in self.buttons:
            head.addWidget(each)
        rows.addLayout(head)
        self.model = RecordTable(_columns(), lambda: len(self.taken), self._fetch, self)
        self.view = TableView(self.model, 3)
        self.view.opened.connect(lambda _: self.show_records())
        framed = card()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty_page("merge", NONE_YET, NONE_HINT))
        column(framed, 1, 0).addWidget(self._stack)
        rows.addWidget(framed, 1)
        changes.happened.connect(self._on_change)

    def refresh(self) -> None:
        every = taken_in(self._opened.db)
        self.taken = [t for t in every if t.kind != ENROLMENT]
        self.model.read_again()
        self._stack.setCurrentIndex(0 if self.taken else 1)
        for each in self.buttons:
            each.setVisible(bool(self.taken))
        self.view.choose(0)

    def selected(self) -> Taken | None:
        place = self.view.line()
        return self.taken[place] if 0 <= place < len(self.taken) else None

    def undo_selected(self) -> None:
        taken = self.selected()
        if taken is None or taken.step is None or not taken.stands:
            return
        words = UNDO_WORDS.format(name=taken.name, n=taken.sequence)
        if confirm(self, words, Text("撤销合并", "Take it back")):
            self.undo_wanted.emit(taken.step)

    def show_records(self) -> None:
        """The disputes of the package, in their list."""
        if (taken := self.selected()) and taken.step is not None:
            self.behind.emit(disputes_in(self._opened.db, taken.step), "dispute")

    def print_result(self) -> None:
        if taken := self.selected():
            self.print_wanted.emit(result_sheet(self._opened.db, taken))

    def _on_change(self, tables: frozenset[str]) -> None:
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return [{"id": t.package, "taken": t} for t in self.taken[offset : offset + limit]]


def _columns() -> list[Column]:
    return [
        Column(Text("合并时间", "Merged"), lambda r: local_time(_of(r).at), 150, lambda r: MUTED),
        Column(Text("来自", "From"), lambda r: _of(r).name, 130),
        Column(Text("月份", "Month"), lambda r: _month(_of(r)), 110),
        Column(Text("内容", "What"), lambda r: str(counts_words(_of(r))), 260),
        Column(
            Text("现在", "Now"),
            lambda r: str(STANDS if _of(r).stands else GONE),
            76,
            lambda r: GREEN if _of(r).stands else MUTED,
        ),
    ]


def _of(r: Row) -> Taken:
    taken: Taken = r["taken"]
    return taken


def _month(t: Taken) -> str:
    return str(ZERO.format(month=t.month)) if t.is_zero else t.month
