"""排查纠纷: the state of an item, striking it off (销号), making a dispute of it."""

from collections.abc import Sequence
from enum import Enum
from typing import Any

from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.field import Row
from core.numbering import propose
from core.records import COMMITTEE, DISPUTE, PARTY, SCREENING_ITEM
from core.risk import category_map
from core.text import Text


class State(Enum):
    """How far an item has come, in the words of the ledgers."""

    OPEN = Text("待化解", "To be resolved")
    HANDLING = Text("化解中", "Being resolved")
    RESOLVED = Text("已化解", "Resolved")
    PASSED_ON = Text("已移交", "Passed on")
    DISPUTE = Text("转调解", "In mediation")
    CLOSED_OUT = Text("已销号", "Struck off")


#: SQL over screening_item: neither resolved, passed on, made a dispute nor struck off.
OPEN = (
    "closed_out_on is null and is_success is not 1 and resolved_on is null"
    " and transferred_to is null and dispute_id is null"
)
#: SQL: the matter has ended and only the striking off is left; a dispute ends with its closing.
TO_CLOSE_OUT = (
    "closed_out_on is null and (is_success = 1 or resolved_on is not null"
    " or transferred_to is not null or dispute_id in"
    " (select d.id from dispute d where d.closed_on is not null))"
)


def state_of(row: Row) -> State:
    """Follows from what is entered; nothing is stored for it."""
    if row.get("closed_out_on"):
        return State.CLOSED_OUT
    if row.get("is_success") == 1 or row.get("resolved_on"):
        return State.RESOLVED
    if row.get("dispute_id"):
        return State.DISPUTE
    if row.get("transferred_to"):
        return State.PASSED_ON
    if row.get("handled_on") or row.get("action_taken"):
        return State.HANDLING
    return State.OPEN


def parties_of(row: Row) -> str:
    """甲方 / 乙方, as far as they are known."""
    names = (row.get("party_a_name"), row.get("party_b_name"))
    return " / ".join(str(name) for name in names if name)


def category_of(db: Database, row: Row) -> str | None:
    """The category an item is counted under: its own, else the one its type stands for."""
    own = row.get("screen_category")
    return str(own) if own else category_map(db).get(str(row.get("dispute_type")))


def items_of(db: Database, dispute_id: str) -> list[dict[str, Any]]:
    """The live items a dispute came from."""
    return store.find(db, SCREENING_ITEM, "dispute_id = ?", [dispute_id])


def begun(db: Database, on: str) -> dict[str, Any]:
    """What a new item starts with: the day and its number."""
    number = propose(db, "screening", on).fields("screening")
    return {"screened_on": on, "finder_level": "village", **number}


def can_close_out(db: Database, row: Row) -> bool:
    """Nothing but the striking off is left to be done."""
    return store.count(db, SCREENING_ITEM, f"id = ? and {TO_CLOSE_OUT}", [row["id"]]) > 0


def close_out(db: Database, ids: Sequence[str], on: str, *, resolved: bool = False) -> int:
    """销号 of one or several items on an ISO day, as one step; gives the step. An item whose
    dispute was settled takes the day and the result from there.

    With `resolved` an item without any outcome is noted as resolved on that day; without it,
    such an item is refused. Raises UserError then, and for one that is struck off already.
    """
    rows = [row for row in store.get_many(db, SCREENING_ITEM, ids).values() if row["state"] == 0]
    changes = [_closed_out(db, row, on, resolved=resolved) for row in rows]
    words = Text("销号:{name}", "Strike off: {name}").format(name=_names(rows))
    with store.step(db, words) as s:
        store.save_many(s, SCREENING_ITEM, changes)
    return s.id


