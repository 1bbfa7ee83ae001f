"""The dark rail at the left: where one can go. Ctrl+1 … 9 and Ctrl+, go there
without the mouse."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from core.text import Text
from ui.icons import icon
from ui.measures import RAIL_INK, RAIL_WIDTH, scale
from ui.pieces import TwoLines, column, label, scrolled

KEYS = 9  # places with a number; Ctrl+0 is the usual type size
LAST_KEY = "Ctrl+,"  # of the place behind them, the settings, as in other programs
NO_GROUPS = 1.6  # type size from which all places fit the smallest screen only without headings
PROGRAM = Text("司法所台账", "Judicial Office Ledger")


@dataclass(frozen=True)
class Place:
    """An entry of the rail; `group` is the small heading above it."""

    name: str
    words: Text
    sign: str
    group: Text | None = None


PLACES = (
    Place("today", Text("今日", "Today"), "layout-dashboard"),
    Place("screening", Text("纠纷排查", "Screening"), "search-check", Text("办理", "Cases")),
    Place("disputes", Text("人民调解", "Disputes"), "handshake"),
    Place("legal_aid", Text("法律援助", "Legal aid"), "shield-check"),
    Place(
        "consultations",
        Text("咨询与代书", "Consultations"),
        "message-circle-question",
    ),
    Place("subsidies", Text("案件补贴", "Subsidies"), "scale"),
    Place("statistics", Text("统计报表", "Statistics"), "chart-column", Text("汇总", "Reports")),
    Place("handoff", Text("交接合并", "Hand-ins"), "arrow-left-right"),
    Place("people", Text("人员与村居", "People, villages"), "users", Text("基础", "Basics")),
    Place("settings", Text("设置与备份", "Settings, backups"), "settings"),
)


#: Kinds whose records stand in a list of a place; all others belong to the settings.
LISTED = {
    "dispute": "disputes",
    "screening_item": "screening",
    "screening_round": "screening",
    "prevention": "screening",
    "legal_aid_case": "legal_aid",
    "consultation": "consultations",
    "drafted_document": "consultations",
    "subsidy_claim": "subsidies",
    "village": "people",
    "committee": "people",
    "mediator": "people",
    "law_literate": "people",
    "committee_funds": "people",
}


def place_of(table: str) -> str:
    """Where the records of a kind belong."""
    return LISTED.get(table, "settings")


def _keys_of(place: Place) -> str:
    number = PLACES.index(place) + 1
    return f"Ctrl+{number}" if number <= KEYS else LAST_KEY


class Rail(QWidget):
    """One button a place; at the foot the menu with every action."""

    chosen = Signal(str)

    def __init__(self, office: str, menu: QMenu) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = column(self, between=0)
        rows.setContentsMargins(0, 12, 0, 8)
        program = label(PROGRAM, "program")
        rows.addWidget(program)
        rows.addSpacing(4)
        self.office = TwoLines(office)
        rows.addWidget(self.office)
        rows.addSpacing(8)
        self._buttons: dict[str, QPushButton] = {}
        self._groups = [program]
        content = QWidget()
        inside = column(content, between=0)
        for place in PLACES:
            if place.group:
                heading = label(place.group, "group")
                self._groups.append(heading)
                inside.addWidget(heading)
            inside.addWidget(self._button(place))
        inside.addStretch()
        self._area = scrolled(content)  # never higher than the smallest screen
        self._area.setMinimumHeight(1)
        rows.addWidget(self._area, 1)
        self.menu_button = self._plain(Text("菜单 (F10)", "Menu (F10)"), "chevron-up")
        self.menu_button.clicked.connect(lambda: self._pop_up(menu))
        rows.addWidget(self.menu_button)
        for place in PLACES:
            keys = QShortcut(QKeySequence(_keys_of(place)), self)
            keys.activated.connect(lambda name=place.name: self.chosen.emit(name))
        QShortcut(QKeySequence("F10"), self).activated.connect(lambda: self._pop_up(menu))
        self._fit()

    def show_place(self, name: str) -> None:
        """Mark where one is."""
        for each, made in self._buttons.items():
            made.setChecked(each == name)
            if each == name:
                self._area.ensureWidgetVisible(made, 0, 0)

    def show_number(self, name: str, number: int) -> None:
        """How many things wait there."""
        place = next(p for p in PLACES if p.name == name)
        words = Text("  {words}   {n}", "  {words}   {n}").format(words=place.words, n=number)
        self._buttons[name].setText(str(words) if number else f"  {place.words}")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """As wide as the longest words; where the type is large without the small headings, and
        the places closer together."""
        dense = scale() > NO_GROUPS
        for group in self._groups:
            group.setHidden(dense)
        if self.property("dense") != dense:
            self.setProperty("dense", dense)
            for each in (*self._groups, *self.findChildren(QPushButton)):
                each.style().unpolish(each)
                each.style().polish(each)
        widest = max((b.sizeHint().width() for b in self.findChildren(QPushButton)), default=0)
        self.setFixedWidth(max(RAIL_WIDTH, widest + 12))

    def _button(self, place: Place) -> QPushButton:
        made = self._plain(place.words, place.sign)
        made.setCheckable(True)
        made.setToolTip(_keys_of(place))
        made.clicked.connect(lambda: self.chosen.emit(place.name))
        self._buttons[place.name] = made
        return made

    def _plain(self, words: Text, sign: str) -> QPushButton:
        made = QPushButton(icon(sign, RAIL_INK), f"  {words}")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def _pop_up(self, menu: QMenu) -> None:
        corner = self.menu_button.mapToGlobal(QPoint(0, 0))
        menu.popup(corner - QPoint(0, menu.sizeHint().height()))
        menu.setFocus()
