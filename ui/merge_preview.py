"""What a package would do, before anything is written: lists, both values of every field, the
questions, and the one button that merges."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSplitter, QStackedWidget, QTabWidget, QWidget

from core.codes import CodeBook
from core.field import Row
from core.merging.apply import Decisions
from core.merging.manifest import Manifest
from core.merging.preview import Difference, Preview, differences, questions
from core.records import BY_TABLE, DISPUTE, load_book
from core.show import name_of, shown
from core.store import get_many
from core.text import Text
from db.connect import Opened
from ui import handing_in
from ui.handing_in import Laid
from ui.measures import ACCENT, AMBER, BETWEEN, INK, INSIDE, MUTED, ROW, painted, px
from ui.merge_questions import LEAST_HEIGHT, STATE, Questions, state_words
from ui.pieces import button, card, column, emptied, empty_page, label, line, scrolled
from ui.steps_page import local_time
from ui.table import Column, RecordTable, TableView

LISTS: tuple[tuple[str, Text], ...] = (
    ("new", Text("新增 {n}", "New {n}")),
    ("changed", Text("更改 {n}", "Changed {n}")),
    ("conflicts", Text("冲突 {n}", "Conflicts {n}")),
    ("deleted", Text("删除 {n}", "Deleted {n}")),
    ("doubles", Text("可能重复 {n}", "Doubles {n}")),
    ("outside", Text("范围外 {n}", "Out of scope {n}")),
    ("missing", Text("缺附件 {n}", "No file {n}")),
)
ABOUT = Text("{who} · {month} · 第{n}次", "{who}, {month}, number {n}")
MADE = Text(
    "{by} {at} 做成,全部 {rows} 条:新增 {new} + 更改 {changed} + 删除 {deleted} + 范围外 {outside}"
    " + 没有变化 {same};冲突 {conflicts} 处",
    "Made by {by} at {at}; {rows} records: {new} new + {changed} changed + {deleted} deleted +"
    " {outside} out of scope + {same} the same; {conflicts} conflicts",
)
NO_MONTH = Text("没有写明月份", "no month")
ZERO_MONTH = Text("{month} 零报告", "{month}, nothing to report")
MERGE = Text("合并", "Merge")
NOTHING = Text("没有新的内容,不用合并", "Nothing new: no need to merge")
LATER = Text(
    "还有 {n} 处冲突没有决定。可以先合并,以后在“待处理冲突”里决定。",
    "{n} conflicts are not decided. They can wait in the list of open conflicts.",
)
OUTSIDE = Text("范围外的也合并", "Merge what is out of scope too")
SURE = Text("已向对方核实,仍要合并", "I have asked the sender; merge it")
HEADS = (Text("栏目", "Field"), Text("本机", "Here"), Text("合并后", "Merged"))
ENDED = Text("这个清单是空的", "This list is empty")


class MergePreview(QWidget):
    """`merge_wanted` carries nothing: decisions, `with_outside` and `unverified` are asked here.
    `look_again` after the tick for what is out of scope."""

    merge_wanted = Signal()
    left = Signal()
    look_again = Signal()

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self._opened = opened
        self.laid: Laid | None = None
        self.found: Preview | None = None
        rows = column(self, between=BETWEEN)
        head = line()
        words = column(between=2)
        self.about = label(role="section", wrap=True)
        self.made = label(role="small", wrap=True)
        words.addWidget(self.about)
        words.addWidget(self.made)
        head.addLayout(words, 1)
        self.leave_button = button(Text("不合并", "Leave it"), self.leave)
        self.merge_button = button(MERGE, self.merge, sign="merge", role="primary")
        for each in (self.leave_button, self.merge_button):
            head.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        rows.addLayout(head)
        self.warned = label(role="warning", wrap=True)
        rows.addWidget(self.warned)
        self.later = label(role="small", wrap=True)
        rows.addWidget(self.later)
        ticks = line()
        self.outside, self.sure = QCheckBox(str(OUTSIDE)), QCheckBox(str(SURE))
        self.outside.clicked.connect(lambda _: self.look_again.emit())
        self.sure.clicked.connect(lambda _: self._judge())
        ticks.addWidget(self.outside)
        ticks.addWidget(self.sure)
        ticks.addStretch()
        rows.addLayout(ticks)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        self.lists: dict[str, QWidget] = {}
        rows.addWidget(self.tabs, 1)

    # --- acting ----------------------------------------------------------------------------------

    def show_package(self, laid: Laid, found: Preview) -> None:
        """Once more for the same package keeps what was ticked."""
        if laid is not self.laid:
            self.outside.setChecked(False)
            self.sure.setChecked(False)
        self.laid, self.found = laid, found
        self._say(laid.package.manifest, found)
        self._lay_out()
        self._judge()

    def merge(self) -> None:
        """Named as the right is that it asks for."""
        self.merge_wanted.emit()

    def leave(self) -> None:
        self.left.emit()

    def decisions(self) -> Decisions:
        pane = self.lists.get("conflicts")
        return pane.decisions() if isinstance(pane, Questions) else {}

    # --- what is shown ---------------------------------------------------------------------------

    def _say(self, m: Manifest, found: Preview) -> None:
        month = ZERO_MONTH.format(month=m.month) if m.is_zero else m.month or NO_MONTH
        who = m.village_name or m.office_name
        self.about.setText(str(ABOUT.format(who=who, month=month, n=m.sequence)))
        c = found.counts
        told = {n: getattr(c, n) for n in ("new", "changed", "outside", "same", "conflicts")}
        made = MADE.format(
            by=m.by, at=local_time(m.at), rows=m.rows, deleted=c.deleted + c.purged, **told
        )
        self.made.setText(str(made))
        self.warned.setText("\n".join(map(str, found.warnings)))
        self.warned.setVisible(bool(found.warnings))

    def _judge(self) -> None:
        """What may be done just now."""
        assert self.laid is not None
        assert self.found is not None
        is_certain = self.laid.package.is_verified
        self.sure.setVisible(not is_certain)
        self.outside.setVisible(self.found.counts.outside > 0 or self.outside.isChecked())
        is_new = not self.found.is_empty
        self.merge_button.setEnabled(is_new and (is_certain or self.sure.isChecked()))
        self.merge_button.setText(f" {MERGE if is_new else NOTHING}")
        left = self.found.counts.conflicts - len(self.decisions())
        self.later.setVisible(left > 0)
        self.later.setText(str(LATER.format(n=left)))

    def _lay_out(self) -> None:
        assert self.found is not None
        while self.tabs.count():
            page = self.tabs.widget(0)
            self.tabs.removeTab(0)
            page.deleteLater()
        self.lists.clear()
        book = load_book(self._opened.db)
        counted = _counted(self.found)
        for name, words in LISTS:
            self.lists[name] = self._list(name, book)
            self.tabs.addTab(self.lists[name], str(words.format(n=counted[name])))
            self.tabs.setTabEnabled(self.tabs.count() - 1, counted[name] > 0)
        first = next((p for p, (n, _) in enumerate(LISTS) if counted[n]), 0)
        if counted["conflicts"]:
            first = [n for n, _ in LISTS].index("conflicts")
        self.tabs.setCurrentIndex(first)

    def _list(self, name: str, book: CodeBook) -> QWidget:
        assert self.found is not None
        match name:
            case "conflicts":
                with handing_in.attached(self._opened.db, self._laid()) as staged:
                    asked = questions(staged)
                pane = Questions(self._opened.db, asked, book)
                pane.decided.connect(self._judge)
                return pane
            case "doubles":
                return _plain(_doubles(self._opened, self.found, self._laid()), _DOUBLE)
            case "missing":
                rows = [{"id": sha, "name": sha} for sha in self.found.missing]
                return _plain(rows, (Column(Text("缺少的附件", "File"), lambda r: r["name"], 400),))
        sorts = ("deleted", "purged") if name == "deleted" else (name,)
        counts = [getattr(self.found.counts, sort) for sort in sorts]
        return RecordLists(partial(self._fetch, sorts, counts), sum(counts), book)

    def _fetch(
        self, sorts: tuple[str, ...], counts: list[int], offset: int, limit: int
    ) -> list[Difference]:
        """A page of one or two lists behind each other."""
        found: list[Difference] = []
        with handing_in.attached(self._opened.db, self._laid()) as staged:
            for sort, count in zip(sorts, counts, strict=True):
                if offset < count and len(found) < limit:
                    more = limit - len(found)
                    found += differences(staged, sort, offset=offset, limit=more)
                offset = max(offset - count, 0)
        return found

    def _laid(self) -> Laid:
        assert self.laid is not None
        return self.laid


class RecordLists(QWidget):
    """Records of one list above, the fields of the one chosen below with both values."""

    def __init__(self, fetch: Any, count: int, book: CodeBook) -> None:
        super().__init__()
        self._fetch, self._book = fetch, book
        rows = column(self, between=0)
        rows.setContentsMargins(0, BETWEEN, 0, 0)
        self.model = RecordTable(_record_columns(), lambda: count, self._page, self)
        self.view = TableView(self.model, 1)
        self.view.setAccessibleName(str(Text("记录", "Records")))
        self.view.setMinimumHeight(px(3 * ROW))
        self.view.chosen.connect(self._show)
        self.below = FieldsPane()
        halves = QSplitter(Qt.Orientation.Vertical)
        for view, margin in ((self.view, 1), (scrolled(self.below), INSIDE)):
            framed = card()
            column(framed, margin, 0).addWidget(view)
            halves.addWidget(framed)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(BETWEEN)
        halves.setMinimumHeight(px(LEAST_HEIGHT))
        rows.addWidget(scrolled(halves))
        self.model.read_again()
        self.view.choose(0)

    def _page(self, offset: int, limit: int) -> list[dict[str, Any]]:
        found = self._fetch(offset, limit)
        return [{"id": f"{d.table} {d.id}", "difference": d} for d in found]

    def _show(self, place: int) -> None:
        row = self.model.row(place) if place >= 0 else None
        self.below.show_fields(field_rows(row["difference"], self._book) if row else [])


@dataclass(frozen=True)
class FieldLine:
    """One field in words, on both sides."""

    label: Text
    mine: str
    theirs: str


class FieldsPane(QWidget):
    """A line a field, whole: its label, ours, as it will be."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(INSIDE)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self.lines: list[FieldLine] = []

    def show_fields(self, lines: list[FieldLine]) -> None:
        emptied(self._grid)
        self.lines = lines
        for place, words in enumerate(HEADS):
            self._put(label(words, "small"), 0, place)
        for number, each in enumerate(lines, start=1):
            self._put(label(each.label, "small", wrap=True), number, 0)
            for place, said, colour in ((1, each.mine, AMBER), (2, each.theirs, ACCENT)):
                made = label(said, wrap=True)
                made.setStyleSheet(f"color: {painted(colour)}")
                self._put(made, number, place)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _put(self, piece: QWidget, row: int, place: int) -> None:
        self._grid.addWidget(piece, row, place, Qt.AlignmentFlag.AlignTop)


