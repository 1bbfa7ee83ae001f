"""Is this stick good to write on: room, writing, reading back. Before the package is made."""

import os
import secrets
import shutil
from pathlib import Path

from core.errors import UserError
from core.files import said_plainly
from core.text import Text

TRIED = 256 * 1024  # bytes written and read back


def check_stick(folder: Path, need: int) -> None:
    """Raises UserError unless so many bytes are free and what is written reads back the same.
    Nothing stays behind."""
    trial, content = folder / f"try-{secrets.token_hex(4)}.part", secrets.token_bytes(TRIED)
    with said_plainly(trial):
        free = shutil.disk_usage(folder).free
        if free < need + TRIED:
            raise UserError(_NO_ROOM.format(path=folder, need=_mb(need), free=_mb(free)))
        try:
            with trial.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if trial.read_bytes() != content:
                raise UserError(_DIFFERS.format(path=folder))
        finally:
            _remove(trial)


def _remove(path: Path) -> None:
    """The stick may be gone by now."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.1f}"


_NO_ROOM = Text(
    "{path} 空间不够:需要 {need} MB,只剩 {free} MB。请删去不要的文件,或换一个 U 盘。",
    "No room in {path}: {need} MB needed, {free} MB left. Delete something or use another stick.",
)
_DIFFERS = Text(
    "{path} 写进去和读出来不一样,这个 U 盘可能坏了。请换一个。",
    "{path} reads back differently from what was written: the stick may be broken. Use another.",
)
