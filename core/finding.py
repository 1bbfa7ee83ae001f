"""What the search box finds: every word typed, looked for in words held in memory.

The words of all records are read once from the search table (a slice at a time, so that nobody
waits) and kept as long strings, in which Python finds a word among 100,000 disputes within some
hundredths of a second; from then on only what was written since is read. Looking is a generator
that yields between the strings: a window goes on typing and painting meanwhile.
"""

from array import array
from bisect import bisect_right
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from core.records import BY_TABLE, KINDS
from core.search import SERIAL, is_current, key, rebuild

SLICE = 2000  # rows of the search table read at once
PART = 400_000  # characters in one string; it is searched in about a millisecond
MOST = 1000  # of one kind; more are counted as "1000 and more"
LONGEST_SERIAL = 5  # digits; more are an ID or phone number


@dataclass(frozen=True)
class Hit:
    """A record found: its own table and id, and the record it belongs to (itself if to none)."""

    table: str
    id: str
    root: str


@dataclass
class Found:
    """What was found so far: of each table the rows (`seq` of the search table), best first."""

    words: tuple[str, ...]
    rows: dict[str, list[int]] = field(default_factory=dict)

    def count(self, table: str) -> int:
        """No more than MOST, which means that there may be more."""
        return len(self.rows.get(table, ()))

    @property
    def tables(self) -> list[str]:
        """Those with something found, in the order people look for them."""
        order = [t for t in FIRST if t in self.rows]
        return order + [k.table for k in KINDS if k.table in self.rows and k.table not in FIRST]


#: Groups of results in the order shown; every other kind comes after them.
FIRST = ("dispute", "party", "committee", "mediator", "village")


@dataclass
class _Part:
    """The words of some rows one after the other; where each ends, and what it belongs to."""

    text: str = ""
    ends: "array[int]" = field(default_factory=lambda: array("q"))
    seqs: "array[int]" = field(default_factory=lambda: array("q"))  # 0: written anew since
    ids: "array[int]" = field(default_factory=lambda: array("q"))  # hash of the id
    roots: "array[int]" = field(default_factory=lambda: array("q"))  # hash of the root's id

    def add(self, rows: Sequence[tuple[int, str, str, str]]) -> None:
        """Rows of seq, id, root, words. Every value stands between line breaks."""
        end, texts = len(self.text), [self.text]
        for seq, id, root, words in rows:
            texts.append(f"\n{words}\n")
            end += len(words) + 2
            self.ends.append(end)
            self.seqs.append(seq)
            self.ids.append(hash(id))
            self.roots.append(hash(root))
        self.text = "".join(texts)

    def lines(self, word: str) -> list[int]:
        """The rows that hold the word, the newest first."""
        found, text, ends = [], self.text, self.ends
        at = text.find(word)
        while at >= 0:
            line = bisect_right(ends, at)
            if self.seqs[line]:
                found.append(line)
            at = text.find(word, ends[line])
        found.reverse()
        return found

    def words(self, line: int) -> str:
        return self.text[self.ends[line - 1] if line else 0 : self.ends[line]]

    def forget(self, ids: set[int]) -> None:
        for line, id in enumerate(self.ids):
            if id in ids:
                self.seqs[line] = 0


class Index:
    """The words of one file. `read` is called until it says that all is read, before each look."""

    def __init__(self) -> None:
        self._seen = 0
        self._is_whole = False  # read to the end once; from then on rows may come a second time
        #: Of each table the short words (True comes later: the long texts).
        self._shelves: dict[tuple[bool, str], list[_Part]] = {}

    def read(self, db: Database) -> bool:
        """The next slice of what is new in the file; False when there is no more."""
        sql = "select seq, id, tbl, root, words, facts from search where seq > ? order by seq"
        rows = db.execute(f"{sql} limit ?", [self._seen, SLICE]).fetchall()
        if rows and self._is_whole:
            self._forget({hash(row[1]) for row in rows})
        self._is_whole = self._is_whole or not rows
        for is_facts in (False, True):
            new: dict[str, list[tuple[int, str, str, str]]] = {}
            for seq, id, table, root, *texts in rows:
                if texts[is_facts]:
                    new.setdefault(table, []).append((seq, id, root, texts[is_facts]))
            for table, some in new.items():
                self._open_part(is_facts, table).add(some)
        self._seen = rows[-1][0] if rows else self._seen
        return len(rows) == SLICE

    def share_read(self, db: Database) -> float:
        """How much of the file is read, from 0 to 1."""
        last = db.execute("select max(seq) from search").fetchone()[0] or 0
        return self._seen / last if last > self._seen else 1.0

    def shelves(self) -> list[tuple[str, list[_Part]]]:
        """Table and strings; long texts last, small tables first."""
        ordered = sorted(self._shelves, key=lambda at: (at[0], len(self._shelves[at])))
        return [(at[1], self._shelves[at]) for at in ordered]

    def _open_part(self, is_facts: bool, table: str) -> _Part:
        parts = self._shelves.setdefault((is_facts, table), [])
        if not parts or len(parts[-1].text) > PART:
            parts.append(_Part())
        return parts[-1]

    def _forget(self, ids: set[int]) -> None:
        for parts in self._shelves.values():
            for part in parts:
                part.forget(ids)


