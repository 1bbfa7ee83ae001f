"""Items of screening: checks, state, striking off, becoming a dispute; categories and risk."""

from typing import Any

import pytest
from sqlite_utils import Database

from core import history, store
from core.deadlines import due
from core.errors import UserError
from core.records import DISPUTE, OFFICE, PARTY, RISK_GRADE, SCREENING_ITEM, load_book
from core.records.dispute import DISPUTE_TYPE
from core.records.screening import CADENCE, RISK_LEVEL, RISK_SCHEME, SCREEN_CATEGORY
from core.risk import LEVELS, SCHEMES, category_map, grades, scheme_of, shipped, shipped_map
from core.screening import (
    TO_CLOSE_OUT,
    State,
    become_dispute,
    category_of,
    close_out,
    items_of,
    state_of,
)
from core.screening_map import set_category
from core.text import Text
from core.validate import problems
from tests import samples
from tests.conftest import TODAY

ITEM = {
    "screened_on": "2026-03-03",
    "finder_level": "village",
    "dispute_type": "neighbor",
}


def said(db: Database, **values: Any) -> list[tuple[str, bool]]:
    row = {**ITEM, "village_id": samples.village(db), **values}
    found = problems(SCREENING_ITEM, row, load_book(db), TODAY)
    return [(p.name, p.warning) for p in found]


def stored(db: Database, id: str) -> dict[str, Any]:
    row = store.get(db, SCREENING_ITEM, id)
    assert row is not None
    return row


# --- checks --------------------------------------------------------------------------------------


def test_dates_out_of_order_are_refused_at_the_later_field(db: Database) -> None:
    assert said(db, occurred_on="2026-03-04") == [("screened_on", False)]
    assert said(db, resolve_by="2026-03-02") == [("resolve_by", False)]
    assert said(db, handled_on="2026-03-02") == [("handled_on", False)]
    assert said(db, is_success=1, resolved_on="2026-03-02") == [("resolved_on", False)]
    late = {"is_success": 1, "resolved_on": "2026-03-06"}
    assert said(db, **late, closed_out_on="2026-03-05") == [("closed_out_on", False)]
    assert said(db, **late, closed_out_on="2026-03-06") == []


def test_nobody_involved_is_refused_and_unknown_is_not(db: Database) -> None:
    assert said(db, people_count=0) == [("people_count", False)]
    assert said(db, people_count=None) == []
    assert said(db, people_count=1) == []


def test_a_village_that_found_it_is_asked_for(db: Database) -> None:
    assert said(db, village_id=None) == [("village_id", True)]
    assert said(db, village_id=None, finder_level="township") == []


def test_an_end_that_lacks_something_is_a_warning(db: Database) -> None:
    assert said(db, is_success=1) == [("resolved_on", True)]
    assert said(db, is_success=0, resolved_on="2026-03-06") == [("is_success", True)]
    assert said(db, closed_out_on="2026-03-06") == [("closed_out_on", True)]
    assert said(db, closed_out_on="2026-03-06", transferred_to="县信访局") == []


def test_a_major_one_asks_for_who_is_responsible(db: Database) -> None:
    assert said(db, is_major=1, lead_unit="斜沟乡") == [("lead_leader", True)]
    led = {"lead_unit": "斜沟乡", "lead_leader": "马军", "lead_person": "高守祥"}
    assert said(db, is_major=1, **led) == []


# --- state ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, State.OPEN),
        ({"action_taken": "上门"}, State.HANDLING),
        ({"handled_on": "2026-03-03"}, State.HANDLING),
        ({"transferred_to": "县信访局"}, State.PASSED_ON),
        ({"dispute_id": "d", "handled_on": "2026-03-03"}, State.DISPUTE),
        ({"is_success": 1, "dispute_id": "d"}, State.RESOLVED),
        ({"resolved_on": "2026-03-05"}, State.RESOLVED),
        ({"resolved_on": "2026-03-05", "closed_out_on": "2026-03-05"}, State.CLOSED_OUT),
    ],
)
def test_the_state_follows_from_what_is_entered(values: dict[str, Any], state: State) -> None:
    assert state_of({**ITEM, **values}) is state


def test_a_term_for_resolving_is_due_until_the_matter_has_ended(db: Database) -> None:
    id = samples.screening_item(db, resolve_by="2026-03-18")
    (found,) = due(db, TODAY)
    assert (found.table, found.dispute, found.on) == ("screening_item", id, "2026-03-18")
    with store.step(db, samples.WORDS) as s:
        store.save(s, SCREENING_ITEM, {"id": id, "is_success": 1})
    assert due(db, TODAY) == []


# --- striking off --------------------------------------------------------------------------------


