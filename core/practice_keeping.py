"""练习所的履行与回访 - how the agreement of a practice case was kept."""

import random
from typing import Any

from core.practice_cases import Calendar, Case, Settlement
from core.records.dispute import DISPUTE_TYPE

Row = dict[str, Any]

COURT = "县人民法院"
_PARTS = 3  # instalments of a larger sum
_FOUND = {
    "performed": "协议已履行，双方没有新的争议。",
    "not_due": "履行期限未到，已提醒按期履行。",
    "partly_performed": "履行了一部分，已督促按约定履行其余部分。",
    "not_performed": "尚未履行，已督促按协议履行。",
}
_NOT_SETTLED = "双方未再发生冲突，已告知可以依法起诉。"


def court_of(calendar: Calendar, settlement: Settlement, agreed: int) -> Row:
    """What the agreement says of its judicial confirmation; days as the law allows them."""
    if settlement.confirmation == "not_applied":
        return {}
    applied = min(settlement.effective + 10, calendar.last)
    row = {"court_name": COURT, "confirmation_applied_on": calendar.iso(applied)}
    if settlement.confirmation != "confirmed":
        return row
    number = f"（{calendar.iso(applied)[:4]}）民特{1 + agreed % 97}号"
    return {
        **row,
        "confirmation_accepted_on": calendar.iso(applied + 3),
        "confirmation_decided_on": calendar.iso(applied + 18),
        "court_case_no": number,
    }


def instalments_of(calendar: Calendar, case: Case) -> list[Row]:
    """Three of a larger sum that is paid over more than a month, whole yuan, the rest in the last;
    they fit what the agreement says of its performance."""
    settlement, agreed = case.settlement, case.story.agreed or 0
    if settlement is None or settlement.deadline is None or agreed < 10_000:
        return []
    span = settlement.deadline - settlement.effective
    if span < 30:
        return []
    rows = []
    for n in range(1, _PARTS + 1):
        amount = agreed // _PARTS if n < _PARTS else agreed - agreed // _PARTS * (_PARTS - 1)
        due = settlement.effective + span * n // _PARTS
        on = _performed(settlement, n, due, calendar.last)
        late = "not_due" if due >= calendar.last else "not_performed"
        rows.append(
            {
                "dispute_id": case.id,
                "seq": n,
                "due_on": calendar.iso(due),
                "amount": amount * 100,
                "status": late if on is None else "performed",
                "performed_on": None if on is None else calendar.iso(on),
                "amount_performed": None if on is None else amount * 100,
                "proof": None if on is None else "收条",
            }
        )
    return rows


def _performed(settlement: Settlement, n: int, due: int, last: int) -> int | None:
    """The day an instalment was paid; the last one on the day the agreement was performed."""
    if settlement.performed is not None:
        return settlement.performed if n == _PARTS else min(due, settlement.performed)
    if settlement.status == "not_performed" or n == _PARTS or due > last:
        return None
    return due if settlement.status == "not_due" or n == 1 else None


def visits_of(rng: random.Random, calendar: Calendar, case: Case) -> list[Row]:
    """The visit after a case was closed, or the plan of one that lies ahead."""
    course, settlement = case.course, case.settlement
    if course.closed is None or course.ends == "withdrawn":
        return []
    visited = course.closed + 7 + int(rng.random() * 40)
    row: Row = {
        "dispute_id": case.id,
        "visited_party": case.story.words("{a}"),
        "visit_reason": case.story.words("{a}与{b}") + DISPUTE_TYPE[case.dealt.dispute_type].zh,
    }
    if visited > calendar.last:
        return [{**row, "planned_on": calendar.iso(visited)}] if settlement else []
    if rng.random() > (0.7 if settlement else 0.3):
        return []
    found = _found(settlement, visited)
    return [
        {
            **row,
            "visited_on": calendar.iso(visited),
            "satisfied": int(rng.random() < (0.97 if settlement else 0.5)),
            "visit_method": rng.choices(("home", "phone", "message", "other"), (50, 38, 10, 2))[0],
            "visit_findings": _FOUND[found] if found else _NOT_SETTLED,
            "performance_found": found,
            "escalation_found": 0,
            "visited_by": case.mediators[0].name,
        }
    ]


def _found(settlement: Settlement | None, on: int) -> str | None:
    """How far the agreement was performed on the day of a visit."""
    if settlement is None:
        return None
    if settlement.performed is not None and settlement.performed <= on:
        return "performed"
    if settlement.deadline is not None and settlement.deadline >= on:
        return "not_due"
    return settlement.status if settlement.status != "not_due" else "not_performed"
