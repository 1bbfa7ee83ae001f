"""口头协议快速登记: six fields and the habits of last time make a case with its oral agreement."""

from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from core.codes import CodeBook
from core.field import Field, Problem, RecordKind, Section, Type
from core.importing.rows import looks_like_organisation
from core.oral import OfKind, OralCase, names_in, rows_of, save_rows
from core.records import AGREEMENT, COMMITTEE, DISPUTE, PHRASE, load_book
from core.repeat import last_dispute
from core.store import find
from core.text import Text
from core.usage import most_used
from core.validate import blocking
from db.connect import Opened
from ui.changes import Changes
from ui.drafts import draft
from ui.editors import EnterMoves
from ui.form import RecordForm
from ui.measures import PAGE, px
from ui.messages import Answer, ask_unsaved
from ui.phrase_list import offer_phrases
from ui.pieces import CANCEL, button, column, label, line, scrolled, today

#: Taken over from the last record and shown, to be changed where this case is different.
HABITS = ("committee_id", "mediator_id", "case_source")
SAID = Text("已登记 {number}", "Entered: {number}")
NOTE = Text(
    "保存为一件纠纷、双方当事人和一份口头协议;只写入您填的内容。口头协议的日期取结案日期。",
    "Becomes a dispute, its parties and an oral agreement; only what you type is written. The "
    "agreement has the closing date.",
)
SEVERAL = Text("多人用顿号“、”分开。", "Separate several by a comma.")


def _shape() -> RecordKind:
    """The small form as a kind of its own: fields of the dispute, its parties, its agreement."""
    dispute = [
        DISPUTE.field(n)
        for n in (
            "accepted_on",
            "dispute_type",
            "summary",
            "mediation_result",
            "closed_on",
            *HABITS,
        )
    ]
    own = [
        Field("applicants", Text("申请人", "Applicant"), required=True, hint=SEVERAL),
        Field("respondents", Text("被申请人", "Respondent"), required=True, hint=SEVERAL),
        Field("terms", AGREEMENT.field("agreement_terms").label, Type.NOTE, longest=20_000),
    ]
    parties = ("accepted_on", "dispute_type", "applicants", "respondents")
    case = (*parties, "mediation_result", "closed_on", "summary", "terms")
    return RecordKind(
        table="dispute",
        title=Text("口头协议快速登记", "Quick oral case"),
        fields=(*dispute, *own),
        form=(
            Section(Text("本件", "This case"), case),
            Section(Text("沿用上一件,可以改", "As last time; may be changed"), HABITS),
        ),
        columns=(),
        named_by=("applicants",),
        codes=DISPUTE.codes,
    )


SHAPE = _shape()


