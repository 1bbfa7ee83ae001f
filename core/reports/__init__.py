"""Official tables. To add one: a Report in a module here, and its name in REPORTS."""

from core.errors import UserError
from core.reports.administrative import ADMINISTRATIVE_MEDIATION
from core.reports.aid_cases import LEGAL_AID_T05, LEGAL_AID_T06, LEGAL_AID_T07
from core.reports.aid_consultation import LEGAL_AID_QUARTER, LEGAL_AID_T11
from core.reports.aid_month import LEGAL_AID_MONTH
from core.reports.aid_totals import LEGAL_AID_T08, LEGAL_AID_T09
from core.reports.definition import Report
from core.reports.mediation import MEDIATION_CASES
from core.reports.screening import SCREENING
from core.reports.staff import MEDIATION_STAFF
from core.reports.subsidy import MEDIATION_SUBSIDY, MEDIATION_SUBSIDY_COMMITTEES
from core.text import Text

__all__ = ["REPORTS", "report_named"]

REPORTS: tuple[Report, ...] = (
    MEDIATION_CASES,
    SCREENING,
    ADMINISTRATIVE_MEDIATION,
    MEDIATION_STAFF,
    MEDIATION_SUBSIDY,
    MEDIATION_SUBSIDY_COMMITTEES,
    LEGAL_AID_MONTH,
    LEGAL_AID_QUARTER,
    LEGAL_AID_T05,
    LEGAL_AID_T06,
    LEGAL_AID_T07,
    LEGAL_AID_T08,
    LEGAL_AID_T09,
    LEGAL_AID_T11,
)


def report_named(name: str) -> Report:
    """By name or title. Raises UserError naming those there are."""
    for report in REPORTS:
        if name in (report.name, report.title.zh, report.title.en):
            return report
    said = Text(
        "没有名为“{name}”的报表。可用:{names}。",
        "There is no report called {name}. There are: {names}.",
    )
    raise UserError(said.format(name=name, names=" ".join(r.name for r in REPORTS)))
