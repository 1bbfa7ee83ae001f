"""A list of any kind: figures, filters, table, and at the right the reading of one record."""

from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from core import store
from core.records import load_book
from core.show import name_of
from core.text import Text
from db.connect import Opened
from ui.cards import Cards, Figure
from ui.changes import Changes
from ui.listing import EVERYTHING, Chip, Condition, Listing, find_rows
from ui.measures import BETWEEN, INSIDE, PAGE, READING_WIDTH, px
from ui.messages import tell
from ui.pieces import Flow, button, card, column, emptied, empty_page, line, scrolled
from ui.table import RecordTable, TableView
from ui.top_line import TopLine

WITH_READING = 940  # pixels at 100 % a page needs to have room for the reading pane
WITH_NOTES = 560  # and its height for whole cards
ALL_MONTHS = Text("全部月份", "All months")
ALL_VILLAGES = Text("全部村(居)", "All villages")
MONTH = Text("{year}年{month}月", "{year}-{month}")
NO_HITS = Text("没有符合条件的记录", "Nothing fits")
NO_HITS_HINT = Text("换一个筛选条件,或选“全部”。", "Choose another filter, or “All”.")
EMPTY = Text("还没有{title}", "None yet: {title}")
IN_USE = Text(
    "“{name}”还有 {n} 条记录用到,没有删除。请先在那些记录里改选别的。",
    "{name} was not deleted: {n} records point at it. Choose another one there first.",
)
BEHIND = Text("统计表中的一格 {n}  ✕", "A cell of the sheet {n}  ✕")


