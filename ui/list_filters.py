"""The filters of a list: chips with counts, month and village; or the records behind a cell."""

import json
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QPushButton,
    QSizePolicy,
    QWidget,
)
from sqlite_utils import Database

from core import store
from core.codes import CodeBook
from core.text import Text
from ui.listing import EVERYTHING, Chip, Condition, Listing
from ui.measures import px
from ui.pieces import Flow, line

ALL_MONTHS = Text("全部月份", "All months")
ALL_VILLAGES = Text("全部村(居)", "All villages")
MONTH = Text("{year}年{month}月", "{year}-{month}")
BEHIND = Text("统计表中的一格 {n}  ✕", "A cell of the sheet {n}  ✕")
ALL = "all"


class Filters(QWidget):
    """`columns` stands behind the last chip, `adder` at the end of the line where the page has no
    top line of its own."""

    changed = Signal()

    def __init__(self, listing: Listing, columns: QPushButton, adder: QPushButton | None) -> None:
        super().__init__()
        self._listing, self._columns = listing, columns
        self._chip = ALL
        self._chips: list[Chip] = []
        self._ids: list[str] | None = None  # shown instead of a filter: behind a cell
        self.buttons: dict[str, QPushButton] = {}
        self.months, self.villages = self._pickers()
        flow = QWidget()
        self._row = Flow(flow)
        self._behind = self._make_chip(ALL)
        self._behind.setCheckable(False)
        self._behind.hide()
        policy = flow.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Fixed)
        flow.setSizePolicy(policy)
        self._lay_out(flow, adder)

    # --- what the page calls ---------------------------------------------------------------------

    def refresh(self, db: Database, book: CodeBook) -> None:
        """Every filter with how many records fit it within the month and village picked."""
        self._fill_pickers(db, book)
        self._chips = list(self._listing.chips(db))
        picked = self._picked()
        self._behind.setHidden(self._ids is None)
        self._behind.setText(str(BEHIND.format(n=len(self._ids or []))))
        for chip in self._chips:
            if chip.id not in self.buttons:
                self.buttons[chip.id] = self._make_chip(chip.id)
            made = self.buttons[chip.id]
            made.setChecked(chip.id == self._chip)
            made.setHidden(chip.only_pressed and chip.id != self._chip)
            if made.isHidden():
                continue  # not counted either
            both = picked.and_(chip.chosen(db))
            n = store.count(db, self._listing.kind, both.where, both.params)
            words = Text("{words} {n}", "{words} {n}").format(words=chip.words, n=n)
            made.setText(str(words))

    def condition(self, db: Database) -> Condition:
        """What all of them together let through."""
        if self._ids is not None:
            return Condition("id in (select value from json_each(?))", (json.dumps(self._ids),))
        chip = next((c for c in self._chips if c.id == self._chip), None)
        return self._picked().and_(chip.chosen(db) if chip else EVERYTHING)

    def turn(self, chip: str) -> None:
        """Press a chip; one pressed already lets everything be seen again."""
        self.press(ALL if chip == self._chip else chip)

    def press(self, chip: str) -> None:
        self._ids, self._chip = None, chip
        self.changed.emit()

    def pick_month(self, month: str) -> None:
        """Everything of 2026-11, if there is anything of it."""
        self.months.setCurrentIndex(max(self.months.findData(month), 0))
        self.press(ALL)

    def of_all_months(self) -> None:
        self.months.setCurrentIndex(0)

    def show_only(self, ids: list[str]) -> None:
        """These records and no others, until a filter is pressed."""
        self._ids, self._chip = ids, ""
        self.changed.emit()

    def stand(self, *, beside: bool) -> None:
        """The pickers beside the chips, or below them where there is less room."""
        beside = beside or (self.months.isHidden() and self.villages.isHidden())
        way = QBoxLayout.Direction
        self._line.setDirection(way.LeftToRight if beside else way.TopToBottom)

    # --- inside ----------------------------------------------------------------------------------

    def _lay_out(self, flow: QWidget, adder: QPushButton | None) -> None:
        self.setMinimumHeight(1)  # it is as high as its width asks for, not as the narrowest would
        pickers = QWidget()
        self._line = line(self, between=8)
        self._line.addWidget(flow, 1)
        self._line.addWidget(pickers)
        row = line(pickers, between=8)
        for widget in (self.months, self.villages):
            row.addWidget(widget)
        row.addStretch()
        if adder is not None:
            row.addWidget(adder)

    def _pickers(self) -> tuple[QComboBox, QComboBox]:
        months, villages = QComboBox(), QComboBox()
        months.setAccessibleName(str(Text("月份", "Month")))
        villages.setAccessibleName(str(Text("村(居)或调委会", "Village or committee")))
        if not self._listing.by_month:
            months.hide()
        if self._listing.by_village is None:
            villages.hide()
        for picker in (months, villages):
            picker.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            picker.setMinimumContentsLength(8)
            picker.activated.connect(lambda _: self.press(self._chip or ALL))
        return months, villages

    def _make_chip(self, id: str) -> QPushButton:
        made = QPushButton()
        made.setObjectName("chip")
        made.setCheckable(True)
        made.clicked.connect(lambda _=False: self.press(id))
        self._row.addWidget(made)
        self._row.removeWidget(self._columns)
        self._row.addWidget(self._columns)  # always the last
        return made

    def _picked(self) -> Condition:
        """What the month and village pickers say."""
        found = EVERYTHING
        dated = self._listing.kind.dated_by
        if month := self.months.currentData():
            found = found.and_(
                Condition(f"{dated} >= ? and {dated} <= ?", (f"{month}-01", f"{month}-31"))
            )
        if (place := self.villages.currentData()) and self._listing.by_village:
            found = found.and_(self._listing.by_village(*place))
        return found

    def _fill_pickers(self, db: Database, book: CodeBook) -> None:
        """Months there are records in, villages and committees; what is picked stays picked."""
        if self._listing.by_month:
            named = [(_month_words(month), month) for month in _months_in(db, self._listing)]
            _refill(self.months, [(str(ALL_MONTHS), None), *named])
        if self._listing.by_village:
            places = [
                (words, (table, id))
                for table in ("village", "committee")
                for id, words in book.offered_names(table).items()
            ]
            _refill(self.villages, [(str(ALL_VILLAGES), None), *places])
            self.villages.view().setMinimumWidth(px(300))


def _months_in(db: Database, listing: Listing) -> list[str]:
    """Newest first."""
    dated, table = listing.kind.dated_by, listing.kind.table
    sql = f"select distinct substr({dated}, 1, 7) from {table} where state = 0 and {dated} not null"
    return sorted((month for (month,) in db.execute(sql)), reverse=True)


def _month_words(month: str) -> str:
    return str(MONTH.format(year=month[:4], month=month[5:].lstrip("0")))


def _refill(picker: QComboBox, entries: list[tuple[str, Any]]) -> None:
    picked = picker.currentData()
    picker.clear()
    for words, value in entries:
        picker.addItem(words, value)
    values = [value for _, value in entries]
    picker.setCurrentIndex(values.index(picked) if picked in values else 0)
