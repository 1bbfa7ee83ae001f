"""Speed as ratios: our way beside the bare library, in one run on one machine.

`make bench` prints the table and writes out/bench.json; docs/benchmarks.md keeps what was measured.
`python -m tests.bench --small` runs it on a tenth of the records.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

import db.driver  # noqa: F401 - before anything imports sqlite_utils

# isort: split
import openpyxl
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate
from sqlite_utils import Database

from core import store
from core.finding import find, find_words
from core.importing import carry_out, plan
from core.importing.heads import words
from core.paper import write_files
from core.paths import DataFolder
from core.periods import parse_period
from core.practice import fill
from core.records import DISPUTE, load_book
from core.register import register
from core.reports import report_named
from core.reports.engine import run
from core.sheet import Sheet
from core.workbook import write_workbook
from db.connect import Opened, connect, create, open_database
from tests.bench_start import keystrokes, starts

YEAR = 2026
MONTH = "2026-03"


@dataclass(frozen=True)
class Measured:
    """Median seconds of both ways, and how often ours takes the time of the bare one."""

    what: str
    ours: float
    bare: float
    most: float  # the ratio to keep

    @property
    def ratio(self) -> float:
        return self.ours / self.bare


def beside(
    what: str, most: float, ours: Callable[[], Any], bare: Callable[[], Any], times: int
) -> Measured:
    """Both in turn, so that whatever else the machine does meets both."""
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for work, found in zip((bare, ours), took, strict=True):
            start = time.perf_counter()
            work()
            found.append(time.perf_counter() - start)
    bare_time, own_time = (statistics.median(t) for t in took)
    return Measured(what, own_time, bare_time, most)


def list_page(db: Database) -> Measured:
    newest = "order by accepted_on desc, id desc limit 100"
    sql = f"select * from dispute where state = 0 {newest} offset 500"
    return beside(
        "a page of the list (100 of all)",
        1.5,
        lambda: store.find(db, DISPUTE, limit=100, offset=500),
        lambda: rows_of(db, sql),
        101,
    )


def filtered(db: Database) -> Measured:
    where = "dispute_type = 'neighbor' and accepted_on between '2026-03-01' and '2026-03-31'"
    newest = "order by accepted_on desc, id desc limit 100"
    sql = f"select * from dispute where state = 0 and {where} {newest}"
    return beside(
        "a filter on type and month",
        1.5,
        lambda: store.find(db, DISPUTE, where, limit=100),
        lambda: rows_of(db, sql),
        101,
    )


def scrolling(opened: Opened, size: tuple[int, int] = (1366, 768)) -> dict[str, float]:
    """A list of disputes on the smallest screen: 95th percentile of seconds of reading a page of
    rows anywhere in it, and of moving on by a screenful until it is painted."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from ui.changes import Changes
    from ui.dispute_listing import dispute_listing
    from ui.fonts import family
    from ui.list_page import ListPage
    from ui.measures import use_type_size

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    use_type_size(app, family(), 100)
    page = ListPage(opened, Changes(), dispute_listing())
    page.resize(*size)
    start = time.perf_counter()
    page.show()
    app.processEvents()
    found = {"the list of disputes opened": time.perf_counter() - start}
    rows, bar = page.model.rowCount(), page.view.verticalScrollBar()
    reads, moves, worked = [], [], []
    for n in range(200):
        start = time.perf_counter()
        page._fetch(n * 7919 % max(rows - 100, 1), 100)
        reads.append(time.perf_counter() - start)
    for n in range(400):
        start, own = time.perf_counter(), time.thread_time()
        bar.setValue(n * bar.pageStep())
        page.view.viewport().repaint()
        moves.append(time.perf_counter() - start)
        worked.append(time.thread_time() - own)
        app.processEvents()  # a person does not scroll without a pause between two frames
    start = time.perf_counter()
    page.refresh()
    found["all its counts, filters and rows anew"] = time.perf_counter() - start
    page.close()
    found["100 rows of the list, 95th percentile"] = statistics.quantiles(reads, n=20)[-1]
    found["a screenful of scrolling, 95th percentile"] = statistics.quantiles(moves, n=20)[-1]
    found["the same, processor time alone"] = statistics.quantiles(worked, n=20)[-1]
    return found


def rows_of(db: Database, sql: str) -> list[dict[str, Any]]:
    """What any program has to do to show rows by the names of their columns."""
    cursor = db.conn.execute(sql)
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def month_sheet(db: Database) -> Measured:
    report, period = report_named("mediation_cases"), parse_period(MONTH)
    sql = bare_sheet()
    return beside(
        "the sheet of a month",
        1.5,
        lambda: run(db, report, period),
        lambda: db.conn.execute(sql).fetchall(),
        21,
    )


