"""The history of the schema: every version becomes today's, and no row is lost on the way."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from core import audit, finding, history, search, store
from core.paths import DataFolder
from core.records import (
    AGREEMENT,
    CODE,
    COMMITTEE,
    DISPUTE,
    KINDS,
    MEDIATOR,
    MEETING,
    OFFICE,
    PARTY,
    VILLAGE,
    load_book,
)
from db import driver, keys
from db.backup import backups, check_backup
from db.connect import bring_up_to_date, connect, gate, open_database
from db.migrations import APPLICATION_ID, migrations, version
from tests import samples

OLD = Path(__file__).parent.parent / "data" / "old"
OLD_KEY = "0123456789abcdef" * 4
NAMES = [m.name for m in migrations._migrations]


def apply_first(db: Database, n: int) -> None:
    """As the program of that version left a file."""
    if n < len(NAMES):
        migrations.apply(db, stop_before=NAMES[n])
    else:
        migrations.apply(db)
    db.execute(f"pragma application_id = {APPLICATION_ID}")
    db.execute(f"pragma user_version = {n}")


def schema(db: Database) -> dict[str, str]:
    rows = db.query("select name, sql from sqlite_master where sql is not null")
    return {row["name"]: row["sql"] for row in rows}


@pytest.fixture
def bare() -> Iterator[Database]:
    """A database without any table."""
    made = connect(Path(":memory:"), "00" * 32)
    yield made
    made.close()


def own_columns(id: str) -> dict[str, Any]:
    who = {"edited_at": "2026-01-01T00:00:00+00:00", "edited_by": "王"}
    return {"id": id, "state": 0, "vv": '{"a1":1}', "stamps": '{"*":"1:a1"}', **who}


# --- each migration ------------------------------------------------------------------------------


def test_every_migration_has_a_test_and_a_number() -> None:
    here = vars(sys.modules[__name__])
    for place, name in enumerate(NAMES, start=1):
        assert name.startswith(f"m{place:03}_")
        assert any(test.startswith(f"test_{name}") for test in here), name


def test_m001_file_lays_out_what_belongs_to_the_file(bare: Database) -> None:
    apply_first(bare, 1)
    names = {"meta", "step", "history", "undone", "audit", "search"}
    assert names <= set(bare.table_names())
    strict = {r["name"]: r["strict"] for r in bare.query("pragma table_list")}
    assert all(strict[name] for name in names)
    bare.execute("insert into step values (1, '甲', 'A', 'edit', 'now', '王', null)")
    bare.execute(
        "insert into history values (1, 1, 'village', 'x', 'create', null, null, '{}', null)"
    )
    with pytest.raises(driver.DatabaseError, match="append only"):
        bare.execute("delete from history")


def test_m002_base_refuses_wrong_values(bare: Database) -> None:
    apply_first(bare, 2)
    for table in ("office", "village", "committee", "mediator", "code"):
        bare[table].insert(own_columns("1"))
    with pytest.raises(driver.DatabaseError):
        bare.execute("update mediator set birth_date = '1970-02-30'")
    with pytest.raises(driver.DatabaseError):
        bare.execute("update committee set has_room = 2")
    with pytest.raises(driver.DatabaseError):
        bare.execute("update village set state = 3")


def test_m003_dispute_keeps_children_with_their_case(bare: Database) -> None:
    apply_first(bare, 3)
    bare["dispute"].insert({**own_columns("d"), "accepted_on": "2026-03-05"})
    for table in ("party", "meeting", "agreement"):
        bare[table].insert({**own_columns("c"), "dispute_id": "d"})
        with pytest.raises(driver.DatabaseError), bare.atomic():
            bare[table].insert({**own_columns("x"), "dispute_id": "nobody"})
        with pytest.raises(driver.DatabaseError):
            bare[table].insert(own_columns("y"))
        assert [row["id"] for row in bare[table].rows] == ["c"]


def test_m008_lists_lets_counts_be_read_from_indices(bare: Database) -> None:
    apply_first(bare, 8)

    def plan(sql: str) -> str:
        return " ".join(row[3] for row in bare.execute(f"explain query plan {sql}"))

    unfiled = "select count(*) from dispute where state = 0 and closed_on is not null and filed_on"
    assert "dispute_unfiled" in plan(f"{unfiled} is null")
    assert "dispute_difficult" in plan(
        "select count(*) from dispute where state = 0 and is_difficult = 1"
    )
    assert "TEMP B-TREE" not in plan("select id from dispute where state = 0 order by file_no, id")
    waiting = "performance_deadline <= '2026-11-29' and performance_status is not 'performed'"
    assert "agreement_waiting" in plan(f"select id from agreement where {waiting}")


def test_m004_search_rows_has_a_used_file_filled_anew(bare: Database) -> None:
    apply_first(bare, 3)
    bare["search"].insert({"id": "1", "tbl": "village", "root": "1", "words": "老村"})
    apply_first(bare, 4)
    assert store.meta(bare, "search_rules") == "0"
    assert bare.execute("select count(*) from search").fetchone()[0] == 0
    sql = "insert or replace into search (id, tbl, root, words, facts) values (1, 1, 1, '', '')"
    seqs = [bare.execute(sql).lastrowid for _ in range(3)]
    assert seqs == sorted(set(seqs))  # every writing has a new one, also of the same row


def test_m004_search_rows_leaves_an_empty_file_as_it_is(bare: Database) -> None:
    apply_first(bare, 4)
    assert search.is_current(bare) == (search.RULES == "1")


def test_m009_deadline_rule_refuses_wrong_values(bare: Database) -> None:
    apply_first(bare, 9)
    bare["deadline_rule"].insert({**own_columns("r"), "what": "调解期限", "length": 20})
    with pytest.raises(driver.DatabaseError):
        bare.execute("update deadline_rule set valid_from = '2026-02-30'")
    with pytest.raises(driver.DatabaseError):
        bare.execute("update deadline_rule set off = 2")


def test_m005_look_alike_finds_parties_by_an_index(bare: Database) -> None:
    apply_first(bare, 5)
    for column in ("name", "id_number", "phone"):
        plan = bare.execute(f"explain query plan select * from party where {column} = 'x'")
        assert f"party_{column}" in plan.fetchone()[3]


def test_m006_draft_holds_one_draft_a_record(bare: Database) -> None:
    apply_first(bare, 6)
    values = {"row": "d", "tbl": "dispute", "is_new": 1, "words": "{}", "at": "now"}
    bare["draft"].insert(values)
    with pytest.raises(driver.DatabaseError):
        bare["draft"].insert(values)
    with pytest.raises(driver.DatabaseError):
        bare["draft"].insert({**values, "row": "e", "is_new": 2})


def test_m007_phrase_holds_phrases_that_travel(bare: Database) -> None:
    apply_first(bare, 7)
    bare["phrase"].insert({**own_columns("p"), "field": "dispute.summary", "text": "____"})
    with pytest.raises(driver.DatabaseError):
        bare.execute("update phrase set state = 3")


def test_m010_attachment_brings_a_key_pair_and_keeps_files_with_their_case(bare: Database) -> None:
    apply_first(bare, 10)
    assert store.meta(bare, "attachment_key").startswith("AGE-SECRET-KEY-1")
    with pytest.raises(driver.DatabaseError), bare.atomic():
        bare["attachment"].insert({**own_columns("x"), "dispute_id": "nobody"})
    bare["dispute"].insert(own_columns("d"))
    bare["attachment"].insert({**own_columns("a"), "dispute_id": "d"})
    with pytest.raises(driver.DatabaseError):
        bare.execute("update attachment set taken_on = '2026-02-30'")


def test_m015_case_papers_keeps_the_office_and_lets_papers_hang_on_their_case(
    bare: Database,
) -> None:
    before = NAMES.index("m015_case_papers")
    apply_first(bare, before)
    bare["office"].insert({**own_columns("o"), "name": "斜沟乡司法所", "rate_decimals": 2})
    bare["dispute"].insert(own_columns("d"))
    apply_first(bare, before + 1)
    (office,) = bare["office"].rows
    assert (office["name"], office["rate_decimals"]) == ("斜沟乡司法所", 2)
    assert (office["paper_profile"], office["long_term_years"]) == (None, None)
    for table in ("investigation", "evidence", "attorney", "paper_copy"):
        bare[table].insert({**own_columns(f"{table}1"), "dispute_id": "d"})
        with pytest.raises(driver.DatabaseError), bare.atomic():
            bare[table].insert({**own_columns(f"{table}2"), "dispute_id": "nobody"})
        plan = bare.execute(f"explain query plan select * from {table} where dispute_id = 'd'")
        assert f"{table}_dispute" in plan.fetchone()[3]
    with pytest.raises(driver.DatabaseError):
        bare.execute("update attorney set valid_to = '2026-02-30'")


def test_m016_people_and_prevention_keeps_what_is_there_and_refuses_wrong_values(
    bare: Database,
) -> None:
    before = next(n for n, name in enumerate(NAMES) if name.startswith("m016_"))
    apply_first(bare, before)
    bare["committee"].insert({**own_columns("c"), "committee_name": "上斜沟村调委会"})
    bare["mediator"].insert({**own_columns("m"), "name": "王芳", "committee_id": "c"})
    bare["dispute"].insert({**own_columns("d"), "committee_id": "c"})
    bare["office"].insert({**own_columns("o"), "name": "斜沟乡司法所"})
    apply_first(bare, before + 1)
    (committee,) = bare.query("select * from committee")
    assert (committee["committee_name"], committee["latitude"]) == ("上斜沟村调委会", None)
    (office,) = bare.query("select * from office")
    assert (office["name"], office["hours_yearly"]) == ("斜沟乡司法所", None)
    assert bare.execute("select admin_matter from dispute").fetchall() == [(None,)]
    bare["training"].insert({**own_columns("t"), "mediator_id": "m", "hours": 4.5})
    bare["prevention"].insert({**own_columns("p"), "dispute_id": "d", "cases": 1})
    for wrong in (
        "insert into training (id, vv, stamps, edited_at, edited_by) values ('x', '', '', '', '')",
        "update training set trained_on = '2026-02-30'",
        "update prevention set cases = '一'",
        "update committee set changed_on = '昨天'",
    ):
        with pytest.raises(driver.DatabaseError):
            bare.execute(wrong)
    with pytest.raises(driver.DatabaseError), bare.atomic():
        bare.execute("update prevention set dispute_id = 'nobody'")


def test_m012_acceptance_and_term_keeps_cases_and_refuses_wrong_values(bare: Database) -> None:
    apply_first(bare, 11)
    bare["dispute"].insert({**own_columns("d"), "case_source": "entrusted", "amount": 300050})
    bare["party"].insert({**own_columns("p"), "dispute_id": "d", "name": "李明朗"})
    bare["office"].insert({**own_columns("o"), "name": "斜沟乡司法所"})
    apply_first(bare, 12)
    (case,) = bare.query("select amount, ended_on, end_reason, is_group from dispute")
    assert case == {"amount": 300050, "ended_on": None, "end_reason": None, "is_group": None}
    (party,) = bare.query("select name, is_representative from party")
    assert party == {"name": "李明朗", "is_representative": None}
    bare["term_event"].insert({**own_columns("e"), "dispute_id": "d", "event_kind": "extension"})
    bare["holiday"].insert({**own_columns("h"), "day": "2027-01-01", "name": "元旦"})
    for wrong in (
        "update dispute set ended_on = '2026-02-30'",
        "update dispute set is_group = 2",
        "update party set is_representative = -1",
        "update office set term_rolls_over = 3",
        "update term_event set suspended_from = '昨天'",
        "update holiday set day = '2027-1-1'",
    ):
        with pytest.raises(driver.DatabaseError):
            bare.execute(wrong)
    with pytest.raises(driver.DatabaseError), bare.atomic():
        bare["term_event"].insert({**own_columns("x"), "dispute_id": "nobody"})
    plan = bare.execute("explain query plan select * from party where org_or_address = 'x'")
    assert "party_org_or_address" in plan.fetchone()[3]


def _visited_case(bare: Database) -> None:
    """Version 12 with three cases: one visited when it was registered, one visited later and then
    corrected, one visited later and now in the recycle bin."""
    apply_first(bare, 12)
    for key, value in (("replica", "a1b2c3d4e5f6"), ("clock", "9"), ("person", "王")):
        store.set_meta(bare, key, value)
    for id, on, satisfied, state in (
        ("early", "2026-04-01", None, 0),
        ("later", "2026-04-03", 0, 0),
        ("gone", "2026-04-04", 1, 1),
    ):
        bare["dispute"].insert(
            {**own_columns(id), "state": state, "visited_on": on, "satisfied": satisfied}
        )
    bare["dispute"].insert(own_columns("plain"))
    first, second = '{"visited_on":null,"place":null}', '{"visited_on":"2026-04-02","place":"村口"}'
    for step, id, action, before, after in (
        (1, "early", "create", None, None),
        (1, "later", "create", None, None),
        (1, "gone", "create", None, None),
        (2, "later", "change", first, second),
        (3, "later", "change", '{"visited_on":"2026-04-02","satisfied":null}',
         '{"visited_on":"2026-04-03","satisfied":0}'),
        (4, "gone", "change", '{"visited_on":null}', '{"visited_on":"2026-04-04"}'),
        (5, "gone", "delete", '{"state":0}', '{"state":1}'),
    ):  # fmt: skip
        bare.execute(
            "insert or ignore into step values (?, '改', 'Change', 'edit', 'then', '王', null)",
            [step],
        )
        bare.execute(
            'insert into history (step, tbl, "row", action, before, after, vv)'
            " values (?, 'dispute', ?, ?, ?, ?, '{}')",
            [step, id, action, before, after],
        )


def _visits(db: Database) -> dict[str, dict[str, Any]]:
    return {row["dispute_id"]: row for row in db.query("select * from return_visit")}


def test_m013_performance_makes_each_visit_a_record_of_its_own(bare: Database) -> None:
    _visited_case(bare)
    bring_up_to_date(bare)
    found = {
        id: (r["visited_on"], r["satisfied"], r["state"], r["vv"])
        for id, r in _visits(bare).items()
    }
    assert found == {
        "early": ("2026-04-01", None, 0, '{"a1":1}'),
        "later": ("2026-04-03", 0, 0, '{"a1":1}'),
        "gone": ("2026-04-04", 1, 1, '{"a1":1}'),
    }
    assert not {"visited_on", "visit_method", "satisfied"} & {
        c.name for c in bare["dispute"].columns
    }
    for table, name in (("instalment", "due_on"), ("return_visit", "planned_on")):
        with pytest.raises(driver.DatabaseError), bare.atomic():
            bare[table].insert({**own_columns("x"), "dispute_id": "nobody"})
        bare[table].insert({**own_columns("x"), "dispute_id": "plain"})
        with pytest.raises(driver.DatabaseError):
            bare.execute(f"update {table} set {name} = '2026-02-30'")


def test_m013_performance_gives_the_same_visit_the_same_id_on_every_computer(
    bare: Database,
) -> None:
    _visited_case(bare)
    bring_up_to_date(bare)
    other = connect(Path(":memory:"), "00" * 32)
    _visited_case(other)
    bring_up_to_date(other)
    ids = [{id: row["id"] for id, row in _visits(db).items()} for db in (bare, other)]
    other.close()
    assert ids[0] == ids[1]
    assert len(set(ids[0].values())) == 3


def test_m013_performance_lets_old_steps_be_taken_back(bare: Database) -> None:
    _visited_case(bare)
    bring_up_to_date(bare)
    history.undo(bare, 3)  # the correction
    assert _visits(bare)["later"]["visited_on"] == "2026-04-02"
    assert _visits(bare)["later"]["satisfied"] is None
    history.undo(bare, 2)  # the step that wrote the visit first, and a place
    assert _visits(bare)["later"]["state"] == store.DELETED
    assert store.get(bare, DISPUTE, "later") is not None
    history.undo(bare, 5)  # what went into the recycle bin with its case comes out with it
    assert _visits(bare)["gone"]["state"] == store.LIVE
    history.undo(bare, 4)
    assert history.undo(bare, 1).kept == ()  # the visit made with its case goes with it
    states = {row["id"]: row["state"] for row in bare.query("select id, state from dispute")}
    assert states == {"early": 1, "later": 1, "gone": 1, "plain": 0}
    assert {row["state"] for row in _visits(bare).values()} == {store.DELETED}


def test_m011_screening_keeps_the_office_and_ties_items_to_rounds_and_cases(
    bare: Database,
) -> None:
    apply_first(bare, 10)
    bare["office"].insert({**own_columns("o"), "name": "斜沟乡司法所", "rate_decimals": 2})
    bare["village"].insert({**own_columns("v"), "name": "老村"})
    bare["dispute"].insert({**own_columns("d"), "summary": "旧纠纷"})
    apply_first(bare, 11)
    (office,) = bare.query("select name, rate_decimals, village_cadence, risk_scheme from office")
    assert office == {
        "name": "斜沟乡司法所",
        "rate_decimals": 2,
        "village_cadence": None,
        "risk_scheme": None,
    }
    assert bare.execute("select summary from dispute").fetchall() == [("旧纠纷",)]
    bare["screening_round"].insert({**own_columns("r"), "village_id": "v"})
    item = {"round_id": "r", "village_id": "v", "dispute_id": "d", "people_count": 3}
    bare["screening_item"].insert({**own_columns("i"), **item})
    for wrong in (
        "update screening_item set resolve_by = '2026-02-30'",
        "update screening_item set is_success = 2",
        "update screening_item set people_count = '三'",
        "update screening_round set zero_report = 5",
    ):
        with pytest.raises(driver.DatabaseError):
            bare.execute(wrong)
    for field in ("round_id", "village_id", "dispute_id"):
        with pytest.raises(driver.DatabaseError), bare.atomic():
            bare.execute(f"update screening_item set {field} = 'nobody'")
    plan = bare.execute("explain query plan select * from screening_item where dispute_id = 'd'")
    assert "screening_item_dispute_id" in plan.fetchone()[3]


def test_m014_subsidy_keeps_mediators_and_offices_and_makes_room_for_claims(
    bare: Database,
) -> None:
    before = NAMES.index("m014_subsidy")
    apply_first(bare, before)
    bare["mediator"].insert({**own_columns("m"), "name": "马建国", "bank_account": "62"})
    bare["office"].insert({**own_columns("o"), "name": "斜沟乡司法所", "rate_decimals": 2})
    bare["dispute"].insert({**own_columns("d"), "file_no": "1"})
    apply_first(bare, before + 1)
    assert next(bare.query("select name, bank_account, subsidy_excluded from mediator")) == {
        "name": "马建国",
        "bank_account": "62",
        "subsidy_excluded": None,
    }
    office = "select rate_decimals, subsidy_scheme, subsidy_yearly_cap from office"
    assert bare.execute(office).fetchone() == (2, None, None)
    bare["subsidy_claim"].insert({**own_columns("c"), "dispute_id": "d", "mediator_id": "m"})
    with pytest.raises(driver.DatabaseError), bare.atomic():
        bare["subsidy_claim"].insert({**own_columns("e"), "dispute_id": "nobody"})
    for wrong in ("paid_on = '2026-02-30'", "is_oral = 2", "amount_claimed = 'viel'"):
        with pytest.raises(driver.DatabaseError):
            bare.execute(f"update subsidy_claim set {wrong}")
    with pytest.raises(driver.DatabaseError):
        bare.execute("update mediator set subsidy_excluded = 7")


# --- any version becomes today's -----------------------------------------------------------------


@pytest.mark.parametrize("n", range(1, len(NAMES) + 1))
def test_a_database_of_an_older_version_becomes_todays_and_keeps_its_rows(
    n: int, folder: DataFolder
) -> None:
    key = keys.find_key(folder)
    folder.data.unlink()
    old = connect(folder.data, key)
    apply_first(old, n)
    values = {"database": keys.database_id(folder), "replica": "a1b2c3d4e5f6", "clock": "7"}
    for pair in values.items():
        old.execute("insert into meta values (?, ?)", pair)
    if n >= 2:
        old["village"].insert({**own_columns("v"), "name": "老村"})
    old.close()
    with open_database(folder) as it:
        assert it.db.execute("pragma user_version").fetchone()[0] == version()
        assert it.db.execute("pragma foreign_keys").fetchone()[0] == 1
        assert it.db.execute("pragma foreign_key_check").fetchall() == []
        assert store.meta(it.db, "clock") == "7"
        if n >= 2:
            assert [row["name"] for row in store.find(it.db, VILLAGE)] == ["老村"]
        assert schema(it.db).keys() == _todays_schema().keys()
    made = [b.reason for b in backups(folder)]
    assert made == (["migration"] if n < len(NAMES) else [])
    for backup in backups(folder):  # opens, and is of the old version
        check_backup(folder, key, backup.name)
        copy = gate(folder.backups / backup.name / "data.db", key)
        assert copy.execute("pragma user_version").fetchone()[0] == n
        copy.close()


def _todays_schema() -> dict[str, str]:
    made = connect(Path(":memory:"), "00" * 32)
    bring_up_to_date(made)
    found = schema(made)
    made.close()
    return found


def test_bringing_up_to_date_twice_changes_nothing(db: Database) -> None:
    before = schema(db)
    bring_up_to_date(db)
    assert schema(db) == before
    assert not migrations.pending(db)


# --- databases of released versions --------------------------------------------------------------


@pytest.fixture(params=sorted(OLD.glob("v*.db")), ids=lambda p: p.stem)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A copy of a database of a released version, brought up to date."""
    path = tmp_path / "data.db"
    shutil.copyfile(request.param, path)
    made = gate(path, OLD_KEY)
    assert made.execute("pragma user_version").fetchone()[0] == int(request.param.stem[1:])
    bring_up_to_date(made)
    yield made
    made.close()


