"""封面, 目录, 卷宗情况说明, 封底, 结案报告表 - the papers about a file and its case as a whole."""

from dataclasses import dataclass

from core.field import Row
from core.paper import blocks
from core.paper.blocks import BLANK_DATE, SHORT_DATE, Blank, Cell, Table
from core.paper.case import (
    Case,
    committee_name,
    day,
    file_title,
    mediated_between,
    mediator_names,
    said,
)
from core.paper.closing import closing
from core.paper.lines import Line, Style, break_lines, set_line
from core.paper.page import BOTTOM, LEFT, PITCH, RIGHT, ROOM, Rule, Writer
from core.records import AGREEMENT, DISPUTE, PARTY

LEAST_ROWS = 20  # rows of an index that holds less
INDEX = Table((48.0, ROOM - 48 - 84 - 96, 84.0, 96.0), pitch=24.0, padding=3.0)
HEAD = Style("heading", 14)
ENTRY = Style("body", 14)
BLANK_FILE_NO = "（\u3000\u3000\u3000\u3000）人调字第\u3000\u3000\u3000号"


@dataclass(frozen=True)
class Entry:
    """One line of the index: what the document is and on which pages it stands."""

    title: str
    pages: str
    remark: str = ""


def index(w: Writer, lines: list[Entry]) -> None:
    """卷内目录; without entries an empty one for the pen."""
    w.on_new_page = _index_head
    w.heading()
    _index_head(w)
    for number in range(max(len(lines), LEAST_ROWS)):
        entry = lines[number] if number < len(lines) else Entry("", "")
        INDEX.row(
            w,
            Cell(str(number + 1) if entry.title else "", ENTRY, centred=True),
            Cell(entry.title, ENTRY),
            Cell(entry.pages, ENTRY, centred=True),
            Cell(entry.remark, Style("body", 11), centred=True),
        )


def _index_head(w: Writer) -> None:
    words = ("序号", "文书名称", "页号", "备注")
    INDEX.row(w, *(Cell(word, HEAD, centred=True) for word in words))


# --- 封面 ----------------------------------------------------------------------------------------


def cover(w: Writer, case: Case, dispute: Row) -> None:
    """调解卷宗封面; 卷类 and 年度 as the office chose, else where the record has a category."""
    variant = case.office.get("cover_variant")
    if variant in (None, "by_record"):
        write_cover(w, case, with_category=bool(dispute.get("file_category")))
    else:
        write_cover(w, case, with_category=variant == "with_category")


def cover_with_category(w: Writer, case: Case, dispute: Row) -> None:
    """The second variant of the cover, whatever the office uses."""
    write_cover(w, case, with_category=True)


def write_cover(w: Writer, case: Case, *, with_category: bool) -> None:
    w.y -= 30
    _committee(w, committee_name(case) or "＿" * 10 + "人民调解委员会")
    w.y -= 20
    w.centred("调解卷宗", Style("title", 36), 60, spread=2)
    w.y -= 40
    blanks = _cover_blanks(case, with_category=with_category)
    lines = sum(len(_cover_value(w, blank)) for blank in blanks)
    gap = (w.y - BOTTOM - lines * COVER_PITCH) / len(blanks)
    for blank in blanks:
        _cover_row(w, blank, min(max(gap, 4.0), 16.0))


def _committee(w: Writer, name: str) -> None:
    """The name in one line if a smaller type makes that possible, else its second half below."""
    wide = w.fonts.width("title", name, 1.0)
    size = min(20.0, ROOM / wide)
    if size >= 15:
        w.centred(name, Style("title", size), 34)
        return
    at = name.rfind("人民调解委员会")
    for part in (name[:at], name[at:]) if at > 0 else (name,):
        w.centred(part, Style("title", 20), 34)


