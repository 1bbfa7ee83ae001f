"""Numbers of cases, files and agreements: prefix, year and serial kept apart, counted per year.

The pattern is the office's (record `office`); a committee may have a file prefix of its own.
Numbers are proposed, never forced, and gaps are not filled.
"""

import re
import string
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

from core.field import RecordKind
from core.records import (
    AGREEMENT,
    CONSULTATION,
    DISPUTE,
    DRAFTED_DOCUMENT,
    LEGAL_AID_CASE,
    OFFICE,
    SCREENING_ITEM,
    SCREENING_ROUND,
)
from core.store import find

#: Observed forms: 卷号 printed as （年）…人调字第N号, agreements as 调协字〔年〕第N号; both may be
#: changed by the office.
DEFAULTS = {
    "case": "{prefix}{year}{serial:04}",
    "file": "（{year}）{prefix}人调字第{serial}号",
    "agreement": "{prefix}人调协字〔{year}〕第{serial}号",
    "screening": "{prefix}排查{year}{serial:04}",
    "round": "{prefix}排查轮次{year}{serial:03}",
}
#: Numbers of legal aid; they share one prefix of the office. The look of the first is that of the
#: forms of 2013: those of 2023 leave it to the place.
AID_DEFAULTS = {
    "application": "{prefix}援申字〔{year}〕第{serial}号",
    "consultation": "{prefix}咨询{year}{serial:04}",
    "drafting": "{prefix}代书{year}{serial:04}",
}
_EVERY = {**DEFAULTS, **AID_DEFAULTS}
KIND_OF = {
    "case": DISPUTE,
    "file": DISPUTE,
    "agreement": AGREEMENT,
    "screening": SCREENING_ITEM,
    "round": SCREENING_ROUND,
    "application": LEGAL_AID_CASE,
    "consultation": CONSULTATION,
    "drafting": DRAFTED_DOCUMENT,
}


@dataclass(frozen=True)
class Number:
    """A proposed number and its three parts."""

    prefix: str
    year: int
    serial: int
    words: str

    def fields(self, which: str) -> dict[str, Any]:
        """The values to put into the record: <which>_no, _prefix, _year, _serial."""
        return {
            f"{which}_no": self.words,
            f"{which}_prefix": self.prefix or None,
            f"{which}_year": self.year,
            f"{which}_serial": self.serial,
        }


def propose(
    db: Database, which: str, on: str, committee_id: str | None = None, *, ahead: int = 0
) -> Number:
    """The next number of a kind (see KIND_OF) for the year of an ISO date; `ahead` skips so many,
    for several new ones at once."""
    office = next(iter(find(db, OFFICE, limit=1)), {})
    prefix = office.get("aid_prefix" if which in AID_DEFAULTS else f"{which}_prefix") or ""
    if which == "file" and committee_id:
        own = db.execute(
            "select file_prefix from committee where id = ?", [committee_id]
        ).fetchone()
        prefix = (own and own[0]) or prefix
    year = int(on[:4])
    serial = _last_serial(db, KIND_OF[which], which, prefix, year) + 1 + ahead
    pattern = office.get(f"{which}_pattern") or _EVERY[which]
    return Number(prefix, year, serial, pattern.format(prefix=prefix, year=year, serial=serial))


def example(db: Database, which: str, prefix: str, pattern: str, year: int) -> str:
    """The next number of the year as a pattern would write it. Raises what str.format raises for
    a pattern that is none."""
    serial = _last_serial(db, KIND_OF[which], which, prefix, year) + 1
    return pattern.format(prefix=prefix, year=year, serial=serial)


def patterns(db: Database) -> dict[str, str]:
    """The office's pattern of each kind of number."""
    office = next(iter(find(db, OFFICE, limit=1)), {})
    return {which: office.get(f"{which}_pattern") or own for which, own in _EVERY.items()}


def read(which: str, pattern: str, words: str) -> dict[str, Any]:
    """Prefix, year and serial of a number written by a pattern, as fields, so that the next number
    proposed goes on from it; nothing for a number of another make."""
    found = _expression(pattern).fullmatch(_plain(words))
    if not found or not 1949 <= int(found["year"]) <= 2099 or int(found["serial"]) < 1:
        return {}
    prefix = found.groupdict().get("prefix") or ""
    return Number(prefix, int(found["year"]), int(found["serial"]), words).fields(which)


@lru_cache(maxsize=16)
def _expression(pattern: str) -> re.Pattern[str]:
    parts = {"prefix": r".*?", "year": r"\d{4}", "serial": r"\d+"}
    pieces, named = [], set()
    for literal, name, _, _ in string.Formatter().parse(pattern):
        pieces.append(re.escape(_plain(literal)))
        if name:  # a pattern may hold the year twice; the first one is read
            pieces.append(parts[name] if name in named else f"(?P<{name}>{parts[name]})")
            named.add(name)
    return re.compile("".join(pieces))


def _plain(words: str) -> str:
    """Brackets and digits half width, no blanks."""
    return re.sub(
        r"\s", "", unicodedata.normalize("NFKC", words).replace("[", "〔").replace("]", "〕")
    )


def _last_serial(db: Database, kind: RecordKind, which: str, prefix: str, year: int) -> int:
    """Also counts what lies in the recycle bin, so that putting it back makes no double."""
    sql = (
        f"select max({which}_serial) from {kind.table}"
        f" where {which}_year = ? and {which}_prefix is ?"
    )
    return int(db.execute(sql, [year, prefix or None]).fetchone()[0] or 0)
