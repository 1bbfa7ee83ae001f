"""法律援助期限: what waits in applications, cases and consultations, by the dated rules of
resources/deadlines.toml and those the office set in their place.

The review term stands still while the applicant supplies papers or another region checks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlite_utils import Database

from core.field import Row
from core.records.consultation import ANSWERED_LATER
from core.records.legal_aid import ENDED
from core.term_rules import Pause, Rule, ends_around, rules
from core.text import Text
from core.workdays import Holidays, holidays_of, next_workday

SHORT = 7  # days of limitation left below which aid may come first (Legal Aid Law, art. 44)
_STOPS = ("supplement_notice", "cooperation")


@dataclass(frozen=True)
class AidWaiting:
    """One thing that waits. `on` is an ISO date, `table` that of the record `id`."""

    what: Text
    table: str
    id: str
    number: str
    on: str
    ground: Text


@dataclass(frozen=True)
class _Step:
    """A rule that runs from one date of a case until another is entered. `fits` says whether it
    is meant for the case; a right of the applicant is named only while it lasts."""

    rule: str
    starts: str
    done_by: str
    fits: Callable[[Row], bool]
    is_right: bool = False


def _decided(row: Row) -> bool:
    return bool(row["application_status"] == "granted")


def _refused(row: Row) -> bool:
    return bool(row["application_status"] == "refused")


_STEPS = (
    _Step("aid_review", "applied_on", "decided_on", lambda r: r["aid_type"] in (None, "applied")),
    _Step("aid_assign", "decided_on", "assigned_on", _decided),
    _Step("aid_assign_notice", "noticed_on", "assigned_on", lambda r: r["aid_type"] == "notified"),
    _Step("aid_transfer_detained", "applied_on", "forwarded_on", lambda r: r["is_custody"] == 1),
    _Step("aid_agreement", "assigned_on", "agreement_signed_on", _decided),
    _Step("aid_objection_filing", "decision_received_on", "", _refused, is_right=True),
    _Step("aid_termination_service", "terminated_on", "termination_received_on", lambda r: True),
    _Step("aid_file_submission", "closed_on", "file_submitted_on", lambda r: True),
    _Step("aid_file_review", "file_submitted_on", "file_accepted_on", lambda r: True),
    _Step("aid_subsidy", "file_accepted_on", "subsidy_paid_on", lambda r: True),
)

#: What follows from an event of a case until it is finished.
_OF_EVENTS = {
    "handler_change": "aid_handler_change",
    "objection": "aid_objection_review",
    "file_return": "aid_file_completion",
}

_SUPPLEMENT = Text("补充材料到期", "Legal aid: supplement due")
_SUPPLEMENT_GROUND = Text(
    "通知书写明的期限;未按期补充的视为撤回申请。《法律援助法》第四十三条",
    "The day of the notice; after it the application is deemed withdrawn. Legal Aid Law, art. 43",
)
_APPOINTMENT = Text("约期咨询", "Appointment")
_APPOINTMENT_GROUND = Text(
    "登记的约期;疑难咨询可以预约。《法律援助条例》第二十五条",
    "The day agreed on; hard questions by appointment. Legal Aid Regulation, art. 25",
)


@dataclass(frozen=True)
class _By:
    """What every term follows from: read once for many cases."""

    rules: tuple[Rule, ...]
    holidays: Holidays
    rolls_over: bool

    def end(self, id: str, starts: str, pauses: Sequence[Pause] = ()) -> tuple[date, Rule] | None:
        """The last day of a rule from an ISO date on; None without a rule, or while it stands
        still."""
        fitting = [r for r in self.rules if r.id == id and r.applies(starts)]
        rule = max(fitting, key=lambda r: (r.valid_from, r.own), default=None)
        if rule is None:
            return None
        start = date.fromisoformat(starts)
        last = ends_around(start, rule.length, rule.unit, self.holidays, pauses)
        if last is None:
            return None
        return (next_workday(last, self.holidays) if self.rolls_over else last), rule


def waiting(db: Database, on: date, until: date) -> Iterator[AidWaiting]:
    """What is overdue on a day or falls due by another, in no order."""
    rolls = db.execute("select aid_rolls_over from office where state = 0 limit 1").fetchone()
    by = _By(rules(db), holidays_of(db), bool(rolls and rolls[0]))
    events = _events(db)
    for row in db.query("select * from legal_aid_case where state = 0 and archived_on is null"):
        for found in _of_case(by, row, events.get(row["id"], []), on):
            if found.on <= until.isoformat():
                yield found
    for found in _of_consultations(db, by, on):
        if found.on <= until.isoformat():
            yield found


def pauses_of(events: Sequence[Row]) -> list[Pause]:
    """The days on which the review term stands still: from the day after the notice to the day it
    was supplied or answered."""
    return [
        Pause(
            date.fromisoformat(e["event_on"]) + timedelta(days=1),
            date.fromisoformat(e["finished_on"]) if e["finished_on"] else None,
        )
        for e in events
        if e["event_kind"] in _STOPS and e["event_on"]
    ]


def _events(db: Database) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    sql = """select legal_aid_case_id, event_kind, event_on, due_on, finished_on, review_result
        from case_event where +state = 0 order by event_on, id"""
    for row in db.query(sql):
        found.setdefault(row["legal_aid_case_id"], []).append(row)
    return found


def _of_case(by: _By, row: Row, events: Sequence[Row], on: date) -> Iterator[AidWaiting]:
    if row["application_status"] in ("draft", *ENDED):
        return
    pauses = pauses_of(events)
    for step in _STEPS:
        starts, done = row[step.starts], row[step.done_by] if step.done_by else None
        if not starts or done or not step.fits(row):
            continue
        if step.rule == "aid_file_review" and _is_open(events, "file_return"):
            continue  # it is with the handler again
        found = by.end(step.rule, starts, pauses if step.rule == "aid_review" else ())
        if found and not (step.is_right and (found[0] < on or _has(events, "objection"))):
            yield _waits(row, found[1].what, found[0], found[1].ground)
    yield from _of_events(by, row, events, on)
    yield from _limitation(by, row, on)


def _of_events(by: _By, row: Row, events: Sequence[Row], on: date) -> Iterator[AidWaiting]:
    for event in events:
        kind, starts = event["event_kind"], event["event_on"]
        if kind == "supplement_notice" and event["due_on"] and not event["finished_on"]:
            if not row["decided_on"]:
                last = date.fromisoformat(event["due_on"])
                yield _waits(row, _SUPPLEMENT, last, _SUPPLEMENT_GROUND)
        elif kind in _OF_EVENTS and not event["finished_on"]:
            if found := by.end(_OF_EVENTS[kind], starts):
                yield _waits(row, found[1].what, found[0], found[1].ground)
        elif kind == "objection" and event["review_result"] == "upheld":
            for rule in ("aid_reconsideration", "aid_lawsuit"):
                found = by.end(rule, event["finished_on"])
                if found and found[0] >= on:
                    yield _waits(row, found[1].what, found[0], found[1].ground)


def _limitation(by: _By, row: Row, on: date) -> Iterator[AidWaiting]:
    """Less than seven days of limitation left, and aid has not begun."""
    ends = row["limitation_ends_on"]
    if not ends or row["urgent_on"] or row["assigned_on"] or row["closed_on"]:
        return
    last = date.fromisoformat(ends)
    if on <= last < on + timedelta(days=SHORT) and (found := by.end("aid_urgent", ends)):
        yield _waits(row, found[1].what, last, found[1].ground)


def _of_consultations(db: Database, by: _By, on: date) -> Iterator[AidWaiting]:
    """Letters and messages without an answer, appointments to come."""
    marks = ", ".join("?" for _ in ANSWERED_LATER)
    sql = f"""select id, consultation_no, visitor_name, channel, consulted_on, appointment_on,
        answer_summary from consultation where state = 0 and is_event_count is not 1
        and ((answer_summary is null and channel in ({marks})) or appointment_on is not null)"""
    for row in db.query(sql, list(ANSWERED_LATER)):
        if row["appointment_on"]:
            last = date.fromisoformat(row["appointment_on"])
            if last >= on:  # one that is past says nothing: whether they met is not entered
                yield _waits(row, _APPOINTMENT, last, _APPOINTMENT_GROUND, "consultation")
        elif found := by.end(f"aid_{row['channel']}", row["consulted_on"]):
            yield _waits(row, found[1].what, found[0], found[1].ground, "consultation")


def _waits(
    row: Row, what: Text, last: date, ground: Text, table: str = "legal_aid_case"
) -> AidWaiting:
    if table == "consultation":
        number = row["consultation_no"] or row["visitor_name"]
    else:
        number = row["application_no"] or row["cause_text"]
    return AidWaiting(what, table, row["id"], str(number or ""), last.isoformat(), ground)


def _is_open(events: Sequence[Row], kind: str) -> bool:
    return any(e["event_kind"] == kind and not e["finished_on"] for e in events)


def _has(events: Sequence[Row], kind: str) -> bool:
    return any(e["event_kind"] == kind for e in events)
