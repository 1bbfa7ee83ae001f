"""The files themselves: encrypted, named by the hash of what they hold, never changed."""

import hashlib
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
from sqlite_utils import Database

from core.attachments.intake import Prepared
from core.errors import UserError
from core.files import said_plainly, whole_file
from core.store import meta
from core.text import Text

KEPT = 90  # days a file nobody refers to is kept


def put(db: Database, folder: Path, prepared: Prepared) -> None:
    """Write the file unless it is there and whole. `folder` is the one of all attachments. Raises
    UserError if it cannot be written; then nothing is left behind."""
    path = _place(folder, prepared.sha256)
    if _is_whole(db, folder, prepared.sha256):
        with said_plainly(path):
            os.utime(path)  # wanted again: its days of grace begin anew
        return
    secret = pyrage.encrypt(prepared.content, [_identity(db).to_public()])
    with said_plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path, overwrite=True) as draft:
        draft.write_bytes(secret)


def read(db: Database, folder: Path, sha256: str) -> bytes:
    """What the file holds. Raises UserError when it is missing, damaged or not what its name
    says."""
    path = _place(folder, sha256)
    if not path.is_file():
        raise UserError(_MISSING)
    try:
        secret = path.read_bytes()
    except OSError as error:
        raise UserError(_UNREADABLE) from error
    try:
        content: bytes = pyrage.decrypt(secret, [_identity(db)])
    except pyrage.DecryptError as error:
        raise UserError(_DAMAGED) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise UserError(_DAMAGED)
    return content


def unreferenced(db: Database, folder: Path, older_than_days: int = KEPT) -> list[Path]:
    """Files that no record in any state and no earlier value refers to, untouched for so long;
    drafts that a power cut left behind among them."""
    known = {str(hash) for (hash,) in db.execute("select sha256 from attachment")}
    sql = "select json_extract(before, '$.sha256') from history where tbl = 'attachment'"
    known |= {str(hash) for (hash,) in db.execute(f"{sql} and before is not null")}
    until = (datetime.now(UTC) - timedelta(days=older_than_days)).timestamp()
    return [
        path
        for path in sorted(folder.glob("??/*"))
        if (path.suffix != ".age" or path.stem not in known) and path.stat().st_mtime <= until
    ]


def remove_unreferenced(db: Database, folder: Path, older_than_days: int = KEPT) -> int:
    """How many were removed; one that another program holds stays for the next time."""
    gone = 0
    for path in unreferenced(db, folder, older_than_days):
        try:
            path.unlink()
        except OSError:
            continue
        gone += 1
    return gone


def _is_whole(db: Database, folder: Path, sha256: str) -> bool:
    try:
        read(db, folder, sha256)
    except UserError:
        return False
    return True


def _place(folder: Path, sha256: str) -> Path:
    """Raises UserError for a hash that is none: it would be a path to somewhere else."""
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise UserError(_DAMAGED)
    return folder / sha256[:2] / f"{sha256}.age"


def _identity(db: Database) -> pyrage.x25519.Identity:
    """The key pair of this database, made with its schema."""
    return pyrage.x25519.Identity.from_str(meta(db, "attachment_key"))


_MISSING = Text(
    "附件的文件不在数据文件夹里,可从备份中找回。",
    "The file of the attachment is missing from the data folder; look for it in a backup.",
)
_UNREADABLE = Text(
    "附件的文件读不出来:没有权限,或正被其他程序占用。",
    "The file of the attachment cannot be read: not allowed, or held by another program.",
)
_DAMAGED = Text(
    "附件的文件已损坏,可从备份中找回。",
    "The file of the attachment is damaged; look for it in a backup.",
)
