"""Typing: dates and money as people write them, choices by initials, Enter and the input method."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.typed import date_of
from tests.ui.conftest import write
from ui.choice import ChoiceEditor, Option, matching
from ui.editors import DateLine, EnterMoves, NoteEditor
from ui.pieces import today

Beside = Callable[[Any], list[int]]
TYPES = [
    Option("marriage_family", "婚姻家庭纠纷"),
    Option("neighbor", "邻里纠纷"),
    Option("labor", "劳动争议纠纷"),
    Option("property", "物业纠纷"),
]


@pytest.fixture
def beside(qtbot: QtBot) -> Iterator[Beside]:
    """Shows a field above another one; gives what Enter in it asked for."""
    pages = []

    def show(field: QWidget) -> list[int]:
        page = QWidget()
        rows = QVBoxLayout(page)
        rows.addWidget(field)
        rows.addWidget(QLineEdit())
        moves: list[int] = []
        field.installEventFilter(EnterMoves(moves.append, page))
        qtbot.addWidget(page)
        pages.append(page)
        page.resize(400, 500)
        page.show()
        page.activateWindow()
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)
        return moves

    yield show


def test_dates_are_written_out_when_one_leaves_the_field(qtbot: QtBot, beside: Beside) -> None:
    line = DateLine()
    beside(line)
    for typed in ("0503", "5.3", "今", "-3", "２０２６．５．３"):
        line.setFocus()
        line.selectAll()
        write(line, typed)
        qtbot.keyClick(line, Qt.Key.Key_Tab)
        assert line.text() == date_of(typed, today())


def test_a_date_that_is_none_stays_as_it_was_typed(qtbot: QtBot, beside: Beside) -> None:
    line = DateLine()
    beside(line)
    write(line, "32.13")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert line.text() == "32.13"


def test_choices_match_characters_pinyin_and_initials() -> None:
    assert [o.value for o in matching(TYPES, "家庭")] == ["marriage_family"]
    assert [o.value for o in matching(TYPES, "linli")] == ["neighbor"]
    assert [o.value for o in matching(TYPES, "ＷＹ")] == ["property"]
    assert [o.value for o in matching(TYPES, "ld")] == ["labor"]


def test_leaving_a_field_takes_what_is_highlighted(qtbot: QtBot, beside: Beside) -> None:
    field = ChoiceEditor(TYPES)
    beside(field)
    field.setFocus()
    qtbot.keyClicks(field, "ll")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.value() == "neighbor"
    assert field.text() == "邻里纠纷"


def test_the_arrows_choose_in_the_open_list(qtbot: QtBot, beside: Beside) -> None:
    field = ChoiceEditor(TYPES)
    beside(field)
    field.setFocus()
    write(field, "纠纷")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.value() == "neighbor"


def test_two_records_of_the_same_name_stay_apart(qtbot: QtBot) -> None:
    field = ChoiceEditor([Option("1", "马成林"), Option("2", "马成林")])
    qtbot.addWidget(field)
    field.choose("2")
    assert field.value() == "2"


def test_enter_goes_on_and_shift_enter_goes_back(qtbot: QtBot, beside: Beside) -> None:
    line = QLineEdit()
    moves = beside(line)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert moves == [1, -1]


def test_enter_is_a_new_line_in_a_note(qtbot: QtBot, beside: Beside) -> None:
    note = NoteEditor()
    moves = beside(note)
    write(note, "一")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    write(note, "二")
    assert (note.toPlainText(), moves) == ("一\n二", [])


def test_enter_on_an_empty_last_line_of_a_note_goes_on_and_leaves_no_empty_line(
    qtbot: QtBot, beside: Beside
) -> None:
    note = NoteEditor()
    moves = beside(note)
    write(note, "一")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    qtbot.keyClick(note, Qt.Key.Key_Return)
    assert (note.toPlainText(), moves) == ("一", [1])


def test_enter_on_an_empty_line_within_a_note_is_a_new_line(qtbot: QtBot, beside: Beside) -> None:
    note = NoteEditor()
    moves = beside(note)
    note.setPlainText("一\n\n二")
    qtbot.keyClick(note, Qt.Key.Key_Down)
    qtbot.keyClick(note, Qt.Key.Key_Return)
    assert (note.toPlainText(), moves) == ("一\n\n\n二", [])


def test_an_empty_note_says_how_one_leaves_it_and_is_left_with_enter(
    qtbot: QtBot, beside: Beside
) -> None:
    note = NoteEditor()
    moves = beside(note)
    assert "空行回车" in note.placeholderText()
    qtbot.keyClick(note, Qt.Key.Key_Return)
    assert (note.toPlainText(), moves) == ("", [1])


def test_enter_that_ends_a_composition_does_not_move(qtbot: QtBot, beside: Beside) -> None:
    line = QLineEdit()
    moves = beside(line)
    _compose(line, "liming")
    _press_enter(line)  # while it is composing
    write(line, "李明")
    _press_enter(line)  # the key that ended it
    assert (line.text(), moves) == ("李明", [])
    QApplication.processEvents()
    _press_enter(line)
    assert moves == [1]


def test_enter_moves_after_a_composition_that_ended_long_ago(qtbot: QtBot, beside: Beside) -> None:
    line = QLineEdit()
    moves = beside(line)
    _compose(line, "li")
    write(line, "李")
    QApplication.processEvents()
    _press_enter(line)
    assert moves == [1]


def test_a_note_grows_with_what_is_written(qtbot: QtBot, beside: Beside) -> None:
    note = NoteEditor()
    beside(note)
    before = note.height()
    note.setPlainText("\n".join("一二三四五六"))
    qtbot.waitUntil(lambda: note.height() > before)


def _compose(line: QWidget, words: str) -> None:
    QApplication.sendEvent(line, QInputMethodEvent(words, []))


def _press_enter(line: QWidget) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        plain = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(line, QKeyEvent(kind, Qt.Key.Key_Return, plain))
