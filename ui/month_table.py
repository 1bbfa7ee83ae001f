"""本月数字: a small table of this month beside the last one and the same one of last year."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from core.figures import MonthFigures
from core.text import Text
from ui.dispute_listing import rate_words
from ui.measures import INSIDE
from ui.pieces import label

HEADS = (
    Text("本月", "This month"),
    Text("上月", "Last month"),
    Text("去年同月", "A year ago"),
)
ROWS = (
    Text("受理(件)", "Accepted"),
    Text("调解成功(件)", "Settled"),
    Text("成功率", "Success rate"),
    Text("协议金额(万元)", "Amount (10,000 yuan)"),
)
BASIS = Text(
    "受理按受理日期,其余按结案日期;只计人民调解。",
    "Accepted by date of acceptance, all else by date of closing; people's mediation only.",
)
RIGHT = Qt.AlignmentFlag.AlignRight


class MonthTable(QFrame):
    """Figures under heads; the month counted stands in the tool tip of its head."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        grid = QGridLayout(self)
        grid.setContentsMargins(INSIDE, 10, INSIDE, 10)
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(0, 1)
        title = label(Text("本月与往期", "This month and before"), "section")
        grid.addWidget(title, 0, 0, 1, 4)
        self._heads = [label(words, "label") for words in HEADS]
        for place, head in enumerate(self._heads, 1):
            grid.addWidget(head, 1, place, RIGHT)
        self._cells = [[label() for _ in HEADS] for _ in ROWS]
        for line, (words, cells) in enumerate(zip(ROWS, self._cells, strict=True), 2):
            grid.addWidget(label(words, "label"), line, 0)
            for place, cell in enumerate(cells, 1):
                grid.addWidget(cell, line, place, RIGHT)
        grid.addWidget(label(BASIS, "small", wrap=True), len(ROWS) + 2, 0, 1, 4)
        grid.setRowStretch(len(ROWS) + 3, 1)

    def show_figures(self, months: Sequence[MonthFigures]) -> None:
        """This month, last month, a year ago."""
        for place, month in enumerate(months):
            self._heads[place].setToolTip(str(month.period.words))
            for row, words in enumerate(_words(month)):
                self._cells[row][place].setText(words)
                said = f"{month.period.words} {ROWS[row]} {words}"
                self._cells[row][place].setAccessibleName(said)

    def words(self) -> list[list[str]]:
        """Row by row what is shown."""
        return [[cell.text() for cell in cells] for cells in self._cells]


def _words(month: MonthFigures) -> list[str]:
    amount = (Decimal(month.amount) / 1_000_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return [str(month.accepted), str(month.settled), rate_words(month), str(amount)]
