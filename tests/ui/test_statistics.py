"""The drawn sheet: rows of one height, a head that stays, and checks that lead to records."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core import store
from core.records import LEGAL_AID_CASE, REPORT_CELL, SCREENING_ITEM, SCREENING_ROUND
from db.connect import Opened
from tests import samples
from ui.behind import BehindList
from ui.list_page import ListPage
from ui.main_window import MainWindow
from ui.print_preview import PrintPreview
from ui.statistics_page import StatisticsPage
from ui.tabs_page import TabsPage


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


def test_a_long_figure_is_not_cut(page: StatisticsPage, opened: Opened, qtbot: QtBot) -> None:
    samples.put(
        opened.db, LEGAL_AID_CASE, applied_on="2025-03-01", application_status="granted",
        decided_on="2025-03-02", closed_on="2025-04-01", recovered_amount=123_456_789_000,
    )  # fmt: skip
    page.reports.setCurrentIndex(page.reports.findData("legal_aid_month"))
    page.count()
    qtbot.waitUntil(lambda: "123456.79" in _texts(page))
    sheet = page.sheet
    at = next(i for i in map(sheet.item, *_cells(page)) if i and i.text() == "123456.79")
    wide = QFontMetrics(at.font()).horizontalAdvance(at.text())
    assert sheet.columnWidth(at.column()) >= wide + 20


def _cells(page: StatisticsPage) -> tuple[list[int], list[int]]:
    """Rows and columns of every cell of the sheet."""
    rows, columns = page.sheet.rowCount(), page.sheet.columnCount()
    every = [(r, c) for r in range(rows) for c in range(columns)]
    return [r for r, _ in every], [c for _, c in every]


def _texts(page: StatisticsPage) -> list[str]:
    return [i.text() for i in map(page.sheet.item, *_cells(page)) if i]


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


# --- 矛盾纠纷排查情况表 ---------------------------------------------------------------------------


@pytest.fixture
def screening(window: MainWindow, opened: Opened, office: str, qtbot: QtBot) -> StatisticsPage:
    """May 2025: an item of the village without a number of people, a concentrated round."""
    village = store.find(opened.db, samples.VILLAGE)[0]["id"]
    samples.put(
        opened.db,
        SCREENING_ITEM,
        screened_on="2025-05-06",
        finder_level="village",
        village_id=village,
        dispute_type="neighbor",
        screening_no="无人数",
    )
    samples.put(
        opened.db,
        SCREENING_ROUND,
        level="township",
        screened_from="2025-05-04",
        is_concentrated=1,
        round_no="集中",
    )
    window.go_to("statistics")
    made = window.page("statistics")
    assert isinstance(made, StatisticsPage)
    made.reports.setCurrentIndex(made.reports.findData("screening"))
    made.reports.activated.emit(made.reports.currentIndex())
    made.years.setCurrentIndex(made.years.findData(2025))
    made.parts.setCurrentIndex(made.parts.findData("05"))
    made.count()
    qtbot.waitUntil(lambda: shows(made, "screening", "2025-05-01"))
    return made


def shows(page: StatisticsPage, report: str, since: str) -> bool:
    result = page.result
    return (
        result is not None
        and result.report.name == report
        and result.period.since.isoformat() == since
    )


def place_of(page: StatisticsPage, of: tuple[str, str]) -> tuple[int, int]:
    """Where a figure stands in the sheet."""
    for row in range(page.sheet.rowCount()):
        for column in range(page.sheet.columnCount()):
            item = page.sheet.item(row, column)
            if item is not None and item.data(Qt.ItemDataRole.UserRole) == of:
                return row, column
    raise AssertionError(of)


def shown_numbers(window: MainWindow, name: str) -> list[str]:
    page = window.page("screening")
    assert isinstance(page, TabsPage)
    listed = page.content()
    assert isinstance(listed, ListPage)
    rows = [listed.model.row(i) for i in range(listed.model.rowCount())]
    return [row[name] for row in rows if row is not None]


def test_only_what_leaves_a_choice_is_offered(screening: StatisticsPage, qtbot: QtBot) -> None:
    assert not screening.layouts.isHidden()
    assert screening.units.isHidden()
    screening.layouts.setCurrentIndex(1)
    screening.layouts.activated.emit(1)
    assert [screening.units.itemText(i) for i in range(screening.units.count())] == ["上斜沟村"]
    qtbot.waitUntil(lambda: screening.result.layout.id == "village")  # type: ignore[union-attr]
    assert screening.result is not None
    assert screening.result.unit_name == "上斜沟村"


def test_a_figure_leads_to_the_items_and_to_the_rounds(
    screening: StatisticsPage, window: MainWindow
) -> None:
    screening.sheet.cellClicked.emit(*place_of(screening, ("r38", "lvl_village")))
    assert shown_numbers(window, "screening_no") == ["无人数"]
    window.go_to("statistics")
    screening.sheet.cellClicked.emit(*place_of(screening, ("r52", "subtotal")))
    assert shown_numbers(window, "round_no") == ["集中"]


def test_bands_that_do_not_add_up_lead_to_the_item(
    screening: StatisticsPage, window: MainWindow
) -> None:
    lines = [screening.broken.item(i) for i in range(screening.broken.count())]
    line = next(each for each in lines if each.text().startswith("涉及人数四段之和"))
    assert line.text().endswith("不成立(0 与 1)")
    assert "不得上报" in screening.checks.text()
    screening.broken.itemActivated.emit(line)
    assert shown_numbers(window, "screening_no") == ["无人数"]


def test_a_figure_typed_over_is_kept_and_can_be_taken_back(
    screening: StatisticsPage, window: MainWindow, opened: Opened, qtbot: QtBot
) -> None:
    screening.sheet.setFocus()
    screening.sheet.setCurrentCell(*place_of(screening, ("r04", "lvl_village")))
    qtbot.keyClick(screening.sheet, Qt.Key.Key_F2)
    editor = screening.sheet.viewport().findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText("７")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(screening.result and screening.result.typed))
    assert screening.result is not None
    assert screening.result.row("r04").cells["year_to_date"] == 7
    window.undo_step()
    qtbot.waitUntil(lambda: not (screening.result and screening.result.typed))
    assert store.find(opened.db, REPORT_CELL) == []


def test_a_figure_that_is_counted_is_not_typed_over(
    screening: StatisticsPage, qtbot: QtBot
) -> None:
    screening.sheet.setFocus()
    screening.sheet.setCurrentCell(*place_of(screening, ("r38", "lvl_village")))
    qtbot.keyClick(screening.sheet, Qt.Key.Key_F2)
    assert screening.sheet.viewport().findChild(QLineEdit) is None


def test_who_made_the_sheet_is_typed_above_it(
    screening: StatisticsPage, opened: Opened, qtbot: QtBot
) -> None:
    field = screening.foot.fields["made_by"]
    field.setFocus()
    qtbot.keyClicks(field, "wang")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(screening.result and screening.result.words))
    screening.foot.fields["signed_by"].setFocus()  # leaving it again writes nothing more
    assert [row["words"] for row in store.find(opened.db, REPORT_CELL)] == ["wang"]


def test_the_sheet_is_printed_as_it_is_drawn(
    screening: StatisticsPage, window: MainWindow, qtbot: QtBot
) -> None:
    screening.print_sheet()
    (preview,) = window.findChildren(PrintPreview)
    qtbot.waitUntil(lambda: preview.document.pageCount() == 1, timeout=20_000)
    assert [str(paper.title) for paper in preview.papers] == ["矛盾纠纷排查情况表"]
    preview.reject()


def test_records_without_a_list_of_their_own_are_named(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot
) -> None:
    id = samples.put(
        opened.db, REPORT_CELL, report="screening", layout="village", row_id="r04",
        column_id="lvl_village", period_start="2025-05-01", period_end="2025-05-31",
    )  # fmt: skip
    window.show_behind([id], "report_cell")
    (dialog,) = window.findChildren(BehindList)
    assert "r04" in dialog.lines.item(0).text()
    with qtbot.waitSignal(dialog.open_record) as opened_one:
        dialog.lines.itemActivated.emit(dialog.lines.item(0))
    assert opened_one.args == ["report_cell", id]
