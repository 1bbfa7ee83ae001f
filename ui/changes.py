"""The one application-wide signal: which tables have just changed."""

from PySide6.QtCore import QObject, Signal


class Changes(QObject):
    """Emitted after a step was written; pages that show one of the tables read it again."""

    happened = Signal(frozenset)  # of table names


changes = Changes()
