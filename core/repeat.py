"""复制上一件: what a new dispute takes over from the last one, and what it begins with by habit.

Never parties, facts, numbers or dates: those are of one case only.
"""

from typing import Any

from sqlite_utils import Database

from core.records import DISPUTE
from core.store import find

REPEATED = (
    "committee_id",
    "village_id",
    "mediator_id",
    "dispute_type",
    "case_source",
    "place",
    "registered_by",
)


def last_dispute(db: Database) -> dict[str, Any]:
    """Of the dispute entered last the fields that may be repeated; empty where there is none."""
    row = next(iter(find(db, DISPUTE, order="id desc", limit=1)), {})
    return {name: row[name] for name in REPEATED if row.get(name) is not None}
