"""A field with a list behind it: opens on typing, matches Chinese, pinyin and initials."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from core.errors import UserError
from core.far import Far
from core.spelling import folded, spellings
from core.text import Text
from ui.icons import icon
from ui.measures import MUTED
from ui.pick_list import PickList

NONE_SO = Text("没有编号为“{typed}”的记录。", "No record is numbered {typed}.")
TWO_SO = Text(
    "编号“{typed}”不止一条记录,请从列表中选。", "Several records are numbered {typed}; choose one."
)
NOT_OFFERED = Text("“{typed}”不在选项内,请从列表中选。", "{typed} is not on the list; choose one.")


@dataclass(frozen=True)
class Option:
    """One thing to choose: what is stored, what is shown, what else may be typed for it."""

    value: Any
    words: str
    also: tuple[str, ...] = ()


class ChoiceEditor(QLineEdit):
    """Typing narrows the list; Enter or leaving the field takes what is highlighted."""

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = list(options)
        self._matches: list[Option] = []
        self._chosen: Option | None = None
        self._list: PickList | None = None
        arrow = QAction(icon("chevron-down", MUTED), "", self)
        arrow.triggered.connect(self.open_list)
        self.addAction(arrow, QLineEdit.ActionPosition.TrailingPosition)
        self.textEdited.connect(self._narrow)

    def options(self) -> list[Option]:
        """Everything offered, in order."""
        return list(self._options)

    def value(self) -> Any:
        """What was chosen; None for nothing. Raises UserError for words not on the list."""
        typed = self.text().strip()
        if not typed:
            return None
        if self._chosen and self._chosen.words == typed:
            return self._chosen.value
        for option in self._options:
            if option.words == typed:
                return option.value
        raise UserError(NOT_OFFERED.format(typed=typed))

    def choose(self, value: Any, words: str = "") -> None:
        """Show a stored value; `words` are shown for one that is no longer offered."""
        found = next((o for o in self._options if o.value == value), None)
        if found is None and value is not None:
            found = Option(value, words or str(value))
            self._options.append(found)
        self._take(found)

    def show_words(self, words: str) -> None:
        """Words as somebody typed them, on the list or not."""
        self._take(next((o for o in self._options if o.words == words), None))
        self.setText(words)

    def open_list(self) -> None:
        """Everything there is to choose, at what is chosen now."""
        self._matches = self._found("")
        words = [o.words for o in self._matches]
        at = words.index(self.text()) if self.text() in words else 0
        self._drop_down().offer(words, at)

    def settle(self) -> None:
        """Take what is highlighted, if the list is open, and close it."""
        if self._is_open():
            row = self._drop_down().currentRow()
            self._drop_down().hide()
            if self.text().strip() and 0 <= row < len(self._matches):
                self._take(self._matches[row])

    def event(self, event: QEvent) -> bool:
        """Esc closes an open list before it may leave the page."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._is_open()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape if self._is_open():
                self._drop_down().hide()
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self._is_open():
                self._drop_down().move_by(1 if event.key() == Qt.Key.Key_Down else -1)
                if not self.text():  # nothing typed: the arrows choose
                    self._show_highlighted()
            case Qt.Key.Key_Down:
                self.open_list()
                if not self.text():
                    self._show_highlighted()
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self._is_open():
            self.open_list()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.settle()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        if self._is_open():
            self._drop_down().hide()
        super().hideEvent(event)

    def _narrow(self, typed: str) -> None:
        self._chosen = None
        self._matches = self._found(typed)
        self._drop_down().offer([o.words for o in self._matches])

    def _found(self, typed: str) -> list[Option]:
        """What fits the characters typed; everything for none."""
        return matching(self._options, typed) if typed.strip() else self._options

    def _show_highlighted(self) -> None:
        row = self._drop_down().currentRow()
        if 0 <= row < len(self._matches):
            self._take(self._matches[row])

    def _pick(self, row: int) -> None:
        self._take(self._matches[row])
        self._drop_down().hide()

    def _take(self, option: Option | None) -> None:
        self._chosen = option
        words = option.words if option else ""
        if words != self.text():
            self.setText(words)
        self.setCursorPosition(0)

    def _is_open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def _drop_down(self) -> PickList:
        if self._list is None:  # made late: only now the field stands in its window
            self._list = PickList(self)
            self._list.picked.connect(self._pick)
            self.destroyed.connect(self._list.deleteLater)
        return self._list


class NumberEditor(ChoiceEditor):
    """A record of a large table by its number, such as a dispute: looked up while one types."""

    def __init__(self, far: Far) -> None:
        super().__init__([])
        self._far = far

    def value(self) -> Any:
        """As of a choice; a number typed whole needs no choosing, unless two records have it."""
        typed = self.text().strip()
        if not typed or (self._chosen and self._chosen.words == typed):
            return super().value()
        ids = self._far.ids_of(typed)
        if len(ids) != 1:
            raise UserError((TWO_SO if ids else NONE_SO).format(typed=typed))
        return ids[0]

    def _found(self, typed: str) -> list[Option]:
        return [Option(id, name) for id, name in self._far.like(typed) if name]


def matching(options: Sequence[Option], typed: str) -> list[Option]:
    """The options that fit what is typed, those that begin with it first."""
    sought = folded(typed.strip())
    begin, within = [], []
    for option in options:
        names = [folded(n) for n in (option.words, *option.also, *spellings(option.words))]
        if any(n.startswith(sought) for n in names):
            begin.append(option)
        elif any(sought in n for n in names):
            within.append(option)
    return begin + within
