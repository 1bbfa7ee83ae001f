"""移交 and 接收移交: scratch place, read back, stick, audit trail on both sides. No Qt."""

import hashlib
import re
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from core import search, store, trail
from core.audit import Entry
from core.errors import UserError
from core.files import said_plainly
from core.merging import handover, stage
from core.merging.carry import carry
from core.merging.enrol import made_passphrase
from core.merging.handover import Stock
from core.merging.manifest import NEWER, Manifest
from core.merging.reading import Package, check_members, open_package, opened_box, rows_of
from core.merging.writing import LARGEST_PART
from core.paths import DataFolder
from core.progress import Progress, no_progress
from core.text import Text
from db.connect import Opened
from db.handed_over import check_free, make_filled
from db.keys import NewKeys
from db.migrations import version

_PART = re.compile(r"(.+)_(\d+)-(\d+)\.tjb")


@dataclass(frozen=True)
class Part:
    """One file of a hand-over as it lies on the stick."""

    path: Path
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class HandedOver:
    """What was handed over, and the passphrase, which is stored nowhere."""

    parts: tuple[Part, ...]
    manifest: Manifest
    stock: Stock
    passphrase: str
    lacking: int  # attachments whose files are missing here


@dataclass(frozen=True)
class TakenOver:
    """A data folder made from a hand-over. `lacking` attachments lie in parts that were not
    there."""

    keys: NewKeys
    manifest: Manifest
    stock: Stock
    lacking: int


def hand_over(
    opened: Opened,
    out: Path,
    progress: Progress = no_progress,
    *,
    keep: Callable[[str], None] | None = None,
    largest: int = LARGEST_PART,
) -> HandedOver:
    """Everything into `out`, a folder such as a stick or the name of the file: made beside the
    data, read back there, then carried and read back again. `keep` gets the passphrase before
    anything is carried, to put it on paper. Raises UserError or Cancelled; then nothing of it is
    in `out`."""
    if not (out.is_dir() or out.parent.is_dir()):
        raise UserError(_NO_FOLDER.format(path=out.parent))
    passphrase = made_passphrase()
    scratch = _scratch(opened.folder)
    try:
        with opened.db.atomic():
            written, key = handover.write_handover(
                opened.db,
                opened.folder,
                scratch,
                passphrase,
                version(),
                progress,
                largest=largest,
            )
            held = handover.stock(opened.db)
        _read_back(written.paths, key, passphrase, progress)
        if keep:
            keep(passphrase)
        parts = _carried(written.paths, out, progress)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    told = f"rows={written.manifest.rows} files={len(written.files)} parts={len(parts)}"
    trail.note(opened.db, Entry("handover", row=written.manifest.package, summary=told))
    return HandedOver(parts, written.manifest, held, passphrase, len(written.lacking))


def _scratch(folder: DataFolder) -> Path:
    """Beside the data, where there is most room; one that a power cut left behind is removed."""
    with said_plainly(folder.outbox):
        folder.outbox.mkdir(parents=True, exist_ok=True)
    for old in folder.outbox.glob("handover-*.part"):
        shutil.rmtree(old, ignore_errors=True)
    return folder.outbox / f"handover-{secrets.token_hex(4)}.part"


def _read_back(paths: tuple[Path, ...], key: object, passphrase: str, progress: Progress) -> None:
    """As the receiver will: the passphrase opens it, every member and every row is whole."""
    first = open_package(paths[0], [], lambda _: "", passphrase)
    with opened_box(first) as box:
        for name in first.manifest.tables:
            for _ in rows_of(first, name, box):
                pass
    for path in paths:
        check_members(open_package(path, [key], lambda _: "", own_key=False), progress)


def _carried(paths: tuple[Path, ...], out: Path, progress: Progress) -> tuple[Part, ...]:
    done: list[Path] = []
    targets = _targets(paths, out)
    need = sum(p.stat().st_size for p in paths)
    free = shutil.disk_usage(targets[0].parent).free
    if free < need:
        raise UserError(_NO_ROOM.format(need=_megabytes(need), free=_megabytes(free)))
    try:
        for path, target in zip(paths, targets, strict=True):
            done.append(carry(path, target, progress))
        return tuple(part_of(path) for path in done)
    except BaseException:
        for path in done:  # parts of a hand-over that is not whole are of no use to anybody
            _remove(path)
        raise