def _closed_out(db: Database, row: Row, on: str, *, resolved: bool) -> dict[str, Any]:
    if row["closed_out_on"]:
        said = Text("“{name}”已经销号。", "{name} is struck off already.")
        raise UserError(said.format(name=_named(row)))
    change: dict[str, Any] = {"id": row["id"], "closed_out_on": on}
    if row["is_success"] == 1 or row["resolved_on"] or row["transferred_to"]:
        return change
    dispute = store.get(db, DISPUTE, row["dispute_id"]) if row["dispute_id"] else None
    if dispute and dispute["closed_on"]:
        success = dispute["mediation_result"] == "success"
        change |= {"is_success": int(success)}
        return change | ({"resolved_on": dispute["closed_on"]} if success else {})
    if not resolved:
        said = Text(
            "“{name}”还没有化解、移交或调解结案,不能销号。",
            "{name} is neither resolved nor passed on, and its dispute is not closed.",
        )
        raise UserError(said.format(name=_named(row)))
    return change | {"is_success": 1, "resolved_on": on, "handled_on": row["handled_on"] or on}


def become_dispute(db: Database, item_id: str, on: str) -> str:
    """转为调解案件: a new dispute, accepted on an ISO day on the committee's own initiative, with
    what the item knows, and the link from the item to it; one step. Gives the dispute's id.

    Raises UserError if the item has a dispute or no type, or there is no committee to take it.
    """
    row = store.get(db, SCREENING_ITEM, item_id)
    if row is None or row["state"] != store.LIVE:
        raise UserError(Text("这条排查记录不在了。", "The item is not there any more."))
    if row["dispute_id"] and (known := store.get(db, DISPUTE, row["dispute_id"])):
        said = Text("这件已经转为调解案件 {number}。", "It became the dispute {number} already.")
        raise UserError(said.format(number=known["file_no"] or known["case_no"] or ""))
    if not row["dispute_type"]:
        said = Text(
            "请先选择纠纷类型:调解案件必须有类型。", "Choose a type first: a dispute must have one."
        )
        raise UserError(said)
    dispute = _dispute_from(db, row, on)
    words = Text("转为调解案件:{name}", "Make a dispute of {name}").format(name=_named(row))
    with store.step(db, words) as s:
        store.save(s, DISPUTE, dispute)
        store.save_many(s, PARTY, _parties_from(row, dispute["id"]))
        change = {"id": item_id, "dispute_id": dispute["id"]}
        change |= {"handled_on": row["handled_on"] or on}
        change |= {"resolution_method": row["resolution_method"] or "people_mediation"}
        store.save(s, SCREENING_ITEM, change)
    return str(dispute["id"])


def _dispute_from(db: Database, row: Row, on: str) -> dict[str, Any]:
    committee = committee_for(db, row["village_id"])
    taken = ("village_id", "dispute_type", "summary", "occurred_on", "place", "people_count")
    return {
        "id": store.new_id(),
        **{name: row[name] for name in taken},
        "accepted_on": on,
        "committee_id": committee,
        "mediation_type": "people",
        "case_source": "on_initiative",  # found by screening, not applied for
        **propose(db, "case", on).fields("case"),
        **propose(db, "file", on, committee).fields("file"),
    }


def _parties_from(row: Row, dispute_id: str) -> list[dict[str, Any]]:
    """Party A as applicant, party B as respondent, each if it is named."""
    return [
        {
            "dispute_id": dispute_id,
            "party_role": role,
            "party_type": "person",
            "name": row[f"{which}_name"],
            "phone": row[f"{which}_phone"],
            "position": place,
        }
        for place, (which, role) in enumerate((("party_a", "applicant"), ("party_b", "respondent")))
        if row[f"{which}_name"]
    ]


def committee_for(db: Database, village_id: str | None) -> str:
    """That of the village, else that of the township, else the only or first one there is."""
    there = store.find(db, COMMITTEE)
    for fits in (
        [c for c in there if village_id and c["village_id"] == village_id],
        [c for c in there if c["committee_type"] in ("township", "subdistrict")],
        there,
    ):
        if fits:
            return str(fits[0]["id"])
    raise UserError(
        Text(
            "还没有调委会。请先在“人员与村居”里登记调委会。",
            "There is no committee yet; enter one under People and villages.",
        )
    )


def _named(row: Row) -> str:
    return str(row["screening_no"] or parties_of(row) or row["screened_on"])


def _names(rows: Sequence[Row]) -> str:
    if len(rows) == 1:
        return _named(rows[0])
    return str(Text("{n} 件", "{n} items").format(n=len(rows)))
