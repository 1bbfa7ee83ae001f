"""保管期限: which class is proposed for a file, by the rules of papers.toml. People choose."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.field import Row
from core.paths import RESOURCES
from core.text import Text


@dataclass(frozen=True)
class Rule:
    """A class and what a case must be to get it; each kind of condition that is given is enough."""

    keep: str
    why: Text
    types: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    facts: tuple[str, ...] = ()
    performance: frozenset[str] = frozenset()

    def fits(self, dispute: Row, agreements: Sequence[Row]) -> bool:
        if not (self.types or self.levels or self.facts or self.performance):
            return True  # the last rule, for everything else
        return (
            dispute.get("dispute_type") in self.types
            or dispute.get("difficulty_level") in self.levels
            or any(dispute.get(name) == 1 for name in self.facts)
            or any(a.get("performance_status") in self.performance for a in agreements)
        )


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """In the order in which they are tried."""
    with (RESOURCES / "papers.toml").open("rb") as file:
        read = tomllib.load(file)["retention"]
    return tuple(
        Rule(
            r["keep"],
            Text(**r["why"]),
            frozenset(r.get("types", ())),
            frozenset(r.get("levels", ())),
            tuple(r.get("facts", ())),
            frozenset(r.get("performance", ())),
        )
        for r in read
    )


def proposed(dispute: Row, agreements: Sequence[Row]) -> Rule | None:
    """The first rule that fits a case that is closed; nothing while it is open."""
    if not dispute.get("closed_on"):
        return None
    return next((rule for rule in rules() if rule.fits(dispute, agreements)), None)
