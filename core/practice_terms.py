"""练习所纠纷的受理情况、期限变动和终止 - how practice disputes came in, were extended and ended.

All of it follows from the row itself, so that nothing else of the practice office changes.
"""

from datetime import date, timedelta
from typing import Any

from core.practice_people import COUNTY, TOWNSHIP

Row = dict[str, Any]

_NAMES = {
    "court": f"{COUNTY}人民法院",
    "procuratorate": f"{COUNTY}人民检察院",
    "police": f"{COUNTY}公安局斜沟派出所",
    "petition_office": f"{COUNTY}信访局",
    "other_department": f"{TOWNSHIP}人民政府",
}
_CLOSED_WHY = {"acceptance_ended": "party_refused", "mediation_ended": "no_agreement"}


def circumstances(row: Row) -> Row:
    """Fields of the dispute beside those its story gives."""
    people = row.get("people_count") or 0
    applied = row["case_source"] == "on_application"
    found: Row = {
        "apply_method": _how(row) if applied else None,
        "parties_consent": 1,
        "is_group": int(people >= 10),
        "is_cross_area": 0,
        "escalation_risk": "group_petition" if people >= 10 else "none",
    }
    if body := row.get("entrusting_body"):
        found |= {
            "entrusting_name": _NAMES[body],
            "entrust_letter_no": f"委调〔{row['accepted_on'][:4]}〕{row['case_serial']}号",
            "entrusted_on": row["accepted_on"],
            "entrust_reply": "accepted",
            "entrust_replied_on": row["accepted_on"],
        }
    if why := _CLOSED_WHY.get(str(row.get("close_type"))):
        found |= {"ended_on": row["closed_on"], "end_reason": why}
    return found


def term_events(row: Row) -> list[Row]:
    """What changed the term of a dispute; `row` has its circumstances."""
    own = {"dispute_id": row["id"], "handled_by": row["registered_by"]}
    return [own | event for event in (*_extended(row), *_suspended(row), *_ended(row))]


def _how(row: Row) -> str:
    return "written" if row["is_difficult"] else "oral"


def _extended(row: Row) -> list[Row]:
    """Every other one of those that say so, agreed two days before the month was over."""
    if "延期" not in (row.get("remark") or "") or row["case_serial"] % 2:
        return []
    accepted = date.fromisoformat(row["accepted_on"])
    return [
        {
            "event_kind": "extension",
            "event_on": (accepted + timedelta(days=28)).isoformat(),
            "asked_by": "申请人",
            "extended_to": (accepted + timedelta(days=60)).isoformat(),
            "both_consented": 1,
            "note": "一方当事人外出务工,双方同意延期。",
        }
    ]


def _suspended(row: Row) -> list[Row]:
    """A medical dispute of some weeks waited for an appraisal."""
    if row["dispute_type"] != "medical" or not row.get("closed_on"):
        return []
    accepted, closed = (date.fromisoformat(row[n]) for n in ("accepted_on", "closed_on"))
    if (closed - accepted).days < 18:
        return []
    return [
        {
            "event_kind": "suspension",
            "event_on": (accepted + timedelta(days=4)).isoformat(),
            "asked_by": "申请人",
            "suspended_from": (accepted + timedelta(days=4)).isoformat(),
            "suspended_to": (accepted + timedelta(days=14)).isoformat(),
            "suspension_reason": "appraisal",
            "note": "双方共同委托医疗损害鉴定。",
        }
    ]


def _ended(row: Row) -> list[Row]:
    """Mediation that had begun and came to nothing."""
    if row.get("close_type") != "mediation_ended":
        return []
    return [
        {
            "event_kind": "end",
            "event_on": row["ended_on"],
            "end_reason": row["end_reason"],
            "told_other_ways": 1,
        }
    ]
