"""What the search box finds: every word typed, looked for in words held in memory.

The words of all records are read once from the search table (a slice at a time, so that nobody
waits) and kept as long strings, in which Python finds a word among 100,000 disputes within some
hundredths of a second; from then on only what was written since is read. Looking is a generator
that yields between the strings: a window goes on typing and painting meanwhile.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from core.records import BY_TABLE, KINDS
from core.search import SERIAL, is_current, key, rebuild

SLICE = 1000  # rows of the search table read at once
PART = 400_000  # characters in one string; it is searched in about a millisecond
MOST = 1000  # of one kind; more are counted as "1000 and more"
FEW = 2000  # records so few that most strings hold none of them
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

    texts: list[str] = field(default_factory=list)
    ends: "array[int]" = field(default_factory=lambda: array("q"))
    seqs: "array[int]" = field(default_factory=lambda: array("q"))  # 0: written anew since
    ids: "array[int]" = field(default_factory=lambda: array("q"))  # hash of the id
    roots: "array[int]" = field(default_factory=lambda: array("q"))  # hash of the root's id

    def add(self, rows: Sequence[tuple[int, str, str, str]]) -> None:
        """Rows of seq, id, root, words. Every value stands between line breaks."""
        end = self.ends[-1] if self.ends else 0
        for seq, id, root, words in rows:
            self.texts.append(f"\n{words}\n")
            end += len(words) + 2
            self.ends.append(end)
            self.seqs.append(seq)
            self.ids.append(hash(id))
            self.roots.append(hash(root))

    @property
    def text(self) -> str:
        self.join()
        return self.texts[0]

    def join(self) -> None:
        """Not with every row, which would copy the string as often."""
        if len(self.texts) > 1:
            self.texts = ["".join(self.texts)]

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

    def lines_at(self, word: str) -> Iterator[tuple[int, bool]]:
        """The same the oldest first, and whether a value in the row begins with the word."""
        text, ends, begins = self.text, self.ends, f"\n{word}"
        at = text.find(word)
        while at >= 0:
            line = bisect_right(ends, at)
            if self.seqs[line]:
                yield line, text[at - 1] == "\n" or text.find(begins, at, ends[line]) >= 0
            at = text.find(word, ends[line])

    def holds(self, line: int, word: str) -> bool:
        start = self.ends[line - 1] if line else 0
        return self.text.find(word, start, self.ends[line]) >= 0

    def sorted_out(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        """Of the rows that hold the first word those that hold the others too, the newest first;
        and the rest. Half of all records may hold a common surname: no call that can be spared."""
        first, *others = words
        whole, rest = list[int](), list[int]()
        ends, seqs, find = self.ends, self.seqs, self.text.find
        line, at = 0, find(first)
        while at >= 0:
            line = bisect_right(ends, at, line)
            end = ends[line]
            if seqs[line]:
                start = ends[line - 1] if line else 0
                for word in others:
                    if find(word, start, end) < 0:
                        rest.append(line)
                        break
                else:
                    whole.append(line)
            at = find(first, end)
        whole.reverse()
        return whole, rest

    def roots_of(self, word: str) -> set[int]:
        """What the rows that hold the word belong to."""
        found, roots = set[int](), self.roots
        ends, seqs, find = self.ends, self.seqs, self.text.find
        line, at = 0, find(word)
        while at >= 0:
            line = bisect_right(ends, at, line)
            if seqs[line]:
                found.add(roots[line])
            at = find(word, ends[line])
        return found

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
        return [(table, parts) for table, parts, _ in self.shelves_and_sort()]

    def shelves_and_sort(self) -> list[tuple[str, list[_Part], bool]]:
        """The same, and whether they are long texts."""
        ordered = sorted(self._shelves, key=lambda at: (at[0], len(self._shelves[at])))
        return [(at[1], self._shelves[at], at[0]) for at in ordered]

    def how_common(self, word: str) -> int:
        """About how often a word occurs, told from the newest rows of each table."""
        return sum(len(ps) * ps[-1].text.count(word) for ps in self._shelves.values())

    def _open_part(self, is_facts: bool, table: str) -> _Part:
        parts = self._shelves.setdefault((is_facts, table), [])
        if parts and parts[-1].ends[-1] > PART:
            parts[-1].join()
        if not parts or parts[-1].ends[-1] > PART:
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


def find_words(db: Database, typed: str, limit: int = 100) -> list[Hit]:
    """Records that hold every word typed, by kind, so many of each at most, the newest first. Full
    width, case, brackets and strokes in numbers do not matter."""
    found = find(db, typed)
    return [hit for table in found.tables for hit in hits(db, found, table, limit)]


def hits(db: Database, found: Found, table: str, limit: int) -> list[Hit]:
    """The first so many of one table."""
    seqs = found.rows.get(table, [])[:limit]
    marks = ", ".join("?" * len(seqs))
    sql = f"select seq, tbl, id, root from search where seq in ({marks})"
    known = {row[0]: Hit(*row[1:]) for row in db.execute(sql, seqs)}
    return [known[seq] for seq in seqs if seq in known]


def typed_words(typed: str) -> tuple[str, ...]:
    """The words of what was typed, as they are compared."""
    return tuple(dict.fromkeys(key(typed).split()))


def look(index: Index, found: Found) -> Iterator[None]:
    """Fill `found`, which may be shown at any time; yields every few milliseconds.

    Of one word first the records whose number ends in that serial, then those with a value that
    begins with it, then those that hold it anywhere. Of several words the records that hold them
    all, then those that hold them together with what belongs to them: a party's name and a word of
    the facts, or one party's name and another's phone; last the long texts below a record, such as
    what was said at a meeting.
    """
    if not found.words:
        return
    first, *others = words = sorted(found.words, key=index.how_common)
    if others:
        roots: set[int] = set()
        yield from _all_in_one(index, found, words, roots, is_below=False)
        if all(found.count(table) < MOST for table in found.tables):
            yield from _together(index, found, others, roots)
        yield from _all_in_one(index, found, words, set(), is_below=True)
        return
    if first.isdecimal() and len(first) <= LONGEST_SERIAL:
        yield from _gather_serials(index, found, f"\n{SERIAL}{first.lstrip('0')}\n")
    yield from _gather(index, found, first)


#: Kinds that are found by a number with a serial.
NUMBERED = frozenset(k.table for k in KINDS if any(name.endswith("_no") for name in k.found_by))


def _gather_serials(index: Index, found: Found, word: str) -> Iterator[None]:
    """The rows of kinds with a number whose serial is the word."""
    for table, parts in index.shelves():
        if table not in NUMBERED:
            continue
        add = _Adding(found, table)
        for part in reversed(parts):
            if add.is_full:
                break
            for line in part.lines(word):
                add(part.seqs[line])
            yield


def _gather(index: Index, found: Found, word: str) -> Iterator[None]:
    """The rows that hold a word, as many of a table as are wanted: every string is looked through
    once. In names and numbers those with a value that begins with the word come first."""
    for table, parts, is_long in index.shelves_and_sort():
        add = _Adding(found, table)
        inside: list[int] = []
        for part in reversed(parts):
            if add.is_full:
                break
            if is_long or len(inside) >= MOST:  # of the others there are enough
                for line in part.lines(word if is_long else f"\n{word}"):
                    add(part.seqs[line])
            else:
                _sort_out(part, word, add, inside)
            yield
        for seq in inside:
            add(seq)


def _sort_out(part: _Part, word: str, add: "_Adding", inside: list[int]) -> None:
    """Those that begin with the word are added, the others noted; the newest first."""
    for line, begins in reversed(list(part.lines_at(word))):
        if begins:
            add(part.seqs[line])
        else:
            inside.append(part.seqs[line])


def _all_in_one(
    index: Index, found: Found, words: Sequence[str], roots: set[int], *, is_below: bool
) -> Iterator[None]:
    """The rows that hold every word; `roots` gets what those belong to that hold the first word and
    not all. `is_below`: the long texts below a record, else all others."""
    told: set[int] = set()
    for table, parts, is_long in index.shelves_and_sort():
        if _is_below(table, is_long) != is_below:
            continue
        add = _Adding(found, table)
        for part in reversed(parts):
            if add.is_full:
                break
            whole, rest = part.sorted_out(words)
            for line in whole:
                add(part.seqs[line])
                told.add(part.roots[line])
            if not is_below:
                roots.update(map(part.roots.__getitem__, rest))
            yield
    roots -= told


def _is_below(table: str, is_long: bool) -> bool:
    """What was said at a meeting, the terms of an agreement: the most text by far. It names the
    parties itself, so it is not put together with what other rows of the case hold."""
    return is_long and BY_TABLE[table].parent != ""


def _together(index: Index, found: Found, others: Sequence[str], roots: set[int]) -> Iterator[None]:
    """Of some records those where the other words, too, stand in themselves or in what belongs to
    them."""
    for top in _with_children():
        family = [
            (table, part)
            for table, parts, is_long in index.shelves_and_sort()
            if _root_table(table) == top and not _is_below(table, is_long)
            for part in parts
        ]
        left = set(roots)
        for word in others:
            holding: set[int] = set()
            for _, part in family:
                holding |= _holding(part, word, left)
                yield
            left &= holding
        pairs: list[tuple[int, int]] = []
        for table, part in family:
            if table == top and left:
                pairs += _among(part, left)
                yield
        add = _Adding(found, top)
        for seq, _ in sorted(pairs, reverse=True):
            add(seq)


def _holding(part: _Part, word: str, roots: set[int]) -> set[int]:
    """Which of some records have a row here that holds the word: few are looked at row by row, of
    many it is quicker to look for the word."""
    if len(roots) >= FEW:
        return part.roots_of(word)
    return {
        part.roots[line]
        for line in compress(range(len(part.roots)), map(roots.__contains__, part.roots))
        if part.seqs[line] and part.holds(line, word)
    }


def _among(part: _Part, roots: set[int]) -> list[tuple[int, int]]:
    """Row and root of those that belong to some records."""
    lines = compress(range(len(part.roots)), map(roots.__contains__, part.roots))
    return [(part.seqs[line], part.roots[line]) for line in lines if part.seqs[line]]


class _Adding:
    """Puts rows of one table behind those found before, each once, as many as are wanted."""

    def __init__(self, found: Found, table: str) -> None:
        self._found, self._table = found, table
        self._rows = found.rows.get(table, [])
        self._known = set(self._rows)

    @property
    def is_full(self) -> bool:
        return len(self._rows) >= MOST

    def __call__(self, seq: int) -> None:
        if seq not in self._known and not self.is_full:
            self._known.add(seq)
            self._rows.append(seq)
            self._found.rows[self._table] = self._rows


def _root_table(table: str) -> str:
    kind = BY_TABLE[table]
    return kind.field(kind.parent).link if kind.parent else table


def _with_children() -> list[str]:
    """Tables whose records have others below them that are found too."""
    return list(dict.fromkeys(_root_table(k.table) for k in KINDS if k.parent and k.found_by))
