"""调解卷宗: cover, index and forms of one case in the order of the file, with real page numbers."""

from collections.abc import Callable
from dataclasses import dataclass

from core.field import Row
from core.paper import mediation_forms as forms
from core.paper.blocks import BLANK_DATE, Blank, Cell, Table
from core.paper.case import (
    Case,
    committee_name,
    file_title,
    mediated_between,
    mediator_names,
    said,
)
from core.paper.fonts import Fonts
from core.paper.lines import Line, Style, break_lines, set_line
from core.paper.page import BOTTOM, LEFT, RIGHT, ROOM, Document, Rule, Writer
from core.records import AGREEMENT, DISPUTE, MEETING

TITLES = {
    "cover": "调解卷宗",
    "index": "卷内目录",
    "acceptance_register": "人民调解受理登记表",
    "mediation_record": "人民调解记录",
    "written_agreement": "人民调解协议书",
    "oral_agreement_register": "人民调解口头协议登记表",
}
LEAST_ROWS = 20  # rows of an index that holds less
INDEX = Table((48.0, ROOM - 48 - 84 - 96, 84.0, 96.0), pitch=24.0, padding=3.0)
HEAD = Style("heading", 14)
ENTRY = Style("body", 14)
BLANK_FILE_NO = "（\u3000\u3000\u3000\u3000）人调字第\u3000\u3000\u3000号"


@dataclass(frozen=True)
class Entry:
    """One line of the index: what the document is and on which pages it stands."""

    title: str
    pages: str
    remark: str = ""


def whole_case(fonts: Fonts, case: Case) -> list[Document]:
    """The file as it is bound: cover, index, then the forms. Raises MissingCharacter."""
    made = case_forms(fonts, case)
    return [cover(fonts, case), index(fonts, entries(made)), *(document for document, _ in made)]


def case_forms(fonts: Fonts, case: Case) -> list[tuple[Document, str]]:
    """Every form the case has content for, each with what tells it from others of its title."""
    made = [(register(fonts, case), "")]
    for meeting in case.meetings:
        on = said(case.book, MEETING, meeting, "mediated_on")
        made.append((record(fonts, case, meeting), on))
    for name in ("written_agreement", "oral_agreement_register"):
        for row in of_form(case, name):
            number = said(case.book, AGREEMENT, row, "agreement_no")
            made.append((agreement(fonts, case, row, name), number))
    return made


def of_form(case: Case, name: str) -> list[Row]:
    """The agreements that go on one of the two forms; one without a form is a written one."""
    oral = name == "oral_agreement_register"
    return [a for a in case.agreements if (a.get("agreement_form") == "oral") == oral]


def entries(made: list[tuple[Document, str]]) -> list[Entry]:
    """The index of numbered documents; a title that comes twice gets its day or number."""
    titles = [document.title for document, _ in made]
    found, first = [], 1
    for document, which in made:
        last = first + len(document.pages) - 1
        pages = str(first) if first == last else f"{first}-{last}"
        remark = which if titles.count(document.title) > 1 else ""
        found.append(Entry(document.title, pages, remark))
        first = last + 1
    return found


def register(fonts: Fonts, case: Case) -> Document:
    return _written(fonts, "acceptance_register", lambda w: forms.acceptance_register(w, case))


def record(fonts: Fonts, case: Case, meeting: Row) -> Document:
    return _written(fonts, "mediation_record", lambda w: forms.mediation_record(w, case, meeting))


def agreement(fonts: Fonts, case: Case, row: Row, name: str) -> Document:
    """On the form "written_agreement" or "oral_agreement_register"."""
    write = forms.written_agreement
    if name == "oral_agreement_register":
        write = forms.oral_agreement_register
    return _written(fonts, name, lambda w: write(w, case, row))


def index(fonts: Fonts, lines: list[Entry]) -> Document:
    """卷内目录; without entries an empty one for the pen."""
    w = Writer(fonts, TITLES["index"], on_new_page=_index_head)
    w.heading()
    _index_head(w)
    for number in range(max(len(lines), LEAST_ROWS)):
        entry = lines[number] if number < len(lines) else Entry("", "")
        INDEX.row(
            w,
            Cell(str(number + 1) if entry.title else "", ENTRY, centred=True),
            Cell(entry.title, ENTRY),
            Cell(entry.pages, ENTRY, centred=True),
            Cell(entry.remark, Style("body", 11), centred=True),
        )
    return w.done(numbered=False)


