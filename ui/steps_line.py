"""登记 → 调解 → 协议 → 履行 → 回访 → 归档: how far a dispute has come, as a row of marks."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget
from sqlite_utils import Database

from core import store
from core.field import Row
from core.records import AGREEMENT, MEETING, RETURN_VISIT
from core.text import Text
from ui.measures import ACCENT, MUTED, painted
from ui.pieces import Flow, label


@dataclass(frozen=True)
class Reached:
    """One step of a dispute and whether it was taken."""

    words: Text
    done: bool


def steps_of(
    row: Row,
    meetings: list[dict[str, Any]],
    agreements: list[dict[str, Any]],
    visits: list[dict[str, Any]],
) -> list[Reached]:
    """In the order a dispute goes through them."""
    performed = [a for a in agreements if a.get("performance_status") == "performed"]
    taken = (
        (Text("登记", "Registered"), bool(row.get("accepted_on"))),
        (Text("调解", "Mediated"), bool(meetings or row.get("mediated_on"))),
        (Text("协议", "Agreed"), bool(agreements)),
        (Text("履行", "Performed"), bool(performed) and len(performed) == len(agreements)),
        (Text("回访", "Visited"), any(v.get("visited_on") for v in visits)),
        (Text("归档", "Filed"), bool(row.get("filed_on"))),
    )
    return [Reached(words, done) for words, done in taken]


def steps_in(db: Database, row: Row) -> list[Reached]:
    """The same for a stored dispute."""
    below = (store.children(db, kind, row["id"]) for kind in (MEETING, AGREEMENT, RETURN_VISIT))
    return steps_of(row, *below)


class StepsLine(QWidget):
    """A tick for what is done, a ring for what is not; a screen reader hears the same."""

    def __init__(self) -> None:
        super().__init__()
        self._flow = Flow(self, between=10)
        self._shown: list[Reached] = []

    def show_steps(self, steps: list[Reached]) -> None:
        if steps == self._shown:
            return  # asked with every letter that is typed
        self._shown = list(steps)
        while item := self._flow.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for step in steps:
            self._flow.addWidget(_mark(step))
        self._flow.invalidate()
        self.updateGeometry()


def _mark(step: Reached) -> QLabel:
    sign = Text("● {step}", "● {step}") if step.done else Text("○ {step}", "○ {step}")
    made = label(sign.format(step=step.words), "small")
    made.setStyleSheet(f"color: {painted(ACCENT if step.done else MUTED)}")
    done = (
        Text("{step}:已完成", "{step}: done")
        if step.done
        else Text("{step}:未完成", "{step}: open")
    )
    made.setAccessibleName(str(done.format(step=step.words)))
    return made
