"""Files written whole or not at all, and what went wrong in words."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import UserError
from core.text import Text


@contextmanager
def whole_file(path: Path, *, overwrite: bool) -> Iterator[Path]:
    """Hands over a draft beside the path to write to; it takes the path's place at the end, flushed
    to the disk. Raises UserError if the path exists (unless overwrite), the folder is missing or
    read-only, the disk is full or another program holds the file; then nothing is left behind."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    with said_plainly(path):
        if path.exists() and not overwrite:
            raise UserError(_EXISTS.format(path=path))
        if not path.parent.is_dir():
            raise UserError(_NO_FOLDER.format(path=path.parent))
        try:
            yield draft
            with draft.open("rb+") as file:
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


@contextmanager
def said_plainly(path: Path) -> Iterator[None]:
    """Trouble with a file or its disk becomes one sentence."""
    try:
        yield
    except OSError as error:
        raise UserError(_words_for(error, path)) from error


def _words_for(error: OSError, path: Path) -> Text:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return _FULL.format(path=path)
        case errno.EROFS:
            return _READ_ONLY.format(path=path.parent)
        case errno.EACCES | errno.EPERM | errno.EBUSY | errno.ETXTBSY:
            return _HELD.format(path=path)
        case errno.ENOENT:
            return _NOT_THERE.format(path=path)
        case errno.EISDIR:
            return _IS_FOLDER.format(path=path)
        case _:
            return _OTHER.format(path=path, why=error.strerror or error)


_EXISTS = Text(
    "文件 {path} 已存在,没有覆盖。", "The file {path} exists already and was not overwritten."
)
_NO_FOLDER = Text("文件夹 {path} 不存在。", "There is no folder {path}.")
_FULL = Text(
    "磁盘已满,文件 {path} 没有写成。原有数据没有改动。",
    "The disk is full; {path} was not written. The data were not changed.",
)
_READ_ONLY = Text(
    "文件夹 {path} 是只读的,文件没有写成。请换一个位置。",
    "The folder {path} is read-only; nothing was written. Choose another place.",
)
_HELD = Text(
    "无法写入 {path}:可能正被 WPS 等程序打开,或没有写入权限。数据没有丢失,请关闭后重试。",
    "Cannot write {path}: another program has it open, or writing is not allowed. No data were"
    " lost; close it and try again.",
)
_NOT_THERE = Text("找不到文件 {path}。", "The file {path} was not found.")
_IS_FOLDER = Text("{path} 是文件夹,不是文件。", "{path} is a folder, not a file.")
_OTHER = Text("文件 {path} 不能使用:{why}。", "The file {path} cannot be used: {why}.")
