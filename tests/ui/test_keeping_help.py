"""On the page of a case: effect, capitals, instalments, performance, visits, contradictions."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from core import store
from core.records import AGREEMENT, DISPUTE, INSTALMENT, PARTY, RETURN_VISIT, load_book
from db.connect import Opened
from tests import samples
from ui.child_rows import ChildRow
from ui.instalment_dialog import InstalmentDialog
from ui.main_window import MainWindow
from ui.record_page import RecordPage

TypeIn = Callable[[QWidget, str], None]


@pytest.fixture
def page(window: MainWindow, opened: Opened, office: str) -> RecordPage:
    """A closed case with two parties."""
    id = samples.dispute(
        opened.db,
        office,
        accepted_on="2026-03-05",
        closed_on="2026-03-10",
        mediation_result="success",
    )
    samples.party(opened.db, id)
    samples.party(opened.db, id, "王德贵", party_role="respondent")
    window.open_record("dispute", id)
    assert window.record is not None
    return window.record


def agreed(page: RecordPage, **values: Any) -> ChildRow:
    """A new agreement of 1,000 yuan, typed in."""
    row = page.children_rows[AGREEMENT].add_quietly()
    row.form.put({"signed_on": "2026-03-10", "agreement_amount": 1000_00, **values})
    return row


def value(row: ChildRow, name: str) -> Any:
    return row.form.row()[0][name]


def labels(row: ChildRow) -> list[str]:
    return [each.text() for each in row.findChildren(QLabel) if not each.isHidden()]


def complaints(row: ChildRow) -> list[str]:
    found = [each for each in row.findChildren(QLabel) if each.objectName() == "complaint"]
    return [each.text() for each in found if not each.isHidden()]


def test_the_day_of_effect_follows_the_signatures_until_somebody_types_another(
    page: RecordPage, type_in: TypeIn
) -> None:
    row = agreed(page)
    assert value(row, "effective_on") == "2026-03-10"
    type_in(row.form.editors["all_signed_on"].widget, "2026-03-12")
    assert value(row, "effective_on") == "2026-03-12"
    type_in(row.form.editors["effective_on"].widget, "2026-03-13")
    type_in(row.form.editors["all_signed_on"].widget, "2026-03-11")
    assert value(row, "effective_on") == "2026-03-13"


def test_the_amount_stands_in_capitals_below_it(page: RecordPage, type_in: TypeIn) -> None:
    row = agreed(page, agreement_amount=None)
    assert not any("大写" in words for words in labels(row))
    type_in(row.form.editors["agreement_amount"].widget, "1409.5")
    assert "大写:人民币壹仟肆佰零玖元伍角" in labels(row)


def test_the_last_day_for_the_court_is_said_while_nobody_has_asked(page: RecordPage) -> None:
    row = agreed(page, signed_on="2026-05-14")
    assert "可申请至 2026-06-15" in labels(row)  # the 30th day is a Saturday
    row.form.put({"confirmation_status": "applied"})
    assert not any("可申请至" in words for words in labels(row))


def test_equal_instalments_are_made_and_saved(page: RecordPage, opened: Opened) -> None:
    assert page.keeping is not None
    agreed(page)
    made = [{"seq": n, "due_on": f"2026-0{n + 3}-01", "amount": 500_00} for n in (1, 2)]
    page.keeping.put_instalments(made, {})
    assert page.save()
    rows = store.children(opened.db, INSTALMENT, page.id)
    assert [(r["seq"], r["amount"], r["agreement_no"]) for r in rows] == [
        (1, 500_00, None),
        (2, 500_00, None),
    ]


def test_the_dialog_makes_rows_or_says_what_is_missing(
    qtbot: QtBot, opened: Opened, type_in: TypeIn
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = InstalmentDialog(parent, load_book(opened.db), {"amount": 1000_00})
    dialog.make()
    assert dialog.rows == []
    assert dialog.result() == 0
    type_in(dialog.form.editors["first_on"].widget, "2026-04-30")
    dialog.form.put({"count": 0})
    dialog.make()
    assert dialog.rows == []
    dialog.form.put({"count": 3})
    dialog.make()
    assert [(r["due_on"], r["amount"]) for r in dialog.rows] == [
        ("2026-04-30", 333_00),
        ("2026-05-30", 333_00),
        ("2026-06-30", 334_00),
    ]


def test_a_payment_fills_in_its_amount_and_performs_the_agreement(page: RecordPage) -> None:
    assert page.keeping is not None
    agreement = agreed(page)
    made = [{"seq": n, "due_on": f"2026-0{n + 3}-01", "amount": 500_00} for n in (1, 2)]
    page.keeping.put_instalments(made, {})
    first, second = page.children_rows[INSTALMENT].rows
    first.form.put({"performed_on": "2026-04-01"})
    assert (value(first, "amount_performed"), value(first, "status")) == (500_00, "performed")
    assert value(agreement, "performance_status") == "partly_performed"
    second.form.put({"performed_on": "2026-05-02", "amount_performed": 400_00})
    assert value(second, "status") == "partly_performed"
    second.form.put({"amount_performed": 500_00})
    assert value(agreement, "performance_status") == "performed"
    assert value(agreement, "performed_on") == "2026-05-02"


def test_instalments_that_do_not_add_up_are_refused_at_the_field_and_kept_on_the_page(
    page: RecordPage, opened: Opened
) -> None:
    assert page.keeping is not None
    agreed(page)
    page.keeping.put_instalments([{"seq": 1, "due_on": "2026-04-01", "amount": 900_00}], {})
    assert not page.save()
    (row,) = page.children_rows[INSTALMENT].rows
    assert any("900.00" in words and "1000.00" in words for words in complaints(row))
    assert store.children(opened.db, INSTALMENT, page.id) == []
    row.form.put({"amount": 1000_00})
    assert page.save()


def test_an_agreement_before_acceptance_is_refused(page: RecordPage, opened: Opened) -> None:
    row = agreed(page, signed_on="2026-03-04", effective_on="2026-03-04")
    assert not page.save()
    assert any("早于受理日期" in words for words in complaints(row))
    assert store.children(opened.db, AGREEMENT, page.id) == []


def test_a_visit_is_planned_from_the_performance_with_one_press(
    page: RecordPage, opened: Opened
) -> None:
    agreed(page, performance_status="performed", performed_on="2026-03-20")
    page.children_rows[RETURN_VISIT].adder.click()
    assert page.save()
    (visit,) = store.children(opened.db, RETURN_VISIT, page.id)
    (agreement,) = store.children(opened.db, AGREEMENT, page.id)
    assert visit["planned_on"] == "2026-04-19"
    assert visit["visited_party"] == "李明朗"
    assert visit["agreement_no"] == agreement["agreement_no"]
    assert visit["visit_reason"] == "李明朗与王德贵邻里纠纷"
    assert visit["visited_on"] is None


def test_a_visit_before_the_agreement_is_refused(page: RecordPage, opened: Opened) -> None:
    agreed(page)
    row = page.children_rows[RETURN_VISIT].add_quietly()
    row.form.put({"visited_on": "2026-03-09"})
    assert not page.save()
    assert any("早于协议日期" in words for words in complaints(row))
    assert store.children(opened.db, RETURN_VISIT, page.id) == []


def test_opening_a_case_with_agreement_and_instalments_changes_nothing(
    window: MainWindow, opened: Opened, office: str
) -> None:
    id = samples.dispute(opened.db, office, closed_on="2026-03-10")
    samples.agreement(
        opened.db, id, signed_on="2026-03-10", agreement_amount=100, performance_status="not_due"
    )
    values: dict[str, Any] = {"due_on": "2026-04-01", "amount": 100, "status": "performed"}
    samples.put(opened.db, INSTALMENT, dispute_id=id, **values)
    window.open_record("dispute", id)
    assert window.record is not None
    assert not window.record.is_changed()


def test_the_steps_of_a_case_show_the_visit(page: RecordPage, opened: Opened) -> None:
    def marks() -> str:
        return " ".join(each.text() for each in page.findChildren(QLabel))

    assert "○ 回访" in marks()
    row = page.children_rows[RETURN_VISIT].add_quietly()
    row.form.put({"visited_on": "2026-04-01"})
    assert "● 回访" in marks()
    assert store.count(opened.db, DISPUTE) == store.count(opened.db, PARTY) - 1
