"""How long something may take: the rules of the program and those of the office."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core.records import DEADLINE_RULE
from core.records.dispute import CODES, DISPUTE_TYPE
from core.records.term_event import CODES as EVENT_CODES
from core.term_rules import (
    Pause,
    ends_around,
    ends_on,
    fitting_rule,
    rules,
    shipped_rules,
)
from core.workdays import Holidays, is_workday, shipped_holidays
from tests import samples

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
UNITS = st.sampled_from(("month", "day", "workday"))


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
def test_working_days_leave_out_days_off_and_the_first_day(start: date, length: int) -> None:
    known = shipped_holidays()
    end = ends_on(start, length, "workday")
    between = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert sum(is_workday(day, known) for day in between) == length
    assert length == 0 or is_workday(end, known)


@given(DAYS, st.integers(0, 36), UNITS)
def test_a_longer_term_never_ends_earlier(start: date, length: int, unit: str) -> None:
    assert start <= ends_on(start, length, unit) < ends_on(start, length + 1, unit)


@given(DAYS, st.integers(0, 40), UNITS, st.integers(-40, 80), st.integers(0, 40))
def test_a_pause_moves_the_end_by_the_days_of_the_term_it_covers(
    start: date, length: int, unit: str, begins: int, days: int
) -> None:
    pause = Pause(start + timedelta(days=begins), start + timedelta(days=begins + days))
    nothing = Holidays({}, frozenset(), frozenset())
    end = ends_around(start, length, unit, nothing, [pause])
    assert end is not None
    plain = ends_on(start, length, unit, nothing)

    def run(until: date) -> int:
        every = (start + timedelta(days=n) for n in range(1, (until - start).days + 1))
        counts = (d for d in every if unit != "workday" or is_workday(d, nothing))
        return sum(until is plain or not pause.covers(d) for d in counts)

    assert end >= plain
    assert run(end) == run(plain)  # as many days of the term as without the pause
    assert not pause.covers(end) or length == 0


def test_a_pause_that_lasts_keeps_a_term_from_ending_but_not_one_that_was_over() -> None:
    pause, known = Pause(date(2026, 3, 10), None), shipped_holidays()
    assert ends_around(date(2026, 3, 1), 30, "day", known, [pause]) is None
    assert ends_around(date(2026, 3, 1), 5, "day", known, [pause]) == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("type", "body", "accepted", "end", "rule"),
    [
        ("neighbor", None, "2026-01-31", "2026-02-28", "mediation_general"),
        # four weeks of five days are 20, Qingming takes one, then ten more: 14 April
        ("medical", None, "2026-03-02", "2026-04-14", "mediation_medical"),
        ("medical", None, "2018-09-30", "2018-10-30", "mediation_general"),  # before that one
        ("labor", None, "2026-03-05", "2026-03-20", "mediation_labor"),
        ("labor_migrant_wages", "police", "2026-03-05", "2026-03-20", "mediation_labor"),
        ("labor_other", None, "2026-02-20", "2026-03-07", "mediation_labor"),
        ("labor", None, "2008-04-30", "2008-05-30", "mediation_general"),
        ("contract", "court", "2026-03-05", "2026-04-04", "mediation_court"),
        ("contract", "court", "2016-06-30", "2016-07-30", "mediation_general"),
        ("contract", "police", "2026-03-05", "2026-04-05", "mediation_general"),
    ],
)
def test_the_rule_follows_from_the_type_the_body_and_the_day(
    type: str, body: str | None, accepted: str, end: str, rule: str
) -> None:
    found = fitting_rule(type, body, accepted, shipped_rules())
    assert found is not None
    day = ends_on(date.fromisoformat(accepted), found.length, found.unit)
    assert (day.isoformat(), found.id) == (end, rule)


def test_before_any_rule_there_is_no_term() -> None:
    assert fitting_rule("neighbor", None, "2002-10-31", shipped_rules()) is None


def test_every_rule_names_known_types_bodies_units_and_its_ground() -> None:
    for rule in shipped_rules():
        assert rule.types <= DISPUTE_TYPE.keys()
        assert rule.bodies <= CODES["entrusting_body"].keys()
        assert rule.not_counted <= EVENT_CODES["suspension_reason"].keys()
        assert rule.unit in ("month", "day", "workday")
        assert "《" in rule.ground.zh
        assert rule.ground.en
        assert rule.what.zh and rule.what.en
        date.fromisoformat(rule.valid_from)


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
    found = fitting_rule(type, None, accepted, rules(db))
    assert found is not None
    end = ends_on(date.fromisoformat(accepted), found.length, found.unit)
    return end.isoformat(), str(found.ground)[:7]


def test_the_names_of_shipped_rules_are_those_of_the_file() -> None:
    ids = {rule.id for rule in shipped_rules()}
    assert ids == DEADLINE_RULE.codes["shipped_rule"].keys()


def test_without_own_rules_the_shipped_ones_apply(db: Database) -> None:
    assert rules(db) == shipped_rules()


def test_an_own_rule_for_a_type_goes_before_the_general_one(db: Database) -> None:
    own_rule(db, dispute_types='["neighbor"]')
    assert term(db, "neighbor", "2026-03-01") == ("2026-03-21", "《县调解工作办")
    assert term(db, "contract", "2026-03-01")[0] == "2026-04-01"


def test_an_own_rule_in_place_of_a_shipped_one_begins_on_its_day(db: Database) -> None:
    own_rule(db, replaces="mediation_general", valid_from="2026-03-01")
    assert term(db, "neighbor", "2026-02-28")[0] == "2026-03-28"
    assert term(db, "neighbor", "2026-03-01")[0] == "2026-03-21"
    assert term(db, "labor", "2026-03-01")[0] == "2026-03-16"  # its own rule stands


def test_an_own_rule_in_place_of_a_shipped_one_keeps_what_that_one_is_about(db: Database) -> None:
    own_rule(db, replaces="mediation_court", length=20)
    own_rule(db, replaces="mediation_medical", length=20, unit="workday")
    found = {rule.id: rule for rule in rules(db) if rule.own}
    assert found["mediation_court"].bodies == {"court"}
    assert found["mediation_medical"].not_counted == {"appraisal"}


def test_a_rule_switched_off_says_nothing_from_its_day_on(db: Database) -> None:
    own_rule(db, replaces="mediation_general", valid_from="2026-03-01", off=1)
    assert fitting_rule("neighbor", None, "2026-02-28", rules(db)) is not None
    assert fitting_rule("neighbor", None, "2026-03-01", rules(db)) is None


def test_a_rule_taken_back_leaves_the_shipped_one(db: Database) -> None:
    from core import history

    own_rule(db, replaces="mediation_general")
    step = history.last_undoable(db)
    assert step is not None
    history.undo(db, step.id)
    assert rules(db) == shipped_rules()


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
