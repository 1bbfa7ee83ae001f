"""The merge rule alone: replicas write, exchange old and new copies in any order, and agree."""

import itertools
import os
from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core.merging.rule import DELETED, LIVE, PURGED, REST, Clash, Version, join, order, seen

HISTORIES = 20_000 if os.environ.get("TAIZHANG_LONG_TESTS") else 500
FIELDS = ("facts", "amount")
ROWS = ("r1", "r2")
NAMES = ("a" * 12, "b" * 12, "c" * 12, "d" * 12, "e" * 12)


@dataclass
class Write:
    """One value somebody gave a field, and what he knew of the row when he did."""

    row: str
    field: str
    stamp: str
    value: object
    knew: dict[str, int]


@dataclass
class World:
    """Replicas, every copy that was ever handed out, every write and every question."""

    rows: list[dict[str, Version]]
    clocks: list[int]
    copies: list[dict[str, Version]] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    asked: list[tuple[str, Clash]] = field(default_factory=list)


def write(world: World, who: int, row: str, values: dict[str, object]) -> None:
    """As the store does: one clock and one stamp for what really changed."""
    old = world.rows[who].get(row)
    if old is not None:
        values = {k: v for k, v in values.items() if old.values[k] != v}
    if not values or (old is not None and old.values["state"] == PURGED):
        return
    world.clocks[who] += 1
    stamp = f"{world.clocks[who]}:{NAMES[who]}"
    knew = dict(old.vv) if old else {}
    vv = {**knew, NAMES[who]: world.clocks[who]}
    if old is None:
        full = {**dict.fromkeys(FIELDS), "state": LIVE, **values}
        world.rows[who][row] = Version(full, vv, {REST: stamp})
    else:
        stamps = {**old.stamps, **dict.fromkeys(values, stamp)}
        world.rows[who][row] = Version({**old.values, **values}, vv, stamps)
    for name, value in values.items():
        world.writes.append(Write(row, name, stamp, value, knew))


def purge(world: World, who: int, row: str) -> None:
    old = world.rows[who].get(row)
    if old is None:
        return
    world.clocks[who] += 1
    stamp = f"{world.clocks[who]}:{NAMES[who]}"
    gone = {**dict.fromkeys(FIELDS), "state": PURGED}
    vv = {**old.vv, NAMES[who]: world.clocks[who]}
    world.rows[who][row] = Version(gone, vv, {REST: stamp})


def take(world: World, who: int, copy: dict[str, Version]) -> None:
    for row, theirs in copy.items():
        mine = world.rows[who].get(row)
        if mine is None:
            world.rows[who][row] = theirs
        else:
            world.rows[who][row], clashes = join(mine, theirs)
            world.asked += [(row, clash) for clash in clashes]
        highest = max(theirs.vv.values(), default=0)
        world.clocks[who] = max(world.clocks[who], highest)


def play(world: World, moves: list[tuple[int, ...]]) -> None:
    for who, what, which, value in moves:
        me, row = who % len(world.rows), ROWS[which % 2]
        match what:
            case 0 | 1 | 2:
                if row in world.rows[me]:
                    write(world, me, row, {FIELDS[value % 2]: value})
            case 3:
                if row in world.rows[me]:
                    write(world, me, row, {"state": DELETED})
            case 4:
                if row in world.rows[me]:
                    write(world, me, row, {"state": LIVE})
            case 5:
                purge(world, me, row) if value == 0 else None
            case 6:
                world.copies.append(dict(world.rows[me]))
            case _:
                if world.copies:
                    take(world, me, world.copies[value * 7 % len(world.copies)])


def started(replicas: int) -> World:
    """Both rows are known to everybody."""
    world = World([{} for _ in range(replicas)], [0] * replicas)
    for row in ROWS:
        write(world, 0, row, {"facts": "old", "amount": 1})
    for who in range(1, replicas):
        take(world, who, world.rows[0])
    return world


def everybody_meets(world: World) -> None:
    for _ in range(2):
        for one, other in itertools.permutations(range(len(world.rows)), 2):
            take(world, one, world.rows[other])


moves = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 8), st.integers(0, 1), st.integers(0, 5)),
    max_size=40,
)


