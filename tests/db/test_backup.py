"""Whole copies, checked after writing; the ladder that keeps them; going back to one."""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core import store
from core.errors import UserError
from core.paths import DataFolder
from core.progress import Cancelled
from core.records import PARTY, VILLAGE
from db import keys
from db.backup import (
    Backup,
    backups,
    check_backup,
    counts,
    due,
    make_backup,
    restore,
    thin_out,
)
from db.connect import Damaged, Opened, gate, holding, open_database
from tests import samples

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def back_up(it: Opened, reason: str = "by_hand") -> Backup:
    return make_backup(it.folder, it.key, it.db, reason)


def pretend(folder: DataFolder, at: datetime, reason: str = "daily", size: int = 1) -> str:
    """The folder of a backup made at some time, without the data; gives its name."""
    name = at.astimezone().strftime("%Y%m%d-%H%M%S")
    info = {"at": at.isoformat(), "reason": reason, "counts": {"clock": 1}, "size": size}
    (folder.backups / name).mkdir(parents=True)
    (folder.backups / name / "info.json").write_text(json.dumps(info))
    return name


def names(folder: DataFolder) -> list[str]:
    return [b.name for b in backups(folder)]


# --- making --------------------------------------------------------------------------------------


def test_a_backup_holds_what_the_data_hold(opened: Opened) -> None:
    dispute = samples.dispute(opened.db, samples.committee(opened.db))
    samples.party(opened.db, dispute)
    made = back_up(opened)
    assert made.counts == counts(opened.db)
    assert (made.counts["party"], made.counts["village"]) == (1, 0)
    assert check_backup(opened.folder, opened.key, made.name) == made
    copy = gate(opened.folder.backups / made.name / "data.db", opened.key)
    assert store.get(copy, PARTY, store.find(opened.db, PARTY)[0]["id"]) is not None
    copy.close()


def test_a_backup_opens_with_its_own_key_file(opened: Opened) -> None:
    made = back_up(opened)
    assert keys.find_key(DataFolder(opened.folder.backups / made.name)) == opened.key


def test_a_backup_is_as_unreadable_as_the_data(opened: Opened) -> None:
    samples.village(opened.db, "诸葛无名氏")
    made = back_up(opened)
    for path in (opened.folder.backups / made.name).iterdir():
        assert "诸葛无名氏".encode() not in path.read_bytes()


def test_backups_are_listed_newest_first_and_two_in_one_second_are_two(opened: Opened) -> None:
    made = [back_up(opened).name for _ in range(3)]
    assert names(opened.folder) == made[::-1]


def test_unfinished_and_unreadable_backups_do_not_count(opened: Opened) -> None:
    made = back_up(opened)
    for name, text in (("x.part", "{}"), ("bad", "{"), ("list", "[]"), ("empty", "{}")):
        place = opened.folder.backups / name
        place.mkdir()
        (place / "info.json").write_text(text)
    (opened.folder.backups / "nothing").mkdir()
    assert names(opened.folder) == [made.name]


