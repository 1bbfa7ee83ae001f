"""A file somebody hands over becomes an attachment, or is refused in one sentence.

What a file is, its first bytes say, not its name. Photos are turned upright, made no larger than
needed and lose what the phone wrote into them (place, device) but for the day.
"""

import hashlib
import io
import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path, PurePath

from PIL import Image, ImageOps

from core.clean import clean_text
from core.errors import UserError
from core.text import Text

LARGEST = 20 * 1024 * 1024  # bytes of a file as it is handed over
SIDE = 2560  # pixels of the longer side a photo is made no larger than
LONG = 3  # a picture more than so many times as long as wide is a long screenshot: kept legible
QUALITY = 85
#: Pixels a picture may have; a few bytes can claim thousands of millions. A photo is decoded
#: smaller at once, anything else as it is.
MOST_PIXELS, MOST_PIXELS_WHOLE = 120_000_000, 60_000_000
_BROKEN = (OSError, SyntaxError, ValueError, struct.error, EOFError, OverflowError, TypeError)


@dataclass(frozen=True)
class Prepared:
    """A file ready to be put away. `pages` is None where nobody counted them."""

    content: bytes
    media_type: str
    file_name: str
    title: str
    doc_type: str | None = None
    pages: int | None = None
    taken_on: str | None = None

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def media_type_of(head: bytes) -> str:
    """jpeg, png or pdf by the first bytes (1,024 are enough); "" for anything else."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "pdf" if head[:1024].lstrip(b"\xef\xbb\xbf\0\t\r\n ").startswith(b"%PDF-") else ""


def head_of(path: Path) -> bytes:
    """Enough to tell what the file is. Raises UserError if it cannot be read."""
    with _readable(path), path.open("rb") as file:
        return file.read(1024)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        said = _FOLDER if path.is_dir() else _UNREADABLE if path.exists() else _GONE
        raise UserError(said.format(name=path.name)) from error


def take_in(path: Path, *, keep_original: bool = False, pages: int | None = None) -> Prepared:
    """Read and check a file; `pages` of a PDF are counted by whoever can open one. Raises UserError
    naming the file; it is never read when it is too large."""
    head_of(path)
    with _readable(path):
        if path.stat().st_size > LARGEST:
            raise UserError(_TOO_LARGE.format(name=path.name, most=LARGEST // 1024**2))
        content = path.read_bytes()
    return prepare(content, path.name, keep_original=keep_original, pages=pages)


def prepare(
    content: bytes, name: str, *, keep_original: bool = False, pages: int | None = None
) -> Prepared:
    """The same for bytes in memory, such as a pasted picture."""
    if not content:
        raise UserError(_EMPTY.format(name=name))
    if len(content) > LARGEST:
        raise UserError(_TOO_LARGE.format(name=name, most=LARGEST // 1024**2))
    media_type, taken_on = media_type_of(content[:1024]), None
    match media_type:
        case "":
            raise UserError(_refusal(content).format(name=name))
        case "pdf":
            if pages is None and b"%%EOF" not in content[-2048:]:
                raise UserError(_BAD_PDF.format(name=name))
        case _:
            content, media_type, taken_on = _picture(content, name, keep_original=keep_original)
            pages = 1
    known = _storable(name)
    title = (PurePath(known).stem or known)[:200]
    return Prepared(content, media_type, known, title, _guess(title), pages, taken_on)


# --- pictures ------------------------------------------------------------------------------------


def _picture(content: bytes, name: str, *, keep_original: bool) -> tuple[bytes, str, str | None]:
    """Content, media type and the day it was taken."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of what is looked at here anyway
        try:
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
                return _looked_at(image, content, name, keep_original=keep_original)
        except Image.DecompressionBombError as error:
            raise UserError(_TOO_MANY_PIXELS.format(name=name)) from error
        except _BROKEN as error:
            raise UserError(_BAD_PICTURE.format(name=name)) from error


def _looked_at(
    image: Image.Image, content: bytes, name: str, *, keep_original: bool
) -> tuple[bytes, str, str | None]:
    is_png = image.format == "PNG"
    is_whole = is_png or keep_original
    if image.width * image.height > (MOST_PIXELS_WHOLE if is_whole else MOST_PIXELS):
        raise UserError(_TOO_MANY_PIXELS.format(name=name))
    taken_on = _taken_on(image)
    if keep_original or (is_png and _target(image.size) == image.size) or "16" in image.mode:
        image.load()  # refuses what is cut off or broken
        return content, "png" if is_png else "jpeg", taken_on
    return _as_photo(image), "jpeg", taken_on


def _as_photo(image: Image.Image) -> bytes:
    """Upright, no larger than needed, JPEG, with nothing of what the camera noted."""
    profile = image.info.get("icc_profile") if image.mode == "RGB" else None
    image.draft(None, _target(image.size))  # a JPEG is decoded at an eighth, quarter or half
    upright = ImageOps.exif_transpose(image)
    small = upright.resize(_target(upright.size), Image.Resampling.LANCZOS, reducing_gap=2.0)
    written = io.BytesIO()
    _on_white(small).save(written, "JPEG", quality=QUALITY, optimize=True, icc_profile=profile)
    return written.getvalue()


