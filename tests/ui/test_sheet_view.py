"""A drawn sheet on the screen: no name is cut."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlite_utils import Database

from core.periods import parse_period
from core.reports import MEDIATION_CASES
from core.reports.engine import drawn, run
from tests import samples
from ui.measures import style_sheet
from ui.sheet_view import SheetView


@pytest.mark.parametrize(
    "name",
    ["上斜沟村人民调解委员会", "上上斜沟村人民调解委员会", "大通县斜沟乡上斜沟村人民调解委员会"],
)
def test_the_name_of_a_committee_has_the_room_qt_asks_for(
    qtbot: QtBot, db: Database, name: str
) -> None:
    samples.committee(db, name)
    view = SheetView()
    qtbot.addWidget(view)
    view.setStyleSheet(style_sheet())
    view.show_sheet(drawn(run(db, MEDIATION_CASES, parse_period("2026-05"))))
    view.setWordWrap(False)  # what the words take in one line
    (item,) = view.findItems(name, Qt.MatchFlag.MatchExactly)
    assert view.sizeHintForIndex(view.indexFromItem(item)).width() <= view.columnWidth(0)