def search(db: Database) -> Measured:
    sql = """select tbl, id, root from search where instr(words, '王德') > 0
        or instr(facts, '王德') > 0 order by id desc limit 200"""
    return beside(
        "a search for a name",
        1.5,
        lambda: find_words(db, "王德"),
        lambda: db.conn.execute(sql).fetchall(),
        11,
    )


#: What people type: a word alone, and pairs that many records hold between them.
TYPED = ("王", "王德", "wd", "12", "宅基地", "王 李", "王 宅基地", "王德 宅基地", "王 上斜沟村")


def finding(db: Database) -> dict[str, float]:
    """Seconds of processor time until all is found, meetings and terms included."""
    found = {}
    for typed in TYPED:
        took = []
        for _ in range(5):
            start = time.process_time()
            find(db, typed)
            took.append(time.process_time() - start)
        found[f"found: {typed}"] = statistics.median(took)
    return found


def register_to_excel(db: Database, scratch: Path, rows: int) -> Measured:
    sheet = register(db, DISPUTE, load_book(db))
    some = limited(sheet, rows)
    cells = bare_cells(some)

    def bare() -> None:
        book = openpyxl.Workbook(write_only=True)
        page = book.create_sheet()
        for values in cells:
            page.append(values)
        book.save(scratch / "bare.xlsx")

    return beside(
        f"register of {rows} rows to Excel",
        1.3,
        lambda: write_workbook([some], scratch / "ours.xlsx", overwrite=True),
        bare,
        3,
    )


def case_files(db: Database, scratch: Path, cases: int) -> Measured:
    ids = [r["id"] for r in store.find(db, DISPUTE, "mediation_result = 'success'", limit=cases)]
    write_files(db, ids, scratch / "ours.pdf", overwrite=True)  # fonts are read once, then kept
    from pypdf import PdfReader

    pages = [p.extract_text().splitlines() for p in PdfReader(scratch / "ours.pdf").pages]
    style = ParagraphStyle("body", fontName=font_in_use(), fontSize=14, leading=28, wordWrap="CJK")

    def bare() -> None:
        parts: list[Any] = []
        for lines in pages:
            parts += [Paragraph(line, style) for line in lines if "<" not in line]
            parts.append(PageBreak())
        SimpleDocTemplate(str(scratch / "bare.pdf"), pagesize=A4).build(parts)

    return beside(
        f"{cases} case files as PDF",
        1.5,
        lambda: write_files(db, ids, scratch / "ours.pdf", overwrite=True),
        bare,
        3,
    )


def font_in_use() -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    from core.paths import RESOURCES

    path = RESOURCES / "fonts" / "NotoSerifSC-Regular.ttf"
    pdfmetrics.registerFont(TTFont("bench", str(path)))
    return "bench"


def importing(scratch: Path, rows: int) -> Measured:
    path = scratch / "in.xlsx"
    write_import_sheet(path, rows)
    number = iter(range(1000))

    def ours() -> None:
        folder = DataFolder(scratch / f"ours{next(number)}")
        create(folder)
        with open_database(folder) as opened:
            carry_out(opened.db, plan(opened.db, DISPUTE, path, "provincial-2021"))

    def bare() -> None:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        values = list(book.active.iter_rows(min_row=2, max_col=25, values_only=True))
        into = connect(scratch / f"bare{next(number)}.db", "11" * 32)
        columns = ", ".join(f"c{i}" for i in range(25))
        with into.atomic():
            into.execute(f"create table t ({columns})")
            into.conn.executemany(f"insert into t values ({', '.join('?' * 25)})", values)
        into.close()

    making = DataFolder(scratch / "making")
    start = time.perf_counter()
    create(making)
    fixed = time.perf_counter() - start  # drawing keys is slow on purpose, and is not importing
    found = beside(f"import of {rows} rows", 2.5, ours, bare, 3)
    return Measured(found.what, found.ours - fixed, found.bare, found.most)


def write_import_sheet(path: Path, rows: int) -> None:
    heads = words()["profiles"]["provincial-2021"]["columns"]
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    page.append(heads)
    for i in range(rows):
        day = f"2021-04-{i % 28 + 1:02}"
        page.append(
            [f"AJ{i:06}", f"第{i % 12}村人民调解委员会", None, "张秀英", day,
             ("依申请", "主动调解", "法院委托移送")[i % 3], "一般", "邻里纠纷", "斜沟乡", "无",
             f"调解员{i % 30}", None, day, f"协{i}", "调解成功", 100 + i, "已履行",
             f"李明{i}、王德{i}", "书面", f"双方宅基地相邻,第{i}次发生争执。" * 5,
             None, None, None, "否", None]
        )  # fmt: skip
    book.save(path)


