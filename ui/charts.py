"""Charts of counts, readable in black and white, that can be copied as a picture.

QtCharts takes a while to load: import this module only when a chart is to be seen.
"""

from collections.abc import Sequence

from PySide6.QtCharts import (
    QAbstractBarSeries,
    QBarCategoryAxis,
    QBarSeries,
    QBarSet,
    QChart,
    QChartView,
    QHorizontalBarSeries,
    QValueAxis,
)
from PySide6.QtCore import QEvent, QMargins, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QMenu

from core.text import Text
from ui.measures import ACCENT, INK, INSIDE, LINE, MUTED, PAPER, painted, px
from ui.pieces import column, label

COPY = Text("复制为图片\tCtrl+C", "Copy as a picture\tCtrl+C")
HINT = Text("右键或 Ctrl+C 复制为图片", "Right click or Ctrl+C copies it as a picture")
SHARPER = 2  # the picture copied has so many pixels for one on the screen
HEIGHT, LINE_HEIGHT = 246, 23  # at 100 %
ROOM = 1.14  # the longest bar leaves room for its figure


class CountChart(QChartView):
    """One bar for each name, its figure beside it. `lying` bars have room for long names."""

    def __init__(self, *, lying: bool) -> None:
        super().__init__()
        self.setObjectName("chart")
        self._lying, self._title = lying, Text("", "")
        self._counts: list[tuple[str, int]] = []
        self._empty = label(role="small", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column(self, INSIDE).addWidget(self._empty)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setToolTip(str(HINT))

    @property
    def counts(self) -> list[tuple[str, int]]:
        """What is drawn."""
        return self._counts

    def show_counts(self, title: Text, counts: Sequence[tuple[str, int]], empty: Text) -> None:
        """In the order given; lying bars from the top down. `empty` says what will stand here as
        long as nothing is counted."""
        self._title, self._counts = title, list(counts) if any(n for _, n in counts) else []
        self._empty.setText(str(empty))
        self._empty.setHidden(bool(self._counts))
        said = ", ".join(f"{name} {n}" for name, n in self._counts) or str(empty)
        self.setAccessibleName(str(title))
        self.setAccessibleDescription(said)
        self._draw()

    def copy(self) -> None:
        """Into the clipboard, sharp enough for a report."""
        QGuiApplication.clipboard().setPixmap(self.picture())

    def picture(self) -> QPixmap:
        made = QPixmap(self.viewport().size() * SHARPER)
        made.fill(QColor(painted(PAPER)))
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.render(painter)
        painter.end()
        return made

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction(str(COPY)).triggered.connect(lambda _=False: self.copy())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._title.zh:
            self._draw()

    def _draw(self) -> None:
        """A chart anew: cheaper to get right than to change every part of the old one."""
        drawn = list(reversed(self._counts)) if self._lying else self._counts
        bars = QBarSet("")
        bars.append([float(n) for _, n in drawn])
        bars.setColor(QColor(painted(ACCENT)))
        bars.setPen(QPen(Qt.PenStyle.NoPen))
        bars.setLabelColor(QColor(painted(INK)))
        bars.setLabelFont(_font(12))
        series = QHorizontalBarSeries() if self._lying else QBarSeries()
        series.append(bars)
        series.setBarWidth(0.62)
        series.setLabelsVisible(True)
        series.setLabelsPosition(QAbstractBarSeries.LabelsPosition.LabelsOutsideEnd)
        chart = QChart()
        chart.addSeries(series)
        self._lay_out(chart, series, [name for name, _ in drawn])
        old = self.chart()
        self.setChart(chart)
        old.deleteLater()
        lines = len(drawn) * LINE_HEIGHT + 60 if self._lying else 0
        self.setFixedHeight(px(max(HEIGHT, lines)))

    def _lay_out(self, chart: QChart, series: QAbstractBarSeries, names: list[str]) -> None:
        chart.setTitle(str(self._title))
        chart.setTitleFont(_font(14, bold=True))
        chart.setTitleBrush(QColor(painted(INK)))
        chart.setBackgroundBrush(QColor(painted(PAPER)))
        chart.setBackgroundRoundness(0)
        chart.setMargins(QMargins(px(8), px(4), px(8), px(4)))
        chart.legend().hide()
        if not names:
            return
        by_name, by_count = QBarCategoryAxis(), QValueAxis()
        by_name.append(names)
        by_name.setLabelsFont(_font(12))
        by_name.setLabelsColor(QColor(painted(MUTED)))
        by_name.setGridLineVisible(False)
        by_name.setLinePen(QPen(QColor(painted(LINE))))
        by_name.setTruncateLabels(False)
        by_count.setRange(0, max(n for _, n in self._counts) * ROOM)
        by_count.setVisible(False)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignBottom)
        for axis, side in zip(
            (by_name, by_count), sides if self._lying else sides[::-1], strict=True
        ):
            chart.addAxis(axis, side)
            series.attachAxis(axis)


def _font(pixels: int, *, bold: bool = False) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(px(pixels))
    font.setBold(bold)
    return font
