"""An attachment shown inside the program: zoom, next and previous, 另存为 on purpose."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPainter, QPixmap, QShortcut, QShowEvent, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QDialog,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from core import attachments, audit, store
from core.errors import UserError
from core.files import whole_file
from core.text import Text
from db.connect import Opened
from ui.exporting import ask_where_to_save
from ui.last_folder import NOWHERE_YET, LastFolder
from ui.measures import BETWEEN, INSIDE, px
from ui.messages import show_error
from ui.pdf_pages import document_of
from ui.pictures import picture
from ui.pieces import Elided, button, column, label, line

LARGEST_SIDE = 6000  # pixels a picture is decoded to; more is only memory
STEP = 1.25
LEAST, MOST = 0.05, 8.0
ENDINGS = {"jpeg": ".jpg", "png": ".png", "pdf": ".pdf"}
FILTER = Text("附件 (*{ending})", "Attachment (*{ending})")
BAD = Text("这个文件已损坏,显示不出来。", "This file is damaged and cannot be shown.")


class AttachmentViewer(QDialog):
    """The files are decrypted in memory and never written anywhere."""

    def __init__(
        self,
        parent: QWidget | None,
        opened: Opened,
        rows: Sequence[dict[str, Any]],
        at: int,
        folder: LastFolder = NOWHERE_YET,
    ) -> None:
        super().__init__(parent)
        self._opened, self._rows, self._at, self._folder = opened, list(rows), at, folder
        self._content = b""
        self._document: QPdfDocument | None = None
        self._blank = QPdfDocument(self)
        self.setWindowTitle(str(Text("附件", "Attachment")))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        room = self.screen().availableGeometry()
        self.resize(min(px(1000), room.width() - 60), min(px(720), room.height() - 60))
        self.title, self._count = Elided("", "section"), label(role="small")
        self.picture, self.pdf = PictureView(), QPdfView(self)
        self.pdf.setPageMode(QPdfView.PageMode.MultiPage)
        self._trouble = label(role="fault", wrap=True)
        self._trouble.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        for each in (self.picture, self.pdf, self._trouble):
            self._stack.addWidget(each)
        self._lay_out()
        self._keys()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def go(self, by: int) -> None:
        """To a neighbour; nothing at the ends."""
        to = self._at + by
        if 0 <= to < len(self._rows):
            self._at = to
            self._show()

    def zoom(self, factor: float) -> None:
        if self._stack.currentWidget() is self.picture:
            self.picture.zoom(factor)
        else:
            now = self.pdf.zoomFactor() * factor
            self.pdf.setZoomMode(QPdfView.ZoomMode.Custom)
            self.pdf.setZoomFactor(min(max(now, LEAST), MOST))

    def fit(self) -> None:
        self.picture.fit()
        self.pdf.setZoomMode(QPdfView.ZoomMode.FitInView)

    def save_as(self) -> None:
        """A copy in the clear, because somebody asked for it; noted in the audit trail."""
        row = self._rows[self._at]
        ending = ENDINGS[row["media_type"]]
        name = Text("{title}", "{title}").format(title=row["title"])
        kinds = FILTER.format(ending=ending)
        path = ask_where_to_save(self, self._folder.read(), name, ending, kinds)
        if not path:
            return
        try:
            export(self._opened, row, self._content, path)
        except UserError as error:
            show_error(self, error)
            return
        self._folder.keep(path)

    def done(self, result: int) -> None:
        self._forget()
        super().done(result)

    def _lay_out(self) -> None:
        rows = column(self, INSIDE, BETWEEN)
        head = line()
        head.addWidget(self.title, 1)
        head.addWidget(self._count)
        rows.addLayout(head)
        rows.addWidget(self._stack, 1)
        foot = line(between=8)
        self._back = self._tool(
            "arrow-left", Text("上一个 (←)", "Previous (←)"), lambda: self.go(-1)
        )
        self._on = self._tool("arrow-right", Text("下一个 (→)", "Next (→)"), lambda: self.go(1))
        smaller = self._tool(
            "zoom-out", Text("缩小 (-)", "Smaller (-)"), lambda: self.zoom(1 / STEP)
        )
        larger = self._tool("zoom-in", Text("放大 (+)", "Larger (+)"), lambda: self.zoom(STEP))
        fit = button(Text("适合窗口 (0)", "Fit (0)"), self.fit)
        for each in (self._back, self._on, smaller, larger, fit):
            foot.addWidget(each)
        foot.addStretch()
        self._save = button(Text("另存为…", "Save as…"), self.save_as, sign="download")
        foot.addWidget(self._save)
        foot.addWidget(button(Text("关闭 (Esc)", "Close (Esc)"), self.reject))
        rows.addLayout(foot)

    def _tool(self, sign: str, words: Text, pressed: Callable[[], object]) -> QPushButton:
        made = button(Text("", ""), pressed, sign=sign)
        made.setText("")
        made.setToolTip(str(words))
        made.setAccessibleName(str(words))
        return made

    def _keys(self) -> None:
        for keys, act in (
            ("Left", lambda: self.go(-1)),
            ("Right", lambda: self.go(1)),
            ("+", lambda: self.zoom(STEP)),
            ("=", lambda: self.zoom(STEP)),
            ("-", lambda: self.zoom(1 / STEP)),
            ("0", self.fit),
            ("Ctrl+S", self.save_as),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _show(self) -> None:
        row = self._rows[self._at]
        self.title.say(row["title"])
        counted = Text("{n} / {all}", "{n} / {all}").format(n=self._at + 1, all=len(self._rows))
        self._count.setText(str(counted))
        self._back.setEnabled(self._at > 0)
        self._on.setEnabled(self._at < len(self._rows) - 1)
        self._forget()
        try:
            folder = self._opened.folder.attachments
            self._content = attachments.read(self._opened.db, folder, row["sha256"])
            self._stack.setCurrentWidget(self._view_of(row["media_type"]))
        except UserError as error:
            self._trouble.setText(str(error.message))
            self._stack.setCurrentWidget(self._trouble)
        self._save.setEnabled(bool(self._content))
        self.fit()

    def _view_of(self, media_type: str) -> QWidget:
        """Raises UserError if the file cannot be shown."""
        if media_type == "pdf":
            self._document = document_of(self._content, self)
            if self._document.pageCount() == 0:
                raise UserError(BAD)
            self.pdf.setDocument(self._document)
            return self.pdf
        image = picture(self._content, LARGEST_SIDE)
        if image.isNull():
            raise UserError(BAD)
        self.picture.show_picture(QPixmap.fromImage(image))
        return self.picture

    def _forget(self) -> None:
        """What was shown leaves the memory."""
        self._content = b""
        self.picture.show_picture(QPixmap())
        if self._document is not None:
            self.pdf.setDocument(self._blank)
            self._document.close()
            self._document.deleteLater()
            self._document = None


class PictureView(QGraphicsView):
    """A picture one can drag and zoom with Ctrl and the wheel."""

    def __init__(self) -> None:
        super().__init__()
        self._scene = QGraphicsScene(self)
        self._item = QGraphicsPixmapItem()
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._scene.addItem(self._item)
        self.setScene(self._scene)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)

    def show_picture(self, pixmap: QPixmap) -> None:
        self._item.setPixmap(pixmap)
        self._scene.setSceneRect(self._item.boundingRect())

    def fit(self) -> None:
        """Whole in the window, but never larger than it is."""
        if not self._item.pixmap().isNull():
            self.fitInView(self._item, Qt.AspectRatioMode.KeepAspectRatio)
            if self.scale_now() > 1:
                self.resetTransform()

    def zoom(self, factor: float) -> None:
        if LEAST <= self.scale_now() * factor <= MOST:
            self.scale(factor, factor)

    def scale_now(self) -> float:
        return self.transform().m11()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP)
            event.accept()
        else:
            super().wheelEvent(event)


def export(opened: Opened, row: dict[str, Any], content: bytes, path: Path) -> None:
    """Write a copy and note who did. Raises UserError; then neither happened."""
    with opened.db.atomic():
        audit.append(
            opened.db,
            [audit.Entry("export", "attachment", str(row["id"]))],
            at=store.now(),
            replica=store.meta(opened.db, "replica"),
            by=store.meta(opened.db, "person") or "",
        )
        with whole_file(path, overwrite=True) as draft:
            draft.write_bytes(content)
