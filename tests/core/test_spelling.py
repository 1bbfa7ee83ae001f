"""Pinyin and initials of names, with the readings people use."""

import pytest

from core.spelling import folded, readings, spellings, spelt_marks


def test_spellings_are_the_pinyin_the_initials_and_the_surname_with_initials() -> None:
    assert spellings("李明朗") == ("liminglang", "lml", "liml")
    assert spellings("李明") == ("liming", "lm")
    assert spellings("ABC") == ()
    assert spellings("") == ()


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("单雄信", "shan"),
        ("解晓东", "xie"),
        ("仇和", "qiu"),
        ("查良镛", "zha"),
        ("曾国藩", "zeng"),
        ("任盈盈", "ren"),
        ("盖叫天", "ge"),
        ("尉迟恭", "yuchi"),
        ("区大相", "ou"),
        ("乐毅", "yue"),
        ("朴树", "piao"),
        ("覃琴", "qin"),
        ("覃琴", "tan"),
        ("缪荃孙", "miao"),
        ("员半千", "yun"),
        ("种师道", "chong"),
        ("重耳", "chong"),
        ("翟天临", "zhai"),
        ("冼星海", "xian"),
        ("卜算子", "bu"),
        ("薄熙来", "bo"),
        ("祭遵", "zhai"),
        ("万俟卨", "moqi"),
        ("长孙无忌", "zhangsun"),
        ("单于", "chanyu"),
        ("牟其中", "mou"),
        ("隗嚣", "kui"),
        ("郇山", "xun"),
        ("宓妃", "fu"),
    ],
)
def test_a_surname_is_found_by_its_own_reading(name: str, surname: str) -> None:
    assert any(spelt.startswith(surname) for spelt in spellings(name))


@pytest.mark.parametrize("name", ["单雄信", "解晓东", "曾国藩", "查良镛", "区大相"])
def test_a_surname_is_also_found_by_the_usual_reading_of_its_character(name: str) -> None:
    usual = {"单": "dan", "解": "jie", "曾": "ceng", "查": "cha", "区": "qu"}[name[0]]
    assert any(spelt.startswith(usual) for spelt in spellings(name))


@pytest.mark.parametrize("typed", ["wangle", "wangyue", "wl", "wy"])
def test_a_given_name_that_is_read_in_two_ways_is_found_by_both(typed: str) -> None:
    assert typed in spellings("王乐")


@pytest.mark.parametrize("typed", ["lvbu", "lubu", "lyubu", folded("lübu")])
def test_lv_is_found_however_it_is_typed(typed: str) -> None:
    assert typed in spellings("吕布")


def test_signs_and_rare_characters_are_passed_over() -> None:
    assert spellings("欧阳·娜")[0] == "ouyangna"
    assert readings("李A\U00020bb7明") == [("li",), ("ming",)]


def test_a_name_of_many_readings_has_a_limited_number_of_spellings() -> None:
    assert len(spellings("单" + "乐长行重朝" * 4)) <= 3 * 8


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("l", "李"),
        ("lm", "李明"),
        ("lml", "李明朗"),
        ("liming", "李明"),
        ("limi", "李明"),
        ("liml", "李明朗"),
        ("ml", "明朗"),
        ("minglang", "明朗"),
        ("ing", ""),
        ("lx", ""),
        ("", ""),
    ],
)
def test_the_characters_that_letters_stand_for_are_known(typed: str, marked: str) -> None:
    name = "李明朗"
    assert [name[a:b] for a, b in spelt_marks(name, typed)] == ([marked] if marked else [])
