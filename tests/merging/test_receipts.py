"""What the office answers, how it travels, and the board of hand-ins; real folders and packages."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core import history, store
from core.errors import UserError
from core.merging.board import board, expected_month, owing, taken_in
from core.merging.outgoing import handed_out, months, next_month, outlook
from core.merging.receipts import answers, counts, say, write_answers
from core.merging.result import disputes_in, result_sheet
from core.merging.stick import check_stick
from core.paths import DataFolder
from core.records import DISPUTE, RECEIPT
from db.connect import Opened, open_database
from tests import samples
from tests.conftest import TODAY
from ui import handing_in

ROOT = Path(__file__).parents[2]
VILLAGE = "上斜沟村"


@pytest.fixture(scope="module")
def folders(empty_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An office, and a village made from its enrolment file; to be copied."""
    base = tmp_path_factory.mktemp("both")
    shutil.copytree(empty_folder, base / "office")
    with open_database(DataFolder(base / "office")) as opened:
        samples.office(opened.db)
        samples.committee(opened.db, village_id=samples.village(opened.db, VILLAGE))
        samples.village(opened.db, "下斜沟村")
        store.set_meta(opened.db, "person", "所里")
        handing_in.enrol_village(opened, base / "a.tjb", VILLAGE)
    handing_in.take_over(DataFolder(base / "village"), base / "a.tjb")
    return base / "office", base / "village"


@pytest.fixture
def office(folders: tuple[Path, Path], tmp_path: Path) -> Iterator[Opened]:
    shutil.copytree(folders[0], tmp_path / "office")
    with open_database(DataFolder(tmp_path / "office")) as opened:
        yield opened


@pytest.fixture
def village(folders: tuple[Path, Path], tmp_path: Path) -> Iterator[Opened]:
    shutil.copytree(folders[1], tmp_path / "village")
    with open_database(DataFolder(tmp_path / "village")) as opened:
        yield opened


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def case(at: Opened, **values: Any) -> str:
    (committee,) = at.db.execute("select id from committee").fetchone()
    id = samples.dispute(at.db, committee, **values)
    samples.party(at.db, id)
    return id


def edit(at: Opened, id: str, **values: Any) -> None:
    with store.step(at.db, samples.WORDS) as s:
        store.save(s, DISPUTE, {"id": id, **values})


def take(at: Opened, path: Path) -> int | None:
    laid = handing_in.lay_out(at, path)
    try:
        return handing_in.carry_in(at, laid, handing_in.look(at, laid).counts).step
    finally:
        handing_in.throw_away(laid)


def hand(sender: Opened, receiver: Opened, stick: Path, **given: Any) -> int | None:
    """Onto the stick and off it; the step it made."""
    return take(receiver, handing_in.hand_out(sender, stick, **given).paths[0])


def id_of_village(office: Opened) -> str:
    return str(office.db.execute("select village from enrolled").fetchone()[0])


def verdicts(office: Opened) -> dict[str, str]:
    return {a.dispute: a.verdict for a in answers(office.db, id_of_village(office))}


# --- receipts ------------------------------------------------------------------------------------


def test_what_came_is_accepted_and_what_the_office_changed_is_corrected(
    office: Opened, village: Opened, stick: Path
) -> None:
    plain, changed = case(village, summary="甲"), case(village, summary="乙")
    hand(village, office, stick, month="2026-10")
    edit(office, changed, summary="乙,改过")
    found = {a.dispute: a for a in answers(office.db, id_of_village(office))}
    assert (found[plain].verdict, found[plain].words) == ("accepted", "")
    assert found[changed].verdict == "corrected"
    assert "纠纷简要情况" in found[changed].words


def test_a_case_of_the_office_itself_gets_no_answer(
    office: Opened, village: Opened, stick: Path
) -> None:
    own = case(office, summary="所里的")
    hand(village, office, stick, month="2026-10")
    assert own not in verdicts(office)


