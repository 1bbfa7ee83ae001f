"""The one signal of a window: which tables have just changed."""

from PySide6.QtCore import QObject, Signal


class Changes(QObject):
    """Emitted after a step was written; pages that show one of the tables read it again. Made by
    the window and handed to its pages, so that a closed window hears nothing more."""

    happened = Signal(frozenset)  # of table names
