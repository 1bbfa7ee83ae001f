"""The register: what stands in it, what is masked, and the way back through an import."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.importing import plan
from core.progress import Cancelled
from core.records import (
    AGREEMENT,
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
from core.register import register
from core.sheet import Format, Sheet
from core.text import use_language
from core.workbook import write_workbook
from tests import samples
from tests.conftest import TODAY


def labels(sheet: Sheet) -> list[str]:
    return [c.label for c in sheet.columns]


def row_of(sheet: Sheet, n: int = 0) -> dict[str, Any]:
    return dict(zip(labels(sheet), sheet.rows[n], strict=True))


def a_case(db: Database, **values: Any) -> str:
    """A dispute with two applicants, a respondent and two agreements."""
    committee = samples.committee(db)
    number = {"file_prefix": "斜", "file_year": 2026, "file_serial": 1}
    given = {"file_no": "（2026）斜人调字第1号", **number, "amount": 123_450, **values}
    dispute = samples.dispute(db, committee, **given)
    person = {"id_number": "110101199003070097", "gender": "male", "birth_date": "1990-03-07"}
    samples.party(db, dispute, "李明朗", position=1, **person)
    samples.party(db, dispute, "赵小兰", position=2, phone="13912345678")
    samples.party(db, dispute, "王德贵", party_role="respondent", position=3)
    samples.agreement(db, dispute, agreement_form="oral", signed_on="2026-03-06")
    samples.agreement(db, dispute, agreement_form="written", signed_on="2026-03-08")
    return dispute


def test_a_register_of_disputes_names_parties_and_agreements(db: Database) -> None:
    a_case(db)
    sheet = register(db, DISPUTE, load_book(db))
    assert labels(sheet)[:5] == ["序号", "卷号", "申请人", "被申请人", "纠纷类型"]
    assert labels(sheet)[-1] == "协议形式"
    row = row_of(sheet)
    assert (row["序号"], row["申请人"], row["被申请人"]) == (1, "李明朗、赵小兰", "王德贵")
    assert row["协议形式"] == "口头协议、书面协议"
    assert (row["纠纷类型"], row["调委会"]) == ("邻里纠纷", "上斜沟村人民调解委员会")
    assert (row["受理日期"], row["涉案金额(元)"]) == (date(2026, 3, 5), Decimal("1234.50"))
    assert row["结案日期"] is None


def test_a_register_keeps_to_the_days_asked_for_in_their_order(db: Database) -> None:
    committee = samples.committee(db)
    for day in ("2026-03-31", "2026-04-01", "2026-03-01", "2026-02-28"):
        samples.dispute(db, committee, accepted_on=day)
    gone = samples.dispute(db, committee, accepted_on="2026-03-15")
    with store.step(db, samples.WORDS) as s:
        store.delete(s, DISPUTE, gone)
    sheet = register(db, DISPUTE, load_book(db), since="2026-03-01", until=date(2026, 3, 31))
    assert [row_of(sheet, i)["受理日期"].day for i in range(len(sheet.rows))] == [1, 31]
    assert [row[0] for row in sheet.rows] == [1, 2]


def test_a_kind_without_dates_cannot_be_cut_by_them(db: Database) -> None:
    with pytest.raises(UserError, match="调委会"):
        register(db, COMMITTEE, load_book(db), since="2026-01-01")


def test_numbers_of_people_are_masked_only_when_asked(db: Database) -> None:
    a_case(db)
    book = load_book(db)
    in_full, stars = (row_of(register(db, PARTY, book, mask=m)) for m in (False, True))
    assert in_full["证件号码"] == "110101199003070097"
    assert stars["证件号码"] == "110101********0097"
    assert stars["姓名(名称)"] == "李明朗"


def test_a_masked_sheet_cannot_be_imported_over_the_records(db: Database) -> None:
    a_case(db)
    book = load_book(db)
    assert labels(register(db, PARTY, book, all_columns=True))[0] == "id"
    assert "id" not in labels(register(db, PARTY, book, all_columns=True, mask=True))


def test_what_belongs_to_a_dispute_says_to_which(db: Database) -> None:
    a_case(db)
    assert row_of(register(db, PARTY, load_book(db)))["所属纠纷"] == "（2026）斜人调字第1号"


def test_numbers_that_are_words_are_written_as_words(db: Database) -> None:
    formats = {c.label: c.format for c in register(db, PARTY, load_book(db)).columns}
    assert formats["证件号码"] is formats["联系方式"] is Format.LITERAL


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.table)
def test_no_two_columns_have_the_same_head(db: Database, kind: Any, language: str) -> None:
    use_language(language)
    try:
        for every in (False, True):
            heads = labels(register(db, kind, load_book(db), all_columns=every))
            assert len(set(heads)) == len(heads)
    finally:
        use_language("zh")


def everything(db: Database) -> None:
    """One record of each kind with awkward words in it."""
    samples.office(db)
    village = samples.village(db)
    dispute = a_case(
        db, village_id=village, summary="=1+1\n第二行,“引号”", is_difficult=1, case_serial=7
    )
    samples.meeting(db, dispute, record_text="-1\n@甲", place="+86 村委会")
    samples.put(db, MEDIATOR, name="马国良", phone="0971-2822001", birth_date="1970-01-02")
    other = samples.dispute(db, store.find(db, COMMITTEE)[0]["id"])  # without a number
    samples.party(db, other, "甲、乙商行", party_type="organization")


@pytest.mark.parametrize(
    "kind", [OFFICE, VILLAGE, COMMITTEE, MEDIATOR, DISPUTE, PARTY, MEETING, AGREEMENT],
    ids=lambda kind: kind.table,
)  # fmt: skip
def test_all_columns_go_back_in_without_any_change(db: Database, kind: Any, tmp_path: Path) -> None:
    everything(db)
    sheet = register(db, kind, load_book(db), all_columns=True)
    write_workbook([sheet], tmp_path / "out.xlsx")
    planned = plan(db, kind, tmp_path / "out.xlsx", today=TODAY)
    assert [str(r.reason) for r in (*planned.refusals, *planned.held_rows)] == []
    assert (planned.same, planned.in_, planned.unplaced) == (len(sheet.rows), len(sheet.rows), ())


def test_giving_up_ends_the_work(db: Database) -> None:
    a_case(db)

    def give_up(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        register(db, DISPUTE, load_book(db), progress=give_up)


def test_children_are_found_by_their_parent(db: Database) -> None:
    """SQLite would otherwise read every agreement of the office for each dispute opened."""
    seen: list[str] = []
    with db.tracer(lambda sql, params: seen.append(sql)):
        store.children(db, AGREEMENT, "x")
    plan_ = [row[3] for row in db.execute(f"explain query plan {seen[-1]}", [0, "x", -1, 0])]
    assert any("agreement_dispute" in line for line in plan_)


def test_a_period_that_ends_before_it_starts_is_refused(db: Database) -> None:
    with pytest.raises(UserError, match="开始日期晚于结束日期"):
        register(db, DISPUTE, load_book(db), since="2026-04-01", until="2026-03-01")
