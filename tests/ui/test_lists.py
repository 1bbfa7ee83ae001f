"""Lists: sorting, columns, marks, and what is done with several records at once."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core import store
from core.records import COMMITTEE, DISPUTE, VILLAGE
from core.settings import Settings, load_settings, save_settings
from core.text import Text
from db.connect import Opened
from tests import samples
from ui import list_page
from ui.columns_menu import Sorting, offered
from ui.exporting import Wanted, write_register
from ui.list_page import ListPage
from ui.listing import plain_listing
from ui.main_window import MainWindow

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(window: MainWindow, opened: Opened, office: str) -> ListPage:
    """Five disputes, newest first: 5, 4, 3, 2, 1; the third has no number."""
    for n, number in enumerate(("丙", "甲", None, "乙", "丁"), 1):
        values: dict[str, Any] = {"amount": n * 100, "dispute_type": "medical" if n == 2 else None}
        values = {k: v for k, v in values.items() if v is not None}
        samples.dispute(opened.db, office, accepted_on=f"2026-03-0{n}", file_no=number, **values)
    window.go_to("disputes")
    made = window.page("disputes")
    assert isinstance(made, ListPage)
    made.refresh()
    made.view.setFocus()
    return made


def days(page: ListPage) -> list[int]:
    rows = [page.model.row(line) for line in range(page.model.rowCount())]
    return [int(row["accepted_on"][-1]) for row in rows if row]


def numbers(page: ListPage) -> list[str | None]:
    rows = [page.model.row(line) for line in range(page.model.rowCount())]
    return [row["file_no"] for row in rows if row]


# --- order and columns ---------------------------------------------------------------------------


def test_a_click_on_a_head_sorts_and_unknown_values_come_last(page: ListPage) -> None:
    page.view.horizontalHeader().sectionClicked.emit(1)
    assert numbers(page) == ["丁", "丙", "乙", "甲", None]
    page.view.horizontalHeader().sectionClicked.emit(1)
    assert numbers(page) == ["甲", "乙", "丙", "丁", None]
    page.view.horizontalHeader().sectionClicked.emit(1)
    assert days(page) == [5, 4, 3, 2, 1]  # the usual order again


def test_an_order_is_read_from_an_index(page: ListPage, opened: Opened) -> None:
    for name in ("file_no", "accepted_on", "mediation_result", "dispute_type"):
        by = Sorting(name).sql(page.model.columns, "accepted_on")
        sql = f"explain query plan select id from dispute where state = 0 order by {by}"
        plan = " ".join(row[3] for row in opened.db.execute(sql))
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan, name


def test_columns_are_chosen_and_remembered(
    page: ListPage, window: MainWindow, tmp_path: Path
) -> None:
    names = [c.name for c in page.model.columns]
    page._tick_column("amount")
    page._tick_column("parties")
    page._move_column(0, 1)
    shown = [n for n in [*names, "amount"] if n != "parties"]
    assert [c.name for c in page.model.columns] == [shown[1], shown[0], *shown[2:]]
    kept = load_settings(tmp_path / "settings.json").columns
    assert kept["dispute"] == [c.name for c in page.model.columns]
    again = ListPage(page.opened, window.changes, page.listing, columns=kept["dispute"])
    assert [c.name for c in again.model.columns] == kept["dispute"]
    page.show_columns(())
    assert load_settings(tmp_path / "settings.json").columns == {}
    again.deleteLater()


def test_the_last_column_stays(page: ListPage) -> None:
    page.show_columns(["file_no"])
    page._tick_column("file_no")
    assert [c.name for c in page.model.columns] == ["file_no"]


def test_a_dragged_head_changes_the_order_of_columns(page: ListPage) -> None:
    names = [c.name for c in page.model.columns]
    head = page.view.horizontalHeader()
    head.moveSection(1, 3)
    assert [c.name for c in page.model.columns][:3] == [names[1], names[2], names[0]]
    assert [head.visualIndex(i) for i in range(head.count())] == list(range(head.count()))


def test_every_field_of_a_kind_can_be_a_column(page: ListPage, opened: Opened) -> None:
    usual = page.listing.columns(page._book)
    names = {c.name for c in offered(DISPUTE, usual, page._book)}
    assert names >= {f.name for f in DISPUTE.fields}
    for kind in (COMMITTEE, VILLAGE):
        every = offered(kind, [], page._book)
        assert {c.name for c in every} == {f.name for f in kind.fields if f.name != kind.parent}


def test_wrong_settings_of_columns_and_margins_fall_back(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"columns": {"dispute": [1]}, "margins": [1, 2]}', encoding="utf-8")
    assert load_settings(path) == Settings()
    kept = Settings(columns={"dispute": ["file_no"]}, printer="甲", margins=(1.0, 2.5, 0.0, 0.0))
    save_settings(kept, path)
    assert load_settings(path) == kept


# --- marks ---------------------------------------------------------------------------------------


def test_space_marks_shift_marks_on_and_ctrl_a_marks_all(page: ListPage, qtbot: QtBot) -> None:
    page.view.choose(1)
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    assert len(page.marked) == 1
    for _ in range(2):
        qtbot.keyClick(page.view, Qt.Key.Key_Down, SHIFT)
    assert page.marked_in_order() == page._shown[1:4]
    qtbot.keyClick(page.view, Qt.Key.Key_A, CTRL)
    assert len(page.marked) == 5
    assert page.bar.isVisible()
    qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    assert page.marked == set()
    assert page.bar.isHidden()


def test_the_box_marks_and_shift_click_marks_a_range(page: ListPage, qtbot: QtBot) -> None:
    def click(line: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        place = page.view.visualRect(page.model.index(line, 0)).center()
        qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, keys, QPoint(place))

    click(0)
    click(3, SHIFT)
    assert page.marked_in_order() == page._shown[0:4]
    click(2)
    assert len(page.marked) == 3
    assert page.view.line() == 2


def test_ctrl_a_marks_only_what_the_filter_shows(page: ListPage, opened: Opened) -> None:
    samples.dispute(opened.db, page._book.names["committee"].__iter__().__next__(), is_difficult=1)
    page.filter_by("difficult")
    page.mark_all()
    assert page.marked_in_order() == page._shown
    assert len(page.marked) == 1
    page.filter_by("all")
    assert len(page.marked) == 1  # still marked, and in the list


def test_marked_records_are_deleted_in_one_step_after_a_question(
    page: ListPage, window: MainWindow, opened: Opened, qtbot: QtBot, monkeypatch: Any
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(list_page, "confirm", lambda p, w, a: bool(asked.append(str(w))) or True)
    page.view.choose(0)
    page.view.marked.emit(0, 2)
    window.delete_selected()
    qtbot.waitUntil(lambda: store.count(opened.db, DISPUTE) == 2, timeout=20_000)
    assert "3 条" in asked[0]
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert page.marked == set()
    window.undo_step()
    assert page.model.rowCount() == 5


def test_of_marked_committees_those_in_use_stay(
    page: ListPage, window: MainWindow, opened: Opened, qtbot: QtBot, monkeypatch: Any
) -> None:
    samples.committee(opened.db, "空的人民调解委员会")
    said: list[str] = []
    monkeypatch.setattr(list_page, "confirm", lambda p, w, a: True)
    monkeypatch.setattr(list_page, "tell", lambda p, w: said.append(str(w)))
    committees = ListPage(opened, window.changes, plain_listing(COMMITTEE), bare=True)
    qtbot.addWidget(committees)
    committees.refresh()
    committees.mark_all()
    committees.delete_selected()
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert "1 条已放入回收站;1 条" in said[0]
    assert store.count(opened.db, COMMITTEE) == 1


def test_only_marked_records_are_exported(page: ListPage, opened: Opened, tmp_path: Path) -> None:
    ids = page._shown[1:3]
    path = tmp_path / "out.xlsx"
    write_register(
        opened.db, lambda done, total: None, kind=DISPUTE, wanted=Wanted(), path=path, ids=ids
    )
    sheet = load_workbook(path).active
    assert sheet is not None
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "乙" in words
    assert not {"甲", "丙", "丁"} & set(words)


# --- reading, figures ----------------------------------------------------------------------------


def test_the_reading_pane_names_missing_papers(page: ListPage) -> None:
    page.view.choose(0)
    shown = "\n".join(each.text() for each in page._pane.findChildren(QLabel))
    assert "申请书或受理登记表(没有填写:纠纷简要情况、双方当事人)" in shown
    assert "应有 3 件,已有 1 件" in shown


def test_cards_chips_and_list_agree_on_what_is_overdue(
    page: ListPage, opened: Opened, office: str
) -> None:
    settled = samples.dispute(
        opened.db, office, mediation_result="success", closed_on="2026-03-09", file_no="协"
    )
    for _ in range(2):  # two agreements, one dispute
        samples.agreement(opened.db, settled, performance_deadline="2026-04-01")
    page.refresh()
    over = next(f for f in page._figures if f.filter == "over")
    page.filter_by("over")
    assert page.model.rowCount() == int(over.value) == 6
    assert page.filters.buttons["over"].text() == "已超期 6"


def test_one_comes_back_to_a_row_far_away_after_it_moved(
    page: ListPage, opened: Opened, office: str
) -> None:
    page.view.choose(4)
    here = page.record_id()
    for n in range(120):  # newer ones push it down
        samples.dispute(opened.db, office, accepted_on=f"2026-04-{n % 28 + 1:02}")
    page.refresh()
    assert page.record_id() == here
    assert page.view.line() == 124


def test_parties_are_sorted_as_pinyin_is_and_cases_without_any_come_last(
    page: ListPage, opened: Opened
) -> None:
    ids = {row["accepted_on"][-1]: row["id"] for row in store.find(opened.db, DISPUTE)}
    for n, name in (("1", "张三"), ("2", "阿布都"), ("3", "马六"), ("5", "李四")):
        samples.party(opened.db, ids[n], name=name, party_role="applicant")
    page.sort(Sorting("parties"))
    assert days(page) == [2, 5, 3, 1, 4]
    page.sort(Sorting("parties", down=True))
    assert days(page) == [1, 3, 5, 2, 4]


def test_terms_are_sorted_by_their_end_and_closed_cases_come_last(
    page: ListPage, opened: Opened
) -> None:
    ids = {row["accepted_on"][-1]: row["id"] for row in store.find(opened.db, DISPUTE)}
    with store.step(opened.db, Text("结案", "Close")) as s:
        store.save(s, DISPUTE, {"id": ids["1"], "mediation_result": "success"})
        store.save(s, DISPUTE, {"id": ids["5"], "accepted_on": "2025-01-05"})
    page.sort(Sorting("term"))
    shown = [page.model.row(line) for line in range(page.model.rowCount())]
    assert [row["id"] for row in shown if row] == [ids[n] for n in ("5", "3", "4", "2", "1")]


def test_a_term_in_the_list_tells_its_ground_on_hover(page: ListPage) -> None:
    column = [c.name for c in page.model.columns].index("term") + page.model.first
    said = page.model.index(0, column).data(Qt.ItemDataRole.ToolTipRole)
    assert "《人民调解工作若干规定》第三十三条" in said
