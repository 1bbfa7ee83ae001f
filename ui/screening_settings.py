"""Settings of screening: which category each type falls under, what each level of risk means."""

from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QInputDialog, QVBoxLayout, QWidget

from core.field import Row
from core.records import SCREENING_MAP, load_book
from core.risk import category_map, grades, scheme_of, shipped_map
from core.screening_map import set_category
from core.text import Text
from db.connect import Opened
from ui.changes import Changes
from ui.list_page import ListPage
from ui.measures import BETWEEN, MUTED, painted, px
from ui.pieces import button, card, column, emptied, label, line, scrolled
from ui.screening_listing import risk_colour, risk_words
from ui.table import Column, RecordTable, TableView

CATEGORIES = Text("排查类别", "Categories")
LEVELS = Text("风险等级", "Risk levels")
CATEGORIES_HINT = Text(
    "登记排查纠纷时,按纠纷类型带出矛盾纠纷排查情况表的类别。按 Enter 改;已登记的不变。",
    "The category of the screening sheet that a type brings with it. Enter changes it; records"
    " entered already keep theirs.",
)
LEVELS_HINT = Text(
    "本所采用:{scheme}(在“本所信息”里选)。下面一条可以代替某一级的含义、加一级或停用一级。",
    "This office uses: {scheme} (chosen under The office). A record below replaces the meaning"
    " of a level, adds one or ends one.",
)
CHANGED = Text("本所改过", "changed here")


class CategoriesPage(QWidget):
    """Every type with the category it falls under."""

    def __init__(self, opened: Opened, changes: Changes) -> None:
        super().__init__()
        self._opened, self._changes = opened, changes
        self._map = category_map(opened.db)
        self._book = load_book(opened.db)
        self.model = RecordTable(self._columns(), lambda: len(self._types()), self._fetch, self)
        self.view = TableView(self.model, 1)
        self.view.setAccessibleName(str(CATEGORIES))
        self.view.opened.connect(lambda _: self.change())
        rows = column(self, between=BETWEEN)
        head = line(between=8)
        head.addWidget(label(CATEGORIES_HINT, "small", wrap=True), 1)
        head.addWidget(button(Text("改类别…", "Change…"), self.change, sign="pencil"))
        rows.addLayout(head)
        framed = card()
        column(framed, 1).addWidget(self.view)
        rows.addWidget(framed, 1)

    def refresh(self) -> None:
        self._map, self._book = category_map(self._opened.db), load_book(self._opened.db)
        at = self.view.line()
        self.model.read_again()
        self.view.choose(max(at, 0))

    def change(self) -> None:
        """Ask for another category of the type chosen."""
        at = self.view.line()
        if not 0 <= at < len(self._types()):
            return
        chosen = self._types()[at]
        codes = list(self._book.offered("screen_category"))
        words = [self._book.words("screen_category", code) for code in codes]
        now = self._map.get(chosen)
        title = self._book.words("dispute_type", chosen)
        place = codes.index(now) if now in codes else 0
        picked, ok = QInputDialog.getItem(
            self, title, str(CATEGORIES), words, place, editable=False
        )
        if ok:
            self.put(chosen, codes[words.index(picked)])

    def put(self, dispute_type: str, category: str) -> None:
        """The category of a type from now on."""
        set_category(self._opened.db, dispute_type, category)
        self._changes.happened.emit(frozenset({SCREENING_MAP.table}))
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def _types(self) -> list[str]:
        return list(self._book.offered("dispute_type"))

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return [{"id": each} for each in self._types()[offset : offset + limit]]

    def _columns(self) -> list[Column]:
        def is_own(row: Row) -> bool:
            return self._map.get(row["id"]) != shipped_map().get(row["id"])

        def category(row: Row) -> str:
            code = self._map.get(row["id"])
            return self._book.words("screen_category", code) if code else "—"

        return [
            Column(
                Text("纠纷类型", "Type"),
                lambda r: self._book.words("dispute_type", r["id"]),
                200,
            ),
            Column(CATEGORIES, category, 360),
            Column(Text("来源", "Whose"), lambda r: str(CHANGED) * is_own(r), 100, lambda r: MUTED),
        ]


class GradesPage(QWidget):
    """The levels of the scheme in use, and below the office's own records about them."""

    def __init__(self, opened: Opened, own: ListPage) -> None:
        super().__init__()
        self._opened, self._own = opened, own
        content = QWidget()
        rows = column(content, between=BETWEEN)
        column(self).addWidget(scrolled(content))
        self._hint = label(role="small", wrap=True)
        rows.addWidget(self._hint)
        framed = card()
        self._levels: QVBoxLayout = column(framed, 12, 6)
        rows.addWidget(framed)
        rows.addWidget(own, 1)

    def list_page(self) -> ListPage:
        """The list that menu entries such as "new" mean here."""
        return self._own

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        db, book = self._opened.db, load_book(self._opened.db)
        scheme = book.words("risk_scheme", scheme_of(db))
        self._hint.setText(str(LEVELS_HINT.format(scheme=scheme)))
        emptied(self._levels)
        for grade in grades(db):
            row = {"risk_level": grade.level}
            words = [risk_words(row, book), str(grade.meaning), str(grade.measure)]
            said = label(" · ".join(w for w in words if w), wrap=True)
            said.setStyleSheet(f"color: {painted(risk_colour(row))}")
            self._levels.addWidget(said)
        self._own.setMinimumHeight(px(240))
