"""Fonts on paper: who sets which character, and lines that break where they may."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from core.paper.fonts import (
    Fonts,
    MissingCharacter,
    bundled_fonts,
    computer_fonts,
    missing_characters,
    printable,
)
from core.paper.lines import (
    NO_END,
    NO_START,
    Fill,
    Style,
    break_lines,
    break_sentence,
    set_line,
)
from core.paper.page import Document, Words, write_pdf
from core.paths import RESOURCES

BODY = Style("body", 14)
SERIF, SANS = (
    RESOURCES / "fonts" / f"{n}.ttf" for n in ("NotoSerifSC-Regular", "NotoSansSC-Medium")
)
IN_SANS_ONLY = "𧾷"  # U+27FB7


def test_a_rare_name_in_the_body_font_is_set_in_it() -> None:
    line = set_line(bundled_fonts(), BODY, "䶮")
    assert [run.font.fontName for run in line.runs] == ["NotoSerifSC-Regular"]


def test_what_the_body_font_lacks_is_set_in_another() -> None:
    line = set_line(bundled_fonts(), BODY, f"张{IN_SANS_ONLY}明")
    assert [(run.font.fontName, run.text) for run in line.runs] == [
        ("NotoSerifSC-Regular", "张"),
        ("NotoSansSC-Medium", IN_SANS_ONLY),
        ("NotoSerifSC-Regular", "明"),
    ]
    with pytest.raises(MissingCharacter):
        set_line(Fonts({"body": (SERIF,)}), BODY, f"张{IN_SANS_ONLY}明")


def test_a_character_beyond_ffff_can_be_copied_out_of_the_file(tmp_path: Path) -> None:
    fonts = bundled_fonts()
    words = Words(100, 700, 14, set_line(fonts, BODY, f"张{IN_SANS_ONLY}䶮"))
    document = Document("试", [[words]], numbered=False)
    write_pdf(tmp_path / "a.pdf", fonts, "试", [[document]], overwrite=False)
    assert PdfReader(tmp_path / "a.pdf").pages[0].extract_text() == f"张{IN_SANS_ONLY}䶮"


def test_missing_characters_are_told_with_the_text_they_stand_in() -> None:
    found = missing_characters(["李明朗", "王𬎆", "𬎆", "😀\n"], bundled_fonts())
    assert found == {"𬎆": "王𬎆", "😀": "😀\n"}


def test_a_file_that_is_no_font_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "simfang.ttf").write_bytes(b"no font at all")
    fonts = Fonts({"body": (tmp_path / "simfang.ttf", tmp_path / "gone.ttf", SERIF)})
    assert fonts.glyphs("body", "字")[0].font.fontName == "NotoSerifSC-Regular"


def test_the_fonts_of_the_computer_come_before_the_bundled_ones_that_stay_behind() -> None:
    for role, files in computer_fonts().files.items():
        assert set(bundled_fonts().files[role]) <= set(files)
        assert not missing_characters(["人民调解协议书（签名、盖章或按指印）〔2026〕"])


def test_tabs_wide_blanks_and_shape_selectors_need_no_glyph() -> None:
    assert printable("葛\U000e0100\t城\ufe00\u2003\u3000\n") == "葛    城 \u3000\n"


@given(st.text("调解协议李明朗，。（“”）…12ab.- \n", max_size=300), st.integers(40, 400))
def test_lines_hold_all_text_and_break_where_they_may(text: str, width: int) -> None:
    lines = break_lines(bundled_fonts(), BODY, text, width, first=min(28, width - 20))
    set_text = "".join(run.text for line in lines for run in line.runs)
    assert set_text.replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(line.width <= width + 0.1 for line in lines)


@pytest.mark.parametrize("text", ["明" + " " * 50, " " * 60])
def test_blanks_at_the_end_do_not_run_past_the_margin(text: str) -> None:
    assert all(line.width <= 40 for line in break_lines(bundled_fonts(), BODY, text, 40))


def test_no_punctuation_begins_or_opening_mark_ends_a_line() -> None:
    text = "双方（李明朗、王德贵）就“围墙”一事，达成一致；各自承担费用1260.50元，不再争执。" * 8
    for width in range(120, 420, 7):
        lines = break_lines(bundled_fonts(), BODY, text, width)
        shown = ["".join(run.text for run in line.runs) for line in lines]
        assert not [line for line in shown[1:] if line[0] in NO_START]
        assert not [line for line in shown if line[-1] in NO_END]
        assert sum("1260.50" in line for line in shown) == 8


def test_full_lines_reach_the_margin_and_the_last_does_not() -> None:
    lines = break_lines(bundled_fonts(), BODY, "调" * 50, 300)
    assert [round(line.width) for line in lines] == [300, 300, 112]


def test_values_in_a_sentence_are_underlined() -> None:
    lines = break_sentence(bundled_fonts(), BODY, ["一式", Fill("3"), "份"], 300, 28)
    ((start, end),) = lines[0].under
    assert start == pytest.approx(28)
    assert 10 < end - start < 28


def test_a_blank_to_fill_in_is_not_torn_apart() -> None:
    parts = ["甲" * 18, Fill("", 6), "乙"]
    lines = break_sentence(bundled_fonts(), BODY, parts, 300, 0)
    assert [len(line.under) for line in lines] == [0, 1]
