"""Long work, off the screen's thread, one job at a time, with progress and cancel."""

import logging
from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget
from sqlite_utils import Database

from core.progress import Cancelled, Progress
from core.text import Text
from db.connect import Opened, connect
from ui.messages import show_error
from ui.pieces import CANCEL

log = logging.getLogger(__name__)
SHOWN_AFTER = 400  # milliseconds
TOLD_EVERY = 0.05  # seconds between two reports to the screen

#: Runs in the worker's thread with a connection of its own. Must not touch widgets.
Work = Callable[[Database, Progress], Any]

_pool = QThreadPool()
_pool.setMaxThreadCount(1)


class Job(QObject):
    """One piece of work and its dialog. Made in the screen's thread, where its signals arrive."""

    progressed = Signal(int, int)
    ended = Signal(object, object)  # result, error

    def __init__(
        self, parent: QWidget, opened: Opened, title: Text, work: Work, done: Callable[[Any], None]
    ) -> None:
        super().__init__(parent)
        self._parent, self._opened, self._title = parent, opened, title
        self._work, self._done, self._stop = work, done, Event()
        self._told = 0.0
        self._dialog = _dialog(parent, title)
        self._dialog.canceled.connect(self.cancel)
        self.progressed.connect(self._show_progress)
        self.ended.connect(self._end)

    def start(self) -> None:
        _pool.start(_Runnable(self._run))

    def cancel(self) -> None:
        self._stop.set()

    def _run(self) -> None:
        """In the worker's thread."""
        result, failed = None, None
        try:
            db = connect(self._opened.folder.data, self._opened.key)
            try:
                result = self._work(db, self._progress)
            finally:
                db.close()
        except Exception as error:
            failed = error
        self.ended.emit(result, failed)

    def _progress(self, done: int, total: int) -> None:
        """In the worker's thread."""
        if self._stop.is_set():
            raise Cancelled
        now = monotonic()
        if now - self._told >= TOLD_EVERY:  # more would keep the screen busy with nothing else
            self._told = now
            self.progressed.emit(done, total)

    def _show_progress(self, done: int, total: int) -> None:
        said = Text("{title} {done} / {total}", "{title} {done} / {total}")
        self._dialog.setMaximum(total)
        self._dialog.setValue(done)
        self._dialog.setLabelText(str(said.format(title=self._title, done=done, total=total)))

    def _end(self, result: object, error: BaseException | None) -> None:
        self._dialog.canceled.disconnect(self.cancel)  # closing it counts as cancelling
        self._dialog.close()
        self._dialog.deleteLater()
        self.deleteLater()
        if error is None:
            self._done(result)
        elif isinstance(error, Cancelled):
            log.info("A job was cancelled")
        else:
            show_error(self._parent, error)


class _Runnable(QRunnable):
    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        self._work()


def run_job(
    parent: QWidget, opened: Opened, title: Text, work: Work, done: Callable[[Any], None]
) -> Job:
    """Do the work behind a progress dialog, then call done with its result. An error is shown as a
    sentence; a cancelled job says nothing."""
    job = Job(parent, opened, title, work, done)
    job.start()
    return job


def _dialog(parent: QWidget, title: Text) -> QProgressDialog:
    dialog = QProgressDialog(str(title), str(CANCEL), 0, 0, parent)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setWindowTitle(str(title))
    dialog.setMinimumDuration(SHOWN_AFTER)
    dialog.setAutoClose(False)
    dialog.setAutoReset(False)
    return dialog
