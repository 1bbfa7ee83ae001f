"""练习所的纠纷故事 - what a dispute is about, in words that agree with its type, parties and sums.

The stories themselves: resources/practice/matters_*.toml; what is said at meetings: talk.toml.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from core.identity import age_on
from core.practice_people import TOWNSHIP, Cast, Person, Place, World, cast, pick, read_words

_FILES = ("matters_1.toml", "matters_2.toml", "matters_3.toml")
_NUMBERS = "一二三四五六七八九"


@dataclass(frozen=True)
class Matter:
    """One story with places to fill in; amounts in yuan. The keys: see matters_1.toml."""

    types: tuple[str, ...]
    who: str
    summary: str
    ask: str
    say_a: str
    say_b: str
    law: str
    terms: tuple[str, ...]
    org: tuple[str, ...] = ()
    sums: tuple[int, int, int] | None = None
    agreed: str = "all"
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    months: tuple[int, int] = (1, 12)
    special: str = ""
    retention: str = ""
    death: bool = False
    migrant: bool = False
    rural: bool = False
    difficult: bool = False
    works: bool = False
    written: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """A matter that happened to somebody. Amounts in yuan, None when it is not about money."""

    matter: Matter
    cast: Cast
    asked: int | None
    agreed: int | None
    slots: dict[str, Any]

    def words(self, template: str, **more: object) -> str:
        return template.format(**self.slots, **more)


def matters() -> dict[tuple[str, int], list[Matter]]:
    """The stories fitting a dispute type in a month (1 to 12); there is one for each pair."""
    found: dict[tuple[str, int], list[Matter]] = {}
    for matter in _all_matters():
        for dispute_type in matter.types:
            for month in range(matter.months[0], matter.months[1] + 1):
                found.setdefault((dispute_type, month), []).append(matter)
    return found


@lru_cache(maxsize=1)
def _all_matters() -> tuple[Matter, ...]:
    entries = [entry for name in _FILES for entry in read_words(name)["matter"]]
    return tuple(_matter(entry) for entry in entries)


def _matter(entry: Mapping[str, Any]) -> Matter:
    """Lists as tuples: nobody changes a story."""
    given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    return Matter(**given)


@lru_cache(maxsize=1)
def talk() -> dict[str, list[str]]:
    """What is said and where: lists to choose from, by occasion."""
    return read_words("talk.toml")


def tell(
    rng: random.Random, world: World, place: Place, matter: Matter, *, on: str, words: str
) -> Story:
    """The matter with people, sums and objects; `on` is the day it arose, `words` the same day in
    Chinese."""
    who = cast(rng, world, place, matter.who, matter.org)
    asked, agreed = _sums(rng, matter)
    slots: dict[str, Any] = {name: pick(rng, choices) for name, choices in matter.words.items()}
    for name, (least, most) in matter.numbers.items():
        slots[name] = least + int(rng.random() * (most - least + 1))
    first = who.applicants[0]
    slots.update(
        a="、".join(someone.name for someone in who.applicants),
        b="、".join(someone.name for someone in who.respondents),
        kin=who.kin,
        village=place.name,
        township=TOWNSHIP,
        date=words,
        asked=asked,
        sum=agreed,
        age=age_on(first.born, on) if isinstance(first, Person) else None,
    )
    return Story(matter, who, asked, agreed, slots)


def _sums(rng: random.Random, matter: Matter) -> tuple[int | None, int | None]:
    if matter.sums is None:
        return None, None
    least, most, step = matter.sums
    # small sums are the common ones
    asked = least + int(rng.random() ** 2 * ((most - least) // step + 1)) * step
    if matter.agreed != "part" or asked <= step:
        return asked, asked
    share = 0.5 + rng.random() * 0.45
    return asked, max(step, round(asked * share / step) * step)


def terms(rng: random.Random, story: Story, pay: str, by: str) -> str:
    """The terms of the agreement, numbered; `pay` and `by` say until when."""
    lines = [*story.matter.terms, pick(rng, talk()["last_term"])]
    filled = (story.words(line, pay=pay, by=by) for line in lines)
    return "\n".join(f"{_NUMBERS[n]}、{line}。" for n, line in enumerate(filled))


def record(rng: random.Random, story: Story, mediator: str, *, first: bool, ends: str) -> str:
    """What a meeting's record says. `ends` is "pending", "failure", or the agreed terms."""
    said, matter = talk(), story.matter
    lines = [pick(rng, said["opening" if first else "again"])]
    if first:
        lines.append(pick(rng, said["claims"]))
    lines.append(pick(rng, said["advice"]))
    lines.append(pick(rng, said[ends if ends in ("pending", "failure") else "success"]))
    return story.words(
        "\n".join(lines),
        mediator=mediator,
        say_a=story.words(matter.say_a),
        say_b=story.words(matter.say_b),
        law=matter.law,
        result=ends,
    )
