"""仍缺: what a dispute still lacks to be a complete case, as a list instead of a refusal.

A record is saved with the few facts needed to open it. What else belongs into it is declared here,
by the stage it has reached, each with the legal ground or the form that needs it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from core.field import Row
from core.records import BY_TABLE
from core.text import Text


class Stage(IntEnum):
    """How far a dispute has come; each stage also asks for what those before it ask for."""

    REGISTERED = 0
    MEDIATED = 1
    SETTLED = 2
    CLOSED = 3
    FILED = 4


STAGE_WORDS = {
    Stage.REGISTERED: Text("登记", "Registration"),
    Stage.MEDIATED: Text("调解", "Mediation"),
    Stage.SETTLED: Text("协议与履行", "Agreement"),
    Stage.CLOSED: Text("结案", "Closing"),
    Stage.FILED: Text("归档", "Filing"),
}


@dataclass(frozen=True)
class Need:
    """A field of the dispute or of each of its rows of a kind."""

    stage: Stage
    table: str
    field: str
    ground: Text


@dataclass(frozen=True)
class Lack:
    """One thing to fill in. `row` is the id of the record it is a field of; empty where a whole row
    is wanted, which then begins with `begin`. `field` is empty for the first field of the row."""

    stage: Stage
    table: str
    row: str
    field: str
    what: Text
    ground: Text
    begin: Mapping[str, str] | None = None


_REGISTER = Text("人民调解受理登记表", "Needed on the acceptance register form")
_LAW_19 = Text(
    "由调委会指定,或由当事人选择。《人民调解法》第十九条",
    "Appointed by the committee or chosen by the parties. People's Mediation Law, art. 19",
)
_LAW_27 = Text(
    "人民调解员应当记录调解情况。《人民调解法》第二十七条",
    "The mediator records the mediation. People's Mediation Law, art. 27",
)
_FILE_27 = Text(
    "调解材料应当立卷归档。《人民调解法》第二十七条;卷宗封面",
    "The papers are filed. People's Mediation Law, art. 27; cover of the file",
)
_INFORMED = Text(
    "调解前应当告知权利义务。《人民调解工作若干规定》第三十条",
    "Before mediating. Provisions on People's Mediation Work, art. 30",
)
_LAW_28 = Text(
    "可以制作协议书;口头协议应当记录协议内容。《人民调解法》第二十八条",
    "Written, or oral with its terms on record. People's Mediation Law, art. 28",
)
_LAW_30 = Text(
    "协议自何时生效要看日期。《人民调解法》第二十九条、第三十条",
    "It takes effect by its date. People's Mediation Law, art. 29, 30",
)
_LAW_31 = Text(
    "调委会应当监督协议的履行。《人民调解法》第三十一条",
    "The committee supervises performance. People's Mediation Law, art. 31",
)
_STATISTICS = Text("人民调解案件情况统计表", "Counted in the statistics")

NEEDS: tuple[Need, ...] = (
    Need(Stage.REGISTERED, "dispute", "summary", _REGISTER),
    Need(Stage.REGISTERED, "dispute", "mediator_id", _LAW_19),
    Need(Stage.REGISTERED, "dispute", "registered_by", _REGISTER),
    Need(Stage.MEDIATED, "dispute", "mediation_result", _STATISTICS),
    Need(Stage.MEDIATED, "meeting", "informed", _INFORMED),
    Need(Stage.MEDIATED, "meeting", "record_text", _LAW_27),
    Need(Stage.SETTLED, "agreement", "agreement_terms", _LAW_28),
    Need(Stage.SETTLED, "agreement", "signed_on", _LAW_30),
    Need(Stage.SETTLED, "agreement", "performance_status", _LAW_31),
    Need(Stage.CLOSED, "dispute", "closed_on", _STATISTICS),
    Need(Stage.FILED, "dispute", "file_title", _FILE_27),
    Need(Stage.FILED, "dispute", "filed_by", _FILE_27),
    Need(Stage.FILED, "dispute", "retention_period", _FILE_27),
)

_SIDES = {
    "applicant": Text("当事人:申请人", "Party: applicant"),
    "respondent": Text("当事人:被申请人", "Party: respondent"),
}
_NAME = Text("当事人姓名(没有姓名的不保存)", "Name of a party (not saved without one)")


def missing(dispute: Row, rows: Mapping[str, Sequence[Row]]) -> list[Lack]:
    """In the order of the stages. `rows` are the parties, meetings and agreements by table, each
    with its `id`; an empty list says that all is there for the stage reached."""
    reached = stages(dispute, rows)
    found = [*_parties(rows.get("party", ())), *_whole_rows(rows, reached)]
    for need in NEEDS:
        if need.stage in reached:
            owners = [dispute] if need.table == "dispute" else rows.get(need.table, ())
            found += [_lack(need, row) for row in owners if row.get(need.field) in (None, "")]
    return sorted(found, key=lambda lack: lack.stage)  # stable: the order above within a stage


def stages(dispute: Row, rows: Mapping[str, Sequence[Row]]) -> frozenset[Stage]:
    """Those a dispute has reached, by what is written in it."""
    result = dispute.get("mediation_result")
    is_over = bool(dispute.get("closed_on")) or result in ("success", "failure")
    met = bool(rows.get("meeting") or rows.get("agreement") or dispute.get("mediated_on"))
    reached = {Stage.REGISTERED}
    if met or result or is_over:
        reached.add(Stage.MEDIATED)
    if result == "success" or rows.get("agreement"):
        reached.add(Stage.SETTLED)
    if is_over:
        reached.add(Stage.CLOSED)
    if dispute.get("closed_on"):
        reached.add(Stage.FILED)
    return frozenset(reached)


def _parties(parties: Sequence[Row]) -> list[Lack]:
    """Both sides, each with a name."""
    named = [p for p in parties if p.get("name")]
    found = [
        Lack(Stage.REGISTERED, "party", "", "name", words, _REGISTER, {"party_role": side})
        for side, words in _SIDES.items()
        if not any(p.get("party_role") == side for p in named)
    ]
    # a row somebody began for that side is the place to go to
    begun = {str(p.get("party_role")): str(p["id"]) for p in parties if not p.get("name")}
    asked = {lack.begin["party_role"] for lack in found if lack.begin}
    extra = [
        Lack(Stage.REGISTERED, "party", id, "name", _NAME, _REGISTER)
        for side, id in begun.items()
        if side not in asked
    ]
    return [
        Lack(Stage.REGISTERED, "party", begun[side], "name", each.what, _REGISTER)
        if each.begin and (side := each.begin["party_role"]) in begun
        else each
        for each in found
    ] + extra


def _whole_rows(rows: Mapping[str, Sequence[Row]], reached: frozenset[Stage]) -> list[Lack]:
    """A record of the mediation, unless only oral agreements are on record (their form holds it);
    an agreement once it is settled; a visit once it is closed."""
    found = []
    forms = {a.get("agreement_form") for a in rows.get("agreement", ())}
    if Stage.MEDIATED in reached and not rows.get("meeting") and forms != {"oral"}:
        what = Text("调解记录", "Record of mediation")
        found.append(Lack(Stage.MEDIATED, "meeting", "", "", what, _LAW_27))
    if Stage.SETTLED in reached and not rows.get("agreement"):
        what = Text("调解协议", "Agreement")
        found.append(Lack(Stage.SETTLED, "agreement", "", "", what, _LAW_28))
    visits = rows.get("return_visit", ())
    if Stage.CLOSED in reached and not any(v.get("visited_on") for v in visits):
        planned = str(visits[0]["id"]) if visits else ""
        field = "visited_on" if visits else ""
        what = Text("回访记录", "Record of the return visit")
        found.append(Lack(Stage.CLOSED, "return_visit", planned, field, what, _LAW_31))
    return found


def _lack(need: Need, row: Row) -> Lack:
    kind = BY_TABLE[need.table]
    label = kind.field(need.field).label
    what = Text("{kind}:{field}", "{kind}: {field}").format(kind=kind.title, field=label)
    if need.table == "dispute":
        what = label
    return Lack(need.stage, need.table, str(row.get("id") or ""), need.field, what, need.ground)
