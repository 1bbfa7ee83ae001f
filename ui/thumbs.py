"""The small pictures of a record's attachments: a list one walks through with the arrows."""

from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from core.text import Text
from ui.icons import icon
from ui.measures import ACCENT, AMBER, CHOSEN, GROUND, INK, LINE, MUTED, RED, px

CELL, PICTURE = QSize(150, 168), QSize(134, 104)  # pixels at 100 %
EMPTY_HEIGHT = 108
HINT = Text(
    "把照片、扫描件或 PDF 拖到这里,或复制后按 Ctrl+V 粘贴",
    "Drop photos, scans or PDFs here, or copy them and press Ctrl+V",
)
NO_KIND = Text("未选文书种类", "Kind not chosen")
ROW = Qt.ItemDataRole.UserRole  # the record
KIND = ROW + 1  # its kind in words
TROUBLE = ROW + 2  # why the file cannot be shown, "" if it can
PIXMAP = ROW + 3


class Thumbs(QListWidget):
    """As high as it needs to be: the page scrolls, not the list."""

    opened = Signal()
    removed = Signal()
    pasted = Signal()
    renaming = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("thumbs")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setAcceptDrops(False)  # the section takes them, wherever in it they fall
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(str(Text("附件", "Attachments")))
        self.setAccessibleDescription(str(HINT))
        self.doubleClicked.connect(lambda _: self.opened.emit())

    def show_rows(self, rows: list[dict[str, Any]], kinds: dict[str, str]) -> None:
        """`kinds` are the words of each row's kind by id; pictures come later."""
        kept = {item.data(ROW)["sha256"]: item.data(PIXMAP) for item in self.every()}
        at = self.current_id()
        self.clear()
        for row in rows:
            item = QListWidgetItem(row["title"], self)
            item.setData(ROW, row)
            item.setData(KIND, kinds[row["id"]])
            item.setData(TROUBLE, "")
            item.setData(PIXMAP, kept.get(row["sha256"]))
            spoken = Text("{title},{kind}", "{title}, {kind}")
            kind = kinds[row["id"]] or NO_KIND
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                str(spoken.format(title=row["title"], kind=kind)),
            )
            item.setToolTip(f"{row['title']}\n{kind}")
        self.choose(at)
        self.fit()

    def every(self) -> list[QListWidgetItem]:
        return [self.item(i) for i in range(self.count())]

    def current_id(self) -> str:
        item = self.currentItem()
        return str(item.data(ROW)["id"]) if item else ""

    def choose(self, id: str) -> None:
        """This one, else the first."""
        for place, item in enumerate(self.every()):
            if item.data(ROW)["id"] == id:
                self.setCurrentRow(place)
                return
        self.setCurrentRow(0 if self.count() else -1)

    def chosen_rows(self) -> list[dict[str, Any]]:
        """What is marked, in order."""
        return [item.data(ROW) for item in self.every() if item.isSelected()]

    def fit(self) -> None:
        """Height and cells for the room and the type size there is."""
        cell = QSize(px(CELL.width()), px(CELL.height()))
        self.setGridSize(cell)
        columns = max(1, (self.width() - 4) // cell.width())
        lines = -(-self.count() // columns)
        height = lines * cell.height() + 6 if lines else px(EMPTY_HEIGHT)
        if height != self.height():
            self.setFixedHeight(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Delete and plain:
            self.removed.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.renaming.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.count():
            return
        painter = QPainter(self.viewport())
        area = self.viewport().rect().adjusted(12, 8, -12, -8)
        side = px(24)
        sign = icon("upload", MUTED).pixmap(side, side)
        painter.drawPixmap(area.center().x() - side // 2, area.top() + px(12), sign)
        painter.setPen(QColor(MUTED))
        words = area.adjusted(0, px(44), 0, 0)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(words, flags, str(HINT))
        painter.end()


class _Painter(QStyledItemDelegate):
    """A picture on grey paper, the title and the kind of paper below it."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        given: Any = option  # the stubs do not know what it has
        cell, state = given.rect.adjusted(4, 4, -4, -4), given.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        is_here = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(CHOSEN if is_chosen else GROUND))
        painter.setPen(QColor(ACCENT if is_here else LINE))
        painter.drawRoundedRect(cell, 6, 6)
        place = QRect(cell.left() + 4, cell.top() + 4, cell.width() - 8, px(PICTURE.height()))
        self._picture(painter, place, index)
        words = QRect(cell.left() + 6, place.bottom() + 4, cell.width() - 12, px(22))
        self._words(painter, words, str(index.data(Qt.ItemDataRole.DisplayRole)), INK, 14)
        words.moveTop(words.bottom())
        if trouble := index.data(TROUBLE):
            self._words(painter, words, trouble, RED, 12)
        else:
            kind = index.data(KIND)
            self._words(painter, words, kind or str(NO_KIND), MUTED if kind else AMBER, 12)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(px(CELL.width()), px(CELL.height()))

    def _picture(
        self, painter: QPainter, place: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        pixmap = index.data(PIXMAP)
        if isinstance(pixmap, QPixmap) and not pixmap.isNull():
            size = pixmap.deviceIndependentSize().toSize()
            size = size.scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio).boundedTo(size)
            shown = QRect(place.topLeft(), size)
            shown.moveCenter(place.center())
            painter.drawPixmap(shown, pixmap)
            return
        side = px(32)
        sign = icon("triangle-alert" if index.data(TROUBLE) else "file-text", MUTED)
        at = place.center()
        painter.drawPixmap(at.x() - side // 2, at.y() - side // 2, sign.pixmap(side, side))

    def _words(self, painter: QPainter, place: QRect, words: str, colour: str, size: int) -> None:
        font = painter.font()
        font.setPixelSize(px(size))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        fitting = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideMiddle, place.width()
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fitting)
