"""Saving, deleting, putting back: one step at a time, all or nothing."""

import json
import os
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import finding, history, store
from core.errors import UserError
from core.progress import Cancelled
from core.records import AGREEMENT, COMMITTEE, DISPUTE, MEDIATOR, MEETING, PARTY, VILLAGE
from core.text import Text
from db import driver
from tests import samples
from tests.samples import WORDS


def dump(db: Database) -> dict[str, list[Any]]:
    """Every row of every table."""
    names = [n for (n,) in db.execute("select name from sqlite_master where type = 'table'")]
    return {n: db.execute(f"select * from {n} order by 1").fetchall() for n in sorted(names)}


def row_of(db: Database, kind: Any, id: str) -> dict[str, Any]:
    row = store.get(db, kind, id)
    assert row is not None
    return row


def case(db: Database) -> str:
    return samples.dispute(db, samples.committee(db))


# --- a step --------------------------------------------------------------------------------------


def test_a_step_that_breaks_off_leaves_everything_as_it_was(db: Database) -> None:
    dispute = case(db)
    before = dump(db)
    with pytest.raises(Cancelled), store.step(db, WORDS) as s:
        store.save(s, DISPUTE, {"id": dispute, "place": "村口"})
        store.save(s, PARTY, {"dispute_id": dispute, "name": "李"})
        store.delete(s, DISPUTE, dispute)
        raise Cancelled
    assert dump(db) == before


def test_a_step_cut_off_at_any_row_leaves_everything_as_it_was(db: Database) -> None:
    dispute = case(db)
    rows = [{"dispute_id": dispute, "name": f"李{i}"} for i in range(1200)]
    before = dump(db)

    def give_up_at(most: int) -> Any:
        def progress(done: int, total: int) -> None:
            if done >= most:
                raise Cancelled

        return progress

    for most in (0, 500, 1000):
        with pytest.raises(Cancelled), store.step(db, WORDS) as s:
            store.save_many(s, PARTY, rows, give_up_at(most))
        assert dump(db) == before


def test_a_child_of_nobody_is_refused_and_the_next_step_works(db: Database) -> None:
    before = dump(db)
    with pytest.raises(driver.DatabaseError), store.step(db, WORDS) as s:
        store.save(s, PARTY, {"dispute_id": "nobody", "name": "李"})
    assert dump(db) == before
    assert row_of(db, PARTY, samples.party(db, case(db)))["name"] == "李明朗"


def test_a_full_disk_leaves_everything_as_it_was_and_the_next_small_save_works(
    db: Database,
) -> None:
    dispute = case(db)
    before = dump(db)
    pages = db.execute("pragma page_count").fetchone()[0]
    db.execute(f"pragma max_page_count = {pages + 4}").fetchone()
    with pytest.raises(driver.OperationalError, match="full"), store.step(db, WORDS) as s:
        rows = [{"dispute_id": dispute, "name": "李" * 50} for _ in range(2000)]
        store.save_many(s, PARTY, rows)
    assert dump(db) == before
    assert row_of(db, PARTY, samples.party(db, dispute))["name"] == "李明朗"


def test_a_step_that_changed_nothing_leaves_no_trace(db: Database) -> None:
    dispute = case(db)
    before, clock = dump(db), store.meta(db, "clock")
    with store.step(db, WORDS) as s:
        store.save(s, DISPUTE, {"id": dispute, "dispute_type": "neighbor", "place": ""})
    after = dump(db)
    before.pop("sqlite_sequence"), after.pop("sqlite_sequence")
    assert after == before
    assert store.meta(db, "clock") == clock


def test_a_step_says_what_was_done_when_and_by_whom(db: Database) -> None:
    with store.step(db, Text("登记案件", "Register a case")) as s:
        store.save(s, VILLAGE, {"name": "村"})
    done = history.steps(db)[-1]
    assert (done.words, done.by, done.kind) == (
        Text("登记案件", "Register a case"),
        "测试员",
        "edit",
    )
    assert done.at.endswith("+00:00")


# --- versions ------------------------------------------------------------------------------------


def test_the_clock_grows_with_every_write_and_is_never_given_twice(db: Database) -> None:
    seen: list[int] = []
    for i in range(5):
        id = samples.village(db, f"村{i}")
        seen.append(json.loads(row_of(db, VILLAGE, id)["vv"])["a1b2c3d4e5f6"])
    assert seen == sorted(set(seen))
    assert int(store.meta(db, "clock")) == seen[-1]


def test_only_changed_fields_get_a_new_stamp(db: Database) -> None:
    id = samples.village(db, population=100)
    samples.put(db, VILLAGE, id=id, population=101, name="上斜沟村")
    row = row_of(db, VILLAGE, id)
    assert json.loads(row["stamps"]) == {"*": "1:a1b2c3d4e5f6", "population": "2:a1b2c3d4e5f6"}
    assert json.loads(row["vv"]) == {"a1b2c3d4e5f6": 2}


