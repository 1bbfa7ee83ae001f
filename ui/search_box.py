"""One search box for everything: names, pinyin, initials, numbers, facts; Enter opens a record.

The words of the file are read and looked through a few milliseconds at a time (core.finding), so
that a key typed meanwhile is never late.
"""

import sys
from collections.abc import Callable, Iterator
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QKeyEvent, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from sqlite_utils import Database

from core.finding import Found, index_of, look, typed_words
from core.spelling import get_ready
from core.text import Text
from ui.icons import icon
from ui.measures import MUTED, px
from ui.undo_key import leaves_undo

if TYPE_CHECKING:
    from ui.found_lines import FoundLine
    from ui.found_list import FoundList

WAIT = 80  # milliseconds without a key before it is looked for
AT_A_TIME = 0.008  # seconds of reading or looking before keys and painting have their turn
SHOWN_EVERY = 0.09  # seconds between two states of a list that still grows
PAUSE = 300  # milliseconds, while a dialog is open: its work may be writing
PAGE = 5  # lines that PgUp and PgDn move by
NOTHING = Text("没有找到“{typed}”", "Nothing found for “{typed}”")
READING = Text("正在准备查找 {percent}%", "Getting ready {percent}%")
HINT = Text(
    "可以输入姓名、拼音或首字母、编号、电话、身份证号、地址、案情;几个词用空格隔开。",
    "Names, pinyin or initials, numbers, phones, addresses, facts; several words with blanks.",
)


class SearchBox(QLineEdit):
    """Shows what it finds while one types."""

    open_record = Signal(str, str)  # table, id

    def __init__(self, db: Database) -> None:
        super().__init__()
        self._db = db
        self._list: FoundList | None = None
        self._found = Found(())
        self._whole = ""  # the table of which more than a few are shown
        self._looking: Iterator[None] | None = None
        self._shown_at = 0.0
        placeholder = Text(
            "搜索姓名、拼音首字母、卷号、身份证号、电话 (Ctrl+F)",
            "Search names, initials, numbers (Ctrl+F)",
        )
        self.setPlaceholderText(str(placeholder))
        self.setAccessibleName(str(Text("查找", "Find")))
        self.setToolTip(str(HINT))
        glass = QAction(icon("search", MUTED), "", self)
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self.setMinimumWidth(px(110))
        self._wait = _timer(self, WAIT, self.search)
        self._turn = _timer(self, 0, self._go_on)
        self.textEdited.connect(self._typed)

    def search(self) -> None:
        """Look for what is typed, from now on, a little at a time."""
        self._wait.stop()
        if not typed_words(self.text()):
            self._stop()
            self.results.hide()
            return
        self._whole = ""
        self._look_again()
        self._go_on()

    @property
    def results(self) -> "FoundList":
        if self._list is None:  # made late: only now the box stands in its window
            from ui.found_list import FoundList

            self._list = FoundList(self)
            self._list.picked.connect(self._pick)
            self.destroyed.connect(self._list.deleteLater)
        return self._list

    # --- looking ---------------------------------------------------------------------------------

    def _typed(self) -> None:
        """What was looked for no longer counts; the list stays until there is a new one."""
        self._stop()
        self._wait.start()

    def _look_again(self) -> None:
        self._found = Found(typed_words(self.text()))
        self._looking = self._steps()
        self._shown_at = monotonic()

    def _steps(self) -> Iterator[None]:
        """First the words that are not in memory yet are read, then looked through."""
        index = index_of(self._db)
        while index.read(self._db):
            yield
        yield from look(index, self._found)

    def _go_on(self) -> None:
        """A few milliseconds of it, then everybody else has a turn."""
        if self._looking is None:
            return
        if QApplication.activeModalWidget():
            self._turn.start(PAUSE)
            return
        until = monotonic() + AT_A_TIME
        for _ in self._looking:
            if monotonic() >= until:
                self._show_progress()
                self._turn.start(0)
                return
        self._looking = None
        if self._found.words:
            self._show(keep=False)

    def _show_progress(self) -> None:
        """What there is so far, from time to time."""
        if not self._found.words or monotonic() - self._shown_at < SHOWN_EVERY:
            return
        self._shown_at = monotonic()
        if self._found.tables:
            self._show(keep=True)
        elif (share := index_of(self._db).share_read(self._db)) < 1:
            from ui.found_lines import note

            self.results.offer([note(READING.format(percent=int(100 * share)))])

    def _finish(self) -> None:
        """All of it now: Enter waits for what it opens."""
        if self._wait.isActive():
            self._wait.stop()
            self._whole = ""
            self._look_again()
        for _ in self._looking or ():
            pass
        self._stop()
        self._show(keep=False)

    def _stop(self) -> None:
        self._turn.stop()
        self._looking = None

    def _show(self, *, keep: bool) -> None:
        from ui.found_lines import found_lines, note

        lines = found_lines(self._db, self._found, self._whole)
        self.results.offer(lines or [note(NOTHING.format(typed=self.text().strip()))], keep=keep)

    # --- keys ------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Esc closes the list and clears the box before it may leave the page; Ctrl+Z in it is the
        window's."""
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
            case Qt.Key.Key_Down | Qt.Key.Key_Up | Qt.Key.Key_PageDown | Qt.Key.Key_PageUp:
                self._move(event.key())
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case Qt.Key.Key_Escape if self._list and self._list.isVisible():
                self._stop()
                self._list.hide()
            case Qt.Key.Key_Escape if self.text():
                self._typed()
                self._wait.stop()
                self.clear()
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The words are read while the first letters are typed; so are, on a thread of their own,
        the readings of characters."""
        super().focusInEvent(event)
        if "pypinyin" not in sys.modules:
            Thread(target=get_ready, daemon=True).start()
        if self._looking is None:
            self._found = Found(())
            self._looking = self._steps()
            self._turn.start(WAIT)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._close()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._close()
        super().hideEvent(event)

    def _close(self) -> None:
        self._wait.stop()
        self._stop()
        if self._list:
            self._list.hide()

    def _move(self, key: int) -> None:
        if not self.results.isVisible():
            self.search()
            return
        by = PAGE if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) else 1
        self.results.move_by(by if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -by)

    def _enter(self) -> None:
        """Open what is chosen. What nobody has seen yet is shown first, unless it is one record."""
        from ui.found_lines import records

        if not typed_words(self.text()):
            return
        if self._wait.isActive() or self._looking or not self.results.isVisible():
            if not self._wait.isActive() and not self._looking:
                self._look_again()
            self._finish()
            shown = [self.results.line(row) for row in range(self.results.count())]
            if len(records([line for line in shown if line])) != 1:
                return
        self._pick(self.results.currentRow())

    def _pick(self, row: int) -> None:
        from ui.found_lines import Sort

        line = self.results.line(row)
        if line is None or line.sort in (Sort.HEAD, Sort.NOTE):
            return
        if line.sort is Sort.MORE:
            self._show_whole(line)
            return
        self._close()
        self.clear()
        self.open_record.emit(line.table, line.id)

    def _show_whole(self, line: "FoundLine") -> None:
        self._whole = line.table
        self._show(keep=False)
        self.results.choose_group(line.table)


def _timer(parent: SearchBox, wait: int, then: Callable[[], None]) -> QTimer:
    made = QTimer(parent)
    made.setSingleShot(True)
    made.setInterval(wait)
    made.timeout.connect(then)
    return made
