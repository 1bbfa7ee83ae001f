"""While a dispute is typed: its term by the day, cases like it, its end carried over, copies."""

from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core import store
from core.records import DISPUTE, HOLIDAY, PARTY, TERM_EVENT
from core.term import shipped_terms
from db.connect import Opened
from tests import samples
from ui.holidays_page import HolidaysPage
from ui.list_page import ListPage
from ui.main_window import MainWindow
from ui.messages import Answer
from ui.record_page import RecordPage
from ui.tabs_page import TabsPage
from ui.term_line import TermLine


def opened_page(window: MainWindow, id: str | None = None) -> RecordPage:
    if id is None:
        window.go_to("disputes")
        window.add_record()
    else:
        window.open_record("dispute", id)
    assert window.record is not None
    return window.record


def fields(page: RecordPage) -> dict[str, object]:
    return page.form.row()[0]


# --- the term ------------------------------------------------------------------------------------


def term_words(page: RecordPage) -> str:
    assert page.help is not None
    return "" if page.help.term.isHidden() else page.help.term.words.text()


def test_the_term_follows_what_is_typed(window: MainWindow) -> None:
    page = opened_page(window)
    page.form.put({"accepted_on": "2026-03-02", "dispute_type": "neighbor"})
    assert "2026-04-02 届满" in term_words(page)
    assert "第三十三条" in term_words(page)
    page.form.put({"dispute_type": "labor_other"})
    assert "2026-03-17 届满" in term_words(page)
    page.form.put({"mediation_type": "administrative"})
    assert term_words(page) == ""


def test_a_suspension_typed_below_stops_the_term_above(window: MainWindow, office: str) -> None:
    dispute = samples.dispute(window.opened.db, office, accepted_on="2026-11-02")
    page = opened_page(window, dispute)
    assert "2026-12-02 届满" in term_words(page)
    row = page.children_rows[TERM_EVENT].add_quietly()
    row.form.put(
        {
            "event_kind": "suspension",
            "suspended_from": "2026-11-10",
            "suspension_reason": "appraisal",
        }
    )
    assert "中止中" in term_words(page)
    row.form.put({"suspended_to": "2026-11-14"})
    assert "2026-12-07 届满" in term_words(page)
    page.children_rows[TERM_EVENT].remove(row)
    assert "2026-12-02 届满" in term_words(page)


def test_a_stored_extension_is_counted_when_the_page_opens(window: MainWindow, office: str) -> None:
    db = window.opened.db
    dispute = samples.dispute(db, office, accepted_on="2026-11-02")
    extended = {"event_on": "2026-11-20", "extended_to": "2027-01-10", "both_consented": 1}
    samples.put(db, TERM_EVENT, dispute_id=dispute, event_kind="extension", **extended)
    assert "2027-01-10 届满" in term_words(opened_page(window, dispute))


@pytest.mark.parametrize(
    ("on", "role"),
    [("2026-03-20", "small"), ("2026-03-26", "warning"), ("2026-04-03", "fault")],
)
def test_the_term_looks_as_urgent_as_it_is(qtbot: QtBot, dressed: str, on: str, role: str) -> None:
    line = TermLine()
    qtbot.addWidget(line)
    case = {"accepted_on": "2026-03-02", "dispute_type": "neighbor"}
    line.show_term(case, [], shipped_terms(), date.fromisoformat(on))
    assert line.words.objectName() == role
    line.show_term({**case, "closed_on": "2026-03-10"}, [], shipped_terms(), date(2026, 4, 3))
    assert line.isHidden()


# --- its end -------------------------------------------------------------------------------------


def test_an_end_entered_below_closes_the_case_above(window: MainWindow, office: str) -> None:
    dispute = samples.dispute(window.opened.db, office, accepted_on="2026-11-02")
    page = opened_page(window, dispute)
    row = page.children_rows[TERM_EVENT].add_quietly()
    row.form.put({"event_kind": "end", "event_on": "2026-11-20"})
    assert fields(page)["ended_on"] is None
    row.form.put({"end_reason": "no_agreement"})
    assert fields(page)["ended_on"] == fields(page)["closed_on"] == "2026-11-20"
    assert fields(page)["close_type"] == "mediation_ended"
    assert page.save()
    stored = store.get(window.opened.db, DISPUTE, dispute)
    assert stored is not None
    assert (stored["ended_on"], stored["end_reason"]) == ("2026-11-20", "no_agreement")
    assert store.count(window.opened.db, TERM_EVENT) == 1


def test_an_end_that_is_stored_changes_nothing_by_being_shown(
    window: MainWindow, office: str
) -> None:
    db = window.opened.db
    dispute = samples.dispute(db, office)
    end = {"event_on": "2026-03-20", "end_reason": "other"}
    samples.put(db, TERM_EVENT, dispute_id=dispute, event_kind="end", **end)
    page = opened_page(window, dispute)
    assert fields(page)["ended_on"] is None
    assert not page.is_changed()


# --- cases like it -------------------------------------------------------------------------------


@pytest.fixture
def earlier(opened: Opened, office: str) -> str:
    case = samples.dispute(opened.db, office, accepted_on="2026-03-05", file_no="甲1号")
    samples.party(opened.db, case, "李明朗", phone="13997210001")
    samples.party(opened.db, case, "马秀英", party_role="respondent")
    return case


