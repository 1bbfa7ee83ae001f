"""导入对应 - what an office has said about other people's sheets: it is asked only once."""

from core.field import Field, Problem, RecordKind, Row, Section
from core.text import Text


def _check_rule(row: Row) -> list[Problem]:
    """A rule speaks of a column of the sheet, or gives a value the sheet lacks."""
    if row.get("header") or (row.get("target") and row.get("value")):
        return []
    said = Text("请填写表中栏目,或统一填写的内容。", "Enter a column of the sheet or a value.")
    return [Problem("header", said)]


IMPORT_RULE = RecordKind(
    table="import_rule",
    title=Text("导入对应", "Columns of sheets"),
    fields=(
        Field("sheet_kind", Text("导入为", "Import as"), required=True, longest=60),
        Field("layout", Text("表格格式", "Layout"), longest=60),
        Field("header", Text("表中栏目", "Column of the sheet"), longest=120),
        Field(
            "target",
            Text("对应项目", "Goes to"),
            longest=120,
            hint=Text("空着时这一栏不导入。", "Left empty, the column is left out."),
        ),
        Field(
            "value",
            Text("统一填写", "Value for all rows"),
            longest=200,
            hint=Text("表中没有这一栏时填写的内容。", "For what the sheet has no column for."),
        ),
    ),
    form=(
        Section(Text("导入对应", "Column"), ("sheet_kind", "layout", "header", "target", "value")),
    ),
    columns=("sheet_kind", "layout", "header", "target", "value"),
    named_by=("header",),
    check=_check_rule,
)
