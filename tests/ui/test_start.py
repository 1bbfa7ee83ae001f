"""What the window does without until it stands: held here, because no clock on a busy PC can be."""

import subprocess
import sys
from pathlib import Path

from core.paths import DataFolder

ROOT = Path(__file__).parent.parent.parent
#: Loaded when somebody asks for what they are for; each delays the window by 5 to 100 ms.
LATER = (
    "click.core",
    "core.importing",
    "core.paper",
    "core.reports",
    "core.workbook",
    "dateutil.parser._parser",
    "keyring",
    "openpyxl",
    "pluggy",
    "pypinyin",
    "PySide6.QtCharts",
    "PySide6.QtPdf",
    "PySide6.QtPrintSupport",
    "reportlab",
    "ui.attachments",
    "ui.child_rows",
    "ui.editors",
    "ui.form",
    "ui.list_page",
    "ui.record_page",
    "ui.settings_page",
    "ui.statistics_page",
    "uuid6",
)
START = """
import sys
sys.argv = ["main.py", "--data", sys.argv[1]]
import main
from PySide6.QtCore import QAbstractEventDispatcher, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv[:1])

def look():
    if any(isinstance(w, QMainWindow) and w.isVisible() for w in app.topLevelWidgets()):
        print(*sys.modules, flush=True)
        QAbstractEventDispatcher.instance().aboutToBlock.disconnect(look)
        app.quit()

QTimer.singleShot(0, lambda: QAbstractEventDispatcher.instance().aboutToBlock.connect(look))
main.main()
"""


def _modules(folder: DataFolder) -> list[str]:
    ran = subprocess.run(
        [sys.executable, "-c", START, str(folder.root)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.split()


def test_the_window_stands_without_what_nobody_has_asked_for(folder: DataFolder) -> None:
    loaded = _modules(folder)
    assert "ui.today_page" in loaded
    assert [name for name in LATER if name in loaded] == []
