"""仍缺 n 项: what a record still lacks, each one click or Enter away."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QFrame, QPushButton

from core.missing import STAGE_WORDS, Lack
from core.text import Text
from ui.pieces import Flow, emptied, label, line

SHOWN = 6  # the rest behind one button: the form matters more
COUNT = Text("仍缺 {n} 项", "{n} still missing")
MORE = Text("还有 {n} 项", "{n} more")
FEWER = Text("收起", "Fewer")
GROUND = Text("{stage}:{ground}", "{stage}: {ground}")
KEYS = Text("Ctrl+J 依次转到", "Ctrl+J goes from one to the next")


class MissingStrip(QFrame):
    """Hidden while nothing is missing."""

    def __init__(self, go_to: Callable[[Lack], None]) -> None:
        super().__init__()
        self.setObjectName("missing")
        self.lacks: list[Lack] = []
        self._go_to, self._all = go_to, False
        self._last: Lack | None = None
        row = line(self, 8, 10)
        self._count = label(role="count")
        self._count.setToolTip(str(KEYS))
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignTop)
        self._flow = Flow(between=6)
        row.addLayout(self._flow, 1)
        self.hide()

    def show_lacks(self, lacks: list[Lack]) -> None:
        if lacks != self.lacks:
            self.lacks = lacks
            self._fill()

    def go_on(self) -> None:
        """To the first thing missing, or to the one after that where one has just been."""
        if self.lacks:
            at = self.lacks.index(self._last) + 1 if self._last in self.lacks else 0
            self.go(self.lacks[at % len(self.lacks)])

    def go(self, lack: Lack) -> None:
        self._last = lack
        self._go_to(lack)

    def _fill(self) -> None:
        emptied(self._flow)
        n = len(self.lacks)
        self._count.setText(str(COUNT.format(n=n)))
        for lack in self.lacks if self._all or n <= SHOWN else self.lacks[: SHOWN - 1]:
            made = LackButton(str(lack.what))
            made.setToolTip(str(GROUND.format(stage=STAGE_WORDS[lack.stage], ground=lack.ground)))
            made.setAccessibleDescription(made.toolTip())
            made.clicked.connect(partial(self.go, lack))
            self._flow.addWidget(made)
        if n > SHOWN:
            words = FEWER if self._all else MORE.format(n=n - SHOWN + 1)
            more = LackButton(str(words))
            more.clicked.connect(self._turn)
            self._flow.addWidget(more)
        self._flow.invalidate()
        self.updateGeometry()
        self.setVisible(bool(n))

    def _turn(self) -> None:
        self._all = not self._all
        self._fill()


class LackButton(QPushButton):
    """A chip that Enter presses too."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setObjectName("chip")
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