def _index_head(w: Writer) -> None:
    words = ("序号", "文书名称", "页号", "备注")
    INDEX.row(w, *(Cell(word, HEAD, centred=True) for word in words))


def cover(fonts: Fonts, case: Case) -> Document:
    """调解卷宗封面, with 卷类 and 年度 where the record has a category."""
    w = Writer(fonts, TITLES["cover"])
    w.y -= 30
    _committee(w, committee_name(case) or "＿" * 10 + "人民调解委员会")
    w.y -= 20
    w.centred(TITLES["cover"], Style("title", 36), 60, spread=2)
    w.y -= 40
    blanks = _cover_blanks(case)
    lines = sum(len(_cover_value(w, blank)) for blank in blanks)
    gap = (w.y - BOTTOM - lines * COVER_PITCH) / len(blanks)
    for blank in blanks:
        _cover_row(w, blank, min(max(gap, 4.0), 16.0))
    return w.done(numbered=False)


def _committee(w: Writer, name: str) -> None:
    """The name in one line if a smaller type makes that possible, else its second half below."""
    wide = w.fonts.width("title", name, 1.0)
    size = min(20.0, ROOM / wide)
    if size >= 15:
        w.centred(name, Style("title", size), 34)
        return
    at = name.rfind("人民调解委员会")
    for part in (name[:at], name[at:]) if at > 0 else (name,):
        w.centred(part, Style("title", 20), 34)


def _cover_blanks(case: Case) -> list[Blank]:
    value = {name: said(case.book, DISPUTE, case.dispute, name) for name in _ON_COVER}
    first, last = mediated_between(case)
    year = value["file_year"] or str(case.dispute.get("accepted_on") or "")[:4]
    pen = "\u3000\u3000年\u3000月\u3000日"
    with_category = bool(value["file_category"])
    return [
        *([Blank("卷类", value["file_category"])] if with_category else []),
        Blank("卷名", file_title(case)),
        *([Blank("年度", year)] if with_category else []),
        Blank("卷号", value["file_no"] or BLANK_FILE_NO),
        Blank("人民调解员", mediator_names(case)),
        Blank("调解日期", f"{first or pen}至{last or pen}"),
        Blank("立卷人", value["filed_by"]),
        Blank("立卷日期", value["filed_on"] or BLANK_DATE),
        Blank("保管期限", value["retention_period"]),
        Blank("备注", value["remark"]),
    ]


_ON_COVER = (
    "file_category",
    "file_year",
    "file_no",
    "filed_by",
    "filed_on",
    "retention_period",
    "remark",
)
LARGE = Style("body", 16)
COVER_LEFT, COVER_VALUE, COVER_RIGHT = LEFT + 24, LEFT + 24 + 5 * 16 + 18, RIGHT - 24
COVER_PITCH = 26.0


def _cover_value(w: Writer, blank: Blank) -> list[Line]:
    return break_lines(w.fonts, LARGE, blank.value, COVER_RIGHT - COVER_VALUE - 12)


def _cover_row(w: Writer, blank: Blank, gap: float) -> None:
    """The label, whole so that it can be found in the PDF, and the value on ruled lines."""
    for number, line in enumerate(_cover_value(w, blank)):
        w.need(COVER_PITCH)
        if number == 0:
            label = set_line(w.fonts, Style("heading", 16), blank.label)
            w.put_line(label, COVER_LEFT, LARGE, COVER_PITCH)
        w.put_line(line, COVER_VALUE + 6, LARGE, COVER_PITCH)
        y = w.y - COVER_PITCH / 2 - LARGE.size * 0.6
        w.put(Rule(COVER_VALUE, y, COVER_RIGHT, y))
        w.y -= COVER_PITCH
    w.y -= gap


def _written(fonts: Fonts, name: str, write: Callable[[Writer], None]) -> Document:
    w = Writer(fonts, TITLES[name])
    write(w)
    return w.done()
