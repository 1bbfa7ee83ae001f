"""Sheets as an Excel file; the only module that writes with openpyxl.

Rows are streamed: a cell of each look is made once and filled anew, which is what makes a register
of ten thousand rows quick. Words are always words: =1+1 stays text.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path
from typing import Any

from lxml.etree import LxmlError
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from core.errors import UserError
from core.files import whole_file
from core.progress import Progress, no_progress
from core.sheet import Cell, Format, Role, Sheet, Value
from core.text import Text

LONGEST = 32_767  # characters in one cell, a limit of the file format
AT_ONCE = 500  # rows between two reports of progress
A4 = 9  # paper size

#: Widths in characters, a Chinese one counting two.
NARROWEST, WIDEST, NOTE_WIDTH = 5.0, 36.0, 48.0
_PADDING, _DRAWN_PADDING = 2.0, 1.6  # what the type of another program needs beside the words

_NUMBER_FORMATS = {
    Format.TEXT: "General",
    Format.NOTE: "General",
    Format.LITERAL: "@",
    Format.WHOLE: "0",
    Format.NUMBER: "General",
    Format.MONEY: "#,##0.00",
    Format.DATE: "yyyy-mm-dd",
}
_FONT = "宋体"
_THIN = Side(style="thin", color="FF000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def write_workbook(
    sheets: Sequence[Sheet],
    path: Path,
    *,
    overwrite: bool = False,
    progress: Progress = no_progress,
) -> None:
    """Every sheet as a page of a new file; whole or not at all.

    Raises UserError if the file exists (unless overwrite) or cannot be written, or if a cell holds
    more than LONGEST characters.
    """
    book = Workbook(write_only=True)
    book.properties.creator = str(_PROGRAM)
    total = sum(len(sheet.rows) for sheet in sheets)
    done = 0

    def so_far(row: int) -> None:
        progress(done + row, total)

    with whole_file(path, overwrite=overwrite) as draft, _tidied(book):
        for sheet in sheets:
            page = book.create_sheet(_page_name(sheet, book.sheetnames))
            page._values_to_row = _as_they_are
            _set_up(page, sheet)
            if sheet.cells:
                _write_cells(page, sheet)
            else:
                _write_table(page, sheet, so_far)
            done += len(sheet.rows)
        book.save(draft)


@contextmanager
def _tidied(book: Workbook) -> Iterator[None]:
    """openpyxl streams each page through a file in the folder for temporary files, which would stay
    there in clear text when the work is cut short."""
    try:
        yield
    except BaseException:
        for page in book.worksheets:
            if page._writer:
                with suppress(OSError, LxmlError):  # the disk may be full
                    if not page.closed:
                        page.close()
                with suppress(OSError):
                    Path(page._writer.out).unlink(missing_ok=True)
        raise


def _as_they_are(cells: Sequence[Any], row: int) -> Iterator[Any]:
    """Takes the place of openpyxl's own conversion, which costs as much as the writing: our rows
    are cells already."""
    for column, cell in enumerate(cells, 1):
        if cell is not None:
            cell.row, cell.column = row, column
            yield cell


def _page_name(sheet: Sheet, taken: Sequence[str]) -> str:
    """At most 31 characters, without those Excel forbids, each name once."""
    name = re.sub(r"[\[\]:*?/\\']", " ", str(sheet.title)).strip()[:28] or "1"
    return next(n for i in range(1, 100) if (n := name if i == 1 else f"{name}{i}") not in taken)


def _set_up(page: Any, sheet: Sheet) -> None:
    """A4, as wide as the paper, the head on every page and always in sight."""
    corner = f"{get_column_letter(sheet.head_columns + 1)}{sheet.head_rows + 1}"
    page.freeze_panes = corner
    page.print_title_rows = f"1:{sheet.head_rows}"
    page.page_setup.orientation = "portrait" if sheet.upright else "landscape"
    page.page_setup.paperSize = A4
    page.page_setup.fitToHeight = 1 if sheet.upright else 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_options.horizontalCentered = True
    margins = page.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.7, 0.6
    margins.header = margins.footer = 0.3
    page.oddFooter.center.text = str(_PAGE_NUMBER)
    if not sheet.cells:
        page.oddHeader.center.text = str(sheet.title).replace("&", "&&")


# --- plain tables --------------------------------------------------------------------------------


def _write_table(page: Any, sheet: Sheet, progress: Callable[[int], None]) -> None:
    for i, width in enumerate(_widths(sheet), 1):
        page.column_dimensions[get_column_letter(i)].width = width
    head = [_styled(page, Role.HEAD, Format.TEXT, False) for _ in sheet.columns]
    for cell, column in zip(head, sheet.columns, strict=True):
        _fill(cell, column.label)
    page.append(head)
    looks = [_styled(page, Role.LABEL, column.format, False) for column in sheet.columns]
    if not sheet.ruled:
        for cell in looks:
            cell.border = Border()
    for n, row in enumerate(sheet.rows):
        if n % AT_ONCE == 0:
            progress(n)
        page.append(_filled(looks, row, n, sheet))


def _filled(looks: Sequence[Any], row: Sequence[Value], n: int, sheet: Sheet) -> list[Any]:
    """The cells of one row; openpyxl writes them at once, so they can serve the next row too."""
    cells: list[Any] = []
    for place, (cell, value) in enumerate(zip(looks, row, strict=True)):
        if value is None and not sheet.ruled:
            cells.append(None)
            continue
        if isinstance(value, str) and len(value) > LONGEST:
            label = sheet.columns[place].label
            raise UserError(_TOO_LONG.format(column=label, row=n + 2, n=len(value)))
        _fill(cell, value)
        cells.append(cell)
    return cells


def _fill(cell: Any, value: Value) -> None:
    """Words as words, whatever they look like; openpyxl would take =1+1 for a formula."""
    cell._value = value
    cell.data_type = "s" if isinstance(value, str) else "d" if hasattr(value, "year") else "n"


def _widths(sheet: Sheet) -> Iterator[float]:
    """By head and content, between NARROWEST and what the kind of column may take."""
    for place, column in enumerate(sheet.columns):
        most = NOTE_WIDTH if column.format is Format.NOTE else WIDEST
        widest = _width(column.label) + 1
        if column.format is Format.DATE:
            widest = max(widest, len("2026-03-05"))
        else:
            different = {row[place] for row in sheet.rows} - {None}
            widest = max([widest, *(_width(_printed(v, column.format)) for v in different)])
        yield min(max(widest + _PADDING, NARROWEST), most)


def _printed(value: Value, format: Format) -> str:
    return f"{value:,.2f}" if format is Format.MONEY else str(value)


def _width(words: str) -> int:
    """Of the longest line, in half-width characters."""
    if "\n" not in words:
        return len(words) if words.isascii() else len(words.encode("gb18030", "replace"))
    return max(_width(line) for line in words.split("\n"))


# --- drawn forms ---------------------------------------------------------------------------------


def _write_cells(page: Any, sheet: Sheet) -> None:
    for i, width in enumerate(_drawn_widths(sheet.cells), 1):
        page.column_dimensions[get_column_letter(i)].width = width
    for at, height in _heights(sheet.cells).items():
        page.row_dimensions[at + 1].height = height
    merged = [c for c in sheet.cells if c.rowspan > 1 or c.colspan > 1]
    page.merged_cells.ranges = {
        CellRange(
            min_row=c.row + 1,
            max_row=c.row + c.rowspan,
            min_col=c.column + 1,
            max_col=c.column + c.colspan,
        )
        for c in merged
    }
    for row in _grid(sheet.cells):
        page.append([_placed(page, cell, value) for cell, value in row])


def _grid(cells: Sequence[Cell]) -> Iterator[list[tuple[Cell | None, Value]]]:
    """Row by row (cell, value); under a merged cell the same cell without its value, for its
    border."""
    covered: dict[tuple[int, int], tuple[Cell, Value]] = {}
    for c in cells:
        for row in range(c.row, c.row + c.rowspan):
            for column in range(c.column, c.column + c.colspan):
                covered[row, column] = (c, c.value if (row, column) == (c.row, c.column) else None)
    rows, columns = (max(place[i] for place in covered) + 1 for i in (0, 1))
    for row in range(rows):
        yield [covered.get((row, column), (None, None)) for column in range(columns)]


def _placed(page: Any, cell: Cell | None, value: Value) -> Any:
    if cell is None:
        return None
    styled = _styled(page, cell.role, cell.format, cell.vertical)
    if isinstance(value, str) and len(value) > LONGEST:
        label = get_column_letter(cell.column + 1)
        raise UserError(_TOO_LONG.format(column=label, row=cell.row + 1, n=len(value)))
    _fill(styled, value)
    return styled


def _drawn_widths(cells: Sequence[Cell]) -> Iterator[float]:
    """By what stands in one column alone; vertical words need one character."""
    columns = max(c.column + c.colspan for c in cells)
    widths = [3.6] * columns
    for c in cells:
        if c.colspan == 1 and c.value is not None and not c.vertical:
            needed = _width(_printed(c.value, c.format)) + _DRAWN_PADDING
            widths[c.column] = max(widths[c.column], min(needed, WIDEST))
    return iter(widths)


def _heights(cells: Sequence[Cell]) -> Mapping[int, float]:
    """Points of every row; vertical words share the rows they are merged over."""
    found: dict[int, float] = {}
    for c in cells:
        if c.role is Role.TITLE:
            found[c.row] = 30.0
        elif c.rowspan == 1 and not c.vertical:
            lines = 1 if c.colspan > 1 else math.ceil(_width(str(c.value)) / WIDEST)
            found[c.row] = max(found.get(c.row, 0.0), _ROW * lines)
    vertical = sorted((c for c in cells if c.vertical), key=lambda c: c.row + c.rowspan)
    for bottom, group in groupby(vertical, key=lambda c: c.row + c.rowspan - 1):
        longest = max(
            _LINE * len(str(c.value)) - sum(found.get(r, 0.0) for r in range(c.row, bottom))
            for c in group
        )
        found[bottom] = min(max(longest, _ROW), 400.0)
    return found


_ROW, _LINE = 18.0, 12.5  # points: a row of one line, a character of vertical words


# --- looks ---------------------------------------------------------------------------------------


def _styled(page: Any, role: Role, format: Format, vertical: bool) -> Any:
    """An empty cell of this look. openpyxl keeps equal styles once per book."""
    cell = WriteOnlyCell(page)
    is_words = format in (Format.TEXT, Format.LITERAL, Format.NOTE)
    cell.font = Font(
        name=_FONT,
        size=16 if role is Role.TITLE else 10,
        bold=role in (Role.TITLE, Role.HEAD, Role.TOTAL),
    )
    across = "left" if role is Role.NOTE or (role is Role.LABEL and is_words) else "center"
    if not is_words and role is not Role.NUMBER:
        across = "center" if format is Format.DATE else "right"
    indent = 1 if format is Format.MONEY and role is Role.LABEL else 0  # words may stand beside it
    cell.alignment = Alignment(
        horizontal=across,
        vertical="center",
        indent=indent,
        wrap_text=format in (Format.NOTE, Format.TEXT) and not vertical,
        text_rotation=255 if vertical else 0,
    )
    if role not in (Role.TITLE, Role.NOTE):
        cell.border = _BOX
    cell.number_format = _NUMBER_FORMATS[format]
    return cell


_PROGRAM = Text("司法所台账", "Judicial Office Ledger")
_PAGE_NUMBER = Text("第 &P 页 共 &N 页", "Page &P of &N")
_TOO_LONG = Text(
    "第 {row} 行“{column}”有 {n} 字,超过 Excel 单元格上限 32767 字,没有导出。请缩短后重试。",
    "Row {row}, {column}: {n} characters, more than the 32,767 an Excel cell holds. Nothing was"
    " written; shorten it and try again.",
)
