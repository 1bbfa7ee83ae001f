"""Colours: words can be read on what they stand on, in both sets."""

import re

import pytest

from core.paths import RESOURCES
from ui import measures
from ui.measures import PAIRS, SETS, contrast, painted, use_colours

QSS = (RESOURCES / "style.qss").read_text(encoding="utf-8")


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
@pytest.mark.parametrize(("name", "least"), [("usual", 4.5), ("high", 7.0)])
def test_words_stand_out_from_what_they_stand_on(
    name: str, least: float, pair: tuple[str, str]
) -> None:
    words, on = (SETS[name][each] for each in pair)
    assert contrast(words, on) >= least, f"{contrast(words, on):.2f}"


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


def test_both_sets_name_the_same_colours_and_each_is_told_apart() -> None:
    assert SETS["usual"].keys() == SETS["high"].keys()
    assert len(set(SETS["usual"].values())) == len(SETS["usual"])


def test_the_style_sheet_names_its_colours_and_each_colour_of_words_has_a_pair() -> None:
    assert re.findall(r"#[0-9a-f]{3,6}\b(?=[;\s])", QSS) == []
    words = set(re.findall(r"(?<![-\w])color: \$(\w+)", QSS))
    assert words - {"off"} <= {pair[0] for pair in PAIRS}


def test_painters_follow_the_set_in_use(dressed: str) -> None:
    use_colours("high")
    try:
        assert painted(measures.RED) == SETS["high"]["red"]
        assert painted("#123456") == "#123456"
        assert SETS["high"]["accent"] in measures.style_sheet()
    finally:
        use_colours("usual")
    assert painted(measures.RED) == measures.RED


def test_an_unknown_set_is_the_usual_one() -> None:
    use_colours("pink")
    assert painted(measures.RED) == measures.RED
