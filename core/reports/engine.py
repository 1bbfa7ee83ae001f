"""Runs any Report: its figures, notes and checks, and the records behind a cell."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from core.periods import Period
from core.records import OFFICE, VILLAGE
from core.reports.asked import (
    TOTAL_LABEL,
    Asked,
    basis_of,
    column_of,
    facts_of,
    layout_of,
    row_names,
    row_of,
    unit_of,
)
from core.reports.counting import Sums, bounds, conditions, counted, unequal
from core.reports.definition import (
    NO_ROW,
    TOTAL,
    CheckResult,
    Figure,
    Rate,
    Relation,
    Report,
    Result,
    ResultRow,
    rounded,
)
from core.reports.drawing import drawn
from core.reports.typed_cells import typed_words
from core.store import find, get
from core.text import Text

__all__ = [
    "as_json",
    "asked_for",
    "asked_of",
    "behind",
    "breaking",
    "drawn",
    "run",
    "table_behind",
    "table_breaking",
]

_RATE = Text(
    "{rate}:{percent}%({part} {n} ÷ {whole} {m})", "{rate}: {percent}% ({part} {n} ÷ {whole} {m})"
)
_BY_TYPES = Text("{basis};纠纷类型按{layout}。", "Counted {basis}; dispute types: {layout}.")
_DAYS = Text("统计期:{since} 至 {until}。", "Days counted: {since} to {until}.")
_BY_DATE = Text("{basis}。", "Counted {basis}.")


def run(
    db: Database,
    report: Report,
    period: Period,
    *,
    basis: str | None = None,
    profile: str | None = None,
    unit: str | None = None,
) -> Result:
    """The figures of a period. Date basis and layout (list of types, level) are the office's unless
    given; `unit` is the village a sheet is of, by id or name.

    Raises UserError for a basis, layout or village there is not.
    """
    asked = asked_for(db, report, period, basis, profile, unit)
    found = counted(asked)
    named = _named(asked, found.sums)
    sums = {id: found.sums.get(id) or dict.fromkeys(found.columns, 0) for id in named}
    village = get(db, VILLAGE, asked.unit) if asked.unit else None
    office = asked.office.get("name") or ""
    result = Result(
        report,
        asked.period,
        asked.basis,
        asked.layout,
        tuple(_row(asked, id, named[id], sums) for id in named),
        tuple(_checks(asked, sums)),
        tuple(_notes(asked, sums)),
        office,
        asked.unit,
        village["name"] if village else office,
        found.typed,
        typed_words(asked),
        asked.office,
    )
    if report.more_checks is None:
        return result
    return _with(result, report.more_checks(db, result))


def behind(
    db: Database,
    report: Report,
    row_id: str,
    column_id: str,
    period: Period,
    *,
    basis: str | None = None,
    profile: str | None = None,
    unit: str | None = None,
) -> list[str]:
    """Ids of the records counted in one cell, or that add to it where it is a sum; by date. Of a
    rate those of its part. What kind of record they are of tells table_behind.

    The row may be named by its label. Raises UserError for a row or column there is not.
    """
    asked = asked_for(db, report, period, basis, profile, unit)
    column_of(asked.layout, column_id)
    wanted, table, row, where = conditions(asked, row_of(asked, row_id), column_id)
    if not where:
        return []
    sql = f"select id from ({facts_of(wanted, table)}) where {' or '.join(where)}"
    return [id for (id,) in db.execute(sql, {**bounds(wanted), "row": row})]


def table_behind(report: Report, row_id: str, column_id: str) -> str:
    """The kind of the records behind a cell; of the row only lines matter."""
    for layout in report.layouts:
        lines = {line.id: line for line in layout.lines}
        columns = {c.id: c for c in layout.columns}
        if row_id in lines and lines[row_id].of:
            return lines[row_id].of
        if column_id in columns:
            column = columns[column_id]
            if nested := (column.sums or (column.to_date,))[0]:
                return columns[nested].of or report.table
            return column.of or report.table
    return report.table


def breaking(db: Database, result: Result, check: CheckResult) -> list[str]:
    """Ids of the records for which a relation does not hold by themselves; by date. Empty where no
    single record is at fault. What kind of record they are tells table_breaking."""
    if check.ids:
        return list(check.ids)
    relation = next((r for r in result.layout.relations if r.words == check.rule), None)
    columns = {c.id: c for c in (*result.columns, *result.report.hidden)}
    if relation is None:
        return []
    if relation.within:
        return unequal(asked_of(db, result), relation, check.column)
    named = [columns[id] for id in (*relation.left, *relation.right)]
    if len({c.of for c in named}) > 1 or not all(c.adds for c in named):
        return []
    left, right = (
        " + ".join(f"coalesce(({columns[name].adds}), 0)" for name in names)
        for names in (relation.left, relation.right)
    )
    asked = asked_of(db, result)
    within = {TOTAL: "1", NO_ROW: "row_id is null"}.get(check.row, "row_id = :row")
    wrong = f"({left}) {'>' if relation.at_most else '!='} ({right})"
    sql = f"select id from ({facts_of(asked, named[0].of)}) where {within} and {wrong}"
    return [id for (id,) in db.execute(sql, {**bounds(asked), "row": check.row})]


def table_breaking(result: Result, check: CheckResult) -> str:
    """The kind of the records that break a check."""
    if check.table:
        return check.table
    relation = next((r for r in result.layout.relations if r.words == check.rule), None)
    if relation is None or relation.within:
        return table_behind(result.report, check.row, check.column)
    return table_behind(result.report, check.row, relation.left[0])


def as_json(result: Result) -> dict[str, Any]:
    """The result in the words of the domain pages; figures as printed, an empty cell is None."""
    return {
        "title": str(result.title),
        "period": f"{result.period.since}..{result.period.until}",
        "basis": result.basis,
        "layout": result.layout.id,
        "unit": result.unit_name,
        "columns": [
            {"id": c.id, "label": str(c.label), "unit": str(c.unit)} for c in result.columns
        ],
        "rows": [
            {
                "id": row.id,
                "label": row.label,
                "cells": {id: _number(figure) for id, figure in row.cells.items()},
            }
            for row in result.rows
        ],
        "checks": [_check_data(c) for c in result.checks],
        "typed": [{"row": row, "column": column} for row, column in result.typed],
        "words": dict(result.words),
        "notes": [str(note) for note in result.notes],
    }


def _check_data(c: CheckResult) -> dict[str, Any]:
    return {
        "rule": str(c.rule),
        "holds": c.holds,
        "left": c.left,
        "right": c.right,
        "row": c.row,
        "column": c.column,
        "blocks": c.blocks,
        "said": str(c.said) if c.said else "",
    }


def _number(figure: Figure) -> int | float | None:
    return float(figure) if isinstance(figure, Decimal) else figure


# --- what was asked for --------------------------------------------------------------------------


def asked_for(
    db: Database,
    report: Report,
    period: Period,
    basis: str | None = None,
    profile: str | None = None,
    unit: str | None = None,
) -> Asked:
    """With the office's choices where none was made. Raises UserError."""
    office: dict[str, Any] = next(iter(find(db, OFFICE, limit=1)), {})
    if report.days is not None:
        period = report.days(office, period)
    layout = layout_of(report, profile, office, period)
    own = office.get("date_basis")
    chosen = basis_of(report, basis or (own if own in report.bases else None))
    return Asked(db, report, period, chosen, layout, office, unit_of(db, layout, unit))