#: The words of each file that is open, for as long as its connection lives: every page has a
#: search box, and they share them.
_kept: WeakKeyDictionary[Database, Index] = WeakKeyDictionary()


def index_of(db: Database) -> Index:
    """Of the file behind a connection; perhaps not read yet."""
    if db not in _kept:
        if not is_current(db):
            rebuild(db)
        _kept[db] = Index()
    return _kept[db]


def find(db: Database, typed: str) -> Found:
    """Everything that holds what was typed."""
    index = index_of(db)
    while index.read(db):
        pass
    found = Found(typed_words(typed))
    for _ in look(index, found):
        pass
    return found


def find_words(db: Database, typed: str, limit: int = 200) -> list[Hit]:
    """Records that hold every word typed, the newest of each kind first. Full width, case, brackets
    and strokes in numbers do not matter."""
    found = find(db, typed)
    return [hit for table in found.tables for hit in hits(db, found, table, limit)][:limit]


def hits(db: Database, found: Found, table: str, limit: int) -> list[Hit]:
    """The first so many of one table."""
    seqs = found.rows.get(table, [])[:limit]
    marks = ", ".join("?" * len(seqs))
    sql = f"select seq, tbl, id, root from search where seq in ({marks})"
    known = {row[0]: Hit(*row[1:]) for row in db.execute(sql, seqs)}
    return [known[seq] for seq in seqs if seq in known]


def typed_words(typed: str) -> tuple[str, ...]:
    """The words of what was typed, as they are compared; the longest first."""
    return tuple(sorted(dict.fromkeys(key(typed).split()), key=len, reverse=True))


def look(index: Index, found: Found) -> Iterator[None]:
    """Fill `found`, which may be shown at any time; yields every few milliseconds.

    First the records whose number ends in the serial typed, then those with a value that begins
    with the words, then those that hold them anywhere; then matters that hold them all together,
    such as one party's name and another's phone.
    """
    if not found.words:
        return
    first, *others = found.words
    if not others and first.isdecimal() and len(first) <= LONGEST_SERIAL:
        yield from _gather(index, found, f"\n{SERIAL}{first.lstrip('0')}\n", [])
    yield from _gather(index, found, f"\n{first}", others)
    yield from _gather(index, found, first, others)
    if others:
        yield from _together(index, found)


def _gather(index: Index, found: Found, first: str, others: Sequence[str]) -> Iterator[None]:
    """Rows that hold the first words and the others."""
    for table, parts in index.shelves():
        rows = found.rows.get(table, [])
        known = set(rows)
        for part in reversed(parts):
            if len(rows) >= MOST:
                break
            for line in part.lines(first):
                seq = part.seqs[line]
                if seq not in known and _holds(part, line, others):
                    known.add(seq)
                    rows.append(seq)
            yield
        if rows:
            found.rows[table] = rows[:MOST]


def _holds(part: _Part, line: int, words: Sequence[str]) -> bool:
    if not words:
        return True
    text = part.words(line)
    return all(word in text for word in words)


def _together(index: Index, found: Found) -> Iterator[None]:
    """Records with others below them where every word stands in one or the other."""
    for table in _with_children():
        family = [parts for t, parts in index.shelves() if _root_table(t) == table]
        roots: set[int] | None = None
        for word in found.words:
            roots = yield from _roots(family, word, roots)
            if not roots:
                break
        yield from _add_roots(index, found, table, roots or set())


def _roots(
    family: list[list[_Part]], word: str, among: set[int] | None
) -> Generator[None, None, set[int]]:
    """Which of some records hold the word themselves or below them."""
    holding: set[int] = set()
    for parts in family:
        for part in parts:
            holding.update(part.roots[line] for line in part.lines(word))
            yield
    return holding if among is None else holding & among


def _add_roots(index: Index, found: Found, table: str, roots: set[int]) -> Iterator[None]:
    """Those that were not found yet by a single row, the newest first."""
    rows = found.rows.get(table, [])
    known = set(rows)
    told = _roots_found(index, found, table)
    for (is_facts, of), parts in index._shelves.items():
        if is_facts or of != table or not roots:
            continue
        for part in reversed(parts):
            for line in range(len(part.seqs) - 1, -1, -1):
                root, seq = part.roots[line], part.seqs[line]
                if root in roots and seq and seq not in known and root not in told:
                    known.add(seq)
                    rows.append(seq)
            yield
    if rows:
        found.rows[table] = rows[:MOST]


def _roots_found(index: Index, found: Found, table: str) -> set[int]:
    """The records that a row of their own or below them was found of."""
    told: set[int] = set()
    for of, parts in index.shelves():
        rows = set(found.rows.get(of, ())) if _root_table(of) == table else set()
        for part in parts if rows else ():
            told.update(r for s, r in zip(part.seqs, part.roots, strict=True) if s in rows)
    return told


def _root_table(table: str) -> str:
    kind = BY_TABLE[table]
    return kind.field(kind.parent).link if kind.parent else table


def _with_children() -> list[str]:
    """Tables whose records have others below them that are found too."""
    return list(dict.fromkeys(_root_table(k.table) for k in KINDS if k.parent and k.found_by))
