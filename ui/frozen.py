"""The head and the first column of a drawn sheet, which stay in sight while it is scrolled."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QTableWidget

from ui.sheet_cells import SheetCells

Span = tuple[int, int, int, int]  # row, column, rows, columns
MOST_OF_HEIGHT = 0.6  # of what is seen; a taller head is scrolled away with the rest


class FrozenParts:
    """Three pictures of parts of a table, laid over it: its head, its first column, the corner.

    The title above the head and the notes below the figures are scrolled: they are wider than any
    window.
    """

    def __init__(self, table: QTableWidget) -> None:
        self._table = table
        self.head, self.first, self.corner = (Part(table) for _ in range(3))
        self._rows = (1, 1, 1)  # the head's first row, the first of figures, the first of notes
        table.verticalScrollBar().valueChanged.connect(lambda _: self.place())
        table.horizontalScrollBar().valueChanged.connect(lambda _: self.place())

    def take(self, head_rows: int, note_row: int, spans: Sequence[Span]) -> None:
        """After a new sheet was laid out: rows 1 to head_rows stay, down to the notes. `spans` are
        those of the head."""
        self._rows = (1, head_rows, note_row)
        self.head.take(range(1, head_rows), None, spans)
        self.first.take(range(1, note_row), range(1), spans)
        self.corner.take(range(1, head_rows), range(1), spans)
        self.place()

    def place(self) -> None:
        """Where the parts go for where the table is scrolled to."""
        table, (start, figures, notes) = self._table, self._rows
        room = table.viewport().size()
        top = max(table.rowViewportPosition(start), 0)
        high = sum(table.rowHeight(row) for row in range(start, figures))
        end = table.rowViewportPosition(notes) if notes < table.rowCount() else room.height()
        end = min(end, room.height())
        is_room = high <= room.height() * MOST_OF_HEIGHT
        wide = table.columnWidth(0)
        down, across = table.verticalScrollBar().value(), table.horizontalScrollBar().value()
        corner = table.viewport().pos()
        for part, width, height, shown in (
            (self.first, wide, end - top, across > 0),
            (self.head, room.width(), min(high, end - top), down > 0 and is_room),
            (self.corner, wide, min(high, end - top), across > 0),
        ):
            part.setVisible(shown and height > 0)
            part.setGeometry(corner.x(), corner.y() + top, width, max(height, 0))
            part.raise_()
        if not is_room:
            self.corner.hide()
        self.first.verticalScrollBar().setValue(max(down - table.rowHeight(0), 0))
        self.head.horizontalScrollBar().setValue(across)


class Part(QTableView):
    """Some rows and columns of the table, to be looked at only."""

    def __init__(self, table: QTableWidget) -> None:
        super().__init__(table)
        self._table = table
        self.setObjectName("sheet")
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.hide()
            head.setMinimumSectionSize(1)
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setWordWrap(True)
        self.setItemDelegate(SheetCells(self))
        self.hide()

    def take(self, rows: range, columns: range | None, spans: Sequence[Span]) -> None:
        """Show these rows and columns (None: all) in the sizes of the table."""
        table = self._table
        columns = range(table.columnCount()) if columns is None else columns
        self.clearSpans()
        for row in range(table.rowCount()):
            self.setRowHidden(row, row not in rows)
            self.setRowHeight(row, table.rowHeight(row))
        for column in range(table.columnCount()):
            self.setColumnHidden(column, column not in columns)
            self.setColumnWidth(column, table.columnWidth(column))
        for row, column, high, wide in spans:
            if row in rows and column in columns:
                self.setSpan(row, column, high, wide)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The table is scrolled, not its picture."""
        self._table.wheelEvent(event)
