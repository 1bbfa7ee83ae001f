"""咨询与代书 as two lists: who asked what, and what was drafted."""

import json
from datetime import timedelta

from PySide6.QtWidgets import QWidget
from sqlite_utils import Database

from core.codes import CodeBook
from core.field import RecordKind, Row
from core.records import CONSULTATION, DRAFTED_DOCUMENT
from core.show import shown
from core.text import Text
from ui.cards import Figure
from ui.dispute_listing import DASH, short_day
from ui.legal_aid_listing import AidWork, facts_of, ties
from ui.listing import Chip, Condition, Listing
from ui.measures import AMBER, INK
from ui.pieces import column, label, today
from ui.table import Column, columns_of

#: People and matters of consultations: of an event those counted there.
PEOPLE = "case when is_event_count = 1 then coalesce(headcount, 0) else 1 end"
MATTERS = (
    "case when is_event_count = 1 then coalesce(matter_count, headcount, 0)"
    " else json_array_length(coalesce(matter_codes, '[]')) end"
)
UNANSWERED = "answer_summary is null and is_event_count is not 1"
SEVERAL = Text("{first} 等 {n} 类", "{first} and others, {n}")
HEADS = Text("现场 {n} 人次", "Event: {n} people")


def consultation_listing(work: AidWork) -> Listing:
    return Listing(
        kind=CONSULTATION,
        title=CONSULTATION.title,
        add=Text("登记咨询", "New consultation"),
        columns=_columns,
        stretched=3,
        chips=_chips,
        figures=_figures,
        reading=lambda db, book, row: consultation_reading(db, book, row, work),
        by_month=True,
        by_village=_by_village,
        sign="message-circle-question",
        hint=Text(
            "按 Ctrl+Shift+K 快速登记:方式、日期、类型、答复四项就够。",
            "Press Ctrl+Shift+K: channel, date, matter and answer are enough.",
        ),
    )


def document_listing(work: AidWork) -> Listing:
    widths = {
        "drafting_no": 124,
        "drafted_on": 100,
        "doc_type": 96,
        "title": 150,
        "for_person": 84,
        "copies": 56,
        "drafter": 72,
    }
    return Listing(
        kind=DRAFTED_DOCUMENT,
        title=DRAFTED_DOCUMENT.title,
        add=Text("登记代书", "New document"),
        columns=lambda book: [
            Column(
                c.title, c.words, widths.get(c.name, c.width), c.colour, name=c.name, sort=c.sort
            )
            for c in columns_of(DRAFTED_DOCUMENT, book)
        ],
        stretched=3,
        chips=lambda db: [
            Chip("all", Text("全部", "All")),
            Chip("asked", Text("来自咨询", "Of consultations"), _HAS_CONSULTATION),
            Chip("case", Text("法律援助案件", "Of cases"), _HAS_CASE),
        ],
        reading=lambda db, book, row: document_reading(db, book, row, work),
        by_month=True,
        by_village=_by_village,
        sign="file-text",
        hint=Text(
            "按 Ctrl+N 登记第一份代书;也可以从咨询里一步登记。",
            "Press Ctrl+N, or make one from a consultation.",
        ),
    )


_HAS_CONSULTATION = Condition("consultation_id is not null")
_HAS_CASE = Condition("legal_aid_case_id is not null")


def _by_village(table: str, id: str) -> Condition:
    if table == "committee":
        return Condition("village_id in (select village_id from committee where id = ?)", (id,))
    return Condition("village_id = ?", (id,))


def person_words(row: Row) -> str:
    """The name; of an event how many."""
    if row["is_event_count"] == 1:
        return str(HEADS.format(n=row["headcount"] or 0))
    return row["visitor_name"] or str(CONSULTATION.field("identity_refused").label)


def matter_words(row: Row, book: CodeBook) -> str:
    codes = json.loads(row["matter_codes"] or "[]")
    if not codes:
        return DASH
    first = book.words("matter_code", codes[0])
    return str(SEVERAL.format(first=first, n=len(codes))) if len(codes) > 1 else first


