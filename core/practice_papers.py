"""练习所的卷宗材料: investigations, evidence, agents and papers held on paper of practice disputes.

All of it follows from the rows of the dispute, so that nothing else of the practice office changes.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from core.field import RecordKind
from core.practice_rows import Rows
from core.records import ATTORNEY, EVIDENCE, INVESTIGATION, PAPER_COPY

Row = dict[str, Any]

#: What is usually handed in, by type of dispute: name and who has it.
_EVIDENCE = {
    "housing_homestead": ("宅基地使用证", "申请人提供"),
    "forest_land": ("林权证", "村民委员会档案"),
    "labor_migrant_wages": ("工资欠条", "申请人提供"),
    "contract": ("合同", "申请人提供"),
    "traffic_accident": ("道路交通事故认定书", "公安交警部门"),
    "medical": ("病历", "医疗机构"),
    "damage_compensation": ("医药费票据", "申请人提供"),
}
_ASKED = (
    "问：请说说事情的经过。\n答：{summary}\n问：你希望怎样解决？\n"
    "答：愿意在村里调解，双方都退一步。"
)


def papers_of(batch: Iterable[Rows]) -> Mapping[RecordKind, list[Row]]:
    """The further papers of these disputes, by kind."""
    found: dict[RecordKind, list[Row]] = {
        kind: [] for kind in (ATTORNEY, INVESTIGATION, EVIDENCE, PAPER_COPY)
    }
    for rows in batch:
        for kind, made in _of_one(rows):
            found[kind].append({"dispute_id": rows.dispute["id"], **made})
    return found


def _of_one(rows: Rows) -> Iterable[tuple[RecordKind, Row]]:
    dispute = rows.dispute
    if dispute["is_difficult"] and dispute.get("closed_on"):
        yield INVESTIGATION, _investigation(rows)
    if told := _EVIDENCE.get(dispute["dispute_type"]):
        name, source = told
        copy = {"evidence_form": "copy", "copies": 1, "pages": 2, "position": 1}
        yield EVIDENCE, {"evidence_name": name, "evidence_source": source, **copy}
    persons = [p for p in rows.parties if p["party_type"] == "person"]
    if persons and dispute["case_serial"] % 23 == 0:
        yield ATTORNEY, _attorney(dispute, persons[0])
    if dispute.get("filed_on") and persons:
        pages = {"pages": len(persons), "remark": "身份证复印件", "position": 1}
        yield PAPER_COPY, {"doc_type": "identity_proof", **pages}


def _investigation(rows: Rows) -> Row:
    """The day after acceptance, at the latest on the day of closing."""
    dispute, by = rows.dispute, rows.dispute["accepted_by"]
    accepted = date.fromisoformat(dispute["accepted_on"])
    day = min((accepted + timedelta(days=1)).isoformat(), dispute["closed_on"])
    first = rows.parties[0]["name"]
    return {
        "investigated_on": day,
        "place": dispute["place"],
        "interviewee": first,
        "investigators": by,
        "recorder": dispute["registered_by"],
        "record_text": _ASKED.format(summary=dispute["summary"]),
    }


def _attorney(dispute: Row, principal: Row) -> Row:
    """A relative of the same address."""
    return {
        "principal_name": principal["name"],
        "agent_name": f"{principal['name'][0]}永安",
        "relation": "亲属",
        "address": principal["org_or_address"],
        "powers": '["evidence", "sign", "receive"]',
        "valid_from": dispute["accepted_on"],
        "signed_on": dispute["accepted_on"],
    }
