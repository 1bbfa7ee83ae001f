"""Print preview: the real PDF of a form, of a whole case or of many, to print or to save."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMarginsF, QObject, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPageLayout, QPainter, QShortcut, QWheelEvent
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDialog,
    QProgressDialog,
    QPushButton,
    QSizePolicy,
    QWidget,
)
from sqlite_utils import Database

from core import store, trail
from core.audit import Entry
from core.errors import UserError
from core.field import RecordKind
from core.files import whole_file
from core.paper import FORMS, Form, form_named, forms_of, plain_form, write_files, write_form
from core.paper.drawn_sheet import write_sheet
from core.paper.screening_ledger import write_ledger_file
from core.progress import Progress
from core.records import DISPUTE, SCREENING_ITEM, load_book
from core.sheet import Sheet
from core.show import name_of
from core.text import Text
from db.connect import Opened
from db.wraps import Role
from ui.exporting import ask_where_to_save
from ui.jobs import run_job
from ui.measures import BETWEEN, PAGE, px
from ui.messages import show_error
from ui.pieces import CANCEL, Elided, button, column, label, line
from ui.print_settings import PrintChoice, PrintSettings, made_printer
from ui.thumbnails import Thumbnails

LAYING_OUT = Text("正在排版", "Laying out")
PRINTING = Text("正在打印 {n} / {m} 页", "Printing {n} / {m}")
WHOLE_FILE = Text("全部文书(整卷)", "The whole case file")
MANY_FILES = Text("{n} 件整卷", "{n} whole case files")
BLANK = Text("空白文书", "Blank forms")
PLACE = Text("第 {n} 页 / 共 {m} 页", "Page {n} of {m}")
PDF = Text("PDF 文件 (*.pdf)", "PDF file (*.pdf)")
SHARPNESS = 300  # dots per inch a page is sent to the printer with
FIT_WIDTH, FIT_PAGE = Text("适合页宽", "Fit width"), Text("整页", "Fit page")
ZOOMS = (50, 75, 100, 125, 150, 200, 300)  # per cent
LEAST_ZOOM, MOST_ZOOM, ZOOM_STEP = 25, 400, 1.2


@dataclass(frozen=True)
class Paper:
    """Something that can be printed: a form of a record (blank without one), or, without a form,
    the whole files of cases; a ledger has its items as `cases`."""

    title: Text
    form: Form | None
    record: str | None
    cases: tuple[str, ...] = ()
    sheet: Sheet | None = None  # an official table


class PrintPreview(QDialog):
    """Small pages at the left, beside them the pages as they will come out."""

    saved = Signal(object)  # Path of the file

    def __init__(
        self,
        parent: QWidget | None,
        opened: Opened,
        kind: RecordKind | Sheet,
        id: str | Sequence[str] | None,
        folder: Path,
        choice: PrintChoice = PrintChoice(),  # noqa: B008 - frozen
        remember: Callable[[PrintChoice], None] | None = None,
    ) -> None:
        """Of one record, of several cases as one document, or (None) blank forms. `remember` is
        told which printer and margins were used."""
        super().__init__(parent)
        self._opened, self._folder = opened, folder
        self.choice, self._remember = choice, remember
        self._scratch = Path(tempfile.mkdtemp(prefix="taizhang-"))
        self._path = self._scratch / "print.pdf"
        self._name, self.papers = _wanted(opened.db, kind, id)
        if opened.role is Role.READER:  # official forms hold the numbers in full
            self.papers = [p for p in self.papers if _is_masked(p)]
        self.setWindowTitle(str(Text("打印预览", "Print preview")))
        room = parent.window().size() if parent else QSize(1366, 768)
        self.resize(min(px(1060), room.width()), min(px(720), room.height()))
        self.document = QPdfDocument(self)
        rows = column(self, PAGE, BETWEEN)
        rows.addLayout(self._head())
        rows.addLayout(self._tools())
        body = line()
        self.thumbnails = Thumbnails(self.document)
        self.view = self._pages()
        self.thumbnails.page_chosen.connect(self.show_page)
        body.addWidget(self.thumbnails)
        body.addWidget(self.view, 1)
        rows.addLayout(body, 1)
        for keys, step in (("Ctrl+=", 1), ("Ctrl++", 1), ("Ctrl+-", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self.zoom, step))
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_pages)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.save_as)

    def show_first(self) -> None:
        """Open with the first paper laid out."""
        self.open()
        self.thumbnails.setFocus()
        self._show(0)

    def show_page(self, page: int) -> None:
        """Scroll to a page, counted from 0."""
        if 0 <= page < self.document.pageCount():
            self.view.pageNavigator().jump(page, QPointF())

    def zoom(self, steps: int) -> None:
        """Nearer (1) or further (-1)."""
        factor = min(max(self._factor() * ZOOM_STEP**steps, LEAST_ZOOM / 100), MOST_ZOOM / 100)
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(factor)
        self._zooms.setCurrentIndex(-1)
        self._zooms.setPlaceholderText(f"{factor:.0%}")

    def save_as(self) -> None:
        if not self._save.isEnabled():
            return
        title = Text("{name} {paper}", "{name} {paper}")
        title = title.format(name=self._name, paper=self.papers[self.forms.currentIndex()].title)
        if not (path := ask_where_to_save(self, self._folder, title, ".pdf", PDF)):
            return
        try:
            with whole_file(path, overwrite=True) as draft:
                shutil.copyfile(self._path, draft)
            self._note("pdf")
        except UserError as error:
            show_error(self, error)
            return
        self.saved.emit(path)

    def print_pages(self) -> None:
        """Ask for printer, copies and pages, then send them at full sharpness."""
        if not self._print.isEnabled():
            return
        here = self.view.pageNavigator().currentPage()
        asked = PrintSettings(self, self.choice, self.document.pageCount(), here)
        if asked.exec() != QDialog.DialogCode.Accepted:
            return
        self.choice = asked.choice()
        if self._remember:
            self._remember(self.choice)
        printer = made_printer(self.choice, asked.copies.value(), self._name)
        print_document(self.document, printer, asked.pages(), self)
        self._note("printer")

    def _note(self, where: str) -> None:
        """In the audit trail: which paper of which record left the program."""
        paper = self.papers[self.forms.currentIndex()]
        if paper.record is None and not paper.cases:
            return  # blank forms and tables of figures
        name = paper.form.name if paper.form else "file"
        many = f" {len(paper.cases)}" if len(paper.cases) > 1 else ""
        entry = Entry("print", row=paper.record or "", summary=f"{name}{many} {where}")
        trail.note(self._opened.db, entry)

    def done(self, result: int) -> None:
        """The pages hold personal data: they go with the dialog."""
        self.document.close()
        shutil.rmtree(self._scratch, ignore_errors=True)
        super().done(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl and the wheel change the size of the pages."""
        if isinstance(event, QWheelEvent) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            return True
        return super().eventFilter(watched, event)

    # --- layout ----------------------------------------------------------------------------------

    def _head(self) -> QBoxLayout:
        head = line()
        head.addWidget(Elided(self._name, "section"), 1)
        self._save = button(Text("另存为 PDF", "Save as PDF"), self.save_as, sign="download")
        self._print = button(
            Text("打印…", "Print…"), self.print_pages, sign="printer", role="primary"
        )
        for each in (self._save, self._print):
            each.setEnabled(False)
            head.addWidget(each)
        head.addWidget(button(Text("关闭 (Esc)", "Close (Esc)"), self.reject))
        return head

    def _tools(self) -> QBoxLayout:
        tools = line(between=8)
        self.forms, self._zooms = QComboBox(), QComboBox()
        for paper in self.papers:
            self.forms.addItem(str(paper.title))
        self.forms.setAccessibleName(str(Text("文书", "Form")))
        self.forms.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.forms.setMinimumContentsLength(8)
        self.forms.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.forms.activated.connect(self._show)
        self._place = label()
        for words, mode in ((FIT_WIDTH, "width"), (FIT_PAGE, "page")):
            self._zooms.addItem(str(words), mode)
        for percent in ZOOMS:
            self._zooms.addItem(f"{percent}%", percent)
        self._zooms.setAccessibleName(str(Text("显示比例", "Zoom")))
        self._zooms.activated.connect(lambda _: self._use_zoom(self._zooms.currentData()))
        tools.addWidget(self.forms, 1)
        tools.addWidget(self._place)
        tools.addWidget(_sign("zoom-out", Text("缩小 (Ctrl+-)", "Smaller"), lambda: self.zoom(-1)))
        tools.addWidget(self._zooms)
        tools.addWidget(_sign("zoom-in", Text("放大 (Ctrl+=)", "Larger"), lambda: self.zoom(1)))
        return tools

    def _pages(self) -> QPdfView:
        view = QPdfView(self)
        view.setDocument(self.document)
        view.setPageMode(QPdfView.PageMode.MultiPage)
        view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        view.viewport().installEventFilter(self)
        view.pageNavigator().currentPageChanged.connect(self._say_place)
        return view

    def _use_zoom(self, chosen: str | int) -> None:
        if isinstance(chosen, int):
            self.view.setZoomMode(QPdfView.ZoomMode.Custom)
            self.view.setZoomFactor(chosen / 100)
        else:
            modes = QPdfView.ZoomMode
            self.view.setZoomMode(modes.FitToWidth if chosen == "width" else modes.FitInView)

    def _factor(self) -> float:
        """How large the pages are now; a fitting mode is worked out from the room."""
        if self.view.zoomMode() == QPdfView.ZoomMode.Custom or not self.document.pageCount():
            return self.view.zoomFactor()
        points = self.document.pagePointSize(self.view.pageNavigator().currentPage())
        margins, per_point = self.view.documentMargins(), self.view.logicalDpiX() / 72
        wide = self.view.viewport().width() - margins.left() - margins.right()
        high = self.view.viewport().height() - margins.top() - margins.bottom()
        fits = wide / (points.width() * per_point)
        if self.view.zoomMode() == QPdfView.ZoomMode.FitInView:
            fits = min(fits, high / (points.height() * per_point))
        return max(fits, LEAST_ZOOM / 100)

    # --- pages -----------------------------------------------------------------------------------

    def _show(self, row: int) -> None:
        """Lay one paper out as a job and show it."""
        if 0 <= row < len(self.papers):
            self.document.close()
            self._say_place(0)
            for each in (self._save, self._print):
                each.setEnabled(False)
            work = partial(
                _write,
                paper=self.papers[row],
                path=self._path,
                scans=self._opened.folder.attachments,
            )
            run_job(self, self._opened, LAYING_OUT, work, lambda _: self._load())

    def _load(self) -> None:
        self.document.load(str(self._path))
        for each in (self._save, self._print):
            each.setEnabled(self.document.pageCount() > 0)
        self._say_place(0)

    def _say_place(self, page: int) -> None:
        pages = self.document.pageCount()
        self._place.setText(str(PLACE.format(n=page + 1, m=pages)) if pages else "")
        if pages:
            self.thumbnails.show_page(page)


