"""The history of a record in words: who, when, field by field, with parties and agreements."""

from sqlite_utils import Database

from core import history, store
from core.history_words import NOTHING, Line, excerpt, told
from core.records import AGREEMENT, DISPUTE, PARTY, VILLAGE, load_book
from core.text import Text
from tests import samples


def lines(db: Database, dispute: str) -> list[list[Line]]:
    return [list(t.lines) for t in told(db, dispute, load_book(db))]


def test_changes_are_told_newest_first_with_the_words_of_codes_dates_and_money(
    db: Database,
) -> None:
    dispute = samples.dispute(db, samples.committee(db))
    with store.step(db, Text("修改纠纷", "Change")) as s:
        values = {"dispute_type": "housing_homestead", "amount": 123450, "place": "村口"}
        store.save(s, DISPUTE, {"id": dispute, **values})
    newest, first = told(db, dispute, load_book(db))
    assert (newest.step.words.zh, newest.step.by) == ("修改纠纷", "测试员")
    assert {(x.what, x.field, x.before, x.after) for x in newest.lines} == {
        ("", "纠纷类型", "邻里纠纷", "房屋宅基地纠纷"),
        ("", str(DISPUTE.field("amount").label), str(NOTHING), "1234.50"),
        ("", str(DISPUTE.field("place").label), str(NOTHING), "村口"),
    }
    assert [line.said for line in first.lines] == ["登记人民调解"]


def test_what_belongs_to_a_dispute_is_told_under_the_name_it_had(db: Database) -> None:
    dispute = samples.dispute(db, samples.committee(db))
    party = samples.party(db, dispute, "李明郎", age=52)
    samples.put(db, PARTY, id=party, name="李明朗")
    samples.put(db, PARTY, id=party, age=53)
    agreement = samples.agreement(db, dispute, agreement_no="协1")
    samples.put(db, AGREEMENT, id=agreement, performance_status="performed")
    with store.step(db, samples.WORDS) as s:
        store.delete(s, PARTY, party)
    found = lines(db, dispute)
    assert [line.said for line in found[0]] == ["当事人 李明朗放入回收站"]
    (performed,) = found[1]
    assert (performed.what, performed.after) == ("调解协议 协1", "已履行")
    assert found[2][0].said == "添加调解协议 协1"
    (aged,) = found[3]
    assert (aged.what, aged.field, aged.before, aged.after) == ("当事人 李明朗", "年龄", "52", "53")
    (renamed,) = found[4]
    assert (renamed.before, renamed.after) == ("李明郎", "李明朗")
    assert found[5][0].said == "添加当事人 李明郎"


def test_a_step_taken_back_stays_in_the_history_and_is_marked(db: Database) -> None:
    dispute = samples.dispute(db, samples.committee(db))
    samples.put(db, DISPUTE, id=dispute, place="村口")
    history.undo(db, history.steps(db)[-1].id)
    back, changed, _ = told(db, dispute, load_book(db))
    assert (changed.step.undone, back.step.kind) == (True, "undo")
    assert (back.lines[0].before, back.lines[0].after) == ("村口", str(NOTHING))


def test_other_records_of_the_same_step_are_left_out(db: Database) -> None:
    committee = samples.committee(db)
    with store.step(db, samples.WORDS) as s:
        values = {"committee_id": committee, "accepted_on": "2026-03-05"}
        one, other = (store.save(s, DISPUTE, values) for _ in range(2))
    ((step, changes),) = history.of_case(db, one)
    assert [c.row for c in changes] == [one]
    assert history.touched(db, step.id) == {one, other}


def test_a_record_of_another_kind_has_a_history_too(db: Database) -> None:
    village = samples.village(db)
    samples.put(db, VILLAGE, id=village, population=1200)
    newest, _ = told(db, village, load_book(db), VILLAGE)
    assert (newest.lines[0].before, newest.lines[0].after) == (str(NOTHING), "1200")
    assert told(db, "nobody", load_book(db)) == []


def test_the_order_of_rows_and_parts_of_numbers_are_not_told(db: Database) -> None:
    dispute = samples.dispute(db, samples.committee(db))
    samples.put(db, DISPUTE, id=dispute, file_no="卷1", file_year=2026, file_serial=1)
    assert [line.field for line in lines(db, dispute)[0]] == ["卷号"]


def test_long_texts_are_cut_to_where_they_begin_to_differ() -> None:
    before = "院墙" * 100 + "越界三十厘米" + "。" * 100
    after = before.replace("三十", "二十")
    one, other = excerpt(before, after)
    assert "三十厘米" in one
    assert "二十厘米" in other
    assert one.startswith("…")
    assert len(one) <= 62
    assert excerpt("短", "长" * 100) == ("短", "长" * 60 + "…")
    assert excerpt("甲" * 80, "甲" * 90)[0].startswith("…")