class ListPage(QWidget):
    """Reads again when its tables change while it is shown, else when it is shown next."""

    open_record = Signal(str, str)  # table, id
    add_record = Signal(str)  # table
    print_record = Signal(str, str)
    export_wanted = Signal(str)
    deleted = Signal(str)  # the name of what went into the recycle bin

    def __init__(
        self, opened: Opened, changes: Changes, listing: Listing, *, bare: bool = False
    ) -> None:
        """`bare` leaves out the top line: the page stands in a tab of another."""
        super().__init__()
        self.setObjectName("page")
        self.opened, self.listing = opened, listing
        self._chip, self._stale = "all", True
        self._chips: list[Chip] = []
        self._figures: list[Figure] = []
        self._ids: list[str] | None = None  # shown instead of a filter: behind a cell
        self._book = load_book(opened.db)
        self.model = RecordTable(listing.columns(self._book), self._count, self._fetch, self)
        self.view = TableView(self.model, listing.stretched)
        self.top = self._top_line() if not bare else None
        self._lay_out(bare)
        self.view.opened.connect(self._open_line)
        self.view.deleted.connect(self._delete_line)
        self.view.chosen.connect(self._read)
        self._changes = changes
        changes.happened.connect(self._on_change)

    # --- what the window calls -------------------------------------------------------------------

    def refresh(self) -> None:
        """Everything anew, staying on the same record where it still is in the list."""
        self._stale = False
        line, here = self.view.line(), self.record_id()
        self._book = load_book(self.opened.db)
        self.model.columns = self.listing.columns(self._book)
        self._fill_pickers()
        self._chips = list(self.listing.chips(self.opened.db))
        if self.listing.figures:
            self._figures = list(self.listing.figures(self.opened.db, self._book))
        self._show_chips()
        self._show_figures()
        self.model.read_again()
        self.view.choose(max(line if here is None else self._line_of(here, line), 0))
        self._show_emptiness()

    def record_id(self) -> str | None:
        """The record chosen in the list."""
        row = self.model.row(self.view.line()) if self.view.line() >= 0 else None
        return str(row["id"]) if row else None

    def open_selected(self) -> None:
        if self.view.line() >= 0:
            self._open_line(self.view.line())

    def delete_selected(self) -> None:
        if self.view.line() >= 0:
            self._delete_line(self.view.line())

    def filter_by(self, chip: str) -> None:
        """Press one of the chips; a chip pressed twice lets everything be seen again."""
        self._ids = None
        self._chip = "all" if chip == self._chip else chip
        self.refresh()

    def show_only(self, ids: list[str]) -> None:
        """These records and no others, until a filter is pressed."""
        self._ids, self._chip = ids, ""
        self.refresh()

    # --- layout ----------------------------------------------------------------------------------

    def _top_line(self) -> TopLine:
        kind = self.listing.kind.table
        export = button(
            Text("导出台账", "Export"),
            lambda: self.export_wanted.emit(kind),
            sign="file-spreadsheet",
        )
        top = TopLine(self.opened.db, self.listing.title, export, self._adder())
        top.open_record.connect(self.open_record)
        return top

    def _adder(self) -> QPushButton:
        kind = self.listing.kind.table
        made = button(
            self.listing.add, lambda: self.add_record.emit(kind), sign="plus", role="primary"
        )
        made.setToolTip("Ctrl+N")
        return made

    def _lay_out(self, bare: bool) -> None:
        rows = column(self, between=BETWEEN)
        if not bare:
            rows.setContentsMargins(PAGE, 14, PAGE, 10)
        if self.top:
            rows.addWidget(self.top)
        self.cards = Cards()
        if self.listing.figures is None:
            self.cards.hide()
        self.cards.pressed.connect(self._press_card)
        rows.addWidget(self.cards)
        rows.addWidget(self._filters(bare))
        self._body = line(between=BETWEEN)
        self._stack = QStackedWidget()
        framed = card()
        column(framed, 1).addWidget(self.view)
        self._empty = card()
        column(self._empty)
        self._stack.addWidget(framed)
        self._stack.addWidget(self._empty)
        self._body.addWidget(self._stack, 1)
        self._pane = self._reading_pane()
        self._body.addWidget(self._pane)
        rows.addLayout(self._body, 1)

    def _filters(self, bare: bool) -> QWidget:
        made = QWidget()
        self._chip_row = Flow(made)
        self._chip_group = QButtonGroup(self)
        self._chip_buttons: dict[str, QPushButton] = {}
        self._behind = self._make_chip("all")
        self._behind.setCheckable(False)
        self._behind.hide()
        self.months, self.villages = QComboBox(), QComboBox()
        if not self.listing.by_month:
            self.months.hide()
        if self.listing.by_village is None:
            self.villages.hide()
        for picker in (self.months, self.villages):
            picker.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            picker.setMinimumContentsLength(8)
            picker.activated.connect(lambda _: self._on_picked())
        policy = made.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Fixed)
        made.setSizePolicy(policy)
        outer = QWidget()
        beside = line(outer, between=8)
        beside.addWidget(made, 1)
        for widget in (self.months, self.villages):
            beside.addWidget(widget)
        if bare:
            beside.addWidget(self._adder())
        return outer

    def _reading_pane(self) -> QFrame:
        pane = card()
        rows = column(pane, INSIDE, BETWEEN)
        self._reading = QWidget()
        self._reading_rows = column(self._reading)
        rows.addWidget(scrolled(self._reading), 1)
        foot = line()
        foot.addWidget(
            button(Text("打开 (Enter)", "Open (Enter)"), self.open_selected, role="primary")
        )
        if self.listing.reading:
            foot.addWidget(button(Text("打印文书", "Print"), self._print, sign="printer"))
        foot.addStretch()
        rows.addLayout(foot)
        return pane

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The list keeps its room: the reading pane goes first, then the notes of the cards."""
        wide = self.width() >= px(WITH_READING)
        self._pane.setVisible(wide and self.listing.reading is not None and not self._is_empty())
        self._pane.setFixedWidth(px(READING_WIDTH))
        self._show_figures()

    # --- reading ---------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()
        if not event.spontaneous():
            self.view.setFocus()

    def _on_change(self, tables: frozenset[str]) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _count(self) -> int:
        condition = self._condition()
        return store.count(self.opened.db, self.listing.kind, condition.where, condition.params)

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return find_rows(self.opened.db, self.listing, self._condition(), offset, limit)

    def _condition(self) -> Condition:
        if self._ids is not None:
            import json

            return Condition("id in (select value from json_each(?))", (json.dumps(self._ids),))
        chip = next((c for c in self._chips if c.id == self._chip), None)
        return self._picked().and_(chip.condition if chip else EVERYTHING)

    def _picked(self) -> Condition:
        """What the month and village pickers say."""
        found = EVERYTHING
        dated = self.listing.kind.dated_by
        if month := self.months.currentData():
            found = found.and_(
                Condition(f"{dated} >= ? and {dated} <= ?", (f"{month}-01", f"{month}-31"))
            )
        if (place := self.villages.currentData()) and self.listing.by_village:
            found = found.and_(self.listing.by_village(*place))
        return found

    def _show_chips(self) -> None:
        """Every filter with how many records fit it within the month and village picked."""
        picked = self._picked()
        self._behind.setHidden(self._ids is None)
        self._behind.setText(str(BEHIND.format(n=len(self._ids or []))))
        for chip in self._chips:
            if chip.id not in self._chip_buttons:
                self._chip_buttons[chip.id] = self._make_chip(chip.id)
            both = picked.and_(chip.condition)
            n = store.count(self.opened.db, self.listing.kind, both.where, both.params)
            words = Text("{words} {n}", "{words} {n}").format(words=chip.words, n=n)
            self._chip_buttons[chip.id].setText(str(words))
            self._chip_buttons[chip.id].setChecked(chip.id == self._chip)
            self._chip_buttons[chip.id].setHidden(chip.only_pressed and chip.id != self._chip)

    def _make_chip(self, id: str) -> QPushButton:
        made = QPushButton()
        made.setObjectName("chip")
        made.setCheckable(True)
        made.clicked.connect(lambda _=False: self._press_chip(id))
        self._chip_row.addWidget(made)
        return made

    def _press_chip(self, id: str) -> None:
        self._ids, self._chip = None, id
        self.refresh()

    def _press_card(self, filter: str) -> None:
        if filter:
            self.months.setCurrentIndex(0)
            self.filter_by(filter)

    def _show_figures(self) -> None:
        if self._figures:
            self.cards.show_figures(self._figures, low=self.height() < px(WITH_NOTES))

    def _fill_pickers(self) -> None:
        """Months there are records in, villages and committees; what is picked stays picked."""
        if self.listing.by_month:
            months = _months_in(self.opened, self.listing)
            named = [(_month_words(month), month) for month in months]
            _refill(self.months, [(str(ALL_MONTHS), None), *named])
        if self.listing.by_village:
            places = [
                (words, (table, id))
                for table in ("village", "committee")
                for id, words in self._book.offered_names(table).items()
            ]
            _refill(self.villages, [(str(ALL_VILLAGES), None), *places])
            self.villages.view().setMinimumWidth(px(300))

    def _on_picked(self) -> None:
        self._ids = None
        self._chip = self._chip or "all"
        self.refresh()

    def _line_of(self, id: str, near: int) -> int:
        """Where the record stands now, if it is among the lines around where it was."""
        for line_ in range(max(near - 50, 0), min(near + 50, self.model.rowCount())):
            row = self.model.row(line_)
            if row and row["id"] == id:
                return line_
        return near

    def _read(self, line_: int) -> None:
        emptied(self._reading_rows)
        row = self.model.row(line_) if line_ >= 0 else None
        if row and self.listing.reading:
            self._reading_rows.addWidget(self.listing.reading(self.opened.db, self._book, row))

    def _is_empty(self) -> bool:
        return self.model.rowCount() == 0

    def _show_emptiness(self) -> None:
        """An empty list says what will stand there."""
        self._stack.setCurrentIndex(1 if self._is_empty() else 0)
        self._fit()
        if not self._is_empty():
            return
        layout = self._empty.layout()
        assert layout is not None
        emptied(layout)
        nothing_at_all = store.count(self.opened.db, self.listing.kind) == 0
        if nothing_at_all:
            title = EMPTY.format(title=self.listing.title)
            layout.addWidget(empty_page(self.listing.sign, title, self.listing.hint))
        else:
            layout.addWidget(empty_page("filter", NO_HITS, NO_HITS_HINT))

    # --- acting ----------------------------------------------------------------------------------

    def _open_line(self, line_: int) -> None:
        if row := self.model.row(line_):
            self.open_record.emit(self.listing.kind.table, row["id"])

    def _print(self) -> None:
        if id := self.record_id():
            self.print_record.emit(self.listing.kind.table, id)

    def _delete_line(self, line_: int) -> None:
        """Into the recycle bin, without a question: one key takes it back. What other records
        point at stays."""
        if not (row := self.model.row(line_)):
            return
        kind = self.listing.kind
        name = name_of(kind, row, self._book)
        if n := store.in_use(self.opened.db, kind, row["id"]):
            tell(self, IN_USE.format(name=name, n=n))
            return
        words = Text("删除{title} {name}", "Delete: {title} {name}")
        with store.step(self.opened.db, words.format(title=kind.title, name=name)) as s:
            store.delete(s, kind, row["id"])
        self._changes.happened.emit(frozenset(s.tables))
        self.deleted.emit(name)

    def sizeHint(self) -> QSize:
        return QSize(px(900), px(600))


def _months_in(opened: Opened, listing: Listing) -> list[str]:
    """Newest first."""
    dated, table = listing.kind.dated_by, listing.kind.table
    sql = f"select distinct substr({dated}, 1, 7) from {table} where state = 0 and {dated} not null"
    return sorted((month for (month,) in opened.db.execute(sql)), reverse=True)


def _month_words(month: str) -> str:
    return str(MONTH.format(year=month[:4], month=month[5:].lstrip("0")))


def _refill(picker: QComboBox, entries: list[tuple[str, Any]]) -> None:
    picked = picker.currentData()
    picker.clear()
    for words, value in entries:
        picker.addItem(words, value)
    values = [value for _, value in entries]
    picker.setCurrentIndex(values.index(picked) if picked in values else 0)
