"""申报: which cases can be claimed, the claim made from the records, and what speaks against it.

Rules of local measures: settled, performed and documented; one case, one file, one claim; who
mediated is paid; public officials are not. What a county sees otherwise is a setting of the office.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from core import papers
from core.codes import CodeBook
from core.errors import UserError
from core.field import Problem, Row
from core.periods import Period, parse_period
from core.records import (
    AGREEMENT,
    COMMITTEE,
    DISPUTE,
    MEDIATOR,
    OFFICE,
    PARTY,
    SUBSIDY_CLAIM,
    load_book,
)
from core.show import name_of, yuan
from core.store import LIVE, children_by_parent, find, get_many
from core.subsidy.grading import Threshold, graded, scheme_grades, thresholds
from core.subsidy.rates import Scheme, chosen_scheme
from core.term_rules import ends_on
from core.text import Text

#: SQL over subsidy_claim: counts as a claim of its case. A refused one can be claimed anew.
COUNTS = "claim_status != 'rejected'"

#: SQL over subsidy_claim c: the last day of the period a claim is of, such as 2026-11, 2026-Q4,
#: 2026-H2, 2026; else the day it was claimed on.
PERIOD_END = """
    case
        when c.claim_period glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]'
            then date(c.claim_period || '-01', '+1 month', '-1 day')
        when c.claim_period glob '[0-9][0-9][0-9][0-9]-Q[1-4]'
            then date(substr(c.claim_period, 1, 4) || '-01-01',
                '+' || (3 * substr(c.claim_period, 7)) || ' months', '-1 day')
        when c.claim_period glob '[0-9][0-9][0-9][0-9]-H[12]'
            then date(substr(c.claim_period, 1, 4) || '-01-01',
                '+' || (6 * substr(c.claim_period, 7)) || ' months', '-1 day')
        when c.claim_period glob '[0-9][0-9][0-9][0-9]' then c.claim_period || '-12-31'
        else c.applied_on
    end
