"""The engine of the reports: asking, JSON, drawing, notes, speed of its plan."""

import json
from datetime import date
from decimal import Decimal

import pytest
from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.periods import parse_period
from core.records import COMMITTEE
from core.reports import MEDIATION_CASES, REPORTS, report_named
from core.reports.definition import Relation, rounded
from core.reports.engine import as_json, behind, drawn, run
from core.sheet import Role
from core.text import Text
from tests import samples

MARCH = parse_period("2026-03")


def test_a_report_is_found_by_name_and_by_title() -> None:
    assert report_named("mediation_cases") is MEDIATION_CASES
    assert report_named("人民调解案件情况统计表") is MEDIATION_CASES
    with pytest.raises(UserError, match="mediation_cases"):
        report_named("no_such_report")


def test_ids_are_unique_in_every_report() -> None:
    for report in REPORTS:
        for layout in report.layouts:
            ids = [c.id for c in (*layout.columns, *report.hidden)]
            assert len(set(ids)) == len(ids)
            lines = [line.id for line in layout.lines]
            assert len(set(lines)) == len(lines)
            for relation in layout.relations:
                known = lines if relation.within else ids
                assert {*relation.left, *relation.right} <= set(known)
                assert set(relation.within) <= set(ids)
                assert relation.left


def test_layouts_follow_each_other_without_a_gap() -> None:
    for report in REPORTS:
        dated = [layout for layout in report.layouts if layout.until < date.max]
        for old, new in zip(dated, report.layouts[1:], strict=False):
            assert (new.since - old.until).days == 1


def test_committees_without_cases_have_a_row_of_noughts(db: Database) -> None:
    idle = samples.committee(db, "下斜沟村人民调解委员会")
    result = run(db, MEDIATION_CASES, MARCH)
    assert [row.id for row in result.rows] == [idle, "total"]
    assert set(result.row(idle).cells.values()) == {0, Decimal("0.00")}
    assert "调解成功率:0%(调解成功 0 ÷ 调结案件 0)" in [note.zh for note in result.notes]


def test_cases_of_no_live_committee_keep_a_row_of_their_own(db: Database) -> None:
    samples.dispute(db, samples.committee(db))
    gone = samples.committee(db, "已撤销的调解委员会")
    orphan = samples.dispute(db, gone)
    with store.step(db, samples.WORDS) as s:
        store.delete(s, COMMITTEE, gone)
    result = run(db, MEDIATION_CASES, MARCH)
    assert [row.label for row in result.rows[1:]] == ["未填调委会", "合计"]
    assert sum(row.cells["cases_mediated"] for row in result.rows[:-1]) == 2
    assert behind(db, MEDIATION_CASES, "none", "cases_mediated", MARCH) == [orphan]


def test_a_row_may_be_named_by_its_label(db: Database) -> None:
    committee = samples.committee(db, "上斜沟村人民调解委员会")
    dispute = samples.dispute(db, committee)
    for row in (committee, "上斜沟村人民调解委员会", "total", "合计"):
        assert behind(db, MEDIATION_CASES, row, "by_dispute_type.neighbor", MARCH) == [dispute]


def test_a_name_two_committees_share_is_refused(db: Database) -> None:
    for _ in range(2):
        samples.committee(db, "同名调委会")
    with pytest.raises(UserError, match="同名调委会"):
        behind(db, MEDIATION_CASES, "同名调委会", "cases_mediated", MARCH)


@pytest.mark.parametrize(("row", "column"), [("nobody", "cases_mediated"), ("total", "cases")])
def test_an_unknown_row_or_column_is_said_to_be_unknown(
    db: Database, row: str, column: str
) -> None:
    with pytest.raises(UserError):
        behind(db, MEDIATION_CASES, row, column, MARCH)


@pytest.mark.parametrize("wrong", [{"basis": "opened"}, {"profile": "p9"}])
def test_an_unknown_basis_or_list_is_refused(db: Database, wrong: dict[str, str]) -> None:
    with pytest.raises(UserError):
        run(db, MEDIATION_CASES, MARCH, **wrong)


def test_basis_and_list_come_from_the_office(db: Database) -> None:
    samples.office(db, date_basis="closed", type_profile="p1")
    committee = samples.committee(db)
    samples.dispute(db, committee, accepted_on="2026-02-27", closed_on="2026-03-02")
    result = run(db, MEDIATION_CASES, MARCH)
    assert (result.basis, result.layout.id) == ("closed", "p1")
    assert result.total.cells["cases_mediated"] == 1
    given = run(db, MEDIATION_CASES, MARCH, basis="accepted", profile="by_date")
    assert (given.layout.id, given.total.cells["cases_mediated"]) == ("p3", 0)


