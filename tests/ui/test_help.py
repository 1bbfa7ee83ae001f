"""Help where one stands: every page is there, links lead somewhere, words are found."""

import re

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.guide import GUIDE, INDEX, find_pages, pages, text_of, title_of
from ui.actions import MENUS
from ui.help_window import PAGE_OF, HelpWindow, page_of
from ui.main_window import MainWindow
from ui.rail import PLACES


def test_the_index_names_every_page_of_the_folder() -> None:
    assert set(pages()) == {path.name for path in GUIDE.glob("*.md")}


@pytest.mark.parametrize("page", pages())
def test_every_link_leads_to_a_page_or_a_picture(page: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", text_of(page)):
        assert (GUIDE / target).exists(), target
    assert title_of(page)


def test_every_place_of_the_rail_has_its_page() -> None:
    for place in PLACES:
        assert page_of(place.name, 0, on_record=False) in pages(), place.name
    assert set(PAGE_OF.values()) <= set(pages())
    assert page_of("disputes", 0, on_record=True) == "record.md"
    assert page_of("settings", 1, on_record=False) == "backup.md"


def test_words_are_found_with_titles_first() -> None:
    assert find_pages("备份")[0].page == "backup.md"
    assert "恢复码" in find_pages("恢复码 信封")[0].line
    assert find_pages("没有这样的话") == []
    assert find_pages("  ") == []


def test_keys_named_in_the_guide_are_those_of_the_menus() -> None:
    keys = {k for _, entries in MENUS for e in entries for k in e.keys.split("; ") if k}
    for key in re.findall(r"`(Ctrl\+[A-Z]|F1)`", text_of(INDEX)):
        assert key in keys, key


def test_f1_shows_the_page_of_where_one_stands(qtbot: QtBot, window: MainWindow) -> None:
    window.go_to("statistics")
    window.show_help()
    shown = window.findChild(HelpWindow)
    assert shown is not None
    assert shown.page() == "statistics.md"
    assert "月报" in shown.browser.toPlainText()
    window.go_to("settings")
    window.show_backups()
    window.show_help()
    assert shown.page() == "backup.md"
    shown.browser.backward()
    assert shown.page() == "statistics.md"


def test_the_search_of_the_help_lists_pages_one_can_open(qtbot: QtBot, window: MainWindow) -> None:
    shown = HelpWindow(window)
    qtbot.addWidget(shown)
    shown.show_page("today.md")
    shown.search.setText("U 盘")
    qtbot.keyClick(shown.search, Qt.Key.Key_Return)
    assert "第一次打开" in shown.browser.toPlainText()
    shown.search.setText("<b>没有")
    shown.seek()
    assert "<b>没有" in shown.browser.toPlainText()


def test_an_unknown_page_is_the_index(qtbot: QtBot, window: MainWindow) -> None:
    shown = HelpWindow(window)
    qtbot.addWidget(shown)
    shown.show_page("../../README.md")
    assert shown.page() == INDEX
