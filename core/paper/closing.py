"""The end of a form: signatures never stand on a page of their own.

A form that is only a little too long first gives up empty ruled lines. One that is longer takes the
last lines of its text along to the page where it is signed.
"""

from collections.abc import Callable
from dataclasses import replace

from core.paper.page import BOTTOM, TOP, Flow, Mark, Rule, Tick, Words, Writer

LEAST_TEXT = 2  # lines of text on a page that is signed


def closing(w: Writer, height: float) -> None:
    """Begins what ends a form and is so many points high: on this page if it fits; else on a new
    one, and at least two lines of the text before it go along."""
    if w.y - height < BOTTOM and w.y < TOP:
        w.new_page()
    page = len(w.pages) - 1
    wanted = LEAST_TEXT - sum(line.is_text for line in w.flow if line.page == page)
    if page and wanted > 0 and (cut := _cut(w, page - 1, wanted, w.y - height - BOTTOM)):
        _carry(w, cut)


def _cut(w: Writer, page: int, wanted: int, room: float) -> Flow | None:
    """Where a page may end so that so many lines of text come after, or as many as so many points
    have room for; its first line stays."""
    lines = [line for line in w.flow if line.page == page][1:]
    cut = None
    for line in reversed([line for line in lines if line.y - w.ends[page] <= room]):
        wanted -= line.is_text
        cut = line if line.may_part else cut
        if wanted <= 0 and line.may_part:
            break
    return cut


def _carry(w: Writer, cut: Flow) -> None:
    """What stands on the page before from this line on goes to the top of the current page."""
    page = cut.page + 1
    head, height = w.heads[page], cut.y - w.ends[cut.page]
    before, here = w.pages[cut.page], w.pages[page]
    carried = [mark for mark in before if _top(mark) < cut.y]
    w.pages[cut.page] = [mark for mark in before if _top(mark) >= cut.y]
    w.pages[page] = [
        *(mark for mark in here if _top(mark) >= head),
        *(_moved(mark, head - cut.y) for mark in carried),
        *(_moved(mark, -height) for mark in here if _top(mark) < head),
    ]
    w.flow = [_carried(line, cut, head, height) for line in w.flow]
    w.ends[cut.page] = cut.y
    w.begins_empty = not cut.is_text
    w.y -= height


def _carried(line: Flow, cut: Flow, head: float, height: float) -> Flow:
    if line.page == cut.page and line.y <= cut.y:
        return replace(line, page=cut.page + 1, y=line.y + head - cut.y)
    if line.page == cut.page + 1:
        return replace(line, y=line.y - height)
    return line


def _top(mark: Mark) -> float:
    """The upper end of a stroke, the base of words and boxes."""
    match mark:
        case Rule():
            return max(mark.y1, mark.y2)
        case Words() | Tick():
            return mark.y
        case _:
            return TOP  # pictures and scans have pages of their own


def _moved(mark: Mark, up: float) -> Mark:
    match mark:
        case Rule():
            return replace(mark, y1=mark.y1 + up, y2=mark.y2 + up)
        case Words() | Tick():
            return replace(mark, y=mark.y + up)
        case _:
            return mark


def fitted(lay: Callable[[int | None], Writer]) -> Writer:
    """The form laid out on as few pages as giving up empty ruled lines makes possible, and then
    with as many of them as fit; no page begins with them. `lay` is told how many lines a note may
    have that has less to say, None for all."""
    whole = lay(None)
    if len(whole.pages) == 1 or whole.roomiest < 2:
        return whole
    best = lay(1)
    if len(best.pages) == len(whole.pages):
        return best if whole.begins_empty else whole
    fits, too_many = 1, whole.roomiest
    while fits + 1 < too_many:
        middle = (fits + too_many) // 2
        tried = lay(middle)
        if len(tried.pages) == len(best.pages):
            fits, best = middle, tried
        else:
            too_many = middle
    return best
