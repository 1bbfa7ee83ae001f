"""回执 - what the office says of a case a village has handed in; it travels back with the case."""

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.text import Text

ACCEPTED, CORRECTED, QUERIED, REFUSED = "accepted", "corrected", "queried", "refused"
CODES = {
    "receipt_verdict": {
        ACCEPTED: Text("已接收", "Accepted"),
        CORRECTED: Text("已接收,有更正", "Accepted, corrected"),
        QUERIED: Text("退回补正", "Queried"),
        REFUSED: Text("不予接收", "Refused"),
    }
}


def _check(row: Row) -> list[Problem]:
    """Whoever gets a case back wants to know why."""
    if row.get("verdict") in (QUERIED, REFUSED) and not row.get("words"):
        said = Text("请写明退回的原因。", "Say why it goes back.")
        return [Problem("words", said)]
    return []


RECEIPT = RecordKind(
    table="receipt",
    title=Text("回执", "Receipt"),
    parent="dispute_id",
    dated_by="answered_on",
    fields=(
        Field("dispute_id", Text("所属纠纷", "Dispute"), Type.LINK, required=True, link="dispute"),
        Field("answered_on", Text("日期", "Date"), Type.DATE, required=True),
        Field("verdict", Text("处理", "Answer"), Type.CODE, required=True, codes="receipt_verdict"),
        Field("words", Text("意见", "Words"), Type.NOTE, longest=2000),
    ),
    form=(Section(Text("回执", "Receipt"), ("answered_on", "verdict", "words")),),
    columns=("answered_on", "verdict", "words"),
    named_by=("verdict",),
    counted_by=("verdict",),
    codes=CODES,
    check=_check,
)
