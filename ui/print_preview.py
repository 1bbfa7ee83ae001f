"""Print preview: the real PDF of a form or of the whole case, to print or to save."""

import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget
from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.field import RecordKind
from core.files import whole_file
from core.paper import FORMS, Form, plain_form, write_file, write_form
from core.progress import Progress
from core.records import DISPUTE, children_of, load_book
from core.show import name_of
from core.text import Text
from db.connect import Opened
from ui.exporting import ask_where_to_save
from ui.jobs import run_job
from ui.measures import BETWEEN, PAGE, px
from ui.messages import show_error
from ui.pieces import button, column, label, line

LAYING_OUT = Text("正在排版", "Laying out")
WHOLE_FILE = Text("全部文书(整卷)", "The whole case file")
PDF = Text("PDF 文件 (*.pdf)", "PDF file (*.pdf)")
SHARPNESS = 300  # dots per inch a page is sent to the printer with


@dataclass(frozen=True)
class Paper:
    """Something that can be printed of a record: one form, or (None) the whole case file."""

    title: Text
    form: Form | None
    record: str


class PrintPreview(QDialog):
    """At the left what can be printed, in the middle the pages as they will come out."""

    def __init__(
        self, parent: QWidget | None, opened: Opened, kind: RecordKind, id: str, folder: Path
    ) -> None:
        super().__init__(parent)
        self._opened, self._folder = opened, folder
        self._scratch = Path(tempfile.mkdtemp(prefix="taizhang-"))
        self._path = self._scratch / "print.pdf"
        self._name = _name(opened.db, kind, id)
        self.papers = papers_of(opened.db, kind, id)
        self.setWindowTitle(str(Text("打印预览", "Print preview")))
        self.resize(px(1000), px(700))
        self.document = QPdfDocument(self)
        rows = column(self, PAGE, BETWEEN)
        rows.addLayout(self._head())
        body = line()
        self.list = QListWidget()
        self.list.setObjectName("pick")
        self.list.setFixedWidth(px(230))
        for paper in self.papers:
            QListWidgetItem(str(paper.title), self.list)
        self.list.currentRowChanged.connect(self._show)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        body.addWidget(self.list)
        body.addWidget(self.view, 1)
        rows.addLayout(body, 1)

    def show_first(self) -> None:
        """Open with the first paper laid out."""
        self.open()
        self.list.setFocus()
        self.list.scheduleDelayedItemsLayout()  # the style sheet gives the lines their height
        self.list.setCurrentRow(0)

    def save_as(self) -> None:
        title = Text("{name} {paper}", "{name} {paper}")
        title = title.format(name=self._name, paper=self.papers[self.list.currentRow()].title)
        if not (path := ask_where_to_save(self, self._folder, title, ".pdf", PDF)):
            return
        try:
            with whole_file(path, overwrite=True) as draft:
                shutil.copyfile(self._path, draft)
        except UserError as error:
            show_error(self, error)

    def print_pages(self) -> None:
        """Ask for the printer, then send every page at its full sharpness."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setFullPage(True)
        printer.setDocName(self._name)
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            print_document(self.document, printer)

    def done(self, result: int) -> None:
        """The pages hold personal data: they go with the dialog."""
        self.document.close()
        shutil.rmtree(self._scratch, ignore_errors=True)
        super().done(result)

    def _head(self) -> Any:
        head = line()
        head.addWidget(label(self._name, "section"), 1)
        self._save = button(Text("另存为 PDF", "Save as PDF"), self.save_as, sign="download")
        self._print = button(
            Text("打印", "Print"), self.print_pages, sign="printer", role="primary"
        )
        for each in (self._save, self._print):
            each.setEnabled(False)
            head.addWidget(each)
        head.addWidget(button(Text("关闭 (Esc)", "Close (Esc)"), self.reject))
        return head

    def _show(self, row: int) -> None:
        """Lay one paper out as a job and show it."""
        if 0 <= row < len(self.papers):
            self.document.close()
            for each in (self._save, self._print):
                each.setEnabled(False)
            work = partial(_write, paper=self.papers[row], path=self._path)
            run_job(self, self._opened, LAYING_OUT, work, lambda _: self._load())

    def _load(self) -> None:
        self.document.load(str(self._path))
        for each in (self._save, self._print):
            each.setEnabled(self.document.pageCount() > 0)


def papers_of(db: Database, kind: RecordKind, id: str) -> list[Paper]:
    """What can be printed of a record: for a dispute its whole file, then each form that has
    something to say, then the plain print."""
    if kind is not DISPUTE:
        return [Paper(plain_form(kind).title, plain_form(kind), id)]
    found = [Paper(WHOLE_FILE, None, id)]
    there = {child.table for child in children_of(DISPUTE) if store.children(db, child, id)}
    for form in FORMS:
        if form.kind == DISPUTE.table or (form.kind in there and _has(db, form, id)):
            found.append(Paper(form.title, form, id))
    return [*found, Paper(Text("记录打印", "Plain print"), plain_form(DISPUTE), id)]


def print_document(document: QPdfDocument, printer: QPrinter) -> None:
    """Every page of the document, fitted to the paper."""
    painter = QPainter(printer)
    try:
        for page in range(document.pageCount()):
            if page:
                printer.newPage()
            area = printer.pageLayout().fullRectPixels(printer.resolution())
            points = document.pagePointSize(page)
            size = (points * (SHARPNESS / 72)).toSize()
            image: QImage = document.render(page, size, QPdfDocumentRenderOptions())
            painter.drawImage(area.translated(-area.topLeft()), image)
    finally:
        painter.end()


def _has(db: Database, form: Form, dispute_id: str) -> bool:
    """Whether the dispute has a row for a form of meetings or agreements."""
    child = next(c for c in children_of(DISPUTE) if c.table == form.kind)
    rows = store.children(db, child, dispute_id)
    is_oral = {"written_agreement": False, "oral_agreement_register": True}.get(form.name)
    if is_oral is None:
        return bool(rows)
    return any((row["agreement_form"] == "oral") == is_oral for row in rows)


def _write(db: Database, progress: Progress, *, paper: Paper, path: Path) -> None:
    if paper.form is None:
        write_file(db, paper.record, path, overwrite=True, progress=progress)
    else:
        write_form(db, paper.form, paper.record, path, overwrite=True)


def _name(db: Database, kind: RecordKind, id: str) -> str:
    row = store.get(db, kind, id)
    return name_of(kind, row, load_book(db)) if row else str(kind.title)
