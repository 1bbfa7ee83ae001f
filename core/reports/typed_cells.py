"""What people typed into a sheet by hand: figures that stay when it is counted again, and the words
of its foot. Records like any other: each change is a step, with history and undo."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from core import store
from core.errors import UserError
from core.records import REPORT_CELL
from core.reports.asked import Asked
from core.text import Text

#: The row id of the words in the foot.
FOOT = "foot"

TYPING = Text("填写报表数字", "Type into a sheet")


@dataclass(frozen=True)
class TypedFigure:
    """A figure in the stored unit of its column."""

    since: date
    until: date
    row: str
    column: str
    figure: int


def typed_figures(asked: Asked, *, within: bool) -> list[TypedFigure]:
    """Those of the period; with `within` also those of every shorter period in it."""
    days = _WITHIN if within else _JUST
    where = f"{_SHEET} and {days} and figure is not null and row_id != '{FOOT}'"
    since, until = asked.period.since.isoformat(), asked.period.until.isoformat()
    rows = store.find(asked.db, REPORT_CELL, where, [*_sheet(asked), since, until], order="id")
    return [
        TypedFigure(
            date.fromisoformat(row["period_start"]),
            date.fromisoformat(row["period_end"]),
            row["row_id"],
            row["column_id"],
            row["figure"],
        )
        for row in rows
        if _can_be_typed(asked, row["row_id"], row["column_id"])
    ]


def typed_words(asked: Asked) -> dict[str, str]:
    """What stands in the foot of just this sheet, by id."""
    return {row["column_id"]: row["words"] or "" for row in _cells(asked, FOOT, None)}


def figure_typed(asked: Asked, column_id: str, words: str) -> int | None:
    """What was typed into a cell, in the stored unit of its column; None if it was emptied.

    Raises UserError for what is no figure.
    """
    said = unicodedata.normalize("NFKC", words).replace(",", "").strip()
    if not said:
        return None
    column = asked.column(column_id)
    try:
        stored = Decimal(said) * column.per
    except InvalidOperation as error:
        raise UserError(_NO_FIGURE.format(words=words)) from error
    if not stored.is_finite() or stored < 0 or stored != stored.to_integral_value():
        raise UserError(_NO_FIGURE.format(words=words))
    return int(stored)


def type_figure(asked: Asked, row: str, column: str, figure: int | None) -> None:
    """Put a figure in place of what is counted; None takes it out again. One step."""
    _put(asked, row, column, {"figure": figure}, figure is None)


def type_words(asked: Asked, id: str, words: str) -> None:
    """The words of one place in the foot; empty ones take them out. One step."""
    said = words.strip()
    _put(asked, FOOT, id, {"words": said or None}, not said)


def _put(asked: Asked, row: str, column: str, value: dict[str, Any], gone: bool) -> None:
    there = _cells(asked, row, column)
    with store.step(asked.db, TYPING) as s:
        for old in there if gone else there[1:]:
            store.delete(s, REPORT_CELL, old["id"])
        if not gone:
            report, layout, unit = _sheet(asked)
            place = {
                "report": report,
                "layout": layout,
                "unit_id": unit or None,
                "period_start": asked.period.since.isoformat(),
                "period_end": asked.period.until.isoformat(),
                "row_id": row,
                "column_id": column,
            }
            store.save(s, REPORT_CELL, {**place, **value, "id": there[0]["id"] if there else None})


def _cells(asked: Asked, row: str, column: str | None) -> list[dict[str, Any]]:
    """The records of one place, or of a whole row, of just this sheet."""
    where = f"{_SHEET} and {_JUST} and row_id = ?"
    since, until = asked.period.since.isoformat(), asked.period.until.isoformat()
    given = [*_sheet(asked), since, until, row]
    if column is not None:
        where, given = f"{where} and column_id = ?", [*given, column]
    return store.find(asked.db, REPORT_CELL, where, given, order="id")


_NO_FIGURE = Text(
    "“{words}”不是这一格能填的数字。没有改动。",
    "{words} is no figure for this cell; nothing changed.",
)
_JUST = "period_start = ? and period_end = ?"
_WITHIN = "period_start >= ? and period_end <= ?"
_SHEET = "report = ? and layout = ? and coalesce(unit_id, '') = ?"


def _sheet(asked: Asked) -> tuple[str, str, str]:
    return asked.report.name, asked.layout.id, asked.unit or ""


def _can_be_typed(asked: Asked, row: str, column: str) -> bool:
    """Whether the sheet still has such a cell, to be typed into."""
    columns = {c.id: c for c in asked.layout.columns}
    if column not in columns or not columns[column].adds:
        return False
    line = asked.line(row)
    if asked.layout.lines:
        return line is not None and bool(line.where) and (line.typed or columns[column].typed)
    return columns[column].typed
