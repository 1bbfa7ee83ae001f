"""补贴表: claim sheet, payment list and the sum by mediator, as paper and as workbook.

Always in Chinese. Signatures and the names of those who check stay empty: only people give them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from core.codes import CodeBook
from core.errors import UserError
from core.field import RecordKind, Row
from core.paper.fonts import Fonts, computer_fonts
from core.paper.page import write_pdf
from core.paper.wide_table import WideColumn, WideTable, as_sheet, wide_document
from core.periods import Period
from core.records import AGREEMENT, DISPUTE, MEDIATOR, OFFICE, PARTY, SUBSIDY_CLAIM, load_book
from core.sheet import Format, Value
from core.store import children_by_parent, find, get_many
from core.subsidy.claims import PERIOD_END, period_words
from core.text import Text
from core.workbook import write_workbook

FOOT = ("制表人:", "司法所审核:", "县(区)局审核:")
UNIT = "单位:元"


@dataclass(frozen=True)
class _Sources:
    """What a sheet is made from: the claims in the order of the sheet, and what they point at."""

    claims: list[Row]
    disputes: dict[str, dict[str, Any]]
    parties: dict[str, list[dict[str, Any]]]
    agreements: dict[str, list[dict[str, Any]]]
    mediators: dict[str, dict[str, Any]]
    book: CodeBook

    def words(self, kind: RecordKind, row: Row, name: str) -> str:
        """A code in Chinese, whatever the screen speaks."""
        field, value = kind.field(name), row.get(name)
        if value in (None, ""):
            return ""
        words = self.book.lists[field.codes].get(str(value))
        return words.zh if words else str(value)


def claims_in(db: Database, within: Period) -> list[str]:
    """Ids of the claims of a period that are no drafts."""
    sql = f"""
        select c.id from subsidy_claim c where c.state = 0 and c.claim_status != 'draft'
        and {PERIOD_END} between ? and ?
    """
    bounds = [within.since.isoformat(), within.until.isoformat()]
    return [id for (id,) in db.execute(sql, bounds)]


def claim_sheet(db: Database, claim_ids: Sequence[str], period: Text) -> WideTable:
    """人民调解案件补贴申报(发放)表: a line a claim; refused ones say why and add nothing."""
    sources = _sources(db, claim_ids)
    rows = [_claim_line(sources, n, claim) for n, claim in enumerate(sources.claims, 1)]
    good = [c for c in sources.claims if c["claim_status"] != "rejected"]
    sums = {10: _sum(sources.claims, "amount_claimed"), 12: _sum(good, "amount_approved")}
    total = ("合计", *(sums.get(place) for place in range(1, len(_CLAIM_COLUMNS))))
    return WideTable(
        "人民调解案件补贴申报(发放)表",
        _above(db, period),
        _CLAIM_COLUMNS,
        rows,
        total,
        FOOT,
    )


def payment_list(db: Database, claim_ids: Sequence[str], period: Text) -> WideTable:
    """人民调解案件补贴发放表: what each mediator is to get of what was approved, to be signed."""
    sources = _sources(db, claim_ids)
    approved = [c for c in sources.claims if c["claim_status"] in ("county_reviewed", "paid")]
    rows = [
        (n, *_payee(sources, mine), len(mine), _sum(mine, "amount_approved"), None, None)
        for n, mine in enumerate(_by_mediator(approved), 1)
    ]
    total = ("合计", None, None, None, len(approved), _sum(approved, "amount_approved"), None, None)
    title = "人民调解案件补贴发放表"
    return WideTable(title, _above(db, period), _PAYMENT_COLUMNS, rows, total, FOOT)


def mediator_sums(db: Database, claim_ids: Sequence[str], period: Text) -> WideTable:
    """人民调解案件补贴汇总表: claimed, approved, refused and paid of each mediator."""
    sources = _sources(db, claim_ids)
    rows = [
        (n, *_payee(sources, mine)[:2], *_sums(mine))
        for n, mine in enumerate(_by_mediator(sources.claims), 1)
    ]
    total = ("合计", None, None, *_sums(sources.claims))
    title = "人民调解案件补贴汇总表"
    return WideTable(title, _above(db, period), _SUM_COLUMNS, rows, total, FOOT)


#: Name on the command line -> words, what makes it.
SHEETS: dict[str, tuple[Text, Callable[[Database, Sequence[str], Text], WideTable]]] = {
    "claims": (Text("申报(发放)表", "Claim sheet"), claim_sheet),
    "payments": (Text("发放表", "Payment list"), payment_list),
    "mediators": (Text("按调解员汇总表", "Sums by mediator"), mediator_sums),
}


def write_sheet(
    db: Database,
    name: str,
    claim_ids: Sequence[str],
    period: Text,
    path: Path,
    *,
    overwrite: bool = False,
    fonts: Fonts | None = None,
) -> None:
    """One of SHEETS as PDF or, by its ending, as a workbook. Raises UserError for another ending,
    and where there is no claim."""
    if not claim_ids:
        raise UserError(Text("没有可以列入的申报。", "There is no claim to be listed."))
    words, make = SHEETS[name]
    table = make(db, claim_ids, period)
    match path.suffix.lower():
        case ".xlsx":
            write_workbook([as_sheet(table, words)], path, overwrite=overwrite)
        case ".pdf":
            fonts = fonts or computer_fonts()
            document = wide_document(fonts, table)
            write_pdf(path, fonts, table.title, [[document]], overwrite=overwrite)
        case _:
            said = Text("文件名要以 .pdf 或 .xlsx 结尾。", "The file must end in .pdf or .xlsx.")
            raise UserError(said)


# --- lines ---------------------------------------------------------------------------------------

_CLAIM_COLUMNS = (
    WideColumn("序号", 4, Format.WHOLE),
    WideColumn("调委会", 9),
    WideColumn("调解员", 6),
    WideColumn("卷号", 9.5, Format.LITERAL),
    WideColumn("纠纷类型", 8),
    WideColumn("当事人", 9),
    WideColumn("调解日期", 8.6),
    WideColumn("协议形式", 6.3),
    WideColumn("履行情况", 6.3),
    WideColumn("申报等级", 6.3),
    WideColumn("申报金额", 7, Format.MONEY),
    WideColumn("审核等级", 6.3),
    WideColumn("审核金额", 7, Format.MONEY),
    WideColumn("领款人签名", 8),
    WideColumn("备注", 8),
)
_PAYMENT_COLUMNS = (
    WideColumn("序号", 3, Format.WHOLE),
    WideColumn("领款人", 8),
    WideColumn("调委会", 18),
    WideColumn("收款账号", 18, Format.LITERAL),
    WideColumn("件数", 5, Format.WHOLE),
    WideColumn("金额", 9, Format.MONEY),
    WideColumn("领款人签名", 14),
    WideColumn("备注", 10),
)
_SUM_COLUMNS = (
    WideColumn("序号", 3, Format.WHOLE),
    WideColumn("调解员", 8),
    WideColumn("调委会", 18),
    WideColumn("申报件数", 6, Format.WHOLE),
    WideColumn("申报金额", 9, Format.MONEY),
    WideColumn("审核件数", 6, Format.WHOLE),
    WideColumn("审核金额", 9, Format.MONEY),
    WideColumn("不予补贴件数", 7, Format.WHOLE),
    WideColumn("发放件数", 6, Format.WHOLE),
    WideColumn("发放金额", 9, Format.MONEY),
)


def _claim_line(sources: _Sources, number: int, claim: Row) -> tuple[Value, ...]:
    dispute = sources.disputes.get(claim["dispute_id"], {})
    agreements = sources.agreements.get(claim["dispute_id"], [])
    last = agreements[-1] if agreements else {}
    is_refused = claim["claim_status"] == "rejected"
    return (
        number,
        sources.book.name_of("committee", claim["committee_id"]),
        sources.book.name_of("mediator", claim["mediator_id"]),
        dispute.get("file_no") or dispute.get("case_no"),
        sources.words(SUBSIDY_CLAIM, claim, "dispute_type")
        or sources.words(DISPUTE, dispute, "dispute_type"),
        _parties(sources.parties.get(claim["dispute_id"], [])),
        dispute.get("mediated_on") or dispute.get("closed_on"),
        sources.words(AGREEMENT, last, "agreement_form") or None,
        sources.words(AGREEMENT, last, "performance_status") or None,
        sources.words(SUBSIDY_CLAIM, claim, "grade_claimed") or None,
        _yuan(claim["amount_claimed"]),
        None if is_refused else sources.words(SUBSIDY_CLAIM, claim, "grade_approved") or None,
        None if is_refused else _yuan(claim["amount_approved"]),
        None,
        _remark(sources, claim) or None,
    )


def _parties(parties: Sequence[Row]) -> str | None:
    """Up to three names; of more the first two and how many there are."""
    names = [str(p["name"]) for p in parties if p["name"]]
    if len(names) > 3:
        return f"{'、'.join(names[:2])}等{len(names)}人"
    return "、".join(names) or None


def _remark(sources: _Sources, claim: Row) -> str:
    """Why nothing is paid, then what was remarked."""
    why = sources.words(SUBSIDY_CLAIM, claim, "reject_reason")
    is_refused = claim["claim_status"] == "rejected"
    refused = f"不予补贴:{why}" if is_refused else ""
    return ";".join(part for part in (refused, claim["remark"]) if part)


def _payee(sources: _Sources, mine: Sequence[Row]) -> tuple[str, str, str]:
    """Name, committee, account of the mediator of some claims."""
    first = mine[0]
    mediator = sources.mediators.get(first["mediator_id"], {})
    account = next((c["payee_account"] for c in mine if c["payee_account"]), None)
    return (
        sources.book.name_of("mediator", first["mediator_id"]),
        sources.book.name_of("committee", first["committee_id"]),
        account or mediator.get("bank_account") or "",
    )


def _sums(claims: Sequence[Row]) -> tuple[Value, ...]:
    approved = [c for c in claims if c["claim_status"] in ("county_reviewed", "paid")]
    paid = [c for c in approved if c["claim_status"] == "paid"]
    return (
        len(claims),
        _sum(claims, "amount_claimed"),
        len(approved),
        _sum(approved, "amount_approved"),
        sum(c["claim_status"] == "rejected" for c in claims),
        len(paid),
        _sum(paid, "amount_approved"),
    )


def _by_mediator(claims: Sequence[Row]) -> list[list[Row]]:
    """Those of each mediator within each committee, in the order of the sheet."""
    by = groupby(claims, key=lambda c: (c["committee_id"], c["mediator_id"]))
    return [list(mine) for _, mine in by]


def _sum(claims: Sequence[Row], name: str) -> Decimal:
    return Decimal(sum(c[name] or 0 for c in claims)).scaleb(-2)


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen).scaleb(-2)


def _above(db: Database, period: Text) -> tuple[str, ...]:
    office = next(iter(find(db, OFFICE, limit=1)), {})
    label = "所属季度" if "季度" in period.zh else "所属期间"
    return (f"填报单位:{office.get('name') or ''}", f"{label}:{period.zh}", UNIT)


def _sources(db: Database, claim_ids: Sequence[str]) -> _Sources:
    """The claims by committee, mediator and number."""
    book = load_book(db)
    found = list(get_many(db, SUBSIDY_CLAIM, claim_ids).values())
    claims = sorted(
        found,
        key=lambda c: (
            book.name_of("committee", c["committee_id"]),
            book.name_of("mediator", c["mediator_id"]),
            c["committee_id"] or "",
            c["mediator_id"] or "",
            c["claim_no"] or "",
            c["id"],
        ),
    )
    ids = list(dict.fromkeys(str(c["dispute_id"]) for c in claims))
    return _Sources(
        list(claims),
        get_many(db, DISPUTE, ids),
        children_by_parent(db, PARTY, ids),
        children_by_parent(db, AGREEMENT, ids),
        get_many(db, MEDIATOR, list({str(c["mediator_id"]) for c in claims})),
        book,
    )


def period_of(db: Database, claim_ids: Sequence[str]) -> Text:
    """The one period all these claims are of; else the first and the last joined."""
    rows = get_many(db, SUBSIDY_CLAIM, claim_ids).values()
    codes = sorted({str(r["claim_period"]) for r in rows})
    words = [period_words(code) for code in codes]
    if len(words) < 2:
        return words[0] if words else Text("", "")
    return Text(f"{words[0].zh}至{words[-1].zh}", f"{words[0].en} to {words[-1].en}")
