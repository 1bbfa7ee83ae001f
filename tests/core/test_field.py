"""A definition with a slip in it stops the first test."""

from typing import Any

import pytest

from core.field import Field, RecordKind, Section, Type
from core.text import Text

A = Text("甲", "A")
FIELDS = (Field("name", A), Field("born", A, Type.DATE), Field("of", A, Type.LINK, link="x"))


def kind(**values: Any) -> RecordKind:
    given: dict[str, Any] = {
        "table": "thing",
        "title": A,
        "fields": FIELDS,
        "form": (Section(A, ("name", "born", "of")),),
        "columns": ("name",),
        "named_by": ("name",),
    }
    return RecordKind(**{**given, **values})


def test_a_right_definition_is_taken() -> None:
    assert kind(dated_by="born", found_by=("name",)).field("born").type is Type.DATE


@pytest.mark.parametrize(
    "values",
    [
        {"columns": ("nmae",)},
        {"named_by": ("nmae",)},
        {"found_by": ("nmae",)},
        {"counted_by": ("nmae",)},
        {"dated_by": "borne"},
        {"parent": "off"},
        {"form": (Section(A, ("name", "born", "of", "nmae")),)},
    ],
)
def test_a_name_that_is_no_field_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no such field"):
        kind(**values)


def test_a_field_forgotten_on_the_form_is_refused() -> None:
    with pytest.raises(ValueError, match=r"not on the form.*born"):
        kind(form=(Section(A, ("name", "of")),))


def test_the_link_to_the_owner_need_not_stand_on_the_form() -> None:
    assert kind(parent="of", form=(Section(A, ("name", "born")),)).parent == "of"
