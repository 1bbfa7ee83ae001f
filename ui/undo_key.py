"""Ctrl+Z in a field: the field's own while it has something to undo, else the window's."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit


def leaves_undo(field: QObject, event: QEvent) -> bool:
    """Whether this is Ctrl+Z in a field with nothing of its own to undo: the window's turn."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.matches(QKeySequence.StandardKey.Undo)
        and (
            (isinstance(field, QLineEdit) and not field.isUndoAvailable())
            or (isinstance(field, QPlainTextEdit) and not field.document().isUndoAvailable())
        )
    )