def test_a_new_case_of_the_same_people_shows_the_earlier_one_and_opens_it(
    qtbot: QtBot, earlier: str, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened_page(window)
    page.form.put({"accepted_on": "2026-06-01"})
    assert page.help is not None
    strip = page.help.alike
    for row, name in zip(page.children_rows[PARTY].rows, ("马秀英", "李明朗"), strict=True):
        row.form.put({"name": name})
    qtbot.waitUntil(strip.isVisible, timeout=5000)
    assert [case.id for case in strip.found] == [earlier]
    assert "甲1号" in strip._words(strip.found[0])
    assert "双方当事人相同" in strip._words(strip.found[0])
    monkeypatch.setattr("ui.record_page.ask_unsaved", lambda *_, **__: Answer.DISCARD)
    strip.findChildren(QPushButton)[0].click()
    assert window.record is not None
    assert window.record.id == earlier


def test_a_case_that_is_stored_is_not_compared_again(
    window: MainWindow, office: str, earlier: str
) -> None:
    db = window.opened.db
    other = samples.dispute(db, office, accepted_on="2026-06-01")
    samples.party(db, other, "李明朗", phone="13997210001")
    page = opened_page(window, other)
    page.children_rows[PARTY].rows[0].form.put({"phone": "13997210001 "})
    assert page.help is not None
    assert page.help.alike.isHidden()


# --- copying a case ------------------------------------------------------------------------------


def test_a_copy_takes_the_matter_and_leaves_people_numbers_and_dates(
    window: MainWindow, office: str
) -> None:
    db = window.opened.db
    values = {"summary": "拖欠工资", "closed_on": "2026-03-20", "mediation_result": "success"}
    case = samples.dispute(db, office, file_no="甲1号", is_group=1, **values)
    samples.party(db, case, "李明朗")
    opened_page(window, case)
    window.copy_case()
    page = window.record
    assert page is not None and page.is_new
    copied = fields(page)
    assert (copied["summary"], copied["is_group"], copied["committee_id"]) == (
        "拖欠工资",
        1,
        office,
    )
    assert copied["file_no"] != "甲1号"
    assert copied["accepted_on"] != "2026-03-05"
    assert (copied["closed_on"], copied["mediation_result"]) == (None, None)
    assert page.children_rows[PARTY].filled() == []
    window.forget_record()


def test_the_case_chosen_in_the_list_is_copied_too(window: MainWindow, office: str) -> None:
    samples.dispute(window.opened.db, office, summary="院墙越界")
    window.go_to("disputes")
    page = window.page("disputes")
    assert isinstance(page, ListPage)
    page.refresh()
    window.copy_case()
    assert window.record is not None
    assert fields(window.record)["summary"] == "院墙越界"
    window.forget_record()


def test_without_a_case_there_is_nothing_to_copy(window: MainWindow) -> None:
    window.go_to("today")
    window.copy_case()
    assert window.record is None


# --- lists and settings --------------------------------------------------------------------------


def test_administrative_and_judicial_mediation_have_a_chip_of_their_own(
    window: MainWindow, office: str
) -> None:
    db = window.opened.db
    for kind in ("people", "administrative", "judicial", None):
        samples.dispute(db, office, mediation_type=kind)
    window.go_to("disputes")
    page = window.page("disputes")
    assert isinstance(page, ListPage)
    page.filter_by("other")
    assert page.model.rowCount() == 2
    page.filter_by("other")
    assert page.model.rowCount() == 4


def test_the_list_shows_a_suspended_case_as_such(window: MainWindow, office: str) -> None:
    db = window.opened.db
    dispute = samples.dispute(db, office, accepted_on="2026-11-02")
    stop = {"event_on": "2026-11-05", "suspended_from": "2026-11-05"}
    samples.put(db, TERM_EVENT, dispute_id=dispute, event_kind="suspension", **stop)
    window.go_to("disputes")
    page = window.page("disputes")
    assert isinstance(page, ListPage)
    page.refresh()
    row = page.model.row(0)
    assert row is not None
    words = {column.name: column.words(row) for column in page.model.columns}
    assert words["term"] == "中止中"


def test_the_holiday_page_shows_the_notices_and_what_is_lacking(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.holidays_page.today", lambda: date(2026, 11, 22))
    window.go_to("settings")
    tabs = window.page("settings")
    assert isinstance(tabs, TabsPage)
    titles = [tabs.tabs.tabText(i) for i in range(tabs.tabs.count())]
    tabs.show_tab(titles.index("节假日"))
    page = tabs.content()
    assert isinstance(page, HolidaysPage)
    assert page.model.rowCount() > 60
    first = page.model.row(0)
    assert first is not None
    assert (first["line"].year, first["line"].notice) == (2026, "国办发明电〔2025〕7号")
    assert "2027" in page.lacking.text()
    samples.put(window.opened.db, HOLIDAY, day="2027-01-01", name="元旦")
    tabs.show_tab(0)
    tabs.show_tab(titles.index("节假日"))
    assert page.lacking.isHidden()
