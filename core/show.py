"""A stored value as words, the same in lists, sheets and on paper."""

import json
from typing import Any

from core.codes import CodeBook
from core.field import Field, RecordKind, Row, Type
from core.text import Text

LIST_COMMA = Text("、", ", ")
#: Fields shown with stars unless somebody asks for them in full.
PRIVATE = frozenset(
    {
        "id_number",
        "phone",
        "mobile",
        "bank_account",
        "party_a_phone",
        "party_b_phone",
        "agent_id_number",
        "agent_phone",
        "writer_id_number",
    }
)


def shown(field: Field, value: Any, book: CodeBook) -> str:
    """Words for any value; unknown is an empty string, money is yuan with two decimals."""
    if value is None or value == "":
        return ""
    match field.type:
        case Type.CODE:
            return book.words(field.codes, value)
        case Type.CODES:
            return str(LIST_COMMA).join(book.words(field.codes, c) for c in json.loads(value))
        case Type.MONEY:
            return yuan(value)
        case Type.YES_NO:
            return str(field.answers[0 if value else 1])
        case Type.LINK:
            return book.name_of(field.link, value)
        case Type.DECIMAL:
            return decimal_words(value)
        case _:
            return str(value)


def decimal_words(value: float) -> str:
    """20.0 as 20, 4.5 as it is."""
    return str(int(value)) if value == int(value) else repr(value)


def name_of(kind: RecordKind, row: Row, book: CodeBook) -> str:
    """What a record is called; its kind when it has no name yet."""
    words = [shown(kind.field(name), row.get(name), book) for name in kind.named_by]
    return next((w for w in words if w), str(kind.title))


def yuan(fen: int) -> str:
    """Whole fen as yuan with two decimals: 123450 -> 1234.50."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02}"


def masked(name: str, value: str) -> str:
    """An ID or phone number with its middle in stars; other fields as they are."""
    if name not in PRIVATE or not value:
        return value
    if len(value) >= 15:
        return value[:6] + "*" * (len(value) - 10) + value[-4:]
    keep = min(3, len(value) // 3)  # at least a third is hidden
    return value[:keep] + "*" * (len(value) - 2 * keep) + value[len(value) - keep :]


def day(iso: str | None) -> str:
    """A date as forms print it: 2026年3月5日; empty for none."""
    if not iso:
        return ""
    year, month, day_ = (int(part) for part in iso.split("-"))
    return str(Text(f"{year}年{month}月{day_}日", iso))
