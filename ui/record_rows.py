"""A record and the rows that belong to it, as they stand on its page: what would be saved."""

from collections.abc import Mapping
from typing import Any

from core.codes import CodeBook
from core.field import RecordKind
from core.records import PARTY
from core.unsaved import FormWords
from ui.child_rows import ChildRow, ChildRows
from ui.drafts import Draft, draft
from ui.form import RecordForm
from ui.pieces import today

#: A row of the page, or None for the record itself, and what would be saved of it.
Drafts = list[tuple[ChildRow | None, Draft]]
Sections = Mapping[RecordKind, ChildRows]


def drafts_of(
    kind: RecordKind, id: str, form: RecordForm, sections: Sections, book: CodeBook
) -> Drafts:
    """The record (None) and its rows. Rows whose fields were never made are what is stored; they
    are there for what must hold between the rows."""
    values, unread = form.row()
    on = values.get(kind.dated_by) if kind.dated_by else None
    own = draft(kind, values, unread, book, on, today())
    own.row["id"] = id
    found: Drafts = [(None, own)]
    for child, section in sections.items():
        for place, row in enumerate(section.kept()):
            values, unread = row.form.row() if row.is_built else (row.values(), [])
            values |= {child.parent: id}
            if "position" in child.by_name and row.is_new:
                values["position"] = place
            made = draft(child, values, unread, book, on, today())
            made.row["id"] = row.id
            found.append((row, made))
    return found


def rows_typed(sections: Sections) -> dict[str, list[dict[str, Any]]]:
    """Table -> rows with their ids; of parties also those still without a word, which wait to be
    filled in."""
    return {
        child.table: [
            {**row.values(), "id": row.id}
            for row in (section.rows if child is PARTY else section.filled())
        ]
        for child, section in sections.items()
    }


def words_of(form: RecordForm, sections: Sections) -> FormWords:
    """Everything somebody typed, as a draft keeps it."""
    return FormWords(
        form.raw(),
        {child.table: section.words() for child, section in sections.items()},
        {child.table: tuple(section.gone()) for child, section in sections.items()},
    )


def first_unkept(sections: Sections) -> ChildRow | None:
    """A row that something was typed into but that cannot be saved, such as a party without a
    name."""
    return next((row for section in sections.values() for row in section.unkept()), None)


def row_for(section: ChildRows, id: str, begin: Mapping[str, Any] | None) -> ChildRow:
    """The unfolded row with that id; one that is wanted and not there is made."""
    row = next((r for r in section.rows if r.id == id), None)
    if row is None:
        row = section.add_quietly()
        row.form.put(begin or {})
    row.fold(folded=False)
    return row