def test_striking_off_a_resolved_item_writes_only_the_day(db: Database) -> None:
    id = samples.screening_item(db, is_success=1, resolved_on="2026-03-06")
    before = stored(db, id)
    close_out(db, [id], "2026-03-07")
    after = stored(db, id)
    changed = {n for n in SCREENING_ITEM.by_name if before[n] != after[n]}
    assert (changed, after["closed_out_on"]) == ({"closed_out_on"}, "2026-03-07")


def test_an_unresolved_item_is_struck_off_only_when_it_is_said_to_be_resolved(
    db: Database,
) -> None:
    id = samples.screening_item(db)
    with pytest.raises(UserError, match="不能销号"):
        close_out(db, [id], "2026-03-07")
    assert stored(db, id)["closed_out_on"] is None
    close_out(db, [id], "2026-03-07", resolved=True)
    row = stored(db, id)
    ended = ("is_success", "resolved_on", "handled_on", "closed_out_on")
    assert [row[n] for n in ended] == [1, "2026-03-07", "2026-03-07", "2026-03-07"]
    with pytest.raises(UserError, match="已经销号"):
        close_out(db, [id], "2026-03-08")


def test_several_are_struck_off_all_or_none(db: Database) -> None:
    done = samples.screening_item(db, transferred_to="县信访局")
    open_one = samples.screening_item(db, screening_no="2")
    with pytest.raises(UserError):
        close_out(db, [done, open_one], "2026-03-07")
    assert stored(db, done)["closed_out_on"] is None


def test_an_item_whose_dispute_is_closed_takes_the_outcome_from_there(db: Database) -> None:
    committee = samples.committee(db)
    won = samples.dispute(db, committee, mediation_result="success", closed_on="2026-03-20")
    lost = samples.dispute(db, committee, mediation_result="failure", closed_on="2026-03-21")
    running = samples.dispute(db, committee)
    ids = [samples.screening_item(db, dispute_id=each) for each in (won, lost, running)]
    ready = {row["id"] for row in store.find(db, SCREENING_ITEM, TO_CLOSE_OUT)}
    assert ready == set(ids[:2])
    close_out(db, ids[:2], "2026-03-22")
    one, two = (stored(db, id) for id in ids[:2])
    assert (one["is_success"], one["resolved_on"]) == (1, "2026-03-20")
    assert (two["is_success"], two["resolved_on"]) == (0, None)
    with pytest.raises(UserError, match="不能销号"):
        close_out(db, [ids[2]], "2026-03-22")


# --- becoming a dispute --------------------------------------------------------------------------


def test_a_dispute_takes_over_what_is_known_and_both_know_each_other(db: Database) -> None:
    samples.office(db, case_prefix="斜")
    village = samples.village(db)
    samples.committee(db, "斜沟乡人民调解委员会", committee_type="township")
    committee = samples.committee(db, village_id=village)
    known = {
        "village_id": village,
        "summary": "排水流入院落",
        "occurred_on": "2026-03-01",
        "place": "上斜沟村二社",
        "people_count": 4,
        "party_a_phone": "15400000001",
    }
    item = samples.screening_item(db, **known)
    id = become_dispute(db, item, "2026-03-05")
    case = store.get(db, DISPUTE, id)
    assert case is not None
    taken = ("village_id", "summary", "occurred_on", "place", "people_count")
    assert {n: case[n] for n in taken} == {n: known[n] for n in taken}
    assert (case["accepted_on"], case["committee_id"]) == ("2026-03-05", committee)
    assert (case["case_source"], case["mediation_type"]) == ("on_initiative", "people")
    assert (case["dispute_type"], case["case_no"]) == ("neighbor", "斜20260001")
    assert problems(DISPUTE, case, load_book(db), TODAY) == []
    people = store.children(db, PARTY, id)
    assert [(p["party_role"], p["name"], p["phone"]) for p in people] == [
        ("applicant", "李明朗", "15400000001"),
        ("respondent", "王建国", None),
    ]
    assert [row["id"] for row in items_of(db, id)] == [item]
    row = stored(db, item)
    assert (row["dispute_id"], row["handled_on"]) == (id, "2026-03-05")
    assert row["resolution_method"] == "people_mediation"


def test_becoming_a_dispute_is_one_step_back(db: Database) -> None:
    samples.committee(db)
    item = samples.screening_item(db)
    before = stored(db, item)
    become_dispute(db, item, "2026-03-05")
    with pytest.raises(UserError, match="已经转为"):
        become_dispute(db, item, "2026-03-06")
    step = history.last_undoable(db)
    assert step is not None
    history.undo(db, step.id)
    after = stored(db, item)
    assert {n: after[n] for n in SCREENING_ITEM.by_name} == {
        n: before[n] for n in SCREENING_ITEM.by_name
    }
    assert (store.count(db, DISPUTE), store.count(db, PARTY)) == (0, 0)


