"""代码表: the choices of every list; added, renamed, retired by the office."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QInputDialog, QListWidget, QListWidgetItem, QWidget

from core import own_codes
from core.errors import UserError
from core.field import Row
from core.own_codes import CodeList, Entry
from core.text import Text
from db.connect import Opened
from ui.changes import Changes
from ui.measures import BETWEEN, INK, MUTED, px
from ui.messages import show_error
from ui.pieces import button, card, column, label, line
from ui.table import Column, RecordTable, TableView

HINT = Text(
    "停用的选项旧记录里照样显示,只是不再提供。改名也会改旧记录里显示的名称。",
    "A retired choice is still shown in old records, but no longer offered. New words show there.",
)
FIXED = Text(
    "程序要按这张表计算,只能改名,不能添加或停用。",
    "The program reckons with this list: words may change, nothing else.",
)
NAME = Text("选项的名称", "Words of the choice")


class CodesPage(QWidget):
    """At the left the lists, at the right the choices of one."""

    def __init__(self, opened: Opened, changes: Changes) -> None:
        super().__init__()
        self._opened, self._changes = opened, changes
        self._lists = own_codes.code_lists()
        self._entries: list[Entry] = []
        self.lists = QListWidget()
        self.lists.setObjectName("pick")
        self.lists.setAccessibleName(str(Text("代码表", "Lists")))
        self.lists.setMinimumWidth(px(150))
        self.lists.setMaximumWidth(px(280))
        self.lists.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for each in self._lists:
            item = QListWidgetItem(str(each.title), self.lists)
            item.setToolTip(str(each.title))
        self.model = RecordTable(_columns(), lambda: len(self._entries), self._fetch, self)
        self.view = TableView(self.model, 0)
        self.view.setAccessibleName(str(Text("选项", "Choices")))
        self.view.opened.connect(lambda _: self.rename())
        self.view.chosen.connect(lambda _: self._fit())
        rows = column(self, between=BETWEEN)
        self._hint = label(role="small", wrap=True)
        rows.addWidget(self._hint)
        body = line(between=BETWEEN)
        body.addWidget(self.lists, 2)
        right = column(between=8)
        framed = card()
        column(framed, 1).addWidget(self.view)
        right.addWidget(framed, 1)
        right.addLayout(self._foot())
        body.addLayout(right, 5)
        rows.addLayout(body, 1)
        self.lists.currentRowChanged.connect(lambda _: self.refresh())
        self.lists.setCurrentRow(0)

    def refresh(self) -> None:
        kept = self.view.line()
        self._entries = own_codes.entries(self._opened.db, self._list().name)
        self._hint.setText(str(FIXED if self._list().is_fixed else HINT))
        self.model.read_again()
        self.view.choose(max(kept, 0))
        self._fit()

    def add(self) -> None:
        if words := self._ask(""):
            self._do(lambda: own_codes.add(self._opened.db, self._list().name, words))

    def rename(self) -> None:
        if (entry := self._entry()) and (words := self._ask(entry.words.zh)):
            name = self._list().name
            self._do(lambda: own_codes.rename(self._opened.db, name, entry.code, words))

    def retire(self) -> None:
        """No longer offered, or offered again."""
        if entry := self._entry():
            name, again = self._list().name, not entry.retired
            self._do(lambda: own_codes.retire(self._opened.db, name, entry.code, retired=again))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def _do(self, work: Callable[[], None]) -> None:
        try:
            work()
        except UserError as error:
            show_error(self, error)
            return
        self._changes.happened.emit(frozenset({"code"}))
        self.refresh()

    def _ask(self, words: str) -> str:
        title = str(self._list().title)
        typed, ok = QInputDialog.getText(self, title, str(NAME), text=words)
        return typed.strip() if ok else ""

    def _list(self) -> CodeList:
        return self._lists[max(self.lists.currentRow(), 0)]

    def _entry(self) -> Entry | None:
        at = self.view.line()
        return self._entries[at] if 0 <= at < len(self._entries) else None

    def _foot(self) -> Any:
        foot = line(between=8)
        self._add = button(Text("添加选项…", "Add…"), self.add, sign="plus")
        self._rename = button(Text("改名…", "Rename…"), self.rename, sign="pencil")
        self._retire = button(Text("停用", "Retire"), self.retire)
        for each in (self._add, self._rename, self._retire):
            foot.addWidget(each)
        foot.addStretch()
        return foot

    def _fit(self) -> None:
        entry, fixed = self._entry(), self._list().is_fixed
        self._add.setEnabled(not fixed)
        self._rename.setEnabled(entry is not None)
        self._retire.setEnabled(entry is not None and not fixed)
        again = entry is not None and entry.retired
        self._retire.setText(str(Text("恢复使用", "Offer again") if again else _RETIRE))

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return [{"id": e.code, "entry": e} for e in self._entries[offset : offset + limit]]


_RETIRE = Text("停用", "Retire")


def _columns() -> list[Column]:
    def whose(row: Row) -> str:
        entry: Entry = row["entry"]
        if entry.shipped is None:
            return str(Text("本所添加", "of the office"))
        is_own = entry.shipped.zh != entry.words.zh
        return str(Text("已改名,原名 {name}", "was {name}").format(name=entry.shipped)) * is_own

    def colour(row: Row) -> str:
        return MUTED if row["entry"].retired else INK

    retired = Text("已停用", "retired")
    return [
        Column(Text("选项", "Choice"), lambda r: str(r["entry"].words), 240, colour),
        Column(Text("来源", "Whose"), whose, 240, lambda r: MUTED),
        Column(Text("状态", "State"), lambda r: str(retired) * r["entry"].retired, 90, colour),
    ]
