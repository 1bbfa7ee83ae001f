"""司法确认申请书 - both sides ask a court to confirm their agreement (article 33; 民诉 205).

Two variants: between persons, and between a person and an organisation. What a court asks for is in
法释〔2011〕5号 article 3 and 民诉解释 article 354: identity, address and contact of both sides.
"""

from collections.abc import Sequence

from core.field import Row
from core.paper import blocks
from core.paper.blocks import Blank
from core.paper.case import Case, committee_name, said
from core.paper.lines import Fill
from core.paper.notice_forms import dated
from core.paper.page import PITCH, Writer
from core.paper.request_forms import addressed, signed_by
from core.records import PARTY

BLANK_SIDES: dict[bool, tuple[Row, ...]] = {
    False: ({"party_type": "person"}, {"party_type": "person"}),
    True: ({"party_type": "person"}, {"party_type": "organization"}),
}

ENCLOSED = 4 * 20.0  # points of the list of what goes along


def with_organisation(case: Case) -> bool:
    """Which of the two variants a case needs."""
    return any(p.get("party_type") == "organization" for p in case.parties)


def between_persons(w: Writer, case: Case, agreement: Row) -> None:
    _confirmation(w, case, agreement, case.parties or BLANK_SIDES[False])


def with_an_organisation(w: Writer, case: Case, agreement: Row) -> None:
    _confirmation(w, case, agreement, case.parties or BLANK_SIDES[True])


def _confirmation(w: Writer, case: Case, agreement: Row, parties: Sequence[Row]) -> None:
    w.heading()
    for party in parties:
        _applicant(w, case, party)
        w.y -= 4
    blocks.subheading(w, "请求事项", keep=2 * PITCH)
    number = str(agreement.get("agreement_no") or "")
    blocks.sentence(
        w,
        "请求人民法院依法确认申请人于",
        *dated(agreement.get("signed_on")),
        "经",
        Fill(committee_name(case), 10),
        "主持调解达成的调解协议（编号：",
        Fill(number, 8),
        "）有效。",
    )
    blocks.subheading(w, "事实和理由", keep=2 * PITCH)
    blocks.sentence(
        w, "上述调解协议由各方申请人自愿达成，自", *dated(agreement.get("effective_on")), "起生效。"
    )
    terms = str(agreement.get("agreement_terms") or "")
    blocks.note(w, "相关协议内容：", terms, 6)
    blocks.sentence(w, "为保证协议的履行，现各方共同申请司法确认。")
    court = str(agreement.get("court_name") or "")
    addressed(w, court, "人民法院", len(parties), below=ENCLOSED)
    signed_by(w, "申请人", len(parties))
    _enclosed(w)


def _applicant(w: Writer, case: Case, party: Row) -> None:
    """One of the sides; what a court must know of him."""
    text = {name: said(case.book, PARTY, party, name) for name in PARTY.by_name}
    if party.get("party_type") == "organization":
        blocks.row(w, Blank("申请人（单位名称）：", text["name"]))
        blocks.row(w, Blank("统一社会信用代码：", text["id_number"]))
        blocks.row(w, Blank("法定代表人（负责人）：", _head(party)), Blank("电话：", text["phone"]))
        blocks.row(w, Blank("住所：", text["org_or_address"]))
        return
    blocks.row(
        w,
        Blank("申请人：", text["name"], 3),
        Blank("性别：", text["gender"]),
        Blank("民族：", text["ethnicity"], 1.6),
    )
    blocks.row(w, Blank("出生日期：", text["birth_date"], 1.3), Blank("电话：", text["phone"], 1.2))
    blocks.row(w, Blank("身份证件号码：", text["id_number"]))
    blocks.row(w, Blank("住址：", text["org_or_address"]))
    if text["representative"]:
        blocks.row(w, Blank("代理人：", text["representative"]))


def _head(party: Row) -> str:
    """Whoever is on record for it, unless he is an agent."""
    is_agent = party.get("representative_kind") == "agent"
    return "" if is_agent else str(party.get("representative") or "")


def _enclosed(w: Writer) -> None:
    """What goes along; how many of each is written in by hand."""
    w.need(ENCLOSED)
    for words in (
        "附：1．调解协议书＿＿＿份，调解组织主持调解的证明＿＿＿份；",
        "　　2．申请人身份、资格证明＿＿＿份，授权委托书＿＿＿份；",
        "　　3．与调解协议相关的财产权利证明等材料＿＿＿份；",
        "　　4．本申请书一式＿＿＿份。",
    ):
        blocks.small(w, words)
