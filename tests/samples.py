"""Small believable records for tests: each call writes one step and gives the id back."""

from typing import Any

from sqlite_utils import Database

from core import store
from core.field import RecordKind
from core.records import (
    AGREEMENT,
    COMMITTEE,
    DISPUTE,
    MEETING,
    OFFICE,
    PARTY,
    SCREENING_ITEM,
    SCREENING_ROUND,
    VILLAGE,
)
from core.text import Text

WORDS = Text("测试", "Test")


def put(db: Database, kind: RecordKind, /, **values: Any) -> str:
    with store.step(db, WORDS) as s:
        return store.save(s, kind, values)


def office(db: Database, **values: Any) -> str:
    given = {"name": "斜沟乡司法所", "township": "斜沟乡", "file_prefix": "斜", **values}
    return put(db, OFFICE, **given)


def village(db: Database, name: str = "上斜沟村", **values: Any) -> str:
    return put(db, VILLAGE, **{"name": name, "kind": "village", **values})


def committee(db: Database, name: str = "上斜沟村人民调解委员会", **values: Any) -> str:
    return put(db, COMMITTEE, **{"committee_name": name, "committee_type": "village", **values})


def dispute(db: Database, committee_id: str, **values: Any) -> str:
    given = {
        "accepted_on": "2026-03-05",
        "committee_id": committee_id,
        "dispute_type": "neighbor",
        "case_source": "on_application",
        **values,
    }
    return put(db, DISPUTE, **given)


def party(db: Database, dispute_id: str, name: str = "李明朗", **values: Any) -> str:
    given = {"dispute_id": dispute_id, "party_role": "applicant", "party_type": "person"}
    return put(db, PARTY, **{**given, "name": name, **values})


def meeting(db: Database, dispute_id: str, **values: Any) -> str:
    return put(db, MEETING, **{"dispute_id": dispute_id, "mediated_on": "2026-03-08", **values})


def agreement(db: Database, dispute_id: str, **values: Any) -> str:
    return put(db, AGREEMENT, **{"dispute_id": dispute_id, "agreement_form": "written", **values})


def screening_round(db: Database, **values: Any) -> str:
    given = {"level": "village", "screened_from": "2026-03-02", **values}
    return put(db, SCREENING_ROUND, **given)


def screening_item(db: Database, **values: Any) -> str:
    given = {
        "screening_no": "斜排查20260001",
        "screened_on": "2026-03-03",
        "finder_level": "village",
        "dispute_type": "neighbor",
        "party_a_name": "李明朗",
        "party_b_name": "王建国",
        **values,
    }
    return put(db, SCREENING_ITEM, **given)
