"""Records of large tables are named and found by their number, one by one."""

import pytest
from sqlite_utils import Database

from core import store
from core.codes import CodeBook
from core.far import Far
from core.records import DISPUTE
from core.text import Text
from tests import samples


@pytest.fixture
def disputes(db: Database) -> Far:
    return Far(db, "dispute", DISPUTE.named_by)


def test_a_record_is_called_by_the_first_of_its_numbers(db: Database, disputes: Far) -> None:
    committee = samples.committee(db)
    both = samples.dispute(db, committee, file_no="斜人调字〔2026〕1号", case_no="A-1")
    only_case = samples.dispute(db, committee, case_no="A-2")
    neither = samples.dispute(db, committee)

    assert disputes.name_of(both) == "斜人调字〔2026〕1号"
    assert disputes.name_of(only_case) == "A-2"
    assert disputes.name_of(neither) == "(未编号)"
    assert disputes.name_of("nobody") == ""


def test_either_number_finds_it_and_one_in_the_recycle_bin_is_not_found(
    db: Database, disputes: Far
) -> None:
    id = samples.dispute(db, samples.committee(db), file_no="斜1号", case_no="A-1")

    assert disputes.ids_of("斜1号") == disputes.ids_of("A-1") == [id]
    with store.step(db, Text("删除", "Delete")) as s:
        store.delete(s, DISPUTE, id)
    assert disputes.ids_of("斜1号") == []
    assert disputes.exists(id)


def test_typing_offers_the_newest_and_a_percent_sign_is_only_a_character(
    db: Database, disputes: Far
) -> None:
    committee = samples.committee(db)
    for n in range(30):
        samples.dispute(db, committee, file_no=f"斜人调字〔2026〕{n}号")
    samples.dispute(db, committee, file_no="按100%赔偿")

    names = [name for _, name in disputes.like("〔2026〕")]
    assert names == [f"斜人调字〔2026〕{n}号" for n in range(29, 9, -1)]
    assert [name for _, name in disputes.like("0%")] == ["按100%赔偿"]


def test_the_numbers_are_looked_up_through_their_indices(db: Database, disputes: Far) -> None:
    """Or an import of 100,000 rows would read the whole table once a row."""
    sql = "select id from dispute where +state = 0 and (file_no = ? or case_no = ?) limit 2"
    plan = " ".join(row[3] for row in db.execute(f"explain query plan {sql}", ["a", "a"]))
    assert "MULTI-INDEX OR" in plan


def test_the_book_knows_what_a_party_belongs_to(db: Database) -> None:
    from core.records import load_book

    id = samples.dispute(db, samples.committee(db), file_no="斜1号")
    book: CodeBook = load_book(db)
    assert book.name_of("dispute", id) == "斜1号"
