"""Legal aid, consultation and drafting: groups, terms, checks, numbers, and what becomes what."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import history, store
from core.codes import CodeBook
from core.deadlines import due
from core.errors import UserError
from core.legal_aid import check, stages, ways
from core.legal_aid.groups import DERIVED, groups_of
from core.legal_aid.numbers import propose_issued, typed_by_hand, used_twice
from core.legal_aid.terms import waiting
from core.numbering import propose
from core.records import (
    CASE_EVENT,
    CASE_MATTER,
    CASE_RECIPIENT,
    CONSULTATION,
    DEADLINE_RULE,
    DISPUTE,
    DRAFTED_DOCUMENT,
    HARDSHIP_STATEMENT,
    ISSUED_DOCUMENT,
    LEGAL_AID_CASE,
    OFFICE,
    PARTY,
    load_book,
)
from core.records.legal_aid_lists import APPLICATION_STATUS, CASE_STATUS
from core.validate import blocking, problems
from tests import samples
from tests.conftest import TODAY

DAY = "2026-11-02"


def application(db: Database, **values: Any) -> str:
    given = {"applied_on": DAY, "application_status": "received", "aid_type": "applied"}
    return samples.put(db, LEGAL_AID_CASE, **{**given, **values})


def consultation(db: Database, **values: Any) -> str:
    given = {
        "consulted_on": DAY,
        "channel": "visit",
        "matter_codes": '["labor_remuneration"]',
        "answer_summary": "先向劳动监察投诉。",
        "visitor_name": "王小满",
        **values,
    }
    return samples.put(db, CONSULTATION, **given)


def waits(db: Database, on: str = DAY) -> dict[str, str]:
    """What waits in the next year -> until when."""
    day = date.fromisoformat(on)
    return {w.what.zh: w.on for w in waiting(db, day, day + timedelta(days=400))}


def row_of(db: Database, kind: Any, id: str) -> dict[str, Any]:
    row = store.get(db, kind, id)
    assert row is not None
    return row


def said(kind: Any, row: dict[str, Any], book: CodeBook) -> dict[str, str]:
    """Field -> sentence, of what keeps the row from being saved."""
    return {p.name: p.message.zh for p in blocking(problems(kind, row, book, TODAY))}


# --- groups --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "groups"),
    [
        ({"gender": "female", "birth_date": "1980-01-01"}, {"woman"}),
        ({"gender": "female", "birth_date": "2010-11-03"}, {"minor"}),
        ({"gender": "female", "birth_date": "1966-11-02", "ethnicity": "03"},
         {"woman", "elderly", "ethnic_minority"}),
        ({"gender": "male", "birth_date": "1966-11-03", "ethnicity": "01"}, set()),
        ({"gender": "female"}, set()),
    ],
)  # fmt: skip
def test_groups_follow_from_the_person_on_the_day_of_application(
    person: dict[str, Any], groups: set[str]
) -> None:
    assert set(groups_of(person, DAY)) == groups


def test_groups_decided_by_hand_and_those_people_choose_stay() -> None:
    chosen = json.dumps(["migrant_worker", "minor"])
    adult = {"birth_date": "1990-01-01", "gender": "female", "recipient_groups": chosen}
    assert groups_of(adult, DAY) == ("migrant_worker", "woman")
    assert groups_of({**adult, "groups_by_hand": 1}, DAY) == ("migrant_worker", "minor")


@given(
    st.dates(date(1930, 1, 1), date(2026, 1, 1)),
    st.sampled_from(("male", "female", None)),
    st.sampled_from(("01", "03", None)),
    st.lists(st.sampled_from(("disabled", *DERIVED)), unique=True),
)
def test_deriving_groups_twice_changes_nothing_more(
    born: date, gender: str | None, ethnicity: str | None, chosen: list[str]
) -> None:
    person = {"birth_date": born.isoformat(), "gender": gender, "ethnicity": ethnicity}
    once = groups_of({**person, "recipient_groups": json.dumps(chosen)}, DAY)
    assert groups_of({**person, "recipient_groups": json.dumps(once)}, DAY) == once
    assert ("disabled" in once) == ("disabled" in chosen)
    assert not {"minor", "elderly"} <= set(once)


# --- terms ---------------------------------------------------------------------------------------


def test_a_decision_is_due_seven_days_after_the_application(db: Database) -> None:
    id = application(db, application_no="斜援申字〔2026〕第1号")
    assert waits(db) == {"法律援助审查决定": "2026-11-09"}
    (found,) = due(db, date(2026, 11, 10))
    assert (found.table, found.dispute, found.days_left) == ("legal_aid_case", id, -1)
    assert "第四十三条" in found.ground.zh


def test_the_review_stands_still_while_papers_are_supplied(db: Database) -> None:
    id = application(db, application_status="supplement_requested")
    notice = {"event_kind": "supplement_notice", "event_on": "2026-11-04", "due_on": "2026-11-14"}
    event = samples.put(db, CASE_EVENT, legal_aid_case_id=id, **notice)
    assert waits(db) == {"补充材料到期": "2026-11-14"}
    samples.put(db, CASE_EVENT, id=event, finished_on="2026-11-10")
    assert waits(db) == {"法律援助审查决定": "2026-11-15"}  # six days later than the 9th


def test_the_office_may_have_terms_go_on_to_the_next_working_day(db: Database) -> None:
    office = samples.office(db)
    application(db, applied_on="2026-10-31")
    assert waits(db) == {"法律援助审查决定": "2026-11-07"}  # a Saturday
    samples.put(db, OFFICE, id=office, aid_rolls_over=1)
    assert waits(db) == {"法律援助审查决定": "2026-11-09"}


def test_an_office_may_set_another_number_of_days(db: Database) -> None:
    own = {"what": "审查", "replaces": "aid_review", "length": 5, "unit": "workday"}
    samples.put(db, DEADLINE_RULE, **own, valid_from="2026-01-01", ground="省条例")
    application(db)
    assert waits(db) == {"审查": "2026-11-09"}


@pytest.mark.parametrize(
    ("values", "what", "until"),
    [
        ({"application_status": "granted", "decided_on": DAY}, "指派承办人员", "2026-11-05"),
        (
            {"application_status": "granted", "decided_on": DAY, "assigned_on": DAY},
            "签订委托协议",
            "2026-11-07",
        ),
        (
            {"application_status": "granted", "decided_on": DAY, "assigned_on": DAY,
             "agreement_signed_on": DAY, "closed_on": DAY},
            "提交立卷材料",
            "2026-12-02",
        ),
        (
            {"application_status": "refused", "decided_on": DAY, "decision_received_on": DAY},
            "可提出异议的最后一天",
            "2026-11-17",
        ),
        (
            {"aid_type": "notified", "noticed_on": DAY},
            "按通知指派律师",
            "2026-11-05",
        ),
    ],
)  # fmt: skip
def test_each_stage_waits_for_the_next(
    db: Database, values: dict[str, Any], what: str, until: str
) -> None:
    application(db, **values)
    assert waits(db) == {what: until}


def test_what_is_at_an_end_or_a_draft_waits_for_nothing(db: Database) -> None:
    for status in ("draft", "withdrawn", "deemed_withdrawn", "not_competent"):
        application(db, application_status=status)
    assert waits(db) == {}


def test_less_than_seven_days_of_limitation_are_said(db: Database) -> None:
    application(db, limitation_ends_on="2026-11-08", decided_on=DAY, application_status="granted")
    assert waits(db)["时效、期限将满"] == "2026-11-08"
    assert "时效、期限将满" not in waits(db, "2026-11-01")


def test_an_objection_is_reviewed_within_five_days_and_then_goes_on(db: Database) -> None:
    id = application(db, application_status="refused", decided_on=DAY, decision_received_on=DAY)
    objection = {"event_kind": "objection", "event_on": "2026-11-05"}
    event = samples.put(db, CASE_EVENT, legal_aid_case_id=id, **objection)
    assert waits(db) == {"异议审查": "2026-11-10"}
    samples.put(db, CASE_EVENT, id=event, finished_on="2026-11-09", review_result="upheld")
    assert waits(db) == {
        "可申请行政复议的最后一天": "2027-01-08",
        "可提起行政诉讼的最后一天": "2027-05-09",
    }


def test_letters_wait_for_an_answer_and_appointments_for_their_day(db: Database) -> None:
    letter = consultation(db, channel="letter", answer_summary=None)
    consultation(db, appointment_on="2026-11-06")
    consultation(db)
    assert waits(db) == {"答复来信咨询": "2026-11-11", "约期咨询": "2026-11-06"}
    samples.put(db, CONSULTATION, id=letter, answer_summary="已回信。")
    assert waits(db) == {"约期咨询": "2026-11-06"}
    assert waits(db, "2026-11-07") == {}


# --- bad input -----------------------------------------------------------------------------------

GRANTED = {
    "applied_on": DAY,
    "application_status": "granted",
    "decided_on": DAY,
    "case_status": "granted",
}


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"decided_on": "2026-11-01"}, "decided_on", "决定日期早于申请日期"),
        ({"decided_on": None}, "decided_on", "第四十三条"),
        ({"application_status": "refused", "case_status": None}, "refusal_reason", "理由"),
        ({"case_status": "closed", "closed_on": DAY}, "outcome", "已结案"),
        ({"case_status": "terminated", "terminated_on": DAY}, "termination_reason", "第四十八条"),
        ({"recovered_amount": 100, "wage_recovered_amount": 101}, "wage_recovered_amount", "讨薪"),
        ({"wage_recovered_amount": 1}, "wage_recovered_amount", "讨薪"),
        ({"application_status": "received"}, "application_status", "还没有给予"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_with_the_ground(
    book: CodeBook, values: dict[str, Any], field: str, words: str
) -> None:
    assert said(LEGAL_AID_CASE, dict(GRANTED), book) == {}
    found = said(LEGAL_AID_CASE, {**GRANTED, **values}, book)
    assert words in found[field]


def test_a_promise_without_a_signature_is_not_complete(book: CodeBook) -> None:
    promise = {"legal_aid_case_id": "c", "means_basis": "declared_promise", "is_complete": 1}
    assert "签名或指印" in said(HARDSHIP_STATEMENT, promise, book)["sign_kind"]
    assert said(HARDSHIP_STATEMENT, {**promise, "is_complete": None}, book) == {}
    signed = {**promise, "sign_kind": "fingerprint", "signed_on": DAY, "written_by": "马军"}
    assert said(HARDSHIP_STATEMENT, signed, book) == {}


def test_an_event_count_needs_heads_and_no_answer(book: CodeBook) -> None:
    row = {"consulted_on": DAY, "channel": "event", "matter_codes": '["other"]'}
    assert "answer_summary" in said(CONSULTATION, row, book)
    assert said(CONSULTATION, {**row, "is_event_count": 1}, book).keys() == {"headcount"}
    counted = {**row, "is_event_count": 1, "headcount": 30}
    assert said(CONSULTATION, counted, book) == {}
    assert "matter_count" in said(CONSULTATION, {**counted, "matter_count": 29}, book)


def test_domestic_violence_reminds_of_the_duty_to_report(book: CodeBook) -> None:
    row = {"consulted_on": DAY, "channel": "visit", "answer_summary": "报警。"}
    row["matter_codes"] = '["domestic_violence"]'
    (found,) = problems(CONSULTATION, row, book, TODAY)
    assert found.warning
    assert "《反家庭暴力法》第十四条" in found.message.zh
    assert problems(CONSULTATION, {**row, "reported_to_police": 0}, book, TODAY) == []


def between(case: dict[str, Any], **rows: list[dict[str, Any]]) -> dict[tuple[str, str], bool]:
    """(table, field) -> whether it only warns."""
    found = check.problems_of({"id": "c", **case}, rows)
    return {(f.table, f.problem.name): f.problem.warning for f in found}


def test_a_minor_needs_an_agent_and_nobody_applies_before_birth() -> None:
    case = {"applied_on": DAY, "application_status": "received"}
    child = {"id": "p", "name": "王小满", "birth_date": "2015-01-01"}
    relation = ("case_recipient", "applicant_relation")
    assert between(case, case_recipient=[child]) == {relation: True}
    agent = {**child, "applicant_relation": "statutory_agent", "agent_name": "王建国"}
    assert between(case, case_recipient=[agent]) == {}
    unborn = {**child, "birth_date": "2026-11-03"}
    assert between(case, case_recipient=[unborn]) == {("case_recipient", "birth_date"): False}
    draft = {**case, "application_status": "draft"}
    assert between(draft, case_recipient=[unborn]) == {("case_recipient", "birth_date"): True}


def test_nothing_is_supplied_after_a_withdrawal_or_a_decision() -> None:
    notice = {"id": "e", "event_kind": "supplement_notice", "event_on": "2026-11-06"}
    people = [{"id": "p", "name": "王小满"}]
    gone = {"applied_on": DAY, "application_status": "withdrawn", "ended_on": "2026-11-05"}
    late = {("case_event", "event_on"): False}
    assert between(gone, case_event=[notice], case_recipient=people) == late
    decided = {**GRANTED, "decided_on": "2026-11-05"}
    assert between(decided, case_event=[notice], case_recipient=people) == late
    open_ = {"applied_on": DAY, "application_status": "received"}
    assert between(open_, case_event=[notice], case_recipient=people) == {}


def test_a_second_application_for_the_same_matter_is_named(db: Database) -> None:
    first = application(db, application_no="斜援申字〔2026〕第1号")
    person = {"name": "王小满", "id_number": "110101199003070011"}
    samples.put(db, CASE_RECIPIENT, legal_aid_case_id=first, **person)
    samples.put(db, CASE_MATTER, legal_aid_case_id=first, matter_code="labor_remuneration")
    rows = {"case_recipient": [person], "case_matter": [{"matter_code": "labor_remuneration"}]}
    found = check.earlier_application(db, {"id": "new"}, rows)
    assert found is not None
    assert "斜援申字〔2026〕第1号" in found.problem.message.zh
    assert check.earlier_application(db, {"id": first}, rows) is None
    samples.put(db, LEGAL_AID_CASE, id=first, application_status="withdrawn")
    assert check.earlier_application(db, {"id": "new"}, rows) is None


# --- numbers -------------------------------------------------------------------------------------


def test_numbers_run_by_kind_and_year_with_the_prefix_of_the_office(db: Database) -> None:
    samples.office(db, aid_prefix="斜")
    assert propose(db, "application", DAY).words == "斜援申字〔2026〕第1号"
    application(db, **propose(db, "application", DAY).fields("application"))
    assert propose(db, "application", DAY).serial == 2
    assert propose(db, "application", "2027-01-02").serial == 1
    assert propose(db, "consultation", DAY).words == "斜咨询20260001"


def test_each_kind_of_paper_is_numbered_apart_and_gaps_stay(db: Database) -> None:
    samples.office(db, aid_prefix="斜", issued_pattern="{prefix}援{doc}〔{year}〕{serial}号")
    case = application(db)
    for _ in range(2):
        number = propose_issued(db, "supplement_notice", DAY)
        row = {"doc_kind": "supplement_notice", **number.fields("issued")}
        last = samples.put(db, ISSUED_DOCUMENT, legal_aid_case_id=case, **row)
    with store.step(db, samples.WORDS) as s:
        store.delete(s, ISSUED_DOCUMENT, last)
    assert propose_issued(db, "supplement_notice", DAY).words == "斜援补〔2026〕3号"
    assert propose_issued(db, "grant_decision", DAY).words == "斜援决〔2026〕1号"


def test_a_number_used_twice_is_found_and_one_typed_by_hand_is_told_apart(db: Database) -> None:
    number = propose(db, "application", DAY).fields("application")
    first = application(db, **number)
    other = {"id": "new", "applied_on": DAY, **number}
    assert used_twice(db, LEGAL_AID_CASE, other) == number["application_no"]
    assert used_twice(db, LEGAL_AID_CASE, {**other, "id": first}) == ""
    proposed = propose(db, "application", DAY).fields("application")
    typed = [(LEGAL_AID_CASE, {**other, **proposed, "application_no": "援字99号"})]
    assert list(typed_by_hand(db, typed)) == [("legal_aid_case", "new")]
    assert list(typed_by_hand(db, [(LEGAL_AID_CASE, {**other, **proposed})])) == []
    assert list(typed_by_hand(db, [(LEGAL_AID_CASE, {**other, "id": first})])) == []


# --- one becomes the other -----------------------------------------------------------------------


def test_a_consultation_becomes_an_application_without_retyping_and_only_once(
    db: Database,
) -> None:
    asked = consultation(
        db, phone="13909711234", content="拖欠工资", id_number="110101196003070011", gender="female"
    )
    case = row_of(db, LEGAL_AID_CASE, ways.application_from_consultation(db, asked, DAY))
    (person,) = store.children(db, CASE_RECIPIENT, case["id"])
    (matter,) = store.children(db, CASE_MATTER, case["id"])
    assert (person["name"], person["phone"]) == ("王小满", "13909711234")
    assert matter["matter_code"] == "labor_remuneration"
    assert (case["case_summary"], case["case_kind"]) == ("拖欠工资", "civil")
    assert "aid_applied" in row_of(db, CONSULTATION, asked)["handling"]
    with pytest.raises(UserError, match="只计一次"):
        ways.application_from_consultation(db, asked, DAY)
    assert store.count(db, LEGAL_AID_CASE) == 1
    last = history.last_undoable(db)
    assert last is not None
    history.undo(db, last.id)
    assert (store.count(db, LEGAL_AID_CASE), store.count(db, CASE_RECIPIENT)) == (0, 0)
    assert row_of(db, CONSULTATION, asked)["handling"] is None


def test_a_consultation_without_a_name_makes_no_application(db: Database) -> None:
    asked = consultation(db, visitor_name=None, identity_refused=1)
    with pytest.raises(UserError, match="姓名"):
        ways.application_from_consultation(db, asked, DAY)


def test_dispute_case_consultation_and_document_know_each_other(db: Database) -> None:
    committee = samples.committee(db)
    dispute = samples.dispute(db, committee, dispute_type="labor_migrant_wages")
    samples.party(db, dispute)
    samples.party(db, dispute, "宏达公司", party_role="respondent", party_type="organization")
    case = ways.application_from_dispute(db, dispute, DAY)
    document = ways.document_from(db, LEGAL_AID_CASE, case, DAY)
    drafted = row_of(db, DRAFTED_DOCUMENT, document)
    assert (drafted["for_person"], drafted["opponent"]) == ("李明朗", "宏达公司")
    ties = {
        table: {t.table for t in ways.linked(db, kind, id)}
        for table, kind, id in (
            ("dispute", DISPUTE, dispute),
            ("case", LEGAL_AID_CASE, case),
            ("document", DRAFTED_DOCUMENT, document),
        )
    }
    assert ties == {
        "dispute": {"legal_aid_case", "drafted_document"},
        "case": {"dispute", "drafted_document"},
        "document": {"dispute", "legal_aid_case"},
    }
    with pytest.raises(UserError, match="只计一次"):
        ways.application_from_dispute(db, dispute, DAY)
    with pytest.raises(UserError, match="已经转为"):
        ways.dispute_from(db, LEGAL_AID_CASE, case, DAY)


def test_a_consultation_becomes_a_dispute_with_its_person(db: Database) -> None:
    samples.committee(db)
    asked = consultation(db, matter_codes='["support_parents"]', content="儿子不给生活费")
    dispute = row_of(db, DISPUTE, ways.dispute_from(db, CONSULTATION, asked, DAY))
    (party,) = store.children(db, PARTY, dispute["id"])
    assert (dispute["dispute_type"], party["name"]) == ("marriage_family", "王小满")
    assert row_of(db, CONSULTATION, asked)["dispute_id"] == dispute["id"]
    assert said(DISPUTE, dispute, load_book(db)) == {}


def test_every_way_begins_a_record_that_can_be_saved(db: Database, book: CodeBook) -> None:
    asked = consultation(db)
    case = row_of(db, LEGAL_AID_CASE, ways.application_from_consultation(db, asked, DAY))
    document = row_of(db, DRAFTED_DOCUMENT, ways.document_from(db, CONSULTATION, asked, DAY))
    assert said(LEGAL_AID_CASE, case, book) == {}
    assert said(DRAFTED_DOCUMENT, document, book) == {}


# --- stages --------------------------------------------------------------------------------------


def test_every_stage_leads_to_known_states_and_fields() -> None:
    for role in ("station", "centre"):
        for status in APPLICATION_STATUS:
            for case in (*CASE_STATUS, None):
                row = {"application_status": status, "case_status": case}
                for stage in stages.next_stages(row, role):
                    values = stage.values(row, DAY)
                    assert values.keys() <= LEGAL_AID_CASE.by_name.keys()
                    assert values.get("application_status", "draft") in APPLICATION_STATUS
                    assert values.get("case_status", "closed") in CASE_STATUS
                    assert not stage.focus or stage.focus in LEGAL_AID_CASE.by_name


def test_a_matter_can_go_all_the_way_from_application_to_archive() -> None:
    row: dict[str, Any] = {"application_status": "received"}
    way = ["screen", "forward", "grant", "assign", "sign", "begin", "close", "hand_in"]
    for name in [*way, "accepted", "paid", "archive", "revisit"]:
        stage = next(s for s in stages.next_stages(row) if s.name == name)
        row |= stage.values(row, DAY)
    assert (row["application_status"], row["case_status"]) == ("granted", "revisited")
    assert row["archived_on"] == row["decided_on"] == DAY


def test_a_station_records_what_a_centre_does_itself() -> None:
    forwarded = {"application_status": "forwarded"}
    grant = stages.next_stages(forwarded, "station")[0]
    assert (grant.said("station").zh, grant.said("centre").zh) == ("收到给予决定", "决定给予")
    screened = {"application_status": "screened"}
    assert "forward" not in [s.name for s in stages.next_stages(screened, "centre")]
