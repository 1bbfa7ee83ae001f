"""How long the window takes to come, beside a bare window of Qt; and a letter to be painted.

Each start is a process of its own, timed from outside until it says that the window is painted.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from core.paths import DataFolder
from db import keys, page_check

ROOT = Path(__file__).parent.parent
TIMES = 7

#: Ends the program as soon as the main window has been painted once.
_WATCH = """
import os, sys
def watch(app, is_there):
    from PySide6.QtCore import QTimer
    def look():
        if is_there():
            app.processEvents()
            print("painted", flush=True)
            os._exit(0)
        QTimer.singleShot(0, look)
    QTimer.singleShot(0, look)
"""
OURS = (
    _WATCH
    + """
sys.argv = ["main.py", "--data", sys.argv[1]]
import main
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv[:1])
watch(app, lambda: any(isinstance(w, QMainWindow) and w.isVisible() for w in app.topLevelWidgets()))
main.main()
"""
)
BARE = (
    _WATCH
    + """
import {modules}
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv[:1])
app.setStyle("Fusion")
window = QMainWindow()
window.showMaximized()
watch(app, window.isVisible)
app.exec()
"""
)
#: Prints the modules of Qt that our window has brought in when it is painted.
LOADED = OURS.replace(
    'print("painted", flush=True)',
    'print(" ".join(m for m in sys.modules if m.startswith("PySide6.Qt")), flush=True)',
)


def started(code: str, *args: str) -> tuple[float, str]:
    """Seconds until the process has said something, and what."""
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", code, *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        text=True,
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline().strip()
    return time.perf_counter() - begun, said


def qt_modules(folder: DataFolder) -> list[str]:
    """What our own start imports of Qt; the bare window imports the same."""
    _noted(folder)
    return started(LOADED, str(folder.root))[1].split()


def starts(folders: dict[str, DataFolder]) -> dict[str, float]:
    """Median seconds of the bare window ("") and of each folder, taken in turns."""
    bare = BARE.replace("{modules}", ", ".join(qt_modules(next(iter(folders.values())))))
    took: dict[str, list[float]] = {name: [] for name in ("", *folders)}
    for _ in range(TIMES):
        took[""].append(_painted(bare))
        for name, folder in folders.items():
            _noted(folder)
            took[name].append(_painted(OURS, str(folder.root)))
    return {name: statistics.median(times) for name, times in took.items()}


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


def _painted(code: str, *args: str) -> float:
    seconds, said = started(code, *args)
    if said != "painted":
        raise RuntimeError(f"the window did not come: {said}")
    return seconds


def _noted(folder: DataFolder) -> None:
    """As after a look at every page that came to its end; the process here is cut off before."""
    page_check.note_end(keys.database_id(folder))
