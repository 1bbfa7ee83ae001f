"""Excel files as they are read back."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlite_utils import Database

from core.errors import UserError
from core.periods import parse_period
from core.progress import Cancelled
from core.reports import MEDIATION_CASES
from core.reports.engine import drawn, run
from core.sheet import Cell, Format, Role, Sheet, SheetColumn
from core.text import Text
from core.workbook import LONGEST, write_workbook
from tests import samples

TITLE = Text("测试台账", "Test")
COLUMNS = (
    SheetColumn("名称"),
    SheetColumn("证件号码", Format.LITERAL),
    SheetColumn("日期", Format.DATE),
    SheetColumn("金额(元)", Format.MONEY),
    SheetColumn("人数", Format.NUMBER),
    SheetColumn("简要情况", Format.NOTE),
)


def table(*rows: Any) -> Sheet:
    return Sheet(TITLE, COLUMNS, rows)


def written(path: Path, *sheets: Sheet) -> Any:
    write_workbook(sheets, path)
    return load_workbook(path)


def test_values_come_back_with_their_types(tmp_path: Path) -> None:
    row = ("邻里", "0123456789012345678", date(2026, 3, 5), Decimal("1234.50"), 3, "一\n二")
    page = written(tmp_path / "a.xlsx", table(row)).active
    cells = page[2]
    assert [c.value for c in cells[:2]] == ["邻里", "0123456789012345678"]
    assert cells[2].value.date() == date(2026, 3, 5)
    assert [c.value for c in cells[3:]] == [1234.5, 3, "一\n二"]
    formats = [c.number_format for c in cells]
    assert formats == ["General", "@", "yyyy-mm-dd", "#,##0.00", "General", "General"]
    assert cells[5].alignment.wrap_text


@pytest.mark.parametrize("words", ["=1+1", "+86", "-1", "@甲", '=HYPERLINK("x")', "#REF!", "1e5"])
def test_promise_22_words_stay_words_whatever_they_look_like(tmp_path: Path, words: str) -> None:
    row = (words, words, None, None, None, words)
    page = written(tmp_path / "a.xlsx", table(row)).active
    for cell in (page["A2"], page["B2"], page["F2"]):
        assert (cell.value, cell.data_type) == (words, "s")


def test_the_same_row_cells_do_not_leak_into_the_next(tmp_path: Path) -> None:
    page = written(
        tmp_path / "a.xlsx",
        table(("甲", "1", None, None, 1, None), (None, None, None, Decimal(2), None, "乙")),
    ).active
    assert [c.value for c in page[3]] == [None, None, None, 2, None, "乙"]


def test_unknown_is_an_empty_cell_and_nought_is_nought(tmp_path: Path) -> None:
    page = written(tmp_path / "a.xlsx", table((None, None, None, Decimal(0), 0, None))).active
    assert [c.value for c in page[2]] == [None, None, None, 0, 0, None]


def test_a_register_is_ready_to_print(tmp_path: Path) -> None:
    page = written(tmp_path / "a.xlsx", table(("邻里", "1", None, None, 1, "说明" * 300))).active
    assert page.freeze_panes == "A2"
    assert page.print_title_rows == "$1:$1"
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert (page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
    widths = [page.column_dimensions[c].width for c in "ABF"]
    assert 5 <= widths[0] < 12
    assert widths[2] == 48


def test_too_long_a_text_is_refused_with_its_place(tmp_path: Path) -> None:
    good = ("甲", None, None, None, None, "长" * LONGEST)
    bad = ("甲", None, None, None, None, "长" * (LONGEST + 1))
    with pytest.raises(UserError, match=r"第 3 行“简要情况”"):
        write_workbook([table(good, bad)], tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []
    assert written(tmp_path / "b.xlsx", table(good)).active["F2"].value == good[5]


def test_a_file_that_exists_is_kept_unless_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"mine")
    with pytest.raises(UserError, match="已存在"):
        write_workbook([table()], path)
    assert path.read_bytes() == b"mine"
    write_workbook([table()], path, overwrite=True)
    assert load_workbook(path).active["A1"].value == "名称"


def test_giving_up_leaves_no_file_and_no_clear_text_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))

    def give_up(done: int, total: int) -> None:
        if done >= 500:
            raise Cancelled

    rows = [("甲", None, None, None, n, None) for n in range(600)]
    with pytest.raises(Cancelled):
        write_workbook([table(*rows)], tmp_path / "a.xlsx", progress=give_up)
    assert list(tmp_path.iterdir()) == [scratch]
    assert list(scratch.iterdir()) == []


def test_pages_of_the_same_title_get_names_of_their_own(tmp_path: Path) -> None:
    long = Sheet(Text("很" * 40 + "[长]:*?/\\", "Long"), COLUMNS)
    book = written(tmp_path / "a.xlsx", table(), table(), long, long)
    assert book.sheetnames[:2] == ["测试台账", "测试台账2"]
    assert all(len(name) <= 31 for name in book.sheetnames)


def test_the_statistics_sheet_has_its_merged_head(db: Database, tmp_path: Path) -> None:
    samples.office(db)
    committee = samples.committee(db)
    samples.dispute(db, committee, mediation_result="success", closed_on="2026-03-08", amount=10**7)
    sheet = drawn(run(db, MEDIATION_CASES, parse_period("2026-03")))
    page = written(tmp_path / "a.xlsx", sheet).active
    merged = {str(r) for r in page.merged_cells.ranges}
    assert {"A1:BA1", "A2:A4", "B2:AQ2", "B3:B4", "G3:M3"} <= merged
    assert page["A1"].value == "2026年3月人民调解案件情况统计表"
    assert page["B3"].alignment.text_rotation == page["G4"].alignment.text_rotation == 255
    assert [page[f"{c}6"].value for c in "ABC"] == ["栏次", 1, 2]
    assert [page[f"{c}7"].value for c in "ABF"] == ["上斜沟村人民调解委员会", 1, 10]
    assert page["F7"].number_format == "#,##0.00"
    assert page["A8"].value == "合计"
    assert page.freeze_panes == "B7"
    assert page["A11"].value == "填报单位:斜沟乡司法所"
    assert page["C2"].border.top.style == "thin"  # under the merged head too


def test_a_drawn_cell_that_is_too_long_is_refused(tmp_path: Path) -> None:
    sheet = Sheet(TITLE, cells=(Cell(0, 2, "长" * (LONGEST + 1), Role.NOTE),))
    with pytest.raises(UserError, match="“C”"):
        write_workbook([sheet], tmp_path / "a.xlsx")
