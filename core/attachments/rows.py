"""Attachments as records of their dispute: several files added as one step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from core import store
from core.attachments.files import put
from core.attachments.intake import Prepared
from core.errors import UserError
from core.progress import Progress
from core.records import ATTACHMENT
from core.text import Text


@dataclass(frozen=True)
class Incoming:
    """A file on its way in: what it is called and how to take it in (raises UserError)."""

    name: str
    prepare: Callable[[], Prepared]


@dataclass(frozen=True)
class Added:
    """Ids of the new records, and one sentence for each file that was not added."""

    ids: tuple[str, ...]
    refused: tuple[Text, ...]


def add_all(
    db: Database,
    progress: Progress,
    *,
    folder: Path,
    dispute_id: str,
    incoming: Sequence[Incoming],
) -> Added:
    """The good files become records in one step, the others are told. A cancelled run leaves no
    record; files already written are nobody's and go after 90 days."""
    there = {row["sha256"]: row["title"] for row in _live(db, dispute_id)}
    rows: list[dict[str, Any]] = []
    refused = []
    for done, each in enumerate(incoming):
        progress(done, len(incoming))
        try:
            prepared = each.prepare()
            if title := there.get(prepared.sha256):
                raise UserError(_TWICE.format(name=each.name, title=title))
            put(db, folder, prepared)
        except UserError as error:
            refused.append(error.message)
            continue
        there[prepared.sha256] = prepared.title
        rows.append(_row(prepared, dispute_id))
    return Added(_save(db, dispute_id, rows), tuple(refused))


def doc_types_of(db: Database, dispute_id: str) -> set[str]:
    """The kinds of papers that a dispute has as scans."""
    return {row["doc_type"] for row in _live(db, dispute_id) if row["doc_type"]}


def _live(db: Database, dispute_id: str) -> list[dict[str, Any]]:
    return store.children(db, ATTACHMENT, dispute_id)


def _row(prepared: Prepared, dispute_id: str) -> dict[str, Any]:
    return {
        "id": store.new_id(),
        "dispute_id": dispute_id,
        "doc_type": prepared.doc_type,
        "title": prepared.title,
        "taken_on": prepared.taken_on,
        "pages": prepared.pages,
        "file_name": prepared.file_name,
        "media_type": prepared.media_type,
        "size": len(prepared.content),
        "sha256": prepared.sha256,
    }


def _save(db: Database, dispute_id: str, rows: list[dict[str, Any]]) -> tuple[str, ...]:
    one = len(rows) == 1
    words = _ADDED_ONE.format(title=rows[0]["title"]) if one else _ADDED.format(n=len(rows))
    with store.step(db, words) as s:
        last = max((row["position"] or 0 for row in _live(db, dispute_id)), default=0)
        for place, row in enumerate(rows, start=last + 1):
            row["position"] = place
        store.save_many(s, ATTACHMENT, rows)
    return tuple(row["id"] for row in rows)


_ADDED_ONE = Text("添加附件 {title}", "Add the attachment {title}")
_ADDED = Text("添加 {n} 个附件", "Add {n} attachments")
_TWICE = Text(
    "“{name}”没有添加:这件纠纷里已有同样的文件“{title}”。",
    "{name} was not added: the dispute has the same file already, {title}.",
)
