"""Colours and sizes of the window, and the style sheet made of them.

All sizes scale from one base, the pixel size of the application's font: `px(36)` is 36 pixels at
100 % type size and 72 at 200 %. Only pages and their distances keep their size.
"""

import re
from functools import lru_cache
from string import Template

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from core.paths import RESOURCES

BASE = 14  # pixels of ordinary type at 100 %
PAGE, BETWEEN, INSIDE = 20, 12, 16  # margin of a page, distance of cards, margin in a card
ROW, FIELD, ICON = 38, 36, 18  # heights at 100 %
RAIL_WIDTH, READING_WIDTH = 208, 344

INK = "#1b2733"
MUTED = "#596779"  # a shade darker than on white paper: it also stands on the grey ground
LINE = "#dfe5ec"
PAPER = "#ffffff"
GROUND = "#f4f6f9"
RAIL = "#16324f"
RAIL_HERE = "#24507c"
RAIL_INK = "#d7e3f1"
RAIL_MUTED = "#a9c0d9"
ACCENT = "#1a64d6"  # words on paper and ground and paper on it; 4.5 : 1 all three
RED = "#c02f26"
AMBER = "#8f5d12"  # words; dark enough for 4.5 : 1
AMBER_MARK = "#b7791f"
GREEN = "#2a7850"
CHOSEN = "#e1edfd"
FAINT = "#a9b5c4"  # the large sign of an empty page
HEAD = "#f9fafc"  # under the heads of tables and sums

#: The two sets of colours. Style sheet and painters name a colour as in "usual"; see `painted`.
SETS: dict[str, dict[str, str]] = {
    "usual": {
        "ink": INK,
        "muted": MUTED,
        "line": LINE,
        "paper": PAPER,
        "ground": GROUND,
        "rail": RAIL,
        "rail_here": RAIL_HERE,
        "rail_hover": "#1d3f63",
        "rail_mark": "#7db7ff",
        "rail_ink": RAIL_INK,
        "rail_muted": RAIL_MUTED,
        "accent": ACCENT,
        "accent_dark": "#1752b3",
        "accent_edge": "#0b3f95",
        "accent_pale": "#a9c6f5",
        "accent_card": "#f5f9ff",
        "accent_bar": "#9cc2f8",
        "red": RED,
        "red_pale": "#fdf0ee",
        "red_line": "#f0c4bf",
        "amber": AMBER,
        "amber_pale": "#fdf6e7",
        "amber_line": "#ecd9ac",
        "amber_mark": AMBER_MARK,
        "green": GREEN,
        "chosen": CHOSEN,
        "chosen_ink": "#1a57bb",
        "hover": "#eef3f9",
        "pressed": "#e3eaf3",
        "head": HEAD,
        "faint": FAINT,
        "off": "#94a0b0",
        "hint": "#66758a",
        "field_line": "#c3ccd8",
        "bar": "#c5ced9",
        "bar_hover": "#a3afbe",
    },
    "high": {
        "ink": "#000000",
        "muted": "#27303b",
        "line": "#5a6470",
        "paper": "#ffffff",
        "ground": "#ffffff",
        "rail": "#000000",
        "rail_here": "#0b3a8c",
        "rail_hover": "#333333",
        "rail_mark": "#ffd400",
        "rail_ink": "#ffffff",
        "rail_muted": "#e6e6e6",
        "accent": "#003fa3",
        "accent_dark": "#002a70",
        "accent_edge": "#000000",
        "accent_pale": "#5a6470",
        "accent_card": "#fff7d6",
        "accent_bar": "#8ab4ff",
        "red": "#970000",
        "red_pale": "#ffffff",
        "red_line": "#970000",
        "amber": "#5c3a00",
        "amber_pale": "#ffffff",
        "amber_line": "#5c3a00",
        "amber_mark": "#5c3a00",
        "green": "#004d1f",
        "chosen": "#ffe680",
        "chosen_ink": "#000000",
        "hover": "#fff7d6",
        "pressed": "#ffe680",
        "head": "#ffffff",
        "faint": "#5a6470",
        "off": "#5a6470",
        "hint": "#3c4652",
        "field_line": "#000000",
        "bar": "#5a6470",
        "bar_hover": "#000000",
    },
}

