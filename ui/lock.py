"""The idle lock: after some minutes without a key or the mouse the screen asks for the password."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from core.errors import UserError
from core.text import Text
from db import keys
from db.connect import Opened
from ui.sign_in_page import SignInPage

NO_PASSWORD = Text(
    "这份数据没有设密码,锁定没有用处。密码在“设置与备份”的“用户与登录”里设。",
    "These data have no password, so locking would be of no use. Set one in the settings.",
)
MINUTE = 60_000  # milliseconds
SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
        QEvent.Type.TouchBegin,
    }
)


class IdleLock(QObject):
    """Watches the windows of the program while the main one stands."""

    sign_out = Signal()

    def __init__(self, window: QMainWindow, opened: Opened, minutes: Callable[[], int]) -> None:
        """`minutes` tells after how many idle ones to lock, as it is set now; 0 for never."""
        super().__init__(window)
        self._window, self._opened, self._minutes = window, opened, minutes
        self.page: SignInPage | None = None
        self._seen: list[tuple[QWidget, float]] = []
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.lock)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusWindowChanged.connect(self._watch)
        self._watch(app.focusWindow())
        self._wait()

    def lock(self) -> bool:
        """Cover everything until the password is right; False where there is none to ask for."""
        if self.page is not None:
            return True
        try:
            if not keys.has_users(self._opened.folder):
                return False
        except UserError:  # keys.json is gone: there is nothing to compare a password with
            return False
        self.page = SignInPage(self._opened.folder, only=self._opened.user)
        self.page.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.page.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self.page.finished.connect(self._end)
        self.page.other_wanted.connect(self._other)
        self._cover()
        self.page.showFullScreen()
        self.page.password.setFocus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in SIGNS_OF_LIFE and self.page is None:
            self._wait()
        return False

    def _watch(self, window: QWindow | None) -> None:
        """The window that gets the keys now. Not the application: every event would pass here."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
            self._wait()

    def _wait(self) -> None:
        """The minutes begin anew."""
        if self.page is not None:
            return
        minutes = self._minutes()
        if minutes:
            self._idle.start(minutes * MINUTE)
        else:
            self._idle.stop()

    def _cover(self) -> None:
        """Nothing of the records is seen beside or behind the page. A dialog that is open is not
        hidden, which would end it."""
        content = self._window.centralWidget()
        if content is not None:
            content.hide()
        self._seen = [
            (w, w.windowOpacity())
            for w in QApplication.topLevelWidgets()
            if isinstance(w, QDialog) and w.isVisible() and w is not self.page
        ]
        for each, _ in self._seen:
            each.setWindowOpacity(0)

    def _end(self, _result: int) -> None:
        if self.page is not None:
            self.page.deleteLater()
            self.page = None
        content = self._window.centralWidget()
        if content is not None and self._window.isVisible():
            content.show()
        for each, opacity in self._seen:
            each.setWindowOpacity(opacity)
        self._seen = []
        self._wait()

    def _other(self) -> None:
        """Somebody else: the window is closed behind the page, which goes last."""
        self.sign_out.emit()
        if self.page is not None:
            self.page.done(0)
