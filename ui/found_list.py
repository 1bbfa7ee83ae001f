"""The list under the search box: what was found, with the words typed marked in it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QWidget,
)

from core.text import Text
from ui.found_lines import FoundLine, Sort
from ui.measures import ACCENT, AMBER, CHOSEN, INK, MUTED, SETS, painted, px

LINE = Qt.ItemDataRole.UserRole
WIDTH = 680  # at 100 %, where the window has room
HEIGHTS = {Sort.HEAD: 30, Sort.RECORD: 46, Sort.MORE: 32, Sort.NOTE: 36}
MARGIN = 10
CAN_BE_CHOSEN = (Sort.RECORD, Sort.MORE)
Index = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FoundList(QListWidget):
    """A child of the window its field stands in; it never takes the focus."""

    picked = Signal(int)  # the row clicked

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor.window())
        self._anchor = anchor
        self.setObjectName("pick")
        self.setAccessibleName(str(Text("查找结果", "What was found")))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(FoundDelegate(self))
        self.setMouseTracking(True)
        self.itemClicked.connect(lambda item: self.picked.emit(self.row(item)))
        self.hide()

    def offer(self, lines: Sequence[FoundLine], *, keep: bool = False) -> None:
        """Show these lines; the first record is chosen, or with `keep` the one chosen before."""
        before = self.chosen() if keep else None
        self.clear()
        for line in lines:
            item = QListWidgetItem(f"{line.title} {line.detail}".strip(), self)
            item.setData(LINE, line)
            item.setToolTip("\n".join(filter(None, (line.title, line.detail))))
            if line.sort not in CAN_BE_CHOSEN:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        at = next((n for n, each in enumerate(lines) if before and _same(each, before)), None)
        self._choose(at if at is not None else self._next(-1, 1))
        self._place()
        self.show()
        self.raise_()

    def chosen(self) -> FoundLine | None:
        item = self.currentItem()
        line = item.data(LINE) if item else None
        return line if isinstance(line, FoundLine) else None

    def line(self, row: int) -> FoundLine | None:
        item = self.item(row)
        line = item.data(LINE) if item else None
        return line if isinstance(line, FoundLine) else None

    def move_by(self, rows: int) -> None:
        """So many lines down or up, past the names of groups; stops at the ends."""
        row = self.currentRow()
        for _ in range(abs(rows)):
            row = self._next(row, 1 if rows > 0 else -1)
        self._choose(row)

    def choose_group(self, table: str) -> None:
        """The first record of a group."""
        for row in range(self.count()):
            line = self.line(row)
            if line and line.sort is Sort.HEAD and line.table == table:
                self._choose(self._next(row, 1))
                return

    def _choose(self, row: int) -> None:
        self.setCurrentRow(row)
        if row == self._next(-1, 1):
            self.scrollToTop()  # with the name of its group

    def _next(self, row: int, by: int) -> int:
        """The next line that can be chosen; the same one where there is none."""
        at = row + by
        while 0 <= at < self.count():
            if (line := self.line(at)) and line.sort in CAN_BE_CHOSEN:
                return at
            at += by
        return row

    def _place(self) -> None:
        """Under the field, wider than it where the window has room."""
        window = self._anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        at = self._anchor.mapTo(window, QPoint(0, self._anchor.height() + 2))
        width = min(max(self._anchor.width(), px(WIDTH)), window.width() - 16)
        wanted = sum(self.sizeHintForRow(row) for row in range(self.count())) + 10
        left = max(8, min(at.x(), window.width() - width - 8))
        self.setGeometry(left, at.y(), width, min(wanted, window.height() - at.y() - 12))


class FoundDelegate(QStyledItemDelegate):
    """Draws a line: a group, a record in two lines with its marks, or a sentence. The stubs of
    QStyleOptionViewItem lack what it inherits, hence Any."""

    def sizeHint(self, option: Any, index: Index) -> QSize:
        line = index.data(LINE)
        fits = 2 * option.fontMetrics.height() + px(10) if line.sort is Sort.RECORD else 0
        return QSize(0, max(px(HEIGHTS[line.sort]), fits))

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        line: FoundLine = index.data(LINE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            _fill(painter, place, CHOSEN)
        elif option.state & QStyle.StateFlag.State_MouseOver and line.sort in CAN_BE_CHOSEN:
            _fill(painter, place, SETS["usual"]["hover"])
        inside = place.adjusted(px(MARGIN), 0, -px(MARGIN), 0)
        match line.sort:
            case Sort.RECORD:
                self._record(painter, inside, option.font, line)
            case Sort.HEAD:
                _head(painter, inside, option.font, line)
            case _:
                colour = ACCENT if line.sort is Sort.MORE else MUTED
                _words(painter, inside, option.font, line.title, (), colour)
        painter.restore()

    def _record(self, painter: QPainter, place: QRect, font: QFont, line: FoundLine) -> None:
        small = _small(font)
        rows = QFontMetrics(font).height(), QFontMetrics(small).height() if line.detail else 0
        top = place.top() + (place.height() - sum(rows)) // 2
        above = QRect(place.left(), top, place.width(), rows[0])
        below = QRect(place.left(), top + rows[0], place.width(), rows[1])
        _words(painter, above, font, line.title, line.title_marks, INK)
        _words(painter, below, small, line.detail, line.detail_marks, MUTED)


def _head(painter: QPainter, place: QRect, font: QFont, line: FoundLine) -> None:
    bold = _small(font)
    bold.setBold(True)
    _words(painter, place, bold, line.title, (), MUTED)
    shift = QFontMetrics(bold).horizontalAdvance(line.title) + px(8)
    _words(painter, place.adjusted(shift, 0, 0, 0), _small(font), line.detail, (), MUTED)


def _words(
    painter: QPainter,
    place: QRect,
    font: QFont,
    words: str,
    marks: Sequence[tuple[int, int]],
    colour: str,
) -> None:
    """One line of words, cut with … where the room ends; the marked parts on a pale ground, in
    another colour and bold, so that colour alone does not tell them."""
    plain, bold = QFont(font), QFont(font)
    bold.setBold(True)
    x = place.left()
    for part, is_marked in _parts(words, marks):
        metrics = QFontMetrics(bold if is_marked else plain)
        room = place.right() - x
        fitting = metrics.elidedText(part, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(fitting)
        if is_marked:
            ground = QRect(x, place.center().y() - metrics.height() // 2, width, metrics.height())
            painter.fillRect(ground, QColor(painted(SETS["usual"]["amber_pale"])))
        painter.setFont(bold if is_marked else plain)
        painter.setPen(QColor(painted(AMBER if is_marked else colour)))
        painter.drawText(QRect(x, place.top(), width + 2, place.height()), LEFT, fitting)
        x += width
        if fitting != part:
            return


def _parts(words: str, marks: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The words in pieces, marked and not."""
    pieces, at = [], 0
    for start, end in marks:
        pieces += [(words[at:start], False), (words[start:end], True)]
        at = end
    return [(piece, marked) for piece, marked in [*pieces, (words[at:], False)] if piece]


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPixelSize(px(13))
    return made


def _fill(painter: QPainter, place: QRect, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(painted(colour)))
    painter.drawRoundedRect(place, 4, 4)


def _same(one: FoundLine, other: FoundLine) -> bool:
    return (one.sort, one.table, one.id) == (other.sort, other.table, other.id)
