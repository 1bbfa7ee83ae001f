"""Promises of section 14 of the data safety design that concern every kind of record at once.

The others stand with what they are about, under names that begin with test_promise_<row>.
"""

import re
import sqlite3
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlite_utils import Database

from core import store
from core.clean import clean_row
from core.errors import UserError
from core.field import RecordKind, Type
from core.paper import form_named, write_form
from core.paths import DataFolder
from core.readable import write_readable
from core.records import COMMITTEE, DISPUTE, KINDS, PARTY, load_book
from core.register import register
from core.typed import date_of
from core.validate import blocking, problems
from core.workbook import write_workbook
from db.backup import backups, check_backup, make_backup
from db.connect import open_database
from tests import samples

TODAY = date(2026, 11, 22)
NAME, NUMBER, PHONE = "诸葛无名氏", "51012219900307291X", "13812345678"
FORMULAS = ("=1+1", "+86", "-1", "@甲", "\t=1", '=HYPERLINK("x")', "=cmd|' /C calc'!A0")
HOSTILE = {
    "甲\x00乙": "甲乙",
    "甲\u202e乙": "甲乙",
    "甲\u200b乙": "甲乙",
    "\ufeff甲": "甲",
    "𠮷野": "𠮷野",
    "𪚥": "𪚥",
    "😀": "😀",
    "\ue000": "\ue000",
}


def text_fields(kind: RecordKind) -> list[str]:
    return [f.name for f in kind.fields if f.type in (Type.TEXT, Type.NOTE) and f.longest >= 20]


def _has_sample(kind: RecordKind) -> bool:
    """Whether the fixture below makes a record it may belong to."""
    return not kind.parent or kind.field(kind.parent).link in PARENTS


PARENTS = ("committee", "mediator", "dispute")
WITH_TEXT = [kind for kind in KINDS if text_fields(kind) and _has_sample(kind)]


def written_words(path: Path) -> list[tuple[str, str]]:
    """(data type, words) of every cell that has some."""
    page = openpyxl.load_workbook(path).worksheets[0]
    return [(c.data_type, str(c.value)) for row in page.rows for c in row if c.value is not None]


@pytest.fixture
def parents(db: Database) -> dict[str, str]:
    """A record of each table that a child may belong to."""
    committee = samples.committee(db)
    mediator = samples.put(db, _kind("mediator"), name="马成林", committee_id=committee)
    dispute = samples.dispute(db, committee)
    return {"committee": committee, "mediator": mediator, "dispute": dispute}


def _kind(table: str) -> RecordKind:
    return next(kind for kind in KINDS if kind.table == table)


@pytest.mark.parametrize("kind", WITH_TEXT, ids=lambda k: k.table)
def test_promise_22_no_text_of_any_field_becomes_a_formula(
    db: Database, parents: dict[str, str], kind: RecordKind, tmp_path: Path
) -> None:
    fields = text_fields(kind)
    typed = {n: FORMULAS[i % len(FORMULAS)] for i, n in enumerate(fields)}
    if kind.parent:
        typed[kind.parent] = parents[kind.field(kind.parent).link]
    clean, _ = clean_row(kind, typed)
    samples.put(db, kind, **clean)
    sheet = register(db, kind, load_book(db), all_columns=True)
    write_workbook([sheet], tmp_path / "a.xlsx")
    found = written_words(tmp_path / "a.xlsx")
    assert not [words for data_type, words in found if data_type == "f"]
    assert {str(clean[n]) for n in fields if clean[n]} <= {words for _, words in found}


@pytest.mark.parametrize(("typed", "stored"), HOSTILE.items())
def test_promise_24_hostile_text_is_stored_clean_and_can_be_exported_and_found(
    db: Database, typed: str, stored: str, tmp_path: Path
) -> None:
    case = samples.dispute(db, samples.committee(db))
    clean, faults = clean_row(PARTY, {"name": typed, "org_or_address": typed})
    assert not faults
    samples.party(db, case, **clean)
    (row,) = store.find(db, PARTY)
    assert row["name"] == stored
    write_workbook([register(db, PARTY, load_book(db))], tmp_path / "a.xlsx")
    assert stored in {words for _, words in written_words(tmp_path / "a.xlsx")}
    try:
        write_form(db, form_named("record"), case, tmp_path / "a.pdf")
    except UserError as error:  # a character no font has is named, nothing is written
        assert re.search("字", str(error.message))
        assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize("bad", ["\ud800", "\ufffe", "\uffff"])
