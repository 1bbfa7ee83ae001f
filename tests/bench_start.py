"""How long the window takes to come, beside a bare window of Qt; and a letter to be painted.

Each start is a process of its own, timed from outside until it says that the window can be used:
it is painted, and the event loop waits for keys with nothing left to do. What 今日 shows is read
behind the window and comes a little later; that is timed too.

The bare window is what anybody would have to pay for: it imports the same names from PySide6 that
our start has imported when the window stands, in the same style, family and type size, and shows
one line of Chinese. Both run from compiled bytecode, as an installed program does.
"""

import ast
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from core.paths import DataFolder
from db import keys, page_check

ROOT = Path(__file__).parent.parent
TIMES = 9

#: Says "usable" when the event loop first has nothing to do with the window shown, "filled" when
#: it has nothing to do and `is_filled` holds.
_WATCH = """
import os, sys
def watch(app, is_there, is_filled):
    from PySide6.QtCore import QAbstractEventDispatcher, QTimer
    said = []
    def say(word):
        print(word, flush=True)
        said.append(word)
    def look():
        if is_there() and not said:
            say("usable")
        if said and is_filled():
            say("filled")
            os._exit(0)
    QTimer.singleShot(0, lambda: QAbstractEventDispatcher.instance().aboutToBlock.connect(look))
"""
OURS = (
    _WATCH
    + """
sys.argv = ["main.py", "--data", sys.argv[1]]
import main
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv[:1])
def window():
    shown = [w for w in app.topLevelWidgets() if isinstance(w, QMainWindow) and w.isVisible()]
    return shown[0] if shown else None
watch(app, window, lambda: window().page("today").is_filled)
main.main()
"""
)
BARE = (
    _WATCH
    + """
{imports}
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication(sys.argv[:1])
app.setStyle("Fusion")
if sys.argv[2]:
    QFontDatabase.addApplicationFont(sys.argv[2])
font = QFont(sys.argv[1])
font.setPixelSize(14)
app.setFont(font)
window = QMainWindow()
window.setCentralWidget(QLabel("司法所台账"))
window.resize(1366, 728)
window.showMaximized()
watch(app, window.isVisible, lambda: True)
app.exec()
"""
)
#: Prints the names of our modules that are loaded when the window can be used.
LOADED = OURS.replace(
    'say("usable")', 'say(" ".join(m for m in sys.modules if m.startswith("ui.")))'
)


@dataclass(frozen=True)
class Start:
    """Seconds from the start of the process: wall clock, and until 今日 shows its figures; and of
    processor time, all threads, until then."""

    usable: float
    filled: float
    worked: float


def started(code: str, *args: str) -> tuple[Start, str]:
    """One start, and what the process said first."""
    before, begun = _worked(), time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code, *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=_environment(),
        text=True,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        usable = time.perf_counter() - begun
        process.stdout.readline()
        filled = time.perf_counter() - begun
    return Start(usable, filled, _worked() - before), said


def qt_imports(folder: DataFolder) -> str:
    """What our start imports of Qt, statement by statement, for the bare window."""
    _noted(folder)
    loaded = started(LOADED, str(folder.root))[1].split()
    found: dict[str, set[str]] = {}
    for module in loaded:
        path = ROOT / f"{module.replace('.', '/')}.py"
        for node in ast.parse(path.read_text(encoding="utf-8")).body if path.exists() else ():
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6."):
                found.setdefault(str(node.module), set()).update(n.name for n in node.names)
    return "\n".join(f"from {m} import {', '.join(sorted(n))}" for m, n in sorted(found.items()))


def starts(folders: dict[str, DataFolder]) -> dict[str, Start]:
    """Medians of the bare window ("") and of each folder, in turns, after one untimed start."""
    bare = BARE.replace("{imports}", qt_imports(next(iter(folders.values()))))
    family, font = _type()
    took: dict[str, list[Start]] = {name: [] for name in ("", *folders)}
    for turn in range(TIMES + 1):
        now = {"": _usable(bare, family, font)}
        for name, folder in folders.items():
            _noted(folder)
            now[name] = _usable(OURS, str(folder.root))
        for name, start in now.items() if turn else ():
            took[name].append(start)
    return {name: _median(many) for name, many in took.items()}


def _median(many: list[Start]) -> Start:
    return Start(
        statistics.median(s.usable for s in many),
        statistics.median(s.filled for s in many),
        statistics.median(s.worked for s in many),
    )


def _type() -> tuple[str, str]:
    """The family our window types in, and the file it is loaded from if the system has none."""
    code = """
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
app = QApplication([])
from ui.fonts import BUNDLED, PREFERRED, family
import json
own = not set(PREFERRED) & set(QFontDatabase.families())
print(json.dumps([family(), str(BUNDLED) if own else ""]), flush=True)
"""
    family, font = json.loads(started(code)[1])
    return str(family), str(font)


def _environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    compiled = Path(os.environ.get("XDG_DATA_HOME", ROOT)) / "bytecode"
    return {
        **kept,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(compiled),
    }


def _worked() -> float:
    """Seconds of processor time of the processes that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def keystrokes(folder: DataFolder, letters: int = 200) -> list[float]:
    """Seconds from a key in the summary of a new dispute to its letter on the screen."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QPlainTextEdit

    from core.settings import Settings
    from db.connect import open_database
    from ui.app import make_application
    from ui.main_window import MainWindow, Seat

    app, family = make_application(Settings())
    with open_database(folder) as opened:
        window = MainWindow(opened, Seat(Settings(), folder.root / "settings.json", family))
        window.resize(1366, 768)
        window.show()
        window.add_record()
        assert window.record is not None
        field = window.record.form.editors["summary"].widget
        assert isinstance(field, QPlainTextEdit)
        field.setFocus()
        app.processEvents()
        took = []
        for _ in range(letters):
            begun = time.perf_counter()
            QTest.keyClick(field, Qt.Key.Key_A)
            app.processEvents()
            took.append(time.perf_counter() - begun)
        window.forget_record()
        window.hide()
        window.deleteLater()
        app.processEvents()
    return took


def _usable(code: str, *args: str) -> Start:
    start, said = started(code, *args)
    if said != "usable":
        raise RuntimeError(f"the window did not come: {said}")
    return start


def _noted(folder: DataFolder) -> None:
    """As after a look at every page that came to its end; the process here is cut off before."""
    page_check.note_end(keys.database_id(folder))
