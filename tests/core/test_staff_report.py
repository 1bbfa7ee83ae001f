"""人民调解组织队伍经费保障情况统计表: who and what is counted, recounted in plain Python."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core.periods import parse_period
from core.records import COMMITTEE, COMMITTEE_FUNDS, LAW_LITERATE, MEDIATOR
from core.records.committee import CODES
from core.reports import MEDIATION_STAFF
from core.reports.engine import behind, run, table_behind
from core.reports.staff import ROWS
from tests import samples

MARCH = parse_period("2026-03")
DAYS = st.sampled_from([None, "2020-01-01", "2026-03-31", "2026-04-01"])
BODY = st.fixed_dictionaries(
    {
        "committee_type": st.sampled_from([*ROWS, "own_type"]),
        "standardized": st.sampled_from([None, 0, 1]),
        "founded_on": DAYS,
    }
)
PERSON = st.fixed_dictionaries(
    {
        "of": st.integers(-1, 2),
        "gender": st.sampled_from([None, "male", "female"]),
        "employment_kind": st.sampled_from([None, "full_time", "part_time"]),
        "education": st.sampled_from([None, "junior", "senior", "bachelor"]),
        "appointed_on": DAYS,
        "dismissed_on": DAYS,
        "issued_on": DAYS,
        "removed_on": DAYS,
        "listed": st.booleans(),
    }
)
MONEY = st.fixed_dictionaries(
    {
        "of": st.integers(-1, 2),
        "year": st.sampled_from([2025, 2026, 2027]),
        "mediator_allowance_funds": st.sampled_from([None, 50, 1_234_500]),
    }
)


def there(since: str | None, until: str | None) -> bool:
    """On 31 March 2026."""
    return (since is None or since <= "2026-03-31") and (until is None or until > "2026-03-31")


@given(
    st.lists(BODY, min_size=3, max_size=3),
    st.lists(PERSON, max_size=5),
    st.lists(MONEY, max_size=3),
)
def test_an_independent_count_gives_the_same_figures(
    db: Database,
    bodies: list[dict[str, Any]],
    people: list[dict[str, Any]],
    money: list[dict[str, Any]],
) -> None:
    for table in ("law_literate", "mediator", "committee_funds", "committee", "village"):
        db.execute(f"delete from {table}")
    village = samples.village(db)
    expected: Counter[tuple[str, str]] = Counter()
    rows = [b["committee_type"] if b["committee_type"] in ROWS else "none" for b in bodies]
    ids = [samples.put(db, COMMITTEE, committee_name="甲", **body) for body in bodies]
    for row, body in zip(rows, bodies, strict=True):
        if there(body["founded_on"], None):
            expected[row, "committees"] += 1
            expected[row, "committees_standardized"] += body["standardized"] == 1
    for person in people:
        of = person["of"]
        row = "none" if of < 0 else rows[of]
        own = {f.name for f in MEDIATOR.fields}
        values = {name: value for name, value in person.items() if name in own}
        id = samples.put(
            db, MEDIATOR, name="王芳", committee_id=None if of < 0 else ids[of], **values
        )
        if person["listed"]:
            listed = {name: person[name] for name in ("issued_on", "removed_on")}
            samples.put(db, LAW_LITERATE, name="王芳", village_id=village, mediator_id=id, **listed)
        if there(person["appointed_on"], person["dismissed_on"]):
            expected[row, "mediators"] += 1
            expected[row, "women"] += person["gender"] == "female"
            expected[row, "fulltime_count"] += person["employment_kind"] == "full_time"
            expected[row, "parttime_count"] += person["employment_kind"] == "part_time"
            expected[row, "education_senior"] += person["education"] in ("senior", "bachelor")
            literate = person["listed"] and there(person["issued_on"], person["removed_on"])
            expected[row, "law_literate"] += literate
    for each in money:
        of = each["of"]
        values = {name: value for name, value in each.items() if name != "of"}
        samples.put(db, COMMITTEE_FUNDS, committee_id=None if of < 0 else ids[of], **values)
        if each["year"] == 2026:
            row = "none" if of < 0 else rows[of]
            expected[row, "mediator_allowance_funds"] += each["mediator_allowance_funds"] or 0
    for (_, column), n in list(expected.items()):
        expected["total", column] += n
    result = run(db, MEDIATION_STAFF, MARCH, profile="yuan")
    for row in result.rows:
        for column in result.columns:
            n = expected[row.id, column.id]
            figure = Decimal(n) / 100 if column.unit.zh == "元" else n
            assert row.cells[column.id] == figure, (row.label, column.id)
    assert {row for (row, _), n in expected.items() if n} <= {row.id for row in result.rows}


def test_the_rows_are_the_kinds_of_committees_in_the_order_of_the_sheet(db: Database) -> None:
    result = run(db, MEDIATION_STAFF, MARCH)
    assert [row.id for row in result.rows] == [*ROWS, "total"]
    assert set(ROWS) == set(CODES["committee_type"])


@pytest.mark.parametrize(
    ("period", "years"),
    [
        ("2026-03", [2026]),
        ("2026", [2026]),
        ("2026-Q4", [2026]),
        ("2025-12-01..2026-11-30", [2026]),
        ("2025-01-01..2026-12-31", [2025, 2026]),
    ],
)
def test_funds_are_those_of_the_years_of_the_period(
    db: Database, period: str, years: list[int]
) -> None:
    of_year = {
        year: samples.put(db, COMMITTEE_FUNDS, year=year, guidance_funds=1_000_000)
        for year in (2024, 2025, 2026, 2027)
    }
    asked = parse_period(period)
    found = behind(db, MEDIATION_STAFF, "total", "guidance_funds", asked)
    assert found == [of_year[year] for year in years]
    assert table_behind(MEDIATION_STAFF, "total", "guidance_funds") == "committee_funds"
    total = run(db, MEDIATION_STAFF, asked).total.cells
    assert total["guidance_funds"] == len(years)  # 10,000 yuan each


def test_mediators_neither_full_nor_part_time_are_said(db: Database) -> None:
    committee = samples.committee(db)
    samples.put(db, MEDIATOR, name="甲", committee_id=committee, employment_kind="full_time")
    samples.put(db, MEDIATOR, name="乙", committee_id=committee)
    result = run(db, MEDIATION_STAFF, MARCH)
    failed = {(c.rule.zh, c.left, c.right) for c in result.checks if not c.holds}
    assert failed == {("专职 + 兼职 = 调解员总数", 1, 2)}
