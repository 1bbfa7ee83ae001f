"""Start: log, settings, language, then a command or the window."""

import gc
import os
import sys
from io import TextIOWrapper
from pathlib import Path

import db.driver  # noqa: F401 - before anything imports sqlite_utils

# isort: split
from core.paths import DataFolder, default_data_folder, practice_folder
from core.settings import load_settings, settings_file
from core.text import use_language
from ui.command_line import parser
from ui.log import start_log


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # there is none under pythonw on Windows
            stream.reconfigure(encoding="utf-8")
    args = parser().parse_args()
    settings = load_settings(settings_file())
    use_language(settings.language)
    start_log()
    kept = Path(settings.data_folder) if settings.data_folder else default_data_folder()
    folder = DataFolder(args.data or (practice_folder() if args.practice else kept))
    if args.command:
        from ui import commands  # Excel, paper and all the rest: not for the window's start

        return commands.run_command(args, folder, os.environ.get(commands.PASSWORD, ""))
    if not _has_screen():
        from ui.day import run_day

        return run_day(folder)
    gc.disable()  # what is made until the window stands stays; ui/app.py puts it on again
    from ui.app import run_window

    return run_window(folder, practice=args.practice)


def _has_screen() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
