"""The practice office: reproducible, complete, valid, and sensible to read."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from core import store
from core.check import faults
from core.deadlines import due
from core.errors import UserError
from core.field import Type
from core.identity import read_id
from core.numbering import propose
from core.periods import parse_period
from core.practice import fill
from core.practice_cases import TOWN_TYPES
from core.practice_story import matters, talk
from core.progress import Cancelled
from core.records import (
    AGREEMENT,
    COMMITTEE,
    DISPUTE,
    KINDS,
    MEDIATOR,
    MEETING,
    PARTY,
    children_of,
    load_book,
)
from core.records.dispute import CODES, DISPUTE_TYPE
from core.reports.engine import run
from core.reports.mediation import MEDIATION_CASES
from core.validate import problems
from db.connect import bring_up_to_date, connect
from tests import samples
from tests.conftest import TODAY

Row = dict[str, Any]


def new() -> Database:
    made = connect(Path(":memory:"), "00" * 32)
    bring_up_to_date(made)
    for key, value in (("replica", "a1b2c3d4e5f6"), ("clock", "0"), ("person", "测试员")):
        store.set_meta(made, key, value)
    return made


@pytest.fixture(scope="module")
def office() -> Database:
    """400 disputes seen from the 22nd of November; only read."""
    made = new()
    fill(made, records=400, seed=1, year=2026, today=TODAY)
    return made


def every_row(db: Database) -> list[tuple[str, Row]]:
    """All rows in order of entry without ids and stamps; a link is the n-th row of its table."""
    place: dict[str, int] = {}
    found = []
    for kind in KINDS:
        for n, row in enumerate(db.query(f"select * from {kind.table} order by rowid")):
            place[row["id"]] = n
            values = {
                f.name: place[row[f.name]] if f.link and row[f.name] else row[f.name]
                for f in kind.fields
            }
            found.append((kind.table, values))
    return found


def rows(db: Database, table: str) -> list[Row]:
    return list(db.query(f"select * from {table} order by rowid"))


# --- the same again, or not ----------------------------------------------------------------------


def test_the_same_seed_gives_the_same_rows_and_another_seed_others() -> None:
    first, again, other = new(), new(), new()
    for db, seed in ((first, 7), (again, 7), (other, 8)):
        fill(db, records=60, seed=seed, year=2026, today=TODAY)
    assert every_row(first) == every_row(again)
    assert every_row(first) != every_row(other)


def test_after_the_last_day_of_the_practice_year_today_makes_no_difference() -> None:
    first, later = new(), new()
    fill(first, records=50, seed=3, year=2026, today=date(2026, 11, 20))
    fill(later, records=50, seed=3, year=2026, today=date(2031, 5, 1))
    assert every_row(first) == every_row(later)


def test_before_the_last_day_nothing_is_dated_after_today() -> None:
    db, today = new(), date(2026, 3, 10)
    fill(db, records=80, year=2026, today=today)
    latest = max(r["accepted_on"] for r in rows(db, "dispute"))
    assert latest == "2026-03-10"
    book = load_book(db)
    found = [p for k in KINDS for r in rows(db, k.table) for p in problems(k, r, book, today)]
    assert found == []


def test_the_counts_given_back_are_the_rows_there_are() -> None:
    db = new()
    counts = fill(db, records=45, today=TODAY)
    assert counts["dispute"] == 45
    assert counts == {table: len(rows(db, table)) for table in counts}
    assert store.meta(db, "practice") == "1"


@pytest.mark.parametrize("records", [0, 1, 5])
def test_a_tiny_office_can_be_made(records: int) -> None:
    assert fill(new(), records=records, today=TODAY)["dispute"] == records


def test_it_is_one_step_that_can_be_seen(office: Database) -> None:
    assert office.execute("select zh from step").fetchall() == [("生成练习数据",)]


def test_a_database_with_records_and_a_year_to_come_are_refused(db: Database) -> None:
    with pytest.raises(UserError, match="2028"):
        fill(db, year=2028, today=TODAY)
    samples.office(db)
    with pytest.raises(UserError, match="已有数据"):
        fill(db, today=TODAY)


def test_giving_up_leaves_nothing_behind(db: Database) -> None:
    def give_up(done: int, total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        fill(db, records=600, today=TODAY, progress=give_up)
    assert all(not rows(db, kind.table) for kind in KINDS)
    assert store.meta(db, "practice") == ""


def test_progress_counts_up_to_the_end(db: Database) -> None:
    seen: list[tuple[int, int]] = []
    fill(db, records=600, today=TODAY, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 600) and seen[-1] == (600, 600)
    assert seen == sorted(seen) and len(seen) > 2


# --- complete ------------------------------------------------------------------------------------


LISTS = ("dispute_type", "case_source", "entrusting_body", "case_status", "mediation_result")


@pytest.mark.parametrize("name", [*LISTS, "close_type", "parties_relation"])
def test_every_value_of_the_list_occurs(office: Database, name: str) -> None:
    assert {row[name] for row in rows(office, "dispute")} - {None} == set(CODES[name])


def test_disputes_of_every_kind_of_committee_a_township_has_occur(office: Database) -> None:
    sql = "select distinct committee_type from dispute d join committee c on c.id = d.committee_id"
    there = {row[0] for row in office.execute(sql)}
    assert there == set(COMMITTEE.codes["committee_type"]) - {"subdistrict"}


def test_every_committee_has_three_to_nine_mediators_one_a_woman(office: Database) -> None:
    """People's Mediation Law, article 8."""
    for committee in rows(office, "committee"):
        staff = [
            m
            for m in store.find(office, MEDIATOR, "committee_id = ?", [committee["id"]])
            if not m["dismissed_on"]
        ]
        assert 3 <= len(staff) <= 9
        assert {"male", "female"} == {m["gender"] for m in staff}
        assert [m["committee_post"] for m in staff].count("director") == 1


