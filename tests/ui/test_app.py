"""The program from its start to its end: first run, recovery, leaving, unexpected errors."""

import gc
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core import store
from core.errors import UserError
from core.paths import DataFolder
from core.progress import Progress
from core.records import COMMITTEE, DISPUTE, MEDIATOR, OFFICE, VILLAGE
from core.settings import load_settings, settings_file
from core.text import Text
from db import keys, page_check
from db.backup import backups, make_backup
from db.connect import Opened, open_database
from tests import samples
from ui.app import run_window
from ui.first_run import FirstRun, RecoveryCode
from ui.jobs import run_job
from ui.main_window import MainWindow
from ui.messages import Answer, ask_unsaved, show_error
from ui.recovery_page import RecoveryPage
from ui.setup import add_mediators

#: Milliseconds to wait at most, also on a machine that is busy with other things.
PATIENT = 60_000


class Visitor:
    """Does one thing after the other, each with the next window of its kind that is shown."""

    def __init__(self, *acts: tuple[type[QWidget], Callable[[Any], object]]) -> None:
        self.left = list(acts)
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(10)

    def stop(self) -> None:
        self._timer.stop()

    def _look(self) -> None:
        if not self.left:
            self._timer.stop()
            return
        kind, act = self.left[0]
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
        if shown:
            self.left.pop(0)
            window = shown[-1]
            QTimer.singleShot(0, lambda: act(window))  # a timer does not fire within itself


Act = tuple[type[QWidget], Callable[[Any], object]]
Visit = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def nothing_half_gone(qapp: QApplication) -> None:
    """The program styles every widget there is when it starts: those of earlier tests go first, all
    at once and on this thread."""
    gc.collect()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def visit(qapp: QApplication) -> Iterator[Visit]:
    """Makes a visitor and keeps it until the end of the test."""
    kept: list[Visitor] = []

    def make(*acts: Act) -> Visitor:
        kept.append(Visitor(*acts))
        return kept[-1]

    yield make
    for visitor in kept:
        visitor.stop()


def press(words: str) -> Callable[[QWidget], None]:
    def click(window: QWidget) -> None:
        found = [b for b in window.findChildren(QPushButton) if b.text().strip() == words]
        found[0].click()

    return click


def test_the_window_opens_the_folder_and_backs_up_at_the_end(
    qtbot: QtBot, visit: Visit, folder: DataFolder
) -> None:
    def work(window: MainWindow) -> None:
        samples.committee(window.opened.db)
        window.close()

    visitor = visit((MainWindow, work))
    assert run_window(folder, practice=False) == 0
    assert visitor.left == []
    assert [b.reason for b in backups(folder)] == ["exit"]


def test_a_first_start_makes_the_office_and_shows_the_code_once(
    qtbot: QtBot, visit: Visit, tmp_path: Path
) -> None:
    folder = DataFolder(tmp_path / "new")
    codes = []

    def fill(dialog: FirstRun) -> None:
        QTest.keyClick(dialog.office, Qt.Key.Key_Return)  # nothing filled in: said, nothing made
        assert not folder.data.exists()
        dialog.office.setText("斜沟乡司法所")
        dialog.township.setText("斜沟乡")
        QTest.keyClick(dialog.township, Qt.Key.Key_Return)  # the code is shown before it returns
        dialog.villages.setPlainText("上斜沟村\n\n下斜沟村\n")
        dialog.go_on()
        dialog.people.setPlainText("马成林 上斜沟村 13900000000\n李桂英\n")
        dialog.go_on()
        dialog.go_back()
        dialog.go_back()  # once more the same: nothing twice
        dialog.go_on()
        dialog.go_on()
        dialog.go_on()

    def note(dialog: RecoveryCode) -> None:
        dialog.copy()
        codes.append(QApplication.clipboard().text())
        dialog.reject()  # not before it is written down
        assert dialog.isVisible()
        dialog.tick.setChecked(True)
        dialog.go_on.click()

    visit((FirstRun, fill), (RecoveryCode, note), (MainWindow, lambda window: window.close()))
    assert run_window(folder, practice=False) == 0
    assert len(codes[0].replace("-", "")) == 26
    with open_database(folder) as opened:
        assert store.find(opened.db, OFFICE)[0]["name"] == "斜沟乡司法所"
        assert store.count(opened.db, VILLAGE) == 2
        assert store.count(opened.db, COMMITTEE) == 3
        people = {row["name"]: row for row in store.find(opened.db, MEDIATOR)}
        assert people["马成林"]["phone"] == "13900000000"
        towns = {row["committee_name"]: row["id"] for row in store.find(opened.db, COMMITTEE)}
        assert people["李桂英"]["committee_id"] == towns["斜沟乡人民调解委员会"]


