"""Synced tables are written in one place only (data safety, row 32)."""

import ast
import re
from pathlib import Path

import pytest

from core.records import KINDS

ROOT = Path(__file__).parent.parent
#: The one door, undo and merging through it, the search table it keeps, the schema's history, and
#: the filling of a database that was made a moment before, from a hand-over.
DOOR = {
    "core/store.py",
    "core/history.py",
    "core/search.py",
    "core/audit.py",
    "core/joined.py",
    "core/merging/handover.py",
    "db/migrations.py",
}
#: A string that starts as a writing statement on a record's table, or on one it leaves open.
SQL = re.compile(
    r"(?is)\s*(?:insert(?:\s+or\s+\w+)?\s+into|replace\s+into|update|delete\s+from)\s+"
    rf"(?:\{{\}}|(?:{'|'.join(kind.table for kind in KINDS)})\b).*"
)
#: What sqlite-utils writes with; core and db have no other objects with these methods on a table.
WRITERS = {"insert", "insert_all", "upsert", "upsert_all", "update", "delete", "delete_where"}
FILES = sorted(p for d in ("core", "db", "ui") for p in (ROOT / d).rglob("*.py"))


def faults(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.With) and any(_is_conn(i.context_expr) for i in node.items):
            found.append(f"{node.lineno}: with db.conn does not roll back; use db.atomic()")
        if isinstance(node, ast.Call) and _writes_a_table(node.func):
            found.append(f"{node.lineno}: writes a table without the store")
        if _is_writing_sql(node):
            found.append(f"{node.lineno}: writes by SQL")
    return found


def _is_conn(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "conn"


def _writes_a_table(func: ast.expr) -> bool:
    """db["party"].insert(...) or db.table("party").insert(...)."""
    if not isinstance(func, ast.Attribute) or func.attr not in WRITERS:
        return False
    of = func.value
    is_table = isinstance(of, ast.Call) and isinstance(of.func, ast.Attribute)
    return (is_table and of.func.attr == "table") or (
        isinstance(of, ast.Subscript)
        and isinstance(of.value, ast.Name | ast.Attribute)
        and ast.unparse(of.value).split(".")[-1] in ("db", "staged", "database")
    )


def _is_writing_sql(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        text = "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
    else:
        text = str(node.value) if isinstance(node, ast.Constant) else ""
    return bool(SQL.fullmatch(text.replace('"', "")))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_promise_32_records_are_written_only_through_the_store(path: Path) -> None:
    if path.relative_to(ROOT).as_posix() not in DOOR:
        assert faults(path) == []


@pytest.mark.parametrize(
    "line",
    [
        'db["party"].insert({"id": 1})',
        'db.table("party").upsert({"id": 1})',
        'db.execute("update party set name = 1")',
        'db.execute(f"delete from {kind.table}")',
        'db.execute("insert or replace into dispute values (1)")',
        "with db.conn:\n    pass",
    ],
)
def test_the_rule_itself_bites(line: str, tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(line, encoding="utf-8")
    assert faults(tmp_path / "x.py")


def test_sentences_and_the_files_own_tables_are_no_fault(tmp_path: Path) -> None:
    text = 'a = "Update the program first."\ndb.execute("insert into meta values (1, 2)")\n'
    (tmp_path / "x.py").write_text(text, encoding="utf-8")
    assert faults(tmp_path / "x.py") == []
