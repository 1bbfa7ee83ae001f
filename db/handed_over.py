"""A new data file filled with the rows of another one, in a folder that appears only when it is
whole: what was cut off half-way leaves a draft folder beside it and nothing in its place.
"""

import shutil
from collections.abc import Callable
from functools import partial

from sqlite_utils import Database

from core.errors import UserError
from core.files import said_plainly
from core.paths import DataFolder
from core.text import Text
from db import driver
from db.connect import become_replica, bring_up_to_date, create
from db.keys import NewKeys
from db.migrations import APPLICATION_ID, migrations, version

#: Puts rows and files into the draft; may raise UserError or Cancelled.
Fill = Callable[[Database, DataFolder], None]


def make_filled(folder: DataFolder, schema: int, fill: Fill, finish: Fill) -> NewKeys:
    """A data file of that schema is laid out in a draft folder, filled, brought up to date,
    becomes a new replica and is finished; only then the folder takes its place. Raises UserError
    if there is something in it already, or what fill and finish raise; then nothing stays."""
    check_free(folder)
    draft = DataFolder(folder.root.with_name(f"{folder.root.name}.takeover.part"))
    with said_plainly(folder.root):
        shutil.rmtree(draft.root, ignore_errors=True)
        draft.root.mkdir(parents=True)
        try:
            made = create(draft, partial(_lay_out, draft, schema, fill, finish))
            for rest in (draft.lock, draft.root / "data.db.part-journal"):
                rest.unlink(missing_ok=True)
            if folder.root.exists():
                folder.lock.unlink(missing_ok=True)
                folder.root.rmdir()
            draft.root.rename(folder.root)
        except driver.DatabaseError as error:
            raise UserError(_NOT_FILLED.format(why=error)) from error
        finally:
            shutil.rmtree(draft.root, ignore_errors=True)
    return made


def check_free(folder: DataFolder) -> None:
    """Raises UserError unless the folder is empty or does not exist yet."""
    with said_plainly(folder.root):
        there = (
            [p for p in folder.root.glob("*") if p != folder.lock] if folder.root.exists() else []
        )
    if there:
        raise UserError(_NOT_EMPTY.format(path=folder.root))


def _lay_out(
    draft: DataFolder, schema: int, fill: Fill, finish: Fill, db: Database, database: str
) -> None:
    db.execute(f"pragma application_id = {APPLICATION_ID}")
    names = [m.name for m in migrations._migrations]
    db.execute("pragma foreign_keys = off")
    if schema < version():
        migrations.apply(db, stop_before=names[schema])
    else:
        migrations.apply(db)
    with db.atomic():
        fill(db, draft)
    bring_up_to_date(db)
    with db.atomic():
        db.execute(
            "insert into meta values ('database', ?) on conflict do update set value = ?1",
            [database],
        )
        become_replica(db, database)
    finish(db, draft)


_NOT_EMPTY = Text(
    "文件夹 {path} 不是空的,没有改动。接收移交要一个空文件夹,不会盖掉已有的数据。",
    "The folder {path} is not empty; nothing was changed. Taking over needs an empty folder and"
    " never overwrites data.",
)
_NOT_FILLED = Text(
    "没有接收成功:{why}。没有建立任何数据,移交包没有改动,可以重来。",
    "Nothing was taken over: {why}. No data were made; the package is as it was. Try again.",
)
