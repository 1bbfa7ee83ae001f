"""A window over a real data folder, and what a finger or an input method does."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.records import PARTY
from core.settings import Settings
from db.connect import Opened
from tests import samples
from ui.fonts import family
from ui.main_window import MainWindow, Seat
from ui.measures import use_type_size
from ui.record_page import RecordPage

TypeIn = Callable[[QWidget, str], None]


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> str:
    """The application as it is when it runs; gives the family it types in."""
    qapp.setStyle("Fusion")
    name = family()
    use_type_size(qapp, name, 100)
    return name


@pytest.fixture
def office(opened: Opened) -> str:
    """One office, one village, one committee with a mediator; gives the id of the committee."""
    samples.office(opened.db)
    village = samples.village(opened.db)
    return samples.committee(opened.db, village_id=village)


@pytest.fixture
def window(
    qtbot: QtBot, opened: Opened, office: str, dressed: str, tmp_path: Path
) -> Iterator[MainWindow]:
    """Shown at the size of the smallest screen."""
    made = MainWindow(opened, Seat(Settings(), tmp_path / "settings.json", dressed))
    made.resize(1366, 768)
    qtbot.addWidget(made, before_close_func=_forget_changes)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made


@pytest.fixture
def type_in(qtbot: QtBot) -> TypeIn:
    """Click into a field, replace what is there, go on with Enter."""

    def put(widget: QWidget, words: str) -> None:
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        write(widget, words)
        qtbot.keyClick(widget, Qt.Key.Key_Return)

    return put


def field(page: RecordPage, name: str) -> Any:
    """Where a field of the record is typed."""
    return page.form.editors[name].widget


def party(page: RecordPage, place: int, name: str) -> Any:
    """Where a field of one of its parties is typed."""
    return page.children_rows[PARTY].rows[place].form.editors[name].widget


def write(widget: QWidget, words: str) -> None:
    """What an input method hands over; qtbot.keyClicks knows no Chinese."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def _forget_changes(window: QWidget) -> None:
    """A test that ends with something typed is not asked what to do with it."""
    assert isinstance(window, MainWindow)
    window.forget_record()
