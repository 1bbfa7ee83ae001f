"""授权委托书, 调查记录, 证据材料, 回访记录 - papers made of the rows that belong to a case."""

import json

from core.field import Row
from core.paper import blocks
from core.paper.blocks import Blank, Cell, Table
from core.paper.case import Case, committee_name, day, file_title, said
from core.paper.closing import closing
from core.paper.lines import Fill, Style
from core.paper.page import PITCH, ROOM, Writer
from core.records import ATTORNEY, EVIDENCE, PARTY, RETURN_VISIT
from core.records.case_papers import POWERS

LEAST_EVIDENCE = 20  # rows of a list that holds less
EVIDENCE_TABLE = Table((40.0, ROOM - 40 - 100 - 60 - 40 - 40 - 70, 100, 60, 40, 40, 70), padding=3)
HEAD = Style("heading", 12)


def power_of_attorney(w: Writer, case: Case, attorney: Row) -> None:
    """授权委托书: who acts for whom, and what he may do."""
    w.heading()
    text = {name: said(case.book, ATTORNEY, attorney, name) for name in ATTORNEY.by_name}
    blocks.subheading(w, "委托人", keep=2 * PITCH)
    _principal(w, case, text["principal_name"])
    blocks.subheading(w, "受托人", keep=4 * PITCH)
    blocks.row(w, Blank("姓名", text["agent_name"], 2.5), Blank("性别", text["gender"]))
    blocks.row(w, Blank("证件号码", text["id_number"], 2), Blank("联系方式", text["phone"], 1.4))
    blocks.row(w, Blank("单位或住址", text["address"]))
    blocks.row(w, Blank("与委托人关系", text["relation"]))
    blocks.sentence(
        w,
        "委托人因",
        Fill(file_title(case), 10),
        "，委托上述受托人在",
        Fill(committee_name(case), 10),
        "调解本纠纷的过程中作为代理人。委托权限（在方框内打勾）：",
    )
    _powers(w, attorney)
    blocks.sentence(
        w, "委托期限自", *_date(attorney, "valid_from"), "至", *_date(attorney, "valid_to"), "止。"
    )
    closing(w, 2 * blocks.SIGN_PITCH + PITCH + 4)
    blocks.signatures(w, "委托人（签名、盖章或按指印）：")
    blocks.signed_and_dated(w, "受托人（签名）：", 1, text["signed_on"])


def _principal(w: Writer, case: Case, name: str) -> None:
    """What is on record of the party of this name."""
    party = next((p for p in case.parties if name and p.get("name") == name), {})
    text = {n: said(case.book, PARTY, party, n) for n in ("gender", "phone", "org_or_address")}
    if party.get("party_type") == "organization":
        blocks.row(w, Blank("单位名称", name))
    else:
        blocks.row(w, Blank("姓名", name, 2.5), Blank("性别", text["gender"]))
    blocks.row(w, Blank("单位或住址", text["org_or_address"], 2), Blank("联系方式", text["phone"]))


def _powers(w: Writer, attorney: Row) -> None:
    given = set(json.loads(attorney.get("powers") or "[]"))
    plain = [(words.zh, code in given) for code, words in POWERS.items() if code != "other"]
    blocks.boxes(w, "", *plain)
    other = str(attorney.get("powers_other") or "")
    blocks.boxes(w, "", (f"其他：{other or '＿' * 20}", "other" in given))


def _date(row: Row, name: str) -> list[str | Fill]:
    if row.get(name):
        return [Fill(day(str(row[name])))]
    return [Fill("", 4), "年", Fill("", 2), "月", Fill("", 2), "日"]


def investigation_record(w: Writer, case: Case, investigation: Row) -> None:
    """人民调解调查记录."""
    w.heading()
    when = day(investigation.get("investigated_on")) or f"{blocks.BLANK_DATE}\u3000\u3000时"
    for label, value in (
        ("时间：", when + str(investigation.get("investigated_at") or "")),
        ("地点：", str(investigation.get("place") or "")),
        ("参加人：", str(investigation.get("attendees") or "")),
        ("被调查人：", str(investigation.get("interviewee") or "")),
    ):
        blocks.row(w, Blank(label, value))
    blocks.note(w, "记录：", str(investigation.get("record_text") or ""), 14)
    blocks.signing(w, 1, others=2, sealed=False)
    blocks.signatures(w, "被调查人（签名、盖章或按指印）：")
    blocks.signatures(w, "调查人（签名）：")
    blocks.signatures(w, "记录人（签名）：")


def evidence_list(w: Writer, case: Case, dispute: Row) -> None:
    """人民调解证据材料: the list in front of what is attached."""
    w.heading()
    w.on_new_page = _evidence_head
    _evidence_head(w)
    for number in range(max(len(case.evidence), LEAST_EVIDENCE)):
        row = case.evidence[number] if number < len(case.evidence) else {}
        text = [said(case.book, EVIDENCE, row, name) for name in _COLUMNS]
        first = str(number + 1) if row else ""
        centred = [Cell(words, centred=True) for words in text[2:5]]
        EVIDENCE_TABLE.row(
            w, Cell(first, centred=True), Cell(text[0]), Cell(text[1]), *centred, Cell(text[5])
        )


_COLUMNS = ("evidence_name", "evidence_source", "evidence_form", "copies", "pages", "remark")


def _evidence_head(w: Writer) -> None:
    words = ("序号", "证据名称", "来源", "原件或复印件", "份数", "页数", "备注")
    EVIDENCE_TABLE.row(w, *(Cell(word, HEAD, centred=True) for word in words))


def return_visit(w: Writer, case: Case, visit: Row) -> None:
    """人民调解回访记录 (article 31)."""
    w.heading()
    number = str(visit.get("agreement_no") or "") or _only_number(case)
    for label, value in (
        ("当事人：", str(visit.get("visited_party") or "")),
        ("调解协议编号：", number),
        ("回访事由：", str(visit.get("visit_reason") or "") or file_title(case)),
        ("回访时间：", day(visit.get("visited_on"))),
    ):
        blocks.row(w, Blank(label, value))
    blocks.note(w, "回访情况：", _findings(case, visit), 14)
    blocks.signed_and_dated(w, "回访人（签名）：", 1)


def _only_number(case: Case) -> str:
    """Of the agreement a visit is about, where there is no other."""
    return str(case.agreements[0].get("agreement_no") or "") if len(case.agreements) == 1 else ""


def _findings(case: Case, visit: Row) -> str:
    """What was written, and below it what was only chosen from a list."""
    chosen = [
        f"{label}：{words}"
        for label, name in (("履行情况", "performance_found"), ("当事人是否满意", "satisfied"))
        if (words := said(case.book, RETURN_VISIT, visit, name))
    ]
    parts = (str(visit.get("visit_findings") or ""), "；".join(chosen))
    return "\n".join(part for part in parts if part)
