"""What is noted in the audit trail besides writes: who signed in, saw, exported or printed what.

A reader's connection takes no writes (`pragma query_only`); the trail is the one exception.
"""

from collections.abc import Iterator
from contextlib import contextmanager

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
