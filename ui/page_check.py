"""Looking through every page of the file while the window is in use already (decision 0005)."""

import logging
from contextlib import suppress
from threading import Thread
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.progress import Cancelled
from db import driver, keys, page_check
from db.connect import Opened, connect, is_damage

log = logging.getLogger(__name__)


class PageCheck(QObject):
    """One look, in a thread and on a connection of its own. `ended` tells what is wrong, empty if
    nothing; a look that was stopped tells nothing and is made up for at the next start."""

    ended = Signal(str)

    def __init__(self, opened: Opened, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._opened = opened
        self._database = keys.database_id(opened.folder)
        self._conn: Any = None
        self._stopped = False
        self._thread = Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Give up and wait until the file is let go."""
        self._stopped = True
        if (conn := self._conn) is not None:
            with suppress(driver.DatabaseError):  # it has just been closed
                conn.interrupt()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        """In the thread."""
        try:
            fault = self._look()
        except (Cancelled, driver.DatabaseError) as error:
            if self._stopped or not is_damage(error):
                log.info("The look at every page was cut off")
                return
            fault = str(error)
        if not fault:
            page_check.note_end(self._database)
        self.ended.emit(fault)

    def _look(self) -> str:
        db = connect(self._opened.folder.data, self._opened.key)
        try:
            self._conn = db.conn
            return page_check.first_fault_by_table(db, self._progress)
        finally:
            self._conn = None
            db.close()

    def _progress(self, done: int, total: int) -> None:
        if self._stopped:
            raise Cancelled
