"""合并结果 as a sheet: what a merge did, record by record, to be printed and filed."""

from collections.abc import Iterator

from sqlite_utils import Database

from core import history, store
from core.codes import CodeBook
from core.field import RecordKind
from core.history import Change
from core.merging.board import Taken
from core.records import BY_TABLE, load_book
from core.sheet import Format, Sheet, SheetColumn
from core.show import masked, name_of, shown
from core.text import Text

DONE = {
    "create": Text("新增", "New"),
    "change": Text("更改", "Changed"),
    "delete": Text("删除", "Deleted"),
    "put_back": Text("恢复", "Put back"),
    "purge": Text("清除", "Purged"),
}
TITLE = Text("合并结果:{name} {month} 第{n}次", "Merged: {name}, {month}, number {n}")
COUNTS = Text(
    "新增 {new},更改 {changed},删除 {deleted},范围外未合并 {outside},没有变化 {same},"
    "冲突 {conflicts} 处",
    "{new} new, {changed} changed, {deleted} deleted, {outside} out of scope, {same} the same,"
    " {conflicts} conflicts",
)
FIELD = Text("{label}:{before} → {after}", "{label}: {before} → {after}")


def result_sheet(db: Database, taken: Taken) -> Sheet:
    """One line a record, in the order they were written; ID and phone numbers with stars."""
    columns = (
        SheetColumn(str(Text("情况", "What"))),
        SheetColumn(str(Text("种类", "Kind"))),
        SheetColumn(str(Text("名称", "Name"))),
        SheetColumn(str(Text("改动", "Fields")), Format.NOTE),
    )
    title = TITLE.format(name=taken.name, month=taken.month or "", n=taken.sequence)
    head = (str(Text("合计", "In all")), "", "", str(counts_words(taken)))
    rows = [head, *_rows(db, taken.step)] if taken.step is not None else [head]
    return Sheet(title, columns=columns, rows=rows)


def counts_words(taken: Taken) -> Text:
    """What was done, as it had been shown before."""
    c = taken.counts
    return COUNTS.format(
        new=c.new,
        changed=c.changed,
        deleted=c.deleted + c.purged,
        outside=c.outside,
        same=c.same,
        conflicts=c.conflicts,
    )


def disputes_in(db: Database, step: int) -> list[str]:
    """Ids of the disputes a step touched, themselves or in what belongs to them; those in the
    recycle bin left out."""
    found: dict[str, None] = {}
    for change in history.changes(db, step):
        kind = BY_TABLE[change.table]
        row = store.get(db, kind, change.row)
        if row is None:
            continue
        if kind.table == "dispute":
            found[change.row] = None
        elif kind.parent and kind.field(kind.parent).link == "dispute":
            found[row[kind.parent]] = None
    live = store.get_many(db, BY_TABLE["dispute"], list(found))
    return [id for id in found if id in live and live[id]["state"] == store.LIVE]


def _rows(db: Database, step: int) -> Iterator[tuple[str, str, str, str]]:
    book = load_book(db)
    for change in history.changes(db, step):
        kind = BY_TABLE[change.table]
        row = store.get(db, kind, change.row) or {}
        done = str(DONE.get(change.action, Text(change.action, change.action)))
        name = name_of(kind, row, book) if row else ""
        told = "" if change.action == "create" else _told(kind, change, book)
        yield done, str(kind.title), name, told


def _told(kind: RecordKind, change: Change, book: CodeBook) -> str:
    said = []
    for name, (before, after) in change.fields.items():
        if field := kind.by_name.get(name):
            words = [masked(name, shown(field, v, book)) for v in (before, after)]
            said.append(str(FIELD.format(label=field.label, before=words[0], after=words[1])))
    return ";".join(said)
