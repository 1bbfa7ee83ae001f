"""The menu on the heads of a list: how it is sorted, and which columns it shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget
from sqlite_utils import Database

from core.codes import CodeBook
from core.field import RecordKind
from core.text import Text
from ui.table import Column, field_column

UP, DOWN = Text("升序", "Ascending"), Text("降序", "Descending")
USUAL_ORDER = Text("原来的顺序", "Usual order")
SORT_BY = Text("排序", "Sort by")
SHOWN = Text("显示的栏目", "Columns")
USUAL_COLUMNS = Text("恢复原来的栏目", "Usual columns")


@dataclass(frozen=True)
class Sorting:
    """By which column a list is sorted; without a name in its usual order."""

    name: str = ""
    down: bool = False

    def sql(self, columns: Sequence[Column], dated_by: str) -> str:
        """For `order by`, unknown values last; empty for the usual order."""
        found = next((c for c in columns if c.name == self.name and c.sort), None)
        if found is None:
            return ""
        way = "desc" if self.down else "asc"
        dated = f", {dated_by} {way}" if dated_by and found.sort != dated_by else ""
        return f"{found.sort} {way} nulls last{dated}, id {way}"

    def sorted(self, db: Database, columns: Sequence[Column], ids: list[str]) -> list[str]:
        """Ids of the list in its usual or SQL order, put in order by a column with keys."""
        found = next((c for c in columns if c.name == self.name and c.keys), None)
        if found is None or found.keys is None:
            return ids
        keys = found.keys(db)
        known = sorted((id for id in ids if id in keys), key=keys.__getitem__, reverse=self.down)
        return [*known, *(id for id in ids if id not in keys)]

    def pressed(self, name: str) -> "Sorting":
        """A head pressed again turns the order round, pressed a third time gives the usual one."""
        if name != self.name:
            return Sorting(name)
        return Sorting() if self.down else Sorting(name, True)


def offered(kind: RecordKind, usual: Sequence[Column], book: CodeBook) -> list[Column]:
    """The usual columns, then every other field of the form."""
    known = {c.name for c in usual}
    names = [n for section in kind.form for n in section.names if n not in known]
    return [*usual, *(field_column(kind, name, book) for name in names)]


def chosen(every: Sequence[Column], names: Sequence[str], usual: Sequence[Column]) -> list[Column]:
    """The columns of the names that there are, in that order; the usual ones for none."""
    by_name = {c.name: c for c in every}
    return [by_name[n] for n in dict.fromkeys(names) if n in by_name] or list(usual)


class ColumnsMenu(QMenu):
    """Ticking a column leaves the menu open, so that several can be chosen in one go."""

    def __init__(
        self,
        parent: QWidget,
        kind: RecordKind,
        every: Sequence[Column],
        names: Sequence[str],
        tick: Callable[[str], None],
    ) -> None:
        super().__init__(str(SHOWN), parent)
        self._names, self._tick = list(names), tick
        by_name = {c.name: c for c in every}
        sections = {n: section for section in kind.form for n in section.names}
        for column in every:
            if column.name not in sections:
                self._add(self, column)
        for section in kind.form:
            part = _Staying(str(section.title), self)
            for name in section.names:
                if name in by_name:
                    self._add(part, by_name[name])
            self.addMenu(part)

    def _add(self, menu: QMenu, column: Column) -> None:
        action = QAction(str(column.title), menu)
        action.setCheckable(True)
        action.setChecked(column.name in self._names)
        action.toggled.connect(lambda _: self._tick(column.name))
        menu.addAction(action)


class _Staying(QMenu):
    """Stays open while its entries are ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.activeAction()
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
        else:
            super().keyPressEvent(event)


def head_menu(
    parent: QWidget,
    columns: Sequence[Column],
    sort: Callable[[Sorting], None],
    shown: ColumnsMenu,
    usual: Callable[[], None],
) -> QMenu:
    """Sorting by each column shown, the columns to choose from, and the way back."""
    menu = QMenu(parent)
    by = menu.addMenu(str(SORT_BY))
    for column in columns:
        if column.can_sort:
            for way, down in ((UP, False), (DOWN, True)):
                words = Text("{column} {way}", "{column} {way}")
                entry = by.addAction(str(words.format(column=column.title, way=way)))
                entry.triggered.connect(partial(_sort, sort, Sorting(column.name, down)))
    by.addSeparator()
    by.addAction(str(USUAL_ORDER)).triggered.connect(partial(_sort, sort, Sorting()))
    menu.addMenu(shown)
    menu.addSeparator()
    menu.addAction(str(USUAL_COLUMNS)).triggered.connect(lambda _=False: usual())
    return menu


def _sort(sort: Callable[[Sorting], None], by: Sorting, _: bool = False) -> None:
    sort(by)
