"""What the list under the search box says: groups with counts, and of each record why it was found.

No widgets here; ui/found_list.py draws the lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from sqlite_utils import Database

from core import store
from core.codes import CodeBook
from core.field import RecordKind, Row, Type
from core.finding import MOST, Found, Hit, hits
from core.found_names import names_beside
from core.records import BY_TABLE, DISPUTE, PARTY, load_book
from core.search import SPELT, key
from core.show import PRIVATE, masked, name_of, shown
from core.spelling import spelt_marks
from core.text import Text

EACH = 5  # records shown of a kind when there are several kinds
ONLY = 15  # and when there is one kind
ALL = 50  # and when all of a kind was asked for
AROUND = 14  # characters of a long text shown before the word that was found
BETWEEN = " · "
MORE = Text("显示前 {n} 条", "Show the first {n}")
MANY = Text("{n} 条以上", "more than {n}")
LEAST_SHOWN = 3  # digits typed before they are shown in a number that has stars
_CHINESE = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·]+")


class Sort(Enum):
    """What a line of the list is."""

    HEAD = "head"  # the name of a group, with its count; cannot be chosen
    RECORD = "record"
    MORE = "more"  # shows more of the group
    NOTE = "note"  # nothing found, still reading


@dataclass(frozen=True)
class FoundLine:
    """One line; for a record what opens it. Marks are places (from, to) in the words."""

    sort: Sort
    table: str
    title: str
    detail: str = ""
    id: str = ""
    title_marks: tuple[tuple[int, int], ...] = ()
    detail_marks: tuple[tuple[int, int], ...] = ()


def found_lines(db: Database, found: Found, whole: str = "") -> list[FoundLine]:
    """Everything found, by kind; of the kind `whole` as much as there is room for."""
    book = load_book(db)
    lines = []
    for table in found.tables:
        few = ONLY if len(found.tables) == 1 else EACH
        wanted = ALL if table == whole else few
        told = [_line(db, book, found, hit) for hit in hits(db, found, table, wanted)]
        records = [line for line in told if line]
        if not records:
            continue
        count = found.count(table)
        lines += [_head(table, count), *records]
        if wanted < ALL and count > wanted:
            words = str(MORE.format(n=min(count, ALL)))
            lines.append(FoundLine(Sort.MORE, table, words))
    return lines


def marks(text: str, words: Sequence[str], *, spelt: bool = False) -> tuple[tuple[int, int], ...]:
    """Where the words typed stand in a text as it is shown; with `spelt` also the characters that
    they are the pinyin or initials of."""
    compared, places = _compared(text)
    found: list[tuple[int, int]] = []
    for word in words:
        at, last = compared.find(word), len(found)
        while at >= 0:
            found.append((places[at], places[at + len(word) - 1] + 1))
            at = compared.find(word, at + len(word))
        if spelt and len(found) == last and word.isascii() and word.isalpha():
            found += _spelt(text, word)
    return tuple(_joined(found))


def _head(table: str, count: int) -> FoundLine:
    said = str(MANY.format(n=MOST)) if count >= MOST else str(count)
    return FoundLine(Sort.HEAD, table, str(BY_TABLE[table].title), said)


def _line(db: Database, book: CodeBook, found: Found, hit: Hit) -> FoundLine | None:
    """Of one record; None if it has just gone into the recycle bin."""
    kind = BY_TABLE[hit.table]
    top = BY_TABLE[kind.field(kind.parent).link] if kind.parent else kind
    row, of = store.get(db, kind, hit.id), store.get(db, top, hit.root)
    if row is None or of is None or row["state"] != store.LIVE or of["state"] != store.LIVE:
        return None
    people = names_beside(db, top, of)
    title = name_of(kind, row, book)
    if kind is top and people not in title:
        title = BETWEEN.join((title, people))
    why = BETWEEN.join(_why(kind, row, book, found.words, title))
    about = _about(kind, row, book, (title, why))
    if top is DISPUTE and kind is not DISPUTE:
        about += [name_of(DISPUTE, of, book), *_about(DISPUTE, of, book, ())]
        about += [people] if kind is not PARTY else []
    is_name = bool(SPELT & set(kind.found_by))
    return FoundLine(
        Sort.RECORD,
        top.table,
        title,
        BETWEEN.join(filter(None, (why, *about))),
        hit.root,
        marks(title, found.words, spelt=is_name or kind is top),
        marks(why, found.words, spelt=is_name and kind is not PARTY),
    )


#: What is said of a record besides its name and why it was found; of other kinds its columns.
ABOUT = {"dispute": ("dispute_type", "accepted_on"), "party": ("party_role",)}
ABOUT_OTHERS = 2  # columns of a kind not named above


def _about(kind: RecordKind, row: Row, book: CodeBook, told: Sequence[str]) -> list[str]:
    """A few words that tell a record from others of its name, not looked through."""
    if kind.parent and kind.table not in ABOUT:
        return []
    others = [name for name in kind.columns if name not in PRIVATE and name not in kind.named_by]
    names = ABOUT.get(kind.table, others[:ABOUT_OTHERS])
    words = [shown(kind.field(name), row[name], book) for name in names]
    return [each for each in words if each and not any(each in already for already in told)]


def _why(
    kind: RecordKind, row: Row, book: CodeBook, words: Sequence[str], title: str
) -> Iterator[str]:
    """The values that hold what was typed and are not in the title; numbers of persons keep their
    stars but for the digits that were typed."""
    for name in kind.found_by:
        value = shown(kind.field(name), row[name], book)
        if not value or value in title:
            continue
        found = marks(value, words, spelt=name in SPELT)
        if not found:
            continue
        if kind.field(name).type is Type.NOTE:
            yield _cut(value, found[0][0])
        elif name in PRIVATE:
            yield _with_typed(name, value, words)
        else:
            yield value


def _cut(text: str, at: int) -> str:
    """A long text from a little before the word that was found."""
    start = max(0, at - AROUND)
    return ("…" if start else "") + " ".join(text[start : start + 120].split())


def _with_typed(name: str, value: str, words: Sequence[str]) -> str:
    """With stars, but the digits that were typed can be seen."""
    characters = list(masked(name, value))
    for start, end in marks(value, [w for w in words if len(w) >= LEAST_SHOWN]):
        characters[start:end] = value[start:end]
    return "".join(characters)


def _compared(text: str) -> tuple[str, list[int]]:
    """The text as key() writes it, and of each character the place it comes from."""
    pairs = []
    for place, character in enumerate(text):
        if character == "-" and "-" not in key(text[max(0, place - 1) : place + 2]):
            continue  # a stroke between digits
        pairs += [(c, place) for c in _as_compared(character)]
    return "".join(c for c, _ in pairs), [place for _, place in pairs]


_as_compared = lru_cache(maxsize=8192)(key)


def _spelt(text: str, typed: str) -> list[tuple[int, int]]:
    """Of each run of characters the part that the letters stand for."""
    found = []
    for run in _CHINESE.finditer(text):
        found += [(run.start() + a, run.start() + b) for a, b in spelt_marks(run[0], typed)]
    return found


def _joined(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, without overlaps."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return made


def note(words: Text | str) -> FoundLine:
    """A line that only says something."""
    return FoundLine(Sort.NOTE, "", str(words))


def records(lines: Sequence[FoundLine]) -> list[FoundLine]:
    """Those that open a record."""
    return [line for line in lines if line.sort is Sort.RECORD]
