"""How a figure of a report is written and what is said about it; the words of its title."""

from core.reports.definition import Column, Figure, Line, Rate, Result, ResultRow
from core.text import Text

_RATE_NOTE = Text("{part} {n} ÷ {whole} {m}", "{part} {n} ÷ {whole} {m}")
_TYPED_NOTE = Text("手工填写;程序统计为 {n}。", "Typed by hand; counted: {n}.")
_MAY_TYPE = Text("按 F2 可以手工填写。", "Press F2 to type a figure.")


def heading(result: Result) -> Text:
    """The title of the sheet as printed."""
    return result.report.heading.format(
        period=result.period.words,
        title=result.title,
        office=result.office,
        unit=result.unit_name,
        year=result.period.until.year,
        part=result.period.part,
    )


def value_of(result: Result, row: ResultRow, column: Column) -> Figure | str:
    """A figure as it is; a percentage as words, 93.78%, and a plain 0 where it is none."""
    figure = row.cells[column.id]
    if rate_of(result, row, column) is None or figure is None:
        return figure
    return f"{figure}%" if figure else 0


def figure_note(result: Result, row: ResultRow, column: Column) -> str:
    """Of a rate, what was divided by what; of a figure typed by hand, what was counted."""
    if rate := rate_of(result, row, column):
        return str(_rate_note(result, row, column, rate))
    if (row.id, column.id) in result.typed:
        return str(_TYPED_NOTE.format(n=result.typed[row.id, column.id]))
    return str(_MAY_TYPE) if can_type_here(result, row.id, column.id) else ""


def rate_of(result: Result, row: ResultRow, column: Column) -> Rate | None:
    line = line_of(result, row.id)
    return column.rate or (line.rate if line else None)


def line_of(result: Result, row_id: str) -> Line | None:
    return next((line for line in result.layout.lines if line.id == row_id), None)


def can_type_here(result: Result, row_id: str, column_id: str) -> bool:
    """Whether a figure may be typed into the cell: a counted one that is marked so; where longer
    periods come from the monthly sheets, only of a month."""
    column = next((c for c in result.columns if c.id == column_id), None)
    if column is None or not column.adds:
        return False
    by_month = any(c.to_date for c in result.columns)
    if by_month and result.period.kind != "month":
        return False
    line = line_of(result, row_id)
    if result.layout.lines:
        return line is not None and bool(line.where) and (line.typed or column.typed)
    return column.typed and row_id in {row.id for row in result.rows[:-1]}


def _rate_note(result: Result, row: ResultRow, column: Column, rate: Rate) -> Text:
    whole = rate.whole_for(result.settings)
    if column.rate:
        labels = {c.id: c.label for c in (*result.columns, *result.report.hidden)}
        n, m = row.cells.get(rate.part), row.cells.get(whole)
    else:
        labels = {line.id: line.label for line in result.layout.lines}
        n, m = (result.row(id).cells[column.id] for id in (rate.part, whole))
    return _RATE_NOTE.format(part=labels[rate.part], n=n, whole=labels[whole], m=m)
