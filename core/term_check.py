"""What the term events and the parties of a case say together, for core.case_check; pure."""

from collections.abc import Iterable, Sequence
from typing import Any

from core.field import Row
from core.text import Text

REPRESENTATIVES = 5  # a side; Ningbo Regulation on People's Mediation, art. 20

TOO_MANY = Text(
    "这一方推选了 {n} 名代表人,一般不超过 {most} 名。《宁波市人民调解条例》第二十条(当地另有规定的"
    "从其规定)",
    "This side elected {n} representatives; usually up to {most}. Ningbo Regulation, art. 20 "
    "(your county may differ)",
)
EARLY = Text("办理日期早于受理日期({day})。", "The date is before the case was accepted ({day}).")
NOT_SAID = Text(
    "登记了终止,请在“调解与结案”填写终止日期。", "The case has an end: enter its day under closing."
)
OTHER_DAY = Text(
    "终止日期与“延期、中止、终止”中登记的({day})不一致。",
    "Not the day of the end that is on record ({day}).",
)
OTHER_REASON = Text(
    "终止原因与“延期、中止、终止”中登记的不一致。", "Not the reason of the end on record."
)


def end_of(events: Iterable[Row]) -> Row | None:
    """The event that ended a case; the last where it was ended more than once."""
    ends = [e for e in events if e.get("event_kind") == "end" and e.get("event_on")]
    return max(ends, key=lambda e: str(e["event_on"]), default=None)


def filled_from_end(dispute: Row, event: Row) -> dict[str, Any]:
    """What an end entered among the events says of its case, where nothing was said yet."""
    if event.get("event_kind") != "end" or not event.get("end_reason"):
        return {}
    told = {
        "ended_on": event.get("event_on"),
        "end_reason": event["end_reason"],
        "close_type": "mediation_ended",
        "closed_on": event.get("event_on"),
    }
    return {n: v for n, v in told.items() if v is not None and dispute.get(n) is None}


def end_problems(dispute: Row, events: Sequence[Row]) -> list[tuple[str, Text]]:
    """Fields of the dispute that do not say what the end on record says."""
    end = end_of(events)
    if end is None:
        return []
    if not dispute.get("ended_on"):
        return [("ended_on", NOT_SAID)]
    found = []
    if dispute["ended_on"] != end["event_on"]:
        found.append(("ended_on", OTHER_DAY.format(day=end["event_on"])))
    if dispute.get("end_reason") and dispute["end_reason"] != end.get("end_reason"):
        found.append(("end_reason", OTHER_REASON))
    return found


def early_events(dispute: Row, events: Sequence[Row]) -> list[Row]:
    """Events of a day before the case was accepted."""
    accepted = dispute.get("accepted_on")
    return [e for e in events if accepted and e.get("event_on") and e["event_on"] < accepted]


def too_many_representatives(parties: Sequence[Row]) -> list[tuple[Row, int]]:
    """The last elected of each side that elected too many, and how many they are."""
    found = []
    for side in dict.fromkeys(p.get("party_role") for p in parties):
        chosen = [
            p for p in parties if p.get("party_role") == side and p.get("is_representative") == 1
        ]
        if len(chosen) > REPRESENTATIVES:
            found.append((chosen[-1], len(chosen)))
    return found