def asked_of(db: Database, result: Result) -> Asked:
    """What a result is the answer to."""
    r = result
    return Asked(db, r.report, r.period, r.basis, r.layout, dict(r.settings), r.unit)


# --- figures -------------------------------------------------------------------------------------


def _named(asked: Asked, sums: Mapping[str, Sums]) -> dict[str, str]:
    """Row id -> label, in the order of the sheet."""
    if asked.layout.lines:
        lines = asked.layout.lines
        return {
            line.id: " ".join(str(w) for w in (*line.heads, line.label) if str(w)) for line in lines
        }
    return {**row_names(asked, NO_ROW in sums), TOTAL: str(TOTAL_LABEL)}


def _row(asked: Asked, id: str, label: str, sums: Mapping[str, Sums]) -> ResultRow:
    """The figures as printed; rates only now, from what was counted."""
    line = asked.line(id)
    cells: dict[str, Figure] = {}
    for c in asked.layout.columns:
        if line and line.rate:
            whole = line.rate.whole_for(asked.office)
            cells[c.id] = _percent(asked, sums[line.rate.part][c.id], sums[whole][c.id])
        elif c.rate:
            whole = c.rate.whole_for(asked.office)
            cells[c.id] = _percent(asked, sums[id][c.rate.part], sums[id][whole])
        else:
            cells[c.id] = c.printed(sums[id][c.id])
    return ResultRow(id, label, cells)


def _percent(asked: Asked, part: int, whole: int) -> Decimal:
    """Half up to the decimals of the office; 0 ÷ 0 is 0."""
    if not whole:
        return Decimal(0)
    return rounded(Decimal(100 * part) / whole, asked.decimals)


# --- checks and notes ----------------------------------------------------------------------------


def _checks(asked: Asked, sums: Mapping[str, Sums]) -> Iterable[CheckResult]:
    """Every relation for the total, for a single row only where it fails; between lines always."""
    rows = [TOTAL, *(id for id in sums if id != TOTAL)] if TOTAL in sums else list(sums)
    for relation in asked.layout.relations:
        if relation.within:
            yield from _between_lines(relation, sums)
            continue
        for id in rows:
            left, right = (
                sum(sums[id][c] for c in side) for side in (relation.left, relation.right)
            )
            holds = relation.holds(left, right)
            if id == TOTAL or not holds:
                yield CheckResult(relation.words, holds, left, right, id, blocks=relation.blocks)


def _between_lines(relation: Relation, sums: Mapping[str, Sums]) -> Iterable[CheckResult]:
    for column in relation.within:
        left, right = (
            sum(sums[line][column] for line in side) for side in (relation.left, relation.right)
        )
        row, holds = relation.left[0], relation.holds(left, right)
        yield CheckResult(relation.words, holds, left, right, row, column, relation.blocks)


def _notes(asked: Asked, sums: Mapping[str, Sums]) -> Iterable[Text]:
    """How it was counted, and each rate with its denominator named."""
    report, layout = asked.report, asked.layout
    said = _BY_TYPES if report.layout_setting and len(report.layouts) > 1 else _BY_DATE
    yield said.format(basis=report.bases[asked.basis].words, layout=layout.label)
    if report.days is not None:
        yield _DAYS.format(since=asked.period.since, until=asked.period.until)
    labels = {c.id: c.label for c in (*layout.columns, *report.hidden)}
    for rate in report.rates:
        yield _rate(asked, rate, labels, sums[TOTAL])


def _rate(asked: Asked, rate: Rate, labels: Mapping[str, Text], total: Sums) -> Text:
    whole = rate.whole_for(asked.office)
    n, m = total[rate.part], total[whole]
    percent = _percent(asked, n, m)
    return _RATE.format(
        rate=rate.label, percent=percent, part=labels[rate.part], n=n, whole=labels[whole], m=m
    )


def _with(result: Result, more: Iterable[CheckResult]) -> Result:
    return replace(result, checks=(*result.checks, *more))
