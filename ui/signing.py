"""What happens when somebody has signed in: whose steps they are, what he may do, the trail.

Imports no Qt: the window and the commands open the data in the same way.
"""

from sqlite_utils import Database

from core import store, trail
from core.audit import Entry
from core.text import Text
from db import keys
from db.connect import Opened
from db.sign_in import Failure, take_failures
from ui import rights

BY_CODE = Text("恢复码", "Recovery code")


def begin(opened: Opened) -> None:
    """For data just opened: steps and notes bear the name of whoever signed in, wrong passwords
    since the last time are noted, and a reader's connection takes no writes."""
    if keys.has_users(opened.folder):
        name = opened.user or BY_CODE.zh
        if store.meta(opened.db, "person") != name:
            with opened.db.atomic():
                store.set_meta(opened.db, "person", name)
        failed = [Entry("failed_login", summary=_failure(f)) for f in take_failures(opened.folder)]
        came = Entry("login_by_code" if opened.by_code else "login", summary=opened.role.value)
        trail.note(opened.db, *failed, came)
    rights.limit(opened.db, opened.role)


def _failure(failure: Failure) -> str:
    return f"{failure.at} {failure.user}".strip()


def note_readable(db: Database, records: int, *, mask: bool) -> None:
    """A readable copy was made."""
    trail.note(db, Entry("readable", summary=f"{records} {'masked' if mask else 'full'}"))
