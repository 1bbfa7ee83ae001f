"""练习所的纠纷排查 - weekly rounds of every village, and the disputes found on them.

Some items became disputes of the practice office, most were settled on the spot, a few still wait.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core import store
from core.numbering import DEFAULTS
from core.practice_cases import PREFIX
from core.practice_people import Place, World
from core.practice_rows import Row, Rows
from core.risk import shipped_map

LINKED = 120  # at most so many items that became disputes
#: Type, what happened, what was done; a and b are neighbours.
_MATTERS = (
    ("neighbor", "{a}在巷道堆放柴草,影响{b}家出入,双方口角。", "当场清理,双方和好。"),
    ("neighbor", "{a}家排水流入{b}家院落,{b}多次理论无果。", "改接排水管,费用各半。"),
    ("housing_homestead", "{a}翻建院墙,{b}认为占了自家宅基。", "丈量后按界石砌墙。"),
    ("forest_land", "{a}耕地时越过地埂,{b}要求恢复。", "村委会重新立界桩。"),
    ("damage_compensation", "{a}家羊吃了{b}家青苗,赔偿数额谈不拢。", "按亩产估价赔偿。"),
    ("production_operation", "{a}与{b}合用灌溉水渠,轮水次序有争议。", "排定轮水日期。"),
    ("labor_migrant_wages", "{a}随{b}外出务工,工钱尚欠一部分。", "约定分两次付清。"),
)
_RISKS = ("blue", "yellow", "orange", "red")
_SOURCES = ("home_visit", "grid", "masses", "cadre")


@dataclass
class _Counter:
    """Numbers of a kind, counted per year."""

    which: str
    last: dict[int, int]

    def next(self, day: date) -> Row:
        serial = self.last[day.year] = self.last.get(day.year, 0) + 1
        words = DEFAULTS[self.which].format(prefix=PREFIX, year=day.year, serial=serial)
        parts = {"no": words, "prefix": PREFIX, "year": day.year, "serial": serial}
        return {f"{self.which}_{part}": value for part, value in parts.items()}


def found_on_initiative(batch: Sequence[Rows], since: date) -> list[Rows]:
    """Disputes of a batch that screening may have found: village cases taken up on initiative."""
    return [
        rows
        for rows in batch
        if rows.dispute["case_source"] == "on_initiative"
        and rows.dispute.get("village_id")
        and rows.dispute["accepted_on"] >= since.isoformat()
        and rows.parties
    ]


def make_screening(
    rng: random.Random, world: World, villages: list[Row], cases: list[Rows], last: date
) -> tuple[list[Row], list[Row]]:
    """Rounds and items of the year of the last day, oldest first. Every village has screened each
    week but one, which is behind with the week before."""
    numbers = _Counter("round", {})
    rounds: list[Row] = []
    day = date(last.year, 1, 1)
    while day <= last:
        if day.weekday() == 4:
            behind = day + timedelta(days=14) > last
            rounds += [
                _round(rng, numbers, place, village, day)
                for n, (place, village) in enumerate(zip(world.places, villages, strict=True))
                if not (behind and n == 0)
            ]
        if day.day in (14, 28):
            rounds.append(_township_round(numbers, world, day))
        day += timedelta(days=1)
    cases = rng.sample(cases, min(len(cases), LINKED))
    items = [_became(rng, rows) for rows in cases]
    for place, village in zip(world.places, villages, strict=True):
        items += [_settled(rng, place, village, last) for _ in range(rng.randint(2, 5))]
    items.sort(key=lambda item: str(item["screened_on"]))
    return _told(rounds, items), _numbered(items)


def _round(rng: random.Random, numbers: _Counter, place: Place, village: Row, day: date) -> Row:
    monday = day - timedelta(days=4)
    since = max(monday, date(day.year, 1, 1))
    return {
        "id": store.new_id(),
        "level": "village",
        "village_id": village["id"],
        "cadence": "week",
        "screened_from": since.isoformat(),
        "screened_to": day.isoformat(),
        "screened_by": rng.choice(place.staff).name,
        "households_visited": rng.randint(4, 30),
        **numbers.next(since),
    }


def _township_round(numbers: _Counter, world: World, day: date) -> Row:
    return {
        "id": store.new_id(),
        "level": "township",
        "cadence": "half_month",
        "screened_from": day.isoformat(),
        "screened_to": day.isoformat(),
        "screened_by": world.officers[0].name,
        "is_concentrated": int(day.month in (1, 9) and day.day == 28),
        "key_period": {1: "春节前", 9: "国庆前"}.get(day.month) if day.day == 28 else None,
        **numbers.next(day),
    }


def _became(rng: random.Random, rows: Rows) -> Row:
    """An item that became a dispute of the practice office; struck off once that was closed."""
    case, parties = rows.dispute, rows.parties
    accepted = date.fromisoformat(str(case["accepted_on"]))
    found = max(accepted - timedelta(days=rng.randint(0, 3)), date(accepted.year, 1, 1))
    sides = {role: [p for p in parties if p["party_role"] == role] for role in _ROLES}
    a, b = (next(iter(sides[role]), {}) for role in _ROLES)
    closed = case.get("closed_on")
    success = case.get("mediation_result") == "success"
    return {
        **_item(rng, str(case["dispute_type"]), found, str(case["village_id"])),
        "party_a_name": a.get("name"),
        "party_a_phone": a.get("phone"),
        "party_b_name": b.get("name"),
        "party_b_phone": b.get("phone"),
        "summary": str(case.get("summary") or "")[:120] or None,
        "place": case.get("place"),
        "handled_on": accepted.isoformat(),
        "resolution_method": "people_mediation",
        "is_success": int(success) if closed else None,
        "resolved_on": closed if success else None,
        "closed_out_on": closed if success else None,
        "dispute_id": case["id"],
    }


_ROLES = ("applicant", "respondent")


def _settled(rng: random.Random, place: Place, village: Row, last: date) -> Row:
    """Most are settled within days; what was found lately may still wait."""
    dispute_type, summary, done = rng.choice(_MATTERS)
    one, other = rng.sample(place.households, 2)
    found = max(last - timedelta(days=rng.randint(1, 300)), date(last.year, 1, 1))
    row = {
        **_item(rng, dispute_type, found, str(village["id"])),
        "party_a_name": one.man.name,
        "party_a_phone": one.man.phone,
        "party_b_name": other.man.name,
        "party_b_phone": other.man.phone,
        "summary": summary.format(a=one.man.name, b=other.man.name),
        "lead_unit": f"{place.name}村委会" if not place.community else f"{place.name}居委会",
        "lead_person": place.staff[0].name,
        "resolve_by": (found + timedelta(days=15)).isoformat(),
    }
    settled = found + timedelta(days=rng.randint(0, 9))
    if settled > last or ((last - found).days < 20 and rng.random() < 0.6):
        return row
    return row | {
        "action_taken": "上门了解情况,当面劝和。",
        "handled_on": found.isoformat(),
        "resolution_method": "village_group",
        "is_success": 1,
        "resolved_on": settled.isoformat(),
        "resolution": done,
        "closed_out_on": settled.isoformat() if rng.random() < 0.9 else None,
    }


def _item(rng: random.Random, dispute_type: str, found: date, village_id: str) -> Row:
    risk = rng.choices(_RISKS, (30, 50, 15, 5))[0]
    return {
        "screened_on": found.isoformat(),
        "finder_level": rng.choices(("village", "township"), (9, 1))[0],
        "source": rng.choice(_SOURCES),
        "village_id": village_id,
        "dispute_type": dispute_type,
        "screen_category": shipped_map()[dispute_type],
        "people_count": rng.choices((2, 3, 4, 6, 12, 55), (50, 20, 15, 9, 5, 1))[0],
        "risk_level": risk,
    }


def _told(rounds: list[Row], items: list[Row]) -> list[Row]:
    """Every item gets its round, and a round without items is a zero report."""
    by_place: dict[str, list[Row]] = {}
    for each in rounds:
        by_place.setdefault(str(each.get("village_id") or ""), []).append(each)
    used = set()
    for item in items:
        place = str(item["village_id"]) if item["finder_level"] == "village" else ""
        for each in by_place.get(place, ()):
            if each["screened_from"] <= item["screened_on"] <= each["screened_to"]:
                item["round_id"] = each["id"]
                item["screened_by"] = each["screened_by"]
                used.add(each["id"])
                break
    return [r if r["id"] in used else {**r, "zero_report": 1} for r in rounds]


def _numbered(items: list[Row]) -> list[Row]:
    numbers = _Counter("screening", {})
    return [{**row, **numbers.next(date.fromisoformat(str(row["screened_on"])))} for row in items]