def test_a_released_database_has_todays_schema(released: Database) -> None:
    assert schema(released).keys() == _todays_schema().keys()
    for kind in KINDS:
        columns = {c.name for c in released[kind.table].columns}
        assert columns == {*store.OWN, *(f.name for f in kind.fields)}


def test_a_released_database_keeps_its_records(released: Database) -> None:
    kinds = (OFFICE, VILLAGE, COMMITTEE, MEDIATOR, DISPUTE, PARTY, MEETING, AGREEMENT, CODE)
    assert [store.count(released, kind) for kind in kinds] == [1] * len(kinds)
    assert [r["name"] for r in store.find(released, VILLAGE, state=store.DELETED)] == ["废村"]
    (case,) = store.find(released, DISPUTE)
    assert (case["file_no"], case["amount"]) == ("（2026）斜人调字第1号", 300050)
    assert (case["is_difficult"], case["place"], case["summary"]) == (0, None, "第一行\n第二行")
    assert load_book(released).words("dispute_type", "local_1") == "集市摊位纠纷"


def test_a_released_database_can_be_worked_with(released: Database) -> None:
    (case,) = store.find(released, DISPUTE)
    assert audit.first_break(released) is None
    assert [hit.root for hit in finding.find_words(released, "lml")] == [case["id"]]
    undoable = history.last_undoable(released)
    assert undoable is not None
    history.undo(released, undoable.id)
    assert store.count(released, VILLAGE) == 2
    samples.put(released, DISPUTE, id=case["id"], place="村口")
    assert released.execute("pragma foreign_key_check").fetchall() == []
    assert audit.first_break(released) is None