"""


@dataclass(frozen=True)
class Setting:
    """How this office pays."""

    office: Row
    scheme: Scheme | None
    thresholds: tuple[Threshold, ...]


@dataclass(frozen=True)
class CaseFacts:
    """What the records say of one case, as far as a claim asks. `alike` are other cases of the same
    parties within a year that are claimed; `lacking` what is missing in the file."""

    dispute: Row
    agreements: Sequence[Row]
    committee_type: str
    claims: Sequence[Row]
    alike: Sequence[Row]
    is_screened: bool
    was_prevented: bool
    lacking: tuple[Text, ...]
    unchecked: tuple[Text, ...] = ()  # musts of which only the file itself can tell

    @property
    def is_settled(self) -> bool:
        return bool(self.dispute.get("mediation_result") == "success")

    @property
    def is_oral(self) -> bool:
        return {a.get("agreement_form") for a in self.agreements} == {"oral"}

    @property
    def is_performed(self) -> bool:
        done = [a.get("performance_status") == "performed" for a in self.agreements]
        return bool(done) and all(done)

    @property
    def conditions(self) -> frozenset[str]:
        """Of the rates, those this case meets."""
        confirmed = any(a.get("confirmation_status") == "confirmed" for a in self.agreements)
        met = {
            "confirmed": confirmed or self.dispute.get("judicially_confirmed") == 1,
            "assigned": self.dispute.get("is_assigned_by_superior") == 1,
            "prevented": not self.is_settled and self.was_prevented,
        }
        return frozenset(name for name, holds in met.items() if holds)


@dataclass(frozen=True)
class Objection:
    """Something that speaks against a claim, at one of its fields. What `stops` it must be mended
    or the claim withdrawn; the rest a person weighs."""

    name: str
    message: Text
    stops: bool = False


@dataclass(frozen=True)
class Candidate:
    """A case that could be claimed: the claim as it would be saved, why this grade, what speaks
    against it."""

    facts: CaseFacts
    claim: dict[str, Any]
    reasons: tuple[Text, ...]
    objections: tuple[Objection, ...]

    @property
    def may_be_claimed(self) -> bool:
        return not any(o.stops for o in self.objections)


def setting_of(db: Database) -> Setting:
    office = next(iter(find(db, OFFICE, limit=1)), {})
    return Setting(office, chosen_scheme(db), thresholds(db))


def unclaimed(db: Database, within: Period) -> list[str]:
    """Ids of the cases of people's mediation closed in a period that no claim counts for; settled
    ones, where the office pays them also the others. By date of closing."""
    results = "'success'"
    if setting_of(db).office.get("subsidy_unsettled"):
        results += ", 'failure'"
    sql = f"""
        select id from dispute where state = 0 and closed_on between ? and ?
        and mediation_result in ({results}) and coalesce(mediation_type, 'people') = 'people'
        and not exists (
            select 1 from subsidy_claim c where c.dispute_id = dispute.id and +c.state = 0
            and {COUNTS}
        ) order by closed_on, id
    """
    bounds = [within.since.isoformat(), within.until.isoformat()]
    return [id for (id,) in db.execute(sql, bounds)]


def candidates(db: Database, dispute_ids: Sequence[str], period_code: str) -> list[Candidate]:
    """Claims for these cases, in the order given; nothing is written."""
    setting, cases = setting_of(db), facts_of(db, dispute_ids)
    mediators = get_many(db, MEDIATOR, [str(c.dispute["mediator_id"]) for c in cases.values()])
    book, found = load_book(db), []
    beside: dict[str, int] = {}  # fen of the cases before it in this list, by mediator
    for case in (cases[id] for id in dispute_ids if id in cases):
        claim, reasons = _made(case, setting, period_code, mediators)
        who = str(claim["mediator_id"])
        given = _given_in_year(db, claim) + beside.get(who, 0)
        said = objections(claim, case, setting, mediators, book, given)
        found.append(Candidate(case, claim, reasons, tuple(said)))
        if found[-1].may_be_claimed:
            beside[who] = beside.get(who, 0) + (claim["amount_claimed"] or 0)
    return found


def claim_problems(db: Database, claim: Row) -> list[Problem]:
    """What speaks against one claim as it stands in the form."""
    return problems_of(db, [claim])[0]


def problems_of(db: Database, claims: Sequence[Row]) -> list[list[Problem]]:
    """What speaks against each of these claims. A draft and a refused claim can be kept whatever is
    said; in every other state what stops a claim blocks it."""
    cases = facts_of(db, [str(c["dispute_id"]) for c in claims if c.get("dispute_id")])
    mediators = get_many(db, MEDIATOR, list({str(c.get("mediator_id")) for c in claims}))
    setting, book = setting_of(db), load_book(db)
    found = []
    for claim in claims:
        case, said = cases.get(str(claim.get("dispute_id"))), list[Objection]()
        if case:
            given = _given_in_year(db, claim)
            said = objections(claim, case, setting, mediators, book, given)
        is_under_way = claim.get("claim_status") not in (None, "", "draft", "rejected")
        found.append(
            [Problem(o.name, o.message, warning=not (o.stops and is_under_way)) for o in said]
        )
    return found


# --- what the records say ------------------------------------------------------------------------


def facts_of(db: Database, dispute_ids: Sequence[str]) -> dict[str, CaseFacts]:
    """Of many cases at once; an id that is no live dispute is left out."""
    found = get_many(db, DISPUTE, list(dispute_ids))
    disputes = {id: row for id, row in found.items() if row["state"] == LIVE}
    ids = list(disputes)
    agreements = children_by_parent(db, AGREEMENT, ids)
    committees = get_many(db, COMMITTEE, [str(d["committee_id"]) for d in disputes.values()])
    held = {c.dispute["id"]: papers.papers_held(c) for c in _case_rows(db, disputes)}
    claims = _rows_of(db, ids)
    return {
        id: CaseFacts(
            dispute,
            agreements[id],
            committees.get(str(dispute["committee_id"]), {}).get("committee_type") or "",
            claims.get(id, ()),
            _alike(db, dispute, ids),
            _is_in(db, "screening_item", id),
            _is_in(db, "prevention", id),
            tuple(h.paper.title for h in papers.missing(held[id])),
            tuple(h.paper.title for h in papers.to_look_up(held[id]) if h.paper.is_must),
        )
        for id, dispute in disputes.items()
    }


def _case_rows(db: Database, disputes: Mapping[str, Row]) -> list[papers.CaseRows]:
    return papers.case_rows(db, list(disputes.values()))


def _rows_of(db: Database, ids: Sequence[str]) -> dict[str, list[Row]]:
    """Dispute id -> its live claims."""
    found: dict[str, list[Row]] = {}
    for id in ids:
        found[id] = [dict(r) for r in find(db, SUBSIDY_CLAIM, "dispute_id = ?", [id], order="id")]
    return found


def _is_in(db: Database, table: str, dispute_id: str) -> bool:
    sql = f"select 1 from {table} where dispute_id = ? and +state = 0"
    return db.execute(sql, [dispute_id]).fetchone() is not None


def _alike(db: Database, dispute: Row, beside: Sequence[str]) -> list[Row]:
    """Other disputes between all the same persons, accepted within twelve months, that were claimed
    or are looked at beside this one."""
    names = {p["name"] for p in find(db, PARTY, "dispute_id = ?", [dispute["id"]]) if p["name"]}
    if len(names) < 2:
        return []
    marks = ", ".join("?" * len(names))
    sql = f"""
        select d.*, exists (
            select 1 from subsidy_claim c where c.dispute_id = d.id and +c.state = 0 and {COUNTS}
        ) as is_claimed
        from party p join dispute d on d.id = p.dispute_id
        where p.name in ({marks}) and p.state = 0 and d.state = 0 and d.id != ?
        group by d.id having count(distinct p.name) = ?
    """
    rows = db.query(sql, [*names, dispute["id"], len(names)])
    together = frozenset(beside)
    return [
        row
        for row in rows
        if (row["is_claimed"] or row["id"] in together) and _within_a_year(dispute, row)
    ]


def _within_a_year(one: Row, other: Row) -> bool:
    days = sorted(str(row.get("accepted_on") or "") for row in (one, other))
    if not days[0]:
        return False
    return days[1] <= ends_on(date.fromisoformat(days[0]), 12, "month").isoformat()


def _given_in_year(db: Database, claim: Row) -> int:
    """Fen claimed or approved for the mediator in the year of the claim's period, without it."""
    year = str(claim.get("claim_period") or "")[:4]
    sql = f"""
        select sum(coalesce(amount_approved, amount_claimed, 0)) from subsidy_claim
        where mediator_id = ? and +state = 0 and {COUNTS} and substr(claim_period, 1, 4) = ?
        and id != ?
    """
    row = db.execute(sql, [claim.get("mediator_id"), year, claim.get("id") or ""]).fetchone()
    return int(row[0] or 0)


