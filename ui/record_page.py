"""The page of one record: its sections, the rows that belong to it, saving."""

import logging
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from core import store
from core.field import Problem, RecordKind
from core.missing import Lack, missing
from core.papers import office_profile
from core.records import (
    AGREEMENT,
    ATTACHMENT,
    DISPUTE,
    INSTALMENT,
    PARTY,
    PHRASE,
    RETURN_VISIT,
    SUBSIDY_CLAIM,
    TERM_EVENT,
    children_of,
    load_book,
)
from core.repeat import last_dispute
from core.show import name_of
from core.text import Text
from core.unsaved import FormWords, Unsaved
from core.usage import most_used
from core.validate import blocking
from db.connect import Opened
from ui.administrative_part import ADMINISTRATIVE_BELOW, part_of, show_administrative_part
from ui.attachments import Attachments
from ui.case_help import CaseHelp
from ui.changes import Changes
from ui.child_rows import ChildRow, ChildRows
from ui.cursor_way import CursorWay, as_on_paper
from ui.draft_keeper import DraftKeeper
from ui.draft_words import Difference, differences
from ui.drafts import checked_together, said_once, save_drafts
from ui.form import RecordForm
from ui.id_filling import IdFilling
from ui.in_sight import keep_in_sight
from ui.keeping_help import KeepingHelp
from ui.last_folder import NOWHERE_YET, LastFolder
from ui.legal_aid_help import LegalAidHelp
from ui.lookalike_strip import Beside, LookAlikeStrip
from ui.measures import BETWEEN, PAGE
from ui.messages import Answer, ask_unsaved
from ui.missing_strip import MissingStrip
from ui.paper_meter import PaperMeter, case_of
from ui.phrase_list import offer_phrases
from ui.pieces import button, column, label, line, scrolled, today
from ui.record_rows import Drafts, drafts_of, first_unkept, row_for, rows_typed, words_of
from ui.record_start import (
    first_of_agreement,
    first_of_party,
    first_values,
    follow_committee,
    propose_numbers,
    with_free_numbers,
)
from ui.screening_help import ScreeningHelp, with_round
from ui.screening_strip import ScreeningStrip
from ui.standing_strip import StandingStrip
from ui.steps_line import StepsLine, steps_of
from ui.subsidy_help import fill_from_case, with_claim_problems
from ui.top_line import TopLine

log = logging.getLogger(__name__)

NEW = Text("登记:{title}", "New: {title}")
FAULTS = Text(
    "有 {n} 处需要改正,还没有保存。光标已在第一处。",
    "{n} places need correcting; nothing was saved. The cursor is in the first.",
)

NOT_KEPT = Text(
    "没有姓名的当事人没有保存,请填写姓名或移除这一行。",
    "A party without a name was not saved; enter the name or remove the row.",
)