class QuickOral(QDialog):
    """Ctrl+Enter saves and begins the next; Esc leaves, with a question if something changed."""

    said = Signal(object)  # Text, for the status bar
    open_record = Signal(str, str)

    def __init__(self, parent: QWidget, opened: Opened, changes: Changes) -> None:
        super().__init__(parent)
        self._opened, self._changes = opened, changes
        self.setWindowTitle(str(SHAPE.title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = RecordForm(
            SHAPE, load_book(opened.db), self, used=most_used(opened.db, DISPUTE)
        )
        self._lay_out()
        self._enter = EnterMoves(self._move, self)
        for widget in self.form.order:
            widget.installEventFilter(self._enter)
        for one, next_one in pairwise([*self.form.order, self._save_button]):
            QWidget.setTabOrder(one, next_one)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.save_and_next)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save)
        self.form.edited.connect(self._on_edited)
        terms = {"terms": "agreement.agreement_terms"}
        offer_phrases(self.form, opened.db, self._type, self._phrase_kept, also=terms)
        self._begin()

    def save(self) -> bool:
        """Everything in one step, then the dialog closes. False if something is wrong: then it is
        said at the field and nothing is saved."""
        if not self._write():
            return False
        self.accept()
        return True

    def save_and_next(self) -> None:
        if self._write():
            self._begin()

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
        rows.addWidget(label(NOTE, "small", wrap=True))
        content = QWidget()
        inside = column(content)
        for part in self.form.cards:
            inside.addWidget(part)
        inside.addStretch()
        rows.addWidget(scrolled(content), 1)
        buttons = line()
        buttons.addWidget(button(CANCEL, self.reject))
        buttons.addStretch()
        following = Text("保存并登记下一件 (Ctrl+Enter)", "Save and next (Ctrl+Enter)")
        buttons.addWidget(button(following, self.save_and_next))
        self._save_button = button(Text("保存", "Save"), self.save, sign="save", role="primary")
        self._save_button.setDefault(False)  # Enter in a field goes on, it does not save
        buttons.addWidget(self._save_button)
        rows.addLayout(buttons)
        room = self.screen().availableSize()
        self.resize(min(px(900), room.width() - 40), min(px(700), room.height() - 60))

    def _begin(self) -> None:
        """Empty, but for today and the habits of the last record."""
        habits = {n: v for n, v in last_dispute(self._opened.db).items() if n in HABITS}
        committees = find(self._opened.db, COMMITTEE, limit=2)
        if "committee_id" not in habits and len(committees) == 1:
            habits["committee_id"] = committees[0]["id"]
        self._closing = ""
        self.form.show_problems([])
        self.form.put(
            {**dict.fromkeys(SHAPE.by_name), "accepted_on": today().isoformat(), **habits}
        )
        self._first = self.form.raw()
        self.form.focus("accepted_on")

    def _on_edited(self, name: str) -> None:
        """The closing date is proposed where it can be seen, once a result is chosen."""
        if name not in ("mediation_result", "accepted_on"):
            return
        row = self.form.row()[0]
        if row["closed_on"] in (None, self._closing or None):
            over = row["mediation_result"] in ("success", "failure")
            self._closing = (row["accepted_on"] or "") if over else ""
            self.form.put({"closed_on": self._closing or None})

    def _phrase_kept(self, title: str) -> None:
        self._changes.happened.emit(frozenset({PHRASE.table}))

    def _type(self) -> str | None:
        chosen: str | None = self.form.row()[0]["dispute_type"]
        return chosen

    def _move(self, by: int) -> None:
        order, at = [*self.form.order, self._save_button], QApplication.focusWidget()
        if at in order:
            to = order[min(max(order.index(at) + by, 0), len(order) - 1)]
            to.setFocus(Qt.FocusReason.TabFocusReason)

    def _write(self) -> bool:
        case = self._case()
        if case is None:
            return False
        rows = rows_of(self._opened.db, case, looks_like_organisation)
        book = load_book(self._opened.db)
        checked = [self._checked(kind, row, book) for kind, row in rows]
        found = [p for _, problems in checked for p in problems]
        if not self._show(found):
            return False
        tables = save_rows(self._opened.db, [made for made, _ in checked])
        self._changes.happened.emit(tables)
        number = rows[0][1].get("file_no") or rows[0][1].get("case_no") or ""
        self.said.emit(SAID.format(number=number))
        return True

    def _case(self) -> OralCase | None:
        """What was typed; None where a field means nothing or a side is missing."""
        values, unread = self.form.row()
        sides = {n: names_in(values[n] or "") for n in ("applicants", "respondents")}
        said = Text("请填写{field}。", "Enter: {field}.")
        missing = [
            Problem(name, said.format(field=SHAPE.field(name).label))
            for name, names in sides.items()
            if not names
        ]
        missing += [
            Problem(f.name, said.format(field=f.label))
            for f in SHAPE.fields
            if f.required
            and f.name not in sides
            and values[f.name] is None
            and f.name not in {p.name for p in unread}
        ]
        if not self._show([*unread, *missing]):
            return None
        own = {n: values[n] for n in DISPUTE.by_name if n in values}
        return OralCase(own, sides["applicants"], sides["respondents"], values["terms"])

    def _checked(
        self, kind: RecordKind, row: dict[str, Any], book: CodeBook
    ) -> tuple[OfKind, list[Problem]]:
        """The row as it will be stored; its problems at the fields of the small form."""
        made = draft(kind, row, [], book, None, today())
        at = {"name": f"{row.get('party_role')}s", "agreement_terms": "terms"}
        problems = [
            Problem(at.get(p.name, p.name), p.message, p.warning)
            for p in made.problems
            if p.name != kind.parent  # the dispute is written in the same step
        ]
        return (kind, {**row, **made.row}), problems

    def _show(self, problems: list[Problem]) -> bool:
        self.form.show_problems(problems)
        faults = blocking(problems)
        if faults:
            self.form.focus(faults[0].name)
        return not faults
