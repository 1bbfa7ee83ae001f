"""The drawn signs of resources/icons in any colour, sharp at any size."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from core.paths import RESOURCES
from ui.measures import INK, painted

SIDES = (16, 18, 20, 24, 32, 36, 40, 48, 64, 96)  # pixels; Qt takes the next larger one


def icon(name: str, colour: str = INK) -> QIcon:
    """The sign resources/icons/<name>.svg with `currentColor` in the colour wanted."""
    return _drawn(name, painted(colour))


@lru_cache(maxsize=128)
def _drawn(name: str, colour: str) -> QIcon:
    drawing = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
    made = QIcon()
    for side in SIDES:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        made.addPixmap(pixmap)
    return made
