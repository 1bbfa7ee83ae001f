"""Rows that belong to a record, typed in place: parties, meetings, agreements."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from core import store
from core.codes import CodeBook
from core.field import RecordKind, Row
from core.show import masked, shown
from core.text import Text
from core.unsaved import RowWords
from core.usage import Usage
from ui.form import RecordForm
from ui.icons import icon
from ui.measures import BETWEEN, INSIDE, MUTED
from ui.pieces import Elided, button, column, label, line

ADD = Text("添加{title} (Insert)", "Add: {title} (Insert)")
NOTHING_IN_IT = 4  # pixels above and below the title of a section without rows
REMOVED = Text(
    "已移除 {n} 条,保存后进入回收站。", "{n} removed; they go to the recycle bin on saving."
)

#: The values a new row begins with, from the rows there are already.
Defaults = Callable[[list[dict[str, Any]]], dict[str, Any]]


class ChildRow(QFrame):
    """One row: a line with what it is, and its fields, which can be folded away. The fields of a
    stored row that is folded are made when somebody wants them: a case has a dozen such rows."""

    removed = Signal(object)
    built = Signal(object)  # its fields are there now

    def __init__(
        self,
        kind: RecordKind,
        book: CodeBook,
        row: Row,
        *,
        is_new: bool,
        used: Usage | None = None,
    ) -> None:
        super().__init__()
        self.kind, self._book, self._used = kind, book, used
        self.id, self.is_new = str(row.get("id") or store.new_id()), is_new
        self._row = dict(row)
        self._form: RecordForm | None = None
        self.first: dict[str, str] = {}  # the words it began with
        rows = column(self, 0, 8)
        rule = QFrame()
        rule.setObjectName("line")
        rows.addWidget(rule)
        rows.addLayout(self._head())
        self.body = QWidget()
        self._inside = column(self.body)
        self.body.hide()
        rows.addWidget(self.body)
        self._name()

    @property
    def form(self) -> RecordForm:
        """Its fields, made now if they are not there yet."""
        if self._form is None:
            made = RecordForm(
                self.kind, self._book, self, without=("position",), framed=False, used=self._used
            )
            self._form = made
            made.show_row(self._row)
            self.first = made.raw()
            for part in made.cards:
                self._inside.addWidget(part)
                part.show()
            made.edited.connect(self._name)
            self.built.emit(self)
        return self._form

    @property
    def is_built(self) -> bool:
        return self._form is not None

    def values(self) -> dict[str, Any]:
        """Field -> value as it stands on the page."""
        if self._form is not None:
            return self._form.row()[0]
        return {f.name: self._row.get(f.name) for f in self.kind.fields if f.name != "position"}

    def words(self) -> dict[str, str]:
        """The words somebody changed it to; of a stored row left alone none."""
        said = self._form.raw() if self._form is not None else {}
        return {} if not self.is_new and said == self.first else said

    def settle(self, row: Row) -> None:
        """What it shows is stored now."""
        self.is_new, self._row = False, dict(row)
        if self._form is not None:
            self._form.show_row(row)
            self.first = self._form.raw()

    def fold(self, *, folded: bool) -> None:
        if not folded:
            _ = self.form  # makes the fields
        self.body.setHidden(folded)
        self.opener.setIcon(icon("chevron-right" if folded else "chevron-down", MUTED))

    def is_empty(self) -> bool:
        """A new row in which nothing was typed is not saved."""
        return self.is_new and self.form.raw() == self.first

    def is_nameless(self) -> bool:
        """A new party with a phone but no name: kept on the screen, not saved."""
        named = self.kind.named_by[0]
        if not self.is_new or named != "name":
            return False
        return not self.form.raw().get(named, "").strip()

    def _head(self) -> Any:
        head = line(between=4)
        self.opener = QPushButton()
        self.opener.setObjectName("plain")
        self.opener.setToolTip(str(Text("展开或收起", "Fold or unfold")))
        self.opener.setAccessibleName(str(Text("展开或收起", "Fold or unfold")))
        self.opener.clicked.connect(lambda: self.fold(folded=not self.body.isHidden()))
        self.fold_name = Elided()
        remove = button(Text("移除", "Remove"), lambda: self.removed.emit(self), role="plain")
        remove.setIcon(icon("trash-2", MUTED))
        remove.setToolTip("Ctrl+Shift+Delete")
        head.addWidget(self.opener)
        head.addWidget(self.fold_name, 1)
        head.addWidget(remove)
        self.opener.setIcon(icon("chevron-down", MUTED))
        return head

    def _name(self, *_: object) -> None:
        """The columns of the kind as one line, so that a folded row says what it is."""
        values = self.values()
        words = []
        for name in self.kind.columns:
            field = self.kind.field(name)
            if said := masked(name, shown(field, values.get(name), self._book)):
                words.append(said if len(said) <= 24 else f"{said[:24]}…")
        self.fold_name.say(" · ".join(words) or Text("(新)", "(new)"))


class ChildRows(QFrame):
    """The section of one child kind on the page of its record."""

    edited = Signal()
    made = Signal(object)  # a ChildRow
    reordered = Signal()  # rows came or went: the way of the Tab key changed

    def __init__(
        self,
        kind: RecordKind,
        book: CodeBook,
        defaults: Defaults,
        parent: QObject,
        used: Usage | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self.kind, self._book, self._defaults, self._used = kind, book, defaults, used
        self.rows: list[ChildRow] = []
        self._taken_out: list[tuple[int, ChildRow]] = []
        self._layout = layout = column(self, INSIDE, BETWEEN)
        head = line()
        self._title = label(kind.title, "section")
        self.adder = button(ADD.format(title=kind.title), self.add, sign="plus")
        head.addWidget(self._title, 1)
        head.addWidget(self.adder)
        self.head = head
        layout.addLayout(head)
        self._place = column(between=BETWEEN)
        layout.addLayout(self._place)
        self._note: QWidget | None = None  # made when the first row is taken out
        self._say()

    def show_rows(self, rows: list[dict[str, Any]], *, folded: bool) -> None:
        """Rows as they are stored; what was there before is let go."""
        for row in [*self.rows, *(r for _, r in self._taken_out)]:
            row.hide()
            row.deleteLater()
        self.rows, self._taken_out = [], []
        for each in rows:
            made = ChildRow(self.kind, self._book, each, is_new=False, used=self._used)
            self._insert(made, len(self.rows))
            made.fold(folded=folded)
        self._say()

    def add(self) -> None:
        """A new row at the end, with the cursor in its first field."""
        self.add_quietly().form.focus()

    def add_quietly(self) -> ChildRow:
        """A new row at the end; the cursor stays where it is."""
        there = [row.values() for row in self.rows]
        begin = self._defaults(there)
        made = ChildRow(self.kind, self._book, begin, is_new=True, used=self._used)
        self._insert(made, len(self.rows))
        made.fold(folded=False)
        self._say()
        self.edited.emit()
        return made

    def remove(self, row: ChildRow) -> None:
        """Taken out until it is put back or the record is saved."""
        self._taken_out.append((self.rows.index(row), row))
        self.rows.remove(row)
        row.hide()
        self._say()
        self.edited.emit()
        (self.rows[-1].form.focus() if self.rows else self.adder.setFocus())

    def put_back(self) -> bool:
        """The row taken out last; False if there is none."""
        if not self._taken_out:
            return False
        at, row = self._taken_out.pop()
        self.rows.insert(at, row)
        row.show()
        row.form.focus()
        self._say()
        self.edited.emit()
        return True

    def row_with(self, widget: QWidget | None) -> ChildRow | None:
        """The row the widget stands in."""
        return next((r for r in self.rows if widget and r.isAncestorOf(widget)), None)

    def filled(self) -> list[ChildRow]:
        """The rows to save."""
        return [row for row in self.rows if not row.is_empty()]

    def kept(self) -> list[ChildRow]:
        """The rows that can be saved: a new one needs what names it, such as a party its name."""
        return [row for row in self.filled() if not row.is_nameless()]

    def unkept(self) -> list[ChildRow]:
        return [row for row in self.filled() if row.is_nameless()]

    def gone(self) -> list[str]:
        """Ids of stored rows that were taken out."""
        return [row.id for _, row in self._taken_out if not row.is_new]

    def settle(self) -> None:
        """Everything shown is stored now."""
        for row in self.kept():
            row.settle(row.values())
        for _, row in self._taken_out:
            row.deleteLater()
        self._taken_out = []
        self._say()

    def words(self) -> tuple[RowWords, ...]:
        """The rows somebody typed into, as a draft keeps them."""
        changed = ((row, row.words()) for row in self.filled())
        return tuple(RowWords(row.id, row.is_new, said) for row, said in changed if said)

    def put_words(self, kept: Iterable[RowWords], gone: Iterable[str]) -> None:
        """As a draft left them: stored rows changed or taken out, new ones in rows still empty."""
        by_id = {row.id: row for row in self.rows}
        for id in gone:
            if row := by_id.get(id):
                self.remove(row)
        for each in kept:
            row = by_id.get(each.id)
            if row is None:
                row = self._empty_row_like(each) or self.add_quietly()
                row.id = each.id
            row.form.put_raw(each.words)
            row.fold(folded=False)

    def _empty_row_like(self, kept: RowWords) -> ChildRow | None:
        """Of the rows still empty the one that begins most like this: the same side of a case."""
        empty = [row for row in self.rows if row.is_empty()]
        return max(
            empty,
            key=lambda row: sum(kept.words.get(n) == said for n, said in row.first.items()),
            default=None,
        )

    def raw(self, rows: Iterable[ChildRow] | None = None) -> list[tuple[str, dict[str, str]]]:
        """The words of the rows somebody typed into, or of some of them."""
        return [(r.id, r.words()) for r in (self.filled() if rows is None else rows)]

    def order(self) -> list[QWidget]:
        return [w for row in self.rows if not row.body.isHidden() for w in row.form.order]

    def _insert(self, row: ChildRow, at: int) -> None:
        self.rows.insert(at, row)
        self._place.addWidget(row)
        row.show()  # at once: keys typed ahead find their field
        row.removed.connect(self.remove)
        row.built.connect(self._on_built)
        self.reordered.emit()

    def _on_built(self, row: ChildRow) -> None:
        row.form.edited.connect(lambda _: self.edited.emit())
        self.made.emit(row)
        self.reordered.emit()

    def _removal_note(self) -> QWidget:
        made = QWidget()
        inside = line(made)
        self._removal_words = label(role="small")
        inside.addWidget(self._removal_words)
        inside.addWidget(button(Text("放回", "Put back"), self.put_back, role="plain"))
        inside.addStretch()
        return made

    def _say(self) -> None:
        counted = Text("{title} {n}", "{title} {n}").format(title=self.kind.title, n=len(self.rows))
        self._title.setText(str(counted if self.rows else self.kind.title))
        n = len(self._taken_out)
        if n and self._note is None:
            self._note = self._removal_note()
            self._layout.addWidget(self._note)
        if self._note is not None:
            self._removal_words.setText(str(REMOVED.format(n=n)))
            self._note.setVisible(n > 0)
        # with nothing in it no more than a line: of a dozen kinds of rows a case has three or four
        least = INSIDE if self.rows or n else NOTHING_IN_IT
        self._layout.setContentsMargins(INSIDE, least, INSIDE, least)
        self.reordered.emit()
