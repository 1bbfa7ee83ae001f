"""排查预防纠纷, the last ten columns of the sheet of cases: an independent count of any records."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import store
from core.periods import parse_period
from core.records import COMMITTEE, PREVENTION, SCREENING_ROUND, VILLAGE
from core.records.prevention import CODES, ESCALATIONS
from core.reports import MEDIATION_CASES
from core.reports.engine import behind, breaking, run, table_behind
from core.reports.prevention import PREVENTION_COLUMNS
from tests import samples

APRIL = parse_period("2021-04")
DAYS = st.sampled_from(["2021-03-31", "2021-04-01", "2021-04-30", "2021-05-01"])
#: Who a record is of: a committee or none, a village or none.
WHERE = {
    "committee": st.sampled_from([None, "of_village", "of_township", "deleted"]),
    "village": st.sampled_from([None, "with_committee", "without"]),
}
ROUND = st.fixed_dictionaries(
    {"screened_from": DAYS, "level": st.sampled_from(["village", "township"]), **WHERE}
)
RECORD = st.fixed_dictionaries(
    {
        "happened_on": DAYS,
        "prevention_kind": st.sampled_from(list(CODES["prevention_kind"])),
        "cases": st.integers(1, 4),
        "people_count": st.sampled_from([None, 4, 60]),
        **WHERE,
    }
)


def office(db: Database) -> dict[str, str]:
    """Nothing but two villages and three committees, one of them deleted: name -> id."""
    for table in ("prevention", "screening_round", "committee", "village"):
        db.execute(f"delete from {table}")
    place = {
        "with_committee": samples.put(db, VILLAGE, name="上村", kind="village"),
        "without": samples.put(db, VILLAGE, name="下村", kind="village"),
    }
    kinds = {"of_village": "village", "of_township": "township", "deleted": "village"}
    for name, kind in kinds.items():
        village = place["with_committee"] if name == "of_village" else None
        values = {"committee_name": name, "committee_type": kind, "village_id": village}
        place[name] = samples.put(db, COMMITTEE, **values)
    with store.step(db, samples.WORDS) as s:
        store.delete(s, COMMITTEE, place["deleted"])
    return place


def written(place: dict[str, str], each: dict[str, Any]) -> dict[str, Any]:
    """The record with ids in place of names."""
    values = {k: v for k, v in each.items() if k not in ("committee", "village")}
    ids = {"committee_id": each["committee"], "village_id": each["village"]}
    return {**values, **{name: place.get(of) for name, of in ids.items() if of}}


def row_of(place: dict[str, str], each: dict[str, Any]) -> str:
    """By hand: the committee named, else that of the village, else that of the township."""
    if each["committee"]:
        return "none" if each["committee"] == "deleted" else place[each["committee"]]
    if each["village"] == "with_committee":
        return place["of_village"]
    if each["village"] is None and each.get("level") == "township":
        return place["of_township"]
    return "none"


@given(st.lists(ROUND, max_size=5), st.lists(RECORD, max_size=6))
def test_an_independent_count_gives_the_same_figures(
    db: Database, rounds: Sequence[dict[str, Any]], records: Sequence[dict[str, Any]]
) -> None:
    place = office(db)
    expected: Counter[tuple[str, str]] = Counter()
    for each in rounds:
        samples.put(db, SCREENING_ROUND, **written(place, each))
        if each["screened_from"][:7] == "2021-04":
            expected[row_of(place, each), "screening_rounds"] += 1
    for each in records:
        samples.put(db, PREVENTION, **written(place, each))
        kind, row = each["prevention_kind"], row_of(place, each)
        if each["happened_on"][:7] != "2021-04":
            continue
        if kind == "disputes_prevented":
            expected[row, kind] += each["cases"]
        else:
            expected[row, f"{kind}_cases"] += each["cases"]
            expected[row, f"{kind}_people"] += each["people_count"] or 0
    for (_, column), n in list(expected.items()):
        expected["total", column] += n
    result = run(db, MEDIATION_CASES, APRIL)
    for row in result.rows:
        for column in PREVENTION_COLUMNS:
            assert row.cells[column.id] == expected[row.id, column.id], (row.label, column.id)
    assert {row for (row, _), n in expected.items() if n} <= {row.id for row in result.rows}


def test_the_records_behind_a_cell_are_those_of_its_own_kind(db: Database) -> None:
    place = office(db)
    round_ = samples.put(
        db, SCREENING_ROUND, screened_from="2021-04-09", level="township", zero_report=1
    )
    values = {"happened_on": "2021-04-12", "committee_id": place["of_village"], "cases": 1}
    petition = samples.put(
        db, PREVENTION, prevention_kind="prevented_group_petition", people_count=40, **values
    )
    samples.put(db, PREVENTION, prevention_kind="disputes_prevented", **values)
    for column, table, ids in (
        ("screening_rounds", "screening_round", [round_]),
        ("prevented_group_petition_cases", "prevention", [petition]),
        ("prevented_group_petition_people", "prevention", [petition]),
        ("prevented_group_fight_people", "prevention", []),
        ("cases_mediated", "dispute", []),
    ):
        assert table_behind(MEDIATION_CASES, "total", column) == table
        assert behind(db, MEDIATION_CASES, "total", column, APRIL) == ids


def test_fewer_people_than_cases_is_a_check_that_names_the_record(db: Database) -> None:
    place = office(db)
    values = {"happened_on": "2021-04-12", "committee_id": place["of_village"]}
    for kind in ESCALATIONS:
        samples.put(db, PREVENTION, prevention_kind=kind, cases=1, people_count=3, **values)
    result = run(db, MEDIATION_CASES, APRIL)
    assert [c for c in result.checks if not c.holds] == []
    wrong = samples.put(db, PREVENTION, prevention_kind="prevented_criminal", cases=5, **values)
    result = run(db, MEDIATION_CASES, APRIL)
    failed = [c for c in result.checks if not c.holds]
    assert {(c.rule.zh, c.left, c.right) for c in failed} == {
        ("防止民间纠纷转化为刑事案件:件数 ≤ 人数", 6, 3)
    }
    assert all(breaking(db, result, c) == [wrong] for c in failed)


def test_a_deleted_record_is_not_counted(db: Database) -> None:
    place = office(db)
    values = {"happened_on": "2021-04-12", "committee_id": place["of_village"], "cases": 2}
    id = samples.put(db, PREVENTION, prevention_kind="disputes_prevented", **values)
    assert run(db, MEDIATION_CASES, APRIL).total.cells["disputes_prevented"] == 2
    with store.step(db, samples.WORDS) as s:
        store.delete(s, PREVENTION, id)
    assert run(db, MEDIATION_CASES, APRIL).total.cells["disputes_prevented"] == 0
