"""The rows of a list: read from the database a page at a time, as they come into sight."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QResizeEvent, QStaticText
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)
from sqlite_utils import Database

from core.codes import CodeBook
from core.field import RecordKind, Row, Type
from core.show import masked, shown
from core.text import Text
from ui.measures import CHOSEN, INK, ROW, painted, px

PAGE_ROWS = 100  # read in one query
NEARLY = 60  # a row this far into a page has the next page read
KEPT_PAGES = 20
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ELIDE = Qt.TextElideMode.ElideRight
KEPT_TEXTS = 4096  # words set in type that are kept
PADDING = 8  # pixels beside the words of a cell
MARK_WIDTH = 32
MARKED = Text("已选", "Marked")
MARK_ROLES = (Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True)
class Column:
    """What stands in one column: its head, the words of a row, its width at 100 % type size."""

    title: Text
    words: Callable[[Row], str]
    width: int = 110
    colour: Callable[[Row], str] = lambda row: INK
    to_the_right: bool = False
    name: str = ""  # by which it is remembered where columns can be chosen
    sort: str = ""  # SQL over the table of the kind, where it is sorted by one of its columns
    #: Where that is not enough: id -> what a record is sorted by; those without come last.
    keys: Callable[[Database], Mapping[str, Any]] | None = None
    hint: Callable[[Row], str] | None = None  # on hover instead of the words, such as a ground

    @property
    def can_sort(self) -> bool:
        return bool(self.sort or self.keys)


def columns_of(kind: RecordKind, book: CodeBook) -> list[Column]:
    """The list columns of the definition."""
    return [field_column(kind, name, book) for name in kind.columns]


class RecordTable(QAbstractTableModel):
    """Counts the rows and fetches those that are looked at."""

    def __init__(
        self,
        columns: Sequence[Column],
        count: Callable[[], int],
        fetch: Callable[[int, int], list[dict[str, Any]]],
        parent: QObject | None = None,
    ) -> None:
        """`fetch(offset, limit)` gives rows with an `id`."""
        super().__init__(parent)
        self.columns = list(columns)
        self.marks: set[str] | None = None  # ids of marked rows, where rows can be marked
        self._count, self._fetch = count, fetch
        self._reading_on = False
        self._rows, self._pages = 0, dict[int, list[dict[str, Any]]]()

    def read_again(self) -> None:
        self.beginResetModel()
        self._pages.clear()
        self._rows = self._count()
        self.endResetModel()

    @property
    def fetched(self) -> int:
        """How many rows are held at the moment."""
        return sum(len(rows) for rows in self._pages.values())

    @property
    def first(self) -> int:
        """The place of the first column that is not the one of marks."""
        return int(self.marks is not None)

    def row(self, number: int) -> dict[str, Any] | None:
        """The record in a line; None if the table has fewer lines by now."""
        page, place = divmod(number, PAGE_ROWS)
        if page not in self._pages:
            self._read_page(page)
        rows = self._pages[page]
        if place >= NEARLY and page + 1 not in self._pages and not self._reading_on:
            self._reading_on = True  # the next page, before somebody scrolls there
            QTimer.singleShot(0, self, lambda: self._read_on(page + 1))
        return rows[place] if place < len(rows) else None

    def _read_on(self, page: int) -> None:
        self._reading_on = False
        if page not in self._pages and page * PAGE_ROWS < self._rows:
            self._read_page(page)

    def _read_page(self, page: int) -> None:
        while len(self._pages) >= KEPT_PAGES:
            del self._pages[next(iter(self._pages))]
        self._pages[page] = self._fetch(page * PAGE_ROWS, PAGE_ROWS)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns) + self.first

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.column() < self.first:
            return self._mark(index.row(), role)
        column = self.columns[index.column() - self.first]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column.to_the_right else None
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.ForegroundRole,
        ):
            return None
        row = self.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(painted(column.colour(row)))
        if role == Qt.ItemDataRole.ToolTipRole and column.hint and (said := column.hint(row)):
            return said
        return column.words(row)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        section -= self.first
        if orientation == Qt.Orientation.Horizontal and section >= 0:
            if role == Qt.ItemDataRole.DisplayRole:
                return str(self.columns[section].title)
            if role == Qt.ItemDataRole.TextAlignmentRole:
                left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
                return RIGHT if self.columns[section].to_the_right else left
        return None

    def _mark(self, line: int, role: int) -> Any:
        row = self.row(line) if role in MARK_ROLES else None
        if row is None:
            return None
        is_marked = row["id"] in (self.marks or ())
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if is_marked else Qt.CheckState.Unchecked
        return str(MARKED) if is_marked else ""


class CellPainter(QStyledItemDelegate):
    """Paints the words of a cell straight from its row: a screenful in a third of the time the
    style sheet's own painter takes, which asks the model seven times for each cell."""

    def __init__(self, model: RecordTable, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._font = model, ""
        self._texts: dict[tuple[str, int], tuple[QStaticText, int, int]] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place = index.column() - self._model.first
        row = self._model.row(index.row()) if place >= 0 else None
        if row is None:
            super().paint(painter, option, index)
            return
        column = self._model.columns[place]
        area: QRect = option.rect  # type: ignore[attr-defined]  # the stubs do not know it
        colour = column.colour(row)
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            colour = INK  # the paler ones are too close to the colour of what is chosen
            painter.fillRect(area, QColor(painted(CHOSEN)))
        if words := column.words(row):
            room = area.adjusted(PADDING, 0, -PADDING, 0)
            painter.setPen(QColor(painted(colour)))
            text, width, height = self._laid_out(painter, words, room.width())
            left = room.x() + (room.width() - width if column.to_the_right else 0)
            painter.drawStaticText(left, room.y() + (room.height() - height) // 2, text)

    def _laid_out(self, painter: QPainter, words: str, room: int) -> tuple[QStaticText, int, int]:
        """The words set once, cut to the room; most of them come again in other rows."""
        font = painter.font().key()
        if font != self._font or len(self._texts) >= KEPT_TEXTS:
            self._font = font
            self._texts.clear()
        if (words, room) not in self._texts:
            elided = painter.fontMetrics().elidedText(words, ELIDE, room)
            text = QStaticText(elided.replace("\n", " "))
            text.setTextFormat(Qt.TextFormat.PlainText)  # records are never taken for markup
            text.prepare(painter.transform(), painter.font())
            size = text.size().toSize()
            self._texts[words, room] = (text, size.width(), size.height())
        return self._texts[words, room]


class TableView(QTableView):
    """Whole lines, chosen with the arrows; Enter opens, Delete puts into the recycle bin."""

    opened = Signal(int)  # line
    deleted = Signal(int)
    chosen = Signal(int)  # -1 for none

    def __init__(self, model: RecordTable, stretched: int = 0) -> None:
        """`stretched` is the column that takes the room that is left."""
        super().__init__()
        self._model, self._stretched = model, stretched
        self.setModel(model)
        self.setAccessibleName(str(Text("列表", "List")))  # pages say more
        self.setItemDelegate(CellPainter(model, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(1)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        model.modelReset.connect(self.fit)
        self.fit()

    def line(self) -> int:
        """The line chosen, -1 for none."""
        index = self.currentIndex()
        return index.row() if index.isValid() else -1

    def choose(self, line: int) -> None:
        """Choose a line, the last one if there are fewer."""
        line = min(line, self._model.rowCount() - 1)
        if line >= 0:
            self.setCurrentIndex(self._model.index(line, 0))
        else:
            self.chosen.emit(-1)

    def fit(self) -> None:
        """Columns as wide as they ask for; what is left goes to one of them."""
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        self.horizontalHeader().setMinimumSectionSize(round(px(MARK_WIDTH)))
        first = self._model.first
        widths = [px(MARK_WIDTH)] * first + [px(self.wanted_width(c)) for c in self._model.columns]
        room = self.viewport().width() - sum(widths)
        for place, width in enumerate(widths):
            extra = max(room, 0) if place == self._stretched + first else 0
            self.setColumnWidth(place, width + extra)

    def wanted_width(self, column: Column) -> float:
        """Pixels at 100 % type size."""
        return column.width

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(current.row() if current.isValid() else -1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.line() >= 0:
            self.opened.emit(self.line())
        elif event.key() == Qt.Key.Key_Delete and self.line() >= 0:
            self.deleted.emit(self.line())
        else:
            super().keyPressEvent(event)


def field_column(kind: RecordKind, name: str, book: CodeBook) -> Column:
    """One field of the kind as a column."""
    field = kind.field(name)

    def words(row: Row) -> str:
        return masked(name, shown(field, row.get(name), book)).replace("\n", " ")

    is_number = field.type in (Type.INTEGER, Type.DECIMAL, Type.MONEY)
    width = {Type.DATE: 104, Type.NOTE: 220, Type.INTEGER: 88, Type.YES_NO: 72, Type.LINK: 220}
    wide = 210 if name in kind.named_by else 130
    return Column(
        field.label,
        words,
        width.get(field.type, wide),
        to_the_right=is_number,
        name=name,
        sort=name,
    )
