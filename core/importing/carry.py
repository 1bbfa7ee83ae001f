"""Writing what was planned, as one step that can be taken back."""

from typing import Any

from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.importing.plan import Plan
from core.progress import Progress, no_progress
from core.records import AGREEMENT, BY_TABLE, PARTY, RETURN_VISIT
from core.text import Text

AT_ONCE = 1000  # records between two reports of progress


def carry_out(db: Database, plan: Plan, progress: Progress = no_progress) -> int | None:
    """Write the plan: all or nothing. Gives the step that takes it back; None if nothing changed.

    Raises UserError if the data have changed since the plan was made, so that the counts shown
    would not be the counts done.
    """
    said = Text(
        "导入“{file}”:{kind} 新增 {new}、更改 {changed}",
        "Import of {file}: {kind}, {new} new, {changed} changed",
    )
    title = said.format(file=plan.file, kind=plan.kind.title, new=plan.new, changed=plan.changed)
    with store.step(db, title, "import") as s:
        for table, row in plan.additions:
            store.save(s, BY_TABLE[table], row)
        new = 0
        for start in range(0, len(plan.writings), AT_ONCE):
            progress(start, len(plan.writings))
            part = plan.writings[start : start + AT_ONCE]
            new += store.save_many(s, plan.kind, [w.values for w in part]).new
            store.save_many(s, PARTY, [_row(p) for w in part for p in w.parties])
            store.save_many(s, AGREEMENT, [_row(a) for w in part for a in w.agreements])
            store.save_many(s, RETURN_VISIT, [_row(v) for w in part for v in w.visits])
        if new != plan.new:
            raise UserError(
                Text(
                    "预览之后数据有了变化,没有导入任何内容。请重新预览。",
                    "The data changed since the preview; nothing was imported. Preview again.",
                )
            )
    return s.id if s.tables else None


def _row(values: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if k != "id" or v}
