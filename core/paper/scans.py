"""Scans, photos and papers held on paper, as documents of the whole file."""

from functools import partial

from core.errors import UserError
from core.field import Row
from core.paper.case import Case
from core.paper.foreign import Box, sheets_of
from core.paper.page import FOOT, HEIGHT, MM, WIDTH, Document, Page, Picture
from core.records import ATTACHMENT

EDGE = 15 * MM
#: Where a scan stands: above the page number, wider than the text of a form.
ROOM_OF_SCAN = Box(EDGE, FOOT + 7 * MM, WIDTH - 2 * EDGE, HEIGHT - EDGE - FOOT - 7 * MM)
OTHER = "other_paper"  # what an attachment without a kind is


def scans_of(case: Case, doc_type: str) -> list[Document]:
    """Each attachment of this kind; one that cannot be put in is counted by its pages. Raises
    UserError for a file that is missing or damaged."""
    rows = [a for a in case.attachments if (a.get("doc_type") or OTHER) == doc_type]
    return [_scan(case, row) for row in rows]


def held_on_paper(case: Case, doc_type: str) -> list[Document]:
    """Each paper of this kind that is only on paper: counted, not printed."""
    return [
        Document(str(row.get("title") or kind_words(doc_type)), [], apart=row.get("pages") or 1)
        for row in case.paper_copies
        if row.get("doc_type") == doc_type
    ]


def kind_words(doc_type: str) -> str:
    return ATTACHMENT.codes["doc_type"][doc_type].zh


def in_one(title: str, documents: list[Document]) -> list[Document]:
    """The pages of all as one paper; those counted apart stay by themselves."""
    pages = [page for document in documents for page in document.pages]
    apart = [Document(title, [], apart=d.apart) for d in documents if d.apart]
    return [*([Document(title, pages)] if pages else []), *apart]


def without_trouble(case: Case, attachment: Row) -> bytes:
    """What an attachment holds; nothing where it cannot be read, to count pages all the same."""
    try:
        return case.read(attachment) if case.read else b""
    except UserError:
        return b""


def _scan(case: Case, attachment: Row) -> Document:
    title = str(attachment.get("title") or "")
    pages: list[Page] | None = None
    if case.read and attachment["media_type"] == "pdf":
        made = sheets_of(case.read(attachment), (WIDTH, HEIGHT), ROOM_OF_SCAN)
        pages = [[sheet] for sheet in made] if made else None
    elif attachment["media_type"] != "pdf":
        pages = [[Picture(ROOM_OF_SCAN, partial(_content, case, attachment))]]
    if pages is None:
        return Document(title, [], apart=attachment.get("pages") or 1)
    return Document(title, pages)


def _content(case: Case, attachment: Row) -> bytes:
    return case.read(attachment) if case.read else b""
