"""Tabs by keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.main_window import MainWindow
from ui.tabs_page import TabsPage


def test_the_arrows_go_along_the_tabs_and_the_cursor_stays_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.go_to("people")
    page = next(p for p in window.findChildren(TabsPage) if p.isVisible())
    bar = page.tabs.tabBar()
    qtbot.waitUntil(bar.hasFocus)
    for at in range(1, bar.count()):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
        assert page.tabs.currentIndex() == at
        assert bar.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert (page.tabs.currentIndex(), bar.hasFocus()) == (bar.count() - 2, True)
