"""案件补贴 in the settings: the scheme the office pays by, its rates, how cases are graded."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QInputDialog, QTabWidget, QWidget

from core import store
from core.codes import CodeBook
from core.records import OFFICE, SUBSIDY_RULE, SUBSIDY_THRESHOLD, load_book
from core.show import LIST_COMMA, yuan
from core.subsidy.grading import copy_thresholds, thresholds
from core.subsidy.rates import Rate, Scheme, chosen_scheme, copy_scheme, schemes
from core.text import Text
from ui.changes import Changes
from ui.list_page import ListPage
from ui.measures import BETWEEN, ROW, px
from ui.pieces import Flow, button, card, column, label, scrolled
from ui.table import Column, RecordTable, TableView

NOT_CHOSEN = Text("(没有选择)", "(none)")
CHOICE = Text("本所按哪一份标准补贴", "The scheme this office pays by")
HINT = Text(
    "示例是其他县公布过的标准,只供参考。本县的标准请点“以此为底稿”另存后修改,或在下面新增。",
    "The examples were published by other counties. Copy one and change it, or add rates below.",
)
COPY = Text("以此为底稿…", "Copy…")
NAME = Text("本所标准的名称", "Name of the scheme")
COPY_GRADING = Text("以程序自带的分级条件为底稿", "Copy the grading of the program")
SHIPPED = Text(
    "现在用程序自带的 {n} 条分级条件;本所写了自己的条件,就全部改用本所的。",
    "The {n} conditions of the program apply; once the office has its own, only those do.",
)
OWN = Text("现在用本所的 {n} 条分级条件。", "The {n} conditions of the office apply.")
TAKEN = Text("已有这个名称的标准。", "There is a scheme of that name.")
CHANGE = Text("选择案件补贴标准", "Choose the scheme of subsidies")


class SubsidySettings(QWidget):
    """Above the scheme that is chosen with its rates, below the office's own rates and grading."""

    said = Signal(object)  # Text

    def __init__(self, changes: Changes, rates: ListPage, grading: ListPage) -> None:
        super().__init__()
        self._changes, self._db = changes, rates.opened.db
        self._lists = (rates, grading)
        self._schemes: Sequence[Scheme] = ()
        self._rates: list[Rate] = []
        content = QWidget()
        rows = column(content, between=BETWEEN)
        column(self).addWidget(scrolled(content))
        rows.addWidget(label(CHOICE, "section"))
        rows.addWidget(self._choice())
        rows.addWidget(label(HINT, "small", wrap=True))
        self.model = RecordTable(self._columns(), lambda: len(self._rates), self._fetch, self)
        self.view = TableView(self.model, 3)
        self.view.setAccessibleName(str(CHOICE))
        self._framed = card()
        column(self._framed, 1).addWidget(self.view)
        rows.addWidget(self._framed)
        rows.addWidget(self._own(), 1)
        changes.happened.connect(self._on_change)

    def list_page(self) -> ListPage:
        """The list that menu entries such as "new" mean here."""
        return self._lists[self.tabs.currentIndex()]

    def choose(self, id: str) -> None:
        """The office pays by this scheme; empty for none."""
        office = next(iter(store.find(self._db, OFFICE, limit=1)), None)
        if office is None or (office["subsidy_scheme"] or "") == id:
            return
        with store.step(self._db, CHANGE) as s:
            store.save(s, OFFICE, {"id": office["id"], "subsidy_scheme": id or None})
        self._changes.happened.emit(frozenset({OFFICE.table}))

    def copy(self) -> None:
        """The scheme chosen as rates of the office, under a name that is asked for."""
        scheme = chosen_scheme(self._db)
        if scheme is None:
            return
        name, given = QInputDialog.getText(self, str(COPY), str(NAME))
        if given and name.strip():
            self.copy_as(scheme, name.strip())

    def copy_as(self, scheme: Scheme, name: str) -> None:
        """And paid by from now on."""
        if any(each.id == name for each in self._schemes):
            self.said.emit(TAKEN)
            return
        words = Text("新增补贴标准 {name}", "New scheme: {name}").format(name=name)
        with store.step(self._db, words) as s:
            copy_scheme(s, scheme, name)
        self._changes.happened.emit(frozenset({SUBSIDY_RULE.table}))
        self.choose(name)

    def copy_grading(self) -> None:
        """The conditions of the program as the office's own; once there are some, nothing."""
        if any(t.is_own for t in thresholds(self._db)):
            return
        with store.step(self._db, COPY_GRADING) as s:
            copy_thresholds(s)
        self._changes.happened.emit(frozenset({SUBSIDY_THRESHOLD.table}))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        self._schemes = schemes(self._db)
        chosen = chosen_scheme(self._db)
        self.picker.clear()
        self.picker.addItem(str(NOT_CHOSEN), "")
        for each in self._schemes:
            self.picker.addItem(str(each.title), each.id)
        self.picker.setCurrentIndex(max(self.picker.findData(chosen.id if chosen else ""), 0))
        self.copier.setEnabled(chosen is not None)
        self._rates = list(chosen.rates) if chosen else []
        self.model.columns = self._columns()
        self.model.read_again()
        self._framed.setVisible(bool(self._rates))
        head = self.view.horizontalHeader().sizeHint().height()
        self._framed.setFixedHeight(head + len(self._rates) * px(ROW) + 16)
        among = thresholds(self._db)
        own = among[0].is_own
        self._grading_said.setText(str((OWN if own else SHIPPED).format(n=len(among))))
        self.grading_copier.setHidden(own)

    def _on_change(self, tables: frozenset[str]) -> None:
        if self.isVisible():
            self.refresh()

    def _choice(self) -> QWidget:
        made = QWidget()
        row = Flow(made)
        self.picker = QComboBox()
        self.picker.setAccessibleName(str(CHOICE))
        self.picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.picker.activated.connect(lambda _: self.choose(str(self.picker.currentData())))
        self.copier = button(COPY, self.copy, sign="copy")
        row.addWidget(self.picker)
        row.addWidget(self.copier)
        return made

    def _own(self) -> QWidget:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setFocusPolicy(self.tabs.focusPolicy().NoFocus)
        self.tabs.setMinimumHeight(px(320))
        rates, grading = self._lists
        self.tabs.addTab(rates, str(Text("本所标准", "Own rates")))
        holder = QWidget()
        inside = column(holder, between=8)
        self._grading_said = label(role="small", wrap=True)
        self.grading_copier = button(COPY_GRADING, self.copy_grading, sign="copy")
        inside.addWidget(self._grading_said)
        beside = QWidget()
        Flow(beside).addWidget(self.grading_copier)
        inside.addWidget(beside)
        inside.addWidget(grading, 1)
        self.tabs.addTab(holder, str(Text("分级条件", "Grading")))
        return self.tabs

    def _fetch(self, offset: int, limit: int) -> list[dict[str, object]]:
        part = self._rates[offset : offset + limit]
        return [{"id": str(n), "rate": rate} for n, rate in enumerate(part, offset)]

    def _columns(self) -> list[Column]:
        book = load_book(self._db)
        return [
            Column(
                Text("等级", "Grade"), lambda r: book.words("subsidy_grade", r["rate"].grade), 110
            ),
            Column(Text("调委会", "Committees"), lambda r: _committees(book, r["rate"]), 220),
            Column(Text("金额(元)", "Yuan"), lambda r: _amount(r["rate"]), 130),
            Column(Text("依据", "Ground"), lambda r: str(r["rate"].ground), 300),
            Column(Text("生效", "Valid from"), lambda r: f"{r['rate'].valid_from}", 110),
        ]


def _committees(book: CodeBook, rate: Rate) -> str:
    if not rate.committees:
        return str(Text("全部", "all"))
    return str(LIST_COMMA).join(book.words("committee_type", c) for c in sorted(rate.committees))


def _amount(rate: Rate) -> str:
    return yuan(rate.least) if rate.most is None else f"{yuan(rate.least)}–{yuan(rate.most)}"
