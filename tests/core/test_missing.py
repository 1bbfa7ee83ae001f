"""仍缺: what is asked for at each stage, and that it is declared rightly."""

from typing import Any

from core.missing import NEEDS, Lack, Stage, missing
from core.records import BY_TABLE, KINDS

OPEN = {"id": "d", "summary": "院墙", "mediator_id": "m", "registered_by": "王"}
BOTH = [
    {"id": "a", "party_role": "applicant", "name": "李明朗"},
    {"id": "b", "party_role": "respondent", "name": "王德贵"},
]
MET = [{"id": "m", "record_text": "双方到场", "informed": 1}]
AGREED = [
    {
        "id": "g",
        "agreement_form": "written",
        "agreement_terms": "拆除",
        "signed_on": "2026-03-08",
        "performance_status": "performed",
    }
]


def asked(dispute: dict[str, Any], **rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(lack.table, lack.field) for lack in missing(dispute, rows)]


def test_a_new_record_lacks_what_the_register_form_needs() -> None:
    assert asked({"id": "d"}) == [
        ("party", "name"),
        ("party", "name"),
        ("dispute", "summary"),
        ("dispute", "mediator_id"),
        ("dispute", "registered_by"),
    ]


def test_a_whole_registration_lacks_nothing() -> None:
    assert asked(OPEN, party=BOTH) == []


def test_a_party_without_a_name_is_the_place_to_go_to() -> None:
    rows = [BOTH[0], {"id": "b", "party_role": "respondent", "name": None, "phone": "139"}]
    (lack,) = missing(OPEN, {"party": rows})
    assert (lack.table, lack.row, lack.field, lack.begin) == ("party", "b", "name", None)


def test_a_missing_side_begins_a_row_of_that_side() -> None:
    (lack,) = missing(OPEN, {"party": BOTH[:1]})
    assert (lack.row, lack.begin) == ("", {"party_role": "respondent"})


def test_a_nameless_third_party_is_asked_for_too() -> None:
    rows = [*BOTH, {"id": "c", "party_role": "respondent", "name": ""}]
    (lack,) = missing(OPEN, {"party": rows})
    assert lack.row == "c"


def test_after_mediation_a_record_and_a_result_are_asked_for() -> None:
    assert asked({**OPEN, "mediated_on": "2026-03-08"}, party=BOTH) == [
        ("meeting", ""),
        ("dispute", "mediation_result"),
    ]
    row = {**OPEN, "mediation_result": "pending"}
    assert asked(row, party=BOTH, meeting=[{"id": "m", "informed": 1}]) == [
        ("meeting", "record_text")
    ]


def test_after_success_an_agreement_and_its_performance_are_asked_for() -> None:
    row = {**OPEN, "mediation_result": "success"}
    assert asked(row, party=BOTH, meeting=MET) == [
        ("agreement", ""),
        ("return_visit", ""),
        ("dispute", "closed_on"),
    ]
    bare = [{"id": "g", "agreement_form": "written"}]
    assert asked(row, party=BOTH, meeting=MET, agreement=bare)[:3] == [
        ("agreement", "agreement_terms"),
        ("agreement", "signed_on"),
        ("agreement", "performance_status"),
    ]


def test_an_oral_agreement_needs_no_record_of_the_meeting() -> None:
    row = {**OPEN, "mediation_result": "success"}
    oral = [{**AGREED[0], "agreement_form": "oral"}]
    assert ("meeting", "") not in asked(row, party=BOTH, agreement=oral)
    assert ("meeting", "") in asked(row, party=BOTH, agreement=AGREED)


def test_a_closed_case_lacks_what_the_file_needs_until_it_is_whole() -> None:
    row = {**OPEN, "mediation_result": "success", "closed_on": "2026-03-08"}
    rows = {"party": BOTH, "meeting": MET, "agreement": AGREED}
    assert asked(row, **rows) == [
        ("return_visit", ""),
        ("dispute", "file_title"),
        ("dispute", "filed_by"),
        ("dispute", "retention_period"),
    ]
    filed = {**row, "file_title": "x", "filed_by": "y", "retention_period": "permanent"}
    planned = {"id": "v", "planned_on": "2026-04-01"}
    assert asked(filed, **rows, return_visit=[planned]) == [("return_visit", "visited_on")]
    assert asked(filed, **rows, return_visit=[{**planned, "visited_on": "2026-04-02"}]) == []


def test_a_failed_case_needs_no_agreement() -> None:
    row = {**OPEN, "mediation_result": "failure", "closed_on": "2026-03-08"}
    lacks = missing(row, {"party": BOTH, "meeting": MET})
    assert Stage.SETTLED not in {lack.stage for lack in lacks}


def test_every_need_names_a_field_and_a_ground_in_both_languages() -> None:
    assert {need.table for need in NEEDS} <= {kind.table for kind in KINDS}
    for need in NEEDS:
        assert need.field in BY_TABLE[need.table].by_name
    lacks: list[Lack] = missing({"id": "d", "mediation_result": "success", "closed_on": "x"}, {})
    for lack in lacks:
        for words in (lack.what, lack.ground):
            assert words.zh
            assert words.en
