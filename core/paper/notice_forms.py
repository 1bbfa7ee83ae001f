"""告知书、通知书、复函 - what the committee tells the parties, or the body that sent them.

The points of the notice say in our own words what the articles named beside them give and ask.
"""

from core.field import Row
from core.paper import blocks
from core.paper.blocks import Blank
from core.paper.case import Case, committee_name, day, file_title, names_of, said
from core.paper.closing import closing
from core.paper.lines import Fill, Style
from core.paper.page import Writer
from core.records import DISPUTE
from core.records.acceptance import ACCEPTANCE_CODES

#: Heading, and the points under it. Articles of the People's Mediation Law.
POINTS = (
    (
        "一、人民调解的性质和原则（第二条、第三条、第四条、第七条）",
        (
            "人民调解委员会是依法设立、调解民间纠纷的群众性组织，用说服、疏导等方法帮助当事人平等协商。",
            "调解以自愿、平等为基础，不违背法律、法规和国家政策；不因调解而阻止当事人依法仲裁、起诉或者"
            "请求行政处理。",
            "调解不收取任何费用。",
        ),
    ),
    (
        "二、当事人的权利（第二十三条）",
        (
            "选择或者接受人民调解员。",
            "接受调解、拒绝调解，或者要求终止调解。",
            "要求调解公开进行，或者不公开进行。",
            "自主表达意愿，自愿达成调解协议。",
        ),
    ),
    (
        "三、当事人的义务（第二十四条）",
        (
            "如实陈述纠纷事实。",
            "遵守调解现场秩序，尊重人民调解员。",
            "尊重对方当事人行使权利。",
        ),
    ),
    (
        "四、调解协议的效力（第三十一条、第三十二条、第三十三条）",
        (
            "经调解达成的协议有法律约束力，当事人应当按照约定履行；人民调解委员会监督并督促履行。",
            "对协议的履行或者内容发生争议的，可以向人民法院起诉。",
            "双方认为有必要的，可以自协议生效之日起三十日内共同向人民法院申请司法确认；经确认有效而一方"
            "不履行的，对方可以申请强制执行。",
        ),
    ),
    (
        "五、调解不成（第二十六条）",
        ("调解不成的，终止调解，当事人可以依法通过仲裁、行政、司法等途径维护自己的权利。",),
    ),
)
NUMBERS = "（1）（2）（3）（4）（5）"
#: The points are set closer, so that the notice for two parties fits one sheet.
POINT, HEAD, CLOSE = Style("body", 12), Style("heading", 12), 19.0


def rights_notice(w: Writer, case: Case, dispute: Row) -> None:
    """人民调解当事人权利义务告知书 (Provisions on People's Mediation Work, article 30)."""
    w.heading()
    blocks.sentence(w, Fill(names_of(case.parties), 16), "：", flush=True)
    by = committee_name(case) or "本人民调解委员会"
    blocks.sentence(w, f"{by}调解你们之间的纠纷，现将有关事项告知如下：")
    for heading, points in POINTS:
        w.need(3 * CLOSE)
        w.y -= 2
        blocks.sentence(w, heading, style=HEAD, pitch=CLOSE, flush=True)
        w.keeps_next = True
        for number, words in enumerate(points):
            mark = NUMBERS[number * 3 : number * 3 + 3] if len(points) > 1 else ""
            blocks.sentence(w, mark + words, style=POINT, pitch=CLOSE)
    blocks.sentence(w, "以上内容已经告知，我已知晓。", pitch=CLOSE, is_text=False)
    blocks.signed_and_dated(w, "当事人签名：", max(len(case.parties), 2))


def mediation_notice(w: Writer, case: Case, dispute: Row) -> None:
    """调解通知书: when and where."""
    w.heading()
    first = case.meetings[0] if case.meetings else {}
    blocks.sentence(w, Fill(names_of(case.parties), 16), "：", flush=True)
    blocks.sentence(
        w, "关于你们之间的", Fill(_matter(case), 12), "，定于下列时间、地点进行调解，请准时参加。"
    )
    when = day(first.get("mediated_on")) or f"{blocks.BLANK_DATE}　　时"
    blocks.row(w, Blank("时间：", when + str(first.get("mediated_at") or "")))
    blocks.row(w, Blank("地点：", str(first.get("place") or dispute.get("mediation_place") or "")))
    blocks.sentence(
        w,
        "请携带身份证明和与纠纷有关的证据材料。本人不能参加、委托他人参加的，请填写授权委托书。"
        "人民调解自愿进行，不收取任何费用。",
    )
    closing(w, 3 * w.pitch)
    blocks.seal(w)


def termination_notice(w: Writer, case: Case, dispute: Row) -> None:
    """终止调解通知书 (article 26)."""
    w.heading()
    end = next((e for e in case.events if e.get("event_kind") == "end"), {})
    reason = dispute.get("end_reason") or end.get("end_reason")
    blocks.sentence(w, Fill(names_of(case.parties), 16), "：", flush=True)
    blocks.sentence(
        w,
        Fill(committee_name(case), 10),
        "于",
        *dated(dispute.get("accepted_on")),
        "受理的你们之间的",
        Fill(_matter(case), 10),
        "，因下列原因，自",
        *dated(dispute.get("ended_on") or end.get("event_on")),
        "起终止调解：",
    )
    for code, words in ACCEPTANCE_CODES["end_reason"].items():
        blocks.boxes(w, "", (words.zh, reason == code))
    blocks.note(w, "说明：", str(end.get("note") or ""), 2)
    blocks.sentence(
        w,
        "根据《中华人民共和国人民调解法》第二十六条，你们可以依法通过仲裁、行政、司法等途径维护自己的"
        "权利。",
    )
    closing(w, 3 * w.pitch)
    blocks.seal(w)


def referral_reply(w: Writer, case: Case, dispute: Row) -> None:
    """委托调解复函: whether the committee takes on what it was entrusted with."""
    w.heading()
    body = str(dispute.get("entrusting_name") or "") or said(
        case.book, DISPUTE, dispute, "entrusting_body"
    )
    reply = dispute.get("entrust_reply")
    blocks.sentence(w, Fill(body, 14), "：", flush=True)
    blocks.sentence(
        w,
        "你单位",
        *dated(dispute.get("entrusted_on")),
        "委托调解函（",
        Fill(str(dispute.get("entrust_letter_no") or ""), 8),
        "）及",
        Fill(_matter(case), 10),
        "的有关材料收悉。经研究，函复如下：",
    )
    blocks.boxes(
        w,
        "",
        ("同意接受委托，由本人民调解委员会进行调解，调解结果另行反馈。", reply == "accepted"),
    )
    blocks.boxes(w, "", ("不予调解。", reply == "refused"))
    why = str(dispute.get("entrust_reply_reason") or "")
    blocks.note(w, "不予调解的理由：", why, 3)
    closing(w, 3 * w.pitch)
    blocks.seal(w, day(dispute.get("entrust_replied_on")))


def dated(iso: object) -> list[str | Fill]:
    """A date inside a sentence; without one its blanks."""
    if iso:
        return [Fill(day(str(iso)))]
    return [Fill("", 4), "年", Fill("", 2), "月", Fill("", 2), "日"]


def _matter(case: Case) -> str:
    return file_title(case)
