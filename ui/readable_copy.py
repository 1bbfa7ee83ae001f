"""可读副本 from the window: masked or full, where to, and the job that writes it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QWidget
from sqlite_utils import Database

from core.clean import file_name
from core.progress import Progress
from core.readable import Copy, write_readable
from core.text import Text
from db.connect import Opened
from ui.jobs import run_job
from ui.measures import BETWEEN, PAGE, px
from ui.messages import tell
from ui.pieces import CANCEL, button, column, label, line, today
from ui.rights import require
from ui.signing import note_readable

TITLE = Text("可读副本", "Readable copy")
WHAT = Text(
    "把本所的记录写成网页,放进一个文件夹,不用本程序也能打开,可以打印。文件夹没有加密。",
    "The office's records as pages that any browser opens and prints, in one folder. The folder is"
    " not encrypted.",
)
STARS = Text("身份证号和电话打星号,不带附件", "ID and phone numbers with stars, no attachments")
NOTED = Text("做副本会记入操作日志。", "It is written into the audit trail.")
WRITING = Text("正在写可读副本", "Writing the readable copy")
NAME = Text("台账副本{day}", "Ledger {day}")
DONE = Text(
    "共 {n} 条记录,{files} 个附件。打开 {path} 里的 index.html 查看。",
    "{n} records, {files} attachments. Open index.html in {path}.",
)


class ReadableDialog(QDialog):
    """Masked unless somebody says otherwise."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(str(TITLE))
        self.setMinimumWidth(px(460))
        rows = column(self, PAGE, BETWEEN)
        rows.addWidget(label(TITLE, "section"))
        rows.addWidget(label(WHAT, wrap=True))
        self.starred = QCheckBox(str(STARS))
        self.starred.setChecked(True)
        rows.addWidget(self.starred)
        rows.addWidget(label(NOTED, "small", wrap=True))
        foot = line()
        foot.addStretch()
        foot.addWidget(button(CANCEL, self.reject))
        words = Text("选择位置…", "Choose the place…")
        foot.addWidget(button(words, self.accept, role="primary"))
        rows.addLayout(foot)


def readable_copy(
    parent: QWidget, opened: Opened, folder: Path, done: Callable[[Path], None]
) -> None:
    """Ask, then write it as a job."""
    require(opened.role, "readable_copy")
    dialog = ReadableDialog(parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return
    chosen = QFileDialog.getExistingDirectory(parent, str(TITLE), str(folder))
    if not chosen:
        return
    out = Path(chosen) / file_name(str(NAME.format(day=today().strftime("%Y%m%d"))))
    work = partial(_write, opened=opened, out=out, mask=dialog.starred.isChecked())

    def end(made: Copy) -> None:
        tell(parent, DONE.format(n=made.records, files=made.files, path=out))
        done(out)

    run_job(parent, opened, WRITING, work, end)


def _write(db: Database, progress: Progress, *, opened: Opened, out: Path, mask: bool) -> Copy:
    made = write_readable(
        db,
        out,
        mask=mask,
        at=today().isoformat(),
        scans=opened.folder.attachments,
        progress=progress,
    )
    note_readable(db, made.records, mask=mask)
    return made
