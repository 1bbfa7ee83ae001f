"""Which column holds what: the head row is found and its labels are matched to fields."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from core.errors import UserError
from core.field import Field, RecordKind, Type
from core.importing.tables import HEAD_ROWS, Table, Values
from core.paths import RESOURCES
from core.records import AGREEMENT, DISPUTE, PARTY
from core.text import Text

#: Kinds whose fields a sheet of disputes may hold beside the dispute's own.
BESIDE = {"agreement": AGREEMENT, "applicant": PARTY, "respondent": PARTY}
PARTIES = "parties"  # several names in one cell


@dataclass(frozen=True)
class Column:
    """One column that was placed. `part` is "" for the kind's own fields, else a key of BESIDE."""

    place: int
    header: str
    part: str
    field: Field
    factor: int = 1  # 10,000 where the header says 万元

    @property
    def target(self) -> tuple[str, str]:
        return self.part, self.field.name


@dataclass(frozen=True)
class Head:
    """The columns placed, those not placed, the rows with data, and where the id column is."""

    columns: tuple[Column, ...]
    unplaced: tuple[str, ...]
    rows: tuple[tuple[int, Values], ...]
    id_place: int | None
    sheet: str


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """resources/import.toml."""
    with (RESOURCES / "import.toml").open("rb") as file:
        return tomllib.load(file)


#: Names of the known layouts.
PROFILES = tuple(words()["profiles"])
#: Stands for the party names as they are in one cell; not a field of any kind.
PARTIES_FIELD = Field(PARTIES, Text("当事人", "Parties"))


def find_head(kind: RecordKind, tables: Sequence[Table], profile: str | None) -> Head:
    """The best head row of all sheets. Raises UserError if no sheet has two known headers, if the
    register belongs to another body, or if the profile is unknown."""
    layout = _layout(kind, profile)
    _decline_foreign(tables)
    known = targets(kind)
    scored = [
        (score, -place, table)
        for table in tables
        for place in range(min(HEAD_ROWS, len(table.rows)))
        if (score := _score(table.rows[place][1], known)) >= 2
    ]
    score, place, table = max(scored, key=lambda s: s[:2], default=(0, 0, None))
    if table is None or _is_card_row(table.rows[-place][1], known):
        for other in tables:
            if card := _card(other, known):
                return _head(kind, card, 0, known, layout)
    if table:
        return _head(kind, table, -place, known, layout)
    raise UserError(_NO_HEAD.format(kind=kind.title))


@lru_cache(maxsize=16)
def targets(kind: RecordKind) -> dict[str, tuple[str, Field]]:
    """Every header that is understood: plain header -> (part, field)."""
    found: dict[str, tuple[str, Field]] = {}
    for header, target in words()["headers"].get(kind.table, {}).items():
        if target:
            found[plain_header(header)] = _field(kind, target)
    if kind is DISPUTE:
        for field in AGREEMENT.fields:
            found.setdefault(plain_header(field.label.zh), ("agreement", field))
    for shortened in (True, False):  # 调解日期 itself goes before 调解日期(止) without its brackets
        for field in kind.fields:
            for name in (field.label.zh, field.label.en, field.name):
                label = _without_brackets(name) if shortened else name
                found[plain_header(label)] = ("", field)
    return found


def plain_header(label: object) -> str:
    """A header as compared: no blanks, line breaks or stars, brackets half width."""
    text = unicodedata.normalize("NFKC", str(label or ""))
    return re.sub(r"[\s*:]+", "", text).lower()


def _without_brackets(header: str) -> str:
    return re.sub(r"\([^)]*\)", "", header.replace("（", "(").replace("）", ")"))


def _field(kind: RecordKind, target: str) -> tuple[str, Field]:
    if target == PARTIES:
        return PARTIES, PARTIES_FIELD
    part, _, name = target.rpartition(".")
    return part, (BESIDE[part] if part else kind).field(name)


def _target_of(label: object, known: Mapping[str, tuple[str, Field]]) -> tuple[str, Field] | None:
    header = plain_header(label)
    return known.get(header) or known.get(_without_brackets(header)) if header else None


def _score(values: Values, known: Mapping[str, tuple[str, Field]]) -> int:
    """How many different fields the row names; a long text is no header."""
    named = {
        (found[0], found[1].name)
        for v in values
        if isinstance(v, str) and len(v) <= 60 and (found := _target_of(v, known))
    }
    return len(named) + any(plain_header(v) == "id" for v in values)


