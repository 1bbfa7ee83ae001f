"""Without a mouse and read aloud: what one can stand in is reached by Tab and has a name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QLabel,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.paths import DataFolder
from tests import samples
from ui.first_run import FirstRun, RecoveryCode
from ui.help_window import HelpWindow
from ui.main_window import MainWindow
from ui.rail import PLACES
from ui.tabs_page import TabsPage

TAB = Qt.FocusPolicy.TabFocus


def focusable(root: QWidget) -> list[QWidget]:
    """What is in sight and takes the Tab key."""
    found = [root, *root.findChildren(QWidget)]
    return [w for w in found if w.isVisible() and w.isEnabled() and w.focusPolicy() & TAB]


def is_container(widget: QWidget) -> bool:
    """Scroll areas hold what one stands in; the rest of a table or a list is itself stood in."""
    return isinstance(widget, QScrollArea) or (
        isinstance(widget, QAbstractScrollArea) and not widget.isEnabled()
    )


def name_of(widget: QWidget) -> str:
    """What a screen reader says of it."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton) and widget.text().strip():
        return widget.text()
    buddies = [b for b in widget.window().findChildren(QLabel) if b.buddy() is widget]
    return buddies[0].text() if buddies else ""


def chain(root: QWidget) -> list[QWidget]:
    """The widgets in the order Tab takes, once round."""
    window, order = root.window(), []
    at = window.nextInFocusChain()
    while at is not None and at is not window:
        order.append(at)
        at = at.nextInFocusChain()
    return [w for w in order if root.isAncestorOf(w) or w is root]


def assert_told_and_reached(root: QWidget) -> None:
    there = [w for w in focusable(root) if not is_container(w)]
    assert there
    nameless = [f"{type(w).__name__} {w.objectName()}" for w in there if not name_of(w)]
    assert nameless == []
    reached = chain(root)
    assert [type(w).__name__ for w in there if w not in reached] == []


@pytest.mark.parametrize("place", [p.name for p in PLACES])
def test_every_page_of_the_rail(qtbot: QtBot, window: MainWindow, office: str, place: str) -> None:
    samples.party(window.opened.db, samples.dispute(window.opened.db, office))
    window.go_to(place)
    page = window.pages.currentWidget()
    assert_told_and_reached(page)
    if isinstance(page, TabsPage):
        for tab in range(page.tabs.count()):
            page.show_tab(tab)
            assert_told_and_reached(page)


def test_the_page_of_a_record(qtbot: QtBot, window: MainWindow) -> None:
    window.add_record()
    assert window.record is not None
    assert_told_and_reached(window.record)


def test_tab_goes_down_the_form_and_not_across(qtbot: QtBot, window: MainWindow) -> None:
    window.add_record()
    record = window.record
    assert record is not None
    reached = chain(record)
    places = [reached.index(w) for w in record.order() if w.isVisible()]
    assert places == sorted(places)


def test_the_guide_of_the_first_start_the_code_and_the_help(
    qtbot: QtBot, window: MainWindow, folder: DataFolder
) -> None:
    guide = HelpWindow(window)
    first = FirstRun(DataFolder(folder.root / "new"))
    for dialog in (guide, first, RecoveryCode("ABCDE")):
        qtbot.addWidget(dialog)
        dialog.show()
        assert_told_and_reached(dialog)
        if dialog is first:
            for step in range(first.steps.count()):
                first._show(step)
                assert_told_and_reached(first)
        if isinstance(dialog, RecoveryCode):
            dialog.tick.setChecked(True)
        dialog.close()
