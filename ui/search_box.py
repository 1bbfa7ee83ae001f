"""One search box for everything: names, pinyin initials, numbers; Enter opens what is found."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit
from sqlite_utils import Database

from core import store
from core.finding import Hit, find_words
from core.records import BY_TABLE, DISPUTE, PARTY, load_book
from core.show import name_of
from core.text import Text
from ui.editors import leaves_undo
from ui.icons import icon
from ui.measures import MUTED, px
from ui.pick_list import PickList

MOST = 50
WAIT = 150  # milliseconds without a key before it is searched
NOTHING = Text("没有找到", "Nothing found")


@dataclass(frozen=True)
class Found:
    """A record to open, and the line that names it."""

    table: str
    id: str
    words: str


class SearchBox(QLineEdit):
    """Asks the database while one types."""

    open_record = Signal(str, str)  # table, id

    def __init__(self, db: Database) -> None:
        super().__init__()
        self._db = db
        self._found: list[Found] = []
        self._list: PickList | None = None
        self.setPlaceholderText(
            str(
                Text(
                    "搜索姓名、拼音首字母、卷号、身份证号、电话 (Ctrl+F)",
                    "Search names, initials, numbers (Ctrl+F)",
                )
            )
        )
        glass = QAction(icon("search", MUTED), "", self)
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self.setMinimumWidth(px(110))
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT)
        self._wait.timeout.connect(self.search)
        self.textEdited.connect(lambda _: self._wait.start())

    def search(self) -> None:
        """Show what fits the words typed."""
        self._wait.stop()
        if not self.text().strip():
            self._drop_down().hide()
            return
        self._found = found_records(self._db, self.text())
        self._drop_down().offer([f.words for f in self._found] or [str(NOTHING)])

    def event(self, event: QEvent) -> bool:
        """Esc clears the box before it may leave the page; Ctrl+Z in it is the window's."""
        if leaves_undo(self, event):
            event.ignore()
            return True
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.text()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self._drop_down().move_by(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self._wait.isActive() or not self._drop_down().isVisible():
                    self.search()
                    if len(self._found) != 1:
                        return
                self._open(self._drop_down().currentRow())
            case Qt.Key.Key_Escape if self.text():
                self.clear()
                self._drop_down().hide()
            case _:
                super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._wait.stop()
        if self._list:
            self._list.hide()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        if self._list:
            self._list.hide()
        super().hideEvent(event)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._found):
            chosen = self._found[row]
            self._drop_down().hide()
            self.clear()
            self.open_record.emit(chosen.table, chosen.id)

    def _drop_down(self) -> PickList:
        if self._list is None:  # made late: only now the box stands in its window
            self._list = PickList(self)
            self._list.picked.connect(self._open)
            self.destroyed.connect(self._list.deleteLater)
        return self._list


def found_records(db: Database, typed: str) -> list[Found]:
    """The records that hold the words, each named once, newest first."""
    roots = list(dict.fromkeys(_root(hit) for hit in find_words(db, typed)))[:MOST]
    book = load_book(db)
    parties = store.children_by_parent(db, PARTY, [id for t, id in roots if t == DISPUTE.table])
    found = []
    for table, id in roots:
        kind = BY_TABLE[table]
        row = store.get(db, kind, id)
        if row is None or row["state"] != store.LIVE:
            continue
        names = " / ".join(p["name"] for p in parties.get(id, []))
        words = [str(kind.title), name_of(kind, row, book), names, row.get("accepted_on") or ""]
        found.append(Found(table, id, "  ".join(w for w in words if w)))
    return found


def _root(hit: Hit) -> tuple[str, str]:
    """The record that has a page of its own: a party's dispute."""
    kind = BY_TABLE[hit.table]
    return (kind.field(kind.parent).link if kind.parent else hit.table), hit.root
