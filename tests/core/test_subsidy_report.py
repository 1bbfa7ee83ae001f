"""案件补贴统计表: published county figures come out exactly, and every cell names its claims."""

from decimal import Decimal

import pytest
from sqlite_utils import Database

from core import store
from core.periods import parse_period
from core.records import DISPUTE, MEDIATOR, SUBSIDY_CLAIM
from core.reports import report_named
from core.reports.definition import TOTAL
from core.reports.engine import as_json, behind, drawn, run
from core.reports.subsidy import MEDIATION_SUBSIDY, MEDIATION_SUBSIDY_COMMITTEES
from tests import samples

YEAR = parse_period("2018")


def people(db: Database) -> tuple[str, list[str]]:
    """A committee and two mediators."""
    samples.office(db, date_basis="closed", type_profile="p3")
    names = ("马建国", "李桂兰")
    return samples.committee(db), [samples.put(db, MEDIATOR, name=name) for name in names]


def many(
    db: Database,
    who: tuple[str, list[str]],
    sorts: list[tuple[int, str, str, int]],
    period: str,
    paid_on: str,
) -> None:
    """Claims in bulk: (how many, state, grade, yuan) each, shared by the mediators in turn."""
    committee, mediators = who
    disputes, claims = [], []
    for many, status, grade, yuan in sorts:
        for n in range(many):
            dispute = {
                "id": store.new_id(),
                "accepted_on": paid_on,
                "committee_id": committee,
                "dispute_type": "neighbor",
                "case_source": "on_application",
                "mediation_result": "success",
            }
            approved = status in ("county_reviewed", "paid")
            claim = {
                "claim_period": period,
                "committee_id": committee,
                "mediator_id": mediators[n % len(mediators)],
                "dispute_id": dispute["id"],
                "claim_status": status,
                "applied_on": paid_on,
                "grade_claimed": grade,
                "amount_claimed": yuan * 100,
                "grade_approved": grade if approved else None,
                "amount_approved": yuan * 100 if approved else None,
                "paid_on": paid_on if status == "paid" else None,
                "reject_reason": "file_not_standard" if status == "rejected" else None,
            }
            disputes.append(dispute)
            claims.append(claim)
    with store.step(db, samples.WORDS) as s:
        store.save_many(s, DISPUTE, disputes)
        store.save_many(s, SUBSIDY_CLAIM, claims)


def test_the_figures_of_gaotai_2018_come_out_exactly(db: Database) -> None:
    """1,882 claimed, 1,727 paid: 1,631 at 100, 87 at 200 and 9 at 300 yuan are 183,200 yuan."""
    sorts = [
        (1631, "paid", "simple", 100),
        (87, "paid", "general", 200),
        (9, "paid", "major", 300),
        (155, "rejected", "simple", 100),
    ]
    many(db, people(db), sorts, "2018", "2018-12-10")
    result = run(db, MEDIATION_SUBSIDY, YEAR)
    cells = result.total.cells
    assert (cells["cases_claimed"], cells["cases_paid"], cells["cases_refused"]) == (
        1882,
        1727,
        155,
    )
    assert cells["amount_paid"] == Decimal("183200.00")
    assert [cells[f"cases.{g}"] for g in ("simple", "general", "major")] == [1631, 87, 9]
    assert [cells[f"amount.{g}"] for g in ("simple", "general", "major")] == [
        Decimal("163100.00"),
        Decimal("17400.00"),
        Decimal("2700.00"),
    ]
    assert all(c.holds for c in result.checks)


def test_the_figures_of_lueyang_come_out_exactly(db: Database) -> None:
    """708 paid = 143,600 yuan at 100, 200 and 300; 96 refused for files not up to standard."""
    sorts = [
        (96, "paid", "general", 100),
        (496, "paid", "difficult", 200),
        (116, "paid", "major", 300),
        (96, "rejected", "general", 100),
    ]
    many(db, people(db), sorts, "2012", "2012-11-30")
    cells = run(db, MEDIATION_SUBSIDY, parse_period("2012")).total.cells
    assert (cells["cases_paid"], cells["amount_paid"]) == (708, Decimal("143600.00"))
    assert cells["cases_refused"] == 96


def test_the_figures_of_yongchuan_in_the_fourth_quarter_of_2021_come_out_exactly(
    db: Database,
) -> None:
    """3,160 cases, 163,230 yuan in all: 51.66 a case."""
    sorts = [(3159, "paid", "general", 50), (1, "paid", "major", 5280)]
    many(db, people(db), sorts, "2021-Q4", "2022-01-15")
    cells = run(db, MEDIATION_SUBSIDY, parse_period("2021-Q4")).total.cells
    assert (cells["cases_paid"], cells["amount_paid"]) == (3160, Decimal("163230.00"))
    assert round(Decimal(163230) / 3160, 2) == Decimal("51.66")


