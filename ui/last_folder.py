"""Where the dialogs for files begin: in the folder used last on this PC."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.settings import Settings


@dataclass(frozen=True)
class LastFolder:
    """`read` gives the folder, `keep` is told each file that was saved or read."""

    read: Callable[[], Path]
    keep: Callable[[Path], None]


def folder_in(settings: Settings) -> Path:
    """The folder used last if it still is there, as a stick may not be; else the user's own."""
    kept = Path(settings.last_folder)
    return kept if settings.last_folder and kept.is_dir() else Path.home()


#: For a page that stands without a window.
NOWHERE_YET = LastFolder(Path.home, lambda _: None)
