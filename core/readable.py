"""可读副本: the office's records as plain HTML pages that any browser opens without this program.

One folder: index.html, a list page or several for each kind, a page for each record with what
belongs to it. No script, one style sheet. It lies in the clear: it is made on purpose only, with ID
and phone numbers in stars or in full; in full also the attachments are there, decrypted.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from core import attachments, store
from core.codes import CodeBook
from core.errors import UserError
from core.field import Field, RecordKind, Row, Type
from core.files import said_plainly
from core.paths import RESOURCES
from core.progress import Progress, no_progress
from core.records import (
    ATTACHMENT,
    BY_TABLE,
    CODE,
    DEADLINE_RULE,
    HOLIDAY,
    IMPORT_RULE,
    KINDS,
    OFFICE,
    PHRASE,
    REPORT_CELL,
    RISK_GRADE,
    SCREENING_MAP,
    SUBSIDY_RULE,
    SUBSIDY_THRESHOLD,
    children_of,
    load_book,
)
from core.show import masked, name_of, shown
from core.text import Text

ON_A_PAGE = 500  # rows of a list
STYLE = RESOURCES / "readable.css"
#: How the program is set up: no records of the office's work.
SETTINGS = (
    CODE,
    DEADLINE_RULE,
    HOLIDAY,
    IMPORT_RULE,
    PHRASE,
    REPORT_CELL,
    RISK_GRADE,
    SCREENING_MAP,
    SUBSIDY_RULE,
    SUBSIDY_THRESHOLD,
)
SHOWN = tuple(kind for kind in KINDS if not kind.parent and kind not in SETTINGS)
#: Endings by what a file is; the names people gave them are not used for files.
ENDINGS = {"jpeg": ".jpg", "png": ".png", "pdf": ".pdf"}

#: What numbers are made of stands beside them in words already.
PARTS = ("_prefix", "_year", "_serial")
_AS = {
    Type.DATE: ' class="short"',
    Type.MONEY: ' class="short number"',
    Type.INTEGER: ' class="short number"',
}

TITLE = Text("{office} 台账副本", "{office}: copy of the ledger")
CONTENTS = Text("目录", "Contents")
MADE = Text("生成时间:{at}。共 {n} 条记录。", "Made on {at}. {n} records.")
STARRED = Text(
    "身份证号和电话的中间几位用星号代替;附件不在其中。",
    "ID and phone numbers have stars; attachments are left out.",
)
IN_FULL = Text(
    "这里有完整的身份证号、电话和附件,没有加密。请妥善保管,用完删除。",
    "This copy holds ID numbers, phone numbers and attachments in full and in the clear. Keep it"
    " safe and delete it when it is no longer needed.",
)
NOTHING_YET = Text("(没有记录)", "(none)")
FILE = Text("文件", "File")
MISSING = Text("(文件缺失或损坏)", "(missing or damaged)")


@dataclass(frozen=True)
class Copy:
    """What was made: records written and attachments beside them."""

    records: int
    files: int


@dataclass(frozen=True)
class _Maker:
    """What every page needs."""

    db: Database
    book: CodeBook
    out: Path  # the draft of the folder
    mask: bool
    names: dict[str, dict[str, str]]  # table -> id -> name, of what has a page

    def words(self, field: Field, row: Row) -> str:
        said = shown(field, row.get(field.name), self.book)
        return masked(field.name, said) if self.mask else said


def write_readable(
    db: Database,
    out: Path,
    *,
    mask: bool,
    at: str,
    scans: Path | None = None,
    progress: Progress = no_progress,
) -> Copy:
    """All live records into the new folder `out`; whole or not at all. `at` is the day it is made,
    `scans` the folder of all attachments. Raises UserError where `out` exists or cannot be written
    to; then nothing is left behind."""
    if out.exists():
        raise UserError(_EXISTS.format(path=out))
    draft = out.with_name(out.name + ".part")
    with said_plainly(out):
        try:
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(parents=True)
            made = _write_all(db, draft, mask, at, None if mask else scans, progress)
            draft.rename(out)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return made


def _write_all(
    db: Database, draft: Path, mask: bool, at: str, scans: Path | None, progress: Progress
) -> Copy:
    book = load_book(db)
    rows = {kind.table: store.find(db, kind) for kind in SHOWN}
    names = {
        table: {row["id"]: name_of(BY_TABLE[table], row, book) for row in found}
        for table, found in rows.items()
    }
    maker = _Maker(db, book, draft, mask, names)
    total, done = sum(map(len, rows.values())), 0
    shutil.copyfile(STYLE, draft / "style.css")
    files = 0
    for kind in SHOWN:
        (draft / kind.table).mkdir()
        _write_lists(maker, kind, rows[kind.table])
        for row in rows[kind.table]:
            progress(done, total)
            files += _write_record(maker, kind, row, scans)
            done += 1
    _write_index(maker, rows, at)
    return Copy(total, files)


# --- pages ---------------------------------------------------------------------------------------


def _write_index(maker: _Maker, rows: dict[str, list[dict[str, Any]]], at: str) -> None:
    office = next(iter(rows[OFFICE.table]), {})
    title = str(TITLE.format(office=office.get("name") or ""))
    total = sum(map(len, rows.values()))
    lines = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="note">{escape(str(MADE.format(at=at, n=total)))}</p>',
        f'<p class="{"note" if maker.mask else "warning"}">'
        f"{escape(str(STARRED if maker.mask else IN_FULL))}</p>",
        "<table><tbody>",
    ]
    for kind in SHOWN:
        n = len(rows[kind.table])
        link = f'<a href="{_list_name(kind, 0)}">{escape(str(kind.title))}</a>'
        lines.append(f'<tr><td>{link}</td><td class="number">{n}</td></tr>')
    _put(maker.out / "index.html", title, [*lines, "</tbody></table>"], up="")


def _write_lists(maker: _Maker, kind: RecordKind, rows: Sequence[Row]) -> None:
    """The columns of the list on the screen, so many rows a page."""
    pages = max(1, -(-len(rows) // ON_A_PAGE))
    fields = [kind.field(name) for name in kind.columns]
    for page in range(pages):
        part = rows[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
        lines = [
            f'<nav><a href="index.html">{escape(str(CONTENTS))}</a></nav>',
            f"<h1>{escape(str(kind.title))}</h1>",
            _pager(kind, page, pages),
            f"<table><thead><tr>{_cells('th', (str(f.label) for f in fields))}</tr></thead><tbody>",
            *(_line(maker, kind, fields, row) for row in part),
            "</tbody></table>",
            "" if part else f'<p class="note">{escape(str(NOTHING_YET))}</p>',
            _pager(kind, page, pages),
        ]
        _put(maker.out / _list_name(kind, page), str(kind.title), lines, up="")


def _line(maker: _Maker, kind: RecordKind, fields: Sequence[Field], row: Row) -> str:
    """A row of a list; the first column with words leads to the record."""
    said = [maker.words(field, row) for field in fields]
    first = next((n for n, words in enumerate(said) if words), 0)
    cells = []
    for n, words in enumerate(said):
        inside = escape(words) or ("—" if n == first else "")
        if n == first:
            inside = f'<a href="{kind.table}/{row["id"]}.html">{inside}</a>'
        cells.append(f"<td{_AS.get(fields[n].type, '')}>{inside}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _write_record(maker: _Maker, kind: RecordKind, row: Row, scans: Path | None) -> int:
    """Gives how many attachments were put beside it."""
    name = maker.names[kind.table][row["id"]]
    lines = [
        f'<nav><a href="../index.html">{escape(str(CONTENTS))}</a> › '
        f'<a href="../{_list_name(kind, 0)}">{escape(str(kind.title))}</a></nav>',
        f"<h1>{escape(name)}</h1>",
    ]
    for section in kind.form:
        told = [n for n in section.names if kind is OFFICE or not n.endswith(PARTS)]
        filled = [f for n in told if _has(row, f := kind.field(n))]
        if filled:
            lines += [f"<h2>{escape(str(section.title))}</h2>", _fields(maker, filled, row)]
    files = 0
    for child in children_of(kind):
        found = store.children(maker.db, child, row["id"])
        if found:
            lines.append(f"<h2>{escape(str(child.title))} {len(found)}</h2>")
        for number, each in enumerate(found, start=1):
            if len(found) > 1:
                lines.append(f"<h3>{escape(str(child.title))} {number}</h3>")
            lines.append(_fields(maker, list(_told(child, each)), each))
            if child is ATTACHMENT and scans is not None:
                lines.append(_attachment(maker, each, scans))
                files += not lines[-1].endswith(f"{escape(str(MISSING))}</p>")
    _put(maker.out / kind.table / f"{row['id']}.html", name, lines, up="../")
    return files


def _told(kind: RecordKind, row: Row) -> Iterator[Field]:
    """The fields of a row below a record that say something to people."""
    names = kind.columns if kind is ATTACHMENT else kind.by_name
    for name in names:
        field = kind.field(name)
        is_silent = name in (kind.parent, "position") or name.endswith(PARTS)
        if not is_silent and _has(row, field):
            yield field


def _fields(maker: _Maker, fields: Sequence[Field], row: Row) -> str:
    """Two short values in a line, a long one in a line of its own."""
    lines, waiting = [], list[str]()
    for field in fields:
        cells = f"<th>{escape(str(field.label))}</th>"
        if field.type is Type.NOTE:
            if waiting:
                lines.append("".join([*waiting, "<th></th><td></td>"]))
                waiting = []
            lines.append(f'{cells}<td colspan="3">{_value(maker, field, row)}</td>')
            continue
        waiting.append(f"{cells}<td>{_value(maker, field, row)}</td>")
        if len(waiting) == 2:
            lines.append("".join(waiting))
            waiting = []
    if waiting:
        lines.append("".join([*waiting, "<th></th><td></td>"]))
    inside = "".join(f"<tr>{each}</tr>" for each in lines)
    return f'<table class="fields"><tbody>{inside}</tbody></table>'


def _value(maker: _Maker, field: Field, row: Row) -> str:
    words = escape(maker.words(field, row))
    if field.type is Type.LINK and row[field.name] in maker.names.get(field.link, {}):
        return f'<a href="../{field.link}/{row[field.name]}.html">{words}</a>'
    return words


def _attachment(maker: _Maker, row: Row, scans: Path) -> str:
    """The file decrypted into the copy, and the link to it."""
    label = escape(str(FILE))
    try:
        content = attachments.read(maker.db, scans, str(row["sha256"]))
    except UserError:
        return f'<p class="note">{label}: {escape(str(MISSING))}</p>'
    place = maker.out / "attachments"
    place.mkdir(exist_ok=True)
    name = f"{str(row['sha256'])[:24]}{ENDINGS.get(str(row['media_type']), '.bin')}"
    (place / name).write_bytes(content)
    said = escape(str(row.get("file_name") or row.get("title") or name))
    return f'<p class="note">{label}: <a href="../attachments/{name}">{said}</a></p>'


def _has(row: Row, field: Field) -> bool:
    return row.get(field.name) not in (None, "")


def _pager(kind: RecordKind, page: int, pages: int) -> str:
    if pages == 1:
        return ""
    links = (
        f"<b>{n + 1}</b>" if n == page else f'<a href="{_list_name(kind, n)}">{n + 1}</a>'
        for n in range(pages)
    )
    return f'<p class="pages">{"".join(links)}</p>'


def _list_name(kind: RecordKind, page: int) -> str:
    return f"{kind.table}.html" if page == 0 else f"{kind.table}-{page + 1}.html"


def _cells(tag: str, words: Iterable[str]) -> str:
    return "".join(f"<{tag}>{escape(each)}</{tag}>" for each in words)


def _put(path: Path, title: str, lines: Sequence[str], *, up: str) -> None:
    head = (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="{up}style.css"></head><body>\n'
    )
    path.write_text(head + "\n".join(filter(None, lines)) + "\n</body></html>\n", encoding="utf-8")


_EXISTS = Text(
    "{path} 已存在,没有覆盖。请换一个名称。", "{path} exists already and was left alone."
)
