"""人民调解文书: the forms of one case, official titles and labels in their order.

The labels follow the 2010 set of forms; the longer sentences are ours and say what articles 17, 23,
24 and 28 to 33 of the People's Mediation Law ask the forms to say.
"""

from collections.abc import Sequence

from core.capitals import in_capitals
from core.field import Row
from core.paper import blocks
from core.paper.blocks import Blank
from core.paper.case import (
    Case,
    committee_name,
    day,
    file_title,
    names_of,
    said,
)
from core.paper.lines import Fill
from core.paper.page import Writer
from core.records import AGREEMENT, DISPUTE, MEETING, PARTY
from core.show import yuan

SIGN = "（签名、盖章或按指印）："
Sides = Sequence[tuple[str, str]]
SIDES: Sides = (("applicant", "申请人"), ("respondent", "被申请人"))
OF_AGREEMENT: Sides = (("applicant", "甲方"), ("respondent", "乙方"))
CLOSE = 20.0  # points from line to line of the form set close
NUMERALS = "一二三四五六七八九"


def acceptance_register(w: Writer, case: Case, dispute: Row) -> None:
    """人民调解受理登记表 (article 17; every accepted case is registered). How a case was opened is
    ticked as far as it is on record: the consent of the parties too."""
    w.heading()
    applicants, respondents = (names_of(case.side(role)) for role, _ in SIDES)
    blocks.sentence(
        w,
        *_date(case.dispute.get("accepted_on")),
        "，",
        Fill(committee_name(case), 10),
        "受理",
        Fill(applicants, 8),
        "与",
        Fill(respondents, 8),
        "之间的纠纷，登记如下：",
    )
    w.y -= 4
    ticked = source_box(case)
    agreed = case.dispute.get("parties_consent") == 1
    blocks.boxes(
        w,
        "受理方式：",
        ("依当事人申请", ticked == "on_application"),
        ("经当事人同意，主动调解", ticked == "on_initiative" and agreed),
    )
    kind = said(case.book, DISPUTE, case.dispute, "dispute_type")
    blocks.row(w, Blank("纠纷类型：", kind))
    blocks.boxes(
        w,
        "案件来源：",
        ("当事人申请", ticked == "on_application"),
        ("人民调解委员会主动调解", ticked == "on_initiative"),
    )
    blocks.note(w, "纠纷简要情况：", _text(case.dispute, "summary"), 7)
    blocks.note(w, "备注：", _text(case.dispute, "remark"), 2)
    blocks.signing(w, max(len(case.parties), 2), others=1, sealed=True, below=20.0)
    blocks.signatures(w, "当事人签名：", max(len(case.parties), 2))
    blocks.signatures(w, "登记人签名：")
    blocks.seal(w)
    blocks.small(w, "（本表由人民调解委员会填写）")


def _date(iso: str | None) -> list[str | Fill]:
    if iso:
        return [Fill(day(iso))]
    return [Fill("", 4), "年", Fill("", 2), "月", Fill("", 2), "日"]


def source_box(case: Case) -> str | None:
    """Which of the two boxes is ticked; for an entrusted case the one the office chose, if any."""
    source = case.dispute.get("case_source")
    return case.office.get("entrusted_box") if source == "entrusted" else source


def mediation_record(w: Writer, case: Case, meeting: Row) -> None:
    """人民调解记录 (articles 20, 23, 24 and 27): one meeting."""
    w.heading()
    when = day(meeting.get("mediated_on")) or f"{blocks.BLANK_DATE}\u3000\u3000时"
    subject = _text(meeting, "subject") or file_title(case)
    for label, value in (
        ("时间：", when + _text(meeting, "mediated_at")),
        ("地点：", _text(meeting, "place")),
        ("事由：", subject),
        ("当事人：", _text(meeting, "parties_present")),
        ("参加人：", _text(meeting, "invited_participants")),
    ):
        blocks.row(w, Blank(label, value))
    blocks.boxes(
        w,
        "",
        (
            "调解开始前，已向各方当事人说明人民调解的性质和原则，并告知其享有的权利和应当履行的义务。",
            meeting.get("informed") == 1,
        ),
    )
    blocks.note(w, "记录：", _text(meeting, "record_text"), 9)
    result = said(case.book, MEETING, meeting, "meeting_result")
    blocks.row(w, Blank("调解结果：", result))
    blocks.signing(w, max(len(case.parties), 2), others=2, sealed=False)
    blocks.signatures(w, f"当事人{SIGN}", max(len(case.parties), 2))
    blocks.signatures(w, "人民调解员（签名）：")
    blocks.signatures(w, "记录人（签名）：")


def written_agreement(w: Writer, case: Case, agreement: Row) -> None:
    """人民调解协议书 (articles 28, 29 and 31)."""
    w.heading()
    _number(w, agreement)
    party_blocks(w, case, OF_AGREEMENT)
    blocks.note(w, "纠纷主要事实、争议事项：", _text(agreement, "facts_and_issues"), 6)
    blocks.note(w, "经调解，自愿达成如下协议：", _text(agreement, "agreement_terms"), 6)
    _amount(w, agreement)
    blocks.note(w, "履行方式、时限：", _performance(case, agreement), 2)
    copies = agreement.get("copies_count")
    blocks.sentence(
        w,
        "本协议书一式",
        Fill("" if copies is None else str(copies), 3),
        "份，各方当事人各执一份，人民调解委员会留存一份。",
        is_text=False,
    )
    places = max(len(case.parties), 2)
    blocks.signing(w, places, others=2, sealed=True)
    blocks.signatures(w, f"当事人{SIGN}", places)
    blocks.signatures(w, "人民调解员（签名）：")
    blocks.signatures(w, "记录人（签名）：")
    blocks.seal(w, day(agreement.get("signed_on")))


