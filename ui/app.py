"""The application: fonts, Qt's own translations, unexpected errors, which window comes first."""

import gc
import logging
import sys
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from core import search
from core.errors import UserError
from core.paths import DataFolder
from core.settings import Settings, load_settings, settings_file
from core.text import Text
from db import keys
from db.connect import Damaged, Opened, broken, open_database
from db.second_place import reminder
from db.wraps import Unlocked
from ui import signing
from ui.fonts import family
from ui.icons import icon
from ui.main_window import After, MainWindow, Seat
from ui.measures import use_colours, use_type_size
from ui.messages import show_error, tell
from ui.page_check import PageCheck
from ui.rail import PROGRAM

# first_run, recovery_page, restoring and what they need are imported where they are needed: the
# usual start shows the window and nothing else
log = logging.getLogger(__name__)
FOUND_DAMAGED = Text(
    "核对数据文件时发现有损坏。程序没有改动它。请关闭窗口,到恢复页用备份恢复;现有的数据文件会留着。",
    "The data file was found to be damaged. It was not changed. The window is closed now; go back"
    " to a backup on the next page. The present file is kept.",
)
PRELOAD = 600  # milliseconds after the window is shown
WAITS_FOR_LOOK, WAITS = 60_000, 5_000  # milliseconds a save waits for another connection


def run_window(folder: DataFolder, *, practice: bool) -> int:
    """Open the folder in a window until it is closed; 1 if it could not be opened.

    A folder without data leads to the first-run dialog, a damaged one to the recovery page.
    """
    settings = load_settings(settings_file())
    app, name = make_application(settings)
    try:
        chosen = _with_data(folder, practice)
        return _run(app, chosen, name) if chosen else 0
    except UserError as error:
        show_error(None, error)
        return 1


def make_application(settings: Settings) -> tuple[QApplication, str]:
    """The one application, dressed; and the family it types in."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("sifasuo-taizhang")
    app.setApplicationDisplayName(str(PROGRAM))
    app.setWindowIcon(icon("app"))
    if app is not running:  # changing the style anew would touch windows that are just going away
        app.setStyle("Fusion")
    if settings.language == "zh":
        words = QTranslator(app)
        place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if words.load("qtbase_zh_CN", place):
            app.installTranslator(words)
    name = family()
    use_colours(settings.colours)
    use_type_size(app, name, settings.type_size)
    sys.excepthook = _unexpected
    return app, name


def _with_data(folder: DataFolder, practice: bool) -> DataFolder | None:
    """The folder to open; None if the user went away from the first-run dialog."""
    if folder.data.exists() or folder.keys.exists():
        return folder
    gc.enable()  # the window is far away still
    from ui.first_run import first_run, make_practice_folder

    if practice:
        make_practice_folder(folder)
        return folder
    return first_run(folder)


def _run(app: QApplication, folder: DataFolder, name: str) -> int:
    """Open, work, close; and again after a restore."""
    while True:
        signed: Unlocked | None = None
        try:
            signed = _signed_in(folder)
            if signed is None:
                return 0
            after = _work(app, folder, name, signed)
        except Damaged as error:
            gc.enable()
            from ui.recovery_page import recover

            after = After(restore=recover(folder, error.message))
            if not after.restore:
                return 1
        if after == After():
            return 0
        try:
            if after.restore:
                _restore(folder, after.restore, signed)
            elif after.rekey and signed:
                _rekey(folder, signed)
        except UserError as error:
            show_error(None, error)


def _restore(folder: DataFolder, wanted: str, signed: Unlocked | None) -> None:
    """Put the backup in place and say where the present data went."""
    from ui.restoring import folder_with_keys, restore_backup
    from ui.waiting import waiting

    signed = signed or _signed_in(folder_with_keys(folder, wanted))
    if signed is None:
        return
    words = Text("正在恢复备份", "Restoring the backup")
    aside = waiting(words, partial(restore_backup, folder, wanted, signed=signed))
    done = Text(
        "已恢复备份 {name}。恢复前的数据保留在:{aside}",
        "The backup {name} is in place. The data of before are kept in {aside}",
    )
    tell(None, done.format(name=wanted, aside=aside))


def _rekey(folder: DataFolder, signed: Unlocked) -> None:
    """Change the key, show the new recovery code, and say which backups keep the old one."""
    from ui.first_run import RecoveryCode
    from ui.users import LEFT, REKEYING, rekey
    from ui.waiting import waiting

    named = load_settings(settings_file()).second_place
    place = Path(named) if named else None
    made, left = waiting(REKEYING, partial(rekey, folder, signed, place))
    RecoveryCode(made.recovery_code).exec()
    if left:
        tell(None, LEFT.format(names="、".join(left)))


def _fill_search(opened: Opened) -> None:
    """After an update with other rules of searching: once, before the window."""
    if search.is_current(opened.db):
        return
    from ui.waiting import waiting

    words = Text("正在整理查找内容", "Preparing the search")
    waiting(words, partial(search.rebuild, opened.db))


def _work(app: QApplication, folder: DataFolder, name: str, signed: Unlocked) -> After:
    """One window from opening to closing; gives what is to be done then."""
    with open_database(folder, read_later=True, signed=signed) as opened:
        _fill_search(opened)
        signing.begin(opened)
        window = MainWindow(opened, Seat(load_settings(settings_file()), settings_file(), name))
        window.resize(1366, 728)
        window.showMaximized()
        QTimer.singleShot(0, window, window.offer_drafts)
        QTimer.singleShot(0, window, _collect_from_now_on)
        QTimer.singleShot(PRELOAD, _preload)
        if said := reminder(folder, window.second_place()):
            window.status.say(said)
        fault = _run_with_look(app, window, opened)
        after = window.after()
        window.deleteLater()
        app.processEvents()
        if fault:
            raise broken(folder.data, fault)
        return after


def _collect_from_now_on() -> None:
    """Garbage is collected again (see main.py), but what the program is made of is never looked
    through for it: a collection would last longer than a key may wait for its letter."""
    gc.freeze()
    gc.enable()


def _preload() -> None:
    """What the first record needs, while nobody waits for it."""
    import ui.record_page  # noqa: F401


def _run_with_look(app: QApplication, window: MainWindow, opened: Opened) -> str:
    """Until the window is closed; meanwhile every page is looked through if that is still to be
    done. Gives the fault found, which closes the window."""
    if not opened.unread:
        app.exec()
        return ""
    faults = []
    check = PageCheck(opened)

    def end(fault: str) -> None:
        opened.db.execute(f"pragma busy_timeout = {WAITS}")
        if fault:
            faults.append(fault)
            tell(window, FOUND_DAMAGED)
            window.close_damaged()

    check.ended.connect(end)
    opened.db.execute(f"pragma busy_timeout = {WAITS_FOR_LOOK}")
    QTimer.singleShot(0, check.start)  # the window is painted first
    app.exec()
    check.stop()
    return faults[0] if faults else ""


def _signed_in(folder: DataFolder) -> Unlocked | None:
    """The key this computer has, or what a password or the recovery code opened; None if the user
    went away.

    Raises Damaged where the key file itself is gone: a backup has one.
    """
    try:
        keys.database_id(folder)
    except UserError as error:
        raise Damaged(error.message) from error
    try:
        return keys.unlock(folder)
    except UserError:
        from ui.sign_in_page import ask

        return ask(folder)


def _unexpected(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """What nobody caught: our bug. Logged and shown; the program goes on."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    show_error(QApplication.activeWindow(), error)
