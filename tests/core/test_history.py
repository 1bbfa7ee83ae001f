"""Named steps and taking them back."""

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import history, store
from core.errors import UserError
from core.records import COMMITTEE, DISPUTE, KINDS, MEDIATOR, PARTY, VILLAGE
from core.text import Text
from db.connect import bring_up_to_date, connect
from tests import samples
from tests.samples import WORDS

Key = tuple[str, str]  # table, id
State = dict[Key, dict[str, Any]]  # fields and `state`


def state(db: Database) -> State:
    """Every record without what belongs to the store alone."""
    own = set(store.OWN) - {"state"}
    return {
        (kind.table, row["id"]): {k: v for k, v in row.items() if k not in own}
        for kind in KINDS
        for row in db.query(f"select * from {kind.table}")
    }


def last(db: Database) -> int:
    return history.steps(db)[-1].id


def delete(db: Database, kind: Any, id: str) -> int:
    with store.step(db, WORDS) as s:
        store.delete(s, kind, id)
    return s.id


def field_of(db: Database, kind: Any, id: str, name: str) -> Any:
    row = store.get(db, kind, id)
    assert row is not None
    return row[name]


# --- single promises -----------------------------------------------------------------------------


def test_an_edit_is_taken_back(db: Database) -> None:
    id = samples.village(db, population=1)
    before = state(db)
    samples.put(db, VILLAGE, id=id, population=2, name="改名村")
    done = history.undo(db, last(db))
    assert state(db) == before
    assert done.kept == ()
    assert done.step == last(db)


def test_a_creation_taken_back_lies_in_the_recycle_bin(db: Database) -> None:
    id = samples.village(db)
    history.undo(db, last(db))
    assert field_of(db, VILLAGE, id, "state") == store.DELETED
    assert field_of(db, VILLAGE, id, "name") == "上斜沟村"


def test_a_deletion_taken_back_brings_the_children_too(db: Database) -> None:
    dispute = samples.dispute(db, samples.committee(db))
    samples.party(db, dispute)
    before = state(db)
    step = delete(db, DISPUTE, dispute)
    history.undo(db, step)
    assert state(db) == before


def test_taking_back_twice_says_so(db: Database) -> None:
    samples.village(db)
    step = last(db)
    history.undo(db, step)
    before = state(db)
    with pytest.raises(UserError, match="已经撤销"):
        history.undo(db, step)
    assert state(db) == before


def test_an_unknown_step_is_refused(db: Database) -> None:
    with pytest.raises(UserError, match="99"):
        history.undo(db, 99)


def test_taking_back_the_taking_back_brings_it_again(db: Database) -> None:
    id = samples.village(db, population=1)
    samples.put(db, VILLAGE, id=id, population=2)
    edit, after = last(db), state(db)
    undo = history.undo(db, edit).step
    history.undo(db, undo)
    assert state(db) == after
    assert [s.undone for s in history.steps(db) if s.id == edit] == [False]
    history.undo(db, edit)
    assert field_of(db, VILLAGE, id, "population") == 1


def test_a_record_edited_since_is_left_alone_and_listed(db: Database) -> None:
    with store.step(db, WORDS) as s:
        one = store.save(s, VILLAGE, {"name": "甲村"})
        two = store.save(s, VILLAGE, {"name": "乙村"})
    samples.put(db, VILLAGE, id=one, population=5)
    done = history.undo(db, s.id)
    assert done.kept == (("village", one),)
    assert field_of(db, VILLAGE, one, "state") == store.LIVE
    assert field_of(db, VILLAGE, two, "state") == store.DELETED


def test_if_every_record_was_edited_since_nothing_is_written(db: Database) -> None:
    id = samples.village(db)
    create = last(db)
    samples.put(db, VILLAGE, id=id, population=5)
    steps = history.steps(db)
    with pytest.raises(UserError, match="1 条"):
        history.undo(db, create)
    assert history.steps(db) == steps


