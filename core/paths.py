"""Where data, backups, keys and logs live."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

#: Fonts, icons, style sheet, rules as data.
RESOURCES = Path(__file__).resolve().parent.parent / "resources"


@dataclass(frozen=True)
class DataFolder:
    """The folder an office's data lives in (data safety, section 2)."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data.db"

    @property
    def keys(self) -> Path:
        return self.root / "keys.json"

    @property
    def lock(self) -> Path:
        return self.root / "in-use.lock"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def attachments(self) -> Path:
        """Photos and scans, encrypted; see core/attachments."""
        return self.root / "attachments"

    @property
    def outbox(self) -> Path:
        """Packages made here, encrypted as they went out."""
        return self.root / "outbox"

    @property
    def inbox(self) -> Path:
        """Copies of packages that came in."""
        return self.root / "inbox"

    @property
    def set_aside(self) -> Path:
        """Databases that a restore replaced; never deleted by the program."""
        return self.root / "set-aside"


def own_folder() -> Path:
    """This user's own folder on this computer: keys, replica, settings, log. Never the data."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    return base / "sifasuo-taizhang"


def default_data_folder() -> Path:
    """Where a first start puts the data until the user chooses another folder."""
    return own_folder() / "data"


def practice_folder() -> Path:
    """Where the practice office lives, apart from real data."""
    return own_folder() / "practice"
