"""A list of any kind: figures, filters, table, and at the right the reading of one record."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
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
from ui.columns_menu import ColumnsMenu, Sorting, chosen, head_menu, offered
from ui.jobs import run_job
from ui.list_filters import Filters
from ui.list_view import ListView
from ui.listing import Listing, find_ids, rows_of
from ui.marked import DELETING, Binned, MarkedBar, delete_many
from ui.measures import BETWEEN, INSIDE, PAGE, READING_WIDTH, px
from ui.messages import confirm, tell
from ui.pieces import button, card, column, emptied, empty_page, line, scrolled
from ui.table import Column, RecordTable
from ui.top_line import TopLine

WITH_READING = 940  # pixels at 100 % a page needs to have room for the reading pane
WITH_NOTES, WITH_CARDS = 560, 400  # and its height for whole cards, and for cards at all
NO_HITS = Text("没有符合条件的记录", "Nothing fits")
NO_HITS_HINT = Text("换一个筛选条件,或选“全部”。", "Choose another filter, or “All”.")
EMPTY = Text("还没有{title}", "None yet: {title}")
IN_USE = Text(
    "“{name}”还有 {n} 条记录用到,没有删除。请先在那些记录里改选别的。",
    "{name} was not deleted: {n} records point at it. Choose another one there first.",
)
DELETE_MANY = Text(
    "把选中的 {n} 条({title})放入回收站?按 Ctrl+Z 可以一次全部恢复。",
    "Put the {n} marked ({title}) into the recycle bin? Ctrl+Z brings all of them back.",
)
KEPT = Text(
    "{gone} 条已放入回收站;{n} 条还有别的记录用到,没有删除。",
    "{gone} went into the recycle bin; {n} stay, because other records point at them.",
)
COLUMNS_HINT = Text(
    "显示哪些栏目、按哪一栏排序;也可以右键单击表头,左右拖动表头调整顺序。",
    "Columns to show and how to sort; also by a right click on the heads. Drag a head to move it.",
)


class ListPage(QWidget):
    """Reads again when its tables change while it is shown, else when it is shown next."""

    open_record = Signal(str, str)  # table, id
    add_record = Signal(str)  # table
    print_record = Signal(str, str)
    export_wanted = Signal(str)
    deleted = Signal(str)  # the name of what went into the recycle bin
    columns_chosen = Signal(str, list)  # table, names in order; none for the usual ones
    columns_pulled = Signal(str, dict)  # table, widths by name
    export_marked = Signal(str, list)  # table, ids
    print_marked = Signal(str, list)

    def __init__(
        self,
        opened: Opened,
        changes: Changes,
        listing: Listing,
        *,
        bare: bool = False,
        columns: Sequence[str] = (),
        widths: Mapping[str, float] | None = None,
    ) -> None:
        """`bare` leaves out the top line: the page stands in a tab of another. `columns` are the
        names of those the user chose, `widths` of those he pulled wider or narrower."""
        super().__init__()
        self.setObjectName("page")
        self.opened, self.listing = opened, listing
        self._stale = True
        self._figures: list[Figure] = []
        self._book = load_book(opened.db)
        self._names, self._sorting = list(columns), Sorting()
        self._shown: list[str] = []  # ids of the whole list, in its order
        self.model = RecordTable(self._columns(), self._count, self._fetch, self)
        self.view = ListView(self.model, self._stretched(), widths)
        self.top = self._top_line() if not bare else None
        self._lay_out(bare)
        self.view.opened.connect(self._open_line)
        self.view.deleted.connect(self._delete_line)
        self.view.chosen.connect(self._read)
        self.view.marked.connect(self._mark)
        self.view.all_marked.connect(self.mark_all)
        self.view.sorted_by.connect(lambda place: self._sort_by(self.model.columns[place].name))
        self.view.moved.connect(self._move_column)
        self.view.head_menu.connect(self._show_head_menu)
        self.view.pulled.connect(lambda by: self.columns_pulled.emit(listing.kind.table, by))
        self._changes = changes
        changes.happened.connect(self._on_change)

    # --- what the window calls -------------------------------------------------------------------

    def refresh(self) -> None:
        """Everything anew, staying on the same record where it still is in the list."""
        self._stale = False
        line, here = self.view.line(), self.record_id()
        self._book = load_book(self.opened.db)
        self.model.columns = self._columns()
        self.filters.refresh(self.opened.db, self._book)
        if self.listing.figures:
            self._figures = list(self.listing.figures(self.opened.db, self._book))
        self._show_figures()
        self.model.read_again()
        self.view.choose(max(line if here is None else self._line_of(here, line), 0))
        self._keep_marks(self.marked & set(self._shown) if self.marked else set())
        self._show_emptiness()

    def record_id(self) -> str | None:
        """The record chosen in the list."""
        row = self.model.row(self.view.line()) if self.view.line() >= 0 else None
        return str(row["id"]) if row else None

    def open_selected(self) -> None:
        if self.view.line() >= 0:
            self._open_line(self.view.line())

    def delete_selected(self) -> None:
        """What is marked; without marks the record chosen."""
        if self.marked:
            self._delete_marked()
        elif self.view.line() >= 0:
            self._delete_line(self.view.line())

    @property
    def marked(self) -> set[str]:
        """Ids of what is marked."""
        return self.model.marks or set()

    def marked_in_order(self) -> list[str]:
        """The same in the order of the list."""
        return [id for id in self._shown if id in self.marked]

    @property
    def shown(self) -> list[str]:
        """Ids of everything the filters let through, in the order of the list."""
        return list(self._shown)

    def mark_all(self) -> None:
        """Everything the filter shows; a second time nothing."""
        everything = set(self._shown)
        self._keep_marks(set() if self.marked == everything else everything)

    def go_back(self) -> bool:
        """Take the marks away; False if there are none."""
        there_were = bool(self.marked)
        self._keep_marks(set())
        return there_were

    def filter_by(self, chip: str) -> None:
        """Press one of the chips; a chip pressed twice lets everything be seen again."""
        self.filters.turn(chip)

    def show_month(self, day: date) -> None:
        """All records of the month the day lies in."""
        self.refresh()
        self.filters.pick_month(day.isoformat()[:7])

    def show_only(self, ids: list[str]) -> None:
        """These records and no others, until a filter is pressed."""
        self.filters.show_only(ids)

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
            self.listing.add,
            lambda: self.add_record.emit(kind),
            sign="plus",
            role="primary",
            act="add_record",
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
        self.filters = self._filters(bare)
        rows.addWidget(self.filters)
        self._body = line(between=BETWEEN)
        self._stack = QStackedWidget()
        framed = card()
        inside = column(framed, 1, 0)
        self.bar = self._marked_bar()
        inside.addWidget(self.bar)
        inside.addWidget(self.view, 1)
        self._empty = card()
        column(self._empty)
        self._stack.addWidget(framed)
        self._stack.addWidget(self._empty)
        self._body.addWidget(self._stack, 1)
        self._pane = self._reading_pane()
        self._body.addWidget(self._pane)
        rows.addLayout(self._body, 1)

    def _filters(self, bare: bool) -> Filters:
        self._columns_button = button(Text("栏目", "Columns"), self._press_columns, role="plain")
        self._columns_button.setToolTip(str(COLUMNS_HINT))
        made = Filters(self.listing, self._columns_button, self._adder() if bare else None)
        made.changed.connect(self.refresh)
        return made

    def _marked_bar(self) -> MarkedBar:
        bar = MarkedBar(can_print=self.listing.can_print_many)
        table = self.listing.kind.table
        bar.export_wanted.connect(lambda: self.export_marked.emit(table, self.marked_in_order()))
        bar.print_wanted.connect(lambda: self.print_marked.emit(table, self.marked_in_order()))
        bar.delete_wanted.connect(self._delete_marked)
        bar.none_wanted.connect(lambda: self._keep_marks(set()))
        return bar

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
        self.filters.stand(beside=wide)
        self._pane.setVisible(wide and self.listing.reading is not None and not self._is_empty())
        self._pane.setFixedWidth(px(READING_WIDTH))
        self.cards.setHidden(not self._figures or self.height() < px(WITH_CARDS))
        self._show_figures()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_pane"):
            self._fit()  # the type size is another one

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
        order = self._sorting.sql(self.model.columns, self.listing.kind.dated_by)
        condition = self.filters.condition(self.opened.db)
        ids = find_ids(self.opened.db, self.listing, condition, order)
        self._shown = self._sorting.sorted(self.opened.db, self.model.columns, ids)
        return len(self._shown)

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return rows_of(self.opened.db, self.listing, self._shown[offset : offset + limit])

    def _press_card(self, filter: str) -> None:
        if filter:
            self.filters.of_all_months()
            self.filter_by(filter)

    def _show_figures(self) -> None:
        if self._figures:
            self.cards.show_figures(self._figures, low=self.height() < px(WITH_NOTES))

    def _line_of(self, id: str, near: int) -> int:
        """Where the record stands now, if it still is in the list."""
        return self._shown.index(id) if id in self._shown else near

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

    # --- columns and order -----------------------------------------------------------------------

    def _columns(self) -> list[Column]:
        usual = self.listing.columns(self._book)
        if not self._names:
            return usual
        return chosen(offered(self.listing.kind, usual, self._book), self._names, usual)

    def _stretched(self) -> int:
        """The place of the column that takes the room left: the usual one, else the first."""
        usual = self.listing.columns(self._book)[self.listing.stretched].name
        names = [c.name for c in self.model.columns]
        return names.index(usual) if usual in names else 0

    def show_columns(self, names: Sequence[str]) -> None:
        """These columns in this order, remembered; none for the usual ones."""
        self._names = list(names)
        self.columns_chosen.emit(self.listing.kind.table, self._names)
        if self._sorting.name not in {c.name for c in self._columns()}:
            self._sorting = Sorting()
        self.model.columns = self._columns()
        self.view.stretch(self._stretched())
        self.refresh()
        self._show_sorted()

    def show_usual_columns(self) -> None:
        """Which, in which order and how wide."""
        self.view.forget_widths()
        self.show_columns(())

    def _tick_column(self, name: str) -> None:
        names = [c.name for c in self.model.columns]
        if name not in names:
            self.show_columns([*names, name])
        elif len(names) > 1:
            self.show_columns([n for n in names if n != name])

    def _move_column(self, since: int, until: int) -> None:
        names = [c.name for c in self.model.columns]
        names.insert(until, names.pop(since))
        self.show_columns(names)

    def _sort_by(self, name: str) -> None:
        if next(c for c in self.model.columns if c.name == name).can_sort:
            self.sort(self._sorting.pressed(name))
        else:
            self._show_sorted()

    def sort(self, by: Sorting) -> None:
        """Read again in this order, from the top."""
        self._sorting = by
        self.model.read_again()  # the figures and filters count the same
        self.view.choose(0)
        self._show_sorted()

    def _show_sorted(self) -> None:
        names = [c.name for c in self.model.columns]
        place = names.index(self._sorting.name) if self._sorting.name in names else -1
        self.view.show_sorted(place, down=self._sorting.down)

    def _press_columns(self) -> None:
        below = self._columns_button.rect().bottomLeft()
        self._show_head_menu(self._columns_button.mapToGlobal(below))

    def _show_head_menu(self, place: QPoint) -> None:
        every = offered(self.listing.kind, self.listing.columns(self._book), self._book)
        names = [c.name for c in self.model.columns]
        shown = ColumnsMenu(self, self.listing.kind, every, names, self._tick_column)
        usual = self.show_usual_columns
        menu = head_menu(self, self.model.columns, self.sort, shown, usual)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    # --- marks -----------------------------------------------------------------------------------

    def _mark(self, since: int, until: int) -> None:
        """A range is marked; a single line is turned round."""
        ids = set(self._shown[since : until + 1])
        self._keep_marks(self.marked ^ ids if since == until else self.marked | ids)

    def _keep_marks(self, ids: set[str]) -> None:
        self.model.marks = ids
        self.bar.say(len(ids))
        self.view.viewport().update()

    def _delete_marked(self) -> None:
        """Asked for with the count; one step."""
        ids = self.marked_in_order()
        if not ids:
            return
        words = DELETE_MANY.format(n=len(ids), title=self.listing.kind.title)
        if len(ids) > 1 and not confirm(self, words, Text("放入回收站", "Into the recycle bin")):
            return
        work = partial(delete_many, kind=self.listing.kind, ids=ids)
        run_job(self, self.opened, DELETING, work, self._show_binned)

    def _show_binned(self, done: Binned) -> None:
        if done.gone:
            self._changes.happened.emit(done.tables)
            said = Text("{title} {n} 条", "{n} of {title}")
            self.deleted.emit(str(said.format(title=self.listing.kind.title, n=done.gone)))
        if done.kept:
            tell(self, KEPT.format(gone=done.gone, n=done.kept))

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
