"""An official table as PDF: on how many pages, with which words, and nothing beyond the paper."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlite_utils import Database

from core.errors import UserError
from core.paper.drawn_sheet import laid_out, write_sheet
from core.paper.fonts import bundled_fonts
from core.paper.page import Rule, Words
from core.periods import parse_period
from core.records import REPORT_CELL
from core.reports import MEDIATION_CASES, REPORTS
from core.reports.definition import Report
from core.reports.engine import asked_for, drawn, run
from core.reports.screening import MADE_BY, SCREENING
from core.reports.typed_cells import type_words
from tests import samples

MAY = parse_period("2026-05")
each_report = pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.name)


def test_the_screening_sheet_is_one_upright_page(db: Database, tmp_path: Path) -> None:
    samples.office(db)
    type_words(asked_for(db, SCREENING, MAY), MADE_BY, "王芳")
    write_sheet(drawn(run(db, SCREENING, MAY)), tmp_path / "s2.pdf", fonts=bundled_fonts())
    (page,) = PdfReader(tmp_path / "s2.pdf").pages
    assert page.mediabox.width < page.mediabox.height
    said = page.extract_text()
    for words in ("2026年5月斜沟乡司法所矛盾纠纷排查情况表", "备注", "制表人：王芳", "年度累计"):
        assert words in said


def test_a_long_table_has_its_head_on_every_page(db: Database, tmp_path: Path) -> None:
    for n in range(60):
        samples.committee(db, f"第{n}村人民调解委员会")
    write_sheet(drawn(run(db, MEDIATION_CASES, MAY)), tmp_path / "s1.pdf", fonts=bundled_fonts())
    pages = PdfReader(tmp_path / "s1.pdf").pages
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        said = page.extract_text()
        assert page.mediabox.width > page.mediabox.height
        assert "案件来源" in said
        assert f"第{number}页" in said
    assert "第59村" in pages[-1].extract_text()


@each_report
def test_nothing_stands_beyond_the_paper(db: Database, report: Report) -> None:
    samples.office(db, name="一个名字特别特别长的街道办事处司法所")
    samples.committee(db, "斜沟乡道路交通事故损害赔偿纠纷专业性行业性人民调解委员会")
    document = laid_out(drawn(run(db, report, MAY)), bundled_fonts())
    wide, high = document.size
    for page in document.pages:
        for mark in page:
            if isinstance(mark, Rule):
                assert 0 < min(mark.x1, mark.x2) <= max(mark.x1, mark.x2) < wide
                assert 0 < min(mark.y1, mark.y2) <= max(mark.y1, mark.y2) < high
            elif isinstance(mark, Words):
                assert mark.x > 0
                assert mark.x + mark.line.width < wide


def test_a_character_without_a_font_is_said_and_leaves_no_file(
    db: Database, tmp_path: Path
) -> None:
    samples.put(
        db, REPORT_CELL, report="screening", layout="township", period_start="2026-05-01",
        period_end="2026-05-31", row_id="foot", column_id=MADE_BY, words="王\U0003134a",
    )  # fmt: skip
    with pytest.raises(UserError, match="\U0003134a"):
        write_sheet(drawn(run(db, SCREENING, MAY)), tmp_path / "s2.pdf", fonts=bundled_fonts())
    assert list(tmp_path.iterdir()) == []
