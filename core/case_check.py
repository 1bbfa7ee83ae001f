"""What is wrong between the records of one case: each is right by itself, together they are not.

Pure: it is handed the rows as they would be saved, so that the record page, an import and the
command `check` say the same. To add a rule: a function of the dispute and its rows, named in RULES.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from core.field import Problem, RecordKind, Row
from core.records import AGREEMENT, INSTALMENT, PARTY, RETURN_VISIT, TERM_EVENT
from core.show import yuan
from core.store import children_by_parent
from core.term_check import (
    EARLY,
    REPRESENTATIVES,
    TOO_MANY,
    early_events,
    end_problems,
    too_many_representatives,
)
from core.text import Text

#: The rows of a case by table, each with its `id`.
Rows = Mapping[str, Sequence[Row]]
#: What the rules look at, beside the dispute itself.
LOOKED_AT: tuple[RecordKind, ...] = (PARTY, TERM_EVENT, AGREEMENT, INSTALMENT, RETURN_VISIT)


@dataclass(frozen=True)
class Between:
    """One thing wrong, at a field of one record of the case."""

    table: str
    id: str
    problem: Problem


def problems_between(dispute: Row, rows: Rows) -> list[Between]:
    """Everything wrong between a dispute and the rows that belong to it, warnings among them."""
    return [found for rule in RULES for found in rule(dispute, rows)]


def rows_below(db: Database, ids: Sequence[str]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Dispute id -> table -> its stored rows of the kinds the rules look at, many asked at once."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {id: {} for id in ids}
    for kind in LOOKED_AT:
        for id, rows in children_by_parent(db, kind, ids).items():
            found[id][kind.table] = rows
    return found


def agreement_of(row: Row, agreements: Sequence[Row]) -> Row | None:
    """The agreement an instalment or a visit is about: of its number, else the only one."""
    if number := row.get("agreement_no"):
        return next((a for a in agreements if a.get("agreement_no") == number), None)
    return agreements[0] if len(agreements) == 1 else None


# --- the rules -----------------------------------------------------------------------------------


def _agreed_after_acceptance(dispute: Row, rows: Rows) -> Iterator[Between]:
    accepted = dispute.get("accepted_on")
    said = Text(
        "协议日期早于受理日期({day})。", "The agreement is dated before acceptance ({day})."
    )
    for a in rows.get("agreement", ()):
        if accepted and a.get("signed_on") and a["signed_on"] < accepted:
            yield _at("agreement", a, "signed_on", said.format(day=accepted))


def _paid_after_agreement(dispute: Row, rows: Rows) -> Iterator[Between]:
    paid = Text(
        "履行日期早于协议日期({day})。", "Performed before the date of the agreement ({day})."
    )
    due = Text("到期日期早于协议日期({day})。", "Due before the date of the agreement ({day}).")
    for part in rows.get("instalment", ()):
        agreement = agreement_of(part, rows.get("agreement", ())) or {}
        signed = agreement.get("signed_on")
        if signed and part.get("performed_on") and part["performed_on"] < signed:
            yield _at("instalment", part, "performed_on", paid.format(day=signed))
        if signed and part.get("due_on") and part["due_on"] < signed:
            yield _at("instalment", part, "due_on", due.format(day=signed), warning=True)


def _parts_have_an_agreement(dispute: Row, rows: Rows) -> Iterator[Between]:
    agreements = rows.get("agreement", ())
    several = Text(
        "这件纠纷有 {n} 份协议,请填写本期所属的调解协议编号。",
        "The case has {n} agreements: enter the number of the one this belongs to.",
    )
    unknown = Text(
        "这件纠纷没有编号为“{number}”的协议。", "The case has no agreement numbered {number}."
    )
    nothing = Text(
        "这件纠纷还没有登记协议,分期没有依据。", "No agreement is on record to pay these for."
    )
    for part in rows.get("instalment", ()):
        if agreement_of(part, agreements):
            continue
        number = part.get("agreement_no")
        said = several.format(n=len(agreements)) if agreements else nothing
        said = unknown.format(number=number) if number and agreements else said
        yield _at("instalment", part, "agreement_no", said, warning=True)


def _parts_add_up(dispute: Row, rows: Rows) -> Iterator[Between]:
    zero = Text(
        "协议金额为 0,却登记了 {n} 期分期履行。",
        "The amount is 0, yet {n} instalments are on record.",
    )
    empty = Text(
        "登记了 {n} 期分期履行,请填写协议金额。",
        "{n} instalments are on record: enter the amount of the agreement.",
    )
    other = Text(
        "各期金额合计 {sum} 元,与协议金额 {amount} 元不符。",
        "The instalments add up to {sum} yuan, the agreement says {amount}.",
    )
    for a in rows.get("agreement", ()):
        parts = _parts_of(a, rows)
        amount, total = a.get("agreement_amount"), sum(p.get("amount") or 0 for p in parts)
        if not parts:
            continue
        if amount is None:
            said = empty.format(n=len(parts))
            yield _at("agreement", a, "agreement_amount", said, warning=True)
        elif amount == 0:
            yield _at("agreement", a, "agreement_amount", zero.format(n=len(parts)))
        elif total != amount:
            said = other.format(sum=yuan(total), amount=yuan(amount))
            yield _at("instalment", parts[-1], "amount", said)


def _performed_means_all(dispute: Row, rows: Rows) -> Iterator[Between]:
    said = Text(
        "还有 {n} 期没有履行,协议不应为已履行。",
        "{n} instalments are not performed yet: neither is the agreement.",
    )
    for a in rows.get("agreement", ()):
        open_ = [p for p in _parts_of(a, rows) if p.get("status") != "performed"]
        if open_ and a.get("performance_status") == "performed":
            words = said.format(n=len(open_))
            yield _at("agreement", a, "performance_status", words, warning=True)


def _visited_after_settlement(dispute: Row, rows: Rows) -> Iterator[Between]:
    before = Text("回访日期早于协议日期({day})。", "Visited before the agreement ({day}).")
    closed = Text("回访日期早于结案日期({day})。", "Visited before it was closed ({day}).")
    agreements = rows.get("agreement", ())
    for visit in rows.get("return_visit", ()):
        if not (on := visit.get("visited_on")):
            continue
        of = agreement_of(visit, agreements)
        signed = [a["signed_on"] for a in ([of] if of else agreements) if a.get("signed_on")]
        if signed and on < min(signed):
            yield _at("return_visit", visit, "visited_on", before.format(day=min(signed)))
        elif not agreements and dispute.get("closed_on") and on < dispute["closed_on"]:
            said = closed.format(day=dispute["closed_on"])
            yield _at("return_visit", visit, "visited_on", said)


def _visited_after_performance(dispute: Row, rows: Rows) -> Iterator[Between]:
    """A visit may well come first, to urge the parties; then it found something not performed."""
    found = Text(
        "回访日期早于履行日期({day}),回访时不可能已履行。",
        "Visited before the performance ({day}): it cannot have found it performed.",
    )
    ask = Text(
        "回访日期早于履行日期({day}),请核对,或填写回访时的履行情况。",
        "Visited before the performance ({day}): check it, or enter what the visit found.",
    )
    for visit in rows.get("return_visit", ()):
        agreement = agreement_of(visit, rows.get("agreement", ())) or {}
        on, performed = visit.get("visited_on"), agreement.get("performed_on")
        if not (on and performed and on < performed):
            continue
        if visit.get("performance_found") == "performed":
            yield _at("return_visit", visit, "visited_on", found.format(day=performed))
        elif not visit.get("performance_found"):
            said = ask.format(day=performed)
            yield _at("return_visit", visit, "visited_on", said, warning=True)


#: Words in the terms that speak of what a court does not confirm.
_STATUS_WORDS = ("婚姻关系", "离婚", "亲子关系", "收养关系", "知识产权", "专利权", "商标权")


def _confirmable(dispute: Row, rows: Rows) -> Iterator[Between]:
    said = Text(
        "确认婚姻、亲子、收养等身份关系,或物权、知识产权权属的,法院不受理司法确认申请,请核对协议"
        "内容。《民事诉讼法》解释第三百五十五条",
        "Courts do not confirm marriage, parentage, adoption, title to real or intellectual"
        " property: check the terms. Interpretation of the Civil Procedure Law, art. 355",
    )
    of_family = dispute.get("dispute_type") in ("marriage_family", "intellectual_property")
    for a in rows.get("agreement", ()):
        terms = str(a.get("agreement_terms") or "")
        asked = a.get("confirmation_status") in ("applied", "accepted")
        if asked and (of_family or any(word in terms for word in _STATUS_WORDS)):
            yield _at("agreement", a, "confirmation_status", said, warning=True)


def _few_representatives(dispute: Row, rows: Rows) -> Iterator[Between]:
    for party, n in too_many_representatives(rows.get("party", ())):
        said = TOO_MANY.format(n=n, most=REPRESENTATIVES)
        yield _at("party", party, "is_representative", said, warning=True)


def _events_after_acceptance(dispute: Row, rows: Rows) -> Iterator[Between]:
    for event in early_events(dispute, rows.get("term_event", ())):
        said = EARLY.format(day=dispute["accepted_on"])
        yield _at("term_event", event, "event_on", said)


def _end_agrees(dispute: Row, rows: Rows) -> Iterator[Between]:
    for name, said in end_problems(dispute, rows.get("term_event", ())):
        yield _at("dispute", dispute, name, said, warning=True)


RULES: tuple[Callable[[Row, Rows], Iterator[Between]], ...] = (
    _agreed_after_acceptance,
    _paid_after_agreement,
    _parts_have_an_agreement,
    _parts_add_up,
    _performed_means_all,
    _visited_after_settlement,
    _visited_after_performance,
    _confirmable,
    _few_representatives,
    _events_after_acceptance,
    _end_agrees,
)


def _parts_of(agreement: Row, rows: Rows) -> list[Row]:
    every = rows.get("agreement", ())
    return [p for p in rows.get("instalment", ()) if agreement_of(p, every) is agreement]


def _at(table: str, row: Row, name: str, said: Text, *, warning: bool = False) -> Between:
    return Between(table, str(row["id"]), Problem(name, said, warning))
