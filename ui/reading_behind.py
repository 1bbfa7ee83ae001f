"""Reading while the window can be used: in a thread, on a connection of its own."""

import logging
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any

from PySide6.QtCore import QObject, QTimer
from sqlite_utils import Database

from db import driver
from db.connect import Opened, connect

log = logging.getLogger(__name__)
LOOKED_EVERY = 10  # milliseconds between two looks at what the thread has left

#: Runs in the thread. Must neither write nor touch a widget.
Read = Callable[[Database], Any]


class Behind(QObject):
    """One reading. `came` is called in the screen's thread with what it gave; where it failed, with
    what `read` gives on the connection of the screen, so that an error is met where all others are.
    The thread only leaves notes, which a timer here reads (docs/decisions/0008)."""

    def __init__(
        self, opened: Opened, read: Read, came: Callable[[Any], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._opened, self._read, self._came = opened, read, came
        self._conn: Any = None
        self._stopped = self._failed = False
        self._note: Any = None
        self._thread = Thread(target=self._run, daemon=True, name="reading")
        self._look = QTimer(self)
        self._look.timeout.connect(self._look_after)

    def start(self) -> None:
        self._thread.start()
        self._look.start(LOOKED_EVERY)

    def stop(self) -> None:
        """Nothing comes any more; the file is let go when this returns."""
        self._look.stop()
        self._stopped = True
        if (conn := self._conn) is not None:
            with suppress(driver.DatabaseError):  # it has just been closed
                conn.interrupt()
        if self._thread.is_alive():
            self._thread.join()
        self.deleteLater()

    def _run(self) -> None:
        """In the thread."""
        try:
            db = connect(self._opened.folder.data, self._opened.key)
            try:
                self._conn = db.conn
                self._note = None if self._stopped else self._read(db)
            finally:
                self._conn = None
                db.close()
        except Exception:  # met again, or not, on the screen's own connection
            self._failed = True
            if not self._stopped:
                log.warning("A reading behind the window failed", exc_info=True)

    def _look_after(self) -> None:
        if self._thread.is_alive():
            return
        self._look.stop()
        self.deleteLater()
        self._came(self._read(self._opened.db) if self._failed else self._note)
