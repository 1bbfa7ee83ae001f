"""Dates that follow from dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import deadlines
from core.deadlines import due, ends_on, term_of
from core.records import DEADLINE_RULE, DISPUTE
from core.records.dispute import DISPUTE_TYPE
from core.store import find
from tests import samples

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-01-31", "2026-02-28"),
        ("2024-01-31", "2024-02-29"),
        ("2026-01-15", "2026-02-15"),
        ("2026-12-31", "2027-01-31"),
        ("2026-02-28", "2026-03-28"),
        ("2026-11-30", "2026-12-30"),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_the_last_one(start: str, end: str) -> None:
    assert ends_on(date.fromisoformat(start), 1, "month").isoformat() == end


@given(DAYS, st.integers(0, 60))
def test_working_days_leave_out_weekends_and_the_first_day(start: date, length: int) -> None:
    end = ends_on(start, length, "workday")
    between = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == length
    assert length == 0 or end.weekday() < 5


@given(DAYS, st.integers(0, 36))
def test_a_longer_term_never_ends_earlier(start: date, length: int) -> None:
    for unit in ("month", "day", "workday"):
        assert start <= ends_on(start, length, unit) < ends_on(start, length + 1, unit)


@pytest.mark.parametrize(
    ("type", "accepted", "end", "rule"),
    [
        ("neighbor", "2026-01-31", "2026-02-28", "mediation_general"),
        ("medical", "2026-03-02", "2026-04-13", "mediation_medical"),  # a Monday, six weeks on
        ("medical", "2018-09-30", "2018-10-30", "mediation_general"),  # before that regulation
        ("labor", "2026-03-05", "2026-03-20", "mediation_labor"),
        ("labor_migrant_wages", "2026-03-05", "2026-03-20", "mediation_labor"),
        ("labor_other", "2026-02-20", "2026-03-07", "mediation_labor"),
        ("labor", "2008-04-30", "2008-05-30", "mediation_general"),
    ],
)
def test_the_term_follows_from_the_type_and_the_day(
    type: str, accepted: str, end: str, rule: str
) -> None:
    found = term_of(type, accepted)
    assert found is not None
    assert (found[0].isoformat(), found[1].id) == (end, rule)


def test_before_any_rule_there_is_no_term() -> None:
    assert term_of("neighbor", "2002-10-31") is None


def test_every_rule_names_known_types_units_and_its_ground() -> None:
    for rule in deadlines.shipped_rules():
        assert rule.types <= DISPUTE_TYPE.keys()
        assert rule.unit in ("month", "day", "workday")
        assert "《" in rule.ground.zh
        assert rule.ground.en
        assert rule.what.zh and rule.what.en
        date.fromisoformat(rule.valid_from)


def test_what_waits_is_listed_the_most_overdue_first(db: Database) -> None:
    committee = samples.committee(db)
    for type, accepted, number in (
        ("neighbor", "2026-10-25", "丙"),
        ("labor", "2026-10-25", "乙"),
        ("neighbor", "2026-01-05", "甲"),
    ):
        samples.dispute(db, committee, dispute_type=type, accepted_on=accepted, file_no=number)
    found = due(db, date(2026, 11, 22))
    assert [(d.number, d.on, d.days_left) for d in found] == [
        ("甲", "2026-02-05", -290),
        ("乙", "2026-11-09", -13),
        ("丙", "2026-11-25", 3),
    ]
    assert [d.number for d in due(db, date(2026, 11, 22), within=0)] == ["甲", "乙"]
    assert [d.number for d in due(db, date(2026, 11, 22), within=3)] == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("values", "waits"),
    [
        ({}, True),
        ({"mediation_result": "pending"}, True),
        ({"mediation_result": "success", "closed_on": "2026-03-20"}, False),
        ({"mediation_result": "failure", "closed_on": "2026-03-20"}, False),
        ({"closed_on": "2026-03-20"}, False),
        ({"mediation_result": "success"}, False),
    ],
)
def test_a_settled_or_closed_case_waits_for_nothing(
    db: Database, values: dict[str, str], waits: bool
) -> None:
    samples.dispute(db, samples.committee(db), **values)
    assert bool(due(db, date(2026, 11, 22))) == waits
    (row,) = find(db, DISPUTE)
    assert deadlines.is_open(row) == waits


@pytest.mark.parametrize(
    ("status", "waits"),
    [(None, True), ("not_due", True), ("partly_performed", True), ("performed", False)],
)
def test_an_agreement_waits_until_it_is_performed(
    db: Database, status: str | None, waits: bool
) -> None:
    closed = {"mediation_result": "success", "closed_on": "2026-03-20"}
    dispute = samples.dispute(db, samples.committee(db), case_no="1", **closed)
    until = {"performance_deadline": "2026-11-20", "performance_status": status}
    samples.agreement(db, dispute, **until)
    found = due(db, date(2026, 11, 22))
    assert [(d.dispute, d.number, d.days_left) for d in found] == ([(dispute, "1", -2)] * waits)


def test_what_lies_in_the_recycle_bin_does_not_wait(db: Database) -> None:
    from core import store

    dispute = samples.dispute(db, samples.committee(db))
    samples.agreement(db, dispute, performance_deadline="2026-11-20")
    with store.step(db, samples.WORDS) as s:
        store.delete(s, DISPUTE, dispute)
    assert due(db, date(2026, 11, 22)) == []


# --- rules of the office -------------------------------------------------------------------------


def own_rule(db: Database, **values: object) -> str:
    given = {
        "what": "县里规定的期限",
        "length": 20,
        "unit": "day",
        "valid_from": "2026-01-01",
        "ground": "《县调解工作办法》第五条",
        **values,
    }
    return samples.put(db, DEADLINE_RULE, **given)


def term(db: Database, type: str, accepted: str) -> tuple[str, str]:
    found = term_of(type, accepted, deadlines.rules(db))
    assert found is not None
    return found[0].isoformat(), str(found[1].ground)[:7]


def test_the_names_of_shipped_rules_are_those_of_the_file() -> None:
    ids = {rule.id for rule in deadlines.shipped_rules()}
    assert ids == DEADLINE_RULE.codes["shipped_rule"].keys()


def test_without_own_rules_the_shipped_ones_apply(db: Database) -> None:
    assert deadlines.rules(db) == deadlines.shipped_rules()


def test_an_own_rule_for_a_type_goes_before_the_general_one(db: Database) -> None:
    own_rule(db, dispute_types='["neighbor"]')
    assert term(db, "neighbor", "2026-03-01") == ("2026-03-21", "《县调解工作办")
    assert term(db, "contract", "2026-03-01")[0] == "2026-04-01"


def test_an_own_rule_in_place_of_a_shipped_one_begins_on_its_day(db: Database) -> None:
    own_rule(db, replaces="mediation_general", valid_from="2026-03-01")
    assert term(db, "neighbor", "2026-02-28")[0] == "2026-03-28"
    assert term(db, "neighbor", "2026-03-01")[0] == "2026-03-21"
    assert term(db, "labor", "2026-03-01")[0] == "2026-03-16"  # its own rule stands


def test_a_rule_switched_off_says_nothing_from_its_day_on(db: Database) -> None:
    own_rule(db, replaces="mediation_general", valid_from="2026-03-01", off=1)
    assert term_of("neighbor", "2026-02-28", deadlines.rules(db)) is not None
    assert term_of("neighbor", "2026-03-01", deadlines.rules(db)) is None


def test_a_rule_taken_back_leaves_the_shipped_one(db: Database) -> None:
    from core import history

    own_rule(db, replaces="mediation_general")
    step = history.last_undoable(db)
    assert step is not None
    history.undo(db, step.id)
    assert deadlines.rules(db) == deadlines.shipped_rules()


def test_what_waits_follows_the_rules_of_the_office(db: Database) -> None:
    dispute = samples.dispute(db, samples.committee(db), accepted_on="2026-11-01")
    own_rule(db, replaces="mediation_general", length=10)
    own_rule(db, replaces="performance", length=3, what="履行宽限")
    samples.agreement(db, dispute, performance_deadline="2026-11-20")
    assert [(str(d.what), d.on) for d in due(db, date(2026, 11, 22))] == [
        ("县里规定的期限", "2026-11-11"),
        ("履行宽限", "2026-11-23"),
    ]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"replaces": "performance", "dispute_types": '["neighbor"]'}, "dispute_types"),
        ({"off": 1}, "off"),
        ({"replaces": "performance", "off": 1}, None),
        ({"dispute_types": '["neighbor"]'}, None),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(
    values: dict[str, object], name: str | None
) -> None:
    assert [p.name for p in DEADLINE_RULE.check(values)] == ([name] if name else [])
