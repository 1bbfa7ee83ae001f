"""Long work, off the screen's thread, one job at a time, with progress and cancel."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget
from sqlite_utils import Database

from core.progress import Cancelled, Progress
from core.text import Text
from db.connect import Opened, connect
from ui.messages import show_error
from ui.pieces import CANCEL
from ui.rights import limit

log = logging.getLogger(__name__)
SHOWN_AFTER = 400  # milliseconds
LOOKED_EVERY = 30  # milliseconds between two looks at what the worker has left

#: Runs in the worker's thread with a connection of its own. Must not touch widgets.
Work = Callable[[Database, Progress], Any]

_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")


class Job(QObject):
    """One piece of work and its dialog. Lives in the screen's thread; the worker only leaves notes,
    which a timer here reads: nothing of Qt is touched from two threads."""

    ended = Signal()

    def __init__(
        self, parent: QWidget, opened: Opened, title: Text, work: Work, done: Callable[[Any], None]
    ) -> None:
        super().__init__(parent)
        # the parent is not held: a job that held it last would be deleted by it once more
        self._opened, self._title = opened, title
        self._work, self._done, self._stop = work, done, Event()
        self._told: tuple[int, int] | None = None
        self._future: Future[Any] | None = None
        self._dialog = _dialog(parent, title)
        self._dialog.canceled.connect(self.cancel)
        self._look = QTimer(self)
        self._look.timeout.connect(self._look_after)

    def start(self) -> None:
        self._future = _worker.submit(self._run)
        self._look.start(LOOKED_EVERY)

    def cancel(self) -> None:
        self._stop.set()

    def _run(self) -> Any:
        """In the worker's thread."""
        db = connect(self._opened.folder.data, self._opened.key)
        limit(db, self._opened.role)
        try:
            return self._work(db, self._progress)
        finally:
            db.close()

    def _progress(self, done: int, total: int) -> None:
        """In the worker's thread."""
        if self._stop.is_set():
            raise Cancelled
        self._told = done, total

    def _look_after(self) -> None:
        if self._told:
            self._show_progress(*self._told)
        if self._future and self._future.done():
            self._look.stop()
            self._end(self._future)

    def _show_progress(self, done: int, total: int) -> None:
        said = Text("{title} {done} / {total}", "{title} {done} / {total}")
        self._dialog.setMaximum(total)
        self._dialog.setValue(done)
        self._dialog.setLabelText(str(said.format(title=self._title, done=done, total=total)))

    def _end(self, future: "Future[Any]") -> None:
        self._dialog.canceled.disconnect(self.cancel)  # closing it counts as cancelling
        self._dialog.close()
        self._dialog.deleteLater()
        self.deleteLater()
        match future.exception():
            case None:
                self._done(future.result())
            case Cancelled():
                log.info("A job was cancelled")
            case error:
                parent = self.parent()
                show_error(parent if isinstance(parent, QWidget) else None, error)
        self.ended.emit()


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
