"""What a record kind is made of: plain data, read by forms, lists, sheets and print."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from core.codes import Codes
from core.text import Text

Row = Mapping[str, Any]


class Type(Enum):
    """How a value is stored, typed and shown. Unknown is None for every type."""

    TEXT = "text"  # one line
    NOTE = "note"  # several lines
    CODE = "code"  # one code of the list Field.codes
    CODES = "codes"  # any number of them, as a JSON array
    DATE = "date"  # ISO text, 2026-03-15
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"  # whole fen, shown as yuan
    YES_NO = "yes_no"  # 1 or 0
    LINK = "link"  # id of a record of the table Field.link


#: Words for 1 and 0, as fit the label of a field.
YES_OR_NO = (Text("是", "Yes"), Text("否", "No"))
THERE_OR_NOT = (Text("有", "Yes"), Text("无", "No"))
PLEASED_OR_NOT = (Text("满意", "Yes"), Text("不满意", "No"))


@dataclass(frozen=True)
class Field:
    """One value of a record, under the official label."""

    name: str  # column name
    label: Text
    type: Type = Type.TEXT
    required: bool = False
    codes: str = ""  # name of a code list
    link: str = ""  # table pointed at
    longest: int = 200  # characters
    least: int | None = None  # smallest number allowed, in the stored unit
    future: bool = False  # a date that may lie ahead, such as a time limit
    hint: Text | None = None  # legal ground or help, shown on hover
    answers: tuple[Text, Text] = YES_OR_NO  # what 1 and 0 of a YES_NO field are called


@dataclass(frozen=True)
class Section:
    """Fields that stand together on the form, in the order of the paper."""

    title: Text
    names: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """Something wrong at one field. A warning is shown, but the record can be saved."""

    name: str  # the field to point at
    message: Text
    warning: bool = False


def nothing_more(row: Row) -> list[Problem]:
    """The check of a kind without rules across fields."""
    return []


@dataclass(frozen=True, eq=False)  # one object a kind: compared and hashed as itself
class RecordKind:
    """One definition for forms, lists, registers, search, history and merging."""

    table: str
    title: Text
    fields: tuple[Field, ...]
    form: tuple[Section, ...]
    columns: tuple[str, ...]  # of the list and of the register
    named_by: tuple[str, ...]  # fields that name a record where another points at it
    found_by: tuple[str, ...] = ()  # fields the search box looks through
    dated_by: str = ""  # the date that puts a record in a month or a year
    parent: str = ""  # the link to the record this one belongs to and is deleted with
    counted_by: tuple[str, ...] = ()  # statistics dimensions
    codes: Mapping[str, Codes] = dataclasses.field(default_factory=dict)  # lists we ship
    check: Callable[[Row], list[Problem]] = nothing_more  # rules across fields

    def __post_init__(self) -> None:
        known = {f.name for f in self.fields}
        on_form = {name for section in self.form for name in section.names}
        used = {*on_form, *self.columns, *self.named_by, *self.found_by, *self.counted_by}
        used |= {name for name in (self.dated_by, self.parent) if name}
        if stray := used - known:
            raise ValueError(f"{self.table}: no such field: {sorted(stray)}")
        if missing := known - on_form - {self.parent}:
            raise ValueError(f"{self.table}: not on the form: {sorted(missing)}")

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {f.name: f for f in self.fields}

    def field(self, name: str) -> Field:
        return self.by_name[name]
