"""Pages of PDF files that somebody else made: scans of a case, laid under pages of ours."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject

#: What a file can do wrong besides what pypdf itself has an error for.
_BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OSError)


@dataclass(frozen=True)
class Box:
    """A part of a page, in points from its lower left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Sheet:
    """One page of the other file, drawn on an A4 page of its own."""

    page: "PageObject"


def sheets_of(content: bytes, size: tuple[float, float], box: Box) -> list[Sheet] | None:
    """Each page as a page of this size with all it shows inside the box; None for a file that
    cannot be put in: damaged, locked with a password, without pages."""
    from pypdf import PdfReader  # not at the top: the window starts without it
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return None
        return [Sheet(_placed(page, size, box)) for page in reader.pages] or None
    except (PyPdfError, NotImplementedError, *_BROKEN):
        return None


def _placed(page: "PageObject", size: tuple[float, float], box: Box) -> "PageObject":
    from pypdf import PageObject, Transformation

    page.transfer_rotation_to_content()
    shown = page.cropbox
    width, height = float(shown.width), float(shown.height)
    if width <= 0 or height <= 0:
        raise ValueError("a page without an area")
    scale = min(box.width / width, box.height / height, 1.0)
    moved = Transformation().translate(-float(shown.left), -float(shown.bottom)).scale(scale)
    moved = moved.translate(
        box.x + (box.width - width * scale) / 2, box.y + (box.height - height * scale) / 2
    )
    made = PageObject.create_blank_page(width=size[0], height=size[1])
    made.merge_transformed_page(page, moved)
    return made


def laid_under(made: bytes, sheets: Mapping[int, Sheet]) -> bytes:
    """Our PDF with those pages under its own, by page number from 0; as it is without any."""
    if not sheets:
        return made
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(made))
    for number, sheet in sheets.items():
        writer.pages[number].merge_page(sheet.page, over=False)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
