"""A sheet of plain values: what registers and reports make, workbooks write and screens draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from core.text import Text

#: A cell holds words, a number or a date; None is an empty cell, not a nought.
Value = str | int | float | Decimal | date | None


class Format(Enum):
    """How the values of a column or cell are printed."""

    TEXT = "text"
    LITERAL = "literal"  # numbers that are words: ID, phone, file numbers
    NOTE = "note"  # several lines
    WHOLE = "whole"
    NUMBER = "number"  # as many decimals as it has
    MONEY = "money"  # two decimals, thousands apart
    DATE = "date"  # 2026-03-05


class Role(Enum):
    """What a placed cell is, for its looks."""

    TITLE = "title"
    HEAD = "head"
    UNIT = "unit"
    NUMBER = "number"
    LABEL = "label"
    FIGURE = "figure"
    TOTAL = "total"
    NOTE = "note"


@dataclass(frozen=True)
class SheetColumn:
    """A column of a plain table."""

    label: str
    format: Format = Format.TEXT


@dataclass(frozen=True)
class Cell:
    """A cell in its place; rows and columns count from 0. `of` names the (row id, column id) of
    the report that a figure stands for, `note` says more about it where there is room."""

    row: int
    column: int
    value: Value
    role: Role
    rowspan: int = 1
    colspan: int = 1
    format: Format = Format.TEXT
    vertical: bool = False  # one character below the other
    of: tuple[str, str] | None = None
    note: str = ""
    typed: bool = False  # may be typed over, by hand


@dataclass(frozen=True)
class Sheet:
    """Either a plain table (columns, rows: one value per column) or a drawn form (cells).

    `head_rows` rows and `head_columns` columns stay in sight and are repeated on every page.
    `ruled` draws lines around the empty cells of a table too; a sheet only meant to be read back
    does without. An `upright` sheet is printed on portrait paper.
    """

    title: Text
    columns: tuple[SheetColumn, ...] = ()
    rows: Sequence[tuple[Value, ...]] = ()
    cells: tuple[Cell, ...] = ()
    head_rows: int = 1
    head_columns: int = 0
    ruled: bool = True
    upright: bool = False