def test_a_row_is_a_mediator_and_every_cell_names_its_claims(db: Database) -> None:
    who = people(db)
    many(
        db,
        who,
        [(3, "paid", "simple", 100), (1, "rejected", "major", 300)],
        "2018-Q4",
        "2018-12-01",
    )
    result = run(db, MEDIATION_SUBSIDY, YEAR)
    assert [(r.label, r.cells["cases_claimed"]) for r in result.rows] == [
        ("马建国", 3),
        ("李桂兰", 1),
        ("合计", 4),
    ]
    for row in result.rows:
        for column in result.columns:
            ids = behind(db, MEDIATION_SUBSIDY, row.id, column.id, YEAR)
            claims = store.get_many(db, SUBSIDY_CLAIM, ids)
            assert len(claims) == len(ids)
            if not column.decimals:
                assert len(ids) == row.cells[column.id]
            if row.id != TOTAL:
                assert {c["mediator_id"] for c in claims.values()} <= {row.id}


def test_a_committee_has_the_sum_of_its_mediators(db: Database) -> None:
    many(db, people(db), [(5, "paid", "simple", 100)], "2018-11", "2018-12-01")
    by_committee = run(db, MEDIATION_SUBSIDY_COMMITTEES, YEAR)
    assert by_committee.rows[0].cells == run(db, MEDIATION_SUBSIDY, YEAR).total.cells


@pytest.mark.parametrize(
    ("code", "asked", "counted"),
    [
        ("2018-11", "2018-11", 1),
        ("2018-11", "2018-12", 0),
        ("2018-Q4", "2018-Q4", 1),
        ("2018-Q4", "2018-12", 1),
        ("2018-Q3", "2018-Q4", 0),
        ("2018-H1", "2018-06", 1),
        ("2018-H2", "2018-H2", 1),
        ("2018", "2018-Q4", 1),
        ("下半年", "2019-01", 1),
    ],
)
def test_a_claim_belongs_to_the_period_in_which_its_own_ends(
    db: Database, code: str, asked: str, counted: int
) -> None:
    many(db, people(db), [(1, "paid", "simple", 100)], code, "2019-01-05")
    found = run(db, MEDIATION_SUBSIDY, parse_period(asked))
    assert found.total.cells["cases_claimed"] == counted


def test_claims_can_be_counted_by_day_of_claiming_or_payment(db: Database) -> None:
    who = people(db)
    many(
        db,
        who,
        [(2, "paid", "simple", 100), (1, "applied", "simple", 100)],
        "2018-Q4",
        "2019-01-05",
    )
    january = parse_period("2019-01")
    claimed = run(db, MEDIATION_SUBSIDY, january, basis="applied").total.cells["cases_claimed"]
    paid = run(db, MEDIATION_SUBSIDY, january, basis="paid").total.cells["cases_claimed"]
    assert (claimed, paid) == (3, 2)


def test_drafts_are_not_counted_and_own_grades_stand_together(db: Database) -> None:
    many(
        db,
        people(db),
        [(4, "draft", "simple", 100), (1, "paid", "local_1", 150)],
        "2018",
        "2018-12-01",
    )
    cells = run(db, MEDIATION_SUBSIDY, YEAR).total.cells
    assert (cells["cases_claimed"], cells["cases.other"]) == (1, 1)
    assert cells["amount.other"] == Decimal("150.00")


def test_a_grade_approved_above_the_claim_is_found_by_the_check(db: Database) -> None:
    many(db, people(db), [(1, "paid", "simple", 100)], "2018", "2018-12-01")
    db.execute("update subsidy_claim set amount_approved = 30000")
    broken = [c.rule.zh for c in run(db, MEDIATION_SUBSIDY, YEAR).checks if not c.holds]
    assert set(broken) == {"审核通过金额 ≤ 申报金额"}


def test_the_sheet_is_drawn_and_told_as_data(db: Database) -> None:
    many(db, people(db), [(1, "paid", "simple", 100)], "2018", "2018-12-01")
    result = run(db, report_named("mediation_subsidy"), YEAR)
    sheet = drawn(result)
    assert sheet.cells[0].value == "2018年案件补贴统计表(按调解员)"
    data = as_json(result)
    assert data["rows"][-1]["cells"]["amount_paid"] == 100.0
