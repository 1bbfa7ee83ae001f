"""The practice office screens: the same each time, valid, linked, with one village behind."""

from datetime import date

import pytest
from sqlite_utils import Database

from core import practice, store
from core.records import DISPUTE, SCREENING_ITEM, SCREENING_ROUND, load_book
from core.rounds import owed
from core.screening import TO_CLOSE_OUT
from core.validate import problems

LAST = date(2025, 11, 20)


@pytest.fixture
def filled(db: Database) -> Database:
    practice.fill(db, records=200, year=2025, today=LAST)
    return db


def test_rounds_and_items_have_nothing_wrong_and_hang_together(filled: Database) -> None:
    book = load_book(filled)
    for kind in (SCREENING_ROUND, SCREENING_ITEM):
        rows = store.find(filled, kind)
        assert rows
        assert [p for row in rows for p in problems(kind, row, book, LAST)] == []
    rounds = {row["id"]: row for row in store.find(filled, SCREENING_ROUND)}
    for item in store.find(filled, SCREENING_ITEM, "round_id is not null"):
        there = rounds[item["round_id"]]
        assert there["screened_from"] <= item["screened_on"] <= there["screened_to"]
        assert there["zero_report"] is None


def test_some_items_became_disputes_of_the_same_village_or_committee(filled: Database) -> None:
    linked = store.find(filled, SCREENING_ITEM, "dispute_id is not null")
    assert linked
    for item in linked:
        case = store.get(filled, DISPUTE, item["dispute_id"])
        assert case is not None
        assert case["village_id"] == item["village_id"]
        assert case["dispute_type"] == item["dispute_type"]
        assert item["screened_on"] <= case["accepted_on"]


def test_there_is_something_to_do(filled: Database) -> None:
    assert store.count(filled, SCREENING_ITEM, TO_CLOSE_OUT) > 0
    assert len({o.village_id for o in owed(filled, LAST) if o.level == "village"}) >= 1


def test_numbers_are_not_given_twice(filled: Database) -> None:
    for kind, name in ((SCREENING_ROUND, "round_no"), (SCREENING_ITEM, "screening_no")):
        numbers = [row[name] for row in store.find(filled, kind)]
        assert len(set(numbers)) == len(numbers)
