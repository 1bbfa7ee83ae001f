"""What a staged package would do: every row in one list, every conflict a question. Writes nothing
of ours, only the lists beside the staged rows."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from core.field import RecordKind
from core.merging.rule import Clash, Version, join, seen
from core.merging.scope import BROUGHT_ALONG, OF_THE_OFFICE, OWN_WAYS, home, links_of
from core.merging.stage import Staged
from core.progress import Progress, no_progress
from core.records import KINDS
from core.store import DELETED, OWN

SORTS = ("new", "changed", "deleted", "purged", "outside", "same")
PAGE = 1000  # rows joined at once


@dataclass(frozen=True)
class Counts:
    """Rows by list (each in just one; together all rows of the package) and open questions."""

    new: int = 0
    changed: int = 0
    deleted: int = 0
    purged: int = 0
    outside: int = 0
    same: int = 0
    conflicts: int = 0

    @property
    def written(self) -> int:
        return self.new + self.changed + self.deleted + self.purged


def compare(
    staged: Staged, progress: Progress = no_progress, *, with_outside: bool = False
) -> Counts:
    """Fill `staged.difference` and `staged.clash`. `with_outside` takes in what is not the
    village's own. Raises Cancelled (nothing of ours is touched)."""
    db = staged.db
    with db.atomic():
        db.execute("delete from staged.difference")
        db.execute("delete from staged.clash")
        for done, kind in enumerate(KINDS):
            progress(done, len(KINDS))
            _sort_out(db, kind)
            for rows in _both(db, kind):
                _join(staged, kind, rows)
        if staged.scope and not with_outside:
            for kind in KINDS:
                _leave_out(db, kind, staged.scope)
            while any(_needed(db, kind) for kind in KINDS):
                pass
        for kind in KINDS:
            if kind.parent:
                _ask_for_parents(db, kind)
        db.execute(
            """delete from staged.clash where exists (select 1 from staged.difference d
            where d.tbl = clash.tbl and d."row" = clash."row" and d.sort = 'outside')"""
        )
        return counts(db)


def counts(db: Database) -> Counts:
    rows = db.execute("select sort, count(*) from staged.difference group by sort").fetchall()
    asked = db.execute("select count(*) from staged.clash").fetchone()[0]
    return Counts(**dict(rows), conflicts=int(asked))


# --- each row into its list ----------------------------------------------------------------------


def _sort_out(db: Database, kind: RecordKind) -> None:
    """Rows that are not here, and those that are just the same; the others wait for `_join`."""
    table = kind.table
    db.execute(
        f"""insert into staged.difference (tbl, "row", sort, is_new)
        select ?, s.id, case s.state when 0 then 'new' when 1 then 'deleted' else 'purged' end, 1
        from staged.{table} s where not exists (select 1 from main.{table} m where m.id = s.id)
        order by s.id""",
        [table],
    )
    names = ["state", "vv", "stamps", *(f.name for f in kind.fields)]
    ours, theirs = (", ".join(f"{a}.{n}" for n in names) for a in ("m", "s"))
    db.execute(
        f"""insert into staged.difference (tbl, "row", sort, is_new)
        select ?, s.id, case when ({ours}) is ({theirs}) then 'same' else 'both' end, 0
        from staged.{table} s join main.{table} m on m.id = s.id""",
        [table],
    )


@dataclass(frozen=True)
class _Pair:
    seq: int
    id: str
    mine: Mapping[str, Any]
    theirs: Mapping[str, Any]


def _both(db: Database, kind: RecordKind) -> Iterator[list[_Pair]]:
    """The rows that are on both sides and differ."""
    names = [*OWN, *(f.name for f in kind.fields)]
    ours, theirs = (", ".join(f"{a}.{n}" for n in names) for a in ("m", "s"))
    sql = f"""
        select d.seq, {ours}, {theirs} from staged.difference d
        join main.{kind.table} m on m.id = d."row" join staged.{kind.table} s on s.id = d."row"
        where d.tbl = ? and d.sort = 'both' and d.seq > ? order by d.seq limit ?
    """
    last, width = 0, len(names)
    while rows := db.execute(sql, [kind.table, last, PAGE]).fetchall():
        last = rows[-1][0]
        yield [
            _Pair(
                r[0],
                r[1],
                dict(zip(names, r[1 : width + 1], strict=True)),
                dict(zip(names, r[width + 1 :], strict=True)),
            )
            for r in rows
        ]


def _join(staged: Staged, kind: RecordKind, pairs: Sequence[_Pair]) -> None:
    absent = staged.absent(kind.table)
    kept = {kind.parent} - {""}
    sorts, asked = [], []
    for pair in pairs:
        mine = version_of(kind, pair.mine)
        theirs = version_of(kind, pair.theirs, absent)
        joined, clashes = join(mine, theirs, kept)
        sorts.append((*_written(pair, mine, joined), pair.seq))
        asked += [_question(kind, pair.id, clash) for clash in clashes]
    db = staged.db
    sql = "update staged.difference set sort = ?, joined = ?, changes = ? where seq = ?"
    db.conn.executemany(sql, sorts)
    _ask(db, asked)


def version_of(
    kind: RecordKind, row: Mapping[str, Any], absent: frozenset[str] = frozenset()
) -> Version:
    """A stored row as the rule sees it. An absent field with a value got it from a migration."""
    names = ["state", *(n for n in kind.by_name if n not in absent or row[n] is not None)]
    return Version({n: row[n] for n in names}, json.loads(row["vv"]), json.loads(row["stamps"]))


