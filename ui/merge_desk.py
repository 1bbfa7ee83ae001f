"""合并台: drop packages, look at what they would do, decide, merge; one package after the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QStackedWidget, QWidget
from sqlite_utils import Database

from core.merging.apply import Decisions, Merged
from core.merging.compare import Counts
from core.merging.preview import Preview
from core.progress import Progress
from core.records import KINDS
from core.text import Text
from db.connect import Opened
from ui import handing_in
from ui.changes import Changes
from ui.handing_in import Laid
from ui.icons import icon
from ui.jobs import run_job
from ui.measures import BETWEEN, FAINT, px
from ui.merge_preview import MergePreview
from ui.merges_list import MergesList
from ui.pieces import button, column, label, line

READING = Text("正在读取和核对数据包", "Reading the package")
MERGING = Text("正在合并", "Merging")
PACKAGES = Text("数据包 (*.tjb)", "Packages (*.tjb)")
CHOOSE = Text("选择数据包…", "Choose packages…")
DROP = Text(
    "把数据包拖到这里,可以一次拖几个。先看内容,点“合并”才写入。",
    "Drop packages here, several at once. Nothing is written before you say so.",
)
MERGED = Text(
    "已合并{name}:新增 {new},更改 {changed},删除 {deleted},冲突待定 {left} 处",
    "Merged {name}: {new} new, {changed} changed, {deleted} deleted, {left} conflicts left",
)
UNCHANGED = Text("{name}的数据包没有新的内容", "Nothing new in the package of {name}")
WAITING = Text("后面还有 {n} 个数据包", "{n} more packages wait")


@dataclass(frozen=True)
class _Read:
    laid: Laid
    found: Preview


class MergeDesk(QWidget):
    """Nothing is written before 合并. What was laid out is thrown away when it is left."""

    said = Signal(object)  # Text
    undo_wanted = Signal(int)
    behind = Signal(list, str)
    print_wanted = Signal(object)
    looking = Signal(bool)  # at a package

    def __init__(self, opened: Opened, changes: Changes) -> None:
        super().__init__()
        self._opened, self._changes = opened, changes
        self._queue: list[Path] = []
        self._laid: Laid | None = None
        self.setAcceptDrops(True)
        rows = column(self, between=BETWEEN)
        self._stack = QStackedWidget()
        self.drop = DropPlace(self.choose_files)
        self.merges = MergesList(opened, changes)
        for name in ("undo_wanted", "behind", "print_wanted"):
            getattr(self.merges, name).connect(getattr(self, name))
        start = QWidget()
        inner = column(start, between=BETWEEN)
        inner.addWidget(self.drop)
        inner.addWidget(self.merges, 1)
        self.preview = MergePreview(opened)
        self.preview.merge_wanted.connect(self.merge)
        self.preview.left.connect(self.leave)
        self.preview.look_again.connect(self._look_again)
        self.waiting = label(role="small")
        self._stack.addWidget(start)
        self._stack.addWidget(self.preview)
        rows.addWidget(self.waiting)
        rows.addWidget(self._stack, 1)
        self.waiting.hide()

    # --- packages --------------------------------------------------------------------------------

    def choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, str(CHOOSE), "", str(PACKAGES))
        self.take([Path(name) for name in chosen])

    def take(self, paths: Sequence[Path]) -> None:
        """One after the other; a package that cannot be read is said and left out."""
        self._queue += [p for p in paths if p not in self._queue]
        if self._laid is None:
            self._next()

    def leave(self) -> None:
        """Do not merge the one shown; the next, if one waits."""
        self._let_go()
        self._next()

    def merge(self) -> None:
        """What was shown, as it was shown, with what was decided."""
        assert self._laid is not None
        assert self.preview.found is not None
        work = partial(
            _merge,
            opened=self._opened,
            laid=self._laid,
            expected=self.preview.found.counts,
            decisions=self.preview.decisions(),
            with_outside=self.preview.outside.isChecked(),
            unverified=self.preview.sure.isChecked(),
        )
        run_job(self, self._opened, MERGING, work, self._merged)

    @property
    def is_empty(self) -> bool:
        """Whether no package is being looked at."""
        return self._laid is None

    def _next(self) -> None:
        self._show_waiting()
        if not self._queue:
            self._stack.setCurrentIndex(0)
            self.looking.emit(False)
            return
        path = self._queue.pop(0)
        job = run_job(self, self._opened, READING, partial(_read, self._opened, path), self._show)
        job.ended.connect(self._go_on)

    def _go_on(self) -> None:
        """After one that could not be read."""
        if self._laid is None:
            self._next()

    def _show(self, read: _Read) -> None:
        self._laid = read.laid
        self.preview.show_package(read.laid, read.found)
        self._stack.setCurrentIndex(1)
        self.looking.emit(True)
        self._show_waiting()
        self.preview.merge_button.setFocus()

    def _look_again(self) -> None:
        assert self._laid is not None
        laid, outside = self._laid, self.preview.outside.isChecked()
        work = partial(_look, opened=self._opened, laid=laid, with_outside=outside)
        run_job(self, self._opened, READING, work, self._show)

    def _merged(self, done: Merged) -> None:
        assert self._laid is not None
        m = self._laid.package.manifest
        name = m.village_name or m.office_name
        self._let_go()
        c = done.counts
        said = MERGED if done.step is not None else UNCHANGED
        self.said.emit(
            said.format(
                name=name,
                new=c.new,
                changed=c.changed,
                deleted=c.deleted + c.purged,
                left=c.conflicts - done.decided,
            )
        )
        self._changes.happened.emit(frozenset(k.table for k in KINDS))
        self._next()

    def _let_go(self) -> None:
        if self._laid is not None:
            handing_in.throw_away(self._laid)
        self._laid = None

    def _show_waiting(self) -> None:
        self.waiting.setVisible(bool(self._queue))
        self.waiting.setText(str(WAITING.format(n=len(self._queue))))

    # --- dropping --------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self.drop.light(on=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop.light(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop.light(on=False)
        urls = event.mimeData().urls()
        event.acceptProposedAction()
        self.take([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])


class DropPlace(QWidget):
    """Where packages are dropped, and the button for those who do not drag."""

    def __init__(self, choose: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("drop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = line(self, 16)
        sign = QLabel()
        sign.setPixmap(icon("download", FAINT).pixmap(px(32), px(32)))
        row.addWidget(sign)
        row.addWidget(label(DROP, wrap=True), 1)
        row.addWidget(button(CHOOSE, choose, sign="folder-open", role="primary"))

    def light(self, *, on: bool) -> None:
        self.setProperty("dropping", on)
        self.style().unpolish(self)
        self.style().polish(self)


def _read(opened: Opened, path: Path, db: Database, progress: Progress) -> _Read:
    """In the worker's thread, on its connection."""
    here = replace(opened, db=db)
    laid = handing_in.lay_out(here, path, progress=progress)
    try:
        return _Read(laid, handing_in.look(here, laid, progress))
    except BaseException:
        handing_in.throw_away(laid)
        raise


def _look(
    db: Database, progress: Progress, *, opened: Opened, laid: Laid, with_outside: bool
) -> _Read:
    here = replace(opened, db=db)
    return _Read(laid, handing_in.look(here, laid, progress, with_outside=with_outside))


def _merge(
    db: Database,
    progress: Progress,
    *,
    opened: Opened,
    laid: Laid,
    expected: Counts,
    decisions: Decisions,
    with_outside: bool,
    unverified: bool,
) -> Merged:
    return handing_in.carry_in(
        replace(opened, db=db),
        laid,
        expected,
        decisions,
        progress,
        with_outside=with_outside,
        unverified=unverified,
    )
