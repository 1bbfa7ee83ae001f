"""冲突: two people changed the same field without knowing of each other; both values side by side,
to be decided by mine, theirs, something typed anew, or left for later."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget
from sqlite_utils import Database

from core.codes import CodeBook
from core.errors import UserError
from core.field import Field
from core.merging.apply import LATER, MINE, THEIRS, TYPED, Decision
from core.merging.conflicts import checked_value
from core.merging.preview import Asked
from core.records import BY_TABLE
from core.show import shown
from core.store import LIVE
from core.text import Text
from ui.editors import Editor, editor_for
from ui.measures import ACCENT, AMBER, BETWEEN, GREEN, INSIDE, MUTED, ROW, painted, px
from ui.pieces import button, card, column, emptied, label, line, scrolled, today
from ui.steps_page import local_time
from ui.table import Column, RecordTable, TableView

LEAST_HEIGHT = 320  # at 100 % of a list and what is shown of its line; below that it is scrolled
STATE = Text("是否删除", "Deleted or not")
KEPT, GONE = Text("保留", "Kept"), Text("已删除", "Deleted")
EMPTY = Text("(空)", "(empty)")
CHOICES = {
    MINE: Text("用本机的", "Ours"),
    THEIRS: Text("用对方的", "Theirs"),
    TYPED: Text("另填", "Typed anew"),
    LATER: Text("以后再说", "Later"),
}
HERE = Text("本机 · {by} {at}", "Here, {by} {at}")
THERE = Text("对方 · {by} {at}", "There, {by} {at}")
TYPE = Text("另填:", "Typed anew:")
TAKE = Text("用这个", "Use this")
CLOCK_HINT = Text(
    "时间是各自电脑上的,可能不准,只供参考。", "Times are those of each PC's clock and may be wrong."
)
STANDS = Text("(没有决定前先用这个)", "(holds until decided)")

Key = tuple[str, str, str]


class Questions(QWidget):
    """All questions above, the chosen one below. Enter on a line goes into its answers; 1 to 4
    answer."""

    decided = Signal()

    def __init__(self, db: Database, asked: Sequence[Asked], book: CodeBook) -> None:
        super().__init__()
        self._db, self._book, self.asked = db, book, list(asked)
        self._answers: dict[Key, Decision] = {}
        rows = column(self, between=0)
        rows.setContentsMargins(0, BETWEEN, 0, 0)
        self.model = RecordTable(self._columns(), lambda: len(self.asked), self._page, self)
        self.view = TableView(self.model, 0)
        self.view.setAccessibleName(str(Text("冲突", "Conflicts")))
        self.view.setMinimumHeight(px(3 * ROW))
        self.view.chosen.connect(self._show)
        above = card()
        column(above, 1, 0).addWidget(self.view)
        self.answer = AnswerPane(db, book)
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
        halves.setMinimumHeight(px(LEAST_HEIGHT))
        rows.addWidget(scrolled(halves))
        self.model.read_again()
        self.view.choose(0)

    def decisions(self) -> dict[Key, Decision]:
        """Those answered, later left out."""
        return {key: d for key, d in self._answers.items() if d.choice != LATER}

    def decide(self, choice: str, value: Any = None) -> None:
        """Of the question chosen."""
        self._take(Decision(choice, value))

    def _take(self, answer: Decision) -> None:
        place = self.view.line()
        self._answers[key_of(self.asked[place])] = answer
        self.model.read_again()
        self.view.choose(min(place + 1, len(self.asked) - 1))
        self.decided.emit()

    def _show(self, place: int) -> None:
        if place >= 0:
            asked = self.asked[place]
            self.answer.show_question(asked, self._answers.get(key_of(asked)))

    def _page(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return [
            {"id": " ".join(key_of(a)), "asked": a, "answer": self._answers.get(key_of(a))}
            for a in self.asked[offset : offset + limit]
        ]

    def _columns(self) -> list[Column]:
        def side(name: str, r: Any) -> str:
            return value_words(r["asked"], getattr(r["asked"], name), self._book)

        return [
            Column(Text("记录", "Record"), lambda r: record_words(r["asked"]), 200),
            Column(Text("栏目", "Field"), lambda r: str(label_of(r["asked"])), 110),
            Column(Text("本机", "Here"), partial(side, "mine"), 170, lambda r: AMBER),
            Column(Text("对方", "There"), partial(side, "theirs"), 170, lambda r: ACCENT),
            Column(
                Text("决定", "Decision"),
                lambda r: str(CHOICES[r["answer"].choice]) if r["answer"] else "",
                90,
                lambda r: MUTED if r["answer"] and r["answer"].choice == LATER else GREEN,
            ),
        ]


class AnswerPane(QWidget):
    """One question with both values and the four answers."""

    chosen = Signal(object)  # Decision

    def __init__(self, db: Database, book: CodeBook) -> None:
        super().__init__()
        self._db, self._book = db, book
        self._asked: Asked | None = None
        self._editor: Editor | None = None
        rows = column(self, between=BETWEEN)
        self.title = label(role="section", wrap=True)
        self._sides = QHBoxLayout()
        self._sides.setSpacing(BETWEEN)
        self.mine, self.theirs = _Side(AMBER), _Side(ACCENT)
        self._sides.addWidget(self.mine, 1)
        self._sides.addWidget(self.theirs, 1)
        self.buttons: dict[str, QPushButton] = {}
        answers = line(between=8)
        for number, choice in enumerate((MINE, THEIRS, LATER), start=1):
            made = button(CHOICES[choice], partial(self._choose, choice), role="chip")
            made.setCheckable(True)
            made.setToolTip(f"Alt+{number}")
            made.setShortcut(f"Alt+{number}")
            self.buttons[choice] = made
            answers.addWidget(made)
        head = line(between=8)
        head.addWidget(self.title, 1)
        head.addLayout(answers)
        rows.addLayout(head)
        rows.addLayout(self._sides)
        self._typing = QWidget()
        self._typed = column(self._typing, between=6)
        rows.addWidget(self._typing)
        self.fault = label(role="complaint", wrap=True)
        self.fault.hide()
        rows.addWidget(self.fault)
        rows.addWidget(label(CLOCK_HINT, "small", wrap=True))
        rows.addStretch()

    def show_question(self, asked: Asked, answer: Decision | None) -> None:
        self._asked = asked
        self.fault.hide()
        self.title.setText(f"{record_words(asked)} · {label_of(asked)}")
        values = [value_words(asked, v, self._book) for v in (asked.mine, asked.theirs)]
        heads = [(HERE, asked.mine_by, asked.mine_at), (THERE, asked.theirs_by, asked.theirs_at)]
        for side, (head, by, at), words, name in zip(
            (self.mine, self.theirs), heads, values, (MINE, THEIRS), strict=True
        ):
            said = str(head.format(by=by, at=local_time(at)))
            side.say(f"{said} {STANDS}" if asked.standing == name else said, words)
        for choice, made in self.buttons.items():
            made.setChecked(answer is not None and answer.choice == choice)
        self._offer_typing(asked, answer)

    def _offer_typing(self, asked: Asked, answer: Decision | None) -> None:
        emptied(self._typed)
        self._editor = None
        field = field_of(asked)
        self._typing.setVisible(field is not None)
        if field is None:
            return
        self._editor = editor_for(field, self._book)
        self._editor.put(answer.value if answer and answer.choice == TYPED else asked.mine)
        name = label(TYPE, "label")
        name.setBuddy(self._editor.widget)
        self._typed.addWidget(name)
        beside = QWidget()
        row = line(beside, between=8)
        row.addWidget(self._editor.widget, 1)
        take = button(TAKE, self.take_typed)
        row.addWidget(take, 0, Qt.AlignmentFlag.AlignTop)
        self._typed.addWidget(beside)

    def take_typed(self) -> None:
        """What stands in the field, if it may be stored."""
        assert self._asked is not None
        assert self._editor is not None
        asked = self._asked
        try:
            value = self._editor.get()
            kind = BY_TABLE[asked.table]
            checked_value(self._db, kind, asked.row, asked.field, value, today())
        except UserError as error:
            self.fault.setText(str(error.message))
            self.fault.show()
            return
        self.chosen.emit(Decision(TYPED, value))

    def type_in(self, value: Any) -> None:
        """Put a value into the field, as a finger would."""
        assert self._editor is not None
        self._editor.put(value)

    def _choose(self, choice: str) -> None:
        self.chosen.emit(Decision(choice))


class _Side(QFrame):
    """Whose value, when, and the value in its colour, with a bar of it at the side."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        self.setObjectName("card")
        rows: QVBoxLayout = column(self, 12, 4)
        self._head = label(role="small", wrap=True)
        self._value = label(role="section", wrap=True)
        self._value.setStyleSheet(f"color: {painted(colour)}")
        rows.addWidget(self._head)
        rows.addWidget(self._value)
        rows.addStretch()

    def say(self, head: str, value: str) -> None:
        self._head.setText(head)
        self._value.setText(value or str(EMPTY))


def key_of(asked: Asked) -> Key:
    return asked.table, asked.row, asked.field


def field_of(asked: Asked) -> Field | None:
    """None for the question whether the record is deleted."""
    return BY_TABLE[asked.table].by_name.get(asked.field)


def label_of(asked: Asked) -> Text:
    field = field_of(asked)
    return field.label if field else STATE


def record_words(asked: Asked) -> str:
    return f"{BY_TABLE[asked.table].title} {asked.name}"


def value_words(asked: Asked, value: Any, book: CodeBook) -> str:
    field = field_of(asked)
    return shown(field, value, book) if field else state_words(value)


def state_words(value: Any) -> str:
    """Whether a record is there."""
    return "" if value is None else str(KEPT if value == LIVE else GONE)
