"""队伍建设 - what a committee and its mediators should be, who is there, and what is due of them.

Rules of the People's Mediation Law; figures beyond it are those of the office (records.targets).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from core.field import Row
from core.records.targets import TARGETS
from core.show import day
from core.term_rules import ends_on
from core.text import Text
from core.workdays import Holidays, holidays_of

LEAST, MOST = 3, 9  # members of a committee (People's Mediation Law, art. 8)
TERM_YEARS = 3  # art. 9
AHEAD = 60  # days before its term ends from which a committee is reminded of the election

_LAW_8 = Text("《人民调解法》第八条", "People's Mediation Law, art. 8")
_LAW_9 = Text("《人民调解法》第九条", "People's Mediation Law, art. 9")
_FULL_TIME = Text(
    "司发〔2018〕2号的地方实施方案,数目见司法所资料", "Local plan; figure set by the office"
)
_CHANGE = Text("变更备案期限,见司法所资料", "Term for reporting changes, set by the office")
_HOURS = Text("应达到的学时见司法所资料", "Hours to reach are set by the office")
ELECTION = Text("调委会换届", "Election of the committee")
REPORTING = Text("调委会变更备案", "Report of a change")


@dataclass(frozen=True)
class Staff:
    """Who works in a committee on a day. `members` are director, deputies and members; mediators
    appointed beside them are not."""

    members: int = 0
    directors: int = 0
    women: int = 0  # among the members
    full_time: int = 0
    part_time: int = 0


@dataclass(frozen=True)
class Remark:
    """Something a committee or a mediator is not yet, with its ground and the field to look at."""

    what: Text
    ground: Text
    field: str = ""


@dataclass(frozen=True)
class Waiting:
    """A committee that has to do something by a day."""

    what: Text
    committee: str  # id
    name: str
    on: date
    ground: Text


@dataclass(frozen=True)
class Rules:
    """What the office asks of its committees: figures of records.targets, and its days off."""

    figures: Mapping[str, int]
    holidays: Holidays


def rules_of(db: Database) -> Rules:
    """The office's own figures, or the usual ones."""
    office: Row = next(db.query("select * from office where state = 0 order by id limit 1"), {})
    chosen = {t.name: office.get(t.name) for t in TARGETS}
    figures = {t.name: t.usual if (n := chosen[t.name]) is None else int(n) for t in TARGETS}
    return Rules(figures, holidays_of(db))


def staff_of(db: Database, on: date) -> dict[str, Staff]:
    """Committee id -> who is there on a day; a committee without anybody is left out."""
    member = "committee_post in ('director', 'deputy', 'member')"
    sql = f"""
        select committee_id, sum({member}), sum(committee_post = 'director'),
            sum({member} and gender = 'female'), sum(employment_kind = 'full_time'),
            sum(employment_kind = 'part_time')
        from mediator where state = 0 and committee_id is not null and {IN_OFFICE}
        group by committee_id
    """
    rows = db.execute(sql, {"on": on.isoformat()}).fetchall()
    return {id: Staff(*(n or 0 for n in numbers)) for id, *numbers in rows}


#: SQL for a mediator who is in office on :on.
IN_OFFICE = "coalesce(appointed_on, '') <= :on and (dismissed_on is null or dismissed_on > :on)"


# --- committees ----------------------------------------------------------------------------------


def remarks_on(committee: Row, staff: Staff, rules: Rules, on: date) -> list[Remark]:
    """What a committee is not yet, as warnings; the law's rules first."""
    return [
        *_composition(staff),
        *_term(committee, on),
        *_full_time(committee, staff, rules.figures),
        *_change(committee, rules, on),
    ]


def _composition(staff: Staff) -> Iterator[Remark]:
    if not LEAST <= staff.members <= MOST:
        said = Text(
            "委员应为 3 至 9 人,现登记 {n} 人(主任、副主任、委员)。",
            "A committee has 3 to 9 members; {n} are entered (director, deputies, members).",
        )
        yield Remark(said.format(n=staff.members), _LAW_8)
    if staff.directors != 1:
        said = Text(
            "应设主任一人,现登记 {n} 人。", "A committee has one director; {n} are entered."
        )
        yield Remark(said.format(n=staff.directors), _LAW_8)
    if staff.members and not staff.women:
        said = Text("应当有妇女成员,现登记中没有。", "Women must be members; none is entered.")
        yield Remark(said, _LAW_8)


def _term(committee: Row, on: date) -> Iterator[Remark]:
    start, end = committee.get("term_start"), committee.get("term_end")
    if (
        start
        and end
        and date.fromisoformat(end) > ends_on(date.fromisoformat(start), 12 * TERM_YEARS, "month")
    ):
        said = Text("任期超过三年。", "The term is longer than three years.")
        yield Remark(said, _LAW_9, "term_end")
    if not end:
        return
    left = (date.fromisoformat(end) - on).days
    if left < 0:
        said = Text(
            "任期已于 {day} 届满,应当换届。", "The term ended on {day}: an election is due."
        )
        yield Remark(said.format(day=day(end)), _LAW_9, "term_end")
    elif left <= AHEAD:
        said = Text(
            "任期还有 {n} 天届满({day}),请准备换届。",
            "The term ends in {n} days ({day}): prepare the election.",
        )
        yield Remark(said.format(n=left, day=day(end)), _LAW_9, "term_end")