def _is_masked(paper: Paper) -> bool:
    """Papers without numbers of persons in full: blank ones, figures, the plain print."""
    is_plain = paper.form is not None and paper.form.name == "record"
    return is_plain or (paper.record is None and not paper.cases)


def _sign(sign: str, words: Text, pressed: Callable[[], object]) -> QPushButton:
    made = button(Text("", ""), pressed, sign=sign)
    made.setToolTip(str(words))
    made.setAccessibleName(str(words))
    return made


def _wanted(
    db: Database, kind: RecordKind | Sheet, id: str | Sequence[str] | None
) -> tuple[str, list[Paper]]:
    """What the preview is called, and what can be printed in it."""
    if isinstance(kind, Sheet):
        return str(kind.title), [Paper(kind.title, None, None, sheet=kind)]
    if id is None:
        blank = [Paper(form.title, form, None) for form in FORMS if form.kind]
        return str(BLANK), blank
    if isinstance(id, str):
        return _name(db, kind, id), papers_of(db, kind, id)
    if kind is SCREENING_ITEM:
        ledger = form_named("prominent_ledger")
        return str(ledger.title), [Paper(ledger.title, ledger, None, tuple(id))]
    title = MANY_FILES.format(n=len(id))
    return str(title), [Paper(title, None, None, tuple(id))]


