"""分期…: an amount in equal instalments, a number of months apart."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from core.codes import CodeBook
from core.field import Field, Problem, RecordKind, Row, Section, Type
from core.instalments import MOST, rows_of
from core.text import Text
from core.validate import too_small
from ui.editors import EnterMoves
from ui.form import RecordForm
from ui.measures import PAGE, px
from ui.pieces import CANCEL, button, column, label, line, scrolled

NOTE = Text(
    "各期金额相等,取整到元,余数放在最后一期;生成后可以逐期修改。",
    "Equal amounts in whole yuan, the rest in the last; each can be changed afterwards.",
)

_NAMES = ("amount", "count", "first_on", "months")
SHAPE = RecordKind(
    table="instalment",
    title=Text("生成分期", "Make instalments"),
    fields=(
        Field("amount", Text("总金额(元)", "Amount (yuan)"), Type.MONEY, required=True, least=1),
        Field("count", Text("期数", "Instalments"), Type.INTEGER, required=True, least=1),
        Field(
            "first_on",
            Text("第一期到期日期", "First due on"),
            Type.DATE,
            required=True,
            future=True,
        ),
        Field("months", Text("间隔(月)", "Months between"), Type.INTEGER, required=True, least=1),
    ),
    form=(Section(Text("分期", "Instalments"), _NAMES),),
    columns=(),
    named_by=("amount",),
)


class InstalmentDialog(QDialog):
    """`rows` holds what was made once it is accepted."""

    def __init__(self, parent: QWidget, book: CodeBook, begin: Row) -> None:
        super().__init__(parent)
        self.setWindowTitle(str(SHAPE.title))
        self.rows: list[dict[str, Any]] = []
        self.form = RecordForm(SHAPE, book, self, framed=False)
        self.form.put({"count": 3, "months": 1, **begin})
        rows = column(self, PAGE)
        content = QWidget()
        inside = column(content)
        for part in self.form.cards:
            inside.addWidget(part)
        inside.addWidget(label(NOTE, "small", wrap=True))
        inside.addStretch()
        rows.addWidget(scrolled(content), 1)
        buttons = line()
        buttons.addStretch()
        buttons.addWidget(button(CANCEL, self.reject))
        self.maker = button(Text("生成", "Make"), self.make, role="primary")
        self.maker.setDefault(False)  # Enter in a field goes on
        buttons.addWidget(self.maker)
        rows.addLayout(buttons)
        self._enter = EnterMoves(self._move, self)
        for widget in self.form.order:
            widget.installEventFilter(self._enter)
        room = self.screen().availableSize()
        self.resize(min(px(600), room.width() - 40), min(px(340), room.height() - 60))
        self.form.focus("count" if begin.get("amount") else "amount")

    def make(self) -> None:
        """Accepts, or says at the field what is wrong."""
        row, found = self.form.row()
        said = {p.name for p in found}
        found += [p for p in _problems(row) if p.name not in said]
        self.form.show_problems(found)
        if found:
            self.form.focus(found[0].name)
            return
        first = date.fromisoformat(row["first_on"])
        self.rows = rows_of(row["amount"], row["count"], first, row["months"])
        self.accept()

    def _move(self, by: int) -> None:
        order = [*self.form.order, self.maker]
        at = self.focusWidget()
        if at in order:
            order[min(max(order.index(at) + by, 0), len(order) - 1)].setFocus()


def _problems(row: Row) -> list[Problem]:
    found = []
    for field in SHAPE.fields:
        value = row[field.name]
        if value is None:
            said = Text("请填写{name}。", "Enter: {name}.")
            found.append(Problem(field.name, said.format(name=field.label)))
        elif field.type in (Type.INTEGER, Type.MONEY) and value < 1:
            found.append(Problem(field.name, too_small(field, 1)))
        elif field.type is Type.INTEGER and value > MOST:
            said = Text("{name}过大,最多 {n}。", "{name} is too large; at most {n}.")
            found.append(Problem(field.name, said.format(name=field.label, n=MOST)))
    return found
