"""Backups: the list of them, making one, going back to one."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from sqlite_utils import Database

from core import attachments, history
from core.errors import UserError
from core.progress import Progress
from core.text import Text
from db.backup import REASONS, Backup, backups, check_backup, counts, due, make_backup
from db.connect import Opened
from db.second_place import copy_newest
from ui.jobs import run_job
from ui.measures import BETWEEN, MUTED
from ui.messages import confirm, show_error
from ui.pieces import button, card, column, empty_page, label, line
from ui.steps_page import local_time
from ui.table import Column, RecordTable, TableView
from ui.waiting import waiting

BACKING_UP = Text("正在备份", "Backing up")
COPYING = Text("正在复制到第二处", "Copying to the second place")
CHECKING = Text("正在检查备份", "Checking the backup")
HINT = Text(
    "每个备份写完都重新打开核对过。恢复时,现有数据先移到一旁,不会删除。",
    "Every backup was opened and counted after writing. Restoring sets the present data aside.",
)
NONE_YET = Text("还没有备份", "No backup yet")
NONE_HINT = Text("退出程序时会自动备份,也可以现在就备份。", "One is made at exit, or now.")
QUESTION = Text(
    "恢复到这个备份?\n\n{what}\n\n{lost}\n\n现有数据会先备份一次,并移到“set-aside”文件夹保留。",
    "Go back to this backup?\n\n{what}\n\n{lost}\n\nThe present data are backed up first and kept"
    " in the folder set-aside.",
)


NAMED = 3  # steps that would be lost are told by name
LOST = Text(
    "在它之后做的 {n} 步不会出现在恢复后的数据里,最近的是:\n{named}\n(现在有纠纷 {disputes} 件,"
    "当事人 {parties} 人)",
    "{n} steps done since will not be there, the last of them:\n{named}\n(now there are {disputes}"
    " disputes and {parties} parties)",
)
NOTHING_LOST = Text("在它之后没有做过修改。", "Nothing was changed since.")


class BackupPage(QWidget):
    """`restore_wanted` names a backup that was found whole and confirmed."""

    restore_wanted = Signal(str)
    made = Signal()

    def __init__(self, opened: Opened, place: Callable[[], Path | None]) -> None:
        """`place` tells the second place as it is set now."""
        super().__init__()
        self._opened, self._place = opened, place
        self._backups: list[Backup] = []
        self.model = RecordTable(backup_columns(), lambda: len(self._backups), self._fetch, self)
        self.view = TableView(self.model, 2)
        self.view.opened.connect(lambda _: self.restore_selected())
        rows = column(self, between=BETWEEN)
        head = line()
        head.addWidget(label(HINT, "small", wrap=True), 1)
        head.addWidget(
            button(Text("恢复所选备份…", "Restore…"), self.restore_selected, sign="archive-restore")
        )
        head.addWidget(
            button(
                Text("立即备份", "Back up now"),
                self.back_up,
                sign="database-backup",
                role="primary",
            )
        )
        rows.addLayout(head)
        framed = card()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty_page("database-backup", NONE_YET, NONE_HINT))
        column(framed, 1).addWidget(self._stack)
        rows.addWidget(framed, 1)

    def refresh(self) -> None:
        self._backups = backups(self._opened.folder)
        self.model.read_again()
        self._stack.setCurrentIndex(0 if self._backups else 1)
        self.view.choose(0)

    def back_up(self) -> None:
        back_up(self, self._opened, self._on_made, self._place())

    def restore_selected(self) -> None:
        """Check it, show what it holds, back up the present data, and only then hand it on."""
        if not 0 <= self.view.line() < len(self._backups):
            return
        name = self._backups[self.view.line()].name
        folder, key = self._opened.folder, self._opened.key
        run_job(
            self,
            self._opened,
            CHECKING,
            lambda db, progress: check_backup(folder, key, name),
            self._ask,
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def _ask(self, backup: Backup) -> None:
        action, lost = Text("恢复", "Restore"), what_would_be_lost(self._opened.db, backup)
        if confirm(self, QUESTION.format(what=what_it_holds(backup), lost=lost), action):
            work = partial(_make, self._opened, "restore")
            name = backup.name
            run_job(self, self._opened, BACKING_UP, work, lambda _: self.restore_wanted.emit(name))

    def _on_made(self) -> None:
        self.refresh()
        self.made.emit()

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return [{"id": b.name, "backup": b} for b in self._backups[offset : offset + limit]]


def back_up(
    parent: QWidget, opened: Opened, done: Callable[[], None], place: Path | None = None
) -> None:
    """A backup by hand and its copy in the second place, as a job. Where only the copy fails, that
    is said: the backup itself is made."""

    def end(failed: UserError | None) -> None:
        if failed:
            show_error(parent, failed)
        done()

    run_job(parent, opened, BACKING_UP, partial(_make_and_copy, opened, place), end)


def back_up_daily(parent: QWidget, opened: Opened, done: Callable[[], None]) -> bool:
    """For a window left open for days: a backup as a job where the last one is a day old and
    something changed since. Tells whether it was due."""
    if due(opened.folder, opened.db) != "daily":
        return False
    run_job(parent, opened, BACKING_UP, partial(_make, opened, "daily"), lambda _: done())
    return True


def back_up_at_exit(parent: QWidget, opened: Opened, place: Path | None = None) -> None:
    """Where something changed since the last backup; and its copy, if the second place is there. A
    failure is said but keeps nobody here."""
    try:
        if reason := due(opened.folder, opened.db):
            waiting(BACKING_UP, partial(make_backup, opened.folder, opened.key, opened.db, reason))
            attachments.remove_unreferenced(opened.db, opened.folder.attachments)
        if place and place.is_dir():  # a stick that lies in the safe is reminded of at start
            waiting(COPYING, partial(copy_newest, opened.folder, place))
    except UserError as error:
        show_error(parent, error)


def what_it_holds(backup: Backup) -> Text:
    """When it was made and what is in it."""
    said = Text(
        "{at}({reason}):纠纷 {disputes} 件,当事人 {parties} 人,人民调解员 {mediators} 人",
        "{at} ({reason}): {disputes} disputes, {parties} parties, {mediators} mediators",
    )
    return said.format(
        at=local_time(backup.at),
        reason=REASONS.get(backup.reason, Text(backup.reason, backup.reason)),
        disputes=backup.counts.get("dispute", 0),
        parties=backup.counts.get("party", 0),
        mediators=backup.counts.get("mediator", 0),
    )


def what_would_be_lost(db: Database, backup: Backup) -> Text:
    """The steps done since, the last of them by name, and how many records there are now."""
    since = [s for s in history.steps(db) if s.at > backup.at]
    if not since:
        return NOTHING_LOST
    now = counts(db)
    named = Text("\n".join(s.words.zh for s in since[: -NAMED - 1 : -1]),
                 "\n".join(s.words.en for s in since[: -NAMED - 1 : -1]))  # fmt: skip
    return LOST.format(
        n=len(since),
        named=named,
        disputes=now.get("dispute", 0),
        parties=now.get("party", 0),
    )


def backup_columns() -> list[Column]:
    """For rows that hold a Backup under `backup`."""
    return [
        Column(Text("时间", "Made"), lambda r: local_time(r["backup"].at), 160),
        Column(Text("原因", "Why"), lambda r: _reason(r["backup"]), 110),
        Column(Text("内容", "Holds"), lambda r: _contents(r["backup"]), 260),
        Column(
            Text("大小", "Size"),
            lambda r: f"{r['backup'].size / 1_000_000:.1f} MB",
            96,
            lambda r: MUTED,
            to_the_right=True,
        ),
    ]


def _make(opened: Opened, reason: str, db: Database, progress: Progress) -> Backup:
    return make_backup(opened.folder, opened.key, db, reason, progress)


def _make_and_copy(
    opened: Opened, place: Path | None, db: Database, progress: Progress
) -> UserError | None:
    make_backup(opened.folder, opened.key, db, "by_hand", progress)
    try:
        if place:
            copy_newest(opened.folder, place, progress)
    except UserError as error:
        return error
    return None


def _reason(backup: Backup) -> str:
    return str(REASONS.get(backup.reason, backup.reason))


def _contents(backup: Backup) -> str:
    said = Text("纠纷 {n} 件,调解员 {m} 人", "{n} disputes, {m} mediators")
    counts = backup.counts
    return str(said.format(n=counts.get("dispute", 0), m=counts.get("mediator", 0)))
