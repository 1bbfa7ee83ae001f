"""Checks that follow from the field itself; rules across fields live with the kind."""

import json
from datetime import date, timedelta
from typing import Any

from core.codes import CodeBook
from core.field import Field, Problem, RecordKind, Row, Type
from core.identity import id_warnings
from core.show import yuan
from core.text import Text

EARLIEST = "1900-01-01"
MOST = 10**13  # fen, or any other number: a slip of the keyboard, not a value


def problems(kind: RecordKind, row: Row, book: CodeBook, today: date) -> list[Problem]:
    """Everything wrong with a row, in form order, warnings last; see `blocking`."""
    given = [(f, row.get(f.name)) for f in kind.fields if f.required or row.get(f.name) is not None]
    found = [
        p
        for f, value in given
        if (p := _problem(f, value, book, today) or _nowhere(kind, f, value, book))
    ]
    return found or [*kind.check(row), *id_warnings(kind, row, today)]


def blocking(found: list[Problem]) -> list[Problem]:
    """What keeps the row from being saved."""
    return [p for p in found if not p.warning]


def _problem(field: Field, value: Any, book: CodeBook, today: date) -> Problem | None:
    if value is None or value == "":
        return _say(field, "请填写{}。", "Enter: {}.") if field.required else None
    match field.type:
        case Type.CODE if value not in book.lists[field.codes]:
            return _say(field, "{}不在代码表内。", "{} is not in the code list.")
        case Type.CODES if not set(json.loads(value)) <= set(book.lists[field.codes]):
            return _say(field, "{}不在代码表内。", "{} is not in the code list.")
        case Type.DATE:
            return _date_problem(field, value, today)
        case Type.INTEGER | Type.MONEY | Type.DECIMAL:
            return _number_problem(field, value)
        case Type.TEXT | Type.NOTE if len(str(value)) > field.longest:
            return Problem(
                field.name,
                Text(
                    "{field}过长:{n}字,最多{most}字。",
                    "{field} is too long: {n} characters, at most {most}.",
                ).format(field=field.label, n=len(str(value)), most=field.longest),
            )
        case Type.YES_NO if value not in (0, 1):
            return _say(field, "{}应为是或否。", "{} must be yes or no.")
        case Type.LINK if field.link in book.names and not book.name_of(field.link, value):
            return _say(field, "{}所指的记录不存在。", "{} points at no record.")
    return None


def _nowhere(kind: RecordKind, field: Field, value: Any, book: CodeBook) -> Problem | None:
    """A link to a record of a large table. A parent is saved in the same step as its rows: it need
    not exist yet."""
    far = book.far.get(field.link) if value and field.name != kind.parent else None
    if far is None or far.exists(value):
        return None
    return _say(field, "{}所指的记录不存在。", "{} points at no record.")


def too_small(field: Field, least: int) -> Text:
    """`least` is in the stored unit; an amount is said in yuan."""
    words = str(least)
    if field.type is Type.MONEY and least:
        words = yuan(least)
    said = Text("{field}不能小于 {least}。", "{field} cannot be less than {least}.")
    return said.format(field=field.label, least=words)


def _date_problem(field: Field, value: Any, today: date) -> Problem | None:
    try:
        valid = date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        valid = False
    if not valid:
        return _say(field, "{}不是有效日期。", "{} is not a date.")
    if value < EARLIEST:
        return _say(field, "{}早于1900年。", "{} is before 1900.")
    if not field.future and value > (today + timedelta(days=1)).isoformat():
        return _say(field, "{}晚于今天。", "{} is later than today.")
    return None


def _number_problem(field: Field, value: Any) -> Problem | None:
    if field.least is not None and value < field.least:
        return Problem(field.name, too_small(field, field.least))
    if abs(value) > MOST:
        return _say(field, "{}过大。", "{} is too large.")
    return None


def _say(field: Field, zh: str, en: str) -> Problem:
    return Problem(field.name, Text(zh.format(field.label.zh), en.format(field.label.en)))
