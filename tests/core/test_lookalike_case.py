"""Cases that may be the same one: parties, phone, address, within twelve months."""

import pytest
from sqlite_utils import Database

from core import store
from core.lookalike_case import Same, like_cases
from core.records import DISPUTE
from tests import samples

LI = {"name": "李明朗", "phone": "13997210001", "org_or_address": "斜沟乡上斜沟村二组12号"}
MA = {"name": "马秀英", "phone": "13997210002", "org_or_address": "斜沟乡上斜沟村三组7号"}


def side(role: str, **values: object) -> dict[str, object]:
    return {"party_role": role, "party_type": "person", **values}


def typed(one: dict[str, str], other: dict[str, str]) -> list[dict[str, object]]:
    return [side("applicant", **one), side("respondent", **other)]


@pytest.fixture
def earlier(db: Database) -> str:
    """A case of Li against Ma, accepted on 5 March 2026."""
    case = samples.dispute(db, samples.committee(db), file_no="甲", accepted_on="2026-03-05")
    samples.party(db, case, **LI)
    samples.party(db, case, party_role="respondent", **MA)
    return case


def found(db: Database, parties: list[dict[str, object]], on: str = "2026-11-22") -> list[set[str]]:
    return [{same.name for same in c.same} for c in like_cases(db, parties, accepted_on=on)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (LI, MA, [{"PARTIES", "PHONE", "ADDRESS"}]),
        (MA, LI, [{"PARTIES", "PHONE", "ADDRESS"}]),  # the sides the other way round
        ({"name": "李明朗"}, {"name": "马秀英"}, [{"PARTIES"}]),
        ({"name": "李明朗"}, {"name": "王建国"}, []),  # one side alone says nothing
        ({"name": "王建国", "phone": "139 9721 0001"}, {}, [{"PHONE"}]),
        ({"name": "王建国", "phone": "1399721"}, {}, []),
        ({"name": "王建国", "org_or_address": LI["org_or_address"]}, {}, [{"ADDRESS"}]),
        ({"name": "王建国", "org_or_address": "上斜沟村"}, {}, []),
        ({}, {}, []),
    ],
)
def test_a_case_is_like_another_by_both_parties_a_phone_or_an_address(
    db: Database,
    earlier: str,
    one: dict[str, str],
    other: dict[str, str],
    same: list[set[str]],
) -> None:
    assert found(db, typed(one, other)) == same


@pytest.mark.parametrize(
    ("on", "n"),
    [("2027-03-05", 1), ("2027-03-06", 0), ("2025-03-05", 1), ("2025-03-04", 0)],
)
def test_only_cases_of_twelve_months_are_looked_at(
    db: Database, earlier: str, on: str, n: int
) -> None:
    assert len(found(db, typed(LI, MA), on)) == n


def test_phone_and_address_of_an_organisation_say_nothing(db: Database, earlier: str) -> None:
    hospital = {**side("respondent", **MA), "party_type": "organization", "name": "县医院"}
    assert found(db, [hospital]) == []


def test_the_case_itself_and_what_is_deleted_are_left_out(db: Database, earlier: str) -> None:
    parties = typed(LI, MA)
    assert like_cases(db, parties, accepted_on="2026-11-22", dispute=earlier) == []
    with store.step(db, samples.WORDS) as s:
        store.delete(s, DISPUTE, earlier)
    assert like_cases(db, parties, accepted_on="2026-11-22") == []


def test_the_likeliest_comes_first_then_the_newest(db: Database, earlier: str) -> None:
    committee = samples.committee(db, "下斜沟村人民调解委员会")
    for day, number in (("2026-05-01", "乙"), ("2026-06-01", "丙")):
        case = samples.dispute(db, committee, accepted_on=day, file_no=number)
        samples.party(db, case, name="某人", phone=LI["phone"])
    cases = like_cases(db, typed(LI, MA), accepted_on="2026-11-22", most=3)
    assert [(c.number, c.weight) for c in cases] == [("甲", 120), ("丙", 40), ("乙", 40)]
    assert len(like_cases(db, typed(LI, MA), accepted_on="2026-11-22", most=1)) == 1
    assert cases[0].same == set(Same)


def test_it_looks_cases_up_by_indices(db: Database) -> None:
    for column in ("phone", "org_or_address", "name"):
        sql = f"explain query plan select 1 from party where {column} in (?, ?) and +state = 0"
        (row,) = db.execute(sql, ["a", "b"]).fetchall()
        assert f"party_{column}" in row[3]
