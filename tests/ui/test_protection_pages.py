"""The pages of the audit trail and of purging, and what a restore says would be lost."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from core import store, trail
from core.audit import Entry
from core.purge import REASONS
from core.records import DISPUTE
from db.backup import backups, make_backup
from db.connect import Opened
from tests import samples
from ui.backup_page import NOTHING_LOST, what_would_be_lost
from ui.main_window import MainWindow
from ui.purge_page import PurgeDialog, PurgePage
from ui.trail_page import TrailPage

PATIENT = 60_000  # milliseconds


def shown(page: TrailPage) -> list[str]:
    rows = (page.model.row(n) for n in range(page.model.rowCount()))
    return [str(row["action"]) for row in rows if row]


def test_the_trail_is_shown_newest_first_and_filtered(
    qtbot: QtBot, opened: Opened, office: str
) -> None:
    trail.note(opened.db, Entry("export", "dispute", summary="3"))
    page = TrailPage(opened)
    qtbot.addWidget(page)
    page.refresh()
    assert shown(page)[0] == "export"
    page.acts.setCurrentIndex(page.acts.findData("create"))
    assert set(shown(page)) == {"create"}
    page.acts.setCurrentIndex(0)
    everything = len(shown(page))
    page.since.setText("2026-01-01")
    page.since.editingFinished.emit()
    assert len(shown(page)) == everything
    page.until.setText("2026-01-02")
    page.until.editingFinished.emit()
    assert shown(page) == []
    page.until.clear()
    page.until.editingFinished.emit()
    page.people.setCurrentIndex(1)
    assert len(shown(page)) == everything  # one person did all of it


def test_the_chain_is_checked_and_a_changed_row_is_named(
    qtbot: QtBot, opened: Opened, office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("ui.trail_page.tell", lambda parent, words: said.append(str(words)))
    page = TrailPage(opened)
    qtbot.addWidget(page)
    page.check()
    qtbot.waitUntil(lambda: len(said) == 1, timeout=PATIENT)
    assert "没有被改动" in said[0]
    assert trail.head(opened.db)[1][:16] in said[0]
    opened.db.execute("drop trigger audit_no_update")
    with opened.db.atomic():
        opened.db.execute("update audit set by = '别人' where seq = 2")
    page.check()
    qtbot.waitUntil(lambda: len(said) == 2, timeout=PATIENT)
    assert "第 2 条" in said[1]


def test_a_case_whose_period_is_over_is_purged_after_a_backup(
    qtbot: QtBot, opened: Opened, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = opened.db.query("select id from office")
    samples.put(opened.db, samples.OFFICE, id=row["id"], short_term_years=10)
    committee = store.find(opened.db, samples.COMMITTEE)[0]["id"]
    old = samples.dispute(
        opened.db, committee, retention_period="short_term", filed_on="2010-01-01"
    )
    samples.dispute(opened.db, committee, retention_period="permanent", filed_on="2010-01-01")
    page = PurgePage(opened, window.changes)
    qtbot.addWidget(page)
    page.refresh()
    assert [c.id for c in page._cases] == [old]
    monkeypatch.setattr(PurgeDialog, "exec", lambda dialog: 1)
    said: list[object] = []
    page.said.connect(said.append)
    page.purge_selected()
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENT)
    gone = store.get(opened.db, DISPUTE, old)
    assert gone is not None
    assert gone["state"] == store.PURGED
    assert [b.reason for b in backups(opened.folder)] == ["purge"]
    assert page._cases == []


def test_nothing_is_purged_without_the_tick(qtbot: QtBot) -> None:
    dialog = PurgeDialog(None, 2)
    qtbot.addWidget(dialog)
    assert not dialog.go_on.isEnabled()
    dialog.tick.setChecked(True)
    assert dialog.go_on.isEnabled()
    assert dialog.reason() == next(iter(REASONS))


def test_a_restore_says_which_steps_would_be_lost(opened: Opened, office: str) -> None:
    opened.db.execute("update step set at = '2026-01-01T00:00:00+00:00'")
    made = make_backup(opened.folder, opened.key, opened.db, "by_hand")
    assert what_would_be_lost(opened.db, made) == NOTHING_LOST
    samples.dispute(opened.db, office)
    tomorrow = f"{date.today().year + 1}-01-01T00:00:00+00:00"  # noqa: DTZ011 - any later day
    opened.db.execute("update step set at = ? where id = (select max(id) from step)", [tomorrow])
    said = str(what_would_be_lost(opened.db, made))
    assert "1 步" in said
    assert samples.WORDS.zh in said
    assert "现在有纠纷 1 件" in said