def _columns(book: CodeBook) -> list[Column]:
    on = today()

    def channel(row: Row) -> str:
        return shown(CONSULTATION.field("channel"), row["channel"], book)

    return [
        Column(
            Text("日期", "Date"),
            lambda r: short_day(r["consulted_on"], on),
            82,
            name="consulted_on",
            sort="consulted_on",
        ),
        Column(Text("方式", "Channel"), channel, 84, name="channel", sort="channel"),
        Column(
            Text("咨询人", "Person"), person_words, 110, name="visitor_name", sort="visitor_name"
        ),
        Column(
            Text("咨询类型", "Matters"), lambda r: matter_words(r, book), 180, name="matter_codes"
        ),
        Column(
            Text("处理", "Handling"),
            lambda r: shown(CONSULTATION.field("handling"), r["handling"], book) or DASH,
            130,
            name="handling",
        ),
        Column(
            Text("解答人", "By"),
            lambda r: r["answered_by"] or r["recorded_by"] or DASH,
            76,
            name="answered_by",
            sort="answered_by",
        ),
    ]


def _chips(db: Database) -> list[Chip]:
    def handled(code: str) -> Condition:
        return Condition("handling like ?", (f'%"{code}"%',))

    return [
        Chip("all", Text("全部", "All")),
        Chip("open", Text("未答复", "Unanswered"), Condition(UNANSWERED), only_pressed=True),
        Chip("drafted", Text("代书", "Drafted"), handled("document_drafted")),
        Chip("aid", Text("申请援助", "Aid"), handled("aid_applied")),
        Chip("referred", Text("已引导", "Referred"), handled("referred")),
        Chip("event", Text("现场", "Events"), Condition("is_event_count = 1")),
    ]


def _figures(db: Database, book: CodeBook) -> list[Figure]:
    on = today()
    month = on.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    people, matters = _sums(db, month.isoformat(), "9999")
    last, _ = _sums(db, before.isoformat(), month.isoformat())
    year, year_matters = _sums(db, f"{on.year}-01-01", "9999")
    open_ = db.execute(f"select count(*) from consultation where state = 0 and {UNANSWERED}")
    waiting = int(open_.fetchone()[0])
    of_last = Text("上月 {n}", "Last month {n}").format(n=last)
    return [
        Figure(Text("本月咨询(人次)", "People this month"), str(people), of_last),
        Figure(Text("本月事项(件)", "Matters this month"), str(matters), Text("件", "Matters")),
        Figure(Text("本年咨询(人次)", "People this year"), str(year), Text("本年", "This year")),
        Figure(Text("本年事项(件)", "Matters this year"), str(year_matters), Text("件", "Matters")),
        Figure(
            Text("未答复", "Unanswered"),
            str(waiting),
            Text("来信、网络", "Letters, online"),
            AMBER if waiting else INK,
            "open",
        ),
    ]


def _sums(db: Database, since: str, until: str) -> tuple[int, int]:
    """People and matters asked from a day on and before another."""
    sql = (
        f"select coalesce(sum({PEOPLE}), 0), coalesce(sum({MATTERS}), 0) from consultation"
        " where state = 0 and consulted_on >= ? and consulted_on < ?"
    )
    people, matters = db.execute(sql, [since, until]).fetchone()
    return int(people), int(matters)


def consultation_reading(db: Database, book: CodeBook, row: Row, work: AidWork) -> QWidget:
    """One consultation at a glance, and what can be made of it."""
    heading = " · ".join((person_words(row), matter_words(row, book)))
    names = (
        "consulted_on",
        "channel",
        "phone",
        "content",
        "answer_summary",
        "handling",
        "referral_target",
        "appointment_on",
        "recipient_groups",
        "answered_by",
        "remark",
    )
    return _reading(db, CONSULTATION, heading, row["consultation_no"], names, row, book, work)


def document_reading(db: Database, book: CodeBook, row: Row, work: AidWork) -> QWidget:
    names = ("drafted_on", "doc_type", "title", "phone", "opponent", "copies", "drafter", "summary")
    heading = row["for_person"]
    return _reading(db, DRAFTED_DOCUMENT, heading, row["drafting_no"], names, row, book, work)


def _reading(
    db: Database,
    kind: RecordKind,
    heading: str,
    number: str | None,
    names: tuple[str, ...],
    row: Row,
    book: CodeBook,
    work: AidWork,
) -> QWidget:
    made = QWidget()
    rows = column(made, between=10)
    rows.addWidget(label(heading, "section", wrap=True))
    rows.addWidget(label(number or DASH, "small", wrap=True))
    rows.addWidget(ties(db, kind, row["id"], work))
    rows.addWidget(facts_of(kind, names, row, book))
    rows.addStretch()
    return made
