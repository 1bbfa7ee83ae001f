"""Who may import whom: main -> ui -> db -> core (house style, section 2)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted([*(p for d in ("core", "db", "ui") for p in (ROOT / d).rglob("*.py"))])
FILES += list(ROOT.glob("main.py"))
OURS = {"main", "ui", "db", "core", "tests"}
FOR_DB = {"core.text", "core.errors", "core.progress", "core.paths", "core.files"}
#: Built on the rest of core, which must not know of them.
UPPER = ("core.paper", "core.reports", "core.merging", "core.importing", "core.practice")


def imported(path: Path) -> set[str]:
    """Every module a file imports, also inside functions; `from core import store` is core.store,
    `from core.text import Text` is core.text."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            whole = f"{node.module}."
            parts = {whole + alias.name for alias in node.names if _is_module(whole + alias.name)}
            names |= parts or {str(node.module)}
    return names


def _is_module(name: str) -> bool:
    place = ROOT / name.replace(".", "/")
    return place.is_dir() or place.with_suffix(".py").is_file()


def _is_upper(name: str) -> bool:
    """core.papers tells what is in a file; it prints nothing."""
    return name.startswith(UPPER) and name != "core.papers"


def allowed(place: str, name: str) -> bool:
    layer, ours = place.split("/")[0], name.split(".")[0] in OURS
    if name.split(".")[0] in ("PySide6", "shiboken6"):
        return layer in ("ui", "main.py") and place != "ui/commands.py"
    match layer:
        case "core" if ours:
            is_upper = _is_upper(place.removesuffix(".py").replace("/", "."))
            return name.startswith("core") and (is_upper or not _is_upper(name))
        case "db" if ours:
            return name == "db" or name.startswith("db.") or name in FOR_DB
        case "ui" if ours:
            return not name.startswith(("main", "tests"))
    return not name.startswith("tests")


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_imports_only_from_its_own_layer_and_those_below(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    assert [name for name in sorted(imported(path)) if not allowed(place, name)] == []


def test_the_rule_itself_bites() -> None:
    assert not allowed("core/store.py", "db.connect")
    assert not allowed("core/store.py", "core.merging.apply")
    assert not allowed("core/paper/page.py", "PySide6.QtGui")
    assert not allowed("db/backup.py", "core.records")
    assert not allowed("ui/commands.py", "PySide6.QtCore")
    assert allowed("core/merging/apply.py", "core.store")
