"""人群类别: which groups a recipient belongs to by sex, age and ethnic group on a day.

Minor: under 18 (Civil Code, art. 17); elderly: 60 and above (Law on the Elderly, art. 2); 妇女 is
an adult woman (notes of the half-year report). All other groups are for people to choose.
"""

import json

from core.field import Row
from core.identity import age_on

#: Groups that follow from other fields; in a person whose groups were decided by hand they do not.
DERIVED = ("woman", "elderly", "minor", "ethnic_minority")
_ADULT, _ELDERLY = 18, 60
_HAN = "01"


def derived(person: Row, on: str | None) -> set[str]:
    """What sex, birth date and ethnic group say on an ISO day; without a day no age is known."""
    born = person.get("birth_date")
    age = age_on(born, on) if born and on else None
    found = set()
    if person.get("ethnicity") not in (None, "", _HAN):
        found.add("ethnic_minority")
    if age is not None and age < _ADULT:
        found.add("minor")
    elif person.get("gender") == "female" and age is not None:
        found.add("woman")
    if age is not None and age >= _ELDERLY:
        found.add("elderly")
    return found


def groups_of(person: Row, on: str | None) -> tuple[str, ...]:
    """The groups a person counts in, in the order they were chosen; decided by hand they stay as
    chosen, else what follows from the fields is added and what contradicts them left out."""
    chosen = list(json.loads(person.get("recipient_groups") or "[]"))
    if person.get("groups_by_hand") == 1:
        return tuple(chosen)
    now = derived(person, on)
    known = _known(person, on)
    kept = [code for code in chosen if code not in known or code in now]
    return (*kept, *(code for code in DERIVED if code in now and code not in kept))


def _known(person: Row, on: str | None) -> set[str]:
    """The derived groups about which the fields say something at all."""
    known = set()
    if person.get("birth_date") and on:
        known |= {"elderly", "minor"}
        if person.get("gender"):
            known.add("woman")
    if person.get("ethnicity"):
        known.add("ethnic_minority")
    return known
