"""What an official table is made of, and what running one gives: plain data.

A report looks at *facts*: one row per record counted, made by one SELECT (or by several, where a
sheet counts records of several kinds). A column says in SQL what each fact adds to its figure, a
line of a printed form which facts it takes; a fact that adds nothing (0 or NULL) is not behind the
cell. A cell is counted, or follows from others (`sums`, `rate`, `to_date`), or is typed by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlite_utils import Database

from core.periods import Period
from core.text import Text

#: A printed figure; None is an empty cell.
Figure = int | Decimal | None

#: Ids of the rows that are no record: the sum of all, and what belongs to none of the rows.
TOTAL, NO_ROW = "total", "none"


@dataclass(frozen=True)
class Facts:
    """Facts of another kind than the main ones: columns `id`, `row_id` (see Report.facts), what
    the columns look at; :since, :until and :unit are bound."""

    table: str  # the kind of record the ids are of
    sql: str


@dataclass(frozen=True)
class Rate:
    """A percentage: part ÷ whole, where a setting of the office chooses the whole; the first one
    is the usual one. In a column both are columns, in a line both are lines."""

    label: Text
    part: str
    whole: Mapping[str, str]  # value of the setting -> id
    setting: str = "rate_denominator"  # field of the office

    def whole_for(self, office: Mapping[str, Any]) -> str:
        """The id that is divided by."""
        return self.whole.get(office.get(self.setting) or "", next(iter(self.whole.values())))


@dataclass(frozen=True)
class Column:
    """One figure of every row, under its leaf label and the group labels above it.

    Counted by `adds` unless it follows from other columns by one of sums, rate, to_date.
    """

    id: str
    label: Text
    unit: Text
    adds: str = ""  # SQL over a fact: a whole number, or a condition for a count
    heads: tuple[Text, ...] = ()  # outermost first
    per: int = 1  # stored units in one printed unit: 1,000,000 fen in 1 万元
    decimals: int = 0
    of: str = ""  # table of the facts; the main ones if empty
    sums: tuple[str, ...] = ()  # the columns this one adds up
    rate: Rate | None = None
    to_date: str = ""  # the column of which this is the sum since 1 January
    typed: bool = False  # may be typed over by hand

    def printed(self, stored: int) -> Figure:
        """The figure as the sheet prints it; rounded half up, once, at the end."""
        if not self.decimals:
            return stored // self.per
        return rounded(Decimal(stored) / self.per, self.decimals)


@dataclass(frozen=True)
class Line:
    """A row of a form whose rows are printed: `heads` are the labels at the left of its own.

    Counted over the facts that fit `where`, unless it follows from other lines.
    """

    id: str
    label: Text
    heads: tuple[Text, ...] = ()
    where: str = ""
    of: str = ""  # table of the facts; the main ones if empty
    sums: tuple[str, ...] = ()  # the lines this one adds up
    rate: Rate | None = None
    typed: bool = False  # may be typed over by hand


@dataclass(frozen=True)
class Relation:
    """The sum of the left columns equals that of the right ones, or is at most that, in every row;
    with `within`, the same of lines in each of those columns."""

    words: Text
    left: tuple[str, ...]
    right: tuple[str, ...]
    at_most: bool = False
    within: tuple[str, ...] = ()
    blocks: bool = False  # the sheet may not be handed in while it does not hold

    def holds(self, left: int, right: int) -> bool:
        return left <= right if self.at_most else left == right


@dataclass(frozen=True)
class Layout:
    """One form of the sheet: of the years since..until, or of one level. What must hold in it."""

    id: str
    label: Text
    columns: tuple[Column, ...]
    relations: tuple[Relation, ...]
    since: date = date.min
    until: date = date.max
    lines: tuple[Line, ...] = ()  # rows as printed; then Report.rows is not used
    for_unit: bool = False  # filled in by one village


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
class FixedRows:
    """The rows: printed ones, which the facts name in `row_id`, and the total."""

    rows: tuple[tuple[str, Text], ...]  # id, label
    none: Text  # label of the row of facts outside all of them


@dataclass(frozen=True)
class Frame:
    """Words around a form with lines. {unit} and {period} are filled in; a foot that can be typed
    by hand has an id."""

    content: Text  # over the labels
    level: Text  # over the columns
    left: Text
    right: Callable[[Period], Text]
    note_label: Text
    note: Text
    foot: tuple[tuple[str, Text], ...]  # id of the typed words, label in front of them
    issuer: Text


#: The title as it is printed; may also use {office} {unit} {year} {part}.
HEADING = Text("{period}{title}", "{title}, {period}")


@dataclass(frozen=True)
class Report:
    """An official table as data; core.reports.engine counts, checks and draws it.

    `facts` is a SELECT with the columns `id`, `row_id` (None outside every row; not needed where
    the layouts have lines) and whatever the columns look at; {date} and {key} are filled in from
    the basis, :since, :until and :unit (a village or None) are bound.
    """

    name: str
    title: Text
    stub: Text  # head of the first column
    facts: str
    rows: RowList | FixedRows | None  # None where the layouts have lines
    bases: Mapping[str, Basis]  # the first one is the usual one
    layouts: tuple[Layout, ...]  # oldest first
    hidden: tuple[Column, ...] = ()  # counted for the rates, not printed
    rates: tuple[Rate, ...] = ()  # of the total, in the notes
    table: str = "dispute"  # what the ids of the facts are of
    others: tuple[Facts, ...] = ()
    heading: Text = HEADING
    layout_setting: str = "type_profile"  # field of the office that chooses a layout; or empty
    frame: Frame | None = None  # where the layouts have lines
    more_checks: Callable[[Database, Result], Iterable[CheckResult]] | None = None
    #: (row of the office, period asked for) -> the days it stands for; asked again, the same.
    days: Callable[[Mapping[str, Any], Period], Period] | None = None


@dataclass(frozen=True)
class ResultRow:
    """One row of figures, column id -> figure."""

    id: str
    label: str
    cells: Mapping[str, Figure]


@dataclass(frozen=True)
class CheckResult:
    """Whether a relation holds in one row, or (with a column) between lines of that column. `table`
    and `ids` are the records to look at where that is known without asking again."""

    rule: Text
    holds: bool
    left: int
    right: int
    row: str
    column: str = ""
    blocks: bool = False
    table: str = ""
    ids: tuple[str, ...] = ()
    said: Text | None = None  # what is wrong, in words


@dataclass(frozen=True)
class Result:
    """A report that was run. The last row is the total, unless the form has lines; `basis` is a key
    of report.bases. `typed` are the figures typed by hand: (row, column) -> what was counted."""

    report: Report
    period: Period
    basis: str
    layout: Layout
    rows: tuple[ResultRow, ...]
    checks: tuple[CheckResult, ...]
    notes: tuple[Text, ...] = ()
    office: str = ""
    unit: str | None = None  # id of the village it is of
    unit_name: str = ""
    typed: Mapping[tuple[str, str], int] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)  # typed into the foot, by id
    settings: Mapping[str, Any] = field(default_factory=dict)  # of the office

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
