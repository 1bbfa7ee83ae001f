"""What an office chooses most stands first."""

from sqlite_utils import Database

from core import store
from core.records import DISPUTE, PARTY
from core.usage import in_order, most_used
from tests import samples


def test_the_most_used_come_first_and_nothing_is_in_it_that_was_never_used(db: Database) -> None:
    committee = samples.committee(db)
    for kind in ("other", "neighbor", "neighbor", "contract", "neighbor", "contract"):
        samples.dispute(db, committee, dispute_type=kind)
    used = most_used(db, DISPUTE)
    assert used["dispute_type"] == ["neighbor", "contract", "other"]
    assert used["committee_id"] == [committee]
    assert used["mediation_result"] == []


def test_records_in_the_recycle_bin_do_not_count(db: Database) -> None:
    gone = samples.dispute(db, samples.committee(db), dispute_type="other")
    with store.step(db, samples.WORDS) as s:
        store.delete(s, DISPUTE, gone)
    assert most_used(db, DISPUTE).get("dispute_type", []) == []


def test_an_office_without_records_has_no_habits(db: Database) -> None:
    assert most_used(db, PARTY) == {}


def test_values_never_used_keep_their_order_behind_the_others() -> None:
    assert in_order(["a", "b", "c", "d"], ["c", "gone"]) == ["c", "a", "b", "d"]
