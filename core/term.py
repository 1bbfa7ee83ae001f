"""调解期限: until when a dispute should be settled - its rule, and what happened since.

An extension counts with the consent of both sides, a suspension stops the term; each step of the
calculation is a sentence, so that whoever reads the date can check it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from core.field import Row
from core.records.term_event import CODES
from core.term_rules import Pause, Rule, ends_around, ends_on, fitting_rule, rules, shipped_rules
from core.text import Text
from core.workdays import Holidays, holidays_of, is_workday, next_workday, shipped_holidays

#: What of a dispute its term follows from.
WANTED = ("mediation_type", "dispute_type", "entrusting_body", "accepted_on")


@dataclass(frozen=True)
class Terms:
    """What every term of an office follows from: read once for many disputes."""

    rules: tuple[Rule, ...]
    holidays: Holidays
    rolls_over: bool = False  # a term that ends on a day off goes on to the next working day
    suspension_counts: bool = False  # a suspension for other reasons than the law names


@dataclass(frozen=True)
class Term:
    """When a dispute's time is over; `ends_on` is None while it is suspended."""

    ends_on: date | None
    rule: Rule
    steps: tuple[Text, ...]

    @property
    def calculation(self) -> Text:
        """How the day comes about, sentence after sentence."""
        return Text("".join(s.zh for s in self.steps), " ".join(s.en for s in self.steps))

    @property
    def ground(self) -> Text:
        """The rule, then the calculation."""
        said = Text("{ground}。{steps}", "{ground}. {steps}")
        steps = self.calculation
        return Text(
            said.zh.format(ground=self.rule.ground.zh.rstrip("。"), steps=steps.zh),
            said.en.format(ground=self.rule.ground.en.rstrip("."), steps=steps.en),
        )


def shipped_terms() -> Terms:
    """Those of the program alone."""
    return Terms(shipped_rules(), shipped_holidays())


def terms_of(db: Database) -> Terms:
    """Those of the office: three small queries."""
    sql = (
        "select term_rolls_over, suspension_counts from office where state = 0 order by id limit 1"
    )
    rolls, counts = db.execute(sql).fetchone() or (None, None)
    return Terms(rules(db), holidays_of(db), bool(rolls), bool(counts))


def events_of(db: Database, disputes: str, params: Sequence[object] = ()) -> dict[str, list[Row]]:
    """Extensions and suspensions by the id of their dispute, in the order of their days; `disputes`
    is a query for the ids. Events are few: their table is read once."""
    sql = f"""select dispute_id, event_kind, event_on, extended_to, both_consented, suspended_from,
        suspended_to, suspension_reason from term_event where +state = 0
        and event_kind in ('extension', 'suspension') and dispute_id in ({disputes})
        order by event_on, id"""
    found: dict[str, list[Row]] = {}
    for row in db.query(sql, params):
        found.setdefault(row["dispute_id"], []).append(row)
    return found


def term_of(dispute: Row, events: Iterable[Row] = (), by: Terms | None = None) -> Term | None:
    """Until when a dispute should be settled, and why; None where no rule applies: the rules are
    those of people's mediation. `events` are its term events in the order of their days; `by` is
    what the program brings if left out."""
    by = by or shipped_terms()
    accepted = dispute.get("accepted_on")
    if not accepted or dispute.get("mediation_type") in ("administrative", "judicial"):
        return None
    kind, body = str(dispute.get("dispute_type") or ""), dispute.get("entrusting_body")
    rule = fitting_rule(kind, body, accepted, by.rules)
    if rule is None:
        return None
    start = date.fromisoformat(accepted)
    return _counted(rule, start, list(events), by)


def _counted(rule: Rule, start: date, events: list[Row], by: Terms) -> Term:
    steps: list[Text] = []
    plain = ends_on(start, rule.length, rule.unit, by.holidays)
    steps.append(_BASE[rule.unit].format(start=start, n=rule.length, end=plain))
    end: date | None = plain
    if told := _pauses(rule, events, by, steps):
        around = [pause for pause, _ in told]
        end = ends_around(start, rule.length, rule.unit, by.holidays, around)
        steps += _said_pauses(told, plain, end)
    end = _extended(rule, events, [pause for pause, _ in told], by, end, steps)
    if end is not None and by.rolls_over and not is_workday(end, by.holidays):
        after = next_workday(end, by.holidays)
        steps.append(_ROLLED.format(end=end, after=after))
        end = after
    if lacking := _lacking(rule, start, end or plain, by):
        steps.append(lacking)
    return Term(end, rule, tuple(steps))


