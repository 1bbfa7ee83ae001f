"""Photographs of every page, to be looked at: `make pictures` writes docs/pictures.

Each page at 100 % and 200 % type size on the smallest screen: with the practice office, with very
long names, with nothing and with 10,000 disputes. `python -m tests.pictures --quick` leaves out the
10,000.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

import db.driver  # noqa: F401 - before anything imports sqlite_utils

# isort: split
from PIL import Image
from PySide6.QtCore import QBuffer, QEvent, QIODevice
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from core import store
from core.paths import DataFolder
from core.records import BY_TABLE, COMMITTEE, DISPUTE, MEDIATOR, OFFICE, PARTY, VILLAGE
from core.settings import Settings
from core.text import Text
from db.connect import Opened, open_database
from ui.app import make_application
from ui.first_run import FirstRun, RecoveryCode
from ui.help_window import HelpWindow
from ui.import_columns import ImportColumns
from ui.import_dialog import ImportDialog
from ui.main_window import MainWindow, Seat
from ui.measures import use_type_size
from ui.rail import PLACES
from ui.setup import make_office, make_practice
from ui.statistics_page import StatisticsPage
from ui.tabs_page import TabsPage
from ui.today_page import TodayPage

OUT = Path(__file__).parent.parent / "docs" / "pictures"
SIZES = (100, 200)
COLOURS = 256  # with fewer the red and green of single words are lost
SCREEN = (1366, 768)
#: Where every name stands that people type; as long as the fields allow or as anybody would write.
LONG = "大通回族土族自治县朔北藏族乡小煤洞村与东至沟村联合"
YEAR = 2026
#: Rows of a case, and kinds with pages of their own, that are photographed one by one.
ROWS = (
    "party",
    "attorney",
    "evidence",
    "meeting",
    "term_event",
    "agreement",
    "instalment",
    "return_visit",
    "paper_copy",
)
OTHERS = (
    "screening_item",
    "screening_round",
    "prevention",
    "subsidy_claim",
    "committee",
    "mediator",
)
PATIENCE = 30  # seconds for one page
EXAMPLE = "D:\\司法所台账"

Take = Callable[[QWidget, str], None]


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--quick", action="store_true", help="without the 10,000 disputes")
    quick = asked.parse_args().quick
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = scratch
        app, family = make_application(Settings())
        for name, make in DATA.items():
            if quick and name == "many":
                continue
            folder = DataFolder(Path(scratch) / "斜沟乡司法所" / name)
            make(folder)
            for size in SIZES:
                photograph(app, family, folder, name, size)
        photograph_first_run(app, Path(scratch) / "new")
    total = sum(path.stat().st_size for path in OUT.glob("*.png"))
    print(f"{len(list(OUT.glob('*.png')))} pictures, {total / 1_000_000:.1f} MB in {OUT.name}")
    return 0


# --- data ----------------------------------------------------------------------------------------


def long_names(folder: DataFolder) -> None:
    """The practice office with names as long as they come."""
    make_practice(folder, records=60, year=YEAR)
    fields = {
        OFFICE: "name",
        VILLAGE: "name",
        COMMITTEE: "committee_name",
        MEDIATOR: "name",
        PARTY: "name",
    }
    with open_database(folder) as opened, store.step(opened.db, Text("长名", "Long")) as s:
        for kind, field in fields.items():
            for row in store.find(opened.db, kind):
                longest = kind.field(field).longest
                words = f"{LONG}{row[field]}"[:longest]
                store.save(s, kind, {"id": row["id"], field: words})
        for row in store.find(opened.db, DISPUTE):
            store.save(s, DISPUTE, {"id": row["id"], "summary": (row["summary"] or LONG) * 6})


DATA: dict[str, Callable[[DataFolder], object]] = {
    "practice": lambda folder: make_practice(folder, year=YEAR),
    "long": long_names,
    "empty": lambda folder: make_office(folder, office="斜沟乡司法所", township="斜沟乡"),
    "many": lambda folder: make_practice(folder, records=10_000, year=YEAR),
}


# --- pages ---------------------------------------------------------------------------------------


def photograph(app: QApplication, family: str, folder: DataFolder, data: str, size: int) -> None:
    """Every page of one office at one type size."""
    use_type_size(app, family, size)
    with open_database(folder) as opened:
        seat = Seat(Settings(type_size=size), folder.root / "settings.json", family)
        window = MainWindow(opened, seat)
        window.resize(*SCREEN)
        window.show()
        for name in shown(window, opened, all_tabs=data == "practice"):
            settle(app, window)
            take(window, f"{name}-{size}" + ("" if data == "practice" else f"-{data}"))
        if data in ("practice", "long"):
            for name in records_shown(window, opened):
                settle(app, window)
                take(window, f"{name}-{size}" + ("" if data == "practice" else f"-{data}"))
        if data == "practice":
            for name in sheets_shown(window):
                settle(app, window)
                take(window, f"{name}-{size}")
            photograph_import(app, window, opened, size)
            photograph_help(app, window, size)
            if size == SIZES[0]:
                photograph_contrast(app, window)
        window.forget_record()
        window.hide()
        window.deleteLater()
        app.sendPostedEvents(window, QEvent.Type.DeferredDelete)  # its timers end with the file
        settle(app)


def shown(window: MainWindow, opened: Opened, *, all_tabs: bool) -> Iterator[str]:
    """Goes from page to page and says what is on the screen."""
    for place in PLACES:
        window.go_to(place.name)
        yield place.name
        page = window.pages.currentWidget()
        if isinstance(page, TabsPage) and all_tabs:
            for tab in range(1, page.tabs.count()):
                page.show_tab(tab)
                yield f"{place.name}-{tab + 1}"
    window.go_to("disputes")
    window.add_record()
    yield "record-new"
    window.forget_record()
    if rows := store.find(opened.db, DISPUTE, "mediation_result = 'success'", limit=1):
        window.open_record("dispute", rows[0]["id"])
        yield "record"
        window.forget_record()


def records_shown(window: MainWindow, opened: Opened) -> Iterator[str]:
    """The rows of a case, section by section and unfolded, and one record of each other kind."""
    for table in ROWS:
        among = f"mediation_type is not 'administrative' and id in (select dispute_id from {table})"
        for row in store.find(opened.db, DISPUTE, among, limit=1):
            window.open_record(DISPUTE.table, row["id"])
            page = window.record
            assert page is not None
            section = page.children_rows[BY_TABLE[table]]
            section.rows[0].fold(folded=False)
            QApplication.processEvents()
            section.rows[0].form.focus()
            page._area.ensureWidgetVisible(section.rows[0], 0, 40)
            yield f"record-{table}"
    if (page := window.record) is not None and page.papers is not None:
        page._area.verticalScrollBar().setValue(page._area.verticalScrollBar().maximum())
        yield "record-papers"
    for table in OTHERS:
        for row in store.find(opened.db, BY_TABLE[table], limit=1):
            window.open_record(table, row["id"])
            yield f"record-{table}"
    window.forget_record()


def sheets_shown(window: MainWindow) -> Iterator[str]:
    """Every report but the first, which is the one the page opens with."""
    window.go_to("statistics")
    page = window.page("statistics")
    assert isinstance(page, StatisticsPage)
    for place in range(1, page.reports.count()):
        page.reports.setCurrentIndex(place)
        page.reports.activated.emit(place)
        yield f"statistics-{page.reports.currentData()}"


def photograph_import(app: QApplication, window: MainWindow, opened: Opened, size: int) -> None:
    """A ledger of somebody else: what is understood, and where the rest may go."""
    path = Path(tempfile.gettempdir()) / "村级台账.csv"
    lines = [
        ("受理日期", "申请人", "被申请人", "纠纷类型", "纠纷概况", "办理结果", "责任科室"),
        ("2026-03-05", "李明朗", "王德贵", "邻里纠纷", "院墙越界", "调解成功", "司法所"),
        ("2026-13-05", "张有福", "马占林", "邻里纠纷", "排水", "调解成功", "司法所"),
        ("2026-03-09", "赵生财", "祁连山", "吵架", "口角", "未调成", "综治办"),
    ]
    path.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8-sig")
    dialog = ImportDialog(window, opened, path, lambda *_: None)
    dialog.kinds.setCurrentIndex(dialog.kinds.findData(DISPUTE.table))
    dialog.show()
    dialog.look()
    settle(app, window, lambda: dialog.plan is not None)
    take(dialog, f"import-{size}")
    assert dialog.plan is not None
    columns = ImportColumns(dialog, opened.db, dialog.plan, lambda _: None)
    columns.show()
    settle(app, window)
    take(columns, f"import-columns-{size}")
    columns.reject()
    dialog.reject()
    path.unlink()


def photograph_help(app: QApplication, window: MainWindow, size: int) -> None:
    window.go_to("disputes")
    window.show_help()
    guide = window.findChild(HelpWindow)
    assert guide is not None
    settle(app)
    take(guide, f"help-{size}")
    guide.close()


def photograph_contrast(app: QApplication, window: MainWindow) -> None:
    window.use_colours("high")
    window.go_to("disputes")
    settle(app)
    take(window, "disputes-100-contrast")
    window.use_colours("usual")


def photograph_first_run(app: QApplication, place: Path) -> None:
    """The guide of the first start, and the recovery code (an invented one)."""
    for size in SIZES:
        use_type_size(app, app.font().family(), size)
        dialog = FirstRun(DataFolder(place))
        dialog.show()
        for step in range(dialog.steps.count()):
            dialog._show(step)
            settle(app)
            take(dialog, f"first-run-{step + 1}-{size}")
        dialog.reject()
        code = RecoveryCode("ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-3")
        code.show()
        settle(app)
        take(code, f"recovery-code-{size}")
        code.tick.setChecked(True)
        code.reject()


def settle(
    app: QApplication, window: MainWindow | None = None, done: Callable[[], bool] = lambda: True
) -> None:
    """Until everything is drawn; the page of the day and sheets are read beside the window."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not (done() and (window is None or _is_filled(window))):
        app.processEvents()
    for _ in range(6):
        app.processEvents()
    if window is not None and window.width() > SCREEN[0]:  # until it was laid out
        window.resize(*SCREEN)
        app.processEvents()


def _is_filled(window: MainWindow) -> bool:
    page = window.pages.currentWidget()
    if isinstance(page, TodayPage):
        return page.is_filled and page.charts is not None
    if isinstance(page, StatisticsPage):
        return page.result is not None and page.result.report is page.report()
    return True


def take(widget: QWidget, name: str) -> None:
    """A small PNG: a palette instead of true colours. No picture shows a folder of this machine."""
    for words in [*widget.findChildren(QLabel), *widget.findChildren(QLineEdit)]:
        if tempfile.gettempdir() in words.text():
            words.setText(EXAMPLE)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    picture = Image.open(BytesIO(buffer.data().data())).convert("RGB")
    small = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(OUT / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
