"""这台电脑: language, colours, type size, fonts on paper and on the screen, folders."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QLabel, QWidget

from core.paths import RESOURCES
from core.text import Text
from ui.folder_choice import judge, place_of
from ui.last_folder import folder_in
from ui.measures import BETWEEN, INSIDE
from ui.messages import tell
from ui.pieces import button, card, column, label, line, scrolled

if TYPE_CHECKING:
    from ui.main_window import MainWindow

LANGUAGES = {"zh": Text("中文", "Chinese"), "en": Text("English", "English")}
COLOURS = {"usual": Text("通常", "Usual"), "high": Text("高对比度", "High contrast")}
ROLES = {
    "title": Text("标题(小标宋)", "Titles"),
    "heading": Text("小标题(黑体)", "Headings"),
    "body": Text("正文(仿宋)", "Body"),
    "note": Text("小字(楷体)", "Small type"),
}
FOUND = Text("{name}(本机)", "{name} (of this computer)")
BUNDLED = Text(
    "{name}(程序自带;本机没有公文字体)", "{name} (bundled; this computer has no official font)"
)
NEXT_START = Text("下次启动时生效。", "Takes effect at the next start.")
NO_PLACE = Text("还没有指定", "none named yet")
SAME_DISK = Text(
    "这个文件夹就在数据所在的盘上。盘坏了,数据和备份会一起丢失,请选另一块盘或 U 盘。",
    "This folder is on the disk of the data. If it breaks both are lost: choose another disk.",
)


class ThisPcPage(QWidget):
    """What holds for this computer only; nothing of it travels with the data."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__()
        self._window = window
        content = QWidget()
        inside = column(content, between=BETWEEN)
        for part in (self._looks(), self._fonts(), self._folders()):
            inside.addWidget(part)
        inside.addStretch()
        column(self).addWidget(scrolled(content), 1)

    # --- looks -----------------------------------------------------------------------------------

    def _looks(self) -> QWidget:
        made, grid = _card(Text("显示", "Looks"))
        settings = self._window.seat.settings
        self.languages = _picker(LANGUAGES, settings.language)
        self.languages.activated.connect(lambda _: self._use_language())
        self.colours = _picker(COLOURS, settings.colours)
        self.colours.activated.connect(
            lambda _: self._window.use_colours(str(self.colours.currentData()))
        )
        sizes = line(between=8)
        for words, act in (
            (Text("放大", "Larger"), self._window.larger_type),
            (Text("缩小", "Smaller"), self._window.smaller_type),
            (Text("原来大小", "Usual"), self._window.usual_type),
        ):
            sizes.addWidget(button(words, act))
        sizes.addStretch()
        _field(grid, Text("语言", "Language"), self.languages, NEXT_START)
        _field(grid, Text("颜色", "Colours"), self.colours, Text("立即生效。", "At once."))
        row = grid.rowCount()
        grid.addWidget(label(Text("字号", "Type size"), "label"), row, 0)
        grid.addLayout(sizes, row, 1, 1, 2)
        return made

    def _use_language(self) -> None:
        chosen = str(self.languages.currentData())
        self._window.remember(replace(self._window.seat.settings, language=chosen))

    # --- fonts -----------------------------------------------------------------------------------

    def _fonts(self) -> QWidget:
        made, grid = _card(Text("字体", "Fonts"))
        for role, words in ROLES.items():
            _fact(grid, words, font_words(role))
        _fact(grid, Text("屏幕", "Screen"), self._window.seat.family)
        return made

    # --- folders ---------------------------------------------------------------------------------

    def _folders(self) -> QWidget:
        made, grid = _card(Text("文件夹", "Folders"))
        settings = self._window.seat.settings
        _fact(grid, Text("数据", "Data"), str(self._window.opened.folder.root))
        _fact(grid, Text("上次保存文件", "Files were last saved in"), settings.last_folder or "—")
        self.place = _fact(
            grid, Text("第二处备份", "Second place"), settings.second_place or str(NO_PLACE)
        )
        acts = line(between=8)
        acts.addWidget(button(Text("指定…", "Choose…"), self.choose_place, sign="folder-open"))
        acts.addWidget(button(Text("不再使用", "None"), lambda: self.use_place(None)))
        acts.addStretch()
        grid.addLayout(acts, grid.rowCount(), 1)
        return made

    def choose_place(self) -> None:
        title = str(Text("第二处备份", "Second place for backups"))
        settings = self._window.seat.settings
        begin = settings.second_place or str(folder_in(settings))
        if chosen := QFileDialog.getExistingDirectory(self, title, begin):
            self.use_place(Path(chosen))

    def use_place(self, place: Path | None) -> None:
        """A stick is welcome here; the network and the disk of the data are not."""
        if place is not None:
            there = place_of(place)
            if (refused := judge(replace(there, is_removable=False)).refused) is not None:
                tell(self, refused)
                return
            if place.stat().st_dev == self._window.opened.folder.root.stat().st_dev:
                tell(self, SAME_DISK)
        chosen = str(place) if place else ""
        self._window.remember(replace(self._window.seat.settings, second_place=chosen))
        self.place.setText(chosen or str(NO_PLACE))


def font_words(role: str) -> str:
    """Which file a role is set in on paper, and where it is from."""
    from core.paper.fonts import computer_fonts

    first = computer_fonts().files[role][0]
    is_own = first.is_relative_to(RESOURCES)
    return str((BUNDLED if is_own else FOUND).format(name=first.name))


def _card(title: Text) -> tuple[QWidget, QGridLayout]:
    made = card()
    rows = column(made, INSIDE, 10)
    rows.addWidget(label(title, "section"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(INSIDE)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(2, 1)
    rows.addLayout(grid)
    return made, grid


def _picker(choices: dict[str, Text], chosen: str) -> QComboBox:
    made = QComboBox()
    for value, words in choices.items():
        made.addItem(str(words), value)
    made.setCurrentIndex(list(choices).index(chosen))
    return made


def _field(grid: QGridLayout, words: Text, widget: QWidget, note: Text) -> None:
    row = grid.rowCount()
    name = label(words, "label")
    name.setBuddy(widget)
    for place, each in enumerate((name, widget, label(note, "small", wrap=True))):
        grid.addWidget(each, row, place)


def _fact(grid: QGridLayout, words: Text, value: str) -> QLabel:
    row = grid.rowCount()
    shown = label(value, wrap=True)
    grid.addWidget(label(words, "label"), row, 0)
    grid.addWidget(shown, row, 1, 1, 2)
    return shown
