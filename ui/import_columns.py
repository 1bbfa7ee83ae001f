"""栏目对应: where each column of somebody's sheet goes, and what it has no column for."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QGridLayout, QWidget
from sqlite_utils import Database

from core.codes import CodeBook
from core.errors import UserError
from core.field import Field, RecordKind, Type
from core.importing import Plan, Rules, remember, rules
from core.importing.heads import Target, all_targets, target_label, target_words
from core.records import load_book
from core.text import Text
from ui.choice import ChoiceEditor, Option
from ui.editors import Editor, EnterMoves, editor_for
from ui.measures import BETWEEN, INSIDE, PAGE, px
from ui.pieces import CANCEL, button, column, label, line, scrolled

TITLE = Text("栏目对应", "Columns of the sheet")
HINT = Text(
    "左边是表中的栏目,右边是它填到哪里;空着的不导入。记住以后,同样的表不再问。",
    "At the left the sheet's columns, at the right where they go; an empty one is left out. It is"
    " remembered for sheets like this.",
)
FOR_ALL = Text("表中没有的栏目,新记录统一填写", "What the sheet has no column for, in new records")


class ImportColumns(QDialog):
    """For the sheet of one plan. `done` is called with the days said for this sheet alone, once
    everything else is remembered."""

    def __init__(
        self,
        parent: QWidget | None,
        db: Database,
        found: Plan,
        done: Callable[[dict[str, str]], None],
    ) -> None:
        super().__init__(parent)
        self._db, self._plan, self._done = db, found, done
        self._kind: RecordKind = found.kind
        self.setWindowTitle(str(TITLE))
        self.resize(px(720), px(560))
        self.pickers = {header: self._picker(target) for header, target in found.goes_to}
        self._first = {header: picker.text() for header, picker in self.pickers.items()}
        self.fixed = self._fixed(load_book(db))
        rows = column(self, PAGE, BETWEEN)
        rows.addWidget(label(HINT, "small", wrap=True))
        rows.addWidget(scrolled(self._content()), 1)
        self.fault = label(role="fault", wrap=True)
        self.fault.hide()
        rows.addWidget(self.fault)
        foot = line()
        foot.addStretch()
        foot.addWidget(button(CANCEL, self.reject))
        self._keep_button = button(Text("记住", "Remember"), self.keep, role="primary")
        foot.addWidget(self._keep_button)
        rows.addLayout(foot)
        self._enter = EnterMoves(self._move, self)
        for widget in self._order():
            widget.installEventFilter(self._enter)

    def keep(self) -> None:
        """Columns whose place was changed, and the values for all rows; the others stay as the
        program understands them."""
        if not self._is_sound():
            return
        chosen = {header: picker.value() or "" for header, picker in self.pickers.items()}
        before = rules(self._db, self._kind, self._plan.profile)
        changed = {h: to for h, to in chosen.items() if self.pickers[h].text() != self._first[h]}
        said = {name: e.raw().strip() for name, e in self.fixed.items() if e.raw().strip()}
        days = {name: day for name, day in said.items() if self._is_day(name)}
        kept = {name: words for name, words in said.items() if name not in days}
        now = Rules({**before.headers, **changed}, kept)
        remember(self._db, self._kind, self._plan.profile, now)
        self.accept()
        self._done(days)

    def _is_day(self, name: str) -> bool:
        """The day of one month's ledger must not come into the next month's by itself."""
        return self._kind.field(name).type is Type.DATE

    def _is_sound(self) -> bool:
        """What means nothing is said at once, not row by row later, with the cursor in it."""
        values: list[tuple[QWidget, Callable[[], object]]] = [
            (picker, picker.value) for picker in self.pickers.values()
        ]
        values += [(editor.widget, editor.get) for editor in self.fixed.values()]
        for widget, value in values:
            try:
                value()
            except UserError as error:
                self.fault.setText(str(error.message))
                self.fault.show()
                widget.setFocus()
                return False
        return True

    def _order(self) -> list[QWidget]:
        editors = [editor.widget for editor in self.fixed.values()]
        return [*self.pickers.values(), *editors, self._keep_button]

    def _move(self, by: int) -> None:
        order, at = self._order(), QApplication.focusWidget()
        if at in order:
            to = order[min(max(order.index(at) + by, 0), len(order) - 1)]
            to.setFocus(Qt.FocusReason.TabFocusReason)

    def _picker(self, target: Target | None) -> ChoiceEditor:
        places = all_targets(self._kind)
        if target and target not in places:
            places.insert(0, target)
        made = ChoiceEditor(
            [Option(target_words(self._kind, t), str(target_label(t))) for t in places]
        )
        if target:
            made.choose(target_words(self._kind, target))
        made.setPlaceholderText(str(Text("不导入", "Left out")))
        return made

    def _fixed(self, book: CodeBook) -> dict[str, Editor]:
        """What a record cannot do without, and what is filled in already."""
        placed = {t.field.name for _, t in self._plan.goes_to if t and not t.part}
        known = {self._field(label).name: words for label, words in self._plan.fixed}
        found = {}
        for field in self._kind.fields:
            wanted = field.required or field.name in known
            if wanted and field.name not in placed and field.name != self._kind.parent:
                found[field.name] = editor_for(field, book)
                found[field.name].put_raw(known.get(field.name, ""))
        return found

    def _field(self, label_: str) -> Field:
        return next(f for f in self._kind.fields if f.label.zh == label_)

    def _content(self) -> QWidget:
        content = QWidget()
        rows = column(content, INSIDE, BETWEEN)
        grid = QGridLayout()
        grid.setHorizontalSpacing(INSIDE)
        grid.setColumnStretch(1, 1)
        for header, picker in self.pickers.items():
            self._place(grid, header, picker)
        rows.addLayout(grid)
        if self.fixed:
            rows.addWidget(label(FOR_ALL, "section", wrap=True))
            below = QGridLayout()
            below.setHorizontalSpacing(INSIDE)
            below.setColumnStretch(1, 1)
            for name, editor in self.fixed.items():
                self._place(below, str(self._kind.field(name).label), editor.widget)
            rows.addLayout(below)
        rows.addStretch()
        return content

    def _place(self, grid: QGridLayout, words: str, widget: QWidget) -> None:
        name = label(words, "label", wrap=True)
        name.setBuddy(widget)
        name.setMinimumWidth(px(160))
        widget.setAccessibleName(words)
        at = grid.rowCount()
        grid.addWidget(name, at, 0)
        grid.addWidget(widget, at, 1)
