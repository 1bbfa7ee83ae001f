"""What a draft says otherwise than the page: field by field, in the words of the fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.text import Text
from core.unsaved import FormWords

if TYPE_CHECKING:
    from ui.child_rows import ChildRow, ChildRows
    from ui.form import RecordForm

ROW_FIELD = Text("{row}:{field}", "{row}: {field}")
TAKEN_OUT = Text("(移除)", "(removed)")


@dataclass(frozen=True)
class Difference:
    """One field that the draft has otherwise."""

    field: str
    saved: str
    draft: str


def differences(
    form: "RecordForm", sections: "Iterable[ChildRows]", kept: FormWords
) -> list[Difference]:
    """The page shows what is saved; rows that only the draft has are compared with nothing."""
    found = _in_form(form, form.raw(), kept.words)
    for section in sections:
        table = section.kind.table
        found += _in_rows(section, kept)
        gone = kept.gone.get(table, ())
        found += [
            Difference(_row_name(section, row.form.raw()), _row_words(row), str(TAKEN_OUT))
            for row in section.rows
            if row.id in gone
        ]
    return found


def _in_rows(section: "ChildRows", kept: FormWords) -> list[Difference]:
    here = {row.id: row for row in section.rows}
    found: list[Difference] = []
    for each in kept.rows.get(section.kind.table, ()):
        row = here.get(each.id)
        form = row.form if row else None
        before = form.raw() if form else {}
        for name, said in each.words.items():
            if name in section.kind.by_name and before.get(name, "") != said:
                label = section.kind.field(name).label
                words = ROW_FIELD.format(row=_row_name(section, each.words), field=label)
                found.append(Difference(str(words), before.get(name, ""), said))
    return found


def _in_form(
    form: "RecordForm", saved: Mapping[str, str], kept: Mapping[str, str]
) -> list[Difference]:
    return [
        Difference(str(form.kind.field(name).label), saved[name], kept[name])
        for name in saved
        if name in kept and saved[name] != kept[name]
    ]


def _row_name(section: "ChildRows", words: Mapping[str, str]) -> str:
    """The party by its name, other rows by their kind."""
    name = next((words[n] for n in section.kind.named_by if words.get(n)), "")
    return f"{section.kind.title} {name}".strip()


def _row_words(row: "ChildRow") -> str:
    return row.fold_name.words()
