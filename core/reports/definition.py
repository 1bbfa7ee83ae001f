"""What an official table is made of, and what running one gives: plain data.

A report looks at *facts*: one row per record counted, made by one SELECT. A column says in SQL what
each fact adds to its figure; a fact that adds nothing (0 or NULL) is not behind the cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from core.periods import Period
from core.text import Text

#: A printed figure; None is an empty cell.
Figure = int | Decimal | None

#: Ids of the rows that are no record: the sum of all, and what belongs to none of the rows.
TOTAL, NO_ROW = "total", "none"


@dataclass(frozen=True)
class Column:
    """One figure of every row, under its leaf label and the group labels above it."""

    id: str
    label: Text
    unit: Text
    adds: str  # SQL over a fact: a whole number, or a condition for a count
    heads: tuple[Text, ...] = ()  # outermost first
    per: int = 1  # stored units in one printed unit: 1,000,000 fen in 1 万元
    decimals: int = 0

    def printed(self, stored: int) -> Figure:
        """The figure as the sheet prints it; rounded half up, once, at the end."""
        if not self.decimals:
            return stored // self.per
        return rounded(Decimal(stored) / self.per, self.decimals)


@dataclass(frozen=True)
class Relation:
    """The sum of the left columns equals that of the right ones, or is at most that."""

    words: Text
    left: tuple[str, ...]
    right: tuple[str, ...]
    at_most: bool = False

    def holds(self, left: int, right: int) -> bool:
        return left <= right if self.at_most else left == right


@dataclass(frozen=True)
class Layout:
    """The columns of the years since..until, and what must hold between them."""

    id: str
    label: Text
    columns: tuple[Column, ...]
    relations: tuple[Relation, ...]
    since: date = date.min
    until: date = date.max


@dataclass(frozen=True)
class Basis:
    """The date by which a record belongs to a period; `key` is what makes a fact one row, in the
    order of the index that finds it."""

    column: str
    key: str
    words: Text


@dataclass(frozen=True)
class RowList:
    """The rows: every live record of a table, in the order of entry."""

    table: str
    label: str  # column with its name
    none: Text  # label of the row of facts without a live record


@dataclass(frozen=True)
class Rate:
    """A percentage in a note: part ÷ whole, where the office's setting chooses the whole."""

    label: Text
    part: str
    whole: Mapping[str, str]  # value of office.rate_denominator -> column id


@dataclass(frozen=True)
class Report:
    """An official table as data; core.reports.engine counts, checks and draws it.

    `facts` is a SELECT with the columns `id`, `row_id` (None outside every row) and whatever the
    columns look at; {date} and {key} are filled in from the basis, :since and :until are bound.
    """

    name: str
    title: Text
    stub: Text  # head of the first column
    facts: str
    rows: RowList
    bases: Mapping[str, Basis]  # the first one is the usual one
    layouts: tuple[Layout, ...]  # oldest first
    hidden: tuple[Column, ...] = ()  # counted for the rates, not printed
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True)
class ResultRow:
    """One row of figures, column id -> figure."""

    id: str
    label: str
    cells: Mapping[str, Figure]


@dataclass(frozen=True)
class CheckResult:
    """Whether a relation holds in one row."""

    rule: Text
    holds: bool
    left: int
    right: int
    row: str


@dataclass(frozen=True)
class Result:
    """A report that was run. The last row is the total; `basis` is a key of report.bases."""

    report: Report
    period: Period
    basis: str
    layout: Layout
    rows: tuple[ResultRow, ...]
    checks: tuple[CheckResult, ...]
    notes: tuple[Text, ...] = ()
    office: str = ""

    @property
    def title(self) -> Text:
        return self.report.title

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.layout.columns

    @property
    def total(self) -> ResultRow:
        return self.rows[-1]

    def row(self, id: str) -> ResultRow:
        """Raises KeyError for a row there is not."""
        return {r.id: r for r in self.rows}[id]


def rounded(number: Decimal, decimals: int) -> Decimal:
    """Half up, as official figures are."""
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
