"""可能是同一件: earlier cases of the same people, phone or address within a year of the one typed.

Look-ups over the indices of the parties; nothing is written and nothing is decided: whether it is
the same dispute is for people to say.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from sqlite_utils import Database

from core.clean import clean_text
from core.field import Row
from core.spelling import folded

MONTHS = 12
MOST = 2  # shown at once
LEAST_PHONE = 7  # digits
LEAST_ADDRESS = 6  # characters: a village alone says nothing
LOOKED_THROUGH = 300  # parties of one phone, address or name


class Same(IntEnum):
    """What two cases share; the value is its weight."""

    PARTIES = 50  # a party of each side
    PHONE = 40
    ADDRESS = 30


@dataclass(frozen=True)
class LikeCase:
    """An earlier case, and what makes it look like the one typed."""

    id: str
    number: str
    accepted_on: str
    dispute_type: str
    closed: bool
    same: frozenset[Same]

    @property
    def weight(self) -> int:
        return sum(self.same)


def like_cases(
    db: Database, parties: Sequence[Row], *, accepted_on: str, dispute: str = "", most: int = MOST
) -> list[LikeCase]:
    """Cases accepted within twelve months before or after `accepted_on` (ISO) that share a phone,
    an address, or a party of each side by name, the likeliest first. `dispute` is the one typed.
    Phone and address of an organisation say nothing: a hospital has many disputes."""
    people = [p for p in parties if p.get("party_type") != "organization"]
    by_phone = _values(people, "phone", _phone)
    by_address = _values(people, "org_or_address", _address)
    names = {
        side: {str(p["name"]) for p in parties if p.get("party_role") == side and p.get("name")}
        for side in ("applicant", "respondent")
    }
    shared: dict[str, set[Same]] = {}
    for same, column, values in (
        (Same.PHONE, "phone", by_phone),
        (Same.ADDRESS, "org_or_address", by_address),
    ):
        for id in _disputes_with(db, column, values):
            shared.setdefault(id, set()).add(same)
    for id in _of_both_sides(db, names):
        shared.setdefault(id, set()).add(Same.PARTIES)
    shared.pop(dispute, None)
    found = _within(db, shared, accepted_on)
    return sorted(found, key=lambda c: (-c.weight, _newest(c.accepted_on), c.id))[:most]


def _values(parties: Sequence[Row], name: str, taken: Callable[[str], str]) -> list[str]:
    given = (taken(str(p.get(name) or "")) for p in parties)
    return sorted({value for value in given if value})


def _phone(typed: str) -> str:
    number = folded(clean_text(typed)).replace(" ", "")
    return number if sum(c.isdigit() for c in number) >= LEAST_PHONE else ""


def _address(typed: str) -> str:
    words = clean_text(typed)
    return words if len(words) >= LEAST_ADDRESS else ""


def _disputes_with(db: Database, column: str, values: Sequence[str]) -> set[str]:
    if not values:
        return set()
    marks = ", ".join("?" * len(values))
    sql = (
        f"select dispute_id from party where {column} in ({marks}) and +state = 0"
        " order by id desc limit ?"
    )
    return {id for (id,) in db.execute(sql, [*values, LOOKED_THROUGH])}


def _of_both_sides(db: Database, names: Mapping[str, set[str]]) -> set[str]:
    """Cases with somebody of one side and somebody of the other, whichever side they took."""
    one, other = names["applicant"], names["respondent"]
    if not one or not other:
        return set()
    return _disputes_with(db, "name", sorted(one)) & _disputes_with(db, "name", sorted(other))


def _within(db: Database, shared: Mapping[str, set[Same]], accepted_on: str) -> list[LikeCase]:
    if not shared:
        return []
    day, year = date.fromisoformat(accepted_on), timedelta(days=365)
    marks = ", ".join("?" * len(shared))
    sql = f"""
        select id, coalesce(file_no, case_no, '') as number, accepted_on, dispute_type,
            closed_on is not null as closed
        from dispute where id in ({marks}) and +state = 0 and accepted_on between ? and ?
    """
    bounds = [(day - year).isoformat(), (day + year).isoformat()]
    return [
        LikeCase(
            r["id"],
            r["number"],
            r["accepted_on"],
            r["dispute_type"] or "",
            bool(r["closed"]),
            frozenset(shared[r["id"]]),
        )
        for r in db.query(sql, [*shared, *bounds])
    ]


def _newest(iso: str) -> int:
    return -date.fromisoformat(iso).toordinal()
