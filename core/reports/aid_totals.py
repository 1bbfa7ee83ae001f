"""法律援助统计表八 (cases of every kind, 13 columns), 九 (recipients, 13) of the half-year report.

Table 八 is what tables 五, 六 and 七 add up to; their columns are counted beside it, for checks.
Table 九 counts people, never fewer of a group than there are cases of it in table 八.
"""

from core.reports.aid_cases import ADMINISTRATIVE, CIVIL, CRIMINAL, FOREIGN, GROUP_LABELS
from core.reports.aid_facts import (
    AID,
    AREA,
    BY_DECISION,
    CASES,
    MONEY,
    TIMES,
    VERSION,
    VERSION_WORDS,
    VILLAGES,
    adds_up,
    at_most,
    cases_of,
    each,
    id_of,
    money,
    numbered,
    people_of,
)
from core.reports.aid_periods import aid_period
from core.reports.definition import Column, Layout, Relation, Report
from core.text import Text

#: Table and what its cases are.
_TABLES = {
    "t05": (Text("五", "5"), CRIMINAL),
    "t06": (Text("六", "6"), CIVIL),
    "t07": (Text("七", "7"), ADMINISTRATIVE),
}
#: First column of the groups in tables 五 (where 其中盲聋哑人 comes between), 六 and 七.
_GROUPS_SINCE = {"t05": 30, "t06": 25, "t07": 17}


def _parts() -> dict[int, dict[str, int]]:
    """Column of table 八 -> the columns of tables 五, 六, 七 it adds up."""
    parts = {
        1: {"t05": 1, "t06": 2, "t07": 2},
        2: {"t05": 44, "t06": 33, "t07": 32},
        3: {"t05": 45, "t06": 45, "t07": 33},
        4: {"t05": 46, "t06": 47, "t07": 34},
    }
    for place, _ in enumerate(GROUP_LABELS):
        at = {table: since + place for table, since in _GROUPS_SINCE.items()}
        at["t05"] += place >= 2
        parts[5 + place] = at
    parts[13] = {"t05": 39}
    return parts


PARTS = _parts()
_CASES = Text("各类受援人案件", "Cases by group")


def _adds(number: int, kind: str = "1") -> str:
    """What a column of table 八 adds for the cases of a kind."""
    if number in _WHOLE:
        return each(_WHOLE[number], kind)
    if number == _MONEY_COLUMN:
        return money("recovered", kind)
    return cases_of(_GROUP_COLUMNS[number], kind)


_WHOLE = {1: "granted", 2: "closed", 4: "is_open"}
_MONEY_COLUMN, _FOREIGN_COLUMN = 3, 13
_GROUP_COLUMNS = {
    **dict(enumerate(GROUP_LABELS, 5)),
    _FOREIGN_COLUMN: "foreign_stateless",
}
_T08 = numbered(
    "t08",
    [
        (Text("批准总数", "Approved"), _adds(1), (), CASES),
        (Text("已结案件", "Closed"), _adds(2), (), CASES),
        (Text("挽回损失或取得利益", "Recovered"), _adds(3), (), MONEY),
        (Text("未结案件", "Open"), _adds(4), (), CASES),
        *(
            (label, _adds(number), (_CASES,), CASES)
            for number, label in enumerate(GROUP_LABELS.values(), 5)
        ),
        (FOREIGN, _adds(_FOREIGN_COLUMN, CRIMINAL), (_CASES,), CASES),
    ],
)


def _hidden() -> list[Column]:
    """The columns of tables 五, 六 and 七 that table 八 adds up."""
    made = []
    for number, parts in PARTS.items():
        for table, part in parts.items():
            words, kind = _TABLES[table]
            label = Text(f"表{words.zh}第{part}栏", f"table {words.en}, column {part}")
            unit = MONEY if number == _MONEY_COLUMN else CASES
            made.append(Column(id_of(table, part), label, unit, _adds(number, kind)))
    return made


def _added(number: int, parts: dict[str, int]) -> Relation:
    words = " + ".join(f"{_TABLES[table][0].zh}{part}" for table, part in parts.items())
    english = " + ".join(f"{_TABLES[table][0].en}:{part}" for table, part in parts.items())
    return Relation(
        Text(f"{number} = {words}", f"{number} = {english}"),
        (id_of("t08", number),),
        tuple(id_of(table, part) for table, part in parts.items()),
    )


LEGAL_AID_T08 = Report(
    name="legal_aid_t08",
    title=Text("法律援助统计表八(各类案件及受援人合计)", "Legal aid, table 8: all cases"),
    stub=AREA,
    facts=AID,
    rows=VILLAGES,
    bases=BY_DECISION,
    layouts=(
        Layout(
            VERSION,
            VERSION_WORDS,
            tuple(_T08),
            (
                *(_added(number, parts) for number, parts in PARTS.items()),
                *(at_most("t08", group, 1) for group in range(5, 14)),
            ),
        ),
    ),
    hidden=tuple(_hidden()),
    table="legal_aid_case",
    layout_setting="",
    days=aid_period,
)


# --- table 九 ------------------------------------------------------------------------------------

_PEOPLE = Text("受援人总数", "Recipients")
_BY_GROUP = Text("受援人分类", "By group")


def _people(kind: str) -> str:
    return f"case when granted and {kind} then people end"


_T09 = numbered(
    "t09",
    [
        (Text("合计", "Total"), "case when granted then people end", (_PEOPLE,), TIMES),
        (Text("刑事", "Criminal"), _people(CRIMINAL), (_PEOPLE,), TIMES),
        (Text("民事", "Civil"), _people(CIVIL), (_PEOPLE,), TIMES),
        (Text("行政", "Administrative"), _people(ADMINISTRATIVE), (_PEOPLE,), TIMES),
        *((label, people_of(g), (_BY_GROUP,), TIMES) for g, label in GROUP_LABELS.items()),
        (FOREIGN, people_of("foreign_stateless"), (_BY_GROUP,), TIMES),
    ],
)


def _not_fewer(number: int) -> Relation:
    words = Text(f"{number} ≥ 表八第{number}栏", f"{number} ≥ table 8, column {number}")
    return Relation(words, (id_of("t08", number),), (id_of("t09", number),), at_most=True)


LEGAL_AID_T09 = Report(
    name="legal_aid_t09",
    title=Text("法律援助统计表九(受援人)", "Legal aid, table 9: recipients"),
    stub=AREA,
    facts=AID,
    rows=VILLAGES,
    bases=BY_DECISION,
    layouts=(
        Layout(
            VERSION,
            VERSION_WORDS,
            tuple(_T09),
            (
                adds_up("t09", 1, 2, 3, 4),
                *(_not_fewer(number) for number in range(5, 14)),
                *(at_most("t09", group, 1) for group in range(5, 14)),
            ),
        ),
    ),
    hidden=tuple(_T08[4:]),
    table="legal_aid_case",
    layout_setting="",
    days=aid_period,
)
