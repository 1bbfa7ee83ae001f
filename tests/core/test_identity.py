"""What an ID number says (GB 11643-1999); everything wrong is a warning only."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.field import Problem
from core.identity import age_on, check_digit, fill_from_id, id_warnings, read_id
from core.records import MEDIATOR, PARTY, VILLAGE

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1900, 1, 1), TODAY)


def number(born: date, serial: int = 291, region: str = "510122") -> str:
    first17 = f"{region}{born:%Y%m%d}{serial:03}"
    return first17 + check_digit(first17)


@pytest.mark.parametrize("known", ["11010519491231002X", "440524188001010014"])
def test_the_check_digit_is_that_of_the_standard(known: str) -> None:
    """The two numbers the standard itself computes."""
    assert check_digit(known[:17]) == known[17]


@given(DAYS, st.integers(0, 999))
def test_a_right_number_says_sex_and_birth_date_without_warning(born: date, serial: int) -> None:
    read = read_id(number(born, serial), TODAY)
    assert read.warning is None
    assert read.birth_date == born.isoformat()
    assert read.gender == ("male" if serial % 2 else "female")


@given(DAYS, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_place_is_always_noticed(born: date, place: int, digit: str) -> None:
    right = number(born)
    wrong = right[:place] + digit + right[place + 1 :]
    assert (read_id(wrong, TODAY).warning is None) == (wrong == right)


@given(DAYS, st.integers(0, 16))
def test_two_neighbours_swapped_are_always_noticed(born: date, place: int) -> None:
    right = number(born)
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert (read_id(wrong, TODAY).warning is None) == (wrong == right)


def test_a_small_x_and_blanks_around_do_not_matter() -> None:
    assert read_id(" 11010519491231002x ", TODAY).warning is None


def test_an_old_number_of_15_places_is_read() -> None:
    read = read_id("510122550307291", TODAY)
    assert (read.gender, read.birth_date, read.warning) == ("male", "1955-03-07", None)


@pytest.mark.parametrize("length", [0, 1, 14, 16, 17, 19])
def test_a_wrong_length_is_said_with_the_length(length: int) -> None:
    warning = read_id("1" * length, TODAY).warning
    assert warning is not None
    assert f"{length}位" in warning.zh


@pytest.mark.parametrize(
    "odd", ["51012219900230291X", "510122189912312916", "5101222099030729", "Ａ" * 18, "1" * 18]
)
def test_an_odd_number_is_warned_about(odd: str) -> None:
    read = read_id(odd, TODAY)
    assert read.warning is not None
    assert read.birth_date is None


def test_a_birth_in_the_future_is_no_birth_date() -> None:
    read = read_id(number(TODAY + timedelta(days=1)), TODAY)
    assert (read.birth_date, read.gender) == (None, "male")
    assert read.warning is not None


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("1990-03-07", "2026-03-06", 35),
        ("1990-03-07", "2026-03-07", 36),
        ("2004-02-29", "2025-02-28", 20),
        ("2004-02-29", "2025-03-01", 21),
        ("2004-02-29", "2024-02-29", 20),
        ("2026-03-07", "2026-03-07", 0),
        ("2026-03-08", "2026-03-07", None),
    ],
)
def test_age_is_full_years(born: str, on: str, age: int | None) -> None:
    assert age_on(born, on) == age


def test_empty_fields_are_filled_from_the_number() -> None:
    row = {"id_number": number(date(1990, 3, 7)), "gender": None}
    filled = fill_from_id(PARTY, row, "2026-03-05", TODAY)
    assert (filled["gender"], filled["birth_date"], filled["age"]) == ("male", "1990-03-07", 35)


def test_what_somebody_typed_stands() -> None:
    row = {"id_number": number(date(1990, 3, 7)), "gender": "female", "age": 40}
    filled = fill_from_id(PARTY, row, "2026-03-05", TODAY)
    assert (filled["gender"], filled["age"]) == ("female", 40)


@pytest.mark.parametrize("other", [{"id_type": "passport"}, {"party_type": "organization"}])
def test_only_a_persons_id_card_is_read(other: dict[str, str]) -> None:
    row = {"id_number": "123456789012345678", **other}
    assert fill_from_id(PARTY, row, "2026-03-05", TODAY) == row
    assert id_warnings(PARTY, row, TODAY) == []


def test_a_kind_without_id_number_is_left_alone() -> None:
    assert fill_from_id(VILLAGE, {"name": "村"}, None, TODAY) == {"name": "村"}
    assert id_warnings(VILLAGE, {"name": "村"}, TODAY) == []


def test_a_mediator_has_no_age_to_fill() -> None:
    filled = fill_from_id(MEDIATOR, {"id_number": number(date(1990, 3, 7))}, "2026-01-01", TODAY)
    assert filled["gender"] == "male"
    assert "age" not in filled


def test_disagreement_with_the_number_is_a_warning_at_the_field() -> None:
    row = {"id_number": number(date(1990, 3, 7)), "gender": "female", "birth_date": "1990-03-08"}
    found = id_warnings(PARTY, row, TODAY)
    assert [(p.name, p.warning) for p in found] == [("gender", True), ("birth_date", True)]


def test_a_wrong_check_digit_says_which_it_should_be() -> None:
    found = id_warnings(PARTY, {"id_number": "110105194912310021"}, TODAY)
    assert [type(p) for p in found] == [Problem]
    assert "X" in found[0].message.zh