def test_giving_up_leaves_no_backup_and_nothing_half(opened: Opened) -> None:
    def give_up(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        make_backup(opened.folder, opened.key, opened.db, "by_hand", give_up)
    assert list(opened.folder.backups.iterdir()) == []
    assert back_up(opened).counts == counts(opened.db)


def test_a_missing_key_file_makes_no_backup(opened: Opened) -> None:
    opened.folder.keys.unlink()
    with pytest.raises(UserError, match="备份没有做成"):
        back_up(opened)
    assert list(opened.folder.backups.iterdir()) == []


# --- when one is due -----------------------------------------------------------------------------


def test_empty_data_need_no_backup(opened: Opened) -> None:
    assert due(opened.folder, opened.db) == ""


def test_changed_data_without_any_backup_need_one(opened: Opened) -> None:
    samples.village(opened.db)
    assert due(opened.folder, opened.db) == "exit"


@pytest.mark.parametrize(
    ("age", "reason"),
    [(timedelta(minutes=29), ""), (timedelta(minutes=31), "exit"), (timedelta(hours=25), "daily")],
)
def test_changed_data_need_one_by_the_age_of_the_last(
    opened: Opened, age: timedelta, reason: str
) -> None:
    samples.village(opened.db)
    samples.village(opened.db)
    pretend(opened.folder, datetime.now(UTC) - age)
    assert due(opened.folder, opened.db) == reason


def test_unchanged_data_need_none_however_old_the_last_is(opened: Opened) -> None:
    samples.village(opened.db)
    pretend(opened.folder, datetime.now(UTC) - timedelta(days=40))
    assert due(opened.folder, opened.db) == ""


# --- going back ----------------------------------------------------------------------------------


@pytest.fixture
def two_states(folder: DataFolder) -> tuple[DataFolder, str]:
    """A backup with one village; the present data hold two."""
    with open_database(folder) as it:
        samples.village(it.db, "甲村")
        made = back_up(it)
        samples.village(it.db, "乙村")
    return folder, made.name


def go_back(folder: DataFolder, name: str) -> Path:
    with holding(folder):
        return restore(folder, keys.find_key(folder), name)


def villages(folder: DataFolder) -> tuple[set[str], str]:
    with open_database(folder) as it:
        found = {row["name"] for row in store.find(it.db, VILLAGE)}
        return found, store.meta(it.db, "replica")


def test_going_back_sets_the_present_data_aside_and_makes_a_new_replica(
    two_states: tuple[DataFolder, str],
) -> None:
    folder, name = two_states
    _, before = villages(folder)
    aside = go_back(folder, name)
    found, replica = villages(folder)
    assert found == {"甲村"}
    assert replica != before
    present = gate(aside / "data.db", keys.find_key(folder))
    assert store.count(present, VILLAGE) == 2
    present.close()
    assert keys.database_id(DataFolder(aside)) == keys.database_id(folder)


def test_going_back_to_the_very_same_state_makes_a_new_replica_too(folder: DataFolder) -> None:
    with open_database(folder) as it:
        samples.village(it.db)
        made = back_up(it)
    before = villages(folder)[1]
    go_back(folder, made.name)
    assert villages(folder)[1] != before


def test_going_back_works_from_a_file_that_is_damaged(two_states: tuple[DataFolder, str]) -> None:
    folder, name = two_states
    folder.data.write_bytes(b"")
    go_back(folder, name)
    assert villages(folder)[0] == {"甲村"}


def test_a_journal_of_the_old_file_is_not_rolled_into_the_restored_one(
    two_states: tuple[DataFolder, str],
) -> None:
    folder, name = two_states
    journal = folder.root / "data.db-journal"
    with open_database(folder) as it:
        it.db.execute("pragma cache_size = 10")  # pages are written before the end of the step
        with pytest.raises(Cancelled), store.step(it.db, samples.WORDS) as s:
            store.save_many(s, VILLAGE, [{"name": f"村{i}"} for i in range(2000)])
            cut_off = {path: path.read_bytes() for path in (folder.data, journal)}
            raise Cancelled
    for path, content in cut_off.items():
        path.write_bytes(content)
    aside = go_back(folder, name)
    assert villages(folder)[0] == {"甲村"}
    present = gate(aside / "data.db", keys.find_key(folder))  # rolled back by its own journal
    assert store.count(present, VILLAGE) == 2
    present.close()


def test_going_back_twice_in_one_second_sets_both_aside(
    two_states: tuple[DataFolder, str],
) -> None:
    folder, name = two_states
    assert go_back(folder, name) != go_back(folder, name)


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _wrong_counts(path: Path) -> None:
    info = json.loads((path.parent / "info.json").read_text())
    info["counts"]["village"] += 1
    (path.parent / "info.json").write_text(json.dumps(info))


HARMS: dict[str, Callable[[Path], object]] = {
    "flipped": _flip,
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-4096]),
    "emptied": lambda path: path.write_bytes(b""),
    "missing": lambda path: path.unlink(),
    "counts": _wrong_counts,
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_backup_is_refused_and_the_present_data_stay(
    two_states: tuple[DataFolder, str], harm: str
) -> None:
    folder, name = two_states
    HARMS[harm](folder.backups / name / "data.db")
    with pytest.raises(UserError):
        go_back(folder, name)
    assert villages(folder)[0] == {"甲村", "乙村"}
    assert not list(folder.root.glob("*.part"))
    assert not folder.set_aside.exists()


