"""快速登记咨询: four facts and, where the person gives it, who asked. Under half a minute each."""

import json
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from sqlite_utils import Database

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.legal_aid.ways import begun
from core.records import CONSULTATION, load_book
from core.store import find, new_id
from core.text import Text
from core.usage import most_used
from core.validate import blocking
from db.connect import Opened
from ui.changes import Changes
from ui.drafts import draft, save_drafts
from ui.editors import EnterMoves
from ui.form import RecordForm
from ui.measures import PAGE, px
from ui.messages import Answer, ask_unsaved
from ui.pieces import CANCEL, button, column, label, line, scrolled, today

#: What 与上次相同 takes over: of queues at a counter or a publicity event.
REPEATED = (
    "channel",
    "matter_codes",
    "content",
    "answer_summary",
    "handling",
    "recipient_groups",
    "event_name",
    "answered_by",
)
#: Taken over by itself: who sits at the counter and how people come there.
HABITS = ("channel", "answered_by")
FACTS = (
    "consulted_on",
    "channel",
    "matter",
    "second_matter",
    "answer_summary",
    "content",
    "handling",
)
PERSON = (
    "visitor_name",
    "phone",
    "gender",
    "id_number",
    "identity_refused",
    "recipient_groups",
    "answered_by",
)
MATTERS = ("matter", "second_matter")  # chosen by typing, one after the other
EVENT = ("is_event_count", "event_name", "headcount", "matter_count")
NOTE = Text(
    "方式、日期、类型、答复四项就够;身份可以不填。Ctrl+D 与上次相同,Ctrl+Enter 保存并登记下一件。",
    "Channel, date, matter and answer are enough. Ctrl+D: as last time; Ctrl+Enter: save, next.",
)
SAID = Text("已登记咨询 {number}", "Entered: {number}")
WORDS = Text("快速登记咨询", "Quick consultation")

SHAPE = RecordKind(
    table=CONSULTATION.table,
    title=WORDS,
    fields=(
        *(CONSULTATION.field(n) for n in (*FACTS, *PERSON, *EVENT) if n not in MATTERS),
        Field("matter", Text("咨询类型", "Matter"), Type.CODE, required=True, codes="matter_code"),
        Field(
            "second_matter",
            Text("同时问的另一类", "A second matter"),
            Type.CODE,
            codes="matter_code",
            hint=Text("计 1 人次、2 件。", "Counts 1 person, 2 matters."),
        ),
    ),
    form=(
        Section(Text("咨询", "Consultation"), FACTS),
        Section(Text("咨询人(可以不填)", "The person (may stay empty)"), PERSON),
        Section(Text("活动现场只记人次", "Only counted, at an event"), EVENT),
    ),
    columns=(),
    named_by=("visitor_name",),
    codes=CONSULTATION.codes,
)


def last_consultation(db: Database, names: tuple[str, ...] = REPEATED) -> dict[str, Any]:
    """Of the one entered last the fields that may be repeated; empty where there is none."""
    row = next(iter(find(db, CONSULTATION, order="id desc", limit=1)), {})
    found = {name: row[name] for name in names if row.get(name) is not None}
    if matters := json.loads(found.pop("matter_codes", "[]")):
        found |= dict(zip(MATTERS, matters, strict=False))
    return found


def as_stored(values: Row) -> dict[str, Any]:
    """The fields of the consultation, of what the small form holds."""
    matters = [values[name] for name in MATTERS if values.get(name)]
    own = {name: value for name, value in values.items() if name not in MATTERS}
    return {**own, "matter_codes": json.dumps(list(dict.fromkeys(matters))) if matters else None}


