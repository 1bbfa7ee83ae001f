"""A form shows a row and gives the same row back, for every kind of record."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlite_utils import Database

from core.codes import CodeBook
from core.field import Field, Problem, RecordKind, Type
from core.records import CODE, DISPUTE, KINDS, VILLAGE, load_book
from core.text import Text
from tests import samples
from tests.ui.conftest import write
from ui.form import RecordForm

BOOK = CodeBook(
    {name: dict(codes) for kind in KINDS for name, codes in kind.codes.items()},
    names={t: {"a": "上斜沟村", "b": "新庄村"} for t in ("village", "committee", "mediator")},
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=9)


def values(field: Field) -> st.SearchStrategy[Any]:
    match field.type:
        case Type.CODE:
            return st.sampled_from(list(BOOK.lists[field.codes]))
        case Type.CODES:  # in the order of the list, as the form gives them back
            codes = list(BOOK.lists[field.codes])
            some = st.sets(st.sampled_from(codes), min_size=1)
            return some.map(lambda chosen: json.dumps([c for c in codes if c in chosen]))
        case Type.DATE:
            return st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat)
        case Type.INTEGER:
            return st.integers(0, 10**6)
        case Type.DECIMAL:
            return st.integers(0, 10**6).map(lambda n: n / 8)
        case Type.MONEY:
            return st.integers(0, 10**12)
        case Type.YES_NO:
            return st.sampled_from([0, 1])
        case Type.LINK:
            return st.sampled_from(["a", "b"])
        case Type.NOTE:
            return st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
        case _:
            return WORDS


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.table)
def test_a_form_gives_back_the_row_it_shows(qapp: object, kind: RecordKind) -> None:
    owner = QObject()
    form = RecordForm(kind, BOOK, owner)
    fields = [f for f in kind.fields if f.name in form.editors]
    rows = st.fixed_dictionaries({f.name: st.none() | values(f) for f in fields})

    @given(rows)
    def shown_and_given_back(row: dict[str, Any]) -> None:
        form.show_row(row)
        assert form.row() == (row, [])

    shown_and_given_back()


def test_empty_fields_are_unknown_not_zero(qapp: object) -> None:
    owner = QObject()
    for kind in KINDS:
        values, problems = RecordForm(kind, BOOK, owner).row()
        assert set(values.values()) == {None}
        assert problems == []


def test_a_retired_code_stays_in_an_old_record(qapp: object, db: Database) -> None:
    samples.put(db, CODE, list="dispute_type", code="old", zh="旧类型", retired=1)
    owner = QObject()
    form = RecordForm(DISPUTE, load_book(db), owner)
    form.show_row({"dispute_type": "old"})
    assert form.row()[0]["dispute_type"] == "old"
    assert form.raw()["dispute_type"] == "旧类型"


def test_what_cannot_be_read_is_a_problem_of_its_field(qtbot: QtBot) -> None:
    owner = QObject()
    form = RecordForm(DISPUTE, BOOK, owner)
    for name, words in (("accepted_on", "不知道"), ("amount", "很多"), ("dispute_type", "没有的")):
        form.editors[name].widget.setText(words)  # type: ignore[attr-defined]
    assert [p.name for p in form.row()[1]] == ["accepted_on", "dispute_type", "amount"]


def test_a_complaint_stands_at_its_field_until_the_next_check(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    form = RecordForm(VILLAGE, BOOK, page)
    for card in form.cards:
        card.setParent(page)
    form.show_problems([Problem("name", Text("请填写名称。", "Enter the name."))])
    assert "请填写名称。" in _complaints(page)
    form.show_problems([])
    assert "请填写名称。" not in _complaints(page)


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("dispute_type", "没有的", "邻里纠纷"),
        ("accepted_on", "32.13", "0503"),
        ("amount", "许多", "5"),
    ],
)
def test_leaving_words_that_mean_nothing_says_so_until_they_can_be_read(
    qtbot: QtBot, name: str, wrong: str, right: str
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    form = RecordForm(DISPUTE, BOOK, page)
    for card in form.cards:
        card.setParent(page)
    page.show()
    page.activateWindow()
    widget, other = form.editors[name].widget, form.editors["place"].widget
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    write(widget, wrong)
    assert wrong not in _complaints(page)
    other.setFocus()
    assert wrong in _complaints(page)
    widget.setFocus()
    widget.selectAll()  # type: ignore[attr-defined]
    write(widget, right)
    assert _complaints(page) == ""


def _complaints(page: QWidget) -> str:
    labels = page.findChildren(QLabel, "complaint")
    return "\n".join(each.text() for each in labels if not each.isHidden())
