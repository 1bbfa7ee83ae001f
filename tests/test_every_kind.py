"""Each record kind goes all the way round: schema, words, codes, saving, problems, search.

Grows by itself: a new kind in core.records.KINDS is tested here without another line. A kind whose
own rules refuse the values made up by `full_row` gets fitting ones in FITTING.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlite_utils import Database

from core import finding, search, store
from core.codes import CodeBook
from core.field import Field, RecordKind, Type
from core.importing import plan
from core.paper import plain_form, write_form
from core.paper.fonts import bundled_fonts
from core.records import BY_TABLE, KINDS, children_of, load_book
from core.register import register
from core.show import name_of, shown
from core.text import Text
from core.validate import blocking, problems
from core.workbook import write_workbook
from db import driver
from tests.conftest import TODAY
from tests.samples import WORDS

SQL_TYPES = {
    Type.INTEGER: "INTEGER",
    Type.MONEY: "INTEGER",
    Type.YES_NO: "INTEGER",
    Type.DECIMAL: "REAL",
}
FITTING: dict[str, dict[str, Any]] = {
    "office": {
        "case_pattern": "{prefix}{year}{serial:04}",
        "file_pattern": "（{year}）{prefix}字第{serial}号",
        "agreement_pattern": "{year}-{serial}",
        "screening_pattern": "{year}-{serial}",
        "round_pattern": "{year}-{serial}",
        "application_pattern": "{year}-{serial}",
        "consultation_pattern": "{year}-{serial}",
        "drafting_pattern": "{year}-{serial}",
        "issued_pattern": "{doc}{year}-{serial}",
    },
    "dispute": {"case_source": "entrusted"},
    "agreement": {"confirmation_status": "confirmed"},
    "attachment": {"sha256": "ab" * 32},
    "subsidy_claim": {"claim_period": "2026-Q1"},
}

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.table)


def full_row(db: Database, kind: RecordKind, **values: Any) -> dict[str, Any]:
    """A valid row of a kind with every field filled; what it points at is saved."""
    book = load_book(db)
    row = {f.name: _value(db, f, book) for f in kind.fields}
    return {**row, **FITTING.get(kind.table, {}), **values}


def _value(db: Database, field: Field, book: CodeBook) -> Any:
    match field.type:
        case Type.CODE:
            return next(iter(book.lists[field.codes]))
        case Type.CODES:
            return json.dumps(list(book.lists[field.codes])[:2])
        case Type.DATE:
            return "2026-03-05"
        case Type.INTEGER | Type.MONEY:
            return max(field.least or 0, 7)
        case Type.DECIMAL:
            return 1.5
        case Type.YES_NO:
            return 1
        case Type.LINK:
            target = BY_TABLE[field.link]
            if there := store.find(db, target, limit=1):
                return there[0]["id"]  # two ways to one record: its number names it only once
            return saved(db, target, full_row(db, target))
        case Type.NOTE:
            return f"{field.label.zh}\n第二行"[: field.longest]
        case _:
            return f"{field.label.zh}甲{field.name}"[: field.longest]


def saved(db: Database, kind: RecordKind, row: Mapping[str, Any]) -> str:
    """The id of the row, written as one step."""
    with store.step(db, WORDS) as s:
        return store.save(s, kind, row)


def words_of(kind: RecordKind) -> Iterator[Text]:
    """Every word of a definition that people see."""
    yield kind.title
    yield from (f.label for f in kind.fields)
    yield from (f.hint for f in kind.fields if f.hint)
    yield from (s.title for s in kind.form)
    yield from (words for codes in kind.codes.values() for words in codes.values())


# --- definition and schema -----------------------------------------------------------------------


@each_kind
def test_the_table_has_exactly_the_fields_of_the_definition(db: Database, kind: RecordKind) -> None:
    columns = {c.name: c.type.upper() for c in db[kind.table].columns}
    assert set(columns) == {*store.OWN, *(f.name for f in kind.fields)}
    assert {f.name: columns[f.name] for f in kind.fields} == {
        f.name: SQL_TYPES.get(f.type, "TEXT") for f in kind.fields
    }


@each_kind
def test_the_table_is_strict(db: Database, kind: RecordKind) -> None:
    strict = {r["name"]: r["strict"] for r in db.query("pragma table_list")}
    assert strict[kind.table] == 1


@each_kind
def test_columns_refuse_what_no_program_should_write(db: Database, kind: RecordKind) -> None:
    id = saved(db, kind, full_row(db, kind))
    wrong = {
        Type.DATE: ("2026-02-30", "1899-12-31", "2026-3-5", "20260305", "昨天"),
        Type.YES_NO: (2, -1),
        Type.INTEGER: ("七",),
        Type.MONEY: (0.5,),
    }
    for field in kind.fields:
        for value in wrong.get(field.type, ()):
            with pytest.raises(driver.DatabaseError):
                db.execute(f"update {kind.table} set {field.name} = ? where id = ?", [value, id])


@each_kind
def test_labels_are_unique_within_a_kind(kind: RecordKind) -> None:
    for language in ("zh", "en"):
        labels = [getattr(f.label, language) for f in kind.fields]
        assert sorted(set(labels)) == sorted(labels)


@each_kind
def test_every_word_exists_in_both_languages(kind: RecordKind) -> None:
    for words in words_of(kind):
        assert words.zh.strip()
        assert words.en.strip()
        assert not re.search("[\u4e00-\u9fff]", words.en), words.en


@each_kind
def test_every_field_stands_once_on_the_form(kind: RecordKind) -> None:
    names = [name for section in kind.form for name in section.names]
    assert sorted(set(names)) == sorted(names)


@each_kind
def test_code_lists_and_link_targets_exist(kind: RecordKind, book: CodeBook) -> None:
    for field in kind.fields:
        assert (field.type in (Type.CODE, Type.CODES)) == bool(field.codes), field.name
        assert (field.type is Type.LINK) == bool(field.link), field.name
        assert not field.codes or book.offered(field.codes), field.name
        assert not field.link or field.link in BY_TABLE, field.name
    assert not kind.parent or kind.field(kind.parent).required


def test_a_code_list_shared_by_kinds_is_the_same_list() -> None:
    seen: dict[str, Any] = {}
    for kind in KINDS:
        for name, codes in kind.codes.items():
            assert seen.setdefault(name, codes) == codes, name


@each_kind
def test_words_of_a_code_list_are_not_used_twice(kind: RecordKind) -> None:
    for name, codes in kind.codes.items():
        assert len({words.zh for words in codes.values()}) == len(codes), name


def test_parents_come_before_their_children() -> None:
    tables = [kind.table for kind in KINDS]
    for kind in KINDS:
        assert all(tables.index(c.table) > tables.index(kind.table) for c in children_of(kind))


# --- saving --------------------------------------------------------------------------------------


@each_kind
def test_a_record_is_given_back_as_it_was_saved(db: Database, kind: RecordKind) -> None:
    row = full_row(db, kind)
    found = store.get(db, kind, saved(db, kind, row))
    assert found is not None
    assert {name: found[name] for name in row} == row


@each_kind
def test_a_record_without_any_optional_value_can_be_saved(db: Database, kind: RecordKind) -> None:
    full = full_row(db, kind)
    row = {f.name: full[f.name] for f in kind.fields if f.required}
    found = store.get(db, kind, saved(db, kind, row))
    assert found is not None
    assert {f.name: found[f.name] for f in kind.fields} == {
        f.name: row.get(f.name) for f in kind.fields
    }


@each_kind
def test_a_deleted_record_can_be_put_back(db: Database, kind: RecordKind) -> None:
    id = saved(db, kind, full_row(db, kind))
    with store.step(db, Text("删除", "Delete")) as s:
        store.delete(s, kind, id)
    assert id not in [r["id"] for r in store.find(db, kind)]
    with store.step(db, Text("恢复", "Put back")) as s:
        store.put_back(s, kind, id)
    assert id in [r["id"] for r in store.find(db, kind)]


# --- checking ------------------------------------------------------------------------------------


@each_kind
def test_a_full_row_has_no_problems(db: Database, kind: RecordKind) -> None:
    row = full_row(db, kind)
    assert blocking(problems(kind, row, load_book(db), TODAY)) == []


@each_kind
def test_each_required_field_is_asked_for(db: Database, kind: RecordKind) -> None:
    row, book = full_row(db, kind), load_book(db)
    for field in kind.fields:
        for nothing in (None, ""):
            said = problems(kind, {**row, field.name: nothing}, book, TODAY)
            asked = [p for p in blocking(said) if p.name == field.name]
            if field.required:
                assert len(asked) == 1, field.name
                assert field.label.zh in asked[0].message.zh
                assert field.label.en in asked[0].message.en


@each_kind
def test_each_field_refuses_what_does_not_fit_it(db: Database, kind: RecordKind) -> None:
    row, book = full_row(db, kind), load_book(db)
    for field in kind.fields:
        wrong = {
            Type.TEXT: "字" * (field.longest + 1),
            Type.NOTE: "字" * (field.longest + 1),
            Type.CODE: "no_such_code",
            Type.CODES: '["no_such_code"]',
            Type.DATE: "2026-02-30",
            Type.INTEGER: 10**14,
            Type.DECIMAL: 1e14,
            Type.MONEY: -1 if field.least == 0 else 10**14,
            Type.YES_NO: 2,
        }
        if field.type in wrong:
            said = problems(kind, {**row, field.name: wrong[field.type]}, book, TODAY)
            assert [p.name for p in blocking(said)] == [field.name]


# --- finding and showing -------------------------------------------------------------------------


@each_kind
def test_search_finds_what_the_kind_is_found_by(db: Database, kind: RecordKind) -> None:
    id = saved(db, kind, full_row(db, kind))
    row = store.get(db, kind, id)
    assert row is not None
    assert search.searched_types(kind) <= {Type.TEXT, Type.NOTE}
    for name in kind.found_by:
        hits = finding.find_words(db, row[name].split("\n")[0])
        owner = row[kind.parent] if kind.parent else id
        assert finding.Hit(kind.table, id, owner) in hits, name


@each_kind
def test_a_record_has_a_name_and_shows_every_value(db: Database, kind: RecordKind) -> None:
    row = full_row(db, kind)
    book = load_book(db)
    assert name_of(kind, row, book)
    assert name_of(kind, {}, book) == str(kind.title)
    for field in kind.fields:
        assert shown(field, None, book) == ""
        if field.type is not Type.LINK or field.link in book.names:
            assert shown(field, row[field.name], book), field.name


# --- out and in ----------------------------------------------------------------------------------


@each_kind
def test_a_register_of_all_columns_comes_back_in_without_a_change(
    db: Database, kind: RecordKind, tmp_path: Path
) -> None:
    saved(db, kind, full_row(db, kind))
    sheet = register(db, kind, load_book(db), all_columns=True)
    write_workbook([sheet], tmp_path / "a.xlsx")
    found = plan(db, kind, tmp_path / "a.xlsx", today=TODAY)
    assert [(r.column, str(r.reason)) for r in found.refusals] == []
    assert (found.same, found.unplaced) == (len(sheet.rows), ())


@each_kind
def test_a_plain_print_shows_every_label(db: Database, kind: RecordKind, tmp_path: Path) -> None:
    id = saved(db, kind, full_row(db, kind))
    form, fonts = plain_form(kind), bundled_fonts()
    write_form(db, form, id, tmp_path / "a.pdf", fonts=fonts)
    text = "".join(p.extract_text() for p in PdfReader(tmp_path / "a.pdf").pages)
    text = re.sub(r"\s", "", text)
    assert [f.name for s in kind.form for f in map(kind.field, s.names)
            if re.sub(r"\s", "", f.label.zh) not in text] == []  # fmt: skip
