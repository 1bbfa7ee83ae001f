"""节假日: the days of the notices the program brings, year by year, and those the office enters."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from core.term import lacking_words
from core.text import Text
from core.workdays import HolidayYear, Span, holidays_of, shipped_years
from ui.list_page import ListPage
from ui.measures import BETWEEN, ROW, px
from ui.pieces import card, column, label, scrolled, today
from ui.table import Column, RecordTable, TableView

SHIPPED = Text("程序自带的节假日", "Holidays of the program")
OWN = Text(
    "本所添加的日子:程序里没有的年份,按国务院办公厅的通知在这里逐日填写;与上表不同的,以这里为准。"
    "用于工作日期限和最后一天的顺延。",
    "Days of the office: a year the program lacks is entered here from the notice, day by day; "
    "they go before those above. Terms in working days lean on them.",
)
ROWS_SHOWN = 8  # a year
SPAN = Text("{first} 至 {last}", "{first} to {last}")
WORKED = Text("调休上班", "Worked instead")


class HolidaysPage(QWidget):
    """Above what is shipped, the newest year first, and what is lacking; below the office's own."""

    def __init__(self, own: ListPage) -> None:
        super().__init__()
        self._own = own
        self._lines = _lines()
        content = QWidget()
        rows = column(content, between=BETWEEN)
        column(self).addWidget(scrolled(content))
        rows.addWidget(label(SHIPPED, "section"))
        self.lacking = label(role="warning", wrap=True)
        rows.addWidget(self.lacking)
        self.model = RecordTable(_columns(), lambda: len(self._lines), self._fetch, self)
        self.view = TableView(self.model, 2)
        self.view.setAccessibleName(str(SHIPPED))
        self._framed = card()
        column(self._framed, 1).addWidget(self.view)
        rows.addWidget(self._framed)
        rows.addWidget(label(OWN, "small", wrap=True))
        rows.addWidget(own, 1)

    def list_page(self) -> ListPage:
        """The list that menu entries such as "new" mean here."""
        return self._own

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._say_lacking()
        self.model.read_again()
        self._fit()

    def _say_lacking(self) -> None:
        """This year and, from November on, the next: by then its notice is out."""
        on = today()
        wanted = [on.year, on.year + 1] if on.month >= 11 else [on.year]
        known = holidays_of(self._own.opened.db).years
        years = [year for year in wanted if year not in known]
        self.lacking.setText(str(lacking_words(years)))
        self.lacking.setVisible(bool(years))

    def _fit(self) -> None:
        head = self.view.horizontalHeader().sizeHint().height()
        self._framed.setFixedHeight(head + ROWS_SHOWN * px(ROW) + 16)
        self._own.setMinimumHeight(px(240))

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        part = self._lines[offset : offset + limit]
        return [{"id": f"{each.year}{each.name}", "line": each} for each in part]


@dataclass(frozen=True)
class Line:
    """One holiday of a year, or all its weekend days that are worked."""

    year: int
    name: str
    days: str
    notice: str


def _lines() -> list[Line]:
    """The newest year first."""
    return [line for year in reversed(shipped_years()) for line in _of_year(year)]


def _of_year(year: HolidayYear) -> list[Line]:
    made = [Line(year.year, span.name, _days(span), year.notice) for span in year.off]
    worked = "、".join(day.isoformat() for day in year.work)
    return [*made, Line(year.year, str(WORKED), worked, year.notice)]


def _days(span: Span) -> str:
    """2026-02-15 至 2026-02-23, or one day."""
    said = span.first if span.first == span.last else SPAN.format(first=span.first, last=span.last)
    return str(said)


def _columns() -> list[Column]:
    return [
        Column(Text("年度", "Year"), lambda r: str(r["line"].year), 80),
        Column(Text("名称", "Name"), lambda r: r["line"].name, 150),
        Column(Text("日期", "Days"), lambda r: r["line"].days, 420),
        Column(Text("通知文号", "Notice"), lambda r: r["line"].notice, 290),
    ]
