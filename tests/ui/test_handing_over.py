"""A whole office changes hands: all of it arrives, once, and nothing half."""

import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from sqlite_utils import Database

from core import audit, history, store, unsaved
from core.attachments import prepare, put, read
from core.errors import UserError
from core.finding import find_words
from core.merging import handover
from core.paper.handover_list import ListedFile, Package, write_handover_list
from core.paths import DataFolder
from core.progress import Cancelled
from core.records import ATTACHMENT, DISPUTE
from db.connect import Opened, open_database
from db.migrations import version
from tests import samples
from tests.conftest import TODAY
from ui.handing_over import HandedOver, TakenOver, add_part, hand_over, take_over_all

ROOT = Path(__file__).parents[2]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8"
    "cfc000000301010018dd8db00000000049454e44ae426082"
)
NAME = "慕容欢喜"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def target(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "successor" / "data")


@pytest.fixture(scope="module")
def filled(empty_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """An office with a case, changes of it, an attachment, a draft, something deleted. One for all
    tests here, which leave its records as they are: making keys costs seconds on purpose."""
    folder = DataFolder(tmp_path_factory.mktemp("office") / "data")
    shutil.copytree(empty_folder, folder.root)
    with open_database(folder) as opened:
        db = opened.db
        samples.office(db)
        place = samples.committee(db, village_id=samples.village(db))
        case = samples.dispute(db, place, summary="争路", file_no="斜20260001")
        samples.party(db, case, NAME)
        gone = samples.dispute(db, place, summary="重复")
        with store.step(db, samples.WORDS) as s:
            store.delete(s, DISPUTE, gone)
        _edit(db, case, "争路,已让")
        _attach(opened, case, 1)
        words = unsaved.FormWords({"summary": "没写完"})
        unsaved.keep(db, "dispute", case, words, is_new=False)
        yield opened


@pytest.fixture(scope="module")
def handed(filled: Opened, tmp_path_factory: pytest.TempPathFactory) -> HandedOver:
    return hand_over(filled, tmp_path_factory.mktemp("carried"))


@pytest.fixture(scope="module")
def taken(
    handed: HandedOver, tmp_path_factory: pytest.TempPathFactory
) -> tuple[DataFolder, TakenOver]:
    """Typed as people type."""
    folder = DataFolder(tmp_path_factory.mktemp("successor") / "data")
    typed = handed.passphrase.lower().replace("-", " ")
    return folder, take_over_all(folder, handed.parts[0].path, typed)


@pytest.fixture
def theirs(taken: tuple[DataFolder, TakenOver], tmp_path: Path) -> Iterator[Opened]:
    """The successor's data, a copy for each test."""
    shutil.copytree(taken[0].root, tmp_path / "theirs")
    with open_database(DataFolder(tmp_path / "theirs")) as opened:
        yield opened


@pytest.fixture
def copy(filled: Opened, tmp_path: Path) -> Iterator[Opened]:
    """The office once more, to add to."""
    shutil.copytree(filled.folder.root, tmp_path / "copy")
    with open_database(DataFolder(tmp_path / "copy")) as opened:
        yield opened


def _edit(db: Database, id: str, words: str) -> int:
    with store.step(db, samples.WORDS) as s:
        store.save(s, DISPUTE, {"id": id, "summary": words})
    return s.id


def _attach(opened: Opened, case: str, number: int, size: int = 0) -> str:
    scan = prepare(_picture(number, size), f"{number}.png")
    put(opened.db, opened.folder.attachments, scan)
    samples.put(
        opened.db,
        ATTACHMENT,
        dispute_id=case,
        title=f"现场{number}",
        file_name=f"{number}.png",
        sha256=scan.sha256,
    )
    return scan.sha256


def _picture(number: int, size: int) -> bytes:
    """With some bytes behind it, so that each is another file."""
    text = b"tEXt" + b"n\x00" + str(number).encode() * max(size, 1)
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    return PIXEL[:-12] + chunk + PIXEL[-12:]


def _content(db: Database) -> dict[str, list[Any]]:
    """Every table as it stands but what belongs to one file alone and the lines of the trail about
    the hand-over."""
    found = {}
    for name in handover.tables_of(db):
        rows = [tuple(r) for r in db.execute(f"select * from {name}").fetchall()]
        if name == "meta":
            rows = [r for r in rows if r[0] not in (*handover.OWN_FACTS, "handed_over")]
        if name == "audit":
            rows = [r for r in rows if r[4] not in handover.NOTED]
        found[name] = sorted(rows, key=repr)
    return found


def test_everything_arrives_and_the_counts_are_those_of_the_list(
    filled: Opened,
    handed: HandedOver,
    taken: tuple[DataFolder, TakenOver],
    theirs: Opened,
) -> None:
    assert _content(theirs.db) == _content(filled.db)
    assert taken[1].stock == handed.stock == handover.stock(theirs.db)
    assert taken[1].lacking == 0
    (sha,) = handover.file_names(theirs.db)
    assert read(theirs.db, theirs.folder.attachments, sha) == _picture(1, 0)
    assert [u.form.words["summary"] for u in unsaved.kept(theirs.db)] == ["没写完"]
    for fact in ("database", "replica"):
        assert store.meta(theirs.db, fact) != store.meta(filled.db, fact)


def test_the_successor_finds_and_takes_back_what_was_done_before(theirs: Opened) -> None:
    (step,) = [s for s in history.steps(theirs.db) if _wrote(theirs.db, s.id, "争路,已让")]
    history.undo(theirs.db, step.id)
    assert [r["summary"] for r in store.find(theirs.db, DISPUTE)] == ["争路"]
    assert [h.table for h in find_words(theirs.db, NAME)] == ["party"]


def _wrote(db: Database, step: int, words: str) -> bool:
    return any(words in c.fields.get("summary", ()) for c in history.changes(db, step))


def test_both_sides_note_it_and_both_chains_hold(
    filled: Opened, handed: HandedOver, theirs: Opened
) -> None:
    for db, action in ((filled.db, "handover"), (theirs.db, "takeover")):
        noted = db.execute('select "row" from audit where action = ?', [action]).fetchall()
        assert (handed.manifest.package,) in [tuple(r) for r in noted]
        assert audit.first_break(db) is None


def test_what_the_successor_writes_never_bears_the_stamp_of_the_old_office(
    copy: Opened, theirs: Opened
) -> None:
    (case,) = store.find(copy.db, DISPUTE)
    _edit(theirs.db, case["id"], "接任者写的")
    _edit(copy.db, case["id"], "移交后还在写")
    rows = [store.get(db, DISPUTE, case["id"]) for db in (theirs.db, copy.db)]
    assert rows[0] and rows[1]
    assert rows[0]["stamps"] != rows[1]["stamps"]


def test_data_that_are_there_are_never_overwritten(copy: Opened, handed: HandedOver) -> None:
    before = copy.folder.keys.read_bytes()
    with pytest.raises(UserError, match="不是空的"):
        take_over_all(copy.folder, handed.parts[0].path, handed.passphrase)
    assert copy.folder.keys.read_bytes() == before
    assert store.count(copy.db, DISPUTE) == 1


def test_a_wrong_passphrase_makes_nothing(handed: HandedOver, target: DataFolder) -> None:
    with pytest.raises(UserError, match="口令不对"):
        take_over_all(target, handed.parts[0].path, "AAAAA-AAAAA-AAAAA-AAAAA")
    assert not target.root.parent.exists()


def test_the_passphrase_lies_nowhere(filled: Opened, handed: HandedOver) -> None:
    stick = handed.parts[0].path.parent
    kept = [p for p in (*stick.rglob("*"), *filled.folder.root.rglob("*")) if p.is_file()]
    for spelt in (handed.passphrase, handed.passphrase.replace("-", "")):
        assert not [p for p in kept if spelt.encode() in p.read_bytes()]
    for table in handover.tables_of(filled.db):
        rows = filled.db.execute(f"select * from {table}").fetchall()
        assert handed.passphrase not in str(rows)


def test_no_name_lies_on_the_stick_in_the_clear(handed: HandedOver) -> None:
    content = handed.parts[0].path.read_bytes()
    assert NAME.encode() not in content
    assert "争路".encode() not in content


@pytest.mark.parametrize("seed", range(200 if os.environ.get("TAIZHANG_LONG_TESTS") else 2))
def test_damage_anywhere_is_noticed_and_makes_nothing(
    handed: HandedOver, stick: Path, target: DataFolder, seed: int
) -> None:
    some, content = random.Random(seed), bytearray(handed.parts[0].path.read_bytes())
    start = some.randrange(100, len(content) - 600)
    if seed % 2:
        content = content[:start]
    else:
        content[start : start + 512] = bytes(512)
    path = stick / "a.tjb"
    path.write_bytes(content)
    with pytest.raises(UserError):
        take_over_all(target, path, handed.passphrase)
    assert not target.root.parent.exists()


def test_a_newer_office_is_told_to_update_the_program(
    filled: Opened, tmp_path: Path, target: DataFolder
) -> None:
    with filled.db.atomic():
        written, _ = handover.write_handover(
            filled.db, filled.folder, tmp_path / "new", "AAAAA", version() + 1
        )
    with pytest.raises(UserError, match="更新"):
        take_over_all(target, written.paths[0], "AAAAA")
    assert not target.root.exists()


# --- parts ---------------------------------------------------------------------------------------


@pytest.fixture
def in_parts(copy: Opened, stick: Path) -> HandedOver:
    (case,) = store.find(copy.db, DISPUTE)
    for number in range(2, 6):
        _attach(copy, case["id"], number, 60_000)
    return hand_over(copy, stick, largest=140_000)


def test_each_part_alone_brings_all_records_and_the_others_follow_in_any_order(
    in_parts: HandedOver, target: DataFolder, tmp_path: Path, handed: HandedOver
) -> None:
    assert len(in_parts.parts) > 2
    assert all(p.size < 160_000 for p in in_parts.parts)
    alone = tmp_path / "alone"
    alone.mkdir()
    last = shutil.copy(in_parts.parts[-1].path, alone)
    taken = take_over_all(target, Path(last), in_parts.passphrase)
    assert taken.stock == in_parts.stock
    assert taken.lacking > 0
    with open_database(target) as theirs:
        left = [add_part(theirs, p.path, in_parts.passphrase)[1] for p in reversed(in_parts.parts)]
        assert left == sorted(left, reverse=True)
        assert left[-1] == 0
        with pytest.raises(UserError, match="另一部分"):
            add_part(theirs, handed.parts[0].path, handed.passphrase)


def test_parts_that_lie_together_are_taken_over_together(
    in_parts: HandedOver, copy: Opened, target: DataFolder
) -> None:
    taken = take_over_all(target, in_parts.parts[1].path, in_parts.passphrase)
    assert (taken.lacking, taken.stock.files) == (0, 5)
    with open_database(target) as theirs:
        for sha in handover.file_names(copy.db):
            assert read(theirs.db, target.attachments, sha)


# --- sticks --------------------------------------------------------------------------------------


def test_a_stick_pulled_half_way_is_said_and_the_next_try_works(
    filled: Opened, stick: Path, target: DataFolder
) -> None:
    def pull(done: int, total: int) -> None:
        if list(stick.glob("*.part")):
            shutil.rmtree(stick)

    with pytest.raises(UserError):
        hand_over(filled, stick, pull)
    assert not list(filled.folder.outbox.iterdir())
    stick.mkdir()
    done = hand_over(filled, stick)
    assert done.stock == take_over_all(target, done.parts[0].path, done.passphrase).stock


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="limits of a process are POSIX")
def test_a_full_disk_is_said_and_leaves_nothing(filled: Opened, stick: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(UserError):
            hand_over(filled, stick)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(stick.iterdir())
    assert not list(filled.folder.outbox.iterdir())


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_stick_is_said(filled: Opened, stick: Path) -> None:
    stick.chmod(0o500)
    with pytest.raises(UserError, match="写入"):
        hand_over(filled, stick)
    stick.chmod(0o700)


def test_giving_up_leaves_nothing_on_either_side(
    filled: Opened, stick: Path, target: DataFolder, handed: HandedOver
) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        hand_over(filled, stick, stop)
    assert not list(stick.iterdir())
    with pytest.raises(Cancelled):
        take_over_all(target, handed.parts[0].path, handed.passphrase, stop)
    assert not target.root.exists()


# --- the commands --------------------------------------------------------------------------------


def _run(folder: DataFolder, *typed: object, passphrase: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "main.py", "--data", str(folder.root), *map(str, typed)]
    given = {**os.environ, "TAIZHANG_PASSPHRASE": passphrase}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=given, stdout=pipe, stderr=pipe, text=True)


