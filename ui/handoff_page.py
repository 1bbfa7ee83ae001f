"""交接合并: for an office the board of its villages and the merge desk, for a village 报送; for
both what is still open, and the hand-over to a successor."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.merging.enrol import is_village
from core.records import RECEIPT
from core.text import Text
from ui.hand_in_board import HandInBoard
from ui.hand_in_page import HandInPage
from ui.handover_page import HandOverPage
from ui.measures import BETWEEN, px, scale
from ui.merge_desk import MergeDesk
from ui.merge_undo import take_back
from ui.open_questions import OpenQuestions
from ui.pieces import line
from ui.receipt_page import ReceiptPage
from ui.tabs_page import TabsPage

if TYPE_CHECKING:
    from ui.main_window import MainWindow

TITLE = Text("交接合并", "Hand-ins")
DESK = Text("合并", "Merge")
HAND_IN = Text("报送", "Hand in")
TAKE_IN = Text("读入司法所的数据包", "From the office")
OPEN = Text("待处理冲突", "Open conflicts")
LARGE = 1.3  # type size
MOST_BOARD = 460  # pixels: at 200 % board and desk still fit the smallest screen
HAND_OVER = Text("移交", "Hand over")


def make_handoff_page(window: "MainWindow") -> TabsPage:
    """The tabs, wired to the window."""
    opened = window.opened

    def desk() -> MergeDesk:
        made = MergeDesk(opened, window.changes)
        made.said.connect(lambda words: window.status.say(words, with_undo=True))
        made.undo_wanted.connect(partial(take_back, window))
        made.behind.connect(window.show_behind)
        made.print_wanted.connect(window.show_print_sheet)
        return made

    def with_board() -> QWidget:
        return BesideBoard(HandInBoard(opened, window.changes), desk())

    def hand_in() -> QWidget:
        return HandInPage(opened)

    def questions() -> QWidget:
        page = OpenQuestions(opened, window.changes)
        page.said.connect(lambda words: window.status.say(words, with_undo=True))
        return page

    def hand_over() -> QWidget:
        return HandOverPage(opened)

    def receipts() -> QWidget:
        page = ReceiptPage(opened, window.changes)
        page.said.connect(lambda words: window.status.say(words, with_undo=True))
        page.open_record.connect(window.open_record)
        return page

    of_village = [(HAND_IN, hand_in), (TAKE_IN, desk)]
    of_office = [(DESK, with_board), (RECEIPT.title, receipts)]
    tabs = of_village if is_village(opened.db) else of_office
    tabs += [(OPEN, questions), (HAND_OVER, hand_over)]
    page = TabsPage(opened.db, TITLE, tabs)
    page.open_record.connect(window.open_record)
    return page


class BesideBoard(QWidget):
    """The board at the left, the desk beside it."""

    def __init__(self, board: HandInBoard, desk: MergeDesk) -> None:
        super().__init__()
        self.board, self.desk = board, desk
        desk.looking.connect(self._make_room)
        row = line(self, between=BETWEEN)
        board.setFixedWidth(min(px(300), MOST_BOARD))
        row.addWidget(board)
        row.addWidget(desk, 1)

    def _make_room(self, is_looking: bool) -> None:
        """Large type and a package leave no room for the board."""
        self.board.setHidden(is_looking and scale() > LARGE)