def _written(pair: _Pair, mine: Version, joined: Version) -> tuple[str, str | None, str | None]:
    """Its list; what is to be written, if anything; the fields that change, before and after."""
    changes = {n: [pair.mine[n], v] for n, v in joined.values.items() if v != pair.mine[n]}
    if not changes and joined.vv == mine.vv and joined.stamps == mine.stamps:
        return "same", None, None
    who = pair.theirs if changes else pair.mine
    values = {
        **{n: after for n, (_, after) in changes.items()},
        "vv": packed(joined.vv),
        "stamps": packed(joined.stamps),
        "edited_at": who["edited_at"],
        "edited_by": who["edited_by"],
    }
    sort = "changed" if changes else "same"
    if "state" in changes:
        sort = {0: "changed", 1: "deleted", 2: "purged"}[joined.values["state"]]
    return sort, packed({"id": pair.id, **values}), packed(changes) if changes else None


def _question(kind: RecordKind, id: str, clash: Clash) -> tuple[str, ...]:
    values = packed(clash.mine), packed(clash.theirs)
    return (kind.table, id, clash.field, *values, clash.mine_stamp, clash.theirs_stamp)


def _ask(db: Database, asked: Sequence[tuple[str, ...]]) -> None:
    db.conn.executemany(
        'insert or ignore into staged.clash (tbl, "row", field, mine, theirs, mine_stamp,'
        " theirs_stamp) values (?, ?, ?, ?, ?, ?, ?)",
        asked,
    )


# --- out of the village's scope ------------------------------------------------------------------


def _leave_out(db: Database, kind: RecordKind, village: str) -> None:
    """What would be written although it is not the village's own to write."""
    if kind.table in BROUGHT_ALONG:
        return
    where, params = "1", list[str]()
    if kind.table not in OWN_WAYS and kind.table not in ("office", *_LISTS):
        of_staged, of_ours = home(kind, "staged", "x"), home(kind, "main", "m")
        default = "''" if kind.table in ("committee", "mediator") else "?"
        where = (
            f"(coalesce({of_staged}, {default}) != ? or exists (select 1 from main.{kind.table} m"
            f" where m.id = x.id and coalesce({of_ours}, {default}) != ?))"
        )
        params = [village, village] if default == "''" else [village] * 4
    db.execute(
        f"""update staged.difference set sort = 'outside', joined = null
        where tbl = ? and (is_new or joined is not null)
        and "row" in (select x.id from staged.{kind.table} x where {where})""",
        [kind.table, *params],
    )


_LISTS = tuple(t for t in OF_THE_OFFICE if t not in ("office", "village", "committee"))


def _needed(db: Database, kind: RecordKind) -> int:
    """New records of elsewhere that a record to be written points at come in with it: without them
    it could not be kept."""
    added = 0
    for name, target in links_of(kind):
        added += db.execute(
            f"""update staged.difference set sort = 'new' where tbl = ? and sort = 'outside'
            and is_new and "row" in (select x.{name} from staged.{kind.table} x
            join staged.difference d on d.tbl = ? and d."row" = x.id
            where d.sort in ('new', 'changed', 'deleted'))""",
            [target, kind.table],
        ).rowcount
    return added


# --- a record gone on one side, with something new below it on the other -------------------------


def _ask_for_parents(db: Database, kind: RecordKind) -> None:
    parent = kind.field(kind.parent).link
    came = f"""
        select m.id, m.vv, m.stamps, s.vv, s.stamps, x.stamps from staged.difference d
        join staged.{kind.table} x on x.id = d."row" and x.state = 0
        join main.{parent} m on m.id = x.{kind.parent} and m.state = 1
        left join staged.{parent} s on s.id = m.id
        where d.tbl = ? and d.sort = 'new'
        and not exists (select 1 from staged.difference p where p.tbl = ? and p."row" = m.id
            and p.sort = 'changed' and json_extract(p.joined, '$.state') = 0)
    """
    asked = []
    for id, _, stamps, their_vv, _, child in db.execute(came, [kind.table, parent]).fetchall():
        gone = stamp_of(stamps, "state")
        if their_vv is None or not seen(json.loads(their_vv), gone):
            both = (gone, stamp_of(child, "state"))
            asked.append((parent, id, "state", packed(DELETED), packed(0), *both))
    stayed = f"""
        select p."row", s.stamps, m.vv, x.stamps from staged.difference p
        join main.{parent} m on m.id = p."row" join staged.{parent} s on s.id = m.id
        join main.{kind.table} x on x.{kind.parent} = m.id and +x.state = 0
        where p.tbl = ? and p.sort = 'deleted' and not p.is_new
        and not exists (select 1 from staged.{kind.table} y where y.id = x.id)
    """
    for id, stamps, my_vv, child in db.execute(stayed, [parent]).fetchall():
        gone = stamp_of(stamps, "state")
        if not seen(json.loads(my_vv), gone):
            both = (stamp_of(child, "state"), gone)
            asked.append((parent, id, "state", packed(0), packed(DELETED), *both))
    _ask(db, asked)


def stamp_of(stamps: str, name: str) -> str:
    known = json.loads(stamps)
    return str(known.get(name) or known["*"])


def packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