# --- the claim -----------------------------------------------------------------------------------


def _made(
    case: CaseFacts, setting: Setting, period_code: str, mediators: Mapping[str, Row]
) -> tuple[dict[str, Any], tuple[Text, ...]]:
    """The claim as the records make it, not numbered yet, and why this grade."""
    d, on = case.dispute, str(case.dispute["closed_on"] or case.dispute["accepted_on"])
    found = graded(d, case.is_oral, setting.thresholds, scheme_grades(setting.scheme, on))
    mediator = mediators.get(str(d["mediator_id"]), {})
    claim = {
        "claim_period": period_code,
        "committee_id": d["committee_id"],
        "mediator_id": d["mediator_id"],
        "dispute_id": d["id"],
        "dispute_type": d["dispute_type"],
        "file_complete": None if case.unchecked and not case.lacking else int(not case.lacking),
        "is_performed": int(case.is_performed),
        "is_oral": int(case.is_oral),
        "grade_claimed": found.grade,
        "amount_claimed": amount_of(case, setting, found.grade),
        "claim_status": "draft",
        "payee_account": mediator.get("bank_account"),
    }
    return claim, found.reasons


def amount_of(case: CaseFacts, setting: Setting, grade: str) -> int | None:
    """Fen the scheme gives for a grade; None where it gives nothing or none was chosen."""
    on = str(case.dispute["closed_on"] or case.dispute["accepted_on"])
    if setting.scheme is None:
        return None
    rate = setting.scheme.rate(grade, case.committee_type, on, case.conditions)
    return rate.proposed(case.is_oral) if rate else None


