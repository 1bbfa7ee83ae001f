"""The figures along the top of a page; a click on one filters the list below."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from core.text import Text
from ui.measures import BETWEEN, INK, painted
from ui.pieces import Elided, column, label


@dataclass(frozen=True)
class Figure:
    """One card: what is counted, how many, what that means; `filter` is the chip it stands for."""

    title: Text
    value: str
    note: Text
    colour: str = INK
    filter: str = ""


class Cards(QWidget):
    """As many cards side by side as there are figures."""

    pressed = Signal(str)  # the filter of the card

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(BETWEEN)
        self._cards: list[_Card] = []

    def show_figures(self, figures: Sequence[Figure], *, low: bool = False) -> None:
        """`low` leaves the notes out, where the room is needed for the list."""
        while len(self._cards) < len(figures):
            made = _Card()
            made.clicked.connect(lambda _=False, card=made: self.pressed.emit(card.filter))
            self._grid.addWidget(made, 0, len(self._cards))
            self._grid.setColumnStretch(len(self._cards), 1)
            self._cards.append(made)
        for card, figure in zip(self._cards, figures, strict=True):
            card.show_figure(figure, low=low)


class _Card(QPushButton):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.filter = ""
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)  # a long note is cut, not the page
        self.setSizePolicy(policy)
        self._rows = rows = column(self, between=2)
        rows.setContentsMargins(16, 10, 16, 10)
        self._title, self._value, self._note = (
            label(role="label"),
            label(role="figure"),
            Elided(role="small"),
        )
        for each in (self._title, self._value, self._note):
            rows.addWidget(each)

    def sizeHint(self) -> QSize:
        return self._rows.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._rows.minimumSize()

    def show_figure(self, figure: Figure, *, low: bool) -> None:
        self.filter = figure.filter
        self._title.setText(str(figure.title))
        self._value.setText(figure.value)
        self._value.setStyleSheet(f"color: {painted(figure.colour)}")
        self._note.say(figure.note)
        self._note.setVisible(not low)
        self.setAccessibleName(f"{figure.title} {figure.value} {figure.note}")
        self.setMinimumHeight(self._rows.sizeHint().height())
