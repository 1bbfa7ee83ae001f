"""What forms are built of: rows of blanks, ruled text, boxes to tick, signatures, tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.paper.lines import Fill, Line, Style, break_lines, break_sentence, set_line
from core.paper.page import BODY, BOTTOM, LEFT, PITCH, RIGHT, ROOM, SMALL, Rule, Tick, Writer

GAP = 8.0  # points between two blanks of a row
SIGN_PITCH = 38.0  # a signature line leaves room for a fingerprint
BLANK_DATE = "\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"
SHORT_DATE = "\u3000\u3000年\u3000月\u3000日"  # where there is less room
SEAL = "（人民调解委员会印章）"


@dataclass(frozen=True)
class Blank:
    """A label and the place behind it; `share` is its part of the room that the labels leave."""

    label: str
    value: str = ""
    share: float = 1.0


def row(w: Writer, *blanks: Blank) -> None:
    """Blanks side by side, underlined; a value that is too long takes more lines in its place."""
    labels = [set_line(w.fonts, BODY, blank.label) for blank in blanks]
    room = ROOM - sum(line.width for line in labels) - GAP * (2 * len(blanks) - 1)
    shares = sum(blank.share for blank in blanks)
    places = [room * blank.share / shares for blank in blanks]
    values = [
        break_lines(w.fonts, BODY, blank.value, place - 4)
        for blank, place in zip(blanks, places, strict=True)
    ]
    height = max(map(len, values))
    _need_lines(w, height, PITCH)
    for number in range(height):
        if number and w.y - PITCH < BOTTOM:
            w.new_page()
        x = LEFT
        for label, lines, place in zip(labels, values, places, strict=True):
            if number == 0:
                w.put_line(label, x, BODY, PITCH)
            x += label.width + GAP
            if number < len(lines):
                w.put_line(lines[number], x + 2, BODY, PITCH)
                _underline(w, x, x + place)
            x += place + GAP
        w.y -= PITCH


def note(w: Writer, label: str, value: str, least: int) -> None:
    """Ruled lines that begin behind the label and go on over pages; at least so many of them."""
    name = set_line(w.fonts, BODY, label)
    first = name.width + GAP
    lines = break_lines(w.fonts, BODY, value, ROOM, first)
    lines += [Line((), 0.0)] * (least - len(lines))
    w.need(PITCH * min(len(lines), 2))
    w.put_line(name, LEFT, BODY, PITCH)
    for number, line in enumerate(lines):
        w.need(PITCH)
        indent = first if number == 0 else 0.0
        if line.runs:
            w.put_line(line, LEFT + indent, BODY, PITCH)
        _underline(w, LEFT + indent, RIGHT)
        w.y -= PITCH


def sentence(
    w: Writer,
    *parts: str | Fill,
    style: Style = BODY,
    pitch: float = PITCH,
    flush: bool = False,
) -> None:
    """A paragraph, its first line two characters further in unless it is `flush`."""
    indent = 0.0 if flush else 2 * style.size
    lines = break_sentence(w.fonts, style, parts, ROOM, indent)
    _need_lines(w, len(lines), pitch)
    for number, line in enumerate(lines):
        w.need(pitch)
        w.put_line(line, LEFT + (0.0 if number else indent), style, pitch)
        w.y -= pitch


def right(w: Writer, *parts: str | Fill, inset: float = 0.0) -> None:
    """One line that ends at the right margin, or so many points before it."""
    for line in break_sentence(w.fonts, BODY, parts, ROOM - inset, 0.0):
        w.need(PITCH)
        w.put_line(line, RIGHT - line.width - inset, BODY, PITCH)
        w.y -= PITCH


def subheading(w: Writer, text: str, keep: float = 3 * PITCH) -> None:
    """A heading in 黑体 that stays with so many points of what follows."""
    w.need(PITCH + keep)
    style = Style("heading", 14)
    w.put_line(set_line(w.fonts, style, text), LEFT, style, PITCH)
    w.y -= PITCH


def boxes(w: Writer, label: str, *choices: tuple[str, bool]) -> None:
    """A label and boxes, the chosen ones ticked; a box that does not fit goes on the next line."""
    w.need(PITCH)
    name = set_line(w.fonts, BODY, label)
    w.put_line(name, LEFT, BODY, PITCH)
    first = x = LEFT + name.width + (GAP if label else 0.0)
    size = BODY.size * 0.8
    for words, ticked in choices:
        lines = break_lines(w.fonts, BODY, words, RIGHT - first - size - GAP)
        if x > first and x + size + GAP + lines[0].width > RIGHT:
            x = first
            w.y -= PITCH
            w.need(PITCH)
        w.put(Tick(x, w.y - PITCH / 2 - size / 2, size, ticked))
        for number, line in enumerate(lines):
            if number:
                w.y -= PITCH
                w.need(PITCH)
            w.put_line(line, x + size + GAP * 0.75, BODY, PITCH)
        x += size + lines[0].width + 3 * GAP
    w.y -= PITCH


def signing(w: Writer, parties: int, *, others: int, sealed: bool) -> None:
    """Begins a new page where the signatures would be torn apart: those of the parties, two beside
    each other, `others` below them, and the seal. Very many parties run over pages all the same."""
    lines = min(-(-parties // 2), 4) + others
    w.y -= 6
    w.need(lines * SIGN_PITCH + (3.5 * PITCH if sealed else 0))


def signed_and_dated(w: Writer, label: str, people: int, date: str = "") -> None:
    """Lines for so many to sign and the date below them, not torn apart; the date is blank unless
    the record has one."""
    w.y -= 4
    w.need(min(-(-people // 2), 4) * SIGN_PITCH + PITCH)
    signatures(w, label, people)
    right(w, date or BLANK_DATE, inset=30)


def signatures(w: Writer, label: str, places: int = 1) -> None:
    """Empty lines to sign on, two beside each other where several sign under one label; the label
    stands again on a new page."""
    name = set_line(w.fonts, BODY, label)
    start = LEFT + name.width + GAP
    beside = 2 if places > 1 else 1
    place = (RIGHT - start - GAP * 2 * (beside - 1)) / beside
    for number in range(0, places, beside):
        pages = len(w.pages)
        w.need(SIGN_PITCH)
        if number == 0 or len(w.pages) > pages:
            w.put_line(name, LEFT, BODY, SIGN_PITCH)
        y = w.y - SIGN_PITCH / 2 - BODY.size * DROP_OF_RULE
        for x in (start, start + place + 2 * GAP)[: min(beside, places - number)]:
            w.put(Rule(x, y, x + place, y))
        w.y -= SIGN_PITCH


def seal(w: Writer, date: str = "") -> None:
    """Where the seal goes, and the date under it, blank unless the record has one."""
    w.need(3 * PITCH)
    w.y -= PITCH * 0.5
    right(w, SEAL, inset=12)
    right(w, date or BLANK_DATE, inset=30)


def small(w: Writer, text: str) -> None:
    """A remark of the form itself, below everything else."""
    lines = break_lines(w.fonts, SMALL, text, ROOM)
    w.need(20.0 * len(lines))
    for line in lines:
        w.put_line(line, LEFT, SMALL, 20.0)
        w.y -= 20.0


DROP_OF_RULE = 0.36 + 0.25  # a ruled line lies this far under the middle, in parts of the size


def _underline(w: Writer, start: float, end: float) -> None:
    y = w.y - PITCH / 2 - BODY.size * DROP_OF_RULE
    w.put(Rule(start, y, end, y))


def _need_lines(w: Writer, lines: int, pitch: float) -> None:
    """Keeps up to three lines together: neither the first nor the last stands alone."""
    w.need(pitch * (lines if lines <= 3 else 2))


# --- tables -------------------------------------------------------------------------------------

IN_CELL = Style("body", 12)


@dataclass(frozen=True)
class Cell:
    """One cell of a table row; it may span several columns."""

    text: str
    style: Style = IN_CELL
    span: int = 1
    centred: bool = False


@dataclass(frozen=True)
class Table:
    """Widths of the columns in points (they fill the page), and what a row looks like."""

    widths: tuple[float, ...]
    pitch: float = 20.0
    padding: float = 4.0

    def row(self, w: Writer, *cells: Cell) -> None:
        """A row with lines around its cells; one longer than the page goes on over pages."""
        widths = self._widths(cells)
        texts = [
            break_lines(w.fonts, cell.style, cell.text, width - 2 * self.padding)
            for cell, width in zip(cells, widths, strict=True)
        ]
        count, done = max(map(len, texts)), 0
        while done < count:
            fit = self._fit(w, count - done)
            part = [lines[done : done + fit] for lines in texts]
            self._draw(w, cells, widths, part, min(fit, count - done))
            done += fit

    def _fit(self, w: Writer, lines: int) -> int:
        """How many lines of a row go on this page; begins a new one if too few would."""
        fit = int((w.y - BOTTOM - 2 * self.padding + 0.01) // self.pitch)
        if fit < min(lines, 3):
            w.new_page()
            fit = int((w.y - BOTTOM - 2 * self.padding + 0.01) // self.pitch)
        return fit

    def _widths(self, cells: Sequence[Cell]) -> list[float]:
        widths, at = [], 0
        for cell in cells:
            widths.append(sum(self.widths[at : at + cell.span]))
            at += cell.span
        return widths

    def _draw(
        self,
        w: Writer,
        cells: Sequence[Cell],
        widths: Sequence[float],
        texts: Sequence[Sequence[Line]],
        count: int,
    ) -> None:
        top, height = w.y, count * self.pitch + 2 * self.padding
        x = LEFT
        w.put(Rule(x, top, x, top - height))
        for cell, width, lines in zip(cells, widths, texts, strict=True):
            w.y = top - self.padding
            if cell.centred:
                w.y -= (count - len(lines)) * self.pitch / 2
            for line in lines:
                inset = (width - line.width) / 2 if cell.centred else self.padding
                w.put_line(line, x + inset, cell.style, self.pitch)
                w.y -= self.pitch
            x += width
            w.put(Rule(x, top, x, top - height))
        w.put(Rule(LEFT, top, x, top))
        w.put(Rule(LEFT, top - height, x, top - height))
        w.y = top - height