def _cover_blanks(case: Case, *, with_category: bool) -> list[Blank]:
    value = {name: said(case.book, DISPUTE, case.dispute, name) for name in _ON_COVER}
    first, last = mediated_between(case)
    year = value["file_year"] or str(case.dispute.get("accepted_on") or "")[:4]
    return [
        *([Blank("卷类", value["file_category"])] if with_category else []),
        Blank("卷名", file_title(case)),
        *([Blank("年度", year)] if with_category else []),
        Blank("卷号", value["file_no"] or BLANK_FILE_NO),
        Blank("人民调解员", mediator_names(case)),
        Blank("调解日期", f"{first or SHORT_DATE}至{last or SHORT_DATE}"),
        Blank("立卷人", value["filed_by"]),
        Blank("立卷日期", value["filed_on"] or BLANK_DATE),
        Blank("保管期限", _kept_for(case)),
        Blank("备注", value["remark"]),
    ]


def _kept_for(case: Case) -> str:
    """The class, and its years where the office has set them: 长期（60年）."""
    words = said(case.book, DISPUTE, case.dispute, "retention_period")
    years = case.office.get(_YEARS.get(str(case.dispute.get("retention_period")), ""))
    return f"{words}（{years}年）" if words and years else words


_YEARS = {"short_term": "short_term_years", "long_term": "long_term_years"}
_ON_COVER = (
    "file_category",
    "file_year",
    "file_no",
    "filed_by",
    "filed_on",
    "remark",
)
LARGE = Style("body", 16)
COVER_LEFT, COVER_VALUE, COVER_RIGHT = LEFT + 24, LEFT + 24 + 5 * 16 + 18, RIGHT - 24
COVER_PITCH = 26.0


def _cover_value(w: Writer, blank: Blank) -> list[Line]:
    return break_lines(w.fonts, LARGE, blank.value, COVER_RIGHT - COVER_VALUE - 12)


def _cover_row(w: Writer, blank: Blank, gap: float) -> None:
    """The label, whole so that it can be found in the PDF, and the value on ruled lines."""
    for number, line in enumerate(_cover_value(w, blank)):
        w.need(COVER_PITCH)
        if number == 0:
            label = set_line(w.fonts, Style("heading", 16), blank.label)
            w.put_line(label, COVER_LEFT, LARGE, COVER_PITCH)
        w.put_line(line, COVER_VALUE + 6, LARGE, COVER_PITCH)
        y = w.y - COVER_PITCH / 2 - LARGE.size * 0.6
        w.put(Rule(COVER_VALUE, y, COVER_RIGHT, y))
        w.y -= COVER_PITCH
    w.y -= gap


# --- 卷宗情况说明, 封底 ---------------------------------------------------------------------------


def file_note(w: Writer, case: Case, dispute: Row) -> None:
    """卷宗情况说明."""
    w.heading()
    text = {name: said(case.book, DISPUTE, dispute, name) for name in _ON_NOTE}
    blocks.note(w, "说明：", text["file_note_text"], 16)
    w.y -= 6
    closing(w, 2 * PITCH)
    blocks.row(w, Blank("立卷人：", text["filed_by"]), Blank("检查人：", text["checked_by"]))
    dates = (text["filed_on"] or SHORT_DATE, text["checked_on"] or SHORT_DATE)
    blocks.row(w, Blank("立卷时间：", dates[0]), Blank("检查时间：", dates[1]))


_ON_NOTE = ("file_note_text", "filed_by", "checked_by", "filed_on", "checked_on")


def back_cover(w: Writer, case: Case, pages: int | None, extras: int | None) -> None:
    """封底: how many pages and attachments the file has; blanks where nobody has counted."""
    w.y -= 120
    w.heading()
    w.y -= 20
    count = "" if pages is None else str(pages)
    more = "" if extras is None else str(extras)
    blocks.row(w, Blank("卷号：", said(case.book, DISPUTE, case.dispute, "file_no")))
    blocks.row(w, Blank("本卷共（页）：", count), Blank("其中附件（件）：", more))
    for label, name in (("立卷人：", "filed_by"), ("检查人：", "checked_by")):
        blocks.row(w, Blank(label, said(case.book, DISPUTE, case.dispute, name)))
    filed = said(case.book, DISPUTE, case.dispute, "filed_on")
    blocks.row(w, Blank("立卷日期：", filed or BLANK_DATE))


