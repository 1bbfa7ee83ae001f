"""Colours and sizes of the window, and the style sheet made of them.

All sizes scale from one base, the pixel size of the application's font: `px(36)` is 36 pixels at
100 % type size and 72 at 200 %. Only pages and their distances keep their size.
"""

import re
from string import Template

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from core.paths import RESOURCES

BASE = 14  # pixels of ordinary type at 100 %
PAGE, BETWEEN, INSIDE = 20, 12, 16  # margin of a page, distance of cards, margin in a card
ROW, FIELD, ICON = 38, 36, 18  # heights at 100 %
RAIL_WIDTH, READING_WIDTH = 208, 360

INK = "#1b2733"
MUTED = "#5f6e82"  # a shade darker than on white paper: it also stands on the grey ground
LINE = "#dfe5ec"
PAPER = "#ffffff"
GROUND = "#f4f6f9"
RAIL = "#16324f"
RAIL_HERE = "#24507c"
RAIL_INK = "#d7e3f1"
RAIL_MUTED = "#a9c0d9"
ACCENT = "#1f6feb"
RED = "#c8372d"
AMBER = "#8f5d12"  # words; dark enough for 4.5 : 1
AMBER_MARK = "#b7791f"
GREEN = "#2a7850"
CHOSEN = "#e1edfd"

COLOURS = {
    "ink": INK,
    "muted": MUTED,
    "line": LINE,
    "paper": PAPER,
    "ground": GROUND,
    "rail_here": RAIL_HERE,
    "rail_ink": RAIL_INK,
    "rail_muted": RAIL_MUTED,
    "rail": RAIL,
    "accent_dark": "#1a5fcb",
    "accent": ACCENT,
    "red_pale": "#fdf0ee",
    "red_line": "#f0c4bf",
    "red": RED,
    "amber_pale": "#fdf6e7",
    "amber_mark": AMBER_MARK,
    "amber": AMBER,
    "green": GREEN,
    "chosen": CHOSEN,
    "hover": "#eef3f9",
    "field_line": "#c3ccd8",
    "icons": (RESOURCES / "icons").as_posix(),
}


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
    made = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, GROUND),
        (QPalette.ColorRole.Base, PAPER),
        (QPalette.ColorRole.AlternateBase, GROUND),
        (QPalette.ColorRole.Button, PAPER),
        (QPalette.ColorRole.WindowText, INK),
        (QPalette.ColorRole.Text, INK),
        (QPalette.ColorRole.ButtonText, INK),
        (QPalette.ColorRole.Highlight, ACCENT),
        (QPalette.ColorRole.HighlightedText, PAPER),
        (QPalette.ColorRole.PlaceholderText, "#7d8a9c"),
        (QPalette.ColorRole.ToolTipBase, PAPER),
        (QPalette.ColorRole.ToolTipText, INK),
    ):
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor("#94a0b0"))
    return made


def style_sheet() -> str:
    """resources/style.qss with colours for $names and scaled pixels for lengths such as 36u."""
    written = (RESOURCES / "style.qss").read_text(encoding="utf-8")
    scaled = re.sub(r"\b(\d+)u\b", lambda m: f"{px(int(m[1]))}px", written)
    return Template(scaled).substitute(COLOURS)
