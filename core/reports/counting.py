"""The figures of a report before they are printed: counted in one pass over each kind of facts,
mended by what was typed by hand, added up, and carried on from January."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.periods import period
from core.reports.asked import Asked, facts_of
from core.reports.definition import NO_ROW, TOTAL, Column, Line, Relation
from core.reports.typed_cells import typed_figures

#: Stored sums of one row: column id -> whole number.
Sums = Mapping[str, int]

#: Row id -> column id -> whole number, while it is being made.
Table = dict[str, dict[str, int]]

#: A condition that holds for every fact.
EVERY = "1"


@dataclass(frozen=True)
class Counted:
    """Row id -> sums; of the cells typed by hand in just this period, what was counted."""

    columns: tuple[str, ...]
    sums: Mapping[str, Sums]
    typed: Mapping[tuple[str, str], int]


def counted(asked: Asked) -> Counted:
    """Every cell but the rates, which are worked out as they are printed."""
    columns = (*asked.layout.columns, *asked.report.hidden)
    typed: dict[tuple[str, str], int] = {}
    table = _added_up(asked, _mended(asked, typed))
    if carried := [c for c in columns if c.to_date]:
        so_far = to_date(asked)
        since_january = _added_up(so_far, _mended(so_far, {}))
        for id in since_january.keys() - table.keys():
            table[id] = _noughts(asked)
        for id, row in table.items():
            for c in carried:
                row[c.id] = since_january[id][c.to_date] if id in since_january else 0
    return Counted(tuple(c.id for c in columns), table, typed)


def to_date(asked: Asked) -> Asked:
    """The same from 1 January of the year the period ends in; a statistical year that began
    earlier keeps its own first day."""
    until = asked.period.until
    return asked.in_period(period(min(asked.period.since, date(until.year, 1, 1)), until))


def bounds(asked: Asked) -> dict[str, str | None]:
    """What the facts are bound to."""
    since, until = asked.period.since.isoformat(), asked.period.until.isoformat()
    return {"since": since, "until": until, "unit": asked.unit}


def conditions(asked: Asked, row: str, column_id: str) -> tuple[Asked, str, str, list[str]]:
    """Whose facts (in which period, of which table, for which :row) fit one of these conditions is
    counted in the cell. Where a sum takes facts of several tables, those of the first."""
    column = asked.column(column_id)
    if column.to_date:
        return conditions(to_date(asked), row, column.to_date)
    lines: Sequence[Line | None] = _leaf_lines(asked, row) if asked.layout.lines else [None]
    pairs = [(line, c) for line in lines for c in _leaf_columns(asked, column) if c.adds]
    if not pairs:
        return asked, "", row, []
    table = _table_of(*pairs[0])
    within = {TOTAL: EVERY, NO_ROW: "row_id is null"}.get(row, "row_id = :row")
    fits = [
        f"({line.where if line else within}) and ({c.adds}) != 0"
        for line, c in pairs
        if _table_of(line, c) == table
    ]
    return asked, table, row, fits


def unequal(asked: Asked, relation: Relation, column_id: str) -> list[str]:
    """Ids of the records that break a relation between lines by themselves: counted more often on
    its left than on its right (or, in an equation, not as often); by date. Where the lines count
    records of several kinds, none."""
    column = asked.column(column_id)
    if column.to_date:
        return unequal(to_date(asked), relation, column.to_date)
    sides, tables = [], set()
    for names in (relation.left, relation.right):
        pairs = [
            (line, c)
            for name in names
            for line in _leaf_lines(asked, name)
            for c in _leaf_columns(asked, column)
        ]
        tables |= {_table_of(line, c) for line, c in pairs}
        sides.append(" + ".join(f"coalesce(({line.where}) and ({c.adds}), 0)" for line, c in pairs))
    if len(tables) > 1:
        return []
    compared = f"({sides[0]}) {'>' if relation.at_most else '!='} ({sides[1]})"
    sql = f"select id from ({facts_of(asked, tables.pop())}) where {compared}"
    return [id for (id,) in asked.db.execute(sql, bounds(asked))]


def is_by_month(asked: Asked) -> bool:
    """Whether longer periods come from the monthly sheets: then only months are typed."""
    return any(c.to_date for c in asked.layout.columns)


# --- counting ------------------------------------------------------------------------------------


def _base_columns(asked: Asked) -> list[Column]:
    return [c for c in (*asked.layout.columns, *asked.report.hidden) if c.adds]


def _base_lines(asked: Asked) -> list[Line]:
    return [line for line in asked.layout.lines if line.where]


def _noughts(asked: Asked) -> dict[str, int]:
    return dict.fromkeys((c.id for c in (*asked.layout.columns, *asked.report.hidden)), 0)


def _base(asked: Asked) -> Table:
    """What is counted, one SELECT for each table of facts."""
    return _by_line(asked) if asked.layout.lines else _by_row(asked)


def _by_row(asked: Asked) -> Table:
    """Rows without a fact are missing."""
    columns = _base_columns(asked)
    made: Table = defaultdict(lambda: _noughts(asked))
    for table in dict.fromkeys(c.of for c in columns):
        these = [c for c in columns if c.of == table]
        sums = ", ".join(f"sum({c.adds})" for c in these)
        # `limit -1` keeps the facts from being worked out again for every column that looks at them
        sql = f"select row_id, {sums} from ({facts_of(asked, table)} limit -1) group by row_id"
        for id, *numbers in asked.db.execute(sql, bounds(asked)):
            row = made[id or NO_ROW]
            row.update({c.id: n or 0 for c, n in zip(these, numbers, strict=True)})
    return dict(made)


def _by_line(asked: Asked) -> Table:
    columns = _base_columns(asked)
    made: Table = {line.id: _noughts(asked) for line in asked.layout.lines}
    cells = [(line, c) for line in _base_lines(asked) for c in columns]
    for table in dict.fromkeys(_table_of(*cell) for cell in cells):
        these = [cell for cell in cells if _table_of(*cell) == table]
        sums = ", ".join(f"sum(case when {line.where} then {c.adds} end)" for line, c in these)
        sql = f"select {sums} from ({facts_of(asked, table)} limit -1)"
        numbers = asked.db.execute(sql, bounds(asked)).fetchone()
        for (line, c), n in zip(these, numbers, strict=True):
            made[line.id][c.id] = n or 0
    return made


def _table_of(line: Line | None, column: Column) -> str:
    return (line.of if line else "") or column.of


# --- typed by hand -------------------------------------------------------------------------------


def _mended(asked: Asked, typed: dict[tuple[str, str], int]) -> Table:
    """What is counted, with the figures typed by hand in its place: those of this period, or, where
    a sheet comes from its months, those of every whole month in it. `typed` is filled with what was
    counted in their cells."""
    table = _base(asked)
    by_month = is_by_month(asked)
    given = typed_figures(asked, within=by_month)
    for since, until in dict.fromkeys((cell.since, cell.until) for cell in given):
        is_this = (since, until) == (asked.period.since, asked.period.until)
        month = table if is_this else _base(asked.in_period(period(since, until)))
        for cell in given:
            if (cell.since, cell.until) != (since, until):
                continue
            was = month.get(cell.row, {}).get(cell.column, 0)
            if is_this:
                typed[cell.row, cell.column] = was
            row = table.setdefault(cell.row, _noughts(asked))
            row[cell.column] += cell.figure - was
    return table


# --- adding up -----------------------------------------------------------------------------------


def _added_up(asked: Asked, table: Table) -> Table:
    """The columns that add up others, the lines that do, and the total of a table without lines."""
    columns = (*asked.layout.columns, *asked.report.hidden)
    summed = [c for c in columns if c.sums]
    for row in table.values():
        for c in summed:
            row[c.id] = sum(row[leaf.id] for leaf in _leaf_columns(asked, c))
    for line in asked.layout.lines:
        if line.sums:
            leaves = _leaf_lines(asked, line.id)
            for c in columns:
                table[line.id][c.id] = sum(table[leaf.id][c.id] for leaf in leaves)
    if not asked.layout.lines:
        table[TOTAL] = {c.id: sum(row[c.id] for row in table.values()) for c in columns}
    return table


def _leaf_columns(asked: Asked, column: Column) -> list[Column]:
    """The counted columns that a column comes from; of a rate its part."""
    nested = (column.rate.part,) if column.rate else column.sums
    if not nested:
        return [column]
    return [leaf for id in nested for leaf in _leaf_columns(asked, asked.column(id))]


def _leaf_lines(asked: Asked, id: str) -> list[Line]:
    """The counted lines that a line comes from; of a rate its part."""
    line = asked.line(id)
    assert line is not None  # lines name only lines of their own layout
    nested = (line.rate.part,) if line.rate else line.sums
    if not nested:
        return [line]
    return [leaf for name in nested for leaf in _leaf_lines(asked, name)]
