"""The window: its actions, lists, statistics, recycle bin, import, backups, type size."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core import history, store
from core.errors import UserError
from core.finding import find_words
from core.paths import DataFolder
from core.records import COMMITTEE, DISPUTE, PARTY
from core.settings import Settings, load_settings, save_settings
from core.text import Text
from db.backup import backups, make_backup
from db.connect import Opened, open_database
from tests import samples
from ui import backup_page, list_page
from ui.actions import LINE, MENUS
from ui.import_dialog import ImportDialog
from ui.list_page import ListPage
from ui.main_window import MainWindow
from ui.measures import ROW, px
from ui.messages import words_for
from ui.print_preview import PrintPreview, papers_of
from ui.rail import PLACES
from ui.restoring import restore_backup
from ui.settings_page import OfficePage
from ui.statistics_page import StatisticsPage
from ui.steps_page import RecycleBin, deleted_records
from ui.tabs_page import TabsPage


def disputes(window: MainWindow) -> ListPage:
    window.go_to("disputes")
    page = window.page("disputes")
    assert isinstance(page, ListPage)
    return page


# --- actions -------------------------------------------------------------------------------------


def test_every_menu_entry_calls_a_method_of_the_window(window: MainWindow) -> None:
    entries = [entry for _, menu in MENUS for entry in menu if entry is not LINE]
    assert [callable(getattr(window, entry.method)) for entry in entries] == [True] * len(entries)
    assert len(window.actions_made) == len(entries)


def test_no_two_actions_have_the_same_keys() -> None:
    entries = [e for _, menu in MENUS for e in menu if e.keys and not e.told]
    keys = [k.toString() for e in entries for k in QKeySequence.listFromString(e.keys)]
    assert all(keys)
    assert len(keys) == len(set(keys)) >= len(entries)


def test_every_place_of_the_rail_opens(window: MainWindow, qtbot: QtBot) -> None:
    keys = [*(Qt.Key(Qt.Key.Key_0 + number) for number in range(1, 10)), Qt.Key.Key_Comma]
    for key, place in zip(keys, PLACES, strict=True):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.pages.currentWidget() is window.page(place.name)


# --- lists ---------------------------------------------------------------------------------------


def test_a_long_list_fetches_only_what_is_shown(
    window: MainWindow, opened: Opened, office: str
) -> None:
    rows = [
        {
            "accepted_on": f"2026-{i % 11 + 1:02}-{i % 28 + 1:02}",
            "committee_id": office,
            "dispute_type": "neighbor",
            "case_source": "on_application",
        }
        for i in range(10_000)
    ]
    with store.step(opened.db, Text("测试", "Test")) as s:
        store.save_many(s, DISPUTE, rows)
    page = disputes(window)
    assert page.model.rowCount() == 10_000
    assert page.model.fetched == 100
    page.view.choose(9_999)
    page.view.scrollToBottom()
    assert page.model.row(9_999) is not None
    assert page.model.fetched <= 300


def test_a_list_comes_back_to_the_row_one_left(
    window: MainWindow, opened: Opened, office: str
) -> None:
    for day in range(1, 10):
        samples.dispute(opened.db, office, accepted_on=f"2026-03-0{day}")
    page = disputes(window)
    page.view.choose(5)
    here = page.record_id()
    page.open_selected()
    window.go_back()
    assert page.record_id() == here


def test_chips_count_and_filter(window: MainWindow, opened: Opened, office: str) -> None:
    samples.dispute(opened.db, office, file_no="开")
    closed: dict[str, Any] = {"mediation_result": "success", "closed_on": "2026-03-09"}
    samples.dispute(opened.db, office, file_no="成", **closed)
    page = disputes(window)
    words = [b.text() for b in page.findChildren(QPushButton, "chip") if not b.isHidden()]
    assert "全部 2" in words
    assert "正在调解 1" in words
    page.filter_by("success")
    assert page.model.rowCount() == 1
    assert page.model.row(0)["file_no"] == "成"  # type: ignore[index]


def test_the_reading_pane_masks_id_numbers(window: MainWindow, opened: Opened, office: str) -> None:
    dispute = samples.dispute(opened.db, office)
    samples.party(opened.db, dispute, id_number="632121197203051237")
    page = disputes(window)
    from PySide6.QtWidgets import QLabel

    shown = "\n".join(each.text() for each in page.findChildren(QLabel))
    assert "632121********1237" in shown
    assert "632121197203051237" not in shown


def test_a_deleted_record_lies_in_the_recycle_bin_and_can_be_put_back(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot
) -> None:
    dispute = samples.dispute(opened.db, office, file_no="甲")
    samples.party(opened.db, dispute)
    page = disputes(window)
    page.view.choose(0)
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert page.model.rowCount() == 0
    assert [row["name"] for row in deleted_records(opened)] == ["甲"]  # not its party as well
    window.show_recycle_bin()
    tabs = window.page("settings")
    assert isinstance(tabs, TabsPage)
    bin = tabs.content()
    assert isinstance(bin, RecycleBin)
    bin.put_back_selected()
    assert store.count(opened.db, DISPUTE) == 1
    assert store.count(opened.db, PARTY) == 1


def test_what_other_records_point_at_is_not_deleted(
    window: MainWindow, opened: Opened, office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples.dispute(opened.db, office)
    said: list[str] = []
    monkeypatch.setattr(list_page, "tell", lambda parent, words: said.append(str(words)))
    window.go_to("people")
    tabs = window.page("people")
    assert isinstance(tabs, TabsPage)
    tabs.show_tab(1)
    page = tabs.content()
    assert isinstance(page, ListPage)
    page.delete_selected()
    assert store.count(opened.db, COMMITTEE) == 1
    assert "1 条记录用到" in said[0]


def test_undo_brings_a_deleted_record_back(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot
) -> None:
    samples.dispute(opened.db, office)
    page = disputes(window)
    page.delete_selected()
    qtbot.keyClick(page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert store.count(opened.db, DISPUTE) == 1
    assert page.model.rowCount() == 1


def test_the_search_box_finds_by_initials_and_opens(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot
) -> None:
    dispute = samples.dispute(opened.db, office, file_no="（2026）斜人调字第7号")
    samples.party(opened.db, dispute, "李明朗")
    page = disputes(window)
    assert page.top is not None
    window.focus_search()
    qtbot.keyClicks(page.top.search, "lml")
    qtbot.keyClick(page.top.search, Qt.Key.Key_Return)
    assert window.record is not None
    assert window.record.id == dispute
    assert [hit.id for hit in find_words(opened.db, "斜人调")] == [dispute]


# --- statistics, print ---------------------------------------------------------------------------


def test_a_cell_of_the_sheet_opens_the_records_behind_it(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot
) -> None:
    samples.dispute(opened.db, office, accepted_on="2025-03-05", file_no="在内")
    samples.dispute(opened.db, office, accepted_on="2024-03-05", file_no="在外")
    window.go_to("statistics")
    page = window.page("statistics")
    assert isinstance(page, StatisticsPage)
    page.years.setCurrentIndex(page.years.findData(2025))
    page.parts.setCurrentIndex(page.parts.findData(""))
    page.count()
    qtbot.waitUntil(lambda: page.result is not None and page.result.period.since.year == 2025)
    qtbot.keyClick(page.sheet, Qt.Key.Key_Return)
    shown = disputes(window)
    assert any(b.text().startswith("统计表中的一格 1") for b in shown.findChildren(QPushButton))
    assert [shown.model.row(i)["file_no"] for i in range(shown.model.rowCount())] == ["在内"]  # type: ignore[index]


def test_the_print_preview_shows_the_real_pages(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot, tmp_path: Path
) -> None:
    dispute = samples.dispute(opened.db, office, file_no="甲")
    samples.party(opened.db, dispute)
    preview = PrintPreview(window, opened, DISPUTE, dispute, tmp_path)
    preview.show_first()
    qtbot.waitUntil(lambda: preview.document.pageCount() > 0, timeout=20_000)
    titles = [str(paper.title) for paper in papers_of(opened.db, DISPUTE, dispute)]
    assert "人民调解受理登记表" in titles
    assert "人民调解记录" not in titles  # it has no meeting
    preview.reject()


# --- import, backups -----------------------------------------------------------------------------


def test_an_import_shows_its_counts_and_can_be_taken_back(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = Workbook()
    assert sheet.active is not None
    sheet.active.append(["受理日期", "调委会", "纠纷类型", "案件来源"])
    sheet.active.append(["2026-03-05", "上斜沟村人民调解委员会", "邻里纠纷", "依申请调解"])
    sheet.active.append(["2026-03-06", "上斜沟村人民调解委员会", "没有的类型", "依申请调解"])
    sheet.save(tmp_path / "in.xlsx")
    done: list[Text] = []
    dialog = ImportDialog(
        window, opened, tmp_path / "in.xlsx", lambda words, path, tables: done.append(words)
    )
    qtbot.addWidget(dialog)
    dialog.look()
    qtbot.waitUntil(lambda: dialog.plan is not None, timeout=20_000)
    assert "共 2 条 = 新增 1 + 更改 0 + 相同 0 + 待定 0 + 未接受 1" in dialog.counts.text()
    assert store.count(opened.db, DISPUTE) == 0  # only looked at
    dialog.carry_out()
    qtbot.waitUntil(lambda: bool(done), timeout=20_000)
    assert store.count(opened.db, DISPUTE) == 1
    assert backups(opened.folder)[0].reason == "import"
    window.undo_step()
    assert store.count(opened.db, DISPUTE) == 0


def test_a_backup_is_made_and_gone_back_to(
    window: MainWindow,
    opened: Opened,
    office: str,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    samples.dispute(opened.db, office)
    window.back_up()
    qtbot.waitUntil(lambda: len(backups(opened.folder)) == 1, timeout=20_000)
    window.show_backups()
    tabs = window.page("settings")
    assert isinstance(tabs, TabsPage)
    page = tabs.content()
    assert isinstance(page, backup_page.BackupPage)
    asked: list[Text] = []
    monkeypatch.setattr(backup_page, "confirm", lambda p, words, a: asked.append(words) or True)
    page.refresh()
    wanted: list[str] = []
    page.restore_wanted.disconnect()
    page.restore_wanted.connect(wanted.append)
    page.restore_selected()
    qtbot.waitUntil(lambda: bool(wanted), timeout=20_000)
    assert "纠纷 1 件" in str(asked[0])  # it says what it holds
    assert {b.reason for b in backups(opened.folder)} == {"by_hand", "restore"}


def test_a_restored_folder_holds_what_the_backup_held(folder: DataFolder) -> None:
    with open_database(folder) as opened:
        committee = samples.committee(opened.db)
        samples.dispute(opened.db, committee)
        name = make_backup(folder, opened.key, opened.db, "by_hand").name
        samples.dispute(opened.db, committee)
    restore_backup(folder, name)
    with open_database(folder) as opened:
        assert store.count(opened.db, DISPUTE) == 1


def test_a_second_start_is_told_in_one_sentence(opened: Opened) -> None:
    with pytest.raises(UserError) as caught, open_database(opened.folder):
        pass
    assert "程序已经打开" in str(words_for(caught.value))


# --- type size, settings -------------------------------------------------------------------------


def test_the_type_size_works_at_once_and_is_remembered(window: MainWindow, tmp_path: Path) -> None:
    page = disputes(window)
    window.use_type_size(200)
    try:
        assert px(ROW) == 2 * ROW
        assert page.view.verticalHeader().defaultSectionSize() == 2 * ROW
        assert load_settings(tmp_path / "settings.json").type_size == 200
        QApplication.processEvents()
        assert window.minimumSizeHint().height() <= 768
        assert window.minimumSizeHint().width() <= 1366
    finally:
        window.use_type_size(100)


def test_all_rail_places_fit_the_smallest_screen_at_200_percent(window: MainWindow) -> None:
    window.use_type_size(200)
    try:
        QApplication.processEvents()
        places = [b for b in window.rail.findChildren(QPushButton) if not b.isHidden()]
        inside = QRect(0, 0, window.rail.width(), window.rail.height())
        assert all(inside.contains(b.geometry()) for b in places)
    finally:
        window.use_type_size(100)


def test_the_office_is_changed_in_the_settings(window: MainWindow, opened: Opened) -> None:
    window.go_to("settings")
    tabs = window.page("settings")
    assert isinstance(tabs, TabsPage)
    page = tabs.content()
    assert isinstance(page, OfficePage)
    page.form.put({"name": "新沟乡司法所"})
    assert page.save() is True
    assert window.rail.office.text() == "新沟乡司法所"
    page.form.put({"file_pattern": "没有序号"})
    assert page.save() is False
    window.undo_step()
    assert window.rail.office.text() == "斜沟乡司法所"


def test_settings_keep_what_a_newer_program_wrote(tmp_path: Path, caplog: Any) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"type_size": 900, "language": "en", "colour": "dark"}', encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        settings = load_settings(path)
    assert (settings.type_size, settings.language) == (100, "en")
    assert "type_size" in caplog.text
    save_settings(settings, path)
    assert load_settings(path).other == {"colour": "dark"}
    assert load_settings(tmp_path / "none.json") == Settings()


def test_steps_are_listed_and_can_be_taken_back_singly(
    window: MainWindow, opened: Opened, office: str
) -> None:
    first = samples.dispute(opened.db, office)
    samples.dispute(opened.db, office)
    step = history.of_record(opened.db, first)[0][0]
    window.undo(step.id)
    assert store.count(opened.db, DISPUTE) == 1
    assert "已撤销" in window.status.said.text()


def test_a_window_left_open_for_days_backs_up_every_day(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot
) -> None:
    assert not window.back_up_daily()  # nothing is a day old yet
    made = make_backup(opened.folder, opened.key, opened.db, "by_hand")
    info = opened.folder.backups / made.name / "info.json"
    old = json.loads(info.read_text(encoding="utf-8")) | {"at": "2026-01-01T08:00:00+00:00"}
    info.write_text(json.dumps(old), encoding="utf-8")
    assert not window.back_up_daily()  # nothing changed since
    samples.village(opened.db, "新庄村")
    assert window.back_up_daily()
    qtbot.waitUntil(lambda: "daily" in [b.reason for b in backups(opened.folder)], timeout=60_000)
