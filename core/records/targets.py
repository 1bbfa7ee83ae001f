"""队伍建设口径 - figures for committees and mediators that the office may set for itself.

None of them is a national rule: each is known from one place, named beside it.
"""

from dataclasses import dataclass

from core.field import Field, Section, Type
from core.text import Text


@dataclass(frozen=True)
class Target:
    """One figure, the usual one, and where it is known from."""

    name: str
    label: Text
    usual: int
    place: Text

    @property
    def field(self) -> Field:
        hint = Text(
            f"空着按 {self.usual}({self.place.zh})。",
            f"Left empty: {self.usual} ({self.place.en}).",
        )
        return Field(self.name, self.label, Type.INTEGER, least=0, hint=hint)


_YAAN = Text("雅安市2019年", "Ya'an, 2019")
_DISTRICT = Text("某区实施方案2019年", "a district plan of 2019")

TARGETS = (
    Target("hours_before_work", Text("岗前培训学时", "Hours before work"), 10, _YAAN),
    Target("hours_special", Text("专项培训学时(每年)", "Hours of special training"), 14, _YAAN),
    Target("hours_yearly", Text("年度培训学时(每年)", "Hours of yearly training"), 20, _YAAN),
    Target(
        "change_workdays",
        Text("变更备案工作日数", "Working days to report changes"),
        30,
        Text("《宁波市人民调解条例》第十三条", "Ningbo regulation, art. 13"),
    ),
    Target(
        "fulltime_industry",
        Text("行专调委会专职调解员数", "Full-time mediators, industry body"),
        3,
        _DISTRICT,
    ),
    Target(
        "fulltime_township",
        Text("乡镇街道调委会专职调解员数", "Full-time mediators, township"),
        2,
        _DISTRICT,
    ),
    Target(
        "law_literate_least",
        Text("每村法律明白人数", "Law-literate persons a village"),
        3,
        Text("六部门工作规范2021年", "six ministries, 2021"),
    ),
)
TARGET_FIELDS = tuple(target.field for target in TARGETS)
TARGET_SECTION = Section(
    Text("队伍建设口径", "Targets for people"), tuple(target.name for target in TARGETS)
)