def test_a_window_opened_in_late_november_has_work_waiting(office: Database) -> None:
    waiting = due(office, TODAY)
    assert any(d.days_left < 0 for d in waiting)
    assert any(0 <= d.days_left <= 7 for d in waiting)
    accepted = [r for r in rows(office, "dispute") if r["accepted_on"] >= "2026-11"]
    assert any(r["closed_on"] for r in accepted) and any(not r["closed_on"] for r in accepted)


def test_han_hui_and_tu_names_are_mixed_and_some_are_rare(office: Database) -> None:
    people = [r for r in rows(office, "party") if r["party_type"] == "person"]
    assert {"01", "03", "30"} <= {r["ethnicity"] for r in people}
    assert any(ord(c) < 0x4E00 for r in people for c in r["name"])
    assert not any(ord(c) > 0xFFFF for r in people for c in r["name"])


# --- valid ---------------------------------------------------------------------------------------


def test_nothing_is_wrong_with_any_row_of_any_kind(office: Database) -> None:
    book = load_book(office)
    found = [
        (kind.table, p.name, p.message.zh)
        for kind in KINDS
        for row in rows(office, kind.table)
        for p in problems(kind, row, book, TODAY)
    ]
    assert found == []
    assert list(faults(office, TODAY)) == []


def test_id_numbers_are_valid_and_agree_with_sex_birth_date_and_age(office: Database) -> None:
    accepted = {r["id"]: r["accepted_on"] for r in rows(office, "dispute")}
    people = [r for r in rows(office, "party") if r["party_type"] == "person"]
    for row in (*people, *rows(office, "mediator")):
        reading = read_id(row["id_number"], TODAY)
        assert reading.warning is None
        assert (reading.gender, reading.birth_date) == (row["gender"], row["birth_date"])
        assert row["id_number"].startswith("632121")
    for row in people:
        years = (
            date.fromisoformat(accepted[row["dispute_id"]]) - date.fromisoformat(row["birth_date"])
        ) / timedelta(days=365.2425)
        assert row["age"] - 0.01 <= years < row["age"] + 1.01 and 20 <= row["age"] <= 95


def test_an_id_number_belongs_to_one_person(office: Database) -> None:
    sql = "select id_number from party group by 1 having count(distinct name) > 1"
    assert office.execute(sql).fetchall() == []


@pytest.mark.parametrize("which", ["case", "file", "agreement"])
def test_numbers_run_without_gaps_and_go_on_as_proposed(office: Database, which: str) -> None:
    table = "agreement" if which == "agreement" else "dispute"
    serials: dict[tuple[str, int], list[int]] = {}
    for row in rows(office, table):
        if row[f"{which}_no"]:
            key = row[f"{which}_prefix"], row[f"{which}_year"]
            serials.setdefault(key, []).append(row[f"{which}_serial"])
    assert len(serials) >= 2
    assert all(taken == list(range(1, len(taken) + 1)) for taken in serials.values())
    words = [row[f"{which}_no"] for row in rows(office, table) if row[f"{which}_no"]]
    assert len(set(words)) == len(words)
    following = propose(office, which, "2026-11-22")
    assert following.serial == len(serials["斜", 2026]) + 1
    assert re.sub(r"\d+", "", following.words) in {re.sub(r"\d+", "", w) for w in words}


