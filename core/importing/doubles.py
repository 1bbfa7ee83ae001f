"""What a row of a sheet says that another record, or an earlier row, says already."""

from collections.abc import Iterable
from datetime import date

from sqlite_utils import Database

from core.far import Far
from core.field import Problem, RecordKind, Row
from core.records import DISPUTE, SCREENING_ROUND, SUBSIDY_CLAIM
from core.rounds import Period, found_in
from core.subsidy.claims import claim_problems
from core.text import Text

_NUMBER = Text(
    "{label}“{number}”已有另一条记录使用,请核对。", "Another record has the {label} {number}."
)
_CLAIMED = Text(
    "同一张表中这件纠纷已经申报过一次,不能重复申报。",
    "This sheet claims for the same dispute twice.",
)
_NOT_ZERO = Text(
    "这一时段登记了 {n} 件排查纠纷,不是零报告。", "{n} disputes were found then: not a zero report."
)


class Doubles:
    """Looks over the rows of one sheet, one after the other."""

    def __init__(self, db: Database, kind: RecordKind) -> None:
        self._db, self._kind = db, kind
        self._numbers: dict[tuple[str, str], str] = {}  # (field, number) -> id of the first row
        self._claimed: dict[str, str] = {}  # dispute -> id of the claim

    def problems(self, row: Row) -> list[Problem]:
        """Of one row as it would be stored, with its id."""
        if self._kind is DISPUTE:
            return list(self._same_numbers(row))
        if self._kind is SUBSIDY_CLAIM:
            return list(self._claims(row))
        if self._kind is SCREENING_ROUND and row.get("zero_report") == 1:
            return list(self._not_zero(row))
        return []

    def _same_numbers(self, row: Row) -> Iterable[Problem]:
        """Two offices may give out one number: the record comes in and it is said."""
        for name in ("file_no", "case_no"):
            number, id = row.get(name), str(row["id"])
            if not number:
                continue
            others = set(Far(self._db, DISPUTE.table, (name,)).ids_of(str(number))) - {id}
            if others or self._numbers.setdefault((name, str(number)), id) != id:
                said = _NUMBER.format(label=DISPUTE.field(name).label, number=number)
                yield Problem(name, said, warning=True)

    def _claims(self, row: Row) -> Iterable[Problem]:
        yield from claim_problems(self._db, row)
        counts = row.get("claim_status") not in (None, "", "draft", "rejected")
        dispute, id = str(row.get("dispute_id") or ""), str(row["id"])
        if counts and dispute and self._claimed.setdefault(dispute, id) != id:
            yield Problem("dispute_id", _CLAIMED)

    def _not_zero(self, row: Row) -> Iterable[Problem]:
        first = date.fromisoformat(row["screened_from"])
        last = date.fromisoformat(row.get("screened_to") or row["screened_from"])
        n = found_in(self._db, row["level"], row.get("village_id") or "", Period(first, last))
        if n:
            yield Problem("zero_report", _NOT_ZERO.format(n=n))
