"""Files taken in, refused, kept unreadable on disk and read back."""

import io
import os
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter
from sqlite_utils import Database

from core import history, store
from core.attachments import (
    LARGEST,
    Incoming,
    Prepared,
    add_all,
    doc_types_of,
    media_type_of,
    prepare,
    put,
    read,
    remove_unreferenced,
    take_in,
    unreferenced,
)
from core.check import faults
from core.errors import UserError
from core.progress import Cancelled, no_progress
from core.records import ATTACHMENT
from core.text import Text
from tests import samples
from tests.conftest import TODAY

GPS = 0x8825


def photo(
    size: tuple[int, int] = (400, 300), *, kind: str = "JPEG", turned: int = 1, taken: str = ""
) -> bytes:
    """Red at the left, blue at the right, with what a phone writes into it."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[0x0112] = turned
    exif.get_ifd(GPS)[1] = "N"
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def pdf(pages: int = 1) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


def claiming(width: int, height: int) -> bytes:
    """A few hundred bytes that say they are a picture of this size."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as said:
        take_in(path)
    words = str(said.value.message)
    assert path.name in words
    assert "没有添加" in words
    return words


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Path]:
    """The folder of the attachments."""
    yield tmp_path / "attachments"


@pytest.fixture
def dispute(db: Database) -> str:
    return samples.dispute(db, samples.committee(db))


def incoming(name: str, content: bytes) -> Incoming:
    return Incoming(name, lambda: prepare(content, name))


def add(db: Database, folder: Path, dispute: str, **contents: bytes) -> tuple[str, ...]:
    found = [incoming(name, content) for name, content in contents.items()]
    added = add_all(db, no_progress, folder=folder, dispute_id=dispute, incoming=found)
    assert added.refused == ()
    return added.ids


# --- taking in -----------------------------------------------------------------------------------


