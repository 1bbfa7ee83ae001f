"""行政调解 - what the quarterly sheet of administrative mediation asks of a dispute.

Fields of the dispute, used where its kind of mediation is administrative; lists as on the sheet.
"""

from core.field import Field, Problem, Row, Section, Type
from core.text import Text

ADMINISTRATIVE_CODES = {
    "admin_matter": {
        "civil": Text("民事纠纷", "Civil dispute"),
        "administrative": Text("行政争议", "Administrative dispute"),
    },
    "admin_civil_type": {
        "public_order": Text("治安调解的民间纠纷", "Civil dispute settled by the police"),
        "traffic": Text("交通事故损害赔偿纠纷", "Traffic accident"),
        "contract": Text("合同纠纷", "Contract"),
        "medical": Text("医疗事故赔偿纠纷", "Medical accident"),
        "consumer_quality": Text(
            "消费者权益保护纠纷、产品质量纠纷", "Consumer rights, quality of goods"
        ),
        "land_contract": Text("土地承包经营纠纷", "Contracted land"),
        "intellectual_property": Text("侵犯知识产权赔偿纠纷", "Intellectual property"),
        "pollution": Text("环境污染赔偿纠纷", "Pollution"),
        "power_water": Text("电力、水事纠纷", "Electricity, water"),
        "other_civil": Text("其他民事纠纷", "Other civil dispute"),
    },
    "admin_dispute_type": {
        "damages": Text("赔偿案件", "Damages"),
        "compensation": Text("补偿案件", "Compensation"),
        "discretion": Text("法定自由裁量产生的争议", "Use of discretion"),
    },
    "admin_stage": {
        "review": Text("行政复议", "Administrative review"),
        "lawsuit": Text("行政诉讼", "Administrative lawsuit"),
    },
}

ADMINISTRATIVE_FIELDS = (
    Field(
        "admin_matter",
        Text("行政调解事项", "Matter"),
        Type.CODE,
        codes="admin_matter",
        hint=Text(
            "只用于调解类型为行政调解的案件。", "Only where the mediation is administrative."
        ),
    ),
    Field(
        "admin_civil_type",
        Text("民事纠纷类型(行政调解)", "Type of civil dispute"),
        Type.CODE,
        codes="admin_civil_type",
    ),
    Field(
        "admin_dispute_type",
        Text("行政争议类型", "Type of administrative dispute"),
        Type.CODE,
        codes="admin_dispute_type",
    ),
    Field("admin_stage", Text("调解阶段", "Stage"), Type.CODE, codes="admin_stage"),
)

ADMINISTRATIVE_SECTION = Section(
    Text("行政调解", "Administrative mediation"), tuple(f.name for f in ADMINISTRATIVE_FIELDS)
)

#: Of which matter each field speaks.
_BELONGS = {
    "admin_civil_type": "civil",
    "admin_dispute_type": "administrative",
    "admin_stage": "administrative",
}


def administrative_problems(row: Row) -> list[Problem]:
    """The sheet needs a matter and its type; a type of the other matter would break its sums."""
    if row.get("mediation_type") != "administrative":
        said = Text(
            "调解类型不是行政调解,这一栏不计入统计,请清空。",
            "Counted only where the kind of mediation is administrative; clear it.",
        )
        return [
            Problem(f.name, said, warning=True) for f in ADMINISTRATIVE_FIELDS if row.get(f.name)
        ]
    matter = row.get("admin_matter")
    if not matter:
        said = Text(
            "请选择民事纠纷或行政争议,季度表分两部分统计。",
            "Choose civil or administrative; the quarterly sheet has both parts.",
        )
        return [Problem("admin_matter", said, warning=True)]
    return [p for name, of in _BELONGS.items() if (p := _fits(row, name, of == matter))]


def _fits(row: Row, name: str, belongs: bool) -> Problem | None:
    if row.get(name) and not belongs:
        said = Text(
            "与所选的行政调解事项不符,不计入统计,请清空。",
            "Does not go with the matter chosen and is not counted; clear it.",
        )
        return Problem(name, said, warning=True)
    if belongs and not row.get(name):
        said = Text(
            "请选择,否则季度表各类型之和与总数不符。",
            "Choose one, or the types on the quarterly sheet do not add up.",
        )
        return Problem(name, said, warning=True)
    return None
