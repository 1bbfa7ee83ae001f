"""Databases, folders and sample records for every test; the screen is offscreen."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# the real keeper of secrets of whoever runs the tests is never touched
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

import db.driver

# isort: split
import pytest
from hypothesis import HealthCheck, settings
from sqlite_utils import Database

from core import store
from core.codes import CodeBook
from core.paths import DataFolder
from core.records import load_book
from db.connect import Opened, bring_up_to_date, connect, create, open_database

settings.register_profile(
    "quick",
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.register_profile("long", settings.get_profile("quick"), max_examples=1000)
settings.load_profile("long" if os.environ.get("TAIZHANG_LONG_TESTS") else "quick")

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session", autouse=True)
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This user's own folder, for keys, settings and log, away from the real one."""
    base = tmp_path_factory.mktemp("own")
    os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = str(base)
    return base


@pytest.fixture
def db() -> Iterator[Database]:
    """An empty database of today's schema in memory."""
    made = connect(Path(":memory:"), "00" * 32)
    bring_up_to_date(made)
    store.set_meta(made, "replica", "a1b2c3d4e5f6")
    store.set_meta(made, "clock", "0")
    store.set_meta(made, "person", "测试员")
    yield made
    made.close()


@pytest.fixture
def book(db: Database) -> CodeBook:
    return load_book(db)


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory, own_folder: Path) -> Path:
    """Made once: drawing a recovery code costs seconds on purpose."""
    folder = DataFolder(tmp_path_factory.mktemp("template") / "data")
    create(folder)
    return folder.root


@pytest.fixture
def folder(tmp_path: Path, empty_folder: Path) -> DataFolder:
    """A new data folder on disk, closed."""
    shutil.copytree(empty_folder, tmp_path / "data")
    return DataFolder(tmp_path / "data")


@pytest.fixture
def opened(folder: DataFolder) -> Iterator[Opened]:
    """The same, open."""
    with open_database(folder) as it:
        yield it
