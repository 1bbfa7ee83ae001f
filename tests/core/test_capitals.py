"""An amount in capitals can be read back as the same amount, and no zero is doubled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.capitals import in_capitals

DIGITS = {sign: n for n, sign in enumerate("零壹贰叁肆伍陆柒捌玖")}
TENS = {"拾": 10, "佰": 100, "仟": 1000}
AMOUNTS = st.one_of(
    st.integers(0, 10**13),
    st.builds(lambda n, zeros: n * 10**zeros, st.integers(0, 999), st.integers(0, 10)),
)


def read(words: str) -> int:
    """The fen a row of capitals says: written without a look at how they are made."""
    words = words.removeprefix("人民币").removesuffix("整")
    whole = section = digit = fen = 0
    for sign in words:
        if sign in DIGITS:
            digit = DIGITS[sign]
            continue
        if sign in TENS:
            section += digit * TENS[sign]
        elif sign == "万":
            whole += (section + digit) * 10**4
            section = 0
        elif sign == "亿":
            whole = (whole + section + digit) * 10**8
            section = 0
        elif sign == "元":
            fen += (whole + section + digit) * 100
        else:
            fen += digit * {"角": 10, "分": 1}[sign]
        digit = 0
    return fen


@given(AMOUNTS)
def test_capitals_say_the_amount(fen: int) -> None:
    assert read(in_capitals(fen)) == fen


@given(AMOUNTS)
def test_capitals_follow_the_rules_for_bills(fen: int) -> None:
    words = in_capitals(fen)
    assert words.startswith("人民币")
    assert words.endswith("整") == (fen % 100 == 0)
    assert "零零" not in words
    assert fen == 0 or not words.startswith("人民币零")


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (100_00, "人民币壹佰元整"),
        (1_409_50, "人民币壹仟肆佰零玖元伍角"),
        (6_007_14, "人民币陆仟零柒元壹角肆分"),
        (10_05, "人民币壹拾元零伍分"),
        (100_000_000_00, "人民币壹亿元整"),
        (5, "人民币伍分"),
        (0, "人民币零元整"),
    ],
)
def test_amounts_as_people_write_them(fen: int, words: str) -> None:
    assert in_capitals(fen) == words


def test_an_amount_below_zero_has_no_words() -> None:
    with pytest.raises(ValueError, match="-1"):
        in_capitals(-1)
