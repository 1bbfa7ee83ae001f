"""Counts any Report: one pass over its facts, checks, rates, and the records behind a cell."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from core.errors import UserError
from core.periods import Period
from core.records import OFFICE
from core.reports.definition import (
    NO_ROW,
    TOTAL,
    Basis,
    CheckResult,
    Column,
    Figure,
    Layout,
    Rate,
    Report,
    Result,
    ResultRow,
    rounded,
)
from core.reports.drawing import drawn
from core.store import find
from core.text import Text

__all__ = ["as_json", "behind", "breaking", "drawn", "run"]

#: Stored sums of one row: column id -> whole number.
Sums = Mapping[str, int]

_TOTAL_LABEL = Text("合计", "Total")
_RATE = Text(
    "{rate}:{percent}%({part} {n} ÷ {whole} {m})", "{rate}: {percent}% ({part} {n} ÷ {whole} {m})"
)


def run(
    db: Database,
    report: Report,
    period: Period,
    *,
    basis: str | None = None,
    profile: str | None = None,
) -> Result:
    """The figures of a period. Date basis and list of types are the office's unless given.

    Raises UserError for a basis or list the report does not have.
    """
    office = _office(db)
    layout = _layout_of(report, profile or office.get("type_profile"), period)
    basis = _basis_of(report, basis or office.get("date_basis"))
    counted = (*layout.columns, *report.hidden)
    sums = _sums(db, report, report.bases[basis], counted, period)
    named = _row_names(db, report, NO_ROW in sums)
    sums = {id: sums.get(id) or dict.fromkeys((c.id for c in counted), 0) for id in named}
    sums[TOTAL] = {c.id: sum(row[c.id] for row in sums.values()) for c in counted}
    named[TOTAL] = str(_TOTAL_LABEL)
    return Result(
        report,
        period,
        basis,
        layout,
        tuple(_row(id, named[id], layout, sums[id]) for id in named),
        tuple(_checks(layout, sums)),
        tuple(_notes(report, report.bases[basis], layout, sums[TOTAL], office)),
        office.get("name") or "",
    )


def behind(
    db: Database,
    report: Report,
    row_id: str,
    column_id: str,
    period: Period,
    *,
    basis: str | None = None,
    profile: str | None = None,
) -> list[str]:
    """Ids of the records counted in one cell, or that add to it where it is a sum; by date.

    The row may be named by its label. Raises UserError for a row or column there is not.
    """
    office = _office(db)
    layout = _layout_of(report, profile or office.get("type_profile"), period)
    chosen = report.bases[_basis_of(report, basis or office.get("date_basis"))]
    column = _column_of(layout, column_id)
    row_id = _row_of(db, report, row_id)
    within = {TOTAL: "1", NO_ROW: "row_id is null"}.get(row_id, "row_id = :row")
    sql = f"select id from ({_facts(report, chosen)}) where {within} and ({column.adds}) != 0"
    return [id for (id,) in db.execute(sql, {**_bounds(period), "row": row_id})]


def breaking(db: Database, result: Result, check: CheckResult) -> list[str]:
    """Ids of the records for which a relation does not hold by themselves; by date. Empty where no
    single record is at fault."""
    relation = next(r for r in result.layout.relations if r.words == check.rule)
    adds = {c.id: c.adds for c in (*result.columns, *result.report.hidden)}
    left, right = (
        " + ".join(f"coalesce(({adds[name]}), 0)" for name in names)
        for names in (relation.left, relation.right)
    )
    facts = _facts(result.report, result.report.bases[result.basis])
    within = {TOTAL: "1", NO_ROW: "row_id is null"}.get(check.row, "row_id = :row")
    wrong = f"({left}) {'>' if relation.at_most else '!='} ({right})"
    sql = f"select id from ({facts}) where {within} and {wrong}"
    return [id for (id,) in db.execute(sql, {**_bounds(result.period), "row": check.row})]


def as_json(result: Result) -> dict[str, Any]:
    """The result in the words of the domain pages; figures as printed, an empty cell is None."""
    return {
        "title": str(result.title),
        "period": f"{result.period.since}..{result.period.until}",
        "basis": result.basis,
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
        "checks": [
            {"rule": str(c.rule), "holds": c.holds, "left": c.left, "right": c.right, "row": c.row}
            for c in result.checks
        ],
        "notes": [str(note) for note in result.notes],
    }


def _number(figure: Figure) -> int | float | None:
    return float(figure) if isinstance(figure, Decimal) else figure


# --- counting ------------------------------------------------------------------------------------


def _sums(
    db: Database, report: Report, basis: Basis, columns: Sequence[Column], period: Period
) -> dict[str, Sums]:
    """Row id -> its sums, in one pass; rows without a record are missing."""
    sums = ", ".join(f"sum({c.adds})" for c in columns)
    # `limit -1` keeps the facts from being worked out again for every column that looks at them
    sql = f"select row_id, {sums} from ({_facts(report, basis)} limit -1) group by row_id"
    return {
        id or NO_ROW: {c.id: n or 0 for c, n in zip(columns, numbers, strict=True)}
        for id, *numbers in db.execute(sql, _bounds(period))
    }


def _facts(report: Report, basis: Basis) -> str:
    return report.facts.format(date=basis.column, key=basis.key)


def _bounds(period: Period) -> dict[str, str]:
    return {"since": period.since.isoformat(), "until": period.until.isoformat()}


def _row(id: str, label: str, layout: Layout, sums: Sums) -> ResultRow:
    return ResultRow(id, label, {c.id: c.printed(sums[c.id]) for c in layout.columns})


def _row_names(db: Database, report: Report, has_rest: bool) -> dict[str, str]:
    """Row id -> label, in the order of the sheet."""
    rows = report.rows
    sql = f"select id, {rows.label} from {rows.table} where state = 0 order by id"
    named = {id: str(label or "") for id, label in db.execute(sql)}
    return {**named, NO_ROW: str(rows.none)} if has_rest else named


# --- checks and notes ----------------------------------------------------------------------------


def _checks(layout: Layout, sums: Mapping[str, Sums]) -> Iterable[CheckResult]:
    """Every relation for the total; for a single row only where it fails."""
    for relation in layout.relations:
        for id in (TOTAL, *(id for id in sums if id != TOTAL)):
            left = sum(sums[id][name] for name in relation.left)
            right = sum(sums[id][name] for name in relation.right)
            holds = relation.holds(left, right)
            if id == TOTAL or not holds:
                yield CheckResult(relation.words, holds, left, right, id)


def _notes(
    report: Report, basis: Basis, layout: Layout, total: Sums, office: Mapping[str, Any]
) -> Iterable[Text]:
    said = Text("{basis};纠纷类型按{layout}。", "Counted {basis}; dispute types: {layout}.")
    yield said.format(basis=basis.words, layout=layout.label)
    for rate in report.rates:
        yield _rate(report, rate, layout, total, office)


def _rate(
    report: Report, rate: Rate, layout: Layout, total: Sums, office: Mapping[str, Any]
) -> Text:
    """The percentage with its denominator named; 0 ÷ 0 is 0."""
    labels = {c.id: c.label for c in (*layout.columns, *report.hidden)}
    whole = rate.whole[office.get("rate_denominator") or next(iter(rate.whole))]
    decimals = 2 if office.get("rate_decimals") is None else office["rate_decimals"]
    n, m = total[rate.part], total[whole]
    percent = rounded(Decimal(100 * n) / m, decimals) if m else 0
    return _RATE.format(
        rate=rate.label, percent=percent, part=labels[rate.part], n=n, whole=labels[whole], m=m
    )


# --- what was asked for --------------------------------------------------------------------------


def _office(db: Database) -> dict[str, Any]:
    return next(iter(find(db, OFFICE, limit=1)), {})


def _layout_of(report: Report, profile: str | None, period: Period) -> Layout:
    """The one asked for, or by the last day of the period."""
    for layout in report.layouts:
        if profile in (None, "by_date") and layout.since <= period.until <= layout.until:
            return layout
        if profile == layout.id:
            return layout
    raise _unknown(profile or "", ("by_date", *(layout.id for layout in report.layouts)))


def _basis_of(report: Report, basis: str | None) -> str:
    basis = basis or next(iter(report.bases))
    if basis not in report.bases:
        raise _unknown(basis, report.bases)
    return basis


def _column_of(layout: Layout, column_id: str) -> Column:
    for column in layout.columns:
        if column.id == column_id:
            return column
    raise _unknown(column_id, (c.id for c in layout.columns))


def _row_of(db: Database, report: Report, row: str) -> str:
    """The row's id, also from its label."""
    named = {**_row_names(db, report, True), TOTAL: str(_TOTAL_LABEL)}
    fitting = [row] if row in named else [id for id, label in named.items() if label == row]
    if len(fitting) == 1:
        return fitting[0]
    raise _unknown(row, named.values())


def _unknown(asked: str, there_are: Iterable[str]) -> UserError:
    said = Text(
        "报表中没有“{asked}”。可用:{names}。",
        "The report has no {asked}. There are: {names}.",
    )
    return UserError(said.format(asked=asked, names=" ".join(there_are)))
