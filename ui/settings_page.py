"""设置与备份: the office's own record, backups, the recycle bin, the history of steps."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from core import store
from core.numbering import DEFAULTS, example
from core.records import (
    AID_RATE,
    DEADLINE_RULE,
    HARDSHIP_STANDARD,
    HOLIDAY,
    OFFICE,
    PHRASE,
    RISK_GRADE,
    SUBSIDY_RULE,
    SUBSIDY_THRESHOLD,
    load_book,
)
from core.text import Text
from db.connect import Opened
from ui.backup_page import BackupPage
from ui.changes import Changes
from ui.codes_page import CodesPage
from ui.deadlines_page import DeadlinesPage
from ui.drafts import draft, save_drafts
from ui.editors import EnterMoves
from ui.form import RecordForm
from ui.holidays_page import HolidaysPage
from ui.measures import BETWEEN
from ui.pieces import button, column, label, line, scrolled, today
from ui.purge_page import PurgePage
from ui.rights_shown import limit_tab
from ui.screening_settings import CATEGORIES, LEVELS, CategoriesPage, GradesPage
from ui.steps_page import RecycleBin, StepsPage
from ui.subsidy_settings import SubsidySettings
from ui.tabs_page import TabsPage
from ui.this_pc_page import ThisPcPage
from ui.trail_page import TrailPage
from ui.users_page import make_users_page

if TYPE_CHECKING:
    from ui.main_window import MainWindow

NEXT = Text(
    "下一个编号:卷号 {file}   案件编码 {case}   协议编号 {agreement}   排查编号 {screening}"
    "   轮次编号 {round}",
    "Next numbers: file {file}   case {case}   agreement {agreement}   screening {screening}"
    "   round {round}",
)
SAVED = Text("已保存", "Saved")
USERS_TAB = Text("用户与登录", "Users and sign-in")
PURGE_TAB, TRAIL_TAB = Text("保管与清除", "Keeping and purging"), Text("操作日志", "Audit trail")
THIS_PC = Text("这台电脑", "This computer")
BACKUPS, BIN = Text("备份与恢复", "Backups"), Text("回收站", "Recycle bin")
STEPS = Text("操作历史", "History")
#: Tabs that are no settings of the office; the others are for administrators.
FOR_ALL = (BACKUPS, BIN, STEPS, PHRASE.title, USERS_TAB, THIS_PC)


class OfficePage(QWidget):
    """The record of the office: its names, numbers and statistics."""

    said = Signal(object)  # Text

    def __init__(self, opened: Opened, changes: Changes) -> None:
        super().__init__()
        self._opened, self._changes = opened, changes
        self.form = RecordForm(OFFICE, load_book(opened.db), self)
        self._id = ""
        self._enter = EnterMoves(self._move, self)
        for widget in self.form.order:
            widget.installEventFilter(self._enter)
        rows = column(self, between=BETWEEN)
        head = line()
        head.addWidget(
            label(Text("打印在表头和编号里的内容。", "What is printed on forms."), "small"), 1
        )
        head.addWidget(button(Text("保存", "Save"), self.save, sign="save", role="primary"))
        rows.addLayout(head)
        content = QWidget()
        inside = column(content, between=BETWEEN)
        self._examples = label(role="small", wrap=True)
        for section, part in zip(OFFICE.form, self.form.cards, strict=True):
            inside.addWidget(part)
            if "case_pattern" in section.names and (layout := part.layout()):
                layout.addWidget(self._examples)
        self.form.edited.connect(self._show_examples)
        inside.addStretch()
        rows.addWidget(scrolled(content), 1)

    def refresh(self) -> None:
        row = next(iter(store.find(self._opened.db, OFFICE, limit=1)), {})
        self._id = row.get("id") or store.new_id()
        self.form.show_row(row)
        self._show_examples()

    def save(self) -> bool:
        """False if something is wrong: it is said at the field and nothing is saved."""
        values, unread = self.form.row()
        made = draft(OFFICE, values, unread, load_book(self._opened.db), None, today())
        self.form.show_problems(made.problems)
        if made.is_blocked:
            self.form.focus(next(p.name for p in made.problems if not p.warning))
            return False
        made.row["id"] = self._id
        words = Text("修改司法所设置", "Change the office")
        self._changes.happened.emit(save_drafts(self._opened.db, [made], {}, words))
        self.said.emit(SAVED)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def _move(self, by: int) -> None:
        order = self.form.order
        at = self.focusWidget()
        if at in order:
            order[min(max(order.index(at) + by, 0), len(order) - 1)].setFocus()

    def _show_examples(self) -> None:
        """The next numbers as the patterns that are typed would write them."""
        typed = self.form.raw()
        self._examples.setText(
            str(
                NEXT.format(
                    **{
                        which: self._example(which, typed[f"{which}_prefix"], pattern)
                        for which in DEFAULTS
                        if (pattern := typed[f"{which}_pattern"].strip() or DEFAULTS[which])
                    }
                )
            )
        )

    def _example(self, which: str, prefix: str, pattern: str) -> str:
        try:
            year = today().year
            return example(self._opened.db, which, prefix.strip(), pattern, year)
        except (ValueError, KeyError, IndexError, AttributeError):
            return str(Text("格式不对", "wrong pattern"))


def make_settings_page(window: "MainWindow") -> TabsPage:
    """The tabs, wired to the window."""
    opened = window.opened

    def office() -> QWidget:
        page = OfficePage(opened, window.changes)
        page.said.connect(window.status.say)
        return page

    def backup() -> QWidget:
        page = BackupPage(opened, window.second_place)
        page.restore_wanted.connect(window.restore)
        page.made.connect(lambda: window.status.say(Text("备份完成", "Backed up")))
        return page

    def bin() -> QWidget:
        page = RecycleBin(opened, window.changes)
        said = Text("已恢复:{name}", "Put back: {name}")
        page.put_back.connect(lambda name: window.status.say(said.format(name=name)))
        return page

    def subsidies() -> QWidget:
        rates, grading = (window.plain_list(k) for k in (SUBSIDY_RULE, SUBSIDY_THRESHOLD))
        page = SubsidySettings(window.changes, rates, grading)
        page.said.connect(window.status.say)
        return page

    def purge() -> QWidget:
        page = PurgePage(opened, window.changes)
        page.said.connect(window.status.say)
        return page

    def steps() -> QWidget:
        page = StepsPage(opened, window.changes)
        page.undo_wanted.connect(window.undo)
        return page

    tabs = [
        (Text("本所信息", "The office"), office),
        (BACKUPS, backup),
        (BIN, bin),
        (STEPS, steps),
    ]
    tabs += [
        (PHRASE.title, lambda: window.plain_list(PHRASE)),
        (Text("代码表", "Choices"), lambda: CodesPage(opened, window.changes)),
        (Text("期限", "Terms"), lambda: DeadlinesPage(window.plain_list(DEADLINE_RULE))),
        (HOLIDAY.title, lambda: HolidaysPage(window.plain_list(HOLIDAY))),
        (CATEGORIES, lambda: CategoriesPage(opened, window.changes)),
        (LEVELS, lambda: GradesPage(opened, window.plain_list(RISK_GRADE))),
        (Text("案件补贴", "Subsidies"), subsidies),
        (HARDSHIP_STANDARD.title, lambda: window.plain_list(HARDSHIP_STANDARD)),
        (AID_RATE.title, lambda: window.plain_list(AID_RATE)),
        (PURGE_TAB, purge),
        (USERS_TAB, lambda: make_users_page(window)),
        (TRAIL_TAB, lambda: TrailPage(opened)),
        (THIS_PC, lambda: ThisPcPage(window)),
    ]
    page = TabsPage(opened.db, Text("设置与备份", "Settings and backups"), tabs)
    for number, (words, _) in enumerate(tabs):
        if words not in FOR_ALL:
            limit_tab(page.tabs.widget(number), opened.role)
    page.open_record.connect(window.open_record)
    return page
