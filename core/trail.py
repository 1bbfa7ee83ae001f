"""What is noted in the audit trail besides writes (who signed in, saw, exported or printed what),
and looking through it.

A reader's connection takes no writes (`pragma query_only`); the trail is the one exception.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlite_utils import Database

from core import audit, store
from core.audit import Entry
from core.text import Text

#: What is done, as an office says it; what is not here is shown as it is stored.
ACTIONS: dict[str, Text] = {
    "create": Text("登记", "Create"),
    "change": Text("修改", "Change"),
    "delete": Text("放入回收站", "Delete"),
    "put_back": Text("从回收站恢复", "Put back"),
    "purge": Text("清除", "Purge"),
    "login": Text("登录", "Sign in"),
    "login_by_code": Text("用恢复码登录", "Sign in with the recovery code"),
    "failed_login": Text("密码输错", "Wrong password"),
    "number_by_hand": Text("编号人工填写", "Number typed by hand"),
    "view": Text("查看完整号码", "View full numbers"),
    "export": Text("导出", "Export"),
    "export_full": Text("导出(完整号码)", "Export with full numbers"),
    "print": Text("打印文书", "Print"),
    "readable": Text("可读副本", "Readable copy"),
    "person_copy": Text("提供本人资料", "Copy for a person"),
    "restore": Text("恢复备份", "Restore a backup"),
    "handover": Text("移交给接任者", "Hand over"),
    "takeover": Text("接收移交", "Take over"),
    "salvage": Text("抢救数据", "Salvage"),
    "user_add": Text("添加用户", "Add a user"),
    "user_remove": Text("删除用户", "Remove a user"),
    "user_role": Text("改变身份", "Change a role"),
    "user_password": Text("更改密码", "Change a password"),
    "recovery_code": Text("重新生成恢复码", "New recovery code"),
    "rekey": Text("更换钥匙", "Change the key"),
}


def note(db: Database, *entries: Entry) -> None:
    """In a transaction of its own. Summaries hold no personal data: they are never removed."""
    with _writing(db), db.atomic():
        audit.append(
            db,
            entries,
            at=store.now(),
            replica=store.meta(db, "replica"),
            by=store.person(db),
        )


@dataclass(frozen=True)
class Filter:
    """What of the trail is looked at; empty is everything. Days are ISO dates on this computer's
    calendar."""

    since: str = ""
    until: str = ""
    by: str = ""
    action: str = ""


def count(db: Database, wanted: Filter) -> int:
    where, values = _where(wanted)
    return int(db.execute(f"select count(*) from audit where {where}", values).fetchone()[0])


def entries(db: Database, wanted: Filter, offset: int, limit: int) -> list[dict[str, Any]]:
    """Newest first: seq, at, by, action, tbl, row, summary, replica."""
    where, values = _where(wanted)
    sql = f"""select seq, at, by, action, tbl, "row", summary, replica from audit where {where}
        order by seq desc limit ? offset ?"""
    return list(db.query(sql, [*values, limit, offset]))


def people(db: Database) -> list[str]:
    """Everybody who is in the trail."""
    return [by for (by,) in db.execute("select distinct by from audit order by by")]


def head(db: Database) -> tuple[int, str]:
    """Number and hash of the last entry; what an office keeps of a village with each package."""
    last = db.execute("select seq, hash from audit order by seq desc limit 1").fetchone()
    return (0, audit.START) if last is None else (int(last[0]), str(last[1]))


def _where(wanted: Filter) -> tuple[str, list[str]]:
    where, values = ["1"], list[str]()
    for sql, value in (
        ("at >= ?", _midnight(wanted.since, 0)),
        ("at < ?", _midnight(wanted.until, 1)),
        ("by = ?", wanted.by),
        ("action = ?", wanted.action),
    ):
        if value:
            where.append(sql)
            values.append(value)
    return " and ".join(where), values


def _midnight(day: str, later: int) -> str:
    """The beginning of a day here, or so many days later, as the trail writes times."""
    if not day:
        return ""
    here = datetime.combine(date.fromisoformat(day) + timedelta(days=later), time())
    return here.astimezone(UTC).isoformat(timespec="seconds")


def only_read(db: Database) -> None:
    """From now on this connection takes no writes but notes; store.step says so."""
    db.execute("pragma query_only = on")


@contextmanager
def _writing(db: Database) -> Iterator[None]:
    was = int(db.execute("pragma query_only").fetchone()[0])
    db.execute("pragma query_only = off")
    try:
        yield
    finally:
        db.execute(f"pragma query_only = {was}")
