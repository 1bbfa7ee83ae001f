"""Opening the data file: key, pragmas, lock, checks, bringing it up to date, closing.

An existing file that cannot be opened is damage and leads to the recovery page; it is never
replaced by a new, empty one.
"""

import errno
import json
import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlite_utils import Database

from core.errors import UserError
from core.paths import DataFolder
from core.text import Text
from db import driver, keys, page_check, users
from db.migrations import APPLICATION_ID, migrations, version
from db.sign_in import sign_in
from db.wraps import Role, Unlocked

log = logging.getLogger(__name__)
PAGE = 4096  # bytes; a file no longer than this cannot hold our schema


class Damaged(UserError):
    """The file is there but cannot be used as it is: the recovery page is the way on."""


@dataclass(frozen=True)
class Opened:
    """An open data folder: the screen's connection, and what a job needs to make its own.
    `unread`: not every page has been looked through yet, which is now up to the window. `user` is
    who signed in, empty where nobody was asked."""

    folder: DataFolder
    key: str
    db: Database
    unread: bool = False
    user: str = ""
    role: Role = Role.ADMINISTRATOR
    by_code: bool = False  # opened with the recovery code


def connect(path: Path, key: str) -> Database:
    """A connection with the pragmas every connection has, in the order they must come in. Raises
    driver.DatabaseError for a wrong key or a damaged first page."""
    conn = driver.connect(str(path), check_same_thread=False)
    try:
        _prepare(conn, key)
    except BaseException:
        conn.close()
        raise
    return Database(conn, execute_plugins=False, recursive_triggers=False)


def _prepare(conn: Any, key: str) -> None:
    conn.execute("pragma cipher_log_level = none")  # it writes to the terminal
    conn.execute(f"""pragma key = "x'{key}'" """)
    for pragma in (
        "journal_mode = truncate",
        "synchronous = full",
        "busy_timeout = 5000",
        "foreign_keys = on",
        "trusted_schema = off",
        "cell_size_check = on",
        "mmap_size = 0",
        "secure_delete = on",
        "cache_size = -65536",
        "temp_store = memory",  # sorting must not leave clear text in a temporary file
    ):
        conn.execute(f"pragma {pragma}")


def create(
    folder: DataFolder, lay_out: Callable[[Database, str], None] | None = None
) -> keys.NewKeys:
    """A new, empty data file, or one laid out by somebody else (handed the database and its id).
    Raises UserError if the folder already holds one. A first start that was cut off left the draft
    and perhaps keys.json: it may simply be repeated."""
    draft = folder.root / "data.db.part"
    if folder.data.exists() or (folder.keys.exists() and not draft.exists()):
        raise UserError(
            Text(
                "文件夹 {path} 里已有数据,没有改动。",
                "The folder {path} already holds data; nothing was changed.",
            ).format(path=folder.root)
        )
    folder.root.mkdir(parents=True, exist_ok=True)
    with holding(folder):
        draft.write_bytes(b"")  # before the keys, as a sign that they were never used
        made = keys.make_keys(folder)
        db = connect(draft, made.key)
        try:
            (lay_out or _lay_out)(db, made.database)
        finally:
            db.close()
        draft.replace(folder.data)
    return made


def _lay_out(db: Database, database: str) -> None:
    db.execute(f"pragma application_id = {APPLICATION_ID}")
    bring_up_to_date(db)
    with db.atomic():
        for name, value in (("database", database), ("clock", "0")):
            db.execute("insert into meta values (?, ?)", [name, value])
        become_replica(db, database)


@contextmanager
def holding(folder: DataFolder) -> Iterator[None]:
    """Only one program at a time: a lock of the operating system, gone with the process."""
    folder.root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder.lock, timeout=0)
    try:
        _acquire(lock, folder)
    except Timeout as error:
        raise UserError(
            Text(
                "程序已经打开(文件夹 {path})。请用已打开的窗口。",
                "The program is already open (folder {path}). Use the window that is open.",
            ).format(path=folder.root)
        ) from error
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock, folder: DataFolder) -> None:
    try:
        lock.acquire()
    except Timeout:
        raise
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise
        raise UserError(_SHUT.format(path=folder.root)) from error


