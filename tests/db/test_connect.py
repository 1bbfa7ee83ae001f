"""The only way in: lock, key, checks, replica; damage is noticed and nothing is made empty."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core import store
from core.errors import UserError
from core.paths import DataFolder
from core.records import VILLAGE
from db import driver, keys
from db.connect import (
    PAGE,
    Damaged,
    bring_up_to_date,
    check_replica,
    connect,
    create,
    gate,
    holding,
    open_database,
    words_for,
)
from tests import samples

ROOT = Path(__file__).parent.parent.parent
NAME = "诸葛无名氏"
HOLD = """
import sys, time
from pathlib import Path
import db.driver
from core.paths import DataFolder
from db.connect import open_database
with open_database(DataFolder(Path(sys.argv[1]))):
    print("open", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def filled(folder: DataFolder) -> DataFolder:
    """A closed folder with fifty villages in it."""
    with open_database(folder) as it, store.step(it.db, samples.WORDS) as s:
        rows = [{"name": f"{NAME}{i}", "kind": "village"} for i in range(50)]
        store.save_many(s, VILLAGE, rows)
    return folder


def replica(folder: DataFolder) -> str:
    with open_database(folder) as it:
        return store.meta(it.db, "replica")


# --- what is written -----------------------------------------------------------------------------


def test_what_was_saved_is_there_after_closing(filled: DataFolder) -> None:
    with open_database(filled) as it:
        assert store.count(it.db, VILLAGE) == 50


def test_no_file_of_the_folder_holds_a_saved_name_in_the_clear(filled: DataFolder) -> None:
    with open_database(filled) as it:
        samples.village(it.db, NAME)
        for path in filled.root.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                assert NAME.encode() not in content
                assert b"create table" not in content.lower()


def test_every_connection_has_the_pragmas(filled: DataFolder) -> None:
    with open_database(filled) as it:
        expected = {
            "journal_mode": "truncate",
            "synchronous": 2,
            "foreign_keys": 1,
            "secure_delete": 1,
            "trusted_schema": 0,
            "temp_store": 2,
        }
        for name, value in expected.items():
            assert it.db.execute(f"pragma {name}").fetchone()[0] == value


def test_a_copy_made_while_the_program_is_open_holds_everything(
    filled: DataFolder, tmp_path: Path
) -> None:
    with open_database(filled) as it:
        samples.village(it.db, "最后一村")
        shutil.copyfile(filled.data, tmp_path / "copy.db")
        copy = gate(tmp_path / "copy.db", it.key)
        assert store.count(copy, VILLAGE) == 51
        copy.close()


# --- damage --------------------------------------------------------------------------------------

CUTS = {
    "0": lambda size: 0,
    "1": lambda size: 1,
    "16": lambda size: 16,
    "100": lambda size: 100,
    "page-1": lambda size: PAGE - 1,
    "page": lambda size: PAGE,
    "page+1": lambda size: PAGE + 1,
    "half": lambda size: size // 2,
    "last page": lambda size: size - PAGE,
    "-1": lambda size: size - 1,
}


@pytest.mark.parametrize("cut", CUTS)
def test_promise_05_a_truncated_file_is_refused_and_left_as_it_is(
    filled: DataFolder, cut: str
) -> None:
    whole = filled.data.read_bytes()
    filled.data.write_bytes(whole[: CUTS[cut](len(whole))])
    damaged = filled.data.read_bytes()
    with pytest.raises(Damaged), open_database(filled):
        pass
    assert filled.data.read_bytes() == damaged


def test_promise_04_every_flipped_bit_is_noticed(filled: DataFolder) -> None:
    chance = random.Random(5)
    key = keys.find_key(filled)
    whole = filled.data.read_bytes()
    for _ in range(300 if os.environ.get("TAIZHANG_LONG_TESTS") else 60):
        place, bit = chance.randrange(len(whole)), chance.randrange(8)
        damaged = bytearray(whole)
        damaged[place] ^= 1 << bit
        filled.data.write_bytes(damaged)
        with pytest.raises(Damaged):
            gate(filled.data, key)
        assert filled.data.read_bytes() == damaged
    filled.data.write_bytes(whole)
    gate(filled.data, key).close()


def test_a_file_full_of_zeros_is_refused(filled: DataFolder) -> None:
    filled.data.write_bytes(bytes(filled.data.stat().st_size))
    with pytest.raises(Damaged), open_database(filled):
        pass


def test_a_missing_data_file_is_damage_and_no_new_one_is_made(filled: DataFolder) -> None:
    key = keys.find_key(filled)
    filled.data.unlink()
    with pytest.raises(Damaged, match="没有新建"), open_database(filled):
        pass
    with pytest.raises(Damaged):
        gate(filled.data, key)
    assert not filled.data.exists()


def test_a_wrong_key_is_refused_in_words(filled: DataFolder) -> None:
    with pytest.raises(Damaged, match="钥匙"):
        gate(filled.data, "11" * 32)


def test_a_missing_key_file_is_said(filled: DataFolder) -> None:
    filled.keys.unlink()
    with pytest.raises(UserError, match=r"keys\.json"), open_database(filled):
        pass


def test_promise_21_another_programs_sqlite_file_is_refused_and_left_as_it_is(
    filled: DataFolder,
) -> None:
    filled.data.unlink()
    foreign = sqlite3.connect(filled.data)
    foreign.execute("create table village (id text)")
    foreign.execute("insert into village values (?)", ["x" * 9000])
    foreign.commit()
    foreign.close()
    before = filled.data.read_bytes()
    with pytest.raises(Damaged), open_database(filled):
        pass
    assert filled.data.read_bytes() == before


def test_promise_21_an_encrypted_file_that_is_not_ours_is_refused(filled: DataFolder) -> None:
    key = keys.find_key(filled)
    filled.data.unlink()
    other = connect(filled.data, key)
    other.execute("create table village (id text)")
    other.close()
    with pytest.raises(Damaged, match="不是本程序"), open_database(filled):
        pass


def test_data_of_a_newer_program_are_refused_in_words_and_left_alone(filled: DataFolder) -> None:
    db = connect(filled.data, keys.find_key(filled))
    db.execute("pragma user_version = 9999")
    db.close()
    before = filled.data.read_bytes()
    with pytest.raises(UserError, match="更新程序") as caught, open_database(filled):
        pass
    assert not isinstance(caught.value, Damaged)
    assert filled.data.read_bytes() == before


def test_after_damage_the_folder_is_free_for_the_recovery(filled: DataFolder) -> None:
    whole = filled.data.read_bytes()
    filled.data.write_bytes(whole[:-PAGE])
    with pytest.raises(Damaged), open_database(filled):
        pass
    filled.data.write_bytes(whole)
    with open_database(filled) as it:
        assert store.count(it.db, VILLAGE) == 50


# --- first start ---------------------------------------------------------------------------------


def test_an_empty_folder_is_no_damage_but_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="init") as caught, open_database(DataFolder(tmp_path)):
        pass
    assert not isinstance(caught.value, Damaged)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["data", "keys"])
