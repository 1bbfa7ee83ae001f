"""The end of a form: it is never signed on a page without text, and gives up empty lines first."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codes import CodeBook
from core.paper import mediation_file
from core.paper.blocks import note, signatures, signing
from core.paper.case import Case
from core.paper.closing import fitted
from core.paper.fonts import Fonts, bundled_fonts
from core.paper.official import OFFICIAL, Official
from core.paper.page import BOTTOM, TOP, Document, Tick, Words, Writer
from core.paper.screening_forms import register_document
from core.records import KINDS

SIGNED = [form for form in OFFICIAL if form.name not in ("cover", "cover_with_category")]
#: What stands at the end of a form and is no text: who signs, the seal, the date, to whom, what
#: goes along.
ENDING = re.compile(
    r"签名[）：]|印章）|^[\s\d]*年[\s\d]*月[\s\d]*日$|^此致$|人民法院$|^附：|^\s*[234]．|"
    r"^（本表由|各执一份|^份。$|^(立卷|检查)(人|时间)：$"
)
LONG = "双方因宅基地边界发生争执，经多次劝说仍各执一词。"


@cache
def fonts() -> Fonts:
    return bundled_fonts()


@cache
def book() -> CodeBook:
    return CodeBook({name: words for kind in KINDS for name, words in kind.codes.items()})


def filled(length: int, people: int, ruled_only: bool = False) -> tuple[Case, dict[str, str]]:
    """A case whose every long field has about so many characters, and a row of any kind for it."""
    text = "" if ruled_only else (LONG * (length // len(LONG) + 1))[:length]
    names = (
        *("summary", "remark", "facts_and_issues", "agreement_terms", "record_text", "note"),
        *("visit_findings", "file_note_text", "recusal_reason", "entrust_reply_reason"),
    )
    row = dict.fromkeys(names, text)
    parties = [
        {"name": f"李明{n}", "party_type": "person", "party_role": side}
        for n in range(people)
        for side in (("applicant", "respondent")[n % 2],)
    ]
    return Case(book(), dispute=row, parties=parties, events=[row]), row


def laid(form: Official, case: Case, row: dict[str, str]) -> Document:
    return mediation_file.form(fonts(), case, form, row)


def lines_of(document: Document, page: int) -> list[str]:
    """The words of a page from top to bottom, those of one height together, without the title."""
    found: dict[float, list[Words]] = {}
    for mark in document.pages[page]:
        if isinstance(mark, Words):
            found.setdefault(round(mark.y, 1), []).append(mark)
    rows = (sorted(found[y], key=lambda w: w.x) for y in sorted(found, reverse=True))
    texts = ["".join(run.text for mark in row for run in mark.line.runs) for row in rows]
    return [t for t in texts if t.replace("（续）", "") != document.title]


def pages_without_text(document: Document, least: int = 2) -> Iterator[int]:
    """Those after the first that bear fewer lines of text, unless they say what they are."""
    for page in range(1, len(document.pages)):
        lines = [line for line in lines_of(document, page) if line.strip()]
        text = [line for line in lines if not ENDING.search(line)]
        is_signed = len(text) < len(lines)
        if is_signed and len(text) < least and not any("签名页" in line for line in text):
            yield page


@pytest.mark.parametrize("form", SIGNED, ids=lambda f: f.name)
@given(length=st.integers(0, 1500), people=st.integers(1, 14))
def test_no_form_is_signed_on_a_page_without_text(form: Official, length: int, people: int) -> None:
    document = laid(form, *filled(length, people))
    assert list(pages_without_text(document, least=2 if length else 1)) == []


@pytest.mark.parametrize("form", SIGNED, ids=lambda f: f.name)
@pytest.mark.parametrize("people", [2, 4, 9, 20, 45])
def test_nor_is_one_to_be_filled_in_by_hand(form: Official, people: int) -> None:
    empty = laid(form, *filled(0, people, ruled_only=True))
    assert list(pages_without_text(empty, least=1)) == []
    assert list(pages_without_text(laid(form, Case(book()), {}))) == []


@given(length=st.integers(0, 1200))
def test_nor_is_the_form_of_a_screened_dispute(length: int) -> None:
    _, row = filled(length, 2)
    document = register_document(fonts(), book(), row)
    assert list(pages_without_text(document)) == []


@given(length=st.integers(0, 1500), people=st.integers(1, 14))
def test_lines_that_go_along_stay_whole_and_inside_the_margins(length: int, people: int) -> None:
    form = mediation_file.BY_NAME["written_agreement"]
    case, row = filled(length, people)
    document = laid(form, case, row)
    words = "".join(
        line for page in range(len(document.pages)) for line in lines_of(document, page)
    )
    assert words.count(row["agreement_terms"]) >= (1 if length else 0)
    for page in document.pages:
        heights = [mark.y for mark in page if isinstance(mark, Words | Tick)]
        assert all(BOTTOM - 1 <= y <= TOP for y in heights)


def test_empty_ruled_lines_are_given_up_before_a_second_page_is_begun() -> None:
    def lay(most_ruled: int | None) -> Writer:
        w = Writer(fonts(), "记录", most_ruled=most_ruled)
        w.heading()
        note(w, "说明：", LONG, 21)
        signing(w, 2, others=1, sealed=False)
        signatures(w, "当事人签名：", 2)
        return w

    assert len(lay(None).pages) == 2
    best = fitted(lay)
    assert len(best.pages) == 1
    assert best.most_ruled is not None
    assert len(lay(best.most_ruled + 1).pages) == 2  # no more of them than needed


def test_so_many_signatures_that_they_go_on_say_what_is_signed() -> None:
    form = mediation_file.BY_NAME["written_agreement"]
    case, row = filled(300, 60)
    document = laid(form, replace(case), row)
    last = lines_of(document, len(document.pages) - 1)
    assert last[0] == "（接上页，本页为《人民调解协议书》签名页）"


@pytest.mark.parametrize("people", [2, 4])
def test_an_oral_agreement_goes_on_one_sheet(people: int) -> None:
    form = mediation_file.BY_NAME["oral_agreement_register"]
    case, row = filled(110, people)
    expected = 1 if people == 2 else 2
    assert len(laid(form, case, row).pages) == expected
    assert len(laid(form, Case(book()), {}).pages) == 1
