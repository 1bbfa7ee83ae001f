"""纠纷排查 in the window: lists, zero reports, striking off, disputes made of items, ledger."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

import ui.main_window
import ui.missing_rounds
import ui.screening_listing
import ui.screening_work
from core import store
from core.records import DISPUTE, SCREENING_ITEM, SCREENING_MAP, SCREENING_ROUND, VILLAGE
from core.risk import category_map
from db.connect import Opened
from tests import samples
from ui.list_page import ListPage
from ui.main_window import MainWindow
from ui.print_preview import PrintPreview
from ui.screening_settings import CategoriesPage, GradesPage
from ui.settings_page import OfficePage
from ui.tabs_page import TabsPage

WEDNESDAY = date(2026, 3, 11)


@pytest.fixture(autouse=True)
def wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The calendar on the wall."""
    for module in (ui.main_window, ui.missing_rounds, ui.screening_listing, ui.screening_work):
        monkeypatch.setattr(module, "today", lambda: WEDNESDAY)


def shown_list(window: MainWindow, tab: int = 0) -> ListPage:
    window.go_to("screening")
    page = window.page("screening")
    assert isinstance(page, TabsPage)
    page.show_tab(tab)
    content = page.content()
    assert isinstance(content, ListPage)
    content.refresh()
    return content


def chip(page: ListPage, words: str) -> str:
    return next(
        b.text() for b in page.findChildren(QPushButton) if b.text().startswith(f"{words} ")
    )


def item(opened: Opened, id: str) -> dict[str, Any]:
    row = store.get(opened.db, SCREENING_ITEM, id)
    assert row is not None
    return row


def answer(monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    """Press a button of the next question: 0 the action, 1 cancel."""

    def press(box: QMessageBox) -> int:
        box.buttons()[place].click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press)