def test_a_backup_without_its_key_file_changes_nothing(two_states: tuple[DataFolder, str]) -> None:
    folder, name = two_states
    (folder.backups / name / "keys.json").unlink()
    with pytest.raises(UserError, match=r"keys\.json"):
        go_back(folder, name)
    assert villages(folder)[0] == {"甲村", "乙村"}


def test_an_unknown_backup_is_refused(two_states: tuple[DataFolder, str]) -> None:
    with pytest.raises(UserError, match="20990101"):
        go_back(two_states[0], "20990101-000000")


def test_a_backup_of_another_office_is_refused(
    two_states: tuple[DataFolder, str],
) -> None:
    folder, name = two_states
    with pytest.raises(Damaged, match="钥匙"):
        check_backup(folder, "22" * 32, name)


def test_a_folder_renamed_by_hand_can_still_be_gone_back_to(
    two_states: tuple[DataFolder, str],
) -> None:
    folder, name = two_states
    (folder.backups / name).rename(folder.backups / "before the move")
    go_back(folder, "before the move")
    assert villages(folder)[0] == {"甲村"}


# --- the ladder ----------------------------------------------------------------------------------


def test_promise_20_over_400_days_the_ladder_keeps_what_the_rule_says(folder: DataFolder) -> None:
    chance = random.Random(7)
    made: dict[str, datetime] = {}
    start = NOW - timedelta(days=400)
    for day in range(401):
        for hour in sorted(chance.sample(range(24), chance.choice([0, 1, 1, 2, 3]))):
            at = start + timedelta(days=day, hours=hour)
            if at > NOW:
                continue
            made[pretend(folder, at)] = at
            thin_out(folder, at)
            assert len(backups(folder)) >= min(3, len(made))
    thin_out(folder, NOW)
    kept = {name: made[name] for name in names(folder)}
    days = {at.astimezone().date() for at in kept.values()}
    recent = {name for name, at in made.items() if NOW - at <= timedelta(days=2)}
    assert recent <= kept.keys()
    assert len([at for at in kept.values() if NOW - at > timedelta(days=2)]) <= 12 + 10 + 9
    last_days = sorted({at.astimezone().date() for at in made.values()})[-12:]
    assert set(last_days) <= days
    assert {d.strftime("%G-%V") for d in days} >= _last_periods(made, "%G-%V", 10)
    assert {d.strftime("%Y-%m") for d in days} >= _last_periods(made, "%Y-%m", 9)


def _last_periods(made: dict[str, datetime], pattern: str, most: int) -> set[str]:
    return set(sorted({at.astimezone().strftime(pattern) for at in made.values()})[-most:])


def test_promise_20_the_last_ten_before_an_import_are_kept_however_old(folder: DataFolder) -> None:
    old = NOW - timedelta(days=500)
    imports = [pretend(folder, old + timedelta(minutes=i), "import") for i in range(15)]
    for day in range(30):
        pretend(folder, NOW - timedelta(days=day))
    thin_out(folder, NOW)
    assert set(names(folder)) >= set(imports[-10:])
    assert not set(names(folder)) & set(imports[:4])


def test_promise_20_three_are_kept_however_large_and_old(folder: DataFolder) -> None:
    for day in range(8):
        pretend(folder, NOW - timedelta(days=900 + day), size=10**18)
    gone = thin_out(folder, NOW)
    assert len(names(folder)) == 3
    assert len(gone) == 5


def test_the_newest_are_the_last_to_go(folder: DataFolder) -> None:
    made = [pretend(folder, NOW - timedelta(hours=i), size=10**18) for i in range(6)]
    thin_out(folder, NOW)
    assert names(folder) == made[:3]
