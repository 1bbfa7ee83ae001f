"""交接合并 in the window: drop, look, decide, merge, take back; a village hands in; hand-over."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from core import history, store
from core.merging.conflicts import count as open_questions
from core.paths import DataFolder
from core.records import DISPUTE, RECEIPT
from core.settings import Settings
from db.connect import Opened, open_database
from tests import samples
from ui import handing_in
from ui.first_run import FirstRun
from ui.hand_in_page import HandInPage
from ui.hand_in_wizard import HandInWizard
from ui.handing_over import hand_over
from ui.handoff_page import BesideBoard
from ui.handover_page import HandOverWizard
from ui.list_page import ListPage
from ui.main_window import MainWindow, Seat
from ui.merge_desk import MergeDesk
from ui.merge_preview import RecordLists
from ui.merge_questions import Questions
from ui.merge_undo import KeptList
from ui.open_questions import OpenQuestions
from ui.receipt_page import ReceiptPage
from ui.tabs_page import TabsPage
from ui.taking_over import TakeOverDialog
from ui.today_page import TodayPage

VILLAGE = "上斜沟村"
LONG = 20_000  # milliseconds a job may take on a busy machine


@pytest.fixture(scope="module")
def folders(empty_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An office with two cases of a village, and the village; to be copied."""
    base = tmp_path_factory.mktemp("both")
    shutil.copytree(empty_folder, base / "office")
    with open_database(DataFolder(base / "office")) as opened:
        samples.office(opened.db)
        samples.committee(opened.db, village_id=samples.village(opened.db, VILLAGE))
        store.set_meta(opened.db, "person", "所里")
        handing_in.enrol_village(opened, base / "a.tjb", VILLAGE)
    handing_in.take_over(DataFolder(base / "village"), base / "a.tjb")
    return base / "office", base / "village"


@pytest.fixture
def office_data(folders: tuple[Path, Path], tmp_path: Path) -> Iterator[Opened]:
    shutil.copytree(folders[0], tmp_path / "office")
    with open_database(DataFolder(tmp_path / "office")) as opened:
        yield opened


@pytest.fixture
def village_data(folders: tuple[Path, Path], tmp_path: Path) -> Iterator[Opened]:
    shutil.copytree(folders[1], tmp_path / "village")
    with open_database(DataFolder(tmp_path / "village")) as opened:
        yield opened


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def show(qtbot: QtBot, dressed: str, tmp_path: Path) -> Callable[[Opened], MainWindow]:
    def make(opened: Opened) -> MainWindow:
        made = MainWindow(opened, Seat(Settings(), tmp_path / "settings.json", dressed))
        made.resize(1366, 768)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitExposed(made)
        made.go_to("handoff")
        return made

    return make


@pytest.fixture
def window(show: Callable[[Opened], MainWindow], office_data: Opened) -> MainWindow:
    return show(office_data)


@pytest.fixture
def desk(window: MainWindow) -> MergeDesk:
    beside = tabs(window).content()
    assert isinstance(beside, BesideBoard)
    return beside.desk


@pytest.fixture
def package(office_data: Opened, village_data: Opened, stick: Path) -> Path:
    """A case new to the office, and one both have changed, of which the office knows."""
    db = village_data.db
    (committee,) = db.execute("select id from committee").fetchone()
    both = samples.dispute(db, committee, file_no="斜1号", summary="起先")
    first = handing_in.hand_out(village_data, stick, month="2026-09").paths[0]
    laid = handing_in.lay_out(office_data, first)
    handing_in.carry_in(office_data, laid, handing_in.look(office_data, laid).counts)
    handing_in.throw_away(laid)
    samples.dispute(db, committee, file_no="斜2号", summary="新的")
    for at, words in ((village_data, "村里写的"), (office_data, "所里写的")):
        with store.step(at.db, samples.WORDS) as s:
            store.save(s, DISPUTE, {"id": both, "summary": words})
    return handing_in.hand_out(village_data, stick, month="2026-10").paths[0]


