"""Until when a dispute should be settled: rule, extension, suspension, roll-over, and the words."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core.records import HOLIDAY, TERM_EVENT
from core.term import Term, Terms, events_of, left_until, shipped_terms, term_of, terms_of
from core.validate import blocking
from tests import samples

CASE = {"dispute_type": "neighbor", "accepted_on": "2026-03-02"}  # until 2 April
MEDICAL = {**CASE, "dispute_type": "medical"}
LABOUR = {**CASE, "dispute_type": "labor_other"}


def extension(to: str, on: str = "2026-03-28", consent: int | None = 1) -> dict[str, Any]:
    return {
        "event_kind": "extension",
        "event_on": on,
        "extended_to": to,
        "both_consented": consent,
    }


def suspension(first: str, last: str | None = None, reason: str = "appraisal") -> dict[str, Any]:
    return {
        "event_kind": "suspension",
        "event_on": first,
        "suspended_from": first,
        "suspended_to": last,
        "suspension_reason": reason,
    }


def counted(case: dict[str, Any], *events: dict[str, Any], by: Terms | None = None) -> Term:
    found = term_of(case, events, by)
    assert found is not None
    return found


def ends(case: dict[str, Any], *events: dict[str, Any], by: Terms | None = None) -> str:
    return str(counted(case, *events, by=by).ends_on)


def test_a_plain_term_says_its_rule_and_how_it_was_counted() -> None:
    term = counted(CASE)
    assert str(term.ends_on) == "2026-04-02"
    assert term.ground.zh == (
        "《人民调解工作若干规定》第三十三条:一般在一个月内调结。"
        "自2026-03-02次日起算1个月,至2026-04-02。"
    )
    assert term.ground.en.endswith("1 months from the day after 2026-03-02: 2026-04-02.")


@pytest.mark.parametrize(
    ("events", "end"),
    [
        ([extension("2026-04-20")], "2026-04-20"),
        ([extension("2026-04-20", consent=0)], "2026-04-02"),
        ([extension("2026-04-20", consent=None)], "2026-04-02"),
        ([extension("2026-03-30")], "2026-04-02"),  # never shorter
        ([extension("2026-04-20"), extension("2026-05-05", on="2026-04-18")], "2026-05-05"),
        ([suspension("2026-03-10", "2026-03-19")], "2026-04-12"),  # ten days
        ([suspension("2026-03-10", "2026-03-19", "other_reason")], "2026-04-12"),
        ([suspension("2026-02-01", "2026-03-04")], "2026-04-04"),  # two of them in the term
        ([suspension("2026-05-01", "2026-05-09")], "2026-04-02"),  # after it was over
        ([suspension("2026-03-10")], "None"),
        ([suspension("2026-05-01")], "2026-04-02"),
        # an overlap counts once
        ([suspension("2026-03-10", "2026-03-12"), suspension("2026-03-11", "2026-03-14")],
         "2026-04-07"),
        # a suspension before the extension was agreed is in its day already; one after is not
        ([suspension("2026-03-10", "2026-03-19"), extension("2026-05-01")], "2026-05-01"),
        ([extension("2026-04-20"), suspension("2026-04-05", "2026-04-08")], "2026-04-24"),
        ([extension("2026-04-20"), suspension("2026-04-05")], "None"),
    ],
)  # fmt: skip
def test_the_term_follows_from_what_happened(events: list[dict[str, Any]], end: str) -> None:
    assert ends(CASE, *events) == end


def test_a_labour_term_cannot_be_extended_and_says_so() -> None:
    term = counted(LABOUR, extension("2026-04-20", on="2026-03-10"))
    assert str(term.ends_on) == "2026-03-17"
    assert "不能延长" in term.calculation.zh


def test_the_time_of_an_appraisal_never_counts_in_a_medical_dispute() -> None:
    by = Terms(shipped_terms().rules, shipped_terms().holidays, suspension_counts=True)
    appraisal = suspension("2026-03-10", "2026-03-19")  # eight working days
    assert ends(MEDICAL) == "2026-04-14"
    assert ends(MEDICAL, appraisal) == "2026-04-24"
    assert ends(MEDICAL, appraisal, by=by) == "2026-04-24"
    other = {**appraisal, "suspension_reason": "other_reason"}
    assert ends(MEDICAL, other, by=by) == "2026-04-14"
    assert "按本所设置计入期限" in counted(MEDICAL, other, by=by).calculation.zh
    assert ends(CASE, appraisal, by=by) == "2026-04-02"


def test_a_term_that_ends_on_a_day_off_goes_on_only_where_the_office_says_so() -> None:
    case = {**CASE, "accepted_on": "2026-03-05"}  # 5 April is Qingming
    by = Terms(shipped_terms().rules, shipped_terms().holidays, rolls_over=True)
    assert ends(case) == "2026-04-05"
    assert ends(case, by=by) == "2026-04-07"
    assert "2026-04-05不是工作日,顺延至2026-04-07" in counted(case, by=by).calculation.zh


def test_a_year_without_holidays_is_said_where_the_day_leans_on_it() -> None:
    late = {"accepted_on": "2026-12-20"}
    assert "2027年的节假日没有录入" in counted({**MEDICAL, **late}).ground.zh
    assert "节假日" not in counted({**CASE, **late}).ground.zh


def test_a_suspended_term_has_no_days_left() -> None:
    assert left_until(counted(CASE, suspension("2026-03-10")), date(2026, 3, 20)) is None
    assert left_until(counted(CASE), date(2026, 4, 1)) == 1


def test_a_suspension_that_stopped_nothing_is_not_spoken_of() -> None:
    assert "中止" not in counted(CASE, suspension("2026-05-01", "2026-05-09")).calculation.zh


DAYS = st.dates(date(2026, 3, 1), date(2026, 5, 30)).map(lambda day: day.isoformat())
EVENTS = st.one_of(
    st.builds(extension, DAYS, DAYS, st.sampled_from((0, 1, None))),
    st.builds(suspension, DAYS, st.none() | DAYS),
)


@given(st.lists(EVENTS, max_size=4), st.sampled_from((CASE, MEDICAL, LABOUR)))
def test_events_never_make_a_term_shorter(
    events: list[dict[str, Any]], case: dict[str, Any]
) -> None:
    end = counted(case, *events).ends_on
    plain = counted(case).ends_on
    assert plain is not None
    assert end is None or end >= plain


def test_the_office_settles_how_terms_are_counted(db: Database) -> None:
    assert terms_of(db) == shipped_terms()
    samples.office(db, term_rolls_over=1, suspension_counts=1)
    samples.put(db, HOLIDAY, day="2027-01-01", name="元旦")
    by = terms_of(db)
    assert (by.rolls_over, by.suspension_counts) == (True, True)
    assert 2027 in by.holidays.years


def test_events_of_several_cases_are_found_in_their_order(db: Database) -> None:
    committee = samples.committee(db)
    one, other = (samples.dispute(db, committee) for _ in range(2))
    for case, day in ((one, "2026-04-01"), (one, "2026-03-20"), (other, "2026-03-25")):
        samples.put(db, TERM_EVENT, dispute_id=case, **extension("2026-05-01", on=day))
    samples.put(db, TERM_EVENT, dispute_id=one, event_kind="end", event_on="2026-04-09")
    found = events_of(db, "select id from dispute")
    days = {case: [row["event_on"] for row in rows] for case, rows in found.items()}
    assert days == {one: ["2026-03-20", "2026-04-01"], other: ["2026-03-25"]}


# --- what is wrong with an event -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "faults", "warnings"),
    [
        (extension("2026-04-20"), [], []),
        (extension("2026-04-20", consent=None), [], ["both_consented"]),
        (extension("2026-04-20", consent=0), [], ["both_consented"]),
        ({**extension("2026-04-20"), "extended_to": None}, ["extended_to"], []),
        (extension("2026-03-01"), [], ["extended_to"]),
        (suspension("2026-03-10"), [], []),
        (suspension("2026-03-10", "2026-03-09"), ["suspended_to"], []),
        ({**suspension("2026-03-10"), "suspension_reason": None}, ["suspension_reason"], []),
        ({"event_kind": "end", "event_on": "2026-03-10"}, ["end_reason"], []),
        ({"event_kind": "end", "event_on": "2026-03-10", "end_reason": "other"}, [], []),
    ],
)
def test_an_event_says_what_it_lacks(
    event: dict[str, Any], faults: list[str], warnings: list[str]
) -> None:
    found = TERM_EVENT.check(event)
    assert [p.name for p in blocking(found)] == faults
    assert [p.name for p in found if p.warning] == warnings
