"""导入 Excel: look at what would come of it, then do it as one step that can be taken back."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QWidget
from sqlite_utils import Database

from core.field import RecordKind
from core.importing import Plan, carry_out, layout_name, layouts_of, plan
from core.importing.rows import Refusal
from core.progress import Progress
from core.records import (
    BY_TABLE,
    COMMITTEE,
    DISPUTE,
    MEDIATOR,
    MEETING,
    PARTY,
    SCREENING_ITEM,
    VILLAGE,
)
from core.text import Text
from db.backup import make_backup
from db.connect import Opened
from ui.import_columns import ImportColumns
from ui.jobs import run_job
from ui.measures import AMBER, BETWEEN, PAGE, RED, px
from ui.pieces import CANCEL, button, card, column, label, line
from ui.table import Column, RecordTable, TableView

READING = Text("正在读取", "Reading")
WRITING = Text("正在导入", "Importing")
SHEETS = Text("表格 (*.xlsx *.xls *.csv)", "Sheets (*.xlsx *.xls *.csv)")
TITLE = Text("导入 Excel", "Import a sheet")
AUTOMATIC = Text("按表头自动识别", "Columns by their headers")
COUNTS = Text(
    "共 {n} 条 = 新增 {new} + 更改 {changed} + 相同 {same} + 待定 {held} + 未接受 {refused}",
    "{n} rows = {new} new + {changed} changed + {same} same + {held} held + {refused} refused",
)
READ_AS = Text("识别为:{name}", "Read as: {name}")
FIXED = Text("表中没有{name},新记录填为“{words}”", "No column {name}: {words} in new records")
KINDS = (DISPUTE, PARTY, MEETING, SCREENING_ITEM, COMMITTEE, MEDIATOR, VILLAGE)

#: Called with what was done, the file, and the tables that changed.
Done = Callable[[Text, Path, frozenset[str]], None]


class ImportDialog(QDialog):
    """A preview: nothing has been written while it is shown. `plan` is what would be done."""

    def __init__(self, parent: QWidget | None, opened: Opened, path: Path, done: Done) -> None:
        super().__init__(parent)
        self._opened, self._path, self._done = opened, path, done
        self.plan: Plan | None = None
        self._days: dict[str, str] = {}  # said for this sheet alone
        self._lines: list[dict[str, Any]] = []
        self.setWindowTitle(str(TITLE))
        self.resize(px(860), px(560))
        rows = column(self, PAGE, BETWEEN)
        rows.addWidget(label(path.name, "section"))
        rows.addLayout(self._choices())
        self.counts = label(role="", wrap=True)
        self.columns = label(role="small", wrap=True)
        self.added = label(role="warning", wrap=True)
        for each in (self.counts, self.columns, self.added):
            rows.addWidget(each)
        self.added.hide()
        self.model = RecordTable(_columns(), lambda: len(self._lines), self._fetch, self)
        framed = card()
        column(framed, 1).addWidget(TableView(self.model, 4))
        rows.addWidget(framed, 1)
        foot = line()
        self.columns_button = button(Text("栏目对应…", "Columns…"), self.choose_columns)
        self.columns_button.setEnabled(False)
        foot.addWidget(self.columns_button)
        foot.addStretch()
        foot.addWidget(button(CANCEL, self.reject))
        self.go = button(Text("导入", "Import"), self.carry_out, role="primary")
        self.go.setEnabled(False)
        foot.addWidget(self.go)
        rows.addLayout(foot)

    def look(self) -> None:
        """Read the file anew, as the kind and the layout chosen."""
        self.go.setEnabled(False)
        work = partial(
            _plan,
            kind=self.kind(),
            path=self._path,
            profile=self._profile(),
            fixed={n: said for n, said in self._days.items() if n in self.kind().by_name},
        )
        run_job(self, self._opened, READING, work, self._show)

    def choose_columns(self) -> None:
        """Say where the columns go; then the file is read anew."""
        if self.plan is not None:
            ImportColumns(self, self._opened.db, self.plan, self._look_again).open()

    def _look_again(self, days: dict[str, str]) -> None:
        self._days = days
        self.look()

    def kind(self) -> RecordKind:
        return BY_TABLE[str(self.kinds.currentData())]

    def carry_out(self) -> None:
        """A backup first, then all of it in one step."""
        if self.plan is not None:
            work = partial(_carry_out, opened=self._opened, wanted=self.plan)
            run_job(self, self._opened, WRITING, work, self._finish)

    def _choices(self) -> Any:
        self.kinds, self.profiles = QComboBox(), QComboBox()
        for kind in KINDS:
            self.kinds.addItem(str(kind.title), kind.table)
        self._offer_layouts()
        self.kinds.activated.connect(lambda _: self._offer_layouts())
        row = line()
        for words, picker in (
            (Text("导入为", "Import as"), self.kinds),
            (Text("表格格式", "Layout"), self.profiles),
        ):
            name = label(words, "label")
            name.setBuddy(picker)
            row.addWidget(name)
            row.addWidget(picker)
            picker.activated.connect(lambda _: self.look())
        row.addStretch()
        return row

    def _offer_layouts(self) -> None:
        """The known layouts of the kind chosen."""
        self.profiles.clear()
        self.profiles.addItem(str(AUTOMATIC), None)
        for name in layouts_of(self.kind()):
            self.profiles.addItem(str(layout_name(name)), name)

    def _profile(self) -> str | None:
        chosen = self.profiles.currentData()
        return str(chosen) if chosen else None

    def _show(self, found: Plan) -> None:
        self.plan = found
        self.counts.setText(str(counts_of(found)))
        placed = Text("认出的栏目:{names}", "Columns understood: {names}")
        stray = Text("认不出、不导入的栏目:{names}", "Not understood, left out: {names}")
        said = [str(placed.format(names="、".join(found.placed)))]
        if found.unplaced:
            said.append(str(stray.format(names="、".join(found.unplaced))))
        if found.profile:
            said.insert(0, str(READ_AS.format(name=layout_name(found.profile))))
        for name, words in found.fixed:
            said.append(str(FIXED.format(name=name, words=words)))
        self.columns.setText("\n".join(said))
        self.columns_button.setEnabled(True)
        self.added.setVisible(bool(found.added))
        added = Text("将新增名册:{names}", "Will be added: {names}")
        named = [f"{BY_TABLE[table].title} {name}" for table, name in found.added]
        self.added.setText(str(added.format(names="、".join(named))))
        self._lines = [
            *(_line(r, Text("未接受", "refused"), RED) for r in found.refusals),
            *(_line(r, Text("待定", "held"), AMBER) for r in found.held_rows),
            *(_line(r, Text("提醒", "warning"), AMBER) for r in found.warnings),
        ]
        self.model.read_again()
        self.go.setEnabled(found.new + found.changed > 0)

    def _finish(self, _step: int | None) -> None:
        assert self.plan is not None
        tables = frozenset({self.plan.kind.table, *(table for table, _ in self.plan.added)})
        self.accept()
        self._done(counts_of(self.plan), self._path, tables)

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return self._lines[offset : offset + limit]


def import_sheet(
    parent: QWidget, opened: Opened, kind: RecordKind, folder: Path, done: Done
) -> None:
    """Ask for the file, then show what would come of it."""
    chosen, _ = QFileDialog.getOpenFileName(parent, str(TITLE), str(folder), str(SHEETS))
    if not chosen:
        return
    dialog = ImportDialog(parent, opened, Path(chosen), done)
    if kind in KINDS:
        dialog.kinds.setCurrentIndex(KINDS.index(kind))
    dialog.open()
    dialog.look()


def counts_of(found: Plan) -> Text:
    """The sum that has to come out."""
    return COUNTS.format(
        n=found.in_,
        new=found.new,
        changed=found.changed,
        same=found.same,
        held=found.held,
        refused=found.refused,
    )


def _plan(
    db: Database,
    progress: Progress,
    *,
    kind: RecordKind,
    path: Path,
    profile: str | None,
    fixed: dict[str, str],
) -> Plan:
    return plan(db, kind, path, profile, progress, fixed=fixed)


def _carry_out(db: Database, progress: Progress, *, opened: Opened, wanted: Plan) -> int | None:
    make_backup(opened.folder, opened.key, db, "import", progress)
    return carry_out(db, wanted, progress)


def _line(refusal: Refusal, outcome: Text, colour: str) -> dict[str, Any]:
    return {"id": "", **vars(refusal), "outcome": outcome, "colour": colour}


def _columns() -> list[Column]:
    return [
        Column(
            Text("结果", "Outcome"), lambda r: str(r["outcome"]), 84, lambda r: str(r["colour"])
        ),
        Column(Text("行", "Row"), lambda r: str(r["row"]), 60),
        Column(Text("栏目", "Column"), lambda r: r["column"], 130),
        Column(Text("内容", "Value"), lambda r: r["value"], 150),
        Column(Text("原因", "Reason"), lambda r: str(r["reason"]), 300),
    ]
