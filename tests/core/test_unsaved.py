"""Drafts: kept as they were typed, one a record, outside steps and history."""

from pathlib import Path

from sqlite_utils import Database

from core import history, unsaved
from core.unsaved import FormWords, RowWords
from db.connect import Opened

FORM = FormWords(
    {"summary": "院墙\n第二行", "accepted_on": "32.13"},
    {"party": (RowWords("p", True, {"name": "李明朗"}),)},
    {"party": ("gone",)},
)


def test_a_draft_comes_back_as_it_was_typed(db: Database) -> None:
    unsaved.keep(db, "dispute", "d", FORM, is_new=True)
    (draft,) = unsaved.kept(db)
    assert (draft.table, draft.id, draft.is_new, draft.form) == ("dispute", "d", True, FORM)


def test_the_last_draft_of_a_record_takes_the_place_of_the_one_before(db: Database) -> None:
    unsaved.keep(db, "dispute", "d", FormWords({"summary": "一"}), is_new=False)
    unsaved.keep(db, "dispute", "d", FormWords({"summary": "二"}), is_new=False)
    unsaved.keep(db, "village", "v", FormWords({"name": "村"}), is_new=True)
    assert [d.form.words["summary"] for d in unsaved.kept(db, "d")] == ["二"]
    assert {d.id for d in unsaved.kept(db)} == {"d", "v"}
    unsaved.drop(db, "d")
    assert [d.id for d in unsaved.kept(db)] == ["v"]


def test_a_draft_is_no_step(db: Database) -> None:
    before = len(history.steps(db))
    unsaved.keep(db, "dispute", "d", FORM, is_new=True)
    unsaved.drop(db, "d")
    assert len(history.steps(db)) == before
    assert db.execute("select count(*) from history").fetchone()[0] == 0


def test_a_draft_lies_in_the_encrypted_file_only(opened: Opened) -> None:
    unsaved.keep(opened.db, "dispute", "d", FORM, is_new=True)
    for path in Path(opened.folder.root).rglob("*"):
        if path.is_file():
            assert "李明朗".encode() not in path.read_bytes(), path
