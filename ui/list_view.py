"""The table of a list page: rows can be marked, heads clicked and dragged."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent

from ui.measures import scale
from ui.table import Column, RecordTable, TableView

STILL = 300  # milliseconds after which a column is not being pulled any more


class ListView(TableView):
    """Space or the box marks a line, with Shift a range, Ctrl+A all. A click on a head sorts."""

    marked = Signal(int, int)  # first and last line; the same twice turns one round
    all_marked = Signal()
    sorted_by = Signal(int)  # place of a column
    moved = Signal(int, int)  # a column was dragged from one place to another
    head_menu = Signal(QPoint)  # where on the screen
    pulled = Signal(dict)  # the widths of all columns pulled wider or narrower

    def __init__(
        self, model: RecordTable, stretched: int = 0, widths: Mapping[str, float] | None = None
    ) -> None:
        """`widths` are those of columns pulled before: pixels at 100 % type size, by name."""
        model.marks = set()
        self._own_widths = dict(widths or {})
        self._anchor, self._fitting = -1, False
        super().__init__(model, stretched)
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSectionsMovable(True)
        head.setFirstSectionMovable(False)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(
            lambda place: self.head_menu.emit(head.mapToGlobal(place))
        )
        head.sectionClicked.connect(self._on_clicked)
        head.sectionResized.connect(self._on_resized)
        head.sectionMoved.connect(self._on_moved)
        model.modelReset.connect(self._forget_anchor)
        self._pulling = QTimer(self)
        self._pulling.setSingleShot(True)
        self._pulling.setInterval(STILL)
        self._pulling.timeout.connect(lambda: self.pulled.emit(dict(self._own_widths)))

    def stretch(self, place: int) -> None:
        """Another column takes the room that is left."""
        self._stretched = place

    def forget_widths(self) -> None:
        """Every column as wide as it usually is."""
        self._own_widths.clear()
        self._pulling.start()
        self.fit()

    def show_sorted(self, place: int, *, down: bool) -> None:
        """An arrow in the head of a column; -1 for none."""
        head = self.horizontalHeader()
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        head.setSortIndicator(place + self._model.first if place >= 0 else -1, order)
        head.setSortIndicatorShown(place >= 0)

    def fit(self) -> None:
        self._fitting = True
        super().fit()
        self._fitting = False

    def wanted_width(self, column: Column) -> float:
        return self._own_widths.get(column.name, column.width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.line() >= 0 and self._mark_with(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click into the box marks; with Ctrl or Shift so does one anywhere in the line."""
        index = self.indexAt(event.position().toPoint())
        keys, left = event.modifiers(), event.button() == Qt.MouseButton.LeftButton
        shift = bool(keys & Qt.KeyboardModifier.ShiftModifier)
        marks = index.column() == 0 or shift or bool(keys & Qt.KeyboardModifier.ControlModifier)
        if not (left and index.isValid() and marks):
            super().mousePressEvent(event)
            self._anchor = self.line()
            return
        since = max(self._anchor if self._anchor >= 0 else self.line(), 0) if shift else index.row()
        self.setCurrentIndex(index)
        self._mark(since, index.row())
        self._anchor = since

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A quick second click into the box marks again, it opens nothing."""
        if self.indexAt(event.position().toPoint()).column() == 0:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def _mark_with(self, event: QKeyEvent) -> bool:
        here = self.line()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_marked.emit()
        elif event.key() == Qt.Key.Key_Space:
            self._mark(self._anchor if shift and self._anchor >= 0 else here, here)
            self._anchor = here
        elif shift and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._anchor = self._anchor if self._anchor >= 0 else here
            there = here + (1 if event.key() == Qt.Key.Key_Down else -1)
            there = min(max(there, 0), self._model.rowCount() - 1)
            self.setCurrentIndex(self._model.index(there, 0))
            if there != self._anchor:
                self._mark(self._anchor, there)
        else:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._anchor = -1
            return False
        return True

    def _mark(self, since: int, until: int) -> None:
        self.marked.emit(min(since, until), max(since, until))

    def _forget_anchor(self) -> None:
        self._anchor = -1

    def _on_clicked(self, place: int) -> None:
        if place >= self._model.first:
            self.sorted_by.emit(place - self._model.first)
        else:
            self.all_marked.emit()

    def _on_resized(self, place: int, old: int, new: int) -> None:
        place -= self._model.first
        if not self._fitting and 0 <= place < len(self._model.columns):
            self._own_widths[self._model.columns[place].name] = round(new / scale(), 1)
            self._pulling.start()

    def _on_moved(self, logical: int, old: int, new: int) -> None:
        """The order is the model's alone: the head goes back and the columns are set anew."""
        head = self.horizontalHeader()
        with QSignalBlocker(head):
            head.moveSection(new, old)
        first = self._model.first
        self.moved.emit(old - first, new - first)
