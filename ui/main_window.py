"""The frame: rail, pages, status bar. Each page does its own work; here they come together."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QWidget,
)

from core import history, store, trail, unsaved
from core.audit import Entry
from core.errors import UserError
from core.field import RecordKind
from core.records import (
    BY_TABLE,
    CONSULTATION,
    DISPUTE,
    LEGAL_AID_CASE,
    OFFICE,
    PREVENTION,
    SCREENING_ITEM,
    SCREENING_ROUND,
    load_book,
)
from core.rounds import Owed
from core.settings import TYPE_SIZES, Settings, save_settings
from core.sheet import Sheet
from core.show import name_of
from core.text import Text
from db.connect import Opened
from db.wraps import Role
from ui.actions import add_actions
from ui.changes import Changes
from ui.dispute_listing import dispute_listing
from ui.last_folder import LastFolder, folder_in
from ui.listing import Listing, plain_listing
from ui.lock import NO_PASSWORD, IdleLock
from ui.measures import use_colours, use_type_size
from ui.messages import show_error, tell
from ui.pieces import column, label, line, today
from ui.prevention_listing import beginning
from ui.rail import LISTED, Rail, place_of
from ui.rail_numbers import RailNumbers
from ui.rights_shown import limit_actions, limit_buttons, only_look, shows_private
from ui.screening_work import ScreeningWork
from ui.status import STEP, StatusBar
from ui.tabs_page import TabsPage
from ui.today_page import TodayPage

if TYPE_CHECKING:
    from ui.help_window import HelpWindow
    from ui.list_page import ListPage
    from ui.record_page import RecordPage

log = logging.getLogger(__name__)
SAVED = Text("已保存", "Saved")
TEN_MINUTES = 600_000  # milliseconds
PRACTICE = Text("练习数据:可以随意试用,与真实数据分开", "Practice data, apart from the real ones")


@dataclass(frozen=True)
class Seat:
    """What the window was given by the program: where settings are kept, which family it types in,
    and whether to open again, with which backup."""

    settings: Settings
    settings_file: Path
    family: str


@dataclass(frozen=True)
class After:
    """What the program is to do once the window is closed: go back to a backup, change the key, or
    ask anew who is there."""

    restore: str = ""
    rekey: bool = False
    sign_in: bool = False


class MainWindow(QMainWindow):
    """One window over one open data folder. `restore_wanted` names the backup the program is to go
    back to once the window is closed."""

    def __init__(self, opened: Opened, seat: Seat) -> None:
        super().__init__()
        self.opened, self.seat = opened, seat
        self.changes = Changes(self)
        self.restore_wanted = ""
        self._rekey_wanted = self._sign_in_wanted = False
        self._is_damaged = self._is_left_quietly = False
        self._help: HelpWindow | None = None
        self._pages: dict[str, QWidget] = {}
        self._record: RecordPage | None = None
        self._came_from = "today"
        menu = QMenu(self)
        self.actions_made = add_actions(self, menu)
        limit_actions(self.actions_made, menu, opened.role)
        office = self._office()
        self.rail = Rail(office, menu)
        self._numbers = RailNumbers(opened, self.rail, self)
        self.rail.chosen.connect(self.go_to)
        self.pages = QStackedWidget()
        self.status = StatusBar(opened, seat.settings.type_size)
        self.status.type_size.connect(self.use_type_size)
        self.status.undo_wanted.connect(self.undo_step)
        self.setStatusBar(self.status)
        self.setCentralWidget(self._frame())
        self._screening = ScreeningWork(self, opened, self.changes)
        self._screening.said.connect(lambda words: self.status.say(words, with_undo=True))
        self._screening.open_record.connect(self.open_record)
        self._screening.changed.connect(self._reopen_record)
        self._screening.round_wanted.connect(self._enter_round)
        self._daily = QTimer(self)
        self._daily.timeout.connect(self.back_up_daily)
        self._daily.start(TEN_MINUTES)
        self.setWindowTitle(office)  # Qt puts the name of the program behind it
        self.changes.happened.connect(self._on_change)
        self.lock = IdleLock(self, opened, lambda: self.seat.settings.lock_after)
        self.lock.sign_out.connect(self.leave_quietly)
        self.go_to("today")

    # --- places ----------------------------------------------------------------------------------

    def go_to(self, name: str) -> bool:
        """Show a place of the rail; False if the user stays with an unsaved record."""
        if not self._leave_record():
            if self._record is not None:  # a click on the rail has marked the other place
                self.rail.show_place(place_of(self._record.kind.table))
            return False
        if name not in self._pages:
            self._pages[name] = self._make_page(name)
            self.pages.addWidget(self._pages[name])
            limit_buttons(self._pages[name], self.opened.role)
        self._came_from = name
        self.pages.setCurrentWidget(self._pages[name])
        self.rail.show_place(name)
        return True

    def open_record(self, table: str, id: str) -> None:
        """Its page in place of the list."""
        kind = BY_TABLE[table]
        row = store.get(self.opened.db, kind, id)
        if row is None or row["state"] != store.LIVE:
            tell(self, Text("这条记录已在回收站中。", "This record is in the recycle bin."))
            return
        self._show_record(table, id)

    def add_record(self) -> None:
        """A new record of the kind that is shown; a dispute where no kind is."""
        page = self._list_page()
        self._show_record(page.listing.kind.table if page else self._record_table(), None)

    def go_back(self) -> None:
        """From a record to the list, on the same row."""
        if self._record is not None:
            self._record.go_back()
        elif (page := self._list_page()) is None or not page.go_back():
            self.pages.currentWidget().setFocus()

    def show_behind(self, ids: list[str], table: str) -> None:
        """The records counted in one cell of a sheet, in their list."""
        from ui.behind import BEHIND, BehindList, tabs_of

        place = LISTED.get(table)
        if place is None:
            dialog = BehindList(self, self.opened.db, BY_TABLE[table], ids)
            dialog.open_record.connect(self.open_record)
            dialog.open()
        elif self.go_to(place):
            for content in tabs_of(self._pages[place]):
                page = _as_list(content)
                if page is not None and page.listing.kind.table == table:
                    page.show_only(ids)
                    self.status.say(BEHIND.format(n=len(ids)))
                    return

    # --- actions (see actions.py) ----------------------------------------------------------------

    def open_selected(self) -> None:
        page = self.pages.currentWidget()
        shown = page if isinstance(page, TodayPage) else self._list_page()
        if shown is not None:
            shown.open_selected()

    def save_record(self) -> None:
        if self._record is not None:
            self._record.save()

    def save_and_next(self) -> None:
        if self._record is not None:
            self._record.save_and_next()

    def add_row(self) -> None:
        if self._record is not None:
            self._record.add_row()

    def remove_row(self) -> None:
        if self._record is not None:
            self._record.remove_row()

    def repeat_last(self) -> None:
        if self._record is not None:
            self._record.repeat_last()

    def copy_case(self) -> None:
        """A new dispute like the one shown or chosen in the list: its matter, not its people."""
        from core.repeat import like_dispute

        page = self._list_page()
        if self._record is not None:
            id = self._record.id if self._record.kind is DISPUTE else ""
        else:
            id = (page.record_id() or "") if page and page.listing.kind is DISPUTE else ""
        taken = like_dispute(self.opened.db, id)
        if not taken:
            self.status.say(Text("请先选中或打开一件纠纷。", "Choose or open a dispute first."))
            return
        self._show_record(DISPUTE.table, None)
        if self._record is not None and self._record.is_new:
            self._record.form.put(taken)
            said = Text(
                "已复制案情等 {n} 项;当事人、编号、日期和结果请另填。",
                "{n} fields copied; enter parties, dates and result anew.",
            )
            self.status.say(said.format(n=len(taken)))

    def next_missing(self) -> None:
        if self._record is not None:
            self._record.next_missing()

    def next_section(self) -> None:
        """Of the record on the screen."""
        if self._record is not None:
            self._record.way.leap(1)

    def section_before(self) -> None:
        if self._record is not None:
            self._record.way.leap(-1)

    def close_out(self) -> None:
        """销号 of what is marked, of the item chosen or of the one on the screen."""
        if ids := self._items_meant():
            self._screening.close_out(ids)

    def become_dispute(self) -> None:
        if len(ids := self._items_meant()) == 1:
            self._screening.become_dispute(ids[0])

    def missing_rounds(self) -> None:
        if self._leave_record():
            self._screening.show_missing()

    def print_ledger(self) -> None:
        """Of what is marked, else of all the list shows."""
        if ids := self._ledger_items():
            self.show_print(SCREENING_ITEM.table, ids)

    def export_ledger(self) -> None:
        if ids := self._ledger_items():
            self._screening.export_ledger(ids, self._last_folder(), self._exported)

    def claim_subsidies(self) -> None:
        """Of the disputes marked or chosen in their list; elsewhere of all of a period."""
        from ui.subsidy_page import CLAIMED, claim_many

        page, ids = self._list_page(), list[str]()
        if self._record is None and page and page.listing.kind is DISPUTE:
            one = page.record_id()
            ids = page.marked_in_order() or ([one] if one else [])
        if self._leave_record() and (n := claim_many(self, self.opened, self.changes, ids)):
            self.status.say(CLAIMED.format(n=n), with_undo=True)

    def quick_oral(self) -> None:
        from ui.quick_oral import QuickOral

        if self._leave_record():
            dialog = QuickOral(self, self.opened, self.changes)
            dialog.said.connect(self.status.say)
            dialog.open_record.connect(self.open_record)
            dialog.open()

    def quick_consultation(self) -> None:
        from ui.quick_consultation import QuickConsultation

        if self._leave_record():
            dialog = QuickConsultation(self, self.opened, self.changes)
            dialog.said.connect(self.status.say)
            dialog.open_record.connect(self.open_record)
            dialog.open()

    def add_legal_aid(self) -> None:
        self._show_record(LEGAL_AID_CASE.table, None)

    def add_prevention(self) -> None:
        """What was prevented; from a dispute on the screen with what is known of it."""
        page = self._record
        of = page.id if page and page.kind is DISPUTE and not page.is_new else ""
        self._show_record(PREVENTION.table, None)
        if of and self._record is not None and self._record.kind is PREVENTION:
            dispute = store.get(self.opened.db, DISPUTE, of)
            self._record.form.put(beginning(self.opened.db, dispute))

    def offer_drafts(self) -> None:
        """After the start: what was being typed when the program ended without saving."""
        if self._record is None and unsaved.kept(self.opened.db):
            from ui.draft_offer import page_to_go_on

            page = page_to_go_on(self, self.opened.db, self._record_page)
            if page is not None:
                self._show_page(page)

    def delete_selected(self) -> None:
        if page := self._list_page():
            page.delete_selected()

    def print_record(self) -> None:
        if self._record is not None:
            self._record.print_record()
        elif page := self._list_page():
            many = page.marked_in_order() if page.listing.can_print_many else []
            if one_or_many := many or page.record_id():
                self.show_print(page.listing.kind.table, one_or_many)

    def print_blank(self) -> None:
        self.show_print(DISPUTE.table, None)

    def focus_search(self) -> None:
        top = getattr(self.pages.currentWidget(), "top", None)
        if top is not None:
            top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            top.search.selectAll()

    def undo_step(self) -> None:
        """Take back the last step; on a record page first what is not saved yet."""
        if self._record is not None and self._record.take_back():
            return
        if self._record is not None and self._record.is_changed():
            self.status.say(
                Text("有改动没有保存,先保存或按 Esc 放弃。", "Save or leave the record first.")
            )
            return
        step = history.last_undoable(self.opened.db)
        if step is None:
            self.status.say(Text("没有可以撤销的操作。", "There is nothing to undo."))
        else:
            self.undo(step.id)

    def undo(self, step: int) -> Text | None:
        """Take one step back, and say what was kept because it was edited since; also given back.
        None if nothing was taken back."""
        words = next((s.words for s in history.steps(self.opened.db) if s.id == step), Text("", ""))
        try:
            done = history.undo(self.opened.db, step)
        except UserError as error:
            show_error(self, error)
            return None
        tables = {change.table for change in history.changes(self.opened.db, done.step or step)}
        self._reopen_record()
        self.changes.happened.emit(frozenset(tables))
        said = Text("已撤销:{words}", "Undone: {words}").format(words=words)
        if done.kept:
            said = Text(
                "已撤销:{words};{n} 条后来改过,没有动。",
                "Undone: {words}; {n} edited since were left alone.",
            ).format(words=words, n=len(done.kept))
        self.status.say(said)
        return said

    def show_history(self) -> None:
        """Of the record on the screen, else of everything."""
        from ui.record_history import RecordHistory

        if self._record is None:
            self.show_steps()
            return
        page = self._record
        name = page.top.title.words()
        RecordHistory(
            self, self.opened, self.changes, page.kind, page.id, name, self._undo_beside
        ).open()

    def _undo_beside(self, step: int) -> Text | None:
        """From a dialog over the record page, where something may not be saved yet."""
        if self._record is not None and self._record.is_changed():
            return Text("这份记录有改动还没有保存,先保存再撤销。", "Save the record first.")
        return self.undo(step)

    def show_steps(self) -> None:
        self._show_settings_tab(3)

    def show_recycle_bin(self) -> None:
        self._show_settings_tab(2)

    def show_backups(self) -> None:
        self._show_settings_tab(1)

    def back_up_daily(self) -> bool:
        """Looked after every ten minutes; not while a dialog is open."""
        from ui.backup_page import back_up_daily

        if QApplication.activeModalWidget():
            return False
        said = Text("每日备份完成", "Daily backup made")
        return back_up_daily(self, self.opened, lambda: self.status.say(said))

    def back_up(self) -> None:
        from ui.backup_page import back_up

        said = Text("备份完成", "Backed up")
        back_up(self, self.opened, lambda: self.status.say(said), self.second_place())

    def export_register(self) -> None:
        from ui.exporting import export_register

        page = self._list_page()
        kind = page.listing.kind if page else DISPUTE
        export_register(self, self.opened, kind, self._last_folder(), self._exported)

    def readable_copy(self) -> None:
        from ui.readable_copy import readable_copy

        readable_copy(self, self.opened, self._last_folder(), self._exported)

    def import_sheet(self) -> None:
        from ui.import_dialog import import_sheet

        if self._leave_record():
            page = self._list_page()
            kind = page.listing.kind if page else DISPUTE
            import_sheet(self, self.opened, kind, self._last_folder(), self._imported)

    def larger_type(self) -> None:
        self.use_type_size(self.seat.settings.type_size + STEP)

    def smaller_type(self) -> None:
        self.use_type_size(self.seat.settings.type_size - STEP)

    def usual_type(self) -> None:
        self.use_type_size(TYPE_SIZES[0])

    def show_help(self) -> None:
        """The guide page of where one stands, in a window beside this one."""
        from ui.help_window import HelpWindow, page_of

        if self._help is None:
            self._help = HelpWindow(self)
            self._help.print_wanted.connect(self.print_quick_guide)
        page = self.pages.currentWidget()
        tab = page.tabs.currentIndex() if isinstance(page, TabsPage) else 0
        self._help.show_page(page_of(self._came_from, tab, on_record=self._record is not None))
        self._help.show()
        self._help.raise_()
        self._help.activateWindow()

    def print_quick_guide(self) -> None:
        from ui.help_window import print_quick_guide

        print_quick_guide(self, self.opened)

    def open_data_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.opened.folder.root)))

    def show_about(self) -> None:
        tell(
            self,
            Text(
                "司法所台账:人民调解的登记、统计与文书。\n数据文件夹:{folder}",
                "Judicial Office Ledger: records, statistics and forms.\nData: {folder}",
            ).format(folder=self.opened.folder.root),
        )

    # --- what pages ask for ----------------------------------------------------------------------

    def show_print(self, table: str, id: str | list[str] | None) -> None:
        """Of one record, of several cases, or (None) of blank forms."""
        self._preview(BY_TABLE[table], id)

    def show_print_sheet(self, sheet: Sheet) -> None:
        """Of an official table."""
        self._preview(sheet, None)

    def _preview(self, what: "RecordKind | Sheet", id: str | list[str] | None) -> None:
        from ui.print_preview import PrintPreview
        from ui.print_settings import PrintChoice

        settings = self.seat.settings
        preview = PrintPreview(
            self,
            self.opened,
            what,
            id,
            self._last_folder(),
            PrintChoice(settings.printer, settings.margins),
            lambda used: self.remember(
                replace(self.seat.settings, printer=used.printer, margins=used.margins)
            ),
        )
        preview.saved.connect(self._used_folder)
        preview.show_first()

    def use_type_size(self, percent: int) -> None:
        """At once, and remembered."""
        least, most = TYPE_SIZES
        percent = min(max(percent, least), most)
        if percent == self.seat.settings.type_size:
            return
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        use_type_size(app, self.seat.family, percent)
        self.status.show_type_size(percent)
        self.remember(replace(self.seat.settings, type_size=percent))
        for page in self.findChildren(QWidget, "page"):
            if shown := _as_list(page):
                shown.view.fit()

    def remember(self, settings: Settings) -> None:
        """Settings of this PC, now and at the next start."""
        self.seat = replace(self.seat, settings=settings)
        try:
            save_settings(settings, self.seat.settings_file)
        except UserError as error:
            log.warning("Settings were not saved")
            self.status.say(error.message)

    def second_place(self) -> Path | None:
        """Where backups are copied to; None where nobody named a place."""
        named = self.seat.settings.second_place
        return Path(named) if named else None

    def use_colours(self, name: str) -> None:
        """At once for all but the signs drawn already, and remembered."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        use_colours(name)
        use_type_size(app, self.seat.family, self.seat.settings.type_size)
        self.remember(replace(self.seat.settings, colours=name))

    def restore(self, name: str) -> None:
        """Close, so that the program can put the backup in place and open again."""
        self.restore_wanted = name
        if not self.close():
            self.restore_wanted = ""

    def after(self) -> After:
        """What is to be done once the window is closed."""
        return After(self.restore_wanted, self._rekey_wanted, self._sign_in_wanted)

    def change_key(self) -> None:
        """Close, so that the program can put another key in place and open again."""
        self._rekey_wanted = True
        if not self.close():
            self._rekey_wanted = False

    def lock_now(self) -> None:
        if not self.lock.lock():
            tell(self, NO_PASSWORD)

    def sign_out(self) -> None:
        """Close and ask who is there."""
        self._sign_in_wanted = True
        if not self.close():
            self._sign_in_wanted = False

    def leave_quietly(self) -> None:
        """From a locked screen: nothing is asked; what was being typed is kept as a draft."""
        self._is_left_quietly = True
        self.sign_out()

    def close_damaged(self) -> None:
        """The file is damaged: nothing more is asked, saved or copied."""
        self._is_damaged = True
        self.close()

    # --- frame -----------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_damaged:
            event.accept()
            return
        may_leave = self._record is None or self._is_left_quietly or self._record.may_leave()
        if not may_leave:
            event.ignore()
            return
        from ui.backup_page import back_up_at_exit

        back_up_at_exit(self, self.opened, self.second_place())
        if self._record is not None:
            if self._is_left_quietly:
                self._record.keep_draft()
            else:
                self._record.let_go()
        event.accept()

    def _frame(self) -> QWidget:
        made = QWidget()
        outer = column(made, between=0)
        band = label(PRACTICE, "band")
        band.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if store.meta(self.opened.db, "practice") != "1":
            band.hide()
        outer.addWidget(band)
        beside = line(between=0)
        beside.addWidget(self.rail)
        beside.addWidget(self.pages, 1)
        outer.addLayout(beside, 1)
        return made

    def _office(self) -> str:
        offices = store.find(self.opened.db, OFFICE, limit=1)
        return name_of(OFFICE, offices[0], load_book(self.opened.db)) if offices else ""

    def _make_page(self, name: str) -> QWidget:
        """Pages are made when they are first shown: the window stands sooner."""
        from ui import window_pages as made

        listed, folder, exported = self._list, self._last_folder, self._exported
        make: dict[str, Callable[[], QWidget]] = {
            "today": self._make_today,
            "screening": lambda: made.screening_page(self, listed, self._screening),
            "disputes": lambda: self._list(dispute_listing()),
            "legal_aid": lambda: made.legal_aid_page(self, listed),
            "consultations": lambda: made.consultations_page(self, listed),
            "subsidies": lambda: made.subsidies_page(self, listed, folder, exported),
            "statistics": lambda: made.statistics_page(self, folder, exported),
            "handoff": self._make_handoff,
            "people": lambda: made.people_page(self, listed),
            "settings": self._make_settings,
        }
        return make[name]()

    def _make_today(self) -> QWidget:
        page = TodayPage(self.opened, self.changes)
        page.open_record.connect(self.open_record)
        page.add_record.connect(lambda table: self._show_record(table, None))
        page.filter_wanted.connect(self._show_filtered)
        page.counted.connect(partial(self.rail.show_number, "today"))
        page.rounds_wanted.connect(self._screening.show_missing)
        page.hand_ins.wanted.connect(lambda: self.go_to("handoff"))
        page.counted.connect(lambda _: self.rail.show_number("screening", page.screening_over))
        for place, kind in (("legal_aid", LEGAL_AID_CASE), ("consultations", CONSULTATION)):
            page.counted.connect(
                lambda _, place=place, table=kind.table: self.rail.show_number(
                    place, page.over_of(table)
                )
            )
        return page

    def _make_handoff(self) -> QWidget:
        from ui.handoff_page import make_handoff_page

        return make_handoff_page(self)

    def _make_settings(self) -> QWidget:
        from ui.settings_page import make_settings_page

        return make_settings_page(self)

    def plain_list(self, kind: RecordKind) -> "ListPage":
        """The records of a kind as they stand in a tab."""
        return self._list(plain_listing(kind), bare=True)

    def _list(self, listing: Listing, *, bare: bool = False) -> "ListPage":
        from ui.list_page import ListPage  # the window stands without one

        columns = self.seat.settings.columns.get(listing.kind.table, ())
        widths = self.seat.settings.widths.get(listing.kind.table)
        page = ListPage(
            self.opened, self.changes, listing, bare=bare, columns=columns, widths=widths
        )
        page.columns_chosen.connect(self._remember_columns)
        page.columns_pulled.connect(self._remember_widths)
        page.export_marked.connect(self._export_marked)
        page.print_marked.connect(self.show_print)
        page.open_record.connect(self.open_record)
        page.add_record.connect(lambda table: self._show_record(table, None))
        page.print_record.connect(self.show_print)
        page.export_wanted.connect(lambda _: self.export_register())
        page.deleted.connect(self._deleted)
        return page

    @property
    def record(self) -> "RecordPage | None":
        """The record on the screen, if one is."""
        return self._record

    def page(self, name: str) -> QWidget:
        """The page of a place of the rail that was shown."""
        return self._pages[name]

    def _list_page(self) -> "ListPage | None":
        """The list that is shown, if one is."""
        page = self.pages.currentWidget()
        if isinstance(page, TabsPage):
            page = page.content()
        return _as_list(page)

    def _enter_round(self, owed: Owed) -> None:
        """A round that is owed, in its form."""
        self._show_record(SCREENING_ROUND.table, None)
        if self._record is not None and self._record.kind is SCREENING_ROUND:
            period = owed.period
            self._record.form.put(
                {
                    "level": owed.level,
                    "village_id": owed.village_id or None,
                    "cadence": owed.cadence,
                    "screened_from": period.first.isoformat(),
                    "screened_to": min(period.last, today()).isoformat(),
                }
            )

    def _items_meant(self) -> list[str]:
        """Ids of the screening items an action is about; none where no item is."""
        if self._record is not None:
            is_item = self._record.kind is SCREENING_ITEM
            return [self._record.id] if is_item and self._record.keep() else []
        page = self._list_page()
        if page is None or page.listing.kind is not SCREENING_ITEM:
            return []
        return page.marked_in_order() or [id for id in [page.record_id()] if id]

    def _ledger_items(self) -> list[str]:
        """Those of the list of items, which is shown for it."""
        page = self._list_page()
        if (page is None or page.listing.kind is not SCREENING_ITEM) and self.go_to("screening"):
            tabs = self._pages["screening"]
            assert isinstance(tabs, TabsPage)
            tabs.show_tab(0)
            page = self._list_page()
        if page is None or page.listing.kind is not SCREENING_ITEM:
            return []
        if not (ids := page.marked_in_order() or page.shown):
            tell(self, Text("没有可列入台账的排查纠纷。", "There is nothing for the ledger."))
        return ids

    def _record_table(self) -> str:
        return self._record.kind.table if self._record is not None else DISPUTE.table

    def _show_record(self, table: str, id: str | None) -> None:
        if self._record is not None and not self._record.may_leave():
            return
        from ui.draft_keeper import Choice
        from ui.draft_offer import draft_of, settle_draft

        page, draft = self._record_page(table, id), draft_of(self.opened.db, id)
        if draft and settle_draft(self, self.opened.db, page, draft) is Choice.LATER:
            page.deleteLater()
            self.forget_record()
            return
        before = self._record
        self._show_page(page)  # from record to record: the list between them is not read anew
        self._let_go(before)

    def _record_page(self, table: str, id: str | None, new_id: str = "") -> "RecordPage":
        from ui.record_page import RecordPage  # with attachments and QtPdf: after the window stands

        folder = LastFolder(self._last_folder, self._used_folder)
        page = RecordPage(
            self.opened, self.changes, BY_TABLE[table], id, new_id=new_id, folder=folder
        )
        page.left.connect(self._close_record)
        page.saved.connect(self._saved)
        page.not_saved.connect(lambda: self.status.unsay(SAVED))
        page.next_wanted.connect(lambda: self._show_record(table, None))
        page.print_wanted.connect(self.show_print)
        page.open_record.connect(self.open_record)
        page.history_wanted.connect(self.show_history)
        page.screening.close_out.connect(lambda _: self.close_out())
        page.screening.become_dispute.connect(lambda _: self.become_dispute())
        page.written.connect(lambda words: self.status.say(words, with_undo=True))
        page.said.connect(self.status.say)
        return page

    def _show_page(self, page: "RecordPage") -> None:
        self._guard(page)
        self._record = page
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self.rail.show_place(place_of(page.kind.table))

    def _guard(self, page: "RecordPage") -> None:
        """A reader only looks; that somebody sees full numbers is noted."""
        from ui.child_rows import ChildRow

        limit_buttons(page, self.opened.role)
        if self.opened.role is Role.READER:
            only_look(page)
        elif not page.is_new and shows_private(page.form, page.findChildren(ChildRow)):
            trail.note(self.opened.db, Entry("view", page.kind.table, page.id))

    def _leave_record(self) -> bool:
        """Asks if something changed; True when the record page is gone."""
        if self._record is None:
            return True
        if not self._record.may_leave():
            return False
        self._close_record()
        return True

    def forget_record(self) -> None:
        """Leave the record on the screen without asking."""
        if self._record is not None:
            self._close_record()

    def _close_record(self) -> None:
        record, self._record = self._record, None
        back = self._pages[self._came_from]
        self.pages.setCurrentWidget(back)
        self.rail.show_place(self._came_from)
        self._let_go(record)

    def _let_go(self, record: "RecordPage | None") -> None:
        if record is not None:
            record.let_go()
            self.pages.removeWidget(record)
            record.deleteLater()

    def _reopen_record(self) -> None:
        """What was just taken back is shown as it is now."""
        if self._record is None:
            return
        table, id = self._record.kind.table, self._record.id
        row = store.get(self.opened.db, self._record.kind, id)
        self._close_record()
        if row is not None and row["state"] == store.LIVE:
            self._show_record(table, id)

    def _show_filtered(self, chip: str) -> None:
        if self.go_to("disputes"):
            page = _as_list(self._pages["disputes"])
            assert page is not None
            if chip == "month":
                page.show_month(today())
            else:
                page.filter_by(chip)

    def _show_settings_tab(self, number: int) -> None:
        if self.go_to("settings"):
            page = self._pages["settings"]
            assert isinstance(page, TabsPage)
            page.show_tab(number)

    def _on_change(self, tables: frozenset[str]) -> None:
        self._show_waiting()
        if OFFICE.table in tables:
            self.rail.office.say(self._office())

    def _show_waiting(self) -> None:
        if self._pages["today"].isVisible():
            return  # it counts the same and tells
        self._numbers.count_soon()

    def _saved(self) -> None:
        self.status.say(SAVED)

    def _deleted(self, name: str) -> None:
        said = Text("已放入回收站:{name}", "Into the recycle bin: {name}")
        self.status.say(said.format(name=name), with_undo=True)

    def _last_folder(self) -> Path:
        return folder_in(self.seat.settings)

    def _used_folder(self, file: Path) -> None:
        self.remember(replace(self.seat.settings, last_folder=str(file.parent)))

    def _remember_columns(self, table: str, names: list[str]) -> None:
        columns = {**self.seat.settings.columns, table: names}
        self.remember(replace(self.seat.settings, columns={k: v for k, v in columns.items() if v}))

    def _remember_widths(self, table: str, by_name: dict[str, float]) -> None:
        widths = {**self.seat.settings.widths, table: by_name}
        self.remember(replace(self.seat.settings, widths={k: v for k, v in widths.items() if v}))

    def _export_marked(self, table: str, ids: list[str]) -> None:
        from ui.exporting import export_register

        kind, folder = BY_TABLE[table], self._last_folder()
        export_register(self, self.opened, kind, folder, self._exported, ids=ids)

    def _exported(self, path: Path) -> None:
        self._used_folder(path)
        self.status.say(Text("已导出 {path}", "Exported to {path}").format(path=path))

    def _imported(self, words: Text, path: Path, tables: frozenset[str]) -> None:
        self._used_folder(path)
        self.changes.happened.emit(tables)
        self.status.say(words, with_undo=True)


def _as_list(page: QWidget | None) -> "ListPage | None":
    """The page as a list, or the list that stands in it; None if there is none."""
    from ui.deadlines_page import DeadlinesPage  # not at the top: the window stands without lists
    from ui.holidays_page import HolidaysPage
    from ui.list_page import ListPage
    from ui.screening_settings import GradesPage
    from ui.subsidy_page import SubsidyPage
    from ui.subsidy_settings import SubsidySettings

    if isinstance(page, DeadlinesPage | GradesPage | HolidaysPage | SubsidyPage | SubsidySettings):
        page = page.list_page()
    return page if isinstance(page, ListPage) else None
