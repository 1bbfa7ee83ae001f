"""口头协议快速登记: by keyboard, in one step, only with what was typed."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from core import history, store
from core.records import AGREEMENT, DISPUTE, PARTY
from db.connect import Opened
from tests import samples
from tests.ui.conftest import write
from ui.main_window import MainWindow
from ui.quick_oral import QuickOral

TypeIn = Callable[[QWidget, str], None]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def last(opened: Opened, office: str) -> str:
    """The record before, whose habits are taken over."""
    return samples.dispute(opened.db, office, case_source="on_initiative")


@pytest.fixture
def small(window: MainWindow, last: str, qtbot: QtBot) -> QuickOral:
    qtbot.waitUntil(window.isActiveWindow)
    shift = Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window.pages.currentWidget(), Qt.Key.Key_N, CTRL | shift)
    dialog = window.findChild(QuickOral)
    assert isinstance(dialog, QuickOral)
    qtbot.waitExposed(dialog)
    return dialog


def field(dialog: QuickOral, name: str) -> Any:
    return dialog.form.editors[name].widget


def fill(dialog: QuickOral, type_in: TypeIn) -> None:
    type_in(field(dialog, "accepted_on"), "2026-03-04")
    type_in(field(dialog, "dispute_type"), "ll")
    type_in(field(dialog, "applicants"), "李明朗")
    type_in(field(dialog, "respondents"), "王德贵、斜沟乡砂石厂")
    for name, words in (("summary", "院墙越界"), ("terms", "三日内拆除")):
        field(dialog, name).setFocus()
        write(field(dialog, name), words)
    type_in(field(dialog, "mediation_result"), "调解成功")


def test_six_fields_make_a_whole_oral_case_in_one_step(
    small: QuickOral, opened: Opened, office: str, last: str, type_in: TypeIn, qtbot: QtBot
) -> None:
    before = len(history.steps(opened.db))
    fill(small, type_in)
    assert field(small, "closed_on").text() == "2026-03-04"  # proposed where it is seen
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, CTRL)
    assert len(history.steps(opened.db)) == before + 1
    (row,) = [r for r in store.find(opened.db, DISPUTE) if r["id"] != last]
    assert (row["committee_id"], row["case_source"]) == (office, "on_initiative")
    assert (row["mediation_result"], row["closed_on"]) == ("success", "2026-03-04")
    assert row["file_no"]
    parties = store.children(opened.db, PARTY, row["id"])
    assert [p["name"] for p in parties] == ["李明朗", "王德贵", "斜沟乡砂石厂"]
    (agreement,) = store.children(opened.db, AGREEMENT, row["id"])
    assert (agreement["agreement_form"], agreement["agreement_terms"]) == ("oral", "三日内拆除")


def test_ctrl_enter_saves_and_begins_the_next(
    small: QuickOral, opened: Opened, type_in: TypeIn, qtbot: QtBot
) -> None:
    fill(small, type_in)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    assert store.count(opened.db, DISPUTE) == 2
    assert small.isVisible()
    assert field(small, "applicants").text() == ""
    assert field(small, "terms").toPlainText() == ""
    assert field(small, "case_source").text() == "主动调解"
    assert QApplication.focusWidget() is field(small, "accepted_on")


def test_what_is_missing_is_said_at_its_field_and_nothing_is_saved(
    small: QuickOral, opened: Opened, type_in: TypeIn
) -> None:
    type_in(field(small, "accepted_on"), "没有这一天")
    type_in(field(small, "applicants"), "李明朗")
    assert small.save() is False
    for name in ("accepted_on", "dispute_type", "respondents"):
        assert field(small, name).property("fault") is True, name
    assert field(small, "applicants").property("fault") is not True
    assert QApplication.focusWidget() is field(small, "accepted_on")
    assert store.count(opened.db, DISPUTE) == 1


def test_a_closing_date_somebody_typed_stays(small: QuickOral, type_in: TypeIn) -> None:
    fill(small, type_in)
    type_in(field(small, "closed_on"), "2026-03-09")
    type_in(field(small, "accepted_on"), "2026-03-05")
    assert field(small, "closed_on").text() == "2026-03-09"
    type_in(field(small, "closed_on"), "2026-03-05")
    type_in(field(small, "mediation_result"), "有待继续调解")
    assert field(small, "closed_on").text() == "2026-03-05"


def test_esc_leaves_without_a_question_when_nothing_was_typed(
    small: QuickOral, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(small.rejected):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


def test_esc_asks_when_something_was_typed(small: QuickOral, type_in: TypeIn) -> None:
    type_in(field(small, "applicants"), "李明朗")
    asked = []

    def stay() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        next(b for b in box.buttons() if b.text() == "继续填写").click()

    QTimer.singleShot(0, stay)
    small.reject()
    assert asked
    assert small.isVisible()
    assert field(small, "applicants").text() == "李明朗"
    small.form.put({"applicants": None})