def papers_of(db: Database, kind: RecordKind, id: str) -> list[Paper]:
    """What can be printed of a record: for a dispute its whole file, then each form that has
    something to say, then the plain print."""
    if kind is not DISPUTE:
        own = [Paper(form.title, form, id) for form in FORMS if form.kind == kind.table]
        return [*own, Paper(plain_form(kind).title, plain_form(kind), id)]
    found = [Paper(form.title, form, id) for form in forms_of(db, id)]
    plain = Paper(Text("记录打印", "Plain print"), plain_form(DISPUTE), id)
    return [Paper(WHOLE_FILE, None, id, (id,)), *found, plain]


def print_document(
    document: QPdfDocument,
    printer: QPrinter,
    pages: Sequence[int] | None = None,
    parent: QWidget | None = None,
) -> None:
    """The pages (all if left out), within the margins; what is cancelled is not printed."""
    pages = range(document.pageCount()) if pages is None else pages
    dialog = QProgressDialog("", str(CANCEL), 0, len(pages), parent)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setMinimumDuration(400)
    painter = QPainter(printer)
    for done, page in enumerate(pages):
        dialog.setLabelText(str(PRINTING.format(n=done + 1, m=len(pages))))
        dialog.setValue(done)
        if dialog.wasCanceled():
            printer.abort()
            break
        if done:
            printer.newPage()
        size = document.pagePointSize(page)
        image: QImage = document.render(
            page, (size * (SHARPNESS / 72)).toSize(), QPdfDocumentRenderOptions()
        )
        painter.drawImage(room_for(size, printer), image)
    painter.end()
    dialog.close()
    dialog.deleteLater()


