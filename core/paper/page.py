"""Pages of A4: what stands where, laid out as plain data and only then drawn with reportlab.

Because a document is laid out before anything is drawn, the index of a case file knows the real
page numbers, and a character without a font is noticed while there is still no file. Pages of
somebody else's PDF are laid under the finished ones with pypdf.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from core.files import whole_file
from core.paper.fonts import Fonts
from core.paper.foreign import Box, Sheet, laid_under
from core.paper.lines import Line, Style, break_lines, set_line
from core.text import Text

MM = 72 / 25.4  # points
WIDTH, HEIGHT = 210 * MM, 297 * MM
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, WIDTH - 25 * MM, HEIGHT - 27 * MM, 26 * MM
ROOM = RIGHT - LEFT
FOOT = 15 * MM  # the page number, above the lower edge

BODY = Style("body", 14)
PITCH = 28.0  # from line to line
TITLE = Style("title", 18)
SMALL = Style("note", 12)
DROP = 0.36  # how far below the middle of its line text stands, in parts of its size


@dataclass(frozen=True)
class Words:
    """A set line; x and y are where its base line begins."""

    x: float
    y: float
    size: float
    line: Line


@dataclass(frozen=True)
class Rule:
    """A straight stroke."""

    x1: float
    y1: float
    x2: float
    y2: float
    weight: float = 0.5


@dataclass(frozen=True)
class Tick:
    """A box to tick. Drawn, as few fonts hold ☐ and ☑; x and y are its lower left corner."""

    x: float
    y: float
    size: float
    ticked: bool


@dataclass(frozen=True)
class Picture:
    """A photo or scan in the middle of a box. Read only when it is drawn; nothing to read leaves
    the page empty."""

    box: Box
    read: Callable[[], bytes]


Mark = Words | Rule | Tick | Picture | Sheet
Page = list[Mark]


@dataclass(frozen=True)
class Document:
    """Finished pages of one form. Cover and index bear no page number; `apart` pages more are held
    on paper only: they are counted, and put in by hand."""

    title: str
    pages: list[Page]
    numbered: bool = True
    apart: int = 0
    size: tuple[float, float] = (WIDTH, HEIGHT)  # of the paper, points

    @property
    def length(self) -> int:
        """Pages in the file."""
        return len(self.pages) + self.apart


@dataclass(frozen=True)
class Flow:
    """A line of running text: its page, its upper edge, whether words stand in it, and whether a
    page may end before it."""

    page: int
    y: float
    is_text: bool = True
    may_part: bool = True


@dataclass
class Writer:
    """Writes one document from top to bottom; `y` is the upper edge of what comes next."""

    fonts: Fonts
    title: str  # stands again on every following page
    continued: str = "{title}（续）"  # how
    pages: list[Page] = field(default_factory=lambda: [[]])
    y: float = TOP
    on_new_page: Callable[["Writer"], None] | None = None  # writes the head of a table again
    pitch: float = PITCH  # from line to line
    most_ruled: int | None = None  # lines a note gets that has less to say; None: as many as asked
    roomiest: int = 0  # lines of the note that was given the most of them
    flow: list[Flow] = field(default_factory=list)
    heads: list[float] = field(default_factory=lambda: [TOP])  # of each page, where text begins
    ends: list[float] = field(default_factory=list)  # of each page that was left, where it ended
    begins_empty: bool = False  # an empty ruled line was carried to the top of a page
    keeps_next: bool = False  # what was written last is a heading of what comes next

    def put(self, mark: Mark) -> None:
        self.pages[-1].append(mark)

    def put_line(self, line: Line, x: float, style: Style, pitch: float) -> None:
        """A line whose upper edge is `y`, in the middle of its pitch."""
        base = self.y - pitch / 2 - style.size * DROP
        self.put(Words(x, base, style.size, line))
        for start, end in line.under:
            self.put(Rule(x + start, base - 3.5, x + end, base - 3.5))

    def need(self, height: float) -> None:
        """Begins a new page if so many points are no longer free on this one."""
        if self.y - height < BOTTOM and self.y < TOP:
            self.new_page()

    def begin_line(self, *, is_text: bool = True, may_part: bool = True) -> None:
        """Notes that a line of running text stands here, so that it can be carried along."""
        may_part = may_part and not self.keeps_next
        self.flow.append(Flow(len(self.pages) - 1, self.y, is_text, may_part))
        self.keeps_next = False

    def ruled(self, least: int, lowest: int) -> int:
        """How many ruled lines a note gets at least; never less than `lowest`."""
        self.roomiest = max(self.roomiest, least)
        return least if self.most_ruled is None else min(least, max(self.most_ruled, lowest))

    def new_page(self) -> None:
        self.ends.append(self.y)
        self.pages.append([])
        self.y = TOP
        if self.title:
            words = self.continued.format(title=self.title)
            self.centred(words, Style("title", 14), PITCH)
            self.y -= 6
        if self.on_new_page:
            self.on_new_page(self)
        self.heads.append(self.y)

    def centred(self, text: str, style: Style, pitch: float, spread: float = 0.0) -> None:
        """Text in the middle of the page, on as many lines as it takes."""
        lines = [set_line(self.fonts, style, text, spread)]
        if lines[0].width > ROOM:
            lines = break_lines(self.fonts, style, text, ROOM)
        for line in lines:
            self.put_line(line, LEFT + (ROOM - line.width) / 2, style, pitch)
            self.y -= pitch

    def heading(self) -> None:
        """The title of the form."""
        self.centred(self.title, TITLE, 36)
        self.y -= 8

    def done(self, *, numbered: bool = True) -> Document:
        return Document(self.title, self.pages, numbered)


FOOTER = Text("第{n}页 共{all}页", "Page {n} of {all}")


def write_pdf(
    path: Path,
    fonts: Fonts,
    title: str,
    files: Iterable[Sequence[Document]],
    *,
    overwrite: bool,
    footer: str = FOOTER.zh,
) -> None:
    """Each member of `files` is numbered by itself. Nothing is written if laying one out fails."""
    with whole_file(path, overwrite=overwrite) as draft:
        canvas = _canvas(fonts, title)
        sheets: dict[int, Sheet] = {}
        for documents in files:
            _draw_file(canvas, fonts, documents, footer, sheets)
        with draft.open("wb") as file:
            file.write(laid_under(canvas.getpdfdata(), sheets))


def _canvas(fonts: Fonts, title: str) -> Any:
    from reportlab import rl_config  # not at the top: the window starts without it
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0  # page code as bytes, not as letters: smaller, and a quarter faster

    own = fonts.glyphs("body", " ")[
        0
    ].font.fontName  # else every page would name Helvetica, not embedded
    canvas = Canvas("", pagesize=(WIDTH, HEIGHT), invariant=1, lang="zh-CN", initialFontName=own)
    canvas.setTitle(title)
    return canvas


def _draw_file(
    canvas: Any,
    fonts: Fonts,
    documents: Sequence[Document],
    footer: str,
    sheets: dict[int, Sheet],
) -> None:
    """`sheets` gets what is to be laid under the pages drawn, by their place in the PDF."""
    total = sum(d.length for d in documents if d.numbered)
    number = 0
    for document in documents:
        for page in document.pages:
            foot: Page = []
            if document.numbered:
                number += 1
                foot.append(_foot(fonts, footer.format(n=number, all=total), document.size[0]))
            canvas.setPageSize(document.size)
            _draw_page(canvas, [*page, *foot])
            sheets |= {canvas.getPageNumber() - 1: m for m in page if isinstance(m, Sheet)}
            canvas.showPage()
        number += document.apart if document.numbered else 0


def _foot(fonts: Fonts, words: str, width: float) -> Words:
    line = set_line(fonts, Style("body", 10.5), words)
    return Words((width - line.width) / 2, FOOT, 10.5, line)


def _draw_page(canvas: Any, page: Page) -> None:
    """The page in the operators of PDF itself: the canvas would take twice the time for them."""
    code = ["BT", *_text(canvas, page), "ET"]
    for mark in page:
        if isinstance(mark, Rule):
            code.append(_stroke(mark))
        elif isinstance(mark, Tick):
            code.append(f"0.8 w {mark.x:.2f} {mark.y:.2f} {mark.size:.2f} {mark.size:.2f} re S")
            code += [_stroke(rule) for rule in _tick_strokes(mark)]
        elif isinstance(mark, Picture):
            _draw_picture(canvas, mark)
    canvas.addLiteral("\n".join(code))


def _draw_picture(canvas: Any, picture: Picture) -> None:
    """As large as the box allows, but not larger than it is at 96 dots an inch."""
    from reportlab.lib.utils import ImageReader

    if not (content := picture.read()):
        return
    image = ImageReader(_upright(content))
    width, height = image.getSize()
    box = picture.box
    scale = min(box.width / width, box.height / height, 72 / 96)
    x = box.x + (box.width - width * scale) / 2
    y = box.y + (box.height - height * scale) / 2
    canvas.drawImage(image, x, y, width * scale, height * scale, mask="auto")


def _upright(content: bytes) -> Any:
    """The picture as it is, unless a camera only noted how it should be turned, or its colours are
    of a kind that PDF does not know."""
    from PIL import Image, ImageOps

    image = Image.open(io.BytesIO(content))
    if image.getexif().get(ORIENTATION, 1) == 1 and image.mode in ("1", "L", "P", "RGB", "RGBA"):
        return io.BytesIO(content)
    return ImageOps.exif_transpose(image).convert("RGB")


ORIENTATION = 0x0112  # of Exif


def _text(canvas: Any, page: Page) -> Iterator[str]:
    """Font, spread, place and characters, as far as they change from one run to the next."""
    document = canvas._doc  # the library offers no other way to the subsets of a font
    now: tuple[object, ...] = ()
    spread = 0.0
    for mark in page:
        if not isinstance(mark, Words):
            continue
        if mark.line.spread != spread:
            spread = mark.line.spread
            yield f"{spread:.4f} Tc"
        for run in mark.line.runs:
            yield f"1 0 0 1 {mark.x + run.x:.2f} {mark.y:.2f} Tm"
            for subset, codes in run.font.splitString(run.text, document):
                if now != (run.font, subset, mark.size):
                    now = (run.font, subset, mark.size)
                    name = run.font.getSubsetInternalName(subset, document)
                    yield f"{name} {mark.size:.2f} Tf"
                yield f"<{codes.hex()}> Tj"


def _stroke(rule: Rule) -> str:
    return f"{rule.weight} w {rule.x1:.2f} {rule.y1:.2f} m {rule.x2:.2f} {rule.y2:.2f} l S"


def _tick_strokes(tick: Tick) -> list[Rule]:
    if not tick.ticked:
        return []
    points = [
        (tick.x + tick.size * dx, tick.y + tick.size * dy)
        for dx, dy in ((0.18, 0.52), (0.42, 0.22), (0.86, 0.84))
    ]
    return [Rule(*a, *b, weight=1.5) for a, b in pairwise(points)]
