"""The sign-in page: who is there, and the password; or the recovery code where it is forgotten.

The same page locks the screen (ui/lock.py): then only the user who is signed in may go on.
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
)

from core.errors import UserError
from core.paths import DataFolder
from core.text import Text
from db import keys, users
from db.sign_in import seconds_left, sign_in
from db.wraps import Unlocked
from ui.measures import BETWEEN, PAGE, px
from ui.messages import show_error
from ui.pieces import button, card, column, label, line
from ui.rail import PROGRAM

USER, PASSWORD = Text("用户", "User"), Text("密码", "Password")
CODE = Text("恢复码", "Recovery code")
WITH_CODE = Text("忘记密码,用恢复码", "Forgotten: use the recovery code")
ASKED = Text("请选择姓名,输入密码。", "Choose your name and enter the password.")
ASKED_CODE = Text(
    "这台电脑上没有这份数据的钥匙。请输入恢复码(锁在档案柜里的那张纸)。",
    "This computer has no key to these data. Enter the recovery code (on the paper in the safe).",
)
LOCKED = Text("屏幕已锁定。请输入密码继续。", "The screen is locked. Enter the password to go on.")
WAIT = Text("密码连续输错多次,请等 {n} 秒。", "Too many wrong passwords: wait {n} seconds.")
SECOND = 1000  # milliseconds


class SignInPage(QDialog):
    """`unlocked` is what was opened, None until then."""

    other_wanted = Signal()  # somebody else wants to sign in

    def __init__(self, folder: DataFolder, only: str | None = None) -> None:
        """`only` is the user whose screen is locked; with "" anyone's password will do."""
        super().__init__()
        self.unlocked: Unlocked | None = None
        self._folder, self._is_lock = folder, only is not None
        self.setWindowTitle(str(PROGRAM))
        self.setMinimumWidth(px(460))
        self._names = [only] if only else users.names(folder)
        self.user, self.password = QComboBox(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(str(PASSWORD if self._names else CODE))
        outer = column(self, PAGE, BETWEEN)
        self._asked = label(wrap=True)
        self._said = label(role="fault", wrap=True)
        self._said.hide()
        inside = card()
        rows = column(inside, PAGE, BETWEEN)
        rows.addWidget(label(PROGRAM, "title"))
        rows.addWidget(self._asked)
        rows.addLayout(self._fields())
        rows.addWidget(self._said)
        rows.addLayout(self._foot())
        outer.addStretch()
        outer.addWidget(inside, 0, Qt.AlignmentFlag.AlignCenter if self._is_lock else _USUAL)
        outer.addStretch()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._count_down)
        self._show_way()
        self._count_down()

    def try_it(self) -> None:
        """With what was typed; what is wrong is said and the field is emptied."""
        typed = self.password.text()
        if not typed or not self._enter.isEnabled():
            return
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            self.unlocked = sign_in(self._folder, typed, self._name())
        except UserError as error:
            self._say(error.message)
            self.password.clear()
            self.password.setFocus()
            self._count_down()
            return
        finally:
            QApplication.restoreOverrideCursor()
        self.accept()

    def reject(self) -> None:
        """Esc leaves the sign-in, never a locked screen."""
        if not self._is_lock:
            super().reject()

    def _name(self) -> str:
        """Empty for the recovery code."""
        return str(self.user.currentData() or "")

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for name in self._names:
            self.user.addItem(name, name)
        if self._names:
            self.user.addItem(str(WITH_CODE), "")
        self.user.currentIndexChanged.connect(lambda _: self._show_way())
        self._user_label, self._what = label(USER, "label"), label(role="label")
        self._user_label.setBuddy(self.user)
        self._what.setBuddy(self.password)
        for place, (words, widget) in enumerate(
            ((self._user_label, self.user), (self._what, self.password))
        ):
            grid.addWidget(words, place, 0)
            grid.addWidget(widget, place, 1)
        for each in (self._user_label, self.user):
            each.setVisible(bool(self._names))
        return grid

    def _foot(self) -> QHBoxLayout:
        foot = line()
        if self._is_lock:
            foot.addWidget(
                button(Text("换人登录", "Somebody else"), self.other_wanted.emit, sign="users")
            )
        foot.addStretch()
        if not self._is_lock:
            foot.addWidget(button(Text("退出", "Quit"), self.reject))
        self._enter = button(Text("登录", "Sign in"), self.try_it, role="primary")
        foot.addWidget(self._enter)
        return foot

    def _show_way(self) -> None:
        """By password or by code."""
        by_code = not self._name()
        self._what.setText(str(CODE if by_code else PASSWORD))
        mode = QLineEdit.EchoMode.Normal if by_code else QLineEdit.EchoMode.Password
        self.password.setEchoMode(mode)
        asked = LOCKED if self._is_lock else ASKED if self._names else ASKED_CODE
        self._asked.setText(str(asked))
        self.password.setFocus()

    def _count_down(self) -> None:
        left = seconds_left(self._folder)
        self._enter.setEnabled(not left)
        self.password.setEnabled(not left)
        if left:
            self._say(WAIT.format(n=left))
            self._clock.start(SECOND)
        elif self._clock.isActive():
            self._clock.stop()
            self._said.hide()
            self.password.setFocus()

    def _say(self, words: Text) -> None:
        self._said.setText(str(words))
        self._said.show()


_USUAL = Qt.AlignmentFlag(0)


def ask(folder: DataFolder) -> Unlocked | None:
    """What the user's password or the recovery code opens; None if he went away. Without any users
    the key is kept on this computer from then on."""
    page = SignInPage(folder)
    page.exec()
    if page.unlocked and not keys.has_users(folder):
        try:
            keys.keep_key(keys.database_id(folder), page.unlocked.key)
        except OSError as error:
            show_error(None, error)
    return page.unlocked
