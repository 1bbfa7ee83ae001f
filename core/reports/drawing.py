"""A report as it is printed: title, head tree, units, numbers, figures, notes and foot. A form with
printed lines is drawn in core.reports.form_drawing.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from core.reports.definition import TOTAL, Column, Result, ResultRow
from core.reports.figures import can_type_here, figure_note, heading, value_of
from core.reports.form_drawing import drawn_form
from core.sheet import Cell, Format, Role, Sheet
from core.text import Text

_UNIT = Text("单位", "Unit")
_NUMBER = Text("栏次", "No.")
_FOOT = (
    Text("填报单位:{office}", "Reported by: {office}"),
    Text("审核人:", "Checked by:"),
    Text("制表人:", "Made by:"),
    Text("填报日期:    年  月  日", "Date:"),
)


def drawn(result: Result) -> Sheet:
    """Every cell in its place; a figure knows its (row id, column id).

    Rows: the title, the head tree, units, column numbers 1 to N, one per row of figures with the
    total last, the notes, one line of signatures.
    """
    if result.layout.lines:
        return drawn_form(result)
    columns = result.columns
    depth = max(len(c.heads) for c in columns) + 1
    unit = 1 + depth  # its row; the numbers stand below it
    first = unit + 2
    below = first + len(result.rows)
    cells = [
        Cell(0, 0, str(heading(result)), Role.TITLE, colspan=len(columns) + 1),
        Cell(1, 0, str(result.report.stub), Role.HEAD, rowspan=depth),
        *_head(columns, depth),
        Cell(unit, 0, str(_UNIT), Role.UNIT),
        *(Cell(unit, i, str(c.unit), Role.UNIT) for i, c in enumerate(columns, 1)),
        Cell(unit + 1, 0, str(_NUMBER), Role.NUMBER),
        *(
            Cell(unit + 1, i, i, Role.NUMBER, format=Format.WHOLE)
            for i in range(1, len(columns) + 1)
        ),
    ]
    for at, row in enumerate(result.rows, first):
        cells += _figures(at, row, result)
    for at, note in enumerate(result.notes, below):
        cells.append(Cell(at, 0, str(note), Role.NOTE, colspan=len(columns) + 1))
    cells += _foot(below + len(result.notes), len(columns) + 1, result.office)
    return Sheet(result.title, cells=tuple(cells), head_rows=first, head_columns=1)


def _head(columns: Sequence[Column], depth: int) -> Iterable[Cell]:
    """The groups, each over its columns, and below them the leaves, each down to the units."""
    for level in range(depth - 1):
        numbered = enumerate(columns, 1)
        for heads, group in groupby(numbered, key=lambda pair: pair[1].heads[: level + 1]):
            span = list(group)
            if len(heads) > level:
                yield Cell(1 + level, span[0][0], str(heads[level]), Role.HEAD, colspan=len(span))
    for (heads, words), group in groupby(enumerate(columns, 1), key=_same_head):
        at, span = len(heads), list(group)
        yield Cell(
            1 + at,
            span[0][0],
            str(words),
            Role.HEAD,
            rowspan=depth - at,
            colspan=len(span),
            vertical=len(span) == 1,
        )


def _same_head(numbered: tuple[int, Column]) -> tuple[tuple[Text, ...], Text]:
    """Columns that differ only by their unit stand under one head: 件 and 人."""
    return numbered[1].heads, numbered[1].label


def _figures(at: int, row: ResultRow, result: Result) -> Iterable[Cell]:
    is_total = row.id == TOTAL
    yield Cell(at, 0, row.label, Role.TOTAL if is_total else Role.LABEL)
    for i, column in enumerate(result.columns, 1):
        yield Cell(
            at,
            i,
            value_of(result, row, column),
            Role.TOTAL if is_total else Role.FIGURE,
            format=Format.MONEY if column.decimals else Format.WHOLE,
            of=(row.id, column.id),
            note=figure_note(result, row, column),
            typed=can_type_here(result, row.id, column.id),
        )


def _foot(at: int, width: int, office: str) -> Iterable[Cell]:
    """The signature line, its parts spread evenly over the sheet."""
    edges = [width * i // len(_FOOT) for i in range(len(_FOOT) + 1)]
    for words, start, end in zip(_FOOT, edges, edges[1:], strict=False):
        said = str(words.format(office=office))
        yield Cell(at, start, said, Role.NOTE, colspan=end - start)
