"""What an office chooses most: counted from its own latest records, so nothing has to be set up."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from core.field import RecordKind, Type

RECENT = 500  # records counted; habits of years ago do not matter, and it stays quick

#: Field -> its values, the most used first. A value never used is not in it.
Usage = Mapping[str, Sequence[str]]


def most_used(db: Database, kind: RecordKind) -> Usage:
    """For every choice of a kind the codes or ids in its latest live records."""
    names = [
        f.name for f in kind.fields if f.type in (Type.CODE, Type.LINK) and f.name != kind.parent
    ]
    if not names:
        return {}
    sql = f"select {', '.join(names)} from {kind.table} where +state = 0 order by id desc limit ?"
    rows = db.execute(sql, [RECENT]).fetchall()
    return (
        {
            name: [value for value, _ in Counter(column).most_common() if value is not None]
            for name, column in zip(names, zip(*rows, strict=True), strict=True)
        }
        if rows
        else {}
    )


def in_order(values: Sequence[str], used: Sequence[str]) -> list[str]:
    """The values with the most used first; the others keep their order."""
    place = {value: i for i, value in enumerate(used)}
    return sorted(values, key=lambda value: place.get(value, len(place)))