def test_ctrl_2_goes_to_screening_and_ctrl_3_to_disputes(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentWidget() is window.page("screening")
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.currentWidget() is window.page("disputes")


def test_chips_count_what_waits_for_what(window: MainWindow, opened: Opened) -> None:
    db = opened.db
    samples.screening_item(db, resolve_by="2026-03-10")
    samples.screening_item(db, screening_no="2", resolve_by="2026-03-12", is_major=1)
    samples.screening_item(db, screening_no="3", is_success=1)
    samples.screening_item(db, screening_no="4", is_success=1, closed_out_on="2026-03-09")
    page = shown_list(window)
    assert [chip(page, w) for w in ("全部", "未化解", "待销号", "重大", "已销号")] == [
        "全部 4",
        "未化解 2",
        "待销号 1",
        "重大 1",
        "已销号 1",
    ]
    page.filter_by("over")
    assert [item(opened, id)["resolve_by"] for id in page.shown] == ["2026-03-10"]
    page.filter_by("soon")
    assert [item(opened, id)["screening_no"] for id in page.shown] == ["2"]


def test_risk_is_a_word_beside_its_mark(window: MainWindow, opened: Opened) -> None:
    samples.screening_item(opened.db, risk_level="red")
    page = shown_list(window)
    place = [c.name for c in page.model.columns].index("risk_level")
    row = page.model.row(0)
    assert row is not None
    column = page.model.columns[place]
    assert (column.words(row), column.colour(row)) == ("● 红色", ui.screening_listing.RED)


def test_a_new_item_gets_its_number_and_the_category_of_its_type(window: MainWindow) -> None:
    shown_list(window)
    window.add_record()
    assert window.record is not None
    form = window.record.form
    assert window.record.kind is SCREENING_ITEM
    assert form.row()[0]["screening_no"].startswith("排查")
    form.put({"dispute_type": "labor_other"})
    assert form.row()[0]["screen_category"] == "labor"
    form.put({"dispute_type": "tourism"})
    assert form.row()[0]["screen_category"] == "economic_activity"
    form.put({"screen_category": "school"})
    form.put({"dispute_type": "medical"})
    assert form.row()[0]["screen_category"] == "school"


def test_the_number_follows_the_year_until_somebody_types_one(window: MainWindow) -> None:
    shown_list(window)
    window.add_record()
    assert window.record is not None
    form = window.record.form
    form.put({"screened_on": "2025-12-30"})
    assert form.row()[0]["screening_no"] == "排查20250001"
    form.put({"screening_no": "甲1"})
    form.put({"screened_on": "2024-12-30"})
    assert form.row()[0]["screening_no"] == "甲1"


def test_striking_off_a_resolved_item_asks_nothing_and_can_be_undone(
    window: MainWindow, opened: Opened
) -> None:
    id = samples.screening_item(opened.db, is_success=1, resolved_on="2026-03-06")
    shown_list(window)
    window.close_out()
    assert item(opened, id)["closed_out_on"] == "2026-03-11"
    window.undo_step()
    assert item(opened, id)["closed_out_on"] is None


@pytest.mark.parametrize(("place", "outcome"), [(0, 1), (1, None)])
def test_an_item_without_an_outcome_is_asked_about(
    monkeypatch: pytest.MonkeyPatch,
    window: MainWindow,
    opened: Opened,
    place: int,
    outcome: int | None,
) -> None:
    id = samples.screening_item(opened.db)
    shown_list(window)
    answer(monkeypatch, place)
    window.close_out()
    assert item(opened, id)["is_success"] == outcome
    assert (item(opened, id)["closed_out_on"] is None) == (outcome is None)


def test_an_item_becomes_a_dispute_that_knows_where_it_came_from(
    window: MainWindow, opened: Opened
) -> None:
    id = samples.screening_item(opened.db, summary="排水流入院落")
    shown_list(window)
    window.become_dispute()
    assert window.record is not None
    assert window.record.kind is DISPUTE
    assert window.record.form.row()[0]["summary"] == "排水流入院落"
    dispute = window.record.id
    assert item(opened, id)["dispute_id"] == dispute
    (back,) = [
        b
        for b in window.record.screening.findChildren(QPushButton)
        if "来自排查 斜排查20260001" in b.text()
    ]
    back.click()
    assert window.record.id == id
    (on,) = [
        b for b in window.record.screening.findChildren(QPushButton) if "打开调解案件" in b.text()
    ]
    on.click()
    assert window.record.id == dispute
    window.undo_step()
    assert item(opened, id)["dispute_id"] is None
    assert window.record is None


def test_what_is_typed_is_saved_before_an_item_becomes_a_dispute(
    window: MainWindow, opened: Opened
) -> None:
    id = samples.screening_item(opened.db)
    window.open_record("screening_item", id)
    assert window.record is not None
    window.record.form.put({"place": "上斜沟村二社"})
    window.become_dispute()
    assert window.record is not None
    assert window.record.form.row()[0]["place"] == "上斜沟村二社"
    assert item(opened, id)["place"] == "上斜沟村二社"


def test_an_item_with_a_fault_is_not_made_a_dispute(window: MainWindow, opened: Opened) -> None:
    id = samples.screening_item(opened.db)
    window.open_record("screening_item", id)
    assert window.record is not None
    window.record.form.put({"people_count": 0})
    window.become_dispute()
    assert item(opened, id)["dispute_id"] is None
    assert window.record.kind is SCREENING_ITEM


def test_a_zero_report_is_one_key_in_the_list_of_what_is_missing(
    qtbot: QtBot, window: MainWindow, opened: Opened
) -> None:
    window.missing_rounds()
    dialog = window.findChild(ui.missing_rounds.MissingRounds)
    assert dialog is not None
    assert [o.name for o in dialog.owed] == ["上斜沟村", "斜沟乡"]
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    assert [o.name for o in dialog.owed] == ["斜沟乡"]
    (row,) = store.find(opened.db, SCREENING_ROUND)
    assert (row["zero_report"], row["screened_from"]) == (1, "2026-03-09")
    dialog.reject()


def test_a_round_that_is_owed_opens_in_its_form(window: MainWindow) -> None:
    window.missing_rounds()
    dialog = window.findChild(ui.missing_rounds.MissingRounds)
    assert dialog is not None
    dialog.enter_round()
    assert window.record is not None
    assert window.record.kind is SCREENING_ROUND
    row = window.record.form.row()[0]
    assert (row["level"], row["screened_from"], row["screened_to"]) == (
        "village",
        "2026-03-09",
        "2026-03-11",
    )


def test_the_ledger_holds_what_is_marked_else_what_is_shown(
    window: MainWindow, opened: Opened, qtbot: QtBot
) -> None:
    ids = [samples.screening_item(opened.db, screening_no=str(n)) for n in range(3)]
    page = shown_list(window)
    page.view.marked.emit(1, 1)
    window.print_ledger()
    preview = window.findChild(PrintPreview)
    assert preview is not None
    (paper,) = preview.papers
    assert paper.cases == (page.shown[1],)
    qtbot.waitUntil(lambda: preview.document.pageCount() > 0, timeout=20_000)
    preview.done(QDialog.DialogCode.Rejected)
    page.go_back()
    assert set(window._ledger_items()) == set(ids)


def test_the_ledger_as_excel_has_the_eight_columns(
    window: MainWindow,
    opened: Opened,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    samples.screening_item(opened.db, summary="排水", lead_unit="斜沟乡", lead_person="马军")
    shown_list(window)
    path = tmp_path / "台账.xlsx"
    monkeypatch.setattr("ui.exporting.ask_where_to_save", lambda *_: path)
    window.export_ledger()
    qtbot.waitUntil(path.exists, timeout=20_000)
    page = openpyxl.load_workbook(path).active
    assert page is not None
    rows = [[c.value for c in row] for row in page.iter_rows(min_row=2)]
    assert rows[0] == [
        "序号",
        "单位",
        "矛盾纠纷简要情况",
        "责任单位/责任人",
        "化解时限",
        "化解情况",
        "交办督办情况",
        "销号情况",
    ]
    assert rows[1][:4] == [1, "斜沟乡", "李明朗、王建国：排水", "斜沟乡\n马军"]


def settings_tab(window: MainWindow, words: str) -> Any:
    window.go_to("settings")
    page = window.page("settings")
    assert isinstance(page, TabsPage)
    tab = next(n for n in range(page.tabs.count()) if page.tabs.tabText(n) == words)
    page.show_tab(tab)
    return page.content()


def test_a_category_is_changed_in_the_settings(window: MainWindow, opened: Opened) -> None:
    page = settings_tab(window, "排查类别")
    assert isinstance(page, CategoriesPage)
    page.put("tourism", "other")
    assert category_map(opened.db)["tourism"] == "other"
    place = page._types().index("tourism")
    row = page.model.row(place)
    assert row is not None
    assert [c.words(row) for c in page.model.columns] == ["旅游纠纷", "其他", "本所改过"]
    page.put("tourism", "economic_activity")
    assert store.count(opened.db, SCREENING_MAP) == 0


def test_the_scheme_chosen_in_the_office_is_the_one_explained(
    window: MainWindow, opened: Opened
) -> None:
    office = settings_tab(window, "本所信息")
    assert isinstance(office, OfficePage)
    office.form.put({"risk_scheme": "linhai"})
    assert office.save()
    page = settings_tab(window, "风险等级")
    assert isinstance(page, GradesPage)
    words = [each.text() for each in page.findChildren(QLabel)]
    assert "● 红色 · 重大矛盾纠纷 · 立即上报" in words
    assert not any("绿色" in each for each in words if each.startswith("○"))


def test_rounds_overdue_stand_on_today_and_open_their_list(
    window: MainWindow, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui import today_page

    monkeypatch.setattr(today_page, "today", lambda: WEDNESDAY)
    late = samples.village(opened.db, "乙村")
    village = store.find(opened.db, VILLAGE, "name = ?", ["上斜沟村"])[0]["id"]
    samples.screening_round(opened.db, village_id=village, screened_from="2026-03-02")
    page: Any = window.page("today")
    page.refresh()
    (found,) = [d for d in page.waiting if d.table == "screening_round"]
    assert (found.number, found.dispute) == ("乙村", late)
    page.view.choose(page.waiting.index(found))
    page.open_selected()
    dialog = window.findChild(ui.missing_rounds.MissingRounds)
    assert dialog is not None
    assert dialog.owed[dialog.view.line()].name == "乙村"
    dialog.reject()


def test_screens_of_screening_fit_at_twice_the_type_size(window: MainWindow) -> None:
    window.use_type_size(200)
    page = shown_list(window)
    assert page.width() <= window.width()
    assert window.width() <= 1366
    window.use_type_size(100)
