"""Under a party being typed: persons of earlier records who may be the same, to take over."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPushButton, QWidget
from sqlite_utils import Database

from core.codes import CodeBook
from core.lookalike import MOST, LookAlike, Why, data_of, look_alikes
from core.records import DISPUTE, PARTY
from core.show import masked, shown
from core.text import Text
from ui.form import RecordForm
from ui.pieces import Elided, button, column, emptied, label, line

WATCHED = ("name", "id_number", "phone", "org_or_address")
WAIT = 120  # milliseconds without a key before it is looked
REASONS = {
    Why.ID: Text("证件号码相同", "Same ID number"),
    Why.PHONE: Text("电话相同", "Same phone"),
    Why.NAME: Text("同名", "Same name"),
}
HEAD = Text(
    "以前登记过的人(Alt+1…5 用此人资料,↓ 进入)",
    "Persons of earlier records (Alt+1…5 takes the data, ↓ goes there)",
)
USE = Text("用此人资料", "Use this person")
OPEN = Text("打开那条记录", "Open that record")
#: What tells one person from another, in this order.
TOLD = ("name", "gender", "org_or_address", "id_number", "phone")


@dataclass(frozen=True)
class Beside:
    """What the page knows about the case: its id, and its village for who is near."""

    dispute: str
    village: str | None


class LookAlikeStrip(QFrame):
    """Never takes the focus by itself: who goes on typing is not disturbed."""

    taken = Signal()  # the fields were filled
    open_record = Signal(str, str)

    def __init__(
        self, db: Database, form: RecordForm, book: CodeBook, beside: Callable[[], Beside]
    ) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._db, self._form, self._book, self._beside = db, form, book, beside
        self.found: list[LookAlike] = []
        self._field: QWidget | None = None  # where the cursor was
        self._at = WATCHED[0]  # the field it stands under
        rows = column(self, 10, 4)
        rows.addWidget(label(HEAD, "small", wrap=True))
        self._lines = column(between=2)
        rows.addLayout(self._lines)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT)
        self._wait.timeout.connect(self.look)
        form.edited.connect(self._on_edited)
        for name in WATCHED:
            form.editors[name].widget.installEventFilter(self)
        self.hide()

    def listen_in(self, row: QWidget) -> None:
        """Alt+1 … Alt+5 while the cursor is in the row."""
        for place in range(MOST):
            keys = QShortcut(QKeySequence(f"Alt+{place + 1}"), row)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(partial(self.use, place))

    def look(self) -> None:
        """Show who is like the person typed so far."""
        self._wait.stop()
        beside = self._beside()
        self.found = look_alikes(
            self._db, self._typed(), dispute=beside.dispute, village=beside.village
        )
        if self.found:
            self._form.put_under(self._at, self)
        emptied(self._lines)
        for place, person in enumerate(self.found):
            self._lines.addWidget(self._line(place, person))
        self.setVisible(bool(self.found))

    def use(self, place: int) -> None:
        """Take the data of one person over; the strip has done its work."""
        if not self.isVisible() or place >= len(self.found):
            return
        field = self._field
        self._form.put(data_of(self.found[place], self._typed()))
        self._wait.stop()
        self.hide()
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.taken.emit()

    def open(self, place: int) -> None:
        self.open_record.emit(DISPUTE.table, self.found[place].dispute)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and self.isVisible():
            if watched in self._buttons():
                return self._in_strip(watched, event)
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
                self._field = watched if isinstance(watched, QWidget) else None
                self._buttons()[0].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _in_strip(self, watched: QObject, event: QKeyEvent) -> bool:
        """Arrows go from button to button, Enter presses, Esc goes back to the field."""
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        buttons = self._buttons()
        at = next(i for i, b in enumerate(buttons) if b is watched)
        by = _STEPS.get(Qt.Key(event.key()), 0)
        if by and 0 <= at + by < len(buttons):
            buttons[at + by].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            buttons[at].click()
        elif self._field and (event.key() == Qt.Key.Key_Escape or by < 0):
            self._field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            return by != 0
        return True

    def _buttons(self) -> list[QPushButton]:
        found = []
        for place in range(self._lines.count()):
            item = self._lines.itemAt(place)
            if item is not None and (widget := item.widget()) is not None:
                found += widget.findChildren(QPushButton)
        return found

    def _on_edited(self, name: str) -> None:
        if name in WATCHED and self._form.editors[name].widget.hasFocus():
            self._field = self._form.editors[name].widget
            self._wait.start()
            self._at = name

    def _typed(self) -> dict[str, Any]:
        return self._form.row()[0]

    def _line(self, place: int, person: LookAlike) -> QWidget:
        made = QWidget()
        row = line(made, between=4)
        words = self._words(person)
        row.addWidget(Elided(words), 1)
        use = button(USE, partial(self.use, place), role="plain")
        use.setToolTip(f"Alt+{place + 1}")
        opener = button(OPEN, partial(self.open, place), role="plain")
        opener.setToolTip(f"{person.number} {person.accepted_on}".strip())
        for each in (use, opener):
            each.setAccessibleDescription(words)
            each.installEventFilter(self)
            row.addWidget(each)
        return made

    def _words(self, person: LookAlike) -> str:
        """Why, who, and in which record."""
        party = person.party
        told = [
            masked(name, shown(PARTY.field(name), party[name], self._book))
            for name in (*TOLD, *(() if party["id_number"] else ("birth_date",)))
            if party[name] is not None
        ]
        record = f"{person.number} {person.accepted_on}".strip()
        return " · ".join([str(REASONS[person.why]), *told, *([record] if record else [])])


_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -2,
    Qt.Key.Key_Down: 2,
}
