"""案件补贴: the claims, what can be done with them at each stage, and the sheets to be signed."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QDialog, QMenu, QWidget
from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.paper.subsidy_sheets import SHEETS, period_of, write_sheet
from core.progress import Progress
from core.records import OFFICE, SUBSIDY_CLAIM
from core.subsidy import chain
from core.subsidy.chain import Moved, Stage
from core.text import Text
from db.connect import Opened
from ui.changes import Changes
from ui.exporting import EXCEL, ask_where_to_save
from ui.jobs import run_job
from ui.list_page import ListPage
from ui.measures import BETWEEN, PAGE, scale
from ui.messages import show_error, tell
from ui.pieces import Flow, button, column, today
from ui.subsidy_dialogs import ClaimDialog, StageDialog
from ui.top_line import TopLine

TITLE = Text("案件补贴", "Subsidies")
CLAIM = Text("提出申报…", "Claim…")
MORE = Text("审核与补贴表", "Review, sheets")
ROOM_FOR_STEPS = 1.6  # type size up to which the steps stand in a row of their own
WORKING = Text("正在处理申报", "Working on the claims")
PDF = Text("PDF 文书 (*.pdf)", "PDF (*.pdf)")
#: Status a claim goes to -> words of the button.
STEPS = {
    "office_reviewed": Text("司法所初审通过", "Office: approve"),
    "county_reviewed": Text("县(区)局审核通过", "County: approve"),
    "paid": Text("登记发放", "Paid"),
    "rejected": Text("不予补贴…", "Refuse…"),
}
CHOOSE = Text("请先在列表中选中申报,空格键可以多选。", "Choose claims first; space marks many.")
CLAIMED = Text("已申报 {n} 件", "Claimed {n}")
MOVED = Text("{status}:{n} 件", "{status}: {n}")
LEFT = Text("{n} 件没有改动:{why}", "{n} left as they were: {why}")


class SubsidyPage(QWidget):
    """The list of claims with the steps of the review above it."""

    said = Signal(object)  # Text, of a step that can be taken back
    exported = Signal(object)  # Path
    open_record = Signal(str, str)

    def __init__(
        self, opened: Opened, changes: Changes, own: ListPage, last_folder: Callable[[], Path]
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._opened, self._changes, self._own = opened, changes, own
        self._last_folder = last_folder
        rows = column(self, between=BETWEEN)
        rows.setContentsMargins(PAGE, 14, PAGE, 10)
        self.more = button(MORE, self._offer, sign="printer")
        claim = button(CLAIM, self.claim, sign="plus", role="primary")
        self.top = TopLine(opened.db, TITLE, self.more, claim)
        self.top.open_record.connect(self.open_record)
        rows.addWidget(self.top)
        rows.addWidget(own, 1)
        self.steps = self._steps()
        rows.addWidget(self.steps)
        self._fit()

    def list_page(self) -> ListPage:
        """The list that menu entries such as "new" mean here."""
        return self._own

    def claim(self) -> None:
        """From the settled disputes of a period."""
        if n := claim_many(self, self._opened, self._changes, ()):
            self.said.emit(CLAIMED.format(n=n))

    def review(self, status: str) -> None:
        """Take the claims marked, else the one chosen, a stage further."""
        if not (ids := self._chosen()):
            self.said.emit(CHOOSE)
            return
        by = self._head() if status == "office_reviewed" else ""
        dialog = StageDialog(self, self._opened.db, status, len(ids), by)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            reason = dialog.reason() if status == "rejected" else ""
            work = partial(_move, ids=ids, stage=dialog.stage(), reason=reason)
            run_job(self, self._opened, WORKING, work, partial(self._moved, status))

    def write(self, name: str, ending: str) -> None:
        """A sheet of the claims marked, else of all the list shows."""
        ids = self._own.marked_in_order() or self._own.shown
        if not ids:
            self.said.emit(Text("列表中没有申报。", "There are no claims in the list."))
            return
        words, _ = SHEETS[name]
        period = period_of(self._opened.db, ids)
        title = Text("案件补贴{sheet}{period}", "Subsidies {sheet} {period}")
        title = title.format(sheet=words, period=period)
        kind = EXCEL if ending == ".xlsx" else PDF
        if path := ask_where_to_save(self, self._last_folder(), title, ending, kind):
            work = partial(_write, name=name, ids=ids, period=period, path=path)
            run_job(self, self._opened, WORKING, work, lambda _: self.exported.emit(path))

    def _steps(self) -> QWidget:
        made = QWidget()
        row = Flow(made)
        for status, words in STEPS.items():
            row.addWidget(button(words, partial(self.review, status)))
        return made

    def _offer(self) -> None:
        """The steps again, for large type, and every sheet in both forms."""
        menu = QMenu(self)
        for status, step in STEPS.items():
            menu.addAction(str(step), partial(self.review, status))
        menu.addSeparator()
        for name, (words, _) in SHEETS.items():
            for ending, said in ((".pdf", "PDF"), (".xlsx", "Excel")):
                menu.addAction(f"{words}  {said}", partial(self.write, name, ending))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """Where the type is large the list keeps the room of the steps."""
        if hasattr(self, "steps"):
            self.steps.setHidden(scale() > ROOM_FOR_STEPS)

    def _chosen(self) -> list[str]:
        if marked := self._own.marked_in_order():
            return marked
        one = self._own.record_id()
        return [one] if one else []

    def _head(self) -> str:
        office = next(iter(store.find(self._opened.db, OFFICE, limit=1)), {})
        return office.get("head") or ""

    def _moved(self, status: str, done: Moved) -> None:
        if done.moved:
            self._changes.happened.emit(frozenset({SUBSIDY_CLAIM.table}))
            self.said.emit(MOVED.format(status=STEPS[status], n=done.moved))
        if done.left:
            tell(self, LEFT.format(n=len(done.left), why=done.left[0][1]))


def claim_many(
    parent: QWidget, opened: Opened, changes: Changes, dispute_ids: Sequence[str]
) -> int:
    """Ask which cases, then claim them as one step; how many were."""
    dialog = ClaimDialog(parent, opened.db, dispute_ids)
    if dialog.exec() != QDialog.DialogCode.Accepted or not (chosen := dialog.chosen()):
        return 0
    try:
        chain.apply_for(opened.db, chosen, today().isoformat())
    except UserError as error:
        show_error(parent, error)
        return 0
    changes.happened.emit(frozenset({SUBSIDY_CLAIM.table}))
    return len(chosen)


def _move(
    db: Database, progress: Progress, *, ids: Sequence[str], stage: Stage, reason: str
) -> Moved:
    progress(0, len(ids))
    if stage.status == "rejected":
        return chain.refuse(db, ids, reason, stage)
    return chain.advance(db, ids, stage)


def _write(
    db: Database, progress: Progress, *, name: str, ids: Sequence[str], period: Text, path: Path
) -> None:
    progress(0, 1)
    write_sheet(db, name, ids, period, path, overwrite=True)