def field_rows(d: Difference, book: CodeBook) -> list[FieldLine]:
    """The fields of a difference in words."""
    kind = BY_TABLE[d.table]
    found = []
    for name, (mine, theirs) in d.fields.items():
        field = kind.by_name.get(name)
        if field:
            words = shown(field, mine, book), shown(field, theirs, book)
        else:
            words = state_words(mine), state_words(theirs)
        found.append(FieldLine(field.label if field else STATE, *words))
    return found


def _record_columns() -> list[Column]:
    return [
        Column(Text("种类", "Kind"), lambda r: str(BY_TABLE[_of(r).table].title), 120),
        Column(Text("名称", "Name"), lambda r: _of(r).name, 240),
        Column(Text("改动的栏目", "Fields"), lambda r: _changed(_of(r)), 320, lambda r: MUTED),
    ]


def _of(r: Row) -> Difference:
    difference: Difference = r["difference"]
    return difference


def _changed(d: Difference) -> str:
    kind = BY_TABLE[d.table]
    return "、".join(str(kind.field(n).label if n in kind.by_name else STATE) for n in d.fields)


def _counted(found: Preview) -> Mapping[str, int]:
    c = found.counts
    return {
        "new": c.new,
        "changed": c.changed,
        "conflicts": c.conflicts,
        "deleted": c.deleted + c.purged,
        "doubles": len(found.doubles),
        "outside": c.outside,
        "missing": len(found.missing),
    }