@settings(max_examples=HISTORIES)
@given(replicas=st.integers(2, 5), moves=moves)
def test_promise_06_replicas_agree_whatever_was_exchanged(
    replicas: int, moves: list[tuple[int, ...]]
) -> None:
    world = started(replicas)
    play(world, moves)
    everybody_meets(world)
    assert all(rows == world.rows[0] for rows in world.rows)
    before = [dict(rows) for rows in world.rows]
    for copy in world.copies:  # old packages, once more
        take(world, 0, copy)
    assert world.rows[0] == before[0]


@settings(max_examples=HISTORIES)
@given(replicas=st.integers(2, 5), moves=moves)
def test_promise_07_no_value_is_lost_without_a_question(
    replicas: int, moves: list[tuple[int, ...]]
) -> None:
    world = started(replicas)
    play(world, moves)
    everybody_meets(world)
    in_question = {(r, c.field, s) for r, c in world.asked for s in (c.mine_stamp, c.theirs_stamp)}
    for w in world.writes:
        final = world.rows[0][w.row]
        if final.values["state"] == PURGED:
            continue
        alike = [x for x in world.writes if (x.row, x.field, x.value) == (w.row, w.field, w.value)]
        followed = any(
            (x.row, x.field) == (w.row, w.field) and seen(x.knew, w.stamp) for x in world.writes
        )
        stands = any(final.stamp(w.field) == x.stamp for x in alike)
        asked = any((w.row, w.field, x.stamp) in in_question for x in alike)
        assert stands or followed or asked, w


@settings(max_examples=HISTORIES)
@given(replicas=st.integers(2, 5), moves=moves)
def test_promise_07_whoever_knew_of_the_other_value_is_not_asked(
    replicas: int, moves: list[tuple[int, ...]]
) -> None:
    world = started(replicas)
    play(world, moves)
    everybody_meets(world)
    knew = {(w.row, w.field, w.stamp): w.knew for w in world.writes}
    for row, clash in world.asked:
        if clash.field == "state" and LIVE in (clash.mine, clash.theirs):
            continue  # deleted here, another field written there
        mine, theirs = knew[row, clash.field, clash.mine_stamp], clash.theirs_stamp
        assert not seen(mine, theirs)
        assert not seen(knew[row, clash.field, theirs], clash.mine_stamp)


@given(moves=moves)
def test_one_after_the_other_never_asks(moves: list[tuple[int, ...]]) -> None:
    """Everybody has everything before he writes."""
    world = started(3)
    for move in moves:
        play(world, [move])
        everybody_meets(world)
    assert world.asked == []


MINE = Version({"facts": "x", "state": LIVE}, {"a" * 12: 5, "b" * 12: 1}, {REST: f"1:{'b' * 12}"})


def test_a_deleted_record_somebody_else_wrote_to_is_asked_about() -> None:
    gone = replace(
        MINE,
        values={"facts": "x", "state": DELETED},
        stamps={**MINE.stamps, "state": f"5:{'a' * 12}"},
    )
    edited = Version(
        {"facts": "y", "state": LIVE},
        {"b" * 12: 6},
        {REST: f"1:{'b' * 12}", "facts": f"6:{'b' * 12}"},
    )
    joined, clashes = join(gone, edited)
    assert [c.field for c in clashes] == ["state"]
    assert joined.values == {"facts": "y", "state": DELETED}
    assert [c.field for c in join(edited, gone)[1]] == ["state"]


def test_a_field_the_other_program_does_not_know_stays() -> None:
    older = Version(
        {"state": LIVE}, {"b" * 12: 9}, {REST: f"1:{'b' * 12}", "state": f"9:{'b' * 12}"}
    )
    joined, clashes = join(MINE, older)
    assert joined.values["facts"] == "x"
    assert clashes == ()


def test_under_one_stamp_something_stands_before_nothing() -> None:
    left_out = replace(MINE, values={"facts": None, "state": LIVE})
    assert join(MINE, left_out)[0] == join(left_out, MINE)[0] == MINE


def test_stamps_are_ordered_by_number_first() -> None:
    assert order("9:ffffffffffff") < order("10:000000000000")
