"""kill -9 in the middle of an import: all of it or none of it, and the next start works."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from core import store
from core.paths import DataFolder
from core.records import COMMITTEE, DISPUTE, PARTY
from db.connect import open_database

ROOT = Path(__file__).parents[2]
ROWS = 1500
HEADS = ("案件编码", "调委会", "受理时间", "案件来源", "纠纷类别", "当事人")


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sheet") / "a.xlsx"
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    page.append(HEADS)
    for i in range(ROWS):
        page.append(
            (f"A{i}", "上斜沟村调委会", "2026-03-05", "依申请", "邻里纠纷", f"甲{i}、乙{i}")
        )
    book.save(path)
    return path


@pytest.mark.parametrize("seed", range(100 if os.environ.get("TAIZHANG_LONG_TESTS") else 4))
def test_promise_01_an_import_that_was_killed_is_whole_or_not_there(
    folder: DataFolder, sheet: Path, seed: int
) -> None:
    typed = [sys.executable, "main.py", "--data", str(folder.root), "import", "dispute", str(sheet)]
    journal = folder.root / "data.db-journal"
    with subprocess.Popen(typed, cwd=ROOT, stdout=subprocess.DEVNULL) as importing:
        some = random.Random(seed).randrange(1, 4000)
        while importing.poll() is None and some:
            some -= journal.exists() and journal.stat().st_size > 0  # it is writing
        importing.send_signal(signal.SIGKILL)
    with open_database(folder) as opened:
        found = [store.count(opened.db, kind) for kind in (DISPUTE, PARTY, COMMITTEE)]
        assert found in ([0, 0, 0], [ROWS, 2 * ROWS, 1])
