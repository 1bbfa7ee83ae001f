"""Taking back a merge, and the list of what stays because it was edited since."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QListWidget, QWidget
from sqlite_utils import Database

from core import history, store
from core.errors import UserError
from core.records import BY_TABLE, KINDS, load_book
from core.show import name_of
from core.text import Text
from ui.measures import BETWEEN, INSIDE, px
from ui.messages import show_error
from ui.pieces import button, column, label, line

if TYPE_CHECKING:
    from ui.main_window import MainWindow

UNDONE = Text("已撤销合并", "The merge was taken back")
STAYED = Text(
    "已撤销合并,{n} 条后来改过的没有动", "The merge was taken back; {n} edited since stayed"
)
KEPT_HEAD = Text(
    "下面 {n} 条记录合并以后又改过,或有别的记录要用,保持现在的样子:",
    "These {n} records were edited since the merge, or others need them; they stay as they are:",
)


def take_back(window: "MainWindow", step: int) -> None:
    """What could not be taken back is shown by name."""
    db = window.opened.db
    try:
        done = history.undo(db, step)
    except UserError as error:
        show_error(window, error)
        return
    window.changes.happened.emit(frozenset(k.table for k in KINDS))
    window.status.say(STAYED.format(n=len(done.kept)) if done.kept else UNDONE)
    if done.kept:
        KeptList(window, kept_words(db, done.kept)).open()


def kept_words(db: Database, kept: tuple[tuple[str, str], ...]) -> list[str]:
    """Kind and name of each."""
    book = load_book(db)
    rows = [(BY_TABLE[table], store.get(db, BY_TABLE[table], id)) for table, id in kept]
    return [f"{kind.title}  {name_of(kind, row, book)}" for kind, row in rows if row]


class KeptList(QDialog):
    """To be read and closed."""

    def __init__(self, parent: QWidget | None, words: list[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle(str(UNDONE))
        self.setMinimumSize(px(520), px(360))
        rows = column(self, INSIDE, BETWEEN)
        rows.addWidget(label(KEPT_HEAD.format(n=len(words)), wrap=True))
        self.lines = QListWidget()
        self.lines.setObjectName("pick")
        self.lines.setAccessibleName(str(UNDONE))
        self.lines.addItems(words)
        rows.addWidget(self.lines, 1)
        foot = line()
        foot.addStretch()
        foot.addWidget(button(Text("知道了", "OK"), self.accept, role="primary"))
        rows.addLayout(foot)
