"""The fields of one record as cards, section by section, in the order of the paper form."""

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from core.codes import CodeBook
from core.errors import UserError
from core.field import Field, Problem, RecordKind, Row
from core.text import Text
from core.usage import Usage
from ui.editors import Editor, editor_for
from ui.measures import INSIDE, px
from ui.pieces import card, column, label, line

NARROWEST = (
    236  # pixels at 100 % a field needs; as many stand side by side as the card has room for
)
MOST_COLUMNS = 3


class RecordForm(QObject):
    """Shows a row, gives back a row, points at problems. Saving is the page's business.

    `cards` are the sections, one each, for the page to place; `order` the widgets in form order.
    """

    edited = Signal(str)  # the field whose words changed; "" when a whole row was shown

    def __init__(
        self,
        kind: RecordKind,
        book: CodeBook,
        parent: QObject,
        *,
        without: Iterable[str] = (),
        framed: bool = True,
        used: Usage | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind, self._is_showing = kind, False
        self._unread: set[str] = set()  # fields left with words that mean nothing
        left_out = {*without, kind.parent}
        names = [n for section in kind.form for n in section.names if n not in left_out]
        used = used or {}
        self.editors = {n: editor_for(kind.field(n), book, used.get(n, ())) for n in names}
        self._boxes = {n: FieldBox(kind.field(n), self.editors[n]) for n in names}
        self.cards = [
            self._card(section.title if framed else None, [n for n in section.names if n in names])
            for section in kind.form
        ]
        for name, editor in self.editors.items():
            editor.edited.connect(lambda *_, name=name: self._tell(name))
            if isinstance(editor.widget, QLineEdit):
                editor.widget.editingFinished.connect(lambda name=name: self._on_left(name))

    @property
    def order(self) -> list[QWidget]:
        return [editor.widget for editor in self.editors.values()]

    def show_row(self, row: Row) -> None:
        """Only fields that differ are touched, so that a cursor stays where it is. Told once, with
        no name: nobody typed."""
        self._is_showing = True
        for name, editor in self.editors.items():
            value = row.get(name)
            if value is None and not editor.raw():
                continue
            if _value_or_nothing(editor) != value or not editor.raw():
                editor.put(value)
        self._is_showing = False
        self.edited.emit("")

    def _tell(self, name: str) -> None:
        if name in self._unread:
            self._on_mended(name)
        if not self._is_showing:
            self.edited.emit(name)

    def _on_left(self, name: str) -> None:
        """Words that mean nothing are said at once; they were typed a moment ago."""
        try:
            self.editors[name].get()
        except UserError as error:
            self._unread.add(name)
            self.say_at(name, [Problem(name, error.message)])

    def _on_mended(self, name: str) -> None:
        """What was said when the field was left goes as soon as its words can be read."""
        try:
            self.editors[name].get()
        except UserError:
            return
        self._unread.discard(name)
        self.say_at(name, [])

    def put(self, values: Mapping[str, Any]) -> None:
        """Only these fields."""
        for name, value in values.items():
            if name in self.editors:
                self.editors[name].put(value)

    def row(self) -> tuple[dict[str, Any], list[Problem]]:
        """The values, and a problem for each field whose words mean nothing (None in the row)."""
        values: dict[str, Any] = {}
        found = []
        for name, editor in self.editors.items():
            try:
                values[name] = editor.get()
            except UserError as error:
                values[name] = None
                found.append(Problem(name, error.message))
        return values, found

    def raw(self) -> dict[str, str]:
        """The words as they stand: equal to those of before when nothing was changed."""
        return {name: editor.raw() for name, editor in self.editors.items()}

    def put_raw(self, words: Mapping[str, str]) -> None:
        """Words as `raw` gave them; fields not named keep theirs."""
        for name, said in words.items():
            if name in self.editors and self.editors[name].raw() != said:
                self.editors[name].put_raw(said)

    def say_at(self, name: str, problems: list[Problem]) -> None:
        """What is wrong at one field, at once; the other fields keep what is said at them."""
        if name in self._boxes:
            self._boxes[name].show_problems(problems)

    def add_beside(self, name: str, widget: QWidget) -> None:
        """A small button at the right of a field's label."""
        self._boxes[name].head.addWidget(widget)

    def put_under(self, name: str, widget: QWidget) -> None:
        """Below the line of fields that one stands in."""
        grid = self._boxes[name].parentWidget()
        assert isinstance(grid, FieldGrid)
        grid.put_under(self._boxes[name], widget)

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """At each field its problems; those of before disappear."""
        by_name: dict[str, list[Problem]] = {}
        for problem in problems:
            by_name.setdefault(problem.name, []).append(problem)
        for name, box in self._boxes.items():
            box.show_problems(by_name.get(name, []))

    def focus(self, name: str = "") -> None:
        """Into a field, or into the first one."""
        name = name if name in self.editors else next(iter(self.editors))
        self.editors[name].widget.setFocus(Qt.FocusReason.TabFocusReason)

    def _card(self, title: Text | None, names: list[str]) -> QFrame:
        made = card() if title else QFrame()
        rows = column(made, INSIDE if title else 0)
        if title:
            rows.addWidget(label(title, "section"))
        rows.addWidget(FieldGrid([self._boxes[name] for name in names]))
        return made


class FieldBox(QWidget):
    """A field with its label above and what is wrong with it below."""

    def __init__(self, field: Field, editor: Editor) -> None:
        super().__init__()
        self.is_wide = isinstance(editor.widget, QPlainTextEdit)
        self._widget = editor.widget
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        mark = Text("{label} *", "{label} *") if field.required else Text("{label}", "{label}")
        name = label(mark.format(label=field.label), "label", wrap=True)
        name.setBuddy(editor.widget)
        name.setToolTip(str(field.hint or ""))
        self._complaint: QLabel | None = None  # made with the first problem: most fields have none
        self.head = line(between=4)
        self.head.addWidget(name, 1)
        rows.addLayout(self.head)
        rows.addWidget(editor.widget)
        for widget in (name, editor.widget):
            if field.hint:
                widget.setToolTip(str(field.hint))
        self._rows = rows
        rows.addStretch()
        editor.widget.setAccessibleName(str(field.label))
        editor.widget.setAccessibleDescription(str(field.hint or ""))

    def show_problems(self, problems: list[Problem]) -> None:
        is_fault = any(not p.warning for p in problems)
        if problems and self._complaint is None:
            self._complaint = label(role="complaint", wrap=True)
            self._complaint.setToolTip(self._widget.toolTip())
            self._rows.insertWidget(2, self._complaint)  # under the label and the field
        if self._complaint is not None:
            self._complaint.setText("\n".join(str(p.message) for p in problems))
            self._complaint.setVisible(bool(problems))
            _restyle(self._complaint, "warning", on=not is_fault)
        _restyle(self._widget, "fault", on=is_fault)


class FieldGrid(QWidget):
    """Fields in as many columns as there is room for; notes take a line of their own."""

    def __init__(self, boxes: list[FieldBox]) -> None:
        super().__init__()
        self._boxes, self._columns = boxes, 0
        self._under: tuple[FieldBox, QWidget] | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(INSIDE)
        self._grid.setVerticalSpacing(10)
        self._place(MOST_COLUMNS)

    def put_under(self, box: FieldBox, widget: QWidget) -> None:
        """Across the grid, below the line the box stands in: the box itself does not move."""
        self._under = (box, widget)
        self._place_under()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fitting = (self.width() + INSIDE) // (px(NARROWEST) + INSIDE)
        self._place(max(1, min(MOST_COLUMNS, fitting)))

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        for each in range(max(columns, self._columns)):
            self._grid.setColumnStretch(each, 1 if each < columns else 0)
        self._columns = columns
        at, place = 0, 0
        for box in self._boxes:
            if box.is_wide and place:
                at, place = at + 1, 0
            self._grid.addWidget(box, 2 * at, place, 1, columns if box.is_wide else 1)
            place += columns if box.is_wide else 1
            if place >= columns:
                at, place = at + 1, 0
        self._place_under()

    def _place_under(self) -> None:
        """The odd lines of the grid are kept free for it; empty ones take no room."""
        if self._under is not None:
            box, widget = self._under
            self._grid.removeWidget(widget)
            line, _, _, _ = self._position(box)
            self._grid.addWidget(widget, line + 1, 0, 1, self._columns)

    def _position(self, box: FieldBox) -> tuple[int, int, int, int]:
        at = self._grid.indexOf(box)
        found = self._grid.getItemPosition(at)
        assert isinstance(found, tuple)
        return found


def _value_or_nothing(editor: Editor) -> Any:
    try:
        return editor.get()
    except UserError:
        return None


def _restyle(widget: QWidget, name: str, *, on: bool) -> None:
    """Set a property the style sheet looks at."""
    if widget.property(name) != on:
        widget.setProperty(name, on)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
