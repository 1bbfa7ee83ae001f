"""A form with printed lines: title, head line, two head rows, the lines, 备注 and the foot."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from core.reports.definition import Frame, Line, Result
from core.reports.figures import can_type_here, figure_note, heading, value_of
from core.sheet import Cell, Format, Role, Sheet

LEFT = 4  # columns of labels: the number, the category in two, the indicator
HEAD_ROWS = 4  # title, head line, two rows of heads


def drawn_form(result: Result) -> Sheet:
    """Line n stands in row n + 3 counted from 0 (row n + 4 of a spreadsheet), 备注 and foot below.
    A figure knows its (row id, column id)."""
    frame = result.report.frame
    assert frame is not None  # every report whose layouts have lines has one
    lines, columns = result.layout.lines, result.columns
    width = LEFT + len(columns)
    below = HEAD_ROWS + len(lines)
    cells = [
        Cell(0, 0, str(heading(result)), Role.TITLE, colspan=width),
        *_head_line(result, frame, width),
        Cell(2, 0, str(frame.content), Role.HEAD, rowspan=2, colspan=LEFT),
        Cell(2, LEFT, str(frame.level), Role.HEAD, colspan=len(columns)),
        *(Cell(3, LEFT + i, str(c.label), Role.HEAD) for i, c in enumerate(columns)),
        *_labels(lines),
        *_figures(result),
        Cell(below, 0, str(frame.note_label), Role.LABEL),
        Cell(below, 1, str(frame.note), Role.LABEL, colspan=width - 1),
        *_foot(result, frame, below + 1, width),
    ]
    return Sheet(
        result.title, cells=tuple(cells), head_rows=HEAD_ROWS, head_columns=LEFT, upright=True
    )


def _head_line(result: Result, frame: Frame, width: int) -> Iterable[Cell]:
    left = frame.left.format(unit=result.unit_name)
    yield Cell(1, 0, str(left), Role.NOTE, colspan=LEFT)
    yield Cell(1, LEFT, str(frame.right(result.period)), Role.NOTE, colspan=width - LEFT)


def _labels(lines: Sequence[Line]) -> Iterable[Cell]:
    """Numbers, then each label merged over the lines it is for."""
    numbered = list(enumerate(lines, HEAD_ROWS))
    for at, line in numbered:
        yield Cell(at, 0, at - HEAD_ROWS + 1, Role.NUMBER, format=Format.WHOLE)
        yield Cell(at, LEFT - 1, str(line.label), Role.LABEL)
    for head, group in groupby(numbered, key=lambda pair: pair[1].heads[:1]):
        these = list(group)
        alone = all(len(line.heads) == 1 for _, line in these)
        first = these[0][0]
        span = 2 if alone else 1
        yield Cell(first, 1, str(head[0]), Role.LABEL, rowspan=len(these), colspan=span)
        if not alone:
            for at, line in these:
                yield Cell(at, 2, str(line.heads[1]), Role.LABEL)


def _figures(result: Result) -> Iterable[Cell]:
    for at, row in enumerate(result.rows, HEAD_ROWS):
        for i, column in enumerate(result.columns, LEFT):
            yield Cell(
                at,
                i,
                value_of(result, row, column),
                Role.FIGURE,
                format=Format.WHOLE,
                of=(row.id, column.id),
                note=figure_note(result, row, column),
                typed=can_type_here(result, row.id, column.id),
            )


def _foot(result: Result, frame: Frame, at: int, width: int) -> Iterable[Cell]:
    """Who signs, who made it, whose form it is; each on its part of the line."""
    words = [f"{label}{result.words.get(id, '')}" for id, label in frame.foot]
    words.append(str(result.settings.get("sheet_issuer") or frame.issuer))
    edges = [0, LEFT - 1, LEFT + 1, width]
    for said, start, end in zip(words, edges, edges[1:], strict=False):
        yield Cell(at, start, said, Role.NOTE, colspan=end - start)
