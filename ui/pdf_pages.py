"""PDFs from memory: how many pages, the first one as a picture. Nothing touches the disk."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from core.errors import UserError
from core.text import Text

_LOCKED = Text(
    "PDF“{name}”设有密码,没有添加。请去掉密码另存后再添加。",
    "The PDF {name} has a password and was not added. Save it without one first.",
)
_BAD = Text(
    "PDF“{name}”已损坏,打不开,没有添加。请重新扫描或另存。",
    "The PDF {name} is damaged, cannot be opened and was not added. Scan or save it again.",
)


def count_pages(path: Path) -> int:
    """Reads only what it needs. Raises UserError for a PDF that does not open."""
    document = QPdfDocument()
    error = document.load(str(path))
    pages = document.pageCount()
    document.close()
    if error == QPdfDocument.Error.None_ and pages > 0:
        return pages
    locked = error == QPdfDocument.Error.IncorrectPassword
    raise UserError((_LOCKED if locked else _BAD).format(name=path.name))


def document_of(content: bytes, parent: QObject) -> QPdfDocument:
    """The document; it keeps its bytes with it. Its page count is 0 if it does not open."""
    document = QPdfDocument(parent)
    buffer = QBuffer(document)
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return document


def first_page(content: bytes, side: int, parent: QObject) -> QImage:
    """The first page no larger than side x side pixels; a null image if there is none."""
    document = document_of(content, parent)
    made = QImage()
    if document.pageCount() > 0:
        points = document.pagePointSize(0)
        scale = side / max(points.width(), points.height(), 1.0)
        size = QSize(round(points.width() * scale), round(points.height() * scale))
        page = document.render(0, size.expandedTo(QSize(1, 1)))
        made = QImage(page.size(), QImage.Format.Format_RGB32)
        made.fill("white")
        _lay(page, made)
    document.close()
    document.deleteLater()
    return made


def _lay(page: QImage, paper: QImage) -> None:
    """A page may be clear where nothing is printed."""
    from PySide6.QtGui import QPainter

    painter = QPainter(paper)
    painter.drawImage(0, 0, page)
    painter.end()
