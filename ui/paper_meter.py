"""卷宗文书: how complete the file of a case is - a mark for each paper of the office's list."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from core.field import Row
from core.papers import (
    BELOW,
    STATE_WORDS,
    CaseRows,
    Held,
    State,
    missing,
    papers_held,
    profile_of,
    to_look_up,
)
from core.records import DISPUTE
from core.retention import Rule, proposed
from core.show import LIST_COMMA
from core.text import Text
from ui.measures import AMBER, GREEN, INSIDE, MUTED, RED, painted
from ui.pieces import Flow, button, column, emptied, label, line

TITLE = Text("卷宗文书", "Papers of the file")
COUNT = Text("必须 {there}/{musts}　按需 {more}", "{there} of {musts} musts, {more} others")
MUST, IF_NEEDED = Text("必须", "must"), Text("按需", "if needed")
#: A sign that says the same without its colour, and the colour.
SIGNS: Mapping[State, tuple[str, str]] = {
    State.THERE: ("●", GREEN),
    State.MISSING: ("✕", RED),
    State.UNKNOWN: ("？", AMBER),
    State.LATER: ("○", MUTED),
    State.OPTIONAL: ("○", MUTED),
}
LEGEND = Text(
    "● 已有　✕ 缺　？ 请核对纸质件　○ 还不需要或按需",
    "● there　✕ missing　？ look in the file　○ not yet, or if needed",
)
KEEP = Text(
    "保管期限还没有填,建议:{keep}({why})。由调委会决定。",
    "No class of keeping yet; proposed: {keep} ({why}). The committee decides.",
)
TAKE = Text("采用", "Take it")


class PaperMeter(QFrame):
    """The card on the page of a dispute."""

    keep_chosen = Signal(str)  # a class of keeping, taken over from the proposal

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        rows = column(self, INSIDE, 8)
        head = line()
        head.addWidget(label(TITLE, "section"))
        self.count = label(role="small")
        head.addWidget(self.count)
        head.addStretch()
        rows.addLayout(head)
        self.marks = Flow(between=12)
        rows.addLayout(self.marks)
        self.said = label(role="small", wrap=True)
        rows.addWidget(self.said)
        self._keep, self._proposed = QWidget(), ""
        below = line(self._keep)
        self.keep_words = label(role="small", wrap=True)
        below.addWidget(self.keep_words, 1)
        below.addWidget(button(TAKE, self._take, role="tiny"))
        rows.addWidget(self._keep)
        rows.addWidget(label(LEGEND, "small", wrap=True))

    def show_case(self, case: CaseRows) -> None:
        held = papers_held(case)
        self.count.setText(str(_counted(case, held)))
        emptied(self.marks)
        for each in held:
            self.marks.addWidget(mark(each, with_title=True))
        self.marks.invalidate()
        self.said.setText("\n".join(str(s) for s in _lacks(held)))
        self.said.setVisible(bool(self.said.text()))
        self._propose(case)

    def _propose(self, case: CaseRows) -> None:
        rule = None
        if not case.dispute.get("retention_period"):
            rule = proposed(case.dispute, case.agreements)
        self._proposed = rule.keep if rule else ""
        self._keep.setVisible(rule is not None)
        if rule:
            self.keep_words.setText(str(_keep_words(rule)))

    def _take(self) -> None:
        self.keep_chosen.emit(self._proposed)


def marks_line(held: Sequence[Held]) -> QWidget:
    """The marks alone, for the narrow reading pane; what each is says its tool tip."""
    made = QWidget()
    row = Flow(made, between=6)
    for each in held:
        row.addWidget(mark(each, with_title=False))
    return made


def mark(held: Held, *, with_title: bool) -> QLabel:
    """One paper: a sign, its title if wanted, the rest in the tool tip and for a screen reader."""
    sign, colour = SIGNS[held.state]
    number = f"{held.paper.number} " if held.paper.number else ""
    made = label(f"{sign} {number}{held.paper.title}" if with_title else sign, "small")
    made.setStyleSheet(f"color: {painted(colour)}")
    said = Text("{title}({need}):{state}", "{title} ({need}): {state}").format(
        title=held.paper.title,
        need=MUST if held.paper.is_must else IF_NEEDED,
        state=STATE_WORDS[held.state],
    )
    made.setAccessibleName(str(said))
    told = [said, *([held.note] if held.note else []), held.paper.ground]
    made.setToolTip("\n".join(str(t) for t in told))
    return made


def case_of(
    dispute: Row, rows: Mapping[str, Sequence[Row]], attachments: Sequence[Row], profile: str
) -> CaseRows:
    """A case as it stands on the page; `rows` by table."""
    found = {name: rows.get(kind.table, ()) for name, kind in BELOW.items()}
    return CaseRows(dispute, profile=profile, **{**found, "attachments": attachments})


def _counted(case: CaseRows, held: Sequence[Held]) -> Text:
    """The list that is used, how many musts there are of those due, and how many of the others."""
    musts = [h for h in held if h.paper.is_must and h.state not in (State.LATER, State.OPTIONAL)]
    there = sum(h.state is State.THERE for h in musts)
    more = sum(h.state is State.THERE for h in held if not h.paper.is_must)
    words = COUNT.format(there=there, musts=len(musts), more=more)
    return Text("{words}　{list}", "{words}　{list}").format(
        words=words, list=profile_of(case).title
    )


def _lacks(held: Sequence[Held]) -> list[Text]:
    """What is missing with the reason, and what is to be looked up."""
    found = []
    for said, which in (
        (Text("缺:{papers}", "Missing: {papers}"), missing(held)),
        (Text("请核对纸质件:{papers}", "Look in the file: {papers}"), to_look_up(held)),
    ):
        if which:
            papers = str(LIST_COMMA).join(_with_note(each) for each in which)
            found.append(said.format(papers=papers))
    return found


def _with_note(held: Held) -> str:
    if not held.note or held.state is not State.MISSING:
        return str(held.paper.title)
    note = Text(held.note.zh.rstrip("。"), held.note.en.rstrip("."))
    said = Text("{title}({note})", "{title} ({note})")
    return str(said.format(title=held.paper.title, note=note))


def _keep_words(rule: Rule) -> Text:
    return KEEP.format(keep=DISPUTE.codes["retention_period"][rule.keep], why=rule.why)
