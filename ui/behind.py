"""The records behind a figure of a sheet: in their list where one stands in the window, else in a
small list of their own."""

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget
from sqlite_utils import Database

from core import store
from core.field import RecordKind
from core.records import load_book
from core.show import name_of, shown
from core.text import Text
from ui.measures import BETWEEN, INSIDE, px
from ui.pieces import CANCEL, button, column, label, line
from ui.tabs_page import TabsPage

BEHIND = Text("该格背后的 {n} 条记录", "{n} records behind the cell")
COLUMNS = 6  # of its list that are told of a record
OPEN = Text("打开", "Open")


def tabs_of(page: QWidget) -> Iterator[QWidget]:
    """The page itself, or what stands in each of its tabs, which are shown one by one."""
    if not isinstance(page, TabsPage):
        yield page
        return
    for number in range(page.tabs.count()):
        page.show_tab(number)
        yield page.content()


class BehindList(QDialog):
    """Names and dates of some records; one opens."""

    open_record = Signal(str, str)

    def __init__(
        self, parent: QWidget | None, db: Database, kind: RecordKind, ids: Sequence[str]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(str(kind.title))
        self.setMinimumSize(px(520), px(380))
        self._kind = kind
        self._ids = list(ids)
        rows = column(self, INSIDE, BETWEEN)
        rows.addWidget(label(BEHIND.format(n=len(ids)), "section"))
        self.lines = QListWidget()
        self.lines.setObjectName("pick")
        self.lines.setAccessibleName(str(kind.title))
        for words in _words(db, kind, ids):
            self.lines.addItem(words)
        self.lines.setCurrentRow(0)
        self.lines.itemActivated.connect(self._open)
        rows.addWidget(self.lines, 1)
        foot = line()
        foot.addStretch()
        foot.addWidget(button(CANCEL, self.reject))
        chosen = partial(self._open, None)
        foot.addWidget(button(OPEN, chosen, role="primary"))
        rows.addLayout(foot)

    def _open(self, _: QListWidgetItem | None) -> None:
        place = self.lines.currentRow()
        if place >= 0:
            self.accept()
            self.open_record.emit(self._kind.table, self._ids[place])


def _words(db: Database, kind: RecordKind, ids: Sequence[str]) -> Iterator[str]:
    """Its date, its name and what stands in the first columns of its list."""
    book = load_book(db)
    found = store.get_many(db, kind, ids)
    for id in ids:
        row = found[id]
        dated = [kind.dated_by] if kind.dated_by else []
        rest = [n for n in kind.columns if n not in dated][:COLUMNS]
        words = [name_of(kind, row, book)]
        words += [shown(kind.field(n), row[n], book) for n in (*dated, *rest)]
        yield "  ".join(dict.fromkeys(w for w in words if w))
