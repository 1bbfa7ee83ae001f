"""Which column holds what: the head row is found and its labels are matched to fields."""

import dataclasses
import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from core.errors import UserError
from core.field import Field, RecordKind, Type
from core.importing.tables import HEAD_ROWS, Table, Values
from core.paths import RESOURCES
from core.records import AGREEMENT, DISPUTE, PARTY, RETURN_VISIT
from core.text import Text

#: Kinds whose fields a sheet of disputes may hold beside the dispute's own.
BESIDE = {
    "agreement": AGREEMENT,
    "applicant": PARTY,
    "respondent": PARTY,
    "visit": RETURN_VISIT,
}
PARTIES = "parties"  # several names in one cell


@dataclass(frozen=True)
class Target:
    """Where the cells of a column go. `part` is "" for the kind's own fields, else a key of BESIDE.

    `also` are fields that further lines of a cell fill (责任单位 and below it 责任人), `otherwise`
    those tried when a cell means nothing for the first. With `or_words` a cell that means nothing
    is kept in the remark, as it stands.
    """

    part: str
    field: Field
    also: tuple[Field, ...] = ()
    otherwise: tuple[Field, ...] = ()
    or_words: bool = False

    @property
    def names(self) -> tuple[str, str]:
        return self.part, self.field.name


@dataclass(frozen=True)
class Column:
    """One column that was placed."""

    place: int
    header: str
    goes_to: Target
    factor: int = 1  # 10,000 where the header says 万元

    @property
    def part(self) -> str:
        return self.goes_to.part

    @property
    def field(self) -> Field:
        return self.goes_to.field

    @property
    def target(self) -> tuple[str, str]:
        return self.goes_to.names


#: Plain header -> where it goes; None for a column left out on purpose.
Known = Mapping[str, Target | None]


@dataclass(frozen=True)
class Told:
    """What the office has said about the sheets of one kind: headers, by layout ("" for all), and
    values for what a sheet has no column for."""

    headers: Mapping[str, Known] = dataclasses.field(default_factory=dict)
    fixed: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Head:
    """The columns placed, those not placed, the rows with data, and where the id column is.
    `labels` is the whole head row; `fixed` has words for fields no column was placed for."""

    columns: tuple[Column, ...]
    unplaced: tuple[str, ...]
    rows: tuple[tuple[int, Values], ...]
    id_place: int | None
    sheet: str
    labels: tuple[str, ...] = ()
    profile: str = ""  # the known layout that was chosen or recognised
    fixed: Mapping[str, str] = dataclasses.field(default_factory=dict)


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """resources/import.toml."""
    with (RESOURCES / "import.toml").open("rb") as file:
        return tomllib.load(file)


#: Names of the known layouts.
PROFILES = tuple(words()["profiles"])
#: Stands for the party names as they are in one cell; not a field of any kind.
PARTIES_FIELD = Field(PARTIES, Text("当事人", "Parties"))


def find_head(
    kind: RecordKind, tables: Sequence[Table], profile: str | None, told: Told | None = None
) -> Head:
    """The best head row of all sheets. Raises UserError if no sheet has two known headers, if the
    register belongs to another body, or if the profile is unknown."""
    told = told or Told()
    layout = _layout(kind, profile)
    _decline_foreign(tables)
    known = {**targets(kind), **told.headers.get("", {}), **_of_profile(kind, profile, told)}
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
                return _recognised(kind, card, 0, known, layout, profile, told)
    if table:
        return _recognised(kind, table, -place, known, layout, profile, told)
    raise UserError(_NO_HEAD.format(kind=kind.title))


def _recognised(
    kind: RecordKind,
    table: Table,
    place: int,
    known: Known,
    layout: Sequence[str],
    profile: str | None,
    told: Told,
) -> Head:
    """The head, read as the layout that was chosen, else as the one its labels fit best."""
    name = profile or _fitting(kind, table.rows[place][1]) or ""
    if not profile and name:
        known = {**known, **_of_profile(kind, name, told)}
    head = _head(kind, table, place, known, layout)
    placed = {c.field.name for c in head.columns if not c.part}
    placed |= {f.name for c in head.columns for f in c.goes_to.also}
    shipped = words()["profiles"].get(name, {}).get("fixed", {}).get(kind.table, {})
    fixed = {**shipped, **told.fixed.get("", {}), **told.fixed.get(name, {})}
    fixed = {name: said for name, said in fixed.items() if name not in placed}
    return dataclasses.replace(head, profile=name, fixed=fixed)


