"""行政调解案件统计表: its printed relations, and an independent count of any records."""

from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core.periods import parse_period
from core.records import AGREEMENT, DISPUTE
from core.records.administrative import ADMINISTRATIVE_CODES, administrative_problems
from core.reports import ADMINISTRATIVE_MEDIATION, MEDIATION_CASES
from core.reports.engine import behind, breaking, drawn, run
from tests import samples

CIVIL = list(ADMINISTRATIVE_CODES["admin_civil_type"])
KINDS = list(ADMINISTRATIVE_CODES["admin_dispute_type"])
STAGES = list(ADMINISTRATIVE_CODES["admin_stage"])
QUARTER = parse_period("2026-Q1")
WELL_FILLED = st.one_of(
    st.fixed_dictionaries(
        {"admin_matter": st.just("civil"), "admin_civil_type": st.sampled_from([*CIVIL, "own"])}
    ),
    st.fixed_dictionaries(
        {
            "admin_matter": st.just("administrative"),
            "admin_dispute_type": st.sampled_from(KINDS),
            "admin_stage": st.sampled_from(STAGES),
        }
    ),
)
ANY_FILLED = st.fixed_dictionaries(
    {
        "admin_matter": st.sampled_from([None, "civil", "administrative"]),
        "admin_civil_type": st.sampled_from([None, *CIVIL, "own"]),
        "admin_dispute_type": st.sampled_from([None, *KINDS]),
        "admin_stage": st.sampled_from([None, *STAGES]),
    }
)
REST = {
    "accepted_on": st.sampled_from(["2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01"]),
    "mediation_type": st.sampled_from(["administrative", "administrative", "people", None]),
    "mediation_result": st.sampled_from(["success", "success", "failure", "pending", None]),
    "people_count": st.sampled_from([None, 7]),
    "parties_count": st.sampled_from([None, 3]),
    "amount": st.sampled_from([None, 4_999, 123_456]),
    "form": st.sampled_from(["written", "oral", "both"]),
    "performed": st.booleans(),
    "confirmed": st.booleans(),
}
CASES = st.fixed_dictionaries({"filled": ANY_FILLED, **REST})


def enter(db: Database, cases: Sequence[dict[str, Any]]) -> str:
    """Only these cases, all of one committee, each settled one with its agreements."""
    for table in ("agreement", "party", "dispute", "committee"):
        db.execute(f"delete from {table}")
    committee = samples.committee(db)
    own = {f.name for f in DISPUTE.fields}
    for case in cases:
        values = {name: value for name, value in case.items() if name in own}
        id = samples.dispute(db, committee, **values, **case["filled"])
        forms = {"both": ("written", "oral")}.get(case["form"], (case["form"],))
        for form in forms if case["mediation_result"] == "success" else ():
            samples.put(
                db,
                AGREEMENT,
                dispute_id=id,
                agreement_form=form,
                performance_status="performed" if case["performed"] else "not_due",
                confirmation_status="confirmed" if case["confirmed"] else None,
            )
    return committee


