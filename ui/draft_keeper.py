"""Keeping what is typed but not saved; the question of the next start: 继续填写 / 放弃 / 对比."""

import logging
from collections.abc import Callable
from datetime import datetime
from enum import Enum

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from sqlite_utils import Database

from core import unsaved
from core.text import Text
from core.unsaved import FormWords, Unsaved
from db.driver import DatabaseError
from ui.draft_words import Difference
from ui.measures import PAGE, px
from ui.pieces import button, column, label, line

log = logging.getLogger(__name__)
EVERY = 3000  # milliseconds between the first key and the draft


class DraftKeeper(QObject):
    """Keeps a page's words in the database a few seconds after a key, and when the cursor goes to
    another field. `what` gives None while nothing differs from what is saved."""

    def __init__(self, db: Database, what: Callable[[], Unsaved | None], parent: QObject) -> None:
        super().__init__(parent)
        self._db, self._what = db, what
        self._kept: FormWords | None = None
        self._id = ""
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(EVERY)
        self._wait.timeout.connect(self.keep)

    def note(self) -> None:
        """Something was typed."""
        if not self._wait.isActive():
            self._wait.start()

    def note_left(self) -> None:
        """The cursor goes to another field: what was typed in this one is kept at once."""
        if self._wait.isActive():
            self.keep()

    def keep(self) -> None:
        if QApplication.activeModalWidget() is not None:  # a job may be writing just now
            self._wait.start()
            return
        self.keep_now()

    def keep_now(self) -> None:
        """Also under the page of a locked screen."""
        self._wait.stop()
        now = self._what()
        if now is None:
            self.forget()
        elif now.form != self._kept:
            try:
                unsaved.keep(self._db, now.table, now.id, now.form, is_new=now.is_new)
            except DatabaseError:
                log.exception("A draft could not be kept")  # saving itself will say why
                return
            self._kept, self._id = now.form, now.id

    def keep_for_later(self) -> None:
        """暂存: the page is left, the draft stays and is offered again."""
        self.keep_now()
        self._kept, self._id = None, ""

    def take_up(self, draft: Unsaved) -> None:
        """A draft of before was put into the form: it goes when this form goes."""
        self._kept, self._id = draft.form, draft.id

    def forget(self) -> None:
        """Saved or given up."""
        self._wait.stop()
        if self._id:
            unsaved.drop(self._db, self._id)
            self._kept, self._id = None, ""


class Choice(Enum):
    """What is to become of a draft; later asks again."""

    GO_ON = "go_on"
    DISCARD = "discard"
    LATER = "later"


class DraftQuestion(QDialog):
    """Esc decides nothing: the draft stays."""

    def __init__(
        self, parent: QWidget, name: Text | str, at: str, differences: list[Difference]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(str(Text("未保存的草稿", "A draft that was not saved")))
        self.choice = Choice.LATER
        rows = column(self, PAGE)
        said = Text(
            "“{name}”上次没有保存就中断了,{at} 自动留下了草稿,共 {n} 处与已保存的不同。",
            "{name} was interrupted before it was saved. A draft was kept at {at}; {n} fields "
            "differ from what is saved.",
        )
        words = said.format(name=name, at=_local(at), n=len(differences))
        rows.addWidget(label(words, wrap=True))
        self.table = _table(differences)
        self.table.hide()
        rows.addWidget(self.table, 1)
        buttons = line()
        self.compare = button(Text("对比", "Compare"), self._compare)
        go_on = button(Text("继续填写", "Go on"), self._go_on, role="primary")
        discard = button(Text("放弃", "Give up"), self._discard)
        buttons.addWidget(self.compare)
        buttons.addStretch()
        buttons.addWidget(discard)
        buttons.addWidget(go_on)
        rows.addLayout(buttons)
        self._first = go_on

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._first.setFocus()

    def _compare(self) -> None:
        """Field, saved value and draft side by side."""
        self.table.show()
        self.compare.setEnabled(False)
        self.resize(
            min(px(860), self.screen().availableSize().width()), max(self.height(), px(440))
        )
        self._first.setFocus()

    def _go_on(self) -> None:
        self.choice = Choice.GO_ON
        self.accept()

    def _discard(self) -> None:
        self.choice = Choice.DISCARD
        self.accept()


def ask_draft(parent: QWidget, name: Text | str, at: str, differences: list[Difference]) -> Choice:
    """The answer of the user."""
    question = DraftQuestion(parent, name, at, differences)
    question.exec()
    question.deleteLater()
    return question.choice


def _table(differences: list[Difference]) -> QTableWidget:
    made = QTableWidget(len(differences), 3)
    made.setHorizontalHeaderLabels(
        [
            str(Text("项目", "Field")),
            str(Text("已保存", "Saved")),
            str(Text("草稿", "Draft")),
        ]
    )
    for at, each in enumerate(differences):
        for place, words in enumerate((each.field, each.saved, each.draft)):
            item = QTableWidgetItem(words)
            item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            made.setItem(at, place, item)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setWordWrap(True)
    made.verticalHeader().hide()
    made.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    made.setAccessibleName(str(Text("已保存与草稿的对比", "Saved and draft")))
    return made


def _local(at: str) -> str:
    """UTC with offset as a clock on the wall shows it."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