def test_the_kind_is_told_by_the_first_bytes_and_not_by_the_name(tmp_path: Path) -> None:
    path = tmp_path / "扫描.pdf"
    path.write_bytes(photo())
    assert take_in(path).media_type == "jpeg"
    assert media_type_of(b"\xef\xbb\xbf%PDF-1.4") == "pdf"
    assert media_type_of(b"GIF89a %PDF-") == ""


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("照片.jpg", b"MZ" + bytes(300), "可执行程序"),
        ("照片.png", b"\x7fELF" + bytes(300), "可执行程序"),
        ("协议.docx", b"PK\x03\x04" + bytes(300), "另存为 PDF"),
        ("IMG_1.heic", b"\0\0\0\x18ftypheic" + bytes(300), "HEIC"),
        ("说明.pdf", "这是文字".encode(), "不是 JPEG"),
        ("空.jpg", b"", "空文件"),
        ("扫描.pdf", b"%PDF-1.4 broken", "已损坏"),
        ("断.jpg", photo()[:400], "已损坏"),
        ("断.png", photo(kind="PNG")[:60], "已损坏"),
        ("炸弹.png", claiming(60_000, 60_000), "尺寸过大"),
        ("大图.png", claiming(9_000, 9_000), "尺寸过大"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_one_sentence(
    name: str, content: bytes, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert words in refusal(path)


def test_a_file_that_is_too_large_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "大.jpg"
    with path.open("wb") as file:
        file.write(b"\xff\xd8\xff")
        file.truncate(30 * 1024 * 1024)  # takes no room on the disk
    begun = time.process_time()
    assert f"超过 {LARGEST // 1024**2} MB" in refusal(path)
    assert time.process_time() - begun < 0.1
    with pytest.raises(UserError, match="超过"):
        prepare(bytes(LARGEST + 1), "粘贴.png")


def test_a_folder_and_a_missing_file_are_said(tmp_path: Path) -> None:
    (tmp_path / "材料").mkdir()
    assert "文件夹" in refusal(tmp_path / "材料")
    assert "找不到" in refusal(tmp_path / "没有.jpg")


def test_a_photo_is_turned_upright_and_made_smaller() -> None:
    made = prepare(photo((4000, 3000), turned=6), "IMG.jpg")
    image = opened(made.content)
    assert image.size == (1920, 2560)
    assert image.getexif().get(0x0112, 1) == 1
    top, bottom = image.getpixel((960, 200)), image.getpixel((960, 2400))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > 60 > top[2]  # the left side of a photo turned to the right is its top
    assert bottom[2] > 200 > 60 > bottom[0]


def test_a_photo_loses_what_the_phone_wrote_but_for_the_day() -> None:
    made = prepare(photo(taken="2026:03:05 10:11:12"), "IMG.jpg")
    assert made.taken_on == "2026-03-05"
    assert dict(opened(made.content).getexif()) == {}
    for odd in ("2099:01:01 00:00:00", "0000:00:00 00:00:00", "昨天"):
        assert prepare(photo(taken=odd), "IMG.jpg").taken_on is None


def test_the_original_is_kept_byte_for_byte_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "原图.jpg"
    path.write_bytes(photo((3000, 2000), turned=6))
    assert take_in(path, keep_original=True).content == path.read_bytes()


def test_a_long_screenshot_stays_legible_and_a_small_one_stays_as_it_is() -> None:
    long, small = photo((800, 6000)), photo((800, 600), kind="PNG")
    assert opened(prepare(long, "聊天.jpg").content).size == (800, 6000)
    made = prepare(small, "截图.png")
    assert (made.content, made.media_type) == (small, "png")


def test_a_large_clear_png_becomes_a_photo_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (3000, 2600), (0, 0, 0, 0)).save(out, "PNG")
    made = prepare(out.getvalue(), "扫描.png")
    assert made.media_type == "jpeg"
    assert opened(made.content).size == (2560, 2219)
    assert opened(made.content).getpixel((5, 5)) == (255, 255, 255)


def test_a_pdf_is_taken_as_it_is_with_the_pages_counted_for_it() -> None:
    made = prepare(pdf(3), "卷宗.pdf", pages=3)
    assert (made.content, made.pages, made.media_type) == (pdf(3), 3, "pdf")
    assert prepare(pdf(3), "卷宗.pdf").pages is None


def test_the_name_of_a_scan_gives_its_kind_and_title() -> None:
    for name, kind in (
        ("李明朗身份证.jpg", "identity_proof"),
        ("司法确认申请书.jpg", "judicial_confirmation_docs"),
        ("口头协议.jpg", "oral_agreement_register"),
        ("IMG_20260305.jpg", None),
    ):
        made = prepare(photo(), name)
        assert (made.title, made.doc_type) == (name.removesuffix(".jpg"), kind)
        assert kind is None or kind in ATTACHMENT.codes["doc_type"]


def test_a_name_no_database_can_hold_is_made_storable() -> None:
    assert prepare(photo(), "照\udcff片\u202e.jpg").title
    assert len(prepare(photo(), "长" * 250 + ".jpg").title) == 200


JPEG, PNG = photo((64, 48), taken="2026:03:05 10:11:12"), photo((64, 48), kind="PNG")


@given(st.sampled_from([JPEG, PNG]), st.data())
def test_damaged_bytes_are_taken_or_refused_but_never_a_crash(
    content: bytes, data: st.DataObject
) -> None:
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(8, len(damaged) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(8, len(damaged)))
    try:
        made = prepare(bytes(damaged[:cut]), "坏.jpg")
    except UserError:
        return
    assert made.content


# --- on disk -------------------------------------------------------------------------------------


def test_a_file_comes_back_as_it_went_and_lies_nowhere_in_the_clear(
    db: Database, files: Path
) -> None:
    made = prepare(photo(taken="2026:03:05 10:11:12"), "李明朗身份证.jpg")
    put(db, files, made)
    assert read(db, files, made.sha256) == made.content
    (path,) = [p for p in files.rglob("*") if p.is_file()]
    assert path == files / made.sha256[:2] / f"{made.sha256}.age"
    stored = path.read_bytes()
    assert stored.startswith(b"age-encryption.org/v1")
    for start in range(0, len(made.content) - 16, 16):
        assert made.content[start : start + 16] not in stored
    assert len(stored) < len(made.content) + 400


def test_equal_files_are_stored_once(db: Database, files: Path) -> None:
    made = prepare(photo(), "甲.jpg")
    put(db, files, made)
    (path,) = files.rglob("*.age")
    before = path.read_bytes()
    put(db, files, prepare(photo(), "乙.jpg"))
    assert [p.read_bytes() for p in files.rglob("*.age")] == [before]


@pytest.mark.parametrize("at", [0, 30, 150, 260, -1])
def test_a_damaged_file_is_noticed_and_healed_by_adding_it_again(
    at: int, db: Database, files: Path
) -> None:
    made = prepare(photo(), "甲.jpg")
    put(db, files, made)
    (path,) = files.rglob("*.age")
    damaged = bytearray(path.read_bytes())
    damaged[at] ^= 1
    path.write_bytes(bytes(damaged))
    with pytest.raises(UserError, match="已损坏"):
        read(db, files, made.sha256)
    put(db, files, made)
    assert read(db, files, made.sha256) == made.content


def test_a_missing_file_a_swapped_file_and_a_wrong_key_are_said(db: Database, files: Path) -> None:
    one, other = prepare(photo(), "甲.jpg"), prepare(photo((40, 30)), "乙.jpg")
    put(db, files, one)
    with pytest.raises(UserError, match="不在数据文件夹"):
        read(db, files, other.sha256)
    place = files / other.sha256[:2] / f"{other.sha256}.age"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(next(files.rglob(f"{one.sha256}.age")).read_bytes())
    with pytest.raises(UserError, match="已损坏"):
        read(db, files, other.sha256)
    import pyrage

    store.set_meta(db, "attachment_key", str(pyrage.x25519.Identity.generate()))
    with pytest.raises(UserError, match="已损坏"):
        read(db, files, one.sha256)


@pytest.mark.parametrize("hash", ["../../data", "", "A" * 64, "ab" * 32 + "/..", "ab" * 32 + "\n"])
def test_a_hash_that_is_none_reaches_no_file(hash: str, db: Database, files: Path) -> None:
    with pytest.raises(UserError):
        read(db, files, hash)


def test_a_folder_that_cannot_be_written_leaves_nothing(db: Database, files: Path) -> None:
    files.parent.mkdir(exist_ok=True)
    files.write_text("in the way")
    with pytest.raises(UserError):
        put(db, files, prepare(photo(), "甲.jpg"))
    assert files.read_text() == "in the way"


def age(path: Path, days: int) -> None:
    then = time.time() - days * 86_400
    os.utime(path, (then, then))


def test_only_old_files_that_no_record_and_no_history_knows_are_removed(
    db: Database, files: Path, dispute: str
) -> None:
    (kept,) = add(db, files, dispute, 甲=photo())
    with store.step(db, samples.WORDS) as s:
        store.delete(s, ATTACHMENT, kept)  # can be put back
    (changed,) = add(db, files, dispute, 丁=photo((50, 50)))
    samples.put(db, ATTACHMENT, id=changed, sha256="cd" * 32)  # can be undone
    orphan, young = prepare(photo((44, 33)), "乙"), prepare(photo((88, 66)), "丙")
    put(db, files, orphan)
    for path in files.rglob("*.age"):
        age(path, 91)
    put(db, files, young)
    draft = files / "ab" / "x.age.1.part"
    draft.parent.mkdir(exist_ok=True)
    draft.write_bytes(b"cut off")
    age(draft, 91)
    place = files / orphan.sha256[:2] / f"{orphan.sha256}.age"
    assert set(unreferenced(db, files)) == {place, draft}
    assert remove_unreferenced(db, files) == 2
    assert len(list(files.rglob("*.age"))) == 3
    assert remove_unreferenced(db, files, 0) == 1


def test_a_file_wanted_again_is_not_removed_on_the_same_day(db: Database, files: Path) -> None:
    made = prepare(photo(), "甲")
    put(db, files, made)
    age(next(files.rglob("*.age")), 200)
    put(db, files, made)
    assert unreferenced(db, files) == []


# --- as records ----------------------------------------------------------------------------------


def test_several_files_are_one_step_and_the_bad_ones_are_told(
    db: Database, files: Path, dispute: str
) -> None:
    before = len(history.steps(db))
    found = [
        incoming("李明朗身份证.jpg", photo((40, 30))),
        incoming("程序.jpg", b"MZ" + bytes(99)),
        incoming("现场.jpg", photo((60, 30), taken="2026:03:05 10:11:12")),
        incoming("现场 (1).jpg", photo((60, 30), taken="2026:03:05 10:11:12")),
    ]
    added = add_all(db, no_progress, folder=files, dispute_id=dispute, incoming=found)
    rows = store.children(db, ATTACHMENT, dispute)
    assert [r["id"] for r in rows] == list(added.ids)
    assert [(r["title"], r["doc_type"], r["position"]) for r in rows] == [
        ("李明朗身份证", "identity_proof", 1),
        ("现场", "evidence", 2),
    ]
    assert rows[1]["taken_on"] == "2026-03-05"
    assert len(history.steps(db)) == before + 1
    first, second = (str(said) for said in added.refused)
    assert "程序.jpg" in first
    assert "已有同样的文件“现场”" in second
    assert doc_types_of(db, dispute) == {"identity_proof", "evidence"}
    history.undo(db, history.steps(db)[-1].id)
    assert store.children(db, ATTACHMENT, dispute) == []
    assert doc_types_of(db, dispute) == set()
    assert len(list(files.rglob("*.age"))) == 2  # the step can be taken up again


def test_the_same_file_may_belong_to_two_disputes(db: Database, files: Path, dispute: str) -> None:
    other = samples.dispute(db, samples.committee(db))
    add(db, files, dispute, 甲=photo())
    add(db, files, other, 甲=photo())
    assert len(list(files.rglob("*.age"))) == 1
    assert store.count(db, ATTACHMENT) == 2


def test_nothing_but_bad_files_leaves_no_step(db: Database, files: Path, dispute: str) -> None:
    before = len(history.steps(db))
    bad = [incoming("a.jpg", b"no")]
    added = add_all(db, no_progress, folder=files, dispute_id=dispute, incoming=bad)
    assert (added.ids, len(added.refused)) == ((), 1)
    assert len(history.steps(db)) == before


def test_a_cancelled_run_leaves_no_record(db: Database, files: Path, dispute: str) -> None:
    def stop(done: int, total: int) -> None:
        if done:
            raise Cancelled

    found = [incoming("甲", photo()), incoming("乙", photo((40, 30)))]
    with pytest.raises(Cancelled):
        add_all(db, stop, folder=files, dispute_id=dispute, incoming=found)
    assert store.count(db, ATTACHMENT) == 0


def test_a_title_with_braces_is_only_a_title(db: Database, files: Path, dispute: str) -> None:
    found = [incoming("{n}{x}.jpg", photo())]
    add_all(db, no_progress, folder=files, dispute_id=dispute, incoming=found)
    assert history.steps(db)[-1].words == Text("添加附件 {n}{x}", "Add the attachment {n}{x}")


def test_deleting_a_dispute_takes_its_attachments_along_and_back(
    db: Database, files: Path, dispute: str
) -> None:
    from core.records import DISPUTE

    add(db, files, dispute, 甲=photo())
    with store.step(db, samples.WORDS) as s:
        store.delete(s, DISPUTE, dispute)
    assert store.count(db, ATTACHMENT) == 0
    with store.step(db, samples.WORDS) as s:
        store.put_back(s, DISPUTE, dispute)
    assert store.count(db, ATTACHMENT) == 1


def test_the_check_names_attachments_whose_file_is_missing_or_damaged(
    db: Database, files: Path, dispute: str
) -> None:
    add(db, files, dispute, 甲=photo(), 乙=photo((40, 30)), 丙=photo((60, 30)))
    assert [f for f in faults(db, TODAY, attached=files) if f.table == "attachment"] == []
    first, second, _ = sorted(files.rglob("*.age"))
    first.unlink()
    second.write_bytes(b"")
    found = [f for f in faults(db, TODAY, attached=files) if f.table == "attachment"]
    titles = {r["sha256"]: r["title"] for r in store.find(db, ATTACHMENT)}
    for path, word in ((first, "不在数据文件夹"), (second, "已损坏")):
        assert any(titles[path.stem] in f.words.zh and word in f.words.zh for f in found)
    assert len(found) == 2


def test_a_prepared_file_knows_its_hash() -> None:
    made = Prepared(b"abc", "pdf", "a.pdf", "a")
    assert made.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