def test_a_takeover_that_was_killed_may_simply_be_repeated(
    handed: HandedOver, target: DataFolder
) -> None:
    path, draft = handed.parts[0].path, target.root.with_name("data.takeover.part")
    for _ in range(20 if os.environ.get("TAIZHANG_LONG_TESTS") else 2):
        with _run(target, "takeover", path, passphrase=handed.passphrase) as taking:
            while taking.poll() is None and not (draft / "keys.json").exists():
                pass
            taking.send_signal(signal.SIGKILL)
        assert not target.data.exists()
    taken = take_over_all(target, path, handed.passphrase)
    assert taken.stock == handed.stock
    assert not draft.exists()


def test_a_hand_over_that_was_killed_leaves_no_finished_file_that_does_not_open(
    folder: DataFolder, stick: Path, tmp_path: Path, target: DataFolder
) -> None:
    with open_database(folder) as opened:
        samples.office(opened.db)
    with _run(folder, "handover", stick, "--passphrase-out", tmp_path / "k.txt") as handing:
        while handing.poll() is None and not (folder.outbox.exists()):
            pass
        handing.send_signal(signal.SIGKILL)
    assert not list(stick.glob("*.tjb"))
    (tmp_path / "k.txt").unlink(missing_ok=True)
    with _run(folder, "handover", stick, "--passphrase-out", tmp_path / "k.txt") as handing:
        assert handing.wait() == 0
    assert not list(folder.outbox.iterdir())
    (path,) = stick.glob("*.tjb")
    words = (tmp_path / "k.txt").read_text(encoding="utf-8")
    assert take_over_all(target, path, words).stock.records == {"office": 1}


