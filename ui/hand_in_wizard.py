"""报送: a village hands in a month in five steps: stick, month, what is in it, write, done."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QStackedWidget, QWidget
from sqlite_utils import Database

from core.errors import UserError
from core.merging.outgoing import Outlook, months, next_month, outlook
from core.merging.stick import check_stick
from core.progress import Progress
from core.text import Text
from db.connect import Opened
from ui.handing_in import HandedOut, hand_out
from ui.jobs import run_job
from ui.measures import BETWEEN, PAGE, px
from ui.pieces import CANCEL, button, column, label, line, today
from ui.stick_choice import StickChoice

TITLE = Text("报送司法所", "Hand in")
WRITING = Text("正在写入并读回核对", "Writing and reading back")
STEPS = (
    Text("选 U 盘", "The stick"),
    Text("选月份", "The month"),
    Text("看一看交什么", "What is in it"),
    Text("写入并核对", "Writing"),
    Text("可以拔下 U 盘", "Done"),
)
WHERE = Text("第 {n} 步,共 5 步:{words}", "Step {n} of 5: {words}")
MONTH_HAS = Text(
    "{month}:受理纠纷 {disputes} 件,排查纠纷 {items} 件。",
    "{month}: {disputes} disputes accepted, {items} found in screening.",
)
ZERO = Text(
    "{month} 没有纠纷,也没有排查出纠纷。按零报告交。",
    "Nothing happened in {month}: it is handed in as a report of nothing.",
)
HOLDS = Text(
    "全部记录 {records} 条,其中上次报送以后登记或改动的 {changed} 条;新附件 {files} 个。\n\n"
    "每次都交全部记录,漏交一次也不要紧。内容已加密,只有司法所打得开。",
    "All {records} records, {changed} of them written since the last hand-in; {files} new"
    " attachments.\n\nAlways all of them: a package that was lost does no harm. Only the office can"
    " open it.",
)
READY = Text("写到 {path}。写完会再读一遍核对。", "Into {path}. It is read back afterwards.")
DONE = Text(
    "已写好第{n}次报送,{month},共 {rows} 条,读回核对无误。\n现在可以拔下 U 盘,交给司法所。\n\n"
    "文件:{name}",
    "Number {n}, {month}, {rows} records: written and read back.\nThe stick may be removed now.\n\n"
    "File: {name}",
)
LACKING = Text("{n} 个附件的文件在这台电脑上找不到,没有带上。", "{n} attachments are missing here.")


class HandInWizard(QDialog):
    """Enter goes on, Esc leaves; nothing is written before the fourth step."""

    def __init__(self, parent: QWidget | None, opened: Opened, done: Callable[[], None]) -> None:
        super().__init__(parent)
        self._opened, self._done = opened, done
        self.outlook: Outlook | None = None
        self.made: HandedOut | None = None
        self.setWindowTitle(str(TITLE))
        self.setMinimumSize(px(560), px(360))
        rows = column(self, PAGE, BETWEEN)
        self._where = label(role="section")
        rows.addWidget(self._where)
        self.steps = QStackedWidget()
        self.stick, self.month = StickChoice(), QComboBox()
        self.stick.changed.connect(self._judge)
        self._has, self._holds, self._ready, self._end = (label(wrap=True) for _ in range(4))
        self._lacking = label(role="warning", wrap=True)
        for made in (
            self.stick,
            self._month_step(),
            self._words_step(self._holds),
            self._words_step(self._ready),
            self._words_step(self._end, self._lacking),
        ):
            self.steps.addWidget(made)
        rows.addWidget(self.steps, 1)
        self.fault = label(role="fault", wrap=True)
        rows.addWidget(self.fault)
        foot = line()
        self._cancel = button(CANCEL, self.reject)
        self._back = button(Text("上一步", "Back"), self.go_back)
        self._next = button(Text("下一步", "Next"), self.go_on, role="primary")
        foot.addWidget(self._cancel)
        foot.addStretch()
        foot.addWidget(self._back)
        foot.addWidget(self._next)
        rows.addLayout(foot)
        self._show(0)

    def go_on(self) -> None:
        """Do what the step says, then the next one; what is wrong is said."""
        step = self.steps.currentIndex()
        try:
            if step == 0:
                self._try_stick()
            elif step == 1:
                self._look()
            elif step == 3:
                self._write()
                return
            elif step == 4:
                self.accept()
                return
        except UserError as error:
            self._say(error.message)
            return
        self._show(step + 1)

    def go_back(self) -> None:
        self._show(self.steps.currentIndex() - 1)

    # --- steps -----------------------------------------------------------------------------------

    def _try_stick(self) -> None:
        path = self.stick.path()
        assert path is not None  # else the button is off
        check_stick(path, 0)

    def _look(self) -> None:
        month = str(self.month.currentData())
        self.outlook = found = outlook(self._opened.db, month)
        said = ZERO if found.is_zero else MONTH_HAS
        month_words = said.format(month=month, disputes=found.disputes, items=found.items)
        holds = HOLDS.format(records=found.records, changed=found.changed, files=found.files)
        self._holds.setText(f"{month_words}\n\n{holds}")
        self._ready.setText(str(READY.format(path=self.stick.path())))

    def _write(self) -> None:
        assert self.outlook is not None
        path = self.stick.path()
        assert path is not None
        check_stick(path, 0)
        work = partial(
            _hand_out, opened=self._opened, out=path, month=str(self.month.currentData())
        )
        run_job(self, self._opened, WRITING, work, self._written)

    def _written(self, made: HandedOut) -> None:
        self.made = made
        m = made.manifest
        name = "\n".join(p.name for p in made.paths)
        said = DONE.format(n=m.sequence, month=m.month, rows=m.rows, name=name)
        self._end.setText(str(said))
        self._lacking.setText(str(LACKING.format(n=made.lacking)))
        self._lacking.setVisible(made.lacking > 0)
        self._done()
        self._show(4)

    # --- what is shown ---------------------------------------------------------------------------

    def _show(self, step: int) -> None:
        self.fault.hide()
        self.steps.setCurrentIndex(step)
        self._where.setText(str(WHERE.format(n=step + 1, words=STEPS[step])))
        words = {3: Text("写入 U 盘", "Write"), 4: Text("完成", "Done")}
        self._next.setText(str(words.get(step, Text("下一步", "Next"))))
        self._back.setVisible(0 < step < 4)
        self._cancel.setVisible(step < 4)
        self._judge()
        (self.stick.lines if step == 0 else self.month if step == 1 else self._next).setFocus()

    def _judge(self) -> None:
        is_ready = self.steps.currentIndex() > 0 or self.stick.path() is not None
        self._next.setEnabled(is_ready)

    def _say(self, words: Text) -> None:
        self.fault.setText(str(words))
        self.fault.show()

    def _month_step(self) -> QWidget:
        made = QWidget()
        rows = column(made, between=8)
        name = label(Text("交哪个月", "The month"), "label")
        name.setBuddy(self.month)
        for month in months(today()):
            self.month.addItem(month, month)
        self.month.setCurrentIndex(self.month.findData(next_month(self._opened.db, today())))
        self.month.currentIndexChanged.connect(lambda _: self._tell_month())
        rows.addWidget(name)
        rows.addWidget(self.month)
        rows.addWidget(self._has)
        rows.addStretch()
        self._tell_month()
        return made

    def _tell_month(self) -> None:
        month = str(self.month.currentData())
        found = outlook(self._opened.db, month)
        said = ZERO if found.is_zero else MONTH_HAS
        self._has.setText(str(said.format(month=month, disputes=found.disputes, items=found.items)))

    def _words_step(self, *labels: QWidget) -> QWidget:
        made = QWidget()
        rows = column(made, between=BETWEEN)
        for each in labels:
            rows.addWidget(each)
        rows.addStretch()
        return made


def _hand_out(
    db: Database, progress: Progress, *, opened: Opened, out: Path, month: str
) -> HandedOut:
    """In the worker's thread, on its connection."""
    return hand_out(replace(opened, db=db), out, month=month, progress=progress)
