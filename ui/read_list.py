"""A short list that is read whole: when it is shown, and after every change while it is."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.changes import Changes
from ui.pieces import card, column
from ui.table import Column, RecordTable, TableView


class ReadList(QWidget):
    """In a card. `read` gives the rows, each with an `id`; `empty` stands there where it gives
    none. One stays on the same row as long as it is there."""

    def __init__(
        self,
        columns: Sequence[Column],
        read: Callable[[], list[dict[str, Any]]],
        changes: Changes,
        empty: QWidget,
        stretched: int = 1,
    ) -> None:
        super().__init__()
        self._read, self._rows = read, list[dict[str, Any]]()
        self.model = RecordTable(columns, lambda: len(self._rows), self._fetch, self)
        self.view = TableView(self.model, stretched)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty)
        framed = card()
        column(framed, 1).addWidget(self._stack)
        column(self).addWidget(framed)
        changes.happened.connect(self._on_change)

    def chosen(self) -> dict[str, Any] | None:
        """The row the cursor is on."""
        line = self.view.line()
        return self._rows[line] if 0 <= line < len(self._rows) else None

    def refresh(self) -> None:
        before, near = self.chosen(), max(self.view.line(), 0)
        self._rows = self._read()
        ids = [row["id"] for row in self._rows]
        self.model.read_again()
        self._stack.setCurrentIndex(0 if self._rows else 1)
        is_there = before is not None and before["id"] in ids
        self.view.choose(ids.index(before["id"]) if before is not None and is_there else near)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def _on_change(self, tables: frozenset[str]) -> None:
        if self.isVisible():
            self.refresh()

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return self._rows[offset : offset + limit]
