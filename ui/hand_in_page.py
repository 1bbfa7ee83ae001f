"""报送 for a village: the button that hands in, and what was handed in so far."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from core import store
from core.field import Row
from core.merging.board import expected_month
from core.merging.outgoing import Handed, handed_out
from core.text import Text
from db.connect import Opened
from ui.hand_in_board import ZERO
from ui.hand_in_wizard import HandInWizard
from ui.measures import BETWEEN, INSIDE, MUTED
from ui.pieces import button, card, column, empty_page, label, line, today
from ui.steps_page import local_time
from ui.table import Column, RecordTable, TableView

HAND_IN = Text("报送…", "Hand in…")
OFFICE = Text("交给:{office}", "To: {office}")
NO_OFFICE = Text(
    "这台电脑还没有用司法所的入网文件建立数据,不能报送。请向司法所要本村的入网文件。",
    "These data were not made from the office's enrolment file; nothing can be handed in.",
)
OWED = Text("{month} 还没有报送", "{month} was not handed in yet")
UP_TO_DATE = Text("已报送到 {month}", "Handed in up to {month}")
NONE_YET = Text("还没有报送过", "Nothing was handed in yet")
NONE_HINT = Text("插上 U 盘,点“报送…”,五步就好。", "Plug in a stick and press Hand in: five steps.")


class HandInPage(QWidget):
    """Newest first; a month that is owed is said above."""

    said = Signal(object)  # Text

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self._opened = opened
        self.handed: list[Handed] = []
        rows = column(self, between=BETWEEN)
        top = card()
        inside = line(top, INSIDE)
        words = column(between=4)
        self.state = label(role="section", wrap=True)
        self.office = label(role="small", wrap=True)
        words.addWidget(self.state)
        words.addWidget(self.office)
        inside.addLayout(words, 1)
        self.button = button(HAND_IN, self.package, sign="upload", role="primary")
        inside.addWidget(self.button)
        rows.addWidget(top)
        self.model = RecordTable(_columns(), lambda: len(self.handed), self._fetch, self)
        self._stack = QStackedWidget()
        self._stack.addWidget(TableView(self.model, 3))
        self._stack.addWidget(empty_page("upload", NONE_YET, NONE_HINT))
        framed = card()
        column(framed, 1, 0).addWidget(self._stack)
        rows.addWidget(framed, 1)

    def package(self) -> None:
        """The wizard; named as the right is that it asks for."""
        HandInWizard(self, self._opened, self.refresh).open()

    def refresh(self) -> None:
        db = self._opened.db
        self.handed = handed_out(db)
        self.model.read_again()
        self._stack.setCurrentIndex(0 if self.handed else 1)
        covered = max((h.month for h in self.handed), default="")
        wanted = expected_month(today())
        state = UP_TO_DATE.format(month=covered) if covered >= wanted else OWED.format(month=wanted)
        self.state.setText(str(state))
        office, has_key = store.meta(db, "office_name"), bool(store.meta(db, "office_key"))
        self.office.setText(str(OFFICE.format(office=office) if has_key else NO_OFFICE))
        self.button.setEnabled(has_key)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return [{"id": h.package, "handed": h} for h in self.handed[offset : offset + limit]]


def _of(r: Row) -> Handed:
    handed: Handed = r["handed"]
    return handed


def _month(h: Handed) -> str:
    return str(ZERO.format(month=h.month)) if h.is_zero else h.month


def _columns() -> list[Column]:
    count = Text("{rows} 条,其中新的 {changed} 条", "{rows}, {changed} of them new")
    return [
        Column(Text("次", "No."), lambda r: str(_of(r).sequence), 50),
        Column(Text("月份", "Month"), lambda r: _month(_of(r)), 130),
        Column(Text("时间", "Made"), lambda r: local_time(_of(r).at), 150, lambda r: MUTED),
        Column(
            Text("内容", "Records"),
            lambda r: str(count.format(rows=_of(r).rows, changed=_of(r).changed)),
            220,
        ),
        Column(Text("谁", "By"), lambda r: _of(r).by, 110, lambda r: MUTED),
        Column(Text("文件", "File"), lambda r: "、".join(_of(r).files), 300, lambda r: MUTED),
    ]
