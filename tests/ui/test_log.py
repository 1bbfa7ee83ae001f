"""The log: one file a day, made with the first thing to be said."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.log import start_log


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The user's own folder; afterwards nobody listens there any more."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield tmp_path
    for made in [h for h in root.handlers if h not in before]:
        root.removeHandler(made)
        made.close()
    root.setLevel(level)


def test_a_start_that_says_nothing_writes_nothing(place: Path) -> None:
    start_log()
    assert list(place.rglob("*.log")) == []


def test_what_is_said_stands_in_the_file_with_time_and_place(place: Path) -> None:
    start_log()
    logging.getLogger("db.connect").warning("Damaged file: %s", "page 3")
    (path,) = place.rglob("taizhang.log")
    assert path.read_text(encoding="utf-8").endswith(" WARNING db.connect: Damaged file: page 3\n")


def test_a_folder_that_cannot_be_written_costs_the_log_only(place: Path) -> None:
    start_log()
    for folder in [p for p in place.rglob("*") if p.is_dir()] or [place]:
        folder.rmdir()
    place.write_text("in the way")
    logging.getLogger("db.connect").warning("said to nobody")
    assert place.read_text() == "in the way"
