"""F1: the guide page of where one stands, offline; back, forward, search, the quick guide."""

from collections.abc import Callable
from html import escape
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QLineEdit, QTextBrowser, QWidget
from sqlite_utils import Database

from core.guide import GUIDE, INDEX, find_pages, pages, text_of
from core.progress import Progress
from core.text import Text
from db.connect import Opened
from ui.jobs import run_job
from ui.measures import BETWEEN, PAGE, px
from ui.pieces import button, column, line

TITLE = Text("使用指南", "Guide (Chinese)")
SEEK = Text("在指南里查找 (Ctrl+F)", "Search the guide (Ctrl+F)")
NOTHING = Text("没有找到“{typed}”。", "Nothing found for {typed}.")
LAYING_OUT = Text("正在排版", "Laying out")
FOUND = Text("有“{typed}”的页面", "Pages with {typed}")
PICTURE = "\ufffc"  # what stands for one in a text
PICTURE_WIDTH = 480  # pixels at 100 %
RESULTS = "search"  # the address of the page of hits

#: Which page stands for which place of the rail and which tab of the settings.
PAGE_OF = {
    "today": "today.md",
    "screening": "screening.md",
    "legal_aid": "legal-aid.md",
    "consultations": "consultations.md",
    "disputes": "disputes.md",
    "subsidies": "subsidy.md",
    "statistics": "statistics.md",
    "handoff": "hand-in.md",
    "people": "people.md",
    "settings": "settings.md",
    "record": "record.md",
}


class HelpWindow(QDialog):
    """Stays beside the main window; Esc closes it. `print_wanted`: the quick guide on paper."""

    print_wanted = Signal()

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setWindowTitle(str(TITLE))
        self.resize(min(px(820), 1240), min(px(620), 680))  # fits the smallest screen
        rows = column(self, PAGE, BETWEEN)
        head = line(between=8)
        self.browser = GuideBrowser()
        self._back = button(Text("后退", "Back"), self.browser.backward, sign="arrow-left")
        self._on = button(Text("前进", "Forward"), self.browser.forward, sign="arrow-right")
        self.browser.backwardAvailable.connect(self._back.setEnabled)
        self.browser.forwardAvailable.connect(self._on.setEnabled)
        head.addWidget(self._back)
        head.addWidget(self._on)
        head.addWidget(button(Text("目录", "Contents"), lambda: self.show_page(INDEX)))
        self.search = QLineEdit()
        self.search.setPlaceholderText(str(SEEK))
        self.search.setAccessibleName(str(SEEK))
        self.search.returnPressed.connect(self.seek)
        head.addWidget(self.search, 1)
        quick = Text("打印快速指南", "Print the quick guide")
        head.addWidget(button(quick, self.print_wanted.emit, sign="printer"))
        rows.addLayout(head)
        rows.addWidget(self.browser, 1)
        for keys, act in self._keys():
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self._back.setEnabled(False)
        self._on.setEnabled(False)

    def show_page(self, page: str) -> None:
        """A page of the guide; the contents for one there is not."""
        self.browser.setSource(QUrl(page if page in pages() else INDEX))
        self.browser.setFocus()

    def page(self) -> str:
        """The file name of what is shown."""
        return Path(self.browser.source().path()).name

    def seek(self) -> None:
        """The pages that hold the words typed, each a link."""
        if typed := self.search.text().strip():
            self.browser.setSource(QUrl(f"{RESULTS}?{typed}"))

    def _keys(self) -> list[tuple[str, Callable[[], object]]]:
        return [
            ("Ctrl+F", self._into_search),
            ("Alt+Left", self.browser.backward),
            ("Alt+Right", self.browser.forward),
            ("F1", lambda: self.show_page(INDEX)),
        ]

    def _into_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()


class GuideBrowser(QTextBrowser):
    """Reads only the guide's own folder and the pages of hits; links to elsewhere do nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(True)
        self.setOpenExternalLinks(False)
        self.setAccessibleName(str(TITLE))
        self.setObjectName("guide")
        self.sourceChanged.connect(lambda _: self._space())

    def loadResource(self, type: int, name: QUrl | str) -> object:
        """Markdown of the guide, or HTML of what was found in it."""
        name = QUrl(name)
        if name.path() == RESULTS:
            return _hits(name.query(QUrl.ComponentFormattingOption.FullyDecoded))
        page = Path(name.path()).name
        if page.endswith(".png"):
            return _picture(GUIDE / "pictures" / page)
        if page not in pages():
            return ""
        return text_of(page)

    def _space(self) -> None:
        """Room between lines and paragraphs, which Markdown leaves out."""
        cursor, block = QTextCursor(self.document()), self.document().begin()
        while block.isValid():
            shape = block.blockFormat()
            height = 100 if PICTURE in block.text() else 135
            shape.setLineHeight(
                height, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            )
            shape.setTopMargin(px(12) if shape.headingLevel() > 1 else 0)
            shape.setBottomMargin(px(4 if block.textList() else 8))
            cursor.setPosition(block.position())
            cursor.setBlockFormat(shape)
            block = block.next()


def _picture(path: Path) -> QImage | str:
    """As wide as the guide's column at most; nothing where there is none."""
    image = QImage(str(path))
    if image.isNull():
        return ""
    width = min(image.width(), px(PICTURE_WIDTH))
    return image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)


def _hits(typed: str) -> str:
    hits = find_pages(typed)
    if not hits:
        return f"<p>{escape(str(NOTHING.format(typed=typed)))}</p>"
    found = [
        f'<p><a href="{hit.page}">{escape(hit.title)}</a><br>{escape(hit.line)}</p>' for hit in hits
    ]
    return f"<h2>{escape(str(FOUND.format(typed=typed)))}</h2>{''.join(found)}"


def page_of(place: str, tab: int, *, on_record: bool) -> str:
    """The guide page of where one stands."""
    if on_record:
        return PAGE_OF["record"]
    if place == "settings" and tab == BACKUP_TAB:
        return "backup.md"
    if place == "handoff" and tab == HAND_OVER_TAB:
        return "handover.md"
    return PAGE_OF.get(place, INDEX)


BACKUP_TAB = 1
HAND_OVER_TAB = 3


def print_quick_guide(parent: QWidget, opened: Opened) -> None:
    """Lay the page out as a job, then ask for the printer."""
    scratch = Path(mkdtemp(prefix="taizhang-"))

    def work(db: Database, progress: Progress) -> Path:
        from core.paper import form_named, write_form

        write_form(db, form_named("quick_guide"), None, scratch / "guide.pdf")
        return scratch / "guide.pdf"

    def show(path: Path) -> None:
        print_pdf(parent, path)
        rmtree(scratch, ignore_errors=True)

    run_job(parent, opened, LAYING_OUT, work, show)


def print_pdf(parent: QWidget, path: Path) -> None:
    """A finished PDF, after the system's own question for the printer."""
    from PySide6.QtGui import QPageSize
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from ui.print_preview import print_document

    document = QPdfDocument(parent)
    document.load(str(path))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    if QPrintDialog(printer, parent).exec() == QDialog.DialogCode.Accepted:
        print_document(document, printer)
    document.close()
    document.deleteLater()
