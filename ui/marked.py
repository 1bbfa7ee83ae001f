"""What can be done with several marked records at once: export, print, into the recycle bin."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from sqlite_utils import Database

from core import store
from core.field import RecordKind
from core.progress import Progress
from core.text import Text
from ui.pieces import button, line

MARKED = Text("已选 {n} 条", "{n} marked")
DELETING = Text("正在放入回收站", "Into the recycle bin")
STEP = Text("删除{title} {n} 条", "Delete {n}: {title}")


class MarkedBar(QFrame):
    """Stands above the list while something is marked."""

    export_wanted = Signal()
    print_wanted = Signal()
    delete_wanted = Signal()
    none_wanted = Signal()

    def __init__(self, *, can_print: bool) -> None:
        super().__init__()
        self.setObjectName("marked")
        row = line(self, 4, 4)
        self._count = button(Text("", ""), self.none_wanted.emit, sign="check", role="plain")
        row.addWidget(self._count)
        parts = [
            (Text("导出台账", "Export"), self.export_wanted, "file-spreadsheet"),
            (Text("打印整卷", "Print the files"), self.print_wanted, "printer"),
            (Text("放入回收站", "Into the recycle bin"), self.delete_wanted, "trash-2"),
            (Text("取消选择", "None"), self.none_wanted, "x"),
        ]
        for words, signal, sign in parts:
            if signal is not self.print_wanted or can_print:
                row.addWidget(button(words, signal.emit, sign=sign, role="plain"))
        row.addStretch()
        self.hide()

    def say(self, marked: int) -> None:
        """Hidden while nothing is marked."""
        self._count.setText(f" {MARKED.format(n=marked)}")
        self.setHidden(marked == 0)


@dataclass(frozen=True)
class Binned:
    """How many records went into the recycle bin, and how many others point at and stayed."""

    gone: int
    kept: int
    tables: frozenset[str]


def delete_many(
    db: Database, progress: Progress, *, kind: RecordKind, ids: Sequence[str]
) -> Binned:
    """One step, all or none; what other records point at stays."""
    kept = 0
    with store.step(db, STEP.format(title=kind.title, n=len(ids))) as s:
        for done, id in enumerate(ids):
            progress(done, len(ids))
            if store.in_use(db, kind, id):
                kept += 1
            else:
                store.delete(s, kind, id)
    return Binned(len(ids) - kept, kept, frozenset(s.tables))
