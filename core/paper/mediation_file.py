"""调解卷宗: cover, index and papers of one case in the order of the file, with real page numbers.

The order is that of the office's list of papers (papers.toml). Behind the forms of each kind stand
the scans of it. A form that only one record asks for is not printed a second time where the signed
paper is there as a scan or on paper.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from core.codes import CodeBook
from core.field import Row
from core.paper import file_forms
from core.paper.case import Case, said
from core.paper.closing import fitted
from core.paper.file_forms import Entry
from core.paper.fonts import Fonts
from core.paper.official import OFFICIAL, Official
from core.paper.page import Document, Writer
from core.paper.scans import held_on_paper, in_one, kind_words, scans_of, without_trouble
from core.records import BY_TABLE

TITLES = {
    **{form.name: form.title.zh for form in OFFICIAL},
    "index": "卷内目录",
    "back_cover": "封底",
}
APART_FROM_ORDER = frozenset({"cover", "index", "back_cover"})
APART = "纸质件"  # remark of what is not in the PDF
#: Scans of these have a title of their own, the others stand together under that of their kind.
EACH_ALONE = frozenset({"evidence", "other_paper", "judicial_confirmation_docs"})
BY_NAME = {form.name: form for form in OFFICIAL}


@dataclass(frozen=True)
class Bound:
    """A paper in the file, and what tells it from others of its title."""

    document: Document
    which: str = ""


def whole_case(fonts: Fonts, case: Case) -> list[Document]:
    """The file as it is bound: cover, index, papers, back cover. Raises MissingCharacter."""
    front, papers = _front(fonts, case), case_papers(fonts, case)
    documents = [*front, index(fonts, entries(papers))]
    return [*documents, *(bound.document for bound in papers)]


def case_papers(fonts: Fonts, case: Case) -> list[Bound]:
    """Every numbered paper of the file, the back cover last; that one names their pages."""
    kinds = [k for paper in case.profile.papers for k in paper.bound]
    made = [b for k in kinds if k not in APART_FROM_ORDER for b in _of(fonts, case, k)]
    last = _held(case, "back_cover")
    if not last:
        pages = sum(b.document.length for b in made) + 1
        last = [back_cover(fonts, case, pages)]
    return [*made, *(Bound(document) for document in last)]


def page_numbers(fonts: Fonts, case: Case) -> list[Entry]:
    """The index without printing the papers: neither a character without a font nor a scan that
    cannot be read keeps them from being counted."""
    return entries(_counted(fonts, case))


def count_pages(fonts: Fonts, case: Case) -> int:
    """Of all numbered papers, counted in the same way."""
    return sum(bound.document.length for bound in _counted(fonts, case))


def _counted(fonts: Fonts, case: Case) -> list[Bound]:
    return case_papers(fonts.lenient(), replace(case, read=partial(without_trouble, case)))


def form(fonts: Fonts, case: Case, form: Official, row: Row) -> Document:
    """One official form. Raises MissingCharacter."""

    def lay(most_ruled: int | None) -> Writer:
        w = Writer(fonts, form.title.zh, most_ruled=most_ruled)
        form.write(w, case, row)
        return w

    return fitted(lay).done(numbered=form.numbered)


def index(fonts: Fonts, lines: list[Entry]) -> Document:
    w = Writer(fonts, TITLES["index"])
    file_forms.index(w, lines)
    return w.done(numbered=False)


def back_cover(fonts: Fonts, case: Case, pages: int | None) -> Document:
    w = Writer(fonts, TITLES["back_cover"])
    extras = len(case.attachments) + len(case.paper_copies) if pages is not None else None
    file_forms.back_cover(w, case, pages, extras)
    return w.done()


def entries(papers: Sequence[Bound]) -> list[Entry]:
    """The index of numbered papers; a title that comes twice gets its day, name or number."""
    titles = [bound.document.title for bound in papers]
    found, first = [], 1
    for bound in papers:
        document = bound.document
        last = first + document.length - 1
        pages = str(first) if first == last else f"{first}-{last}"
        which = bound.which if titles.count(document.title) > 1 else ""
        remark = "，".join(words for words in (APART if document.apart else "", which) if words)
        found.append(Entry(document.title, pages, remark))
        first = last + 1
    return found


def _front(fonts: Fonts, case: Case) -> list[Document]:
    """The cover; one that was scanned or is on paper stands in its place, as do scanned indexes
    behind it."""
    cover = _held(case, "cover") or [form(fonts, case, BY_NAME["cover"], case.dispute)]
    return [replace(d, numbered=False) for d in (*cover, *scans_of(case, "index"))]


def _held(case: Case, doc_type: str) -> list[Document]:
    """Scans and papers held on paper, of one kind."""
    scans = in_one(kind_words(doc_type), scans_of(case, doc_type))
    return [*scans, *held_on_paper(case, doc_type)]


def _of(fonts: Fonts, case: Case, doc_type: str) -> Iterator[Bound]:
    """The forms of a kind, then what is there as a scan or on paper."""
    alone = doc_type in EACH_ALONE
    scans = scans_of(case, doc_type)
    scans = scans if alone else in_one(kind_words(doc_type), scans)
    found = [*scans, *held_on_paper(case, doc_type)]
    for each in (f for f in OFFICIAL if f.doc_type == doc_type):
        rows = each.rows(case, bound=True)
        if alone or len(rows) > 1 or not found:
            for row in rows:
                yield Bound(form(fonts, case, each, row), _which(case.book, each, row))
    yield from (Bound(document) for document in found)


def _which(book: CodeBook, form: Official, row: Row) -> str:
    return said(book, BY_TABLE[form.table], row, form.which) if form.which else ""
