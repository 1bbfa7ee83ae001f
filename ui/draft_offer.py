"""Bringing drafts back: at the start of the program, and when a record that has one is opened."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from sqlite_utils import Database

from core import store, unsaved
from core.records import BY_TABLE
from core.text import Text
from core.unsaved import Unsaved
from ui.draft_keeper import Choice, ask_draft

if TYPE_CHECKING:
    from ui.record_page import RecordPage

#: Makes the page of a record from table and id; for a new one without, but with its new id.
MakePage = Callable[[str, str | None, str], "RecordPage"]


def settle_draft(parent: QWidget, db: Database, page: "RecordPage", draft: Unsaved) -> Choice:
    """Ask, and do what was answered. A draft that says nothing else than the record goes without a
    question."""
    differences = page.differences(draft.form)
    if not differences:
        unsaved.drop(db, draft.id)
        return Choice.DISCARD
    name: Text | str = page.top.title.words()
    choice = ask_draft(parent, name, draft.at, differences)
    if choice is Choice.GO_ON:
        page.put_draft(draft)
    elif choice is Choice.DISCARD:
        unsaved.drop(db, draft.id)
    return choice


def draft_of(db: Database, id: str | None) -> Unsaved | None:
    return next(iter(unsaved.kept(db, id)), None) if id else None


def page_to_go_on(parent: QWidget, db: Database, make_page: MakePage) -> "RecordPage | None":
    """Every draft in turn, the latest first, until one is gone on with: its page. Drafts of records
    that are in the recycle bin now are given up."""
    for draft, id in _offered(db):
        page = make_page(draft.table, id, draft.id)
        if settle_draft(parent, db, page, draft) is Choice.GO_ON:
            return page
        page.deleteLater()
    return None


def _offered(db: Database) -> Iterator[tuple[Unsaved, str | None]]:
    """Each with the id of its record; None for one that was never saved."""
    for draft in unsaved.kept(db):
        kind = BY_TABLE.get(draft.table)
        row = store.get(db, kind, draft.id) if kind else None
        if kind and (row["state"] == store.LIVE if row else draft.is_new):
            yield draft, draft.id if row else None
        else:
            unsaved.drop(db, draft.id)
