"""排查类别 of each type of dispute, as the office set it."""

from sqlite_utils import Database

from core import store
from core.records import SCREENING_MAP, load_book
from core.risk import shipped_map
from core.text import Text


def set_category(db: Database, dispute_type: str, category: str) -> None:
    """From now on items of this type are proposed for this category, as one step; records that
    have one already keep it. What we ship needs no record of its own."""
    book = load_book(db)
    words = Text("排查类别:{type} 归入 {category}", "Category: {type} under {category}").format(
        type=book.words("dispute_type", dispute_type),
        category=book.words("screen_category", category),
    )
    own = store.find(db, SCREENING_MAP, "dispute_type = ?", [dispute_type])
    with store.step(db, words) as s:
        if shipped_map().get(dispute_type) == category:
            for row in own:
                store.delete(s, SCREENING_MAP, row["id"])
            return
        known = {"id": own[0]["id"]} if own else {}
        row = {**known, "dispute_type": dispute_type, "screen_category": category}
        store.save(s, SCREENING_MAP, row)
