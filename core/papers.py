"""卷宗文书: which papers of a case file there are and which are missing; the list: papers.toml.

The program says that a paper is there only where the records hold what it is made of, and that one
is missing only where they show it. Of a paper on which nothing is recorded (an identity card, a
signed notice) it says that it does not know.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from sqlite_utils import Database

from core.field import Row
from core.paths import RESOURCES
from core.records import AGREEMENT, ATTACHMENT, DISPUTE, MEETING, PARTY
from core.store import children_by_parent
from core.text import Text


class State(Enum):
    """What the records say of a paper."""

    THERE = "there"
    MISSING = "missing"
    LATER = "later"  # a must whose time has not come
    UNKNOWN = "unknown"  # to be looked up in the file of paper
    OPTIONAL = "optional"  # nothing recorded asks for it


STATE_WORDS: Mapping[State, Text] = {
    State.THERE: Text("已有", "There"),
    State.MISSING: Text("缺", "Missing"),
    State.LATER: Text("还不需要", "Not yet"),
    State.UNKNOWN: Text("请核对纸质件", "Look in the file"),
    State.OPTIONAL: Text("按需", "If needed"),
}


@dataclass(frozen=True)
class Paper:
    """One item of the list. `due` is the step of a case from which a must is missed."""

    id: str
    number: int  # 0 for cover and index, which the list does not number
    title: Text
    is_must: bool
    due: str
    ground: Text
    attached: frozenset[str]  # kinds of attachment that are the paper itself


@dataclass(frozen=True)
class Profile:
    """The papers asked for of cases closed from a day on."""

    id: str
    since: date
    title: Text
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class CaseRows:
    """A dispute and the rows that belong to it."""

    dispute: Row
    parties: Sequence[Row] = ()
    meetings: Sequence[Row] = ()
    agreements: Sequence[Row] = ()
    attachments: Sequence[Row] = ()


@dataclass(frozen=True)
class Held:
    """One paper of one case, and what is to be said about it."""

    paper: Paper
    state: State
    note: Text | None = None


@lru_cache(maxsize=1)
def profiles() -> tuple[Profile, ...]:
    """Newest first."""
    with (RESOURCES / "papers.toml").open("rb") as file:
        read = tomllib.load(file)["profile"]
    made = [
        Profile(
            r["id"],
            r["since"],
            Text(**r["title"]),
            tuple(
                Paper(
                    p["id"],
                    p["number"],
                    Text(**p["title"]),
                    p["need"] == "must",
                    p.get("due", ""),
                    Text(**p["ground"]),
                    frozenset(p["attached"]),
                )
                for p in r["paper"]
            ),
        )
        for r in read
    ]
    return tuple(sorted(made, key=lambda p: p.since, reverse=True))


def profile_on(day: str | None) -> Profile:
    """The list in force on an ISO day; the newest one without a day."""
    return next((p for p in profiles() if not day or p.since.isoformat() <= day), profiles()[-1])


def papers_held(case: CaseRows) -> list[Held]:
    """Every paper of the list with its state, in the order of the file."""
    on = case.dispute.get("closed_on") or case.dispute.get("accepted_on")
    return [_held(paper, case) for paper in profile_on(on).papers]


def missing(held: Sequence[Held]) -> list[Held]:
    return [h for h in held if h.state is State.MISSING]


def to_look_up(held: Sequence[Held]) -> list[Held]:
    """What only the file of paper can tell: musts, and what the records ask for."""
    return [h for h in held if h.state is State.UNKNOWN]


def case_rows(db: Database, disputes: Sequence[Row]) -> list[CaseRows]:
    """The rows of many disputes, asked for at once."""
    ids = [d["id"] for d in disputes]
    below = [children_by_parent(db, kind, ids) for kind in _BELOW]
    return [CaseRows(d, *(rows[d["id"]] for rows in below)) for d in disputes]


_BELOW = (PARTY, MEETING, AGREEMENT, ATTACHMENT)

# --- what the records say ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Said:
    """there: True, False, or None for not known; `wanted`: the records ask for the paper."""

    there: bool | None
    note: Text | None = None
    wanted: bool = False


_NOTHING = _Said(None)
ATTACHED = Text("附件 {n} 份", "{n} attached")


def _held(paper: Paper, case: CaseRows) -> Held:
    if n := sum(a.get("doc_type") in paper.attached for a in case.attachments):
        return Held(paper, State.THERE, ATTACHED.format(n=n))
    said = _KNOWN_BY.get(paper.id, _not_recorded)(case)
    if said.there:
        return Held(paper, State.THERE, said.note)
    if not paper.is_must:
        wanted = said.wanted or said.there is False
        return Held(paper, State.UNKNOWN if wanted else State.OPTIONAL, said.note)
    if not _REACHED[paper.due](case.dispute):
        return Held(paper, State.LATER)
    return Held(paper, State.MISSING if said.there is False else State.UNKNOWN, said.note)


#: Steps of a case. One that ended without mediation never reaches "mediated".
_REACHED: Mapping[str, Callable[[Row], bool]] = {
    "accepted": lambda d: True,
    "mediated": lambda d: d.get("mediation_result") in ("success", "failure"),
    "settled": lambda d: d.get("mediation_result") == "success",
    "filed": lambda d: bool(d.get("filed_on")),
}
_LACKS = Text("没有填写:{names}", "Not filled in: {names}")


def _lacks(names: Sequence[Text]) -> Text:
    joined = Text("、".join(n.zh for n in names), ", ".join(n.en for n in names))
    return _LACKS.format(names=joined)


def _not_recorded(case: CaseRows) -> _Said:
    return _NOTHING


def _cover(case: CaseRows) -> _Said:
    named = case.dispute.get("mediator_id") or case.dispute.get("co_mediator_id")
    named = named or any(m.get("mediator_names") for m in case.meetings)
    lack = [] if case.dispute.get("file_no") else ["file_no"]
    lack += [] if named else ["mediator_id"]
    if case.dispute.get("filed_on"):
        lack += [n for n in ("filed_by", "retention_period") if not case.dispute.get(n)]
    note = _lacks([DISPUTE.field(name).label for name in lack]) if lack else None
    return _Said(not lack, note)


def _acceptance(case: CaseRows) -> _Said:
    """The register of acceptance can be printed whole: the matter and both sides."""
    lack = [] if case.dispute.get("summary") else [DISPUTE.field("summary").label]
    lack += [] if len(case.parties) > 1 else [Text("双方当事人", "both parties")]
    return _Said(not lack, _lacks(lack) if lack else None)


def _rights_notice(case: CaseRows) -> _Said:
    told = {m.get("informed") for m in case.meetings}
    if 1 in told:
        note = Text(
            "调解记录写明已告知;书面告知书看纸质件。", "Told, says the record of mediation."
        )
        return _Said(None, note)
    if 0 in told:
        return _Said(False, Text("调解记录写明没有告知。", "Not told, says the record."))
    return _NOTHING


def _identity(case: CaseRows) -> _Said:
    if n := sum(not p.get("id_number") for p in case.parties):
        said = Text("{n} 名当事人没有登记证件号码。", "{n} parties without a document number.")
        return _Said(None, said.format(n=n))
    return _NOTHING


def _attorney(case: CaseRows) -> _Said:
    acts = any(p.get("representative") for p in case.parties if p.get("party_type") == "person")
    return (
        _Said(None, Text("有代理人。", "A party has an agent."), wanted=True) if acts else _NOTHING
    )


def _mediation_record(case: CaseRows) -> _Said:
    if any(m.get("record_text") for m in case.meetings):
        return _Said(True)
    if case.meetings:
        return _Said(False, _lacks([MEETING.field("record_text").label]))
    return _Said(False, Text("没有登记调解记录。", "No meeting is on record."))


def _agreement(case: CaseRows) -> _Said:
    if any(a.get("agreement_terms") for a in case.agreements):
        return _Said(True)
    if case.agreements:
        return _Said(False, _lacks([AGREEMENT.field("agreement_terms").label]))
    return _Said(False, Text("没有登记协议。", "No agreement is on record."))


def _performance(case: CaseRows) -> _Said:
    if any(a.get("performance_status") == "performed" for a in case.agreements):
        return _Said(None, Text("协议已履行。", "The agreement was performed."), wanted=True)
    return _NOTHING


def _return_visit(case: CaseRows) -> _Said:
    if day := case.dispute.get("visited_on"):
        return _Said(None, Text("{day} 已回访。", "Visited on {day}.").format(day=day), wanted=True)
    return _NOTHING


def _confirmation(case: CaseRows) -> _Said:
    asked = {"applied", "accepted", "confirmed", "rejected", "withdrawn"}
    if case.dispute.get("judicially_confirmed") or any(
        a.get("confirmation_status") in asked for a in case.agreements
    ):
        return _Said(None, Text("申请过司法确认。", "A court was asked to confirm."), wanted=True)
    return _NOTHING


_KNOWN_BY: Mapping[str, Callable[[CaseRows], _Said]] = {
    "cover": _cover,
    "index": lambda case: _Said(True),
    "acceptance": _acceptance,
    "rights_notice": _rights_notice,
    "identity_proof": _identity,
    "power_of_attorney": _attorney,
    "mediation_record": _mediation_record,
    "agreement": _agreement,
    "performance_proof": _performance,
    "return_visit": _return_visit,
    "judicial_confirmation": _confirmation,
    "file_note": lambda case: _Said(bool(case.dispute.get("file_note_text")) or None),
}

# --- the same in SQL, for filters and counts -----------------------------------------------------

_OF = "where dispute_id = dispute.id and +state = 0"


def _no(*doc_types: str) -> str:
    named = ", ".join(f"'{each}'" for each in doc_types)
    return f"not exists (select 1 from attachment {_OF} and doc_type in ({named}))"


#: Over table dispute: closed, not filed yet, and a must is missing as the records show. The + makes
#: SQLite look children up by their dispute. A test holds it against papers_held.
LACKING = f"""
    closed_on is not null and filed_on is null and (
        (
            (coalesce(summary, '') = '' or (select count(*) from party {_OF}) < 2)
            and {_no("application", "acceptance_register")}
        )
        or (mediation_result in ('success', 'failure') and (
            (
                not exists (select 1 from meeting {_OF} and coalesce(record_text, '') != '')
                and {_no("mediation_record")}
            )
            or (
                exists (select 1 from meeting {_OF} and informed = 0)
                and not exists (select 1 from meeting {_OF} and informed = 1)
                and {_no("rights_notice")}
            )
        ))
        or (mediation_result = 'success' and (
            (
                not exists (
                    select 1 from agreement {_OF} and coalesce(agreement_terms, '') != ''
                )
                and {_no("written_agreement", "oral_agreement_register")}
            )
            or ((coalesce(file_no, '') = '' or (
                coalesce(mediator_id, co_mediator_id) is null
                and not exists (select 1 from meeting {_OF} and coalesce(mediator_names, '') != '')
            )) and {_no("cover")})
        ))
    )
"""
