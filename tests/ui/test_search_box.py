"""The search box: typed into with real keys, as people do."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core import finding, store
from core.records import AGREEMENT, DISPUTE, MEETING, PARTY, SCREENING_ITEM
from core.text import Text
from db.connect import Opened
from tests import samples
from tests.ui.conftest import write
from ui import search_box
from ui.found_lines import FoundLine, Sort, found_lines, marks
from ui.found_list import FoundDelegate
from ui.list_page import ListPage
from ui.main_window import MainWindow
from ui.search_box import SearchBox

KEY = Qt.Key


@pytest.fixture
def case(opened: Opened, office: str) -> str:
    """A dispute with two persons."""
    id = samples.dispute(
        opened.db,
        office,
        file_no="（2026）斜人调字第12号",
        summary="李明朗翻建房屋时,占了相邻的一段\n老水渠,两家为此争吵多次。",
        place="上斜沟村三社",
    )
    samples.party(opened.db, id, "李明朗", phone="13812345678", id_number="110101199003070937")
    samples.party(opened.db, id, "单雄信", party_role="respondent")
    return id


@pytest.fixture
def box(window: MainWindow, qtbot: QtBot) -> SearchBox:
    window.go_to("disputes")
    page = window.page("disputes")
    assert isinstance(page, ListPage)
    assert page.top is not None
    window.focus_search()
    qtbot.waitUntil(page.top.search.hasFocus)
    return page.top.search


@pytest.fixture
def look_for(box: SearchBox, qtbot: QtBot) -> Callable[[str], list[FoundLine]]:
    """Type and wait for the list; gives its lines."""

    def type_it(words: str) -> list[FoundLine]:
        box.clear()
        box.results.hide()
        write(box, words)
        qtbot.waitUntil(box.results.isVisible)
        return lines(box)

    return type_it


def lines(box: SearchBox) -> list[FoundLine]:
    found = [box.results.line(row) for row in range(box.results.count())]
    return [line for line in found if line]


def marked(line: FoundLine) -> list[str]:
    """The words with a pale ground."""
    return [line.title[a:b] for a, b in line.title_marks] + [
        line.detail[a:b] for a, b in line.detail_marks
    ]


# --- what is shown -------------------------------------------------------------------------------


def test_results_come_while_one_types_by_kind_and_with_counts(
    case: str, look_for: Callable[[str], list[FoundLine]]
) -> None:
    shown = look_for("斜")
    heads = [(line.table, line.detail) for line in shown if line.sort is Sort.HEAD]
    assert heads == [("dispute", "1"), ("committee", "1"), ("village", "1"), ("office", "1")]


def test_a_party_opens_its_dispute_and_says_which(
    case: str, look_for: Callable[[str], list[FoundLine]]
) -> None:
    (line,) = [line for line in look_for("sxx") if line.sort is Sort.RECORD]
    assert (line.table, line.id, line.title) == ("dispute", case, "单雄信")
    assert "被申请人" in line.detail
    assert "（2026）斜人调字第12号" in line.detail
    assert marked(line) == ["单雄信"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("李明", ["李明"]),
        ("lm", ["李明"]),
        ("minglang", ["明朗"]),
        ("34567", ["34567"]),
        ("李 3456", ["李", "3456"]),
        ("1990", ["1990"]),
    ],
)
def test_the_matching_words_are_marked(
    case: str, look_for: Callable[[str], list[FoundLine]], typed: str, shown: list[str]
) -> None:
    (line,) = [
        each for each in look_for(typed) if each.sort is Sort.RECORD and each.title == "李明朗"
    ]
    assert marked(line) == shown


def test_of_private_numbers_only_what_was_typed_can_be_read(
    case: str, look_for: Callable[[str], list[FoundLine]]
) -> None:
    shown = " ".join(line.detail for line in look_for("3456"))
    assert "138**345678" in shown
    assert "110101********0937" in " ".join(line.detail for line in look_for("1101"))


def test_long_texts_are_shown_from_a_little_before_the_word(
    case: str, look_for: Callable[[str], list[FoundLine]]
) -> None:
    (line,) = [line for line in look_for("老水渠") if line.sort is Sort.RECORD]
    assert "老水渠" in marked(line)
    assert line.detail.startswith("…")
    assert "\n" not in line.detail
    assert line.title.endswith("李明朗 / 单雄信")


def test_marks_follow_the_text_as_it_is_shown() -> None:
    text = "（2026）斜人调字第12号"
    assert [text[a:b] for a, b in marks(text, ["2026斜"])] == ["2026）斜"]
    assert [text[a:b] for a, b in marks(text, ["12号", "第1"])] == ["第12号"]
    assert [text[a:b] for a, b in marks("0971-8123456", ["18"]) for text in ["0971-8123456"]] == [
        "1-8"
    ]
    assert marks("王", ["wang"]) == ()
    assert marks("王", ["wang"], spelt=True) == ((0, 1),)


def test_nothing_found_is_said(case: str, look_for: Callable[[str], list[FoundLine]]) -> None:
    (line,) = look_for("没有的词")
    assert line.sort is Sort.NOTE
    assert "没有的词" in line.title


def test_an_agreement_is_found_by_its_number_and_opens_its_dispute(
    opened: Opened, case: str, look_for: Callable[[str], list[FoundLine]]
) -> None:
    samples.agreement(opened.db, case, agreement_no="斜人调协〔2026〕9号")
    (line,) = [line for line in look_for("调协2026") if line.sort is Sort.RECORD]
    assert (line.table, line.id) == ("dispute", case)
    assert line.title == "斜人调协〔2026〕9号"


def test_a_kind_with_many_shows_a_few_and_more_when_asked(
    opened: Opened,
    case: str,
    box: SearchBox,
    look_for: Callable[[str], list[FoundLine]],
    qtbot: QtBot,
) -> None:
    for n in range(20):
        samples.party(opened.db, case, f"斜{n}")
    shown = look_for("斜")
    assert len([line for line in shown if line.sort is Sort.RECORD]) == 5 + 4
    (row,) = [n for n, line in enumerate(shown) if line.sort is Sort.MORE]
    item = box.results.item(row)
    box.results.scrollToItem(item)
    place = box.results.visualItemRect(item).center()
    qtbot.mouseClick(box.results.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert len([line for line in lines(box) if line.sort is Sort.RECORD]) == 20 + 4
    chosen = box.results.chosen()
    assert chosen is not None
    assert chosen.title.startswith("斜")


# --- keys and mouse ------------------------------------------------------------------------------


def test_arrows_pass_over_the_names_of_groups_and_enter_opens(
    window: MainWindow,
    case: str,
    box: SearchBox,
    look_for: Callable[[str], list[FoundLine]],
    qtbot: QtBot,
) -> None:
    look_for("斜")
    seen = []
    for _ in range(6):
        line = box.results.chosen()
        assert line is not None
        seen.append(line.table)
        qtbot.keyClick(box, KEY.Key_Down)
    assert seen == ["dispute", "committee", "village", "office", "office", "office"]
    for _ in range(9):
        qtbot.keyClick(box, KEY.Key_Up)
    qtbot.keyClick(box, KEY.Key_Return)
    assert window.record is not None
    assert window.record.id == case


def test_a_click_opens(
    window: MainWindow,
    case: str,
    box: SearchBox,
    look_for: Callable[[str], list[FoundLine]],
    qtbot: QtBot,
) -> None:
    look_for("单雄信")
    item = box.results.item(box.results.count() - 1)
    place = box.results.visualItemRect(item).center()
    qtbot.mouseClick(box.results.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.record is not None
    assert window.record.id == case


def test_enter_right_after_typing_opens_the_only_record_but_not_the_first_of_many(
    window: MainWindow, opened: Opened, case: str, box: SearchBox, qtbot: QtBot
) -> None:
    samples.party(opened.db, case, "李明")
    qtbot.keyClicks(box, "lm")
    qtbot.keyClick(box, KEY.Key_Return)
    assert window.record is None
    assert box.results.isVisible()
    box.clear()
    qtbot.keyClicks(box, "lml")
    qtbot.keyClick(box, KEY.Key_Return)
    assert window.record is not None


def test_esc_closes_the_list_then_clears_the_box(
    case: str, box: SearchBox, look_for: Callable[[str], list[FoundLine]], qtbot: QtBot
) -> None:
    look_for("李明朗")
    qtbot.keyClick(box, KEY.Key_Escape)
    assert not box.results.isVisible()
    assert box.text() == "李明朗"
    qtbot.keyClick(box, KEY.Key_Down)
    qtbot.waitUntil(box.results.isVisible)
    qtbot.keyClick(box, KEY.Key_Escape)
    qtbot.keyClick(box, KEY.Key_Escape)
    assert box.text() == ""


def test_pinyin_that_an_input_method_still_composes_is_not_looked_for(
    case: str, box: SearchBox, qtbot: QtBot
) -> None:
    QApplication.sendEvent(box, QInputMethodEvent("liming", []))
    assert not box._wait.isActive()
    write(box, "李明")
    assert box._wait.isActive()
    qtbot.waitUntil(box.results.isVisible)


def test_leaving_the_box_closes_the_list(
    window: MainWindow, case: str, box: SearchBox, look_for: Callable[[str], list[FoundLine]]
) -> None:
    look_for("李明朗")
    window.setFocus()
    assert not box.results.isVisible()


# --- while much is read --------------------------------------------------------------------------


def test_typing_goes_on_while_words_are_read_a_little_at_a_time(
    opened: Opened, case: str, box: SearchBox, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "SLICE", 1)
    monkeypatch.setattr(search_box, "AT_A_TIME", 0)
    monkeypatch.setattr(search_box, "SHOWN_EVERY", 0)
    finding._kept.pop(opened.db, None)
    write(box, "李")
    box.search()
    assert "%" in lines(box)[0].title
    write(box, "明朗")
    assert box.text() == "李明朗"
    qtbot.waitUntil(lambda: lines(box)[0].sort is Sort.HEAD)


def test_of_two_words_the_records_stand_there_while_long_texts_are_still_looked_through(
    opened: Opened, case: str, box: SearchBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_box, "AT_A_TIME", 0)
    monkeypatch.setattr(search_box, "SHOWN_EVERY", 0)
    samples.put(opened.db, MEETING, dispute_id=case, record_text="李明朗当场表示愿意让出老水渠。")
    finding.find(opened.db, "李明朗")  # everything is read
    box.setText("李明朗 老水渠")
    box.search()
    seen = []
    while box._looking is not None:
        box._turn.stop()
        seen.append([line.title for line in lines(box) if line.sort is Sort.RECORD])
        box._go_on()
    there = [n for n, titles in enumerate(seen) if any("第12号" in title for title in titles)]
    assert there
    assert there[0] < len(seen) - 1


def test_a_record_just_entered_is_found_at_once_and_one_deleted_no_more(
    opened: Opened, case: str, look_for: Callable[[str], list[FoundLine]]
) -> None:
    assert look_for("王小二")[0].sort is Sort.NOTE
    party = samples.party(opened.db, case, "王小二")
    assert [line.title for line in look_for("王小二") if line.sort is Sort.RECORD] == ["王小二"]
    samples.put(opened.db, PARTY, id=party, state=1)
    assert look_for("王小二")[0].sort is Sort.NOTE


def test_a_long_line_is_as_high_as_its_type(
    opened: Opened, case: str, box: SearchBox, look_for: Callable[[str], list[FoundLine]]
) -> None:
    samples.put(opened.db, DISPUTE, id=case, place="很长的地名" * 30)
    look_for("很长的地名")
    results = box.results
    row = next(n for n, line in enumerate(lines(box)) if line.sort is Sort.RECORD)
    assert isinstance(results.itemDelegate(), FoundDelegate)
    assert results.sizeHintForRow(row) >= 2 * QFontMetrics(results.font()).height()
    assert not results.horizontalScrollBar().isVisible()
    assert results.geometry().right() <= results.window().width()


def test_what_went_into_the_recycle_bin_meanwhile_is_left_out(opened: Opened, case: str) -> None:
    found = finding.find(opened.db, "李明朗")
    samples.put(opened.db, DISPUTE, id=case, state=1)
    assert found_lines(opened.db, found) == []
    assert AGREEMENT.table not in found.tables


def test_a_screening_item_is_shown_with_the_names_of_both_sides(opened: Opened) -> None:
    with store.step(opened.db, Text("登记", "New")) as step:
        row = {"screening_no": "排8", "party_a_name": "马福", "party_b_name": "韩生元"}
        row |= {"screened_on": "2026-03-05", "finder_level": "village"}
        store.save(step, SCREENING_ITEM, row)
    lines = found_lines(opened.db, finding.find(opened.db, "排8"))
    assert [each.title for each in lines if each.sort is Sort.RECORD] == ["排8 · 马福 / 韩生元"]
