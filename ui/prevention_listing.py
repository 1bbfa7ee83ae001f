"""防止激化 as a list: what was prevented, in cases and people."""

from typing import Any

from sqlite_utils import Database

from core.codes import CodeBook
from core.field import Row
from core.records import PREVENTION
from core.records.prevention import ESCALATIONS
from core.text import Text
from ui.cards import Figure
from ui.listing import Chip, Condition, Listing
from ui.measures import GREEN, INK
from ui.pieces import today
from ui.table import Column, columns_of

PEOPLE = Text("{n} 人", "{n} people")
#: On a card and a filter there is no room for the whole name of the sheet.
SHORT = {
    "disputes_prevented": Text("预防纠纷", "Disputes"),
    "prevented_suicide": Text("防止自杀", "Suicides"),
    "prevented_criminal": Text("防止转刑事", "Criminal cases"),
    "prevented_group_petition": Text("防止群体上访", "Group petitions"),
    "prevented_group_fight": Text("防止群体械斗", "Group fights"),
}
CARD = Text("{kind}(件)", "{kind}")


def prevention_listing() -> Listing:
    return Listing(
        PREVENTION,
        PREVENTION.title,
        Text("登记防止激化", "New record"),
        _columns,
        stretched=5,
        chips=_chips,
        figures=_figures,
        by_month=True,
        by_village=lambda table, id: Condition(
            "committee_id = ?" if table == "committee" else "village_id = ?", (id,)
        ),
        sign="handshake",
        hint=Text(
            "预防了纠纷,或防止了自杀、转刑事、群体上访、群体械斗,按 Ctrl+N 登记,计入月报最后十栏。",
            "Press Ctrl+N; what was prevented is counted in the last ten columns of the sheet.",
        ),
    )


def beginning(db: Database, dispute: Row | None = None) -> dict[str, Any]:
    """What a new record begins with: today, one case, the dispute it comes from or the only
    committee there is."""
    values: dict[str, Any] = {"happened_on": today().isoformat(), "cases": 1}
    if dispute is not None:
        same = ("committee_id", "village_id", "mediator_id", "people_count")
        taken = {name: dispute[name] for name in same if dispute.get(name)}
        return {**values, **taken, "dispute_id": dispute["id"]}
    sql = "select id, village_id from committee where state = 0 limit 2"
    if len(only := db.execute(sql).fetchall()) == 1:
        values |= {"committee_id": only[0][0], "village_id": only[0][1]}
    return values


def _columns(book: CodeBook) -> list[Column]:
    widths = {
        "happened_on": 100,
        "prevention_kind": 220,
        "cases": 60,
        "people_count": 60,
        "committee_id": 210,
    }
    return [
        Column(
            c.title, c.words, widths.get(c.name, c.width), c.colour, c.to_the_right, c.name, c.sort
        )
        for c in columns_of(PREVENTION, book)
    ]


def _chips(db: Database) -> list[Chip]:
    return [
        Chip("all", Text("全部", "All")),
        *(Chip(code, words, _of(code)) for code, words in SHORT.items()),
    ]


def _of(code: str) -> Condition:
    return Condition("prevention_kind = ?", (code,))


def _figures(db: Database, book: CodeBook) -> list[Figure]:
    """Of this year: cases large, people below."""
    sql = """
        select prevention_kind, sum(cases), sum(people_count) from prevention
        where state = 0 and happened_on between ? and ? group by prevention_kind
    """
    year = today().year
    rows = db.execute(sql, [f"{year}-01-01", f"{year}-12-31"]).fetchall()
    found = {kind: (cases or 0, people or 0) for kind, cases, people in rows}
    made = []
    for kind, title in SHORT.items():
        cases, people = found.get(kind, (0, 0))
        note = PEOPLE.format(n=people) if kind in ESCALATIONS else Text("本年", "This year")
        made.append(
            Figure(CARD.format(kind=title), str(cases), note, GREEN if cases else INK, kind)
        )
    return made
