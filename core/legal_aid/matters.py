"""援助事项的归口: in which columns of the legal-aid sheets a matter is counted, as conditions."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.paths import RESOURCES

#: Column 其他 of a table: for matters that have none of their own, and those an office added.
OTHER = {"t06": 20, "t07": 12, "t11": 24}
#: Branch of the matters an office added.
USUAL_BRANCH = "civil"


@dataclass(frozen=True)
class Matter:
    """One matter; `columns` are those of each table that count it, the whole before its 其中."""

    code: str
    branch: str  # criminal, civil, administrative, economic
    columns: Mapping[str, tuple[int, ...]]  # quarter, t06, t07, t11


@lru_cache(maxsize=1)
def matters() -> tuple[Matter, ...]:
    """As shipped, resources/legal_aid_matters.toml."""
    with (RESOURCES / "legal_aid_matters.toml").open("rb") as file:
        read = tomllib.load(file)
    return tuple(
        Matter(
            code,
            m["branch"],
            {
                "quarter": (m["quarter"],) if "quarter" in m else (),
                "t06": tuple(m.get("t06", (OTHER["t06"],))),
                "t07": tuple(m.get("t07", (OTHER["t07"],))),
                "t11": (m.get("t11", OTHER["t11"]),),
            },
        )
        for code, m in read.items()
    )


def of_branch(code: str, branch: str) -> str:
    """SQL: whether the matter in an SQL value is of the branch."""
    if branch == USUAL_BRANCH:
        return f"{code} not in ({_listed(m.code for m in matters() if m.branch != branch)})"
    return f"{code} in ({_listed(m.code for m in matters() if m.branch == branch)})"


def of_column(code: str, table: str, column: int) -> str:
    """SQL: whether the matter in an SQL value is counted in a column of a table."""
    if OTHER.get(table) == column:
        elsewhere = (m.code for m in matters() if column not in m.columns[table])
        return f"{code} not in ({_listed(elsewhere)})"
    return f"{code} in ({_listed(m.code for m in matters() if column in m.columns[table])})"


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)
