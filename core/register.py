"""台账: the records of a kind as a sheet, one row each, in the order of their dates.

With all columns the sheet can be edited and imported again: it starts with the id of each record,
heads are the labels of the fields, links are names.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

from core.codes import CodeBook
from core.errors import UserError
from core.field import Field, RecordKind, Type
from core.progress import Progress, no_progress
from core.records import AGREEMENT, BY_TABLE, DISPUTE, PARTY
from core.sheet import Format, Sheet, SheetColumn, Value
from core.show import LIST_COMMA, masked, name_of, shown
from core.store import CHUNK, get_many
from core.text import Text

NUMBER = Text("序号", "No.")
#: Columns a register of disputes has beside the fields: each side's names, the agreement's form.
APPLICANTS, RESPONDENTS = (Text(w.zh, f"{w.en}s") for w in PARTY.codes["party_role"].values())
AGREEMENT_FORM = AGREEMENT.field("agreement_form").label

_FORMATS = {
    Type.DATE: Format.DATE,
    Type.MONEY: Format.MONEY,
    Type.INTEGER: Format.NUMBER,
    Type.DECIMAL: Format.NUMBER,
    Type.NOTE: Format.NOTE,
}
#: Words made of digits, which a spreadsheet must not take for numbers.
_LITERAL = re.compile(r"id_number|(.*_)?phone|mobile|fax|postcode|bank_account|.*_(no|code)")
#: What an import takes for the end of a name.
_SEPARATES = re.compile(r"[、,，;；/\n]")


def register(
    db: Database,
    kind: RecordKind,
    book: CodeBook,
    *,
    since: date | str | None = None,
    until: date | str | None = None,
    all_columns: bool = False,
    mask: bool = False,
    ids: Sequence[str] | None = None,
    progress: Progress = no_progress,
) -> Sheet:
    """Live records of a kind whose date lies in since..until, oldest first; of `ids` only those.

    With mask, ID and phone numbers have stars; such a sheet has no id column, so that an import
    cannot write the stars back. Raises UserError for dates given for a kind that has none.
    """
    fields = _fields(kind, all_columns)
    rows = _rows(db, kind, fields, since, until)
    if ids is not None:
        wanted = frozenset(ids)
        rows = [row for row in rows if row[0] in wanted]
    convert = [_converter(db, f, book, mask) for f in fields]
    extras = _Extras(db, book, all_columns) if kind is DISPUTE else None
    with_id = all_columns and not mask
    made: list[tuple[Value, ...]] = []
    for start in range(0, len(rows), CHUNK):
        progress(start, len(rows))
        part = rows[start : start + CHUNK]
        beside = extras.of([r[0] for r in part]) if extras else {}
        for n, (id, *values) in enumerate(part, start + 1):
            cells = [c(v) for c, v in zip(convert, values, strict=True)]
            if extras:
                applicants, respondents, form = beside[id]
                cells = [cells[0], applicants, respondents, *cells[1:], form]
            made.append((id if with_id else n, *cells))
    columns = tuple(_columns(fields, with_id, extras is not None))
    title = Text("{kind}台账", "Register: {kind}").format(kind=kind.title)
    return Sheet(title, columns, made, ruled=not all_columns)


def _fields(kind: RecordKind, all_columns: bool) -> list[Field]:
    """Those of the list, or all; a record that belongs to another says to which."""
    if all_columns:
        return list(kind.fields)
    return [kind.field(name) for name in (*filter(None, [kind.parent]), *kind.columns)]


def _columns(fields: Sequence[Field], with_id: bool, is_dispute: bool) -> Iterator[SheetColumn]:
    first = SheetColumn("id", Format.LITERAL) if with_id else SheetColumn(str(NUMBER), Format.WHOLE)
    columns = [SheetColumn(str(f.label), _format(f)) for f in fields]
    yield first
    if not is_dispute:
        yield from columns
        return
    yield columns[0]
    yield from (SheetColumn(str(label)) for label in (APPLICANTS, RESPONDENTS))
    yield from columns[1:]
    yield SheetColumn(str(AGREEMENT_FORM))


def _format(field: Field) -> Format:
    if field.type is Type.TEXT and _LITERAL.fullmatch(field.name):
        return Format.LITERAL
    return _FORMATS.get(field.type, Format.TEXT)


def _rows(
    db: Database,
    kind: RecordKind,
    fields: Sequence[Field],
    since: date | str | None,
    until: date | str | None,
) -> list[tuple[Any, ...]]:
    """(id, value of each field) of every record in the period."""
    if (since or until) and not kind.dated_by:
        said = Text("{kind}没有日期,不能按日期导出。", "{kind}: no date to choose them by.")
        raise UserError(said.format(kind=kind.title))
    if since and until and str(since) > str(until):
        raise UserError(Text("开始日期晚于结束日期。", "The first day is after the last."))
    where, bounds = ["state = 0"], []
    for sign, day in ((">=", since), ("<=", until)):
        if day:
            where.append(f"{kind.dated_by} {sign} ?")
            bounds.append(str(day))
    names = ", ".join(["id", *(f.name for f in fields)])
    order = f"{kind.dated_by}, id" if kind.dated_by else "id"
    sql = f"select {names} from {kind.table} where {' and '.join(where)} order by {order}"
    return db.execute(sql, bounds).fetchall()


def _converter(db: Database, field: Field, book: CodeBook, mask: bool) -> Callable[[Any], Value]:
    """Stored value -> value of a cell: dates as dates, money in yuan, everything else in words."""
    match field.type:
        case Type.DATE:
            return lambda iso: date.fromisoformat(iso) if iso else None
        case Type.MONEY:
            return lambda fen: None if fen is None else Decimal(fen).scaleb(-2)
        case Type.INTEGER | Type.DECIMAL:
            return lambda number: number
        case Type.LINK if field.link not in book.names:
            numbers = _numbers(db, field.link, book)
            return lambda id: numbers(id) or None
        case Type.TEXT | Type.NOTE:
            return (lambda words: masked(field.name, words or "") or None) if mask else _as_it_is
    return lru_cache(maxsize=4096)(lambda value: shown(field, value, book) or None)


def _as_it_is(value: Any) -> Value:
    return value or None


def _numbers(db: Database, table: str, book: CodeBook) -> Callable[[str], str]:
    """What a record of a large table is called; empty for one without a number."""
    kind = BY_TABLE[table]

    @lru_cache(maxsize=4096)
    def of(id: str) -> str:
        row = get_many(db, kind, [id]).get(id, {})
        return name_of(kind, row, book) if any(row.get(n) for n in kind.named_by) else ""

    return of


class _Extras:
    """The columns of a dispute that come from its parties and agreements."""

    def __init__(self, db: Database, book: CodeBook, for_import: bool) -> None:
        self._db, self._book, self._for_import = db, book, for_import

    def of(self, ids: Sequence[str]) -> dict[str, tuple[Value, Value, Value]]:
        """Dispute id -> (applicants, respondents, form of the agreement)."""
        sides: dict[tuple[str, str], list[str]] = {}
        for id, role, name in self._of(PARTY, "party_role, name", "position, id", ids):
            sides.setdefault((id, role), []).append(name or "")
        forms: dict[str, list[str]] = {}
        for id, form in self._of(AGREEMENT, "agreement_form", "signed_on, id", ids):
            forms.setdefault(id, []).append(form)
        return {
            id: (
                self._names(sides.get((id, "applicant"), [])),
                self._names(sides.get((id, "respondent"), [])),
                self._form(forms.get(id, [])),
            )
            for id in ids
        }

    def _of(
        self, kind: RecordKind, names: str, order: str, ids: Sequence[str]
    ) -> list[tuple[Any, ...]]:
        """(dispute id, the values asked for) of the live children. The + makes SQLite find them by
        their dispute, not by their state."""
        sql = (
            f"select {kind.parent}, {names} from {kind.table}"
            f" where {kind.parent} in ({', '.join('?' * len(ids))}) and +state = 0 order by {order}"
        )
        return self._db.execute(sql, list(ids)).fetchall()

    def _names(self, names: Sequence[str]) -> Value:
        """Joined by 、. An import could not tell a name with a comma in it apart: it gets none,
        and leaves the stored names alone."""
        if self._for_import and any(_SEPARATES.search(name) for name in names):
            return None
        return str(LIST_COMMA).join(names) or None

    def _form(self, codes: Sequence[str]) -> Value:
        """Every form the dispute's agreements have; an import takes only one."""
        words = [shown(AGREEMENT.field("agreement_form"), code, self._book) for code in codes]
        forms = list(dict.fromkeys(filter(None, words)))
        return str(LIST_COMMA).join(forms[:1] if self._for_import else forms) or None
