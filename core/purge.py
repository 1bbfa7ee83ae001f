"""保管期满与清除: which files may go, and making their content go for good.

A purged record keeps its id and version, so that it cannot come back from an older package; every
field, its history, its search row and its attachments' files are gone (data safety, section 6). It
is refused while the file has to be kept: a permanent one never goes. Backups made before still hold
it until the ladder drops them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from core import attachments, audit, joined, store
from core.errors import UserError
from core.field import RecordKind, Row
from core.history import PURGE
from core.records import ATTACHMENT, DISPUTE, OFFICE, children_of, load_book
from core.show import name_of
from core.text import Text

YEARS = {"short_term": "short_term_years", "long_term": "long_term_years"}
REASONS = {
    "expired": Text("保管期满", "The period of keeping is over"),
    "request": Text("本人申请删除,保管期已满", "Asked for by the person, the period being over"),
    "order": Text("上级或档案部门要求", "Ordered by the archive or a superior body"),
}
WORDS = Text("清除保管期满的案件", "Purge cases no longer to be kept")
FORGOTTEN = Text("(内容已清除)", "(purged)")


@dataclass(frozen=True)
class Keeping:
    """How long a case is kept: `until` is the first day on which it may go; None with the reason in
    `why` where it never may or where that is not known."""

    id: str
    name: str
    retention: str  # the code of the class
    since: str  # the ISO day the period is counted from
    until: date | None
    why: Text | None = None


def may_go(db: Database, today: date) -> list[Keeping]:
    """The cases whose period is over, the oldest first; also those in the recycle bin."""
    years, book = _years(db), load_book(db)
    sql = f"""select id, state, file_no, case_no, retention_period, {_SINCE} as since from dispute
        where state != 2 and retention_period in ('short_term', 'long_term')
        and since is not null order by since, id"""
    found = (_keeping(row, years, name_of(DISPUTE, row, book)) for row in db.query(sql))
    return [each for each in found if each.until and each.until <= today]


def keeping_of(db: Database, id: str) -> Keeping:
    """Raises UserError for an id of no case, or of one that is purged already."""
    row = store.get(db, DISPUTE, id)
    if row is None or row["state"] == store.PURGED:
        raise UserError(_UNKNOWN)
    since = row["filed_on"] or row["closed_on"] or row["ended_on"]
    return _keeping({**row, "since": since}, _years(db), name_of(DISPUTE, row, load_book(db)))


def purge(db: Database, scans: Path, ids: Sequence[str], reason: str, today: date) -> int:
    """The content of these cases and of all that belongs to them, for good; all or nothing. `scans`
    is the folder of all attachments. Gives how many files of attachments went.

    Raises UserError, naming the case, where one has to be kept still; ValueError for a reason that
    is none of REASONS."""
    if reason not in REASONS:
        raise ValueError(reason)
    for id in ids:
        _refuse_early(keeping_of(db, id), today)
    below = {kind: _ids_below(db, kind, ids) for kind in children_of(DISPUTE)}
    every = [*ids, *(id for found in below.values() for id in found)]
    hashes = _hashes(db, below[ATTACHMENT])
    with store.step(db, WORDS, PURGE) as s:
        for kind, found in ((DISPUTE, list(ids)), *below.items()):
            _blank(s, kind, found, reason)
        emptied = _steps_of(db, every)
        joined.forget(db, every)
        _forget_words(db, emptied)
        marks = ", ".join("?" * len(every))
        db.execute(f'delete from draft where "row" in ({marks})', every)
    return _remove_files(db, scans, hashes)


def _refuse_early(case: Keeping, today: date) -> None:
    if case.until is None:
        raise UserError(_KEPT.format(name=case.name, why=case.why or ""))
    if case.until > today:
        raise UserError(_STILL.format(name=case.name, until=case.until.isoformat()))


def _keeping(row: Row, years: dict[str, int], name: str) -> Keeping:
    """The period begins with the year after filing, or after the end where nothing was filed."""
    retention, since = str(row["retention_period"] or ""), str(row["since"] or "")
    why = None
    if retention == "permanent":
        why = _PERMANENT
    elif retention not in YEARS:
        why = _NO_CLASS
    elif not since:
        why = _NOT_OVER
    elif retention not in years:
        why = _NO_YEARS
    if why:
        return Keeping(row["id"], name, retention, since, None, why)
    return Keeping(
        row["id"], name, retention, since, date(int(since[:4]) + 1 + years[retention], 1, 1)
    )


def _years(db: Database) -> dict[str, int]:
    """Class -> years, as far as the office has set them."""
    office = next(iter(store.find(db, OFFICE, limit=1)), {})
    return {code: int(office[name]) for code, name in YEARS.items() if office.get(name)}


def _ids_below(db: Database, kind: RecordKind, ids: Sequence[str]) -> list[str]:
    """Of what belongs to the cases, in whatever state."""
    sql = f"""select id from {kind.table} where {kind.parent} in
        (select value from json_each(?)) and state != 2"""
    return [id for (id,) in db.execute(sql, [json.dumps(list(ids))])]


def _blank(s: store.Step, kind: RecordKind, ids: Sequence[str], reason: str) -> None:
    """Every field but the record it belongs to; the newest stamp is that of the whole row."""
    rows = []
    for id, old in store.get_many(s.db, kind, ids).items():
        clock = s.next_clock()
        rows.append(
            {
                "id": id,
                **{f.name: None for f in kind.fields if f.name != kind.parent},
                "state": store.PURGED,
                "vv": _packed({**json.loads(old["vv"]), s.replica: clock}),
                "stamps": _packed({"*": f"{clock}:{s.replica}"}),
                "edited_at": s.at,
                "edited_by": s.by,
            }
        )
    joined.write_joined(s, kind, rows)
    told = [audit.Entry("purge", kind.table, str(row["id"]), reason) for row in rows]
    audit.append(s.db, told, at=s.at, replica=s.replica, by=s.by)


def _steps_of(db: Database, ids: Sequence[str]) -> list[int]:
    sql = 'select distinct step from history where "row" in (select value from json_each(?))'
    return [step for (step,) in db.execute(sql, [json.dumps(list(ids))])]


def _forget_words(db: Database, steps: Sequence[int]) -> None:
    """What a step was called may name the people: where nothing of a step is left, its words go,
    and there is nothing of it to take back."""
    sql = """update step set zh = ?, en = ?, kind = ? where id in (select value from json_each(?))
        and kind != 'setup' and zh != ?
        and not exists (select 1 from history where history.step = step.id)"""
    values = [FORGOTTEN.zh, FORGOTTEN.en, PURGE, json.dumps(list(steps)), WORDS.zh]
    db.execute(sql, values)


def _hashes(db: Database, ids: Sequence[str]) -> set[str]:
    """Of the attachments as they are and as they once were."""
    found = {str(r["sha256"]) for r in store.get_many(db, ATTACHMENT, ids).values() if r["sha256"]}
    sql = """select json_extract(before, '$.sha256') from history
        where tbl = 'attachment' and "row" in (select value from json_each(?))"""
    found |= {str(hash) for (hash,) in db.execute(sql, [json.dumps(list(ids))]) if hash}
    return found


def _remove_files(db: Database, scans: Path, hashes: set[str]) -> int:
    """Those no other record has, now or in its history."""
    gone = 0
    for path in attachments.unreferenced(db, scans, older_than_days=0):
        if path.stem in hashes:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _packed(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_SINCE = "coalesce(filed_on, closed_on, ended_on)"
_UNKNOWN = Text("没有这件纠纷,或内容已经清除。", "There is no such case, or it is purged already.")
_KEPT = Text("“{name}”不能清除:{why}", "{name} cannot be purged: {why}")
_STILL = Text("“{name}”要保管到 {until},现在不能清除。", "{name} has to be kept until {until}.")
_PERMANENT = Text("保管期限是永久。", "it is kept permanently.")
_NO_CLASS = Text("没有填写保管期限。", "no class of keeping was entered.")
_NOT_OVER = Text("没有立卷、结案日期。", "it has neither a day of filing nor of closing.")
_NO_YEARS = Text(
    "“本所信息”里没有填写这一类的保管年数。", "the office has not set the years of this class."
)
