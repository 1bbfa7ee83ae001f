"""今日: figures that agree, papers that lack, months side by side, charts that can be copied."""

import threading
from datetime import timedelta

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlite_utils import Database

from core import store
from core.figures import accepted_by_month
from core.records import AGREEMENT
from core.text import Text
from db.connect import Opened
from tests import samples
from ui.main_window import MainWindow
from ui.pieces import today
from ui.reading_behind import Behind
from ui.today_page import TodayPage

SETTLED = {"mediation_result": "success"}


@pytest.fixture
def page(window: MainWindow, opened: Opened, office: str) -> TodayPage:
    """One term overdue, one soon due, one agreement overdue; a settled case without papers."""
    on = today()
    ago = (on - timedelta(days=60)).isoformat()
    samples.dispute(opened.db, office, accepted_on=ago, file_no="超")
    soon = (on - timedelta(days=27)).isoformat()
    samples.dispute(opened.db, office, accepted_on=soon, file_no="近")
    settled = samples.dispute(
        opened.db, office, accepted_on=ago, closed_on=ago, file_no="协", **SETTLED
    )
    until = (on - timedelta(days=3)).isoformat()
    samples.agreement(opened.db, settled, performance_deadline=until)
    made = window.page("today")
    assert isinstance(made, TodayPage)
    made.refresh()
    window.changes.happened.emit(frozenset({"dispute"}))
    return made


def card(page: TodayPage, place: int) -> tuple[str, str]:
    made = page.cards._cards[place]
    return made._value.text(), made._note.words()


def test_card_list_and_rail_count_the_same_things(page: TodayPage, window: MainWindow) -> None:
    assert card(page, 0) == ("2", "调解期限 1 · 协议履行 1")
    assert card(page, 1)[0] == "1"
    assert page._title.text() == "到期与超期 3 项:超期 2 项,7 日内到期 1 项"
    assert window.rail._buttons["today"].text().split() == ["今日", "2"]
    page.cards._cards[0].click()
    assert page.model.rowCount() == 2
    page.cards._cards[0].click()
    assert page.model.rowCount() == 3


def test_the_ground_of_the_chosen_thing_is_shown_and_enter_opens_it(
    page: TodayPage, window: MainWindow, qtbot: QtBot
) -> None:
    page.view.choose(0)
    assert page._ground.text().startswith("依据:《人民调解工作若干规定》第三十三条")
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert window.record is not None


def test_files_that_lack_papers_are_listed_with_what_is_missing(
    page: TodayPage, window: MainWindow, qtbot: QtBot
) -> None:
    assert card(page, 2) == ("1", "未归档 1 件中")
    page.cards._cards[2].click()
    assert page._title.text().startswith("卷宗缺件 1 件")
    lack = page.papers_model.data(page.papers_model.index(0, 3))
    assert "调解记录" in lack
    assert page._ground.isHidden()
    qtbot.keyClick(page.papers_view, Qt.Key.Key_Return)
    assert window.record is not None


def test_the_month_stands_beside_the_last_and_a_year_ago(
    page: TodayPage, opened: Opened, office: str
) -> None:
    first = today().replace(day=1)
    year_ago = first.replace(year=first.year - 1).isoformat()
    for _ in range(3):
        samples.dispute(opened.db, office, accepted_on=year_ago)
    samples.dispute(
        opened.db, office, accepted_on=year_ago, closed_on=first.isoformat(), amount=123_456_00,
        **SETTLED,
    )  # fmt: skip
    page.refresh()
    accepted, settled, rate, amount = page.months.words()
    assert accepted[2] == "4"
    assert settled[0] == "1"
    assert rate[0] == "100.0%"
    assert amount[0] == "12.35"


def test_the_page_stands_before_its_figures_which_are_read_behind_it(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot
) -> None:
    made = window.page("today")
    assert isinstance(made, TodayPage)
    window.go_to("disputes")
    samples.dispute(opened.db, office, accepted_on=(today() - timedelta(days=60)).isoformat())
    window.go_to("today")
    assert not made.is_filled
    qtbot.waitUntil(lambda: made.is_filled)
    assert card(made, 0)[0] == "1"
    assert window.rail._buttons["today"].text().split() == ["今日", "1"]


