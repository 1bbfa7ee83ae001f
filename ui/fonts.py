"""The family the window is written in: the system's own where it has one for Chinese."""

import logging

from PySide6.QtGui import QFontDatabase

from core.paths import RESOURCES

log = logging.getLogger(__name__)
PREFERRED = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
BUNDLED = RESOURCES / "fonts" / "NotoSansSC-Medium.ttf"


def family() -> str:
    """The first of the preferred families that is there; else the bundled one is loaded (10 MB)."""
    there = set(QFontDatabase.families())
    for name in PREFERRED:
        if name in there:
            return name
    loaded = QFontDatabase.addApplicationFont(str(BUNDLED))
    names = QFontDatabase.applicationFontFamilies(loaded)
    if not names:
        log.error("The bundled font cannot be loaded")
        return ""
    return names[0]
