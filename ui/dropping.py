"""Files dropped anywhere on a page, also onto a field, which would write down their names."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

OURS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class FileDrops(QObject):
    """`add` gets the files. Words and pictures that are dragged stay with the fields."""

    def __init__(self, page: QWidget, add: Callable[[list[Path]], None]) -> None:
        super().__init__(page)
        self._page, self._add = page, add
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def watch(self) -> None:
        """The page and every field on it now that takes what is dropped."""
        for widget in self._page.findChildren(QWidget):
            if widget.acceptDrops():
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in OURS or not isinstance(event, QDropEvent):
            return False
        files = files_in(event.mimeData())
        if files:
            event.setDropAction(Qt.DropAction.CopyAction)  # the sender keeps its files
            event.accept()
            if event.type() == QEvent.Type.Drop:
                self._add(files)
        return bool(files)


def files_in(data: QMimeData) -> list[Path]:
    """The files of this computer among what is dragged or was copied."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
