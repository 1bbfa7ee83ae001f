"""A village and its office with data folders, through the commands as a technician types them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core import audit, store
from core.attachments import prepare, put, read
from core.errors import UserError
from core.paths import DataFolder
from core.progress import Cancelled
from core.records import ATTACHMENT, COMMITTEE, DISPUTE, MEDIATOR, PARTY, PHRASE, VILLAGE
from db.connect import open_database
from tests import samples
from tests.merging.replicas import content, exactly
from tests.merging.test_promises import PIXEL
from ui import handing_in
from ui.command_line import parser
from ui.commands import run_command
from ui.setup import make_office

ID_NUMBER = "632121198001011234"
Command = Callable[..., Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, own_folder: Path) -> Path:
    """An office with two villages, and a data folder of the first made from its enrolment file;
    drawing recovery codes takes seconds, so once for all."""
    root = tmp_path_factory.mktemp("made")
    office = DataFolder(root / "office")
    names = ["上斜沟村", "下斜沟村"]
    make_office(office, office="斜沟乡司法所", township="斜沟乡", villages=names)
    with open_database(office) as opened:
        for village in store.find(opened.db, VILLAGE):
            (home,) = store.find(opened.db, COMMITTEE, "village_id = ?", [village["id"]])
            who = {"committee_id": home["id"], "id_number": ID_NUMBER, "phone": "13800000000"}
            samples.put(opened.db, MEDIATOR, name=f"{village['name'][0]}村调解员", **who)
        samples.put(opened.db, PHRASE, title="所里的", text="常用语")
        out = handing_in.enrol_village(opened, root / "enrol.tjb", "上斜沟村")
    _, package = handing_in.take_over(DataFolder(root / "village"), root / "enrol.tjb")
    assert package.fingerprint == out.fingerprint
    return root


@pytest.fixture
def place(tmp_path: Path, made: Path) -> Path:
    """Copies of both folders, so that each test has its own."""
    for name in ("office", "village"):
        shutil.copytree(made / name, tmp_path / name)
    shutil.copy(made / "enrol.tjb", tmp_path)
    (tmp_path / "stick").mkdir()
    return tmp_path


@pytest.fixture
def run(place: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    def command(who: str, *typed: str, fails: bool = False) -> Any:
        capsys.readouterr()
        args = parser().parse_args([*map(str, typed), "--json"])
        code = run_command(args, DataFolder(place / who), "")
        said = capsys.readouterr()
        assert code == (1 if fails else 0), said.err
        return said.err if fails else json.loads(said.out)

    return command


def new_case(folder: Path, **values: Any) -> str:
    """In the village's own committee."""
    with open_database(DataFolder(folder)) as opened:
        own = store.meta(opened.db, "village")
        (home,) = store.find(opened.db, COMMITTEE, "village_id = ?", [own])
        id = samples.dispute(opened.db, home["id"], accepted_on="2026-11-05", **values)
        samples.party(opened.db, id)
        return id


def test_a_village_gets_what_it_needs_and_no_numbers_of_persons(place: Path) -> None:
    with open_database(DataFolder(place / "village")) as opened:
        assert store.meta(opened.db, "role") == "village"
        assert {v["name"] for v in store.find(opened.db, VILLAGE)} == {"上斜沟村", "下斜沟村"}
        (mediator,) = store.find(opened.db, MEDIATOR)
        assert (mediator["name"], mediator["id_number"], mediator["phone"]) == (
            "上村调解员",
            None,
            None,
        )
        assert store.find(opened.db, PHRASE) == []
        assert audit.first_break(opened.db) is None


def test_a_month_goes_to_the_office_and_the_answer_comes_back(place: Path, run: Command) -> None:
    case = new_case(place / "village", summary="宅基地边界")
    packed = run("village", "package", place / "stick", "--month", "2026-11")
    assert (packed["changed"], packed["zero"], packed["month"]) == (2, False, "2026-11")
    (file,) = packed["files"]
    assert run("office", "inspect", file)["verified"] is True
    tried = run("office", "merge", file, "--try")
    assert (tried["counts"]["new"], tried["counts"]["outside"], tried["step"]) == (2, 0, None)
    done = run("office", "merge", file)
    assert done["counts"] == tried["counts"]
    with open_database(DataFolder(place / "office")) as opened:
        assert store.get(opened.db, DISPUTE, case) is not None
        samples.put(opened.db, DISPUTE, id=case, remark="所里看过")
    back = run("office", "package", place / "stick" / "back.tjb", "--village", "上斜沟村")
    assert back["kind"] == "to_village"
    merged = run("village", "merge", place / "stick" / "back.tjb")
    assert merged["verified"] is True
    with open_database(DataFolder(place / "village")) as opened:
        row = store.get(opened.db, DISPUTE, case)
        assert row is not None
        assert row["remark"] == "所里看过"
        (mediator,) = store.find(opened.db, MEDIATOR)
        assert mediator["id_number"] == ID_NUMBER
        assert store.find(opened.db, PHRASE) == []
    # what the village does not know of persons takes nothing from the office
    run("village", "package", place / "stick" / "again.tjb")
    again = run("office", "merge", place / "stick" / "again.tjb")
    assert again["counts"]["changed"] == again["counts"]["conflicts"] == 0


