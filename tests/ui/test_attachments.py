"""Files dropped and pasted on a record, looked at, named and taken back; the record's history."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core import attachments as kept
from core import history, store
from core.records import ATTACHMENT, DISPUTE
from db.connect import Opened
from tests import samples
from tests.core.test_attachments import pdf, photo
from ui import attachment_viewer
from ui.attachment_viewer import AttachmentViewer
from ui.attachments import Attachments
from ui.main_window import MainWindow
from ui.pdf_pages import count_pages
from ui.record_history import RecordHistory
from ui.thumbs import KIND, PIXMAP, TROUBLE

TypeIn = Callable[[QWidget, str], None]
PATIENT = 20_000


@pytest.fixture
def dispute(opened: Opened, office: str) -> str:
    return samples.dispute(opened.db, office)


@pytest.fixture
def section(window: MainWindow, dispute: str) -> Attachments:
    window.open_record("dispute", dispute)
    return section_of(window)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What message boxes said."""
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()) or 0)
    return said


@pytest.fixture
def files(tmp_path: Path) -> Iterator[dict[str, Path]]:
    contents = {
        "身份证.jpg": photo((400, 300)),
        "协议书.pdf": pdf(3),
        "截图.png": photo((300, 500), kind="PNG"),
        "程序.jpg": b"MZ" + bytes(200),
        "坏.pdf": b"%PDF-1.4\nnothing\n%%EOF",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    yield {name: tmp_path / name for name in contents}


def section_of(window: MainWindow) -> Attachments:
    assert window.record is not None
    assert window.record.attachments is not None
    return window.record.attachments


def drop(section: Attachments, *paths: Path) -> QDropEvent:
    """As a file manager does it, one that would rather move than copy."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(section.rect().center(), actions, data, left, none)
    QApplication.sendEvent(section, enter)
    assert enter.isAccepted()
    event = QDropEvent(QPointF(section.rect().center()), actions, data, left, none)
    QApplication.sendEvent(section, event)
    return event


def rows(opened: Opened, dispute: str) -> list[dict[str, object]]:
    return store.children(opened.db, ATTACHMENT, dispute)


def add(qtbot: QtBot, section: Attachments, *paths: Path) -> None:
    before = section.thumbs.count()
    drop(section, *paths)
    qtbot.waitUntil(lambda: section.thumbs.count() == before + len(paths), timeout=PATIENT)


def test_files_that_are_dropped_become_one_step_with_pictures(
    section: Attachments,
    opened: Opened,
    dispute: str,
    files: dict[str, Path],
    qtbot: QtBot,
    told: list[str],
) -> None:
    before = len(history.steps(opened.db))
    names = ("身份证.jpg", "协议书.pdf", "截图.png")
    event = drop(section, *(files[name] for name in names))
    assert event.dropAction() == Qt.DropAction.CopyAction
    qtbot.waitUntil(lambda: section.thumbs.count() == 3, timeout=PATIENT)
    assert [r["title"] for r in rows(opened, dispute)] == ["身份证", "协议书", "截图"]
    assert [r["pages"] for r in rows(opened, dispute)] == [1, 3, 1]
    assert len(history.steps(opened.db)) == before + 1
    qtbot.waitUntil(
        lambda: all(i.data(PIXMAP) is not None for i in section.thumbs.every()), timeout=PATIENT
    )
    assert not any(i.data(PIXMAP).isNull() for i in section.thumbs.every())
    assert [i.data(KIND) for i in section.thumbs.every()] == [
        "当事人身份证明",
        "人民调解协议书",
        "",
    ]
    assert all(path.exists() for path in files.values())
    assert told == []


def test_bad_files_are_told_in_one_sentence_each_and_the_good_ones_kept(
    section: Attachments,
    opened: Opened,
    dispute: str,
    files: dict[str, Path],
    qtbot: QtBot,
    told: list[str],
) -> None:
    drop(section, *files.values(), files["坏.pdf"].parent)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENT)
    assert len(rows(opened, dispute)) == 3
    assert len(told[0].split("\n")) == 3
    for word in ("坏.pdf", "程序.jpg", "文件夹"):
        assert word in told[0]


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    import io

    from pypdf import PdfReader, PdfWriter

    from core.errors import UserError

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("geheim", algorithm="RC4-128")
    path = tmp_path / "锁.pdf"
    with path.open("wb") as file:
        writer.write(file)
    with pytest.raises(UserError, match="密码"):
        count_pages(path)


def test_ctrl_v_takes_a_picture_and_ctrl_z_takes_it_back(
    window: MainWindow, section: Attachments, opened: Opened, dispute: str, qtbot: QtBot
) -> None:
    image = QImage(80, 60, QImage.Format.Format_RGB32)
    image.fill("green")
    QGuiApplication.clipboard().setImage(image)
    section.thumbs.setFocus()
    qtbot.keyClick(section.thumbs, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: section.thumbs.count() == 1, timeout=PATIENT)
    (row,) = rows(opened, dispute)
    assert str(row["title"]).startswith("粘贴的图片")
    window.undo_step()
    assert rows(opened, dispute) == []
    assert section_of(window).thumbs.count() == 0


def test_nothing_to_paste_is_said(section: Attachments, told: list[str], qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("只有文字")
    qtbot.keyClick(section.thumbs, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "剪贴板" in told[0]


def test_dropping_on_a_new_dispute_saves_it_first(
    window: MainWindow,
    opened: Opened,
    office: str,
    files: dict[str, Path],
    qtbot: QtBot,
    type_in: TypeIn,
) -> None:
    window.add_record()
    page, section = window.record, section_of(window)
    assert page is not None
    drop(section, files["身份证.jpg"])  # the type of the dispute is missing: nothing is saved
    if store.get(opened.db, DISPUTE, page.id) is None:
        assert store.count(opened.db, ATTACHMENT) == 0
        for name, words in (("dispute_type", "邻里"), ("case_source", "主动")):
            widget = page.form.editors[name].widget
            assert isinstance(widget, QLineEdit)
            type_in(widget, words)
        drop(section, files["身份证.jpg"])
    qtbot.waitUntil(lambda: section.thumbs.count() == 1, timeout=PATIENT)
    assert [r["dispute_id"] for r in rows(opened, page.id)] == [page.id]
    assert not page.is_new


def test_the_kind_and_the_title_are_changed_in_place(
    section: Attachments,
    opened: Opened,
    dispute: str,
    files: dict[str, Path],
    qtbot: QtBot,
    type_in: TypeIn,
) -> None:
    add(qtbot, section, files["截图.png"])
    title, kind = (section.form.editors[name].widget for name in ("title", "doc_type"))
    section.thumbs.setFocus()
    qtbot.keyClick(section.thumbs, Qt.Key.Key_F2)
    assert QApplication.focusWidget() is title
    type_in(title, "转账截图")
    assert rows(opened, dispute)[0]["title"] == "转账截图"
    type_in(kind, "收条")
    assert rows(opened, dispute)[0]["doc_type"] == "performance_proof"
    assert section.thumbs.item(0).text() == "转账截图"
    words = [s.words.zh for s in history.steps(opened.db)[-2:]]
    assert words == ["修改附件 转账截图"] * 2


def test_a_title_cannot_be_emptied(
    section: Attachments,
    opened: Opened,
    dispute: str,
    files: dict[str, Path],
    qtbot: QtBot,
    type_in: TypeIn,
) -> None:
    add(qtbot, section, files["截图.png"])
    title = section.form.editors["title"].widget
    title.setFocus()
    qtbot.keyClick(title, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(title, Qt.Key.Key_Delete)
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert rows(opened, dispute)[0]["title"] == "截图"
    assert title.property("fault") is True


def test_delete_moves_what_is_marked_into_the_recycle_bin(
    window: MainWindow,
    section: Attachments,
    opened: Opened,
    dispute: str,
    files: dict[str, Path],
    qtbot: QtBot,
) -> None:
    add(qtbot, section, files["身份证.jpg"], files["截图.png"])
    section.thumbs.selectAll()
    assert section.form.editors["title"].widget.isVisible() is False
    qtbot.keyClick(section.thumbs, Qt.Key.Key_Delete)
    assert rows(opened, dispute) == []
    assert store.count(opened.db, ATTACHMENT, state=store.DELETED) == 2
    window.undo_step()
    assert len(rows(opened, dispute)) == 2


def test_enter_opens_and_the_arrows_walk_through_all(
    section: Attachments, opened: Opened, files: dict[str, Path], qtbot: QtBot
) -> None:
    add(qtbot, section, files["身份证.jpg"], files["协议书.pdf"])
    section.thumbs.setCurrentRow(0)
    qtbot.keyClick(section.thumbs, Qt.Key.Key_Return)
    viewer = section.findChild(AttachmentViewer)
    assert isinstance(viewer, AttachmentViewer)
    assert viewer.title.words() == "身份证"
    viewer.activateWindow()
    qtbot.waitUntil(viewer.isActiveWindow)
    before = viewer.picture.scale_now()
    qtbot.keyClick(viewer, Qt.Key.Key_Plus)
    assert viewer.picture.scale_now() > before
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.title.words() == "协议书"
    document = viewer.pdf.document()
    assert document is not None
    assert document.pageCount() == 3
    qtbot.keyClick(viewer, Qt.Key.Key_Plus)
    assert viewer.pdf.zoomMode() == QPdfView.ZoomMode.Custom
    qtbot.keyClick(viewer, Qt.Key.Key_Right)  # the last one
    assert viewer.title.words() == "协议书"
    qtbot.keyClick(viewer, Qt.Key.Key_Left)
    viewer.reject()


def test_a_missing_file_is_said_and_the_others_are_shown(
    section: Attachments, opened: Opened, files: dict[str, Path], qtbot: QtBot
) -> None:
    add(qtbot, section, files["身份证.jpg"], files["截图.png"])
    for path in opened.folder.attachments.rglob("*.age"):
        path.unlink()
    for item in section.thumbs.every():
        item.setData(PIXMAP, None)
    section.refresh()
    qtbot.waitUntil(lambda: all(i.data(TROUBLE) for i in section.thumbs.every()), timeout=PATIENT)
    viewer = AttachmentViewer(section, opened, [i.data(256) for i in section.thumbs.every()], 0)
    assert "备份" in viewer._trouble.text()
    assert not viewer._save.isEnabled()
    viewer.reject()


def test_a_copy_in_the_clear_is_made_on_purpose_only_and_noted(
    section: Attachments,
    opened: Opened,
    files: dict[str, Path],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add(qtbot, section, files["协议书.pdf"])
    section.thumbs.setCurrentRow(0)
    section.open_chosen()
    viewer = section.findChild(AttachmentViewer)
    assert isinstance(viewer, AttachmentViewer)
    path = tmp_path / "另存.pdf"
    monkeypatch.setattr(attachment_viewer, "ask_where_to_save", lambda *_: path)
    viewer.save_as()
    assert path.read_bytes() == pdf(3)
    last = opened.db.execute("select action, tbl from audit order by seq desc").fetchone()
    assert tuple(last) == ("export", "attachment")
    viewer.reject()


def test_no_bytes_of_a_file_lie_in_the_clear_anywhere(
    section: Attachments,
    opened: Opened,
    files: dict[str, Path],
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import tempfile

    scratch = tmp_path / "temp"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("TMPDIR", str(scratch))
    add(qtbot, section, files["身份证.jpg"], files["协议书.pdf"])
    qtbot.waitUntil(
        lambda: all(i.data(PIXMAP) is not None for i in section.thumbs.every()), timeout=PATIENT
    )
    section.open_chosen()
    stored = [
        kept.read(opened.db, opened.folder.attachments, i.data(256)["sha256"])
        for i in section.thumbs.every()
    ]
    assert list(scratch.iterdir()) == []
    for path in opened.folder.root.rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            assert not any(content[20:60] in held for content in stored), path
    viewer = section.findChild(AttachmentViewer)
    assert isinstance(viewer, AttachmentViewer)
    viewer.reject()


def test_tab_goes_through_the_section(
    section: Attachments, files: dict[str, Path], qtbot: QtBot
) -> None:
    add(qtbot, section, files["截图.png"])
    section.keep.setFocus()
    seen: list[QWidget] = []
    for _ in range(9):
        at = QApplication.focusWidget()
        seen.append(at)
        qtbot.keyClick(at, Qt.Key.Key_Tab)
    assert seen[:3] == [section.keep, section.adder, section.thumbs]
    assert seen[3:-1] == section.form.order
    assert all(w.accessibleName() or isinstance(w, QPushButton) or w is section.keep for w in seen)


# --- history of the record -----------------------------------------------------------------------


def histories(window: MainWindow) -> RecordHistory:
    window.show_history()
    dialog = window.findChildren(RecordHistory)[-1]
    assert isinstance(dialog, RecordHistory)
    return dialog


def words_in(dialog: RecordHistory) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [w.accessibleName() or w.text() for w in dialog.findChildren(QLabel) if not w.isHidden()]


def undo_buttons(dialog: RecordHistory) -> list[QPushButton]:
    found = dialog.findChildren(QPushButton)
    return [b for b in found if b.accessibleName().startswith("撤销:") and not b.isHidden()]


def test_the_history_tells_each_field_and_takes_a_step_back(
    window: MainWindow, opened: Opened, dispute: str, qtbot: QtBot
) -> None:
    samples.party(opened.db, dispute, "王德贵")
    samples.put(opened.db, DISPUTE, id=dispute, place="村口")
    window.open_record("dispute", dispute)
    dialog = histories(window)
    assert any("纠纷发生地" in w or "→ 村口" in w for w in words_in(dialog))
    assert any("当事人 王德贵" in w for w in words_in(dialog))
    qtbot.mouseClick(undo_buttons(dialog)[0], Qt.MouseButton.LeftButton)
    row = store.get(opened.db, DISPUTE, dispute)
    assert row is not None
    assert row["place"] is None
    assert "已撤销" in dialog.result_line.text()
    assert any("村口 → (空)" in w for w in words_in(dialog))
    assert window.record is not None
    assert window.record.form.row()[0]["place"] is None
    dialog.reject()


def test_nothing_is_taken_back_while_something_is_not_saved(
    window: MainWindow, opened: Opened, dispute: str, type_in: TypeIn
) -> None:
    samples.put(opened.db, DISPUTE, id=dispute, place="村口")
    window.open_record("dispute", dispute)
    assert window.record is not None
    type_in(window.record.form.editors["place"].widget, "村尾")
    dialog = histories(window)
    dialog.take_back(history.steps(opened.db)[-1])
    assert "先保存" in dialog.result_line.text()
    assert store.get(opened.db, DISPUTE, dispute)["place"] == "村口"  # type: ignore[index]
    dialog.reject()


def test_a_step_that_wrote_other_records_too_is_asked_about(
    window: MainWindow, opened: Opened, dispute: str, told: list[str]
) -> None:
    other = samples.dispute(opened.db, samples.committee(opened.db))
    with store.step(opened.db, samples.WORDS) as s:
        for id in (dispute, other):
            store.save(s, DISPUTE, {"id": id, "place": "村口"})
    window.open_record("dispute", dispute)
    dialog = histories(window)
    dialog.take_back(history.steps(opened.db)[-1])
    assert "另外 1 条记录" in told[0]
    assert store.get(opened.db, DISPUTE, other)["place"] == "村口"  # type: ignore[index]
    dialog.reject()


def test_words_of_a_record_are_never_taken_for_markup(
    window: MainWindow, opened: Opened, dispute: str
) -> None:
    samples.put(opened.db, DISPUTE, id=dispute, place="<img src='/etc/hosts'>&amp;<b>村口")
    window.open_record("dispute", dispute)
    dialog = histories(window)
    from PySide6.QtWidgets import QLabel

    texts = [w.text() for w in dialog.findChildren(QLabel)]
    assert any("&lt;img" in text and "&amp;amp;&lt;b&gt;" in text for text in texts)
    assert not any("<img" in text for text in texts)
    dialog.reject()


def test_a_new_record_has_no_history_yet(window: MainWindow, office: str) -> None:
    window.add_record()
    dialog = histories(window)
    assert any("没有修改记录" in w for w in words_in(dialog))
    dialog.reject()
