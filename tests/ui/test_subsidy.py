"""案件补贴 in the window: claimed from cases, reviewed, written, chosen in settings."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from core import store
from core.records import (
    AGREEMENT,
    DISPUTE,
    MEDIATOR,
    OFFICE,
    SUBSIDY_CLAIM,
    SUBSIDY_RULE,
    SUBSIDY_THRESHOLD,
)
from db.connect import Opened
from tests import samples
from ui.list_page import ListPage
from ui.main_window import MainWindow
from ui.pieces import today
from ui.record_page import RecordPage
from ui.subsidy_dialogs import ClaimDialog, StageDialog
from ui.subsidy_page import SubsidyPage
from ui.subsidy_settings import SubsidySettings


@pytest.fixture
def cases(opened: Opened, office: str) -> list[str]:
    """Three cases closed today: two settled, one not; the office pays by the example of 高台."""
    db, on = opened.db, today().isoformat()
    samples.put(db, OFFICE, id=store.find(db, OFFICE)[0]["id"], subsidy_scheme="gaotai_2018")
    mediator = samples.put(db, MEDIATOR, name="马建国")
    ids = []
    for n, result in enumerate(("success", "success", "failure"), 1):
        id = samples.dispute(
            db,
            office,
            accepted_on=on,
            closed_on=on,
            mediated_on=on,
            file_no=f"卷{n}",
            mediator_id=mediator,
            mediation_result=result,
        )
        samples.party(db, id, f"甲{n}")
        samples.party(db, id, f"乙{n}", party_role="respondent")
        samples.put(db, AGREEMENT, dispute_id=id, agreement_form="written")
        ids.append(id)
    return ids


@pytest.fixture
def page(window: MainWindow, cases: list[str]) -> SubsidyPage:
    window.go_to("subsidies")
    page = window.page("subsidies")
    assert isinstance(page, SubsidyPage)
    return page


def answer(do: Callable[[QDialog], None]) -> None:
    """What is done with the next dialog as soon as it stands."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        do(dialog)

    QTimer.singleShot(0, look)


def accept(dialog: QDialog) -> None:
    assert isinstance(dialog, ClaimDialog | StageDialog)
    dialog.go.click()


def states(opened: Opened) -> list[str]:
    return [r["claim_status"] for r in store.find(opened.db, SUBSIDY_CLAIM, order="claim_no")]


def test_the_settled_cases_of_the_quarter_are_claimed_as_one_step(
    page: SubsidyPage, opened: Opened, window: MainWindow
) -> None:
    answer(accept)
    page.claim()
    assert states(opened) == ["applied", "applied"]
    assert page.list_page().shown == [
        r["id"] for r in store.find(opened.db, SUBSIDY_CLAIM, order="claim_no desc")
    ]
    window.undo_step()
    assert states(opened) == []


def test_marked_disputes_are_claimed_and_one_that_is_not_settled_cannot_be_ticked(
    window: MainWindow, cases: list[str], opened: Opened
) -> None:
    window.go_to("disputes")
    page = window.page("disputes")
    assert isinstance(page, ListPage)
    page.mark_all()
    told: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, ClaimDialog)
        ticks = [dialog.table.item(n, 0) for n in range(dialog.table.rowCount())]
        can = [bool(t and t.flags() & Qt.ItemFlag.ItemIsUserCheckable) for t in ticks]
        words = [dialog.table.item(n, 6) for n in range(dialog.table.rowCount())]
        told.extend(item.text() for item, free in zip(words, can, strict=True) if item and not free)
        dialog.go.click()

    answer(look)
    window.claim_subsidies()
    assert told == ["不能申报"]
    assert states(opened) == ["applied", "applied"]


def test_another_grade_in_the_dialog_brings_its_amount(
    qtbot: QtBot, opened: Opened, cases: list[str]
) -> None:
    dialog = ClaimDialog(None, opened.db)
    qtbot.addWidget(dialog)
    assert dialog.chosen()[0].claim["amount_claimed"] == 100_00
    dialog.use_grade("major")
    claim = dialog.chosen()[0].claim
    assert (claim["grade_claimed"], claim["amount_claimed"]) == ("major", 300_00)


def test_a_period_without_cases_says_what_would_stand_there(
    qtbot: QtBot, opened: Opened, cases: list[str]
) -> None:
    dialog = ClaimDialog(None, opened.db)
    qtbot.addWidget(dialog)
    dialog.years.setCurrentIndex(3)
    dialog.show_period()
    assert dialog.table.rowCount() == 0
    assert not dialog.go.isEnabled()


