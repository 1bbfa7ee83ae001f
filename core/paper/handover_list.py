"""移交清单: what is handed over to a successor, for three people to sign; and the sheet with the
passphrase, which goes another way than the stick.

Always in Chinese. No parties are named: the list is filed and copied. Who hands over, who takes
over and who oversees it is left to the pen, and so are the days.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from core.deadlines import OPEN, due
from core.merging.handover import Stock, stock
from core.paper.blocks import (
    BLANK_DATE,
    IN_CELL,
    Blank,
    Cell,
    Table,
    right,
    row,
    sentence,
    signatures,
    small,
    subheading,
)
from core.paper.fonts import Fonts, computer_fonts
from core.paper.lines import Style
from core.paper.page import ROOM, Document, Writer, write_pdf
from core.papers import case_rows, lacking, missing, office_profile, papers_held
from core.records import BY_TABLE, DISPUTE, MEDIATOR, OFFICE, SUBSIDY_CLAIM, load_book
from core.show import yuan
from core.store import find, get_many

TITLE = "移交清单"
HEAD = Style("heading", 11)
IN = Style("body", 10.5)
YEARS = 3  # columns of single years
AT_ONCE = 500  # cases whose papers are looked through together
CODE = Style("heading", 26)


@dataclass(frozen=True)
class ListedFile:
    """A file of the package: name, bytes, SHA-256 as 64 hex digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Package:
    """What the list says of the package; `at` as the office's clock shows it."""

    number: str
    at: str
    files: Sequence[ListedFile]


def handover_list(db: Database, fonts: Fonts, package: Package, today: date) -> Document:
    """The list as it stands with the data just now."""
    w = Writer(fonts, TITLE)
    w.heading()
    office = next(iter(find(db, OFFICE, order="id", limit=1)), None) or {}
    row(w, Blank("移交单位", office.get("name") or ""))
    row(w, Blank("制作时间", package.at), Blank("移交包编号", package.number[-12:]))
    held = stock(db)
    _files(w, package)
    _counts(w, db, held, today)
    _open_cases(w, db, today)
    _waiting(w, db, today)
    _papers(w, db)
    _claims(w, db)
    _signatures(w)
    return w.done()


def write_handover_list(
    db: Database, package: Package, today: date, path: Path, *, overwrite: bool
) -> None:
    """Raises UserError if the file cannot be written."""
    fonts = computer_fonts()
    document = handover_list(db, fonts, package, today)
    write_pdf(path, fonts, TITLE, [[document]], overwrite=overwrite)


def passphrase_sheet(fonts: Fonts, package: Package, passphrase: str) -> Document:
    """One page, to be kept apart from the stick."""
    w = Writer(fonts, "移交口令")
    w.heading()
    sentence(w, "接收移交时要输入下面的口令。没有它,谁也打不开移交包;程序不保存它。")
    w.y -= 24
    for part in (passphrase[:12].rstrip("-"), passphrase[12:]):
        w.centred(part, CODE, 44, 1.5)
    w.y -= 24
    row(w, Blank("制作时间", package.at))
    for file in package.files:
        row(w, Blank("移交包", file.name))
    w.y -= 12
    sentence(w, "一、本页与存放移交包的U盘分开保管,当面交给接收人。")
    sentence(w, "二、字母和数字中没有0、1、I、O。大小写和短横不影响。")
    sentence(w, "三、接收完成并核对清单后,销毁本页。")
    return w.done(numbered=False)


def write_passphrase_sheet(
    package: Package, passphrase: str, path: Path, *, overwrite: bool
) -> None:
    """Raises UserError if the file cannot be written."""
    fonts = computer_fonts()
    document = passphrase_sheet(fonts, package, passphrase)
    write_pdf(path, fonts, document.title, [[document]], overwrite=overwrite)


# --- parts of the list ---------------------------------------------------------------------------


def _files(w: Writer, package: Package) -> None:
    _part(w, "一、移交包文件")
    table = Table((150.0, 70.0, ROOM - 220.0), pitch=16)
    _head(w, table, "文件名", "大小(字节)", "校验值(SHA-256)")
    for file in package.files:
        # two lines of 32, to be compared by eye
        _line(w, table, file.name, f"{file.size}", f"{file.sha256[:32]} {file.sha256[32:]}")


def _counts(w: Writer, db: Database, held: Stock, today: date) -> None:
    _part(w, "二、记录数量(按种类和年度)")
    years = [str(today.year - n) for n in range(YEARS)]
    table = Table((ROOM - 5 * 54.0, *[54.0] * 5), pitch=16)
    heads = ("种类", "合计", *(f"{y}年" for y in years), "更早")
    _head(w, table, *heads)
    w.on_new_page = lambda again: _head(again, table, *heads)
    for name, total in held.records.items():
        kind = BY_TABLE[name]
        by_year = _by_year(db, name, kind.dated_by)
        told = [str(by_year[y]) if kind.dated_by else "" for y in years]
        earlier = sum(n for y, n in by_year.items() if y and y < years[-1])
        _line(w, table, kind.title.zh, str(total), *told, str(earlier) if kind.dated_by else "")
    w.on_new_page = None
    small(w, f"共 {held.live} 条;回收站 {held.deleted} 条。没有日期的种类和日期未填的只计入合计。")
    small(w, f"附件 {held.files} 个;操作步骤 {held.steps} 步;操作日志 {held.audit} 条。")


