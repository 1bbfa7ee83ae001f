"""What helps on the pages of legal aid: numbers, groups, the next stage, and the records a matter
is tied to. On the page of a dispute only the ties; on other pages nothing."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget
from sqlite_utils import Database

from core import store, trail
from core.audit import Entry
from core.errors import UserError
from core.field import Problem, RecordKind, Row
from core.legal_aid.check import LOOKED_AT, Between, earlier_application, problems_of
from core.legal_aid.groups import groups_of
from core.legal_aid.numbers import NUMBERED, propose_issued, typed_by_hand, used_twice
from core.legal_aid.stages import NextStage, next_stages
from core.legal_aid.ways import (
    application_from_consultation,
    application_from_dispute,
    begun,
    dispute_from,
    document_from,
    linked,
)
from core.numbering import propose
from core.records import (
    CASE_EVENT,
    CASE_MATTER,
    CASE_RECIPIENT,
    CONSULTATION,
    DISPUTE,
    DRAFTED_DOCUMENT,
    HARDSHIP_STATEMENT,
    ISSUED_DOCUMENT,
    LEGAL_AID_CASE,
    MATERIAL_ITEM,
    OFFICE,
)
from core.text import Text
from ui.child_rows import ChildRow, ChildRows
from ui.drafts import Draft
from ui.form import RecordForm
from ui.messages import show_error
from ui.pieces import Flow, button, emptied, label, today

SIGNS = {
    "dispute": "handshake",
    "consultation": "message-circle-question",
    "legal_aid_case": "scale",
    "drafted_document": "file-text",
}
USED_TWICE = Text(
    "编号 {number} 已经用过:编号按种类、年度连续编排,不重复使用。",
    "The number {number} is in use: numbers run on by kind and year.",
)
NOTED = Text("{words}:已填入,核对后保存", "{words}: filled in; check and save")
#: What was made from a record: opened at once.
MADE = Text("已登记,请补充", "Entered; add what is missing")
HAND_NUMBER = "number_by_hand"


@dataclass(frozen=True)
class Way:
    """One record made from another: the words, and the work that gives its table and id."""

    words: Text
    sign: str
    make: Callable[[Database, str, str], tuple[str, str]]


def _document(kind: RecordKind, db: Database, id: str, on: str) -> tuple[str, str]:
    return DRAFTED_DOCUMENT.table, document_from(db, kind, id, on)


def _dispute(kind: RecordKind, db: Database, id: str, on: str) -> tuple[str, str]:
    return DISPUTE.table, dispute_from(db, kind, id, on)


def _application(kind: RecordKind, db: Database, id: str, on: str) -> tuple[str, str]:
    make = application_from_consultation if kind is CONSULTATION else application_from_dispute
    return LEGAL_AID_CASE.table, make(db, id, on)


APPLY = Text("申请法律援助", "Apply for legal aid")
DRAFT = Text("代书", "Draft a document")
MEDIATE = Text("转人民调解", "Pass on to mediation")
WAYS: Mapping[RecordKind, tuple[Way, ...]] = {
    CONSULTATION: (
        Way(DRAFT, "file-text", partial(_document, CONSULTATION)),
        Way(APPLY, "scale", partial(_application, CONSULTATION)),
        Way(MEDIATE, "handshake", partial(_dispute, CONSULTATION)),
    ),
    LEGAL_AID_CASE: (
        Way(DRAFT, "file-text", partial(_document, LEGAL_AID_CASE)),
        Way(MEDIATE, "handshake", partial(_dispute, LEGAL_AID_CASE)),
    ),
    DISPUTE: (Way(APPLY, "scale", partial(_application, DISPUTE)),),
}


def role_of(db: Database) -> str:
    """station or centre; a station where nothing is said."""
    return str(next(iter(store.find(db, OFFICE, limit=1)), {}).get("aid_role") or "station")


def open_ways(db: Database, kind: RecordKind, id: str) -> list[Way]:
    """The ways that are still open: what was made already is a tie, not a way."""
    ties = {tie.table for tie in linked(db, kind, id)}
    closed = {APPLY: LEGAL_AID_CASE.table, MEDIATE: DISPUTE.table}
    return [way for way in WAYS.get(kind, ()) if closed.get(way.words) not in ties]


def keep_low(widget: QWidget) -> None:
    """As high as what flows in it, at the width it has."""
    policy = widget.sizePolicy()
    policy.setHeightForWidth(True)
    policy.setVerticalPolicy(QSizePolicy.Policy.Fixed)
    widget.setSizePolicy(policy)


class LegalAidHelp(QObject):
    """`strip` stands above the form. What the program filled in follows what is typed; what
    somebody typed himself stays."""

    open_record = Signal(str, str)
    said = Signal(object)  # Text
    changed = Signal(object)  # frozenset of tables

    def __init__(
        self,
        db: Database,
        form: RecordForm,
        rows: Mapping[RecordKind, ChildRows],
        keep: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._db, self._form, self._rows, self._keep = db, form, rows, keep
        self._kind, self._number, self._id = form.kind, "", ""
        self._is_new = False
        self._by_hand: list[tuple[str, str]] = []
        self.strip = QWidget(parent)
        self._flow = Flow(self.strip)
        keep_low(self.strip)
        self.strip.hide()
        if self._kind in NUMBERED:
            form.edited.connect(self._on_edited)

    # --- a new record ----------------------------------------------------------------------------

    def begun(self) -> dict[str, Any]:
        """What a new record starts with; nothing for other kinds."""
        self._is_new = self._kind in NUMBERED
        values = begun(self._db, self._kind, today().isoformat())
        if self._kind in NUMBERED:
            self._number = values[f"{NUMBERED[self._kind][0]}_no"]
        return values

    def begin_rows(self) -> None:
        """Of an application the rows every one has: who applies, for what, by which means."""
        if self._kind is LEGAL_AID_CASE:
            for child in (CASE_RECIPIENT, CASE_MATTER):
                self._rows[child].add_quietly()

    def new_child(self, child: RecordKind, there: Sequence[Row]) -> dict[str, Any]:
        """What a new row begins with."""
        on = today().isoformat()
        if child is CASE_RECIPIENT:
            return {"id_type": "id_card", "applicant_relation": "self"}
        if child is HARDSHIP_STATEMENT:
            names = [r.values().get("name") for r in self._rows[CASE_RECIPIENT].filled()]
            name = names[len(there)] if len(there) < len(names) else None
            return {"name": name, "means_basis": "declared_promise"}
        if child is MATERIAL_ITEM:
            return {"copies": 1, "original_or_copy": "copy", "received_on": on}
        if child is CASE_EVENT:
            return {"event_on": on}
        if child is ISSUED_DOCUMENT:
            return {"issued_on": on}
        return {}

    def follow(self, row: ChildRow) -> None:
        """A row that has just come onto the page: groups of a person, the number of a paper."""
        if row.kind is CASE_RECIPIENT:
            row.form.edited.connect(lambda name, form=row.form: self._group(form, name))
        if row.kind is ISSUED_DOCUMENT and row.is_new:
            row.form.edited.connect(lambda name, each=row: self._number_paper(each, name))

    def _on_edited(self, name: str) -> None:
        which, dated = NUMBERED[self._kind]
        if name != dated:
            return
        row = self._form.row()[0]
        if self._is_new and row[dated] and row[f"{which}_no"] in (None, self._number):
            number = propose(self._db, which, row[dated])
            if number.words != row[f"{which}_no"]:
                self._number = number.words
                self._form.put(number.fields(which))
        if self._kind is LEGAL_AID_CASE:
            for each in self._rows[CASE_RECIPIENT].rows:
                if each.is_built:
                    self._group(each.form, "birth_date")

    def _group(self, form: RecordForm, name: str) -> None:
        """Groups that follow from the person on the day of application."""
        if name not in ("birth_date", "gender", "ethnicity", "id_number", "groups_by_hand"):
            return
        person, day = form.row()[0], self._form.row()[0].get("applied_on")
        now = json.dumps(list(groups_of(person, day)))
        if json.loads(now) != json.loads(person.get("recipient_groups") or "[]"):
            form.put({"recipient_groups": now if now != "[]" else None})

    def _number_paper(self, row: ChildRow, name: str) -> None:
        """The next number of a kind of paper, until somebody types one."""
        values = row.values()
        if name not in ("doc_kind", "issued_on") or not values.get("doc_kind"):
            return
        if values.get("issued_no") not in (None, "", row.property("number")):
            return
        kind, on = values["doc_kind"], values.get("issued_on") or today().isoformat()
        same = [
            r
            for r in self._rows[ISSUED_DOCUMENT].rows
            if r is not row and r.is_new and r.values().get("doc_kind") == kind
        ]
        number = propose_issued(self._db, kind, on, ahead=len(same))
        if number.words != values.get("issued_no"):
            row.setProperty("number", number.words)
            row.form.put(number.fields("issued"))

    # --- checking and saving ---------------------------------------------------------------------

    def checked(self, drafts: Sequence[Draft]) -> list[Draft]:
        """With what is wrong between an application and its rows, and with its number."""
        own = next((d for d in drafts if d.kind is self._kind), None)
        if own is None or self._kind not in NUMBERED:
            return list(drafts)
        found: list[Between] = []
        if self._kind is LEGAL_AID_CASE:
            rows = {t: [d.row for d in drafts if d.kind.table == t] for t in LOOKED_AT}
            found += problems_of(own.row, rows)
            if twice := earlier_application(self._db, own.row, rows):
                found.append(twice)
        found += self._numbers_used(drafts)
        at: dict[tuple[str, str], list[Problem]] = {}
        for each in found:
            at.setdefault((each.table, each.id), []).append(each.problem)
        pairs = [(d.kind, d.row) for d in drafts if d.kind is self._kind]
        self._by_hand = list(typed_by_hand(self._db, pairs))
        return [
            replace(d, problems=(*d.problems, *at.get((d.kind.table, str(d.row["id"])), ())))
            for d in drafts
        ]

    def _numbers_used(self, drafts: Sequence[Draft]) -> list[Between]:
        found = []
        for each in drafts:
            if each.kind not in (self._kind, ISSUED_DOCUMENT):
                continue
            if number := used_twice(self._db, each.kind, each.row):
                paper = each.kind is ISSUED_DOCUMENT
                name = "issued_no" if paper else f"{NUMBERED[each.kind][0]}_no"
                said = Problem(name, USED_TWICE.format(number=number))
                found.append(Between(each.kind.table, str(each.row["id"]), said))
        return found

    def note_saved(self) -> None:
        """A number somebody typed is put on record, once it is saved."""
        if self._by_hand:
            trail.note(self._db, *(Entry(HAND_NUMBER, table, id) for table, id in self._by_hand))
        self._by_hand, self._is_new = [], False

    # --- the strip -------------------------------------------------------------------------------

    def show_record(self, id: str) -> None:
        """As it is stored; a record that is not stored yet has no ties and no next stage."""
        self._id = id
        if self._kind not in (*NUMBERED, DISPUTE):
            return
        emptied(self._flow)
        row = store.get(self._db, self._kind, id)
        pieces = [*self._stages(row), *self._ties(id), *self._ways(id)] if row else []
        for piece in pieces:
            self._flow.addWidget(piece)
        self.strip.setVisible(bool(pieces))

    def _stages(self, row: Row) -> list[QWidget]:
        if self._kind is not LEGAL_AID_CASE:
            return []
        role = role_of(self._db)
        made: list[QWidget] = []
        for place, stage in enumerate(next_stages(row, role)):
            first = "primary" if place == 0 else ""
            made.append(button(stage.said(role), partial(self.take, stage), role=first))
        return made

    def _ties(self, id: str) -> list[QWidget]:
        return [
            button(
                Text(tie.words, tie.words),
                partial(self.open_record.emit, tie.table, tie.id),
                sign=SIGNS[tie.table],
                role="tiny",
            )
            for tie in linked(self._db, self._kind, id)
        ]

    def _ways(self, id: str) -> list[QWidget]:
        made: list[QWidget] = [
            button(way.words, partial(self.go, way), sign=way.sign, role="tiny")
            for way in open_ways(self._db, self._kind, id)
        ]
        return [label(Text("转为:", "Make:"), "small"), *made] if made else []

    def take(self, stage: NextStage) -> None:
        """Fill in the next stage; nothing is saved before it was looked at."""
        self._form.put(stage.values(self._form.row()[0], today().isoformat()))
        if stage.name in ("supplied", "changed"):
            self._finish_events()
        if stage.event:
            row = self._rows[CASE_EVENT].add_quietly()
            row.form.put({"event_kind": stage.event, "event_on": today().isoformat()})
            row.form.focus("due_on" if stage.event == "supplement_notice" else "content")
        elif stage.focus:
            self._form.focus(stage.focus)
        self.said.emit(NOTED.format(words=stage.said(role_of(self._db))))

    def _finish_events(self) -> None:
        """What was asked for has come: the open event gets its last day."""
        for row in self._rows[CASE_EVENT].rows:
            values = row.values()
            waits = values.get("event_kind") in ("supplement_notice", "handler_change")
            if waits and not values.get("finished_on"):
                row.fold(folded=False)
                row.form.put({"finished_on": today().isoformat()})

    def go(self, way: Way) -> None:
        """Make the other record and open it. The page is saved first."""
        if not self._keep():
            return
        try:
            table, id = way.make(self._db, self._id, today().isoformat())
        except UserError as error:
            show_error(self.strip, error)
            return
        self.changed.emit(frozenset({table, self._kind.table}))
        self.said.emit(MADE)
        self.open_record.emit(table, id)
