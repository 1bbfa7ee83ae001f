"""Words in two languages."""

from collections.abc import Iterator

import pytest

from core.errors import UserError
from core.text import Text, use_language


@pytest.fixture
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("zh")


def test_chinese_is_the_language_until_another_is_chosen() -> None:
    assert str(Text("保存", "Save")) == "保存"


def test_a_text_speaks_the_language_in_use(english: None) -> None:
    assert str(Text("保存", "Save")) == "Save"


def test_places_are_filled_in_both_languages() -> None:
    words = Text("共{n}条{kind}", "{n} {kind}").format(n=3, kind=Text("纠纷", "disputes"))
    assert words == Text("共3条纠纷", "3 disputes")


def test_braces_in_a_value_are_kept_as_they_are() -> None:
    assert Text("{a}", "{a}").format(a="{b}") == Text("{b}", "{b}")


def test_an_error_for_the_user_carries_both_languages() -> None:
    error = UserError(Text("磁盘已满", "Disk full"))
    assert (str(error), error.message.en) == ("磁盘已满", "Disk full")
