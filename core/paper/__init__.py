"""Printable forms: the official ones of a mediation case, its whole file, and any record plainly.

A form is laid out before anything is written: a character that no font can print is named and no
file is left. Pages are A4, fonts are embedded, and the same record gives the same bytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlite_utils import Database

from core.codes import CodeBook
from core.errors import UserError
from core.field import RecordKind, Row
from core.paper import mediation_file as bound
from core.paper import screening_forms as screening
from core.paper.case import Case, live, load_case
from core.paper.fonts import Fonts, MissingCharacter, computer_fonts, missing_characters
from core.paper.official import OFFICIAL
from core.paper.page import FOOTER, Document, write_pdf
from core.paper.plain import kind_of, plain_record
from core.paper.quick_guide import quick_guide
from core.progress import Progress, no_progress
from core.records import DISPUTE, SCREENING_ITEM, children_of, kind_named, load_book
from core.show import shown
from core.store import children
from core.text import Text

__all__ = [
    "FORMS",
    "Form",
    "form_named",
    "forms_of",
    "missing_characters",
    "plain_form",
    "write_file",
    "write_files",
    "write_form",
    "write_ledger",
]


@dataclass(frozen=True)
class Form:
    """A form that can be printed. `kind` is the table of the record it is printed from; empty for
    the plain print, which takes any record, and the quick guide, which takes none."""

    name: str
    title: Text
    kind: str


_COVERS = ("cover", "cover_with_category")
FORMS: tuple[Form, ...] = (
    *(Form(f.name, f.in_menu or f.title, f.table) for f in OFFICIAL if f.name in _COVERS),
    Form("index", Text("卷内目录", "Index of the case file"), "dispute"),
    *(Form(f.name, f.in_menu or f.title, f.table) for f in OFFICIAL if f.name not in _COVERS),
    Form("back_cover", Text("封底", "Back cover"), "dispute"),
    Form("screening_register", Text("排查登记表", "Screening form"), "screening_item"),
    Form(
        "prominent_ledger",
        Text("突出矛盾纠纷台账", "Ledger of prominent disputes"),
        "screening_item",
    ),
    Form("record", Text("记录打印", "Plain print of a record"), ""),
    Form("quick_guide", Text("快速指南", "Quick guide (Chinese)"), ""),
)


def form_named(name: str) -> Form:
    """Raises UserError naming the forms there are."""
    if form := next((form for form in FORMS if form.name == name), None):
        return form
    said = Text(
        "没有名为“{name}”的文书。可用:{names}。",
        "There is no form called {name}. There are: {names}.",
    )
    raise UserError(said.format(name=name, names=" ".join(form.name for form in FORMS)))


def plain_form(kind: RecordKind) -> Form:
    """The plain print of one kind; printed empty, the form "record" is that of a dispute."""
    return replace(form_named("record"), title=kind.title, kind=kind.table)


def write_form(
    db: Database,
    form: Form,
    record_id: str | None,
    path: Path,
    *,
    overwrite: bool = False,
    fonts: Fonts | None = None,
    folder: Path | None = None,
) -> None:
    """One form as PDF; without a record a blank one for the pen. For a form of a row of the case,
    such as a meeting, the id may be the dispute's: then all it has are printed, one after the
    other. `folder` is the one of all attachments, whose pages an index counts.

    Raises UserError for an unknown record, for a dispute without such records, for a character
    without a font and for a file that cannot be written; then there is no file.
    """
    fonts = fonts or computer_fonts()
    if form.name == "quick_guide":
        documents, footer = [quick_guide(fonts)], FOOTER.zh
    elif form.name == "record":
        documents, footer = [_plain(db, fonts, form, record_id)], str(FOOTER)
    elif form.kind == SCREENING_ITEM.table:
        rows = [] if record_id is None else [_item(db, record_id)]
        documents, footer = [_of_screening(db, fonts, form, rows)], FOOTER.zh
    else:
        documents, footer = _official(db, fonts, form, record_id, folder), FOOTER.zh
    title = str(form.title) if form.name == "record" else form.title.zh
    each = [[document] for document in documents]
    write_pdf(Path(path), fonts, title, each, overwrite=overwrite, footer=footer)


def write_file(
    db: Database,
    dispute_id: str,
    path: Path,
    *,
    overwrite: bool = False,
    progress: Progress = no_progress,
    fonts: Fonts | None = None,
    folder: Path | None = None,
) -> None:
    """The whole case as one PDF, in the order in which it is bound. Raises as write_form does."""
    write_files(
        db,
        [dispute_id],
        path,
        overwrite=overwrite,
        progress=progress,
        fonts=fonts,
        folder=folder,
    )


def write_files(
    db: Database,
    dispute_ids: Sequence[str],
    path: Path,
    *,
    overwrite: bool = False,
    progress: Progress = no_progress,
    fonts: Fonts | None = None,
    folder: Path | None = None,
) -> None:
    """Many case files in one PDF, each with its own page numbers; all or none. Scans come from
    `folder`, the one of all attachments; without it they are counted and not put in."""
    if not dispute_ids:
        raise UserError(Text("没有要打印的卷宗。", "There is no case file to print."))
    fonts = fonts or computer_fonts()
    book = load_book(db)

    def files() -> Iterator[list[Document]]:
        for done, dispute_id in enumerate(dispute_ids):
            progress(done, len(dispute_ids))
            yield _laid_out(fonts, load_case(db, dispute_id, book, folder=folder))
        progress(len(dispute_ids), len(dispute_ids))

    write_pdf(Path(path), fonts, bound.TITLES["cover"], files(), overwrite=overwrite)


def write_ledger(
    db: Database,
    rows: Sequence[Row],
    path: Path,
    *,
    overwrite: bool = False,
    fonts: Fonts | None = None,
) -> None:
    """突出矛盾纠纷台账 of some screening items as PDF. Raises as write_form does."""
    fonts = fonts or computer_fonts()
    form = form_named("prominent_ledger")
    documents = [[_of_screening(db, fonts, form, rows)]]
    write_pdf(Path(path), fonts, form.title.zh, documents, overwrite=overwrite)


def _item(db: Database, record_id: str) -> Row:
    if row := live(db, SCREENING_ITEM, record_id):
        return row
    raise UserError(Text("没有这件排查纠纷。", "There is no such screened dispute."))


def _of_screening(db: Database, fonts: Fonts, form: Form, rows: Sequence[Row]) -> Document:
    book = load_book(db)
    try:
        if form.name == "prominent_ledger":
            return screening.ledger_document(fonts, book, rows, screening.unit_of(db))
        return screening.register_document(fonts, book, rows[0] if rows else {})
    except MissingCharacter as missing:
        raise UserError(_named(missing, book, [(SCREENING_ITEM, r) for r in rows])) from missing


def _laid_out(fonts: Fonts, case: Case) -> list[Document]:
    try:
        return bound.whole_case(fonts, case)
    except MissingCharacter as missing:
        raise UserError(_said(missing, case)) from missing


def forms_of(db: Database, dispute_id: str) -> list[Form]:
    """What can be printed of a dispute by itself: the forms that have something to say, in the
    order of FORMS."""
    case = load_case(db, dispute_id, load_book(db))
    there = {f.name for f in OFFICIAL if f.rows(case, bound=False)}
    return [form for form in FORMS if form.name in {*there, "index", "back_cover"}]


def _official(
    db: Database, fonts: Fonts, form: Form, record_id: str | None, folder: Path | None
) -> list[Document]:
    if record_id is None:
        return [_blank(db, fonts, form)]
    case, rows = _found(db, form, record_id, folder)
    try:
        if form.name == "index":
            return [bound.index(fonts, bound.page_numbers(fonts, case))]
        if form.name == "back_cover":
            return [bound.back_cover(fonts, case, bound.count_pages(fonts, case))]
        return [bound.form(fonts, case, bound.BY_NAME[form.name], row) for row in rows]
    except MissingCharacter as missing:
        raise UserError(_said(missing, case)) from missing


def _blank(db: Database, fonts: Fonts, form: Form) -> Document:
    case = Case(load_book(db))
    if form.name == "index":
        return bound.index(fonts, [])
    if form.name == "back_cover":
        return bound.back_cover(fonts, case, None)
    return bound.form(fonts, case, bound.BY_NAME[form.name], {})


def _found(db: Database, form: Form, record_id: str, folder: Path | None) -> tuple[Case, list[Row]]:
    """The case a form is printed from, and the rows that get one form each."""
    kind = kind_named(form.kind)
    book = load_book(db)
    if kind is not DISPUTE and (row := live(db, kind, record_id)):
        return load_case(db, str(row["dispute_id"]), book, folder=folder), [row]
    case = load_case(db, record_id, book, folder=folder)
    if kind is DISPUTE:
        return case, [case.dispute]
    rows = bound.BY_NAME[form.name].rows(case, bound=False)
    if not rows:
        said = Text(
            "这件纠纷没有可填入《{form}》的记录。",
            "The dispute has no record for this form: {form}.",
        )
        raise UserError(said.format(form=form.title))
    return case, rows


def _plain(db: Database, fonts: Fonts, form: Form, record_id: str | None) -> Document:
    book = load_book(db)
    found: tuple[RecordKind, Row] | None = None
    if record_id is None:
        found = (kind_named(form.kind) if form.kind else DISPUTE), {}
    elif record_id is not None:
        found = kind_of(db, record_id)
    if found is None:
        raise UserError(Text("请指定要打印的记录。", "Say which record to print."))
    kind, row = found
    try:
        return plain_record(db, fonts, kind, row, book)
    except MissingCharacter as missing:
        rows = [(kind, row)]
        for child in children_of(kind):
            rows += [(child, each) for each in children(db, child, str(row["id"]))]
        raise UserError(_named(missing, book, rows)) from missing


_NO_FONT = Text(
    "{field}“{value}”中的“{character}”(U+{code:04X})没有可用的字体,没有打印。"
    "请安装含有该字的字体(如 SimSun-ExtB),或改用其他写法。",
    "No font at hand has the character {character} (U+{code:04X}) of {field} ({value}); nothing was"
    " printed. Install a font that has it, such as SimSun-ExtB, or write it otherwise.",
)


def _said(missing: MissingCharacter, case: Case) -> Text:
    return _named(missing, case.book, case.values())


def _named(
    missing: MissingCharacter, book: CodeBook, rows: Iterable[tuple[RecordKind, Row]]
) -> Text:
    """The sentence about a character, with the field it stands in."""
    label, value = Text("文书", "the form"), missing.text
    for kind, row in rows:
        for field in kind.fields:
            words = shown(field, row.get(field.name), book)
            if missing.character in words:
                label, value = field.label, words
                break
    return _NO_FONT.format(
        field=label,
        value=_around(value, missing.character),
        character=missing.character,
        code=ord(missing.character),
    )


def _around(text: str, character: str) -> str:
    """At most ten characters on each side."""
    at = text.find(character)
    start, end = max(at - 10, 0), at + 11
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
