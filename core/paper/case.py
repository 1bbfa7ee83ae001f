"""One case with everything its forms print, and its values in the words of the official forms.

Official forms are Chinese whatever language the screen speaks.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from core import attachments
from core.codes import CodeBook
from core.errors import UserError
from core.field import RecordKind, Row, Type
from core.papers import Profile, office_profile, profile_on
from core.records import (
    AGREEMENT,
    ATTACHMENT,
    ATTORNEY,
    DISPUTE,
    EVIDENCE,
    INSTALMENT,
    INVESTIGATION,
    MEETING,
    OFFICE,
    PAPER_COPY,
    PARTY,
    RETURN_VISIT,
    TERM_EVENT,
)
from core.show import shown
from core.store import LIVE, children, find, get
from core.text import Text


@dataclass(frozen=True)
class Case:
    """A dispute and its records; all empty for a form that is filled in with the pen."""

    book: CodeBook
    office: Row = field(default_factory=dict)
    dispute: Row = field(default_factory=dict)
    parties: Sequence[Row] = ()
    meetings: Sequence[Row] = ()
    agreements: Sequence[Row] = ()
    instalments: Sequence[Row] = ()
    attorneys: Sequence[Row] = ()
    investigations: Sequence[Row] = ()
    evidence: Sequence[Row] = ()
    visits: Sequence[Row] = ()
    events: Sequence[Row] = ()
    paper_copies: Sequence[Row] = ()
    attachments: Sequence[Row] = ()
    profile: Profile = field(default_factory=partial(profile_on, None))
    read: Callable[[Row], bytes] | None = None  # what an attachment holds; raises UserError

    def rows_of(self, table: str) -> Sequence[Row]:
        """The records of the case in one table."""
        if table == DISPUTE.table:
            return [self.dispute]
        rows: Sequence[Row] = getattr(self, BELOW[table][0])
        return rows

    def side(self, role: str) -> list[Row]:
        """The parties of one side: "applicant" or "respondent"."""
        return [p for p in self.parties if p.get("party_role") == role]

    def values(self) -> Iterator[tuple[RecordKind, Row]]:
        """Every record of the case with its kind."""
        yield DISPUTE, self.dispute
        for name, kind in BELOW.values():
            for row in getattr(self, name):
                yield kind, row


#: What belongs to a dispute and is printed: by table, its name in Case and its kind.
BELOW = {
    kind.table: (name, kind)
    for name, kind in (
        ("parties", PARTY),
        ("meetings", MEETING),
        ("agreements", AGREEMENT),
        ("instalments", INSTALMENT),
        ("attorneys", ATTORNEY),
        ("investigations", INVESTIGATION),
        ("evidence", EVIDENCE),
        ("visits", RETURN_VISIT),
        ("events", TERM_EVENT),
        ("paper_copies", PAPER_COPY),
        ("attachments", ATTACHMENT),
    )
}


def load_case(db: Database, dispute_id: str, book: CodeBook, *, folder: Path | None = None) -> Case:
    """`folder` is the one of all attachments; without it scans are counted by their entries. Raises
    UserError if there is no such dispute, or it is in the recycle bin."""
    dispute = live(db, DISPUTE, dispute_id)
    if dispute is None:
        raise UserError(Text("没有这件纠纷。", "There is no such dispute."))
    on = dispute.get("closed_on") or dispute.get("accepted_on")
    return Case(
        book,
        next(iter(find(db, OFFICE, limit=1)), {}),
        dispute,
        profile=profile_on(on, office_profile(db)),
        read=partial(_read, db, folder) if folder else None,
        **{name: children(db, kind, dispute_id) for name, kind in BELOW.values()},
    )


def _read(db: Database, folder: Path, attachment: Row) -> bytes:
    try:
        return attachments.read(db, folder, str(attachment["sha256"]))
    except UserError as error:
        said = Text("附件“{title}”:{what}", "Attachment {title}: {what}")
        raise UserError(said.format(title=attachment["title"], what=error.message)) from error


def live(db: Database, kind: RecordKind, id: str) -> dict[str, Any] | None:
    """The record, unless it is unknown or in the recycle bin."""
    row = get(db, kind, id)
    return row if row and row["state"] == LIVE else None


def said(book: CodeBook, kind: RecordKind, row: Row, name: str) -> str:
    """A value in the Chinese words of the form; empty for none."""
    value = row.get(name)
    if value is None or value == "":
        return ""
    match kind.field(name).type:
        case Type.CODE:
            words = book.lists[kind.field(name).codes].get(str(value))
            return words.zh if words else str(value)
        case Type.CODES:
            known = book.lists[kind.field(name).codes]
            return "、".join(known[c].zh if c in known else c for c in json.loads(value))
        case Type.YES_NO:
            return kind.field(name).answers[0 if value else 1].zh
        case Type.DATE:
            return day(str(value))
        case _:
            return shown(kind.field(name), value, book)


def day(iso: str | None) -> str:
    """A date as forms print it: 2026年3月5日; empty for none."""
    if not iso:
        return ""
    year, month, number = (int(part) for part in iso.split("-"))
    return f"{year}年{month}月{number}日"


def names_of(parties: Sequence[Row]) -> str:
    return "、".join(str(p.get("name") or "") for p in parties)


def short_names(parties: Sequence[Row]) -> str:
    """李明朗; 李明朗等3人 for three of them."""
    first = str(parties[0].get("name") or "") if parties else ""
    return f"{first}等{len(parties)}人" if len(parties) > 1 else first


def file_title(case: Case) -> str:
    """卷名: as recorded, else the parties and the type: 李明朗与王德贵邻里纠纷."""
    if case.dispute.get("file_title"):
        return str(case.dispute["file_title"])
    sides = [short_names(case.side(role)) for role in ("applicant", "respondent")]
    kind = said(case.book, DISPUTE, case.dispute, "dispute_type")
    return "与".join(side for side in sides if side) + kind


def committee_name(case: Case) -> str:
    return case.book.name_of("committee", case.dispute.get("committee_id"))


def mediator_names(case: Case) -> str:
    """Who mediated: as the dispute says, else as the meetings say."""
    ids = [case.dispute.get(name) for name in ("mediator_id", "co_mediator_id")]
    names = [case.book.name_of("mediator", id) for id in ids if id]
    if not any(names):
        names = [str(m["mediator_names"]) for m in case.meetings if m.get("mediator_names")]
    return "、".join(dict.fromkeys(name for name in names if name))


def mediated_between(case: Case) -> tuple[str, str]:
    """First and last day of mediating: as recorded for the cover, else as far as the other dates
    reach; empty for a day that none of them tells."""
    days = _mediating_days(case)
    first = case.dispute.get("mediated_from") or (days[0] if days else None)
    last = case.dispute.get("mediated_to") or (days[-1] if days else None)
    return day(first), day(last)


def _mediating_days(case: Case) -> list[str]:
    """ISO days on record, in order. An oral case without meetings was mediated in a day: its own,
    else that of the agreement, else from acceptance to the end."""
    own = [str(case.dispute["mediated_on"])] if case.dispute.get("mediated_on") else []
    met = [str(m["mediated_on"]) for m in case.meetings if m.get("mediated_on")]
    agreed = [str(a["signed_on"]) for a in case.agreements if a.get("signed_on")]
    is_oral = any(a.get("agreement_form") == "oral" for a in case.agreements)
    if met or not is_oral:
        return sorted([*own, *met, *agreed])
    if days := own or sorted(agreed):
        return days
    known = [case.dispute.get(name) for name in ("accepted_on", "closed_on")]
    return [str(known[0]), str(known[1])] if all(known) else []
