"""The drawn sheet: rows of one height, a head that stays, and checks that lead to records."""

import pytest
from pytestqt.qtbot import QtBot

from db.connect import Opened
from tests import samples
from ui.list_page import ListPage
from ui.main_window import MainWindow
from ui.statistics_page import StatisticsPage


@pytest.fixture
def page(window: MainWindow, opened: Opened, office: str, qtbot: QtBot) -> StatisticsPage:
    """Thirty committees, one with a long name; a settled dispute without an agreement."""
    for n in range(29):
        samples.committee(opened.db, f"{n}村人民调解委员会")
    samples.committee(opened.db, "斜沟乡道路交通事故损害赔偿纠纷专业人民调解委员会")
    samples.dispute(
        opened.db, office, accepted_on="2025-03-05", mediation_result="success",
        closed_on="2025-03-09", file_no="无协议",
    )  # fmt: skip
    window.go_to("statistics")
    made = window.page("statistics")
    assert isinstance(made, StatisticsPage)
    made.years.setCurrentIndex(made.years.findData(2025))
    made.parts.setCurrentIndex(made.parts.findData(""))
    made.count()
    qtbot.waitUntil(lambda: made.result is not None and made.result.period.since.year == 2025)
    return made


def test_rows_of_figures_have_one_height(page: StatisticsPage) -> None:
    start, end = page.sheet._frozen._rows[1:]
    assert len({page.sheet.rowHeight(row) for row in range(start, end)}) == 1


def test_head_and_first_column_stay_in_sight(page: StatisticsPage) -> None:
    frozen = page.sheet._frozen
    assert not frozen.first.isVisible()
    page.sheet.horizontalScrollBar().setValue(300)
    page.sheet.verticalScrollBar().setValue(200)
    assert frozen.first.isVisible()
    assert frozen.head.isVisible()
    assert frozen.head.y() == page.sheet.viewport().y()
    assert frozen.head.horizontalScrollBar().value() == 300
    row = page.sheet.rowAt(page.sheet.viewport().height() - 30)
    there = frozen.first.rowViewportPosition(row) + frozen.first.y()
    assert there == page.sheet.rowViewportPosition(row) + page.sheet.viewport().y()


def test_a_failed_check_leads_to_its_records(page: StatisticsPage, window: MainWindow) -> None:
    words = [page.broken.item(i).text() for i in range(page.broken.count())]
    assert words[0] == "合计:口头协议 + 书面协议 = 调解成功 不成立(0 与 1)"
    assert words[1].startswith("上斜沟村人民调解委员会:")
    page.broken.itemActivated.emit(page.broken.item(1))
    shown = window.page("disputes")
    assert isinstance(shown, ListPage)
    assert [shown.model.row(i)["file_no"] for i in range(shown.model.rowCount())] == ["无协议"]  # type: ignore[index]
