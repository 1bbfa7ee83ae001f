"""统计报表: a sheet for a period, drawn as it is printed; a cell opens the records behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QWidget
from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.periods import Period, parse_period
from core.progress import Progress
from core.records import REPORT_CELL, VILLAGE
from core.reports import REPORTS, report_named
from core.reports.definition import CheckResult, Layout, Report, Result
from core.reports.engine import (
    asked_of,
    behind,
    breaking,
    drawn,
    run,
    table_behind,
    table_breaking,
)
from core.reports.typed_cells import figure_typed, type_figure, type_words
from core.text import Text
from core.workbook import write_workbook
from db.connect import Opened
from ui.changes import Changes
from ui.editors import DateLine, EnterMoves
from ui.exporting import EXCEL, ask_where_to_save
from ui.jobs import run_job
from ui.measures import BETWEEN, FIELD, PAGE, px
from ui.messages import show_error
from ui.pieces import Flow, button, card, column, label, today
from ui.sheet_foot import SheetFoot
from ui.sheet_view import SheetView
from ui.top_line import TopLine

COUNTING = Text("正在统计", "Counting")
EXPORTING = Text("正在导出", "Exporting")
PARTS = (
    *((f"{m:02}", Text(f"{m}月", f"month {m}")) for m in range(1, 13)),
    *((f"Q{n}", Text(f"第{zh}季度", f"quarter {n}")) for n, zh in enumerate("一二三四", 1)),
    ("H1", Text("上半年", "first half")),
    ("H2", Text("下半年", "second half")),
    ("", Text("全年", "the year")),
    ("S", Text("统计年度(12月起)", "statistical year (from December)")),
    ("days", Text("自定日期", "other days")),
)
HOLDS = Text("审核:{n} 项关系全部成立。", "Checks: all {n} relations hold.")
BLOCKED = Text(
    "审核:{n} 处不成立,其中 {m} 处不解决不得上报。",
    "Checks: {n} do not hold; {m} of them keep the sheet from being handed in.",
)
WRONG = Text(
    "审核:{n} 处关系不成立,点一下可以看是哪些记录。",
    "Checks: {n} do not hold; press one to see the records.",
)
BROKEN = Text("{row}:{rule} 不成立({left} 与 {right})", "{row}: {rule} ({left}, {right})")
BROKEN_ALONE = Text("{rule} 不成立({left} 与 {right})", "{rule}: no ({left}, {right})")
HELD = Text("{rule} 成立({left} 与 {right})", "{rule}: yes ({left}, {right})")
NO_SINGLE = Text("没有单独一条记录造成这处不符。", "No single record is at fault.")
CHECKS_SHOWN = 3
NO_RECORDS = Text("这一格没有记录。", "There are no records behind this cell.")
YEARS_BACK = 12


class StatisticsPage(QWidget):
    """Counts again when records change while it is shown."""

    behind = Signal(list, str)  # ids of records, and their table
    print_wanted = Signal(object)  # a Sheet
    exported = Signal(object)  # Path
    open_record = Signal(str, str)

    def __init__(self, opened: Opened, changes: Changes, last_folder: Callable[[], Path]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._opened, self._last_folder = opened, last_folder
        self._changes = changes
        self.result: Result | None = None
        self._checks: list[CheckResult] = []
        self._opening = False
        rows = column(self, between=BETWEEN)
        rows.setContentsMargins(PAGE, 14, PAGE, 10)
        export = button(
            Text("导出 Excel", "Export"), self.export, sign="file-spreadsheet", role="primary"
        )
        printing = button(Text("打印", "Print"), self.print_sheet, sign="printer")
        self.top = TopLine(opened.db, Text("统计报表", "Statistics"), printing, export)
        self.top.open_record.connect(self.open_record)
        rows.addWidget(self.top)
        rows.addWidget(self._pickers())
        self.foot = SheetFoot()
        self.foot.typed.connect(self._type_words)
        rows.addWidget(self.foot)
        self.sheet = SheetView()
        self.sheet.pressed.connect(self._open_cell)
        self.sheet.typed.connect(self._type_figure)
        framed = card()
        column(framed, 1).addWidget(self.sheet)
        rows.addWidget(framed, 1)
        self.checks = label(role="small", wrap=True)
        rows.addWidget(self.checks)
        self.broken = QListWidget()
        self.broken.setObjectName("pick")
        self.broken.setAccessibleName(str(Text("审核关系", "Checks")))
        self.broken.itemClicked.connect(self._open_check)
        self.broken.itemActivated.connect(self._open_check)
        self.broken.hide()
        rows.addWidget(self.broken)
        changes.happened.connect(self._on_change)

    def count(self) -> None:
        """The sheet for what is picked."""
        try:
            wanted = self.period()
        except UserError as error:
            self.checks.setText(str(error.message))
            return
        choice = Choice(self.report(), wanted, self._basis(), self._layout(), self._unit())
        run_job(self, self._opened, COUNTING, partial(_run, choice=choice), self._show)

    def report(self) -> Report:
        return report_named(str(self.reports.currentData()))

    def period(self) -> Period:
        """Raises UserError for days that are none."""
        part = str(self.parts.currentData())
        if part != "days":
            year = self.years.currentData()
            return parse_period(f"{year}-{part}" if part else f"{year}")
        since, until = self.since.value(), self.until.value()
        if not since or not until:
            raise UserError(Text("请填写起止日期。", "Enter both days."))
        return parse_period(f"{since}..{until}")

    def print_sheet(self) -> None:
        if self.result is not None:
            self.print_wanted.emit(drawn(self.result))

    def export(self) -> None:
        if self.result is None:
            return
        result = self.result
        name = Text("{period}{title}", "{title} {period}")
        name = name.format(period=result.period.words, title=result.title)
        if path := ask_where_to_save(self, self._last_folder(), name, ".xlsx", EXCEL):
            work = partial(_write, result=result, path=path)
            run_job(self, self._opened, EXPORTING, work, lambda _: self.exported.emit(path))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.count()
            self.sheet.setFocus()

    def _on_change(self, tables: frozenset[str]) -> None:
        if self.isVisible():
            self.count()

    def _pickers(self) -> QWidget:
        made = QWidget()
        row = Flow(made)
        self.reports, self.years, self.parts = QComboBox(), QComboBox(), QComboBox()
        self.bases, self.layouts, self.units = QComboBox(), QComboBox(), QComboBox()
        for picker, words in (
            (self.reports, Text("报表", "Sheet")),
            (self.layouts, Text("式样", "Layout")),
            (self.units, Text("填报村(居)", "Village")),
            (self.years, Text("年度", "Year")),
            (self.parts, Text("期间", "Period")),
            (self.bases, Text("统计日期口径", "Date basis")),
        ):
            picker.setAccessibleName(str(words))
        self.since, self.until = DateLine(), DateLine()
        for report in REPORTS:
            self.reports.addItem(str(report.title), report.name)
        year = today().year
        for each in range(year, year - YEARS_BACK, -1):
            self.years.addItem(str(Text("{y}年", "{y}").format(y=each)), each)
        for value, words in PARTS:
            self.parts.addItem(str(words), value)
        self.parts.setCurrentIndex(today().month - 1)
        self._offer_choices()
        self.reports.activated.connect(lambda _: self._offer_choices())
        self.layouts.activated.connect(lambda _: self._offer_units())
        pickers = (
            self.reports, self.layouts, self.units, self.years, self.parts, self.bases
        )  # fmt: skip
        for picker in pickers:
            picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            row.addWidget(picker)
            picker.activated.connect(lambda _: self._on_picked())
        self._enter = EnterMoves(lambda _: self.count(), self)
        for day in (self.since, self.until):
            day.installEventFilter(self._enter)
            day.hide()
            row.addWidget(day)
        return made

    def _offer_choices(self) -> None:
        """The bases and layouts of the report chosen; what leaves no choice is not shown."""
        report = self.report()
        self.bases.clear()
        self.bases.addItem(str(Text("按本所口径", "The office's basis")), None)
        for id, basis in report.bases.items():
            self.bases.addItem(str(basis.words), id)
        self.bases.setHidden(len(report.bases) < 2)
        self.layouts.clear()
        if report.layout_setting:
            self.layouts.addItem(str(Text("按本所类型口径", "The office's list of types")), None)
        for layout in report.layouts:
            self.layouts.addItem(str(layout.label), layout)
        self.layouts.setHidden(len(report.layouts) < 2)
        own = next((n for n, layout in enumerate(report.layouts) if layout.for_unit), -1)
        if own >= 0 and store.meta(self._opened.db, "role") == "village":
            self.layouts.setCurrentIndex(own)
        self._offer_units()

    def _offer_units(self) -> None:
        """The villages, for a sheet that is of one."""
        chosen = self.layouts.currentData()
        is_of_one = isinstance(chosen, Layout) and chosen.for_unit
        self.units.setHidden(not is_of_one)
        self.units.clear()
        if is_of_one:
            for row in store.find(self._opened.db, VILLAGE, order="id"):
                self.units.addItem(str(row["name"]), row["id"])

    def _layout(self) -> str | None:
        chosen = self.layouts.currentData()
        return chosen.id if isinstance(chosen, Layout) else None

    def _unit(self) -> str | None:
        chosen = self.units.currentData()
        return str(chosen) if chosen else None

    def _basis(self) -> str | None:
        chosen = self.bases.currentData()
        return str(chosen) if chosen else None

    def _on_picked(self) -> None:
        other_days = self.parts.currentData() == "days"
        for day in (self.since, self.until):
            day.setHidden(not other_days)
        self.years.setHidden(other_days)
        if other_days and not self.since.text():
            self.since.show_value(today().replace(month=1, day=1).isoformat())
            self.until.show_value(today().isoformat())
        self.count()

    def _show(self, result: Result) -> None:
        self.result = result
        self.sheet.show_sheet(drawn(result))
        self.foot.show_words(result)
        self._checks = sorted(result.checks, key=lambda c: (c.holds, not c.blocks))
        self.checks.setText(str(_summary(self._checks)))
        self.broken.clear()
        for check in self._checks:
            self.broken.addItem(str(_check_words(result, check)))
        self.broken.setVisible(bool(self._checks))
        wrong = sum(not c.holds for c in self._checks)
        lines = min(max(wrong, 1), CHECKS_SHOWN)
        self.broken.setFixedHeight(px(lines * FIELD + 8))

    def _open_check(self, item: QListWidgetItem) -> None:
        """The records that break the relation."""
        if self.result is None or self._opening:
            return
        check = self._checks[self.broken.row(item)]
        if check.holds:
            return
        if ids := breaking(self._opened.db, self.result, check):
            self._opening = True  # a click with Enter's key down would come twice
            self.behind.emit(ids, table_breaking(self.result, check))
            self._opening = False
        else:
            self.checks.setText(str(check.said or NO_SINGLE))

    def _type_figure(self, row: str, column_id: str, words: str) -> None:
        """A figure of the sheet typed over; empty again it is counted as before."""
        if self.result is None:
            return
        asked = asked_of(self._opened.db, self.result)
        try:
            type_figure(asked, row, column_id, figure_typed(asked, column_id, words))
        except UserError as error:
            show_error(self, error)
        else:
            self._changes.happened.emit(frozenset({REPORT_CELL.table}))
        self.count()

    def _type_words(self, id: str, words: str) -> None:
        if self.result is not None:
            type_words(asked_of(self._opened.db, self.result), id, words)
            self._changes.happened.emit(frozenset({REPORT_CELL.table}))

    def _open_cell(self, row: str, column_id: str) -> None:
        """The records counted in the cell."""
        if self.result is None:
            return
        result = self.result
        try:
            ids = behind(
                self._opened.db,
                result.report,
                row,
                column_id,
                result.period,
                basis=result.basis,
                profile=result.layout.id,
                unit=result.unit,
            )
        except UserError as error:
            show_error(self, error)
            return
        if ids:
            self.behind.emit(ids, table_behind(result.report, row, column_id))
        else:
            self.checks.setText(str(NO_RECORDS))


def _summary(checks: list[CheckResult]) -> Text:
    wrong = [c for c in checks if not c.holds]
    if blocking := sum(c.blocks for c in wrong):
        return BLOCKED.format(n=len(wrong), m=blocking)
    return WRONG.format(n=len(wrong)) if wrong else HOLDS.format(n=len(checks))


def _check_words(result: Result, c: CheckResult) -> Text:
    """The rule with both its sides, and where it does not hold."""
    if c.said:
        return c.said
    if c.holds:
        return HELD.format(rule=c.rule, left=c.left, right=c.right)
    if not c.row or c.column:
        return BROKEN_ALONE.format(rule=c.rule, left=c.left, right=c.right)
    row = result.row(c.row).label
    return BROKEN.format(row=row, rule=c.rule, left=c.left, right=c.right)


@dataclass(frozen=True)
class Choice:
    """What is picked; None is what the office has set."""

    report: Report
    period: Period
    basis: str | None
    layout: str | None
    unit: str | None


def _run(db: Database, progress: Progress, *, choice: Choice) -> Result:
    progress(0, 1)
    return run(
        db,
        choice.report,
        choice.period,
        basis=choice.basis,
        profile=choice.layout,
        unit=choice.unit,
    )


def _write(db: Database, progress: Progress, *, result: Result, path: Path) -> None:
    write_workbook([drawn(result)], path, overwrite=True, progress=progress)
