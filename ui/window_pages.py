"""The pages of the rail that are made of lists: each is handed what makes a list and the window.

What they need is imported when they are first shown: the window stands sooner.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.records import CONSULTATION, DRAFTED_DOCUMENT, PREVENTION, SCREENING_ITEM, SCREENING_ROUND
from core.text import Text
from ui.listing import Listing
from ui.pieces import button
from ui.tabs_page import TabsPage

if TYPE_CHECKING:
    from ui.list_page import ListPage
    from ui.main_window import MainWindow
    from ui.screening_work import ScreeningWork
    from ui.statistics_page import StatisticsPage
    from ui.subsidy_page import SubsidyPage


class MakeList(Protocol):
    """A list page that tells the window what is pressed on it."""

    def __call__(self, listing: Listing, *, bare: bool = False) -> "ListPage": ...


def screening_page(window: "MainWindow", listed: MakeList, work: "ScreeningWork") -> TabsPage:
    from ui.prevention_listing import prevention_listing
    from ui.screening_listing import ItemWork, item_listing, round_listing

    of_items = ItemWork(lambda id: work.close_out([id]), work.become_dispute, window.open_record)
    tabs = [
        (SCREENING_ITEM.title, lambda: listed(item_listing(of_items), bare=True)),
        (SCREENING_ROUND.title, lambda: listed(round_listing(), bare=True)),
        (PREVENTION.title, lambda: listed(prevention_listing(), bare=True)),
    ]
    words = Text("突出矛盾纠纷台账", "Ledger")
    ledger = button(words, window.print_ledger, sign="file-spreadsheet")
    zero = button(Text("零报告", "Zero report"), window.missing_rounds, sign="check")
    for each, keys in ((ledger, "Ctrl+Shift+L"), (zero, "Ctrl+Shift+R")):
        each.setToolTip(keys)
    page = TabsPage(window.opened.db, Text("纠纷排查", "Screening"), tabs, ledger, zero)
    page.open_record.connect(window.open_record)
    return page


def legal_aid_page(window: "MainWindow", listed: MakeList) -> "ListPage":
    from ui.legal_aid_listing import case_listing
    from ui.legal_aid_work import aid_work

    return listed(case_listing(aid_work(window)))


def consultations_page(window: "MainWindow", listed: MakeList) -> TabsPage:
    from ui.consultation_listing import consultation_listing, document_listing
    from ui.legal_aid_work import aid_work

    work = aid_work(window)
    tabs = [
        (CONSULTATION.title, lambda: listed(consultation_listing(work), bare=True)),
        (DRAFTED_DOCUMENT.title, lambda: listed(document_listing(work), bare=True)),
    ]
    words = Text("快速登记咨询", "Quick consultation")
    quick = button(words, window.quick_consultation, sign="plus")
    quick.setToolTip("Ctrl+Shift+K")
    title = Text("咨询与代书", "Consultations and documents")
    page = TabsPage(window.opened.db, title, tabs, quick)
    page.open_record.connect(window.open_record)
    return page


def subsidies_page(
    window: "MainWindow",
    listed: MakeList,
    folder: Callable[[], Path],
    exported: Callable[[Path], None],
) -> "SubsidyPage":
    from ui.subsidy_listing import subsidy_listing
    from ui.subsidy_page import SubsidyPage

    own = listed(subsidy_listing(), bare=True)
    page = SubsidyPage(window.opened, window.changes, own, folder)
    page.said.connect(lambda words: window.status.say(words, with_undo=True))
    page.exported.connect(exported)
    page.open_record.connect(window.open_record)
    return page


def statistics_page(
    window: "MainWindow", folder: Callable[[], Path], exported: Callable[[Path], None]
) -> "StatisticsPage":
    from ui.statistics_page import StatisticsPage

    page = StatisticsPage(window.opened, window.changes, folder)
    page.behind.connect(window.show_behind)
    page.print_wanted.connect(window.show_print_sheet)
    page.exported.connect(exported)
    page.open_record.connect(window.open_record)
    return page


def people_page(window: "MainWindow", listed: MakeList) -> TabsPage:
    from ui import people_listing as people

    listings = (
        people.village_listing(),
        people.committee_listing(),
        people.mediator_listing(),
        people.law_literate_listing(),
        people.funds_listing(),
    )
    tabs = [(each.title, partial(listed, each, bare=True)) for each in listings]
    page = TabsPage(window.opened.db, Text("人员与村居", "People and villages"), tabs)
    page.open_record.connect(window.open_record)
    return page
