"""接收移交 and 入网 at the first start: a data folder from a hand-over, or from the enrolment file
of the office."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QStackedWidget, QWidget

from core.errors import UserError
from core.merging import handover
from core.merging.reading import NeedsPassphrase, open_package
from core.paths import DataFolder
from core.text import Text
from ui.handing_in import take_over
from ui.handing_over import TakenOver, take_over_all
from ui.handover_page import rest_words, stock_words
from ui.measures import BETWEEN, PAGE, px
from ui.pieces import CANCEL, Flow, button, column, label, line, scrolled
from ui.waiting import waiting

TITLE = Text("接收移交或入网", "Take over, or join an office")
WORDS = Text(
    "前任移交给您的移交包,或司法所发给本村的入网文件,都是以 .tjb 结尾的文件,一般在 U 盘上。",
    "A hand-over from whoever was here before, or the office's enrolment file: both end in .tjb.",
)
FILE = Text("文件", "File")
CODE = Text("口令(随移交包打印的,入网文件没有就不填)", "Passphrase (printed; if there is one)")
CHOOSE = Text("选择文件…", "Choose…")
PACKAGES = Text("移交包、入网文件 (*.tjb)", "Packages (*.tjb)")
TAKE = Text("接收", "Take over")
TAKING = Text("正在接收和核对", "Taking over")
TAKEN = Text(
    "已接收{office}的数据。请与移交清单第二项逐项核对:",
    "The data of {office} are here. Compare them with part 2 of the list:",
)
JOINED = Text(
    "已建立{village}的数据,交给{office}。\n\n核对码(打电话念给司法所听,两边应当一样):\n{code}",
    "The data of {village} are made, for {office}.\n\nTo compare by phone, the same on both"
    " sides:\n{code}",
)
PARTS = Text(
    "还缺 {n} 个附件,在移交包的其他部分里。", "{n} attachments are in other parts of the package."
)
PASSWORDS = Text(
    "原来的用户和密码不随移交带来,需要时在“设置与备份”里重新设置。",
    "Users and passwords are not carried along; set them anew in the settings.",
)


class TakeOverDialog(QDialog):
    """Nothing is made until everything in the file was checked. `recovery_code` is empty until
    then."""

    def __init__(self, parent: QWidget | None, folder: DataFolder) -> None:
        super().__init__(parent)
        self._folder = folder
        self.recovery_code = ""
        self.setWindowTitle(str(TITLE))
        self.setMinimumSize(px(600), px(380))
        self.file, self.code = QLineEdit(), QLineEdit()
        self._done_words = label(wrap=True)
        self._kinds = QWidget()
        self._flow = Flow(self._kinds, 8)
        rows = column(self, PAGE, BETWEEN)
        rows.addWidget(label(TITLE, "title"))
        self.steps = QStackedWidget()
        self.steps.addWidget(self._asking())
        self.steps.addWidget(self._telling())
        rows.addWidget(self.steps, 1)
        self.fault = label(role="fault", wrap=True)
        self.fault.hide()
        rows.addWidget(self.fault)
        foot = line()
        self._cancel = button(CANCEL, self.reject)
        self.next = button(TAKE, self.go_on, role="primary")
        foot.addWidget(self._cancel)
        foot.addStretch()
        foot.addWidget(self.next)
        rows.addLayout(foot)

    def choose(self) -> None:
        title, kinds = str(CHOOSE), str(PACKAGES)
        chosen, _ = QFileDialog.getOpenFileName(self, title, str(Path.home()), kinds)
        if chosen:
            self.file.setText(chosen)

    def go_on(self) -> None:
        """Take over, then show what came; after that, on to the program."""
        if self.recovery_code:
            self.accept()
            return
        self.fault.hide()
        try:
            self._take(Path(self.file.text().strip()), self.code.text().strip())
        except NeedsPassphrase as error:
            self._say(error.message)
            self.code.setFocus()
        except UserError as error:
            self._say(error.message)

    def reject(self) -> None:
        """Data that were made are opened, however one leaves."""
        if self.recovery_code:
            self.accept()
        else:
            super().reject()

    def _take(self, path: Path, code: str) -> None:
        if not self.file.text().strip():
            raise UserError(Text("请先选择文件。", "Choose the file first."))
        kind = open_package(path, [], lambda _: "", code).manifest.kind
        if kind == handover.KIND:
            taken = waiting(TAKING, partial(take_over_all, self._folder, path, code))
            self._tell_stock(taken)
            self.recovery_code = taken.keys.recovery_code
        else:
            made, package = waiting(TAKING, partial(take_over, self._folder, path, code))
            m = package.manifest
            said = JOINED.format(
                village=m.village_name, office=m.office_name, code=package.fingerprint
            )
            self._done_words.setText(str(said))
            self.recovery_code = made.recovery_code
        self.steps.setCurrentIndex(1)
        self._cancel.hide()
        self.next.setText(str(Text("继续", "Go on")))

    def _tell_stock(self, taken: TakenOver) -> None:
        m = taken.manifest
        said = [TAKEN.format(office=m.village_name or m.office_name), rest_words(taken.stock)]
        if taken.lacking:
            said.append(PARTS.format(n=taken.lacking))
        said.append(PASSWORDS)
        self._done_words.setText("\n\n".join(map(str, said)))
        for words in stock_words(taken.stock):
            self._flow.addWidget(label(words, "small"))

    def _say(self, words: Text) -> None:
        self.fault.setText(str(words))
        self.fault.show()

    def _asking(self) -> QWidget:
        made = QWidget()
        rows = column(made, between=8)
        rows.addWidget(label(WORDS, "small", wrap=True))
        name = label(FILE, "label")
        name.setBuddy(self.file)
        rows.addWidget(name)
        beside = line(between=8)
        beside.addWidget(self.file, 1)
        beside.addWidget(button(CHOOSE, self.choose, sign="folder-open"))
        rows.addLayout(beside)
        code = label(CODE, "label")
        code.setBuddy(self.code)
        rows.addWidget(code)
        rows.addWidget(self.code)
        rows.addStretch()
        return made

    def _telling(self) -> QWidget:
        made = QWidget()
        rows = column(made, between=BETWEEN)
        rows.addWidget(self._done_words)
        rows.addWidget(scrolled(self._kinds), 1)
        return made