def tabs(window: MainWindow) -> TabsPage:
    page = window.page("handoff")
    assert isinstance(page, TabsPage)
    return page


def look_at(qtbot: QtBot, desk: MergeDesk, path: Path) -> None:
    desk.take([path])
    qtbot.waitUntil(lambda: not desk.is_empty, timeout=LONG)


def merge(qtbot: QtBot, desk: MergeDesk) -> None:
    qtbot.mouseClick(desk.preview.merge_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.is_empty, timeout=LONG)


def summaries(opened: Opened) -> set[str]:
    return {r["summary"] for r in store.find(opened.db, DISPUTE)}


def counts_in_tabs(desk: MergeDesk) -> dict[str, int]:
    made = desk.preview.tabs
    words = [made.tabText(n).rsplit(" ", 1) for n in range(made.count())]
    return {name: int(n) for name, n in words}


# --- the desk ------------------------------------------------------------------------------------


def test_a_dropped_package_is_shown_and_nothing_is_written(
    qtbot: QtBot, desk: MergeDesk, office_data: Opened, package: Path
) -> None:
    before = summaries(office_data)
    urls = QMimeData()
    urls.setUrls([QUrl.fromLocalFile(str(package))])
    desk.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            urls,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: not desk.is_empty, timeout=LONG)
    found = counts_in_tabs(desk)
    assert (found["新增"], found["冲突"]) == (1, 1)
    assert summaries(office_data) == before
    desk.leave()
    assert desk.is_empty
    assert not list(office_data.folder.root.glob("staged-*"))


def test_the_counts_shown_are_those_that_were_done(
    qtbot: QtBot, desk: MergeDesk, office_data: Opened, package: Path
) -> None:
    look_at(qtbot, desk, package)
    shown = desk.preview.found
    assert shown is not None
    merge(qtbot, desk)
    taken = desk.merges.taken[0]
    assert taken.counts == shown.counts
    assert "新的" in summaries(office_data)
    assert taken.step is not None


def test_a_conflict_left_for_later_waits_in_its_tab_and_is_decided_there(
    qtbot: QtBot, desk: MergeDesk, window: MainWindow, package: Path
) -> None:
    look_at(qtbot, desk, package)
    assert desk.preview.later.isVisible()
    merge(qtbot, desk)
    assert open_questions(window.opened.db) == 1
    tabs(window).show_tab(2)
    page = tabs(window).content()
    assert isinstance(page, OpenQuestions)
    qtbot.mouseClick(page.answer.buttons["theirs"], Qt.MouseButton.LeftButton)
    assert open_questions(window.opened.db) == 0
    assert "村里写的" in summaries(window.opened)


@pytest.mark.parametrize(
    ("choice", "words"), [("mine", "所里写的"), ("theirs", "村里写的"), ("typed", "两边商定的")]
)
def test_a_conflict_is_decided_by_mine_theirs_or_typed_anew(
    qtbot: QtBot, desk: MergeDesk, window: MainWindow, package: Path, choice: str, words: str
) -> None:
    look_at(qtbot, desk, package)
    pane = desk.preview.lists["conflicts"]
    assert isinstance(pane, Questions)
    if choice == "typed":
        pane.answer.type_in(words)
        pane.answer.take_typed()
    else:
        qtbot.mouseClick(pane.answer.buttons[choice], Qt.MouseButton.LeftButton)
    assert not desk.preview.later.isVisible()
    merge(qtbot, desk)
    assert words in summaries(window.opened)
    assert open_questions(window.opened.db) == 0


def test_both_values_of_a_changed_field_are_shown(
    qtbot: QtBot, desk: MergeDesk, village_data: Opened, office_data: Opened, package: Path
) -> None:
    look_at(qtbot, desk, package)
    merge(qtbot, desk)
    (row,) = store.find(village_data.db, DISPUTE, "file_no = '斜2号'")
    with store.step(village_data.db, samples.WORDS) as s:
        store.save(s, DISPUTE, {"id": row["id"], "summary": "后来"})
    later = handing_in.hand_out(village_data, package.parent, month="2026-11").paths[0]
    look_at(qtbot, desk, later)
    pane = desk.preview.lists["changed"]
    assert isinstance(pane, RecordLists)
    assert [(str(f.label), f.mine, f.theirs) for f in pane.below.lines] == [
        ("纠纷简要情况", "新的", "后来")
    ]
    desk.leave()


