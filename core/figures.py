"""本月数字: a month beside the last one and the same one of last year, and what charts show.

Only people's mediation is counted, as in the official sheet (docs/decisions/0001).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from core.periods import Period, month_of, previous, year_before
from core.records import OFFICE
from core.store import find

_OURS = "(mediation_type is null or mediation_type = 'people')"


@dataclass(frozen=True)
class MonthFigures:
    """What a month brought: accepted by 受理日期; settled, concluded and amount by 结案日期."""

    period: Period
    accepted: int = 0
    settled: int = 0
    concluded: int = 0  # settled or failed
    amount: int = 0  # fen, of what was settled
    by_accepted: bool = False  # the office divides by what was accepted

    @property
    def rate(self) -> float | None:
        """Per cent settled of those concluded (or accepted, as the office chose); None of none."""
        whole = self.accepted if self.by_accepted else self.concluded
        return 100 * self.settled / whole if whole else None


def month_figures(db: Database, on: date) -> tuple[MonthFigures, MonthFigures, MonthFigures]:
    """This month, last month, the same month of last year, in one statement."""
    this = month_of(on)
    periods = (this, previous(this), year_before(this))
    office = next(iter(find(db, OFFICE, limit=1)), {})
    by_accepted = office.get("rate_denominator") == "accepted"
    bounds = [str(day) for p in periods for day in (p.since, p.until)]
    rows = db.execute(_MONTHS, bounds).fetchall()
    return tuple(  # type: ignore[return-value]  # one row for each of the three
        MonthFigures(p, accepted, settled or 0, concluded or 0, amount or 0, by_accepted)
        for p, (_, accepted, settled, concluded, amount) in zip(periods, rows, strict=True)
    )


#: The range of days is looked up in the index of each date; a settled dispute whose agreements name
#: no amount counts with its own, as in the sheet.
_MONTHS = f"""
    with month (n, since, until) as (values (1, ?, ?), (2, ?, ?), (3, ?, ?)),
    closed as materialized (
        select n, mediation_result = 'success' as settled,
            mediation_result in ('success', 'failure') as concluded,
            case when mediation_result = 'success' then coalesce((
                select sum(agreement_amount) from agreement
                where dispute_id = dispute.id and +state = 0
            ), amount) end as amount
        from month cross join dispute
        where state = 0 and closed_on between since and until and {_OURS}
    )
    select n, (
        select count(*) from dispute
        where state = 0 and accepted_on between since and until and {_OURS}
    ),
    (select sum(settled) from closed where closed.n = month.n),
    (select sum(concluded) from closed where closed.n = month.n),
    (select sum(amount) from closed where closed.n = month.n)
    from month order by n
"""


def accepted_by_month(db: Database, on: date, months: int = 12) -> dict[str, int]:
    """2026-11 -> disputes accepted, for so many months up to the one of the day; oldest first."""
    last = on.year * 12 + on.month - 1
    names = [f"{n // 12}-{n % 12 + 1:02}" for n in range(last - months + 1, last + 1)]
    sql = (
        f"select substr(accepted_on, 1, 7) as month, count(*) from dispute where state = 0"
        f" and accepted_on between ? and ? and {_OURS} group by month"
    )
    counted = dict(db.execute(sql, [f"{names[0]}-01", f"{names[-1]}-31"]).fetchall())
    return {name: counted.get(name, 0) for name in names}


def accepted_by_type(db: Database, year: int) -> dict[str, int]:
    """Dispute type -> disputes accepted in the year, most first; types without any are left out."""
    sql = (
        f"select coalesce(dispute_type, '') as type, count(*) as n from dispute where state = 0"
        f" and accepted_on between ? and ? and {_OURS} group by type order by n desc, type"
    )
    return dict(db.execute(sql, [f"{year}-01-01", f"{year}-12-31"]).fetchall())


def shortened(counts: Mapping[str, int], most: int) -> tuple[Sequence[tuple[str, int]], int]:
    """The `most` largest, and the sum of all others."""
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    return ordered[:most], sum(n for _, n in ordered[most:])
