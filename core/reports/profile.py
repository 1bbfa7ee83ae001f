"""纠纷类型口径 - which list of dispute types was printed when, and what each column takes.

To add a list: a [[profile]] in resources/type_profiles.toml, and its code in the office's list
`type_profile`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from core.paths import RESOURCES


@dataclass(frozen=True)
class TypeProfile:
    """A list of dispute types: column -> stored codes it takes; `other` takes everything else."""

    id: str
    since: date
    until: date
    columns: Mapping[str, tuple[str, ...]]

    def column_of(self, code: str) -> str:
        """The one column a stored code is counted in."""
        return next((name for name, codes in self.columns.items() if code in codes), "other")


@lru_cache(maxsize=1)
def type_profiles() -> tuple[TypeProfile, ...]:
    """Oldest first."""
    with (RESOURCES / "type_profiles.toml").open("rb") as file:
        read = tomllib.load(file)["profile"]
    return tuple(
        TypeProfile(
            r["id"],
            r.get("since", date.min),
            r.get("until", date.max),
            {name: (name, *r["together"].get(name, ())) for name in r["columns"]},
        )
        for r in read
    )
