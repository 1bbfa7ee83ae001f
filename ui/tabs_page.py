"""A page of several tabs under one title."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QTabBar, QTabWidget, QWidget
from sqlite_utils import Database

from core.text import Text
from ui.measures import BETWEEN, PAGE
from ui.pieces import column
from ui.top_line import TopLine


class _Bar(QTabBar):
    """The arrows go from tab to tab and stay here, whatever the page shown would do with the
    cursor."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != at:
            self.setFocus()


class _Tabs(QTabWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setTabBar(_Bar())  # only a widget itself may be given another bar


class TabsPage(QWidget):
    """Ctrl+Tab goes from tab to tab."""

    open_record = Signal(str, str)

    def __init__(
        self,
        db: Database,
        title: Text,
        tabs: Sequence[tuple[Text, Callable[[], QWidget]]],
        *buttons: QPushButton,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        rows = column(self, between=BETWEEN)
        rows.setContentsMargins(PAGE, 14, PAGE, 10)
        self.top = TopLine(db, title, *buttons)
        self.top.open_record.connect(self.open_record)
        rows.addWidget(self.top)
        self.tabs = _Tabs()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for words, make in tabs:
            holder = QWidget()
            inside = column(holder)
            inside.setContentsMargins(0, BETWEEN, 0, 0)
            inside.addWidget(make())
            self.tabs.addTab(holder, str(words))
        rows.addWidget(self.tabs, 1)

    def show_tab(self, number: int) -> None:
        self.tabs.setCurrentIndex(number)

    def content(self) -> QWidget:
        """What stands in the tab shown."""
        layout = self.tabs.currentWidget().layout()
        assert layout is not None
        item = layout.itemAt(0)
        assert item is not None
        return item.widget()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.tabs.tabBar().setFocus()
