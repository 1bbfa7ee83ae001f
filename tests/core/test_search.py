"""The search box: words, numbers, pinyin and initials."""

import pytest
from sqlite_utils import Database

from core import finding, history, search, store
from core.records import AGREEMENT, DISPUTE, MEDIATOR, PARTY, VILLAGE
from tests import samples
from tests.samples import WORDS


@pytest.fixture
def case(db: Database) -> str:
    finding.find(db, "x")  # from now on only what is written is read
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
    kept = rows(db)
    db.execute("delete from search")
    search.rebuild(db)
    assert rows(db) == kept


def rows(db: Database) -> list[tuple[str, ...]]:
    """What the table says of records that can be found."""
    sql = "select id, tbl, root, words, facts from search where words <> '' or facts <> ''"
    return sorted(db.execute(sql).fetchall())


def test_a_new_file_follows_the_rules_of_today_with_the_first_record(db: Database) -> None:
    samples.village(db)
    assert search.is_current(db)


def test_a_table_still_to_be_made_anew_is_not_taken_for_a_new_one(db: Database) -> None:
    samples.village(db, "老村")
    db.execute("delete from search")
    db.execute("update meta set value = '0' where key = 'search_rules'")
    samples.village(db, "新村")
    assert not search.is_current(db)
    assert [hit.table for hit in finding.find_words(db, "老村")] == ["village"]


def test_a_file_written_by_other_rules_is_searched_by_those_of_today(
    db: Database, case: str
) -> None:
    samples.party(db, case, "单雄信")
    db.execute("update search set words = 'dxx', facts = ''")
    store.set_meta(db, "search_rules", "0")
    fresh = finding.Index()
    assert not search.is_current(db)
    search.rebuild(db)
    assert search.is_current(db)
    assert finding.find_words(db, "shanxx")[0].table == "party"
    assert fresh.share_read(db) < 1


# --- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "（2026）斜人调字第12号",
        "(2026)斜人调字第12号",
        "〔2026〕斜人调字",
        "2026斜人调",
        "第12号",
        "12",
    ],
)
def test_a_number_is_found_with_and_without_brackets_and_by_its_serial(
    db: Database, case: str, typed: str
) -> None:
    assert found(db, typed) == [("dispute", case)]


def test_a_serial_comes_before_numbers_that_only_hold_its_digits(db: Database, case: str) -> None:
    committee = samples.committee(db)
    for serial in (112, 120, 1200):
        samples.dispute(db, committee, file_no=f"（2026）斜人调字第{serial}号")
    assert found(db, "12")[0] == ("dispute", case)
    assert len(found(db, "12")) == 4


def test_strokes_in_a_phone_do_not_matter(db: Database, case: str) -> None:
    samples.party(db, case, phone="0971-8123456")
    for typed in ("0971-8123456", "09718123456", "0971 8123456"):
        assert found(db, typed) == [("party", case)]


# --- several words -------------------------------------------------------------------------------


def test_words_may_stand_in_a_record_and_in_what_belongs_to_it(db: Database, case: str) -> None:
    other = samples.dispute(db, samples.committee(db), summary="为一棵树争吵")
    samples.party(db, case, "李明朗", phone="13812345678")
    samples.party(db, case, "王德贵")
    samples.party(db, other, "李明朗")
    assert found(db, "李明朗 王德贵") == found(db, "wdg 13812345678") == [("dispute", case)]
    assert found(db, "李明朗 树") == [("dispute", other)]
    assert found(db, "王德贵 树") == []


def test_a_matter_told_by_a_row_of_its_own_is_not_told_twice(db: Database, case: str) -> None:
    samples.party(db, case, "李明朗", phone="13812345678")
    samples.party(db, case, "王德贵", phone="13812340000")
    assert found(db, "李明朗 138") == [("party", case)]


def test_what_was_said_at_a_meeting_and_the_terms_of_an_agreement_are_found(
    db: Database, case: str
) -> None:
    samples.meeting(db, case, record_text="李明朗说: 核桃树是他爷爷栽的。")
    samples.agreement(db, case, agreement_terms="一、李明朗赔偿树款三百元。")
    samples.party(db, case, "李明朗")
    assert found(db, "核桃树") == [("meeting", case)]
    assert found(db, "树款 三百元") == [("agreement", case)]
    assert found(db, "李明朗 爷爷") == [("meeting", case)]
    assert found(db, "核桃树 三百元") == []  # they are not put together with other rows


@pytest.mark.parametrize("few", [1, 2000])
def test_few_and_many_matters_are_put_together_alike(
    db: Database, case: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "FEW", few)
    other = samples.dispute(db, samples.committee(db), summary="为一棵树争吵")
    samples.party(db, other, "李明朗")
    samples.party(db, case, "李明朗")
    gone = samples.party(db, case, "王德贵")
    assert found(db, "李明朗 树") == [("dispute", other)]
    assert found(db, "李明朗 王德贵") == [("dispute", case)]
    samples.put(db, PARTY, id=gone, name="张三")
    assert found(db, "李明朗 王德贵") == []


def test_words_that_were_taken_out_no_longer_hold_a_matter_together(
    db: Database, case: str
) -> None:
    samples.party(db, case, "李明朗")
    gone = samples.party(db, case, "王德贵")
    assert found(db, "李明朗 王德贵") == [("dispute", case)]
    samples.put(db, PARTY, id=gone, name="张三")
    assert found(db, "李明朗 王德贵") == []


# --- order and size ------------------------------------------------------------------------------


def test_values_that_begin_with_the_word_come_first(db: Database, case: str) -> None:
    li = samples.party(db, case, "李安")
    an = samples.party(db, case, "安新")
    newest = samples.party(db, case, "李安安")
    told = [hit.id for hit in finding.find_words(db, "an") if hit.table == "party"]
    assert told == [an, newest, li]


def test_long_texts_are_searched_after_names_and_a_record_is_counted_once(
    db: Database, case: str
) -> None:
    samples.put(db, DISPUTE, id=case, place="李家坡", summary="在李家坡\n争水 引起")
    told = finding.find(db, "李家坡")
    assert [(t, told.count(t)) for t in told.tables] == [("dispute", 1)]
    assert found(db, "争水") == [("dispute", case)]


def test_what_many_records_hold_is_counted_only_so_far(
    db: Database, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST", 3)
    for i in range(5):
        samples.party(db, case, f"李{i}")
    assert finding.find(db, "李").count("party") == 3
    assert finding.find(db, "李 4").count("party") == 1


def test_words_are_read_and_looked_for_a_little_at_a_time(
    db: Database, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "SLICE", 4)
    monkeypatch.setattr(finding, "PART", 60)
    ids = [samples.party(db, case, f"李{i}") for i in range(20)]
    index = finding.Index()
    assert index.read(db)
    assert 0 < index.share_read(db) < 1
    while index.read(db):
        pass
    assert index.share_read(db) == 1
    told = finding.Found(finding.typed_words("李"))
    slices = list(finding.look(index, told))
    assert len(slices) >= 5
    assert [hit.id for hit in finding.hits(db, told, "party", 99)] == ids[::-1]


def test_an_agreement_is_found_by_the_number_the_court_gave_its_confirmation(
    db: Database, case: str
) -> None:
    with store.step(db, WORDS) as step:
        row = {"dispute_id": case, "court_case_no": "（2026）青0121民特7号"}
        store.save(step, AGREEMENT, row)
    assert found(db, "民特7号") == [("agreement", case)]
    assert found(db, "(2026)青0121民特") == [("agreement", case)]
