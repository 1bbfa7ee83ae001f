"""Reading a package: nothing is taken from a file that is not whole, and no file can harm us.

The container's directory is looked at before Python opens it; only names we write are accepted,
each once, stored uncompressed; every member has the size and hash the manifest names; rows are
decompressed with a limit and read line by line. What was decrypted stays in memory.
"""

import gzip
import hashlib
import hmac
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage

from core.errors import UserError
from core.files import said_plainly
from core.merging.manifest import NOT_WHOLE, Manifest, fingerprint, read_signed, signature_of
from core.progress import Progress, no_progress
from core.text import Text

LARGEST_MEMBER = 200 * 1024 * 1024  # bytes as it lies in the file
LARGEST_TABLE = 1024 * 1024 * 1024  # bytes of the lines, read one by one
LARGEST_LINE = 1024 * 1024
LARGEST_DIRECTORY = 16 * 1024 * 1024
_NAME = re.compile(
    r"readme\.txt|key\.(age|txt)|manifest\.age|records/[a-z0-9_]{1,60}\.jsonl\.gz\.age"
    r"|blobs/[0-9a-f]{64}\.age"
)


class NeedsPassphrase(UserError):
    """The package opens with a passphrase only, and none was given."""


@dataclass(frozen=True)
class Package:
    """A package whose manifest has been read; `is_verified`: signed with the village's secret."""

    path: Path
    manifest: Manifest
    is_verified: bool
    fingerprint: str
    identities: tuple[Any, ...]

    @property
    def files(self) -> list[str]:
        """SHA-256 of the attachments in it."""
        return [n[6:-4] for n in self.manifest.members if n.startswith("blobs/")]


def open_package(
    path: Path,
    identities: Sequence[Any],
    secret_of: Callable[[Manifest], str],
    passphrase: str = "",
    *,
    own_key: bool = True,
) -> Package:
    """Read and check the manifest, and that the file holds just what it lists. `secret_of` gives
    the secret of the village a manifest names, "" if there is none; without `own_key` the key that
    comes with the package is not asked for. Raises UserError for a file
    that is none of ours, damaged, cut off, or encrypted for somebody else."""
    with said_plainly(path), _box(path) as box:
        keys = (*identities, *(_own_key(box, passphrase) if own_key else ()))
        manifest, text, signature = read_signed(_opened(_raw(box, "manifest.age"), keys))
        _check_list(box, manifest)
    secret = secret_of(manifest)
    is_verified = bool(secret) and hmac.compare_digest(signature, signature_of(text, secret))
    return Package(path, manifest, is_verified, fingerprint(text), tuple(keys))


def check_members(package: Package, progress: Progress = no_progress) -> None:
    """Every member has the hash the manifest names. Raises UserError."""
    members = package.manifest.members
    with said_plainly(package.path), _box(package.path) as box:
        for done, (name, member) in enumerate(members.items()):
            progress(done, len(members))
            digest = hashlib.sha256(_raw(box, name)).hexdigest()
            if digest != member.sha256:
                raise UserError(NOT_WHOLE)


@contextmanager
def opened_box(package: Package) -> Iterator[zipfile.ZipFile]:
    """The file, open for as long as several members are read: its directory may be long."""
    with said_plainly(package.path), _box(package.path) as box:
        yield box


def rows_of(
    package: Package, table: str, box: zipfile.ZipFile | None = None
) -> Iterator[dict[str, Any]]:
    """The records of one table as they stand there. Raises UserError if they are not whole, which
    may turn out at the end only: what came before must then be thrown away."""
    told = package.manifest.tables[table]
    secret = _member(package, f"records/{table}.jsonl.gz.age", box)
    packed = io.BytesIO(_opened(secret, package.identities))
    digest, rows, size = hashlib.sha256(), 0, 0
    try:
        with gzip.GzipFile(fileobj=packed) as lines:
            while line := lines.readline(LARGEST_LINE + 1):
                rows, size = rows + 1, size + len(line)
                digest.update(line)
                if len(line) > LARGEST_LINE or rows > told.rows or size > LARGEST_TABLE:
                    raise UserError(NOT_WHOLE)
                yield _row(line)
    except (OSError, EOFError, zlib.error, ValueError, RecursionError) as error:
        raise UserError(NOT_WHOLE) from error
    if (rows, size, digest.hexdigest()) != (told.rows, told.size, told.sha256):
        raise UserError(NOT_WHOLE)


def file_of(package: Package, sha256: str, box: zipfile.ZipFile | None = None) -> bytes:
    """An attachment. Raises UserError if it is not what its name says."""
    content = _opened(_member(package, f"blobs/{sha256}.age", box), package.identities)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise UserError(NOT_WHOLE)
    return content


# --- the container -------------------------------------------------------------------------------


