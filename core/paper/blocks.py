"""What forms are built of: rows of blanks, ruled text, boxes to tick, signatures, tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.paper.closing import closing
from core.paper.lines import Fill, Line, Style, break_lines, break_sentence, set_line
from core.paper.page import BODY, BOTTOM, LEFT, PITCH, RIGHT, ROOM, SMALL, TOP, Rule, Tick, Writer

GAP = 8.0  # points between two blanks of a row
SIGN_PITCH = 38.0  # a signature line leaves room for a fingerprint
BLANK_DATE = "\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"
SHORT_DATE = "\u3000\u3000年\u3000月\u3000日"  # where there is less room
#: Points of signatures that are kept together: a page without its head and some lines of text.
MOST_SIGNED = TOP - BOTTOM - 5 * PITCH - 6
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
    _need_lines(w, height, w.pitch)
    for number in range(height):
        if number and w.y - w.pitch < BOTTOM:
            w.new_page()
        w.begin_line(may_part=_may_part(number, height))
        x = LEFT
        for label, lines, place in zip(labels, values, places, strict=True):
            if number == 0:
                w.put_line(label, x, BODY, w.pitch)
            x += label.width + GAP
            if number < len(lines):
                w.put_line(lines[number], x + 2, BODY, w.pitch)
                _underline(w, x, x + place)
            x += place + GAP
        w.y -= w.pitch


def note(w: Writer, label: str, value: str, least: int) -> None:
    """Ruled lines that begin behind the label and go on over pages; at least so many of them."""
    name = set_line(w.fonts, BODY, label)
    first = name.width + GAP
    lines = break_lines(w.fonts, BODY, value, ROOM, first)
    said, least = len(lines), w.ruled(least, 1 if value else 2)
    lines += [Line((), 0.0)] * (least - len(lines))
    w.need(w.pitch * min(len(lines), 2))
    w.put_line(name, LEFT, BODY, w.pitch)
    for number, line in enumerate(lines):
        w.need(w.pitch)
        may_part = _may_part(number, said if number < said else len(lines))
        w.begin_line(is_text=number == 0 or bool(line.runs), may_part=may_part)
        indent = first if number == 0 else 0.0
        if line.runs:
            w.put_line(line, LEFT + indent, BODY, w.pitch)
        _underline(w, LEFT + indent, RIGHT)
        w.y -= w.pitch


def sentence(
    w: Writer,
    *parts: str | Fill,
    style: Style = BODY,
    pitch: float | None = None,
    flush: bool = False,
    is_text: bool = True,
) -> None:
    """A paragraph, its first line two characters further in unless it is `flush`. One that is no
    `is_text` says nothing of the matter: it alone is not enough above signatures."""
    pitch = pitch or w.pitch
    indent = 0.0 if flush else 2 * style.size
    lines = break_sentence(w.fonts, style, parts, ROOM, indent)
    _need_lines(w, len(lines), pitch)
    for number, line in enumerate(lines):
        w.need(pitch)
        w.begin_line(is_text=is_text, may_part=_may_part(number, len(lines)))
        w.put_line(line, LEFT + (0.0 if number else indent), style, pitch)
        w.y -= pitch


def right(w: Writer, *parts: str | Fill, inset: float = 0.0) -> None:
    """One line that ends at the right margin, or so many points before it."""
    for line in break_sentence(w.fonts, BODY, parts, ROOM - inset, 0.0):
        w.need(w.pitch)
        w.put_line(line, RIGHT - line.width - inset, BODY, w.pitch)
        w.y -= w.pitch


def subheading(w: Writer, text: str, keep: float = 3 * PITCH) -> None:
    """A heading in 黑体 that stays with so many points of what follows."""
    w.need(w.pitch + keep)
    w.begin_line()
    w.keeps_next = True
    style = Style("heading", 14)
    w.put_line(set_line(w.fonts, style, text), LEFT, style, w.pitch)
    w.y -= w.pitch


def boxes(w: Writer, label: str, *choices: tuple[str, bool]) -> None:
    """A label and boxes, the chosen ones ticked; a box that does not fit goes on the next line."""
    w.need(w.pitch)
    w.begin_line()
    name = set_line(w.fonts, BODY, label)
    w.put_line(name, LEFT, BODY, w.pitch)
    first = x = LEFT + name.width + (GAP if label else 0.0)
    size = BODY.size * 0.8
    for words, ticked in choices:
        lines = break_lines(w.fonts, BODY, words, RIGHT - first - size - GAP)
        if x > first and x + size + GAP + lines[0].width > RIGHT:
            x = first
            _next_line(w)
        w.put(Tick(x, w.y - w.pitch / 2 - size / 2, size, ticked))
        for number, line in enumerate(lines):
            if number:
                _next_line(w)
            w.put_line(line, x + size + GAP * 0.75, BODY, w.pitch)
        x += size + lines[0].width + 3 * GAP
    w.y -= w.pitch


def _next_line(w: Writer) -> None:
    """Of a row of boxes."""
    w.y -= w.pitch
    w.need(w.pitch)
    w.begin_line(may_part=False)


def signing(w: Writer, parties: int, *, others: int, sealed: bool, below: float = 0.0) -> None:
    """Begins the end of a form: the signatures of the parties, two beside each other, `others` in
    lines below them, the seal and so many points more. It is not torn apart, and it does not stand
    alone on its page; the lines of very many parties run over pages that say what they are."""
    w.y -= 6
    below += others * SIGN_PITCH + (3 * w.pitch if sealed else 0.0)
    closing(w, signed_height(parties, below))
    w.on_new_page = _signing_page


def signed_and_dated(w: Writer, label: str, people: int, date: str = "") -> None:
    """Lines for so many to sign and the date below them, kept as signing() keeps them; the date is
    blank unless the record has one."""
    w.y -= 4
    closing(w, signed_height(people, w.pitch))
    w.on_new_page = _signing_page
    signatures(w, label, people)
    right(w, date or BLANK_DATE, inset=30)


def signed_height(people: int, below: float) -> float:
    """Points that so many signatures take with what stands below them; of more than a page holds,
    the first lines."""
    rows = -(-people // 2)
    whole = rows * SIGN_PITCH + below
    return whole if whole <= MOST_SIGNED else min(rows, 4) * SIGN_PITCH


def _signing_page(w: Writer) -> None:
    """Whoever signs on a page of its own sees what he signs."""
    said = f"（接上页，本页为《{w.title}》签名页）"
    for line in break_lines(w.fonts, BODY, said, ROOM):
        w.put_line(line, LEFT, BODY, w.pitch)
        w.y -= w.pitch


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


def signatures_beside(w: Writer, *labels: str) -> None:
    """One line to sign on behind each label, all in one line."""
    w.need(SIGN_PITCH)
    names = [set_line(w.fonts, BODY, label) for label in labels]
    room = ROOM - sum(name.width for name in names) - GAP * (3 * len(names) - 2)
    y = w.y - SIGN_PITCH / 2 - BODY.size * DROP_OF_RULE
    x = LEFT
    for name in names:
        w.put_line(name, x, BODY, SIGN_PITCH)
        x += name.width + GAP
        w.put(Rule(x, y, x + room / len(names), y))
        x += room / len(names) + 2 * GAP
    w.y -= SIGN_PITCH


def seal(w: Writer, date: str = "") -> None:
    """Where the seal goes, and the date under it, blank unless the record has one."""
    w.need(3 * w.pitch)
    w.y -= w.pitch * 0.5
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
    y = w.y - w.pitch / 2 - BODY.size * DROP_OF_RULE
    w.put(Rule(start, y, end, y))


def _may_part(number: int, lines: int) -> bool:
    """Whether a page may end before this line of so many: none stands alone on either side."""
    return number == 0 or 1 < number < lines - 1


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
