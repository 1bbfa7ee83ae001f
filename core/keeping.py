"""履行、回访与司法确认的提醒: what waits once an agreement has been reached."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sqlite_utils import Database

from core.field import Row
from core.term_rules import Rule, ends_on, rules
from core.text import Text
from core.workdays import confirmation_until, holidays_of, not_known

FORGOTTEN = 90  # days after which a visit nobody planned is not asked for any more
_LONGEST = 45  # days a confirmation window can last with the days off at its end

CONFIRMATION = Text("申请司法确认", "Judicial confirmation")
CONFIRMATION_GROUND = Text(
    "《人民调解法》第三十三条:自协议生效之日起三十日内共同申请;末日为节假日的顺延(《民事诉讼法》"
    "第八十五条)",
    "People's Mediation Law, art. 33: both together within 30 days of its effect; a last day off"
    " moves to the next working day (Civil Procedure Law, art. 85)",
)
PLANNED_GROUND = Text(
    "登记的计划回访日期;《人民调解法》第三十一条:对协议的履行进行监督",
    "The day entered for the visit; People's Mediation Law, art. 31: performance is supervised",
)
INSTALMENT = Text("协议履行(第{n}期)", "Performance (instalment {n})")
VISIT = Text("回访", "Return visit")


@dataclass(frozen=True)
class Waiting:
    """One thing that waits; sort: performance, visit or confirmation. `on` is an ISO date."""

    sort: str
    what: Text
    dispute: str
    number: str
    on: str
    ground: Text


def waiting(db: Database, on: date, until: date, of: str = "") -> Iterator[Waiting]:
    """What is overdue on a day or falls due by another, in all disputes or in the one with the id
    `of`."""
    among = rules(db)
    yield from _performances(db, among, until, of)
    yield from _instalments(db, among, until, of)
    yield from _planned_visits(db, until, of)
    yield from _visits_to_plan(db, among, on, until, of)
    yield from _confirmations(db, on, until, of)


def visit_due(among: Sequence[Rule], starts: str) -> tuple[date, Rule] | None:
    """When a visit should follow a performance, or the day it was due, of an ISO date; None if the
    office has no rule for it."""
    rule = _rule(among, "return_visit", starts)
    return (ends_on(date.fromisoformat(starts), rule.length, rule.unit), rule) if rule else None


def plan_of_visit(among: Sequence[Rule], agreements: Sequence[Row]) -> str | None:
    """The day to propose for a visit: after the last performance, or after the day it is due."""
    days = [str(d) for a in agreements if (d := a.get("performed_on") or _deadline(a))]
    found = visit_due(among, max(days)) if days else None
    return found[0].isoformat() if found else None


def _deadline(agreement: Row) -> str | None:
    """Of an agreement without a term, the day it took effect."""
    named = ("performance_deadline", "effective_on", "signed_on")
    return next((str(agreement[n]) for n in named if agreement.get(n)), None)


def _rule(among: Sequence[Rule], id: str, on: str) -> Rule | None:
    fitting = [r for r in among if r.id == id and r.applies(on)]
    return max(fitting, key=lambda each: (each.valid_from, each.own), default=None)


# --- each sort -----------------------------------------------------------------------------------

_OF_CASE = "d.id, d.file_no, d.case_no"


def _only(table: str, of: str) -> str:
    """More of a condition, with one value: of one dispute, or of any (the value is empty)."""
    return f"and {table}.dispute_id = ?" if of else "and '' = ?"


# Thousands of rows: they are read as tuples, and what follows from a day is worked out once a day.


def _performance_end(among: Sequence[Rule], until: str) -> tuple[str, Rule] | None:
    """When a performance is waited for, of the ISO day it was agreed on; None without a rule."""
    rule = _rule(among, "performance", until)
    if rule is None:
        return None
    return ends_on(date.fromisoformat(until), rule.length, rule.unit).isoformat(), rule


def _performances(db: Database, among: Sequence[Rule], until: date, of: str) -> Iterator[Waiting]:
    """Agreements to be performed by then: those of index agreement_waiting, then their disputes.
    One with open instalments waits for those instead."""
    sql = f"""
        select {_OF_CASE}, a.performance_deadline as until from agreement a
        cross join dispute d on d.id = a.dispute_id where a.state = 0 and +d.state = 0
        and a.performance_deadline is not null and a.performance_status is not 'performed'
        and a.performance_deadline <= ? {_only("a", of)} and not exists (
            select 1 from instalment i where i.dispute_id = a.dispute_id and +i.state = 0
            and i.status is not 'performed'
            and coalesce(i.agreement_no, a.agreement_no, '') = coalesce(a.agreement_no, ''))
    """
    end_of = cache(lambda day: _performance_end(among, day))
    for id, file_no, case_no, day in db.execute(sql, [until.isoformat(), of]):
        if found := end_of(day):
            end, rule = found
            yield Waiting("performance", rule.what, id, file_no or case_no or "", end, rule.ground)


def _instalments(db: Database, among: Sequence[Rule], until: date, of: str) -> Iterator[Waiting]:
    sql = f"""
        select {_OF_CASE}, i.due_on as until, i.seq from instalment i
        cross join dispute d on d.id = i.dispute_id where i.state = 0 and +d.state = 0
        and i.due_on is not null and i.status is not 'performed' and i.due_on <= ? {_only("i", of)}
    """
    end_of = cache(lambda day: _performance_end(among, day))
    words_of = cache(lambda seq: INSTALMENT.format(n=seq))
    for id, file_no, case_no, day, seq in db.execute(sql, [until.isoformat(), of]):
        if found := end_of(day):
            end, rule = found
            what = words_of(seq) if seq else rule.what
            yield Waiting("performance", what, id, file_no or case_no or "", end, rule.ground)


def _planned_visits(db: Database, until: date, of: str) -> Iterator[Waiting]:
    sql = f"""
        select {_OF_CASE}, v.planned_on from return_visit v
        cross join dispute d on d.id = v.dispute_id where v.state = 0 and +d.state = 0
        and v.planned_on is not null and v.visited_on is null and v.planned_on <= ? {_only("v", of)}
    """
    for id, file_no, case_no, day in db.execute(sql, [until.isoformat(), of]):
        yield Waiting("visit", VISIT, id, file_no or case_no or "", day, PLANNED_GROUND)


def _visits_to_plan(
    db: Database, among: Sequence[Rule], on: date, until: date, of: str
) -> Iterator[Waiting]:
    """Written agreements performed a while ago in cases without any visit. Those of old are left
    alone: a register taken over from years past is no list of things to do."""
    lengths = [r.length * (31 if r.unit == "month" else 2) for r in among if r.id == "return_visit"]
    since = on - timedelta(days=FORGOTTEN + max(lengths, default=0))
    sql = f"""
        select {_OF_CASE}, max(a.performed_on) as performed_on from agreement a
        cross join dispute d on d.id = a.dispute_id where a.state = 0 and +d.state = 0
        and a.performed_on is not null and a.performed_on between ? and ? {_only("a", of)}
        and a.performance_status = 'performed' and a.agreement_form is not 'oral'
        and not exists (
            select 1 from return_visit v where v.dispute_id = a.dispute_id and +v.state = 0)
        group by d.id
    """
    oldest, end_of = on - timedelta(days=FORGOTTEN), cache(lambda day: visit_due(among, day))
    for id, file_no, case_no, day in db.execute(sql, [since.isoformat(), until.isoformat(), of]):
        found = end_of(day)
        if found and oldest <= found[0] <= until:
            end, rule = found
            number = file_no or case_no or ""
            yield Waiting("visit", rule.what, id, number, end.isoformat(), rule.ground)


def _confirmations(db: Database, on: date, until: date, of: str) -> Iterator[Waiting]:
    """The last day a court can be asked, while it can: of written agreements in force that are not
    performed, and not about what courts do not confirm."""
    sql = f"""
        select {_OF_CASE}, a.effective_on from agreement a
        cross join dispute d on d.id = a.dispute_id where a.state = 0 and +d.state = 0
        and a.effective_on is not null and a.performance_status is not 'performed'
        and a.effective_on >= ? and a.agreement_form is not 'oral' {_only("a", of)}
        and (a.confirmation_status is null or a.confirmation_status = 'not_applied')
        and d.dispute_type is not 'marriage_family'
    """
    holidays = holidays_of(db)
    end_of = cache(lambda day: confirmation_until(day, holidays))
    since = on - timedelta(days=_LONGEST)
    for id, file_no, case_no, day in db.execute(sql, [since.isoformat(), of]):
        if on <= (end := end_of(day)) <= until:
            number, iso = file_no or case_no or "", end.isoformat()
            ground = CONFIRMATION_GROUND
            if end.year not in holidays.years:
                more = not_known(end.year)
                ground = Text(f"{ground.zh}。{more.zh}", f"{ground.en}. {more.en}")
            yield Waiting("confirmation", CONFIRMATION, id, number, iso, ground)
