"""The first start: an office of one's own or the practice office; the recovery code, once."""

from functools import partial

from PySide6.QtGui import QGuiApplication, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QInputDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from core.errors import UserError
from core.paths import DataFolder, practice_folder
from core.text import Text
from db import keys
from ui.measures import BETWEEN, PAGE, px
from ui.messages import show_error
from ui.pieces import button, column, label, line
from ui.rail import PROGRAM
from ui.setup import make_office, make_practice
from ui.waiting import waiting

ROLES = {
    "office": Text("司法所", "Judicial office"),
    "village": Text("村(居)调委会", "Village committee"),
}
MAKING = Text("正在新建数据", "Making the data")
MAKING_PRACTICE = Text("正在生成练习数据", "Making the practice data")
WELCOME = Text(
    "第一次使用,请填写本所的名称。以后都可以在“设置与备份”里修改。",
    "Enter the name of your office. All of it can be changed later.",
)
CODE_TITLE = Text("恢复码", "Recovery code")
CODE_WORDS = Text(
    "电脑损坏或更换后,只有凭这个恢复码才能打开数据和备份。它只显示这一次,程序不保存。请抄写或打印,"
    "锁在档案柜里,不要放在这台电脑上。",
    "On another computer the data and backups open only with this code. It is shown only now and"
    " is not kept. Write it down or print it and lock it away.",
)
WRITTEN_DOWN = Text("已抄写或打印", "I have written it down or printed it")


class FirstRun(QDialog):
    """Asks what is needed to begin. `made` holds the keys once the folder is there."""

    def __init__(self, folder: DataFolder) -> None:
        super().__init__()
        self.folder = folder
        self.made: keys.NewKeys | None = None
        self.setWindowTitle(str(PROGRAM))
        self.setMinimumWidth(px(560))
        self.office, self.township, self.code = QLineEdit(), QLineEdit(), QLineEdit()
        self.villages, self.role = QPlainTextEdit(), QComboBox()
        self.office.setPlaceholderText(str(Text("如 斜沟乡司法所", "such as Xiegou office")))
        self.township.setPlaceholderText(str(Text("如 斜沟乡", "such as Xiegou")))
        self.villages.setPlaceholderText(str(Text("一行一个,如 上斜沟村", "One a line")))
        self.villages.setTabChangesFocus(True)
        for value, words in ROLES.items():
            self.role.addItem(str(words), value)
        rows = column(self, PAGE, BETWEEN)
        rows.addWidget(label(PROGRAM, "title"))
        rows.addWidget(label(WELCOME, "small", wrap=True))
        rows.addWidget(self._fields())
        self._said = label(role="fault", wrap=True)
        self._said.hide()
        rows.addWidget(self._said)
        foot = line()
        foot.addWidget(button(Text("打开练习数据", "Open practice data"), self.practise))
        foot.addStretch()
        foot.addWidget(button(Text("退出", "Quit"), self.reject))
        foot.addWidget(button(Text("新建", "Begin"), self.begin, role="primary"))
        rows.addLayout(foot)

    def begin(self) -> None:
        """Make the folder; what is wrong is said here and nothing is made."""
        office, township = self.office.text().strip(), self.township.text().strip()
        if not office or not township:
            self._say(Text("请填写司法所名称和乡镇。", "Enter the office and the township."))
            (self.township if office else self.office).setFocus()
            return
        villages = [v.strip() for v in self.villages.toPlainText().splitlines() if v.strip()]
        work = partial(
            make_office,
            self.folder,
            office=office,
            township=township,
            code=self.code.text().strip(),
            villages=villages,
            role=str(self.role.currentData()),
        )
        try:
            self.made = waiting(MAKING, lambda progress: work())
        except UserError as error:
            self._say(error.message)
            return
        self.accept()

    def practise(self) -> None:
        """The practice office in its own folder instead."""
        self.folder = DataFolder(practice_folder())
        self.accept()

    def _say(self, words: Text) -> None:
        self._said.setText(str(words))
        self._said.show()

    def _fields(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(10)
        fields: tuple[tuple[Text, QWidget], ...] = (
            (Text("司法所名称 *", "Office *"), self.office),
            (Text("乡镇(街道) *", "Township *"), self.township),
            (Text("行政区划代码", "Region code"), self.code),
            (Text("村(居)", "Villages"), self.villages),
            (Text("这台电脑在", "This computer is at"), self.role),
        )
        for place, (words, widget) in enumerate(fields):
            name = label(words, "label")
            name.setBuddy(widget)
            grid.addWidget(name, place, 0)
            grid.addWidget(widget, place, 1)
        return made


class RecoveryCode(QDialog):
    """Shown once; it can be left only with the tick."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self.setWindowTitle(str(CODE_TITLE))
        self.setMinimumWidth(px(560))
        rows = column(self, PAGE, BETWEEN)
        rows.addWidget(label(CODE_TITLE, "title"))
        rows.addWidget(label(CODE_WORDS, wrap=True))
        shown = QLineEdit(code)
        shown.setReadOnly(True)
        rows.addWidget(shown)
        acts = line()
        acts.addWidget(button(Text("复制", "Copy"), self.copy, sign="copy"))
        acts.addWidget(button(Text("打印", "Print"), self.print_code, sign="printer"))
        acts.addStretch()
        rows.addLayout(acts)
        self.tick = QCheckBox(str(WRITTEN_DOWN))
        rows.addWidget(self.tick)
        self.go_on = button(Text("开始使用", "Begin"), self.accept, role="primary")
        self.go_on.setEnabled(False)
        self.tick.toggled.connect(self.go_on.setEnabled)
        foot = line()
        foot.addStretch()
        foot.addWidget(self.go_on)
        rows.addLayout(foot)

    def reject(self) -> None:
        """Esc leaves only once it is written down."""
        if self.tick.isChecked():
            self.accept()

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code)

    def print_code(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        if QPrintDialog(printer, self).exec() != QDialog.DialogCode.Accepted:
            return
        paper = QTextDocument()
        paper.setPlainText(f"{PROGRAM}\n\n{CODE_TITLE}\n\n{self._code}\n\n{CODE_WORDS}")
        paper.print_(printer)


def first_run(folder: DataFolder) -> DataFolder | None:
    """The folder to open: a new one, or the practice office; None if the user went away."""
    dialog = FirstRun(folder)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    if dialog.made is not None:
        RecoveryCode(dialog.made.recovery_code).exec()
    elif not dialog.folder.data.exists():
        make_practice_folder(dialog.folder)
    return dialog.folder


def make_practice_folder(folder: DataFolder) -> None:
    """An invented office to try things out with."""
    waiting(MAKING_PRACTICE, partial(make_practice, folder))


def ask_code(folder: DataFolder, said: UserError) -> str | None:
    """The password or recovery code that opens the folder; None if the user went away. The key is
    kept on this computer from then on."""
    words = said.message
    while True:
        typed, ok = QInputDialog.getText(None, str(PROGRAM), str(words))
        if not ok:
            return None
        try:
            key = keys.find_key(folder, typed)
        except UserError as error:
            words = error.message
            continue
        try:
            keys.keep_key(keys.database_id(folder), key)
        except OSError as error:
            show_error(None, error)
        return typed