def test_an_edit_that_was_taken_back_is_no_edit_since(db: Database) -> None:
    id = samples.village(db, population=1)
    create = last(db)
    samples.put(db, VILLAGE, id=id, population=2)
    history.undo(db, last(db))
    assert history.undo(db, create).kept == ()


def test_an_edit_brought_back_counts_again(db: Database) -> None:
    id = samples.village(db, population=1)
    samples.put(db, VILLAGE, id=id, population=2)
    first = last(db)
    samples.put(db, VILLAGE, id=id, population=3)
    undone = history.undo(db, last(db)).step
    back = history.undo(db, first).step
    with pytest.raises(UserError):  # the second edit rests on the first, which is taken back
        history.undo(db, undone)
    assert field_of(db, VILLAGE, id, "population") == 1
    history.undo(db, back)
    history.undo(db, undone)
    assert field_of(db, VILLAGE, id, "population") == 3


def test_a_creation_is_kept_when_something_was_added_to_the_record(db: Database) -> None:
    committee = samples.committee(db)
    dispute = samples.dispute(db, committee)
    create = last(db)
    samples.party(db, dispute)
    with pytest.raises(UserError):
        history.undo(db, create)
    assert field_of(db, DISPUTE, dispute, "state") == store.LIVE


def test_a_creation_is_kept_when_others_point_at_the_record(db: Database) -> None:
    committee = samples.committee(db)
    create = last(db)
    samples.dispute(db, committee)
    with pytest.raises(UserError, match="正被使用"):
        history.undo(db, create)
    assert field_of(db, COMMITTEE, committee, "state") == store.LIVE


def test_a_child_does_not_come_back_without_its_owner(db: Database) -> None:
    dispute = samples.dispute(db, samples.committee(db))
    party = samples.party(db, dispute)
    gone = delete(db, PARTY, party)
    owner_gone = delete(db, DISPUTE, dispute)
    with pytest.raises(UserError, match="回收站"):
        history.undo(db, gone)
    assert field_of(db, PARTY, party, "state") == store.DELETED
    history.undo(db, owner_gone)
    history.undo(db, gone)
    assert field_of(db, PARTY, party, "state") == store.LIVE


def test_a_case_made_with_its_parties_goes_and_comes_in_one_piece(db: Database) -> None:
    committee = samples.committee(db)
    with store.step(db, WORDS) as s:
        given = {"accepted_on": "2026-03-05", "committee_id": committee}
        dispute = store.save(s, DISPUTE, given)
        for i in range(3):
            store.save(s, PARTY, {"dispute_id": dispute, "name": f"李{i}"})
    after = state(db)
    undo = history.undo(db, s.id)
    assert store.count(db, DISPUTE) == store.count(db, PARTY) == 0
    history.undo(db, undo.step)
    assert state(db) == after


def test_a_child_moved_to_a_new_owner_moves_back_when_that_owner_goes(db: Database) -> None:
    committee = samples.committee(db)
    dispute = samples.dispute(db, committee)
    party = samples.party(db, dispute)
    with store.step(db, WORDS) as s:
        given = {"accepted_on": "2026-03-05", "committee_id": committee}
        other = store.save(s, DISPUTE, given)
        store.save(s, PARTY, {"id": party, "dispute_id": other})
    assert history.undo(db, s.id).kept == ()
    assert field_of(db, PARTY, party, "dispute_id") == dispute
    assert field_of(db, DISPUTE, other, "state") == store.DELETED


def test_a_record_written_twice_in_one_step_goes_back_to_before_the_step(db: Database) -> None:
    id = samples.village(db, population=1)
    before = state(db)
    with store.step(db, WORDS) as s:
        store.save(s, VILLAGE, {"id": id, "population": 2})
        store.save(s, VILLAGE, {"id": id, "population": 3, "name": "改"})
        store.delete(s, VILLAGE, id)
    history.undo(db, s.id)
    assert state(db) == before


