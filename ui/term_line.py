"""调解期限 on the page of a dispute: the day, how far off, and the ground with its calculation."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from core.deadlines import SOON, is_open
from core.field import Row
from core.term import Term, Terms, left_until, term_of
from core.text import Text
from ui.dispute_listing import left_words
from ui.pieces import column, label

RUNS = Text("{what}:{end} 届满({left})。依据:{ground}", "{what}: ends on {end} ({left}). {ground}")
STOPPED = Text("{what}:中止中,期限停算。依据:{ground}", "{what}: suspended. {ground}")


class TermLine(QWidget):
    """Hidden where no term runs: of a closed case, or one that is not people's mediation."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label(role="small", wrap=True)
        column(self).addWidget(self.words)
        self.hide()

    def show_term(self, dispute: Row, events: Sequence[Row], by: Terms, on: date) -> None:
        """As it follows from what is typed: `events` are the term events in any order."""
        ordered = sorted(events, key=lambda e: str(e.get("event_on") or ""))
        term = term_of(dispute, ordered, by) if is_open(dispute) else None
        self.setVisible(term is not None)
        if term is not None:
            self.words.setText(str(said_of(term, on)))
            self._look_like(_role(left_until(term, on)))

    def _look_like(self, role: str) -> None:
        if self.words.objectName() != role:
            self.words.setObjectName(role)
            self.words.style().unpolish(self.words)
            self.words.style().polish(self.words)


def said_of(term: Term, on: date) -> Text:
    """The whole of it as one paragraph."""
    left = left_until(term, on)
    if left is None:
        return STOPPED.format(what=term.rule.what, ground=term.ground)
    days = left_words(left)[0]
    return RUNS.format(what=term.rule.what, end=term.ends_on, left=days, ground=term.ground)


def _role(left: int | None) -> str:
    if left is None or left > SOON:
        return "small"
    return "fault" if left < 0 else "warning"
