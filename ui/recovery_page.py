"""When the data cannot be opened: what is wrong, and the backups there are to go back to."""

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog

from core.paths import DataFolder
from core.text import Text
from db.backup import backups
from ui.backup_page import backup_columns, what_it_holds
from ui.measures import BETWEEN, PAGE, px
from ui.messages import confirm
from ui.pieces import button, card, column, label, line
from ui.rail import PROGRAM
from ui.table import RecordTable, TableView

TITLE = Text("数据打不开", "The data cannot be opened")
NOTHING_LOST = Text(
    "程序没有改动任何文件。请选一个备份恢复;现有的数据文件会先移到一旁,不会删除。",
    "No file was changed. Choose a backup to go back to; the present file is set aside, not"
    " deleted.",
)
NO_BACKUP = Text(
    "这个文件夹里没有备份。请打开文件夹,或找回存放在别处的备份后再启动程序。",
    "There is no backup in this folder. Open it, or bring one from elsewhere and start again.",
)
QUESTION = Text(
    "用备份 {what} 代替现有数据?", "Put the backup {what} in place of the present data?"
)


class RecoveryPage(QDialog):
    """`chosen` is the backup to restore, empty if none."""

    def __init__(self, folder: DataFolder, words: Text) -> None:
        super().__init__()
        self.chosen = ""
        self._folder, self._backups = folder, backups(folder)
        self.setWindowTitle(str(PROGRAM))
        self.resize(px(760), px(520))
        rows = column(self, PAGE, BETWEEN)
        rows.addWidget(label(TITLE, "title"))
        rows.addWidget(label(words, "fault", wrap=True))
        rows.addWidget(label(NOTHING_LOST if self._backups else NO_BACKUP, wrap=True))
        self.model = RecordTable(backup_columns(), lambda: len(self._backups), self._fetch, self)
        self.view = TableView(self.model, 1)
        self.view.opened.connect(lambda _: self.restore())
        framed = card()
        column(framed, 1).addWidget(self.view)
        rows.addWidget(framed, 1)
        rows.addLayout(self._foot())
        self.model.read_again()
        self.view.choose(0)

    def restore(self) -> None:
        """Ask, then close with the backup chosen."""
        if not 0 <= self.view.line() < len(self._backups):
            return
        backup = self._backups[self.view.line()]
        action = Text("恢复", "Restore")
        if confirm(self, QUESTION.format(what=what_it_holds(backup)), action):
            self.chosen = backup.name
            self.accept()

    def _foot(self) -> Any:
        foot = line()
        opener = button(
            Text("打开文件夹", "Open the folder"), self._open_folder, sign="folder-open"
        )
        foot.addWidget(opener)
        foot.addStretch()
        foot.addWidget(button(Text("退出", "Quit"), self.reject))
        restore = button(Text("恢复所选备份", "Restore"), self.restore, role="primary")
        restore.setEnabled(bool(self._backups))
        foot.addWidget(restore)
        return foot

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return [{"id": b.name, "backup": b} for b in self._backups[offset : offset + limit]]

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder.root)))


def recover(folder: DataFolder, words: Text) -> str:
    """Show the page; gives the backup to restore, empty if the user quits."""
    page = RecoveryPage(folder, words)
    page.exec()
    return page.chosen
