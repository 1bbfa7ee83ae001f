"""Pictures from bytes in memory, decoded no larger than they are shown."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from ui.pdf_pages import first_page


def picture(content: bytes, side: int) -> QImage:
    """A JPEG or PNG, upright, no side longer than `side` pixels; null if it cannot be decoded."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > side:
        reader.setScaledSize(
            size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(
                QSize(1, 1)
            )
        )
    return reader.read()


def thumbnail(content: bytes, media_type: str, side: int, parent: QObject) -> QImage:
    """Small, for the list of attachments; made anew each time, never kept on disk."""
    if media_type == "pdf":
        return first_page(content, side, parent)
    return picture(content, side)


def png_of(image: QImage) -> bytes:
    """The bytes of a pasted picture."""
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    buffer.close()
    return bytes(written.data())