def test_m017_import_rules_begin_empty_and_leave_the_disputes_alone(bare: Database) -> None:
    before = NAMES.index("m017_import_rules")
    apply_first(bare, before)
    bare["dispute"].insert({**own_columns("d"), "file_no": "斜1号"})
    apply_first(bare, before + 1)
    assert [row["file_no"] for row in bare["dispute"].rows] == ["斜1号"]
    bare["import_rule"].insert({**own_columns("r"), "sheet_kind": "dispute", "header": "摘要"})
    assert bare["import_rule"].count == 1


def test_m021_due_reads_visits_to_plan_from_indices_and_keeps_the_rows(bare: Database) -> None:
    before = NAMES.index("m021_due")
    apply_first(bare, before)
    bare["dispute"].insert(own_columns("d"))
    performed = {"dispute_id": "d", "performed_on": "2026-05-01", "performance_status": "performed"}
    bare["agreement"].insert({**own_columns("a"), **performed})
    bare["return_visit"].insert({**own_columns("v"), "dispute_id": "d"})
    apply_first(bare, before + 1)
    sql = """select a.dispute_id from agreement a where a.state = 0 and a.performed_on is not null
        and a.performed_on between '2026-04-01' and '2026-05-31'
        and a.performance_status = 'performed' and a.agreement_form is not 'oral' and {}exists (
            select 1 from return_visit v where v.dispute_id = a.dispute_id and +v.state = 0)"""
    assert bare.execute(sql.format("")).fetchall() == [("d",)]
    assert bare.execute(sql.format("not ")).fetchall() == []
    plan = " ".join(r[3] for r in bare.execute(f"explain query plan {sql.format('not ')}"))
    assert "COVERING INDEX agreement_performed" in plan
    assert "COVERING INDEX return_visit_dispute" in plan


