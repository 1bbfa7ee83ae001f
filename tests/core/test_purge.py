"""Purging: only after the period of keeping, and then nothing of the content is left (row 29)."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import attachments, audit, history, search, store, unsaved
from core.errors import UserError
from core.finding import find_words
from core.history import PURGE
from core.merging.rule import Version, join
from core.progress import no_progress
from core.purge import keeping_of, may_go, purge
from core.records import ATTACHMENT, DISPUTE, OFFICE, PARTY
from core.text import Text
from core.unsaved import FormWords
from db.backup import make_backup
from db.connect import Opened, gate
from tests import samples

NAME = "诸葛无名氏"
TODAY = date(2026, 11, 22)
OVER = {"retention_period": "short_term", "filed_on": "2015-06-30"}


def office(db: Database) -> None:
    samples.office(db, short_term_years=10, long_term_years=30)


def case(db: Database, **values: object) -> str:
    id = samples.dispute(db, samples.committee(db), summary=NAME, **{**OVER, **values})
    with store.step(db, Text(f"登记当事人 {NAME}", f"Party {NAME}")) as s:
        store.save(s, PARTY, {"dispute_id": id, "party_role": "applicant", "name": "先生"})
    (party,) = store.children(db, PARTY, id)
    with store.step(db, Text(f"修改当事人 {NAME}", f"Party {NAME}")) as s:
        store.save(s, PARTY, {"id": party["id"], "name": NAME, "phone": "13812345678"})
    return id


def scan(db: Database, folder: Path, dispute: str) -> Path:
    content = b"%PDF-1.4\n1 0 obj\n<< /Type /Page >>\nendobj\ntrailer\n%%EOF\n"
    taken = attachments.Incoming("收条.pdf", lambda: attachments.prepare(content, "收条.pdf"))
    attachments.add_all(db, no_progress, folder=folder, dispute_id=dispute, incoming=[taken])
    (path,) = folder.glob("??/*.age")
    return path


def everything(db: Database) -> str:
    """Every value of every table, as one text."""
    tables = [n for (n,) in db.execute("select name from sqlite_master where type = 'table'")]
    return "\n".join(str(db.execute(f"select * from {t}").fetchall()) for t in tables)


# --- how long a case is kept ---------------------------------------------------------------------


def test_a_case_is_kept_from_the_year_after_filing(db: Database) -> None:
    office(db)
    id = case(db, filed_on="2015-06-30", closed_on="2014-01-01")
    assert keeping_of(db, id).until == date(2026, 1, 1)
    assert [k.id for k in may_go(db, TODAY)] == [id]
    assert may_go(db, date(2025, 12, 31)) == []


@given(st.dates(date(1950, 1, 1), date(2026, 11, 22)), st.sampled_from(["short", "long"]))
def test_no_case_may_go_before_its_years_are_over(day: date, which: str) -> None:
    from core.purge import _keeping

    row = {"id": "x", "retention_period": f"{which}_term", "since": day.isoformat()}
    kept = _keeping(row, {"short_term": 10, "long_term": 30}, "")
    assert kept.until is not None
    years = {"short": 10, "long": 30}[which]
    assert kept.until.year - day.year == years + 1
    assert (kept.until - day).days > 365 * years


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"retention_period": "permanent"}, "永久"),
        ({"retention_period": None}, "没有填写保管期限"),
        ({"filed_on": None}, "没有立卷、结案日期"),
        ({"filed_on": "2020-01-01"}, "2031-01-01"),
        ({"retention_period": "long_term"}, "2046-01-01"),
    ],
)
def test_what_has_to_be_kept_is_refused_and_unchanged(
    db: Database, tmp_path: Path, values: dict[str, object], why: str
) -> None:
    office(db)
    over, kept = case(db), case(db, **values)
    before = everything(db)
    with pytest.raises(UserError, match=why):
        purge(db, tmp_path, [over, kept], "expired", TODAY)
    assert everything(db) == before


def test_without_the_years_of_the_office_nothing_may_go(db: Database, tmp_path: Path) -> None:
    samples.office(db)
    id = case(db)
    assert may_go(db, TODAY) == []
    with pytest.raises(UserError, match="保管年数"):
        purge(db, tmp_path, [id], "expired", TODAY)


# --- row 29 --------------------------------------------------------------------------------------


def test_promise_29_nothing_of_a_purged_case_is_found_anywhere(opened: Opened) -> None:
    db, scans = opened.db, opened.folder.attachments
    office(db)
    id = case(db)
    path = scan(db, scans, id)
    unsaved.keep(db, "dispute", id, FormWords({"summary": NAME}), is_new=False)
    assert NAME in everything(db)
    assert purge(db, scans, [id], "expired", TODAY) == 1
    for hidden in (NAME, "13812345678", "收条"):
        assert hidden not in everything(db)
    assert not path.exists()
    assert find_words(db, NAME) == []
    assert list(history.of_case(db, id)) == []
    row = store.get(db, DISPUTE, id)
    assert row is not None
    assert row["state"] == store.PURGED
    assert audit.first_break(db) is None
    assert {tuple(r) for r in db.execute(
        "select tbl, summary from audit where action = 'purge'")} == {
        (t, "expired") for t in ("dispute", "party", "attachment")
    }  # fmt: skip
    made = make_backup(opened.folder, opened.key, db, "by_hand")
    copy = gate(opened.folder.backups / made.name / "data.db", opened.key)
    assert NAME not in everything(copy)
    copy.close()


def test_promise_29_it_does_not_come_back_from_an_older_package(
    db: Database, tmp_path: Path
) -> None:
    office(db)
    id = case(db)
    before = store.get(db, DISPUTE, id)
    purge(db, tmp_path, [id], "expired", TODAY)
    after = store.get(db, DISPUTE, id)
    assert before is not None
    assert after is not None
    own = ("id", "vv", "stamps", "edited_at", "edited_by")

    def version(row: dict[str, object]) -> Version:
        values = {k: v for k, v in row.items() if k not in own}
        return Version(values, json.loads(str(row["vv"])), json.loads(str(row["stamps"])))

    joined, asked = join(version(after), version(before))
    assert joined.values["state"] == store.PURGED
    assert joined.values["summary"] is None
    assert asked == ()


def test_promise_29_other_cases_stay_whole_and_a_shared_file_stays(opened: Opened) -> None:
    db, scans = opened.db, opened.folder.attachments
    office(db)
    gone, stays = case(db), case(db, retention_period="permanent")
    path = scan(db, scans, gone)
    scan(db, scans, stays)
    before = store.get(db, DISPUTE, stays)
    assert purge(db, scans, [gone], "order", TODAY) == 0
    assert store.get(db, DISPUTE, stays) == before
    assert path.exists()
    assert len(store.children(db, ATTACHMENT, stays)) == 1
    assert store.find(db, OFFICE)


def test_a_purge_cannot_be_taken_back_and_the_last_step_before_it_neither(
    db: Database, tmp_path: Path
) -> None:
    office(db)
    id = case(db)
    steps = [s.id for s in history.steps(db)]
    purge(db, tmp_path, [id], "expired", TODAY)
    last = history.steps(db)[-1]
    assert last.kind == PURGE
    for step in (last.id, steps[-1]):
        with pytest.raises(UserError, match="不能撤销"):
            history.undo(db, step)
    undoable = history.last_undoable(db)
    assert undoable is not None
    assert undoable.id not in (last.id, steps[-1])


def test_a_rebuilt_search_does_not_find_it_either(db: Database, tmp_path: Path) -> None:
    office(db)
    id = case(db)
    purge(db, tmp_path, [id], "expired", TODAY)
    search.rebuild(db)
    assert find_words(db, NAME) == []
    with pytest.raises(UserError, match="已经清除"):
        purge(db, tmp_path, [id], "expired", TODAY)
