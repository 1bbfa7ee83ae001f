"""矛盾纠纷排查情况表: an independent recount of random items, published figures, what is typed
over, who has not reported, and the form as it is printed."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import history, store
from core.errors import UserError
from core.periods import parse_period
from core.records import OFFICE, REPORT_CELL, SCREENING_ITEM, SCREENING_ROUND
from core.records.dispute import CODES as DISPUTE_CODES
from core.records.screening import SCREEN_CATEGORY
from core.reports import report_named
from core.reports.definition import CheckResult, Result
from core.reports.engine import (
    as_json,
    asked_for,
    behind,
    breaking,
    drawn,
    run,
    table_behind,
    table_breaking,
)
from core.reports.screening import BANDS_ADD_UP, MADE_BY, SCREENING, bands, unreported
from core.reports.typed_cells import type_figure, type_words
from core.risk import category_map
from core.workbook import write_workbook
from tests import samples

MAY = parse_period("2026-05")
CATEGORIES = list(SCREEN_CATEGORY)


def item(db: Database, **values: Any) -> str:
    given = {
        "screened_on": "2026-05-06",
        "finder_level": "village",
        "dispute_type": "neighbor",
        "people_count": 3,
        **values,
    }
    return samples.put(db, SCREENING_ITEM, **given)


def round_of(db: Database, **values: Any) -> str:
    given = {"level": "village", "screened_from": "2026-05-04", **values}
    return samples.put(db, SCREENING_ROUND, **given)


def put_many(db: Database, rows: Iterable[Mapping[str, Any]]) -> None:
    with store.step(db, samples.WORDS) as s:
        store.save_many(s, SCREENING_ITEM, rows)


def cell(result: Result, row: str, column: str = "subtotal") -> Any:
    return result.row(row).cells[column]


def check_of(result: Result, words: str) -> CheckResult:
    return next(c for c in result.checks if words in c.rule.zh)


# --- published figures ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("denominator", "rate"), [(None, "93.78"), ("handled", "93.78"), ("found", "93.63")]
)
def test_lishui_third_quarter_of_2016(db: Database, denominator: str | None, rate: str) -> None:
    """8,451 found, 8,438 handled, 7,913 settled: 93.78 % as printed, of those handled."""
    samples.office(db, screening_denominator=denominator)
    put_many(
        db,
        (
            {
                "screened_on": f"2016-{7 + n % 3:02}-{n % 28 + 1:02}",
                "handled_on": "2016-09-30" if n < 8438 else None,
                "is_success": int(n < 7913),
                "finder_level": "village" if n % 5 else "township",
                "screen_category": CATEGORIES[n % 19],
                "dispute_type": "neighbor",
                "people_count": n % 700,
            }
            for n in range(8451)
        ),
    )
    result = run(db, SCREENING, parse_period("2016-Q3"))
    assert [cell(result, row) for row in ("r01", "r02", "r04")] == [8451, 8438, 7913]
    assert cell(result, "r03") == Decimal("99.85")
    assert cell(result, "r05") == Decimal(rate)
    assert cell(result, "r05", "year_to_date") == Decimal(rate)
    assert check_of(result, "四段").holds


def test_decimals_are_the_offices(db: Database) -> None:
    samples.office(db, rate_decimals=0)
    for n in range(8):
        item(db, handled_on="2026-05-09", is_success=int(n < 1))
    assert str(cell(run(db, SCREENING, MAY), "r05")) == "13"  # 12.5, half up


# --- an independent count ------------------------------------------------------------------------

ITEMS = st.lists(
    st.fixed_dictionaries(
        {
            "screened_on": st.dates(date(2025, 12, 20), date(2026, 7, 10)),
            "handled_after": st.none() | st.integers(0, 40),
            "is_success": st.sampled_from([None, 0, 1]),
            "finder_level": st.sampled_from(["village", "township"]),
            "screen_category": st.none() | st.sampled_from(CATEGORIES),
            "dispute_type": st.sampled_from(list(DISPUTE_CODES["dispute_type"])),
            "people_count": st.none() | st.sampled_from([1, 49, 50, 51, 99, 100, 499, 500, 900]),
            "is_major": st.sampled_from([None, 0, 1]),
            "place": st.sampled_from(["one", "other"]),
        }
    ),
    max_size=25,
)


def stored(
    drawn_items: list[dict[str, Any]], villages: Mapping[str, str | None]
) -> list[dict[str, Any]]:
    rows = []
    for read in drawn_items:
        after = read["handled_after"]
        handled = (
            None if after is None else date.fromordinal(read["screened_on"].toordinal() + after)
        )
        taken = {k: v for k, v in read.items() if k not in ("handled_after", "place")}
        taken["screened_on"] = read["screened_on"].isoformat()
        taken["handled_on"] = handled.isoformat() if handled else None
        taken["is_success"] = read["is_success"] if handled else None
        taken["village_id"] = villages[read["place"]]
        rows.append(taken)
    return rows


def recount(
    rows: list[dict[str, Any]], map: Mapping[str, str], since: str, until: str, levels: list[str]
) -> dict[str, dict[str, int]]:
    """Row -> level -> figure, in plain Python and without a look at the definition."""
    counts = {f"r{n:02}": dict.fromkeys(levels, 0) for n in range(1, 53)}
    for row in rows:
        if not since <= row["screened_on"] <= until or row["finder_level"] not in levels:
            continue
        category = row["screen_category"] or map.get(row["dispute_type"], "other")
        at = 6 + 2 * CATEGORIES.index(category)
        hit = [1, at]
        if row["handled_on"]:
            hit += [2, at + 1] + ([4] if row["is_success"] else [])
        people = row["people_count"]
        if people is not None:
            hit.append(44 if people < 50 else 45 if people < 100 else 46 if people < 500 else 47)
        if row["is_major"]:
            hit += [48] + ([49] if row["handled_on"] else [])
            hit += [50] if row["handled_on"] and row["is_success"] else []
        for n in hit:
            counts[f"r{n:02}"][row["finder_level"]] += 1
    return counts


def percent(part: int, whole: int) -> Decimal:
    if not whole:
        return Decimal(0)
    return (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize("layout", ["township", "village"])
@given(drawn_items=ITEMS, month=st.integers(1, 7))
def test_an_independent_count_gives_the_same_figures(
    db: Database, layout: str, drawn_items: list[dict[str, Any]], month: int
) -> None:
    villages = {"one": samples.village(db), "other": samples.village(db, "下斜沟村")}
    rows = stored(drawn_items, villages)
    before = store.find(db, SCREENING_ITEM)
    put_many(db, rows)
    period = parse_period(f"2026-{month:02}")
    unit = villages["one"] if layout == "village" else None
    result = run(db, SCREENING, period, profile=layout, unit=unit)
    mine = [r for r in [*before, *rows] if unit is None or r["village_id"] == unit]
    levels = ["village"] if layout == "village" else ["township", "village"]
    until = period.until.isoformat()
    now = recount(mine, category_map(db), period.since.isoformat(), until, levels)
    year = recount(mine, category_map(db), "2026-01-01", until, levels)
    rates = {"r03": ("r02", "r01"), "r05": ("r04", "r02"), "r51": ("r50", "r49")}
    for id, by_level in now.items():
        sums = {f"lvl_{level}": n for level, n in by_level.items()}
        sums |= {"subtotal": sum(by_level.values()), "year_to_date": sum(year[id].values())}
        if id in rates:
            part, whole = rates[id]
            figures = result.row(part).cells, result.row(whole).cells
            sums = {c: percent(figures[0][c], figures[1][c]) for c in sums}  # type: ignore[arg-type]
        assert dict(result.row(id).cells) == sums, id


@given(drawn_items=ITEMS)
def test_the_records_behind_every_cell_are_as_many_as_it_says(
    db: Database, drawn_items: list[dict[str, Any]]
) -> None:
    put_many(db, stored(drawn_items, {"one": None, "other": None}))
    result = run(db, SCREENING, MAY)
    rates = {"r03": "r02", "r05": "r04", "r51": "r50"}
    for row in result.rows:
        for column in result.columns:
            figure = result.row(rates.get(row.id, row.id)).cells[column.id]
            assert len(behind(db, SCREENING, row.id, column.id, MAY)) == figure


@given(drawn_items=ITEMS)
def test_the_year_to_date_is_the_sum_of_the_months(
    db: Database, drawn_items: list[dict[str, Any]]
) -> None:
    put_many(db, stored(drawn_items, {"one": None, "other": None}))
    months = [run(db, SCREENING, parse_period(f"2026-{n:02}")) for n in range(1, 7)]
    half = run(db, SCREENING, parse_period("2026-H1"))
    for row in half.rows:
        if row.id in ("r03", "r05", "r51"):
            continue
        total = sum(cell(month, row.id) for month in months)
        assert total == row.cells["year_to_date"] == row.cells["subtotal"]
        assert cell(months[-1], row.id, "year_to_date") == total


# --- what counts ---------------------------------------------------------------------------------


def test_a_category_left_empty_follows_from_the_type(db: Database) -> None:
    item(db, dispute_type="contract")
    item(db, dispute_type="internet", screen_category="cadre_conduct")
    result = run(db, SCREENING, MAY)
    assert [cell(result, row) for row in ("r16", "r32", "r01")] == [1, 1, 2]


def test_a_band_takes_its_lower_limit(db: Database) -> None:
    limits = [band.least for band in bands()]
    assert limits == [0, 50, 100, 500]
    for people in (49, 50, 99, 100, 499, 500):
        item(db, people_count=people)
    result = run(db, SCREENING, MAY)
    assert [cell(result, f"r{n}") for n in range(44, 48)] == [1, 2, 2, 1]


def test_a_found_dispute_is_handled_when_the_case_it_became_is_concluded(db: Database) -> None:
    committee = samples.committee(db)
    for outcome in ("success", "failure", None):
        done = {"mediation_result": outcome, "closed_on": "2026-05-20"} if outcome else {}
        item(db, dispute_id=samples.dispute(db, committee, accepted_on="2026-05-08", **done))
    result = run(db, SCREENING, MAY)
    assert [cell(result, row) for row in ("r01", "r02", "r04")] == [3, 2, 1]


def test_what_is_handled_later_counts_by_screening_or_by_its_own_date(db: Database) -> None:
    item(db, screened_on="2026-04-28", handled_on="2026-05-02", is_success=1)
    april = parse_period("2026-04")
    by_screening = [run(db, SCREENING, each) for each in (april, MAY)]
    assert [cell(r, "r01") for r in by_screening] == [1, 0]
    assert [cell(r, "r02") for r in by_screening] == [1, 0]
    by_own = [run(db, SCREENING, each, basis="handled") for each in (april, MAY)]
    assert [cell(r, "r01") for r in by_own] == [1, 0]
    assert [cell(r, "r02") for r in by_own] == [0, 1]
    assert cell(by_own[1], "r04", "year_to_date") == 1


def test_only_concentrated_rounds_stand_in_the_last_line(db: Database) -> None:
    village = samples.village(db)
    wanted = round_of(db, village_id=village, is_concentrated=1)
    round_of(db, village_id=village)
    round_of(db, level="township", is_concentrated=1, screened_from="2026-03-04")
    result = run(db, SCREENING, MAY)
    assert dict(result.row("r52").cells) == {
        "lvl_township": 0,
        "lvl_village": 1,
        "subtotal": 1,
        "year_to_date": 2,
    }
    assert behind(db, SCREENING, "r52", "lvl_village", MAY) == [wanted]
    assert table_behind(SCREENING, "r52", "lvl_village") == "screening_round"
    assert table_behind(SCREENING, "r06", "lvl_village") == "screening_item"


def test_nothing_found_makes_noughts_and_no_fault(db: Database) -> None:
    result = run(db, SCREENING, MAY)
    assert {figure for row in result.rows for figure in row.cells.values()} == {0}
    assert drawn(result).cells  # 0 ÷ 0 is a plain 0


def test_the_statistical_year_begins_in_december(db: Database) -> None:
    item(db, screened_on="2025-12-01")
    item(db, screened_on="2026-11-30")
    item(db, screened_on="2025-11-30")
    result = run(db, SCREENING, parse_period("2026-S"))
    assert cell(result, "r01") == cell(result, "r01", "year_to_date") == 2


# --- checks --------------------------------------------------------------------------------------


def test_bands_that_do_not_add_up_lead_to_the_items_without_a_number(db: Database) -> None:
    item(db)
    lacking = item(db, people_count=None, screened_on="2026-02-03")
    result = run(db, SCREENING, MAY)
    found = check_of(result, "四段")
    assert (found.holds, found.left, found.right, found.blocks) == (False, 1, 2, True)
    assert (found.column, found.rule) == ("year_to_date", BANDS_ADD_UP.words)
    assert breaking(db, result, found) == [lacking]
    assert table_breaking(result, found) == "screening_item"


def test_the_sheet_needs_its_maker(db: Database) -> None:
    found = check_of(run(db, SCREENING, MAY), "制表人")
    assert (found.holds, found.blocks) == (False, True)
    type_words(asked_for(db, SCREENING, MAY), MADE_BY, " 王芳 ")
    result = run(db, SCREENING, MAY)
    assert check_of(result, "制表人").holds
    assert result.words == {MADE_BY: "王芳"}
    assert not check_of(run(db, SCREENING, parse_period("2026-06")), "制表人").holds


def test_villages_that_have_not_reported_are_named(db: Database) -> None:
    office = samples.office(db)
    zero, found, silent = (samples.village(db, name) for name in ("甲村", "乙村", "丙村"))
    round_of(db, village_id=zero, zero_report=1)
    item(db, village_id=found)
    round_of(db, village_id=silent, level="township")  # the township was there, not the village
    result = run(db, SCREENING, MAY)
    check = check_of(result, "已上报")
    assert (check.holds, check.left, check.right, check.blocks) == (False, 2, 3, False)
    assert check.said is not None
    assert check.said.zh == "未上报:丙村"
    assert breaking(db, result, check) == [silent]
    assert table_breaking(result, check) == "village"
    samples.put(db, OFFICE, id=office, unreported_villages="block")
    assert check_of(run(db, SCREENING, MAY), "已上报").blocks


def test_every_month_of_a_longer_period_wants_its_report(db: Database) -> None:
    village, other = samples.village(db), samples.village(db, "下斜沟村")
    for month in ("04", "05"):
        round_of(db, village_id=village, screened_from=f"2026-{month}-10")
    round_of(db, village_id=other, screened_from="2026-04-10")
    assert unreported(db, parse_period("2026-04")) == []
    assert unreported(db, parse_period("2026-Q2")) == [other]  # June has not begun
    assert unreported(db, parse_period("2026-07")) == [village, other]


# --- typed by hand -------------------------------------------------------------------------------


def test_a_typed_figure_stays_and_is_carried_into_longer_periods(db: Database) -> None:
    for month in ("04", "05", "06"):
        day = f"2026-{month}-06"
        item(db, screened_on=day, handled_on=day, is_success=1)
    type_figure(asked_for(db, SCREENING, MAY), "r04", "lvl_village", 7)
    item(db, handled_on="2026-05-06", is_success=1)  # a recount takes nothing away
    result = run(db, SCREENING, MAY)
    assert (cell(result, "r04"), cell(result, "r04", "year_to_date")) == (7, 8)
    assert result.typed == {("r04", "lvl_village"): 2}
    assert cell(run(db, SCREENING, parse_period("2026-Q2")), "r04") == 9
    assert cell(run(db, SCREENING, parse_period("2026-06")), "r04") == 1


def test_a_typed_figure_can_be_taken_out_and_put_back(db: Database) -> None:
    asked = asked_for(db, SCREENING, MAY)
    type_figure(asked, "r04", "lvl_village", 7)
    type_figure(asked, "r04", "lvl_village", 9)
    assert [row["figure"] for row in store.find(db, REPORT_CELL)] == [9]
    type_figure(asked, "r04", "lvl_village", None)
    assert cell(run(db, SCREENING, MAY), "r04") == 0
    history.undo(db, max(s.id for s in history.steps(db)))
    assert cell(run(db, SCREENING, MAY), "r04") == 9


def test_a_figure_typed_where_the_sheet_has_no_such_cell_changes_nothing(db: Database) -> None:
    item(db)
    asked = asked_for(db, SCREENING, MAY)
    for row, column in (("r01", "lvl_village"), ("r04", "subtotal"), ("r99", "lvl_village")):
        type_figure(asked, row, column, 50)
    result = run(db, SCREENING, MAY)
    assert (cell(result, "r01"), cell(result, "r04")) == (1, 0)
    assert result.typed == {}


def test_the_sheet_of_a_village_has_its_own_typed_figures(db: Database) -> None:
    village = samples.village(db)
    samples.village(db, "下斜沟村")
    type_figure(
        asked_for(db, SCREENING, MAY, profile="village", unit=village), "r04", "lvl_village", 3
    )
    assert cell(run(db, SCREENING, MAY, profile="village", unit="上斜沟村"), "r04") == 3
    assert cell(run(db, SCREENING, MAY, profile="village"), "r04") == 0
    assert cell(run(db, SCREENING, MAY), "r04") == 0
    with pytest.raises(UserError, match="无名村"):
        run(db, SCREENING, MAY, profile="village", unit="无名村")


# --- the form ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "title", "right"),
    [
        ("2026-05", "2026年5月斜沟乡司法所矛盾纠纷排查情况表", "填报月份：2026年5月"),
        ("2026-Q2", "2026年第二季度斜沟乡司法所矛盾纠纷排查情况表", "填报季度：2026年第二季度"),
        ("2026-H1", "2026年上半年斜沟乡司法所矛盾纠纷排查情况表", "填报半年度：2026年上半年"),
        ("2026", "2026年斜沟乡司法所矛盾纠纷排查情况表", "填报年度：2026年"),
    ],
)
def test_title_and_head_line_name_unit_and_period(
    db: Database, period: str, title: str, right: str
) -> None:
    samples.office(db)
    cells = {
        (c.row, c.column): c.value for c in drawn(run(db, SCREENING, parse_period(period))).cells
    }
    assert cells[0, 0] == title
    assert (cells[1, 0], cells[1, 4]) == ("填报单位（盖章）：斜沟乡司法所", right)


def test_the_workbook_is_the_form_row_for_row(db: Database, tmp_path: Path) -> None:
    samples.office(db)
    for n in range(3):
        item(db, handled_on="2026-05-09", is_success=int(n > 0))
    type_words(asked_for(db, SCREENING, MAY), MADE_BY, "王芳")
    write_workbook([drawn(run(db, SCREENING, MAY))], tmp_path / "s2.xlsx")
    book = openpyxl.load_workbook(tmp_path / "s2.xlsx")
    page = book["矛盾纠纷排查情况表"]
    assert [page.cell(4, n).value for n in range(5, 9)] == ["乡镇街道", "村居", "小计", "年度累计"]
    assert (page["A3"].value, page["E3"].value) == ("内容", "层级")
    assert [page.cell(n + 4, 1).value for n in (1, 52)] == [1, 52]
    assert [page.cell(n, 4).value for n in range(5, 12)] == [
        "排查数", "调处数", "调处率", "成功数", "成功率", "排查数", "调处数",
    ]  # fmt: skip
    assert [page.cell(n, 2).value for n in (5, 10, 42, 44, 46, 48, 52, 56)] == [
        "总况",
        "民族宗教矛盾纠纷",
        "婚姻家庭邻里等各类民间纠纷",
        "医患纠纷",
        "其他",
        "涉及矛盾纠纷人数",
        "重大矛盾纠纷",
        "开展集中排查",
    ]
    assert [page.cell(n, 3).value for n in (48, 51)] == ["50人以下", "500人以上"]
    assert [page.cell(9, n).value for n in range(5, 9)] == [0, "66.67%", "66.67%", "66.67%"]
    assert (page["A57"].value, page["A58"].value) == ("备注", "签发人：")
    assert [page["D58"].value, page["F58"].value] == [
        "制表人：王芳",
        "四川省社会治安综合治理委员会办公室制",
    ]
    assert {"A3:D4", "E3:H3", "B5:C9", "B48:B51", "B52:C55"} <= {
        str(each) for each in page.merged_cells.ranges
    }
    assert page.page_setup.orientation == "portrait"


@pytest.mark.parametrize("layout", ["township", "village"])
def test_the_drawn_form_covers_its_rectangle_once(db: Database, layout: str) -> None:
    sheet = drawn(run(db, SCREENING, MAY, profile=layout))
    covered = [
        (row, column)
        for c in sheet.cells
        for row in range(c.row, c.row + c.rowspan)
        for column in range(c.column, c.column + c.colspan)
    ]
    width = 8 if layout == "township" else 7
    assert len(covered) == len(set(covered)) == 58 * width


def test_a_rate_names_what_it_divides(db: Database) -> None:
    item(db, handled_on="2026-05-09", is_success=1)
    notes = {c.of: c.note for c in drawn(run(db, SCREENING, MAY)).cells if c.of}
    assert notes["r05", "subtotal"] == "成功数 1 ÷ 调处数 1"
    samples.office(db, screening_denominator="found")
    notes = {c.of: c.note for c in drawn(run(db, SCREENING, MAY)).cells if c.of}
    assert notes["r05", "subtotal"] == "成功数 1 ÷ 排查数 1"


def test_json_has_every_line_and_both_sides_of_every_check(db: Database) -> None:
    item(db, handled_on="2026-05-09", is_success=1)
    data = json.loads(json.dumps(as_json(run(db, report_named("screening"), MAY))))
    assert [c["id"] for c in data["columns"]] == [
        "lvl_township", "lvl_village", "subtotal", "year_to_date",
    ]  # fmt: skip
    assert [row["id"] for row in data["rows"]] == [f"r{n:02}" for n in range(1, 53)]
    rows = {row["id"]: row["cells"] for row in data["rows"]}
    assert rows["r05"] == {
        "lvl_township": 0.0, "lvl_village": 100.0, "subtotal": 100.0, "year_to_date": 100.0,
    }  # fmt: skip
    assert {"rule", "holds", "left", "right"} <= data["checks"][0].keys()


def test_an_unknown_row_is_said_to_be_unknown(db: Database) -> None:
    with pytest.raises(UserError, match="r52"):
        behind(db, SCREENING, "r53", "subtotal", MAY)
