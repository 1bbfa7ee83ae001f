"""What stands on a date or a field when the mouse rests on it: the law behind it."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core import store
from core.keeping import waiting
from core.records import DISPUTE, RETURN_VISIT, load_book
from core.text import Text
from db.connect import Opened
from tests import samples
from ui.dispute_listing import reading
from ui.main_window import MainWindow
from ui.pieces import today
from ui.today_page import TodayPage


@pytest.fixture
def settled(opened: Opened, office: str) -> str:
    """An agreement of last week, to be performed in ten days, a visit planned for in twenty."""
    on = today()
    day = (on - timedelta(days=7)).isoformat()
    id = samples.dispute(opened.db, office, accepted_on=day, closed_on=day, file_no="甲")
    samples.agreement(
        opened.db,
        id,
        agreement_form="written",
        signed_on=day,
        effective_on=day,
        performance_deadline=(on + timedelta(days=10)).isoformat(),
    )
    planned = (on + timedelta(days=20)).isoformat()
    samples.put(opened.db, RETURN_VISIT, dispute_id=id, planned_on=planned)
    return id


def hints(opened: Opened, id: str, qtbot: QtBot) -> dict[str, str]:
    """Words of the reading pane that tell something on hover."""
    row = store.get(opened.db, DISPUTE, id)
    assert row is not None
    pane = reading(opened.db, load_book(opened.db), row)
    qtbot.addWidget(pane)
    return {each.text(): each.toolTip() for each in pane.findChildren(QLabel) if each.toolTip()}


def test_the_reading_pane_tells_the_ground_of_every_day_that_follows_from_another(
    opened: Opened, settled: str, dressed: str, qtbot: QtBot
) -> None:
    said = hints(opened, settled, qtbot)
    assert "《人民调解法》第三十三条" in said["申请司法确认"]
    assert "《人民调解法》第三十一条" in said["协议履行"]
    assert "《人民调解法》第三十一条" in said["回访"]
    assert "《人民调解工作若干规定》第三十三条" in said["受理日期"]
    until = (today() + timedelta(days=10)).isoformat()
    assert f"{until}(还有 10 日)" in said


def test_what_waits_in_one_case_is_not_that_of_another(
    opened: Opened, settled: str, office: str, dressed: str, qtbot: QtBot
) -> None:
    other = samples.dispute(opened.db, office, accepted_on=today().isoformat())
    assert "协议履行" not in hints(opened, other, qtbot)
    on = today()
    every = list(waiting(opened.db, on, on + timedelta(days=90)))
    assert {w.dispute for w in every} == {settled}
    assert list(waiting(opened.db, on, on + timedelta(days=90), settled)) == every
    assert list(waiting(opened.db, on, on + timedelta(days=90), other)) == []


def test_the_list_of_the_day_tells_the_ground_of_each_thing(
    window: MainWindow, opened: Opened, office: str
) -> None:
    ago = (today() - timedelta(days=60)).isoformat()
    samples.dispute(opened.db, office, accepted_on=ago, file_no="超")
    page = window.page("today")
    assert isinstance(page, TodayPage)
    page.refresh()
    column = next(n for n, c in enumerate(page.model.columns) if c.title == Text("截止", "Until"))
    said = page.model.index(0, column).data(Qt.ItemDataRole.ToolTipRole)
    assert "《人民调解工作若干规定》第三十三条" in said


def test_a_field_and_its_label_tell_the_same(window: MainWindow) -> None:
    window.go_to("disputes")
    window.add_record()
    assert window.record is not None
    editor = window.record.form.editors["mediator_id"].widget
    labels = [each for each in window.record.findChildren(QLabel) if each.buddy() is editor]
    assert "《人民调解法》第十九条" in editor.toolTip()
    assert [each.toolTip() for each in labels] == [editor.toolTip()]
