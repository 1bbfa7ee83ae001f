"""矛盾纠纷排查情况表 - 52 printed rows by level of who found the dispute, of village and township.

The form of Sichuan. 总况 is the sum of the 19 categories; people bands and 重大 are "of which". Its
成功数 is typed on the original; here it is counted and may be typed over. 年度累计 adds up the
monthly sheets since January.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlite_utils import Database

from core.paths import RESOURCES
from core.periods import Period, months_in
from core.records import SCREENING_ITEM, SCREENING_ROUND, VILLAGE
from core.records.screening import SCREEN_CATEGORY
from core.reports.definition import (
    Basis,
    CheckResult,
    Column,
    Facts,
    Frame,
    Layout,
    Line,
    Rate,
    Relation,
    Report,
    Result,
)
from core.risk import shipped_map
from core.store import find
from core.text import Text

CASES, TIMES, PERCENT = Text("件", "cases"), Text("次", "times"), Text("%", "%")
NOTHING = Text("", "")

FOUND, HANDLED = Text("排查数", "Found"), Text("调处数", "Handled")
HANDLED_RATE, SUCCESS = Text("调处率", "Rate handled"), Text("成功数", "Settled")
SUCCESS_RATE = Text("成功率", "Rate settled")
OVERALL, MAJOR = Text("总况", "Overall"), Text("重大矛盾纠纷", "Major disputes")
PEOPLE = Text("涉及矛盾纠纷人数", "People involved")
NUMBER_OF = Text("起数", "Cases")

_SHIPPED_MAP = " ".join(f"when '{type}' then '{to}'" for type, to in shipped_map().items())
_NAMED = ", ".join(f"'{code}'" for code in SCREEN_CATEGORY)

#: One row per item: in the period of its screening, or of its handling where that is chosen ({date}
#: is null for what has not been handled). What became a case is handled when that is concluded.
FACTS = f"""
    with item as (
        select i.id, i.village_id, i.screened_on, i.finder_level, i.is_major, i.people_count,
            coalesce(i.screen_category, (
                select m.screen_category from screening_map m
                where m.state = 0 and m.dispute_type = i.dispute_type order by m.id desc limit 1
            ), case i.dispute_type {_SHIPPED_MAP} end) as category,
            coalesce(i.handled_on, i.resolved_on,
                case when d.mediation_result in ('success', 'failure')
                    then coalesce(d.closed_on, d.accepted_on) end,
                case when i.is_success = 1 then i.screened_on end) as handled_on,
            coalesce(i.is_success, i.resolved_on is not null or d.mediation_result = 'success')
                as settled
        from screening_item i
        left join dispute d on d.id = i.dispute_id and d.state = 0
        where i.state = 0
    )
    select id, finder_level as level, screened_on,
        case when category in ({_NAMED}) then category else 'other' end as category,
        screened_on between :since and :until as found,
        coalesce({{date}} between :since and :until, 0) as handled,
        coalesce({{date}} between :since and :until and settled, 0) as success,
        coalesce(is_major, 0) as major, people_count as people
    from item
    where (screened_on between :since and :until or {{date}} between :since and :until)
        and (:unit is null or village_id = :unit)
    order by {{key}}
"""

#: The concentrated rounds of row 52.
ROUNDS = """
    select id, level, screened_from from screening_round
    where state = 0 and is_concentrated = 1 and screened_from between :since and :until
        and (:unit is null or village_id = :unit)
    order by screened_from, id