def test_m018_report_cell_keeps_the_office_and_refuses_wrong_values(bare: Database) -> None:
    before = NAMES.index("m018_report_cell")
    apply_first(bare, before)
    bare["office"].insert({**own_columns("o"), "name": "斜沟乡司法所", "rate_decimals": 1})
    bare["village"].insert({**own_columns("v"), "name": "上斜沟村"})
    apply_first(bare, before + 1)
    (office,) = bare.query("select * from office")
    assert (office["name"], office["rate_decimals"]) == ("斜沟乡司法所", 1)
    assert (office["screening_denominator"], office["sheet_issuer"]) == (None, None)
    bare["report_cell"].insert({**own_columns("c"), "unit_id": "v", "period_start": "2026-05-01"})
    for wrong in ("period_start = '2026-02-30'", "period_end = '五月'", "figure = '七'"):
        with pytest.raises(driver.DatabaseError):
            bare.execute(f"update report_cell set {wrong}")
    with pytest.raises(driver.DatabaseError), bare.atomic():
        bare.execute("update report_cell set unit_id = 'nobody'")


def test_m022_legal_aid_keeps_the_office_and_ties_rows_to_their_case(bare: Database) -> None:
    before = NAMES.index("m022_legal_aid")
    apply_first(bare, before)
    bare["office"].insert({**own_columns("o"), "name": "斜沟乡司法所", "file_prefix": "斜"})
    bare["dispute"].insert({**own_columns("d"), "file_no": "斜1号"})
    apply_first(bare, before + 1)
    (office,) = bare.query("select * from office")
    assert (office["file_prefix"], office["aid_role"], office["aid_prefix"]) == ("斜", None, None)
    bare["consultation"].insert({**own_columns("q"), "consulted_on": "2026-03-02"})
    case = {"applied_on": "2026-03-02", "dispute_id": "d", "consultation_id": "q"}
    bare["legal_aid_case"].insert({**own_columns("c"), **case})
    bare["case_recipient"].insert({**own_columns("p"), "legal_aid_case_id": "c", "name": "王小满"})
    bare.execute("pragma foreign_keys = on")
    for wrong in ("dispute_id = 'nobody'", "applied_on = '2026-02-30'", "truth_stated = 2"):
        with pytest.raises(driver.DatabaseError), bare.atomic():
            bare.execute(f"update legal_aid_case set {wrong}")
    with pytest.raises(driver.DatabaseError), bare.atomic():
        bare["case_matter"].insert({**own_columns("m"), "matter_code": "labor_remuneration"})


