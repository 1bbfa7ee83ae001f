"""补贴标准: what a case of a grade is paid, by the scheme the office has chosen.

Schemes are those of resources/subsidy.toml and the office's own (records of the kind subsidy_rule
that bear the same scheme name). Amounts are whole fen.
"""

import json
import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

from core.paths import RESOURCES
from core.records import OFFICE, SUBSIDY_RULE
from core.records.dispute import GRADES
from core.store import Step, find, save_many
from core.text import Text

#: Grades from the smallest to the largest; one an office added itself counts as the largest.
ORDER = tuple(GRADES)


@dataclass(frozen=True)
class Rate:
    """What one grade is paid. Empty committees: every one; an empty condition: the usual case."""

    grade: str
    committees: frozenset[str]
    condition: str
    least: int  # fen
    most: int | None  # fen; None where the amount is fixed
    oral_share: int | None  # per cent of the amount for an oral agreement
    valid_from: str
    valid_until: str  # the last day; empty for none
    ground: Text

    def applies(self, on: str) -> bool:
        return self.valid_from <= on and (not self.valid_until or on <= self.valid_until)

    def proposed(self, is_oral: bool) -> int:
        """Fen; of a range the smallest amount, rounded half up to the fen."""
        if not is_oral or self.oral_share is None:
            return self.least
        share = Decimal(self.least * self.oral_share) / 100
        return int(share.quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def limit(self) -> int:
        """The largest amount it allows, in fen."""
        return self.least if self.most is None else self.most


@dataclass(frozen=True)
class Scheme:
    """All rates of one paper. `id` is what the office's setting names."""

    id: str
    title: Text
    ground: Text
    rates: tuple[Rate, ...]
    is_own: bool = False

    def grades(self, on: str) -> list[str]:
        """Those it pays on an ISO day, the smallest first."""
        return sorted({r.grade for r in self.rates if r.applies(on)}, key=rank)

    def rate(
        self, grade: str, committee_type: str, on: str, conditions: Collection[str] = ()
    ) -> Rate | None:
        """The rate of a grade on an ISO day for a kind of committee; one whose condition the case
        meets, or that names the committee, before a general one. None if it pays nothing."""
        fitting = [
            r
            for r in self.rates
            if r.grade == grade
            and r.applies(on)
            and (not r.committees or committee_type in r.committees)
            and (not r.condition or r.condition in conditions)
        ]
        return max(
            fitting,
            key=lambda r: (bool(r.condition), bool(r.committees), r.valid_from),
            default=None,
        )


def rank(grade: str) -> int:
    return ORDER.index(grade) if grade in ORDER else len(ORDER)


@lru_cache(maxsize=1)
def shipped_schemes() -> tuple[Scheme, ...]:
    """The examples of resources/subsidy.toml."""
    with (RESOURCES / "subsidy.toml").open("rb") as file:
        read = tomllib.load(file)["scheme"]
    return tuple(
        Scheme(
            s["id"],
            Text(**s["title"]),
            Text(**s["ground"]),
            tuple(
                Rate(
                    grade=r["grade"],
                    committees=frozenset(r.get("committees", ())),
                    condition=r.get("condition", ""),
                    least=r["amount"] * 100,
                    most=r["most"] * 100 if "most" in r else None,
                    oral_share=r.get("oral_share"),
                    valid_from=s["valid_from"].isoformat(),
                    valid_until=s["valid_until"].isoformat() if "valid_until" in s else "",
                    ground=Text(**s["ground"]),
                )
                for r in s["rate"]
            ),
        )
        for s in read
    )


def schemes(db: Database) -> tuple[Scheme, ...]:
    """The office's own, then the examples."""
    own: dict[str, list[Rate]] = {}
    for row in find(db, SUBSIDY_RULE, order="scheme, valid_from, id"):
        own.setdefault(row["scheme"], []).append(_own_rate(row))
    made = [
        Scheme(name, Text(name, name), rates[0].ground, tuple(rates), is_own=True)
        for name, rates in own.items()
    ]
    return (*made, *shipped_schemes())


def chosen_scheme(db: Database) -> Scheme | None:
    """The one the office pays by; None where it has chosen none, or one that is gone."""
    office = next(iter(find(db, OFFICE, limit=1)), {})
    wanted = office.get("subsidy_scheme")
    return next((s for s in schemes(db) if wanted and s.id == wanted), None)


def copy_scheme(s: Step, scheme: Scheme, name: str) -> None:
    """A scheme as the office's own rates under a new name, to be edited there."""
    save_many(s, SUBSIDY_RULE, list(_rows(scheme, name)))


def _rows(scheme: Scheme, name: str) -> Iterable[dict[str, Any]]:
    for rate in scheme.rates:
        committees = json.dumps(sorted(rate.committees)) if rate.committees else None
        yield {
            "scheme": name,
            "grade": rate.grade,
            "committee_types": committees,
            "subsidy_condition": rate.condition or None,
            "amount_least": rate.least,
            "amount_most": rate.most,
            "oral_share": rate.oral_share,
            "valid_from": rate.valid_from,
            "valid_until": rate.valid_until or None,
            "ground": str(rate.ground),
        }


def _own_rate(row: dict[str, Any]) -> Rate:
    ground = row["ground"] or ""
    return Rate(
        grade=row["grade"],
        committees=frozenset(json.loads(row["committee_types"] or "[]")),
        condition=row["subsidy_condition"] or "",
        least=row["amount_least"],
        most=row["amount_most"],
        oral_share=row["oral_share"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"] or "",
        ground=Text(ground, ground),
    )