# --- what speaks against it ----------------------------------------------------------------------


def objections(
    claim: Row,
    case: CaseFacts,
    setting: Setting,
    mediators: Mapping[str, Row],
    book: CodeBook,
    given_in_year: int,
) -> list[Objection]:
    """What stops the claim first."""
    found = [
        *_of_the_case(case, setting.office),
        *_twice(claim, case, book),
        *_of_the_mediator(claim, case, mediators.get(str(claim.get("mediator_id")))),
        *_of_the_file(claim, case, setting.office),
        *_of_the_amount(claim, case, setting, given_in_year),
    ]
    return sorted(found, key=lambda o: not o.stops)


def _of_the_case(case: CaseFacts, office: Row) -> Iterable[Objection]:
    if case.dispute.get("mediation_type") not in (None, "", "people"):
        yield Objection("dispute_id", _NOT_PEOPLE, stops=True)
    if case.is_settled:
        if not case.is_performed:
            yield Objection("is_performed", _NOT_PERFORMED)
    elif not office.get("subsidy_unsettled"):
        yield Objection("dispute_id", _NOT_SETTLED, stops=True)
    elif not case.was_prevented:
        yield Objection("dispute_id", _NOTHING_PREVENTED)


def _twice(claim: Row, case: CaseFacts, book: CodeBook) -> Iterable[Objection]:
    """The same dispute claimed under another mediator or period, or the same quarrel under another
    number."""
    for other in case.claims:
        if other["id"] == claim.get("id") or other["claim_status"] == "rejected":
            continue
        who = book.name_of("mediator", other["mediator_id"])
        said = _TWICE.format(who=who, period=period_words(other["claim_period"]))
        yield Objection("dispute_id", said, stops=True)
    for other in case.alike:
        number = name_of(DISPUTE, other, book)
        yield Objection("dispute_id", _SAME_PARTIES.format(number=number))


def _of_the_mediator(claim: Row, case: CaseFacts, mediator: Row | None) -> Iterable[Objection]:
    if mediator is None:
        yield Objection("mediator_id", _NO_MEDIATOR, stops=True)
        return
    if mediator.get("subsidy_excluded"):
        yield Objection("mediator_id", _BARRED.format(name=mediator["name"]), stops=True)
    of_case = (case.dispute.get("mediator_id"), case.dispute.get("co_mediator_id"))
    if claim.get("mediator_id") not in of_case:
        yield Objection("mediator_id", _OTHER_MEDIATOR.format(name=mediator["name"]))


def _of_the_file(claim: Row, case: CaseFacts, office: Row) -> Iterable[Objection]:
    if case.lacking:
        titles = Text("、".join(t.zh for t in case.lacking), ", ".join(t.en for t in case.lacking))
        yield Objection("file_complete", _LACKING.format(titles=titles))
    elif case.unchecked and claim.get("file_complete") != 1:
        titles = Text(
            "、".join(t.zh for t in case.unchecked), ", ".join(t.en for t in case.unchecked)
        )
        yield Objection("file_complete", _UNCHECKED.format(titles=titles))
    if not case.is_screened:
        stops = bool(office.get("subsidy_screened_only"))
        yield Objection("dispute_id", _NOT_SCREENED, stops=stops)