@contextmanager
def open_database(
    folder: DataFolder,
    password: str = "",
    *,
    read_later: bool = False,
    signed: Unlocked | None = None,
) -> Iterator[Opened]:
    """The only way in: lock, key, checks, verified backup and migration if older, then close.

    `read_later` leaves the look at every page to the window (ui/page_check.py), unless the last
    such look was cut off. `signed` is what a password has opened already. Raises Damaged for a file
    that must be recovered, UserError for everything else the user can act on (no data here, already
    open, newer program, wrong password, too soon after wrong ones).
    """
    if not folder.data.exists() and not folder.keys.exists():
        raise UserError(
            Text(
                "文件夹 {path} 里还没有数据。请先新建(init)或生成练习数据(practice)。",
                "There are no data in {path} yet. Make some first: init or practice.",
            ).format(path=folder.root)
        )
    with holding(folder):
        if not folder.data.exists():
            raise Damaged(_EMPTY.format(path=folder.data))
        if signed is None:
            signed = sign_in(folder, password) if password else keys.unlock(folder)
        database = keys.database_id(folder)
        unread = read_later and page_check.is_noted(database)
        page_check.note_begin(database)
        key, db = _gate_of(folder, signed, whole=not unread)
        try:
            if not unread:
                page_check.note_end(database)
            bring_folder_up_to_date(folder, key, db)
            check_replica(db, database)
            yield Opened(folder, key, db, unread, signed.user, signed.role, signed.by_code)
            note_clock(db, database)
        except driver.DatabaseError as error:  # also one that whoever uses it did not catch
            if is_damage(error):
                raise broken(folder.data, str(error)) from error
            raise
        finally:
            db.close()


def _gate_of(folder: DataFolder, signed: Unlocked, *, whole: bool) -> tuple[str, Database]:
    """The key the file has, and the file. Where a change of the key was cut off it is the new one
    or still the old one; keys.json is put right."""
    try:
        found = signed.key, gate(folder.data, signed.key, whole=whole)
    except Damaged:
        if not signed.earlier:
            raise
        found = signed.earlier, gate(folder.data, signed.earlier, whole=whole)
    if signed.earlier:
        users.settle_key(folder, is_new=found[0] == signed.key)
    return found


def gate(path: Path, key: str, *, whole: bool = True) -> Database:
    """Open and check: key or first page, whose file, version, and if whole every page. A file that
    is not there is not made."""
    if not path.is_file() or path.stat().st_size <= PAGE:
        raise Damaged(_EMPTY.format(path=path))
    try:
        db = connect(path, key)
    except (driver.DatabaseError, MemoryError) as error:
        if not is_damage(error) and (words := words_for(error)):
            raise UserError(words) from error
        raise Damaged(_UNREADABLE.format(path=path)) from error
    try:
        if db.execute("pragma application_id").fetchone()[0] != APPLICATION_ID:
            raise Damaged(_NOT_OURS.format(path=path))
        if db.execute("pragma user_version").fetchone()[0] > version():
            raise UserError(_NEWER)
        if whole and (fault := first_fault(db)):
            raise broken(path, fault)
    except driver.DatabaseError as error:
        db.close()
        raise broken(path, str(error)) from error
    except BaseException:
        db.close()
        raise
    return db


def broken(path: Path, fault: str) -> Damaged:
    """The error for a file whose pages complain; what of goes into the log."""
    log.error("Damaged file: %s", fault)
    return Damaged(_BROKEN.format(path=path))


def is_damage(error: BaseException) -> bool:
    """Whether the database complains of a page it has just read."""
    name = str(getattr(error, "sqlite_errorname", ""))
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def first_fault(db: Database) -> str:
    """What the page signatures and the structure check complain of first; empty if nothing."""
    try:
        pages = db.execute("pragma cipher_integrity_check").fetchone()
        structure = db.execute("pragma quick_check(1)").fetchone()[0]
    except driver.DatabaseError as error:
        return str(error)
    return str(pages[0]) if pages else "" if structure == "ok" else str(structure)


def words_for(error: BaseException) -> Text | None:
    """What the user can do about trouble the database reports (disk, rights, another program,
    damage); None for everything else, which is our own fault. What was being written has been
    rolled back."""
    name = str(getattr(error, "sqlite_errorname", ""))
    return next((words for start, words in _OUTSIDE.items() if name.startswith(start)), None)


