"""What people type or a sheet holds, as the value to store; and back again."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.codes import CodeBook
from core.errors import UserError
from core.field import Field, Type
from core.records import DISPUTE, PARTY
from core.records.dispute import DISPUTE_TYPE
from core.show import day, masked, shown, yuan
from core.text import Text
from core.typed import code_of, date_of, fen_of, plain, value_of, whole_of, yes_no_of

TODAY = date(2026, 11, 22)
BOOK = CodeBook({})


# --- dates ---------------------------------------------------------------------------------------


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_date_as_stored_or_shown_is_read_as_itself(when: date) -> None:
    iso = when.isoformat()
    short = f"{when.year}.{when.month}.{when.day}"
    for typed in (iso, iso.replace("-", ""), short, day(iso), f" {iso} ", f"{iso} 09:30", when):
        assert date_of(typed, TODAY) == iso
    assert date_of(datetime.combine(when, time(23, 59)), TODAY) == iso


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 365))
def test_day_and_month_alone_mean_the_latest_that_has_been(today: date, back: int) -> None:
    when = today - timedelta(days=back)
    if (when.month, when.day) == (today.month, today.day):
        when = today
    if (when.month, when.day) != (2, 29):
        for typed in (f"{when:%m%d}", f"{when.month}.{when.day}", f"{when.month}月{when.day}日"):
            assert date_of(typed, today) == when.isoformat()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2026年5月3日", "2026-05-03"),
        ("２０２６．５．３", "2026-05-03"),
        ("2026/5/3", "2026-05-03"),
        (20260503, "2026-05-03"),
        (20260503.0, "2026-05-03"),
        ("0229", "2024-02-29"),
        ("1231", "2025-12-31"),
        ("今", "2026-11-22"),
        ("昨天", "2026-11-21"),
        ("-3", "2026-11-19"),
        ("2026-05-03T10:00:00", "2026-05-03"),
    ],
)
def test_the_ways_to_write_a_date(typed: Any, stored: str) -> None:
    assert date_of(typed, TODAY) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "2026-02-30",
        "2026.13.1",
        "2025-02-29",
        "13.5",
        "0000",
        "五月三日",
        "2026",
        "45000",
        "2026年",
    ],
)
def test_what_is_no_date_is_refused_with_the_words_typed(typed: str) -> None:
    with pytest.raises(UserError, match=typed):
        date_of(typed, TODAY)


# --- money and numbers ---------------------------------------------------------------------------


@given(st.integers(-(10**13), 10**13))
@example(5)
@example(-5)
def test_money_shown_is_read_as_the_same_fen(fen: int) -> None:
    assert fen_of(yuan(fen)) == fen
    assert fen_of(yuan(fen) + "元") == fen
    assert fen_of(f"{fen // 100:,}.{fen % 100:02}" if fen >= 0 else yuan(fen)) == fen


@given(st.integers(0, 10**11))
def test_a_sheets_binary_number_is_read_to_the_fen(fen: int) -> None:
    assert fen_of(fen / 100) == fen


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("3000", 300_000),
        ("3,000.50", 300_050),
        ("３，０００．５元", 300_050),
        ("¥3000", 300_000),
        ("￥ 3000 元", 300_000),
        ("0.3万", 300_000),
        ("0.3万元", 300_000),
        ("0", 0),
        (0.1 + 0.2, 30),
        (1.005e3, 100_500),
        (3000, 300_000),
    ],
)
def test_the_ways_to_write_money(typed: Any, fen: int) -> None:
    assert fen_of(typed) == fen


NO_MONEY = ("三千", "1,5", "3,00", "30,0000", "1e3", "1_000", "", ".", "-", "12.345", "nan", "inf")
NO_MONEY += ("9" * 20, "3000-4000", "约3000")


@pytest.mark.parametrize("typed", [*NO_MONEY, float("nan"), float("inf"), True])
def test_money_is_never_guessed(typed: Any) -> None:
    with pytest.raises(UserError):
        fen_of(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("3", 3), ("3人", 3), ("１２ 件", 12), (3.0, 3), ("1,234", 1234), ("-1", -1)],
)
def test_whole_numbers_with_their_unit(typed: Any, number: int) -> None:
    assert whole_of(typed) == number


@pytest.mark.parametrize("typed", ["3.5", 3.5, "三", "3,5", "人"])
def test_what_is_no_whole_number_is_refused(typed: Any) -> None:
    with pytest.raises(UserError):
        whole_of(typed)


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("是", 1), ("√", 1), (True, 1), (1.0, 1), ("否", 0), ("无", 0), (0, 0), (False, 0)],
)
def test_yes_and_no(typed: Any, stored: int) -> None:
    assert yes_no_of(typed) == stored


def test_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(UserError):
        yes_no_of("不详")


@pytest.mark.parametrize("code", DISPUTE_TYPE)
def test_every_type_is_known_by_its_code_and_its_words(code: str) -> None:
    words = DISPUTE_TYPE[code]
    for typed in (code, words.zh, words.zh.removesuffix("纠纷"), f" {words.zh} ", words.en.upper()):
        assert code_of(typed, DISPUTE_TYPE, {}) == code


def test_other_names_of_a_code_count_only_where_the_code_is_offered() -> None:
    assert (
        code_of("宅基地纠纷", DISPUTE_TYPE, {"宅基地": "housing_homestead"}) == "housing_homestead"
    )
    with pytest.raises(UserError, match="宅基地"):
        code_of("宅基地", {"other": Text("其他", "Other")}, {"宅基地": "housing_homestead"})


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("accepted_on", "5.3", "2026-05-03"),
        ("amount", "0.3万", 300_000),
        ("people_count", "3人", 3),
        ("is_difficult", "是", 1),
        ("dispute_type", "邻里", "neighbor"),
        ("place", 138.0, "138"),
        ("place", datetime.combine(date(2026, 5, 3), time(9)), "2026-05-03"),
        ("summary", "一\r\n二", "一\n二"),
        ("committee_id", " 上斜沟村 ", "上斜沟村"),
    ],
)
def test_each_type_of_field_reads_its_own_words(name: str, typed: Any, stored: Any) -> None:
    field = DISPUTE.field(name)
    assert value_of(field, typed, DISPUTE.codes.get(field.codes, {}), {}, TODAY) == stored


@pytest.mark.parametrize("field", DISPUTE.fields, ids=lambda f: f.name)
@pytest.mark.parametrize("nothing", [None, "", "  ", "\u3000\u200b"])
def test_nothing_typed_is_unknown_for_every_field(field: Field, nothing: Any) -> None:
    assert value_of(field, nothing, {}, {}, TODAY) is None


def test_a_long_number_of_a_sheet_keeps_its_places() -> None:
    assert plain(510122199003072.0) == "510122199003072"
    assert plain(13800000000.0) == "13800000000"


# --- shown ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fen", "words"),
    [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123450, "1234.50"), (-100, "-1.00")],
)
def test_money_is_shown_in_yuan_with_two_places(fen: int, words: str) -> None:
    assert yuan(fen) == words


def test_zero_is_shown_and_unknown_is_not() -> None:
    assert shown(DISPUTE.field("amount"), 0, BOOK) == "0.00"
    assert shown(DISPUTE.field("is_difficult"), 0, BOOK) == "否"
    assert shown(DISPUTE.field("amount"), None, BOOK) == ""


def test_several_codes_are_shown_in_order() -> None:
    field = Field("a", Text("甲", "A"), Type.CODES, codes="l")
    book = CodeBook({"l": {"x": Text("一", "1"), "y": Text("二", "2")}})
    assert shown(field, '["y","x","z"]', book) == "二、一、z"


@given(st.text("0123456789X", min_size=1, max_size=20))
def test_at_least_a_third_of_a_private_number_is_hidden(number: str) -> None:
    hidden = masked("id_number", number)
    assert len(hidden) == len(number)
    assert hidden.count("*") >= len(number) / 3
    assert all(h in ("*", n) for h, n in zip(hidden, number, strict=True))


def test_only_private_numbers_are_masked() -> None:
    assert masked("phone", "13812345678") == "138*****678"
    assert masked("id_number", "51012219900307291X") == "510122********291X"
    assert masked("name", "李明朗") == "李明朗"
    assert PARTY.field("phone").name == "phone"
