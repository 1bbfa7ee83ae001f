"""保管与清除: the cases whose period of keeping is over, and purging them."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QStackedWidget, QWidget
from sqlite_utils import Database

from core.progress import Progress
from core.purge import REASONS, Keeping, may_go, purge
from core.records import DISPUTE
from core.text import Text
from db.backup import make_backup
from db.connect import Opened
from ui.changes import Changes
from ui.jobs import run_job
from ui.measures import BETWEEN, MUTED, PAGE, px
from ui.pieces import CANCEL, button, card, column, empty_page, label, line, today
from ui.rights_shown import limit_buttons
from ui.table import Column, RecordTable, TableView

HINT = Text(
    "保管期限从立卷(没有立卷的从结案)的次年 1 月 1 日算起,年数在“本所信息”里填写;“永久”的不列出。"
    "清除前自动备份;旧备份里的内容随备份淘汰而消失。",
    "The period begins with the year after filing, or closing; its years are set with the office."
    " What is kept permanently is not listed. A backup is made first; old backups hold the content"
    " until they are dropped.",
)
NOTHING = Text("没有保管期满的案件", "No case whose period is over")
NOTHING_HINT = Text(
    "卷宗填写了保管期限和立卷或结案日期、本所填写了保管年数,到期后列在这里。",
    "Cases with a class of keeping and a day of filing or closing are listed when it is over.",
)
PURGING = Text("正在清除", "Purging")
DONE = Text("已清除 {n} 件案件的内容", "The content of {n} cases was purged")
QUESTION = Text(
    "清除 {n} 件案件?当事人、调解记录、协议、附件和修改记录的内容都会消失,不能撤销。",
    "Purge {n} cases? Parties, meetings, agreements, attachments and history go for good.",
)
TICK = Text("我知道清除后不能恢复", "I know that it cannot be brought back")


class PurgePage(QWidget):
    """`said` is for the status bar."""

    said = Signal(object)  # Text

    def __init__(self, opened: Opened, changes: Changes) -> None:
        super().__init__()
        self._opened, self._changes = opened, changes
        self._cases: list[Keeping] = []
        self.model = RecordTable(_columns(), lambda: len(self._cases), self._fetch, self)
        self.view = TableView(self.model, 0)
        rows = column(self, between=BETWEEN)
        head = line()
        head.addWidget(label(HINT, "small", wrap=True), 1)
        one, every = Text("清除所选…", "Purge…"), Text("全部清除…", "Purge all…")
        self._acts = [
            button(one, self.purge_selected, sign="trash-2", act="purge_marked"),
            button(every, self.purge_all, act="purge_marked"),
        ]
        for each in self._acts:
            head.addWidget(each)
        rows.addLayout(head)
        framed = card()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty_page("archive-restore", NOTHING, NOTHING_HINT))
        column(framed, 1).addWidget(self._stack)
        rows.addWidget(framed, 1)

    def refresh(self) -> None:
        self._cases = may_go(self._opened.db, today())
        self.model.read_again()
        self._stack.setCurrentIndex(0 if self._cases else 1)
        self.view.choose(0)
        for each in self._acts:
            each.setEnabled(bool(self._cases))
        limit_buttons(self, self._opened.role)

    def purge_selected(self) -> None:
        at = self.view.line()
        if 0 <= at < len(self._cases):
            self._purge([self._cases[at].id])

    def purge_all(self) -> None:
        self._purge([case.id for case in self._cases])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def _purge(self, ids: list[str]) -> None:
        asked = PurgeDialog(self, len(ids))
        if not ids or asked.exec() != QDialog.DialogCode.Accepted:
            return
        work = partial(_work, opened=self._opened, ids=ids, reason=asked.reason())

        def end(_: object) -> None:
            self.refresh()
            self._changes.happened.emit(frozenset({DISPUTE.table}))
            self.said.emit(DONE.format(n=len(ids)))

        run_job(self, self._opened, PURGING, work, end)

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return [{"id": c.id, "case": c} for c in self._cases[offset : offset + limit]]


class PurgeDialog(QDialog):
    """Why, and a tick without which nothing goes."""

    def __init__(self, parent: QWidget | None, cases: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(str(Text("清除", "Purge")))
        self.setMinimumWidth(px(460))
        rows = column(self, PAGE, BETWEEN)
        rows.addWidget(label(QUESTION.format(n=cases), wrap=True))
        self.reasons = QComboBox()
        for code, words in REASONS.items():
            self.reasons.addItem(str(words), code)
        self.reasons.setAccessibleName(str(Text("原因", "Reason")))
        rows.addWidget(self.reasons)
        self.tick = QCheckBox(str(TICK))
        rows.addWidget(self.tick)
        foot = line()
        foot.addStretch()
        foot.addWidget(button(CANCEL, self.reject))
        self.go_on = button(Text("清除", "Purge"), self.accept)
        self.go_on.setEnabled(False)
        self.tick.toggled.connect(self.go_on.setEnabled)
        foot.addWidget(self.go_on)
        rows.addLayout(foot)

    def reason(self) -> str:
        return str(self.reasons.currentData())


def _work(db: Database, progress: Progress, *, opened: Opened, ids: list[str], reason: str) -> None:
    make_backup(opened.folder, opened.key, db, "purge", progress)
    purge(db, opened.folder.attachments, ids, reason, today())


def _columns() -> list[Column]:
    kept = DISPUTE.codes["retention_period"]
    return [
        Column(Text("案件", "Case"), lambda r: r["case"].name, 260),
        Column(Text("保管期限", "Class"), lambda r: str(kept[r["case"].retention]), 110),
        Column(Text("起算日期", "From"), lambda r: r["case"].since, 130, lambda r: MUTED),
        Column(Text("保管至", "Kept until"), lambda r: str(r["case"].until), 130),
    ]
