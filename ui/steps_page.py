"""操作历史 and 回收站: what was done and can be undone, what was deleted and can be put back."""

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget
from sqlite_utils import Database

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
from ui.pieces import button, column, empty_page, label, line
from ui.read_list import ReadList
from ui.table import Column

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
        empty = empty_page("history", NO_STEPS, NO_STEPS_HINT)
        self.steps = ReadList(_step_columns(), partial(_steps, opened.db), changes, empty)
        undo = button(UNDO, self.undo_selected, sign="undo-2")
        _lay_out(self, NO_STEPS_HINT, undo, self.steps)

    def undo_selected(self) -> None:
        if row := self.steps.chosen():
            self.undo_wanted.emit(row["id"])


class RecycleBin(QWidget):
    """Deleted records; what belonged to one comes back with it."""

    put_back = Signal(str)  # the name of what came back

    def __init__(self, opened: Opened, changes: Changes) -> None:
        super().__init__()
        self._opened, self._changes = opened, changes
        empty = empty_page("trash-2", EMPTY_BIN, EMPTY_BIN_HINT)
        self.records = ReadList(_bin_columns(), partial(deleted_records, opened), changes, empty)
        back = button(PUT_BACK, self.put_back_selected, sign="archive-restore")
        _lay_out(self, EMPTY_BIN_HINT, back, self.records)

    def put_back_selected(self) -> None:
        if (row := self.records.chosen()) is None:
            return
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


def _lay_out(page: QWidget, hint: Text, act: QPushButton, rows: ReadList) -> None:
    """What the list is and what can be done stand above it; Enter does it as well."""
    rows.view.opened.connect(lambda _: act.click())
    below = column(page, between=BETWEEN)
    head = line()
    head.addWidget(label(hint, "small", wrap=True), 1)
    head.addWidget(act)
    below.addLayout(head)
    below.addWidget(rows, 1)


def _steps(db: Database) -> list[dict[str, Any]]:
    return [vars(step) for step in history.steps(db)[::-1]]


def deleted_records(opened: Opened) -> list[dict[str, Any]]:
    """What lies in the recycle bin, last deleted first: kind, id, name, when and by whom. Only
    records whose parent is not deleted too: the others come back with it."""
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