class RecordPage(QWidget):
    """One record in its form. `id` is drawn for a new record before it is saved;
    a draft of one brings its own in `new_id`."""

    left = Signal()  # back to where one came from
    saved = Signal()
    not_saved = Signal()  # something differs from what is stored
    said = Signal(object)  # Text, for the status bar
    next_wanted = Signal()
    print_wanted = Signal(str, str)  # table, id
    open_record = Signal(str, str)
    history_wanted = Signal()
    written = Signal(object)  # Text: a step taken on the page apart from saving it

    def __init__(
        self,
        opened: Opened,
        changes: Changes,
        kind: RecordKind,
        id: str | None = None,
        *,
        new_id: str = "",
        folder: LastFolder = NOWHERE_YET,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.opened, self.kind, self._changes = opened, kind, changes
        self.id, self.is_new = id or new_id or store.new_id(), id is None
        self._book = load_book(opened.db)
        self.form = RecordForm(kind, self._book, self, used=most_used(opened.db, kind))
        self.children_rows = {
            child: ChildRows(
                child,
                self._book,
                partial(self._new_child, child),
                self,
                most_used(opened.db, child),
            )
            for child in children_of(kind)
            if child is not ATTACHMENT
        }
        self._proposed: dict[str, str] = {}
        self._was_shown = False
        self._filling = False  # the page is being filled from the store: nobody types
        self.attachments = (
            Attachments(opened, changes, self._book, self.id, self._is_stored, folder)
            if kind is DISPUTE
            else None
        )
        self.help = self._case_help()
        self.keeping = self._keeping_help()
        self.papers = PaperMeter() if kind is DISPUTE else None
        self._ids = IdFilling(self._day, self)
        self._numbers = ScreeningHelp(opened.db, self.form, self, is_new=self.is_new)
        self.aid = LegalAidHelp(opened.db, self.form, self.children_rows, self.keep, self)
        self.aid.open_record.connect(self.open_record)
        self.aid.said.connect(self.said)
        self.aid.changed.connect(changes.happened)
        self.screening = ScreeningStrip(opened.db, kind)
        self.screening.open_record.connect(self.open_record)
        self._keeper = DraftKeeper(opened.db, self._unsaved, self)
        self._lay_out()
        self._listen()
        self._show_stored() if id else self._begin()
        self._first, self._first_words = self._raw(), self.form.raw()

    # --- what the window calls -------------------------------------------------------------------

    def save(self) -> bool:
        """All of it in one step. False if something is wrong: then it is said at the field, the
        cursor stands there, and nothing was saved."""
        if self.attachments is not None:
            self.attachments.settle()
        drafts = self._checked(self._drafts())
        if not self._show_problems(drafts):
            self.not_saved.emit()
            return False
        words = Text("登记{title}", "New: {title}") if self.is_new else _CHANGED
        words = words.format(title=self.kind.title, name=self._name())
        gone = {child: rows.gone() for child, rows in self.children_rows.items()}
        tables = save_drafts(self.opened.db, [d for _, d in drafts], gone, words)
        self.is_new = False
        self._after_saving(drafts)
        self._keeper.forget()
        self.aid.note_saved()
        if self.is_changed():  # a party without a name is still only on the screen
            self._keeper.note()
        self._changes.happened.emit(tables)
        self.saved.emit()
        return True

    def save_and_next(self) -> None:
        if self.save() and self._all_kept():
            self.next_wanted.emit()

    def is_changed(self) -> bool:
        return self._raw() != self._first

    def may_leave(self) -> bool:
        """Asks only if something changed; True when nothing is lost by leaving."""
        if self.attachments is not None:
            self.attachments.settle()
        if not self.is_changed():
            self._keeper.forget()
            return True
        match ask_unsaved(self, can_keep=True):
            case Answer.SAVE:
                return self.save() and self._all_kept()
            case Answer.KEEP:
                self._keeper.keep_for_later()
                return True
            case Answer.DISCARD:
                self._keeper.forget()
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

    def _is_stored(self) -> bool:
        """Saves a new record: what belongs to it needs it first."""
        return not self.is_new or self.save()

    def take_back(self) -> bool:
        """Put back a row taken out on this page; False if there is none."""
        return any(section.put_back() for section in self.children_rows.values())

    def next_missing(self) -> None:
        """To the next thing the case still lacks."""
        self._lacks()
        self.lacking.go_on()

    def repeat_last(self) -> None:
        """复制上一件: into a new record, where nothing else was chosen yet."""
        if not self.is_new or self.kind is not DISPUTE:
            return
        first, now = self._first_words, self.form.raw()
        last = last_dispute(self.opened.db)
        taken = {n: v for n, v in last.items() if now[n] == first[n]}
        self.form.put(taken)
        said = Text("已填入上一件的 {n} 项。", "{n} fields taken from the last one.")
        self.said.emit(said.format(n=len(taken)))

    # --- drafts ----------------------------------------------------------------------------------

    def let_go(self) -> None:
        """The page is closed: what was typed has been saved or given up, and nothing is looked up
        any more."""
        self._keeper.forget()
        for wait in self.findChildren(QTimer):
            wait.stop()

    def keep_draft(self) -> None:
        """The page goes without a question; what is not saved is offered at the next start."""
        if self.is_changed():
            self._keeper.keep_now()
        for wait in self.findChildren(QTimer):
            wait.stop()

    def differences(self, kept: FormWords) -> list[Difference]:
        """Field by field where a draft says something else than the page does now."""
        return differences(self.form, self.children_rows.values(), kept)

    def put_draft(self, draft: Unsaved) -> None:
        """Go on where it was interrupted; it is still not saved."""
        words = draft.form.words
        is_new_case = self.is_new and self.kind is DISPUTE
        self.form.put_raw(with_free_numbers(self.opened.db, words) if is_new_case else words)
        for child, section in self.children_rows.items():
            rows, gone = draft.form.rows.get(child.table, ()), draft.form.gone.get(child.table, ())
            section.put_words(rows, gone)
        self._keeper.take_up(draft)
        self._show_steps()

    def keep(self) -> bool:
        """Saved as it stands; False if something is wrong with it."""
        return self.save() if self.is_changed() or self.is_new else True

    def print_record(self) -> None:
        if not self.keep():
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
        outer.addLayout(self._way())
        outer.addWidget(self.screening)
        outer.addWidget(self.aid.strip)
        self.lacking = MissingStrip(self._go_to_lack)
        lacks = line()
        lacks.setContentsMargins(0, 0, PAGE, 0)
        lacks.addWidget(self.lacking)
        outer.addLayout(lacks)
        if self.help:
            self.help.alike.open_record.connect(self.open_record)
            alike = line()
            alike.setContentsMargins(0, 0, PAGE, 0)
            alike.addWidget(self.help.alike)
            outer.addLayout(alike)
        self._said = label(role="fault", wrap=True)
        self._said.hide()
        beside = line()
        beside.setContentsMargins(0, 0, PAGE, 0)
        beside.addWidget(self._said)
        outer.addLayout(beside)
        self._standing = StandingStrip(self.opened.db, self.kind)
        content = QWidget()
        sections = column(content, between=BETWEEN)
        sections.setContentsMargins(0, 0, PAGE, PAGE)
        self._fill(sections)
        self._area = scrolled(content)
        outer.addWidget(self._area, 1)

    def _case_help(self) -> CaseHelp | None:
        if self.kind is not DISPUTE:
            return None
        parties, events = self.children_rows[PARTY], self.children_rows[TERM_EVENT]
        new_id = partial(self._if_new, self.id)
        return CaseHelp(self.opened.db, self._book, self.form, parties, events, new_id)

    def _keeping_help(self) -> KeepingHelp | None:
        if self.kind is not DISPUTE:
            return None
        sections = {child.table: rows for child, rows in self.children_rows.items()}
        return KeepingHelp(self.opened.db, self._book, self.form, sections, self)

    def _if_new(self, id: str) -> str:
        return id if self.is_new else ""

    def _way(self) -> QHBoxLayout:
        """How far the matter has come, and how it came there."""
        made = line()
        made.setContentsMargins(0, 0, PAGE, 0)
        made.addWidget(self._steps, 1)
        if self.kind is not DISPUTE:
            made.addStretch()
        past = button(Text("修改记录", "History"), self.history_wanted.emit, role="tiny")
        past.setToolTip("Ctrl+H")
        made.addWidget(past)
        return made

    def _fill(self, rows: QVBoxLayout) -> None:
        """What stands below one another."""
        rows.addWidget(self._standing)
        for part in as_on_paper(self.form, self.children_rows):
            rows.addWidget(part)
        for each in (self.papers, self.attachments):
            if each is not None:
                rows.addWidget(each)
        rows.addStretch()

    def _listen(self) -> None:
        self.way = CursorWay(self, self.form, self.children_rows, self.attachments)
        if self.attachments is not None:
            self.attachments.said.connect(self.written)
        if self.papers is not None:
            self.papers.keep_chosen.connect(lambda keep: self.form.put({"retention_period": keep}))
        self.form.edited.connect(self._on_edited)
        for section in self.children_rows.values():
            section.edited.connect(self._show_steps)
            section.edited.connect(self._keeper.note)
            section.edited.connect(self._say_not_saved)
            section.reordered.connect(self._chain)
            section.made.connect(self._help_row)
        self._ids.follow(self.form)
        self._offer_phrases(self.form)
        self._offer_linked()
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(200)
        self._look.timeout.connect(self._lacks)
        if self.attachments is not None:
            self.attachments.said.connect(lambda _: self._look.start())
        QApplication.instance().focusChanged.connect(self._keep_in_sight)  # type: ignore[union-attr]

    def _offer_linked(self) -> None:
        """打开 beside a field that names a record of a large table by its number."""
        for field in self.kind.fields:
            if field.link in self._book.far and field.name in self.form.editors:
                opener = button(
                    Text("打开", "Open"), partial(self._open_linked, field.name), role="tiny"
                )
                named = Text("打开{field}", "Open: {field}").format(field=field.label)
                opener.setAccessibleName(str(named))
                self.form.add_beside(field.name, opener)

    def _open_linked(self, name: str) -> None:
        if id := self.form.row()[0].get(name):
            self.open_record.emit(self.kind.field(name).link, id)

    def _begin(self) -> None:
        """A new record with what is known beforehand."""
        values = first_values(self.opened.db, self.kind)
        values |= self._numbers.begun() | self.aid.begun()
        self._filling = True
        self.form.put(values)  # which proposes the numbers
        self.aid.begin_rows()
        if self.kind is DISPUTE:
            parties = self.children_rows[PARTY]
            for _side in ("applicant", "respondent"):
                parties.add_quietly()
        self._filling = False
        self._title()
        self._chain()
        self._lacks()

    def _show_stored(self) -> None:
        row = store.get(self.opened.db, self.kind, self.id) or {}
        self._filling = True
        self.form.show_row(row)
        for child, section in self.children_rows.items():
            rows = store.children(self.opened.db, child, self.id)
            section.show_rows(rows, folded=child is not PARTY or len(rows) > 2)
        self._filling = False
        self._title()
        self._chain()
        self._lacks()

    def _title(self) -> None:
        said = NEW.format(title=self.kind.title) if self.is_new else self._name()
        self.top.title.say(said)
        self._standing.show_record(self.id)
        self._show_administrative_part()
        self._show_steps()
        self.screening.show_record(self.id)
        self.aid.show_record(self.id)

    def _show_administrative_part(self) -> bool:
        """True if it has just come into sight."""
        if self.kind is not DISPUTE or not show_administrative_part(self.form):
            return False
        self._chain()
        return not part_of(self.form).isHidden()

    def _name(self) -> str:
        return name_of(self.kind, self.form.row()[0], self._book)

    def _show_steps(self) -> None:
        if self.kind is DISPUTE and not self._filling:
            rows = {
                child.table: [r.values() for r in section.filled()]
                for child, section in self.children_rows.items()
            }
            values = {} if self.is_new else self.form.row()[0]
            self._look.start()
            below = (rows[table] for table in ("meeting", "agreement", "return_visit"))
            self._steps.show_steps(steps_of(values, *below))

    # --- the way of the cursor -------------------------------------------------------------------

    def order(self) -> list[QWidget]:
        """Every field from top to bottom."""
        return self.way.order()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.form.focus("accepted_on" if self.is_new and self.kind is DISPUTE else "")

    def _chain(self) -> None:
        if not self._filling:
            self.way.chain()

    def _keep_in_sight(self, _old: object, now: QWidget | None) -> None:
        self._keeper.note_left()
        if now and self._area.isAncestorOf(now):
            keep_in_sight(self._area, now)

    # --- what follows from what is typed ---------------------------------------------------------

    def _say_not_saved(self) -> None:
        if not self._filling:
            self.not_saved.emit()

    def _on_edited(self, name: str) -> None:
        if name in ("accepted_on", "committee_id") and self.is_new and self.kind is DISPUTE:
            propose_numbers(self.opened.db, self.form, self._proposed)
        if name == "committee_id" and self.kind is DISPUTE:
            follow_committee(self.opened.db, self.form)
        if name == "mediation_type" and self._show_administrative_part():
            self.said.emit(ADMINISTRATIVE_BELOW)
        if name == "dispute_id" and self.kind is SUBSIDY_CLAIM and self.is_new:
            self.said.emit(fill_from_case(self.opened.db, self.form))
        if name == self.kind.dated_by:
            self._ids.count_ages()
        self._say_not_saved()
        self._keeper.note()
        self._show_steps()

    def _new_child(self, child: RecordKind, there: list[dict[str, Any]]) -> dict[str, Any]:
        """What a new row begins with."""
        if child is PARTY:
            return first_of_party(there)
        if child is TERM_EVENT:
            return {"event_on": today().isoformat()}
        if child is INSTALMENT and self.keeping:
            return self.keeping.begin_instalment(there)
        if child is RETURN_VISIT and self.keeping:
            return self.keeping.begin_visit()
        if child is AGREEMENT:
            section = self.children_rows[AGREEMENT]
            return first_of_agreement(self.opened.db, self.id, self.form, section)
        return self.aid.new_child(child, there)

    def _help_row(self, row: ChildRow) -> None:
        """What helps to fill in a row that has just come onto the page."""
        self._ids.follow(row.form)
        self.aid.follow(row)
        self._offer_phrases(row.form)
        if self.keeping:
            self.keeping.follow(row)
        if row.kind is PARTY:
            strip = LookAlikeStrip(self.opened.db, row.form, self._book, self._beside)
            strip.listen_in(row)
            strip.taken.connect(partial(self._ids.fill, row.form))
            strip.open_record.connect(self.open_record)
            row.form.put_under("name", strip)

    def _day(self) -> str | None:
        """The day of the case."""
        return self.form.row()[0].get(self.kind.dated_by) if self.kind.dated_by else None

    def _beside(self) -> Beside:
        return Beside(self.id, self.form.row()[0].get("village_id"))

    def _offer_phrases(self, form: RecordForm) -> None:
        def dispute_type() -> str | None:
            chosen: str | None = self.form.row()[0].get("dispute_type")
            return chosen

        offer_phrases(form, self.opened.db, dispute_type, self._phrase_kept)

    def _phrase_kept(self, title: str) -> None:
        self._changes.happened.emit(frozenset({PHRASE.table}))
        self.said.emit(
            Text("已存为常用语:{title}", "Kept as a phrase: {title}").format(title=title)
        )

    # --- what is still missing -------------------------------------------------------------------

    def _lacks(self) -> None:
        self._look.stop()
        if self.kind is DISPUTE:
            rows = rows_typed(self.children_rows)
            dispute = {**self.form.row()[0], "id": self.id}
            self.lacking.show_lacks(missing(dispute, rows))
            if self.papers is not None:
                db = self.opened.db
                scans = store.children(db, ATTACHMENT, self.id)
                self.papers.show_case(case_of(dispute, rows, scans, office_profile(db)))

    def _go_to_lack(self, lack: Lack) -> None:
        """Into the field; a row that is wanted and not there is made."""
        if lack.table == self.kind.table:
            self.form.focus(lack.field)
            return
        section = next(s for child, s in self.children_rows.items() if child.table == lack.table)
        row_for(section, lack.row, lack.begin).form.focus(lack.field)

    # --- saving ----------------------------------------------------------------------------------

    def _drafts(self) -> Drafts:
        """The record (None) and its rows, as they would be saved."""
        if self.is_new and self.kind is DISPUTE:
            propose_numbers(self.opened.db, self.form, self._proposed)
        own, *rows = drafts_of(self.kind, self.id, self.form, self.children_rows, self._book)
        whole = with_round(self.opened.db, with_claim_problems(self.opened.db, own[1]))
        return [(None, whole), *rows]

    def _checked(self, drafts: Drafts) -> Drafts:
        """With what is wrong between the record and its rows."""
        together = said_once(self.aid.checked(checked_together([each for _, each in drafts])))
        return [(row, each) for (row, _), each in zip(drafts, together, strict=True)]

    def _all_kept(self) -> bool:
        """Nothing typed would be lost. A party without a name was not saved: the cursor goes there
        and it is said why."""
        if (row := first_unkept(self.children_rows)) is None:
            return True
        row.fold(folded=False)
        row.form.say_at("name", [Problem("name", NOT_KEPT, warning=True)])
        row.form.focus("name")
        return False

    def _show_problems(self, drafts: Drafts) -> bool:
        """True if nothing keeps the record from being saved."""
        faults: list[tuple[ChildRow | None, Problem]] = []
        for row, each in drafts:
            stop = blocking(list(each.problems))
            if row is None or row.is_built or stop:
                (row.form if row else self.form).show_problems(each.problems)
            faults += [(row, p) for p in stop]
        self._said.setVisible(bool(faults))
        self._said.setText(str(FAULTS.format(n=len(faults))))
        if faults:
            row, problem = faults[0]
            if row:
                row.fold(folded=False)
            form = row.form if row else self.form
            form.focus(problem.name)
            if problem.name in form.editors:  # the cursor may have stood there already
                keep_in_sight(self._area, form.editors[problem.name].widget)
        return not faults

    def _after_saving(self, drafts: Drafts) -> None:
        """The forms show what was stored; the cursor stays where it is."""
        self._filling = True
        for row, each in drafts:
            row.settle(each.row) if row else self.form.show_row(each.row)
        for section in self.children_rows.values():
            section.settle()
        self._filling = False
        self._book = load_book(self.opened.db)
        self._title()
        self._lacks()
        rows = {c.table: (s.raw(s.kept()), s.gone()) for c, s in self.children_rows.items()}
        self._first = self.form.raw(), rows

    def _unsaved(self) -> Unsaved | None:
        """What a crash would cost; None where nothing differs from what is saved."""
        if not self.is_changed():
            return None
        form = words_of(self.form, self.children_rows)
        return Unsaved(self.kind.table, self.id, self.is_new, form, "")

    def _raw(self) -> object:
        rows = {child.table: (s.raw(), s.gone()) for child, s in self.children_rows.items()}
        return self.form.raw(), rows


_CHANGED = Text("修改{title} {name}", "Change: {title} {name}")