def recounted(cases: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Column -> figure of the first quarter of 2026, in plain Python."""
    counts: Counter[str] = Counter()
    fen = 0
    for case in cases:
        filled, success = case["filled"], case["mediation_result"] == "success"
        in_quarter = "2026-01-01" <= case["accepted_on"] <= "2026-03-31"
        if case["mediation_type"] != "administrative" or not in_quarter:
            continue
        counts["c01"] += 1
        counts["c02"] += success
        counts["c03"] += case["people_count"] or case["parties_count"] or 0
        fen += (case["amount"] or 0) * success
        if filled["admin_matter"] == "civil":
            counts["c05"] += 1
            counts["c06"] += success
            if kind := filled["admin_civil_type"]:
                counts[f"c{7 + (9 if kind == 'own' else CIVIL.index(kind)):02}"] += 1
        if filled["admin_matter"] == "administrative":
            counts["c17"] += 1
            counts["c18"] += success
            if kind := filled["admin_dispute_type"]:
                counts[f"c{19 + KINDS.index(kind)}"] += 1
            if stage := filled["admin_stage"]:
                counts[f"c{22 + STAGES.index(stage)}"] += 1
        counts["c24"] += success and case["form"] != "oral"
        counts["c25"] += success and case["form"] == "oral"
        counts["c26"] += success and case["confirmed"]
        counts["c27"] += success and case["performed"]
    yuan = (Decimal(fen) / 10_000).quantize(Decimal(1), ROUND_HALF_UP) / 100
    return {f"c{n:02}": counts[f"c{n:02}"] for n in range(1, 28)} | {"c04": yuan}


@given(st.lists(CASES, max_size=5))
def test_an_independent_count_gives_the_same_figures(
    db: Database, cases: list[dict[str, Any]]
) -> None:
    committee = enter(db, cases)
    result = run(db, ADMINISTRATIVE_MEDIATION, QUARTER)
    assert dict(result.total.cells) == recounted(cases)
    assert dict(result.row(committee).cells) == recounted(cases)
    for column in result.columns:
        ids = behind(db, ADMINISTRATIVE_MEDIATION, "total", column.id, QUARTER)
        if column.id not in ("c03", "c04"):
            assert len(ids) == result.total.cells[column.id]


@given(st.lists(st.fixed_dictionaries({"filled": WELL_FILLED, **REST}), max_size=5))
def test_the_printed_relations_hold_for_cases_filled_in_whole(
    db: Database, cases: list[dict[str, Any]]
) -> None:
    enter(db, cases)
    result = run(db, ADMINISTRATIVE_MEDIATION, QUARTER)
    assert {c.rule.zh for c in result.checks} == {
        "1 = 5 + 17",
        "2 = 6 + 18",
        "2 = 24 + 25",
        "5 = 7 至 16 之和",
        "17 = 19 + 20 + 21",
        "17 = 22 + 23",
    }
    assert [c for c in result.checks if not c.holds] == []


def test_a_case_without_its_type_breaks_the_sum_and_is_named(db: Database) -> None:
    committee = samples.committee(db)
    values = {"accepted_on": "2026-02-02", "mediation_type": "administrative"}
    samples.dispute(db, committee, admin_matter="civil", admin_civil_type="traffic", **values)
    bare = samples.dispute(db, committee, admin_matter="civil", **values)
    result = run(db, ADMINISTRATIVE_MEDIATION, QUARTER)
    failed = [c for c in result.checks if not c.holds]
    assert {(c.rule.zh, c.left, c.right) for c in failed} == {("5 = 7 至 16 之和", 2, 1)}
    assert all(breaking(db, result, c) == [bare] for c in failed)


def test_cases_of_administrative_mediation_are_not_among_peoples_mediation(db: Database) -> None:
    committee = samples.committee(db)
    samples.dispute(db, committee, accepted_on="2026-02-02", mediation_type="administrative")
    samples.dispute(db, committee, accepted_on="2026-02-02", mediation_type="judicial")
    assert run(db, MEDIATION_CASES, QUARTER).total.cells["cases_mediated"] == 0
    assert run(db, ADMINISTRATIVE_MEDIATION, QUARTER).total.cells["c01"] == 1


def test_the_sheet_has_the_heads_units_and_numbers_of_the_form(db: Database) -> None:
    samples.office(db, name="斜沟乡司法所")
    result = run(db, ADMINISTRATIVE_MEDIATION, QUARTER)
    assert [c.id for c in result.columns] == [f"c{n:02}" for n in range(1, 28)]
    cells = {c.value: c for c in drawn(result).cells if isinstance(c.value, str)}
    assert next(iter(cells)) == "斜沟乡司法所行政调解案件2026年度第一季度统计表"
    spans = {name: cells[name].colspan for name in ("民事纠纷", "纠纷类型", "行政争议", "争议类型")}
    assert spans == {"民事纠纷": 12, "纠纷类型": 10, "行政争议": 7, "争议类型": 3}
    assert [c.unit.zh for c in result.columns[:4]] == ["件", "件", "人", "万元"]
    year = run(db, ADMINISTRATIVE_MEDIATION, parse_period("2026"))
    assert next(iter(drawn(year).cells)).value == "斜沟乡司法所行政调解案件2026年度全年统计表"


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ({"mediation_type": "people", "admin_matter": "civil"}, ["admin_matter"]),
        ({"mediation_type": "administrative"}, ["admin_matter"]),
        (
            {"mediation_type": "administrative", "admin_matter": "civil", "admin_stage": "review"},
            ["admin_civil_type", "admin_stage"],
        ),
        (
            {"mediation_type": "administrative", "admin_matter": "administrative"},
            ["admin_dispute_type", "admin_stage"],
        ),
        (
            {
                "mediation_type": "administrative",
                "admin_matter": "civil",
                "admin_civil_type": "contract",
            },
            [],
        ),
    ],
)
def test_what_the_quarterly_sheet_would_miss_is_said_at_the_field(
    row: dict[str, Any], names: list[str]
) -> None:
    found = administrative_problems(row)
    assert [p.name for p in found] == names
    assert all(p.warning for p in found)  # hidden fields never keep a case from being saved