def _plain(rows: list[dict[str, Any]], columns: tuple[Column, ...]) -> QWidget:
    """A list that is only looked at."""
    made = QWidget()
    outer = column(made, between=0)
    outer.setContentsMargins(0, BETWEEN, 0, 0)
    framed = card()
    inner = column(framed, 1, 0)
    model = RecordTable(columns, lambda: len(rows), lambda o, n: rows[o : o + n], made)
    stack = QStackedWidget()
    stack.addWidget(TableView(model, 0))
    stack.addWidget(empty_page("check", ENDED, Text("", "")))
    stack.setCurrentIndex(0 if rows else 1)
    inner.addWidget(stack)
    outer.addWidget(framed)
    model.read_again()
    return made


_DOUBLE = (
    Column(Text("这一件", "One"), lambda r: r["one"], 260, lambda r: INK),
    Column(Text("和这一件", "and the other"), lambda r: r["other"], 260, lambda r: INK),
    Column(Text("相同之处", "Why"), lambda r: r["why"], 240, lambda r: AMBER),
)


def _doubles(opened: Opened, found: Preview, laid: Laid) -> list[dict[str, Any]]:
    """Names of cases, ours or of the package."""
    if not found.doubles:
        return []
    book = load_book(opened.db)
    ids = [id for d in found.doubles for id in (d.one, d.other)]
    with handing_in.attached(opened.db, laid) as staged:
        rows = {r["id"]: r for r in _staged_disputes(staged.db, ids)}
    rows |= get_many(opened.db, DISPUTE, ids)
    names = {id: name_of(DISPUTE, rows[id], book) if id in rows else id for id in ids}
    return [
        {
            "id": f"{d.one} {d.other}",
            "one": names[d.one],
            "other": names[d.other],
            "why": "、".join(str(w.value) for w in d.why),
        }
        for d in found.doubles
    ]


def _staged_disputes(db: Any, ids: list[str]) -> list[dict[str, Any]]:
    marks = ", ".join("?" * len(ids))
    return list(db.query(f"select * from staged.dispute where id in ({marks})", ids))
