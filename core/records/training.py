"""培训 - class hours of one mediator; before work, special and yearly training."""

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.text import Text

CODES = {
    "training_kind": {
        "before_work": Text("岗前培训", "Before work"),
        "special": Text("专项培训", "Special"),
        "yearly": Text("年度培训", "Yearly"),
    }
}


def _check(row: Row) -> list[Problem]:
    """One day of training is no longer than a day."""
    if (row.get("hours") or 0) <= 200:
        return []
    said = Text("学时超过200,请核对。", "More than 200 hours; please check.")
    return [Problem("hours", said, warning=True)]


TRAINING = RecordKind(
    table="training",
    title=Text("培训记录", "Training"),
    parent="mediator_id",
    dated_by="trained_on",
    fields=(
        Field(
            "mediator_id", Text("人民调解员", "Mediator"), Type.LINK, required=True, link="mediator"
        ),
        Field("trained_on", Text("培训日期", "Date"), Type.DATE, required=True),
        Field(
            "training_kind",
            Text("培训种类", "Kind"),
            Type.CODE,
            required=True,
            codes="training_kind",
        ),
        Field(
            "hours",
            Text("学时", "Hours"),
            Type.DECIMAL,
            required=True,
            least=0,
            hint=Text(
                "每年应达到的学时在“设置”的司法所资料中填写。",
                "The hours to reach in a year stand with the office in the settings.",
            ),
        ),
        Field("subject", Text("培训内容", "Subject")),
        Field("organiser", Text("组织单位", "Organiser"), longest=100),
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
    ),
    form=(
        Section(
            Text("培训记录", "Training"),
            ("trained_on", "training_kind", "hours", "subject", "organiser", "remark"),
        ),
    ),
    columns=("trained_on", "training_kind", "hours", "subject", "organiser"),
    named_by=("trained_on",),
    found_by=("subject", "organiser"),
    counted_by=("training_kind",),
    codes=CODES,
    check=_check,
)
