"""What was asked of a report: which layout, basis, rows; names that are unknown are said to be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from core.errors import UserError
from core.periods import Period
from core.records import BY_TABLE, VILLAGE
from core.reports.definition import (
    NO_ROW,
    TOTAL,
    Column,
    FixedRows,
    Layout,
    Line,
    Report,
    RowList,
)
from core.store import find
from core.text import Text

TOTAL_LABEL = Text("合计", "Total")
DECIMALS = 2  # of a rate, where the office says nothing


@dataclass(frozen=True)
class Asked:
    """One question to one report."""

    db: Database
    report: Report
    period: Period
    basis: str
    layout: Layout
    office: Mapping[str, Any]  # its row, for the settings
    unit: str | None = None  # id of the village the sheet is of

    @property
    def decimals(self) -> int:
        """Of the rates."""
        chosen = self.office.get("rate_decimals")
        return DECIMALS if chosen is None else int(chosen)

    def line(self, id: str) -> Line | None:
        return next((line for line in self.layout.lines if line.id == id), None)

    def column(self, id: str) -> Column:
        """Printed or hidden. Raises StopIteration for one there is not."""
        return next(c for c in (*self.layout.columns, *self.report.hidden) if c.id == id)

    def in_period(self, period: Period) -> "Asked":
        return replace(self, period=period)


def facts_of(asked: Asked, table: str) -> str:
    """The SELECT of the facts of a table; the main ones if it is empty."""
    report, basis = asked.report, asked.report.bases[asked.basis]
    sql = next((f.sql for f in report.others if f.table == table), report.facts)
    return sql.format(date=basis.column, key=basis.key)


def layout_of(
    report: Report, profile: str | None, office: Mapping[str, Any], period: Period
) -> Layout:
    """The one asked for, or the office's, or by the last day of the period. Raises UserError."""
    profile = profile or (office.get(report.layout_setting) if report.layout_setting else None)
    for layout in report.layouts:
        if profile in (None, "by_date") and layout.since <= period.until <= layout.until:
            return layout
        if profile == layout.id:
            return layout
    raise unknown(profile or "", ("by_date", *(layout.id for layout in report.layouts)))


def basis_of(report: Report, basis: str | None) -> str:
    """Raises UserError for one the report does not have."""
    basis = basis or next(iter(report.bases))
    if basis not in report.bases:
        raise unknown(basis, report.bases)
    return basis


def unit_of(db: Database, layout: Layout, unit: str | None) -> str | None:
    """The id of a village, also from its name; the only one there is where a village fills the
    sheet in. Raises UserError."""
    villages = {str(row["id"]): str(row["name"]) for row in find(db, VILLAGE)}
    if unit is None:
        return next(iter(villages)) if layout.for_unit and len(villages) == 1 else None
    fitting = [id for id, name in villages.items() if unit in (id, name)]
    if len(fitting) == 1:
        return fitting[0]
    raise unknown(unit, villages.values())


def column_of(layout: Layout, column_id: str) -> Column:
    """Raises UserError for one there is not."""
    for column in layout.columns:
        if column.id == column_id:
            return column
    raise unknown(column_id, (c.id for c in layout.columns))


def row_of(asked: Asked, row: str) -> str:
    """The row's id, also from its label. Raises UserError."""
    if asked.layout.lines:
        if asked.line(row):
            return row
        raise unknown(row, (line.id for line in asked.layout.lines))
    named = {**row_names(asked, True), TOTAL: str(TOTAL_LABEL)}
    fitting = [row] if row in named else [id for id, label in named.items() if label == row]
    if len(fitting) == 1:
        return fitting[0]
    raise unknown(row, named.values())


def row_names(asked: Asked, has_rest: bool) -> dict[str, str]:
    """Row id -> label of a table without lines, in the order of the sheet, without the total."""
    rows = asked.report.rows
    match rows:
        case FixedRows():
            named = {id: str(label) for id, label in rows.rows}
        case RowList():
            kind = BY_TABLE[rows.table]
            named = {r["id"]: r[rows.label] for r in find(asked.db, kind, order="id")}
        case None:
            return {}
    return named | ({NO_ROW: str(rows.none)} if has_rest else {})


def unknown(asked: str, there_are: Iterable[str]) -> UserError:
    said = Text(
        "报表中没有“{asked}”。可用:{names}。",
        "The report has no {asked}. There are: {names}.",
    )
    return UserError(said.format(asked=asked, names=" ".join(there_are)))
