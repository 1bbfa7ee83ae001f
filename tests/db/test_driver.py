"""SQLCipher under sqlite-utils, and what of sqlite-utils stays away until it is wanted."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from db import driver

ROOT = Path(__file__).parent.parent.parent


def said(code: str) -> str:
    """What a fresh process says that runs the code."""
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return ran.stdout.strip()


def test_the_command_line_of_sqlite_utils_is_not_loaded() -> None:
    code = """
import db.driver, sys
print([m for m in ("click.core", "dateutil.parser._parser", "pluggy") if m in sys.modules])
"""
    assert said(code) == "[]"


def test_what_was_put_off_is_there_when_it_is_asked_for() -> None:
    code = """
import db.driver
import click, dateutil.parser
from click import Group
print(Group.__name__, click.Group is Group, dateutil.parser.parse("2026-11-22").day)
"""
    assert said(code) == "Group True 22"


def test_a_module_that_is_not_installed_cannot_be_put_off() -> None:
    driver.put_off("there_is_no_such_module")
    with pytest.raises(ModuleNotFoundError):
        __import__("there_is_no_such_module")


def test_the_pattern_that_is_compiled_late_knows_a_virtual_table() -> None:
    db = Database(memory=True)
    db["plain"].insert({"a": 1})
    db.execute("create virtual table words using fts4(a)")
    assert db["words"].virtual_table_using == "FTS4"
    assert db["plain"].virtual_table_using is None
    db.close()