def test_what_another_replica_has_written_stays_in_the_version(db: Database) -> None:
    id = samples.village(db)
    store.set_meta(db, "replica", "ffffffffffff")
    samples.put(db, VILLAGE, id=id, population=5)
    vv = json.loads(row_of(db, VILLAGE, id)["vv"])
    assert vv == {"a1b2c3d4e5f6": 1, "ffffffffffff": 2}


def test_fields_not_handed_over_stay_as_they_are(db: Database) -> None:
    id = samples.village(db, population=100, leader_name="王")
    samples.put(db, VILLAGE, id=id, population=None)
    row = row_of(db, VILLAGE, id)
    assert (row["population"], row["leader_name"], row["name"]) == (None, "王", "上斜沟村")


def test_empty_text_is_unknown_and_zero_is_zero(db: Database) -> None:
    row = row_of(db, VILLAGE, samples.village(db, leader_name="", population=0))
    assert row["leader_name"] is None
    assert row["population"] == 0


@given(st.dictionaries(st.sampled_from(["name", "leader_name", "remark"]), st.text("甲乙'\"?%\n")))
def test_any_words_are_given_back_as_they_were(values: dict[str, str]) -> None:
    """Its own database: hypothesis runs many examples on one fixture."""
    from pathlib import Path

    from db.connect import bring_up_to_date, connect

    db = connect(Path(":memory:"), "00" * 32)
    bring_up_to_date(db)
    row = row_of(db, VILLAGE, samples.put(db, VILLAGE, **values))
    assert {k: row[k] or "" for k in values} == values
    db.close()


def test_save_many_counts_new_changed_and_same(db: Database) -> None:
    ids = [samples.village(db, f"村{i}") for i in range(3)]
    rows = [{"id": id, "name": f"村{i}"} for i, id in enumerate(ids)]
    rows[0]["name"] = "新村"
    with store.step(db, WORDS) as s:
        saved = store.save_many(s, VILLAGE, [*rows, {"name": "又一村"}, {"id": "", "name": "再"}])
    assert saved == store.Saved(new=2, changed=1, same=2)


def test_a_new_record_may_bring_its_id(db: Database) -> None:
    assert samples.put(db, VILLAGE, id="v1", name="村") == "v1"
    assert row_of(db, VILLAGE, "v1")["name"] == "村"


@pytest.mark.parametrize("name", ["nmae", "vv", "stamps", "edited_by"])
def test_a_field_the_kind_does_not_have_is_refused(db: Database, name: str) -> None:
    before = dump(db)
    with pytest.raises(ValueError, match=name), store.step(db, WORDS) as s:
        store.save(s, VILLAGE, {"name": "村", name: "x"})
    assert dump(db) == before


# --- recycle bin ---------------------------------------------------------------------------------


def test_deleting_takes_everything_along_and_keeps_all_content(db: Database) -> None:
    dispute = case(db)
    party, meeting = samples.party(db, dispute), samples.meeting(db, dispute)
    agreed = samples.agreement(db, dispute)
    other = samples.party(db, samples.dispute(db, samples.committee(db)))
    with store.step(db, WORDS) as s:
        store.delete(s, DISPUTE, dispute)
    for kind, id in ((DISPUTE, dispute), (PARTY, party), (MEETING, meeting), (AGREEMENT, agreed)):
        assert row_of(db, kind, id)["state"] == store.DELETED
    assert row_of(db, PARTY, party)["name"] == "李明朗"
    assert row_of(db, PARTY, other)["state"] == store.LIVE
    assert store.children(db, PARTY, dispute) == []
    assert finding.find_words(db, "李明朗") == [
        finding.Hit("party", other, row_of(db, PARTY, other)["dispute_id"])
    ]


def test_putting_back_brings_exactly_what_went_together(db: Database) -> None:
    dispute = case(db)
    early, late = samples.party(db, dispute, "先删"), samples.party(db, dispute, "同删")
    meeting = samples.meeting(db, dispute)
    with store.step(db, WORDS) as s:
        store.delete(s, PARTY, early)
    with store.step(db, WORDS) as s:
        store.delete(s, DISPUTE, dispute)
    with store.step(db, WORDS) as s:
        store.put_back(s, DISPUTE, dispute)
    assert row_of(db, PARTY, early)["state"] == store.DELETED
    assert row_of(db, PARTY, late)["state"] == store.LIVE
    assert row_of(db, MEETING, meeting)["state"] == store.LIVE


def test_what_an_undone_creation_took_away_comes_back_with_its_children(db: Database) -> None:
    committee = samples.committee(db)
    with store.step(db, WORDS) as s:
        values = {"accepted_on": "2026-03-05", "committee_id": committee}
        dispute = store.save(s, DISPUTE, values)
        party = store.save(s, PARTY, {"dispute_id": dispute, "name": "李"})
    history.undo(db, s.id)
    with store.step(db, WORDS) as s:
        store.put_back(s, DISPUTE, dispute)
    assert row_of(db, PARTY, party)["state"] == store.LIVE


