"""The differences of a staged package into our own data, as one step that can be taken back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from core import attachments, audit, joined, store
from core.attachments.intake import LARGEST, Prepared
from core.errors import UserError
from core.field import RecordKind
from core.merging.compare import Counts, compare, packed
from core.merging.conflicts import checked_value, settle
from core.merging.reading import file_of, opened_box
from core.merging.rule import order
from core.merging.stage import Staged
from core.progress import Progress, no_progress
from core.records import BY_TABLE, KINDS
from core.text import Text

MINE, THEIRS, TYPED, LATER = "mine", "theirs", "typed", "later"


@dataclass(frozen=True)
class Decision:
    """The answer to one question; `value` of one typed anew, as it is stored."""

    choice: str
    value: Any = None


#: (table, id, field) -> the answer; a question without one is left for later.
Decisions = Mapping[tuple[str, str, str], Decision]


@dataclass(frozen=True)
class Merged:
    """What was done. `step` is None when there was nothing to do; `decided` questions were
    answered on the way, the others wait in the list of conflicts."""

    step: int | None
    counts: Counts
    decided: int
    files: int  # attachments brought along that were not here yet
    missing: tuple[str, ...]  # SHA-256 of attachments that are neither here nor in the package


def merge(
    staged: Staged,
    expected: Counts,
    decisions: Decisions | None = None,
    progress: Progress = no_progress,
    *,
    with_outside: bool = False,
    unverified: bool = False,
    kind: str = "merge",
    today: date | None = None,
) -> Merged:
    """All or nothing. `expected` are the counts that were shown: the same is done, or nothing.
    `unverified` takes in a package whose sender is not certain, which an administrator may allow.
    Raises UserError and Cancelled; the attachments that were copied by then are nobody's."""
    if not staged.package.is_verified and not unverified and kind == "merge":
        raise UserError(_UNVERIFIED)
    answers = {k: d for k, d in (decisions or {}).items() if d.choice != LATER}
    files = bring_files(staged, progress)
    with store.step(staged.db, words_of(staged), kind) as s:
        done = compare(staged, progress, with_outside=with_outside)
        if done != expected:
            raise UserError(_CHANGED)
        s.clock = max(s.clock, staged.manifest.clock, *staged.manifest.vv.values(), 0)
        _write(s, progress)
        decided = _decide(s, answers, today or date.today())  # noqa: DTZ011 - the day on the wall
        _keep_questions(s, staged)
        if compare(staged, with_outside=with_outside).written:
            raise RuntimeError("merging a second time would write again")
        _log(s, staged, done)
        step = s.id if s.tables else None
        store.set_meta(s.db, "clock", str(s.clock))
    return Merged(step, done, decided, files, missing_files(staged))


def words_of(staged: Staged) -> Text:
    m = staged.manifest
    who = m.village_name or m.office_name
    said = Text("合并{who}的数据包(第{n}次)", "Merge the package of {who} (number {n})")
    return said.format(who=who, n=m.sequence)


# --- records -------------------------------------------------------------------------------------


def _write(s: store.Step, progress: Progress) -> None:
    """The rows of `staged.difference` that are to be written, parents first."""
    new = """exists (select 1 from staged.difference d where d.tbl = ? and d."row" = x.id
        and d.is_new and d.sort in ('new', 'deleted', 'purged'))"""
    for done, kind in enumerate(KINDS):
        progress(done, len(KINDS))
        joined.insert_staged(s, kind, new, [kind.table])
        _write_changed(s, kind)


def _write_changed(s: store.Step, kind: RecordKind) -> None:
    sql = """select seq, joined from staged.difference where tbl = ? and not is_new
        and joined is not null and sort != 'outside' and seq > ? order by seq limit ?"""
    last = 0
    while rows := s.db.execute(sql, [kind.table, last, store.CHUNK]).fetchall():
        last = rows[-1][0]
        written = [json.loads(text) for _, text in rows]
        joined.write_joined(s, kind, written)
        joined.forget(s.db, [r["id"] for r in written if r.get("state") == store.PURGED])


# --- questions -----------------------------------------------------------------------------------


def _decide(s: store.Step, answers: Decisions, today: date) -> int:
    asked = {
        (table, row, field): (json.loads(mine), json.loads(theirs))
        for table, row, field, mine, theirs in s.db.execute(
            'select tbl, "row", field, mine, theirs from staged.clash order by seq'
        )
    }
    if strange := answers.keys() - asked.keys():
        raise UserError(_NO_QUESTION.format(row=sorted(strange)[0][1]))
    for key, answer in answers.items():
        kind = BY_TABLE[key[0]]
        mine, theirs = asked[key]
        match answer.choice:
            case "mine":
                value = mine
            case "theirs":
                value = theirs
            case "typed":
                value = checked_value(s.db, kind, key[1], key[2], answer.value, today)
            case _:
                raise UserError(_NO_CHOICE.format(choice=answer.choice))
        settle(s, kind, key[1], key[2], value)
    return len(answers)


