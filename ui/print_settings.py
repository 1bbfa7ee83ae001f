"""What to print on, how many copies, which pages, and how far in from the edge of the paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QGridLayout,
    QSpinBox,
    QWidget,
)

from core.settings import MOST_MARGIN
from core.text import Text
from ui.measures import BETWEEN, FIELD, PAGE, px
from ui.pieces import CANCEL, button, column, label, line

SIDES = (Text("左", "Left"), Text("上", "Top"), Text("右", "Right"), Text("下", "Bottom"))
NO_PRINTER = Text(
    "这台电脑上没有打印机。可以先另存为 PDF。", "There is no printer; save a PDF instead."
)
MARGINS = Text("页边再留白(毫米)", "Further margin (mm)")
MARGINS_HINT = Text(
    "文书自带页边;打印机印不到边时再加。", "The forms have margins; add some where edges are cut."
)
ALL, HERE, SOME = "all", "here", "some"


@dataclass(frozen=True)
class PrintChoice:
    """What is remembered: the printer by name, and mm added left, top, right, bottom."""

    printer: str = ""
    margins: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)


class PrintSettings(QDialog):
    """Asked before every print; printer and margins stand as they were last time."""

    def __init__(
        self,
        parent: QWidget | None,
        choice: PrintChoice,
        pages: int,
        page: int,
        printers: Sequence[str] | None = None,
    ) -> None:
        """`page` is the one looked at, counted from 0."""
        super().__init__(parent)
        self._page, self._pages = page, pages
        self.setWindowTitle(str(Text("打印", "Print")))
        rows = column(self, PAGE, BETWEEN)
        grid = QGridLayout()
        grid.setHorizontalSpacing(BETWEEN)
        grid.setColumnStretch(1, 1)
        rows.addLayout(grid)
        self.printer, self.range = QComboBox(), QComboBox()
        names = QPrinterInfo.availablePrinterNames() if printers is None else printers
        self.printer.addItems(list(names))
        self.printer.setCurrentText(choice.printer)
        self.printer.setMinimumWidth(px(280))
        self.copies = _whole(1, 99)
        self.since, self.until = _whole(1, pages), _whole(1, pages)
        self.until.setValue(pages)
        for data, words in (
            (ALL, Text("全部 {m} 页", "All {m} pages").format(m=pages)),
            (HERE, Text("当前页(第 {n} 页)", "This page ({n})").format(n=page + 1)),
            (SOME, Text("页码范围", "Some pages")),
        ):
            self.range.addItem(str(words), data)
        self.range.currentIndexChanged.connect(lambda _: self._offer_pages())
        self.margins = [_millimetres(mm) for mm in choice.margins]
        some = line(between=8)
        for each in (self.since, label(Text("至", "to")), self.until):
            some.addWidget(each)
        some.addStretch()
        edges = line(between=8)
        for words, box in zip(SIDES, self.margins, strict=True):
            edges.addWidget(label(words, "label"))
            edges.addWidget(box)
            box.setAccessibleName(f"{MARGINS} {words}")
        for place, (words, field) in enumerate(
            (
                (Text("打印机", "Printer"), self.printer),
                (Text("份数", "Copies"), self.copies),
                (Text("页码", "Pages"), self.range),
            )
        ):
            named = label(words, "label")
            named.setBuddy(field)
            field.setAccessibleName(str(words))
            grid.addWidget(named, place, 0)
            grid.addWidget(field, place, 1)
        grid.addLayout(some, 3, 1)
        grid.addWidget(label(MARGINS, "label"), 4, 0)
        grid.addLayout(edges, 4, 1)
        rows.addWidget(label(MARGINS_HINT if names else NO_PRINTER, "small", wrap=True))
        foot = line()
        foot.addStretch()
        foot.addWidget(button(CANCEL, self.reject))
        go = button(Text("打印", "Print"), self.accept, sign="printer", role="primary")
        go.setEnabled(bool(names))
        foot.addWidget(go)
        rows.addLayout(foot)
        self._offer_pages()

    def choice(self) -> PrintChoice:
        margins = tuple(box.value() for box in self.margins)
        return PrintChoice(self.printer.currentText(), margins)

    def pages(self) -> range:
        """Pages to print, counted from 0."""
        match self.range.currentData():
            case "here":
                return range(self._page, self._page + 1)
            case "some":
                first, last = sorted((self.since.value(), self.until.value()))
                return range(first - 1, last)
        return range(self._pages)

    def _offer_pages(self) -> None:
        for box in (self.since, self.until):
            box.setEnabled(self.range.currentData() == SOME)


def made_printer(choice: PrintChoice, copies: int, name: str) -> QPrinter:
    """An A4 printer of the name chosen; the margins are the paper's white, not the page's."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if choice.printer:
        printer.setPrinterName(choice.printer)
    printer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(*choice.margins),
            QPageLayout.Unit.Millimeter,
        )
    )
    printer.setFullPage(True)
    printer.setCopyCount(copies)
    printer.setDocName(name)
    return printer


def _whole(least: int, most: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(least, max(most, least))
    box.setMinimumHeight(px(FIELD))
    return box


def _millimetres(value: float) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0, MOST_MARGIN)
    box.setDecimals(1)
    box.setMinimumHeight(px(FIELD))
    box.setSingleStep(1)
    box.setValue(value)
    return box
