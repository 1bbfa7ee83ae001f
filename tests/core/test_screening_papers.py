"""排查登记表 and 突出矛盾纠纷台账 on paper and as a sheet."""

import re
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.paper import FORMS, form_named, write_form
from core.paper.fonts import bundled_fonts
from core.paper.screening_forms import LEDGER_HEADS, ledger_lines
from core.paper.screening_ledger import items_between, ledger_sheet, write_ledger_file
from core.records import SCREENING_ITEM, load_book
from core.sheet import Role
from tests import samples


def text_of(path: Path) -> str:
    return re.sub(r"\s", "", "".join(p.extract_text() for p in PdfReader(path).pages))


def cells_of(db: Database, id: str) -> list[str]:
    row = store.get(db, SCREENING_ITEM, id)
    assert row is not None
    return ledger_lines(load_book(db), [row], "斜沟乡")[0]


def test_the_forms_are_named_and_printed_from_an_item() -> None:
    of = {f.name: f.title.zh for f in FORMS if f.kind == "screening_item"}
    assert of == {"screening_register": "排查登记表", "prominent_ledger": "突出矛盾纠纷台账"}


def test_the_screening_form_says_what_was_entered_on_one_page(db: Database, tmp_path: Path) -> None:
    village = samples.village(db)
    id = samples.screening_item(
        db,
        village_id=village,
        summary="排水流入院落" * 10,
        source="home_visit",
        people_count=4,
        risk_level="red",
        lead_leader="马军",
        resolve_by="2026-03-18",
    )
    path = tmp_path / "a.pdf"
    write_form(db, form_named("screening_register"), id, path, fonts=bundled_fonts())
    text = text_of(path)
    assert len(PdfReader(path).pages) == 1
    for words in ("斜排查20260001", "上斜沟村", "入户排查", "红色", "马军", "2026年3月18日"):
        assert words in text


@pytest.mark.parametrize("name", ["screening_register", "prominent_ledger"])
def test_a_blank_form_has_its_labels_and_no_words_of_a_record(
    db: Database, tmp_path: Path, name: str
) -> None:
    samples.screening_item(db)
    path = tmp_path / "a.pdf"
    write_form(db, form_named(name), None, path, fonts=bundled_fonts())
    text = text_of(path)
    assert form_named(name).title.zh in text
    assert "李明朗" not in text


def test_the_ledger_has_the_eight_heads_in_order() -> None:
    assert LEDGER_HEADS == (
        "序号",
        "单位",
        "矛盾纠纷简要情况",
        "责任单位/责任人",
        "化解时限",
        "化解情况",
        "交办督办情况",
        "销号情况",
    )


def test_a_line_of_the_ledger_says_only_what_was_entered(db: Database) -> None:
    bare = samples.screening_item(db, party_a_name=None, party_b_name=None)
    assert cells_of(db, bare) == ["1", "斜沟乡", "", "", "", "待化解", "", ""]
    full = samples.screening_item(
        db,
        village_id=samples.village(db),
        summary="排水流入院落",
        lead_unit="上斜沟村委会",
        lead_person="高守祥",
        resolve_by="2026-03-18",
        is_success=1,
        resolved_on="2026-03-10",
        resolution="改接水管",
        supervision_note="县里督办",
        closed_out_on="2026-03-11",
    )
    assert cells_of(db, full) == [
        "1",
        "上斜沟村",
        "李明朗、王建国：排水流入院落",
        "上斜沟村委会\n高守祥",
        "2026年3月18日",
        "2026年3月10日已化解，改接水管",
        "县里督办",
        "2026年3月11日销号",
    ]


def test_an_item_struck_off_after_it_was_passed_on_was_not_resolved(db: Database) -> None:
    id = samples.screening_item(db, transferred_to="县信访局", closed_out_on="2026-03-11")
    assert cells_of(db, id)[5:] == ["已移交", "", "2026年3月11日销号"]


def test_the_ledger_of_some_days_is_in_their_order(db: Database, tmp_path: Path) -> None:
    late = samples.screening_item(db, screened_on="2026-03-09")
    early = samples.screening_item(db, screened_on="2026-03-02")
    samples.screening_item(db, screened_on="2026-04-01")
    ids = items_between(db, "2026-03-01", "2026-03-31")
    assert ids == [early, late]
    sheet = ledger_sheet(db, ids)
    numbers = [c.value for c in sheet.cells if c.role is Role.NUMBER]
    assert numbers == [1, 2]
    write_ledger_file(db, ids=ids, path=tmp_path / "a.pdf")
    assert text_of(tmp_path / "a.pdf").count("待化解") == 2


def test_a_deleted_item_is_left_out_and_nothing_makes_no_ledger(
    db: Database, tmp_path: Path
) -> None:
    id = samples.screening_item(db)
    with store.step(db, samples.WORDS) as s:
        store.delete(s, SCREENING_ITEM, id)
    with pytest.raises(UserError, match="没有要列入"):
        write_ledger_file(db, ids=[id], path=tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_long_ledger_repeats_its_head_on_every_page(db: Database, tmp_path: Path) -> None:
    ids = [samples.screening_item(db, summary="排水流入院落," * 12) for _ in range(12)]
    write_ledger_file(db, ids=ids, path=tmp_path / "a.pdf")
    pages = PdfReader(tmp_path / "a.pdf").pages
    assert len(pages) > 1
    assert all("化解时限" in re.sub(r"\s", "", p.extract_text()) for p in pages)
