"""Every message box of the program. The sentences for errors: ui/words.py."""

import logging
import traceback
from enum import Enum

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from core.errors import UserError
from core.text import Text
from ui.words import words_for

log = logging.getLogger(__name__)
NOTICE = Text("提示", "Notice")
COPY_DETAILS = Text("复制详情", "Copy details")


class Answer(Enum):
    """What the user wants done with changes that are not saved."""

    SAVE = "save"
    KEEP = "keep"  # as a draft that is offered again
    DISCARD = "discard"
    STAY = "stay"


def show_error(parent: QWidget | None, error: BaseException) -> None:
    """One sentence; for what we did not expect also the log and a way to copy the details."""
    box = _box(parent, QMessageBox.Icon.Warning, words_for(error))
    box.addButton(str(Text("知道了", "OK")), QMessageBox.ButtonRole.AcceptRole)
    if isinstance(error, UserError):
        box.exec()
        return
    log.error("Unexpected error", exc_info=error)
    copy = box.addButton(str(COPY_DETAILS), QMessageBox.ButtonRole.ActionRole)
    box.exec()
    if box.clickedButton() is copy:
        QGuiApplication.clipboard().setText("".join(traceback.format_exception(error)))


def tell(parent: QWidget | None, words: Text) -> None:
    """A result the user has to have seen."""
    box = _box(parent, QMessageBox.Icon.Information, words)
    box.addButton(str(Text("知道了", "OK")), QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def confirm(parent: QWidget | None, words: Text, action: Text) -> bool:
    """Whether to do it; the button names what will be done, and Esc means no."""
    box = _box(parent, QMessageBox.Icon.Question, words)
    yes = box.addButton(str(action), QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(str(Text("取消", "Cancel")), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.exec()
    return box.clickedButton() is yes


def ask_unsaved(parent: QWidget | None, *, can_keep: bool = False) -> Answer:
    """The record on the screen has changes; Esc stays. `can_keep`: also as a draft, for what cannot
    be saved yet."""
    words = Text("这份记录有改动还没有保存。", "This record has changes that are not saved.")
    box = _box(parent, QMessageBox.Icon.Question, words)
    save = box.addButton(str(Text("保存", "Save")), QMessageBox.ButtonRole.AcceptRole)
    keep = (
        box.addButton(str(Text("暂存", "Keep a draft")), QMessageBox.ButtonRole.ActionRole)
        if can_keep
        else None
    )
    drop = box.addButton(str(Text("不保存", "Discard")), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(str(Text("继续填写", "Go on")), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(stay)
    box.exec()
    chosen = box.clickedButton()
    if keep is not None and chosen is keep:
        return Answer.KEEP
    return Answer.SAVE if chosen is save else Answer.DISCARD if chosen is drop else Answer.STAY


def _box(parent: QWidget | None, sign: QMessageBox.Icon, words: Text) -> QMessageBox:
    box = QMessageBox(parent)
    box.setIcon(sign)
    box.setWindowTitle(str(NOTICE))
    box.setText(str(words))
    return box
