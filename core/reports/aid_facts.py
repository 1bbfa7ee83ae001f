"""What the legal-aid sheets count: consultations, and applications with their cases.

What counts where is written down in docs/decisions/0013-what-the-legal-aid-sheets-count.md.
"""

from core.reports.definition import Basis, Column, Facts, Relation, RowList
from core.text import Text

CASES, TIMES, PEOPLE = Text("件", "cases"), Text("人次", "visits"), Text("人", "people")
VILLAGES = RowList("village", "name", Text("未填村(居)", "No village"))
MONEY = Text("万元", "10,000 yuan")
AREA = Text("地区", "Area")
#: The columns are those of the provincial system of about 2017; a newer form is a new layout.
VERSION = "2017"
VERSION_WORDS = Text("2017年前后栏目", "columns of about 2017")


def by(zh: str, en: str) -> Text:
    """How it is counted, with the version of the form, as the note under the sheet says it."""
    return Text(f"{zh};表式版本:{VERSION_WORDS.zh}", f"{en}; form: {VERSION_WORDS.en}")


def at_most(table: str, part: int, whole: int) -> Relation:
    return _related(table, f"{part} ≤ {whole}", (part,), (whole,), is_at_most=True)


def adds_up(table: str, whole: int, *parts: int) -> Relation:
    words = f"{whole} = {' + '.join(str(n) for n in parts)}"
    return _related(table, words, (whole,), parts)


def named_at_most(table: str, whole: int, *parts: int) -> Relation:
    """The kinds with a column of their own are at most all of them."""
    words = f"{' + '.join(str(n) for n in parts)} ≤ {whole}"
    return _related(table, words, parts, (whole,), is_at_most=True)


def _related(
    table: str,
    words: str,
    left: tuple[int, ...],
    right: tuple[int, ...],
    *,
    is_at_most: bool = False,
) -> Relation:
    """Between columns by their numbers, as the sheets print it."""
    ids = [tuple(id_of(table, n) for n in side) for side in (left, right)]
    return Relation(Text(words, words), ids[0], ids[1], is_at_most)


def id_of(table: str, number: int) -> str:
    """m_c01, t05_c46."""
    return f"{table}_c{number:02}"


def numbered(table: str, columns: list[tuple[Text, str, tuple[Text, ...], Text]]) -> list[Column]:
    """Columns 1, 2 ... of a table from label, what is added, heads and unit; money has fen."""
    return [_column(id_of(table, n), *cell) for n, cell in enumerate(columns, 1)]


def _column(id: str, label: Text, adds: str, heads: tuple[Text, ...], unit: Text) -> Column:
    if unit is MONEY:
        return Column(id, label, unit, adds, heads, per=1_000_000, decimals=2)
    return Column(id, label, unit, adds, heads)


# --- consultations -------------------------------------------------------------------------------

#: Groups with a column of their own in the quarterly sheet.
NAMED_GROUPS = (
    "woman",
    "disabled",
    "farmer",
    "migrant_worker",
    "military_family",
    "minor",
    "elderly",
    "foreign_stateless",
    "general_poor",
)


def _in(list_name: str, code: str) -> str:
    """SQL: whether a stored list of codes has one."""
    return f"instr(coalesce({list_name}, ''), '\"{code}\"') > 0"


def _setting(name: str, usual: str) -> str:
    """SQL: what the office has set; the usual where it has not."""
    own = f"select {name} from office where state = 0 order by id limit 1"
    return f"coalesce(nullif(({own}), ''), '{usual}')"


_ALONE = "(coalesce(c.is_event_count, 0) != 1)"
_GROUPS = ",\n        ".join(
    f"{_ALONE} and {_in('c.recipient_groups', group)} as {group}"
    for group in ("ethnic_minority", *NAMED_GROUPS[1:])
)
_NAMED = ", ".join(f"'{group}'" for group in NAMED_GROUPS)

