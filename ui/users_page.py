"""用户与登录: who may open the data, passwords, the recovery code, the key, the idle lock."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QWidget,
)

from core.errors import UserError
from core.text import Text
from db import users
from db.users import OLD, User, password_age
from db.wraps import ROLES, Role
from ui import users as acts
from ui.first_run import RecoveryCode
from ui.measures import AMBER, BETWEEN, INSIDE, MUTED, PAGE, px
from ui.messages import confirm, tell
from ui.pieces import CANCEL, Flow, button, card, column, empty_page, label, line, scrolled
from ui.rights_shown import limit_buttons
from ui.table import Column, RecordTable, TableView

if TYPE_CHECKING:
    from ui.main_window import MainWindow

NOBODY = Text("打开时不问密码", "The data open without a password")
NOBODY_HINT = Text(
    "只有一个人用的电脑可以这样。要设密码,点“添加用户”,第一个是管理员。",
    "Right for a computer of one person. To set a password, add a user: first an administrator.",
)
HINT = Text(
    "管理员:全部。登记人员:登记、修改、打印、导出。查看人员:只看,身份证号和电话不显示。",
    "Administrators do everything, recorders enter and print, readers only look, with ID and phone"
    " numbers hidden.",
)
FIRST_ADDED = Text(
    "已设密码。下次打开程序时选姓名、输密码。恢复码仍然有效,请确认那张纸锁在档案柜里。",
    "From the next start on the program asks for name and password. The recovery code still works:"
    " make sure the paper is locked away.",
)
REMOVE = Text(
    "删除用户“{name}”?此人的密码从此打不开数据。",
    "Remove {name}? The password will open nothing any more.",
)
REMOVE_LAST = Text(
    "删除最后一个用户“{name}”?以后在这台电脑上打开数据不再问密码。",
    "Remove the last user {name}? This computer will open the data without asking.",
)
AND_REKEY = Text(
    "已删除“{name}”。此人如果复制过数据文件夹里的钥匙文件(keys.json),旧文件仍打得开现在的数据。现在更换钥匙?",
    "{name} was removed. A copy of the key file keys.json, if there is one, still opens the data."
    " Change the key now?",
)
REKEY = Text(
    "更换钥匙:数据和备份换一把新钥匙,各人的密码照旧,恢复码换新的(请准备打印)。窗口会关闭再打开。",
    "Change the key: data and backups get another key, passwords stay, the recovery code is a new"
    " one to print. The window closes and opens again.",
)
NEW_CODE = Text(
    "重新生成恢复码?旧的那张纸从此作废。",
    "Make a new recovery code? The old paper will be void.",
)
OLD_PASSWORD = Text(
    "您的密码已用了 {n} 天,建议更改。",
    "Your password is {n} days old; a new one is advised.",
)
TWO_DIFFER = Text("两次输入的密码不一样。", "The two passwords differ.")
RULES = Text(
    "密码至少 8 个字符,要有两种以上(如字母加数字)。",
    "At least 8 characters of two kinds, such as letters and digits.",
)
WAITS = (0, 5, 10, 15, 30, 60)
NEVER, MINUTES = Text("不锁定", "never"), Text("{n} 分钟", "{n} minutes")


class UsersPage(QWidget):
    """The list at the top, below it what concerns oneself and the key."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__()
        self._window, self._opened = window, window.opened
        self._users: list[User] = []
        self.model = RecordTable(_columns(), lambda: len(self._users), self._fetch, self)
        self.view = TableView(self.model, 0)
        rows = column(self, between=BETWEEN)
        head = line()
        head.addWidget(label(HINT, "small", wrap=True), 1)
        head.addWidget(
            button(Text("添加用户…", "Add a user…"), self.add_user, sign="plus", role="primary")
        )
        rows.addLayout(head)
        framed = card()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty_page("users", NOBODY, NOBODY_HINT))
        self._stack.setMinimumHeight(px(150))
        column(framed, 1).addWidget(self._stack)
        rows.addWidget(framed, 1)
        rows.addLayout(self._acts())
        rows.addWidget(self._own())
        limit_buttons(self, self._opened.role)

    def refresh(self) -> None:
        self._users = users.users(self._opened.folder, self._opened.key)
        self.model.read_again()
        self._stack.setCurrentIndex(0 if self._users else 1)
        self.view.choose(0)
        for each in self._for_users:
            each.setVisible(bool(self._users))
        own = next((u for u in self._users if u.name == self._opened.user), None)
        age = password_age(own) if own else 0
        self._aged.setVisible(age > OLD)
        self._aged.setText(str(OLD_PASSWORD.format(n=age)))
        self._change.setVisible(own is not None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    # --- acts ------------------------------------------------------------------------------------

    def add_user(self) -> None:
        is_first = not self._users

        def act(asked: "UserDialog") -> None:
            acts.add_user(self._opened, asked.typed_name(), asked.role(), asked.new_password())

        title = Text("添加用户", "Add a user")
        if UserDialog(self, title, act, name="", roles=_roles(is_first=is_first)).exec():
            self.refresh()
            if is_first:
                tell(self, FIRST_ADDED)

    def change_role(self) -> None:
        if user := self._chosen():

            def act(asked: "UserDialog") -> None:
                acts.change_role(self._opened, user.name, asked.role())

            title = Text("改变身份:{name}", "Role of {name}").format(name=user.name)
            if UserDialog(self, title, act, roles=list(ROLES), chosen=user.role).exec():
                self.refresh()

    def reset_password(self) -> None:
        if user := self._chosen():
            self._ask_password(user.name)

    def change_password(self) -> None:
        """One's own."""
        self._ask_password(self._opened.user)

    def remove_user(self) -> None:
        user = self._chosen()
        if user is None:
            return
        asked = (REMOVE_LAST if len(self._users) == 1 else REMOVE).format(name=user.name)
        if not confirm(self, asked, Text("删除", "Remove")):
            return
        was_last = acts.remove_user(self._opened, user.name)
        self.refresh()
        action = Text("更换钥匙", "Change the key")
        if not was_last and confirm(self, AND_REKEY.format(name=user.name), action):
            self._window.change_key()

    def new_code(self) -> None:
        if confirm(self, NEW_CODE, Text("重新生成", "Make a new one")):
            RecoveryCode(acts.new_recovery_code(self._opened)).exec()

    def change_key(self) -> None:
        if confirm(self, REKEY, Text("更换钥匙", "Change the key")):
            self._window.change_key()

    def _ask_password(self, name: str) -> None:
        is_own = name == self._opened.user

        def act(asked: "UserDialog") -> None:
            acts.change_password(self._opened, name, asked.new_password(), asked.old.text())

        title = Text("更改密码:{name}", "Password of {name}").format(name=name)
        if UserDialog(self, title, act, with_password=True, with_old=is_own).exec():
            self.refresh()
            said = Text("“{name}”的密码已更改", "New password for {name}").format(name=name)
            self._window.status.say(said)

    def _chosen(self) -> User | None:
        at = self.view.line()
        return self._users[at] if 0 <= at < len(self._users) else None

    # --- parts -----------------------------------------------------------------------------------

    def _acts(self) -> Flow:
        flow = Flow()
        flow.setSpacing(8)
        made = [
            button(Text("改变身份…", "Role…"), self.change_role),
            button(Text("重设密码…", "Set a password…"), self.reset_password),
            button(Text("删除用户…", "Remove…"), self.remove_user, sign="trash-2"),
            button(Text("更换钥匙…", "Change the key…"), self.change_key),
        ]
        for each in made:
            flow.addWidget(each)
        flow.addWidget(button(Text("重新生成恢复码…", "New recovery code…"), self.new_code))
        self._for_users: list[QWidget] = list(made)
        return flow

    def _own(self) -> QWidget:
        made = card()
        rows = column(made, INSIDE, 10)
        self._aged = label(role="warning", wrap=True)
        rows.addWidget(self._aged)
        grid = QGridLayout()
        grid.setHorizontalSpacing(INSIDE)
        grid.setColumnStretch(2, 1)
        self.wait = QComboBox()
        for minutes in WAITS:
            words = MINUTES.format(n=minutes) if minutes else NEVER
            self.wait.addItem(str(words), minutes)
        at = self.wait.findData(self._window.seat.settings.lock_after)
        self.wait.setCurrentIndex(at if at >= 0 else WAITS.index(15))
        self.wait.activated.connect(lambda _: self._use_wait())
        name = label(Text("没有操作多久锁定屏幕", "Lock the screen when idle for"), "label")
        name.setBuddy(self.wait)
        grid.addWidget(name, 0, 0)
        grid.addWidget(self.wait, 0, 1)
        self._change = button(Text("更改我的密码…", "Change my password…"), self.change_password)
        grid.addWidget(self._change, 0, 3)
        rows.addLayout(grid)
        return made

    def _use_wait(self) -> None:
        chosen = int(self.wait.currentData())
        self._window.remember(replace(self._window.seat.settings, lock_after=chosen))

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        found = self._users[offset : offset + limit]
        return [{"id": u.name, "user": u, "is_own": u.name == self._opened.user} for u in found]


class UserDialog(QDialog):
    """Name, role and password, as far as they are asked for; what is wrong is said in it."""

    def __init__(
        self,
        parent: QWidget,
        title: Text,
        act: "Callable[[UserDialog], None]",
        *,
        name: str | None = None,
        roles: list[Role] | None = None,
        chosen: Role | None = None,
        with_password: bool = False,
        with_old: bool = False,
    ) -> None:
        super().__init__(parent)
        self._act = act
        self.setWindowTitle(str(title))
        self.setMinimumWidth(px(420))
        rows = column(self, PAGE, BETWEEN)
        rows.addWidget(label(title, "section"))
        self.name, self.old = QLineEdit(name or ""), _secret()
        self.password, self.again, self.roles = _secret(), _secret(), QComboBox()
        for role in roles or ():
            self.roles.addItem(str(ROLES[role]), role.value)
        if chosen:
            self.roles.setCurrentIndex(self.roles.findData(chosen.value))
        with_password = with_password or name is not None
        fields: list[tuple[Text, QWidget, bool]] = [
            (Text("姓名", "Name"), self.name, name is not None),
            (Text("身份", "Role"), self.roles, bool(roles)),
            (Text("现在的密码", "Present password"), self.old, with_old),
            (Text("新密码", "New password"), self.password, with_password),
            (Text("再输入一次", "Once more"), self.again, with_password),
        ]
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        for place, (words, widget, is_asked) in enumerate(fields):
            if is_asked:
                _place(grid, place, words, widget)
            else:
                widget.setParent(self)
                widget.hide()
        rows.addLayout(grid)
        if with_password:
            rows.addWidget(label(RULES, "small", wrap=True))
        self.said = label(role="fault", wrap=True)
        self.said.hide()
        rows.addWidget(self.said)
        foot = line()
        foot.addStretch()
        foot.addWidget(button(CANCEL, self.reject))
        foot.addWidget(button(Text("确定", "OK"), self.try_it, role="primary"))
        rows.addLayout(foot)

    def typed_name(self) -> str:
        return self.name.text().strip()

    def role(self) -> Role:
        return Role(self.roles.currentData())

    def new_password(self) -> str:
        """Raises UserError if the two differ."""
        if self.password.text() != self.again.text():
            raise UserError(TWO_DIFFER)
        return self.password.text()

    def try_it(self) -> None:
        try:
            self._act(self)
        except UserError as error:
            self.said.setText(str(error.message))
            self.said.show()
            return
        self.accept()


def make_users_page(window: "MainWindow") -> QWidget:
    """With a scroll bar: at 200 % type size there is not room for all of it."""
    return scrolled(UsersPage(window))


def _roles(*, is_first: bool) -> list[Role]:
    """The first one is an administrator."""
    return [Role.ADMINISTRATOR] if is_first else [Role.RECORDER, Role.READER, Role.ADMINISTRATOR]


def _secret() -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


def _place(grid: QGridLayout, place: int, words: Text, widget: QWidget) -> None:
    name: QLabel = label(words, "label")
    name.setBuddy(widget)
    widget.setAccessibleName(str(words))
    grid.addWidget(name, place, 0)
    grid.addWidget(widget, place, 1)


def _columns() -> list[Column]:
    me = Text("{name}(我)", "{name} (me)")
    return [
        Column(
            Text("姓名", "Name"),
            lambda r: str(me.format(name=r["user"].name)) if r["is_own"] else r["user"].name,
            200,
        ),
        Column(Text("身份", "Role"), lambda r: str(ROLES[r["user"].role]), 140),
        Column(
            Text("密码设于", "Password from"),
            lambda r: r["user"].since,
            140,
            lambda r: AMBER if password_age(r["user"]) > OLD else MUTED,
        ),
    ]
