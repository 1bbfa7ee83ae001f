"""Users, passwords, the recovery code and another key (data safety, section 10 and row 27)."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core import store
from core.errors import UserError
from core.paths import DataFolder
from core.records import VILLAGE
from db import keys, users
from db.backup import backups, check_backup, make_backup
from db.connect import Damaged, gate, holding, open_database
from db.rekey import change_key, change_key_of_backups
from db.sign_in import FREE, TooSoon, seconds_left, sign_in, take_failures, wait_after
from db.users import password_fault
from db.wraps import Role
from tests import samples

HEAD, CLERK, GUEST = "王所长", "李干事", "赵查看"
PASSWORDS = {HEAD: "Wang12345", CLERK: "li 12345678", GUEST: "看看台账2026"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, empty_folder: Path) -> DataFolder:
    """Made once: every wrap takes a second and a half on purpose. One village, one backup."""
    folder = DataFolder(tmp_path_factory.mktemp("users") / "data")
    shutil.copytree(empty_folder, folder.root)
    with open_database(folder) as it:
        samples.village(it.db)
        make_backup(folder, it.key, it.db, "by_hand")
        kept = keys.own_place(keys.database_id(folder)) / "key"
        before = kept.read_text()
        users.add(folder, it.key, HEAD, Role.ADMINISTRATOR, PASSWORDS[HEAD])
        users.add(folder, it.key, CLERK, Role.RECORDER, PASSWORDS[CLERK])
        users.add(folder, it.key, GUEST, Role.READER, PASSWORDS[GUEST])
    keys.keep_key(keys.database_id(folder), before)  # other tests open the same database without
    return folder


@pytest.fixture
def copy(office: DataFolder, tmp_path: Path) -> Iterator[DataFolder]:
    """A copy to change, of an office nobody signed in to yet."""
    shutil.copytree(office.root, tmp_path / "data")
    made = DataFolder(tmp_path / "data")
    place = keys.own_place(keys.database_id(made)) / "sign-in.json"
    place.unlink(missing_ok=True)
    kept = (keys.own_place(keys.database_id(made)) / "key").read_text()
    yield made
    place.unlink(missing_ok=True)
    keys.keep_key(keys.database_id(made), kept)  # where a test made this computer forget it


@pytest.fixture
def key(office: DataFolder) -> str:
    """The database key, without a second and a half for a password."""
    return (keys.own_place(keys.database_id(office)) / "key").read_text()


# --- who gets in ---------------------------------------------------------------------------------


def test_with_users_the_folder_asks_even_where_the_key_was_kept(office: DataFolder) -> None:
    with pytest.raises(keys.NoKey, match="密码"), open_database(office):
        pass


def test_a_password_opens_the_data_and_says_whose_it_is(office: DataFolder) -> None:
    with open_database(office, PASSWORDS[CLERK]) as it:
        assert (it.user, it.role, it.by_code) == (CLERK, Role.RECORDER, False)
        assert store.count(it.db, VILLAGE) == 1


def test_a_password_of_somebody_else_does_not_open_in_this_name(office: DataFolder) -> None:
    with pytest.raises(keys.WrongPassword):
        keys.unlock(office, PASSWORDS[CLERK], HEAD)


def test_no_password_and_no_key_lies_in_the_data_folder(office: DataFolder, key: str) -> None:
    secrets = [*PASSWORDS.values(), key]
    for path in office.root.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [s for s in secrets if s.encode() in content]


def test_a_role_changed_with_an_editor_counts_as_the_least(copy: DataFolder, key: str) -> None:
    text = copy.keys.read_text(encoding="utf-8").replace("recorder", "administrator")
    copy.keys.write_text(text, encoding="utf-8")
    assert {u.name: u.role for u in users.users(copy, key)}[CLERK] is Role.READER


@pytest.mark.parametrize(
    ("password", "fine"),
    [
        ("abc1234", False),
        ("abcdefgh", False),
        ("12345678", False),
        ("甲乙丙丁戊己庚辛", False),
        ("abcdefg1", True),
        ("Abcdefgh", True),
        ("甲乙丙丁戊己庚1", True),
    ],
)
def test_a_password_has_eight_characters_of_two_kinds(password: str, fine: bool) -> None:
    assert (password_fault(password) is None) is fine


def test_a_weak_password_a_double_name_and_no_name_change_nothing(
    copy: DataFolder, key: str
) -> None:
    before = copy.keys.read_bytes()
    for name, password in (("新人", "123"), (CLERK, "abcdefg1"), ("  ", "abcdefg1")):
        with pytest.raises(UserError):
            users.add(copy, key, name, Role.RECORDER, password)
    assert copy.keys.read_bytes() == before


def test_the_first_user_is_an_administrator(folder: DataFolder) -> None:
    with pytest.raises(UserError, match="管理员"):
        users.add(folder, keys.find_key(folder), CLERK, Role.RECORDER, "abcdefg1")
    assert not keys.has_users(folder)


def test_an_administrator_is_always_left(copy: DataFolder, key: str) -> None:
    with pytest.raises(UserError, match="唯一的管理员"):
        users.remove(copy, key, HEAD)
    with pytest.raises(UserError, match="唯一的管理员"):
        users.set_role(copy, key, HEAD, Role.READER)
    users.set_role(copy, key, CLERK, Role.ADMINISTRATOR)
    users.remove(copy, key, HEAD)
    assert [u.name for u in users.users(copy, key)] == [CLERK, GUEST]


def test_with_the_last_user_the_password_goes_and_this_computer_opens(
    copy: DataFolder, key: str
) -> None:
    assert [users.remove(copy, key, name) for name in (GUEST, CLERK, HEAD)] == [False, False, True]
    with open_database(copy) as it:
        assert (it.user, it.role) == ("", Role.ADMINISTRATOR)


# --- waiting -------------------------------------------------------------------------------------


def test_the_wait_doubles_from_the_fifth_wrong_password_up_to_a_minute() -> None:
    waits = [wait_after(n) for n in range(1, 14)]
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_wrong_passwords_make_one_wait_also_after_a_restart(copy: DataFolder) -> None:
    now = datetime(2026, 11, 22, 8, tzinfo=UTC)
    for _ in range(FREE + 1):
        with pytest.raises(keys.WrongPassword):
            sign_in(copy, "nonsense 1", HEAD, now)
    with pytest.raises(TooSoon):  # the notes lie in a file: nothing is kept in this process
        sign_in(copy, PASSWORDS[HEAD], HEAD, now)
    later = now + timedelta(seconds=1)
    assert seconds_left(copy, later) == 0
    assert sign_in(copy, PASSWORDS[HEAD], HEAD, later).user == HEAD
    assert seconds_left(copy, later) == 0
    assert [f.user for f in take_failures(copy)] == [HEAD] * (FREE + 1)
    assert take_failures(copy) == ()


def test_turning_the_clock_back_neither_ends_the_wait_nor_locks_out(copy: DataFolder) -> None:
    place = keys.own_place(keys.database_id(copy)) / "sign-in.json"
    noted = {"wrong": 7, "last": "2099-01-01T00:00:00+00:00", "failures": []}
    place.write_text(json.dumps(noted))
    now = datetime(2026, 11, 22, 8, tzinfo=UTC)
    assert seconds_left(copy, now) == 4
    assert seconds_left(copy, now + timedelta(seconds=5)) == 0


@pytest.mark.parametrize("left", ["", "{", "[]", '{"wrong": "x"}', '{"wrong": 9, "last": "?"}'])
def test_notes_nobody_can_read_keep_nobody_out(copy: DataFolder, left: str) -> None:
    place = keys.own_place(keys.database_id(copy)) / "sign-in.json"
    place.write_text(left)
    assert seconds_left(copy) == 0


# --- row 27 --------------------------------------------------------------------------------------


def test_promise_27_a_forgotten_password_is_replaced_by_another_administrator(
    copy: DataFolder, key: str
) -> None:
    users.set_password(copy, key, CLERK, "another 1 password")
    assert keys.unlock(copy, "another 1 password", CLERK).role is Role.RECORDER
    with pytest.raises(keys.WrongPassword):
        keys.unlock(copy, PASSWORDS[CLERK], CLERK)


def test_promise_27_the_recovery_code_opens_and_a_new_one_makes_the_old_one_void(
    copy: DataFolder, key: str
) -> None:
    first = users.new_recovery_code(copy, key)
    opened = keys.unlock(copy, first.lower())
    assert (opened.key, opened.role, opened.by_code) == (key, Role.ADMINISTRATOR, True)
    users.new_recovery_code(copy, key)
    with pytest.raises(keys.WrongPassword):
        keys.unlock(copy, first)


def test_promise_27_a_removed_user_opens_nothing_and_another_key_makes_old_copies_useless(
    copy: DataFolder, key: str, tmp_path: Path
) -> None:
    old_copy = DataFolder(tmp_path / "stolen")
    old_copy.root.mkdir()
    shutil.copyfile(copy.keys, old_copy.keys)
    users.remove(copy, key, CLERK)
    with pytest.raises(keys.WrongPassword):
        keys.unlock(copy, PASSWORDS[CLERK], CLERK)
    stolen = keys.unlock(old_copy, PASSWORDS[CLERK], CLERK).key
    gate(copy.data, stolen).close()  # what he copied still opens: therefore another key
    with holding(copy):
        made = change_key(copy, key)
        assert change_key_of_backups(copy, key, made.key) == []
    with pytest.raises(Damaged):
        gate(copy.data, stolen)
    (kept,) = backups(copy)
    with pytest.raises(Damaged):
        gate(copy.backups / kept.name / "data.db", stolen)
    assert check_backup(copy, made.key, kept.name).counts["village"] == 1
    assert keys.unlock(copy, PASSWORDS[GUEST], GUEST).key == made.key  # nobody typed anything
    with open_database(copy, made.recovery_code) as it:
        assert store.count(it.db, VILLAGE) == 1


@pytest.mark.parametrize("is_new", [False, True])
def test_a_change_of_the_key_that_was_cut_off_locks_nobody_out(
    copy: DataFolder, key: str, is_new: bool
) -> None:
    """The power fails after keys.json was written, or after the data file was replaced."""
    made = users.prepare_new_key(copy)
    if is_new:
        both = copy.keys.read_bytes()
        users.settle_key(copy, is_new=False)
        with holding(copy):
            made = change_key(copy, key)
        kept = json.loads(copy.keys.read_text(encoding="utf-8"))
        kept["before"] = json.loads(both)["before"]
        copy.keys.write_text(json.dumps(kept), encoding="utf-8")
    with open_database(copy, PASSWORDS[HEAD]) as it:
        assert it.key == (made.key if is_new else key)
        assert store.count(it.db, VILLAGE) == 1
    assert "before" not in keys.read_key_file(copy)
    assert keys.unlock(copy, PASSWORDS[HEAD], HEAD).key == (made.key if is_new else key)


def test_without_passwords_there_is_no_other_key_to_be_had(folder: DataFolder) -> None:
    with holding(folder), pytest.raises(UserError, match="没有设密码"):
        change_key(folder, keys.find_key(folder))
    with open_database(folder) as it:
        assert it.user == ""
