"""A drawn sheet on the screen: heads over heads, figures in their cells."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from core.sheet import Cell, Role, Sheet
from ui.measures import ACCENT, HEAD, INK, painted, px

FIGURE_WIDTH, LABEL_WIDTH, LINE, CHARACTER, GAP = 62, 196, 20, 14, 14
WIDE = 14  # columns that fill the smallest screen
OF = Qt.ItemDataRole.UserRole


class SheetView(QTableWidget):
    """`pressed` tells the (row id, column id) of a figure that was clicked or entered."""

    pressed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
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

    def _fit(self, sheet: Sheet) -> None:
        for place in range(self.columnCount()):
            self.setColumnWidth(place, px(FIGURE_WIDTH if place else LABEL_WIDTH))
        heights = [px(LINE + 12)] * self.rowCount()
        for cell in sheet.cells:
            needed = px(_lines(cell) * LINE + 12)
            there = sum(heights[cell.row : cell.row + cell.rowspan])
            if needed > there:
                heights[cell.row + cell.rowspan - 1] += needed - there
        for row, height in enumerate(heights):
            self.setRowHeight(row, height)


def _lines(cell: Cell) -> int:
    """How many lines the words of a cell take in its width."""
    words = str(cell.value or "")
    if cell.role is Role.TITLE or cell.colspan > WIDE:
        return 1
    width = FIGURE_WIDTH * cell.colspan + (LABEL_WIDTH - FIGURE_WIDTH) * (cell.column == 0)
    per_line = max((width - GAP) // CHARACTER, 1)
    return -(-len(words) // per_line)


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
