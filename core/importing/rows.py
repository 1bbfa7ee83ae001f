"""One row of a sheet as values of records; what cannot be understood is named, never guessed."""

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from core.clean import clean_text, clean_value
from core.codes import CodeBook
from core.errors import UserError
from core.far import Far
from core.field import Field, Type
from core.importing.heads import PARTIES, Column, plain_header, words
from core.importing.tables import Formula
from core.records import BY_TABLE
from core.store import new_id
from core.text import Text
from core.typed import bare, date_of, fen_of, value_of

#: Day 0 of the serial dates in a workbook.
EXCEL_DAY_0 = date(1899, 12, 30)
#: Kinds that are added when a sheet names one that is not known yet.
ADDED = ("village", "committee", "mediator")


@dataclass(frozen=True)
class Refusal:
    """Why a row, or a value of it, was not taken. `column` is empty when it is the whole row."""

    row: int
    column: str
    value: str
    reason: Text


@dataclass
class Read:
    """One row as understood: the kind's own values, those of other parts, and what went wrong."""

    row: int
    own: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: list[tuple[str | None, str]] = field(default_factory=list)  # (role or None, party)
    headers: dict[tuple[str, str], str] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[Refusal] = field(default_factory=list)
    fixed: set[str] = field(default_factory=set)  # own values that no cell said
    cells: dict[tuple[str, str], Any] = field(default_factory=dict)  # as they stand in the sheet

    def warn(self, column: str, value: object, reason: Text) -> None:
        self.warnings.append(Refusal(self.row, column, str(value or "")[:200], reason))

    def refuse(self, column: str, value: object, reason: Text) -> None:
        self.refusals.append(Refusal(self.row, column, str(value or "")[:200], reason))


class PassedOver(UserError):
    """A cell that says nothing for its field, which is no fault of the row."""


class RowReader:
    """Reads cells into values; equal cells of a column are understood once."""

    def __init__(
        self,
        columns: Sequence[Column],
        book: CodeBook,
        links: "Links",
        today: date,
        fixed: Sequence[tuple[Column, str]] = (),
        fields: Collection[str] = (),
    ) -> None:
        self._columns, self._fixed, self._fields = columns, fixed, fields
        self._book = book
        self._links = links
        self._today = today
        self._seen: dict[tuple[int, Any], Any] = {}

    def read(self, number: int, values: Sequence[Any]) -> Read:
        row = Read(number)
        for column in self._columns:
            raw = values[column.place] if column.place < len(values) else None
            if raw is None or str(raw).strip() in _NOTHING:
                continue
            row.headers[column.target] = column.header
            row.cells[column.target] = raw
            if isinstance(raw, Formula):
                if column.field.type not in (Type.TEXT, Type.NOTE) or column.part == PARTIES:
                    row.refuse(column.header, raw, _FORMULA)
                    continue
                row.warn(column.header, raw, _FORMULA)
            try:
                value = self._value(column, raw)
            except PassedOver as error:
                row.warn(column.header, raw, error.message)
                continue
            except UserError as error:
                if column.goes_to.or_words:
                    self._keep_words(row, column, raw)
                else:
                    row.refuse(column.header, raw, error.message)
                continue
            self._put(row, column, value)
        for column, said in self._fixed if row.headers else ():
            self._fill(row, column, said)
        return row

    def _fill(self, row: Read, column: Column, said: str) -> None:
        """A value the sheet has no column for, as the office or the layout says."""
        before = row.own.keys() | set()
        try:
            self._put(row, column, self._value(column, said))
        except UserError as error:
            row.refuse(column.header, said, error.message)
        row.fixed |= row.own.keys() - before

    def _keep_words(self, row: Read, column: Column, raw: Any) -> None:
        """销号情况: 已于2026年3月5日销号 - the day where the words name one, and the words."""
        words_ = clean_text(str(raw))
        day = _DAY.search(words_) if column.field.type is Type.DATE else None
        if day:
            row.own[column.field.name] = date_of(day.group(), self._today)
        self._remark(row, f"{column.header}:{words_}")
        row.warn(column.header, raw, _IN_WORDS)

    @staticmethod
    def _remark(row: Read, said: str) -> None:
        before = row.own.get("remark")
        row.own["remark"] = f"{before}\n{said}" if before else said

    def _put(self, row: Read, column: Column, value: Any) -> None:
        if value is None:
            return
        if column.part == PARTIES:
            row.names.extend(value)
            said = row_words(row, column)
            if _TOLD_OF.search(said) and "remark" in self._fields:
                self._remark(row, f"{column.header}:{clean_text(said)}")
        elif column.part:
            row.parts.setdefault(column.part, {})[column.field.name] = value
        elif isinstance(value, dict):  # one cell that says two things
            row.own.update(value)
        elif column.field.name == "remark":
            is_own = plain_header(column.header) == plain_header(column.field.label.zh)
            self._remark(row, value if is_own else f"{column.header}:{value}")
        else:
            row.own[column.field.name] = value
            if column.field.link == "village":
                self._put_rest(row, column, self._links.rest_of(row_words(row, column)))

    def _put_rest(self, row: Read, column: Column, rest: str) -> None:
        """上斜沟村三组: the group is part of no name; it is the grid of an item, else a remark."""
        if rest and "grid" in self._fields and "grid" not in row.own:
            row.own["grid"] = rest
        elif rest and "remark" in self._fields:
            self._remark(row, f"{column.header}:{row_words(row, column)}")

    def _value(self, column: Column, raw: Any) -> Any:
        if column.field.type in (Type.TEXT, Type.NOTE) and column.part != PARTIES:
            return self._understood(column, raw)
        key = (column.place, raw)
        if key not in self._seen:
            self._seen[key] = self._understood(column, raw)
        return self._seen[key]

    def _understood(self, column: Column, raw: Any) -> Any:
        if column.goes_to.also:
            return self._lines(column, str(raw))
        try:
            return self._meant(column, column.field, raw)
        except PassedOver:
            raise
        except UserError:
            for f in column.goes_to.otherwise:
                with suppress(UserError):
                    return {f.name: self._meant(column, f, raw)}
            raise

    def _meant(self, column: Column, f: Field, raw: Any) -> Any:
        if column.part == PARTIES:
            return party_names(clean_text(str(raw), lines=True))
        if column.part == "visit" and clean_text(str(raw)) in ("无", "没有"):
            return None
        if f.type is Type.DATE and (serial := _serial_day(raw)):
            return serial
        if f.type is Type.LINK:
            return self._links.id_of(f.link, clean_text(str(raw)))
        if f.name == "case_source":
            return source_of(clean_text(str(raw)), self._book)
        if f.name == "agreement_form" and clean_text(str(raw)) in ("无", "否", "没有"):
            return None
        if f.name == "name" and column.part:
            return [(column.part, name) for _, name in party_names(clean_text(str(raw)))]
        aliases = words()["codes"].get(f.codes or f.type.value, {})
        if f.type is Type.YES_NO and str(raw).strip() in aliases:
            return int(aliases[str(raw).strip()])
        if f.type is Type.MONEY:
            return fen_of(raw, column.factor) if clean_text(str(raw)) else None
        codes = self._book.lists.get(f.codes, {})
        return clean_value(f, value_of(f, raw, codes, aliases, self._today))

    def _lines(self, column: Column, raw: str) -> dict[str, Any]:
        """责任单位 and below it 责任人 in one cell: a value a line; the rest goes to the last."""
        fields = (column.field, *column.goes_to.also)
        pieces = re.split(r"[\n/、]+", clean_text(raw, lines=True), maxsplit=len(fields) - 1)
        return {
            f.name: clean_value(f, piece.strip())
            for f, piece in zip(fields, pieces, strict=False)
            if piece.strip()
        }


