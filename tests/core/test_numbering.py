"""Numbers are counted per year and prefix, and none is given twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from core import numbering, store
from core.records import DISPUTE, OFFICE
from tests import samples
from tests.samples import WORDS


@pytest.fixture
def committee(db: Database) -> str:
    samples.office(db)
    return samples.committee(db)


def numbered(db: Database, committee: str, on: str = "2026-03-05") -> str:
    """A new case with the next file number; gives its id."""
    fields = numbering.propose(db, "file", on, committee).fields("file")
    return samples.dispute(db, committee, accepted_on=on, **fields)


def next_file(db: Database, committee: str, on: str = "2026-03-05") -> str:
    return numbering.propose(db, "file", on, committee).words


def test_numbers_follow_each_other(db: Database, committee: str) -> None:
    numbered(db, committee)
    numbered(db, committee)
    assert [r["file_no"] for r in store.find(db, DISPUTE, order="file_serial")] == [
        "（2026）斜人调字第1号",
        "（2026）斜人调字第2号",
    ]
    assert next_file(db, committee) == "（2026）斜人调字第3号"


def test_each_year_starts_at_one(db: Database, committee: str) -> None:
    numbered(db, committee, "2025-12-31")
    assert next_file(db, committee, "2026-01-01") == "（2026）斜人调字第1号"
    assert next_file(db, committee, "2025-06-01") == "（2025）斜人调字第2号"


def test_a_committee_with_its_own_prefix_counts_by_itself(db: Database, committee: str) -> None:
    numbered(db, committee)
    own = samples.committee(db, "下斜沟村人民调解委员会", file_prefix="下斜")
    assert next_file(db, own) == "（2026）下斜人调字第1号"
    assert numbering.propose(db, "case", "2026-03-05", own).serial == 1
    numbered(db, own)
    assert next_file(db, own) == "（2026）下斜人调字第2号"
    assert next_file(db, committee) == "（2026）斜人调字第2号"


def test_the_number_of_a_case_in_the_recycle_bin_is_not_given_again(
    db: Database, committee: str
) -> None:
    numbered(db, committee)
    newest = numbered(db, committee)
    with store.step(db, WORDS) as s:
        store.delete(s, DISPUTE, newest)
    assert next_file(db, committee) == "（2026）斜人调字第3号"


def test_gaps_are_not_filled(db: Database, committee: str) -> None:
    samples.dispute(db, committee, file_prefix="斜", file_year=2026, file_serial=41)
    assert next_file(db, committee) == "（2026）斜人调字第42号"


def test_several_new_ones_at_once_look_ahead(db: Database, committee: str) -> None:
    serials = [numbering.propose(db, "case", "2026-03-05", ahead=i).serial for i in range(3)]
    assert serials == [1, 2, 3]


def test_without_an_office_there_are_numbers_all_the_same(db: Database) -> None:
    number = numbering.propose(db, "case", "2026-03-05")
    assert number.words == "20260001"
    assert number.fields("case") == {
        "case_no": "20260001",
        "case_prefix": None,
        "case_year": 2026,
        "case_serial": 1,
    }
    samples.dispute(db, samples.committee(db), **number.fields("case"))
    assert numbering.propose(db, "case", "2026-03-05").serial == 2


def test_the_pattern_is_the_offices(db: Database) -> None:
    samples.office(db, agreement_pattern="{prefix}[{year}]{serial:03}", agreement_prefix="斜调")
    dispute = samples.dispute(db, samples.committee(db))
    number = numbering.propose(db, "agreement", "2026-03-05")
    assert number.words == "斜调[2026]001"
    samples.agreement(db, dispute, **number.fields("agreement"))
    assert numbering.propose(db, "agreement", "2026-03-05").serial == 2


def test_numbers_typed_by_hand_without_serial_do_not_count(db: Database, committee: str) -> None:
    samples.dispute(db, committee, file_no="老卷7")
    assert next_file(db, committee) == "（2026）斜人调字第1号"


@pytest.mark.parametrize("which", ["case", "file", "agreement"])
def test_the_parts_fit_the_fields_of_the_kind(which: str, db: Database) -> None:
    fields = numbering.propose(db, which, "2026-03-05").fields(which)
    assert fields.keys() <= numbering.KIND_OF[which].by_name.keys()


PATTERNS = (*numbering.DEFAULTS.values(), "{year}-{serial}", "{prefix}字[{year}]{serial:03}号")


@pytest.mark.parametrize("pattern", [*PATTERNS, "{year}卷（{year}）第{serial}号"])
@given(serial=st.integers(1, 99999), year=st.integers(1990, 2099))
def test_a_number_by_the_pattern_is_read_back_into_its_parts(
    pattern: str, serial: int, year: int
) -> None:
    words = pattern.format(prefix="斜", year=year, serial=serial)
    read = numbering.read("file", pattern, words)
    assert (read["file_year"], read["file_serial"]) == (year, serial)
    assert read["file_prefix"] == ("斜" if "{prefix}" in pattern else None)
    assert read["file_no"] == words


def test_a_number_of_another_make_has_no_parts() -> None:
    assert numbering.read("file", PATTERNS[1], "老卷7") == {}
    assert numbering.read("file", PATTERNS[1], "（1026）斜人调字第7号") == {}


def test_patterns_are_fields_of_the_office() -> None:
    for which, kind in numbering.KIND_OF.items():
        prefix = "aid_prefix" if which in numbering.AID_DEFAULTS else f"{which}_prefix"
        assert {f"{which}_pattern", prefix} <= OFFICE.by_name.keys()
        assert {f"{which}_{part}" for part in ("no", "prefix", "year", "serial")} <= set(
            kind.by_name
        )