"""


# --- columns and lines ---------------------------------------------------------------------------


def _level(level: str, label: Text) -> Column:
    return Column(f"lvl_{level}", label, CASES, f"level = '{level}'")


TOWNSHIP = _level("township", Text("乡镇街道", "Township"))
VILLAGES = _level("village", Text("村居", "Villages"))


def _columns(*levels: Column) -> tuple[Column, ...]:
    return (
        *levels,
        Column("subtotal", Text("小计", "Subtotal"), CASES, sums=tuple(c.id for c in levels)),
        Column("year_to_date", Text("年度累计", "Year to date"), CASES, to_date="subtotal"),
    )


@dataclass(frozen=True)
class Band:
    """People from this number up to the next band."""

    label: Text
    least: int


@lru_cache(maxsize=1)
def bands() -> tuple[Band, ...]:
    """As many as the form has rows; the lower limit is inclusive."""
    with (RESOURCES / "screening_sheet.toml").open("rb") as file:
        return tuple(
            Band(Text(**read["label"]), read["from"]) for read in tomllib.load(file)["band"]
        )


def _id(number: int) -> str:
    return f"r{number:02}"


def _overall() -> tuple[Line, ...]:
    """Rows 1 to 5; the categories stand in rows 6 to 43, found and handled in turn."""
    found = tuple(_id(n) for n in range(6, 44, 2))
    handled = tuple(_id(n) for n in range(7, 44, 2))
    heads = (OVERALL,)
    return (
        Line("r01", FOUND, heads, sums=found),
        Line("r02", HANDLED, heads, sums=handled),
        Line("r03", HANDLED_RATE, heads, rate=Rate(HANDLED_RATE, "r02", {"": "r01"}, "")),
        Line("r04", SUCCESS, heads, "success", typed=True),
        Line("r05", SUCCESS_RATE, heads, rate=_success_rate("r04", found="r01", handled="r02")),
    )


def _success_rate(part: str, *, found: str, handled: str) -> Rate:
    whole = {"handled": handled, "found": found}
    return Rate(SUCCESS_RATE, part, whole, "screening_denominator")


def _categories() -> Iterable[Line]:
    for place, (code, label) in enumerate(SCREEN_CATEGORY.items()):
        where = f"category = '{code}'"
        yield Line(_id(6 + 2 * place), FOUND, (label,), f"{where} and found")
        yield Line(_id(7 + 2 * place), HANDLED, (label,), f"{where} and handled")


def _people() -> Iterable[Line]:
    every = bands()
    limits: Sequence[int | None] = [*(band.least for band in every[1:]), None]
    for n, (band, limit) in enumerate(zip(every, limits, strict=True), 44):
        where = f"found and people >= {band.least}"
        if limit is not None:
            where += f" and people < {limit}"
        yield Line(_id(n), NUMBER_OF, (PEOPLE, band.label), where)


def _last() -> tuple[Line, ...]:
    heads = (MAJOR,)
    return (
        Line("r48", FOUND, heads, "major and found"),
        Line("r49", HANDLED, heads, "major and handled"),
        Line("r50", SUCCESS, heads, "major and success"),
        Line("r51", SUCCESS_RATE, heads, rate=_success_rate("r50", found="r48", handled="r49")),
        Line(
            "r52",
            Text("次数", "Times"),
            (Text("开展集中排查", "Concentrated rounds"),),
            "1",
            of="screening_round",
        ),
    )


LINES = (*_overall(), *_categories(), *_people(), *_last())


# --- what must hold ------------------------------------------------------------------------------

BANDS_ADD_UP = Relation(
    Text(
        "涉及人数四段之和 = 总况排查数(年度累计)",
        "The four bands of people together = found (year to date)",
    ),
    ("r44", "r45", "r46", "r47"),
    ("r01",),
    within=("year_to_date",),
    blocks=True,
)


def _at_most(zh: str, en: str, left: str, right: str) -> Relation:
    return Relation(Text(zh, en), (left,), (right,), at_most=True, within=("year_to_date",))


RELATIONS = (
    BANDS_ADD_UP,
    _at_most("调处数 ≤ 排查数", "Handled ≤ found", "r02", "r01"),
    _at_most("成功数 ≤ 调处数", "Settled ≤ handled", "r04", "r02"),
    _at_most("重大排查数 ≤ 总况排查数", "Major ≤ found", "r48", "r01"),
    _at_most("重大调处数 ≤ 重大排查数", "Major: handled ≤ found", "r49", "r48"),
    _at_most("重大成功数 ≤ 重大调处数", "Major: settled ≤ handled", "r50", "r49"),
)
MADE_BY = "made_by"
_MADE_BY = Text("制表人已填写", "Who made the sheet is named")
_NO_MAKER = Text(
    "还没有填写制表人,请在报表上方填写。", "Nobody is named as maker; enter it above the sheet."
)
_REPORTED = Text(
    "所有村(居)已上报排查(含零报告)", "All villages have reported (or reported nothing)"
)
_LACKING = Text("未上报:{names}", "Not reported: {names}")


def more_checks(db: Database, result: Result) -> Iterable[CheckResult]:
    """Who made the sheet, and on the township's sheet which villages have not reported."""
    maker = bool(result.words.get(MADE_BY))
    said = None if maker else _NO_MAKER
    yield CheckResult(_MADE_BY, maker, int(maker), 1, "", blocks=True, said=said)
    if result.unit is None and not result.layout.for_unit:
        yield _all_reported(db, result)


