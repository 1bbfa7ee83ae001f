"""Attachments in backups: copied once, read back, brought back by a restore, never deleted."""

import errno
from pathlib import Path

import pytest

from core import attachments, store
from core.errors import UserError
from core.paths import DataFolder
from core.progress import no_progress
from core.records import ATTACHMENT
from db.attached import copy_new
from db.backup import backups, make_backup, restore
from db.connect import Opened, holding, open_database
from tests import samples
from tests.core.test_attachments import incoming, photo


def add(opened: Opened, *contents: bytes) -> str:
    dispute = samples.dispute(opened.db, samples.committee(opened.db))
    attachments.add_all(
        opened.db,
        no_progress,
        folder=opened.folder.attachments,
        dispute_id=dispute,
        incoming=[incoming(f"{n}.jpg", content) for n, content in enumerate(contents)],
    )
    return dispute


def copies(folder: DataFolder) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (folder.backups / "attachments").rglob("*.age")}


def test_a_backup_copies_what_is_new_and_only_that(opened: Opened) -> None:
    add(opened, photo())
    make_backup(opened.folder, opened.key, opened.db, "by_hand")
    first = copies(opened.folder)
    assert len(first) == 1
    times = [p.stat().st_mtime_ns for p in (opened.folder.backups / "attachments").rglob("*.age")]
    add(opened, photo((40, 30)))
    make_backup(opened.folder, opened.key, opened.db, "by_hand")
    after = copies(opened.folder)
    assert len(after) == 2
    assert first.items() <= after.items()
    place = opened.folder.backups / "attachments"
    assert set(times) <= {p.stat().st_mtime_ns for p in place.rglob("*.age")}
    assert len(backups(opened.folder)) == 2  # the folder of the copies is none


def test_a_restore_brings_back_missing_files_and_deletes_none(folder: DataFolder) -> None:
    with open_database(folder) as it:
        dispute = add(it, photo())
        key, name = it.key, make_backup(it.folder, it.key, it.db, "by_hand").name
        later = add(it, photo((40, 30)))
    before = sorted(p.name for p in folder.attachments.rglob("*.age"))
    lost = next(folder.attachments.rglob("*.age"))
    lost.unlink()
    with holding(folder):
        restore(folder, key, name)
    kept = sorted(p.name for p in folder.attachments.rglob("*.age"))
    with open_database(folder) as it:
        (row,) = store.children(it.db, ATTACHMENT, dispute)
        assert attachments.read(it.db, it.folder.attachments, row["sha256"])
        assert store.children(it.db, ATTACHMENT, later) == []
    assert set(kept) <= set(before)
    assert f"{row['sha256']}.age" in kept


def test_a_full_disk_leaves_no_backup_and_says_so(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(opened, photo())
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if "attachments" in path.parts:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UserError, match="磁盘已满"):
        make_backup(opened.folder, opened.key, opened.db, "by_hand")
    assert backups(opened.folder) == []
    assert not list(opened.folder.backups.rglob("*.part"))
    monkeypatch.undo()
    make_backup(opened.folder, opened.key, opened.db, "by_hand")
    assert len(copies(opened.folder)) == 1


def test_drafts_and_strangers_are_not_copied(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    (source / "ab").mkdir(parents=True)
    (source / "ab" / "x.age").write_bytes(b"1")
    (source / "ab" / "y.age.12.part").write_bytes(b"2")
    (source / "readme.txt").write_bytes(b"3")
    assert copy_new(source, target) == 1
    assert [p.name for p in target.rglob("*") if p.is_file()] == ["x.age"]
    assert copy_new(source, target) == 0
    assert copy_new(tmp_path / "none", target) == 0
