"""What was typed but not saved survives a crash: kept, offered, compared, given up."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from core import history, store, unsaved
from core.paths import DataFolder
from core.records import DISPUTE, PARTY
from core.settings import Settings
from db.connect import Opened, open_database
from tests import samples
from tests.ui.conftest import TypeIn, field, party, write
from ui.draft_keeper import DraftQuestion
from ui.main_window import MainWindow, Seat
from ui.messages import Answer
from ui.record_page import RecordPage

ROOT = Path(__file__).parent.parent.parent
OpenAgain = Callable[[], MainWindow]


@pytest.fixture
def open_again(qtbot: QtBot, opened: Opened, dressed: str, tmp_path: Path) -> Iterator[OpenAgain]:
    """The program started anew over the same file, as after a crash."""
    made: list[MainWindow] = []

    def start() -> MainWindow:
        window = MainWindow(opened, Seat(Settings(), tmp_path / "settings.json", dressed))
        qtbot.addWidget(window, before_close_func=lambda w: w.forget_record())
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        made.append(window)
        return window

    yield start


def record(window: MainWindow) -> RecordPage:
    assert window.record is not None
    return window.record


def answer(words: str, seen: list[list[str]] | None = None) -> None:
    """Press a button of the question that is about to come; Esc for no words. Before it the
    comparison is opened if `seen` is to hold its lines."""

    def press() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, DraftQuestion)
        if seen is not None:
            question.compare.click()
            seen.extend(lines(question.table))
        if not words:
            question.reject()
            return
        next(b for b in question.findChildren(QPushButton) if b.text() == words).click()

    QTimer.singleShot(0, press)


def lines(table: QTableWidget) -> list[list[str]]:
    def words(row: int, column: int) -> str:
        item = table.item(row, column)
        return item.text() if item else ""

    return [[words(row, column) for column in range(3)] for row in range(table.rowCount())]


def type_a_new_case(window: MainWindow, type_in: TypeIn) -> str:
    """Typed, kept, not saved; gives the id drawn for it."""
    window.add_record()
    page = record(window)
    type_in(field(page, "accepted_on"), "2026-03-04")
    type_in(field(page, "dispute_type"), "ll")
    type_in(party(page, 1, "name"), "王德贵")
    note = field(page, "summary")
    note.setFocus()
    write(note, "院墙\n越界")
    party(page, 1, "phone").setFocus()  # leaving the note keeps the draft
    return page.id


# --- keeping -------------------------------------------------------------------------------------


def test_leaving_a_field_keeps_what_was_typed_outside_the_history(
    window: MainWindow, opened: Opened, type_in: TypeIn
) -> None:
    before = len(history.steps(opened.db))
    id = type_a_new_case(window, type_in)
    (draft,) = unsaved.kept(opened.db)
    assert (draft.id, draft.is_new) == (id, True)
    assert draft.form.words["summary"] == "院墙\n越界"
    assert [row.words["name"] for row in draft.form.rows["party"]] == ["王德贵"]
    assert len(history.steps(opened.db)) == before
    assert store.count(opened.db, DISPUTE) == 0


def test_what_is_typed_in_one_field_is_kept_after_seconds(
    window: MainWindow, opened: Opened, qtbot: QtBot
) -> None:
    window.add_record()
    note = field(record(window), "summary")
    note.setFocus()
    write(note, "院墙")
    qtbot.waitUntil(lambda: bool(unsaved.kept(opened.db)), timeout=6000)


def test_saving_removes_the_draft(window: MainWindow, opened: Opened, type_in: TypeIn) -> None:
    type_a_new_case(window, type_in)
    type_in(field(record(window), "case_source"), "ysq")
    assert record(window).save() is True
    assert unsaved.kept(opened.db) == []


def test_not_saving_removes_the_draft(window: MainWindow, opened: Opened, type_in: TypeIn) -> None:
    type_a_new_case(window, type_in)

    def discard() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(b for b in box.buttons() if b.text() == "不保存").click()

    QTimer.singleShot(0, discard)
    window.go_back()
    assert window.record is None
    assert unsaved.kept(opened.db) == []


def test_typing_it_back_removes_the_draft(
    window: MainWindow, opened: Opened, office: str, type_in: TypeIn
) -> None:
    dispute = samples.dispute(opened.db, office, place="村口")
    window.open_record("dispute", dispute)
    type_in(field(record(window), "place"), "镇上")
    assert unsaved.kept(opened.db)
    type_in(field(record(window), "place"), "村口")
    assert unsaved.kept(opened.db) == []


# --- coming back ---------------------------------------------------------------------------------


def test_the_next_start_goes_on_where_it_was_interrupted(
    window: MainWindow, opened: Opened, type_in: TypeIn, open_again: OpenAgain, qtbot: QtBot
) -> None:
    id = type_a_new_case(window, type_in)
    again = open_again()
    answer("继续填写")
    again.offer_drafts()
    again.activateWindow()  # with two windows here, either may be the active one now
    qtbot.waitUntil(again.isActiveWindow)
    page = record(again)
    assert page.id == id
    assert page.is_changed()
    assert field(page, "accepted_on").text() == "2026-03-04"
    assert field(page, "summary").toPlainText() == "院墙\n越界"
    assert party(page, 1, "name").text() == "王德贵"
    assert party(page, 0, "name").text() == ""
    type_in(field(page, "case_source"), "ysq")
    assert page.save() is True
    row = store.get(opened.db, DISPUTE, id)
    assert row is not None
    assert row["dispute_type"] == "neighbor"
    assert [p["name"] for p in store.children(opened.db, PARTY, id)] == ["王德贵"]
    assert unsaved.kept(opened.db) == []


def test_a_number_given_away_since_is_not_given_twice(
    window: MainWindow, opened: Opened, office: str, type_in: TypeIn, open_again: OpenAgain
) -> None:
    draft_id = type_a_new_case(window, type_in)
    number = field(record(window), "file_no").text()
    samples.dispute(
        opened.db, office, file_no=number, file_prefix="斜", file_year=2026, file_serial=1
    )
    again = open_again()
    answer("继续填写")
    again.offer_drafts()
    assert record(again).id == draft_id
    assert field(record(again), "file_no").text() == number.replace("第1号", "第2号")


def test_the_comparison_shows_saved_and_draft_side_by_side(
    window: MainWindow, opened: Opened, office: str, type_in: TypeIn, open_again: OpenAgain
) -> None:
    dispute = samples.dispute(opened.db, office, place="村口")
    samples.party(opened.db, dispute, "李明朗")
    gone = samples.party(opened.db, dispute, "王德贵", party_role="respondent")
    window.open_record("dispute", dispute)
    page = record(window)
    page.children_rows[PARTY].remove(
        next(r for r in page.children_rows[PARTY].rows if r.id == gone)
    )
    type_in(field(page, "place"), "村委会")
    type_in(party(page, 0, "phone"), "13909720001")
    again = open_again()
    seen: list[list[str]] = []
    answer("继续填写", seen)
    again.open_record("dispute", dispute)
    assert seen[:2] == [
        ["纠纷发生地点", "村口", "村委会"],
        ["当事人 李明朗:联系方式", "", "13909720001"],
    ]
    assert seen[2][0] == "当事人 王德贵"
    assert seen[2][2] == "(移除)"
    rows = record(again).children_rows[PARTY]
    assert [r.form.row()[0]["name"] for r in rows.rows] == ["李明朗"]
    assert rows.gone() == [gone]


def test_giving_a_draft_up_opens_what_is_saved(
    window: MainWindow, opened: Opened, office: str, type_in: TypeIn, open_again: OpenAgain
) -> None:
    dispute = samples.dispute(opened.db, office, place="村口")
    window.open_record("dispute", dispute)
    type_in(field(record(window), "place"), "村委会")
    again = open_again()
    answer("放弃")
    again.open_record("dispute", dispute)
    assert field(record(again), "place").text() == "村口"
    assert unsaved.kept(opened.db) == []


def test_what_cannot_be_saved_yet_is_put_aside_and_offered_again(
    window: MainWindow,
    opened: Opened,
    office: str,
    type_in: TypeIn,
    open_again: OpenAgain,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dispute = samples.dispute(opened.db, office, accepted_on="2026-03-05")
    window.open_record("dispute", dispute)
    type_in(field(record(window), "closed_on"), "2026-03-01")  # before it was accepted
    window.save_record()
    monkeypatch.setattr("ui.record_page.ask_unsaved", lambda *_, **__: Answer.KEEP)
    assert window.go_to("today")
    assert [draft.id for draft in unsaved.kept(opened.db)] == [dispute]

    answer("继续填写")
    window.open_record("dispute", dispute)
    assert field(record(window), "closed_on").text() == "2026-03-01"


def test_esc_decides_nothing(
    window: MainWindow, opened: Opened, type_in: TypeIn, open_again: OpenAgain
) -> None:
    type_a_new_case(window, type_in)
    again = open_again()
    answer("")
    again.offer_drafts()
    assert again.record is None
    assert len(unsaved.kept(opened.db)) == 1


def test_a_start_without_drafts_asks_nothing(window: MainWindow) -> None:
    window.offer_drafts()
    assert window.record is None


def test_a_draft_that_says_nothing_new_goes_without_a_question(
    window: MainWindow, opened: Opened, office: str, type_in: TypeIn, open_again: OpenAgain
) -> None:
    dispute = samples.dispute(opened.db, office, place="村口")
    window.open_record("dispute", dispute)
    type_in(field(record(window), "place"), "村委会")
    samples.put(opened.db, DISPUTE, id=dispute, place="村委会")  # the save went through after all
    again = open_again()
    again.offer_drafts()
    assert again.record is None
    assert unsaved.kept(opened.db) == []


CRASH = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
import db.driver
from pathlib import Path
from PySide6.QtWidgets import QApplication
from core.paths import DataFolder
from core.settings import Settings
from db.connect import open_database
from tests.ui.conftest import TypeIn, field, party, write
from ui.main_window import MainWindow, Seat

app = QApplication([])
with open_database(DataFolder(Path(sys.argv[1]))) as opened:
    window = MainWindow(opened, Seat(Settings(), Path(sys.argv[1]) / "settings.json", "sans"))
    window.show()
    window.activateWindow()
    window.add_record()
    editors = window.record.form.editors
    editors["summary"].widget.setFocus()
    write(editors["summary"].widget, "院墙越界")
    editors["place"].widget.setFocus()
    app.processEvents()
    os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no signal 9")
def test_a_killed_program_has_kept_what_was_typed(folder: DataFolder) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(folder.root)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == -9, done.stderr.decode()
    with open_database(folder) as opened:
        (draft,) = unsaved.kept(opened.db)
        assert draft.form.words["summary"] == "院墙越界"


def test_the_question_is_answered_by_keyboard(
    window: MainWindow, type_in: TypeIn, open_again: OpenAgain, qtbot: QtBot
) -> None:
    type_a_new_case(window, type_in)
    again = open_again()

    def press_enter() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, DraftQuestion)
        qtbot.keyClick(question, Qt.Key.Key_Return)

    QTimer.singleShot(0, press_enter)
    again.offer_drafts()
    assert again.record is not None
