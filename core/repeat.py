"""复制上一件, 复制本件: what a new dispute takes over from an earlier one.

Of the last one only what is likely the same by habit; of one that was chosen also the matter, for
several like it. Never parties, numbers, dates or results: those are of one case only.
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


#: Beside those, what is taken from a case somebody chose to copy.
OF_THE_MATTER = (
    "studio_code",
    "mediation_type",
    "entrusting_body",
    "co_mediator_id",
    "accepted_by",
    "apply_method",
    "summary",
    "request_items",
    "region_code",
    "parties_relation",
    "is_difficult",
    "difficulty_level",
    "migrant_worker_involved",
    "special_group",
    "case_nature",
    "is_group",
    "is_cross_area",
    "is_assigned_by_superior",
    "entrusting_name",
    "linked_mediation",
    "linked_organ",
    "admin_matter",
    "admin_civil_type",
    "admin_dispute_type",
    "admin_stage",
)


def like_dispute(db: Database, id: str) -> dict[str, Any]:
    """Of a dispute chosen the fields a copy takes over; empty where it is not there any more."""
    row = next(iter(find(db, DISPUTE, "id = ?", [id])), {})
    names = (*REPEATED, *OF_THE_MATTER)
    return {name: row[name] for name in names if row.get(name) is not None}


def last_dispute(db: Database) -> dict[str, Any]:
    """Of the dispute entered last the fields that may be repeated; empty where there is none."""
    row = next(iter(find(db, DISPUTE, order="id desc", limit=1)), {})
    return {name: row[name] for name in REPEATED if row.get(name) is not None}