def test_several_packages_come_one_after_the_other(
    qtbot: QtBot, desk: MergeDesk, office_data: Opened, package: Path, tmp_path: Path
) -> None:
    copy = shutil.copy(package, tmp_path / "again.tjb")
    desk.take([package, Path(copy)])
    qtbot.waitUntil(lambda: not desk.is_empty, timeout=LONG)
    qtbot.mouseClick(desk.preview.merge_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(desk.preview.warned.isVisible, timeout=LONG)
    assert "已经合并过" in desk.preview.warned.text()
    assert not desk.preview.merge_button.isEnabled()
    desk.leave()


def test_a_damaged_package_is_said_and_the_next_one_still_comes(
    qtbot: QtBot, desk: MergeDesk, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    cut = tmp_path / "cut.tjb"
    cut.write_bytes(package.read_bytes()[:2000])
    desk.take([cut, package])
    qtbot.waitUntil(lambda: not desk.is_empty, timeout=LONG)
    assert "损坏" in said[0]
    desk.leave()


def test_a_merge_is_taken_back_and_what_was_edited_since_is_listed(
    qtbot: QtBot, desk: MergeDesk, window: MainWindow, package: Path
) -> None:
    look_at(qtbot, desk, package)
    merge(qtbot, desk)
    (row,) = store.find(window.opened.db, DISPUTE, "file_no = '斜2号'")
    with store.step(window.opened.db, samples.WORDS) as s:
        store.save(s, DISPUTE, {"id": row["id"], "summary": "所里又改"})
    desk.merges.refresh()
    step = desk.merges.taken[0].step
    assert step is not None
    desk.undo_wanted.emit(step)
    assert "所里又改" in summaries(window.opened)
    (kept,) = window.findChildren(KeptList)
    assert "斜2号" in "".join(kept.lines.item(n).text() for n in range(kept.lines.count()))
    assert not desk.merges.taken[0].stands


def test_the_disputes_of_a_package_are_shown_in_their_list(
    qtbot: QtBot, desk: MergeDesk, window: MainWindow, package: Path
) -> None:
    look_at(qtbot, desk, package)
    merge(qtbot, desk)
    desk.merges.view.choose(0)
    desk.merges.show_records()
    page = window.page("disputes")
    assert isinstance(page, ListPage)
    rows = store.get_many(window.opened.db, DISPUTE, page.shown).values()
    assert "新的" in {r["summary"] for r in rows}


# --- board, today, receipts ----------------------------------------------------------------------


def test_villages_that_owe_stand_on_the_board_and_on_today(
    qtbot: QtBot, window: MainWindow, office_data: Opened
) -> None:
    with office_data.db.atomic():
        office_data.db.execute("update enrolled set at = '2020-01-05T00:00:00+00:00'")
    window.go_to("today")
    page = window.page("today")
    assert isinstance(page, TodayPage)
    page.hand_ins.refresh()
    assert page.hand_ins.isVisible()
    window.go_to("handoff")
    beside = tabs(window).content()
    assert isinstance(beside, BesideBoard)
    beside.board.refresh()
    assert "1 个" in beside.board.said.text()


def test_a_query_is_said_with_its_reason_and_goes_back_on_the_stick(
    qtbot: QtBot,
    desk: MergeDesk,
    window: MainWindow,
    package: Path,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda box: None)
    tabs(window).show_tab(1)
    page = tabs(window).content()
    assert isinstance(page, ReceiptPage)
    page.view.choose(0)
    page.put("queried", "缺签名")
    assert [a.verdict for a in page.answers] == ["queried"]
    before = set(stick.iterdir())
    page.write_to(stick)
    qtbot.waitUntil(lambda: set(stick.glob("*.tjb")) > before, timeout=LONG)
    assert store.count(window.opened.db, RECEIPT) == 1


# --- a village -----------------------------------------------------------------------------------


def test_a_village_hands_in_in_five_steps(
    qtbot: QtBot, show: Callable[[Opened], MainWindow], village_data: Opened, stick: Path
) -> None:
    window = show(village_data)
    page = tabs(window).content()
    assert isinstance(page, HandInPage)
    wizard = HandInWizard(window, village_data, page.refresh)
    wizard.open()
    wizard.stick.use(stick)
    for _ in range(4):
        wizard.go_on()
    qtbot.waitUntil(lambda: wizard.made is not None, timeout=LONG)
    assert wizard.steps.currentIndex() == 4
    assert wizard.made is not None
    assert wizard.made.paths[0].parent == stick
    assert wizard.made.manifest.is_zero
    wizard.go_on()
    assert not wizard.isVisible()
    assert len(page.handed) == 1


def test_a_stick_that_is_gone_is_said_before_anything_is_made(
    qtbot: QtBot, show: Callable[[Opened], MainWindow], village_data: Opened, stick: Path
) -> None:
    wizard = HandInWizard(show(village_data), village_data, lambda: None)
    wizard.open()
    wizard.stick.use(stick)
    stick.rmdir()
    wizard.go_on()
    assert wizard.steps.currentIndex() == 0
    assert wizard.fault.isVisible()
    wizard.reject()


def test_an_office_that_enrolled_nobody_cannot_hand_in(
    qtbot: QtBot, office_data: Opened, dressed: str
) -> None:
    page = HandInPage(office_data)
    qtbot.addWidget(page)
    page.refresh()
    assert not page.button.isEnabled()


# --- hand-over -----------------------------------------------------------------------------------


def test_the_hand_over_can_be_left_only_with_the_passphrase_on_paper(
    qtbot: QtBot, window: MainWindow, office_data: Opened, stick: Path
) -> None:
    wizard = HandOverWizard(window, office_data)
    wizard.open()
    wizard.stick.use(stick)
    wizard.go_on()
    wizard.go_on()
    qtbot.waitUntil(lambda: wizard.made is not None, timeout=LONG)
    assert wizard.made is not None
    assert wizard.code.text() == wizard.made.passphrase
    wizard.reject()
    assert wizard.isVisible()
    assert not wizard.next.isEnabled()
    wizard.tick.setChecked(True)
    wizard.go_on()
    assert not wizard.isVisible()


def test_the_first_start_takes_over_and_shows_the_same_counts(
    qtbot: QtBot, office_data: Opened, stick: Path, tmp_path: Path, dressed: str
) -> None:
    done = hand_over(office_data, stick)
    target = DataFolder(tmp_path / "new" / "data")
    dialog = TakeOverDialog(None, target)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.file.setText(str(done.parts[0].path))
    dialog.go_on()
    assert "口令" in dialog.fault.text()
    dialog.code.setText(done.passphrase)
    dialog.go_on()
    assert dialog.recovery_code
    from ui.handover_page import rest_words

    words: Any = dialog.steps.currentWidget()
    assert str(rest_words(done.stock)) in _text_of(words)
    with open_database(target) as theirs:
        assert [s.kind for s in history.steps(theirs.db)] == [
            s.kind for s in history.steps(office_data.db)
        ]


def _text_of(widget: QWidget) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(each.text() for each in widget.findChildren(QLabel))


def test_the_first_start_offers_it(qtbot: QtBot, tmp_path: Path, dressed: str) -> None:
    dialog = FirstRun(DataFolder(tmp_path / "none"))
    qtbot.addWidget(dialog)
    dialog.show()
    assert "接收移交" in _buttons(dialog)


def _buttons(widget: QWidget) -> str:
    from PySide6.QtWidgets import QPushButton

    shown = [b.text() for b in widget.findChildren(QPushButton) if b.isVisible()]
    return "\n".join(shown)