def test_a_folder_that_holds_data_is_never_made_anew(filled: DataFolder, name: str) -> None:
    getattr(filled, name).unlink()
    left = {p.name: p.read_bytes() for p in filled.root.iterdir() if p.is_file()}
    with pytest.raises(UserError, match="已有数据"):
        create(filled)
    assert {p.name: p.read_bytes() for p in filled.root.iterdir() if p.is_file()} == left


def test_a_first_start_that_was_cut_off_can_be_repeated(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "new")
    folder.root.mkdir()
    (folder.root / "data.db.part").write_bytes(b"half")
    folder.keys.write_text("{}")
    made = create(folder)
    with open_database(folder) as it:
        assert store.meta(it.db, "database") == made.database
    assert not (folder.root / "data.db.part").exists()


# --- one program at a time -----------------------------------------------------------------------


def test_promise_26_a_second_start_is_refused_at_once(filled: DataFolder) -> None:
    with open_database(filled):
        start = time.perf_counter()
        with pytest.raises(UserError, match="已经打开"), open_database(filled):
            pass
        assert time.perf_counter() - start < 1
    with open_database(filled):
        pass


def test_promise_26_after_a_kill_the_next_start_works_at_once(filled: DataFolder) -> None:
    command = [sys.executable, "-c", HOLD, str(filled.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"open"
        with pytest.raises(UserError, match="已经打开"), open_database(filled):
            pass
        holder.kill()
        holder.wait()
    with open_database(filled) as it:
        assert store.count(it.db, VILLAGE) == 50


@pytest.mark.parametrize("left", [b"", bytes(512)])
def test_a_lock_file_left_by_a_power_cut_locks_nothing(filled: DataFolder, left: bytes) -> None:
    filled.lock.write_bytes(left)
    with holding(filled):
        pass


# --- replicas ------------------------------------------------------------------------------------


def test_the_same_folder_on_the_same_computer_stays_the_same_replica(filled: DataFolder) -> None:
    assert replica(filled) == replica(filled)


def test_a_crash_before_the_clock_was_noted_makes_no_new_replica(filled: DataFolder) -> None:
    before = replica(filled)
    with pytest.raises(ZeroDivisionError), open_database(filled) as it:
        samples.village(it.db)
        raise ZeroDivisionError
    assert replica(filled) == before


def test_a_folder_copied_to_another_computer_is_a_new_replica(
    filled: DataFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before, key = replica(filled), keys.find_key(filled)
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "another computer"))
    with pytest.raises(UserError, match="恢复码"), open_database(filled):
        pass
    keys.keep_key(keys.database_id(filled), key)  # what the set-up does after the recovery code
    assert replica(filled) != before


def test_an_older_copy_put_in_place_by_hand_is_a_new_replica(filled: DataFolder) -> None:
    before, older = replica(filled), filled.data.read_bytes()
    with open_database(filled) as it:
        samples.village(it.db)
    filled.data.write_bytes(older)
    assert replica(filled) != before


@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"replica": 1, "clock": "x"}', "\x00"])
def test_without_a_readable_note_of_the_replica_a_new_one_is_drawn(
    filled: DataFolder, text: str | None
) -> None:
    before = replica(filled)
    note = keys.own_place(keys.database_id(filled)) / "replica.json"
    if text is None:
        note.unlink()
    else:
        note.write_text(text)
    now = replica(filled)
    assert now != before
    assert json.loads(note.read_text())["replica"] == now
    assert replica(filled) == now


