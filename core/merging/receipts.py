"""回执: what the office answers a village on each case of its packages.

Whoever reads a case queries or refuses it by hand; all the others are accepted, or corrected where
the office has changed something since. A query stands until the village has changed the case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import NAMESPACE_OID, uuid5

from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.history import MERGE
from core.merging.board import ROUTINE
from core.records import BY_TABLE, DISPUTE, RECEIPT, children_of
from core.records.receipt import ACCEPTED, CODES, CORRECTED, QUERIED, REFUSED
from core.text import Text

BY_HAND = (QUERIED, REFUSED)


@dataclass(frozen=True)
class Answer:
    """What is said of one case. `is_new`: not said to the village like this yet."""

    dispute: str
    verdict: str
    words: str
    is_new: bool


def answers(db: Database, village: str) -> list[Answer]:
    """Of every live case that came in a package of the village, in the order of their acceptance.
    Reads only."""
    wrote = _written(db, village)
    said = {r["dispute_id"]: r for r in store.find(db, RECEIPT)}
    live = store.get_many(db, DISPUTE, list(wrote))
    rows = sorted(
        (r for r in live.values() if r["state"] == store.LIVE),
        key=lambda r: (r["accepted_on"] or "", r["id"]),
    )
    return [_answer(r["id"], wrote[r["id"]], said.get(r["id"])) for r in rows]


def say(db: Database, dispute: str, verdict: str, words: str, today: date) -> int:
    """Query or refuse a case, or accept it after all. Gives the step. Raises UserError without a
    reason."""
    if verdict not in CODES["receipt_verdict"]:
        raise UserError(_UNKNOWN.format(verdict=verdict))
    if verdict in BY_HAND and not words.strip():
        raise UserError(_WHY)
    with store.step(db, Text("登记回执", "Answer a case")) as s:
        store.save(s, RECEIPT, _row(dispute, verdict, words.strip(), today))
    return s.id


def write_answers(db: Database, village: str, today: date) -> int | None:
    """Put down what is new, to go with the next package to the village; the step, if any."""
    new = [a for a in answers(db, village) if a.is_new]
    if not new:
        return None
    with store.step(db, Text("做回执", "Write the receipt")) as s:
        store.save_many(s, RECEIPT, [_row(a.dispute, a.verdict, a.words, today) for a in new])
    return s.id


def counts(found: Iterable[Answer]) -> dict[str, int]:
    """How many cases got which answer."""
    number = dict.fromkeys(CODES["receipt_verdict"], 0)
    for each in found:
        number[each.verdict] += 1
    return number


@dataclass
class _Wrote:
    """The last step that brought something of a case, that answered it, and the fields the office
    has changed since it came."""

    came: int = 0
    answered: int = 0
    fields: dict[str, None] = field(default_factory=dict)


def _written(db: Database, village: str) -> dict[str, _Wrote]:
    """Case id -> who wrote last. Only cases that came in a merge which stands."""
    sql = """
        select t.step from taken_in t where t.village = ? and t.kind = ? and t.step is not null
        and not exists (select 1 from undone join history h on h.seq = undone.seq
            where h.step = t.step)
    """
    steps = {int(step) for (step,) in db.execute(sql, [village, ROUTINE])}
    found: dict[str, _Wrote] = {}
    for part in (sorted(steps),) if steps else ():
        marks = ", ".join("?" * len(part))
        for table, id in db.execute(
            f'select distinct tbl, "row" from history where step in ({marks})', part
        ).fetchall():
            if case := _case_of(db, table, id):
                found[case] = _Wrote()
    for case, wrote in found.items():
        _look(db, case, wrote, steps)
    return found


def _look(db: Database, case: str, wrote: _Wrote, steps: set[int]) -> None:
    """The history of one case and what belongs to it, oldest first."""
    ids = [case]
    for child in children_of(DISPUTE):
        sql = f"select id from {child.table} where {child.parent} = ?"
        ids += [id for (id,) in db.execute(sql, [case])]
    marks = ", ".join("?" * len(ids))
    sql = f"""select h.step, h.tbl, h.after, s.kind from history h join step s on s.id = h.step
        where h."row" in ({marks}) order by h.seq"""
    for step, table, after, kind in db.execute(sql, ids).fetchall():
        if step in steps:
            wrote.came, wrote.fields = step, {}
        elif table == RECEIPT.table:
            wrote.answered = step
        elif kind != MERGE and wrote.came:
            wrote.fields |= dict.fromkeys(_labels(db, table, after))


def _labels(db: Database, table: str, after: str | None) -> list[str]:
    """The fields a write of ours changed, as a village reads them."""
    kind = BY_TABLE[table]
    names = db.execute("select key from json_each(?)", [after]).fetchall() if after else []
    labels = [kind.field(n).label.zh for (n,) in names if n in kind.by_name]
    return labels or [kind.title.zh]


def _answer(case: str, wrote: _Wrote, said: dict[str, str] | None) -> Answer:
    was, words = (said["verdict"], said["words"] or "") if said else ("", "")
    if was in BY_HAND and wrote.answered > wrote.came:
        return Answer(case, was, words, is_new=False)
    if wrote.fields:
        told = _CORRECTED.format(names="、".join(wrote.fields)).zh
        return Answer(case, CORRECTED, told, (was, words) != (CORRECTED, told))
    if was == ACCEPTED or (was == CORRECTED and wrote.answered > wrote.came):
        return Answer(case, was, words, is_new=False)
    return Answer(case, ACCEPTED, "", is_new=True)


def _case_of(db: Database, table: str, id: str) -> str:
    """The case a record is or belongs to; "" for none."""
    kind = BY_TABLE[table]
    if kind is DISPUTE:
        return id
    if not kind.parent or kind.field(kind.parent).link != DISPUTE.table:
        return ""
    row = store.get(db, kind, id)
    return str(row[kind.parent]) if row else ""


def _row(dispute: str, verdict: str, words: str, today: date) -> dict[str, str | None]:
    """One receipt a case, on every computer the same."""
    return {
        "id": str(uuid5(NAMESPACE_OID, f"receipt {dispute}")),
        "dispute_id": dispute,
        "answered_on": today.isoformat(),
        "verdict": verdict,
        "words": words or None,
    }


def in_words(number: Mapping[str, int]) -> str:
    """已接收 3,退回补正 1."""
    words = CODES["receipt_verdict"]
    return ",".join(f"{words[verdict]} {n}" for verdict, n in number.items() if n)


_CORRECTED = Text("司法所更正了:{names}", "Corrected by the office: {names}")
_WHY = Text("请写明退回的原因。", "Say why it goes back.")
_UNKNOWN = Text(
    "不认识的处理“{verdict}”。可用:accepted、corrected、queried、refused。",
    "Unknown answer {verdict}. Use accepted, corrected, queried or refused.",
)