def _of_profile(kind: RecordKind, profile: str | None, told: Told) -> Known:
    """Headers that mean something else in a known layout than elsewhere."""
    if not profile:
        return {}
    own = words()["profiles"].get(profile, {}).get("headers", {}).get(kind.table, {})
    shipped = {plain_header(header): target_named(kind, target) for header, target in own.items()}
    return {**shipped, **told.headers.get(profile, {})}


#: A layout is recognised when so much of its head row is there.
ENOUGH = 0.6


def _fitting(kind: RecordKind, values: Values) -> str | None:
    """The known layout whose head row this is, by its headers; None if it is none of them."""
    there = {plain_header(v) for v in values if isinstance(v, str)}
    scored = []
    for name, each in words()["profiles"].items():
        wanted = {plain_header(column) for column in each["columns"]}
        share = len(there & wanted) / len(wanted)
        if share >= ENOUGH and kind.table in _kinds_of(each):
            scored.append((share, name))
    return max(scored, default=(0.0, None))[1]


def layouts_of(kind: RecordKind) -> list[str]:
    """The known layouts a sheet of this kind may have."""
    return [name for name, each in words()["profiles"].items() if kind.table in _kinds_of(each)]


def layout_name(profile: str) -> Text:
    """What people call a known layout."""
    return Text(**words()["profiles"][profile]["title"])


