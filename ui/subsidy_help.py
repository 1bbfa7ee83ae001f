"""What helps on the page of a claim: the case fills it in, and what speaks against it is said."""

from dataclasses import replace

from sqlite_utils import Database

from core.periods import quarter_of
from core.records import SUBSIDY_CLAIM
from core.subsidy.claims import candidates, claim_problems
from core.text import Text
from ui.drafts import Draft
from ui.form import RecordForm
from ui.pieces import today


def fill_from_case(db: Database, form: RecordForm) -> Text:
    """Into the empty fields of a claim what its dispute says; gives the reasons for the grade."""
    row = form.row()[0]
    if not row.get("dispute_id"):
        return Text("", "")
    found = candidates(db, [row["dispute_id"]], row.get("claim_period") or this_quarter())
    if not found:
        return Text("", "")
    claim = found[0].claim
    form.put({n: v for n, v in claim.items() if v is not None and row.get(n) in (None, "")})
    reasons = found[0].reasons
    return Text(" ".join(r.zh for r in reasons), " ".join(r.en for r in reasons))


def this_quarter() -> str:
    """2026-Q4."""
    since = quarter_of(today()).since
    return f"{since.year}-Q{(since.month + 2) // 3}"


def with_claim_problems(db: Database, own: Draft) -> Draft:
    """Of a claim also what its case, its mediator and other claims say; others as they are."""
    if own.kind is not SUBSIDY_CLAIM or own.is_blocked:
        return own
    return replace(own, problems=(*own.problems, *claim_problems(db, own.row)))
