"""签发人、制表人: the words of a form's foot that are typed by hand, one field each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from core.reports.definition import Result
from core.text import Text
from ui.editors import EnterMoves
from ui.measures import FIELD, px
from ui.pieces import Flow, emptied, label, line

TYPE_HERE = Text(
    "带底色的格子可直接输入数字,清空即恢复统计;双击看记录。",
    "Shaded cells can be typed over: choose one and type; empty it to count again. Double click"
    " for the records.",
)


class SheetFoot(QWidget):
    """Hidden for a sheet without such words. `typed` tells the id of a place and its words."""

    typed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._row = Flow(self)
        self._shown: tuple[str, ...] = ()
        self.fields: dict[str, QLineEdit] = {}
        self._enter = EnterMoves(self._on_enter, self)
        self.hide()

    def show_words(self, result: Result) -> None:
        """The fields of the sheet, with what was typed into them."""
        frame = result.report.frame
        foot = frame.foot if frame else ()
        if self._shown != tuple(id for id, _ in foot):
            self._make(foot)
        for id, field in self.fields.items():
            words = result.words.get(id, "")
            if field.text() != words:
                field.setText(words)
            field.setModified(False)
        self.setHidden(not foot)

    def _make(self, foot: tuple[tuple[str, Text], ...]) -> None:
        emptied(self._row)
        self.fields.clear()
        for id, words in foot:
            field = QLineEdit()
            field.setAccessibleName(str(words).rstrip("：: "))
            field.setMaxLength(50)
            field.setFixedWidth(px(120))
            field.installEventFilter(self._enter)
            field.editingFinished.connect(lambda id=id: self._finished(id))
            self.fields[id] = field
            pair = QWidget()
            beside = line(pair, between=4)
            beside.addWidget(label(words, "label"))
            beside.addWidget(field)
            self._row.addWidget(pair)
        if foot:
            said = label(TYPE_HERE, "small")
            said.setMinimumHeight(px(FIELD))
            self._row.addWidget(said)
        self._shown = tuple(id for id, _ in foot)

    def _on_enter(self, _: object) -> None:
        """Enter is done with the field, without going anywhere."""
        for id in self.fields:
            self._finished(id)

    def _finished(self, id: str) -> None:
        field = self.fields[id]
        if field.isModified():
            field.setModified(False)
            self.typed.emit(id, field.text())