def test_a_failing_check_names_its_row(db: Database) -> None:
    committee = samples.committee(db)
    samples.dispute(db, committee, mediation_result="success", closed_on="2026-03-08")
    failing = [c for c in run(db, MEDIATION_CASES, MARCH).checks if not c.holds]
    assert [(c.rule.zh, c.left, c.right, c.row) for c in failing] == [
        ("口头协议 + 书面协议 = 调解成功", 0, 1, "total"),
        ("口头协议 + 书面协议 = 调解成功", 0, 1, committee),
    ]


def test_json_has_figures_as_printed_and_only_plain_values(db: Database) -> None:
    committee = samples.committee(db)
    dispute = samples.dispute(db, committee, mediation_result="success", closed_on="2026-03-08")
    samples.agreement(db, dispute, agreement_amount=1_234_500)
    data = json.loads(json.dumps(as_json(run(db, MEDIATION_CASES, MARCH))))
    assert data["columns"][4] == {"id": "amount_involved", "label": "协议涉及金额", "unit": "万元"}
    assert [row["id"] for row in data["rows"]] == [committee, "total"]
    assert data["rows"][-1]["cells"]["amount_involved"] == 1.23
    assert data["rows"][-1]["cells"]["by_source.on_application"] == 1
    assert {"rule", "holds", "left", "right"} <= data["checks"][0].keys()
    assert (data["title"], data["basis"]) == ("人民调解案件情况统计表", "accepted")
    assert parse_period(data["period"]) == MARCH


@pytest.mark.parametrize(
    ("number", "decimals", "printed"),
    [("0.505", 2, "0.51"), ("96.85", 1, "96.9"), ("0.5", 0, "1"), ("97.405", 2, "97.41")],
)
def test_figures_are_rounded_half_up(number: str, decimals: int, printed: str) -> None:
    assert str(rounded(Decimal(number), decimals)) == printed


def test_a_relation_is_an_equation_or_a_limit() -> None:
    assert Relation(Text("", ""), ("a",), ("b",)).holds(2, 2)
    assert not Relation(Text("", ""), ("a",), ("b",)).holds(1, 2)
    assert Relation(Text("", ""), ("a",), ("b",), at_most=True).holds(1, 2)
    assert not Relation(Text("", ""), ("a",), ("b",), at_most=True).holds(3, 2)


def test_the_drawn_sheet_covers_its_rectangle_once(db: Database) -> None:
    samples.office(db)
    samples.dispute(db, samples.committee(db))
    sheet = drawn(run(db, MEDIATION_CASES, MARCH))
    covered = [
        (row, column)
        for c in sheet.cells
        for row in range(c.row, c.row + c.rowspan)
        for column in range(c.column, c.column + c.colspan)
    ]
    rows = max(row for row, _ in covered) + 1
    width = len(MEDIATION_CASES.layouts[-1].columns) + 1
    assert len(covered) == len(set(covered)) == rows * width


def test_the_head_of_the_drawn_sheet_is_that_of_the_form(db: Database) -> None:
    sheet = drawn(run(db, MEDIATION_CASES, MARCH))
    head = {(c.row, c.column): c for c in sheet.cells if c.role is not Role.FIGURE}
    assert head[0, 0].value == "2026年3月人民调解案件情况统计表"
    assert (head[1, 0].value, head[1, 0].rowspan) == ("项目", 3)
    assert (head[1, 1].value, head[1, 1].colspan) == ("调解情况", 42)
    assert (head[2, 1].value, head[2, 1].rowspan) == ("调解案件总数", 2)
    groups = [c.value for c in sheet.cells if c.row == 2 and c.colspan > 1]
    assert groups[:4] == ["不同主体调解情况", "案件来源", "案件分类情况", "协议形式"]
    assert [head[4, i].value for i in (0, 1, 2, 5)] == ["单位", "件", "人", "万元"]
    assert [head[5, i].value for i in (1, 42)] == [1, 42]


def test_every_figure_drawn_knows_its_cell(db: Database) -> None:
    committee = samples.committee(db)
    samples.dispute(db, committee)
    result = run(db, MEDIATION_CASES, MARCH)
    drawn_figures = {c.of: c.value for c in drawn(result).cells if c.of}
    assert drawn_figures == {
        (row.id, column): figure for row in result.rows for column, figure in row.cells.items()
    }


@pytest.mark.parametrize("basis", ["accepted", "closed"])
def test_the_facts_are_found_by_date_and_their_children_by_dispute(
    db: Database, basis: str
) -> None:
    """Without the right indexes a month of 100,000 disputes takes seconds instead of 20 ms."""
    chosen = MEDIATION_CASES.bases[basis]
    facts = MEDIATION_CASES.facts.format(date=chosen.column, key=chosen.key)
    sql = f"explain query plan {facts}"
    plan = [row[3] for row in db.execute(sql, {"since": "2026-03-01", "until": "2026-03-31"})]
    assert not any(line.startswith("SCAN") or "TEMP B-TREE" in line for line in plan)
    assert any("agreement_dispute" in line for line in plan)
    assert any(f"dispute_state_{chosen.column}" in line for line in plan)