def _box(path: Path) -> closing[zipfile.ZipFile]:
    _check_end(path)
    try:
        box = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError) as error:
        raise UserError(NOT_WHOLE) from error
    names = [i.filename for i in box.infolist()]
    if (
        len(set(names)) != len(names)
        or not all(_NAME.fullmatch(n) for n in names)
        or any(
            i.compress_type != zipfile.ZIP_STORED
            or i.flag_bits & 1
            or i.compress_size != i.file_size
            or i.file_size > LARGEST_MEMBER
            for i in box.infolist()
        )
    ):
        box.close()
        raise UserError(NOT_WHOLE)
    return closing(box)


def _check_end(path: Path) -> None:
    """The end record as we write it, at the very end: the directory is then of a size Python can
    read without harm."""
    if not path.is_file():
        raise UserError(_NO_FILE.format(path=path))
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        if size < 4 or (file.seek(0), file.read(2))[1] != b"PK":
            raise UserError(_NOT_OURS.format(name=path.name))
        if size < 22:
            raise UserError(NOT_WHOLE)
        file.seek(-22, io.SEEK_END)
        mark, _, _, _, _, directory, at, comment = struct.unpack("<4s4H2LH", file.read(22))
    if (
        mark != b"PK\x05\x06"
        or comment
        or directory > LARGEST_DIRECTORY
        or at + directory + 22 != size
    ):
        raise UserError(NOT_WHOLE)


def _check_list(box: zipfile.ZipFile, manifest: Manifest) -> None:
    """The file holds what the manifest lists, all of it and nothing else."""
    there = {i.filename: i.file_size for i in box.infolist()}
    told = {name: m.size for name, m in manifest.members.items()}
    del there["manifest.age"]
    tables = {n[8:-13] for n in told if n.startswith("records/")}
    if there != told or tables != manifest.tables.keys():
        raise UserError(NOT_WHOLE)


def _raw(box: zipfile.ZipFile, name: str) -> bytes:
    try:
        return box.read(name)
    except (KeyError, zipfile.BadZipFile, EOFError, struct.error, NotImplementedError) as error:
        raise UserError(NOT_WHOLE) from error


def _member(package: Package, name: str, box: zipfile.ZipFile | None) -> bytes:
    if box is None:
        with opened_box(package) as own:
            return _member(package, name, own)
    content = _raw(box, name)
    if hashlib.sha256(content).hexdigest() != package.manifest.members[name].sha256:
        raise UserError(NOT_WHOLE)
    return content


def _opened(secret: bytes, identities: Sequence[Any]) -> bytes:
    try:
        return bytes(pyrage.decrypt(secret, list(identities)))
    except pyrage.DecryptError as error:
        is_foreign = "No matching keys" in str(error)
        raise UserError(_NOT_FOR_US if is_foreign else NOT_WHOLE) from error


def _own_key(box: zipfile.ZipFile, passphrase: str) -> list[Any]:
    """The key a package brings along: under a passphrase, or open in an enrolment file."""
    names = box.namelist()
    try:
        if "key.txt" in names:
            return [pyrage.x25519.Identity.from_str(_raw(box, "key.txt").decode().strip())]
        if "key.age" not in names:
            return []
        if not passphrase:
            raise NeedsPassphrase(_PASSPHRASE)
        text = pyrage.passphrase.decrypt(_raw(box, "key.age"), plain_passphrase(passphrase))
        return [pyrage.x25519.Identity.from_str(bytes(text).decode())]
    except pyrage.DecryptError as error:
        raise UserError(_WRONG_PASSPHRASE) from error
    except (pyrage.IdentityError, ValueError) as error:
        raise UserError(NOT_WHOLE) from error


def plain_passphrase(typed: str) -> str:
    """As it was made: blanks, hyphens and small letters do not matter."""
    return re.sub(r"[\s\-–—]+", "", typed).upper()


def _row(line: bytes) -> dict[str, Any]:
    row = _DECODER.decode(line.decode())
    if not isinstance(row, dict):
        raise ValueError(line[:50])
    return row


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refused(constant: str) -> None:
    raise ValueError(constant)


_DECODER = json.JSONDecoder(parse_constant=_refused, object_pairs_hook=_each_once)
_NO_FILE = Text("找不到文件 {path}。", "The file {path} was not found.")
_NOT_OURS = Text("“{name}”不是数据包。", "{name} is not a package.")
_NOT_FOR_US = Text(
    "这个数据包不是给本机的数据的:加密时用的是别的司法所或别的村的钥匙。没有读入任何内容。",
    "This package is not for these data: it was made for another office or village. Nothing was"
    " read.",
)
_PASSPHRASE = Text(
    "这个数据包要口令才能打开。请输入随包打印的口令。",
    "This package needs its passphrase. Enter the one printed with it.",
)
_WRONG_PASSPHRASE = Text(
    "口令不对,没有读入任何内容。", "The passphrase is wrong; nothing was read."
)
