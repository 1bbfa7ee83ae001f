"""Any error as one sentence for the user. Imports no Qt: the command line says the same."""

import errno

from core.errors import UserError
from core.text import Text
from db import driver

UNEXPECTED = Text(
    "程序出错,已记入日志。数据没有改动。",
    "Something went wrong; it has been written to the log. The data were not changed.",
)
_FULL = Text(
    "磁盘已满,没有保存。原有数据没有改动。请清理磁盘后重试。",
    "The disk is full; nothing was saved. The data were not changed. Make room and try again.",
)
_READ_ONLY = Text(
    "数据文件夹是只读的,没有保存。原有数据没有改动。",
    "The data folder is read-only; nothing was saved. The data were not changed.",
)
_BUSY = Text(
    "数据文件正被占用,没有保存。请稍后重试。",
    "The data file is in use; nothing was saved. Try again shortly.",
)


def words_for(error: BaseException) -> Text:
    """What to tell the user about any exception."""
    match error:
        case UserError():
            return error.message
        case driver.OperationalError() if "full" in str(error) or "disk I/O" in str(error):
            return _FULL
        case driver.OperationalError() if "readonly" in str(error):
            return _READ_ONLY
        case driver.OperationalError() if "locked" in str(error):
            return _BUSY
        case OSError(errno=errno.ENOSPC):
            return _FULL
        case OSError() if error.filename:
            said = Text("无法使用文件 {name}。", "Cannot use the file {name}.")
            return said.format(name=error.filename)
        case _:
            return UNEXPECTED
