"""快速指南: the program on one page, to hang beside the screen."""

from core.paper.fonts import Fonts
from core.paper.lines import Style, break_lines, set_line
from core.paper.page import LEFT, ROOM, Document, Rule, Writer

TITLE = "司法所台账快速指南"
HEAD = Style("heading", 12.5)
WORDS = Style("body", 11)
KEYS = Style("heading", 10.5)
PITCH, HEAD_PITCH, KEYS_WIDTH = 17.5, 26.0, 128.0

SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "登记一件纠纷",
        (
            ("Ctrl+N", "新登记。卷号、案件编码自动给出,可以改。"),
            ("Enter / Shift+Enter", "到下一栏 / 回上一栏。在多行的栏里用 Tab 离开。"),
            ("0503  5.3  今  -3", "日期的写法:5月3日、5月3日、今天、三天前。Alt+↓ 打开日历。"),
            ("lml", "选项和查找都可以打拼音或首字母(李明朗)。"),
            ("Insert", "添加一行当事人、调解记录或协议;Ctrl+Shift+Delete 移除。"),
            ("身份证号", "填好后性别、出生日期、年龄自动得出。"),
            ("Ctrl+S", "保存;Ctrl+Enter 保存并登记下一件。"),
        ),
    ),
    (
        "查找与改错",
        (
            ("Ctrl+F", "查找姓名、拼音、卷号、电话、地址、案情。"),
            ("Enter / Esc", "打开选中的一件 / 回到列表的同一行。"),
            ("Ctrl+Z", "撤销上一步;Ctrl+H 看全部操作,任何一步都可以撤销。"),
            ("Delete", "放入回收站,可以恢复。"),
        ),
    ),
    (
        "打印、月报、台账",
        (
            ("Ctrl+P", "打印这件的文书:单份或整卷,先预览。"),
            ("Ctrl+3", "统计报表:选期间,点一格看背后的记录,导出 Excel。"),
            ("Ctrl+E / Ctrl+I", "导出台账 / 导入 Excel(先预览,确认才写入)。"),
        ),
    ),
    (
        "期限",
        (
            ("一般纠纷", "一个月。《人民调解工作若干规定》第三十三条"),
            ("劳动争议", "十五日。《劳动争议调解仲裁法》第十四条"),
            ("医疗纠纷", "三十个工作日。《医疗纠纷预防和处理条例》第三十八条"),
            ("Ctrl+1", "“今日”列出到期和超期的,写明依据。县里另有规定的在设置里添加。"),
        ),
    ),
    (
        "数据安全",
        (
            ("Ctrl+B", "立即备份。退出时、每天、导入前也会自动备份。"),
            ("第二处备份", "在“设置与备份”里指定另一块盘或锁在柜里的 U 盘。"),
            ("恢复码", "装进信封锁好。换电脑、重装系统后,只有它能打开数据。"),
            ("不要", "把数据文件夹放在 U 盘、网络盘或同步文件夹里。"),
        ),
    ),
    (
        "看不清、不会用",
        (
            ("Ctrl+=  Ctrl+-", "放大、缩小字号;设置里有高对比度颜色。"),
            ("F1", "当前页面的说明。F10 菜单,每个操作都在里面。"),
        ),
    ),
)


def quick_guide(fonts: Fonts) -> Document:
    """One page without a page number."""
    w = Writer(fonts, TITLE, "")
    w.heading()
    for title, lines in SECTIONS:
        _head(w, title)
        for keys, words in lines:
            _line(w, keys, words)
        w.y -= 3
    return w.done(numbered=False)


def _head(w: Writer, title: str) -> None:
    w.put_line(set_line(w.fonts, HEAD, title), LEFT, HEAD, HEAD_PITCH)
    w.y -= HEAD_PITCH
    w.put(Rule(LEFT, w.y + 2, LEFT + ROOM, w.y + 2))


def _line(w: Writer, keys: str, words: str) -> None:
    w.put_line(set_line(w.fonts, KEYS, keys), LEFT + 2, KEYS, PITCH)
    for line in break_lines(w.fonts, WORDS, words, ROOM - KEYS_WIDTH):
        w.put_line(line, LEFT + KEYS_WIDTH, WORDS, PITCH)
        w.y -= PITCH
