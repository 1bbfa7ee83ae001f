"""The list that drops down under a field while one types; it never takes the focus."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QListWidget, QListWidgetItem, QWidget

from ui.measures import px

MOST_ROWS = 9  # shown at once; the rest is scrolled to
ROW = 32


class PickList(QListWidget):
    """A child of the window its field stands in, so that it goes where the window goes."""

    picked = Signal(int)  # the row clicked

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor.window())
        self._anchor = anchor
        self.setObjectName("pick")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemClicked.connect(self._tell)
        self._hide_when_scrolled()
        self.hide()

    def offer(self, words: Sequence[str], highlighted: int = 0) -> None:
        """Show these rows, one of them highlighted; hide when there are none."""
        self.clear()
        for each in words:
            QListWidgetItem(each, self).setToolTip(each)
        self.setCurrentRow(highlighted)
        if not words:
            self.hide()
            return
        self._place()
        self.show()
        self.raise_()

    def move_by(self, rows: int) -> None:
        self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + rows)))

    def _hide_when_scrolled(self) -> None:
        """The field would move away from under its list."""
        around = self._anchor.parentWidget()
        while around is not None:
            if isinstance(around, QAbstractScrollArea):
                around.verticalScrollBar().valueChanged.connect(self.hide)
            around = around.parentWidget()

    def _place(self) -> None:
        """Under the field, or above it where there is more room."""
        window = self._anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        top = self._anchor.mapTo(window, QPoint(0, 0))
        below = window.height() - top.y() - self._anchor.height() - 4
        row = max(self.sizeHintForRow(0), px(ROW))
        wanted = min(self.count(), MOST_ROWS) * row + 8
        is_below = below >= wanted or below >= top.y()
        height = min(wanted, below if is_below else top.y())
        y = top.y() + self._anchor.height() + 2 if is_below else top.y() - height - 2
        self.setGeometry(top.x(), y, self._anchor.width(), height)

    def _tell(self, item: QListWidgetItem) -> None:
        self.picked.emit(self.row(item))
