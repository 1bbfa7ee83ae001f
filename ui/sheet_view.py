"""A drawn sheet on the screen: heads over heads, figures in their cells."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from core.sheet import Cell, Role, Sheet
from core.text import Text
from ui.frozen import FrozenParts
from ui.measures import ACCENT, HEAD, INK, painted, px

FIGURE_WIDTH, LABEL_WIDTH, MOST_LABEL, LINE, GAP = 62, 150, 340, 20, 14
WIDE = 14  # columns that fill the smallest screen
OF = Qt.ItemDataRole.UserRole


class SheetView(QTableWidget):
    """`pressed` tells the (row id, column id) of a figure that was clicked or entered."""

    pressed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(str(Text("统计表", "Sheet")))
        self.setObjectName("sheet")
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            head.setMinimumSectionSize(8)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.cellClicked.connect(self._press)
        self._frozen = FrozenParts(self)

    def show_sheet(self, sheet: Sheet) -> None:
        """Every cell in its place; the cursor stays where it was."""
        at = (self.currentRow(), self.currentColumn())
        self.clear()
        self.clearSpans()
        self.setRowCount(max((c.row + c.rowspan for c in sheet.cells), default=0))
        self.setColumnCount(max((c.column + c.colspan for c in sheet.cells), default=0))
        for cell in sheet.cells:
            self.setItem(cell.row, cell.column, _item(cell))
            if cell.rowspan > 1 or cell.colspan > 1:
                self.setSpan(cell.row, cell.column, cell.rowspan, cell.colspan)
        self._fit(sheet)
        if at[0] >= 0:
            self.setCurrentCell(*at)
        else:
            self._start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)

    def _press(self, row: int, column: int) -> None:
        item = self.item(row, column)
        if item is not None and (of := item.data(OF)):
            self.pressed.emit(*of)

    def _start(self) -> None:
        """At the first figure."""
        for row in range(self.rowCount()):
            for column in range(self.columnCount()):
                item = self.item(row, column)
                if item is not None and item.data(OF):
                    self.setCurrentCell(row, column)
                    return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._frozen.place()

    def _fit(self, sheet: Sheet) -> None:
        """Widths by the longest label, heights by the words as they are set; figures stand in rows
        of one height."""
        labels = [self.item(c.row, 0) for c in sheet.cells if c.role in (Role.LABEL, Role.TOTAL)]
        longest = max((_width(item) for item in labels if item is not None), default=0)
        widest = min(max(longest + px(GAP), px(LABEL_WIDTH)), px(MOST_LABEL))
        for place in range(self.columnCount()):
            self.setColumnWidth(place, px(FIGURE_WIDTH) if place else widest)
        heights = [px(LINE + GAP)] * self.rowCount()
        for cell in sheet.cells:
            needed = self._height(cell)
            there = sum(heights[cell.row : cell.row + cell.rowspan])
            if needed > there:
                heights[cell.row + cell.rowspan - 1] += needed - there
        figures = range(sheet.head_rows, self._note_row(sheet))
        tallest = max((heights[row] for row in figures), default=0)
        for row, height in enumerate(heights):
            self.setRowHeight(row, tallest if row in figures else height)
        spans = [
            (c.row, c.column, c.rowspan, c.colspan)
            for c in sheet.cells
            if 0 < c.row < sheet.head_rows and (c.rowspan > 1 or c.colspan > 1)
        ]
        self._frozen.take(sheet.head_rows, figures.stop, spans)

    def _note_row(self, sheet: Sheet) -> int:
        """The first row below the figures."""
        notes = [c.row for c in sheet.cells if c.role is Role.NOTE]
        return min(notes, default=self.rowCount())

    def _height(self, cell: Cell) -> int:
        """What the words take in the width of the cell, set in lines."""
        item = self.item(cell.row, cell.column)
        if item is None or cell.role is Role.TITLE or cell.colspan > WIDE:
            return px(LINE + GAP)
        columns = range(cell.column, cell.column + cell.colspan)
        room = QRect(0, 0, sum(self.columnWidth(c) for c in columns) - px(GAP), 10_000)
        wraps = Qt.TextFlag.TextWordWrap
        return QFontMetrics(item.font()).boundingRect(room, wraps, item.text()).height() + px(GAP)


def _width(item: QTableWidgetItem) -> int:
    return QFontMetrics(item.font()).horizontalAdvance(item.text())


def _item(cell: Cell) -> QTableWidgetItem:
    item = QTableWidgetItem("" if cell.value is None else str(cell.value))
    # what spans more than the window is wide would be out of sight in its middle
    is_left = cell.role in (Role.LABEL, Role.NOTE, Role.TITLE) or cell.colspan > WIDE
    across = Qt.AlignmentFlag.AlignLeft if is_left else Qt.AlignmentFlag.AlignHCenter
    item.setTextAlignment(across | Qt.AlignmentFlag.AlignVCenter)
    font = QFont()
    font.setBold(cell.role in (Role.TITLE, Role.TOTAL))
    if cell.role is Role.TITLE:
        font.setPixelSize(px(18))
    item.setFont(font)
    counts = cell.of is not None and bool(cell.value)
    item.setForeground(QColor(painted(ACCENT if counts else INK)))
    if cell.role in (Role.HEAD, Role.UNIT, Role.NUMBER):
        item.setBackground(QColor(painted(HEAD)))
    if counts:
        item.setData(OF, cell.of)
    item.setToolTip(item.text() if len(item.text()) > 4 else "")
    if cell.of is None:
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    return item
