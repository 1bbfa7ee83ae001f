"""A power cut at any moment (data safety, row 2): what was not flushed is lost sector by sector.

Every write and flush of SQLite is recorded through a VFS of our own. The disk is then rebuilt as of
some moment, each 512-byte sector written since the last flush of its file being there or not at
random, and opened again. Plain SQLite in the journal mode of the data file; the encryption lies
above the pages and is covered by the kills of test_bad_luck.py.
"""

import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
import pytest

LONG = bool(os.environ.get("TAIZHANG_LONG_TESTS"))
CUTS = 1000 if LONG else 100
SECTOR = 512
STEPS = 40


@dataclass(frozen=True)
class Operation:
    """What happened to a file: write (at, data), truncate (at), sync; or ack, the number of a step
    that was called saved."""

    what: str
    name: str = ""
    at: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """One file: what is surely there, and what happened to it since."""

    sure: bytearray = field(default_factory=bytearray)
    since: list[Operation] = field(default_factory=list)


class Recording(apsw.VFS):
    """The usual file system, and a list of what is done to it."""

    def __init__(self, log: list[Operation]) -> None:
        self.log = log
        super().__init__("recording", "")

    def xOpen(self, name: Any, flags: list[int]) -> "RecordedFile":
        return RecordedFile(self.log, name, flags)


class RecordedFile(apsw.VFSFile):
    def __init__(self, log: list[Operation], name: Any, flags: list[int]) -> None:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._log, self._name = log, Path(path).name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self._log.append(Operation("write", self._name, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:
        super().xTruncate(size)
        self._log.append(Operation("truncate", self._name, size))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._log.append(Operation("sync", self._name))


def work(db: apsw.Connection, log: list[Operation]) -> None:
    """Steps of one to many rows: each writes its number into a case and two parties, and grows or
    shrinks the file."""
    chance = random.Random(3)
    db.execute("create table dispute (id integer primary key, step integer, facts text) strict")
    db.execute("create table party (id integer primary key, dispute integer, step integer) strict")
    log.append(Operation("ack", at=0))
    for step in range(1, STEPS + 1):
        with db:
            for _ in range(chance.choice([1, 1, 2, 60])):
                facts = "事" * chance.randrange(3, 900)
                db.execute("insert into dispute (step, facts) values (?, ?)", (step, facts))
                id = db.last_insert_rowid()
                for _ in range(2):
                    db.execute("insert into party (dispute, step) values (?, ?)", (id, step))
            if step % 7 == 0:
                gone = "select id from dispute order by id limit 5"
                db.execute(f"delete from party where dispute in ({gone})")
                db.execute(f"delete from dispute where id in ({gone})")
            db.execute("update dispute set facts = facts || ? where step < ?", ("改", step))
        log.append(Operation("ack", at=step))


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Operation]]:
    """Everything that happened to the disk during the steps."""
    log: list[Operation] = []
    vfs = Recording(log)
    place = tmp_path_factory.mktemp("disk") / "data.db"
    db = apsw.Connection(str(place), vfs="recording")
    for pragma in ("journal_mode = truncate", "synchronous = full", "secure_delete = on"):
        db.execute(f"pragma {pragma}")
    work(db, log)
    db.close()
    vfs.unregister()
    yield log


def disk_after(
    log: list[Operation], cut: int, chance: random.Random
) -> tuple[int, dict[str, bytes]]:
    """What lies on the disk when the power fails before operation `cut`, and the last step that was
    called saved by then."""
    disks: dict[str, Disk] = {}
    saved = -1
    for operation in log[:cut]:
        if operation.what == "ack":
            saved = operation.at
            continue
        disk = disks.setdefault(operation.name, Disk())
        disk.since.append(operation)
        if operation.what == "sync":
            for each in disk.since:
                _apply(disk.sure, each)
            disk.since.clear()
    for disk in disks.values():
        for each in disk.since:
            _apply_in_part(disk.sure, each, chance)
    return saved, {name: bytes(disk.sure) for name, disk in disks.items()}


def _apply(content: bytearray, operation: Operation) -> None:
    if operation.what == "truncate":
        del content[operation.at :]
        content.extend(bytes(operation.at - len(content)))
    elif operation.what == "write":
        end = operation.at + len(operation.data)
        content.extend(bytes(max(0, end - len(content))))
        content[operation.at : end] = operation.data


def _apply_in_part(content: bytearray, operation: Operation, chance: random.Random) -> None:
    """As far as the disk had come: a write sector by sector, in no order."""
    if operation.what == "truncate":
        if chance.random() < 0.5:
            _apply(content, operation)
        return
    for start in range(0, len(operation.data), SECTOR):
        if chance.random() < 0.5:
            part = operation.data[start : start + SECTOR]
            _apply(content, Operation("write", at=operation.at + start, data=part))


def test_the_recording_sees_flushes_and_a_disk_without_a_cut_is_whole(
    recorded: list[Operation], tmp_path: Path
) -> None:
    assert sum(o.what == "sync" for o in recorded) > STEPS
    saved, files = disk_after(recorded, len(recorded), random.Random(1))
    assert saved == STEPS
    assert looked_at(files, tmp_path) == STEPS


def looked_at(files: dict[str, bytes], place: Path) -> int:
    """Open what is left; gives the last step in it. Fails for anything damaged or half there."""
    for name, content in files.items():
        (place / name).write_bytes(content)
    db = apsw.Connection(str(place / "data.db"))
    try:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        if not db.execute("select 1 from sqlite_schema where name = 'party'").fetchone():
            return -1
        half = """select count(*) from dispute d where
                  (select count(*) from party p where p.dispute = d.id and p.step = d.step) != 2"""
        assert db.execute(half).fetchone() == (0,)
        steps = db.execute("select coalesce(json_group_array(distinct step), '[]') from dispute")
        found = sorted(json.loads(steps.fetchone()[0]))
        assert found == list(range(found[0], found[-1] + 1)) if found else True
        return found[-1] if found else 0
    finally:
        db.close()
        for name in files:
            (place / name).unlink(missing_ok=True)


def test_promise_02_a_power_cut_loses_nothing_that_was_called_saved(
    recorded: list[Operation], tmp_path: Path
) -> None:
    chance = random.Random(20261122)
    for _ in range(CUTS):
        cut = chance.randrange(1, len(recorded))
        saved, files = disk_after(recorded, cut, chance)
        if saved < 0:
            continue  # before there was a table
        there = looked_at(files, tmp_path)
        assert saved <= there <= saved + 1, f"cut {cut}: {saved} was saved, {there} is there"


def test_the_simulation_itself_bites(tmp_path: Path) -> None:
    """Without flushes the same cuts do lose or damage data."""
    log: list[Operation] = []
    vfs = Recording(log)
    db = apsw.Connection(str(tmp_path / "data.db"), vfs="recording")
    db.execute("pragma journal_mode = truncate")
    db.execute("pragma synchronous = off")
    work(db, log)
    db.close()
    vfs.unregister()
    (tmp_path / "again").mkdir()
    chance, bad = random.Random(5), 0
    for _ in range(20):
        saved, files = disk_after(log, chance.randrange(len(log) // 2, len(log)), chance)
        try:
            bad += looked_at(files, tmp_path / "again") < saved
        except (AssertionError, apsw.Error):
            bad += 1
    assert bad
