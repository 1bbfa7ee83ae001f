"""Preview and printing: pages, zoom, range, margins, many cases, blank forms."""

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.records import DISPUTE
from db.connect import Opened
from tests import samples
from ui.main_window import MainWindow
from ui.print_preview import PrintPreview, print_document, room_for
from ui.print_settings import PrintChoice, PrintSettings, made_printer


def whole(opened: Opened, office: str, number: str) -> str:
    id = samples.dispute(opened.db, office, file_no=number, summary="为院墙争执。")
    samples.party(opened.db, id)
    samples.meeting(opened.db, id, record_text="双方同意。")
    return id


def shown(qtbot: QtBot, preview: PrintPreview) -> PrintPreview:
    preview.show_first()
    qtbot.waitUntil(lambda: preview.document.pageCount() > 0, timeout=20_000)
    return preview


def test_the_preview_says_the_place_and_goes_to_a_page(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot, tmp_path: Path
) -> None:
    id = whole(opened, office, "甲")
    preview = shown(qtbot, PrintPreview(window, opened, DISPUTE, id, tmp_path))
    pages = preview.document.pageCount()
    assert pages == preview.thumbnails.pages.rowCount()
    assert pages == 6  # cover, index, register, notice of rights, record, back cover
    assert preview._place.text() == f"第 1 页 / 共 {pages} 页"
    preview.thumbnails.setCurrentIndex(preview.thumbnails.pages.index(2, 0))
    qtbot.waitUntil(lambda: preview._place.text() == f"第 3 页 / 共 {pages} 页")
    preview.reject()


def test_ctrl_and_the_wheel_zoom(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot, tmp_path: Path
) -> None:
    id = whole(opened, office, "甲")
    preview = shown(qtbot, PrintPreview(window, opened, DISPUTE, id, tmp_path))
    preview._use_zoom(100)
    at = QPointF(10, 10)
    event = QWheelEvent(
        at,
        at,
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(preview.view.viewport(), event)
    assert round(preview.view.zoomFactor(), 2) == 1.2
    preview._use_zoom("page")
    assert preview._factor() < 1
    preview.reject()


def test_marked_cases_are_one_document(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot, tmp_path: Path
) -> None:
    ids = [whole(opened, office, number) for number in "甲乙丙"]
    preview = shown(qtbot, PrintPreview(window, opened, DISPUTE, ids, tmp_path))
    assert preview.document.pageCount() == 18
    assert [str(p.title) for p in preview.papers] == ["3 件整卷"]
    preview.reject()


def test_blank_forms_are_offered_without_a_record(
    window: MainWindow, opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    preview = shown(qtbot, PrintPreview(window, opened, DISPUTE, None, tmp_path))
    assert "人民调解协议书" in [str(p.title) for p in preview.papers]
    assert preview.document.pageCount() >= 1
    preview.reject()


def test_pages_copies_and_margins_are_chosen(qtbot: QtBot, dressed: str) -> None:
    asked = PrintSettings(None, PrintChoice("乙", (3.0, 0.0, 0.0, 5.0)), 9, 4, ["甲", "乙"])
    qtbot.addWidget(asked)
    assert asked.choice() == PrintChoice("乙", (3.0, 0.0, 0.0, 5.0))
    assert asked.pages() == range(9)
    asked.range.setCurrentIndex(1)
    assert asked.pages() == range(4, 5)
    asked.range.setCurrentIndex(2)
    asked.since.setValue(7)
    asked.until.setValue(3)
    assert asked.pages() == range(2, 7)


def test_only_the_pages_wanted_are_printed_within_the_margins(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot, tmp_path: Path
) -> None:
    id = whole(opened, office, "甲")
    preview = shown(qtbot, PrintPreview(window, opened, DISPUTE, id, tmp_path))
    printer = made_printer(PrintChoice("", (10.0, 0.0, 0.0, 0.0)), 1, "甲")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(72)
    place = room_for(preview.document.pagePointSize(0), printer)
    assert 27 <= place.left() <= 30  # 10 mm
    print_document(preview.document, printer, range(1, 3), preview)
    printed = QPdfDocument(preview)
    printed.load(str(tmp_path / "printed.pdf"))
    assert printed.pageCount() == 2
    printed.close()
    preview.reject()