def test_going_away_from_the_first_start_makes_nothing(
    qtbot: QtBot, visit: Visit, tmp_path: Path
) -> None:
    folder = DataFolder(tmp_path / "new")
    visit((FirstRun, lambda dialog: dialog.reject()))
    assert run_window(folder, practice=False) == 0
    assert not folder.root.exists()


def test_the_later_steps_of_a_first_start_can_be_left_out(
    qtbot: QtBot, visit: Visit, tmp_path: Path
) -> None:
    folder = DataFolder(tmp_path / "new")

    def fill(dialog: FirstRun) -> None:
        dialog.office.setText("斜沟乡司法所")
        dialog.township.setText("斜沟乡")
        dialog.go_on()
        dialog.reject()  # what was made is opened all the same

    def note(dialog: RecoveryCode) -> None:
        dialog.tick.setChecked(True)
        dialog.go_on.click()

    visit((FirstRun, fill), (RecoveryCode, note), (MainWindow, lambda window: window.close()))
    assert run_window(folder, practice=False) == 0
    with open_database(folder) as opened:
        assert store.count(opened.db, COMMITTEE) == 1


def test_a_line_of_people_that_is_not_understood_is_named_and_nothing_is_entered(
    qtbot: QtBot, opened: Opened
) -> None:
    samples.committee(opened.db)
    with pytest.raises(UserError, match="第 2 行"):
        add_mediators(opened.db, "马成林 上斜沟村\n李桂英 无名村")
    assert store.count(opened.db, MEDIATOR) == 0


def test_a_folder_that_holds_data_is_opened_and_not_made_anew(
    qtbot: QtBot, visit: Visit, folder: DataFolder, tmp_path: Path
) -> None:
    before = folder.data.read_bytes()
    dialog = FirstRun(DataFolder(tmp_path / "elsewhere"))
    qtbot.addWidget(dialog)
    visit((QMessageBox, press("打开")))
    dialog.use_folder(folder.root)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.folder == folder
    assert folder.data.read_bytes() == before
    assert load_settings(settings_file()).data_folder == str(folder.root)
    settings_file().unlink()


def test_damage_found_while_the_window_is_open_closes_it_and_leads_to_the_backups(
    qtbot: QtBot, visit: Visit, folder: DataFolder
) -> None:
    with open_database(folder) as opened:
        samples.dispute(opened.db, samples.committee(opened.db))
        store.set_meta(opened.db, "filler", "x" * 50_000)  # the last pages of the file
        make_backup(folder, opened.key, opened.db, "by_hand")
    content = bytearray(folder.data.read_bytes())
    content[-2000] ^= 1  # in a page that the first window does not read
    folder.data.write_bytes(content)
    visitor = visit(
        (QMessageBox, press("知道了")),
        (RecoveryPage, lambda page: page.reject()),
    )
    assert run_window(folder, practice=False) == 1
    assert visitor.left == []
    assert folder.data.read_bytes() == bytes(content)


def test_the_look_behind_the_window_is_noted_when_it_has_ended(
    qtbot: QtBot, visit: Visit, folder: DataFolder
) -> None:
    with open_database(folder):
        pass
    database = keys.database_id(folder)

    def wait(window: MainWindow) -> None:
        assert window.opened.unread
        qtbot.waitUntil(lambda: page_check.is_noted(database))
        window.close()

    visit((MainWindow, wait))
    assert run_window(folder, practice=False) == 0
    assert page_check.is_noted(database)


def test_a_damaged_file_leads_to_its_backups_and_is_kept(
    qtbot: QtBot, visit: Visit, folder: DataFolder
) -> None:
    with open_database(folder) as opened:
        samples.dispute(opened.db, samples.committee(opened.db))
        make_backup(folder, opened.key, opened.db, "by_hand")
    whole = folder.data.read_bytes()
    folder.data.write_bytes(whole[:9000] + b"x" * 200 + whole[9200:])
    counts = []

    def look(window: MainWindow) -> None:
        counts.append(store.count(window.opened.db, DISPUTE))
        window.close()

    visit(
        (RecoveryPage, lambda page: page.restore()),
        (QMessageBox, press("恢复")),
        (QMessageBox, press("知道了")),
        (MainWindow, look),
    )
    assert run_window(folder, practice=False) == 0
    assert counts == [1]
    assert next(folder.set_aside.rglob("data.db")).stat().st_size == len(whole)


