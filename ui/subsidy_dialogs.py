"""案件补贴: the dialogs that claim many cases, take claims a stage further, or refuse them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from sqlite_utils import Database

from core.codes import CodeBook
from core.errors import UserError
from core.periods import parse_period
from core.records import DISPUTE, SUBSIDY_CLAIM, load_book
from core.records.dispute import GRADES
from core.show import name_of, yuan
from core.subsidy.chain import Stage
from core.subsidy.claims import Candidate, amount_of, candidates, setting_of, unclaimed
from core.text import Text
from ui.editors import DateLine
from ui.measures import BETWEEN, PAGE, ROW, px
from ui.pieces import CANCEL, button, card, column, label, line, today

HEADS = (
    Text("申报", "Claim"),
    Text("卷号", "File"),
    Text("调解员", "Mediator"),
    Text("纠纷类型", "Type"),
    Text("等级", "Grade"),
    Text("金额(元)", "Yuan"),
    Text("核对", "To check"),
)
PERIODS = (
    *((f"Q{n}", Text(f"第{zh}季度", f"quarter {n}")) for n, zh in enumerate("一二三四", 1)),
    *((f"{m:02}", Text(f"{m}月", f"month {m}")) for m in range(1, 13)),
    ("H1", Text("上半年", "first half")),
    ("H2", Text("下半年", "second half")),
    ("", Text("全年", "the year")),
)
YEARS_BACK = 6
NONE_LEFT = Text(
    "这一期间没有可以申报的纠纷:已调解成功、在这一期间结案、还没有申报过的才列在这里。",
    "Nothing to claim: settled disputes closed in this period and not claimed yet stand here.",
)
STOPPED = Text("不能申报", "Stopped")
FINE = Text("可以申报", "Fine")
TO_CHECK = Text("{n} 处要核对", "{n} to check")
CHOSEN = Text("申报 {n} 件,{sum} 元", "Claim {n}: {sum} yuan")
BUTTON = Text("提出申报", "Claim")


class ClaimDialog(QDialog):
    """The cases that can be claimed, each with grade, amount and what is to be checked before; the
    grade can be changed here, and a case left out."""

    def __init__(self, parent: QWidget | None, db: Database, ids: Sequence[str] = ()) -> None:
        """With `ids` only those disputes, for the period chosen; else all that can be claimed."""
        super().__init__(parent)
        self.setWindowTitle(str(Text("提出补贴申报", "Claim subsidies")))
        self._db, self._ids = db, list(ids)
        self._book, self._setting = load_book(db), setting_of(db)
        self._found: list[Candidate] = []
        self._filling = False
        rows = column(self, PAGE, BETWEEN)
        rows.addLayout(self._pickers())
        self._none = label(NONE_LEFT, "small", wrap=True)
        rows.addWidget(self._none)
        self.table = self._table()
        framed = card()
        column(framed, 1).addWidget(self.table)
        rows.addWidget(framed, 1)
        rows.addWidget(self._details())
        foot = line()
        self._sum = label(role="section")
        foot.addWidget(self._sum, 1)
        foot.addWidget(button(CANCEL, self.reject))
        self.go = button(BUTTON, self.accept, role="primary")
        foot.addWidget(self.go)
        rows.addLayout(foot)
        room = parent.window().size() if parent else self.screen().availableSize()
        self.resize(min(px(900), room.width() - PAGE), min(px(600), room.height() - PAGE))
        self.show_period()

    def chosen(self) -> list[Candidate]:
        """Those with a tick."""
        return [each for place, each in enumerate(self._found) if self._is_ticked(place)]

    def period_code(self) -> str:
        part, year = self.parts.currentData(), self.years.currentData()
        return f"{year}-{part}" if part else f"{year}"

    def show_period(self) -> None:
        """The cases of the period picked, those that may be claimed with a tick."""
        code = self.period_code()
        ids = self._ids or unclaimed(self._db, parse_period(code))
        self._found = candidates(self._db, ids, code)
        self._filling = True
        self.table.setRowCount(len(self._found))
        for place, each in enumerate(self._found):
            self._show_line(place, each, ticked=each.may_be_claimed)
        self._filling = False
        self._none.setHidden(bool(self._found))
        if self._found:
            self.table.setCurrentCell(0, 1)
        self._show_details()
        self._show_sum()

    def use_grade(self, grade: str) -> None:
        """Of the line chosen; the amount follows the scheme."""
        place = self.table.currentRow()
        each = self._found[place]
        amount = amount_of(each.facts, self._setting, grade)
        claim = {**each.claim, "grade_claimed": grade, "amount_claimed": amount}
        self._found[place] = replace(each, claim=claim)
        ticked = self._is_ticked(place)
        self._filling = True
        self._show_line(place, self._found[place], ticked=ticked)
        self._filling = False
        self._show_sum()

    def _pickers(self) -> QGridLayout:
        made = QGridLayout()
        self.years, self.parts = QComboBox(), QComboBox()
        year = today().year
        for each in range(year, year - YEARS_BACK, -1):
            self.years.addItem(str(Text("{y}年", "{y}").format(y=each)), each)
        for code, words in PERIODS:
            self.parts.addItem(str(words), code)
        self.parts.setCurrentIndex((today().month - 1) // 3)
        words = Text("所属期间", "Period")
        made.addWidget(label(words, "label"), 0, 0)
        for place, picker in enumerate((self.years, self.parts), 1):
            picker.setAccessibleName(str(words))
            picker.activated.connect(lambda _: self.show_period())
            made.addWidget(picker, 0, place)
        said = Text(
            "按结案日期列出;等级是按案情提出的建议,由人决定。",
            "By date of closing. The grade is proposed; people decide.",
        )
        made.addWidget(label(said, "small", wrap=True), 0, 3)
        made.setColumnStretch(3, 1)
        return made

    def _table(self) -> QTableWidget:
        made = QTableWidget(0, len(HEADS))
        made.setHorizontalHeaderLabels([str(head) for head in HEADS])
        made.setAccessibleName(str(Text("可以申报的纠纷", "Disputes to be claimed")))
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setTabKeyNavigation(False)
        made.setShowGrid(False)
        made.verticalHeader().hide()
        made.verticalHeader().setDefaultSectionSize(px(ROW))
        head = made.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        made.itemSelectionChanged.connect(self._show_details)
        made.itemChanged.connect(lambda _: self._show_sum())
        return made

    def _details(self) -> QWidget:
        made = card()
        rows = column(made, 12, 6)
        first = line(between=8)
        first.addWidget(label(Text("申报等级", "Grade"), "label"))
        self.grades = QComboBox()
        self.grades.setAccessibleName(str(Text("申报等级", "Grade")))
        for code, words in self._book.offered("subsidy_grade").items():
            self.grades.addItem(str(words), code)
        self.grades.activated.connect(lambda _: self.use_grade(self.grades.currentData()))
        first.addWidget(self.grades)
        self._reasons = label(role="small", wrap=True)
        first.addWidget(self._reasons, 1)
        rows.addLayout(first)
        self._said = label(wrap=True)
        rows.addWidget(self._said)
        return made

    def _show_line(self, place: int, each: Candidate, *, ticked: bool) -> None:
        amount = each.claim["amount_claimed"]
        warnings = [o for o in each.objections if not o.stops]
        state = TO_CHECK.format(n=len(warnings)) if warnings else FINE
        d = each.facts.dispute
        words = (
            "",
            name_of(DISPUTE, d, self._book),
            self._book.name_of("mediator", d["mediator_id"]),
            self._book.words("dispute_type", d["dispute_type"]),
            _grade(self._book, each.claim["grade_claimed"]),
            "" if amount is None else yuan(amount),
            str(state if each.may_be_claimed else STOPPED),
        )
        for column_no, text in enumerate(words):
            item = QTableWidgetItem(text)
            if column_no == 5:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(place, column_no, item)
        first = self._tick(place)
        first.setData(Qt.ItemDataRole.AccessibleTextRole, words[1])
        first.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        if not each.may_be_claimed:
            first.setFlags(first.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)

    def _tick(self, place: int) -> QTableWidgetItem:
        item = self.table.item(place, 0)
        assert item is not None  # every line is filled
        return item

    def _is_ticked(self, place: int) -> bool:
        return self._tick(place).checkState() is Qt.CheckState.Checked

    def _show_details(self) -> None:
        place = self.table.currentRow()
        there = 0 <= place < len(self._found)
        self.grades.setEnabled(there)
        if not there:
            self._reasons.setText("")
            self._said.setText("")
            return
        each = self._found[place]
        self.grades.setCurrentIndex(self.grades.findData(each.claim["grade_claimed"]))
        self._reasons.setText(" ".join(str(reason) for reason in each.reasons))
        self._said.setText("\n".join(f"· {o.message}" for o in each.objections))

    def _show_sum(self) -> None:
        if self._filling:
            return
        chosen = self.chosen()
        total = sum(each.claim["amount_claimed"] or 0 for each in chosen)
        self._sum.setText(str(CHOSEN.format(n=len(chosen), sum=yuan(total))))
        self.go.setEnabled(bool(chosen))


def _grade(book: CodeBook, code: str) -> str:
    return book.words("subsidy_grade", code) if code else str(GRADES["general"])


class StageDialog(QDialog):
    """Who says so and when; for a refusal also why. An opinion nobody typed stays empty."""

    def __init__(
        self, parent: QWidget | None, db: Database, status: str, many: int, by: str = ""
    ) -> None:
        super().__init__(parent)
        self._status = status
        title = SUBSIDY_CLAIM.codes["claim_status"][status]
        self.setWindowTitle(str(title))
        self.setMinimumWidth(px(440))
        rows = column(self, PAGE, BETWEEN)
        said = Text("{status}:{n} 件", "{status}: {n} claims").format(status=title, n=many)
        rows.addWidget(label(said, "section", wrap=True))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        self.on, self.by, self.opinion = DateLine(), QLineEdit(by), QLineEdit()
        self.on.show_value(today().isoformat())
        self.reasons = QComboBox()
        for code, words in load_book(db).offered("claim_refusal").items():
            self.reasons.addItem(str(words), code)
        add = partial(self._add, grid)
        if status == "rejected":
            add(Text("理由", "Reason"), self.reasons)
        add(Text("日期", "Date"), self.on)
        if status != "paid":
            add(Text("审核人", "By"), self.by)
            add(Text("审核意见", "Opinion"), self.opinion)
        rows.addLayout(grid)
        self._fault = label(role="fault", wrap=True)
        self._fault.hide()
        rows.addWidget(self._fault)
        foot = line()
        foot.addStretch()
        foot.addWidget(button(CANCEL, self.reject))
        self.go = button(Text("确定", "OK"), self._check, role="primary")
        foot.addWidget(self.go)
        rows.addLayout(foot)

    def stage(self) -> Stage:
        """Raises UserError for a day that is none."""
        on = self.on.value()
        if not on:
            raise UserError(Text("请填写日期。", "Enter the date."))
        return Stage(self._status, on, self.by.text().strip(), self.opinion.text().strip())

    def reason(self) -> str:
        return str(self.reasons.currentData())

    def _add(self, grid: QGridLayout, words: Text, widget: QWidget) -> None:
        place = grid.rowCount()
        named = label(words, "label")
        named.setBuddy(widget)
        widget.setAccessibleName(str(words))
        grid.addWidget(named, place, 0)
        grid.addWidget(widget, place, 1)

    def _check(self) -> None:
        try:
            self.stage()
        except UserError as error:
            self._fault.setText(str(error.message))
            self._fault.show()
            return
        self.accept()
