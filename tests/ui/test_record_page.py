"""A whole case by keyboard: entered, refused where it is wrong, saved in one step, taken back."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from core import history, store
from core.records import AGREEMENT, DISPUTE, MEETING, PARTY
from db.connect import Opened
from tests import samples
from tests.ui.conftest import TypeIn, field, party
from ui.main_window import MainWindow
from ui.pick_list import PickList
from ui.record_page import RecordPage


def new_dispute(window: MainWindow) -> RecordPage:
    window.add_record()
    assert window.record is not None
    return window.record


def enter_a_case(page: RecordPage, type_in: TypeIn) -> None:
    type_in(field(page, "accepted_on"), "今")
    type_in(field(page, "dispute_type"), "ll")
    type_in(field(page, "case_source"), "ysq")
    type_in(party(page, 0, "name"), "李明朗")
    type_in(party(page, 0, "id_number"), "632121197203051237")
    type_in(party(page, 1, "name"), "王德贵")


def test_a_case_is_entered_by_keyboard_and_saved_as_one_step(
    window: MainWindow, opened: Opened, office: str, type_in: TypeIn
) -> None:
    before = len(history.steps(opened.db))
    page = new_dispute(window)
    enter_a_case(page, type_in)
    window.save_record()
    row = store.find(opened.db, DISPUTE)[0]
    assert (row["dispute_type"], row["case_source"]) == ("neighbor", "on_application")
    assert row["committee_id"] == office  # the only one there is
    assert row["file_no"].endswith("斜人调字第1号")
    assert (row["file_serial"], row["case_serial"]) == (1, 1)
    names = [p["name"] for p in store.children(opened.db, PARTY, row["id"])]
    assert names == ["李明朗", "王德贵"]
    assert len(history.steps(opened.db)) == before + 1


def test_enter_goes_through_every_field_of_the_page(window: MainWindow, qtbot: QtBot) -> None:
    page = new_dispute(window)
    order = page.order()
    order[0].setFocus()
    for _ in order:
        at = QApplication.focusWidget()
        is_note = at.metaObject().className() == "NoteEditor"
        qtbot.keyClick(at, Qt.Key.Key_Tab if is_note else Qt.Key.Key_Return)
        here = QApplication.focusWidget()
        assert here is order[order.index(at) + 1]
        if here is page.children_rows[PARTY].adder:
            break
    assert QApplication.focusWidget() is page.children_rows[PARTY].adder


def test_ctrl_page_down_leaps_to_the_next_section_and_an_empty_one_offers_its_button(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = new_dispute(window)
    keys = (Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    seen = []
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), *keys)
        seen.append(QApplication.focusWidget())
    sections = {child.table: section for child, section in page.children_rows.items()}
    adders = [sections[n].adder for n in ("attorney", "investigation", "evidence", "meeting")]
    assert seen == [party(page, 0, "party_role"), adders[0], field(page, "summary"), *adders[1:]]
    qtbot.keyClick(
        QApplication.focusWidget(), Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier
    )
    assert QApplication.focusWidget() is adders[2]


def test_the_id_number_fills_sex_birth_date_and_age(
    window: MainWindow, opened: Opened, type_in: TypeIn
) -> None:
    page = new_dispute(window)
    type_in(field(page, "accepted_on"), "2026-03-04")
    type_in(party(page, 0, "id_number"), "632121197203051237")
    form = page.children_rows[PARTY].rows[0].form
    values = form.row()[0]
    assert (values["gender"], values["birth_date"], values["age"]) == ("male", "1972-03-05", 53)


def test_saved_is_said_only_as_long_as_it_is_true(
    window: MainWindow, office: str, type_in: TypeIn
) -> None:
    page = new_dispute(window)
    enter_a_case(page, type_in)
    window.save_record()
    assert "已保存" in window.status.said.text()
    type_in(field(page, "place"), "村口")
    assert window.status.said.text() == ""
    window.save_record()
    type_in(field(page, "closed_on"), "2020-01-01")
    window.save_record()
    assert window.status.said.text() == ""
    page.children_rows[PARTY].remove(page.children_rows[PARTY].rows[1])
    assert "已保存" not in window.status.said.text()


def test_faults_are_said_at_the_field_and_nothing_is_saved(
    window: MainWindow, opened: Opened, type_in: TypeIn
) -> None:
    page = new_dispute(window)
    type_in(field(page, "accepted_on"), "没有这一天")
    assert page.save() is False
    assert store.count(opened.db, DISPUTE) == 0
    assert QApplication.focusWidget() is field(page, "accepted_on")
    assert field(page, "accepted_on").property("fault") is True


def test_a_warning_is_shown_but_saved(window: MainWindow, opened: Opened, type_in: TypeIn) -> None:
    page = new_dispute(window)
    enter_a_case(page, type_in)
    type_in(party(page, 0, "id_number"), "632121197203051234")  # wrong check digit
    assert page.save() is True
    row = store.find(opened.db, DISPUTE)[0]
    assert store.children(opened.db, PARTY, row["id"])[0]["id_number"] == "632121197203051234"


def test_rows_nobody_typed_into_are_not_saved(
    window: MainWindow, opened: Opened, type_in: TypeIn
) -> None:
    page = new_dispute(window)
    type_in(field(page, "dispute_type"), "邻里")
    type_in(field(page, "case_source"), "主动")
    page.children_rows[MEETING].add()
    page.children_rows[AGREEMENT].add()
    assert page.save() is True
    assert [store.count(opened.db, kind) for kind in (PARTY, MEETING, AGREEMENT)] == [0, 0, 0]


def test_agreements_get_numbers_one_after_the_other(
    window: MainWindow, opened: Opened, type_in: TypeIn
) -> None:
    page = new_dispute(window)
    enter_a_case(page, type_in)
    rows = page.children_rows[AGREEMENT]
    for terms in ("拆除院墙", "赔偿两千元"):
        rows.add()
        rows.rows[-1].form.put({"agreement_terms": terms})
    assert page.save() is True
    serials = [r["agreement_serial"] for r in store.find(opened.db, AGREEMENT, order="id")]
    assert serials == [1, 2]


def test_a_row_taken_out_can_be_put_back_before_and_after_saving(
    window: MainWindow, opened: Opened, office: str
) -> None:
    dispute = samples.dispute(opened.db, office)
    samples.party(opened.db, dispute, "李明朗")
    samples.party(opened.db, dispute, "王德贵", party_role="respondent")
    window.open_record("dispute", dispute)
    assert window.record is not None
    rows = window.record.children_rows[PARTY]
    rows.remove(rows.rows[0])
    window.undo_step()
    assert [r.form.row()[0]["name"] for r in rows.rows] == ["李明朗", "王德贵"]
    rows.remove(rows.rows[0])
    window.save_record()
    assert [p["name"] for p in store.children(opened.db, PARTY, dispute)] == ["王德贵"]
    window.undo_step()
    assert len(store.children(opened.db, PARTY, dispute)) == 2


def test_undo_takes_the_last_save_back_and_shows_it(
    window: MainWindow, opened: Opened, office: str, type_in: TypeIn
) -> None:
    dispute = samples.dispute(opened.db, office, place="村口")
    window.open_record("dispute", dispute)
    assert window.record is not None
    type_in(field(window.record, "place"), "村委会")
    window.save_record()
    window.undo_step()
    assert store.get(opened.db, DISPUTE, dispute)["place"] == "村口"  # type: ignore[index]
    assert field(window.record, "place").text() == "村口"


def test_undo_leaves_alone_what_is_not_saved_yet(
    window: MainWindow, opened: Opened, office: str, type_in: TypeIn
) -> None:
    dispute = samples.dispute(opened.db, office, place="村口")
    window.open_record("dispute", dispute)
    assert window.record is not None
    type_in(field(window.record, "place"), "村委会")
    window.undo_step()
    assert store.get(opened.db, DISPUTE, dispute)["state"] == store.LIVE  # type: ignore[index]
    assert field(window.record, "place").text() == "村委会"


def test_an_unchanged_record_is_left_without_a_question(
    window: MainWindow, opened: Opened, office: str
) -> None:
    dispute = samples.dispute(opened.db, office, summary="院墙越界", amount=200000)
    samples.party(opened.db, dispute, age=52)
    samples.agreement(opened.db, dispute, agreement_terms="拆除院墙")
    window.go_to("disputes")
    window.open_record("dispute", dispute)
    assert window.record is not None
    assert not window.record.is_changed()
    window.go_back()
    assert window.record is None


def test_saving_an_unchanged_record_writes_nothing(
    window: MainWindow, opened: Opened, office: str
) -> None:
    dispute = samples.dispute(opened.db, office, summary="院墙越界", amount=200000)
    samples.party(opened.db, dispute, age=52, gender="male")
    samples.meeting(opened.db, dispute, record_text="一\n二")
    before = len(history.steps(opened.db))
    window.open_record("dispute", dispute)
    window.save_record()
    assert len(history.steps(opened.db)) == before


def test_save_and_next_starts_a_new_one(
    window: MainWindow, opened: Opened, type_in: TypeIn
) -> None:
    page = new_dispute(window)
    enter_a_case(page, type_in)
    window.save_and_next()
    assert window.record is not None
    assert window.record is not page
    assert field(window.record, "file_no").text().endswith("第2号")


def test_every_kind_has_a_page(window: MainWindow, opened: Opened, office: str) -> None:
    window.open_record("committee", office)
    assert window.record is not None
    assert field(window.record, "committee_name").text() == "上斜沟村人民调解委员会"
    window.forget_record()


def test_the_keys_of_the_window_work_while_the_cursor_is_in_a_field(
    window: MainWindow, opened: Opened, type_in: TypeIn, qtbot: QtBot
) -> None:
    page = new_dispute(window)
    enter_a_case(page, type_in)
    note = field(page, "summary")
    note.setFocus()
    qtbot.keyClick(note, Qt.Key.Key_Insert)
    assert len(page.children_rows[PARTY].rows) == 3
    note.setFocus()
    qtbot.keyClick(note, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert store.count(opened.db, DISPUTE) == 1
    qtbot.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.record is not page
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert window.record is None
    qtbot.keyClick(window.pages.currentWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.record is not None
    undo = QApplication.focusWidget()
    qtbot.keyClick(undo, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert store.count(opened.db, DISPUTE) == 0  # nothing to undo in the field: the last step


def test_escape_closes_an_open_list_and_stays_on_the_page(window: MainWindow, qtbot: QtBot) -> None:
    page = new_dispute(window)
    choice = field(page, "dispute_type")
    choice.setFocus()
    qtbot.keyClicks(choice, "l")
    qtbot.keyClick(choice, Qt.Key.Key_Escape)
    assert window.record is page


def test_scrolling_closes_an_open_list(window: MainWindow, qtbot: QtBot) -> None:
    page = new_dispute(window)
    choice = field(page, "dispute_type")
    choice.setFocus()
    qtbot.keyClicks(choice, "l")
    lists = window.findChildren(PickList)
    assert any(each.isVisible() for each in lists)
    bar = next(a for a in page.findChildren(QScrollArea) if a.isAncestorOf(choice))
    bar.verticalScrollBar().setValue(60)
    assert not any(each.isVisible() for each in lists)


def test_the_way_to_the_next_empty_form_does_not_lead_over_the_list(
    window: MainWindow, office: str, type_in: TypeIn
) -> None:
    window.go_to("disputes")
    page = new_dispute(window)
    enter_a_case(page, type_in)
    shown: list[int] = []
    window.pages.currentChanged.connect(shown.append)
    places = {window.pages.indexOf(window.page(name)) for name in ("today", "disputes")}
    window.save_and_next()
    assert window.record is not page
    assert window.pages.currentWidget() is window.record
    assert not places & set(shown)


def test_a_section_without_rows_is_no_more_than_a_line(window: MainWindow, office: str) -> None:
    page = new_dispute(window)
    section = page.children_rows[MEETING]
    line = section.adder.sizeHint().height()
    assert section.sizeHint().height() < 1.5 * line
    section.add()
    assert section.sizeHint().height() > 3 * line
    section.remove(section.rows[0])
    assert "已移除 1 条" in section._removal_words.text()
    assert section.put_back()
    assert len(section.rows) == 1
