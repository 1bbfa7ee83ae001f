"""练习所的队伍建设与防止激化 - training, law-literate villagers, funds, what was prevented.

Most mediators have their hours of the year, some do not; one committee is about to be elected anew.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from core.practice_people import COUNTY, TOWNSHIP, Person, Place, World
from core.practice_rows import Row, Rows

#: Kind, cases and people of what was prevented, what happened.
_PREVENTED = (
    ("disputes_prevented", 1, 2, "春灌前走访，提前协调轮水次序。"),
    ("disputes_prevented", 1, 4, "宅基地放线时到场，当面指认四至。"),
    ("disputes_prevented", 2, 5, "外出务工返乡前，提醒结清工钱并留下凭据。"),
    ("disputes_prevented", 1, 3, "老人分家析产，先行说明赡养义务。"),
    ("prevented_suicide", 1, 1, "家庭纠纷中一方流露轻生念头，调解员陪护并通知亲属，情绪已平稳。"),
    ("prevented_criminal", 1, 4, "双方约人准备动手，调解员与民警到场劝离，次日调解。"),
    ("prevented_group_petition", 1, 23, "就补偿款发放准备集体上访，经释明政策后同意推选代表协商。"),
    ("prevented_group_fight", 1, 31, "两社因草场界线对峙，现场劝散并封存界桩待勘。"),
)
_SUBJECTS = {
    "before_work": ("人民调解法与调解程序", "调解文书制作"),
    "special": ("婚姻家庭纠纷调解技巧", "土地承包纠纷政策", "协议司法确认"),
    "yearly": ("人民调解业务轮训", "民法典相邻关系", "信访工作条例"),
}
_GROUPS = (
    "village_cadre",
    "womens_federation",
    "grid_worker",
    "group_leader",
    "party_member",
    "five_elders",
    "other",
)
#: Of which kind an administrative mediation is that took the place of a people's one.
_ADMINISTRATIVE = {
    "traffic_accident": {"admin_matter": "civil", "admin_civil_type": "traffic"},
    "consumer_other": {"admin_matter": "civil", "admin_civil_type": "consumer_quality"},
    "forest_land": {"admin_matter": "civil", "admin_civil_type": "land_contract"},
    "land_expropriation": {
        "admin_matter": "administrative",
        "admin_dispute_type": "compensation",
        "admin_stage": "review",
    },
}


def trainings(rng: random.Random, mediators: Sequence[Row], first: date, last: date) -> list[Row]:
    """Before work, then every year; one in six is short of hours this year."""
    rows = []
    for mediator in mediators:
        if mediator.get("dismissed_on"):
            continue
        rows.append(_training(rng, mediator, "before_work", mediator["appointed_on"], 10))
        for year in range(first.year, last.year + 1):
            day = date(year, rng.randint(3, 6), rng.randint(1, 28))
            if day > last:
                continue
            short = year == last.year and rng.random() < 0.16
            rows.append(_training(rng, mediator, "yearly", day.isoformat(), 8 if short else 20))
            later = (day + timedelta(days=rng.randint(10, 90))).isoformat()
            if later <= last.isoformat():
                rows.append(_training(rng, mediator, "special", later, 7 if short else 14))
    return rows


def _training(rng: random.Random, mediator: Row, kind: str, day: str, hours: float) -> Row:
    return {
        "mediator_id": mediator["id"],
        "trained_on": day,
        "training_kind": kind,
        "hours": float(hours),
        "subject": rng.choice(_SUBJECTS[kind]),
        "organiser": rng.choice((f"{COUNTY}司法局", f"{TOWNSHIP}司法所")),
    }


def law_literates(
    rng: random.Random, world: World, villages: Sequence[Row], mediators: Sequence[Row], first: date
) -> list[Row]:
    """Three of each village, in one only two; the first is a mediator."""
    by_name = {m["name"]: m["id"] for m in mediators}
    rows: list[Row] = []
    for n, (place, village) in enumerate(zip(world.places, villages, strict=True)):
        people = _keen(place)[: 2 if n == 1 else 3]
        for person in people:
            day = date(first.year - 1, rng.randint(3, 9), rng.randint(1, 28))
            mediator = by_name.get(person.name)
            rows.append(
                {
                    "name": person.name,
                    "village_id": village["id"],
                    "id_number": person.id_number,
                    "gender": person.gender,
                    "birth_date": person.born,
                    "phone": person.phone,
                    "group_category": "mediator" if mediator else rng.choice(_GROUPS),
                    "recommended_by": rng.choice(("self", "village_committee")),
                    "is_mediator": int(mediator is not None),
                    "mediator_id": mediator,
                    "trained_on": day.isoformat(),
                    "assessed_on": (day + timedelta(days=20)).isoformat(),
                    "certificate_no": f"法明{first.year - 1}{len(rows) + 1:04}",
                    "issued_on": (day + timedelta(days=40)).isoformat(),
                }
            )
    return rows


def _keen(place: Place) -> list[Person]:
    return [place.staff[0], place.households[0].woman, place.households[-1].man]


def funds(rng: random.Random, committees: Sequence[Row], first: date, last: date) -> Iterator[Row]:
    """Of the office, and of every committee, each year; whole hundreds of yuan."""
    for year in range(first.year, last.year + 1):
        yield {"year": year, "committee_id": None, "guidance_funds": rng.randint(80, 160) * 10_000}
        for committee in committees:
            yield {
                "year": year,
                "committee_id": committee["id"],
                "committee_subsidy_funds": rng.randint(10, 40) * 10_000,
                "mediator_allowance_funds": rng.randint(20, 90) * 10_000,
            }


def preventions(
    rng: random.Random, committees: Sequence[Row], cases: Sequence[Rows], first: date, last: date
) -> list[Row]:
    """About one a week in the villages; some grew out of a dispute that is on record."""
    rows = []
    in_villages = [c for c in committees if c.get("village_id")]
    day = first + timedelta(days=3)
    while day <= last:
        kind, n, people, words = rng.choices(_PREVENTED, (30, 25, 20, 20, 3, 5, 2, 1))[0]
        committee = rng.choice(in_villages)
        row: Row = {
            "happened_on": day.isoformat(),
            "prevention_kind": kind,
            "cases": n,
            "people_count": people,
            "committee_id": committee["id"],
            "village_id": committee["village_id"],
            "summary": words,
        }
        if kind == "prevented_criminal":
            row["reported_to"] = f"{TOWNSHIP}派出所"
        own = [c.dispute for c in cases if c.dispute["committee_id"] == committee["id"]]
        if kind != "disputes_prevented" and own:
            dispute = rng.choice(own)
            row |= {"dispute_id": dispute["id"], "happened_on": dispute["accepted_on"]}
        rows.append(row)
        day += timedelta(days=rng.randint(4, 11))
    return rows


def make_administrative(batch: Sequence[Rows]) -> None:
    """The last two of a few types in a batch were settled by the township itself."""
    for dispute_type, values in _ADMINISTRATIVE.items():
        fitting = [r for r in batch if r.dispute["dispute_type"] == dispute_type and r.agreement]
        for rows in fitting[-2:]:
            rows.dispute.update(values, mediation_type="administrative")


def to_be_looked_at(committees: Sequence[Row], last: date) -> None:
    """One committee is elected anew in 40 days, another has to report a change of its members."""
    end = last + timedelta(days=40)
    start = end - timedelta(days=3 * 365)
    committees[1].update(term_start=start.isoformat(), term_end=end.isoformat())
    committees[2].update(changed_on=(last - timedelta(days=35)).isoformat())
