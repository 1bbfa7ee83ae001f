"""What people type or a sheet holds, as the value to store.

Every function raises UserError with the reason when the words mean nothing; none guesses.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from core.clean import clean_text
from core.codes import Codes
from core.errors import UserError
from core.field import Field, Type
from core.text import Text

_TODAY_WORDS = {"今": 0, "今天": 0, "昨": -1, "昨天": -1, "前天": -2, "明": 1, "明天": 1}
_YES = {"是", "有", "1", "y", "yes", "true", "√", "✓", "对", "满意"}
_NO = {"否", "无", "0", "n", "no", "false", "×", "没有", "不满意"}


def value_of(
    field: Field, typed: Any, codes: Codes, aliases: Mapping[str, str], today: date
) -> Any:
    """The stored value of one cell or edit box; None for nothing. LINK stays the words typed.

    `codes` is the field's list, `aliases` other words for its codes. Raises UserError.
    """
    if typed is None or (isinstance(typed, str) and not clean_text(typed)):
        return None
    match field.type:
        case Type.DATE:
            return date_of(typed, today)
        case Type.MONEY:
            return fen_of(typed)
        case Type.INTEGER:
            return whole_of(typed)
        case Type.DECIMAL:
            return float(_number(typed))
        case Type.YES_NO:
            return yes_no_of(typed)
        case Type.CODE:
            return code_of(plain(typed), codes, aliases)
        case Type.CODES:
            said = re.split(r"[、,，;；]\s*", plain(typed))
            return json.dumps([code_of(each, codes, aliases) for each in said if each])
        case _:
            return plain(typed, lines=field.type is Type.NOTE)


def plain(typed: Any, *, lines: bool = False) -> str:
    """A cell as clean text: 138.0 from a sheet is 138, a date is ISO."""
    if isinstance(typed, datetime | date):
        return typed.isoformat()[:10]
    if isinstance(typed, float) and typed.is_integer():
        typed = int(typed)
    return clean_text(str(typed), lines=lines)


def date_of(typed: Any, today: date) -> str:
    """2026-05-03, 2026.5.3, 2026年5月3日, 20260503, 0503, 5.3, 今, -3 (days ago) as ISO text.

    A day and month alone mean the latest such day that is not in the future.
    """
    if isinstance(typed, datetime):
        return typed.date().isoformat()
    if isinstance(typed, date):
        return typed.isoformat()
    words = unicodedata.normalize("NFKC", plain(typed))
    if words in _TODAY_WORDS:
        return (today + timedelta(days=_TODAY_WORDS[words])).isoformat()
    if re.fullmatch(r"-\d{1,3}", words):
        return (today - timedelta(days=int(words[1:]))).isoformat()
    words = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", "", words)  # time of day
    numbers = _date_numbers(words)
    try:
        if len(numbers) == 3:
            return date(*numbers).isoformat()
        if len(numbers) == 2:
            return _latest(numbers[0], numbers[1], today).isoformat()
    except ValueError:
        pass
    raise UserError(Text("“{typed}”不是有效日期。", "{typed} is not a date.").format(typed=typed))


def fen_of(typed: Any, per: int = 1) -> int:
    """Yuan as whole fen: 3000, 3,000.50元, 0.3万元. Less than a fen is refused. `per` is how many
    yuan a bare number counts (10,000 in a column of 万元); a unit typed with it goes first."""
    words = unicodedata.normalize("NFKC", str(typed)).strip().removeprefix("¥")
    factor = Decimal(100)
    if words.endswith(("万元", "万")):
        factor *= 10_000
    elif not words.endswith("元"):
        factor *= per
    fen = factor * _number(re.sub(r"(万元|万|元)$", "", words) if isinstance(typed, str) else typed)
    if isinstance(typed, float):  # a sheet's binary number: 0.1 + 0.2 is meant to be 0.30
        fen = fen.quantize(Decimal(1), ROUND_HALF_UP)
    if fen != fen.to_integral_value():
        said = Text("金额“{typed}”精确到分即可。", "The amount {typed} has more than two decimals.")
        raise UserError(said.format(typed=typed))
    return int(fen)


def whole_of(typed: Any) -> int:
    """A whole number; a unit such as 人 or 件 behind it does not matter."""
    number = _number(re.sub(r"[人件次份户个年岁]$", "", str(typed).strip()))
    if number != number.to_integral_value():
        raise UserError(
            Text("“{typed}”不是整数。", "{typed} is not a whole number.").format(typed=typed)
        )
    return int(number)


def yes_no_of(typed: Any) -> int:
    """是, 有, 1, √ are 1; 否, 无, 0 are 0."""
    words = plain(typed).lower()
    if words in _YES:
        return 1
    if words in _NO:
        return 0
    raise UserError(Text("“{typed}”应为是或否。", "{typed}: enter yes or no.").format(typed=typed))


def code_of(typed: str, codes: Codes, aliases: Mapping[str, str]) -> str:
    """The code whose code, words or other name this is; the ending 纠纷 does not matter."""
    if typed in codes:
        return typed
    sought = bare(typed)
    for code, words in codes.items():
        if sought in (bare(words.zh), bare(words.en)):
            return code
    for name, code in aliases.items():
        if sought == bare(name) and code in codes:
            return code
    said = Text("“{typed}”不在代码表内。", "{typed} is not in the code list.")
    raise UserError(said.format(typed=typed))


def bare(words: str) -> str:
    """Words as compared: no blanks, brackets alike, without the ending 纠纷."""
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", words)).lower()
    return words.removesuffix("纠纷") or words


def _number(typed: Any) -> Decimal:
    """Commas only where they part thousands: 1,5 may be a half or fifteen. A number of a sheet may
    also come as 1e-05."""
    words = unicodedata.normalize("NFKC", str(typed)).strip()
    try:
        if isinstance(typed, str) and not _NUMBER.fullmatch(words):
            raise InvalidOperation
        number = Decimal(words.replace(",", ""))
        if number.is_finite() and abs(number) <= 10**15:
            return number
    except InvalidOperation:
        pass
    raise UserError(Text("“{typed}”不是数字。", "{typed} is not a number.").format(typed=typed))


_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?")


def _date_numbers(words: str) -> list[int]:
    if re.fullmatch(r"\d{8}", words):
        return [int(words[:4]), int(words[4:6]), int(words[6:])]
    if re.fullmatch(r"\d{4}", words):
        return [int(words[:2]), int(words[2:])]
    if re.fullmatch(r"(\d{4}[-./年])?\d{1,2}[-./月]\d{1,2}日?", words):
        return [int(n) for n in re.findall(r"\d+", words)]
    return []


def _latest(month: int, day: int, today: date) -> date:
    for year in range(today.year, today.year - 5, -1):  # 29 February may be four years back
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError
