"""The page of one record: its sections, the rows that belong to it, saving."""

import logging
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from core import store
from core.field import Problem, RecordKind
from core.identity import fill_from_id
from core.numbering import propose
from core.records import AGREEMENT, ATTACHMENT, COMMITTEE, DISPUTE, PARTY, children_of, load_book
from core.show import name_of
from core.text import Text
from core.validate import blocking
from db.connect import Opened
from ui.changes import Changes
from ui.child_rows import ChildRows
from ui.drafts import Draft, draft, save_drafts
from ui.editors import EnterMoves
from ui.form import RecordForm
from ui.measures import BETWEEN, PAGE
from ui.messages import Answer, ask_unsaved
from ui.pieces import button, column, label, line, scrolled, today
from ui.steps_line import StepsLine, steps_of
from ui.top_line import TopLine

log = logging.getLogger(__name__)

#: Child rows stand after the section of the form with this place, as on paper.
AFTER = {"party": 0, "meeting": 1, "agreement": 2}
NEW = Text("登记:{title}", "New: {title}")
FAULTS = Text(
    "有 {n} 处需要改正,还没有保存。光标已在第一处。",
    "{n} places need correcting; nothing was saved. The cursor is in the first.",
)


class RecordPage(QWidget):
    """One record in its form. `id` is drawn for a new record before it is saved."""

    left = Signal()  # back to where one came from
    saved = Signal()
    next_wanted = Signal()
    print_wanted = Signal(str, str)  # table, id
    open_record = Signal(str, str)

    def __init__(
        self, opened: Opened, changes: Changes, kind: RecordKind, id: str | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.opened, self.kind, self._changes = opened, kind, changes
        self.id, self.is_new = id or store.new_id(), id is None
        self._book = load_book(opened.db)
        self.form = RecordForm(kind, self._book, self)
        self.children_rows = {
            child: ChildRows(child, self._book, partial(self._new_child, child), self)
            for child in children_of(kind)
            if child is not ATTACHMENT
        }
        self._proposed: dict[str, str] = {}
        self._was_shown = False
        self._lay_out()
        self._listen()
        self._show_stored() if id else self._begin()
        self._first = self._raw()

    # --- what the window calls -------------------------------------------------------------------

    def save(self) -> bool:
        """All of it in one step. False if something is wrong: then it is said at the field, the
        cursor stands there, and nothing was saved."""
        drafts = self._drafts()
        if not self._show_problems(drafts):
            return False
        words = Text("登记{title}", "New: {title}") if self.is_new else _CHANGED
        words = words.format(title=self.kind.title, name=self._name())
        gone = {child: rows.gone() for child, rows in self.children_rows.items()}
        tables = save_drafts(self.opened.db, [d for _, d in drafts], gone, words)
        self.is_new = False
        self._after_saving(drafts)
        self._changes.happened.emit(tables)
        self.saved.emit()
        return True

    def save_and_next(self) -> None:
        if self.save():
            self.next_wanted.emit()

    def is_changed(self) -> bool:
        return self._raw() != self._first

    def may_leave(self) -> bool:
        """Asks only if something changed; True when nothing is lost by leaving."""
        if not self.is_changed():
            return True
        match ask_unsaved(self):
            case Answer.SAVE:
                return self.save()
            case Answer.DISCARD:
                return True
            case Answer.STAY:
                return False

    def go_back(self) -> None:
        if self.may_leave():
            self.left.emit()

    def add_row(self) -> None:
        """Another row of the section the cursor stands in, else of the first."""
        at = QApplication.focusWidget()
        sections = list(self.children_rows.values())
        here = next((s for s in sections if at and s.isAncestorOf(at)), None)
        if here or sections:
            (here or sections[0]).add()

    def remove_row(self) -> None:
        """The row the cursor stands in."""
        at = QApplication.focusWidget()
        for section in self.children_rows.values():
            if row := section.row_with(at):
                section.remove(row)
                return

    def take_back(self) -> bool:
        """Put back a row taken out on this page; False if there is none."""
        return any(section.put_back() for section in self.children_rows.values())

    def print_record(self) -> None:
        if (self.is_changed() or self.is_new) and not self.save():
            return
        self.print_wanted.emit(self.kind.table, self.id)

    # --- what is shown ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        outer = column(self, between=BETWEEN)
        outer.setContentsMargins(PAGE, 14, 0, 0)
        buttons = [button(Text("保存", "Save"), self.save, sign="save", role="primary")]
        buttons[0].setToolTip("Ctrl+S")
        if self.kind is DISPUTE:
            buttons.insert(0, button(Text("打印文书", "Print"), self.print_record, sign="printer"))
        self.top = TopLine(self.opened.db, self.kind.title, *buttons, with_back=True)
        self.top.setContentsMargins(0, 0, PAGE, 0)
        self.top.back.connect(self.go_back)
        self.top.open_record.connect(self.open_record)
        outer.addWidget(self.top)
        self._steps = StepsLine()
        if self.kind is not DISPUTE:
            self._steps.hide()
        outer.addWidget(self._steps)
        self._said = label(role="fault", wrap=True)
        self._said.hide()
        beside = line()
        beside.setContentsMargins(0, 0, PAGE, 0)
        beside.addWidget(self._said)
        outer.addLayout(beside)
        content = QWidget()
        sections = column(content, between=BETWEEN)
        sections.setContentsMargins(0, 0, PAGE, PAGE)
        self._fill(sections)
        self._area = scrolled(content)
        outer.addWidget(self._area, 1)

    def _fill(self, rows: QVBoxLayout) -> None:
        """The sections of the form, and after each the child rows that stand there on paper."""
        last = len(self.form.cards) - 1
        for place, part in enumerate(self.form.cards):
            rows.addWidget(part)
            for child, section in self.children_rows.items():
                if AFTER.get(child.table, last) == place:
                    rows.addWidget(section)
        rows.addStretch()

    def _listen(self) -> None:
        self._enter = EnterMoves(self._move, self)
        self.form.edited.connect(self._on_edited)
        for section in self.children_rows.values():
            section.edited.connect(self._show_steps)
            section.reordered.connect(self._chain)
            section.made.connect(lambda row: _fill_when_left(row.form, self._fill_from_id))
        _fill_when_left(self.form, self._fill_from_id)
        QApplication.instance().focusChanged.connect(self._keep_in_sight)  # type: ignore[union-attr]

    def _begin(self) -> None:
        """A new record with what is known beforehand."""
        values: dict[str, Any] = {}
        if self.kind is DISPUTE:
            values = {"accepted_on": today().isoformat(), "mediation_type": "people"}
            committees = store.find(self.opened.db, COMMITTEE, limit=2)
            if len(committees) == 1:
                values["committee_id"] = committees[0]["id"]
                values["village_id"] = committees[0]["village_id"]
        self.form.put(values)  # which proposes the numbers
        if self.kind is DISPUTE:
            parties = self.children_rows[PARTY]
            for _side in ("applicant", "respondent"):
                parties.add_quietly()
        self._title()
        self._chain()

    def _show_stored(self) -> None:
        row = store.get(self.opened.db, self.kind, self.id) or {}
        self.form.show_row(row)
        for child, section in self.children_rows.items():
            rows = store.children(self.opened.db, child, self.id)
            section.show_rows(rows, folded=child is not PARTY or len(rows) > 2)
        self._title()
        self._chain()

    def _title(self) -> None:
        said = NEW.format(title=self.kind.title) if self.is_new else self._name()
        self.top.title.say(said)
        self._show_steps()

    def _name(self) -> str:
        return name_of(self.kind, self.form.row()[0], self._book)

    def _show_steps(self) -> None:
        if self.kind is DISPUTE:
            rows = {
                child.table: [r.form.row()[0] for r in section.filled()]
                for child, section in self.children_rows.items()
            }
            values = {} if self.is_new else self.form.row()[0]
            self._steps.show_steps(steps_of(values, rows["meeting"], rows["agreement"]))

    # --- the way of the cursor -------------------------------------------------------------------

    def order(self) -> list[QWidget]:
        """Every field from top to bottom."""
        found: list[QWidget] = []
        last = len(self.form.cards) - 1
        for place, part in enumerate(self.form.cards):
            found += [w for w in self.form.order if part.isAncestorOf(w)]
            for child, section in self.children_rows.items():
                if AFTER.get(child.table, last) == place:
                    found += [*section.order(), section.adder]
        return found

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.form.focus("accepted_on" if self.is_new and self.kind is DISPUTE else "")

    def _chain(self) -> None:
        """Tab goes through the fields in the order of the page, as Enter does."""
        order = self.order()
        for one, next_one in pairwise(order):
            QWidget.setTabOrder(one, next_one)
        for widget in order:
            widget.removeEventFilter(self._enter)
            if not hasattr(widget, "animateClick"):  # a button keeps its Enter
                widget.installEventFilter(self._enter)

    def _move(self, by: int) -> None:
        order, at = self.order(), QApplication.focusWidget()
        if at in order:
            to = order[min(max(order.index(at) + by, 0), len(order) - 1)]
            to.setFocus(Qt.FocusReason.TabFocusReason)

    def _keep_in_sight(self, _old: object, now: QWidget | None) -> None:
        if now and self._area.isAncestorOf(now):
            self._area.ensureWidgetVisible(now, 0, 90)

    # --- what follows from what is typed ---------------------------------------------------------

    def _on_edited(self, name: str) -> None:
        if name in ("accepted_on", "committee_id") and self.is_new and self.kind is DISPUTE:
            self._propose_numbers()
        self._show_steps()

    def _propose_numbers(self) -> None:
        """Until somebody types a number of his own."""
        row = self.form.row()[0]
        for which in ("file", "case") if row["accepted_on"] else ():
            if row[f"{which}_no"] in (None, self._proposed.get(which)):
                committee = row["committee_id"]
                number = propose(self.opened.db, which, row["accepted_on"], committee)
                if number.words != row[f"{which}_no"]:
                    self._proposed[which] = number.words
                    self.form.put(number.fields(which))

    def _new_child(self, child: RecordKind, there: list[dict[str, Any]]) -> dict[str, Any]:
        """What a new row begins with."""
        if child is PARTY:
            sides = [row["party_role"] for row in there]
            side = "respondent" if "applicant" in sides else "applicant"
            return {"party_role": side, "party_type": "person"}
        if child is AGREEMENT:
            row = self.form.row()[0]
            on = row["closed_on"] or row["accepted_on"] or today().isoformat()
            stored = {r["id"] for r in store.children(self.opened.db, AGREEMENT, self.id)}
            ahead = sum(r.id not in stored for r in self.children_rows[AGREEMENT].rows)
            number = propose(self.opened.db, "agreement", on, row["committee_id"], ahead=ahead)
            return {"agreement_form": "written", **number.fields("agreement")}
        return {}

    def _fill_from_id(self, form: RecordForm) -> None:
        """Sex, birth date and age as soon as the ID number is typed."""
        row = form.row()[0]
        on = self.form.row()[0].get("accepted_on")
        filled = fill_from_id(form.kind, row, on, today())
        form.put({n: v for n, v in filled.items() if v != row.get(n) and v is not None})

    # --- saving ----------------------------------------------------------------------------------

    def _drafts(self) -> list[tuple[RecordForm, Draft]]:
        """The record and its rows, as they would be saved."""
        if self.is_new and self.kind is DISPUTE:
            self._propose_numbers()
        values, unread = self.form.row()
        on = values.get(self.kind.dated_by) if self.kind.dated_by else None
        own = draft(self.kind, values, unread, self._book, on, today())
        own.row["id"] = self.id
        found = [(self.form, own)]
        for child, section in self.children_rows.items():
            for place, row in enumerate(section.filled()):
                values, unread = row.form.row()
                values |= {child.parent: self.id}
                if "position" in child.by_name and row.is_new:
                    values["position"] = place
                made = draft(child, values, unread, self._book, on, today())
                made.row["id"] = row.id
                found.append((row.form, made))
        return found

    def _show_problems(self, drafts: list[tuple[RecordForm, Draft]]) -> bool:
        """True if nothing keeps the record from being saved."""
        faults: list[tuple[RecordForm, Problem]] = []
        for form, each in drafts:
            form.show_problems(each.problems)
            faults += [(form, p) for p in blocking(list(each.problems))]
        self._said.setVisible(bool(faults))
        self._said.setText(str(FAULTS.format(n=len(faults))))
        if faults:
            form, problem = faults[0]
            self._unfold(form)
            form.focus(problem.name)
        return not faults

    def _unfold(self, form: RecordForm) -> None:
        for section in self.children_rows.values():
            for row in section.rows:
                if row.form is form:
                    row.fold(folded=False)

    def _after_saving(self, drafts: list[tuple[RecordForm, Draft]]) -> None:
        """The forms show what was stored; the cursor stays where it is."""
        for form, each in drafts:
            form.show_row(each.row)
        for section in self.children_rows.values():
            section.settle()
        self._book = load_book(self.opened.db)
        self._title()
        self._first = self._raw()

    def _raw(self) -> object:
        rows = {child.table: (s.raw(), s.gone()) for child, s in self.children_rows.items()}
        return self.form.raw(), rows


_CHANGED = Text("修改{title} {name}", "Change: {title} {name}")


def _fill_when_left(form: RecordForm, fill: Any) -> None:
    if "id_number" in form.editors:
        widget = form.editors["id_number"].widget
        if isinstance(widget, QLineEdit):
            widget.editingFinished.connect(partial(fill, form))
