"""Look-alike persons: same ID, phone or name, the nearest first, each once."""

from typing import Any

import pytest
from sqlite_utils import Database

from core import store
from core.lookalike import MOST, Why, data_of, look_alikes
from core.records import DISPUTE
from tests import samples

ID = "632121197203051237"
OLD_ID = "632121720305123"  # the same person before 1999


@pytest.fixture
def committee(db: Database) -> str:
    return samples.committee(db)


@pytest.fixture
def case(db: Database, committee: str) -> str:
    return samples.dispute(db, committee, file_no="（2026）斜人调字第1号")


def found(db: Database, **typed: Any) -> list[tuple[str, str]]:
    return [(each.why.name, each.party["name"]) for each in look_alikes(db, typed)]


def test_the_same_id_is_found_in_every_way_it_is_written(db: Database, case: str) -> None:
    samples.party(db, case, "李明朗", id_number=ID)
    assert found(db, id_number=ID) == [("ID", "李明朗")]
    assert found(db, id_number="６３２１２１１９７２０３０５１２３７") == [("ID", "李明朗")]
    assert found(db, id_number=OLD_ID) == [("ID", "李明朗")]
    assert found(db, id_number=ID[:14]) == []
    samples.party(db, case, "马花", id_number="11010519491231002x")
    assert found(db, id_number="11010519491231002X") == [("ID", "马花")]


def test_the_same_phone_and_the_same_name_are_found(db: Database, case: str) -> None:
    samples.party(db, case, "李明朗", phone="13909720001")
    assert found(db, phone="13909720001") == [("PHONE", "李明朗")]
    assert found(db, phone="139097") == []
    assert found(db, name="李明朗") == [("NAME", "李明朗")]
    assert found(db, name="李") == []


def test_the_surest_reason_comes_first_and_a_person_stands_there_once(
    db: Database, committee: str, case: str
) -> None:
    later = samples.dispute(db, committee, accepted_on="2026-09-01")
    for dispute in (case, later):
        samples.party(db, dispute, "李明朗", id_number=ID, phone="13909720001")
    samples.party(db, case, "王德贵", phone="13909720001")
    people = look_alikes(db, {"name": "李明朗", "id_number": ID, "phone": "13909720001"})
    assert [(p.why, p.party["name"]) for p in people] == [
        (Why.ID, "李明朗"),
        (Why.PHONE, "王德贵"),
    ]
    assert people[0].dispute == later  # the latest record of the person


def test_of_one_name_the_nearest_village_and_address_stand_first(
    db: Database, committee: str
) -> None:
    near, far = samples.village(db, "上斜沟村"), samples.village(db, "下斜沟村")
    for place, (village, address) in enumerate(
        ((far, "斜沟乡下斜沟村"), (near, "斜沟乡上斜沟村二社"), (near, "斜沟乡上斜沟村三社"))
    ):
        dispute = samples.dispute(db, committee, village_id=village)
        samples.party(db, dispute, "王伟", org_or_address=address, phone=f"1390972000{place}")
    typed = {"name": "王伟", "org_or_address": "斜沟乡上斜沟村三社"}
    people = look_alikes(db, typed, village=near)
    assert [p.party["org_or_address"][-2:] for p in people] == ["三社", "二社", "沟村"]
    assert [p.same_village for p in people] == [True, True, False]


def test_at_most_five_are_shown(db: Database, case: str) -> None:
    for place in range(MOST + 3):
        samples.party(db, case, "王伟", phone=f"1390972000{place}")
    assert len(look_alikes(db, {"name": "王伟"})) == MOST


def test_the_record_being_typed_and_the_recycle_bin_are_left_out(
    db: Database, committee: str, case: str
) -> None:
    samples.party(db, case, "李明朗")
    assert look_alikes(db, {"name": "李明朗"}, dispute=case) == []
    with store.step(db, samples.WORDS) as s:
        store.delete(s, DISPUTE, case)
    assert look_alikes(db, {"name": "李明朗"}) == []


def test_identity_comes_whole_and_newer_circumstances_stay(db: Database, case: str) -> None:
    samples.party(
        db,
        case,
        "李明朗",
        id_number=ID,
        gender="male",
        birth_date="1972-03-05",
        ethnicity="03",
        phone="13909720001",
        org_or_address="斜沟乡上斜沟村",
        age=50,
    )
    typed = {"name": "李明郎", "phone": "13911110000", "org_or_address": None}
    (person,) = look_alikes(db, {"id_number": ID})
    taken = data_of(person, typed)
    assert (taken["name"], taken["id_number"], taken["ethnicity"]) == ("李明朗", ID, "03")
    assert taken["org_or_address"] == "斜沟乡上斜沟村"
    assert "phone" not in taken  # the new one was typed
    assert taken["age"] is None  # to be counted for the day of this case
