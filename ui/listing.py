"""What a list page shows of one kind of record; the plain listing follows from the definition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlite_utils import Database

from core import store
from core.codes import CodeBook
from core.field import RecordKind, Row
from core.text import Text
from ui.cards import Figure
from ui.table import Column, columns_of


@dataclass(frozen=True)
class Condition:
    """An SQL condition over the table of the kind, and its values."""

    where: str = "1"
    params: tuple[object, ...] = ()

    def and_(self, other: "Condition") -> "Condition":
        return Condition(f"({self.where}) and ({other.where})", (*self.params, *other.params))


EVERYTHING = Condition()


@dataclass(frozen=True)
class Chip:
    """A filter with a name; one that a card stands for is shown, and counted, only while it is
    pressed. `among` makes a condition that takes a while to work out."""

    id: str
    words: Text
    condition: Condition = EVERYTHING
    only_pressed: bool = False
    among: Callable[[Database], Condition] | None = None

    def chosen(self, db: Database) -> Condition:
        return self.among(db) if self.among else self.condition


def no_rows_more(db: Database, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The listing of a kind whose rows need nothing from other tables."""
    return rows


@dataclass(frozen=True)
class Listing:
    """How one kind stands on a list page. `enrich` adds to fetched rows what their columns need
    from other tables; `reading` makes the pane at the right for one row."""

    kind: RecordKind
    title: Text
    add: Text
    columns: Callable[[CodeBook], list[Column]]
    stretched: int = 0
    enrich: Callable[[Database, list[dict[str, Any]]], list[dict[str, Any]]] = no_rows_more
    chips: Callable[[Database], Sequence[Chip]] = lambda db: ()
    figures: Callable[[Database, CodeBook], Sequence[Figure]] | None = None
    reading: Callable[[Database, CodeBook, Row], QWidget] | None = None
    by_month: bool = False
    by_village: Callable[[str, str], Condition] | None = None  # (table, id) -> condition
    order: str = ""
    can_print_many: bool = False  # the whole files of marked records
    sign: str = "file-text"
    hint: Text = field(default=Text("按 Ctrl+N 登记第一条。", "Press Ctrl+N to enter the first."))


def plain_listing(kind: RecordKind) -> Listing:
    """The list of any kind, from its definition alone."""
    return Listing(
        kind,
        kind.title,
        Text("新增{title}", "New: {title}").format(title=kind.title),
        lambda book: columns_of(kind, book),
        order=f"{kind.named_by[0]}, id" if not kind.dated_by else "",
        sign="users",
    )


def find_ids(db: Database, listing: Listing, condition: Condition, order: str = "") -> list[str]:
    """Ids of all records of the list, in its order. Asked once: a page of any place is then read
    by its ids in the same short time."""
    kind = listing.kind
    order = order or listing.order or (f"{kind.dated_by} desc, id desc" if kind.dated_by else "id")
    where = f"state = {store.LIVE} and ({condition.where})"
    sql = f"select id from {kind.table} where {where} order by {order}"
    return [id for (id,) in db.execute(sql, condition.params)]


def rows_of(db: Database, listing: Listing, ids: Sequence[str]) -> list[dict[str, Any]]:
    """One page of the list."""
    found = store.get_many(db, listing.kind, ids)
    return listing.enrich(db, [found[id] for id in ids if id in found])
