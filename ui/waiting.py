"""Work while no data folder is open: done here, its progress shown, no way to cancel."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressDialog

from core.progress import Progress
from core.text import Text

T = TypeVar("T")


def waiting(words: Text, work: Callable[..., T]) -> T:
    """Call work(progress=…) behind a dialog. What it raises goes through."""
    dialog = QProgressDialog()
    dialog.setLabelText(str(words))
    dialog.setWindowTitle(str(words))
    dialog.setCancelButton(None)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.setMinimumDuration(0)
    dialog.setAutoReset(False)
    dialog.setRange(0, 0)
    dialog.show()
    QApplication.processEvents()

    def progress(done: int, total: int) -> None:
        dialog.setRange(0, total)
        dialog.setValue(done)
        QApplication.processEvents()

    reporting: Progress = progress
    try:
        return work(progress=reporting)
    finally:
        dialog.close()
        dialog.deleteLater()
