"""The quick oral case and what a new record takes over from the last one."""

from typing import Any

import pytest
from sqlite_utils import Database

from core import history, store
from core.oral import OralCase, names_in, rows_of, save_rows
from core.records import AGREEMENT, COMMITTEE, DISPUTE, PARTY
from core.repeat import REPEATED, last_dispute
from tests import samples


def case(committee: str, **values: Any) -> OralCase:
    dispute = {
        "accepted_on": "2026-03-05",
        "committee_id": committee,
        "dispute_type": "neighbor",
        "case_source": "on_application",
        "summary": "院墙越界",
        "mediation_result": "success",
        "closed_on": "2026-03-06",
        **values,
    }
    return OralCase(dispute, ("李明朗",), ("王德贵", "斜沟乡砂石厂"), "三日内拆除院墙")


def is_firm(name: str) -> bool:
    return name.endswith("厂")


@pytest.fixture
def committee(db: Database) -> str:
    samples.office(db)
    return samples.committee(db, village_id=samples.village(db))


def test_one_step_makes_the_dispute_its_parties_and_an_oral_agreement(
    db: Database, committee: str
) -> None:
    before = len(history.steps(db))
    tables = save_rows(db, rows_of(db, case(committee), is_firm))
    assert tables == {"dispute", "party", "agreement"}
    assert len(history.steps(db)) == before + 1
    (row,) = store.find(db, DISPUTE)
    assert (row["file_serial"], row["mediation_type"]) == (1, "people")
    own = store.get(db, COMMITTEE, committee)
    assert own is not None
    assert row["village_id"] == own["village_id"]
    parties = store.children(db, PARTY, row["id"])
    assert [(p["party_role"], p["party_type"], p["name"]) for p in parties] == [
        ("applicant", "person", "李明朗"),
        ("respondent", "person", "王德贵"),
        ("respondent", "organization", "斜沟乡砂石厂"),
    ]
    (agreement,) = store.children(db, AGREEMENT, row["id"])
    assert (agreement["agreement_form"], agreement["signed_on"]) == ("oral", "2026-03-06")
    assert agreement["agreement_terms"] == "三日内拆除院墙"


def test_nothing_is_made_up(db: Database, committee: str) -> None:
    given = case(committee, mediation_result="pending", closed_on=None, summary=None)
    given = OralCase(given.dispute, given.applicants, given.respondents, None)
    save_rows(db, rows_of(db, given, is_firm))
    (row,) = store.find(db, DISPUTE)
    assert row["summary"] is row["closed_on"] is row["mediated_on"] is None
    assert store.count(db, AGREEMENT) == 0


def test_a_settled_case_without_words_has_an_agreement_without_words(
    db: Database, committee: str
) -> None:
    given = case(committee, closed_on=None)
    given = OralCase(given.dispute, given.applicants, given.respondents, None)
    save_rows(db, rows_of(db, given, is_firm))
    (agreement,) = store.find(db, AGREEMENT)
    assert agreement["agreement_terms"] is agreement["signed_on"] is None


def test_names_are_told_apart_by_the_marks_people_use() -> None:
    assert names_in(" 张三、李四,王五；赵六,\n") == ("张三", "李四", "王五", "赵六")
    assert names_in(" ") == ()


def test_only_what_belongs_to_no_single_case_is_repeated(db: Database, committee: str) -> None:
    assert last_dispute(db) == {}
    samples.dispute(db, committee, dispute_type="other", place="镇上")
    samples.dispute(
        db,
        committee,
        dispute_type="neighbor",
        place="村口",
        registered_by="王干事",
        summary="院墙",
        amount=5,
        file_no="1",
    )
    assert last_dispute(db) == {
        "committee_id": committee,
        "dispute_type": "neighbor",
        "case_source": "on_application",
        "place": "村口",
        "registered_by": "王干事",
    }
    assert not {"summary", "accepted_on", "amount", "file_no"} & set(REPEATED)
