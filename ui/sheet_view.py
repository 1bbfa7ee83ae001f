"""A drawn sheet on the screen: heads over heads, figures in their cells."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from core.sheet import Cell, Role, Sheet
from core.text import Text
from ui.frozen import FrozenParts
from ui.measures import ACCENT, CHOSEN, HEAD, INK, painted, px
from ui.sheet_cells import SheetCells

FIGURE_WIDTH, LABEL_WIDTH, MOST_LABEL, LINE, GAP = 62, 150, 340, 20, 14
FORM_FIGURE = 92  # a percentage has room: 100.00%
LEAST_LABEL, SPANNED_LABEL = 48, 320  # of a form with several columns of labels
ROUND_LABEL = 26  # free beside a label; with less of it Qt cuts the words
WIDE = 14  # columns that fill the smallest screen
OF = Qt.ItemDataRole.UserRole


class SheetView(QTableWidget):
    """`pressed` tells the (row id, column id) of a figure that was clicked or entered. One that may
    be typed over is typed into with F2 or at once; `typed` tells it with the words that were typed.
    There a double click or Enter shows the records.
    """

    pressed = Signal(str, str)
    typed = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(str(Text("统计表", "Sheet")))
        self.setObjectName("sheet")
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            head.setMinimumSectionSize(8)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.cellClicked.connect(self._click)
        self.cellDoubleClicked.connect(self._double_click)
        self.itemChanged.connect(self._on_typed)
        self.setItemDelegate(SheetCells(self))
        self._filling = False
        self._title = Text("", "")
        self._frozen = FrozenParts(self)

    def show_sheet(self, sheet: Sheet) -> None:
        """Every cell in its place; in the same sheet the cursor stays where it was."""
        at = (self.currentRow(), self.currentColumn())
        if sheet.title != self._title:
            self._title, at = sheet.title, (-1, -1)
        self._filling = True
        self.clear()
        self.clearSpans()
        self.setRowCount(max((c.row + c.rowspan for c in sheet.cells), default=0))
        self.setColumnCount(max((c.column + c.colspan for c in sheet.cells), default=0))
        for cell in sheet.cells:
            self.setItem(cell.row, cell.column, _item(cell))
            if cell.rowspan > 1 or cell.colspan > 1:
                self.setSpan(cell.row, cell.column, cell.rowspan, cell.colspan)
        self._filling = False
        self._fit(sheet)
        if at[0] >= 0:
            self.setCurrentCell(*at)
        else:
            self._start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_typing = self.state() == QAbstractItemView.State.EditingState
        if not is_typing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)

    def _click(self, row: int, column: int) -> None:
        item = self.item(row, column)
        if item is not None and not _is_editable(item):
            self._press(row, column)

    def _double_click(self, row: int, column: int) -> None:
        item = self.item(row, column)
        if item is not None and _is_editable(item):
            self._press(row, column)

    def _press(self, row: int, column: int) -> None:
        item = self.item(row, column)
        if item is not None and item.text() and (of := item.data(OF)):
            self.pressed.emit(*of)

    def _on_typed(self, item: QTableWidgetItem) -> None:
        if not self._filling and (of := item.data(OF)):
            self.typed.emit(*of, item.text().strip())

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
        """Widths by the longest label or figure, heights by the words as they are set; figures
        stand in rows of one height."""
        widths = self._label_widths(sheet)
        least = px(FIGURE_WIDTH if len(widths) == 1 else FORM_FIGURE)
        widths += [least] * (self.columnCount() - len(widths))
        for cell in sheet.cells:
            item = self.item(cell.row, cell.column)
            if item is not None and cell.of is not None:
                wanted = _width(item) + px(ROUND_LABEL)
                widths[cell.column] = max(widths[cell.column], wanted)
        for place, width in enumerate(widths):
            self.setColumnWidth(place, width)
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

    def _label_widths(self, sheet: Sheet) -> list[int]:
        """Of the columns of labels: by the longest in each; one over several columns has lines."""
        labels = [c for c in sheet.cells if c.role in (Role.LABEL, Role.TOTAL)]
        least = LABEL_WIDTH if sheet.head_columns < 2 else LEAST_LABEL
        widths = [px(least)] * max(sheet.head_columns, 1)
        for cell in sorted(labels, key=lambda c: c.colspan):
            item, place = self.item(cell.row, cell.column), cell.column
            if item is None or place + cell.colspan > len(widths):
                continue
            most = px(MOST_LABEL if cell.colspan == 1 else SPANNED_LABEL)
            wanted = min(_width(item) + px(ROUND_LABEL), most)
            there = sum(widths[place : place + cell.colspan])
            widths[place + cell.colspan - 1] += max(wanted - there, 0)
        return widths

    def _note_row(self, sheet: Sheet) -> int:
        """The first row below the figures."""
        notes = [c.row for c in sheet.cells if c.role is Role.NOTE and c.row >= sheet.head_rows]
        return min(notes, default=self.rowCount())

    def _height(self, cell: Cell) -> int:
        """What the words take in the width of the cell, set in lines."""
        item = self.item(cell.row, cell.column)
        if item is None or cell.role is Role.TITLE or cell.colspan > WIDE:
            return px(LINE + GAP)
        columns = range(cell.column, cell.column + cell.colspan)
        around = px(ROUND_LABEL if cell.role in (Role.LABEL, Role.TOTAL) else GAP)
        room = QRect(0, 0, sum(self.columnWidth(c) for c in columns) - around, 10_000)
        wraps = Qt.TextFlag.TextWordWrap
        return QFontMetrics(item.font()).boundingRect(room, wraps, item.text()).height() + px(GAP)


def _is_editable(item: QTableWidgetItem) -> bool:
    return bool(item.flags() & Qt.ItemFlag.ItemIsEditable)


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
    if counts or cell.typed:
        item.setData(OF, cell.of)
    item.setToolTip(cell.note or (item.text() if len(item.text()) > 4 else ""))
    flags = Qt.ItemFlag.ItemIsEnabled
    if cell.of is not None:
        flags |= Qt.ItemFlag.ItemIsSelectable
    if cell.typed:
        flags |= Qt.ItemFlag.ItemIsEditable
        item.setBackground(QColor(painted(CHOSEN)))
    item.setFlags(flags)
    return item
