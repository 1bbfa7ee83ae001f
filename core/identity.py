"""What an ID number says: sex, birth date, age; and whether its check digit fits (GB 11643-1999).

Everything wrong is a warning, never a refusal: numbers in use do break the rules.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.field import Problem, RecordKind, Row
from core.text import Text

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


@dataclass(frozen=True)
class IdReading:
    """What could be read; a field is None where the number does not say it."""

    gender: str | None = None
    birth_date: str | None = None
    warning: Text | None = None


def read_id(number: str, today: date) -> IdReading:
    """Read a resident ID number of 18 places, or the old one of 15."""
    number = number.strip().upper()
    if len(number) not in (15, 18):
        said = Text(
            "身份证号码应为18位(旧号15位),现为{n}位。",
            "An ID number has 18 places (old ones 15); this one has {n}.",
        )
        return IdReading(warning=said.format(n=len(number)))
    if not _is_numeric(number):
        return IdReading(warning=Text("身份证号码含有非数字。", "The ID number is not numeric."))
    born = _birth_date(number, today)
    gender = "male" if int(number[14] if len(number) == 15 else number[16]) % 2 else "female"
    if born is None:
        said = Text("身份证号码中的出生日期无效。", "The birth date in the ID number is not valid.")
        return IdReading(gender=gender, warning=said)
    return IdReading(gender, born.isoformat(), _check_digit_warning(number))


def age_on(birth_date: str, on: str) -> int | None:
    """Full years on a day; None if born after it. Both ISO dates."""
    born, day = date.fromisoformat(birth_date), date.fromisoformat(on)
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return years if years >= 0 else None


def check_digit(first17: str) -> str:
    """The 18th place that belongs to the first 17 (MOD 11-2)."""
    total = sum(int(c) * w for c, w in zip(first17, _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11]


def fill_from_id(kind: RecordKind, row: Row, on: str | None, today: date) -> dict[str, Any]:
    """The row with sex, birth date and age filled in where they are empty and follow from the ID
    number; `on` is the day the age counts for. Only for kinds that have an ID number, and only
    when it is a resident ID card."""
    filled = dict(row)
    if "id_number" not in kind.by_name or row.get("party_type") == "organization":
        return filled
    number = str(row.get("id_number") or "")
    if number and row.get("id_type") in (None, "", "id_card"):
        reading = read_id(number, today)
        for name in ("gender", "birth_date"):
            filled[name] = filled.get(name) or getattr(reading, name)
    if "age" in kind.by_name and filled.get("age") is None and filled.get("birth_date") and on:
        filled["age"] = age_on(filled["birth_date"], on)
    return filled


def id_warnings(kind: RecordKind, row: Row, today: date) -> list[Problem]:
    """What is odd about the ID number, and where sex or birth date do not agree with it."""
    number = str(row.get("id_number") or "")
    is_card = row.get("id_type") in (None, "", "id_card")
    if "id_number" not in kind.by_name or not number or not is_card:
        return []
    if row.get("party_type") == "organization":
        return []
    reading = read_id(number, today)
    found = [Problem("id_number", reading.warning, warning=True)] if reading.warning else []
    for name in ("gender", "birth_date"):
        said, written = getattr(reading, name), row.get(name)
        if said and written and said != written:
            words = Text(
                "{field}与身份证号码不一致。", "{field} does not agree with the ID number."
            )
            words = words.format(field=kind.field(name).label)
            found.append(Problem(name, words, warning=True))
    return found


def _is_numeric(number: str) -> bool:
    body, last = (number, "0") if len(number) == 15 else (number[:17], number[17])
    return body.isascii() and body.isdigit() and last in "0123456789X"


def _birth_date(number: str, today: date) -> date | None:
    digits = f"19{number[6:12]}" if len(number) == 15 else number[6:14]
    try:
        born = date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    except ValueError:
        return None
    return born if date(1900, 1, 1) <= born <= today else None


def _check_digit_warning(number: str) -> Text | None:
    if len(number) == 15 or check_digit(number[:17]) == number[17]:
        return None
    said = Text(
        "身份证号码校验位不符(末位应为{digit}),请核对。",
        "The check digit of the ID number does not fit (it should be {digit}).",
    )
    return said.format(digit=check_digit(number[:17]))