def _of_the_amount(
    claim: Row, case: CaseFacts, setting: Setting, given_in_year: int
) -> Iterable[Objection]:
    grade, amount = claim.get("grade_claimed"), claim.get("amount_claimed")
    on = str(case.dispute["closed_on"] or case.dispute["accepted_on"])
    if setting.scheme is None:
        yield Objection("amount_claimed", _NO_SCHEME)
    elif grade and (
        rate := setting.scheme.rate(str(grade), case.committee_type, on, case.conditions)
    ):
        if amount and amount > rate.limit:
            yield Objection("amount_claimed", _OVER_RATE.format(most=yuan(rate.limit)))
    elif grade:
        yield Objection("grade_claimed", _NO_RATE)
    cap = setting.office.get("subsidy_yearly_cap")
    if cap and given_in_year + (amount or 0) > cap:
        said = _OVER_CAP.format(sum=yuan(given_in_year + (amount or 0)), cap=yuan(cap))
        yield Objection("amount_claimed", said)


def period_words(code: str) -> Text:
    """2026-Q4 as a sheet prints it; what is no period as it stands."""
    try:
        return parse_period(code).words
    except UserError:
        return Text(code, code)


_NOT_PEOPLE = Text(
    "不属于人民调解,不能申报。行政调解、司法调解不在补贴范围。",
    "Not people's mediation: administrative and judicial mediation are not paid.",
)
_NOT_SETTLED = Text(
    "没有调解成功,不能申报。当地补贴未调成案件的,请在“设置—本所信息”中选“未调解成功的也可申报补贴”。",
    "Not settled. Where your county pays unsettled cases, say so in the settings of the office.",
)
_NOTHING_PREVENTED = Text(
    "没有调解成功,也没有登记防止激化,请核对。", "Not settled, and no prevention is on record."
)
_NOT_PERFORMED = Text("协议还没有全部履行。", "The agreement is not wholly performed.")
_TWICE = Text(
    "这件纠纷已由{who}在{period}申报,一件纠纷只申报一次;几名调解员共领一份。",
    "Claimed by {who} for {period} already: one dispute, one claim; several mediators share it.",
)
_SAME_PARTIES = Text(
    "同一批当事人一年内另有案件申报({number})。同一纠纷多次调解只算一件,请核对。",
    "The same parties have another case within a year ({number}). One quarrel counts once.",
)
_NO_MEDIATOR = Text("案件没有登记调解员。", "The case names no mediator.")
_BARRED = Text(
    "{name}按规定不得领取案件补贴(调解员登记为“不领取案件补贴”)。",
    "{name} may not be paid for cases, as the record of the mediator says.",
)
_OTHER_MEDIATOR = Text(
    "{name}不是这件纠纷登记的调解员。", "{name} is not on record as mediator of this dispute."
)
_LACKING = Text("卷宗缺:{titles}。", "Missing in the file: {titles}.")
_UNCHECKED = Text(
    "请核对纸质件后填写“卷宗齐全”:{titles}。", "Look into the file, then say so here: {titles}."
)
_NOT_SCREENED = Text("排查台账中没有这件纠纷。", "The dispute is not in the screening register.")
_NO_SCHEME = Text(
    "还没有选择补贴标准,金额请自己填写。", "No scheme was chosen yet; enter the amount."
)
_NO_RATE = Text("补贴标准没有这一等级的金额。", "The scheme has no amount for this grade.")
_OVER_RATE = Text("超过补贴标准,最高 {most} 元。", "Over the rate: {most} yuan at most.")
_OVER_CAP = Text(
    "这名调解员本年合计 {sum} 元,超过上限 {cap} 元。",
    "{sum} yuan this year for this mediator: over the limit of {cap}.",
)
