"""What a list and a dialog remember on this PC, and where dropped files go."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from core import store
from core.records import ATTACHMENT, DISPUTE
from core.settings import Settings, load_settings, save_settings
from db.connect import Opened
from tests import samples
from tests.ui.test_attachments import PATIENT, photo
from ui.last_folder import folder_in
from ui.list_page import ListPage
from ui.main_window import MainWindow
from ui.measures import use_type_size
from ui.steps_page import StepsPage
from ui.tabs_page import TabsPage


@pytest.fixture
def page(window: MainWindow, opened: Opened, office: str) -> ListPage:
    samples.dispute(opened.db, office, accepted_on="2026-03-01", file_no="甲")
    window.go_to("disputes")
    made = window.page("disputes")
    assert isinstance(made, ListPage)
    made.refresh()
    return made


def test_a_column_that_was_pulled_is_as_wide_at_the_next_start(
    page: ListPage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    place = [c.name for c in page.model.columns].index("dispute_type") + page.model.first
    with qtbot.waitSignal(page.columns_pulled):
        page.view.horizontalHeader().resizeSection(place, 173)
    kept = load_settings(tmp_path / "settings.json").widths
    assert kept == {"dispute": {"dispute_type": 173.0}}
    again = ListPage(page.opened, window.changes, page.listing, widths=kept["dispute"])
    again.view.fit()
    assert again.view.columnWidth(place) == 173
    again.deleteLater()


def test_the_usual_columns_are_as_wide_as_usual(
    page: ListPage, tmp_path: Path, qtbot: QtBot
) -> None:
    place = [c.name for c in page.model.columns].index("dispute_type") + page.model.first
    usual = page.view.columnWidth(place)
    with qtbot.waitSignal(page.columns_pulled):
        page.view.horizontalHeader().resizeSection(place, usual + 60)
    with qtbot.waitSignal(page.columns_pulled):
        page.show_usual_columns()
    assert page.view.columnWidth(place) == usual
    assert load_settings(tmp_path / "settings.json").widths == {}


@pytest.mark.parametrize("wrong", ["[]", '{"dispute": {"term": 0}}', '{"dispute": {"a": "b"}}'])
def test_wrong_widths_fall_back(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(f'{{"widths": {wrong}}}', encoding="utf-8")
    assert load_settings(path) == Settings()
    kept = Settings(widths={"dispute": {"term": 99.5}})
    save_settings(kept, path)
    assert load_settings(path) == kept


def test_a_dialog_for_files_begins_where_the_last_one_ended(
    window: MainWindow, opened: Opened, office: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    photo_file = tmp_path / "照片" / "现场.jpg"
    photo_file.parent.mkdir()
    photo_file.write_bytes(photo((40, 30)))

    def choose(_parent: QWidget, _title: str, begin: str, _kinds: str) -> tuple[list[str], str]:
        begun.append(begin)
        return [str(photo_file)], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    window.open_record("dispute", samples.dispute(opened.db, office, accepted_on="2026-03-01"))
    assert window.record is not None
    assert window.record.attachments is not None
    monkeypatch.setattr(window.record.attachments, "add", lambda paths: None)
    window.record.attachments.choose_files()
    window.record.attachments.choose_files()
    assert begun == [str(Path.home()), str(photo_file.parent)]
    assert load_settings(tmp_path / "settings.json").last_folder == str(photo_file.parent)


def test_a_folder_that_is_gone_is_not_proposed(tmp_path: Path) -> None:
    assert folder_in(Settings(last_folder=str(tmp_path))) == tmp_path
    assert folder_in(Settings(last_folder=str(tmp_path / "stick"))) == Path.home()
    assert folder_in(Settings()) == Path.home()


# --- dropping ------------------------------------------------------------------------------------


def dropped(at: QWidget, data: QMimeData) -> bool:
    """Whether the widget a file manager drops onto takes it."""
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at.rect().center(), actions, data, left, none)
    QApplication.sendEvent(at, enter)
    event = QDropEvent(QPointF(at.rect().center()), actions, data, left, none)
    QApplication.sendEvent(at, event)
    return enter.isAccepted() and event.isAccepted()


@pytest.mark.parametrize("place", ["place", "summary"])
def test_a_file_dropped_onto_a_field_becomes_an_attachment(
    window: MainWindow, opened: Opened, office: str, tmp_path: Path, qtbot: QtBot, place: str
) -> None:
    id = samples.dispute(opened.db, office, accepted_on="2026-03-01")
    window.open_record("dispute", id)
    assert window.record is not None
    (tmp_path / "现场.jpg").write_bytes(photo((40, 30)))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "现场.jpg"))])
    field: Any = window.record.form.editors[place].widget
    assert dropped(field.viewport() if place == "summary" else field, data)
    qtbot.waitUntil(lambda: bool(store.children(opened.db, ATTACHMENT, id)), timeout=PATIENT)
    assert store.children(opened.db, ATTACHMENT, id)[0]["title"] == "现场"
    assert not window.record.is_changed()  # its name was not written into the field


def test_words_dropped_onto_a_field_stay_words(
    window: MainWindow, opened: Opened, office: str
) -> None:
    window.open_record("dispute", samples.dispute(opened.db, office, accepted_on="2026-03-01"))
    assert window.record is not None
    data = QMimeData()
    data.setText("河边")
    assert dropped(window.record.form.editors["place"].widget, data)
    assert window.record.form.row()[0]["place"] == "河边"


# --- the rail ------------------------------------------------------------------------------------


def checked(window: MainWindow) -> list[str]:
    return [name for name, made in window.rail._buttons.items() if made.isChecked()]


def test_the_rail_shows_where_a_record_belongs_and_then_where_one_is_again(
    window: MainWindow, opened: Opened, office: str
) -> None:
    id = samples.dispute(opened.db, office, accepted_on="2026-03-01")
    window.go_to("today")
    window.open_record(DISPUTE.table, id)
    assert checked(window) == ["disputes"]
    window.go_back()
    assert checked(window) == ["today"]
    window.open_record("committee", office)
    assert checked(window) == ["people"]


def test_a_long_name_of_the_office_stands_in_two_lines_and_whole_in_the_tool_tip(
    window: MainWindow,
) -> None:
    name = "大通回族土族自治县朔北藏族乡小煤洞村与东至沟村联合司法所"
    window.rail.office.say(name)
    first, second = window.rail.office.text().split("\n")
    assert name.startswith(first + second.rstrip("…"))
    assert window.rail.office.toolTip() == name
    window.rail.office.say("斜沟乡司法所")
    assert window.rail.office.text() == "斜沟乡司法所"


# --- short lists ---------------------------------------------------------------------------------


def test_the_list_of_steps_stays_on_the_same_step_when_another_one_is_taken(
    window: MainWindow, opened: Opened, office: str
) -> None:
    window.show_steps()
    tabs = window.page("settings")
    assert isinstance(tabs, TabsPage)
    page = tabs.content()
    assert isinstance(page, StepsPage)
    page.steps.view.choose(1)
    before = page.steps.chosen()
    samples.dispute(opened.db, office)
    window.changes.happened.emit(frozenset({"dispute"}))
    assert before is not None
    assert page.steps.chosen() == before
    assert page.steps.view.line() == 2


def test_the_rail_is_never_higher_than_the_smallest_screen(
    window: MainWindow, dressed: str, qapp: QApplication
) -> None:
    use_type_size(qapp, dressed, 200)
    QApplication.processEvents()
    assert window.rail.minimumSizeHint().height() < 400
    window.go_to("settings")
    button = window.rail._buttons["settings"]
    assert not button.visibleRegion().isEmpty()  # scrolled into sight
    use_type_size(qapp, dressed, 100)
