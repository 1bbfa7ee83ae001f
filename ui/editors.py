"""One editor per field type: the only place that knows which widget shows what."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, SignalInstance
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QCalendarWidget,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPlainTextEdit,
    QWidget,
    QWidgetAction,
)

from core.clean import clean_value
from core.codes import CodeBook
from core.errors import UserError
from core.field import Field, Type
from core.show import decimal_words, yuan
from core.text import Text
from core.typed import date_of, fen_of, value_of, whole_of
from core.usage import in_order
from ui.choice import ChoiceEditor, NumberEditor, Option
from ui.icons import icon
from ui.measures import MUTED, px
from ui.pieces import today
from ui.undo_key import leaves_undo

LEAST_LINES, MOST_LINES = 2, 14  # of a note
GOES_ON = Text(
    "Tab 或空行回车到下一栏", "Tab, or Enter on an empty line, goes on to the next field"
)
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@dataclass(frozen=True)
class Editor:
    """A widget and how a stored value goes in and comes out; unknown is None both ways."""

    widget: QWidget
    get: Callable[[], Any]  # raises UserError for words that mean nothing
    put: Callable[[Any], None]
    raw: Callable[[], str]  # the words as they stand, to see whether something changed
    edited: SignalInstance
    put_raw: Callable[[str], None]  # words as `raw` gave them, right or wrong


def editor_for(field: Field, book: CodeBook, used: Sequence[str] = ()) -> Editor:
    """The editor of a field, empty; `used` are the values chosen most, which are offered first."""
    match field.type:
        case Type.TEXT:
            return _line(TextLine(field))
        case Type.NOTE:
            return _note(NoteEditor())
        case Type.CODE:
            offered = book.offered(field.codes)
            options = [Option(code, str(offered[code])) for code in in_order([*offered], used)]
            return _choice(options, partial(_words_of, field, book))
        case Type.LINK if far := book.far.get(field.link):
            return _put_into(NumberEditor(far), partial(_words_of, field, book))
        case Type.LINK:
            names = book.offered_names(field.link)
            options = [Option(id, names[id]) for id in in_order([*names], used)]
            return _choice(options, partial(_words_of, field, book))
        case Type.YES_NO:
            yes, no = field.answers
            options = [
                Option(1, str(yes), ("1", "y", "是", "有")),
                Option(0, str(no), ("0", "n", "否", "无")),
            ]
            return _choice(options, str)
        case Type.CODES:
            return _codes(field, book)
        case Type.DATE:
            return _line(DateLine())
        case Type.INTEGER:
            return _line(TypedLine(whole_of, str))
        case Type.DECIMAL:
            return _line(
                TypedLine(lambda typed: value_of(field, typed, {}, {}, today()), decimal_words)
            )
        case Type.MONEY:
            return _line(TypedLine(fen_of, yuan))


class TypedLine(QLineEdit):
    """One line whose words mean a value; they are written the usual way when one leaves it."""

    def __init__(self, read: Callable[[str], Any], write: Callable[[Any], str]) -> None:
        super().__init__()
        self._read, self._write = read, write
        self.editingFinished.connect(self._tidy)

    def value(self) -> Any:
        """None for nothing. Raises UserError for words that mean nothing."""
        typed = self.text().strip()
        return self._read(typed) if typed else None

    def show_value(self, value: Any) -> None:
        self.setText("" if value is None else self._write(value))
        self.setCursorPosition(0)

    def _tidy(self) -> None:
        try:
            value = self.value()
        except UserError:
            return  # the form says so at the field
        words = "" if value is None else self._write(value)
        if words != self.text():
            self.setText(words)


class TextLine(TypedLine):
    """Words; leaving it makes them what will be stored: full-width digits of numbers half width."""

    def __init__(self, field: Field) -> None:
        super().__init__(str, str)
        self._field = field

    def _tidy(self) -> None:
        try:
            words = clean_value(self._field, self.text()) or ""
        except UserError:
            return  # said at the field when it is saved
        if words != self.text():
            self.setText(words)


class DateLine(TypedLine):
    """A date as people type it (0503, 5.3, 今, -3); the calendar (Alt+Down) is the second way."""

    def __init__(self) -> None:
        super().__init__(lambda typed: date_of(typed, today()), str)
        opener = QAction(icon("calendar", MUTED), str(Text("日历", "Calendar")), self)
        opener.setShortcut(QKeySequence("Alt+Down"))
        opener.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        opener.triggered.connect(self.open_calendar)
        self.addAction(opener, QLineEdit.ActionPosition.TrailingPosition)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setPlaceholderText(str(Text("如 0503、5.3、今", "such as 0503")))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setPlaceholderText("")

    def open_calendar(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setSelectedDate(self._shown_date())
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)

        def take(day: QDate) -> None:
            self.setText(day.toString(Qt.DateFormat.ISODate))
            menu.close()

        calendar.activated.connect(take)
        calendar.clicked.connect(take)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        calendar.setFocus()

    def _shown_date(self) -> QDate:
        try:
            shown = date.fromisoformat(self.value() or today().isoformat())
        except UserError:
            shown = today()
        return QDate(shown.year, shown.month, shown.day)


class NoteEditor(QPlainTextEdit):
    """Several lines; as high as what is written. Tab leaves it, and so does Enter on an empty last
    line (EnterMoves)."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setToolTip(str(GOES_ON))  # a field with a legal ground shows that instead
        self.textChanged.connect(self._grow)
        self._grow()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setPlaceholderText(str(GOES_ON))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setPlaceholderText("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._grow()

    def _grow(self) -> None:
        lines = max(LEAST_LINES, min(MOST_LINES, round(self.document().size().height())))
        height = lines * self.fontMetrics().lineSpacing() + px(14) + 22
        if height != self.minimumHeight():
            self.setFixedHeight(height)


_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _is_window_key(event: QEvent) -> bool:
    """Ctrl+D repeats the last record; on Linux a field would take it for Delete."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.key() == Qt.Key.Key_D
        and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    )


class EnterMoves(QObject):
    """Enter in a field goes on, Shift+Enter goes back; in a note it is a new line, and on an empty
    last line it goes on.

    An Enter that ends an input-method composition does neither: while the method is composing, and
    right after it has handed over its words.
    """

    def __init__(self, move: Callable[[int], None], parent: QObject) -> None:
        super().__init__(parent)
        self._move = move
        self._composing = self._just_ended = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodEvent):
            self._follow(event)
        if isinstance(event, QKeyEvent) and event.key() in _ENTER_KEYS and self._ends_words(event):
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._is_enter(event) and self._enter(watched, event)
        if leaves_undo(watched, event) or _is_window_key(event):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _ends_words(self, event: QKeyEvent) -> bool:
        """Whether this Enter, with whatever it is pressed, belongs to the input method: then it
        neither moves nor saves (Ctrl+Enter asks first, as a shortcut)."""
        if not (self._composing or self._just_ended):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._just_ended = False
        return event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)

    def _follow(self, event: QInputMethodEvent) -> None:
        was, self._composing = self._composing, bool(event.preeditString())
        if was and not self._composing:
            self._just_ended = True
            self.startTimer(0)  # the Enter that ended it is already on its way

    def timerEvent(self, event: Any) -> None:
        self.killTimer(event.timerId())
        self._just_ended = False

    def _is_enter(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return event.key() in _ENTER_KEYS and plain in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )

    def _enter(self, watched: QObject, event: QKeyEvent) -> bool:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if isinstance(watched, QPlainTextEdit) and not back and not _ends_note(watched):
            return False
        self._move(-1 if back else 1)
        return True


def _ends_note(note: QPlainTextEdit) -> bool:
    """Whether the cursor stands on an empty last line. That line is taken away again: it was typed
    to leave the note."""
    cursor = note.textCursor()
    if cursor.hasSelection() or cursor.block().next().isValid() or cursor.block().text().strip():
        return False
    if cursor.blockNumber() and not note.isReadOnly():
        cursor.movePosition(cursor.MoveOperation.End)
        cursor.movePosition(cursor.MoveOperation.StartOfBlock, cursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        cursor.deletePreviousChar()
    return True


def _line(made: TypedLine) -> Editor:
    return Editor(made, made.value, made.show_value, made.text, made.textChanged, made.setText)


def _note(made: NoteEditor) -> Editor:
    return Editor(
        made,
        lambda: made.toPlainText().strip() or None,
        lambda value: made.setPlainText("" if value is None else str(value)),
        made.toPlainText,
        made.textChanged,
        made.setPlainText,
    )


def _choice(options: list[Option], words_of: Callable[[Any], str]) -> Editor:
    return _put_into(ChoiceEditor(options), words_of)


def _put_into(made: ChoiceEditor, words_of: Callable[[Any], str]) -> Editor:
    def put(value: Any) -> None:
        made.choose(value, "" if value is None else words_of(value))

    return Editor(made, made.value, put, made.text, made.textChanged, made.show_words)


def _words_of(field: Field, book: CodeBook, value: Any) -> str:
    if field.type is Type.LINK:
        return book.name_of(field.link, value) or str(value)
    return book.words(field.codes, value)


def _codes(field: Field, book: CodeBook) -> Editor:
    """Ticks, one a code; codes that are no longer offered stay when a record has them."""
    ticks = QListWidget()

    def put(value: str | None) -> None:
        chosen = json.loads(value or "[]")
        ticks.clear()
        for code in dict.fromkeys([*book.offered(field.codes), *chosen]):
            item = QListWidgetItem(book.words(field.codes, code), ticks)
            item.setData(Qt.ItemDataRole.UserRole, code)
            item.setCheckState(CHECKED if code in chosen else UNCHECKED)

    def get() -> str | None:
        items = [ticks.item(i) for i in range(ticks.count())]
        chosen = [i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() == CHECKED]
        return json.dumps(chosen) if chosen else None

    put(None)
    return Editor(ticks, get, put, lambda: get() or "", ticks.itemChanged, put)