#: One row per consultation; `n` are 人次. People counted at an event have no groups, and all that
#: was asked there stands under its first matter. A consultation that became a document or an
#: application counts as that whether it was ticked or is linked, once.
CONSULTATIONS = f"""
    select c.id, case when v.state = 0 then v.id end as row_id, {_ALONE} as alone,
        case when {_ALONE} then 1 else coalesce(c.headcount, 0) end as n,
        coalesce(c.matter_count, c.headcount, 0) as counted_matters,
        c.matter_codes, json_extract(c.matter_codes, '$[0]') as matter,
        case
            when c.channel in ('visit', 'phone', 'phone_12348', 'letter', 'online') then c.channel
            when c.channel = 'home_visit' then 'visit'
            when c.channel = 'event' then {_setting("event_counted", "visit")}
            when c.channel = 'video_terminal' then {_setting("video_counted", "online")}
            else 'other'
        end as channel,
        {_ALONE} and (c.gender is 'female' or {_in("c.recipient_groups", "woman")}) as female,
        {_ALONE} and (
            {_in("c.recipient_groups", "woman")}
            or c.gender is 'female' and not {_in("c.recipient_groups", "minor")}
        ) as woman,
        {_GROUPS},
        {_ALONE} and exists (
            select 1 from json_each(c.recipient_groups) where value not in ({_NAMED})
        ) as other_group,
        {_in("c.handling", "document_drafted")} or exists (
            select 1 from drafted_document d where d.consultation_id = c.id and d.state = 0
        ) as drafted,
        {_in("c.handling", "aid_applied")} or {_in("c.handling", "aid_applied_approved")}
            or exists (
                select 1 from legal_aid_case a where a.consultation_id = c.id and a.state = 0
                    and a.application_status != 'draft'
            ) as applied,
        {_in("c.handling", "aid_applied_approved")} or exists (
            select 1 from legal_aid_case a where a.consultation_id = c.id and a.state = 0
                and a.application_status = 'granted'
        ) as approved,
        {_in("c.handling", "referred")} as referred
    from consultation c
    left join village v on v.id = c.village_id
    where c.state = 0 and c.consulted_on between :since and :until
    order by c.consulted_on, c.id
"""
CONSULTED = Facts("consultation", CONSULTATIONS)
BY_CONSULTATION = {"consulted": Basis("", "", by("按咨询日期统计", "by date of consultation"))}


# --- applications and cases ----------------------------------------------------------------------

#: Groups of recipients with a column in some table of cases.
GROUPS = (
    "woman",
    "female",
    "disabled",
    "blind_deaf_mute",
    "farmer",
    "migrant_worker",
    "elderly",
    "minor",
    "military_family",
    "ethnic_minority",
    "foreign_stateless",
    "possible_death_penalty",
)
_CHOSEN = "r.recipient_groups"
_BY_HAND, _BORN = "r.groups_by_hand is 1", "coalesce(r.birth_date, '') != ''"
#: Full years on the day of application; negative of somebody born after it.
_AGE = """(
            substr(a.applied_on, 1, 4) - substr(r.birth_date, 1, 4)
            - (substr(a.applied_on, 6) < substr(r.birth_date, 6))
        )"""


def _derived(group: str, known: str, now: str) -> str:
    """A group that follows from other fields where they say something, unless decided by hand."""
    return f"""case
            when {_BY_HAND} then {_in(_CHOSEN, group)}
            when {known} then {now} else {_in(_CHOSEN, group)} end as {group}"""


#: As core.legal_aid.groups has it. 女性 of the monthly sheet are women and girls.
_PERSON = ",\n        ".join(
    (
        _derived(
            "woman",
            f"{_BORN} and coalesce(r.gender, '') != ''",
            f"r.gender = 'female' and {_AGE} >= 18",
        ),
        f"r.gender is 'female' or {_in(_CHOSEN, 'woman')} as female",
        f"{_in(_CHOSEN, 'disabled')} or {_in(_CHOSEN, 'blind_deaf_mute')} as disabled",
        _derived("elderly", _BORN, f"{_AGE} >= 60"),
        _derived("minor", _BORN, f"{_AGE} between 0 and 17"),
        _derived("ethnic_minority", "coalesce(r.ethnicity, '') != ''", "r.ethnicity != '01'"),
        *(
            f"{_in(_CHOSEN, group)} as {group}"
            for group in (
                "blind_deaf_mute",
                "farmer",
                "migrant_worker",
                "military_family",
                "foreign_stateless",
                "possible_death_penalty",
            )
        ),
    )
)
_SUMS = ", ".join(f"sum({group}) as {group}" for group in GROUPS)
#: people.* are persons (p_...), c_... the cases they stand for: 1, or each where it can be divided.
_COUNTS = ",\n            ".join(
    f"coalesce(p.{g}, 0) as p_{g}, case when m.claim_division is 'divisible' "
    f"then coalesce(p.{g}, 0) else coalesce(p.{g}, 0) > 0 end as c_{g}"
    for g in GROUPS
)
_METHOD_KIND = """case
                when a.aid_method in ('criminal_defense', 'victim_agency',
                    'incidental_civil_agency', 'private_prosecution_agency') then 'criminal'
                when a.aid_method = 'administrative_litigation_agency' then 'administrative'
                when a.aid_method in ('civil_litigation_agency', 'labor_arbitration_agency')
                    then 'civil'
            end"""
