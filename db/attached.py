"""Copies of the attachments beside the backups: by name, only what is new, each one read back.

A file in attachments/ is named by the hash of what it holds and never changes; a copy is therefore
made once and serves every backup. Files stay encrypted: no key is needed to copy them.
"""

import hashlib
from pathlib import Path

from core.files import said_plainly, whole_file
from core.progress import Progress, no_progress


def copy_new(source: Path, target: Path, progress: Progress = no_progress) -> int:
    """Copy into `target` the files of `source` it does not have; none is deleted or changed. How
    many there were. Raises UserError for a full disk, a place that cannot be written to or a copy
    that reads differently from what was written; what was copied before stays."""
    here = sorted(source.glob("??/*.age"))
    missing = [p for p in here if not (target / p.parent.name / p.name).exists()]
    for done, path in enumerate(missing):
        progress(done, len(missing))
        _copy(path, target / path.parent.name / path.name)
    return len(missing)


def _copy(path: Path, place: Path) -> None:
    with said_plainly(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        content = path.read_bytes()
    with whole_file(place, overwrite=True) as draft:
        draft.write_bytes(content)
        if hashlib.sha256(draft.read_bytes()).digest() != hashlib.sha256(content).digest():
            raise OSError(f"{place.name} reads differently from what was written")
