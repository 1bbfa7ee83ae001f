"""分期履行: equal parts of an amount, and what the parts say of the whole agreement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.field import Row
from core.term_rules import ends_on

MOST = 120  # instalments made at once: ten years of months


@dataclass(frozen=True)
class Performed:
    """What the instalments of an agreement say of its performance; an ISO date once all are."""

    status: str
    on: str | None = None


def equal_parts(fen: int, n: int) -> list[int]:
    """n parts in whole yuan where there is a yuan for each, the rest in the last; they add up.
    Raises ValueError without a part or below zero."""
    if n < 1 or fen < 0:
        raise ValueError((fen, n))
    each = fen // n
    if each >= 100:
        each -= each % 100
    return [each] * (n - 1) + [fen - each * (n - 1)]


def due_days(first: date, n: int, months: int) -> list[date]:
    """The day of the first and of each that follows, so many months apart; where a month has no
    such day, its last one."""
    return [ends_on(first, months * k, "month") for k in range(n)]


def status_of(part: Row, on: date) -> str | None:
    """What an instalment's own dates and amounts say of it; None where they say nothing."""
    amount, paid = part.get("amount"), part.get("amount_performed")
    if paid and amount is not None and paid < amount:
        return "partly_performed"
    if paid or part.get("performed_on"):
        return "performed"
    if due := part.get("due_on"):
        return "not_due" if str(due) >= on.isoformat() else "not_performed"
    return None


def performed_by(parts: Sequence[Row], on: date) -> Performed | None:
    """Of the whole agreement; None where no instalments are on record."""
    if not parts:
        return None
    states = [p.get("status") or status_of(p, on) for p in parts]
    if all(s == "performed" for s in states):
        days = [str(p["performed_on"]) for p in parts if p.get("performed_on")]
        return Performed("performed", max(days) if len(days) == len(parts) else None)
    if any(s in ("performed", "partly_performed") for s in states):
        return Performed("partly_performed")
    return Performed("not_performed" if "not_performed" in states else "not_due")


def rows_of(fen: int, n: int, first: date, months: int, **values: Any) -> list[dict[str, Any]]:
    """Instalments as rows that can be saved, numbered from 1. `values` go into each."""
    days = zip(equal_parts(fen, n), due_days(first, n, months), strict=True)
    return [
        {"seq": seq, "due_on": day.isoformat(), "amount": part, "status": "not_due", **values}
        for seq, (part, day) in enumerate(days, start=1)
    ]
