"""卷宗文书: which papers of a case file there are and which are missing; the lists: papers.toml.

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
from core.records import (
    AGREEMENT,
    ATTACHMENT,
    ATTORNEY,
    DISPUTE,
    EVIDENCE,
    INVESTIGATION,
    MEETING,
    OFFICE,
    PAPER_COPY,
    PARTY,
    RETURN_VISIT,
)
from core.store import children_by_parent, find
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
    bound: tuple[str, ...]  # kinds of papers bound into the file here, in order


@dataclass(frozen=True)
class Profile:
    """The papers asked for of cases closed from a day on."""

    id: str
    since: date
    title: Text
    papers: tuple[Paper, ...]

    def asks_for(self, doc_type: str) -> bool:
        """Whether papers of this kind are a must."""
        return any(p.is_must and doc_type in p.attached for p in self.papers)


STANDARD = "standard"


@dataclass(frozen=True)
class CaseRows:
    """A dispute and the rows that belong to it."""

    dispute: Row
    parties: Sequence[Row] = ()
    meetings: Sequence[Row] = ()
    agreements: Sequence[Row] = ()
    attachments: Sequence[Row] = ()
    visits: Sequence[Row] = ()
    attorneys: Sequence[Row] = ()
    investigations: Sequence[Row] = ()
    evidence: Sequence[Row] = ()
    paper_copies: Sequence[Row] = ()
    profile: str = STANDARD  # the list of papers the office uses


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
                    tuple(p.get("bound", p["attached"])),
                )
                for p in r["paper"]
            ),
        )
        for r in read
    ]
    return tuple(sorted(made, key=lambda p: p.since, reverse=True))


def profile_on(day: str | None, id: str = STANDARD) -> Profile:
    """The list of this id in force on an ISO day; its newest one without a day."""
    versions = _versions(id)
    return next((p for p in versions if not day or p.since.isoformat() <= day), versions[-1])


def _versions(id: str) -> list[Profile]:
    """Newest first; of the standard list where there is none of this id."""
    found = [p for p in profiles() if p.id == id]
    return found or [p for p in profiles() if p.id == STANDARD]


def office_profile(db: Database) -> str:
    """The id of the list the office has chosen in its settings."""
    office = next(iter(find(db, OFFICE, limit=1)), {})
    return str(office.get("paper_profile") or STANDARD)


def profile_of(case: CaseRows) -> Profile:
    """The list that holds for this case, by the day it was closed."""
    on = case.dispute.get("closed_on") or case.dispute.get("accepted_on")
    return profile_on(on, case.profile)


def papers_held(case: CaseRows) -> list[Held]:
    """Every paper of the list with its state, in the order of the file."""
    return [_held(paper, case) for paper in profile_of(case).papers]


def missing(held: Sequence[Held]) -> list[Held]:
    return [h for h in held if h.state is State.MISSING]


def to_look_up(held: Sequence[Held]) -> list[Held]:
    """What only the file of paper can tell: musts, and what the records ask for."""
    return [h for h in held if h.state is State.UNKNOWN]


def case_rows(db: Database, disputes: Sequence[Row]) -> list[CaseRows]:
    """The rows of many disputes, asked for at once."""
    ids = [d["id"] for d in disputes]
    below = {name: children_by_parent(db, kind, ids) for name, kind in BELOW.items()}
    profile = office_profile(db)
    return [
        CaseRows(d, profile=profile, **{name: rows[d["id"]] for name, rows in below.items()})
        for d in disputes
    ]


#: What is looked at below a dispute, by the names of CaseRows.
BELOW = {
    "parties": PARTY,
    "meetings": MEETING,
    "agreements": AGREEMENT,
    "attachments": ATTACHMENT,
    "visits": RETURN_VISIT,
    "attorneys": ATTORNEY,
    "investigations": INVESTIGATION,
    "evidence": EVIDENCE,
    "paper_copies": PAPER_COPY,
}

# --- what the records say ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Said:
    """there: True, False, or None for not known; `wanted`: the records ask for the paper."""

    there: bool | None
    note: Text | None = None
    wanted: bool = False
    is_spared: bool = False  # a must, but not of this case


_NOTHING = _Said(None)
ATTACHED = Text("附件 {n} 份", "{n} attached")
ON_PAPER = Text("纸质件 {n} 份", "{n} on paper")


def _held(paper: Paper, case: CaseRows) -> Held:
    if n := sum(a.get("doc_type") in paper.attached for a in case.attachments):
        return Held(paper, State.THERE, ATTACHED.format(n=n))
    if n := sum(c.get("doc_type") in paper.attached for c in case.paper_copies):
        return Held(paper, State.THERE, ON_PAPER.format(n=n))
    said = _KNOWN_BY.get(paper.id, _not_recorded)(case)
    if said.there:
        return Held(paper, State.THERE, said.note)
    if not paper.is_must or said.is_spared:
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


def _application(case: CaseRows) -> _Said:
    """Nobody applies where the committee began; one made by word of mouth is in the register."""
    if case.dispute.get("case_source") == "on_initiative":
        said = Text("主动调解,没有申请书。", "Begun by the committee itself.")
        return _Said(None, said, is_spared=True)
    if case.dispute.get("apply_method") == "oral":
        said = Text("口头申请,见受理登记表。", "By word of mouth: see the register.")
        return _Said(None, said, is_spared=True)
    return _Said(bool(case.dispute.get("request_items")) or None)


def _attorney(case: CaseRows) -> _Said:
    if case.attorneys:
        return _Said(True)
    acts = any(p.get("representative") for p in case.parties if p.get("party_type") == "person")
    return (
        _Said(None, Text("有代理人。", "A party has an agent."), wanted=True) if acts else _NOTHING
    )


def _investigation(case: CaseRows) -> _Said:
    if any(i.get("record_text") for i in case.investigations):
        return _Said(True)
    lack = _lacks([INVESTIGATION.field("record_text").label])
    return _Said(None, lack, wanted=True) if case.investigations else _NOTHING


def _evidence(case: CaseRows) -> _Said:
    if not case.evidence:
        return _NOTHING
    said = Text("登记了 {n} 件证据。", "{n} on record.").format(n=len(case.evidence))
    return _Said(None, said, wanted=True)


def _investigation_or_evidence(case: CaseRows) -> _Said:
    found = _investigation(case)
    return found if found.there else _evidence(case)


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
    made = [v for v in case.visits if v.get("visited_on")]
    if not made:
        return _NOTHING
    day = max(str(v["visited_on"]) for v in made)
    said = Text("{day} 已回访。", "Visited on {day}.").format(day=day)
    return _Said(any(v.get("visit_findings") for v in made) or None, said, wanted=True)


def _confirmation(case: CaseRows) -> _Said:
    asked = {"applied", "accepted", "confirmed", "rejected", "withdrawn"}
    if case.dispute.get("judicially_confirmed") or any(
        a.get("confirmation_status") in asked for a in case.agreements
    ):
        return _Said(None, Text("申请过司法确认。", "A court was asked to confirm."), wanted=True)
    return _NOTHING


def _back_cover(case: CaseRows) -> _Said:
    return _Said(bool(case.dispute.get("filed_by") and case.dispute.get("filed_on")) or None)


_KNOWN_BY: Mapping[str, Callable[[CaseRows], _Said]] = {
    "cover": _cover,
    "index": lambda case: _Said(True),
    "acceptance": _acceptance,
    "acceptance_register": _acceptance,
    "application": _application,
    "rights_notice": _rights_notice,
    "identity_proof": _identity,
    "power_of_attorney": _attorney,
    "investigation_record": _investigation,
    "evidence": _evidence,
    "investigation_and_evidence": _investigation_or_evidence,
    "mediation_record": _mediation_record,
    "agreement": _agreement,
    "performance_proof": _performance,
    "return_visit": _return_visit,
    "judicial_confirmation": _confirmation,
    "file_note": lambda case: _Said(bool(case.dispute.get("file_note_text")) or None),
    "back_cover": _back_cover,
}

# --- the same in SQL, for filters and counts -----------------------------------------------------

_OF = "where dispute_id = dispute.id and +state = 0"  # the + makes SQLite go by the dispute

_REACHED_SQL: Mapping[str, str] = {
    "accepted": "1",
    "mediated": "mediation_result in ('success', 'failure')",
    "settled": "mediation_result = 'success'",
    "filed": "filed_on is not null",
}
_NO_ACCEPTANCE = f"(coalesce(summary, '') = '' or (select count(*) from party {_OF}) < 2)"

#: By paper: what the records show when it is missing, where they can show that at all.
_MISSING_SQL: Mapping[str, str] = {
    "cover": f"""(coalesce(file_no, '') = '' or (
        coalesce(mediator_id, co_mediator_id) is null
        and not exists (select 1 from meeting {_OF} and coalesce(mediator_names, '') != '')))""",
    "acceptance": _NO_ACCEPTANCE,
    "acceptance_register": _NO_ACCEPTANCE,
    "rights_notice": f"""(exists (select 1 from meeting {_OF} and informed = 0)
        and not exists (select 1 from meeting {_OF} and informed = 1))""",
    "mediation_record": (
        f"not exists (select 1 from meeting {_OF} and coalesce(record_text, '') != '')"
    ),
    "agreement": (
        f"not exists (select 1 from agreement {_OF} and coalesce(agreement_terms, '') != '')"
    ),
}


def lacking(db: Database) -> str:
    """A condition over table dispute: closed, not filed yet, and a must of the office's list is
    missing as the records show. A test holds it against papers_held. The few that are closed and
    not filed are found first: whatever else is asked, no other index is nearly as short."""
    versions = _versions(office_profile(db))
    asked, before = [], "9999-12-31"
    for version in versions:
        since = version.since.isoformat()
        asked.append(
            f"(closed_on >= '{since}' and closed_on < '{before}' and {_lacks_of(version)})"
        )
        before = since
    among = "select rowid from dispute indexed by dispute_unfiled where state = 0"
    unfiled = f"closed_on is not null and filed_on is null and ({' or '.join(asked)})"
    return f"dispute.rowid in ({among} and {unfiled})"


def _lacks_of(profile: Profile) -> str:
    """Of one list."""
    each = [
        f"({_REACHED_SQL[p.due]} and {_MISSING_SQL[p.id]} and {_not_held(p)})"
        for p in profile.papers
        if p.is_must and p.id in _MISSING_SQL
    ]
    return f"({' or '.join(each)})"


def _not_held(paper: Paper) -> str:
    """Neither as an attachment nor on paper."""
    named = ", ".join(f"'{each}'" for each in sorted(paper.attached))
    return " and ".join(
        f"not exists (select 1 from {table} {_OF} and doc_type in ({named}))"
        for table in (ATTACHMENT.table, PAPER_COPY.table)
    )
