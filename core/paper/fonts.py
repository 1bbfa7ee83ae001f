"""Fonts on paper by role (仿宋, 小标宋, 黑体, 楷体), and who stands in for a rare character.

Every font is opened when a character first needs it, and once; a name such as 王𬎆 is looked for
in the font of its role, the bundled ones and then whatever large font the computer has.
"""

import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from core.paths import RESOURCES

#: What each role is set in on a Chinese PC, file names in lower case, the best first.
ON_COMPUTER: Mapping[str, tuple[str, ...]] = {
    "body": ("simfang.ttf", "仿宋_gb2312.ttf", "fangsong_gb2312.ttf", "fzfsk.ttf", "fzfsjw.ttf"),
    "title": ("fzxbsjw.ttf", "方正小标宋简体.ttf", "方正小标宋_gbk.ttf", "fzxbsk.ttf"),
    "heading": ("simhei.ttf", "fzhtk.ttf", "fzhtjw.ttf"),
    "note": ("simkai.ttf", "楷体_gb2312.ttf", "kaiti_gb2312.ttf", "fzktk.ttf"),
}
BUNDLED: Mapping[str, str] = {
    "body": "NotoSerifSC-Regular.ttf",
    "title": "NotoSerifSC-Bold.ttf",
    "heading": "NotoSansSC-Medium.ttf",
    "note": "NotoSerifSC-Regular.ttf",
}
#: Large fonts that hold what the others lack: rare names, then symbols.
STAND_INS = (
    "simsun.ttc",
    "simsunb.ttf",
    "simsunextg.ttf",
    "simfang.ttf",
    "hanamina.ttf",
    "hanaminb.ttf",
    "plangothicp1-regular.ttf",
    "plangothicp2-regular.ttf",
    "babelstonehan.ttf",
    "notoserifcjksc-regular.ttf",
    "notosanscjksc-regular.ttf",
    "msyh.ttc",
    "uming.ttc",
    "wqy-zenhei.ttc",
    "seguisym.ttf",
    "dejavusans.ttf",
)
#: Chooses between shapes of the character before it; no font we use has a glyph for it.
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")

#: Blanks of odd widths, which many fonts lack.
_BLANK = re.compile(r"[^\S\n\u3000 ]")


class MissingCharacter(Exception):
    """A character that no font at hand can print, and the text it stands in."""

    def __init__(self, character: str, text: str) -> None:
        super().__init__(f"U+{ord(character):04X}")
        self.character = character
        self.text = text


@dataclass(frozen=True)
class Glyph:
    """Which font of reportlab sets a character, and how wide it is in parts of the font size."""

    font: Any
    width: float


@dataclass(frozen=True)
class Fonts:
    """Where to look for the characters of each role, the first file first."""

    files: Mapping[str, tuple[Path, ...]]
    stand_in: str = ""  # set in place of a character that no file has
    _known: dict[str, dict[str, Glyph]] = field(default_factory=dict, compare=False, repr=False)

    def glyphs(self, role: str, text: str) -> list[Glyph]:
        """One for each character. Raises MissingCharacter."""
        known = self._known.setdefault(role, {})
        try:
            return [known[c] for c in text]
        except KeyError:
            for c in set(text) - known.keys():
                if (glyph := self._find(role, c)) is None:
                    raise MissingCharacter(c, text) from None
                known[c] = glyph
        return [known[c] for c in text]

    def width(self, role: str, text: str, size: float) -> float:
        """In points."""
        return sum(glyph.width for glyph in self.glyphs(role, text)) * size

    def lenient(self) -> "Fonts":
        """To count pages with: a character without a font takes the room of another."""
        return replace(self, stand_in="国", _known={})

    def _find(self, role: str, character: str) -> Glyph | None:
        for file in self.files[role]:
            font = _opened(file)
            if font and font.face.charToGlyph.get(ord(character)):
                return Glyph(font, font.face.getCharWidth(ord(character)) / 1000)
        if self.stand_in and character != self.stand_in:
            return self._find(role, self.stand_in)
        return None


@cache
def bundled_fonts() -> Fonts:
    """Only what the program brings along: the same page on every computer."""
    own = [RESOURCES / "fonts" / name for name in dict.fromkeys(BUNDLED.values())]
    return Fonts({role: _in_order(RESOURCES / "fonts" / BUNDLED[role], *own) for role in BUNDLED})


@cache
def computer_fonts() -> Fonts:
    """The official fonts where this computer has them, else the bundled ones."""
    there = _files_on_computer()
    spare = [there[name] for name in STAND_INS if name in there]
    return Fonts(
        {
            role: _in_order(*(there[n] for n in ON_COMPUTER[role] if n in there), *bundled, *spare)
            for role, bundled in bundled_fonts().files.items()
        }
    )


def printable(text: str) -> str:
    """The text without what has no shape of its own: tabs and wide blanks become plain ones."""
    return _BLANK.sub(" ", _SELECTOR.sub("", text).replace("\t", "    "))


def missing_characters(texts: Iterable[str], fonts: Fonts | None = None) -> dict[str, str]:
    """Every character that no font at hand can print, with the first text it stands in."""
    fonts = fonts or computer_fonts()
    missing: dict[str, str] = {}
    for text in texts:
        for c in dict.fromkeys(printable(text)):
            if c == "\n" or c in missing:
                continue
            try:
                fonts.glyphs("body", c)
            except MissingCharacter:
                missing[c] = text
    return missing


def _in_order(*files: Path) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(files))


def _font_folders() -> list[Path]:
    """Of the system, of this user, and of WPS."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        wps = sorted(local.glob("Kingsoft/WPS Office/*/office6/fonts"))
        return [windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts", *wps]
    names = ("/usr/share/fonts", "/usr/local/share/fonts", "/opt/kingsoft/wps-office/office6/fonts")
    return [*map(Path, names), home / ".fonts", home / ".local" / "share" / "fonts"]


def _files_on_computer() -> dict[str, Path]:
    """Font files by name in lower case; the first folder wins."""
    found: dict[str, Path] = {}
    for folder in _font_folders():
        for file in sorted(folder.rglob("*")):
            if file.suffix.lower() in (".ttf", ".ttc"):
                found.setdefault(file.name.lower(), file)
    return found


@cache
def _opened(file: Path) -> Any:
    """The font, known to reportlab by its file name; None if its outlines cannot be embedded."""
    from reportlab.pdfbase import pdfmetrics  # not at the top: the window starts without it
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    class Embedded(TTFont):  # type: ignore[misc]  # reportlab has no types
        """Writes characters beyond U+FFFF so that they can be copied out of the file again."""

        def addObjects(self, doc: Any) -> None:
            super().addObjects(doc)
            for name, stream in doc.idToObject.items():
                if str(name).startswith("toUnicodeCMap:"):
                    stream.content = re.sub("<([0-9A-F]{5,6})>", _utf16, stream.content)

    try:
        font = Embedded(file.stem, str(file))
    except (TTFError, OSError, ValueError):
        return None
    pdfmetrics.registerFont(font)
    return font


def _utf16(code: re.Match[str]) -> str:
    return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"