def test_a_month_without_anything_is_a_zero_report(place: Path, run: Command) -> None:
    assert run("village", "package", place / "stick", "--month", "2026-10")["zero"] is True


def test_undo_and_merging_again_through_the_commands(place: Path, run: Command) -> None:
    new_case(place / "village")
    run("village", "package", place / "stick" / "a.tjb")
    with open_database(DataFolder(place / "office")) as opened:
        before = exactly(opened.db)
    done = run("office", "merge", place / "stick" / "a.tjb")
    assert run("office", "undo", done["step"])["kept"] == []
    with open_database(DataFolder(place / "office")) as opened:
        assert exactly(opened.db) == before
        assert audit.first_break(opened.db) is None
    assert run("office", "merge", place / "stick" / "a.tjb")["counts"] == done["counts"]
    again = run("office", "merge", place / "stick" / "a.tjb")
    assert again["step"] is None
    assert any("已经合并过" in w for w in again["warnings"])


def test_conflicts_are_decided_by_a_file(place: Path, run: Command) -> None:
    case = new_case(place / "village", summary="旧")
    run("village", "package", place / "stick" / "a.tjb")
    run("office", "merge", place / "stick" / "a.tjb")
    for who, words in (("office", "所里写的"), ("village", "村里写的")):
        with open_database(DataFolder(place / who)) as opened:
            samples.put(opened.db, DISPUTE, id=case, summary=words)
    run("village", "package", place / "stick" / "b.tjb")
    (asked,) = run("office", "merge", place / "stick" / "b.tjb", "--try")["conflicts"]
    assert (asked["mine_words"], asked["theirs_words"]) == ("所里写的", "村里写的")
    decide = place / "decide.json"
    answer = {k: asked[k] for k in ("table", "row", "field")}
    decide.write_text(json.dumps([{**answer, "choice": "typed", "value": "两边商量"}]))
    done = run("office", "merge", place / "stick" / "b.tjb", "--decide", decide)
    assert done["decided"] == 1
    with open_database(DataFolder(place / "office")) as opened:
        row = store.get(opened.db, DISPUTE, case)
        assert row is not None
        assert row["summary"] == "两边商量"
    decide.write_text("[1]")
    said = run("office", "merge", place / "stick" / "b.tjb", "--decide", decide, fails=True)
    assert "看不懂" in said


def test_attachments_go_once_and_can_be_sent_again(place: Path, run: Command) -> None:
    case = new_case(place / "village")
    scan = prepare(PIXEL, "现场.png")
    with open_database(DataFolder(place / "village")) as opened:
        put(opened.db, opened.folder.attachments, scan)
        values = {"title": "现场", "file_name": "现场.png", "sha256": scan.sha256}
        samples.put(opened.db, ATTACHMENT, dispute_id=case, **values)
    assert run("village", "package", place / "stick" / "lost.tjb")["attachments"] == 1
    assert run("village", "package", place / "stick" / "b.tjb")["attachments"] == 0
    merged = run("office", "merge", place / "stick" / "b.tjb")
    assert merged["missing_attachments"] == [scan.sha256]
    sent = run("village", "package", place / "stick" / "c.tjb", "--all-files")
    assert sent["attachments"] == 1
    assert run("office", "merge", place / "stick" / "c.tjb")["attachments"] == 1
    with open_database(DataFolder(place / "office")) as opened:
        assert read(opened.db, opened.folder.attachments, scan.sha256) == PIXEL