# --- 结案报告表 ----------------------------------------------------------------------------------

#: The second column holds the longest number of a file in one line.
REPORT = Table((82.0, ROOM - 82 - 62 - 106, 62.0, 106.0), pitch=22.0, padding=4.0)
IN_REPORT, REPORT_HEAD = Style("body", 12), Style("heading", 12)
LEAST_FACTS = 7  # lines for the facts
SOURCES = ("申请", "主动", "公安移交", "法院委托", "政府指定")


def closing_report(w: Writer, case: Case, dispute: Row) -> None:
    """人民调解结案报告表 (a local form; what stands after the facts differs by place)."""
    w.heading()
    text = {name: said(case.book, DISPUTE, dispute, name) for name in _ON_REPORT}
    _pair(w, "卷号", text["file_no"], "填表时间", text["filed_on"] or SHORT_DATE)
    _pair(w, "承办单位", committee_name(case), "承办人", mediator_names(case))
    dates = (text["accepted_on"] or SHORT_DATE, text["closed_on"] or SHORT_DATE)
    _pair(w, "受案时间", dates[0], "结案时间", dates[1])
    for role, words in (("applicant", "申请人"), ("respondent", "被申请人")):
        for party in case.side(role) or [{}]:
            _party(w, case, words, party)
    came = source_of(case)
    ticks = "　".join(f"{'√' if words == came else '□'}{words}" for words in SOURCES)
    _wide(w, "案件来源", ticks)
    _wide(w, "纠纷简要事实", text["summary"], least=LEAST_FACTS)
    _wide(w, "调解结果", text["mediation_result"])
    _wide(w, "协议履行情况", _performance(case))
    _wide(w, "备注", text["remark"], least=2)


_ON_REPORT = (
    *("file_no", "filed_on", "accepted_on", "closed_on", "summary", "mediation_result", "remark"),
)


def source_of(case: Case) -> str:
    """Which of the five sources of the report a case has; empty where none of them fits."""
    if case.dispute.get("is_assigned_by_superior"):
        return "政府指定"
    match case.dispute.get("case_source"), case.dispute.get("entrusting_body"):
        case "on_application", _:
            return "申请"
        case "on_initiative", _:
            return "主动"
        case "entrusted", "police":
            return "公安移交"
        case "entrusted", "court":
            return "法院委托"
    return ""


def _performance(case: Case) -> str:
    """Of each agreement: how far it is performed, and since when."""
    found = []
    for each in case.agreements:
        status = said(case.book, AGREEMENT, each, "performance_status")
        on = day(each.get("performed_on"))
        found.append(f"{status}（{on}）" if status and on else status)
    return "；".join(words for words in found if words)


def _party(w: Writer, case: Case, words: str, party: Row) -> None:
    text = {name: said(case.book, PARTY, party, name) for name in PARTY.by_name}
    _pair(w, words, text["name"], "联系电话", text["phone"])
    _wide(w, "地址", text["org_or_address"])


def _pair(w: Writer, label: str, value: str, other: str, more: str) -> None:
    REPORT.row(
        w,
        Cell(label, REPORT_HEAD, centred=True),
        Cell(value, IN_REPORT),
        Cell(other, REPORT_HEAD, centred=True),
        Cell(more, IN_REPORT),
    )


def _wide(w: Writer, label: str, value: str, least: int = 1) -> None:
    """A value across the page, at least so many lines high."""
    width = ROOM - REPORT.widths[0] - 2 * REPORT.padding
    least = w.ruled(least, 1)
    short = least - len(break_lines(w.fonts, IN_REPORT, value, width))
    REPORT.row(
        w,
        Cell(label, REPORT_HEAD, centred=True),
        Cell(value + "\n" * max(short, 0), IN_REPORT, span=3),
    )
