"""常用语 for one note: the office's own first, then the starter set of resources/phrases.toml."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from sqlite_utils import Database

from core import store
from core.paths import RESOURCES
from core.records import PHRASE
from core.records.phrase import PHRASE_FIELD
from core.text import Text

TITLE = 16  # characters of the words that name a phrase somebody stored


@dataclass(frozen=True)
class Phrase:
    """Words to put in; `is_own` tells the office's from the starter set."""

    title: str
    text: str
    is_own: bool


@dataclass(frozen=True)
class _Starter:
    field: str
    types: frozenset[str]  # empty for all
    title: Text
    text: Text


def phrases(db: Database, field: str, dispute_type: str | None) -> list[Phrase]:
    """Those for a note ("dispute.summary"); those made for the type stand before those for all,
    those for other types are left out."""
    where = "field = ? and (dispute_type is null or dispute_type is ?)"
    order = "dispute_type is null, position is null, position, title, id"
    rows = store.find(db, PHRASE, where, [field, dispute_type], order=order)
    own = [Phrase(row["title"], row["text"], True) for row in rows]
    fitting = [s for s in _starters() if s.field == field and fits(s.types, dispute_type)]
    fitting.sort(key=lambda s: not s.types)
    return own + [Phrase(str(s.title), str(s.text), False) for s in fitting]


def fits(types: frozenset[str], dispute_type: str | None) -> bool:
    return not types or dispute_type in types


def keep_phrase(db: Database, field: str, dispute_type: str | None, text: str) -> str:
    """Stored as a step of its own under its first words; gives the title. Blank words and fields
    without phrases raise ValueError."""
    text = text.strip()
    if not text or field not in PHRASE_FIELD:
        raise ValueError(f"no phrase for {field}")
    first = " ".join(text.split())
    title = first if len(first) <= TITLE else f"{first[:TITLE]}…"
    row = {"field": field, "dispute_type": dispute_type, "title": title, "text": text}
    with store.step(db, Text("新增常用语 {title}", "New phrase: {title}").format(title=title)) as s:
        store.save(s, PHRASE, row)
    return title


@lru_cache(maxsize=1)
def _starters() -> tuple[_Starter, ...]:
    with (RESOURCES / "phrases.toml").open("rb") as file:
        read = tomllib.load(file)["phrase"]
    return tuple(
        _Starter(p["field"], frozenset(p.get("types", ())), Text(**p["title"]), Text(**p["text"]))
        for p in read
    )
