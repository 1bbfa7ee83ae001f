"""The log: five daily files in the user's own folder; ids, never names of people. No Qt."""

import logging
from pathlib import Path

from core.paths import own_folder


class _OpenedLater(logging.Handler):
    """Opens the day's file with the first thing to be said: most starts say nothing, and the window
    need not wait for it. Says nothing at all where the file cannot be written."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._keeper: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._keeper is None:
            self._keeper = self._opened()
        self._keeper.handle(record)

    def close(self) -> None:
        if self._keeper is not None:
            self._keeper.close()
        super().close()

    def _opened(self) -> logging.Handler:
        from logging.handlers import TimedRotatingFileHandler

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            made: logging.Handler = TimedRotatingFileHandler(
                self._path, when="midnight", backupCount=5, encoding="utf-8"
            )
        except OSError:
            return logging.NullHandler()
        made.setFormatter(self.formatter)
        return made


def start_log() -> None:
    """Log to own_folder()/log/; without a log where that cannot be written."""
    keeper = _OpenedLater(own_folder() / "log" / "taizhang.log")
    keeper.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(keeper)
    root.setLevel(logging.INFO)
    logging.getLogger("filelock").setLevel(logging.WARNING)
