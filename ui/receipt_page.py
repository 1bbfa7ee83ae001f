"""回执 of the office: what is said to a village of each of its cases, and the stick it goes back
on."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QPlainTextEdit, QStackedWidget, QWidget
from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.field import Row
from core.merging import enrol
from core.merging.receipts import Answer, answers, counts, in_words, say, write_answers
from core.merging.stick import check_stick
from core.progress import Progress
from core.records import DISPUTE, RECEIPT, load_book
from core.records.receipt import ACCEPTED, CODES, CORRECTED, QUERIED, REFUSED
from core.show import name_of
from core.text import Text
from db.connect import Opened
from ui.changes import Changes
from ui.handing_in import HandedOut, hand_out
from ui.jobs import run_job
from ui.measures import AMBER, BETWEEN, GREEN, INK, MUTED, PAGE, RED, px
from ui.messages import show_error, tell
from ui.pieces import CANCEL, button, card, column, empty_page, label, line, today
from ui.stick_choice import StickChoice
from ui.table import Column, RecordTable, TableView

VILLAGE = Text("村(居)", "Village")
NONE = Text("这个村还没有合并过数据包", "Nothing of this village was merged yet")
NONE_HINT = Text(
    "合并它的数据包以后,每件纠纷的回执列在这里。", "After a merge each case has its answer here."
)
NO_VILLAGE = Text("还没有入网的村(居)", "No village is enrolled yet")
WRITE = Text("写到 U 盘…", "Write to a stick…")
WRITING = Text("正在写入回执", "Writing the receipt")
WRITTEN = Text(
    "{name}的回执已写到 {path},读回核对无误:{counts}。可以拔下 U 盘,交回村里。",
    "The receipt of {name} is in {path}, read back: {counts}. The stick may be removed.",
)
WHY = Text("写给村里的话", "What the village is told")
SAID = Text("已登记回执:{name}", "Answered: {name}")
ASKS = {
    QUERIED: Text("退回补正…", "Query…"),
    REFUSED: Text("不予接收…", "Refuse…"),
    ACCEPTED: Text("接收", "Accept"),
}
COLOURS = {ACCEPTED: GREEN, CORRECTED: INK, QUERIED: AMBER, REFUSED: RED}


class ReceiptPage(QWidget):
    """One village at a time; queries and refusals are said by hand, the rest follows by itself."""

    said = Signal(object)  # Text
    open_record = Signal(str, str)

    def __init__(self, opened: Opened, changes: Changes) -> None:
        super().__init__()
        self._opened, self._changes = opened, changes
        self.answers: list[Answer] = []
        self._names: dict[str, str] = {}
        rows = column(self, between=BETWEEN)
        head = line(between=8)
        self.village = QComboBox()
        self.village.currentIndexChanged.connect(lambda _: self._read())
        name = label(VILLAGE, "label")
        name.setBuddy(self.village)
        head.addWidget(name)
        head.addWidget(self.village)
        self.counts = label(role="small", wrap=True)
        head.addWidget(self.counts, 1)
        for verdict, words in ASKS.items():
            head.addWidget(button(words, partial(self.answer, verdict)))
        self.write_button = button(WRITE, self.receipt, sign="upload", role="primary")
        head.addWidget(self.write_button)
        rows.addLayout(head)
        self.model = RecordTable(self._columns(), lambda: len(self.answers), self._fetch, self)
        self.view = TableView(self.model, 2)
        self.view.opened.connect(self._open)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty_page("file-text", NONE, NONE_HINT))
        framed = card()
        column(framed, 1, 0).addWidget(self._stack)
        rows.addWidget(framed, 1)
        changes.happened.connect(self._on_change)

    def refresh(self) -> None:
        """The villages there are, then the answers of the one chosen."""
        kept = self.village.currentData()
        self.village.blockSignals(True)
        self.village.clear()
        for each in enrol.enrolled(self._opened.db):
            self.village.addItem(each.name, each.village)
        self.village.setCurrentIndex(max(self.village.findData(kept), 0))
        self.village.blockSignals(False)
        self._read()

    def answer(self, verdict: str) -> None:
        """Of the case chosen; a query or refusal with its reason."""
        place = self.view.line()
        if not 0 <= place < len(self.answers):
            return
        if verdict == ACCEPTED:
            self.put(verdict, "")
            return
        dialog = WordsDialog(self, ASKS[verdict], self.answers[place].words)
        dialog.accepted.connect(lambda: self.put(verdict, dialog.words.toPlainText()))
        dialog.open()

    def put(self, verdict: str, words: str) -> None:
        """Write it down as a step."""
        each = self.answers[self.view.line()]
        try:
            say(self._opened.db, each.dispute, verdict, words, today())
        except UserError as error:
            show_error(self, error)
            return
        self._changes.happened.emit(frozenset({RECEIPT.table, DISPUTE.table}))
        self.said.emit(SAID.format(name=self._names[each.dispute]))

    def receipt(self) -> None:
        """Named as the right is that it asks for."""
        dialog = StickDialog(self)
        dialog.chosen.connect(self.write_to)
        dialog.open()

    def write_to(self, folder: Path) -> None:
        village = str(self.village.currentData())
        work = partial(_write, opened=self._opened, out=folder, village=village)
        run_job(self, self._opened, WRITING, work, partial(self._written, folder))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def _written(self, folder: Path, made: HandedOut) -> None:
        self._changes.happened.emit(frozenset({RECEIPT.table, DISPUTE.table}))
        tell(
            self,
            WRITTEN.format(
                name=made.manifest.village_name,
                path=folder,
                counts=in_words(counts(self.answers)),
            ),
        )

    def _read(self) -> None:
        village, place = self.village.currentData(), max(self.view.line(), 0)
        self.answers = answers(self._opened.db, str(village)) if village else []
        ids, book = [a.dispute for a in self.answers], load_book(self._opened.db)
        rows = store.get_many(self._opened.db, DISPUTE, ids)
        self._names = {id: name_of(DISPUTE, row, book) for id, row in rows.items()}
        self.model.read_again()
        self.view.choose(place)
        self._stack.setCurrentIndex(0 if self.answers else 1)
        self.write_button.setEnabled(bool(self.answers))
        words = in_words(counts(self.answers)) if village else str(NO_VILLAGE)
        self.counts.setText(words)

    def _open(self, place: int) -> None:
        self.open_record.emit(DISPUTE.table, self.answers[place].dispute)

    def _on_change(self, tables: frozenset[str]) -> None:
        if self.isVisible():
            self.refresh()

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return [{"id": a.dispute, "answer": a} for a in self.answers[offset : offset + limit]]

    def _columns(self) -> list[Column]:
        words = CODES["receipt_verdict"]
        new, told = Text("还没有告诉村里", "not told yet"), Text("", "")
        return [
            Column(Text("纠纷", "Case"), lambda r: self._names.get(r["id"], ""), 220),
            Column(
                Text("回执", "Answer"),
                lambda r: str(words[_of(r).verdict]),
                130,
                lambda r: COLOURS[_of(r).verdict],
            ),
            Column(Text("意见", "Words"), lambda r: _of(r).words, 300),
            Column(
                Text("", ""),
                lambda r: str(new if _of(r).is_new else told),
                120,
                lambda r: MUTED,
            ),
        ]


class WordsDialog(QDialog):
    """What the village is told; it cannot be left empty."""

    def __init__(self, parent: QWidget | None, title: Text, words: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(str(title))
        self.setMinimumSize(px(480), px(260))
        rows = column(self, PAGE, BETWEEN)
        self.words = QPlainTextEdit(words)
        self.words.setTabChangesFocus(True)
        name = label(WHY, "label")
        name.setBuddy(self.words)
        rows.addWidget(name)
        rows.addWidget(self.words, 1)
        foot = line()
        foot.addStretch()
        foot.addWidget(button(CANCEL, self.reject))
        self.go = button(Text("确定", "OK"), self.accept, role="primary")
        foot.addWidget(self.go)
        rows.addLayout(foot)
        self.words.textChanged.connect(self._judge)
        self._judge()

    def _judge(self) -> None:
        self.go.setEnabled(bool(self.words.toPlainText().strip()))


class StickDialog(QDialog):
    """Which stick; tried before anything is made."""

    chosen = Signal(object)  # Path

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(str(WRITE))
        self.setMinimumSize(px(520), px(320))
        rows = column(self, PAGE, BETWEEN)
        self.stick = StickChoice()
        self.stick.changed.connect(self._judge)
        rows.addWidget(self.stick, 1)
        foot = line()
        foot.addStretch()
        foot.addWidget(button(CANCEL, self.reject))
        self.go = button(Text("写入", "Write"), self.go_on, role="primary")
        foot.addWidget(self.go)
        rows.addLayout(foot)
        self._judge()

    def go_on(self) -> None:
        path = self.stick.path()
        assert path is not None  # else the button is off
        try:
            check_stick(path, 0)
        except UserError as error:
            show_error(self, error)
            return
        self.accept()
        self.chosen.emit(path)

    def _judge(self) -> None:
        self.go.setEnabled(self.stick.path() is not None)


def _of(r: Row) -> Answer:
    answer: Answer = r["answer"]
    return answer


def _write(
    db: Database, progress: Progress, *, opened: Opened, out: Path, village: str
) -> HandedOut:
    """In the worker's thread, on its connection: the answers, then the package that carries
    them."""
    write_answers(db, village, today())
    return hand_out(replace(opened, db=db), out, village=village, progress=progress)