class QuickConsultation(QDialog):
    """Ctrl+Enter saves and begins the next; Esc leaves, with a question if something changed."""

    said = Signal(object)  # Text, for the status bar
    open_record = Signal(str, str)

    def __init__(self, parent: QWidget, opened: Opened, changes: Changes) -> None:
        super().__init__(parent)
        self._opened, self._changes = opened, changes
        self.setWindowTitle(str(WORDS))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        used = most_used(opened.db, CONSULTATION)
        self.form = RecordForm(SHAPE, load_book(opened.db), self, used=used)
        self._lay_out()
        self._enter = EnterMoves(self._move, self)
        for widget in self.form.order:
            widget.installEventFilter(self._enter)
        for one, next_one in pairwise([*self.form.order, self._save_button]):
            QWidget.setTabOrder(one, next_one)
        for keys, work in (
            ("Ctrl+Return", self.save_and_next),
            ("Ctrl+Enter", self.save_and_next),
            ("Ctrl+S", self.save),
            ("Ctrl+D", self.repeat_last),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(work)
        self._begin()

    def save(self) -> bool:
        """One step, then the dialog closes. False if something is wrong: it is said at the field
        and nothing is saved."""
        if not self._write():
            return False
        self.accept()
        return True

    def save_and_next(self) -> None:
        if self._write():
            self._begin()

    def save_and_open(self) -> None:
        """To go on in the whole form: draft a document, apply for aid, pass it on."""
        if id := self._write():
            self.accept()
            self.open_record.emit(CONSULTATION.table, id)

    def repeat_last(self) -> None:
        """与上次相同: where nothing else was typed."""
        now = self.form.raw()
        taken = last_consultation(self._opened.db)
        self.form.put({n: v for n, v in taken.items() if now[n] == self._first[n]})
        self.form.focus("visitor_name")

    def reject(self) -> None:
        """Esc, 取消, the cross."""
        if self.form.raw() != self._first:
            match ask_unsaved(self):
                case Answer.STAY:
                    return
                case Answer.SAVE:
                    self.save()
                    return
        super().reject()

    # --- inside ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        rows = column(self, PAGE)
        head = line()
        head.addWidget(label(NOTE, "small", wrap=True), 1)
        same = button(Text("与上次相同", "As last time"), self.repeat_last, sign="copy")
        same.setToolTip("Ctrl+D")
        head.addWidget(same)
        rows.addLayout(head)
        content = QWidget()
        inside = column(content)
        for part in self.form.cards:
            inside.addWidget(part)
        inside.addStretch()
        rows.addWidget(scrolled(content), 1)
        buttons = line()
        buttons.addWidget(button(CANCEL, self.reject))
        buttons.addStretch()
        buttons.addWidget(
            button(Text("保存并继续办理", "Save and go on with it"), self.save_and_open)
        )
        following = Text("保存并登记下一件", "Save and next")
        next_ = button(following, self.save_and_next)
        next_.setToolTip("Ctrl+Enter")
        buttons.addWidget(next_)
        self._save_button = button(Text("保存", "Save"), self.save, sign="save", role="primary")
        self._save_button.setDefault(False)  # Enter in a field goes on, it does not save
        buttons.addWidget(self._save_button)
        rows.addLayout(buttons)
        room = self.screen().availableSize()
        self.resize(min(px(900), room.width() - 40), min(px(720), room.height() - 60))

    def _begin(self) -> None:
        """Empty, but for today and the habits of the last one."""
        habits = last_consultation(self._opened.db, HABITS)
        start: dict[str, Any] = {"consulted_on": today().isoformat(), "channel": "visit"}
        start |= {"handling": json.dumps(["answered"]), **habits}
        self.form.show_problems([])
        self.form.put({**dict.fromkeys(SHAPE.by_name), **start})
        self._first = self.form.raw()
        self.form.focus("matter")

    def _move(self, by: int) -> None:
        order, at = [*self.form.order, self._save_button], QApplication.focusWidget()
        if at in order:
            to = order[min(max(order.index(at) + by, 0), len(order) - 1)]
            to.setFocus(Qt.FocusReason.TabFocusReason)

    def _write(self) -> str:
        """The id of what was saved; empty if something is wrong."""
        values, unread = self.form.row()
        numbers: dict[str, Any] = {}
        if values["consulted_on"]:
            numbers = begun(self._opened.db, CONSULTATION, values["consulted_on"])
        row = {**numbers, **as_stored(values), "id": new_id()}
        made = draft(CONSULTATION, row, unread, load_book(self._opened.db), None, today())
        made.row["id"] = row["id"]
        problems = [
            Problem("matter", p.message, p.warning) if p.name == "matter_codes" else p
            for p in made.problems
        ]
        self.form.show_problems(problems)
        if faults := blocking(problems):
            self.form.focus(faults[0].name)
            return ""
        self._changes.happened.emit(save_drafts(self._opened.db, [made], {}, WORDS))
        self.said.emit(SAID.format(number=made.row.get("consultation_no") or ""))
        return str(row["id"])
