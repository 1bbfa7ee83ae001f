"""风险等级, 排查类别: which levels of risk are offered and what they mean, which category a type
of dispute has. What we ship lies in resources/screening.toml; the office may replace it.

Reads its tables by name and knows no record kinds: the code lists of all kinds are made with it.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

from core.paths import RESOURCES
from core.text import Text

SCHEMES = ("xiushui", "yunhe", "linhai", "two_levels")
LEVELS = ("red", "orange", "yellow", "blue", "green", "larger", "general")


@dataclass(frozen=True)
class Grade:
    """One level of a scheme; `own` if the office set it."""

    scheme: str
    level: str
    meaning: Text
    measure: Text
    own: bool = False


def scheme_of(db: Database) -> str:
    """The scheme the office chose, else the one we ship as usual."""
    row = db.execute("select risk_scheme from office where state = 0 order by id limit 1")
    return str((row.fetchone() or (None,))[0] or shipped()["scheme"]["usual"])


def grades(db: Database, scheme: str = "") -> tuple[Grade, ...]:
    """The levels of a scheme (the chosen one if left out), the gravest first. A record of the
    office takes the place of what we ship for the same level, or adds a level, or ends it."""
    scheme = scheme or scheme_of(db)
    found = {g.level: g for g in shipped_grades() if g.scheme == scheme}
    own = "select * from risk_grade where state = 0 and scheme = ? order by id"
    for row in db.query(own, [scheme]):
        found.pop(row["risk_level"], None)
        if not row["off"]:
            meaning, measure = (row[name] or "" for name in ("meaning", "measure"))
            found[row["risk_level"]] = Grade(
                scheme, row["risk_level"], Text(meaning, meaning), Text(measure, measure), own=True
            )
    return tuple(sorted(found.values(), key=lambda g: LEVELS.index(g.level)))


def levels_left_out(db: Database) -> frozenset[tuple[str, str]]:
    """Levels the office's scheme does not have, as (list, code): old records keep them, new ones
    are not offered them."""
    used = {grade.level for grade in grades(db)}
    return frozenset(("risk_level", level) for level in LEVELS if level not in used)


def category_map(db: Database) -> dict[str, str]:
    """Type of dispute -> screen_category. Types of the office's own list have none of ours."""
    found = dict(shipped_map())
    sql = "select dispute_type, screen_category from screening_map where state = 0 order by id"
    found.update(db.execute(sql).fetchall())
    return found


@lru_cache(maxsize=1)
def shipped_map() -> dict[str, str]:
    """Type of dispute -> category, as we ship it."""
    return {type: category for category, types in shipped()["category"].items() for type in types}


@lru_cache(maxsize=1)
def shipped_grades() -> tuple[Grade, ...]:
    return tuple(
        Grade(g["scheme"], g["level"], Text(**g["meaning"]), Text(**g["measure"]))
        for g in shipped()["grade"]
    )


@lru_cache(maxsize=1)
def shipped() -> dict[str, Any]:
    """The file as it is; nobody changes it."""
    with (RESOURCES / "screening.toml").open("rb") as file:
        return tomllib.load(file)
