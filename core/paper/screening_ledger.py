"""突出矛盾纠纷台账: which items stand in it, and the ledger as a sheet or as PDF."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.paper import write_ledger
from core.paper.screening_forms import LEDGER_HEADS, TITLES, ledger_lines, unit_of
from core.progress import Progress, no_progress
from core.records import SCREENING_ITEM, load_book
from core.sheet import Cell, Format, Role, Sheet
from core.text import Text
from core.workbook import write_workbook

MOST = 5000  # items in one ledger


def items_between(db: Database, since: str | None, until: str | None) -> list[str]:
    """Ids of the items screened from one ISO day to another (None: no bound), oldest first."""
    where, days = ["1"], []
    for sign, day in ((">=", since), ("<=", until)):
        if day:
            where.append(f"screened_on {sign} ?")
            days.append(day)
    rows = store.find(db, SCREENING_ITEM, " and ".join(where), days, order="screened_on, id")
    return [str(row["id"]) for row in rows]


def ledger_rows(db: Database, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The live items in the order given. Raises UserError for none, or more than fit."""
    found = store.get_many(db, SCREENING_ITEM, ids)
    rows = [found[id] for id in ids if id in found and found[id]["state"] == store.LIVE]
    if not rows:
        raise UserError(
            Text("没有要列入台账的排查纠纷。", "There is no screened dispute for the ledger.")
        )
    if len(rows) > MOST:
        said = Text("一次最多 {n} 件,请先筛选。", "At most {n} at once: choose fewer.")
        raise UserError(said.format(n=MOST))
    return rows


def ledger_sheet(db: Database, ids: Sequence[str]) -> Sheet:
    """The same eight columns, drawn: rows as high as their words need."""
    lines = ledger_lines(load_book(db), ledger_rows(db, ids), unit_of(db))
    title = Text(TITLES["prominent_ledger"], "Ledger of prominent disputes")
    cells = [Cell(0, 0, title.zh, Role.TITLE, colspan=len(LEDGER_HEADS))]
    cells += [Cell(1, column, head, Role.HEAD) for column, head in enumerate(LEDGER_HEADS)]
    for row, (number, *rest) in enumerate(lines, start=2):
        cells.append(Cell(row, 0, int(number), Role.NUMBER, format=Format.WHOLE))
        cells += [
            Cell(row, column, words or None, Role.LABEL, format=Format.NOTE)
            for column, words in enumerate(rest, start=1)
        ]
    return Sheet(title, cells=tuple(cells), head_rows=2)


def write_ledger_file(
    db: Database,
    progress: Progress = no_progress,
    *,
    ids: Sequence[str],
    path: Path,
    overwrite: bool = False,
) -> None:
    """By its ending an Excel workbook or a PDF; whole or not at all. Raises UserError."""
    if path.suffix.lower() == ".xlsx":
        sheet = ledger_sheet(db, ids)
        write_workbook([sheet], path, overwrite=overwrite, progress=progress)
    elif path.suffix.lower() == ".pdf":
        write_ledger(db, ledger_rows(db, ids), path, overwrite=overwrite)
    else:
        raise UserError(Text("台账的文件名以 .xlsx 或 .pdf 结尾。", "It ends in .xlsx or .pdf."))