def test_m019_merge_keeps_the_records_and_gives_each_database_a_key_of_its_own(
    bare: Database,
) -> None:
    before = NAMES.index("m019_merge")
    apply_first(bare, before)
    bare["dispute"].insert({**own_columns("d"), "file_no": "斜1号"})
    apply_first(bare, before + 1)
    assert [(row["id"], row["vv"]) for row in bare["dispute"].rows] == [("d", '{"a1":1}')]
    assert store.meta(bare, "hand_key").startswith("AGE-SECRET-KEY-")
    assert store.meta(bare, "hand_key") != store.meta(bare, "attachment_key")
    question = ("dispute", "d", "summary", '"甲"', '"乙"', "1:a", "1:b", "1:a 1:b", "p", 1, "now")
    sql = f"""insert into conflict (tbl, "row", field, mine, theirs, mine_stamp, theirs_stamp, pair,
        package, step, at) values ({", ".join("?" * len(question))})"""
    bare.execute(sql, list(question))
    with pytest.raises(driver.DatabaseError):
        bare.execute(sql, list(question))  # the same question twice
    with pytest.raises(driver.DatabaseError):
        bare.execute("insert into double_pair values ('d', 'e', 'perhaps', null, 'now', '王')")


def test_m020_receipt_keeps_the_cases_and_hangs_on_one(bare: Database) -> None:
    before = NAMES.index("m020_receipt")
    apply_first(bare, before)
    bare["dispute"].insert({**own_columns("d"), "file_no": "斜1号"})
    apply_first(bare, before + 1)
    assert [row["file_no"] for row in bare["dispute"].rows] == ["斜1号"]
    told = {"dispute_id": "d", "answered_on": "2026-11-22", "verdict": "queried", "words": "缺签名"}
    bare["receipt"].insert({**own_columns("r"), **told})
    bare.execute("pragma foreign_keys = on")
    for wrong in ("dispute_id = 'nobody'", "answered_on = '2026-02-30'"):
        with pytest.raises(driver.DatabaseError), bare.atomic():
            bare.execute(f"update receipt set {wrong}")
