"""Onto the stick and off it: whole, flushed, read back and compared, nothing ever overwritten."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from core.errors import UserError
from core.files import said_plainly
from core.progress import Progress, no_progress
from core.text import Text

CHUNK = 1024 * 1024


def carry(source: Path, target: Path, progress: Progress = no_progress) -> Path:
    """Copy a file; the target has its final name only once it was read back and is the same. Raises
    UserError if it exists, there is no room, or the place is gone; the source is never touched."""
    draft = target.with_name(target.name + ".part")
    with said_plainly(target):
        if target.exists():
            raise UserError(_EXISTS.format(path=target))
        size = source.stat().st_size
        free = shutil.disk_usage(target.parent).free
        if free < size:
            raise UserError(_NO_ROOM.format(need=_megabytes(size), free=_megabytes(free)))
        try:
            digest = _copy(source, draft, size, progress)
            if _read_back(draft) != digest:
                raise UserError(_DIFFERS.format(path=target))
            draft.rename(target)
            _flush_folder(target.parent)
        except BaseException:
            _remove(draft)
            raise
    return target


def _copy(source: Path, draft: Path, size: int, progress: Progress) -> bytes:
    digest, done = hashlib.sha256(), 0
    with draft.open("wb") as file:
        for part in _parts(source):
            file.write(part)
            digest.update(part)
            done += len(part)
            progress(done, size)
        file.flush()
        os.fsync(file.fileno())
    return digest.digest()


def _read_back(path: Path) -> bytes:
    """What the disk gives, not what the system still remembers, where it can be asked to forget."""
    digest = hashlib.sha256()
    if hasattr(os, "posix_fadvise"):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)
    for part in _parts(path):
        digest.update(part)
    return digest.digest()


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            yield part


def _flush_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove(path: Path) -> None:
    """The stick may be gone by now."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}"


_EXISTS = Text(
    "文件 {path} 已存在,没有覆盖。", "The file {path} exists already and was not overwritten."
)
_NO_ROOM = Text(
    "空间不够:需要 {need} MB,只剩 {free} MB。没有写入,数据包仍在本机 outbox 文件夹。",
    "No room: {need} MB needed, {free} MB left. Nothing was written; the package is in outbox.",
)
_DIFFERS = Text(
    "{path} 写入后读回来不一样,没有写成。请换一个 U 盘;数据包仍在本机 outbox 文件夹。",
    "{path} reads back differently from what was written. Use another stick; the package is in"
    " outbox.",
)
