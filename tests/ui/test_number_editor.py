"""A field that names a record of a large table by its number."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlite_utils import Database

from core.errors import UserError
from core.far import Far
from core.records import DISPUTE
from tests import samples
from ui.choice import NumberEditor


@pytest.fixture
def editor(db: Database, qtbot: QtBot) -> NumberEditor:
    made = NumberEditor(Far(db, "dispute", DISPUTE.named_by))
    qtbot.addWidget(made)
    made.show()
    return made


def test_part_of_a_number_is_enough_to_choose_the_record(
    db: Database, editor: NumberEditor, qtbot: QtBot
) -> None:
    committee = samples.committee(db)
    samples.dispute(db, committee, file_no="斜人调字〔2026〕1号")
    wanted = samples.dispute(db, committee, file_no="斜人调字〔2026〕27号")

    qtbot.keyClicks(editor, "27")
    editor.settle()

    assert editor.text() == "斜人调字〔2026〕27号"
    assert editor.value() == wanted


def test_a_whole_number_pasted_in_needs_no_choosing(db: Database, editor: NumberEditor) -> None:
    id = samples.dispute(db, samples.committee(db), file_no="斜1号")
    editor.setText("斜1号")
    assert editor.value() == id


def test_a_number_nobody_has_or_two_have_is_said(db: Database, editor: NumberEditor) -> None:
    committee = samples.committee(db)
    samples.dispute(db, committee, file_no="斜1号")
    samples.dispute(db, committee, case_no="斜1号")

    editor.setText("斜1号")
    with pytest.raises(UserError, match="不止一条"):
        editor.value()
    editor.setText("斜9号")
    with pytest.raises(UserError, match="没有编号"):
        editor.value()


def test_a_record_in_the_recycle_bin_or_without_a_number_stays_chosen(
    db: Database, editor: NumberEditor, qtbot: QtBot
) -> None:
    id = samples.dispute(db, samples.committee(db))
    editor.choose(id, "(未编号)")
    qtbot.keyClick(editor, Qt.Key.Key_Home)
    assert editor.value() == id
