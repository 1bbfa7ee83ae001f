"""Settings of this PC: one frozen dataclass in a JSON file. Those of the office are records."""

import dataclasses
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.files import whole_file
from core.paths import own_folder

log = logging.getLogger(__name__)
TYPE_SIZES = (100, 200)  # per cent, smallest and largest
LANGUAGES = ("zh", "en")
WIDTHS = (1, 5000)  # of a column, pixels
MOST_MARGIN = 40  # mm a page may be moved in when it is printed
LONGEST_IDLE = 240  # minutes
COLOURS = ("usual", "high")  # high: of high contrast


@dataclass(frozen=True)
class Settings:
    """What the program remembers on this PC. `other` are keys a newer program wrote; kept."""

    language: str = "zh"
    type_size: int = 100  # per cent
    last_folder: str = ""  # where a file was last saved or read
    data_folder: str = ""  # where the data are; empty for the usual place
    colours: str = "usual"
    second_place: str = ""  # the folder that backups are copied to; empty for none
    columns: dict[str, list[str]] = field(default_factory=dict)  # of lists, by table, in order
    #: Of columns pulled wider or narrower, by table and name: pixels at 100 % type size.
    widths: dict[str, dict[str, float]] = field(default_factory=dict)
    printer: str = ""  # the one last printed on
    lock_after: int = 15  # idle minutes until a screen with a password locks; 0 for never
    margins: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)  # mm added left, top, right, bottom
    other: dict[str, Any] = field(default_factory=dict)


def settings_file() -> Path:
    return own_folder() / "settings.json"


def load_settings(path: Path) -> Settings:
    """What the file says; a wrong value falls back to the default and is logged."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError):
        log.warning("Settings cannot be read; defaults are used")
        return Settings()
    if not isinstance(read, dict):
        log.warning("Settings are not an object; defaults are used")
        return Settings()
    right = {name: read[name] for name in _CHECKS if name in read and _CHECKS[name](read[name])}
    for name in _CHECKS.keys() & read.keys() - right.keys():
        log.warning("Setting %s has a wrong value; the default is used", name)
    if "margins" in right:
        right["margins"] = tuple(right["margins"])
    return Settings(**right, other={k: v for k, v in read.items() if k not in _CHECKS})


def save_settings(settings: Settings, path: Path) -> None:
    """Raises UserError if the file cannot be written."""
    values = dataclasses.asdict(settings)
    written = {**values.pop("other"), **values}
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path, overwrite=True) as draft:
        draft.write_text(json.dumps(written, ensure_ascii=False, indent=1), encoding="utf-8")


def _is_type_size(value: object) -> bool:
    least, most = TYPE_SIZES
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_columns(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(names, list) and all(isinstance(name, str) for name in names)
        for names in value.values()
    )


def _is_widths(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(widths, dict) and all(_is_width(width) for width in widths.values())
        for widths in value.values()
    )


def _is_width(value: object) -> bool:
    least, most = WIDTHS
    return isinstance(value, int | float) and least <= value <= most


def _is_margins(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 4
        and all(isinstance(mm, int | float) and 0 <= mm <= MOST_MARGIN for mm in value)
    )


_CHECKS: dict[str, Callable[[object], bool]] = {
    "columns": _is_columns,
    "widths": _is_widths,
    "printer": lambda value: isinstance(value, str),
    "margins": _is_margins,
    "language": lambda value: value in LANGUAGES,
    "type_size": _is_type_size,
    "last_folder": lambda value: isinstance(value, str),
    "data_folder": lambda value: isinstance(value, str),
    "colours": lambda value: value in COLOURS,
    "lock_after": lambda value: type(value) is int and 0 <= value <= LONGEST_IDLE,
    "second_place": lambda value: isinstance(value, str),
}