def test_a_damaged_file_without_backups_is_not_replaced(
    qtbot: QtBot, visit: Visit, folder: DataFolder
) -> None:
    folder.data.write_bytes(b"")
    visit((RecoveryPage, lambda page: page.reject()))
    assert run_window(folder, practice=False) == 1
    assert folder.data.read_bytes() == b""


def test_a_folder_that_is_open_elsewhere_is_said_in_one_sentence(
    qtbot: QtBot, visit: Visit, opened: Opened
) -> None:
    said = []

    def read(box: QMessageBox) -> None:
        said.append(box.text())
        press("知道了")(box)

    visit((QMessageBox, read))
    assert run_window(opened.folder, practice=False) == 1
    assert "程序已经打开" in said[0]


def test_leaving_with_changes_asks_and_stays(
    qtbot: QtBot, visit: Visit, folder: DataFolder
) -> None:
    stayed = []

    def type_and_close(window: MainWindow) -> None:
        window.add_record()
        assert window.record is not None
        window.record.form.put({"place": "村口"})
        window.close()
        stayed.append(window.isVisible())
        window.forget_record()
        window.close()

    visit((MainWindow, type_and_close), (QMessageBox, press("继续填写")))
    assert run_window(folder, practice=False) == 0
    assert stayed == [True]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("保存", Answer.SAVE),
        ("暂存", Answer.KEEP),
        ("不保存", Answer.DISCARD),
        ("继续填写", Answer.STAY),
    ],
)
def test_the_question_about_changes_gives_what_was_pressed(
    qtbot: QtBot, visit: Visit, words: str, answer: Answer
) -> None:
    visitor = visit((QMessageBox, press(words)))
    assert ask_unsaved(None, can_keep=True) is answer
    assert visitor.left == []


def test_an_unexpected_error_is_logged_and_can_be_copied(
    qtbot: QtBot, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    visit((QMessageBox, press("复制详情")))
    try:
        raise KeyError("ours")
    except KeyError as error:
        show_error(None, error)
    assert "KeyError" in QApplication.clipboard().text()
    assert any(r.levelno == logging.ERROR and r.exc_info for r in caplog.records)


# --- jobs ----------------------------------------------------------------------------------------


def test_a_job_has_its_own_connection_and_brings_its_result(qtbot: QtBot, opened: Opened) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    results: list[int] = []
    samples.village(opened.db)

    def work(db: Any, progress: Progress) -> int:
        progress(1, 2)
        assert db is not opened.db
        return store.count(db, VILLAGE)

    run_job(parent, opened, Text("数", "Counting"), work, results.append)
    qtbot.waitUntil(lambda: results == [1])


def test_a_cancelled_job_says_nothing_and_changes_nothing(qtbot: QtBot, opened: Opened) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    done: list[object] = []
    begun = Event()

    def work(db: Any, progress: Progress) -> None:
        with store.step(db, Text("测试", "Test")) as s:
            store.save(s, VILLAGE, {"name": "上斜沟村", "kind": "village"})
            begun.set()
            while True:  # until it is cancelled
                progress(1, 2)

    job = run_job(parent, opened, Text("试", "Trying"), work, done.append)
    qtbot.waitUntil(begun.is_set, timeout=PATIENT)
    with qtbot.waitSignal(job.ended, timeout=PATIENT):
        job.cancel()
    assert done == []
    assert store.count(opened.db, VILLAGE) == 0
    assert not any(isinstance(w, QDialog) and w.isVisible() for w in QApplication.topLevelWidgets())


def test_a_job_that_fails_is_said_in_a_sentence(qtbot: QtBot, visit: Visit, opened: Opened) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    said: list[str] = []

    def work(db: Any, progress: Progress) -> None:
        raise PermissionError(13, "no", "/somewhere/a.xlsx")

    def read(box: QMessageBox) -> None:
        said.append(box.text())
        press("知道了")(box)

    visit((QMessageBox, read))
    run_job(parent, opened, Text("试", "Trying"), work, said.append)
    qtbot.waitUntil(lambda: bool(said))
    assert "/somewhere/a.xlsx" in said[0]
