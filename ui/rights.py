"""Who may do what: the one place where roles are kept. Imports no Qt.

The keys are the names of methods (of the main window and of pages) and of commands; what is not
named is open to everybody. Below this, a reader's connection takes no writes at all
(core.trail.only_read), so that nothing is changed even where a button was forgotten.
"""

from sqlite_utils import Database

from core import trail
from core.errors import UserError
from core.text import Text
from db.wraps import ROLES, Role

RANK = {Role.READER: 0, Role.RECORDER: 1, Role.ADMINISTRATOR: 2}

_ADMINISTRATOR = (
    # of the window and its pages
    "import_sheet",
    "restore_selected",
    "show_purge",
    "purge_marked",
    "add_user",
    "remove_user",
    "change_role",
    "reset_password",
    "new_code",
    "change_key",
    "readable_copy",
    "person_copy",
    "settings",  # the tabs of the office's own settings
    # commands
    "import",
    "merge",
    "restore",
    "purge",
    "readable",
    "person",
    "handover",
    "enrol",
)
_RECORDER = (
    "add_record",
    "save",
    "save_record",
    "save_and_next",
    "quick_oral",
    "repeat_last",
    "copy_case",
    "close_out",
    "become_dispute",
    "claim_subsidies",
    "add_prevention",
    "missing_rounds",
    "add",
    "add_row",
    "remove_row",
    "delete_selected",
    "undo_step",
    "undo_selected",
    "put_back_selected",
    "print_ledger",
    "export_ledger",
    "form",
    "file",
    "ledger",
    "subsidy",
    "undo",
    "package",
    "receipt",
)
NEEDS = dict.fromkeys(_RECORDER, Role.RECORDER) | dict.fromkeys(_ADMINISTRATOR, Role.ADMINISTRATOR)

WHY = {
    Role.ADMINISTRATOR: Text(
        "只有管理员可以做。您登录的身份是“{role}”。",
        "Only an administrator may do this. You are signed in as {role}.",
    ),
    Role.RECORDER: Text(
        "您登录的身份是“{role}”,只能查看。",
        "You are signed in as {role} and can only look.",
    ),
}


def may(role: Role, what: str) -> bool:
    return RANK[role] >= RANK[NEEDS.get(what, Role.READER)]


def why_not(role: Role, what: str) -> Text | None:
    """The sentence to say; None if it is allowed."""
    if may(role, what):
        return None
    return WHY[NEEDS[what]].format(role=ROLES[role])


def require(role: Role, what: str) -> None:
    """Raises UserError with the reason."""
    if said := why_not(role, what):
        raise UserError(said)


def limit(db: Database, role: Role) -> None:
    """A connection as the role may use it."""
    if role is Role.READER:
        trail.only_read(db)
