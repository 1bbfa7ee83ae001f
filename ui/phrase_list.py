"""常用语 in a note: a small button or Alt+Down opens the list; one is put in at the cursor."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QTextCursor
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QPushButton
from sqlite_utils import Database

from core.field import Type
from core.phrases import Phrase, keep_phrase, phrases
from core.records.phrase import PHRASE_FIELD
from core.text import Text
from ui.form import RecordForm
from ui.pieces import button

TITLE = Text("常用语", "Phrases")
KEEP = Text("将所选文字存为常用语", "Keep the selected words as a phrase")
BLANK = "____"  # to be filled in
SHOWN = 40  # characters of a phrase beside its title


def offer_phrases(
    form: RecordForm,
    db: Database,
    dispute_type: Callable[[], str | None],
    kept: Callable[[str], None],
    *,
    also: Mapping[str, str] | None = None,
) -> None:
    """At every note of the form that has phrases; `kept` is told the title of a new one. `also`
    names the notes of a form that belong to another kind."""
    for name, editor in form.editors.items():
        field = (also or {}).get(name, f"{form.kind.table}.{name}")
        note = editor.widget
        if form.kind.field(name).type is not Type.NOTE or field not in PHRASE_FIELD:
            continue
        if isinstance(note, QPlainTextEdit):
            phrase_list = PhraseList(note, db, field, dispute_type, kept)
            form.add_beside(name, phrase_list.button)


class PhraseList(QObject):
    """Lives as long as its note."""

    def __init__(
        self,
        note: QPlainTextEdit,
        db: Database,
        field: str,
        dispute_type: Callable[[], str | None],
        kept: Callable[[str], None],
    ) -> None:
        super().__init__(note)
        self._note, self._db, self._field = note, db, field
        self._dispute_type, self._kept = dispute_type, kept
        self.button: QPushButton = button(TITLE, self.open, role="tiny")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Alt+Down is its key
        self.button.setToolTip(str(Text("常用语 (Alt+↓)", "Phrases (Alt+Down)")))
        opener = QAction(str(TITLE), note)
        opener.setShortcut(QKeySequence("Alt+Down"))
        opener.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        opener.triggered.connect(self.open)
        note.addAction(opener)

    def open(self) -> QMenu:
        """The list under the cursor."""
        menu = QMenu(self._note)
        menu.setToolTipsVisible(True)
        was_own = False
        for phrase in phrases(self._db, self._field, self._dispute_type()):
            if was_own and not phrase.is_own:
                menu.addSeparator()
            was_own = phrase.is_own
            action = menu.addAction(_shown(phrase), partial(insert, self._note, phrase.text))
            action.setToolTip(phrase.text)
        menu.addSeparator()
        keep = menu.addAction(str(KEEP), self._keep)
        keep.setEnabled(self._note.textCursor().hasSelection())
        menu.aboutToHide.connect(menu.deleteLater)
        at = self._note.cursorRect().bottomLeft() + QPoint(0, 4)
        menu.popup(self._note.viewport().mapToGlobal(at))
        if actions := [a for a in menu.actions() if not a.isSeparator() and a.isEnabled()]:
            menu.setActiveAction(actions[0])
        return menu

    def _keep(self) -> None:
        words = self._note.textCursor().selection().toPlainText()
        if words.strip():
            self._kept(keep_phrase(self._db, self._field, self._dispute_type(), words))


def insert(note: QPlainTextEdit, words: str) -> None:
    """At the cursor, in place of what is selected; the first blank is selected, to type over it."""
    cursor = note.textCursor()
    start = cursor.selectionStart()
    cursor.insertText(words)
    if BLANK in words:
        before = words[: words.index(BLANK)]
        at = start + len(before.encode("utf-16-le")) // 2  # as Qt counts
        cursor.setPosition(at)
        cursor.setPosition(at + len(BLANK), QTextCursor.MoveMode.KeepAnchor)
    note.setTextCursor(cursor)
    note.setFocus()


def _shown(phrase: Phrase) -> str:
    """The title and the first words; & is no accelerator here."""
    words = " ".join(phrase.text.split())
    first = words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
    own = phrase.title.removesuffix("…")
    said = first if first.startswith(own) else f"{phrase.title}  {first}"
    return said.replace("&", "&&")