def test_a_query_needs_a_reason(office: Opened, village: Opened, stick: Path) -> None:
    id = case(village)
    hand(village, office, stick, month="2026-10")
    for verdict in ("queried", "refused"):
        with pytest.raises(UserError, match="原因"):
            say(office.db, id, verdict, " ", TODAY)
    with pytest.raises(UserError, match="不认识"):
        say(office.db, id, "perhaps", "", TODAY)
    assert store.count(office.db, RECEIPT) == 0


def test_the_village_sees_on_its_own_record_what_the_office_said(
    office: Opened, village: Opened, stick: Path
) -> None:
    id = case(village, summary="甲")
    hand(village, office, stick, month="2026-10")
    say(office.db, id, "queried", "缺当事人签名", TODAY)
    write_answers(office.db, id_of_village(office), TODAY)
    hand(office, village, stick, village=VILLAGE)
    (said,) = store.children(village.db, RECEIPT, id)
    assert (said["verdict"], said["words"]) == ("queried", "缺当事人签名")


def test_a_query_stands_until_the_village_has_changed_the_case(
    office: Opened, village: Opened, stick: Path
) -> None:
    id, other = case(village, summary="甲"), case(village, summary="乙")
    hand(village, office, stick, month="2026-09")
    say(office.db, id, "queried", "缺签名", TODAY)
    write_answers(office.db, id_of_village(office), TODAY)
    edit(village, other, summary="乙二")
    hand(village, office, stick, month="2026-10")
    assert verdicts(office) == {id: "queried", other: "accepted"}
    edit(village, id, summary="甲,已补签名")
    hand(village, office, stick, month="2026-11")
    assert verdicts(office) == {id: "accepted", other: "accepted"}


def test_answers_are_written_once_and_can_be_taken_back(
    office: Opened, village: Opened, stick: Path
) -> None:
    case(village)
    hand(village, office, stick, month="2026-10")
    step = write_answers(office.db, id_of_village(office), TODAY)
    assert step is not None
    assert write_answers(office.db, id_of_village(office), TODAY) is None
    assert counts(answers(office.db, id_of_village(office)))["accepted"] == 1
    history.undo(office.db, step)
    assert store.count(office.db, RECEIPT) == 0


def test_receipts_that_come_back_with_the_village_ask_nothing(
    office: Opened, village: Opened, stick: Path
) -> None:
    case(village)
    hand(village, office, stick, month="2026-10")
    write_answers(office.db, id_of_village(office), TODAY)
    hand(office, village, stick, village=VILLAGE)
    assert hand(village, office, stick, month="2026-11") is None


def test_the_command_writes_the_answers_and_says_how_many(
    folders: tuple[Path, Path], tmp_path: Path, stick: Path
) -> None:
    for name in ("office", "village"):
        shutil.copytree(folders[name == "village"], tmp_path / name)
    with (
        open_database(DataFolder(tmp_path / "village")) as village,
        open_database(DataFolder(tmp_path / "office")) as office,
    ):
        id = case(village, file_no="斜1号")
        hand(village, office, stick, month="2026-10")
    told = tmp_path / "answers.json"
    told.write_text(json.dumps([{"of": "斜1号", "verdict": "refused", "words": "不归本所"}]))
    typed = ["receipt", stick, "--village", VILLAGE, "--answers", told, "--json"]
    command = [sys.executable, "main.py", "--data", tmp_path / "office", *typed]
    done = subprocess.run(
        list(map(str, command)), cwd=ROOT, capture_output=True, text=True, check=True
    )
    data = json.loads(done.stdout)
    assert data["counts"]["refused"] == 1
    with open_database(DataFolder(tmp_path / "village")) as village:
        take(village, Path(data["files"][0]))
        assert [r["words"] for r in store.children(village.db, RECEIPT, id)] == ["不归本所"]


# --- board ---------------------------------------------------------------------------------------


