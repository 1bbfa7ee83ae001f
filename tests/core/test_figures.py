"""本月数字: a month beside the last and the same of last year, and the counts of the charts."""

from datetime import date

from sqlite_utils import Database

from core.figures import accepted_by_month, accepted_by_type, month_figures, shortened
from core.periods import parse_period
from core.reports import report_named
from core.reports.engine import run
from tests import samples

ON = date(2026, 11, 22)


def test_three_months_stand_side_by_side(db: Database) -> None:
    committee = samples.committee(db)
    done = {"mediation_result": "success"}
    first = samples.dispute(
        db, committee, accepted_on="2026-10-30", closed_on="2026-11-02", amount=900, **done
    )
    samples.agreement(db, first, agreement_amount=50_000)
    samples.agreement(db, first, agreement_amount=25_000)
    samples.dispute(
        db, committee, accepted_on="2026-11-01", closed_on="2026-11-30", amount=1_000, **done
    )
    samples.dispute(
        db, committee, accepted_on="2025-11-30", mediation_result="failure", closed_on="2026-11-05"
    )
    samples.dispute(
        db, committee, accepted_on="2026-11-01", closed_on="2026-11-02",
        mediation_type="administrative", **done,
    )  # fmt: skip
    this, last, year_ago = month_figures(db, ON)
    assert (this.accepted, this.settled, this.concluded, this.amount) == (1, 2, 3, 76_000)
    assert (last.accepted, last.settled, last.amount) == (1, 0, 0)
    assert last.rate is None
    assert (year_ago.accepted, str(year_ago.period.words)) == (1, "2025年11月")
    assert round(this.rate or 0, 1) == 66.7


def test_the_rate_follows_the_office(db: Database) -> None:
    samples.office(db, rate_denominator="accepted")
    committee = samples.committee(db)
    samples.dispute(
        db, committee, accepted_on="2026-11-01", closed_on="2026-11-02", mediation_result="success"
    )
    samples.dispute(db, committee, accepted_on="2026-11-03")
    assert month_figures(db, ON)[0].rate == 50


def test_figures_agree_with_the_official_sheet(db: Database) -> None:
    committee = samples.committee(db)
    for day, kind in (("2026-11-01", None), ("2026-11-30", "people"), ("2026-11-02", "judicial")):
        samples.dispute(db, committee, accepted_on=day, mediation_type=kind)
    sheet = run(db, report_named("mediation_cases"), parse_period("2026-11"), basis="accepted")
    assert month_figures(db, ON)[0].accepted == sheet.total.cells["cases_mediated"] == 2
    assert accepted_by_month(db, ON)["2026-11"] == 2


def test_months_without_a_dispute_are_nought(db: Database) -> None:
    samples.dispute(db, samples.committee(db), accepted_on="2026-01-31")
    counts = accepted_by_month(db, date(2026, 3, 31))
    assert next(iter(counts)) == "2025-04"
    assert list(counts)[-3:] == ["2026-01", "2026-02", "2026-03"]
    assert sum(counts.values()) == counts["2026-01"] == 1


def test_types_come_most_first_and_the_rest_is_summed(db: Database) -> None:
    committee = samples.committee(db)
    for kind, n in (("neighbor", 3), ("medical", 1), ("contract", 2), ("labor", 1)):
        for _ in range(n):
            samples.dispute(db, committee, dispute_type=kind)
    counts = accepted_by_type(db, 2026)
    assert list(counts)[:2] == ["neighbor", "contract"]
    assert shortened(counts, 2) == ([("neighbor", 3), ("contract", 2)], 2)
    assert accepted_by_type(db, 2025) == {}
