"""宽表: a table on A4 lying on its long side, and the same table as a sheet for Excel.

For lists that many people sign: the head stands again on every page, the line under the title says
who, when and in which unit, the last row is the total, places to sign stay empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.paper.fonts import Fonts
from core.paper.lines import Line, Style, break_lines, set_line
from core.paper.page import DROP, HEIGHT, MM, WIDTH, Document, Mark, Rule, Words
from core.sheet import Cell, Format, Role, Sheet, Value
from core.text import Text

SIDE, UPPER, LOWER = 15 * MM, 16 * MM, 22 * MM
ACROSS = HEIGHT - 2 * SIDE
TITLE, HEAD, BODY, FOOT = (
    Style("title", 17),
    Style("heading", 9.5),
    Style("body", 9.5),
    Style("body", 11),
)
PITCH, PADDING = 13.0, 2.5
LEAST_ROW = 26.0  # points: room to sign


@dataclass(frozen=True)
class WideColumn:
    """A head, and its part of the width of the page."""

    label: str
    share: float
    format: Format = Format.TEXT


@dataclass(frozen=True)
class WideTable:
    """What stands on the paper. `above` is the line under the title, `foot` the line below the
    table; an empty row is for the pen."""

    title: str
    above: tuple[str, ...]
    columns: tuple[WideColumn, ...]
    rows: Sequence[tuple[Value, ...]]
    total: tuple[Value, ...]
    foot: tuple[str, ...]


def as_sheet(table: WideTable, name: Text) -> Sheet:
    """As a drawn sheet; `name` is what the page of the workbook is called."""
    width = len(table.columns)
    cells = [
        Cell(0, 0, table.title, Role.TITLE, colspan=width),
        *_spread(table.above, 1, width),
        *(Cell(2, n, c.label, Role.HEAD) for n, c in enumerate(table.columns)),
    ]
    for at, row in enumerate((*table.rows, table.total), 3):
        role = Role.LABEL if at < 3 + len(table.rows) else Role.TOTAL
        for n, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            cells.append(Cell(at, n, value, role, format=column.format))
    cells += _spread(table.foot, 4 + len(table.rows), width)
    return Sheet(name, cells=tuple(cells), head_rows=3)


def _spread(parts: Sequence[str], at: int, width: int) -> list[Cell]:
    edges = [width * i // len(parts) for i in range(len(parts) + 1)]
    return [
        Cell(at, start, words, Role.NOTE, colspan=end - start)
        for words, start, end in zip(parts, edges, edges[1:], strict=False)
    ]


def wide_document(fonts: Fonts, table: WideTable) -> Document:
    """Laid out on as many pages as it takes. Raises MissingCharacter."""
    writer = _Wide(fonts, table)
    writer.begin()
    for row in table.rows:
        writer.row(row, BODY)
    writer.row(table.total, HEAD)
    writer.end()
    return Document(table.title, writer.pages, size=(HEIGHT, WIDTH))


class _Wide:
    """Writes from top to bottom; `y` is the upper edge of what comes next."""

    def __init__(self, fonts: Fonts, table: WideTable) -> None:
        self._fonts, self._table = fonts, table
        shares = sum(c.share for c in table.columns)
        self._widths = [ACROSS * c.share / shares for c in table.columns]
        self.pages: list[list[Mark]] = []
        self.y = 0.0

    def begin(self) -> None:
        """A new page with title, the line under it, and the head."""
        self.pages.append([])
        self.y = WIDTH - UPPER
        title = set_line(self._fonts, TITLE, self._table.title)
        self._put(title, SIDE + (ACROSS - title.width) / 2, TITLE, 30.0)
        self.y -= 34.0
        self._line(self._table.above)
        self.row(tuple(c.label for c in self._table.columns), HEAD, is_head=True)

    def row(self, values: Sequence[Value], style: Style, *, is_head: bool = False) -> None:
        texts = [
            self._broken(style, printed(value), width - 2 * PADDING)
            for value, width in zip(values, self._widths, strict=True)
        ]
        height = max(LEAST_ROW, max(map(len, texts)) * PITCH + 2 * PADDING)
        if not is_head and self.y - height < LOWER:
            self.begin()
        self._grid(height)
        x = SIDE
        for lines, width, column in zip(texts, self._widths, self._table.columns, strict=True):
            is_money = column.format is Format.MONEY and not is_head
            self._cell(lines, x, width, style, height, to_the_right=is_money)
            x += width
        self.y -= height

    def _broken(self, style: Style, words: str, room: float) -> list[Line]:
        """Lines that are not stretched to the edges of a narrow cell."""
        lines = break_lines(self._fonts, style, words, room)
        texts = ["".join(run.text for run in line.runs) for line in lines]
        return [set_line(self._fonts, style, text) for text in texts]

    def end(self) -> None:
        """The line of those who made and checked it; it never stands alone on a page."""
        if self.y - 40.0 < LOWER - 12.0:
            self.begin()
        self.y -= 14.0
        self._line(self._table.foot)

    def _line(self, parts: Sequence[str]) -> None:
        place = ACROSS / len(parts)
        for number, words in enumerate(parts):
            line = set_line(self._fonts, FOOT, words)
            last = len(parts) > 1 and number == len(parts) - 1 and words.startswith("单位")
            x = SIDE + ACROSS - line.width if last else SIDE + place * number
            self._put(line, x, FOOT, 20.0)
        self.y -= 22.0

    def _grid(self, height: float) -> None:
        page, x = self.pages[-1], SIDE
        for width in (0.0, *self._widths):
            x += width
            page.append(Rule(x, self.y, x, self.y - height))
        for y in (self.y, self.y - height):
            page.append(Rule(SIDE, y, SIDE + ACROSS, y))

    def _cell(
        self,
        lines: Sequence[Line],
        x: float,
        width: float,
        style: Style,
        height: float,
        *,
        to_the_right: bool,
    ) -> None:
        """In the middle of its box; figures of money end at its right."""
        top = self.y
        self.y = top - (height - len(lines) * PITCH) / 2
        for line in lines:
            free = width - line.width
            self._put(line, x + (free - PADDING if to_the_right else free / 2), style, PITCH)
            self.y -= PITCH
        self.y = top

    def _put(self, line: Line, x: float, style: Style, pitch: float) -> None:
        base = self.y - pitch / 2 - style.size * DROP
        self.pages[-1].append(Words(x, base, style.size, line))


def printed(value: Value) -> str:
    """A value as the paper shows it: money with two decimals, nothing as nothing."""
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)