def _serial_day(raw: Any) -> str | None:
    """A day as a workbook counts it (46086), as a number or in the text of a CSV file."""
    if isinstance(raw, str) and re.fullmatch(r"\s*[2-7]\d{4}(\.\d+)?\s*", raw):
        raw = float(raw)
    if isinstance(raw, int | float) and 20_000 <= raw < 80_000:
        return (EXCEL_DAY_0 + timedelta(days=int(raw))).isoformat()
    return None


_FORMULA = Text(
    "单元格是没有计算结果的公式。文字栏按原文保存,其他栏不接受;请在 WPS 中打开并保存一次再导入。",
    "The cell is a formula without a result. Fields of words keep it as typed, others refuse it;"
    " open and save the file in WPS once, then import it.",
)


class Links:
    """Names in a sheet as ids; a name nobody knows becomes a record to be added."""

    def __init__(self, names: Mapping[str, Mapping[str, str]], far: Mapping[str, Far]):
        self._ids = {
            table: {_key(table, name): id for id, name in known.items()}
            for table, known in names.items()
        }
        self._far = far  # tables whose records are named by their number
        self.new: dict[str, tuple[str, str]] = {}  # id -> (table, name)

    def id_of(self, table: str, name: str) -> str:
        """Raises UserError for a record that cannot be added just by its name."""
        if table in self._far:
            return self._numbered(table, name)
        known = self._ids.setdefault(table, {})
        key = _key(table, name)
        if key not in known and table == "village" and (begin := _begin_of(name, known)):
            return known[begin]
        if key not in known and table == "village" and _is_an_office(name):
            raise PassedOver(_NO_VILLAGE.format(name=name))
        if key not in known:
            known[key] = new_id()
            self.new[known[key]] = (table, name)
        return known[key]

    def rest_of(self, name: str) -> str:
        """三组 of 上斜沟村三组; empty for a village's whole name."""
        known, plain = self._ids.get("village", {}), bare(name)
        begin = "" if plain in known else _begin_of(name, known)
        return plain[len(begin) :] if begin else ""

    def _numbered(self, table: str, number: str) -> str:
        found = self._far[table].ids_of(number)
        if len(found) == 1:
            return found[0]
        kind = BY_TABLE[table]
        names = Text(
            "或".join(kind.field(n).label.zh for n in kind.named_by),
            " or ".join(kind.field(n).label.en for n in kind.named_by),
        )
        said = _TWO_SO if found else _NONE_SO
        raise UserError(said.format(title=kind.title, names=names, number=number))