def test_two_cases_deleted_in_one_step_come_back_one_by_one(db: Database) -> None:
    one, two = case(db), case(db)
    ones, twos = samples.party(db, one), samples.party(db, two)
    with store.step(db, WORDS) as s:
        store.delete(s, DISPUTE, one)
        store.delete(s, DISPUTE, two)
    with store.step(db, WORDS) as s:
        store.put_back(s, DISPUTE, one)
    assert row_of(db, PARTY, ones)["state"] == store.LIVE
    assert row_of(db, PARTY, twos)["state"] == store.DELETED
    assert row_of(db, DISPUTE, two)["state"] == store.DELETED


def test_a_child_cannot_come_back_without_its_owner(db: Database) -> None:
    dispute = case(db)
    party = samples.party(db, dispute)
    with store.step(db, WORDS) as s:
        store.delete(s, DISPUTE, dispute)
    before = dump(db)
    with pytest.raises(UserError, match="回收站"), store.step(db, WORDS) as s:
        store.put_back(s, PARTY, party)
    assert dump(db) == before


def test_putting_back_what_is_not_deleted_does_nothing(db: Database) -> None:
    village = samples.village(db)
    with store.step(db, WORDS) as s:
        store.put_back(s, VILLAGE, village)
        store.put_back(s, VILLAGE, "nobody")
    assert s.tables == set()


def test_in_use_counts_live_records_that_point_here_but_do_not_belong(db: Database) -> None:
    committee = samples.committee(db)
    mediator = samples.put(db, MEDIATOR, name="王", committee_id=committee)
    dispute = samples.dispute(db, committee, mediator_id=mediator, co_mediator_id=mediator)
    samples.party(db, dispute)
    assert store.in_use(db, COMMITTEE, committee) == 2
    assert store.in_use(db, MEDIATOR, mediator) == 2
    assert store.in_use(db, DISPUTE, dispute) == 0
    assert store.pointed_at(db, DISPUTE, [dispute, "x"]) == {dispute}
    with store.step(db, WORDS) as s:
        store.delete(s, DISPUTE, dispute)
    assert store.in_use(db, MEDIATOR, mediator) == 0
    assert store.pointed_at(db, DISPUTE, [dispute]) == set()


# --- reading -------------------------------------------------------------------------------------


def test_find_gives_newest_first_by_pages_and_only_the_state_asked_for(db: Database) -> None:
    committee = samples.committee(db)
    days = ("2026-03-01", "2026-03-03", "2026-03-02")
    ids = {day: samples.dispute(db, committee, accepted_on=day) for day in days}
    with store.step(db, WORDS) as s:
        store.delete(s, DISPUTE, ids["2026-03-02"])
    assert [r["accepted_on"] for r in store.find(db, DISPUTE)] == ["2026-03-03", "2026-03-01"]
    assert [r["accepted_on"] for r in store.find(db, DISPUTE, limit=1, offset=1)] == ["2026-03-01"]
    assert store.count(db, DISPUTE) == 2
    assert store.count(db, DISPUTE, state=store.DELETED) == 1
    assert store.count(db, DISPUTE, "accepted_on < ?", ["2026-03-02"]) == 1


def test_an_or_in_a_condition_does_not_let_deleted_records_through(db: Database) -> None:
    village = samples.village(db)
    with store.step(db, WORDS) as s:
        store.delete(s, VILLAGE, village)
    assert store.find(db, VILLAGE, "0 or 1") == []


def test_children_come_in_their_order(db: Database) -> None:
    dispute, empty = case(db), case(db)
    for place, name in ((3, "丙"), (1, "甲"), (2, "乙")):
        samples.party(db, dispute, name, position=place)
    assert [r["name"] for r in store.children(db, PARTY, dispute)] == ["甲", "乙", "丙"]
    found = store.children_by_parent(db, PARTY, [dispute, empty])
    assert [r["name"] for r in found[dispute]] == ["甲", "乙", "丙"]
    assert found[empty] == []


def test_many_ids_are_asked_for_in_parts(db: Database) -> None:
    with store.step(db, WORDS) as s:
        store.save_many(s, VILLAGE, [{"id": f"v{i}", "name": "村"} for i in range(1201)])
    ids = [f"v{i}" for i in range(1300)]
    assert len(store.get_many(db, VILLAGE, ids)) == 1201


# --- history and audit are append only -----------------------------------------------------------


@pytest.mark.parametrize("table", ["history", "audit"])
@pytest.mark.parametrize("sql", ["delete from {}", "update {} set tbl = 'x'"])
def test_past_rows_cannot_be_changed(db: Database, table: str, sql: str) -> None:
    samples.village(db)
    with pytest.raises(driver.DatabaseError, match="append only"):
        db.execute(sql.format(table))


def test_the_audit_trail_holds_no_values_of_records(db: Database) -> None:
    village = samples.village(db, leader_name="欧阳不留痕")
    samples.put(db, VILLAGE, id=village, leader_name="上官也不留")
    trail = str(db.execute("select * from audit").fetchall())
    assert "leader_name" in trail
    assert "欧阳" not in trail
    assert "上官" not in trail


def test_without_a_name_set_the_account_of_the_computer_is_noted(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.set_meta(db, "person", "")
    monkeypatch.setitem(os.environ, "LOGNAME", "clerk")
    assert row_of(db, VILLAGE, samples.village(db))["edited_by"] == "clerk"
