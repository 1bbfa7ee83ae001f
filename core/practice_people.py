"""练习所的人和单位 - invented families and organisations, and who meets whom in a dispute.

Names and words: resources/practice/names.toml. Everything is drawn from the one `random.Random`
handed over, so the same seed gives the same people. Nobody here can be real: the mobile prefix 154
and telephone numbers starting with 0 are not given out, and the region code is one place's only.
"""

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from stdnum.cn import uscc

from core.identity import check_digit
from core.paths import RESOURCES

REGION = "632121"
TOWNSHIP, COUNTY = "斜沟乡", "大通回族土族自治县"
T = TypeVar("T")
_OLD = 1978  # born before: names of the older style


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the villages; `born` is an ISO date."""

    name: str
    gender: str
    ethnicity: str
    born: str
    id_number: str
    occupation: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """A company, cooperative, shop; `kind` as the stories name it."""

    kind: str
    name: str
    code: str
    representative: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class Household:
    """A family: a couple, his brother next door, a parent and a grown child where there are any."""

    man: Person
    woman: Person
    brother: Person
    elder: Person | None
    youth: Person | None


@dataclass(frozen=True, slots=True)
class Place:
    """A village or community with its families, each two of them neighbours; no list is empty."""

    name: str
    community: bool
    registered: int  # households on the village's record, not those invented here
    households: list[Household]
    with_elder: list[Household]
    with_mother: list[Household]
    young_men: list[Person]
    young_women: list[Person]
    staff: list[Person]  # three of the village committee who mediate, one a woman


@dataclass(frozen=True, slots=True)
class World:
    """Everybody there is. Staff and officers take no part in disputes themselves."""

    places: list[Place]
    officers: list[Person]  # the head of the office, then mediators of the township's bodies
    organisations: dict[str, list[Organisation]]


@dataclass(frozen=True, slots=True)
class Cast:
    """The two sides of a dispute, and what the respondent is to the applicant in a family."""

    applicants: tuple[Person | Organisation, ...]
    respondents: tuple[Person | Organisation, ...]
    kin: str = ""


class Registry:
    """Draws people whose ID and telephone numbers nobody else has; ages count from `reference`."""

    def __init__(self, rng: random.Random, reference: date) -> None:
        self.words = read_words("names.toml")
        self.rng = rng
        self.reference = reference
        self._taken: set[str] = set()
        self._styles = self.words["people"]
        self._shares = [style["share"] for style in self._styles]

    def style(self) -> dict[str, Any]:
        """The names of one ethnic group, by its share."""
        chosen: dict[str, Any] = self.rng.choices(self._styles, self._shares)[0]
        return chosen

    def person(
        self,
        style: dict[str, Any],
        address: str,
        *,
        gender: str,
        age: float,
        surname: str = "",
        generation: str = "",
    ) -> Person:
        """Somebody about `age` years old; `generation` is the character brothers share."""
        born = self.reference - timedelta(days=int(age * 365.25) + self.rng.randrange(360))
        surname = surname or self.rng.choice(style["surnames"])
        name = surname + self._given(style, gender, born.year, generation)
        occupation = self.rng.choice(
            self.words["occupations"][_stage(self.reference, born, gender)]
        )
        return Person(
            name,
            gender,
            style["ethnicity"],
            born.isoformat(),
            self._id_number(born, gender),
            occupation,
            self._fresh(lambda: f"154{self.rng.randrange(10**8):08}"),
            address,
        )

    def _given(self, style: dict[str, Any], gender: str, year: int, generation: str) -> str:
        rng = self.rng
        chance = rng.random()
        if chance < 0.006:
            return str(rng.choice(self.words["rare"]["given"]))
        if year >= _OLD and gender == "male" and chance < 0.2 and not generation:
            return str(rng.choice(style["single"]))
        first, last = style[gender if year >= _OLD else f"old_{gender}"]
        head = generation if generation in first and generation else rng.choice(first)
        return head + str(rng.choice([c for c in last if c != head]))

    def _id_number(self, born: date, gender: str) -> str:
        def draw() -> str:
            order = 2 * self.rng.randrange(500) + (gender == "male")
            first = f"{REGION}{born:%Y%m%d}{order:03}"
            return first + check_digit(first)

        return self._fresh(draw)

    def _fresh(self, draw: Any) -> str:
        while (number := draw()) in self._taken:
            pass
        self._taken.add(number)
        return str(number)


def make_world(rng: random.Random, reference: date, families: int) -> World:
    """`families` households in each place (an even number), so that people meet again."""
    registry = Registry(rng, reference)
    places = [_place(registry, entry, families) for entry in registry.words["village"]]
    officers = [_officer(registry, f"{TOWNSHIP}人民政府", n) for n in range(16)]
    return World(places, officers, _organisations(registry, places))


def landline(rng: random.Random) -> str:
    """A telephone number of the county that nobody has."""
    return f"0971-0{rng.randrange(10**6):06}"


def read_words(name: str) -> dict[str, Any]:
    with (RESOURCES / "practice" / name).open("rb") as file:
        return tomllib.load(file)


def _place(registry: Registry, entry: dict[str, Any], families: int) -> Place:
    community = bool(entry.get("community"))
    made = [_household(registry, entry["name"], community, n) for n in range(families)]
    youths = [h.youth for h in made if h.youth]
    return Place(
        entry["name"],
        community,
        entry["households"],
        made,
        [h for h in made if h.elder],
        [h for h in made if h.elder and h.elder.gender == "female"],
        [p for p in youths if p.gender == "male"],
        [p for p in youths if p.gender == "female"],
        [_officer(registry, f"{TOWNSHIP}{entry['name']}", n) for n in range(3)],
    )


def _officer(registry: Registry, address: str, n: int) -> Person:
    """Every third one a woman."""
    gender, age = "female" if n % 3 == 1 else "male", registry.rng.uniform(32, 60)
    return registry.person(registry.style(), address, gender=gender, age=age)


def _household(registry: Registry, place: str, community: bool, n: int) -> Household:
    """The n-th of a place; the first two have everybody, so that no list of a Place is empty."""
    rng, style = registry.rng, registry.style()
    age = rng.uniform(48, 58) if n < 2 else rng.uniform(30, 58)
    surname = rng.choice(style["surnames"])
    home = _address(rng, place, community, n)
    man = registry.person(style, home, gender="male", age=age, surname=surname)
    woman = registry.person(style, home, gender="female", age=max(25.0, age + rng.uniform(-4, 2)))
    gender = ("male", "female")[n % 2]
    elder = youth = None
    if n < 2 or (age > 36 and rng.random() < 0.6):
        old, own = age + rng.uniform(24, 31), surname if gender == "male" else ""
        elder = registry.person(style, home, gender=gender, age=old, surname=own)
    if age > 47:
        young = rng.uniform(22, age - 23)
        youth = registry.person(style, home, gender=gender, age=young, surname=surname)
    return Household(
        man, woman, _brother(registry, style, man, age, place, community), elder, youth
    )


def _brother(
    registry: Registry, style: dict[str, Any], man: Person, age: float, place: str, community: bool
) -> Person:
    """Lives on his own; often shares the first character of the given name."""
    rng = registry.rng
    home = _address(rng, place, community, rng.randrange(1200, 1500))
    years = max(25.0, age + rng.choice((-1, 1)) * rng.uniform(2, 6))
    shared = man.name[1] if len(man.name) == 3 else ""
    return registry.person(
        style, home, gender="male", age=years, surname=man.name[0], generation=shared
    )


def _address(rng: random.Random, place: str, community: bool, n: int) -> str:
    """Where the n-th family of a village lives; families 0 and 1, 2 and 3, … are neighbours."""
    if community:
        building, unit, room = rng.randint(1, 12), rng.randint(1, 4), rng.randint(1, 6) * 100
        return f"{TOWNSHIP}{place}{building}号楼{unit}单元{room + rng.randint(1, 2)}室"
    pair, side = divmod(n, 2)
    return f"{TOWNSHIP}{place}{'一二三四五六'[pair % 6]}社{pair // 6 * 2 + side + 1}号"


def _stage(reference: date, born: date, gender: str) -> str:
    age = reference.year - born.year
    return "old" if age >= 60 else f"middle_{gender}" if age >= 30 else "young"


def _organisations(registry: Registry, places: Sequence[Place]) -> dict[str, list[Organisation]]:
    rng = registry.rng
    found: dict[str, list[Organisation]] = {}
    for entry in registry.words["organisation"]:
        first = f"{entry['code']}{REGION}" + "".join(
            rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(9)
        )
        place = rng.choice(places)
        made = Organisation(
            entry["kind"],
            entry["name"],
            first + uscc.calc_check_digit(first),
            rng.choice(place.households).man.name,
            landline(rng),
            f"{TOWNSHIP}{place.name}",
        )
        found.setdefault(made.kind, []).append(made)
    return found


# --- who meets whom ------------------------------------------------------------------------------


def cast(
    rng: random.Random, world: World, place: Place, who: str, kinds: Sequence[str] = ()
) -> Cast:
    """Who takes part, nobody named like another. `who` is how the sides stand to each other, as the
    stories name it; `kinds` are the kinds of organisation that may take part."""
    while True:
        made = _family(rng, place, who) or _strangers(rng, world, place, who, kinds)
        names = [someone.name for someone in (*made.applicants, *made.respondents)]
        if len(set(names)) == len(names):
            return made


def _family(rng: random.Random, place: Place, who: str) -> Cast | None:
    """One family, or two about to be joined; None if it is about something else."""
    home = pick(rng, place.households)
    match who:
        case "couple" if rng.random() < 0.5:
            return Cast((home.man,), (home.woman,), "妻子")
        case "couple" | "wife_husband":
            return Cast((home.woman,), (home.man,), "丈夫")
        case "siblings":
            kin = "哥哥" if home.brother.born < home.man.born else "弟弟"
            return Cast((home.man,), (home.brother,), kin)
        case "elder":
            home = pick(rng, place.with_elder)
            assert home.elder is not None  # with_elder holds no others
            both = (home.man, home.brother) if rng.random() < 0.6 else (home.man,)
            return Cast((home.elder,), both, "儿子")
        case "in_laws":
            home = pick(rng, place.with_mother)
            assert home.elder is not None  # with_mother holds no others
            return Cast((home.elder,), (home.woman,), "儿媳")
        case "betrothed":
            return Cast((pick(rng, place.young_men),), (pick(rng, place.young_women),))
    return None


def _strangers(
    rng: random.Random, world: World, place: Place, who: str, kinds: Sequence[str]
) -> Cast:
    home, other = pick(rng, place.households), pick(rng, place.households)
    match who:
        case "neighbours":
            n = int(rng.random() * len(place.households))
            return _neighbours(rng, place.households[n], place.households[n ^ 1])
        case "villagers":
            return Cast(_side(rng, home), _side(rng, other))
        case "persons":
            return Cast((_adult(rng, home),), (_adult(rng, other),))
        case "residents" | "heirs":
            stranger = pick(rng, pick(rng, world.places).households).man
            side = (home.man, home.woman) if who == "heirs" else (home.man,)
            return Cast(side, (stranger,))
        case "workers":
            team = (home.man, home.brother, other.man)
            return Cast(team[: 2 + (rng.random() < 0.6)], (_firm(rng, world, kinds),))
        case "customer":
            return Cast((_adult(rng, home),), (_firm(rng, world, kinds),))
        case "org_first":
            return Cast((_firm(rng, world, kinds),), (_adult(rng, home),))
    raise ValueError(f"no such parties: {who}")


def _neighbours(rng: random.Random, home: Household, other: Household) -> Cast:
    """Two families; now and then the wives stand beside."""
    chance = rng.random()
    if chance < 0.08:
        return Cast((home.man, home.woman), (other.man, other.woman))
    if chance < 0.2:
        return Cast((home.man,), (other.man, other.woman))
    return Cast((home.man,), (other.man,))


def _adult(rng: random.Random, home: Household) -> Person:
    return home.man if rng.random() < 0.6 else home.woman


def _side(rng: random.Random, home: Household) -> tuple[Person, ...]:
    """One of a couple, now and then both."""
    return (home.man, home.woman) if rng.random() < 0.1 else (_adult(rng, home),)


def _firm(rng: random.Random, world: World, kinds: Sequence[str]) -> Organisation:
    return pick(rng, world.organisations[pick(rng, kinds)])


def pick(rng: random.Random, items: Sequence[T]) -> T:
    """random.choice without its overhead."""
    return items[int(rng.random() * len(items))]