def test_claims_go_through_every_stage_with_its_button(
    qtbot: QtBot, page: SubsidyPage, opened: Opened
) -> None:
    answer(accept)
    page.claim()
    page.list_page().mark_all()
    for status in ("office_reviewed", "county_reviewed", "paid"):
        answer(accept)
        with qtbot.waitSignal(page.said):
            page.review(status)
        assert states(opened) == [status, status]


def test_a_claim_is_refused_with_its_reason(
    qtbot: QtBot, page: SubsidyPage, opened: Opened
) -> None:
    answer(accept)
    page.claim()

    def refuse(dialog: QDialog) -> None:
        assert isinstance(dialog, StageDialog)
        dialog.reasons.setCurrentIndex(dialog.reasons.findData("file_not_standard"))
        dialog.go.click()

    answer(refuse)
    with qtbot.waitSignal(page.said):
        page.review("rejected")
    assert sorted(states(opened)) == ["applied", "rejected"]
    refused = store.find(opened.db, SUBSIDY_CLAIM, "claim_status = 'rejected'")
    assert refused[0]["reject_reason"] == "file_not_standard"


def test_a_stage_without_a_day_is_not_accepted(qtbot: QtBot, opened: Opened) -> None:
    dialog = StageDialog(None, opened.db, "paid", 1)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.on.show_value(None)
    dialog.go.click()
    assert dialog.isVisible()
    dialog.on.show_value("2026-11-20")
    dialog.go.click()
    assert not dialog.isVisible()
    assert dialog.stage().on == "2026-11-20"


def test_the_claim_sheet_is_written_from_the_list(
    qtbot: QtBot, page: SubsidyPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(accept)
    page.claim()
    path = tmp_path / "表.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(page.exported):
        page.write("claims", ".pdf")
    assert "卷1" in PdfReader(path).pages[0].extract_text()


def test_a_new_claim_is_filled_from_its_case_and_a_second_one_is_said_at_the_field(
    page: SubsidyPage, window: MainWindow, opened: Opened, cases: list[str]
) -> None:
    answer(accept)
    page.claim()
    window.add_record()
    record = window.record
    assert isinstance(record, RecordPage)
    record.form.put({"dispute_id": cases[0]})
    row = record.form.row()[0]
    assert (row["grade_claimed"], row["amount_claimed"]) == ("simple", 100_00)
    record.form.put({"claim_status": "applied", "applied_on": today().isoformat()})
    assert not record.save()
    assert len(states(opened)) == 2
    record.form.put({"claim_status": "draft"})
    assert record.save()
    assert sorted(states(opened)) == ["applied", "applied", "draft"]


def test_a_scheme_is_chosen_and_copied_in_the_settings(window: MainWindow, opened: Opened) -> None:
    window.go_to("settings")
    rates, grading = (window.plain_list(k) for k in (SUBSIDY_RULE, SUBSIDY_THRESHOLD))
    page = SubsidySettings(window.changes, rates, grading)
    page.refresh()
    page.choose("county_2010")
    page.refresh()
    assert page.model.rowCount() == 6
    scheme = next(s for s in page._schemes if s.id == "county_2010")
    page.copy_as(scheme, "本县标准")
    page.refresh()
    assert store.find(opened.db, OFFICE)[0]["subsidy_scheme"] == "本县标准"
    assert page.picker.currentText() == "本县标准"
    page.copy_grading()
    page.copy_grading()
    assert store.count(opened.db, SUBSIDY_THRESHOLD) == 10
    page.deleteLater()


def test_a_case_with_a_claim_is_not_deleted(opened: Opened, cases: list[str]) -> None:
    samples.put(opened.db, SUBSIDY_CLAIM, claim_period="2026-Q4", dispute_id=cases[0])
    assert store.in_use(opened.db, DISPUTE, cases[0]) == 1


def test_at_the_largest_type_the_page_fits_the_smallest_screen(
    page: SubsidyPage, window: MainWindow
) -> None:
    assert not page.steps.isHidden()
    window.use_type_size(200)
    assert page.steps.isHidden()
    assert page.minimumSizeHint().height() < 668  # what the band and the status bar leave of 768
    window.use_type_size(100)
    assert not page.steps.isHidden()
