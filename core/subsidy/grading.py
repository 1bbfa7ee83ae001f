"""补贴等级: the grade proposed from the facts of a case, with the reasons; a person decides.

The conditions are those of resources/subsidy.toml until the office has written its own (records of
the kind subsidy_threshold), which then stand in their place.
"""

import json
import tomllib
from dataclasses import dataclass
from functools import lru_cache

from sqlite_utils import Database

from core.field import Row
from core.paths import RESOURCES
from core.records import SUBSIDY_THRESHOLD
from core.records.dispute import GRADES
from core.show import yuan
from core.store import Step, find, save_many
from core.subsidy.rates import Scheme, rank
from core.text import Text

#: Where no condition holds.
USUAL = "general"


@dataclass(frozen=True)
class Threshold:
    """A grade and what must all hold for it; amount in fen."""

    grade: str
    types: frozenset[str]
    fact: str
    people: int | None
    amount: int | None
    ground: Text
    is_own: bool = False

    def holds(self, dispute: Row, is_oral: bool) -> bool:
        return (
            (not self.types or dispute.get("dispute_type") in self.types)
            and (not self.fact or has_fact(dispute, self.fact, is_oral))
            and (self.people is None or (dispute.get("people_count") or 0) >= self.people)
            and (self.amount is None or (dispute.get("amount") or 0) >= self.amount)
        )

    def words(self) -> Text:
        """Its conditions, said of a case for which they hold."""
        said = []
        if self.types:
            said.append(Text("纠纷类型属于这一档", "the type of dispute"))
        if self.fact:
            said.append(SUBSIDY_THRESHOLD.codes["subsidy_fact"][self.fact])
        if self.people is not None:
            people = Text("涉及人数达到 {n} 人", "{n} people or more")
            said.append(people.format(n=self.people))
        if self.amount is not None:
            amount = Text("涉案金额达到 {n} 元", "{n} yuan or more")
            said.append(amount.format(n=yuan(self.amount)))
        return Text("、".join(t.zh for t in said), ", ".join(t.en for t in said))


@dataclass(frozen=True)
class Graded:
    """A grade and why, one sentence a reason."""

    grade: str
    reasons: tuple[Text, ...]


def has_fact(dispute: Row, fact: str, is_oral: bool) -> bool:
    """Whether the records say so; a risk that was looked for and not found is none."""
    if fact == "is_oral":
        return is_oral
    return dispute.get(fact) not in (None, "", 0, "none")


@lru_cache(maxsize=1)
def shipped_thresholds() -> tuple[Threshold, ...]:
    with (RESOURCES / "subsidy.toml").open("rb") as file:
        read = tomllib.load(file)["threshold"]
    return tuple(
        Threshold(
            t["grade"],
            frozenset(t.get("types", ())),
            t.get("fact", ""),
            t.get("people"),
            t["amount"] * 100 if "amount" in t else None,
            Text(**t["ground"]),
        )
        for t in read
    )


def thresholds(db: Database) -> tuple[Threshold, ...]:
    """The office's own where it has any, else those of the program."""
    own = tuple(
        Threshold(
            row["grade"],
            frozenset(json.loads(row["dispute_types"] or "[]")),
            row["subsidy_fact"] or "",
            row["people_from"],
            row["amount_from"],
            Text(row["ground"] or "", row["ground"] or ""),
            is_own=True,
        )
        for row in find(db, SUBSIDY_THRESHOLD)
    )
    return own or shipped_thresholds()


def copy_thresholds(s: Step) -> None:
    """Those of the program as the office's own, to be edited there."""
    rows = [
        {
            "grade": t.grade,
            "dispute_types": json.dumps(sorted(t.types)) if t.types else None,
            "subsidy_fact": t.fact or None,
            "people_from": t.people,
            "amount_from": t.amount,
            "ground": str(t.ground),
        }
        for t in shipped_thresholds()
    ]
    save_many(s, SUBSIDY_THRESHOLD, rows)


def graded(
    dispute: Row, is_oral: bool, among: tuple[Threshold, ...], paid: list[str] | None = None
) -> Graded:
    """The highest grade whose conditions hold. `paid` are the grades the scheme has, smallest
    first: a grade it does not know becomes the next smaller one it has, else its smallest."""
    holding = [t for t in among if t.holds(dispute, is_oral)]
    grade = max((t.grade for t in holding), key=rank, default=USUAL)
    reasons = [
        _REASON.format(words=t.words(), ground=t.ground) for t in holding if t.grade == grade
    ] or [_NONE_HOLDS.format(grade=GRADES[USUAL])]
    if is_oral and paid and "oral" in paid and rank(grade) <= rank("simple"):
        return Graded("oral", (Text("口头协议。", "An oral agreement."),))
    if paid and grade not in paid:
        smaller = [each for each in paid if rank(each) < rank(grade)]
        had, grade = grade, smaller[-1] if smaller else paid[0]
        names = {
            "had": GRADES.get(had, Text(had, had)),
            "now": GRADES.get(grade, Text(grade, grade)),
        }
        reasons.append(_NOT_PAID.format(**names))
    return Graded(grade, tuple(reasons))


_REASON = Text("{words}({ground})。", "{words} ({ground}).")
_NONE_HOLDS = Text("没有符合的分级条件,按“{grade}”。", "No condition holds: {grade}.")
_NOT_PAID = Text(
    "补贴标准没有“{had}”一档,按“{now}”。", "The scheme does not know {had}: {now} instead."
)


def scheme_grades(scheme: Scheme | None, on: str) -> list[str] | None:
    """What `graded` may propose under a scheme; None where none was chosen."""
    return (scheme.grades(on) or None) if scheme else None
