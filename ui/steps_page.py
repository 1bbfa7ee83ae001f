"""操作历史 and 回收站: what was done and can be undone, what was deleted and can be put back."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from core import history, store
from core.errors import UserError
from core.field import Row
from core.records import KINDS, load_book
from core.show import name_of
from core.text import Text
from db.connect import Opened
from ui.changes import Changes
from ui.measures import BETWEEN, INK, MUTED
from ui.messages import show_error
from ui.pieces import button, card, column, empty_page, label, line
from ui.table import Column, RecordTable, TableView

UNDO = Text("撤销这一步", "Undo this step")
PUT_BACK = Text("恢复这条记录", "Put this record back")
NO_STEPS = Text("还没有操作", "Nothing was done yet")
NO_STEPS_HINT = Text("每次保存、删除和导入都记在这里,可以撤销。", "Every step is listed here.")
EMPTY_BIN = Text("回收站是空的", "The recycle bin is empty")
EMPTY_BIN_HINT = Text("删除的记录在这里,内容都保留。", "Deleted records are kept here, whole.")


class StepsPage(QWidget):
    """Newest first. A step taken back can be taken back again: it is listed as a step."""

    undo_wanted = Signal(int)  # step

    def __init__(self, opened: Opened, changes: Changes) -> None:
        super().__init__()
        self._opened, self._changes = opened, changes
        self._steps: list[history.StepInfo] = []
        self.model = RecordTable(_step_columns(), lambda: len(self._steps), self._fetch, self)
        self.view = TableView(self.model, 1)
        self.view.opened.connect(lambda _: self.undo_selected())
        self._stack, layout = _framed(self.view, "history", NO_STEPS, NO_STEPS_HINT)
        layout(self, button(UNDO, self.undo_selected, sign="undo-2"))
        changes.happened.connect(self._on_change)

    def refresh(self) -> None:
        self._steps = history.steps(self._opened.db)[::-1]
        self.model.read_again()
        self._stack.setCurrentIndex(0 if self._steps else 1)
        self.view.choose(0)

    def undo_selected(self) -> None:
        if 0 <= self.view.line() < len(self._steps):
            self.undo_wanted.emit(self._steps[self.view.line()].id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def _on_change(self, tables: frozenset[str]) -> None:
        if self.isVisible():
            self.refresh()

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return [vars(step) for step in self._steps[offset : offset + limit]]


class RecycleBin(QWidget):
    """Deleted records; what belonged to one comes back with it."""

    put_back = Signal(str)  # the name of what came back

    def __init__(self, opened: Opened, changes: Changes) -> None:
        super().__init__()
        self._opened, self._changes = opened, changes
        self._rows: list[dict[str, Any]] = []
        self.model = RecordTable(_bin_columns(), lambda: len(self._rows), self._fetch, self)
        self.view = TableView(self.model, 1)
        self.view.opened.connect(lambda _: self.put_back_selected())
        self._stack, layout = _framed(self.view, "trash-2", EMPTY_BIN, EMPTY_BIN_HINT)
        layout(self, button(PUT_BACK, self.put_back_selected, sign="archive-restore"))
        changes.happened.connect(self._on_change)

    def refresh(self) -> None:
        """Only rows whose parent is not deleted too: those come back with it."""
        self._rows = deleted_records(self._opened)
        self.model.read_again()
        self._stack.setCurrentIndex(0 if self._rows else 1)
        self.view.choose(0)

    def put_back_selected(self) -> None:
        if not 0 <= self.view.line() < len(self._rows):
            return
        row = self._rows[self.view.line()]
        words = Text("恢复{title} {name}", "Put back: {title} {name}")
        words = words.format(title=row["kind"].title, name=row["name"])
        try:
            with store.step(self._opened.db, words) as s:
                store.put_back(s, row["kind"], row["id"])
        except UserError as error:
            show_error(self, error)
            return
        self._changes.happened.emit(frozenset(s.tables))
        self.put_back.emit(row["name"])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def _on_change(self, tables: frozenset[str]) -> None:
        if self.isVisible():
            self.refresh()

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return self._rows[offset : offset + limit]


def deleted_records(opened: Opened) -> list[dict[str, Any]]:
    """What lies in the recycle bin, last deleted first: kind, id, name, when and by whom."""
    book = load_book(opened.db)
    found = []
    for kind in KINDS:
        for row in store.find(opened.db, kind, state=store.DELETED):
            if kind.parent and _parent_is_deleted(opened, kind.field(kind.parent).link, row, kind):
                continue
            name = name_of(kind, row, book)
            at, by = row["edited_at"], row["edited_by"]
            found.append({"id": row["id"], "kind": kind, "name": name, "at": at, "by": by})
    return sorted(found, key=lambda r: str(r["at"]), reverse=True)


def _parent_is_deleted(opened: Opened, table: str, row: Row, kind: Any) -> bool:
    from core.records import BY_TABLE

    parent = store.get(opened.db, BY_TABLE[table], row[kind.parent])
    return parent is None or parent["state"] != store.LIVE


def local_time(at: str) -> str:
    """2026-11-22 09:30 on this PC's clock, from UTC with offset."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


def _step_columns() -> list[Column]:
    return [
        Column(Text("时间", "When"), lambda r: local_time(r["at"]), 150, lambda r: MUTED),
        Column(
            Text("做了什么", "What was done"),
            lambda r: str(r["words"]),
            320,
            lambda r: MUTED if r["undone"] else INK,
        ),
        Column(Text("谁", "By"), lambda r: r["by"], 110, lambda r: MUTED),
        Column(
            Text("现在", "Now"),
            lambda r: str(Text("已撤销", "taken back") if r["undone"] else Text("有效", "stands")),
            90,
            lambda r: MUTED,
        ),
    ]


def _bin_columns() -> list[Column]:
    return [
        Column(Text("种类", "Kind"), lambda r: str(r["kind"].title), 120),
        Column(Text("名称", "Name"), lambda r: r["name"], 320),
        Column(Text("删除时间", "Deleted"), lambda r: local_time(r["at"]), 150, lambda r: MUTED),
        Column(Text("谁", "By"), lambda r: r["by"], 110, lambda r: MUTED),
    ]


def _framed(view: TableView, sign: str, words: Text, hint: Text) -> Any:
    """A card with the table, or with what is said when it is empty; and how to lay it out."""
    stack = QStackedWidget()
    stack.addWidget(view)
    stack.addWidget(empty_page(sign, words, hint))

    def lay_out(page: QWidget, act: QWidget) -> None:
        rows = column(page, between=BETWEEN)
        head = line()
        head.addWidget(label(hint, "small", wrap=True), 1)
        head.addWidget(act)
        rows.addLayout(head)
        framed = card()
        column(framed, 1).addWidget(stack)
        rows.addWidget(framed, 1)

    return stack, lay_out
