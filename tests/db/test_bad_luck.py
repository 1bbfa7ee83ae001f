"""Kills and full disks: nothing that was called saved is lost, nothing is half there.

With TAIZHANG_LONG_TESTS set, many more kills.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from core import audit, history, store
from core.errors import UserError
from core.paths import DataFolder
from core.records import DISPUTE, PARTY, VILLAGE
from db import driver, keys
from db.backup import backups, check_backup, make_backup
from db.connect import gate, open_database, words_for
from tests import samples

ROOT = Path(__file__).parent.parent.parent
LONG = bool(os.environ.get("TAIZHANG_LONG_TESTS"))

#: Each prints a word when something is surely done, and goes on until it is killed.
BEGIN = """
import sys
from pathlib import Path
import db.driver
from core import history, store
from core.paths import DataFolder
from core.records import COMMITTEE, DISPUTE, PARTY
from core.text import Text
from db.backup import make_backup
from db.connect import connect
folder, key, committee = DataFolder(Path(sys.argv[1])), sys.argv[2], sys.argv[3]
db = connect(folder.data, key)
W = Text("测试", "Test")
def case(s):
    id = store.save(s, DISPUTE, {"committee_id": committee, "accepted_on": "2026-03-05"})
    store.save_many(s, PARTY, [{"dispute_id": id, "name": n * 40} for n in "甲乙"])
    return id
with store.step(db, W) as s:
    case(s)
print("ready", flush=True)
"""
SAVING = """
while True:
    with store.step(db, W) as s:
        id = case(s)
    print(id, flush=True)
"""
UNDOING = """
while True:
    with store.step(db, W) as s:
        id = case(s)
    done = history.undo(db, s.id)
    history.undo(db, done.step)
    print(id, flush=True)
"""
MANY = """
with store.step(db, W) as s:
    for _ in range(20000):
        case(s)
print("all", flush=True)
"""
BACKING_UP = """
while True:
    with store.step(db, W) as s:
        case(s)
    print(make_backup(folder, key, db, "by_hand").name, flush=True)
"""


@pytest.fixture
def committee(folder: DataFolder) -> str:
    with open_database(folder) as it:
        return samples.committee(it.db)


def killed(folder: DataFolder, committee: str, work: str, after: float) -> list[str]:
    """Let it work so many seconds, kill it, and give what it had said."""
    command = [sys.executable, "-c", BEGIN + work, str(folder.root), keys.find_key(folder)]
    with subprocess.Popen([*command, committee], stdout=subprocess.PIPE, cwd=ROOT) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline().strip() == b"ready"
        time.sleep(after)  # the moment of the kill is what is tested
        worker.kill()
        said = worker.stdout.read().decode()
        assert worker.wait() in (-signal.SIGKILL, 1)
    whole = said[: said.rfind("\n") + 1]
    return whole.split()


def reopened(folder: DataFolder) -> Database:
    """Everything that must hold after a kill."""
    start = time.perf_counter()
    db = gate(folder.data, keys.find_key(folder))
    assert time.perf_counter() - start < 2
    assert db.execute("pragma foreign_key_check").fetchall() == []
    assert audit.first_break(db) is None
    cases = store.find(db, DISPUTE)
    parties = store.children_by_parent(db, PARTY, [row["id"] for row in cases])
    assert all(len(found) == 2 for found in parties.values())
    assert store.count(db, PARTY) == 2 * len(cases)
    last = db.execute("select max(id) from step").fetchone()[0]
    assert list(history.changes(db, last))
    return db


def test_promise_01_a_kill_at_any_moment_loses_nothing_saved(
    folder: DataFolder, committee: str
) -> None:
    chance, acknowledged = random.Random(), 0
    for _ in range(500 if LONG else 14):
        said = killed(folder, committee, SAVING, chance.uniform(0, 0.08))
        db = reopened(folder)
        assert len(store.get_many(db, DISPUTE, said)) == len(said)
        acknowledged += len(said)
        assert store.count(db, DISPUTE) >= acknowledged
        db.close()
    assert acknowledged


def test_promise_01_a_kill_while_undoing_leaves_whole_steps(
    folder: DataFolder, committee: str
) -> None:
    chance = random.Random()
    for _ in range(100 if LONG else 6):
        said = killed(folder, committee, UNDOING, chance.uniform(0, 0.1))
        db = reopened(folder)
        assert len(store.get_many(db, DISPUTE, said)) == len(said)
        db.close()


def test_promise_01_a_kill_within_a_large_step_leaves_nothing_of_it(
    folder: DataFolder, committee: str
) -> None:
    for round, after in enumerate((0.05, 0.4, 1.0), start=1):
        assert killed(folder, committee, MANY, after) == []
        db = reopened(folder)
        assert store.count(db, DISPUTE) == round  # the one made before the large step
        assert len(history.steps(db)) == 1 + round
        db.close()


def test_promise_19_a_kill_while_backing_up_leaves_only_whole_backups(
    folder: DataFolder, committee: str
) -> None:
    chance = random.Random()
    for _ in range(30 if LONG else 3):
        said = killed(folder, committee, BACKING_UP, chance.uniform(0.1, 0.4))
        listed = [backup.name for backup in backups(folder)]
        assert set(said) <= set(listed)
        for name in listed:
            check_backup(folder, keys.find_key(folder), name)
        reopened(folder).close()


# --- a full disk ---------------------------------------------------------------------------------


def _fails(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode != 0


@pytest.fixture
def small_disk(tmp_path: Path, empty_folder: Path) -> Iterator[DataFolder]:
    """A data folder on a disk of 3 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if not shutil.which("mount") or _fails(mount):
        pytest.skip("mounting a small disk needs the rights of root")
    try:
        shutil.copytree(empty_folder, disk / "data")
        yield DataFolder(disk / "data")
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def fill(folder: DataFolder, leave: int) -> None:
    """Until so many bytes are free."""
    free = shutil.disk_usage(folder.root).free
    (folder.root / "filler").write_bytes(bytes(free - leave))


def rows(db: Database) -> dict[str, Any]:
    tables = ("village", "step", "history", "audit", "search", "undone", "meta")
    return {t: db.execute(f"select * from {t} order by 1").fetchall() for t in tables}


def test_promise_03_a_full_disk_is_said_and_the_next_small_save_works(
    small_disk: DataFolder,
) -> None:
    with open_database(small_disk) as it:
        samples.village(it.db)
        before = rows(it.db)
        fill(small_disk, 200_000)
        with (
            pytest.raises(driver.OperationalError) as caught,
            store.step(it.db, samples.WORDS) as s,
        ):
            store.save_many(s, VILLAGE, [{"name": "村" * 90} for _ in range(5000)])
        words = words_for(caught.value)
        assert words is not None
        assert "磁盘已满" in words.zh
        assert rows(it.db) == before
        samples.village(it.db, "小村")
    (small_disk.root / "filler").unlink()
    with open_database(small_disk) as it:
        assert store.count(it.db, VILLAGE) == 2


def test_promise_03_a_backup_on_a_full_disk_is_said_and_leaves_nothing(
    small_disk: DataFolder,
) -> None:
    with open_database(small_disk) as it:
        samples.village(it.db)
        before = rows(it.db)
        fill(small_disk, 100_000)
        with pytest.raises(UserError, match="磁盘已满"):
            make_backup(small_disk, it.key, it.db, "by_hand")
        assert list(small_disk.backups.iterdir()) == []
        assert rows(it.db) == before
        (small_disk.root / "filler").unlink()
        assert make_backup(small_disk, it.key, it.db, "by_hand").counts["village"] == 1
