"""申请书 - what a party asks for: mediation, its end, more time, another mediator.

Titles and labels of the application follow the 2010 set; the sentences are ours. Dates and
signatures stay empty: they are given by hand.
"""

import re

from core.field import Row
from core.paper import blocks
from core.paper.blocks import Blank
from core.paper.case import Case, committee_name, file_title, mediator_names, names_of
from core.paper.closing import closing
from core.paper.lines import Fill, break_sentence
from core.paper.mediation_forms import party_blocks
from core.paper.page import BODY, PITCH, ROOM, Writer

LEAST_REQUESTS = 3
#: The numbering of somebody who numbered his requests himself.
_NUMBER = re.compile(r"^\s*[（(]?(?:[一二三四五六七八九十]+|\d{1,2})[）)、.．]\s*")


def application(w: Writer, case: Case, dispute: Row) -> None:
    """人民调解申请书 (article 17): six lines for the matter, three for the requests."""
    w.heading()
    party_blocks(w, case)
    blocks.note(w, "纠纷简要情况：", str(dispute.get("summary") or ""), 6)
    blocks.subheading(w, "当事人申请事项：", keep=2 * PITCH)
    asked = requests(str(dispute.get("request_items") or ""))
    for number in range(max(len(asked), LEAST_REQUESTS)):
        words = asked[number] if number < len(asked) else ""
        blocks.note(w, f"{number + 1}．", words, 1)
    blocks.sentence(
        w, "有关人民调解的规定，人民调解委员会已经向我说明。我自愿申请人民调解委员会调解上述纠纷。"
    )
    signed_by(w, "申请人", len(case.side("applicant")))


def requests(text: str) -> list[str]:
    """The requests one by one, without the numbers they were typed with."""
    return [_NUMBER.sub("", line).strip() for line in text.splitlines() if line.strip()]


def signed_by(w: Writer, who: str, people: int) -> None:
    """Lines for so many to sign, and an empty date."""
    blocks.signed_and_dated(w, f"{who}（签名、盖章或按指印）：", max(people, 1))


def addressed(w: Writer, to: str, ending: str, people: int, below: float = 0.0) -> None:
    """此致 and to whom, with so many to sign and so many points more kept together; `ending` stands
    behind the blank where it is not known to whom."""
    name: list[str | Fill] = [Fill(to, 12), "" if to else ending]
    lines = len(break_sentence(w.fonts, BODY, name, ROOM, 0.0))
    height = (lines + 1) * w.pitch + 4
    closing(w, height + blocks.signed_height(max(people, 1), w.pitch + below))
    blocks.sentence(w, "此致")
    blocks.sentence(w, *name, flush=True)


def withdrawal_request(w: Writer, case: Case, dispute: Row) -> None:
    """撤回调解申请书 (article 23: a party may ask to end the mediation)."""
    w.heading()
    _of_the_case(w, case)
    blocks.note(w, "撤回理由：", "", 6)
    blocks.sentence(w, "现自愿撤回上述纠纷的调解申请。")
    _to_the_committee(w, case, "申请人", len(case.side("applicant")))


def extension_request(w: Writer, case: Case, dispute: Row) -> None:
    """调解延期申请书: both sides agree to go on."""
    w.heading()
    _of_the_case(w, case)
    blocks.note(w, "延期理由：", "", 6)
    blocks.sentence(
        w,
        "双方当事人一致同意继续调解，申请将调解期限延长至",
        Fill("", 4),
        "年",
        Fill("", 2),
        "月",
        Fill("", 2),
        "日。",
    )
    _to_the_committee(w, case, "双方当事人", max(len(case.parties), 2))


def recusal_request(w: Writer, case: Case, dispute: Row) -> None:
    """回避申请书: another mediator is asked for."""
    w.heading()
    blocks.row(w, Blank("申请人：", str(dispute.get("recusal_by") or "")))
    _of_the_case(w, case)
    against = str(dispute.get("recusal_of") or "")
    blocks.row(w, Blank("申请回避的人民调解员：", against))
    blocks.note(w, "理由：", str(dispute.get("recusal_reason") or ""), 8)
    blocks.sentence(w, "申请上述人民调解员回避，另行指定或者由当事人选择人民调解员。")
    _to_the_committee(w, case, "申请人", 1)


def _of_the_case(w: Writer, case: Case) -> None:
    blocks.row(w, Blank("当事人：", names_of(case.parties)))
    blocks.row(w, Blank("纠纷：", file_title(case)))
    blocks.row(w, Blank("人民调解员：", mediator_names(case)))


def _to_the_committee(w: Writer, case: Case, who: str, people: int) -> None:
    addressed(w, committee_name(case), "人民调解委员会", people)
    signed_by(w, who, people)