def bring_up_to_date(db: Database) -> None:
    """Run what is missing of the schema's history. Foreign keys are off meanwhile: transform()
    rebuilds tables and would be refused."""
    db.execute("pragma foreign_keys = off")
    migrations.apply(db)
    db.execute(f"pragma user_version = {version()}")
    db.execute("pragma foreign_keys = on")


def bring_folder_up_to_date(folder: DataFolder, key: str, db: Database) -> None:
    """The same for a data folder: a verified backup comes first."""
    from db.backup import make_backup

    if migrations.pending(db):
        make_backup(folder, key, db, "migration")
        bring_up_to_date(db)


def check_replica(db: Database, database: str) -> None:
    """A copied or restored file must write under a new replica, or two different values could get
    the same stamp. replica.json lies outside the data folder, so a copy does not bring it along."""
    clock, replica = (
        db.execute("select value from meta where key = ?", [k]).fetchone()[0]
        for k in ("clock", "replica")
    )
    try:
        known = json.loads((keys.own_place(database) / "replica.json").read_text())
        same = known["replica"] == replica and int(clock) >= int(known["clock"])
    except (OSError, ValueError, KeyError, TypeError):
        same = False
    if not same:
        with db.atomic():
            become_replica(db, database)
        log.info("This copy of the data is a new replica")


def note_clock(db: Database, database: str) -> None:
    """Remember outside the data folder how far this replica has written."""
    values = dict(db.execute("select key, value from meta where key in ('replica', 'clock')"))
    place = keys.own_place(database) / "replica.json"
    noted = {"database": database, "replica": values["replica"], "clock": int(values["clock"])}
    keys.write_whole(place, json.dumps(noted))


def become_replica(db: Database, database: str) -> None:
    """Write as somebody else from now on; within a transaction."""
    replica = secrets.token_hex(6)
    sql = "insert into meta values ('replica', ?) on conflict do update set value = excluded.value"
    db.execute(sql, [replica])
    note_clock(db, database)


_OUTSIDE = {
    "SQLITE_FULL": Text(
        "磁盘已满,没有保存。原有数据没有改动,请先腾出空间。",
        "The disk is full; nothing was saved or changed. Make room first.",
    ),
    "SQLITE_READONLY": Text(
        "数据文件是只读的,没有保存。请检查文件夹的权限。",
        "The data file is read-only; nothing was saved. Check the rights of the folder.",
    ),
    "SQLITE_CANTOPEN": Text(
        "数据文件打不开:没有权限,或被其他程序占用。数据没有改动。",
        "The data file cannot be opened: not allowed, or held by another program.",
    ),
    "SQLITE_BUSY": Text(
        "数据文件正被其他程序使用(如备份或杀毒软件),没有保存,请稍后重试。",
        "Another program is using the data file; nothing was saved. Try again later.",
    ),
}
_DAMAGE = Text(
    "数据文件有损坏的地方,这一步没有做成,也没有改动任何内容。请关闭程序后重新打开,用备份恢复。",
    "The data file is damaged; this was not done, nothing was changed. Close the program, open it"
    " again and go back to a backup.",
)
_OUTSIDE |= {"SQLITE_CORRUPT": _DAMAGE, "SQLITE_NOTADB": _DAMAGE}
_SHUT = Text(
    "数据文件夹 {path} 是只读的,不能打开。请复制到本机可以写入的磁盘,或取消只读。数据没有改动。",
    "The data folder {path} is read-only and cannot be opened. Copy it to a disk of this computer"
    " that can be written to. Nothing was changed.",
)
_EMPTY = Text(
    "数据文件 {path} 是空的或缺失,可能已损坏。没有新建空文件,请从备份恢复。",
    "The data file {path} is empty or missing. No new file was made; restore a backup.",
)
_UNREADABLE = Text(
    "数据文件 {path} 打不开:文件已损坏,或钥匙不对。没有改动任何内容,请从备份恢复。",
    "The data file {path} cannot be opened: damaged, or the wrong key. Restore a backup.",
)
_NOT_OURS = Text("文件 {path} 不是本程序的数据。", "The file {path} was not made by this program.")
_BROKEN = Text(
    "数据文件 {path} 已损坏。没有改动任何内容,请从备份恢复。",
    "The data file {path} is damaged. Nothing was changed; restore a backup.",
)
_NEWER = Text(
    "这份数据由更新版本的程序使用过,请先更新程序。数据没有改动。",
    "These data were used by a newer program. Update the program first; nothing was changed.",
)