def limited(sheet: Sheet, rows: int) -> Sheet:
    """The same sheet with so many rows, repeated if there are fewer."""
    many = list(sheet.rows) * (rows // max(len(sheet.rows), 1) + 1)
    return replace(sheet, rows=many[:rows])


def bare_cells(sheet: Sheet) -> list[list[Any]]:
    return [[c.label for c in sheet.columns], *(list(row) for row in sheet.rows)]


def bare_sheet() -> str:
    """The figures of a month's sheet in one statement, as somebody would write it by hand."""
    types = [
        "marriage_family",
        "neighbor",
        "housing_homestead",
        "contract",
        "production_operation",
        "damage_compensation",
        "forest_land",
        "land_expropriation",
        "environment_pollution",
        "labor",
        "tourism",
        "consumer",
        "medical",
        "traffic_accident",
        "property_service",
        "intellectual_property",
        "internet",
        "other",
    ]
    bodies = [
        "village",
        "community",
        "township",
        "subdistrict",
        "enterprise",
        "industry_professional",
    ]
    from_whom = ["court", "procuratorate", "police", "petition_office", "other_department"]
    sums = [
        "count(*)",
        "sum(parties)",
        "sum(mediation_result = 'success')",
        "sum(is_difficult)",
        "sum(amount)",
        *(f"sum(committee_type = '{b}')" for b in bodies),
        *(f"sum(case_source = '{s}')" for s in ("on_initiative", "on_application", "entrusted")),
        *(f"sum(entrusting_body = '{b}')" for b in from_whom),
        *(f"sum(dispute_type = '{t}' or dispute_type like '{t}_%')" for t in types),
        *(f"sum({n})" for n in ("oral", "written", "performed", "confirmed")),
    ]
    return f"""
        select committee_id, {", ".join(sums)} from (
            select d.*, c.committee_type, max(a.agreement_form = 'oral') as oral,
                max(a.agreement_form = 'written') as written,
                min(a.performance_status = 'performed') as performed,
                max(a.confirmation_status = 'confirmed') as confirmed,
                (select count(*) from party where dispute_id = d.id and state = 0) as parties
            from dispute d left join committee c on c.id = d.committee_id
            left join agreement a on a.dispute_id = d.id and +a.state = 0
            where d.state = 0 and d.accepted_on between '{MONTH}-01' and '{MONTH}-31'
            group by d.accepted_on, d.id
        ) group by committee_id
    """


def measure(records: int, scratch: Path) -> tuple[list[Measured], dict[str, float]]:
    """Every comparison at so many disputes, and how long single things took (seconds)."""
    folder = DataFolder(scratch / "data")
    create(folder)
    with open_database(folder) as opened:
        start = time.perf_counter()
        fill(opened.db, records=records, seed=1, year=YEAR)
        singles = {f"practice office of {records} disputes": time.perf_counter() - start}
        start = time.perf_counter()
        find_words(opened.db, "王德")
        singles["words read for the search box, once"] = time.perf_counter() - start
        found = [
            list_page(opened.db),
            filtered(opened.db),
            month_sheet(opened.db),
            search(opened.db),
            register_to_excel(opened.db, scratch, max(records // 10, 100)),
            case_files(opened.db, scratch, 100),
        ]
        singles.update(finding(opened.db))
        singles.update(scrolling(opened))
    start = time.perf_counter()
    with open_database(folder):
        singles["opening, every page checked"] = time.perf_counter() - start
    found.append(importing(scratch, max(records // 10, 100)))
    compared, filled = starting(folder, scratch)
    found += compared
    singles |= filled
    took = statistics.quantiles(keystrokes(folder), n=20)
    singles["a key to its painted letter, median"] = took[9]
    singles["a key to its painted letter, 95 of 100"] = took[18]
    return found, singles


def starting(folder: DataFolder, scratch: Path) -> tuple[list[Measured], dict[str, float]]:
    """The window beside a bare one, and with many disputes beside an empty office."""
    empty = DataFolder(scratch / "empty")
    create(empty)
    took = starts({"empty": empty, "many": folder})
    bare, ours, many = took[""], took["empty"], took["many"]
    return [
        Measured("start to the usable window, empty", ours.usable, bare.usable, 2.0),
        Measured("the same in processor time", ours.worked, bare.worked, 2.0),
        Measured("the same with all disputes / empty", many.usable, ours.usable, 1.3),
    ], {
        "start to the figures of the day, empty": ours.filled,
        "start to the figures of the day, all": many.filled,
    }


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--small", action="store_true", help="a tenth of the records")
    records = 10_000 if asked.parse_args().small else 100_000
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = scratch
        found, singles = measure(records, Path(scratch))
    for m in found:
        mark = "ok" if m.ratio <= m.most else "SLOW"
        print(
            f"{m.what:40} {m.ours * 1000:10.1f} ms {m.bare * 1000:10.1f} ms"
            f" {m.ratio:6.2f} (at most {m.most}) {mark}"
        )
    for what, seconds in singles.items():
        print(f"{what:40} {seconds:12.3f} s")
    Path("out").mkdir(exist_ok=True)
    rows = [{**vars(m), "ratio": m.ratio} for m in found]
    result = {"records": records, "ratios": rows, "seconds": singles}
    Path("out/bench.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