def test_a_step_that_cancelled_itself_out_is_no_edit_once_taken_back(db: Database) -> None:
    id = samples.village(db, population=1)
    create = last(db)
    with store.step(db, WORDS) as s:
        store.save(s, VILLAGE, {"id": id, "population": 2})
        store.save(s, VILLAGE, {"id": id, "population": 1})
    with pytest.raises(UserError):
        history.undo(db, create)
    history.undo(db, s.id)
    history.undo(db, create)
    assert field_of(db, VILLAGE, id, "state") == store.DELETED


def test_the_clock_does_not_go_back_with_an_undo(db: Database) -> None:
    id = samples.village(db)
    clock = int(store.meta(db, "clock"))
    version = field_of(db, VILLAGE, id, "vv")
    history.undo(db, last(db))
    assert int(store.meta(db, "clock")) > clock
    assert field_of(db, VILLAGE, id, "vv") != version


def test_the_newest_step_that_stands_is_offered(db: Database) -> None:
    assert history.last_undoable(db) is None
    id = samples.village(db)
    create = last(db)
    samples.put(db, VILLAGE, id=id, population=2)
    edit = history.last_undoable(db)
    assert edit is not None
    history.undo(db, edit.id)
    offered = history.last_undoable(db)
    assert offered is not None
    assert offered.id == create


def test_the_history_of_a_record_tells_each_field_before_and_after(db: Database) -> None:
    id = samples.village(db, population=1)
    samples.put(db, VILLAGE, id=id, population=2)
    delete(db, VILLAGE, id)
    told = [(c.action, c.fields) for _, c in history.of_record(db, id)]
    assert told == [
        ("create", {}),
        ("change", {"population": (1, 2)}),
        ("delete", {"state": (0, 1)}),
    ]
    assert [c.row for c in history.changes(db, last(db))] == [id]
    assert history.of_record(db, "nobody") == []


def test_steps_are_listed_oldest_first_and_can_be_cut(db: Database) -> None:
    for i in range(4):
        samples.village(db, f"村{i}")
    ids = [s.id for s in history.steps(db)]
    assert ids == sorted(ids)
    assert [s.id for s in history.steps(db, 2)] == ids[-2:]


def test_the_words_of_an_undo_name_the_step(db: Database) -> None:
    with store.step(db, Text("登记", "Register")) as s:
        store.save(s, VILLAGE, {"name": "村"})
    history.undo(db, s.id)
    assert history.steps(db)[-1].words == Text("撤销:登记", "Undo: Register")


# --- any sequence of steps -----------------------------------------------------------------------


NAMING = ("committee_id", "mediator_id")


