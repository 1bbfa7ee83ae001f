"""Legal aid and consultations in the window: quick entry, next stages, ties, what is refused."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

import ui.legal_aid_help
import ui.legal_aid_listing
import ui.main_window
import ui.quick_consultation
from core import store
from core.records import (
    CASE_EVENT,
    CASE_MATTER,
    CASE_RECIPIENT,
    CONSULTATION,
    DRAFTED_DOCUMENT,
    LEGAL_AID_CASE,
)
from db.connect import Opened
from tests import samples
from tests.ui.conftest import write
from ui.list_page import ListPage
from ui.main_window import MainWindow
from ui.quick_consultation import QuickConsultation
from ui.record_page import RecordPage
from ui.tabs_page import TabsPage

DAY = date(2026, 11, 12)


@pytest.fixture(autouse=True)
def thursday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The calendar on the wall."""
    modules = (ui.main_window, ui.legal_aid_help, ui.legal_aid_listing, ui.quick_consultation)
    for module in modules:
        if hasattr(module, "today"):
            monkeypatch.setattr(module, "today", lambda: DAY)


def asked(opened: Opened, **values: Any) -> str:
    given = {
        "consulted_on": "2026-11-10",
        "channel": "visit",
        "matter_codes": '["labor_remuneration"]',
        "answer_summary": "先向劳动监察投诉。",
        "visitor_name": "王小满",
    }
    return samples.put(opened.db, CONSULTATION, **{**given, **values})


def application(opened: Opened, **values: Any) -> str:
    given = {"applied_on": "2026-11-10", "application_status": "received", "aid_type": "applied"}
    id = samples.put(opened.db, LEGAL_AID_CASE, **{**given, **values})
    samples.put(opened.db, CASE_RECIPIENT, legal_aid_case_id=id, name="王小满")
    samples.put(opened.db, CASE_MATTER, legal_aid_case_id=id, matter_code="labor_remuneration")
    return id


def only(opened: Opened, kind: Any) -> dict[str, Any]:
    (row,) = store.find(opened.db, kind)
    return row


def press(inside: QWidget, words: str, qtbot: QtBot) -> None:
    """A button of the strip; those of a new stage come into sight a moment later."""

    def in_sight() -> list[QPushButton]:
        every = inside.findChildren(QPushButton)
        return [b for b in every if b.text().strip() == words and b.isVisible()]

    qtbot.waitUntil(lambda: bool(in_sight()))
    qtbot.mouseClick(in_sight()[0], Qt.MouseButton.LeftButton)


def record(window: MainWindow) -> RecordPage:
    assert window.record is not None
    return window.record


def quick(window: MainWindow) -> QuickConsultation:
    window.quick_consultation()
    dialog = window.findChild(QuickConsultation)
    assert dialog is not None
    return dialog


def test_four_facts_are_a_consultation(
    window: MainWindow, opened: Opened, qtbot: QtBot, type_in: Callable[[QWidget, str], None]
) -> None:
    dialog = quick(window)
    type_in(dialog.form.editors["matter"].widget, "请求支付劳动报酬")
    write_in = dialog.form.editors["answer_summary"].widget
    write_in.setFocus()
    write(write_in, "向劳动监察投诉。")
    dialog.save_and_next()
    row = only(opened, CONSULTATION)
    assert json.loads(row["matter_codes"]) == ["labor_remuneration"]
    assert (row["channel"], row["consulted_on"]) == ("visit", "2026-11-12")
    assert row["consultation_no"] == "咨询20260001"
    assert dialog.form.row()[0]["answer_summary"] is None  # ready for the next
    dialog.form.put({"visitor_name": "李明朗", "channel": "phone"})
    dialog.repeat_last()
    assert dialog.save()
    rows = store.find(opened.db, CONSULTATION, order="id")
    assert [r["answer_summary"] for r in rows] == ["向劳动监察投诉。"] * 2
    assert (rows[1]["visitor_name"], rows[1]["channel"]) == ("李明朗", "phone")


def test_a_consultation_without_an_answer_is_not_saved(window: MainWindow, opened: Opened) -> None:
    dialog = quick(window)
    dialog.form.put({"matter": "labor_remuneration", "second_matter": "work_injury"})
    assert not dialog.save()
    assert store.count(opened.db, CONSULTATION) == 0
    dialog.form.put({"answer_summary": "已解答。"})
    assert dialog.save()
    codes = json.loads(only(opened, CONSULTATION)["matter_codes"])
    assert codes == ["labor_remuneration", "work_injury"]


def test_a_new_application_has_its_number_and_rows_to_type_into(
    window: MainWindow, opened: Opened
) -> None:
    window.add_legal_aid()
    page = record(window)
    assert page.form.row()[0]["application_no"] == "援申字〔2026〕第1号"
    person = page.children_rows[CASE_RECIPIENT].rows[0].form
    person.put({"name": "王小满", "gender": "female", "birth_date": "1960-01-01"})
    matter = page.children_rows[CASE_MATTER].rows[0].form
    matter.put({"matter_code": "labor_remuneration"})
    assert page.save()
    groups = json.loads(only(opened, CASE_RECIPIENT)["recipient_groups"])
    assert set(groups) == {"woman", "elderly"}
    assert only(opened, CASE_MATTER)["legal_aid_case_id"] == page.id


