"""排查登记表, 突出矛盾纠纷台账: the papers of screening. In Chinese whatever the screen speaks."""

from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from core import store
from core.codes import CodeBook
from core.field import Row
from core.paper import blocks
from core.paper.blocks import Blank, Cell, Table
from core.paper.case import day, said
from core.paper.closing import fitted
from core.paper.fonts import Fonts
from core.paper.lines import Fill, Style
from core.paper.page import ROOM, Document, Writer
from core.records import OFFICE, SCREENING_ITEM
from core.screening import State, state_of

TITLES = {"screening_register": "排查登记表", "prominent_ledger": "突出矛盾纠纷台账"}
HEAD, BODY = Style("heading", 10), Style("body", 10)
#: 突出矛盾纠纷台账, its eight columns as printed; the fourth has two lines in one cell.
LEDGER_HEADS = (
    "序号",
    "单位",
    "矛盾纠纷简要情况",
    "责任单位/责任人",
    "化解时限",
    "化解情况",
    "交办督办情况",
    "销号情况",
)
_SHARES = (6, 10, 22, 13, 12, 17, 11, 11)
LEDGER = Table(tuple(ROOM * share / sum(_SHARES) for share in _SHARES), pitch=15.0, padding=3.0)


def register_document(fonts: Fonts, book: CodeBook, row: Row) -> Document:
    """排查登记表 of an item; of none, empty for the pen."""

    def lay(most_ruled: int | None) -> Writer:
        w = Writer(fonts, TITLES["screening_register"], most_ruled=most_ruled)
        _item_register(w, book, row)
        return w

    return fitted(lay).done()


def ledger_document(fonts: Fonts, book: CodeBook, rows: Sequence[Row], unit: str) -> Document:
    """突出矛盾纠纷台账: a line an item; ten empty ones for the pen where there is none."""
    w = Writer(fonts, TITLES["prominent_ledger"], on_new_page=_ledger_head)
    w.heading()
    _ledger_head(w)
    empty = [["\n", *[""] * (len(LEDGER_HEADS) - 1)]] * 10
    for line in ledger_lines(book, rows, unit) or empty:
        LEDGER.row(w, *(Cell(words, BODY) for words in line))
    return w.done()


def unit_of(db: Database) -> str:
    """单位 of an item found by the township itself."""
    office = next(iter(store.find(db, OFFICE, limit=1)), {})
    return str(office.get("township") or office.get("name") or "")


def _ledger_head(w: Writer) -> None:
    LEDGER.row(w, *(Cell(head, HEAD, centred=True) for head in LEDGER_HEADS))


def _item_register(w: Writer, book: CodeBook, row: Row) -> None:
    def blank(label: str, name: str, share: float = 1.0) -> Blank:
        return Blank(label, said(book, SCREENING_ITEM, row, name), share)

    w.heading()
    blocks.right(w, "编号：", Fill(str(row.get("screening_no") or ""), 10))
    blocks.row(w, blank("排查时间：", "screened_on"), blank("排查人：", "screened_by"))
    blocks.row(
        w,
        blank("村（居）：", "village_id", 1.2),
        blank("网格：", "grid"),
        blank("来源：", "source"),
    )
    blocks.row(w, blank("发生日期：", "occurred_on"), blank("发生地点：", "place", 1.3))
    for side, name in (("甲方", "party_a"), ("乙方", "party_b")):
        blocks.row(w, blank(f"{side}姓名：", f"{name}_name"), blank("电话：", f"{name}_phone"))
    blocks.row(w, blank("纠纷类型：", "dispute_type"), blank("涉及人数：", "people_count", 0.5))
    blocks.row(w, blank("排查类别：", "screen_category"))
    blocks.row(w, blank("风险等级：", "risk_level"), blank("是否重大矛盾纠纷：", "is_major"))
    blocks.note(w, "纠纷基本情况：", str(row.get("summary") or ""), 3)
    blocks.row(w, blank("责任单位：", "lead_unit"), blank("化解时限：", "resolve_by"))
    blocks.row(w, blank("责任领导：", "lead_leader"), blank("责任人：", "lead_person"))
    blocks.note(w, "采取措施：", str(row.get("action_taken") or ""), 1)
    blocks.row(w, blank("化解方式：", "resolution_method"))
    blocks.note(w, "化解情况：", str(row.get("resolution") or ""), 1)
    blocks.note(w, "交办督办情况：", str(row.get("supervision_note") or ""), 1)
    blocks.row(w, blank("化解日期：", "resolved_on"), blank("销号日期：", "closed_out_on"))
    blocks.signing(w, 1, others=1, sealed=False)
    blocks.signatures(w, "排查人（签名）：")
    blocks.signatures(w, "责任人（签名）：")


def ledger_lines(book: CodeBook, rows: Sequence[Row], unit: str) -> list[list[str]]:
    """The eight cells of each item; `unit` stands for an item without a village. Nothing is said
    that was not entered: an item without an outcome has only its state."""
    made = []
    for number, row in enumerate(rows, start=1):
        value: dict[str, Any] = {
            name: said(book, SCREENING_ITEM, row, name) for name in SCREENING_ITEM.by_name
        }
        made.append(
            [
                str(number),
                value["village_id"] or unit,
                _parts("：", _names(value), value["summary"]),
                "\n".join(
                    x for x in (value["lead_unit"], value["lead_leader"], value["lead_person"]) if x
                ),
                value["resolve_by"],
                _outcome(row, value),
                value["supervision_note"],
                _struck_off(row),
            ]
        )
    return made


def _names(value: dict[str, Any]) -> str:
    return "、".join(value[n] for n in ("party_a_name", "party_b_name") if value[n])


def _outcome(row: Row, value: dict[str, Any]) -> str:
    state = State.RESOLVED if row.get("is_success") == 1 or row.get("resolved_on") else None
    state = state or state_of({**row, "closed_out_on": None})
    when = value["resolved_on"]
    return _parts("，", f"{when}{state.value.zh}", value["resolution"] or value["action_taken"])


def _struck_off(row: Row) -> str:
    return f"{day(row['closed_out_on'])}销号" if row.get("closed_out_on") else ""


def _parts(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)
