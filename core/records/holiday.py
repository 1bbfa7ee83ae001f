"""节假日: days off and moved working days the office enters, beside those the program brings."""

from core.field import Field, RecordKind, Section, Type
from core.records import grounds
from core.text import Text

HOLIDAY = RecordKind(
    table="holiday",
    title=Text("节假日", "Holidays"),
    dated_by="day",
    fields=(
        Field(
            "day",
            Text("日期", "Day"),
            Type.DATE,
            required=True,
            future=True,
            hint=grounds.ROLLS_OVER,
        ),
        Field("name", Text("名称", "Name"), required=True, longest=50),
        Field(
            "is_workday",
            Text("调休上班", "Worked instead"),
            Type.YES_NO,
            hint=Text(
                "选“是”,这一天照常上班;空着或选“否”,这一天放假。",
                "With yes this is a working day; left empty or with no it is a day off.",
            ),
        ),
        Field("notice_no", Text("通知文号", "Notice"), longest=100),
    ),
    form=(Section(Text("节假日", "Holiday"), ("day", "name", "is_workday", "notice_no")),),
    columns=("day", "name", "is_workday", "notice_no"),
    named_by=("day", "name"),
    found_by=("name",),
)
