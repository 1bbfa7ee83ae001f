"""The papers of a case on its page and in the reading pane, and scans in its printed file."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core import attachments, store
from core.records import ATTACHMENT, DISPUTE, OFFICE, PAPER_COPY, load_book
from db.connect import Opened
from tests import samples
from ui.dispute_listing import reading
from ui.main_window import MainWindow
from ui.paper_meter import TAKE, PaperMeter
from ui.print_preview import PrintPreview
from ui.record_page import RecordPage

TypeIn = Callable[[QWidget, str], None]
SETTLED: dict[str, Any] = {"mediation_result": "success", "closed_on": "2026-03-09"}


def page_of(window: MainWindow, id: str) -> RecordPage:
    window.open_record(DISPUTE.table, id)
    assert window.record is not None
    return window.record


def meter(page: RecordPage) -> PaperMeter:
    assert page.papers is not None
    return page.papers


def marks(widget: QWidget) -> list[str]:
    """The names of the marks as a screen reader says them."""
    names = [label.accessibleName() for label in widget.findChildren(QLabel) if label.isVisible()]
    return [name for name in names if name]


def test_the_page_says_which_papers_are_there_missing_and_to_be_looked_up(
    window: MainWindow, opened: Opened, office: str
) -> None:
    id = samples.dispute(opened.db, office, **SETTLED, summary="为院墙争执。")
    for name in ("李明朗", "王德贵"):
        samples.party(opened.db, id, name)
    found = marks(meter(page_of(window, id)))
    assert len(found) == 15  # thirteen, cover and index
    assert "申请书或受理登记表(必须):已有" in found
    assert "调解记录(必须):缺" in found
    assert "当事人身份证明(必须):请核对纸质件" in found
    assert "授权委托书(按需):按需" in found
    words = meter(page_of(window, id)).said.text()
    assert "缺:卷宗封面(没有填写:卷号" in words
    assert "当事人身份证明" in words.split("\n")[1]


def test_the_papers_follow_what_is_typed(
    window: MainWindow, opened: Opened, office: str, type_in: TypeIn, qtbot: QtBot
) -> None:
    id = samples.dispute(opened.db, office)
    for name in ("李明朗", "王德贵"):
        samples.party(opened.db, id, name)
    page = page_of(window, id)
    assert "申请书或受理登记表(必须):缺" in marks(meter(page))
    page.form.put({"summary": "为院墙争执。"})
    page.form.edited.emit("summary")
    qtbot.waitUntil(lambda: "申请书或受理登记表(必须):已有" in marks(meter(page)))


def test_papers_on_paper_and_the_list_of_the_office_count(
    window: MainWindow, opened: Opened, office: str
) -> None:
    id = samples.dispute(opened.db, office, **SETTLED)
    samples.put(opened.db, PAPER_COPY, dispute_id=id, doc_type="identity_proof", pages=2)
    (row,) = store.find(opened.db, OFFICE)
    samples.put(opened.db, OFFICE, id=row["id"], paper_profile="county_2010")
    shown = meter(page_of(window, id))
    assert "身份证明(必须):已有" in marks(shown)
    assert "案件认定表(必须):请核对纸质件" in marks(shown)
    assert "县级补贴细则卷宗(十二项)" in shown.count.text()


def test_a_class_of_keeping_is_proposed_and_taken_only_when_asked(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot
) -> None:
    id = samples.dispute(opened.db, office, **SETTLED, dispute_type="forest_land")
    page = page_of(window, id)
    shown = meter(page)
    assert "建议:永久(涉及土地、山林、房屋权属)" in shown.keep_words.text()
    assert page.form.row()[0]["retention_period"] is None
    take = next(b for b in shown.findChildren(QPushButton) if b.text() == str(TAKE))
    take.click()
    assert page.form.row()[0]["retention_period"] == "permanent"
    qtbot.waitUntil(lambda: not shown.keep_words.isVisible())


def test_nothing_is_proposed_while_the_case_is_open(
    window: MainWindow, opened: Opened, office: str
) -> None:
    shown = meter(page_of(window, samples.dispute(opened.db, office)))
    assert not shown.keep_words.isVisible()


def test_the_reading_pane_has_a_mark_for_each_paper(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot
) -> None:
    row = store.get(opened.db, DISPUTE, samples.dispute(opened.db, office))
    assert row is not None
    shown = reading(opened.db, load_book(opened.db), row)
    qtbot.addWidget(shown)
    shown.show()
    assert "调解记录(必须):还不需要" in marks(shown)


def test_a_scan_is_in_the_printed_file(
    window: MainWindow, opened: Opened, office: str, qtbot: QtBot, tmp_path: Path
) -> None:
    id = samples.dispute(opened.db, office)
    written = io.BytesIO()
    Image.new("RGB", (300, 400), "red").save(written, "JPEG")
    scan = attachments.prepare(written.getvalue(), "身份证.jpg")
    attachments.put(opened.db, opened.folder.attachments, scan)
    values = {"media_type": "jpeg", "size": len(scan.content), "sha256": scan.sha256}
    samples.put(
        opened.db,
        ATTACHMENT,
        dispute_id=id,
        doc_type="identity_proof",
        title="身份证",
        **values,
    )
    preview = PrintPreview(window, opened, DISPUTE, id, tmp_path)
    preview.show_first()
    qtbot.waitUntil(lambda: preview.document.pageCount() > 0, timeout=20_000)
    assert preview.document.pageCount() == 6  # cover, index, register, notice, scan, back cover
    picture = preview.document.render(4, preview.document.pagePointSize(4).toSize())
    middle = picture.pixelColor(picture.width() // 2, picture.height() // 2)
    assert (middle.red() > 200, middle.green() < 60) == (True, True)
    preview.reject()