def _keep_questions(s: store.Step, staged: Staged) -> None:
    """Those nobody answered wait; the pair of stamps keeps a repeated import from asking twice."""
    rows = s.db.execute(
        'select tbl, "row", field, mine, theirs, mine_stamp, theirs_stamp from staged.clash'
        " order by seq"
    ).fetchall()
    kept = []
    for table, id, field, mine, theirs, *stamps in rows:
        row = store.get(s.db, BY_TABLE[table], id)
        if row is None or _stamp(row, field) not in stamps:
            continue  # answered just now
        pair = " ".join(sorted(stamps, key=order))
        known = (table, id, field, mine, theirs, *stamps, pair)
        kept.append((*known, staged.manifest.package, s.id, s.at))
    s.db.conn.executemany(
        'insert or ignore into conflict (tbl, "row", field, mine, theirs, mine_stamp, theirs_stamp,'
        " pair, package, step, at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        kept,
    )


def _stamp(row: Mapping[str, Any], name: str) -> str:
    stamps = json.loads(row["stamps"])
    return str(stamps.get(name) or stamps["*"])


# --- attachments ---------------------------------------------------------------------------------


def bring_files(staged: Staged, progress: Progress) -> int:
    """Attachments of the package that are not here; named by what they hold, so harmless if nothing
    else comes in. How many there were."""
    wanted = {row["sha256"]: row for row in _staged_files(staged)}
    brought = 0
    names = [n for n in staged.package.files if n in wanted and not _is_here(staged, n)]
    with opened_box(staged.package) as box:
        for done, sha256 in enumerate(names):
            progress(done, len(names))
            content = file_of(staged.package, sha256, box)
            kind = attachments.media_type_of(content[:1024])
            if not kind or len(content) > LARGEST:
                continue  # no attachment of ours; the record says it is missing
            row = wanted[sha256]
            put = Prepared(content, kind, str(row["file_name"] or ""), str(row["title"] or ""))
            attachments.put(staged.db, staged.attachments, put)
            brought += 1
    return brought


def missing_files(staged: Staged) -> tuple[str, ...]:
    """SHA-256 of attachments that the staged records name and that are neither here nor there."""
    there = set(staged.package.files)
    named = dict.fromkeys(row["sha256"] for row in _staged_files(staged))
    return tuple(n for n in named if n not in there and not _is_here(staged, n))


def _staged_files(staged: Staged) -> list[dict[str, Any]]:
    sql = """select x.sha256, x.file_name, x.title from staged.attachment x
        where x.state = 0 and x.sha256 is not null order by x.id"""
    return list(staged.db.query(sql))


def _is_here(staged: Staged, sha256: str) -> bool:
    return (staged.attachments / sha256[:2] / f"{sha256}.age").is_file()


# --- what stays of it ----------------------------------------------------------------------------


def _log(s: store.Step, staged: Staged, done: Counts) -> None:
    """The list of packages taken in, and the audit trail: one row, with counts and no names."""
    m, step = staged.manifest, s.id if s.tables else None
    last = m.audit[-1] if m.audit else (0, "")
    values: Sequence[object] = (
        m.package,
        m.kind,
        m.village,
        m.village_name or m.office_name,
        m.database,
        m.replica,
        m.sequence,
        m.at,
        m.by,
        m.month,
        int(m.is_zero),
        int(staged.package.is_verified),
        staged.package.path.name,
        s.at,
        s.by,
        step,
        packed(asdict(done)),
        *last,
    )
    known = s.db.execute("select step from taken_in where package = ?", [m.package]).fetchone()
    if known is None or step is not None:
        marks = ", ".join("?" * len(values))
        s.db.execute(f"insert or replace into taken_in values ({marks})", list(values))
    if m.sender_key and staged.package.is_verified:
        sql = "update enrolled set public_key = ? where village = ?"
        s.db.execute(sql, [m.sender_key, m.village])
    told = " ".join(f"{name}={n}" for name, n in asdict(done).items())
    entry = audit.Entry("merge", row=m.package, summary=told)
    audit.append(s.db, [entry], at=s.at, replica=s.replica, by=s.by)


_UNVERIFIED = Text(
    "不能确认这个数据包是谁做的(没有本所登记的村的签章)。确有需要时由管理员确认后再合并。",
    "Who made this package is not certain: no enrolled village signed it. An administrator may"
    " merge it all the same.",
)
_CHANGED = Text(
    "预览之后数据有了变动,没有合并。请重新预览。",
    "The data have changed since the preview; nothing was merged. Look at it again.",
)
_NO_QUESTION = Text(
    "记录 {row} 没有这一处冲突,没有合并。", "Record {row} has no such conflict; nothing was merged."
)
_NO_CHOICE = Text(
    "不认识的选择“{choice}”,没有合并。可用:mine、theirs、typed、later。",
    "Unknown choice {choice}; nothing was merged. Use mine, theirs, typed or later.",
)
