"""Promises of the design about merging, with real packages between real databases."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import history, store
from core.attachments import prepare, put
from core.errors import UserError
from core.merging.apply import Decision
from core.merging.conflicts import answer, open_questions
from core.merging.doubles import doubles, judged, make_one, merged_into, say_different
from core.merging.preview import differences, preview, questions
from core.records import ATTACHMENT, COMMITTEE, DISPUTE, MEETING, PARTY, VILLAGE
from core.text import Text
from tests import samples
from tests.conftest import TODAY
from tests.merging.replicas import (
    Computer,
    computer,
    content,
    dispute_of,
    exactly,
    look,
    pack,
    pack_whole,
    staged,
    take,
)

LONG = bool(os.environ.get("TAIZHANG_LONG_TESTS"))
REPLICAS = ("0a0000000001", "0b0000000002", "0c0000000003")
WORDS = Text("改", "Edit")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8"
    "cfc000000301010018dd8db00000000049454e44ae426082"
)


def edit(at: Computer, id: str, **values: Any) -> None:
    with store.step(at.db, WORDS) as s:
        store.save(s, DISPUTE, {"id": id, **values})


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Computer]:
    made = computer(tmp_path, "office", REPLICAS[0])
    yield made
    made.db.close()


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Computer]:
    made = computer(tmp_path, "village", REPLICAS[1])
    yield made
    made.db.close()


@pytest.fixture
def case(office: Computer, village: Computer) -> str:
    """A dispute with a party that both have."""
    id = samples.dispute(office.db, samples.committee(office.db), summary="旧", amount=100)
    samples.party(office.db, id)
    take(village, pack(office, village))
    return id


def both_ways(one: Computer, other: Computer) -> None:
    take(one, pack(other, one))
    take(other, pack(one, other))


# --- 6, 7, 8, 9 ----------------------------------------------------------------------------------

moves = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 6), st.integers(0, 2), st.integers(0, 3)),
    max_size=12,
)


@settings(max_examples=100 if LONG else 6)
@given(moves=moves)
def test_promise_06_databases_agree_after_exchanging_packages(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[int, int, int, int]]
) -> None:
    root = tmp_path_factory.mktemp("computers")
    all = [computer(root, f"pc{n}", replica) for n, replica in enumerate(REPLICAS)]
    committee = samples.committee(all[0].db)
    ids = [samples.dispute(all[0].db, committee, summary="旧") for _ in range(2)]
    for other in all[1:]:
        take(other, pack(all[0], other))
    kept: list[tuple[int, Path]] = []
    for who, what, which, value in moves:
        play(all, ids, kept, who, what, ids[which % 2], value)
    for _ in range(2):
        for one in all:
            for other in all:
                if one is not other:
                    take(one, pack(other, one))
    assert content(all[0].db) == content(all[1].db) == content(all[2].db)
    for who, path in kept:
        again = take(all[who], path)
        assert again.counts.written == again.counts.conflicts == 0
    for each in all:
        assert each.db.execute("pragma foreign_key_check").fetchall() == []
        each.db.close()


def play(
    all: list[Computer],
    ids: list[str],
    kept: list[tuple[int, Path]],
    who: int,
    what: int,
    id: str,
    value: int,
) -> None:
    me = all[who]
    row = dispute_of(me, id)
    with store.step(me.db, WORDS) as s:
        match what:
            case 0 | 1 if row["state"] == store.LIVE:
                store.save(s, DISPUTE, {"id": id, "summary": f"事{value}", "amount": value})
            case 2 if row["state"] == store.LIVE:
                store.delete(s, DISPUTE, id)
            case 3:
                store.put_back(s, DISPUTE, id)
            case 4 if row["state"] == store.LIVE:
                store.save(s, PARTY, {"dispute_id": id, "name": f"人{value}"})
            case _:
                pass
    if what >= 5:
        receiver = (who + 1 + value % 2) % 3
        path = pack(me, all[receiver])
        take(all[receiver], path)
        kept.append((receiver, path))


def test_promise_07_both_values_of_a_field_are_kept_and_asked_about(
    office: Computer, village: Computer, case: str
) -> None:
    edit(office, case, summary="所里写的", place="村口")
    edit(village, case, summary="村里写的", amount=200)
    merged = take(office, pack(village, office))
    assert merged.counts.conflicts == 1
    row = dispute_of(office, case)
    assert (row["amount"], row["place"]) == (200, "村口")
    (question,) = open_questions(office.db)
    assert {question.mine, question.theirs} == {"所里写的", "村里写的"}
    assert question.standing == row["summary"]


def test_promise_07_a_change_that_knew_of_the_other_is_never_asked(
    office: Computer, village: Computer, case: str
) -> None:
    for n in range(3):
        edit(office, case, summary=f"所{n}")
        assert take(village, pack(office, village)).counts.conflicts == 0
        edit(village, case, summary=f"村{n}")
        assert take(office, pack(village, office)).counts.conflicts == 0
    assert list(open_questions(office.db)) == []
    assert dispute_of(office, case)["summary"] == "村2"


@pytest.mark.parametrize("choice", ["mine", "theirs", "typed"])
def test_promise_07_a_decision_travels_and_is_not_asked_again(
    office: Computer, village: Computer, case: str, choice: str
) -> None:
    edit(office, case, summary="所里写的")
    edit(village, case, summary="村里写的")
    key = ("dispute", case, "summary")
    merged = take(office, pack(village, office), {key: Decision(choice, "商量后写的")})
    wanted = {"mine": "所里写的", "theirs": "村里写的", "typed": "商量后写的"}[choice]
    assert (merged.decided, dispute_of(office, case)["summary"]) == (1, wanted)
    assert list(open_questions(office.db)) == []
    assert take(village, pack(office, village)).counts.conflicts == 0
    assert dispute_of(village, case)["summary"] == wanted


def test_promise_07_a_question_left_for_later_is_answered_later(
    office: Computer, village: Computer, case: str
) -> None:
    edit(office, case, summary="所里写的")
    edit(village, case, summary="村里写的")
    take(office, pack(village, office))
    (question,) = open_questions(office.db)
    answer(office.db, question, "mine", today=TODAY)
    assert dispute_of(office, case)["summary"] == "所里写的"
    assert list(open_questions(office.db)) == []
    with pytest.raises(UserError):
        answer(office.db, question, "both", today=TODAY)


def test_promise_07_deleted_here_and_written_there_is_asked_about(
    office: Computer, village: Computer, case: str
) -> None:
    with store.step(office.db, WORDS) as s:
        store.delete(s, DISPUTE, case)
    edit(village, case, summary="还在调解")
    key = ("dispute", case, "state")
    path = pack(village, office)
    assert look(office, path).counts.conflicts == 1
    take(office, path, {key: Decision("theirs")})
    assert dispute_of(office, case)["state"] == store.LIVE
    assert len(store.children(office.db, PARTY, case)) == 1
    assert take(village, pack(office, village)).counts.conflicts == 0


@pytest.mark.parametrize("is_here", [True, False])
def test_promise_07_something_new_below_a_deleted_record_is_asked_about(
    office: Computer, village: Computer, case: str, is_here: bool
) -> None:
    deleter, writer = (office, village) if is_here else (village, office)
    with store.step(deleter.db, WORDS) as s:
        store.delete(s, DISPUTE, case)
    samples.meeting(writer.db, case)
    path = pack(village, office)
    take(office, path)
    (question,) = open_questions(office.db)
    assert (question.table, question.row, question.field) == ("dispute", case, "state")
    answer(office.db, question, "theirs" if is_here else "mine", today=TODAY)
    assert dispute_of(office, case)["state"] == store.LIVE
    assert len(store.children(office.db, MEETING, case)) == 1
    assert len(store.children(office.db, PARTY, case)) == 1
    both_ways(office, village)
    assert content(office.db) == content(village.db)


def test_promise_08_importing_twice_changes_nothing_and_says_so(
    office: Computer, village: Computer, case: str
) -> None:
    samples.party(village.db, case, "王建国")
    path = pack(village, office)
    assert take(office, path).counts.new == 1
    before = exactly(office.db)
    with staged(office, path) as s:
        shown = preview(s)
        assert shown.is_empty
        assert any("已经合并过" in w.zh for w in shown.warnings)
    assert take(office, path).step is None
    assert exactly(office.db) == before


def test_promise_08_an_older_package_after_a_newer_one_is_harmless_and_told(
    office: Computer, village: Computer, case: str
) -> None:
    edit(village, case, summary="第一次")
    older = pack(village, office)
    edit(village, case, summary="第二次")
    take(office, pack(village, office))
    with staged(office, older) as s:
        assert any("旧" in w.zh for w in preview(s).warnings)
    merged = take(office, older)
    assert (merged.step, merged.counts.conflicts) == (None, 0)
    assert dispute_of(office, case)["summary"] == "第二次"


@pytest.mark.parametrize("clock", ["1970-01-01", "2026-11-21", "2026-11-23", "2099-12-31"])
def test_promise_09_wrong_clocks_decide_nothing(
    office: Computer, village: Computer, case: str, clock: str
) -> None:
    edit(office, case, summary="所里先写")
    take(village, pack(office, village))
    edit(village, case, summary="村里后写")
    at = f"{clock}T08:00:00+00:00"
    village.db.execute("update dispute set edited_at = ?", [at])  # as that PC's clock had it
    path = pack(village, office, change=lambda m: type(m)(**{**vars(m), "at": at}))
    assert take(office, path).counts.conflicts == 0
    assert dispute_of(office, case)["summary"] == "村里后写"


def test_promise_09_the_counter_follows_the_highest_seen(
    office: Computer, village: Computer, case: str
) -> None:
    for n in range(50):
        edit(village, case, amount=n)
    take(office, pack(village, office))
    edit(office, case, amount=77)
    assert take(village, pack(office, village)).counts.conflicts == 0
    assert dispute_of(village, case)["amount"] == 77


# --- 10, 11 --------------------------------------------------------------------------------------


def test_promise_10_a_copy_that_is_a_new_replica_never_shares_a_stamp(
    tmp_path: Path, office: Computer, case: str
) -> None:
    copy = computer(tmp_path, "copy", REPLICAS[2])
    take(copy, pack(office, copy))
    store.set_meta(copy.db, "clock", store.meta(office.db, "clock"))  # as a copied file has it
    edit(office, case, summary="原件")
    edit(copy, case, summary="副本")
    merged = take(office, pack(copy, office))
    assert merged.counts.conflicts == 1
    (question,) = open_questions(office.db)
    assert {question.mine, question.theirs} == {"原件", "副本"}
    take(copy, pack(office, copy))
    assert content(copy.db) == content(office.db)
    copy.db.close()


def test_promise_11_two_cases_with_one_number_both_come_in_and_are_listed(
    office: Computer, village: Computer, case: str
) -> None:
    committee = store.find(office.db, COMMITTEE)[0]["id"]
    ours = samples.dispute(office.db, committee, file_no="（2026）斜人调字第7号")
    theirs = samples.dispute(village.db, committee, file_no="（2026）斜人调字第7号")
    shown = look(office, pack(village, office))
    assert [{d.one, d.other} for d in shown.doubles] == [{ours, theirs}]
    take(office, pack(village, office))
    assert [{d.one, d.other} for d in doubles(office.db)] == [{ours, theirs}]
    sql = "select count(*) from search where id in (?, ?)"
    assert office.db.execute(sql, [ours, theirs]).fetchone()[0] == 2


def test_promise_11_two_are_made_one_and_it_can_be_taken_back(office: Computer, case: str) -> None:
    committee = store.find(office.db, COMMITTEE)[0]["id"]
    other = samples.dispute(office.db, committee)
    samples.party(office.db, other)  # the same person as in the case
    samples.party(office.db, other, "王建国", id_number="632121198001011234")
    samples.meeting(office.db, other)
    before = content(office.db)["dispute"].keys()
    step = make_one(office.db, case, other, {"summary": "合并后"})
    names = [p["name"] for p in store.children(office.db, PARTY, case)]
    assert names == ["李明朗", "王建国"]
    assert len(store.children(office.db, MEETING, case)) == 1
    assert dispute_of(office, case)["summary"] == "合并后"
    assert merged_into(office.db, other) == case
    assert len(judged(office.db)) == 1
    history.undo(office.db, step)
    assert [p["name"] for p in store.children(office.db, PARTY, other)] == ["李明朗", "王建国"]
    assert dispute_of(office, other)["state"] == store.LIVE
    assert (merged_into(office.db, other), judged(office.db)) == ("", set())
    assert content(office.db)["dispute"].keys() == before


def test_promise_11_what_was_judged_different_is_not_shown_again(
    office: Computer, case: str
) -> None:
    committee = store.find(office.db, COMMITTEE)[0]["id"]
    other = samples.dispute(office.db, committee)
    for id in (case, other):
        samples.party(office.db, id, "王建国", id_number="632121198001011234")
    (found,) = doubles(office.db)
    say_different(office.db, found.other, found.one)
    assert doubles(office.db) == []


# --- 12 ------------------------------------------------------------------------------------------


@settings(max_examples=100 if LONG else 8)
@given(
    theirs=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=6),
    later=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=4),
)
def test_promise_12_undoing_an_import_leaves_what_was_untouched_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory,
    theirs: list[tuple[int, int]],
    later: list[tuple[int, int]],
) -> None:
    root = tmp_path_factory.mktemp("undo")
    office, village = (computer(root, n, r) for n, r in (("o", REPLICAS[0]), ("v", REPLICAS[1])))
    committee = samples.committee(office.db)
    ids = [samples.dispute(office.db, committee, summary=f"旧{n}") for n in range(3)]
    take(village, pack(office, village))
    for what, which in theirs:
        write_there(village, committee, ids[which % 3], what, which)
    before = exactly(office.db)
    clock = int(store.meta(office.db, "clock"))
    path = pack(village, office)
    merged = take(office, path)
    left = content(office.db)
    if merged.step is None:
        assert exactly(office.db) == before
        return
    edited = write_later(office, later)
    done = history.undo(office.db, merged.step) if not all_edited(office, merged.step) else None
    kept = {id for _, id in done.kept} if done else set()
    after = exactly(office.db)
    for table, rows in before.items():
        untouched = {r[0]: r for r in rows if r[0] not in edited and r[0] not in kept}
        now = {r[0]: r for r in after[table] if r[0] not in edited and r[0] not in kept}
        assert now == untouched, table
    assert int(store.meta(office.db, "clock")) >= clock
    take(office, path)
    again = content(office.db)
    for table, rows in left.items():
        for id, row in rows.items():
            assert id in edited or again[table][id] == row
    assert office.db.execute("pragma foreign_key_check").fetchall() == []
    office.db.close(), village.db.close()


def write_there(village: Computer, committee: str, id: str, what: int, n: int) -> None:
    row = dispute_of(village, id)
    match what:
        case 0:
            made = samples.dispute(village.db, committee, summary=f"新{n}")
            samples.party(village.db, made)
        case 1 if row["state"] == store.LIVE:
            edit(village, id, summary=f"村{n}", place="村口")
        case 2 if row["state"] == store.LIVE:
            with store.step(village.db, WORDS) as s:
                store.delete(s, DISPUTE, id)
        case 3 if row["state"] == store.LIVE:
            samples.party(village.db, id, f"人{n}")
        case _:
            pass


def write_later(office: Computer, later: list[tuple[int, int]]) -> set[str]:
    """What the office does after the import: the ids it wrote."""
    written = set()
    for what, which in later:
        live = store.find(office.db, DISPUTE, order="id")
        id = live[which % len(live)]["id"] if live else ""
        if not id:
            continue
        if what < 2:
            edit(office, id, summary=f"后来{which}{what}", amount=which)
            written.add(id)
        elif what == 2:
            written.add(samples.meeting(office.db, id, place=f"{which}"))
        else:
            written.add(samples.party(office.db, id, f"后来的人{which}"))
    return written


def all_edited(office: Computer, step: int) -> bool:
    """Whether an undo would have nothing to take back, which it says instead."""
    try:
        with office.db.atomic():
            history.undo(office.db, step)
            raise RuntimeError("only tried")
    except RuntimeError:
        return False
    except UserError:
        return True


def test_promise_12_what_was_edited_since_stays_and_is_listed(
    office: Computer, village: Computer, case: str
) -> None:
    committee = store.find(office.db, COMMITTEE)[0]["id"]
    edit(village, case, summary="村里写的")
    new = samples.dispute(village.db, committee, summary="新的")
    party = samples.party(village.db, new, "赵六")
    gone = samples.dispute(village.db, committee, summary="另一件")
    merged = take(office, pack(village, office))
    meeting = samples.meeting(office.db, new)
    assert merged.step is not None
    done = history.undo(office.db, merged.step)
    assert {id for _, id in done.kept} == {new, party}
    assert store.get(office.db, DISPUTE, gone) is None
    assert dispute_of(office, case)["summary"] == "旧"
    assert store.get(office.db, MEETING, meeting) is not None
    with pytest.raises(UserError, match="撤销合并"):
        history.undo(office.db, done.step)
    with pytest.raises(UserError, match="已经撤销过"):
        history.undo(office.db, merged.step)


def test_promise_12_questions_of_an_import_go_with_it_and_come_again(
    office: Computer, village: Computer, case: str
) -> None:
    edit(office, case, summary="所里写的")
    edit(village, case, summary="村里写的")
    path = pack(village, office)
    merged = take(office, path)
    assert merged.step is not None
    history.undo(office.db, merged.step)
    assert list(open_questions(office.db)) == []
    assert dispute_of(office, case)["summary"] == "所里写的"
    assert take(office, path).counts.conflicts == 1


# --- scope, purge, files -------------------------------------------------------------------------


def test_records_of_another_village_are_listed_and_left_out(
    office: Computer, village: Computer
) -> None:
    mine, other = samples.village(office.db), samples.village(office.db, "下斜沟村")
    homes = {
        v: samples.committee(office.db, f"{v[-4:]}人民调解委员会", village_id=v)
        for v in (mine, other)
    }
    take(village, pack(office, village))
    own = samples.dispute(village.db, homes[mine])
    strange = samples.dispute(village.db, homes[other], village_id=other)
    samples.party(village.db, strange)
    with store.step(village.db, WORDS) as s:
        store.save(s, VILLAGE, {"id": other, "population": 5})
    path = pack(village, office, village=mine)
    with staged(office, path, scope=mine) as s:
        shown = preview(s)
        assert (shown.counts.new, shown.counts.outside) == (1, 3)
        listed = {d.id for d in differences(s, "outside")}
    assert {strange, other} <= listed
    take(office, path, scope=mine)
    assert store.get(office.db, DISPUTE, own) is not None
    assert store.get(office.db, DISPUTE, strange) is None
    merged = take(office, path, scope=mine, with_outside=True)
    assert (merged.counts.new, merged.counts.changed) == (2, 1)


def test_purged_on_one_side_is_gone_on_the_other_with_its_history(
    office: Computer, village: Computer, case: str
) -> None:
    edit(village, case, summary="不该留下的话")
    take(office, pack(village, office))
    blank = ", ".join(f"{f.name} = null" for f in DISPUTE.fields)
    stamp = '{"*":"99:0b0000000002"}'
    sql = f"update dispute set {blank}, state = 2, vv = ?, stamps = ? where id = ?"
    village.db.execute(sql, ['{"0a0000000001":9,"0b0000000002":99}', stamp, case])
    old = pack(office, village)
    assert take(office, pack(village, office)).counts.purged == 1
    assert dispute_of(office, case)["state"] == store.PURGED
    everything = "".join(
        str(row) for (row,) in office.db.execute("select before || after from history")
    )
    assert "不该留下的话" not in everything
    take(village, old)
    assert dispute_of(village, case)["summary"] is None


def test_attachments_come_along_and_missing_ones_are_told(
    office: Computer, village: Computer, case: str
) -> None:
    scan = prepare(PIXEL, "现场.png")
    put(village.db, village.folder.attachments, scan)
    for sha256 in (scan.sha256, "ab" * 32):
        samples.put(
            village.db,
            ATTACHMENT,
            dispute_id=case,
            title="现场",
            file_name="现场.png",
            sha256=sha256,
        )
    path = pack_whole(village, office, files=True)
    assert (path.files, path.lacking) == ((scan.sha256,), ("ab" * 32,))
    merged = take(office, path.paths[0])
    assert (merged.files, merged.missing) == (1, ("ab" * 32,))
    from core.attachments import read

    assert read(office.db, office.folder.attachments, scan.sha256) == PIXEL


def test_the_preview_shows_every_changed_field_with_both_values(
    office: Computer, village: Computer, case: str
) -> None:
    edit(office, case, summary="所里写的")
    edit(village, case, summary="村里写的", amount=200)
    before = exactly(office.db)
    with staged(office, pack(village, office)) as s:
        preview(s)
        (changed,) = differences(s, "changed")
        (asked,) = questions(s)
    assert changed.fields["amount"] == (100, 200)
    assert (asked.mine, asked.theirs) == ("所里写的", "村里写的")
    assert (asked.mine_by, asked.theirs_by) == ("office", "village")
    assert exactly(office.db) == before


def test_nothing_is_merged_when_the_data_changed_after_the_preview(
    office: Computer, village: Computer, case: str
) -> None:
    from core.merging.apply import merge

    edit(village, case, summary="村里写的")
    with staged(office, pack(village, office)) as s:
        shown = preview(s)
        edit(office, case, summary="刚才写的")
        before = exactly(office.db)
        with pytest.raises(UserError, match="重新预览"):
            merge(s, shown.counts)
    assert exactly(office.db) == before


def test_an_altered_audit_trail_of_the_sender_is_told(
    office: Computer, village: Computer, case: str
) -> None:
    first = ((3, "1" * 64),)
    take(office, pack(village, office, change=lambda m: type(m)(**{**vars(m), "audit": first})))
    later = ((3, "2" * 64), (9, "3" * 64))
    path = pack(village, office, change=lambda m: type(m)(**{**vars(m), "audit": later}))
    with staged(office, path) as s:
        assert any("操作日志" in w.zh for w in preview(s).warnings)
