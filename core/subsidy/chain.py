"""申报与审核: claims made from cases, and their way from stage to stage, many at once as one step.

draft -> applied -> reviewed by the office -> reviewed by the county -> paid, or refused on the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from core import store
from core.errors import UserError
from core.field import Problem
from core.records import MEDIATOR, SUBSIDY_CLAIM
from core.records.subsidy import STAGES
from core.store import LIVE, get_many
from core.subsidy.claims import Candidate, problems_of
from core.text import Text
from core.validate import blocking


@dataclass(frozen=True)
class Stage:
    """What somebody says at a stage; an empty opinion stays empty on paper."""

    status: str  # the state the claims go to
    on: str  # ISO day
    by: str = ""
    opinion: str = ""


@dataclass(frozen=True)
class Moved:
    """How many claims went on, and those that did not with the reason."""

    moved: int
    left: tuple[tuple[str, Text], ...] = ()


NUMBER = "{period}-{n:03}"  # 2026-Q4-001
APPLY = Text("申报案件补贴 {n} 件", "Claim {n} subsidies")
MOVE = Text("案件补贴 {n} 件:{status}", "Subsidies, {n}: {status}")


def apply_for(db: Database, chosen: Sequence[Candidate], on: str) -> list[str]:
    """Claims for these cases, applied for on an ISO day and numbered within their period, as one
    step. Gives their ids. Raises UserError, writing nothing, if one of them may not be claimed."""
    if stopped := next((c for c in chosen if not c.may_be_claimed), None):
        raise UserError(stopped.objections[0].message)
    rows = [{"id": store.new_id(), **_applied(c.claim, on)} for c in chosen]
    for code in dict.fromkeys(row["claim_period"] for row in rows):
        first = _last_number(db, code) + 1
        for n, row in enumerate((r for r in rows if r["claim_period"] == code), first):
            row["claim_no"] = NUMBER.format(period=code, n=n)
    with store.step(db, APPLY.format(n=len(rows))) as s:
        store.save_many(s, SUBSIDY_CLAIM, rows)
    return [row["id"] for row in rows]


def _applied(claim: dict[str, Any], on: str) -> dict[str, Any]:
    """A claim without an amount is none yet: it stays a draft until somebody types one."""
    status = "draft" if claim["amount_claimed"] is None else "applied"
    return {**claim, "claim_status": status, "applied_on": on}


def _last_number(db: Database, period_code: str) -> int:
    """The largest number given to a claim of a period so far, also to one that is deleted."""
    sql = "select claim_no from subsidy_claim where claim_period = ? and claim_no like ?"
    rows = db.execute(sql, [period_code, f"{period_code}-%"])
    ends = [number.removeprefix(f"{period_code}-") for (number,) in rows]
    return max((int(end) for end in ends if end.isdecimal()), default=0)


def advance(db: Database, claim_ids: Sequence[str], stage: Stage) -> Moved:
    """Those that stand just before the stage go on to it; one step. A claim that something stops is
    left where it is, with the reason."""
    rows = list(get_many(db, SUBSIDY_CLAIM, claim_ids).values())
    before = [r for r in rows if r["state"] == LIVE and _stands_before(r, stage.status)]
    mediators = get_many(db, MEDIATOR, list({str(r["mediator_id"]) for r in before}))
    changed = [_values(row, stage, mediators) for row in before]
    full = [{**row, **values} for row, values in zip(before, changed, strict=True)]
    stopped = [
        _stopped(claim, said) for claim, said in zip(full, problems_of(db, full), strict=True)
    ]
    moving = [
        {"id": row["id"], **values}
        for row, values, why in zip(before, changed, stopped, strict=True)
        if why is None
    ]
    _write(db, moving, stage.status)
    held = [(r["id"], why) for r, why in zip(before, stopped, strict=True) if why is not None]
    standing = {r["id"] for r in before}
    elsewhere = [(r["id"], _ELSEWHERE) for r in rows if r["id"] not in standing]
    return Moved(len(moving), (*held, *elsewhere))


def refuse(db: Database, claim_ids: Sequence[str], reason: str, stage: Stage) -> Moved:
    """Refused at the stage they had come to, with a code of the list of reasons; one step. What is
    paid or refused already is left."""
    moving, left = [], []
    for id, row in get_many(db, SUBSIDY_CLAIM, claim_ids).items():
        if row["state"] != LIVE or row["claim_status"] in ("paid", "rejected"):
            left.append((id, _ELSEWHERE))
            continue
        where = "county_review" if row["claim_status"] == "office_reviewed" else "office_review"
        said = _review(where, stage) if row["claim_status"] != "county_reviewed" else {}
        gone = {"claim_status": "rejected", "reject_reason": reason}
        moving.append({"id": id, **said, **gone, "grade_approved": None, "amount_approved": None})
    _write(db, moving, "rejected")
    return Moved(len(moving), tuple(left))


def _write(db: Database, rows: Sequence[dict[str, Any]], status: str) -> None:
    words = SUBSIDY_CLAIM.codes["claim_status"][status]
    if rows:
        with store.step(db, MOVE.format(n=len(rows), status=words)) as s:
            store.save_many(s, SUBSIDY_CLAIM, rows)


def _stands_before(row: dict[str, Any], status: str) -> bool:
    return bool(row["claim_status"] == STAGES[STAGES.index(status) - 1])


def _stopped(values: dict[str, Any], said: Sequence[Problem]) -> Text | None:
    """The first thing that keeps the claim from being saved in its new state."""
    found = blocking([*SUBSIDY_CLAIM.check(values), *said])
    return found[0].message if found else None


def _values(
    row: dict[str, Any], stage: Stage, mediators: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    """The fields of the stage; what is approved is what was claimed unless it was typed."""
    changed: dict[str, Any] = {"claim_status": stage.status}
    match stage.status:
        case "applied":
            changed["applied_on"] = row["applied_on"] or stage.on
        case "office_reviewed":
            changed |= _review("office_review", stage)
        case "county_reviewed":
            changed |= _review("county_review", stage)
            changed["grade_approved"] = row["grade_approved"] or row["grade_claimed"]
            approved = row["amount_approved"]
            changed["amount_approved"] = row["amount_claimed"] if approved is None else approved
        case "paid":
            changed["paid_on"] = stage.on
            account = mediators.get(str(row["mediator_id"]), {}).get("bank_account")
            changed["payee_account"] = row["payee_account"] or account
    return changed


def _review(which: str, stage: Stage) -> dict[str, Any]:
    said = {"by": stage.by or None, "on": stage.on, "opinion": stage.opinion or None}
    return {f"{which}_{name}": value for name, value in said.items()}


_ELSEWHERE = Text("不在这一环节,没有改动。", "Not at this stage; left as it is.")