def _by_year(db: Database, table: str, dated_by: str) -> Counter[str]:
    if not dated_by:
        return Counter()
    sql = f"select substr({dated_by}, 1, 4), count(*) from {table} where state = 0 group by 1"
    return Counter({str(year or ""): int(n) for year, n in db.execute(sql)})


def _open_cases(w: Writer, db: Database, today: date) -> None:
    rows = find(db, DISPUTE, OPEN, order="accepted_on, id")
    _part(w, f"三、未办结纠纷({len(rows)} 件)")
    if not rows:
        small(w, "无。")
        return
    terms = {d.dispute: d for d in due(db, today) if d.table == "dispute" and d.sort == "term"}
    mediators = get_many(db, MEDIATOR, [r["mediator_id"] for r in rows if r["mediator_id"]])
    widths = (140.0, 80.0, 85.0, 75.0)
    table = Table((*widths, ROOM - sum(widths)), pitch=16)
    heads = ("卷号或案件编码", "受理日期", "调解员", "期限", "情况")
    _head(w, table, *heads)
    w.on_new_page = lambda again: _head(again, table, *heads)
    for r in rows:
        term = terms.get(r["id"])
        who = mediators.get(r["mediator_id"] or "", {}).get("name") or ""
        left = "" if term is None else _left(term.days_left)
        until = term.on if term else ""
        _line(w, table, _number(r), r["accepted_on"] or "", who, until, left)
    w.on_new_page = None


def _waiting(w: Writer, db: Database, today: date) -> None:
    """What else is owed by a day: performance, visits, screening, elections."""
    found = [d for d in due(db, today) if not (d.table == "dispute" and d.sort == "term")]
    _part(w, f"四、其他有期限的事项({len(found)} 项)")
    if not found:
        small(w, "无。")
        return
    widths = (170.0, 140.0, 75.0)
    table = Table((*widths, ROOM - sum(widths)), pitch=16)
    heads = ("事项", "卷号、村(居)或单位", "期限", "情况")
    _head(w, table, *heads)
    w.on_new_page = lambda again: _head(again, table, *heads)
    for d in found:
        _line(w, table, d.what.zh, d.number, d.on, _left(d.days_left))
    w.on_new_page = None


def _papers(w: Writer, db: Database) -> None:
    rows = find(db, DISPUTE, lacking(db), order="closed_on, id")
    _part(w, f"五、已结案、还缺材料的案卷({len(rows)} 卷)")
    if not rows:
        small(w, "无。")
        return
    profile = office_profile(db)
    table = Table((150.0, 75.0, ROOM - 225.0), pitch=16)
    heads = ("卷号或案件编码", "结案日期", "缺少的材料")
    _head(w, table, *heads)
    w.on_new_page = lambda again: _head(again, table, *heads)
    for start in range(0, len(rows), AT_ONCE):
        for case in case_rows(db, rows[start : start + AT_ONCE]):
            names = [h.paper.title.zh for h in missing(papers_held(case))]
            number, closed = _number(case.dispute), case.dispute["closed_on"]
            _line(w, table, number, closed, "、".join(names))
    w.on_new_page = None
    small(w, f"按本所使用的材料目录({profile})核对;只有纸质件的,以卷内实物为准。")


def _claims(w: Writer, db: Database) -> None:
    """Claimed and neither paid nor refused."""
    where = "claim_status not in ('paid', 'rejected')"
    rows = find(db, SUBSIDY_CLAIM, where, order="applied_on, id")
    _part(w, f"六、未发放的案件补贴({len(rows)} 笔)")
    if not rows:
        small(w, "无。")
        return
    book = load_book(db)
    cases = get_many(db, DISPUTE, [r["dispute_id"] for r in rows if r["dispute_id"]])
    widths = (150.0, 90.0, 75.0)
    table = Table((*widths, ROOM - sum(widths)), pitch=16)
    heads = ("卷号或案件编码", "申报期间", "金额(元)", "进度")
    _head(w, table, *heads)
    w.on_new_page = lambda again: _head(again, table, *heads)
    total = 0
    for r in rows:
        amount = r["amount_approved"] if r["amount_approved"] is not None else r["amount_claimed"]
        total += amount or 0
        status = book.lists["claim_status"].get(r["claim_status"] or "")
        case = cases.get(r["dispute_id"] or "")
        money = "" if amount is None else yuan(amount)
        words = status.zh if status else ""
        _line(w, table, _number(case) if case else "", r["claim_period"] or "", money, words)
    w.on_new_page = None
    small(w, f"合计 {yuan(total)} 元。")


def _signatures(w: Writer) -> None:
    w.y -= 10
    w.need(230)
    sentence(w, "以上内容已当面核对;接收后程序显示的数量与本清单第二项一致。", style=IN_CELL)
    for who in ("移交人", "接收人", "监交人"):
        signatures(w, f"{who}(签名)")
        right(w, BLANK_DATE, inset=30)


def _part(w: Writer, words: str) -> None:
    w.y -= 8
    subheading(w, words)


def _number(r: dict[str, Any] | Any) -> str:
    return str(r["file_no"] or r["case_no"] or "(未编号)")


def _left(days: int) -> str:
    if days == 0:
        return "今天到期"
    return f"超期 {-days} 天" if days < 0 else f"还有 {days} 天"


def _head(w: Writer, table: Table, *words: str) -> None:
    table.row(w, *(Cell(each, HEAD, centred=True) for each in words))


def _line(w: Writer, table: Table, *words: str) -> None:
    table.row(w, *(Cell(each, IN) for each in words))
