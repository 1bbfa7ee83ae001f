"""Text cut into lines: no mark of punctuation begins a line, no number or word is torn apart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from core.paper.fonts import Fonts, Glyph, printable

NO_START = frozenset("，。、；：？！）》」』】〕〉”’…—％‰℃·～,.;:?!)]}%")
NO_END = frozenset("（《「『【〔〈“‘([{￥")
MOST_SPREAD = 1.5  # a line short by more than this many characters is not stretched


@dataclass(frozen=True)
class Fill:
    """A value inside a sentence, underlined; without a value a blank of so many characters."""

    value: str
    blank: int = 4

    @property
    def words(self) -> str:
        return f" {self.value} " if self.value else "\u3000" * self.blank


@dataclass(frozen=True)
class Run:
    """Characters in one font of reportlab; `x` is points from the start of the line."""

    font: Any
    text: str
    x: float


@dataclass(frozen=True)
class Line:
    """One line, set. `spread` is points between characters, `under` stretches to be underlined."""

    runs: tuple[Run, ...]
    width: float
    spread: float = 0.0
    under: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Style:
    """What text is set in: the role of the font and its size in points."""

    role: str = "body"
    size: float = 14


def break_lines(
    fonts: Fonts, style: Style, text: str, width: float, first: float = 0.0
) -> list[Line]:
    """Lines no wider than `width`, at least one; line breaks of the text are kept. The first line
    begins `first` points further in. Raises MissingCharacter."""
    lines = []
    for number, paragraph in enumerate(printable(text).split("\n")):
        indent = first if number == 0 else 0.0
        lines += _broken(fonts, style, paragraph, width, indent, [False] * len(paragraph))
    return lines


def break_sentence(
    fonts: Fonts, style: Style, parts: Sequence[str | Fill], width: float, first: float
) -> list[Line]:
    """The same for a sentence with values that are underlined."""
    pieces = [(printable(p.words), True) if isinstance(p, Fill) else (p, False) for p in parts]
    pieces = [(text.replace("\n", " "), marked) for text, marked in pieces]
    marks = [marked for text, marked in pieces for _ in text]
    return _broken(fonts, style, "".join(text for text, _ in pieces), width, first, marks)


def set_line(fonts: Fonts, style: Style, text: str, spread: float = 0.0) -> Line:
    """Text in one line, however long."""
    text = printable(text).replace("\n", " ")
    return _line(style, text, fonts.glyphs(style.role, text), (), spread)


def _broken(
    fonts: Fonts, style: Style, text: str, width: float, first: float, marks: Sequence[bool]
) -> list[Line]:
    glyphs = fonts.glyphs(style.role, text)
    widths = [glyph.width * style.size for glyph in glyphs]
    marked = any(marks)
    lines = []
    for start, end in _cuts(text, widths, width, first):
        room = width - (0.0 if start else first)
        whole = not text[end:].strip(" ")
        spread = 0.0 if whole else _spread(style, sum(widths[start:end]), room, end - start)
        some = marks[start:end] if marked else ()
        lines.append(_line(style, text[start:end], glyphs[start:end], some, spread))
    return lines


def _cuts(
    text: str, widths: Sequence[float], width: float, first: float
) -> Iterator[tuple[int, int]]:
    """Where each line starts and ends. Blanks at a cut belong to no line."""
    start = last = 0  # of this line; the last place it may end
    used, room = 0.0, width - first + 0.01
    if sum(widths) <= room:
        yield 0, len(text)
        return
    before = ""
    for i, character in enumerate(text):
        if i > start and may_part(before, character):
            last = i
        while used + widths[i] > room and i > start and character != " ":
            end = last if last > start else i
            yield start, _without_blanks(text, start, end)
            start = last = end
            used, room = sum(widths[start:i]), width + 0.01
        used += widths[i]
        before = character
    yield start, len(text) if used <= room else _without_blanks(text, start, len(text))


def _without_blanks(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def may_part(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if after in NO_START or before in NO_END or after == " ":
        return False
    if before == after == "\u3000":  # a blank to be filled in stays in one piece
        return False
    if (before == "第" and after.isdigit()) or (before.isdigit() and after == "号"):
        return False  # the number of a file: 第12号
    return not ("!" <= before <= "~" and "!" <= after <= "~")


def _spread(style: Style, used: float, room: float, characters: int) -> float:
    """Points between characters that make the line reach the margin."""
    short = room - used
    if characters < 2 or not 0 < short <= MOST_SPREAD * style.size:
        return 0.0
    return short / (characters - 1)


def _line(
    style: Style, text: str, glyphs: Sequence[Glyph], marks: Sequence[bool], spread: float
) -> Line:
    runs, x, at = [], 0.0, 0
    for font, group in groupby(glyphs, key=_font_of):
        widths = [glyph.width for glyph in group]
        runs.append(Run(font, text[at : at + len(widths)], x))
        at += len(widths)
        x += sum(widths) * style.size + spread * len(widths)
    under = _stretches(style, glyphs, marks, spread) if marks else ()
    return Line(tuple(runs), x - (spread if glyphs else 0.0), spread, tuple(under))


_font_of = attrgetter("font")


def _stretches(
    style: Style, glyphs: Iterable[Glyph], marks: Sequence[bool], spread: float
) -> Iterator[tuple[float, float]]:
    x = 0.0
    for marked, group in groupby(zip(glyphs, marks, strict=True), key=lambda pair: pair[1]):
        end = x + sum(glyph.width * style.size + spread for glyph, _ in group)
        if marked:
            yield x, end
        x = end
