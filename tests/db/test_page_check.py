"""The look at every page after the window is shown: it misses nothing, and none is skipped."""

import os
import random

import pytest

from core import store
from core.paths import DataFolder
from core.progress import Cancelled
from core.records import VILLAGE
from db import driver, keys, page_check
from db.connect import PAGE, Damaged, connect, open_database
from db.page_check import first_fault_by_table
from tests import samples


@pytest.fixture
def filled(folder: DataFolder) -> DataFolder:
    """A closed folder that was looked through."""
    with open_database(folder) as it, store.step(it.db, samples.WORDS) as s:
        store.save_many(s, VILLAGE, [{"name": f"第{i}村", "kind": "village"} for i in range(50)])
    return folder


def spoil(folder: DataFolder, page: int, place: int = 1000) -> None:
    content = bytearray(folder.data.read_bytes())
    content[page * PAGE + place] ^= 4
    folder.data.write_bytes(content)


def looked_through(folder: DataFolder, key: str) -> str:
    """What is wrong, whether it shows at opening, at looking or not at all."""
    try:
        db = connect(folder.data, key)
    except driver.DatabaseError as error:
        return str(error)
    try:
        return first_fault_by_table(db)
    except driver.DatabaseError as error:
        return str(error)
    finally:
        db.close()


def test_a_flipped_bit_in_any_page_is_found_by_the_look(filled: DataFolder) -> None:
    key, whole = keys.find_key(filled), filled.data.read_bytes()
    chance = random.Random(3)
    for _ in range(300 if os.environ.get("TAIZHANG_LONG_TESTS") else 60):
        spoil(filled, chance.randrange(1, len(whole) // PAGE), chance.randrange(PAGE))
        assert looked_through(filled, key)
        filled.data.write_bytes(whole)
    assert looked_through(filled, key) == ""


def test_the_window_opens_a_file_it_knows_without_reading_all_of_it(filled: DataFolder) -> None:
    with open_database(filled, read_later=True) as it:
        assert it.unread


def test_a_file_never_looked_through_here_is_read_whole_first(filled: DataFolder) -> None:
    (keys.own_place(keys.database_id(filled)) / "looked-through").unlink()
    with open_database(filled, read_later=True) as it:
        assert not it.unread


def test_a_look_that_was_cut_off_is_made_up_for_before_the_next_window(filled: DataFolder) -> None:
    with open_database(filled, read_later=True) as it:
        assert it.unread  # closed before the look came to its end
    spoil(filled, filled.data.stat().st_size // PAGE - 1)
    with pytest.raises(Damaged), open_database(filled, read_later=True):
        pass


def test_after_damage_every_start_looks_first(filled: DataFolder) -> None:
    spoil(filled, filled.data.stat().st_size // PAGE - 1)
    for _ in range(2):
        with pytest.raises(Damaged), open_database(filled):
            pass
    assert not page_check.is_noted(keys.database_id(filled))


def test_a_look_that_is_stopped_says_so(filled: DataFolder) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with open_database(filled) as it, pytest.raises(Cancelled):
        first_fault_by_table(it.db, stop)


def test_another_program_holding_the_file_is_no_damage(filled: DataFolder) -> None:
    with open_database(filled) as it:
        other = connect(filled.data, it.key)
        other.execute("pragma busy_timeout = 0")
        it.db.execute("begin exclusive")
        with pytest.raises(driver.OperationalError):
            first_fault_by_table(other)
        it.db.execute("rollback")
        other.close()