def test_what_is_changed_while_it_is_read_is_shown_as_it_is_then(
    page: TodayPage, window: MainWindow, opened: Opened, office: str, qtbot: QtBot
) -> None:
    window.go_to("disputes")
    window.go_to("today")
    samples.dispute(opened.db, office, accepted_on=(today() - timedelta(days=60)).isoformat())
    window.changes.happened.emit(frozenset({"dispute"}))
    assert page.is_filled
    assert card(page, 0)[0] == "3"
    qtbot.waitUntil(lambda: page.charts is not None)
    assert card(page, 0)[0] == "3"


def test_a_window_that_is_closed_while_the_page_is_read_lets_the_file_go(
    page: TodayPage, window: MainWindow
) -> None:
    window.go_to("disputes")
    window.go_to("today")
    assert [t.name for t in threading.enumerate()].count("reading") <= 1
    window.close()
    assert page.is_filled
    assert "reading" not in [t.name for t in threading.enumerate()]


def test_where_reading_behind_fails_the_page_reads_itself(
    qtbot: QtBot, opened: Opened, qapp: QApplication
) -> None:
    came: list[str] = []

    def read(db: Database) -> str:
        if db is not opened.db:
            raise OSError("the disk is away")
        return "read"

    parent = QObject()
    Behind(opened, read, came.append, parent).start()
    qtbot.waitUntil(lambda: came == ["read"])


def test_charts_come_after_the_window_and_show_the_counts(
    page: TodayPage, opened: Opened, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: page.charts is not None)
    assert page.charts is not None
    page.refresh()
    by_month, by_type = page.charts
    counts = accepted_by_month(opened.db, today())
    assert [n for _, n in by_month.counts] == list(counts.values())
    assert [name for name, _ in by_type.counts] == ["邻里"]  # no empty bar for the rest
    assert "邻里" in by_type.accessibleDescription()


def test_a_chart_is_copied_as_a_picture(page: TodayPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.charts is not None)
    assert page.charts is not None
    chart = page.charts[0]
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    picture = QGuiApplication.clipboard().pixmap()
    assert picture.width() == 2 * chart.viewport().width()


def test_the_card_of_the_month_opens_the_month_in_the_list(
    page: TodayPage, window: MainWindow, opened: Opened, office: str
) -> None:
    samples.dispute(opened.db, office, accepted_on=today().isoformat())
    page.refresh()
    page.cards._cards[3].click()
    shown = window.page("disputes")
    assert shown.filters.months.currentData() == today().isoformat()[:7]  # type: ignore[attr-defined]
    assert str(shown.model.rowCount()) == card(page, 3)[0]  # type: ignore[attr-defined]


def test_things_due_are_counted_by_sort_and_one_sort_is_shown_alone(page: TodayPage) -> None:
    chips = page.groups._chips
    assert [c.text() for c in chips.values() if not c.isHidden()] == ["调解期限 2", "协议履行 1"]
    chips["term"].click()
    assert [d.number for d in page.waiting] == ["超", "近"]
    assert page.model.rowCount() == 2
    page.cards._cards[1].click()  # due soon: terms only, so there is nothing to choose from
    assert [d.number for d in page.waiting] == ["近"]
    assert page.groups.isHidden()
    page.cards._cards[1].click()
    assert not page.groups.isHidden()
    assert chips["term"].isChecked()
    chips["term"].click()
    assert page.model.rowCount() == 3


def test_a_sort_whose_last_thing_is_done_gives_way_to_all(page: TodayPage, opened: Opened) -> None:
    page.groups._chips["performance"].click()
    assert [d.number for d in page.waiting] == ["协"]
    with store.step(opened.db, Text("履行", "Performed")) as step:
        for row in store.find(opened.db, AGREEMENT):
            done = {"performance_status": "performed", "performed_on": "2020-01-01"}
            store.save(step, AGREEMENT, {"id": row["id"], **done})
    page.refresh()
    assert sorted(d.number for d in page.waiting) == ["超", "近"]