def test_once_the_case_was_worked_on_the_item_stays_with_it(db: Database) -> None:
    samples.committee(db)
    item = samples.screening_item(db)
    case = become_dispute(db, item, "2026-03-05")
    step = history.last_undoable(db)
    assert step is not None
    with store.step(db, Text("修改", "Change")) as s:
        store.save(s, DISPUTE, {"id": case, "summary": "已约双方到场"})
    with pytest.raises(UserError, match="后来改过"):
        history.undo(db, step.id)
    assert stored(db, item)["dispute_id"] == case


def test_what_the_item_says_of_its_handling_is_kept(db: Database) -> None:
    samples.committee(db)
    item = samples.screening_item(db, handled_on="2026-03-04", resolution_method="village_group")
    become_dispute(db, item, "2026-03-05")
    row = stored(db, item)
    assert (row["handled_on"], row["resolution_method"]) == ("2026-03-04", "village_group")


def test_an_item_with_only_a_category_needs_a_type_to_become_a_dispute(db: Database) -> None:
    samples.committee(db)
    item = samples.screening_item(db, dispute_type=None, screen_category="cadre_conduct")
    with pytest.raises(UserError, match="纠纷类型"):
        become_dispute(db, item, "2026-03-05")
    assert store.count(db, DISPUTE) == 0


def test_without_a_committee_there_is_no_dispute(db: Database) -> None:
    item = samples.screening_item(db)
    with pytest.raises(UserError, match="调委会"):
        become_dispute(db, item, "2026-03-05")
    assert store.count(db, DISPUTE) == 0


# --- categories and levels -----------------------------------------------------------------------


def test_every_shipped_type_falls_under_one_of_the_nineteen_categories() -> None:
    assert len(SCREEN_CATEGORY) == 19
    assert shipped_map().keys() == DISPUTE_TYPE.keys()
    assert set(shipped_map().values()) <= SCREEN_CATEGORY.keys()
    listed = [t for types in shipped()["category"].values() for t in types]
    assert len(listed) == len(set(listed))


def test_the_office_can_change_a_category_and_take_it_back(db: Database) -> None:
    assert category_of(db, {"dispute_type": "tourism"}) == "economic_activity"
    set_category(db, "tourism", "other")
    assert category_map(db)["tourism"] == "other"
    assert category_of(db, {"dispute_type": "tourism"}) == "other"
    assert category_of(db, {"dispute_type": "tourism", "screen_category": "labor"}) == "labor"
    set_category(db, "tourism", "medical")
    assert category_map(db)["tourism"] == "medical"
    set_category(db, "tourism", "economic_activity")
    assert category_map(db) == shipped_map()


def test_the_file_names_only_levels_schemes_and_cadences_there_are() -> None:
    assert tuple(RISK_LEVEL) == LEVELS
    assert tuple(RISK_SCHEME) == SCHEMES
    assert set(shipped()["cadence"].values()) <= CADENCE.keys()
    assert {g["scheme"] for g in shipped()["grade"]} == set(SCHEMES)
    assert {g["level"] for g in shipped()["grade"]} <= set(LEVELS)


@pytest.mark.parametrize(
    ("scheme", "levels"),
    [
        ("", ["red", "orange", "yellow", "blue"]),
        ("yunhe", ["red", "yellow", "green"]),
        ("linhai", ["red", "orange", "yellow"]),
        ("two_levels", ["larger", "general"]),
    ],
)
def test_the_scheme_says_which_levels_a_new_record_is_offered(
    db: Database, scheme: str, levels: list[str]
) -> None:
    samples.office(db, risk_scheme=scheme)
    assert list(load_book(db).offered("risk_level")) == levels
    assert load_book(db).words("risk_level", "green") == "绿色"


def test_a_level_that_is_no_longer_offered_stays_in_its_record(db: Database) -> None:
    samples.office(db, risk_scheme="two_levels")
    assert said(db, risk_level="red") == []


def test_the_offices_own_levels_replace_add_and_end_shipped_ones(db: Database) -> None:
    office = samples.office(db, risk_scheme="linhai")
    samples.put(db, RISK_GRADE, scheme="linhai", risk_level="red", meaning="涉稳")
    samples.put(db, RISK_GRADE, scheme="linhai", risk_level="green", meaning="已办结")
    samples.put(db, RISK_GRADE, scheme="linhai", risk_level="orange", off=1)
    samples.put(db, RISK_GRADE, scheme="yunhe", risk_level="blue", meaning="别的方案")
    assert [(g.level, g.meaning.zh, g.own) for g in grades(db)] == [
        ("red", "涉稳", True),
        ("yellow", "一般矛盾纠纷", False),
        ("green", "已办结", True),
    ]
    assert list(load_book(db).offered("risk_level")) == ["red", "yellow", "green"]
    with store.step(db, samples.WORDS) as s:
        store.save(s, OFFICE, {"id": office, "risk_scheme": None})
    assert scheme_of(db) == "xiushui"
