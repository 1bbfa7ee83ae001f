"""SQLCipher under sqlite-utils. Import this before sqlite_utils: it looks for pysqlite3 once.

sqlite_utils is also a command line: it brings click, dateutil and the plugins of whoever installed
some, which here would only delay the window. They are put off; plugins are left out altogether.
"""

import importlib
import importlib.util
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any

import sqlcipher3
import sqlcipher3.dbapi2

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2

connect = sqlcipher3.dbapi2.connect
DatabaseError = sqlcipher3.dbapi2.DatabaseError
OperationalError = sqlcipher3.dbapi2.OperationalError


class _LoadedLater(ModuleType):
    """Stands in for a module until something in it is asked for. (importlib's own LazyLoader loads
    as soon as a second module imports the same.)"""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__path__":
            raise AttributeError(name)  # somebody looks through all modules
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def put_off(name: str) -> None:
    """From now on an import of this module loads nothing until something in it is asked for.
    Without effect on one that is there already, or that is not installed."""
    if name not in sys.modules and (spec := importlib.util.find_spec(name)):
        stand_in = _LoadedLater(name)
        stand_in.__spec__ = spec
        sys.modules[name] = stand_in
        package, _, own = name.rpartition(".")
        if package:
            setattr(sys.modules[package], own, stand_in)


def _without_plugins() -> None:
    """In place of sqlite_utils.plugins and .hookspecs: code of others never runs over our data."""
    plugins, hooks = ModuleType("sqlite_utils.plugins"), ModuleType("sqlite_utils.hookspecs")
    hook = SimpleNamespace(prepare_connection=lambda **_: None)
    plugins.__dict__.update(pm=SimpleNamespace(hook=hook), ensure_plugins_loaded=lambda: None)
    hooks.__dict__.update(hookimpl=None, hookspec=None)
    sys.modules.update({made.__name__: made for made in (plugins, hooks)})


class _CompiledLater:
    """A regular expression that is compiled when it is first asked for something."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        return getattr(re.compile(self._pattern, self._flags), name)


@contextmanager
def _compiling_later(word: str) -> Iterator[None]:
    """The one pattern with this word is left for later: it ranges over all of Unicode regardless of
    case, which takes Python longer to compile than the whole of sqlite_utils to load."""
    compiled = re.compile

    def compile_or_not(pattern: Any, flags: int = 0) -> Any:
        if isinstance(pattern, str) and word in pattern:
            return _CompiledLater(pattern, flags)
        return compiled(pattern, flags)

    re.compile = compile_or_not
    try:
        yield
    finally:
        re.compile = compiled


if "sqlite_utils" not in sys.modules:
    put_off("click")
    put_off("dateutil.parser")
    _without_plugins()
    with _compiling_later(r"VIRTUAL\s+TABLE"):
        import sqlite_utils  # noqa: F401 - whoever imports it next finds it ready