def _pauses(
    rule: Rule, events: list[Row], by: Terms, steps: list[Text]
) -> list[tuple[Pause, Text]]:
    """Suspensions that stop this term, with the words of their reason."""
    found = []
    for event in events:
        if event.get("event_kind") != "suspension" or not event.get("suspended_from"):
            continue
        reason = str(event.get("suspension_reason") or "")
        words = CODES["suspension_reason"].get(reason, CODES["suspension_reason"]["other_reason"])
        last = event.get("suspended_to")
        pause = Pause(
            date.fromisoformat(event["suspended_from"]), date.fromisoformat(last) if last else None
        )
        if reason in rule.not_counted or not by.suspension_counts:
            found.append((pause, words))
        else:
            steps.append(_COUNTS.format(first=pause.first, reason=words))
    return found


def _said_pauses(pauses: list[tuple[Pause, Text]], plain: date, end: date | None) -> list[Text]:
    """Only those that moved the end."""
    said = []
    for pause, reason in pauses:
        if pause.last is None and end is None:
            said.append(_STOPPED.format(first=pause.first, reason=reason))
        elif pause.last is not None and (end is None or pause.first <= end):
            said.append(_PAUSED.format(first=pause.first, last=pause.last, reason=reason))
    if end is not None and end != plain:
        said.append(_THEREFORE.format(end=end))
    return said


def _extended(
    rule: Rule,
    events: list[Row],
    pauses: list[Pause],
    by: Terms,
    end: date | None,
    steps: list[Text],
) -> date | None:
    """An extension leaves, from its own day on, so many days; a suspension after it stops them."""
    for event in events:
        until = event.get("extended_to")
        if event.get("event_kind") != "extension" or not until:
            continue
        if not rule.extendable:
            steps.append(_NOT_EXTENDABLE)
        elif event.get("both_consented") != 1:
            steps.append(_NO_CONSENT.format(until=until))
        else:
            on = date.fromisoformat(event.get("event_on") or until)
            left = max((date.fromisoformat(until) - on).days, 0)
            later = [p for p in pauses if p.first > on or p.last is None]
            longer = ends_around(on, left, "day", by.holidays, later)
            steps.append(_EXTENDED.format(until=until))
            if longer is not None and longer.isoformat() != until:
                steps.append(_THEREFORE.format(end=longer))
            end = None if longer is None or end is None else max(end, longer)
    return end


def _lacking(rule: Rule, start: date, end: date, by: Terms) -> Text | None:
    """Years whose holidays are not known, where the calculation leans on them."""
    if rule.unit != "workday" and not by.rolls_over:
        return None
    first = start + timedelta(days=1) if rule.unit == "workday" else end
    years = by.holidays.lacking(first, end)
    return lacking_words(years) if years else None


def lacking_words(years: Sequence[int]) -> Text:
    """That only weekends were left out in these years."""
    zh, en = "、".join(map(str, years)), ", ".join(map(str, years))
    return Text(_LACKING.zh.format(years=zh), _LACKING.en.format(years=en))


def left_until(term: Term, on: date) -> int | None:
    """Days left, below 0 is overdue; None while it is suspended."""
    return None if term.ends_on is None else (term.ends_on - on).days


_BASE: Mapping[str, Any] = {
    "month": Text(
        "自{start}次日起算{n}个月,至{end}。", "{n} months from the day after {start}: {end}."
    ),
    "day": Text("自{start}次日起算{n}日,至{end}。", "{n} days from the day after {start}: {end}."),
    "workday": Text(
        "自{start}次日起算{n}个工作日,至{end}。",
        "{n} working days from the day after {start}: {end}.",
    ),
}
_PAUSED = Text(
    "{first}至{last}中止({reason}),不计入。", "Suspended from {first} to {last} ({reason})."
)
_STOPPED = Text(
    "{first}起中止({reason}),期限停算,恢复后再算。",
    "Suspended since {first} ({reason}): the term does not run.",
)
_COUNTS = Text(
    "{first}起的中止({reason})按本所设置计入期限。",
    "By the setting of the office the suspension since {first} ({reason}) counts.",
)
_THEREFORE = Text("因此至{end}。", "Therefore: {end}.")
_EXTENDED = Text("经双方同意,延长至{until}。", "Extended to {until} with the consent of both.")
_NO_CONSENT = Text(
    "登记的延期(至{until})没有双方同意,期限不变。",
    "The extension to {until} lacks the consent of both: no change.",
)
_NOT_EXTENDABLE = Text("这一期限不能延长,期限不变。", "This term cannot be extended.")
_ROLLED = Text(
    "{end}不是工作日,顺延至{after}。", "{end} is a day off; the next working day is {after}."
)
_LACKING = Text(
    "{years}年的节假日没有录入,只除去了周六、周日,请核对。",
    "No holidays are known for {years}: only weekends were left out; check the day.",
)
