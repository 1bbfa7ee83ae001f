"""今日 of an office that has just begun: the zero reports nobody has made are said."""

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core import rounds
from db.connect import Opened
from ui.main_window import MainWindow
from ui.missing_rounds import MissingRounds
from ui.pieces import today
from ui.today_page import TodayPage


def shown(window: MainWindow) -> TodayPage:
    window.go_to("today")
    page = window.page("today")
    assert isinstance(page, TodayPage)
    page.refresh()
    return page


def words(page: TodayPage) -> str:
    return "\n".join(each.text() for each in page.nothing.currentWidget().findChildren(QLabel))


def report_all(opened: Opened) -> None:
    for each in rounds.owed(opened.db, today(), whole=True):
        rounds.zero_report(opened.db, each.level, each.village_id, each.period, today())


def test_a_new_office_reads_how_many_rounds_nobody_entered(
    window: MainWindow, opened: Opened
) -> None:
    missing = rounds.owed(opened.db, today(), whole=True)
    assert len(missing) == 2  # the village and the township
    page = shown(window)
    assert "还有 2 轮排查没有登记" in words(page)
    assert str(min(each.period.last for each in missing)) in words(page)


def test_the_button_opens_the_zero_reports(window: MainWindow, qtbot: QtBot) -> None:
    page = shown(window)
    page.nothing.currentWidget().findChild(QPushButton).click()
    qtbot.waitUntil(lambda: window.findChild(MissingRounds) is not None)
    window.findChild(MissingRounds).close()


def test_when_all_are_reported_nothing_is_due(window: MainWindow, opened: Opened) -> None:
    page = shown(window)
    report_all(opened)
    page.refresh()
    assert "今天没有到期的事项" in words(page)
    assert page.nothing.currentWidget().findChild(QPushButton) is None
