"""An Excel or CSV file as plain rows. Values only: no formula, macro or link is followed."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from core.errors import UserError
from core.files import said_plainly
from core.progress import Progress, no_progress
from core.text import Text

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 400 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 300
#: Where a title, a note and a two-row head may stand above the data.
HEAD_ROWS = 12
_OLE = b"\xd0\xcf\x11\xe0"  # old .xls, and every workbook that asks for a password

Values = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """One sheet: its name and its rows with their number as Excel shows it; empty rows left out."""

    name: str
    rows: tuple[tuple[int, Values], ...]


def read_table(path: Path, progress: Progress = no_progress) -> list[Table]:
    """Every visible sheet that holds anything. Raises UserError for a file that cannot be read, is
    protected by a password, is too large (20 MB) or has too many rows (50,000)."""
    with said_plainly(path):
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UserError(_TOO_LARGE.format(path=path.name))
        if size == 0:
            raise UserError(_EMPTY.format(path=path.name))
        start = path.read_bytes()[:8]
    if start.startswith(_OLE):
        raise UserError(_PASSWORD.format(path=path.name))
    if start.startswith(b"PK"):
        return _workbook(path, progress)
    return [_csv(path)]


def _workbook(path: Path, progress: Progress) -> list[Table]:
    import openpyxl  # not at the top: the window starts without it

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(member.file_size for member in packed.infolist()) > MOST_UNPACKED:
                raise UserError(_TOO_LARGE.format(path=path.name))
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except _unreadable_errors() as error:
        raise UserError(_UNREADABLE.format(path=path.name)) from error
    try:
        sheets = [s for s in book.worksheets if s.sheet_state == "visible"]
        tables = [Table(s.title, tuple(_rows(s, path, progress))) for s in sheets]
        return _with_formulas(path, tables) if _has_formulas(path) else tables
    except _unreadable_errors() as error:
        raise UserError(_UNREADABLE.format(path=path.name)) from error
    finally:
        book.close()


class Formula(str):
    """The text of a formula whose result was never worked out, as programs other than a
    spreadsheet write it. Not a value: it is named, and kept only where words are kept."""

    __slots__ = ()


def _has_formulas(path: Path) -> bool:
    """Looks at the packed sheets themselves; most have none and are not read again."""
    with zipfile.ZipFile(path) as packed:
        names = [n for n in packed.namelist() if n.startswith("xl/worksheets/sheet")]
        return any(b"<f>" in data or b"<f " in data for data in map(packed.read, names))


def _with_formulas(path: Path, tables: list[Table]) -> list[Table]:
    """The tables with a Formula where a cell holds one and no result."""
    import openpyxl  # not at the top: the window starts without it

    book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
    try:
        return [Table(t.name, tuple(_unsolved(t, book[t.name]))) for t in tables]
    finally:
        book.close()


def _unsolved(table: Table, sheet: Any) -> Iterator[tuple[int, Values]]:
    sheet.reset_dimensions()
    known = dict(table.rows)
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        formulas = [Formula(c.value) if c.data_type == "f" else None for c in cells]
        values = known.get(number, ())
        if any(formulas) or values:
            longer = max(len(values), len(formulas))
            both = zip(_filled(values, longer), _filled(formulas, longer), strict=True)
            yield number, tuple(f if v is None and f else v for v, f in both)


def _filled(values: Sequence[Any], length: int) -> list[Any]:
    return [*values, *([None] * (length - len(values)))]


def _rows(sheet: Any, path: Path, progress: Progress) -> Iterator[tuple[int, Values]]:
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    found = 0
    for number, values in enumerate(
        sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1
    ):
        if number % 500 == 0:
            progress(number, max(number, sheet.max_row or 0))
        if any(v not in (None, "") for v in values):
            found += 1
            if found > MOST_ROWS + HEAD_ROWS:
                raise too_many(path)
            yield number, values


def _csv(path: Path) -> Table:
    text = _decoded(path)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4096], delimiters=",\t;")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = tuple(
            (number, tuple(values))
            for number, values in enumerate(csv.reader(io.StringIO(text), dialect), start=1)
            if any(values)
        )
    except csv.Error as error:
        raise UserError(_UNREADABLE.format(path=path.name)) from error
    if len(rows) > MOST_ROWS + HEAD_ROWS:
        raise too_many(path)
    return Table(path.stem, rows)


def _decoded(path: Path) -> str:
    """UTF-8 with or without a mark, else GB 18030 (which holds GB 2312 and GBK)."""
    raw = path.read_bytes()
    if b"\x00" in raw[:4096]:
        raise UserError(_UNREADABLE.format(path=path.name))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError(_UNREADABLE.format(path=path.name))


def _unreadable_errors() -> tuple[type[Exception], ...]:
    """What zipfile, lxml and openpyxl raise for broken files; KeyError: a part is missing in the
    zip; SyntaxError: lxml's XMLSyntaxError."""
    from openpyxl.utils.exceptions import InvalidFileException

    own = (zipfile.BadZipFile, InvalidFileException, ParseError)
    return (*own, KeyError, ValueError, TypeError, IndexError, EOFError, SyntaxError)


def too_many(path: Path) -> UserError:
    """What is said of a file with more than MOST_ROWS rows of data."""
    return UserError(_TOO_MANY.format(path=path.name, most=MOST_ROWS))


_PASSWORD = Text(
    "文件“{path}”有打开密码,或是旧版 .xls 格式。请在 WPS 中打开,取消密码并另存为 .xlsx 后再导入。",
    "The file {path} has a password or is an old .xls. Open it in WPS, remove the password, save it"
    " as .xlsx and import that.",
)
_UNREADABLE = Text(
    "文件“{path}”无法读取:不是 Excel(.xlsx)或 CSV 文件,或已损坏。没有导入任何内容。",
    "The file {path} cannot be read: not Excel (.xlsx) or CSV, or damaged. Nothing was imported.",
)
_EMPTY = Text("文件“{path}”是空的。", "The file {path} is empty.")
_TOO_LARGE = Text(
    "文件“{path}”过大(最多 20 MB)。请分成几个文件导入。",
    "The file {path} is too large (at most 20 MB). Import it in parts.",
)
_TOO_MANY = Text(
    "文件“{path}”超过 {most} 行。请分成几个文件导入。",
    "The file {path} has more than {most} rows. Import it in parts.",
)
