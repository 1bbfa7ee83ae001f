"""排查预防纠纷 - the last ten columns of the sheet of cases: screening rounds, what was prevented.

Counted over screening rounds and records of prevention, by their own dates.
"""

from core.records.prevention import ESCALATIONS
from core.reports.definition import Column, Facts, Relation
from core.text import Text

_HEAD = Text("排查预防纠纷", "Screening and prevention")
_CASES, _PEOPLE = Text("件", "cases"), Text("人", "people")

#: A round for which no committee is named belongs to the committee of its village, one of the
#: township to that of the township.
ROUNDS = """
    select r.id, coalesce(
        (select c.id from committee c where c.id = r.committee_id and c.state = 0),
        (
            select min(c.id) from committee c where r.committee_id is null and c.state = 0 and (
                c.village_id = r.village_id or r.level = 'township' and r.village_id is null
                and c.committee_type in ('township', 'subdistrict')
            )
        )
    ) as row_id
    from screening_round r
    where r.state = 0 and r.screened_from between :since and :until
    order by r.screened_from, r.id
"""
PREVENTED = """
    select p.id, coalesce(
        (select c.id from committee c where c.id = p.committee_id and c.state = 0),
        (
            select min(c.id) from committee c
            where p.committee_id is null and c.state = 0 and c.village_id = p.village_id
        )
    ) as row_id, p.prevention_kind, p.cases, p.people_count
    from prevention p
    where p.state = 0 and p.happened_on between :since and :until
    order by p.happened_on, p.id
"""
PREVENTION_FACTS = (Facts("screening_round", ROUNDS), Facts("prevention", PREVENTED))


def _prevented(id: str, label: Text, unit: Text, name: str, kind: str) -> Column:
    adds = f"case when prevention_kind = '{kind}' then {name} end"
    return Column(id, label, unit, adds, (_HEAD,), of="prevention")


def _pair(kind: str, label: Text) -> tuple[Column, ...]:
    """One head over cases and people."""
    return (
        _prevented(f"{kind}_cases", label, _CASES, "cases", kind),
        _prevented(f"{kind}_people", label, _PEOPLE, "people_count", kind),
    )


PREVENTION_COLUMNS = (
    Column(
        "screening_rounds",
        Text("排查纠纷", "Screening rounds"),
        Text("次", "rounds"),
        "1",
        (_HEAD,),
        of="screening_round",
    ),
    _prevented(
        "disputes_prevented",
        Text("预防纠纷", "Disputes prevented"),
        _CASES,
        "cases",
        "disputes_prevented",
    ),
    *(column for kind, label in ESCALATIONS.items() for column in _pair(kind, label)),
)

PREVENTION_RELATIONS = tuple(
    Relation(
        Text(f"{label.zh}:件数 ≤ 人数", f"{label.en}: cases ≤ people"),
        (f"{kind}_cases",),
        (f"{kind}_people",),
        at_most=True,
    )
    for kind, label in ESCALATIONS.items()
)
