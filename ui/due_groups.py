"""What waits by its sort, as a line of chips with counts: thousands of things are looked through a
sort at a time."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from core.deadlines import Due
from core.text import Text
from ui.pieces import Flow

#: In the order shown.
GROUPS = {
    "term": Text("调解期限", "Terms"),
    "performance": Text("协议履行", "Agreements"),
    "visit": Text("回访", "Visits"),
    "confirmation": Text("司法确认", "Confirmation"),
    "screening": Text("排查", "Screening"),
    "committee": Text("调委会", "Committees"),
    "legal_aid": Text("法律援助", "Legal aid"),
    "other": Text("其他", "Others"),
}


def group_of(thing: Due) -> str:
    """One of GROUPS."""
    if thing.table in ("screening_round", "screening_item"):
        return "screening"
    if thing.sort == "term" and thing.table != "dispute":
        return "other"
    return thing.sort if thing.sort in GROUPS else "other"


class DueGroups(QWidget):
    """Pressed once, a chip leaves only its sort in the list; pressed again, everything."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.group = ""  # empty for everything
        self._flow = Flow(self)
        self._chips: dict[str, QPushButton] = {}

    def hasHeightForWidth(self) -> bool:
        """Its height is set when its width is known: asked beforehand, the page would make room for
        every chip on a line of its own."""
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def show_counts(self, things: Sequence[Due]) -> None:
        """How many there are of each sort. A sort of which nothing is left is no longer chosen; of
        one sort alone there is nothing to choose."""
        counts = Counter(map(group_of, things))
        if self.group not in counts:
            self.group = ""
        for group in GROUPS:
            if counts[group] and group not in self._chips:
                self._chips[group] = self._chip(group)
        self._put_in_order()
        for group, chip in self._chips.items():
            said = Text("{words} {n}", "{words} {n}")
            chip.setText(str(said.format(words=GROUPS[group], n=counts[group])))
            chip.setHidden(not counts[group])
            chip.setChecked(group == self.group)
        self.setHidden(len(counts) < 2)
        self._flow.invalidate()
        self._fit()

    def among(self, things: Sequence[Due]) -> list[Due]:
        """Those of the sort chosen."""
        return [d for d in things if not self.group or group_of(d) == self.group]

    def _fit(self) -> None:
        inside, margins = self.contentsRect(), self.contentsMargins()
        needed = self._flow.heightForWidth(inside.width())
        self.setFixedHeight(needed + margins.top() + margins.bottom())

    def _chip(self, group: str) -> QPushButton:
        made = QPushButton()
        made.setObjectName("chip")
        made.setCheckable(True)
        made.clicked.connect(lambda: self._press(group))
        self._flow.addWidget(made)
        return made

    def _put_in_order(self) -> None:
        there = [self._chips[group] for group in GROUPS if group in self._chips]
        for chip in there:
            self._flow.removeWidget(chip)
            self._flow.addWidget(chip)

    def _press(self, group: str) -> None:
        self.group = "" if group == self.group else group
        self.chosen.emit()
