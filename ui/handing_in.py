"""Handing in and taking in with files: stick, outbox, inbox, scratch database, backup. No Qt.

made = hand_out(opened, Path("/media/stick"), month="2026-11")
laid = lay_out(opened, path, progress=progress)        # a job: read, verified, laid out
with attached(opened.db, laid) as s: ...               # a job each: preview, differences, merge
throw_away(laid)
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from core.errors import UserError
from core.files import said_plainly, whole_file
from core.merging import enrol, stage
from core.merging.apply import Decisions, Merged, merge
from core.merging.carry import carry
from core.merging.compare import Counts
from core.merging.manifest import Manifest
from core.merging.preview import Preview, preview
from core.merging.reading import Package, check_members, open_package
from core.merging.stage import Staged
from core.merging.writing import Order, Written, write_package
from core.paths import DataFolder
from core.progress import Progress, no_progress
from core.text import Text
from db import backup, staging
from db.connect import Opened, create, open_database
from db.keys import NewKeys
from db.migrations import version


@dataclass(frozen=True)
class HandedOut:
    """What was made: the files at their destination and in outbox, and the manifest."""

    paths: tuple[Path, ...]
    outbox: tuple[Path, ...]
    manifest: Manifest
    fingerprint: str
    files: int  # attachments in it
    lacking: int  # attachments whose files are missing here


@dataclass(frozen=True)
class Laid:
    """A package laid out in a scratch database: to be attached, and thrown away in the end."""

    package: Package
    scratch: staging.Scratch
    attachments: Path
    scope: str


# --- out -----------------------------------------------------------------------------------------


def enrol_village(
    opened: Opened,
    out: Path,
    village: str,
    passphrase: str = "",
    progress: Progress = no_progress,
) -> HandedOut:
    """The enrolment file of a village, by its name or id. Raises UserError."""
    db = opened.db
    with db.atomic():
        order = enrol.enrolment_order(db, opened.folder, village, version(), passphrase)
        written = write_package(db, order, opened.folder.outbox, progress)
    return _delivered(
        opened, order, written, out, lambda: enrol.note_enrolment(db, written, order.secret)
    )


def hand_out(
    opened: Opened,
    out: Path,
    *,
    month: str = "",
    village: str = "",
    all_files: bool = False,
    progress: Progress = no_progress,
) -> HandedOut:
    """A package to the office, or of the office to one of its villages. `out` is a folder, such as
    a stick, or the name of the file. Raises UserError; what is in outbox by then stays there."""
    db = opened.db
    with db.atomic():
        order = enrol.routine_order(
            db, opened.folder, version(), month=month, village=village, all_files=all_files
        )
        written = write_package(db, order, opened.folder.outbox, progress)
    receiver = order.manifest.village if order.manifest.kind == "to_village" else enrol.TO_OFFICE
    return _delivered(
        opened, order, written, out, lambda: enrol.note_handed_out(db, written, receiver), progress
    )


def _delivered(
    opened: Opened,
    order: Order,
    written: Written,
    out: Path,
    note: Callable[[], None],
    progress: Progress = no_progress,
) -> HandedOut:
    """Made in outbox, verified there as the receiver would, carried to its place."""
    own = [order.reader or enrol.identity(opened.db)]
    for path in written.paths:
        check_members(open_package(path, own, lambda _: order.secret, own_key=False), progress)
    note()
    targets = _targets(written.paths, out)
    for path, target in zip(written.paths, targets, strict=True):
        carry(path, target, progress)
    return HandedOut(
        targets,
        written.paths,
        written.manifest,
        written.fingerprint,
        len(written.files),
        len(written.lacking),
    )


def _targets(paths: tuple[Path, ...], out: Path) -> tuple[Path, ...]:
    if out.is_dir():
        return tuple(out / p.name for p in paths)
    if len(paths) == 1:
        return (out,)
    return tuple(out.with_name(f"{out.stem}_{n}{out.suffix}") for n in range(1, len(paths) + 1))


# --- in ------------------------------------------------------------------------------------------


def inspect(opened: Opened, path: Path, passphrase: str = "") -> Package:
    """Read the manifest and check every member; nothing is kept. Raises UserError."""
    db = opened.db
    own = [enrol.identity(db)]
    package = open_package(path, own, enrol.secret_of(db), passphrase)
    stage.check_versions(package.manifest, version())
    check_members(package)
    return package


def lay_out(
    opened: Opened, path: Path, passphrase: str = "", progress: Progress = no_progress
) -> Laid:
    """Copy the package into inbox, so that the stick may leave; read and verify all of it; lay its
    rows out. Raises UserError or Cancelled; then nothing stays but perhaps the copy."""
    package = inspect(opened, _kept(opened.folder, path), passphrase)
    return _laid(opened, package, progress)


def _laid(opened: Opened, package: Package, progress: Progress) -> Laid:
    scratch = staging.make_scratch(opened.folder)
    with staging.laying_out(scratch, package.manifest.schema) as rows:
        stage.load(rows, package, progress)
    laid = Laid(
        package,
        scratch,
        opened.folder.attachments,
        enrol.scope_of(opened.db, package.manifest),
    )
    try:
        with staging.attached(opened.db, scratch):
            stage.prepare_lists(opened.db)
            stage.check_links(_staged(opened.db, laid))
    except BaseException:
        staging.throw_away(scratch)
        raise
    return laid


def _kept(folder: DataFolder, path: Path) -> Path:
    """The copy in inbox; the same file is kept once."""
    with said_plainly(path):
        if not path.is_file():
            raise UserError(_NO_FILE.format(path=path))
        folder.inbox.mkdir(parents=True, exist_ok=True)
        place, n = folder.inbox / path.name, 1
        if path.resolve().parent == folder.inbox.resolve():
            return path
        while place.exists() and not _equal(place, path):
            n += 1
            place = folder.inbox / f"{path.stem}_{n}{path.suffix}"
        if not place.exists():
            with whole_file(place, overwrite=False) as draft:
                shutil.copyfile(path, draft)
    return place


def _equal(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as a, other.open("rb") as b:
        while part := a.read(1024 * 1024):
            if part != b.read(1024 * 1024):
                return False
    return True


@contextmanager
def attached(db: Database, laid: Laid) -> Iterator[Staged]:
    """For one piece of work; the database may be another connection each time."""
    with staging.attached(db, laid.scratch):
        yield _staged(db, laid)


def _staged(db: Database, laid: Laid) -> Staged:
    return Staged(db, laid.package, laid.attachments, laid.scope)


def throw_away(laid: Laid) -> None:
    """The scratch database is gone for good; the package stays in inbox."""
    staging.throw_away(laid.scratch)


def look(
    opened: Opened, laid: Laid, progress: Progress = no_progress, *, with_outside: bool = False
) -> Preview:
    with attached(opened.db, laid) as staged:
        return preview(staged, progress, with_outside=with_outside)


def carry_in(
    opened: Opened,
    laid: Laid,
    expected: Counts,
    decisions: Decisions | None = None,
    progress: Progress = no_progress,
    *,
    with_outside: bool = False,
    unverified: bool = False,
) -> Merged:
    """A verified backup, then the merge as one step. Raises UserError and Cancelled; then nothing
    has changed."""
    if expected.written or expected.conflicts:
        backup.make_backup(opened.folder, opened.key, opened.db, "import", progress)
    with attached(opened.db, laid) as staged:
        return merge(
            staged,
            expected,
            decisions,
            progress,
            with_outside=with_outside,
            unverified=unverified,
        )


# --- a new data folder ---------------------------------------------------------------------------


def take_over(
    folder: DataFolder, path: Path, passphrase: str = "", progress: Progress = no_progress
) -> tuple[NewKeys, Package]:
    """Make a data folder from an enrolment file. Raises UserError (the folder is as it was) if it
    holds data already or the file is none."""
    package = open_package(path, [], lambda m: m.extra.get("secret", ""), passphrase)
    if package.manifest.kind != "enrolment":
        raise UserError(_NOT_ENROLMENT.format(name=path.name))
    stage.check_versions(package.manifest, version())
    check_members(package)
    made = create(folder)
    try:
        with open_database(folder) as opened:
            _fill(opened, package, progress)
    except BaseException:
        for file in (folder.data, folder.keys):
            file.unlink(missing_ok=True)
        raise
    return made, package


def _fill(opened: Opened, package: Package, progress: Progress) -> None:
    laid = _laid(opened, package, progress)
    try:
        with attached(opened.db, laid) as staged:
            expected = preview(staged, progress).counts
            merge(staged, expected, None, progress, kind="setup")
        enrol.become_village(opened.db, package.manifest, package.fingerprint)
    finally:
        throw_away(laid)


_NO_FILE = Text("找不到文件 {path}。", "The file {path} was not found.")
_NOT_ENROLMENT = Text(
    "“{name}”不是入网文件。请用司法所发给本村的入网文件。",
    "{name} is not an enrolment file. Use the one your office made for this village.",
)
