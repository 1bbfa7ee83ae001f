"""The newest backup once more elsewhere: whole, only when new, and missed when it grows old."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core import store
from core.errors import UserError
from core.paths import DataFolder
from core.records import VILLAGE
from db.backup import backups, make_backup
from db.connect import Opened, gate
from db.second_place import copy_newest, folder_at, reminder
from tests import samples


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def backed_up(opened: Opened) -> DataFolder:
    samples.village(opened.db)
    make_backup(opened.folder, opened.key, opened.db, "by_hand")
    return opened.folder


def test_the_copy_opens_with_the_same_key_and_holds_the_same(
    opened: Opened, backed_up: DataFolder, stick: Path
) -> None:
    name = copy_newest(backed_up, stick)
    there = folder_at(backed_up, stick)
    assert [b.name for b in backups(there)] == [name]
    db = gate(there.backups / name / "data.db", opened.key)
    assert store.count(db, VILLAGE) == 1
    db.close()


def test_what_is_there_is_not_copied_again(backed_up: DataFolder, stick: Path) -> None:
    assert copy_newest(backed_up, stick)
    assert copy_newest(backed_up, stick) == ""


def test_attachments_go_along_once(backed_up: DataFolder, stick: Path) -> None:
    own = backed_up.attachments / "ab" / f"ab{'0' * 62}.age"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"secret")
    copy_newest(backed_up, stick)
    there = folder_at(backed_up, stick).backups / "attachments" / "ab" / own.name
    assert there.read_bytes() == b"secret"
    own.unlink()
    copy_newest(backed_up, stick)
    assert there.exists()  # nothing is taken away there


def test_a_stick_that_is_away_is_said_and_nothing_is_made(
    backed_up: DataFolder, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="U 盘"):
        copy_newest(backed_up, tmp_path / "away")
    assert not (tmp_path / "away").exists()


def test_a_place_that_cannot_be_written_to_is_said(backed_up: DataFolder, stick: Path) -> None:
    (stick / folder_at(backed_up, stick).root.name).write_text("a file in the way")
    with pytest.raises(UserError):
        copy_newest(backed_up, stick)


def test_a_backup_that_is_not_what_it_says_is_not_kept(backed_up: DataFolder, stick: Path) -> None:
    data = backed_up.backups / backups(backed_up)[0].name / "data.db"
    data.write_bytes(data.read_bytes()[:-1] + b"x")
    with pytest.raises(UserError, match="不一样"):
        copy_newest(backed_up, stick)
    assert list(folder_at(backed_up, stick).backups.iterdir()) == []


def test_two_databases_share_a_stick(
    backed_up: DataFolder, stick: Path, tmp_path: Path, opened: Opened
) -> None:
    other = DataFolder(tmp_path / "other")
    shutil.copytree(backed_up.root, other.root)
    text = other.keys.read_text().replace(text_id := _database(backed_up), "f" * len(text_id))
    other.keys.write_text(text)
    assert folder_at(other, stick) != folder_at(backed_up, stick)


def _database(folder: DataFolder) -> str:
    from db.keys import database_id

    return database_id(folder)


def test_the_reminder_comes_after_thirty_days_and_goes_with_a_copy(
    opened: Opened, backed_up: DataFolder, stick: Path
) -> None:
    now = datetime.now(UTC)
    later = now + timedelta(days=31)
    assert reminder(backed_up, None, now) is None  # a new office is left alone
    named = [reminder(backed_up, None, later), reminder(backed_up, stick, later)]
    assert all(named)
    assert "第二处" in str(named[0])
    copy_newest(backed_up, stick)
    said = reminder(backed_up, stick, later)
    assert said is not None
    assert "31 天" in said.zh
    assert reminder(backed_up, stick, now + timedelta(days=29)) is None
