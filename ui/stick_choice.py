"""Which stick: those that are plugged in, or any other folder."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QWidget

from core.text import Text
from ui.folder_choice import place_of
from ui.pieces import button, column, label, line

NONE_IN = Text(
    "没有看到 U 盘。插上后点“重新查找”,或选一个文件夹。",
    "No stick is plugged in. Plug one in and press Look again, or choose a folder.",
)
FREE = Text("{name}({path})  剩 {free} GB", "{name} ({path}), {free} GB free")
FOLDER = Text("文件夹 {path}", "Folder {path}")
STICK = Text("U 盘", "Stick")


@dataclass(frozen=True)
class Stick:
    path: Path
    name: str
    free: int  # bytes


def sticks() -> list[Stick]:
    """What can be pulled out and written to."""
    found = []
    for disk in QStorageInfo.mountedVolumes():
        path = Path(disk.rootPath())
        if disk.isReady() and not disk.isReadOnly() and place_of(path).is_removable:
            found.append(Stick(path, disk.displayName() or str(STICK), disk.bytesAvailable()))
    return found


class StickChoice(QWidget):
    """A list of one line each; the only stick is chosen already."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        rows = column(self, between=8)
        self.lines = QListWidget()
        self.lines.setObjectName("pick")
        self.lines.setAccessibleName(str(STICK))
        self.lines.currentRowChanged.connect(lambda _: self.changed.emit())
        rows.addWidget(self.lines, 1)
        self.none = label(NONE_IN, "warning", wrap=True)
        rows.addWidget(self.none)
        beside = line(between=8)
        beside.addWidget(button(Text("重新查找", "Look again"), self.look, sign="refresh-cw"))
        beside.addWidget(button(Text("选文件夹…", "A folder…"), self.choose, sign="folder-open"))
        beside.addStretch()
        rows.addLayout(beside)
        self.look()

    def look(self) -> None:
        """Find the sticks anew; a folder chosen by hand stays."""
        kept = self.path()
        self.lines.clear()
        for stick in sticks():
            free = f"{stick.free / 1e9:.1f}"
            self._add(str(FREE.format(name=stick.name, path=stick.path, free=free)), stick.path)
        if kept and kept not in self._paths():
            self.use(kept)
        self.none.setVisible(self.lines.count() == 0)
        if self.lines.count() == 1:
            self.lines.setCurrentRow(0)

    def choose(self) -> None:
        title = str(Text("放在哪个文件夹", "Into which folder"))
        if chosen := QFileDialog.getExistingDirectory(self, title, str(Path.home())):
            self.use(Path(chosen))

    def use(self, folder: Path) -> None:
        """Choose a folder, whatever it lies on."""
        if folder not in self._paths():
            self._add(str(FOLDER.format(path=folder)), folder)
        self.lines.setCurrentRow(self._paths().index(folder))
        self.none.hide()

    def path(self) -> Path | None:
        item = self.lines.currentItem()
        return Path(str(item.data(Qt.ItemDataRole.UserRole))) if item else None

    def _paths(self) -> list[Path]:
        items = (self.lines.item(n) for n in range(self.lines.count()))
        return [Path(str(item.data(Qt.ItemDataRole.UserRole))) for item in items]

    def _add(self, words: str, path: Path) -> None:
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, str(path))
        self.lines.addItem(item)
