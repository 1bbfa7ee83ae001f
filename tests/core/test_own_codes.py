"""What an office does with code lists: add, rename, retire; old records keep their words."""

import pytest
from sqlite_utils import Database

from core import history, own_codes
from core.errors import UserError
from core.own_codes import FIXED, add, code_lists, entries, rename, retire
from core.records import load_book

LIST = "dispute_type"


def words(db: Database) -> dict[str, str]:
    return {each.code: each.words.zh for each in entries(db, LIST)}


def test_every_list_has_a_name_people_know_and_its_choices(db: Database) -> None:
    names = [each.name for each in code_lists()]
    assert len(names) == len(set(names)) > 20
    assert set(names) >= FIXED
    for each in code_lists():
        assert entries(db, each.name)
        assert "·" in each.title.zh


def test_an_added_choice_is_offered_last_and_can_be_taken_back(db: Database) -> None:
    add(db, LIST, " 集市摊位纠纷 ")
    code = next(c for c, zh in words(db).items() if zh == "集市摊位纠纷")
    assert code.startswith("local_")
    assert list(load_book(db).offered(LIST))[-1] == code
    step = history.last_undoable(db)
    assert step is not None
    assert "集市摊位纠纷" in step.words.zh
    history.undo(db, step.id)
    assert code not in words(db)


def test_two_added_choices_have_codes_of_their_own(db: Database) -> None:
    add(db, LIST, "集市摊位纠纷")
    add(db, LIST, "庙会纠纷")
    assert len({c for c in words(db) if c.startswith("local_")}) == 2


def test_a_renamed_choice_keeps_its_code(db: Database) -> None:
    rename(db, LIST, "neighbor", "邻里纠纷(含相邻关系)")
    assert words(db)["neighbor"] == "邻里纠纷(含相邻关系)"
    entry = next(e for e in entries(db, LIST) if e.code == "neighbor")
    assert entry.shipped is not None
    assert entry.shipped.zh != entry.words.zh


def test_a_retired_choice_is_shown_but_not_offered_until_it_is_brought_back(db: Database) -> None:
    retire(db, LIST, "neighbor", retired=True)
    book = load_book(db)
    assert "neighbor" not in book.offered(LIST)
    assert book.words(LIST, "neighbor") == words(db)["neighbor"]
    retire(db, LIST, "neighbor", retired=False)
    assert "neighbor" in load_book(db).offered(LIST)


def test_retiring_a_renamed_choice_keeps_its_name(db: Database) -> None:
    rename(db, LIST, "neighbor", "邻里矛盾")
    retire(db, LIST, "neighbor", retired=True)
    assert words(db)["neighbor"] == "邻里矛盾"


@pytest.mark.parametrize("typed", ["", "  ", "邻里", "长" * 101])
def test_words_that_are_there_or_are_none_are_refused(db: Database, typed: str) -> None:
    there = words(db)
    typed = there["neighbor"] if typed == "邻里" else typed
    with pytest.raises(UserError):
        add(db, LIST, typed)
    assert words(db) == there


def test_lists_the_program_reckons_with_can_only_be_renamed(db: Database) -> None:
    with pytest.raises(UserError):
        add(db, "mediation_result", "和好")
    with pytest.raises(UserError):
        retire(db, "mediation_result", "success", retired=True)
    rename(db, "mediation_result", "success", "调成")
    assert own_codes.entries(db, "mediation_result")[0].words.zh == "调成"


def test_the_same_name_again_writes_no_step(db: Database) -> None:
    before = len(history.steps(db))
    rename(db, LIST, "neighbor", words(db)["neighbor"])
    assert len(history.steps(db)) == before
