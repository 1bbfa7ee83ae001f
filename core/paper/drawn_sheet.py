"""A drawn sheet (an official table) as PDF: A4 upright or across, as wide as the paper allows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from core.errors import UserError
from core.paper.fonts import Fonts, MissingCharacter, computer_fonts
from core.paper.lines import Line, Style, break_lines, set_line
from core.paper.page import DROP, FOOTER, HEIGHT, MM, WIDTH, Document, Page, Rule, Words, write_pdf
from core.sheet import Cell, Role, Sheet
from core.text import Text

EDGE, BELOW = 12 * MM, 16 * MM  # free at the sides and above; below, for the page number
SIZE, TITLE_SIZE = 9.0, 15.0  # points, before the sheet is made to fit
PITCH = 1.28  # from line to line, in parts of the size
PADDING = 2.5  # points between a word and its line
NARROWEST, WIDEST = 15.0, 150.0  # points of a column
LITTLE = 1.25  # times as high as the paper: made to fit on one page
NO_LINES = (Role.TITLE, Role.NOTE)

_NO_FONT = Text(
    "“{words}”中有打印不出的字:{character}。", "{character} in {words} cannot be printed."
)


def write_sheet(
    sheet: Sheet, path: Path, *, overwrite: bool = False, fonts: Fonts | None = None
) -> None:
    """Raises UserError for a character without a font or a file that cannot be written; then there
    is no file."""
    fonts = fonts or computer_fonts()
    try:
        document = laid_out(sheet, fonts)
        write_pdf(
            path, fonts, str(sheet.title), [[document]], overwrite=overwrite, footer=FOOTER.zh
        )
    except MissingCharacter as missing:
        said = _NO_FONT.format(words=missing.text[:40], character=missing.character)
        raise UserError(said) from missing


def laid_out(sheet: Sheet, fonts: Fonts) -> Document:
    """The pages; the head stands on each of them, the title on the first."""
    size = (WIDTH, HEIGHT) if sheet.upright else (HEIGHT, WIDTH)
    room = size[1] - EDGE - BELOW
    grid = _grid(sheet, fonts, size[0] - 2 * EDGE, room)
    pages = [_page(sheet, fonts, grid, rows, size[1] - EDGE) for rows in _pages(sheet, grid, room)]
    return Document("", pages, size=size)


@dataclass(frozen=True)
class _Grid:
    """Points: the size of the type, the left edge of every column and one more, every row."""

    size: float
    edges: tuple[float, ...]
    heights: tuple[float, ...]

    @property
    def padding(self) -> float:
        """Smaller with the type, or words that had room would have none."""
        return PADDING * self.size / SIZE

    def room(self, cell: Cell) -> float:
        """For the words of a cell."""
        wide = self.edges[cell.column + cell.colspan] - self.edges[cell.column]
        return wide - 2 * self.padding


def _grid(sheet: Sheet, fonts: Fonts, room: float, high: float) -> _Grid:
    """Columns as wide as their words, all together as wide as the paper; a sheet that is wider, or
    only a little higher than it, is set in smaller type."""
    natural = _widths(sheet.cells, fonts)
    total = sum(natural)
    size = SIZE * min(room / total, 1.0)
    edges = [EDGE]
    for width in natural:
        edges.append(edges[-1] + width * room / total)
    made = _laid(sheet, fonts, size, edges)
    if high < (taken := sum(made.heights)) <= high * LITTLE:
        made = _laid(sheet, fonts, size * high / taken * 0.98, edges)
    return made


def _laid(sheet: Sheet, fonts: Fonts, size: float, edges: Sequence[float]) -> _Grid:
    empty = _Grid(size, tuple(edges), ())
    return _Grid(size, tuple(edges), _heights(sheet.cells, fonts, empty))


def _widths(cells: Sequence[Cell], fonts: Fonts) -> list[float]:
    widths = [NARROWEST] * max(c.column + c.colspan for c in cells)
    ruled = [c for c in cells if c.role not in NO_LINES and c.value is not None]
    for c in sorted(ruled, key=lambda c: c.colspan):
        if c.colspan > 2:
            continue
        wanted = SIZE if c.vertical else fonts.width("body", _words(c), SIZE) / _lines_free(c)
        wanted = min(wanted, WIDEST * c.colspan) + 2 * PADDING + 1
        there = sum(widths[c.column : c.column + c.colspan])
        for column in range(c.column, c.column + c.colspan):
            widths[column] += max(wanted - there, 0) / c.colspan
    return widths


def _lines_free(cell: Cell) -> float:
    """Words over two rows may stand in two lines, a head over several columns too; otherwise
    a little less, as lines do not fill up."""
    if cell.role is Role.HEAD and cell.colspan > 1:
        return 2.0
    return 1.0 if cell.rowspan == 1 else min(cell.rowspan, 2) * 0.85


def _heights(cells: Sequence[Cell], fonts: Fonts, grid: _Grid) -> tuple[float, ...]:
    pitch = grid.size * PITCH
    heights = [pitch + 2] * max(c.row + c.rowspan for c in cells)
    for c in sorted(cells, key=lambda c: c.rowspan):
        lines = len(_set(c, fonts, grid))
        needed = TITLE_SIZE * 1.8 if c.role is Role.TITLE else lines * pitch + 2
        there = sum(heights[c.row : c.row + c.rowspan])
        heights[c.row + c.rowspan - 1] += max(needed - there, 0)
    return tuple(heights)


def _pages(sheet: Sheet, grid: _Grid, room: float) -> Iterable[list[int]]:
    """The rows of each page, the head first."""
    head = list(range(1, sheet.head_rows))
    rows, used = [0, *head], sum(grid.heights[: sheet.head_rows])
    for row in range(sheet.head_rows, len(grid.heights)):
        if used + grid.heights[row] > room and len(rows) > sheet.head_rows:
            yield rows
            rows, used = [*head], sum(grid.heights[each] for each in head)
        rows.append(row)
        used += grid.heights[row]
    yield rows


def _page(sheet: Sheet, fonts: Fonts, grid: _Grid, rows: Sequence[int], top: float) -> Page:
    """The cells of these rows; one that goes on from the page before has its words again."""
    tops: dict[int, float] = {}
    y = top
    for row in rows:
        tops[row] = y
        y -= grid.heights[row]
    page: Page = []
    for cell in sheet.cells:
        here = [row for row in range(cell.row, cell.row + cell.rowspan) if row in tops]
        if here:
            upper = tops[here[0]]
            lower = upper - sum(grid.heights[row] for row in here)
            _draw(page, cell, fonts, grid, (upper, lower))
    return page


def _draw(page: Page, cell: Cell, fonts: Fonts, grid: _Grid, span: tuple[float, float]) -> None:
    """Its box and its words, in the middle of its height."""
    upper, lower = span
    left, right = grid.edges[cell.column], grid.edges[cell.column + cell.colspan]
    if cell.role not in NO_LINES:
        corners = ((left, upper), (right, upper), (right, lower), (left, lower), (left, upper))
        for (x1, y1), (x2, y2) in pairwise(corners):
            page.append(Rule(x1, y1, x2, y2, 0.4))
    lines = _set(cell, fonts, grid)
    size = TITLE_SIZE if cell.role is Role.TITLE else grid.size
    pitch = size * PITCH
    y = (upper + lower) / 2 + pitch * len(lines) / 2
    for line in lines:
        base = y - pitch / 2 - size * DROP
        x = _start(cell, line, left + grid.padding, right - grid.padding)
        page.append(Words(x, base, size, line))
        y -= pitch


def _start(cell: Cell, line: Line, left: float, right: float) -> float:
    """Labels and notes stand at the left, figures at the right, all else in the middle."""
    is_words = isinstance(cell.value, str)
    if cell.role is Role.NOTE or (cell.role is Role.LABEL and is_words):
        return left
    if cell.role in (Role.FIGURE, Role.TOTAL) and cell.of:
        return right - line.width
    return (left + right - line.width) / 2


def _set(cell: Cell, fonts: Fonts, grid: _Grid) -> list[Line]:
    """The words of a cell in lines; vertical ones have a character in each."""
    words = _words(cell)
    if cell.role is Role.TITLE:
        return [set_line(fonts, Style("title", TITLE_SIZE), words)]
    style = Style("heading" if cell.role is Role.HEAD else "body", grid.size)
    if cell.vertical:
        return [set_line(fonts, style, character) for character in words]
    if not words:
        return []
    lines = break_lines(fonts, style, words, grid.room(cell))
    return [_unspread(fonts, style, line) if line.spread else line for line in lines]


def _unspread(fonts: Fonts, style: Style, line: Line) -> Line:
    """In a narrow cell words stretched to the margin look torn apart."""
    return set_line(fonts, style, "".join(run.text for run in line.runs))


def _words(cell: Cell) -> str:
    return "" if cell.value is None else str(cell.value)
