"""Where the list of 今日 is empty: that nothing is due, or the zero reports nobody has made yet.

A level of which no round was ever entered is not reminded of with a date; a new office would read
that nothing is due while every village still owes a zero report.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QStackedWidget
from sqlite_utils import Database

from core.rounds import Owed, owed
from core.text import Text
from ui.pieces import button, empty_page, today

NOTHING = Text("今天没有到期的事项", "Nothing is due")
NOTHING_HINT = Text(
    "7 日内到期和已经超期的纠纷、协议会列在这里。",
    "Disputes and agreements due within 7 days or overdue will stand here.",
)
ROUNDS = Text("没有到期的纠纷、协议;还有 {n} 轮排查没有登记", "{n} screening rounds are missing")
ROUNDS_HINT = Text(
    "本时段最早到 {last} 为止。没有发现纠纷的,一键零报告 (Ctrl+Shift+R)。",
    "The first period ends on {last}. Nothing found: a zero report, in one click (Ctrl+Shift+R).",
)
REPORT = Text("零报告…", "Zero reports…")


class NothingDue(QStackedWidget):
    """Asked anew whenever the day is read."""

    rounds_wanted = Signal(str, str)  # level, id of the village

    def __init__(self, db: Database) -> None:
        super().__init__()
        self._db = db
        self.setMinimumHeight(1)
        self.addWidget(empty_page("calendar", NOTHING, NOTHING_HINT))

    def refresh(self, *, is_all: bool) -> None:
        """`is_all`: nothing is due of any sort, not only of the card pressed."""
        found = owed(self._db, today(), whole=True) if is_all else []
        page = empty_page("search-check" if found else "calendar", *said_of(found))
        rows = page.layout()
        if found and isinstance(rows, QBoxLayout):
            place = found[0].level, found[0].village_id
            report = button(REPORT, partial(self.rounds_wanted.emit, *place), sign="check")
            rows.insertWidget(rows.count() - 1, report, 0, Qt.AlignmentFlag.AlignHCenter)
        old = self.currentWidget()
        self.addWidget(page)
        self.setCurrentWidget(page)
        self.removeWidget(old)
        old.deleteLater()


def said_of(found: list[Owed]) -> tuple[Text, Text]:
    """What stands there, and the hint below it."""
    if not found:
        return NOTHING, NOTHING_HINT
    last = min(each.period.last for each in found)
    return ROUNDS.format(n=len(found)), ROUNDS_HINT.format(last=last)
