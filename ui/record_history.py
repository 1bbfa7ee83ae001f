"""修改记录: who changed what of a record and when, newest first, each step with 撤销."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QWidget

from core import history
from core.field import RecordKind
from core.history import StepInfo
from core.history_words import Line, Told, told
from core.records import load_book
from core.text import Text
from db.connect import Opened
from db.wraps import Role
from ui.changes import Changes
from ui.measures import BETWEEN, INSIDE, MUTED, px
from ui.messages import confirm
from ui.pieces import Elided, button, card, column, emptied, label, line, scrolled
from ui.steps_page import local_time

TITLE = Text("修改记录:{name}", "History: {name}")
NONE = Text("还没有保存过,没有修改记录。", "Not saved yet; there is no history.")
MOST = 100  # steps shown at once
EARLIER = Text("还有更早的 {n} 步,全部显示", "{n} earlier steps: show all")
UNDONE = Text("已撤销", "taken back")
WIDER = Text(
    "“{words}”这一步还涉及另外 {n} 条记录,会一起撤销。",
    "The step “{words}” also wrote {n} other records, which will be taken back too.",
)
FIRST = Text(
    "撤销“{words}”会把这条记录放入回收站。",
    "Taking back “{words}” puts this record into the recycle bin.",
)
UNDO = Text("撤销", "Undo")

#: Takes a step back and gives what to tell about it; None if nothing was done.
Undo = Callable[[int], Text | None]


class RecordHistory(QDialog):
    """Stays open while steps are taken back; each taking back is a new step at the top."""

    def __init__(
        self,
        parent: QWidget,
        opened: Opened,
        changes: Changes,
        kind: RecordKind,
        id: str,
        name: str,
        undo: Undo,
    ) -> None:
        super().__init__(parent)
        self._opened, self._kind, self._id, self._undo = opened, kind, id, undo
        self._most = MOST
        self.setWindowTitle(str(TITLE.format(name=name)))
        room = self.screen().availableGeometry()
        self.resize(min(px(760), room.width() - 60), min(px(620), room.height() - 60))
        rows = column(self, INSIDE, BETWEEN)
        rows.addWidget(Elided(TITLE.format(name=name), "section"))
        self.result_line = label(role="warning", wrap=True)
        self.result_line.hide()
        rows.addWidget(self.result_line)
        content = QWidget()
        self._steps = column(content, between=BETWEEN)
        self._steps.setContentsMargins(0, 0, 8, 0)
        rows.addWidget(scrolled(content), 1)
        foot = line()
        foot.addStretch()
        foot.addWidget(button(Text("关闭 (Esc)", "Close (Esc)"), self.reject))
        rows.addLayout(foot)
        changes.happened.connect(self.refresh)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """As it is now."""
        emptied(self._steps)
        found = told(
            self._opened.db,
            self._id,
            load_book(self._opened.db),
            self._kind,
            mask=self._opened.role is Role.READER,
        )
        for each in found[: self._most]:
            self._steps.addWidget(self._block(each))
        if not found:
            self._steps.addWidget(label(NONE, "small"))
        if len(found) > self._most:
            more = EARLIER.format(n=len(found) - self._most)
            self._steps.addWidget(button(more, self._show_all, role="plain"))
        self._steps.addStretch()

    def take_back(self, step: StepInfo) -> None:
        """Asks where more than a field of this record goes with it."""
        ids = history.touched(self._opened.db, step.id)
        mine = {c.row for s, cs in self._of_case() if s.id == step.id for c in cs}
        if (n := len(ids - mine)) and not confirm(self, WIDER.format(words=step.words, n=n), UNDO):
            return
        if self._made_here(step) and not confirm(self, FIRST.format(words=step.words), UNDO):
            return
        if said := self._undo(step.id):
            self.result_line.setText(str(said))
            self.result_line.show()

    def _of_case(self) -> list[tuple[StepInfo, list[history.Change]]]:
        return history.of_case(self._opened.db, self._id, self._kind)

    def _made_here(self, step: StepInfo) -> bool:
        return any(
            c.row == self._id and c.action == "create"
            for s, cs in self._of_case()
            if s.id == step.id
            for c in cs
        )

    def _show_all(self) -> None:
        self._most = 10**6
        self.refresh()

    def _block(self, each: Told) -> QFrame:
        made = card()
        rows = column(made, INSIDE, 6)
        head = line(between=10)
        head.addWidget(Elided(each.step.words), 1)
        if each.step.undone:
            head.addWidget(label(UNDONE, "small"))
        else:
            undo = button(UNDO, lambda: self.take_back(each.step), sign="undo-2", role="plain")
            spoken = Text("撤销:{words}", "Undo: {words}").format(words=each.step.words)
            undo.setAccessibleName(str(spoken))
            head.addWidget(undo)
        rows.addLayout(head)
        who = Text("{at} · {by}", "{at} · {by}")
        rows.addWidget(label(who.format(at=local_time(each.step.at), by=each.step.by), "small"))
        for change in each.lines:
            shown = label(wrap=True)
            shown.setTextFormat(Qt.TextFormat.RichText)
            shown.setText(markup_of(change))
            shown.setAccessibleName(str(words_of(change)))
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            rows.addWidget(shown)
        return made


def words_of(change: Line) -> Text:
    """当事人 李明朗 年龄:52 → 53."""
    if change.said:
        return Text("{said}", "{said}").format(said=change.said)
    said = Text("{what}{field}:{before} → {after}", "{what}{field}: {before} → {after}")
    what = f"{change.what} · " if change.what else ""
    return said.format(what=what, field=change.field, before=change.before, after=change.after)


def markup_of(change: Line) -> str:
    """The same in colours; every word of a record is escaped."""
    if change.said:
        return escape(change.said)
    what = f"{escape(change.what)} · " if change.what else ""
    colon = Text("{field}:", "{field}: ").format(field=escape(change.field))
    return (
        f'<span style="color:{MUTED}">{what}{colon}<s>{escape(change.before)}</s> → </span>'
        f"{escape(change.after)}"
    )
