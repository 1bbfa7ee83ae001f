"""The numbers beside the places of the rail follow what is saved, without anybody waiting."""

import threading
from datetime import timedelta

from pytestqt.qtbot import QtBot

from core import store
from core.records import DISPUTE
from core.text import Text
from db.connect import Opened
from tests import samples
from ui.main_window import MainWindow
from ui.pieces import today


def shown(window: MainWindow) -> list[str]:
    return window.rail._buttons["today"].text().split()


def reading() -> bool:
    return any(each.name == "reading" for each in threading.enumerate())


def test_the_number_follows_a_change_while_another_page_is_shown(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot
) -> None:
    window.go_to("disputes")
    long_ago = (today() - timedelta(days=60)).isoformat()
    id = samples.dispute(opened.db, office, accepted_on=long_ago)
    window.changes.happened.emit(frozenset({"dispute"}))
    assert shown(window) == ["今日"]
    qtbot.waitUntil(lambda: shown(window) == ["今日", "1"])
    with store.step(opened.db, Text("结案", "Close")) as step:
        store.save(step, DISPUTE, {"id": id, "closed_on": today().isoformat()})
    window.changes.happened.emit(frozenset({"dispute"}))
    qtbot.waitUntil(lambda: shown(window) == ["今日"])


def test_a_window_that_goes_lets_the_file_go(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot
) -> None:
    window.go_to("disputes")
    window._numbers._read()
    assert reading()
    window.hide()
    assert not reading()
    samples.dispute(opened.db, office, accepted_on="2020-01-01")
    window.changes.happened.emit(frozenset({"dispute"}))
    assert not window._numbers._wait.isActive()