def _head(
    kind: RecordKind,
    table: Table,
    place: int,
    known: Mapping[str, tuple[str, Field]],
    layout: Sequence[str],
) -> Head:
    labels = [_label(v) for v in table.rows[place][1]]
    start = place + 1
    if start < len(table.rows) and (below := _second_row(labels, table.rows[start][1], known)):
        labels, start = below, start + 1
    columns: list[Column] = []
    unplaced: list[str] = []
    id_place = None
    left_out = {plain_header(h) for h, t in words()["headers"].get(kind.table, {}).items() if not t}
    for i, label in enumerate(labels):
        if plain_header(label) == "id":
            id_place = i
            continue
        found = _target_of(label, known)
        if not found and i < len(layout):
            found = _target_of(layout[i], known)
        if not label or plain_header(label) in left_out:
            continue
        if not found or any(c.target == (found[0], found[1].name) for c in columns):
            unplaced.append(label)
            continue
        factor = 10_000 if found[1].type is Type.MONEY and "万元" in label else 1
        columns.append(Column(i, label, *found, factor))
    rows = tuple((n, v) for n, v in table.rows[start:] if not _is_furniture(v))
    return Head(tuple(columns), tuple(unplaced), rows, id_place, table.name)


def _label(value: object) -> str:
    return re.sub(r"\s+", "", str(value)).strip("*") if value not in (None, "") else ""


def _second_row(
    labels: Sequence[str], below: Values, known: Mapping[str, tuple[str, Field]]
) -> list[str] | None:
    """The labels of a two-row head (a group over 姓名, 电话); None if the next row is data."""
    group, joined, used = "", [], 0
    for i, label in enumerate(labels):
        group = label or group
        sub = _label(below[i]) if i < len(below) else ""
        whole = group + sub if sub else ""
        if sub and _target_of(whole, known):
            joined.append(whole)
            used += 1
        elif sub and not _target_of(label, known) and _target_of(sub, known):
            joined.append(sub)
            used += 1
        elif sub and label and _target_of(label, known):
            return None  # something stands under a header that is understood already: data
        else:
            joined.append(label)
    return joined if used else None


_UNITS = {"件", "人", "次", "元", "万元", "户", "份", "%", "单位", "日期"}
_SUMS = (
    "合计",
    "总计",
    "小计",
    "累计",
    "下级上报总计",
    "本级上报总计",
    "填报人",
    "制表人",
    "审核人",
)


def _is_furniture(values: Values) -> bool:
    """Unit row, number row, sums and signature lines: part of the sheet, not data."""
    words_ = [str(v).strip() for v in values if v not in (None, "")]
    if not words_:
        return True
    first = re.sub(r"\s", "", words_[0])
    if first.startswith(_SUMS) or "(未上报)" in unicodedata.normalize("NFKC", first):
        return True
    if all(w in _UNITS for w in words_):
        return True
    numbers = [w.removesuffix(".0") for w in words_]
    return len(numbers) >= 3 and numbers == [str(i) for i in range(1, len(numbers) + 1)]


def _is_card_row(values: Values, known: Mapping[str, tuple[str, Field]]) -> bool:
    """Label, value, label, value: no two labels stand beside each other."""
    cells = [v for v in values if v not in (None, "")]
    is_label = [isinstance(v, str) and _target_of(v, known) is not None for v in cells]
    return not any(this and following for this, following in pairwise(is_label))


def _card(table: Table, known: Mapping[str, tuple[str, Field]]) -> Table | None:
    """A sheet of label and value pairs, one record, as a table of one row; None if it is none.
    Labels nobody understands come along, so that they can be named."""
    pairs: list[tuple[str, Any]] = []
    for _, values in table.rows[:60]:
        cells = [v for v in values if v not in (None, "")]
        if len(cells) % 2 == 0 and _is_card_row(values, known):
            pairs += [(str(cells[i]), cells[i + 1]) for i in range(0, len(cells), 2)]
    if sum(_target_of(label, known) is not None for label, _ in pairs) < 3:
        return None
    number = table.rows[0][0]
    labels, values_ = zip(*pairs, strict=True)
    return Table(table.name, ((number, labels), (number, values_)))


def _layout(kind: RecordKind, profile: str | None) -> Sequence[str]:
    if profile is None:
        return ()
    found = words()["profiles"].get(profile)
    if not found or found["kind"] != kind.table:
        said = Text(
            "没有名为“{name}”的导入格式。可用:{names}。",
            "There is no import layout called {name}. There are: {names}.",
        )
        raise UserError(said.format(name=profile, names=" ".join(PROFILES)))
    columns: Sequence[str] = found["columns"]
    return columns


def _decline_foreign(tables: Sequence[Table]) -> None:
    for table in tables:
        for _, values in table.rows[:HEAD_ROWS]:
            headers = {plain_header(v) for v in values if isinstance(v, str)}
            for other in words()["declined"]:
                if {plain_header(h) for h in other["headers"]} <= headers:
                    raise UserError(_FOREIGN.format(name=Text(other["zh"], other["en"])))


_NO_HEAD = Text(
    "没有找到“{kind}”的表头:前十行里没有认识的列名。没有导入任何内容。",
    "No head for {kind} was found: the first ten rows hold no known column. Nothing was imported.",
)
_FOREIGN = Text(
    "这张表是{name},不属于本程序管理的台账,没有导入。",
    "This sheet is {name}, which this program does not keep; nothing was imported.",
)
