"""移交: everything to whoever takes over, in three steps, with a check at the end."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QLineEdit, QStackedWidget, QWidget
from sqlite_utils import Database

from core.errors import UserError
from core.merging.handover import Stock, stock
from core.merging.stick import check_stick
from core.progress import Progress
from core.records import BY_TABLE
from core.text import Text
from db.connect import Opened
from ui.handing_over import HandedOver, hand_over
from ui.handover_commands import listed
from ui.help_window import print_pdf
from ui.jobs import run_job
from ui.measures import BETWEEN, INSIDE, PAGE, px
from ui.messages import show_error
from ui.pieces import CANCEL, Flow, button, card, column, label, line, scrolled, today
from ui.stick_choice import StickChoice

TITLE = Text("移交给接任者", "Hand over")
WRITING = Text("正在打包、写入和读回核对", "Packing, writing and reading back")
STEPS = (
    Text("看一看移交什么,选 U 盘", "What it holds, and the stick"),
    Text("写入并核对", "Writing"),
    Text("口令和清单", "Passphrase and list"),
)
WHERE = Text("第 {n} 步,共 3 步:{words}", "Step {n} of 3: {words}")
ABOUT = Text(
    "换人、换电脑时,把全部数据一次交给接任者:记录、附件、修改历史、操作日志和本所设置,放在一个加了口令的"
    "移交包里。接任者在新电脑上打开程序,选“接收移交”。\n\n"
    "移交以后,请不要再在这台电脑上登记。这里的数据不会被删除。",
    "Everything for a successor or a new computer, in one package under a passphrase: records,"
    " attachments, history, audit trail and settings. The successor starts the program on his"
    " computer and chooses Take over.\n\nAfterwards nothing more should be entered here. The data"
    " here are not deleted.",
)
BEGIN = Text("移交…", "Hand over…")
HOLDS = Text(
    "共 {n} 条记录,回收站 {deleted} 条,附件 {files} 个,操作步骤 {steps} 步,操作日志 {audit} 条。",
    "{n} records, {deleted} in the recycle bin, {files} attachments, {steps} steps, {audit} lines"
    " of the audit trail.",
)
KIND = Text("{kind} {n}", "{kind} {n}")
READY = Text(
    "全部写到 {path}。写好后从 U 盘上读回来逐字核对,再显示口令。数据多时要几分钟。",
    "Everything goes into {path} and is read back from there. This may take minutes.",
)
CHECKED = Text(
    "已写到 {path},读回核对无误:{files} 个文件,{mb} MB,{n} 条记录。可以拔下 U 盘。",
    "Written to {path} and read back: {files} files, {mb} MB, {n} records. The stick may be"
    " removed.",
)
PASSPHRASE = Text("口令(只显示这一次,程序不保存)", "Passphrase (shown only now, kept nowhere)")
LACKING = Text("{n} 个附件的文件在这台电脑上找不到,没有带上。", "{n} attachments are missing here.")
PRINT_CODE = Text("打印口令页", "Print the passphrase")
SAVE_LIST = Text("移交清单存为 PDF…", "Save the list…")
PRINT_LIST = Text("打印移交清单", "Print the list")
WRITTEN_DOWN = Text(
    "口令已抄写或打印,与 U 盘分开放", "The passphrase is on paper, apart from the stick"
)
LIST_NAME = Text("移交清单.pdf", "Hand-over list.pdf")
PDF = Text("PDF 文件 (*.pdf)", "PDF file (*.pdf)")


class HandOverPage(QWidget):
    """What 移交 is, and the button."""

    said = Signal(object)  # Text

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self._opened = opened
        rows = column(self, between=BETWEEN)
        framed = card()
        inside = column(framed, INSIDE, BETWEEN)
        inside.addWidget(label(TITLE, "section"))
        inside.addWidget(label(ABOUT, wrap=True))
        beside = line()
        beside.addWidget(button(BEGIN, self.handover, sign="arrow-left-right", role="primary"))
        beside.addStretch()
        inside.addLayout(beside)
        rows.addWidget(framed)
        rows.addStretch()

    def handover(self) -> None:
        """The wizard; named as the right is that it asks for."""
        HandOverWizard(self, self._opened).open()


class HandOverWizard(QDialog):
    """Nothing is written before the second step; the third can be left only with the tick."""

    def __init__(self, parent: QWidget | None, opened: Opened) -> None:
        super().__init__(parent)
        self._opened = opened
        self.made: HandedOver | None = None
        self.setWindowTitle(str(TITLE))
        self.setMinimumSize(px(640), px(460))
        rows = column(self, PAGE, BETWEEN)
        self._where = label(role="section")
        rows.addWidget(self._where)
        self.stick = StickChoice()
        self._ready, self._checked = label(wrap=True), label(wrap=True)
        self._lacking = label(role="warning", wrap=True)
        self.code = QLineEdit()
        self.tick = QCheckBox(str(WRITTEN_DOWN))
        self.steps = QStackedWidget()
        for made in (self._first(), self._second(), self._third()):
            self.steps.addWidget(made)
        rows.addWidget(self.steps, 1)
        self.fault = label(role="fault", wrap=True)
        rows.addWidget(self.fault)
        foot = line()
        self._cancel = button(CANCEL, self.reject)
        self._back = button(Text("上一步", "Back"), self.go_back)
        self.next = button(Text("下一步", "Next"), self.go_on, role="primary")
        foot.addWidget(self._cancel)
        foot.addStretch()
        foot.addWidget(self._back)
        foot.addWidget(self.next)
        rows.addLayout(foot)
        self.stick.changed.connect(self._judge)
        self.tick.toggled.connect(lambda _: self._judge())
        self._show(0)

    def go_on(self) -> None:
        """Do what the step says, then the next one; what is wrong is said."""
        try:
            match self.steps.currentIndex():
                case 0:
                    check_stick(self._path(), 0)
                    self._ready.setText(str(READY.format(path=self._path())))
                    self._show(1)
                case 1:
                    self._write()
                case _:
                    self.accept()
        except UserError as error:
            self.fault.setText(str(error.message))
            self.fault.show()

    def go_back(self) -> None:
        self._show(0)

    def reject(self) -> None:
        """With a package written, only once the passphrase is on paper."""
        if self.made is None:
            super().reject()
        elif self.tick.isChecked():
            self.accept()

    def print_code(self) -> None:
        self._on_paper(partial(_write_code, self._made()))

    def print_list(self) -> None:
        self._on_paper(partial(_write_list, self._opened, self._made()))

    def save_list(self) -> None:
        start = str(Path.home() / str(LIST_NAME))
        chosen, _ = QFileDialog.getSaveFileName(self, str(SAVE_LIST), start, str(PDF))
        if chosen:
            try:
                _write_list(self._opened, self._made(), Path(chosen), overwrite=True)
            except UserError as error:
                show_error(self, error)

    # --- steps -----------------------------------------------------------------------------------

    def _write(self) -> None:
        work = partial(_hand_over, opened=self._opened, out=self._path())
        run_job(self, self._opened, WRITING, work, self._written)

    def _written(self, made: HandedOver) -> None:
        self.made = made
        size = sum(p.size for p in made.parts)
        said = CHECKED.format(
            path=made.parts[0].path.parent,
            files=len(made.parts),
            mb=f"{size / 1e6:.1f}",
            n=made.stock.live,
        )
        self._checked.setText(str(said))
        self._lacking.setText(str(LACKING.format(n=made.lacking)))
        self._lacking.setVisible(made.lacking > 0)
        self.code.setText(made.passphrase)
        self._show(2)

    def _show(self, step: int) -> None:
        self.fault.hide()
        self.steps.setCurrentIndex(step)
        self._where.setText(str(WHERE.format(n=step + 1, words=STEPS[step])))
        words = (Text("下一步", "Next"), Text("写入 U 盘", "Write"), Text("完成", "Done"))
        self.next.setText(str(words[step]))
        self._back.setVisible(step == 1)
        self._cancel.setVisible(step < 2)
        self._judge()

    def _judge(self) -> None:
        step = self.steps.currentIndex()
        self.next.setEnabled((self.stick.path() is not None, True, self.tick.isChecked())[step])

    def _path(self) -> Path:
        path = self.stick.path()
        assert path is not None  # else the button is off
        return path

    def _made(self) -> HandedOver:
        assert self.made is not None
        return self.made

    def _on_paper(self, write: Callable[..., None]) -> None:
        """Into a folder of its own, to the printer, and gone."""
        scratch = Path(mkdtemp(prefix="taizhang-"))
        try:
            write(scratch / "a.pdf", overwrite=True)
            print_pdf(self, scratch / "a.pdf")
        except UserError as error:
            show_error(self, error)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    # --- what is shown ---------------------------------------------------------------------------

    def _first(self) -> QWidget:
        made = QWidget()
        rows = column(made, between=BETWEEN)
        held = stock(self._opened.db)
        chips = QWidget()
        flow = Flow(chips, 8)
        for words in stock_words(held):
            flow.addWidget(label(words, "small"))
        rows.addWidget(label(rest_words(held), wrap=True))
        kinds = scrolled(chips)
        kinds.setMaximumHeight(px(78))
        rows.addWidget(kinds)
        rows.addWidget(self.stick, 1)
        return made

    def _second(self) -> QWidget:
        made = QWidget()
        rows = column(made, between=BETWEEN)
        rows.addWidget(self._ready)
        rows.addStretch()
        return made

    def _third(self) -> QWidget:
        made = QWidget()
        rows = column(made, between=BETWEEN)
        rows.addWidget(self._checked)
        rows.addWidget(self._lacking)
        name = label(PASSPHRASE, "label")
        name.setBuddy(self.code)
        rows.addWidget(name)
        self.code.setReadOnly(True)
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setAccessibleName(str(PASSPHRASE))
        rows.addWidget(self.code)
        acts = line(between=8)
        for words, act, sign in (
            (PRINT_CODE, self.print_code, "printer"),
            (PRINT_LIST, self.print_list, "printer"),
            (SAVE_LIST, self.save_list, "save"),
        ):
            acts.addWidget(button(words, act, sign=sign))
        acts.addStretch()
        rows.addLayout(acts)
        rows.addWidget(self.tick)
        rows.addStretch()
        return made


def stock_words(held: Stock) -> list[str]:
    """Each kind with its number."""
    return [str(KIND.format(kind=BY_TABLE[table].title, n=n)) for table, n in held.records.items()]


def rest_words(held: Stock) -> Text:
    return HOLDS.format(
        n=held.live, deleted=held.deleted, files=held.files, steps=held.steps, audit=held.audit
    )


def _hand_over(db: Database, progress: Progress, *, opened: Opened, out: Path) -> HandedOver:
    """In the worker's thread, on its connection."""
    return hand_over(replace(opened, db=db), out, progress)


def _write_code(made: HandedOver, path: Path, *, overwrite: bool) -> None:
    from core.paper.handover_list import write_passphrase_sheet

    write_passphrase_sheet(listed(made), made.passphrase, path, overwrite=overwrite)


def _write_list(opened: Opened, made: HandedOver, path: Path, *, overwrite: bool) -> None:
    from core.paper.handover_list import write_handover_list

    write_handover_list(opened.db, listed(made), today(), path, overwrite=overwrite)
