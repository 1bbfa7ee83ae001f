"""Code lists: the ones we ship, and what the office has added to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlite_utils import Database

from core.far import Far
from core.text import Text

Codes = Mapping[str, Text]  # code stored in the database -> words shown


@dataclass(frozen=True)
class CodeBook:
    """What stored codes and links are called. A stored code is never taken out: it is retired."""

    lists: Mapping[str, Codes]
    retired: frozenset[tuple[str, str]] = frozenset()
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # table -> id -> name
    gone: frozenset[str] = frozenset()  # ids in the recycle bin: still shown, no longer offered
    far: Mapping[str, Far] = field(default_factory=dict)  # tables too large for a list of names

    def words(self, name: str, code: object) -> str:
        """The words of a code; a code nobody knows is shown as it is."""
        return str(self.lists[name].get(str(code), code))

    def name_of(self, table: str, id: object) -> str:
        """What the record is called; empty for a record nobody knows."""
        if far := self.far.get(table):
            return far.name_of(str(id)) if id else ""
        return self.names.get(table, {}).get(str(id), "")

    def offered_names(self, table: str) -> dict[str, str]:
        """id -> name of the records a new record may point at."""
        return {id: n for id, n in self.names.get(table, {}).items() if id not in self.gone}

    def offered(self, name: str) -> Codes:
        """The codes a new record may use, in order."""
        return {c: w for c, w in self.lists[name].items() if (name, c) not in self.retired}


def load_codes(
    db: Database,
    shipped: Iterable[Mapping[str, Codes]],
    names: Mapping[str, Mapping[str, str]],
    gone: frozenset[str],
    far: Mapping[str, Far],
) -> CodeBook:
    """The shipped lists, overlaid with the live rows of table `code`."""
    lists = {name: dict(codes) for each in shipped for name, codes in each.items()}
    retired = set()
    for row in db.query("select * from code where state = 0 order by list, position, id"):
        words = Text(row["zh"], row["en"] or row["zh"])
        lists.setdefault(row["list"], {})[row["code"]] = words
        if row["retired"]:
            retired.add((row["list"], row["code"]))
    return CodeBook(lists, frozenset(retired), names, gone, far)
