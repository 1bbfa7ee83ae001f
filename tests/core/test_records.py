"""The list of kinds, and the book of codes and names made from it."""

import pytest
from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.records import (
    AGREEMENT,
    ATTACHMENT,
    BY_TABLE,
    CODE,
    COMMITTEE,
    DISPUTE,
    KINDS,
    MEETING,
    PARTY,
    children_of,
    kind_named,
    load_book,
)
from core.records.dispute import DISPUTE_TYPE
from core.records.lists import ETHNICITY
from tests import samples
from tests.samples import WORDS


def test_a_case_owns_its_parties_meetings_agreements_and_attachments() -> None:
    order = [
        kind for kind in children_of(DISPUTE) if kind in (PARTY, MEETING, AGREEMENT, ATTACHMENT)
    ]
    assert order == [PARTY, MEETING, AGREEMENT, ATTACHMENT]
    assert children_of(PARTY) == ()
    assert len(BY_TABLE) == len(KINDS)


def test_a_kind_is_known_by_its_table_and_others_are_told_what_there_is() -> None:
    assert kind_named("party") is PARTY
    with pytest.raises(UserError, match=r"partei.*party"):
        kind_named("partei")


def test_the_lists_set_by_a_standard_are_complete() -> None:
    """56 ethnic groups with the codes 01 to 56 (GB/T 3304)."""
    assert list(ETHNICITY) == [f"{i:02}" for i in range(1, 57)]
    assert len({words.zh for words in ETHNICITY.values()}) == 56
    assert all(words.zh.endswith("纠纷") for words in DISPUTE_TYPE.values())


def test_the_book_names_what_records_point_at_even_in_the_recycle_bin(db: Database) -> None:
    committee = samples.committee(db)
    with store.step(db, WORDS) as s:
        store.delete(s, COMMITTEE, committee)
    assert load_book(db).name_of("committee", committee) == "上斜沟村人民调解委员会"
    assert load_book(db).name_of("committee", "nobody") == ""


def test_own_codes_come_after_the_shipped_ones_in_their_order(db: Database) -> None:
    for place, code in ((2, "b"), (1, "a")):
        samples.put(db, CODE, list="close_type", code=code, zh=code * 2, position=place)
    offered = load_book(db).offered("close_type")
    assert list(offered) == ["completed", "acceptance_ended", "mediation_ended", "a", "b"]
    assert (offered["a"].zh, offered["a"].en) == ("aa", "aa")


def test_a_deleted_own_code_is_no_longer_in_the_list(db: Database) -> None:
    code = samples.put(db, CODE, list="close_type", code="a", zh="甲")
    with store.step(db, WORDS) as s:
        store.delete(s, CODE, code)
    assert "a" not in load_book(db).lists["close_type"]


def test_a_deleted_committee_is_still_shown_but_no_longer_offered(db: Database) -> None:
    id = samples.committee(db)
    with store.step(db, samples.WORDS) as s:
        store.delete(s, COMMITTEE, id)
    book = load_book(db)
    assert book.name_of("committee", id) == "上斜沟村人民调解委员会"
    assert book.offered_names("committee") == {}
