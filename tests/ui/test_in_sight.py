"""A new row and a complaint come wholly into sight, with something above them."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from core.records import AGREEMENT, MEETING
from tests.ui.test_record_page import TypeIn, enter_a_case, field, new_dispute
from ui.in_sight import whole_of
from ui.main_window import MainWindow
from ui.record_page import RecordPage


def test_a_new_row_is_seen_whole(window: MainWindow, qtbot: QtBot) -> None:
    page = new_dispute(window)
    for kind in (MEETING, MEETING):
        page.children_rows[kind].add()
        row = page.children_rows[kind].rows[-1]
        qtbot.waitUntil(lambda row=row: _seen(page).contains(_place(page, row)))
        assert _seen(page).top() < _place(page, row).top()


def test_of_a_row_higher_than_the_page_the_beginning_is_seen(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = new_dispute(window)
    page.children_rows[AGREEMENT].add()
    row = page.children_rows[AGREEMENT].rows[-1]
    qtbot.waitUntil(lambda: _place(page, row).height() > _seen(page).height())
    qtbot.waitUntil(lambda: _seen(page).contains(_place(page, row.form.order[0])))
    assert _seen(page).top() <= _place(page, row).top()


def test_a_complaint_is_seen_whole_where_the_cursor_stood_already(
    window: MainWindow, qtbot: QtBot, type_in: TypeIn
) -> None:
    page = new_dispute(window)
    enter_a_case(page, type_in)
    wrong = field(page, "closed_on")
    type_in(wrong, "2020-01-01")
    wrong.setFocus()
    page.findChild(QScrollArea).verticalScrollBar().setValue(0)
    assert page.save() is False
    assert QApplication.focusWidget() is wrong
    box = whole_of(wrong)

    def all_seen() -> bool:
        said = box.findChild(QLabel, "complaint")
        return said is not None and _seen(page).contains(_place(page, said))

    qtbot.waitUntil(all_seen)
    assert _seen(page).contains(_place(page, box))


def _area(page: RecordPage) -> QScrollArea:
    return page.findChild(QScrollArea)


def _seen(page: RecordPage) -> QRect:
    """What is seen of the page, as places on the screen."""
    view = _area(page).viewport()
    return QRect(view.mapToGlobal(QPoint(0, 0)), view.size())


def _place(page: RecordPage, piece: QWidget) -> QRect:
    return QRect(piece.mapToGlobal(QPoint(0, 0)), piece.size())