def test_a_new_replica_keeps_the_clock(filled: DataFolder) -> None:
    with open_database(filled) as it:
        clock = store.meta(it.db, "clock")
        (keys.own_place(keys.database_id(filled)) / "replica.json").unlink()
        check_replica(it.db, keys.database_id(filled))
        assert store.meta(it.db, "clock") == clock


# --- trouble from outside ------------------------------------------------------------------------


def test_a_full_disk_is_said_in_words(filled: DataFolder) -> None:
    with open_database(filled) as it:
        pages = it.db.execute("pragma page_count").fetchone()[0]
        it.db.execute(f"pragma max_page_count = {pages}").fetchone()
        with (
            pytest.raises(driver.OperationalError) as caught,
            store.step(it.db, samples.WORDS) as s,
        ):
            store.save_many(s, VILLAGE, [{"name": "村" * 90} for _ in range(500)])
        words = words_for(caught.value)
    assert words is not None
    assert "磁盘已满" in words.zh


def test_a_folder_in_place_of_the_data_file_is_refused(filled: DataFolder) -> None:
    filled.data.unlink()
    filled.data.mkdir()
    with pytest.raises(UserError), open_database(filled):
        pass


def test_our_own_mistakes_are_not_explained_away() -> None:
    db = connect(Path(":memory:"), "00" * 32)
    bring_up_to_date(db)
    with pytest.raises(driver.OperationalError) as caught:
        db.execute("select * from no_such_table")
    assert words_for(caught.value) is None
    assert words_for(ValueError()) is None
    db.close()
