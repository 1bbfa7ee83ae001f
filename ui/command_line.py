"""What can be typed behind main.py; the words of the county's technician. Imports no Qt."""

import argparse
from collections.abc import Callable
from pathlib import Path

USERS = ("list", "add", "remove", "role", "password", "code", "rekey")
USER_ROLES = ("administrator", "recorder", "reader")


def parser() -> argparse.ArgumentParser:
    """The whole command line of main.py; without a command the window is meant."""
    top = argparse.ArgumentParser(prog="main.py", description="司法所台账")
    top.add_argument("--data", type=Path, metavar="FOLDER", help="数据文件夹")
    top.add_argument("--practice", action="store_true", help="打开练习数据")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="输出 JSON")
    common.add_argument("--data", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)

    def add(name: str, help: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help, parents=[common])

    _add_making(add)
    _add_in_and_out(add)
    _add_looking(add)
    _add_handing_in(add)
    return top


def _add_making(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    p = add("init", "新建数据文件夹")
    p.add_argument("--office", required=True, help="司法所名称")
    p.add_argument("--township", required=True, help="乡镇(街道)")
    p.add_argument("--code", default="", help="行政区划代码")
    p.add_argument("--village", action="append", default=[], help="村(居),可多次")
    p.add_argument("--role", choices=("office", "village"), default="office")
    p = add("practice", "生成练习数据")
    p.add_argument("--records", type=int, default=400, help="纠纷件数")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--year", type=int)
    p = add("users", "用户与密码:list、add、remove、role、password、code、rekey")
    p.add_argument("what", nargs="?", default="list", choices=USERS)
    p.add_argument("name", nargs="?", default="", help="姓名")
    p.add_argument("role_name", nargs="?", default="", choices=("", *USER_ROLES), metavar="ROLE")
    p.add_argument("--role", default="", choices=("", *USER_ROLES))
    p = add("restore", "恢复备份")
    p.add_argument("name")
    for name, help in (
        ("backup", "备份"),
        ("backups", "备份清单"),
        ("check", "检查数据"),
        ("kinds", "记录种类"),
        ("forms", "文书清单"),
        ("reports", "报表清单"),
        ("steps", "操作步骤"),
    ):
        add(name, help)


def _add_in_and_out(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    p = add("import", "导入 Excel 或 CSV")
    p.add_argument("kind")
    p.add_argument("file", type=Path)
    p.add_argument("--profile", help="导入格式,如 provincial-2021")
    p.add_argument(
        "--set",
        dest="fixed",
        action="append",
        default=[],
        metavar="栏目=内容",
        help="表中没有的栏目统一填写,如 受理日期=2026-03-31",
    )
    p.add_argument("--try", dest="dry", action="store_true", help="只预览")
    p = add("register", "导出台账")
    p.add_argument("kind")
    p.add_argument("out", type=Path)
    p.add_argument("--since")
    p.add_argument("--until")
    p.add_argument("--all-columns", action="store_true")
    p.add_argument("--mask", action="store_true")
    p.add_argument("--overwrite", action="store_true")
    p = add("report", "统计报表")
    p.add_argument("name")
    p.add_argument("out", type=Path, nargs="?")
    _add_period(p)
    p.add_argument("--overwrite", action="store_true")
    p = add("form", "打印文书")
    p.add_argument("name")
    which = p.add_mutually_exclusive_group(required=True)
    which.add_argument("--of", metavar="NUMBER|ID")
    which.add_argument("--blank", action="store_true")
    p.add_argument("out", type=Path)
    p.add_argument("--overwrite", action="store_true")
    p = add("ledger", "突出矛盾纠纷台账,按文件名为 .xlsx 或 .pdf")
    p.add_argument("out", type=Path)
    p.add_argument("--since")
    p.add_argument("--until")
    p.add_argument("--overwrite", action="store_true")
    p = add("purge", "清除保管期满的案件,不能撤销;不写 --of 只列出")
    p.add_argument("--of", metavar="NUMBER|ID", action="append", default=[])
    p.add_argument("--reason", choices=("expired", "request", "order"), default="expired")
    p = add("readable", "可读副本:网页,不用本程序也能打开")
    p.add_argument("out", type=Path, help="新文件夹")
    p.add_argument("--mask", action="store_true", help="身份证号和电话打星号,不带附件")
    p = add("subsidy", "案件补贴表,按文件名为 .xlsx 或 .pdf")
    p.add_argument("out", type=Path)
    p.add_argument("--sheet", choices=("claims", "payments", "mediators"), default="claims")
    p.add_argument("--period", required=True, help="2026-Q4、2026-11、2026")
    p.add_argument("--overwrite", action="store_true")
    p = add("file", "打印全卷")
    p.add_argument("--of", metavar="NUMBER|ID", required=True)
    p.add_argument("out", type=Path)
    p.add_argument("--overwrite", action="store_true")


def _add_looking(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    p = add("behind", "一格数字背后的记录")
    p.add_argument("name")
    p.add_argument("row")
    p.add_argument("column")
    _add_period(p)
    p = add("due", "期限")
    p.add_argument("--on")
    p = add("find", "查找")
    p.add_argument("words", nargs="+")
    p = add("undo", "撤销一步")
    p.add_argument("step", type=int)


def _add_handing_in(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    p = add("enrol", "给一个村做入网文件")
    p.add_argument("out", type=Path)
    p.add_argument("--village", required=True, metavar="NAME")
    p.add_argument("--passphrase-out", type=Path, metavar="FILE", help="加口令,并带上该村的记录")
    p = add("takeover", "用入网文件或移交包建立数据文件夹")
    p.add_argument("file", type=Path)
    p = add("handover", "全部数据移交给接任者")
    p.add_argument("out", type=Path, help="U 盘文件夹或文件名")
    p.add_argument(
        "--passphrase-out", type=Path, required=True, metavar="FILE", help="口令页,.pdf 或文本"
    )
    p.add_argument("--list", type=Path, metavar="FILE.pdf", help="移交清单")
    p.add_argument("--overwrite", action="store_true")
    p = add("package", "做数据包:村交司法所,或司法所交一个村")
    p.add_argument("out", type=Path, help="U 盘文件夹或文件名")
    p.add_argument("--village", metavar="NAME", help="司法所交给哪个村")
    p.add_argument("--month", metavar="2026-11", help="所报月份,不写为本月")
    p.add_argument("--all-files", action="store_true", help="带上全部附件,不只新的")
    p = add("receipt", "回执:退回给一个村的处理意见,随它的数据包带回")
    p.add_argument("out", type=Path, help="U 盘文件夹或文件名")
    p.add_argument("--village", required=True, metavar="NAME")
    p.add_argument(
        "--answers", type=Path, metavar="FILE.json", help="[{of, verdict, words}],退回或不予接收的"
    )
    p = add("inspect", "查看数据包")
    p.add_argument("file", type=Path)
    p = add("merge", "合并数据包")
    p.add_argument("files", type=Path, nargs="+", metavar="PACKAGE")
    p.add_argument("--try", dest="dry", action="store_true", help="只预览")
    p.add_argument("--decide", type=Path, metavar="FILE.json", help="冲突怎样处理")
    p.add_argument("--outside", action="store_true", help="不属于该村的也读入")
    p.add_argument("--unverified", action="store_true", help="不能确认是谁做的也合并")
    p = add("doubles", "可能重复的纠纷;合为一件,或记下不是一件")
    p.add_argument("--keep", metavar="ID")
    p.add_argument("--other", metavar="ID")
    p.add_argument("--different", action="store_true")


def _add_period(p: argparse.ArgumentParser) -> None:
    p.add_argument(
        "--period",
        required=True,
        metavar="P",
        help="2026-11、2026-Q4、2026-H1、2026、起..止,或 2026-S(统计年度,上年12月至当年11月)",
    )
    p.add_argument(
        "--basis", help="日期口径:accepted、closed;排查表为 screened、handled", metavar="B"
    )
    p.add_argument(
        "--profile",
        "--variant",
        metavar="V",
        help="式样:纠纷类型口径 p1、p2、p3;排查表为 township、village",
    )
    p.add_argument("--unit", metavar="VILLAGE", help="填报村(居),名称或 id")
