"""案件补贴: rates, grading with reasons, what speaks against a claim, the review."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import history, store
from core.errors import UserError
from core.field import RecordKind
from core.periods import parse_period
from core.records import (
    DISPUTE,
    MEDIATOR,
    OFFICE,
    SUBSIDY_CLAIM,
    SUBSIDY_RULE,
    SUBSIDY_THRESHOLD,
)
from core.records.dispute import GRADES
from core.subsidy import chain, claims, grading, rates
from core.subsidy.chain import Stage
from tests import samples

Q4 = "2026-Q4"


def scheme(id: str) -> rates.Scheme:
    return next(s for s in rates.shipped_schemes() if s.id == id)


def change(db: Database, kind: RecordKind, id: str, **values: Any) -> None:
    with store.step(db, samples.WORDS) as s:
        store.save(s, kind, {"id": id, **values})


def mediator(db: Database, name: str = "马建国", **values: Any) -> str:
    return samples.put(db, MEDIATOR, name=name, **values)


@pytest.fixture
def place(db: Database) -> tuple[str, str]:
    """An office that pays by the example of 高台; its village committee and mediator."""
    samples.office(db, subsidy_scheme="gaotai_2018", head="赵所长")
    return samples.committee(db), mediator(db, bank_account="6217000000000000001")


def settled(db: Database, place: tuple[str, str], no: int = 1, **values: Any) -> str:
    """A settled and performed case with both parties, closed in November 2026."""
    given = {
        "file_no": f"（2026）斜人调字第{no}号",
        "mediator_id": place[1],
        "mediation_result": "success",
        "accepted_on": "2026-10-20",
        "closed_on": "2026-11-05",
        "dispute_type": "neighbor",
        **values,
    }
    id = samples.dispute(db, place[0], **given)
    samples.party(db, id, f"甲方{no}")
    samples.party(db, id, f"乙方{no}", party_role="respondent")
    samples.agreement(db, id, performance_status="performed", agreement_terms="互相道歉。")
    return id


def one(db: Database, dispute: str) -> claims.Candidate:
    return claims.candidates(db, [dispute], Q4)[0]


def stops(candidate: claims.Candidate) -> list[str]:
    return [o.message.zh for o in candidate.objections if o.stops]


def warns(candidate: claims.Candidate) -> list[str]:
    return [o.message.zh for o in candidate.objections if not o.stops]


# --- rates ---------------------------------------------------------------------------------------


def test_the_example_of_gaotai_pays_one_two_three_hundred_to_every_committee() -> None:
    gaotai = scheme("gaotai_2018")
    paid = {
        grade: rate.least if (rate := gaotai.rate(grade, "village", "2026-01-01")) else None
        for grade in GRADES
    }
    assert paid == {
        "oral": None,
        "simple": 100_00,
        "general": 200_00,
        "difficult": None,
        "major": 300_00,
        "special_major": None,
    }


def test_the_detail_rule_of_2010_pays_towns_more_than_villages() -> None:
    rule = scheme("county_2010")
    amounts = {
        kind: [
            rate.least // 100
            for grade in ("general", "difficult", "major")
            if (rate := rule.rate(grade, kind, "2026-01-01"))
        ]
        for kind in ("township", "village", "medical")
    }
    assert amounts == {"township": [50, 200, 400], "village": [30, 80, 150], "medical": []}


def test_an_example_pays_nothing_before_it_began() -> None:
    assert scheme("gaotai_2018").rate("simple", "village", "2017-12-31") is None


def test_own_rates_are_a_scheme_with_a_special_rate_before_the_general_one(db: Database) -> None:
    own = {"scheme": "本县2026", "grade": "major", "valid_from": "2026-01-01"}
    samples.put(db, SUBSIDY_RULE, **own, amount_least=300_00, amount_most=500_00)
    samples.put(db, SUBSIDY_RULE, **own, amount_least=100_00, subsidy_condition="prevented")
    county = next(s for s in rates.schemes(db) if s.is_own)
    usual = county.rate("major", "village", "2026-05-01")
    special = county.rate("major", "village", "2026-05-01", {"prevented"})
    assert usual is not None
    assert special is not None
    assert (usual.least, usual.limit, special.least) == (300_00, 500_00, 100_00)


@given(st.integers(0, 10**9), st.integers(0, 100))
def test_an_oral_share_is_rounded_half_up_to_the_fen(least: int, share: int) -> None:
    rate = rates.Rate(
        "simple", frozenset(), "", least, None, share, "2026-01-01", "", samples.WORDS
    )
    assert rate.proposed(is_oral=True) == (least * share + 50) // 100
    assert rate.proposed(is_oral=False) == least


def test_a_copied_scheme_pays_the_same_as_its_pattern(db: Database) -> None:
    pattern = scheme("county_2010")
    with store.step(db, samples.WORDS) as s:
        rates.copy_scheme(s, pattern, "本县标准")
    copy = next(s for s in rates.schemes(db) if s.id == "本县标准")
    for grade in GRADES:
        for kind in ("village", "township", "enterprise"):
            theirs, ours = (x.rate(grade, kind, "2026-03-01") for x in (pattern, copy))
            assert (theirs and theirs.least) == (ours and ours.least)


# --- grading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "grade"),
    [
        ({"dispute_type": "neighbor"}, "simple"),
        ({"dispute_type": "contract"}, "general"),
        ({"dispute_type": "neighbor", "is_cross_area": 1}, "difficult"),
        ({"dispute_type": "medical", "amount": 30_000_00}, "difficult"),
        ({"dispute_type": "contract", "amount": 30_000_00}, "general"),
        ({"dispute_type": "contract", "amount": 100_000_00}, "major"),
        ({"dispute_type": "neighbor", "people_count": 10}, "major"),
        ({"dispute_type": "neighbor", "people_count": 9}, "simple"),
        ({"dispute_type": "labor_migrant_wages", "people_count": 5}, "major"),
        ({"dispute_type": "neighbor", "has_death": 1}, "major"),
        ({"dispute_type": "neighbor", "escalation_risk": "group_fight"}, "major"),
        ({"dispute_type": "neighbor", "escalation_risk": "none"}, "simple"),
    ],
)
def test_the_highest_grade_whose_conditions_hold_is_proposed(
    facts: dict[str, Any], grade: str
) -> None:
    assert grading.graded(facts, False, grading.shipped_thresholds()).grade == grade


def test_the_reasons_name_the_fact_and_the_rule() -> None:
    row = {"dispute_type": "neighbor", "people_count": 12, "has_death": 1}
    found = grading.graded(row, False, grading.shipped_thresholds())
    assert [r.zh for r in found.reasons] == [
        "有死亡(街道奖励办法:非正常死亡的)。",
        "涉及人数达到 10 人(街道奖励办法:十人以上的)。",
    ]


def test_a_grade_the_scheme_does_not_know_becomes_the_next_smaller_one_and_says_so() -> None:
    row = {"dispute_type": "neighbor", "is_cross_area": 1}
    paid = scheme("gaotai_2018").grades("2026-01-01")
    found = grading.graded(row, False, grading.shipped_thresholds(), paid)
    assert found.grade == "general"
    assert found.reasons[-1].zh == "补贴标准没有“疑难复杂”一档,按“一般”。"


def test_a_simple_oral_case_is_oral_only_where_the_scheme_pays_that_grade() -> None:
    row, among = {"dispute_type": "neighbor"}, grading.shipped_thresholds()
    assert grading.graded(row, True, among, ["oral", "simple", "major"]).grade == "oral"
    assert grading.graded(row, True, among, ["simple", "major"]).grade == "simple"
    grave = {**row, "has_death": 1}
    assert grading.graded(grave, True, among, ["oral", "simple", "major"]).grade == "major"


def test_conditions_of_the_office_stand_in_place_of_those_of_the_program(db: Database) -> None:
    samples.put(
        db,
        SUBSIDY_THRESHOLD,
        grade="major",
        dispute_types=json.dumps(["neighbor"]),
        people_from=3,
    )
    among = grading.thresholds(db)
    assert grading.graded({"dispute_type": "neighbor", "people_count": 3}, False, among).grade == (
        "major"
    )
    assert grading.graded({"dispute_type": "contract", "people_count": 3}, False, among).grade == (
        "general"
    )


def test_copied_conditions_grade_as_those_of_the_program(db: Database) -> None:
    with store.step(db, samples.WORDS) as s:
        grading.copy_thresholds(s)
    own = grading.thresholds(db)
    assert all(t.is_own for t in own)
    assert [(t.grade, t.types, t.fact, t.people, t.amount) for t in own] == [
        (t.grade, t.types, t.fact, t.people, t.amount) for t in grading.shipped_thresholds()
    ]


# --- what can be claimed -------------------------------------------------------------------------


def test_a_settled_case_is_offered_with_grade_amount_and_account(
    db: Database, place: tuple[str, str]
) -> None:
    id = settled(db, place)
    assert claims.unclaimed(db, parse_period(Q4)) == [id]
    found = one(db, id)
    assert found.may_be_claimed
    assert {n: found.claim[n] for n in ("grade_claimed", "amount_claimed", "payee_account")} == {
        "grade_claimed": "simple",
        "amount_claimed": 100_00,
        "payee_account": "6217000000000000001",
    }
    assert (found.claim["is_performed"], found.claim["is_oral"]) == (1, 0)


def test_unsettled_foreign_and_claimed_cases_are_not_offered(
    db: Database, place: tuple[str, str]
) -> None:
    settled(db, place, 1, mediation_result="failure")
    settled(db, place, 2, mediation_type="judicial")
    settled(db, place, 3, closed_on="2026-12-31")
    late = settled(db, place, 4, closed_on="2027-01-01")
    chain.apply_for(db, [one(db, settled(db, place, 5))], "2026-11-20")
    offered = claims.unclaimed(db, parse_period(Q4))
    assert late not in offered
    assert [store.get_many(db, DISPUTE, [i])[i]["file_no"][-2] for i in offered] == ["3"]


def test_an_unsettled_case_stops_the_claim_unless_the_office_pays_it(
    db: Database, place: tuple[str, str]
) -> None:
    id = settled(db, place, mediation_result="failure")
    assert stops(one(db, id))[0].startswith("没有调解成功,不能申报。")
    office = store.find(db, OFFICE)[0]["id"]
    change(db, OFFICE, office, subsidy_unsettled=1)
    assert stops(one(db, id)) == []
    assert "没有调解成功,也没有登记防止激化,请核对。" in warns(one(db, id))
    assert claims.unclaimed(db, parse_period(Q4)) == [id]


def test_the_same_dispute_is_claimed_once_whoever_claims_it_and_when(
    db: Database, place: tuple[str, str]
) -> None:
    id = settled(db, place)
    chain.apply_for(db, [one(db, id)], "2026-11-20")
    other = {
        "dispute_id": id,
        "mediator_id": mediator(db, "别人"),
        "claim_period": "2027-Q1",
        "claim_status": "applied",
    }
    blocked = [p.message.zh for p in claims.claim_problems(db, other) if not p.warning]
    assert blocked == [
        "这件纠纷已由马建国在2026年第四季度申报,一件纠纷只申报一次;几名调解员共领一份。"
    ]
    draft = claims.claim_problems(db, {**other, "claim_status": "draft"})
    assert [p.warning for p in draft if "只申报一次" in p.message.zh] == [True]


def test_a_refused_claim_may_be_made_again(db: Database, place: tuple[str, str]) -> None:
    id = settled(db, place)
    (claim,) = chain.apply_for(db, [one(db, id)], "2026-11-20")
    chain.refuse(db, [claim], "file_not_standard", Stage("rejected", "2026-11-21", "赵所长"))
    assert claims.unclaimed(db, parse_period(Q4)) == [id]
    assert one(db, id).may_be_claimed


def test_the_same_parties_within_a_year_are_said_and_left_to_people(
    db: Database, place: tuple[str, str]
) -> None:
    first, again = settled(db, place, 1), settled(db, place, 2, accepted_on="2026-10-25")
    late = settled(db, place, 3, accepted_on="2027-10-21", closed_on="2027-11-01")
    for id in (again, late):
        for party in db.query("select id, name from party where dispute_id = ?", [id]):
            db.execute(
                "update party set name = ? where id = ?", [f"{party['name'][:2]}1", party["id"]]
            )
    chain.apply_for(db, [one(db, first)], "2026-11-20")
    said = [w for w in warns(one(db, again)) if "同一批当事人" in w]
    assert said == [
        "同一批当事人一年内另有案件申报(（2026）斜人调字第1号)。同一纠纷多次调解只算一件,请核对。"
    ]
    assert one(db, again).may_be_claimed
    assert not [w for w in warns(one(db, late)) if "同一批当事人" in w]


def test_two_cases_of_the_same_parties_in_one_list_are_both_said(
    db: Database, place: tuple[str, str]
) -> None:
    cases = [settled(db, place, 1), settled(db, place, 2)]
    for side in ("甲方", "乙方"):
        db.execute("update party set name = ? where name = ?", [f"{side}1", f"{side}2"])
    both = claims.candidates(db, cases, Q4)
    assert [any("同一批当事人" in w for w in warns(each)) for each in both] == [True, True]


def test_the_limit_of_the_year_counts_the_cases_before_it_in_the_same_list(
    db: Database, place: tuple[str, str]
) -> None:
    change(db, OFFICE, store.find(db, OFFICE)[0]["id"], subsidy_yearly_cap=150_00)
    both = claims.candidates(db, [settled(db, place, 1), settled(db, place, 2)], Q4)
    assert [any("超过上限" in w for w in warns(each)) for each in both] == [False, True]


def test_a_public_official_is_not_paid(db: Database, place: tuple[str, str]) -> None:
    barred = mediator(db, "镇干部", subsidy_excluded=1)
    assert stops(one(db, settled(db, place, mediator_id=barred))) == [
        "镇干部按规定不得领取案件补贴(调解员登记为“不领取案件补贴”)。"
    ]


def test_a_missing_file_and_a_case_not_screened_are_said_before_claiming(
    db: Database, place: tuple[str, str]
) -> None:
    id = settled(db, place)
    said = warns(one(db, id))
    assert "排查台账中没有这件纠纷。" in said
    assert any(w.startswith("卷宗缺:") and "调解记录" in w for w in said)
    assert one(db, id).claim["file_complete"] == 0
    change(db, OFFICE, store.find(db, OFFICE)[0]["id"], subsidy_screened_only=1)
    assert stops(one(db, id)) == ["排查台账中没有这件纠纷。"]


def test_a_year_over_the_limit_of_the_office_is_said(db: Database, place: tuple[str, str]) -> None:
    change(db, OFFICE, store.find(db, OFFICE)[0]["id"], subsidy_yearly_cap=150_00)
    chain.apply_for(db, [one(db, settled(db, place, 1))], "2026-11-20")
    assert "这名调解员本年合计 200.00 元,超过上限 150.00 元。" in warns(
        one(db, settled(db, place, 2))
    )


def test_an_amount_over_the_rate_is_said_at_the_amount(
    db: Database, place: tuple[str, str]
) -> None:
    claim = {**one(db, settled(db, place)).claim, "amount_claimed": 101_00}
    found = [p for p in claims.claim_problems(db, claim) if p.name == "amount_claimed"]
    assert [p.message.zh for p in found] == ["超过补贴标准,最高 100.00 元。"]


# --- the way of a claim --------------------------------------------------------------------------


def test_claims_of_a_quarter_are_one_step_numbered_and_taken_back_together(
    db: Database, place: tuple[str, str]
) -> None:
    cases = [settled(db, place, n) for n in (1, 2, 3)]
    ids = chain.apply_for(db, claims.candidates(db, cases, Q4), "2026-11-20")
    made = store.get_many(db, SUBSIDY_CLAIM, ids)
    assert [made[i]["claim_no"] for i in ids] == ["2026-Q4-001", "2026-Q4-002", "2026-Q4-003"]
    assert {r["claim_status"] for r in made.values()} == {"applied"}
    step = history.last_undoable(db)
    assert step is not None
    history.undo(db, step.id)
    assert store.count(db, SUBSIDY_CLAIM) == 0


def test_a_case_that_may_not_be_claimed_stops_the_whole_step(
    db: Database, place: tuple[str, str]
) -> None:
    good, bad = settled(db, place, 1), settled(db, place, 2, mediation_result="failure")
    with pytest.raises(UserError, match="没有调解成功"):
        chain.apply_for(db, claims.candidates(db, [good, bad], Q4), "2026-11-20")
    assert store.count(db, SUBSIDY_CLAIM) == 0


def test_without_a_scheme_a_claim_waits_as_a_draft_for_its_amount(db: Database) -> None:
    samples.office(db)
    place = samples.committee(db), mediator(db)
    (id,) = chain.apply_for(db, [one(db, settled(db, place))], "2026-11-20")
    claim = store.get_many(db, SUBSIDY_CLAIM, [id])[id]
    assert (claim["claim_status"], claim["amount_claimed"]) == ("draft", None)
    left = chain.advance(db, [id], Stage("applied", "2026-11-21")).left
    assert [why.zh for _, why in left] == ["状态为“已申报”,请填写申报金额(元)。"]


def test_each_stage_fills_its_own_facts_and_only_claims_standing_before_it_go_on(
    db: Database, place: tuple[str, str]
) -> None:
    ids = chain.apply_for(
        db, claims.candidates(db, [settled(db, place, 1), settled(db, place, 2)], Q4), "2026-11-10"
    )
    assert chain.advance(db, ids, Stage("paid", "2026-11-11")).moved == 0
    first = chain.advance(db, ids[:1], Stage("office_reviewed", "2026-11-11", "赵所长"))
    assert (first.moved, first.left) == (1, ())
    both = chain.advance(db, ids, Stage("county_reviewed", "2026-11-15", "钱科长", "同意"))
    assert both.moved == 1
    assert [id for id, _ in both.left] == ids[1:]
    chain.advance(db, ids, Stage("paid", "2026-11-20"))
    paid, waiting = (store.get_many(db, SUBSIDY_CLAIM, [i])[i] for i in ids)
    assert paid["claim_status"] == "paid"
    assert (paid["office_review_by"], paid["office_review_opinion"]) == ("赵所长", None)
    assert (paid["county_review_by"], paid["county_review_opinion"]) == ("钱科长", "同意")
    assert (paid["grade_approved"], paid["amount_approved"]) == ("simple", 100_00)
    assert (paid["paid_on"], paid["payee_account"]) == ("2026-11-20", "6217000000000000001")
    assert (waiting["claim_status"], waiting["paid_on"]) == ("applied", None)


def test_an_amount_the_county_typed_is_kept_when_it_approves(
    db: Database, place: tuple[str, str]
) -> None:
    (id,) = chain.apply_for(db, [one(db, settled(db, place))], "2026-11-10")
    chain.advance(db, [id], Stage("office_reviewed", "2026-11-11"))
    change(db, SUBSIDY_CLAIM, id, amount_approved=0)
    chain.advance(db, [id], Stage("county_reviewed", "2026-11-12"))
    assert store.get_many(db, SUBSIDY_CLAIM, [id])[id]["amount_approved"] == 0


def test_a_case_that_fell_apart_since_is_not_reviewed_on(
    db: Database, place: tuple[str, str]
) -> None:
    dispute = settled(db, place)
    ids = chain.apply_for(db, [one(db, dispute)], "2026-11-10")
    change(db, DISPUTE, dispute, mediation_result="failure")
    done = chain.advance(db, ids, Stage("office_reviewed", "2026-11-11"))
    assert done.moved == 0
    assert done.left[0][1].zh.startswith("没有调解成功,不能申报。")


def test_what_is_paid_cannot_be_refused_any_more(db: Database, place: tuple[str, str]) -> None:
    ids = chain.apply_for(db, [one(db, settled(db, place))], "2026-11-10")
    for status in ("office_reviewed", "county_reviewed", "paid"):
        chain.advance(db, ids, Stage(status, "2026-11-12"))
    assert chain.refuse(db, ids, "duplicate", Stage("rejected", "2026-11-13")).moved == 0
    assert store.get_many(db, SUBSIDY_CLAIM, ids)[ids[0]]["claim_status"] == "paid"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"claim_status": "rejected"}, "reject_reason"),
        ({"claim_status": "paid", "county_review_on": "2026-11-10"}, "paid_on"),
        ({"applied_on": "2026-11-10", "office_review_on": "2026-11-09"}, "office_review_on"),
        ({"office_review_on": "2026-11-10", "paid_on": "2026-11-09"}, "paid_on"),
        ({"claim_status": "applied", "applied_on": "2026-11-09"}, "grade_claimed"),
    ],
)
def test_a_claim_without_what_its_state_needs_is_refused_at_the_field(
    values: dict[str, Any], name: str
) -> None:
    row = {"claim_status": "draft", **values}
    assert name in [p.name for p in SUBSIDY_CLAIM.check(row) if not p.warning]


def test_more_approved_than_claimed_is_a_warning() -> None:
    row = {"claim_status": "draft", "amount_claimed": 0, "amount_approved": 100}
    assert [(p.name, p.warning) for p in SUBSIDY_CLAIM.check(row)] == [("amount_approved", True)]