def test_dates_are_in_order(office: Database) -> None:
    for row in rows(office, "dispute"):
        names = ("occurred_on", "accepted_on", "mediated_from", "mediated_to", "closed_on")
        dates = [row[name] for name in names if row[name]]
        assert dates == sorted(dates)
        for name in ("filed_on", "checked_on"):
            assert row[name] is None or row[name] > row["closed_on"]
        days = [m["mediated_on"] for m in store.children(office, MEETING, row["id"])]
        assert not days or (row["mediated_from"], row["mediated_to"]) == (days[0], days[-1])
        for agreement in store.children(office, AGREEMENT, row["id"]):
            assert agreement["signed_on"] == row["closed_on"]
            assert agreement["effective_on"] <= agreement["performance_deadline"]
            assert not agreement["performed_on"] or (
                agreement["effective_on"]
                <= agreement["performed_on"]
                <= agreement["performance_deadline"]
            )


def test_only_what_was_settled_has_an_agreement_and_exactly_one(office: Database) -> None:
    for row in rows(office, "dispute"):
        agreements = store.children(office, AGREEMENT, row["id"])
        assert len(agreements) == (row["mediation_result"] == "success")
        confirmed = [a for a in agreements if a["confirmation_status"] == "confirmed"]
        assert bool(row["judicially_confirmed"]) == bool(confirmed)
        assert all(a["agreement_form"] == "written" for a in confirmed)
        assert (row["entrusting_body"] is not None) == (row["case_source"] == "entrusted")


def test_both_sides_are_there_and_nobody_is_named_like_another(office: Database) -> None:
    for row in rows(office, "dispute"):
        parties = store.children(office, PARTY, row["id"])
        assert {p["party_role"] for p in parties} == {"applicant", "respondent"}
        assert 2 <= len(parties) <= 4 and row["parties_count"] == len(parties)
        names = [p["name"] for p in parties]
        assert len(set(names)) == len(names)
        orgs = {p["party_type"] for p in parties}
        assert row["parties_relation"] == (
            "citizen_org" if "organization" in orgs else "citizen_citizen"
        )


@pytest.mark.parametrize("period", ["2025", "2026", "2026-11", "2026-Q3"])
@pytest.mark.parametrize("basis", ["accepted", "closed"])
def test_every_check_of_the_statistics_holds(office: Database, period: str, basis: str) -> None:
    result = run(office, MEDIATION_CASES, parse_period(period), basis=basis)
    assert result.checks and all(check.holds for check in result.checks)


# --- sensible to read ----------------------------------------------------------------------------


def test_what_is_written_names_the_parties_and_leaves_no_place_open(office: Database) -> None:
    for row in rows(office, "dispute"):
        parties = store.children(office, PARTY, row["id"])
        assert 60 <= len(row["summary"]) <= 200
        assert all(p["name"] in row["summary"] for p in parties)
        texts = [row["summary"], row["request_items"] or ""]
        for child in children_of(DISPUTE):
            for record in store.children(office, child, row["id"]):
                texts += [str(record[f.name] or "") for f in child.fields if f.type is Type.NOTE]
        wrong = re.compile(r"[{}]|None|[，。；：]{2}")
        assert not [t for t in texts if wrong.search(t)]


def test_the_sum_in_the_terms_is_the_amount_of_the_agreement(office: Database) -> None:
    with_money = [a for a in rows(office, "agreement") if a["agreement_amount"] is not None]
    assert len(with_money) > 50
    for agreement in with_money:
        assert f"{agreement['agreement_amount'] // 100}元" in agreement["agreement_terms"]
        day = agreement["performance_deadline"]
        said = "{}年{}月{}日前".format(*(int(part) for part in day.split("-")))
        on_the_spot = agreement["performed_on"] == agreement["signed_on"]
        assert said in agreement["agreement_terms"] or on_the_spot


def test_every_type_has_a_story_in_every_month_also_in_a_community() -> None:
    found = matters()
    for dispute_type in DISPUTE_TYPE:
        for month in range(1, 13):
            stories = found[dispute_type, month]
            assert any(not s.rural for s in stories) or dispute_type not in TOWN_TYPES
    assert all(len({id(s) for m in range(1, 13) for s in found[t, m]}) >= 4 for t in DISPUTE_TYPE)


def test_whatever_is_said_at_a_meeting_is_a_sentence() -> None:
    for occasion in ("opening", "claims", "advice", "pending", "again", "success", "failure"):
        assert all(words.endswith("。") for words in talk()[occasion])