def oral_agreement_register(w: Writer, case: Case, agreement: Row) -> None:
    """人民调解口头协议登记表 (articles 28 and 30), set close to go on one sheet. Filled like the
    agreement; 调解地点, 调解结果, 涉案金额 and 履行状态 are the labels of a provincial system,
    unverified: the official form was not seen."""
    w.heading()
    w.pitch = CLOSE
    _number(w, agreement)
    party_blocks(w, case, OF_AGREEMENT)
    blocks.row(w, Blank("调解地点：", _place(case)))
    result = said(case.book, DISPUTE, case.dispute, "mediation_result")
    fen = case.dispute.get("amount")
    stake = "" if fen is None else f"{yuan(fen)}元"
    blocks.row(w, Blank("调解结果：", result), Blank("涉案金额：", stake))
    blocks.note(w, "纠纷主要事实、争议事项：", _text(agreement, "facts_and_issues"), 5)
    blocks.note(w, "协议内容：", _text(agreement, "agreement_terms"), 5)
    _amount(w, agreement)
    blocks.note(w, "履行方式、时限：", _performance(case, agreement), 2)
    status = said(case.book, AGREEMENT, agreement, "performance_status")
    blocks.row(w, Blank("履行状态：", status))
    places = max(len(case.parties), 2)
    blocks.signing(w, places, others=1, sealed=True)
    blocks.signatures(w, f"当事人{SIGN}", places)
    blocks.signatures_beside(w, "人民调解员（签名）：", "记录人（签名）：")
    blocks.seal(w, day(agreement.get("signed_on")))


def _place(case: Case) -> str:
    """Where it was mediated: as the dispute says, else as the meetings say."""
    places = [_text(case.dispute, "mediation_place")]
    places = places if any(places) else [_text(m, "place") for m in case.meetings]
    return "、".join(dict.fromkeys(place for place in places if place))


def _number(w: Writer, agreement: Row) -> None:
    blocks.right(w, "编号：", Fill(_text(agreement, "agreement_no"), 10))


def _text(row: Row, name: str) -> str:
    return str(row.get(name) or "")


def _amount(w: Writer, agreement: Row) -> None:
    """In capitals beside the figures; the official form has no line for it, so none stays blank."""
    if fen := agreement.get("agreement_amount"):
        figures = f"{in_capitals(fen)}（￥{yuan(fen)}）"
        blocks.sentence(w, "协议金额（大写）：", Fill(figures), flush=True)


def _performance(case: Case, agreement: Row) -> str:
    """Manner, place and day; below them each instalment in a line of its own."""
    until = day(agreement.get("performance_deadline"))
    place = _text(agreement, "performance_place")
    parts = (
        _text(agreement, "performance_method"),
        place and f"履行地点：{place}",
        until and f"{until}前履行",
    )
    whole = "；".join(part for part in parts if part)
    each = [_instalment(n, row) for n, row in enumerate(_instalments(case, agreement), start=1)]
    listed = ["；\n".join(each) + "。"] if each else []
    return "\n".join(part for part in (whole, *listed) if part)


def _instalments(case: Case, agreement: Row) -> list[Row]:
    """Of this agreement, by day; those that name none belong to the only one there is."""
    number = _text(agreement, "agreement_no")
    numbers = {number, ""} if len(case.agreements) == 1 else {number} - {""}
    found = [row for row in case.instalments if _text(row, "agreement_no") in numbers]
    return sorted(found, key=lambda row: (_text(row, "due_on"), row.get("seq") or 0))


def _instalment(number: int, row: Row) -> str:
    until, fen = day(row.get("due_on")), row.get("amount")
    parts = (
        until and f"{until}前履行",
        "" if fen is None else f"{in_capitals(fen)}（￥{yuan(fen)}）",
    )
    return f"第{row.get('seq') or number}期：{''.join(parts)}"


def party_blocks(w: Writer, case: Case, sides: Sides = SIDES) -> None:
    """Both sides, the applicants first; a blank form has one block for each."""
    for role, words in sides:
        side: Sequence[Row] = case.side(role) or [{}]
        for number, party in enumerate(side, start=1):
            which = f"（{_numeral(number)}）" if len(side) > 1 else ""
            blocks.subheading(w, f"{words}{which}")
            if party.get("party_type") == "organization":
                _organisation(w, party)
            else:
                _person(w, case, party)
            w.y -= 4


def _person(w: Writer, case: Case, party: Row) -> None:
    value = {name: said(case.book, PARTY, party, name) for name in PARTY.by_name}
    blocks.row(
        w,
        Blank("姓名", value["name"], 3.2),
        Blank("性别", value["gender"], 1.2),
        Blank("民族", value["ethnicity"], 2.0),
        Blank("年龄", value["age"], 1.2),
    )
    blocks.row(w, Blank("职业或职务", value["occupation"]), Blank("联系方式", value["phone"]))
    blocks.row(w, Blank("单位或住址", value["org_or_address"]))
    if value["representative"]:
        blocks.row(w, Blank("代表人或代理人", value["representative"]))


def _organisation(w: Writer, party: Row) -> None:
    values = {name: str(party.get(name) or "") for name in PARTY.by_name}
    blocks.row(w, Blank("单位名称", values["name"]))
    blocks.row(
        w,
        Blank("代表人或代理人", values["representative"]),
        Blank("联系方式", values["phone"], 1.2),
    )
    blocks.row(w, Blank("单位地址", values["org_or_address"]))


def _numeral(number: int) -> str:
    """1 to 99 as 一, 十, 十二, 二十一; beyond that in digits."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else NUMERALS[tens - 1] + "十"
    return ten + (NUMERALS[ones - 1] if ones else "")
