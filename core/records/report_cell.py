"""报表手填内容: a figure typed in place of a counted one, or words in the foot of a sheet."""

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.text import Text


def _check(row: Row) -> list[Problem]:
    since, until = row.get("period_start"), row.get("period_end")
    if since and until and until < since:
        said = Text("统计期的止日早于起日。", "The period ends before it begins.")
        return [Problem("period_end", said)]
    return []


REPORT_CELL = RecordKind(
    table="report_cell",
    title=Text("报表手填内容", "Typed into sheets"),
    fields=(
        Field("report", Text("报表", "Sheet"), required=True, longest=60),
        Field("layout", Text("式样", "Layout"), required=True, longest=60),
        Field(
            "unit_id",
            Text("填报村(居)", "Village"),
            Type.LINK,
            link="village",
            hint=Text("空着就是司法所的表。", "Left empty, a sheet of the office."),
        ),
        Field("period_start", Text("统计期(起)", "From"), Type.DATE, required=True, future=True),
        Field("period_end", Text("统计期(止)", "To"), Type.DATE, required=True, future=True),
        Field("row_id", Text("行", "Row"), required=True, longest=60),
        Field("column_id", Text("列", "Column"), required=True, longest=60),
        Field(
            "figure",
            Text("填写的数字", "Figure"),
            Type.INTEGER,
            least=0,
            hint=Text("金额以分计。", "Money in fen."),
        ),
        Field("words", Text("填写的文字", "Words"), longest=100),
    ),
    form=(
        Section(
            Text("报表手填内容", "Typed into a sheet"),
            (
                "report",
                "layout",
                "unit_id",
                "period_start",
                "period_end",
                "row_id",
                "column_id",
                "figure",
                "words",
            ),
        ),
    ),
    columns=("report", "period_start", "period_end", "row_id", "column_id", "figure", "words"),
    named_by=("report", "row_id", "column_id"),
    check=_check,
)
