"""One record of legal aid made from another out of a list, and opened at once."""

from typing import TYPE_CHECKING

from core.errors import UserError
from core.field import RecordKind
from ui.legal_aid_help import MADE, Way
from ui.legal_aid_listing import AidWork
from ui.messages import show_error
from ui.pieces import today

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def aid_work(window: "MainWindow") -> AidWork:
    """What the reading panes can do, as this window does it."""

    def go(kind: RecordKind, id: str, way: Way) -> None:
        try:
            table, made = way.make(window.opened.db, id, today().isoformat())
        except UserError as error:
            show_error(window, error)
            return
        window.changes.happened.emit(frozenset({table, kind.table}))
        window.status.say(MADE, with_undo=True)
        window.open_record(table, made)

    return AidWork(window.open_record, go)
