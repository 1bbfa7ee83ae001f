"""What is wrong with the data, in words: structure, links, audit trail, records, double numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlite_utils import Database

from core import attachments, audit, store
from core.case_check import problems_between, rows_below
from core.errors import UserError
from core.progress import Progress, no_progress
from core.records import BY_TABLE, DISPUTE, KINDS, load_book
from core.show import name_of
from core.text import Text
from core.validate import blocking, problems

NUMBERS = (("dispute", "file_no"), ("dispute", "case_no"), ("agreement", "agreement_no"))


@dataclass(frozen=True)
class Fault:
    """One thing found; table and id are empty when it is not about one record."""

    words: Text
    table: str = ""
    id: str = ""


def faults(
    db: Database,
    today: date,
    progress: Progress = no_progress,
    *,
    attached: Path | None = None,
) -> Iterator[Fault]:
    """Everything found wrong, the gravest first. Reads only. With `attached`, the folder of the
    attachments, every file is opened and compared with its hash."""
    yield from _broken_links(db)
    if (seq := audit.first_break(db)) is not None:
        said = Text(
            "操作日志第 {n} 行与前后不衔接,可能被改动过。",
            "The audit trail does not fit together at row {n}; it may have been altered.",
        )
        yield Fault(said.format(n=seq))
    if attached is not None:
        yield from _bad_files(db, attached, progress)
    yield from _double_numbers(db)
    yield from _double_claims(db)
    yield from _bad_records(db, today, progress)
    yield from _bad_cases(db)


def _broken_links(db: Database) -> Iterator[Fault]:
    for table, rowid, target, _ in db.execute("pragma foreign_key_check"):
        id = db.execute(f"select id from {table} where rowid = ?", [rowid]).fetchone()[0]
        said = Text("{kind}所指的{target}不存在。", "{kind}: the {target} it points at is missing.")
        words = said.format(kind=BY_TABLE[table].title, target=BY_TABLE[target].title)
        yield Fault(words, table, id)


def _bad_files(db: Database, folder: Path, progress: Progress) -> Iterator[Fault]:
    rows = db.execute("select id, title, sha256 from attachment where state = 0 order by id")
    every = rows.fetchall()
    for done, (id, title, sha256) in enumerate(every):
        progress(done, len(every))
        try:
            attachments.read(db, folder, sha256 or "")
        except UserError as error:
            said = Text("附件“{title}”:{why}", "Attachment {title}: {why}")
            yield Fault(said.format(title=title, why=error.message), "attachment", id)


def _double_numbers(db: Database) -> Iterator[Fault]:
    for table, name in NUMBERS:
        sql = (
            f"select {name}, count(*), min(id) from {table} where state = 0 and {name} is not null"
            f" group by {name} having count(*) > 1"
        )
        for number, n, id in db.execute(sql):
            label = BY_TABLE[table].field(name).label
            said = Text("{label}“{number}”用了 {n} 次。", "{label} {number} is used {n} times.")
            yield Fault(said.format(label=label, number=number, n=n), table, id)


def _double_claims(db: Database) -> Iterator[Fault]:
    """One dispute is paid for once, whoever mediated it and in whatever period."""
    sql = """
        select d.id, d.file_no, d.case_no, count(*) from subsidy_claim c
        join dispute d on d.id = c.dispute_id
        where c.state = 0 and coalesce(c.claim_status, 'draft') not in ('draft', 'rejected')
        group by d.id having count(*) > 1
    """
    for id, file_no, case_no, n in db.execute(sql):
        said = Text("纠纷“{number}”申报了 {n} 次补贴。", "Dispute {number}: {n} subsidy claims.")
        yield Fault(said.format(number=file_no or case_no or "", n=n), DISPUTE.table, id)


def _bad_records(db: Database, today: date, progress: Progress) -> Iterator[Fault]:
    book = load_book(db)
    total = sum(store.count(db, kind) for kind in KINDS)
    done = 0
    for kind in KINDS:
        for row in db.query(f"select * from {kind.table} where state = 0"):
            done += 1
            if done % 1000 == 0:
                progress(done, total)
            for problem in blocking(problems(kind, row, book, today)):
                said = Text("{kind}“{name}”:{why}", "{kind} {name}: {why}")
                words = said.format(
                    kind=kind.title, name=name_of(kind, row, book), why=problem.message
                )
                yield Fault(words, kind.table, row["id"])


def _bad_cases(db: Database) -> Iterator[Fault]:
    """What does not fit together within a case."""
    book = load_book(db)
    last = ""
    while part := store.find(db, DISPUTE, "id > ?", [last], order="id", limit=store.CHUNK):
        last = part[-1]["id"]
        below = rows_below(db, [d["id"] for d in part])
        for dispute in part:
            for found in problems_between(dispute, below[dispute["id"]]):
                if not found.problem.warning:
                    said = Text("{kind}“{name}”:{why}", "{kind} {name}: {why}")
                    words = said.format(
                        kind=BY_TABLE[found.table].title,
                        name=name_of(DISPUTE, dispute, book),
                        why=found.problem.message,
                    )
                    yield Fault(words, found.table, found.id)