def test_the_passphrase_is_not_put_beside_the_package(folder: DataFolder, stick: Path) -> None:
    with _run(folder, "handover", stick, "--passphrase-out", stick / "k.txt") as handing:
        said = handing.communicate()[1]
    assert handing.returncode == 1
    assert "同一个文件夹" in said
    assert not list(stick.iterdir())


# --- the list ------------------------------------------------------------------------------------


def test_the_list_holds_counts_and_checksums_and_names_no_party(
    filled: Opened, handed: HandedOver, tmp_path: Path
) -> None:
    part = handed.parts[0]
    package = Package("p", "2026-11-22 10:00", [ListedFile("a.tjb", part.size, part.sha256)])
    path = tmp_path / "清单.pdf"
    write_handover_list(filled.db, package, TODAY, path, overwrite=False)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    plain = "".join(text.split())
    assert part.sha256 in plain
    for words in ("人民调解1100", "斜20260001", "移交人(签名)", "接收人(签名)", "监交人(签名)"):
        assert words in plain
    assert NAME not in plain


def test_an_empty_office_has_a_list_too(opened: Opened, tmp_path: Path) -> None:
    package = Package("p", "2026-11-22 10:00", [ListedFile("a.tjb", 1, "0" * 64)])
    path = tmp_path / "清单.pdf"
    write_handover_list(opened.db, package, TODAY, path, overwrite=False)
    assert "未办结纠纷(0件)" in "".join(pypdf.PdfReader(path).pages[0].extract_text().split())
