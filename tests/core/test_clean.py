"""Text at the borders: the table of data-safety.md, section 11."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.clean import clean_row, clean_text, clean_value, file_name, fold_digits
from core.errors import UserError
from core.records import DISPUTE, PARTY

STORABLE = st.text(st.characters(exclude_categories=["Cs"])).filter(
    lambda t: not any(ord(c) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(c) <= 0xFDEF for c in t)
)


@given(STORABLE, st.booleans())
@example("e\u0301\uf9fb\u0301", True)
@example("a\r\u200b\nb", True)
@example("\ufeff\u3000李\u2028", False)
def test_cleaning_twice_changes_nothing_more(text: str, lines: bool) -> None:
    once = clean_text(text, lines=lines)
    assert clean_text(once, lines=lines) == once


@given(STORABLE, st.booleans())
def test_promise_24_clean_text_holds_nothing_that_cannot_be_seen(text: str, lines: bool) -> None:
    clean = clean_text(text, lines=lines)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in clean)
    assert not any("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" for c in clean)
    assert not any("\u200b" <= c <= "\u200f" or c in "\ufeff\u2060\xad" for c in clean)
    assert clean == clean.strip()
    if not lines:
        assert not set("\r\n\t") & set(clean)


@pytest.mark.parametrize("bad", ["\ud800", "\udfff", "\ufffe", "\uffff", "\U0001fffe", "\ufdd0"])
def test_promise_24_characters_no_file_can_hold_are_refused_by_number(bad: str) -> None:
    with pytest.raises(UserError, match=f"U\\+{ord(bad):04X}"):
        clean_text(f"李{bad}明")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("李\0明\x07朗", "李明朗"),
        ("李\u202e明\u200b朗\ufeff", "李明朗"),
        ("李\u2060明\xad朗", "李明朗"),
        ("\u3000 李明朗 \u3000", "李明朗"),
        ("一\r\n二\r三", "一 二 三"),
        ("e\u0301", "é"),
        ("\U00020000\U00030000", "\U00020000\U00030000"),  # rare names, extensions B and G
        ("\ue000\U000f0000", "\ue000\U000f0000"),  # private use: may not print, but is kept
        ("\uf92c\ufa0e\U0002f800", "\uf92c\ufa0e\U0002f800"),  # compatibility ideographs
        ("e\u0301\uf92c", "é\uf92c"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("😀", "😀"),
    ],
)
def test_promise_24_text_is_stored_as_the_table_says(typed: str, stored: str) -> None:
    assert clean_text(typed) == stored


def test_a_note_keeps_its_lines_and_tabs() -> None:
    assert clean_text("一\r\n\r二\t三\r", lines=True) == "一\n\n二\t三"


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("id_number", "５１０１２２１９９００３０７２９１Ｘ", "51012219900307291X"),
        ("phone", "０２８－８５１２（转３）", "028-8512(转3)"),
        ("name", "ＡＢ公司", "ＡＢ公司"),  # a name is kept as it is written
        ("name", "   ", None),
    ],
)
def test_numbers_people_compare_become_half_width(
    name: str, typed: str, stored: str | None
) -> None:
    assert clean_value(PARTY.field(name), typed) == stored


def test_file_numbers_keep_their_brackets() -> None:
    field = DISPUTE.field("file_no")
    assert clean_value(field, "（２０２６）斜人调字第１２号") == "（2026）斜人调字第12号"
    assert fold_digits("ａＺ９〇") == "aZ9〇"


def test_other_values_than_text_pass_untouched() -> None:
    assert clean_value(DISPUTE.field("amount"), 123) == 123
    assert clean_value(DISPUTE.field("amount"), None) is None


def test_a_row_says_which_field_could_not_be_cleaned_and_leaves_it_out() -> None:
    row, found = clean_row(PARTY, {"id": "x", "name": "李\ud800", "phone": " 1 "})
    assert row == {"id": "x", "phone": "1"}
    assert [p.name for p in found] == ["name"]
    assert PARTY.field("name").label.zh in found[0].message.zh


@given(STORABLE)
@example("con.txt")
@example("LPT1")
@example('a\\/:*?"<>|b')
@example("....")
@example("x" * 300)
@example("x" * 79 + ".y")
def test_a_file_name_fits_every_file_system(words: str) -> None:
    name = file_name(words)
    assert 1 <= len(name) <= 81
    assert not set('\\/:*?"<>|\n') & set(name)
    assert not name.endswith((".", " "))
    assert name.split(".")[0].lower() not in ("con", "prn", "aux", "nul", "com1", "lpt1")


def test_a_file_name_keeps_its_words() -> None:
    assert file_name("斜沟乡 2026年台账") == "斜沟乡_2026年台账"
