"""The log: five daily files in the user's own folder; ids, never names of people. No Qt."""

import logging
from logging.handlers import TimedRotatingFileHandler

from core.paths import own_folder


def start_log() -> None:
    """Log to own_folder()/log/; without a log where that cannot be written."""
    folder = own_folder() / "log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        keeper = TimedRotatingFileHandler(
            folder / "taizhang.log", when="midnight", backupCount=5, encoding="utf-8"
        )
    except OSError:
        return
    keeper.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(keeper)
    root.setLevel(logging.INFO)
    logging.getLogger("filelock").setLevel(logging.WARNING)