def _targets(paths: tuple[Path, ...], out: Path) -> list[Path]:
    if out.is_dir():
        return [out / p.name for p in paths]
    if len(paths) == 1:
        return [out]
    number = range(1, len(paths) + 1)
    return [out.with_name(f"{out.stem}_{n}-{len(paths)}{out.suffix}") for n in number]


def _remove(path: Path) -> None:
    """Remove a file; the stick may be gone by now."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def part_of(path: Path) -> Part:
    """Size and checksum of a file, read anew."""
    with said_plainly(path), path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Part(path, path.stat().st_size, digest)


# --- taking over ---------------------------------------------------------------------------------


def take_over_all(
    folder: DataFolder, path: Path, passphrase: str, progress: Progress = no_progress
) -> TakenOver:
    """A new data folder from a hand-over, as a new replica with keys of its own. Other parts are
    looked for beside the one named. Raises UserError (nothing is made) if there are data in the
    folder, the passphrase is wrong or anything is damaged; Cancelled likewise."""
    check_free(folder)
    package = opened_handover(path, passphrase)
    if package.manifest.schema > version():
        raise UserError(NEWER)
    parts = _parts_beside(package)
    for part in parts:
        check_members(part, progress)
    counted: list[tuple[Stock, int]] = []

    def fill(db: Database, draft: DataFolder) -> None:
        handover.fill(db, package, progress)
        handover.check_filled(db, package)
        store.set_meta(db, "handed_over", package.manifest.package)
        for part in parts:
            handover.bring_files(db, draft, part, progress)

    def finish(db: Database, draft: DataFolder) -> None:
        search.rebuild(db)
        counted.append((handover.stock(db), len(handover.missing_files(db, draft))))
        told = f"rows={package.manifest.rows}"
        trail.note(db, Entry("takeover", row=package.manifest.package, summary=told))

    keys = make_filled(folder, package.manifest.schema, fill, finish)
    return TakenOver(keys, package.manifest, *counted[0])


def add_part(
    opened: Opened, path: Path, passphrase: str, progress: Progress = no_progress
) -> tuple[int, int]:
    """Attachments of another part of the hand-over this folder was made from: how many came, how
    many are still missing. Raises UserError for any other file."""
    package = opened_handover(path, passphrase)
    if package.manifest.package != store.meta(opened.db, "handed_over"):
        raise UserError(_OTHER_HANDOVER.format(name=path.name))
    check_members(package, progress)
    brought = handover.bring_files(opened.db, opened.folder, package, progress)
    return brought, len(handover.missing_files(opened.db, opened.folder))


def opened_handover(path: Path, passphrase: str) -> Package:
    """Raises UserError unless it is a hand-over that this passphrase opens and we can read."""
    package = open_package(path, [], lambda _: "", passphrase)
    if package.manifest.kind != handover.KIND:
        raise UserError(handover.NOT_HANDOVER.format(name=path.name))
    stage.check_versions(package.manifest, version())
    return package


def _parts_beside(package: Package) -> list[Package]:
    """All parts of the same hand-over in its folder, itself among them."""
    named = _PART.fullmatch(package.path.name)
    if not named:
        return [package]
    found = [package]
    for path in sorted(package.path.parent.glob("*.tjb")):
        other = _PART.fullmatch(path.name)
        if path == package.path or not other or other[1] != named[1]:
            continue
        part = open_package(path, package.identities, lambda _: "", own_key=False)
        if part.manifest.package == package.manifest.package:
            found.append(part)
    return found


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}"


_NO_FOLDER = Text("文件夹 {path} 不存在。", "There is no folder {path}.")
_NO_ROOM = Text(
    "空间不够:需要 {need} MB,只剩 {free} MB。没有写入。",
    "No room: {need} MB needed, {free} MB left. Nothing was written.",
)
_OTHER_HANDOVER = Text(
    "“{name}”不是这份数据的移交包的另一部分,没有读入。",
    "{name} is no other part of the hand-over these data came from; nothing was read.",
)