def test_promise_24_what_no_file_can_hold_is_refused_with_the_field(bad: str) -> None:
    clean, faults = clean_row(PARTY, {"name": f"甲{bad}"})
    assert "name" not in clean
    assert [p.name for p in faults] == ["name"]


def test_promise_24_a_text_that_is_too_long_is_said_and_not_cut(db: Database) -> None:
    book = load_book(db)
    found = blocking(problems(PARTY, {"name": "甲" * 100_000}, book, TODAY))
    assert "name" in [p.name for p in found]


@pytest.mark.parametrize("when", ["0001-01-01", "1899-12-31", "9999-01-01", "2026-11-24"])
def test_promise_25_a_date_out_of_range_is_refused_with_its_field(db: Database, when: str) -> None:
    row = {"accepted_on": when, "committee_id": samples.committee(db)}
    found = blocking(problems(DISPUTE, row, load_book(db), TODAY))
    assert "accepted_on" in [p.name for p in found]


@pytest.mark.parametrize("typed", ["2026-02-29", "2026.2.30", "20261301", "明年"])
def test_promise_25_a_day_there_is_not_is_no_date_however_it_is_typed(typed: str) -> None:
    with pytest.raises(UserError):
        date_of(typed, TODAY)


# --- row 21 --------------------------------------------------------------------------------------

FOREIGN = {
    "a view in place of a table": "create view dispute as select 1 as id",
    "a trigger on insert": (
        "create table dispute (id text); create trigger t after insert on dispute"
        " begin delete from dispute; end"
    ),
    "a generated column": (
        "create table dispute (id text, x blob generated always as (zeroblob(1000000000)))"
    ),
    "words that are no text": "create table dispute (id text); insert into dispute values (x'ff')",
}


@pytest.mark.parametrize("what", FOREIGN)
def test_promise_21_a_foreign_file_offered_as_a_backup_is_refused_and_never_run(
    folder: DataFolder, what: str
) -> None:
    with open_database(folder) as it:
        samples.committee(it.db)
        made = make_backup(folder, it.key, it.db, "by_hand")
        place = folder.backups / made.name / "data.db"
        place.unlink()
        foreign = sqlite3.connect(place)
        foreign.executescript(FOREIGN[what])
        foreign.execute("pragma application_id = 0x746A7A31")
        foreign.execute("create table filler as select zeroblob(9000) as x")
        foreign.commit()
        foreign.close()
        before = place.read_bytes()
        with pytest.raises(UserError):
            check_backup(folder, it.key, made.name)
        assert place.read_bytes() == before
        assert store.count(it.db, COMMITTEE) == 1


# --- row 31 --------------------------------------------------------------------------------------


def _holding(place: Path, *secrets: str) -> list[Path]:
    return [
        path
        for path in place.rglob("*")
        if path.is_file() and any(s.encode() in path.read_bytes() for s in secrets)
    ]


def test_promise_31_clear_text_lies_only_where_somebody_put_it(
    folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_folder: Path
) -> None:
    temporary, chosen = tmp_path / "temporary", tmp_path / "chosen"
    temporary.mkdir()
    chosen.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    with open_database(folder) as it:
        case = samples.dispute(it.db, samples.committee(it.db), summary=NAME)
        samples.party(it.db, case, NAME, id_number=NUMBER, phone=PHONE)
        samples.put(it.db, PARTY, id=store.find(it.db, PARTY)[0]["id"], age=36)
        make_backup(folder, it.key, it.db, "by_hand")
        write_workbook([register(it.db, PARTY, load_book(it.db))], chosen / "a.xlsx")
        write_form(it.db, form_named("record"), case, chosen / "a.pdf")
        write_readable(it.db, chosen / "copy", mask=False, at="2026-11-22")
        found = _holding(folder.root, NAME, NUMBER, PHONE)
    found += _holding(folder.root, NAME, NUMBER, PHONE)  # and after closing
    found += _holding(temporary, NAME, NUMBER, PHONE)
    found += _holding(own_folder, NAME, NUMBER, PHONE)
    assert found == []
    assert _holding(chosen, NAME, NUMBER)  # the search would have found it


def test_promise_19_every_backup_holds_what_it_says(folder: DataFolder) -> None:
    with open_database(folder) as it:
        for n in range(3):
            samples.committee(it.db, f"调委会{n}")
            make_backup(folder, it.key, it.db, "by_hand")
        key = it.key
    every = backups(folder)
    assert [b.counts["committee"] for b in every] == [3, 2, 1]
    for backup in every:
        assert check_backup(folder, key, backup.name) == backup
