"""The first start: office, recovery code, villages, people, last year's sheet; or the practice
office. Only the office is asked for; the rest can be left for later."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core import store
from core.errors import UserError
from core.field import RecordKind
from core.paths import DataFolder, default_data_folder, practice_folder
from core.records import DISPUTE, MEDIATOR, OFFICE, VILLAGE
from core.settings import load_settings, save_settings, settings_file
from core.text import Text
from db.connect import Opened, open_database
from ui.folder_choice import OWN_NAME, judge, place_of, proposed
from ui.last_folder import folder_in
from ui.measures import BETWEEN, PAGE, px
from ui.messages import confirm
from ui.pieces import button, column, label, line
from ui.rail import PROGRAM
from ui.setup import add_mediators, add_villages, make_office, make_practice
from ui.waiting import waiting

ROLES = {
    "office": Text("司法所", "Judicial office"),
    "village": Text("村(居)调委会", "Village committee"),
}
MAKING = Text("正在新建数据", "Making the data")
MAKING_PRACTICE = Text("正在生成练习数据", "Making the practice data")
STEPS = (
    Text("本所", "Office"),
    Text("村(居)和调委会", "Villages and committees"),
    Text("人民调解员", "Mediators"),
    Text("去年的台账", "Last year's sheet"),
)
WHERE = Text("第 {n} 步,共 {all} 步:{words}", "Step {n} of {all}: {words}")
WELCOME = Text(
    "第一次使用,请填写本所的名称。其余三步都可以跳过,以后在程序里再填。",
    "Enter the name of your office. The other three steps can be left for later.",
)
VILLAGES_HINT = Text(
    "一行一个村(居),可以从 Excel 复制整列粘贴。每个村(居)同时建好它的人民调解委员会。",
    "One a line; a column copied from Excel will do. Each gets its mediation committee.",
)
PEOPLE_HINT = Text(
    "一行一个人民调解员:姓名、村(居)、电话,用空格隔开。只写姓名的归乡镇(街道)调委会。",
    "One a line: name, village, phone, with blanks between. A name alone: the township's.",
)
SHEET_HINT = Text(
    "把去年的台账导入进来,列表和统计就接得上。先看预览,确认后才写入,写入后可以撤销。没有就直接点“完成”。",
    "Last year's sheet can be imported: first a preview, and it can be undone. Or go on without.",
)
ADDED = Text("已登记 {n} 个。", "{n} added.")
HAS_DATA = Text(
    "文件夹 {path} 里已有一份台账数据。打开它,不新建?",
    "The folder {path} already holds a ledger. Open it instead of making a new one?",
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
    """The four steps. `folder` is where the data are; `is_made` once there are any."""

    def __init__(self, folder: DataFolder, usual: DataFolder | None = None) -> None:
        """`usual` is where the next start looks if nothing is remembered."""
        super().__init__()
        self.folder, self._usual = folder, usual or folder
        self.is_made = False
        self._opened: Opened | None = None
        self._stack = ExitStack()
        self.setWindowTitle(str(PROGRAM))
        self.setMinimumWidth(px(640))
        self._make_fields()
        rows = column(self, PAGE, BETWEEN)
        rows.addWidget(label(PROGRAM, "title"))
        self._where = label(role="section")
        rows.addWidget(self._where)
        self.steps = QStackedWidget()
        for made in (self._office(), self._villages(), self._people(), self._sheet()):
            self.steps.addWidget(made)
        rows.addWidget(self.steps, 1)
        self._said = label(role="fault", wrap=True)
        self._warned = label(role="warning", wrap=True)
        for each in (self._warned, self._said):
            each.hide()
            rows.addWidget(each)
        rows.addLayout(self._foot())
        self._judge()
        self._show(0)

    # --- acting ----------------------------------------------------------------------------------

    def go_on(self) -> None:
        """Do what this step says, then the next one; what is wrong is said and nothing is done."""
        acts: tuple[Callable[[], bool], ...] = (
            self._begin,
            partial(self._enter, self.villages, add_villages),
            partial(self._enter, self.people, add_mediators),
            self._end,
        )
        try:
            if acts[self.steps.currentIndex()]() and self.isVisible():
                self._show(self.steps.currentIndex() + 1)
        except UserError as error:
            self._say(error.message)

    def go_back(self) -> None:
        self._show(self.steps.currentIndex() - 1)

    def skip(self) -> None:
        """This step later, in the program."""
        if self.steps.currentIndex() == len(STEPS) - 1:
            self._end()
        else:
            self._show(self.steps.currentIndex() + 1)

    def practise(self) -> None:
        """The practice office in its own folder instead."""
        self.folder = DataFolder(practice_folder())
        self.accept()

    def take_over(self) -> None:
        """The data of whoever was here before, or an office's enrolment file, instead."""
        from ui.taking_over import TakeOverDialog

        if refused := judge(place_of(self.folder.root)).refused:
            self._say(refused)
            return
        dialog = TakeOverDialog(self, self.folder)
        if dialog.exec():
            self.is_made = True
            self._keep_folder()
            RecoveryCode(dialog.recovery_code).exec()
            self.accept()

    def choose_folder(self) -> None:
        """Another place for the data; refused where they would not be safe."""
        title = str(Text("数据放在哪里", "Where the data lie"))
        if chosen := QFileDialog.getExistingDirectory(self, title, str(Path.home())):
            self.use_folder(Path(chosen))

    def use_folder(self, chosen: Path) -> None:
        """A folder of our own within it, or the one whose data are there already."""
        inside = chosen / OWN_NAME
        for each in (chosen, inside):
            if DataFolder(each).data.exists():
                if confirm(self, HAS_DATA.format(path=each), Text("打开", "Open it")):
                    self.folder = DataFolder(each)
                    self._keep_folder()
                    self.accept()
                return
        self.folder = DataFolder(inside)
        self._judge()

    def done(self, result: int) -> None:
        """Data that were made are opened, however one leaves."""
        self._stack.close()
        super().done(QDialog.DialogCode.Accepted if self.is_made else result)

    # --- steps -----------------------------------------------------------------------------------

    def _begin(self) -> bool:
        office, township = self.office.text().strip(), self.township.text().strip()
        if not office or not township:
            self._say(Text("请填写司法所名称和乡镇。", "Enter the office and the township."))
            (self.township if office else self.office).setFocus()
            return False
        if self._opened:
            self._change_office(office, township)
            return True
        if refused := judge(place_of(self.folder.root)).refused:
            self._say(refused)
            return False
        work = partial(
            make_office,
            self.folder,
            office=office,
            township=township,
            code=self.code.text().strip(),
            role=str(self.role.currentData()),
        )
        made = waiting(MAKING, lambda progress: work())
        self.is_made = True
        self._keep_folder()
        RecoveryCode(made.recovery_code).exec()
        self._opened = self._stack.enter_context(open_database(self.folder))
        return True

    def _change_office(self, name: str, township: str) -> None:
        """After going back: only what is different is written."""
        assert self._opened is not None
        (row,) = store.find(self._opened.db, OFFICE, limit=1)
        typed = {"name": name, "township": township, "region_code": self.code.text().strip()}
        if any(typed[each] != (row[each] or "") for each in typed):
            with store.step(self._opened.db, Text("修改司法所设置", "Change the office")) as s:
                store.save(s, OFFICE, {"id": row["id"], **typed})

    def _enter(self, field: QPlainTextEdit, add: Callable[..., int]) -> bool:
        assert self._opened is not None
        add(self._opened.db, field.toPlainText())
        return True

    def _end(self) -> bool:
        self.accept()
        return False

    def _keep_folder(self) -> None:
        """Where the next start looks."""
        if self.folder != self._usual:
            settings = load_settings(settings_file())
            save_settings(replace(settings, data_folder=str(self.folder.root)), settings_file())

    def _import(self, kind: RecordKind) -> None:
        from ui.import_dialog import import_sheet

        if self._opened:
            begin = folder_in(load_settings(settings_file()))
            import_sheet(self, self._opened, kind, begin, self._imported)

    def _imported(self, words: Text, path: Path, _tables: frozenset[str]) -> None:
        """The next dialog, here or in the program, begins where this sheet was."""
        used = replace(load_settings(settings_file()), last_folder=str(path.parent))
        save_settings(used, settings_file())
        self._warned.setText(str(words))
        self._warned.show()

    # --- what is shown ---------------------------------------------------------------------------

    def _show(self, step: int) -> None:
        self._said.hide()
        if step:
            self._warned.hide()
        self.steps.setCurrentIndex(step)
        self._where.setText(str(WHERE.format(n=step + 1, all=len(STEPS), words=STEPS[step])))
        self._practice.setVisible(step == 0 and not self.is_made)
        self._takeover.setVisible(step == 0 and not self.is_made)
        self._quit.setVisible(step == 0 and not self.is_made)
        self._back.setVisible(step > 0)
        self._skip.setVisible(step > 0)
        self._place.setEnabled(not self.is_made)
        last = step == len(STEPS) - 1
        self._next.setText(str(Text("完成", "Done") if last else Text("下一步", "Next")))
        self._skip.setVisible(0 < step < len(STEPS) - 1)
        (self.office, self.villages, self.people, self._next)[step].setFocus()

    def _say(self, words: Text) -> None:
        self._said.setText(str(words))
        self._said.show()

    def _judge(self) -> None:
        """What is to be said about the folder."""
        self._path.setText(str(self.folder.root))
        found = judge(place_of(self.folder.root))
        self._said.setVisible(found.refused is not None)
        self._said.setText(str(found.refused or ""))
        self._warned.setVisible(bool(found.warnings))
        self._warned.setText("\n".join(map(str, found.warnings)))

    def _make_fields(self) -> None:
        self.office, self.township, self.code = QLineEdit(), QLineEdit(), QLineEdit()
        self.role = QComboBox()
        self.office.setPlaceholderText(str(Text("如 斜沟乡司法所", "such as Xiegou office")))
        self.township.setPlaceholderText(str(Text("如 斜沟乡", "such as Xiegou")))
        for value, words in ROLES.items():
            self.role.addItem(str(words), value)
        self.villages, self.people = QPlainTextEdit(), QPlainTextEdit()
        for field, words, name in (
            (self.villages, Text("上斜沟村\n下斜沟村", "Upper village\nLower village"), STEPS[1]),
            (self.people, Text("马成林 上斜沟村 13900000000", "Ma Upper village"), STEPS[2]),
        ):
            field.setPlaceholderText(str(words))
            field.setAccessibleName(str(name))
            field.setTabChangesFocus(True)
            field.setMinimumHeight(px(160))

    def _office(self) -> QWidget:
        made = QWidget()
        rows = column(made, between=BETWEEN)
        rows.addWidget(label(WELCOME, "small", wrap=True))
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        self._path = QLineEdit()
        self._path.setReadOnly(True)
        self._place = button(Text("更改…", "Change…"), self.choose_folder)
        beside = line(between=8)
        beside.addWidget(self._path, 1)
        beside.addWidget(self._place)
        fields: tuple[tuple[Text, QWidget], ...] = (
            (Text("司法所名称 *", "Office *"), self.office),
            (Text("乡镇(街道) *", "Township *"), self.township),
            (Text("行政区划代码", "Region code"), self.code),
            (Text("这台电脑在", "This computer is at"), self.role),
            (Text("数据放在", "The data lie in"), self._path),
        )
        for place, (words, widget) in enumerate(fields):
            name = label(words, "label")
            name.setBuddy(widget)
            grid.addWidget(name, place, 0)
            if widget is self._path:
                grid.addLayout(beside, place, 1)
            else:
                grid.addWidget(widget, place, 1)
        rows.addLayout(grid)
        rows.addStretch()
        return made

    def _villages(self) -> QWidget:
        return self._typed(VILLAGES_HINT, self.villages, VILLAGE)

    def _people(self) -> QWidget:
        return self._typed(PEOPLE_HINT, self.people, MEDIATOR)

    def _typed(self, hint: Text, field: QPlainTextEdit, kind: RecordKind) -> QWidget:
        made = QWidget()
        rows = column(made, between=BETWEEN)
        rows.addWidget(label(hint, "small", wrap=True))
        rows.addWidget(field, 1)
        self._add_import(rows, kind)
        return made

    def _sheet(self) -> QWidget:
        made = QWidget()
        rows = column(made, between=BETWEEN)
        rows.addWidget(label(SHEET_HINT, "small", wrap=True))
        self._add_import(rows, DISPUTE)
        rows.addStretch()
        return made

    def _add_import(self, rows: QVBoxLayout, kind: RecordKind) -> None:
        beside = line()
        words = Text("从 Excel 导入…", "Import a sheet…")
        beside.addWidget(button(words, partial(self._import, kind), sign="file-spreadsheet"))
        beside.addStretch()
        rows.addLayout(beside)

    def _foot(self) -> QVBoxLayout:
        outer = column()
        foot = line()
        self._practice = button(Text("打开练习数据", "Open practice data"), self.practise)
        self._takeover = button(Text("接收移交或入网…", "Take over…"), self.take_over)
        self._quit = button(Text("退出", "Quit"), self.reject)
        self._back = button(Text("上一步", "Back"), self.go_back)
        self._skip = button(Text("以后再填", "Later"), self.skip)
        self._next = button(Text("下一步", "Next"), self.go_on, role="primary")
        foot.addWidget(self._practice)
        foot.addWidget(self._takeover)
        foot.addStretch()
        for each in (self._quit, self._back, self._skip, self._next):
            foot.addWidget(each)
        outer.addLayout(foot)
        return outer


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
        shown.setAccessibleName(str(CODE_TITLE))
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
        from PySide6.QtGui import QPageSize, QTextDocument
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        if QPrintDialog(printer, self).exec() != QDialog.DialogCode.Accepted:
            return
        paper = QTextDocument()
        paper.setPlainText(f"{PROGRAM}\n\n{CODE_TITLE}\n\n{self._code}\n\n{CODE_WORDS}")
        paper.print_(printer)


def first_run(folder: DataFolder) -> DataFolder | None:
    """The folder to open: a new one, or the practice office; None if the user went away."""
    is_usual = folder.root == default_data_folder()
    dialog = FirstRun(DataFolder(proposed(folder.root)) if is_usual else folder, folder)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    if not dialog.folder.data.exists():
        make_practice_folder(dialog.folder)
    return dialog.folder


def make_practice_folder(folder: DataFolder) -> None:
    """An invented office to try things out with."""
    waiting(MAKING_PRACTICE, partial(make_practice, folder))
