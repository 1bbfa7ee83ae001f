"""附件: the section of a record page where photos, scans and PDFs are dropped, seen and named."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QClipboard,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QImage,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QFrame, QLineEdit, QWidget

from core import attachments, store
from core.attachments import Added, Incoming
from core.clean import clean_row
from core.codes import CodeBook
from core.errors import UserError
from core.records import ATTACHMENT, DISPUTE
from core.text import Text
from core.validate import blocking, problems
from db.connect import Opened
from ui.attachment_viewer import AttachmentViewer
from ui.changes import Changes
from ui.dropping import files_in
from ui.editors import EnterMoves
from ui.form import RecordForm
from ui.jobs import run_job
from ui.last_folder import NOWHERE_YET, LastFolder
from ui.measures import BETWEEN, INSIDE, px
from ui.messages import tell
from ui.pdf_pages import count_pages
from ui.pictures import png_of, thumbnail
from ui.pieces import button, column, label, line, today
from ui.thumbs import PICTURE, PIXMAP, ROW, TROUBLE, Thumbs

ADDING = Text("正在添加附件", "Adding attachments")
FILES = Text(
    "图片和 PDF (*.jpg *.jpeg *.png *.pdf);;所有文件 (*)",
    "Pictures and PDF (*.jpg *.jpeg *.png *.pdf);;All files (*)",
)
KEEP = Text("保留原图", "Keep the original")
KEEP_HINT = Text(
    "不勾选时,照片自动转正,长边不超过 2560 像素,去掉拍摄地点等信息。",
    "Otherwise photos are turned upright, made no larger than 2,560 pixels and lose where they were"
    " taken.",
)
NEW_FIRST = Text("添加附件时会先保存这件纠纷。", "Adding one saves the dispute first.")
KEYS = Text(
    "Enter 打开 · F2 改标题 · Delete 删除 · Ctrl+V 粘贴",
    "Enter: open · F2: title · Delete: remove · Ctrl+V: paste",
)
PASTED = Text("粘贴的图片 {at}.png", "Pasted picture {at}.png")
NOTHING_TO_PASTE = Text(
    "剪贴板里没有图片或文件。", "There is neither a picture nor a file on the clipboard."
)
MOST_TOLD = 8  # refusals shown at once


class Attachments(QFrame):
    """Each thing done here is a step of its own, apart from what is typed on the page.
    `may_add` saves a record that is new; False if that did not work."""

    said = Signal(object)  # Text: what was just done

    def __init__(
        self,
        opened: Opened,
        changes: Changes,
        book: CodeBook,
        dispute_id: str,
        may_add: Callable[[], bool],
        folder: LastFolder = NOWHERE_YET,
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAcceptDrops(True)
        self._opened, self._changes, self._book = opened, changes, book
        self._dispute, self._may_add, self._folder = dispute_id, may_add, folder
        self._title = label(role="section")
        self.keep = QCheckBox(str(KEEP))
        self.keep.setToolTip(str(KEEP_HINT))
        self.adder = button(Text("添加附件…", "Add…"), self.choose_files, sign="paperclip")
        self.thumbs = Thumbs()
        file_facts = ATTACHMENT.form[1].names
        self.form = RecordForm(ATTACHMENT, book, self, without=file_facts, framed=False)
        self._hint = label(role="small", wrap=True)
        self._enter = EnterMoves(self._move, self)
        self._drawing = QTimer(self)
        self._lay_out()
        self._listen()
        self.refresh()

    # --- what the page calls ---------------------------------------------------------------------

    def refresh(self) -> None:
        """As stored now."""
        rows = store.children(self._opened.db, ATTACHMENT, self._dispute)
        words = {r["id"]: self._kind_of(r) for r in rows}
        self.thumbs.blockSignals(True)
        self.thumbs.show_rows(rows, words)
        self.thumbs.blockSignals(False)
        counted = Text("附件 {n}", "Attachments {n}").format(n=len(rows))
        self._title.setText(str(counted if rows else ATTACHMENT.title))
        is_new = store.get(self._opened.db, DISPUTE, self._dispute) is None
        self._hint.setText(str(NEW_FIRST if is_new else KEYS))
        self._hint.setVisible(is_new or bool(rows))
        self._show_chosen()
        if self.isVisible():
            self._drawing.start()

    def chain(self) -> None:
        """Tab goes through the section from top to bottom."""
        order = [self.keep, self.adder, self.thumbs, *self.form.order, self._open, self._remove]
        for one, next_one in pairwise(order):
            QWidget.setTabOrder(one, next_one)

    def settle(self) -> None:
        """What stands in the fields of the chosen one is stored, unless it is wrong."""
        rows = self.thumbs.chosen_rows()
        if len(rows) == 1 and rows[0]["id"] == self.thumbs.current_id():
            self._store(rows[0])

    # --- adding ----------------------------------------------------------------------------------

    def choose_files(self) -> None:
        title = str(Text("添加附件", "Add attachments"))
        begin = str(self._folder.read())
        chosen, _ = QFileDialog.getOpenFileNames(self, title, begin, str(FILES))
        if chosen:
            self._folder.keep(Path(chosen[0]))
            self.add([Path(name) for name in chosen])

    def paste(self) -> None:
        """Files or a picture from the clipboard."""
        if not self._take(QGuiApplication.clipboard().mimeData(QClipboard.Mode.Clipboard)):
            tell(self, NOTHING_TO_PASTE)

    def add(self, paths: Iterable[Path]) -> None:
        """All of them as one step; those that cannot be taken are told, the others kept."""
        incoming, refused = _incoming(paths, keep_original=self.keep.isChecked())
        self._add(incoming, refused)

    def add_picture(self, image: QImage) -> None:
        """A picture that is no file, such as a screenshot."""
        at = datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H%M%S")
        name = str(PASTED.format(at=at))
        keep = self.keep.isChecked()
        prepare = partial(attachments.prepare, png_of(image), name, keep_original=keep)
        self._add([Incoming(name, prepare)], [])

    def _add(self, incoming: list[Incoming], refused: list[Text]) -> None:
        if not incoming:
            self._tell(refused)
            return
        if not self._may_add():
            return
        work = partial(
            attachments.add_all,
            folder=self._opened.folder.attachments,
            dispute_id=self._dispute,
            incoming=incoming,
        )
        run_job(self, self._opened, ADDING, work, lambda added: self._added(added, refused))

    def _added(self, added: Added, refused: list[Text]) -> None:
        if added.ids:
            self._changes.happened.emit(frozenset({ATTACHMENT.table}))
            self.thumbs.choose(added.ids[0])
            self.thumbs.setFocus()
            self.said.emit(_ADDED.format(n=len(added.ids)))
        self._tell([*refused, *added.refused])

    def _tell(self, refused: list[Text]) -> None:
        if refused:
            shown = [str(said) for said in refused[:MOST_TOLD]]
            if more := len(refused) - MOST_TOLD:
                shown += [str(_MORE.format(n=more))] if more > 0 else []
            tell(self, Text("{all}", "{all}").format(all="\n".join(shown)))

    def _take(self, data: QMimeData) -> bool:
        """False if there is nothing in it for us."""
        if paths := files_in(data):
            self.add(paths)
        elif data.hasImage() and isinstance(image := data.imageData(), QImage):
            self.add_picture(image)
        else:
            return False
        return True

    # --- dropping --------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files_in(event.mimeData()) or event.mimeData().hasImage():
            event.setDropAction(Qt.DropAction.CopyAction)  # the sender keeps its files
            event.accept()
            self._mark(on=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark(on=False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._take(event.mimeData())

    def _mark(self, *, on: bool) -> None:
        self.thumbs.setProperty("dropping", on)
        self.thumbs.style().unpolish(self.thumbs)
        self.thumbs.style().polish(self.thumbs)

    # --- the chosen one --------------------------------------------------------------------------

    def open_chosen(self) -> None:
        rows = [item.data(ROW) for item in self.thumbs.every()]
        if rows:
            at = max(self.thumbs.currentRow(), 0)
            AttachmentViewer(self, self._opened, rows, at, self._folder).open()

    def remove_chosen(self) -> None:
        """Into the recycle bin; the file stays."""
        rows = self.thumbs.chosen_rows()
        if not rows:
            return
        one = len(rows) == 1
        words = _REMOVED_ONE.format(title=rows[0]["title"]) if one else _REMOVED.format(n=len(rows))
        with store.step(self._opened.db, words) as s:
            for row in rows:
                store.delete(s, ATTACHMENT, row["id"])
        self._wrote(words)

    def _show_chosen(self) -> None:
        rows = self.thumbs.chosen_rows()
        self._details.setVisible(len(rows) == 1)
        self._remove.setEnabled(bool(rows))
        self._open.setEnabled(bool(rows))
        if len(rows) == 1:
            self.form.show_row(rows[0])
            self.form.show_problems(())

    def _store(self, row: dict[str, Any]) -> None:
        values, unread = self.form.row()
        clean, dirty = clean_row(ATTACHMENT, values)
        whole = {name: row[name] for name in ATTACHMENT.by_name} | clean
        found = [*unread, *dirty] or problems(ATTACHMENT, whole, self._book, today())
        self.form.show_problems(found)
        if blocking(found) or all(row[name] == value for name, value in clean.items()):
            return
        words = _CHANGED.format(title=clean["title"])
        with store.step(self._opened.db, words) as s:
            store.save(s, ATTACHMENT, {"id": row["id"], **clean})
        self._wrote(words)

    def _wrote(self, words: Text) -> None:
        self._changes.happened.emit(frozenset({ATTACHMENT.table}))
        self.said.emit(words)

    def _kind_chosen(self) -> None:
        """A kind picked from the list counts at once; an empty field only when one leaves it."""
        try:
            chosen = self.form.editors["doc_type"].get()
        except UserError:
            return  # still typing
        if chosen and self.form.editors["doc_type"].widget.hasFocus():
            self.settle()

    # --- pictures --------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._drawing.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._drawing.stop()

    def _draw_next(self) -> None:
        """One picture a turn, so that the page answers meanwhile."""
        waiting = (
            item
            for item in self.thumbs.every()
            if item.data(PIXMAP) is None and not item.data(TROUBLE)
        )
        if (item := next(waiting, None)) is None:
            self._drawing.stop()
            return
        row, ratio = item.data(ROW), self.devicePixelRatioF()
        try:
            folder = self._opened.folder.attachments
            content = attachments.read(self._opened.db, folder, row["sha256"])
        except UserError as error:
            item.setToolTip(str(error.message))
            item.setData(TROUBLE, str(_TROUBLE))
            return
        side = round(px(PICTURE.width()) * ratio)
        image = thumbnail(content, row["media_type"], side, self)
        image.setDevicePixelRatio(ratio)
        item.setData(PIXMAP, QPixmap.fromImage(image))

    # --- laying out ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        rows = column(self, INSIDE, BETWEEN)
        head = line()
        head.addWidget(self._title, 1)
        head.addWidget(self.keep)
        head.addWidget(self.adder)
        rows.addLayout(head)
        rows.addWidget(self.thumbs)
        rows.addWidget(self._hint)
        self._details = QWidget()
        inside = column(self._details)
        for part in self.form.cards:
            inside.addWidget(part)
        foot = line(between=8)
        self._open = button(Text("打开 (Enter)", "Open (Enter)"), self.open_chosen, sign="eye")
        delete = Text("删除 (Delete)", "Remove (Delete)")
        self._remove = button(delete, self.remove_chosen, sign="trash-2")
        foot.addWidget(self._open)
        foot.addWidget(self._remove)
        foot.addStretch()
        inside.addLayout(foot)
        rows.addWidget(self._details)

    def _listen(self) -> None:
        self._changes.happened.connect(self._on_change)
        self._drawing.setInterval(0)
        self._drawing.timeout.connect(self._draw_next)
        self.thumbs.itemSelectionChanged.connect(self._show_chosen)
        self.thumbs.opened.connect(self.open_chosen)
        self.thumbs.removed.connect(self.remove_chosen)
        self.thumbs.pasted.connect(self.paste)
        self.thumbs.renaming.connect(lambda: self.form.focus("title"))
        self.form.editors["doc_type"].edited.connect(lambda *_: self._kind_chosen())
        for widget in self.form.order:
            widget.installEventFilter(self._enter)
            if isinstance(widget, QLineEdit):
                widget.editingFinished.connect(self.settle)

    def _on_change(self, tables: frozenset[str]) -> None:
        if tables & {ATTACHMENT.table, DISPUTE.table}:
            self.refresh()

    def _move(self, by: int) -> None:
        """Enter in a field goes to the next one, from the last back to the pictures."""
        order, at = self.form.order, QApplication.focusWidget()
        place = order.index(at) + by if at in order else len(order)
        to = order[place] if 0 <= place < len(order) else self.thumbs
        to.setFocus(Qt.FocusReason.TabFocusReason)

    def _kind_of(self, row: dict[str, Any]) -> str:
        return self._book.words("doc_type", row["doc_type"]) if row["doc_type"] else ""


def _incoming(paths: Iterable[Path], *, keep_original: bool) -> tuple[list[Incoming], list[Text]]:
    """What to take in, and what is refused beforehand: PDFs are opened here, because only the
    screen's thread can."""
    incoming, refused = [], []
    for path in paths:
        try:
            pages = _pages(path)
        except UserError as error:
            refused.append(error.message)
            continue
        prepare = partial(attachments.take_in, path, keep_original=keep_original, pages=pages)
        incoming.append(Incoming(path.name, prepare))
    return incoming, refused


def _pages(path: Path) -> int | None:
    """None for what is no PDF, or one too large to be taken."""
    if attachments.media_type_of(attachments.head_of(path)) != "pdf":
        return None
    return count_pages(path) if path.stat().st_size <= attachments.LARGEST else None


_ADDED = Text("已添加 {n} 个附件", "{n} attachments added")
_MORE = Text("……另有 {n} 个没有添加。", "… and {n} more were not added.")
_REMOVED_ONE = Text("删除附件 {title}", "Remove the attachment {title}")
_REMOVED = Text("删除 {n} 个附件", "Remove {n} attachments")
_CHANGED = Text("修改附件 {title}", "Change the attachment {title}")
_TROUBLE = Text("文件缺失或损坏", "Missing or damaged")
