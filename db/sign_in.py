"""Signing in: after the fifth wrong password one waits, longer each time, also after a restart.

What went wrong is noted in this user's own folder, since without a password nothing can be written
to the data; whoever signs in next takes the notes over into the audit trail.
"""

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from core.errors import UserError
from core.paths import DataFolder
from core.text import Text
from db import keys
from db.wraps import Unlocked

FREE = 4  # wrong passwords in a row without any waiting
LONGEST = 60  # seconds
MOST_NOTED = 200


class TooSoon(UserError):
    """The wait after wrong passwords is not over; `seconds` are left."""

    def __init__(self, seconds: int) -> None:
        super().__init__(_WAIT.format(n=seconds))
        self.seconds = seconds


@dataclass(frozen=True)
class Failure:
    """One wrong password: when (UTC with offset), and the user it was meant for, if any."""

    at: str
    user: str


@dataclass(frozen=True)
class Notes:
    """`wrong` passwords in a row, the last one at `last`; `failures` nobody has taken over yet."""

    wrong: int = 0
    last: str = ""
    failures: tuple[Failure, ...] = ()


def sign_in(
    folder: DataFolder, password: str, user: str = "", now: datetime | None = None
) -> Unlocked:
    """Raises TooSoon while one has to wait (the password is not even tried), WrongPassword, and
    UserError if keys.json cannot be read."""
    now = now or datetime.now(UTC)
    place = _place(folder)
    if left := _seconds_left(place, now):
        raise TooSoon(left)
    notes = _noted(place)
    try:
        unlocked = keys.unlock(folder, password, user)
    except keys.WrongPassword:
        at = now.isoformat(timespec="seconds")
        failures = (*notes.failures, Failure(at, user))[-MOST_NOTED:]
        _note(place, Notes(notes.wrong + 1, now.isoformat(), failures))
        raise
    if notes.wrong:
        _note(place, Notes(failures=notes.failures))
    return unlocked


def seconds_left(folder: DataFolder, now: datetime | None = None) -> int:
    """How long one has to wait still; whole seconds, rounded up."""
    return _seconds_left(_place(folder), now or datetime.now(UTC))


def take_failures(folder: DataFolder) -> tuple[Failure, ...]:
    """The notes, which are thereby forgotten; for after a sign-in."""
    place = _place(folder)
    notes = _noted(place)
    if notes.failures:
        _note(place, Notes(notes.wrong, notes.last))
    return notes.failures


def wait_after(wrong: int) -> int:
    """Seconds to wait after so many wrong passwords in a row: 1, 2, 4 … 60 from the fifth on."""
    return 0 if wrong <= FREE else min(2 ** min(wrong - FREE - 1, 10), LONGEST)


def _seconds_left(place: Path, now: datetime) -> int:
    notes = _noted(place)
    wait = wait_after(notes.wrong)
    if not wait:
        return 0
    passed = (now - datetime.fromisoformat(notes.last)).total_seconds()
    if passed < 0:  # turning the clock back is no way around the wait, nor may it make it longer
        _note(place, Notes(notes.wrong, now.isoformat(), notes.failures))
        return wait
    return max(0, math.ceil(wait - passed))


def _place(folder: DataFolder) -> Path:
    return keys.own_place(keys.database_id(folder)) / "sign-in.json"


def _noted(place: Path) -> Notes:
    """Unreadable notes are none: they keep nobody out."""
    try:
        read = json.loads(place.read_text(encoding="utf-8"))
        failures = tuple(Failure(str(f["at"]), str(f["user"])) for f in read["failures"])
        wrong, last = int(read["wrong"]), str(read["last"])
        if wrong and datetime.fromisoformat(last).tzinfo is None:
            return Notes()
    except (OSError, ValueError, KeyError, TypeError):
        return Notes()
    return Notes(wrong, last, failures)


def _note(place: Path, notes: Notes) -> None:
    failures = [vars(f) for f in notes.failures]
    words = json.dumps({"wrong": notes.wrong, "last": notes.last, "failures": failures})
    keys.write_whole(place, words, mode=0o600)


_WAIT = Text(
    "密码连续输错多次,请等 {n} 秒再试。",
    "Too many wrong passwords: wait {n} seconds before the next try.",
)
