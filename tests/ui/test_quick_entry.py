"""Quick entry, typed as people type: the rules of the record page that save them time."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from core import store
from core.records import DISPUTE, MEETING, PARTY, PHRASE
from db.connect import Opened
from tests import samples
from tests.ui.conftest import TypeIn, field, party, write
from ui.choice import ChoiceEditor
from ui.lookalike_strip import LookAlikeStrip
from ui.main_window import MainWindow
from ui.missing_strip import LackButton
from ui.record_page import RecordPage

ID = "632121197203051237"
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(window: MainWindow) -> RecordPage:
    """A new dispute with nothing typed."""
    window.add_record()
    assert window.record is not None
    return window.record


def values(page: RecordPage, place: int) -> dict[str, Any]:
    return page.children_rows[PARTY].rows[place].form.row()[0]


def open_facts(page: RecordPage, type_in: TypeIn) -> None:
    """The few facts needed to open a record."""
    type_in(field(page, "accepted_on"), "2026-03-04")
    type_in(field(page, "dispute_type"), "ll")
    type_in(field(page, "case_source"), "ysq")


def strip(page: RecordPage, place: int = 0) -> LookAlikeStrip:
    found = page.children_rows[PARTY].rows[place].findChild(LookAlikeStrip)
    assert isinstance(found, LookAlikeStrip)
    return found


# --- keys and the input method -------------------------------------------------------------------


def test_ctrl_enter_that_ends_a_composition_does_not_save(
    page: RecordPage, opened: Opened, type_in: TypeIn, qtbot: QtBot
) -> None:
    open_facts(page, type_in)
    place = field(page, "place")
    place.setFocus()
    QApplication.sendEvent(place, QInputMethodEvent("cunkou", []))
    qtbot.keyClick(place, Qt.Key.Key_Return, CTRL)
    write(place, "村口")
    qtbot.keyClick(place, Qt.Key.Key_Return, CTRL)
    assert store.count(opened.db, DISPUTE) == 0
    QApplication.processEvents()
    qtbot.keyClick(place, Qt.Key.Key_Return, CTRL)
    assert [row["place"] for row in store.find(opened.db, DISPUTE)] == ["村口"]


def test_enter_after_a_composition_neither_moves_nor_saves(page: RecordPage) -> None:
    place = field(page, "place")
    place.setFocus()
    QApplication.sendEvent(place, QInputMethodEvent("cunkou", []))
    write(place, "村口")
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(place, key)
    assert QApplication.focusWidget() is place


def test_shift_enter_goes_back_out_of_a_note(page: RecordPage, qtbot: QtBot) -> None:
    note = field(page, "summary")
    note.setFocus()
    qtbot.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    order = page.order()
    assert QApplication.focusWidget() is order[order.index(note) - 1]


def test_esc_asks_only_if_something_changed(
    window: MainWindow, page: RecordPage, qtbot: QtBot
) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.record is None  # no question: a dialog would have stopped here


def test_numbers_typed_full_width_become_half_width_on_leaving(
    page: RecordPage, type_in: TypeIn
) -> None:
    type_in(party(page, 0, "phone"), "１３９０９７２０００１")
    type_in(party(page, 0, "id_number"), "６３２１２１１９７２０３０５１２３７")
    assert party(page, 0, "phone").text() == "13909720001"
    assert party(page, 0, "id_number").text() == ID
    assert values(page, 0)["gender"] == "male"


# --- the ID number -------------------------------------------------------------------------------


def test_the_whole_number_fills_in_at_its_last_digit(
    page: RecordPage, type_in: TypeIn, qtbot: QtBot
) -> None:
    type_in(field(page, "accepted_on"), "2026-03-04")
    number = party(page, 0, "id_number")
    number.setFocus()
    qtbot.keyClicks(number, ID)
    filled = values(page, 0)
    assert (filled["gender"], filled["birth_date"], filled["age"]) == ("male", "1972-03-05", 53)


def test_a_corrected_number_corrects_what_it_filled_in(
    page: RecordPage, type_in: TypeIn, qtbot: QtBot
) -> None:
    type_in(party(page, 0, "id_number"), ID)
    type_in(party(page, 0, "id_number"), "632121198004061246")
    assert (values(page, 0)["gender"], values(page, 0)["birth_date"]) == ("female", "1980-04-06")
    number = party(page, 0, "id_number")
    number.setFocus()
    number.selectAll()
    qtbot.keyClick(number, Qt.Key.Key_Backspace)
    qtbot.keyClick(number, Qt.Key.Key_Return)
    assert values(page, 0)["gender"] is values(page, 0)["birth_date"] is None


def test_what_was_typed_stays_and_the_difference_is_said(page: RecordPage, type_in: TypeIn) -> None:
    type_in(party(page, 0, "gender"), "女")
    type_in(party(page, 0, "id_number"), ID)
    assert values(page, 0)["gender"] == "female"
    assert "性别与身份证号码不一致" in complaint(page, 0)


def test_a_wrong_check_digit_is_said_beside_the_number_at_once_and_saved(
    page: RecordPage, opened: Opened, type_in: TypeIn
) -> None:
    open_facts(page, type_in)
    type_in(party(page, 0, "name"), "李明朗")
    type_in(party(page, 0, "id_number"), ID[:-1] + "4")
    assert "末位应为7" in complaint(page, 0)
    assert party(page, 0, "id_number").property("fault") is not True
    assert page.save() is True
    type_in(party(page, 0, "id_number"), ID)
    assert complaint(page, 0) == ""


def test_the_age_follows_the_day_of_the_case(page: RecordPage, type_in: TypeIn) -> None:
    type_in(field(page, "accepted_on"), "2026-03-04")
    type_in(party(page, 0, "id_number"), ID)
    type_in(field(page, "accepted_on"), "2026-03-05")
    assert values(page, 0)["age"] == 54


def complaint(page: RecordPage, place: int) -> str:
    from PySide6.QtWidgets import QLabel

    box = party(page, place, "id_number").parentWidget()
    label = next(w for w in box.findChildren(QLabel) if w.objectName() == "complaint")
    return "" if label.isHidden() else label.text()


# --- look-alike persons --------------------------------------------------------------------------


@pytest.fixture
def known(window: MainWindow, opened: Opened, office: str) -> str:
    """An earlier dispute of 李明朗."""
    dispute = samples.dispute(opened.db, office, file_no="（2026）斜人调字第1号")
    samples.party(
        opened.db,
        dispute,
        "李明朗",
        id_number=ID,
        gender="male",
        birth_date="1972-03-05",
        ethnicity="03",
        occupation="农民",
        phone="13909720001",
        org_or_address="斜沟乡上斜沟村三社",
    )
    return dispute


def test_a_person_of_before_is_shown_while_the_name_is_typed_and_taken_over_by_a_key(
    known: str, page: RecordPage, type_in: TypeIn, qtbot: QtBot
) -> None:
    type_in(field(page, "accepted_on"), "2026-03-04")
    name = party(page, 0, "name")
    name.setFocus()
    write(name, "李明朗")
    qtbot.waitUntil(strip(page).isVisible)
    assert QApplication.focusWidget() is name  # who goes on typing is not disturbed
    qtbot.keyClick(name, Qt.Key.Key_1, ALT)
    filled = values(page, 0)
    assert filled["id_number"] == ID
    assert (filled["ethnicity"], filled["occupation"]) == ("03", "农民")
    assert (filled["phone"], filled["age"]) == ("13909720001", 53)
    assert filled["org_or_address"] == "斜沟乡上斜沟村三社"
    assert not strip(page).isVisible()
    assert QApplication.focusWidget() is name


def test_the_strip_is_reached_by_the_down_key_and_left_by_esc(
    known: str, page: RecordPage, qtbot: QtBot
) -> None:
    phone = party(page, 1, "phone")
    phone.setFocus()
    qtbot.keyClicks(phone, "13909720001")
    qtbot.waitUntil(strip(page, 1).isVisible)
    qtbot.keyClick(phone, Qt.Key.Key_Down)
    assert strip(page, 1).isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is phone
    qtbot.keyClick(phone, Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert values(page, 1)["name"] == "李明朗"


def test_the_earlier_record_can_be_opened(
    known: str, window: MainWindow, page: RecordPage, qtbot: QtBot
) -> None:
    asked = []
    page.open_record.disconnect()
    page.open_record.connect(lambda table, id: asked.append((table, id)))
    name = party(page, 0, "name")
    name.setFocus()
    write(name, "李明朗")
    qtbot.waitUntil(strip(page).isVisible)
    buttons = strip(page).findChildren(QPushButton)
    qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert asked == [("dispute", known)]


def test_nobody_is_shown_for_a_name_nobody_has(known: str, page: RecordPage, qtbot: QtBot) -> None:
    name = party(page, 0, "name")
    name.setFocus()
    write(name, "没有此人")
    strip(page).look()
    assert not strip(page).isVisible()


# --- choices -------------------------------------------------------------------------------------


def test_what_the_office_chooses_most_stands_first(
    window: MainWindow, opened: Opened, office: str
) -> None:
    for kind in ("contract", "traffic_accident", "traffic_accident"):
        samples.dispute(opened.db, office, dispute_type=kind)
    window.add_record()
    assert window.record is not None
    choice = field(window.record, "dispute_type")
    assert isinstance(choice, ChoiceEditor)
    assert [o.value for o in choice.options()[:3]] == [
        "traffic_accident",
        "contract",
        "marriage_family",
    ]


# --- what is still missing -----------------------------------------------------------------------


def lacks(page: RecordPage) -> list[str]:
    return [str(lack.what) for lack in page.lacking.lacks]


def test_a_record_with_the_few_facts_is_saved_and_the_rest_is_a_list(
    page: RecordPage, opened: Opened, type_in: TypeIn
) -> None:
    open_facts(page, type_in)
    assert page.save() is True
    assert store.count(opened.db, DISPUTE) == 1
    assert lacks(page) == [
        "当事人:申请人",
        "当事人:被申请人",
        "纠纷简要情况",
        "人民调解员",
        "登记人",
    ]


def test_a_settled_case_without_its_closing_date_is_saved_and_lacks_it(
    page: RecordPage, opened: Opened, type_in: TypeIn
) -> None:
    open_facts(page, type_in)
    type_in(field(page, "mediation_result"), "调解成功")
    assert page.save() is True
    assert {"结案日期", "调解协议", "调解记录"} <= set(lacks(page))


def test_a_lack_is_one_enter_away_from_its_field(
    page: RecordPage, type_in: TypeIn, qtbot: QtBot
) -> None:
    chip = next(b for b in page.lacking.findChildren(LackButton) if b.text() == "登记人")
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is field(page, "registered_by")
    type_in(field(page, "registered_by"), "王干事")
    qtbot.waitUntil(lambda: "登记人" not in lacks(page))


def test_ctrl_j_goes_from_one_to_the_next(page: RecordPage, qtbot: QtBot) -> None:
    been = []
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_J, CTRL)
        been.append(QApplication.focusWidget())
    assert been[0] is party(page, 0, "name")
    assert been[1] is party(page, 1, "name")
    assert been[2] is field(page, "summary")
    assert been[5] is been[0]


def test_a_row_that_is_missing_is_made(page: RecordPage, type_in: TypeIn, qtbot: QtBot) -> None:
    type_in(field(page, "mediation_result"), "调解成功")
    qtbot.waitUntil(lambda: "调解记录" in lacks(page))
    page.lacking.go(next(x for x in page.lacking.lacks if x.table == "meeting"))
    rows = page.children_rows[MEETING]
    assert len(rows.rows) == 1
    assert rows.isAncestorOf(QApplication.focusWidget())


def test_a_party_without_a_name_is_not_kept_and_not_lost_either(
    window: MainWindow, page: RecordPage, opened: Opened, type_in: TypeIn
) -> None:
    open_facts(page, type_in)
    type_in(party(page, 0, "phone"), "13909720001")
    assert page.save() is True
    assert store.count(opened.db, PARTY) == 0
    assert page.is_changed()
    window.save_and_next()  # stays, with the cursor where a name is wanted
    assert window.record is page
    assert QApplication.focusWidget() is party(page, 0, "name")
    type_in(party(page, 0, "name"), "李明朗")
    assert page.save() is True
    assert [p["phone"] for p in store.find(opened.db, PARTY)] == ["13909720001"]
    assert not page.is_changed()


# --- repeat, phrases -----------------------------------------------------------------------------


def test_ctrl_d_takes_over_what_the_last_record_had(
    window: MainWindow, opened: Opened, office: str, type_in: TypeIn, qtbot: QtBot
) -> None:
    last = {"place": "村口", "registered_by": "王干事", "summary": "院墙", "amount": 5}
    samples.dispute(opened.db, office, dispute_type="contract", **last)
    window.add_record()
    page = window.record
    assert page is not None
    type_in(field(page, "dispute_type"), "ll")
    at = QApplication.focusWidget()
    qtbot.keyClick(at, Qt.Key.Key_D, CTRL)
    row = page.form.row()[0]
    assert (row["place"], row["registered_by"]) == ("村口", "王干事")
    assert row["case_source"] == "on_application"
    assert row["dispute_type"] == "neighbor"  # chosen before, so it stays
    assert row["summary"] is row["amount"] is None


def test_ctrl_d_leaves_a_stored_record_alone(
    window: MainWindow, opened: Opened, office: str
) -> None:
    first = samples.dispute(opened.db, office)
    samples.dispute(opened.db, office, place="村口")
    window.open_record("dispute", first)
    window.repeat_last()
    assert window.record is not None
    assert not window.record.is_changed()


def test_a_phrase_is_put_in_at_the_cursor_with_its_first_blank_selected(
    page: RecordPage, opened: Opened, type_in: TypeIn, qtbot: QtBot
) -> None:
    samples.put(opened.db, PHRASE, field="dispute.summary", title="院墙", text="因____越界")
    note = field(page, "summary")
    note.setFocus()
    write(note, "双方")
    qtbot.keyClick(note, Qt.Key.Key_Down, ALT)
    menu = note.findChild(QMenu)
    assert isinstance(menu, QMenu)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert note.toPlainText() == "双方因____越界"
    write(note, "院墙")
    assert note.toPlainText() == "双方因院墙越界"


def test_selected_words_become_a_phrase(
    page: RecordPage, opened: Opened, type_in: TypeIn, qtbot: QtBot
) -> None:
    type_in(field(page, "dispute_type"), "ll")
    note = field(page, "summary")
    note.setFocus()
    write(note, "双方系邻居。")
    note.selectAll()
    qtbot.keyClick(note, Qt.Key.Key_Down, ALT)
    menu = note.findChild(QMenu)
    assert isinstance(menu, QMenu)
    menu.actions()[-1].trigger()
    menu.close()
    (row,) = store.find(opened.db, PHRASE)
    assert (row["field"], row["dispute_type"]) == ("dispute.summary", "neighbor")
    assert row["text"] == "双方系邻居。"


def test_the_settings_have_a_tab_of_phrases(window: MainWindow, opened: Opened) -> None:
    samples.put(opened.db, PHRASE, field="dispute.summary", title="院墙", text="因____越界")
    window.go_to("settings")
    tabs = window.page("settings").tabs  # type: ignore[attr-defined]
    assert "常用语" in [tabs.tabText(i) for i in range(tabs.count())]
