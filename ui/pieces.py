"""Small pieces that every page is made of."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.text import Text
from ui.icons import icon
from ui.measures import BETWEEN, FAINT, INK, INSIDE, PAPER, px

CANCEL = Text("取消", "Cancel")
L = TypeVar("L", bound=QBoxLayout)


def today() -> date:
    """The day on this PC's calendar."""
    return datetime.now(UTC).astimezone().date()


def label(words: Text | str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label in one of the roles of style.qss: title, section, small, label, figure, fault …"""
    made = QLabel(str(words))
    made.setObjectName(role)
    made.setTextFormat(Qt.TextFormat.PlainText)  # records are never taken for markup
    made.setWordWrap(wrap)
    return made


def button(
    words: Text, pressed: Callable[[], object], *, sign: str = "", role: str = "", act: str = ""
) -> QPushButton:
    """role: primary, plain, chip or nothing. `act` is what it does by the names of ui/rights.py,
    where that is not the name of the method."""
    made = QPushButton(str(words))
    made.setObjectName(role)
    if sign:
        made.setIcon(icon(sign, PAPER if role == "primary" else INK))
        made.setText(f" {words}")  # Qt leaves hardly any room between sign and words
    made.setProperty("act", act or getattr(pressed, "__name__", ""))
    made.setAutoDefault(False)
    made.setDefault(role == "primary")  # in a dialog Enter presses it
    made.clicked.connect(lambda _=False: pressed())
    return made


def card() -> QFrame:
    """A white field with rounded corners; give it a layout."""
    made = QFrame()
    made.setObjectName("card")
    return made


def column(parent: QWidget | None = None, margin: int = 0, between: int = BETWEEN) -> QVBoxLayout:
    return _laid(QVBoxLayout(parent) if parent else QVBoxLayout(), margin, between)


def line(parent: QWidget | None = None, margin: int = 0, between: int = BETWEEN) -> QHBoxLayout:
    return _laid(QHBoxLayout(parent) if parent else QHBoxLayout(), margin, between)


def _laid(layout: L, margin: int, between: int) -> L:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(between)
    return layout


def scrolled(content: QWidget) -> QScrollArea:
    """The widget with a scroll bar at its side where it is too high."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    for each in (area.viewport(), content):
        each.setAutoFillBackground(False)  # the ground or the card shows through
    return area


def emptied(layout: QLayout) -> None:
    """Take every widget out of a layout and let it go."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()


def empty_page(sign: str, words: Text, hint: Text) -> QWidget:
    """What stands where there is nothing yet: what will stand there, and the first step."""
    made = QWidget()
    made.setMinimumHeight(1)  # cut off rather than keep the window from fitting the screen
    rows = column(made, INSIDE)
    picture = label()
    picture.setPixmap(icon(sign, FAINT).pixmap(px(48), px(48)))
    rows.addStretch()
    for piece in (picture, label(words, "section", wrap=True), label(hint, "small", wrap=True)):
        piece.setAlignment(Qt.AlignmentFlag.AlignCenter)
        rows.addWidget(piece)
    rows.addStretch()
    return made


class Elided(QLabel):
    """One line that may be longer than its place: cut with … and whole in the tool tip."""

    def __init__(self, words: Text | str = "", role: str = "") -> None:
        super().__init__()
        self.setObjectName(role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._words = ""
        self.say(words)

    def say(self, words: Text | str) -> None:
        self._words = str(words)
        self.setToolTip(self._words)
        self.updateGeometry()
        self._fit()

    def words(self) -> str:
        """All of them."""
        return self._words

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self._words) + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(self.width(), 1)
        elide = Qt.TextElideMode.ElideRight
        self.setText(self.fontMetrics().elidedText(self._words, elide, room))


class TwoLines(QLabel):
    """Words that break into two lines and are cut with … after them; whole in the tool tip."""

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._words = ""
        self.say(words)

    def say(self, words: str) -> None:
        self._words = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """The second line begins where the first is full: Chinese breaks anywhere."""
        metrics, room = self.fontMetrics(), max(self.contentsRect().width(), 1)
        fits = sum(metrics.horizontalAdvance(self._words[:n]) <= room for n in range(1, 200))
        first, rest = self._words[:fits], self._words[fits:]
        if rest and " " in first:  # between the words of another language
            first, _, begun = first.rpartition(" ")
            rest = begun + rest
        rest = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)
        self.setText(f"{first}\n{rest}" if rest else first)


class Flow(QLayout):
    """Widgets side by side, on a new line where the room ends: chips at 200 % type size."""

    def __init__(self, parent: QWidget | None = None, between: int = 8) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(between)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # None at the end
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._place(area, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, area: QRect, *, move: bool) -> int:
        """The height needed for the width of the area."""
        x, y, height = area.x(), area.y(), 0
        for item in self._items:
            if item.isEmpty():  # hidden
                continue
            hint = item.sizeHint()
            if x > area.x() and x + hint.width() > area.right() + 1:
                x, y, height = area.x(), y + height + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self.spacing()
            height = max(height, hint.height())
        return y + height - area.y()
