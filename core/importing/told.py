"""What the office has said about other people's sheets: kept, so that it is asked only once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.field import RecordKind
from core.importing.heads import Target, Told, plain_header, target_named, targets
from core.records import IMPORT_RULE
from core.text import Text

REMEMBERED = Text("记住“{kind}”的导入对应", "Remember the columns of {kind}")


@dataclass(frozen=True)
class Rules:
    """For one kind and layout ("" for all): header -> target ("" leaves the column out), and field
    -> words for what the sheet has no column for."""

    headers: Mapping[str, str]
    fixed: Mapping[str, str]


def told(db: Database, kind: RecordKind) -> Told:
    """A rule for a field that is no more is passed over."""
    headers: dict[str, dict[str, Target | None]] = {}
    fixed: dict[str, dict[str, str]] = {}
    for row in store.find(db, IMPORT_RULE, "sheet_kind = ?", [kind.table]):
        layout = row["layout"] or ""
        try:
            target = target_named(kind, row["target"] or "")
        except KeyError:
            continue
        if row["header"]:
            headers.setdefault(layout, {})[plain_header(row["header"])] = target
        elif target:
            fixed.setdefault(layout, {})[target.field.name] = row["value"]
    return Told(headers, fixed)


def rules(db: Database, kind: RecordKind, layout: str) -> Rules:
    """What is remembered for exactly this layout, as it was said."""
    found = store.find(
        db, IMPORT_RULE, "sheet_kind = ? and coalesce(layout, '') = ?", [kind.table, layout]
    )
    return Rules(
        {r["header"]: r["target"] or "" for r in found if r["header"]},
        {r["target"]: r["value"] or "" for r in found if not r["header"]},
    )


def remember(db: Database, kind: RecordKind, layout: str, said: Rules) -> None:
    """In place of what was remembered for this layout before; one step."""
    with store.step(db, REMEMBERED.format(kind=kind.title)) as s:
        where, bound = "sheet_kind = ? and coalesce(layout, '') = ?", [kind.table, layout]
        old = {_key(row): row for row in store.find(db, IMPORT_RULE, where, bound)}
        rows = [
            *({"header": header, "target": target} for header, target in said.headers.items()),
            *({"target": field, "value": value} for field, value in said.fixed.items()),
        ]
        for row in rows:
            known = old.pop(_key(row), None)
            values = {"sheet_kind": kind.table, "layout": layout, **row}
            store.save(s, IMPORT_RULE, {**values, "id": known["id"]} if known else values)
        for gone in old.values():
            store.delete(s, IMPORT_RULE, gone["id"])


def fixed_values(kind: RecordKind, said: Sequence[str]) -> dict[str, str]:
    """受理日期=2026-03-31 as field and words. Raises UserError for a field the kind has not."""
    found = {}
    for each in said:
        label, _, value = each.partition("=")
        target = targets(kind).get(plain_header(label))
        if target is None or target.part or target.field.name not in kind.by_name or not value:
            raise UserError(_NO_FIELD.format(label=label, kind=kind.title))
        found[target.field.name] = value
    return found


_NO_FIELD = Text(
    "“{label}”不是{kind}的栏目,或没有写内容;应写成 栏目=内容。",
    "{label} is no field of {kind}, or without a value; write it as field=value.",
)


def _key(row: Mapping[str, object]) -> tuple[object, object]:
    """A column has one rule; so has a field without a column."""
    return (row["header"], None) if row.get("header") else (None, row["target"])
