"""One message for one cause, at each field."""

from core.field import Problem
from core.records import DISPUTE
from core.text import Text
from ui.drafts import Draft, said_once

UNREADABLE = Problem("amount", Text("“许多”不是数字。", "“许多” is not a number."))
WANTED = Problem("amount", Text("请填写涉及金额。", "Enter the amount."))
EARLY = Problem("closed_on", Text("结案日期早于受理日期。", "Closed before it was accepted."))
UNUSUAL = Problem("closed_on", Text("请核对结案日期。", "Check the day."), warning=True)


def said(*problems: Problem, unread: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    return said_once([Draft(DISPUTE, {}, problems, unread)])[0].problems


def test_words_that_mean_nothing_are_not_also_missing() -> None:
    assert said(UNREADABLE, WANTED, unread=frozenset({"amount"})) == (UNREADABLE,)


def test_what_two_checks_say_in_the_same_words_is_said_once() -> None:
    assert said(EARLY, EARLY) == (EARLY,)


def test_a_fault_goes_before_a_warning_at_the_same_field_only() -> None:
    assert said(UNUSUAL, EARLY, WANTED) == (EARLY, WANTED)
    assert said(UNUSUAL, WANTED) == (UNUSUAL, WANTED)


def test_two_faults_of_one_field_are_both_said() -> None:
    later = Problem("closed_on", Text("结案日期晚于归档日期。", "Closed after it was filed."))
    assert said(EARLY, later) == (EARLY, later)
