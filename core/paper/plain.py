"""Any record of any kind on paper, section by section, with the rows that belong to it.

For kinds without an official form. In the language of the screen; ID and phone numbers have their
middle in stars, as in lists.
"""

from collections.abc import Sequence

from sqlite_utils import Database

from core.codes import CodeBook
from core.field import Field, RecordKind, Row, Type
from core.paper.blocks import Cell, Table, subheading
from core.paper.case import live
from core.paper.fonts import Fonts
from core.paper.lines import Style
from core.paper.page import ROOM, Document, Writer
from core.records import ATTACHMENT, KINDS, children_of
from core.show import day, masked, name_of, shown
from core.store import children
from core.text import Text

LABEL, VALUE = Style("heading", 10.5), Style("body", 11)
GRID = Table((92.0, ROOM / 2 - 92, 92.0, ROOM / 2 - 92), pitch=18.0, padding=3.0)
KEEP = 24.0  # points a short row takes: a heading stays with its first four
WIDE = 40  # characters beyond which a value gets a row of its own
NUMBERED = Text("{kind} {n}", "{kind} {n}")
CONTINUED = Text("{title}（续）", "{title} (continued)")


def plain_record(
    db: Database, fonts: Fonts, kind: RecordKind, row: Row, book: CodeBook
) -> Document:
    """Every field of the record, and what its child records hold. Raises MissingCharacter."""
    w = Writer(fonts, str(kind.title), str(CONTINUED))
    w.heading()
    if row:
        w.centred(name_of(kind, row, book), Style("body", 12), 20)
        w.y -= 6
    for section in kind.form:
        _section(w, str(section.title), [kind.field(n) for n in section.names], row, book)
    for child in children_of(kind) if row else ():
        for number, each in enumerate(children(db, child, str(row["id"])), start=1):
            told = [child.field(n) for n in child.columns] if child is ATTACHMENT else None
            filled = [f for f in told or _on_form(child) if each.get(f.name) not in (None, "")]
            title = str(NUMBERED.format(kind=child.title, n=number))
            _section(w, title, filled, each, book)
    return w.done()


def kind_of(db: Database, id: str) -> tuple[RecordKind, Row] | None:
    """The live record with this id, whatever its kind."""
    for kind in KINDS:
        if row := live(db, kind, id):
            return kind, row
    return None


def _on_form(kind: RecordKind) -> list[Field]:
    return [kind.field(name) for section in kind.form for name in section.names]


def _section(w: Writer, title: str, fields: Sequence[Field], row: Row, book: CodeBook) -> None:
    """A heading and a grid: two short values in a row, a long one in a row of its own."""
    subheading(w, title, keep=KEEP * min((len(fields) + 1) // 2, 4))
    waiting: list[Cell] = []
    for field in fields:
        value = _words(field, row.get(field.name), book)
        label = Cell(str(field.label), LABEL)
        if field.type is Type.NOTE or len(value) > WIDE:
            _flush(w, waiting)
            GRID.row(w, label, Cell(value, VALUE, span=3))
            continue
        waiting += [label, Cell(value, VALUE)]
        if len(waiting) == 4:
            _flush(w, waiting)
    _flush(w, waiting)
    w.y -= 10


def _flush(w: Writer, waiting: list[Cell]) -> None:
    if len(waiting) == 2:
        waiting += [Cell("", VALUE), Cell("", VALUE)]
    if waiting:
        GRID.row(w, *waiting)
    waiting.clear()


def _words(field: Field, value: object, book: CodeBook) -> str:
    if field.type is Type.DATE:
        return day(str(value) if value else None)
    return masked(field.name, shown(field, value, book))
