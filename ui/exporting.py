"""导出台账: what to put into the register, where to save it, and the job that writes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QWidget
from sqlite_utils import Database

from core import trail
from core.audit import Entry
from core.clean import file_name
from core.errors import UserError
from core.field import RecordKind
from core.progress import Progress
from core.records import load_book
from core.show import PRIVATE
from core.text import Text
from db.connect import Opened
from db.wraps import Role
from ui.editors import DateLine
from ui.jobs import run_job
from ui.measures import BETWEEN, PAGE, px
from ui.pieces import CANCEL, button, column, label, line, today

EXPORTING = Text("正在导出台账", "Exporting the register")
ONLY_MARKED = Text("只导出选中的 {n} 条。", "Only the {n} marked.")
NOTED = Text(
    "不打星号的导出会记入操作日志。", "An export without stars is written into the audit trail."
)
EXCEL = Text("Excel 工作簿 (*.xlsx)", "Excel workbook (*.xlsx)")


@dataclass(frozen=True)
class Wanted:
    """What the register is to hold; dates are ISO text or None."""

    all_columns: bool = False
    mask: bool = False
    since: str | None = None
    until: str | None = None


class ExportDialog(QDialog):
    """Asks only what changes the sheet."""

    def __init__(
        self,
        parent: QWidget | None,
        kind: RecordKind,
        ids: Sequence[str] | None = None,
        role: Role = Role.ADMINISTRATOR,
    ) -> None:
        """With `ids` only the marked records; then no days are asked for. Numbers have stars unless
        somebody asks for them in full, which a reader cannot."""
        super().__init__(parent)
        self.setWindowTitle(str(Text("导出台账", "Export the register")))
        self.setMinimumWidth(px(420))
        rows = column(self, PAGE, BETWEEN)
        rows.addWidget(label(kind.title, "section"))
        self.since, self.until = DateLine(), DateLine()
        if ids is not None:
            rows.addWidget(label(ONLY_MARKED.format(n=len(ids)), "small"))
        elif kind.dated_by:
            days = line(between=8)
            days.addWidget(label(kind.field(kind.dated_by).label, "label"))
            days.addWidget(self.since)
            days.addWidget(label(Text("至", "to")))
            days.addWidget(self.until)
            rows.addLayout(days)
            rows.addWidget(label(Text("空着就是全部。", "Left empty: all of them."), "small"))
        self.all_columns = QCheckBox(
            str(Text("全部栏目(可以再导入)", "All columns (can be imported again)"))
        )
        self.starred = QCheckBox(
            str(Text("证件号码和电话打星号", "ID and phone numbers with stars"))
        )
        self.starred.setChecked(True)
        if role is Role.READER:
            for each in (self.starred, self.all_columns):
                each.setEnabled(False)
        # a sheet with stars cannot be imported again
        self.all_columns.toggled.connect(lambda on: self.starred.setChecked(not on))
        rows.addWidget(self.all_columns)
        rows.addWidget(self.starred)
        rows.addWidget(label(NOTED, "small", wrap=True))
        self._said = label(role="fault", wrap=True)
        self._said.hide()
        rows.addWidget(self._said)
        foot = line()
        foot.addStretch()
        foot.addWidget(button(CANCEL, self.reject))
        foot.addWidget(button(Text("导出…", "Export…"), self._check, role="primary"))
        rows.addLayout(foot)

    def wanted(self) -> Wanted:
        """Raises UserError for days that are none."""
        return Wanted(
            self.all_columns.isChecked(),
            self.starred.isChecked(),
            self.since.value(),
            self.until.value(),
        )

    def _check(self) -> None:
        try:
            self.wanted()
        except UserError as error:
            self._said.setText(str(error.message))
            self._said.show()
            return
        self.accept()


def export_register(
    parent: QWidget,
    opened: Opened,
    kind: RecordKind,
    folder: Path,
    done: Callable[[Path], None],
    ids: Sequence[str] | None = None,
) -> None:
    """Ask what and where, then write it as a job; of `ids` only those."""
    dialog = ExportDialog(parent, kind, ids, opened.role)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return
    name = Text("{title}台账{day}", "Register of {title} {day}")
    name = name.format(title=kind.title, day=today().strftime("%Y%m%d"))
    if path := ask_where_to_save(parent, folder, name, ".xlsx", EXCEL):
        work = partial(write_register, kind=kind, wanted=dialog.wanted(), path=path, ids=ids)
        run_job(parent, opened, EXPORTING, work, lambda _: done(path))


def write_register(
    db: Database,
    progress: Progress,
    *,
    kind: RecordKind,
    wanted: Wanted,
    path: Path,
    ids: Sequence[str] | None = None,
) -> None:
    """The register as a workbook; whole or not at all. Raises UserError."""
    from core.register import register
    from core.workbook import write_workbook

    sheet = register(
        db,
        kind,
        load_book(db),
        since=wanted.since,
        until=wanted.until,
        all_columns=wanted.all_columns,
        mask=wanted.mask,
        ids=ids,
        progress=progress,
    )
    write_workbook([sheet], path, overwrite=True, progress=progress)
    note_export(db, kind, len(sheet.rows), in_full=not wanted.mask)


def note_export(db: Database, kind: RecordKind, rows: int, *, in_full: bool) -> None:
    """In the audit trail: what left the program, and whether with full numbers."""
    has_numbers = in_full and bool(PRIVATE & kind.by_name.keys())
    action = "export_full" if has_numbers else "export"
    trail.note(db, Entry(action, kind.table, summary=str(rows)))


def ask_where_to_save(
    parent: QWidget, folder: Path, name: Text, ending: str, kind: Text
) -> Path | None:
    """The dialog of the system asks itself before a file is replaced. None if left."""
    proposed = folder / f"{file_name(str(name))}{ending}"
    chosen, _ = QFileDialog.getSaveFileName(parent, str(name), str(proposed), str(kind))
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(ending)