def _all_reported(db: Database, result: Result) -> CheckResult:
    villages = {str(row["id"]): str(row["name"]) for row in find(db, VILLAGE, order="id")}
    lacking = unreported(db, result.period)
    names = "、".join(villages[id] for id in lacking)
    return CheckResult(
        _REPORTED,
        not lacking,
        len(villages) - len(lacking),
        len(villages),
        "",
        blocks=result.settings.get("unreported_villages") == "block",
        table="village",
        ids=tuple(lacking),
        said=_LACKING.format(names=names) if lacking else None,
    )


def unreported(db: Database, within: Period) -> list[str]:
    """Ids of the villages without a round of their own (a zero report is one) or an item, in the
    month or in some month of a longer period up to the last one in which any village reported."""
    villages = [str(row["id"]) for row in find(db, VILLAGE, order="id")]
    reported = {(month, village) for month, village in db.execute(_REPORTS, _days(within))}
    months = [_name(month) for month in months_in(within)]
    last = max((month for month, _ in reported), default=_name(within.since))
    wanted = [month for month in months if month <= last]
    return [id for id in villages if any((month, id) not in reported for month in wanted)]


_REPORTS = """
    select distinct substr(screened_from, 1, 7), village_id from screening_round
    where state = 0 and level = 'village' and screened_from between ? and ?
        and village_id is not null
    union
    select distinct substr(screened_on, 1, 7), village_id from screening_item
    where state = 0 and finder_level = 'village' and screened_on between ? and ?
        and village_id is not null
"""


def _days(within: Period) -> list[str]:
    return [within.since.isoformat(), within.until.isoformat()] * 2


def _name(month: date) -> str:
    return month.isoformat()[:7]


# --- the form ------------------------------------------------------------------------------------


def _right(period: Period) -> Text:
    """The head line at the right names the kind of period."""
    label = {
        "month": Text("填报月份：{period}", "Month: {period}"),
        "quarter": Text("填报季度：{period}", "Quarter: {period}"),
        "half": Text("填报半年度：{period}", "Half-year: {period}"),
        "year": Text("填报年度：{period}", "Year: {period}"),
        "days": Text("填报期间：{period}", "Period: {period}"),
    }[period.kind]
    return label.format(period=period.words)


FRAME = Frame(
    content=Text("内容", "Content"),
    level=Text("层级", "Level"),
    left=Text("填报单位（盖章）：{unit}", "Reported by (seal): {unit}"),
    right=_right,
    note_label=Text("备注", "Note"),
    note=Text(
        "市（州）每季度首月10日前报省，县（市、区）次月5日前报市（州）。",
        "Cities report to the province by the 10th of the first month of each quarter; counties to"
        " the city by the 5th of the next month.",
    ),
    foot=(("signed_by", Text("签发人：", "Issued by: ")), (MADE_BY, Text("制表人：", "Made by: "))),
    issuer=Text(
        "四川省社会治安综合治理委员会办公室制",
        "Form of the office for public order of Sichuan Province",
    ),
)

SCREENING = Report(
    name="screening",
    title=Text("矛盾纠纷排查情况表", "Screening for disputes"),
    stub=FRAME.content,
    facts=FACTS,
    rows=None,
    bases={
        "screened": Basis(
            "case when handled_on is not null then screened_on end",
            "screened_on, id",
            Text("按排查日期统计", "by date of screening"),
        ),
        "handled": Basis(
            "handled_on",
            "screened_on, id",
            Text("排查、调处各按其日期统计", "each by its own date"),
        ),
    },
    layouts=(
        Layout(
            "township",
            Text("乡镇街道表", "Of the township"),
            _columns(TOWNSHIP, VILLAGES),
            RELATIONS,
            lines=LINES,
        ),
        Layout(
            "village",
            Text("村居表", "Of a village"),
            _columns(VILLAGES),
            RELATIONS,
            lines=LINES,
            for_unit=True,
        ),
    ),
    table=SCREENING_ITEM.table,
    others=(Facts(SCREENING_ROUND.table, ROUNDS),),
    heading=Text("{period}{unit}{title}", "{title}, {unit}, {period}"),
    layout_setting="",
    frame=FRAME,
    more_checks=more_checks,
)
