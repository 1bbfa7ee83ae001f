"""卷宗文书: what there is, what is missing, and what the program does not know."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import store
from core.papers import (
    _KNOWN_BY,
    _MISSING_SQL,
    CaseRows,
    Held,
    Profile,
    State,
    case_rows,
    lacking,
    missing,
    papers_held,
    profile_on,
    profiles,
)
from core.records import (
    ATTACHMENT,
    ATTORNEY,
    DISPUTE,
    INVESTIGATION,
    OFFICE,
    PAPER_COPY,
    RETURN_VISIT,
)
from tests import samples

SETTLED: dict[str, Any] = {"mediation_result": "success", "closed_on": "2026-03-09"}
WHOLE: dict[str, Any] = {"summary": "为院墙争执。", "file_no": "（2026）斜人调字第1号"}


@pytest.fixture
def committee(db: Database) -> str:
    return samples.committee(db)


def held_of(db: Database, id: str) -> dict[str, Held]:
    row = store.get(db, DISPUTE, id)
    assert row is not None
    return {h.paper.id: h for h in papers_held(case_rows(db, [row])[0])}


def found_lacking(db: Database) -> list[str]:
    return [row["id"] for row in store.find(db, DISPUTE, lacking(db))]


def use_list(db: Database, id: str | None) -> None:
    """The office chooses a list of papers."""
    office = next(iter(store.find(db, OFFICE, limit=1)), {})
    samples.office(db, **({"id": office["id"]} if office else {}), paper_profile=id)


def attach(db: Database, dispute: str, doc_type: str) -> None:
    values = {"title": "件", "media_type": "pdf", "size": 1, "sha256": "0" * 64}
    samples.put(db, ATTACHMENT, dispute_id=dispute, doc_type=doc_type, **values)


def test_the_list_has_the_thirteen_items_in_order() -> None:
    papers = profile_on("2026-03-05").papers
    assert [p.number for p in papers] == [0, 0, *range(1, 14)]
    musts = ["acceptance", "rights_notice", "identity_proof", "mediation_record", "agreement"]
    assert [p.id for p in papers if p.is_must and p.number] == [*musts, "back_cover"]


def test_the_second_list_has_the_twelve_items_of_the_county_in_its_order() -> None:
    papers = [p for p in profile_on(None, "county_2010").papers if p.number]
    assert [p.number for p in papers] == list(range(1, 13))
    assert [p.title.zh for p in papers] == [
        *("封面", "受理登记表", "申请书", "身份证明", "调查笔录及证据", "调解通知书"),
        *("当事人须知", "调解笔录", "协议书", "回访记录", "案件认定表", "附件"),
    ]


def test_the_settings_offer_every_list_there_is() -> None:
    assert {p.id: p.title for p in profiles()} == OFFICE.codes["paper_profile"]


def test_every_paper_known_by_the_records_is_on_a_list() -> None:
    papers = {p.id for profile in profiles() for p in profile.papers}
    assert _KNOWN_BY.keys() <= papers
    assert _MISSING_SQL.keys() <= papers


@pytest.mark.parametrize("profile", profiles(), ids=lambda p: p.id)
def test_every_kind_of_paper_has_one_place_in_the_file(profile: Profile) -> None:
    bound = [kind for p in profile.papers for kind in p.bound]
    assert sorted(bound) == sorted(ATTACHMENT.codes["doc_type"])
    for each in profile.papers:
        assert each.attached <= set(each.bound)


def test_a_whole_settled_case_lacks_nothing(db: Database, committee: str) -> None:
    id = samples.dispute(db, committee, **SETTLED, **WHOLE)
    for name in ("李明朗", "王德贵"):
        samples.party(db, id, name)
    samples.meeting(db, id, record_text="双方同意。", mediator_names="张秀英", informed=1)
    samples.agreement(db, id, agreement_terms="一次付清。")
    assert missing(list(held_of(db, id).values())) == []
    assert found_lacking(db) == []


def test_a_settled_case_without_rows_lacks_register_record_agreement_and_cover(
    db: Database, committee: str
) -> None:
    id = samples.dispute(db, committee, **SETTLED)
    lack = {h.paper.id: str(h.note) for h in missing(list(held_of(db, id).values()))}
    assert lack.keys() == {"cover", "acceptance", "mediation_record", "agreement"}
    assert "双方当事人" in lack["acceptance"]
    assert found_lacking(db) == [id]


def test_what_nothing_is_recorded_of_is_not_claimed(db: Database, committee: str) -> None:
    id = samples.dispute(db, committee, **SETTLED, **WHOLE)
    samples.put(db, RETURN_VISIT, dispute_id=id, visited_on="2026-04-01")
    held = held_of(db, id)
    for each in ("identity_proof", "rights_notice", "return_visit"):
        assert held[each].state is State.UNKNOWN
    assert held["evidence"].state is State.OPTIONAL


def test_a_paper_whose_step_has_not_come_is_not_missing(db: Database, committee: str) -> None:
    held = held_of(db, samples.dispute(db, committee))
    assert held["agreement"].state is held["mediation_record"].state is State.LATER
    assert held["acceptance"].state is State.MISSING


@pytest.mark.parametrize("order", ["accepted_on desc, id desc", "closed_on, id"])
def test_in_whatever_order_only_what_is_not_filed_is_looked_through(
    db: Database, order: str
) -> None:
    sql = f"select id from dispute where state = 0 and ({lacking(db)}) order by {order}"
    plan = [row[3] for row in db.execute(f"explain query plan {sql}")]
    looking = next(n for n, said in enumerate(plan) if "meeting" in said)
    assert "dispute_unfiled" in plan[looking - 2]


def test_an_attachment_is_the_paper(db: Database, committee: str) -> None:
    id = samples.dispute(db, committee)
    attach(db, id, "identity_proof")
    assert held_of(db, id)["identity_proof"].state is State.THERE


def test_a_paper_held_on_paper_only_is_there(db: Database, committee: str) -> None:
    id = samples.dispute(db, committee)
    samples.put(db, PAPER_COPY, dispute_id=id, doc_type="identity_proof", pages=2)
    held = held_of(db, id)["identity_proof"]
    assert (held.state, str(held.note)) == (State.THERE, "纸质件 1 份")


def test_papers_entered_in_full_are_there(db: Database, committee: str) -> None:
    id = samples.dispute(db, committee, **SETTLED)
    names = {"principal_name": "李明朗", "agent_name": "李建军"}
    samples.put(db, ATTORNEY, dispute_id=id, **names)
    samples.put(db, INVESTIGATION, dispute_id=id, investigated_on="2026-03-07")
    samples.put(db, RETURN_VISIT, dispute_id=id, visited_on="2026-03-20")
    held = held_of(db, id)
    assert held["power_of_attorney"].state is State.THERE
    # begun, but what was said is not on record
    assert held["investigation_record"].state is held["return_visit"].state is State.UNKNOWN
    samples.put(db, INVESTIGATION, dispute_id=id, investigated_on="2026-03-07", record_text="问。")
    samples.put(db, RETURN_VISIT, dispute_id=id, visited_on="2026-03-20", visit_findings="已付清。")
    held = held_of(db, id)
    assert held["investigation_record"].state is held["return_visit"].state is State.THERE


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"case_source": "on_initiative"}, State.OPTIONAL),
        ({"apply_method": "oral"}, State.OPTIONAL),
        ({"request_items": "退让四十厘米。"}, State.THERE),
        ({}, State.UNKNOWN),
    ],
)
def test_an_application_is_asked_for_only_where_somebody_applied_in_writing(
    db: Database, committee: str, given: dict[str, Any], state: State
) -> None:
    use_list(db, "county_2010")
    assert held_of(db, samples.dispute(db, committee, **given))["application"].state is state


def test_not_told_of_rights_and_duties_is_missing(db: Database, committee: str) -> None:
    id = samples.dispute(db, committee, **SETTLED, **WHOLE)
    samples.meeting(db, id, informed=0)
    assert held_of(db, id)["rights_notice"].state is State.MISSING


def test_without_records_nothing_is_there_but_the_index() -> None:
    held = papers_held(CaseRows({}))
    assert [h.paper.id for h in held if h.state is State.THERE] == ["index"]


def maybe(*values: object) -> st.SearchStrategy[object]:
    return st.sampled_from([None, *values])


_DISPUTE = {
    "summary": maybe("争执"),
    "file_no": maybe("号"),
    "closed_on": maybe("2026-03-09"),
    "filed_on": maybe("2026-03-20"),
    "mediation_result": maybe("success", "failure", "pending"),
}
_MEETING = {
    "record_text": maybe("记录"),
    "informed": maybe(0, 1),
    "mediator_names": maybe("张秀英"),
}


@given(
    dispute=st.fixed_dictionaries(_DISPUTE),
    parties=st.integers(0, 3),
    meetings=st.lists(st.fixed_dictionaries(_MEETING), max_size=2),
    terms=st.lists(maybe("付清"), max_size=2),
    attached=st.lists(st.sampled_from(list(ATTACHMENT.codes["doc_type"])), max_size=3),
    on_paper=st.lists(st.sampled_from(list(ATTACHMENT.codes["doc_type"])), max_size=2),
    profile=st.sampled_from([None, *(p.id for p in profiles())]),
)
def test_the_filter_finds_what_the_list_calls_missing(
    db: Database,
    dispute: dict[str, Any],
    parties: int,
    meetings: list[dict[str, Any]],
    terms: list[str | None],
    attached: list[str],
    on_paper: list[str],
    profile: str | None,
) -> None:
    use_list(db, profile)
    id = samples.dispute(db, samples.committee(db), **dispute)
    for _ in range(parties):
        samples.party(db, id)
    for values in meetings:
        samples.meeting(db, id, **values)
    for each in terms:
        samples.agreement(db, id, agreement_terms=each)
    for doc_type in attached:
        attach(db, id, doc_type)
    for doc_type in on_paper:
        samples.put(db, PAPER_COPY, dispute_id=id, doc_type=doc_type, pages=1)
    unfiled = bool(dispute["closed_on"]) and not dispute["filed_on"]
    found = missing(list(held_of(db, id).values()))
    assert (id in found_lacking(db)) == (unfiled and bool(found))