_METHOD_PROCEDURE = """case
                when a.aid_method in ('civil_litigation_agency', 'administrative_litigation_agency')
                    then 'litigation'
                when a.aid_method in ('labor_arbitration_agency', 'other_non_litigation_agency')
                    then 'non_litigation'
            end"""
_TERMINATED = """(a.case_status is 'terminated' or a.terminated_on is not null
                or a.outcome is 'terminated')"""
_OUTCOME = f"""case
                when {_TERMINATED} then 'terminated'
                when a.outcome = 'partly_won' then {_setting("partly_won_counted", "won")}
                else a.outcome
            end"""
_IN = "between :since and :until"

#: One row per application that did something in the period, or whose case was open at its end.
#: `n` are 件: a case stands under its first matter and counts once, with a divisible claim as often
#: as it has recipients. {{date}} is the day an application counts by.
AID = f"""
    with person as (
        select r.legal_aid_case_id as case_id, {_PERSON}
        from case_recipient r join legal_aid_case a on a.id = r.legal_aid_case_id
        where r.state = 0
    ), people as (select case_id, count(*) as people, {_SUMS} from person group by case_id),
    matter as (
        select legal_aid_case_id as case_id, matter_code, claim_division, row_number() over (
            partition by legal_aid_case_id order by position is null, position, id
        ) as place
        from case_matter where state = 0
    ), aid as (
        select a.id, case when v.state = 0 then v.id end as row_id, a.applied_on,
            a.aid_type, a.aid_source, a.aid_method, a.proceeding_stage as stage,
            coalesce(a.legal_position, '') as standing, coalesce(a.notice_reason, '') as notice,
            a.application_status as status, a.refusal_reason, {{date}} as asked_on,
            case when a.application_status in ('granted', 'refused') then a.decided_on end
                as decided_on,
            case when {_TERMINATED}
                then coalesce(a.closed_on, a.termination_received_on, a.terminated_on)
                else a.closed_on
            end as ended_on,
            coalesce(nullif(a.case_kind, ''), {_METHOD_KIND}) as kind,
            coalesce(nullif(a.procedure_kind, ''), {_METHOD_PROCEDURE}) as procedure,
            case when a.proceeding_stage is 'petition' then 'petition_retrial'
                else m.matter_code end as matter,
            case when m.claim_division is 'divisible' then max(coalesce(p.people, 0), 1) else 1 end
                as n,
            coalesce(p.people, 0) as people,
            {_COUNTS},
            {_OUTCOME} as outcome,
            coalesce(a.recovered_amount, 0) as recovered,
            coalesce(a.wage_recovered_amount, 0) as wages
        from legal_aid_case a
        left join village v on v.id = a.village_id
        left join people p on p.case_id = a.id
        left join matter m on m.case_id = a.id and m.place = 1
        where a.state = 0 and a.application_status != 'draft'
    ), dated as (
        select *, coalesce(asked_on {_IN}, 0) as applied,
            status = 'granted' and coalesce(decided_on {_IN}, 0) as granted,
            status = 'refused' and coalesce(decided_on {_IN}, 0) as refused,
            status = 'granted' and coalesce(ended_on {_IN}, 0) as closed,
            status = 'granted' and coalesce(decided_on <= :until, 0)
                and (ended_on is null or ended_on > :until) as is_open
        from aid
    )
    select * from dated where applied or granted or refused or closed or is_open order by {{key}}
"""
_KEY = "applied_on, id"
BY_DECISION = {
    "decided": Basis(
        "case when a.application_status in ('granted', 'refused') then a.decided_on end",
        _KEY,
        by(
            "申请、批准、未批准按决定日期,结案和金额按结案日期,未结按统计期末",
            "applications by date of decision, closed cases by date of closing",
        ),
    ),
}
BY_APPLICATION = {
    **BY_DECISION,
    "applied": Basis(
        "a.applied_on",
        _KEY,
        by(
            "申请按申请日期,批准、未批准按决定日期,结案和金额按结案日期,未结按统计期末",
            "applications by their own date, decisions and closed cases by theirs",
        ),
    ),
}


def each(flag: str, also: str = "1") -> str:
    """SQL of a figure in 件: those with the flag that fit also something."""
    return f"case when {flag} and ({also}) then n end"


def cases_of(group: str, also: str = "1") -> str:
    """SQL: approved cases (件) in which somebody of the group is a recipient."""
    return f"case when granted and ({also}) then c_{group} end"


def people_of(group: str) -> str:
    """SQL: recipients (人次) of the group in approved cases."""
    return f"case when granted then p_{group} end"


def money(amount: str, also: str = "1") -> str:
    """SQL: fen of closed cases."""
    return f"case when closed and ({also}) then {amount} end"
