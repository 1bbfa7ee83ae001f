"""Phrases: the office's own first, by field and type; the starter set is neutral."""

import re

import pytest
from sqlite_utils import Database

from core import history, store
from core.phrases import _starters, keep_phrase, phrases
from core.records import PHRASE
from core.records.dispute import DISPUTE_TYPE
from core.records.phrase import PHRASE_FIELD
from tests import samples

FIELD = "dispute.summary"


def test_nothing_is_stored_but_something_is_offered(db: Database) -> None:
    assert store.count(db, PHRASE) == 0
    assert phrases(db, FIELD, None)
    assert not any(p.is_own for p in phrases(db, FIELD, None))


def test_own_phrases_stand_first_and_those_for_the_type_before_those_for_all(db: Database) -> None:
    for title, kind in (("通用", None), ("邻里用", "neighbor"), ("劳动用", "labor_other")):
        samples.put(db, PHRASE, field=FIELD, title=title, text=title, dispute_type=kind)
    samples.put(db, PHRASE, field="dispute.remark", title="备注用", text="备注")
    titles = [p.title for p in phrases(db, FIELD, "neighbor")]
    assert titles[:3] == ["邻里用", "通用", "相邻关系"]
    assert not {"劳动用", "备注用", "劳动报酬"} & set(titles)
    assert "邻里用" not in [p.title for p in phrases(db, FIELD, None)]


def test_words_are_kept_under_their_first_characters_as_one_step(db: Database) -> None:
    title = keep_phrase(db, FIELD, "neighbor", "  双方因院墙越界多次争吵,\n经村委会劝解未果。 ")
    assert title == "双方因院墙越界多次争吵, 经村委…"
    (row,) = store.find(db, PHRASE)
    assert row["text"] == "双方因院墙越界多次争吵,\n经村委会劝解未果。"
    assert title in history.steps(db)[0].words.zh


def test_nothing_and_unknown_fields_are_not_kept(db: Database) -> None:
    for field, words in ((FIELD, "  \n"), ("dispute.place", "村口")):
        with pytest.raises(ValueError, match="no phrase"):
            keep_phrase(db, field, None, words)


def test_the_starter_set_is_for_known_fields_and_types_and_states_no_facts() -> None:
    for each in _starters():
        assert each.field in PHRASE_FIELD
        assert each.types <= set(DISPUTE_TYPE)
        assert "____" in each.text.zh
        assert each.text.en
        assert each.title.zh
        assert each.title.en
        assert not re.search(r"\d{2,}", each.text.zh), "no dates, sums or numbers"


def test_every_field_is_a_note_of_a_kind() -> None:
    from core.field import Type
    from core.records import BY_TABLE

    for field in PHRASE_FIELD:
        table, name = field.split(".")
        assert BY_TABLE[table].field(name).type is Type.NOTE
