"""A day's work without a screen: what `make run` does where no window can open. Imports no Qt."""

import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from core import deadlines, history, store
from core.importing import carry_out, counts_in_words, plan
from core.paper import write_file
from core.paths import DataFolder
from core.periods import parse_period
from core.records import DISPUTE, load_book
from core.register import register
from core.reports import REPORTS
from core.reports.engine import drawn, run
from core.text import Text
from core.workbook import write_workbook
from db.backup import make_backup
from db.connect import Opened, open_database
from ui.setup import make_practice

OUT = Path("out")
NO_SCREEN = Text(
    "这里没有屏幕,打不开窗口。以练习数据做一天的工作,结果在 {out}:",
    "There is no screen for a window. A day's work with practice data instead, into {out}:",
)


def run_day(folder: DataFolder) -> int:
    """Register, statistics, a case file, an import and its undo, a backup; says what it made."""
    OUT.mkdir(exist_ok=True)
    _say(NO_SCREEN.format(out=OUT.resolve()))
    with tempfile.TemporaryDirectory() as scratch:
        place = folder if folder.data.exists() else DataFolder(Path(scratch) / "practice")
        if not place.data.exists():
            make_practice(place)
        with open_database(place) as opened:
            _work(opened)
    return 0


def _work(opened: Opened) -> None:
    db, book, today = opened.db, load_book(opened.db), date.today()  # noqa: DTZ011 - today's work
    month = parse_period(f"{today:%Y-%m}")
    _say(
        Text("今天有 {n} 项到期或超期。", "{n} things are due or overdue today.").format(
            n=len(deadlines.due(db, today, within=deadlines.SOON))
        )
    )
    for name, whole in (("register.xlsx", False), ("register-all-columns.xlsx", True)):
        sheet = register(db, DISPUTE, book, all_columns=whole)
        _made(name, partial(write_workbook, [sheet], overwrite=True))
    for report in REPORTS:
        drawing = drawn(run(db, report, month))
        _made(f"{report.name}.xlsx", partial(write_workbook, [drawing], overwrite=True))
    settled = store.find(db, DISPUTE, "mediation_result = 'success'", limit=1)
    for row in settled:
        _made("case-file.pdf", partial(write_file, db, row["id"], overwrite=True))
    planned = plan(db, DISPUTE, OUT / "register-all-columns.xlsx")
    _say(counts_in_words(planned))
    if step := carry_out(db, planned):
        history.undo(db, step)
    backup = make_backup(opened.folder, opened.key, db, "by_hand")
    _say(Text("已备份并核对:{name}", "Backed up and checked: {name}").format(name=backup.name))


def _made(name: str, write: Callable[[Path], None]) -> None:
    path = OUT / name
    write(path)
    _say(Text("已写入 {path}", "Wrote {path}").format(path=path))


def _say(words: Text) -> None:
    print(words, file=sys.stdout)  # noqa: T201 - there is no window to say it in
