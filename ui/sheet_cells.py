"""The ground of the cells of a drawn sheet, which a style sheet would leave out."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem


class SheetCells(QStyledItemDelegate):
    """Paints the ground an item has been given; a chosen cell has that of the choice."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]  # missing in the stubs
        if isinstance(ground, QBrush) and not state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, ground)  # type: ignore[attr-defined]  # as above
        super().paint(painter, option, index)
