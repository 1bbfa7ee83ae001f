"""待处理冲突: questions that were left for later when a package was merged."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from core import store
from core.errors import UserError
from core.merging.apply import LATER, MINE, THEIRS, Decision
from core.merging.conflicts import Question, answer, open_questions
from core.merging.preview import Asked
from core.records import BY_TABLE, KINDS, load_book
from core.show import name_of
from core.text import Text
from db.connect import Opened
from ui.changes import Changes
from ui.measures import ACCENT, AMBER, BETWEEN, INSIDE, ROW, px
from ui.merge_questions import LEAST_HEIGHT, AnswerPane, label_of, record_words, value_words
from ui.messages import show_error
from ui.pieces import card, column, empty_page, scrolled, today
from ui.table import Column, RecordTable, TableView

NONE = Text("没有待处理的冲突", "No open conflicts")
NONE_HINT = Text(
    "合并时选“以后再说”的冲突列在这里。", "Conflicts left for later when merging stand here."
)
DECIDED = Text("已处理:{name}", "Decided: {name}")


class OpenQuestions(QWidget):
    """Each answer is a step of its own, which can be taken back."""

    said = Signal(object)  # Text
    counted = Signal(int)

    def __init__(self, opened: Opened, changes: Changes) -> None:
        super().__init__()
        self._opened, self._changes = opened, changes
        self.questions: list[Question] = []
        self.asked: list[Asked] = []
        self._book = load_book(opened.db)
        rows = column(self, between=0)
        self.model = RecordTable(self._columns(), lambda: len(self.asked), self._page, self)
        self.view = TableView(self.model, 0)
        self.view.setMinimumHeight(px(3 * ROW))
        self.view.chosen.connect(self._show)
        above = card()
        column(above, 1, 0).addWidget(self.view)
        self.answer = AnswerPane(opened.db, self._book)
        self.answer.chosen.connect(self._take)
        below = card()
        column(below, INSIDE, 0).addWidget(scrolled(self.answer))
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(above)
        halves.addWidget(below)
        halves.setStretchFactor(0, 2)
        halves.setStretchFactor(1, 3)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(BETWEEN)
        self._stack = QStackedWidget()
        halves.setMinimumHeight(px(LEAST_HEIGHT))
        self._stack.addWidget(scrolled(halves))
        self._stack.addWidget(empty_page("check", NONE, NONE_HINT))
        rows.addWidget(self._stack)
        changes.happened.connect(lambda _: self.refresh())

    def refresh(self) -> None:
        place = max(self.view.line(), 0)
        self._book = load_book(self._opened.db)
        self.questions = list(open_questions(self._opened.db))
        self.asked = [_asked(self._opened.db, q, self._book) for q in self.questions]
        self.model.read_again()
        self._stack.setCurrentIndex(0 if self.asked else 1)
        self.view.choose(place)
        self.counted.emit(len(self.asked))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def _take(self, chosen: Decision) -> None:
        place = self.view.line()
        if chosen.choice == LATER:
            self.view.choose(place + 1)
            return
        try:
            answer(
                self._opened.db,
                self.questions[place],
                chosen.choice,
                chosen.value,
                today=today(),
            )
        except UserError as error:
            show_error(self, error)
            return
        self.said.emit(DECIDED.format(name=self.asked[place].name))
        self._changes.happened.emit(frozenset(k.table for k in KINDS))

    def _show(self, place: int) -> None:
        if 0 <= place < len(self.asked):
            self.answer.show_question(self.asked[place], None)

    def _page(self, offset: int, limit: int) -> list[dict[str, Any]]:
        part = list(zip(self.questions, self.asked, strict=True))[offset : offset + limit]
        return [{"id": str(q.id), "asked": a} for q, a in part]

    def _columns(self) -> list[Column]:
        def side(name: str, r: Any) -> str:
            return value_words(r["asked"], getattr(r["asked"], name), self._book)

        return [
            Column(Text("记录", "Record"), lambda r: record_words(r["asked"]), 220),
            Column(Text("栏目", "Field"), lambda r: str(label_of(r["asked"])), 120),
            Column(Text("本机", "Here"), partial(side, "mine"), 200, lambda r: AMBER),
            Column(Text("对方", "There"), partial(side, "theirs"), 200, lambda r: ACCENT),
        ]


def _asked(db: Any, q: Question, book: Any) -> Asked:
    """The question as the merge had asked it; who wrote what is no longer known here."""
    kind = BY_TABLE[q.table]
    row = store.get(db, kind, q.row) or {}
    by, at = str(row.get("edited_by") or ""), q.at
    standing = MINE if q.standing == q.mine else THEIRS
    name = name_of(kind, row, book)
    return Asked(q.table, q.row, name, q.field, q.mine, q.theirs, by, at, "", at, standing)
