"""Signing in, roles, the locked screen, the page of users; and the same by command."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core import store, trail
from core.audit import Entry
from core.errors import UserError
from core.history_words import told
from core.paths import DataFolder
from core.records import DISPUTE, PARTY, load_book
from core.settings import Settings
from db import keys, users
from db.connect import Opened, open_database
from db.wraps import Role, Unlocked
from tests import samples
from ui import commands, signing
from ui import users as acts
from ui.command_line import parser
from ui.exporting import ExportDialog, Wanted, write_register
from ui.main_window import MainWindow, Seat
from ui.rights import NEEDS, may, why_not
from ui.settings_page import USERS_TAB
from ui.sign_in_page import SignInPage
from ui.tabs_page import TabsPage
from ui.users_page import UserDialog, UsersPage

HEAD, GUEST = "王所长", "赵查看"
PASSWORD, OTHER = "Wang12345", "Zhao12345"
PHONE = "13812345678"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, empty_folder: Path) -> DataFolder:
    """Made once, with a case; an administrator and a reader have passwords."""
    folder = DataFolder(tmp_path_factory.mktemp("users") / "data")
    shutil.copytree(empty_folder, folder.root)
    with open_database(folder) as it:
        samples.office(it.db)
        case = samples.dispute(it.db, samples.committee(it.db))
        samples.party(it.db, case, phone=PHONE)
        kept = keys.own_place(keys.database_id(folder)) / "key"
        key = kept.read_text()
        users.add(folder, it.key, HEAD, Role.ADMINISTRATOR, PASSWORD)
        users.add(folder, it.key, GUEST, Role.READER, OTHER)
    keys.keep_key(keys.database_id(folder), key)  # other tests open the same database without
    return folder


@pytest.fixture
def folder_with_users(office: DataFolder, tmp_path: Path) -> Iterator[DataFolder]:
    shutil.copytree(office.root, tmp_path / "users")
    made = DataFolder(tmp_path / "users")
    kept = keys.own_place(keys.database_id(made)) / "key"
    key, notes = kept.read_text(), kept.with_name("sign-in.json")
    notes.unlink(missing_ok=True)
    yield made
    notes.unlink(missing_ok=True)
    keys.keep_key(keys.database_id(made), key)


@pytest.fixture
def as_role(folder_with_users: DataFolder) -> Iterator[Callable[[str, Role], Opened]]:
    """Opens the data as somebody, without the seconds a password takes."""
    open_now: list[Any] = []
    key = (keys.own_place(keys.database_id(folder_with_users)) / "key").read_text()

    def sign_in(name: str, role: Role) -> Opened:
        it = open_database(folder_with_users, signed=Unlocked(key, name, role))
        opened = it.__enter__()
        open_now.append(it)
        signing.begin(opened)
        return opened

    yield sign_in
    for it in open_now:
        it.__exit__(None, None, None)


@pytest.fixture
def window_of(qtbot: QtBot, dressed: str, tmp_path: Path) -> Callable[[Opened], MainWindow]:
    def make(opened: Opened) -> MainWindow:
        made = MainWindow(opened, Seat(Settings(), tmp_path / "settings.json", dressed))
        made.resize(1366, 768)
        qtbot.addWidget(made, before_close_func=lambda w: w.forget_record())
        made.show()
        qtbot.waitExposed(made)
        return made

    return make


def trail_of(opened: Opened) -> list[tuple[str, str, str]]:
    rows = opened.db.execute("select action, by, summary from audit order by seq").fetchall()
    return [(a, b, s) for a, b, s in rows]


def pressed(page: QWidget, words: str) -> QPushButton:
    return next(b for b in page.findChildren(QPushButton) if b.text().strip() == words)


# --- signing in ----------------------------------------------------------------------------------


def test_the_page_asks_for_name_and_password_and_says_what_is_wrong(
    qtbot: QtBot, folder_with_users: DataFolder
) -> None:
    page = SignInPage(folder_with_users)
    qtbot.addWidget(page)
    assert [page.user.itemData(n) for n in range(page.user.count())] == [HEAD, GUEST, ""]
    page.password.setText("nonsense")
    page.try_it()
    assert page.unlocked is None
    assert page.password.text() == ""
    page.password.setText(PASSWORD)
    page.try_it()
    assert page.unlocked is not None
    assert (page.unlocked.user, page.unlocked.role) == (HEAD, Role.ADMINISTRATOR)
    with open_database(folder_with_users, signed=page.unlocked) as opened:
        signing.begin(opened)
        samples.village(opened.db)
        noted = trail_of(opened)
    assert [a for a, _, _ in noted[-3:]] == ["failed_login", "login", "create"]
    assert noted[-3][2].endswith(HEAD)
    assert noted[-1][1] == HEAD  # his steps bear his name


def test_after_too_many_wrong_passwords_the_page_counts_the_seconds(
    qtbot: QtBot, folder_with_users: DataFolder
) -> None:
    notes = keys.own_place(keys.database_id(folder_with_users)) / "sign-in.json"
    from datetime import UTC, datetime

    wrong = {"wrong": 9, "last": datetime.now(UTC).isoformat(), "failures": []}
    notes.write_text(json.dumps(wrong))
    page = SignInPage(folder_with_users)
    qtbot.addWidget(page)
    page.show()
    assert not page.password.isEnabled()
    page.password.setText(PASSWORD)
    page.try_it()
    assert page.unlocked is None


# --- roles ---------------------------------------------------------------------------------------


def test_every_right_is_about_something_there_is() -> None:
    assert all(why_not(Role.ADMINISTRATOR, what) is None for what in NEEDS)
    assert may(Role.RECORDER, "save_record")
    assert not may(Role.RECORDER, "import_sheet")
    assert not may(Role.READER, "save_record")
    assert "管理员" in str(why_not(Role.RECORDER, "import_sheet"))


def test_a_reader_cannot_write_through_any_door_but_the_trail(
    as_role: Callable[[str, Role], Opened],
) -> None:
    opened = as_role(GUEST, Role.READER)
    with pytest.raises(UserError, match="查看人员"):
        samples.village(opened.db)
    trail.note(opened.db, Entry("export", "dispute"))
    assert trail_of(opened)[-1][:2] == ("export", GUEST)
    with pytest.raises(UserError, match="查看人员"):
        samples.village(opened.db)


def test_the_menu_and_the_buttons_of_a_reader_are_grey_and_say_why(
    as_role: Callable[[str, Role], Opened], window_of: Callable[[Opened], MainWindow]
) -> None:
    window = window_of(as_role(GUEST, Role.READER))
    actions = {a.objectName(): a for a in window.actions_made}
    for name in ("add_record", "save_record", "undo_step", "import_sheet", "readable_copy"):
        assert not actions[name].isEnabled()
        assert actions[name].toolTip()
    assert actions["focus_search"].isEnabled()
    assert actions["export_register"].isEnabled()
    window.go_to("disputes")
    fresh = [b for b in window.page("disputes").findChildren(QPushButton) if not b.isEnabled()]
    assert any("查看人员" in b.toolTip() for b in fresh)


def test_a_reader_sees_no_digit_of_a_phone_on_a_record_or_in_its_history(
    as_role: Callable[[str, Role], Opened], window_of: Callable[[Opened], MainWindow]
) -> None:
    opened = as_role(GUEST, Role.READER)
    window = window_of(opened)
    (case,) = store.find(opened.db, DISPUTE)
    window.open_record("dispute", case["id"])
    page = window.record
    assert page is not None
    (row,) = page.children_rows[PARTY].rows
    row.fold(folded=False)
    phone = row.form.editors["phone"].widget
    assert isinstance(phone, QLineEdit)
    assert phone.displayText() != PHONE
    assert phone.isReadOnly()
    assert not page.is_changed()
    said = [line for t in told(opened.db, case["id"], load_book(opened.db), mask=True)
            for line in t.lines]  # fmt: skip
    assert not any(PHONE in line.after for line in said)


def test_opening_a_record_with_full_numbers_is_noted(
    as_role: Callable[[str, Role], Opened], window_of: Callable[[Opened], MainWindow]
) -> None:
    opened = as_role(HEAD, Role.ADMINISTRATOR)
    window = window_of(opened)
    (case,) = store.find(opened.db, DISPUTE)
    window.open_record("dispute", case["id"])
    last = opened.db.execute('select action, "row" from audit order by seq desc').fetchone()
    assert tuple(last) == ("view", case["id"])


def test_the_settings_of_the_office_are_for_administrators(
    as_role: Callable[[str, Role], Opened], window_of: Callable[[Opened], MainWindow]
) -> None:
    window = window_of(as_role("李干事", Role.RECORDER))
    window.go_to("settings")
    page = window.page("settings")
    assert isinstance(page, TabsPage)
    assert not page.content().isEnabled() or "管理员" in page.content().text()  # type: ignore[attr-defined]
    names = [page.tabs.tabText(n) for n in range(page.tabs.count())]
    page.show_tab(names.index(str(USERS_TAB)))
    users_page = page.findChild(UsersPage)
    assert users_page is not None
    assert not pressed(users_page, "添加用户…").isEnabled()


# --- masking -------------------------------------------------------------------------------------


def test_an_export_has_stars_unless_somebody_says_otherwise_and_is_noted(
    qtbot: QtBot, as_role: Callable[[str, Role], Opened], tmp_path: Path
) -> None:
    opened = as_role(HEAD, Role.ADMINISTRATOR)
    dialog = ExportDialog(None, PARTY)
    qtbot.addWidget(dialog)
    assert dialog.wanted().mask
    dialog.all_columns.setChecked(True)
    assert not dialog.wanted().mask  # it could not be imported again
    for mask, action in ((True, "export"), (False, "export_full")):
        write_register(
            opened.db,
            lambda done, total: None,
            kind=PARTY,
            wanted=Wanted(mask=mask),
            path=tmp_path / "p.xlsx",
        )
        assert trail_of(opened)[-1] == (action, HEAD, "1")


def test_a_reader_cannot_ask_for_the_numbers_in_full(qtbot: QtBot) -> None:
    dialog = ExportDialog(None, PARTY, role=Role.READER)
    qtbot.addWidget(dialog)
    assert dialog.wanted().mask
    assert not dialog.starred.isEnabled()
    assert not dialog.all_columns.isEnabled()


# --- the locked screen ---------------------------------------------------------------------------


def test_the_screen_locks_after_the_idle_minutes_and_opens_with_the_password(
    qtbot: QtBot,
    as_role: Callable[[str, Role], Opened],
    window_of: Callable[[Opened], MainWindow],
) -> None:
    window = window_of(as_role(HEAD, Role.ADMINISTRATOR))
    assert window.lock._idle.interval() == 15 * 60_000
    window.lock._idle.timeout.emit()  # as after fifteen minutes
    page = window.lock.page
    assert page is not None
    assert not window.centralWidget().isVisible()
    page.reject()  # Esc opens nothing
    assert page.isVisible()
    page.password.setText(OTHER)
    page.try_it()
    assert window.lock.page is page
    page.password.setText(PASSWORD)
    page.try_it()
    assert window.lock.page is None
    assert window.centralWidget().isVisible()


def test_without_a_password_there_is_nothing_to_lock_with(window: MainWindow) -> None:
    assert not window.lock.lock()
    assert window.lock.page is None


def test_somebody_else_may_sign_in_and_what_was_typed_is_kept(
    qtbot: QtBot,
    as_role: Callable[[str, Role], Opened],
    window_of: Callable[[Opened], MainWindow],
) -> None:
    opened = as_role(HEAD, Role.ADMINISTRATOR)
    window = window_of(opened)
    window.add_record()
    assert window.record is not None
    window.record.form.put({"place": "村口"})
    window.lock_now()
    assert window.lock.page is not None
    window.lock.page.other_wanted.emit()
    assert not window.isVisible()
    assert window.after().sign_in
    (words,) = opened.db.execute("select words from draft").fetchone()
    assert "村口" in words


# --- the page of users ---------------------------------------------------------------------------


def test_a_user_is_added_given_a_role_and_removed_on_the_page(
    qtbot: QtBot, opened: Opened, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = keys.database_id(opened.folder)
    kept = (keys.own_place(database) / "key").read_text()
    page = UsersPage(window)
    qtbot.addWidget(page)
    page.refresh()
    said: list[str] = []
    monkeypatch.setattr("ui.users_page.tell", lambda parent, words: said.append(str(words)))
    monkeypatch.setattr("ui.users_page.confirm", lambda *_: True)

    def fill(name: str, again: str) -> Callable[[UserDialog], int]:
        def run(dialog: UserDialog) -> int:
            dialog.name.setText(name)
            dialog.password.setText(PASSWORD)
            dialog.again.setText(again)
            dialog.try_it()
            return dialog.result()

        return run

    monkeypatch.setattr(UserDialog, "exec", fill(HEAD, "another"))
    page.add_user()
    assert not keys.has_users(opened.folder)
    monkeypatch.setattr(UserDialog, "exec", fill(HEAD, PASSWORD))
    page.add_user()
    assert users.names(opened.folder) == [HEAD]
    assert len(said) == 1
    page.remove_user()
    assert not keys.has_users(opened.folder)
    assert keys.find_key(opened.folder) == kept
    assert [a for a, _, _ in trail_of(opened)[-2:]] == ["user_add", "user_remove"]


def test_nobody_removes_himself_while_others_are_left(
    as_role: Callable[[str, Role], Opened],
) -> None:
    opened = as_role(HEAD, Role.ADMINISTRATOR)
    with pytest.raises(UserError, match="不能删除正在使用的用户"):
        acts.remove_user(opened, HEAD)
    assert users.names(opened.folder) == [HEAD, GUEST]


# --- by command ----------------------------------------------------------------------------------


def run(
    folder: DataFolder, capsys: pytest.CaptureFixture[str], password: str, *typed: str
) -> tuple[int, str, str]:
    capsys.readouterr()
    code = commands.run_command(parser().parse_args(list(typed)), folder, password)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_command_lists_and_adds_users_and_a_reader_may_not(
    folder_with_users: DataFolder,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = folder_with_users
    code, out, _ = run(folder, capsys, PASSWORD, "users", "--json")
    found = [(u["name"], u["role"]) for u in json.loads(out)["users"]]
    assert (code, found) == (0, [(HEAD, "administrator"), (GUEST, "reader")])
    monkeypatch.setenv("TAIZHANG_NEW_PASSWORD", "Liii12345")
    typed = ("users", "add", "李干事", "--role", "recorder")
    assert run(folder, capsys, OTHER, *typed)[0] == 1
    assert run(folder, capsys, PASSWORD, *typed)[0] == 0
    assert users.names(folder) == [HEAD, GUEST, "李干事"]


def test_a_reader_exports_with_stars_and_may_not_undo(
    folder_with_users: DataFolder, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    import openpyxl

    out = tmp_path / "p.xlsx"
    assert run(folder_with_users, capsys, OTHER, "register", "party", str(out))[0] == 0
    words = [str(c.value) for row in openpyxl.load_workbook(out).worksheets[0].rows for c in row]
    assert not any(PHONE in w for w in words)
    code, _, said = run(folder_with_users, capsys, OTHER, "undo", "1")
    assert (code, "只能查看" in said) == (1, True)


def test_a_command_without_the_password_says_that_one_is_needed(
    folder_with_users: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, said = run(folder_with_users, capsys, "", "due")
    assert (code, "密码" in said) == (1, True)
