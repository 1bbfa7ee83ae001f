"""People, prevention and the part of the form for administrative mediation, as one works there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from core import store
from core.records import (
    BY_TABLE,
    COMMITTEE_FUNDS,
    DISPUTE,
    LAW_LITERATE,
    MEDIATOR,
    PREVENTION,
    TRAINING,
)
from tests import samples
from ui.actions import MENUS
from ui.main_window import MainWindow
from ui.pieces import today
from ui.prevention_listing import SHORT
from ui.record_page import RecordPage
from ui.tabs_page import TabsPage

TypeIn = Callable[[QWidget, str], None]


def shown_words(widget: QWidget) -> list[str]:
    """What can be read in it."""
    labels = widget.findChildren(QLabel)
    return [made.text() for made in labels if made.isVisibleTo(widget) and made.text()]


def page_of(window: MainWindow) -> RecordPage:
    assert window.record is not None
    return window.record


def tab(window: MainWindow, place: str, name: str) -> TabsPage:
    assert window.go_to(place)
    page = window.page(place)
    assert isinstance(page, TabsPage)
    names = [page.tabs.tabText(n) for n in range(page.tabs.count())]
    page.show_tab(names.index(name))
    return page


# --- registers -----------------------------------------------------------------------------------


def test_the_page_of_a_committee_says_what_the_law_still_asks(
    window: MainWindow, office: str
) -> None:
    window.open_record("committee", office)
    words = shown_words(page_of(window)._standing)
    assert words[0] == "委员 0 人(主任 0、女 0) · 专职调解员 0 人 · 兼职 0 人"
    assert words[1] == (
        "▲ 委员应为 3 至 9 人,现登记 0 人(主任、副主任、委员)。《人民调解法》第八条"
    )


def test_a_committee_with_all_its_members_has_only_its_figures(
    window: MainWindow, office: str
) -> None:
    for post, gender in (("director", "male"), ("deputy", "female"), ("member", "male")):
        samples.put(
            window.opened.db,
            MEDIATOR,
            name=post,
            committee_id=office,
            committee_post=post,
            gender=gender,
            employment_kind="part_time",
        )
    window.open_record("committee", office)
    assert shown_words(page_of(window)._standing) == [
        "委员 3 人(主任 1、女 1) · 专职调解员 0 人 · 兼职 3 人"
    ]


def test_hours_typed_into_the_page_of_a_mediator_count_at_once(
    window: MainWindow, office: str, type_in: TypeIn
) -> None:
    db = window.opened.db
    mediator = samples.put(db, MEDIATOR, name="王芳", committee_id=office)
    window.open_record("mediator", mediator)
    page = page_of(window)
    (rows,) = page.children_rows.values()
    rows.add()
    form = rows.rows[0].form
    for name, words in (
        ("trained_on", today().isoformat()),
        ("training_kind", "年度培训"),
        ("hours", "20"),
        ("subject", "民法典"),
    ):
        type_in(form.editors[name].widget, words)
    assert page.save()
    (stored,) = store.children(db, TRAINING, mediator)
    assert (stored["hours"], stored["training_kind"]) == (20.0, "yearly")
    said = shown_words(page._standing)
    assert f"{today().year}年学时:年度 20、专项 0;岗前 0" in said
    assert not any("年度培训" in words for words in said[1:])


def test_lists_of_people_show_what_is_wanting(window: MainWindow, office: str) -> None:
    db = window.opened.db
    samples.put(db, MEDIATOR, name="王芳", committee_id=office)
    tab(window, "people", "人民调解员")
    mediators = window._list_page()
    assert mediators is not None
    last = len(mediators.model.columns) - 1
    assert mediators.model.columns[last].words(mediators.model.row(0) or {}) == "0 / 20"
    mediators.filter_by("hours")
    assert mediators.model.rowCount() == 1
    tab(window, "people", "调委会")
    committees = window._list_page()
    assert committees is not None
    committees.filter_by("remarks")
    assert [committees.model.row(0) or {}][0]["id"] == office
    committees.filter_by("ending")
    assert committees.model.rowCount() == 0


def test_law_literate_persons_and_funds_have_lists_of_their_own(
    window: MainWindow, office: str
) -> None:
    db = window.opened.db
    village = samples.village(db, "下村")
    samples.put(db, LAW_LITERATE, name="王芳", village_id=village)
    samples.put(db, COMMITTEE_FUNDS, year=2026, guidance_funds=1_000_000)
    for name, table in (("法律明白人", "law_literate"), ("经费", "committee_funds")):
        tab(window, "people", name)
        page = window._list_page()
        assert page is not None and page.listing.kind.table == table
        assert page.model.rowCount() == 1
    tab(window, "people", "村(居)")
    villages = window._list_page()
    assert villages is not None
    rows = {(r := villages.model.row(n) or {})["name"]: r["listed"] for n in range(2)}
    assert rows["下村"] == 1


def test_a_term_about_to_end_is_named_on_the_page_of_the_day(
    qtbot: QtBot, window: MainWindow, office: str
) -> None:
    strip = window.page("today").elections  # type: ignore[attr-defined]
    strip.refresh()
    assert not strip.isVisible()
    end = (today() + timedelta(days=41)).isoformat()
    samples.put(window.opened.db, BY_TABLE["committee"], id=office, term_end=end)
    strip.refresh()
    assert strip.isVisible()
    (one,) = [b for b in strip.findChildren(QWidget) if "还有 41 天" in getattr(b, "text", str)()]
    with qtbot.waitSignal(strip.open_record) as asked:
        one.click()  # type: ignore[attr-defined]
    assert asked.args == ["committee", office]


# --- prevention ----------------------------------------------------------------------------------


def test_what_was_prevented_is_entered_from_the_case_it_grew_out_of(
    window: MainWindow, office: str, type_in: TypeIn
) -> None:
    db = window.opened.db
    dispute = samples.dispute(db, office, people_count=23, file_no="（2026）斜人调字第7号")
    window.open_record("dispute", dispute)
    window.add_prevention()
    page = page_of(window)
    assert page.kind is PREVENTION
    values = page.form.row()[0]
    assert (values["dispute_id"], values["committee_id"]) == (dispute, office)
    assert (values["happened_on"], values["cases"]) == (today().isoformat(), 1)
    assert values["people_count"] == 23
    type_in(page.form.editors["prevention_kind"].widget, "防止群体性上访")
    assert page.save()
    (stored,) = store.find(db, PREVENTION)
    assert (stored["prevention_kind"], stored["dispute_id"]) == (
        "prevented_group_petition",
        dispute,
    )


def test_fewer_people_than_cases_is_said_at_the_field(
    window: MainWindow, office: str, type_in: TypeIn
) -> None:
    window.add_prevention()
    page = page_of(window)
    type_in(page.form.editors["prevention_kind"].widget, "防止群体性械斗")
    type_in(page.form.editors["cases"].widget, "3")
    type_in(page.form.editors["people_count"].widget, "2")
    assert not page.save()
    assert "人数 2 少于件数 3。" in shown_words(page)
    assert store.count(window.opened.db, PREVENTION) == 0
    window.forget_record()


def test_the_list_of_prevention_counts_and_filters_by_kind(window: MainWindow, office: str) -> None:
    for kind, cases, people in (("prevented_suicide", 2, 3), ("disputes_prevented", 5, None)):
        values = {"prevention_kind": kind, "cases": cases, "people_count": people}
        samples.put(
            window.opened.db,
            PREVENTION,
            happened_on=today().isoformat(),
            committee_id=office,
            **values,
        )
    tab(window, "screening", "防止激化")
    page = window._list_page()
    assert page is not None
    figures = {f.filter: (f.value, f.note.zh) for f in page._figures}
    assert figures["prevented_suicide"] == ("2", "3 人")
    assert figures["disputes_prevented"] == ("5", "本年")
    assert set(figures) == set(SHORT)
    page.filter_by("prevented_suicide")
    assert page.model.rowCount() == 1


@pytest.mark.parametrize(
    ("table", "place", "values"),
    [
        ("prevention", "screening", {"prevention_kind": "prevented_suicide", "cases": 1}),
        ("committee_funds", "people", {"year": 2026, "guidance_funds": 100}),
    ],
)
def test_the_records_behind_a_figure_are_shown_in_their_own_list(
    window: MainWindow, office: str, table: str, place: str, values: dict[str, Any]
) -> None:
    kind = BY_TABLE[table]
    if table == "prevention":
        values = {"happened_on": today().isoformat(), **values}
    wanted, _other = (samples.put(window.opened.db, kind, **values) for _ in range(2))
    window.show_behind([wanted], table)
    page = window._list_page()
    assert page is not None and page.listing.kind is kind
    assert page.model.rowCount() == 1
    assert window.pages.currentWidget() is window.page(place)


def test_the_action_stands_in_the_menu_with_its_keys() -> None:
    entries = {entry.method: entry.keys for _, part in MENUS for entry in part}
    assert entries["add_prevention"] == "Ctrl+Shift+J"
    keys = [key for key in entries.values() if key]
    assert len(set(keys)) == len(keys)


# --- administrative mediation --------------------------------------------------------------------


def test_the_part_for_administrative_mediation_comes_and_goes_with_the_kind(
    window: MainWindow, office: str, type_in: TypeIn
) -> None:
    dispute = samples.dispute(window.opened.db, office, mediation_type="people")
    window.open_record("dispute", dispute)
    page = page_of(window)
    matter = page.form.editors["admin_matter"].widget
    assert not matter.isVisibleTo(page)
    assert matter not in page.order()
    type_in(page.form.editors["mediation_type"].widget, "行政调解")
    assert matter.isVisibleTo(page)
    assert matter in page.order()
    type_in(matter, "民事纠纷")
    type_in(page.form.editors["admin_civil_type"].widget, "合同纠纷")
    assert page.save()
    stored = store.get(window.opened.db, DISPUTE, dispute)
    assert stored is not None
    assert (stored["admin_matter"], stored["admin_civil_type"]) == ("civil", "contract")
    type_in(page.form.editors["mediation_type"].widget, "人民调解")
    assert matter.isVisibleTo(page)  # what was entered must be seen to be cleared


@pytest.mark.parametrize("kind", ["people", "judicial", "administrative"])
def test_a_case_of_any_kind_opens_with_the_right_parts(
    window: MainWindow, office: str, kind: str
) -> None:
    dispute = samples.dispute(window.opened.db, office, mediation_type=kind)
    window.open_record("dispute", dispute)
    matter = page_of(window).form.editors["admin_matter"].widget
    assert matter.isVisibleTo(page_of(window)) == (kind == "administrative")