def _target(size: tuple[int, int]) -> tuple[int, int]:
    longer, shorter = max(size), min(size)
    if longer <= SIDE or longer > LONG * shorter:
        return size
    return (max(1, round(size[0] * SIDE / longer)), max(1, round(size[1] * SIDE / longer)))


def _on_white(image: Image.Image) -> Image.Image:
    """As JPEG can hold it; what shows through becomes white paper."""
    if image.mode in ("RGB", "L"):
        return image
    if "A" in image.getbands() or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(paper, seen).convert("RGB")
    return image.convert("RGB")


def _taken_on(image: Image.Image) -> str | None:
    """The day the camera noted, if it is a believable one."""
    noted = str(image.getexif().get_ifd(0x8769).get(0x9003, ""))[:10].replace(":", "-")
    try:
        day = date.fromisoformat(noted)
    except ValueError:
        return None
    today = datetime.now(UTC).astimezone().date()
    return noted if date(1990, 1, 1) <= day <= today else None


# --- names ---------------------------------------------------------------------------------------


def _storable(name: str) -> str:
    """The name of a file may hold what neither the file system's neighbours nor SQLite know."""
    try:
        return clean_text(name)[-255:]
    except UserError:
        return clean_text(name.encode("ascii", "replace").decode())[-255:]


#: What the name of a scan gives away about the paper; the first word that fits holds.
_TOLD_BY = (
    ("司法确认", "judicial_confirmation_docs"),
    ("回访", "return_visit"),
    ("口头协议", "oral_agreement_register"),
    ("协议", "written_agreement"),
    ("告知", "rights_notice"),
    ("受理登记", "acceptance_register"),
    ("申请", "application"),
    ("委托", "power_of_attorney"),
    ("身份证", "identity_proof"),
    ("户口", "identity_proof"),
    ("营业执照", "identity_proof"),
    ("调查", "investigation_record"),
    ("调解记录", "mediation_record"),
    ("调解笔录", "mediation_record"),
    ("收条", "performance_proof"),
    ("收据", "performance_proof"),
    ("汇款", "performance_proof"),
    ("转账", "performance_proof"),
    ("履行", "performance_proof"),
    ("情况说明", "file_note"),
    ("封面", "cover"),
    ("目录", "index"),
    ("封底", "back_cover"),
    ("证据", "evidence"),
    ("现场", "evidence"),
)


def _guess(title: str) -> str | None:
    return next((code for word, code in _TOLD_BY if word in title), None)


# --- refusals ------------------------------------------------------------------------------------


def _refusal(content: bytes) -> Text:
    """The sentence for a file that is none of ours, with the way out where there is one."""
    for fits, said in _KNOWN:
        if fits(content):
            return said
    return _NOT_OURS


_TOO_LARGE = Text(
    "“{name}”超过 {most} MB,没有添加。请压缩或分成几个文件。",
    "{name} is larger than {most} MB and was not added. Compress or split it.",
)
_FOLDER = Text(
    "“{name}”是文件夹,没有添加。请拖入其中的文件。",
    "{name} is a folder and was not added. Drop the files in it.",
)
_GONE = Text("找不到文件“{name}”,没有添加。", "{name} was not found and not added.")
_UNREADABLE = Text(
    "“{name}”读不出来,没有添加:可能没有权限,或正被其他程序占用。",
    "{name} cannot be read and was not added: not allowed, or held by another program.",
)
_EMPTY = Text("“{name}”是空文件,没有添加。", "{name} is an empty file and was not added.")
_NOT_OURS = Text(
    "“{name}”不是 JPEG、PNG 图片或 PDF,没有添加。",
    "{name} is not a JPEG or PNG picture or a PDF and was not added.",
)
_HEIC = Text(
    "“{name}”是 HEIC 照片,没有添加。请在手机上转成 JPEG 再添加。",
    "{name} is a HEIC photo and was not added. Turn it into JPEG on the phone first.",
)
_DOCUMENT = Text(
    "“{name}”是文档或压缩包,没有添加。请另存为 PDF 再添加。",
    "{name} is a document or archive and was not added. Save it as PDF first.",
)
_PROGRAM = Text(
    "“{name}”是可执行程序,没有添加,请勿打开。",
    "{name} is a program and was not added. Do not open it.",
)
_BAD_PICTURE = Text(
    "图片“{name}”已损坏,没有添加。请重新拍照或扫描。",
    "The picture {name} is damaged and was not added. Take or scan it again.",
)
_TOO_MANY_PIXELS = Text(
    "图片“{name}”尺寸过大,没有添加。请缩小后再添加。",
    "The picture {name} has too many pixels and was not added. Make it smaller first.",
)
_BAD_PDF = Text(
    "PDF“{name}”已损坏,打不开,没有添加。请重新扫描或另存。",
    "The PDF {name} is damaged, cannot be opened and was not added. Scan or save it again.",
)
_KNOWN: tuple[tuple[Callable[[bytes], bool], Text], ...] = (
    (lambda c: c[4:8] == b"ftyp" and c[8:12] in (b"heic", b"heix", b"hevc", b"mif1"), _HEIC),
    (lambda c: c[:4] in (b"PK\x03\x04", b"Rar!", b"\xd0\xcf\x11\xe0"), _DOCUMENT),
    (lambda c: c[:2] == b"MZ" or c[:4] == b"\x7fELF", _PROGRAM),
)
