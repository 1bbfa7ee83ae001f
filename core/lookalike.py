"""Persons of earlier records who may be the one being typed: same ID number, phone or name.

Pure look-ups over three indices; nothing is written, nothing is guessed: whether it is the same
person is for the user to say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sqlite_utils import Database

from core.clean import clean_text
from core.field import Row
from core.identity import check_digit
from core.records import PARTY
from core.spelling import folded

MOST = 5  # shown at once
LOOKED_THROUGH = 300  # parties of one name that are looked at, the nearest village first
LEAST_PHONE = 7  # digits; a shorter number is still being typed

#: Who somebody is comes from the earlier record whole, so that two persons are never mixed; what
#: changes in a life is only filled in where nothing was typed.
IDENTITY = ("name", "party_type", "id_type", "id_number", "gender", "birth_date", "ethnicity")
CIRCUMSTANCES = ("occupation", "phone", "org_or_address", "representative")


class Why(IntEnum):
    """What is the same, the surest first."""

    ID = 0
    PHONE = 1
    NAME = 2


@dataclass(frozen=True)
class LookAlike:
    """A party of an earlier record, and the record: `number` and `accepted_on` name it."""

    why: Why
    party: Mapping[str, Any]
    dispute: str
    number: str
    accepted_on: str
    same_village: bool


def look_alikes(
    db: Database, typed: Row, *, dispute: str = "", village: str | None = None, most: int = MOST
) -> list[LookAlike]:
    """Persons like the one typed so far (`name`, `id_number`, `phone`, `org_or_address`), each
    once, in their latest record: same ID first, then same phone, then same name with the nearest
    village and address first. `dispute` is the record being typed: its own parties are left out."""
    asked = (
        (Why.ID, "id_number", _id_forms(_plain(typed.get("id_number")))),
        (Why.PHONE, "phone", _phones(_plain(typed.get("phone")))),
        (Why.NAME, "name", _names(clean_text(str(typed.get("name") or "")))),
    )
    found: list[LookAlike] = []
    for why, column, values in asked:
        if values:
            found += _with(db, why, column, values, dispute, village)
    address = str(typed.get("org_or_address") or "")
    found.sort(key=lambda each: _nearness(each, address))
    return _each_once(found)[:most]


def data_of(person: LookAlike, typed: Row) -> dict[str, Any]:
    """What 用此人资料 puts into the fields: see IDENTITY and CIRCUMSTANCES. The age is given as
    None, to be counted anew for the day of the case."""
    taken = {name: person.party[name] for name in IDENTITY if person.party[name] is not None}
    for name in CIRCUMSTANCES:
        if not typed.get(name) and person.party[name] is not None:
            taken[name] = person.party[name]
    return {**taken, "age": None}


def _with(
    db: Database, why: Why, column: str, values: list[str], dispute: str, village: str | None
) -> list[LookAlike]:
    marks = ", ".join("?" * len(values))
    columns = ", ".join(f"p.{f.name}" for f in PARTY.fields)
    sql = f"""
        select {columns}, p.id, coalesce(d.file_no, d.case_no, '') as number,
            coalesce(d.accepted_on, '') as accepted_on, d.village_id is ? as near
        from party p join dispute d on d.id = p.dispute_id
        where p.{column} in ({marks}) and +p.state = 0 and +d.state = 0 and p.dispute_id != ?
        order by near desc, d.accepted_on desc, p.id desc limit ?
    """
    rows = db.query(sql, [village or "", *values, dispute, LOOKED_THROUGH])
    return [
        LookAlike(why, row, row["dispute_id"], row["number"], row["accepted_on"], bool(row["near"]))
        for row in rows
    ]


def _nearness(person: LookAlike, address: str) -> tuple[int, int, int, str]:
    """Smaller is nearer; the latest record first among equals."""
    there = str(person.party["org_or_address"] or "")
    same = next((i for i, (a, b) in enumerate(zip(address, there, strict=False)) if a != b), None)
    alike = min(len(address), len(there)) if same is None else same
    newest = "".join(chr(0x10FFFF - ord(c)) for c in person.accepted_on)
    return person.why, -int(person.same_village), -alike, newest


def _each_once(found: Iterable[LookAlike]) -> list[LookAlike]:
    """A person who was a party several times stands there once, for the surest reason."""
    kept: dict[tuple[Any, ...], LookAlike] = {}
    for each in found:
        p = each.party
        known = p["id_number"] or (p["phone"], p["birth_date"], p["org_or_address"])
        kept.setdefault((p["name"], known), each)
    return list(kept.values())


def _plain(typed: object) -> str:
    return folded(clean_text(str(typed or ""))).replace(" ", "")


def _id_forms(number: str) -> list[str]:
    """The same ID as it may have been written: x or X; 15 places before 1999, 18 since."""
    if len(number) not in (15, 18) or not number[:-1].isdigit():
        return [number] if len(number) >= 8 else []
    upper = number.upper()
    forms = {upper, upper.lower()}
    if len(upper) == 18 and upper[6:8] == "19":
        forms.add(upper[:6] + upper[8:17])
    elif len(upper) == 15 and upper.isdigit():
        first = f"{upper[:6]}19{upper[6:]}"
        forms |= {first + check_digit(first), (first + check_digit(first)).lower()}
    return sorted(forms)


def _phones(number: str) -> list[str]:
    return [number] if sum(c.isdigit() for c in number) >= LEAST_PHONE else []


def _names(name: str) -> list[str]:
    """One character is still being typed."""
    return [name] if len(name) >= 2 else []
