"""The top of every page: its title, the search box, and at most two buttons."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget
from sqlite_utils import Database

from core.text import Text
from ui.icons import icon
from ui.measures import BETWEEN, INK, px
from ui.pieces import Elided, line
from ui.search_box import SearchBox


class TopLine(QWidget):
    """`open_record` is what the search box found; `back` is pressed where there is a way back."""

    open_record = Signal(str, str)
    back = Signal()

    def __init__(
        self, db: Database, title: Text | str, *buttons: QPushButton, with_back: bool = False
    ) -> None:
        super().__init__()
        row = line(self, between=BETWEEN)
        if with_back:
            back = QPushButton(icon("arrow-left", INK), "")
            back.setObjectName("plain")
            back.setToolTip(str(Text("返回 (Esc)", "Back (Esc)")))
            back.setAccessibleName(str(Text("返回", "Back")))
            back.clicked.connect(self.back)
            row.addWidget(back)
        self.title = Elided(title, "title")
        self._buttons = buttons
        self.search = SearchBox(db)
        self.search.open_record.connect(self.open_record)
        row.addWidget(self.title, 5)
        row.addWidget(self.search, 6)
        for each in buttons:
            row.addWidget(each)

    def minimumSizeHint(self) -> QSize:
        """The width the title has just now must not keep the window from becoming narrower."""
        return QSize(px(280), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The title is whole as long as the search box keeps a little room."""
        super().resizeEvent(event)
        taken = sum(b.sizeHint().width() + BETWEEN for b in self._buttons)
        room = self.width() - taken - self.search.minimumWidth() - 4 * BETWEEN
        self.title.setMinimumWidth(max(0, min(self.title.sizeHint().width(), room - px(24))))
