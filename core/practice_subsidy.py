"""练习所的案件补贴 - claims for settled cases, each as far as its date allows."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from core.practice_rows import Row, Rows
from core.subsidy.grading import graded, shipped_thresholds
from core.subsidy.rates import Scheme, shipped_schemes

#: The scheme the practice office pays by.
SCHEME = "gaotai_2018"
_CLAIMED = 0.82  # of the settled and performed cases
_REFUSED = 0.05
_REASONS = ("file_not_standard", "not_screened", "not_performed", "wrong_grade")


@dataclass
class Claims:
    """Makes the claims batch by batch; the numbers of a quarter go on from one to the next."""

    rng: random.Random
    mediators: Mapping[str, Row]  # by the id of the draft
    head: str
    last: date
    numbers: Counter[str] = field(default_factory=Counter)

    def of(self, batch: Sequence[Rows]) -> list[Row]:
        """Claims for the settled cases of ended quarters; the current one is left to try it on."""
        made = []
        for rows in batch:
            if claim := self._of_case(rows.dispute, rows.agreement):
                made.append(claim)
        return made

    def _of_case(self, dispute: Row, agreement: Row | None) -> Row | None:
        if dispute.get("mediation_result") != "success" or agreement is None:
            return None
        closed = date.fromisoformat(dispute["closed_on"])
        ended = quarter_end(closed)
        is_people = dispute.get("mediation_type") in (None, "people")
        if ended > self.last or not is_people or self.rng.random() > _CLAIMED:
            return None
        if agreement["performance_status"] != "performed":
            return None
        return self._claim(dispute, agreement, closed, ended)

    def _claim(self, dispute: Row, agreement: Row, closed: date, ended: date) -> Row:
        is_oral = agreement["agreement_form"] == "oral"
        paid = _scheme().grades(closed.isoformat())
        grade = graded(dispute, is_oral, shipped_thresholds(), paid).grade
        rate = _scheme().rate(grade, "village", closed.isoformat())
        amount = rate.proposed(is_oral) if rate else 0
        period = f"{ended.year}-Q{(ended.month + 2) // 3}"
        self.numbers[period] += 1
        row = {
            "claim_no": f"{period}-{self.numbers[period]:03}",
            "claim_period": period,
            "committee_id": dispute["committee_id"],
            "mediator_id": dispute["mediator_id"],
            "dispute_id": dispute["id"],
            "dispute_type": dispute["dispute_type"],
            "file_complete": 1,
            "is_performed": 1,
            "is_oral": int(is_oral),
            "grade_claimed": grade,
            "amount_claimed": amount,
            "payee_account": self.mediators.get(dispute["mediator_id"], {}).get("bank_account"),
        }
        return {**row, **self._stages(ended, grade, amount)}

    def _stages(self, ended: date, grade: str, amount: int) -> Row:
        """As far as the claim has come: a stage a fortnight after the quarter, while there is
        time."""
        applied, office, county, paid = (ended + timedelta(days=n) for n in (5, 15, 30, 48))
        found: dict[str, Any] = {"claim_status": "applied"}
        found["applied_on"] = min(applied, self.last).isoformat()
        if office > self.last:
            return found
        found |= {"office_review_on": office.isoformat(), "office_review_by": self.head}
        if self.rng.random() < _REFUSED:
            reason = self.rng.choice(_REASONS)
            return {**found, "claim_status": "rejected", "reject_reason": reason}
        found["claim_status"] = "office_reviewed"
        if county > self.last:
            return found
        found |= {
            "claim_status": "county_reviewed",
            "county_review_on": county.isoformat(),
            "grade_approved": grade,
            "amount_approved": amount,
        }
        if paid > self.last or ((self.last - ended).days < 60 and self.rng.random() < 0.4):
            return found
        return {**found, "claim_status": "paid", "paid_on": paid.isoformat()}


def quarter_end(day: date) -> date:
    """The last day of the quarter a day lies in."""
    month = (day.month + 2) // 3 * 3
    following = date(day.year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _scheme() -> Scheme:
    return next(s for s in shipped_schemes() if s.id == SCHEME)