def test_a_computer_that_died_comes_back_from_an_enrolment_with_a_passphrase(
    place: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = new_case(place / "village")
    run("village", "package", place / "stick" / "a.tjb")
    run("office", "merge", place / "stick" / "a.tjb")
    paper = place / "code.txt"
    typed = ("enrol", place / "stick" / "e.tjb", "--village", "上斜沟村", "--passphrase-out", paper)
    run("office", *typed)
    assert "口令" in run("fresh", "takeover", place / "stick" / "e.tjb", fails=True)
    assert not (place / "fresh" / "data.db").exists()
    monkeypatch.setenv("TAIZHANG_PASSPHRASE", paper.read_text(encoding="utf-8"))
    run("fresh", "takeover", place / "stick" / "e.tjb")
    with open_database(DataFolder(place / "fresh")) as opened:
        assert len(store.children(opened.db, PARTY, case)) == 1
    run("fresh", "package", place / "stick" / "f.tjb")
    assert run("office", "merge", place / "stick" / "f.tjb")["verified"] is True


def test_who_is_not_enrolled_can_neither_send_nor_be_sent_to(place: Path, run: Command) -> None:
    assert "入网" in run("office", "package", place / "stick", "--village", "下斜沟村", fails=True)
    said = run("office", "enrol", place / "x.tjb", "--village", "没有的村", fails=True)
    assert "没有的村" in said
    assert "没有覆盖" in run(
        "office", "enrol", place / "enrol.tjb", "--village", "上斜沟村", fails=True
    )
    assert "已有数据" in run("office", "takeover", place / "enrol.tjb", fails=True)


def test_a_routine_package_makes_no_data_folder(place: Path, run: Command) -> None:
    run("village", "package", place / "stick" / "a.tjb")
    run("fresh", "takeover", place / "stick" / "a.tjb", fails=True)
    assert not (place / "fresh" / "data.db").exists()


def test_cases_made_one_through_the_command(place: Path, run: Command) -> None:
    for who in ("village", "village"):
        new_case(place / who, file_no="（2026）斜人调字第7号")
    (pair,) = run("village", "doubles")
    assert "file_no" in pair["why"]
    done = run("village", "doubles", "--keep", pair["one"], "--other", pair["other"])
    assert run("village", "doubles") == []
    run("village", "undo", done["step"])
    assert len(run("village", "doubles")) == 1


@pytest.mark.parametrize("when", range(1, 40, 4))
def test_a_cancelled_merge_leaves_nothing(place: Path, run: Command, when: int) -> None:
    new_case(place / "village")
    run("village", "package", place / "stick" / "a.tjb")
    calls = 0

    def impatient(done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if calls == when:
            raise Cancelled

    with open_database(DataFolder(place / "office")) as opened:
        before = exactly(opened.db)
        laid = handing_in.lay_out(opened, place / "stick" / "a.tjb")
        shown = handing_in.look(opened, laid)
        with pytest.raises(Cancelled):
            handing_in.carry_in(opened, laid, shown.counts, progress=impatient)
        assert exactly(opened.db) == before
        handing_in.throw_away(laid)
        with pytest.raises(Cancelled):
            calls = when - 1
            handing_in.lay_out(opened, place / "stick" / "a.tjb", progress=impatient)
        assert list(opened.folder.root.glob("staged-*")) == []
        assert content(opened.db)["dispute"] == {}


def test_a_file_that_is_no_package_is_said_to_be_none(place: Path, run: Command) -> None:
    (place / "a.tjb").write_bytes(b"hello")
    assert "不是数据包" in run("office", "merge", place / "a.tjb", fails=True)
    assert "找不到" in run("office", "merge", place / "gone.tjb", fails=True)


def test_nothing_is_in_the_clear_on_stick_or_beside_the_data(place: Path, run: Command) -> None:
    new_case(place / "village", summary="宅基地边界")
    run("village", "package", place / "stick" / "a.tjb")
    run("office", "merge", place / "stick" / "a.tjb")
    looked = 0
    for path in place.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            looked += 1
            assert not any(w.encode() in data for w in ("李明朗", "宅基地边界", ID_NUMBER)), path
    assert looked > 5


def test_the_second_package_of_a_file_name_does_not_replace_the_first_in_inbox(
    place: Path, run: Command
) -> None:
    for n in range(2):
        new_case(place / "village")
        stick = place / f"stick{n}"
        stick.mkdir()
        run("village", "package", stick / "a.tjb")
        run("office", "merge", stick / "a.tjb")
    kept = sorted(p.read_bytes() for p in (place / "office" / "inbox").iterdir())
    assert kept == sorted((place / f"stick{n}" / "a.tjb").read_bytes() for n in range(2))
    with (
        pytest.raises(UserError, match="没有覆盖"),
        open_database(DataFolder(place / "village")) as opened,
    ):
        handing_in.hand_out(opened, place / "stick0" / "a.tjb")
