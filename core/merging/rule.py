"""合并规则: one record on two computers becomes one record; pure, no database (data safety, 6).

Every write has a stamp "clock:replica", never used twice. A record's version vector `vv` says which
writes it knows of. The larger stamp wins; it is a conflict when neither side knew of the other's
value. The result is the same in any order and however often (a join). Clocks of the wall are never
looked at.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

LIVE, DELETED, PURGED = 0, 1, 2
REST = "*"  # in stamps: every field that is not named


@dataclass(frozen=True)
class Version:
    """A record as one side has it: its fields and `state`; a field it does not have is absent."""

    values: Mapping[str, Any]
    vv: Mapping[str, int]
    stamps: Mapping[str, str]

    def stamp(self, name: str) -> str:
        return self.stamps.get(name) or self.stamps[REST]


@dataclass(frozen=True)
class Clash:
    """Two values of one field, neither of which knew of the other."""

    field: str
    mine: Any
    theirs: Any
    mine_stamp: str
    theirs_stamp: str


def order(stamp: str) -> tuple[int, str]:
    """As stamps are compared: the number first, then the replica."""
    clock, _, replica = stamp.partition(":")
    return int(clock), replica


def seen(vv: Mapping[str, int], stamp: str) -> bool:
    """Whether whoever has this vector knows of that write."""
    clock, replica = order(stamp)
    return vv.get(replica, 0) >= clock


def join(
    mine: Version, theirs: Version, kept: Iterable[str] = ()
) -> tuple[Version, tuple[Clash, ...]]:
    """The one record of both, and what a person must be asked. `kept` are the fields that a purge
    leaves standing, such as the record this one belongs to."""
    vv = {r: max(mine.vv.get(r, 0), theirs.vv.get(r, 0)) for r in {*mine.vv, *theirs.vv}}
    names = {**mine.values, **theirs.values}
    joined = {name: _field(name, mine, theirs) for name in names}
    if PURGED in (mine.values.get("state"), theirs.values.get("state")):
        return _purged(mine, theirs, vv, joined, set(kept)), ()
    rest = max(mine.stamps[REST], theirs.stamps[REST], key=order)
    stamps = {REST: rest} | {n: stamp for n, (_, stamp) in joined.items() if stamp != rest}
    values = {name: value for name, (value, _) in joined.items()}
    return Version(values, vv, stamps), _clashes(mine, theirs, [*names])


def _field(name: str, mine: Version, theirs: Version) -> tuple[Any, str]:
    """The value that stands and its stamp. An older program that lacks the field, or a package that
    leaves it out, has no opinion: under one stamp something stands before nothing."""
    sides = [v for v in (mine, theirs) if name in v.values]
    best = max(sides, key=lambda v: (order(v.stamp(name)), _weight(v.values[name])))
    return best.values[name], best.stamp(name)


def _weight(value: Any) -> tuple[bool, str]:
    return value is not None, str(value)


def _clashes(mine: Version, theirs: Version, names: list[str]) -> tuple[Clash, ...]:
    def unseen(name: str, here: Version, there: Version) -> bool:
        return not seen(there.vv, here.stamp(name))

    asked = []
    new_mine, new_theirs = [], []
    for name in names:
        if name not in mine.values or name not in theirs.values:
            continue
        my_news, their_news = unseen(name, mine, theirs), unseen(name, theirs, mine)
        new_mine += [name] if my_news and name != "state" else []
        new_theirs += [name] if their_news and name != "state" else []
        if my_news and their_news and mine.values[name] != theirs.values[name]:
            asked.append(_clash(name, mine, theirs))
    if not any(c.field == "state" for c in asked):
        gone_here = mine.values.get("state") == DELETED and unseen("state", mine, theirs)
        gone_there = theirs.values.get("state") == DELETED and unseen("state", theirs, mine)
        if (gone_here and new_theirs) or (gone_there and new_mine):
            asked.append(_clash("state", mine, theirs))
    return tuple(asked)


def _clash(name: str, mine: Version, theirs: Version) -> Clash:
    values = mine.values[name], theirs.values[name]
    return Clash(name, *values, mine.stamp(name), theirs.stamp(name))


def _purged(
    mine: Version,
    theirs: Version,
    vv: Mapping[str, int],
    joined: Mapping[str, tuple[Any, str]],
    kept: set[str],
) -> Version:
    """Gone for good wins over everything; the newest stamp of either side stands for all of it."""
    rest = max([*mine.stamps.values(), *theirs.stamps.values()], key=order)
    values = {name: value if name in kept else None for name, (value, _) in joined.items()}
    stamps = {name: joined[name][1] for name in sorted(kept & joined.keys())}
    return Version({**values, "state": PURGED}, vv, {REST: rest} | stamps)
