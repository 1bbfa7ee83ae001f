"""Settings: each thing does what it says, and is there the next time."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from core import store
from core.records import DEADLINE_RULE, load_book
from core.settings import load_settings
from core.term_rules import shipped_rules
from db.backup import backups
from db.second_place import folder_at
from ui import this_pc_page
from ui.codes_page import CodesPage
from ui.deadlines_page import DeadlinesPage
from ui.folder_choice import Place
from ui.main_window import MainWindow
from ui.measures import SETS, use_colours
from ui.settings_page import OfficePage
from ui.tabs_page import TabsPage
from ui.this_pc_page import ThisPcPage, font_words


def page_named(window: MainWindow, words: str) -> object:
    window.go_to("settings")
    page = window.page("settings")
    assert isinstance(page, TabsPage)
    titles = [page.tabs.tabText(i) for i in range(page.tabs.count())]
    page.show_tab(titles.index(words))
    return page.content()


def test_the_next_number_follows_the_pattern_as_it_is_typed(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = page_named(window, "本所信息")
    assert isinstance(page, OfficePage)
    pattern = page.form.editors["file_pattern"]
    pattern.put("{prefix}-{year}-{serial:03}")
    page.form.edited.emit("file_pattern")
    assert "斜-" in page._examples.text()
    assert "-001" in page._examples.text()
    pattern.put("{nothing}")
    page.form.edited.emit("file_pattern")
    assert "格式不对" in page._examples.text()


def test_a_choice_is_added_renamed_and_retired(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_named(window, "代码表")
    assert isinstance(page, CodesPage)
    names = [each.name for each in page._lists]
    page.lists.setCurrentRow(names.index("dispute_type"))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("集市摊位纠纷", True))
    page.add()
    db = window.opened.db
    code = next(
        c for c, w in load_book(db).offered("dispute_type").items() if w.zh == "集市摊位纠纷"
    )
    page.view.choose(page.model.rowCount() - 1)
    page.retire()
    assert code not in load_book(db).offered("dispute_type")
    window.undo_step()
    assert code in load_book(db).offered("dispute_type")


def test_lists_the_program_reckons_with_offer_only_a_new_name(window: MainWindow) -> None:
    page = page_named(window, "代码表")
    assert isinstance(page, CodesPage)
    names = [each.name for each in page._lists]
    page.lists.setCurrentRow(names.index("mediation_result"))
    assert not page._add.isEnabled()
    assert not page._retire.isEnabled()
    assert page._rename.isEnabled()


def test_the_shipped_terms_stand_above_those_of_the_office(window: MainWindow) -> None:
    page = page_named(window, "期限")
    assert isinstance(page, DeadlinesPage)
    assert page.model.rowCount() == len(shipped_rules())
    window.add_record()
    assert window.record is not None
    assert window.record.kind is DEADLINE_RULE


def test_colours_change_at_once_and_are_remembered(window: MainWindow) -> None:
    page = page_named(window, "这台电脑")
    assert isinstance(page, ThisPcPage)
    try:
        page.colours.setCurrentIndex(1)
        page.colours.activated.emit(1)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        assert SETS["high"]["accent"] in app.styleSheet()
        assert load_settings(window.seat.settings_file).colours == "high"
    finally:
        use_colours("usual")
        window.use_colours("usual")


def test_every_role_says_which_font_is_used() -> None:
    for role in ("title", "heading", "body", "note"):
        assert "tt" in font_words(role)  # .ttf or .ttc


def test_backups_go_to_the_second_place(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    said: list[str] = []
    monkeypatch.setattr(this_pc_page, "tell", lambda _, words: said.append(str(words)))
    page = page_named(window, "这台电脑")
    assert isinstance(page, ThisPcPage)
    page.use_place(stick)
    assert len(said) == 1  # the same disk: said, and the user's to decide
    window.back_up()
    qtbot.waitUntil(lambda: bool(backups(folder_at(window.opened.folder, stick))))
    page.use_place(None)
    assert window.second_place() is None
    assert store.meta(window.opened.db, "replica")


def test_the_network_is_no_second_place(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(this_pc_page, "tell", lambda _, words: said.append(str(words)))
    monkeypatch.setattr(this_pc_page, "place_of", lambda path: Place(path, "cifs"))
    page = page_named(window, "这台电脑")
    assert isinstance(page, ThisPcPage)
    page.use_place(tmp_path)
    assert "网络盘" in said[0]
    assert window.second_place() is None
