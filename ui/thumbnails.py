"""The pages of a document, small, at the left of a preview; each drawn when it comes into sight."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QListView

from core.text import Text
from ui.measures import LINE, PAPER, painted, px
from ui.table import ROOT, Index

WIDTH, HEIGHT = 92, 130  # of a small A4 page at 100 %
KEPT = 300  # small pages held at a time


class Thumbnails(QListView):
    """A click or the arrows choose a page."""

    page_chosen = Signal(int)  # from 0

    def __init__(self, document: QPdfDocument) -> None:
        super().__init__()
        self.setObjectName("pick")
        self.setAccessibleName(str(Text("页面", "Pages")))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setIconSize(QSize(px(WIDTH), px(HEIGHT)))
        self.setGridSize(QSize(px(WIDTH + 28), px(HEIGHT + 34)))
        self.setFixedWidth(px(WIDTH + 28) + 28)
        self.pages = _Pages(document, self)
        self.setModel(self.pages)
        self.selectionModel().currentChanged.connect(self._tell)

    def show_page(self, page: int) -> None:
        """Mark the page looked at, without telling of it."""
        if page != self.currentIndex().row():
            was = self.blockSignals(True)
            self.setCurrentIndex(self.pages.index(page, 0))
            self.blockSignals(was)

    def _tell(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.isValid():
            self.page_chosen.emit(now.row())


class _Pages(QAbstractListModel):
    def __init__(self, document: QPdfDocument, parent: QListView) -> None:
        super().__init__(parent)
        self._document = document
        self._drawn: dict[int, QPixmap] = {}
        document.statusChanged.connect(self._again)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else self._document.pageCount()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return str(Text("第 {n} 页", "Page {n}").format(n=index.row() + 1))
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(index.row())
        return None

    def _again(self, status: QPdfDocument.Status) -> None:
        if status in (QPdfDocument.Status.Ready, QPdfDocument.Status.Null):
            self.beginResetModel()
            self._drawn.clear()
            self.endResetModel()

    def _picture(self, page: int) -> QPixmap:
        if page not in self._drawn:
            while len(self._drawn) >= KEPT:
                del self._drawn[next(iter(self._drawn))]
            points = self._document.pagePointSize(page)
            size = points.scaled(px(WIDTH), px(HEIGHT), Qt.AspectRatioMode.KeepAspectRatio).toSize()
            self._drawn[page] = QPixmap.fromImage(_on_paper(self._document.render(page, size)))
        return self._drawn[page]


def _on_paper(image: QImage) -> QImage:
    """White under what is printed, with a thin edge."""
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor(PAPER))
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.setPen(QColor(painted(LINE)))
    painter.drawRect(0, 0, image.width() - 1, image.height() - 1)
    painter.end()
    return paper
