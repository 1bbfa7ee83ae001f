"""The audit trail is a chain: what was changed, dropped or moved later shows."""

import pytest
from sqlite_utils import Database

from core import audit, history
from tests import samples


def tamper(db: Database, sql: str) -> None:
    """As somebody with the key in hand would."""
    for verb in ("update", "delete"):
        db.execute(f"drop trigger audit_no_{verb}")
    db.execute(sql)


@pytest.fixture
def chain(db: Database) -> Database:
    """Six rows, among them an undo."""
    ids = [samples.village(db, f"村{i}") for i in range(4)]
    samples.put(db, samples.VILLAGE, id=ids[0], population=5)
    history.undo(db, history.steps(db)[-1].id)
    assert db.execute("select count(*) from audit").fetchone()[0] == 6
    return db


def test_an_untouched_chain_has_no_break(chain: Database) -> None:
    assert audit.first_break(chain) is None


def test_an_empty_chain_has_no_break(db: Database) -> None:
    assert audit.first_break(db) is None


@pytest.mark.parametrize(
    "column", ["at", "replica", "by", "action", "tbl", '"row"', "summary", "prev_hash", "hash"]
)
def test_promise_28_a_changed_row_is_named(chain: Database, column: str) -> None:
    tamper(chain, f"update audit set {column} = 'x' where seq = 3")
    assert audit.first_break(chain) == 3


def test_a_changed_row_with_its_hash_made_anew_breaks_the_next_one(chain: Database) -> None:
    row = chain.execute(
        'select prev_hash, at, replica, by, action, tbl, "row" from audit where seq = 3'
    ).fetchone()
    forged = audit._hash(row[0], [*row[1:], "nothing"])
    tamper(chain, f"update audit set summary = 'nothing', hash = '{forged}' where seq = 3")
    assert audit.first_break(chain) == 4


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_promise_28_a_dropped_row_is_named(chain: Database, seq: int) -> None:
    tamper(chain, f"delete from audit where seq = {seq}")
    assert audit.first_break(chain) == seq


def test_promise_28_a_dropped_row_whose_place_was_closed_up_is_named(chain: Database) -> None:
    tamper(chain, "delete from audit where seq = 3")
    for seq in (4, 5, 6):
        chain.execute("update audit set seq = seq - 1 where seq = ?", [seq])
    assert audit.first_break(chain) == 3


def test_a_number_left_out_is_named(chain: Database) -> None:
    tamper(chain, "update audit set seq = 60 where seq = 6")
    assert audit.first_break(chain) == 6


def test_promise_28_two_rows_changed_over_are_named(chain: Database) -> None:
    tamper(chain, "update audit set seq = 100 where seq = 2")
    chain.execute("update audit set seq = 2 where seq = 3")
    chain.execute("update audit set seq = 3 where seq = 100")
    assert audit.first_break(chain) == 2


def test_every_write_has_its_row(chain: Database) -> None:
    rows = chain.execute("select action, tbl, summary from audit order by seq").fetchall()
    assert rows[:5] == [("create", "village", "")] * 4 + [("change", "village", "population")]


def test_things_that_are_no_write_are_chained_too(chain: Database) -> None:
    entry = audit.Entry("export", "dispute", "", "2026-01 to 2026-06")
    with chain.atomic():
        audit.append(chain, [entry, entry], at="2026-11-22T08:00:00+00:00", replica="a", by="王")
    assert audit.first_break(chain) is None
    assert chain.execute("select count(*) from audit where action = 'export'").fetchone()[0] == 2
