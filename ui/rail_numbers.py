"""How many things are overdue, beside the places of the rail; counted behind the window."""

from collections import Counter

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from core.deadlines import over_by_table
from core.records import CONSULTATION, LEGAL_AID_CASE, SCREENING_ITEM, SCREENING_ROUND
from db.connect import Opened
from ui.pieces import today
from ui.rail import Rail
from ui.reading_behind import Behind

QUIET = 200  # milliseconds without another change before anything is counted


class RailNumbers(QObject):
    """Counting takes a tenth of a second and more with 100,000 disputes: nobody waits for it after
    saving, the numbers follow a moment later. A window that is hidden counts nothing."""

    def __init__(self, opened: Opened, rail: Rail, window: QWidget) -> None:
        super().__init__(window)
        self._opened, self._rail, self._window = opened, rail, window
        self._reading: Behind | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(QUIET)
        self._wait.timeout.connect(self._read)
        window.installEventFilter(self)

    def count_soon(self) -> None:
        """After a change; several changes in a row are counted once."""
        if self._window.isVisible():
            self._wait.start()

    def stop(self) -> None:
        """Nothing comes any more; the file is let go."""
        self._wait.stop()
        if self._reading is not None:
            self._reading.stop()
            self._reading = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide and not event.spontaneous():
            self.stop()
        return super().eventFilter(watched, event)

    def _read(self) -> None:
        self.stop()
        on = today()
        self._reading = Behind(
            self._opened, lambda db: over_by_table(db, on), self._show_counted, self
        )
        self._reading.start()

    def _show_counted(self, over: Counter[str]) -> None:
        self._reading = None
        self._rail.show_number("today", over.total())
        screening = over[SCREENING_ROUND.table] + over[SCREENING_ITEM.table]
        self._rail.show_number("screening", screening)
        self._rail.show_number("legal_aid", over[LEGAL_AID_CASE.table])
        self._rail.show_number("consultations", over[CONSULTATION.table])