def test_the_board_tells_month_zero_report_and_days_of_each_village(
    office: Opened, village: Opened, stick: Path
) -> None:
    before = {r.name: r for r in board(office.db, TODAY)}
    assert before[VILLAGE].last is None
    assert not before["下斜沟村"].is_enrolled
    hand(village, office, stick, month="2026-10")
    after = {r.name: r for r in board(office.db, date.today())}[VILLAGE]  # noqa: DTZ011
    assert after.last is not None
    assert (after.month, after.last.is_zero, after.days) == ("2026-10", True, 0)


def test_who_owes_last_month_is_who_was_enrolled_by_then_and_has_not_handed_it_in(
    office: Opened, village: Opened, stick: Path
) -> None:
    later = date(2027, 2, 1)
    assert expected_month(later) == "2027-01"
    assert [r.name for r in owing(board(office.db, later), later)] == [VILLAGE]
    hand(village, office, stick, month="2026-12")
    assert [r.name for r in owing(board(office.db, later), later)] == [VILLAGE]
    hand(village, office, stick, month="2027-01")
    assert owing(board(office.db, later), later) == []


def test_a_village_enrolled_only_this_month_owes_nothing_yet(office: Opened) -> None:
    enrolled = {r.name: r for r in board(office.db, TODAY)}[VILLAGE].since
    on = date.fromisoformat(enrolled)
    assert owing(board(office.db, on), on) == []


def test_a_merge_that_was_taken_back_does_not_count(
    office: Opened, village: Opened, stick: Path
) -> None:
    case(village)
    step = hand(village, office, stick, month="2026-10")
    assert step is not None
    history.undo(office.db, step)
    assert [t.stands for t in taken_in(office.db)] == [False]
    assert {r.name: r.month for r in board(office.db, TODAY)}[VILLAGE] == ""


def test_the_cases_of_a_package_can_be_listed_and_printed(
    office: Opened, village: Opened, stick: Path
) -> None:
    case(office, summary="所里的")
    id = case(village, summary="甲")
    step = hand(village, office, stick, month="2026-10")
    assert step is not None
    assert disputes_in(office.db, step) == [id]
    (taken,) = taken_in(office.db)
    sheet = result_sheet(office.db, taken)
    assert [row[0] for row in sheet.rows] == ["合计", "新增", "新增"]
    assert "新增 2" in str(sheet.rows[0][3])


# --- handing in ----------------------------------------------------------------------------------


def test_the_outlook_tells_what_is_new_since_the_last_hand_in(village: Opened, stick: Path) -> None:
    assert outlook(village.db, "2026-10").is_zero
    case(village, accepted_on="2026-10-05")
    found = outlook(village.db, "2026-10")
    assert (found.disputes, found.is_zero) == (1, False)
    handing_in.hand_out(village, stick, month="2026-10")
    assert outlook(village.db, "2026-10").changed == 0


def test_the_month_offered_is_the_last_one_until_it_was_handed_in(
    village: Opened, stick: Path
) -> None:
    assert months(date(2026, 1, 31))[:3] == ["2026-01", "2025-12", "2025-11"]
    assert next_month(village.db, TODAY) == "2026-10"
    handing_in.hand_out(village, stick, month="2026-10")
    assert next_month(village.db, TODAY) == "2026-11"
    assert [(h.month, h.is_zero) for h in handed_out(village.db)] == [("2026-10", True)]


def test_a_good_stick_is_left_as_it_was(stick: Path) -> None:
    check_stick(stick, 1000)
    assert list(stick.iterdir()) == []


def test_a_stick_without_room_or_that_is_gone_is_said(stick: Path) -> None:
    with pytest.raises(UserError, match="空间不够"):
        check_stick(stick, 10**18)
    with pytest.raises(UserError):
        check_stick(stick / "gone", 1000)


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="limits of a process are POSIX")
def test_a_stick_that_cannot_be_written_is_said_and_left_clean(stick: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(UserError):
            check_stick(stick, 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(stick.iterdir()) == []
