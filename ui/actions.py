"""Every menu entry of the window, in menu order. To add one: a line here, a method there."""

from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from core.text import Text


@dataclass(frozen=True)
class Entry:
    """A method of the main window, its words, its keys. `told` keys are handled where the cursor
    is (a table, a field) and only written beside the words."""

    method: str
    words: Text
    keys: str = ""
    told: bool = False


LINE = Entry("", Text("", ""))

MENUS: tuple[tuple[Text, tuple[Entry, ...]], ...] = (
    (
        Text("记录(&R)", "&Records"),
        (
            Entry("add_record", Text("新增(&N)", "&New"), "Ctrl+N"),
            Entry("open_selected", Text("打开(&O)", "&Open"), "Enter", told=True),
            Entry("save_record", Text("保存(&S)", "&Save"), "Ctrl+S"),
            Entry(
                "save_and_next",
                Text("保存并登记下一件(&X)", "Save and ne&xt"),
                "Ctrl+Return; Ctrl+Enter",
            ),
            Entry(
                "quick_oral",
                Text("口头协议快速登记(&Q)…", "&Quick oral case…"),
                "Ctrl+Shift+N",
            ),
            Entry("repeat_last", Text("复制上一件(&C)", "Repeat the last one (&C)"), "Ctrl+D"),
            Entry("copy_case", Text("复制本件(&Y)", "Cop&y this case"), "Ctrl+Shift+D"),
            Entry(
                "next_missing",
                Text("转到下一项缺少的内容(&J)", "To what is missing (&J)"),
                "Ctrl+J",
            ),
            Entry("next_section", Text("下一部分(&F)", "The next section (&F)"), "Ctrl+PgDown"),
            Entry("section_before", Text("上一部分(&G)", "The section before (&G)"), "Ctrl+PgUp"),
            LINE,
            Entry("close_out", Text("排查纠纷销号(&W)", "Strike off (&W)"), "Ctrl+Shift+X"),
            Entry(
                "become_dispute",
                Text("转为调解案件(&T)", "Make a dispute of it (&T)"),
                "Ctrl+Shift+M",
            ),
            Entry(
                "claim_subsidies",
                Text("申报案件补贴(&U)…", "Claim subsidies (&U)…"),
                "Ctrl+Shift+B",
            ),
            Entry(
                "add_prevention",
                Text("登记防止激化(&J)", "New record of prevention (&J)"),
                "Ctrl+Shift+J",
            ),
            Entry(
                "quick_consultation",
                Text("快速登记咨询(&V)…", "Quick consultation (&V)…"),
                "Ctrl+Shift+K",
            ),
            Entry(
                "add_legal_aid",
                Text("登记法律援助申请(&G)", "New application for le&gal aid"),
                "Ctrl+Shift+A",
            ),
            Entry("missing_rounds", Text("零报告(&Z)…", "&Zero reports…"), "Ctrl+Shift+R"),
            LINE,
            Entry("print_record", Text("打印文书(&P)", "&Print"), "Ctrl+P"),
            Entry("print_blank", Text("打印空白文书(&K)…", "Print blan&k forms…")),
            LINE,
            Entry(
                "add_row", Text("添加一行:当事人、调解记录、协议(&I)", "&Insert a row"), "Insert"
            ),
            Entry("remove_row", Text("移除这一行(&M)", "Re&move the row"), "Ctrl+Shift+Delete"),
            LINE,
            Entry(
                "delete_selected",
                Text("放入回收站(&D)", "Into the recycle bin (&D)"),
                "Delete",
                told=True,
            ),
            Entry("go_back", Text("返回(&B)", "&Back"), "Esc"),
        ),
    ),
    (
        Text("编辑(&E)", "&Edit"),
        (
            Entry("undo_step", Text("撤销上一步(&U)", "&Undo the last step"), "Ctrl+Z"),
            Entry("show_history", Text("修改记录(&H)", "&History of the record"), "Ctrl+H"),
            Entry("show_steps", Text("全部操作历史(&A)", "&All steps")),
            Entry("show_recycle_bin", Text("回收站(&R)", "&Recycle bin")),
            Entry("focus_search", Text("查找(&F)", "&Find"), "Ctrl+F"),
        ),
    ),
    (
        Text("数据(&D)", "&Data"),
        (
            Entry("import_sheet", Text("导入 Excel(&I)…", "&Import a sheet…"), "Ctrl+I"),
            Entry("export_register", Text("导出台账(&E)…", "&Export a register…"), "Ctrl+E"),
            Entry(
                "print_ledger",
                Text("打印突出矛盾纠纷台账(&L)…", "Print the &ledger of prominent disputes…"),
                "Ctrl+Shift+L",
            ),
            Entry(
                "export_ledger",
                Text("突出矛盾纠纷台账存为 Excel(&X)…", "The ledger as an E&xcel file…"),
            ),
            Entry("readable_copy", Text("可读副本(&H)…", "Readable copy (&H)…")),
            LINE,
            Entry("back_up", Text("立即备份(&B)", "&Back up now"), "Ctrl+B"),
            Entry("show_backups", Text("备份与恢复(&R)…", "Backups and &restoring…")),
            LINE,
            Entry("lock_now", Text("锁定屏幕(&L)", "&Lock the screen"), "Ctrl+L"),
            Entry("sign_out", Text("换人登录(&O)", "Sign &out")),
        ),
    ),
    (
        Text("显示(&V)", "&View"),
        (
            Entry("larger_type", Text("放大字号(&L)", "&Larger type"), "Ctrl+=; Ctrl++"),
            Entry("smaller_type", Text("缩小字号(&S)", "&Smaller type"), "Ctrl+-"),
            Entry("usual_type", Text("原来的字号(&N)", "&Usual type size"), "Ctrl+0"),
        ),
    ),
    (
        Text("帮助(&H)", "&Help"),
        (
            Entry("show_help", Text("使用指南(&G)", "&Guide (Chinese)"), "F1"),
            Entry("print_quick_guide", Text("打印快速指南(&Q)", "Print the &quick guide")),
            LINE,
            Entry("open_data_folder", Text("打开数据文件夹(&F)", "Open the data &folder")),
            Entry("show_about", Text("关于(&A)", "&About")),
        ),
    ),
)


def add_actions(window: QWidget, menu: QMenu) -> list[QAction]:
    """Fill the menu and make the keys work in the whole window."""
    made = []
    for title, entries in MENUS:
        part = menu.addMenu(str(title))
        for entry in entries:
            if entry is LINE:
                part.addSeparator()
                continue
            words = f"{entry.words}\t{entry.keys}" if entry.told else str(entry.words)
            action = QAction(words, window)
            action.setObjectName(entry.method)
            if entry.keys and not entry.told:
                action.setShortcuts(QKeySequence.listFromString(entry.keys))
            action.triggered.connect(getattr(window, entry.method))
            part.addAction(action)
            window.addAction(action)
            made.append(action)
    return made
