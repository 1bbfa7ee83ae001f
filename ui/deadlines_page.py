"""期限: the rules of the program with their grounds and validity, and those of the office."""

from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from core.records import DEADLINE_RULE, load_book
from core.term_rules import Rule, rules
from core.text import Text
from ui.list_page import ListPage
from ui.measures import BETWEEN, INK, MUTED, ROW, px
from ui.pieces import card, column, label, scrolled
from ui.table import Column, RecordTable, TableView

SENT_BY = Text("{body}委托移送", "sent by: {body}")
SHIPPED = Text("程序自带的期限", "Terms of the program")
OWN = Text(
    "本所添加的期限:县里另有规定的写在这里;选了“代替程序自带的规则”,就从生效日期起代替那一条。",
    "Terms of the office: what the county asks; one in place of a rule above replaces it from its"
    " first day on.",
)
ALWAYS, UNTIL = (
    Text("{start} 起", "from {start}"),
    Text("{start} 起,至 {end} 前", "{start} – {end}"),
)


class DeadlinesPage(QWidget):
    """Above what is shipped, below the list of the office's own rules."""

    def __init__(self, own: ListPage) -> None:
        super().__init__()
        self._own, self._rules = own, list[Rule]()
        content = QWidget()
        rows = column(content, between=BETWEEN)
        column(self).addWidget(scrolled(content))
        rows.addWidget(label(SHIPPED, "section"))
        self.model = RecordTable(self._columns(), lambda: len(self._rules), self._fetch, self)
        self.view = TableView(self.model, 3)
        self.view.setAccessibleName(str(SHIPPED))
        self._framed = card()
        column(self._framed, 1).addWidget(self.view)
        rows.addWidget(self._framed)
        rows.addWidget(label(OWN, "small", wrap=True))
        rows.addWidget(own, 1)

    def list_page(self) -> ListPage:
        """The list that menu entries such as "new" mean here."""
        return self._own

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Every rule of the program in sight; the page scrolls where the type is large."""
        head = self.view.horizontalHeader().sizeHint().height()
        self._framed.setFixedHeight(head + len(self._rules) * px(ROW) + 16)
        self._own.setMinimumHeight(px(240))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._rules = [rule for rule in rules(self._own.opened.db) if not rule.own]
        self.model.read_again()
        self._fit()

    def _fetch(self, offset: int, limit: int) -> list[dict[str, Any]]:
        return [{"id": r.id, "rule": r} for r in self._rules[offset : offset + limit]]

    def _columns(self) -> list[Column]:
        book = load_book(self._own.opened.db)
        units = DEADLINE_RULE.codes["term_unit"]

        def length(rule: Rule) -> str:
            return f"{rule.length} {units[rule.unit]}" if rule.length else "—"

        def valid(rule: Rule) -> str:
            said = UNTIL if rule.valid_until else ALWAYS
            return str(said.format(start=rule.valid_from, end=rule.valid_until))

        def types(rule: Rule) -> str:
            kinds = [book.words("dispute_type", code) for code in sorted(rule.types)]
            bodies = [book.words("entrusting_body", code) for code in sorted(rule.bodies)]
            sent = [str(SENT_BY.format(body=body)) for body in bodies]
            return "、".join((*kinds, *sent))

        return [
            Column(Text("事项", "What"), lambda r: str(r["rule"].what), 150),
            Column(Text("纠纷类型", "Types"), lambda r: types(r["rule"]), 150),
            Column(Text("期限", "Length"), lambda r: length(r["rule"]), 170),
            Column(Text("依据", "Ground"), lambda r: str(r["rule"].ground), 360),
            Column(
                Text("生效", "Valid"),
                lambda r: valid(r["rule"]),
                230,
                lambda r: MUTED if r["rule"].valid_until else INK,
            ),
        ]