def test_the_next_stage_is_filled_in_and_saved_when_looked_at(
    window: MainWindow, opened: Opened, qtbot: QtBot
) -> None:
    id = application(opened)
    window.open_record(LEGAL_AID_CASE.table, id)
    press(record(window).aid.strip, "初审通过", qtbot)
    assert only(opened, LEGAL_AID_CASE)["application_status"] == "received"  # not saved yet
    assert record(window).save()
    press(record(window).aid.strip, "转交中心", qtbot)
    assert record(window).save()
    row = only(opened, LEGAL_AID_CASE)
    assert (row["application_status"], row["forwarded_on"]) == ("forwarded", "2026-11-12")


def test_asking_for_papers_begins_an_event_and_supplying_ends_it(
    window: MainWindow, opened: Opened, qtbot: QtBot
) -> None:
    window.open_record(LEGAL_AID_CASE.table, application(opened))
    press(record(window).aid.strip, "通知补充材料", qtbot)
    assert record(window).save()
    event = only(opened, CASE_EVENT)
    assert (event["event_kind"], event["finished_on"]) == ("supplement_notice", None)
    press(record(window).aid.strip, "材料已补齐", qtbot)
    assert record(window).save()
    assert only(opened, CASE_EVENT)["finished_on"] == "2026-11-12"
    assert only(opened, LEGAL_AID_CASE)["application_status"] == "received"


def test_a_number_in_use_is_refused_at_its_field(window: MainWindow, opened: Opened) -> None:
    application(opened, application_no="援申字〔2026〕第1号")
    window.add_legal_aid()
    page = record(window)
    page.form.put({"application_no": "援申字〔2026〕第1号"})
    assert not page.save()
    page.form.put({"application_no": "援申字〔2026〕第77号"})
    assert page.save()
    noted = opened.db.execute(
        "select count(*) from audit where action = 'number_by_hand' and \"row\" = ?", [page.id]
    )
    assert noted.fetchone()[0] == 1
    page.form.put({"cause_text": "追索劳动报酬"})
    assert page.save()
    assert opened.db.execute(
        "select count(*) from audit where action = 'number_by_hand'"
    ).fetchone() == (1,)


def test_a_case_without_an_outcome_is_not_closed(window: MainWindow, opened: Opened) -> None:
    values = {"application_status": "granted", "case_status": "in_progress"}
    id = application(opened, **values, decided_on="2026-11-11")
    window.open_record(LEGAL_AID_CASE.table, id)
    record(window).form.put({"case_status": "closed", "closed_on": "2026-11-12"})
    assert not record(window).save()
    record(window).form.put({"outcome": "mediated"})
    assert record(window).save()


def test_from_a_consultation_to_its_document_and_application_and_back(
    window: MainWindow, opened: Opened, qtbot: QtBot
) -> None:
    id = asked(opened)
    window.open_record(CONSULTATION.table, id)
    press(record(window).aid.strip, "代书", qtbot)
    assert record(window).kind is DRAFTED_DOCUMENT
    assert record(window).form.row()[0]["for_person"] == "王小满"
    window.open_record(CONSULTATION.table, id)
    press(record(window).aid.strip, "申请法律援助", qtbot)
    assert record(window).kind is LEGAL_AID_CASE
    case = only(opened, LEGAL_AID_CASE)
    number = only(opened, CONSULTATION)["consultation_no"] or "王小满"
    press(record(window).aid.strip, f"咨询 {number}", qtbot)
    assert (record(window).kind, record(window).id) == (CONSULTATION, id)
    words = [b.text().strip() for b in record(window).aid.strip.findChildren(QPushButton)]
    assert f"法律援助 {case['application_no']}" in words
    assert "申请法律援助" not in words  # each matter counts once


def test_a_dispute_leads_to_legal_aid(window: MainWindow, opened: Opened, office: str) -> None:
    dispute = samples.dispute(opened.db, office)
    samples.party(opened.db, dispute)
    window.open_record("dispute", dispute)
    words = [b.text().strip() for b in record(window).aid.strip.findChildren(QPushButton)]
    assert words == ["申请法律援助"]


def test_what_waits_too_long_at_the_centre_is_a_filter(window: MainWindow, opened: Opened) -> None:
    late = application(opened, application_status="forwarded", forwarded_on="2026-11-04")
    application(opened, application_status="forwarded", forwarded_on="2026-11-05")
    window.go_to("legal_aid")
    page = window.page("legal_aid")
    assert isinstance(page, ListPage)
    page.filter_by("centre")
    assert page.shown == [late]


def test_both_lists_and_the_reading_pane_show_what_was_entered(
    window: MainWindow, opened: Opened
) -> None:
    asked(opened, matter_codes='["labor_remuneration", "work_injury"]')
    samples.put(
        opened.db, DRAFTED_DOCUMENT, drafted_on="2026-11-10", doc_type="complaint", for_person="甲"
    )
    window.go_to("consultations")
    page = window.page("consultations")
    assert isinstance(page, TabsPage)
    for tab in (0, 1):
        page.show_tab(tab)
        content = page.content()
        assert isinstance(content, ListPage)
        content.refresh()
        assert content.model.rowCount() == 1
    words = [c.words(only(opened, CONSULTATION)) for c in _columns(page)]
    assert "请求支付劳动报酬 等 2 类" in words


def _columns(page: TabsPage) -> list[Any]:
    page.show_tab(0)
    content = page.content()
    assert isinstance(content, ListPage)
    return list(content.model.columns)