def _kinds_of(profile: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds a layout can be read as, the usual one first."""
    return tuple(dict.fromkeys([profile["kind"], *profile.get("headers", {})]))


@lru_cache(maxsize=16)
def targets(kind: RecordKind) -> Known:
    """Every header that is understood without knowing the layout."""
    found: dict[str, Target | None] = {}
    if kind is DISPUTE:
        for field in AGREEMENT.fields:
            found[plain_header(field.label.zh)] = Target("agreement", field)
    for header, target in words()["headers"].get(kind.table, {}).items():
        found[plain_header(header)] = target_named(kind, target)
    for shortened in (True, False):  # 调解日期 itself goes before 调解日期(止) without its brackets
        for field in kind.fields:
            for name in (field.label.zh, field.label.en, field.name):
                label = _without_brackets(name) if shortened else name
                found[plain_header(label)] = Target("", field)
    return found


def plain_header(label: object) -> str:
    """A header as compared: no blanks, line breaks or stars, brackets half width."""
    text = unicodedata.normalize("NFKC", str(label or ""))
    return re.sub(r"[\s*:]+", "", text).lower()


def _without_brackets(header: str) -> str:
    return re.sub(r"\([^)]*\)", "", header.replace("（", "(").replace("）", ")"))


def target_named(kind: RecordKind, target: str) -> Target | None:
    """`field`, `agreement.field`, `parties`; `first + second` for a cell of two lines, `first |
    second` to try one after the other, `?` at the end to keep in words what means nothing; None for
    "". Raises KeyError for a field there is not."""
    if not target:
        return None
    or_words = target.endswith("?")
    if target.rstrip("?") == PARTIES:
        return Target(PARTIES, PARTIES_FIELD, or_words=or_words)
    first, *others = (kind_field(kind, each) for each in re.split(r"[+|]", target.rstrip("?")))
    more = tuple(field for _, field in others)
    return Target(*first, () if "|" in target else more, more if "|" in target else (), or_words)


def target_words(kind: RecordKind, target: Target | None) -> str:
    """The same as words that target_named understands; "" for a column left out."""
    if target is None:
        return ""
    part = f"{target.part}." if target.part and target.part != PARTIES else ""
    more = [f" + {f.name}" for f in target.also] + [f" | {f.name}" for f in target.otherwise]
    return f"{part}{target.field.name}{''.join(more)}{'?' * target.or_words}"


def all_targets(kind: RecordKind) -> list[Target]:
    """Everything a column of a sheet can go to, the kind's own fields first."""
    own = [Target("", f) for f in kind.fields]
    if kind is not DISPUTE:
        return own
    parties = Target(PARTIES, PARTIES_FIELD)
    beside = [
        Target(part, f)
        for part, other in BESIDE.items()
        for f in other.fields
        if f.name not in (other.parent, "position", "party_role")
    ]
    return [*own, parties, *beside]


def target_label(target: Target) -> Text:
    """申请人:联系方式 - what people call the place a column goes to."""
    said = Text("、", ", ")
    fields = (target.field, *target.also, *target.otherwise)
    names = Text(said.zh.join(f.label.zh for f in fields), said.en.join(f.label.en for f in fields))
    side = _PARTS.get(target.part)
    return Text(f"{side.zh}:{names.zh}", f"{side.en}: {names.en}") if side else names


_PARTS = {
    "agreement": Text("协议", "Agreement"),
    "applicant": Text("申请人", "Applicant"),
    "respondent": Text("被申请人", "Respondent"),
}


def kind_field(kind: RecordKind, named: str) -> tuple[str, Field]:
    part, _, name = named.strip().rpartition(".")
    return part, (BESIDE[part] if part else kind).field(name)


def _target_of(label: object, known: Known) -> Target | None:
    header = plain_header(label)
    return known.get(header) or known.get(_without_brackets(header)) if header else None


def _score(values: Values, known: Known) -> int:
    """How many different fields the row names; a long text is no header."""
    named = {
        found.names
        for v in values
        if isinstance(v, str) and len(v) <= 60 and (found := _target_of(v, known))
    }
    return len(named) + any(plain_header(v) == "id" for v in values)


def _head(
    kind: RecordKind,
    table: Table,
    place: int,
    known: Known,
    layout: Sequence[str],
) -> Head:
    labels = [_label(v) for v in table.rows[place][1]]
    start = place + 1
    if start < len(table.rows) and (below := _second_row(labels, table.rows[start][1], known)):
        labels, start = below, start + 1
    units = _units_of(table, place, start)
    columns: list[Column] = []
    unplaced: list[str] = []
    id_place = None
    left_out = {header for header, target in known.items() if target is None}
    for i, label in enumerate(labels):
        if plain_header(label) == "id":
            id_place = i
            continue
        found = _target_of(label, known)
        if not found and i < len(layout):
            found = _target_of(layout[i], known)
        if not label or plain_header(label) in left_out:
            continue
        is_taken = found is not None and any(c.target == found.names for c in columns)
        if not found or (is_taken and found.names != ("", "remark")):
            unplaced.append(label)
            continue
        factor = 1
        if found.field.type is Type.MONEY and "元" in (unit := units(i, label)):
            factor = 10_000 if "万元" in unit else 1
        columns.append(Column(i, label, found, factor))
    rows = tuple((n, v) for n, v in table.rows[start:] if not _is_furniture(v))
    return Head(tuple(columns), tuple(unplaced), rows, id_place, table.name, tuple(labels))


def _label(value: object) -> str:
    return re.sub(r"\s+", "", str(value)).strip("*") if value not in (None, "") else ""


def _second_row(labels: Sequence[str], below: Values, known: Known) -> list[str] | None:
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


def _units_of(table: Table, place: int, start: int) -> Callable[[int, str], str]:
    """What says in which unit a column counts: its label, the unit row below the head, or a line
    单位:万元 above it, in this order."""
    below = next((v for _, v in table.rows[start : start + 2] if _is_unit_row(v)), ())
    above = "".join(str(v) for _, row in table.rows[:place] for v in row if v not in (None, ""))
    said = re.search(r"单位[::]\s*(万元|元)", unicodedata.normalize("NFKC", above))
    everywhere = said.group(1) if said else ""

    def unit(place: int, label: str) -> str:
        beside = str(below[place] or "") if place < len(below) else ""
        return next((u for u in (label, beside, everywhere) if "元" in u), "")

    return unit


def _is_unit_row(values: Values) -> bool:
    words_ = [str(v).strip() for v in values if v not in (None, "")]
    return bool(words_) and all(w in _UNITS for w in words_)


_UNITS = {"万元", "件", "人", "次", "元", "户", "份", "%", "单位", "日期"}
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
    if _is_unit_row(values):
        return True
    numbers = [w.removesuffix(".0") for w in words_]
    return len(numbers) >= 3 and numbers == [str(i) for i in range(1, len(numbers) + 1)]


def _is_card_row(values: Values, known: Known) -> bool:
    """Label, value, label, value: no two labels stand beside each other."""
    cells = [v for v in values if v not in (None, "")]
    is_label = [isinstance(v, str) and _target_of(v, known) is not None for v in cells]
    return not any(this and following for this, following in pairwise(is_label))


def _card(table: Table, known: Known) -> Table | None:
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
    if not found or kind.table not in _kinds_of(found):
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


def goes_to(head: Head) -> tuple[tuple[str, Target | None], ...]:
    """Every column of the sheet under its header, and where it goes; None for left out."""
    placed = {column.header: column.goes_to for column in head.columns}
    return tuple((label, placed.get(label)) for label in dict.fromkeys(head.labels) if label)
