"""范围: which village a record belongs to, and what of the office's data a village should have."""

from collections.abc import Sequence

from sqlite_utils import Database

from core.field import Field, RecordKind, Type
from core.records import BY_TABLE, KINDS

#: What an office decides for all of its villages; a village is given it and does not change it.
OF_THE_OFFICE = (
    "office",
    "village",
    "committee",
    "code",
    "deadline_rule",
    "holiday",
    "screening_map",
    "risk_grade",
    "subsidy_rule",
    "subsidy_threshold",
    "aid_rate",
    "hardship_standard",
)
#: What anybody keeps for himself.
OWN_WAYS = ("phrase", "import_rule")
#: Own codes of a village belong to its cases: without them those could not be read.
BROUGHT_ALONG = ("code",)


def home(kind: RecordKind, schema: str, alias: str = "x", left: int = 4) -> str:
    """An SQL expression for the id of the village a row belongs to, null if to none: named by the
    record itself, else by what it belongs to or points at."""
    if kind.table == "village":
        return f"{alias}.id"
    ways = ["null"]
    for f in _leading(kind) if left else ():
        if f.link == "village":
            ways.append(f"{alias}.{f.name}")
        else:
            inner = home(BY_TABLE[f.link], schema, f"{alias}y", left - 1)
            ways.append(
                f"(select {inner} from {schema}.{f.link} {alias}y"
                f" where {alias}y.id = {alias}.{f.name})"
            )
    return f"coalesce({', '.join(ways)}, null)"


#: Tables that lead to a village, the surest first.
_LEADING = ("village", "dispute", "screening_round", "committee", "mediator")


def _leading(kind: RecordKind) -> list[Field]:
    """Its links that say whose it is, the surest first; what it belongs to always does."""
    found = [f for f in kind.fields if f.link in _LEADING or (f.link and f.name == kind.parent)]
    return sorted(
        found, key=lambda f: _LEADING.index(f.link) if f.link in _LEADING else len(_LEADING)
    )


def leads_home(kind: RecordKind, left: int = 4) -> bool:
    """Whether records of the kind can belong to a village at all. One whose do not must be named
    above, or every village could write it."""
    return kind.table == "village" or any(
        leads_home(BY_TABLE[f.link], left - 1) for f in _leading(kind) if left
    )


def links_of(kind: RecordKind) -> list[tuple[str, str]]:
    """(field, table) of everything a record of the kind points at."""
    return [(f.name, f.link) for f in kind.fields if f.type is Type.LINK]


def choose(db: Database, village: str | None) -> None:
    """Fill the temporary table `travelling` (tbl, row) with what a package holds: everything, or
    for one village its own records, the office's lists, mediators of the township and whatever
    these point at."""
    db.execute("drop table if exists temp.travelling")
    db.execute(
        'create temp table travelling (tbl text, "row" text, primary key (tbl, "row"))'
        " without rowid"
    )
    for kind in KINDS:
        if kind.table in OWN_WAYS and village is not None:
            continue
        where, params = _of_village(kind, village)
        db.execute(
            f"insert into temp.travelling select ?, x.id from main.{kind.table} x where {where}",
            [kind.table, *params],
        )
    while village is not None and any(_pull_in(db, kind) for kind in KINDS):
        pass


def _of_village(kind: RecordKind, village: str | None) -> tuple[str, Sequence[str]]:
    if village is None or kind.table in OF_THE_OFFICE:
        return "1", ()
    found = home(kind, "main")
    if kind.table == "mediator":
        return f"coalesce({found}, ?) = ?", (village, village)
    return f"{found} = ?", (village,)


def _pull_in(db: Database, kind: RecordKind) -> int:
    """What travelling records of a kind point at travels too; how many were added."""
    added = 0
    for name, table in links_of(kind):
        sql = (
            f"insert or ignore into temp.travelling select ?, x.{name} from main.{kind.table} x"
            f' join temp.travelling t on t.tbl = ? and t."row" = x.id where x.{name} is not null'
        )
        added += db.execute(sql, [table, kind.table]).rowcount
    return added
