"""The search box: words, numbers, pinyin and initials."""

import pytest
from sqlite_utils import Database

from core import finding, history, search, store
from core.records import DISPUTE, MEDIATOR, PARTY, VILLAGE
from tests import samples
from tests.samples import WORDS


@pytest.fixture
def case(db: Database) -> str:
    return samples.dispute(db, samples.committee(db), file_no="（2026）斜人调字第12号")


def found(db: Database, typed: str) -> list[tuple[str, str]]:
    return [(hit.table, hit.root) for hit in finding.find_words(db, typed)]


@pytest.mark.parametrize(
    "typed",
    [
        "李明朗",
        "明朗",
        "limingl",
        "lml",
        "LML",
        "ＬＭＬ",
        " 李明朗 ",
        "朗　李",
        "13812345678",
        "2345",
        "李 138",
    ],
)
def test_a_party_is_found_by_name_pinyin_initials_and_numbers(
    db: Database, case: str, typed: str
) -> None:
    samples.party(db, case, "李明朗", phone="13812345678")
    assert found(db, typed) == [("party", case)]


@pytest.mark.parametrize("typed", ["张", "李 张", "139", "lmx", "%", "_", "李_朗", "'"])
def test_what_does_not_hold_every_word_is_not_found(db: Database, case: str, typed: str) -> None:
    samples.party(db, case, "李明朗", phone="13812345678")
    assert found(db, typed) == []


@pytest.mark.parametrize("typed", ["", "  ", "\u3000"])
def test_nothing_typed_finds_nothing(db: Database, case: str, typed: str) -> None:
    assert found(db, typed) == []


def test_brackets_of_a_file_number_need_not_be_full_width(db: Database, case: str) -> None:
    assert found(db, "(2026)斜人调字") == found(db, "（2026）斜人调字") == [("dispute", case)]


def test_rare_characters_are_found_as_typed(db: Database, case: str) -> None:
    samples.party(db, case, "李\U00020bb7明")
    assert found(db, "\U00020bb7") == [("party", case)]


def test_signs_that_mean_something_to_sql_are_only_signs(db: Database, case: str) -> None:
    samples.party(db, case, "百分%之_'百\"")
    for typed in ("%", "_", "'", '"', "%之_"):
        assert found(db, typed) == [("party", case)]


def test_the_newest_come_first_and_no_more_than_asked_for(db: Database, case: str) -> None:
    ids = [samples.party(db, case, f"李{i}") for i in range(5)]
    assert [hit.id for hit in finding.find_words(db, "李", limit=3)] == ids[:1:-1]


def test_an_edit_is_found_under_its_new_words_only(db: Database, case: str) -> None:
    party = samples.party(db, case, "李明朗")
    samples.put(db, PARTY, id=party, name="王小二")
    assert found(db, "李明朗") == []
    assert found(db, "wxe") == [("party", case)]


def test_the_recycle_bin_is_not_searched(db: Database, case: str) -> None:
    samples.party(db, case)
    with store.step(db, WORDS) as s:
        store.delete(s, DISPUTE, case)
    assert found(db, "李明朗") == found(db, "斜人调字") == []
    history.undo(db, s.id)
    assert found(db, "李明朗") == [("party", case)]


def test_the_table_made_anew_is_the_table_kept(db: Database, case: str) -> None:
    samples.party(db, case)
    samples.put(db, MEDIATOR, name="单雄信")
    gone = samples.village(db, "废村")
    with store.step(db, WORDS) as s:
        store.delete(s, VILLAGE, gone)
    kept = sorted(db.execute("select * from search").fetchall())
    db.execute("delete from search")
    search.rebuild(db)
    assert sorted(db.execute("select * from search").fetchall()) == kept


def test_spellings_are_the_pinyin_and_the_initials() -> None:
    assert search.spellings("李明朗") == ("liminglang", "lml")
    assert search.spellings("ABC") == ()
    assert search.spellings("") == ()