#: Words and what they stand on; each is at least 4.5 : 1, in the set "high" 7 : 1. What is switched
#: off ("off") may be paler.
PAIRS = (
    *((words, on) for words in ("ink", "muted") for on in ("paper", "ground", "head")),
    *(("ink", on) for on in ("chosen", "hover", "pressed", "accent_card", "accent_bar")),
    *((words, on) for words in ("red", "amber", "green", "accent") for on in ("paper", "ground")),
    *((words, "chosen") for words in ("red", "amber", "green", "accent", "muted", "chosen_ink")),
    ("red", "red_pale"),
    ("amber", "amber_pale"),
    ("hint", "paper"),
    *(("accent_dark", on) for on in ("paper", "accent_card")),
    ("accent", "hover"),
    *(("accent_dark", on) for on in ("paper", "ground", "hover", "chosen")),
    *(("paper", on) for on in ("accent", "accent_dark", "amber", "rail", "rail_here")),
    *(("rail_ink", on) for on in ("rail", "rail_here", "rail_hover")),
    ("rail_muted", "rail"),
)
_in_use = "usual"


def use_colours(name: str) -> None:
    """ "usual" or "high", before the style sheet is made; an unknown name is the usual one."""
    global _in_use  # noqa: PLW0603 - as the language: one choice for the whole program
    _in_use = name if name in SETS else "usual"


def painted(colour: str) -> str:
    """A colour of the usual set as it is in the set in use; any other colour as it is."""
    return _counterparts(_in_use).get(colour, colour)


@lru_cache(maxsize=4)
def _counterparts(name: str) -> dict[str, str]:
    usual = SETS["usual"]
    return {usual[each]: colour for each, colour in SETS[name].items()}


def contrast(one: str, other: str) -> float:
    """How far two colours #rrggbb stand apart, 1 to 21 (WCAG 2.2, relative luminance)."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def scale() -> float:
    """How many times 100 % the type size is."""
    size = QApplication.font().pixelSize()
    return size / BASE if size > 0 else 1.0


def px(pixels: float) -> int:
    """A size at 100 % as it is at the type size in use."""
    return round(pixels * scale())


def use_type_size(app: QApplication, family: str, percent: int) -> None:
    """Every size of the window anew, at once."""
    font = QFont(family)
    font.setPixelSize(round(BASE * percent / 100))
    app.setFont(font)
    app.setPalette(palette())
    app.setStyleSheet(style_sheet())


def palette() -> QPalette:
    """For what the style sheet does not reach: calendars, file dialogs, viewports."""
    made, colours = QPalette(), SETS[_in_use]
    for role, colour in (
        (QPalette.ColorRole.Window, "ground"),
        (QPalette.ColorRole.Base, "paper"),
        (QPalette.ColorRole.AlternateBase, "ground"),
        (QPalette.ColorRole.Button, "paper"),
        (QPalette.ColorRole.WindowText, "ink"),
        (QPalette.ColorRole.Text, "ink"),
        (QPalette.ColorRole.ButtonText, "ink"),
        (QPalette.ColorRole.Highlight, "accent"),
        (QPalette.ColorRole.HighlightedText, "paper"),
        (QPalette.ColorRole.PlaceholderText, "hint"),
        (QPalette.ColorRole.Link, "accent"),
        (QPalette.ColorRole.ToolTipBase, "paper"),
        (QPalette.ColorRole.ToolTipText, "ink"),
    ):
        made.setColor(role, QColor(colours[colour]))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours["off"]))
    return made


def style_sheet() -> str:
    """resources/style.qss with colours for $names and scaled pixels for lengths such as 36u."""
    written = (RESOURCES / "style.qss").read_text(encoding="utf-8")
    scaled = re.sub(r"\b(\d+)u\b", lambda m: f"{px(int(m[1]))}px", written)
    icons = (RESOURCES / "icons").as_posix()
    return Template(scaled).substitute(SETS[_in_use], icons=icons)
