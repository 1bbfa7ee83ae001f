"""The status bar: which file, how old the last backup is, what was just done, the type size."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSlider, QStatusBar

from core.settings import TYPE_SIZES
from core.text import Text
from db.backup import backups
from db.connect import Opened
from ui.measures import px
from ui.pieces import button, label

STEP = 10  # per cent the slider moves by
NO_BACKUP = Text("还没有备份", "no backup yet")


class StatusBar(QStatusBar):
    """`undo_wanted` is the button beside what was just deleted."""

    type_size = Signal(int)
    undo_wanted = Signal()

    def __init__(self, opened: Opened, percent: int) -> None:
        super().__init__()
        self._opened = opened
        self.setSizeGripEnabled(False)
        self.setContentsMargins(16, 0, 12, 0)
        self._file, self.said = label(role="small"), label(role="small")
        self._undo = button(Text("撤销 (Ctrl+Z)", "Undo (Ctrl+Z)"), self._take_back, role="plain")
        self._undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._undo.hide()
        self.addWidget(self._file)
        self.addWidget(self.said)
        self.addWidget(self._undo)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(TYPE_SIZES[0] // STEP, TYPE_SIZES[1] // STEP)
        self._slider.setPageStep(2)
        self._slider.setTracking(False)  # while it is dragged nothing is laid out anew
        self._slider.setFixedWidth(112)
        self._slider.setAccessibleName(str(Text("字号", "Type size")))
        self._percent = QLabel()
        self._percent.setObjectName("small")
        self.addPermanentWidget(label(Text("字号", "Type"), "small"))
        self.addPermanentWidget(self._slider)
        self.addPermanentWidget(self._percent)
        self.show_type_size(percent)
        self._slider.valueChanged.connect(lambda tens: self.type_size.emit(tens * STEP))
        self.show_file()

    def show_file(self) -> None:
        """The file and its last backup, as they are now."""
        newest = next(iter(backups(self._opened.folder)), None)
        age = _age(newest.at) if newest else NO_BACKUP
        said = Text("{folder}  ·  {age}", "{folder}  ·  {age}")
        self._file.setText(
            str(said.format(folder=Path(*self._opened.folder.data.parts[-3:]), age=age))
        )
        self._file.setToolTip(str(self._opened.folder.data))

    def say(self, words: Text, *, with_undo: bool = False) -> None:
        """What was just done; stays until the next thing is done."""
        self.said.setText(str(Text("·  {words}", "·  {words}").format(words=words)))
        self._undo.setVisible(with_undo)
        self.show_file()

    def unsay(self, words: Text) -> None:
        """No longer true; anything else that stands there stays."""
        if self.said.text() == str(Text("·  {words}", "·  {words}").format(words=words)):
            self.said.clear()
            self._undo.hide()

    def show_type_size(self, percent: int) -> None:
        self._slider.blockSignals(True)
        self._slider.setValue(percent // STEP)
        self._slider.blockSignals(False)
        self._percent.setText(f"{percent}%")
        self._percent.setMinimumWidth(px(44))

    def _take_back(self) -> None:
        self._undo.hide()
        self.undo_wanted.emit()


def _age(at: str) -> Text:
    """How long ago a backup was made."""
    minutes = int((datetime.now(UTC) - datetime.fromisoformat(at)).total_seconds() // 60)
    if minutes < 1:
        return Text("刚刚备份过", "backed up just now")
    if minutes < 120:
        return Text("上次备份 {n} 分钟前", "last backup {n} minutes ago").format(n=minutes)
    if minutes < 48 * 60:
        return Text("上次备份 {n} 小时前", "last backup {n} hours ago").format(n=minutes // 60)
    return Text("上次备份 {n} 天前", "last backup {n} days ago").format(n=minutes // (24 * 60))
