"""Roles as they are seen: entries and buttons one may not use are grey and say why."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from core.show import PRIVATE
from db.wraps import Role
from ui.pieces import label
from ui.rights import why_not

if TYPE_CHECKING:
    from ui.child_rows import ChildRow
    from ui.form import RecordForm


def limit_actions(actions: Iterable[QAction], menu: QMenu, role: Role) -> None:
    """The entries of the menu; each bears the name of its method."""
    for action in actions:
        if said := why_not(role, action.objectName()):
            action.setEnabled(False)
            action.setToolTip(str(said))
    for part in menu.findChildren(QMenu):
        part.setToolTipsVisible(role is not Role.ADMINISTRATOR)


def limit_buttons(page: QWidget, role: Role) -> None:
    """Every button that does what the role may not; see ui.pieces.button."""
    for each in page.findChildren(QPushButton):
        if said := why_not(role, str(each.property("act") or "")):
            each.setEnabled(False)
            each.setToolTip(str(said))


def limit_tab(holder: QWidget, role: Role) -> None:
    """Settings of the office: everybody sees them, administrators change them."""
    layout = holder.layout()
    if (said := why_not(role, "settings")) is None or not isinstance(layout, QVBoxLayout):
        return
    for place in range(layout.count()):
        if (item := layout.itemAt(place)) and (widget := item.widget()):
            widget.setEnabled(False)
    layout.insertWidget(0, label(said, "warning", wrap=True))


def only_look(page: QWidget) -> None:
    """The fields of a record for a reader: they take no typing; ID and phone numbers show no
    digit."""
    from ui.child_rows import ChildRow  # not at the top: the window stands without the forms
    from ui.form import RecordForm

    for row in page.findChildren(ChildRow):
        if not row.is_built:
            row.built.connect(only_look)
    for form in page.findChildren(RecordForm):
        for name, editor in form.editors.items():
            if isinstance(editor.widget, QLineEdit):
                editor.widget.setReadOnly(True)
                if name in PRIVATE:
                    editor.widget.setEchoMode(QLineEdit.EchoMode.Password)
            elif isinstance(editor.widget, QPlainTextEdit):
                editor.widget.setReadOnly(True)
            else:
                editor.widget.setEnabled(False)


def shows_private(form: "RecordForm", rows: "Iterable[ChildRow]") -> bool:
    """Whether a record on the screen has an ID or phone number in full, its own or a person's."""
    values = [form.row()[0], *(row.values() for row in rows)]
    return any(each.get(name) for each in values for name in PRIVATE)