def _begin_of(name: str, villages: Mapping[str, str]) -> str:
    """上斜沟村三组 is a part of 上斜沟村, no village of its own; "" where it begins with none."""
    plain = bare(name)
    return max((k for k in villages if len(k) > 1 and plain.startswith(k)), key=len, default="")


def _key(table: str, name: str) -> str:
    """What tells a name of a register from the others."""
    return _full_name(name) if table == "committee" else bare(name)


def _full_name(committee: str) -> str:
    """调委会 is short for 人民调解委员会."""
    plain = bare(committee)
    if plain.endswith("人民调解委员会"):
        return plain
    return re.sub(r"(人民)?(调委会|调解委员会)$", "人民调解委员会", plain)


def row_words(row: Read, column: Column) -> str:
    """What a cell says, as it stands in the sheet."""
    return str(row.cells.get(column.target, ""))


#: What people write into a cell that has nothing to say.
_NOTHING = ("", "-", "—", "——", "/", "\\")


def _is_an_office(name: str) -> bool:
    """A column 单位 names villages and, among them, offices of the township."""
    return bool(
        re.search(r"(政府|办公室|综治办|派出所|司法所|信访办|办|局|站|中心|公司|学校|医院)$", name)
    )


_DAY = re.compile(r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}")
_IN_WORDS = Text(
    "不是该栏的规定内容,已按原文记入备注。", "Not one of the values; kept in the remark."
)
_NO_VILLAGE = Text("“{name}”不是村(居),没有填入。", "{name} is no village; left out.")
_NONE_SO = Text("没有{names}为“{number}”的{title}。", "{title}: none with {names} {number}.")
_TWO_SO = Text(
    "{names}为“{number}”的{title}不止一条。", "{title}: more than one with {names} {number}."
)


_SIDES = "申请人|被申请人|甲方|乙方"
#: What is told of a party beside the name: 马一(男,45岁).
_TOLD_OF = re.compile(rf"[(（](?!({_SIDES})[)）])[^()（）]*[)）]")
_ROLES = {
    "申请人": "applicant",
    "甲方": "applicant",
    "被申请人": "respondent",
    "乙方": "respondent",
}
_ORGANISATION = re.compile(
    r"(公司|厂|店|社|学校|小学|中学|医院|卫生院|委员会|银行|中心|大队|超市|饭店|集团|协会|政府|局|站|队|部)$"
)


def party_names(cell: str) -> list[tuple[str | None, str]]:
    """李明朗、王德贵 or 申请人:李明朗;被申请人:王德贵 as (role or None, name).

    Raises UserError if the cell is a description rather than names.
    """
    found: list[tuple[str | None, str]] = []
    for piece in re.split(r"[、,，;；/\n]+", _TOLD_OF.sub("", cell)):
        said = re.match(rf"\s*({_SIDES})\s*[:：]\s*", piece)
        after = re.search(rf"[(（]({_SIDES})[)）]\s*$", piece)
        name = piece[said.end() if said else 0 : after.start() if after else None].strip()
        said = said or after
        if not name:
            continue
        if len(name) > 40 or re.search(r"\d{7,}|\d岁|[。!?！？]", name):
            raise UserError(
                Text(
                    "无法从中分出当事人姓名,请用顿号“、”分隔姓名。",
                    "The names of the parties cannot be told apart; separate them by 、.",
                )
            )
        found.append((_ROLES[said.group(1)] if said else None, name))
    return found


def looks_like_organisation(name: str) -> bool:
    """By its last word; a person's name of up to three characters never does."""
    return len(name) > 3 and bool(_ORGANISATION.search(name))


def source_of(said: str, book: CodeBook) -> dict[str, Any]:
    """案件来源, which may name the entrusting body too: 法院委托移送. Raises UserError."""
    source = Field("case_source", Text("案件来源", "Source"), Type.CODE, codes="case_source")
    codes, aliases = book.lists["case_source"], words()["codes"]["case_source"]
    try:
        return {"case_source": value_of(source, said, codes, aliases, date.today())}  # noqa: DTZ011 - not a date field
    except UserError:
        for name, body in words()["codes"]["entrusted_by"].items():
            if name in said:
                return {"case_source": "entrusted", "entrusting_body": body}
        raise


def committee_type_of(name: str) -> str:
    """The type a committee's name suggests, for one added by an import; the office corrects it."""
    for words_, type_ in _TYPE_WORDS:
        if re.search(words_, name):
            return type_
    return "social_org_other"


_TYPE_WORDS = (
    ("交通|医疗|医患|劳动|物业|消费|婚姻|行业|专业", "industry_professional"),
    ("公司|厂|企业|学校|医院|矿", "enterprise"),
    ("社区|居民委员会|居委", "community"),
    ("村", "village"),
    ("街道", "subdistrict"),
    ("乡|镇", "township"),
)