class Office:
    """A small office in which things happen by chance; remembers how it was before each step."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.db = connect(Path(":memory:"), "00" * 32)
        bring_up_to_date(self.db)
        self.before: dict[int, State] = {}

    def some(self, kind: Any, state: int = store.LIVE) -> str | None:
        ids = [row["id"] for row in store.find(self.db, kind, state=state)]
        return self.chance.choice(ids) if ids else None

    def act(self) -> None:
        """One step of one to three writes."""
        was = state(self.db)
        with store.step(self.db, WORDS) as s:
            for _ in range(self.chance.randint(1, 3)):
                self.chance.choice([self.create, self.create, self.edit, self.delete, self.back])(s)
        if s.tables:
            self.before[s.id] = was

    def create(self, s: store.Step) -> None:
        committee, dispute = self.some(COMMITTEE), self.some(DISPUTE)
        if not committee or self.chance.random() < 0.2:
            store.save(s, COMMITTEE, {"committee_name": "甲"})
        elif not dispute or self.chance.random() < 0.4:
            store.save(s, DISPUTE, {"committee_id": committee, "mediator_id": self.some(MEDIATOR)})
        elif self.chance.random() < 0.7:
            store.save(s, PARTY, {"dispute_id": dispute, "name": "李"})
        else:
            store.save(s, MEDIATOR, {"name": "王", "committee_id": committee})

    def edit(self, s: store.Step) -> None:
        names = {PARTY: "name", DISPUTE: "place", COMMITTEE: "committee_name", MEDIATOR: "name"}
        kind = self.chance.choice(list(names))
        if id := self.some(kind):
            store.save(s, kind, {"id": id, names[kind]: self.chance.choice("甲乙丙丁")})
        party, dispute = self.some(PARTY), self.some(DISPUTE)
        if party and dispute and self.chance.random() < 0.2:
            store.save(s, PARTY, {"id": party, "dispute_id": dispute})

    def delete(self, s: store.Step) -> None:
        """Nothing that another record names, even one in the recycle bin: that one might come back
        and would then keep the first from being taken back."""
        kind = self.chance.choice([PARTY, DISPUTE, COMMITTEE, MEDIATOR])
        id = self.some(kind)
        named = {v for row in state(self.db).values() for k, v in row.items() if k in NAMING}
        if id and id not in named:
            store.delete(s, kind, id)

    def back(self, s: store.Step) -> None:
        kind = self.chance.choice([PARTY, DISPUTE, COMMITTEE, MEDIATOR])
        if id := self.some(kind, store.DELETED):
            try:
                store.put_back(s, kind, id)
            except UserError:
                assert kind is PARTY

    def take_back(self, step: int) -> None:
        """Undo, and hold it to its promise."""
        was = state(self.db)
        touched = {(c.table, c.row) for c in history.changes(self.db, step)}
        try:
            done = history.undo(self.db, step)
        except UserError:
            assert state(self.db) == was
            return
        now = state(self.db)
        assert set(done.kept) <= touched
        for key, row in now.items():
            if key not in touched or key in done.kept:
                assert row == was[key]
            elif key in self.before[step]:
                assert row == self.before[step][key]
            else:  # made by the step
                assert row["state"] == store.DELETED
        self.before[done.step] = was

    def nobody_lives_without_an_owner(self) -> None:
        sql = """select count(*) from party join dispute on dispute.id = party.dispute_id
                 where party.state = 0 and dispute.state != 0"""
        assert self.db.execute(sql).fetchone()[0] == 0


@given(st.integers(0, 2**32))
def test_undo_of_any_step_restores_or_leaves_and_lists(seed: int) -> None:
    office = Office(seed)
    for _ in range(25):
        office.act()
        known = list(office.before)
        if known and office.chance.random() < 0.5:
            office.take_back(office.chance.choice(known))
        office.nobody_lives_without_an_owner()
    office.db.close()


@given(st.integers(0, 2**32))
def test_taking_everything_back_from_the_newest_gives_the_start(seed: int) -> None:
    office = Office(seed)
    for _ in range(15):
        office.act()
    for step in sorted(office.before, reverse=True):
        assert history.undo(office.db, step).kept == ()
        now = state(office.db)
        for key, row in office.before[step].items():
            assert now[key] == row
    assert all(row["state"] == store.DELETED for row in state(office.db).values())
    office.db.close()


@given(st.integers(0, 2**32))
def test_an_undo_and_its_undo_change_nothing(seed: int) -> None:
    office = Office(seed)
    for _ in range(10):
        office.act()
    before = state(office.db)
    for step in office.before:
        try:
            undone = history.undo(office.db, step).step
        except UserError:
            continue
        assert history.undo(office.db, undone).kept == ()
        assert state(office.db) == before
    office.db.close()


def test_undo_of_many_records_takes_about_as_long_as_saving_them(db: Database) -> None:
    import time

    committee = samples.committee(db)
    rows = [{"committee_id": committee, "accepted_on": "2026-03-05"} for _ in range(4000)]
    start = time.perf_counter()
    with store.step(db, WORDS) as s:
        store.save_many(s, DISPUTE, rows)
    saved = time.perf_counter() - start
    done = history.undo(db, s.id)
    undone = time.perf_counter() - start - saved
    assert done.kept == ()
    assert undone < 8 * saved + 1
