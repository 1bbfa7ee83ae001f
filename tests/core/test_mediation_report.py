"""人民调解案件情况统计表: published figures, and an independent count of random records."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import store
from core.periods import parse_period
from core.records import AGREEMENT, COMMITTEE, DISPUTE, PARTY
from core.records.committee import CODES as COMMITTEE_CODES
from core.records.dispute import CODES as DISPUTE_CODES
from core.records.prevention import ESCALATIONS
from core.reports import MEDIATION_CASES
from core.reports.definition import Result, rounded
from core.reports.engine import behind, drawn, run
from core.reports.profile import type_profiles
from tests import samples

DISPUTE_TYPES = list(DISPUTE_CODES["dispute_type"])


def put_many(db: Database, kind: Any, rows: Iterable[dict[str, Any]]) -> list[str]:
    made = [{"id": store.new_id(), **row} for row in rows]
    with store.step(db, samples.WORDS) as s:
        store.save_many(s, kind, made)
    return [row["id"] for row in made]


def spread(counts: dict[str, int]) -> list[str]:
    """Each code as often as it counts."""
    return [code for code, n in counts.items() for _ in range(n)]


def part(result: Result, prefix: str) -> dict[str, Any]:
    cells = result.total.cells
    return {id.split(".")[1]: n for id, n in cells.items() if id.startswith(f"{prefix}.") and n}


# --- published figures ---------------------------------------------------------------------------


def test_huangshi_august_2016(db: Database) -> None:
    """869 = 455 + 378 + 36 by source, 842 settled: 96.9 % of those accepted (mediation.md, 3.7).
    The page does not say which source has which figure, nor the 15 values by type."""
    samples.office(db, rate_denominator="accepted", rate_decimals=1)
    committee = samples.committee(db)
    sources = spread({"on_initiative": 455, "on_application": 378, "entrusted": 36})
    columns = list(type_profiles()[0].columns)
    ids = put_many(
        db,
        DISPUTE,
        (
            {
                "accepted_on": f"2016-08-{n % 31 + 1:02}",
                "closed_on": "2016-09-01",
                "committee_id": committee,
                "dispute_type": columns[n % 15],
                "case_source": source,
                "entrusting_body": "court" if source == "entrusted" else None,
                "mediation_result": "success" if n < 842 else "failure",
            }
            for n, source in enumerate(sources)
        ),
    )
    put_many(db, AGREEMENT, ({"dispute_id": i, "agreement_form": "oral"} for i in ids[:842]))
    result = run(db, MEDIATION_CASES, parse_period("2016-08"))
    cells = result.total.cells
    assert result.layout.id == "p1"
    assert (cells["cases_mediated"], cells["cases_success"]) == (869, 842)
    assert part(result, "by_source") == {
        "on_initiative": 455,
        "on_application": 378,
        "entrusted": 36,
    }
    assert len(part(result, "by_dispute_type")) == 15
    assert sum(part(result, "by_dispute_type").values()) == 869
    assert "调解成功率:96.9%(调解成功 842 ÷ 调解案件总数 869)" in [n.zh for n in result.notes]
    assert all(c.holds for c in result.checks)


#: 8+14+100+217+46+1 = 386; which body has which of the six, the page does not say.
XILINGOL_BODIES = {
    "township": 8,
    "subdistrict": 14,
    "community": 100,
    "village": 217,
    "industry_professional": 46,
    "social_org_other": 1,
}


def test_xilingol_april_2021(db: Database) -> None:
    """386 cases in 18 types, 376 settled, 369 performed, 75 confirmed; 217 of 386 are 56.22 %."""
    samples.office(db)
    committees = {
        type: samples.committee(db, f"{type}调委会", committee_type=type)
        for type in XILINGOL_BODIES
    }
    columns = list(type_profiles()[2].columns)
    ids = put_many(
        db,
        DISPUTE,
        (
            {
                "accepted_on": "2021-04-15",
                "closed_on": "2021-04-30",
                "committee_id": committees[type],
                "dispute_type": columns[n % 18],
                "case_source": "on_application",
                "mediation_result": "success" if n < 376 else "failure",
            }
            for n, type in enumerate(spread(XILINGOL_BODIES))
        ),
    )
    put_many(
        db,
        AGREEMENT,
        (
            {
                "dispute_id": id,
                "agreement_form": "written",
                "performance_status": "performed" if n < 369 else "not_due",
                "confirmation_status": "confirmed" if n < 75 else None,
            }
            for n, id in enumerate(ids[:376])
        ),
    )
    result = run(db, MEDIATION_CASES, parse_period("2021-04"))
    cells = result.total.cells
    names = ("cases_mediated", "cases_success", "cases_performed", "cases_confirmed")
    assert result.layout.id == "p3"
    assert [cells[name] for name in names] == [386, 376, 369, 75]
    assert part(result, "by_committee_type") == XILINGOL_BODIES
    assert len(part(result, "by_dispute_type")) == 18
    assert sum(part(result, "by_dispute_type").values()) == 386
    village = Decimal(100 * result.row(committees["village"]).cells["cases_mediated"])
    assert rounded(village / cells["cases_mediated"], 2) == Decimal("56.22")
    assert all(c.holds for c in result.checks)


@pytest.mark.parametrize(
    ("denominator", "note"),
    [
        ("mediated", "调解成功率:93.78%(调解成功 7913 ÷ 调结案件 8438)"),
        ("accepted", "调解成功率:93.63%(调解成功 7913 ÷ 调解案件总数 8451)"),
    ],
)
def test_lishui_divides_by_what_was_concluded(db: Database, denominator: str, note: str) -> None:
    """7,913 of 8,438 handled are 93.78 % as printed; of the 8,451 found it would be 93.63 %."""
    samples.office(db, rate_denominator=denominator)
    committee = samples.committee(db)
    results = spread({"success": 7913, "failure": 8438 - 7913, "pending": 8451 - 8438})
    put_many(
        db,
        DISPUTE,
        (
            {
                "accepted_on": "2016-07-01",
                "closed_on": None if result == "pending" else "2016-07-02",
                "committee_id": committee,
                "dispute_type": "neighbor",
                "case_source": "on_application",
                "mediation_result": result,
            }
            for result in results
        ),
    )
    result = run(db, MEDIATION_CASES, parse_period("2016-Q3"))
    assert note in [n.zh for n in result.notes]


# --- what is counted where -----------------------------------------------------------------------


def test_every_stored_type_lands_in_exactly_one_column_of_every_list(db: Database) -> None:
    committee = samples.committee(db)
    for code in [*DISPUTE_TYPES, "own_code_of_the_office"]:
        samples.dispute(db, committee, accepted_on="2020-05-05", dispute_type=code)
    for profile in type_profiles():
        result = run(db, MEDIATION_CASES, parse_period("2020-05"), profile=profile.id)
        counts = dict.fromkeys(profile.columns, 0)
        for code in [*DISPUTE_TYPES, "own_code_of_the_office"]:
            counts[profile.column_of(code)] += 1
        assert part(result, "by_dispute_type") == {c: n for c, n in counts.items() if n}
        assert list(profile.columns) == [
            c.id.split(".")[1] for c in result.columns if c.id.startswith("by_dispute_type")
        ]


@pytest.mark.parametrize(
    ("profile", "code", "column"),
    [
        ("p1", "labor_migrant_wages", "labor"),
        ("p1", "tourism", "other"),
        ("p1", "internet", "other"),
        ("p2", "labor", "labor_other"),
        ("p2", "consumer", "consumer_other"),
        ("p2", "intellectual_property", "other"),
        ("p3", "consumer_ecommerce", "consumer"),
        ("p3", "internet", "internet"),
    ],
)
def test_split_and_unsplit_types_go_where_the_list_has_them(
    profile: str, code: str, column: str
) -> None:
    assert {p.id: p for p in type_profiles()}[profile].column_of(code) == column


@pytest.mark.parametrize(
    ("period", "layout"),
    [("2016-12", "p1"), ("2017-01", "p2"), ("2020-12", "p2"), ("2020-12-01..2021-11-30", "p3")],
)
def test_the_list_of_types_follows_the_period(db: Database, period: str, layout: str) -> None:
    assert run(db, MEDIATION_CASES, parse_period(period)).layout.id == layout


def test_industry_bodies_have_a_column_only_in_the_list_of_2021(db: Database) -> None:
    committee = samples.committee(db, committee_type="industry_professional")
    samples.dispute(db, committee, accepted_on="2020-05-05")
    for profile, column in (("p2", "social_org_other"), ("p3", "industry_professional")):
        result = run(db, MEDIATION_CASES, parse_period("2020"), profile=profile)
        assert part(result, "by_committee_type") == {column: 1}


def test_the_columns_stand_in_the_order_of_the_sheet(db: Database) -> None:
    result = run(db, MEDIATION_CASES, parse_period("2016-11"))
    labels = [c.label.zh for c in result.columns]
    assert labels[:19] == [
        "调解案件总数",
        "涉及当事人数",
        "调解成功",
        "疑难复杂案件",
        "协议涉及金额",
        "村调委会数",
        "居调委会数",
        "乡镇调委会数",
        "街道调委会数",
        "企事业单位调委会数",
        "社会团体和其他组织调委会数",
        "主动调解",
        "依申请调解",
        "接受委托移送调解",
        "法院委托移送",
        "检察院委托移送",
        "公安机关委托移送",
        "信访部门委托移送",
        "其他部门委托移送",
    ]
    assert labels[-14:-10] == ["口头协议", "书面协议", "履行数", "司法确认数"]
    assert [(c.label.zh, c.unit.zh) for c in result.columns[-10:]] == [
        ("排查纠纷", "次"),
        ("预防纠纷", "件"),
        *((words.zh, unit) for words in ESCALATIONS.values() for unit in ("件", "人")),
    ]
    heads = {c.value: c.colspan for c in drawn(result).cells if isinstance(c.value, str)}
    assert [heads[words.zh] for words in ESCALATIONS.values()] == [2, 2, 2, 2]
    assert (heads["排查预防纠纷"], heads["排查纠纷"]) == (10, 1)
    assert [c.id for c in result.columns[-10:]] == [
        "screening_rounds",
        "disputes_prevented",
        "prevented_suicide_cases",
        "prevented_suicide_people",
        "prevented_criminal_cases",
        "prevented_criminal_people",
        "prevented_group_petition_cases",
        "prevented_group_petition_people",
        "prevented_group_fight_cases",
        "prevented_group_fight_people",
    ]
    assert {c.heads[0].zh for c in result.columns[-10:]} == {"排查预防纠纷"}
    assert len(labels) == 5 + 6 + 8 + 15 + 4 + 10


def test_only_live_disputes_of_peoples_mediation_in_the_period_count(db: Database) -> None:
    committee = samples.committee(db)
    samples.dispute(db, committee, accepted_on="2026-03-01")
    samples.dispute(db, committee, accepted_on="2026-03-31", mediation_type="people")
    samples.dispute(db, committee, accepted_on="2026-03-15", mediation_type="administrative")
    samples.dispute(db, committee, accepted_on="2026-02-28", closed_on="2026-03-02")
    gone = samples.dispute(db, committee, accepted_on="2026-03-15")
    with store.step(db, samples.WORDS) as s:
        store.delete(s, DISPUTE, gone)
    march = parse_period("2026-03")
    assert run(db, MEDIATION_CASES, march).total.cells["cases_mediated"] == 2
    closed = run(db, MEDIATION_CASES, march, basis="closed")
    assert closed.total.cells["cases_mediated"] == 1


def test_a_case_with_both_agreements_counts_as_written(db: Database) -> None:
    committee = samples.committee(db)
    dispute = samples.dispute(db, committee, mediation_result="success", closed_on="2026-03-08")
    samples.agreement(db, dispute, agreement_form="oral", performance_status="performed")
    samples.agreement(db, dispute, agreement_form="written", performance_status="not_due")
    cells = run(db, MEDIATION_CASES, parse_period("2026-03")).total.cells
    names = ("agreements_oral", "agreements_written", "cases_performed")
    assert [cells[name] for name in names] == [0, 1, 0]


def test_the_amount_is_the_agreements_or_else_that_of_the_case(db: Database) -> None:
    committee = samples.committee(db)
    done = {"mediation_result": "success", "closed_on": "2026-03-08"}
    agreed = samples.dispute(db, committee, amount=99_999_999, **done)
    samples.agreement(db, agreed, agreement_amount=300_000)
    samples.agreement(db, agreed, agreement_amount=200_000)
    samples.agreement(db, samples.dispute(db, committee, amount=5_000, **done))
    samples.dispute(db, committee, amount=7_000_000)  # not settled
    march = parse_period("2026-03")
    total = run(db, MEDIATION_CASES, march).total.cells
    assert total["amount_involved"] == Decimal("0.51")  # 505,000 fen: rounded half up, once
    assert len(behind(db, MEDIATION_CASES, "total", "amount_involved", march)) == 2


# --- any records ---------------------------------------------------------------------------------

LABELS = {**COMMITTEE_CODES["committee_type"], "own_type": "自定"}
DATES = st.sampled_from(["2021-03-31", "2021-04-01", "2021-04-15", "2021-04-30", "2021-05-01"])
AGREEMENTS = st.fixed_dictionaries(
    {
        "agreement_form": st.sampled_from(["written", "oral", None]),
        "agreement_amount": st.sampled_from([None, 0, 4_999, 5_000, 123_456]),
        "performance_status": st.sampled_from([None, "performed", "partly_performed"]),
        "confirmation_status": st.sampled_from([None, "applied", "confirmed"]),
    }
)
ANY_CASE = st.fixed_dictionaries(
    {
        "accepted_on": DATES,
        "closed_on": st.one_of(st.none(), DATES),
        "committee": st.integers(0, len(LABELS)),
        "mediation_type": st.sampled_from([None, "people", "administrative"]),
        "dispute_type": st.sampled_from([*DISPUTE_TYPES, "own", None]),
        "case_source": st.sampled_from([*DISPUTE_CODES["case_source"], None]),
        "entrusting_body": st.sampled_from([*DISPUTE_CODES["entrusting_body"], "own", None]),
        "mediation_result": st.sampled_from(["success", "success", "failure", "pending", None]),
        "parties_count": st.sampled_from([None, 0, 3]),
        "parties": st.integers(0, 2),
        "amount": st.sampled_from([None, 5_000, 10**9]),
        "is_difficult": st.sampled_from([None, 0, 1]),
        "difficulty_level": st.sampled_from([None, "simple", "difficult", "major"]),
        "judicially_confirmed": st.sampled_from([None, 0, 1]),
        "agreements": st.lists(AGREEMENTS, max_size=2),
    }
)


def well_formed(case: dict[str, Any]) -> dict[str, Any]:
    """The same case with what the form asks for."""
    success = case["mediation_result"] == "success"
    agreements = [a for a in case["agreements"] if success]
    if success and not any(a["agreement_form"] for a in agreements):
        agreements = [{"agreement_form": "written", "agreement_amount": 1}]
    written = any(a["agreement_form"] == "written" for a in agreements)
    source = case["case_source"] or "on_application"
    confirmed = {} if written else {"confirmation_status": None}
    return {
        **case,
        "committee": min(case["committee"], len(LABELS) - 1),
        "case_source": source,
        "entrusting_body": (case["entrusting_body"] or "court") if source == "entrusted" else None,
        "judicially_confirmed": case["judicially_confirmed"] if written else None,
        "agreements": [{**a, **confirmed} for a in agreements],
    }


def fill(db: Database, cases: Sequence[dict[str, Any]]) -> None:
    """Only these cases, with a committee of every type; the last committee of all is deleted."""
    for table in ("agreement", "party", "dispute", "committee"):
        db.execute(f"delete from {table}")
    committees = put_many(
        db, COMMITTEE, ({"committee_name": t, "committee_type": t} for t in [*LABELS, "village"])
    )
    with store.step(db, samples.WORDS) as s:
        store.delete(s, COMMITTEE, committees[-1])
    own = {f.name for f in DISPUTE.fields}
    ids = put_many(
        db,
        DISPUTE,
        (
            {"committee_id": committees[c["committee"]], **{k: c[k] for k in c if k in own}}
            for c in cases
        ),
    )
    pairs = list(zip(ids, cases, strict=True))
    party = {"party_role": "applicant", "party_type": "person", "name": "李明朗"}
    put_many(db, PARTY, ({"dispute_id": i, **party} for i, c in pairs for _ in range(c["parties"])))
    put_many(db, AGREEMENT, ({"dispute_id": i, **a} for i, c in pairs for a in c["agreements"]))


def recounted(db: Database, basis: str, profile: str) -> dict[tuple[str, str], Any]:
    """(row id, column id) -> figure for April 2021, in plain Python over the records."""
    types = {p.id: p for p in type_profiles()}[profile]
    committees = {c["id"]: c for c in db.query("select * from committee")}
    counts: dict[tuple[str, str], Any] = {}
    fen: dict[str, int] = {}
    for d in store.find(db, DISPUTE):
        day = d["accepted_on" if basis == "accepted" else "closed_on"]
        if not day or not "2021-04-01" <= day <= "2021-04-30":
            continue
        if d["mediation_type"] not in (None, "people"):
            continue
        c = committees[d["committee_id"]]
        agreements = store.children(db, AGREEMENT, d["id"])
        parties = len(store.children(db, PARTY, d["id"]))
        success = d["mediation_result"] == "success"
        forms = {a["agreement_form"] for a in agreements}
        hits = {"cases_mediated": 1}
        hits["parties_count"] = parties if d["parties_count"] is None else d["parties_count"]
        hits["cases_success"] = success
        hard = ("difficult", "major", "special_major")
        hits["cases_difficult"] = d["is_difficult"] == 1 or d["difficulty_level"] in hard
        body = c["committee_type"]
        if body not in COMMITTEE_CODES["committee_type"] or (
            body == "industry_professional" and profile != "p3"
        ):
            body = "social_org_other"
        hits[f"by_committee_type.{body}"] = 1
        hits[f"by_source.{d['case_source']}"] = 1
        if d["case_source"] == "entrusted" and d["entrusting_body"]:
            by = d["entrusting_body"]
            hits[f"by_entrusting_body.{'other_department' if by == 'own' else by}"] = 1
        hits[f"by_dispute_type.{types.column_of(d['dispute_type'] or 'other')}"] = 1
        hits["agreements_written"] = success and "written" in forms
        hits["agreements_oral"] = success and "oral" in forms and "written" not in forms
        done = [a["performance_status"] == "performed" for a in agreements]
        hits["cases_performed"] = success and bool(done) and all(done)
        confirmed = any(a["confirmation_status"] == "confirmed" for a in agreements)
        hits["cases_confirmed"] = d["judicially_confirmed"] == 1 or confirmed
        amounts = [a["agreement_amount"] for a in agreements if a["agreement_amount"] is not None]
        amount = sum(amounts) if amounts else (d["amount"] or 0) * success
        for row in ("total", "none" if c["state"] else c["id"]):
            fen[row] = fen.get(row, 0) + amount
            for column, n in hits.items():
                counts[row, column] = counts.get((row, column), 0) + int(n)
    for row, n in fen.items():
        cents = (Decimal(n) / 10_000).quantize(Decimal(1), ROUND_HALF_UP)
        counts[row, "amount_involved"] = cents / 100
    return counts


@given(
    st.lists(ANY_CASE, max_size=6),
    st.sampled_from(["accepted", "closed"]),
    st.sampled_from(["p1", "p2", "p3"]),
)
def test_an_independent_count_gives_the_same_figures(
    db: Database, cases: list[dict[str, Any]], basis: str, profile: str
) -> None:
    fill(db, cases)
    result = run(db, MEDIATION_CASES, parse_period("2021-04"), basis=basis, profile=profile)
    expected = recounted(db, basis, profile)
    for row in result.rows:
        for column, figure in row.cells.items():
            assert figure == expected.get((row.id, column), 0), (row.label, column)
    assert {row for row, _ in expected} <= {row.id for row in result.rows}


def parties_of(db: Database, id: str) -> int:
    dispute = store.get(db, DISPUTE, id)
    assert dispute is not None
    counted = dispute["parties_count"]
    return len(store.children(db, PARTY, id)) if counted is None else int(counted)


@given(st.lists(ANY_CASE, max_size=5), st.sampled_from(["accepted", "closed"]))
def test_the_records_behind_every_cell_are_as_many_as_it_says(
    db: Database, cases: list[dict[str, Any]], basis: str
) -> None:
    fill(db, cases)
    april = parse_period("2021-04")
    result = run(db, MEDIATION_CASES, april, basis=basis)
    for row in result.rows:
        for column in result.columns:
            ids = behind(db, MEDIATION_CASES, row.id, column.id, april, basis=basis)
            assert len(set(ids)) == len(ids)
            if column.id == "parties_count":
                assert sum(parties_of(db, id) for id in ids) == row.cells[column.id]
            elif column.id == "amount_involved":
                assert ids or not row.cells[column.id]
            else:
                assert len(ids) == row.cells[column.id]
    of_rows = [
        id
        for row in result.rows[:-1]
        for id in behind(db, MEDIATION_CASES, row.id, "cases_mediated", april, basis=basis)
    ]
    every = behind(db, MEDIATION_CASES, "total", "cases_mediated", april, basis=basis)
    assert sorted(of_rows) == sorted(every)


@given(st.lists(ANY_CASE, max_size=6), st.sampled_from(["p1", "p2", "p3"]))
def test_every_check_holds_for_well_formed_records(
    db: Database, cases: list[dict[str, Any]], profile: str
) -> None:
    fill(db, [well_formed(case) for case in cases])
    result = run(db, MEDIATION_CASES, parse_period("2021-04"), profile=profile)
    assert [c for c in result.checks if not c.holds] == []
    assert len({c.rule.zh for c in result.checks}) == 9 + 4
