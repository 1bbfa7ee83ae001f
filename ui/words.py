"""Any error as one sentence for the user. Imports no Qt: the command line says the same."""

from core.errors import UserError
from core.text import Text
from db import connect

UNEXPECTED = Text(
    "程序出错,已记录到日志。已保存的数据没有受影响,可以继续使用。",
    "Something went wrong and was written to the log. Saved data are not affected; you can go on.",
)
_FILE = Text(
    "无法使用文件 {path}。数据没有改动。",
    "Cannot use the file {path}. The data were not changed.",
)


def words_for(error: BaseException) -> Text:
    """What to tell the user about any exception."""
    if isinstance(error, UserError):
        return error.message
    if said := connect.words_for(error):
        return said
    if isinstance(error, OSError) and error.filename:
        return _FILE.format(path=error.filename)
    return UNEXPECTED
