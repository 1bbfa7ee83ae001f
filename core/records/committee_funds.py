"""人民调解经费 - three kinds of funds of a year, of one committee or of the whole office."""

from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.text import Text

GROUND = Text(
    "县级以上地方人民政府对人民调解工作所需经费应当给予必要的支持和保障。《人民调解法》第六条",
    "The governments support people's mediation with funds. People's Mediation Law, art. 6",
)
ALLOWANCE = Text(
    "人民调解员从事调解工作,应当给予适当的误工补贴。《人民调解法》第十六条",
    "Mediators are paid an allowance for lost time. People's Mediation Law, art. 16",
)


def _check(row: Row) -> list[Problem]:
    """A year of four figures; guidance funds are those of the office, not of a committee."""
    if (row.get("year") or 0) > 2099:
        return [Problem("year", Text("请填写四位数的年度。", "Enter a year of four figures."))]
    if row.get("committee_id") and row.get("guidance_funds"):
        said = Text(
            "指导经费是司法行政机关的经费,一般不填在某个调委会名下。",
            "Guidance funds belong to the justice office, not to a committee.",
        )
        return [Problem("guidance_funds", said, warning=True)]
    return []


COMMITTEE_FUNDS = RecordKind(
    table="committee_funds",
    title=Text("经费", "Funds"),
    fields=(
        Field("year", Text("年度", "Year"), Type.INTEGER, required=True, least=1949),
        Field(
            "committee_id",
            Text("调委会", "Committee"),
            Type.LINK,
            link="committee",
            hint=Text("空着就是全所合计的经费。", "Left empty: funds of the whole office."),
        ),
        Field(
            "guidance_funds",
            Text("司法行政机关指导经费(元)", "Guidance funds (yuan)"),
            Type.MONEY,
            least=0,
            hint=GROUND,
        ),
        Field(
            "committee_subsidy_funds",
            Text("调委会工作补助经费(元)", "Committee subsidies (yuan)"),
            Type.MONEY,
            least=0,
            hint=GROUND,
        ),
        Field(
            "mediator_allowance_funds",
            Text("调解员补贴经费(元)", "Mediators' allowances (yuan)"),
            Type.MONEY,
            least=0,
            hint=ALLOWANCE,
        ),
        Field("remark", Text("备注", "Remark"), Type.NOTE, longest=2000),
    ),
    form=(
        Section(
            Text("人民调解经费", "Funds of people's mediation"),
            (
                "year",
                "committee_id",
                "guidance_funds",
                "committee_subsidy_funds",
                "mediator_allowance_funds",
                "remark",
            ),
        ),
    ),
    columns=(
        "year",
        "committee_id",
        "guidance_funds",
        "committee_subsidy_funds",
        "mediator_allowance_funds",
    ),
    named_by=("year",),
    codes={},
    check=_check,
)
