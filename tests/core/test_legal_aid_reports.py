"""The legal-aid sheets: published figures, what is checked, what opens behind a cell, periods."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlite_utils import Database

from core import store
from core.legal_aid.matters import matters
from core.periods import parse_period
from core.records import (
    CASE_MATTER,
    CASE_RECIPIENT,
    CONSULTATION,
    DRAFTED_DOCUMENT,
    LEGAL_AID_CASE,
)
from core.records.legal_aid_lists import MATTER_CODE
from core.reports import REPORTS, report_named
from core.reports.aid_periods import aid_period
from core.reports.asked import Asked
from core.reports.definition import CheckResult, Report, Result
from core.reports.engine import (
    as_json,
    asked_of,
    behind,
    breaking,
    drawn,
    run,
    table_behind,
    table_breaking,
)
from core.reports.typed_cells import type_figure
from core.sheet import Role
from tests import samples

MARCH = parse_period("2026-03")
YEAR = parse_period("2026")
MONTH, QUARTER = report_named("legal_aid_month"), report_named("legal_aid_quarter")
T05, T06, T08 = (report_named(f"legal_aid_t{n}") for n in ("05", "06", "08"))
T09, T11 = report_named("legal_aid_t09"), report_named("legal_aid_t11")
OF_AID = [r for r in REPORTS if r.name.startswith("legal_aid_")]


def aid(db: Database, matter: str | None = None, **values: Any) -> str:
    """An approved case of March 2026 with one recipient per list of groups in `people`."""
    people = values.pop("people", [[]])
    division = values.pop("division", None)
    given = {
        "applied_on": "2026-03-02",
        "application_status": "granted",
        "decided_on": "2026-03-05",
        "case_kind": "civil",
        "procedure_kind": "non_litigation",
        "aid_type": "applied",
        **values,
    }
    id = store.new_id()
    rows = [
        {"legal_aid_case_id": id, "name": "李明朗", "recipient_groups": json.dumps(groups)}
        for groups in people
    ]
    with store.step(db, samples.WORDS) as s:
        store.save(s, LEGAL_AID_CASE, {"id": id, **given})
        store.save_many(s, CASE_RECIPIENT, rows)
        if matter:
            own = {"legal_aid_case_id": id, "matter_code": matter, "claim_division": division}
            store.save(s, CASE_MATTER, own)
    return id


def asked(db: Database, **values: Any) -> str:
    given = {"consulted_on": "2026-03-04", "channel": "visit", "matter_codes": '["other"]'}
    return samples.put(db, CONSULTATION, **{**given, **values})


def counted_at_event(db: Database, on: str, heads: int, channel: str, matter: str) -> str:
    return asked(
        db,
        consulted_on=on,
        channel=channel,
        matter_codes=json.dumps([matter]),
        is_event_count=1,
        headcount=heads,
    )


def figures(db: Database, report: Report, period: str = "2026-03") -> dict[str, Any]:
    return dict(run(db, report, parse_period(period)).total.cells)


def wrong(result: Result) -> list[CheckResult]:
    return [check for check in result.checks if not check.holds]


# --- the sheets themselves -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "columns", "first", "last"),
    [
        ("legal_aid_month", 24, "m_c01", "m_c24"),
        ("legal_aid_quarter", 54, "q_c01", "q_c54"),
        ("legal_aid_t05", 46, "t05_c01", "t05_c46"),
        ("legal_aid_t06", 47, "t06_c01", "t06_c47"),
        ("legal_aid_t07", 34, "t07_c01", "t07_c34"),
        ("legal_aid_t08", 13, "t08_c01", "t08_c13"),
        ("legal_aid_t09", 13, "t09_c01", "t09_c13"),
        ("legal_aid_t11", 28, "t11_c01", "t11_c28"),
    ],
)
def test_each_sheet_has_its_numbered_columns(
    db: Database, name: str, columns: int, first: str, last: str
) -> None:
    result = run(db, report_named(name), MARCH)
    ids = [c.id for c in result.columns]
    assert (len(ids), ids[0], ids[-1]) == (columns, first, last)
    numbers = [c.value for c in drawn(result).cells if c.role is Role.NUMBER and c.value != "栏次"]
    assert numbers == list(range(1, columns + 1))


def test_every_matter_is_put_into_columns() -> None:
    assert {m.code for m in matters()} == set(MATTER_CODE)


def test_no_relation_adds_up_groups_of_people() -> None:
    groups = {
        "m": range(16, 25),
        "q": range(8, 18),
        "t05": range(30, 40),
        "t06": range(25, 33),
        "t07": range(17, 25),
        "t08": range(5, 14),
        "t09": range(5, 14),
        "t11": range(3, 11),
    }
    ids = {f"{table}_c{n:02}" for table, numbers in groups.items() for n in numbers}
    for report in OF_AID:
        for relation in report.layouts[0].relations:
            for side in (relation.left, relation.right):
                assert not (ids & set(side) and len(side) > 1) or report is T08, relation.words


def test_the_version_of_the_form_goes_with_the_figures(db: Database) -> None:
    result = run(db, MONTH, MARCH)
    assert as_json(result)["layout"] == "2017"
    assert any("2017年前后栏目" in note.zh for note in result.notes)


# --- published figures ---------------------------------------------------------------------------


def test_a_year_of_consultations_of_qingdao_comes_out_by_quarter(db: Database) -> None:
    """12348 of 2021: quarters 34,658 + 34,027 + 32,610 + 49,702 = 150,997."""
    quarters = {"02": 34_658, "05": 34_027, "08": 32_610, "11": 49_702}
    for month, heads in quarters.items():
        counted_at_event(db, f"2021-{month}-10", heads, "phone_12348", "other")
    found = [figures(db, QUARTER, f"2021-Q{n}")["q_c03"] for n in range(1, 5)]
    assert found == list(quarters.values())
    assert figures(db, QUARTER, "2021")["q_c01"] == 150_997


def test_the_kinds_of_qingdao_add_up(db: Database) -> None:
    """民事 121,668 + 刑事 5,756 + 行政 3,732 + 其他 19,841; 其他 stands under economic matters."""
    kinds = {
        "marriage_family": ("q_c28", 121_668),
        "criminal_theft": ("q_c18", 5_756),
        "social_assistance": ("q_c38", 3_732),
        "contract_dispute": ("q_c43", 19_841),
    }
    for matter, (_, heads) in kinds.items():
        counted_at_event(db, "2021-06-01", heads, "phone_12348", matter)
    result = run(db, QUARTER, parse_period("2021"))
    assert {c: result.total.cells[c] for c, _ in kinds.values()} == dict(kinds.values())
    assert result.total.cells["q_c01"] == 150_997
    assert wrong(result) == []


def test_a_week_of_tianjin_comes_out(db: Database) -> None:
    """2018: 940 + 158 + 503 = 1,601 visits, with 996 calls of the hotline 2,597."""
    for heads in (940, 158, 503):
        counted_at_event(db, "2018-05-08", heads, "visit", "other")
    counted_at_event(db, "2018-05-08", 996, "phone_12348", "other")
    found = figures(db, T11, "2018-05-07..2018-05-13")
    names = ("t11_c01", "t11_c02", "t11_c12", "t11_c13")
    assert [found[name] for name in names] == [2_597, 1_601, 996, 996]


def test_the_year_of_qiaokou_comes_out(db: Database) -> None:
    """2011: 220 cases = 刑事 118 + 民事 102; recovered 365 万元; 3,896 consultations."""
    with store.step(db, samples.WORDS) as s:
        rows = [_of_2011(n) for n in range(220)]
        store.save_many(s, LEGAL_AID_CASE, rows)
    counted_at_event(db, "2011-07-01", 3_896, "visit", "other")
    month, eight = figures(db, MONTH, "2011"), figures(db, T08, "2011")
    assert [month[f"m_c{n:02}"] for n in (1, 2, 7, 8)] == [3_896, 220, 118, 102]
    assert month["m_c14"] == eight["t08_c03"] == Decimal("365.00")
    assert eight["t08_c01"] == 220
    assert figures(db, T05, "2011")["t05_c01"] == 118
    assert figures(db, T06, "2011")["t06_c02"] == 102


def _of_2011(n: int) -> dict[str, Any]:
    is_criminal = n < 118
    return {
        "id": store.new_id(),
        "applied_on": "2011-02-01",
        "application_status": "granted",
        "decided_on": "2011-02-05",
        "case_kind": "criminal" if is_criminal else "civil",
        "procedure_kind": "litigation",
        "aid_type": "notified" if is_criminal else "applied",
        "closed_on": None if is_criminal else "2011-10-01",
        "outcome": None if is_criminal else "won",
        "recovered_amount": 365_000_000 if n == 219 else None,
    }


def test_the_recipients_of_putian_come_out_though_groups_overlap(db: Database) -> None:
    """2012: 1,503 cases, 1,690 recipients; the groups are 1,608 together, more than the cases."""
    groups = {"disabled": 169, "elderly": 197, "minor": 206, "woman": 492, "migrant_worker": 544}
    cases: list[dict[str, Any]] = []
    people: list[dict[str, Any]] = []
    for n in range(1_503):
        case = {**_of_2011(219), "applied_on": "2012-02-01", "decided_on": "2012-02-06"}
        cases.append({**case, "closed_on": "2012-12-01", "recovered_amount": None})
        chosen = [group for group, count in groups.items() if n < count]
        for extra in range(2 if n >= 1_503 - 187 else 1):
            own = json.dumps([] if extra else chosen)
            row = {"legal_aid_case_id": case["id"], "name": "李明朗", "recipient_groups": own}
            people.append(row)
    cases[0]["recovered_amount"] = 3_064_460_000
    with store.step(db, samples.WORDS) as s:
        store.save_many(s, LEGAL_AID_CASE, cases)
        store.save_many(s, CASE_RECIPIENT, people)
    month, nine = run(db, MONTH, parse_period("2012")), figures(db, T09, "2012")
    cells = month.total.cells
    assert (cells["m_c02"], cells["m_c15"], cells["m_c14"]) == (1_503, 1_690, Decimal("3064.46"))
    assert [cells[f"m_c{n}"] for n in (17, 21, 20, 16, 19)] == list(groups.values())
    assert nine["t09_c01"] == nine["t09_c03"] == 1_690
    assert wrong(month) == []


def test_a_district_to_september_comes_out(db: Database) -> None:
    """189 + 55 + 1 = 245, taken as civil, criminal and administrative."""
    numbers = {"civil": 189, "criminal": 55, "administrative": 1}
    rows = [
        {**_of_2011(219), "applied_on": "2026-05-01", "decided_on": "2026-05-02", "case_kind": kind}
        for kind, count in numbers.items()
        for _ in range(count)
    ]
    with store.step(db, samples.WORDS) as s:
        store.save_many(s, LEGAL_AID_CASE, rows)
    assert figures(db, T08, "2026-01-01..2026-09-30")["t08_c01"] == 245


# --- how it is counted ---------------------------------------------------------------------------


def test_two_kinds_asked_at_once_are_one_person_and_two_matters(db: Database) -> None:
    asked(db, matter_codes='["labor_remuneration", "marriage_family"]')
    found = figures(db, T11)
    assert (found["t11_c01"], found["t11_c15"]) == (1, 2)
    assert (found["t11_c21"], found["t11_c22"]) == (1, 1)


def test_a_divisible_claim_counts_each_applicant_an_indivisible_one_once(db: Database) -> None:
    workers = [["migrant_worker"], ["migrant_worker"], []]
    aid(db, "labor_remuneration", division="divisible", people=workers)
    aid(db, "traffic_accident", division="indivisible", people=[["woman"], ["woman"]])
    found = figures(db, T06)
    assert [found[f"t06_c{n:02}"] for n in (1, 2, 9, 10, 14)] == [4, 4, 3, 2, 1]
    assert (found["t06_c25"], found["t06_c28"]) == (1, 2)  # cases with women, with migrant workers
    nine = figures(db, T09)
    assert (nine["t09_c01"], nine["t09_c05"], nine["t09_c08"]) == (5, 2, 2)


def test_a_linked_document_or_application_counts_once_whether_ticked_or_not(db: Database) -> None:
    ticked = asked(db, handling='["document_drafted", "aid_applied"]')
    linked = asked(db)
    for id in (ticked, linked):
        about = {"drafted_on": "2026-03-04", "doc_type": "complaint", "for_person": "李明朗"}
        samples.put(db, DRAFTED_DOCUMENT, **about, consultation_id=id)
        aid(db, consultation_id=id)
    found = figures(db, T11)
    assert [found[f"t11_c{n}"] for n in (25, 26, 27)] == [2, 2, 2]


def test_applications_can_count_by_their_own_date(db: Database) -> None:
    """Then one without a decision makes 1 = 2 + 21 fail, and is named."""
    aid(db, "traffic_accident")
    waiting = aid(db, "traffic_accident", application_status="under_review", decided_on=None)
    by_decision = run(db, T06, MARCH)
    assert by_decision.total.cells["t06_c01"] == 1
    assert wrong(by_decision) == []
    by_application = run(db, T06, MARCH, basis="applied")
    assert by_application.total.cells["t06_c01"] == 2
    broken = next(check for check in wrong(by_application) if check.rule.zh == "1 = 2 + 21")
    assert breaking(db, by_application, broken) == [waiting]
    assert table_breaking(by_application, broken) == "legal_aid_case"


def test_a_channel_without_a_column_is_named(db: Database) -> None:
    asked(db)
    odd = asked(db, channel="other")
    result = run(db, T11, MARCH)
    [broken] = [check for check in wrong(result) if check.row == "total"]
    assert broken.rule.zh == "1 = 2 + 11 + 12 + 14"
    assert breaking(db, result, broken) == [odd]


def test_a_criminal_case_of_no_known_type_is_named(db: Database) -> None:
    odd = aid(db, case_kind="criminal", aid_type=None)
    result = run(db, T05, MARCH)
    [broken] = [check for check in wrong(result) if check.row == "total"]
    assert broken.rule.zh == "1 = 13 + 14 + 29"
    assert breaking(db, result, broken) == [odd]


def test_the_records_behind_a_cell_are_of_the_kind_of_its_column(db: Database) -> None:
    consulted, case = asked(db), aid(db, "traffic_accident")
    assert behind(db, MONTH, "total", "m_c01", MARCH) == [consulted]
    assert table_behind(MONTH, "total", "m_c01") == "consultation"
    assert behind(db, MONTH, "total", "m_c02", MARCH) == [case]
    assert table_behind(MONTH, "total", "m_c02") == "legal_aid_case"
    assert table_behind(T11, "total", "t11_c01") == "consultation"


def test_a_deleted_recipient_and_a_deleted_case_do_not_count(db: Database) -> None:
    kept, gone = aid(db, people=[["woman"], ["woman"]]), aid(db)
    one = store.find(db, CASE_RECIPIENT, "legal_aid_case_id = ?", [kept], limit=1)
    with store.step(db, samples.WORDS) as s:
        store.delete(s, CASE_RECIPIENT, next(iter(one))["id"])
        store.delete(s, LEGAL_AID_CASE, gone)
    found = figures(db, MONTH)
    assert (found["m_c02"], found["m_c15"]) == (1, 1)


def test_local_kinds_are_typed_and_kept(db: Database) -> None:
    village = samples.village(db)
    asked(db, village_id=village, matter_codes='["marriage_family"]')
    result = run(db, QUARTER, MARCH)
    of_sheet: Asked = asked_of(db, result)
    type_figure(of_sheet, village, "q_c49", 1)
    again = run(db, QUARTER, MARCH)
    assert again.total.cells["q_c49"] == 1
    assert again.typed == {(village, "q_c49"): 0}
    type_figure(of_sheet, village, "q_c49", 2)
    [broken] = [c for c in wrong(run(db, QUARTER, MARCH)) if c.row == "total"]
    assert broken.rule.zh.endswith("49 + 50 ≤ 28")


# --- periods -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "named", "since", "until"),
    [
        (None, "2026-Q1", "2026-01-01", "2026-03-31"),
        ("calendar", "2026", "2026-01-01", "2026-12-31"),
        ("dec_nov", "2026-02", "2026-02-01", "2026-02-28"),
        ("dec_nov", "2026-Q1", "2025-12-01", "2026-02-28"),
        ("dec_nov", "2024-Q1", "2023-12-01", "2024-02-29"),
        ("dec_nov", "2026-H2", "2026-06-01", "2026-11-30"),
        ("dec_nov", "2026", "2025-12-01", "2026-11-30"),
        ("dec_nov", "2026-S", "2025-12-01", "2026-11-30"),
        ("day_21", "2026-01", "2025-12-21", "2026-01-20"),
        ("day_21", "2026-Q2", "2026-03-21", "2026-06-20"),
        ("day_21", "2026", "2025-12-21", "2026-12-20"),
        ("day_21", "2026-03-01..2026-03-20", "2026-03-01", "2026-03-20"),
    ],
)
def test_a_named_period_means_the_days_the_office_counts(
    setting: str | None, named: str, since: str, until: str
) -> None:
    office = {"aid_period": setting}
    period = aid_period(office, parse_period(named))
    assert (period.since, period.until) == (date.fromisoformat(since), date.fromisoformat(until))
    assert aid_period(office, period) == period


def test_the_sheet_counts_those_days_says_them_and_opens_their_records(db: Database) -> None:
    samples.office(db, aid_period="dec_nov")
    december, _ = asked(db, consulted_on="2025-12-01"), asked(db, consulted_on="2026-03-01")
    result = run(db, QUARTER, parse_period("2026-Q1"))
    assert result.total.cells["q_c01"] == 1
    assert "统计期:2025-12-01 至 2026-02-28。" in [note.zh for note in result.notes]
    title = next(cell.value for cell in drawn(result).cells if cell.role is Role.TITLE)
    assert title == "2026年第一季度法律咨询数据统计表(季报)"
    assert behind(db, QUARTER, "total", "q_c01", parse_period("2026-Q1")) == [december]
    assert behind(db, QUARTER, "total", "q_c01", result.period) == [december]