def _full_time(committee: Row, staff: Staff, figures: Mapping[str, int]) -> Iterator[Remark]:
    name = {
        "industry_professional": "fulltime_industry",
        "township": "fulltime_township",
        "subdistrict": "fulltime_township",
    }.get(str(committee.get("committee_type")))
    if name and staff.full_time < figures[name]:
        said = Text(
            "专职调解员应有 {least} 人,现登记 {n} 人。",
            "{least} mediators should work full time; {n} do.",
        )
        yield Remark(said.format(least=figures[name], n=staff.full_time), _FULL_TIME)


def _change(committee: Row, rules: Rules, on: date) -> Iterator[Remark]:
    until = report_until(committee, rules)
    if until is None:
        return
    said = Text("变更尚未备案,应在 {day} 前。", "The change is to be reported by {day}.")
    if until < on:
        said = Text("变更应在 {day} 前备案,已超期。", "The change was to be reported by {day}.")
    yield Remark(said.format(day=day(until.isoformat())), _CHANGE, "change_filed_on")


def report_until(committee: Row, rules: Rules) -> date | None:
    """The last day to report a change of members; None where nothing is to be reported."""
    changed = committee.get("changed_on")
    if not changed or committee.get("change_filed_on"):
        return None
    length = rules.figures["change_workdays"]
    return ends_on(date.fromisoformat(changed), length, "workday", rules.holidays)


def waiting_committees(db: Database, on: date) -> list[Waiting]:
    """Terms that end within 60 days or are over, and changes not yet reported."""
    rules, found = rules_of(db), list[Waiting]()
    sql = (
        "select id, committee_name, term_end, changed_on, change_filed_on from committee"
        " where state = 0 and (term_end is not null or changed_on is not null) order by id"
    )
    for row in db.query(sql):
        name = row["committee_name"] or ""
        if row["term_end"]:
            end = date.fromisoformat(row["term_end"])
            if (end - on).days <= AHEAD:
                found.append(Waiting(ELECTION, row["id"], name, end, _LAW_9))
        if until := report_until(row, rules):
            found.append(Waiting(REPORTING, row["id"], name, until, _CHANGE))
    return found


# --- training ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hours:
    """Class hours of one mediator: before work ever, special and yearly training of one year."""

    before_work: float = 0
    special: float = 0
    yearly: float = 0

    @property
    def of_the_year(self) -> float:
        return self.special + self.yearly


def hours_of(db: Database, year: int) -> dict[str, Hours]:
    """Mediator id -> hours; one without any training is left out."""
    sql = """
        select mediator_id,
            sum(case when training_kind = 'before_work' then hours end),
            sum(case when training_kind = 'special' and substr(trained_on, 1, 4) = :year
                then hours end),
            sum(case when training_kind = 'yearly' and substr(trained_on, 1, 4) = :year
                then hours end)
        from training where state = 0 group by mediator_id
    """
    rows = db.execute(sql, {"year": f"{year:04}"}).fetchall()
    return {id: Hours(*(n or 0 for n in numbers)) for id, *numbers in rows}


def training_remarks(hours: Hours, figures: Mapping[str, int], year: int) -> list[Remark]:
    """Which hours of training are still wanting."""
    said = Text("{kind} {n} 学时,应达到 {least} 学时。", "{kind}: {n} hours of {least}.")
    asked = (
        (Text("岗前培训", "Before work"), hours.before_work, "hours_before_work"),
        (Text(f"{year}年专项培训", f"Special, {year}"), hours.special, "hours_special"),
        (Text(f"{year}年年度培训", f"Yearly, {year}"), hours.yearly, "hours_yearly"),
    )
    return [
        Remark(said.format(kind=kind, n=plain(n), least=figures[name]), _HOURS)
        for kind, n, name in asked
        if n < figures[name]
    ]


def plain(number: float) -> str:
    """12.0 is 12, 4.5 stays."""
    return f"{number:g}"


# --- law-literate villagers ----------------------------------------------------------------------


def law_literate_in(db: Database, on: date) -> dict[str, int]:
    """Village id -> how many are listed on a day, of every live village."""
    sql = """
        select v.id, count(l.id) from village v left join law_literate l
            on l.village_id = v.id and l.state = 0 and coalesce(l.issued_on, '') <= :on
            and (l.removed_on is null or l.removed_on > :on)
        where v.state = 0 group by v.id
    """
    return dict(db.execute(sql, {"on": on.isoformat()}).fetchall())


def committee_ids_with_remarks(db: Database, on: date) -> list[str]:
    """Ids of live committees on which something is to be remarked."""
    rules, staff = rules_of(db), staff_of(db, on)
    rows: Sequence[dict[str, Any]] = list(db.query("select * from committee where state = 0"))
    return [row["id"] for row in rows if remarks_on(row, staff.get(row["id"], Staff()), rules, on)]