def room_for(points: QSizeF, printer: QPrinter) -> QRectF:
    """Where a page of so many points goes on the paper, in the printer's dots: whole, in the middle
    of what the margins leave."""
    layout: QPageLayout = printer.pageLayout()
    full = QRectF(layout.fullRectPixels(printer.resolution()))
    margins: QMarginsF = layout.margins(QPageLayout.Unit.Millimeter)
    dots = margins * (printer.resolution() / 25.4)
    room = full.marginsRemoved(dots).translated(-full.topLeft())
    size = points.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(QPointF(0, 0), size)
    place.moveCenter(room.center())
    return place


def _write(db: Database, progress: Progress, *, paper: Paper, path: Path, scans: Path) -> None:
    """`scans` is the folder of all attachments."""
    if paper.sheet is not None:
        write_sheet(paper.sheet, path, overwrite=True)
        return
    if paper.form is None:
        write_files(db, paper.cases, path, overwrite=True, progress=progress, folder=scans)
    elif paper.cases and paper.form.kind == SCREENING_ITEM.table:
        write_ledger_file(db, progress, ids=paper.cases, path=path, overwrite=True)
    else:
        write_form(db, paper.form, paper.record, path, overwrite=True, folder=scans)


def _name(db: Database, kind: RecordKind, id: str) -> str:
    row = store.get(db, kind, id)
    return name_of(kind, row, load_book(db)) if row else str(kind.title)
